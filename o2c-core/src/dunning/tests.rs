//! Levels rise as rulebook R-02 says, and never otherwise (contract I15).

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
use crate::machine::{Given, Machine};
use crate::money::{Currency, Money};
use alloc::boxed::Box;
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

fn item(entry: &str, open: &str, due_on: &str) -> OpenItem {
    OpenItem {
        entry: entry.parse().unwrap(),
        document: Default::default(),
        open: money(open),
        due_on: day(due_on),
        level: 0,
        reminded_on: None,
        bears_no_interest: false,
        noticed: None,
    }
}

fn case(as_of: &str, items: Vec<OpenItem>) -> Case {
    Case {
        currency: Currency::EUR,
        as_of: day(as_of),
        items,
        blocks: Vec::new(),
        reminded_on: None,
        accrued: None,
        bearing: None,
    }
}

fn block(entry: Option<&str>, amount: Option<&str>, from: &str, until: Option<&str>) -> Block {
    Block {
        block: "B".parse().unwrap(),
        reason: BlockReason::Dispute,
        entry: entry.map(|entry| entry.parse().unwrap()),
        amount: amount.map(money),
        from: day(from),
        until: until.map(day),
    }
}

/// Rulebook: what is contested is left out, credits are netted.
#[test]
fn what_is_contested_is_left_out_and_credits_are_netted() {
    let policy = Policy::after_due(&[5, 15]);
    let items = || {
        Vec::from([item("F1", "1000.00 EUR", "2026-03-31"), item("F2", "500.00 EUR", "2026-05-31")])
    };
    let mut asked = case("2026-04-10", items());
    asked.blocks.push(block(Some("F1"), Some("400.00 EUR"), "2026-04-01", None));
    asked.items.push(item("P1", "-100.00 EUR", "2026-04-02"));
    let found = propose(&policy, &asked).unwrap();
    assert_eq!(found.letters.len(), 1);
    let letter = &found.letters[0];
    assert_eq!((letter.overdue, letter.net), (money("600.00 EUR"), money("500.00 EUR")));
    assert_eq!(letter.not_due.len(), 1, "for information");
    // All of it contested: nothing.
    asked.blocks[0].amount = None;
    let found = propose(&policy, &asked).unwrap();
    assert!(found.letters.is_empty());
    assert_eq!(found.steps[0].why, Why::Blocked(BlockReason::Dispute));
    assert_eq!(found.steps[0].changes_on, None, "nobody knows when it is over");
    asked.blocks[0].until = Some(day("2026-04-20"));
    let found = propose(&policy, &asked).unwrap();
    assert_eq!(found.steps[0].changes_on, Some(day("2026-04-21")));
    // Credits that cover what is late.
    asked.blocks.clear();
    asked.items.push(item("P2", "-900.00 EUR", "2026-04-02"));
    let found = propose(&policy, &asked).unwrap();
    let (overdue, credits) = (money("1000.00 EUR"), money("-1000.00 EUR"));
    assert_eq!(found.held, Some(Held::NothingOwed { overdue, credits }));
    assert_eq!(found.steps[0].next, 0);
}

#[test]
fn a_least_amount_and_days_of_grace_hold_a_letter() {
    let mut policy = Policy::after_due(&[1, 15]);
    policy.minimum.push(money("50.00 EUR"));
    policy.grace_days = 5;
    let of = |as_of: &str, open: &str| {
        propose(&policy, &case(as_of, Vec::from([item("F1", open, "2026-03-31")]))).unwrap()
    };
    assert!(of("2026-04-05", "49.99 EUR").letters.is_empty());
    assert_eq!(of("2026-04-05", "50.00 EUR").steps[0].why, Why::NotLate);
    assert_eq!(of("2026-04-05", "50.00 EUR").changes_on, Some(day("2026-04-06")));
    assert_eq!(of("2026-04-06", "50.00 EUR").letters.len(), 1);
    let (net, minimum) = (money("49.99 EUR"), money("50.00 EUR"));
    assert_eq!(of("2026-04-06", "49.99 EUR").held, Some(Held::BelowMinimum { net, minimum }));
}

#[test]
fn delays_count_from_the_month_and_from_the_letter_before() {
    let mut policy = Policy::after_due(&[10, 1, 1]);
    policy.levels[1].delay = Delay::AfterEndOfMonth(30);
    policy.levels[2].delay = Delay::AfterPrevious(10);
    let of = |as_of: &str, level: u8, reminded_on: &str| {
        let mut late = item("F1", "10.00 EUR", "2026-03-15");
        (late.level, late.reminded_on) = (level, Some(day(reminded_on)));
        propose(&policy, &case(as_of, Vec::from([late]))).unwrap().steps[0].clone()
    };
    assert_eq!(of("2026-04-29", 1, "2026-03-25").next, 1);
    assert_eq!(of("2026-04-30", 1, "2026-03-25").next, 2);
    assert_eq!(of("2026-05-09", 2, "2026-04-30").next, 2);
    assert_eq!(of("2026-05-09", 2, "2026-04-30").changes_on, Some(day("2026-05-10")));
    assert_eq!(of("2026-05-10", 2, "2026-04-30").next, 3);
    assert_eq!(of("2026-06-10", 3, "2026-05-10").why, Why::LastLevel);
}

#[test]
fn letters_by_level_and_by_item() {
    let mut policy = Policy::after_due(&[5, 15]);
    policy.escalation = Escalation::HighestReached;
    let asked = case(
        "2026-04-20",
        Vec::from([
            item("F1", "10.00 EUR", "2026-03-31"),
            item("F2", "20.00 EUR", "2026-04-10"),
            item("F3", "30.00 EUR", "2026-04-12"),
        ]),
    );
    let levels = |policy: &Policy| -> Vec<(u8, usize)> {
        let found = propose(policy, &asked).unwrap();
        found.letters.iter().map(|letter| (letter.level, letter.items.len())).collect()
    };
    assert_eq!(levels(&policy), [(2, 3)]);
    policy.letters = LetterStyle::PerLevel;
    assert_eq!(levels(&policy), [(2, 1), (1, 2)]);
    policy.letters = LetterStyle::PerItem;
    assert_eq!(levels(&policy), [(2, 1), (1, 1), (1, 1)]);
}

#[test]
fn policies_that_no_run_could_follow_are_refused() {
    let no = |change: fn(&mut Policy)| {
        let mut policy = Policy::after_due(&[5, 15]);
        change(&mut policy);
        let no = policy.check().unwrap_err();
        (no.code(), alloc::string::ToString::to_string(&no.path()))
    };
    for (found, code, path) in [
        (no(|policy| policy.levels.clear()), "dunning.no_levels", "levels"),
        (
            no(|policy| policy.levels[0].delay = Delay::AfterPrevious(5)),
            "dunning.first_after_previous",
            "levels[0].delay",
        ),
        (
            no(|policy| policy.levels[1].delay = Delay::AfterDue(5)),
            "dunning.levels_not_in_order",
            "levels[1].delay",
        ),
        (no(|policy| policy.interval = 0), "dunning.no_interval", "interval"),
        (
            no(|policy| policy.minimum.push(money("-1.00 EUR"))),
            "dunning.amount_negative",
            "minimum[0]",
        ),
    ] {
        assert_eq!(found, (code, path.into()));
    }
}

/// Notices ten days and three days before the due day.
fn with_notices() -> Policy {
    let mut policy = Policy::after_due(&[5]);
    for days_before in [10, 3] {
        let (channel, template) = (Channel::Email, Default::default());
        policy.notices.push(PreDueNotice { days_before, channel, template });
    }
    policy
}

#[test]
fn notices_come_before_the_due_day_and_raise_nothing() {
    let policy = with_notices();
    let of = |as_of: &str, noticed| {
        let given = OpenItem { noticed, ..item("F1", "10.00 EUR", "2026-03-31") };
        let found = propose(&policy, &case(as_of, Vec::from([given]))).unwrap();
        assert!(found.letters.is_empty());
        found.notices.iter().map(|notice| notice.days_before).collect::<Vec<_>>()
    };
    let none: [u16; 0] = [];
    assert_eq!(of("2026-03-20", None), none);
    assert_eq!(of("2026-03-21", None), [10]);
    assert_eq!(of("2026-03-24", None), [10], "a run that was missed gives it later");
    assert_eq!(of("2026-03-24", Some(10)), none);
    assert_eq!(of("2026-03-29", None), [3], "the last one alone");
    assert_eq!(of("2026-03-29", Some(10)), [3]);
    assert_eq!(of("2026-03-30", Some(3)), none);
    assert_eq!(of("2026-03-31", None), none, "it is due");
}

#[test]
fn a_notice_is_given_once_and_again_for_another_due_day() {
    let policy = with_notices();
    let mut reminders = Reminders::default();
    let mut given = |as_of: &str, due_on: &str| {
        let run = facts(&policy, case(as_of, Vec::from([item("F1", "10.00 EUR", due_on)])));
        let events = reminders.decide(&Command::Write {}, &run).unwrap();
        for event in &events {
            assert!(matches!(event, Event::Notified { notices, .. } if notices.len() == 1));
            reminders.evolve(event).unwrap();
        }
        events.len()
    };
    assert_eq!(given("2026-03-22", "2026-03-31"), 1);
    assert_eq!(given("2026-03-22", "2026-03-31"), 0, "the same run again");
    assert_eq!(given("2026-03-28", "2026-03-31"), 1);
    assert_eq!(given("2026-03-29", "2026-03-31"), 0);
    assert_eq!(given("2026-04-25", "2026-04-30"), 1, "it falls due on another day");
}

#[test]
fn what_is_held_says_so_and_on_which_day_it_would_be_written() {
    let mut policy = Policy::after_due(&[5]);
    policy.minimum = Vec::from(["100.00 EUR".parse().unwrap()]);
    let items = [("F1", "60.00 EUR", "2026-03-01"), ("F2", "60.00 EUR", "2026-03-20")];
    let items = items.map(|(entry, open, due_on)| item(entry, open, due_on));
    let told = propose(&policy, &case("2026-03-10", Vec::from(items.clone()))).unwrap();
    assert_eq!((told.letters.len(), told.steps[0].why), (0, Why::Held));
    // F2 is late on the 21st and counts for the least amount from then on, but rises on the 25th.
    let days: Vec<_> = told.steps.iter().map(|step| step.changes_on).collect();
    assert_eq!(days, [Some(day("2026-03-21")), Some(day("2026-03-25"))]);
    assert_eq!(told.changes_on, Some(day("2026-03-21")));
    // Credits that cover everything are never reminded of.
    let credit = item("P1", "-120.00 EUR", "2026-03-05");
    let all = items.into_iter().chain([credit]).collect();
    let told = propose(&policy, &case("2026-03-10", all)).unwrap();
    assert_eq!((told.steps[0].why, told.changes_on), (Why::Held, None));
}

#[test]
fn a_block_that_begins_later_moves_the_day() {
    let policy = Policy::after_due(&[5]);
    let mut asked = case("2026-03-10", Vec::from([item("F1", "60.00 EUR", "2026-03-12")]));
    asked.blocks.push(block(None, None, "2026-03-15", Some("2026-03-20")));
    assert_eq!(propose(&policy, &asked).unwrap().changes_on, Some(day("2026-03-21")));
    asked.blocks.push(block(Some("F1"), None, "2026-03-21", None));
    assert_eq!(propose(&policy, &asked).unwrap().changes_on, None);
}

fn facts(policy: &Policy, asked: Case) -> Facts {
    Facts {
        on: asked.as_of,
        recorded_on: asked.as_of,
        run: Some(Box::new((policy.clone(), asked))),
    }
}

#[test]
fn a_run_twice_writes_once_and_blocks_are_lifted_once() {
    let policy = Policy::after_due(&[5, 15]);
    let items = Vec::from([item("F1", "10.00 EUR", "2026-03-31")]);
    let run = facts(&policy, case("2026-04-30", items));
    let mut reminders = Reminders::default();
    for event in reminders.decide(&Command::Write {}, &run).unwrap() {
        reminders.evolve(&event).unwrap();
    }
    assert_eq!(reminders.level_on(&"F1".parse().unwrap(), run.on, None), (1, Some(run.on)));
    assert!(reminders.decide(&Command::Write {}, &run).unwrap().is_empty());
    let asked = block(None, None, "2026-04-01", None);
    let blocked = reminders.decide(&Command::Block(asked.clone()), &run).unwrap();
    let given = Given::new(reminders.clone(), &blocked);
    given
        .when(&Command::Block(asked), &run)
        .refused(&Rejection::BlockTwice { path: "block".into(), block: "B".parse().unwrap() });
    let lift = Command::Lift { block: "C".parse().unwrap() };
    given
        .when(&lift, &run)
        .refused(&Rejection::UnknownBlock { path: "block".into(), block: "C".parse().unwrap() });
    let reset = Command::Reset { entries: Vec::from(["F1".parse().unwrap()]), level: 0 };
    let events = reminders.decide(&reset, &run).unwrap();
    for event in events {
        reminders.evolve(&event).unwrap();
    }
    let (level, on) = reminders.level_on(&"F1".parse().unwrap(), run.on, None);
    assert_eq!((level, on), (0, Some(run.on)), "the interval counts all the same");
}

proptest! {
    /// Contract I15 over a year of runs on any days: never a level without a late day, never one
    /// down, never one left out, never two letters within the interval, and a second run of the
    /// same day writes nothing.
    #[test]
    fn levels_rise_one_by_one(
        dues in proptest::collection::vec(0_i64..200, 1..5),
        gaps in proptest::collection::vec(0_i64..40, 1..20),
        interval in 1_u16..20,
        grace in 0_u16..10,
    ) {
        let mut policy = Policy::after_due(&[3, 10, 30, 45]);
        (policy.interval, policy.grace_days) = (interval, grace);
        let first = day("2026-01-01");
        let mut reminders = Reminders::default();
        let mut on = first;
        let mut letters: Vec<Day> = Vec::new();
        for gap in gaps {
            on = on.plus_days(gap).unwrap();
            let mut asked = case("2026-01-01", Vec::new());
            asked.as_of = on;
            for (index, due) in dues.iter().enumerate() {
                let mut late = item("F", "10.00 EUR", "2026-01-01");
                late.entry = alloc::format!("F{index}").parse().unwrap();
                late.due_on = first.plus_days(*due).unwrap();
                asked.items.push(late);
            }
            let told = propose(&policy, &reminders.known(asked.clone(), None)).unwrap();
            let run = facts(&policy, asked.clone());
            let events = reminders.decide(&Command::Write {}, &run).unwrap();
            prop_assert_eq!(events.is_empty(), told.changes_on != Some(on));
            for event in &events {
                let Event::Written { letter, .. } = event else { panic!("a letter") };
                for item in &letter.items {
                    prop_assert!((0..=1).contains(&(item.level - item.level_before)));
                    prop_assert!(item.days_late > u32::from(grace));
                }
                if let Some(before) = letters.last() {
                    prop_assert!(before.days_until(on) >= i32::from(interval));
                }
                letters.push(on);
                reminders.evolve(event).unwrap();
            }
            let again = reminders.decide(&Command::Write {}, &run).unwrap();
            prop_assert!(again.is_empty());
            prop_assert_eq!(reminders.audit(), None);
        }
    }
    /// The day on which a step changes is the first day on which a run would raise it: looked for
    /// day by day, with credits, least amounts and blocks.
    #[test]
    fn the_day_of_change_is_the_first_day_that_raises(
        items in proptest::collection::vec((1_i64..500, -40_i64..30, 0_u8..3, any::<bool>()), 1..4),
        credit in 0_i64..400,
        least in 0_i64..400,
        blocked in proptest::option::of((-10_i64..20, 0_i64..20, any::<bool>())),
        (grace, highest) in (0_u16..4, any::<bool>()),
    ) {
        let mut policy = Policy::after_due(&[3, 10, 30]);
        policy.grace_days = grace;
        policy.minimum = Vec::from([Money::from_minor(least, Currency::EUR).unwrap()]);
        if highest {
            policy.escalation = Escalation::HighestReached;
        }
        let on = day("2026-06-01");
        let mut asked = case("2026-06-01", Vec::new());
        for (index, (cents, due, level, is_written)) in items.into_iter().enumerate() {
            let mut of = item("F", "0.01 EUR", "2026-01-01");
            of.entry = alloc::format!("F{index}").parse().unwrap();
            of.open = Money::from_minor(cents, Currency::EUR).unwrap();
            of.due_on = on.plus_days(due).unwrap();
            if is_written && due < 0 {
                (of.level, of.reminded_on) = (level, Some(on.plus_days(due / 2).unwrap()));
            }
            asked.items.push(of);
        }
        if credit > 0 {
            let mut of = item("P", "-0.01 EUR", "2026-06-01");
            of.open = Money::from_minor(-credit, Currency::EUR).unwrap();
            asked.items.push(of);
        }
        if let Some((from, days, is_of_item)) = blocked {
            let mut of = block(is_of_item.then_some("F0"), None, "2026-06-01", None);
            of.from = on.plus_days(from).unwrap();
            of.until = Some(of.from.plus_days(days).unwrap());
            asked.blocks.push(of);
        }
        let told = propose(&policy, &asked).unwrap();
        let mut first = alloc::collections::BTreeMap::new();
        for ahead in 0..120 {
            asked.as_of = on.plus_days(ahead).unwrap();
            for letter in propose(&policy, &asked).unwrap().letters {
                for item in letter.items.iter().filter(|item| item.level > item.level_before) {
                    first.entry(item.entry.clone()).or_insert(asked.as_of);
                }
            }
        }
        for step in &told.steps {
            prop_assert_eq!(step.changes_on, first.get(&step.entry).copied(), "{:?}", step);
        }
        prop_assert_eq!(told.changes_on, first.values().min().copied());
    }
}
