//! Whatever days a subscription is billed on, it is billed the same (contract I16).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::disallowed_types,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm
)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::machine::Machine;
use crate::money::{Currency, Exact, Money};
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

pub(super) fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

pub(super) fn charge(id: &str, kind: ChargeKind) -> Charge {
    Charge {
        id: id.parse().unwrap(),
        description: Default::default(),
        item: None,
        kind,
        unit: Default::default(),
        vat: "S 20".parse().unwrap(),
    }
}

pub(super) fn seats(price: &str, quantity: &str, timing: Timing) -> ChargeKind {
    let (price, quantity) = (price.parse().unwrap(), quantity.parse().unwrap());
    ChargeKind::Recurring(Recurring { price, quantity, timing })
}

pub(super) fn plan(start: &str, charges: Vec<Charge>) -> Plan {
    let start = day(start);
    Plan {
        customer: "C1".parse().unwrap(),
        currency: Currency::EUR,
        start,
        cycle: Cycle::new(start, Interval::Months(1)),
        charges,
        trial_until: None,
        end: None,
        unit: ProrationUnit::default(),
        first_period: FirstPeriod::default(),
        terms: None,
        collection: None,
    }
}

/// A run of the day.
pub(super) const BILL: Command = Command::Bill { until: None, gives_back: false };

pub(super) fn ask(subscription: &mut Subscription, on: Day, command: &Command) -> Vec<Event> {
    let events = subscription.decide(command, &Facts { on }).unwrap();
    for event in &events {
        subscription.evolve(event).unwrap();
    }
    events
}

pub(super) fn started(plan: Plan) -> Subscription {
    let mut subscription = Subscription::default();
    let on = plan.start;
    ask(&mut subscription, on, &Command::Start(plan));
    subscription
}

/// The lines of a run, as `from..until quantity × price`.
fn bill(subscription: &mut Subscription, on: &str) -> Vec<(alloc::string::String, Money)> {
    let events = ask(subscription, day(on), &BILL);
    let lines = events.into_iter().flat_map(|event| match event {
        Event::Billed { lines, .. } => lines,
        _ => Vec::new(),
    });
    let told = |line: BilledLine| {
        let BilledLine { charge, period, quantity, price, amount } = line;
        (alloc::format!("{charge} {period} {quantity} x {price}"), amount)
    };
    lines.map(told).collect()
}

fn told(lines: &[(&str, &str)]) -> Vec<(alloc::string::String, Money)> {
    lines.iter().map(|(line, amount)| ((*line).into(), money(amount))).collect()
}

/// Rulebook EX-S3 and S-04: what was billed in advance is given back for the rest, and charged at
/// the new price.
#[test]
fn an_upgrade_gives_back_the_rest_and_charges_it_anew() {
    let kind = seats("30.00", "1", Timing::InAdvance);
    let mut seat = started(plan("2026-01-01", Vec::from([charge("seat", kind)])));
    assert_eq!(
        bill(&mut seat, "2026-01-01"),
        told(&[("seat [2026-01-01, 2026-02-01) 1 x 30", "30.00 EUR")])
    );
    assert!(bill(&mut seat, "2026-01-15").is_empty());
    let upgrade = Command::Change(Change {
        charge: "seat".parse().unwrap(),
        price: Some(NewPrice::To("60.00".parse().unwrap())),
        quantity: None,
        timing: None,
        resets_anchor: false,
    });
    ask(&mut seat, day("2026-01-16"), &upgrade);
    assert_eq!(
        bill(&mut seat, "2026-01-16"),
        told(&[
            ("seat [2026-01-16, 2026-02-01) -1 x 15.48", "-15.48 EUR"),
            ("seat [2026-01-16, 2026-02-01) 1 x 30.97", "30.97 EUR"),
        ])
    );
    assert_eq!(
        bill(&mut seat, "2026-02-28"),
        told(&[("seat [2026-02-01, 2026-03-01) 1 x 60", "60.00 EUR")])
    );
}

/// Rulebook EX-S5 and S-05: the unused part waits for a charge that outweighs it.
#[test]
fn who_leaves_is_owed_the_unused_part() {
    let fixed = charge("fee", seats("28.00", "1", Timing::InAdvance));
    let metered = charge("use", ChargeKind::Usage(Tariff::PerUnit("1.00".parse().unwrap())));
    let mut left = started(plan("2026-02-01", Vec::from([fixed, metered])));
    bill(&mut left, "2026-02-01");
    let used = |key: &str, units: &str, on: &str| {
        Command::Use(Consumption {
            key: key.parse().unwrap(),
            charge: "use".parse().unwrap(),
            units: units.parse().unwrap(),
            on: Some(day(on)),
        })
    };
    ask(&mut left, day("2026-02-05"), &used("a", "30", "2026-02-05"));
    let cancel = Command::Cancel { timing: Moment::Now, keeps_billed: false };
    ask(&mut left, day("2026-02-10"), &cancel);
    assert_eq!(
        bill(&mut left, "2026-02-10"),
        told(&[
            ("fee [2026-02-10, 2026-03-01) -1 x 19", "-19.00 EUR"),
            ("use [2026-02-01, 2026-02-10) 30 x 1", "30.00 EUR"),
        ])
    );
    // Late usage stands on the next invoice, with the days it is of; a key counts once.
    assert!(ask(&mut left, day("2026-03-01"), &used("a", "30", "2026-02-05")).is_empty());
    ask(&mut left, day("2026-03-01"), &used("b", "5", "2026-02-06"));
    assert_eq!(
        bill(&mut left, "2026-03-02"),
        told(&[("use [2026-02-01, 2026-02-10) 5 x 1", "5.00 EUR")])
    );
    let facts = Facts { on: day("2026-03-02") };
    let no = |command: &Command| left.decide(command, &facts).unwrap_err().code();
    assert_eq!(no(&used("b", "6", "2026-02-06")), "subscription.key_reused");
    assert_eq!(no(&used("c", "6", "2026-02-10")), "subscription.after_end");
    assert_eq!(no(&used("c", "6", "2026-01-31")), "subscription.before_start");
    assert_eq!(no(&cancel), "subscription.not_possible");
}

#[test]
fn a_trial_is_free_and_a_stub_is_a_part() {
    let kind = seats("31.00", "1", Timing::InAdvance);
    let mut plan = plan("2026-01-01", Vec::from([charge("fee", kind)]));
    plan.trial_until = Some(day("2026-01-15"));
    plan.cycle.billing_day = Some(crate::calendar::MonthDay::new(1).unwrap());
    plan.cycle.anchor = day("2026-01-15");
    for (first_period, amount) in [
        (FirstPeriod::Prorated, Some("17.00 EUR")),
        (FirstPeriod::Full, Some("31.00 EUR")),
        (FirstPeriod::Free, None),
    ] {
        let mut tried = started(Plan { first_period, ..plan.clone() });
        assert!(bill(&mut tried, "2026-01-14").is_empty());
        let first = bill(&mut tried, "2026-01-15");
        assert_eq!(first.first().map(|line| line.1), amount.map(money), "{first_period:?}");
        assert_eq!(bill(&mut tried, "2026-02-01")[0].1, money("31.00 EUR"));
    }
}

#[test]
fn a_pause_is_given_back_and_a_least_amount_is_topped_up() {
    let fixed = charge("fee", seats("30.00", "1", Timing::InAdvance));
    let least = charge("least", ChargeKind::Minimum(money("45.00 EUR")));
    let once = charge("setup", ChargeKind::OneOff(money("99.00 EUR")));
    let mut paused = started(plan("2026-04-01", Vec::from([fixed, least, once])));
    assert_eq!(bill(&mut paused, "2026-04-01").len(), 2);
    ask(&mut paused, day("2026-04-11"), &Command::Pause { timing: Moment::Now });
    // 20.00 would be given back: it waits.
    assert!(bill(&mut paused, "2026-04-11").is_empty());
    ask(&mut paused, day("2026-04-21"), &Command::Resume {});
    assert_eq!(
        bill(&mut paused, "2026-05-01"),
        told(&[
            ("fee [2026-04-11, 2026-04-21) -1 x 10", "-10.00 EUR"),
            ("fee [2026-05-01, 2026-06-01) 1 x 30", "30.00 EUR"),
        ]),
        "with the setup of 99.00 April is beyond its least amount"
    );
    assert_eq!(
        bill(&mut paused, "2026-06-01")[0],
        told(&[("least [2026-05-01, 2026-06-01) 1 x 15", "15.00 EUR")])[0]
    );
}

/// Rulebook S-11.
#[test]
fn an_index_holds_from_the_next_period_on() {
    let kind = seats("100.00", "2", Timing::InAdvance);
    let mut indexed = started(plan("2026-01-31", Vec::from([charge("fee", kind)])));
    bill(&mut indexed, "2026-01-31");
    let index = Command::Change(Change {
        charge: "fee".parse().unwrap(),
        price: Some(NewPrice::Indexed {
            base: "114.60".parse().unwrap(),
            index: "118.23".parse().unwrap(),
            decimals: 2,
        }),
        quantity: None,
        timing: None,
        resets_anchor: false,
    });
    ask(&mut indexed, day("2026-02-10"), &index);
    // 100 × 118.23 / 114.60 = 103.1675...
    assert_eq!(
        bill(&mut indexed, "2026-02-28"),
        told(&[("fee [2026-02-28, 2026-03-31) 2 x 103.17", "206.34 EUR")])
    );
}

/// What happens to a subscription in a story: on a day, so many units or a pause.
#[derive(Debug, Clone)]
pub(super) enum Turn {
    Price(i64),
    Seats(i64),
    Pause,
    Resume,
    Cancel,
    Use(i64, i64),
}

pub(super) fn any_turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        (1_i64..9_999).prop_map(Turn::Price),
        (1_i64..9).prop_map(Turn::Seats),
        Just(Turn::Pause),
        Just(Turn::Resume),
        Just(Turn::Cancel),
        (1_i64..50, 0_i64..60).prop_map(|(units, ago)| Turn::Use(units, ago)),
    ]
}

pub(super) fn command_of(turn: &Turn, number: usize, on: Day) -> Command {
    let change = |price: Option<i64>, quantity: Option<i64>| {
        let price = price.map(|cents| Exact::new(cents.into(), 2).unwrap().to_decimal());
        Command::Change(Change {
            charge: "fee".parse().unwrap(),
            price: price
                .map(|price| NewPrice::To(crate::money::UnitPrice::from_decimal(price).unwrap())),
            quantity: quantity.map(|quantity| Exact::whole(quantity).unwrap()),
            timing: None,
            resets_anchor: false,
        })
    };
    match turn {
        Turn::Price(cents) => change(Some(*cents), None),
        Turn::Seats(seats) => change(None, Some(*seats)),
        Turn::Pause => Command::Pause { timing: Moment::Now },
        Turn::Resume => Command::Resume {},
        Turn::Cancel => Command::Cancel { timing: Moment::Now, keeps_billed: false },
        Turn::Use(units, ago) => Command::Use(Consumption {
            key: alloc::format!("{number}").parse().unwrap(),
            charge: "use".parse().unwrap(),
            units: Exact::whole(*units).unwrap(),
            on: Some(on.plus_days(-ago).unwrap()),
        }),
    }
}

/// What a subscription owes by a day, day by day: each day of a period costs its part of what a
/// day's price comes to in the whole, and the days of one price are rounded together.
fn counted(story: &[(Day, Turn)], start: Day, until: Day) -> i64 {
    let cycle = Cycle::new(start, Interval::Months(1));
    let (mut price, mut seats, mut is_paused, mut end) = (1000_i64, 1_i64, false, None);
    let mut states = Vec::new();
    let mut on = start;
    let last = cycle.period_of(until).unwrap().until();
    let mut used: Vec<(Day, i64)> = Vec::new();
    while on < last {
        for (_, turn) in story.iter().filter(|(day, _)| *day == on) {
            match turn {
                Turn::Price(cents) if end.is_none() => price = *cents,
                Turn::Seats(number) if end.is_none() => seats = *number,
                Turn::Pause if end.is_none() => is_paused = true,
                Turn::Resume if end.is_none() => is_paused = false,
                Turn::Cancel if end.is_none() => end = Some(on),
                Turn::Use(units, ago) => {
                    let of = on.plus_days(-ago).unwrap();
                    if of >= start && end.is_none_or(|end| of < end) {
                        used.push((of, *units));
                    }
                }
                _ => {}
            }
        }
        let full = if is_paused || end.is_some() { 0 } else { price * seats };
        states.push((on, full));
        on = on.plus_days(1).unwrap();
    }
    let mut owed = 0;
    for k in 0.. {
        let period = cycle.period(k).unwrap();
        if period.from() > until {
            break;
        }
        let days = i64::from(period.days());
        let half_up = |figure: i64| (2 * figure + days) / (2 * days);
        for (on, full) in states.iter().filter(|(on, _)| period.contains(*on)) {
            let offset = i64::from(period.from().days_until(*on));
            owed += half_up(full * (offset + 1)) - half_up(full * offset);
        }
        let over = end.map_or(period.until(), |end| end.min(period.until()));
        if over <= until {
            let units: i64 =
                used.iter().filter(|(of, _)| period.contains(*of)).map(|(_, units)| units).sum();
            owed += units * 25;
        }
    }
    owed
}

proptest! {
    /// Contract I16: a run every day, a run now and then, and one run at the end bill the same, and
    /// it is what counting days gives; a run again bills nothing.
    #[test]
    fn whatever_days_it_runs_it_bills_the_same(
        turns in proptest::collection::vec((0_i64..120, any_turn()), 0..8),
        rhythm in 1_i64..40,
    ) {
        let start = day("2026-01-31");
        let mut story: Vec<(Day, Turn)> =
            turns.into_iter().map(|(days, turn)| (start.plus_days(days).unwrap(), turn)).collect();
        story.sort_by_key(|(on, _)| *on);
        let charges = || Vec::from([
            charge("fee", seats("10.00", "1", Timing::InAdvance)),
            charge("use", ChargeKind::Usage(Tariff::PerUnit("0.25".parse().unwrap()))),
        ]);
        let end = start.plus_days(200).unwrap();
        let mut totals = Vec::new();
        for every in [1, rhythm, 200] {
            let mut subscription = started(plan("2026-01-31", charges()));
            let (mut total, mut kept) = (0, Vec::new());
            let mut on = start;
            while on <= end {
                let of_day = story.iter().enumerate().filter(|(_, (day, _))| *day == on);
                for (number, (_, turn)) in of_day {
                    let command = command_of(turn, number, on);
                    if let Ok(events) = subscription.decide(&command, &Facts { on }) {
                        kept.push((on, turn.clone()));
                        for event in events {
                            subscription.evolve(&event).unwrap();
                        }
                    }
                }
                if i64::from(start.days_until(on)) % every == 0 || on == end {
                    for event in ask(&mut subscription, on, &BILL) {
                        let Event::Billed { lines, .. } = event else { panic!("a bill") };
                        for line in lines {
                            let price = line.price;
                            let (one, mode) = (Exact::ONE, Default::default());
                            let again = price.times(line.quantity, one, Currency::EUR, mode);
                            prop_assert_eq!(again.unwrap(), line.amount, "INV-03");
                            total += line.amount.minor();
                        }
                    }
                    let again = subscription.decide(&BILL, &Facts { on });
                    prop_assert!(again.unwrap().is_empty());
                }
                on = on.plus_days(1).unwrap();
            }
            // What is given back may still wait for a charge that outweighs it.
            let waits = subscription.contract().unwrap().waiting(end).unwrap().minor();
            prop_assert!(waits <= 0);
            totals.push(total + waits);
            prop_assert_eq!(total + waits, counted(&kept, start, end));
        }
        prop_assert_eq!(totals[0], totals[2]);
        prop_assert_eq!(totals[1], totals[2]);
    }
}

/// Rulebook S-04: the rest of the old period is given back and a whole new one is charged; no run
/// bills a day twice, whatever was billed of later periods.
#[test]
fn a_new_anchor_ends_the_period_it_falls_into() {
    let kind = seats("31.00", "1", Timing::InAdvance);
    let mut seat = started(plan("2026-01-01", Vec::from([charge("seat", kind)])));
    bill(&mut seat, "2026-01-01");
    let upgrade = Command::Change(Change {
        charge: "seat".parse().unwrap(),
        price: Some(NewPrice::To("60.00".parse().unwrap())),
        quantity: None,
        timing: None,
        resets_anchor: true,
    });
    ask(&mut seat, day("2026-01-11"), &upgrade);
    assert_eq!(
        bill(&mut seat, "2026-01-11"),
        told(&[
            ("seat [2026-01-11, 2026-02-01) -1 x 21", "-21.00 EUR"),
            ("seat [2026-01-11, 2026-02-11) 1 x 60", "60.00 EUR"),
        ])
    );
    assert!(bill(&mut seat, "2026-02-10").is_empty());
    assert_eq!(
        bill(&mut seat, "2026-02-11"),
        told(&[("seat [2026-02-11, 2026-03-11) 1 x 60", "60.00 EUR")])
    );
    // Told late: February was billed from the old anchor and is given back as a whole.
    let kind = seats("31.00", "1", Timing::InAdvance);
    let mut late = started(plan("2026-01-01", Vec::from([charge("seat", kind)])));
    bill(&mut late, "2026-02-01");
    ask(&mut late, day("2026-01-11"), &upgrade);
    let lines = bill(&mut late, "2026-02-01");
    let total: i64 = lines.iter().map(|line| line.1.minor()).sum();
    assert_eq!(total, 6_000 - 2_100 - 3_100, "{lines:?}");
    assert_eq!(
        bill(&mut late, "2026-02-11"),
        told(&[("seat [2026-02-11, 2026-03-11) 1 x 60", "60.00 EUR")])
    );
}

/// What is given back may be billed at once.
#[test]
fn a_run_gives_back_where_it_is_asked_to() {
    let kind = seats("28.00", "1", Timing::InAdvance);
    let mut left = started(plan("2026-02-01", Vec::from([charge("fee", kind)])));
    bill(&mut left, "2026-02-01");
    let cancel = Command::Cancel { timing: Moment::Now, keeps_billed: false };
    ask(&mut left, day("2026-02-10"), &cancel);
    assert!(bill(&mut left, "2026-02-10").is_empty());
    let events =
        ask(&mut left, day("2026-02-10"), &Command::Bill { until: None, gives_back: true });
    let [Event::Billed { lines, .. }] = events.as_slice() else { panic!("one bill") };
    assert_eq!(lines[0].amount, money("-19.00 EUR"), "rulebook EX-S5");
    assert!(bill(&mut left, "2026-03-10").is_empty());
}

/// A failure is tried again as agreed; the last one does what was agreed.
#[test]
fn a_collection_that_fails_is_tried_again_and_then_counts() {
    let kind = seats("30.00", "1", Timing::InAdvance);
    let mut plan = plan("2026-04-01", Vec::from([charge("fee", kind)]));
    let fail = |document: &str| Command::FailCollection {
        document: document.parse().unwrap(),
        reason: "AM04".parse().unwrap(),
    };
    let no =
        started(plan.clone()).decide(&fail("F1"), &Facts { on: day("2026-04-03") }).unwrap_err();
    assert_eq!(no.code(), "subscription.not_collected");
    plan.collection = Some(RecurringCollection {
        by: CollectedBy::Card,
        retry_after: Vec::from([3, 0]),
        on_failure: FailureEffect::Pause(Moment::NextPeriod),
    });
    let start = Command::Start(plan.clone());
    let facts = Facts { on: plan.start };
    let no = Subscription::default().decide(&start, &facts).unwrap_err();
    assert_eq!(no.code(), "subscription.no_retry_days");
    if let Some(collection) = &mut plan.collection {
        collection.retry_after = Vec::from([3, 7]);
    }
    let mut failing = started(plan);
    let retries: Vec<_> = ["2026-04-03", "2026-04-06", "2026-04-13"]
        .iter()
        .map(|on| match ask(&mut failing, day(on), &fail("F1")).as_slice() {
            [Event::CollectionFailed { retry_on: Some(on), .. }] => on.to_string(),
            [Event::CollectionFailed { attempt: 3, .. }, Event::Paused { from, .. }] => {
                alloc::format!("paused from {from}")
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(retries, ["2026-04-06", "2026-04-13", "paused from 2026-05-01"]);
    assert_eq!(failing.state(), "paused");
}
