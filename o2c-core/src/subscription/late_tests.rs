//! A run that comes late issues the invoices that one every day would have (contract I16).

#![allow(clippy::arithmetic_side_effects, clippy::panic, clippy::unwrap_used)]

use super::machine_tests::{Turn, any_turn, ask, charge, command_of, day, plan, seats, started};
use super::*;
use crate::calendar::Day;
use crate::machine::Machine;
use alloc::vec::Vec;
use proptest::prelude::*;

/// The invoices of a story: what each run billed, day by day, where it runs so many days apart.
fn invoices(story: &[(Day, Turn)], every: i64) -> Vec<Vec<BilledLine>> {
    let start = day("2026-01-31");
    let charges = Vec::from([
        charge("fee", seats("10.00", "1", Timing::InAdvance)),
        charge("rent", seats("7.00", "2", Timing::InArrears)),
        charge("use", ChargeKind::Usage(Tariff::PerUnit("0.25".parse().unwrap()))),
    ]);
    let mut subscription = started(plan("2026-01-31", charges));
    let mut invoices = Vec::new();
    for days in 0..=140 {
        let on = start.plus_days(days).unwrap();
        for (number, (_, turn)) in story.iter().enumerate().filter(|(_, (day, _))| *day == on) {
            let decided = subscription.decide(&command_of(turn, number, on), &Facts { on });
            for event in decided.unwrap_or_default() {
                subscription.evolve(&event).unwrap();
            }
        }
        if days % every != 0 {
            continue;
        }
        for until in subscription.contract().unwrap().run_days(on).unwrap() {
            let command = Command::Bill { until: Some(until), gives_back: false };
            for event in ask(&mut subscription, on, &command) {
                let Event::Billed { lines, .. } = event else { panic!("a bill") };
                invoices.push(lines);
            }
        }
    }
    invoices
}

proptest! {
    #[test]
    fn a_run_missed_for_a_week_bills_what_one_every_day_would(
        turns in proptest::collection::vec((0_i64..130, any_turn()), 0..8),
    ) {
        let start = day("2026-01-31");
        let mut story: Vec<(Day, Turn)> =
            turns.into_iter().map(|(days, turn)| (start.plus_days(days).unwrap(), turn)).collect();
        story.sort_by_key(|(on, _)| *on);
        let daily = invoices(&story, 1);
        prop_assert_eq!(&daily, &invoices(&story, 7));
        prop_assert_eq!(&daily, &invoices(&story, 35));
    }
}

/// A price that changes on the day after the billing day: the whole period at the old price comes
/// first, as it would have on its day.
#[test]
fn what_changed_later_is_not_known_on_the_billing_day() {
    let story = [(day("2026-03-01"), Turn::Price(3_000)), (day("2026-03-04"), Turn::Price(1_500))];
    let daily = invoices(&story, 1);
    assert_eq!(daily, invoices(&story, 7));
    let february: Vec<alloc::string::String> = daily
        .iter()
        .flatten()
        .map(|line| alloc::format!("{} {}", line.period, line.amount))
        .collect();
    assert!(
        february.iter().any(|line| line == "[2026-02-28, 2026-03-31) 10.00 EUR"),
        "{february:?}"
    );
}
