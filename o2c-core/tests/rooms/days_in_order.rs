//! What may be told late still counts in order: nothing happens before what it builds on. And goods
//! that come in pieces come in whole ones.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, line};
use serde_json::{Value, json};

/// Ten are ordered on the 5th, and what else happens is told.
fn story(told: &[(&str, Value)]) -> Story {
    let mut story = Story::begin();
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR",
        "lines": [line("1", "10", "10.00", "20")]});
    story.tell("2026-01-05", json!({ "place_order": order }));
    for (on, action) in told {
        story.tell(on, action.clone());
    }
    story
}

/// The refusal of what counts on a day and is told at the end of the month.
fn back(story: &mut Story, on: &str, action: Value) -> (&'static str, String) {
    let before = story.company.clone();
    let command = json!({"id": "back", "effective_on": on, "recorded_on": "2026-01-31",
        "action": action});
    let no = o2c_core::json::execute(&mut story.company, &command.to_string()).unwrap_err();
    assert!(story.company == before, "a refusal changes nothing");
    (no.code, no.path)
}

fn confirm() -> Value {
    json!({"confirm_order": {"order": "O1"}})
}

fn ship() -> Value {
    json!({"ship": {"shipment": "S1", "order": "O1"}})
}

fn on_return(ask: Value) -> Value {
    json!({"goods_return": {"goods_return": "R1", "ask": ask}})
}

fn request() -> Value {
    let lines = json!([{"line": "1", "quantity": "2"}]);
    on_return(json!({"request": {"order": "O1", "lines": lines}}))
}

#[test]
fn nothing_leaves_before_the_order_is_confirmed() {
    let mut story = story(&[("2026-01-07", confirm())]);
    assert_eq!(back(&mut story, "2026-01-06", ship()), ("order.before_confirmed", "".into()));
}

#[test]
fn a_hold_is_released_once_it_is_set() {
    let hold = json!({"hold_order": {"order": "O1", "kind": "fraud", "by": "desk"}});
    let mut story = story(&[("2026-01-10", hold)]);
    let release = json!({"release_hold": {"order": "O1", "kind": "fraud", "by": "desk"}});
    assert_eq!(
        back(&mut story, "2026-01-09", release),
        ("order.hold.not_set_yet", "action.release_hold.hold".into())
    );
}

#[test]
fn nothing_is_accepted_before_it_left() {
    let mut story = story(&[("2026-01-06", confirm()), ("2026-01-10", ship())]);
    let lines = json!([{"line": "1", "quantity": "10"}]);
    for accept in [json!({"order": "O1"}), json!({"order": "O1", "lines": lines})] {
        assert_eq!(
            back(&mut story, "2026-01-09", json!({ "accept_delivery": accept })),
            (
                "order.line.quantity_exceeds_under_way",
                "action.accept_delivery.lines[0].quantity".into()
            )
        );
    }
}

#[test]
fn nothing_comes_back_before_it_left_and_a_return_goes_forward() {
    let mut story = story(&[("2026-01-06", confirm()), ("2026-01-10", ship())]);
    assert_eq!(
        back(&mut story, "2026-01-09", request()),
        (
            "fulfilment.return.beyond_shipped",
            "action.goods_return.ask.request.lines[0].quantity".into()
        )
    );
    let steps = [
        ("2026-01-12", request()),
        ("2026-01-13", on_return(json!("authorise"))),
        ("2026-01-15", on_return(json!({"receive": {}}))),
        ("2026-01-17", on_return(json!({"inspect": {}}))),
        ("2026-01-19", on_return(json!("take_back"))),
    ];
    story.tell(steps[0].0, steps[0].1.clone());
    for (before, (on, step)) in steps.iter().zip(&steps[1..]) {
        let day_before = before.0.parse::<o2c_core::calendar::Day>().unwrap();
        let day_before = day_before.plus_days(-1).unwrap().to_string();
        let (code, _) = back(&mut story, &day_before, step.clone());
        assert_eq!(code, "fulfilment.return.too_early", "{step}");
        story.tell(on, step.clone());
    }
}

/// A desk comes in pieces, sand by weight, and an hour of work is no piece.
#[test]
fn pieces_are_ordered_shipped_and_cancelled_whole() {
    let mut story = story(&[]);
    for (item, unit) in [("DESK", "C62"), ("SAND", "KGM")] {
        let item = json!({"item": item, "name": item, "unit": unit});
        story.tell("2026-01-05", json!({"directory": {"register_item": item}}));
    }
    let sold = |id: &str, item: &str, quantity: &str, supply: &str| {
        json!({"id": id, "item": item, "quantity": quantity, "supply": supply,
            "price": {"net": "10.00"}, "vat": {"category": "S", "rate": "20"}})
    };
    let order = |quantity: &str| {
        let lines = [
            sold("1", "SAND", "1.5 KGM", "goods"),
            sold("2", "DESK", quantity, "goods"),
            sold("3", "DESK", "0.5 C62", "services"),
        ];
        json!({"order": "O2", "customer": "C1", "currency": "EUR", "lines": lines})
    };
    let code = "stock.fraction_of_a_piece";
    let found = json!({"order_findings": {"content": order("1.5 C62"), "on": "2026-01-05"}});
    let found = story.report(found);
    assert_eq!(
        (&found[0]["is_refused"], &found[0]["finding"]["code"]),
        (&json!(true), &json!(code))
    );
    assert_eq!(
        story.refused("2026-01-05", json!({"place_order": order("1.5 C62")})),
        (code, "action.place_order.lines[1].quantity".into())
    );
    story.tell("2026-01-05", json!({"place_order": order("3 C62")}));
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O2"}}));
    let some = |quantity: &str| {
        let lines = [("1", "0.5"), ("2", quantity)];
        let lines = lines.map(|(line, quantity)| json!({"line": line, "quantity": quantity}));
        json!({"ship": {"shipment": "S1", "order": "O2", "lines": lines}})
    };
    assert_eq!(
        story.refused("2026-01-06", some("0.5")),
        (code, "action.ship.lines[1].quantity".into())
    );
    let cancel = json!({"cancel_order_line": {"order": "O2", "line": "2", "quantity": "0.5"}});
    assert_eq!(
        story.refused("2026-01-06", cancel),
        (code, "action.cancel_order_line.quantity".into())
    );
    story.tell("2026-01-06", some("1"));
}
