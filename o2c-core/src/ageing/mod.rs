//! Ageing, a calculator: how long what is open has been due, per customer and currency.
//!
//! What goes in is open already as of the day of the report (rulebook K-02), each item with the
//! day its age counts from; what comes out is the same money, sorted into *not due*, the buckets
//! and *credits* (rulebook K-01, K-03). The three always partition the open balance (contract
//! I8). Nothing is ever netted across customers or currencies (rulebook K-04).
//!
//! ```
//! use o2c_core::ageing::{AgeingRow, Buckets, CreditPolicy, age_rows};
//! let row = |age_from: &str, open: &str| Ok::<_, o2c_core::error::Error>(AgeingRow {
//!     customer: "C-17".parse()?,
//!     age_from: age_from.parse()?,
//!     open: open.parse()?,
//! });
//! // rulebook EX-K1: due on 1 March, as of 31 March, is 30 days old; due today is not due.
//! let rows = [row("2026-03-01", "700.00 EUR")?, row("2026-03-31", "500.00 EUR")?];
//! let (as_of, buckets) = ("2026-03-31".parse()?, Buckets::default());
//! let ageing = age_rows(&rows, as_of, &buckets, CreditPolicy::Separate)?;
//! assert_eq!(buckets.labels(), ["not due", "1-30", "31-60", "61-90", ">90"]);
//! assert_eq!(ageing.accounts[0].not_due.to_string(), "500.00 EUR");
//! assert_eq!(ageing.accounts[0].buckets[0].to_string(), "700.00 EUR");
//! assert_eq!(ageing.totals[0].total.to_string(), "1200.00 EUR");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```
//!
//! Two paths lead to the same report, to the byte: [`age_rows`], which is clear, and
//! [`age_columns`], which is fast and serves a company's own report as well as columns from
//! outside. [`place_items`] tells which item stands in which cell, and with how much.

mod buckets;
mod kernel;
mod loss;
mod place;
mod rejection;
mod report;
mod rows;

pub use buckets::{Basis, Buckets, CreditPolicy};
pub use kernel::{AgeingPlan, ChunkSums, ColumnAgeing, age_columns};
pub use loss::{ExpectedLoss, LossBucket, LossFlow, ProvisionMatrix};
pub use place::{Placed, place_items};
pub use rejection::Rejection;
pub use report::{AccountAgeing, Ageing, CurrencyAgeing};
pub use rows::{AgeingRow, age_rows, columns_of};
