//! How far an order is as a whole: derived from its lines and holds, never stored.

use super::{BillingBasis, Confirmed, Counters, Order, OrderLine};
use crate::calendar::Day;

/// How far an order, or one line of it, is (rulebook O-01, O-02).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Progress {
    /// Offered, not ordered.
    Quoted,
    /// Ordered, not accepted.
    Placed,
    /// Accepted and under way.
    InProgress,
    /// All that is under way is held.
    Held,
    /// All is delivered and billed.
    Completed,
    /// Some of it is delivered and billed, the rest is cancelled.
    Partial,
    /// All of it is cancelled.
    Cancelled,
    /// The firm refused it.
    Rejected,
    /// Nobody took the offer.
    Lost,
}

impl Confirmed {
    /// How far one line is on a day.
    fn line_progress(&self, line: &OrderLine, counters: &Counters, on: Day) -> Progress {
        let ordered = line.quantity.figure();
        if counters.cancelled == ordered {
            return Progress::Cancelled;
        }
        let is_delivered = !counters.open_to_ship(ordered).is_positive();
        let is_billed = if self.plan.is_empty() {
            !counters.to_invoice(ordered, BillingBasis::Ordered).is_positive()
        } else {
            self.plan.iter().all(|milestone| milestone.document.is_some())
        };
        if is_delivered && is_billed {
            return Progress::Completed;
        }
        let is_held = self.holds.iter().any(|hold| hold.stands_on(on) && hold.is_on(&line.id));
        if is_held && !is_delivered { Progress::Held } else { Progress::InProgress }
    }

    /// How far the order is on a day (rulebook O-02).
    fn progress(&self, on: Day) -> Progress {
        let lines =
            || self.quantities().map(|(line, counters)| self.line_progress(line, counters, on));
        let any = |wanted: Progress| lines().any(|line| line == wanted);
        if any(Progress::InProgress) {
            Progress::InProgress
        } else if any(Progress::Held) {
            Progress::Held
        } else if !any(Progress::Completed) {
            Progress::Cancelled
        } else if any(Progress::Cancelled) {
            Progress::Partial
        } else {
            Progress::Completed
        }
    }
}

impl Order {
    /// How far the order is on a day; none before anybody asked for anything. A line completes
    /// when what is not cancelled of it is delivered and billed; the order completes when all its
    /// lines do, and in part when the others are cancelled (rulebook O-02).
    pub fn progress(&self, on: Day) -> Option<Progress> {
        match self {
            Order::Unplaced => None,
            Order::Quoted(_) => Some(Progress::Quoted),
            Order::Lost(_) => Some(Progress::Lost),
            Order::Rejected(_) => Some(Progress::Rejected),
            Order::Placed(placed) => {
                let is_held = placed.holds.iter().any(|hold| hold.stands_on(on));
                Some(if is_held { Progress::Held } else { Progress::Placed })
            }
            Order::Confirmed(confirmed) => Some(confirmed.progress(on)),
            Order::Cancelled(_) => Some(Progress::Cancelled),
        }
    }

    /// How far the line at a position is on a day; none where there is no such line.
    pub fn line_progress(&self, index: usize, on: Day) -> Option<Progress> {
        let content = self.content()?;
        let line = content.lines.get(index)?;
        match self.as_confirmed() {
            Some(confirmed) => Some(confirmed.line_progress(line, confirmed.lines.get(index)?, on)),
            None => self.progress(on),
        }
    }
}
