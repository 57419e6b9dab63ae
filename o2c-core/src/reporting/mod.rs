//! Reporting, a calculator: the figures a manager reads, each from figures that stand beside it.
//!
//! How long customers take to pay ([`SalesOutstanding`], [`PaidInvoices`]), how well what falls due
//! is collected ([`CollectionEffectiveness`], [`RollRates`]), and what it ties up
//! ([`WorkingCapital`]): rulebook 6.2. Days are shown at four decimals, percentages at two, both
//! rounded once, half away from zero; what divides by nothing is none, never zero.
//!
//! ```
//! use o2c_core::reporting::{SalesOf, SalesOutstanding};
//! // rulebook EX-K2 and EX-K4: 310 sold in 92 days, 250 still owed, 180 of it not due.
//! let sales = |days, sales: &str| SalesOf { days, sales: sales.parse().expect("an amount") };
//! let outstanding = SalesOutstanding {
//!     receivables: "250.00 EUR".parse()?,
//!     not_due: "180.00 EUR".parse()?,
//!     sales: vec![sales(30, "120.00 EUR"), sales(31, "100.00 EUR"), sales(31, "90.00 EUR")],
//! };
//! let figures = outstanding.figures()?;
//! let shown = |days: Option<o2c_core::money::Exact>| days.map(|days| days.to_string());
//! assert_eq!(shown(figures.days_sales_outstanding), Some("74.1935".to_string()));
//! assert_eq!(shown(figures.average_days_delinquent), Some("20.7742".to_string()));
//! # Ok::<(), o2c_core::error::Error>(())
//! ```
//!
//! [`period_sums`] is the kernel behind the figures of a whole company: one pass over the columns
//! of items and settlements gives every period's balances and flows, segment by segment.

mod cohorts;
mod delays;
mod effectiveness;
mod effects;
mod figure;
mod forecast;
mod kernel;
mod outstanding;
mod periods;
mod process;
mod recurring;
mod roll;
#[cfg(test)]
mod tests;
mod working_capital;

pub use cohorts::{AGE_BUCKETS, AgedSums, Cohort, CohortTable, cohort_sums};
pub use delays::{DelayFigures, PaidInvoice, PaidInvoices};
pub use effectiveness::{CollectionEffectiveness, ShareOfWhole};
pub use effects::DelayEffect;
pub use figure::{KeyFigure, KeyFigureAnswer};
pub use forecast::{CashForecast, ExpectedItem, ForecastFigures, ForecastPeriod};
#[cfg(feature = "serde")]
pub(crate) use forecast::{a_quarter, a_week};
pub use kernel::{FlowColumns, FlowKind, PeriodSums, PeriodTable, SettlementColumns, period_sums};
pub use outstanding::{
    CountBack, InvoiceAge, InvoiceAges, OutstandingFigures, SalesOf, SalesOutstanding,
};
pub use periods::{Periods, Span};
pub use process::{
    ActivityFigures, LeadTime, ProcessCase, ProcessCases, ProcessFigures, ProcessStep,
    TransitionFigures, Variant,
};
pub use recurring::{RecurringBook, RecurringHolder, RecurringMonth};
pub use roll::RollRates;
pub use working_capital::{WorkingCapital, WorkingCapitalFigures};

use crate::money::{Exact, Money, Ratio};

/// Decimals of a number of days.
pub(crate) const DAYS_PLACES: u32 = 4;
/// Decimals of a percentage.
pub(crate) const PERCENT_PLACES: u32 = 2;

crate::rejections! {
    /// Why a figure is refused: numbers 2500 to 2599, in order of precedence.
    pub enum Rejection {
        /// A period has at least one day.
        NoDays = 2501 "reporting.no_days" { days: u32 } => "a period of {days} days has no figures",
        /// At least one period is needed.
        NoPeriods = 2502 "reporting.no_periods" { periods: u32, most: u32 }
            => "{periods} periods are asked for, from 1 to {most} are possible",
        /// Two lists that are held against each other have the same buckets.
        OtherBuckets = 2503 "reporting.other_buckets" { found: usize, expected: usize }
            => "{found} buckets are held against {expected}",
        /// A row stands for a segment or an item that is not there.
        UnknownRow = 2504 "reporting.unknown_row" { row: u32, count: usize }
            => "row {row} is beyond the {count} that are there",
        /// A customer pays on the day of the invoice or later.
        PaidBeforeIssue = 2505 "reporting.paid_before_issue"
            { issued_on: crate::calendar::Day, paid_on: crate::calendar::Day }
            => "paid on {paid_on}, before the issue on {issued_on}",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
        Columns(crate::columns::Rejection),
    }
}

/// Refuses a figure beyond 128 bits the way money does.
pub(crate) fn held(ratio: Option<Ratio>, of: Money) -> Result<Ratio, crate::money::Rejection> {
    ratio.ok_or_else(|| crate::money::Rejection::OutOfRange {
        path: crate::error::Path::root(),
        figure: alloc::format!("a ratio of {of}"),
    })
}

/// So many days as they are shown; none where there is nothing to divide by.
pub(crate) fn days(ratio: Option<Ratio>) -> Result<Option<Exact>, Rejection> {
    Ok(ratio.map(|days| days.rounded(DAYS_PLACES)).transpose()?)
}

/// `over / under` in percent; none where there is nothing to take it of, or less than nothing.
pub(crate) fn percent(over: Ratio, under: Ratio) -> Result<Option<Exact>, Rejection> {
    if !under.is_positive() {
        return Ok(None);
    }
    let share = over.times(Ratio::whole(100)).and_then(|hundred| hundred.divided_by(under));
    Ok(share.map(|percent| percent.rounded(PERCENT_PLACES)).transpose()?)
}
