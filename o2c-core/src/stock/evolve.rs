//! How a stock follows what happened. No rule of its own.

use super::{Event, Expected, LastLeft, LineOfOrder, Part, Stock};
use crate::id::ReceiptId;
use crate::machine::BrokenHistory;
use crate::money::{Exact, Money, Rejection};
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

pub(super) fn evolve(stock: &mut Stock, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Received { quantity, cost, receipt, .. } => {
            stock.on_hand = held(stock.on_hand.checked_add(*quantity))?;
            add_value(stock, *cost)?;
            match receipt {
                Some(receipt) => came_in(stock, receipt, *quantity),
                None => Ok(()),
            }
        }
        Event::Adjusted { counted, difference, cost, .. } => {
            stock.on_hand = *counted;
            if counted.is_zero() {
                stock.last_left = last_left(difference.negated(), cost.map(Money::negated));
            }
            add_value(stock, *cost)
        }
        Event::Issued { quantity, of, cost, .. } => {
            let left = held(stock.on_hand.checked_sub(*quantity))?;
            if left.is_negative() {
                return Err(broken("more left than was there").against("I13"));
            }
            stock.on_hand = left;
            if left.is_zero() {
                stock.last_left = last_left(*quantity, *cost);
            }
            add_value(stock, cost.map(Money::negated))?;
            match of {
                Some(of) => serve(stock, of, *quantity),
                None => Ok(()),
            }
        }
        Event::Expected { receipt, on, quantity, cost } => {
            stock.expected.retain(|expected| expected.receipt != *receipt);
            let (receipt, on, quantity, cost) = (receipt.clone(), *on, *quantity, *cost);
            insert(stock, Expected { receipt, on, quantity, cost });
            Ok(())
        }
        Event::ExpectedCancelled { receipt, .. } => {
            known(stock, receipt)?;
            stock.expected.retain(|expected| expected.receipt != *receipt);
            Ok(())
        }
        Event::Planned { safety, replenishment_days } => {
            stock.safety = *safety;
            stock.replenishment_days = *replenishment_days;
            Ok(())
        }
        Event::Reserved(reservation) => {
            if stock.reservation(&reservation.of).is_some() {
                return Err(broken("a line is reserved twice"));
            }
            stock.reserved.push(reservation.clone());
            Ok(())
        }
        Event::Released { of, quantity } => {
            let parts = parts_of(stock, of)?;
            take(parts, *quantity, TakenFrom::Last)?;
            stock.reserved.retain(|reservation| !reservation.parts.is_empty());
            Ok(())
        }
        Event::Repromised { of, parts } => {
            parts_of(stock, of)?.clone_from(parts);
            Ok(())
        }
    }
}

fn broken(reason: impl Into<alloc::string::String>) -> BrokenHistory {
    BrokenHistory::new("stock", reason)
}

fn held(figure: Result<Exact, Rejection>) -> Result<Exact, BrokenHistory> {
    figure.map_err(|no| broken(no.to_string()))
}

fn last_left(quantity: Exact, cost: Option<Money>) -> Option<LastLeft> {
    cost.map(|cost| LastLeft { quantity, cost })
}

fn add_value(stock: &mut Stock, cost: Option<Money>) -> Result<(), BrokenHistory> {
    if let Some(cost) = cost {
        let value = stock.value.map_or(Ok(cost), |value| value.checked_add(cost));
        stock.value = Some(value.map_err(|no| broken(no.to_string()))?);
    }
    Ok(())
}

fn known<'s>(stock: &'s Stock, receipt: &ReceiptId) -> Result<&'s Expected, BrokenHistory> {
    stock.receipt(receipt).ok_or_else(|| broken(format!("no receipt {receipt} is expected")))
}

/// What is expected stands in the order of its days and references.
fn insert(stock: &mut Stock, to_come: Expected) {
    let place = stock.expected.partition_point(|expected| {
        (expected.on, &expected.receipt) < (to_come.on, &to_come.receipt)
    });
    stock.expected.insert(place, to_come);
}

/// As much less is expected; nothing any more once all of it, or more, has come in.
fn came_in(stock: &mut Stock, receipt: &ReceiptId, quantity: Exact) -> Result<(), BrokenHistory> {
    known(stock, receipt)?;
    for expected in stock.expected.iter_mut().filter(|expected| expected.receipt == *receipt) {
        let came = expected.cost_of(quantity).map_err(|no| broken(no.to_string()))?;
        if let Some((cost, came)) = expected.cost.zip(came) {
            let left = cost.checked_sub(came);
            expected.cost = Some(left.map_err(|no| broken(no.to_string()))?);
        }
        expected.quantity = held(expected.quantity.checked_sub(quantity))?;
    }
    stock.expected.retain(|expected| expected.quantity.is_positive());
    Ok(())
}

fn parts_of<'s>(
    stock: &'s mut Stock,
    of: &LineOfOrder,
) -> Result<&'s mut Vec<Part>, BrokenHistory> {
    let reservation = stock.reserved.iter_mut().find(|reservation| reservation.of == *of);
    match reservation {
        Some(reservation) => Ok(&mut reservation.parts),
        None => Err(broken(format!("nothing is reserved for line {} of {}", of.line, of.order))),
    }
}

/// What leaves for a line is taken from what was kept for it; more than that is taken from nobody.
fn serve(stock: &mut Stock, of: &LineOfOrder, quantity: Exact) -> Result<(), BrokenHistory> {
    let Some(reservation) = stock.reservation(of) else {
        return Ok(());
    };
    let served = reservation.quantity().min(quantity);
    take(parts_of(stock, of)?, served, TakenFrom::First)?;
    stock.reserved.retain(|reservation| !reservation.parts.is_empty());
    Ok(())
}

#[derive(Clone, Copy)]
enum TakenFrom {
    First,
    Last,
}

/// Takes a quantity from parts, from one end on.
fn take(parts: &mut Vec<Part>, quantity: Exact, from: TakenFrom) -> Result<(), BrokenHistory> {
    let mut left = quantity;
    while left.is_positive() {
        let part = match from {
            TakenFrom::First => parts.first_mut(),
            TakenFrom::Last => parts.last_mut(),
        };
        let Some(part) = part else {
            return Err(broken("more is released than is reserved"));
        };
        let taken = part.quantity.min(left);
        part.quantity = held(part.quantity.checked_sub(taken))?;
        left = held(left.checked_sub(taken))?;
        parts.retain(|part| part.quantity.is_positive());
    }
    Ok(())
}
