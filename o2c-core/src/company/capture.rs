//! Everything that is wrong in an order as it comes in, at once.

use super::floor;
use super::incoming::{can_be_invoiced, empty_content, line_of, terms_of};
use super::rejection::{Cause, Rejection};
use super::sale::{customer, inside};
use super::view::View;
use super::{NewLine, PlaceOrder};
use crate::calendar::{Day, Terms};
use crate::error::{Error, Path};
use crate::id::OrderId;
use crate::order::{self, Content, Order};
use alloc::vec::Vec;

/// What is wrong in an order as it comes in, or looks as if it were.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderFinding {
    /// Whether the order is refused for it; else somebody had better look at it.
    pub is_refused: bool,
    /// What it is, with its place in the order and its figures.
    pub finding: Error,
}

/// What an order as it comes in is refused for, in the order of its fields.
fn refused(view: &dyn View, order: &PlaceOrder, on: Day) -> Vec<Rejection> {
    let mut found = Vec::new();
    let handling = &order.handling;
    let parties = [
        (Some(&order.customer), "customer"),
        (handling.bill_to.as_ref(), "handling.bill_to"),
        (handling.deliver_to.as_ref(), "handling.deliver_to"),
    ];
    for (party, place) in parties {
        if let Some(Err(no)) = party.map(|party| customer(view, party)) {
            found.push(inside(no, place));
        }
    }
    found.extend(super::credit::expect_segment(view, handling).err());
    // Without a customer there are no terms to miss.
    let terms = match customer(view, &order.customer) {
        Ok(customer) => terms_of(customer, order),
        Err(_) => Ok(order.terms.clone().unwrap_or_else(|| Terms::net_days(0))),
    };
    let terms = terms.unwrap_or_else(|no| {
        found.push(no);
        order.terms.clone().unwrap_or_else(|| Terms::net_days(0))
    });
    let mut content = empty_content(order, terms);
    for (index, line) in order.lines.iter().enumerate() {
        let checked = line_of(view, line, order, on).and_then(|line| {
            content.check_line(&line)?;
            Ok(line)
        });
        match checked {
            Ok(line) => content.lines.push(line),
            Err(no) => found.push(inside(no, Path::index("lines", index).as_str())),
        }
        found.extend(repeated(&order.lines, index, line));
    }
    if content.lines.len() == order.lines.len() {
        found.extend(whole(&order.order, &content, &found));
    }
    found
}

fn repeated(lines: &[NewLine], index: usize, line: &NewLine) -> Option<Rejection> {
    let before = lines.get(..index)?;
    before.iter().any(|other| other.id == line.id).then(|| {
        let path = Path::field("id").inside_index("lines", index);
        order::Rejection::DuplicateId { path, id: line.id.clone() }.into()
    })
}

/// What is wrong in the order as a whole and was not found line by line.
fn whole(id: &OrderId, content: &Content, found: &[Rejection]) -> Option<Rejection> {
    let checked = content.check().map_err(Rejection::from);
    let no = checked.and_then(|()| can_be_invoiced(id, content)).err()?;
    let is_known = |other: &Rejection| other.cause == no.cause;
    (!found.iter().any(is_known)).then_some(no)
}

/// What somebody had better look at: an order all the same.
fn doubtful(view: &dyn View, order: &PlaceOrder, on: Day) -> Vec<Rejection> {
    let mut found: Vec<Rejection> = Vec::new();
    let days = order.lines.iter().enumerate();
    let days = days.filter_map(|(index, line)| {
        let path = Path::field("delivery.required_on").inside_index("lines", index);
        Some((path, line.delivery.required_on?))
    });
    let whole = order.required_on.map(|day| (Path::field("required_on"), day));
    for (path, required_on) in whole.into_iter().chain(days) {
        if required_on < on {
            found.push(Cause::RequiredBefore { path, required_on, on }.into());
        }
    }
    found.extend(below_floor(view, order, on));
    let recipient = order.handling.deliver_to.as_ref().unwrap_or(&order.customer);
    if customer(view, recipient).is_ok_and(|known| known.party.address.is_none()) {
        let path = Path::field(match order.handling.deliver_to {
            Some(_) => "handling.deliver_to",
            None => "customer",
        });
        found.push(Cause::AddressMissing { path, customer: recipient.clone() }.into());
    }
    let mut first = None;
    view.each_order(&mut |id, other| {
        let is_same = *id != order.order
            && stands(other).is_some_and(|content| {
                content.customer == order.customer && content.reference == order.reference
            });
        if first.is_none() && is_same && !order.reference.is_empty() {
            first = Some(id.clone());
        }
    });
    if let Some(other) = first {
        let (path, reference) = (Path::field("reference"), order.reference.clone());
        found.push(Cause::ReferenceTaken { path, reference, order: other }.into());
    }
    found
}

/// The lines that are sold below their floors: they will be held until somebody approves them.
fn below_floor(view: &dyn View, order: &PlaceOrder, on: Day) -> Vec<Rejection> {
    let mut content = empty_content(order, Terms::net_days(0));
    let mut indices = Vec::new();
    for (index, line) in order.lines.iter().enumerate() {
        // What cannot be priced is refused by itself.
        let Ok(line) = line_of(view, line, order, on) else { continue };
        if content.check_line(&line).is_ok() {
            content.lines.push(line);
            indices.push(index);
        }
    }
    let found = floor::findings(view, &content, on).unwrap_or_default().into_iter();
    let placed = found.filter_map(|(at, cause)| {
        let index = *indices.get(at)?;
        Some(inside(cause.into(), Path::index("lines", index).as_str()))
    });
    placed.collect()
}

/// What is ordered, unless nothing came of it.
fn stands(order: &Order) -> Option<&Content> {
    match order {
        Order::Placed(_) | Order::Confirmed(_) | Order::Quoted(_) => {
            order.content().map(|content| &**content)
        }
        Order::Unplaced | Order::Cancelled(_) | Order::Lost(_) | Order::Rejected(_) => None,
    }
}

/// Every finding in an order as it comes in, those it is refused for first.
pub(super) fn findings(view: &dyn View, order: &PlaceOrder, on: Day) -> Vec<OrderFinding> {
    let of = |is_refused: bool| {
        move |no: Rejection| OrderFinding { is_refused, finding: Error::from(no) }
    };
    let refused = refused(view, order, on).into_iter().map(of(true));
    refused.chain(doubtful(view, order, on).into_iter().map(of(false))).collect()
}

/// A refusal of an order as it comes in, with all else that it is refused for.
pub(super) fn with_the_rest(
    view: &dyn View,
    order: &PlaceOrder,
    on: Day,
    refusal: Rejection,
) -> Rejection {
    let rest = refused(view, order, on).into_iter().map(|other| other.cause);
    let rest = rest.filter(|other| *other != refusal.cause).collect();
    refusal.and(rest)
}
