//! What one may ask of a stock.

use super::{LineOfOrder, Policy};
use crate::calendar::{Day, Holidays};
use crate::id::{ReceiptId, Text};
use crate::money::{Exact, Money};

/// Who is served first where an order says nothing.
pub const DEFAULT_PRIORITY: u8 = 5;

#[cfg(feature = "serde")]
const fn default_priority() -> u8 {
    DEFAULT_PRIORITY
}

/// What one may ask of a stock. Quantities are in the item's unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Goods come in.
    Receive {
        /// How much.
        quantity: Exact,
        /// What all of it cost, as far as that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
        /// The expected receipt it belongs to: as much less is expected.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        receipt: Option<ReceiptId>,
    },
    /// Somebody counted what is there.
    Count {
        /// How much was found.
        counted: Exact,
        /// Why it differs.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// Goods leave: for a line of an order, whose reservation they take, or for none.
    Issue {
        /// How much.
        quantity: Exact,
        /// For which line.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        of: Option<LineOfOrder>,
    },
    /// Goods are announced.
    Expect {
        /// The caller's reference.
        receipt: ReceiptId,
        /// The day they are to come.
        on: Day,
        /// How much.
        quantity: Exact,
        /// What that costs, as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
    },
    /// What was announced changes its day or its quantity.
    ChangeExpected {
        /// The reference.
        receipt: ReceiptId,
        /// The day it is to come now.
        on: Day,
        /// How much is still to come.
        quantity: Exact,
    },
    /// What was announced does not come.
    CancelExpected {
        /// The reference.
        receipt: ReceiptId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// How much is never promised, and how long it takes to buy or make more.
    Plan {
        /// What is never promised.
        safety: Exact,
        /// Days after which any quantity can be bought or made, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        replenishment_days: Option<u16>,
    },
    /// Keep a quantity for a line of an order, from the day on which it can be promised.
    Reserve {
        /// Which line of which order.
        of: LineOfOrder,
        /// How much.
        quantity: Exact,
        /// The day the customer asks for it to arrive.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        requested_on: Option<Day>,
        /// The lowest is served first where it is short.
        #[cfg_attr(feature = "serde", serde(default = "default_priority"))]
        priority: u8,
        /// The day of the order.
        ordered_on: Day,
    },
    /// Keep less for a line of an order, or nothing any more: the parts of the last days go first.
    Release {
        /// Which line of which order.
        of: LineOfOrder,
        /// How much; all of it where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        quantity: Option<Exact>,
    },
    /// Promise anew all that is reserved: by priority, then by the day promised, the day of the
    /// order and the order's id (rulebook O-15).
    Reallocate,
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Receive { .. } => "receive",
            Command::Count { .. } => "count",
            Command::Issue { .. } => "issue",
            Command::Expect { .. } => "expect",
            Command::ChangeExpected { .. } => "change_expected",
            Command::CancelExpected { .. } => "cancel_expected",
            Command::Plan { .. } => "plan",
            Command::Reserve { .. } => "reserve",
            Command::Release { .. } => "release",
            Command::Reallocate => "reallocate",
        }
    }
}

/// What a stock needs to know beyond itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// Whether the item comes in whole pieces only.
    pub is_in_pieces: bool,
    /// Whether what is reserved leaves whole, whatever the firm's policy: on one day.
    pub is_whole: bool,
    /// How the firm promises.
    pub policy: Policy,
    /// The days on which nothing is delivered.
    pub holidays: Holidays,
}

impl Facts {
    /// A day, with everything else at its default.
    pub fn new(on: Day) -> Self {
        let (policy, holidays) = (Policy::default(), Holidays::none());
        Facts { on, is_in_pieces: false, is_whole: false, policy, holidays }
    }
}
