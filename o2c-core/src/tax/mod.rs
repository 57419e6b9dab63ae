//! Tax: what kind of VAT a sale bears, and the VAT of a document, computed once per category and
//! rate on the summed base, never line by line.
//!
//! ```
//! use o2c_core::money::{Currency, Money};
//! use o2c_core::tax::{Breakdown, Vat};
//! let vat: Vat = "S 20".parse()?;
//! // rulebook EX-I3: three lines of 0.33 at 20 % bear 0.20, not three times 0.07.
//! let line: Money = "0.33 EUR".parse()?;
//! let breakdown = Breakdown::of(Currency::EUR, [(vat, line), (vat, line), (vat, line)])?;
//! assert_eq!(breakdown.vat_total()?.to_string(), "0.20 EUR");
//! # Ok::<(), o2c_core::tax::Rejection>(())
//! ```
//!
//! When VAT falls due is [`TaxPoint`]'s to say, and how much of it as a document is paid part by
//! part [`Collection`]'s. [`stack`](mod@stack) serves the countries that levy several taxes upon
//! each other.

mod accounting;
mod breakdown;
mod category;
mod due;
mod included;
mod reason;
mod rejection;
pub mod stack;
mod table;
mod vat;

pub use accounting::{AccountingVat, VatAccounting};
pub(crate) use breakdown::Bases;
pub use breakdown::{Breakdown, Group, VatRounding};
pub use category::VatCategory;
pub use due::{
    BadDebt, CollectedGroup, Collection, CollectionStep, CollectionStory, FallsDue, GroupChange,
    Relief, Supply, TaxPoint, TaxPointFigures, collection_steps,
};
pub use included::IncludedVat;
pub(crate) use included::share_out;
pub use reason::VatReason;
pub use rejection::Rejection;
pub use table::VatTable;
pub use vat::Vat;
