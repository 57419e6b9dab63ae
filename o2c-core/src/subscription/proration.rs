//! Parts of a period's price: exact by construction (rulebook S-03).

use super::Rejection;
use crate::body::bodies;
use crate::calendar::{Day, DayCount, Period};
use crate::error::Path;
use crate::money::{Money, telescope};
use alloc::vec::Vec;

/// What the parts of a period are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ProrationUnit {
    /// The days the period has.
    #[default]
    ActualDays,
    /// So many days, however many the period has: never more of them than the whole, and the
    /// period's end is the whole.
    FixedDays(u16),
    /// Months of 30 days: the 31st counts as the 30th (30E/360).
    Thirty360,
    /// Seconds; a day has 86,400.
    Seconds,
}

const SECONDS_A_DAY: i64 = 86_400;

impl ProrationUnit {
    /// How many units a whole period has.
    ///
    /// # Errors
    /// `subscription.no_units`.
    pub fn units(self, whole: Period) -> Result<i64, Rejection> {
        let days = i64::from(whole.days());
        let units = match self {
            ProrationUnit::ActualDays => days,
            ProrationUnit::FixedDays(days) => i64::from(days),
            ProrationUnit::Thirty360 => {
                DayCount::Thirty360.days(whole.from(), whole.until()).into()
            }
            // A few million days at most.
            ProrationUnit::Seconds => days.saturating_mul(SECONDS_A_DAY),
        };
        if units > 0 {
            Ok(units)
        } else {
            Err(Rejection::NoUnits { path: Path::field("unit"), whole })
        }
    }

    /// How many units of a period are over at a moment, which counts from the period's first day;
    /// none before it and all after it.
    ///
    /// # Errors
    /// `subscription.no_units`, `subscription.seconds_not_counted`.
    pub fn offset(self, whole: Period, on: Day, seconds: u32) -> Result<i64, Rejection> {
        let units = self.units(whole)?;
        let counts = self == ProrationUnit::Seconds && i64::from(seconds) < SECONDS_A_DAY;
        if seconds > 0 && !counts {
            return Err(Rejection::SecondsNotCounted { path: Path::field("seconds"), seconds });
        }
        if on >= whole.until() {
            return Ok(units);
        }
        let days = i64::from(whole.from().days_until(on));
        let over = match self {
            ProrationUnit::ActualDays | ProrationUnit::FixedDays(_) => days,
            ProrationUnit::Thirty360 => DayCount::Thirty360.days(whole.from(), on).into(),
            // As above.
            ProrationUnit::Seconds => {
                days.saturating_mul(SECONDS_A_DAY).saturating_add(seconds.into())
            }
        };
        Ok(over.clamp(0, units))
    }

    /// What the days of `part` come to of the price of the whole period they lie in: rounded at
    /// their end less rounded at their beginning, so that the parts of a period sum to its price.
    ///
    /// # Errors
    /// `subscription.no_units`.
    pub fn share(self, price: Money, whole: Period, part: Period) -> Result<Money, Rejection> {
        let before = self.offset(whole, part.from(), 0)?;
        let after = self.offset(whole, part.until(), 0)?;
        Ok(telescope(price, before.into(), after.into(), self.units(whole)?.into())?)
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The price of a period, cut where something changes.
    Proration {
        /// The price of the whole period.
        price: Money,
        /// The whole period.
        period: Period,
        /// Where it is cut, in the order of time; each is the first moment of a new part.
        #[cfg_attr(feature = "serde", serde(default))]
        cuts: Vec<Cut>,
        /// How the parts are measured.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: ProrationUnit,
    }
    /// A moment at which a period is cut.
    Cut {
        /// The day.
        on: Day,
        /// Seconds since that day began, where parts are measured in seconds.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_zero"))]
        seconds: u32,
    }
    /// Another price from a day of a period on (rulebook S-04).
    PlanChange {
        /// The period's price before; in the same currency.
        from: Money,
        /// The period's price from then on.
        to: Money,
        /// The period, which the earlier price was billed for.
        period: Period,
        /// The first day of the new price, in the period.
        on: Day,
        /// How the parts are measured.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: ProrationUnit,
    }
}

#[cfg(feature = "serde")]
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands it over so
const fn is_zero(seconds: &u32) -> bool {
    *seconds == 0
}

/// A part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProratedPart {
    /// How many units of the period were over before it.
    pub units_before: i64,
    /// How many are over after it.
    pub units_after: i64,
    /// What it comes to.
    pub amount: Money,
}

/// What a change of price gives back and asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ChangeFigures {
    /// What the rest of the period came to at the earlier price: below zero, it is given back.
    pub credit: Money,
    /// What the rest comes to at the new price.
    pub charge: Money,
    /// Both together.
    pub net: Money,
}

impl Proration {
    /// What each part comes to; they sum to the price (rulebook S-03).
    ///
    /// ```
    /// use o2c_core::calendar::{Day, Period};
    /// use o2c_core::subscription::{Cut, Proration};
    /// let on = |text| Ok::<_, o2c_core::error::Error>(Cut { on: Day::parse(text)?, seconds: 0 });
    /// let asked = Proration {
    ///     price: "10.00 EUR".parse()?,
    ///     period: Period::new(Day::parse("2026-04-01")?, Day::parse("2026-05-01")?)?,
    ///     cuts: vec![on("2026-04-11")?, on("2026-04-21")?],
    ///     unit: Default::default(),
    /// };
    /// // rulebook EX-S7
    /// let parts: Vec<_> = asked.parts()?.iter().map(|part| part.amount.figure()).collect();
    /// assert_eq!(parts, ["3.33", "3.34", "3.33"]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `subscription.cuts_not_in_order`, `subscription.outside_period`, `subscription.no_units`,
    /// `subscription.seconds_not_counted`.
    pub fn parts(&self) -> Result<Vec<ProratedPart>, Rejection> {
        let units = self.unit.units(self.period)?;
        let mut before = 0;
        let mut parts = Vec::with_capacity(self.cuts.len().saturating_add(1));
        let mut latest: Option<(Day, u32)> = None;
        for (index, cut) in self.cuts.iter().enumerate() {
            let at = |path: Path| path.inside_index("cuts", index);
            if !self.period.contains(cut.on) {
                let (path, period) = (at(Path::field("on")), self.period);
                return Err(Rejection::OutsidePeriod { path, on: cut.on, period });
            }
            if latest.is_some_and(|latest| latest > (cut.on, cut.seconds)) {
                return Err(Rejection::CutsNotInOrder { path: at(Path::field("on")), on: cut.on });
            }
            let offset = self.unit.offset(self.period, cut.on, cut.seconds);
            let offset = offset.map_err(|no| no.inside_index("cuts", index))?;
            parts.push(self.part(before, offset, units)?);
            (before, latest) = (offset, Some((cut.on, cut.seconds)));
        }
        parts.push(self.part(before, units, units)?);
        Ok(parts)
    }

    fn part(&self, from: i64, until: i64, units: i64) -> Result<ProratedPart, Rejection> {
        let amount = telescope(self.price, from.into(), until.into(), units.into())?;
        Ok(ProratedPart { units_before: from, units_after: until, amount })
    }
}

impl PlanChange {
    /// What the change gives back and asks for, rounded apart (rulebook S-03): nothing on the
    /// first day but the whole prices.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, Period};
    /// use o2c_core::subscription::PlanChange;
    /// let asked = PlanChange {
    ///     from: "30.00 EUR".parse()?,
    ///     to: "60.00 EUR".parse()?,
    ///     period: Period::new(Day::parse("2026-01-01")?, Day::parse("2026-02-01")?)?,
    ///     on: Day::parse("2026-01-16")?,
    ///     unit: Default::default(),
    /// };
    /// // rulebook EX-S3
    /// assert_eq!(asked.figures()?.net.to_string(), "15.49 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `subscription.outside_period`, `subscription.no_units`, `money.currency_mismatch`.
    pub fn figures(&self) -> Result<ChangeFigures, Rejection> {
        if !self.period.contains(self.on) {
            let (path, period) = (Path::field("on"), self.period);
            return Err(Rejection::OutsidePeriod { path, on: self.on, period });
        }
        self.from.expect(self.to.currency()).map_err(|no| Rejection::from(no.inside("to")))?;
        let rest = Period::new(self.on, self.period.until())?;
        let credit = self.unit.share(self.from, self.period, rest)?.negated();
        let charge = self.unit.share(self.to, self.period, rest)?;
        Ok(ChangeFigures { credit, charge, net: credit.checked_add(charge)? })
    }
}
