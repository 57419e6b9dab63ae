//! Periods partition time, parts sum to their price, and both are what counting days gives.

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
use crate::calendar::{Day, MonthDay, Period};
use crate::error::Refusal;
use crate::money::Money;
use alloc::string::ToString;
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

/// Days of the years 2000 to 2040.
fn any_day() -> impl Strategy<Value = Day> {
    (730_119_i32..745_000).prop_map(|number| Day::from_number(number).unwrap())
}

fn any_interval() -> impl Strategy<Value = Interval> {
    prop_oneof![
        prop_oneof![Just(1_u16), Just(3), Just(12), 1..25_u16].prop_map(Interval::Months),
        (1..40_u16).prop_map(Interval::Days)
    ]
}

fn any_cycle() -> impl Strategy<Value = Cycle> {
    (any_day(), any_interval(), proptest::option::of(1..=31_u8)).prop_map(
        |(anchor, interval, billing_day)| {
            let billing_day = match interval {
                Interval::Months(_) => billing_day.map(|day| MonthDay::new(day).unwrap()),
                Interval::Days(_) => None,
            };
            Cycle { anchor, interval, billing_day }
        },
    )
}

fn any_unit() -> impl Strategy<Value = ProrationUnit> {
    prop_oneof![
        Just(ProrationUnit::ActualDays),
        (1..40_u16).prop_map(ProrationUnit::FixedDays),
        Just(ProrationUnit::Thirty360),
        Just(ProrationUnit::Seconds),
    ]
}

/// Whether a day bills, seen from that day alone: the dumber model of a cycle.
fn bills_on(cycle: Cycle, day: Day) -> bool {
    match cycle.interval {
        Interval::Days(days) => cycle.anchor.days_until(day).rem_euclid(days.into()) == 0,
        Interval::Months(months) => {
            let wanted = cycle.billing_day.map_or(cycle.anchor.day_of_month(), |k| k.get().into());
            let clamped = |day: Day| wanted.min(day.end_of_month().day_of_month());
            // The first month that still has its billing day before it.
            let mut first = cycle.anchor;
            while first.day_of_month() != clamped(first) {
                first = first.plus_days(1).unwrap();
            }
            let month = |day: Day| day.year() * 12 + i32::try_from(day.month()).unwrap();
            day.day_of_month() == clamped(day)
                && (month(day) - month(first)).rem_euclid(months.into()) == 0
        }
    }
}

proptest! {
    /// Contract I16: periods partition time, and every day lies in the one that is told.
    #[test]
    fn periods_partition_time(cycle in any_cycle(), k in -20_i32..20, step in 0_i32..800) {
        let period = cycle.period(k).unwrap();
        prop_assert_eq!(period.until(), cycle.period(k + 1).unwrap().from());
        let day = cycle.anchor.plus_days(step.into()).unwrap();
        prop_assert!(cycle.period_of(day).unwrap().contains(day));
        prop_assert!(cycle.billing_day(0).unwrap() >= cycle.anchor);
        prop_assert!(cycle.billing_day(-1).unwrap() < cycle.anchor);
    }

    /// The billing days are those that a walk day by day finds.
    #[test]
    fn billing_days_are_those_that_counting_finds(cycle in any_cycle()) {
        let mut found = Vec::new();
        let mut day = cycle.anchor;
        while found.len() < 4 && day < cycle.anchor.plus_days(2500).unwrap() {
            if bills_on(cycle, day) {
                found.push(day);
            }
            day = day.plus_days(1).unwrap();
        }
        for (k, found) in found.into_iter().enumerate() {
            prop_assert_eq!(cycle.billing_day(i32::try_from(k).unwrap()).unwrap(), found);
        }
    }

    /// Contract I16: parts of an unchanged price sum to the price, in every unit.
    #[test]
    fn parts_sum_to_the_price(
        cycle in any_cycle(),
        unit in any_unit(),
        minor in -1_000_000_i64..1_000_000,
        at in proptest::collection::vec(0.0_f64..1.0, 0..5),
    ) {
        let period = cycle.period(0).unwrap();
        let price = Money::from_minor(minor, money("0 JPY").currency()).unwrap();
        let mut cuts: Vec<Cut> = at
            .iter()
            .map(|part| {
                let days = (part * f64::from(period.days())) as i64;
                Cut { on: period.from().plus_days(days).unwrap(), seconds: 0 }
            })
            .collect();
        cuts.sort_by_key(|cut| cut.on);
        let asked = Proration { price, period, cuts, unit };
        match asked.parts() {
            Ok(parts) => {
                let sum = Money::sum(price.currency(), parts.iter().map(|part| part.amount));
                prop_assert_eq!(sum.unwrap(), price);
            }
            Err(no) => prop_assert_eq!(no.code(), "subscription.no_units"),
        }
    }

    /// Whatever day a run looks, what it finds begins with what an earlier run found (I16).
    #[test]
    fn a_later_run_finds_what_an_earlier_found(
        cycle in any_cycle(),
        early in 0_i64..400,
        later in 0_i64..400,
        length in proptest::option::of(0_i64..700),
        arrears in any::<bool>(),
    ) {
        let start = cycle.anchor;
        let of = |until: Day| {
            let timing = if arrears { Timing::InArrears } else { Timing::InAdvance };
            let end = length.map(|days| start.plus_days(days).unwrap());
            let (whole, unit) = Default::default();
            BillingPeriods { start, end, until, cycle, timing, whole, unit }.billed().unwrap()
        };
        let one = of(start.plus_days(early).unwrap()).periods;
        let all = of(start.plus_days(early + later).unwrap()).periods;
        prop_assert_eq!(&all[..one.len()], &one[..]);
        let mut from = start;
        for billed in all {
            prop_assert_eq!(billed.period.from(), from);
            prop_assert_eq!(billed.whole.intersection(billed.period), Some(billed.period));
            from = billed.period.until();
        }
    }
}

/// Rulebook EX-S2 to EX-S5.
#[test]
fn changes_are_rounded_apart() {
    let change = |from: &str, until: &str, on: &str, unit| {
        let period = Period::new(day(from), day(until)).unwrap();
        PlanChange { from: money("30.00 EUR"), to: money("60.00 EUR"), period, on: day(on), unit }
            .figures()
            .unwrap()
    };
    for (from, until, on, unit, figures) in [
        (
            "2026-04-01",
            "2026-05-01",
            "2026-04-16",
            ProrationUnit::ActualDays,
            ["-15.00", "30.00", "15.00"],
        ),
        (
            "2026-01-01",
            "2026-02-01",
            "2026-01-16",
            ProrationUnit::ActualDays,
            ["-15.48", "30.97", "15.49"],
        ),
        (
            "2026-01-01",
            "2026-02-01",
            "2026-01-16",
            ProrationUnit::Thirty360,
            ["-15.00", "30.00", "15.00"],
        ),
        (
            "2026-01-01",
            "2026-02-01",
            "2026-01-16",
            ProrationUnit::Seconds,
            ["-15.48", "30.97", "15.49"],
        ),
        // 15 of 30 fixed days are over.
        (
            "2026-01-01",
            "2026-02-01",
            "2026-01-16",
            ProrationUnit::FixedDays(30),
            ["-15.00", "30.00", "15.00"],
        ),
        (
            "2026-01-01",
            "2026-02-01",
            "2026-01-01",
            ProrationUnit::ActualDays,
            ["-30.00", "60.00", "30.00"],
        ),
    ] {
        let found = change(from, until, on, unit);
        assert_eq!(
            [found.credit, found.charge, found.net].map(Money::figure),
            figures,
            "{on} {unit:?}"
        );
    }
}

#[test]
fn seconds_cut_within_a_day() {
    let period = Period::new(day("2026-04-01"), day("2026-04-02")).unwrap();
    let cuts = Vec::from([Cut { on: day("2026-04-01"), seconds: 21_600 }]);
    let unit = ProrationUnit::Seconds;
    let asked = Proration { price: money("10.00 EUR"), period, cuts: cuts.clone(), unit };
    let parts = asked.parts().unwrap();
    assert_eq!((parts[0].amount, parts[1].amount), (money("2.50 EUR"), money("7.50 EUR")));
    let asked = Proration { price: money("10.00 EUR"), period, cuts, unit: Default::default() };
    assert_eq!(asked.parts().unwrap_err().path().to_string(), "cuts[0].seconds");
}

/// The flat fee of a tier stands on a line of its own; a bound belongs to the tier below it.
#[test]
fn tiers_have_fees_and_bounds() {
    let tier = |up_to: Option<&str>, price: &str, fee: Option<&str>| Tier {
        up_to: up_to.map(|text| text.parse().unwrap()),
        price: price.parse().unwrap(),
        flat_fee: fee.map(money),
    };
    let tiers = Vec::from([
        tier(Some("10"), "1.00", Some("5.00 EUR")),
        tier(None, "0.5", Some("2.00 EUR")),
    ]);
    let of = |units: &str, tariff: &Tariff| {
        let used = Usage {
            units: units.parse().unwrap(),
            tariff: tariff.clone(),
            currency: money("0 EUR").currency(),
        };
        used.figures().map(|figures| (figures.lines.len(), figures.total.figure()))
    };
    let graduated = Tariff::Graduated(tiers.clone());
    assert_eq!(of("0", &graduated).unwrap(), (0, "0.00".into()));
    assert_eq!(of("10", &graduated).unwrap(), (2, "15.00".into()));
    assert_eq!(of("11", &graduated).unwrap(), (4, "17.50".into()));
    assert_eq!(of("11", &Tariff::Volume(tiers)).unwrap(), (2, "7.50".into()));
    let package = |free: &str| {
        Tariff::Package(Package {
            size: "10".parse().unwrap(),
            free: free.parse().unwrap(),
            price: "9.00".parse().unwrap(),
        })
    };
    for (units, free, total) in [
        ("0", "0", "0.00"),
        ("1", "0", "9.00"),
        ("10", "0", "9.00"),
        ("10.5", "0", "18.00"),
        ("5", "5", "0.00"),
        ("5.1", "5", "9.00"),
    ] {
        assert_eq!(of(units, &package(free)).unwrap().1, total, "{units} {free}");
    }
    let overlapping = Tariff::Volume(Vec::from([
        tier(Some("10"), "1", None),
        tier(Some("10"), "2", None),
        tier(None, "1", None),
    ]));
    let no = of("5", &overlapping).unwrap_err();
    assert_eq!(
        (no.code(), no.path().to_string()),
        ("subscription.tiers_not_in_order", "tariff.volume[1].up_to".into())
    );
    assert_eq!(of("-1", &graduated).unwrap_err().code(), "subscription.usage_negative");
    let bounded = Tariff::Volume(Vec::from([tier(Some("10"), "1", None)]));
    assert_eq!(of("5", &bounded).unwrap_err().code(), "subscription.last_tier_bounded");
    assert_eq!(of("5", &Tariff::Volume(Vec::new())).unwrap_err().code(), "subscription.no_tiers");
}
