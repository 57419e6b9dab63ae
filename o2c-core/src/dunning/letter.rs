//! A reminder as data: what a template needs, and what a commit remembers.

use super::item::OpenItem;
use super::policy::Channel;
use crate::calendar::Day;
use crate::id::{EntryId, Text};
use crate::money::Money;
use alloc::vec::Vec;

/// One reminder to one party in one currency (rulebook R-03).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Letter {
    /// Its level: the highest among its items.
    pub level: u8,
    /// What the level is called.
    pub name: Text,
    /// The way it takes.
    pub channel: Channel,
    /// The name of the text.
    pub template: Text,
    /// What else is to be done.
    pub actions: Vec<Text>,
    /// The day until which the customer may pay.
    pub pay_by: Option<Day>,
    /// The items that are late.
    pub items: Vec<LetterItem>,
    /// Items that are not due, for information only.
    pub not_due: Vec<LetterItem>,
    /// What is late of the items, without what is blocked.
    pub overdue: Money,
    /// Credits that are open, zero or below.
    pub credits: Money,
    /// Both together.
    pub net: Money,
    /// The interest accrued, shown and not billed.
    pub interest: Money,
    /// The flat compensations accrued, shown and not billed.
    pub compensation: Money,
    /// What the reminder costs.
    pub fee: Money,
    /// Interest, compensation and fee.
    pub charges: Money,
    /// All that is asked for.
    pub total: Money,
}

/// An item of a reminder.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LetterItem {
    /// The item.
    pub entry: EntryId,
    /// Its document.
    pub document: Text,
    /// The day it was due.
    pub due_on: Day,
    /// How many days late.
    pub days_late: u32,
    /// What is open of it.
    pub open: Money,
    /// What of that is reminded of.
    pub dunned: Money,
    /// The level it had before.
    pub level_before: u8,
    /// The level it has with this letter.
    pub level: u8,
}

impl LetterItem {
    pub(super) fn of(item: &OpenItem) -> Self {
        LetterItem {
            entry: item.entry.clone(),
            document: item.document.clone(),
            due_on: item.due_on,
            days_late: 0,
            open: item.open,
            dunned: item.open,
            level_before: item.level,
            level: item.level,
        }
    }
}

/// A notice that an item falls due soon.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Notice {
    /// The item.
    pub entry: EntryId,
    /// How many days before the due day the policy gives it; a run that was missed gives it later.
    pub days_before: u16,
    /// The day it falls due.
    pub due_on: Day,
    /// What is open of it.
    pub open: Money,
    /// The way it takes.
    pub channel: Channel,
    /// The name of the text.
    pub template: Text,
}

/// Why nothing is written although something would rise (rulebook R-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Held {
    /// Credits cover what is late.
    NothingOwed {
        /// What is late.
        overdue: Money,
        /// The credits, zero or below.
        credits: Money,
    },
    /// It is less than the least amount.
    BelowMinimum {
        /// What is late less the credits.
        net: Money,
        /// The least amount.
        minimum: Money,
    },
}
