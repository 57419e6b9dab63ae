//! Open items, their age, and their tie to the control account.

use super::Span;
use crate::ageing::{self, Ageing, AgeingRow, Basis, Buckets, CreditPolicy};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::revaluation::standing_on;
use crate::company::{Company, Rejection};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId};
use crate::ledger::Booking;
use crate::money::{Currency, ExchangeRate, Money};
use crate::receivable::{AccountEntry, EntryKind, Holder, Item, Open};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which aged balance.
    AgeingQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Whether age counts from the due day (the default) or the document's.
        #[cfg_attr(feature = "serde", serde(default))]
        basis: Basis,
        /// The bounds of the buckets in days; 30, 60 and 90 where none are given.
        #[cfg_attr(feature = "serde", serde(default))]
        buckets: Buckets,
        /// Where credits are shown; in a column of their own by default.
        #[cfg_attr(feature = "serde", serde(default))]
        credits: CreditPolicy,
        /// In which currency the amounts are shown.
        #[cfg_attr(feature = "serde", serde(default))]
        value: AgeingValue,
    }
    /// Which open items.
    OpenItemsQuery {
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

/// In which currency open amounts are shown (rulebook K-04). Currencies never net.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AgeingValue {
    /// The currency of each document.
    #[default]
    Document,
    /// The booked value in the ledger's currency, which ties to the control account.
    Booked,
    /// The ledger's currency at these rates, such as those of the day of the report: every item is
    /// converted and rounded by itself, half away from zero. One rate for each foreign currency,
    /// quoted either way. `ledger.rate_missing`, `ageing.rate_twice` and
    /// `ageing.rate_of_no_ledger` say what is wrong with them.
    AtRates(Vec<ExchangeRate>),
}

impl AgeingValue {
    /// Refuses rates of which nobody could say what they are for.
    pub(super) fn check(&self, ledger: Currency) -> Result<(), Rejection> {
        let AgeingValue::AtRates(rates) = self else {
            return Ok(());
        };
        let mut foreign = BTreeSet::new();
        for (index, rate) in rates.iter().enumerate() {
            let refused = if rate.base() != ledger && rate.quote() != ledger {
                ageing::Rejection::RateOfNoLedger { path: Path::root(), rate: *rate, ledger }
            } else if foreign.insert(if rate.base() == ledger { rate.quote() } else { rate.base() })
            {
                continue;
            } else {
                ageing::Rejection::RateTwice { path: Path::root(), rate: *rate }
            };
            return Err(refused.inside_index("at_rates", index).inside("value").into());
        }
        Ok(())
    }

    /// What is open, as it is shown.
    pub(super) fn of(&self, open: Open, ledger: Currency) -> Result<Money, Rejection> {
        match self {
            AgeingValue::Document => Ok(open.amount),
            AgeingValue::Booked => Ok(open.booked),
            AgeingValue::AtRates(rates) => {
                let currency = open.amount.currency();
                let mut rates = rates.iter().copied();
                let rate = rates.find(|rate| [rate.base(), rate.quote()].contains(&currency));
                let booking = Booking { ledger, rate };
                let at = |_| Path::field("value.at_rates");
                Ok(booking.book(open.amount).map_err(|no| no.with_path(&at))?)
            }
        }
    }
}

/// The document that an item is an instalment of, and which of them.
pub(super) fn document_of(item: &Item) -> (Option<DocumentNumber>, Option<u16>) {
    match &item.kind {
        EntryKind::Invoice { document, instalment } => {
            // 0 takes back what was left of a document that was replaced: it is no instalment.
            (Some(document.clone()), Some(*instalment).filter(|number| *number > 0))
        }
        EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => (None, None),
    }
}

/// An item open on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OpenItem {
    /// Whose item; none for a payment of an unknown payer.
    pub customer: Option<CustomerId>,
    /// The item.
    pub entry: EntryId,
    /// The document it is an instalment of.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// The instalment, 1 first.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub instalment: Option<u16>,
    /// The day of its document.
    pub document_on: Day,
    /// The day it is due.
    pub due_on: Day,
    /// What was open, debit positive.
    pub open: Money,
    /// The same in the ledger's currency.
    pub booked: Money,
}

/// Days on which three figures were held against each other: the total of the ageing, the sum of
/// the open items, and the balance of the control account (contract I9).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reconciliation {
    /// How many days were held against each other.
    pub days: u32,
    /// On how many of them the three were one figure.
    pub days_equal: u32,
    /// The days on which they were not.
    pub unequal: Vec<Unequal>,
}

/// A day on which the figures differ.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Unequal {
    /// The day.
    pub on: Day,
    /// The total of the ageing.
    pub ageing: Money,
    /// The sum of the open items.
    pub items: Money,
    /// The balance of the control account.
    pub control: Money,
}

impl Company {
    /// The aged balance of a day (rulebook K-01 to K-05): what was open on that day, not what is
    /// open now. Payments in suspense are nobody's and not part of it.
    ///
    /// # Errors
    /// For a value at rates those of [`AgeingValue::AtRates`]; `money.out_of_range`.
    pub fn ageing(&self, query: &AgeingQuery) -> Result<Ageing, Rejection> {
        query.value.check(self.settings().ledger_currency)?;
        let as_of = query.as_of;
        #[cfg(feature = "planted-defects")]
        let as_of = as_of.plus_days(i64::from(crate::defects::is_planted(8)))?;
        let mut aged = Vec::new();
        for rows in self.ageing_rows(query)? {
            let (customers, items) = ageing::columns_of(&rows)?;
            let columns = items.as_columns();
            let columns = ageing::age_columns(&columns, as_of, &query.buckets, query.credits)?;
            aged.push(columns.named(&customers, items.currencies())?);
        }
        Ok(Ageing::merged(as_of, &query.buckets, query.credits, aged)?)
    }

    /// The open items as they are shown, apart by the currency of their documents: what was
    /// converted must not net what was not (rulebook K-04).
    fn ageing_rows(&self, query: &AgeingQuery) -> Result<Vec<Vec<AgeingRow>>, Rejection> {
        let ledger = self.settings().ledger_currency;
        let mut rows: BTreeMap<Currency, Vec<AgeingRow>> = BTreeMap::new();
        for (key, account) in self.state.accounts.iter() {
            let Holder::Customer(customer) = &key.holder else {
                continue;
            };
            for one in account.open_items(query.as_of, query.known_at) {
                let due_on = one.entry.due_as_of(query.as_of, query.known_at);
                rows.entry(key.currency).or_default().push(AgeingRow {
                    customer: customer.clone(),
                    age_from: query.basis.age_from(one.entry.item().document_on, Some(due_on)),
                    open: query.value.of(one.open, ledger)?,
                });
            }
        }
        Ok(rows.into_values().collect())
    }

    /// Every item open on a day, by customer, due day, document day and id (rulebook L-11, L-20).
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was.
    pub fn open_items(&self, query: &OpenItemsQuery) -> Result<Vec<OpenItem>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let mut items = Vec::new();
        self.each_open(query.as_of, query.known_at, |holder, entry, open| {
            let customer = match holder {
                Holder::Customer(customer) => Some(customer.clone()),
                Holder::Suspense => None,
            };
            if query.customer.is_some() && query.customer != customer {
                return;
            }
            let item = entry.item();
            let (document, instalment) = document_of(item);
            items.push(OpenItem {
                customer,
                entry: item.id.clone(),
                document,
                instalment,
                document_on: item.document_on,
                due_on: entry.due_as_of(query.as_of, query.known_at),
                open: open.amount,
                booked: open.booked,
            });
        });
        let key = |item: &OpenItem| {
            let currency = item.open.currency();
            (item.customer.clone(), currency, item.due_on, item.document_on, item.entry.clone())
        };
        items.sort_by_cached_key(key);
        Ok(items)
    }

    /// Visits every item with something open on a day.
    fn each_open(
        &self,
        as_of: Day,
        known_at: Option<Day>,
        mut visit: impl FnMut(&Holder, &AccountEntry, Open),
    ) {
        for (key, account) in self.state.accounts.iter() {
            for entry in account.entries() {
                let open = entry.open_as_of(as_of, known_at);
                if !open.is_zero() {
                    visit(&key.holder, entry, open);
                }
            }
        }
    }

    /// Holds, for every day of a span, ageing, open items and control account against each other.
    ///
    /// # Errors
    /// `company.days_reversed`, `money.out_of_range`.
    pub fn reconcile(&self, span: &Span) -> Result<Reconciliation, Rejection> {
        span.check()?;
        let ledger = self.settings().ledger_currency;
        let chart = &self.settings().chart;
        let mut found = Reconciliation { days: 0, days_equal: 0, unequal: Vec::new() };
        let by_day = |account| -> Result<BTreeMap<Day, Money>, Rejection> {
            Ok(self.state.journal.balances_by_day(account, span.known_at)?.into_iter().collect())
        };
        let (control, doubtful) = (by_day(&chart.receivable)?, by_day(&chart.doubtful)?);
        let mut on = span.from;
        loop {
            let (ageing, items) = self.open_on(on, span.known_at, ledger)?;
            let balance = |days: &BTreeMap<Day, Money>| {
                days.range(..=on).next_back().map_or(Money::zero(ledger), |(_, balance)| *balance)
            };
            let control = balance(&control).checked_add(balance(&doubtful))?;
            // What a revaluation stands at is beside what is open.
            let revalued = standing_on(&self.state.revaluations, on, span.known_at, ledger)?;
            let control = control.checked_sub(revalued)?;
            found.days = found.days.saturating_add(1);
            if ageing == items && items == control {
                found.days_equal = found.days_equal.saturating_add(1);
            } else {
                found.unequal.push(Unequal { on, ageing, items, control });
            }
            if on >= span.until {
                return Ok(found);
            }
            on = on.plus_days(1)?;
        }
    }

    /// The total of the ageing and the sum of the open items, each by its own way, in the ledger's
    /// currency.
    fn open_on(
        &self,
        on: Day,
        known_at: Option<Day>,
        ledger: Currency,
    ) -> Result<(Money, Money), Rejection> {
        let query = AgeingQuery {
            as_of: on,
            known_at,
            basis: Basis::default(),
            buckets: Buckets::default(),
            credits: CreditPolicy::default(),
            value: AgeingValue::Booked,
        };
        let ageing = self.ageing(&query)?;
        let ageing = Money::sum(ledger, ageing.accounts.iter().map(|account| account.total))?;
        let mut open = Vec::new();
        self.each_open(on, known_at, |holder, _, value| {
            if matches!(holder, Holder::Customer(_)) {
                open.push(value.booked);
            }
        });
        Ok((ageing, Money::sum(ledger, open)?))
    }
}
