//! A machine, one per account: what a customer was reminded of, and what stands in the way of the
//! next reminder; with the calculator that says what a run would write.
//!
//! A run is a pure function of the open items, the policy, the blocks and what was written before
//! (rulebook R-07): it proposes letters, and only what is written raises a level. An item rises by
//! one level at a time, never while it is not late, never within the interval of the letter before,
//! and never while it is blocked; what is contested is left out and the rest is reminded of. The
//! same run twice proposes nothing. Every item says why it rises or does not, and on which day that
//! would change. A notice before the due day is no level: it is given once, by the first run that
//! is not too late for it.
//!
//! ```text
//! level 0 --written--> level 1 --written--> level 2 ... --written--> last level
//!    ^                    |                    |
//!    +-------reset--------+--------------------+
//! ```
//!
//! A payment closes the item or leaves its level on the rest; one that bounces leaves the item with
//! the level it had (R-08).

mod calculation;
mod command;
mod decide;
mod event;
mod evolve;
mod item;
mod letter;
mod outlook;
mod policy;
mod propose;
mod rejection;
mod state;

#[cfg(test)]
mod tests;

pub use calculation::Run;
pub use command::{Command, Facts};
pub use event::Event;
pub use item::{Accrued, Bearing, Block, BlockReason, Case, OpenItem};
pub use letter::{Held, Letter, LetterItem, Notice};
pub use policy::{
    Channel, Delay, Escalation, IntervalOf, LetterStyle, Level, Policy, PreDueNotice,
};
pub use propose::{Proposal, Step, Why, propose};
pub use rejection::Rejection;
pub use state::{GivenNotice, LevelChange, Reminders, StandingBlock, Written};

use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Reminders {
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
