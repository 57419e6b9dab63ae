//! What one may ask of a return, and what happened to it.

use super::Outcome;
use crate::body::bodies;
use crate::calendar::Day;
use crate::fulfilment::ShippedLine;
use crate::id::{LineId, OrderId, SiteId, Text};
use crate::money::Exact;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The customer wants to give goods back.
    RequestReturn {
        /// The order they were shipped for.
        order: OrderId,
        /// How much of which line; each line once.
        lines: Vec<ShippedLine>,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
    /// Goods came back.
    ReceiveReturn {
        /// How much of which line; all that was authorised where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        lines: Option<Vec<ShippedLine>>,
        /// Where.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
    }
    /// Somebody looked at goods that came back.
    InspectReturn {
        /// How much of which line is accepted; all that was received where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        accepted: Option<Vec<ShippedLine>>,
        /// What was found.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// Whether what is accepted may be sold again: it goes back into the stock of the site
        /// where it is.
        #[cfg_attr(feature = "serde", serde(default))]
        is_restocked: bool,
    }
}

/// What one may ask of a return.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// The customer wants to give goods back.
    Request(RequestReturn),
    /// The firm agrees.
    Authorise,
    /// Goods came back.
    Receive(ReceiveReturn),
    /// Somebody looked at them.
    Inspect(InspectReturn),
    /// It is settled.
    Settle {
        /// How.
        outcome: Outcome,
    },
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Request(_) => "request",
            Command::Authorise => "authorise",
            Command::Receive(_) => "receive",
            Command::Inspect(_) => "inspect",
            Command::Settle { .. } => "settle",
        }
    }
}

/// What a return needs to know beyond itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// What of each line was shipped, has not come back, and is in no other return that is open.
    pub returnable: Vec<(LineId, Exact)>,
}

/// What happened to a return. Append-only: an event that was once written keeps its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The customer asked.
    Requested {
        /// The order.
        order: OrderId,
        /// How much of which line.
        lines: Vec<ShippedLine>,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// The day.
        requested_on: Day,
    },
    /// The firm agreed.
    Authorised {
        /// The day.
        authorised_on: Day,
    },
    /// Goods came back.
    Received {
        /// How much of which line.
        lines: Vec<ShippedLine>,
        /// Where.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// The day.
        received_on: Day,
    },
    /// Somebody looked at them.
    Inspected {
        /// How much of which line is accepted.
        accepted: Vec<ShippedLine>,
        /// What was found.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// Whether what is accepted may be sold again.
        is_restocked: bool,
        /// The day.
        inspected_on: Day,
    },
    /// It was settled.
    Settled {
        /// How.
        outcome: Outcome,
        /// The day.
        settled_on: Day,
    },
}

impl Event {
    /// The day on which it counts.
    pub const fn on(&self) -> Day {
        match self {
            Event::Requested { requested_on: on, .. }
            | Event::Authorised { authorised_on: on }
            | Event::Received { received_on: on, .. }
            | Event::Inspected { inspected_on: on, .. }
            | Event::Settled { settled_on: on, .. } => *on,
        }
    }

    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Requested { .. } => "requested",
            Event::Authorised { .. } => "authorised",
            Event::Received { .. } => "received",
            Event::Inspected { .. } => "inspected",
            Event::Settled { .. } => "settled",
        }
    }
}
