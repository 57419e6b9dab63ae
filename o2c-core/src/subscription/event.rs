//! What happened to a subscription. Append-only: an event that was once written keeps its meaning.

use super::contract::{BilledLine, Part, Plan};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, Text};
use crate::money::{Exact, UnitPrice};
use alloc::vec::Vec;

/// What happened to a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// It began.
    Started(Plan),
    /// A recurring charge has another price or number.
    Changed {
        /// Which charge.
        charge: LineId,
        /// The first day.
        from: Day,
        /// The price of one in a whole period.
        price: UnitPrice,
        /// How many.
        quantity: Exact,
        /// The day it was asked for.
        on: Day,
    },
    /// Nothing is owed from a day on.
    Paused {
        /// The first day.
        from: Day,
        /// The day it was asked for.
        on: Day,
    },
    /// It goes on from a day.
    Resumed {
        /// The first day.
        from: Day,
        /// The day it was asked for.
        on: Day,
    },
    /// Something was used.
    Used {
        /// The key of the event that told it.
        key: Text,
        /// What of.
        charge: LineId,
        /// How much.
        units: Exact,
        /// The day it was used.
        on: Day,
        /// The day it was told.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        told_on: Option<Day>,
    },
    /// It ends.
    Cancelled {
        /// The first day on which it is over.
        end: Day,
        /// The first day that charges in advance are not owed for.
        paid_until: Day,
        /// The day it was asked for.
        on: Day,
    },
    /// It goes on beyond its term.
    Renewed {
        /// The first day on which it is over; none where it has no end.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// The day it was asked for.
        on: Day,
    },
    /// What was due was billed.
    Billed {
        /// By which day it was due.
        until: Day,
        /// The lines.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        lines: Vec<BilledLine>,
        /// What stands billed from now on of the periods it looked at.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        periods: Vec<BilledOf>,
    },
    /// Periods are counted from another day on.
    AnchorReset {
        /// The day: the first of a whole period.
        from: Day,
        /// The day it was asked for.
        on: Day,
    },
    /// A collection of one of its invoices failed.
    CollectionFailed {
        /// Which invoice.
        document: DocumentNumber,
        /// Why.
        reason: Text,
        /// Which attempt it was, 1 first.
        attempt: u16,
        /// The day of the next attempt; none where none is left.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        retry_on: Option<Day>,
        /// The day it failed.
        on: Day,
    },
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What stands billed of a period.
    BilledOf {
        /// The first day of the whole period.
        from: Day,
        /// Its parts.
        parts: Vec<Part>,
    }
}

impl Event {
    /// The day a change was asked for or told; none of what changes nothing that is billed.
    pub(super) const fn asked_on(&self) -> Option<Day> {
        match self {
            Event::Changed { on, .. }
            | Event::Paused { on, .. }
            | Event::Resumed { on, .. }
            | Event::Cancelled { on, .. }
            | Event::Renewed { on, .. }
            | Event::AnchorReset { on, .. } => Some(*on),
            Event::Used { told_on, .. } => *told_on,
            Event::Started(_) | Event::Billed { .. } | Event::CollectionFailed { .. } => None,
        }
    }

    /// The first day on which a change counts; none where that is not known.
    pub(super) const fn counts_from(&self) -> Option<Day> {
        match self {
            Event::Changed { from, .. }
            | Event::Paused { from, .. }
            | Event::Resumed { from, .. }
            | Event::AnchorReset { from, .. } => Some(*from),
            Event::Cancelled { end, .. } => Some(*end),
            Event::Used { on, .. } => Some(*on),
            Event::Started(_)
            | Event::Renewed { .. }
            | Event::Billed { .. }
            | Event::CollectionFailed { .. } => None,
        }
    }

    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Started(_) => "started",
            Event::Changed { .. } => "changed",
            Event::Paused { .. } => "paused",
            Event::Resumed { .. } => "resumed",
            Event::Used { .. } => "used",
            Event::Cancelled { .. } => "cancelled",
            Event::Renewed { .. } => "renewed",
            Event::Billed { .. } => "billed",
            Event::AnchorReset { .. } => "anchor_reset",
            Event::CollectionFailed { .. } => "collection_failed",
        }
    }
}
