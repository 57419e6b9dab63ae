//! The clear path: open items one by one, and how they become columns.

use super::report::in_money;
use super::{AccountAgeing, Ageing, Buckets, CreditPolicy, Rejection, place_items};
use crate::calendar::Day;
use crate::columns::{Interner, OpenItemsTable};
use crate::id::CustomerId;
use crate::money::{Currency, Money};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// One open item: what was open of it as of the day of the report. Items dated after that day
/// are none (rulebook K-02).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AgeingRow {
    /// Whose item it is.
    pub customer: CustomerId,
    /// The day its age counts from: see [`Basis`](super::Basis).
    pub age_from: Day,
    /// What is open: debit positive, credit negative.
    pub open: Money,
}

/// The ageing of open items, item by item (rulebook K-01 to K-05).
///
/// ```
/// use o2c_core::ageing::{AgeingRow, Buckets, CreditPolicy, age_rows};
/// let row = |age_from: &str, open: &str| Ok::<_, o2c_core::error::Error>(AgeingRow {
///     customer: "C-17".parse()?,
///     age_from: age_from.parse()?,
///     open: open.parse()?,
/// });
/// let rows = [row("2026-01-31", "100.00 EUR")?, row("2026-03-20", "-30.00 EUR")?];
/// let (as_of, buckets) = ("2026-03-31".parse()?, Buckets::default());
/// let ageing = age_rows(&rows, as_of, &buckets, CreditPolicy::OldestFirst)?;
/// assert_eq!(ageing.accounts[0].buckets[1].to_string(), "70.00 EUR");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `money.out_of_range`.
pub fn age_rows(
    rows: &[AgeingRow],
    as_of: Day,
    buckets: &Buckets,
    policy: CreditPolicy,
) -> Result<Ageing, Rejection> {
    let mut items: BTreeMap<(&CustomerId, Currency), Vec<&AgeingRow>> = BTreeMap::new();
    for row in rows {
        let account = items.entry((&row.customer, row.open.currency()));
        account.or_default().push(row);
    }
    let mut accounts = Vec::with_capacity(items.len());
    for ((customer, currency), items) in items {
        let figures = age_account(&items, as_of, buckets, policy)?;
        let (not_due, buckets, credits, total) = in_money(currency, figures.into_iter())?;
        let account = AccountAgeing {
            customer: customer.clone(),
            currency,
            not_due,
            buckets,
            credits,
            total,
        };
        if !account.is_zero() {
            accounts.push(account);
        }
    }
    Ageing::of(as_of, buckets, policy, accounts)
}

/// Not due, buckets, credits and total of one account's items. Sums of any number of items stay
/// within 128 bits.
fn age_account(
    items: &[&AgeingRow],
    as_of: Day,
    buckets: &Buckets,
    policy: CreditPolicy,
) -> Result<Vec<i128>, Rejection> {
    let open: Vec<(Day, Money)> = items.iter().map(|item| (item.age_from, item.open)).collect();
    let mut figures = alloc::vec![0_i128; buckets.count().saturating_add(2)];
    let mut total = 0_i128;
    for one in place_items(&open, as_of, buckets, policy)? {
        let aged = i128::from(one.aged.minor());
        if let Some(figure) = figures.get_mut(one.place) {
            *figure = figure.saturating_add(aged);
        }
        total = total.saturating_add(aged);
    }
    figures.push(total);
    Ok(figures)
}

/// The rows as columns, with the customers' names beside them: the way of a company's own report
/// to [`age_columns`](super::age_columns).
///
/// ```
/// use o2c_core::ageing::{AgeingRow, Buckets, CreditPolicy, age_columns, age_rows, columns_of};
/// let rows = [AgeingRow {
///     customer: "C-17".parse()?,
///     age_from: "2026-03-01".parse()?,
///     open: "700.00 EUR".parse()?,
/// }];
/// let (as_of, buckets) = ("2026-03-31".parse()?, Buckets::default());
/// let (customers, items) = columns_of(&rows)?;
/// let fast = age_columns(&items.as_columns(), as_of, &buckets, CreditPolicy::Separate)?;
/// let clear = age_rows(&rows, as_of, &buckets, CreditPolicy::Separate)?;
/// assert_eq!(fast.named(&customers, items.currencies())?, clear);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `columns.too_many_texts`.
pub fn columns_of<'a>(
    rows: impl IntoIterator<Item = &'a AgeingRow>,
) -> Result<(Interner, OpenItemsTable), Rejection> {
    let mut customers = Interner::new();
    let mut items = OpenItemsTable::new();
    for row in rows {
        let customer = customers.number_of(row.customer.as_str())?;
        items.push(customer, row.age_from.number_since_1970(), row.open);
    }
    Ok((customers, items))
}
