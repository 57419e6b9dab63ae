//! Order, a machine per order: what a customer wants, what of it was shipped, billed and
//! cancelled, line by line.
//!
//! ```text
//!            revise_quote
//!               +----+
//!               v    |  lose_quote
//!      quote  quoted --------------> lost
//!    +-------->  |  accept_quote
//!    |           v          reject
//! unplaced -> placed -------------> rejected
//!      place  |  | ^ |  cancel
//!             |  | +-+----------------------> cancelled
//!             |  amend                            ^
//!     confirm v                                   |
//!         confirmed ------------------------------+
//!             |    cancel, cancel_line, answer_cancellation: all of it, nothing shipped or billed
//!             +--- amend, cancel_line, cancel (what is open), record_shipped, record_invoiced:
//!                  the counters of the lines move
//! ```
//!
//! The whole table stands in [`TRANSITIONS`]. Beside the state stand **holds**: each has a kind, a
//! reason, somebody who set it and maybe a last day. A hold stops delivery, never capture. A
//! **request to cancel** is answered part by part: accepted, refused, or too late (rulebook O-12).
//!
//! An amendment replaces the content as a whole and is a version of its own; after confirmation it
//! moves only within what is open: what was billed stays as it was (rulebook O-17). Lines are
//! known by their own id, never by the item: one item may stand on two lines at two prices. How
//! far delivery and billing have come is derived from the counters and never stored (rulebook
//! O-01, O-10, O-11). Goods shipped are returned, goods billed are credited: neither is cancelled
//! (rulebook O-12).
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::machine::Machine;
//! use o2c_core::order::{Command, Content, Facet, Facts, Order, OrderLine};
//! use std::sync::Arc;
//! let content = Content {
//!     customer: "C1".parse()?,
//!     currency: "EUR".parse()?,
//!     lines: vec![OrderLine {
//!         id: "1".parse()?,
//!         item: None,
//!         description: "Chair".parse()?,
//!         quantity: "10 C62".parse()?,
//!         price: o2c_core::pricing::Price::Net("80.00".parse()?),
//!         base_quantity: "1".parse()?,
//!         adjustments: vec![],
//!         vat: "S 20".parse()?,
//!         supply: Default::default(),
//!         delivery: Default::default(),
//!         period: None,
//!         taxes: vec![],
//!     }],
//!     adjustments: vec![],
//!     terms: o2c_core::calendar::Terms::net_days(30),
//!     billing: Default::default(),
//!     required_on: None,
//!     reference: Default::default(),
//!     vat_reasons: vec![],
//!     handling: Default::default(),
//!     prices: Default::default(),
//!     vat_rounding: Default::default(),
//!     cash_rounding: None,
//!     tax_accounts: vec![],
//! };
//! let facts = Facts { on: Day::parse("2026-01-15")? };
//! let mut order = Order::new();
//! let seven = vec![("1".parse()?, "7".parse()?)];
//! for command in [
//!     Command::Place { order: "O1".parse()?, content: Arc::new(content) },
//!     Command::Confirm,
//!     Command::CancelLine { line: "1".parse()?, quantity: Some("1".parse()?) },
//!     Command::RecordShipped { lines: seven.clone() },
//!     Command::RecordInvoiced { lines: vec![("1".parse()?, "6".parse()?)] },
//! ] {
//!     for event in order.decide(&command, &facts)? {
//!         order.evolve(&event)?;
//!     }
//! }
//! assert_eq!(order.open_to_ship(0), Some("2".parse()?));
//! assert_eq!(order.to_invoice(0), Some("1".parse()?));
//! assert_eq!(order.delivery(), Facet::Partial);
//! let no = order.decide(&Command::RecordShipped { lines: seven }, &facts).unwrap_err();
//! assert_eq!(no.to_string(), "7 of line 1 asked, 2 open");
//! order.audit()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cancellation;
mod command;
mod content;
mod counters;
mod decide;
mod deposit;
mod event;
mod evolve;
mod flow;
mod handling;
mod hold;
mod movement;
mod policy;
mod progress;
mod quote;
mod rejection;
mod routing;
mod share;
mod state;
mod timeline;
mod transition;

#[cfg(test)]
mod tests;

pub use cancellation::{CancellationAnswer, CancellationPart, CancellationRequest, RequestedPart};
pub use command::{Command, Facts};
pub use content::{Content, OrderLine};
pub use counters::Counters;
pub use deposit::{Deposit, DepositDeduction, Milestone};
pub use event::Event;
pub use flow::{Durations, Flow, FlowStep, HoldOrigin, flow};
pub use handling::{DeliveryRule, DeliveryTolerance, Handling, LineDelivery};
pub use hold::{Hold, HoldKind, HoldName};
pub use movement::{Moved, Movement};
pub use policy::BillingBasis;
pub use progress::Progress;
pub use quote::{Ended, Quoted};
pub use rejection::Rejection;
pub use routing::{Desk, DeskCondition, DeskRule, OrderTransitions, RouteOrder, Routed, route};
pub use share::{DepositShare, MilestoneShare};
pub use state::{Cancelled, Confirmed, Facet, Order, Placed};
pub use timeline::{HeldSpan, Milestones, Timeline, TimelineEntry, Waiting, WaitsFor};
pub use transition::{COMMANDS, STATES, TRANSITIONS, Transition, possible_in, transition_diagram};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Order {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        evolve::evolve(self, event)
    }
}
