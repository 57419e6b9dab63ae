//! Following what happened: no rule, only what can and cannot follow.

use super::item::within;
use super::state::Members;
use super::{Account, AccountEntry, Application, Applied, Event, Item, Lettered};
use crate::calendar::Day;
use crate::machine::BrokenHistory;
use crate::money::Money;
use alloc::vec::Vec;

pub(super) fn evolve(account: &mut Account, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Opened { item, recorded_on } => opened(account, item, *recorded_on),
        Event::Lettered(lettered) => letter(account, lettered),
        Event::Unlettered(unlettered) => unletter(account, unlettered),
    }
}

fn broken<T>(reason: &str, name: &dyn core::fmt::Display) -> Result<T, BrokenHistory> {
    let reason = alloc::format!("{name}: {reason}");
    Err(BrokenHistory::new("receivable", reason))
}

fn opened(account: &mut Account, item: &Item, recorded_on: Day) -> Result<(), BrokenHistory> {
    let is_ours =
        item.amount.currency() == account.key.currency && item.booked.currency() == account.ledger;
    if !is_ours {
        return broken("opened in another currency", &item.id);
    }
    let position = account.entries.len();
    if account.positions.contains_key(&item.id) {
        return broken("opened twice", &item.id);
    }
    account.positions.insert(item.id.clone(), position);
    account.entries.push(AccountEntry::new(item.clone(), recorded_on));
    account.recorded_on = Some(recorded_on);
    Ok(())
}

/// The items named, each with what is open of it afterwards: amount and booked.
fn outcome(
    account: &Account,
    applications: &[Applied],
) -> Result<Vec<(usize, Money, Money)>, BrokenHistory> {
    let after = |open: Money, applied: Money, whole: Money| {
        let left = open.minor().checked_sub(applied.minor())?;
        let is_within = left.unsigned_abs() <= whole.minor().unsigned_abs()
            && left.signum().saturating_mul(whole.minor().signum()) >= 0;
        (is_within && applied.currency() == whole.currency()).then(|| within(left, whole))
    };
    let mut outcomes = Vec::with_capacity(applications.len());
    for applied in applications {
        let position = account.positions.get(&applied.entry).copied();
        let Some((position, entry)) =
            position.and_then(|position| Some((position, account.entries.get(position)?)))
        else {
            return broken("settled, but never opened", &applied.entry);
        };
        let amount = after(entry.open.amount, applied.amount, entry.item.amount);
        let booked = after(entry.open.booked, applied.booked, entry.item.booked);
        match amount.zip(booked) {
            Some((amount, booked)) => outcomes.push((position, amount, booked)),
            None => return broken("settled beyond its amount", &applied.entry),
        }
    }
    Ok(outcomes)
}

fn letter(account: &mut Account, lettered: &Lettered) -> Result<(), BrokenHistory> {
    let outcomes = outcome(account, &lettered.applications)?;
    let code = lettered.letter;
    let is_new = !account.letters.contains_key(&code);
    if is_new && code < account.next_code {
        return broken("a letter that was dissolved", &code);
    }
    for taken_in in &lettered.taken_in {
        if *taken_in == code || !account.letters.contains_key(taken_in) {
            return broken("took in a letter that is not in force", taken_in);
        }
    }
    let exchange = lettered
        .taken_in
        .iter()
        .fold(account.exchange_of(code).plus(lettered.exchange), |sum, taken_in| {
            sum?.plus(account.exchange_of(*taken_in))
        });
    let Ok(exchange) = exchange else {
        return broken("exchange differences beyond the range of money", &code);
    };
    let none = || Members::none(account.ledger);
    let mut members = account.letters.remove(&code).unwrap_or_else(none);
    members.exchange = exchange;
    for taken_in in &lettered.taken_in {
        let Some(Members { positions, open, .. }) = account.letters.remove(taken_in) else {
            continue;
        };
        for position in &positions {
            if let Some(entry) = account.entries.get_mut(*position) {
                entry.letter = Some(code);
            }
        }
        members.positions.extend(positions);
        // No more members than items.
        members.open = members.open.saturating_add(open);
    }
    for (applied, (position, amount, booked)) in lettered.applications.iter().zip(outcomes) {
        let Some(entry) = account.entries.get_mut(position) else {
            continue;
        };
        if entry.letter.is_none() {
            entry.letter = Some(code);
            members.positions.push(position);
            members.open = members.open.saturating_add(1);
        }
        let was_open = !entry.is_closed();
        entry.open.amount = amount;
        entry.open.booked = booked;
        entry.applications.push(application(lettered, applied));
        if was_open && entry.is_closed() {
            members.open = members.open.saturating_sub(1);
        }
    }
    account.letters.insert(code, members);
    account.next_code = account.next_code.max(code.successor());
    account.recorded_on = Some(lettered.recorded_on);
    Ok(())
}

fn unletter(account: &mut Account, unlettered: &Lettered) -> Result<(), BrokenHistory> {
    let outcomes = outcome(account, &unlettered.applications)?;
    let Some(members) = account.letters.get(&unlettered.letter) else {
        return broken("dissolved, but not in force", &unlettered.letter);
    };
    if members.positions.len() != outcomes.len() {
        return broken("dissolved in part", &unlettered.letter);
    }
    account.letters.remove(&unlettered.letter);
    for (applied, (position, amount, booked)) in unlettered.applications.iter().zip(outcomes) {
        let Some(entry) = account.entries.get_mut(position) else {
            continue;
        };
        entry.open.amount = amount;
        entry.open.booked = booked;
        entry.applications.push(application(unlettered, applied));
        entry.letter = None;
        entry.free_from = Some(unlettered.effective_on);
    }
    account.recorded_on = Some(unlettered.recorded_on);
    Ok(())
}

const fn application(lettered: &Lettered, applied: &Applied) -> Application {
    Application {
        letter: lettered.letter,
        amount: applied.amount,
        booked: applied.booked,
        effective_on: lettered.effective_on,
        recorded_on: lettered.recorded_on,
    }
}
