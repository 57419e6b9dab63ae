//! Floor prices: the least an item is sold for, and who lets it go for less.
//!
//! ```text
//!  order placed or amended, a line below its floor ──▶ a hold of the price on the line
//!  the hold released by somebody                   ──▶ approved: the line ships
//! ```
//!
//! The floor stands beside the price in the item's table of the directory. A line is held against
//! it by what it comes to without VAT, its own allowances and charges included, less its share of
//! what is taken off the document as a whole: by largest remainder over the lines of the VAT group.
//! Charges of the document, such as freight, raise no line.

use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::calendar::Day;
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::{ItemId, LineId, OrderId, TableId, Text};
use crate::money::{Currency, Exact, Money, Rounding, split};
use crate::order::{self, Content, HoldKind, HoldName, OrderLine};
use crate::pricing::{AdjustmentKind, ResolvedAdjustment, resolve_document_adjustments};
use crate::tax::Vat;
use alloc::collections::BTreeMap;
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

/// What lines come to once each bears its share of the allowances of their document.
pub(super) fn after_allowances(
    lines: &[(Vat, Money)],
    allowances: &[ResolvedAdjustment],
) -> Result<Vec<Money>, Rejection> {
    let mut nets: Vec<Money> = lines.iter().map(|(_, net)| *net).collect();
    for taken in allowances.iter().filter(|taken| taken.kind == AdjustmentKind::Allowance) {
        let weight = |(vat, net): &(Vat, Money)| match *vat == taken.vat {
            true => i128::from(net.minor()).max(0),
            false => 0,
        };
        let weights: Vec<i128> = lines.iter().map(weight).collect();
        if weights.iter().all(|weight| *weight == 0) {
            continue;
        }
        for (net, share) in nets.iter_mut().zip(split(taken.amount, &weights)?) {
            *net = net.checked_sub(share)?;
        }
    }
    Ok(nets)
}

/// What each line of an order comes to, its share of the order's allowances taken off.
fn nets(content: &Content) -> Result<Vec<Money>, Rejection> {
    let mut lines = Vec::with_capacity(content.lines.len());
    let mut totals: BTreeMap<Vat, Money> = BTreeMap::new();
    for line in &content.lines {
        let net = content.net_of(line)?;
        let total = totals.entry(line.vat).or_insert(Money::zero(content.currency));
        *total = total.checked_add(net)?;
        lines.push((line.vat, net));
    }
    let totals: Vec<(Vat, Money)> = totals.into_iter().collect();
    let taken = resolve_document_adjustments(content.currency, &content.adjustments, &totals)?;
    after_allowances(&lines, &taken)
}

/// The lines of an order that are sold below their floors, by their positions.
pub(super) fn findings(
    view: &dyn View,
    content: &Content,
    on: Day,
) -> Result<Vec<(usize, Cause)>, Rejection> {
    let mut floors = Vec::new();
    for (at, line) in content.lines.iter().enumerate() {
        let Some(item) = &line.item else { continue };
        let figure = line.quantity.figure();
        if let Some(floor) = floor_of(view, item, figure, (content.currency, on))? {
            floors.push((at, line, floor));
        }
    }
    if floors.is_empty() {
        return Ok(Vec::new());
    }
    let (nets, mut found) = (nets(content)?, Vec::new());
    for (at, line, floor) in floors {
        let Some(net) = nets.get(at).copied().filter(|net| net.minor() < floor.minor()) else {
            continue;
        };
        let (path, line) = (Path::field("price"), line.id.clone());
        found.push((at, Cause::BelowFloor { path, line, net, floor }));
    }
    Ok(found)
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
    let found = findings(view, content, on)?;
    if found.is_empty() {
        return Ok(());
    }
    let before = view.order(order).filter(|order| order.as_quoted().is_none());
    let stood = match before.and_then(|order| order.content()) {
        Some(old) => (&old.lines[..], nets(old)?),
        None => (&[][..], Vec::new()),
    };
    let stood_alike = |line: &OrderLine, net: Money| {
        stood.0.iter().zip(&stood.1).any(|(other, before)| other == line && *before == net)
    };
    let mut held = Vec::new();
    for (at, cause) in found {
        let Some(line) = content.lines.get(at) else { continue };
        let Cause::BelowFloor { net, .. } = &cause else { continue };
        let hold = hold_of(&line.id)?;
        let is_standing = |other: &order::Hold| other.name == hold && other.stands_on(on);
        let is_held = before.is_some_and(|order| order.holds().iter().any(is_standing));
        if !is_held && !stood_alike(line, *net) {
            held.push((hold, Text::new(&cause.to_string())?));
        }
    }
    for (hold, reason) in held {
        let (by, until) = (Text::default(), None);
        let command = order::Command::SetHold { hold, reason, by, until };
        decision.run_via("price.below_floor", Leg::Order(order.clone(), command))?;
    }
    Ok(())
}
