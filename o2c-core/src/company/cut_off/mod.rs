//! The end of a period: what was delivered and not billed, billed and to be given back, or billed
//! in advance (rulebook 5.2). Each is posted at the end of the period and reversed at the opening
//! of the next one, so that nothing of it stays.

mod deferred;
mod items;
mod posting;

pub(super) use items::{items, of_orders};
pub(super) use posting::booking_of;

use super::decision::Decision;
use super::event::Event;
use super::rejection::{Cause, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, LineId, OrderId};
use crate::money::{Exact, ExchangeRate, Money};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Cut a period off: everything is posted on its last day and reversed on a day of the next.
    CutOff {
        /// The last day of the period, that day included.
        until: Day,
        /// The day of the reversal, after the last day of the period.
        reverse_on: Day,
        /// The rates to the ledger's currency, for what is in other ones.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        exchange_rates: Vec<ExchangeRate>,
    }
    /// A period that was cut off.
    PeriodCutOff {
        /// The last day of the period.
        until: Day,
        /// The day of the reversal.
        reverse_on: Day,
    }
}

/// Why an item is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CutOffKind {
    /// Delivered and not billed: an invoice is to be issued.
    InvoiceToIssue,
    /// Billed beyond what may be billed, or billed and come back, looked at and not credited yet: a
    /// credit note is to be granted.
    CreditNoteToGrant,
    /// Billed for days of later periods, or for goods that leave in one: income of theirs.
    DeferredIncome,
}

/// What an item comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CutOffSource {
    /// An order.
    Order(OrderId),
    /// An issued document.
    Document(DocumentNumber),
}

/// One item of a cut-off, in the currency of its order or document. Amounts are positive, but for
/// the deferred income of a credit note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CutOffItem {
    /// Why it is cut off.
    pub kind: CutOffKind,
    /// What it comes from.
    pub source: CutOffSource,
    /// Whose it is.
    pub customer: CustomerId,
    /// Without VAT.
    pub net: Money,
    /// What of that is services.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_nothing"))]
    pub services: Money,
    /// The VAT, with taxes other than VAT; nothing of deferred income, whose VAT was billed.
    pub vat: Money,
    /// With VAT.
    pub gross: Money,
    /// The lines behind it. They may not sum to the net amount: allowances and charges of the
    /// whole order or document are in it too.
    pub lines: Vec<CutOffLine>,
}

#[cfg(feature = "serde")]
fn is_nothing(amount: &Money) -> bool {
    amount.is_zero()
}

/// A line behind an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CutOffLine {
    /// The line.
    pub line: LineId,
    /// How much of it, in its unit; the days deferred where it covers days.
    pub quantity: Exact,
    /// Without VAT.
    pub net: Money,
}

/// Cuts a period off. What is cut off, and what its entries are, is a function of the state and
/// the day.
pub(super) fn cut_off(decision: &mut Decision<'_>, asked: &CutOff) -> Result<(), Rejection> {
    let period = PeriodCutOff { until: asked.until, reverse_on: asked.reverse_on };
    expect_period(decision, &period, decision.before().cut_off())?;
    let view = decision.before();
    let items = items(view, asked.until)?;
    let mut entries = Vec::with_capacity(items.len());
    let recorded_on = decision.command.recorded_on;
    for item in &items {
        if let Some(entry) = posting::entry(view, item, asked, recorded_on)? {
            entries.push(entry);
        }
    }
    let reverse_on = asked.reverse_on;
    decision.push(Event::CutOff(period));
    for entry in entries {
        let reversal = entry.reversed(reverse_on, recorded_on);
        decision.push(Event::Posted(Arc::new(entry)));
        decision.push(Event::Posted(Arc::new(reversal)));
    }
    Ok(())
}

/// A period is cut off once it is over and while it is open, once, and only where what was cut
/// off before is reversed within it.
pub(super) fn expect_period(
    decision: &Decision<'_>,
    asked: &PeriodCutOff,
    last: Option<&PeriodCutOff>,
) -> Result<(), Rejection> {
    let effective_on = decision.command.effective_on;
    let (path, until, reverse_on) = (Path::field("until"), asked.until, asked.reverse_on);
    if until > effective_on {
        return Err(Cause::PeriodNotOver { path, until, effective_on }.into());
    }
    if reverse_on <= until {
        let path = Path::field("reverse_on");
        return Err(Cause::ReversedTooEarly { path, until, reverse_on }.into());
    }
    if let Some(closed_until) = decision.before().closed_until()
        && until <= closed_until
    {
        return Err(Cause::PeriodClosed { path, effective_on: until, closed_until }.into());
    }
    match last {
        Some(last) if until <= last.until => {
            Err(Cause::CutOffAlready { path, until, last: last.until }.into())
        }
        Some(last) if until < last.reverse_on => {
            let last_reverse_on = last.reverse_on;
            Err(Cause::CutOffNotReversed { path, until, last_reverse_on }.into())
        }
        Some(_) | None => Ok(()),
    }
}
