//! When a subscription bills: days that are all computed from one anchor.

use super::Rejection;
use crate::body::bodies;
use crate::calendar::{Day, MonthDay, Period};
use crate::error::Path;

/// How long a period lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Interval {
    /// So many months: 1, 3 or 12 for monthly, quarterly or yearly.
    Months(u16),
    /// So many days: 7 for weekly. Thirty days are not one month.
    Days(u16),
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// The billing days of a subscription: the first is the first billing day on or after the
    /// anchor, and each is computed from it, never from the one before (rulebook S-01).
    Cycle {
        /// The day that is counted from.
        anchor: Day,
        /// How far the billing days are apart.
        interval: Interval,
        /// The day of the month that bills, the last of a shorter month; the anchor's own where
        /// none is given. Only where the interval is months.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        billing_day: Option<MonthDay>,
    }
}

impl Cycle {
    /// Periods that begin on the anchor.
    pub const fn new(anchor: Day, interval: Interval) -> Self {
        Cycle { anchor, interval, billing_day: None }
    }

    /// Refuses an interval that never advances, and a billing day where days are counted.
    ///
    /// # Errors
    /// `subscription.no_interval`, `subscription.billing_day_without_months`.
    pub fn checked(self) -> Result<Self, Rejection> {
        match (self.interval, self.billing_day) {
            (Interval::Months(0) | Interval::Days(0), _) => {
                Err(Rejection::NoInterval { path: Path::field("interval") })
            }
            (Interval::Days(days), Some(_)) => {
                let path = Path::field("billing_day");
                Err(Rejection::BillingDayWithoutMonths { path, days })
            }
            (Interval::Months(_), _) | (Interval::Days(_), None) => Ok(self),
        }
    }

    /// Billing day `k`; 0 is the first on or after the anchor, those below lie before it.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// use o2c_core::subscription::{Cycle, Interval};
    /// // rulebook EX-S1
    /// let cycle = Cycle::new(Day::parse("2026-01-31")?, Interval::Months(1));
    /// assert_eq!(cycle.billing_day(1)?.to_string(), "2026-02-28");
    /// assert_eq!(cycle.billing_day(2)?.to_string(), "2026-03-31");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Cycle::checked`], `calendar.out_of_range`.
    pub fn billing_day(self, k: i32) -> Result<Day, Rejection> {
        match self.checked()?.interval {
            Interval::Days(days) => {
                // A product of 16 and 32 bits fits 64.
                Ok(self.anchor.plus_days(i64::from(days).saturating_mul(k.into()))?)
            }
            Interval::Months(months) => {
                let day = self.day_of_month()?;
                // A product beyond 32 bits is beyond the year 9999 too.
                let step = k.saturating_mul(months.into());
                let in_month = self.anchor.on_day(day)?.plus_months(step)?;
                let end = in_month.end_of_month();
                let missing = end.day_of_month().saturating_sub(day.get().into());
                Ok(end.plus_days(i64::from(missing).saturating_neg())?)
            }
        }
    }

    /// The day of the month that bills.
    fn day_of_month(self) -> Result<MonthDay, Rejection> {
        match self.billing_day {
            Some(day) => Ok(day),
            None => {
                let day = u8::try_from(self.anchor.day_of_month()).unwrap_or(31);
                Ok(MonthDay::new(day)?)
            }
        }
    }

    /// The number of the last billing day on or before a day.
    ///
    /// # Errors
    /// As [`Cycle::billing_day`].
    pub fn last_on_or_before(self, day: Day) -> Result<i32, Rejection> {
        let first = self.billing_day(0)?;
        let (apart, each) = match self.interval {
            Interval::Days(days) => (first.days_until(day), i32::from(days)),
            Interval::Months(months) => {
                (month_number(day).saturating_sub(month_number(first)), i32::from(months))
            }
        };
        // An interval is never zero here, and counts of days or months stay far from the ends.
        let k = apart.checked_div_euclid(each).unwrap_or(0);
        Ok(if self.billing_day(k)? > day { k.saturating_sub(1) } else { k })
    }

    /// The whole period between billing day `k` and the next.
    ///
    /// # Errors
    /// As [`Cycle::billing_day`].
    pub fn period(self, k: i32) -> Result<Period, Rejection> {
        Ok(Period::new(self.billing_day(k)?, self.billing_day(k.saturating_add(1))?)?)
    }

    /// The whole period that a day lies in.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// use o2c_core::subscription::{Cycle, Interval};
    /// let cycle = Cycle::new(Day::parse("2026-01-31")?, Interval::Months(1));
    /// let period = cycle.period_of(Day::parse("2026-03-30")?)?;
    /// assert_eq!(period.to_string(), "[2026-02-28, 2026-03-31)");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`Cycle::billing_day`].
    pub fn period_of(self, day: Day) -> Result<Period, Rejection> {
        self.period(self.last_on_or_before(day)?)
    }

    /// A day an interval later, or earlier, by the calendar alone and not by the billing day.
    pub(super) fn stepped(self, day: Day, steps: i32) -> Result<Day, Rejection> {
        Ok(match self.interval {
            Interval::Months(months) => day.plus_months(steps.saturating_mul(months.into()))?,
            Interval::Days(days) => day.plus_days(i64::from(days).saturating_mul(steps.into()))?,
        })
    }
}

/// Months since year 0.
fn month_number(day: Day) -> i32 {
    let month = i32::try_from(day.month()).unwrap_or(1);
    day.year().saturating_mul(12).saturating_add(month)
}
