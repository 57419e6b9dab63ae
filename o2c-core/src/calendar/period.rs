//! Half-open periods of days, and the periods that follow one another from an anchor.

use super::{Day, Rejection};
use crate::error::Path;
use core::fmt;

/// The days from `from` on and before `until`: half-open, so that periods which follow one
/// another neither overlap nor leave a gap (rulebook S-02). Never empty.
///
/// ```
/// use o2c_core::calendar::{Day, Period};
/// let january = Period::new(Day::parse("2026-01-01")?, Day::parse("2026-02-01")?)?;
/// assert_eq!(january.days(), 31);
/// assert!(january.contains(Day::parse("2026-01-31")?));
/// assert!(!january.contains(january.until()));
/// assert!(Period::new(january.until(), january.from()).is_err());
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Period {
    from: Day,
    until: Day,
}

impl Period {
    /// The days from `from` on and before `until`.
    ///
    /// # Errors
    /// `calendar.period_not_forward` where `until` is not after `from`.
    pub fn new(from: Day, until: Day) -> Result<Self, Rejection> {
        if from < until {
            Ok(Period { from, until })
        } else {
            Err(Rejection::PeriodNotForward { path: Path::root(), from, until })
        }
    }

    /// Period `k`, counted from 0, of those that follow one another every so many months from an
    /// anchor; both ends are computed from the anchor (rulebook S-01).
    ///
    /// # Errors
    /// `calendar.no_interval`, `calendar.out_of_range`.
    pub fn nth(anchor: Day, months_interval: u16, k: u32) -> Result<Self, Rejection> {
        let next = k.checked_add(1).ok_or_else(|| too_far(anchor, k))?;
        Self::new(
            nth_period_start(anchor, months_interval, k)?,
            nth_period_start(anchor, months_interval, next)?,
        )
    }

    /// The first day of the period.
    #[inline]
    pub const fn from(self) -> Day {
        self.from
    }

    /// The first day after the period.
    #[inline]
    pub const fn until(self) -> Day {
        self.until
    }

    /// How many days the period has: one or more.
    #[inline]
    pub const fn days(self) -> i32 {
        self.from.days_until(self.until)
    }

    /// Whether the day lies in the period.
    #[inline]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.until
    }

    /// Whether the periods have a day in common.
    #[inline]
    pub fn overlaps(self, other: Period) -> bool {
        self.from < other.until && other.from < self.until
    }

    /// The days the periods have in common, if any.
    pub fn intersection(self, other: Period) -> Option<Period> {
        Period::new(self.from.max(other.from), self.until.min(other.until)).ok()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "[{}, {})", self.from, self.until)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, rename = "Period")]
        struct Ends {
            from: Day,
            until: Day,
        }
        let ends = Ends::deserialize(input)?;
        Period::new(ends.from, ends.until)
            .map_err(|refusal| D::Error::custom(crate::error::in_serde(&refusal)))
    }
}

/// Where period `k` starts: `anchor + k × interval`, always from the original anchor, clamped to
/// the month end (rulebook S-01). Stepping from the previous start would drift to the 28th.
///
/// ```
/// use o2c_core::calendar::{Day, nth_period_start};
/// // rulebook EX-S1
/// let anchor = Day::parse("2026-01-31")?;
/// assert_eq!(nth_period_start(anchor, 1, 1)?, Day::parse("2026-02-28")?);
/// assert_eq!(nth_period_start(anchor, 1, 2)?, Day::parse("2026-03-31")?);
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
///
/// # Errors
/// `calendar.no_interval` for zero months, `calendar.out_of_range` beyond the year 9999.
pub fn nth_period_start(anchor: Day, months_interval: u16, k: u32) -> Result<Day, Rejection> {
    if months_interval == 0 {
        return Err(Rejection::NoInterval { path: Path::field("months_interval") });
    }
    u32::from(months_interval)
        .checked_mul(k)
        .and_then(|months| i32::try_from(months).ok())
        .ok_or_else(|| too_far(anchor, k))
        .and_then(|months| anchor.plus_months(months))
}

fn too_far(anchor: Day, k: u32) -> Rejection {
    Rejection::OutOfRange { path: Path::root(), figure: alloc::format!("period {k} from {anchor}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::string::ToString;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    /// Rulebook EX-S1, and the same for 29 February.
    #[test]
    fn period_starts_do_not_drift() {
        for (k, start) in [
            (0, "2026-01-31"),
            (1, "2026-02-28"),
            (2, "2026-03-31"),
            (3, "2026-04-30"),
            (4, "2026-05-31"),
        ] {
            assert_eq!(nth_period_start(day("2026-01-31"), 1, k).unwrap(), day(start));
        }
        for (k, start) in [(1, "2025-02-28"), (3, "2027-02-28"), (4, "2028-02-29")] {
            assert_eq!(nth_period_start(day("2024-02-29"), 12, k).unwrap(), day(start));
        }
    }

    #[test]
    fn periods_without_end_or_interval_are_refused() {
        let anchor = day("2026-01-31");
        let code = |refused: Rejection| refused.code();
        assert_eq!(code(nth_period_start(anchor, 0, 1).unwrap_err()), "calendar.no_interval");
        for k in [100_000, u32::MAX] {
            assert_eq!(code(Period::nth(anchor, 1, k).unwrap_err()), "calendar.out_of_range");
        }
        let empty = Period::new(anchor, anchor).unwrap_err();
        assert_eq!(code(empty), "calendar.period_not_forward");
    }

    #[test]
    fn neighbours_touch_and_do_not_overlap() {
        let month = |k| Period::nth(day("2026-01-01"), 1, k).unwrap();
        assert!(!month(0).overlaps(month(1)));
        assert_eq!(month(0).until(), month(1).from());
        let quarter = Period::nth(day("2026-01-01"), 3, 0).unwrap();
        assert!(quarter.overlaps(month(2)) && month(2).overlaps(quarter));
        assert_eq!(quarter.intersection(month(2)), Some(month(2)));
        assert_eq!(quarter.intersection(month(3)), None);
        assert_eq!(month(0).to_string(), "[2026-01-01, 2026-02-01)");
    }

    #[cfg(feature = "json")]
    #[test]
    fn json_refuses_what_new_refuses() {
        let text = r#"{"from":"2026-01-01","until":"2026-02-01"}"#;
        let period: Period = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&period).unwrap(), text);
        for bad in [
            r#"{"from":"2026-01-01","until":"2026-01-01"}"#,
            r#"{"from":"2026-01-01","until":"2026-02-01","to":"2026-02-01"}"#,
            r#"{"from":"2026-01-01"}"#,
        ] {
            assert!(serde_json::from_str::<Period>(bad).is_err(), "{bad}");
        }
    }
}
