//! What happened to a dispute. Append-only: an event that was once written keeps its meaning.

use super::{Contested, Outcome, Reason};
use crate::calendar::{Day, Moment};
use crate::id::{DocumentNumber, Text};
use crate::receivable::AccountKey;
use alloc::vec::Vec;

/// What happened to a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The customer contested something.
    Opened {
        /// The account the invoice stands on.
        account: AccountKey,
        /// The invoice.
        document: DocumentNumber,
        /// What of its items, each above zero.
        items: Vec<Contested>,
        /// Why.
        reason: Reason,
        /// Who looks after it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// What the customer says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// The day by which the customer is to be answered.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        answer_by: Option<Day>,
        /// Whether the items may not be lettered while it lasts.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        do_not_match: bool,
        /// When.
        at: Moment,
    },
    /// Somebody looks into it.
    Reviewed {
        /// Who; nobody new where it is empty.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// What is to be looked into.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// When.
        at: Moment,
    },
    /// It is over.
    Closed {
        /// What became of it.
        outcome: Outcome,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// When.
        at: Moment,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Opened { .. } => "opened",
            Event::Reviewed { .. } => "reviewed",
            Event::Closed { .. } => "closed",
        }
    }

    /// When it counts and when it became known.
    pub const fn at(&self) -> Moment {
        match self {
            Event::Opened { at, .. } | Event::Reviewed { at, .. } | Event::Closed { at, .. } => *at,
        }
    }
}
