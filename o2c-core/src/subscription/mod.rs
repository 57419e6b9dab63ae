//! A machine, one per subscription, and its calculators: when it bills, and what a period or a part
//! of one comes to.
//!
//! ```text
//! absent --start--> running <--pause, resume--> paused
//!                      |                          |
//!                      +---------cancel-----------+----> cancelled
//! ```
//!
//! A subscription does not remember what is to be billed: what a period comes to follows from the
//! prices, pauses and usage as they stand, and a run bills what of it is not billed yet. So
//! whatever days it runs on, it bills the same; a change in a period that was billed gives back
//! the rest of the old price and charges the rest of the new (S-04), and usage told late stands on
//! the next invoice (S-10). While more is given back than is charged nothing is billed: it waits,
//! unless the run is asked to give it back at once.
//!
//! Every billing day is computed from the anchor, so month ends do not drift; periods are half-
//! open and follow one another without gap or overlap (rulebook S-01, S-02); a change may set a new
//! anchor, and the period it falls into ends there (S-04). A part of a period
//! knows the whole it is part of, and parts of an unchanged price sum to the price (S-03). What is
//! used is priced by unit, by tiers or by package, line by line as the invoice shows it (S-08).
//!
//! ```
//! use o2c_core::calendar::{Day, Period};
//! use o2c_core::subscription::{Cycle, Interval, ProrationUnit};
//! let cycle = Cycle::new(Day::parse("2026-01-31")?, Interval::Months(1));
//! let february = cycle.period(1)?;
//! assert_eq!(february.to_string(), "[2026-02-28, 2026-03-31)");
//! // rulebook EX-S5: who leaves on 10 February gets back 19 of the 28 days.
//! let whole = Period::new(Day::parse("2026-02-01")?, Day::parse("2026-03-01")?)?;
//! let unused = Period::new(Day::parse("2026-02-10")?, whole.until())?;
//! let back = ProrationUnit::ActualDays.share("28.00 EUR".parse()?, whole, unused)?;
//! assert_eq!(back.to_string(), "19.00 EUR");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod billing;
mod calculation;
mod command;
mod contract;
mod cycle;
mod decide;
mod event;
mod evolve;
mod periods;
mod proration;
mod rejection;
mod state;
mod tariff;

#[cfg(test)]
mod late_tests;
#[cfg(test)]
mod machine_tests;
#[cfg(test)]
mod tests;

pub use calculation::{Answer, Calculation};
pub use command::{Change, Command, Consumption, Facts, Moment, NewPrice};
pub use contract::{
    BilledLine, Charge, ChargeKind, CollectedBy, Contract, FailedCollection, FailureEffect,
    FirstPeriod, Part, Plan, Recurring, RecurringCollection, Step, Used,
};
pub use cycle::{Cycle, Interval};
pub use event::{BilledOf, Event};
pub use periods::{BilledPeriod, BilledPeriods, BillingPeriods, Timing, WholePeriod};
pub use proration::{ChangeFigures, Cut, PlanChange, ProratedPart, Proration, ProrationUnit};
pub use rejection::Rejection;
pub use state::Subscription;
pub use tariff::{
    MinimumCommitment, Package, PartOfPeriod, Tariff, Tier, Usage, UsageFigures, UsageLine,
};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Subscription {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        evolve::evolve(self, event)
    }
}
