//! The rules of the outbox.

use super::{Channel, Command, DispatchStatus, Event, Facts, Outbox, Outcome, state};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::Text;
use crate::invoice::Rejection;
use alloc::string::String;
use alloc::vec::Vec;

pub(super) fn decide(
    outbox: &Outbox,
    command: &Command,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    not_before(facts.issued_on, facts.on)?;
    match command {
        Command::Dispatch { channel, to } => dispatch(outbox, *channel, to, facts),
        Command::Record { number, outcome } => record(outbox, *number, outcome, facts),
    }
}

fn not_before(issued_on: Day, on: Day) -> Result<(), Rejection> {
    if on < issued_on {
        return Err(Rejection::BeforeIssue { path: Path::root(), issued_on, on });
    }
    Ok(())
}

fn dispatch(
    outbox: &Outbox,
    channel: Channel,
    to: &Text,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let mut waiting =
        outbox.dispatches().iter().filter(|dispatch| dispatch.status() == DispatchStatus::Waiting);
    if waiting.any(|dispatch| dispatch.channel == channel && dispatch.to == *to) {
        let (path, channel) = (Path::field("to"), String::from(channel.name()));
        return Err(Rejection::DispatchWaits { path, channel, to: to.clone() });
    }
    Ok(Vec::from([Event::Dispatched {
        number: state::next_number(outbox),
        channel,
        to: to.clone(),
        request: facts.request.clone(),
        on: facts.on,
        recorded_on: facts.recorded_on,
    }]))
}

fn record(
    outbox: &Outbox,
    number: Option<u32>,
    outcome: &Outcome,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let Some(dispatch) = outbox.dispatch(number) else {
        let number = number.unwrap_or(1);
        return Err(Rejection::DispatchUnknown { path: Path::field("number"), number });
    };
    if !dispatch.status().leads_to(outcome.status()) {
        return Err(Rejection::OutcomeOutOfOrder {
            path: Path::field("outcome"),
            outcome: outcome.status().name(),
            status: dispatch.status().name(),
        });
    }
    // What became of a dispatch came after the dispatch, and each thing after the other.
    not_before(dispatch.last_on(), facts.on)?;
    Ok(Vec::from([Event::Outcome {
        number: dispatch.number,
        outcome: outcome.clone(),
        on: facts.on,
        recorded_on: facts.recorded_on,
    }]))
}
