//! What subscriptions bring in, and what of their invoices is to be collected.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::direct_debit::under_way;
use crate::company::subscription::collected_by;
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, EntryId, SubscriptionId, Text};
use crate::money::{Currency, Money};
use crate::receivable::Holder;
use crate::reporting::{Periods, RecurringBook, RecurringHolder, RecurringMonth};
use crate::subscription::{CollectedBy, Contract};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which recurring revenue.
    RecurringRevenueQuery {
        /// The day of the report; the last month ends with it.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// How many months are shown.
        #[cfg_attr(feature = "serde", serde(default = "a_year"))]
        months: u32,
        /// Who comes, stays and leaves: customers by default.
        #[cfg_attr(feature = "serde", serde(default))]
        by: RecurringBy,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
    /// Which invoices of subscriptions are to be collected.
    CollectionsDueQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

#[cfg(feature = "serde")]
const fn a_year() -> u32 {
    12
}

/// Who is counted as a subscriber.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RecurringBy {
    /// A customer with all subscriptions: one that changes from one to another stays.
    #[default]
    Customer,
    /// Each subscription.
    Subscription,
}

/// What subscriptions bring in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecurringRevenue {
    /// The day of the report.
    pub as_of: Day,
    /// Currency by currency.
    pub currencies: Vec<RecurringCurrency>,
}

/// What the subscriptions of one currency bring in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecurringCurrency {
    /// The currency.
    pub currency: Currency,
    /// Month by month, oldest first.
    pub months: Vec<RecurringMonth>,
}

/// An item of a subscription's invoice that is to be collected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CollectionDue {
    /// Which subscription.
    pub subscription: SubscriptionId,
    /// Of whom.
    pub customer: CustomerId,
    /// The invoice.
    pub document: DocumentNumber,
    /// Its item.
    pub entry: EntryId,
    /// By what it is collected.
    pub by: CollectedBy,
    /// What is open of it and not on its way.
    pub open: Money,
    /// The day it falls due.
    pub due_on: Day,
    /// Which attempt the next one is, 1 first.
    pub attempt: u16,
    /// The day of the next attempt; none where none is left.
    pub collect_on: Option<Day>,
    /// Whether that day has come.
    pub is_due: bool,
    /// The day of the last failure.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub failed_on: Option<Day>,
    /// Why it failed.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reason: Option<Text>,
}

/// A currency, a customer, and a subscription where each is counted.
type Subscriber<'a> = (Currency, &'a CustomerId, Option<&'a SubscriptionId>);

impl Company {
    /// What subscriptions bring in a month, month by month, and what was won, kept and lost of it:
    /// the recurring charges that hold at the end of each month, brought to a month (a year of 365
    /// days has twelve). A trial, a pause, usage, one-off charges and least amounts bring nothing.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `reporting.no_periods`,
    /// `calendar.out_of_range`, `money.out_of_range`.
    pub fn recurring_revenue(
        &self,
        query: &RecurringRevenueQuery,
    ) -> Result<RecurringRevenue, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let periods = Periods::months(query.as_of, query.months)?;
        let mut ends: Vec<Day> = Vec::with_capacity(periods.len().saturating_add(1));
        if let Some(first) = periods.iter().next() {
            ends.push(first.from.plus_days(-1)?);
        }
        ends.extend(periods.iter().map(|period| period.until));
        let mut holders: BTreeMap<Subscriber<'_>, RecurringHolder> = BTreeMap::new();
        let subscriptions = self.subscriptions_known(query.known_at)?;
        for (id, subscription) in &subscriptions {
            let Some(contract) = subscription.contract() else { continue };
            let customer = &contract.plan.customer;
            if query.customer.as_ref().is_some_and(|asked| asked != customer) {
                continue;
            }
            let own = (query.by == RecurringBy::Subscription).then_some(*id);
            let holder = holders.entry((contract.plan.currency, customer, own));
            let count = ends.len();
            let nothing = || RecurringHolder { ends: alloc::vec![0; count], first: count };
            add(contract, &ends, holder.or_insert_with(nothing))?;
        }
        let mut books: BTreeMap<Currency, Vec<RecurringHolder>> = BTreeMap::new();
        for ((currency, ..), holder) in holders {
            books.entry(currency).or_default().push(holder);
        }
        let currencies = books.into_iter().map(|(currency, holders)| {
            let months = periods.iter().collect();
            let months = RecurringBook { currency, months, holders }.figures()?;
            Ok(RecurringCurrency { currency, months })
        });
        let currencies = currencies.collect::<Result<_, Rejection>>()?;
        Ok(RecurringRevenue { as_of: query.as_of, currencies })
    }

    /// The invoices of subscriptions that are open on a day and collected by direct debit or card:
    /// when the next attempt is, and what failed. What the bank has already is not told.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn collections_due(
        &self,
        query: &CollectionsDueQuery,
    ) -> Result<Vec<CollectionDue>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let known = self.subscriptions_known(query.known_at)?;
        let known: BTreeMap<_, _> = known.into_iter().collect();
        let mut rows = Vec::new();
        for (key, account) in self.state.accounts.iter() {
            let Holder::Customer(customer) = &key.holder else { continue };
            if query.customer.as_ref().is_some_and(|asked| asked != customer) {
                continue;
            }
            for one in account.open_items(query.as_of, query.known_at) {
                let Some(document) = one.entry.item().kind.document() else { continue };
                let Some((subscription, collection)) = collected_by(&self.state, document) else {
                    continue;
                };
                let entry = one.entry.id().clone();
                let on_its_way = under_way(self.state.debits(), key, &entry)?;
                let open = one.open.amount.checked_sub(on_its_way)?;
                if !open.is_positive() {
                    continue;
                }
                let due_on = one.entry.due_as_of(query.as_of, query.known_at);
                let subscribed = known.get(&subscription);
                let failed = subscribed.and_then(|of| of.contract()?.failed.get(document));
                let mut seen = failed.into_iter().flatten().filter(|one| one.on <= query.as_of);
                let attempts = seen.clone().count();
                let last = seen.next_back();
                let collect_on = last.map_or(Some(due_on), |last| last.retry_on);
                rows.push(CollectionDue {
                    subscription,
                    customer: customer.clone(),
                    document: document.clone(),
                    entry,
                    by: collection.by,
                    open,
                    due_on,
                    attempt: u16::try_from(attempts.saturating_add(1)).unwrap_or(u16::MAX),
                    collect_on,
                    is_due: collect_on.is_some_and(|day| day <= query.as_of),
                    failed_on: last.map(|last| last.on),
                    reason: last.map(|last| last.reason.clone()),
                });
            }
        }
        rows.sort_by(|one, other| {
            (&one.customer, &one.document, &one.entry).cmp(&(
                &other.customer,
                &other.document,
                &other.entry,
            ))
        });
        Ok(rows)
    }
}

/// Adds what a contract brings at each day, and the month in which it was charged first.
fn add(contract: &Contract, ends: &[Day], holder: &mut RecurringHolder) -> Result<(), Rejection> {
    for (end, sum) in ends.iter().zip(&mut holder.ends) {
        let monthly = contract.monthly_on(*end)?;
        // Sums of amounts of 64 bits stay within 128.
        *sum = sum.saturating_add(monthly.minor().into());
    }
    let first = ends.partition_point(|end| *end < contract.charged_from());
    holder.first = holder.first.min(first);
    Ok(())
}
