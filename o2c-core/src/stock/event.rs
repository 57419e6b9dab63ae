//! What happened to a stock. Append-only: an event that was once written keeps its meaning.

use super::{LineOfOrder, Part, Reservation};
use crate::calendar::Day;
use crate::id::{ReceiptId, Text};
use crate::money::{Exact, Money};
use alloc::vec::Vec;

/// What happened to a stock.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// Goods came in.
    Received {
        /// How much.
        quantity: Exact,
        /// What all of it cost.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
        /// The expected receipt it belonged to.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        receipt: Option<ReceiptId>,
        /// The day it came in.
        received_on: Day,
    },
    /// What was counted differed from what was known.
    Adjusted {
        /// What is there.
        counted: Exact,
        /// How much more it is than was known; below zero where something is missing.
        difference: Exact,
        /// What the difference costs, with its sign.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
        /// Why it differs.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// The day of the count.
        counted_on: Day,
    },
    /// Goods left.
    Issued {
        /// How much.
        quantity: Exact,
        /// For which line.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        of: Option<LineOfOrder>,
        /// What it cost, at the average of all that was there.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
        /// The day it left.
        issued_on: Day,
    },
    /// Goods were announced, or announced anew.
    Expected {
        /// The reference.
        receipt: ReceiptId,
        /// The day they are to come.
        on: Day,
        /// How much is to come.
        quantity: Exact,
        /// What that costs, as far as it is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        cost: Option<Money>,
    },
    /// What was announced does not come.
    ExpectedCancelled {
        /// The reference.
        receipt: ReceiptId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// Safety stock and replenishment were planned.
    Planned {
        /// What is never promised.
        safety: Exact,
        /// Days after which any quantity can be bought or made.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        replenishment_days: Option<u16>,
    },
    /// A quantity was kept for a line of an order.
    Reserved(Reservation),
    /// Less is kept for a line of an order, or nothing any more.
    Released {
        /// Which line of which order.
        of: LineOfOrder,
        /// How much less.
        quantity: Exact,
    },
    /// What is kept for a line of an order was promised for other days.
    Repromised {
        /// Which line of which order.
        of: LineOfOrder,
        /// What is promised now.
        parts: Vec<Part>,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Received { .. } => "received",
            Event::Adjusted { .. } => "adjusted",
            Event::Issued { .. } => "issued",
            Event::Expected { .. } => "expected",
            Event::ExpectedCancelled { .. } => "expected_cancelled",
            Event::Planned { .. } => "planned",
            Event::Reserved(_) => "reserved",
            Event::Released { .. } => "released",
            Event::Repromised { .. } => "repromised",
        }
    }

    /// What the event changed of the value of what is there, where anything is known of it.
    pub const fn cost(&self) -> Option<Money> {
        match self {
            Event::Received { cost, .. } | Event::Adjusted { cost, .. } => *cost,
            Event::Issued { cost, .. } => match cost {
                Some(cost) => Some(cost.negated()),
                None => None,
            },
            Event::Expected { .. }
            | Event::ExpectedCancelled { .. }
            | Event::Planned { .. }
            | Event::Reserved(_)
            | Event::Released { .. }
            | Event::Repromised { .. } => None,
        }
    }
}
