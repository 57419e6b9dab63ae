//! What one may ask of a subscription.

use super::contract::Plan;
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, Text};
use crate::money::{Exact, UnitPrice};

/// What one may ask of a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Begin it.
    Start(Plan),
    /// Another price or number of a recurring charge (rulebook S-04, S-11).
    Change(Change),
    /// Nothing is owed from a day on.
    Pause {
        /// When.
        #[cfg_attr(feature = "serde", serde(default))]
        timing: Moment,
    },
    /// It goes on.
    Resume {},
    /// Something was used.
    Use(Consumption),
    /// End it (rulebook S-05).
    Cancel {
        /// When.
        #[cfg_attr(feature = "serde", serde(default))]
        timing: Moment,
        /// Whether what was billed in advance stays billed to the end of its period.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        keeps_billed: bool,
    },
    /// Go on beyond the term, until another day or without end.
    Renew {
        /// The first day on which it is over; no end where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    },
    /// Bill what is due by a day and was not billed.
    Bill {
        /// The day; the command's own where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// Whether it is billed as well where more is given back than is charged.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        gives_back: bool,
    },
    /// A collection of one of its invoices failed.
    FailCollection {
        /// Which invoice.
        document: DocumentNumber,
        /// Why, such as a bank's code or the answer of a card's issuer.
        reason: Text,
    },
}

/// When a change begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Moment {
    /// On the day of the command: the day is the first of the new state.
    #[default]
    Now,
    /// With the period after the one that the day lies in; at once on a period's first day.
    NextPeriod,
}

/// A new price: as it is, or by an index (rulebook S-11).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum NewPrice {
    /// This price.
    To(UnitPrice),
    /// The price times the index over its base, rounded half away from zero.
    Indexed {
        /// The index the price was agreed at.
        base: Exact,
        /// The index now.
        index: Exact,
        /// The decimals of the new price.
        decimals: u8,
    },
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Another price or number of a recurring charge.
    Change {
        /// Which charge.
        charge: LineId,
        /// The price from then on, where it changes.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        price: Option<NewPrice>,
        /// The number of units from then on, where it changes.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        quantity: Option<Exact>,
        /// When; where nothing is said an index holds from the next period on, all else at once.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        timing: Option<Moment>,
        /// Whether periods are counted from that day on: the rest of the period is given back and
        /// a whole new one is charged (rulebook S-04).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        resets_anchor: bool,
    }
    /// Something that was used.
    Consumption {
        /// The key of the event that tells it: the same one counts once.
        key: Text,
        /// What of.
        charge: LineId,
        /// How much; below zero where too much was told before.
        units: Exact,
        /// The day it was used, be it billed already; the command's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        on: Option<Day>,
    }
}

impl Command {
    /// The command's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Start(_) => "start",
            Command::Change(_) => "change",
            Command::Pause { .. } => "pause",
            Command::Resume {} => "resume",
            Command::Use(_) => "use",
            Command::Cancel { .. } => "cancel",
            Command::Renew { .. } => "renew",
            Command::Bill { .. } => "bill",
            Command::FailCollection { .. } => "fail_collection",
        }
    }
}

/// What a subscription needs to know beyond itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
}
