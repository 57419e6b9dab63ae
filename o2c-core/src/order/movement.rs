//! What an order's events moved on which day, so that its counters can be told of any day.

use super::{Counters, Event};
use crate::calendar::Day;
use crate::id::LineId;
use crate::money::{Exact, Rejection};
use alloc::vec::Vec;

/// What moves a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moved {
    /// It was cancelled.
    Cancelled,
    /// It left the house.
    Shipped,
    /// It was billed.
    Invoiced,
    /// It was given back by a credit note, and may be billed again.
    Credited,
    /// It came back, and was given back by a credit note.
    Returned,
    /// It came back before anybody billed it.
    TakenBack,
    /// It arrived.
    Delivered,
    /// The customer accepted it.
    Accepted,
}

/// A quantity of a line that moved on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Movement {
    /// The line.
    pub line: LineId,
    /// What happened to it.
    pub moved: Moved,
    /// How much, in the line's unit.
    pub quantity: Exact,
    /// The day it counts.
    pub on: Day,
}

impl Event {
    /// What the event moved, line by line.
    pub fn movements(&self) -> Vec<Movement> {
        let (lines, moved, on) = match self {
            Event::LineCancelled { line, quantity, cancelled_on } => {
                let (line, quantity, on) = (line.clone(), *quantity, *cancelled_on);
                return Vec::from([Movement { line, moved: Moved::Cancelled, quantity, on }]);
            }
            Event::RestCancelled { lines, cancelled_on, .. } => {
                (lines, Moved::Cancelled, *cancelled_on)
            }
            Event::Shipped { lines, shipped_on } => (lines, Moved::Shipped, *shipped_on),
            Event::Invoiced { lines, invoiced_on } => (lines, Moved::Invoiced, *invoiced_on),
            Event::Credited { lines, is_returned, credited_on } => {
                let moved = if *is_returned { Moved::Returned } else { Moved::Credited };
                (lines, moved, *credited_on)
            }
            Event::Returned { lines, returned_on } => (lines, Moved::TakenBack, *returned_on),
            Event::Delivered { lines, delivered_on } => (lines, Moved::Delivered, *delivered_on),
            Event::Accepted { lines, accepted_on, .. } => (lines, Moved::Accepted, *accepted_on),
            // Nothing had moved of an order that is cancelled as a whole; deposits and milestones
            // bill no quantity.
            Event::Placed { .. }
            | Event::Amended { .. }
            | Event::Confirmed { .. }
            | Event::DepositInvoiced { .. }
            | Event::DepositDeducted { .. }
            | Event::DepositCredited { .. }
            | Event::DepositReleased { .. }
            | Event::BillingPlanned { .. }
            | Event::MilestoneInvoiced { .. }
            | Event::MilestoneCredited { .. }
            | Event::Quoted { .. }
            | Event::QuoteRevised { .. }
            | Event::QuoteAccepted { .. }
            | Event::QuoteLost { .. }
            | Event::Rejected { .. }
            | Event::HoldSet { .. }
            | Event::HoldReleased { .. }
            | Event::CancellationRequested { .. }
            | Event::CancellationAnswered { .. }
            | Event::Cancelled { .. } => return Vec::new(),
        };
        let movement = |(line, quantity): &(LineId, Exact)| {
            let (line, quantity) = (line.clone(), *quantity);
            Movement { line, moved, quantity, on }
        };
        lines.iter().map(movement).collect()
    }
}

impl Counters {
    /// The counters of a line as they were at the end of a day. Unlike those of now they may say
    /// that more was billed than shipped: what counts on a day may have come in another order.
    ///
    /// ```
    /// use o2c_core::order::{Counters, Event};
    /// let on = "2026-01-31".parse()?;
    /// let shipped = Event::Shipped { lines: vec![("1".parse()?, "3".parse()?)], shipped_on: on };
    /// let counters = Counters::as_of(&shipped.movements(), &"1".parse()?, on)?;
    /// assert_eq!(counters.shipped, "3".parse()?);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn as_of(movements: &[Movement], line: &LineId, day: Day) -> Result<Self, Rejection> {
        let mut counters = Counters::default();
        for movement in movements {
            if movement.on > day || movement.line != *line {
                continue;
            }
            let add = |counter: &mut Exact| {
                *counter = counter.checked_add(movement.quantity)?;
                Ok::<(), Rejection>(())
            };
            match movement.moved {
                Moved::Cancelled => add(&mut counters.cancelled)?,
                Moved::Shipped => add(&mut counters.shipped)?,
                Moved::Invoiced => add(&mut counters.invoiced)?,
                Moved::Credited => add(&mut counters.credited)?,
                Moved::Returned => {
                    add(&mut counters.credited)?;
                    add(&mut counters.returned)?;
                }
                Moved::TakenBack => add(&mut counters.returned)?,
                Moved::Delivered => add(&mut counters.delivered)?,
                Moved::Accepted => add(&mut counters.accepted)?,
            }
        }
        Ok(counters)
    }
}
