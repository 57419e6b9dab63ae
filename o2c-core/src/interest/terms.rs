//! At which rate, counted how.

use super::Rejection;
use crate::body::bodies;
use crate::calendar::{DatedTable, Day, DayCount};
use crate::error::Path;
use crate::money::{Exact, Rate};
use alloc::vec;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What late amounts bear. Every figure is the caller's: nothing is filled in, and a rate that
    /// may not stand is a finding, never replaced (rulebook T-20).
    Terms {
        /// The yearly rates in percent, each from the day it holds.
        rates: DatedTable<Rate>,
        /// Points that are added to every rate, such as 10 over that of the central bank.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        margin: Option<Rate>,
        /// Whether a rate holds from its own day on (the default) or is fixed for half a year.
        #[cfg_attr(feature = "serde", serde(default))]
        fixing: Fixing,
        /// What part of a year a day is: 1/365 where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "over_365"))]
        day_count: DayCount,
        /// Whether the shifted due day counts (the default) or the one before the shift.
        #[cfg_attr(feature = "serde", serde(default))]
        counted_from: CountedFrom,
        /// Whether interest bears interest; never where nothing is said (rulebook T-24).
        #[cfg_attr(feature = "serde", serde(default))]
        compounding: Compounding,
        /// The floor of rates that a contract sets; none where the rate is the law's own.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        contract_floor: Option<ContractFloor>,
    }
    /// What a contract's rate may not be below: the legal rate so many times.
    ContractFloor {
        /// The legal rates in percent, each from the day it holds.
        legal_rates: DatedTable<Rate>,
        /// How many times; three where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "three"))]
        times: Exact,
    }
}

#[cfg(feature = "serde")]
const fn over_365() -> DayCount {
    DayCount::Actual365
}

#[cfg(feature = "serde")]
fn three() -> Exact {
    Exact::whole(3).unwrap_or(Exact::ONE)
}

/// From when a rate of the table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Fixing {
    /// From its own day on.
    #[default]
    Daily,
    /// What holds on 1 January counts for the first half of the year, what holds on 1 July for the
    /// second: a change in between waits (rulebook T-20).
    HalfYearly,
}

/// Which due day interest is counted from (rulebook T-09).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CountedFrom {
    /// The due day as shifted to a business day.
    #[default]
    DueDay,
    /// The due day before any shift.
    UnshiftedDueDay,
}

/// Whether interest bears interest (rulebook T-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Compounding {
    /// It does not.
    #[default]
    Never,
    /// The interest of each full year since the due day is rounded and bears interest from then
    /// on; only where contract or court says so.
    Yearly,
}

/// A contract's rate below what the law lets it be: a finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BelowFloor {
    /// The first day of the claim on which it is so.
    pub on: Day,
    /// The rate in percent.
    pub rate: Rate,
    /// What it may not be below, in percent.
    pub floor: Rate,
}

impl Terms {
    /// Rates that hold each from its own day, over 365 days, nothing compounded.
    pub const fn at(rates: DatedTable<Rate>) -> Self {
        Terms {
            rates,
            margin: None,
            fixing: Fixing::Daily,
            day_count: DayCount::Actual365,
            counted_from: CountedFrom::DueDay,
            compounding: Compounding::Never,
            contract_floor: None,
        }
    }

    /// The rate of a day, margin included.
    ///
    /// # Errors
    /// `interest.rate_missing`, `money.too_many_digits`.
    pub fn rate_on(&self, day: Day) -> Result<Rate, Rejection> {
        let rate = on(&self.rates, self.fixing, day).map_err(|no| no.inside("rates"))?;
        match self.margin {
            Some(margin) => Ok(Rate::new(rate.exact().checked_add(margin.exact())?)?),
            None => Ok(rate),
        }
    }

    /// The days after `from` and before `until` on which the rate may change.
    pub(super) fn changes(&self, from: Day, until: Day) -> Result<Vec<Day>, Rejection> {
        changes(&self.rates, self.fixing, from, until)
    }

    /// The days from `from` on and before `until` from which a rate that a contract set is below
    /// its floor.
    pub(super) fn below_floor(&self, from: Day, until: Day) -> Result<Vec<BelowFloor>, Rejection> {
        let mut found = Vec::new();
        let Some(floor) = &self.contract_floor else {
            return Ok(found);
        };
        let mut days = vec![from];
        days.extend(changes(&floor.legal_rates, self.fixing, from, until)?);
        for day in days {
            let legal = on(&floor.legal_rates, self.fixing, day)
                .map_err(|no| no.inside("legal_rates").inside("contract_floor"))?;
            let least = Rate::new(legal.exact().checked_mul(floor.times)?)?;
            let rate = self.rate_on(day)?;
            if rate < least {
                found.push(BelowFloor { on: day, rate, floor: least });
            }
        }
        Ok(found)
    }
}

/// The rate of a table on a day.
fn on(rates: &DatedTable<Rate>, fixing: Fixing, day: Day) -> Result<Rate, Rejection> {
    let fixed_on = match fixing {
        Fixing::Daily => day,
        Fixing::HalfYearly => half_year_of(day)?,
    };
    let missing = || Rejection::RateMissing { path: Path::root(), on: fixed_on };
    rates.at(fixed_on).copied().ok_or_else(missing)
}

/// The first day of the half-year a day lies in.
fn half_year_of(day: Day) -> Result<Day, Rejection> {
    Ok(Day::new(day.year(), if day.month() < 7 { 1 } else { 7 }, 1)?)
}

fn changes(
    rates: &DatedTable<Rate>,
    fixing: Fixing,
    from: Day,
    until: Day,
) -> Result<Vec<Day>, Rejection> {
    let is_within = |day: &Day| from < *day && *day < until;
    match fixing {
        Fixing::Daily => {
            Ok(rates.rows().iter().map(|row| row.valid_from).filter(is_within).collect())
        }
        Fixing::HalfYearly => {
            let mut days = Vec::new();
            let mut day = half_year_of(from)?;
            while day < until {
                if is_within(&day) {
                    days.push(day);
                }
                match day.plus_months(6) {
                    Ok(next) => day = next,
                    Err(_) => break, // The calendar ends before the span does.
                }
            }
            Ok(days)
        }
    }
}
