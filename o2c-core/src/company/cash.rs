//! From the payment to the letter: actions in the words of their rooms.

use super::decision::{Decision, Leg};
use super::dispute::{expect_matchable, keeps_from_matching};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use super::state::Receipt;
use super::view::{View, unused_entry};
use super::{IdentifyPayment, Letter, OnPayment, ReceivePayment, Unletter};
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::{CustomerId, EntryId, PaymentId, Text};
use crate::ledger::Booking;
use crate::lettering::{self, Candidate, CustomerCandidates, OfferedDiscount, Proposal};
use crate::money::Currency;
use crate::receivable::{self, Account, AccountKey, EntryKind, Holder};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Money arrives on the payer's account, or in suspense while nobody knows the payer.
pub(super) fn receive_payment(
    decision: &mut Decision<'_>,
    payment: &ReceivePayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    if view.receipt(&payment.payment).is_some_and(|receipt| receipt.entry.is_some()) {
        let path = Path::field("payment");
        return Err(Cause::PaymentKnown { path, payment: payment.payment.clone() }.into());
    }
    let holder = match &payment.payer {
        Some(payer) => Holder::Customer(known_customer(view, payer)?.id.clone()),
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
    decision.run(Leg::Receivable(account, receivable::Command::Receive(receipt)))?;
    decision.push(Event::Advised {
        payment: payment.payment.clone(),
        payer_name: payment.payer_name.clone(),
        remittance: payment.remittance.clone(),
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
    known_customer(decision.before(), &identify.customer)?;
    identify_as(decision, &identify.payment, &identify.customer).map(|_| ())
}

/// Moves the payment and answers with the name of its item on the payer's account.
fn identify_as(
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

/// Lets the lettering rules look at a payment (rulebook 4.2). What they found is kept as evidence,
/// whether it was applied or not.
pub(super) fn letter_automatically(
    decision: &mut Decision<'_>,
    asked: &OnPayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (key, entry) = payment_of(view, &asked.payment)?;
    let Some(payment) = payment_view(view, &asked.payment, &key, &entry)? else {
        // Something of the payment was applied before: its rest is a person's to settle, or the
        // rules would find more each time they run (contract I19).
        return Ok(());
    };
    let policy = &view.settings().lettering;
    match &key.holder {
        Holder::Customer(_) => {
            let candidates = view.account(&key).map(|account| candidates_of(view, account));
            let candidates = candidates.transpose()?.unwrap_or_default();
            let proposal = lettering::propose(&payment, &candidates, policy)?;
            conclude(decision, &asked.payment, &key, &payment, proposal)
        }
        Holder::Suspense => {
            let customers = customers_with_open_items(view, key.currency)?;
            let mut found = lettering::identify(&payment, &customers, policy)?;
            let (payer, proposal) = (found.customer.clone(), found.proposal.take());
            let (id, identification) = (asked.payment.clone(), Arc::new(found));
            decision.push(Event::Identified { payment: id, identification });
            let Some(payer) = payer else { return Ok(()) };
            let entry = identify_as(decision, &asked.payment, &payer)?;
            let payment = lettering::Payment { entry, ..payment };
            let account = AccountKey::of(payer, key.currency);
            match proposal {
                Some(proposal) => conclude(decision, &asked.payment, &account, &payment, proposal),
                None => Ok(()),
            }
        }
    }
}

/// Keeps what the rules found and applies it where it is unique.
fn conclude(
    decision: &mut Decision<'_>,
    id: &PaymentId,
    account: &AccountKey,
    payment: &lettering::Payment,
    proposal: Proposal,
) -> Result<(), Rejection> {
    let command = proposal.command(payment);
    let (payment, proposal) = (id.clone(), Arc::new(proposal));
    decision.push(Event::Matched { payment, proposal });
    match command {
        Some(command) => {
            decision.run_via("lettering.matched", Leg::Receivable(account.clone(), command))
        }
        None => Ok(()),
    }
}

/// A payment as the rules compare it; none where something of it was applied already.
fn payment_view(
    view: &dyn View,
    id: &PaymentId,
    account: &AccountKey,
    entry: &EntryId,
) -> Result<Option<lettering::Payment>, Rejection> {
    let item = view.account(account).and_then(|account| account.entry(entry));
    let (Some(item), Some(receipt)) = (item, view.receipt(id)) else {
        return Err(unknown_payment(id));
    };
    let amount = item.open().amount.negated();
    let is_untouched = item.open().amount == item.item().amount;
    Ok(is_untouched.then(|| lettering::Payment {
        entry: entry.clone(),
        amount,
        received_on: item.item().document_on,
        payer: receipt.payer_name.clone(),
        remittance: receipt.remittance.clone(),
    }))
}

/// The open items of an account that a payment may settle: everything but payments and what may not
/// be matched.
fn candidates_of(view: &dyn View, account: &Account) -> Result<Vec<Candidate>, Rejection> {
    let mut candidates = Vec::new();
    for entry in account.open_now() {
        let item = entry.item();
        if keeps_from_matching(view, account.key(), &item.id).is_some() {
            continue;
        }
        let number = match &item.kind {
            EntryKind::Invoice { document, .. } => document.as_str(),
            EntryKind::Opening => item.id.as_str(),
            EntryKind::Payment { .. }
            | EntryKind::Identified { .. }
            | EntryKind::Transfer { .. }
            | EntryKind::Discount { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::Difference { .. }
            | EntryKind::DifferenceReversal { .. }
            | EntryKind::Moved { .. } => continue,
        };
        candidates.push(Candidate {
            entry: item.id.clone(),
            number: Text::new(number)?,
            open: entry.open().amount,
            due_on: entry.due_on(),
            document_on: item.document_on,
            early_discount: item
                .early_discount
                .as_ref()
                .filter(|_| entry.open().amount == item.amount)
                .map(|offer| OfferedDiscount { until: offer.until, amount: offer.amount }),
        });
    }
    Ok(candidates)
}

/// Every customer with something open in a currency, with its name.
fn customers_with_open_items(
    view: &dyn View,
    currency: Currency,
) -> Result<Vec<CustomerCandidates>, Rejection> {
    let mut customers = Vec::new();
    let mut refused = None;
    view.each_account(&mut |key, account| {
        let Holder::Customer(customer) = &key.holder else {
            return;
        };
        if key.currency != currency || refused.is_some() {
            return;
        }
        match candidates_of(view, account) {
            Ok(candidates) if candidates.is_empty() => {}
            Ok(candidates) => customers.push(CustomerCandidates {
                customer: customer.clone(),
                name: name_of(view, customer),
                candidates,
            }),
            Err(rejection) => refused = Some(rejection),
        }
    });
    match refused {
        Some(rejection) => Err(rejection),
        None => Ok(customers),
    }
}

fn name_of(view: &dyn View, customer: &CustomerId) -> Text {
    match view.record(&RecordKey::Customer(customer.clone())) {
        Some(Record::Customer(customer)) => customer.party.name.clone(),
        _ => Text::default(),
    }
}
