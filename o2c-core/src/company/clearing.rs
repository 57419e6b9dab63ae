//! Money on its way to the bank: cheques, card batches and cash are received first and cleared
//! later (rulebook 5.2).
//!
//! ```text
//!  received (5112, 5115, 53) ──clear_payments──▶ at the bank (512), less its fee (627)
//!  a cheque is remitted in between: it is out of hand, its money is in 5112 until it is cashed
//!          │                                          │
//!          └──────────── bounce_payment ──────────────┴──▶ returned, from where it stands
//! ```

use super::cash::{payment_of, unknown_payment};
use super::decision::Decision;
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::error::Path;
use crate::id::{PaymentId, Text};
use crate::ledger::{Entry, EntryLine};
use crate::money::{Money, telescope};
use crate::receivable::{AccountEntry, Place, posting};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The bank has the money of payments that stood in cheques, in card payments or in the till:
    /// one deposit slip or one batch, of one currency.
    ClearPayments {
        /// Which payments, all from one place.
        payments: Vec<PaymentId>,
        /// What the bank kept of the batch, above zero and less than the batch.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fee: Option<Money>,
    }
    /// Cheques are handed to the bank with a deposit slip. Nothing is posted: the money stands in
    /// cheques to be cashed until the bank has it.
    RemitCheques {
        /// Which cheques.
        payments: Vec<PaymentId>,
        /// The deposit slip.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        remittance: Text,
    }
}

/// Notes that cheques are out of hand.
pub(super) fn remit_cheques(
    decision: &mut Decision<'_>,
    asked: &RemitCheques,
) -> Result<(), Rejection> {
    let view = decision.before();
    if asked.payments.is_empty() {
        return Err(Cause::PaymentsMissing { path: Path::field("payments") }.into());
    }
    for (index, payment) in asked.payments.iter().enumerate() {
        let at = |no: Rejection| no.with_path(&|_| Path::index("payments", index));
        waiting(view, payment, Place::Cheques).map_err(at)?;
        let (path, payment) = (Path::root(), payment.clone());
        if asked.payments.iter().take(index).any(|other| *other == payment) {
            return Err(at(Cause::PaymentTwice { path, payment }.into()));
        }
        if view.receipt(&payment).is_some_and(|receipt| receipt.remitted_on.is_some()) {
            return Err(at(Cause::NotACheque { path, payment }.into()));
        }
    }
    let (effective_on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let (payments, remittance) = (asked.payments.clone(), asked.remittance.clone());
    decision.push(Event::ChequesRemitted { payments, remittance, effective_on, recorded_on });
    Ok(())
}

/// Where a payment stands now.
pub(super) fn place_of(view: &dyn View, payment: &PaymentId) -> Place {
    match view.receipt(payment) {
        Some(receipt) if receipt.cleared_on.is_none() => receipt.held,
        Some(_) | None => Place::Bank,
    }
}

/// Takes payments from where they stand to the bank.
pub(super) fn clear_payments(
    decision: &mut Decision<'_>,
    asked: &ClearPayments,
) -> Result<(), Rejection> {
    let view = decision.before();
    let Some(first) = asked.payments.first() else {
        return Err(Cause::PaymentsMissing { path: Path::field("payments") }.into());
    };
    let place = place_of(view, first);
    let (mut amounts, mut booked) = (Vec::new(), Vec::new());
    for (index, payment) in asked.payments.iter().enumerate() {
        let at = |no: Rejection| no.with_path(&|_| Path::index("payments", index));
        let entry = waiting(view, payment, place).map_err(at)?;
        if asked.payments.iter().take(index).any(|other| other == payment) {
            let (path, payment) = (Path::root(), payment.clone());
            return Err(at(Cause::PaymentTwice { path, payment }.into()));
        }
        amounts.push(entry.item().amount.negated());
        booked.push(entry.item().booked.negated());
    }
    let (Some(amount), Some(value)) = (amounts.first(), booked.first()) else {
        return Ok(());
    };
    let amount = Money::sum(amount.currency(), amounts.iter().copied())?;
    let booked = Money::sum(value.currency(), booked.iter().copied())?;
    post(decision, asked, (place, first), (amount, booked))?;
    let (effective_on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let payments = asked.payments.clone();
    decision.push(Event::PaymentsCleared { payments, effective_on, recorded_on });
    Ok(())
}

/// A payment that stands in the place, neither cleared nor returned.
fn waiting<'v>(
    view: &'v dyn View,
    payment: &PaymentId,
    place: Place,
) -> Result<&'v AccountEntry, Rejection> {
    let (path, named) = (Path::root, payment.clone());
    let (key, entry) = payment_of(view, payment)?;
    let account = view.account(&key).ok_or_else(|| unknown_payment(payment))?;
    if account.is_returned(&entry) {
        return Err(Cause::PaymentBounced { path: path(), payment: named }.into());
    }
    match place_of(view, payment) {
        Place::Bank => return Err(Cause::AtTheBank { path: path(), payment: named }.into()),
        found if found != place => {
            let (path, payment, expected) = (path(), named, place);
            return Err(Cause::HeldElsewhere { path, payment, expected, found }.into());
        }
        Place::Cheques | Place::Cards | Place::Till => {}
    }
    account.entry(&entry).ok_or_else(|| unknown_payment(payment))
}

/// The bank's part, the fee, and what leaves the place; the fee is booked in step with the batch.
fn post(
    decision: &mut Decision<'_>,
    asked: &ClearPayments,
    (place, first): (Place, &PaymentId),
    (amount, booked): (Money, Money),
) -> Result<(), Rejection> {
    let nothing = Money::zero(amount.currency());
    let fee = asked.fee.unwrap_or(nothing);
    nothing.expect(fee.currency()).map_err(|no| no.inside("fee"))?;
    if asked.fee.is_some() && !(fee.is_positive() && fee.minor() < amount.minor()) {
        return Err(Cause::FeeOutOfBatch { path: Path::field("fee"), fee, amount }.into());
    }
    let whole = i128::from(amount.minor());
    let kept = telescope(booked, 0, i128::from(fee.minor()), whole)?;
    let chart = &decision.before().settings().chart;
    let line = |account, amount, booked| EntryLine::new(account, None, amount, booked);
    let lines = Vec::from([
        line(&chart.bank, amount.checked_sub(fee)?, booked.checked_sub(kept)?),
        line(&chart.bank_fees, fee, kept),
        line(posting::place(place, chart), amount.negated(), booked.negated()),
    ]);
    let (on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let document = Text::new(first.as_str())?;
    if let Some(entry) = Entry::balanced_unless_zero(on, recorded_on, document, lines)? {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}
