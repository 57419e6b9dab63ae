//! Parts of a customer's credit: each document stands in one, and each may have a limit.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, line, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// C1 has 5,000.00 in all and 1,000.00 of it for parts.
fn begin() -> Story {
    let settings = json!({"ledger_currency": "EUR", "credit": {
        "at_order": [{"check": "limit", "otherwise": "block"}],
        "segments": ["parts", "machines"],
    }});
    let mut story = Story { company: json::found(&settings.to_string()).unwrap() };
    let customer = json!({"customer": "C1", "party": {"name": "C1"}, "terms": terms("net 30")});
    story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    story.series("sales", "F");
    set(&mut story, json!({"customer": "C1"}), "5000.00 EUR");
    set(&mut story, parts(), "1000.00 EUR");
    story
}

fn parts() -> Value {
    json!({"segment": {"customer": "C1", "segment": "parts"}})
}

fn set(story: &mut Story, file: Value, limit: &str) {
    let set = json!({"set_limit": {"limit": {"up_to": limit}}});
    story.tell("2026-01-01", json!({"change_credit": {"file": file, "change": set}}));
}

/// An order of pieces at 100.00 and 20 % VAT in a segment.
fn content(id: &str, pieces: &str, segment: &str) -> Value {
    json!({"order": id, "customer": "C1", "currency": "EUR",
        "lines": [line("1", pieces, "100.00", "20")], "handling": {"credit_segment": segment}})
}

fn confirm(story: &mut Story, on: &str, id: &str, pieces: &str, segment: &str) {
    story.tell(on, json!({ "place_order": content(id, pieces, segment) }));
    story.tell(on, json!({"confirm_order": {"order": id}}));
}

fn segments(story: &Story, as_of: &str) -> Vec<(String, String)> {
    let asked = json!({"file": {"customer": "C1"}, "as_of": as_of});
    let exposure = story.report(json!({ "credit": asked }))["exposure"].clone();
    let rows = exposure["segments"].as_array().unwrap().iter();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    rows.map(|row| (text(row, "segment"), text(row, "total"))).collect()
}

#[test]
fn a_segment_is_bounded_by_its_own_limit_and_the_customers() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", "O1", "5", "parts");
    confirm(&mut story, "2026-02-01", "O2", "4", "parts");
    confirm(&mut story, "2026-02-01", "O3", "30", "machines");
    let held = story.report(json!({"held_orders": {"as_of": "2026-02-01"}}));
    let held = held.as_array().unwrap();
    assert_eq!(
        held.len(),
        1,
        "1,080.00 of parts are beyond 1,000.00; 4,200.00 are within 5,000.00"
    );
    assert_eq!(held[0]["order"], "O2");
    let finding = &held[0]["verdict"]["findings"][0];
    let measured = json!({"found": "1080.00 EUR", "allowed": "1000.00 EUR"});
    assert_eq!(finding["measured"]["amount"], measured);
    let raise = json!({"raise_segment_limit": {"segment": "parts", "to": "1080.00 EUR"}});
    assert!(finding["remedies"].as_array().unwrap().contains(&raise));
    confirm(&mut story, "2026-02-02", "O4", "8", "machines");
    let held = story.report(json!({"held_orders": {"as_of": "2026-02-02"}}));
    assert_eq!(held[1]["order"], "O4", "5,160.00 in all are beyond 5,000.00");
}

#[test]
fn each_document_stands_in_one_segment_from_order_to_payment() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", "O1", "5", "parts");
    confirm(&mut story, "2026-02-01", "O2", "10", "machines");
    confirm(&mut story, "2026-02-01", "O3", "1", "");
    let row = |segment: &str, total: &str| (segment.to_owned(), format!("{total} EUR"));
    let whole = [row("", "120.00"), row("machines", "1200.00"), row("parts", "600.00")];
    assert_eq!(segments(&story, "2026-02-01"), whole);
    for order in ["O1", "O2", "O3"] {
        let shipped = json!({"shipment": format!("S-{order}"), "order": order});
        story.tell("2026-02-02", json!({ "ship": shipped }));
    }
    assert_eq!(segments(&story, "2026-02-02"), whole);
    for order in ["O1", "O2", "O3"] {
        let billed = json!({"series": "sales", "order": order});
        story.tell("2026-02-03", json!({ "invoice_order": billed }));
    }
    assert_eq!(segments(&story, "2026-02-03"), whole);
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "600.00 EUR"});
    story.tell("2026-02-04", json!({ "receive_payment": paid }));
    let mut unapplied = whole.clone();
    unapplied[0] = row("", "-480.00");
    assert_eq!(segments(&story, "2026-02-04"), unapplied, "a payment belongs to no segment yet");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    let letter = json!({"customer": "C1", "currency": "EUR", "lines": lines});
    story.tell("2026-02-05", json!({ "letter": letter }));
    assert_eq!(segments(&story, "2026-02-05"), &whole[..2]);
    let report = story.report(json!({"credit": {"file": parts(), "as_of": "2026-02-03"}}));
    assert_eq!(report["standing"]["available"], "400.00 EUR");
    assert_eq!(report["exposure"]["items"][0]["document"], "F2026-00001");
}

#[test]
fn a_segment_that_is_not_set_is_refused() {
    let mut story = begin();
    let order = json!({ "place_order": content("O1", "1", "cars") });
    let refused = story.refused("2026-02-01", order);
    let path = "action.place_order.handling.credit_segment".to_owned();
    assert_eq!(refused, ("credit.unknown_segment", path));
    let file = json!({"segment": {"customer": "C1", "segment": "cars"}});
    let change = json!({"file": file, "change": {"set_limit": {"limit": "unlimited"}}});
    let refused = story.refused("2026-02-01", json!({ "change_credit": change }));
    let path = "action.change_credit.file.segment.segment".to_owned();
    assert_eq!(refused, ("credit.unknown_segment", path));
}
