//! Lessons others paid for, each a case that must never come back.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crate::told::report;
use o2c_core::calendar::Terms;
use o2c_core::company::Company;
use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};

/// Carries out an action on a day, known the same day.
fn run(company: &mut Company, on: &str, action: &Value) -> Result<Value, Error> {
    let id = format!("command-{}", company.history().len());
    let command = json!({"id": id, "effective_on": on, "recorded_on": on, "action": action});
    json::execute(company, &command.to_string()).map(|text| serde_json::from_str(&text).unwrap())
}

/// A company with one customer and a series of documents.
fn company() -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let customer = json!({"customer": "C1", "party": {"name": "Durand"}});
    let series = json!({"series": "sales", "prefix": "F", "yearly": true, "digits": 5});
    for action in
        [json!({"directory": {"register_customer": customer}}), json!({"open_series": series})]
    {
        run(&mut company, "2026-01-02", &action).unwrap();
    }
    company
}

/// An invoice over a net price with 20 % VAT.
fn invoice(terms: &str, net: &str) -> Value {
    let terms: Terms = terms.parse().unwrap();
    json!({"issue_invoice": {"series": "sales", "draft": {
        "customer": "C1", "currency": "EUR", "terms": terms,
        "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": net},
            "vat": {"category": "S", "rate": "20"}}],
    }}})
}

fn payment(id: &str, amount: &str, remittance: &str) -> Value {
    json!({"receive_payment": {
        "payment": id, "payer": "C1", "amount": amount, "remittance": remittance,
    }})
}

/// What is open: each item with its amount, the earliest due first.
fn open(company: &Company) -> Vec<(String, String)> {
    let items = report(company, &json!({"open_items": {"as_of": "2026-12-31"}}));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let items = items.as_array().unwrap().iter();
    items.map(|item| (text(&item["entry"]), text(&item["open"]))).collect()
}

fn balance_of(company: &Company, account: &str) -> String {
    let balance = report(company, &json!({"trial_balance": {"as_of": "2026-12-31"}}));
    let mut rows = balance["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["account"] == account).unwrap();
    row["balance"].as_str().unwrap().to_owned()
}

/// Three lines of 0.99 at 20 %: 2.97 bear 0.59, though the lines alone would round to 0.60.
#[test]
fn vat_is_of_the_group_not_of_the_lines() {
    let line = |id: &str| {
        json!({"id": id, "quantity": "1 C62", "price": {"net": "0.99"},
            "vat": {"category": "S", "rate": "20"}})
    };
    let terms: Terms = "net 30".parse().unwrap();
    let draft = json!({"customer": "C1", "currency": "EUR", "terms": terms,
        "lines": [line("1"), line("2"), line("3")]});
    let answer = json::calculate(&json!({ "invoice": draft }).to_string()).unwrap();
    for figure in [r#""2.97 EUR""#, r#""0.59 EUR""#, r#""3.56 EUR""#] {
        assert!(answer.contains(figure), "{figure} is not in {answer}");
    }
    assert!(!answer.contains(r#""0.60 EUR""#), "{answer}");
}

/// 2 % of 1200.00 in two instalments are 12.00 and 12.00: neither takes the other's, and both
/// together take 24.00, of which 20.00 net and 4.00 VAT.
#[test]
fn an_early_discount_is_not_taken_twice_on_two_instalments() {
    let mut company = company();
    let terms = "2% 10 50%: at once; rest: net 10";
    run(&mut company, "2026-01-15", &invoice(terms, "1000.00")).unwrap();
    let instalments = open(&company);
    let amounts: Vec<&str> = instalments.iter().map(|(_, open)| open.as_str()).collect();
    assert_eq!(amounts, ["600.00 EUR", "600.00 EUR"]);
    let letter = |payment: &str, entry: &str| {
        json!({"letter": {"customer": "C1", "currency": "EUR", "take_discount": true,
            "lines": [{"entry": payment}, {"entry": entry}]}})
    };
    run(&mut company, "2026-01-16", &payment("P0", "576.00 EUR", "")).unwrap();
    let refused = run(&mut company, "2026-01-16", &letter("P0", &instalments[0].0)).unwrap_err();
    assert_eq!(refused.code, "receivable.discount_too_small");
    for (id, (entry, _)) in ["P1", "P2"].iter().zip(&instalments) {
        run(&mut company, "2026-01-16", &payment(id, "588.00 EUR", "")).unwrap();
        run(&mut company, "2026-01-16", &letter(id, entry)).unwrap();
    }
    assert_eq!(open(&company), [("P0".to_owned(), "-576.00 EUR".to_owned())]);
    assert_eq!(balance_of(&company, "665"), "20.00 EUR");
    assert_eq!(balance_of(&company, "44571"), "-196.00 EUR");
    company.audit().unwrap();
}

/// Of two invoices of the same amount the one that is named is settled; where none is named
/// nothing is applied.
#[test]
fn an_amount_alone_does_not_choose_between_two_documents() {
    let mut company = company();
    for _ in 0..2 {
        run(&mut company, "2026-01-15", &invoice("net 30", "100.00")).unwrap();
    }
    let item = |entry: &str, open: &str| (entry.to_owned(), open.to_owned());
    let (first, second) = (item("F2026-00001", "120.00 EUR"), item("F2026-00002", "120.00 EUR"));
    run(&mut company, "2026-01-20", &payment("P1", "120.00 EUR", "thank you")).unwrap();
    let automatically = |id: &str| json!({"letter_automatically": {"payment": id}});
    run(&mut company, "2026-01-20", &automatically("P1")).unwrap();
    assert_eq!(open(&company), [item("P1", "-120.00 EUR"), first.clone(), second]);
    run(&mut company, "2026-01-20", &payment("P2", "120.00 EUR", "F2026-00002")).unwrap();
    run(&mut company, "2026-01-20", &automatically("P2")).unwrap();
    assert_eq!(open(&company), [item("P1", "-120.00 EUR"), first]);
    company.audit().unwrap();
}

/// From the 28th, 29th, 30th or 31st of January the due days never turn back: terms are steps in
/// their order, and a later issue is never due earlier.
#[test]
fn a_later_issue_is_never_due_earlier() {
    let due = |terms: &str, on: &str| {
        let terms: Terms = terms.parse().unwrap();
        let asked = json!({"schedule": {"terms": terms, "total": "1.00 EUR", "issued_on": on}});
        let answer = json::calculate(&asked.to_string()).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        answer[0]["due_on"].as_str().unwrap().to_owned()
    };
    let days = ["2026-01-28", "2026-01-29", "2026-01-30", "2026-01-31", "2026-02-01"];
    for terms in ["30 days then on day 10", "1 months then end of month", "1 months", "net 30"] {
        let due: Vec<String> = days.iter().map(|on| due(terms, on)).collect();
        assert!(due.is_sorted(), "{terms}: {due:?}");
    }
    // 28 January and 30 days are 27 February: the 10th after it is that of March.
    assert_eq!(due("30 days then on day 10", "2026-01-28"), "2026-03-10");
}
