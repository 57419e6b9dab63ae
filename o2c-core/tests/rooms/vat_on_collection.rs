//! VAT of services as they are paid: the entries of the rulebook, and what holds for every way of
//! paying (rulebook V-03, V-04, 5.2; contract I20).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use crate::told::run;
use o2c_core::company::Company;
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

fn company(vat_on_debits: bool) -> Company {
    company_of(json!({"ledger_currency": "EUR", "vat_on_debits": vat_on_debits}))
}

fn company_of(settings: Value) -> Company {
    let mut company = json::found(&settings.to_string()).unwrap();
    let register = json!({"directory": {"register_customer":
        {"customer": "C1", "party": {"name": "C1"}}}});
    run(&mut company, "2026-01-02", register).unwrap();
    for (series, prefix) in [("sales", "F"), ("credits", "A")] {
        let open = json!({"open_series":
            {"series": series, "prefix": prefix, "yearly": true, "digits": 5}});
        run(&mut company, "2026-01-02", open).unwrap();
    }
    company
}

fn line(id: &str, supply: &str, net: &str, rate: &str) -> Value {
    json!({"id": id, "description": "work", "quantity": "1 C62", "supply": supply,
        "price": {"net": net}, "vat": {"category": "S", "rate": rate}})
}

fn invoice(lines: Vec<Value>, terms: &str) -> Value {
    let terms: o2c_core::calendar::Terms = terms.parse().unwrap();
    json!({"issue_invoice": {"series": "sales", "draft": {
        "customer": "C1", "currency": "EUR", "terms": terms, "lines": lines}}})
}

fn services(net: &str) -> Value {
    invoice(vec![line("1", "services", net, "20")], "2% 10 net 30")
}

fn credit_note(net: &str) -> Value {
    let scope = json!({"lines": [{"line": "1", "amount": format!("{net} EUR")}]});
    json!({"issue_credit_note": {"series": "credits", "invoice": "F2026-00001", "scope": scope}})
}

fn pay(company: &mut Company, on: &str, id: &str, amount: &str) {
    let action = json!({"receive_payment": {"payment": id, "payer": "C1", "amount": amount}});
    run(company, on, action).unwrap();
}

fn letter(company: &mut Company, on: &str, entries: &[&str], take_discount: bool) -> Value {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    let action = json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": lines, "take_discount": take_discount}});
    run(company, on, action).unwrap()
}

fn balance(company: &Company, account: &str) -> String {
    let query = json!({"trial_balance": {"as_of": "2030-12-31"}}).to_string();
    let report: Value = serde_json::from_str(&json::report(company, &query).unwrap()).unwrap();
    let rows = report["rows"].as_array().unwrap().iter();
    let mut rows = rows.filter(|row| row["account"] == account);
    rows.next().map_or("0.00 EUR".into(), |row| row["balance"].as_str().unwrap().into())
}

fn vat_due(company: &Company, from: &str, until: &str) -> Value {
    let query = json!({"vat_due": {"from": from, "until": until}}).to_string();
    serde_json::from_str(&json::report(company, &query).unwrap()).unwrap()
}

/// Every invariant holds, the history leads to the same company, and the account of VAT collected
/// shows what fell due.
fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
    for total in vat_due(company, "2026-01-01", "2030-12-31")["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{total}");
    }
}

fn balances(company: &Company, accounts: &[&str]) -> Vec<String> {
    accounts.iter().map(|account| balance(company, account)).collect()
}

#[test]
fn the_vat_of_services_waits_for_the_payment() {
    let mut company = company(false);
    run(&mut company, "2026-01-15", services("1000.00")).unwrap();
    let accounts = ["411", "706", "4458", "44571"];
    let issued = ["1200.00 EUR", "-1000.00 EUR", "-200.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&company, &accounts), issued);
    pay(&mut company, "2026-03-10", "P1", "600.00 EUR");
    assert_eq!(balance(&company, "44571"), "0.00 EUR", "nothing is due before it is applied");
    letter(&mut company, "2026-03-10", &["P1", "F2026-00001"], false);
    let paid = ["600.00 EUR", "-1000.00 EUR", "-100.00 EUR", "-100.00 EUR"];
    assert_eq!(balances(&company, &accounts), paid);
    let due = vat_due(&company, "2026-03-01", "2026-03-31");
    assert_eq!(due["rows"][0]["base"], "500.00 EUR");
    assert_eq!(due["rows"][0]["amount"], "100.00 EUR");
    assert_eq!(due["events"][0]["collected"], "600.00 EUR");
    assert_eq!(vat_due(&company, "2026-01-01", "2026-02-28")["rows"], json!([]));
    is_sound(&company);
    // The letter is dissolved: the amounts recorded come back, on the day of the dissolving.
    let unletter = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    run(&mut company, "2026-04-02", unletter).unwrap();
    assert_eq!(balances(&company, &accounts)[2..], ["-200.00 EUR", "0.00 EUR"]);
    assert_eq!(vat_due(&company, "2026-04-01", "2026-04-30")["rows"][0]["amount"], "-100.00 EUR");
    is_sound(&company);
}

/// rulebook V-02: an order of services 1 000 at 20 %, invoiced, 600 paid: 100.00 is due.
#[test]
fn the_vat_of_an_order_of_services_waits_for_the_payment() {
    let mut company = company(false);
    let order = json!({"order": "O1", "customer": "C1", "currency": "EUR", "billing": "ordered",
        "terms": "net 30".parse::<o2c_core::calendar::Terms>().unwrap(),
        "lines": [line("1", "services", "1000.00", "20")]});
    run(&mut company, "2026-01-10", json!({"place_order": order})).unwrap();
    run(&mut company, "2026-01-10", json!({"confirm_order": {"order": "O1"}})).unwrap();
    let invoice = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    run(&mut company, "2026-01-15", invoice).unwrap();
    let accounts = ["706", "4458", "44571"];
    assert_eq!(balances(&company, &accounts), ["-1000.00 EUR", "-200.00 EUR", "0.00 EUR"]);
    pay(&mut company, "2026-03-10", "P1", "600.00 EUR");
    letter(&mut company, "2026-03-10", &["P1", "F2026-00001"], false);
    assert_eq!(balances(&company, &accounts), ["-1000.00 EUR", "-100.00 EUR", "-100.00 EUR"]);
    is_sound(&company);
}

/// Milestones sell what the order sells, goods and services of one group in proportion; so does
/// what takes a deposit off: 600 + 400 in halves, of which 60.00 and 40.00 VAT.
#[test]
fn deposits_and_milestones_sell_what_the_order_sells() {
    for form in ["prepaid", "negative_lines"] {
        let settings = json!({"ledger_currency": "EUR", "deposit_deduction": form});
        let mut company = company_of(settings);
        let order = json!({"order": "O1", "customer": "C1", "currency": "EUR",
            "billing": "ordered", "terms": "net 30".parse::<o2c_core::calendar::Terms>().unwrap(),
            "lines": [line("1", "services", "600.00", "20"), line("2", "goods", "400.00", "20")]});
        let half = |id: &str| json!({"id": id, "description": id, "share": {"percent": "50"}});
        let milestone = |id: &str| {
            json!({"invoice_milestone":
            {"series": "sales", "order": "O1", "milestone": id}})
        };
        let milestones = [half("M1"), half("M2")];
        for action in [
            json!({"place_order": order}),
            json!({"confirm_order": {"order": "O1"}}),
            json!({"plan_billing": {"order": "O1", "milestones": milestones}}),
            milestone("M1"),
        ] {
            run(&mut company, "2026-01-10", action).unwrap();
        }
        let accounts = ["706", "707", "4458", "44571"];
        let half = ["-300.00 EUR", "-200.00 EUR", "-60.00 EUR", "-40.00 EUR"];
        assert_eq!(balances(&company, &accounts), half);
        let deposit = json!({"issue_deposit":
            {"series": "sales", "order": "O1", "share": {"percent": "10"}}});
        run(&mut company, "2026-01-10", deposit).unwrap();
        pay(&mut company, "2026-01-11", "P1", "120.00 EUR");
        letter(&mut company, "2026-01-11", &["P1", "F2026-00002"], false);
        assert_eq!(balances(&company, &accounts)[2..], ["-60.00 EUR", "-60.00 EUR"]);
        run(&mut company, "2026-01-12", milestone("M2")).unwrap();
        // 20.00 were paid with the deposit: 12.00 of 60.00 do not wait, and 8.00 of 40.00 are due.
        let all = ["-600.00 EUR", "-400.00 EUR", "-108.00 EUR", "-92.00 EUR"];
        assert_eq!(balances(&company, &accounts), all, "{form}");
        is_sound(&company);
    }
}

#[test]
fn the_vat_of_goods_and_of_who_chose_the_debits_is_due_at_issue() {
    let mut company = self::company(true);
    run(&mut company, "2026-01-15", services("1000.00")).unwrap();
    assert_eq!(
        balances(&company, &["706", "4458", "44571"]),
        ["-1000.00 EUR", "0.00 EUR", "-200.00 EUR"]
    );
    is_sound(&company);
    let mut company = self::company(false);
    let mixed = vec![line("1", "services", "600.00", "20"), line("2", "goods", "400.00", "20")];
    run(&mut company, "2026-01-15", invoice(mixed, "net 30")).unwrap();
    let accounts = ["706", "707", "4458", "44571"];
    assert_eq!(
        balances(&company, &accounts),
        ["-600.00 EUR", "-400.00 EUR", "-120.00 EUR", "-80.00 EUR"]
    );
    pay(&mut company, "2026-02-10", "P1", "600.00 EUR");
    letter(&mut company, "2026-02-10", &["P1", "F2026-00001"], false);
    assert_eq!(balances(&company, &accounts)[2..], ["-60.00 EUR", "-140.00 EUR"]);
    assert_eq!(vat_due(&company, "2026-02-01", "2026-02-28")["rows"][0]["base"], "300.00 EUR");
    is_sound(&company);
}

#[test]
fn a_discount_on_services_lowers_what_falls_due() {
    // rulebook 5.2: 512 1 176, 665 20, 4458 200 against 411 1 200, 44571 196.
    let mut company = company(false);
    run(&mut company, "2026-01-15", services("1000.00")).unwrap();
    pay(&mut company, "2026-01-20", "P1", "1176.00 EUR");
    letter(&mut company, "2026-01-20", &["P1", "F2026-00001"], true);
    assert_eq!(
        balances(&company, &["411", "512", "665", "4458", "44571"]),
        ["0.00 EUR", "1176.00 EUR", "20.00 EUR", "0.00 EUR", "-196.00 EUR"]
    );
    is_sound(&company);
    let unletter = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    run(&mut company, "2026-02-01", unletter).unwrap();
    assert_eq!(
        balances(&company, &["665", "4458", "44571"]),
        ["0.00 EUR", "-200.00 EUR", "0.00 EUR"]
    );
    is_sound(&company);
}

#[test]
fn a_credit_note_on_unpaid_services_is_no_collection() {
    // rulebook 5.2: 706 100, 4458 20 against 411 120; EX-V8: 600, then 120 credited, then 480.
    let mut company = company(false);
    run(&mut company, "2026-01-15", services("1000.00")).unwrap();
    pay(&mut company, "2026-02-10", "P1", "600.00 EUR");
    letter(&mut company, "2026-02-10", &["P1", "F2026-00001"], false);
    run(&mut company, "2026-02-20", credit_note("100.00")).unwrap();
    let accounts = ["706", "4458", "44571"];
    let credited = ["-900.00 EUR", "-80.00 EUR", "-100.00 EUR"];
    assert_eq!(balances(&company, &accounts), credited);
    letter(&mut company, "2026-02-20", &["A2026-00001", "F2026-00001"], false);
    assert_eq!(balances(&company, &accounts), credited, "lettered, nothing falls due");
    pay(&mut company, "2026-03-10", "P2", "480.00 EUR");
    letter(&mut company, "2026-03-10", &["P2", "F2026-00001"], false);
    assert_eq!(balances(&company, &accounts), ["-900.00 EUR", "0.00 EUR", "-180.00 EUR"]);
    assert_eq!(vat_due(&company, "2026-03-01", "2026-03-31")["rows"][0]["amount"], "80.00 EUR");
    is_sound(&company);
}

#[test]
fn instalments_in_one_letter_telescope_over_the_rates() {
    let mut company = company(false);
    let lines = vec![line("1", "services", "1000.00", "20"), line("2", "services", "100.00", "10")];
    run(&mut company, "2026-01-15", invoice(lines, "30%: net 0; 30%: net 30; rest: net 60"))
        .unwrap();
    pay(&mut company, "2026-03-20", "P1", "1310.00 EUR");
    let all = ["P1", "F2026-00001/1", "F2026-00001/2", "F2026-00001/3"];
    letter(&mut company, "2026-03-20", &all, false);
    assert_eq!(balances(&company, &["4458", "44571"]), ["0.00 EUR", "-210.00 EUR"]);
    let due = vat_due(&company, "2026-03-01", "2026-03-31");
    let of_rate = |rate: &str| {
        let rows = due["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["vat"]["rate"] == rate).unwrap();
        (row["base"].as_str().unwrap().to_owned(), row["amount"].as_str().unwrap().to_owned())
    };
    assert_eq!(of_rate("20"), ("1000.00 EUR".into(), "200.00 EUR".into()));
    assert_eq!(of_rate("10"), ("100.00 EUR".into(), "10.00 EUR".into()));
    is_sound(&company);
}

fn correct(invoice: Value) -> Value {
    let draft = invoice["issue_invoice"]["draft"].clone();
    json!({"correct_invoice": {"series": "sales", "invoice": "F2026-00001", "draft": draft}})
}

#[test]
fn who_chose_the_debits_corrects_on_them() {
    let mut company = company(true);
    run(&mut company, "2026-01-15", services("1000.00")).unwrap();
    run(&mut company, "2026-01-20", correct(services("900.00"))).unwrap();
    assert_eq!(
        balances(&company, &["411", "706", "4458", "44571"]),
        ["1080.00 EUR", "-900.00 EUR", "0.00 EUR", "-180.00 EUR"]
    );
    is_sound(&company);
}

#[test]
fn services_are_corrected_before_and_after_they_are_paid() {
    // 1 000 corrected to 900: 180 wait, of which the 600 that were paid make 100 due.
    let accounts = ["411", "706", "4458", "44571"];
    let mut unpaid = company(false);
    run(&mut unpaid, "2026-01-15", services("1000.00")).unwrap();
    run(&mut unpaid, "2026-01-20", correct(services("900.00"))).unwrap();
    let corrected = ["1080.00 EUR", "-900.00 EUR", "-180.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&unpaid, &accounts), corrected);
    is_sound(&unpaid);
    let mut paid = company(false);
    run(&mut paid, "2026-01-15", services("1000.00")).unwrap();
    pay(&mut paid, "2026-01-16", "P1", "600.00 EUR");
    letter(&mut paid, "2026-01-16", &["P1", "F2026-00001"], false);
    run(&mut paid, "2026-01-20", correct(services("900.00"))).unwrap();
    let corrected = ["480.00 EUR", "-900.00 EUR", "-80.00 EUR", "-100.00 EUR"];
    assert_eq!(balances(&paid, &accounts), corrected);
    is_sound(&paid);
    let both = ["F2026-00002/0", "F2026-00002"];
    let lettered = letter(&mut paid, "2026-01-21", &both, false);
    assert_eq!(balances(&paid, &accounts), corrected, "what was paid stays due");
    let events = lettered["events"].as_array().unwrap().iter();
    let mut codes =
        events.filter_map(|event| event["receivable"]["event"]["lettered"]["letter"].as_str());
    let dissolve = json!({"unletter":
        {"customer": "C1", "currency": "EUR", "letter": codes.next().unwrap()}});
    run(&mut paid, "2026-01-22", dissolve).unwrap();
    // The whole set is dissolved, the payment with it: nothing is paid, nothing is due.
    let dissolved = ["480.00 EUR", "-900.00 EUR", "-180.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&paid, &accounts), dissolved);
    letter(&mut paid, "2026-01-23", &["F2026-00001", "F2026-00002/0"], false);
    assert_eq!(balances(&paid, &accounts), dissolved, "what is corrected is no payment");
    letter(&mut paid, "2026-01-23", &["P1", "F2026-00002"], false);
    assert_eq!(balances(&paid, &accounts), corrected);
    pay(&mut paid, "2026-01-24", "P2", "480.00 EUR");
    letter(&mut paid, "2026-01-24", &["P2", "F2026-00002"], false);
    assert_eq!(balances(&paid, &accounts), ["0.00 EUR", "-900.00 EUR", "0.00 EUR", "-180.00 EUR"]);
    is_sound(&paid);
}

#[test]
fn what_is_due_follows_a_correction() {
    let goods = |net: &str| invoice(vec![line("1", "goods", net, "20")], "net 30");
    let mut company = self::company(false);
    run(&mut company, "2026-01-15", goods("1000.00")).unwrap();
    run(&mut company, "2026-01-20", correct(goods("900.00"))).unwrap();
    let due = vat_due(&company, "2026-01-01", "2026-01-31");
    assert_eq!(due["totals"][0]["due"], "180.00 EUR");
    assert_eq!(due["rows"][0]["base"], "900.00 EUR");
    is_sound(&company);
    // Beside services only the goods are due, and only they are taken back.
    let mixed = |net: &str| {
        let lines = vec![line("1", "services", "600.00", "20"), line("2", "goods", net, "20")];
        invoice(lines, "net 30")
    };
    let mut company = self::company(false);
    run(&mut company, "2026-01-15", mixed("400.00")).unwrap();
    run(&mut company, "2026-01-20", correct(mixed("300.00"))).unwrap();
    let due = vat_due(&company, "2026-01-01", "2026-01-31");
    assert_eq!(due["totals"][0]["due"], "60.00 EUR");
    assert_eq!(balances(&company, &["4458", "44571"]), ["-120.00 EUR", "-60.00 EUR"]);
    is_sound(&company);
}

#[test]
fn a_discount_on_goods_beside_services_is_explained() {
    // 2 % of 1 200.00: of the 4.00 of VAT 1.60 are of the goods and off what was due.
    let mut company = company(false);
    let lines = vec![line("1", "services", "600.00", "20"), line("2", "goods", "400.00", "20")];
    run(&mut company, "2026-01-15", invoice(lines, "2% 10 net 30")).unwrap();
    pay(&mut company, "2026-01-20", "P1", "1176.00 EUR");
    letter(&mut company, "2026-01-20", &["P1", "F2026-00001"], true);
    assert_eq!(balances(&company, &["4458", "44571"]), ["0.00 EUR", "-196.00 EUR"]);
    let due = vat_due(&company, "2026-01-01", "2026-01-31");
    assert_eq!(due["totals"][0]["due"], "196.00 EUR");
    assert_eq!(due["rows"][0]["base"], "980.00 EUR");
    is_sound(&company);
    let unletter = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    run(&mut company, "2026-02-01", unletter).unwrap();
    assert_eq!(vat_due(&company, "2026-01-01", "2026-02-28")["totals"][0]["due"], "80.00 EUR");
    is_sound(&company);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Contract I20: in whatever parts an invoice is paid, and however often a letter is dissolved
    /// on the way, once all is paid its VAT is due and none waits.
    #[test]
    fn all_paid_is_all_due(
        nets in prop::collection::vec(100_u32..90_000, 1..4),
        parts in prop::collection::vec((1_u32..40_000, any::<bool>()), 0..5),
    ) {
        let mut company = company(false);
        let rates = ["20", "10", "5.5"];
        let cents = |minor: u32| format!("{}.{:02}", minor / 100, minor % 100);
        let lines: Vec<Value> = nets
            .iter()
            .enumerate()
            .map(|(at, net)| line(&at.to_string(), "services", &cents(*net), rates[at]))
            .collect();
        let issued = run(&mut company, "2026-01-15", invoice(lines, "net 30")).unwrap();
        let text = issued.to_string();
        prop_assert!(text.contains("deferred"), "{text}");
        let vat = balance(&company, "4458");
        let open = |company: &Company| -> u32 {
            let figure = balance(company, "411");
            figure.trim_end_matches(" EUR").replace('.', "").parse().unwrap_or(0)
        };
        let mut number = 0;
        let mut pay_part = |company: &mut Company, part: u32, is_dissolved: bool| {
            number += 1;
            let id = format!("P{number}");
            pay(company, "2026-02-10", &id, &format!("{} EUR", cents(part)));
            let lettered = letter(company, "2026-02-10", &[&id, "F2026-00001"], false);
            let events = lettered["events"].as_array().unwrap();
            let code = events.iter().find_map(|event| {
                event["receivable"]["event"]["lettered"]["letter"].as_str()
            }).unwrap().to_owned();
            if is_dissolved {
                let dissolve = json!({"unletter":
                    {"customer": "C1", "currency": "EUR", "letter": code}});
                run(company, "2026-02-10", dissolve).unwrap();
            }
        };
        for (part, is_dissolved) in parts {
            let left = open(&company);
            if left > 1 {
                pay_part(&mut company, part.min(left - 1), is_dissolved);
            }
        }
        let unpaid = json!({"open_items": {"as_of": "2030-01-01"}}).to_string();
        let items: Value = serde_json::from_str(&json::report(&company, &unpaid).unwrap()).unwrap();
        let names: Vec<String> = items.as_array().unwrap().iter()
            .map(|item| item["entry"].as_str().unwrap().to_owned()).collect();
        let left = open(&company);
        if left > 0 {
            pay(&mut company, "2026-02-10", "rest", &format!("{} EUR", cents(left)));
            let mut all: Vec<&str> = names.iter().map(String::as_str).collect();
            all.push("rest");
            letter(&mut company, "2026-02-10", &all, false);
        }
        prop_assert_eq!(balance(&company, "411"), "0.00 EUR");
        prop_assert_eq!(balance(&company, "4458"), "0.00 EUR");
        prop_assert_eq!(balance(&company, "44571"), vat);
        is_sound(&company);
    }
}
