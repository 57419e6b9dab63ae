//! Floor prices: the least an item is sold for, and who lets it go for less.
//!
//! ```text
//!  order placed or amended, a line below its floor ──▶ a hold of the price on the line
//!  the hold released by somebody                   ──▶ approved: the line ships
//! ```
//!
//! The floor stands beside the price in the item's table of the directory. A line is held against
//! it by what it comes to without VAT, its own allowances and charges included; what is taken off
//! the order as a whole is not shared over its lines here.

use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::calendar::Day;
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::{ItemId, LineId, OrderId, TableId, Text};
use crate::money::{Currency, Exact, Money, Rounding};
use crate::order::{self, Content, HoldKind, HoldName, OrderLine};
use alloc::string::ToString;
use alloc::vec::Vec;

/// What the hold of a line below its floor is called.
const CODE: &str = "floor";

/// What a quantity of an item comes to at its floor price of a day; none where it has none in the
/// currency.
pub(super) fn floor_of(
    view: &dyn View,
    item: &ItemId,
    quantity: Exact,
    (currency, on): (Currency, Day),
) -> Result<Option<Money>, Rejection> {
    let table = view.record(&RecordKey::Table(TableId::new(item.as_str())?));
    let Some(Record::Table(table)) = table else { return Ok(None) };
    let Some(listed) = table.price_on(on).filter(|listed| listed.currency == currency) else {
        return Ok(None);
    };
    let Some(floor) = listed.floor else { return Ok(None) };
    let mode = Rounding::HalfAwayFromZero;
    Ok(Some(floor.times(quantity, listed.base_quantity, currency, mode)?))
}

/// What is wrong with a line of an order that is sold below its floor, if it is.
pub(super) fn finding(
    view: &dyn View,
    content: &Content,
    line: &OrderLine,
    on: Day,
) -> Result<Option<Cause>, Rejection> {
    let Some(item) = &line.item else { return Ok(None) };
    let figure = line.quantity.figure();
    let Some(floor) = floor_of(view, item, figure, (content.currency, on))? else {
        return Ok(None);
    };
    let net = content.check_line(line)?;
    let (path, line) = (Path::field("price"), line.id.clone());
    let is_below = net.minor() < floor.minor();
    Ok(is_below.then_some(Cause::BelowFloor { path, line, net, floor }))
}

/// The hold of a line below its floor; whoever releases it approves the price.
pub(super) fn hold_of(line: &LineId) -> Result<HoldName, Rejection> {
    Ok(HoldName { kind: HoldKind::Price, code: Text::new(CODE)?, line: Some(line.clone()) })
}

/// Holds the lines of an order that are below their floors, but for those that stood like that
/// before.
pub(super) fn hold_lines(
    decision: &mut Decision<'_>,
    order: &OrderId,
    content: &Content,
) -> Result<(), Rejection> {
    let (view, on) = (decision.before(), decision.command.effective_on);
    let before = view.order(order).filter(|order| order.as_quoted().is_none());
    let before_lines = before.and_then(|order| order.content()).map_or(&[][..], |old| &old.lines);
    let mut held = Vec::new();
    for line in content.lines.iter().filter(|line| !before_lines.contains(line)) {
        let Some(found) = finding(view, content, line, on)? else { continue };
        let hold = hold_of(&line.id)?;
        let is_standing = |other: &order::Hold| other.name == hold && other.stands_on(on);
        if !before.is_some_and(|order| order.holds().iter().any(is_standing)) {
            held.push((hold, Text::new(&found.to_string())?));
        }
    }
    for (hold, reason) in held {
        let (by, until) = (Text::default(), None);
        let command = order::Command::SetHold { hold, reason, by, until };
        decision.run_via("price.below_floor", Leg::Order(order.clone(), command))?;
    }
    Ok(())
}
