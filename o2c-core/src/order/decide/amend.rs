//! The rules of an amendment after confirmation: it moves within what is open (rulebook O-17).

use super::{Decision, countable, not_before};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::Text;
use crate::money::Exact;
use crate::order::content::Lookup;
use crate::order::{Confirmed, Content, Counters, Event, OrderLine, Rejection};
use alloc::sync::Arc;
use alloc::vec::Vec;

pub(super) fn amend(
    confirmed: &Confirmed,
    content: &Arc<Content>,
    reason: &Text,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    content.check().map_err(|no| no.inside("content"))?;
    keeps_its_head(confirmed, content).map_err(|no| no.inside("content"))?;
    let mut is_anything_left = false;
    let (mut before, mut after) = (Lookup::new(&confirmed.content), Lookup::new(content));
    for (index, line) in content.lines.iter().enumerate() {
        let old = before.find(&line.id);
        let old = old.and_then(|(at, old)| Some((old, confirmed.lines.get(at)?)));
        let nothing = Counters::default();
        let counters = match old {
            Some((old, counters)) => {
                keeps_what_moved(old, counters, (line, content))
                    .map_err(|no| no.inside_index("lines", index).inside("content"))?;
                counters
            }
            None => &nothing,
        };
        is_anything_left |= counters.cancelled < line.quantity.figure();
    }
    for (line, counters) in confirmed.quantities() {
        if after.find(&line.id).is_some() {
            continue;
        }
        let (moved, invoiced) = (moved(counters)?, counters.invoiced);
        let (path, line) = (Path::field("content.lines"), line.id.clone());
        if moved.is_positive() {
            return Err(Rejection::AmendedMoved { path, line, moved });
        }
        if invoiced.is_positive() {
            return Err(Rejection::AmendedBilled { path, line, invoiced });
        }
    }
    if !is_anything_left {
        return Err(Rejection::AmendedAway { path: Path::field("content.lines") });
    }
    let (content, reason) = (content.clone(), reason.clone());
    Ok(Vec::from([Event::Amended { content, reason, amended_on: on }]))
}

/// What of a line does not come back by amending: shipped or cancelled.
fn moved(counters: &Counters) -> Result<Exact, Rejection> {
    Ok(counters.shipped.checked_add(counters.cancelled)?)
}

/// What the documents of an order rest on stays: whom they bill, in which currency, for what.
fn keeps_its_head(confirmed: &Confirmed, content: &Content) -> Result<(), Rejection> {
    let old = &confirmed.content;
    let fixed =
        |field: &'static str| Err(Rejection::AmendedFixed { path: Path::field(field), field });
    if old.customer != content.customer {
        return fixed("customer");
    }
    if old.payer() != content.payer() {
        return fixed("handling.bill_to");
    }
    if old.currency != content.currency {
        return fixed("currency");
    }
    if old.billing != content.billing {
        return fixed("billing");
    }
    let is_billed = confirmed.lines.iter().any(|line| line.invoiced.is_positive());
    if is_billed && old.prices != content.prices {
        return fixed("prices");
    }
    if is_billed && old.vat_rounding != content.vat_rounding {
        return fixed("vat_rounding");
    }
    let is_shared = !old.adjustments.is_empty() || !content.adjustments.is_empty();
    let is_ahead = !confirmed.deposits.is_empty() || !confirmed.plan.is_empty();
    if is_ahead || (is_billed && is_shared) {
        return Err(Rejection::AmendedAhead { path: Path::root() });
    }
    Ok(())
}

/// A line that was billed stays as it is; one that was shipped keeps what it sells, and no less is
/// ordered than was shipped and cancelled.
fn keeps_what_moved(
    old: &OrderLine,
    counters: &Counters,
    (line, content): (&OrderLine, &Content),
) -> Result<(), Rejection> {
    let id = || line.id.clone();
    if counters.invoiced.is_positive() && old != line {
        let (path, invoiced) = (Path::root(), counters.invoiced);
        return Err(Rejection::AmendedBilled { path, line: id(), invoiced });
    }
    let moved = moved(counters)?;
    if !moved.is_positive() {
        return Ok(());
    }
    let is_same = old.item == line.item
        && old.supply == line.supply
        && old.quantity.unit() == line.quantity.unit();
    if !is_same {
        return Err(Rejection::AmendedMoved { path: Path::root(), line: id(), moved });
    }
    let asked = line.quantity.figure();
    let may_have_left = counters.cancelled <= asked
        && counters.shipped
            <= content.tolerance(line).most(asked.checked_sub(counters.cancelled)?)?;
    if !may_have_left {
        return Err(Rejection::AmendedBelow {
            path: Path::field("quantity"),
            line: id(),
            asked,
            moved,
        });
    }
    countable(content.most_of(line)?, moved)
}
