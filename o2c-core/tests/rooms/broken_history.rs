//! Histories that no company's decisions made: each is refused, with the sentence of the contract
//! that it breaks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use o2c_core::json;
use serde_json::{Value, json};

/// An invoice over 120.00, one over 96.00 USD booked at 80.00, both paid in part or wholly and
/// lettered, the first letter dissolved; the first half of January is closed.
fn history() -> Value {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let mut run = |on: &str, action: Value| {
        let id = format!("c{}", company.history().len());
        let command = json!({"id": id, "effective_on": on, "recorded_on": on, "action": action});
        json::execute(&mut company, &command.to_string()).expect(on);
    };
    let terms: o2c_core::calendar::Terms = "net 30".parse().unwrap();
    let customer = json!({"customer": "C1", "party": {"name": "Ada"}, "terms": terms});
    run("2026-01-02", json!({"directory": {"register_customer": customer}}));
    let series = json!({"series": "sales", "prefix": "F", "yearly": true, "digits": 3});
    run("2026-01-02", json!({"open_series": series}));
    for (currency, net) in [("EUR", "100.00"), ("USD", "80.00")] {
        let mut invoice = json!({"series": "sales", "draft": {
            "customer": "C1", "currency": currency, "terms": terms,
            "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": net},
                "vat": {"category": "S", "rate": "20"}}]}});
        if currency == "USD" {
            invoice["exchange_rate"] = json!("EUR/USD 1.2");
        }
        run("2026-01-20", json!({"issue_invoice": invoice}));
    }
    run("2026-01-21", json!({"close_period": {"until": "2026-01-15"}}));
    let payment = json!({"payment": "P1", "amount": "50.00 EUR"});
    run("2026-01-22", json!({"receive_payment": payment}));
    run("2026-01-22", json!({"identify_payment": {"customer": "C1", "payment": "P1"}}));
    let payment = json!({"payment": "P2", "payer": "C1", "amount": "96.00 USD",
        "exchange_rate": "EUR/USD 1"});
    run("2026-01-23", json!({"receive_payment": payment}));
    for (currency, entries) in [("EUR", ["F2026-001", "P1"]), ("USD", ["F2026-002", "P2"])] {
        let lines = entries.map(|entry| json!({"entry": entry}));
        let letter = json!({"customer": "C1", "currency": currency, "lines": lines});
        run("2026-01-24", json!({"letter": letter}));
    }
    let unletter = json!({"customer": "C1", "currency": "EUR", "letter": "AAA"});
    run("2026-01-25", json!({"unletter": unletter}));
    serde_json::from_str(&json::history(&company).unwrap()).unwrap()
}

/// Where the last event stands that has a value at `pointer`.
fn last(events: &[Value], pointer: &str) -> usize {
    events.iter().rposition(|event| event.pointer(pointer).is_some()).expect(pointer)
}

const OPENED: &str = "/receivable/event/opened";
const LETTERED: &str = "/receivable/event/lettered";
const UNLETTERED: &str = "/receivable/event/unlettered";

/// The sentence that a history breaks after `tamper` had its hands on the events.
fn broken(tamper: impl Fn(&mut Vec<Value>)) -> String {
    let mut history = history();
    json::replay(&history.to_string()).expect("sound before");
    tamper(history["events"].as_array_mut().unwrap());
    let refused = json::replay(&history.to_string()).expect_err("broken");
    assert_eq!(refused.code, "company.broken_history", "{refused:?}");
    let mut figures = refused.figures.iter();
    figures.find(|(name, _)| *name == "invariant").expect("named").1.clone()
}

/// As [`broken`], where one value of the last such event is exchanged.
fn exchanged(event: &str, field: &str, value: Value) -> String {
    broken(|events| {
        let at = last(events, event);
        let place = events[at].pointer_mut(&format!("{event}{field}")).expect(field);
        assert_ne!(*place, value, "nothing is exchanged");
        *place = value.clone();
    })
}

/// As [`broken`], where the last such event is told again at the end.
fn told_twice(event: &str) -> String {
    broken(|events| {
        let again = events[last(events, event)].clone();
        events.push(again);
    })
}

#[test]
fn nothing_is_told_twice() {
    assert_eq!(told_twice("/accepted"), "I18");
    assert_eq!(told_twice("/period_closed"), "I12");
    assert_eq!(told_twice(UNLETTERED), "I10");
    // A payment under another name of its entry, on the day of the last command.
    let payment = broken(|events| {
        let mut again = events[last(events, OPENED)].clone();
        let opened = again.pointer_mut(OPENED).unwrap();
        opened["item"]["id"] = json!("P2-again");
        opened["recorded_on"] = json!("2026-01-25");
        events.push(again);
    });
    assert_eq!(payment, "I18");
}

#[test]
fn nothing_follows_out_of_its_time() {
    assert_eq!(exchanged("/accepted", "/recorded_on", json!("2026-01-24")), "I17");
    assert_eq!(exchanged("/accepted", "/recorded_on", json!("2026-01-01")), "I17");
    assert_eq!(exchanged(OPENED, "/recorded_on", json!("2026-01-24")), "I17");
    for (event, day) in
        [(OPENED, "/item/accounted_on"), (LETTERED, "/effective_on"), ("/posted", "/accounted_on")]
    {
        assert_eq!(exchanged(event, day, json!("2026-01-15")), "I12", "{event}");
    }
    // Open on the day, but before what it settles, or before what it dissolves.
    assert_eq!(exchanged(LETTERED, "/effective_on", json!("2026-01-22")), "I11");
    assert_eq!(exchanged(UNLETTERED, "/effective_on", json!("2026-01-21")), "I11");
}

#[test]
fn a_letter_settles() {
    // The invoice of 96.00 USD, booked at 80.00, was paid by 96.00 booked at 96.00: a gain.
    let application = |index: usize, field: &str| format!("/applications/{index}/{field}");
    let of =
        |index, field, value: &str| exchanged(LETTERED, &application(index, field), json!(value));
    assert_eq!(of(0, "amount", "95.00 USD"), "I10", "less than the other side");
    assert_eq!(of(0, "amount", "97.00 USD"), "I10", "beyond its amount");
    assert_eq!(of(0, "amount", "-1.00 USD"), "I10", "the wrong sign");
    assert_eq!(of(0, "booked", "79.00 EUR"), "I6", "closed in one currency only");
    assert_eq!(of(1, "entry", "F2026-002"), "I10", "named twice");
    assert_eq!(exchanged(LETTERED, "/exchange/gain", json!("15.00 EUR")), "I7");
    assert_eq!(exchanged(LETTERED, "/letter", json!("AAB")), "I17");
    let one_sided = broken(|events| {
        let at = last(events, LETTERED);
        let letter = events[at].pointer_mut(LETTERED).unwrap();
        letter["applications"].as_array_mut().unwrap().pop();
    });
    assert_eq!(one_sided, "I10");
    let in_part = broken(|events| {
        let at = last(events, UNLETTERED);
        let letter = events[at].pointer_mut(UNLETTERED).unwrap();
        letter["applications"].as_array_mut().unwrap().pop();
    });
    assert_eq!(in_part, "I11");
}
