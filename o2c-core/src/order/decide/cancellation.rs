//! The rules of a cancellation that is asked for while parts are under way (rulebook O-12).

use super::{Decision, cancel_line, not_before, one_line, within_cancellable};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, Text};
use crate::money::Exact;
use crate::order::content::Lookup;
use crate::order::{
    CancellationAnswer, CancellationPart, CancellationRequest, Confirmed, Event, Rejection,
    RequestedPart,
};
use alloc::vec::Vec;

/// Asks the parts that are named, or every line of which something may be cancelled. Together the
/// parts of a line are no more than may be cancelled of it.
pub(super) fn request(
    confirmed: &Confirmed,
    asked: &[RequestedPart],
    reason: &Text,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    confirmed.refuse_planned()?;
    if let Some(pending) = &confirmed.cancellation {
        let requested_on = pending.requested_on;
        return Err(Rejection::CancellationPending { path: Path::root(), requested_on });
    }
    let mut parts = Vec::new();
    if asked.is_empty() {
        parts.extend(every_line(confirmed));
    }
    for (index, part) in asked.iter().enumerate() {
        let part = named(confirmed, part, &parts);
        parts.push(part.map_err(|no| no.inside_index("parts", index))?);
    }
    if parts.is_empty() {
        return Err(Rejection::NothingToCancel { path: Path::root() });
    }
    let request = CancellationRequest { parts, reason: reason.clone(), requested_on: on };
    Ok(Vec::from([Event::CancellationRequested { request }]))
}

fn every_line(confirmed: &Confirmed) -> impl Iterator<Item = CancellationPart> {
    let basis = confirmed.content.billing;
    confirmed.quantities().filter_map(move |(line, counters)| {
        let quantity = counters.cancellable(line.quantity.figure(), basis);
        let (part, line) = (line.id.clone(), line.id.clone());
        quantity.is_positive().then_some(CancellationPart { part, line, quantity, answer: None })
    })
}

fn named(
    confirmed: &Confirmed,
    asked: &RequestedPart,
    before: &[CancellationPart],
) -> Result<CancellationPart, Rejection> {
    let mut lookup = Lookup::new(&confirmed.content);
    let (_, line, counters) = one_line(confirmed, &mut lookup, &asked.line)?;
    let part = asked.part.clone().unwrap_or_else(|| asked.line.clone());
    if before.iter().any(|other| other.part == part) {
        return Err(Rejection::PartTwice { path: Path::field("part"), part });
    }
    let mut left = counters.cancellable(line.quantity.figure(), confirmed.content.billing);
    for other in before.iter().filter(|other| other.line == asked.line) {
        left = left.checked_sub(other.quantity)?;
    }
    let quantity = asked.quantity.unwrap_or(left);
    if asked.quantity.is_none() && !left.is_positive() {
        let (path, line) = (Path::field("line"), asked.line.clone());
        return Err(Rejection::NothingToCancelOnLine { path, line });
    }
    within_cancellable(line, counters, quantity, left)?;
    Ok(CancellationPart { part, line: asked.line.clone(), quantity, answer: None })
}

/// A part that accepts is cancelled at once; the last line cancelled takes the order along.
pub(super) fn answer(
    confirmed: &Confirmed,
    part: &LineId,
    answer: CancellationAnswer,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    let Some(request) = &confirmed.cancellation else {
        return Err(Rejection::CancellationMissing { path: Path::root() });
    };
    not_before(request.requested_on, on)?;
    let asked = request.open_part(part)?;
    let answered = Event::CancellationAnswered { part: part.clone(), answer, answered_on: on };
    let mut events = Vec::from([answered]);
    match answer {
        CancellationAnswer::Accepted => {
            let quantity: Option<Exact> = Some(asked.quantity);
            events.extend(cancel_line(confirmed, &asked.line, quantity, on)?);
        }
        CancellationAnswer::Refused | CancellationAnswer::TooLate => {}
    }
    Ok(events)
}
