//! What happened to an account's reminders. Append-only.

use super::{Block, Letter, Notice};
use crate::calendar::Moment;
use crate::id::{EntryId, Text};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What happened to an account's reminders.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// A reminder was written.
    Written {
        /// What it says.
        letter: Box<Letter>,
        /// When.
        at: Moment,
    },
    /// Something stands in the way.
    Blocked {
        /// What.
        block: Block,
        /// When.
        at: Moment,
    },
    /// It stands in the way no more.
    Lifted {
        /// What.
        block: Text,
        /// When.
        at: Moment,
    },
    /// Items fell back to a level.
    Reset {
        /// Which items.
        entries: Vec<EntryId>,
        /// The level.
        level: u8,
        /// When.
        at: Moment,
    },
    /// Notices of what falls due soon were given.
    Notified {
        /// Of which items.
        notices: Vec<Notice>,
        /// When.
        at: Moment,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Written { .. } => "written",
            Event::Blocked { .. } => "blocked",
            Event::Lifted { .. } => "lifted",
            Event::Reset { .. } => "reset",
            Event::Notified { .. } => "notified",
        }
    }

    /// When it counts and when it became known.
    pub const fn at(&self) -> Moment {
        match self {
            Event::Written { at, .. }
            | Event::Blocked { at, .. }
            | Event::Lifted { at, .. }
            | Event::Reset { at, .. }
            | Event::Notified { at, .. } => *at,
        }
    }
}
