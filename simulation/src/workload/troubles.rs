//! What customers contest and what they do not pay: disputes, doubtful debts, allowances, bad
//! debts and what comes in on them after all, interest.

use super::cash::customer_of;
use super::spelling::amount;
use super::{Expected, Workload};
use crate::Auditor;
use o2c_core::id::{DisputeId, DocumentNumber};
use o2c_core::money::Currency;
use serde_json::{Value, json};

/// Why customers contest.
const REASONS: [&str; 4] = ["quality", "price", "incomplete_delivery", "duplicate"];

impl Workload {
    /// One of the troubles with customers.
    pub(super) fn trouble(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(16) {
            0..=2 => self.open_dispute(books),
            3 => self.review_dispute(books),
            4 | 5 => self.accept_dispute(books),
            6 => self.reject_dispute(books),
            7 | 8 => self.doubt(books),
            9 | 10 => self.allow(books),
            11 | 12 => self.write_off(books),
            13 => self.recover(books),
            _ => self.bill_interest(books),
        }
    }

    /// A document that claims something still, with its currency and what is open of an item.
    fn owed(&mut self, books: &Auditor) -> Option<(DocumentNumber, Currency, i128)> {
        let (key, entry, open) = self.any_claim(books)?;
        let document = books.book(&key)?.items.get(&entry)?.item.kind.document()?.clone();
        Some((document, key.currency, open))
    }

    /// A customer contests an invoice, all of what is open of it or the half.
    fn open_dispute(&mut self, books: &Auditor) -> Option<()> {
        let (document, currency, open) = self.owed(books)?;
        let mut dispute = json!({
            "dispute": self.name("D"), "document": document,
            "reason": *self.dice.one_of(&REASONS), "do_not_match": self.dice.chance(25),
        });
        if open > 1 && self.dice.chance(50) {
            dispute["amount"] = json!(amount(open / 2, currency.code()));
        }
        self.plan(Expected::Open, &json!({"open_dispute": dispute}))
    }

    /// One of the disputes that are not over.
    fn dispute(&mut self, books: &Auditor) -> Option<(DisputeId, DocumentNumber)> {
        let standing: Vec<_> = books.disputes.standing().collect();
        let (id, document) = *self.dice.pick(&standing)?;
        Some((id.clone(), document.clone()))
    }

    fn review_dispute(&mut self, books: &Auditor) -> Option<()> {
        let (dispute, _) = self.dispute(books)?;
        let action = json!({"review_dispute": {"dispute": dispute, "owner": "the store"}});
        self.plan(Expected::Accepted, &action)
    }

    /// The customer was right: a credit note, or what is contested is given up.
    fn accept_dispute(&mut self, books: &Auditor) -> Option<()> {
        let (dispute, document) = self.dispute(books)?;
        let currency = books.chains.get(&document)?.currency;
        let remedy = if self.dice.chance(60) {
            let reason = *self.dice.one_of(&["unbilled", "rebate"]);
            json!({"credit_note": {"series": "sales", "reason": reason}})
        } else {
            json!({"write_off": {}})
        };
        let mut accept = json!({"dispute": dispute, "remedy": remedy, "note": "granted"});
        if let Some(rate) = self.exchange_rate(currency.code()) {
            accept["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"accept_dispute": accept}))
    }

    fn reject_dispute(&mut self, books: &Auditor) -> Option<()> {
        let (dispute, _) = self.dispute(books)?;
        let reject = json!({"dispute": dispute, "is_withdrawn": self.dice.chance(50)});
        self.plan(Expected::Accepted, &json!({"reject_dispute": reject}))
    }

    /// A customer's debts become doubtful, or are so no more.
    fn doubt(&mut self, books: &Auditor) -> Option<()> {
        let restores = self.dice.chance(35);
        let key = self.account(books, |item| item.open() > 0 && item.is_doubtful == restores)?;
        let customer = customer_of(&key)?;
        let mut debts = json!({"customer": customer, "currency": key.currency});
        if self.dice.chance(50) {
            let items = books.book(&key)?.items.values();
            let mut open = items.filter(|item| item.open() > 0 && item.is_doubtful == restores);
            debts["documents"] = json!([open.find_map(|item| item.item.kind.document())?]);
        }
        let verb = if restores { "restore_doubtful" } else { "make_doubtful" };
        self.plan(Expected::Open, &json!({verb: debts}))
    }

    /// An allowance on a document is set, raised, lowered or released.
    fn allow(&mut self, books: &Auditor) -> Option<()> {
        let (document, _, _) = self.owed(books)?;
        let of = match self.dice.below(5) {
            0 => json!({"amount": "1.00 EUR"}),
            1 => json!({"percent": "100"}),
            2 => json!({"percent": "0"}),
            _ => json!({"percent": "33.3"}),
        };
        let allowance = json!({"document": document, "of": of});
        self.plan(Expected::Open, &json!({"set_allowance": allowance}))
    }

    /// What is open of a document will not be paid, or a part of it.
    fn write_off(&mut self, books: &Auditor) -> Option<()> {
        let (document, currency, open) = self.owed(books)?;
        let mut lost = json!({"document": document});
        if open > 2 && self.dice.chance(50) {
            lost["amount"] = json!(amount(open / 3, currency.code()));
        }
        self.plan(Expected::Open, &json!({"write_off_bad_debt": lost}))
    }

    /// Money comes in on what was written off, all of it, a part, or too much.
    fn recover(&mut self, books: &Auditor) -> Option<()> {
        let lost: Vec<_> = books.lost.iter().filter(|(_, lost)| **lost > 0).collect();
        let (document, lost) = *self.dice.pick(&lost)?;
        let currency = books.chains.get(document)?.currency;
        let (paid, expected) = match self.dice.below(4) {
            0 => (lost + 1, Expected::Refused("company.beyond_loss")),
            1 if *lost > 1 => (lost / 2, Expected::Accepted),
            _ => (*lost, Expected::Accepted),
        };
        let mut recovery = json!({
            "payment": self.name("P"), "document": document,
            "amount": amount(paid, currency.code()),
        });
        if let Some(rate) = self.exchange_rate(currency.code()) {
            recovery["exchange_rate"] = json!(rate);
        }
        self.plan(expected, &json!({"record_recovery": recovery}))
    }

    /// The interest of what a customer pays late is billed, with the compensation.
    fn bill_interest(&mut self, books: &Auditor) -> Option<()> {
        let today = self.today;
        let key = self.account(books, |item| item.open() > 0 && item.item.due_on < today)?;
        let mut bill = json!({
            "series": "sales", "customer": customer_of(&key)?, "currency": key.currency,
            "terms": interest_terms(),
        });
        if self.dice.chance(70) {
            let fee = amount(4_000, key.currency.code());
            bill["fixed_fee"] = json!([{"valid_from": "2013-01-01", "value": fee}]);
        }
        if let Some(rate) = self.exchange_rate(key.currency.code()) {
            bill["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"bill_interest": bill}))
    }
}

/// The one rate of interest for all days: 12.15 % a year.
pub(crate) const YEARLY_BASIS_POINTS: i128 = 1_215;

/// What late items of a currency bear, the flat compensation among it.
pub(super) fn late_terms(currency: &str) -> Value {
    let fee = json!([{"valid_from": "2013-01-01", "value": amount(4_000, currency)}]);
    json!({"terms": interest_terms(), "fixed_fee": fee})
}

fn interest_terms() -> Value {
    let (whole, part) = (YEARLY_BASIS_POINTS / 100, YEARLY_BASIS_POINTS % 100);
    json!({"rates": [{"valid_from": "2013-01-01", "value": format!("{whole}.{part:02}")}]})
}
