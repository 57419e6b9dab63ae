//! Deposits after their final invoice: what is given back, dissolved or replaced leaves deposit and
//! VAT where they belong (rulebook INV-33, V-02 to V-06, 5.2).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told;

use crate::paid_ahead::*;
use crate::told::{Story, line};
use o2c_core::json;
use serde_json::{Value, json};

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

fn credit(number: &str, scope: Value) -> Value {
    json!({"issue_credit_note": {"series": "sales", "invoice": number, "scope": scope}})
}

fn units(line: &str, quantity: &str) -> Value {
    json!({"lines": [{"line": line, "quantity": quantity}]})
}

fn credit_deposit(number: &str) -> Value {
    json!({"credit_deposit": {"series": "deposits", "deposit": number}})
}

/// What the books say of a deposit that was paid and that no invoice has deducted.
const PAID: [&str; 5] = ["0.00 EUR", "-3600.00 EUR", "0.00 EUR", "600.00 EUR", "-600.00 EUR"];

/// rulebook INV-33, V-06: of a sale that is given back the deposit is what it was before it: it is
/// deducted again or given back. Where it was said to be paid before, it has become a credit of
/// the customer.
#[test]
fn a_deposit_outlives_its_final_invoice() {
    let sold = ["8400.00 EUR", "0.00 EUR", "-10000.00 EUR", "0.00 EUR", "-2000.00 EUR"];
    let mut story = with_deposit("negative_lines");
    assert_eq!(balances(&story, &BOOKS), PAID);
    story.tell(DAY, invoice("O1"));
    assert_eq!(balances(&story, &BOOKS), sold);
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(figures(&story, "F2026-00002", &["net", "vat"]), ["7000.00 EUR", "1400.00 EUR"]);
    assert_eq!(balances(&story, &BOOKS), PAID);
    is_sound(&story);
    story.tell(DAY, invoice("O1"));
    assert_eq!(figures(&story, "F2026-00003", &["due"]), ["8400.00 EUR"]);
    assert_eq!(balances(&story, &BOOKS), sold);
    story.tell(DAY, credit("F2026-00003", json!("whole")));
    story.tell(DAY, credit_deposit("D2026-00001"));
    assert_eq!(groups(&document(&story, "D2026-00002")), ["3000.00 EUR + 600.00 EUR"]);
    // What was paid is the customer's; its VAT is due until it is paid back.
    let back = ["-3600.00 EUR", "0.00 EUR", "0.00 EUR", "600.00 EUR", "-600.00 EUR"];
    assert_eq!(balances(&story, &BOOKS), back);
    assert_eq!(story.refused(DAY, credit_deposit("D2026-00001")).0, "order.deposit.credited");
    is_sound(&story);

    let mut story = with_deposit("prepaid");
    story.tell(DAY, invoice("O1"));
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    let back = ["-3600.00 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&story, &BOOKS), back);
    assert_eq!(story.refused(DAY, credit_deposit("D2026-00001")).0, "order.deposit.exceeded");
    is_sound(&story);
}

/// rulebook INV-41: a corrective bills the full figures; the deposit is free for it.
#[test]
fn a_deposit_outlives_a_corrected_invoice() {
    let mut story = with_deposit("negative_lines");
    story.tell(DAY, invoice("O1"));
    let mut sold = line("1", "2", "5000.00", "20");
    sold["order"] = json!({"order": "O1", "line": "1"});
    let draft = told::invoice(&[sold])["draft"].clone();
    let correct = json!({"series": "sales", "invoice": "F2026-00001", "draft": draft});
    story.tell(DAY, json!({"correct_invoice": correct}));
    let full = ["12000.00 EUR", "-3600.00 EUR", "-10000.00 EUR", "600.00 EUR", "-2600.00 EUR"];
    assert_eq!(balances(&story, &BOOKS), full);
    is_sound(&story);
    story.tell(DAY, credit_deposit("D2026-00001"));
    letter(&mut story, &["D2026-00002", "F2026-00002"]);
    let sold = ["8400.00 EUR", "0.00 EUR", "-10000.00 EUR", "0.00 EUR", "-2000.00 EUR"];
    assert_eq!(balances(&story, &BOOKS), sold);
    is_sound(&story);
}

/// rulebook V-04: what a deposit takes back is due as far as it is paid by then.
#[test]
fn a_deposit_takes_back_what_is_paid_of_it() {
    let mut story = story("negative_lines");
    ordered(&mut story, "O1", &[line("1", "2", "5000.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, invoice("O1"));
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "0.00 EUR"], "nothing is paid");
    story.tell(DAY, invoice("O1"));
    pay(&mut story, "P1", "D2026-00001", "1800.00 EUR");
    story.tell(DAY, credit("F2026-00003", json!("whole")));
    assert_eq!(balances(&story, &BOOKS)[3..], ["300.00 EUR", "-300.00 EUR"], "half is paid");
    story.tell(DAY, invoice("O1"));
    unletter(&mut story, "AAA");
    story.tell(DAY, credit("F2026-00005", json!("whole")));
    assert_eq!(balances(&story, &BOOKS)[3..], ["0.00 EUR", "0.00 EUR"], "and taken back");
    letter(&mut story, &["P1", "D2026-00001"]);
    assert_eq!(balances(&story, &BOOKS)[3..], ["300.00 EUR", "-300.00 EUR"]);
    is_sound(&story);
}

/// What was left of a deposit was given back; then the invoice that had deducted the other part is.
#[test]
fn a_deposit_is_given_back_in_parts() {
    let mut story = story("negative_lines");
    ordered(&mut story, "O1", &[line("1", "2", "100.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "100"})));
    let lines = json!([{"line": "1", "quantity": "1"}]);
    let part = json!({"series": "sales", "order": "O1", "lines": lines});
    story.tell(DAY, json!({"invoice_order": part}));
    story.tell(DAY, credit_deposit("D2026-00001"));
    assert_eq!(balances(&story, &BOOKS)[..3], ["120.00 EUR", "0.00 EUR", "-100.00 EUR"]);
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(balances(&story, &BOOKS)[..3], ["120.00 EUR", "-120.00 EUR", "0.00 EUR"]);
    story.tell(DAY, credit_deposit("D2026-00001"));
    assert_eq!(groups(&document(&story, "D2026-00003")), ["100.00 EUR + 20.00 EUR"]);
    assert!(story.balances(DAY).is_empty(), "{:?}", story.balances(DAY));
    is_sound(&story);
}

/// rulebook A-05: 720.00 USD of deposit at 1.2 are 600.00 EUR, whatever the rate of the invoice.
#[test]
fn a_deposit_in_another_currency_is_freed_as_booked() {
    let mut story = story("negative_lines");
    let lines = [line("1", "1", "1000.00", "20")];
    ordered_with(&mut story, json!({"order": "O1", "lines": lines, "currency": "USD"}));
    let mut ask = deposit("O1", json!({"amount": "720.00 USD"}));
    ask["issue_deposit"]["exchange_rate"] = json!("EUR/USD 1.2");
    story.tell(DAY, ask);
    for number in ["F2026-00001", "F2026-00003"] {
        let mut last = invoice("O1");
        last["invoice_order"]["exchange_rate"] = json!("EUR/USD 1.5");
        story.tell(DAY, last);
        let mut back = credit(number, json!("whole"));
        back["issue_credit_note"]["exchange_rate"] = json!("EUR/USD 1.5");
        story.tell(DAY, back);
        assert_eq!(balances(&story, &BOOKS)[..3], ["600.00 EUR", "-600.00 EUR", "0.00 EUR"]);
    }
    story.tell(DAY, credit_deposit("D2026-00001"));
    assert!(story.balances(DAY).is_empty(), "{:?}", story.balances(DAY));
}

/// rulebook V-06: an amount of the sale is given back beside its deposits; what is given back of
/// the lines later is less by its share, and the rest gives the deposits back.
#[test]
fn amounts_beside_deposits_are_given_back() {
    for scope in [json!({"amount": "1000.00 EUR"}), json!({"amount_with_vat": "1200.00 EUR"})] {
        let mut story = with_deposit("negative_lines");
        story.tell(DAY, invoice("O1"));
        story.tell(DAY, credit("F2026-00001", scope));
        assert_eq!(groups(&document(&story, "F2026-00002")), ["1000.00 EUR + 200.00 EUR"]);
        for number in ["F2026-00003", "F2026-00004"] {
            story.tell(DAY, credit("F2026-00001", units("1", "1")));
            assert_eq!(groups(&document(&story, number)), ["4500.00 EUR + 900.00 EUR"]);
        }
        story.tell(DAY, credit("F2026-00001", json!("whole")));
        assert_eq!(groups(&document(&story, "F2026-00005")), ["-3000.00 EUR + -600.00 EUR"]);
        assert_eq!(balances(&story, &BOOKS), PAID);
        is_sound(&story);
    }
}

/// Outside VAT: 100.00 less a deposit of 30.00, and of another order 100.00 that bear 5.00 of GST.
/// Half of the sale is 50.00 of each and 2.50; the rest is 70.00 and 2.50.
#[test]
fn amounts_beside_deposits_and_other_taxes_are_given_back() {
    let mut story = story("negative_lines");
    let mut plain = line("1", "1", "100.00", "0");
    plain["vat"] = json!({"category": "O", "rate": "0"});
    ordered(&mut story, "O1", std::slice::from_ref(&plain));
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    pay(&mut story, "P1", "D2026-00001", "30.00 EUR");
    plain["taxes"] = json!([{"name": "gst", "levy": {"percent": "5"}}]);
    ordered(&mut story, "O2", &[plain]);
    let both = json!({"series": "sales", "orders": ["O1", "O2"]});
    story.tell(DAY, json!({ "invoice_orders": both }));
    let gross = |story: &Story, number: &str| {
        document(story, number)["figures"]["gross"].as_str().unwrap().to_owned()
    };
    assert_eq!(gross(&story, "F2026-00001"), "175.00 EUR");
    story.tell(DAY, credit("F2026-00001", json!({"amount": "100.00 EUR"})));
    assert_eq!(groups(&document(&story, "F2026-00002")), ["100.00 EUR + 0.00 EUR"]);
    let lines = document(&story, "F2026-00002")["figures"]["lines"].clone();
    let nets: Vec<&str> =
        lines.as_array().unwrap().iter().map(|line| line["net"].as_str().unwrap()).collect();
    assert_eq!(nets, ["50.00 EUR", "50.00 EUR"]);
    assert_eq!(gross(&story, "F2026-00002"), "102.50 EUR");
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(groups(&document(&story, "F2026-00003")), ["70.00 EUR + 0.00 EUR"]);
    assert_eq!(gross(&story, "F2026-00003"), "72.50 EUR");
    is_sound(&story);
}

/// rulebook V-06, EX-I11: beside deposits the lines of the sale are given back one by one, their
/// VAT telescoping on that of the sale; the deposits stay deducted until the rest is given back.
#[test]
fn lines_beside_deposits_are_given_back() {
    let mut story = with_deposit("negative_lines");
    story.tell(DAY, invoice("O1"));
    let at = "action.issue_credit_note.scope.lines[0].line".to_owned();
    let refused = story.refused(DAY, credit("F2026-00001", units("deposit-1", "-1")));
    assert_eq!(refused, ("invoice.credit.whole_only", at));
    for (number, due) in [("F2026-00002", "2400.00 EUR"), ("F2026-00003", "-3600.00 EUR")] {
        story.tell(DAY, credit("F2026-00001", units("1", "1")));
        assert_eq!(groups(&document(&story, number)), ["5000.00 EUR + 1000.00 EUR"]);
        assert_eq!(balances(&story, &BOOKS)[..2], [due, "0.00 EUR"]);
    }
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(groups(&document(&story, "F2026-00004")), ["-3000.00 EUR + -600.00 EUR"]);
    assert_eq!(balances(&story, &BOOKS), PAID);
    is_sound(&story);

    // 99.99 + 20.00 in three units, of which two deposits of 33.33 + 6.67 were deducted.
    let mut story = self::story("negative_lines");
    ordered(&mut story, "O1", &[line("1", "3", "33.33", "20")]);
    for _ in 0..2 {
        story.tell(DAY, deposit("O1", json!({"amount": "40.00 EUR"})));
    }
    story.tell(DAY, invoice("O1"));
    for (number, vat) in [("F2026-00002", "6.67"), ("F2026-00003", "6.66"), ("F2026-00004", "6.67")]
    {
        story.tell(DAY, credit("F2026-00001", units("1", "1")));
        assert_eq!(groups(&document(&story, number)), [format!("33.33 EUR + {vat} EUR")]);
    }
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(groups(&document(&story, "F2026-00005")), ["-66.66 EUR + -13.34 EUR"]);
    assert_eq!(balances(&story, &BOOKS)[1..3], ["-80.00 EUR", "0.00 EUR"]);
}

/// An allowance of 100.00 on 1 000.00 is the sale's: half of the sale takes half of it.
#[test]
fn the_allowance_of_a_sale_is_not_the_deposits() {
    let mut story = story("negative_lines");
    let allowance = json!({"kind": "allowance", "value": {"amount": "100.00 EUR"}, "reason": "x"});
    let lines = [line("1", "2", "500.00", "20")];
    ordered_with(&mut story, json!({"order": "O1", "lines": lines, "adjustments": [allowance]}));
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, invoice("O1"));
    assert_eq!(groups(&document(&story, "F2026-00001")), ["630.00 EUR + 126.00 EUR"]);
    story.tell(DAY, credit("F2026-00001", units("1", "1")));
    assert_eq!(groups(&document(&story, "F2026-00002")), ["450.00 EUR + 90.00 EUR"]);
    story.tell(DAY, credit("F2026-00001", json!("whole")));
    assert_eq!(groups(&document(&story, "F2026-00003")), ["180.00 EUR + 36.00 EUR"]);
    assert_eq!(balances(&story, &BOOKS)[1..3], ["-324.00 EUR", "0.00 EUR"]);
}

/// rulebook V-03: of services the VAT that is left waits for the payment of what is left: half of
/// 10 000 is given back, and 2 000 of VAT less 600 of the deposit less 1 000 are 400.
#[test]
fn services_beside_deposits_are_given_back() {
    let mut story = story("negative_lines");
    let mut work = line("1", "2", "5000.00", "20");
    work["supply"] = json!("services");
    ordered(&mut story, "O1", &[work]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    pay(&mut story, "P1", "D2026-00001", "3600.00 EUR");
    story.tell(DAY, invoice("O1"));
    assert_eq!(balances(&story, &["4458", "44571"]), ["-1400.00 EUR", "-600.00 EUR"]);
    story.tell(DAY, credit("F2026-00001", units("1", "1")));
    assert_eq!(balances(&story, &["4458", "44571"]), ["-400.00 EUR", "-600.00 EUR"]);
    letter(&mut story, &["F2026-00001", "F2026-00002"]);
    assert_eq!(balances(&story, &["4458", "44571"]), ["-400.00 EUR", "-600.00 EUR"]);
    pay(&mut story, "P2", "F2026-00001", "2400.00 EUR");
    assert_eq!(balances(&story, &["4458", "44571"]), ["0.00 EUR", "-1000.00 EUR"]);
    is_sound(&story);
}

/// rulebook INV-33, V-02: what a French seller bills after deposits says so in its frame; a deposit
/// on exempt goods within the Union is remarked upon.
#[test]
fn a_french_seller_says_that_deposits_came_before() {
    let settings = json!({"ledger_currency": "EUR",
        "party": {"name": "S", "address": {"lines": ["1 A"], "city": "Lyon", "country": "FR"}}});
    let company = json::found(&settings.to_string()).unwrap();
    let mut story = Story { company };
    story.tell(
        "2026-01-01",
        json!({"directory": {"register_customer": {"customer": "C1",
        "party": {"name": "C1"}, "terms": told::terms("net 30")}}}),
    );
    story.series("sales", "F");
    story.series("deposits", "D");
    let mut work = line("2", "1", "500.00", "20");
    work["supply"] = json!("services");
    let goods = || line("1", "1", "500.00", "20");
    for (order, lines, frame) in [
        ("O1", vec![goods()], "B4"),
        ("O2", vec![work.clone()], "S4"),
        ("O3", vec![goods(), work], "M4"),
    ] {
        ordered(&mut story, order, &lines);
        story.tell(DAY, deposit(order, json!({"percent": "30"})));
        story.tell(DAY, invoice(order));
        let number = format!("F2026-0000{}", &order[1..]);
        assert_eq!(document(&story, &number)["draft"]["process"], frame);
    }
    let mut exempt = goods();
    exempt["vat"] = json!({"category": "K", "rate": "0"});
    ordered(&mut story, "O4", &[exempt]);
    story.tell(DAY, deposit("O4", json!({"percent": "30"})));
    let french = json!({"not_subject_stands_alone": true, "is_french": true});
    let remarks = |number: &str| {
        let asked = json!({"findings": {"document": number, "profile": french}});
        let found = story.report(asked)[0]["findings"].clone();
        let found = found.as_array().unwrap().clone();
        found.into_iter().filter(|one| one["rule"] == "DEPOSIT-EXEMPT").collect::<Vec<_>>()
    };
    assert_eq!(remarks("D2026-00004")[0]["severity"], "information");
    assert_eq!(remarks("D2026-00001"), Vec::<Value>::new());
}
