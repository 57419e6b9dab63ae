//! Cash in the company, where something once went wrong or well might: each test is named after
//! what must hold.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::run;
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json};

/// Carries out an action on a day, known the same day.
/// A company with two customers, who may take 2 % off within ten days, and a series of documents.
fn company() -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    for id in ["C1", "C2"] {
        let customer = json!({"customer": id, "party": {"name": id}});
        let action = json!({"directory": {"register_customer": customer}});
        run(&mut company, "2026-01-02", action).unwrap();
    }
    run(&mut company, "2026-01-02", series("sales", "F")).unwrap();
    company
}

fn series(id: &str, prefix: &str) -> Value {
    json!({"open_series": {"series": id, "prefix": prefix, "yearly": true, "digits": 5}})
}

/// An invoice of some pieces at 1.00 with 20 % VAT; fewer than none is a credit note.
fn invoice(series: &str, customer: &str, pieces: &str) -> Value {
    let terms: o2c_core::calendar::Terms = "2% 10 net 30".parse().unwrap();
    json!({"issue_invoice": {"series": series, "draft": {
        "customer": customer, "currency": "EUR", "terms": terms,
        "lines": [{"id": "1", "description": "desk", "quantity": format!("{pieces} C62"),
            "price": {"net": "1.00"}, "vat": {"category": "S", "rate": "20"}}],
    }}})
}

fn payment(id: &str, payer: Option<&str>, amount: &str) -> Value {
    match payer {
        Some(payer) => {
            json!({"receive_payment": {"payment": id, "payer": payer, "amount": amount}})
        }
        None => json!({"receive_payment": {"payment": id, "amount": amount}}),
    }
}

/// All items of the first customer with each other.
fn letter(entries: &[&str], take_discount: bool) -> Value {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": lines, "take_discount": take_discount}})
}

fn balance_of(company: &Company, account: &str) -> String {
    let query = json!({"trial_balance": {"as_of": "2030-12-31"}}).to_string();
    let report: Value = serde_json::from_str(&json::report(company, &query).unwrap()).unwrap();
    let rows = report["rows"].as_array().unwrap().iter();
    let mut rows = rows.filter(|row| row["account"] == account);
    rows.next().map_or("none".into(), |row| row["balance"].as_str().unwrap().into())
}

fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
}

#[test]
fn a_document_number_is_given_out_once_in_the_company() {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("sales", "C1", "1000")).unwrap();
    let before = company.clone();
    let refused = run(&mut company, "2026-01-16", series("other", "F")).unwrap_err();
    assert_eq!(refused.code, "company.series_collide");
    assert_eq!(company, before);
}

#[test]
fn a_payment_that_bears_a_documents_number_blocks_no_invoice() {
    let mut company = company();
    run(&mut company, "2026-01-10", payment("F2026-00001", Some("C1"), "5.00 EUR")).unwrap();
    run(&mut company, "2026-01-15", invoice("sales", "C1", "1000")).unwrap();
    run(&mut company, "2026-01-16", payment("F2026-00002", None, "7.00 EUR")).unwrap();
    run(&mut company, "2026-01-16", invoice("sales", "C1", "10")).unwrap();
    let identify = json!({"identify_payment": {"payment": "F2026-00002", "customer": "C1"}});
    run(&mut company, "2026-01-17", identify).unwrap();
    let letter = json!({"letter_automatically": {"payment": "F2026-00002"}});
    run(&mut company, "2026-01-17", letter).unwrap();
    is_sound(&company);
}

#[test]
fn any_payment_in_suspense_can_be_identified() {
    let mut company = company();
    let long = "X".repeat(64);
    for id in [long.as_str(), "P1", "P1 out"] {
        run(&mut company, "2026-01-10", payment(id, None, "5.00 EUR")).unwrap();
    }
    for id in [long.as_str(), "P1", "P1 out"] {
        let identify = json!({"identify_payment": {"payment": id, "customer": "C1"}});
        run(&mut company, "2026-01-11", identify).unwrap();
    }
    assert_eq!(balance_of(&company, "471"), "0.00 EUR");
    assert_eq!(balance_of(&company, "411"), "-15.00 EUR");
    is_sound(&company);
}

/// rulebook T-30: 0.03 at 20 % are 0.02 and round2(0.03 × 20/120) = 0.01.
#[test]
fn a_part_of_a_discount_bears_its_own_vat() {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("sales", "C1", "1000")).unwrap();
    run(&mut company, "2026-01-20", payment("P1", Some("C1"), "1199.97 EUR")).unwrap();
    run(&mut company, "2026-01-20", letter(&["P1", "F2026-00001"], true)).unwrap();
    assert_eq!(balance_of(&company, "665"), "0.02 EUR");
    assert_eq!(balance_of(&company, "44571"), "-199.99 EUR");
    is_sound(&company);
}

/// rulebook T-30: a discount is earned by funds received; a credit note is none.
#[test]
fn a_credit_note_earns_no_discount() {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("sales", "C1", "1000")).unwrap();
    run(&mut company, "2026-01-16", invoice("sales", "C1", "-980")).unwrap();
    let refused = run(&mut company, "2026-01-20", letter(&["F2026-00002", "F2026-00001"], true));
    assert_eq!(refused.unwrap_err().code, "receivable.discount_too_small");
    is_sound(&company);
}

/// rulebook T-30: the deadline is held against the funds, not against a later credit note.
#[test]
fn a_late_credit_note_takes_no_discount_away() {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("sales", "C1", "1000")).unwrap();
    run(&mut company, "2026-01-20", payment("P1", Some("C1"), "1058.40 EUR")).unwrap();
    run(&mut company, "2026-02-16", invoice("sales", "C1", "-100")).unwrap();
    let letter = letter(&["P1", "F2026-00002", "F2026-00001"], true);
    run(&mut company, "2026-02-20", letter).unwrap();
    assert_eq!(balance_of(&company, "411"), "0.00 EUR");
    is_sound(&company);
}
