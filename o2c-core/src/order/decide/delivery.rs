//! What leaves whole: lines, groups and orders (rulebook O-13); and how far from what was ordered.

use super::{Decision, Lookup, each_line, not_before, one_line, within_open};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, Text};
use crate::money::Exact;
use crate::order::{
    BillingBasis, Confirmed, Counters, DeliveryRule, DeliveryTolerance, Event, OrderLine, Rejection,
};
use alloc::collections::BTreeSet;
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
        BillingBasis::Shipped | BillingBasis::Delivered | BillingBasis::Accepted => false,
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
    let mut closed: Vec<(usize, Event)> = Vec::new();
    let mut lookup = Lookup::new(&confirmed.content);
    for (id, leaving) in asked {
        let (position, line, counters) = one_line(confirmed, &mut lookup, id)?;
        if let Some(quantity) = short(confirmed, line, counters, *leaving)? {
            let event = Event::LineCancelled { line: id.clone(), quantity, cancelled_on: on };
            closed.push((position, event));
        }
    }
    closed.sort_by_key(|(position, _)| *position);
    events.extend(closed.into_iter().map(|(_, event)| event));
    Ok(())
}

/// What leaves of each line, by its position; nothing of those that are not asked for.
struct Leaving<'a> {
    /// The place among what is asked, and how much.
    of_lines: Vec<Option<(usize, Exact)>>,
    groups: BTreeSet<&'a Text>,
}

impl<'a> Leaving<'a> {
    fn of(confirmed: &'a Confirmed, asked: &[(LineId, Exact)]) -> Result<Self, Rejection> {
        let mut of_lines = alloc::vec![None; confirmed.lines.len()];
        let mut groups = BTreeSet::new();
        let mut lookup = Lookup::new(&confirmed.content);
        for (index, (id, quantity)) in asked.iter().enumerate() {
            let (position, line, _) = one_line(confirmed, &mut lookup, id)?;
            if let Some(place) = of_lines.get_mut(position) {
                *place = Some((index, *quantity));
            }
            if !line.delivery.group.is_empty() {
                groups.insert(&line.delivery.group);
            }
        }
        Ok(Leaving { of_lines, groups })
    }

    fn line(&self, position: usize) -> Option<(usize, Exact)> {
        self.of_lines.get(position).copied().flatten()
    }
}

/// Holds what leaves against what the order allows to leave in part.
pub(super) fn leaves_whole(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
) -> Result<(), Rejection> {
    let rule = confirmed.content.handling.delivery;
    let all = Leaving::of(confirmed, asked)?;
    for (at, (line, counters)) in confirmed.quantities().enumerate() {
        let open = counters.open_to_ship(line.quantity.figure());
        let leaving = all.line(at).map_or(Exact::ZERO, |(_, part)| part);
        if leaving >= open || short(confirmed, line, counters, leaving)?.is_some() {
            continue;
        }
        let group_leaves = all.groups.contains(&line.delivery.group);
        // What is asked and what is open are both of the line's own digits.
        let missing = open.checked_sub(leaving)?;
        let path = Path::field("lines");
        let id = line.id.clone();
        match rule {
            DeliveryRule::CompleteOrder => {
                return Err(Rejection::OrderIncomplete { path, line: id, open: missing });
            }
            DeliveryRule::PartialAllowed | DeliveryRule::CompleteLine if group_leaves => {
                let group = line.delivery.group.clone();
                return Err(Rejection::GroupIncomplete { path, group, line: id, open: missing });
            }
            DeliveryRule::CompleteLine => {
                if let Some((index, asked)) = all.line(at) {
                    let path = Path::field("quantity").inside_index("lines", index);
                    return Err(Rejection::LineIncomplete { path, line: id, asked, open });
                }
            }
            DeliveryRule::PartialAllowed => {}
        }
    }
    Ok(())
}

/// What arrives had left and had not arrived before.
pub(super) fn record_delivered(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    each_line(confirmed, asked, |line, counters, quantity| {
        within(line, quantity, counters.shipped.checked_sub(counters.delivered)?)
    })?;
    Ok(Vec::from([Event::Delivered { lines: asked.to_vec(), delivered_on: on }]))
}

/// What is accepted had left, or was performed, has not come back and was not accepted before.
pub(super) fn record_accepted(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    by: &Text,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    each_line(confirmed, asked, |line, counters, quantity| {
        within(line, quantity, counters.to_accept())
    })?;
    let (lines, by) = (asked.to_vec(), by.clone());
    Ok(Vec::from([Event::Accepted { lines, by, accepted_on: on }]))
}

fn within(line: &OrderLine, asked: Exact, under_way: Exact) -> Result<(), Rejection> {
    if asked > under_way {
        let (path, line) = (Path::field("quantity"), line.id.clone());
        return Err(Rejection::QuantityExceedsUnderWay { path, line, asked, under_way });
    }
    Ok(())
}
