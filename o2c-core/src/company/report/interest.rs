//! What late items bear, account by account.

use crate::body::bodies;
use crate::calendar::{DatedTable, Day};
use crate::company::interest::{InterestBilled, Late};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, EntryId};
use crate::interest::{Accrual, BelowFloor, FixedFee, Terms};
use crate::money::{Currency, Money};
use crate::receivable::{AccountKey, Holder};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which interest.
    AccruedInterestQuery {
        /// The day of the report, the last that bears interest.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// The rates and how they count.
        terms: Terms,
        /// The flat compensation for recovery, each from the day it holds; it is claimed on the
        /// accounts of its own currency, and not of consumers.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fixed_fee: Option<DatedTable<Money>>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// What late items bear on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccruedInterest {
    /// The day.
    pub as_of: Day,
    /// The accounts with something late, by customer and currency. Currencies never net.
    pub accounts: Vec<AccountInterest>,
}

/// What the late items of one customer in one currency bear.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountInterest {
    /// The customer.
    pub customer: CustomerId,
    /// The currency of all its figures.
    pub currency: Currency,
    /// The items that were late, open or paid since, in the order in which they came.
    pub items: Vec<ItemInterest>,
    /// The compensations that were not billed yet.
    pub fees: Vec<FixedFee>,
    /// Days from which a contract's rate is below its floor.
    pub findings: Vec<BelowFloor>,
    /// The interest of all items: rounded per item, then added.
    pub interest: Money,
    /// What of it was billed before.
    pub billed: Money,
    /// What of it is to be billed.
    pub to_bill: Money,
    /// The compensations to bill.
    pub fee_total: Money,
    /// All that is to be billed.
    pub total: Money,
}

/// What one item bears.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemInterest {
    /// The item.
    pub entry: EntryId,
    /// Its document.
    pub document: DocumentNumber,
    /// The interest with its segments; to be billed is less than nothing where a correction made
    /// less of it than was billed.
    pub accrual: Accrual,
}

impl Company {
    /// The interest of every late item up to a day, that day included, and the flat compensation
    /// once per invoice (rulebook T-20 to T-24); what was billed by then is deducted.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `interest.rate_missing`,
    /// `interest.fee_missing`, `money.out_of_range`.
    pub fn accrued_interest(
        &self,
        query: &AccruedInterestQuery,
    ) -> Result<AccruedInterest, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let is_asked = |key: &&AccountKey| match (&key.holder, &query.customer) {
            (Holder::Suspense, _) => false,
            (Holder::Customer(_), None) => true,
            (Holder::Customer(customer), Some(asked)) => customer == asked,
        };
        let mut keys: Vec<&AccountKey> =
            self.state.accounts.iter().map(|(key, _)| key).filter(is_asked).collect();
        keys.sort();
        let mut accounts = Vec::new();
        for key in keys {
            accounts.extend(self.account_interest(query, key)?);
        }
        Ok(AccruedInterest { as_of: query.as_of, accounts })
    }

    fn account_interest(
        &self,
        query: &AccruedInterestQuery,
        key: &AccountKey,
    ) -> Result<Option<AccountInterest>, Rejection> {
        let Holder::Customer(customer) = &key.holder else { return Ok(None) };
        let late = Late { as_of: query.as_of, known_at: query.known_at, until: query.as_of };
        let is_seen = |bill: &&InterestBilled| late.sees(bill.billed_on, bill.recorded_on);
        let billed: Vec<&InterestBilled> = self.state.billed(key).iter().filter(is_seen).collect();
        let is_ours = |fees: &&DatedTable<Money>| {
            fees.rows().first().is_some_and(|row| row.value.currency() == key.currency)
        };
        let fixed_fee = query.fixed_fee.as_ref().filter(is_ours);
        let claimed = late.claim(&self.state, key, &billed, &query.terms, fixed_fee)?;
        let Some((entries, figures)) = claimed else { return Ok(None) };
        let items = entries.into_iter().zip(figures.accruals).map(|(of, accrual)| ItemInterest {
            entry: of.entry,
            document: of.document,
            accrual,
        });
        // What was paid in time and never billed bears nothing.
        let is_late =
            |of: &ItemInterest| !of.accrual.segments.is_empty() || !of.accrual.billed.is_zero();
        let items: Vec<ItemInterest> = items.filter(is_late).collect();
        if items.is_empty() {
            return Ok(None);
        }
        let sum = |figure: fn(&Accrual) -> Money| {
            Money::sum(key.currency, items.iter().map(|of| figure(&of.accrual)))
        };
        Ok(Some(AccountInterest {
            customer: customer.clone(),
            currency: key.currency,
            interest: sum(|of| of.interest)?,
            billed: sum(|of| of.billed)?,
            to_bill: figures.interest,
            fee_total: figures.fee_total,
            total: figures.total,
            fees: figures.fees,
            findings: figures.findings,
            items,
        }))
    }
}
