//! The release desk as somebody sees it who works there: what waits, what was asked for, and what a
//! run of subscriptions is held up by.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, invoice, line, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// A company that looks at limits, at what is overdue, and at limits again before it bills
/// subscriptions.
fn begin() -> Story {
    let block = |check: Value| json!({"check": check, "otherwise": "block"});
    let rules = json!([block(json!("limit")), block(json!({"oldest_overdue": {"days": 10}}))]);
    let settings = json!({"ledger_currency": "EUR", "credit": {
        "at_order": rules, "at_shipment": rules, "at_billing": [block(json!("limit"))],
        "rights": [{"who": "desk", "up_to": {"up_to": "900.00 EUR"}},
            {"who": "head", "up_to": "unlimited"}],
    }});
    let mut story = Story { company: json::found(&settings.to_string()).unwrap() };
    for id in ["C1", "C2"] {
        let customer = json!({"customer": id, "party": {"name": id}, "terms": terms("net 30")});
        story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    }
    story.series("sales", "F");
    story.series("deposits", "D");
    story
}

fn limit(story: &mut Story, customer: &str, amount: &str) {
    let set = json!({"set_limit": {"limit": {"up_to": amount}}});
    let file = json!({ "customer": customer });
    story.tell("2026-01-01", json!({"change_credit": {"file": file, "change": set}}));
}

/// An order of C1 of so many pieces at 100.00 and 20 % VAT, confirmed.
fn order(story: &mut Story, on: &str, pieces: &str) {
    order_as(story, on, "O1", pieces);
}

fn order_as(story: &mut Story, on: &str, id: &str, pieces: &str) {
    let order = json!({"order": id, "customer": "C1", "currency": "EUR",
        "lines": [line("1", pieces, "100.00", "20")]});
    story.tell(on, json!({ "place_order": order }));
    story.tell(on, json!({"confirm_order": {"order": id}}));
}

fn ship(id: &str, pieces: Option<&str>) -> Value {
    let mut ship = json!({"shipment": id, "order": "O1"});
    if let Some(pieces) = pieces {
        ship["lines"] = json!([{"line": "1", "quantity": pieces}]);
    }
    json!({ "ship": ship })
}

fn rule(by: &str, ruling: Value) -> Value {
    let ruled = json!({"order": "O1", "by": by, "ruling": ruling});
    json!({ "rule_on_hold": ruled })
}

fn desk(story: &Story, as_of: &str) -> Vec<String> {
    let rows = story.report(json!({"held_orders": {"as_of": as_of}}));
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["status"].as_str().unwrap().to_owned()).collect()
}

/// What is exposed with C1, and what of its orders is held.
fn exposed(story: &Story, as_of: &str) -> (Value, Value) {
    let report = story.report(json!({"credit": {"file": {"customer": "C1"}, "as_of": as_of}}));
    (report["exposure"]["total"].clone(), report["held"].clone())
}

/// A deposit on the order, and its payment in parts.
fn ask_deposit(story: &mut Story, on: &str, percent: &str) {
    let deposit = json!({"series": "deposits", "order": "O1", "share": {"percent": percent}});
    story.tell(on, json!({ "issue_deposit": deposit }));
}

fn pay(story: &mut Story, on: &str, payment: &str, amount: &str) {
    let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
    story.tell(on, json!({ "receive_payment": paid }));
    let lines = json!([{"entry": payment}, {"entry": "D2026-00001", "amount": amount}]);
    let letter = json!({"customer": "C1", "currency": "EUR", "lines": lines});
    story.tell(on, json!({ "letter": letter }));
}

/// What is cancelled waits for nobody, and is held back from nothing.
#[test]
fn a_cancelled_order_leaves_the_desk() {
    let mut story = begin();
    limit(&mut story, "C1", "100.00 EUR");
    order(&mut story, "2026-02-01", "5");
    assert_eq!(exposed(&story, "2026-02-01"), (json!("0.00 EUR"), json!("600.00 EUR")));
    story.tell("2026-02-03", json!({"cancel_order": {"order": "O1", "reason": "too late"}}));
    assert_eq!(desk(&story, "2026-02-02"), ["held"], "earlier days stay as they were");
    assert_eq!(desk(&story, "2026-02-03"), Vec::<String>::new());
    assert_eq!(exposed(&story, "2026-02-02").1, "600.00 EUR");
    assert_eq!(exposed(&story, "2026-02-03").1, "0.00 EUR");
}

/// What left is exposed; it is not held as well once its release is over.
#[test]
fn what_left_is_not_held_any_more() {
    let mut story = begin();
    limit(&mut story, "C1", "100.00 EUR");
    order(&mut story, "2026-02-01", "5");
    story.tell("2026-02-02", rule("desk", json!({"release": {"until": "2026-02-10"}})));
    story.tell("2026-02-03", ship("S1", Some("2")));
    assert_eq!(desk(&story, "2026-02-11"), ["held"], "three of five wait");
    assert_eq!(exposed(&story, "2026-02-11"), (json!("240.00 EUR"), json!("360.00 EUR")));
    story.tell("2026-02-10", ship("S2", None));
    assert_eq!(desk(&story, "2026-02-10"), Vec::<String>::new());
    assert_eq!(desk(&story, "2026-02-09"), ["released"]);
    assert_eq!(exposed(&story, "2026-02-11"), (json!("600.00 EUR"), json!("0.00 EUR")));
    // What is held is what it comes to now, not what it came to when it was held.
    let mut story = begin();
    limit(&mut story, "C1", "100.00 EUR");
    order(&mut story, "2026-02-01", "5");
    let more = json!({"order": "O1", "customer": "C1", "currency": "EUR",
        "lines": [line("1", "7", "100.00", "20")]});
    story.tell("2026-02-02", json!({"amend_order": {"content": more, "reason": "more"}}));
    assert_eq!(exposed(&story, "2026-02-01").1, "600.00 EUR");
    assert_eq!(exposed(&story, "2026-02-02").1, "840.00 EUR");
}

/// A limit falls: of orders that do not fit together any more the last one gives way, and a small
/// one that fits beside the first stays.
#[test]
fn who_came_first_keeps_his_place() {
    let mut story = begin();
    limit(&mut story, "C1", "9000.00 EUR");
    for (id, pieces) in [("O1", "5"), ("O2", "4"), ("O3", "1")] {
        order_as(&mut story, "2026-02-01", id, pieces);
    }
    let held = |story: &Story, as_of: &str| -> Vec<String> {
        let rows = story.report(json!({"held_orders": {"as_of": as_of}}));
        let rows = rows.as_array().unwrap().iter();
        rows.map(|row| row["order"].as_str().unwrap().to_owned()).collect()
    };
    let less = json!({"set_limit": {"limit": {"up_to": "800.00 EUR"}}});
    let change = json!({"file": {"customer": "C1"}, "change": less});
    story.tell("2026-02-02", json!({ "change_credit": change }));
    story.tell("2026-02-02", json!({"check_credit": {"customer": "C1"}}));
    assert_eq!(held(&story, "2026-02-02"), ["O2"], "600.00 and 120.00 of 800.00");
    story.tell("2026-02-03", json!({"check_credit": {"customer": "C1"}}));
    assert_eq!(held(&story, "2026-02-03"), ["O2"], "looked at again nothing changes");
}

/// A release counts from its day on: nothing left before it.
#[test]
fn a_release_does_not_reach_back() {
    let mut story = begin();
    limit(&mut story, "C1", "100.00 EUR");
    order(&mut story, "2026-02-01", "5");
    story.tell("2026-02-05", rule("desk", json!({"release": {"until": "2026-02-10"}})));
    let late = |on: &str| {
        json!({"id": "late", "effective_on": on, "recorded_on": "2026-02-06",
            "action": ship("S1", None)})
    };
    let mut shipped = |on: &str| {
        let told = json::execute(&mut story.company, &late(on).to_string());
        told.map_err(|no| no.code)
    };
    assert_eq!(shipped("2026-02-04").unwrap_err(), "credit.held");
    assert!(shipped("2026-02-05").is_ok());
}

/// A deposit that was asked for is paid: the order leaves, although something is overdue, for
/// whoever asked may release the rest.
#[test]
fn an_order_is_released_once_its_deposit_is_paid() {
    let mut story = begin();
    limit(&mut story, "C1", "9000.00 EUR");
    story.tell("2026-01-02", json!({"issue_invoice": invoice(&[line("1", "1", "100.00", "20")])}));
    order(&mut story, "2026-03-01", "10");
    assert_eq!(desk(&story, "2026-03-01"), ["held"], "120.00 are 28 days overdue");
    story.tell("2026-03-02", rule("desk", json!({"ask_deposit": {"percent": "30"}})));
    ask_deposit(&mut story, "2026-03-02", "30");
    pay(&mut story, "2026-03-03", "P1", "359.99 EUR");
    assert_eq!(story.refused("2026-03-03", ship("S1", None)).0, "credit.held");
    pay(&mut story, "2026-03-04", "P2", "0.01 EUR");
    story.tell("2026-03-04", ship("S1", Some("4")));
    assert_eq!(desk(&story, "2026-03-04"), ["released"]);
    let rows = story.report(json!({"held_orders": {"as_of": "2026-03-04"}}));
    assert_eq!(rows[0]["ruled_by"], "desk");
    story.tell("2026-04-04", ship("S2", None));
    // 1,200.00 less 30 % are 840.00 of 900.00; with a piece more they are beyond what desk may.
    for (percent, by, is_released) in
        [("30", "desk", false), ("40", "desk", true), ("30", "head", true)]
    {
        let mut story = begin();
        limit(&mut story, "C1", "0.00 EUR");
        order(&mut story, "2026-03-01", "12");
        story.tell("2026-03-02", rule(by, json!({"ask_deposit": {"percent": percent}})));
        ask_deposit(&mut story, "2026-03-02", percent);
        let amount = if percent == "30" { "432.00 EUR" } else { "576.00 EUR" };
        pay(&mut story, "2026-03-03", "P1", amount);
        story.tell("2026-03-03", json!({"check_credit": {"customer": "C1"}}));
        let expected = if is_released { "released" } else { "deposit_asked" };
        assert_eq!(desk(&story, "2026-03-03"), [expected], "{percent} asked by {by}");
    }
}

/// The order says that credit holds it, why, since when, and what was decided.
#[test]
fn an_order_says_that_credit_holds_it() {
    let mut story = begin();
    limit(&mut story, "C1", "100.00 EUR");
    order(&mut story, "2026-02-01", "5");
    let hold = |story: &Story, as_of: &str| {
        story.report(json!({"order": {"order": "O1", "as_of": as_of}}))["credit_hold"].clone()
    };
    let expected = json!({"status": "held", "held_on": "2026-02-01", "reasons": ["limit"],
        "value": "600.00 EUR"});
    assert_eq!(hold(&story, "2026-02-01"), expected);
    assert_eq!(hold(&story, "2026-01-31"), Value::Null);
    story.tell("2026-02-02", rule("desk", json!({"release": {"until": "2026-02-10"}})));
    let told = hold(&story, "2026-02-02");
    assert_eq!((&told["status"], &told["ruled"]["by"]), (&json!("released"), &json!("desk")));
    assert_eq!(told["ruled"]["ruling"]["release"]["until"], "2026-02-10");
    assert_eq!(hold(&story, "2026-02-01")["status"], "held");
    story.tell("2026-02-03", ship("S1", None));
    assert_eq!(hold(&story, "2026-02-03"), Value::Null);
}

/// Who owes nothing loses nothing: what one customer has paid ahead is no gain on another's debt,
/// and shares are of what is owed.
#[test]
fn what_is_paid_ahead_is_no_gain() {
    let mut story = begin();
    for customer in ["C1", "C2"] {
        let assess = json!({"assess": {"class": "m", "default_rate": "2"}});
        let change = json!({"file": {"customer": customer}, "change": assess});
        story.tell("2026-01-01", json!({ "change_credit": change }));
    }
    story.tell("2026-01-02", json!({"issue_invoice": invoice(&[line("1", "5", "100.00", "20")])}));
    let ahead = json!({"payment": "P1", "payer": "C2", "amount": "300.00 EUR"});
    story.tell("2026-01-03", json!({ "receive_payment": ahead }));
    let all = story.report(json!({"credit_portfolio": {"as_of": "2026-01-03"}}));
    assert_eq!(
        (&all["exposure"], &all["expected_loss"]),
        (&json!("300.00 EUR"), &json!("12.00 EUR"))
    );
    let losses = json!(["0.00 EUR", "12.00 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"]);
    assert_eq!(all["classes"][0]["losses"], losses);
    let shares = |at: usize| all["customers"][at]["share"].clone();
    assert_eq!((shares(0), shares(1)), (json!("100"), Value::Null));
    // 100.00 paid by who owes 600.00 would pay what is oldest.
    let paid = json!({"payment": "P2", "payer": "C1", "amount": "100.00 EUR"});
    story.tell("2026-01-04", json!({ "receive_payment": paid }));
    let all = story.report(json!({"credit_portfolio": {"as_of": "2026-01-04"}}));
    assert_eq!(all["expected_loss"], "10.00 EUR");
    assert_eq!(all["classes"][0]["losses"][1], "10.00 EUR");
    assert_eq!(all["classes"][0]["buckets"][0], "-400.00 EUR", "what is not billed, less payments");
}

fn subscribe(story: &mut Story, id: &str, customer: &str) {
    let charge = json!({"id": "1", "unit": "C62", "vat": {"category": "S", "rate": "20"},
        "kind": {"recurring": {"price": "100", "quantity": "1"}}});
    let cycle = json!({"anchor": "2026-01-01", "interval": {"months": 1}});
    let plan = json!({"customer": customer, "currency": "EUR", "start": "2026-01-01",
        "cycle": cycle, "charges": [charge]});
    let start = json!({"subscription": id, "change": {"start": plan}});
    story.tell("2026-01-01", json!({ "subscription": start }));
}

/// A month comes to 120.00: C1 may owe two of them. What does not pass waits for a later run, which
/// bills what every run in between would have.
#[test]
fn a_run_bills_nobody_beyond_his_credit() {
    let mut story = begin();
    limit(&mut story, "C1", "240.00 EUR");
    limit(&mut story, "C2", "9000.00 EUR");
    subscribe(&mut story, "A1", "C1");
    subscribe(&mut story, "A2", "C2");
    let run =
        |only: &[&str]| json!({"bill_subscriptions": {"series": "sales", "subscriptions": only}});
    let billed = |story: &Story, customer: &str| {
        let file = json!({ "customer": customer });
        let report = story.report(json!({"credit": {"file": file, "as_of": "2026-12-31"}}));
        report["exposure"]["total"].as_str().unwrap().to_owned()
    };
    story.tell("2026-04-01", run(&[]));
    assert_eq!(billed(&story, "C1"), "240.00 EUR", "January and February");
    assert_eq!(billed(&story, "C2"), "480.00 EUR");
    let asked = json!({"subscription": {"subscription": "A1", "until": "2026-04-01"}});
    assert_eq!(story.report(asked)["blocked_by"], json!(["limit"]));
    let no = story.ask("2026-04-02", run(&["A2", "A1"])).unwrap_err();
    assert_eq!(
        (no.code, no.path.to_string().as_str()),
        ("credit.blocked", "action.bill_subscriptions.subscriptions[1]")
    );
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "240.00 EUR"});
    story.tell("2026-04-03", json!({ "receive_payment": paid }));
    story.tell("2026-04-03", run(&[]));
    assert_eq!(billed(&story, "C1"), "240.00 EUR", "March and April, less what is paid");
    assert_eq!(billed(&story, "C2"), "480.00 EUR", "run again it bills nothing");
}
