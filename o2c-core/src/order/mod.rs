//! Order, a machine per order: what a customer wants, what of it was shipped, billed and
//! cancelled, line by line.
//!
//! ```text
//!                       cancel
//!             +---------------------------------> cancelled
//!             |                                       ^
//! unplaced -> placed -> confirmed --------------------+
//!    place    |    ^ confirm |    cancel, cancel_line: all of it, nothing shipped or billed
//!             +----+         +-- cancel_line, cancel (what is open), record_shipped,
//!             amend              record_invoiced: the counters of the lines move
//! ```
//!
//! An amendment replaces the content as a whole; confirmation fixes it (rulebook O-17). Lines are
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
//!     }],
//!     adjustments: vec![],
//!     terms: o2c_core::calendar::Terms::net_days(30),
//!     billing: Default::default(),
//!     required_on: None,
//!     reference: Default::default(),
//!     vat_reasons: vec![],
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

mod command;
mod content;
mod decide;
mod deposit;
mod event;
mod evolve;
mod movement;
mod policy;
mod rejection;
mod share;
mod state;

#[cfg(test)]
mod tests;

pub use command::{Command, Facts};
pub use content::{Content, OrderLine};
pub use deposit::{Deposit, DepositDeduction, Milestone};
pub use event::Event;
pub use movement::{Moved, Movement};
pub use policy::BillingBasis;
pub use rejection::Rejection;
pub use share::{DepositShare, MilestoneShare};
pub use state::{Cancelled, Confirmed, Counters, Facet, Order, Placed};

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
