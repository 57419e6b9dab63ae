//! What one may ask of an account's reminders.

use super::{Block, Case, Policy};
use crate::calendar::Day;
use crate::id::{EntryId, Text};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What one may ask of an account's reminders.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Write what a run of this day proposes.
    Write {},
    /// Something stands in the way.
    Block(Block),
    /// It stands in the way no more.
    Lift {
        /// What it is called.
        block: Text,
    },
    /// Items fall back to a level.
    Reset {
        /// Which items.
        entries: Vec<EntryId>,
        /// The level; none is written of them where it is 0.
        #[cfg_attr(feature = "serde", serde(default))]
        level: u8,
    },
}

/// What reminders need to know beyond themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// The policy and the account, levels and own blocks left out; looked at by a run.
    pub run: Option<Box<(Policy, Case)>>,
}
