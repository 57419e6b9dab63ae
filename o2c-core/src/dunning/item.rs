//! What a run looks at: open items with what was written of them, and what stands in the way.

use crate::body::bodies;
use crate::calendar::{DatedTable, Day};
use crate::id::{EntryId, Text};
use crate::interest::Terms;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An open item of an account.
    OpenItem {
        /// The item.
        entry: EntryId,
        /// Its document; the item's own name where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        document: Text,
        /// What is open of it, below zero where it is a credit.
        open: Money,
        /// The day it was due.
        due_on: Day,
        /// The level it has reached; none was written of yet where it is 0.
        #[cfg_attr(feature = "serde", serde(default))]
        level: u8,
        /// The day of the last letter that raised it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reminded_on: Option<Day>,
        /// Whether it bears no interest, as claims of interest and fees do not.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        bears_no_interest: bool,
        /// How many days before its due day the policy gives the last notice that was given; none
        /// was where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        noticed: Option<u16>,
    }
    /// What keeps items from being reminded of (rulebook R-06).
    Block {
        /// What it is called.
        block: Text,
        /// Why.
        reason: BlockReason,
        /// The item it is for; all of the account where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        entry: Option<EntryId>,
        /// How much of the item; all of it where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
        /// The first day.
        from: Day,
        /// The last day, that included; until it is lifted where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    }
    /// What late items bear.
    Bearing {
        /// The rates and how they count.
        terms: Terms,
        /// The flat compensation for recovery, each from the day it holds.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fixed_fee: Option<DatedTable<Money>>,
        /// Whether the customer buys for a trade.
        #[cfg_attr(feature = "serde", serde(default = "yes"))]
        is_professional: bool,
    }
    /// What was accrued and not billed yet by the day of the run.
    Accrued {
        /// The interest.
        interest: Money,
        /// The flat compensations.
        compensation: Money,
    }
    /// An account on a day: all that a run needs to know.
    Case {
        /// The currency of every figure.
        currency: Currency,
        /// The day of the run.
        as_of: Day,
        /// The open items.
        items: Vec<OpenItem>,
        /// What stands in the way.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        blocks: Vec<Block>,
        /// The day of the last letter to the account.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        reminded_on: Option<Day>,
        /// What is to be shown as accrued, where it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        accrued: Option<Accrued>,
        /// What late items bear, where that is still to be worked out.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        bearing: Option<Bearing>,
    }
}

#[cfg(feature = "serde")]
const fn yes() -> bool {
    true
}

/// Why nobody reminds (rulebook R-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BlockReason {
    /// It is contested.
    Dispute,
    /// The customer promised to pay.
    Promise,
    /// A payment was announced.
    PaymentInTransit,
    /// It is paid by instalments.
    InstalmentPlan,
    /// The customer is insolvent: claims are lodged, not reminded of.
    Insolvency,
    /// It is before a court or an agency.
    LegalAction,
    /// Somebody said so.
    ByHand,
}

impl Block {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is about an item.
    pub fn is_of(&self, entry: &EntryId) -> bool {
        self.entry.as_ref().is_none_or(|of| of == entry)
    }
}
