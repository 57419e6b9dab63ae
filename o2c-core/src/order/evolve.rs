//! How an order follows what happened. No rule of its own.

use super::content::Lookup;
use super::{Cancelled, Confirmed, Counters, Event, Order, Placed};
use crate::calendar::Day;
use crate::id::{LineId, Text};
use crate::machine::BrokenHistory;
use crate::money::{Exact, Rejection};
use alloc::format;

/// One counter of a line.
type Counter = fn(&mut Counters) -> &mut Exact;

pub(super) fn evolve(order: &mut Order, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Placed { content, placed_on, .. } => match order {
            Order::Unplaced => {
                *order = Order::Placed(Placed {
                    content: content.clone(),
                    placed_on: *placed_on,
                    version: 1,
                });
                Ok(())
            }
            Order::Placed(_) | Order::Confirmed(_) | Order::Cancelled(_) => broken(order, event),
        },
        Event::Amended { content, .. } => match order {
            Order::Placed(placed) => {
                placed.content = content.clone();
                // Four thousand million amendments of one order do not happen.
                placed.version = placed.version.saturating_add(1);
                Ok(())
            }
            Order::Unplaced | Order::Confirmed(_) | Order::Cancelled(_) => broken(order, event),
        },
        Event::Confirmed { confirmed_on } => confirm(order, event, *confirmed_on),
        Event::LineCancelled { line, quantity, .. } => {
            count(order, event, [(line, *quantity)], |line| &mut line.cancelled)
        }
        Event::RestCancelled { lines, .. } => {
            count(order, event, pairs(lines), |line| &mut line.cancelled)
        }
        Event::Cancelled { reason, cancelled_on } => cancel(order, event, reason, *cancelled_on),
        Event::Shipped { lines, .. } => count(order, event, pairs(lines), |line| &mut line.shipped),
        Event::Invoiced { lines, .. } => {
            count(order, event, pairs(lines), |line| &mut line.invoiced)
        }
        Event::Credited { lines, is_returned, .. } => {
            if *is_returned {
                count(order, event, pairs(lines), |line| &mut line.returned)?;
            }
            count(order, event, pairs(lines), |line| &mut line.credited)
        }
    }
}

fn pairs(lines: &[(LineId, Exact)]) -> impl Iterator<Item = (&LineId, Exact)> {
    lines.iter().map(|(line, quantity)| (line, *quantity))
}

fn confirm(order: &mut Order, event: &Event, confirmed_on: Day) -> Result<(), BrokenHistory> {
    match order {
        Order::Placed(placed) => {
            *order = Order::Confirmed(Confirmed {
                content: placed.content.clone(),
                placed_on: placed.placed_on,
                confirmed_on,
                version: placed.version,
                lines: alloc::vec![Counters::default(); placed.content.lines.len()],
            });
            Ok(())
        }
        Order::Unplaced | Order::Confirmed(_) | Order::Cancelled(_) => broken(order, event),
    }
}

fn cancel(
    order: &mut Order,
    event: &Event,
    reason: &Text,
    cancelled_on: Day,
) -> Result<(), BrokenHistory> {
    let (content, placed_on) = match order {
        Order::Placed(placed) => (placed.content.clone(), placed.placed_on),
        Order::Confirmed(confirmed) if confirmed.is_untouched() => {
            (confirmed.content.clone(), confirmed.placed_on)
        }
        Order::Unplaced | Order::Confirmed(_) | Order::Cancelled(_) => {
            return broken(order, event);
        }
    };
    *order =
        Order::Cancelled(Cancelled { content, placed_on, cancelled_on, reason: reason.clone() });
    Ok(())
}

/// Adds quantities to one counter of their lines.
fn count<'a>(
    order: &mut Order,
    event: &Event,
    quantities: impl IntoIterator<Item = (&'a LineId, Exact)>,
    counter: Counter,
) -> Result<(), BrokenHistory> {
    let confirmed = match order {
        Order::Confirmed(confirmed) => confirmed,
        Order::Unplaced | Order::Placed(_) | Order::Cancelled(_) => return broken(order, event),
    };
    let mut lookup = Lookup::new(&confirmed.content);
    for (line, quantity) in quantities {
        #[cfg(feature = "planted-defects")]
        if crate::defects::is_planted(17) {
            continue;
        }
        let counters = lookup
            .find(line)
            .and_then(|(position, _)| confirmed.lines.get_mut(position))
            .ok_or_else(|| BrokenHistory::new("order", format!("there is no line {line}")))?;
        let figure = counter(counters);
        *figure = figure.checked_add(quantity).map_err(|no: Rejection| {
            BrokenHistory::new("order", format!("line {line} cannot count {quantity}: {no}"))
        })?;
    }
    Ok(())
}

fn broken(order: &Order, event: &Event) -> Result<(), BrokenHistory> {
    Err(BrokenHistory::new(
        "order",
        format!("{} cannot follow where the order is {}", event.name(), order.state()),
    ))
}
