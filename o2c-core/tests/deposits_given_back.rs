//! Deposits after their final invoice: what is given back, dissolved or replaced leaves deposit and
//! VAT where they belong (rulebook INV-33, V-02 to V-06, 5.2).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    dead_code
)]

mod paid_ahead;
mod told;

use o2c_core::json;
use paid_ahead::*;
use serde_json::{Value, json};
use told::{Story, line};

/// Pays an item and letters the payment with it.
fn pay(story: &mut Story, payment: &str, entry: &str, amount: &str) {
    let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
    story.tell(DAY, json!({"receive_payment": paid}));
    letter(story, &[payment, entry]);
}

fn letter(story: &mut Story, entries: &[&str]) {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    story.tell(DAY, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
}

fn unletter(story: &mut Story, code: &str) {
    let letter = json!({"customer": "C1", "currency": "EUR", "letter": code});
    story.tell(DAY, json!({"unletter": letter}));
}

/// The balance of an account, nothing where it has none.
fn balance(story: &Story, account: &str) -> String {
    let named = format!("{account} ");
    let rows = story.balances(DAY);
    let row = rows.iter().find_map(|row| row.strip_prefix(&named));
    row.unwrap_or("0.00 EUR").to_owned()
}

fn balances(story: &Story, accounts: &[&str]) -> Vec<String> {
    accounts.iter().map(|account| balance(story, account)).collect()
}

/// The history leads to the same company, and what fell due explains the account of VAT collected.
fn is_sound(story: &Story) {
    let history = json::history(&story.company).unwrap();
    assert_eq!(json::replay(&history).as_ref(), Ok(&story.company));
    let due = story.report(json!({"vat_due": {"from": DAY, "until": DAY}}));
    for total in due["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{due}");
    }
}

const FORMS: [&str; 2] = ["prepaid", "negative_lines"];

/// The accounts of a deposit: customers, deposits, sales, VAT on deposits, VAT collected.
const BOOKS: [&str; 5] = ["411", "4191", "707", "44584", "44571"];

/// An order of 10 000 at 20 % with a deposit of 30 % that was paid.
fn with_deposit(form: &str) -> Story {
    let mut story = story(form);
    ordered(&mut story, "O1", &[line("1", "2", "5000.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    pay(&mut story, "P1", "D2026-00001", "3600.00 EUR");
    story
}

/// rulebook 5.2, V-01: by the final invoice the VAT of the goods is due, whatever becomes of the
/// payment of the deposit.
#[test]
fn the_vat_of_a_deposit_is_the_final_invoices_once_that_is_issued() {
    for form in FORMS {
        let mut story = with_deposit(form);
        assert_eq!(balances(&story, &BOOKS)[3..], ["600.00 EUR", "-600.00 EUR"]);
        story.tell(DAY, invoice("O1"));
        assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "-2000.00 EUR"], "{form}");
        is_sound(&story);
        unletter(&mut story, "AAA");
        assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "-2000.00 EUR"], "{form}");
        letter(&mut story, &["P1", "D2026-00001"]);
        assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "-2000.00 EUR"], "{form}");
        is_sound(&story);
    }
}

/// Half of a deposit of 12 000 was deducted: the payment taken back takes the VAT of the other
/// half back, 1 000.
#[test]
fn what_no_invoice_deducted_is_taken_back_with_the_payment() {
    for form in FORMS {
        let mut story = story(form);
        ordered(&mut story, "O1", &[line("1", "2", "5000.00", "20")]);
        story.tell(DAY, deposit("O1", json!({"percent": "100"})));
        pay(&mut story, "P1", "D2026-00001", "12000.00 EUR");
        let lines = json!([{"line": "1", "quantity": "1"}]);
        let part = json!({"series": "sales", "order": "O1", "lines": lines});
        story.tell(DAY, json!({"invoice_order": part}));
        let half = ["1000.00 EUR", "-2000.00 EUR"];
        assert_eq!(balances(&story, &BOOKS)[3..], half, "{form}");
        unletter(&mut story, "AAA");
        assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "-1000.00 EUR"], "{form}");
        letter(&mut story, &["P1", "D2026-00001"]);
        assert_eq!(balances(&story, &BOOKS)[3..], half, "{form}");
        is_sound(&story);
    }
}

/// An order whose allowance takes a VAT group below zero: 1 000 at 20 % and 20 - 50 at 10 %. The
/// deposit of 30 % is 360.00 - 9.90.
#[test]
fn a_deposit_with_a_group_below_zero_is_deducted() {
    for form in FORMS {
        let mut story = story(form);
        let allowance = json!({"kind": "allowance", "value": {"amount": "50.00 EUR"},
            "vat": {"category": "S", "rate": "10"}, "reason": "bonus"});
        let lines = [line("1", "1", "1000.00", "20"), line("2", "1", "20.00", "10")];
        ordered_with(
            &mut story,
            json!({"order": "O1", "lines": lines, "adjustments": [allowance]}),
        );
        story.tell(DAY, deposit("O1", json!({"percent": "30"})));
        let asked = ["-9.00 EUR + -0.90 EUR", "300.00 EUR + 60.00 EUR"];
        assert_eq!(groups(&document(&story, "D2026-00001")), asked);
        pay(&mut story, "P1", "D2026-00001", "350.10 EUR");
        assert_eq!(balances(&story, &BOOKS)[3..], ["59.10 EUR", "-59.10 EUR"]);
        story.tell(DAY, invoice("O1"));
        let all = ["816.90 EUR", "0.00 EUR", "-970.00 EUR", "0.00 EUR", "-197.00 EUR"];
        assert_eq!(balances(&story, &BOOKS), all, "{form}");
        is_sound(&story);
    }
}

/// rulebook V-04, EX-V2's invoice in halves: the first is paid, then all that bears 10 % is given
/// back on the second. Without the payment nothing is collected, so nothing is due.
#[test]
fn nothing_collected_is_nothing_due() {
    let mut story = story("prepaid");
    let mut lines = [line("1", "1", "1000.00", "20"), line("2", "1", "100.00", "10")];
    for line in &mut lines {
        line["supply"] = json!("services");
    }
    let mut issue = told::invoice(&lines);
    issue["draft"]["terms"] = told::terms("50%: net 0; rest: net 30");
    story.tell(DAY, json!({"issue_invoice": issue}));
    pay(&mut story, "P1", "F2026-00001/1", "655.00 EUR");
    let scope = json!({"lines": [{"line": "2", "quantity": "1"}]});
    story.tell(
        DAY,
        json!({"issue_credit_note":
            {"series": "sales", "invoice": "F2026-00001", "scope": scope}}),
    );
    letter(&mut story, &["F2026-00001/2", "F2026-00002"]);
    // 655.00 of 1 200.00 are collected: 109.17 of the 200.00.
    assert_eq!(balances(&story, &["4458", "44571"]), ["-90.83 EUR", "-109.17 EUR"]);
    unletter(&mut story, "AAA");
    assert_eq!(balances(&story, &["4458", "44571"]), ["-200.00 EUR", "0.00 EUR"]);
    letter(&mut story, &["P1", "F2026-00001/1"]);
    assert_eq!(balances(&story, &["4458", "44571"]), ["-90.83 EUR", "-109.17 EUR"]);
    is_sound(&story);
}

/// rulebook INV-24, INV-34 (EX-I7b), EX-V5: the VAT of a deposit and of a milestone is a share of
/// the order's, which the strict check of the breakdown holds them to.
#[test]
fn what_shares_an_order_is_held_to_its_share() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "1", "1000.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"amount": "100.05 EUR"})));
    assert_eq!(groups(&document(&story, "D2026-00001")), ["83.38 EUR + 16.67 EUR"]);
    ordered(&mut story, "O2", &[line("1", "1", "100.00", "20")]);
    let third = json!({"percent": "33.3333"});
    story.tell(DAY, plan("O2", &[third.clone(), third, json!("rest")]));
    for id in ["M0", "M1"] {
        story.tell(DAY, milestone("O2", id));
    }
    assert_eq!(groups(&document(&story, "F2026-00002")), ["33.34 EUR + 6.66 EUR"]);
    for number in ["D2026-00001", "F2026-00002"] {
        let found = story.report(json!({"findings": {"document": number}}));
        let rules = found[0]["findings"].as_array().unwrap().iter();
        let rules: Vec<&str> = rules.map(|one| one["rule"].as_str().unwrap()).collect();
        assert!(!rules.iter().any(|rule| ["BR-CO-17", "BR-S-09"].contains(rule)), "{rules:?}");
    }
}
