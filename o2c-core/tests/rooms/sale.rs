//! What a sale must never do: cases that a review of the whole found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use o2c_core::company::Company;
use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};

/// A company whose commands are named after what came before, all effective on one day.
struct Story {
    company: Company,
}

impl Story {
    fn begin() -> Self {
        let company = json::found(r#"{"ledger_currency":"EUR"}"#).expect("founded");
        let mut story = Story { company };
        for id in ["C1", "C2"] {
            story.tell(json!({"directory": {"register_customer": {
                "customer": id, "party": {"name": id}, "terms": terms("net 30"),
            }}}));
        }
        story.tell(series("sales", "F"));
        story
    }

    fn ask(&mut self, action: Value) -> Result<String, Error> {
        let id = self.company.history().len().to_string();
        let on = "2026-01-15";
        let command = json!({"id": id, "effective_on": on, "recorded_on": on, "action": action});
        let before = self.company.clone();
        let answer = json::execute(&mut self.company, &command.to_string());
        if answer.is_err() {
            assert!(self.company == before, "a refusal changes nothing");
        }
        answer
    }

    fn tell(&mut self, action: Value) {
        self.ask(action).expect("accepted");
    }

    fn refused(&mut self, action: Value) -> (&'static str, String) {
        let refusal = self.ask(action).expect_err("refused");
        (refusal.code, refusal.path)
    }

    /// An order of 10 pieces at 100.00, confirmed and shipped.
    fn shipped(mut self) -> Self {
        self.tell(order("O1", json!({})));
        self.tell(json!({"confirm_order": {"order": "O1"}}));
        self.tell(json!({"ship": {"shipment": "S1", "order": "O1"}}));
        self
    }
}

fn terms(text: &str) -> o2c_core::calendar::Terms {
    text.parse().expect("terms")
}

fn series(id: &str, prefix: &str) -> Value {
    json!({"open_series": {"series": id, "prefix": prefix, "yearly": true, "digits": 5}})
}

/// An order of one line of 10 pieces at 100.00 with 20 % VAT; `line` changes the line.
fn order(id: &str, line: Value) -> Value {
    let mut of_order = json!({"id": "1", "quantity": "10 C62", "price": {"net": "100.00"},
        "vat": {"category": "S", "rate": "20"}});
    for (field, value) in line.as_object().expect("fields") {
        of_order[field] = value.clone();
    }
    json!({"place_order": {
        "order": id, "customer": "C1", "currency": "EUR", "lines": [of_order],
    }})
}

/// A draft that bills one piece of the order O1; `change` changes the draft.
fn draft(customer: &str, currency: &str, quantity: &str) -> Value {
    json!({"issue_invoice": {"series": "sales", "draft": {
        "customer": customer, "currency": currency, "terms": terms("net 30"),
        "lines": [{"id": "1", "quantity": quantity, "price": {"net": "100.00"},
            "vat": {"category": "S", "rate": "20"}, "order": {"order": "O1", "line": "1"}}],
    }}})
}

/// What is billed of an order is billed to whom ordered it, in its currency and its unit.
#[test]
fn a_draft_that_bills_an_order_agrees_with_it() {
    let mut story = Story::begin().shipped();
    let at = |field: &str| format!("action.issue_invoice.draft.{field}");
    assert_eq!(
        story.refused(draft("C2", "EUR", "1 C62")),
        ("company.other_customer", at("customer"))
    );
    assert_eq!(
        story.refused(draft("C1", "SEK", "1 C62")),
        ("money.currency_mismatch", at("currency"))
    );
    assert_eq!(
        story.refused(draft("C1", "EUR", "1 KGM")),
        ("quantity.unit_mismatch", at("lines[0].quantity"))
    );
    story.tell(draft("C1", "EUR", "1 C62"));
}

/// An item's price is that of its unit: ten pieces are not ten kilograms.
#[test]
fn an_item_is_ordered_in_its_unit() {
    let mut story = Story::begin();
    story.tell(json!({"directory": {"register_item": {
        "item": "I1", "name": "Sand", "unit": "KGM",
    }}}));
    let (code, path) = story.refused(order("O1", json!({"item": "I1"})));
    assert_eq!(
        (code, path.as_str()),
        ("quantity.unit_mismatch", "action.place_order.lines[0].quantity")
    );
    story.tell(order("O1", json!({"item": "I1", "quantity": "10 KGM"})));
}

/// A quantity that bills nothing is refused as shipping nothing is, and a line counts once.
#[test]
fn a_line_to_invoice_is_named_once_and_has_a_quantity() {
    let mut story = Story::begin().shipped();
    let invoice = |lines: &[&str]| {
        let lines: Vec<Value> =
            lines.iter().map(|quantity| json!({"line": "1", "quantity": quantity})).collect();
        json!({"invoice_order": {"series": "sales", "order": "O1", "lines": lines}})
    };
    for (lines, code, path) in [
        (&["0"][..], "order.line.quantity_not_positive", "action.invoice_order.lines[0].quantity"),
        (&["-1"], "order.line.quantity_not_positive", "action.invoice_order.lines[0].quantity"),
        (&["3", "2"], "order.line.named_twice", "action.invoice_order.lines[1].line"),
    ] {
        assert_eq!(story.refused(invoice(lines)), (code, path.to_owned()), "{lines:?}");
    }
    story.tell(invoice(&["3"]));
}

/// What was shipped could never be billed to a customer that is gone.
#[test]
fn a_customer_with_an_order_in_progress_is_not_merged() {
    let mut story = Story::begin().shipped();
    let merge = json!({"directory": {"merge_customer": {"customer": "C1", "into": "C2"}}});
    let (code, path) = story.refused(merge.clone());
    assert_eq!(
        (code, path.as_str()),
        ("company.order_in_progress", "action.directory.merge_customer.customer")
    );
    let mut story = Story::begin();
    story.tell(order("O1", json!({})));
    assert_eq!(story.refused(merge.clone()).0, "company.order_in_progress");
    story.tell(json!({"cancel_order": {"order": "O1", "reason": "twice"}}));
    story.tell(merge);
}

/// Contract I21: no terms make a document of more instalments than are numbered.
#[test]
fn goods_leave_from_a_site_of_the_directory() {
    let mut story = Story::begin();
    story.tell(order("O1", json!({})));
    story.tell(json!({"confirm_order": {"order": "O1"}}));
    let ship = json!({"ship": {"shipment": "S1", "order": "O1", "site": "MILL"}});
    assert_eq!(story.refused(ship.clone()), ("directory.site_unknown", "action.ship.site".into()));
    let site = json!({"site": "MILL", "name": "Mill", "country": "FR"});
    story.tell(json!({"directory": {"register_site": site}}));
    story.tell(ship);
}

#[test]
fn terms_have_only_so_many_instalments() {
    let mut story = Story::begin().shipped();
    let part = json!({"share": {"parts": 1}, "due": {"operations": [{"plus_days": 30}]}});
    let mut many = draft("C1", "EUR", "1 C62");
    many["issue_invoice"]["draft"]["terms"] = json!({"instalments": vec![part; 66_000]});
    let refusal = story.ask(many).expect_err("refused");
    assert!(refusal.message.contains("66000 instalments"), "{refusal}");
}

/// Nothing is due of a gift, whatever its customer's terms say.
#[test]
fn a_document_of_nothing_needs_no_instalments() {
    let mut story = Story::begin().shipped();
    let mut gift = draft("C1", "EUR", "1 C62");
    gift["issue_invoice"]["draft"]["lines"][0]["price"] = json!({"net": "0"});
    gift["issue_invoice"]["draft"]["terms"] = json!({"instalments": [
        {"share": {"fixed": "10.00"}, "due": {"operations": []}},
        {"share": "rest", "due": {"operations": [{"plus_days": 30}]}},
    ]});
    story.tell(gift);
}

/// A discount on what an invoice does not bill opens no VAT group in it (rulebook INV-20).
#[test]
fn a_percentage_of_nothing_opens_no_vat_group() {
    let mut story = Story::begin();
    let mut mixed = order("O1", json!({}));
    let mut exempt = mixed["place_order"]["lines"][0].clone();
    exempt["id"] = json!("2");
    exempt["vat"] = json!({"category": "E"});
    mixed["place_order"]["lines"].as_array_mut().unwrap().push(exempt);
    mixed["place_order"]["adjustments"] = json!([{"kind": "allowance",
        "value": {"percent": "5"}, "vat": {"category": "E"}}]);
    story.tell(mixed);
    story.tell(json!({"confirm_order": {"order": "O1"}}));
    let lines = json!([{"line": "1", "quantity": "10"}]);
    story.tell(json!({"ship": {"shipment": "S1", "order": "O1", "lines": lines}}));
    story.tell(json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let query = json!({"document": {"document": "F2026-00001"}}).to_string();
    let document: Value =
        serde_json::from_str(&json::report(&story.company, &query).unwrap()).unwrap();
    let groups = document["figures"]["breakdown"]["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 1, "{groups:?}");
}
