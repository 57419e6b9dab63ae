//! Open items that own their columns.

use super::OpenItems;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

/// Open items gathered row by row, and the currencies that stand in them.
///
/// ```
/// use o2c_core::columns::OpenItemsTable;
/// let mut items = OpenItemsTable::with_capacity(2);
/// items.push(0, 20_483, "120.00 EUR".parse()?);
/// items.push(0, 20_513, "900 JPY".parse()?);
/// let columns = items.as_columns();
/// assert_eq!(columns.currencies(), [0, 1]);
/// assert_eq!(items.currencies()[1].code(), "JPY");
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenItemsTable {
    customer: Vec<u32>,
    due_on: Vec<i32>,
    open_minor: Vec<i64>,
    currency: Vec<u16>,
    currencies: Vec<Currency>,
}

impl OpenItemsTable {
    /// No item yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No item yet, with room for as many as are expected.
    pub fn with_capacity(items: usize) -> Self {
        OpenItemsTable {
            customer: Vec::with_capacity(items),
            due_on: Vec::with_capacity(items),
            open_minor: Vec::with_capacity(items),
            currency: Vec::with_capacity(items),
            currencies: Vec::new(),
        }
    }

    /// Adds an item: the customer's dense number, the due day as days since 1970-01-01, what is
    /// open (debit positive, credit negative).
    pub fn push(&mut self, customer: u32, due_on: i32, open: Money) {
        let currency = self.place_of(open.currency());
        self.customer.push(customer);
        self.due_on.push(due_on);
        self.open_minor.push(open.minor());
        self.currency.push(currency);
    }

    /// The columns, for the kernels. Always valid: rows are only added whole, and money keeps
    /// within its range.
    pub fn as_columns(&self) -> OpenItems<'_> {
        OpenItems {
            customer: &self.customer,
            due_on: &self.due_on,
            open_minor: &self.open_minor,
            currency: &self.currency,
        }
    }

    /// The currencies in order of first sight; a row's currency is a place in this list.
    pub fn currencies(&self) -> &[Currency] {
        &self.currencies
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.customer.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.customer.is_empty()
    }

    /// A company trades in a handful of currencies: a short list is faster than a hash.
    fn place_of(&mut self, currency: Currency) -> u16 {
        let known = self.currencies.iter().position(|known| *known == currency);
        let place = known.unwrap_or_else(|| {
            self.currencies.push(currency);
            self.currencies.len().saturating_sub(1)
        });
        // The list never outgrows the ISO table, which has fewer than 65,536 rows.
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::OpenItem;
    use crate::money::CURRENCIES;
    use proptest::prelude::*;

    fn rows() -> impl Strategy<Value = Vec<(u32, i32, i64, usize)>> {
        let minor = -999_999_999_999_999_999..=999_999_999_999_999_999_i64;
        let row = (any::<u32>(), any::<i32>(), minor, 0..CURRENCIES.len());
        prop::collection::vec(row, 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_was_pushed_is_what_stands_in_the_columns(rows in rows()) {
            let mut table = OpenItemsTable::new();
            for (customer, due_on, minor, currency) in &rows {
                let currency = Currency::parse(CURRENCIES[*currency].0).unwrap();
                table.push(*customer, *due_on, Money::from_minor(*minor, currency).unwrap());
            }
            let columns = table.as_columns();
            prop_assert_eq!((columns.len(), columns.is_empty()), (rows.len(), rows.is_empty()));
            for (item, row) in columns.iter().zip(&rows) {
                let (customer, due_on, open_minor, currency) = *row;
                let code = table.currencies()[usize::from(item.currency)].code();
                prop_assert_eq!(code, CURRENCIES[currency].0);
                let expected = OpenItem { customer, due_on, open_minor, currency: item.currency };
                prop_assert_eq!(item, expected);
            }
            let checked = OpenItems::new(
                columns.customers(), columns.due_on(), columns.open_minor(), columns.currencies(),
            );
            prop_assert_eq!(checked, Ok(columns));
        }
    }
}
