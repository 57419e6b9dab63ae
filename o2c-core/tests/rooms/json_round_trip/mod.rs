//! Everything that can be said in JSON: it comes back as it went, and nothing else is understood.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod arrangements;
mod collection;
mod credit;
mod goods;
mod story;

use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use story::{commands, company, settings};

/// Every question, with all that can be said of it.
fn queries() -> Vec<Value> {
    let span = json!({"from": "2026-01-01", "until": "2026-04-30", "known_at": "2026-03-31"});
    vec![
        json!({"ageing": {"as_of": "2026-03-31", "known_at": "2026-03-31", "basis": "due_date",
            "buckets": [15, 45], "credits": "oldest_first", "value": "booked"}}),
        json!({"open_items": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C1"}}),
        json!({ "reconciliation": span }),
        json!({"trial_balance": {"as_of": "2026-03-31", "known_at": "2026-03-31"}}),
        json!({ "journal": span }),
        json!({"cycle": {"as_of": "2026-03-31", "largest": 3, "buckets": [30]}}),
        json!({"order": {"order": "O1", "as_of": "2026-03-31"}}),
        json!({"document": {"document": "F2026-00001"}}),
        json!({"findings": {"document": "F2026-00001",
            "profile": {"not_subject_stands_alone": true}}}),
        json!({"customer": {"customer": "C1"}}),
        json!({"payment": {"payment": "P3"}}),
        json!({"payments": {}}),
        json!({"explanation": {"document": "F2026-00001"}}),
        json!({"outbox": {"as_of": "2026-03-31"}}),
        json!({"e_invoice": {"document": "F2026-00012"}}),
        json!({"numbering": {"series": "sales"}}),
        json!({"cut_off": {"as_of": "2026-03-31"}}),
        json!({"figures": {"as_of": "2026-03-31", "known_at": "2026-03-31", "months": 3,
            "window": 2, "by": "customer"}}),
        json!({"event_log": {"from": "2026-01-01", "until": "2026-03-31"}}),
        json!({"process": {"from": "2026-01-01", "as_of": "2026-03-31",
            "known_at": "2026-03-31"}}),
        json!({"cash_forecast": {"as_of": "2026-03-31", "known_at": "2026-03-31", "days": 7,
            "periods": 4, "history": 6}}),
        json!({"document_chain": {"invoice": "F2026-00012"}}),
        json!({"vat_due": {"from": "2026-01-01", "until": "2026-04-30"}}),
        json!({"accrued_interest": {"as_of": "2026-03-31", "known_at": "2026-03-31",
            "terms": {"rates": [{"valid_from": "2026-01-01", "value": "12.15"}]},
            "fixed_fee": [{"valid_from": "2013-01-01", "value": "40.00 EUR"}],
            "customer": "C1"}}),
        json!({"aged_balance": {"as_of": "2026-03-31", "known_at": "2026-03-31",
            "basis": "document_date", "buckets": [15], "credits": "own_date",
            "value": {"at_rates": ["EUR/USD 1.10"]}, "by": "group", "group": "meubles",
            "customer": "C1", "with_items": true, "due_days": "plan"}}),
        json!({"disputes": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C1",
            "only_open": false}}),
        json!({"balances": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C1"}}),
        json!({"account_items": {"as_of": "2026-03-31", "known_at": "2026-03-31",
            "customer": "C1", "currency": "EUR"}}),
        json!({"letters": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C1",
            "currency": "EUR"}}),
        json!({"account_statement": {"customer": "C1", "from": "2026-01-01",
            "until": "2026-03-31", "known_at": "2026-03-31", "currency": "EUR"}}),
        json!({"customer_history": {"customer": "C1", "from": "2026-01-01",
            "until": "2026-03-31", "known_at": "2026-03-31"}}),
        json!({"limitation": {"as_of": "2026-03-31", "known_at": "2026-03-31",
            "within_days": 2000, "professional_years": 5, "consumer_years": 2}}),
        json!({"order_life": {"order": "Q2", "as_of": "2026-03-31"}}),
        json!({"order_confirmation": {"order": "O1", "as_of": "2026-03-31"}}),
        json!({"order_flow": {"as_of": "2026-03-31", "customer": "C1"}}),
        json!({"revenue_leaks": {"as_of": "2026-01-05", "customer": "C1"}}),
        json!({"order_findings": {"content": {"order": "O9", "customer": "C1", "currency": "EUR",
            "lines": [{"id": "1", "item": "GHOST", "quantity": "1 C62"}], "terms": "net 30",
            "required_on": "2026-01-01", "reference": "your letter", "billing": "ordered"},
            "on": "2026-03-31"}}),
        json!({"bad_debts": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C1"}}),
        json!({"promises": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C2",
            "standing": "withdrawn"}}),
        json!({"instalment_plans": {"as_of": "2026-03-31", "known_at": "2026-03-31",
            "customer": "C2", "standing": "ended"}}),
        json!({"stock": {"on": "2026-03-31", "item": "CHAIR", "site": "PARIS",
            "days": ["2026-04-01"]}}),
        json!({"stock_promise": {"on": "2026-03-31", "item": "CHAIR", "site": "LYON",
            "quantity": "1", "requested_on": "2026-04-02"}}),
        json!({"fulfilment_plan": {"order": "B1", "on": "2026-03-31"}}),
        json!({"returns": {"order": "B1"}}),
        json!({"delivery_note": {"shipment": "SB"}}),
        json!({"order_alerts": {"on": "2026-12-31", "within_days": 7, "customer": "C1"}}),
        json!({"delivery_alerts": {"on": "2026-03-31", "within_days": 90}}),
        json!({"dunning": {"as_of": "2026-04-30", "known_at": "2026-04-30", "customer": "C2",
            "interest": {"terms": {"rates": [{"valid_from": "2020-01-01", "value": "12.15"}]},
                "fixed_fee": [{"valid_from": "2020-01-01", "value": "40.00 EUR"}]}}}),
        json!({"reminders": {"customer": "C2", "as_of": "2026-03-31",
            "known_at": "2026-03-31"}}),
        json!({"worklist": {"as_of": "2026-03-31", "known_at": "2026-03-31"}}),
        json!({"subscription": {"subscription": "S1", "until": "2026-04-30"}}),
        json!({"subscriptions": {"as_of": "2026-03-31", "customer": "C1"}}),
        json!({"recurring_revenue": {"as_of": "2026-03-31", "months": 3, "by": "subscription",
            "customer": "C1"}}),
        json!({"collections_due": {"as_of": "2026-03-31", "customer": "C1"}}),
        json!({"working_capital": {"as_of": "2026-03-31", "known_at": "2026-03-31", "months": 3,
            "stock": "10.00 EUR", "cost_of_sales": "90.00 EUR", "payables": "20.00 EUR",
            "purchases": "60.00 EUR"}}),
        json!({"process_quality": {"as_of": "2026-03-31", "known_at": "2026-03-31", "months": 3}}),
        json!({"repeats": {"from": "2026-01-01", "as_of": "2026-03-31", "known_at": "2026-03-31",
            "at_least": 1}}),
        json!({"sales": {"from": "2026-01-01", "until": "2026-03-31", "by": "item"}}),
        json!({"hand_over": {"customer": "C2", "as_of": "2026-04-30", "known_at": "2026-04-30",
            "entries": ["OLD-1"], "warn_days": 90,
            "interest": {"terms": {"rates": [{"valid_from": "2020-01-01", "value": "12.15"}]},
                "fixed_fee": [{"valid_from": "2020-01-01", "value": "40.00 EUR"}]}}}),
        json!({"credit": {"file": {"customer": "C1"}, "as_of": "2026-03-31",
            "known_at": "2026-03-31"}}),
        json!({"credit": {"file": {"segment": {"customer": "C1", "segment": "chairs"}},
            "as_of": "2026-03-31"}}),
        json!({"credit_check": {"customer": "C1", "value": "1.00 EUR", "as_of": "2026-03-31"}}),
        json!({"held_orders": {"as_of": "2026-03-31", "customer": "C1", "supposing": [paid()]}}),
        json!({"credit_verdict": {"order": "O9", "as_of": "2026-03-31", "supposing": [paid()]}}),
        json!({"credit_portfolio": {"as_of": "2026-03-31"}}),
        json!({"proposed_debits": {"on": "2026-03-31", "currency": "EUR", "through": "2026-03-31",
            "customer": "C2", "with_returned": true}}),
        json!({"direct_debits": {"as_of": "2026-03-31", "known_at": "2026-03-31", "run": "R1",
            "customer": "C2"}}),
        json!({"mandates": {"as_of": "2026-03-31", "known_at": "2026-03-31", "customer": "C2"}}),
    ]
}

/// A payment that nobody made.
fn paid() -> Value {
    json!({"id": "supposed", "effective_on": "2026-03-31", "recorded_on": "2026-03-31",
        "action": {"receive_payment": {"payment": "P99", "payer": "C1", "amount": "9.00 EUR"}}})
}

/// The names a reader knows in a place: it tells them when it is given another.
fn known(no: &Error) -> BTreeSet<String> {
    let (_, expected) = no.message.split_once("expected").unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn names<'a>(bodies: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    bodies.into_iter().flat_map(|body| body.as_object().unwrap().keys().cloned()).collect()
}

/// A kind of command or question that is new is told in the story as well.
#[test]
fn the_story_leaves_nothing_out() {
    let mut company = company();
    let commands = commands();
    let mut stranger = commands[0].clone();
    stranger["action"] = json!({"nobody_asks_this": {}});
    let no = json::execute(&mut company, &stranger.to_string()).unwrap_err();
    assert_eq!(known(&no), names(commands.iter().map(|command| &command["action"])));
    stranger["action"] = json!({"directory": {"nobody_asks_this": {}}});
    let no = json::execute(&mut company, &stranger.to_string()).unwrap_err();
    let directory = commands.iter().filter_map(|command| command["action"].get("directory"));
    assert_eq!(known(&no), names(directory));
    let no = json::report(&company, r#"{"nobody_asks_this": {}}"#).unwrap_err();
    assert_eq!(known(&no), names(&queries()));

    let history: Value = serde_json::from_str(&json::history(&company).unwrap()).unwrap();
    let mut stranger = history.clone();
    stranger["events"][0] = json!({"nothing_of_the_kind": {}});
    let no = json::replay(&stranger.to_string()).unwrap_err();
    assert_eq!(known(&no), names(history["events"].as_array().unwrap()));
}

/// What the story is there for did happen.
#[test]
fn the_story_reaches_every_corner() {
    let history = json::history(&company()).unwrap();
    for event in [
        r#""gain":"43.29 EUR""#,
        r#""discount":"#,
        r#""matched":"#,
        r#""identified":"#,
        r#""unlettered":"#,
        "EUR/USD 1.1",
        r#""line_cancelled":"#,
    ] {
        assert!(history.contains(event), "{event} never came up");
    }
}

#[test]
fn a_history_leads_back_to_the_same_company_and_the_same_bytes() {
    let company = company();
    company.audit().unwrap();
    let history = json::history(&company).unwrap();
    let again = json::replay(&history).unwrap();
    assert!(again == company);
    assert_eq!(json::history(&again).unwrap(), history);
    for query in queries() {
        let report = json::report(&company, &query.to_string());
        assert_eq!(json::report(&again, &query.to_string()), report, "{query}");
        let report: Value = serde_json::from_str(&report.unwrap()).unwrap();
        let is_empty = report.as_array().is_some_and(Vec::is_empty);
        assert!(!is_empty || query.get("findings").is_some(), "{query} has an answer");
    }
    // A retry is known by its content, read from other bytes.
    let mut again = again;
    for command in commands() {
        let text = serde_json::to_string_pretty(&command).unwrap();
        let answer = json::execute(&mut again, &text).unwrap();
        assert!(answer.contains(r#""is_replayed":true"#), "{command}");
    }
    assert!(again == company, "a retry changes nothing");
}

/// Everything inside a text that may be changed: the way there and what stands there.
fn places(value: &Value, way: &str, found: &mut Vec<(String, Value)>) {
    found.push((way.to_owned(), value.clone()));
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                places(inner, &format!("{way}/{name}"), found);
            }
        }
        Value::Array(values) => {
            for (index, inner) in values.iter().enumerate() {
                places(inner, &format!("{way}/{index}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What a reader must not take in the place of a value.
fn wrong(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(fields) => {
            let mut more = fields.clone();
            more.insert("nobody_asked_for_this".into(), json!(1));
            vec![Value::Object(more), json!(1), json!(true)]
        }
        Value::Array(_) => vec![json!({}), json!(1), json!("")],
        // No amount, figure or day ever passes through a float, nor does an identifier.
        Value::String(_) => vec![json!(1), json!(12.5), json!(true), json!([]), json!({})],
        Value::Bool(_) => vec![json!(1), json!("true")],
        Value::Number(_) => vec![json!("1"), json!(-1), json!(1.5), json!(true)],
        Value::Null => vec![],
    }
}

/// Reads texts with one wrong value in one place: each is refused, and as no text at all. A place
/// that many texts have is tried once.
fn are_read_strictly<'a>(
    texts: impl IntoIterator<Item = &'a Value>,
    mut read: impl FnMut(&str) -> Option<Error>,
) -> usize {
    let (mut seen, mut tried, mut exact) = (BTreeSet::new(), 0, 0);
    for text in texts {
        let mut found = Vec::new();
        places(text, "", &mut found);
        for (way, value) in found {
            let shape = (way.clone(), std::mem::discriminant(&value));
            if !seen.insert(format!("{shape:?}")) {
                continue;
            }
            for wrong in wrong(&value) {
                let mut changed = text.clone();
                *changed.pointer_mut(&way).unwrap() = wrong.clone();
                let no = read(&changed.to_string());
                let code = no.as_ref().map(|no| no.code);
                assert_eq!(code, Some("json.malformed"), "{wrong} at {way} of {text}: {no:?}");
                // What is read in two steps is refused as the whole that it is part of.
                let place = pointer(&no.unwrap().path);
                let place = place.strip_prefix("/events/0").unwrap_or(&place);
                let leads = |outer: &str, inner: &str| {
                    format!("{inner}/").starts_with(&format!("{outer}/"))
                };
                assert!(leads(place, &way) || leads(&way, place), "{place} not {way}: {text}");
                exact += usize::from(leads(&way, place));
                tried += 1;
            }
        }
    }
    assert!(exact * 10 > tried * 9, "{exact} of {tried} refusals name the very place");
    tried
}

/// A path such as `lines[2].price` as a pointer such as `/lines/2/price`.
fn pointer(path: &str) -> String {
    let parts = path.split(['.', '[', ']']).filter(|part| !part.is_empty());
    parts.map(|part| format!("/{part}")).collect()
}

#[test]
fn a_command_is_read_strictly() {
    let mut company = company();
    let before = company.clone();
    let tried = are_read_strictly(&commands(), |text| json::execute(&mut company, text).err());
    assert!(tried > 800, "{tried} texts");
    assert!(company == before, "a refusal changes nothing");
    are_read_strictly([&settings()], |text| json::found(text).err());
}

#[test]
fn a_question_is_read_strictly() {
    let company = company();
    are_read_strictly(&queries(), |text| json::report(&company, text).err());
}

/// Every event alone: its place in a history is another matter.
#[test]
fn an_event_is_read_strictly() {
    let history: Value = serde_json::from_str(&json::history(&company()).unwrap()).unwrap();
    are_read_strictly(history["events"].as_array().unwrap(), |event| {
        let history = format!(r#"{{"type":"o2c.history","version":1,"events":[{event}]}}"#);
        json::replay(&history).err()
    });
}

#[test]
fn a_text_that_breaks_off_is_refused() {
    let mut company = company();
    let before = company.clone();
    let history = json::history(&company).unwrap();
    for command in commands() {
        let text = command.to_string();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let no = json::execute(&mut company, &text[..end]).unwrap_err();
            assert_eq!(no.code, "json.malformed");
        }
        let more = format!("{text}}}");
        assert_eq!(json::execute(&mut company, &more).unwrap_err().code, "json.malformed");
    }
    for end in (0..history.len()).step_by(97).filter(|end| history.is_char_boundary(*end)) {
        assert_eq!(json::replay(&history[..end]).unwrap_err().code, "json.malformed");
    }
    assert!(company == before, "a refusal changes nothing");
}
