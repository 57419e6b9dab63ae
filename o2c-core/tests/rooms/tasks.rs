//! The tasks of an order within a company: acceptance, the point of no return, and their days.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm
)]

use crate::told::{Story, line};
use serde_json::{Value, json};

/// Two lines of ten, confirmed and billed by acceptance.
fn story() -> Story {
    let mut story = Story::begin();
    let lines = [line("1", "10", "10.00", "20"), line("2", "10", "5.00", "20")];
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR", "lines": lines,
        "billing": "accepted"});
    story.tell("2026-01-05", json!({ "place_order": order }));
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    story
}

fn ask(order: &str, ask: Value) -> Value {
    json!({"fulfilment_plan": {"order": order, "ask": ask}})
}

fn begin(tasks: Value) -> Value {
    ask("O1", json!({"begin": {"tasks": tasks}}))
}

fn start(task: &str) -> Value {
    ask("O1", json!({"start": {"task": task}}))
}

fn finish(task: &str) -> Value {
    ask("O1", json!({"finish": {"task": task}}))
}

fn accepted(story: &Story) -> Vec<String> {
    let order = story.report(json!({"order": {"order": "O1"}}));
    let lines = order["state"]["confirmed"]["lines"].as_array().unwrap().iter();
    lines.map(|line| line["accepted"].as_str().unwrap_or("0").to_owned()).collect()
}

#[test]
fn a_task_of_acceptance_records_what_is_accepted() {
    let mut story = story();
    let tasks = json!([
        {"id": "accept 1", "kind": "accept", "line": "1", "owner": "M. Martin"},
        {"id": "accept all", "kind": "accept", "depends_on": ["accept 1"]},
    ]);
    story.tell("2026-01-06", begin(tasks));
    story.tell("2026-01-07", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    story.tell("2026-01-08", start("accept 1"));
    story.tell("2026-01-09", finish("accept 1"));
    assert_eq!(accepted(&story), ["10", "0"]);
    story.tell("2026-01-09", start("accept all"));
    story.tell("2026-01-10", finish("accept all"));
    assert_eq!(accepted(&story), ["10", "10"]);
    // What the tasks say may be billed: 100.00 and 50.00.
    story.tell("2026-01-11", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let invoice = story.report(json!({"document": {"document": "F2026-00001"}}));
    assert_eq!(invoice["figures"]["net"], "150.00 EUR");
    let events = story.company.history().iter().filter_map(|event| match event {
        o2c_core::company::Event::Order {
            event: o2c_core::order::Event::Accepted { by, .. },
            ..
        } => Some(by.to_string()),
        _ => None,
    });
    assert_eq!(events.collect::<Vec<_>>(), ["M. Martin", ""]);
}

/// An acceptance of what never left records nothing, and does not stand in the way.
#[test]
fn nothing_is_accepted_of_what_has_not_left() {
    let mut story = story();
    story.tell("2026-01-06", begin(json!([{"id": "accept", "kind": "accept"}])));
    story.tell("2026-01-06", start("accept"));
    story.tell("2026-01-06", finish("accept"));
    assert_eq!(accepted(&story), ["0", "0"]);
}

/// Rulebook O-12: each part has its own point of no return.
#[test]
fn what_is_behind_its_point_of_no_return_is_not_cancelled() {
    let mut story = story();
    let tasks = json!([
        {"id": "cut 1", "kind": "other", "line": "1", "is_point_of_no_return": true},
        {"id": "cut 2", "kind": "other", "line": "2", "is_point_of_no_return": true},
    ]);
    story.tell("2026-01-06", begin(tasks));
    story.tell("2026-01-06", json!({"request_cancellation": {"order": "O1", "reason": "moved"}}));
    story.tell("2026-01-07", start("cut 1"));
    let answer = |part: &str, answer: &str| {
        let answer = json!({"order": "O1", "part": part, "answer": answer});
        json!({ "answer_cancellation": answer })
    };
    let no = story.ask("2026-01-07", answer("1", "accepted")).unwrap_err();
    assert_eq!(
        (no.code, no.path.as_str()),
        ("fulfilment.plan.beyond_return", "action.answer_cancellation.answer")
    );
    assert_eq!(no.figures[0].1, "cut 1");
    story.tell("2026-01-07", answer("1", "too_late"));
    story.tell("2026-01-07", answer("2", "accepted"));
    let cancel = json!({"cancel_order_line": {"order": "O1", "line": "1", "quantity": "1"}});
    assert_eq!(
        story.refused("2026-01-08", cancel),
        ("fulfilment.plan.beyond_return", "action.cancel_order_line.line".into())
    );
    let cancel = || json!({"cancel_order": {"order": "O1", "reason": "moved"}});
    assert_eq!(story.refused("2026-01-08", cancel()).0, "fulfilment.plan.beyond_return");
    // What did not succeed is no way that was gone.
    story.tell("2026-01-08", ask("O1", json!({"fail": {"task": "cut 1", "reason": "blunt"}})));
    story.tell("2026-01-08", cancel());
}

#[test]
fn tasks_are_laid_down_for_orders_that_stand() {
    let mut story = story();
    let tasks = || json!([{"id": "pick", "kind": "pick"}]);
    story.tell("2026-01-06", json!({"cancel_order": {"order": "O1", "reason": "moved"}}));
    assert_eq!(
        story.refused("2026-01-06", begin(tasks())),
        ("fulfilment.plan.order_not_open", "action.fulfilment_plan.order".into())
    );
    let offer = json!({"order": "O2", "customer": "C1", "currency": "EUR",
        "lines": [line("1", "1", "1.00", "20")]});
    let quote = json!({"quote_order": {"content": offer, "valid_until": "2026-01-31"}});
    story.tell("2026-01-06", quote);
    let asked = || ask("O2", json!({"begin": {"tasks": tasks()}}));
    assert_eq!(story.refused("2026-01-06", asked()).0, "fulfilment.plan.order_not_open");
    story.tell("2026-01-06", json!({"accept_quote": {"order": "O2"}}));
    let stray = json!({"begin": {"tasks": [{"id": "pick", "kind": "pick", "line": "7"}]}});
    assert_eq!(
        story.refused("2026-01-06", ask("O2", stray)),
        ("company.unknown_line", "action.fulfilment_plan.ask.begin.tasks[0].line".into())
    );
    story.tell("2026-01-06", asked());
}

#[test]
fn nothing_happens_to_a_task_before_what_it_builds_on() {
    let mut story = story();
    let tasks = json!([{"id": "pick", "kind": "pick"},
        {"id": "pack", "kind": "pack", "depends_on": ["pick"]}]);
    story.tell("2026-01-07", begin(tasks));
    let early = "fulfilment.plan.task_too_early";
    // What is told later may count earlier; not here.
    let back = |story: &mut Story, on: &str, action: Value| {
        let id = format!("back {}", story.company.history().len());
        let command = json!({"id": id, "effective_on": on, "recorded_on": "2026-01-31",
            "action": action});
        let told = o2c_core::json::execute(&mut story.company, &command.to_string());
        told.map(|_| ()).map_err(|no| no.code)
    };
    assert_eq!(back(&mut story, "2026-01-06", start("pick")), Err(early));
    assert_eq!(back(&mut story, "2026-01-08", start("pick")), Ok(()));
    assert_eq!(back(&mut story, "2026-01-09", finish("pick")), Ok(()));
    assert_eq!(back(&mut story, "2026-01-10", start("pack")), Ok(()));
    let cancel = json!({"cancel_order": {"order": "O1", "reason": "moved"}});
    assert_eq!(back(&mut story, "2026-01-12", cancel), Ok(()));
    let undo = |task: &str| ask("O1", json!({"compensate": {"task": task}}));
    assert_eq!(back(&mut story, "2026-01-11", undo("pack")), Err(early));
    assert_eq!(back(&mut story, "2026-01-14", undo("pack")), Ok(()));
    assert_eq!(back(&mut story, "2026-01-13", undo("pick")), Err(early));
    assert_eq!(back(&mut story, "2026-01-14", undo("pick")), Ok(()));
}
