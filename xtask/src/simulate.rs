//! Years of trade of the simulated company, and what its auditor says of them.

use anyhow::Result;
use simulation::{Run, Simulation};

/// The first day of trade: the first year is a leap year, so every edge lies in it.
const FROM: &str = "2028-01-01";

/// How many commands an order brings on its way, from the customer's record to the last cent.
const MOVES_OF_AN_ORDER: u32 = 7;

/// Runs so many years from a seed; true where nothing was found and every edge was reached.
pub(crate) fn run(seed: u64, years: u32, orders_per_day: u32) -> Result<bool> {
    let from: o2c_core::calendar::Day = FROM.parse()?;
    let until = from.plus_months(i32::try_from(years)?.saturating_mul(12))?;
    let length = Run {
        days: u32::try_from(from.days_until(until))?,
        moves: orders_per_day.saturating_mul(MOVES_OF_AN_ORDER),
    };
    println!("seed {seed}, {} days from {FROM}", length.days);
    let outcome = Simulation::seeded(seed, from).run(length);
    println!("{outcome}");
    let missing = outcome.coverage.missing();
    if !missing.is_empty() {
        println!("never reached: {}", missing.join(", "));
    }
    Ok(outcome.finding.is_none() && missing.is_empty())
}
