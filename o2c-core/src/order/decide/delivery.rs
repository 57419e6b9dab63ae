//! What leaves whole: lines, groups and orders (rulebook O-13); and how far from what was ordered.

use super::within_open;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::LineId;
use crate::money::Exact;
use crate::order::{
    BillingBasis, Confirmed, Counters, DeliveryRule, DeliveryTolerance, Event, OrderLine, Rejection,
};
use alloc::vec::Vec;

/// A quantity that may leave: open, or beyond it within the line's tolerance (rulebook O-10).
pub(super) fn within_tolerance(
    tolerance: DeliveryTolerance,
    line: &OrderLine,
    counters: &Counters,
    asked: Exact,
) -> Result<(), Rejection> {
    within_open(line, asked, counters.may_ship(line.quantity.figure(), tolerance)?)?;
    // What the counter cannot hold does not leave.
    counters.shipped.checked_add(asked)?;
    Ok(())
}

/// What of a line is not waited for once as much has left as its tolerance asks; none where more
/// is to come, or where what is missing was billed ahead.
fn short(
    confirmed: &Confirmed,
    line: &OrderLine,
    counters: &Counters,
    leaving: Exact,
) -> Result<Option<Exact>, Rejection> {
    let tolerance = confirmed.content.tolerance(line);
    if tolerance.under.exact().is_zero() || !leaving.is_positive() || !confirmed.plan.is_empty() {
        return Ok(None);
    }
    let ordered = line.quantity.figure();
    let net = ordered.checked_sub(counters.cancelled)?;
    let shipped = counters.shipped.checked_add(leaving)?;
    let missing = net.checked_sub(shipped)?;
    let is_billed_ahead = match confirmed.content.billing {
        BillingBasis::Shipped => false,
        BillingBasis::Ordered => missing > counters.to_invoice(ordered, BillingBasis::Ordered),
    };
    let is_enough = missing.is_positive() && shipped >= tolerance.least(net)?;
    Ok((is_enough && !is_billed_ahead).then_some(missing))
}

/// Lines of which enough has left are closed: what is missing of them is cancelled
/// (rulebook O-13).
pub(super) fn close_short(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    on: Day,
    events: &mut Vec<Event>,
) -> Result<(), Rejection> {
    let content = &confirmed.content;
    if content.lines.iter().all(|line| content.tolerance(line).is_none()) {
        return Ok(());
    }
    for (line, counters) in confirmed.quantities() {
        let leaving = asked.iter().find(|(asked, _)| *asked == line.id);
        let Some((id, leaving)) = leaving else { continue };
        if let Some(quantity) = short(confirmed, line, counters, *leaving)? {
            events.push(Event::LineCancelled { line: id.clone(), quantity, cancelled_on: on });
        }
    }
    Ok(())
}

/// Holds what leaves against what the order allows to leave in part.
pub(super) fn leaves_whole(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
) -> Result<(), Rejection> {
    let rule = confirmed.content.handling.delivery;
    let is_grouped = confirmed.content.lines.iter().any(|line| !line.delivery.group.is_empty());
    if rule == DeliveryRule::PartialAllowed && !is_grouped {
        return Ok(());
    }
    for (line, counters) in confirmed.quantities() {
        let open = counters.open_to_ship(line.quantity.figure());
        let position = asked.iter().position(|(asked, _)| *asked == line.id);
        let leaving = position.and_then(|at| asked.get(at)).map_or(Exact::ZERO, |(_, part)| *part);
        if leaving >= open || short(confirmed, line, counters, leaving)?.is_some() {
            continue;
        }
        let group = &line.delivery.group;
        let leaves = |other: &LineId| asked.iter().any(|(asked, _)| asked == other);
        let of_group = |other: &&crate::order::OrderLine| other.delivery.group == *group;
        let group_leaves = !group.is_empty()
            && confirmed.content.lines.iter().filter(of_group).any(|other| leaves(&other.id));
        // What is asked and what is open are both of the line's own digits.
        let missing = open.checked_sub(leaving)?;
        let path = Path::field("lines");
        let id = line.id.clone();
        match rule {
            DeliveryRule::CompleteOrder => {
                return Err(Rejection::OrderIncomplete { path, line: id, open: missing });
            }
            DeliveryRule::PartialAllowed | DeliveryRule::CompleteLine if group_leaves => {
                let group = group.clone();
                return Err(Rejection::GroupIncomplete { path, group, line: id, open: missing });
            }
            DeliveryRule::CompleteLine => {
                if let Some(index) = position {
                    let path = Path::field("quantity").inside_index("lines", index);
                    let asked = leaving;
                    return Err(Rejection::LineIncomplete { path, line: id, asked, open });
                }
            }
            DeliveryRule::PartialAllowed => {}
        }
    }
    Ok(())
}
