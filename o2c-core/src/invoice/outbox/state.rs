//! What the outbox remembers, and how it follows what happened.

use super::{Channel, Event, Outcome, PaymentRequest};
use crate::calendar::Day;
use crate::id::Text;
use crate::machine::BrokenHistory;
use alloc::vec::Vec;

/// The dispatches of one document, in the order in which they were made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Outbox {
    dispatches: Vec<Dispatch>,
}

/// A dispatch with all that became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Dispatch {
    /// Its number, 1 first.
    pub number: u32,
    /// By which channel.
    pub channel: Channel,
    /// To which address of that channel.
    pub to: Text,
    /// What the payer is asked; none where nothing is to be paid.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub request: Option<PaymentRequest>,
    /// The day it was put into the outbox.
    pub dispatched_on: Day,
    /// The day that became known.
    pub recorded_on: Day,
    /// What became of it, oldest first.
    pub outcomes: Vec<RecordedOutcome>,
}

/// What became of a dispatch, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecordedOutcome {
    /// What became of it.
    pub outcome: Outcome,
    /// The day it counts.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
}

/// How far a dispatch came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DispatchStatus {
    /// It is to be sent.
    Waiting,
    /// It left.
    Sent,
    /// It arrived.
    Received,
    /// It came back, or could not be sent.
    Rejected,
}

impl DispatchStatus {
    /// The status's name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            DispatchStatus::Waiting => "waiting",
            DispatchStatus::Sent => "sent",
            DispatchStatus::Received => "received",
            DispatchStatus::Rejected => "rejected",
        }
    }

    /// Whether an outcome may lead on to another status.
    pub(super) const fn leads_to(self, next: DispatchStatus) -> bool {
        match self {
            DispatchStatus::Waiting => !matches!(next, DispatchStatus::Waiting),
            DispatchStatus::Sent => {
                matches!(next, DispatchStatus::Received | DispatchStatus::Rejected)
            }
            DispatchStatus::Received | DispatchStatus::Rejected => false,
        }
    }
}

impl Outcome {
    /// The status that the outcome leads to.
    pub const fn status(&self) -> DispatchStatus {
        match self {
            Outcome::Sent => DispatchStatus::Sent,
            Outcome::Received => DispatchStatus::Received,
            Outcome::Rejected { .. } => DispatchStatus::Rejected,
        }
    }
}

impl Dispatch {
    /// How far it came, after all that is known.
    pub fn status(&self) -> DispatchStatus {
        self.outcomes.last().map_or(DispatchStatus::Waiting, |last| last.outcome.status())
    }

    /// How far it had come at the end of a day; with `known_at`, as one knew it at the end of that
    /// day. None before it was made.
    pub fn status_as_of(&self, day: Day, known_at: Option<Day>) -> Option<DispatchStatus> {
        let is_seen = |on: Day, recorded_on: Day| {
            on <= day && known_at.is_none_or(|known_at| recorded_on <= known_at)
        };
        if !is_seen(self.dispatched_on, self.recorded_on) {
            return None;
        }
        let mut seen = self.outcomes.iter().rev();
        let last = seen.find(|outcome| is_seen(outcome.on, outcome.recorded_on));
        Some(last.map_or(DispatchStatus::Waiting, |last| last.outcome.status()))
    }

    /// The last day on which something happened to it.
    pub(super) fn last_on(&self) -> Day {
        self.outcomes.last().map_or(self.dispatched_on, |last| last.on)
    }
}

impl Outbox {
    /// Every dispatch, in the order in which they were made.
    pub fn dispatches(&self) -> &[Dispatch] {
        &self.dispatches
    }

    /// A dispatch by its number; the last one where none is named.
    pub fn dispatch(&self, number: Option<u32>) -> Option<&Dispatch> {
        match number {
            None => self.dispatches.last(),
            Some(number) => self.dispatches.iter().find(|dispatch| dispatch.number == number),
        }
    }

    /// The first day on which the document arrived, if it has.
    pub fn received_on(&self) -> Option<Day> {
        let outcomes = self.dispatches.iter().flat_map(|dispatch| &dispatch.outcomes);
        let received = outcomes.filter(|outcome| outcome.outcome == Outcome::Received);
        received.map(|outcome| outcome.on).min()
    }

    /// The first broken invariant: dispatches are numbered from one, and each went one way.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such an outbox.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        for (expected, dispatch) in (1_u32..).zip(&self.dispatches) {
            if dispatch.number != expected {
                return broken("the dispatches are not numbered from one");
            }
            let mut status = DispatchStatus::Waiting;
            for outcome in &dispatch.outcomes {
                if !status.leads_to(outcome.outcome.status()) {
                    return broken("a dispatch went back");
                }
                status = outcome.outcome.status();
            }
        }
        Ok(())
    }
}

fn broken<T>(reason: &str) -> Result<T, BrokenHistory> {
    Err(BrokenHistory::new("invoice", reason))
}

/// Follows what happened. No rule of its own.
pub(super) fn evolve(outbox: &mut Outbox, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Dispatched { number, channel, to, request, on, recorded_on } => {
            if *number != next_number(outbox) {
                return broken("a dispatch out of sequence");
            }
            outbox.dispatches.push(Dispatch {
                number: *number,
                channel: *channel,
                to: to.clone(),
                request: request.clone(),
                dispatched_on: *on,
                recorded_on: *recorded_on,
                outcomes: Vec::new(),
            });
        }
        Event::Outcome { number, outcome, on, recorded_on } => {
            let mut dispatches = outbox.dispatches.iter_mut();
            let Some(dispatch) = dispatches.find(|dispatch| dispatch.number == *number) else {
                return broken("an outcome of a dispatch that was never made");
            };
            if !dispatch.status().leads_to(outcome.status()) {
                return broken("an outcome that cannot follow");
            }
            let (on, recorded_on) = (*on, *recorded_on);
            dispatch.outcomes.push(RecordedOutcome { outcome: outcome.clone(), on, recorded_on });
        }
    }
    Ok(())
}

/// The number of the next dispatch; there are never as many as 32 bits count.
pub(super) fn next_number(outbox: &Outbox) -> u32 {
    outbox.dispatches.last().map_or(1, |last| last.number.saturating_add(1))
}
