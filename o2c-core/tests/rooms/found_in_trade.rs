//! What the simulated company has found: each case stands here before it was mended.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told;

use crate::paid_ahead::*;
use crate::told::{Story, line, terms};
use serde_json::{Value, json};

fn lost(document: &str) -> Value {
    json!({"write_off_bad_debt": {"document": document}})
}

/// What fell due by our events is what the account of VAT collected shows.
fn explained(story: &Story) {
    let span = json!({"from": "2026-01-01", "until": "2026-12-31"});
    let due = story.report(json!({ "vat_due": span }));
    for total in due["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{due}");
    }
}

/// Two instalments of 600.00 with VAT, of each the half paid under one letter: lost are 500.00,
/// and 100.00 of VAT come back.
#[test]
fn instalments_under_one_letter_are_lost_each_by_a_name_of_its_own() {
    let mut story = Story::begin();
    let mut asked = told::invoice(&[line("1", "10", "100.00", "20")]);
    asked["draft"]["terms"] = terms("1 part: net 30; 1 part: net 60");
    story.tell(DAY, json!({ "issue_invoice": asked }));
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "600.00 EUR"});
    story.tell(DAY, json!({ "receive_payment": paid }));
    let half = |part: u8| json!({"entry": format!("F2026-00001/{part}"), "amount": "300.00 EUR"});
    let lines = json!([{"entry": "P1"}, half(1), half(2)]);
    story.tell(DAY, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
    story.tell(DAY, lost("F2026-00001"));
    let books = ["44571 -100.00 EUR", "512 600.00 EUR", "6541 500.00 EUR", "707 -1000.00 EUR"];
    assert_eq!(story.balances(DAY), books);
    explained(&story);
}

/// rulebook V-02, V-07: of 12 000.00 a deposit of 3 600.00 that nobody pays is no loss while no
/// invoice has deducted it; after the final invoice it is, and its 600.00 of VAT come back.
#[test]
fn a_deposit_is_lost_once_an_invoice_has_deducted_it() {
    for form in ["prepaid", "negative_lines"] {
        let mut story = story(form);
        ordered(&mut story, "O1", &[line("1", "2", "5000.00", "20")]);
        story.tell(DAY, deposit("O1", json!({"percent": "30"})));
        let refused = story.refused(DAY, lost("D2026-00001"));
        let path = "action.write_off_bad_debt.document".to_owned();
        assert_eq!(refused, ("company.is_deposit", path), "{form}");
        story.tell(DAY, invoice("O1"));
        story.tell(DAY, lost("D2026-00001"));
        let books =
            ["411 8400.00 EUR", "44571 -1400.00 EUR", "6541 3000.00 EUR", "707 -10000.00 EUR"];
        assert_eq!(story.balances(DAY), books, "{form}");
        explained(&story);
    }
}

/// rulebook V-02, V-03: 0.40 that nobody pays of a deposit of 3 600.00 count as paid, so that the
/// final invoice deducts all of it.
#[test]
fn a_deposit_with_a_write_off_is_deducted_whole() {
    let settings = r#"{"ledger_currency":"EUR",
        "tolerances":[{"kind":"write_off","absolute":"1.00 EUR"}]}"#;
    let company = o2c_core::json::found(settings).unwrap();
    let mut story = Story { company };
    let customer = json!({"customer": "C1", "party": {"name": "C1"}, "terms": terms("net 30")});
    story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    story.series("sales", "F");
    story.series("deposits", "D");
    ordered(&mut story, "O1", &[line("1", "2", "5000.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "3599.60 EUR"});
    story.tell(DAY, json!({ "receive_payment": paid }));
    let settled = json!({"customer": "C1", "currency": "EUR",
        "lines": [{"entry": "P1"}, {"entry": "D2026-00001"}],
        "differences": [{"kind": "write_off", "amount": "0.40 EUR"}]});
    story.tell(DAY, json!({ "letter": settled }));
    story.tell(DAY, invoice("O1"));
    let due = story.report(json!({"open_items": {"as_of": DAY}}));
    assert_eq!((&due[0]["entry"], &due[0]["open"]), (&json!("F2026-00001"), &json!("8400.00 EUR")));
    explained(&story);
}

/// rulebook L-10: what may not be matched while it is contested is passed over where a payment is
/// shared, refused where it is chosen, and stays with its customer.
#[test]
fn what_may_not_be_matched_stays_as_it_is() {
    let mut story = Story::begin();
    for _ in 0..2 {
        let asked = told::invoice(&[line("1", "1", "100.00", "20")]);
        story.tell(DAY, json!({ "issue_invoice": asked }));
    }
    let contested = json!({
        "dispute": "D1", "document": "F2026-00001", "reason": "quality", "do_not_match": true,
    });
    story.tell(DAY, json!({ "open_dispute": contested }));
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "200.00 EUR"});
    story.tell(DAY, json!({ "receive_payment": paid }));
    let chosen = json!({"payment": "P1", "choice": ["F2026-00002", "F2026-00001"]});
    let refused = story.refused(DAY, json!({ "allocate_payment": chosen }));
    let path = "action.allocate_payment.choice[1]".to_owned();
    assert_eq!(refused, ("company.disputed_item", path));
    let moved = json!({
        "customer": "C1", "currency": "EUR", "entry": "F2026-00001", "to": "C2",
    });
    let refused = story.refused(DAY, json!({ "transfer_item": moved }));
    assert_eq!(refused, ("company.disputed_item", "action.transfer_item.entry".to_owned()));
    story.tell(DAY, json!({"allocate_payment": {"payment": "P1"}}));
    let open = story.report(json!({"open_items": {"as_of": DAY}}));
    let open: Vec<(&str, &str)> = open
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["entry"].as_str().unwrap(), item["open"].as_str().unwrap()))
        .collect();
    assert_eq!(open, [("P1", "-80.00 EUR"), ("F2026-00001", "120.00 EUR")]);
}
