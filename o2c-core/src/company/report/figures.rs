//! The figures a manager reads, month by month, from the accounts of the customers.

use super::segments::{FiguresBy, InvoicesByMonth, NamedCustomers, Segment, Segmented};
use crate::body::bodies;
use crate::calendar::Day;
use crate::calendar::Moment;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, GroupId, Text};
use crate::money::{Currency, Exact, Money, Ratio};
use crate::receivable::{Account, AccountEntry, EntryKind, Holder, LetterCode, Move, Reduction};
use crate::reporting::{
    AgedSums, CohortTable, CollectionEffectiveness, CountBack, DelayFigures, FlowColumns, FlowKind,
    PeriodSums, PeriodTable, Periods, RollRates, SalesOf, SalesOutstanding, SettlementColumns,
    ShareOfWhole, Span, cohort_sums, days, period_sums,
};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which figures.
    FiguresQuery {
        /// The day of the report; the last month ends with it.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// How many months are shown.
        #[cfg_attr(feature = "serde", serde(default = "a_year"))]
        months: u32,
        /// Over how many months, each with those before it, sales are held against what is owed.
        #[cfg_attr(feature = "serde", serde(default = "a_quarter"))]
        window: u32,
        /// What a row stands for; the whole company by default.
        #[cfg_attr(feature = "serde", serde(default))]
        by: FiguresBy,
        /// The customers of each row, where they are named here: those of a collector, of a region.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        segments: Vec<NamedCustomers>,
    }
}

#[cfg(feature = "serde")]
const fn a_year() -> u32 {
    12
}

#[cfg(feature = "serde")]
const fn a_quarter() -> u32 {
    3
}

/// The figures of some months, in the ledger's currency at booked values, so that what is owed is
/// the balance of the control account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct KeyFigures {
    /// The day of the report.
    pub as_of: Day,
    /// The currency of every amount.
    pub currency: Currency,
    /// The rows, sorted by group or customer.
    pub rows: Vec<FiguresRow>,
}

/// The figures of the company, of a group or of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FiguresRow {
    /// The customer, where a row is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub customer: Option<CustomerId>,
    /// The group, where a row is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub group: Option<GroupId>,
    /// The class of risk or the name that the query gives, where a row is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub segment: Option<Text>,
    /// Month by month, oldest first.
    pub months: Vec<MonthFigures>,
}

/// The figures of one month (rulebook 6.2). Balances stand at the end of its last day; days have
/// four decimals, percentages two; what divides by nothing is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MonthFigures {
    /// The days of the month.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub period: Span,
    /// What was owed when it began.
    pub opening: Money,
    /// What is owed: not due, overdue and credits.
    pub receivables: Money,
    /// What is not due.
    pub not_due: Money,
    /// What is due.
    pub overdue: Money,
    /// Payments and credit notes that settle nothing yet, below zero.
    pub credits: Money,
    /// Invoices less what gave them back.
    pub sales: Money,
    /// Money that came in less what went back.
    pub collected: Money,
    /// What nobody will pay: bad debts and differences written off.
    pub lost: Money,
    /// What is owed over the sales of the window, in days.
    pub days_sales_outstanding: Option<Exact>,
    /// The days whose sales, counted back over the window, are what is owed.
    pub count_back: Option<CountBack>,
    /// What is not due over the sales of the window, in days.
    pub best_possible: Option<Exact>,
    /// How far the days of sales outstanding are above the best possible ones.
    pub average_days_delinquent: Option<Exact>,
    /// What was collected of what could be, in percent.
    pub collection_effectiveness: Option<Exact>,
    /// What is due of what is owed, credits left out, in percent.
    pub overdue_percent: Option<Exact>,
    /// What was lost of what was sold, in percent.
    pub lost_percent: Option<Exact>,
    /// When what was paid in the month was paid.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub delays: DelayFigures,
    /// Disputes opened in the month.
    pub disputes_opened: u32,
    /// Disputes that ended in it.
    pub disputes_closed: u32,
    /// How many days those took on average.
    pub days_to_resolve: Option<Exact>,
    /// Invoices of the month.
    pub invoices: u32,
    /// What of those was contested until the day of the report, in percent of their number.
    pub disputed_percent: Option<Exact>,
    /// What money settled of the sales of the month until the day of the report, in percent.
    pub recovered_percent: Option<Exact>,
    /// What is due 1 to 30 days, 31 to 60, 61 to 90 and longer in percent of what stood one bucket
    /// before when the month began; the last of that and of what stood there already.
    pub roll_rates: Vec<Option<Exact>>,
}

/// What was paid, in minor units, and the same times the days beyond their due days.
type PaidBeyond = (i128, i128);

/// The columns of all accounts.
#[derive(Default)]
struct Columns {
    segment: Vec<u32>,
    kind: Vec<FlowKind>,
    document_on: Vec<i32>,
    counted_on: Vec<i32>,
    due_on: Vec<i32>,
    minor: Vec<i64>,
    of: Vec<u32>,
    settled_on: Vec<i32>,
    settled: Vec<i64>,
    is_paid: Vec<bool>,
}

/// The disputes of one segment and month.
#[derive(Default, Clone, Copy)]
struct Disputes {
    opened: u32,
    closed: u32,
    days: i64,
}

impl Company {
    /// The figures of the months up to a day, for the company, its groups or its customers.
    ///
    /// # Errors
    /// `reporting.no_periods` for no month or no window, those of the calendar for months before
    /// its first day, `money.out_of_range`.
    pub fn figures(&self, query: &FiguresQuery) -> Result<KeyFigures, Rejection> {
        let currency = self.settings().ledger_currency;
        Periods::months(query.as_of, query.months)?;
        Periods::months(query.as_of, query.window).map_err(|no| no.inside("window"))?;
        let before = query.window.saturating_sub(1);
        let periods = Periods::months(query.as_of, query.months.saturating_add(before))?;
        let segmented = self.segmented(query);
        let segments = segmented.rows();
        let columns = self.flows(&segmented, query);
        let cohorts =
            cohort_sums(&periods, segments.len(), &columns.items(), &columns.settlements())?;
        let table = columns.table(periods, segments.len())?;
        let disputes = self.disputes_by_month(&segmented, &table, query);
        let invoices = self.invoices_by_month(&segmented, query);
        let mut rows = Vec::with_capacity(segments.len());
        for (place, of) in segments.iter().enumerate() {
            let (table, window) = (&table, query.window);
            let (cohorts, invoices) = (&cohorts, &invoices);
            let shown = Shown { table, cohorts, invoices, place, currency, window };
            let months = shown.months(before, disputes.get(&place))?;
            let Segment { group, customer, name: segment } = of.clone();
            rows.push(FiguresRow { customer, group, segment, months });
        }
        Ok(KeyFigures { as_of: query.as_of, currency, rows })
    }

    /// What each row paid of its invoices over all months, in minor units, and the same times the
    /// days beyond their due days.
    pub(super) fn paid_beyond(
        &self,
        query: &FiguresQuery,
    ) -> Result<Vec<(Segment, PaidBeyond)>, Rejection> {
        let periods = Periods::months(query.as_of, query.months)?;
        let segmented = self.segmented(query);
        let segments = segmented.rows().to_vec();
        let table = self.flows(&segmented, query).table(periods, segments.len())?;
        let rows = segments.into_iter().enumerate().map(|(place, segment)| {
            let sums = table.of(place).fold((0_i128, 0_i128), |(paid, days), (_, own)| {
                (paid.saturating_add(own.paid), days.saturating_add(own.paid_days_beyond))
            });
            (segment, sums)
        });
        Ok(rows.collect())
    }

    /// The items of the customers' accounts and what settled them.
    fn flows(&self, segments: &Segmented<'_>, query: &FiguresQuery) -> Columns {
        let mut columns = Columns::default();
        for (key, account) in self.state.accounts.iter() {
            let Holder::Customer(customer) = &key.holder else { continue };
            let segment = segments.place_of(customer).unwrap_or(usize::MAX);
            let segment = u32::try_from(segment).unwrap_or(u32::MAX);
            let with_money = with_money(account);
            for entry in account.entries() {
                columns.push(entry, segment, &with_money, query);
            }
        }
        columns
    }

    /// How many disputes began and ended in each month of each row.
    fn disputes_by_month(
        &self,
        segments: &Segmented<'_>,
        table: &PeriodTable,
        query: &FiguresQuery,
    ) -> BTreeMap<usize, BTreeMap<Day, Disputes>> {
        let mut counted: BTreeMap<usize, BTreeMap<Day, Disputes>> = BTreeMap::new();
        let month_of = |day: Day| {
            table.periods().iter().find(|period| period.from <= day && day <= period.until)
        };
        for (_, dispute) in self.state.disputes.iter() {
            let Some(claim) = dispute.claim() else { continue };
            let Holder::Customer(customer) = &claim.account.holder else { continue };
            let Some(place) = segments.place_of(customer) else { continue };
            let row = counted.entry(place).or_default();
            let is_seen = |at: &Moment| at.is_seen(query.as_of, query.known_at);
            if let Some(month) = month_of(claim.at.on).filter(|_| is_seen(&claim.at)) {
                let month = row.entry(month.from).or_default();
                month.opened = month.opened.saturating_add(1);
            }
            let closed = dispute.closed().filter(|closed| is_seen(&closed.at));
            if let Some((closed, month)) = closed.and_then(|one| Some((one, month_of(one.at.on)?)))
            {
                let month = row.entry(month.from).or_default();
                month.closed = month.closed.saturating_add(1);
                let lasted = i64::from(claim.at.on.days_until(closed.at.on));
                month.days = month.days.saturating_add(lasted);
            }
        }
        counted
    }
}

/// The letters in which money stands.
fn with_money(account: &Account) -> BTreeSet<LetterCode> {
    let money = account.entries().iter().filter(|entry| is_cash(entry));
    money.flat_map(|entry| entry.applications()).map(|part| part.letter).collect()
}

/// Whether an item is money that came or went.
pub(super) fn is_cash(entry: &AccountEntry) -> bool {
    kind_of(entry) == FlowKind::Cash
}

/// What an item is to the figures.
fn kind_of(entry: &AccountEntry) -> FlowKind {
    match &entry.item().kind {
        EntryKind::Invoice { .. } => FlowKind::Sale,
        EntryKind::Payment { .. } | EntryKind::Identified { .. } | EntryKind::Transfer { .. } => {
            FlowKind::Cash
        }
        EntryKind::Discount { because, .. } | EntryKind::DiscountReversal { because, .. } => {
            match because {
                Reduction::EarlyDiscount => FlowKind::Other,
                Reduction::BadDebtOfThisYear
                | Reduction::BadDebtOfEarlierYears
                | Reduction::Waiver => FlowKind::Loss,
            }
        }
        EntryKind::Difference { kind, .. } | EntryKind::DifferenceReversal { kind, .. } => {
            if kind.is_paid() { FlowKind::Other } else { FlowKind::Loss }
        }
        EntryKind::Moved { by: Move::Refund { .. } | Move::Return { .. } } => FlowKind::Cash,
        EntryKind::Moved { by: Move::Fee { .. } | Move::Transfer { .. } } | EntryKind::Opening => {
            FlowKind::Other
        }
    }
}

impl Columns {
    fn push(
        &mut self,
        entry: &AccountEntry,
        segment: u32,
        with_money: &BTreeSet<LetterCode>,
        query: &FiguresQuery,
    ) {
        let is_known = |recorded_on: Day| query.known_at.is_none_or(|known| recorded_on <= known);
        if !is_known(entry.recorded_on()) {
            return;
        }
        let item = entry.item();
        let row = u32::try_from(self.minor.len()).unwrap_or(u32::MAX);
        self.segment.push(segment);
        self.kind.push(kind_of(entry));
        self.document_on.push(item.document_on.number_since_1970());
        self.counted_on.push(item.accounted_on.number_since_1970());
        let due_on = entry.due_as_of(query.as_of, query.known_at);
        self.due_on.push(due_on.number_since_1970());
        self.minor.push(item.booked.minor());
        for part in entry.applications().iter().filter(|part| is_known(part.recorded_on)) {
            self.of.push(row);
            self.settled_on.push(part.effective_on.number_since_1970());
            self.settled.push(part.booked.minor());
            self.is_paid.push(with_money.contains(&part.letter));
        }
    }

    fn items(&self) -> FlowColumns<'_> {
        FlowColumns {
            segment: &self.segment,
            kind: &self.kind,
            document_on: &self.document_on,
            counted_on: &self.counted_on,
            due_on: &self.due_on,
            minor: &self.minor,
        }
    }

    fn settlements(&self) -> SettlementColumns<'_> {
        SettlementColumns {
            item: &self.of,
            on: &self.settled_on,
            minor: &self.settled,
            is_paid: &self.is_paid,
        }
    }

    fn table(&self, periods: Periods, segments: usize) -> Result<PeriodTable, Rejection> {
        Ok(period_sums(periods, segments, &self.items(), &self.settlements())?)
    }
}

/// One row of the table, as it is shown.
struct Shown<'a> {
    table: &'a PeriodTable,
    cohorts: &'a CohortTable,
    invoices: &'a InvoicesByMonth,
    place: usize,
    currency: Currency,
    window: u32,
}

impl Shown<'_> {
    /// The months behind those that only serve as windows.
    fn months(
        &self,
        before: u32,
        disputes: Option<&BTreeMap<Day, Disputes>>,
    ) -> Result<Vec<MonthFigures>, Rejection> {
        let sums: Vec<_> = self.table.of(self.place).collect();
        let window = usize::try_from(self.window).unwrap_or(usize::MAX).max(1);
        let before = usize::try_from(before).unwrap_or(usize::MAX);
        let mut opening = self.table.opening(self.place).receivables;
        let mut months = Vec::new();
        for (place, (period, own)) in sums.iter().enumerate() {
            if place >= before {
                let from = place.saturating_add(1).saturating_sub(window);
                let sold = sums.get(from..=place).unwrap_or_default();
                let disputes = disputes.and_then(|months| months.get(&period.from)).copied();
                let of = (place, *period, own);
                months.push(self.month(of, opening, sold, disputes)?);
            }
            opening = own.receivables;
        }
        Ok(months)
    }

    fn month(
        &self,
        (at, period, own): (usize, Span, &PeriodSums),
        opening: i128,
        sold: &[(Span, PeriodSums)],
        disputes: Option<Disputes>,
    ) -> Result<MonthFigures, Rejection> {
        let money = |minor: i128| Money::from_wide(minor, self.currency);
        let disputes = disputes.unwrap_or_default();
        let (receivables, not_due) = (money(own.receivables)?, money(own.not_due)?);
        let sales = sold
            .iter()
            .rev()
            .map(|(period, sums)| Ok(SalesOf { days: period.days(), sales: money(sums.sales)? }));
        let sales = sales.collect::<Result<Vec<_>, Rejection>>()?;
        let outstanding = SalesOutstanding { receivables, not_due, sales }.figures()?;
        let effectiveness = CollectionEffectiveness {
            opening: money(opening)?,
            sales: money(own.sales)?,
            months: 1,
            closing: receivables,
            closing_not_due: not_due,
        };
        let owed = money(own.not_due.saturating_add(own.overdue))?;
        let share = |part: Money, whole: Money| ShareOfWhole { part, whole }.percent();
        let cohort = self.cohorts.cohort(self.place, at);
        let issued = self.invoices.get(&(self.place, period.from)).copied().unwrap_or_default();
        Ok(MonthFigures {
            period,
            opening: money(opening)?,
            receivables,
            not_due,
            overdue: money(own.overdue)?,
            credits: money(own.credits)?,
            sales: money(own.sales)?,
            collected: money(own.collected)?,
            lost: money(own.lost)?,
            days_sales_outstanding: outstanding.days_sales_outstanding,
            count_back: outstanding.count_back,
            best_possible: outstanding.best_possible,
            average_days_delinquent: outstanding.average_days_delinquent,
            collection_effectiveness: effectiveness.percent()?,
            overdue_percent: share(money(own.overdue)?, owed)?,
            lost_percent: share(money(own.lost)?, money(own.sales)?)?,
            delays: DelayFigures::of(money(own.paid)?, own.paid_days, own.paid_days_beyond)?,
            disputes_opened: disputes.opened,
            disputes_closed: disputes.closed,
            days_to_resolve: mean(disputes)?,
            invoices: issued.issued,
            disputed_percent: issued.disputed_percent()?,
            recovered_percent: share(money(cohort.recovered)?, money(cohort.invoiced)?)?,
            roll_rates: self.roll_rates(at)?,
        })
    }
}

impl Shown<'_> {
    /// How much of each bucket is in the next one at the end of the month.
    fn roll_rates(&self, at: usize) -> Result<Vec<Option<Exact>>, Rejection> {
        let money = |sums: AgedSums| {
            let each = sums.into_iter().map(|minor| Money::from_wide(minor, self.currency));
            each.collect::<Result<Vec<_>, _>>()
        };
        let (earlier, later) = self.cohorts.aged(self.place, at);
        let (earlier, later) = (money(earlier)?, money(later)?);
        Ok(RollRates { currency: self.currency, earlier, later }.rates()?)
    }
}

/// How many days the disputes that ended took on average.
fn mean(disputes: Disputes) -> Result<Option<Exact>, Rejection> {
    let ratio = Ratio::new(i128::from(disputes.days), i128::from(disputes.closed));
    Ok(days(ratio)?)
}
