//! Dissolving a letter (rulebook L-06, L-22).

use super::take_back::taken_back;
use super::{fresh_code, mutual, open_day, opposite};
use crate::error::Path;
use crate::id::EntryId;
use crate::receivable::{
    Account, AccountEntry, Applied, EntryKind, Event, Facts, Item, LetterCode, Lettered, Move,
    Rejection,
};
use alloc::vec;
use alloc::vec::Vec;

/// All that the letter settled is open again from the day on; the discounts it granted and the
/// differences it settled are taken back by items of their own.
pub(super) fn unletter(
    account: &Account,
    letter: LetterCode,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let members = members(account, letter)?;
    let day = open_day(facts.effective_on, facts).map_err(|no| no.inside("effective_on"))?;
    let applied_on = |entry: &&AccountEntry| {
        let days = entry.applications.iter();
        let moved_on = entry.standings.last().map(|last| last.effective_on);
        days.map(|application| application.effective_on).chain(moved_on).max()
    };
    if let Some(latest) = members.iter().filter_map(applied_on).max()
        && day < latest
    {
        return Err(Rejection::UnletteredEarlier {
            path: Path::field("effective_on"),
            asked: day,
            latest,
        });
    }
    #[cfg(feature = "planted-defects")]
    let day = match members.iter().filter_map(applied_on).max() {
        Some(latest) if crate::defects::is_planted(11) => latest,
        Some(_) | None => day,
    };
    let mut applications = Vec::with_capacity(members.len());
    for entry in &members {
        applications.push(Applied {
            entry: entry.id().clone(),
            amount: entry.open.amount.checked_sub(entry.item.amount)?,
            booked: entry.open.booked.checked_sub(entry.item.booked)?,
        });
    }
    let mut events = vec![Event::Unlettered(Lettered {
        letter,
        taken_in: Vec::new(),
        exchange: account.exchange_of(letter).negated(),
        doubtful: members
            .iter()
            .filter(|entry| entry.is_doubtful())
            .map(|entry| entry.id().clone())
            .collect(),
        applications,
        effective_on: day,
        recorded_on: facts.recorded_on,
    })];
    let mut code = fresh_code(account, facts);
    for entry in &members {
        let Some((name, kind)) = reversal_of(&entry.item) else {
            continue;
        };
        let id = unused_id(account, name, code)?;
        let reversal = Item { id, kind, ..opposite(&entry.item, day) };
        events.extend(mutual(code, &entry.item, reversal, day, facts));
        // Nothing of a discount that is no more is left to be taken back with a credit note.
        for (number, part) in (1_usize..).zip(taken_back(account, entry.id())) {
            let EntryKind::DiscountReversal { shares, because, .. } = &part.item.kind else {
                continue;
            };
            let (of, shares, because) = (part.id().clone(), shares.clone(), *because);
            let id = unused_id(account, &alloc::format!("discount-restored-{number}"), code)?;
            let kind = EntryKind::DiscountReversal { of, shares, by: None, because };
            let item = Item { id, kind, ..opposite(&part.item, day) };
            events.push(Event::Opened { item, recorded_on: facts.recorded_on });
        }
        code = account.codes.after(code);
    }
    Ok(events)
}

/// What takes back an item that the letter itself brought to the account, and its name.
fn reversal_of(item: &Item) -> Option<(&'static str, EntryKind)> {
    let of = item.id.clone();
    match &item.kind {
        EntryKind::Discount { shares, because, .. } => {
            let (shares, because, by) = (shares.clone(), *because, None);
            let kind = EntryKind::DiscountReversal { of, shares, by, because };
            Some(("discount-reversal", kind))
        }
        EntryKind::Difference { kind, .. } => {
            let kind = *kind;
            Some(("difference-reversal", EntryKind::DifferenceReversal { of, kind }))
        }
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => None,
    }
}

fn members(account: &Account, letter: LetterCode) -> Result<Vec<&AccountEntry>, Rejection> {
    let Some(members) = account.letters.get(&letter) else {
        return Err(Rejection::LetterUnknown { path: Path::field("letter"), letter });
    };
    let at = |position: &usize| account.entries.get(*position);
    let members: Vec<&AccountEntry> = members.positions.iter().filter_map(at).collect();
    for entry in &members {
        match &entry.item.kind {
            // What stands beside the discount that it takes back settles it for good.
            EntryKind::DiscountReversal { of, .. }
                if members.iter().all(|other| other.id() != of) => {}
            EntryKind::Transfer { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::DifferenceReversal { .. }
            | EntryKind::Moved { by: Move::Return { .. } } => {
                return Err(Rejection::LetterFinal {
                    path: Path::field("letter"),
                    letter,
                    entry: entry.id().clone(),
                });
            }
            EntryKind::Invoice { .. }
            | EntryKind::Opening
            | EntryKind::Payment { .. }
            | EntryKind::Identified { .. }
            | EntryKind::Discount { .. }
            | EntryKind::Difference { .. }
            | EntryKind::Moved {
                by: Move::Refund { .. } | Move::Fee { .. } | Move::Transfer { .. },
            } => {}
        }
    }
    Ok(members)
}

/// A name for an item the account opens by itself, such as `discount-AAB-1`: the first that no
/// other item has.
pub(super) fn unused_id(
    account: &Account,
    what: &str,
    letter: LetterCode,
) -> Result<EntryId, Rejection> {
    unused_id_beside(account, what, letter, |_| false)
}

/// Such a name beside those that the same decision has given already.
pub(super) fn unused_id_beside(
    account: &Account,
    what: &str,
    letter: LetterCode,
    is_given: impl Fn(&EntryId) -> bool,
) -> Result<EntryId, Rejection> {
    let mut number = 1_usize;
    loop {
        let id = EntryId::new(&alloc::format!("{what}-{letter}-{number}"))?;
        if !account.positions.contains_key(&id) && !is_given(&id) {
            return Ok(id);
        }
        // No more names are taken than there are items.
        number = number.saturating_add(1);
    }
}
