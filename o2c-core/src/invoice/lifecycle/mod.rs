//! A machine per issued document: what the platforms and the buyer said of an electronic invoice.
//!
//! The French lifecycle (rulebook 9.4) knows statuses by number: a platform transmits (200 to 203,
//! or rejects with 213), the buyer treats (204 to 211), the seller answers (209) and says what was
//! collected (212). Transmission goes one way; the treatment may say anything in any order, so
//! what was said is kept as a log, and all else is derived from it.
//!
//! ```text
//! transmission   200 | 213  ──▶  201  ──▶  202 | 213  ──▶  203
//! treatment      204 … 212, 214, 220 …  at any time, in any order
//! ends           nothing follows 213; no mandatory status follows 210
//! ```
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::invoice::lifecycle::{Command, Effect, Facts, Lifecycle, Statement, Status};
//! use o2c_core::machine::Machine;
//! let on = Day::parse("2026-09-20")?;
//! let facts = Facts {
//!     issued_on: Day::parse("2026-09-15")?,
//!     recorded_on: on,
//!     gross: "1200.00 EUR".parse()?,
//!     groups: vec![("S 20".parse()?, "1200.00 EUR".parse()?)],
//!     collected: "0.00 EUR".parse()?,
//! };
//! let mut lifecycle = Lifecycle::default();
//! let disputed = Statement {
//!     reasons: vec!["QTE_ERR".parse()?],
//!     ..Statement::new(Status::InDispute, on)
//! };
//! for event in lifecycle.decide(&Command::Record(disputed), &facts)? {
//!     lifecycle.evolve(&event)?;
//! }
//! let standing = lifecycle.standing(facts.gross)?;
//! assert!(standing.is_in_dispute);
//! assert!(standing.effects.contains(&Effect::DunningBlock));
//! // A dispute without a reason from the list is refused.
//! let no = Command::Record(Statement::new(Status::InDispute, on));
//! assert!(lifecycle.decide(&no, &facts).is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decide;
mod reason;
mod standing;
mod statement;
mod status;
#[cfg(test)]
mod tests;

pub use reason::{Reason, allowed_reasons};
pub use standing::{Collected, Effect, Standing};
pub use statement::{Marker, RequestedAction, StatedAmount, Statement};
pub use status::Status;

use super::Rejection;
use crate::calendar::Day;
use crate::machine::{BrokenHistory, Machine};
use crate::money::Money;
use crate::tax::Vat;
use alloc::vec::Vec;

/// What was said of one document, oldest first; append-only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Lifecycle {
    log: Vec<Recorded>,
}

/// What one may ask of the log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Keep what was said.
    Record(Statement),
}

/// What happened to the log. Append-only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// Something was said.
    Recorded(Recorded),
}

/// A statement and the day it became known.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Recorded {
    /// What was said.
    pub statement: Statement,
    /// The day it became known.
    pub recorded_on: Day,
}

/// What the log needs to know of its document. Amounts have the sign that the document prints.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day the document was issued; nothing is said of it before.
    pub issued_on: Day,
    /// The day the command became known.
    pub recorded_on: Day,
    /// Its total with VAT.
    pub gross: Money,
    /// Its total with VAT of each category and rate.
    pub groups: Vec<(Vat, Money)>,
    /// What was collected of it so far, whether that was said or not.
    pub collected: Money,
}

impl Machine for Lifecycle {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        let Command::Record(statement) = command;
        decide::check(self, statement, facts)?;
        let recorded = Recorded { statement: statement.clone(), recorded_on: facts.recorded_on };
        Ok(Vec::from([Event::Recorded(recorded)]))
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        let Event::Recorded(recorded) = event;
        if let Err(no) = decide::check_order(self, &recorded.statement) {
            return Err(BrokenHistory::new("invoice", alloc::format!("{no}")));
        }
        self.log.push(recorded.clone());
        Ok(())
    }
}

impl Lifecycle {
    /// Everything that was said, oldest first.
    pub fn statements(&self) -> impl DoubleEndedIterator<Item = &Statement> {
        self.log.iter().map(|recorded| &recorded.statement)
    }

    /// The log as it was at the end of a day; with `known_at`, as one knew it at the end of that
    /// day.
    #[must_use]
    pub fn as_of(&self, day: Day, known_at: Option<Day>) -> Self {
        let is_seen = |recorded: &&Recorded| {
            recorded.statement.on <= day
                && known_at.is_none_or(|known_at| recorded.recorded_on <= known_at)
        };
        Lifecycle { log: self.log.iter().filter(is_seen).cloned().collect() }
    }

    /// The first broken invariant of the log: what was said must follow what was said before, and
    /// every reason must be one of its status (rulebook 12, invariant 16).
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a log.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let mut before = Lifecycle::default();
        for recorded in &self.log {
            decide::check_reasons(&recorded.statement)
                .map_err(|no| BrokenHistory::new("invoice", alloc::format!("{no}")))?;
            before.evolve(&Event::Recorded(recorded.clone()))?;
        }
        Ok(())
    }
}
