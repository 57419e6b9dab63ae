//! Days on which nobody pays, and what a contract does about them (rulebook T-09).

use super::{Day, Rejection};
use alloc::vec::Vec;
use chrono::Weekday;

/// Where a due day goes that falls on a weekend or a holiday; nowhere unless agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BusinessDayShift {
    /// It stays: French law between firms gives no shift.
    #[default]
    None,
    /// To the next business day.
    Following,
    /// To the next business day, or back to the previous one where that leaves the month.
    ModifiedFollowing,
    /// Back to the previous business day.
    Preceding,
}

impl BusinessDayShift {
    /// Shifts a day once; a shift back stops at `not_before`.
    ///
    /// ```
    /// use o2c_core::calendar::{BusinessDayShift, Day, Holidays};
    /// // rulebook EX-T9: Friday 1 May 2026 is a holiday.
    /// let may = Day::parse("2026-05-01")?;
    /// let due_on = BusinessDayShift::Following.shift(may, Day::MIN, &Holidays::new([may]))?;
    /// assert_eq!(due_on, Day::parse("2026-05-04")?);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range` beyond the year 9999.
    pub fn shift(self, day: Day, not_before: Day, holidays: &Holidays) -> Result<Day, Rejection> {
        match self {
            BusinessDayShift::None => Ok(day),
            BusinessDayShift::Following => following(day, holidays),
            BusinessDayShift::ModifiedFollowing => match following(day, holidays) {
                Ok(next) if next <= day.end_of_month() => Ok(next),
                Ok(_) | Err(_) => preceding(day, not_before, holidays),
            },
            BusinessDayShift::Preceding => preceding(day, not_before, holidays),
        }
    }
}

fn following(day: Day, holidays: &Holidays) -> Result<Day, Rejection> {
    let mut day = day;
    while !holidays.is_business_day(day) {
        day = day.plus_days(1)?;
    }
    Ok(day)
}

fn preceding(day: Day, not_before: Day, holidays: &Holidays) -> Result<Day, Rejection> {
    let mut day = day;
    while day > not_before && !holidays.is_business_day(day) {
        day = day.plus_days(-1)?;
    }
    Ok(day)
}

/// The holidays of one place, besides its Saturdays and Sundays. Which days they are is given in:
/// no calendar is built in (rulebook G-01). In JSON it is the list of days.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Holidays {
    days: Vec<Day>,
}

impl Holidays {
    /// The holidays given, in any order.
    pub fn new(days: impl IntoIterator<Item = Day>) -> Self {
        let mut days: Vec<Day> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        Holidays { days }
    }

    /// No holidays: only Saturdays and Sundays are no business days.
    pub const fn none() -> Self {
        Holidays { days: Vec::new() }
    }

    /// The holidays in order of time.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The day that lies a number of business days after a day, or before it where the number is
    /// negative; zero is the day itself, whatever day it is.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, Holidays};
    /// let may = Holidays::new([Day::parse("2026-05-01")?]);
    /// // Friday 1 May 2026 is a holiday.
    /// let thursday = Day::parse("2026-04-30")?;
    /// assert_eq!(may.plus_business_days(thursday, 1)?, Day::parse("2026-05-04")?);
    /// assert_eq!(may.plus_business_days(Day::parse("2026-05-04")?, -1)?, thursday);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 1 to 9999.
    pub fn plus_business_days(&self, day: Day, days: i16) -> Result<Day, Rejection> {
        let (mut day, mut left) = (day, days.unsigned_abs());
        let step = i64::from(days.signum());
        while left > 0 {
            day = day.plus_days(step)?;
            if self.is_business_day(day) {
                left = left.saturating_sub(1);
            }
        }
        Ok(day)
    }

    /// Whether the day is neither a Saturday, nor a Sunday, nor a holiday.
    pub fn is_business_day(&self, day: Day) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && self.days.binary_search(&day).is_err()
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Holidays {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        Ok(Holidays::new(Vec::<Day>::deserialize(input)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// Rulebook EX-T9, with the French holidays of May 2026.
    #[test]
    fn due_days_shift_as_agreed() {
        let french = Holidays::new(
            ["2026-05-25", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-08"].map(day),
        );
        assert_eq!(french.days().len(), 4);
        let shifted = |shift: BusinessDayShift, from: &str| {
            shift.shift(day(from), Day::MIN, &french).unwrap()
        };
        use BusinessDayShift::{Following, ModifiedFollowing, None, Preceding};
        assert_eq!(shifted(None, "2026-05-01"), day("2026-05-01"));
        assert_eq!(shifted(Following, "2026-05-01"), day("2026-05-04"));
        assert_eq!(shifted(Following, "2026-05-31"), day("2026-06-01"));
        assert_eq!(shifted(ModifiedFollowing, "2026-05-31"), day("2026-05-29"));
        assert_eq!(shifted(ModifiedFollowing, "2026-05-01"), day("2026-05-04"));
        assert_eq!(shifted(Preceding, "2026-05-01"), day("2026-04-30"));
        assert_eq!(shifted(Preceding, "2026-05-25"), day("2026-05-22"));
        assert_eq!(shifted(Preceding, "2026-05-26"), day("2026-05-26"));
    }

    #[test]
    fn a_shift_back_stops_at_the_issue() {
        let (saturday, sunday) = (day("2026-05-30"), day("2026-05-31"));
        for shift in [BusinessDayShift::Preceding, BusinessDayShift::ModifiedFollowing] {
            let due_on = shift.shift(sunday, saturday, &Holidays::none()).unwrap();
            assert_eq!(due_on, saturday);
        }
    }

    #[test]
    fn time_ends_without_a_panic() {
        // 9999-12-31 is a Friday.
        let last = Holidays::new([Day::MAX]);
        let shifted = |shift: BusinessDayShift| shift.shift(Day::MAX, Day::MIN, &last);
        assert!(shifted(BusinessDayShift::Following).is_err());
        assert_eq!(shifted(BusinessDayShift::ModifiedFollowing).unwrap(), day("9999-12-30"));
        // 0001-01-01 is a Monday.
        let first = Holidays::new([Day::MIN]);
        let due_on = BusinessDayShift::Preceding.shift(Day::MIN, Day::MIN, &first).unwrap();
        assert_eq!(due_on, Day::MIN);
    }
}
