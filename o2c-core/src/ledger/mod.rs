//! Ledger: accounts, entries that balance by construction, and the journal they stand in.
//!
//! An entry says what an event means in the books: which accounts are debited, which credited, in
//! the currency of the document and in the ledger's own. It exists only balanced in both
//! (rulebook A-04). The journal keeps entries as they came; every balance is a function of the
//! journal, a day and, if asked, of the day up to which things were known.
//!
//! ```
//! use o2c_core::ledger::{Chart, Entry, EntryLine, Journal};
//! let (chart, invoiced_on) = (Chart::french(), "2026-01-15".parse()?);
//! // rulebook EX-A: an invoice of 12,000 with 2,000 of VAT.
//! let entry = Entry::balanced(invoiced_on, invoiced_on, "F2026-00001".parse()?, vec![
//!     EntryLine::in_ledger(&chart.receivable, Some("C-17".parse()?), "12000.00 EUR".parse()?),
//!     EntryLine::in_ledger(&chart.sales, None, "-10000.00 EUR".parse()?),
//!     EntryLine::in_ledger(&chart.vat_collected, None, "-2000.00 EUR".parse()?),
//! ])?;
//! let mut journal = Journal::new("EUR".parse()?);
//! journal.append(entry)?;
//! let open = journal.balance(&chart.receivable, "2026-01-31".parse()?, None)?;
//! assert_eq!(open.to_string(), "12000.00 EUR");
//! assert!(journal.balance(&chart.receivable, "2026-01-14".parse()?, None)?.is_zero());
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod account;
mod booking;
mod entry;
mod journal;
mod rejection;

pub use account::{AccountNumber, Chart, TaxAccount};
pub use booking::Booking;
pub use entry::{Entry, EntryLine};
pub use journal::{Journal, TrialBalance, TrialBalanceRow};
pub use rejection::Rejection;

#[cfg(test)]
mod tests;
