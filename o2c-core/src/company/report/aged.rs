//! The aged balance by customer, group or currency, and the items behind every cell of it.

use super::arrangements::{DuePart, due_parts};
use super::balances::{AgeingValue, document_of};
use crate::ageing::{Basis, Buckets, CreditPolicy, CurrencyAgeing, place_items};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Cause, Company, Rejection};
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId, GroupId};
use crate::money::{Currency, Money, telescope};
use crate::receivable::{Account, AccountEntry, Holder};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which aged balance, and how much of it is shown.
    AgedBalanceQuery {
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
        /// In which currency the amounts are shown, at which value.
        #[cfg_attr(feature = "serde", serde(default))]
        value: AgeingValue,
        /// What a row stands for; a customer by default.
        #[cfg_attr(feature = "serde", serde(default))]
        by: AgedBy,
        /// Only this customer's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Only this group's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        group: Option<GroupId>,
        /// Whether the items behind the cells are shown.
        #[cfg_attr(feature = "serde", serde(default))]
        with_items: bool,
        /// Whether items that a plan of instalments covers are due when they were (the default) or
        /// when the plan says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "DueDays::is_first"))]
        due_days: DueDays,
    }
}

/// What a row of an aged balance stands for; each currency has rows of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AgedBy {
    /// A customer.
    #[default]
    Customer,
    /// A group of customers; those of no group share a row.
    Group,
    /// Everybody.
    Currency,
}

/// When what a plan of instalments covers is due (rulebook R-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DueDays {
    /// When it was before.
    #[default]
    Original,
    /// On the days of the plan that runs on the day of the report, part by part.
    Plan,
}

impl DueDays {
    /// Whether it is when it was before, which is not said.
    pub const fn is_first(&self) -> bool {
        matches!(self, DueDays::Original)
    }
}

/// What was open on a day, by age.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AgedBalance {
    /// The day of the report.
    pub as_of: Day,
    /// Up to which day things were known; none for all that is known.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub known_at: Option<Day>,
    /// What age counts from.
    pub basis: Basis,
    /// The bounds between the buckets in days.
    pub bounds: Buckets,
    /// The names of the places: not due, the buckets, credits.
    pub labels: Vec<String>,
    /// Where credits stand.
    pub credit_policy: CreditPolicy,
    /// At which value amounts are shown.
    pub value: AgeingValue,
    /// The rows of which a figure is not zero, sorted by group or customer, then currency.
    pub rows: Vec<AgedRow>,
    /// The sums of the rows, per currency.
    pub totals: Vec<AgedRow>,
    /// The items, sorted by customer, currency and the day their age counts from; none unless
    /// they were asked for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub items: Vec<AgedItem>,
}

/// A row of an aged balance.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AgedRow {
    /// The customer, where a row is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer: Option<CustomerId>,
    /// The group: the customer's, or that which the row is.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
    /// The cells.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub figures: CurrencyAgeing,
    /// What of the items is disputed; it stands in the cells all the same (rulebook K-02).
    pub disputed: Money,
    /// What of the items somebody promised to pay; it stands in the cells all the same.
    pub promised: Money,
}

/// An item behind a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AgedItem {
    /// Whose item.
    pub customer: CustomerId,
    /// The customer's group.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
    /// The item.
    pub entry: EntryId,
    /// What it is, such as `invoice` or `payment`.
    pub kind: &'static str,
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
    /// The day it is due by a plan of instalments, where that was asked for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub planned_on: Option<Day>,
    /// How many days old it is; zero and below is not due.
    pub age: i32,
    /// What was open, in the document's currency.
    pub open: Money,
    /// The same at the value of the report.
    pub value: Money,
    /// The place of its cell among the labels.
    pub place: usize,
    /// What of it stands in that cell: the items' parts sum to the cell.
    pub aged: Money,
    /// What of its value is disputed.
    pub disputed: Money,
    /// What of its value somebody promised to pay.
    pub promised: Money,
}

/// What was said of an open item besides its amount, in the document's currency; never beyond what
/// is open.
struct Marks {
    disputed: Money,
    promised: Money,
}

/// The sums of a row, which stay within 128 bits whatever the number of items.
struct Sums {
    /// The group of the customer that the row is.
    group: Option<GroupId>,
    cells: Vec<i128>,
    disputed: i128,
    promised: i128,
}

type RowKey = (Option<GroupId>, Option<CustomerId>, Currency);

impl Company {
    /// The aged balance of a day with every dimension: by customer, group or currency, what is
    /// disputed and promised, and if asked the items behind the cells (rulebook K-01 to K-05).
    /// Credits come off the items of their own customer and currency alone, also where all is
    /// shown in the ledger's (rulebook K-04). Groups are those of now, whatever the day.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `company.unknown_group`; for a value at rates those of
    /// [`AgeingValue::AtRates`]; `money.out_of_range`.
    pub fn aged_balance(&self, query: &AgedBalanceQuery) -> Result<AgedBalance, Rejection> {
        self.refuse_unknown(query)?;
        query.value.check(self.settings().ledger_currency)?;
        let mut accounts: Vec<&Account> = self.state.accounts.iter().map(|row| row.1).collect();
        accounts.sort_by(|one, other| one.key().cmp(other.key()));
        let (mut items, mut rows) = (Vec::new(), BTreeMap::new());
        for account in accounts {
            let Holder::Customer(customer) = &account.key().holder else {
                continue;
            };
            let group = self.group_of(customer);
            let is_other = |asked: Option<bool>| asked.is_some_and(|is_same| !is_same);
            if is_other(query.customer.as_ref().map(|asked| asked == customer))
                || is_other(query.group.as_ref().map(|asked| Some(asked) == group))
            {
                continue;
            }
            for item in self.aged_items(account, customer, group, query)? {
                add(&mut rows, &item, query);
                if query.with_items {
                    items.push(item);
                }
            }
        }
        Ok(AgedBalance {
            as_of: query.as_of,
            known_at: query.known_at,
            basis: query.basis,
            bounds: query.buckets.clone(),
            labels: labels(&query.buckets),
            credit_policy: query.credits,
            value: query.value.clone(),
            totals: shown(totals(&rows, query))?,
            rows: shown(rows)?,
            items,
        })
    }

    fn refuse_unknown(&self, query: &AgedBalanceQuery) -> Result<(), Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let Some(group) = &query.group else {
            return Ok(());
        };
        let is_of = |record: &Record| match record {
            Record::Customer(customer) => customer.group.as_ref() == Some(group),
            Record::Absent | Record::Item(_) | Record::Site(_) | Record::Table(_) => false,
        };
        if self.state.records.iter().any(|(_, record)| is_of(record)) {
            return Ok(());
        }
        let path = Path::field("group");
        Err(Cause::UnknownGroup { path, group: group.clone() }.into())
    }

    pub(super) fn group_of(&self, customer: &CustomerId) -> Option<&GroupId> {
        match self.state.record(&RecordKey::Customer(customer.clone())) {
            Some(Record::Customer(customer)) => customer.group.as_ref(),
            Some(Record::Absent | Record::Item(_) | Record::Site(_) | Record::Table(_)) | None => {
                None
            }
        }
    }

    /// The items of an account that were open, oldest first, each in its place.
    fn aged_items(
        &self,
        account: &Account,
        customer: &CustomerId,
        group: Option<&GroupId>,
        query: &AgedBalanceQuery,
    ) -> Result<Vec<AgedItem>, Rejection> {
        let age_from = |one: &DuePart<'_>| {
            query.basis.age_from(one.entry.item().document_on, Some(one.counts_due_on()))
        };
        let day = (query.as_of, query.known_at);
        let mut parts = due_parts(account, day, query.due_days)?;
        parts.sort_by(|one, other| {
            let by_day = age_from(one).cmp(&age_from(other));
            let documents = (one.entry.item().document_on, other.entry.item().document_on);
            by_day.then(documents.0.cmp(&documents.1)).then(one.entry.id().cmp(other.entry.id()))
        });
        let ledger = self.settings().ledger_currency;
        let valued = |one: &DuePart<'_>| {
            Ok((age_from(one), one.share_of(query.value.of(one.whole, ledger)?)?))
        };
        let valued = parts.iter().map(valued).collect::<Result<Vec<_>, Rejection>>()?;
        let placed = place_items(&valued, query.as_of, &query.buckets, query.credits)?;
        let promised = account.promised_on(query.as_of, query.known_at)?;
        let mut items = Vec::with_capacity(parts.len());
        for ((one, (from, value)), placed) in parts.iter().zip(valued).zip(placed) {
            let (document, instalment) = document_of(one.entry.item());
            let nothing = Money::zero(one.amount.currency());
            let marks = Marks {
                disputed: one.share_of(self.disputed_of(account, one.entry, query))?,
                promised: one.share_of(promised.get(one.entry.id()).copied().unwrap_or(nothing))?,
            };
            items.push(AgedItem {
                customer: customer.clone(),
                group: group.cloned(),
                entry: one.entry.id().clone(),
                kind: one.entry.item().kind.name(),
                document,
                instalment,
                document_on: one.entry.item().document_on,
                due_on: one.due_on,
                planned_on: one.planned_on,
                age: from.days_until(query.as_of),
                open: one.amount,
                value,
                place: placed.place,
                aged: placed.aged,
                disputed: share(value, marks.disputed, one.amount)?,
                promised: share(value, marks.promised, one.amount)?,
            });
        }
        Ok(items)
    }

    fn disputed_of(
        &self,
        account: &Account,
        entry: &AccountEntry,
        query: &AgedBalanceQuery,
    ) -> Money {
        let disputed = self.disputed(account.key(), entry.id(), query.as_of, query.known_at);
        disputed.unwrap_or(Money::zero(account.key().currency))
    }
}

/// The share of a value that a part of the open amount has.
fn share(value: Money, part: Money, open: Money) -> Result<Money, Rejection> {
    let (part, open) = (i128::from(part.minor()), i128::from(open.minor()));
    if part == 0 || open == 0 {
        return Ok(Money::zero(value.currency()));
    }
    Ok(telescope(value, 0, part, open)?)
}

fn labels(buckets: &Buckets) -> Vec<String> {
    let mut labels = buckets.labels();
    labels.push(String::from("credits"));
    labels
}

/// Adds an item to its row.
fn add(rows: &mut BTreeMap<RowKey, Sums>, item: &AgedItem, query: &AgedBalanceQuery) {
    let currency = item.value.currency();
    let key = match query.by {
        // Sorted by the customer alone; its group stands beside it.
        AgedBy::Customer => (None, Some(item.customer.clone()), currency),
        AgedBy::Group => (item.group.clone(), None, currency),
        AgedBy::Currency => (None, None, currency),
    };
    let sums = rows.entry(key).or_insert_with(|| Sums::none(&query.buckets));
    if query.by == AgedBy::Customer {
        sums.group = item.group.clone();
    }
    // 10^20 items would have to be added before 128 bits are full.
    if let Some(cell) = sums.cells.get_mut(item.place) {
        *cell = cell.saturating_add(i128::from(item.aged.minor()));
    }
    sums.disputed = sums.disputed.saturating_add(i128::from(item.disputed.minor()));
    sums.promised = sums.promised.saturating_add(i128::from(item.promised.minor()));
}

impl Sums {
    fn none(buckets: &Buckets) -> Self {
        // Not due, the buckets, credits.
        let cells = alloc::vec![0; buckets.count().saturating_add(2)];
        Sums { group: None, cells, disputed: 0, promised: 0 }
    }

    fn is_zero(&self) -> bool {
        self.cells.iter().chain([&self.disputed, &self.promised]).all(|figure| *figure == 0)
    }
}

/// The sums of the rows, per currency.
fn totals(rows: &BTreeMap<RowKey, Sums>, query: &AgedBalanceQuery) -> BTreeMap<RowKey, Sums> {
    let mut totals: BTreeMap<RowKey, Sums> = BTreeMap::new();
    for ((_, _, currency), row) in rows {
        let total =
            totals.entry((None, None, *currency)).or_insert_with(|| Sums::none(&query.buckets));
        for (total, cell) in total.cells.iter_mut().zip(&row.cells) {
            *total = total.saturating_add(*cell);
        }
        total.disputed = total.disputed.saturating_add(row.disputed);
        total.promised = total.promised.saturating_add(row.promised);
    }
    totals
}

/// The rows as money; rows of zeros are left out.
fn shown(rows: BTreeMap<RowKey, Sums>) -> Result<Vec<AgedRow>, Rejection> {
    let rows = rows.into_iter().filter(|(_, sums)| !sums.is_zero());
    let rows = rows.map(|((group, customer, currency), sums)| {
        let total = sums.cells.iter().fold(0_i128, |sum, cell| sum.saturating_add(*cell));
        let cells = sums.cells.iter().copied().chain([total]);
        Ok(AgedRow {
            customer,
            group: group.or(sums.group),
            figures: CurrencyAgeing::of(currency, cells)?,
            disputed: Money::from_wide(sums.disputed, currency)?,
            promised: Money::from_wide(sums.promised, currency)?,
        })
    });
    rows.collect()
}
