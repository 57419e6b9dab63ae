//! What comes after an invoice, and before it: credit notes, corrective invoices, deposits and
//! milestones.

use super::goods::figure;
use super::spelling::amount;
use super::{Expected, Workload};
use crate::Auditor;
use crate::auditor::{Chain, OrderBook, OrderState};
use o2c_core::id::DocumentNumber;
use o2c_core::invoice::DocumentKind;
use serde_json::{Value, json};

impl Workload {
    /// A document of a kind of which something remains; those that are over are forgotten.
    pub(super) fn document<'b>(
        &mut self,
        books: &'b Auditor,
        is_asked: impl Fn(&Chain) -> bool,
    ) -> Option<(DocumentNumber, &'b Chain)> {
        for _ in 0..20 {
            let place = self.dice.place(self.documents.len())?;
            let number = self.documents.get(place)?.clone();
            let chain = books.chains.get(&number)?;
            if chain.is_over() {
                self.documents.swap_remove(place);
            } else if is_asked(chain) {
                return Some((number, chain));
            }
        }
        None
    }

    /// A part of an invoice or all that remains of it is given back, for whatever reason.
    pub(super) fn credit(&mut self, books: &Auditor) -> Option<()> {
        let (number, chain) = self.document(books, |chain| chain.kind != DocumentKind::Deposit)?;
        let credit = json!({
            "series": "sales", "invoice": number, "scope": self.scope(chain)?,
            "reason": *self.dice.one_of(&["unbilled", "returned", "rebate"]),
            "letter": self.dice.chance(50),
        });
        self.plan(Expected::Open, &json!({"issue_credit_note": credit}))
    }

    fn scope(&mut self, chain: &Chain) -> Option<Value> {
        let (net, gross) = chain.left();
        let currency = chain.currency.code();
        let line = self.dice.pick(&chain.lines)?;
        Some(match self.dice.below(6) {
            0 => json!({"lines": [{"line": line.id, "quantity": half(line.quantity.left())}]}),
            1 => json!({"lines": [
                {"line": line.id, "amount": amount(line.net.left() / 3, currency)},
            ]}),
            2 => json!({"amount": amount(net / 3, currency)}),
            3 => json!({"amount_with_vat": amount(gross / 2, currency)}),
            _ => json!("whole"),
        })
    }

    /// An invoice takes the place of an earlier one.
    pub(super) fn correct(&mut self, books: &Auditor) -> Option<()> {
        let (number, chain) = self.document(books, |chain| chain.kind == DocumentKind::Invoice)?;
        let buyer = self.buyers.iter().find(|buyer| buyer.id == chain.customer.as_str())?.clone();
        let (draft, _) = self.draft(&buyer);
        let mut correct = json!({"series": "sales", "invoice": number, "draft": draft});
        if let Some(rate) = self.exchange_rate(buyer.currency) {
            correct["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"correct_invoice": correct}))
    }

    /// A deposit on an order that is confirmed, or what no invoice deducted of one given back.
    pub(super) fn deposit(&mut self, books: &Auditor) -> Option<()> {
        if self.dice.chance(10) {
            let (number, _) = self.document(books, |chain| chain.kind == DocumentKind::Deposit)?;
            let credit = json!({"series": "sales", "deposit": number, "reason": "not wanted"});
            return self.plan(Expected::Open, &json!({"credit_deposit": credit}));
        }
        let order = self.order(books, |book| book.state == OrderState::Confirmed)?;
        let currency = books.orders.get(&order)?.currency?;
        let share = match self.dice.below(5) {
            0 => {
                json!({"amount": amount(i128::from(self.dice.between(1, 5_000)), currency.code())})
            }
            1 => json!({"percent": "100"}),
            2 => json!({"percent": "33.333"}),
            _ => json!({"percent": "30"}),
        };
        let mut deposit = json!({"series": "sales", "order": order, "share": share});
        if let Some(rate) = self.exchange_rate(currency.code()) {
            deposit["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"issue_deposit": deposit}))
    }

    /// An order is billed by milestones, or one of them is reached.
    pub(super) fn milestone(&mut self, books: &Auditor) -> Option<()> {
        if self.dice.chance(40) {
            let order = self.order(books, OrderBook::is_billable)?;
            let milestones = json!([
                {"id": "1", "description": "begun", "share": {"percent": "33.333"}},
                {"id": "2", "description": "half done", "share": {"percent": "33.333"}},
                {"id": "3", "description": "done", "share": "rest"},
            ]);
            let plan = json!({"order": order, "milestones": milestones});
            return self.plan(Expected::Open, &json!({"plan_billing": plan}));
        }
        let order = self.dice.pick(&self.planned)?.clone();
        let currency = books.orders.get(&order)?.currency?;
        let milestone = *self.dice.one_of(&["1", "2", "3"]);
        let mut invoice = json!({"series": "sales", "order": order, "milestone": milestone});
        if let Some(rate) = self.exchange_rate(currency.code()) {
            invoice["exchange_rate"] = json!(rate);
        }
        self.plan(Expected::Open, &json!({"invoice_milestone": invoice}))
    }
}

/// The half of a quantity of ten decimals, with its sign; as text.
fn half(units: i128) -> String {
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{}", figure((units / 2).abs()))
}
