//! When what is open is likely to be paid: on its due day, as late as its customer uses to pay, or
//! when he promised to.

use super::{Rejection, Span};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

/// The most periods a forecast looks ahead.
const MOST: u32 = 520;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Open items and how late each is expected.
    CashForecast {
        /// The day of the forecast; the first period begins on the day after it.
        as_of: Day,
        /// The currency of every amount.
        currency: Currency,
        /// How many days a period has.
        #[cfg_attr(feature = "serde", serde(default = "a_week"))]
        days: u32,
        /// How many periods are looked at.
        #[cfg_attr(feature = "serde", serde(default = "a_quarter"))]
        periods: u32,
        /// What is open; credits are below zero.
        items: Vec<ExpectedItem>,
    }
    /// An open item.
    ExpectedItem {
        /// The day it is due.
        due_on: Day,
        /// What is open of it.
        open: Money,
        /// How many days after its due day it is expected; below zero before it.
        #[cfg_attr(feature = "serde", serde(default))]
        delay: i32,
        /// The day on which the customer promised to pay it, which says more than its due day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        promised_on: Option<Day>,
    }
}

#[cfg(feature = "serde")]
pub(crate) const fn a_week() -> u32 {
    7
}

#[cfg(feature = "serde")]
pub(crate) const fn a_quarter() -> u32 {
    13
}

/// What is forecast. Every item stands in one place by its due day and in one by its expected day:
/// both lists sum to what is open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ForecastFigures {
    /// What was due by the day of the forecast.
    pub overdue: Money,
    /// Span by period.
    pub periods: Vec<ForecastPeriod>,
    /// What is due after the last period.
    pub due_later: Money,
    /// What is expected after the last period.
    pub expected_later: Money,
}

/// What is forecast of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ForecastPeriod {
    /// Its days.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub period: Span,
    /// What falls due in it.
    pub due: Money,
    /// What is expected in it; what is expected before the day of the forecast stands in the first.
    pub expected: Money,
}

impl CashForecast {
    /// Sorts what is open into periods by due day and by expected day.
    ///
    /// ```
    /// use o2c_core::reporting::{CashForecast, ExpectedItem};
    /// let item = |due_on: &str, open: &str, delay| ExpectedItem {
    ///     due_on: due_on.parse().expect("a day"),
    ///     open: open.parse().expect("an amount"),
    ///     delay,
    ///     promised_on: None,
    /// };
    /// let forecast = CashForecast {
    ///     as_of: "2026-03-31".parse()?,
    ///     currency: "EUR".parse()?,
    ///     days: 7,
    ///     periods: 2,
    ///     // One is overdue and should have come; one is due in the first week, expected in the
    ///     // second.
    ///     items: vec![item("2026-03-20", "10.00 EUR", 5), item("2026-04-05", "90.00 EUR", 6)],
    /// };
    /// let figures = forecast.figures()?;
    /// assert_eq!(figures.overdue.to_string(), "10.00 EUR");
    /// let told: Vec<_> = figures
    ///     .periods
    ///     .iter()
    ///     .map(|one| (one.due.to_string(), one.expected.to_string()))
    ///     .collect();
    /// assert_eq!(told[0], ("90.00 EUR".to_string(), "10.00 EUR".to_string()));
    /// assert_eq!(told[1], ("0.00 EUR".to_string(), "90.00 EUR".to_string()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.no_days`, `reporting.no_periods`, `money.currency_mismatch`,
    /// `money.out_of_range`, those of the calendar beyond its last day.
    pub fn figures(&self) -> Result<ForecastFigures, Rejection> {
        let periods = self.periods()?;
        let zero = Money::zero(self.currency);
        // The sums of items of 64 bits stay within 128 bits, whatever their number.
        let mut due = alloc::vec![0_i128; periods.len().saturating_add(2)];
        let mut expected = due.clone();
        for (index, item) in self.items.iter().enumerate() {
            let at = |no: crate::money::Rejection| no.inside("open").inside_index("items", index);
            zero.expect(item.open.currency()).map_err(at)?;
            let minor = i128::from(item.open.minor());
            let due_in = self.as_of.days_until(item.due_on);
            let add = |sums: &mut Vec<i128>, ahead: i32| {
                if let Some(sum) = sums.get_mut(self.place(ahead, periods.len())) {
                    *sum = sum.saturating_add(minor);
                }
            };
            add(&mut due, due_in);
            let expected_in = match item.promised_on {
                Some(promised_on) => self.as_of.days_until(promised_on),
                None => due_in.saturating_add(item.delay),
            };
            add(&mut expected, expected_in.max(1));
        }
        let money =
            |minor: Option<&i128>| Money::from_wide(minor.copied().unwrap_or(0), self.currency);
        let rows = periods.iter().enumerate().map(|(place, period)| {
            let place = place.saturating_add(1);
            let (due, expected) = (money(due.get(place))?, money(expected.get(place))?);
            Ok(ForecastPeriod { period: *period, due, expected })
        });
        Ok(ForecastFigures {
            periods: rows.collect::<Result<_, Rejection>>()?,
            overdue: money(due.first())?,
            due_later: money(due.last())?,
            expected_later: money(expected.last())?,
        })
    }

    /// The place of a day so many days ahead: 0 for the day itself and before, then the periods,
    /// then what comes after them.
    fn place(&self, ahead: i32, count: usize) -> usize {
        let Ok(ahead) = usize::try_from(ahead) else { return 0 };
        let days = usize::try_from(self.days).unwrap_or(usize::MAX);
        let place = ahead.saturating_add(days).saturating_sub(1).checked_div(days).unwrap_or(0);
        place.min(count.saturating_add(1))
    }

    fn periods(&self) -> Result<Vec<Span>, Rejection> {
        if self.days == 0 {
            return Err(Rejection::NoDays { path: Path::field("days"), days: 0 });
        }
        if self.periods == 0 || self.periods > MOST {
            let path = Path::field("periods");
            return Err(Rejection::NoPeriods { path, periods: self.periods, most: MOST });
        }
        let days = i64::from(self.days);
        let periods = (0..i64::from(self.periods)).map(|number| {
            let from = self.as_of.plus_days(number.saturating_mul(days).saturating_add(1))?;
            let until = self.as_of.plus_days(number.saturating_add(1).saturating_mul(days))?;
            Ok(Span { from, until })
        });
        periods.collect()
    }
}
