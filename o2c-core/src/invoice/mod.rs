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

pub mod compute;
mod draft;
mod rejection;

pub use compute::Figures;
pub use draft::{Draft, DraftLine, OrderReference, VatReason};
pub use rejection::Rejection;
