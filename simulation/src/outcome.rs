//! What became of a run.

use crate::{Coverage, Fault, Finding};
use o2c_core::calendar::Day;
use std::collections::BTreeMap;
use std::fmt;

/// Where in a run something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The command, counted from one.
    pub step: u64,
    /// The day of trade.
    pub on: Day,
}

/// What became of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Commands given.
    pub commands: u64,
    /// Commands accepted.
    pub executed: u64,
    /// Commands that had been given before.
    pub replayed: u64,
    /// Commands refused, by code.
    pub refused: BTreeMap<&'static str, u64>,
    /// Faults injected.
    pub faults: BTreeMap<Fault, u64>,
    /// Days of the past on which everything was made again.
    pub days_audited: u64,
    /// Whole histories replayed.
    pub replays: u64,
    /// What the run reached.
    pub coverage: Coverage,
    /// The first finding, and where.
    pub finding: Option<(Place, Finding)>,
}

impl fmt::Display for Outcome {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Outcome { commands, executed, replayed, days_audited, replays, .. } = self;
        let refused: u64 = self.refused.values().sum();
        writeln!(
            out,
            "commands: {commands}, of which executed {executed}, known {replayed}, refused {refused}"
        )?;
        for (code, count) in &self.refused {
            writeln!(out, "  {count:>8} {code}")?;
        }
        let faults: u64 = self.faults.values().sum();
        writeln!(out, "faults injected: {faults}")?;
        for (fault, count) in &self.faults {
            writeln!(out, "  {count:>8} {fault:?}")?;
        }
        writeln!(out, "days audited: {days_audited}, histories replayed: {replays}")?;
        match &self.finding {
            None => write!(out, "audit: no findings"),
            Some((place, finding)) => {
                write!(out, "audit: at command {} on {}: {finding}", place.step, place.on)
            }
        }
    }
}
