//! The rules of holds: each stands once, and what it holds does not ship.

use super::{Decision, unknown};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, Text};
use crate::money::Exact;
use crate::order::{Confirmed, Content, Event, Hold, HoldName, Rejection};
use alloc::vec::Vec;

pub(super) fn new(name: &HoldName, reason: &Text, by: &Text, until: Option<Day>, on: Day) -> Hold {
    Hold { name: name.clone(), reason: reason.clone(), by: by.clone(), set_on: on, until }
}

/// Sets a hold where none of its name stands; one that is over makes room.
pub(super) fn set(holds: &[Hold], content: &Content, hold: &Hold) -> Decision {
    if let Some(line) = &hold.name.line
        && content.line(line).is_none()
    {
        return Err(unknown(line).inside("hold"));
    }
    if let Some(until) = hold.until
        && until < hold.set_on
    {
        return Err(Rejection::HoldOver { path: Path::field("until"), on: hold.set_on, until });
    }
    if let Some(standing) = standing(holds, &hold.name, hold.set_on) {
        let (kind, since) = (standing.name.kind, standing.set_on);
        return Err(Rejection::HoldStands { path: Path::field("hold"), kind, since });
    }
    Ok(Vec::from([Event::HoldSet { hold: hold.clone() }]))
}

/// Releases a hold that stands.
pub(super) fn release(
    holds: &[Hold],
    name: &HoldName,
    reason: &Text,
    by: &Text,
    on: Day,
) -> Decision {
    let (path, kind) = (Path::field("hold"), name.kind);
    let Some(standing) = standing(holds, name, on) else {
        return Err(Rejection::HoldUnknown { path, kind });
    };
    if on < standing.set_on {
        return Err(Rejection::HoldNotSet { path, kind, on, set_on: standing.set_on });
    }
    Ok(Vec::from([Event::HoldReleased {
        hold: name.clone(),
        reason: reason.clone(),
        by: by.clone(),
        released_on: on,
    }]))
}

fn standing<'h>(holds: &'h [Hold], name: &HoldName, on: Day) -> Option<&'h Hold> {
    holds.iter().find(|hold| hold.name == *name && hold.stands_on(on))
}

/// A hold stops what it holds: the whole order, or its line.
pub(super) fn refuse_held(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    on: Day,
) -> Result<(), Rejection> {
    for hold in confirmed.holds.iter().filter(|hold| hold.stands_on(on)) {
        match asked.iter().position(|(line, _)| hold.is_on(line)) {
            Some(index) if hold.name.line.is_some() => {
                return Err(hold.refusal().inside("line").inside_index("lines", index));
            }
            Some(_) => return Err(hold.refusal()),
            None => {}
        }
    }
    Ok(())
}
