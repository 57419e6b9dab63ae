//! The rules of a dispute: one function a command, every state named.

use super::{Command, Contested, Dispute, Event, Facts, Moment, Opening, Outcome, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Money, split};
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(dispute: &Dispute, command: &Command, facts: &Facts) -> Decision {
    let refused = || Rejection::NotPossible {
        path: Path::root(),
        state: dispute.state(),
        command: command.name(),
    };
    match command {
        Command::Open(asked) => match dispute {
            Dispute::Absent => open(asked, facts),
            Dispute::Opened(_) | Dispute::UnderReview(_) | Dispute::Closed(_) => Err(refused()),
        },
        Command::Review { owner, note } => match dispute {
            Dispute::Opened(_) | Dispute::UnderReview(_) => review(dispute, owner, note, facts),
            Dispute::Absent | Dispute::Closed(_) => Err(refused()),
        },
        Command::Close { outcome, note } => match dispute {
            Dispute::Opened(_) | Dispute::UnderReview(_) => close(dispute, outcome, note, facts),
            Dispute::Absent | Dispute::Closed(_) => Err(refused()),
        },
    }
}

const fn moment(facts: &Facts) -> Moment {
    Moment { on: facts.on, recorded_on: facts.recorded_on }
}

/// The amount is shared over the items by largest remainder on what is open of each.
fn open(asked: &Opening, facts: &Facts) -> Decision {
    let currency = asked.account.currency;
    let open = Money::sum(currency, facts.open.iter().map(|item| item.amount))?;
    if !open.is_positive() {
        let (path, document) = (Path::field("document"), asked.document.clone());
        return Err(Rejection::NothingOpen { path, document });
    }
    let amount = asked.amount.unwrap_or(open);
    Money::zero(currency)
        .expect(amount.currency())
        .map_err(|no| Rejection::from(no.inside("amount")))?;
    let path = || Path::field("amount");
    if !amount.is_positive() {
        return Err(Rejection::AmountNotPositive { path: path(), amount });
    }
    if amount.minor() > open.minor() {
        return Err(Rejection::BeyondOpen { path: path(), asked: amount, open });
    }
    if let Some(answer_by) = asked.answer_by
        && answer_by < facts.on
    {
        let (path, on) = (Path::field("answer_by"), facts.on);
        return Err(Rejection::AnsweredBefore { path, answer_by, on });
    }
    let weights: Vec<i128> =
        facts.open.iter().map(|item| i128::from(item.amount.minor())).collect();
    let parts = facts.open.iter().zip(split(amount, &weights)?);
    let parts = parts.filter(|(_, part)| !part.is_zero());
    let contested = |(item, amount): (&Contested, Money)| {
        let entry = item.entry.clone();
        Contested { entry, amount }
    };
    Ok(Vec::from([Event::Opened {
        account: asked.account.clone(),
        document: asked.document.clone(),
        items: parts.map(contested).collect(),
        reason: asked.reason,
        owner: asked.owner.clone(),
        note: asked.note.clone(),
        answer_by: asked.answer_by,
        do_not_match: asked.do_not_match,
        at: moment(facts),
    }]))
}

fn review(dispute: &Dispute, owner: &Text, note: &Text, facts: &Facts) -> Decision {
    expect_later(dispute, facts.on)?;
    let (owner, note) = (owner.clone(), note.clone());
    Ok(Vec::from([Event::Reviewed { owner, note, at: moment(facts) }]))
}

/// At most what is disputed is granted; what is not can be collected again.
fn close(dispute: &Dispute, outcome: &Outcome, note: &Text, facts: &Facts) -> Decision {
    expect_later(dispute, facts.on)?;
    if let Some(granted) = outcome.granted()
        && let Some(claim) = dispute.claim()
    {
        let disputed = claim.amount()?;
        disputed.expect(granted.currency()).map_err(|no| Rejection::from(no.inside("amount")))?;
        let path = || Path::field("amount");
        if !granted.is_positive() {
            return Err(Rejection::AmountNotPositive { path: path(), amount: granted });
        }
        if granted.minor() > disputed.minor() {
            return Err(Rejection::BeyondDisputed { path: path(), asked: granted, disputed });
        }
    }
    let (outcome, note) = (outcome.clone(), note.clone());
    Ok(Vec::from([Event::Closed { outcome, note, at: moment(facts) }]))
}

/// What happens to a dispute happens in the order of its days.
fn expect_later(dispute: &Dispute, on: Day) -> Result<(), Rejection> {
    match dispute.latest() {
        Some(latest) if on < latest.on => {
            Err(Rejection::Earlier { path: Path::root(), on, latest: latest.on })
        }
        Some(_) | None => Ok(()),
    }
}
