//! The rules of a stock: one function a command.

use super::available::Grain;
use super::promise::Outlook;
use super::{
    Command, Event, Expected, Facts, LineOfOrder, Part, Promise, Rejection, Reservation, Shortage,
    Stock,
};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{ReceiptId, Text};
use crate::money::{Exact, Money};
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(stock: &Stock, command: &Command, facts: &Facts) -> Decision {
    match command {
        Command::Receive { quantity, cost, receipt } => {
            receive(stock, *quantity, *cost, receipt.as_ref(), facts)
        }
        Command::Count { counted, reason } => count(stock, *counted, reason, facts),
        Command::Issue { quantity, of } => issue(stock, *quantity, of.as_ref(), facts),
        Command::Expect { receipt, on, quantity, cost } => {
            refuse_known(stock, receipt)?;
            expected(receipt, *on, *quantity, *cost, facts)
        }
        Command::ChangeExpected { receipt, on, quantity } => {
            let cost = known_receipt(stock, receipt)?.cost;
            expected(receipt, *on, *quantity, cost, facts)
        }
        Command::CancelExpected { receipt, reason } => {
            known_receipt(stock, receipt)?;
            let (receipt, reason) = (receipt.clone(), reason.clone());
            Ok(Vec::from([Event::ExpectedCancelled { receipt, reason }]))
        }
        Command::Plan { safety, replenishment_days } => plan(*safety, *replenishment_days, facts),
        Command::Reserve { of, quantity, requested_on, priority, ordered_on } => {
            let asked = (*quantity, *requested_on);
            reserve(stock, of, asked, (*priority, *ordered_on), facts)
        }
        Command::Release { of, quantity } => release(stock, of, *quantity, facts),
        Command::Reallocate => reallocate(stock, facts),
    }
}

/// A quantity that moves is above zero.
pub(super) fn positive(quantity: Exact) -> Result<(), Rejection> {
    if quantity.is_positive() {
        return Ok(());
    }
    Err(Rejection::QuantityNotPositive { path: Path::field("quantity"), quantity })
}

/// Pieces are whole.
fn whole(quantity: Exact, facts: &Facts, name: &str) -> Result<(), Rejection> {
    if facts.is_in_pieces && quantity.places() > 0 {
        return Err(Rejection::FractionOfAPiece { path: Path::field(name), quantity });
    }
    Ok(())
}

fn moves(quantity: Exact, facts: &Facts) -> Result<(), Rejection> {
    positive(quantity)?;
    whole(quantity, facts, "quantity")
}

fn not_negative(quantity: Exact, facts: &Facts, name: &str) -> Result<(), Rejection> {
    if quantity.is_negative() {
        return Err(Rejection::QuantityNegative { path: Path::field(name), quantity });
    }
    whole(quantity, facts, name)
}

fn known_receipt<'s>(stock: &'s Stock, receipt: &ReceiptId) -> Result<&'s Expected, Rejection> {
    stock.receipt(receipt).ok_or_else(|| Rejection::ReceiptUnknown {
        path: Path::field("receipt"),
        receipt: receipt.clone(),
    })
}

fn refuse_negative(cost: Option<Money>) -> Result<(), Rejection> {
    match cost {
        Some(cost) if cost.is_negative() => {
            Err(Rejection::CostNegative { path: Path::field("cost"), cost })
        }
        Some(_) | None => Ok(()),
    }
}

fn receive(
    stock: &Stock,
    quantity: Exact,
    cost: Option<Money>,
    receipt: Option<&ReceiptId>,
    facts: &Facts,
) -> Decision {
    moves(quantity, facts)?;
    stock.on_hand.checked_add(quantity).map_err(|no| no.inside("quantity"))?;
    refuse_negative(cost)?;
    let mut cost = cost;
    if let Some(receipt) = receipt {
        let announced = known_receipt(stock, receipt)?.cost_of(quantity)?;
        cost = cost.or(announced);
    }
    if let Some((cost, value)) = cost.zip(stock.value) {
        value.checked_add(cost).map_err(|no| no.inside("cost"))?;
    }
    let (receipt, received_on) = (receipt.cloned(), facts.on);
    Ok(Vec::from([Event::Received { quantity, cost, receipt, received_on }]))
}

fn count(stock: &Stock, counted: Exact, reason: &Text, facts: &Facts) -> Decision {
    not_negative(counted, facts, "counted")?;
    let difference = counted.checked_sub(stock.on_hand)?;
    if difference.is_zero() {
        return Ok(Vec::new());
    }
    let cost = if difference.is_negative() {
        stock.cost_of(difference.negated())?.map(Money::negated)
    } else {
        stock.cost_of(difference)?
    };
    let (reason, counted_on) = (reason.clone(), facts.on);
    Ok(Vec::from([Event::Adjusted { counted, difference, cost, reason, counted_on }]))
}

fn issue(stock: &Stock, quantity: Exact, of: Option<&LineOfOrder>, facts: &Facts) -> Decision {
    moves(quantity, facts)?;
    let is_short = quantity > stock.on_hand;
    #[cfg(feature = "planted-defects")]
    let is_short = is_short && !crate::defects::is_planted(131);
    if is_short {
        return Err(Rejection::NotOnHand {
            path: Path::field("quantity"),
            asked: quantity,
            on_hand: stock.on_hand,
        });
    }
    let cost = stock.cost_of(quantity)?;
    Ok(Vec::from([Event::Issued { quantity, of: of.cloned(), cost, issued_on: facts.on }]))
}

fn refuse_known(stock: &Stock, receipt: &ReceiptId) -> Result<(), Rejection> {
    let Some(known) = stock.receipt(receipt) else {
        return Ok(());
    };
    let (path, receipt, on) = (Path::field("receipt"), receipt.clone(), known.on);
    Err(Rejection::ReceiptExpected { path, receipt, on })
}

fn expected(
    receipt: &ReceiptId,
    on: Day,
    quantity: Exact,
    cost: Option<Money>,
    facts: &Facts,
) -> Decision {
    moves(quantity, facts)?;
    refuse_negative(cost)?;
    if on < facts.on {
        let path = Path::field("on");
        return Err(Rejection::ReceiptInThePast { path, expected_on: on, on: facts.on });
    }
    Ok(Vec::from([Event::Expected { receipt: receipt.clone(), on, quantity, cost }]))
}

fn plan(safety: Exact, replenishment_days: Option<u16>, facts: &Facts) -> Decision {
    not_negative(safety, facts, "safety")?;
    Ok(Vec::from([Event::Planned { safety, replenishment_days }]))
}

/// What would be promised for a quantity and a day.
pub(super) fn promised(
    stock: &Stock,
    quantity: Exact,
    requested_on: Option<Day>,
    facts: &Facts,
) -> Result<Promise, Rejection> {
    moves(quantity, facts)?;
    if let Some(requested_on) = requested_on
        && requested_on < facts.on
    {
        let path = Path::field("requested_on");
        return Err(Rejection::PromiseInThePast { path, requested_on, on: facts.on });
    }
    let (mut outlook, grain) = stock.outlook(facts.on, [quantity], true)?;
    parts_of(&mut outlook, grain, (quantity, requested_on, facts.is_whole), facts)
}

/// Takes a quantity from what is known, by the day that was requested or as soon as can be; on one
/// day where it leaves whole.
fn parts_of(
    outlook: &mut Outlook<'_>,
    grain: Grain,
    (quantity, requested_on, is_whole): (Exact, Option<Day>, bool),
    facts: &Facts,
) -> Result<Promise, Rejection> {
    let (policy, holidays) = (&facts.policy, &facts.holidays);
    let not_before = policy.ships_by(requested_on, facts.on, holidays)?;
    let may_split = policy.may_split && !is_whole;
    let mut parts = Vec::new();
    for (count, ships_on, source) in outlook.take(grain.count(quantity), not_before, may_split) {
        let arrives_on = match ships_on {
            Some(ships_on) => Some(policy.arrives_on(ships_on, holidays)?),
            None => None,
        };
        parts.push(Part { quantity: grain.figure(count)?, ships_on, arrives_on, source });
    }
    Ok(Promise::of(parts, requested_on))
}

/// What the policy says to a promise that does not keep the requested day.
fn refuse_shortage(
    stock: &Stock,
    promise: &Promise,
    (quantity, requested_on): (Exact, Option<Day>),
    facts: &Facts,
) -> Result<(), Rejection> {
    let path = || Path::field("quantity");
    match (facts.policy.shortage, promise.arrives_on()) {
        (Shortage::Backorder, _) | (Shortage::PromiseOrRefuse, Some(_)) => Ok(()),
        (Shortage::PromiseOrRefuse | Shortage::Refuse, None) => {
            let available = stock.available(facts.on, &[Day::MAX])?;
            let available = available.first().copied().unwrap_or_default().max(Exact::ZERO);
            Err(Rejection::NoPromise { path: path(), quantity, available })
        }
        (Shortage::Refuse, Some(arrives_on)) => match requested_on {
            Some(requested_on) if !promise.is_on_time => {
                let path = Path::field("requested_on");
                Err(Rejection::RequestedDayMissed { path, requested_on, arrives_on })
            }
            Some(_) | None => Ok(()),
        },
    }
}

fn reserve(
    stock: &Stock,
    of: &LineOfOrder,
    (quantity, requested_on): (Exact, Option<Day>),
    (priority, ordered_on): (u8, Day),
    facts: &Facts,
) -> Decision {
    if let Some(known) = stock.reservation(of) {
        return Err(Rejection::ReservedAlready {
            path: Path::field("of"),
            order: of.order.clone(),
            line: of.line.clone(),
            reserved: known.quantity(),
        });
    }
    let promise = promised(stock, quantity, requested_on, facts)?;
    refuse_shortage(stock, &promise, (quantity, requested_on), facts)?;
    stock.unreserved()?.checked_sub(quantity).map_err(|no| no.inside("quantity"))?;
    Ok(Vec::from([Event::Reserved(Reservation {
        of: of.clone(),
        parts: promise.parts,
        requested_on,
        priority,
        ordered_on,
        is_whole: facts.is_whole,
    })]))
}

fn release(stock: &Stock, of: &LineOfOrder, asked: Option<Exact>, facts: &Facts) -> Decision {
    let Some(known) = stock.reservation(of) else {
        return Err(Rejection::NotReserved {
            path: Path::field("of"),
            order: of.order.clone(),
            line: of.line.clone(),
        });
    };
    let reserved = known.quantity();
    let quantity = asked.unwrap_or(reserved);
    moves(quantity, facts)?;
    if quantity > reserved {
        let path = Path::field("quantity");
        return Err(Rejection::BeyondReserved { path, asked: quantity, reserved });
    }
    Ok(Vec::from([Event::Released { of: of.clone(), quantity }]))
}

/// All reservations are served anew from what is known now, in the fixed sequence.
fn reallocate(stock: &Stock, facts: &Facts) -> Decision {
    let anew = allocation(stock, facts)?;
    let changed = stock.reserved.iter().zip(anew).filter(|(kept, parts)| kept.parts != *parts);
    Ok(changed.map(|(kept, parts)| Event::Repromised { of: kept.of.clone(), parts }).collect())
}

/// What each reservation would be promised anew, in the order of the reservations: served by
/// priority, then by the day promised, the day of the order and the order's id (rulebook O-15).
pub(super) fn allocation(stock: &Stock, facts: &Facts) -> Result<Vec<Vec<Part>>, Rejection> {
    let mut queue: Vec<(usize, &Reservation)> = stock.reserved.iter().enumerate().collect();
    queue.sort_by_key(|(_, of)| of.sequence());
    let (mut outlook, grain) = stock.outlook(facts.on, [], false)?;
    let mut served = Vec::with_capacity(queue.len());
    for (place, reservation) in queue {
        let (quantity, requested_on) = (reservation.quantity(), reservation.requested_on);
        let asked = (quantity, requested_on, reservation.is_whole);
        let promise = parts_of(&mut outlook, grain, asked, facts)?;
        served.push((place, promise.parts));
    }
    served.sort_by_key(|(place, _)| *place);
    Ok(served.into_iter().map(|(_, parts)| parts).collect())
}
