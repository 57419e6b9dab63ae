//! Goods that come back, a machine per return: asked for, allowed, received, looked at, settled
//! (rulebook O-16).
//!
//! ```text
//!  absent -request-> requested -authorise-> authorised -receive-> received -inspect-> inspected
//!                        │                     │                     │                    │
//!                        └───────reject────────┴─────────────────────┘   credit · replace · repair
//!                                     ▼                                           · reject ▼
//!                                   closed ◀──────────────────────────────────────────────┘
//! ```
//!
//! No more comes back than was shipped and is still with the customer; no more is received than
//! was authorised, and no more accepted than was received. What is credited is credited at the
//! price and the VAT of the invoice, by a credit note; a fee for taking it back is billed beside
//! it.

mod decide;
mod state;
mod words;

#[cfg(test)]
mod tests;

pub use state::{Outcome, Return, Returned, ReturnedLine};
pub use words::{Command, Event, Facts, InspectReturn, ReceiveReturn, RequestReturn};

use super::Rejection;
use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Return {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        state::evolve(self, event)
    }
}
