//! The figures a manager reads, of a company: held against the ledger and against hand-made sums.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json as value};

fn execute(company: &mut Company, number: usize, on: &str, action: Value) {
    let command = value!({"id": format!("c-{number}"), "effective_on": on, "recorded_on": on,
        "action": action});
    json::execute(company, &command.to_string()).unwrap();
}

fn report(company: &Company, query: Value) -> Value {
    serde_json::from_str(&json::report(company, &query.to_string()).unwrap()).unwrap()
}

fn sold(company: &mut Company, on: &str, customer: &str, order: &str, price: &str) {
    let numbers: usize = order[1..].parse().unwrap();
    let line = value!({"id": "1", "description": "work", "quantity": "1 C62",
        "price": {"net": price}, "vat": {"category": "S", "rate": "20"}});
    let placed = value!({"place_order": {"order": order, "customer": customer, "currency": "EUR",
        "lines": [line], "terms": "net 30"}});
    execute(company, numbers * 10, on, placed);
    execute(company, numbers * 10 + 1, on, value!({"confirm_order": {"order": order}}));
    execute(company, numbers * 10 + 2, on, value!({"ship": {"shipment": order, "order": order}}));
    let invoiced = value!({"invoice_order": {"series": "sales", "order": order}});
    execute(company, numbers * 10 + 3, on, invoiced);
}

fn paid(company: &mut Company, on: &str, customer: &str, amount: &str, of: &str, number: usize) {
    let payment = format!("P{number}");
    let received = value!({"receive_payment": {"payment": payment, "payer": customer,
        "amount": amount}});
    execute(company, 900 + number * 2, on, received);
    let letter = value!({"letter": {"customer": customer, "currency": "EUR",
        "lines": [{"entry": of}, {"entry": payment}]}});
    execute(company, 901 + number * 2, on, letter);
}

/// C1 is sold 120.00 in January and 240.00 in February, and pays the first 40 days after its
/// invoice; C2 is sold 600.00 in February and pays a third of it on its due day.
fn company() -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let series = value!({"open_series": {"series": "sales", "prefix": "F", "yearly": true,
        "digits": 5}});
    execute(&mut company, 1, "2026-01-01", series);
    for (number, customer) in ["C1", "C2"].iter().enumerate() {
        let registered = value!({"directory": {"register_customer": {"customer": customer,
            "party": {"name": customer}}}});
        execute(&mut company, 2 + number, "2026-01-01", registered);
    }
    sold(&mut company, "2026-01-10", "C1", "O1", "100.00");
    sold(&mut company, "2026-02-05", "C1", "O2", "200.00");
    sold(&mut company, "2026-02-10", "C2", "O3", "500.00");
    paid(&mut company, "2026-02-19", "C1", "120.00 EUR", "F2026-00001", 1);
    paid(&mut company, "2026-03-12", "C2", "200.00 EUR", "F2026-00003", 2);
    company
}

#[test]
fn every_month_is_told_and_what_is_owed_is_the_control_account() {
    let company = company();
    let query = value!({"figures": {"as_of": "2026-03-31", "months": 3, "window": 2}});
    let told = report(&company, query);
    let months = told["rows"][0]["months"].as_array().unwrap();
    let column = |name: &str| -> Vec<String> {
        months.iter().map(|month| month[name].as_str().unwrap_or("none").to_owned()).collect()
    };
    assert_eq!(column("opening"), ["0.00 EUR", "120.00 EUR", "840.00 EUR"]);
    assert_eq!(column("sales"), ["120.00 EUR", "840.00 EUR", "0.00 EUR"]);
    assert_eq!(column("collected"), ["0.00 EUR", "120.00 EUR", "200.00 EUR"]);
    assert_eq!(column("receivables"), ["120.00 EUR", "840.00 EUR", "640.00 EUR"]);
    assert_eq!(column("not_due"), ["120.00 EUR", "840.00 EUR", "0.00 EUR"]);
    assert_eq!(column("overdue"), ["0.00 EUR", "0.00 EUR", "640.00 EUR"]);
    // 120 / 120 × (31 + 31); 840 / 960 × (28 + 31); 640 / 840 × (31 + 28).
    assert_eq!(column("days_sales_outstanding"), ["62", "51.625", "44.9524"]);
    assert_eq!(column("best_possible"), ["62", "51.625", "0"]);
    // 120 was paid 40 days after its invoice, 10 beyond its terms; then 200 on its due day.
    assert_eq!(column("days_to_pay"), ["none", "40", "30"]);
    assert_eq!(column("days_beyond_terms"), ["none", "10", "0"]);
    assert_eq!(column("overdue_percent"), ["0", "0", "100"]);
    // (120 + 840 − 840) / (120 + 840 − 840); (840 + 0 − 640) / (840 + 0 − 0).
    assert_eq!(column("collection_effectiveness"), ["none", "100", "23.81"]);
    for month in months {
        let until = &month["until"];
        let control = report(&company, value!({"trial_balance": {"as_of": until}}));
        let rows = control["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["account"] == "411").unwrap();
        assert_eq!(row["balance"], month["receivables"], "{until}");
    }
}

#[test]
fn customers_stand_apart_and_sum_to_the_company() {
    let company = company();
    let query = value!({"figures": {"as_of": "2026-02-28", "months": 1, "by": "customer"}});
    let told = report(&company, query);
    let rows = told["rows"].as_array().unwrap();
    let owed: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| {
            let month = &row["months"][0];
            (row["customer"].as_str().unwrap(), month["receivables"].as_str().unwrap())
        })
        .collect();
    assert_eq!(owed, [("C1", "240.00 EUR"), ("C2", "600.00 EUR")]);
}

#[test]
fn what_is_open_is_expected_as_late_as_its_customer_pays() {
    let company = company();
    // C1 pays ten days late, C2 on its day: 240.00 due on 7 March, 400.00 on 12 March.
    let query = value!({"cash_forecast": {"as_of": "2026-03-01", "known_at": "2026-03-01",
        "days": 7, "periods": 3}});
    let told = report(&company, query);
    assert_eq!(told["open"], "840.00 EUR");
    assert_eq!(told["delays"], value!({"C1": 10, "C2": 10}));
    let column = |name: &str| -> Vec<&str> {
        let periods = told["periods"].as_array().unwrap();
        periods.iter().map(|period| period[name].as_str().unwrap()).collect()
    };
    assert_eq!(column("due"), ["240.00 EUR", "600.00 EUR", "0.00 EUR"]);
    assert_eq!(column("expected"), ["0.00 EUR", "0.00 EUR", "840.00 EUR"]);
    // What came since is known now.
    assert_eq!(told["collected"], value!(["0.00 EUR", "200.00 EUR", "0.00 EUR"]));
}

#[test]
fn figures_of_no_month_are_refused() {
    let company = company();
    for query in [
        value!({"figures": {"as_of": "2026-03-31", "months": 0}}),
        value!({"figures": {"as_of": "2026-03-31", "window": 0}}),
        value!({"cash_forecast": {"as_of": "2026-03-31", "history": 0}}),
        value!({"cash_forecast": {"as_of": "2026-03-31", "periods": 0}}),
    ] {
        let refused = json::report(&company, &query.to_string()).unwrap_err();
        assert!(json::error(&refused).contains("reporting.no_periods"), "{query}");
    }
}

#[test]
fn the_way_of_orders_is_told_from_the_log() {
    let company = company();
    let told = report(&company, value!({"process": {"as_of": "2026-03-31"}}));
    assert_eq!(told["cases"], 3);
    // O1 took 40 days from its placing to its payment; the other two are not paid.
    assert_eq!(told["days"], "13.3333");
    assert_eq!(told["rework"], "0");
    let longest = &told["transitions"][0];
    assert_eq!((&longest["from"], &longest["to"]), (&value!("invoiced"), &value!("settled")));
    assert_eq!((&longest["times"], &longest["total_days"]), (&value!(1), &value!(40)));
    let before = report(&company, value!({"process": {"as_of": "2026-01-31"}}));
    assert_eq!(before["cases"], 1);
}

#[test]
fn the_log_is_an_object_centric_one() {
    let company = company();
    let log = report(&company, value!({"event_log": {}}));
    let names = |list: &str| -> Vec<&str> {
        log[list].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
    };
    let types = ["customer", "document", "item", "letter", "order", "shipment"];
    assert_eq!(names("objectTypes"), types);
    let objects: Vec<&str> =
        log["objects"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    for event in log["events"].as_array().unwrap() {
        assert!(names("eventTypes").contains(&event["type"].as_str().unwrap()), "{event}");
        for relation in event["relationships"].as_array().unwrap() {
            assert!(objects.contains(&relation["objectId"].as_str().unwrap()), "{event}");
        }
    }
    let events = log["events"].as_array().unwrap();
    let issued = events.iter().find(|event| event["type"] == "document issued").unwrap();
    assert_eq!(issued["time"], "2026-01-10T00:00:00Z");
    let bills = value!({"objectId": "order:O1", "qualifier": "bills"});
    assert!(issued["relationships"].as_array().unwrap().contains(&bills));
    let lettered = events.iter().find(|event| event["type"] == "letter lettered").unwrap();
    let about: Vec<&Value> = lettered["relationships"].as_array().unwrap().iter().collect();
    let settles = |id: &str| value!({"objectId": id, "qualifier": "settles"});
    assert!(about.contains(&&settles("document:F2026-00001")));
    assert!(about.contains(&&settles("item:P1")));
    let none = report(&company, value!({"event_log": {"until": "2025-12-31"}}));
    assert_eq!(none["events"], value!([]));
}

/// What the months of a row tell under a name.
fn column(row: &Value, name: &str) -> Vec<String> {
    let months = row["months"].as_array().unwrap();
    months.iter().map(|month| month[name].as_str().unwrap_or("none").to_owned()).collect()
}

#[test]
fn months_tell_what_was_recovered_contested_and_rolled_on() {
    let mut company = company();
    let dispute = value!({"open_dispute": {"dispute": "D1", "document": "F2026-00003",
        "reason": "price"}});
    execute(&mut company, 990, "2026-03-20", dispute);
    let query = value!({"figures": {"as_of": "2026-03-31", "months": 3, "by": "segment",
        "segments": [{"name": "Anne", "customers": ["C2", "C1"]}]}});
    let told = report(&company, query);
    let row = &told["rows"][0];
    assert_eq!(row["segment"], "Anne");
    // 120 of 120 sold in January is paid, 200 of 840 sold in February.
    assert_eq!(column(row, "recovered_percent"), ["100", "23.81", "none"]);
    // One of the two invoices of February is contested.
    assert_eq!(column(row, "disputed_percent"), ["0", "50", "none"]);
    let rolls: Vec<&Value> =
        row["months"].as_array().unwrap().iter().map(|month| &month["roll_rates"]).collect();
    // 640 of the 840 that were not due at the end of February are a month late at most.
    assert_eq!(*rolls[0], value!([null, null, null, null]));
    assert_eq!(*rolls[1], value!(["0", null, null, null]));
    assert_eq!(*rolls[2], value!(["76.19", null, null, null]));
    let nobody = report(&company, value!({"figures": {"as_of": "2026-03-31", "by": "segment"}}));
    assert_eq!(nobody["rows"].as_array().unwrap().len(), 1, "those of no name share a row");
    assert_eq!(nobody["rows"][0].get("segment"), None);
}

#[test]
fn the_cycle_of_the_company_stands_on_its_own_receivables_and_sales() {
    let company = company();
    // 640 owed, 960 sold in 31 + 28 + 31 = 90 days.
    let query = |stock: &str| {
        value!({"working_capital": {"as_of": "2026-03-31", "months": 3, "stock": stock,
            "cost_of_sales": "600.00 EUR", "payables": "200.00 EUR", "purchases": "450.00 EUR"}})
    };
    let told = report(&company, query("300.00 EUR"));
    assert_eq!(told["of"]["receivables"], "640.00 EUR");
    assert_eq!(told["of"]["sales"], "960.00 EUR");
    assert_eq!(told["of"]["days"], 90);
    // 300 / 600 × 90 = 45; 640 / 960 × 90 = 60; 200 / 450 × 90 = 40; 300 + 640 − 200 = 740.
    assert_eq!(told["figures"]["days_of_stock"], "45");
    assert_eq!(told["figures"]["days_of_sales"], "60");
    assert_eq!(told["figures"]["days_of_purchases"], "40");
    assert_eq!(told["figures"]["cash_conversion_cycle"], "65");
    assert_eq!(told["figures"]["need"], "740.00 EUR");
    let no = json::report(&company, &query("300.00 USD").to_string()).unwrap_err();
    assert!(json::error(&no).contains("stock"), "{}", json::error(&no));
}

#[test]
fn what_is_done_by_hand_is_no_touchless_work() {
    let mut company = company();
    // A payment that the rules apply, beside two that a person lettered.
    let received = value!({"receive_payment": {"payment": "P9", "payer": "C1",
        "amount": "240.00 EUR", "remittance": "F2026-00002"}});
    execute(&mut company, 991, "2026-03-15", received);
    execute(&mut company, 992, "2026-03-15", value!({"letter_automatically": {"payment": "P9"}}));
    let credit = value!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00003",
        "scope": "whole"}});
    execute(&mut company, 993, "2026-03-16", credit);
    let query = value!({"process_quality": {"as_of": "2026-03-31", "months": 3}});
    let told = report(&company, query);
    let share = |of: &Value| {
        (of["all"].as_u64().unwrap(), of["touchless"].as_u64().unwrap(), of["percent"].clone())
    };
    assert_eq!(share(&told["receipts"]), (3, 1, value!("33.33")));
    // The third was given back.
    assert_eq!(share(&told["invoices"]), (3, 2, value!("66.67")));
    assert_eq!(told["orders"]["all"], 3);
    assert_eq!(share(&told["months"][0]["invoices"]), (1, 1, value!("100")));
    assert_eq!(share(&told["months"][2]["invoices"]), (0, 0, Value::Null));
}

#[test]
fn who_is_late_again_and_again_is_named() {
    let mut company = company();
    for (number, dispute, document) in
        [(994, "D1", "F2026-00002"), (995, "D2", "F2026-00001"), (996, "D3", "F2026-00003")]
    {
        let open = value!({"open_dispute": {"dispute": dispute, "document": document,
            "reason": "quality"}});
        let command = value!({"id": format!("c-{number}"), "effective_on": "2026-03-20",
            "recorded_on": "2026-03-20", "action": open});
        // Of the first nothing is open any more: it cannot be contested.
        let done = json::execute(&mut company, &command.to_string());
        assert_eq!(done.is_ok(), dispute != "D2", "{dispute}");
    }
    let told = report(&company, value!({"repeats": {"as_of": "2026-03-31"}}));
    // C1 was late with the invoices due on 9 February and 7 March; C2 once.
    let rows = told.as_array().unwrap();
    assert_eq!(rows.len(), 1, "{told}");
    assert_eq!((&rows[0]["customer"], &rows[0]["late"]), (&value!("C1"), &value!(2)));
    assert_eq!(rows[0]["late_percent"], "100");
    assert_eq!(rows[0]["complaints"], value!([]));
    let once = report(&company, value!({"repeats": {"as_of": "2026-03-31", "at_least": 1}}));
    assert_eq!(once[1]["complaints"], value!([{"reason": "quality", "disputes": 1, "upheld": 0}]));
}
