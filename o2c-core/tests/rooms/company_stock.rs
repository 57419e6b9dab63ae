//! Stock within a company: what orders are promised, what shipments take, what the books show.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// A company that promises from Paris and posts what its goods cost; 40 desks are there for
/// 400.00, 30 more are to come on the 10th.
fn story(stock: Value) -> Story {
    let settings = json!({"ledger_currency": "EUR", "stock": stock});
    let mut story = Story::begin();
    story.company = json::found(&settings.to_string()).unwrap();
    let directory = [
        json!({"register_customer": {"customer": "C1", "party": {"name": "C1"},
            "terms": terms("net 30")}}),
        json!({"register_item": {"item": "DESK", "name": "desk", "unit": "C62"}}),
        json!({"register_site": {"site": "PARIS", "name": "Paris"}}),
        json!({"register_site": {"site": "LYON", "name": "Lyon"}}),
    ];
    for asked in directory {
        story.tell("2026-05-01", json!({ "directory": asked }));
    }
    story.tell(
        "2026-05-01",
        at(
            "PARIS",
            json!({"receive": {"quantity": "40",
        "cost": "400.00 EUR"}}),
        ),
    );
    story.tell(
        "2026-05-01",
        at(
            "PARIS",
            json!({"expect": {"receipt": "PO-1",
        "on": "2026-05-10", "quantity": "30"}}),
        ),
    );
    story
}

fn promising() -> Story {
    story(json!({"site": "PARIS", "posts_cost": true}))
}

fn at(site: &str, ask: Value) -> Value {
    json!({"stock": {"item": "DESK", "site": site, "ask": ask}})
}

/// An order of desks at 25.00, confirmed.
fn ordered(story: &mut Story, order: &str, quantity: &str, required_on: Option<&str>) {
    let line = json!({"id": "1", "item": "DESK", "quantity": format!("{quantity} C62"),
        "price": {"net": "25.00"}, "vat": {"category": "S", "rate": "20"}});
    let mut placed = json!({"order": order, "customer": "C1", "currency": "EUR", "lines": [line]});
    if let Some(required_on) = required_on {
        placed["required_on"] = json!(required_on);
    }
    story.tell("2026-05-02", json!({ "place_order": placed }));
    story.tell("2026-05-02", json!({"confirm_order": {"order": order}}));
}

fn row(story: &Story, site: &str) -> Value {
    story.report(json!({"stock": {"on": "2026-05-02", "site": site}}))[0].clone()
}

#[test]
fn a_confirmed_order_keeps_what_it_was_promised() {
    let mut story = promising();
    ordered(&mut story, "O1", "50", Some("2026-05-08"));
    let row = row(&story, "PARIS");
    let part = &row["reservations"][0]["parts"][0];
    assert_eq!(part["ships_on"], "2026-05-10");
    assert_eq!(part["source"]["expected"]["receipt"], "PO-1");
    assert_eq!((&row["reserved"], &row["unreserved"]), (&json!("50"), &json!("-10")));
    assert_eq!(row["available"], json!(["20"]));
    let alerts = story.report(json!({"delivery_alerts": {"on": "2026-05-02"}}));
    assert_eq!(alerts[0]["danger"], "arrives_late");
}

#[test]
fn what_is_cancelled_is_free_again() {
    let mut story = promising();
    ordered(&mut story, "O1", "30", None);
    let cancel = json!({"order": "O1", "line": "1", "quantity": "12"});
    story.tell("2026-05-02", json!({ "cancel_order_line": cancel }));
    assert_eq!(row(&story, "PARIS")["reserved"], "18");
    story.tell("2026-05-02", json!({"cancel_order": {"order": "O1", "reason": "too late"}}));
    assert_eq!(row(&story, "PARIS")["reserved"], "0");
}

#[test]
fn what_leaves_leaves_its_stock_at_cost() {
    let mut story = promising();
    ordered(&mut story, "O1", "30", None);
    let lines = json!([{"line": "1", "quantity": "10"}]);
    story.tell("2026-05-03", json!({"ship": {"shipment": "S1", "order": "O1", "lines": lines}}));
    let row = row(&story, "PARIS");
    let figures = [&row["on_hand"], &row["reserved"], &row["value"]];
    assert_eq!(figures, [&json!("30"), &json!("20"), &json!("300.00 EUR")]);
    assert_eq!(story.balances("2026-05-03"), ["37 300.00 EUR", "6037 -300.00 EUR"]);
}

#[test]
fn more_than_is_there_does_not_leave() {
    let mut story = promising();
    ordered(&mut story, "O1", "50", None);
    let ship = json!({"ship": {"shipment": "S1", "order": "O1"}});
    let refused = story.ask("2026-05-03", ship).unwrap_err();
    assert_eq!(
        (refused.code, refused.via.as_ref()),
        ("stock.not_on_hand", &["fulfilment.shipped"][..])
    );
}

#[test]
fn what_left_from_elsewhere_is_kept_no_longer() {
    let mut story = promising();
    ordered(&mut story, "O1", "30", None);
    story.tell("2026-05-02", at("LYON", json!({"receive": {"quantity": "30"}})));
    story.tell("2026-05-03", json!({"ship": {"shipment": "S1", "order": "O1", "site": "LYON"}}));
    assert_eq!(row(&story, "PARIS")["reserved"], "0");
    assert_eq!(row(&story, "PARIS")["on_hand"], "40");
    assert_eq!(row(&story, "LYON")["on_hand"], "0");
}

#[test]
fn a_transfer_takes_its_cost_with_it() {
    let mut story = promising();
    let transfer = |quantity: &str, to: &str| {
        json!({"transfer_stock": {"receipt": "T1", "item": "DESK", "from": "PARIS", "to": to,
            "quantity": quantity, "arrives_on": "2026-05-05"}})
    };
    assert_eq!(
        story.refused("2026-05-02", transfer("1", "PARIS")),
        ("company.stock.transfer_to_itself", "action.transfer_stock.to".into())
    );
    assert_eq!(
        story.refused("2026-05-02", transfer("41", "LYON")),
        ("stock.not_on_hand", "action.transfer_stock.quantity".into())
    );
    assert_eq!(
        story.refused("2026-05-02", transfer("1", "ROME")),
        ("directory.site_unknown", "action.transfer_stock.to".into())
    );
    story.tell("2026-05-02", transfer("10", "LYON"));
    assert_eq!(row(&story, "LYON")["expected"], "10");
    let receive = json!({"receive": {"quantity": "10", "receipt": "T1"}});
    story.tell("2026-05-05", at("LYON", receive));
    assert_eq!(row(&story, "LYON")["value"], "100.00 EUR");
    assert_eq!(row(&story, "PARIS")["value"], "300.00 EUR");
}

#[test]
fn no_more_is_kept_than_is_open() {
    let mut story = promising();
    ordered(&mut story, "O1", "30", None);
    let reserve = |line: &str, quantity: &str| {
        let of = json!({"order": "O1", "line": line});
        json!({"reserve": {"of": of, "quantity": quantity, "ordered_on": "2026-05-02"}})
    };
    assert_eq!(
        story.refused("2026-05-02", at("LYON", reserve("1", "1"))),
        ("company.stock.reserved_beyond_open", "action.stock.ask.reserve.quantity".into())
    );
    assert_eq!(
        story.refused("2026-05-02", at("LYON", reserve("2", "1"))),
        ("company.unknown_line", "action.stock.ask.reserve.of.line".into())
    );
    let of = json!({"order": "O1", "line": "1"});
    assert_eq!(
        story.refused("2026-05-02", at("PARIS", json!({"issue": {"quantity": "1", "of": of}}))),
        ("company.stock.issue_by_hand", "action.stock.ask.issue.of".into())
    );
    assert_eq!(
        story.refused("2026-05-02", at("PARIS", json!({"receive": {"quantity": "0.5"}}))),
        ("stock.fraction_of_a_piece", "action.stock.ask.receive.quantity".into())
    );
    let dollars = json!({"receive": {"quantity": "1", "cost": "1.00 USD"}});
    assert_eq!(
        story.refused("2026-05-02", at("PARIS", dollars)),
        ("money.currency_mismatch", "action.stock.ask.receive.cost".into())
    );
}

#[test]
fn an_order_that_cannot_be_promised_is_refused_where_the_policy_says_so() {
    let mut story = story(json!({"site": "PARIS", "shortage": "promise_or_refuse"}));
    let line = json!({"id": "1", "item": "DESK", "quantity": "71 C62",
        "price": {"net": "25.00"}, "vat": {"category": "S", "rate": "20"}});
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR", "lines": [line]});
    story.tell("2026-05-02", json!({ "place_order": order }));
    let refused = story.refused_with("2026-05-02", json!({"confirm_order": {"order": "O1"}}));
    assert_eq!(refused, ("stock.no_promise", vec!["71".into(), "70".into()]));
}

/// A company that promises nothing ships what it likes, whatever is said of stocks elsewhere.
#[test]
fn orders_reserve_nothing_where_no_site_is_named() {
    let mut story = story(json!({}));
    ordered(&mut story, "O1", "500", None);
    assert_eq!(row(&story, "PARIS")["reserved"], "0");
    story.tell("2026-05-03", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    assert!(story.balances("2026-05-03").is_empty());
}
