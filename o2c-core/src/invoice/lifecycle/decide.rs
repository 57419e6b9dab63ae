//! The rules of the log.

use super::{Facts, Lifecycle, Marker, Statement, Status};
use crate::error::Path;
use crate::invoice::Rejection;
use crate::money::Money;
use crate::tax::Vat;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Holds a statement against the log and its document.
pub(super) fn check(
    log: &Lifecycle,
    statement: &Statement,
    facts: &Facts,
) -> Result<(), Rejection> {
    if statement.on < facts.issued_on {
        let path = Path::field("on");
        let (issued_on, on) = (facts.issued_on, statement.on);
        return Err(Rejection::BeforeIssue { path, issued_on, on });
    }
    for (index, amount) in statement.amounts.iter().enumerate() {
        let at = |no: crate::money::Rejection| no.inside("amount").inside_index("amounts", index);
        facts.gross.expect(amount.amount.currency()).map_err(at)?;
    }
    check_order(log, statement)?;
    check_reasons(statement)?;
    check_collected(log, statement, facts)
}

/// Nothing follows a rejection, no mandatory status a refusal, and the transmission goes one way
/// (rulebook E-01).
pub(super) fn check_order(log: &Lifecycle, statement: &Statement) -> Result<(), Rejection> {
    let status = statement.status;
    let was_said = |other: Status| log.statements().any(|said| said.status == other);
    let path = || Path::field("status");
    if was_said(Status::Rejected) {
        return Err(Rejection::StatusAfterRejection { path: path(), status });
    }
    if was_said(Status::Refused) && status.is_mandatory() {
        return Err(Rejection::StatusAfterRefusal { path: path(), status });
    }
    let Some(step) = status.transmission_step() else {
        return Ok(());
    };
    let is_transmission = |said: &&Statement| said.status.transmission_step().is_some();
    match log.statements().rev().find(is_transmission) {
        // The deposit comes first; a platform may reject what it was given instead.
        None if matches!(status, Status::Deposited | Status::Rejected) => Ok(()),
        None => Err(Rejection::StatusOutOfOrder {
            path: path(),
            status,
            expected: Status::Deposited.to_string(),
            after: String::from("nothing"),
        }),
        Some(last) if last.status.transmission_step() < Some(step) => Ok(()),
        Some(last) => Err(Rejection::StatusOutOfOrder {
            path: path(),
            status,
            expected: next_of(last.status),
            after: last.status.to_string(),
        }),
    }
}

/// The status that follows in the transmission; nothing once the buyer can see the document.
fn next_of(status: Status) -> String {
    let later = |next: &Status| {
        *next != Status::Rejected && next.transmission_step() > status.transmission_step()
    };
    let next = Status::ALL.iter().find(|next| later(next));
    next.map_or(String::from("nothing"), Status::to_string)
}

/// Reasons come from the list of their status, and some statuses need one (rulebook E-03).
pub(super) fn check_reasons(statement: &Statement) -> Result<(), Rejection> {
    let status = statement.status;
    let allowed = super::allowed_reasons(status);
    for (index, reason) in statement.reasons.iter().enumerate() {
        if !allowed.contains(&reason.as_str()) {
            let path = Path::index("reasons", index);
            return Err(Rejection::ReasonNotAllowed { path, status, reason: *reason });
        }
    }
    if status.needs_reason() && statement.reasons.is_empty() {
        return Err(Rejection::ReasonMissing { path: Path::field("reasons"), status });
    }
    Ok(())
}

/// A collection says per VAT rate what was collected, VAT included; all collections together say
/// no more of a rate than the document has of it, and no more in all than was collected (rulebook
/// E-02). A negative amount takes back what was said too much.
fn check_collected(log: &Lifecycle, statement: &Statement, facts: &Facts) -> Result<(), Rejection> {
    let path = || Path::field("amounts");
    if statement.status != Status::Collected {
        return Ok(());
    }
    let mut said: Vec<(Vat, Money)> = Vec::new();
    let mut total = Money::zero(facts.gross.currency());
    for collected in log.statements().chain([statement]).filter(is_collection) {
        for amount in collected.amounts_of(Marker::Collected) {
            let Some(vat) = amount.vat else { continue };
            total = total.checked_add(amount.amount)?;
            match said.iter_mut().find(|(of, _)| *of == vat) {
                Some((_, sum)) => *sum = sum.checked_add(amount.amount)?,
                None => said.push((vat, amount.amount)),
            }
        }
    }
    let mut men = statement.amounts_of(Marker::Collected).peekable();
    if men.peek().is_none() || men.any(|amount| amount.vat.is_none()) {
        return Err(Rejection::CollectionIncomplete { path: path() });
    }
    for (vat, stated) in said {
        let of_rate = facts.groups.iter().find(|(of, _)| *of == vat).map(|(_, gross)| *gross);
        let most = of_rate.unwrap_or(Money::zero(facts.gross.currency()));
        if !is_within(stated, most) {
            let of = alloc::format!("{vat}");
            return Err(Rejection::CollectedTooMuch { path: path(), of, stated, most });
        }
    }
    if !is_within(total, facts.collected) {
        let of = alloc::string::String::from("the document");
        let most = facts.collected;
        return Err(Rejection::CollectedTooMuch { path: path(), of, stated: total, most });
    }
    Ok(())
}

fn is_collection(statement: &&Statement) -> bool {
    statement.status == Status::Collected
}

/// Whether an amount lies between zero and a bound of either sign.
fn is_within(amount: Money, bound: Money) -> bool {
    let (amount, bound) = (amount.minor(), bound.minor());
    amount.signum().saturating_mul(bound.signum()) >= 0
        && amount.unsigned_abs() <= bound.unsigned_abs()
}
