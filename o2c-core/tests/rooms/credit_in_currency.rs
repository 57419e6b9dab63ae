//! Credit notes and corrective invoices in another currency than the ledger's: what is given back
//! leaves the books at what it was booked at (rulebook G-07, L-30, A-05).

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
    json!({"id": id, "description": "work", "quantity": "7 C62", "base_quantity": "7",
        "supply": supply, "price": {"net": net}, "vat": {"category": "S", "rate": rate}})
}

fn draft(lines: &[Value]) -> Value {
    json!({"customer": "C1", "currency": "USD", "terms": terms("net 30"), "lines": lines})
}

/// A company that has issued one invoice in dollars on the first of March.
fn billed(lines: &[Value], rate: &str) -> Story {
    let mut story = Story::begin();
    story.series("credits", "A");
    let invoice = json!({"series": "sales", "draft": draft(lines), "exchange_rate": rate});
    story.tell("2026-03-01", json!({"issue_invoice": invoice}));
    story
}

fn credit(scope: &Value) -> Value {
    json!({"issue_credit_note":
        {"series": "credits", "invoice": "F2026-00001", "scope": scope, "letter": true}})
}

fn pay(story: &mut Story, on: &str, amount: &str, rate: &str) {
    let payment = json!({"payment": "P1", "payer": "C1", "amount": amount, "exchange_rate": rate});
    story.tell(on, json!({"receive_payment": payment}));
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    let letter = json!({"customer": "C1", "currency": "USD", "lines": lines});
    story.tell(on, json!({"letter": letter}));
}

/// 181.85 EUR of VAT are said and not converted: thirds give 60.62, 60.61 and 60.62 of it back, and
/// what was booked leaves the books.
#[test]
fn vat_that_is_said_in_the_ledgers_currency_telescopes() {
    let mut story = Story::begin();
    story.series("credits", "A");
    let mut draft = draft(&[line("1", "goods", "1000.00", "20")]);
    draft["vat_accounted"] = json!("181.85 EUR");
    let invoice = json!({"series": "sales", "draft": draft, "exchange_rate": "EUR/USD 1.10"});
    story.tell("2026-03-01", json!({"issue_invoice": invoice}));
    let booked = story.balances("2026-03-31");
    assert!(booked.contains(&"44571 -181.85 EUR".to_owned()), "{booked:?}");
    for (at, said) in ["60.62 EUR", "60.61 EUR", "60.62 EUR"].into_iter().enumerate() {
        story.tell("2026-04-01", credit(&json!({"amount_with_vat": "400.00 USD"})));
        let number = format!("A2026-{:05}", at + 1);
        let note = story.report(json!({"document": {"document": number}}));
        assert_eq!(note["figures"]["vat_accounting"]["total"], said);
        assert_eq!(note["draft"]["vat_accounted"], said);
    }
    assert!(story.balances("2026-04-30").is_empty(), "{:?}", story.balances("2026-04-30"));
}

/// 1,200.00 USD at 1.10 are 1,090.91, with 181.82 of VAT, of which the thirds release 363.64,
/// 363.63 and 363.64: nothing is left on any account, and no rate of later days made a difference.
#[test]
fn three_thirds_empty_every_account() {
    let mut story = billed(&[line("1", "services", "1000.00", "20")], "EUR/USD 1.10");
    let billed = ["411 1090.91 EUR", "4458 -181.82 EUR", "706 -909.09 EUR"];
    assert_eq!(story.balances("2026-03-31"), billed);
    let mut left = Vec::new();
    for on in ["2026-04-01", "2026-05-01", "2026-06-01"] {
        story.tell(on, credit(&json!({"amount_with_vat": "400.00 USD"})));
        left.push(story.balances(on));
    }
    assert_eq!(left[0], ["411 727.27 EUR", "4458 -121.21 EUR", "706 -606.06 EUR"]);
    assert_eq!(left[1], ["411 363.64 EUR", "4458 -60.61 EUR", "706 -303.03 EUR"]);
    assert_eq!(left[2], Vec::<String>::new());
}

/// Rulebook EX-L5, half of it: 500.00 paid at 1.05 gain 21.64; what is credited of the rest gains
/// and loses nothing.
#[test]
fn what_is_not_paid_makes_no_exchange_difference() {
    let mut story = billed(&[line("1", "goods", "1000.00", "0")], "EUR/USD 1.10");
    pay(&mut story, "2026-04-01", "500.00 USD", "EUR/USD 1.05");
    let paid = ["411 454.54 EUR", "512 476.19 EUR", "707 -909.09 EUR", "756 -21.64 EUR"];
    assert_eq!(story.balances("2026-04-30"), paid);
    story.tell("2026-05-01", credit(&json!({"amount": "500.00 USD"})));
    let credited = ["512 476.19 EUR", "707 -454.55 EUR", "756 -21.64 EUR"];
    assert_eq!(story.balances("2026-05-31"), credited);
}

/// A corrective invoice takes the earlier one back at its rate and stands at its own.
#[test]
fn a_corrective_invoice_stands_at_its_own_rate() {
    let mut story = billed(&[line("1", "services", "1000.00", "20")], "EUR/USD 1.10");
    story.tell("2026-04-01", credit(&json!({"amount_with_vat": "400.00 USD"})));
    let draft = draft(&[line("1", "services", "500.00", "20")]);
    let correct = json!({"series": "sales", "invoice": "F2026-00001", "draft": draft,
        "exchange_rate": "EUR/USD 1.20"});
    story.tell("2026-05-01", json!({"correct_invoice": correct}));
    // 600.00 at 1.20, and nothing else.
    let corrected = ["411 500.00 EUR", "4458 -83.33 EUR", "706 -416.67 EUR"];
    assert_eq!(story.balances("2026-05-31"), corrected);
}

/// A rate is named where one is needed, and for what is given back only that of its document.
#[test]
fn a_rate_is_not_ignored() {
    let mut story = billed(&[line("1", "goods", "1000.00", "20")], "EUR/USD 1.10");
    let mut back = credit(&json!("whole"));
    back["issue_credit_note"]["exchange_rate"] = json!("EUR/USD 1.12");
    let refused = story.refused_with("2026-04-01", back.clone());
    let figures = ["F2026-00001", "EUR/USD 1.12", "1090.91 EUR"];
    assert_eq!(refused, ("company.rate_not_of_original", figures.map(String::from).to_vec()));
    back["issue_credit_note"]["exchange_rate"] = json!("EUR/GBP 0.85");
    let refused = story.refused("2026-04-01", back.clone());
    let path = "action.issue_credit_note.exchange_rate";
    assert_eq!(refused, ("ledger.rate_of_other_pair", path.into()));
    back["issue_credit_note"]["exchange_rate"] = json!("EUR/USD 1.10");
    story.tell("2026-04-01", back);
    assert_eq!(story.balances("2026-04-30"), Vec::<String>::new());

    let mut draft = draft(&[line("1", "goods", "1000.00", "20")]);
    draft["currency"] = json!("EUR");
    let invoice = json!({"series": "sales", "draft": draft, "exchange_rate": "EUR/USD 1.10"});
    let refused = story.refused("2026-05-01", json!({"issue_invoice": invoice}));
    let path = "action.issue_invoice.exchange_rate";
    assert_eq!(refused, ("company.rate_not_needed", path.into()));
    let payment = json!({"payment": "P1", "payer": "C1", "amount": "5.00 EUR",
        "exchange_rate": "EUR/USD 1.10"});
    let refused = story.refused("2026-05-01", json!({"receive_payment": payment}));
    let path = "action.receive_payment.exchange_rate";
    assert_eq!(refused, ("company.rate_not_needed", path.into()));
}

/// A value given back of goods and services is theirs in proportion: of 30.00 on 50.00 and 100.00
/// services are 20.00, with 4.00 of the 6.00 VAT.
#[test]
fn a_value_is_given_back_of_goods_and_of_services() {
    let mut story = Story::begin();
    story.series("credits", "A");
    let mut draft =
        draft(&[line("1", "goods", "50.00", "20"), line("2", "services", "100.00", "20")]);
    draft["currency"] = json!("EUR");
    story.tell("2026-03-01", json!({"issue_invoice": {"series": "sales", "draft": draft}}));
    let billed = [
        "411 180.00 EUR",
        "44571 -10.00 EUR",
        "4458 -20.00 EUR",
        "706 -100.00 EUR",
        "707 -50.00 EUR",
    ];
    assert_eq!(story.balances("2026-03-31"), billed);
    story.tell("2026-04-01", credit(&json!({"amount": "30.00 EUR"})));
    let credited = [
        "411 144.00 EUR",
        "44571 -8.00 EUR",
        "4458 -16.00 EUR",
        "706 -80.00 EUR",
        "707 -40.00 EUR",
    ];
    assert_eq!(story.balances("2026-04-30"), credited);
    // All services: 100.00 less their share of the 30.00.
    let lines = json!({"lines": [{"line": "2", "quantity": "7"}]});
    story.tell("2026-05-01", credit(&lines));
    let goods = ["411 48.00 EUR", "44571 -8.00 EUR", "707 -40.00 EUR"];
    assert_eq!(story.balances("2026-05-31"), goods);
    story.tell("2026-06-01", credit(&json!("whole")));
    assert_eq!(story.balances("2026-06-30"), Vec::<String>::new());
}

fn scope() -> impl Strategy<Value = Value> {
    let amount = |cents: i64| format!("{}.{:02} USD", cents / 100, cents % 100);
    prop_oneof![
        (1..30_000_i64).prop_map(move |cents| json!({"amount": amount(cents)})),
        (1..30_000_i64).prop_map(move |cents| json!({"amount_with_vat": amount(cents)})),
        ("[12]", 1..7_i64).prop_map(|(line, quantity)| json!({"lines":
            [{"line": line, "quantity": quantity.to_string()}]})),
        ("[12]", 1..30_000_i64).prop_map(move |(line, cents)| json!({"lines":
            [{"line": line, "amount": amount(cents)}]})),
    ]
}

fn supply() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("goods"), Just("services")]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 60, failure_persistence: None, ..Default::default()
    })]

    /// Whatever was given back before: once all that remains is given back,
    /// each account is empty but for what was gained or lost on the way.
    #[test]
    fn the_last_credit_note_empties_the_books(
        nets in [1_i64..99_999, 1..99_999],
        supplies in (supply(), supply()),
        charge in prop_oneof![Just(None), (1_i64..5_000).prop_map(Some)],
        rates in prop_oneof![Just(["20", "20"]), Just(["20", "10"])],
        rate in 5_000_u32..20_000,
        scopes in prop::collection::vec(scope(), 0..5),
    ) {
        let net = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let lines = [
            line("1", supplies.0, &net(nets[0]), rates[0]),
            line("2", supplies.1, &net(nets[1]), rates[1]),
        ];
        let rate = format!("EUR/USD {}.{:04}", rate / 10_000, rate % 10_000);
        let mut draft = draft(&lines);
        if let Some(charge) = charge {
            draft["adjustments"] = json!([{"kind": "charge", "reason": "freight",
                "value": {"amount": format!("{} USD", net(charge))}}]);
        }
        let mut story = Story::begin();
        story.series("credits", "A");
        let invoice = json!({"series": "sales", "draft": draft, "exchange_rate": rate});
        story.tell("2026-03-01", json!({"issue_invoice": invoice}));
        for scope in scopes {
            // What goes beyond the rest is refused.
            let _ = story.ask("2026-04-01", credit(&scope));
        }
        let _ = story.ask("2026-05-01", credit(&json!("whole")));
        // Revenue balances each entry: it is empty as a whole, be it of goods or of services.
        let (revenue, left): (Vec<String>, Vec<String>) = story.balances("2026-12-31").into_iter()
            .filter(|row| !row.starts_with("656") && !row.starts_with("756"))
            .partition(|row| row.starts_with("70"));
        prop_assert!(left.is_empty(), "{left:?}");
        let of_services = revenue.iter().find(|row| row.starts_with("706"));
        let of_sales = revenue.iter().find(|row| row.starts_with("707"));
        let figure = |row: Option<&String>| row.map_or(0_i64, |row| {
            row[4..].replace(" EUR", "").replace('.', "").parse().unwrap()
        });
        prop_assert_eq!(figure(of_services) + figure(of_sales), 0);
        prop_assert!(figure(of_sales).abs() <= 3);
    }
}
