//! Periods that follow each other: the months up to a day.

use super::Rejection;
use crate::calendar::Day;
use crate::error::Path;
use alloc::vec::Vec;

/// The most periods that are looked at together: a century of months.
const MOST: u32 = 1_200;

/// Days that belong together, both included; the half-open ones of the calendar are `Period`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Span {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

impl Span {
    /// How many days it has.
    pub fn days(self) -> u32 {
        // The last day is not before the first one.
        u32::try_from(self.from.days_until(self.until)).unwrap_or(0).saturating_add(1)
    }

    /// Whether a day is one of them.
    pub fn has(self, day: Day) -> bool {
        self.from <= day && day <= self.until
    }
}

/// Periods without a gap, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods(Vec<Span>);

impl Periods {
    /// So many months up to a day: whole ones, and the last as far as the day.
    ///
    /// ```
    /// use o2c_core::reporting::Periods;
    /// let periods = Periods::months("2026-03-10".parse()?, 2)?;
    /// let told: Vec<_> = periods.iter().map(|one| (one.until.to_string(), one.days())).collect();
    /// assert_eq!(told, [("2026-02-28".to_string(), 28), ("2026-03-10".to_string(), 10)]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.no_periods` for none or more than a century, those of the calendar before its
    /// first day.
    pub fn months(as_of: Day, count: u32) -> Result<Self, Rejection> {
        if count == 0 || count > MOST {
            let path = Path::field("months");
            return Err(Rejection::NoPeriods { path, periods: count, most: MOST });
        }
        let to_first = 1_i64.saturating_sub(i64::from(as_of.day_of_month()));
        let first = as_of.plus_days(to_first)?;
        let mut periods = Vec::new();
        for back in (0..count).rev() {
            let back = i32::try_from(back).unwrap_or(i32::MAX);
            let from = first.plus_months(back.saturating_neg())?;
            let until = from.end_of_month().min(as_of);
            periods.push(Span { from, until });
        }
        Ok(Periods(periods))
    }

    /// The periods, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Span> + DoubleEndedIterator + '_ {
        self.0.iter().copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none; there always is one.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of the period a day lies in, one first; 0 for a day before all of them, one more
    /// than there are for a day after them.
    pub(super) fn place_of(&self, day: i32) -> usize {
        let number = |day: Day| day.number_since_1970();
        match self.0.first() {
            Some(first) if day < number(first.from) => 0,
            _ => self.0.partition_point(|one| number(one.until) < day).saturating_add(1),
        }
    }
}
