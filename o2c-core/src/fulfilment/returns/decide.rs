//! The rules of a return: one function a command, every state named.

use super::{
    Command, Event, Facts, InspectReturn, Outcome, ReceiveReturn, RequestReturn, Return, Returned,
    ReturnedLine,
};
use crate::error::Path;
use crate::fulfilment::state::check_lines;
use crate::fulfilment::{Rejection, ShippedLine};
use crate::id::LineId;
use crate::money::Exact;
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(state: &Return, command: &Command, facts: &Facts) -> Decision {
    let refused = || Rejection::ReturnNotPossible {
        path: Path::root(),
        state: state.state(),
        command: command.name(),
    };
    let decided = match command {
        Command::Request(asked) => match state {
            Return::Absent => request(asked, facts),
            Return::Requested(_)
            | Return::Authorised(_)
            | Return::Received(_)
            | Return::Inspected(_)
            | Return::Settled(..) => Err(refused()),
        },
        Command::Authorise => match state {
            Return::Requested(_) => Ok(Vec::from([Event::Authorised { authorised_on: facts.on }])),
            Return::Absent
            | Return::Authorised(_)
            | Return::Received(_)
            | Return::Inspected(_)
            | Return::Settled(..) => Err(refused()),
        },
        Command::Receive(asked) => match state {
            Return::Authorised(returned) => receive(returned, asked, facts),
            Return::Absent
            | Return::Requested(_)
            | Return::Received(_)
            | Return::Inspected(_)
            | Return::Settled(..) => Err(refused()),
        },
        Command::Inspect(asked) => match state {
            Return::Received(returned) => inspect(returned, asked, facts),
            Return::Absent
            | Return::Requested(_)
            | Return::Authorised(_)
            | Return::Inspected(_)
            | Return::Settled(..) => Err(refused()),
        },
        Command::Settle { outcome } => match (state, outcome) {
            (Return::Inspected(returned), _) => settle(returned, outcome, facts),
            (
                Return::Requested(_) | Return::Authorised(_) | Return::Received(_),
                Outcome::Rejected { .. },
            ) => settled(outcome, facts),
            (
                Return::Absent
                | Return::Requested(_)
                | Return::Authorised(_)
                | Return::Received(_)
                | Return::Settled(..),
                _,
            ) => Err(refused()),
        },
    };
    match state.returned().and_then(|returned| returned.last_on) {
        Some(latest) if decided.is_ok() && facts.on < latest => {
            Err(Rejection::ReturnTooEarly { path: Path::root(), on: facts.on, latest })
        }
        Some(_) | None => decided,
    }
}

fn request(asked: &RequestReturn, facts: &Facts) -> Decision {
    check_lines(&asked.lines)?;
    for (index, line) in asked.lines.iter().enumerate() {
        let returnable = facts.returnable.iter().find(|(id, _)| *id == line.line);
        let returnable = returnable.map(|(_, quantity)| *quantity).unwrap_or_default();
        if line.quantity > returnable {
            return Err(Rejection::ReturnBeyondShipped {
                path: Path::field("quantity").inside_index("lines", index),
                line: line.line.clone(),
                asked: line.quantity,
                returnable,
            });
        }
    }
    let RequestReturn { order, lines, reason } = asked.clone();
    Ok(Vec::from([Event::Requested { order, lines, reason, requested_on: facts.on }]))
}

/// The quantities named, each at most what the return has of its line; all of it where none are.
fn within(
    returned: &Returned,
    lines: Option<&[ShippedLine]>,
    (name, most): (&str, fn(&ReturnedLine) -> Exact),
) -> Result<Vec<ShippedLine>, Rejection> {
    let Some(lines) = lines else {
        let all = returned
            .lines
            .iter()
            .map(|line| ShippedLine { line: line.line.clone(), quantity: most(line) });
        return Ok(all.filter(|line| line.quantity.is_positive()).collect());
    };
    // A list that is empty says that nothing came, or that nothing is good.
    if !lines.is_empty() {
        check_lines(lines)?;
    }
    for (index, line) in lines.iter().enumerate() {
        let of_line = |own: &&ReturnedLine| own.line == line.line;
        let most = returned.lines.iter().find(of_line).map(most).unwrap_or_default();
        if line.quantity > most {
            return Err(Rejection::ReturnBeyondAgreed {
                path: Path::field("quantity").inside_index(name, index),
                line: line.line.clone(),
                asked: line.quantity,
                most,
            });
        }
    }
    Ok(lines.to_vec())
}

fn receive(returned: &Returned, asked: &ReceiveReturn, facts: &Facts) -> Decision {
    let lines = within(returned, asked.lines.as_deref(), ("lines", |line| line.requested))?;
    let (site, received_on) = (asked.site.clone(), facts.on);
    Ok(Vec::from([Event::Received { lines, site, received_on }]))
}

fn inspect(returned: &Returned, asked: &InspectReturn, facts: &Facts) -> Decision {
    let accepted = within(returned, asked.accepted.as_deref(), ("accepted", |line| line.received))?;
    let (note, is_restocked, inspected_on) = (asked.note.clone(), asked.is_restocked, facts.on);
    Ok(Vec::from([Event::Inspected { accepted, note, is_restocked, inspected_on }]))
}

fn settle(returned: &Returned, outcome: &Outcome, facts: &Facts) -> Decision {
    let is_accepted = returned.lines.iter().any(|line| line.accepted.is_positive());
    match outcome {
        Outcome::Credited { .. }
        | Outcome::Replaced { .. }
        | Outcome::Repaired
        | Outcome::TakenBack
            if !is_accepted =>
        {
            Err(Rejection::NothingAccepted { path: Path::field("outcome") })
        }
        Outcome::Credited { .. }
        | Outcome::Replaced { .. }
        | Outcome::Repaired
        | Outcome::TakenBack
        | Outcome::Rejected { .. } => settled(outcome, facts),
    }
}

fn settled(outcome: &Outcome, facts: &Facts) -> Decision {
    Ok(Vec::from([Event::Settled { outcome: outcome.clone(), settled_on: facts.on }]))
}

impl Returned {
    /// What was found to be good of each line, in their order.
    pub fn accepted(&self) -> impl Iterator<Item = (&LineId, Exact)> {
        let lines = self.lines.iter().map(|line| (&line.line, line.accepted));
        lines.filter(|(_, accepted)| accepted.is_positive())
    }
}
