//! A company to which every kind of command was given.

use crate::json_round_trip::{arrangements, collection, credit, goods};
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json};

/// A command, known on the day on which it counts.
fn command(id: usize, on: &str, action: &Value) -> Value {
    json!({"id": format!("command-{id}"), "effective_on": on, "recorded_on": on, "action": action})
}

/// The settings with everything that can be said.
pub(crate) fn settings() -> Value {
    json!({
        "party": {"name": "Meubles Réunis", "vat_id": "FR32123456789"},
        "ledger_currency": "EUR",
        "holidays": "FR",
        "stock": {"site": "PARIS", "delivery_days": 1, "may_split": true,
            "shortage": "promise_or_refuse", "posts_cost": true},
        "direct_debits": {"lead_days": 2, "lapses_after_months": 36,
            "retries": [{"reasons": ["AM04"], "after_days": 5, "times": 1}]},
        "tolerances": [{"kind": "bank_fee", "direction": "short", "absolute": "1.00 EUR",
            "percent": "50", "cap": {"amount": "9.00 EUR", "every": "quarter"}}],
        "credit": credit::policy(),
    })
}

/// Every kind of command, each of which is accepted after those before it.
pub(crate) fn commands() -> Vec<Value> {
    let rooms = [
        directory(),
        order(),
        desk(),
        invoices(),
        cash(),
        paid_ahead(),
        after_issue(),
        disputes(),
        money_back(),
        bad_debts(),
        arrangements::told(),
        goods::stock(),
        goods::fulfilment(),
        collection::subscriptions(),
        collection::reminders(),
        credit::told(),
        arrangements::collected(),
    ];
    let actions = rooms.iter().flatten().enumerate();
    let mut commands: Vec<Value> =
        actions.map(|(id, (on, action))| command(id, on, action)).collect();
    // A day that lies in a closed period is posted in an open one.
    let count = commands.len();
    let late = json!({"receive_payment": {"payment": "P9", "payer": "C1", "amount": "1.00 EUR"}});
    commands.push(command(count, "2026-03-31", &late));
    commands[count]["effective_on"] = json!("2026-01-31");
    commands[count]["posting_on"] = json!("2026-03-01");
    commands
}

/// The company after all commands.
pub(crate) fn company() -> Company {
    let mut company = json::found(&settings().to_string()).unwrap();
    for command in commands() {
        if let Err(no) = json::execute(&mut company, &command.to_string()) {
            panic!("{command}: {no:?}");
        }
    }
    company
}

fn directory() -> Vec<(&'static str, Value)> {
    let asked = [
        json!({"register_customer": {"customer": "C1", "terms": "2% 10 net 30", "party": {
            "name": "Durand SA",
            "address": {"lines": ["1 rue de la Paix"], "city": "Paris", "postal_code": "75002",
                "country": "FR"},
            "kind": "professional",
            "identifiers": [{"scheme": "0002", "value": "123456789"}],
            "vat_id": "FR32987654321",
        }}}),
        json!({"register_customer": {"customer": "C2", "party": {"name": "Smith Ltd"}}}),
        json!({"amend_customer": {"customer": "C2", "party": {"name": "Smith Limited"},
        "terms": {
            "instalments": [
                {"share": {"percent": "50"}, "due": {"operations": []}},
                {"share": "rest", "due": {
                        "operations": [{"plus_days": 30}, "end_of_month"],
                        "shift": "modified_following",
                    }},
            ],
            "early_discount": {"percent": "2", "days": 10},
        }}}),
        json!({"register_customer": {"customer": "C3", "party": {"name": "Smith"}}}),
        json!({"deactivate_customer": {"customer": "C3", "reason": "no word since May"}}),
        json!({"reactivate_customer": {"customer": "C3"}}),
        json!({"merge_customer": {"customer": "C3", "into": "C2"}}),
        json!({"group_customer": {"customer": "C1", "group": "meubles"}}),
        json!({"register_item": {"item": "CHAIR", "name": "chair", "unit": "C62"}}),
        json!({"amend_item": {"item": "CHAIR", "name": "oak chair", "vat_class": "goods",
            "is_active": true}}),
        json!({"register_site": {"site": "PARIS", "name": "Paris store", "country": "FR"}}),
        json!({"set_table_value": {"table": "goods", "valid_from": "2026-01-01",
            "value": {"vat_rate": {"category": "S", "rate": "20"}}}}),
        json!({"set_table_value": {"table": "CHAIR", "valid_from": "2026-01-01",
            "value": {"price": {"price": "12.50", "currency": "EUR", "base_quantity": "1"}}}}),
        json!({"set_table_value": {"table": "late", "valid_from": "2026-01-01",
            "value": {"legal_reference": "L441-10 C. com."}}}),
        json!({"set_table_value": {"table": "ecb", "valid_from": "2026-01-01",
            "value": {"exchange_rate": "EUR/USD 1.10"}}}),
        json!({"set_holidays": {"table": "FR", "days": ["2026-05-01", "2026-05-08"]}}),
    ];
    asked.into_iter().map(|asked| ("2026-01-02", json!({ "directory": asked }))).collect()
}

fn order() -> Vec<(&'static str, Value)> {
    let content = json!({
        "order": "O1", "customer": "C1", "currency": "EUR",
        "lines": [
            {"id": "1", "item": "CHAIR", "description": "oak", "quantity": "7 C62"},
            {"id": "2", "quantity": "10 KGM", "base_quantity": "100",
                "price": {"gross": {"gross": "150.00", "discount": "10.00"}},
                "adjustments": [
                    {"kind": "allowance", "value": {"percent": "10"}, "reason": "season"},
                    {"kind": "charge", "value": {"percent_of": {
                        "percent": "1", "base": "100.00 EUR"}}},
                ],
                "vat": {"category": "S", "rate": "10"}},
        ],
        "adjustments": [{"kind": "charge", "value": {"amount": "5.00 EUR"}, "reason": "freight",
            "vat": {"category": "S", "rate": "20"}}],
        "terms": "net 45", "required_on": "2026-02-01", "reference": "your letter",
        "billing": "shipped",
    });
    let line = |line: &str, quantity: &str| json!([{"line": line, "quantity": quantity}]);
    vec![
        ("2026-01-03", json!({"place_order": content})),
        ("2026-01-03", json!({"amend_order": {"content": content, "reason": "spelling"}})),
        ("2026-01-03", json!({"confirm_order": {"order": "O1"}})),
        ("2026-01-04", json!({"cancel_order_line": {"order": "O1", "line": "1", "quantity": "2"}})),
        (
            "2026-01-05",
            json!({"ship": {"shipment": "S1", "order": "O1", "site": "PARIS",
            "lines": line("1", "3")}}),
        ),
        ("2026-01-06", json!({"deliver": {"shipment": "S1"}})),
        (
            "2026-01-06",
            json!({"open_series": {"series": "sales", "prefix": "F", "yearly": true,
            "digits": 5}}),
        ),
        (
            "2026-01-07",
            json!({"invoice_order": {"series": "sales", "order": "O1",
            "lines": line("1", "1")}}),
        ),
        ("2026-01-08", json!({"ship": {"shipment": "S2", "order": "O1"}})),
        ("2026-01-08", json!({"invoice_order": {"series": "sales", "order": "O1"}})),
        (
            "2026-01-08",
            json!({"place_order": {"order": "O2", "customer": "C2", "currency": "USD",
            "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": "9.99"},
                "vat": {"category": "G"}}]}}),
        ),
        ("2026-01-08", json!({"cancel_order": {"order": "O2", "reason": "too dear"}})),
    ]
}

/// What the order desk does: offers, holds, amendments, requests to cancel.
fn desk() -> Vec<(&'static str, Value)> {
    let content = |order: &str| {
        json!({"order": order, "customer": "C1", "currency": "EUR", "terms": "net 45",
            "lines": [
                {"id": "1", "item": "CHAIR", "quantity": "6 C62",
                    "delivery": {"required_on": "2026-02-01", "group": "set"}},
                {"id": "2", "item": "CHAIR", "quantity": "4 C62", "delivery": {"group": "set"}},
            ],
            "handling": {"bill_to": "C1", "deliver_to": "C1", "channel": "shop",
                "delivery": "complete_line", "credit_segment": "chairs"}})
    };
    let hold = json!({"order": "Q2", "kind": "credit", "code": "limit", "line": "1",
        "reason": "owes too much", "by": "credit desk", "until": "2026-03-31"});
    let mut release = hold.clone();
    release.as_object_mut().unwrap().remove("until");
    vec![
        (
            "2026-01-08",
            json!({"quote_order": {"content": content("Q1"), "valid_until": "2026-01-31"}}),
        ),
        (
            "2026-01-08",
            json!({"revise_quote": {"content": content("Q1"), "valid_until": "2026-02-28",
                "reason": "asked for more time"}}),
        ),
        ("2026-01-08", json!({"lose_quote": {"order": "Q1", "reason": "too dear"}})),
        (
            "2026-01-08",
            json!({"quote_order": {"content": content("Q2"), "valid_until": "2026-01-31"}}),
        ),
        ("2026-01-08", json!({"accept_quote": {"order": "Q2"}})),
        ("2026-01-08", json!({ "hold_order": hold })),
        ("2026-01-08", json!({ "release_hold": release })),
        ("2026-01-08", json!({"confirm_order": {"order": "Q2"}})),
        (
            "2026-01-08",
            json!({"amend_order": {"content": content("Q2"), "reason": "nothing but a version"}}),
        ),
        (
            "2026-01-08",
            json!({"request_cancellation": {"order": "Q2", "reason": "not needed",
                "parts": [{"part": "A", "line": "1", "quantity": "6"}, {"line": "2"}]}}),
        ),
        (
            "2026-01-08",
            json!({"answer_cancellation": {"order": "Q2", "part": "A", "answer": "accepted"}}),
        ),
        (
            "2026-01-08",
            json!({"answer_cancellation": {"order": "Q2", "part": "2", "answer": "accepted"}}),
        ),
        ("2026-01-08", json!({"place_order": content("Q3")})),
        ("2026-01-08", json!({"reject_order": {"order": "Q3", "reason": "not our trade"}})),
    ]
}

/// An invoice of some pieces at 1.00.
fn invoice(customer: &str, currency: &str, vat: &Value, pieces: &str) -> Value {
    json!({"series": "sales", "draft": {
        "customer": customer, "currency": currency, "terms": "2% 10 net 30",
        "lines": [{"id": "1", "description": "desk", "quantity": format!("{pieces} C62"),
            "price": {"net": "1.00"}, "vat": vat}],
    }})
}

fn invoices() -> Vec<(&'static str, Value)> {
    let domestic = json!({"category": "S", "rate": "20"});
    let export = json!({"category": "G", "rate": "0"});
    let mut abroad = invoice("C2", "USD", &export, "1000");
    abroad["exchange_rate"] = json!("EUR/USD 1.10");
    vec![
        ("2026-01-15", json!({"issue_invoice": abroad})),
        ("2026-01-15", json!({"issue_invoice": invoice("C1", "EUR", &domestic, "1000")})),
        ("2026-01-15", json!({"issue_invoice": invoice("C1", "EUR", &domestic, "321")})),
    ]
}

fn letter(customer: &str, currency: &str, entries: [&str; 2], take_discount: bool) -> Value {
    let lines = entries.map(|entry| json!({ "entry": entry }));
    json!({"letter": {"customer": customer, "currency": currency, "lines": lines,
        "take_discount": take_discount}})
}

fn cash() -> Vec<(&'static str, Value)> {
    let dollars = json!({"payment": "P1", "payer": "C2", "amount": "1000.00 USD",
        "exchange_rate": "EUR/USD 1.05"});
    let named = json!({"payment": "P3", "payer_name": "Durand", "amount": "385.20 EUR",
        "remittance": "invoice F2026-00005"});
    let part = json!({"customer": "C1", "currency": "EUR",
        "lines": [{"entry": "P4"}, {"entry": "F2026-00001", "amount": "7.00 EUR"}]});
    vec![
        ("2026-01-20", json!({"receive_payment": dollars})),
        // rulebook EX-L5: a gain of 43.29 EUR.
        ("2026-01-20", letter("C2", "USD", ["F2026-00003", "P1"], false)),
        (
            "2026-01-20",
            json!({"receive_payment": {
            "payment": "P2", "payer": "C1", "amount": "1176.00 EUR"}}),
        ),
        // The 2 % for early payment: 24.00 of 1200.00.
        ("2026-01-20", letter("C1", "EUR", ["F2026-00004", "P2"], true)),
        ("2026-01-21", json!({"receive_payment": named})),
        ("2026-01-21", json!({"letter_automatically": {"payment": "P3"}})),
        ("2026-01-22", json!({"receive_payment": {"payment": "P4", "amount": "8.00 EUR"}})),
        ("2026-01-23", json!({"identify_payment": {"payment": "P4", "customer": "C1"}})),
        ("2026-01-23", json!({ "letter": part })),
        (
            "2026-01-23",
            json!({"letter_as_proposed": {"payment": "P3", "proposals": [
                {"lines": [{"entry": "F2026-00001", "amount": "1.00 EUR"}], "score": 400,
                    "takes_discount": false, "differences": [], "reason": "learned"}]}}),
        ),
        ("2026-02-10", json!({"unletter": {"customer": "C2", "currency": "USD", "letter": "AAA"}})),
        ("2026-03-01", json!({"close_period": {"until": "2026-02-28"}})),
    ]
}

/// Deposits, milestones and invoices over several orders.
fn paid_ahead() -> Vec<(&'static str, Value)> {
    let ordered = |id: &str| {
        let line = json!({"id": "1", "quantity": "10 C62", "price": {"net": "10.00"},
            "vat": {"category": "S", "rate": "20"}});
        json!({"place_order": {"order": id, "customer": "C1", "currency": "EUR", "lines": [line],
            "billing": "ordered"}})
    };
    let day = "2026-03-02";
    let mut told = Vec::new();
    for id in ["A1", "A2", "A3"] {
        told.push((day, ordered(id)));
        told.push((day, json!({"confirm_order": {"order": id}})));
    }
    let share = json!({"percent": "30"});
    let deposit = json!({"series": "sales", "order": "A1", "share": share,
        "description": "To begin with", "terms": "net 10"});
    told.push((day, json!({"issue_deposit": deposit})));
    let amount = json!({"amount": "12.00 EUR"});
    let second = json!({"series": "sales", "order": "A2", "share": amount});
    told.push((day, json!({"issue_deposit": second})));
    let milestones = json!([
        {"id": "M1", "description": "Begun", "share": {"amount": "40.00 EUR"}},
        {"id": "M2", "description": "Done", "share": "rest", "planned_on": "2026-06-30"},
    ]);
    told.push((day, json!({"plan_billing": {"order": "A1", "milestones": milestones}})));
    let milestone = json!({"series": "sales", "order": "A1", "milestone": "M1"});
    told.push((day, json!({"invoice_milestone": milestone})));
    let ship = json!({"shipment": "SA", "order": "A3", "lines": [{"line": "1", "quantity": "4"}]});
    told.push((day, json!({ "ship": ship })));
    let shipments = json!({"series": "sales", "shipments": ["SA"]});
    told.push((day, json!({"invoice_shipments": shipments})));
    told.push((day, json!({"invoice_orders": {"series": "sales", "orders": ["A3"]}})));
    told.push((day, json!({"cancel_order": {"order": "A2", "reason": "too late"}})));
    let credit = json!({"series": "sales", "deposit": "F2026-00007", "reason": "cancelled"});
    told.push((day, json!({"credit_deposit": credit})));
    told
}

/// What becomes of documents: they go out, are answered, given back, corrected and cut off.
fn after_issue() -> Vec<(&'static str, Value)> {
    let day = "2026-03-03";
    let vat = json!({"category": "S", "rate": "20"});
    let mut service = invoice("C1", "EUR", &vat, "100");
    service["draft"]["lines"][0]["supply"] = json!("services");
    let paid = json!({"payment": "P8", "payer": "C1", "amount": "60.00 EUR"});
    let sent = "F2026-00012";
    let letter = json!({"customer": "C1", "currency": "EUR",
        "lines": [{"entry": "P8"}, {"entry": sent, "amount": "60.00 EUR"}]});
    let status = json!({"document": sent, "status": 207, "by": "buyer", "reasons": ["QTE_ERR"],
        "requested_action": "CNP"});
    let lines = json!({"lines": [{"line": "1", "quantity": "10"}]});
    let credit = json!({"series": "sales", "invoice": sent, "scope": lines, "reason": "returned",
        "note": "as agreed", "terms": "net 0"});
    let mut corrected = invoice("C1", "EUR", &vat, "300");
    corrected["invoice"] = json!("F2026-00005");
    let claim =
        json!({"amount": "40.00 EUR", "kind": "indemnity", "description": "Article D441-5"});
    let debit = json!({"series": "sales", "customer": "C1", "currency": "EUR", "lines": [claim],
        "terms": "net 10", "relates_to": [sent], "note": "as the law has it"});
    let mut told = vec![
        json!({ "issue_invoice": service }),
        json!({"dispatch_document": {"document": sent, "channel": "email", "to": "a@example.org"}}),
        json!({"record_dispatch": {"document": sent, "outcome": "sent"}}),
        json!({"record_dispatch": {"document": sent, "number": 1, "outcome": "received"}}),
        json!({ "record_status": status }),
        json!({ "receive_payment": paid }),
        json!({ "letter": letter }),
        json!({ "issue_credit_note": credit }),
        json!({ "correct_invoice": corrected }),
        json!({ "issue_debit_note": debit }),
    ];
    let interest = json!({"series": "sales", "customer": "C1", "currency": "EUR",
        "until": "2026-03-01",
        "terms": {"rates": [{"valid_from": "2026-01-01", "value": "12.15"}]},
        "fixed_fee": [{"valid_from": "2013-01-01", "value": "40.00 EUR"}]});
    told.push(json!({ "bill_interest": interest }));
    told.push(json!({"cut_off": {"until": "2026-03-02", "reverse_on": "2026-03-03",
        "exchange_rates": ["EUR/USD 1.10"]}}));
    told.into_iter().map(|action| (day, action)).collect()
}

/// What customers contest: granted, rejected, and replaced.
fn disputes() -> Vec<(&'static str, Value)> {
    let day = "2026-03-04";
    let number = "F2026-00017";
    let vat = json!({"category": "S", "rate": "20"});
    let open = |id: &str| {
        json!({"open_dispute": {"dispute": id, "document": number, "amount": "12.00 EUR",
            "reason": "incomplete_delivery", "owner": "Anne", "note": "one is missing",
            "answer_by": "2026-03-20", "do_not_match": true}})
    };
    let credit = json!({"series": "sales", "scope": {"amount_with_vat": "6.00 EUR"},
        "reason": "rebate", "note": "as agreed"});
    let told = [
        json!({"issue_invoice": invoice("C1", "EUR", &vat, "100")}),
        open("D1"),
        open("D2"),
        json!({"review_dispute": {"dispute": "D1", "owner": "Bert", "note": "ask the store"}}),
        json!({"accept_dispute": {"dispute": "D1", "remedy": {"credit_note": credit},
            "note": "one was missing"}}),
        json!({"reject_dispute": {"dispute": "D2", "is_withdrawn": true, "note": "found"}}),
        open("D3"),
        json!({"accept_dispute": {"dispute": "D3",
            "remedy": {"write_off": {"amount": "1.00 EUR"}}}}),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}

/// What may not be paid and what is not: doubtful, allowed for, lost, recovered, revalued.
fn bad_debts() -> Vec<(&'static str, Value)> {
    let day = "2026-03-05";
    let number = "F2026-00019";
    let vat = json!({"category": "S", "rate": "20"});
    let debts = json!({"customer": "C1", "currency": "EUR", "documents": [number]});
    let allow = |of: Value| json!({"set_allowance": {"document": number, "of": of}});
    let told = [
        json!({"issue_invoice": invoice("C1", "EUR", &vat, "100")}),
        json!({ "make_doubtful": debts }),
        json!({ "restore_doubtful": debts }),
        json!({ "make_doubtful": debts }),
        allow(json!({"percent": "50"})),
        allow(json!({"amount": "60.00 EUR"})),
        json!({"write_off_bad_debt": {"document": number, "amount": "60.00 EUR"}}),
        json!({"record_recovery": {"payment": "P20", "document": number, "amount": "12.00 EUR"}}),
        json!({"revalue": {"until": "2026-03-04", "reverse_on": "2026-03-05",
            "exchange_rates": ["EUR/USD 1.20"]}}),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}

/// Money that goes back or elsewhere.
fn money_back() -> Vec<(&'static str, Value)> {
    let day = "2026-03-05";
    let paid = |id: &str, amount: &str| {
        let payment = json!({"payment": id, "payer": "C1", "amount": amount});
        json!({ "receive_payment": payment })
    };
    let lines = json!([{"entry": "P13"}, {"entry": "F2026-00001", "amount": "1.50 EUR"}]);
    let differences = json!([
        {"kind": "bank_fee", "amount": "0.50 EUR"},
        {"kind": "deduction", "amount": "2.00 EUR", "reason": "late"},
    ]);
    let told = [
        paid("P10", "50.00 EUR"),
        json!({"refund": {"refund": "R1", "customer": "C1", "currency": "EUR", "entry": "P10",
            "amount": "20.00 EUR"}}),
        paid("P11", "30.00 EUR"),
        json!({"bounce_payment": {"payment": "P11", "reason": "AM04", "fee": "5.00 EUR",
            "is_fee_charged": true}}),
        paid("P12", "12.00 EUR"),
        json!({"reassign_payment": {"payment": "P12", "customer": "C2"}}),
        json!({"transfer_item": {"customer": "C1", "currency": "EUR", "entry": "P10", "to": "C2",
            "amount": "-10.00 EUR"}}),
        json!({"receive_payment": {"payment": "P14", "method": "cheque", "payer": "C1",
            "amount": "3.00 EUR"}}),
        json!({"clear_payments": {"payments": ["P14"], "fee": "0.10 EUR"}}),
        json!({"allocate_payment": {"payment": "P14", "choice": [], "interest_first": true}}),
        paid("P13", "1.00 EUR"),
        json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines,
            "differences": differences}}),
    ];
    told.into_iter().map(|action| (day, action)).collect()
}
