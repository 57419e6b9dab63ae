//! The company as a whole: one sale from order to cash, and what holds around it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use o2c_core::json;
use serde_json::{Value, json};

fn company() -> o2c_core::company::Company {
    json::found(r#"{"ledger_currency":"EUR"}"#).expect("founded")
}

/// A command of a day, known the same day.
fn command(id: &str, on: &str, action: Value) -> String {
    json!({"id": id, "effective_on": on, "recorded_on": on, "action": action}).to_string()
}

fn customer(id: &str, name: &str, terms: &str) -> Value {
    let terms: o2c_core::calendar::Terms = terms.parse().expect("terms");
    json!({"directory": {"register_customer": {
        "customer": id, "party": {"name": name}, "terms": terms,
    }}})
}

/// An order of one line of 10 pieces at 100.00 with 20 % VAT: 1,000.00 and 200.00.
fn order(id: &str, customer: &str) -> Value {
    json!({"place_order": {
        "order": id, "customer": customer, "currency": "EUR",
        "lines": [{"id": "1", "description": "desk", "quantity": "10 C62",
            "price": {"net": "100.00"}, "vat": {"category": "S", "rate": "20"}}],
    }})
}

/// A company with a customer, a series and an order that was placed, confirmed and shipped.
fn shipped() -> o2c_core::company::Company {
    let mut company = company();
    let mut run = |id: &str, on: &str, action: Value| {
        json::execute(&mut company, &command(id, on, action)).expect(id);
    };
    run("1", "2026-01-02", customer("C1", "Ada & Cie", "net 30"));
    run(
        "2",
        "2026-01-02",
        json!({"open_series":
        {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}}),
    );
    run("3", "2026-01-10", order("O1", "C1"));
    run("4", "2026-01-11", json!({"confirm_order": {"order": "O1"}}));
    run("5", "2026-01-15", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    company
}

fn invoiced() -> o2c_core::company::Company {
    let mut company = shipped();
    let invoice = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    json::execute(&mut company, &command("6", "2026-01-15", invoice)).expect("invoiced");
    company
}

fn report(company: &o2c_core::company::Company, query: Value) -> Value {
    let text = json::report(company, &query.to_string()).expect("a report");
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_sale_goes_from_order_to_cash() {
    let mut company = invoiced();
    let document = report(&company, json!({"document": {"document": "F2026-00001"}}));
    assert_eq!(document["figures"]["net"], "1000.00 EUR");
    assert_eq!(document["figures"]["vat"], "200.00 EUR");
    assert_eq!(document["figures"]["due"], "1200.00 EUR");
    assert_eq!(document["instalments"][0]["due_on"], "2026-02-14");

    let ageing = report(&company, json!({"ageing": {"as_of": "2026-03-15"}}));
    assert_eq!(ageing["accounts"][0]["buckets"][0], "1200.00 EUR", "29 days overdue");

    let payment = json!({"receive_payment": {"payment": "R1", "payer": "C1",
        "remittance": "INV F2026-00001", "amount": "1200.00 EUR"}});
    json::execute(&mut company, &command("7", "2026-02-10", payment)).expect("received");
    let letter = json!({"letter_automatically": {"payment": "R1"}});
    json::execute(&mut company, &command("8", "2026-02-10", letter)).expect("lettered");
    let paid = report(&company, json!({"payment": {"payment": "R1"}}));
    assert_eq!(paid["status"], "applied");
    assert_eq!(paid["settles"][0]["document"], "F2026-00001");
    assert_eq!(paid["settles"][0]["amount"], "1200.00 EUR");

    // The past does not change: on 31 January the invoice is open.
    let january = report(&company, json!({"open_items": {"as_of": "2026-01-31"}}));
    assert_eq!(january[0]["open"], "1200.00 EUR");
    let february = report(&company, json!({"open_items": {"as_of": "2026-02-28"}}));
    assert_eq!(february, json!([]));
    let days = json!({"reconciliation": {"from": "2026-01-01", "until": "2026-03-31"}});
    let days = report(&company, days);
    assert_eq!((days["days"].as_u64(), days["days_equal"].as_u64()), (Some(90), Some(90)));
    company.audit().expect("every invariant holds");
}

#[test]
fn replaying_the_history_rebuilds_the_company() {
    let company = invoiced();
    let text = json::history(&company).expect("written");
    let again = json::replay(&text).expect("read");
    assert_eq!(again, company);
    assert_eq!(json::history(&again).expect("written"), text);
}

#[test]
fn a_refused_leg_refuses_the_whole_and_names_its_way() {
    let mut company = shipped();
    let before = company.clone();
    let too_much = json!({"ship": {"shipment": "S2", "order": "O1",
        "lines": [{"line": "1", "quantity": "1"}]}});
    let refused = json::execute(&mut company, &command("x", "2026-01-16", too_much)).unwrap_err();
    assert_eq!(refused.code, "order.line.quantity_exceeds_open");
    assert_eq!(*refused.via, ["fulfilment.shipped"]);
    assert_eq!(company, before, "nothing changed");
}

#[test]
fn the_same_command_happens_once() {
    let mut company = shipped();
    let invoice = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    let first = json::execute(&mut company, &command("6", "2026-01-15", invoice.clone())).unwrap();
    let after = company.clone();
    // Known a day later, it is still the same command.
    let retry = json!({"id": "6", "effective_on": "2026-01-15", "recorded_on": "2026-01-16",
        "action": invoice});
    let again = json::execute(&mut company, &retry.to_string()).unwrap();
    assert_eq!(again, first.replace("\"is_replayed\":false", "\"is_replayed\":true"));
    assert_eq!(company, after, "nothing happened twice");
    let other = json!({"invoice_order": {"series": "other", "order": "O1"}});
    let refused = json::execute(&mut company, &command("6", "2026-01-15", other)).unwrap_err();
    assert_eq!(refused.code, "company.command_conflict");
    assert_eq!(company, after);
}

#[test]
fn nothing_takes_effect_in_a_closed_period() {
    let mut company = shipped();
    let close = json!({"close_period": {"until": "2026-01-31"}});
    json::execute(&mut company, &command("c", "2026-02-02", close)).expect("closed");
    let before = company.clone();
    let invoice = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    let late = json!({"id": "6", "effective_on": "2026-01-15", "recorded_on": "2026-02-03",
        "action": invoice});
    let refused = json::execute(&mut company, &late.to_string()).unwrap_err();
    assert_eq!((refused.code, refused.path.as_str()), ("company.period_closed", "effective_on"));
    assert_eq!(company, before);
    // A posting day in an open period lets it in: issued on the 15th, in the books on the 3rd.
    let posted = json!({"id": "6", "effective_on": "2026-01-15", "recorded_on": "2026-02-03",
        "posting_on": "2026-02-03", "action": invoice});
    json::execute(&mut company, &posted.to_string()).expect("posted later");
    let control = |on: &str| report(&company, json!({"ageing": {"as_of": on}}))["totals"].clone();
    assert_eq!(control("2026-02-02"), json!([]));
    assert_eq!(control("2026-02-03")[0]["total"], "1200.00 EUR");
    let days = json!({"reconciliation": {"from": "2026-01-01", "until": "2026-03-31"}});
    assert_eq!(report(&company, days)["unequal"], json!([]));
}

#[test]
fn a_fork_decides_like_the_company_and_keeps_nothing() {
    let company = shipped();
    let before = company.clone();
    let commands = json!([
        {"id": "6", "effective_on": "2026-01-15", "recorded_on": "2026-01-15",
            "action": {"invoice_order": {"series": "sales", "order": "O1"}}},
        {"id": "7", "effective_on": "2026-02-10", "recorded_on": "2026-02-10",
            "action": {"receive_payment": {"payment": "R1", "payer": "C1",
                "remittance": "F2026-00001", "amount": "1200.00 EUR"}}},
        {"id": "8", "effective_on": "2026-02-10", "recorded_on": "2026-02-10",
            "action": {"letter_automatically": {"payment": "R1"}}},
    ])
    .to_string();
    let previewed = json::preview(&company, &commands).expect("previewed");
    assert_eq!(company, before, "nothing is kept");
    let mut real = company.clone();
    assert_eq!(json::batch(&mut real, &commands).expect("executed"), previewed);
}

#[test]
fn a_payment_of_an_unknown_payer_waits_in_suspense() {
    let mut company = invoiced();
    let mut run = |id: &str, on: &str, action: Value| {
        json::execute(&mut company, &command(id, on, action)).expect(id)
    };
    run(
        "7",
        "2026-02-10",
        json!({"receive_payment": {"payment": "R1",
        "payer_name": "CABINET COMPTABLE", "amount": "1200.00 EUR"}}),
    );
    run("8", "2026-02-10", json!({"letter_automatically": {"payment": "R1"}}));
    let waits = report(&company, json!({"payment": {"payment": "R1"}}));
    assert_eq!(waits["status"], "unidentified", "an amount alone identifies nobody");
    let mut run = |id: &str, on: &str, action: Value| {
        json::execute(&mut company, &command(id, on, action)).expect(id)
    };
    run("9", "2026-02-20", json!({"identify_payment": {"payment": "R1", "customer": "C1"}}));
    run("10", "2026-02-20", json!({"letter_automatically": {"payment": "R1"}}));
    let applied = report(&company, json!({"payment": {"payment": "R1"}}));
    assert_eq!(applied["status"], "applied");
    let days = json!({"reconciliation": {"from": "2026-01-01", "until": "2026-03-31"}});
    assert_eq!(report(&company, days)["unequal"], json!([]));
    company.audit().expect("every invariant holds");
}

#[test]
fn texts_that_are_no_commands_are_refused_with_their_path() {
    let mut company = company();
    let before = company.clone();
    let day = "2026-01-02";
    let cases = [
        (String::from("{"), "json.malformed", ""),
        (
            command("1", "2026-02-30", json!({"close_period": {"until": day}})),
            "calendar.no_such_day",
            "effective_on",
        ),
        (command("1", day, json!({"fly": {}})), "json.malformed", "action.fly"),
        (
            command("1", day, json!({"close_period": {"until": day, "why": "x"}})),
            "json.malformed",
            "action.close_period.why",
        ),
        (
            command("1", day, json!({"receive_payment": {"payment": "R", "amount": 12.5}})),
            "json.malformed",
            "action.receive_payment.amount",
        ),
        (
            command("1", day, json!({"receive_payment": {"payment": "R", "amount": "12.505 EUR"}})),
            "money.too_many_decimals",
            "action.receive_payment.amount",
        ),
        (
            command("1", day, json!({"receive_payment": {"payment": "R", "amount": "1 XXX"}})),
            "money.unknown_currency",
            "action.receive_payment.amount",
        ),
        (
            command("1", day, json!({"confirm_order": {"order": "nowhere"}})),
            "company.unknown_order",
            "action.confirm_order.order",
        ),
    ];
    for (text, code, path) in cases {
        let refused = json::execute(&mut company, &text).unwrap_err();
        assert_eq!((refused.code, refused.path.as_str()), (code, path), "{text}: {refused}");
        assert_eq!(company, before);
    }
}

#[test]
fn a_period_is_closed_once_it_is_over() {
    let mut company = company();
    let before = company.clone();
    let early = json!({"close_period": {"until": "2026-02-01"}});
    let refused = json::execute(&mut company, &command("c", "2026-01-31", early)).unwrap_err();
    assert_eq!(refused.code, "company.period_not_over");
    assert_eq!(refused.path, "action.close_period.until");
    assert_eq!(company, before);
    let due = json!({"close_period": {"until": "2026-01-31"}});
    json::execute(&mut company, &command("c", "2026-01-31", due)).expect("closed");
}

#[test]
fn a_discount_that_rounds_to_the_whole_is_none() {
    let mut company = company();
    let mut run = |id: &str, action: Value| {
        json::execute(&mut company, &command(id, "2026-01-02", action)).expect(id);
    };
    run("1", customer("C1", "Ada & Cie", "50% 10 net 30"));
    run(
        "2",
        json!({"open_series":
        {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}}),
    );
    let terms: o2c_core::calendar::Terms = "50% 10 net 30".parse().expect("terms");
    run(
        "3",
        json!({"issue_invoice": {"series": "sales", "draft": {
            "customer": "C1", "currency": "EUR", "terms": terms,
            "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": "0.01"},
                "vat": {"category": "Z"}}],
        }}}),
    );
    let open = report(&company, json!({"open_items": {"as_of": "2026-01-31"}}));
    assert_eq!(open[0]["open"], "0.01 EUR");
}
