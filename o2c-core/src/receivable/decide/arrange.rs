//! What is arranged with a customer: promises to pay and plans of instalments (rulebook R-09,
//! They move no money and post nothing; what they say of a day follows from the items.

use super::{expect_currency, open_day, unknown};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{EntryId, PlanId, PromiseId};
use crate::money::{Money, split};
use crate::receivable::{
    Account, AccountEntry, AskedInstalment, AskedPlan, AskedPromise, Covered, Event, Facts,
    PlanEvent, PlanInstalment, PlanVersion, Promise, PromiseEvent, Rejection,
};
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// Notes a promise: at most what is open of its items, for a day that has not passed.
pub(super) fn promise(
    account: &Account,
    asked: &AskedPromise,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    if account.promises.iter().any(|known| known.promise.promise == asked.promise) {
        let (path, promise) = (Path::field("promise"), asked.promise.clone());
        return Err(Rejection::PromiseKnown { path, promise });
    }
    let entries = open_debits(account, &asked.entries)?;
    let open = Money::sum(account.key.currency, entries.iter().map(|entry| entry.open.amount))?;
    let amount = asked.amount.unwrap_or(open);
    expect_currency(amount, account.key.currency).map_err(|no| no.inside("amount"))?;
    if !amount.is_positive() {
        return Err(Rejection::NotPositive { path: Path::field("amount"), amount });
    }
    if amount.minor() > open.minor() {
        return Err(Rejection::PromiseBeyondOpen { path: Path::field("amount"), amount, open });
    }
    if let Some(tolerance) = asked.tolerance {
        expect_currency(tolerance, account.key.currency).map_err(|no| no.inside("tolerance"))?;
        if tolerance.is_negative() || tolerance.minor() >= amount.minor() {
            let path = Path::field("tolerance");
            return Err(Rejection::ToleranceMalformed { path, tolerance, amount });
        }
    }
    let effective_on = today(facts)?;
    expect_ahead(asked.pay_on, effective_on).map_err(|no| no.inside("pay_on"))?;
    let promise = Promise {
        promise: asked.promise.clone(),
        entries: asked.entries.clone(),
        amount,
        pay_on: asked.pay_on,
        tolerance: asked.tolerance,
        note: asked.note.clone(),
    };
    let (event, recorded_on) = (PromiseEvent::Made(promise), facts.recorded_on);
    Ok(vec![Event::Promise { event, effective_on, recorded_on }])
}

/// Lets a promise count no longer.
pub(super) fn withdraw(
    account: &Account,
    id: &PromiseId,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let path = || Path::field("promise");
    let Some(known) = account.promises.iter().find(|known| known.promise.promise == *id) else {
        return Err(Rejection::PromiseUnknown { path: path(), promise: id.clone() });
    };
    if known.withdrawn.is_some() {
        return Err(Rejection::PromiseWithdrawn { path: path(), promise: id.clone() });
    }
    let effective_on = today(facts)?.max(known.made.on);
    let event = PromiseEvent::Withdrawn { promise: id.clone() };
    Ok(vec![Event::Promise { event, effective_on, recorded_on: facts.recorded_on }])
}

/// Agrees a plan over all that is open of its items, or another version of it.
pub(super) fn agree(
    account: &Account,
    asked: &AskedPlan,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let is_asked = |known: &&super::super::PlanRecord| known.plan() == Some(&asked.plan);
    let before = account.plans.iter().find(is_asked);
    if before.is_some_and(|before| before.ended.is_some()) {
        let (path, plan) = (Path::field("plan"), asked.plan.clone());
        return Err(Rejection::PlanEnded { path, plan });
    }
    let latest = before.and_then(|before| before.versions.last());
    let entries = open_debits(account, &asked.entries)?;
    for (index, id) in asked.entries.iter().enumerate() {
        if let Some(plan) = covering(account, id).filter(|plan| **plan != asked.plan) {
            let (path, entry, plan) = (Path::index("entries", index), id.clone(), plan.clone());
            return Err(Rejection::EntryPlanned { path, entry, plan });
        }
    }
    if asked.default_after == Some(0) {
        return Err(Rejection::DefaultAtOnce { path: Path::field("default_after") });
    }
    let effective_on = today(facts)?.max(latest.map_or(Day::MIN, |(_, agreed)| agreed.on));
    check_days(&asked.instalments, effective_on)?;
    let open = Money::sum(account.key.currency, entries.iter().map(|entry| entry.open.amount))?;
    let covered =
        |entry: &AccountEntry| Covered { entry: entry.item.id.clone(), amount: entry.open.amount };
    let version = PlanVersion {
        plan: asked.plan.clone(),
        // No plan is agreed as often as that.
        version: latest.map_or(1, |(version, _)| version.version.saturating_add(1)),
        covered: entries.into_iter().map(covered).collect(),
        instalments: instalments(&asked.instalments, open)?,
        default_after: asked.default_after,
        note: asked.note.clone(),
    };
    let (event, recorded_on) = (PlanEvent::Agreed(version), facts.recorded_on);
    Ok(vec![Event::Plan { event, effective_on, recorded_on }])
}

/// Ends a plan: what it covers is due when it was before.
pub(super) fn end(account: &Account, id: &PlanId, facts: &Facts) -> Result<Vec<Event>, Rejection> {
    let path = || Path::field("plan");
    let Some(known) = account.plans.iter().find(|known| known.plan() == Some(id)) else {
        return Err(Rejection::PlanUnknown { path: path(), plan: id.clone() });
    };
    if known.ended.is_some() {
        return Err(Rejection::PlanEnded { path: path(), plan: id.clone() });
    }
    let agreed = known.versions.last().map_or(Day::MIN, |(_, agreed)| agreed.on);
    let (effective_on, recorded_on) = (today(facts)?.max(agreed), facts.recorded_on);
    let event = PlanEvent::Ended { plan: id.clone() };
    Ok(vec![Event::Plan { event, effective_on, recorded_on }])
}

fn today(facts: &Facts) -> Result<Day, Rejection> {
    open_day(facts.effective_on, facts).map_err(|no| no.inside("effective_on"))
}

fn expect_ahead(day: Day, today: Day) -> Result<(), Rejection> {
    if day < today {
        return Err(Rejection::DayPassed { path: Path::root(), day, on: today });
    }
    Ok(())
}

/// Items that somebody owes: debits, each named once, with something open.
fn open_debits<'a>(
    account: &'a Account,
    entries: &[EntryId],
) -> Result<Vec<&'a AccountEntry>, Rejection> {
    if entries.is_empty() {
        return Err(Rejection::NothingNamed { path: Path::field("entries") });
    }
    let mut named = BTreeSet::new();
    let mut debits = Vec::with_capacity(entries.len());
    for (index, id) in entries.iter().enumerate() {
        let path = || Path::index("entries", index);
        let Some(entry) = account.entry(id) else {
            return Err(unknown(account, id, path()));
        };
        if !named.insert(id) {
            return Err(Rejection::EntryTwice { path: path(), entry: id.clone() });
        }
        if entry.is_closed() {
            return Err(Rejection::NothingOpen { path: path(), entry: id.clone() });
        }
        if entry.item.amount.is_negative() {
            return Err(Rejection::NotADebt { path: path(), entry: id.clone() });
        }
        debits.push(entry);
    }
    Ok(debits)
}

/// The plan in force that covers an item, if one does.
fn covering<'a>(account: &'a Account, entry: &EntryId) -> Option<&'a PlanId> {
    let in_force = account.plans.iter().filter(|plan| plan.ended.is_none());
    let covers = |version: &PlanVersion| version.covered.iter().any(|one| one.entry == *entry);
    let latest = in_force.filter_map(|plan| plan.versions.last());
    latest.map(|(version, _)| version).find(|version| covers(version)).map(|version| &version.plan)
}

/// The days of a plan rise, and none has passed.
fn check_days(instalments: &[AskedInstalment], today: Day) -> Result<(), Rejection> {
    if instalments.is_empty() {
        return Err(Rejection::InstalmentsMissing { path: Path::field("instalments") });
    }
    let mut before: Option<Day> = None;
    for (index, one) in instalments.iter().enumerate() {
        let at = |no: Rejection| no.inside("due_on").inside_index("instalments", index);
        expect_ahead(one.due_on, today).map_err(at)?;
        if let Some(before) = before.filter(|before| *before >= one.due_on) {
            let (path, due_on) = (Path::root(), one.due_on);
            return Err(at(Rejection::InstalmentsOutOfOrder { path, due_on, before }));
        }
        before = Some(one.due_on);
    }
    Ok(())
}

/// The amounts of the instalments: those that are said, and equal shares of the rest by the
/// largest remainder. They sum to what is covered.
fn instalments(
    asked: &[AskedInstalment],
    covered: Money,
) -> Result<Vec<PlanInstalment>, Rejection> {
    for (index, one) in asked.iter().enumerate() {
        let Some(amount) = one.amount else { continue };
        let at = |no: Rejection| no.inside("amount").inside_index("instalments", index);
        expect_currency(amount, covered.currency()).map_err(at)?;
        if !amount.is_positive() {
            return Err(at(Rejection::NotPositive { path: Path::root(), amount }));
        }
    }
    let said = Money::sum(covered.currency(), asked.iter().filter_map(|one| one.amount))?;
    let rest = covered.checked_sub(said)?;
    let shares = asked.iter().filter(|one| one.amount.is_none()).count();
    let differ = || {
        let path = Path::field("instalments");
        Rejection::InstalmentsDiffer { path, said, covered }
    };
    // Every share is at least one minor unit.
    let fits = match i64::try_from(shares) {
        Ok(0) => rest.is_zero(),
        Ok(shares) => rest.minor() >= shares,
        Err(_) => false,
    };
    if !fits {
        return Err(differ());
    }
    let shares = if shares == 0 { Vec::new() } else { split(rest, &vec![1_i128; shares])? };
    let mut shares = shares.into_iter();
    let amount = |one: &AskedInstalment| one.amount.or_else(|| shares.next());
    let amounts: Vec<Option<Money>> = asked.iter().map(amount).collect();
    let dated = asked.iter().zip(amounts);
    dated
        .map(|(one, amount)| {
            let amount = amount.ok_or_else(differ)?;
            Ok(PlanInstalment { due_on: one.due_on, amount })
        })
        .collect()
}
