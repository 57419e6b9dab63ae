//! Differences that nobody pays: the VAT of a small write-off under VAT on collection, what is in
//! dispute, and what a customer keeps back (rulebook V-03, V-04, 5.2, R-12, 4.2 point 9; I9, I20).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use crate::told::{report, run};
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json};

fn balances<const COUNT: usize>(company: &Company, accounts: [&str; COUNT]) -> [String; COUNT] {
    let report = report(company, &json!({"trial_balance": {"as_of": "2030-12-31"}}));
    let rows = report["rows"].as_array().unwrap();
    accounts.map(|account| {
        let row = rows.iter().find(|row| row["account"] == account);
        row.map_or("0.00 EUR".into(), |row| row["balance"].as_str().unwrap().into())
    })
}

fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
    let span = json!({"from": "2026-01-01", "until": "2026-06-30"});
    assert_eq!(report(company, &json!({"reconciliation": span}))["unequal"], json!([]));
    for total in report(company, &json!({"vat_due": span}))["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{total}");
    }
}

/// Two invoices of services of 1 200.00 each, 200.00 of them VAT that waits for the payment.
fn company() -> Company {
    let tolerances = json!([{"kind": "write_off", "absolute": "1.00 EUR"},
        {"kind": "write_off", "direction": "over", "absolute": "1.00 EUR"},
        {"kind": "cash_rounding", "absolute": "0.05 EUR"}]);
    let settings = json!({"ledger_currency": "EUR", "tolerances": tolerances});
    let mut company = json::found(&settings.to_string()).unwrap();
    let action =
        json!({"directory": {"register_customer": {"customer": "C1", "party": {"name": "C1"}}}});
    run(&mut company, "2026-01-02", action).unwrap();
    let series =
        json!({"open_series": {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}});
    run(&mut company, "2026-01-02", series).unwrap();
    for _ in 0..2 {
        let invoice = json!({"issue_invoice": {"series": "sales", "draft": {
            "customer": "C1", "currency": "EUR", "terms": "net 30",
            "lines": [{"id": "1", "description": "advice", "quantity": "1000 C62",
                "supply": "services", "price": {"net": "1.00"},
                "vat": {"category": "S", "rate": "20"}}]}}});
        run(&mut company, "2026-01-10", invoice).unwrap();
    }
    company
}

fn pay(company: &mut Company, id: &str, amount: &str) {
    let action = json!({"receive_payment": {"payment": id, "payer": "C1", "amount": amount}});
    run(company, "2026-02-05", action).unwrap();
}

fn letter(lines: Value, differences: Value) -> Value {
    json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines,
        "differences": differences}})
}

fn short(amount: &str) -> Value {
    json!([{"kind": "write_off", "amount": amount}])
}

/// 0.40 of 1 200.00 hold 0.07 of VAT (0.40 x 200 / 1 200 = 0.0667): it never falls due and the
/// difference costs 0.33. Of the 199.93 left, all falls due with the 1 199.60 received.
#[test]
fn what_is_written_off_is_not_collected() {
    let mut company = company();
    pay(&mut company, "P1", "1199.60 EUR");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    let before = balances(&company, ["4458", "44571", "658", "411"]);
    assert_eq!(before, ["-400.00 EUR", "0.00 EUR", "0.00 EUR", "1200.40 EUR"]);
    run(&mut company, "2026-02-05", letter(lines, short("0.40 EUR"))).unwrap();
    let after = balances(&company, ["4458", "44571", "658", "411"]);
    assert_eq!(after, ["-200.00 EUR", "-199.93 EUR", "0.33 EUR", "1200.00 EUR"]);
    is_sound(&company);
    // Dissolved, everything is as before (V-04).
    let undo = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    run(&mut company, "2026-02-10", undo).unwrap();
    assert_eq!(balances(&company, ["4458", "44571", "658", "411"]), before);
    is_sound(&company);
}

/// A first payment of 600.00 made 100.00 due; the second letter closes: 0.40 x 200 / 1 200 of the
/// rest is 0.07 again, and 199.93 fall due in all.
#[test]
fn a_write_off_after_a_part_payment_closes_to_the_cent() {
    let mut company = company();
    pay(&mut company, "P1", "600.00 EUR");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001", "amount": "600.00 EUR"}]);
    run(&mut company, "2026-02-05", letter(lines, json!([]))).unwrap();
    assert_eq!(balances(&company, ["4458", "44571"]), ["-300.00 EUR", "-100.00 EUR"]);
    pay(&mut company, "P2", "599.60 EUR");
    let lines = json!([{"entry": "P2"}, {"entry": "F2026-00001"}]);
    run(&mut company, "2026-02-05", letter(lines, short("0.40 EUR"))).unwrap();
    let after = balances(&company, ["4458", "44571", "658"]);
    assert_eq!(after, ["-200.00 EUR", "-199.93 EUR", "0.33 EUR"]);
    is_sound(&company);
}

/// What lacks of a set lacks of the last item named: the first invoice is wholly collected.
#[test]
fn what_lacks_of_a_set_lacks_of_its_last_item() {
    let mut company = company();
    pay(&mut company, "P1", "2399.10 EUR");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}, {"entry": "F2026-00002"}]);
    run(&mut company, "2026-02-05", letter(lines, short("0.90 EUR"))).unwrap();
    // 0.90 x 200 / 1 200 = 0.15.
    let after = balances(&company, ["4458", "44571", "658", "411"]);
    assert_eq!(after, ["0.00 EUR", "-399.85 EUR", "0.75 EUR", "0.00 EUR"]);
    let due = report(&company, &json!({"vat_due": {"from": "2026-02-05", "until": "2026-02-05"}}));
    let events = due["events"].as_array().unwrap().iter();
    let due: Vec<&str> = events.map(|event| event["amount"].as_str().unwrap()).collect();
    assert_eq!(due, ["200.00 EUR", "199.85 EUR"]);
    is_sound(&company);
}

/// Paid too much, the invoice is wholly collected; what was won is no price.
#[test]
fn what_is_paid_over_changes_no_vat() {
    let mut company = company();
    pay(&mut company, "P1", "1200.40 EUR");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    run(&mut company, "2026-02-05", letter(lines, short("-0.40 EUR"))).unwrap();
    let after = balances(&company, ["44571", "758", "411"]);
    assert_eq!(after, ["-200.00 EUR", "-0.40 EUR", "1200.00 EUR"]);
    is_sound(&company);
}

/// rulebook R-12: what is kept back stays owed and is in dispute, with its reason.
#[test]
fn a_deduction_is_in_dispute_by_itself() {
    let mut company = company();
    pay(&mut company, "P1", "1100.00 EUR");
    let kept = json!([{"kind": "deduction", "amount": "100.00 EUR", "reason": "PU_ERR"}]);
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    run(&mut company, "2026-02-05", letter(lines, kept)).unwrap();
    let open = report(&company, &json!({"open_items": {"as_of": "2026-02-05"}}));
    assert_eq!(
        (&open[0]["entry"], &open[0]["open"]),
        (&json!("F2026-00001"), &json!("100.00 EUR"))
    );
    let disputes = |on: &str| report(&company, &json!({"disputes": {"as_of": on}}));
    assert_eq!(disputes("2026-02-04"), json!([]));
    let row = disputes("2026-02-05")[0].clone();
    assert_eq!(row["dispute"], "F2026-00001 deduction");
    assert_eq!((&row["disputed"], &row["code"]), (&json!("100.00 EUR"), &json!("PU_ERR")));
    assert_eq!((&row["status"], &row["note"]), (&json!("opened"), &json!("PU_ERR")));
    let aged = report(&company, &json!({"aged_balance": {"as_of": "2026-02-05"}}));
    assert_eq!(aged["rows"][0]["disputed"], "100.00 EUR");
    is_sound(&company);
    // Granted, a credit note settles it; refused, it is collected like anything else.
    let credit = json!({"accept_dispute": {"dispute": "F2026-00001 deduction",
        "remedy": {"credit_note": {"series": "sales", "reason": "rebate"}}}});
    let mut granted = company.clone();
    run(&mut granted, "2026-02-20", credit).unwrap();
    let open = report(&granted, &json!({"open_items": {"as_of": "2026-02-20"}}));
    assert_eq!(open.as_array().unwrap().len(), 1);
    is_sound(&granted);
    let reject = json!({"reject_dispute": {"dispute": "F2026-00001 deduction"}});
    run(&mut company, "2026-02-20", reject).unwrap();
    let aged = report(&company, &json!({"aged_balance": {"as_of": "2026-02-20"}}));
    assert_eq!(aged["rows"][0]["disputed"], "0.00 EUR");
}

/// rulebook 4.2 point 9: nothing is written off of what is in dispute, neither by a person nor by
/// the rules.
#[test]
fn nothing_is_written_off_of_what_is_in_dispute() {
    let mut company = company();
    let open = json!({"open_dispute": {"dispute": "D1", "document": "F2026-00001",
        "amount": "0.40 EUR", "reason": "price"}});
    run(&mut company, "2026-02-01", open).unwrap();
    pay(&mut company, "P1", "1199.60 EUR");
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    let before = company.clone();
    let no = run(&mut company, "2026-02-05", letter(lines.clone(), short("0.40 EUR"))).unwrap_err();
    assert_eq!(
        (no.code, no.path.as_str()),
        ("company.write_off_disputed", "action.letter.lines[1].entry")
    );
    let figures = no.figures.iter().map(|(_, figure)| figure.as_str());
    assert_eq!(figures.collect::<Vec<_>>(), ["F2026-00001", "0.40 EUR"]);
    assert!(company == before);
    let automatic = json!({"letter_automatically": {"payment": "P1"}});
    run(&mut company, "2026-02-05", automatic).unwrap();
    let open = report(&company, &json!({"open_items": {"as_of": "2026-02-05"}}));
    assert_eq!(open.as_array().unwrap().len(), 3, "a person decides");
    // Once the dispute is over it may be written off.
    let reject = json!({"reject_dispute": {"dispute": "D1"}});
    run(&mut company, "2026-02-06", reject).unwrap();
    run(&mut company, "2026-02-06", letter(lines, short("0.40 EUR"))).unwrap();
    is_sound(&company);
}
