//! What confirmed orders are promised: by their lines' own days, whole where they leave whole, and
//! anew where they are amended.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// 40 desks and 5 chairs are there on the 1st, and 30 chairs come on the 20th.
fn story(policy: Value) -> Story {
    let mut stock = json!({"site": "PARIS"});
    for (name, value) in policy.as_object().unwrap() {
        stock[name] = value.clone();
    }
    let settings = json!({"ledger_currency": "EUR", "stock": stock});
    let mut story = Story::begin();
    story.company = json::found(&settings.to_string()).unwrap();
    let directory = [
        json!({"register_customer": {"customer": "C1", "party": {"name": "C1"},
            "terms": terms("net 30")}}),
        json!({"register_item": {"item": "DESK", "name": "desk", "unit": "C62"}}),
        json!({"register_item": {"item": "CHAIR", "name": "chair", "unit": "C62"}}),
        json!({"register_site": {"site": "PARIS", "name": "Paris"}}),
    ];
    for asked in directory {
        story.tell("2026-05-01", json!({ "directory": asked }));
    }
    let receive = |quantity: &str| json!({"receive": {"quantity": quantity}});
    story.tell("2026-05-01", at("DESK", receive("40")));
    story.tell("2026-05-01", at("CHAIR", receive("5")));
    let expect = json!({"expect": {"receipt": "PO-1", "on": "2026-05-20", "quantity": "30"}});
    story.tell("2026-05-01", at("CHAIR", expect));
    story
}

fn at(item: &str, ask: Value) -> Value {
    json!({"stock": {"item": item, "site": "PARIS", "ask": ask}})
}

/// A line: its id, its item, how many, and what else is said of its delivery.
fn line(id: &str, item: &str, pieces: u32, delivery: Value) -> Value {
    json!({"id": id, "item": item, "quantity": format!("{pieces} C62"), "delivery": delivery,
        "price": {"net": "25.00"}, "vat": {"category": "S", "rate": "20"}})
}

fn order(lines: &[Value]) -> Value {
    json!({"order": "O1", "customer": "C1", "currency": "EUR", "lines": lines})
}

fn place(story: &mut Story, order: Value) {
    story.tell("2026-05-02", json!({ "place_order": order }));
}

fn confirm() -> Value {
    json!({"confirm_order": {"order": "O1"}})
}

fn amend(story: &mut Story, content: Value) {
    let asked = json!({"amend_order": {"content": content, "reason": "asked for"}});
    story.tell("2026-05-03", asked);
}

/// What is kept of an item: the line, how much leaves when.
fn kept(story: &Story, item: &str) -> Vec<(String, String, String)> {
    let rows = story.report(json!({"stock": {"on": "2026-05-03", "item": item}}));
    let text = |value: &Value| value.as_str().unwrap_or("never").to_owned();
    let reservations = rows[0]["reservations"].as_array().unwrap();
    let parts = reservations.iter().flat_map(|kept| {
        let parts = kept["parts"].as_array().unwrap().iter();
        parts.map(|part| {
            (text(&kept["of"]["line"]), text(&part["quantity"]), text(&part["ships_on"]))
        })
    });
    parts.collect()
}

fn part(line: &str, quantity: &str, on: &str) -> (String, String, String) {
    (line.to_owned(), quantity.to_owned(), on.to_owned())
}

#[test]
fn a_line_is_promised_for_its_own_day() {
    let mut story = story(json!({}));
    let later = json!({"required_on": "2026-05-30"});
    let mut asked = order(&[line("1", "DESK", 10, later), line("2", "DESK", 4, json!({}))]);
    asked["required_on"] = json!("2026-05-10");
    place(&mut story, asked);
    story.tell("2026-05-02", confirm());
    let expected = [part("1", "10", "2026-05-30"), part("2", "4", "2026-05-10")];
    assert_eq!(kept(&story, "DESK"), expected);
}

#[test]
fn a_line_that_leaves_whole_is_promised_for_one_day() {
    for (handling, delivery) in [
        (json!({"delivery": "complete_line"}), json!({})),
        (json!({"delivery": "complete_order"}), json!({})),
        (json!({}), json!({"group": "A"})),
    ] {
        let mut story = story(json!({"may_split": true}));
        let mut asked = order(&[line("1", "CHAIR", 10, delivery)]);
        asked["handling"] = handling;
        place(&mut story, asked);
        story.tell("2026-05-02", confirm());
        assert_eq!(kept(&story, "CHAIR"), [part("1", "10", "2026-05-20")]);
        // Told anew it stays whole.
        story.tell("2026-05-02", at("CHAIR", json!("reallocate")));
        assert_eq!(kept(&story, "CHAIR"), [part("1", "10", "2026-05-20")]);
    }
    let mut story = story(json!({"may_split": true}));
    place(&mut story, order(&[line("1", "CHAIR", 10, json!({}))]));
    story.tell("2026-05-02", confirm());
    let expected = [part("1", "5", "2026-05-02"), part("1", "5", "2026-05-20")];
    assert_eq!(kept(&story, "CHAIR"), expected);
}

/// A group leaves on the day of the last of its lines (rulebook O-13), and the customer reads it.
#[test]
fn lines_of_a_group_are_promised_for_the_day_of_the_last() {
    let mut story = story(json!({}));
    let group = || json!({"group": "A", "required_on": "2026-05-10"});
    let lines = [
        line("1", "DESK", 10, group()),
        line("2", "CHAIR", 10, group()),
        line("3", "DESK", 1, json!({})),
    ];
    place(&mut story, order(&lines));
    story.tell("2026-05-02", confirm());
    let told = story.report(json!({"order_confirmation": {"order": "O1"}}));
    let days: Vec<&Value> = (0..3).map(|at| &told["lines"][at]["promised_on"]).collect();
    assert_eq!(days, ["2026-05-20", "2026-05-20", "2026-05-02"]);
    let on_time: Vec<&Value> = (0..3).map(|at| &told["lines"][at]["is_on_time"]).collect();
    assert_eq!(on_time, [&json!(false), &json!(false), &json!(true)]);
    assert_eq!(told["lines"][1]["promised"][0]["source"]["expected"]["receipt"], "PO-1");
    assert_eq!(told["promised_on"], "2026-05-20");
    let alerts = story.report(json!({"order_alerts": {"on": "2026-05-02", "within_days": 30}}));
    let days: Vec<&Value> = (0..3).map(|at| &alerts[at]["promised_on"]).collect();
    assert_eq!(days, ["2026-05-02", "2026-05-20", "2026-05-20"]);
}

#[test]
fn a_refused_promise_names_its_line() {
    let mut story = story(json!({"shortage": "refuse"}));
    let mut asked = order(&[line("2", "DESK", 10, json!({})), line("1", "CHAIR", 10, json!({}))]);
    asked["required_on"] = json!("2026-05-10");
    place(&mut story, asked);
    assert_eq!(
        story.refused("2026-05-02", confirm()),
        ("stock.requested_day_missed", "lines[1].requested_on".into())
    );
}

/// Who promises no other day than the one asked for does not promise one for a day that is over.
#[test]
fn a_day_that_is_over_is_missed() {
    let mut story = story(json!({"shortage": "refuse"}));
    let mut asked = order(&[line("1", "DESK", 10, json!({}))]);
    asked["required_on"] = json!("2026-05-01");
    place(&mut story, asked.clone());
    assert_eq!(
        story.refused_with("2026-05-02", confirm()),
        ("stock.requested_day_missed", vec!["2026-05-01".into(), "2026-05-02".into()])
    );
    let mut patient = self::story(json!({}));
    place(&mut patient, asked);
    patient.tell("2026-05-02", confirm());
    let told = patient.report(json!({"order_confirmation": {"order": "O1"}}));
    let line = &told["lines"][0];
    assert_eq!((&line["promised_on"], &line["is_on_time"]), (&json!("2026-05-02"), &json!(false)));
}

#[test]
fn what_is_amended_is_promised_anew() {
    let mut story = story(json!({}));
    place(&mut story, order(&[line("1", "DESK", 10, json!({})), line("2", "DESK", 5, json!({}))]));
    story.tell("2026-05-02", confirm());
    // More of one, another that is new, and less of what was there.
    let lines = [line("1", "DESK", 20, json!({})), line("3", "CHAIR", 6, json!({}))];
    amend(&mut story, order(&lines));
    assert_eq!(kept(&story, "DESK"), [part("1", "20", "2026-05-03")]);
    assert_eq!(kept(&story, "CHAIR"), [part("3", "6", "2026-05-20")]);
    // Another day.
    let later = json!({"required_on": "2026-05-29"});
    let lines = [line("1", "DESK", 20, later), line("3", "CHAIR", 5, json!({}))];
    amend(&mut story, order(&lines));
    assert_eq!(kept(&story, "DESK"), [part("1", "20", "2026-05-29")]);
    assert_eq!(kept(&story, "CHAIR"), [part("3", "5", "2026-05-20")]);
    // Another item: what was kept of the first is free.
    amend(&mut story, order(&[line("1", "CHAIR", 3, json!({}))]));
    assert!(kept(&story, "DESK").is_empty());
    assert_eq!(kept(&story, "CHAIR"), [part("1", "3", "2026-05-03")]);
}

/// What somebody released by hand stays free, whatever else is amended.
#[test]
fn only_what_grew_is_promised_anew() {
    let mut story = story(json!({}));
    place(&mut story, order(&[line("1", "DESK", 10, json!({}))]));
    story.tell("2026-05-02", confirm());
    let of = json!({"order": "O1", "line": "1"});
    story.tell("2026-05-02", at("DESK", json!({"release": {"of": of, "quantity": "6"}})));
    amend(&mut story, order(&[line("1", "DESK", 12, json!({}))]));
    assert_eq!(kept(&story, "DESK"), [part("1", "6", "2026-05-03")]);
}

/// The order of the day before is served first, whichever was confirmed first; the one that is more
/// important before both (rulebook O-15).
#[test]
fn shortages_follow_the_day_of_the_order_and_its_priority() {
    let mut story = story(json!({}));
    let asked = |id: &str, priority: Option<u8>| {
        let mut asked = order(&[line("1", "CHAIR", 3, json!({}))]);
        asked["order"] = json!(id);
        if let Some(priority) = priority {
            asked["handling"] = json!({ "priority": priority });
        }
        json!({ "place_order": asked })
    };
    story.tell("2026-05-02", asked("O1", None));
    story.tell("2026-05-03", asked("O2", None));
    story.tell("2026-05-03", asked("O3", Some(1)));
    let cancel = json!({"cancel_expected": {"receipt": "PO-1", "reason": "lost"}});
    story.tell("2026-05-04", at("CHAIR", cancel));
    story.tell("2026-05-04", at("CHAIR", json!({"count": {"counted": "0"}})));
    for id in ["O2", "O1", "O3"] {
        story.tell("2026-05-04", json!({"confirm_order": {"order": id}}));
    }
    // Nine are wanted; each time three come in, the next one is served.
    let mut served = Vec::new();
    for _ in 0..3 {
        story.tell("2026-05-04", at("CHAIR", json!({"receive": {"quantity": "3"}})));
        story.tell("2026-05-04", at("CHAIR", json!("reallocate")));
        let rows = story.report(json!({"stock": {"on": "2026-05-04", "item": "CHAIR"}}));
        for kept in rows[0]["reservations"].as_array().unwrap() {
            let order = kept["of"]["order"].as_str().unwrap().to_owned();
            if kept["parts"][0]["source"] == "on_hand" && !served.contains(&order) {
                served.push(order);
            }
        }
    }
    assert_eq!(served, ["O3", "O1", "O2"]);
}

/// Goods that come back once all had left are worth what the last of them cost: 400.00 of 40 left,
/// so two are worth 20.00.
#[test]
fn what_comes_back_into_an_empty_stock_is_worth_what_it_was() {
    let settings =
        json!({"ledger_currency": "EUR", "stock": {"site": "PARIS", "posts_cost": true}});
    let mut story = story(json!({}));
    let company = json::found(&settings.to_string()).unwrap();
    story.company = company;
    for asked in [
        json!({"register_customer": {"customer": "C1", "party": {"name": "C1"},
            "terms": terms("net 30")}}),
        json!({"register_item": {"item": "DESK", "name": "desk", "unit": "C62"}}),
        json!({"register_site": {"site": "PARIS", "name": "Paris"}}),
    ] {
        story.tell("2026-05-01", json!({ "directory": asked }));
    }
    let receive = json!({"receive": {"quantity": "40", "cost": "400.00 EUR"}});
    story.tell("2026-05-01", at("DESK", receive));
    place(&mut story, order(&[line("1", "DESK", 40, json!({}))]));
    story.tell("2026-05-02", confirm());
    story.tell("2026-05-03", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    let on_return = |ask: Value| json!({"goods_return": {"goods_return": "R1", "ask": ask}});
    let lines = json!([{"line": "1", "quantity": "2"}]);
    story.tell("2026-05-05", on_return(json!({"request": {"order": "O1", "lines": lines}})));
    story.tell("2026-05-05", on_return(json!("authorise")));
    story.tell("2026-05-06", on_return(json!({"receive": {"site": "PARIS"}})));
    story.tell("2026-05-06", on_return(json!({"inspect": {"is_restocked": true}})));
    let rows = story.report(json!({"stock": {"on": "2026-05-06"}}));
    assert_eq!((&rows[0]["on_hand"], &rows[0]["value"]), (&json!("2"), &json!("20.00 EUR")));
    assert_eq!(story.balances("2026-05-06"), ["37 20.00 EUR", "6037 -20.00 EUR"]);
}
