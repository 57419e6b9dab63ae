//! Orders that are held, and who shares a limit on which day: cases that were found by trying.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, line, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// A company that looks at limits when an order is confirmed and before it is shipped.
fn begin() -> Story {
    let limit = json!([{"check": "limit", "otherwise": "block"}]);
    let settings = json!({"ledger_currency": "EUR", "credit": {
        "at_order": limit, "at_shipment": limit, "rates": ["usd"],
        "rights": [{"who": "desk", "up_to": {"up_to": "700.00 EUR"}},
            {"who": "head", "up_to": "unlimited"}],
    }});
    let mut story = Story { company: json::found(&settings.to_string()).unwrap() };
    for id in ["C1", "C2"] {
        let customer = json!({"customer": id, "party": {"name": id}, "terms": terms("net 30")});
        story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    }
    story.series("sales", "F");
    story
}

fn limit(story: &mut Story, on: &str, file: &Value, amount: &str) {
    let set = json!({"set_limit": {"limit": {"up_to": amount}}});
    story.tell(on, json!({"change_credit": {"file": file, "change": set}}));
}

/// An order of so many pieces at 100.00 and 20 % VAT.
fn content(id: &str, customer: &str, currency: &str, pieces: &str) -> Value {
    json!({"order": id, "customer": customer, "currency": currency,
        "lines": [line("1", pieces, "100.00", "20")]})
}

fn confirm(story: &mut Story, on: &str, content: &Value) {
    story.tell(on, json!({ "place_order": content }));
    story.tell(on, json!({"confirm_order": {"order": content["order"]}}));
}

fn release(by: &str, tolerance: Option<&str>) -> Value {
    let mut release = json!({"until": "2026-12-31"});
    if let Some(tolerance) = tolerance {
        release["tolerance"] = json!(tolerance);
    }
    json!({"rule_on_hold": {"order": "O1", "by": by, "ruling": {"release": release}}})
}

fn ship(shipment: &str, lines: Value) -> Value {
    let mut ship = json!({"shipment": shipment, "order": "O1"});
    if !lines.is_null() {
        ship["lines"] = lines;
    }
    json!({ "ship": ship })
}

fn standing(story: &Story, file: &Value, as_of: &str) -> (String, String) {
    let report = story.report(json!({"credit": {"file": file, "as_of": as_of}}));
    let text = |name: &str| report["standing"][name].as_str().unwrap_or("none").to_owned();
    (text("counted"), text("available"))
}

fn statuses(story: &Story, as_of: &str) -> Vec<String> {
    let rows = story.report(json!({"held_orders": {"as_of": as_of}}));
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["status"].as_str().unwrap().to_owned()).collect()
}

/// What left the house is at risk, whatever becomes of the rest of its order.
#[test]
fn what_was_delivered_before_an_order_was_held_stays_in_the_exposure() {
    let mut story = begin();
    let file = json!({"customer": "C1"});
    limit(&mut story, "2026-01-01", &file, "1200.00 EUR");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "EUR", "10"));
    let deposit = json!({"series": "sales", "order": "O1", "share": {"percent": "50"}});
    story.tell("2026-02-02", json!({ "issue_deposit": deposit }));
    story.tell("2026-02-02", ship("S1", json!([{"line": "1", "quantity": "4"}])));
    assert_eq!(standing(&story, &file, "2026-02-02").0, "1200.00 EUR");
    limit(&mut story, "2026-02-03", &file, "700.00 EUR");
    story.tell("2026-02-03", json!({"check_credit": {"customer": "C1"}}));
    assert_eq!(statuses(&story, "2026-02-03"), ["held"]);
    // 480.00 delivered, 600.00 asked for as a deposit, of which 480.00 stand against what left.
    assert_eq!(standing(&story, &file, "2026-02-03"), ("600.00 EUR".into(), "100.00 EUR".into()));
    let report = story.report(json!({"credit": {"file": file, "as_of": "2026-02-03"}}));
    let exposure = &report["exposure"];
    let parts = ["open_orders", "delivered_not_invoiced", "deposits"];
    let parts = parts.map(|part| exposure[part].as_str().unwrap());
    assert_eq!(parts, ["0.00 EUR", "480.00 EUR", "-480.00 EUR"]);
    assert_eq!(exposure["overdue"][0], "600.00 EUR", "the deposit is due at once");
    let check = json!({"customer": "C1", "value": "100.00 EUR", "as_of": "2026-02-03"});
    let check = story.report(json!({ "credit_check": check }));
    assert_eq!(
        (&check["outcome"], &check["exposure"]["total"]),
        (&json!("passed"), &json!("600.00 EUR"))
    );
}

/// A release holds while the order stays within what was released and its tolerance.
#[test]
fn an_order_that_grows_beyond_its_release_is_held_anew() {
    let mut story = begin();
    let file = json!({"customer": "C1"});
    limit(&mut story, "2026-01-01", &file, "0.00 EUR");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "EUR", "10"));
    story.tell("2026-02-02", release("head", Some("10")));
    let amend = |pieces: &str| {
        let content = content("O1", "C1", "EUR", pieces);
        json!({"amend_order": {"content": content, "reason": "more"}})
    };
    story.tell("2026-02-03", amend("11"));
    assert_eq!(statuses(&story, "2026-02-03"), ["released"], "1,320.00 is within 1,200.00 + 10 %");
    story.tell("2026-02-04", amend("12"));
    assert_eq!(statuses(&story, "2026-02-04"), ["held"], "1,440.00 is not");
    assert_eq!(statuses(&story, "2026-02-03"), ["released"], "earlier days stay as they were");
    assert_eq!(standing(&story, &file, "2026-02-04").0, "0.00 EUR");
    assert_eq!(story.refused("2026-02-04", ship("S1", Value::Null)).0, "credit.held");
    story.tell("2026-02-05", release("head", None));
    assert_eq!(standing(&story, &file, "2026-02-05").0, "1440.00 EUR");
    story.tell("2026-02-05", ship("S1", Value::Null));
}

/// A right is an amount: where the limit is in another currency, it is held against it at a rate.
#[test]
fn a_right_in_one_currency_counts_in_another() {
    let mut story = begin();
    limit(&mut story, "2026-01-01", &json!({"customer": "C1"}), "0.00 USD");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "USD", "11"));
    let refused = story.refused("2026-02-01", release("desk", None));
    assert_eq!(refused.0, "credit.rate_missing");
    let rate = json!({"table": "usd", "valid_from": "2026-01-01",
        "value": {"exchange_rate": "EUR/USD 2"}});
    story.tell("2026-02-01", json!({"directory": {"set_table_value": rate}}));
    story.tell("2026-02-01", release("desk", None));
    assert_eq!(statuses(&story, "2026-02-01"), ["released"], "660.00 EUR of 700.00");
    let mut story = begin();
    limit(&mut story, "2026-01-01", &json!({"customer": "C1"}), "0.00 EUR");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "EUR", "6"));
    assert_eq!(story.refused("2026-02-01", release("desk", None)).0, "credit.no_right");
}

/// Who left a group shared its limit until then.
#[test]
fn a_group_is_on_each_day_what_it_was() {
    let mut story = begin();
    let group = json!({"group": "G"});
    let member = |customer: &str, group: Option<&str>| {
        let grouped = json!({"customer": customer, "group": group});
        json!({"directory": {"group_customer": grouped}})
    };
    for customer in ["C1", "C2"] {
        story.tell("2026-01-01", member(customer, Some("G")));
        limit(&mut story, "2026-01-01", &json!({ "customer": customer }), "5000.00 EUR");
    }
    limit(&mut story, "2026-01-01", &group, "1000.00 EUR");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "EUR", "4"));
    confirm(&mut story, "2026-02-01", &content("O2", "C2", "EUR", "3"));
    assert_eq!(standing(&story, &group, "2026-02-01"), ("840.00 EUR".into(), "160.00 EUR".into()));
    story.tell("2026-03-01", member("C2", None));
    assert_eq!(standing(&story, &group, "2026-03-01").0, "480.00 EUR");
    assert_eq!(standing(&story, &group, "2026-02-28").0, "840.00 EUR", "as it was then");
    // Of that day an order of C1 is held against what C2 took of the limit, today it is not.
    let check = |story: &Story, as_of: &str| {
        let check = json!({"customer": "C1", "value": "400.00 EUR", "as_of": as_of});
        story.report(json!({ "credit_check": check }))["outcome"].clone()
    };
    assert_eq!(
        (check(&story, "2026-02-28"), check(&story, "2026-03-01")),
        ("blocked".into(), "passed".into())
    );
    // What is told late counts from its day on.
    let id = story.company.history().len().to_string();
    let late = json!({"id": id, "effective_on": "2026-02-15", "recorded_on": "2026-03-02",
        "action": member("C1", Some("H"))});
    json::execute(&mut story.company, &late.to_string()).unwrap();
    assert_eq!(standing(&story, &group, "2026-02-14").0, "840.00 EUR");
    assert_eq!(standing(&story, &group, "2026-02-15").0, "360.00 EUR");
    let known = json!({"file": group, "as_of": "2026-02-15", "known_at": "2026-03-01"});
    let known = story.report(json!({ "credit": known }));
    assert_eq!(known["standing"]["counted"], "840.00 EUR", "as one knew it then");
}

/// A milestone that was billed and given back stands on its invoice in between, not in the order
/// as well; a deposit that an invoice had deducted stands in the order again from the day on which
/// that invoice was given back.
#[test]
fn what_was_given_back_counts_once_on_every_day() {
    let mut story = begin();
    let file = json!({"customer": "C1"});
    limit(&mut story, "2026-01-01", &file, "9000.00 EUR");
    let mut by_plan = content("O1", "C1", "EUR", "10");
    by_plan["billing"] = json!("ordered");
    confirm(&mut story, "2026-02-01", &by_plan);
    let milestones = json!([
        {"id": "1", "description": "begun", "share": {"percent": "40"}},
        {"id": "2", "description": "done", "share": "rest"},
    ]);
    story.tell("2026-02-01", json!({"plan_billing": {"order": "O1", "milestones": milestones}}));
    let bill = json!({"series": "sales", "order": "O1", "milestone": "1"});
    story.tell("2026-02-03", json!({ "invoice_milestone": bill }));
    let whole = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole",
        "reason": "unbilled", "letter": true});
    story.tell("2026-02-10", json!({ "issue_credit_note": whole }));
    for day in ["2026-02-02", "2026-02-03", "2026-02-09", "2026-02-10"] {
        assert_eq!(standing(&story, &file, day).0, "1200.00 EUR", "{day}");
    }
    let mut story = begin();
    limit(&mut story, "2026-01-01", &file, "9000.00 EUR");
    confirm(&mut story, "2026-02-01", &content("O1", "C1", "EUR", "10"));
    let deposit = json!({"series": "sales", "order": "O1", "share": {"percent": "50"}});
    story.tell("2026-02-02", json!({ "issue_deposit": deposit }));
    story.tell("2026-02-03", ship("S1", json!([{"line": "1", "quantity": "5"}])));
    let bill = json!({"series": "sales", "order": "O1"});
    story.tell("2026-02-04", json!({ "invoice_order": bill }));
    let whole = json!({"series": "sales", "invoice": "F2026-00002", "scope": "whole",
        "reason": "unbilled", "letter": true});
    story.tell("2026-02-10", json!({ "issue_credit_note": whole }));
    for day in ["2026-02-02", "2026-02-03", "2026-02-04", "2026-02-09", "2026-02-10"] {
        assert_eq!(standing(&story, &file, day).0, "1200.00 EUR", "{day}");
    }
}
