//! The rules of an order: one function a command, every state named.

mod amend;
mod billing;
mod cancellation;
mod delivery;
mod hold;
mod quote;

use super::content::{FEW, Lookup};
use super::{
    Command, Confirmed, Content, Counters, DeliveryRule, Event, Facts, Order, OrderLine, Rejection,
};
use crate::bounds::SIGNIFICANT_DIGITS;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, OrderId, Text};
use crate::money::Exact;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::Cell;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(order: &Order, command: &Command, facts: &Facts) -> Decision {
    let refused = || Rejection::not_possible(Path::root(), order.state(), command.name());
    let placed = || order.as_placed().ok_or_else(refused);
    let confirmed = || order.as_confirmed().ok_or_else(refused);
    let quoted = || order.as_quoted().ok_or_else(refused);
    let on = facts.on;
    match command {
        Command::Place { order: id, content } => match order {
            Order::Unplaced => place(id, content, on),
            Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => Err(refused()),
        },
        Command::Quote { order: id, content, valid_until } => match order {
            Order::Unplaced => quote::quote(id, content, *valid_until, on),
            Order::Placed(_)
            | Order::Confirmed(_)
            | Order::Cancelled(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => Err(refused()),
        },
        Command::ReviseQuote { content, valid_until, reason } => {
            quote::revise(quoted()?, content, *valid_until, reason, on)
        }
        Command::AcceptQuote => quote::accept(quoted()?, on),
        Command::LoseQuote { reason } => quote::lose(quoted()?, reason, on),
        Command::Amend { content, reason } => match order.as_confirmed() {
            Some(confirmed) => amend::amend(confirmed, content, reason, on),
            None => amend_placed(placed()?.placed_on, content, reason, on),
        },
        Command::Confirm => confirm(placed()?.placed_on, on),
        Command::Reject { reason } => quote::reject(placed()?, reason, on),
        Command::CancelLine { line, quantity } => cancel_line(confirmed()?, line, *quantity, on),
        Command::Cancel { reason } => match order.as_confirmed() {
            Some(confirmed) => cancel(confirmed, reason, on),
            None => {
                not_before(placed()?.placed_on, on)?;
                Ok(cancelled(reason, on))
            }
        },
        Command::RequestCancellation { parts, reason } => {
            cancellation::request(confirmed()?, parts, reason, on)
        }
        Command::AnswerCancellation { part, answer } => {
            cancellation::answer(confirmed()?, part, *answer, on)
        }
        Command::SetHold { hold, reason, by, until } => {
            let (placed_on, content) = held(order).ok_or_else(refused)?;
            not_before(placed_on, on)?;
            hold::set(order.holds(), content, &hold::new(hold, reason, by, *until, on))
        }
        Command::ReleaseHold { hold, reason, by } => {
            let (placed_on, _) = held(order).ok_or_else(refused)?;
            not_before(placed_on, on)?;
            hold::release(order.holds(), hold, reason, by, on)
        }
        Command::RecordShipped { lines } => record_shipped(confirmed()?, lines, on),
        Command::RecordInvoiced { lines } => record_invoiced(confirmed()?, lines, on),
        Command::RecordCredited { lines, is_returned } => {
            record_credited(confirmed()?, lines, *is_returned, on)
        }
        Command::RecordReturned { lines } => record_returned(confirmed()?, lines, on),
        Command::RecordDelivered { lines } => delivery::record_delivered(confirmed()?, lines, on),
        Command::RecordAccepted { lines, by } => {
            delivery::record_accepted(confirmed()?, lines, by, on)
        }
        Command::RecordDeposit { deposit } => billing::record_deposit(confirmed()?, deposit, on),
        Command::RecordDeducted { deposit, deduction } => {
            confirmed()?;
            billing::record_deducted(order, deposit, deduction, on)
        }
        Command::RecordDepositReleased { deposit, document } => match order {
            Order::Confirmed(_) | Order::Cancelled(_) => {
                billing::record_released(order, deposit, document, on)
            }
            Order::Unplaced
            | Order::Placed(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => Err(refused()),
        },
        Command::RecordDepositCredited { deposit, by } => match order {
            Order::Confirmed(_) | Order::Cancelled(_) => {
                billing::record_deposit_credited(order, deposit, by, on)
            }
            Order::Unplaced
            | Order::Placed(_)
            | Order::Quoted(_)
            | Order::Lost(_)
            | Order::Rejected(_) => Err(refused()),
        },
        Command::PlanBilling { milestones } => billing::plan(confirmed()?, milestones, on),
        Command::RecordMilestone { milestone, document } => {
            billing::record_milestone(confirmed()?, milestone, document, on)
        }
        Command::RecordMilestoneCredited { milestone, document } => {
            billing::record_milestone_credited(order, milestone, document, on)
        }
    }
}

/// Where holds may stand: the day of the order and what it sells.
fn held(order: &Order) -> Option<(Day, &Content)> {
    let placed = order.as_placed().map(|placed| (placed.placed_on, &*placed.content));
    placed.or_else(|| {
        order.as_confirmed().map(|confirmed| (confirmed.placed_on, &*confirmed.content))
    })
}

/// Nothing happens to an order before it was placed.
fn not_before(placed_on: Day, on: Day) -> Result<(), Rejection> {
    if on < placed_on {
        return Err(Rejection::BeforePlaced { path: Path::root(), on, placed_on });
    }
    Ok(())
}

fn place(order: &OrderId, content: &Arc<Content>, on: Day) -> Decision {
    content.check().map_err(|no| no.inside("content"))?;
    Ok(alloc::vec![Event::Placed { order: order.clone(), content: content.clone(), placed_on: on }])
}

fn amend_placed(placed_on: Day, content: &Arc<Content>, reason: &Text, on: Day) -> Decision {
    not_before(placed_on, on)?;
    content.check().map_err(|no| no.inside("content"))?;
    Ok(alloc::vec![Event::Amended {
        content: content.clone(),
        reason: reason.clone(),
        amended_on: on,
    }])
}

fn confirm(placed_on: Day, on: Day) -> Decision {
    not_before(placed_on, on)?;
    Ok(alloc::vec![Event::Confirmed { confirmed_on: on }])
}

/// Cancels of one line what is neither shipped nor billed; the last line takes the order along
/// (rulebook O-02, O-12).
fn cancel_line(confirmed: &Confirmed, line: &LineId, asked: Option<Exact>, on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    confirmed.refuse_planned()?;
    let (position, ordered, counters) =
        one_line(confirmed, &mut Lookup::new(&confirmed.content), line)?;
    let basis = confirmed.content.billing;
    let cancellable = counters.cancellable(ordered.quantity.figure(), basis);
    if cancellable.is_zero() && asked.is_none() {
        return Err(Rejection::NothingToCancelOnLine {
            path: Path::field("line"),
            line: line.clone(),
        });
    }
    let quantity = asked.unwrap_or(cancellable);
    within_cancellable(ordered, counters, quantity, cancellable)?;
    let mut events =
        alloc::vec![Event::LineCancelled { line: line.clone(), quantity, cancelled_on: on }];
    let is_last = confirmed.quantities().enumerate().all(|(at, (other, so_far))| {
        let open = so_far.open_to_ship(other.quantity.figure());
        let left = if at == position { quantity } else { Exact::ZERO };
        open == left
    });
    if is_last && confirmed.is_untouched() {
        events.extend(cancelled(&Text::default(), on));
    }
    Ok(events)
}

/// A quantity that may be cancelled: open, and neither billed nor asked for by another part.
fn within_cancellable(
    line: &OrderLine,
    counters: &Counters,
    asked: Exact,
    cancellable: Exact,
) -> Result<(), Rejection> {
    countable(line.quantity.figure(), asked)?;
    within_open(line, asked, counters.open_to_ship(line.quantity.figure()))?;
    if asked > cancellable {
        return Err(Rejection::QuantityInvoiced {
            path: Path::field("quantity"),
            line: line.id.clone(),
            asked,
            cancellable,
            invoiced: counters.invoiced,
        });
    }
    Ok(())
}

/// Cancels the whole order, or what can be where goods have shipped or were billed
/// (rulebook O-12).
fn cancel(confirmed: &Confirmed, reason: &Text, on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    if confirmed.is_untouched() {
        return Ok(cancelled(reason, on));
    }
    confirmed.refuse_planned()?;
    let basis = confirmed.content.billing;
    let lines: Vec<(LineId, Exact)> = confirmed
        .quantities()
        .map(|(line, counters)| (line, counters.cancellable(line.quantity.figure(), basis)))
        .filter(|(_, quantity)| quantity.is_positive())
        .map(|(line, quantity)| (line.id.clone(), quantity))
        .collect();
    if lines.is_empty() {
        return Err(Rejection::NothingToCancel { path: Path::root() });
    }
    Ok(alloc::vec![Event::RestCancelled { lines, reason: reason.clone(), cancelled_on: on }])
}

fn cancelled(reason: &Text, on: Day) -> Vec<Event> {
    alloc::vec![Event::Cancelled { reason: reason.clone(), cancelled_on: on }]
}

fn record_shipped(confirmed: &Confirmed, asked: &[(LineId, Exact)], on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    if on < confirmed.confirmed_on {
        let (path, confirmed_on) = (Path::root(), confirmed.confirmed_on);
        return Err(Rejection::BeforeConfirmed { path, on, confirmed_on });
    }
    let content = &confirmed.content;
    // Most of what leaves is bound to nothing else, and nothing less than all of it is enough.
    let leaves_alone = Cell::new(content.handling.delivery == DeliveryRule::PartialAllowed);
    let is_closed_short = Cell::new(false);
    each_line(confirmed, asked, |line, counters, quantity| {
        let tolerance = content.tolerance(line);
        leaves_alone.set(leaves_alone.get() && line.delivery.group.is_empty());
        is_closed_short.set(is_closed_short.get() || !tolerance.under.exact().is_zero());
        delivery::within_tolerance(tolerance, line, counters, quantity)
    })?;
    hold::refuse_held(confirmed, asked, on)?;
    if !leaves_alone.get() {
        delivery::leaves_whole(confirmed, asked)?;
    }
    let mut events = alloc::vec![Event::Shipped { lines: asked.to_vec(), shipped_on: on }];
    if is_closed_short.get() {
        delivery::close_short(confirmed, asked, on, &mut events)?;
    }
    Ok(events)
}

/// What came back before it was billed: no more than the house had shipped and not billed.
fn record_returned(confirmed: &Confirmed, asked: &[(LineId, Exact)], on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    confirmed.refuse_planned()?;
    let basis = confirmed.content.billing;
    each_line(confirmed, asked, |line, counters, quantity| {
        let shipped = counters.kept();
        if quantity > shipped {
            let (path, line) = (Path::field("quantity"), line.id.clone());
            return Err(Rejection::QuantityExceedsShipped { path, line, asked: quantity, shipped });
        }
        let billable = counters.unbilled(line.quantity.figure(), basis);
        within_billable(line, quantity, billable)
    })?;
    Ok(alloc::vec![Event::Returned { lines: asked.to_vec(), returned_on: on }])
}

fn record_invoiced(confirmed: &Confirmed, asked: &[(LineId, Exact)], on: Day) -> Decision {
    not_before(confirmed.placed_on, on)?;
    confirmed.refuse_planned()?;
    let basis = confirmed.content.billing;
    each_line(confirmed, asked, |line, counters, quantity| {
        let billable = counters.to_invoice(line.quantity.figure(), basis);
        within_billable(line, quantity, billable)
    })?;
    Ok(alloc::vec![Event::Invoiced { lines: asked.to_vec(), invoiced_on: on }])
}

fn record_credited(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    is_returned: bool,
    on: Day,
) -> Decision {
    not_before(confirmed.placed_on, on)?;
    each_line(confirmed, asked, |line, counters, quantity| {
        let (path, id) = (|| Path::field("quantity"), || line.id.clone());
        let invoiced = counters.billed();
        if quantity > invoiced {
            let (path, line) = (path(), id());
            return Err(Rejection::QuantityExceedsInvoiced {
                path,
                line,
                asked: quantity,
                invoiced,
            });
        }
        let shipped = counters.kept();
        if is_returned && quantity > shipped {
            let (path, line) = (path(), id());
            return Err(Rejection::QuantityExceedsShipped { path, line, asked: quantity, shipped });
        }
        Ok(())
    })?;
    let lines = asked.to_vec();
    Ok(alloc::vec![Event::Credited { lines, is_returned, credited_on: on }])
}

/// Holds each quantity asked against its line; a line counts once in a command.
fn each_line(
    confirmed: &Confirmed,
    asked: &[(LineId, Exact)],
    within: impl Fn(&OrderLine, &Counters, Exact) -> Result<(), Rejection>,
) -> Result<(), Rejection> {
    if asked.is_empty() {
        return Err(Rejection::LinesMissing { path: Path::field("lines") });
    }
    let mut lookup = Lookup::new(&confirmed.content);
    let mut named = Named::new(asked.len(), confirmed.lines.len());
    for (index, (line, quantity)) in asked.iter().enumerate() {
        let before = asked.get(..index).unwrap_or_default();
        one_line(confirmed, &mut lookup, line)
            .and_then(|(position, ordered, counters)| {
                named.once(position, line, before)?;
                countable(confirmed.content.most_of(ordered)?, *quantity)?;
                within(ordered, counters, *quantity)
            })
            .map_err(|no| no.inside_index("lines", index))?;
    }
    Ok(())
}

fn one_line<'a>(
    confirmed: &'a Confirmed,
    lookup: &mut Lookup<'a>,
    line: &LineId,
) -> Result<(usize, &'a OrderLine, &'a Counters), Rejection> {
    lookup
        .find(line)
        .and_then(|(at, ordered)| Some((at, ordered, confirmed.lines.get(at)?)))
        .ok_or_else(|| unknown(line))
}

/// Which lines a command has named: a few are compared, of many a mark is kept.
struct Named(Vec<bool>);

impl Named {
    fn new(asked: usize, lines: usize) -> Self {
        Named(if asked <= FEW { Vec::new() } else { alloc::vec![false; lines] })
    }

    fn once(
        &mut self,
        position: usize,
        line: &LineId,
        before: &[(LineId, Exact)],
    ) -> Result<(), Rejection> {
        let is_repeated = match self.0.get_mut(position) {
            Some(mark) => core::mem::replace(mark, true),
            None => before.iter().any(|(other, _)| other == line),
        };
        if is_repeated {
            return Err(Rejection::NamedTwice { path: Path::field("line"), line: line.clone() });
        }
        Ok(())
    }
}

fn unknown(line: &LineId) -> Rejection {
    Rejection::UnknownLine { path: Path::field("line"), line: line.clone() }
}

/// The first whole number with more digits than a figure holds.
const BEYOND_DIGITS: i128 = 10_i128.saturating_pow(SIGNIFICANT_DIGITS);

/// A quantity that may enter a counter: positive, and so coarse that the whole line, with all that
/// may be delivered of it, fits the digits of a figure at its decimals; then every sum and rest of
/// the line's counters is exact.
fn countable(ordered: Exact, quantity: Exact) -> Result<(), Rejection> {
    if !quantity.is_positive() {
        return Err(Rejection::QuantityNotPositive { path: Path::field("quantity"), quantity });
    }
    // Without more decimals than the line has, the line fits as it stands.
    if quantity.places() > ordered.places() && ordered.common(quantity).0 >= BEYOND_DIGITS {
        return Err(Rejection::QuantityTooFine {
            path: Path::field("quantity"),
            asked: quantity,
            ordered,
        });
    }
    Ok(())
}

fn within_open(line: &OrderLine, asked: Exact, open: Exact) -> Result<(), Rejection> {
    #[cfg(feature = "planted-defects")]
    if crate::defects::is_planted(13) {
        return Ok(());
    }
    if asked > open {
        return Err(Rejection::QuantityExceedsOpen {
            path: Path::field("quantity"),
            line: line.id.clone(),
            asked,
            open,
        });
    }
    Ok(())
}

fn within_billable(line: &OrderLine, asked: Exact, billable: Exact) -> Result<(), Rejection> {
    if asked > billable {
        return Err(Rejection::QuantityExceedsBillable {
            path: Path::field("quantity"),
            line: line.id.clone(),
            asked,
            billable,
        });
    }
    Ok(())
}
