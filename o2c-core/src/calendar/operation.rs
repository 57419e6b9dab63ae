//! One step of a due rule, each monotone in the day it starts from (rulebook T-01).

use super::{Day, Rejection};
use crate::error::Path;
use core::fmt;

/// A day of the month as a contract names it: 1 to 31, where 31 is the last of any month.
///
/// ```
/// use o2c_core::calendar::MonthDay;
/// assert_eq!(MonthDay::new(10)?.get(), 10);
/// assert!(MonthDay::new(0).is_err());
/// assert!(MonthDay::new(32).is_err());
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay(u8);

impl MonthDay {
    /// A day of the month.
    ///
    /// # Errors
    /// `calendar.not_a_month_day` outside 1 to 31.
    pub fn new(day: u8) -> Result<Self, Rejection> {
        Self::wide(day.into())
    }

    fn wide(day: u64) -> Result<Self, Rejection> {
        match u8::try_from(day) {
            Ok(small @ 1..=31) => Ok(MonthDay(small)),
            _ => Err(Rejection::NotAMonthDay { path: Path::root(), day }),
        }
    }

    /// The number, 1 to 31.
    #[inline]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for MonthDay {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_u8(self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for MonthDay {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        MonthDay::wide(u64::deserialize(input)?)
            .map_err(|refusal| D::Error::custom(crate::error::in_serde(&refusal)))
    }
}

/// One step from a day to a later or equal one.
///
/// The steps of a contract are an ordered list: `+30 days, on_day(10)` and
/// `+30 days, day_of_next_month(10)` differ, and so do the two readings of "end of month".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DateOperation {
    /// So many calendar days later; the day itself is not counted (rulebook T-02).
    PlusDays(u16),
    /// So many months later, clamped to the month end (rulebook T-03).
    PlusMonths(u16),
    /// The last day of the month.
    EndOfMonth,
    /// The 10th, the 20th or the last day of the month (rulebook T-06).
    EndOfDecade,
    /// The first day from here on that has this number, or ends a shorter month.
    OnDay(MonthDay),
    /// This day of the next month, or its last day where it is shorter.
    DayOfNextMonth(MonthDay),
}

impl DateOperation {
    /// The day this step leads to: never before `day`, and never earlier from a later day.
    ///
    /// ```
    /// use o2c_core::calendar::{DateOperation, Day, MonthDay};
    /// let tenth = DateOperation::DayOfNextMonth(MonthDay::new(10)?);
    /// assert_eq!(tenth.from(Day::parse("2024-01-11")?)?, Day::parse("2024-02-10")?);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range` beyond the year 9999.
    pub fn from(self, day: Day) -> Result<Day, Rejection> {
        match self {
            DateOperation::PlusDays(days) => day.plus_days(days.into()),
            DateOperation::PlusMonths(months) => day.plus_months(months.into()),
            DateOperation::EndOfMonth => Ok(day.end_of_month()),
            DateOperation::EndOfDecade => Ok(day.end_of_decade()),
            DateOperation::OnDay(k) => day.on_day(k),
            DateOperation::DayOfNextMonth(k) => day.day_of_next_month(k),
        }
    }
}
