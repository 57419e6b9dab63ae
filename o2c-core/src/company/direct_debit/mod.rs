//! Direct debits: mandates, the run that hands collections to the bank, the day their money comes
//! in, and what comes back.
//!
//! ```text
//!  sign_mandate ──▶ run_direct_debits ──▶ receive_direct_debits ──▶ return_direct_debit
//!                   the file, as data     512 / 411, and a letter    a payment that bounced
//! ```
//!
//! A run posts nothing: the money is not there yet. What is received is a payment like any other,
//! lettered with what it was collected for; what comes back is one that bounced.

mod book;
mod outlook;

pub(super) use book::Book;
pub use outlook::{Blocked, DebitProposal};
pub(super) use outlook::{Selection, came_back, outlook, under_way};

use super::cash::receive_payment;
use super::decision::{Decision, Leg};
use super::event::Event;
use super::money_back::bounce_payment;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use super::subscription::collection_failed;
use super::{BouncePayment, ReceivePayment};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, DebitRunId, MandateId, PaymentId, Text};
use crate::machine::Machine;
use crate::money::{Currency, Money};
use crate::receivable::{
    self, AccountKey, Amendment, BankAccount, Collection, DebitEvent, LetterLine, Mandate,
    MandateCommand, MandateFacts, Moment, PaymentMethod, Scheme, SignedMandate,
};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A customer allows us to collect from his bank account.
    SignMandate {
        /// The unique reference of the mandate.
        mandate: MandateId,
        /// Who signed it.
        customer: CustomerId,
        /// By which rules; those for everybody where nothing is said.
        #[cfg_attr(feature = "serde", serde(default))]
        scheme: Scheme,
        /// The creditor's identifier, ours.
        creditor_id: Text,
        /// The account to collect from.
        iban: BankAccount,
        /// The day on which it was signed; the command's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        signed_on: Option<Day>,
        /// Whether it allows one collection only.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_one_off: bool,
    }
    /// Another account, or another identifier of the creditor, without another signature.
    AmendMandate {
        /// Which mandate.
        mandate: MandateId,
        /// Another account to collect from.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        iban: Option<BankAccount>,
        /// Another identifier of the creditor.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        creditor_id: Option<Text>,
    }
    /// Nothing is collected by a mandate any more.
    RevokeMandate {
        /// Which mandate.
        mandate: MandateId,
    }
    /// Hand to the bank what is due of customers with a mandate.
    RunDirectDebits {
        /// The caller's reference; its collections are called after it, `RUN-1`, `RUN-2`, …
        run: DebitRunId,
        /// In which currency.
        currency: Currency,
        /// The last due day of what is collected; the command's day where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        through: Option<Day>,
        /// Only of these customers; of all where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        customers: Vec<CustomerId>,
        /// The mandates by which nothing is collected after this run.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        last_of: Vec<MandateId>,
        /// Whether what came back is collected again whatever the policy says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        with_returned: bool,
    }
    /// The bank has the money of a run; what was refused before is not part of it.
    ReceiveDirectDebits {
        /// Which run.
        run: DebitRunId,
    }
    /// A collection came back: refused by a bank before any money moved, or returned after it did.
    ReturnDirectDebit {
        /// What both banks call it from end to end.
        collection: PaymentId,
        /// Why, by the bank's code, such as `AM04`.
        reason: Text,
        /// What the bank charges for it, above zero; only of what was received.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fee: Option<Money>,
        /// Whether the customer is to bear the fee: it becomes an item of the account.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_fee_charged: bool,
    }
}

/// Notes a mandate.
pub(super) fn sign(decision: &mut Decision<'_>, asked: &SignMandate) -> Result<(), Rejection> {
    let at = |no: Rejection| no.with_path(&|_| Path::field("customer"));
    let customer = known_customer(decision.before(), &asked.customer).map_err(at)?.id.clone();
    let command = MandateCommand::Sign(SignedMandate {
        customer,
        scheme: asked.scheme,
        creditor_id: asked.creditor_id.clone(),
        iban: asked.iban.clone(),
        signed_on: asked.signed_on.unwrap_or(decision.command.effective_on),
        is_one_off: asked.is_one_off,
    });
    on_mandate(decision, &asked.mandate, &command)
}

/// Changes a mandate.
pub(super) fn amend(decision: &mut Decision<'_>, asked: &AmendMandate) -> Result<(), Rejection> {
    let (iban, creditor_id) = (asked.iban.clone(), asked.creditor_id.clone());
    let command = MandateCommand::Amend(Amendment { iban, creditor_id });
    on_mandate(decision, &asked.mandate, &command)
}

/// Lets nothing be collected by a mandate any more.
pub(super) fn revoke(decision: &mut Decision<'_>, asked: &RevokeMandate) -> Result<(), Rejection> {
    on_mandate(decision, &asked.mandate, &MandateCommand::Revoke)
}

fn on_mandate(
    decision: &mut Decision<'_>,
    id: &MandateId,
    command: &MandateCommand,
) -> Result<(), Rejection> {
    let facts = MandateFacts { mandate: id.clone(), at: now(decision) };
    let absent = Mandate::default();
    let mandate = decision.before().debits().mandate(id).unwrap_or(&absent);
    for (event, at) in mandate.decide(command, &facts)? {
        let (mandate, effective_on, recorded_on) = (id.clone(), at.on, at.recorded_on);
        decision.push(Event::Mandate { mandate, event, effective_on, recorded_on });
    }
    Ok(())
}

/// The day of the command in an open period, and when it became known.
fn now(decision: &Decision<'_>) -> Moment {
    Moment { on: decision.accounted_on, recorded_on: decision.command.recorded_on }
}

fn push(decision: &mut Decision<'_>, event: DebitEvent) {
    let Moment { on, recorded_on } = now(decision);
    decision.push(Event::DirectDebit { event, effective_on: on, recorded_on });
}

/// Hands what is due to the bank: the collections are the content of the file.
pub(super) fn run(decision: &mut Decision<'_>, asked: &RunDirectDebits) -> Result<(), Rejection> {
    let view = decision.before();
    if view.debits().run(&asked.run).is_some() {
        let (path, run) = (Path::field("run"), asked.run.clone());
        return Err(Cause::RunKnown { path, run }.into());
    }
    for (index, customer) in asked.customers.iter().enumerate() {
        let at = |no: Rejection| no.with_path(&|_| Path::index("customers", index));
        known_customer(view, customer).map_err(at)?;
    }
    for (index, mandate) in asked.last_of.iter().enumerate() {
        if view.debits().mandate(mandate).is_none() {
            let (path, mandate) = (Path::index("last_of", index), mandate.clone());
            return Err(receivable::Rejection::MandateUnknown { path, mandate }.into());
        }
    }
    let on = decision.command.effective_on;
    let selection = Selection {
        on,
        through: asked.through.unwrap_or(on),
        currency: asked.currency,
        customers: &asked.customers,
        last_of: &asked.last_of,
        with_returned: asked.with_returned,
    };
    let proposals = outlook(view, &selection)?;
    let mut collections = Vec::new();
    for proposal in proposals {
        let number = collections.len().saturating_add(1);
        let name = alloc::format!("{}-{number}", asked.run);
        let Some(collection) = proposal.collection(view, &name)? else { continue };
        let id = &collection.end_to_end_id;
        let is_known = view.debits().collection(id).is_some()
            || view.receipt(id).is_some_and(|receipt| receipt.entry.is_some());
        if is_known {
            let (path, payment) = (Path::field("run"), id.clone());
            return Err(Cause::PaymentKnown { path, payment }.into());
        }
        collections.push(collection);
    }
    if collections.is_empty() {
        let (path, through) = (Path::field("through"), selection.through);
        return Err(Cause::NothingToCollect { path, through }.into());
    }
    push(decision, DebitEvent::Submitted { run: asked.run.clone(), collections });
    Ok(())
}

/// The money of a run is at the bank: each collection is received and lettered with its items, as
/// far as they are still open.
pub(super) fn receive(
    decision: &mut Decision<'_>,
    asked: &ReceiveDirectDebits,
) -> Result<(), Rejection> {
    let debits = decision.before().debits();
    let Some(collections) = debits.run(&asked.run) else {
        let (path, run) = (Path::field("run"), asked.run.clone());
        return Err(Cause::UnknownRun { path, run }.into());
    };
    let records = collections.iter().filter_map(|id| debits.collection(id));
    let pending: Vec<&Collection> =
        records.filter(|record| record.is_pending()).map(|record| &record.collection).collect();
    let on = decision.command.effective_on;
    let Some(first) = pending.iter().map(|collection| collection.collect_on).min() else {
        let (path, run) = (Path::field("run"), asked.run.clone());
        return Err(Cause::RunReceived { path, run }.into());
    };
    if on < first {
        let (path, collect_on) = (Path::field("run"), first);
        return Err(Cause::CollectedLater { path, collect_on, on }.into());
    }
    // Collections of later days are received with a command of their own.
    for collection in pending.iter().filter(|collection| collection.collect_on <= on) {
        receive_one(decision, collection)?;
    }
    push(decision, DebitEvent::Received { run: asked.run.clone() });
    Ok(())
}

fn receive_one(decision: &mut Decision<'_>, collection: &Collection) -> Result<(), Rejection> {
    let payment = ReceivePayment {
        payment: collection.end_to_end_id.clone(),
        method: PaymentMethod::DirectDebit,
        payer: Some(collection.customer.clone()),
        payer_name: Text::default(),
        remittance: Text::default(),
        structured_reference: None,
        end_to_end_id: Text::new(collection.end_to_end_id.as_str())?,
        payer_account: Text::new(collection.iban.as_str())?,
        amount: collection.amount,
        exchange_rate: None,
    };
    receive_payment(decision, &payment)?;
    let account = AccountKey::of(collection.customer.clone(), collection.amount.currency());
    let view = decision.now()?;
    let Some(entry) = view.receipt(&collection.end_to_end_id).and_then(|row| row.entry.clone())
    else {
        return Ok(());
    };
    let mut lines = Vec::from([LetterLine::whole(entry)]);
    let mut is_any_debit = false;
    for item in &collection.items {
        let open = view.account(&account).and_then(|account| account.entry(&item.entry));
        let Some(open) = open.map(|entry| entry.open().amount) else { continue };
        if super::dispute::keeps_from_matching(view, &account, &item.entry).is_some() {
            continue;
        }
        // What was settled otherwise meanwhile leaves the money on account.
        let is_less = item.amount.magnitude().minor() <= open.magnitude().minor();
        let part = if is_less { item.amount } else { open };
        if !part.is_zero() {
            is_any_debit |= part.is_positive();
            lines.push(LetterLine::part(item.entry.clone(), part));
        }
    }
    if !is_any_debit {
        return Ok(());
    }
    let lettered = |line: &LetterLine| line.amount.map_or(0, |amount| i128::from(amount.minor()));
    // Sums of 64-bit amounts stay within 128 bits.
    let sum = lines.iter().map(lettered).fold(0_i128, i128::saturating_add);
    if sum <= 0 {
        // Credits alone would be left over: nothing is settled by the money.
        return Ok(());
    }
    let amount = Money::from_wide(sum.saturating_neg(), collection.amount.currency())?;
    if let Some(first) = lines.first_mut() {
        first.amount = Some(amount);
    }
    let command =
        receivable::Command::Letter { lines, take_discount: false, differences: Vec::new() };
    decision.run_via("direct_debit.received", Leg::Receivable(account, command))
}

/// Takes back a collection.
pub(super) fn give_back(
    decision: &mut Decision<'_>,
    asked: &ReturnDirectDebit,
) -> Result<(), Rejection> {
    let Some(record) = decision.before().debits().collection(&asked.collection) else {
        let (path, collection) = (Path::field("collection"), asked.collection.clone());
        return Err(Cause::UnknownCollection { path, collection }.into());
    };
    if record.received.is_some() {
        let bounce = BouncePayment {
            payment: asked.collection.clone(),
            reason: asked.reason.clone(),
            fee: asked.fee,
            is_fee_charged: asked.is_fee_charged,
            exchange_rate: None,
        };
        let at = |path: Path| match path.as_str() {
            "payment" => Path::field("collection"),
            _ => path,
        };
        bounce_payment(decision, &bounce).map_err(|no| no.with_path(&at))?;
        return collection_failed(decision, &record.collection, &asked.reason);
    }
    if record.refused.is_some() {
        let (path, payment) = (Path::field("collection"), asked.collection.clone());
        return Err(Cause::PaymentBounced { path, payment }.into());
    }
    if let Some(fee) = asked.fee {
        return Err(Cause::FeeOfNothing { path: Path::field("fee"), fee }.into());
    }
    let (collection, reason) = (asked.collection.clone(), asked.reason.clone());
    push(decision, DebitEvent::Refused { collection, reason });
    collection_failed(decision, &record.collection, &asked.reason)
}
