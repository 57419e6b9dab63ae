//! The dumber order: it moves tenths of pieces from pile to pile, one line after the other.

use crate::order::{Ask, tenths};
use o2c_core::error::Refusal;
use o2c_core::money::Exact;
use o2c_core::order::{Facet, Order, Rejection};

#[derive(Debug, Clone, Copy, PartialEq)]
enum Phase {
    Unplaced,
    Placed,
    Confirmed,
    Cancelled,
}

/// A pile of tenths for each line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Piles {
    open: i64,
    cancelled: i64,
    shipped: i64,
    invoiced: i64,
}

/// The dumber order: it moves tenths from pile to pile, one line after the other.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    phase: Phase,
    by_order: bool,
    lines: Vec<Piles>,
}

impl Model {
    pub(crate) fn new() -> Self {
        Model { phase: Phase::Unplaced, by_order: false, lines: vec![] }
    }

    /// The order after what is asked, or nothing where it is refused.
    pub(crate) fn asked(&self, ask: &Ask) -> Option<Model> {
        let mut after = self.clone();
        match (self.phase, ask) {
            (Phase::Unplaced, Ask::Place(ordered, by_order))
            | (Phase::Placed, Ask::Amend(ordered, by_order)) => {
                after.phase = Phase::Placed;
                after.by_order = *by_order;
                after.lines = ordered
                    .iter()
                    .map(|open| Piles { open: *open, cancelled: 0, shipped: 0, invoiced: 0 })
                    .collect();
                let is_fine = !ordered.is_empty() && ordered.iter().all(|figure| *figure > 0);
                is_fine.then_some(after)
            }
            (Phase::Confirmed, Ask::Amend(ordered, by_order)) => {
                let is_fine =
                    *by_order == self.by_order && ordered.iter().all(|figure| *figure > 0);
                is_fine.then_some(())?;
                after.lines = self.amended(ordered)?;
                // What leaves nothing to deliver is no amendment.
                let is_left = after.lines.iter().any(|line| line.open + line.shipped > 0);
                is_left.then_some(after)
            }
            (Phase::Placed, Ask::Confirm) => {
                after.phase = Phase::Confirmed;
                Some(after)
            }
            (Phase::Placed, Ask::Cancel) => {
                after.phase = Phase::Cancelled;
                Some(after)
            }
            (Phase::Confirmed, Ask::CancelLine(line, figure)) => {
                let most = self.lines.get(*line)?.cancellable(self.by_order);
                let figure = figure.unwrap_or(most);
                (figure > 0 && figure <= most).then_some(())?;
                after.lines[*line].cancel(figure);
                Some(after.or_cancelled())
            }
            (Phase::Confirmed, Ask::Cancel) => {
                let total: i64 =
                    self.lines.iter().map(|line| line.cancellable(self.by_order)).sum();
                for line in &mut after.lines {
                    line.cancel(line.cancellable(self.by_order));
                }
                (total > 0).then(|| after.or_cancelled())
            }
            (Phase::Confirmed, Ask::Ship(asked)) => {
                each_once(asked)?;
                for (line, figure) in asked {
                    let pile = after.lines.get_mut(*line)?;
                    pile.open -= figure;
                    pile.shipped += figure;
                    (*figure > 0 && pile.open >= 0).then_some(())?;
                }
                Some(after)
            }
            (Phase::Confirmed, Ask::Invoice(asked)) => {
                each_once(asked)?;
                for (line, figure) in asked {
                    let most = self.lines.get(*line)?.billable(self.by_order);
                    (*figure > 0 && *figure <= most).then_some(())?;
                    after.lines[*line].invoiced += figure;
                }
                Some(after)
            }
            (Phase::Confirmed, Ask::ShipRest) => {
                for line in &mut after.lines {
                    line.shipped += line.open;
                    line.open = 0;
                }
                (after != *self).then_some(after)
            }
            (Phase::Confirmed, Ask::InvoiceRest) => {
                for line in &mut after.lines {
                    line.invoiced += line.billable(self.by_order);
                }
                (after != *self).then_some(after)
            }
            _ => None,
        }
    }

    /// The piles once other quantities are ordered: what was billed stays as it is, what moved
    /// stays where it is, and a line that is gone had nothing but open pieces.
    fn amended(&self, ordered: &[i64]) -> Option<Vec<Piles>> {
        for gone in self.lines.iter().skip(ordered.len()) {
            (gone.cancelled == 0 && gone.shipped == 0 && gone.invoiced == 0).then_some(())?;
        }
        let mut lines = vec![];
        for (index, figure) in ordered.iter().enumerate() {
            let before = self.lines.get(index);
            let nothing = Piles { open: 0, cancelled: 0, shipped: 0, invoiced: 0 };
            let piles = *before.unwrap_or(&nothing);
            let open = figure - piles.cancelled - piles.shipped;
            (open >= 0 && (piles.invoiced == 0 || open == piles.open)).then_some(())?;
            lines.push(Piles { open, ..piles });
        }
        (!lines.is_empty()).then_some(lines)
    }

    /// Where all is cancelled the order is.
    fn or_cancelled(mut self) -> Model {
        if self.lines.iter().all(|line| line.open == 0 && line.shipped == 0) {
            self.phase = Phase::Cancelled;
        }
        self
    }
}

impl Piles {
    fn billable(&self, by_order: bool) -> i64 {
        let basis = if by_order { self.open + self.shipped } else { self.shipped };
        basis - self.invoiced
    }

    fn cancellable(&self, by_order: bool) -> i64 {
        if by_order { self.open.min(self.billable(true)) } else { self.open }
    }

    fn cancel(&mut self, figure: i64) {
        self.open -= figure;
        self.cancelled += figure;
    }
}

fn each_once(asked: &[(usize, i64)]) -> Option<()> {
    let is_once = |line: usize| asked.iter().filter(|other| other.0 == line).count() == 1;
    (!asked.is_empty() && asked.iter().all(|(line, _)| is_once(*line))).then_some(())
}

/// The order and the model tell the same of every line.
pub(crate) fn agree(order: &Order, model: &Model) {
    let phase = match order {
        Order::Unplaced => Phase::Unplaced,
        Order::Placed(_) => Phase::Placed,
        Order::Confirmed(_) => Phase::Confirmed,
        Order::Cancelled(_) => Phase::Cancelled,
        Order::Quoted(_) | Order::Lost(_) | Order::Rejected(_) => panic!("nobody asked for it"),
    };
    assert_eq!(phase, model.phase);
    let is_confirmed = phase == Phase::Confirmed;
    for (index, line) in model.lines.iter().enumerate() {
        let expected = |figure| {
            if is_confirmed { tenths(figure) } else { Exact::ZERO }
        };
        assert_eq!(order.open_to_ship(index), Some(expected(line.open)));
        assert_eq!(order.to_invoice(index), Some(expected(line.billable(model.by_order))));
    }
    assert_eq!(order.open_to_ship(model.lines.len()), None);
    if let Order::Confirmed(confirmed) = order {
        for ((line, counters), piles) in confirmed.quantities().zip(&model.lines) {
            assert_eq!(counters.cancelled, tenths(piles.cancelled));
            assert_eq!(counters.shipped, tenths(piles.shipped));
            assert_eq!(counters.invoiced, tenths(piles.invoiced));
            // I13: cancelled + open + shipped = ordered.
            let sum = counters.cancelled.checked_add(counters.open_to_ship(line.quantity.figure()));
            let sum = sum.unwrap().checked_add(counters.shipped).unwrap();
            assert_eq!(sum, line.quantity.figure());
        }
        assert_eq!(order.delivery(), facet(model, |line| line.shipped, |line| line.open));
        let unbilled = |line: &Piles| line.open + line.shipped - line.invoiced;
        assert_eq!(order.billing(), facet(model, |line| line.invoiced, unbilled));
    }
}

fn facet(model: &Model, done: impl Fn(&Piles) -> i64, open: impl Fn(&Piles) -> i64) -> Facet {
    let done: i64 = model.lines.iter().map(done).sum();
    let open: i64 = model.lines.iter().map(open).sum();
    match (done, open) {
        (0, _) => Facet::NotStarted,
        (_, 0) => Facet::Complete,
        _ => Facet::Partial,
    }
}

/// The figures of a refusal are those of the model.
pub(crate) fn explains(no: &Rejection, model: &Model) {
    let figures = no.figures();
    let figure = |name| {
        let found = figures.iter().find(|(other, _)| *other == name);
        found.map(|(_, printed)| printed.clone())
    };
    let pile = || {
        let line = figure("line").unwrap();
        model.lines[line.trim_start_matches('L').parse::<usize>().unwrap()]
    };
    if no.code() == "order.line.quantity_exceeds_open" {
        assert_eq!(figure("open"), Some(tenths(pile().open).to_string()));
    }
    if no.code() == "order.line.quantity_exceeds_billable" {
        let billable = pile().billable(model.by_order);
        assert_eq!(figure("billable"), Some(tenths(billable).to_string()));
    }
}
