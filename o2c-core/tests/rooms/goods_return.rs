//! Goods that come back, and the tasks of an order, within a company.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// Rulebook EX-O1 on its way: ten are ordered at 25.00, one is cancelled, seven are shipped and
/// invoiced. Ten were in stock at 10.00.
fn story() -> Story {
    let mut story = Story::begin();
    let settings = json!({"ledger_currency": "EUR", "stock": {"site": "PARIS"}});
    story.company = json::found(&settings.to_string()).unwrap();
    story.series("sales", "F");
    let directory = [
        json!({"register_customer": {"customer": "C1", "party": {"name": "C1"},
            "terms": terms("net 30")}}),
        json!({"register_item": {"item": "DESK", "name": "desk", "unit": "C62"}}),
        json!({"register_site": {"site": "PARIS", "name": "Paris"}}),
    ];
    for asked in directory {
        story.tell("2026-05-01", json!({ "directory": asked }));
    }
    let receive = json!({"receive": {"quantity": "10", "cost": "100.00 EUR"}});
    let stock = json!({"item": "DESK", "site": "PARIS", "ask": receive});
    story.tell("2026-05-01", json!({ "stock": stock }));
    let line = json!({"id": "1", "item": "DESK", "quantity": "10 C62",
        "price": {"net": "25.00"}, "vat": {"category": "S", "rate": "20"}});
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR", "lines": [line]});
    story.tell("2026-05-02", json!({ "place_order": order }));
    story.tell("2026-05-02", json!({"confirm_order": {"order": "O1"}}));
    let cancel = json!({"order": "O1", "line": "1", "quantity": "1"});
    story.tell("2026-05-02", json!({ "cancel_order_line": cancel }));
    let lines = json!([{"line": "1", "quantity": "7"}]);
    story.tell("2026-05-03", json!({"ship": {"shipment": "S1", "order": "O1", "lines": lines}}));
    story.tell("2026-05-03", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    story
}

fn asked(ask: Value) -> Value {
    json!({"goods_return": {"goods_return": "R1", "ask": ask}})
}

fn of(quantity: &str) -> Value {
    json!([{"line": "1", "quantity": quantity}])
}

fn request(quantity: &str) -> Value {
    asked(json!({"request": {"order": "O1", "lines": of(quantity), "reason": "too large"}}))
}

fn received(story: &mut Story, quantity: &str) {
    story.tell("2026-05-10", request(quantity));
    story.tell("2026-05-10", asked(json!("authorise")));
    story.tell("2026-05-12", asked(json!({"receive": {"site": "PARIS"}})));
}

/// Rulebook EX-O1: 10/1/7/1 shipped and returned, 7/1 invoiced and credited.
#[test]
fn what_comes_back_is_credited_at_its_price_and_vat() {
    let mut story = story();
    received(&mut story, "1");
    story.tell("2026-05-13", asked(json!({"inspect": {"is_restocked": true}})));
    let stock = story.report(json!({"stock": {"on": "2026-05-13"}}));
    assert_eq!((&stock[0]["on_hand"], &stock[0]["value"]), (&json!("4"), &json!("40.00 EUR")));
    let credit = json!({"credit": {"series": "sales", "invoice": "F2026-00001",
        "restocking_fee": "10", "letter": true}});
    story.tell("2026-05-14", asked(credit));
    let note = story.report(json!({"document": {"document": "F2026-00002"}}));
    assert_eq!(note["figures"]["gross"], "30.00 EUR");
    let fee = story.report(json!({"document": {"document": "F2026-00003"}}));
    assert_eq!(fee["figures"]["gross"], "3.00 EUR");
    // 7 × 30.00 less 30.00, and the fee.
    assert_eq!(story.balances("2026-05-14")[0], "411 183.00 EUR");
    let order = story.report(json!({"order": {"order": "O1"}}));
    let line = &order["state"]["confirmed"]["lines"][0];
    let counters = ["cancelled", "shipped", "returned", "invoiced", "credited"];
    assert_eq!(counters.map(|name| line[name].as_str().unwrap()), ["1", "7", "1", "7", "1"]);
    let returns = story.report(json!({"returns": {"order": "O1"}}));
    assert_eq!(returns[0]["state"]["settled"][1]["credited"]["fee"], "F2026-00003");
}

#[test]
fn never_more_comes_back_than_was_shipped() {
    let mut story = story();
    let beyond =
        ("fulfilment.return.beyond_shipped", "action.goods_return.ask.request.lines[0].quantity");
    let refused = story.refused("2026-05-10", request("8"));
    assert_eq!((refused.0, refused.1.as_str()), beyond);
    story.tell("2026-05-10", request("5"));
    // What another return claims already is not there to come back.
    let other = |quantity: &str| {
        let request = json!({"request": {"order": "O1", "lines": of(quantity)}});
        json!({"goods_return": {"goods_return": "R2", "ask": request}})
    };
    assert_eq!(story.refused("2026-05-10", other("3")).0, beyond.0);
    story.tell("2026-05-10", other("2"));
    // Rejected, it claims nothing any more.
    story.tell("2026-05-11", asked(json!({"reject": {"reason": "used"}})));
    let third = json!({"request": {"order": "O1", "lines": of("5")}});
    story.tell("2026-05-11", json!({"goods_return": {"goods_return": "R3", "ask": third}}));
}

#[test]
fn what_was_not_inspected_or_billed_is_not_credited() {
    let mut story = story();
    received(&mut story, "1");
    let credit = |invoice: &str| asked(json!({"credit": {"series": "sales", "invoice": invoice}}));
    assert_eq!(
        story.refused("2026-05-13", credit("F2026-00001")),
        ("fulfilment.return.not_possible", "action.goods_return.ask.credit".into())
    );
    story.tell("2026-05-13", asked(json!({"inspect": {}})));
    let line = json!({"id": "1", "description": "desk", "quantity": "1 C62",
        "price": {"net": "1.00"}, "vat": {"category": "S", "rate": "20"}});
    story.tell(
        "2026-05-13",
        json!({"issue_invoice": {"series": "sales", "draft": {
        "customer": "C1", "currency": "EUR", "terms": terms("net 30"), "lines": [line]}}}),
    );
    assert_eq!(
        story.refused("2026-05-13", credit("F2026-00002")),
        ("company.return_not_billed", "action.goods_return.ask.credit.invoice".into())
    );
    story.tell("2026-05-14", asked(json!("repair")));
    assert_eq!(
        story.refused("2026-05-14", asked(json!("repair"))).0,
        "fulfilment.return.not_possible"
    );
}

#[test]
fn a_cancelled_order_leaves_what_is_to_be_undone() {
    let mut story = story();
    let line = json!({"id": "1", "quantity": "1 C62", "price": {"net": "25.00"},
        "vat": {"category": "S", "rate": "20"}});
    let order = json!({"order": "O2", "customer": "C1", "currency": "EUR", "lines": [line]});
    story.tell("2026-05-04", json!({ "place_order": order }));
    story.tell("2026-05-04", json!({"confirm_order": {"order": "O2"}}));
    let plan = |ask: Value| json!({"fulfilment_plan": {"order": "O2", "ask": ask}});
    let tasks = json!([{"id": "pick", "kind": "pick", "duration_days": 1},
        {"id": "ship", "kind": "ship", "depends_on": ["pick"], "duration_days": 2}]);
    story.tell("2026-05-04", plan(json!({"begin": {"tasks": tasks}})));
    let report = json!({"fulfilment_plan": {"order": "O2", "on": "2026-05-04"}});
    let figures = story.report(report.clone());
    assert_eq!(figures["estimated_on"], "2026-05-07");
    assert_eq!(figures["critical_path"], json!(["pick", "ship"]));
    let start = |task: &str| plan(json!({"start": {"task": task}}));
    assert_eq!(
        story.refused("2026-05-04", start("ship")),
        ("fulfilment.plan.task_not_ready", "action.fulfilment_plan.ask.start.task".into())
    );
    story.tell("2026-05-04", start("pick"));
    story.tell("2026-05-05", plan(json!({"finish": {"task": "pick"}})));
    story.tell("2026-05-05", json!({"cancel_order": {"order": "O2", "reason": "too late"}}));
    let figures = story.report(report);
    assert_eq!(figures["to_compensate"], json!(["pick"]));
    story.tell("2026-05-06", plan(json!({"compensate": {"task": "pick"}})));
}

fn ship(shipment: &str, quantity: &str) -> Value {
    json!({"ship": {"shipment": shipment, "order": "O1", "lines": of(quantity)}})
}

fn counters(story: &Story) -> [String; 5] {
    let order = story.report(json!({"order": {"order": "O1"}}));
    let line = order["state"]["confirmed"]["lines"][0].clone();
    let names = ["cancelled", "shipped", "returned", "invoiced", "credited"];
    names.map(|name| line[name].as_str().unwrap_or("0").to_owned())
}

/// Nine of ten are ordered, seven shipped and billed, two more shipped and not billed.
#[test]
fn what_was_not_billed_is_taken_back_and_never_billed() {
    let mut story = story();
    story.tell("2026-05-04", ship("S2", "2"));
    received(&mut story, "2");
    story.tell("2026-05-13", asked(json!({"inspect": {"is_restocked": true}})));
    story.tell("2026-05-14", asked(json!("take_back")));
    assert_eq!(counters(&story), ["1", "9", "2", "7", "0"]);
    let invoice = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    assert_eq!(story.refused("2026-05-15", invoice).0, "order.nothing_to_invoice");
    let returns = story.report(json!({"returns": {"order": "O1"}}));
    assert_eq!(returns[0]["state"]["settled"][1], "taken_back");
    let leaks = story.report(json!({"revenue_leaks": {"as_of": "2026-05-15"}}));
    assert_eq!(leaks, json!([]), "nothing is to be billed, nothing to be given back");
    // 7 × 30.00 stand on the account: nothing was credited.
    assert_eq!(story.balances("2026-05-15")[0], "411 210.00 EUR");
}

#[test]
fn what_was_billed_is_not_taken_back_but_credited() {
    let mut story = story();
    story.tell("2026-05-04", ship("S2", "2"));
    received(&mut story, "8");
    story.tell("2026-05-13", asked(json!({"inspect": {}})));
    assert_eq!(
        story.refused_with("2026-05-14", asked(json!("take_back"))),
        ("order.line.quantity_exceeds_billable", vec!["1".into(), "8".into(), "2".into()])
    );
    let credit = |rest: bool| {
        asked(json!({"credit": {"series": "sales", "invoice": "F2026-00001",
            "take_back_rest": rest}}))
    };
    assert_eq!(story.refused("2026-05-14", credit(false)).0, "company.return_not_billed");
    // Seven are credited, the eighth had not been billed.
    story.tell("2026-05-14", credit(true));
    assert_eq!(counters(&story), ["1", "9", "8", "7", "7"]);
    let note = story.report(json!({"document": {"document": "F2026-00002"}}));
    assert_eq!(note["figures"]["gross"], "210.00 EUR");
}

/// What another order replaced is not there to come back again.
#[test]
fn what_was_replaced_does_not_come_back_twice() {
    let mut story = story();
    received(&mut story, "7");
    story.tell("2026-05-13", asked(json!({"inspect": {}})));
    story.tell("2026-05-13", asked(json!({"replace": {"by": "O1"}})));
    let request = json!({"request": {"order": "O1", "lines": of("1")}});
    let again = json!({"goods_return": {"goods_return": "R2", "ask": request}});
    assert_eq!(story.refused("2026-05-14", again).0, "fulfilment.return.beyond_shipped");
}

/// Seven at 25.00 are billed, two come back and one of them is good: until it is credited, a credit
/// note of 25.00 and 5.00 VAT is to be granted.
#[test]
fn what_came_back_is_to_be_credited_at_the_end_of_a_period() {
    let mut story = story();
    let items = |story: &Story, as_of: &str| {
        story.report(json!({"cut_off": {"as_of": as_of}}))["items"].clone()
    };
    received(&mut story, "2");
    assert_eq!(items(&story, "2026-05-31"), json!([]), "nobody has looked at it");
    story.tell("2026-05-13", asked(json!({"inspect": {"accepted": of("1")}})));
    assert_eq!(items(&story, "2026-05-12"), json!([]));
    let found = items(&story, "2026-05-31");
    assert_eq!(
        found,
        json!([{
            "kind": "credit_note_to_grant", "source": {"order": "O1"}, "customer": "C1",
            "net": "25.00 EUR", "vat": "5.00 EUR", "gross": "30.00 EUR",
            "lines": [{"line": "1", "quantity": "1", "net": "25.00 EUR"}],
        }])
    );
    let cut_off = json!({"until": "2026-05-31", "reverse_on": "2026-06-01"});
    story.tell("2026-06-02", json!({ "cut_off": cut_off }));
    let may = story.balances("2026-05-31");
    for row in ["4198 -30.00 EUR", "44587 5.00 EUR", "707 -150.00 EUR"] {
        assert!(may.contains(&row.to_owned()), "{row} in {may:?}");
    }
    assert!(story.balances("2026-06-01").contains(&"707 -175.00 EUR".to_owned()));
    let credit = json!({"credit": {"series": "sales", "invoice": "F2026-00001"}});
    story.tell("2026-06-05", asked(credit));
    assert_eq!(items(&story, "2026-06-30"), json!([]));
    assert_eq!(items(&story, "2026-05-31"), found, "the day still sees what was");
}

/// What comes back and was not billed is not to be billed any more; what is replaced is not to be
/// credited.
#[test]
fn what_came_back_unbilled_is_not_to_be_invoiced() {
    let mut story = story();
    let items = |story: &Story, as_of: &str| {
        story.report(json!({"cut_off": {"as_of": as_of}}))["items"].clone()
    };
    story.tell("2026-05-04", ship("S2", "2"));
    assert_eq!(items(&story, "2026-05-12")[0]["gross"], "60.00 EUR");
    received(&mut story, "3");
    story.tell("2026-05-13", asked(json!({"inspect": {}})));
    // Six of nine are kept: of seven billed, one is to be credited.
    let found = items(&story, "2026-05-31");
    assert_eq!(
        (&found[0]["kind"], &found[0]["gross"], found.as_array().unwrap().len()),
        (&json!("credit_note_to_grant"), &json!("30.00 EUR"), 1)
    );
    story.tell("2026-05-20", asked(json!({"replace": {}})));
    let found = items(&story, "2026-05-31");
    assert_eq!(
        (&found[0]["kind"], &found[0]["gross"]),
        (&json!("invoice_to_issue"), &json!("60.00 EUR"))
    );
}
