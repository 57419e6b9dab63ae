//! Deposits and the invoices that deduct them: whose the VAT is that a payment makes due.

use super::super::decision::Decision;
use super::super::rejection::Rejection;
use super::letter::Waiting;
use super::{Collected, Step, collected_now, document_now, fall_due};
use crate::calendar::Day;
use crate::id::{DocumentNumber, EntryId};
use crate::invoice::{DeductedDeposit, Document, OrderPart, kept_by_deposit, vat_on_collection};
use crate::money::Money;
use crate::receivable::AccountKey;
use crate::tax::{Group, GroupChange};
use alloc::vec::Vec;

/// What was paid of a deposit that an invoice takes over.
pub(in super::super) struct PaidDeposit {
    /// The item of the deposit that was settled.
    pub(super) entry: EntryId,
    /// How much of what the invoice deducts.
    pub(super) amount: Money,
}

/// A final invoice takes over its deposits: what fell due by them falls due by the invoice, so it
/// goes back to the account of VAT on deposits (rulebook 5.2). What stays with deposits that the
/// invoice shows falls due by themselves. What gives the invoice back gives them back what they
/// handed over.
pub(in super::super) fn take_over_deposits(
    decision: &mut Decision<'_>,
    document: &Document,
) -> Result<Vec<PaidDeposit>, Rejection> {
    let mut paid = Vec::new();
    let days = (decision.accounted_on, decision.command.recorded_on);
    for deducted in &document.draft.deducted {
        let Some(collected) = collected_now(decision, &deducted.deposit)? else {
            continue;
        };
        let groups = handed_over(decision, document, deducted)?;
        if groups.is_empty() {
            continue;
        }
        let changes = match document_now(decision, &deducted.deposit) {
            Some(deposit) if document.kind().is_credit() => {
                hand_back(decision, &deposit, &collected, &groups)?
            }
            Some(_) | None => collected.collection.hand_over(&groups)?,
        };
        if !document.kind().is_credit() {
            paid.extend(paid_parts(decision, &deducted.deposit, &changes)?);
        }
        let step = Step::of(None, changes, document.draft.currency);
        fall_due(decision, &deducted.deposit, step, days)?;
    }
    Ok(paid)
}

/// What of a deposit's groups is the invoice's from now on.
fn handed_over(
    decision: &Decision<'_>,
    document: &Document,
    deducted: &DeductedDeposit,
) -> Result<Vec<Group>, Rejection> {
    let vat_on_debits = decision.before().settings().vat_on_debits;
    let kept = kept_by_deposit(document, deducted, vat_on_debits)?;
    let mut groups = deducted.groups.clone();
    for group in &mut groups {
        if let Some(kept) = kept.iter().find(|kept| kept.vat == group.vat) {
            group.base = group.base.checked_sub(kept.base)?;
            group.amount = group.amount.checked_sub(kept.amount)?;
        }
    }
    groups.retain(|group| !(group.base.is_zero() && group.amount.is_zero()));
    Ok(groups)
}

/// What of a deposit's items was collected of that which it hands over, item by item.
fn paid_parts(
    decision: &Decision<'_>,
    deposit: &DocumentNumber,
    handed: &[GroupChange],
) -> Result<Vec<PaidDeposit>, Rejection> {
    let mut parts = Vec::new();
    let Some(deposit) = document_now(decision, deposit) else { return Ok(parts) };
    let currency = deposit.draft.currency;
    let taken = Money::sum(currency, handed.iter().map(|change| change.collected))?;
    let mut left = taken.negated();
    for (entry, settled) in settled_of(decision, &deposit)? {
        let amount = if settled.minor() < left.minor() { settled } else { left };
        if amount.is_positive() {
            left = left.checked_sub(amount)?;
            parts.push(PaidDeposit { entry, amount });
        }
    }
    Ok(parts)
}

/// What comes in on a deposit beyond what it claims itself pays for the invoices that deducted it
/// as prepaid before it was paid: their VAT falls due by it (rulebook V-02).
pub(super) fn pass_on(
    decision: &mut Decision<'_>,
    waiting: &mut Waiting,
    (deposit, entry, beyond): (&DocumentNumber, &EntryId, Money),
    days: (Day, Day),
) -> Result<(), Rejection> {
    let mut beyond = beyond;
    for (invoice, deducted) in deducting(decision, deposit)? {
        let Some(collected) = collected_now(decision, &invoice)? else { continue };
        let room = deducted.checked_sub(paid_by(decision, &collected, deposit)?)?;
        let part = if room.minor() < beyond.minor() { room } else { beyond };
        if !part.is_positive() {
            continue;
        }
        beyond = beyond.checked_sub(part)?;
        let now = waiting.entry(invoice.clone()).or_insert(collected.collection);
        if !now.left()?.is_positive() {
            continue;
        }
        let changes = now.collect(part)?;
        now.apply(&changes)?;
        let step = Step::of(Some(entry.clone()), changes, part.currency());
        fall_due(decision, &invoice, step, days)?;
    }
    Ok(())
}

/// The invoices that deducted a deposit as prepaid, in their order, and how much of it.
pub(super) fn deducting(
    decision: &Decision<'_>,
    deposit: &DocumentNumber,
) -> Result<Vec<(DocumentNumber, Money)>, Rejection> {
    let mut deducting = Vec::new();
    let Some(document) = document_now(decision, deposit) else { return Ok(deducting) };
    let Some(OrderPart::Deposit { order, .. }) = &document.draft.of_order else {
        return Ok(deducting);
    };
    let order = decision.before().order(order);
    let record = order.and_then(|order| order.deposit(deposit));
    for deduction in record.iter().flat_map(|record| &record.deductions) {
        let invoice = document_now(decision, &deduction.document);
        if invoice.is_some_and(|invoice| invoice.draft.prepaid.is_some()) {
            let mut deducted = Money::zero(document.draft.currency);
            for group in &deduction.groups {
                deducted = deducted.checked_add(group.gross()?)?;
            }
            deducting.push((deduction.document.clone(), deducted));
        }
    }
    Ok(deducting)
}

/// What the items of a deposit have paid of an invoice so far.
fn paid_by(
    decision: &Decision<'_>,
    invoice: &Collected,
    deposit: &DocumentNumber,
) -> Result<Money, Rejection> {
    let mut paid = Money::zero(invoice.collection.currency());
    let Some(deposit) = document_now(decision, deposit) else { return Ok(paid) };
    let items = settled_of(decision, &deposit)?;
    let is_its = |entry: &EntryId| items.iter().any(|(item, _)| item == entry);
    for step in invoice.steps.iter().filter(|step| step.entry.as_ref().is_some_and(is_its)) {
        for change in &step.changes {
            paid = paid.checked_add(change.collected)?;
        }
    }
    Ok(paid)
}

/// A deposit claims again what an invoice had deducted of it. Of what was paid of it by then, what
/// other invoices deduct comes first.
fn hand_back(
    decision: &Decision<'_>,
    deposit: &Document,
    collected: &Collected,
    groups: &[Group],
) -> Result<Vec<GroupChange>, Rejection> {
    let pending = vat_on_collection(deposit, decision.before().settings().vat_on_debits)?;
    let waits = |group: &&Group| pending.iter().any(|waits| waits.vat == group.vat);
    let waiting: Vec<Group> = groups.iter().filter(waits).copied().collect();
    let mut free = paid_of(decision, deposit)?;
    for step in &collected.steps {
        for change in &step.changes {
            // A credit note on the deposit is no payment of it; the rest was handed over.
            free = free.checked_add(change.gross)?;
        }
    }
    for group in groups {
        free = free.checked_add(group.gross()?)?;
    }
    let free = if free.is_negative() { Money::zero(free.currency()) } else { free };
    Ok(collected.collection.hand_back(groups, &waiting, free)?)
}

/// What settled the items of a document before this decision.
fn paid_of(decision: &Decision<'_>, document: &Document) -> Result<Money, Rejection> {
    let items = settled_of(decision, document)?;
    Ok(Money::sum(document.draft.currency, items.into_iter().map(|(_, settled)| settled))?)
}

/// The items of a document, and what of each was settled before this decision.
fn settled_of(
    decision: &Decision<'_>,
    document: &Document,
) -> Result<Vec<(EntryId, Money)>, Rejection> {
    let (customer, currency) = (document.draft.customer.clone(), document.draft.currency);
    let account = decision.before().account(&AccountKey::of(customer, currency));
    let mut items = Vec::new();
    for entry in account.into_iter().flat_map(|account| account.entries()) {
        if entry.item().kind.document() == Some(&document.number) {
            let settled = entry.item().amount.checked_sub(entry.open().amount)?;
            items.push((entry.id().clone(), settled));
        }
    }
    Ok(items)
}
