//! The rules of offers, and of orders that the firm does not accept.

use super::{Decision, not_before};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{OrderId, Text};
use crate::order::{Content, Event, Placed, Quoted, Rejection};
use alloc::sync::Arc;
use alloc::vec::Vec;

pub(super) fn quote(
    order: &OrderId,
    content: &Arc<Content>,
    valid_until: Day,
    on: Day,
) -> Decision {
    content.check().map_err(|no| no.inside("content"))?;
    valid_on(on, valid_until)?;
    let (order, content) = (order.clone(), content.clone());
    Ok(Vec::from([Event::Quoted { order, content, quoted_on: on, valid_until }]))
}

/// An offer that is over may be revised, which makes it valid anew.
pub(super) fn revise(
    quoted: &Quoted,
    content: &Arc<Content>,
    valid_until: Day,
    reason: &Text,
    on: Day,
) -> Decision {
    not_before(quoted.quoted_on, on)?;
    content.check().map_err(|no| no.inside("content"))?;
    valid_on(on, valid_until)?;
    let (content, reason) = (content.clone(), reason.clone());
    Ok(Vec::from([Event::QuoteRevised { content, valid_until, reason, revised_on: on }]))
}

pub(super) fn accept(quoted: &Quoted, on: Day) -> Decision {
    not_before(quoted.quoted_on, on)?;
    if on > quoted.valid_until {
        let (path, valid_until) = (Path::root(), quoted.valid_until);
        return Err(Rejection::QuoteExpired { path, on, valid_until });
    }
    Ok(Vec::from([Event::QuoteAccepted { accepted_on: on }]))
}

pub(super) fn lose(quoted: &Quoted, reason: &Text, on: Day) -> Decision {
    not_before(quoted.quoted_on, on)?;
    Ok(Vec::from([Event::QuoteLost { reason: reason.clone(), lost_on: on }]))
}

pub(super) fn reject(placed: &Placed, reason: &Text, on: Day) -> Decision {
    not_before(placed.placed_on, on)?;
    Ok(Vec::from([Event::Rejected { reason: reason.clone(), rejected_on: on }]))
}

fn valid_on(on: Day, valid_until: Day) -> Result<(), Rejection> {
    if valid_until < on {
        return Err(Rejection::ValidityOver { path: Path::field("valid_until"), on, valid_until });
    }
    Ok(())
}
