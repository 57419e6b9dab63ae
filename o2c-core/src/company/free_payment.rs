//! A payment leaves the letter it sits in.

use super::decision::{Decision, Leg};
use super::pairs::pairs_of;
use super::rejection::Rejection;
use super::view::View;
use crate::calendar::Day;
use crate::id::EntryId;
use crate::money::Money;
use crate::receivable::{self, Account, AccountEntry, AccountKey, EntryKind, LetterLine};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// Dissolves the letter a payment sits in (rulebook L-06), and letters what others have settled of
/// it anew, from the same day: only what this payment had settled is open again (V-04). Discounts
/// and differences that the letter had granted are granted no more.
pub(super) fn free_payment(
    decision: &mut Decision<'_>,
    key: &AccountKey,
    payment: &AccountEntry,
) -> Result<(), Rejection> {
    let Some(letter) = payment.letter() else { return Ok(()) };
    let view = decision.before();
    let account = view.account(key);
    let rest = account.map_or(Ok(Vec::new()), |account| without(view, account, payment))?;
    let command = receivable::Command::Unletter { letter };
    decision.run_via("receivable.freed", Leg::Receivable(key.clone(), command))?;
    if rest.is_empty() {
        return Ok(());
    }
    let command =
        receivable::Command::Letter { lines: rest, take_discount: false, differences: Vec::new() };
    decision.run_via("receivable.freed", Leg::Receivable(key.clone(), command))
}

/// What of a letter stays settled without one of its payments, item by item: what others settled of
/// each other; nothing where only one side is left.
fn without(
    view: &dyn View,
    account: &Account,
    payment: &AccountEntry,
) -> Result<Vec<LetterLine>, Rejection> {
    let is_kept = |entry: &AccountEntry| {
        entry.letter() == payment.letter()
            && entry.id() != payment.id()
            && !is_of_the_letter(&entry.item().kind)
    };
    // In the order of the account, whatever the order of the pairs.
    let mut kept: BTreeMap<&EntryId, Money> = BTreeMap::new();
    for pair in pairs_of(view, account, Day::MAX, None) {
        if !is_kept(pair.debit) || !is_kept(pair.credit) {
            continue;
        }
        for (entry, part) in [(pair.debit, pair.amount), (pair.credit, pair.amount.negated())] {
            let sum = kept.entry(entry.id()).or_insert(Money::zero(part.currency()));
            *sum = sum.checked_add(part)?;
        }
    }
    let lines = account.entries().iter().filter_map(|entry| {
        let amount = kept.remove(entry.id())?;
        Some(LetterLine::part(entry.id().clone(), amount))
    });
    Ok(lines.collect())
}

/// Whether the letter itself brought an item to the account.
pub(super) fn is_of_the_letter(kind: &EntryKind) -> bool {
    match kind {
        EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. } => true,
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Moved { .. } => false,
    }
}
