//! Stock, a machine per item and site: what is there, what is to come, what is kept for whom, and
//! therefore what may be promised.
//!
//! ```text
//!  expected ──receive──▶ on hand ──issue──▶ gone
//!      └────────┬───────────┘
//!               ▼
//!   reserve ▶ kept for a line of an order ─issue─▶ served
//!                       └──────release──▶ free again
//! ```
//!
//! A promise for a day takes nothing from any other promise: what may be promised for a day is the
//! least that any later day leaves of supply less demand (rulebook O-14). What is promised leaves
//! on a day and arrives some business days later; where the day asked for cannot be kept, the
//! promise says the honest day and what it waits for. When supply changes, all promises can be
//! made anew in a fixed sequence: priority, day promised, day of the order, id (O-15).
//!
//! What is there has a value where its cost is known: what leaves takes the average of all that is
//! there, and the last of it what is left. What comes back once all of it had left is worth what
//! the last of it was.
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::machine::Machine;
//! use o2c_core::stock::{Command, Facts, Source, Stock};
//! let facts = Facts::new(Day::parse("2026-05-01")?);
//! let mut stock = Stock::new();
//! let receive = Command::Receive { quantity: "40".parse()?, cost: None, receipt: None };
//! let expect = Command::Expect {
//!     receipt: "PO-1".parse()?,
//!     on: Day::parse("2026-05-10")?,
//!     quantity: "30".parse()?,
//!     cost: None,
//! };
//! for command in [receive, expect] {
//!     for event in stock.decide(&command, &facts)? {
//!         stock.evolve(&event)?;
//!     }
//! }
//! let promise = stock.promise("60".parse()?, None, &facts)?;
//! assert_eq!(promise.arrives_on(), Some(Day::parse("2026-05-10")?));
//! assert_eq!(promise.parts[0].source, Source::Expected { receipt: "PO-1".parse()? });
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod available;
mod command;
mod decide;
mod event;
mod evolve;
mod kernel;
mod policy;
mod promise;
mod rejection;
mod state;

#[cfg(test)]
mod tests;

pub(crate) use available::Grain;
pub use available::{Availability, Dated, Horizon};
pub use command::{Command, DEFAULT_PRIORITY, Facts};
use decide::positive;
pub use event::Event;
pub use kernel::{Asked, Moves, promise_lines};
pub use policy::{Policy, Shortage};
pub use promise::{Part, Promise, Source};
pub use rejection::Rejection;
pub use state::{Expected, LastLeft, LineOfOrder, Reservation, Stock, StockKey};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Stock {
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
