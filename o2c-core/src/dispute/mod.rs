//! A machine, one per dispute: what a customer contests of an invoice, why, and what became of it.
//!
//! A dispute holds an amount of an invoice's items, at most what is open of them and not in another
//! dispute. The amount stays owed and stays on the account; what it changes, it changes as data:
//! what is not dunned, whether the discount waits, what no insurer covers, whether the items may be
//! matched. Accepted, it is settled by a credit note, a write-off or another invoice; rejected or
//! withdrawn, it can be collected again (rulebook R-12). Earlier days still see the dispute.
//!
//! ```text
//! absent ──open──▶ opened ──review──▶ under review ──accept──▶ accepted
//!                    │                     │
//!                    └──accept, reject─────┴───reject────────▶ rejected
//! ```
//!
//! ```
//! use o2c_core::dispute::{Command, Contested, Dispute, Facts, Opening, Reason, Status};
//! use o2c_core::machine::Machine;
//! use o2c_core::money::Currency;
//! use o2c_core::receivable::AccountKey;
//! let on = "2026-03-10".parse()?;
//! let open = |amount: &str| {
//!     Ok::<_, o2c_core::error::Error>(Contested {
//!         entry: "F2026-00001".parse()?,
//!         amount: amount.parse()?,
//!     })
//! };
//! let asked = Opening {
//!     account: AccountKey::of("ACME".parse()?, Currency::EUR),
//!     document: "F2026-00001".parse()?,
//!     amount: Some("120.00 EUR".parse()?),
//!     reason: Reason::Quantity,
//!     owner: "claims desk".parse()?,
//!     note: "two of the chairs are missing".parse()?,
//!     answer_by: None,
//!     do_not_match: false,
//! };
//! let mut dispute = Dispute::default();
//! let facts = Facts { on, recorded_on: on, open: vec![open("1200.00 EUR")?] };
//! for event in dispute.decide(&Command::Open(asked.clone()), &facts)? {
//!     dispute.evolve(&event)?;
//! }
//! assert_eq!(dispute.status_on(on, None), Some(Status::Opened));
//! assert_eq!(dispute.disputed_on(&"F2026-00001".parse()?, on, None), Some("120.00 EUR".parse()?));
//! // No more can be disputed than is open.
//! let facts = Facts { open: vec![open("100.00 EUR")?], ..facts };
//! let no = Dispute::default().decide(&Command::Open(asked), &facts).unwrap_err();
//! assert_eq!(no.to_string(), "120.00 EUR cannot be disputed: 100.00 EUR is open");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod command;
mod decide;
mod event;
mod evolve;
mod policy;
mod reason;
mod rejection;
mod state;
#[cfg(test)]
mod tests;

pub use crate::calendar::Moment;
pub use command::{Command, Facts, Opening};
pub use event::Event;
pub use policy::{DunningBlock, Effects, Policy};
pub use reason::Reason;
pub use rejection::Rejection;
pub use state::{Closed, Contested, Dispute, Opened, Outcome, Review, Status, UnderReview};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Dispute {
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
