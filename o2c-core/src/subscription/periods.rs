//! What a subscription is billed for until a day: its periods, each with the whole it is part of.

use super::{Cycle, ProrationUnit, Rejection};
use crate::body::bodies;
use crate::calendar::{Day, Period};
use crate::error::Path;
use crate::money::{Exact, Rounding, divide};
use alloc::vec::Vec;

/// Whether a period is billed when it begins or when it is over (rulebook S-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Timing {
    /// On its first day.
    #[default]
    InAdvance,
    /// On the first day after it.
    InArrears,
}

/// What the days of a part that is no whole period are held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum WholePeriod {
    /// The period between the billing days around it (rulebook S-01, S-06).
    #[default]
    BetweenBillingDays,
    /// One interval back from the first billing day, or on from the last, by the calendar alone:
    /// other only where a billing day was clamped to the end of a month.
    Stepped,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A subscription whose periods are asked for.
    BillingPeriods {
        /// Its first day.
        start: Day,
        /// The first day on which it is over, where it ends.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        end: Option<Day>,
        /// The billing run's day: what is due by then is billed.
        until: Day,
        /// The days it bills on.
        cycle: Cycle,
        /// In advance or in arrears.
        #[cfg_attr(feature = "serde", serde(default))]
        timing: Timing,
        /// What a part is held against.
        #[cfg_attr(feature = "serde", serde(default))]
        whole: WholePeriod,
        /// How a part is measured.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: ProrationUnit,
    }
}

/// A period that is billed, or the part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BilledPeriod {
    /// The days billed.
    pub period: Period,
    /// The whole period they are part of, itself where they are all of it.
    pub whole: Period,
    /// What part of the whole they are: 1, or rounded at nine decimals, half away from zero.
    pub cycles: Exact,
}

/// The periods billed until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BilledPeriods {
    /// In the order of time, without gap or overlap.
    pub periods: Vec<BilledPeriod>,
    /// How many whole periods they come to; each part is rounded before they are added.
    pub cycles: Exact,
}

/// The most periods that are told at once.
const MOST_PERIODS: usize = 20_000;

impl BillingPeriods {
    /// The periods billed until a day (rulebook S-01, S-02, S-06).
    ///
    /// ```
    /// use o2c_core::calendar::{Day, MonthDay};
    /// use o2c_core::subscription::{BillingPeriods, Cycle, Interval};
    /// let start = Day::parse("2011-03-10")?;
    /// let billing_day = Some(MonthDay::new(15)?);
    /// let asked = BillingPeriods {
    ///     start,
    ///     end: None,
    ///     until: Day::parse("2011-04-21")?,
    ///     cycle: Cycle { billing_day, ..Cycle::new(start, Interval::Months(1)) },
    ///     timing: Default::default(),
    ///     whole: Default::default(),
    ///     unit: Default::default(),
    /// };
    /// // Five of the 28 days until 15 March, then two whole months.
    /// assert_eq!(asked.billed()?.cycles.to_string(), "2.178571429");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `subscription.no_interval`, `subscription.billing_day_without_months`,
    /// `subscription.end_before_start`, `subscription.anchor_after_start`,
    /// `subscription.too_many_periods`, `subscription.no_units`, `calendar.out_of_range`.
    pub fn billed(&self) -> Result<BilledPeriods, Rejection> {
        let cycle = self.cycle.checked().map_err(|no| no.inside("cycle"))?;
        let start = self.start;
        if let Some(end) = self.end.filter(|end| *end < start) {
            return Err(Rejection::EndBeforeStart { path: Path::field("end"), start, end });
        }
        let mut billed = BilledPeriods { periods: Vec::new(), cycles: Exact::ZERO };
        let mut from = start;
        let mut k = cycle.last_on_or_before(start)?;
        while self.end.is_none_or(|end| from < end) {
            let regular = cycle.period(k)?;
            let until = self.end.map_or(regular.until(), |end| end.min(regular.until()));
            let period = Period::new(from, until)?;
            let due_on = match self.timing {
                Timing::InAdvance => period.from(),
                Timing::InArrears => period.until(),
            };
            if due_on > self.until {
                break;
            }
            if billed.periods.len() >= MOST_PERIODS {
                let (path, most) = (Path::field("until"), MOST_PERIODS);
                return Err(Rejection::TooManyPeriods { path, most });
            }
            let whole = self.whole_of(period, regular)?;
            let cycles = cycles(period, whole, self.unit)?;
            billed.cycles = billed.cycles.checked_add(cycles)?;
            billed.periods.push(BilledPeriod { period, whole, cycles });
            (from, k) = (until, k.saturating_add(1));
        }
        Ok(billed)
    }

    /// What a part is held against; a whole period against itself.
    fn whole_of(&self, period: Period, regular: Period) -> Result<Period, Rejection> {
        if period == regular {
            return Ok(regular);
        }
        Ok(match self.whole {
            WholePeriod::BetweenBillingDays => regular,
            WholePeriod::Stepped if period.from() == regular.from() => {
                Period::new(regular.from(), self.cycle.stepped(regular.from(), 1)?)?
            }
            WholePeriod::Stepped => {
                Period::new(self.cycle.stepped(regular.until(), -1)?, regular.until())?
            }
        })
    }
}

/// What part of a whole period a part is, at nine decimals.
fn cycles(period: Period, whole: Period, unit: ProrationUnit) -> Result<Exact, Rejection> {
    if period == whole {
        return Ok(Exact::ONE);
    }
    let units = unit.units(whole)?;
    let until = unit.offset(whole, period.until(), 0)?;
    let part = until.saturating_sub(unit.offset(whole, period.from(), 0)?);
    // Seconds of a period stay below 2^39.
    let part = i128::from(part).saturating_mul(1_000_000_000);
    Ok(Exact::new(divide(part, units.into(), Rounding::HalfAwayFromZero)?, 9)?)
}
