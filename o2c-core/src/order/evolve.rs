//! How an order follows what happened. No rule of its own.

use super::content::Lookup;
use super::{
    CancellationAnswer, Cancelled, Confirmed, Content, Counters, Deposit, Ended, Event, Hold,
    HoldName, Milestone, Order, OrderLine, Placed, Quoted,
};
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, Text};
use crate::machine::BrokenHistory;
use crate::money::{Exact, Rejection};
use alloc::boxed::Box;
use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// One counter of a line.
type Counter = fn(&mut Counters) -> &mut Exact;

pub(super) fn evolve(order: &mut Order, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Placed { content, placed_on, .. } => match order {
            Order::Unplaced => {
                *order = place(content, *placed_on, 1, Vec::new());
                Ok(())
            }
            Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => broken(order, event),
        },
        Event::Amended { content, .. } => amend(order, event, content),
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
        Event::DepositInvoiced { deposit, .. } => match order {
            Order::Confirmed(confirmed) => {
                confirmed.deposits.push(deposit.clone());
                Ok(())
            }
            Order::Unplaced
            | Order::Placed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => broken(order, event),
        },
        Event::DepositDeducted { deposit: document, deduction, .. } => {
            match deposit_mut(order, document) {
                Some(deposit) => {
                    deposit.deductions.push(deduction.clone());
                    Ok(())
                }
                None => broken(order, event),
            }
        }
        Event::DepositCredited { deposit: document, by, .. } => {
            match deposit_mut(order, document) {
                Some(deposit) => deposit.give_back(by).map_err(|no| uncountable(document, &no)),
                None => broken(order, event),
            }
        }
        Event::DepositReleased { deposit, document, .. } => {
            release(order, event, deposit, document)
        }
        Event::BillingPlanned { milestones, .. } => match order {
            Order::Confirmed(confirmed) if confirmed.plan.is_empty() => {
                confirmed.plan.clone_from(milestones);
                Ok(())
            }
            Order::Unplaced
            | Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => broken(order, event),
        },
        Event::MilestoneInvoiced { milestone, document, .. } => {
            match milestone_mut(order, milestone) {
                Some(milestone) if milestone.document.is_none() => {
                    milestone.document = Some(document.clone());
                    Ok(())
                }
                Some(_) | None => broken(order, event),
            }
        }
        Event::MilestoneCredited { milestone, document, .. } => {
            match milestone_mut(order, milestone) {
                Some(milestone) if milestone.document.as_ref() == Some(document) => {
                    milestone.document = None;
                    Ok(())
                }
                Some(_) | None => broken(order, event),
            }
        }
        Event::Quoted { content, quoted_on, valid_until, .. } => {
            let (content, quoted_on, valid_until) = (content.clone(), *quoted_on, *valid_until);
            let is_first = matches!(order, Order::Unplaced);
            let quoted = Quoted { content, quoted_on, valid_until, version: 1 };
            replace(order, event, is_first.then_some(Order::Quoted(quoted)))
        }
        Event::QuoteRevised { content, valid_until, .. } => {
            let revised = order.as_quoted().map(|quoted| Quoted {
                content: content.clone(),
                quoted_on: quoted.quoted_on,
                valid_until: *valid_until,
                version: quoted.version.saturating_add(1), // As for amendments.
            });
            replace(order, event, revised.map(Order::Quoted))
        }
        Event::QuoteAccepted { accepted_on } => {
            let placed = order.as_quoted();
            let placed = placed.map(|quoted| place(&quoted.content, *accepted_on, 1, Vec::new()));
            replace(order, event, placed)
        }
        Event::QuoteLost { reason, lost_on } => {
            let quoted = order.as_quoted();
            let lost = quoted.map(|quoted| {
                Order::Lost(ended(&quoted.content, quoted.quoted_on, *lost_on, reason))
            });
            replace(order, event, lost)
        }
        Event::Rejected { reason, rejected_on } => {
            let placed = order.as_placed();
            let rejected = placed.map(|placed| {
                Order::Rejected(ended(&placed.content, placed.placed_on, *rejected_on, reason))
            });
            replace(order, event, rejected)
        }
        Event::HoldSet { hold } => set_hold(order, event, hold),
        Event::HoldReleased { hold, .. } => release_hold(order, event, hold),
        Event::CancellationRequested { request } => match order {
            Order::Confirmed(confirmed) if confirmed.cancellation.is_none() => {
                confirmed.cancellation = Some(Box::new(request.clone()));
                Ok(())
            }
            Order::Unplaced
            | Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => broken(order, event),
        },
        Event::CancellationAnswered { part, answer, .. } => {
            answer_cancellation(order, event, part, *answer)
        }
        Event::Returned { lines, .. } => {
            count(order, event, pairs(lines), |line| &mut line.returned)
        }
        Event::Delivered { lines, .. } => {
            count(order, event, pairs(lines), |line| &mut line.delivered)
        }
        Event::Accepted { lines, .. } => {
            count(order, event, pairs(lines), |line| &mut line.accepted)
        }
    }
}

fn place(content: &Arc<Content>, placed_on: Day, version: u32, holds: Vec<Hold>) -> Order {
    Order::Placed(Placed { content: content.clone(), placed_on, version, holds })
}

fn ended(content: &Arc<Content>, began_on: Day, ended_on: Day, reason: &Text) -> Ended {
    Ended { content: content.clone(), began_on, ended_on, reason: reason.clone() }
}

/// The order as it is after an event that can follow.
fn replace(order: &mut Order, event: &Event, after: Option<Order>) -> Result<(), BrokenHistory> {
    match after {
        Some(after) => {
            *order = after;
            Ok(())
        }
        None => broken(order, event),
    }
}

/// The new content; after confirmation each counter stays with its line.
fn amend(order: &mut Order, event: &Event, content: &Arc<Content>) -> Result<(), BrokenHistory> {
    match order {
        Order::Placed(placed) => {
            placed.content = content.clone();
            // Four thousand million amendments of one order do not happen.
            placed.version = placed.version.saturating_add(1);
            Ok(())
        }
        Order::Confirmed(confirmed) => {
            let mut lookup = Lookup::new(&confirmed.content);
            let counters = |line: &OrderLine| {
                let before = lookup.find(&line.id).and_then(|(at, _)| confirmed.lines.get(at));
                before.copied().unwrap_or_default()
            };
            let lines = content.lines.iter().map(counters).collect();
            confirmed.lines = lines;
            confirmed.content = content.clone();
            confirmed.version = confirmed.version.saturating_add(1); // As before confirmation.
            Ok(())
        }
        Order::Unplaced
        | Order::Cancelled(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => broken(order, event),
    }
}

fn holds_mut(order: &mut Order) -> Option<&mut Vec<Hold>> {
    match order {
        Order::Placed(placed) => Some(&mut placed.holds),
        Order::Confirmed(confirmed) => Some(&mut confirmed.holds),
        Order::Unplaced
        | Order::Cancelled(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => None,
    }
}

/// A hold takes the place of one of its name that is over.
fn set_hold(order: &mut Order, event: &Event, hold: &Hold) -> Result<(), BrokenHistory> {
    match holds_mut(order) {
        Some(holds) => {
            holds.retain(|other| other.name != hold.name);
            holds.push(hold.clone());
            Ok(())
        }
        None => broken(order, event),
    }
}

fn release_hold(order: &mut Order, event: &Event, name: &HoldName) -> Result<(), BrokenHistory> {
    if let Some(holds) = holds_mut(order)
        && let Some(at) = holds.iter().position(|hold| hold.name == *name)
    {
        holds.remove(at);
        return Ok(());
    }
    broken(order, event)
}

/// The request is over with its last answer.
fn answer_cancellation(
    order: &mut Order,
    event: &Event,
    part: &LineId,
    answer: CancellationAnswer,
) -> Result<(), BrokenHistory> {
    if let Order::Confirmed(confirmed) = order
        && let Some(request) = &mut confirmed.cancellation
        && let Some(asked) = request.parts.iter_mut().find(|other| other.part == *part)
    {
        asked.answer = Some(answer);
        if request.is_answered() {
            confirmed.cancellation = None;
        }
        return Ok(());
    }
    broken(order, event)
}

/// What an invoice had deducted of a deposit is left of it again.
fn release(
    order: &mut Order,
    event: &Event,
    deposit: &DocumentNumber,
    document: &DocumentNumber,
) -> Result<(), BrokenHistory> {
    if let Some(deposit) = deposit_mut(order, deposit)
        && let Some(at) = deposit.deductions.iter().position(|part| part.document == *document)
    {
        deposit.deductions.remove(at);
        return Ok(());
    }
    broken(order, event)
}

fn uncountable(deposit: &DocumentNumber, no: &Rejection) -> BrokenHistory {
    BrokenHistory::new("order", format!("the deposit {deposit} cannot be given back: {no}"))
}

fn deposit_mut<'o>(order: &'o mut Order, document: &DocumentNumber) -> Option<&'o mut Deposit> {
    let deposits = match order {
        Order::Unplaced
        | Order::Placed(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => return None,
        Order::Confirmed(confirmed) => &mut confirmed.deposits,
        Order::Cancelled(cancelled) => &mut cancelled.deposits,
    };
    deposits.iter_mut().find(|deposit| deposit.document == *document)
}

fn milestone_mut<'o>(order: &'o mut Order, id: &LineId) -> Option<&'o mut Milestone> {
    match order {
        Order::Unplaced
        | Order::Placed(_)
        | Order::Cancelled(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => None,
        Order::Confirmed(confirmed) => {
            confirmed.plan.iter_mut().find(|milestone| milestone.id == *id)
        }
    }
}

fn pairs(lines: &[(LineId, Exact)]) -> impl Iterator<Item = (&LineId, Exact)> {
    lines.iter().map(|(line, quantity)| (line, *quantity))
}

fn confirm(order: &mut Order, event: &Event, confirmed_on: Day) -> Result<(), BrokenHistory> {
    let confirmed = order.as_placed().map(|placed| Confirmed {
        content: placed.content.clone(),
        placed_on: placed.placed_on,
        confirmed_on,
        version: placed.version,
        lines: alloc::vec![Counters::default(); placed.content.lines.len()],
        deposits: Vec::new(),
        plan: Vec::new(),
        holds: placed.holds.clone(),
        cancellation: None,
    });
    replace(order, event, confirmed.map(Order::Confirmed))
}

fn cancel(
    order: &mut Order,
    event: &Event,
    reason: &Text,
    cancelled_on: Day,
) -> Result<(), BrokenHistory> {
    let (content, placed_on, deposits) = match order {
        Order::Placed(placed) => (placed.content.clone(), placed.placed_on, Vec::new()),
        Order::Confirmed(confirmed) if confirmed.is_untouched() => {
            let deposits = core::mem::take(&mut confirmed.deposits);
            (confirmed.content.clone(), confirmed.placed_on, deposits)
        }
        Order::Unplaced
        | Order::Confirmed(_)
        | Order::Cancelled(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => return broken(order, event),
    };
    let reason = reason.clone();
    *order = Order::Cancelled(Cancelled { content, placed_on, cancelled_on, reason, deposits });
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
        Order::Unplaced
        | Order::Placed(_)
        | Order::Cancelled(_)
        | Order::Quoted(_)
        | Order::Lost(_)
        | Order::Rejected(_) => return broken(order, event),
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
