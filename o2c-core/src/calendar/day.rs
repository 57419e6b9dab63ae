//! A day, and the steps one takes from it.

use super::{MonthDay, Rejection};
use crate::error::Path;
use alloc::string::{String, ToString};
use chrono::{Datelike, Months, NaiveDate, Weekday};
use core::fmt;

/// A calendar day of the years 1 to 9999, without time of day or time zone.
///
/// Printed and read as `2026-01-31`; in JSON it is that text. Days compare in time.
///
/// ```
/// use o2c_core::calendar::Day;
/// let issued_on = Day::parse("2026-01-31")?;
/// // rulebook EX-T3: one month is not thirty days.
/// assert_eq!(issued_on.plus_months(1)?.to_string(), "2026-02-28");
/// assert_eq!(issued_on.plus_days(30)?.to_string(), "2026-03-02");
/// assert!(Day::parse("2026-02-29").is_err());
/// assert!(Day::parse("2026-1-31").is_err());
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day there is: 0001-01-01.
    pub const MIN: Day = Day(0);
    /// The last day there is: 9999-12-31.
    pub const MAX: Day = Day(3_652_058);

    /// The day of a year, month and day of the month.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 1 to 9999, `calendar.no_such_day`.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, Rejection> {
        if !(1..=9999).contains(&year) {
            return Err(out_of_range(alloc::format!("the year {year}")));
        }
        match NaiveDate::from_ymd_opt(year, month, day) {
            Some(date) => Self::from_date(date),
            None => Err(Rejection::NoSuchDay { path: Path::root(), year, month, day }),
        }
    }

    /// Reads exactly `YYYY-MM-DD`: ten characters, nothing around them.
    ///
    /// # Errors
    /// `calendar.not_a_day`, `calendar.no_such_day`, `calendar.out_of_range` for the year 0000.
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let figure = |digits: &[u8]| {
            digits.iter().try_fold(0_u32, |figure, digit| {
                // Four digits at most: no saturation.
                digit.is_ascii_digit().then(|| {
                    figure.saturating_mul(10).saturating_add(u32::from(digit.saturating_sub(b'0')))
                })
            })
        };
        let read = match text.as_bytes() {
            &[a, b, c, d, b'-', e, f, b'-', g, h] => figure(&[a, b, c, d])
                .and_then(|year| i32::try_from(year).ok())
                .zip(figure(&[e, f]))
                .zip(figure(&[g, h])),
            _ => None,
        };
        match read {
            Some(((year, month), day)) => Self::new(year, month, day),
            None => Err(Rejection::NotADay {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            }),
        }
    }

    /// A `chrono` date as a day.
    ///
    /// # Errors
    /// `calendar.out_of_range` outside the years 1 to 9999.
    pub fn from_date(date: NaiveDate) -> Result<Self, Rejection> {
        // chrono counts 0001-01-01 as day 1; its range is far from the ends of 32 bits.
        Self::from_number(date.num_days_from_ce().saturating_sub(1))
            .map_err(|_| out_of_range(date.to_string()))
    }

    /// The same day as a `chrono` date.
    pub fn to_date(self) -> NaiveDate {
        // Every number between MIN and MAX is a date of chrono.
        NaiveDate::from_num_days_from_ce_opt(self.0.saturating_add(1)).unwrap_or(NaiveDate::MIN)
    }

    /// The days since 0001-01-01, which is 0.
    #[inline]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day of a number of days since 0001-01-01.
    ///
    /// # Errors
    /// `calendar.out_of_range` below 0 and above 3652058.
    #[inline]
    pub fn from_number(number: i32) -> Result<Self, Rejection> {
        if (Self::MIN.0..=Self::MAX.0).contains(&number) {
            Ok(Day(number))
        } else {
            Err(out_of_range(alloc::format!("the day number {number}")))
        }
    }

    /// The days since 1970-01-01, which is 0, negative before: how columns hold a day.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// assert_eq!(Day::new(1970, 1, 1)?.number_since_1970(), 0);
    /// assert_eq!(Day::new(2026, 1, 31)?.number_since_1970(), 20_484);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    #[inline]
    pub const fn number_since_1970(self) -> i32 {
        // A day's number is between 0 and 3652058.
        self.0.saturating_sub(719_162)
    }

    /// The day of a number of days since 1970-01-01.
    ///
    /// ```
    /// use o2c_core::calendar::Day;
    /// assert_eq!(Day::from_number_since_1970(20_484)?.to_string(), "2026-01-31");
    /// assert!(Day::from_number_since_1970(i32::MAX).is_err());
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range` beyond the years 1 to 9999.
    #[inline]
    pub fn from_number_since_1970(number: i32) -> Result<Self, Rejection> {
        // What saturates is far beyond the year 9999.
        Self::from_number(number.saturating_add(719_162))
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.to_date().year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        self.to_date().month()
    }

    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> u32 {
        self.to_date().day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.to_date().weekday()
    }

    /// Whether the year has a 29th of February.
    pub fn is_in_leap_year(self) -> bool {
        self.to_date().leap_year()
    }

    /// The day so many days later; earlier for a negative number. The day itself is not counted
    /// (rulebook T-02).
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    #[inline]
    pub fn plus_days(self, days: i64) -> Result<Day, Rejection> {
        i64::from(self.0)
            .checked_add(days)
            .and_then(|number| i32::try_from(number).ok())
            .and_then(|number| Day::from_number(number).ok())
            .ok_or_else(|| out_of_range(alloc::format!("{self} and {days} days")))
    }

    /// The same day of the month so many months later, or the last day of a shorter month
    /// (rulebook T-03); earlier for a negative number. The month end does not stick: 28 February
    /// and one month are 28 March.
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn plus_months(self, months: i32) -> Result<Day, Rejection> {
        let step = Months::new(months.unsigned_abs());
        let date = if months < 0 {
            self.to_date().checked_sub_months(step)
        } else {
            self.to_date().checked_add_months(step)
        };
        date.and_then(|date| Day::from_date(date).ok())
            .ok_or_else(|| out_of_range(alloc::format!("{self} and {months} months")))
    }

    /// The last day of the month.
    #[must_use]
    pub fn end_of_month(self) -> Day {
        let date = self.to_date();
        self.later_in_month(date.num_days_in_month().into(), date.day())
    }

    /// The last day of the decade: the 10th, the 20th or the last of the month (rulebook T-06).
    #[must_use]
    pub fn end_of_decade(self) -> Day {
        let day = self.day_of_month();
        match day {
            ..=10 => self.later_in_month(10, day),
            11..=20 => self.later_in_month(20, day),
            21.. => self.end_of_month(),
        }
    }

    /// The day `target` of this month, which is not before `day`, where this one stands.
    fn later_in_month(self, target: u32, day: u32) -> Day {
        // At most thirty days on, within the month: neither step saturates, nor leaves year 9999.
        Day(self.0.saturating_add_unsigned(target.saturating_sub(day)).min(Self::MAX.0))
    }

    /// The first day, this one included, that is day `k` of its month, or the last of a month
    /// that is shorter (rulebook T-01).
    ///
    /// ```
    /// use o2c_core::calendar::{Day, MonthDay};
    /// let tenth = MonthDay::new(10)?;
    /// assert_eq!(Day::parse("2026-02-27")?.on_day(tenth)?, Day::parse("2026-03-10")?);
    /// assert_eq!(Day::parse("2026-03-10")?.on_day(tenth)?, Day::parse("2026-03-10")?);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn on_day(self, k: MonthDay) -> Result<Day, Rejection> {
        let date = self.to_date();
        let target = u32::from(k.get()).min(date.num_days_in_month().into());
        if target >= date.day() {
            Ok(self.later_in_month(target, date.day()))
        } else {
            self.day_of_next_month(k)
        }
    }

    /// Day `k` of the next month, or its last day where it is shorter (rulebook T-01).
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn day_of_next_month(self, k: MonthDay) -> Result<Day, Rejection> {
        let first = self.end_of_month().plus_days(1)?;
        let length = first.to_date().num_days_in_month().into();
        Ok(first.later_in_month(u32::from(k.get()).min(length), 1))
    }

    /// The days from this one to `other`: positive when `other` is later.
    #[inline]
    pub const fn days_until(self, other: Day) -> i32 {
        // Both lie between 0 and 3652058.
        other.0.saturating_sub(self.0)
    }
}

fn out_of_range(figure: String) -> Rejection {
    Rejection::OutOfRange { path: Path::root(), figure }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.to_date();
        write!(out, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
    }
}

impl core::str::FromStr for Day {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Day::parse(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Day, "a day such as \"2026-01-31\"");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn the_ends_of_time_are_exact() {
        assert_eq!(Day::MIN, Day::new(1, 1, 1).unwrap());
        assert_eq!(Day::MAX, Day::new(9999, 12, 31).unwrap());
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert!(Day::MAX.plus_days(1).is_err());
        assert!(Day::MIN.plus_days(-1).is_err());
        assert!(Day::MAX.plus_days(i64::MAX).is_err());
        assert!(Day::MIN.plus_days(i64::MIN).is_err());
        assert!(Day::MAX.plus_months(i32::MAX).is_err());
        assert!(Day::MIN.plus_months(i32::MIN).is_err());
        assert!(Day::MAX.day_of_next_month(MonthDay::new(1).unwrap()).is_err());
        assert!(Day::MAX.on_day(MonthDay::new(30).unwrap()).is_err());
        assert_eq!(Day::MAX.end_of_month(), Day::MAX);
        assert_eq!(Day::MAX.end_of_decade(), Day::MAX);
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!(Day::from_date(date).unwrap_err().code(), "calendar.out_of_range");
        }
    }

    #[test]
    fn only_the_strict_form_is_read() {
        for text in [
            "",
            "2026-1-31",
            "2026-01-31 ",
            " 2026-01-31",
            "2026/01/31",
            "20260131",
            "+026-01-31",
            "2026-01-3a",
            "２026-01-1",
            "2026-01-31T00:00:00",
            "-001-01-01",
            "12026-01-01",
        ] {
            assert_eq!(Day::parse(text).unwrap_err().code(), "calendar.not_a_day", "{text}");
        }
        for text in
            ["2026-00-10", "2026-13-10", "2026-01-00", "2026-04-31", "2023-02-29", "1900-02-29"]
        {
            assert_eq!(Day::parse(text).unwrap_err().code(), "calendar.no_such_day", "{text}");
        }
        assert_eq!(Day::parse("0000-01-01").unwrap_err().code(), "calendar.out_of_range");
        assert_eq!(day("2024-02-29").day_of_month(), 29);
        assert_eq!(day("2000-02-29").month(), 2);
    }

    /// Rulebook EX-T3 and T-03.
    #[test]
    fn months_clamp_to_the_month_end_and_do_not_stick() {
        assert_eq!(day("2026-01-31").plus_months(1).unwrap(), day("2026-02-28"));
        assert_eq!(day("2026-01-31").plus_days(30).unwrap(), day("2026-03-02"));
        assert_eq!(day("2026-02-28").plus_months(1).unwrap(), day("2026-03-28"));
        assert_eq!(day("2024-01-31").plus_months(1).unwrap(), day("2024-02-29"));
        assert_eq!(day("2024-03-31").plus_months(-1).unwrap(), day("2024-02-29"));
        assert_eq!(day("2024-02-29").plus_months(12).unwrap(), day("2025-02-28"));
    }

    /// Rulebook T-06 and EX-T2.
    #[test]
    fn decades_end_on_the_10th_the_20th_and_the_last() {
        for (from, end) in [
            ("2026-03-01", "2026-03-10"),
            ("2026-03-10", "2026-03-10"),
            ("2026-03-11", "2026-03-20"),
            ("2026-03-20", "2026-03-20"),
            ("2026-03-21", "2026-03-31"),
            ("2026-02-28", "2026-02-28"),
        ] {
            assert_eq!(day(from).end_of_decade(), day(end), "{from}");
        }
        let due_on = day("2026-03-12").end_of_decade().plus_days(30).unwrap();
        assert_eq!(due_on, day("2026-04-19"));
    }

    #[test]
    fn the_week_is_known() {
        assert_eq!(day("2026-05-01").weekday(), Weekday::Fri);
        assert_eq!(day("2026-05-31").weekday(), Weekday::Sun);
        assert!(day("2024-01-01").is_in_leap_year() && !day("2026-01-01").is_in_leap_year());
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_holds_the_text_and_nothing_else() {
        let text = serde_json::to_string(&day("2026-01-31")).unwrap();
        assert_eq!(text, "\"2026-01-31\"");
        assert_eq!(serde_json::from_str::<Day>(&text).unwrap(), day("2026-01-31"));
        for bad in ["20260131", "null", "\"2026-02-30\"", "[2026,1,31]"] {
            assert!(serde_json::from_str::<Day>(bad).is_err(), "{bad}");
        }
    }
}
