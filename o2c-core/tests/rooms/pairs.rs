//! What settled what inside a letter, two by two, and the items and letters of accounts on any day
//! (rulebook L-02 to L-05, L-16, L-20; contract I10, I11).

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use crate::told::{report, run};
use o2c_core::company::Company;
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

fn invoice(company: &mut Company, on: &str, net: &str) {
    let draft = json!({"customer": "C1", "currency": "EUR", "terms": "net 30", "lines": [{
        "id": "1", "description": "goods", "quantity": "1 C62", "price": {"net": net},
        "vat": {"category": "S", "rate": "0"}}]});
    run(company, on, json!({"issue_invoice": {"series": "sales", "draft": draft}})).unwrap();
}

fn paid(company: &mut Company, on: &str, id: &str, amount: &str) {
    let action = json!({"receive_payment": {"payment": id, "payer": "C1", "amount": amount,
        "remittance": format!("text of {id}")}});
    run(company, on, action).unwrap();
}

fn letter(company: &mut Company, on: &str, lines: Value) {
    let action = json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}});
    run(company, on, action).unwrap();
}

fn entries(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({"entry": id})).collect()
}

fn pairs(company: &Company, as_of: &str) -> Vec<String> {
    let letters = report(company, &json!({"letters": {"as_of": as_of}}));
    let letters = letters.as_array().unwrap().iter();
    let of = |letter: &Value| {
        let told = letter["pairs"].as_array().unwrap().iter().map(|pair| {
            let text = |field: &str| pair[field].as_str().unwrap().to_string();
            format!("{} {} {}", text("debit"), text("credit"), text("amount"))
        });
        told.collect::<Vec<_>>()
    };
    letters.flat_map(of).collect()
}

fn company() -> Company {
    let tolerances = json!([{"kind": "write_off", "absolute": "5.00 EUR"}]);
    let settings = json!({"ledger_currency": "EUR", "tolerances": tolerances});
    let mut company = json::found(&settings.to_string()).unwrap();
    let customer = json!({"customer": "C1", "party": {"name": "Martin"}});
    run(&mut company, "2026-01-02", json!({"directory": {"register_customer": customer}})).unwrap();
    let series =
        json!({"open_series": {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}});
    run(&mut company, "2026-01-02", series).unwrap();
    for (on, net) in [("2026-01-05", "400.00"), ("2026-01-10", "500.00"), ("2026-01-20", "300.00")]
    {
        invoice(&mut company, on, net);
    }
    paid(&mut company, "2026-02-05", "PA", "600.00 EUR");
    paid(&mut company, "2026-02-08", "PB", "500.00 EUR");
    company
}

const F1: &str = "F2026-00001";
const F2: &str = "F2026-00002";
const F3: &str = "F2026-00003";

/// Two payments and three invoices in one letter: the earliest payment what fell due first.
fn settled() -> Company {
    let mut company = company();
    letter(&mut company, "2026-02-10", entries(&["PB", F1, F2, "PA", F3]));
    company
}

#[test]
fn each_invoice_knows_which_payment_paid_it_and_when() {
    let mut company = settled();
    let expected = [
        "F2026-00001 PA 400.00 EUR",
        "F2026-00002 PA 200.00 EUR",
        "F2026-00002 PB 300.00 EUR",
        "F2026-00003 PB 200.00 EUR",
    ];
    assert_eq!(pairs(&company, "2026-02-10"), expected);
    let payments = report(&company, &json!({"payments": {}}));
    let amounts = |row: &Value| {
        let settles = row["settles"].as_array().unwrap().iter();
        settles.map(|one| one["amount"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&payments[0]), ["400.00 EUR", "200.00 EUR"]);
    assert_eq!(amounts(&payments[1]), ["300.00 EUR", "200.00 EUR"]);
    // A later payment of the rest is told apart, though it joins the same letter on the same day.
    paid(&mut company, "2026-02-10", "PC", "100.00 EUR");
    letter(&mut company, "2026-02-10", entries(&["PC", F3]));
    let items = report(&company, &json!({"account_items": {"as_of": "2026-02-10"}}));
    let of = |item: &Value, field: &str| item[field].as_str().unwrap().to_string();
    let third = &items[2];
    assert_eq!([of(third, "state"), of(third, "letter")], ["lettered", "AAA"]);
    let told = third["settled"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| [of(one, "entry"), of(one, "amount"), of(one, "on")].join(" "));
    let told: Vec<String> = told.collect();
    assert_eq!(told, ["PB 200.00 EUR 2026-02-08", "PC 100.00 EUR 2026-02-10"]);
}

#[test]
fn items_and_letters_are_those_of_the_day() {
    let mut company = settled();
    let letters = |company: &Company, query: Value| {
        let rows = report(company, &json!({ "letters": query }));
        let told = rows.as_array().unwrap().iter().map(|row| {
            let text = |field: &str| row[field].as_str().unwrap().to_string();
            (text("letter"), text("lettered_on"), row["lines"].as_array().unwrap().len())
        });
        told.collect::<Vec<_>>()
    };
    let partial = ("aaa".to_string(), "2026-02-08".to_string(), 5);
    assert_eq!(letters(&company, json!({"as_of": "2026-02-08"})), std::slice::from_ref(&partial));
    assert_eq!(letters(&company, json!({"as_of": "2026-02-07"})), []);
    assert_eq!(letters(&company, json!({"as_of": "2026-02-28", "known_at": "2026-02-09"})), []);
    let states = |company: &Company, as_of: &str| {
        let rows = report(company, &json!({"account_items": {"as_of": as_of, "customer": "C1"}}));
        let rows = rows.as_array().unwrap().clone();
        rows.iter().map(|row| row["state"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(states(&company, "2026-01-12"), ["open", "open"]);
    let mut expected = ["lettered"; 5];
    expected[2] = "partly_lettered";
    assert_eq!(states(&company, "2026-02-10"), expected);
    // The printed code, in lower case while the set is partial, names the letter.
    let unletter =
        |code: &str| json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": code}});
    let no = run(&mut company, "2026-03-01", unletter("aab")).unwrap_err();
    assert_eq!(no.code, "receivable.letter_unknown");
    run(&mut company, "2026-03-01", unletter("aaa")).unwrap();
    assert_eq!(letters(&company, json!({"as_of": "2026-03-01"})), []);
    assert_eq!(letters(&company, json!({"as_of": "2026-02-28"})), [partial]);
    let row = &report(&company, &json!({"account_items": {"as_of": "2026-03-01"}}))[3];
    assert_eq!(
        (&row["kind"], &row["references"]),
        (&json!("payment"), &json!(["PA", "text of PA"]))
    );
    assert_eq!((&row["settled"], &row["letter"]), (&json!([]), &Value::Null));
}

#[test]
fn letters_that_were_joined_are_one() {
    let mut company = company();
    let part = |entry: &str, amount: &str| json!({"entry": entry, "amount": amount});
    letter(&mut company, "2026-02-10", json!([part("PA", "-100.00 EUR"), part(F1, "100.00 EUR")]));
    letter(&mut company, "2026-02-10", json!([part("PB", "-200.00 EUR"), part(F2, "200.00 EUR")]));
    letter(&mut company, "2026-02-11", json!([part("PA", "-50.00 EUR"), part(F2, "50.00 EUR")]));
    let rows = report(&company, &json!({"letters": {"as_of": "2026-02-28"}}));
    assert_eq!(rows.as_array().unwrap().len(), 1);
    assert_eq!((&rows[0]["letter"], &rows[0]["is_balanced"]), (&json!("aaa"), &json!(false)));
    let expected =
        ["F2026-00001 PA 100.00 EUR", "F2026-00002 PB 200.00 EUR", "F2026-00002 PA 50.00 EUR"];
    assert_eq!(pairs(&company, "2026-02-28"), expected);
}

/// rulebook L-16: what a payment had paid is open again, and nothing else.
#[test]
fn a_payment_that_bounces_opens_what_it_had_paid() {
    let open = |company: &Company| {
        let rows = report(company, &json!({"open_items": {"as_of": "2026-12-31"}}));
        let told = rows.as_array().unwrap().iter().map(|row| {
            let text = |field: &str| row[field].as_str().unwrap().to_string();
            [text("entry"), text("open")].join(" ")
        });
        told.collect::<Vec<_>>()
    };
    let mut company = settled();
    let bounce = |payment: &str| json!({"bounce_payment": {"payment": payment}});
    run(&mut company, "2026-02-20", bounce("PB")).unwrap();
    assert_eq!(open(&company), ["F2026-00002 300.00 EUR", "F2026-00003 300.00 EUR"]);
    let expected = ["F2026-00001 PA 400.00 EUR", "F2026-00002 PA 200.00 EUR"];
    let told = pairs(&company, "2026-12-31");
    assert_eq!(told[..2], expected);
    let mut company = settled();
    run(&mut company, "2026-02-20", bounce("PA")).unwrap();
    let expected = ["F2026-00001 400.00 EUR", "F2026-00002 200.00 EUR", "F2026-00003 100.00 EUR"];
    assert_eq!(open(&company), expected);
}

#[test]
fn what_a_letter_settles_besides_goes_with_the_payment() {
    let mut company = company();
    paid(&mut company, "2026-02-12", "PC", "398.00 EUR");
    let asked = json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": entries(&["PC", F1]),
        "differences": [{"kind": "write_off", "amount": "2.00 EUR"}]}});
    run(&mut company, "2026-02-12", asked).unwrap();
    let payment = report(&company, &json!({"payment": {"payment": "PC"}}));
    assert_eq!(payment["settles"][0]["amount"], json!("400.00 EUR"));
    let item = &report(&company, &json!({"account_items": {"as_of": "2026-02-12"}}))[0];
    let told = item["settled"].as_array().unwrap().iter();
    let told = told.map(|one| (one["kind"].clone(), one["amount"].clone())).collect::<Vec<_>>();
    let of = |kind: &str, amount: &str| (json!(kind), json!(amount));
    assert_eq!(told, [of("payment", "398.00 EUR"), of("write_off", "2.00 EUR")]);
}

#[test]
fn a_customer_that_never_was_has_no_items() {
    for query in ["account_items", "letters", "open_items", "balances"] {
        let query = json!({query: {"as_of": "2026-02-10", "customer": "ZZ"}});
        let no = json::report(&company(), &query.to_string()).unwrap_err();
        assert_eq!(no.code, "directory.customer_unknown");
        assert_eq!(no.path, "customer");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever is lettered, unlettered and bounced: what the pairs say of an item is what is not
    /// open of it, on every day, and the lines of a letter sum to zero.
    #[test]
    fn pairs_sum_to_what_is_settled(
        steps in prop::collection::vec((0_u8..4, 0_usize..8, 0_usize..8, 1_i64..40_000), 1..16),
    ) {
        let mut company = company();
        let mut day = 10;
        for (what, one, other, cents) in steps {
            day += 1;
            let on = format!("2026-{:02}-{:02}", 2 + day / 29, 1 + day % 28);
            let items = report(&company, &json!({"account_items": {"as_of": "2030-01-01"}}));
            let names: Vec<String> = items.as_array().unwrap().iter()
                .map(|item| item["entry"].as_str().unwrap().to_string()).collect();
            let (one, other) = (&names[one % names.len()], &names[other % names.len()]);
            let action = match what {
                0 => json!({"receive_payment": {"payment": format!("P{day}"), "payer": "C1",
                    "amount": format!("{}.{:02} EUR", cents / 100, cents % 100)}}),
                1 => json!({"bounce_payment": {"payment": one}}),
                2 => {
                    let last = char::from(b'A' + u8::try_from(cents % 6).unwrap());
                    json!({"unletter": {"customer": "C1", "currency": "EUR",
                        "letter": format!("AA{last}")}})
                }
                _ => json!({"letter": {"customer": "C1", "currency": "EUR", "lines": [
                    {"entry": one}, {"entry": other}]}}),
            };
            let _ = run(&mut company, &on, action);
        }
        for as_of in ["2026-02-05", "2026-02-11", "2026-02-15", "2030-01-01"] {
            let cents = |value: &Value| -> i64 {
                value.as_str().unwrap().trim_end_matches(" EUR").replace('.', "").parse().unwrap()
            };
            let items = report(&company, &json!({"account_items": {"as_of": as_of}}));
            for item in items.as_array().unwrap() {
                let settled = item["settled"].as_array().unwrap();
                let settled: i64 = settled.iter().map(|one| cents(&one["amount"])).sum();
                let open = cents(&item["open"]["amount"]).abs();
                prop_assert_eq!(cents(&item["amount"]).abs() - open, settled);
            }
            let letters = report(&company, &json!({"letters": {"as_of": as_of}}));
            for letter in letters.as_array().unwrap() {
                let lines = letter["lines"].as_array().unwrap();
                let sum: i64 = lines.iter().map(|line| cents(&line["amount"])).sum();
                prop_assert_eq!(sum, 0);
            }
        }
    }
}
