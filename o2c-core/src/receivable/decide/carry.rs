//! What follows from a payment, and what comes from or goes to another account (rulebook L-01,
//! L-16, L-22).

use super::{check_amounts, open_day, refuse_known, refuse_same_account, unknown};
use crate::error::Path;
use crate::id::EntryId;
use crate::receivable::{
    Account, AccountEntry, EntryKind, Event, Facts, Item, LetterCode, Move, Rejection,
};
use alloc::vec;
use alloc::vec::Vec;

/// Puts the item on the account; what it settles there is a letter's to say.
pub(super) fn carry(
    account: &Account,
    item: &Item,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let kind = match &item.kind {
        EntryKind::Moved { by } => check_move(account, item, by),
        EntryKind::Transfer { of, to } => {
            refuse_same_account(account, to).map_err(|no| no.inside("kind.transfer.to"))?;
            check_counterpart(account, item, of).map_err(|no| no.inside("kind.transfer"))
        }
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. } => {
            let (path, entry) = (Path::field("kind"), item.id.clone());
            Err(Rejection::KindNotOpened { path, entry })
        }
    };
    refuse_known(account, &item.id).map_err(|no| no.inside("item"))?;
    kind.and_then(|()| check_amounts(account, item.amount, item.booked))
        .and_then(|()| match item.amount.is_zero() {
            true => {
                Err(Rejection::ZeroAmount { path: Path::field("amount"), entry: item.id.clone() })
            }
            false => Ok(()),
        })
        .map_err(|no| no.inside("item"))?;
    let day = open_day(item.accounted_on, facts).map_err(|no| no.inside("item.accounted_on"))?;
    let item = Item { accounted_on: day, early_discount: None, ..item.clone() };
    Ok(vec![Event::Opened { item, recorded_on: facts.recorded_on }])
}

fn check_move(account: &Account, item: &Item, by: &Move) -> Result<(), Rejection> {
    if let Move::Transfer { from, .. } = by {
        return refuse_same_account(account, from)
            .map_err(|no| no.inside("kind.moved.by.transfer.from"));
    }
    if !item.amount.is_positive() {
        return Err(Rejection::NotPositive { path: Path::field("amount"), amount: item.amount });
    }
    let Move::Return { of, .. } = by else {
        return Ok(());
    };
    let path = || Path::field("kind.moved.by.return.of");
    let payment = counterpart_of(account, of).map_err(|no| no.with_path(&|_| path()))?;
    let is_payment =
        matches!(payment.item.kind, EntryKind::Payment { .. } | EntryKind::Identified { .. });
    let is_whole = item.amount == payment.item.amount.negated()
        && item.booked == payment.item.booked.negated();
    if account.is_returned(of) || !is_payment || !is_whole {
        return Err(Rejection::NotReturned { path: path(), entry: of.clone() });
    }
    Ok(())
}

/// What leaves is open, and leaves with what it was booked at.
fn check_counterpart(account: &Account, item: &Item, of: &EntryId) -> Result<(), Rejection> {
    let entry = counterpart_of(account, of)?;
    let (asked, open) = (item.amount.negated(), entry.open.amount);
    let is_within = asked.currency() == open.currency()
        && asked.minor().signum() == open.minor().signum()
        && asked.minor().unsigned_abs() <= open.minor().unsigned_abs();
    if !is_within {
        return Err(Rejection::BeyondOpen {
            path: Path::field("of"),
            entry: of.clone(),
            asked,
            open,
        });
    }
    let booked = entry.released(asked)?;
    if item.booked != booked.negated() {
        let (amount, booked) = (asked, item.booked);
        return Err(Rejection::BookedDiffers { path: Path::field("of"), amount, booked });
    }
    Ok(())
}

fn counterpart_of<'a>(account: &'a Account, of: &EntryId) -> Result<&'a AccountEntry, Rejection> {
    account.entry(of).ok_or_else(|| unknown(account, of, Path::field("of")))
}

impl Account {
    /// The item by which the bank took a payment's item back, if it did.
    pub fn return_of(&self, payment: &EntryId) -> Option<&AccountEntry> {
        let is_return = |entry: &&AccountEntry| {
            matches!(&entry.item.kind,
                EntryKind::Moved { by: Move::Return { of, .. } } if of == payment)
        };
        self.entries.iter().find(is_return)
    }

    /// Whether a payment's item was taken back by the bank.
    pub fn is_returned(&self, payment: &EntryId) -> bool {
        self.return_of(payment).is_some()
    }

    /// The letter in force that an item sits in.
    pub fn letter_of(&self, entry: &EntryId) -> Option<LetterCode> {
        self.entry(entry)?.letter
    }
}
