//! How a credit file follows what happened. No rule of its own.

use super::{CreditFile, Event, Hold};
use crate::id::OrderId;
use crate::machine::BrokenHistory;
use alloc::format;

pub(super) fn evolve(file: &mut CreditFile, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::LimitSet { currency, period } => {
            if file.currency.is_some_and(|known| known != *currency) {
                return broken(event, "the file is in another currency");
            }
            if file.limits.iter().any(|row| row.valid.overlaps(&period.valid)) {
                return broken(event, "another limit holds on its days");
            }
            file.currency = Some(*currency);
            file.limits.push(*period);
        }
        Event::Increased(increase) => file.increases.push(*increase),
        Event::Insured(insured) => file.insurances.push(*insured),
        Event::Guaranteed(guaranteed) => file.guarantees.push(*guaranteed),
        Event::Assessed(assessment) => file.assessments.push(assessment.clone()),
        Event::Held(hold) => {
            if file.hold(&hold.order).is_some_and(|before| before.lifted.is_none()) {
                return broken(event, "the order is held already");
            }
            file.holds.push(hold.clone());
        }
        Event::Lifted { order, lifted } => match last(file, order) {
            Some(hold) if hold.lifted.is_none() => hold.lifted = Some(*lifted),
            Some(_) | None => return broken(event, "the order is not held"),
        },
        Event::Ruled { order, ruled } => match last(file, order) {
            Some(hold) if hold.lifted.is_none() => hold.rulings.push(ruled.clone()),
            Some(_) | None => return broken(event, "the order is not held"),
        },
    }
    Ok(())
}

fn last<'f>(file: &'f mut CreditFile, order: &OrderId) -> Option<&'f mut Hold> {
    file.holds.iter_mut().rev().find(|hold| hold.order == *order)
}

fn broken(event: &Event, reason: &str) -> Result<(), BrokenHistory> {
    Err(BrokenHistory::new("credit", format!("{} cannot follow: {reason}", event.name())))
}
