//! Money that goes back or elsewhere: refunds, payments that bounce or were taken for another
//! customer's, and items that move between customers.

use super::cash::{known_account, payment_of, unknown_payment};
use super::clearing::place_of;
use super::decision::{Decision, Leg};
use super::dispute::keeps_from_matching;
use super::event::Event;
use super::free_payment::free_payment;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use super::view::{View, unused_entry};
use crate::body::bodies;
use crate::error::Path;
use crate::id::{CustomerId, EntryId, PaymentId, Text};
use crate::ledger::{Booking, Entry, EntryLine};
use crate::money::{Currency, ExchangeRate, Money};
use crate::receivable::{
    self, Account, AccountEntry, AccountKey, EntryKind, Holder, Item, LetterLine, Move,
};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Pay back what a credit of a customer is still worth: money of his that settled nothing, or
    /// a credit note. It is settled with the credit at once.
    Refund {
        /// The bank's or the caller's reference of the money that leaves.
        refund: PaymentId,
        /// Whom it goes to.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// The credit's item.
        entry: EntryId,
        /// How much, above zero; all that is open of the credit where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
        /// The rate to the ledger's currency, for money in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// A payment was not honoured: a cheque comes back, a direct debit is returned, a card is
    /// charged back. What it had settled is open again, due when it was, and the payment is
    /// settled by its return (rulebook L-16, L-22). What stood in one letter with it and was paid
    /// by others stays paid, under a letter of its own.
    BouncePayment {
        /// Which payment.
        payment: PaymentId,
        /// Why, in the bank's words or by its code.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// What the bank charges for it, above zero, in the payment's currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fee: Option<Money>,
        /// Whether the customer is to bear the fee: it becomes an item of the account.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_fee_charged: bool,
        /// The rate to the ledger's currency, for a fee in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// A payment was taken to be another customer's than it is. What it had settled there is open
    /// again.
    ReassignPayment {
        /// Which payment.
        payment: PaymentId,
        /// Whose it is; nobody knows where nothing is said: it goes to suspense.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
    /// Move what is open of an item to the account of another customer, to be settled there: the
    /// invoice of a branch that its head office pays, credits that a group nets (rulebook L-01).
    TransferItem {
        /// Whose item.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// The item.
        entry: EntryId,
        /// Who takes it over.
        to: CustomerId,
        /// How much, with the item's sign; all that is open where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
    }
}

/// Pays back a credit.
pub(super) fn refund(decision: &mut Decision<'_>, asked: &Refund) -> Result<(), Rejection> {
    let view = decision.before();
    let key = known_account(view, &asked.customer, asked.currency)?;
    let credit = known_entry(view, &key, &asked.entry)?;
    let open = credit.open().amount;
    if !open.is_negative() {
        let (path, entry) = (Path::field("entry"), asked.entry.clone());
        return Err(Cause::NotACredit { path, entry, open }.into());
    }
    let is_known = view.account(&key).is_some_and(|account| is_refunded(account, &asked.refund));
    if is_known {
        let (path, refund) = (Path::field("refund"), asked.refund.clone());
        return Err(Cause::RefundKnown { path, refund }.into());
    }
    let amount = asked.amount.unwrap_or(open.negated());
    if !amount.is_positive() {
        return Err(Cause::AmountNotPositive { path: Path::field("amount"), amount }.into());
    }
    credit.expect_open(amount.negated()).map_err(|no| no.inside("amount"))?;
    let ledger = view.settings().ledger_currency;
    let booked = Booking { ledger, rate: asked.exchange_rate }.book(amount)?;
    let by = Move::Refund { refund: asked.refund.clone() };
    let name = unused_entry(view, &key, asked.refund.as_str(), |_| false)?;
    let item = moved(decision, (name.clone(), by), (amount, booked));
    carry(decision, &key, item)?;
    let lines = [LetterLine::part(asked.entry.clone(), amount.negated()), LetterLine::whole(name)];
    letter(decision, key, lines)
}

fn is_refunded(account: &Account, asked: &PaymentId) -> bool {
    account.entries().iter().any(|entry| {
        matches!(&entry.item().kind,
            EntryKind::Moved { by: Move::Refund { refund } } if refund == asked)
    })
}

/// Takes back a payment that was not honoured.
pub(super) fn bounce_payment(
    decision: &mut Decision<'_>,
    asked: &BouncePayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (key, entry) = payment_of(view, &asked.payment)?;
    let payment = standing_payment(view, &key, &entry, &asked.payment)?;
    free_payment(decision, &key, payment)?;
    let (payment, reason) = (asked.payment.clone(), asked.reason.clone());
    let held = place_of(view, &payment);
    let by = Move::Return { payment, of: entry.clone(), reason, held };
    let wish = alloc::format!("{entry} returned");
    let name = unused_entry(view, &key, &wish, |_| false)?;
    let figures = known_entry(view, &key, &entry)?.item();
    let figures = (figures.amount.negated(), figures.booked.negated());
    let item = moved(decision, (name.clone(), by), figures);
    carry(decision, &key, item)?;
    letter(decision, key.clone(), [LetterLine::whole(entry), LetterLine::whole(name)])?;
    match asked.fee {
        Some(fee) => charge_fee(decision, &key, asked, fee),
        None => Ok(()),
    }
}

/// The bank takes its fee; where the customer bears it, it becomes an item of its own (L-16).
fn charge_fee(
    decision: &mut Decision<'_>,
    key: &AccountKey,
    asked: &BouncePayment,
    fee: Money,
) -> Result<(), Rejection> {
    if !fee.is_positive() {
        return Err(Cause::AmountNotPositive { path: Path::field("fee"), amount: fee }.into());
    }
    let view = decision.before();
    let settings = view.settings();
    let ledger = settings.ledger_currency;
    let booked = Booking { ledger, rate: asked.exchange_rate }.book(fee)?;
    let line = |account, amount, booked| EntryLine::new(account, None, amount, booked);
    let lines = Vec::from([
        line(&settings.chart.bank_fees, fee, booked),
        line(&settings.chart.bank, fee.negated(), booked.negated()),
    ]);
    let (on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let document = Text::new(asked.payment.as_str())?;
    if let Some(entry) = Entry::balanced_unless_zero(on, recorded_on, document, lines)? {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    if !asked.is_fee_charged {
        return Ok(());
    }
    let by = Move::Fee { payment: asked.payment.clone() };
    let wish = alloc::format!("{} fee", asked.payment);
    let item = moved(decision, (unused_entry(view, key, &wish, |_| false)?, by), (fee, booked));
    carry(decision, key, item).map_err(|no| inside(no, "fee"))
}

/// Moves a payment to whom it is from.
pub(super) fn reassign_payment(
    decision: &mut Decision<'_>,
    asked: &ReassignPayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (from, entry) = payment_of(view, &asked.payment)?;
    let payment = standing_payment(view, &from, &entry, &asked.payment)?;
    let holder = match &asked.customer {
        Some(customer) => Holder::Customer(known_customer(view, customer)?.id.clone()),
        None => Holder::Suspense,
    };
    let to = AccountKey { holder, currency: from.currency };
    if to == from {
        let (path, account) = (Path::field("customer"), to);
        return Err(receivable::Rejection::SameAccount { path, account }.into());
    }
    free_payment(decision, &from, payment)?;
    let item = payment.item();
    let receipt = receivable::Receipt {
        entry: unused_entry(view, &to, asked.payment.as_str(), |_| false)?,
        payment: asked.payment.clone(),
        received_on: item.document_on,
        accounted_on: decision.accounted_on.max(item.accounted_on),
        amount: item.amount.negated(),
        booked: item.booked.negated(),
    };
    let wish = alloc::format!("{entry} out");
    let counterpart = unused_entry(view, &from, &wish, |_| false)?;
    let out = receivable::Command::TransferOut { entry, counterpart, to: to.clone() };
    decision.run(Leg::Receivable(from.clone(), out))?;
    let into = receivable::Command::TransferIn { receipt, from };
    decision.run(Leg::Receivable(to, into))
}

/// Moves what is open of an item to another customer's account.
pub(super) fn transfer_item(
    decision: &mut Decision<'_>,
    asked: &TransferItem,
) -> Result<(), Rejection> {
    let view = decision.before();
    let from = known_account(view, &asked.customer, asked.currency)?;
    let entry = known_entry(view, &from, &asked.entry)?;
    let taker = known_customer(view, &asked.to).map_err(|no| inside(no, "to"))?;
    let to = AccountKey::of(taker.id.clone(), asked.currency);
    if entry.is_closed() {
        let (path, entry) = (Path::field("entry"), asked.entry.clone());
        return Err(receivable::Rejection::NothingOpen { path, entry }.into());
    }
    if let Some(dispute) = keeps_from_matching(view, &from, &asked.entry) {
        let (path, entry) = (Path::field("entry"), asked.entry.clone());
        return Err(Cause::DisputedItem { path, entry, dispute: dispute.clone() }.into());
    }
    let amount = asked.amount.unwrap_or(entry.open().amount);
    entry.expect_open(amount).map_err(|no| no.inside("amount"))?;
    let booked = entry.released(amount)?;
    let wish = alloc::format!("{} out", asked.entry);
    let counterpart = unused_entry(view, &from, &wish, |_| false)?;
    let on = decision.accounted_on.max(entry.item().accounted_on);
    let out = Item {
        id: counterpart.clone(),
        kind: EntryKind::Transfer { of: asked.entry.clone(), to: to.clone() },
        document_on: decision.command.effective_on,
        accounted_on: on,
        due_on: on,
        amount: amount.negated(),
        booked: booked.negated(),
        early_discount: None,
    };
    let into = Item {
        id: unused_entry(view, &to, asked.entry.as_str(), |_| false)?,
        kind: EntryKind::Moved {
            by: Move::Transfer { of: asked.entry.clone(), from: from.clone() },
        },
        document_on: entry.item().document_on,
        due_on: entry.due_on(),
        amount,
        booked,
        ..out.clone()
    };
    if to == from {
        let (path, account) = (Path::field("to"), from);
        return Err(receivable::Rejection::SameAccount { path, account }.into());
    }
    carry(decision, &from, out)?;
    let lines = [LetterLine::part(asked.entry.clone(), amount), LetterLine::whole(counterpart)];
    letter(decision, from, lines)?;
    carry(decision, &to, into)
}

fn known_entry<'v>(
    view: &'v dyn View,
    key: &AccountKey,
    entry: &EntryId,
) -> Result<&'v AccountEntry, Rejection> {
    view.account(key).and_then(|account| account.entry(entry)).ok_or_else(|| {
        let (path, entry, account) = (Path::field("entry"), entry.clone(), key.clone());
        receivable::Rejection::EntryUnknown { path, entry, account }.into()
    })
}

/// A payment that did not bounce.
fn standing_payment<'v>(
    view: &'v dyn View,
    key: &AccountKey,
    entry: &EntryId,
    payment: &PaymentId,
) -> Result<&'v AccountEntry, Rejection> {
    let account = view.account(key).ok_or_else(|| unknown_payment(payment))?;
    if account.is_returned(entry) {
        let (path, payment) = (Path::field("payment"), payment.clone());
        return Err(Cause::PaymentBounced { path, payment }.into());
    }
    account.entry(entry).ok_or_else(|| unknown_payment(payment))
}

/// An item of the command's day.
fn moved(
    decision: &Decision<'_>,
    (id, by): (EntryId, Move),
    (amount, booked): (Money, Money),
) -> Item {
    let on = decision.command.effective_on;
    Item {
        id,
        kind: EntryKind::Moved { by },
        document_on: on,
        accounted_on: decision.accounted_on,
        due_on: on,
        amount,
        booked,
        early_discount: None,
    }
}

fn carry(decision: &mut Decision<'_>, key: &AccountKey, item: Item) -> Result<(), Rejection> {
    decision.run(Leg::Receivable(key.clone(), receivable::Command::Carry { item }))
}

fn letter(
    decision: &mut Decision<'_>,
    key: AccountKey,
    lines: [LetterLine; 2],
) -> Result<(), Rejection> {
    let command = receivable::Command::Letter {
        lines: lines.to_vec(),
        take_discount: false,
        differences: Vec::new(),
    };
    decision.run(Leg::Receivable(key, command))
}

/// A refusal of a field of the action, whatever the path its room gave it.
fn inside(rejection: Rejection, field: &'static str) -> Rejection {
    rejection.with_path(&|_| Path::field(field))
}
