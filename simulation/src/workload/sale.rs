//! Orders placed, amended, confirmed and cancelled.

use super::spelling::{TERMS, terms};
use super::{Buyer, Expected, Workload};
use crate::Auditor;
use crate::auditor::{OrderBook, OrderState};
use o2c_core::id::OrderId;
use serde_json::{Value, json};

impl Workload {
    pub(super) fn place_order(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let order = self.name("O");
        let (content, is_certain) = self.content(&order, &buyer);
        if !is_certain {
            self.doubtful.insert(order.parse().ok()?);
        }
        let expected = if is_certain { Expected::Accepted } else { Expected::Open };
        self.plan(expected, &json!({"place_order": content}))
    }

    /// The content of an order, and whether it can certainly be placed.
    pub(super) fn content(&mut self, order: &str, buyer: &Buyer) -> (Value, bool) {
        let count = self.dice.between(1, 6);
        let lines: Vec<Value> = (1..=count).map(|at| self.order_line(at, buyer)).collect();
        let (adjustments, is_certain) = self.document_adjustments(buyer.currency);
        let billing = if self.dice.chance(25) { "ordered" } else { "shipped" };
        let mut content = json!({
            "order": order, "customer": buyer.id, "currency": buyer.currency, "lines": lines,
            "adjustments": adjustments, "billing": billing, "reference": format!("your {order}"),
        });
        if self.dice.chance(30) {
            let agreed = *self.dice.one_of(&TERMS);
            content["terms"] = terms(agreed);
        }
        (content, is_certain)
    }

    fn order_line(&mut self, at: i64, buyer: &Buyer) -> Value {
        let quantity = self.quantity();
        // Items are sold by the piece, what is not listed also by weight.
        let is_by_piece = quantity.ends_with(" C62");
        let mut line = json!({
            "id": at.to_string(),
            "quantity": quantity,
            "price": self.price(),
            "adjustments": self.line_adjustments(buyer.currency),
        });
        if self.dice.chance(15) {
            line["base_quantity"] = json!(*self.dice.one_of(&["3", "100", "0.5"]));
        }
        match self.dice.pick(&self.items).cloned() {
            Some(item) if self.dice.chance(40) && is_by_piece => line["item"] = json!(item),
            _ => line["vat"] = self.vat(),
        }
        line
    }

    /// One of the orders in hand that is as asked; orders that ended are forgotten.
    pub(super) fn order(
        &mut self,
        books: &Auditor,
        is_asked: impl Fn(&OrderBook) -> bool,
    ) -> Option<OrderId> {
        for _ in 0..20 {
            let place = self.dice.place(self.orders.len())?;
            let order = self.orders.get(place)?.clone();
            let book = books.orders.get(&order)?;
            let is_ended = match book.state {
                OrderState::Cancelled => true,
                OrderState::Confirmed => !book.is_open() && !book.is_billable(),
                OrderState::Unplaced | OrderState::Placed => false,
            };
            if is_ended {
                self.orders.swap_remove(place);
            } else if is_asked(book) && self.may_buy(book) {
                return Some(order);
            }
        }
        None
    }

    /// Whether business is done with the customer of an order.
    pub(super) fn may_buy(&self, book: &OrderBook) -> bool {
        let customer = book.customer.as_ref().map(|customer| customer.as_str());
        self.buyers.iter().any(|buyer| buyer.is_active && Some(buyer.id.as_str()) == customer)
    }

    pub(super) fn amend_order(&mut self, books: &Auditor) -> Option<()> {
        let order = self.order(books, |book| book.state == OrderState::Placed)?;
        let customer = books.orders.get(&order)?.customer.clone()?;
        let buyer = self.buyers.iter().find(|buyer| buyer.id == customer.as_str())?.clone();
        let (content, is_certain) = self.content(order.as_str(), &buyer);
        if !is_certain {
            self.doubtful.insert(order);
        }
        let expected = if is_certain { Expected::Accepted } else { Expected::Open };
        self.plan(expected, &json!({"amend_order": {"content": content, "reason": "rethought"}}))
    }

    pub(super) fn confirm_order(&mut self, books: &Auditor) -> Option<()> {
        let order = self.order(books, |book| book.state == OrderState::Placed)?;
        self.plan(Expected::Accepted, &json!({"confirm_order": {"order": order}}))
    }

    /// An order or one of its lines is cancelled, even while goods are on their way.
    pub(super) fn cancel(&mut self, books: &Auditor) -> Option<()> {
        if self.dice.chance(30) {
            let order = self.order(books, |_| true)?;
            let action = json!({"cancel_order": {"order": order, "reason": "changed his mind"}});
            return self.plan(Expected::Open, &action);
        }
        let order = self.order(books, OrderBook::is_open)?;
        let lines = &books.orders.get(&order)?.lines;
        let line = lines.iter().find(|line| line.open() > 0)?;
        let action = json!({"cancel_order_line": {"order": order, "line": line.id}});
        self.plan(Expected::Open, &action)
    }
}
