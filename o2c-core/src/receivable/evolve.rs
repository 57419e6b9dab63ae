//! Following what happened: no rule, only what can and cannot follow.

use super::item::within;
use super::state::Members;
use super::{
    Account, AccountEntry, Application, Applied, Deduction, DueChange, DueMove, Event,
    ExchangeDifference, Item, LetterScope, Lettered, Moment, PlanEvent, PlanRecord, PromiseEvent,
    PromiseRecord, StandingChange,
};
use crate::calendar::Day;
use crate::id::EntryId;
use crate::machine::BrokenHistory;
use crate::money::Money;
use alloc::vec::Vec;

pub(super) fn evolve(account: &mut Account, event: &Event) -> Result<(), BrokenHistory> {
    let recorded_on = match event {
        Event::Opened { recorded_on, .. } => *recorded_on,
        Event::Lettered(lettered) | Event::Unlettered(lettered) => lettered.recorded_on,
        Event::DueMoved { recorded_on, .. }
        | Event::Deducted { recorded_on, .. }
        | Event::Reclassified { recorded_on, .. }
        | Event::Promise { recorded_on, .. }
        | Event::Plan { recorded_on, .. } => *recorded_on,
    };
    if account.recorded_on.is_some_and(|latest| recorded_on < latest) {
        return broken("recorded before what was recorded already", &recorded_on);
    }
    match event {
        Event::Opened { item, recorded_on } => opened(account, item, *recorded_on),
        Event::Lettered(lettered) => letter(account, lettered),
        Event::Unlettered(unlettered) => unletter(account, unlettered),
        Event::DueMoved { moves, effective_on, recorded_on } => {
            move_due(account, moves, *effective_on, *recorded_on)
        }
        Event::Deducted { entry, deduction, recorded_on, .. } => {
            deducted(account, entry, deduction, *recorded_on)
        }
        Event::Reclassified { items, is_doubtful, effective_on, recorded_on } => {
            let change = StandingChange {
                is_doubtful: *is_doubtful,
                effective_on: *effective_on,
                recorded_on: *recorded_on,
            };
            reclassify(account, items, change)
        }
        Event::Promise { event, effective_on, recorded_on } => {
            promised(account, event, Moment { on: *effective_on, recorded_on: *recorded_on })
        }
        Event::Plan { event, effective_on, recorded_on } => {
            planned(account, event, Moment { on: *effective_on, recorded_on: *recorded_on })
        }
    }
}

fn promised(account: &mut Account, event: &PromiseEvent, at: Moment) -> Result<(), BrokenHistory> {
    match event {
        PromiseEvent::Made(promise) => {
            let is_known = |known: &PromiseRecord| known.promise.promise == promise.promise;
            if account.promises.iter().any(is_known) {
                return broken("promised twice", &promise.promise);
            }
            if let Some(stray) = promise.entries.iter().find(|id| account.entry(id).is_none()) {
                return broken("promised, but was never opened", stray);
            }
            let promise = promise.clone();
            account.promises.push(PromiseRecord { promise, made: at, withdrawn: None });
        }
        PromiseEvent::Withdrawn { promise: id } => {
            let known = account.promises.iter_mut().find(|known| known.promise.promise == *id);
            match known.filter(|known| known.withdrawn.is_none()) {
                Some(known) => known.withdrawn = Some(at),
                None => return broken("withdrawn, but it does not stand", id),
            }
        }
    }
    account.recorded_on = Some(at.recorded_on);
    Ok(())
}

fn planned(account: &mut Account, event: &PlanEvent, at: Moment) -> Result<(), BrokenHistory> {
    let id = match event {
        PlanEvent::Agreed(version) => &version.plan,
        PlanEvent::Ended { plan } => plan,
    };
    if let PlanEvent::Agreed(version) = event
        && let Some(stray) = version.covered.iter().find(|one| account.entry(&one.entry).is_none())
    {
        return broken("covered by a plan, but was never opened", &stray.entry);
    }
    let known = account.plans.iter_mut().find(|known| known.plan() == Some(id));
    match (event, known) {
        (_, Some(known)) if known.ended.is_some() => return broken("the plan has ended", id),
        (PlanEvent::Agreed(version), Some(known)) => known.versions.push((version.clone(), at)),
        (PlanEvent::Agreed(version), None) => {
            let versions = Vec::from([(version.clone(), at)]);
            account.plans.push(PlanRecord { versions, ended: None });
        }
        (PlanEvent::Ended { .. }, Some(known)) => known.ended = Some(at),
        (PlanEvent::Ended { .. }, None) => return broken("ended, but never agreed", id),
    }
    account.recorded_on = Some(at.recorded_on);
    Ok(())
}

fn broken<T>(reason: &str, name: &dyn core::fmt::Display) -> Result<T, BrokenHistory> {
    let reason = alloc::format!("{name}: {reason}");
    Err(BrokenHistory::new("receivable", reason))
}

/// As [`broken`], against a sentence of the contract.
fn against<T>(
    invariant: &'static str,
    reason: &str,
    name: &dyn core::fmt::Display,
) -> Result<T, BrokenHistory> {
    broken(reason, name).map_err(|broken: BrokenHistory| broken.against(invariant))
}

fn opened(account: &mut Account, item: &Item, recorded_on: Day) -> Result<(), BrokenHistory> {
    let is_ours =
        item.amount.currency() == account.key.currency && item.booked.currency() == account.ledger;
    if !is_ours {
        return broken("opened in another currency", &item.id);
    }
    let (amount, booked) = (item.amount, item.booked);
    let has_one_sign = booked.is_zero() || booked.minor().signum() == amount.minor().signum();
    let is_booked_as_is = amount.currency() != booked.currency() || amount == booked;
    if amount.is_zero() || !has_one_sign || !is_booked_as_is {
        return against("I10", "opened with amounts that do not fit", &item.id);
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

fn move_due(
    account: &mut Account,
    moves: &[DueMove],
    effective_on: Day,
    recorded_on: Day,
) -> Result<(), BrokenHistory> {
    for one in moves {
        let position = account.positions.get(&one.entry).copied();
        let Some(entry) = position.and_then(|position| account.entries.get_mut(position)) else {
            return broken("falls due on another day, but was never opened", &one.entry);
        };
        entry.due_changes.push(DueChange { due_on: one.due_on, effective_on, recorded_on });
    }
    account.recorded_on = Some(recorded_on);
    Ok(())
}

fn deducted(
    account: &mut Account,
    named: &EntryId,
    deduction: &Deduction,
    recorded_on: Day,
) -> Result<(), BrokenHistory> {
    let position = account.positions.get(named).copied();
    let Some(entry) = position.and_then(|position| account.entries.get_mut(position)) else {
        return broken("kept back in part, but was never opened", named);
    };
    let (amount, open) = (deduction.amount, entry.open.amount);
    let is_within = amount.currency() == open.currency()
        && amount.is_positive()
        && amount.minor() <= open.minor();
    if !is_within {
        return against("I10", "kept back beyond what is open", named);
    }
    entry.deductions.push(deduction.clone());
    account.recorded_on = Some(recorded_on);
    Ok(())
}

fn reclassify(
    account: &mut Account,
    items: &[Applied],
    change: StandingChange,
) -> Result<(), BrokenHistory> {
    for moved in items {
        let position = account.positions.get(&moved.entry).copied();
        let Some(entry) = position.and_then(|position| account.entries.get_mut(position)) else {
            return broken("changes its account, but was never opened", &moved.entry);
        };
        if (moved.amount, moved.booked) != (entry.open.amount, entry.open.booked) {
            return against("I9", "changes its account in part", &moved.entry);
        }
        if entry.is_doubtful() == change.is_doubtful || !moved.amount.is_positive() {
            return against("I9", "changes no account", &moved.entry);
        }
        let settled = entry.applications.iter().map(|application| application.effective_on);
        let latest = settled.max().unwrap_or(entry.settles_from()).max(entry.settles_from());
        if change.effective_on < latest {
            return against("I9", "changes its account before what happened to it", &moved.entry);
        }
        entry.standings.push(change);
    }
    account.recorded_on = Some(change.recorded_on);
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
            Some((amount, booked)) if amount.is_zero() && !booked.is_zero() => {
                return against("I6", "closed in one currency only", &applied.entry);
            }
            Some((amount, booked)) => outcomes.push((position, amount, booked)),
            None => return against("I10", "settled beyond its amount", &applied.entry),
        }
    }
    let mut positions: Vec<usize> = outcomes.iter().map(|(position, ..)| *position).collect();
    positions.sort_unstable();
    if !positions.is_sorted_by(|one, next| one < next) {
        return against("I10", "an item is named twice in one letter", &account.key);
    }
    Ok(outcomes)
}

fn letter(account: &mut Account, lettered: &Lettered) -> Result<(), BrokenHistory> {
    let outcomes = outcome(account, &lettered.applications)?;
    let code = lettered.letter;
    let is_new = !account.letters.contains_key(&code);
    let is_in_sequence = match account.codes.scope {
        LetterScope::Account => code == account.next_code,
        // Other accounts took those between.
        LetterScope::Customer | LetterScope::Company => code >= account.next_code,
    };
    if is_new && !is_in_sequence {
        return broken("a letter out of sequence", &code);
    }
    // The oldest letter takes in the others, oldest first.
    let mut before = code;
    for taken_in in &lettered.taken_in {
        if *taken_in <= before || !account.letters.contains_key(taken_in) {
            return broken("took in a letter that is not in force", taken_in);
        }
        before = *taken_in;
    }
    refuse_unsettling(account, lettered, &outcomes)?;
    refuse_misplaced(account, lettered, &outcomes)?;
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
    members.settled_on = members.settled_on.max(lettered.effective_on);
    for taken_in in &lettered.taken_in {
        let Some(Members { positions, open, settled_on, .. }) = account.letters.remove(taken_in)
        else {
            continue;
        };
        for position in &positions {
            if let Some(entry) = account.entries.get_mut(*position) {
                entry.letter = Some(code);
            }
        }
        members.positions.extend(positions);
        members.settled_on = members.settled_on.max(settled_on);
        // No more members than items.
        members.open = members.open.saturating_add(open);
    }
    let step = next_step(account);
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
        entry.applications.push(application(lettered, applied, step));
        if was_open && entry.is_closed() {
            members.open = members.open.saturating_sub(1);
        }
    }
    account.letters.insert(code, members);
    account.next_code = account.next_code.max(account.codes.after(code));
    account.recorded_on = Some(lettered.recorded_on);
    Ok(())
}

/// A letter settles: it takes off every item it names, sums to zero, moves no item of a letter it
/// has no part in, and counts from no day before that of its items.
fn refuse_unsettling(
    account: &Account,
    lettered: &Lettered,
    outcomes: &[(usize, Money, Money)],
) -> Result<(), BrokenHistory> {
    let (mut settled, mut released) = (0_i128, 0_i128);
    for (applied, (position, ..)) in lettered.applications.iter().zip(outcomes) {
        let Some(entry) = account.entries.get(*position) else {
            continue;
        };
        let sign = entry.item.amount.minor().signum();
        let (amount, booked) = (applied.amount.minor(), applied.booked.minor());
        if amount.signum() != sign || ![0, sign].contains(&booked.signum()) {
            return against("I10", "settled with the wrong sign", &applied.entry);
        }
        let is_joined =
            |letter| letter == lettered.letter || lettered.taken_in.binary_search(&letter).is_ok();
        if entry.letter.is_some_and(|letter| !is_joined(letter)) {
            return broken("settled under two letters", &applied.entry);
        }
        if lettered.effective_on < entry.settles_from() {
            return against("I11", "settled before it was free", &applied.entry);
        }
        // Sums of 64-bit amounts stay within 128 bits.
        settled = settled.saturating_add(i128::from(amount));
        released = released.saturating_add(i128::from(booked));
    }
    let ExchangeDifference { loss, gain } = lettered.exchange;
    let is_ours = loss.currency() == account.ledger && gain.currency() == account.ledger;
    let difference = i128::from(loss.minor()).saturating_sub(i128::from(gain.minor()));
    if settled != 0 {
        return against("I10", "what it settles does not sum to zero", &lettered.letter);
    }
    if !is_ours || released != difference {
        let reason = "what it releases is not its exchange difference";
        return against("I7", reason, &lettered.letter);
    }
    Ok(())
}

/// Those that are doubtful are named, and no others.
fn refuse_misplaced(
    account: &Account,
    lettered: &Lettered,
    outcomes: &[(usize, Money, Money)],
) -> Result<(), BrokenHistory> {
    let entries = outcomes.iter().filter_map(|(position, ..)| account.entries.get(*position));
    let doubtful = entries.filter(|entry| entry.is_doubtful()).map(AccountEntry::id);
    if !doubtful.eq(&lettered.doubtful) {
        return against("I9", "miscounts what is doubtful", &lettered.letter);
    }
    Ok(())
}

fn unletter(account: &mut Account, unlettered: &Lettered) -> Result<(), BrokenHistory> {
    let outcomes = outcome(account, &unlettered.applications)?;
    let Some(members) = account.letters.get(&unlettered.letter) else {
        return broken("dissolved, but not in force", &unlettered.letter);
    };
    let is_freed = |outcome: &(usize, Money, Money)| {
        let (position, amount, booked) = *outcome;
        account.entries.get(position).is_some_and(|entry| {
            entry.letter == Some(unlettered.letter)
                && (amount, booked) == (entry.item.amount, entry.item.booked)
        })
    };
    let is_whole = members.positions.len() == outcomes.len() && outcomes.iter().all(is_freed);
    if !is_whole || unlettered.exchange != members.exchange.negated() {
        return against("I11", "dissolved in part", &unlettered.letter);
    }
    refuse_misplaced(account, unlettered, &outcomes)?;
    if unlettered.effective_on < members.settled_on {
        return against("I11", "dissolved before it settled", &unlettered.letter);
    }
    account.letters.remove(&unlettered.letter);
    let step = next_step(account);
    for (applied, (position, amount, booked)) in unlettered.applications.iter().zip(outcomes) {
        let Some(entry) = account.entries.get_mut(position) else {
            continue;
        };
        entry.open.amount = amount;
        entry.open.booked = booked;
        entry.applications.push(application(unlettered, applied, step));
        entry.letter = None;
        entry.free_from = Some(unlettered.effective_on);
    }
    account.recorded_on = Some(unlettered.recorded_on);
    Ok(())
}

/// The number of the lettering that is being followed.
const fn next_step(account: &mut Account) -> u32 {
    // An account is lettered less often than it has events in memory.
    account.steps = account.steps.saturating_add(1);
    account.steps
}

const fn application(lettered: &Lettered, applied: &Applied, step: u32) -> Application {
    Application {
        letter: lettered.letter,
        amount: applied.amount,
        booked: applied.booked,
        effective_on: lettered.effective_on,
        recorded_on: lettered.recorded_on,
        step,
    }
}
