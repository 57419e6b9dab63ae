//! Directory, a machine per record: with whom one trades, what, from where, and the tables of
//! figures that change over time.
//!
//! ```text
//!             register            deactivate
//! customer:   absent ---> active ------------> inactive
//!                          |  ^                 |   |
//!                          |  +-- reactivate ---+   | merge
//!                          +-- merge --> merged <---+
//! item:       absent ---> active <--- amend ---> inactive
//! site:       absent ---> registered
//! table:      absent ---> values, each valid from its day (rulebook G-01)
//! ```
//!
//! Nothing is deleted. A customer registered twice is merged into the other record: what is asked
//! of it afterwards is refused and the refusal names the customer that goes on.
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::directory::{Command, CustomerStatus, Facts, Record, usable};
//! use o2c_core::machine::Machine;
//! use o2c_core::party::Party;
//! let on = Day::parse("2026-01-15")?;
//! let mut durand = Record::new();
//! let register = Command::RegisterCustomer {
//!     customer: "C1".parse()?,
//!     party: Party { name: "Durand SA".parse()?, ..Party::default() },
//!     terms: None,
//! };
//! let merge = Command::MergeCustomer { customer: "C1".parse()?, into: "C2".parse()? };
//! let facts = Facts { on, into: Some(CustomerStatus::Active) };
//! for command in [&register, &merge] {
//!     for event in durand.decide(command, &facts)? {
//!         durand.evolve(&event)?;
//!     }
//! }
//! let no = usable(&durand, &"C1".parse()?).unwrap_err();
//! assert_eq!(no.to_string(), "the customer C1 was merged into C2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod command;
mod decide;
mod event;
mod evolve;
mod key;
mod rejection;
mod state;
mod table;

#[cfg(test)]
mod tests;

pub use command::{Command, Facts};
pub use event::Event;
pub use key::RecordKey;
pub use rejection::Rejection;
pub use state::{Customer, CustomerStatus, Item, Record, Site, known_site, usable, usable_item};
pub use table::{ItemPrice, Table, TableValue};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Record {
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
