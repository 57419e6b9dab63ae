//! A payment leaves the letter it sits in.

use super::decision::{Decision, Leg};
use super::rejection::Rejection;
use crate::money::Money;
use crate::receivable::{self, Account, AccountEntry, AccountKey, EntryKind, LetterLine};
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
    let account = decision.before().account(key);
    let rest = account.map_or(Ok(Vec::new()), |account| without(account, payment))?;
    let command = receivable::Command::Unletter { letter };
    decision.run_via("receivable.freed", Leg::Receivable(key.clone(), command))?;
    if rest.is_empty() {
        return Ok(());
    }
    let command =
        receivable::Command::Letter { lines: rest, take_discount: false, differences: Vec::new() };
    decision.run_via("receivable.freed", Leg::Receivable(key.clone(), command))
}

/// An item of a letter, and what of it stays settled.
struct Kept<'a> {
    entry: &'a AccountEntry,
    amount: Money,
}

/// What of a letter stays settled without one of its payments, item by item; nothing where only one
/// side is left.
fn without(account: &Account, payment: &AccountEntry) -> Result<Vec<LetterLine>, Rejection> {
    let mut kept: Vec<Kept<'_>> = Vec::new();
    let letter = payment.letter().and_then(|code| account.letter(code));
    let members = letter.iter().flat_map(|letter| &letter.members);
    for entry in members.filter_map(|id| account.entry(id)) {
        if entry.id() == payment.id() || is_of_the_letter(&entry.item().kind) {
            continue;
        }
        let amount = entry.item().amount.checked_sub(entry.open().amount)?;
        kept.push(Kept { entry, amount });
    }
    let currency = account.key().currency;
    // What the payment and the letter itself settled is missing on the other side.
    let excess = Money::sum(currency, kept.iter().map(|one| one.amount))?;
    let left = with_the_payment(&mut kept, payment, excess)?;
    reopen(&mut kept, left)?;
    kept.retain(|one| !one.amount.is_zero());
    let line = |one: Kept<'_>| LetterLine::part(one.entry.id().clone(), one.amount);
    Ok(kept.into_iter().map(line).collect())
}

/// Opens again what was settled when the payment was, and what is still to be opened.
fn with_the_payment(
    kept: &mut [Kept<'_>],
    payment: &AccountEntry,
    excess: Money,
) -> Result<Money, Rejection> {
    let mut left = excess;
    for applied in payment.applications() {
        for one in kept.iter_mut() {
            let together = one.entry.applications().iter().filter(|other| {
                (other.effective_on, other.recorded_on)
                    == (applied.effective_on, applied.recorded_on)
            });
            let together = Money::sum(left.currency(), together.map(|other| other.amount))?;
            left = one.reopen(together, left)?;
        }
    }
    Ok(left)
}

/// Opens again what is too much on one side, the last items first.
fn reopen(kept: &mut [Kept<'_>], excess: Money) -> Result<(), Rejection> {
    let mut left = excess;
    for one in kept.iter_mut().rev() {
        left = one.reopen(one.amount, left)?;
    }
    Ok(())
}

impl Kept<'_> {
    /// Opens again what was asked, as far as it stays settled and there is too much on its side;
    /// what is still too much.
    fn reopen(&mut self, asked: Money, excess: Money) -> Result<Money, Rejection> {
        let sign = excess.minor().signum();
        if self.amount.minor().signum() != sign || asked.minor().signum() != sign {
            return Ok(excess);
        }
        let least =
            [self.amount, asked, excess].into_iter().min_by_key(|part| part.magnitude().minor());
        let part = least.unwrap_or(excess);
        self.amount = self.amount.checked_sub(part)?;
        Ok(excess.checked_sub(part)?)
    }
}

/// Whether the letter itself brought an item to the account.
fn is_of_the_letter(kind: &EntryKind) -> bool {
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
