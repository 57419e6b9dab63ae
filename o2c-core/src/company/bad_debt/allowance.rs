//! The value allowance of a receivable, on what is open of it without VAT (rulebook A-03, 5.2).

use super::rest_now;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::correction::known_document;
use crate::company::decision::Decision;
use crate::company::event::Event;
use crate::company::rejection::{Cause, Rejection};
use crate::company::view::View;
use crate::error::Path;
use crate::id::{DocumentNumber, Text};
use crate::ledger::{Entry, EntryLine};
use crate::money::{Money, Percent, Rounding};
use crate::receivable::{AccountKey, Event as AccountEvent};
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Set the allowance of a document: what it stands at afterwards. More of it is charged, less
    /// of it is released.
    SetAllowance {
        /// The document.
        document: DocumentNumber,
        /// How much.
        of: AllowanceOf,
    }
    /// What the allowance of a document stands at from a day on.
    AllowanceSet {
        /// How much, in the ledger's currency.
        amount: Money,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    }
}

/// How much of what is open without VAT.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AllowanceOf {
    /// A percentage, at most 100.
    Percent(Percent),
    /// An amount in the ledger's currency.
    Amount(Money),
}

/// What the allowance of a document stood at, at the end of a day; with `known_at`, as one knew it
/// at the end of that day.
pub(in super::super) fn allowance_on(
    view: &dyn View,
    document: &DocumentNumber,
    day: Day,
    known_at: Option<Day>,
) -> Money {
    let is_seen = |set: &&AllowanceSet| {
        set.effective_on <= day && known_at.is_none_or(|known_at| set.recorded_on <= known_at)
    };
    let last = view.allowances(document).iter().rev().find(is_seen);
    last.map_or(Money::zero(view.settings().ledger_currency), |set| set.amount)
}

/// Sets an allowance: at most what is open of the document without VAT.
pub(in super::super) fn set_allowance(
    decision: &mut Decision<'_>,
    asked: &SetAllowance,
) -> Result<(), Rejection> {
    let view = decision.before();
    let document = known_document(view, &asked.document, "document")?;
    let base = rest_now(view, &document)?.booked_net()?;
    let amount = match &asked.of {
        AllowanceOf::Percent(percent) => {
            let at = |no: crate::money::Rejection| no.inside("percent").inside("of");
            percent.at_most_hundred().map_err(at)?;
            base.percent(*percent, Rounding::HalfAwayFromZero)?
        }
        AllowanceOf::Amount(amount) => {
            let at = |no: crate::money::Rejection| no.inside("amount").inside("of");
            base.expect(amount.currency()).map_err(at)?;
            *amount
        }
    };
    let path = Path::field("of");
    if amount.is_negative() {
        return Err(Cause::AmountNotPositive { path, amount }.into());
    }
    if amount.minor() > base.minor() {
        let (document, asked) = (asked.document.clone(), amount);
        return Err(Cause::AllowanceBeyondDebt { path, document, asked, base }.into());
    }
    let (on, last) = (decision.accounted_on, view.allowances(&asked.document).last());
    if let Some(latest) = last.map(|last| last.effective_on).filter(|latest| on < *latest) {
        let (path, document) = (Path::field("document"), asked.document.clone());
        return Err(Cause::AllowanceEarlier { path, document, on, latest }.into());
    }
    set(decision, &asked.document, amount, on)
}

/// A letter settles items: of an allowance beyond what is open then the rest is released.
pub(in super::super) fn release_beyond(
    decision: &mut Decision<'_>,
    account: &AccountKey,
    event: &AccountEvent,
) -> Result<(), Rejection> {
    let AccountEvent::Lettered(lettered) = event else { return Ok(()) };
    let view = decision.before();
    let known = view.account(account);
    let documents: BTreeSet<DocumentNumber> = lettered
        .applications
        .iter()
        .filter_map(|applied| known?.entry(&applied.entry)?.item().kind.document().cloned())
        .filter(|document| !allowance_on(view, document, Day::MAX, None).is_zero())
        .collect();
    for number in documents {
        let Some(document) = view.document(&number) else { continue };
        let now = decision.now()?;
        let base = rest_now(now, document)?.booked_net()?;
        let before = allowance_on(now, &number, Day::MAX, None);
        let last = now.allowances(&number).last().map(|last| last.effective_on);
        if before.minor() > base.minor() {
            let on = lettered.effective_on.max(last.unwrap_or(lettered.effective_on));
            set(decision, &number, base, on)?;
        }
    }
    Ok(())
}

/// Notes what an allowance stands at and posts what it changes: a charge, or a release.
fn set(
    decision: &mut Decision<'_>,
    document: &DocumentNumber,
    amount: Money,
    effective_on: Day,
) -> Result<(), Rejection> {
    let before = allowance_on(decision.now()?, document, Day::MAX, None);
    let change = amount.checked_sub(before)?;
    let chart = &decision.before().settings().chart;
    let against =
        if change.is_negative() { &chart.allowance_release } else { &chart.allowance_charge };
    let lines = Vec::from([
        EntryLine::in_ledger(against, None, change),
        EntryLine::in_ledger(&chart.allowance, None, change.negated()),
    ]);
    let recorded_on = decision.command.recorded_on;
    let name = Text::new(document.as_str())?;
    let entry = Entry::balanced_unless_zero(effective_on, recorded_on, name, lines)?;
    let set = AllowanceSet { amount, effective_on, recorded_on };
    decision.push(Event::Allowance { document: document.clone(), set });
    if let Some(entry) = entry {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}
