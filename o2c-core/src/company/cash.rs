//! From the payment to the letter: actions in the words of their rooms.

use super::decision::{Decision, Leg};
use super::dispute::{expect_matchable, expect_undisputed};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use super::state::Receipt;
use super::view::{View, unused_entry};
use super::{IdentifyPayment, Letter, ReceivePayment, Unletter};
use crate::error::Path;
use crate::id::{CustomerId, EntryId, PaymentId};
use crate::ledger::Booking;
use crate::money::Currency;
use crate::receivable::{self, AccountKey, Holder, Place};

/// Money arrives on the payer's account, or in suspense while nobody knows the payer.
pub(super) fn receive_payment(
    decision: &mut Decision<'_>,
    payment: &ReceivePayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    let is_received = view.receipt(&payment.payment).is_some_and(|receipt| receipt.entry.is_some());
    if is_received || view.is_recovery(&payment.payment) {
        let path = Path::field("payment");
        return Err(Cause::PaymentKnown { path, payment: payment.payment.clone() }.into());
    }
    let holder = match &payment.payer {
        Some(payer) => {
            let at = |no: Rejection| no.with_path(&|_| Path::field("payer"));
            Holder::Customer(known_customer(view, payer).map_err(at)?.id.clone())
        }
        None => Holder::Suspense,
    };
    if !payment.amount.is_positive() {
        let path = Path::field("amount");
        return Err(Cause::AmountNotPositive { path, amount: payment.amount }.into());
    }
    let (ledger, currency) = (view.settings().ledger_currency, payment.amount.currency());
    if let Some(rate) = payment.exchange_rate
        && currency == ledger
    {
        return Err(
            Cause::RateNotNeeded { path: Path::field("exchange_rate"), rate, currency }.into()
        );
    }
    let booking = Booking { ledger, rate: payment.exchange_rate };
    let account = AccountKey { holder, currency: payment.amount.currency() };
    let receipt = receivable::Receipt {
        entry: unused_entry(view, &account, payment.payment.as_str(), |_| false)?,
        payment: payment.payment.clone(),
        received_on: decision.command.effective_on,
        accounted_on: decision.accounted_on,
        amount: payment.amount,
        booked: booking.book(payment.amount)?,
    };
    let command = match payment.method.place() {
        Place::Bank => receivable::Command::Receive(receipt),
        held @ (Place::Cheques | Place::Cards | Place::Till) => {
            receivable::Command::ReceiveInto { receipt, held }
        }
    };
    decision.run(Leg::Receivable(account, command))?;
    decision.push(Event::Advised {
        payment: payment.payment.clone(),
        payer_name: payment.payer_name.clone(),
        remittance: payment.remittance.clone(),
        structured_reference: payment.structured_reference.clone(),
        end_to_end_id: payment.end_to_end_id.clone(),
        payer_account: payment.payer_account.clone(),
    });
    Ok(())
}

/// Moves a payment from suspense to the account of its payer.
pub(super) fn identify_payment(
    decision: &mut Decision<'_>,
    identify: &IdentifyPayment,
) -> Result<(), Rejection> {
    let (account, _) = payment_of(decision.before(), &identify.payment)?;
    if let Holder::Customer(customer) = &account.holder {
        let path = Path::field("payment");
        let (payment, customer) = (identify.payment.clone(), customer.clone());
        return Err(Cause::PaymentIdentified { path, payment, customer }.into());
    }
    let at = |no: Rejection| no.with_path(&|_| Path::field("customer"));
    known_customer(decision.before(), &identify.customer).map_err(at)?;
    identify_as(decision, &identify.payment, &identify.customer).map(|_| ())
}

/// Moves the payment and answers with the name of its item on the payer's account.
pub(super) fn identify_as(
    decision: &mut Decision<'_>,
    payment: &PaymentId,
    payer: &CustomerId,
) -> Result<EntryId, Rejection> {
    let view = decision.before();
    let (suspense, entry) = payment_of(view, payment)?;
    let Some(item) = view.account(&suspense).and_then(|account| account.entry(&entry)) else {
        return Err(unknown_payment(payment));
    };
    let open = item.open();
    let to = AccountKey::of(payer.clone(), suspense.currency);
    let named = unused_entry(view, &to, payment.as_str(), |_| false)?;
    let receipt = receivable::Receipt {
        entry: named.clone(),
        payment: payment.clone(),
        received_on: item.item().document_on,
        accounted_on: decision.command.effective_on.max(item.item().accounted_on),
        amount: open.amount.negated(),
        booked: open.booked.negated(),
    };
    let wish = alloc::format!("{entry} out");
    let counterpart = unused_entry(view, &suspense, &wish, |_| false)?;
    let out = receivable::Command::TransferOut { entry, counterpart, to: to.clone() };
    decision.run(Leg::Receivable(suspense.clone(), out))?;
    let into = receivable::Command::TransferIn { receipt, from: suspense };
    decision.run(Leg::Receivable(to, into))?;
    Ok(named)
}

/// The account and the item of a payment.
pub(super) fn payment_of(
    view: &dyn View,
    payment: &PaymentId,
) -> Result<(AccountKey, EntryId), Rejection> {
    match view.receipt(payment) {
        Some(Receipt { account: Some(account), entry: Some(entry), .. }) => {
            Ok((account.clone(), entry.clone()))
        }
        _ => Err(unknown_payment(payment)),
    }
}

pub(super) fn unknown_payment(payment: &PaymentId) -> Rejection {
    Cause::UnknownPayment { path: Path::field("payment"), payment: payment.clone() }.into()
}

/// Letters items by a person's choice.
pub(super) fn letter(decision: &mut Decision<'_>, letter: &Letter) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &letter.customer, letter.currency)?;
    expect_matchable(decision.before(), &account, &letter.lines)?;
    expect_undisputed(decision.before(), &account, &letter.lines, &letter.differences)?;
    let (lines, take_discount) = (letter.lines.clone(), letter.take_discount);
    let differences = letter.differences.clone();
    let command = receivable::Command::Letter { lines, take_discount, differences };
    decision.run(Leg::Receivable(account, command))
}

/// Dissolves a letter.
pub(super) fn unletter(decision: &mut Decision<'_>, unletter: &Unletter) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &unletter.customer, unletter.currency)?;
    let command = receivable::Command::Unletter { letter: unletter.letter };
    decision.run(Leg::Receivable(account, command))
}

pub(super) fn known_account(
    view: &dyn View,
    customer: &CustomerId,
    currency: Currency,
) -> Result<AccountKey, Rejection> {
    let account = AccountKey::of(customer.clone(), currency);
    if view.account(&account).is_none() {
        let path = Path::field("customer");
        return Err(Cause::UnknownAccount { path, customer: customer.clone(), currency }.into());
    }
    Ok(account)
}
