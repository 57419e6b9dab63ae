//! When VAT falls due where documents and their payments cross: deposits and their invoices,
//! discounts, part payments that bounce, deliveries, other currencies (rulebook V-01 to V-05).

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

fn letter_on(story: &mut Story, on: &str, entries: &[&str]) {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    story.tell(on, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
}

/// The history leads to the same company, and what fell due explains the account of VAT collected.
fn is_sound(story: &Story) {
    let history = json::history(&story.company).unwrap();
    assert_eq!(json::replay(&history).as_ref(), Ok(&story.company));
    let due = story.report(json!({"vat_due": {"from": "2026-01-01", "until": "2030-12-31"}}));
    for total in due["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{due}");
    }
}

/// rulebook V-02: services of 10 000 at 20 % with a deposit of 30 % that nobody has paid: nothing
/// is due with the final invoice; the 3 600 of the deposit make 600 due when they come, the 8 400
/// the other 1 400.
#[test]
fn a_deposit_of_services_that_is_not_paid_makes_nothing_due() {
    let mut story = story("prepaid");
    let mut work = line("1", "10", "1000.00", "20");
    work["supply"] = json!("services");
    ordered(&mut story, "O1", &[work]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, invoice("O1"));
    let vat = ["4458", "44584", "44571"];
    assert_eq!(balances(&story, &vat), ["-2000.00 EUR", "0.00 EUR", "0.00 EUR"]);
    pay(&mut story, "P1", "D2026-00001", "1800.00 EUR");
    assert_eq!(balances(&story, &vat), ["-1700.00 EUR", "0.00 EUR", "-300.00 EUR"]);
    pay(&mut story, "P2", "F2026-00001", "8400.00 EUR");
    assert_eq!(balances(&story, &vat), ["-300.00 EUR", "0.00 EUR", "-1700.00 EUR"]);
    pay(&mut story, "P3", "D2026-00001", "1800.00 EUR");
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "-2000.00 EUR"]);
    is_sound(&story);
    // What was paid of the deposit is taken back, and with it what the invoice owes by it.
    unletter(&mut story, "AAA");
    assert_eq!(balances(&story, &vat), ["-600.00 EUR", "0.00 EUR", "-1400.00 EUR"]);
    letter(&mut story, &["P1", "P3", "D2026-00001"]);
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "-2000.00 EUR"]);
    is_sound(&story);
}

/// rulebook V-02, INV-33: the same where the deposit stands on the final invoice as a line below
/// zero. Its 600 stay with it and fall due as it is paid; the 8 400 make the other 1 400 due. What
/// gives the invoice back leaves nothing of either.
#[test]
fn a_deposit_of_services_that_is_shown_falls_due_by_itself() {
    let mut story = story("negative_lines");
    let mut work = line("1", "10", "1000.00", "20");
    work["supply"] = json!("services");
    ordered(&mut story, "O1", &[work]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    let vat = ["4458", "44584", "44571"];
    story.tell(DAY, invoice("O1"));
    let billed = ["-1400.00 EUR", "-600.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&story, &vat), billed);
    assert_eq!(balances(&story, &["706", "4191"]), ["-10000.00 EUR", "0.00 EUR"]);
    is_sound(&story);
    let credit = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole"});
    story.tell(DAY, json!({ "issue_credit_note": credit }));
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "0.00 EUR"]);
    is_sound(&story);
    story.tell(DAY, invoice("O1"));
    assert_eq!(balances(&story, &vat), billed);
    pay(&mut story, "P1", "D2026-00001", "1800.00 EUR");
    assert_eq!(balances(&story, &vat), ["-1400.00 EUR", "-300.00 EUR", "-300.00 EUR"]);
    pay(&mut story, "P2", "F2026-00003", "8400.00 EUR");
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "-300.00 EUR", "-1700.00 EUR"]);
    pay(&mut story, "P3", "D2026-00001", "1800.00 EUR");
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "-2000.00 EUR"]);
    is_sound(&story);
    story.tell(DAY, json!({"bounce_payment": {"payment": "P3"}}));
    assert_eq!(story.balances(DAY).iter().filter(|row| row.starts_with("44571")).count(), 1);
    is_sound(&story);
}

/// Goods and services of one rate: of a deposit of 300 + 60 the 40 % of goods are the final
/// invoice's, whose delivery makes them due; the 36.00 of services stay with the deposit.
#[test]
fn a_shown_deposit_on_goods_and_services_keeps_its_services() {
    let mut story = story("negative_lines");
    let mut work = line("2", "1", "600.00", "20");
    work["supply"] = json!("services");
    ordered(&mut story, "O1", &[line("1", "1", "400.00", "20"), work]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, invoice("O1"));
    let vat = ["4458", "44584", "44571"];
    // 120.00 of services less 36.00, and 80.00 of goods.
    assert_eq!(balances(&story, &vat), ["-84.00 EUR", "-36.00 EUR", "-80.00 EUR"]);
    is_sound(&story);
    pay(&mut story, "P1", "D2026-00001", "360.00 EUR");
    assert_eq!(balances(&story, &vat), ["-84.00 EUR", "0.00 EUR", "-116.00 EUR"]);
    pay(&mut story, "P2", "F2026-00001", "840.00 EUR");
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "-200.00 EUR"]);
    is_sound(&story);
}

/// rulebook V-02, V-04: half of the deposit was paid before the final invoice, which takes 300
/// over; the payment bounces, and they are due no more.
#[test]
fn an_invoice_of_services_takes_over_what_was_paid_of_its_deposit() {
    let mut story = story("prepaid");
    let mut work = line("1", "10", "1000.00", "20");
    work["supply"] = json!("services");
    ordered(&mut story, "O1", &[work]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    pay(&mut story, "P1", "D2026-00001", "1800.00 EUR");
    story.tell(DAY, invoice("O1"));
    let vat = ["4458", "44584", "44571"];
    assert_eq!(balances(&story, &vat), ["-1700.00 EUR", "0.00 EUR", "-300.00 EUR"]);
    story.tell(DAY, json!({"bounce_payment": {"payment": "P1"}}));
    assert_eq!(balances(&story, &vat), ["-2000.00 EUR", "0.00 EUR", "0.00 EUR"]);
    // One payment of deposit and rest makes all of it due.
    let paid = json!({"payment": "P2", "payer": "C1", "amount": "12000.00 EUR"});
    story.tell(DAY, json!({"receive_payment": paid}));
    letter(&mut story, &["P2", "D2026-00001", "F2026-00001"]);
    assert_eq!(balances(&story, &vat), ["0.00 EUR", "0.00 EUR", "-2000.00 EUR"]);
    is_sound(&story);
}

fn services(id: &str, net: &str, rate: &str) -> Value {
    let mut work = line(id, "1", net, rate);
    work["supply"] = json!("services");
    work
}

fn issue(lines: &[Value], terms: &str) -> Value {
    let mut issue = told::invoice(lines);
    issue["draft"]["terms"] = told::terms(terms);
    json!({ "issue_invoice": issue })
}

/// The rows of the VAT that fell due: rate, base and VAT; and what was collected, event by event.
fn due(story: &Story, from: &str, until: &str) -> (Vec<String>, Vec<String>) {
    let due = story.report(json!({"vat_due": {"from": from, "until": until}}));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = due["rows"].as_array().unwrap().iter();
    let row = |row: &Value| {
        let rate = row["vat"]["rate"].as_str().unwrap_or("0");
        format!("{rate}: {} + {}", text(&row["base"]), text(&row["amount"])).replace(" EUR", "")
    };
    let events = due["events"].as_array().unwrap().iter();
    (rows.map(row).collect(), events.map(|event| text(&event["collected"])).collect())
}

/// rulebook T-31: a discount that leaves the VAT as invoiced lowers neither VAT nor base.
#[test]
fn a_discount_that_leaves_the_vat_leaves_its_base() {
    for (terms, paid) in
        [("2% 10 (vat unchanged) net 30", "1176.00 EUR"), ("2% 10 net 30", "1176.00 EUR")]
    {
        let mut story = story("prepaid");
        story.tell(DAY, issue(&[services("1", "1000.00", "20")], terms));
        story.tell(
            DAY,
            json!({"receive_payment": {"payment": "P1", "payer": "C1", "amount": paid}}),
        );
        let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
        let letter =
            json!({"customer": "C1", "currency": "EUR", "lines": lines, "take_discount": true});
        story.tell(DAY, json!({"letter": letter}));
        let whole = if terms.contains("unchanged") {
            "20: 1000.00 + 200.00"
        } else {
            "20: 980.00 + 196.00"
        };
        let told = due(&story, "2026-01-01", "2026-12-31");
        assert_eq!(told, (vec![whole.to_owned()], vec![paid.to_owned()]));
        is_sound(&story);
        unletter(&mut story, "AAA");
        assert_eq!(balances(&story, &["4458", "44571"]), ["-200.00 EUR", "0.00 EUR"]);
        is_sound(&story);
    }
}

/// rulebook V-03: of 1 000 at 20 % and 100 at 10 % with 2 % off the bases at issue, who pays early
/// pays 1 176.00 and 107.80, and nothing of the 22.00 that were charged back exempt.
#[test]
fn who_takes_a_discount_reduced_at_issue_pays_the_taxed_groups() {
    let mut story = story("prepaid");
    let lines = [services("1", "1000.00", "20"), services("2", "100.00", "10")];
    story.tell(DAY, issue(&lines, "2% 10 (vat reduced at issue) net 30"));
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "1283.80 EUR"});
    story.tell(DAY, json!({"receive_payment": paid}));
    let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
    let letter =
        json!({"customer": "C1", "currency": "EUR", "lines": lines, "take_discount": true});
    story.tell(DAY, json!({"letter": letter}));
    let due = story.report(json!({"vat_due": {"from": DAY, "until": DAY}}));
    let events = due["events"].as_array().unwrap().iter();
    let collected = events.filter(|event| event["cause"] == "collection").map(|event| {
        let text = |name: &str| event[name].as_str().unwrap().replace(" EUR", "");
        [text("collected"), text("base"), text("amount")]
    });
    let collected: Vec<[String; 3]> = collected.collect();
    let expected = [["107.80", "98.00", "9.80"], ["1176.00", "980.00", "196.00"]];
    assert_eq!(collected, expected.map(|row| row.map(str::to_owned)));
    is_sound(&story);
}

/// rulebook V-04: of two payments of 300 the second bounces: its 50 go back, and what the first has
/// paid stays paid.
#[test]
fn a_payment_that_bounces_takes_its_own_vat_back() {
    let mut story = story("prepaid");
    story.tell(DAY, issue(&[services("1", "1000.00", "20")], "net 30"));
    for (on, payment) in [("2026-02-01", "P1"), ("2026-03-01", "P2")] {
        let paid = json!({"payment": payment, "payer": "C1", "amount": "300.00 EUR"});
        story.tell(on, json!({"receive_payment": paid}));
        letter_on(&mut story, on, &[payment, "F2026-00001"]);
    }
    story.tell("2026-03-05", json!({"bounce_payment": {"payment": "P2"}}));
    let (rows, _) = due(&story, "2026-03-02", "2026-03-31");
    assert_eq!(rows, ["20: -250.00 + -50.00"]);
    let open = story.report(json!({"open_items": {"as_of": "2026-03-05"}}));
    let open: Vec<&str> =
        open.as_array().unwrap().iter().map(|item| item["open"].as_str().unwrap()).collect();
    assert_eq!(open, ["900.00 EUR"]);
    is_sound(&story);
}

/// The first of two payments of an invoice bounces; what other payments have settled stays.
#[test]
fn a_payment_that_bounces_opens_what_it_had_settled() {
    let mut story = story("prepaid");
    story.tell(DAY, issue(&[services("1", "1000.00", "20")], "2% 10 net 30"));
    story.tell(DAY, issue(&[services("1", "500.00", "20")], "2% 10 net 30"));
    for (on, payment, amount) in
        [("2026-01-16", "P1", "600.00 EUR"), ("2026-01-17", "P2", "1164.00 EUR")]
    {
        let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
        story.tell(on, json!({"receive_payment": paid}));
    }
    letter_on(&mut story, "2026-01-17", &["P1", "F2026-00002"]);
    letter_on(&mut story, "2026-01-17", &["P2", "F2026-00001"]);
    let paid = json!({"payment": "P3", "payer": "C1", "amount": "36.00 EUR"});
    story.tell("2026-01-18", json!({"receive_payment": paid}));
    letter_on(&mut story, "2026-01-18", &["P3", "F2026-00001"]);
    story.tell("2026-01-20", json!({"bounce_payment": {"payment": "P2"}}));
    let open = story.report(json!({"open_items": {"as_of": "2026-01-20"}}));
    let open: Vec<String> = open
        .as_array()
        .unwrap()
        .iter()
        .map(|item| format!("{} {}", item["entry"], item["open"]).replace('"', ""))
        .collect();
    assert_eq!(open, ["F2026-00001 1164.00 EUR"]);
    is_sound(&story);
}

/// Two payments have earned a discount together; the second bounces: the discount is granted no
/// more, and what the first has paid stays paid. An invoice settled by the same letter stays.
#[test]
fn a_discount_goes_with_the_payment_that_earned_it() {
    let mut story = story("prepaid");
    story.tell(DAY, issue(&[services("1", "1000.00", "20")], "2% 10 net 30"));
    story.tell(DAY, issue(&[services("1", "100.00", "20")], "net 30"));
    for (payment, amount) in [("P1", "696.00 EUR"), ("P2", "600.00 EUR")] {
        let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
        story.tell(DAY, json!({"receive_payment": paid}));
    }
    letter(&mut story, &["P1", "F2026-00002", "F2026-00001"]);
    let lines = json!([{"entry": "P2"}, {"entry": "F2026-00001"}]);
    let letter =
        json!({"customer": "C1", "currency": "EUR", "lines": lines, "take_discount": true});
    story.tell("2026-01-16", json!({"letter": letter}));
    assert_eq!(balances(&story, &["4458", "44571"]), ["0.00 EUR", "-216.00 EUR"]);
    story.tell("2026-01-20", json!({"bounce_payment": {"payment": "P2"}}));
    let rest = story.report(json!({"open_items": {"as_of": "2026-01-20"}}));
    let open: Vec<&str> =
        rest.as_array().unwrap().iter().map(|item| item["open"].as_str().unwrap()).collect();
    assert_eq!(open, ["624.00 EUR"]);
    // Of 1 200 and 120 what is paid are 576 and 120.
    let told = story.report(json!({"vat_due": {"from": DAY, "until": "2026-01-31"}}));
    assert_eq!(told["totals"][0]["due"], "116.00 EUR");
    is_sound(&story);
}
fn goods_order(story: &mut Story, quantity: &str, billing: &str) {
    let lines = [line("1", quantity, "100.00", "20")];
    ordered_with(story, json!({"order": "O1", "lines": lines, "billing": billing}));
}

fn ship(story: &mut Story, on: &str, shipment: &str, quantity: &str) {
    let lines = json!([{"line": "1", "quantity": quantity}]);
    let ship = json!({"shipment": shipment, "order": "O1", "lines": lines});
    story.tell(on, json!({ "ship": ship }));
}

/// What fell due in January and in February, and that it explains what was posted.
fn january_and_february(story: &Story) -> [Vec<String>; 2] {
    is_sound(story);
    let spans = [("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")];
    spans.map(|(from, until)| {
        let told = story.report(json!({"vat_due": {"from": from, "until": until}}));
        for total in told["totals"].as_array().unwrap() {
            assert_eq!(total["unexplained"], "0.00 EUR", "{told}");
        }
        due(story, from, until).0
    })
}

/// rulebook V-01, V-02: goods fall due at their delivery, whether the invoice follows it or comes
/// before; without a delivery that is known, with the invoice. The books have it with the invoice.
#[test]
fn the_vat_of_goods_falls_due_at_their_delivery() {
    let whole = vec!["20: 1000.00 + 200.00".to_owned()];
    let mut story = story("prepaid");
    goods_order(&mut story, "10", "shipped");
    ship(&mut story, "2026-01-28", "S1", "10");
    story.tell("2026-02-05", invoice("O1"));
    assert_eq!(january_and_february(&story), [whole.clone(), vec![]]);
    let january = story.report(json!({"vat_due": {"from": "2026-01-01", "until": "2026-01-31"}}));
    let event = &january["events"][0];
    assert_eq!([&event["on"], &event["posted_on"]], ["2026-01-28", "2026-02-05"]);
    let total = &january["totals"][0];
    assert_eq!([&total["due"], &total["posted"]], ["200.00 EUR", "0.00 EUR"]);

    let mut story = self::story("prepaid");
    goods_order(&mut story, "10", "ordered");
    story.tell("2026-01-16", invoice("O1"));
    assert_eq!(january_and_february(&story), [whole.clone(), vec![]]);
    ship(&mut story, "2026-02-05", "S1", "4");
    let (first, rest) = ("20: 600.00 + 120.00", "20: 400.00 + 80.00");
    assert_eq!(january_and_february(&story), [[first.to_owned()], [rest.to_owned()]]);
    ship(&mut story, "2026-02-06", "S2", "6");
    assert_eq!(january_and_february(&story), [vec![], whole.clone()]);
    let known = json!({"from": "2026-01-01", "until": "2026-01-31", "known_at": "2026-01-31"});
    let known = story.report(json!({ "vat_due": known }));
    assert_eq!(known["totals"][0]["due"], "200.00 EUR");

    let mut story = self::story("prepaid");
    let mut direct = told::invoice(&[line("1", "1", "1000.00", "20")]);
    direct["draft"]["delivered_on"] = json!("2026-01-28");
    story.tell("2026-02-05", json!({ "issue_invoice": direct }));
    assert_eq!(january_and_february(&story), [whole, vec![]]);
}

/// What is delivered first is invoiced first; of a deposit the VAT was due when it was paid.
#[test]
fn deliveries_are_held_against_what_was_invoiced() {
    let mut story = story("prepaid");
    goods_order(&mut story, "10", "ordered");
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    pay(&mut story, "P1", "D2026-00001", "360.00 EUR");
    let part = |quantity: &str| {
        let lines = json!([{"line": "1", "quantity": quantity}]);
        json!({"invoice_order": {"series": "sales", "order": "O1", "lines": lines}})
    };
    ship(&mut story, "2026-01-20", "S1", "6");
    story.tell("2026-02-03", part("10"));
    ship(&mut story, "2026-02-05", "S2", "4");
    // 300.00 + 60.00 were due with the deposit; 700.00 + 140.00 go with the goods.
    let (first, rest) = ("20: 720.00 + 144.00", "20: 280.00 + 56.00");
    assert_eq!(january_and_february(&story), [[first.to_owned()], [rest.to_owned()]]);

    let mut story = self::story("prepaid");
    goods_order(&mut story, "3", "ordered");
    ship(&mut story, "2026-01-20", "S1", "1");
    ship(&mut story, "2026-02-20", "S2", "1");
    story.tell("2026-02-21", part("2"));
    story.tell("2026-02-22", part("1"));
    let (first, rest) = ("20: 100.00 + 20.00", "20: 200.00 + 40.00");
    assert_eq!(january_and_february(&story), [[first.to_owned()], [rest.to_owned()]]);
}

/// rulebook A-05, EX-A fx invoice: 10.05 + 2.01 USD at 1.0850 are 9.27 + 1.85 EUR; a half of it
/// paid makes 1.01 USD due.
#[test]
fn vat_in_another_currency_is_told_as_it_is_booked() {
    for (supply, cause) in [("goods", "issue"), ("services", "collection")] {
        let mut story = story("prepaid");
        let mut sold = line("1", "1", "10.05", "20");
        sold["supply"] = json!(supply);
        let mut issue = told::invoice(&[sold]);
        issue["draft"]["currency"] = json!("USD");
        issue["exchange_rate"] = json!("EUR/USD 1.0850");
        story.tell(DAY, json!({ "issue_invoice": issue }));
        let paid = json!({"payment": "P1", "payer": "C1", "amount": "12.06 USD",
            "exchange_rate": "EUR/USD 1.0850"});
        story.tell(DAY, json!({ "receive_payment": paid }));
        let lines = json!([{"entry": "P1"}, {"entry": "F2026-00001"}]);
        let letter = json!({"customer": "C1", "currency": "USD", "lines": lines});
        story.tell(DAY, json!({ "letter": letter }));
        let due = story.report(json!({"vat_due": {"from": DAY, "until": DAY}}));
        let event = &due["events"][0];
        assert_eq!(event["cause"], cause);
        assert_eq!([&event["amount"], &event["booked"]], ["2.01 USD", "1.85 EUR"]);
        assert_eq!(
            [&due["rows"][0]["booked"], &due["totals"][0]["booked"]],
            ["1.85 EUR", "1.85 EUR"]
        );
        assert_eq!(due["totals"][0]["posted_booked"], "1.85 EUR");
        assert_eq!(due["totals"][0]["unexplained"], "0.00 USD");
    }
}
