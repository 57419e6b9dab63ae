//! What a return remembers, and how it follows what happened.

use super::Event;
use crate::body::bodies;
use crate::calendar::Day;
use crate::fulfilment::ShippedLine;
use crate::id::{DocumentNumber, LineId, OrderId, SiteId, Text};
use crate::machine::BrokenHistory;
use crate::money::Exact;
use alloc::format;
use alloc::vec::Vec;

/// How a return is settled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Outcome {
    /// What was accepted was credited.
    Credited {
        /// The credit note.
        by: DocumentNumber,
        /// The invoice of the fee for taking it back, where there is one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fee: Option<DocumentNumber>,
    },
    /// The customer gets others.
    Replaced {
        /// The order that delivers them, where there is one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        by: Option<OrderId>,
    },
    /// The customer gets them back, repaired.
    Repaired,
    /// The customer keeps them, or gets them back as they are.
    Rejected {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// What was accepted had not been billed, and is not billed any more.
    TakenBack,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What of a line comes back, in its unit: accepted is at most received, received at most
    /// requested.
    ReturnedLine {
        /// The line of the order.
        line: LineId,
        /// What the customer wanted to give back.
        requested: Exact,
        /// What came back.
        received: Exact,
        /// What was found to be good.
        accepted: Exact,
    }
    /// What a return is about.
    Returned {
        /// The order the goods were shipped for.
        order: OrderId,
        /// The lines.
        lines: Vec<ReturnedLine>,
        /// Why they come back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// Where they came back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// The day of what happened to it last.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        last_on: Option<Day>,
        /// The day somebody looked at them.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        inspected_on: Option<Day>,
    }
}

/// A return; see the room's state diagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Return {
    /// Nobody has asked.
    #[default]
    Absent,
    /// The customer has asked.
    Requested(Returned),
    /// The firm agreed.
    Authorised(Returned),
    /// The goods are here.
    Received(Returned),
    /// They were looked at.
    Inspected(Returned),
    /// It is settled.
    Settled(Returned, Outcome),
}

impl Return {
    /// The name of the state, as in JSON.
    pub const fn state(&self) -> &'static str {
        match self {
            Return::Absent => "absent",
            Return::Requested(_) => "requested",
            Return::Authorised(_) => "authorised",
            Return::Received(_) => "received",
            Return::Inspected(_) => "inspected",
            Return::Settled(..) => "settled",
        }
    }

    /// What it is about; none before anybody asked.
    pub const fn returned(&self) -> Option<&Returned> {
        match self {
            Return::Absent => None,
            Return::Requested(returned)
            | Return::Authorised(returned)
            | Return::Received(returned)
            | Return::Inspected(returned)
            | Return::Settled(returned, _) => Some(returned),
        }
    }

    /// What of a line it still claims: what was requested until the goods came, what came until
    /// it is settled; afterwards only what another order replaced, since that cannot come back
    /// again.
    pub fn claims(&self, line: &LineId) -> Exact {
        let of = |returned: &Returned, figure: fn(&ReturnedLine) -> Exact| {
            returned.lines.iter().find(|own| own.line == *line).map(figure).unwrap_or_default()
        };
        match self {
            Return::Settled(returned, Outcome::Replaced { by: Some(_) }) => {
                of(returned, |line| line.accepted)
            }
            Return::Absent
            | Return::Settled(
                _,
                Outcome::Credited { .. }
                | Outcome::Replaced { by: None }
                | Outcome::Repaired
                | Outcome::Rejected { .. }
                | Outcome::TakenBack,
            ) => Exact::ZERO,
            Return::Requested(returned) | Return::Authorised(returned) => {
                of(returned, |line| line.requested)
            }
            Return::Received(returned) | Return::Inspected(returned) => {
                of(returned, |line| line.received)
            }
        }
    }

    /// What of a line was found to be good by a day and was not settled by then: a credit note is
    /// to be granted, where it was billed.
    pub fn awaits_credit(&self, line: &LineId, day: Day) -> Exact {
        let Some(returned) = self.returned() else { return Exact::ZERO };
        let is_inspected = returned.inspected_on.is_some_and(|on| on <= day);
        let is_settled = matches!(self, Return::Settled(..));
        if !is_inspected || (is_settled && returned.last_on.is_some_and(|on| on <= day)) {
            return Exact::ZERO;
        }
        let mut accepted = returned.accepted().filter(|(of, _)| *of == line);
        accepted.next().map_or(Exact::ZERO, |(_, accepted)| accepted)
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let Some(returned) = self.returned() else { return Ok(()) };
        let is_sound = |line: &ReturnedLine| {
            !line.accepted.is_negative()
                && line.accepted <= line.received
                && line.received <= line.requested
                && line.requested.is_positive()
        };
        if returned.lines.iter().all(is_sound) {
            return Ok(());
        }
        Err(BrokenHistory::new("fulfilment", "more came back than was asked for").against("I13"))
    }
}

pub(super) fn evolve(state: &mut Return, event: &Event) -> Result<(), BrokenHistory> {
    *state = match (core::mem::take(state), event) {
        (Return::Absent, Event::Requested { order, lines, reason, .. }) => {
            let line = |line: &ShippedLine| ReturnedLine {
                line: line.line.clone(),
                requested: line.quantity,
                received: Exact::ZERO,
                accepted: Exact::ZERO,
            };
            let lines = lines.iter().map(line).collect();
            Return::Requested(Returned {
                order: order.clone(),
                lines,
                reason: reason.clone(),
                site: None,
                inspected_on: None,
                last_on: None,
            })
        }
        (Return::Requested(returned), Event::Authorised { .. }) => Return::Authorised(returned),
        (Return::Authorised(mut returned), Event::Received { lines, site, .. }) => {
            returned.site.clone_from(site);
            note(&mut returned, lines, |line, quantity| line.received = quantity);
            Return::Received(returned)
        }
        (Return::Received(mut returned), Event::Inspected { accepted, inspected_on, .. }) => {
            returned.inspected_on = Some(*inspected_on);
            note(&mut returned, accepted, |line, quantity| line.accepted = quantity);
            Return::Inspected(returned)
        }
        (
            Return::Requested(returned)
            | Return::Authorised(returned)
            | Return::Received(returned)
            | Return::Inspected(returned),
            Event::Settled { outcome, .. },
        ) => Return::Settled(returned, outcome.clone()),
        (before, event) => {
            let (name, at) = (event.name(), before.state());
            *state = before;
            let reason = format!("{name} cannot follow where the return is {at}");
            return Err(BrokenHistory::new("fulfilment", reason));
        }
    };
    match state {
        Return::Absent => {}
        Return::Requested(returned)
        | Return::Authorised(returned)
        | Return::Received(returned)
        | Return::Inspected(returned)
        | Return::Settled(returned, _) => returned.last_on = Some(event.on()),
    }
    Ok(())
}

/// Notes quantities on the lines they are of.
fn note(returned: &mut Returned, lines: &[ShippedLine], set: fn(&mut ReturnedLine, Exact)) {
    for line in &mut returned.lines {
        if let Some(found) = lines.iter().find(|found| found.line == line.line) {
            set(line, found.quantity);
        }
    }
}
