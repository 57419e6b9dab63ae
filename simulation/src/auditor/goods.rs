//! Goods: what is there, to come and kept for whom, and what comes back (contract I13).
//!
//! Pieces are counted from the events alone, at ten decimals: none appears, none is lost, and no
//! more is kept for a line than is open of it.

use super::cents::{Cents, cents, units};
use super::{AccountBook, Finding, OrderBook, finding};
use crate::Coverage;
use o2c_core::calendar::Day;
use o2c_core::company::Event;
use o2c_core::fulfilment::ShippedLine;
use o2c_core::fulfilment::returns::{self, Outcome};
use o2c_core::id::{DocumentNumber, LineId, OrderId, ReceiptId, ReturnId};
use o2c_core::order;
use o2c_core::receivable::{AccountKey, EntryKind};
use o2c_core::stock::{self, LineOfOrder, StockKey};
use std::collections::{BTreeMap, BTreeSet};

/// Goods of which so much has not come in, and the day they were last announced for.
#[derive(Debug, Clone)]
struct ToCome {
    quantity: Cents,
    on: Day,
}

/// The stock of an item at a site.
#[derive(Debug, Clone, Default)]
pub(crate) struct StockBook {
    pub(crate) on_hand: Cents,
    value: Option<Cents>,
    to_come: BTreeMap<ReceiptId, ToCome>,
    kept: BTreeMap<(OrderId, LineId), Cents>,
}

impl StockBook {
    /// Whether something is announced under a reference.
    pub(crate) fn awaits(&self, receipt: &ReceiptId) -> bool {
        self.to_come.contains_key(receipt)
    }

    fn broken(&self, key: &StockKey, what: &str) -> Result<(), Finding> {
        finding("I13", format!("{} at {}: {what}: {self:?}", key.item, key.site))
    }

    fn follow(
        &mut self,
        key: &StockKey,
        event: &stock::Event,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        if let Some(cost) = event.cost() {
            *self.value.get_or_insert(0) += cents(cost);
        }
        match event {
            stock::Event::Received { quantity, receipt, received_on, .. } => {
                self.on_hand += units(*quantity);
                if let Some(receipt) = receipt {
                    let Some(to_come) = self.to_come.get_mut(receipt) else {
                        return self.broken(key, "what came in was not expected");
                    };
                    coverage.late_receipts += u64::from(*received_on > to_come.on);
                    to_come.quantity -= units(*quantity);
                    self.to_come.retain(|_, to_come| to_come.quantity > 0);
                }
            }
            stock::Event::Adjusted { counted, difference, .. } => {
                self.on_hand += units(*difference);
                if self.on_hand != units(*counted) {
                    return self.broken(key, "what was counted is not what is there");
                }
            }
            stock::Event::Issued { quantity, of, .. } => {
                self.on_hand -= units(*quantity);
                if let Some(of) = of {
                    self.serve(of, units(*quantity), coverage);
                }
            }
            stock::Event::Expected { receipt, on, quantity, .. } => {
                let to_come = ToCome { quantity: units(*quantity), on: *on };
                self.to_come.insert(receipt.clone(), to_come);
            }
            stock::Event::ExpectedCancelled { receipt, .. } => {
                if self.to_come.remove(receipt).is_none() {
                    return self.broken(key, "what does not come was not expected");
                }
            }
            stock::Event::Planned { .. } => {}
            stock::Event::Reserved(kept) => {
                let parts: Cents = kept.parts.iter().map(|part| units(part.quantity)).sum();
                if self.kept.insert(line(&kept.of), parts).is_some() {
                    return self.broken(key, "a line is kept for twice");
                }
                coverage.goods_promised += 1;
            }
            stock::Event::Released { of, quantity } => {
                *self.kept.entry(line(of)).or_default() -= units(*quantity);
            }
            stock::Event::Repromised { of, parts } => {
                let parts: Cents = parts.iter().map(|part| units(part.quantity)).sum();
                if self.kept.get(&line(of)) != Some(&parts) {
                    return self.broken(key, "what is promised anew is not what is kept");
                }
            }
        }
        self.kept.retain(|_, kept| *kept != 0);
        self.check(key)
    }

    /// What leaves for a line is what was kept for it first.
    fn serve(&mut self, of: &LineOfOrder, left: Cents, coverage: &mut Coverage) {
        if let Some(kept) = self.kept.get_mut(&line(of)) {
            coverage.short_picks += u64::from(left < *kept);
            *kept -= left.min(*kept);
        }
    }

    fn check(&self, key: &StockKey) -> Result<(), Finding> {
        if self.on_hand < 0 {
            return self.broken(key, "more left than was there");
        }
        if self.kept.values().any(|kept| *kept < 0) {
            return self.broken(key, "more is free again than was kept");
        }
        if self.to_come.values().any(|to_come| to_come.quantity <= 0) {
            return self.broken(key, "nothing is to come under a reference");
        }
        let value = self.value.unwrap_or(0);
        if value < 0 || (self.on_hand == 0 && value != 0) {
            return finding("I3", format!("{} at {}: {self:?}", key.item, key.site));
        }
        Ok(())
    }
}

fn line(of: &LineOfOrder) -> (OrderId, LineId) {
    (of.order.clone(), of.line.clone())
}

/// Goods that come back, line by line.
#[derive(Debug, Clone, Default)]
struct ReturnBook {
    order: Option<OrderId>,
    requested: BTreeMap<LineId, Cents>,
    received: BTreeMap<LineId, Cents>,
    accepted: BTreeMap<LineId, Cents>,
    is_over: bool,
}

fn quantities(lines: &[ShippedLine]) -> BTreeMap<LineId, Cents> {
    lines.iter().map(|line| (line.line.clone(), units(line.quantity))).collect()
}

/// Whether nothing of a list goes beyond another.
fn is_within(part: &BTreeMap<LineId, Cents>, whole: &BTreeMap<LineId, Cents>) -> bool {
    part.iter()
        .all(|(line, quantity)| *quantity > 0 && *quantity <= whole.get(line).copied().unwrap_or(0))
}

/// All stocks and returns.
#[derive(Debug, Clone, Default)]
pub(crate) struct GoodsBooks {
    pub(crate) stocks: BTreeMap<StockKey, StockBook>,
    /// Where something was ever kept for an order.
    kept_at: BTreeMap<OrderId, BTreeSet<StockKey>>,
    returns: BTreeMap<ReturnId, ReturnBook>,
    /// The returns of an order.
    of_orders: BTreeMap<OrderId, Vec<ReturnId>>,
}

/// What else the auditor knows when he looks at goods.
pub(super) struct Beside<'a> {
    pub(super) orders: &'a BTreeMap<OrderId, OrderBook>,
    pub(super) accounts: &'a BTreeMap<AccountKey, AccountBook>,
}

impl GoodsBooks {
    /// Follows the goods of a decision, whose orders were followed before.
    pub(super) fn follow(
        &mut self,
        decision: &[Event],
        beside: &Beside<'_>,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        let mut touched = BTreeSet::new();
        for event in decision {
            match event {
                Event::Order { order, .. } => {
                    touched.insert(order);
                }
                Event::Stock { stock: key, event } => {
                    let book = self.stocks.entry(key.clone()).or_default();
                    book.follow(key, event, coverage)?;
                    if let stock::Event::Reserved(kept) = event {
                        let sites = self.kept_at.entry(kept.of.order.clone()).or_default();
                        sites.insert(key.clone());
                        touched.insert(&kept.of.order);
                    }
                }
                Event::Return { goods_return, event } => {
                    self.come_back(goods_return, event, decision, beside, coverage)?;
                }
                _ => {}
            }
        }
        touched.into_iter().try_for_each(|order| self.keeps_what_is_open(order, beside))
    }

    /// No more is kept for a line than is open of it, wherever it is kept (rulebook O-10).
    fn keeps_what_is_open(&self, order: &OrderId, beside: &Beside<'_>) -> Result<(), Finding> {
        let Some(keys) = self.kept_at.get(order) else { return Ok(()) };
        let mut kept: BTreeMap<&LineId, Cents> = BTreeMap::new();
        for book in keys.iter().filter_map(|key| self.stocks.get(key)) {
            let of_order = book.kept.iter().filter(|((other, _), _)| other == order);
            for ((_, line), quantity) in of_order {
                *kept.entry(line).or_default() += quantity;
            }
        }
        let book = beside.orders.get(order);
        for (line, kept) in kept {
            let open = book.map_or(0, |book| book.open_of(line));
            if kept > open {
                let what = format!("{kept} is kept for line {line} of {order}, {open} is open");
                return finding("I13", what);
            }
        }
        Ok(())
    }

    fn come_back(
        &mut self,
        id: &ReturnId,
        event: &returns::Event,
        decision: &[Event],
        beside: &Beside<'_>,
        coverage: &mut Coverage,
    ) -> Result<(), Finding> {
        if let returns::Event::Requested { order, lines, .. } = event {
            self.requested(order, &quantities(lines), beside)?;
            self.of_orders.entry(order.clone()).or_default().push(id.clone());
        }
        let book = self.returns.entry(id.clone()).or_default();
        match event {
            returns::Event::Requested { order, lines, .. } => {
                book.order = Some(order.clone());
                book.requested = quantities(lines);
            }
            returns::Event::Authorised { .. } => {}
            returns::Event::Received { lines, .. } => {
                book.received = quantities(lines);
                if !is_within(&book.received, &book.requested) {
                    return finding("I13", format!("more came back than was asked: {book:?}"));
                }
            }
            returns::Event::Inspected { accepted, .. } => {
                book.accepted = quantities(accepted);
                if !is_within(&book.accepted, &book.received) {
                    return finding("I13", format!("more is good than came back: {book:?}"));
                }
            }
            returns::Event::Settled { outcome, .. } => {
                book.is_over = true;
                let counts = matches!(outcome, Outcome::Credited { .. } | Outcome::TakenBack);
                let returned = returned_of(decision, book.order.as_ref());
                if counts && returned != book.accepted {
                    let what = format!("{id}: {returned:?} counts as returned of {book:?}");
                    return finding("I13", what);
                }
                if let Outcome::Credited { by, .. } = outcome {
                    coverage.returns_credited += 1;
                    let is_paid = is_credit_of_paid(decision, by, beside);
                    coverage.returns_after_payment += u64::from(is_paid);
                }
            }
        }
        Ok(())
    }

    /// No more is asked to come back than was shipped and neither came back nor is asked for
    /// already (rulebook O-16).
    fn requested(
        &self,
        order: &OrderId,
        asked: &BTreeMap<LineId, Cents>,
        beside: &Beside<'_>,
    ) -> Result<(), Finding> {
        let of_order = self.of_orders.get(order).into_iter().flatten();
        let open: Vec<_> = of_order.filter_map(|id| self.returns.get(id)).collect();
        for (line, asked) in asked {
            let other: Cents = open.iter().map(|book| book.claims(line)).sum();
            let kept = beside.orders.get(order).map_or(0, |book| book.kept_of(line));
            if other + asked > kept {
                let what = format!("{asked} of {order} line {line} asked back of {kept}");
                return finding("I13", format!("{what}, {other} asked before"));
            }
        }
        Ok(())
    }
}

impl ReturnBook {
    /// What of a line is on its way back: what was asked for, came back or was accepted.
    fn claims(&self, line: &LineId) -> Cents {
        let stages = [&self.accepted, &self.received, &self.requested];
        let told = stages.iter().find(|stage| !stage.is_empty());
        let claimed = told.and_then(|stage| stage.get(line)).copied().unwrap_or(0);
        if self.is_over { 0 } else { claimed }
    }
}

/// What counts as returned of an order in a decision.
fn returned_of(decision: &[Event], order: Option<&OrderId>) -> BTreeMap<LineId, Cents> {
    let mut returned: BTreeMap<LineId, Cents> = BTreeMap::new();
    for event in decision {
        let Event::Order { order: of, event } = event else { continue };
        let (order::Event::Credited { lines, is_returned: true, .. }
        | order::Event::Returned { lines, .. }) = event
        else {
            continue;
        };
        if Some(of) == order {
            for (line, quantity) in lines {
                *returned.entry(line.clone()).or_default() += units(*quantity);
            }
        }
    }
    returned
}

/// Whether a credit note of a decision gives back what was paid already.
fn is_credit_of_paid(decision: &[Event], by: &DocumentNumber, beside: &Beside<'_>) -> bool {
    let original = decision.iter().find_map(|event| match event {
        Event::Invoice { event: o2c_core::invoice::Event::Issued(document), .. } => {
            let preceding = document.draft.preceding.first();
            preceding.filter(|_| document.number == *by).map(|preceding| &preceding.number)
        }
        _ => None,
    });
    let is_of = |kind: &EntryKind| match kind {
        EntryKind::Invoice { document, .. } => Some(document) == original,
        _ => false,
    };
    let books = beside.accounts.values().flat_map(|book| book.items.values());
    let mut items = books.filter(|item| is_of(&item.item.kind)).peekable();
    items.peek().is_some() && items.all(|item| item.open() == 0)
}
