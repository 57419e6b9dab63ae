//! Columns: open items as plain slices, the common ground of every figure over many customers.
//!
//! One row is one open item: whose it is, when it is due, how much of it is open, in which
//! currency. Ageing, collection days and dunning runs read these columns; a company's own items,
//! rows of a C program and columns of a data frame all enter here, the last two without a copy.
//!
//! ```
//! use o2c_core::columns::{Interner, OpenItemsTable};
//! let mut customers = Interner::new();
//! let mut items = OpenItemsTable::new();
//! items.push(customers.number_of("C-17")?, 20_483, "120.00 EUR".parse()?);
//! items.push(customers.number_of("C-04")?, 20_513, "-20.00 EUR".parse()?);
//! items.push(customers.number_of("C-17")?, 20_513, "900 JPY".parse()?);
//! assert_eq!(items.as_columns().customers(), [0, 1, 0]);
//! assert_eq!(items.as_columns().open_minor(), [12_000, -2_000, 900]);
//! assert_eq!(customers.text_of(1), Some("C-04"));
//! # Ok::<(), o2c_core::error::Error>(())
//! ```
//!
//! Dense numbers stand for the caller's texts and never leave memory: what goes out carries the
//! texts.

mod incoming;
mod interner;
mod keys;
mod outgoing;
mod table;

pub(crate) use incoming::refuse_currencies;
pub use incoming::{days_of_moments, minor_units, refuse_amounts, refuse_days, refuse_days_of};
pub use interner::Interner;
pub use keys::Keys;
pub use outgoing::Decimals;
pub use table::OpenItemsTable;

use crate::bounds::MINOR_UNITS;
use crate::error::Path;

crate::rejections! {
    /// Why columns are refused: numbers 700 to 730, in order of precedence.
    pub enum Rejection {
        /// The columns of one table are of different length.
        LengthsDiffer = 701 "columns.lengths_differ"
            { column: &'static str, expected: usize, found: usize }
            => "column {column} has {found} rows, column customer has {expected}",
        /// An open amount leaves the range of money.
        OutOfRange = 702 "columns.out_of_range" { open_minor: i64, bound: i64 }
            => "{open_minor} minor units are beyond the range of money, below {bound}",
        /// More different texts than there are dense numbers.
        TooManyTexts = 703 "columns.too_many_texts" { count: usize }
            => "{count} texts are all that can be numbered",
        /// A day is beyond the years 1 to 9999.
        DayOutOfRange = 713 "columns.day_out_of_range" { days_since_1970: i32 }
            => "{days_since_1970} days since 1970-01-01 are beyond the years 1 to 9999",
        /// A currency's place is beyond the list of the table's currencies.
        UnknownCurrency = 714 "columns.unknown_currency" { place: u16, count: usize }
            => "the currency place {place} is beyond the list of {count}",
    }
    carries { Money(crate::money::Rejection) }
}

/// One open item, a row of [`OpenItems`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenItem {
    /// The customer's dense number.
    pub customer: u32,
    /// The due day, as days since 1970-01-01.
    pub due_on: i32,
    /// What is open, in minor units: debit positive, credit negative (rulebook G-03).
    pub open_minor: i64,
    /// The currency's place in the list that belongs to the table.
    pub currency: u16,
}

/// Open items as four columns of one length, borrowed from whoever owns them.
///
/// ```
/// use o2c_core::columns::OpenItems;
/// use o2c_core::error::Refusal;
/// let items = OpenItems::new(&[0, 1], &[20_483, 20_513], &[12_000, -2_000], &[0, 0])?;
/// assert_eq!(items.len(), 2);
/// assert_eq!(items.iter().map(|item| item.open_minor).sum::<i64>(), 10_000);
/// let refused = OpenItems::new(&[0, 1], &[20_483], &[12_000, -2_000], &[0, 0]).unwrap_err();
/// assert_eq!(refused.code(), "columns.lengths_differ");
/// # Ok::<(), o2c_core::columns::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenItems<'a> {
    customer: &'a [u32],
    due_on: &'a [i32],
    open_minor: &'a [i64],
    currency: &'a [u16],
}

impl<'a> OpenItems<'a> {
    /// Four columns as one table: customers' dense numbers, due days as days since 1970-01-01,
    /// open amounts in minor units, places in the table's list of currencies.
    ///
    /// # Errors
    /// `columns.lengths_differ`; `columns.out_of_range` (with its row) for an open amount of 10^18
    /// minor units and beyond, so that every kernel may rely on the range of money.
    pub fn new(
        customer: &'a [u32],
        due_on: &'a [i32],
        open_minor: &'a [i64],
        currency: &'a [u16],
    ) -> Result<Self, Rejection> {
        let expected = customer.len();
        for (column, found) in [
            ("due_on", due_on.len()),
            ("open_minor", open_minor.len()),
            ("currency", currency.len()),
        ] {
            if found != expected {
                return Err(Rejection::LengthsDiffer {
                    path: Path::field(column),
                    column,
                    expected,
                    found,
                });
            }
        }
        refuse_out_of_range(open_minor)?;
        Ok(OpenItems { customer, due_on, open_minor, currency })
    }

    /// How many items there are.
    pub const fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether there is no item.
    pub const fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }

    /// The customers' dense numbers.
    pub const fn customers(&self) -> &'a [u32] {
        self.customer
    }

    /// The due days, as days since 1970-01-01.
    pub const fn due_on(&self) -> &'a [i32] {
        self.due_on
    }

    /// The open amounts in minor units, each within the range of money.
    pub const fn open_minor(&self) -> &'a [i64] {
        self.open_minor
    }

    /// The currencies' places in the table's list.
    pub const fn currencies(&self) -> &'a [u16] {
        self.currency
    }

    /// The items one by one, in the order of the rows.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = OpenItem> + use<'a> {
        let (customers, due_on) = (self.customer.iter(), self.due_on.iter());
        let (open_minor, currencies) = (self.open_minor.iter(), self.currency.iter());
        customers.zip(due_on).zip(open_minor).zip(currencies).map(
            |(((customer, due_on), open_minor), currency)| OpenItem {
                customer: *customer,
                due_on: *due_on,
                open_minor: *open_minor,
                currency: *currency,
            },
        )
    }
}

/// Looks at every amount without a branch, and for the row only once one is known to be wrong.
pub(crate) fn refuse_out_of_range(open_minor: &[i64]) -> Result<(), Rejection> {
    let is_beyond = |minor: &i64| *minor >= MINOR_UNITS || *minor <= MINOR_UNITS.saturating_neg();
    let any_beyond = open_minor.iter().fold(false, |beyond, minor| beyond | is_beyond(minor));
    if !any_beyond {
        return Ok(());
    }
    match open_minor.iter().enumerate().find(|row| is_beyond(row.1)) {
        None => Ok(()),
        Some((row, minor)) => Err(Rejection::OutOfRange {
            path: Path::index("open_minor", row),
            open_minor: *minor,
            bound: MINOR_UNITS,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::string::ToString;

    #[test]
    fn each_column_of_another_length_is_refused_by_name() {
        let refusals = [
            OpenItems::new(&[0, 0], &[1], &[1, 1], &[0, 0]),
            OpenItems::new(&[0, 0], &[1, 1], &[1, 1, 1], &[0, 0]),
            OpenItems::new(&[0, 0], &[1, 1], &[1, 1], &[]),
        ]
        .map(|refused| refused.unwrap_err());
        let told = refusals.map(|refused| (refused.path().to_string(), refused.to_string()));
        let expected = [("due_on", 1), ("open_minor", 3), ("currency", 0)].map(|(name, rows)| {
            let sentence = alloc::format!("column {name} has {rows} rows, column customer has 2");
            (name.to_string(), sentence)
        });
        assert_eq!(told, expected);
    }

    #[test]
    fn amounts_beyond_the_range_of_money_are_refused_with_their_row() {
        let largest = 999_999_999_999_999_999;
        assert!(OpenItems::new(&[0, 0], &[1, 1], &[largest, -largest], &[0, 0]).is_ok());
        for beyond in [largest + 1, -largest - 1, i64::MAX, i64::MIN] {
            let refused = OpenItems::new(&[0, 0], &[1, 1], &[0, beyond], &[0, 0]).unwrap_err();
            assert_eq!((refused.number(), refused.code()), (702, "columns.out_of_range"));
            assert_eq!(refused.path().as_str(), "open_minor[1]");
            assert_eq!(refused.figures()[0], ("open_minor", beyond.to_string()));
        }
    }

    #[test]
    fn no_items_are_a_table_too() {
        let none = OpenItems::new(&[], &[], &[], &[]).unwrap();
        assert!(none.is_empty());
        assert_eq!((none.len(), none.iter().len()), (0, 0));
    }
}
