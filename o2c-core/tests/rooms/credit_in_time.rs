//! Credit on earlier days: an order as it was then, what was known then, and who is billed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, line, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// A company that looks at limits; C1 has 2,000.00, C2 has 500.00.
fn begin() -> Story {
    let settings = json!({"ledger_currency": "EUR", "credit": {
        "at_order": [{"check": "limit", "otherwise": "block"}],
        "rights": [{"who": "head", "up_to": "unlimited"}],
    }});
    let mut story = Story { company: json::found(&settings.to_string()).unwrap() };
    for (id, limit) in [("C1", "2000.00 EUR"), ("C2", "500.00 EUR")] {
        let customer = json!({"customer": id, "party": {"name": id}, "terms": terms("net 30")});
        story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
        let set = json!({"set_limit": {"limit": {"up_to": limit}}});
        let change = json!({"file": {"customer": id}, "change": set});
        story.tell("2026-01-01", json!({ "change_credit": change }));
    }
    story.series("sales", "F");
    story
}

fn content(id: &str, pieces: &str) -> Value {
    json!({"order": id, "customer": "C1", "currency": "EUR",
        "lines": [line("1", pieces, "100.00", "20")]})
}

fn confirm(story: &mut Story, on: &str, order: Value) {
    let id = order["order"].clone();
    story.tell(on, json!({ "place_order": order }));
    story.tell(on, json!({"confirm_order": {"order": id}}));
}

/// The total of a customer on a day, and as it was known on one.
fn total(story: &Story, customer: &str, as_of: &str, known_at: Option<&str>) -> String {
    let mut query = json!({"file": {"customer": customer}, "as_of": as_of});
    if let Some(known_at) = known_at {
        query["known_at"] = json!(known_at);
    }
    let report = story.report(json!({ "credit": query }));
    let walked = |company: &o2c_core::company::Company| {
        let day = as_of.parse().unwrap();
        company.exposure_from_scratch(&customer.parse().unwrap(), day).unwrap().total.to_string()
    };
    let walked = match known_at {
        Some(day) => walked(&story.company.known_at(day.parse().unwrap()).unwrap()),
        None => walked(&story.company),
    };
    let total = report["exposure"]["total"].as_str().unwrap().to_owned();
    assert_eq!(total, walked, "a walk over everything finds the same");
    total
}

/// Rulebook C-01, contract I14: 5 × 100.00 and 20 % are 600.00; 8 are 960.00.
#[test]
fn an_order_that_was_amended_or_cancelled_stands_on_earlier_days_as_it_was() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", content("O1", "5"));
    let amend = json!({"content": content("O1", "8"), "reason": "more"});
    story.tell("2026-02-10", json!({ "amend_order": amend }));
    story.tell("2026-02-20", json!({"cancel_order": {"order": "O1", "reason": "no"}}));
    let on = |day: &str| total(&story, "C1", day, None);
    assert_eq!(on("2026-01-31"), "0.00 EUR");
    assert_eq!(on("2026-02-01"), "600.00 EUR");
    assert_eq!(on("2026-02-09"), "600.00 EUR");
    assert_eq!(on("2026-02-10"), "960.00 EUR");
    assert_eq!(on("2026-02-19"), "960.00 EUR");
    assert_eq!(on("2026-02-20"), "0.00 EUR");
}

#[test]
fn what_became_known_later_is_not_known_before() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", content("O1", "5"));
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "100.00 EUR"});
    let late = json!({"id": "late", "effective_on": "2026-02-05", "recorded_on": "2026-02-15",
        "action": {"receive_payment": paid}});
    json::execute(&mut story.company, &late.to_string()).unwrap();
    assert_eq!(total(&story, "C1", "2026-02-10", None), "500.00 EUR");
    assert_eq!(total(&story, "C1", "2026-02-10", Some("2026-02-14")), "600.00 EUR");
    assert_eq!(total(&story, "C1", "2026-02-10", Some("2026-02-15")), "500.00 EUR");
    assert_eq!(total(&story, "C1", "2026-02-04", Some("2026-02-15")), "600.00 EUR");
    let held = |known_at: &str| {
        let asked = json!({"as_of": "2026-02-28", "known_at": known_at});
        story.report(json!({ "credit_portfolio": asked }))["exposure"].clone()
    };
    assert_eq!(held("2026-01-31"), "0.00 EUR");
    assert_eq!(held("2026-02-28"), "500.00 EUR");
}

#[test]
fn an_order_that_was_held_twice_was_held_the_first_time_too() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", content("O1", "17"));
    let raise = |until: &str| {
        let increase = json!({"increase": {"by": "100.00 EUR", "until": until}});
        json!({"change_credit": {"file": {"customer": "C1"}, "change": increase}})
    };
    story.tell("2026-02-05", raise("2026-02-09"));
    story.tell("2026-02-05", json!({"check_credit": {"customer": "C1"}}));
    story.tell("2026-02-10", json!({"check_credit": {"customer": "C1"}}));
    let held = |day: &str| {
        let report = story.report(json!({"credit": {"file": {"customer": "C1"}, "as_of": day}}));
        (report["held"].clone(), total(&story, "C1", day, None))
    };
    let kept_back = (json!("2040.00 EUR"), "0.00 EUR".to_owned());
    assert_eq!(held("2026-02-04"), kept_back);
    assert_eq!(held("2026-02-05"), (json!("0.00 EUR"), "2040.00 EUR".to_owned()));
    assert_eq!(held("2026-02-10"), kept_back);
}

/// Who is billed owes: the order is exposed where its invoice will stand.
#[test]
fn an_order_is_exposed_with_whoever_is_billed() {
    let mut story = begin();
    let mut order = content("O1", "5");
    order["handling"] = json!({"bill_to": "C2"});
    confirm(&mut story, "2026-02-01", order);
    let query = json!({"held_orders": {"as_of": "2026-02-01", "customer": "C2"}});
    assert_eq!(story.report(query)[0]["order"], "O1", "600.00 are beyond the 500.00 of C2");
    let release = json!({"order": "O1", "by": "head",
        "ruling": {"release": {"until": "2026-12-31"}}});
    story.tell("2026-02-01", json!({ "rule_on_hold": release }));
    assert_eq!(total(&story, "C2", "2026-02-01", None), "600.00 EUR");
    assert_eq!(total(&story, "C1", "2026-02-01", None), "0.00 EUR");
    story.tell("2026-02-02", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    story.tell("2026-02-03", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    assert_eq!(total(&story, "C2", "2026-02-03", None), "600.00 EUR");
    assert_eq!(total(&story, "C1", "2026-02-03", None), "0.00 EUR");
}

/// What is told of a day in another order than it happened is no reason to refuse a report: here
/// more was cancelled by a day than the order then had.
#[test]
fn a_report_stands_whatever_order_things_were_told_in() {
    let mut story = begin();
    confirm(&mut story, "2026-02-01", content("O1", "3"));
    let amend = json!({"content": content("O1", "10"), "reason": "more"});
    story.tell("2026-02-20", json!({ "amend_order": amend }));
    let cancel = json!({"id": "back", "effective_on": "2026-02-10", "recorded_on": "2026-02-21",
        "action": {"cancel_order_line": {"order": "O1", "line": "1", "quantity": "8"}}});
    let _ = json::execute(&mut story.company, &cancel.to_string());
    let _ = total(&story, "C1", "2026-02-15", None);
    let known = total(&story, "C1", "2026-02-15", Some("2026-02-20"));
    assert_eq!(known, "360.00 EUR");
}
