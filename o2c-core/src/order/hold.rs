//! Holds: why an order, or a line of it, does not ship for now.

use super::{Order, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, Text};
use alloc::vec::Vec;
use core::fmt;

/// What a hold is about (rulebook O-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HoldKind {
    /// The customer owes too much, or is not trusted with more.
    Credit,
    /// The goods are not there, or not for sure.
    Stock,
    /// The price is to be looked at.
    Price,
    /// Something is not known yet, such as an address.
    Information,
    /// Somebody wants it so.
    Manual,
    /// The order may not be what it seems.
    Fraud,
}

impl fmt::Display for HoldKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            HoldKind::Credit => "credit",
            HoldKind::Stock => "stock",
            HoldKind::Price => "price",
            HoldKind::Information => "information",
            HoldKind::Manual => "manual",
            HoldKind::Fraud => "fraud",
        })
    }
}

/// By what a hold is known: two of one kind stand beside each other under two codes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct HoldName {
    /// What it is about.
    pub kind: HoldKind,
    /// What the firm calls it, where it has more than one of the kind.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub code: Text,
    /// The line it holds; the whole order where none is named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub line: Option<LineId>,
}

impl HoldName {
    /// A hold of the whole order without a code of its own.
    pub fn of(kind: HoldKind) -> Self {
        HoldName { kind, code: Text::default(), line: None }
    }
}

/// A hold: it stops delivery and nothing else, from the day it is set until it is released or its
/// last day is over.
///
/// ```
/// use o2c_core::order::{Hold, HoldKind, HoldName};
/// let hold = Hold {
///     name: HoldName::of(HoldKind::Credit),
///     reason: "limit reached".parse()?,
///     by: "credit desk".parse()?,
///     set_on: "2026-01-05".parse()?,
///     until: Some("2026-01-09".parse()?),
/// };
/// assert!(hold.stands_on("2026-01-09".parse()?));
/// assert!(!hold.stands_on("2026-01-10".parse()?));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Hold {
    /// By what it is known.
    pub name: HoldName,
    /// Why.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
    /// Who set it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub by: Text,
    /// The day it was set.
    pub set_on: Day,
    /// The last day it stands; until it is released where none is given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub until: Option<Day>,
}

impl Hold {
    /// Whether it still stands on a day.
    pub fn stands_on(&self, on: Day) -> bool {
        self.until.is_none_or(|until| on <= until)
    }

    /// Whether it holds a line.
    pub fn is_on(&self, line: &LineId) -> bool {
        self.name.line.as_ref().is_none_or(|held| held == line)
    }

    /// The refusal of what it stops.
    pub(super) fn refusal(&self) -> Rejection {
        Rejection::OnHold { path: Path::root(), kind: self.name.kind, since: self.set_on }
    }
}

impl Order {
    /// The holds that were set and not released, in the order in which they were set.
    pub fn holds(&self) -> &[Hold] {
        let placed = self.as_placed().map(|placed| &placed.holds);
        let holds = placed.or_else(|| self.as_confirmed().map(|confirmed| &confirmed.holds));
        holds.map_or(&[], Vec::as_slice)
    }
}
