//! Which items a payment settles by itself (rulebook 4.2): what the company knows, as the rules
//! compare it, and what becomes of what they find.

use super::cash::{identify_as, payment_of, unknown_payment};
use super::decision::{Decision, Leg};
use super::dispute::{expect_matchable, expect_undisputed, keeps_from_matching};
use super::event::Event;
use super::rejection::Rejection;
use super::view::View;
use super::{LetterAsProposed, OnPayment};
use crate::calendar::DiscountPolicy;
use crate::directory::{Record, RecordKey};
use crate::id::{CustomerId, DocumentNumber, EntryId, PaymentId, Text};
use crate::lettering::{self, Candidate, CustomerCandidates, OfferedDiscount, Proposal};
use crate::money::Currency;
use crate::party::Party;
use crate::receivable::{
    self, Account, AccountEntry, AccountKey, EntryKind, Holder, Item, LetterLine, Move,
};
use alloc::sync::Arc;
use alloc::vec::Vec;

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
    let (policy, tolerances) = (&view.settings().lettering, &view.settings().tolerances);
    match &key.holder {
        Holder::Customer(_) => {
            let account = view.account(&key);
            let candidates = account.map(|account| candidates_of(view, account));
            let candidates = candidates.transpose()?.unwrap_or_default();
            let proposal = lettering::propose(&payment, &candidates, policy, tolerances)?;
            conclude(decision, &asked.payment, &key, &payment, proposal)
        }
        Holder::Suspense => {
            let customers = customers_with_open_items(view, key.currency)?;
            let mut found = lettering::identify(&payment, &customers, policy, tolerances)?;
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

/// Lets a payment settle what the host proposes. What it proposed is kept as evidence, whether it
/// was applied or not; what is applied the account confirms, or refuses with its reason.
pub(super) fn letter_as_proposed(
    decision: &mut Decision<'_>,
    asked: &LetterAsProposed,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (key, entry) = payment_of(view, &asked.payment)?;
    let Some(payment) = payment_view(view, &asked.payment, &key, &entry)? else {
        return Ok(());
    };
    for (index, one) in asked.proposals.iter().enumerate() {
        let lines = one.lines.iter().map(|line| LetterLine::part(line.entry.clone(), line.amount));
        expect_matchable(view, &key, &lines.collect::<Vec<_>>())
            .map_err(|no| no.with_path(&|path| path.inside_index("proposals", index)))?;
    }
    let proposal = lettering::ranked(&payment, &asked.proposals, &view.settings().lettering)?;
    conclude(decision, &asked.payment, &key, &payment, proposal)
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
    let is_refused = !proposal.differences.is_empty()
        && command.as_ref().is_some_and(|command| {
            is_disputed(decision.before(), account, command) || decision.refuses(account, command)
        });
    // A difference that is beyond what is left of a cap, or of a disputed item, is a person's to
    // settle.
    let (command, proposal) =
        if is_refused { (None, proposal.left_to_a_person(payment)) } else { (command, proposal) };
    let (payment, proposal) = (id.clone(), Arc::new(proposal));
    decision.push(Event::Matched { payment, proposal });
    match command {
        Some(command) => {
            decision.run_via("lettering.matched", Leg::Receivable(account.clone(), command))
        }
        None => Ok(()),
    }
}

/// Whether a letter would write something off of what is in dispute.
fn is_disputed(view: &dyn View, account: &AccountKey, command: &receivable::Command) -> bool {
    if let receivable::Command::Letter { lines, differences, .. } = command {
        return expect_undisputed(view, account, lines, differences).is_err();
    }
    false
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
        structured_reference: receipt.structured_reference.clone(),
        end_to_end_id: receipt.end_to_end_id.clone(),
        payer_account: receipt.payer_account.clone(),
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
        let Some(claim) = claim_of(view, item) else { continue };
        let number = claim.kind.document().map_or(claim.id.as_str(), DocumentNumber::as_str);
        candidates.push(Candidate {
            entry: item.id.clone(),
            number: Text::new(number)?,
            open: entry.open().amount,
            due_on: entry.due_on(),
            document_on: item.document_on,
            early_discount: offered(account, entry)?,
            other_numbers: other_numbers(view, &claim.kind)?,
            is_part_settled: entry.open().amount != item.amount,
        });
    }
    Ok(candidates)
}

/// What an item claims, or gives back: itself, or where it was moved here from another account what
/// it was there, so that a payment finds it by the number of its document. Nothing of money, of
/// what follows from a letter, and of what came back.
fn claim_of<'v>(view: &'v dyn View, item: &'v Item) -> Option<&'v Item> {
    match &item.kind {
        EntryKind::Invoice { .. } | EntryKind::Opening => Some(item),
        // An item is older than what it was moved to: the way back ends.
        EntryKind::Moved { by: Move::Transfer { of, from } } => {
            claim_of(view, view.account(from)?.entry(of)?.item())
        }
        EntryKind::Moved { by: Move::Refund { .. } | Move::Return { .. } | Move::Fee { .. } }
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. } => None,
    }
}

/// What is left of the discount promised on an item. What is not earned part by part is the
/// whole's: a person decides about the rest of an item.
fn offered(
    account: &Account,
    entry: &AccountEntry,
) -> Result<Option<OfferedDiscount>, receivable::Rejection> {
    let (Some(offer), Some(parts)) = (&entry.item().early_discount, account.discount_of(entry)?)
    else {
        return Ok(None);
    };
    let (until, amount) = (offer.until, parts.left()?);
    let is_whole = entry.open().amount == entry.item().amount;
    Ok(match offer.policy {
        DiscountPolicy::FullOnly => {
            is_whole.then_some(OfferedDiscount { until, amount, by_parts: None })
        }
        DiscountPolicy::Proportional => {
            let by_parts = Some(parts);
            amount.is_positive().then_some(OfferedDiscount { until, amount, by_parts })
        }
    })
}

/// The orders that an item's document invoices, and the customer's own number of its order.
fn other_numbers(view: &dyn View, kind: &EntryKind) -> Result<Vec<Text>, Rejection> {
    let mut numbers: Vec<Text> = Vec::new();
    let Some(document) = kind.document().and_then(|number| view.document(number)) else {
        return Ok(numbers);
    };
    let draft = &document.draft;
    let mut own = Vec::new();
    own.extend(draft.lines.iter().filter_map(|line| Some(line.order.as_ref()?.order.as_str())));
    own.dedup();
    own.extend(Some(draft.purchase_order.as_str()).filter(|number| !number.is_empty()));
    for number in own {
        if numbers.iter().all(|known| known.as_str() != number) {
            numbers.push(Text::new(number)?);
        }
    }
    Ok(numbers)
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
                name: party_of(view, customer).map(|party| party.name.clone()).unwrap_or_default(),
                accounts: bank_accounts(view, customer),
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

fn party_of<'a>(view: &'a dyn View, customer: &CustomerId) -> Option<&'a Party> {
    match view.record(&RecordKey::Customer(customer.clone())) {
        Some(Record::Customer(customer)) => Some(&customer.party),
        _ => None,
    }
}

/// The identifiers of this scheme are the bank accounts a customer pays from.
const BANK_ACCOUNT: &str = "IBAN";

fn bank_accounts(view: &dyn View, customer: &CustomerId) -> Vec<Text> {
    let identifiers = party_of(view, customer).into_iter().flat_map(|party| &party.identifiers);
    let accounts = identifiers.filter(|identifier| identifier.scheme.as_str() == BANK_ACCOUNT);
    accounts.map(|identifier| identifier.value.clone()).collect()
}
