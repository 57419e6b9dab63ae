//! How days become a part of a year.

use super::Day;
use chrono::Datelike;

/// How the days between two days are counted and what part of a year they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DayCount {
    /// Calendar days over 365, in leap years too (rulebook T-21, the usual basis of interest).
    Actual365,
    /// Calendar days, those of a leap year over 366 and all others over 365.
    ActualActual,
    /// Months of 30 days over 360: the 31st counts as the 30th (30E/360, rulebook S-03).
    Thirty360,
    /// Calendar days over 360, as banks count them.
    Actual360,
}

/// 365 × 366: the common denominator of days of ordinary and of leap years.
const BOTH_YEARS: i64 = 133_590;

impl DayCount {
    /// The days from `from` on and before `until`; negative where `until` is earlier.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, DayCount};
    /// // rulebook EX-S4
    /// let (from, until) = (Day::parse("2026-01-16")?, Day::parse("2026-02-01")?);
    /// assert_eq!(DayCount::Thirty360.days(from, until), 15);
    /// assert_eq!(DayCount::Actual365.days(from, until), 16);
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    pub fn days(self, from: Day, until: Day) -> i32 {
        match self {
            DayCount::Actual365 | DayCount::ActualActual | DayCount::Actual360 => {
                from.days_until(until)
            }
            DayCount::Thirty360 => thirty_day_number(until).saturating_sub(thirty_day_number(from)),
        }
    }

    /// The part of a year from `from` on and before `until`, as an exact ratio: numerator and
    /// denominator. The denominator is 365, 360, or 365 × 366 where years differ, and does not
    /// depend on the days: parts of one count add by their numerators.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, DayCount};
    /// let (from, until) = (Day::parse("2023-12-31")?, Day::parse("2024-01-02")?);
    /// assert_eq!(DayCount::Actual365.year_fraction(from, until), (2, 365));
    /// // One day of 2023 and one of 2024: 1/365 + 1/366.
    /// assert_eq!(DayCount::ActualActual.year_fraction(from, until), (366 + 365, 365 * 366));
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    pub fn year_fraction(self, from: Day, until: Day) -> (i64, i64) {
        match self {
            DayCount::Actual365 => (self.days(from, until).into(), 365),
            DayCount::Thirty360 | DayCount::Actual360 => (self.days(from, until).into(), 360),
            DayCount::ActualActual => {
                (years_up_to(until).saturating_sub(years_up_to(from)), BOTH_YEARS)
            }
        }
    }
}

/// Days since year 0 in months of 30 days; below four million.
fn thirty_day_number(day: Day) -> i32 {
    let date = day.to_date();
    let of_month = i32::try_from(date.day().min(30)).unwrap_or(30);
    let month = i32::try_from(date.month0()).unwrap_or(0);
    date.year()
        .saturating_mul(360)
        .saturating_add(month.saturating_mul(30))
        .saturating_add(of_month)
}

/// Years from year 0 to the start of the day, in units of 1 / (365 × 366); below 2^31.
fn years_up_to(day: Day) -> i64 {
    let date = day.to_date();
    let unit = if date.leap_year() { 365 } else { 366 };
    i64::from(date.year())
        .saturating_mul(BOTH_YEARS)
        .saturating_add(i64::from(date.ordinal0()).saturating_mul(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn whole_years_are_one() {
        for (from, until) in [("2023-01-01", "2024-01-01"), ("2024-01-01", "2025-01-01")] {
            let of = |count: DayCount| count.year_fraction(day(from), day(until));
            assert_eq!(of(DayCount::ActualActual), (BOTH_YEARS, BOTH_YEARS));
            assert_eq!(of(DayCount::Thirty360), (360, 360));
        }
        let leap = DayCount::Actual365.year_fraction(day("2024-01-01"), day("2025-01-01"));
        assert_eq!(leap, (366, 365));
    }

    #[test]
    fn a_day_of_a_leap_year_is_a_366th() {
        for (year, days, of) in [("2024", 182, 366), ("2026", 181, 365)] {
            let on = |rest: &str| day(&alloc::format!("{year}-{rest}"));
            let (numerator, unit) = DayCount::ActualActual.year_fraction(on("01-01"), on("07-01"));
            assert_eq!(numerator * of, days * unit);
        }
    }

    #[test]
    fn thirty_day_months_know_no_31st() {
        for (from, until, days) in [
            ("2026-01-16", "2026-02-01", 15),
            ("2026-01-31", "2026-02-28", 28),
            ("2026-01-30", "2026-01-31", 0),
            ("2026-02-28", "2026-03-31", 32),
            ("2026-02-01", "2026-01-16", -15),
        ] {
            assert_eq!(DayCount::Thirty360.days(day(from), day(until)), days, "{from} {until}");
        }
    }

    #[test]
    fn all_of_time_fits() {
        let (numerator, _) = DayCount::ActualActual.year_fraction(Day::MIN, Day::MAX);
        // All but the last day, which is 1/365 of the year 9999.
        assert_eq!(numerator, 9_999 * BOTH_YEARS - 366);
        assert_eq!(DayCount::Thirty360.days(Day::MIN, Day::MAX), 9_998 * 360 + 359);
    }
}
