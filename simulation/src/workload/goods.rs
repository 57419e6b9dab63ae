//! Goods shipped and delivered, and the invoices for them.

use super::{Buyer, Expected, Workload, spelling};
use crate::Auditor;
use crate::auditor::OrderBook;
use serde_json::{Value, json};

/// One, in units of ten decimals.
const ONE: i128 = 10_i128.pow(10);

/// A figure of ten decimals as text.
pub(super) fn figure(units: i128) -> String {
    format!("{}.{:010}", units / ONE, units % ONE)
}

/// About half of a quantity; of what may come in pieces, whole ones.
fn half_of(units: i128) -> i128 {
    match units / 2 {
        _ if units == ONE => ONE,
        half if units % ONE == 0 => half - half % ONE,
        half => half,
    }
}

impl Workload {
    /// All that is open leaves, or the half of a line; sometimes it becomes known days later.
    pub(super) fn ship(&mut self, books: &Auditor) -> Option<()> {
        let order = self.order(books, OrderBook::is_open)?;
        let mut ship = json!({"shipment": self.name("S"), "order": order});
        if self.dice.chance(35) {
            let line = books.orders.get(&order)?.lines.iter().find(|line| line.open() > 1)?;
            let half = figure(half_of(line.open()));
            ship["lines"] = json!([{"line": line.id, "quantity": half}]);
        }
        let action = json!({"ship": ship});
        if self.dice.chance(10) {
            // Before the order was placed it is refused.
            let day = self.late_day(books, 3);
            return self.plan_on(day, Expected::Open, &action);
        }
        // What is counted in pieces leaves in whole ones.
        let in_pieces = |book: &OrderBook| book.lines.iter().all(|line| line.open() % ONE == 0);
        let is_whole = books.orders.get(&order).is_some_and(in_pieces);
        self.plan(if is_whole { Expected::Accepted } else { Expected::Open }, &action)
    }

    pub(super) fn deliver(&mut self) -> Option<()> {
        let place = self.dice.place(self.shipments.len())?;
        let (shipment, _) = self.shipments.swap_remove(place);
        self.plan(Expected::Accepted, &json!({"deliver": {"shipment": shipment}}))
    }

    /// All that is billable, or a part of one line.
    pub(super) fn invoice_order(&mut self, books: &Auditor) -> Option<()> {
        let order = self.order(books, OrderBook::is_billable)?;
        let book = books.orders.get(&order)?;
        let currency = book.currency?;
        let mut invoice = json!({"series": "sales", "order": order});
        if self.dice.chance(30) {
            let line = book.lines.iter().find(|line| book.billable(line) > 2)?;
            let third = figure(book.billable(line) / 3);
            invoice["lines"] = json!([{"line": line.id, "quantity": third}]);
        }
        if let Some(rate) = self.exchange_rate(currency.code()) {
            invoice["exchange_rate"] = json!(rate);
        }
        let is_doubtful = self.doubtful.contains(&order);
        let expected = if is_doubtful { Expected::Open } else { Expected::Accepted };
        self.plan(expected, &json!({"invoice_order": invoice}))
    }

    /// An invoice without an order; some take things back, some take back more than they sell.
    pub(super) fn issue_invoice(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let (draft, is_certain) = self.draft(&buyer);
        let mut invoice = json!({"series": "sales", "draft": draft});
        if let Some(rate) = self.exchange_rate(buyer.currency) {
            invoice["exchange_rate"] = json!(rate);
        }
        let expected = if is_certain { Expected::Accepted } else { Expected::Open };
        let action = json!({"issue_invoice": invoice});
        // Two alike now and then: a payment of either fits both.
        if self.dice.chance(25) {
            self.plan(expected, &action);
        }
        self.plan(expected, &action)
    }

    /// A draft, and whether it can certainly be issued.
    pub(super) fn draft(&mut self, buyer: &Buyer) -> (Value, bool) {
        let count = self.dice.between(1, 3);
        let lines: Vec<Value> = (1..=count)
            .map(|at| {
                let quantity = self.quantity();
                let is_return = self.dice.chance(30);
                let quantity = if is_return { format!("-{quantity}") } else { quantity };
                let supply = if self.dice.chance(25) { "services" } else { "goods" };
                json!({
                    "id": at.to_string(), "quantity": quantity, "supply": supply,
                    "price": self.price(), "vat": self.vat(),
                })
            })
            .collect();
        let (adjustments, is_certain) = self.document_adjustments(buyer.currency);
        let draft = json!({
            "customer": buyer.id, "currency": buyer.currency, "lines": lines,
            "adjustments": adjustments, "terms": spelling::terms(buyer.terms),
        });
        (draft, is_certain)
    }
}
