//! Money that goes other ways: differences, refunds, payments that bounce, that were somebody
//! else's, that wait for the bank; debts that another customer takes over.

use super::cash::is_customer;
use super::spelling::amount;
use super::{Expected, Workload};
use crate::Auditor;
use crate::auditor::{ItemBook, PaymentBook};
use o2c_core::id::PaymentId;
use o2c_core::receivable::{AccountKey, Holder};
use serde_json::json;

/// Why customers keep something back.
const REASONS: [&str; 3] = ["two were broken", "came late", "other price agreed"];

impl Workload {
    /// One of the ways that money goes besides to us.
    pub(super) fn move_money(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(12) {
            0..=2 => self.letter_with_difference(books),
            3 | 4 => self.refund(books),
            5 => self.bounce(books),
            6 => self.reassign(books),
            7 => self.transfer(books),
            8 | 9 => self.clear(books),
            _ => self.allocate(books),
        }
    }

    /// A payment settles an invoice wholly: what lacks is the bank's, is given up within what is
    /// accepted or beyond it, or is kept back for a reason and stays open.
    fn letter_with_difference(&mut self, books: &Auditor) -> Option<()> {
        let (key, paid, _) = self.payment(books)?;
        let debits = books.book(&key)?.items.values().filter(|item| item.open() > -paid.open());
        let smallest = debits.min_by_key(|item| item.open())?;
        let lacking = smallest.open() + paid.open();
        let kind = *self.dice.one_of(&["bank_fee", "write_off", "deduction", "withholding"]);
        let mut difference = json!({"kind": kind, "amount": amount(lacking, key.currency.code())});
        if kind == "deduction" || self.dice.chance(30) {
            difference["reason"] = json!(*self.dice.one_of(&REASONS));
        }
        let Holder::Customer(customer) = &key.holder else { return None };
        let action = json!({"letter": {
            "customer": customer, "currency": key.currency,
            "lines": [{"entry": paid.item.id}, {"entry": smallest.item.id}],
            "differences": [difference],
        }});
        self.plan(Expected::Open, &action)
    }

    /// What was paid too much goes back to the customer, or a part of it.
    fn refund(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, open) = self.credit_item(books)?;
        let Holder::Customer(customer) = &key.holder else { return None };
        let mut refund = json!({
            "refund": self.name("R"), "customer": customer, "currency": key.currency,
            "entry": entry,
        });
        let beyond = self.dice.chance(10);
        if beyond || (open > 1 && self.dice.chance(40)) {
            let asked = if beyond { open + 1 } else { open / 2 };
            refund["amount"] = json!(amount(asked, key.currency.code()));
        }
        if let Some(rate) = self.exchange_rate(key.currency.code()) {
            refund["exchange_rate"] = json!(rate);
        }
        let expected =
            if beyond { Expected::Refused("receivable.beyond_open") } else { Expected::Open };
        self.plan(expected, &json!({"refund": refund}))
    }

    /// An item in the customer's favour: its account, its name, how much.
    fn credit_item(&mut self, books: &Auditor) -> Option<(AccountKey, String, i128)> {
        let key = self.account(books, |item| item.open() < 0)?;
        let credits: Vec<&ItemBook> =
            books.book(&key)?.items.values().filter(|item| item.open() < 0).collect();
        let item = *self.dice.pick(&credits)?;
        Some((key, item.item.id.to_string(), -item.open()))
    }

    /// A customer's account with an item that is as asked.
    pub(super) fn account(
        &mut self,
        books: &Auditor,
        is_asked: impl Fn(&ItemBook) -> bool,
    ) -> Option<AccountKey> {
        let has_one = |key: &&AccountKey| {
            books.book(key).is_some_and(|book| book.items.values().any(&is_asked))
        };
        let keys: Vec<&AccountKey> =
            books.accounts.keys().filter(|key| is_customer(key)).filter(has_one).collect();
        self.dice.pick(&keys).map(|key| (*key).clone())
    }

    /// A payment is not honoured, now and then at a fee that the customer bears or not.
    fn bounce(&mut self, books: &Auditor) -> Option<()> {
        let payment = self.known_payment(books, |_| true)?;
        let currency = books.payments.get(&payment)?.key.currency;
        let mut bounce = json!({"payment": payment, "reason": "no funds"});
        if self.dice.chance(60) {
            bounce["fee"] = json!(amount(1_250, currency.code()));
            bounce["is_fee_charged"] = json!(self.dice.chance(50));
        }
        if let Some(rate) = self.exchange_rate(currency.code()) {
            bounce["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"bounce_payment": bounce}))?;
        if self.dice.chance(15) {
            let again = json!({"bounce_payment": {"payment": payment}});
            self.plan(Expected::Open, &again);
        }
        Some(())
    }

    /// A payment was taken for another customer's, or nobody knows any more whose it is.
    fn reassign(&mut self, books: &Auditor) -> Option<()> {
        let payment = self.known_payment(books, |_| true)?;
        let mut reassign = json!({"payment": payment});
        if self.dice.chance(75) {
            reassign["customer"] = json!(self.buyer()?.id);
        }
        self.plan(Expected::Open, &json!({"reassign_payment": reassign}))
    }

    /// Another customer takes over what is open of an item, or a part of it.
    fn transfer(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, open) = self.any_claim(books)?;
        let Holder::Customer(customer) = &key.holder else { return None };
        let to = self.buyer()?.id;
        let mut transfer = json!({
            "customer": customer, "currency": key.currency, "entry": entry, "to": to,
        });
        if open > 2 && self.dice.chance(50) {
            transfer["amount"] = json!(amount(open / 3, key.currency.code()));
        }
        self.plan(Expected::Open, &json!({"transfer_item": transfer}))
    }

    /// The bank has the money of what waits in one place and one currency.
    fn clear(&mut self, books: &Auditor) -> Option<()> {
        let first = self.known_payment(books, |payment| payment.is_waiting())?;
        let of = books.payments.get(&first)?;
        let like = books.payments.iter().filter(|(_, payment)| {
            payment.is_waiting()
                && payment.held == of.held
                && payment.key.currency == of.key.currency
        });
        let batch: Vec<_> = like.take(4).collect();
        let whole: i128 = batch.iter().map(|(_, payment)| payment.amount).sum();
        let payments: Vec<_> = batch.iter().map(|(name, _)| name.as_str()).collect();
        let mut clear = json!({"payments": payments});
        let mut expected = Expected::Accepted;
        if self.dice.chance(50) {
            let fee = whole / 50;
            clear["fee"] = json!(amount(fee, of.key.currency.code()));
            if fee == 0 {
                expected = Expected::Open;
            }
        }
        self.plan(expected, &json!({"clear_payments": clear}))
    }

    /// A payment settles what is oldest, or what the customer chose.
    fn allocate(&mut self, books: &Auditor) -> Option<()> {
        let (key, _, payment) = self.payment(books)?;
        let mut allocate = json!({"payment": payment, "interest_first": self.dice.chance(50)});
        if self.dice.chance(30) {
            let debits: Vec<&ItemBook> =
                books.book(&key)?.items.values().filter(|item| item.open() > 0).collect();
            let chosen = *self.dice.pick(&debits)?;
            allocate["choice"] = json!([chosen.item.id]);
        }
        self.plan(Expected::Open, &json!({"allocate_payment": allocate}))
    }

    /// A payment that is as asked.
    fn known_payment(
        &mut self,
        books: &Auditor,
        is_asked: impl Fn(&PaymentBook) -> bool,
    ) -> Option<PaymentId> {
        let known = books.payments.iter().filter(|(_, payment)| is_asked(payment));
        let known: Vec<_> = known.map(|(name, _)| name).collect();
        self.dice.pick(&known).map(|name| (*name).clone())
    }

    /// How a payment comes: by transfer, mostly.
    pub(super) fn method(&mut self) -> &'static str {
        match self.dice.below(20) {
            0..=2 => "cheque",
            3..=5 => "card",
            6 => "cash",
            _ => "transfer",
        }
    }
}
