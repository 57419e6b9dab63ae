//! Fulfilment, a machine per shipment: what left the house for an order, and when it arrived.
//!
//! ```text
//! absent -> shipped -> delivered
//!      ship      deliver
//! ```
//!
//! A shipment holds quantities of an order's lines, each line once, in parcels that the carrier
//! knows by references of its own; its arrival may be proved. Whether as much is still open
//! is the order's to say (rulebook O-10): whoever ships asks both. Goods that left are never
//! un-shipped; they come back by a return.
//!
//! Beside the shipment stand the calculator of where goods come from ([`Sourcing`]), the tasks
//! that fulfil an order ([`plan`]), and goods that come back ([`returns`]).
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::fulfilment::{Command, Facts, Shipment, ShippedLine};
//! use o2c_core::machine::Machine;
//! let mut shipment = Shipment::new();
//! let ship = Command::Ship {
//!     shipment: "S1".parse()?,
//!     order: "O1".parse()?,
//!     lines: vec![ShippedLine { line: "1".parse()?, quantity: "7".parse()? }],
//!     site: None,
//!     parcels: Default::default(),
//! };
//! let deliver = Command::Deliver { proof: Default::default() };
//! for (command, on) in [(&ship, "2026-01-15"), (&deliver, "2026-01-17")] {
//!     for event in shipment.decide(command, &Facts { on: Day::parse(on)? })? {
//!         shipment.evolve(&event)?;
//!     }
//! }
//! assert_eq!(shipment.delivered_on(), Some(Day::parse("2026-01-17")?));
//! let no = shipment.decide(&ship, &Facts { on: Day::parse("2026-01-18")? }).unwrap_err();
//! assert_eq!(no.to_string(), "ship is not possible: the shipment is delivered");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod command;
mod decide;
mod event;
mod evolve;
mod parcel;
pub mod plan;
mod rejection;
pub mod returns;
mod search;
mod sourcing;
mod state;

#[cfg(test)]
mod tests;

pub use command::{Command, Facts, ShippedLine};
pub use event::Event;
pub use parcel::{Parcel, Parcels, ProofOfDelivery};
pub use rejection::Rejection;
pub use sourcing::{
    Bundle, Component, Delivery, Offer, PartOrigin, Sourced, SourcedPart, Sourcing, SourcingLine,
    SupplySource,
};
pub use state::{Delivered, Shipment, Shipped};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Shipment {
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
