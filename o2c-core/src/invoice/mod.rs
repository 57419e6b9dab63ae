//! Invoices: a machine per series that numbers and issues documents, and the calculators that
//! work them out.
//!
//! A draft is worked out by [`compute::compute`]: every line on its own, allowances and charges of
//! the document per VAT group, the VAT once per category and rate. Issuing gives the draft the
//! next number of its series, its instalments and its offer of a discount for paying early; from
//! then on the document never changes.
//!
//! ```text
//! Unopened --Open--> Open --Issue--> Open (one number further)
//! ```
//!
//! A refused issue burns no number, and no document is dated before the last one of its series.
//!
//! ```
//! use o2c_core::calendar::{Day, Terms};
//! use o2c_core::invoice::{Command, Draft, DraftLine, Event, Facts, Series};
//! use o2c_core::machine::Machine;
//! use o2c_core::money::Currency;
//! use o2c_core::pricing::Price;
//! let mut series = Series::new();
//! let open = Command::Open {
//!     series: "sales".parse()?, prefix: "F".into(), yearly: true, digits: 5,
//! };
//! for event in series.decide(&open, &Facts::default())? {
//!     series.evolve(&event)?;
//! }
//! let mut draft = Draft::new("C1".parse()?, Currency::EUR, "2% 10 net 30".parse()?);
//! let price = Price::Net("1000.00".parse()?);
//! draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "S 20".parse()?));
//! let issue = Command::Issue { draft: draft.into(), issued_on: Day::parse("2026-01-15")? };
//! let issued = series.decide(&issue, &Facts::default())?;
//! let [Event::Issued(document)] = issued.as_slice() else { panic!("one document") };
//! assert_eq!(document.number.as_str(), "F2026-00001");
//! assert_eq!(document.figures.due.to_string(), "1200.00 EUR");
//! assert_eq!(document.instalments[0].due_on, Day::parse("2026-02-14")?);
//! // rulebook EX-T7: 2 % are 24.00, of which 4.00 VAT.
//! let discount = document.early_discount.as_ref().expect("the terms grant one");
//! assert_eq!(discount.amount.to_string(), "24.00 EUR");
//! assert_eq!(discount.shares[0].tax.to_string(), "4.00 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod books;
pub mod check;
mod command;
pub mod compute;
mod decide;
pub mod deposit;
mod discount;
mod discount_cost;
mod document;
mod draft;
mod event;
mod evolve;
pub mod explain;
mod faults;
mod groups;
mod kind;
pub mod life;
pub mod lifecycle;
mod mention;
pub mod milestone;
pub mod numbering;
mod order_part;
pub mod outbox;
mod posting;
mod rejection;
mod stacked;
mod standing;
mod state;
mod supply;
#[cfg(test)]
mod tests;

pub use crate::ledger::TaxAccount;
pub use crate::tax::{Supply, VatReason};
pub use books::LeftInBooks;
pub use check::{Finding, Parties, Profile, Severity, Statement};
pub use command::{Command, Facts};
pub use compute::Figures;
pub use discount::{DiscountOffer, DiscountShare};
pub use discount_cost::DiscountCost;
pub use document::Document;
pub(crate) use document::not_subject_beside_others;
pub use draft::{Draft, DraftLine, OrderReference};
pub use event::Event;
pub use faults::Faults;
pub use kind::{ClaimKind, DocumentKind};
pub use mention::{BusinessProcess, Note, PrecedingDocument, Sold};
pub use order_part::{DeductedDeposit, OrderPart};
pub use posting::{entry, entry_giving_back, entry_over};
pub(crate) use posting::{vat_pending_booked, vat_pending_given_back};
pub use rejection::Rejection;
pub(crate) use standing::BETWEEN_PROFESSIONALS;
pub use standing::{StandingMentions, StandingNote, StandingProcess};
pub use state::{LastNumber, OpenSeries, Series};
pub(crate) use supply::services;
pub use supply::vat_on_collection;
pub(crate) use supply::{kept_by_deposit, less_kept};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Series {
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
