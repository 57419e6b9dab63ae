//! Interest for late payment inside the company: what items bear, and what debit notes bill of it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told;

use crate::told::{Story, invoice, line};
use o2c_core::json as door;
use serde_json::{Value, json};

fn rates() -> Value {
    json!({"rates": [
        {"valid_from": "2026-01-01", "value": "12.15"},
        {"valid_from": "2026-07-01", "value": "12.40"},
    ]})
}

fn fee() -> Value {
    json!([{"valid_from": "2013-01-01", "value": "40.00 EUR"}])
}

fn bill(until: Option<&str>) -> Value {
    let mut asked = json!({"series": "sales", "customer": "C1", "currency": "EUR",
        "terms": rates(), "fixed_fee": fee()});
    if let Some(until) = until {
        asked["until"] = json!(until);
    }
    json!({ "bill_interest": asked })
}

fn accrued(story: &Story, as_of: &str) -> Value {
    story.report(json!({"accrued_interest": {"as_of": as_of, "terms": rates(),
        "fixed_fee": fee()}}))
}

/// An invoice over an amount without VAT, net 30 days.
fn issue(story: &mut Story, on: &str, net: &str) {
    story.tell(on, json!({"issue_invoice": invoice(&[line("1", "1", net, "20")])}));
}

fn pay(story: &mut Story, on: &str, payment: &str, amount: &str) {
    let payment = json!({"payment": payment, "payer": "C1", "amount": amount});
    story.tell(on, json!({ "receive_payment": payment }));
}

fn letter(story: &mut Story, on: &str, lines: &Value) {
    story.tell(on, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
}

/// The account of the first customer with something late.
fn account(report: &Value) -> [String; 5] {
    ["interest", "billed", "to_bill", "fee_total", "total"]
        .map(|name| report["accounts"][0][name].as_str().expect(name).to_owned())
}

/// 12 000.00 with VAT, due on 31 March.
fn late_invoice() -> Story {
    let mut story = Story::begin();
    issue(&mut story, "2026-03-01", "10000.00");
    story
}

/// Rulebook EX-T4: 45 days on 12 000.00 are 179.75, with the compensation 219.75. The day on which
/// the funds came counts, not that of the lettering.
#[test]
fn interest_runs_until_the_funds_came() {
    let mut story = late_invoice();
    assert_eq!(accrued(&story, "2026-03-31")["accounts"], json!([]), "nothing is late yet");
    pay(&mut story, "2026-05-15", "P1", "12000.00 EUR");
    letter(&mut story, "2026-05-20", &json!([{"entry": "F2026-00001"}, {"entry": "P1"}]));
    let report = accrued(&story, "2026-12-31");
    let whole = ["179.75 EUR", "0.00 EUR", "179.75 EUR", "40.00 EUR", "219.75 EUR"];
    assert_eq!(account(&report), whole);
    assert_eq!(report["accounts"][0]["items"][0]["accrual"]["segments"][0]["days"], 45);
    story.tell("2026-06-01", bill(None));
    let books = [
        "411 219.75 EUR",
        "44571 -2000.00 EUR",
        "512 12000.00 EUR",
        "707 -10000.00 EUR",
        "7581 -40.00 EUR",
        "7631 -179.75 EUR",
    ];
    assert_eq!(story.balances("2026-06-30"), books);
    // What was billed is deducted, and a debit note bears no interest of its own.
    let none = ["179.75 EUR", "179.75 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"];
    assert_eq!(account(&accrued(&story, "2026-12-31")), none);
    assert_eq!(account(&accrued(&story, "2026-05-31")), whole, "earlier days see what was");
    assert_eq!(
        story.refused("2026-12-31", bill(None)),
        ("company.no_interest_to_bill", "action.bill_interest.customer".to_owned())
    );
    let again = door::replay(&door::history(&story.company).unwrap()).unwrap();
    assert!(again == story.company);
}

/// Rulebook EX-T6: 10 000.00, of which 4 000.00 were paid after 20 days and the rest 41 days later,
/// bear 148.46. Billed in stages: 66.58 for the first 20 days, then the 81.88 that are left.
#[test]
fn two_billings_sum_to_the_whole() {
    let mut story = Story::begin();
    let mut asked = invoice(&[line("1", "1", "10000.00", "0")]);
    asked["draft"]["lines"][0]["vat"] = json!({"category": "Z", "rate": "0"});
    story.tell("2026-03-31", json!({ "issue_invoice": asked }));
    pay(&mut story, "2026-05-20", "P1", "4000.00 EUR");
    let part = json!([{"entry": "F2026-00001", "amount": "4000.00 EUR"}, {"entry": "P1"}]);
    letter(&mut story, "2026-05-20", &part);
    story.tell("2026-05-20", bill(None));
    let first = story.report(json!({"document": {"document": "F2026-00002"}}));
    assert_eq!(first["figures"]["due"], "106.58 EUR");
    assert_eq!(first["draft"]["lines"][0]["claim"], "interest");
    assert_eq!(first["draft"]["lines"][1]["claim"], "indemnity");
    let same_day = story.refused("2026-05-20", bill(None)).0;
    assert_eq!(same_day, "company.no_interest_to_bill");
    pay(&mut story, "2026-06-30", "P2", "6000.00 EUR");
    letter(&mut story, "2026-06-30", &json!([{"entry": "F2026-00001"}, {"entry": "P2"}]));
    let rest = ["148.46 EUR", "66.58 EUR", "81.88 EUR", "0.00 EUR", "81.88 EUR"];
    assert_eq!(account(&accrued(&story, "2026-12-31")), rest);
    story.tell("2026-07-15", bill(None));
    let second = story.report(json!({"document": {"document": "F2026-00003"}}));
    assert_eq!(second["figures"]["due"], "81.88 EUR");
    assert_eq!(second["draft"]["lines"].as_array().unwrap().len(), 1, "one compensation a life");
    assert_eq!(second["draft"]["preceding"][0]["number"], "F2026-00001");
}

/// A credit note that corrects lowers what was due from the due day on (rulebook T-21): of
/// 12 000.00 with VAT half was never due, and the other half bears half of 179.75, which is 89.88.
#[test]
fn what_was_credited_was_never_due() {
    let mut story = late_invoice();
    story.tell(
        "2026-05-10",
        json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00001",
            "scope": {"amount": "5000.00 EUR"}, "letter": true}}),
    );
    pay(&mut story, "2026-05-15", "P1", "6000.00 EUR");
    letter(&mut story, "2026-05-15", &json!([{"entry": "F2026-00001"}, {"entry": "P1"}]));
    let report = accrued(&story, "2026-12-31");
    assert_eq!(report["accounts"][0]["interest"], "89.88 EUR");
    // As known before the credit note, the whole was due: 40 days on 12 000.00.
    let known = story.report(json!({"accrued_interest": {"as_of": "2026-05-10",
        "known_at": "2026-05-09", "terms": rates()}}));
    assert_eq!(known["accounts"][0]["interest"], "159.78 EUR");
}

/// A letter that was dissolved counts as if it had never been.
#[test]
fn what_is_open_again_was_never_paid() {
    let mut story = late_invoice();
    pay(&mut story, "2026-04-10", "P1", "12000.00 EUR");
    letter(&mut story, "2026-04-10", &json!([{"entry": "F2026-00001"}, {"entry": "P1"}]));
    assert_eq!(accrued(&story, "2026-05-15")["accounts"][0]["interest"], "39.95 EUR");
    let dissolve = json!({"customer": "C1", "currency": "EUR", "letter": "AAA"});
    story.tell("2026-05-01", json!({ "unletter": dissolve }));
    assert_eq!(accrued(&story, "2026-05-15")["accounts"][0]["interest"], "179.75 EUR");
    assert_eq!(accrued(&story, "2026-04-30")["accounts"][0]["interest"], "39.95 EUR");
}

/// One payment for two invoices, and two payments for one: what fell due first is paid first.
#[test]
fn the_earliest_credit_settles_what_fell_due_first() {
    let mut story = late_invoice();
    issue(&mut story, "2026-04-30", "10000.00");
    pay(&mut story, "2026-05-15", "P1", "12000.00 EUR");
    pay(&mut story, "2026-06-30", "P2", "12000.00 EUR");
    let lines = ["F2026-00002", "F2026-00001", "P2", "P1"].map(|entry| json!({ "entry": entry }));
    letter(&mut story, "2026-06-30", &json!(lines));
    let report = accrued(&story, "2026-12-31");
    let items = report["accounts"][0]["items"].as_array().unwrap();
    // 45 days, then 31 days from 30 May: 12 000 × 12.15 % × 31 / 365 = 123.83.
    let interest: Vec<&Value> = items.iter().map(|item| &item["accrual"]["interest"]).collect();
    assert_eq!(interest, ["179.75 EUR", "123.83 EUR"]);
    assert_eq!(report["accounts"][0]["total"], "383.58 EUR");
}

#[test]
fn what_cannot_be_billed_is_refused() {
    let mut story = late_invoice();
    let path = |field: &str| format!("action.bill_interest.{field}");
    let ahead = story.refused("2026-04-30", bill(Some("2026-05-01")));
    assert_eq!(ahead, ("company.interest_in_advance", path("until")));
    let not_late = story.refused("2026-03-31", bill(None));
    assert_eq!(not_late, ("company.no_interest_to_bill", path("customer")));
    let mut asked = bill(None);
    asked["bill_interest"]["terms"] = json!({"rates": []});
    assert_eq!(story.refused("2026-05-15", asked).0, "interest.rate_missing");
    let mut asked = bill(None);
    asked["bill_interest"]["customer"] = json!("C9");
    assert_eq!(story.refused("2026-05-15", asked).0, "directory.customer_unknown");
    let mut asked = bill(None);
    asked["bill_interest"]["series"] = json!("none");
    assert_eq!(story.refused("2026-05-15", asked), ("company.unknown_series", path("series")));
    let mut asked = bill(None);
    asked["bill_interest"]["fixed_fee"][0]["value"] = json!("40.00 USD");
    assert_eq!(story.refused("2026-05-15", asked), ("money.currency_mismatch", path("fixed_fee")));
}

/// A consumer owes no flat compensation (rulebook T-22).
#[test]
fn a_consumer_owes_interest_alone() {
    let mut story = Story::begin();
    story.tell(
        "2026-01-02",
        json!({"directory": {"amend_customer": {"customer": "C1",
            "party": {"name": "C1", "kind": "consumer"}, "terms": told::terms("net 30")}}}),
    );
    issue(&mut story, "2026-03-01", "10000.00");
    let report = accrued(&story, "2026-05-15");
    assert_eq!(report["accounts"][0]["total"], "179.75 EUR");
}

/// rulebook O-11, T-22: what a credit note gives back of a debit note by its lines may be billed
/// again; a value that is given back alone, and a rebate, stay billed.
#[test]
fn interest_that_is_given_back_is_billed_again() {
    let mut story = late_invoice();
    pay(&mut story, "2026-05-15", "P1", "12000.00 EUR");
    letter(&mut story, "2026-05-20", &json!([{"entry": "F2026-00001"}, {"entry": "P1"}]));
    let credit = |number: &str, scope: Value, reason: &str| {
        json!({"issue_credit_note": {"series": "sales", "invoice": number, "scope": scope,
            "reason": reason}})
    };
    let whole = ["179.75 EUR", "0.00 EUR", "179.75 EUR", "40.00 EUR", "219.75 EUR"];
    let none = ["179.75 EUR", "179.75 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"];
    story.tell("2026-06-01", bill(None));
    // A value alone is a matter of the claim, not of the days it is for.
    let value = json!({"lines": [{"line": "1", "amount": "9.75 EUR"}]});
    story.tell("2026-06-02", credit("F2026-00002", value, "unbilled"));
    assert_eq!(account(&accrued(&story, "2026-12-31")), none);
    let line = json!({"lines": [{"line": "2", "quantity": "1"}]});
    story.tell("2026-06-03", credit("F2026-00002", line, "unbilled"));
    let fee_free = ["179.75 EUR", "179.75 EUR", "0.00 EUR", "40.00 EUR", "40.00 EUR"];
    assert_eq!(account(&accrued(&story, "2026-12-31")), fee_free);
    story.tell("2026-06-04", credit("F2026-00002", json!("whole"), "unbilled"));
    assert_eq!(account(&accrued(&story, "2026-12-31")), whole);
    assert_eq!(account(&accrued(&story, "2026-06-02")), none, "earlier days see what was");
    story.tell("2026-06-05", bill(None));
    assert_eq!(account(&accrued(&story, "2026-12-31")), none);
    let second = story.report(json!({"document": {"document": "F2026-00006"}}));
    assert_eq!(second["figures"]["due"], "219.75 EUR");
    story.tell("2026-06-06", credit("F2026-00006", json!("whole"), "rebate"));
    assert_eq!(account(&accrued(&story, "2026-12-31")), none);
    let again = door::replay(&door::history(&story.company).unwrap()).unwrap();
    assert!(again == story.company);
}

/// A private person owes no flat compensation, and is sued two years, a professional five
/// (rulebook T-22, R-11).
#[test]
fn private_persons_owe_no_flat_compensation_and_are_sued_for_a_shorter_time() {
    let mut story = Story::begin();
    let jean = json!({"customer": "J", "party": {"name": "Jean", "kind": "consumer"}});
    story.tell("2026-01-01", json!({"directory": {"register_customer": jean}}));
    let of = |customer: &str| {
        let mut invoice = invoice(&[line("1", "1", "1000.00", "20")]);
        invoice["draft"]["customer"] = json!(customer);
        json!({"issue_invoice": invoice})
    };
    story.tell("2026-01-30", of("C1"));
    story.tell("2026-01-30", of("J"));
    let claim = |customer: &str| {
        json!({"issue_debit_note": {"series": "sales", "customer": customer, "currency": "EUR",
            "lines": [{"amount": "1.00 EUR", "kind": "costs"},
                {"amount": "40.00 EUR", "kind": "indemnity"}]}})
    };
    let path = "action.issue_debit_note.lines[1].kind".to_owned();
    let refused = story.refused("2026-04-01", claim("J"));
    assert_eq!(refused, ("invoice.claim.indemnity_of_consumer", path));
    let mut forty = line("1", "1", "40.00", "0");
    forty["vat"] = json!({"category": "O", "rate": "0"});
    forty["claim"] = json!("indemnity");
    let mut by_line = invoice(&[forty]);
    by_line["draft"]["customer"] = json!("J");
    by_line["draft"]["kind"] = json!("debit_note");
    let path = "action.issue_invoice.draft.lines[0].claim".to_owned();
    let refused = story.refused("2026-04-01", json!({"issue_invoice": by_line}));
    assert_eq!(refused, ("invoice.claim.indemnity_of_consumer", path));
    let asked = |within: Value| {
        let query = json!({"as_of": "2028-02-29", "within_days": within});
        story.report(json!({"limitation": query}))
    };
    // Due on 1 March 2026: the last day is 1 March 2028, or 2031.
    let pressing = asked(json!(1));
    assert_eq!(pressing.as_array().map(Vec::len), Some(1));
    assert_eq!(pressing[0]["customer"], "J");
    assert_eq!(pressing[0]["claimable_until"], "2028-03-01");
    assert_eq!(pressing[0]["days_left"], 1);
    assert_eq!(asked(json!(0)), json!([]));
    let all = asked(json!(null));
    assert_eq!(all[1]["claimable_until"], "2031-03-01");
    story.tell("2026-04-01", claim("C1"));
}
