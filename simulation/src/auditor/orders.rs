//! Orders: what was ordered, cancelled, shipped and invoiced of each line (contract I13).

use super::cents::{Cents, units};
use super::{Finding, finding};
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
}

impl LineBook {
    pub(crate) const fn open(&self) -> Cents {
        self.ordered - self.cancelled - self.shipped
    }

    const fn billable(&self, basis: BillingBasis) -> Cents {
        match basis {
            BillingBasis::Shipped | BillingBasis::Delivered | BillingBasis::Accepted => {
                self.shipped - self.returned - self.billed()
            }
            BillingBasis::Ordered => self.ordered - self.cancelled - self.returned - self.billed(),
        }
    }

    const fn billed(&self) -> Cents {
        self.invoiced - self.credited
    }
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
}

impl OrderBook {
    /// Whether something is open to ship.
    pub(crate) fn is_open(&self) -> bool {
        let is_open = self.lines.iter().any(|line| line.open() > 0);
        self.state == OrderState::Confirmed && self.holds == 0 && is_open
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

    /// The counters of a line as the core writes them: cancelled, shipped, invoiced.
    pub(crate) fn agrees(&self, at: usize, told: [Exact; 3]) -> bool {
        let own = |line: &LineBook| [line.cancelled, line.shipped, line.invoiced];
        self.lines.get(at).map(own) == Some(told.map(units))
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
            Event::Delivered { .. } | Event::Accepted { .. } => {}
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
        };
        let counted = std::mem::take(&mut self.lines);
        self.lines = content.lines.iter().map(line).collect();
        for line in &mut self.lines {
            if let Some(before) = counted.iter().find(|before| before.id == line.id) {
                *line = LineBook { ordered: line.ordered, ..before.clone() };
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
                line.open(),
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
