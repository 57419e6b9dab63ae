//! The end of a period: invoices to issue, credit notes to grant, deferred income (rulebook 5.2).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, invoice, line};
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

fn order(lines: &[Value], adjustments: &Value) -> Value {
    json!({"place_order": {"order": "O1", "customer": "C1", "currency": "EUR", "lines": lines,
        "adjustments": adjustments}})
}

fn ship(shipment: &str, quantity: &str) -> Value {
    let lines = json!([{"line": "1", "quantity": quantity}]);
    json!({"ship": {"shipment": shipment, "order": "O1", "lines": lines}})
}

fn bill(quantity: &str) -> Value {
    let lines = json!([{"line": "1", "quantity": quantity}]);
    json!({"invoice_order": {"series": "sales", "order": "O1", "lines": lines}})
}

fn cut_off(until: &str, reverse_on: &str) -> Value {
    json!({"cut_off": {"until": until, "reverse_on": reverse_on}})
}

fn items(story: &Story, as_of: &str) -> Value {
    story.report(json!({"cut_off": {"as_of": as_of}}))["items"].clone()
}

/// An order of ten at 100.00, of which seven left and four were billed in January.
fn delivered_and_not_billed() -> Story {
    let mut story = Story::begin();
    story.tell("2026-01-05", order(&[line("1", "10", "100.00", "20")], &json!([])));
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", ship("S1", "7"));
    story.tell("2026-01-12", bill("4"));
    story
}

/// What was served and not billed is income of services; so is what an allowance leaves of it.
#[test]
fn services_are_cut_off_as_services() {
    let mut story = Story::begin();
    let mut work = line("2", "1", "100.00", "20");
    work["supply"] = json!("services");
    let discount = json!([{"kind": "allowance", "value": {"percent": "10"}, "reason": "x"}]);
    story.tell("2026-01-05", order(&[line("1", "1", "50.00", "20"), work], &discount));
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    assert_eq!(items(&story, "2026-01-31")[0]["services"], "90.00 EUR");
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    let cut = ["4181 162.00 EUR", "44587 -27.00 EUR", "706 -90.00 EUR", "707 -45.00 EUR"];
    assert_eq!(story.balances("2026-01-31"), cut);
    assert_eq!(story.balances("2026-02-01"), Vec::<String>::new());
    // Billed, the same accounts show the same.
    story.tell("2026-02-10", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let billed = [
        "411 162.00 EUR",
        "44571 -9.00 EUR",
        "4458 -18.00 EUR",
        "706 -90.00 EUR",
        "707 -45.00 EUR",
    ];
    assert_eq!(story.balances("2026-02-28"), billed);
}

#[test]
fn what_was_delivered_and_not_billed_is_to_be_invoiced() {
    let mut story = delivered_and_not_billed();
    // Three at 100.00 and 20 % VAT.
    let found = items(&story, "2026-01-31");
    assert_eq!(
        found,
        json!([{
            "kind": "invoice_to_issue", "source": {"order": "O1"}, "customer": "C1",
            "net": "300.00 EUR", "vat": "60.00 EUR", "gross": "360.00 EUR",
            "lines": [{"line": "1", "quantity": "3", "net": "300.00 EUR"}],
        }])
    );
    // Seven were there on the day of the shipment, none before it.
    assert_eq!(items(&story, "2026-01-11")[0]["gross"], "840.00 EUR");
    assert_eq!(items(&story, "2026-01-09"), json!([]));
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    assert_eq!(
        story.balances("2026-01-31"),
        [
            "411 480.00 EUR",
            "4181 360.00 EUR",
            "44571 -80.00 EUR",
            "44587 -60.00 EUR",
            "707 -700.00 EUR",
        ]
    );
    let after = ["411 480.00 EUR", "44571 -80.00 EUR", "707 -400.00 EUR"];
    assert_eq!(story.balances("2026-02-01"), after);
    // What is billed in the next period is its income.
    story.tell("2026-02-10", bill("3"));
    assert_eq!(items(&story, "2026-02-28"), json!([]));
    assert_eq!(items(&story, "2026-01-31"), found, "the day still sees what was");
}

#[test]
fn what_was_billed_beyond_the_delivery_is_to_be_given_back() {
    let mut story = Story::begin();
    story.tell("2026-01-05", order(&[line("1", "10", "100.00", "20")], &json!([])));
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    // The shipment was entered in January, but counts in February.
    let early = json!({"id": "early", "effective_on": "2026-02-05", "recorded_on": "2026-01-10",
        "action": ship("S1", "5")});
    json::execute(&mut story.company, &early.to_string()).expect("accepted");
    story.tell("2026-01-12", bill("5"));
    let item = &items(&story, "2026-01-31")[0];
    assert_eq!(
        (&item["kind"], &item["gross"]),
        (&json!("credit_note_to_grant"), &json!("600.00 EUR"))
    );
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    // 600.00 billed of which nothing is earned: sales and VAT are back at what is collected.
    assert_eq!(
        story.balances("2026-01-31"),
        ["411 600.00 EUR", "4198 -600.00 EUR", "44571 -100.00 EUR", "44587 100.00 EUR"]
    );
    let after = ["411 600.00 EUR", "44571 -100.00 EUR", "707 -500.00 EUR"];
    assert_eq!(story.balances("2026-02-01"), after);
    assert_eq!(items(&story, "2026-02-05"), json!([]));
}

#[test]
fn what_is_billed_for_later_days_is_deferred() {
    let mut story = Story::begin();
    let mut rent = line("1", "1", "900.00", "20");
    // The first quarter: 90 days, the end not included.
    rent["period"] = json!({"from": "2026-01-01", "until": "2026-04-01"});
    let mut odd = rent.clone();
    odd["id"] = json!("2");
    odd["price"] = json!({"net": "100.00"});
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[rent, odd])}));
    // After 31 of 90 days: 900.00 - 310.00 and 100.00 - 34.44.
    let found = items(&story, "2026-01-31");
    assert_eq!(found[0]["kind"], "deferred_income");
    assert_eq!(found[0]["source"], json!({"document": "F2026-00001"}));
    assert_eq!((&found[0]["net"], &found[0]["vat"]), (&json!("655.56 EUR"), &json!("0.00 EUR")));
    assert_eq!(found[0]["lines"][1], json!({"line": "2", "quantity": "59", "net": "65.56 EUR"}));
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    assert_eq!(
        story.balances("2026-01-31"),
        ["411 1200.00 EUR", "44571 -200.00 EUR", "487 -655.56 EUR", "707 -344.44 EUR"]
    );
    assert_eq!(items(&story, "2026-02-28")[0]["net"], "344.44 EUR");
    // 59 of 90 days: 900.00 - 590.00 and 100.00 - 65.56.
    story.tell("2026-03-02", cut_off("2026-02-28", "2026-03-01"));
    let february = story.balances("2026-02-28");
    assert!(february.contains(&"487 -344.44 EUR".to_owned()), "{february:?}");
    assert_eq!(items(&story, "2026-03-31"), json!([]));
    assert!(!story.balances("2026-03-01").iter().any(|row| row.starts_with("487")));
    // A credit note gives back what was deferred, too.
    let credit = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole"});
    story.tell("2026-03-05", json!({"issue_credit_note": credit}));
    let net = |item: &Value| item["net"].as_str().unwrap().to_owned();
    let march = items(&story, "2026-03-10");
    let nets: Vec<String> = march.as_array().unwrap().iter().map(net).collect();
    // After 69 of 90 days: 900.00 - 690.00 and 100.00 - 76.67.
    assert_eq!(nets, ["233.33 EUR", "-233.33 EUR"]);
}

/// An allowance of the whole document is deferred as the lines of its VAT group are: 365 days for
/// 1,200.00 less 10 %, of which 92 have gone by; a line of another group defers nothing.
#[test]
fn an_allowance_is_deferred_as_the_lines_it_falls_on() {
    let mut story = Story::begin();
    let mut support = line("1", "1", "1200.00", "20");
    support["period"] = json!({"from": "2025-10-01", "until": "2026-10-01"});
    support["supply"] = json!("services");
    let mut asked = invoice(&[support, line("2", "1", "50.00", "10")]);
    asked["draft"]["adjustments"] = json!([
        {"kind": "allowance", "value": {"percent": "10"}},
    ]);
    story.tell("2026-01-02", json!({"issue_invoice": asked}));
    // 92 + 31 of 365 days by the end of January: 1,200.00 - 404.38 = 795.62, less 79.56.
    let found = items(&story, "2026-01-31");
    assert_eq!(found[0]["lines"][0]["net"], "795.62 EUR");
    assert_eq!(
        (&found[0]["net"], &found[0]["services"]),
        (&json!("716.06 EUR"), &json!("716.06 EUR"))
    );
    let credit = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole"});
    story.tell("2026-01-05", json!({"issue_credit_note": credit}));
    assert_eq!(items(&story, "2026-01-31")[1]["net"], "-716.06 EUR");
}

/// A discount that lowers the VAT at issue takes nothing off the income: all of the days to come
/// are deferred.
#[test]
fn a_discount_at_issue_is_no_allowance() {
    let mut story = Story::begin();
    let mut rent = line("1", "1", "900.00", "20");
    rent["period"] = json!({"from": "2026-01-01", "until": "2026-04-01"});
    let mut asked = invoice(&[rent]);
    asked["draft"]["terms"] = crate::told::terms("2% 10 (vat reduced at issue) net 30");
    story.tell("2026-01-02", json!({"issue_invoice": asked}));
    // After 31 of 90 days.
    assert_eq!(items(&story, "2026-01-31")[0]["net"], "590.00 EUR");
}

/// Goods that are billed as ordered and have not left are income of the period they leave in; the
/// VAT was billed and stays.
#[test]
fn goods_billed_before_they_leave_are_deferred() {
    let mut story = Story::begin();
    let mut asked = order(&[line("1", "10", "100.00", "20")], &json!([]));
    asked["place_order"]["billing"] = json!("ordered");
    story.tell("2026-01-05", asked);
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", ship("S1", "3"));
    story.tell("2026-01-12", bill("10"));
    let found = items(&story, "2026-01-31");
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["kind"], "deferred_income");
    assert_eq!(found[0]["source"], json!({"order": "O1"}));
    assert_eq!(
        (&found[0]["net"], &found[0]["gross"]),
        (&json!("700.00 EUR"), &json!("700.00 EUR"))
    );
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    assert_eq!(
        story.balances("2026-01-31"),
        ["411 1200.00 EUR", "44571 -200.00 EUR", "487 -700.00 EUR", "707 -300.00 EUR"]
    );
    story.tell("2026-02-10", ship("S2", "7"));
    assert_eq!(items(&story, "2026-02-28"), json!([]));
}

/// A value that is given back of no line in particular covers the days of the lines.
#[test]
fn a_value_given_back_is_deferred_as_its_lines() {
    let mut story = Story::begin();
    let mut rent = line("1", "1", "900.00", "20");
    rent["period"] = json!({"from": "2026-01-01", "until": "2026-04-01"});
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[rent])}));
    let credit = json!({"series": "sales", "invoice": "F2026-00001",
        "scope": {"amount": "90.00 EUR"}, "reason": "rebate"});
    story.tell("2026-01-20", json!({"issue_credit_note": credit}));
    // 59 of 90 days are left of 900.00 and of 90.00.
    let found = items(&story, "2026-01-31");
    assert_eq!((&found[0]["net"], &found[1]["net"]), (&json!("590.00 EUR"), &json!("-59.00 EUR")));
}

#[test]
fn a_period_is_cut_off_once_and_in_time() {
    let mut story = delivered_and_not_billed();
    let code = |story: &mut Story, on: &str, until: &str, reverse_on: &str| {
        story.refused(on, cut_off(until, reverse_on)).0
    };
    let not_over = code(&mut story, "2026-01-30", "2026-01-31", "2026-02-01");
    assert_eq!(not_over, "company.period_not_over");
    let early = code(&mut story, "2026-02-01", "2026-01-31", "2026-01-31");
    assert_eq!(early, "company.cut_off.reversed_too_early");
    story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-10"));
    let again = code(&mut story, "2026-02-15", "2026-01-31", "2026-02-01");
    assert_eq!(again, "company.cut_off.done_already");
    // What is not reversed yet would be posted twice.
    let twice = code(&mut story, "2026-02-15", "2026-02-09", "2026-02-10");
    assert_eq!(twice, "company.cut_off.not_reversed");
    story.tell("2026-03-02", json!({"close_period": {"until": "2026-02-28"}}));
    let closed = code(&mut story, "2026-03-02", "2026-02-28", "2026-03-01");
    assert_eq!(closed, "company.period_closed");
}

#[test]
fn what_is_in_another_currency_needs_its_rate() {
    let mut story = Story::begin();
    let mut place = order(&[line("1", "1", "10.05", "20")], &json!([]));
    place["place_order"]["currency"] = json!("USD");
    story.tell("2026-01-05", place);
    story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", ship("S1", "1"));
    let refused = story.refused("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
    let path = "action.cut_off.exchange_rates".to_owned();
    assert_eq!(refused, ("ledger.rate_missing", path));
    let mut with_rate = cut_off("2026-01-31", "2026-02-01");
    with_rate["cut_off"]["exchange_rates"] = json!(["EUR/USD 1.0850"]);
    story.tell("2026-02-03", with_rate);
    // rulebook EX-A: 12.06 USD are 11.12 EUR, of which 9.27 revenue and 1.85 VAT.
    assert_eq!(
        story.balances("2026-01-31"),
        ["4181 11.12 EUR", "44587 -1.85 EUR", "707 -9.27 EUR"]
    );
    assert!(story.balances("2026-02-01").is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 48, ..Default::default()
    })]

    /// What is cut off is what the invoice then comes to, to the cent, whatever is fixed on the
    /// line and on the order; and nothing of it stays after the reversal.
    #[test]
    fn an_invoice_to_issue_is_the_invoice_that_is_issued(
        (ordered, shipped, billed) in (2_u32..40).prop_flat_map(|ordered| {
            (1..=ordered).prop_flat_map(move |shipped| (Just(ordered), Just(shipped), 0..shipped))
        }),
        price in 100_u32..100_000,
        off_line in 1_u32..90,
        off_order in 1_u32..90,
    ) {
        let amount = |minor: u32| format!("{}.{:02}", minor / 100, minor % 100);
        let allowance = |minor: u32| json!([{"kind": "allowance",
            "value": {"amount": format!("{} EUR", amount(minor))}}]);
        let mut goods = line("1", &ordered.to_string(), &amount(price), "20");
        goods["adjustments"] = allowance(off_line);
        let mut story = Story::begin();
        story.tell("2026-01-05", order(&[goods], &allowance(off_order)));
        story.tell("2026-01-05", json!({"confirm_order": {"order": "O1"}}));
        story.tell("2026-01-10", ship("S1", &shipped.to_string()));
        if billed > 0 {
            story.tell("2026-01-12", bill(&billed.to_string()));
        }
        let before = story.balances("2026-02-01");
        let item = items(&story, "2026-01-31")[0].clone();
        story.tell("2026-02-03", cut_off("2026-01-31", "2026-02-01"));
        prop_assert_eq!(&story.balances("2026-02-01"), &before);
        story.tell("2026-02-10", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
        let number = if billed > 0 { "F2026-00002" } else { "F2026-00001" };
        let document = story.report(json!({"document": {"document": number}}));
        for figure in ["net", "vat", "gross"] {
            prop_assert_eq!(&item[figure], &document["figures"][figure]);
        }
    }
}
