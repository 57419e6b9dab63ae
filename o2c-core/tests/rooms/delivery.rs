//! Goods that leave in parcels, arrive with a proof, and alerts before their day is missed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::Story;
use serde_json::{Value, json};

/// Ten chairs and four tables, wanted on 2026-03-10; nothing is known of their stock.
fn story() -> Story {
    let mut story = Story::begin();
    let address = json!({"lines": ["1 rue de la Paix"], "city": "Paris"});
    let party = json!({"name": "C1 depot", "address": address});
    let recipient = json!({"register_customer": {"customer": "DEPOT", "party": party}});
    story.tell("2026-03-01", json!({ "directory": recipient }));
    let line = |id: &str, quantity: &str| {
        json!({"id": id, "description": "furniture", "quantity": quantity,
            "price": {"net": "25.00"}, "vat": {"category": "S", "rate": "20"}})
    };
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR", "reference": "PO 17",
        "lines": [line("1", "10 C62"), line("2", "4 C62")], "required_on": "2026-03-10",
        "handling": {"deliver_to": "DEPOT"}});
    story.tell("2026-03-02", json!({ "place_order": order }));
    story.tell("2026-03-02", json!({"confirm_order": {"order": "O1"}}));
    story
}

fn alerts(story: &Story, on: &str, within_days: u16) -> Vec<String> {
    let query = json!({"order_alerts": {"on": on, "within_days": within_days}});
    let rows = story.report(query);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let row = |row: &Value| {
        format!("{} {} {}", text(row, "line"), text(row, "open"), text(row, "danger"))
    };
    rows.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_delivery_note_tells_what_is_in_which_parcel() {
    let mut story = story();
    let line = |line: &str, quantity: &str| json!({"line": line, "quantity": quantity});
    let parcel = |id: &str, lines: Value| {
        let tracking = format!("XY {id}");
        json!({"id": id, "carrier": "Chronopost", "tracking": tracking, "lines": lines})
    };
    let parcels = json!([
        parcel("P1", json!([line("1", "4")])),
        parcel("P2", json!([line("1", "3"), line("2", "4")])),
    ]);
    let ship = json!({"shipment": "S1", "order": "O1", "parcels": parcels,
        "lines": [line("1", "7"), line("2", "4")]});
    story.tell("2026-03-05", json!({ "ship": ship }));
    let deliver = json!({"shipment": "S1",
        "proof": {"received_by": "M. Martin", "reference": "POD-7"}});
    story.tell("2026-03-06", json!({ "deliver": deliver }));
    let note = story.report(json!({"delivery_note": {"shipment": "S1"}}));
    assert_eq!(note["reference"], "PO 17");
    assert_eq!(note["ship_to"]["address"]["city"], "Paris");
    assert_eq!(
        (&note["shipped_on"], &note["delivered_on"]),
        (&json!("2026-03-05"), &json!("2026-03-06"))
    );
    assert_eq!(note["proof"]["received_by"], "M. Martin");
    assert_eq!(note["parcels"][1]["tracking"], "XY P2");
    let line = &note["lines"][0];
    assert_eq!(
        (&line["quantity"], &line["ordered"], &line["open"]),
        (&json!("7 C62"), &json!("10"), &json!("3"))
    );
    let confirmation = story.report(json!({"order_confirmation": {"order": "O1"}}));
    assert_eq!(confirmation["ship_to"]["name"], "C1 depot");
    assert_eq!(confirmation["bill_to"]["name"], "C1");
    let unknown =
        o2c_core::json::report(&story.company, r#"{"delivery_note": {"shipment": "S9"}}"#);
    assert_eq!(unknown.unwrap_err().code, "company.unknown_shipment");
}

#[test]
fn a_promised_day_is_told_before_it_is_missed() {
    let mut story = story();
    assert_eq!(alerts(&story, "2026-03-05", 4), Vec::<String>::new());
    assert_eq!(alerts(&story, "2026-03-05", 5), ["1 10 due", "2 4 due"]);
    let hold = json!({"order": "O1", "kind": "manual", "line": "2", "reason": "wait"});
    story.tell("2026-03-05", json!({ "hold_order": hold }));
    let lines = json!([{"line": "1", "quantity": "7"}]);
    story.tell("2026-03-06", json!({"ship": {"shipment": "S1", "order": "O1", "lines": lines}}));
    assert_eq!(alerts(&story, "2026-03-10", 0), ["1 3 due", "2 4 held"]);
    assert_eq!(alerts(&story, "2026-03-11", 0), ["1 3 missed", "2 4 missed"]);
    story.tell(
        "2026-03-11",
        json!({"release_hold": {"order": "O1", "kind": "manual",
        "line": "2", "reason": "go"}}),
    );
    story.tell("2026-03-11", json!({"ship": {"shipment": "S2", "order": "O1"}}));
    assert_eq!(alerts(&story, "2026-03-11", 9), Vec::<String>::new());
}

/// Tasks that take until after the promised day are told however far ahead it is.
#[test]
fn tasks_that_end_too_late_are_told_at_once() {
    let mut story = story();
    let tasks = json!([{"id": "build", "kind": "other", "duration_days": 10}]);
    let begin = json!({"order": "O1", "ask": {"begin": {"tasks": tasks}}});
    story.tell("2026-03-02", json!({ "fulfilment_plan": begin }));
    assert_eq!(alerts(&story, "2026-03-02", 0), ["1 10 tasks_late", "2 4 tasks_late"]);
}
