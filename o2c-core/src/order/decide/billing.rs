//! The rules of deposits and of the billing plan.

use super::{Decision, not_before};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{DocumentNumber, LineId};
use crate::order::{Confirmed, Deposit, DepositDeduction, Event, Milestone, Order, Rejection};
use alloc::vec::Vec;

pub(super) fn record_deposit(confirmed: &Confirmed, deposit: &Deposit, on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    Ok(Vec::from([Event::DepositInvoiced { deposit: deposit.clone(), invoiced_on: on }]))
}

/// A deposit of the order.
fn known_deposit<'o>(
    order: &'o Order,
    document: &DocumentNumber,
) -> Result<&'o Deposit, Rejection> {
    order.deposit(document).ok_or_else(|| {
        let path = Path::field("deposit");
        Rejection::UnknownDeposit { path, deposit: document.clone() }
    })
}

/// Less is left of a deposit, be it that it was deducted or given back.
fn exceeded(deposit: &Deposit, place: &'static str) -> Rejection {
    let document = deposit.document.clone();
    match deposit.credits.last() {
        Some(last) => {
            let (path, by) = (Path::field("deposit"), last.document.clone());
            Rejection::DepositCredited { path, deposit: document, by }
        }
        None => Rejection::DepositExceeded { path: Path::field(place), deposit: document },
    }
}

pub(super) fn record_deducted(
    order: &Order,
    document: &DocumentNumber,
    deduction: &DepositDeduction,
    on: Day,
) -> Decision {
    let deposit = known_deposit(order, document)?;
    if !deposit.has_left(&deduction.groups)? {
        return Err(exceeded(deposit, "deduction.groups"));
    }
    Ok(Vec::from([Event::DepositDeducted {
        deposit: document.clone(),
        deduction: deduction.clone(),
        deducted_on: on,
    }]))
}

/// The invoice that is given back had deducted the deposit.
pub(super) fn record_released(
    order: &Order,
    document: &DocumentNumber,
    invoice: &DocumentNumber,
    on: Day,
) -> Decision {
    let deposit = known_deposit(order, document)?;
    let mut of_invoice = deposit.deductions.iter().filter(|part| part.document == *invoice);
    let event = of_invoice.next().map(|_| Event::DepositReleased {
        deposit: document.clone(),
        document: invoice.clone(),
        released_on: on,
    });
    Ok(event.into_iter().collect())
}

pub(super) fn record_deposit_credited(
    order: &Order,
    document: &DocumentNumber,
    by: &DocumentNumber,
    on: Day,
) -> Decision {
    let deposit = known_deposit(order, document)?;
    if deposit.rest()?.is_empty() {
        return Err(exceeded(deposit, "deposit"));
    }
    Ok(Vec::from([Event::DepositCredited {
        deposit: document.clone(),
        by: by.clone(),
        credited_on: on,
    }]))
}

/// A plan is made before anything is billed, and once; what it bills was worked out before.
pub(super) fn plan(confirmed: &Confirmed, milestones: &[Milestone], on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    let is_billed = confirmed.lines.iter().any(|line| !line.invoiced.is_zero());
    let is_cancelled = confirmed.lines.iter().any(|line| !line.cancelled.is_zero());
    if is_billed || is_cancelled || !confirmed.plan.is_empty() {
        return Err(Rejection::PlanTooLate { path: Path::root() });
    }
    for (index, milestone) in milestones.iter().enumerate() {
        let before = milestones.get(..index).unwrap_or_default();
        if before.iter().any(|other| other.id == milestone.id) {
            return Err(Rejection::MilestoneTwice {
                path: Path::field("id").inside_index("milestones", index),
                milestone: milestone.id.clone(),
            });
        }
    }
    Ok(Vec::from([Event::BillingPlanned { milestones: milestones.to_vec(), planned_on: on }]))
}

pub(super) fn record_milestone(
    confirmed: &Confirmed,
    milestone: &LineId,
    document: &DocumentNumber,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    confirmed.open_milestone(milestone)?;
    Ok(Vec::from([Event::MilestoneInvoiced {
        milestone: milestone.clone(),
        document: document.clone(),
        invoiced_on: on,
    }]))
}

/// The invoice that was given back billed the milestone; what bills it since, or a cancelled order,
/// stands.
pub(super) fn record_milestone_credited(
    order: &Order,
    milestone: &LineId,
    document: &DocumentNumber,
    on: Day,
) -> Decision {
    let billed = |other: &&Milestone| other.document.as_ref() == Some(document);
    let mut of_plan = order.plan().iter().filter(|other| other.id == *milestone).filter(billed);
    let event = of_plan.next().map(|_| Event::MilestoneCredited {
        milestone: milestone.clone(),
        document: document.clone(),
        credited_on: on,
    });
    Ok(event.into_iter().collect())
}
