//! Orders: what was ordered, cancelled, shipped and invoiced of each line (contract I13).

use super::cents::{Cents, units};
use super::{Finding, finding};
use crate::Coverage;
use o2c_core::id::{CustomerId, LineId, OrderId};
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{BillingBasis, Content, Event};

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum OrderState {
    #[default]
    Unplaced,
    Placed,
    Confirmed,
    Cancelled,
}

/// One line and its counters, at ten decimals.
#[derive(Debug, Clone)]
pub(crate) struct LineBook {
    pub(crate) id: LineId,
    ordered: Cents,
    cancelled: Cents,
    shipped: Cents,
    invoiced: Cents,
    credited: Cents,
    returned: Cents,
    delivered: Cents,
    accepted: Cents,
    /// How much more and how much less may leave, in percent at ten decimals.
    over: Cents,
    under: Cents,
}

/// A hundred percent at ten decimals.
const WHOLE: Cents = 100 * 10_000_000_000;

impl LineBook {
    pub(crate) const fn open(&self) -> Cents {
        let open = self.ordered - self.cancelled - self.shipped;
        if open > 0 { open } else { 0 }
    }

    /// Whether no more has left than was ordered and its tolerance allows.
    const fn is_within_tolerance(&self) -> bool {
        self.shipped * WHOLE <= (self.ordered - self.cancelled) * (WHOLE + self.over)
    }

    /// Whether as much has left of what was ordered before a part was cancelled that the rest is
    /// not waited for.
    const fn is_enough(&self, cancelled: Cents) -> bool {
        let net = self.ordered - self.cancelled + cancelled;
        self.under > 0 && self.shipped * WHOLE >= net * (WHOLE - self.under)
    }

    const fn billable(&self, basis: BillingBasis) -> Cents {
        match basis {
            BillingBasis::Shipped => self.kept() - self.billed(),
            BillingBasis::Ordered => {
                let net = self.ordered - self.cancelled;
                let most = if self.shipped > net { self.shipped } else { net };
                most - self.returned - self.billed()
            }
            BillingBasis::Delivered => least(self.delivered, self.kept()) - self.billed(),
            BillingBasis::Accepted => least(self.accepted, self.kept()) - self.billed(),
        }
    }

    /// What was shipped and has not come back.
    const fn kept(&self) -> Cents {
        self.shipped - self.returned
    }

    const fn billed(&self) -> Cents {
        self.invoiced - self.credited
    }
}

const fn least(one: Cents, other: Cents) -> Cents {
    if one < other { one } else { other }
}

/// An order.
#[derive(Debug, Clone, Default)]
pub(crate) struct OrderBook {
    pub(crate) state: OrderState,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) currency: Option<Currency>,
    pub(crate) lines: Vec<LineBook>,
    basis: BillingBasis,
    /// Whether milestones bill it, and not its lines.
    pub(crate) has_plan: bool,
    /// How many holds were set and not released.
    holds: usize,
    /// Whether it is held for want of credit.
    pub(super) lacks_credit: bool,
}

impl OrderBook {
    /// Whether something is open to ship.
    pub(crate) fn is_open(&self) -> bool {
        let is_open = self.lines.iter().any(|line| line.open() > 0);
        let is_held = self.holds > 0 || self.lacks_credit;
        self.state == OrderState::Confirmed && !is_held && is_open
    }

    /// Whether something is open of it and it is held for want of credit alone.
    pub(crate) fn lacks_credit_alone(&self) -> bool {
        let is_open = self.lines.iter().any(|line| line.open() > 0);
        self.state == OrderState::Confirmed && self.holds == 0 && self.lacks_credit && is_open
    }

    /// Whether something is to be invoiced.
    pub(crate) fn is_billable(&self) -> bool {
        let basis = self.basis;
        self.state == OrderState::Confirmed
            && !self.has_plan
            && self.lines.iter().any(|line| line.billable(basis) > 0)
    }

    /// What of a line may be billed, at ten decimals.
    pub(crate) fn billable(&self, line: &LineBook) -> Cents {
        line.billable(self.basis)
    }

    fn line(&self, id: &LineId) -> Option<&LineBook> {
        self.lines.iter().find(|line| line.id == *id)
    }

    /// What of a line is still to leave; nothing unless the order is confirmed.
    pub(super) fn open_of(&self, line: &LineId) -> Cents {
        let is_confirmed = self.state == OrderState::Confirmed;
        self.line(line).filter(|_| is_confirmed).map_or(0, LineBook::open)
    }

    /// What of a line left and has not come back.
    pub(crate) fn kept_of(&self, line: &LineId) -> Cents {
        self.line(line).map_or(0, LineBook::kept)
    }

    /// Whether something has left.
    pub(crate) fn has_shipped(&self) -> bool {
        self.lines.iter().any(|line| line.shipped > 0)
    }

    /// What a shipment closes short had left in full but for its tolerance (rulebook O-13).
    pub(super) fn closes_short(
        &self,
        order: &OrderId,
        decision: &[o2c_core::company::Event],
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        let mut of_order = decision.iter().filter_map(|event| match event {
            o2c_core::company::Event::Order { order: of, event } if of == order => Some(event),
            _ => None,
        });
        if !of_order.by_ref().any(|event| matches!(event, Event::Shipped { .. })) {
            return Ok(());
        }
        let is_beyond = |line: &LineBook| line.shipped > line.ordered - line.cancelled;
        coverage.beyond_order += u64::from(self.lines.iter().any(is_beyond));
        for event in of_order {
            let Event::LineCancelled { line, quantity, .. } = event else { continue };
            coverage.closed_short += 1;
            if !self.line(line).is_some_and(|own| own.is_enough(units(*quantity))) {
                return finding("I13", format!("{order} closes {line} short: {:?}", self.lines));
            }
        }
        Ok(())
    }

    /// The counters of a line as the core writes them: cancelled, shipped, invoiced, credited,
    /// returned, delivered, accepted.
    pub(crate) fn agrees(&self, at: usize, told: [Exact; 7]) -> bool {
        let own = |line: &LineBook| {
            let LineBook { cancelled, shipped, invoiced, credited, .. } = *line;
            let LineBook { returned, delivered, accepted, .. } = *line;
            [cancelled, shipped, invoiced, credited, returned, delivered, accepted]
        };
        self.lines.get(at).map(own) == Some(told.map(units))
    }

    /// Counts what happens late: amended once confirmed, cancelled once something has left.
    pub(super) fn see(&self, event: &Event, coverage: &mut Coverage) {
        let is_confirmed = self.state == OrderState::Confirmed;
        let is_amended = matches!(event, Event::Amended { .. });
        coverage.amended_late += u64::from(is_amended && is_confirmed);
        let is_answer = matches!(event, Event::CancellationAnswered { .. });
        coverage.cancelled_late += u64::from(is_answer && self.has_shipped());
    }

    /// Follows one event.
    pub(super) fn follow(&mut self, order: &OrderId, event: &Event) -> Result<(), Finding> {
        match event {
            Event::Placed { content, .. } => {
                self.state = OrderState::Placed;
                self.take(content);
            }
            Event::Amended { content, .. } | Event::QuoteRevised { content, .. } => {
                self.take(content);
            }
            Event::Quoted { content, .. } => self.take(content),
            Event::QuoteAccepted { .. } => self.state = OrderState::Placed,
            Event::QuoteLost { .. } | Event::Rejected { .. } => self.state = OrderState::Cancelled,
            Event::HoldSet { .. } => self.holds += 1,
            Event::HoldReleased { .. } => self.holds -= 1,
            // What is answered is cancelled by an event of its own.
            Event::CancellationRequested { .. } | Event::CancellationAnswered { .. } => {}
            Event::Confirmed { .. } => self.state = OrderState::Confirmed,
            Event::Cancelled { .. } => self.state = OrderState::Cancelled,
            Event::LineCancelled { line, quantity, .. } => {
                self.count(order, &[(line.clone(), *quantity)], |line| &mut line.cancelled)?;
            }
            Event::RestCancelled { lines, .. } => {
                self.count(order, lines, |line| &mut line.cancelled)?;
            }
            Event::Shipped { lines, .. } => self.count(order, lines, |line| &mut line.shipped)?,
            Event::Invoiced { lines, .. } => self.count(order, lines, |line| &mut line.invoiced)?,
            Event::Credited { lines, is_returned, .. } => {
                self.count(order, lines, |line| &mut line.credited)?;
                if *is_returned {
                    self.count(order, lines, |line| &mut line.returned)?;
                }
            }
            Event::Returned { lines, .. } => {
                self.count(order, lines, |line| &mut line.returned)?;
            }
            Event::Delivered { lines, .. } => {
                self.count(order, lines, |line| &mut line.delivered)?;
            }
            Event::Accepted { lines, .. } => {
                self.count(order, lines, |line| &mut line.accepted)?;
            }
            Event::BillingPlanned { .. } => self.has_plan = true,
            // What is invoiced beside the lines is followed from the documents.
            Event::DepositInvoiced { .. }
            | Event::DepositDeducted { .. }
            | Event::DepositCredited { .. }
            | Event::DepositReleased { .. }
            | Event::MilestoneInvoiced { .. }
            | Event::MilestoneCredited { .. } => {}
        }
        self.check(order)
    }

    /// The content as it stands now; what was counted of a line stays with it.
    fn take(&mut self, content: &Content) {
        self.customer = Some(content.customer.clone());
        self.currency = Some(content.currency);
        self.basis = content.billing;
        let line = |line: &o2c_core::order::OrderLine| LineBook {
            id: line.id.clone(),
            ordered: units(line.quantity.figure()),
            cancelled: 0,
            shipped: 0,
            invoiced: 0,
            credited: 0,
            returned: 0,
            delivered: 0,
            accepted: 0,
            over: units(content.tolerance(line).over.exact()),
            under: units(content.tolerance(line).under.exact()),
        };
        let counted = std::mem::take(&mut self.lines);
        self.lines = content.lines.iter().map(line).collect();
        for line in &mut self.lines {
            if let Some(before) = counted.iter().find(|before| before.id == line.id) {
                let LineBook { ordered, over, under, .. } = *line;
                *line = LineBook { ordered, over, under, ..before.clone() };
            }
        }
    }

    fn count(
        &mut self,
        order: &OrderId,
        counted: &[(LineId, Exact)],
        counter: fn(&mut LineBook) -> &mut Cents,
    ) -> Result<(), Finding> {
        for (id, quantity) in counted {
            let Some(line) = self.lines.iter_mut().find(|line| line.id == *id) else {
                return finding("I13", format!("{order} has no line {id}"));
            };
            *counter(line) += units(*quantity);
        }
        Ok(())
    }

    /// cancelled + open + shipped = ordered with nothing below zero; invoiced at most billable.
    fn check(&self, order: &OrderId) -> Result<(), Finding> {
        let basis = self.basis;
        let is_broken = |line: &&LineBook| {
            let counters = [
                i128::from(line.is_within_tolerance()) - 1,
                line.shipped - line.delivered,
                line.shipped - line.accepted,
                line.billable(basis),
                line.billed(),
                line.cancelled,
                line.shipped - line.returned,
                line.credited,
                line.returned,
            ];
            counters.iter().any(|counter| *counter < 0)
        };
        match self.lines.iter().find(is_broken) {
            Some(line) => finding("I13", format!("{order}: {line:?}")),
            None => Ok(()),
        }
    }
}
