//! The report of an ageing.

use super::{Buckets, CreditPolicy, Rejection};
use crate::calendar::Day;
use crate::id::CustomerId;
use crate::money::{Currency, Money};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What is open, by age.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ageing {
    /// The day ages are counted to.
    pub as_of: Day,
    /// The bounds between the buckets in days.
    pub bounds: Buckets,
    /// Where credits stand.
    pub credit_policy: CreditPolicy,
    /// Every customer and currency of which a figure is not zero, sorted by customer, then
    /// currency.
    pub accounts: Vec<AccountAgeing>,
    /// The sums of the accounts, per currency.
    pub totals: Vec<CurrencyAgeing>,
}

/// One customer's open items in one currency, by age.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AccountAgeing {
    /// The customer.
    pub customer: CustomerId,
    /// The currency of the items.
    pub currency: Currency,
    /// Due on the day of the report or later.
    pub not_due: Money,
    /// The buckets, youngest first; one more than bounds.
    pub buckets: Vec<Money>,
    /// Credits that stand in no bucket; never above zero.
    pub credits: Money,
    /// Not due, buckets and credits: the open balance (contract I8).
    pub total: Money,
}

/// The ageing of all customers in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CurrencyAgeing {
    /// The currency.
    pub currency: Currency,
    /// Due on the day of the report or later.
    pub not_due: Money,
    /// The buckets, youngest first; one more than bounds.
    pub buckets: Vec<Money>,
    /// Credits that stand in no bucket; never above zero.
    pub credits: Money,
    /// Not due, buckets and credits.
    pub total: Money,
}

impl CurrencyAgeing {
    /// Bare figures in the order not due, buckets, credits, total.
    pub(crate) fn of(
        currency: Currency,
        figures: impl Iterator<Item = i128>,
    ) -> Result<Self, Rejection> {
        let (not_due, buckets, credits, total) = in_money(currency, figures)?;
        Ok(CurrencyAgeing { currency, not_due, buckets, credits, total })
    }
}

impl AccountAgeing {
    /// Whether every figure is zero: such an account is not shown.
    pub fn is_zero(&self) -> bool {
        self.figures().all(Money::is_zero)
    }

    /// Not due, the buckets, credits, total.
    fn figures(&self) -> impl Iterator<Item = Money> {
        let buckets = self.buckets.iter().copied();
        core::iter::once(self.not_due).chain(buckets).chain([self.credits, self.total])
    }
}

impl Ageing {
    /// Ageings of one day as one: where they name the same customer and currency, their figures
    /// are added.
    pub(crate) fn merged(
        as_of: Day,
        buckets: &Buckets,
        credit_policy: CreditPolicy,
        parts: Vec<Ageing>,
    ) -> Result<Ageing, Rejection> {
        let mut parts = parts.into_iter();
        let first = parts.next();
        if parts.len() == 0 {
            return first.map_or_else(|| Ageing::of(as_of, buckets, credit_policy, Vec::new()), Ok);
        }
        let mut sums: BTreeMap<(CustomerId, Currency), Vec<i128>> = BTreeMap::new();
        for account in first.into_iter().chain(parts).flat_map(|part| part.accounts) {
            let figures: Vec<i128> =
                account.figures().map(|figure| i128::from(figure.minor())).collect();
            let sum = sums.entry((account.customer, account.currency)).or_default();
            sum.resize(figures.len(), 0);
            for (cell, figure) in sum.iter_mut().zip(figures) {
                // There are fewer currencies than could fill 128 bits.
                *cell = cell.saturating_add(figure);
            }
        }
        let mut accounts = Vec::with_capacity(sums.len());
        for ((customer, currency), sum) in sums {
            let (not_due, buckets, credits, total) = in_money(currency, sum.into_iter())?;
            let account = AccountAgeing { customer, currency, not_due, buckets, credits, total };
            if !account.is_zero() {
                accounts.push(account);
            }
        }
        Ageing::of(as_of, buckets, credit_policy, accounts)
    }

    /// The report of accounts that stand in their order, with the sums per currency.
    pub(super) fn of(
        as_of: Day,
        buckets: &Buckets,
        credit_policy: CreditPolicy,
        accounts: Vec<AccountAgeing>,
    ) -> Result<Ageing, Rejection> {
        let mut sums: BTreeMap<Currency, Vec<i128>> = BTreeMap::new();
        for account in &accounts {
            let columns = buckets.count().saturating_add(3);
            let sum = sums.entry(account.currency).or_insert_with(|| alloc::vec![0; columns]);
            for (cell, figure) in sum.iter_mut().zip(account.figures()) {
                // 10^20 accounts would have to be added before 128 bits are full.
                *cell = cell.saturating_add(i128::from(figure.minor()));
            }
        }
        let totals =
            sums.into_iter().map(|(currency, sum)| CurrencyAgeing::of(currency, sum.into_iter()));
        Ok(Ageing {
            as_of,
            bounds: buckets.clone(),
            credit_policy,
            totals: totals.collect::<Result<_, Rejection>>()?,
            accounts,
        })
    }
}

/// Bare figures in the order not due, buckets, credits, total, as money.
pub(super) fn in_money(
    currency: Currency,
    figures: impl Iterator<Item = i128>,
) -> Result<(Money, Vec<Money>, Money, Money), Rejection> {
    let mut figures =
        figures.map(|minor| Money::from_wide(minor, currency)).collect::<Result<Vec<_>, _>>()?;
    let total = figures.pop().unwrap_or(Money::zero(currency));
    let credits = figures.pop().unwrap_or(Money::zero(currency));
    let mut figures = figures.into_iter();
    let not_due = figures.next().unwrap_or(Money::zero(currency));
    Ok((not_due, figures.collect(), credits, total))
}
