//! How the codes of letters are made: alphabet, length, and within what a code is used once
//! (rulebook L-03, EX-L1).

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use o2c_core::company::Company;
use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};

fn run(company: &mut Company, action: Value) -> Result<Value, Error> {
    let id = format!("command-{}", company.history().len());
    let command = json!({"id": id, "effective_on": "2026-02-10", "recorded_on": "2026-02-10",
        "action": action});
    json::execute(company, &command.to_string()).map(|text| serde_json::from_str(&text).unwrap())
}

/// A company in which two customers owe five invoices each, and one of them two in dollars.
fn company(letters: Value) -> Company {
    let settings = json!({"ledger_currency": "EUR", "letters": letters});
    let mut company = json::found(&settings.to_string()).unwrap();
    let mut items = Vec::new();
    for customer in ["C1", "C2"] {
        let party = json!({"customer": customer, "party": {"name": customer}});
        run(&mut company, json!({"directory": {"register_customer": party}})).unwrap();
        for number in 1..=5 {
            items.push(json!({"customer": customer, "document": format!("{customer}-F{number}"),
                "document_on": "2026-01-05", "amount": "10.00 EUR"}));
        }
    }
    for number in 1..=2 {
        items.push(json!({"customer": "C1", "document": format!("C1-D{number}"),
            "document_on": "2026-01-05", "amount": "10.00 USD", "booked": "9.00 EUR"}));
    }
    run(&mut company, json!({"open_balances": {"items": items}})).unwrap();
    company
}

/// Letters an invoice with a payment of its own, wholly or but for a cent; the code.
fn lettered(company: &mut Company, customer: &str, entry: &str, amount: &str) -> String {
    let payment = format!("P-{entry}");
    let currency = &amount[amount.len() - 3..];
    let mut paid = json!({"payment": payment, "payer": customer, "amount": amount});
    if currency == "USD" {
        paid["exchange_rate"] = json!("USD/EUR 0.9");
    }
    run(company, json!({ "receive_payment": paid })).unwrap();
    let letter = json!({"letter": {"customer": customer, "currency": currency,
        "lines": [{"entry": payment}, {"entry": entry}]}});
    run(company, letter).unwrap();
    let query = json!({"account_items": {"as_of": "2026-02-10", "customer": customer}}).to_string();
    let items: Value = serde_json::from_str(&json::report(company, &query).unwrap()).unwrap();
    let items = items.as_array().unwrap();
    let item = items.iter().find(|item| item["entry"] == json!(entry)).unwrap();
    item["letter"].as_str().unwrap().to_string()
}

fn is_sound(company: &Company) {
    company.audit().unwrap();
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
}

#[test]
fn codes_are_made_of_the_alphabet_of_the_settings() {
    let mut company = company(json!({"alphabet": "AB7", "shortest": 1}));
    let codes = ["C1-F1", "C1-F2", "C1-F3", "C1-F4"]
        .map(|entry| lettered(&mut company, "C1", entry, "10.00 EUR"));
    assert_eq!(codes, ["A", "B", "7", "AA"]);
    assert_eq!(lettered(&mut company, "C1", "C1-F5", "9.99 EUR"), "ab");
    assert_eq!(lettered(&mut company, "C2", "C2-F1", "10.00 EUR"), "A");
    let unletter = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "7"}});
    run(&mut company, unletter).unwrap();
    is_sound(&company);
}

#[test]
fn a_code_is_used_once_within_its_scope() {
    let story = [
        ("C1", "C1-F1", "10.00 EUR"),
        ("C1", "C1-D1", "10.00 USD"),
        ("C2", "C2-F1", "10.00 EUR"),
        ("C1", "C1-D2", "10.00 USD"),
        ("C1", "C1-F2", "10.00 EUR"),
    ];
    for (scope, expected) in [
        ("account", ["AAA", "AAA", "AAA", "AAB", "AAB"]),
        ("customer", ["AAA", "AAB", "AAA", "AAC", "AAD"]),
        ("company", ["AAA", "AAB", "AAC", "AAD", "AAE"]),
    ] {
        let mut company = company(json!({ "scope": scope }));
        let codes =
            story.map(|(customer, entry, amount)| lettered(&mut company, customer, entry, amount));
        assert_eq!(codes, expected, "{scope}");
        // What moves from one account to another is lettered on both in one command.
        run(
            &mut company,
            json!({"transfer_item": {"customer": "C1", "currency": "EUR",
            "entry": "C1-F3", "to": "C2"}}),
        )
        .unwrap();
        let query = json!({"letters": {"as_of": "2026-02-10"}}).to_string();
        let letters: Value =
            serde_json::from_str(&json::report(&company, &query).unwrap()).unwrap();
        let mut used: Vec<String> = letters
            .as_array()
            .unwrap()
            .iter()
            .map(|row| match scope {
                "account" => format!("{} {} {}", row["letter"], row["customer"], row["currency"]),
                "customer" => format!("{} {}", row["letter"], row["customer"]),
                _ => row["letter"].to_string(),
            })
            .collect();
        used.sort();
        let count = used.len();
        used.dedup();
        assert_eq!(used.len(), count, "{scope}: no code twice");
        is_sound(&company);
    }
}

#[test]
fn an_alphabet_that_is_none_is_refused() {
    for alphabet in ["", "A", "BA", "AAB", "01", "ab", "AÄ"] {
        let settings = json!({"ledger_currency": "EUR", "letters": {"alphabet": alphabet}});
        let no = json::found(&settings.to_string()).unwrap_err();
        assert_eq!(no.code, "receivable.alphabet_malformed", "{alphabet}");
        assert_eq!(no.path, "letters.alphabet");
    }
}
