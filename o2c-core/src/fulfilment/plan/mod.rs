//! The tasks that fulfil an order, a machine per order: what is ready, what waits for what, and
//! when all of it will be done (rulebook O-18).
//!
//! ```text
//!  waiting -start-> started -finish-> finished
//!     ▲                └──fail──▶ failed
//!     └────────────retry───────────┘
//!  after cancel: what had not begun is cancelled; what had is compensated, in reverse order
//! ```
//!
//! A task starts when all it depends on is finished. Tasks that depend on each other in a circle
//! are refused. A task of a cancelled plan is undone only after every task that built on it was.
//! A task may be the point of no return of a line, or of the order: once it has begun, what it is
//! for is not cancelled any more (rulebook O-12).

mod decide;
mod figures;
mod state;
mod words;

#[cfg(test)]
mod tests;

pub use figures::{PlanFigures, TaskFigures};
pub use state::{Plan, PlannedTask, TaskState};
pub use words::{Command, Event, Task, TaskKind};

use super::{Facts, Rejection};
use crate::machine::{BrokenHistory, Machine};
use alloc::vec::Vec;

impl Machine for Plan {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        state::evolve(self, event)
    }
}
