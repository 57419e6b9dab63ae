//! A machine per issued document: what became of it after its issue.
//!
//! A document never changes (rulebook G-08). What happens to it later is remembered here: how much
//! of each line and of each VAT group was given back by credit notes, which documents followed it,
//! and whether a corrective invoice took its place.
//!
//! ```text
//!              credit, relate
//!                +-------+
//!                |       v
//! untouched --> standing --replace--> replaced
//! ```
//!
//! Everything that is given back telescopes against the original (rulebook V-06): a line by its
//! quantity, the document's allowances and charges by what is credited of the lines of their VAT
//! group, the VAT by the base of its group. Where lines bear taxes other than VAT, an amount that
//! names no line lies on all lines by what is left of them, and every tax telescopes along with
//! the amount, one per unit too. Whatever the sequence of credit notes, the last one ends exactly
//! at the original.
//!
//! ```
//! use o2c_core::calendar::{Day, Terms};
//! use o2c_core::invoice::life::{CreditScope, Life, LineCredit};
//! use o2c_core::invoice::{Command, Draft, DraftLine, Event, Facts, Series};
//! use o2c_core::machine::Machine;
//! use o2c_core::money::Currency;
//! use o2c_core::pricing::Price;
//! # let mut series = Series::new();
//! # let open = Command::Open {
//! #     series: "sales".parse()?, prefix: "F".into(), yearly: true, digits: 5,
//! # };
//! # for event in series.decide(&open, &Facts::default())? { series.evolve(&event)?; }
//! // rulebook EX-V7: a line of 22.16 for 7 units; 3 of them come back, then the other 4.
//! let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
//! let price = Price::Net("22.16".parse()?);
//! let mut line = DraftLine::new("1".parse()?, "7 C62".parse()?, price, "S 20".parse()?);
//! line.base_quantity = "7".parse()?;
//! draft.lines.push(line);
//! let issue = Command::Issue { draft: draft.into(), issued_on: Day::parse("2026-01-15")? };
//! let issued = series.decide(&issue, &Facts::default())?;
//! let [Event::Issued(invoice)] = issued.as_slice() else { panic!("one document") };
//! let three = LineCredit::of_quantity("1".parse()?, "3".parse()?);
//! let given_back = Life::default().credit(invoice, &CreditScope::Lines(vec![three]))?;
//! assert_eq!(given_back.groups[0].base.to_string(), "9.50 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod command;
mod credit;
mod decide;
mod event;
mod evolve;
mod note;
mod progress;
mod remaining;
mod scope;
mod services;
mod share;
mod spread;
mod state;
mod taxes;

pub use command::{Command, Facts};
pub use credit::{Credit, CreditedLine, Goodwill};
pub use event::Event;
pub use note::CreditNote;
pub use remaining::{Remaining, RemainingLine};
pub use scope::{CreditReason, CreditScope, LineCredit};
pub use state::{Life, LineLife, Successor};

use super::Rejection;
use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Life {
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
