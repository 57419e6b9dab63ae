//! What a credit note gives back of an invoice that was paid with a discount (rulebook T-30, T-31,
//! V-06): no more than was paid.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use crate::told::{Story, terms};
use proptest::prelude::*;
use serde_json::{Value, json};

fn line(id: &str, supply: &str, net: &str, rate: &str) -> Value {
    json!({"id": id, "description": "work", "quantity": "3 C62", "base_quantity": "3",
        "supply": supply, "price": {"net": net}, "vat": {"category": "S", "rate": rate}})
}

/// An invoice of the first of March with 2 % for paying within ten days.
fn billed(lines: &[Value]) -> Story {
    let mut story = Story::begin();
    story.series("credits", "A");
    let draft = json!({"customer": "C1", "currency": "EUR", "terms": terms("2% 10 net 30"),
        "lines": lines});
    story.tell("2026-03-01", json!({"issue_invoice": {"series": "sales", "draft": draft}}));
    story
}

fn pay(story: &mut Story, amount: &str) {
    let payment = json!({"payment": "P1", "payer": "C1", "amount": amount});
    story.tell("2026-03-10", json!({"receive_payment": payment}));
    let lines = json!([{"entry": "F2026-00001"}, {"entry": "P1"}]);
    let letter = json!({"customer": "C1", "currency": "EUR", "lines": lines,
        "take_discount": true});
    story.tell("2026-03-10", json!({"letter": letter}));
}

fn credit(scope: &Value) -> Value {
    json!({"issue_credit_note":
        {"series": "credits", "invoice": "F2026-00001", "scope": scope, "reason": "returned"}})
}

fn open(story: &Story) -> Vec<String> {
    let items = story.report(json!({"open_items": {"as_of": "2026-12-31"}}));
    let items = items.as_array().unwrap().iter();
    items.map(|item| item["open"].as_str().unwrap().to_owned()).collect()
}

fn is_explained(story: &Story) -> bool {
    let due = story.report(json!({"vat_due": {"from": "2026-01-01", "until": "2026-12-31"}}));
    let totals = due["totals"].as_array().unwrap().iter();
    totals.map(|total| &total["unexplained"]).all(|one| one == "0.00 EUR")
}

/// Rulebook EX-T7: 1,176.00 of 1,200.00 were paid, 24.00 are 20.00 and 4.00 of VAT. All comes
/// back: 1,176.00 are given back, and neither revenue, discount nor VAT is left.
#[test]
fn nobody_gets_back_more_than_was_paid() {
    let mut story = billed(&[line("1", "goods", "1000.00", "20")]);
    pay(&mut story, "1176.00 EUR");
    let paid = ["44571 -196.00 EUR", "512 1176.00 EUR", "665 20.00 EUR", "707 -1000.00 EUR"];
    assert_eq!(story.balances("2026-03-31"), paid);
    story.tell("2026-04-01", credit(&json!("whole")));
    assert_eq!(story.balances("2026-04-30"), ["411 -1176.00 EUR", "512 1176.00 EUR"]);
    assert_eq!(open(&story), ["-1176.00 EUR"]);
    assert!(is_explained(&story));
}

/// Thirds of it give back 392.00 each: 8.00 of discount, of which 1.33, 1.34 and 1.33 are VAT.
#[test]
fn a_part_takes_its_part_of_the_discount_back() {
    let mut story = billed(&[line("1", "goods", "1000.00", "20")]);
    pay(&mut story, "1176.00 EUR");
    let mut left = Vec::new();
    for on in ["2026-04-01", "2026-05-01", "2026-06-01"] {
        story.tell(on, credit(&json!({"lines": [{"line": "1", "quantity": "1"}]})));
        let mut balances = story.balances(on);
        balances.retain(|row| !row.starts_with('4') && !row.starts_with('5'));
        left.push(balances);
    }
    assert_eq!(left[0], ["665 13.33 EUR", "707 -666.67 EUR"]);
    assert_eq!(left[1], ["665 6.67 EUR", "707 -333.33 EUR"]);
    assert_eq!(left[2], Vec::<String>::new());
    assert_eq!(open(&story), ["-392.00 EUR"; 3]);
    assert!(is_explained(&story));
}

/// The VAT of services falls due by what was paid of them, and goes back with what is given back.
#[test]
fn services_give_their_discount_back() {
    let mut story = billed(&[line("1", "services", "1000.00", "20")]);
    pay(&mut story, "1176.00 EUR");
    let paid = ["44571 -196.00 EUR", "512 1176.00 EUR", "665 20.00 EUR", "706 -1000.00 EUR"];
    assert_eq!(story.balances("2026-03-31"), paid);
    story.tell("2026-04-01", credit(&json!("whole")));
    // The VAT is owed until the money has gone back.
    let credited = ["411 -1176.00 EUR", "44571 -196.00 EUR", "4458 196.00 EUR", "512 1176.00 EUR"];
    assert_eq!(story.balances("2026-04-30"), credited);
    assert!(is_explained(&story));
}

/// A letter that is dissolved later takes the rest of its discount back, and restores what the
/// credit note had taken: of 400.00 credited 400.00 are due again.
#[test]
fn a_discount_is_taken_back_once() {
    let mut story = billed(&[line("1", "goods", "1000.00", "20")]);
    pay(&mut story, "1176.00 EUR");
    story.tell("2026-04-01", credit(&json!({"lines": [{"line": "1", "quantity": "1"}]})));
    let unletter = json!({"customer": "C1", "currency": "EUR", "letter": "AAA"});
    story.tell("2026-05-01", json!({"unletter": unletter}));
    let balances = ["411 -376.00 EUR", "44571 -133.33 EUR", "512 1176.00 EUR", "707 -666.67 EUR"];
    assert_eq!(story.balances("2026-05-31"), balances);
    assert!(is_explained(&story));
    // What is given back now has no discount to take back.
    story.tell("2026-06-01", credit(&json!("whole")));
    assert_eq!(story.balances("2026-06-30"), ["411 -1176.00 EUR", "512 1176.00 EUR"]);
    assert!(is_explained(&story));
}

fn scope() -> impl Strategy<Value = Value> {
    let amount = |cents: i64| format!("{}.{:02} EUR", cents / 100, cents % 100);
    prop_oneof![
        (1..30_000_i64).prop_map(move |cents| json!({"amount": amount(cents)})),
        (1..30_000_i64).prop_map(move |cents| json!({"amount_with_vat": amount(cents)})),
        ("[12]", 1..4_i64).prop_map(|(line, quantity)| json!({"lines":
            [{"line": line, "quantity": quantity.to_string()}]})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60, failure_persistence: None, ..Default::default()
    })]

    /// However it is given back: in the end exactly what was paid.
    #[test]
    fn all_credit_notes_give_back_what_was_paid(
        nets in [100_i64..99_999, 100..99_999],
        rates in prop_oneof![Just(["20", "20"]), Just(["20", "10"])],
        scopes in prop::collection::vec(scope(), 0..5),
    ) {
        let net = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let mut story = billed(&[
            line("1", "goods", &net(nets[0]), rates[0]),
            line("2", "goods", &net(nets[1]), rates[1]),
        ]);
        let items = story.report(json!({"open_items": {"as_of": "2026-03-01"}}));
        let due = items[0]["open"].as_str().unwrap();
        let due: i64 = due.replace(" EUR", "").replace('.', "").parse().unwrap();
        // Half away from zero, as the terms have it.
        let discount = (due * 2 + 50) / 100;
        pay(&mut story, &format!("{} EUR", net(due - discount)));
        for scope in scopes {
            // What goes beyond the rest is refused.
            let _ = story.ask("2026-04-01", credit(&scope));
        }
        let _ = story.ask("2026-05-01", credit(&json!("whole")));
        let paid = net(due - discount);
        prop_assert_eq!(
            story.balances("2026-12-31"), [format!("411 -{paid} EUR"), format!("512 {paid} EUR")]
        );
        prop_assert!(is_explained(&story));
    }
}
