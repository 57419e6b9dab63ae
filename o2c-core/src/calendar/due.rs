//! When something falls due: an ordered list of date operations, then one shift.

use super::{Anchor, BusinessDayShift, DateOperation, Day, Holidays, MonthDay, Rejection};
use alloc::vec;
use alloc::vec::Vec;

/// The two legal readings of "N days end of month". The contract must say which: there is no
/// default (rulebook T-04).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum EndOfMonthMode {
    /// Reading A: the days first, then the end of that month.
    AfterDays,
    /// Reading B: the end of the month of issue first, then the days.
    BeforeDays,
}

/// How a due day follows from the day it is counted from.
///
/// Written and read as text: `net 30`, `45 days then end of month`, `30 days then on day 10`,
/// `end of decade then 30 days from delivery shifted following`.
///
/// ```
/// use o2c_core::calendar::{Day, DueRule, EndOfMonthMode, Holidays};
/// // rulebook EX-T1: "45 days end of month" from 15 January 2026, in both readings.
/// let issued_on = Day::parse("2026-01-15")?;
/// let due_on = |mode| DueRule::days_end_of_month(45, mode).due_on(issued_on, &Holidays::none());
/// assert_eq!(due_on(EndOfMonthMode::AfterDays)?, Day::parse("2026-03-31")?);
/// assert_eq!(due_on(EndOfMonthMode::BeforeDays)?, Day::parse("2026-03-17")?);
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DueRule {
    /// The steps from the anchor, in their order; none means due at once.
    pub operations: Vec<DateOperation>,
    /// What the steps count from: the issue, unless the contract says otherwise.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Anchor::is_issue"))]
    pub anchor: Anchor,
    /// What happens once, after the steps, where the day is no business day.
    #[cfg_attr(feature = "serde", serde(default))]
    pub shift: BusinessDayShift,
}

impl DueRule {
    /// The steps given, without a shift.
    pub const fn new(operations: Vec<DateOperation>) -> Self {
        DueRule { operations, anchor: Anchor::Issue, shift: BusinessDayShift::None }
    }

    /// So many days after the anchor.
    pub fn net_days(days: u16) -> Self {
        Self::new(vec![DateOperation::PlusDays(days)])
    }

    /// "N days end of month" in the reading that the contract says (rulebook T-04).
    pub fn days_end_of_month(days: u16, mode: EndOfMonthMode) -> Self {
        let (days, end) = (DateOperation::PlusDays(days), DateOperation::EndOfMonth);
        Self::new(match mode {
            EndOfMonthMode::AfterDays => vec![days, end],
            EndOfMonthMode::BeforeDays => vec![end, days],
        })
    }

    /// So many days, to the end of that month, then the next day `k`: "45 days end of month, the
    /// 10th" (rulebook EX-T11).
    pub fn end_of_month_on_day(days: u16, k: MonthDay) -> Self {
        Self::new(vec![
            DateOperation::PlusDays(days),
            DateOperation::EndOfMonth,
            DateOperation::OnDay(k),
        ])
    }

    /// The same rule with a shift of due days that are no business days.
    #[must_use]
    pub fn shifted(self, shift: BusinessDayShift) -> Self {
        DueRule { shift, ..self }
    }

    /// The same rule counted from another day than the issue.
    #[must_use]
    pub fn counted_from(self, anchor: Anchor) -> Self {
        DueRule { anchor, ..self }
    }

    /// The due day counted from an anchor: issue, receipt or delivery. Never before the anchor.
    ///
    /// # Errors
    /// `calendar.out_of_range` beyond the year 9999.
    pub fn due_on(&self, anchor: Day, holidays: &Holidays) -> Result<Day, Rejection> {
        self.shift.shift(self.unshifted(anchor)?, anchor, holidays)
    }

    /// The due day before any shift: a later anchor never gives an earlier day.
    ///
    /// # Errors
    /// `calendar.out_of_range` beyond the year 9999.
    pub fn unshifted(&self, anchor: Day) -> Result<Day, Rejection> {
        self.operations.iter().try_fold(anchor, |day, operation| operation.from(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn due(rule: &str, anchor: &str) -> Day {
        let rule: DueRule = rule.parse().unwrap();
        rule.due_on(day(anchor), &Holidays::none()).unwrap()
    }

    /// Rulebook T-04, EX-T1 and EX-T1d.
    #[test]
    fn end_of_month_has_two_readings() {
        for (issued_on, a, b, net) in [
            ("2026-01-15", "2026-03-31", "2026-03-17", "2026-03-16"),
            ("2026-01-02", "2026-02-28", "2026-03-17", "2026-03-03"),
            ("2026-10-22", "2026-12-31", "2026-12-15", "2026-12-21"),
            ("2026-03-10", "2026-04-30", "2026-05-15", "2026-05-09"),
        ] {
            let on = |rule: DueRule| rule.due_on(day(issued_on), &Holidays::none()).unwrap();
            let mode = |mode| on(DueRule::days_end_of_month(45, mode));
            assert_eq!(mode(EndOfMonthMode::AfterDays), day(a));
            assert_eq!(mode(EndOfMonthMode::BeforeDays), day(b));
            assert_eq!(on(DueRule::net_days(60)), day(net));
        }
    }

    /// Rulebook EX-T1e.
    #[test]
    fn both_readings_give_45_to_75_days_over_2026() {
        for mode in [EndOfMonthMode::AfterDays, EndOfMonthMode::BeforeDays] {
            let rule = DueRule::days_end_of_month(45, mode);
            let credit: Vec<i32> = (0..365)
                .map(|offset| {
                    let issued_on = day("2026-01-01").plus_days(offset).unwrap();
                    issued_on.days_until(rule.unshifted(issued_on).unwrap())
                })
                .collect();
            assert_eq!(credit.iter().min(), Some(&45));
            assert_eq!(credit.iter().max(), Some(&75));
        }
    }

    /// Rulebook EX-T2.
    #[test]
    fn decades_then_days() {
        assert_eq!(due("end of decade then 30 days", "2026-03-12"), day("2026-04-19"));
    }

    /// Rulebook EX-T11.
    #[test]
    fn the_two_tenths_differ() {
        for (rule, anchor, due_on) in [
            ("30 days then on day 10", "2026-01-28", "2026-03-10"),
            ("30 days then on day 10", "2026-01-31", "2026-03-10"),
            ("30 days then day 10 of next month", "2026-01-28", "2026-03-10"),
            ("30 days then day 10 of next month", "2026-01-31", "2026-04-10"),
            ("45 days then end of month then on day 10", "2026-01-15", "2026-04-10"),
            ("day 31 of next month", "2024-05-23", "2024-06-30"),
        ] {
            assert_eq!(due(rule, anchor), day(due_on), "{rule} from {anchor}");
        }
        let tenth = MonthDay::new(10).unwrap();
        assert_eq!(
            DueRule::end_of_month_on_day(45, tenth),
            "45 days then end of month then on day 10".parse().unwrap()
        );
    }

    #[test]
    fn term_01_net_30() {
        for (issued_on, due_on) in [
            ("2022-01-01", "2022-01-31"),
            ("2022-01-15", "2022-02-14"),
            ("2022-01-31", "2022-03-02"),
        ] {
            assert_eq!(due("net 30", issued_on), day(due_on));
        }
    }

    #[test]
    fn term_07_thirty_days_then_the_tenth_of_the_next_month() {
        assert_eq!(due("30 days then day 10 of next month", "2023-12-12"), day("2024-02-10"));
    }

    #[test]
    fn term_09_the_31st_of_the_next_month_is_its_last() {
        assert_eq!(due("0 days then day 31 of next month", "2024-05-23"), day("2024-06-30"));
    }

    #[test]
    fn a_shift_comes_once_and_last() {
        let rule = DueRule::days_end_of_month(0, EndOfMonthMode::AfterDays)
            .shifted(BusinessDayShift::ModifiedFollowing);
        let due_on = rule.due_on(day("2026-05-03"), &Holidays::none()).unwrap();
        assert_eq!(due_on, day("2026-05-29"));
        // Issued on a Sunday, due at once: never before the issue.
        let at_once = DueRule::new(vec![]).shifted(BusinessDayShift::Preceding);
        let due_on = at_once.due_on(day("2026-05-31"), &Holidays::none()).unwrap();
        assert_eq!(due_on, day("2026-05-31"));
    }

    #[test]
    fn beyond_the_last_year_is_refused() {
        for rule in ["net 1", "1 months", "day 1 of next month", "on day 30"] {
            let rule: DueRule = rule.parse().unwrap();
            assert!(rule.due_on(Day::MAX, &Holidays::none()).is_err(), "{rule}");
        }
    }
}
