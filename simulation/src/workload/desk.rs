//! The order desk: orders promised from stock, picked short and beyond, amended and cancelled
//! while they ship, captured twice; goods that come in late, and goods that come back.

use super::spelling::amount;
use super::{Buyer, Expected, Fault, Workload};
use crate::Auditor;
use crate::auditor::{ItemBook, OrderBook, OrderState};
use o2c_core::calendar::Day;
use o2c_core::company::Event;
use o2c_core::id::{DocumentNumber, LineId, OrderId, ReceiptId};
use o2c_core::receivable::{AccountKey, EntryKind, Holder};
use o2c_core::stock::StockKey;
use o2c_core::{invoice, order};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The site that orders are promised from.
pub(crate) const SITE: &str = "DEPOT";

/// What is kept in stock: line `1` of an order sells the first, line `2` the second.
const ITEMS: [&str; 3] = ["SEAT", "TABLE", "LAMP"];

/// A piece at ten decimals.
const PIECE: i128 = 10_000_000_000;

/// Goods that were announced.
#[derive(Debug, Clone)]
struct Announced {
    item: &'static str,
    receipt: ReceiptId,
    on: Day,
}

/// What the desk remembers.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    /// Orders in hand, with what was ordered.
    orders: BTreeMap<OrderId, Value>,
    /// Orders that may ship otherwise than they stand in the books.
    doubtful: BTreeSet<OrderId>,
    announced: Vec<Announced>,
    /// Orders that were billed, and by which invoices.
    billed: Vec<(OrderId, DocumentNumber)>,
}

impl Desk {
    /// Whether an order is the desk's, and nobody else ships it.
    pub(super) fn has(&self, order: &OrderId) -> bool {
        self.orders.contains_key(order)
    }

    /// Learns which invoice billed an order.
    pub(super) fn learn(&mut self, event: &Event) {
        let Event::Invoice { event: invoice::Event::Issued(document), .. } = event else { return };
        let of = document.draft.lines.iter().find_map(|line| line.order.as_ref());
        if let Some(of) = of.filter(|of| self.has(&of.order) && !document.kind().is_credit()) {
            self.billed.push((of.order.clone(), document.number.clone()));
        }
    }
}

impl Workload {
    /// The first day: the site, its items, and what is there of them.
    pub(super) fn stock_up(&mut self) {
        let site = json!({"directory": {"register_site": {"site": SITE, "name": "depot"}}});
        self.plan(Expected::Accepted, &site);
        for item in ITEMS {
            let action = json!({"directory": {"register_item": {
                "item": item, "name": item, "vat_class": "goods",
            }}});
            self.plan(Expected::Accepted, &action);
            let receive = json!({"receive": {"quantity": "60", "cost": "1234.57 EUR"}});
            self.plan(Expected::Accepted, &on_stock(item, &receive));
        }
    }

    /// What the desk does next.
    pub(super) fn desk(&mut self, books: &Auditor) -> Option<()> {
        self.tidy_desk(books);
        match self.dice.below(16) {
            0..=3 => self.capture(),
            4..=7 => self.pick(books),
            8 | 9 => self.replenish(books),
            10 => self.cancel_while_shipping(books),
            11 => self.amend_late(books),
            12 => self.bill_desk(books),
            13 => self.accept(books),
            _ => self.take_back(books),
        }
    }

    /// An order, confirmed with what can be promised; now and then it is captured once more.
    fn capture(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let order = self.name("D");
        let content = self.desk_content(&order, &buyer);
        let placed = json!({ "place_order": content });
        self.desk.orders.insert(order.parse().ok()?, content);
        self.plan(Expected::Accepted, &placed)?;
        if self.dice.chance(20) {
            self.plan(Expected::Refused("order.not_possible"), &placed)?;
            self.queue.back_mut()?.fault = Some(Fault::DuplicateCapture);
        }
        self.plan(Expected::Accepted, &json!({"confirm_order": {"order": order}}))
    }

    fn desk_content(&mut self, order: &str, buyer: &Buyer) -> Value {
        let count = self.dice.between(1, 3);
        let line = |dice: &mut crate::Dice, at: i64| {
            // A quarter of it is whole pieces too.
            json!({
                "id": at.to_string(), "quantity": format!("{} C62", 4 * dice.between(1, 3)),
                "price": {"net": *dice.one_of(&["10", "9.99", "49.5", "0.125"])},
                "item": usize::try_from(at - 1).ok().and_then(|at| ITEMS.get(at)),
            })
        };
        let lines: Vec<Value> = (1..=count).map(|at| line(&mut self.dice, at)).collect();
        let billing = *self.dice.one_of(&["shipped", "ordered", "delivered", "accepted"]);
        let wanted_on = self.today.plus_days(self.dice.between(0, 9)).unwrap_or(self.today);
        let mut content = json!({
            "order": order, "customer": buyer.id, "currency": buyer.currency, "lines": lines,
            "billing": billing, "required_on": wanted_on, "reference": format!("your {order}"),
        });
        if self.dice.chance(60) {
            content["handling"] = json!({"tolerance": {"over": "25", "under": "25"}});
        }
        content
    }

    /// One of the desk's orders that is as asked, of a customer business is done with.
    fn desk_order(
        &mut self,
        books: &Auditor,
        is_asked: impl Fn(&OrderBook) -> bool,
    ) -> Option<OrderId> {
        let orders: Vec<&OrderId> = self.desk.orders.keys().collect();
        for _ in 0..20 {
            let order = (*self.dice.pick(&orders)?).clone();
            let Some(book) = books.orders.get(&order) else { continue };
            if is_asked(book) && self.may_buy(book) {
                return Some(order);
            }
        }
        None
    }

    /// A line leaves whole, short of what was kept for it, or beyond what was ordered.
    fn pick(&mut self, books: &Auditor) -> Option<()> {
        let order = self.desk_order(books, OrderBook::is_open)?;
        let book = books.orders.get(&order)?;
        let lines: Vec<_> = book.lines.iter().filter(|line| line.open() > 0).collect();
        let line = *self.dice.pick(&lines)?;
        let open = line.open() / PIECE;
        let (leaving, is_beyond) = match self.dice.below(5) {
            0 => (open + 1, true),
            1 | 2 => (i128::from(self.dice.between(1, i64::try_from(open).ok()?)), false),
            _ => (open, false),
        };
        let is_there = on_hand(books, &line.id) >= leaving * PIECE;
        let expected = match (is_beyond || self.desk.doubtful.contains(&order), is_there) {
            (true, _) => Expected::Open,
            (false, true) => Expected::Accepted,
            (false, false) => Expected::Refused("stock.not_on_hand"),
        };
        let ship = ship(&self.name("S"), &order, &line.id, leaving);
        self.plan(expected, &ship)
    }

    /// Goods are announced, come in on their day or later, or are announced for another day; then
    /// what is kept is promised anew.
    fn replenish(&mut self, books: &Auditor) -> Option<()> {
        let today = self.today;
        let due = self.desk.announced.iter().position(|announced| announced.on <= today);
        if let Some(place) = due {
            let Announced { item, receipt, .. } = self.desk.announced.get(place)?.clone();
            let key = key_of(item)?;
            let is_awaited = books.goods.stocks.get(&key)?.awaits(&receipt);
            if !is_awaited {
                self.desk.announced.swap_remove(place);
                return None;
            }
            let quantity = self.dice.between(5, 40).to_string();
            let come = json!({"receive": {"quantity": quantity, "receipt": receipt}});
            self.plan(Expected::Accepted, &on_stock(item, &come))?;
        } else {
            let item = *self.dice.one_of(&ITEMS);
            let receipt: ReceiptId = self.name("B").parse().ok()?;
            let on = today.plus_days(self.dice.between(1, 4)).ok()?;
            let quantity = self.dice.between(10, 60).to_string();
            let expect = json!({"expect": {
                "receipt": receipt, "on": on, "quantity": quantity, "cost": "777.77 EUR",
            }});
            self.plan(Expected::Accepted, &on_stock(item, &expect))?;
            self.desk.announced.push(Announced { item, receipt, on });
        }
        let item = *self.dice.one_of(&ITEMS);
        self.plan(Expected::Accepted, &on_stock(item, &json!("reallocate")))
    }

    /// The customer wants no more while a part is leaving: each line answers.
    fn cancel_while_shipping(&mut self, books: &Auditor) -> Option<()> {
        let order = self.desk_order(books, OrderBook::is_open)?;
        self.desk.doubtful.insert(order.clone());
        let lines: Vec<LineId> = {
            let book = books.orders.get(&order)?;
            book.lines.iter().filter(|line| line.open() > 0).map(|line| line.id.clone()).collect()
        };
        let request = json!({"request_cancellation": {"order": order, "reason": "not needed"}});
        self.plan(Expected::Open, &request)?;
        let leaving = ship(&self.name("S"), &order, lines.first()?, 1);
        self.plan(Expected::Open, &leaving)?;
        for line in &lines {
            let answer = *self.dice.one_of(&["accepted", "refused", "too_late"]);
            let answer = json!({"order": order, "part": line, "answer": answer});
            self.plan(Expected::Open, &json!({ "answer_cancellation": answer }))?;
        }
        Some(())
    }

    /// More, or less, is wanted of an order that was confirmed.
    fn amend_late(&mut self, books: &Auditor) -> Option<()> {
        let order = self.desk_order(books, |book| book.state == OrderState::Confirmed)?;
        let mut content = self.desk.orders.get(&order)?.clone();
        let line = content["lines"].get_mut(0)?;
        line["quantity"] = json!(format!("{} C62", 4 * self.dice.between(1, 4)));
        self.desk.orders.insert(order, content.clone());
        let amend = json!({"content": content, "reason": "other quantity"});
        self.plan(Expected::Open, &json!({ "amend_order": amend }))
    }

    /// What is billable of an order is billed.
    fn bill_desk(&mut self, books: &Auditor) -> Option<()> {
        let order = self.desk_order(books, OrderBook::is_billable)?;
        let currency = books.orders.get(&order)?.currency?;
        let mut invoice = json!({"series": "sales", "order": order});
        if let Some(rate) = self.exchange_rate(currency.code()) {
            invoice["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Accepted, &json!({ "invoice_order": invoice }))
    }

    /// The customer accepts what left.
    fn accept(&mut self, books: &Auditor) -> Option<()> {
        let order = self.desk_order(books, OrderBook::has_shipped)?;
        let accept = json!({"order": order, "by": "the customer"});
        self.plan(Expected::Open, &json!({ "accept_delivery": accept }))
    }

    /// Goods come back: those of an order that was billed are paid first, and then credited;
    /// others are taken back as never billed.
    fn take_back(&mut self, books: &Auditor) -> Option<()> {
        if let Some((order, document)) = self.dice.pick(&self.desk.billed).cloned()
            && self.dice.chance(80)
        {
            if let Some((key, item)) = unpaid(books, &order, &document) {
                return self.pay(&key, item, &document);
            }
            let credit = json!({"credit": {
                "series": "sales", "invoice": document, "take_back_rest": true,
            }});
            return self.come_back(books, &order, &credit);
        }
        let order = self.desk_order(books, OrderBook::has_shipped)?;
        self.come_back(books, &order, &json!("take_back"))
    }

    fn pay(&mut self, key: &AccountKey, item: &ItemBook, document: &DocumentNumber) -> Option<()> {
        let Holder::Customer(customer) = &key.holder else { return None };
        let payment = self.name("P");
        let mut receive = json!({
            "payment": payment, "payer": customer,
            "remittance": format!("invoice {document}"),
            "amount": amount(item.open(), key.currency.code()),
        });
        if let Some(rate) = self.exchange_rate(key.currency.code()) {
            receive["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Accepted, &json!({ "receive_payment": receive }))?;
        self.plan(Expected::Open, &json!({"letter_automatically": {"payment": payment}}))
    }

    fn come_back(&mut self, books: &Auditor, order: &OrderId, settled: &Value) -> Option<()> {
        let book = books.orders.get(order)?;
        let kept = |line: &LineId| book.kept_of(line) / PIECE;
        let lines: Vec<&LineId> = book.lines.iter().map(|line| &line.id).collect();
        let line = *lines.iter().find(|line| kept(line) > 0)?;
        let quantity = self.dice.between(1, i64::try_from(kept(line)).ok()?);
        let asked = json!([{"line": line, "quantity": quantity.to_string()}]);
        let id = self.name("R");
        for ask in [
            json!({"request": {"order": order, "lines": asked, "reason": "too large"}}),
            json!("authorise"),
            json!({"receive": {"site": SITE}}),
            json!({"inspect": {"note": "as new", "is_restocked": true}}),
            settled.clone(),
        ] {
            let action = json!({"goods_return": {"goods_return": id, "ask": ask}});
            self.plan(Expected::Open, &action)?;
        }
        Some(())
    }

    /// Orders that ended are forgotten once nothing can come back of them any more.
    fn tidy_desk(&mut self, books: &Auditor) {
        if self.desk.orders.len() > 60 {
            // What is held may still leave once it is released.
            let is_over = |order: &OrderId| {
                books.orders.get(order).is_none_or(|book| {
                    let is_open = book.lines.iter().any(|line| line.open() > 0);
                    let is_cancelled = book.state == OrderState::Cancelled;
                    is_cancelled || !(is_open || book.is_billable())
                })
            };
            let over: Vec<OrderId> =
                self.desk.orders.keys().filter(|order| is_over(order)).take(20).cloned().collect();
            self.desk.orders.retain(|order, _| !over.contains(order));
            self.desk.billed.retain(|(order, _)| !over.contains(order));
        }
    }

    /// Learns of an order that somebody else may ship.
    pub(super) fn learn_order(&mut self, order: &OrderId, event: &order::Event) {
        if matches!(event, order::Event::Placed { .. }) && !self.desk.has(order) {
            self.orders.push(order.clone());
        }
    }
}

fn key_of(item: &str) -> Option<StockKey> {
    Some(StockKey { item: item.parse().ok()?, site: SITE.parse().ok()? })
}

/// What is there of the item that a line sells.
fn on_hand(books: &Auditor, line: &LineId) -> i128 {
    let at = line.as_str().parse::<usize>().ok().and_then(|at| at.checked_sub(1));
    let key = at.and_then(|at| ITEMS.get(at)).and_then(|item| key_of(item));
    key.and_then(|key| books.goods.stocks.get(&key)).map_or(0, |stock| stock.on_hand)
}

fn on_stock(item: &str, ask: &Value) -> Value {
    json!({"stock": {"item": item, "site": SITE, "ask": ask}})
}

fn ship(shipment: &str, order: &OrderId, line: &LineId, pieces: i128) -> Value {
    let lines = json!([{"line": line, "quantity": pieces.to_string()}]);
    json!({"ship": {"shipment": shipment, "order": order, "site": SITE, "lines": lines}})
}

/// What is open of the invoice of an order.
fn unpaid<'b>(
    books: &'b Auditor,
    order: &OrderId,
    document: &DocumentNumber,
) -> Option<(AccountKey, &'b ItemBook)> {
    let book = books.orders.get(order)?;
    let key = AccountKey::of(book.customer.clone()?, book.currency?);
    let of_document = |item: &&ItemBook| match &item.item.kind {
        EntryKind::Invoice { document: of, .. } => of == document,
        _ => false,
    };
    let items = books.book(&key)?.items.values();
    let open = items.filter(of_document).find(|item| item.open() > 0)?;
    Some((key, open))
}
