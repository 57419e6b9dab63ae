//! Money that goes back or elsewhere: refunds, payments that bounce, items that change hands
//! (rulebook L-01, L-16, L-22, V-04; contract I6, I9, I10, I11, I17).

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing
)]

use crate::told::{report, run};
use o2c_core::company::Company;
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

fn company() -> Company {
    let tolerances = json!([
        {"kind": "write_off", "absolute": "1.00 EUR"},
        {"kind": "bank_fee", "absolute": "12.00 EUR", "percent": "50"},
    ]);
    let settings = json!({"ledger_currency": "EUR", "tolerances": tolerances});
    let mut company = json::found(&settings.to_string()).unwrap();
    for id in ["C1", "C2"] {
        let action =
            json!({"directory": {"register_customer": {"customer": id, "party": {"name": id}}}});
        run(&mut company, "2026-01-02", action).unwrap();
    }
    let series =
        json!({"open_series": {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}});
    run(&mut company, "2026-01-02", series).unwrap();
    company
}

/// Services with 20 % VAT, which waits for the payment; less than nothing is a credit note.
fn invoice(customer: &str, pieces: &str) -> Value {
    json!({"issue_invoice": {"series": "sales", "draft": {
        "customer": customer, "currency": "EUR", "terms": "2% 10 net 30",
        "lines": [{"id": "1", "description": "advice", "quantity": format!("{pieces} C62"),
            "supply": "services", "price": {"net": "1.00"},
            "vat": {"category": "S", "rate": "20"}}]}}})
}

fn payment(id: &str, payer: &str, amount: &str) -> Value {
    json!({"receive_payment": {"payment": id, "payer": payer, "amount": amount}})
}

fn letter(customer: &str, entries: &[&str], take_discount: bool) -> Value {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    json!({"letter": {"customer": customer, "currency": "EUR", "lines": lines,
        "take_discount": take_discount}})
}

fn refund(id: &str, entry: &str, amount: Option<&str>) -> Value {
    let mut asked = json!({"refund": id, "customer": "C1", "currency": "EUR", "entry": entry});
    if let Some(amount) = amount {
        asked["amount"] = json!(amount);
    }
    json!({ "refund": asked })
}

fn bounce(payment: &str) -> Value {
    json!({"bounce_payment": {"payment": payment}})
}

fn balance(company: &Company, account: &str) -> String {
    let report = report(company, &json!({"trial_balance": {"as_of": "2030-12-31"}}));
    let mut rows = report["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["account"] == account);
    row.map_or("0.00 EUR".into(), |row| row["balance"].as_str().unwrap().into())
}

fn balances<const COUNT: usize>(company: &Company, accounts: [&str; COUNT]) -> [String; COUNT] {
    accounts.map(|account| balance(company, account))
}

/// What is open on a day: customer, item, amount, due day.
fn open(company: &Company, on: &str) -> Vec<[String; 4]> {
    let report = report(company, &json!({"open_items": {"as_of": on}}));
    let of = |item: &Value| {
        ["customer", "entry", "open", "due_on"].map(|field| item[field].as_str().unwrap().into())
    };
    report.as_array().unwrap().iter().map(of).collect()
}

fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
    let span = json!({"from": "2026-01-01", "until": "2026-06-30"});
    let held = report(company, &json!({"reconciliation": span}));
    assert_eq!(held["unequal"], json!([]));
    let due = report(company, &json!({"vat_due": span}));
    for total in due["totals"].as_array().unwrap() {
        assert_eq!(total["unexplained"], "0.00 EUR", "{total}");
    }
}

/// An invoice of 1 200.00 paid in time with its discount of 24.00.
fn paid() -> Company {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("C1", "1000")).unwrap();
    run(&mut company, "2026-01-20", payment("P1", "C1", "1176.00 EUR")).unwrap();
    run(&mut company, "2026-01-20", letter("C1", &["F2026-00001", "P1"], true)).unwrap();
    company
}

/// rulebook L-16, L-22, V-04: the invoice is due when it was, discount and VAT go back.
#[test]
fn a_payment_that_bounces_restores_what_it_had_settled() {
    let mut company = paid();
    let accounts = ["411", "4458", "44571", "512", "665"];
    let settled = ["0.00 EUR", "0.00 EUR", "-196.00 EUR", "1176.00 EUR", "20.00 EUR"];
    assert_eq!(balances(&company, accounts), settled);
    run(&mut company, "2026-02-20", bounce("P1")).unwrap();
    let restored = ["1200.00 EUR", "-200.00 EUR", "0.00 EUR", "0.00 EUR", "0.00 EUR"];
    assert_eq!(balances(&company, accounts), restored);
    let invoice = ["C1", "F2026-00001", "1200.00 EUR", "2026-02-14"].map(String::from);
    assert_eq!(open(&company, "2026-02-20"), [invoice]);
    assert_eq!(open(&company, "2026-02-19"), Vec::<[String; 4]>::new());
    is_sound(&company);
}

#[test]
fn the_banks_fee_costs_and_may_be_charged() {
    for (is_charged, receivable, costs) in
        [(false, "1200.00 EUR", "8.50 EUR"), (true, "1208.50 EUR", "0.00 EUR")]
    {
        let mut company = paid();
        let asked = json!({"bounce_payment": {"payment": "P1", "reason": "AM04",
            "fee": "8.50 EUR", "is_fee_charged": is_charged}});
        run(&mut company, "2026-02-20", asked).unwrap();
        let found = balances(&company, ["411", "512", "627"]);
        assert_eq!(found, [receivable, "-8.50 EUR", costs]);
        is_sound(&company);
    }
}

#[test]
fn a_payment_bounces_once_and_what_settles_it_stands() {
    let mut company = paid();
    run(&mut company, "2026-02-20", bounce("P1")).unwrap();
    let before = company.clone();
    let reassign = json!({"reassign_payment": {"payment": "P1", "customer": "C2"}});
    let unletter = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAC"}});
    for (action, code) in [
        (bounce("P1"), "company.payment_bounced"),
        (reassign, "company.payment_bounced"),
        (bounce("P9"), "company.unknown_payment"),
        (refund("R1", "P1", None), "company.not_a_credit"),
        (unletter, "receivable.letter_final"),
    ] {
        let refused = run(&mut company, "2026-02-21", action.clone()).unwrap_err();
        assert_eq!(refused.code, code, "{action}");
    }
    assert_eq!(company, before);
}

#[test]
fn a_payment_nobody_knows_bounces_from_suspense() {
    let mut company = company();
    let stranger = json!({"receive_payment": {"payment": "P1", "amount": "10.00 EUR"}});
    run(&mut company, "2026-01-20", stranger).unwrap();
    run(&mut company, "2026-01-22", bounce("P1")).unwrap();
    assert_eq!(balances(&company, ["471", "512"]), ["0.00 EUR", "0.00 EUR"]);
    is_sound(&company);
}

/// contract, lessons: a refund is at most what was paid less what went back.
#[test]
fn only_what_is_left_of_a_credit_is_paid_back() {
    let mut company = paid();
    run(&mut company, "2026-01-21", payment("P2", "C1", "100.00 EUR")).unwrap();
    run(&mut company, "2026-01-22", refund("R1", "P2", Some("60.00 EUR"))).unwrap();
    for (action, code) in [
        (refund("R2", "P2", Some("40.01 EUR")), ("receivable.beyond_open", "amount")),
        (refund("R1", "P2", None), ("company.refund_known", "refund")),
        (refund("R2", "P1", None), ("company.not_a_credit", "entry")),
        (refund("R2", "F2026-00001", None), ("company.not_a_credit", "entry")),
        (refund("R2", "P9", None), ("receivable.entry_unknown", "entry")),
        (refund("R2", "P2", Some("-1.00 EUR")), ("company.amount_not_positive", "amount")),
        (refund("R2", "P2", Some("1.00 USD")), ("receivable.currency_differs", "amount")),
    ] {
        let refused = run(&mut company, "2026-01-23", action.clone()).unwrap_err();
        let (code, field) = code;
        let place = format!("action.refund.{field}");
        assert_eq!((refused.code, refused.path), (code, place), "{action}");
    }
    run(&mut company, "2026-01-23", refund("R2", "P2", None)).unwrap();
    assert_eq!(balances(&company, ["411", "512"]), ["0.00 EUR", "1176.00 EUR"]);
    is_sound(&company);
    // What was paid back of a payment that then bounces, the customer owes.
    run(&mut company, "2026-01-30", bounce("P2")).unwrap();
    assert_eq!(balances(&company, ["411", "512"]), ["100.00 EUR", "1076.00 EUR"]);
    is_sound(&company);
}

#[test]
fn a_payment_taken_for_another_customers_goes_to_whom_it_is_from() {
    let mut company = paid();
    let to = |customer: Option<&str>| match customer {
        Some(customer) => {
            json!({"reassign_payment": {"payment": "P1", "customer": customer}})
        }
        None => json!({"reassign_payment": {"payment": "P1"}}),
    };
    run(&mut company, "2026-02-01", to(Some("C2"))).unwrap();
    let expected = [
        ["C1", "F2026-00001", "1200.00 EUR", "2026-02-14"].map(String::from),
        ["C2", "P1", "-1176.00 EUR", "2026-01-20"].map(String::from),
    ];
    assert_eq!(open(&company, "2026-02-01"), expected);
    assert_eq!(balances(&company, ["4458", "665"]), ["-200.00 EUR", "0.00 EUR"]);
    is_sound(&company);
    let same = run(&mut company, "2026-02-02", to(Some("C2"))).unwrap_err();
    assert_eq!(same.code, "receivable.same_account");
    run(&mut company, "2026-02-03", to(None)).unwrap();
    assert_eq!(balances(&company, ["411", "471"]), ["1200.00 EUR", "-1176.00 EUR"]);
    let identify = json!({"identify_payment": {"payment": "P1", "customer": "C1"}});
    run(&mut company, "2026-02-04", identify).unwrap();
    assert_eq!(balances(&company, ["411", "471"]), ["24.00 EUR", "0.00 EUR"]);
    is_sound(&company);
}

/// rulebook L-01: what another customer settles moves to its account first.
#[test]
fn an_item_moves_to_who_settles_it_as_it_is() {
    let mut company = company();
    run(&mut company, "2026-01-15", invoice("C2", "1000")).unwrap();
    run(&mut company, "2026-01-20", payment("P1", "C1", "700.00 EUR")).unwrap();
    let transfer = |amount: &str| {
        json!({"transfer_item": {"customer": "C2", "currency": "EUR", "entry": "F2026-00001",
            "to": "C1", "amount": amount}})
    };
    let refused = run(&mut company, "2026-01-21", transfer("1200.01 EUR")).unwrap_err();
    let place = "action.transfer_item.amount";
    assert_eq!((refused.code, refused.path.as_str()), ("receivable.beyond_open", place));
    run(&mut company, "2026-01-21", transfer("700.00 EUR")).unwrap();
    run(&mut company, "2026-01-21", letter("C1", &["P1", "F2026-00001"], false)).unwrap();
    let rest = ["C2", "F2026-00001", "500.00 EUR", "2026-02-14"].map(String::from);
    assert_eq!(open(&company, "2026-01-21"), [rest]);
    is_sound(&company);
}

/// rulebook L-07, L-08: what was chosen, then what a debit note claims, then the oldest.
#[test]
fn a_payment_goes_where_its_payer_and_the_law_want_it() {
    let mut company = company();
    for pieces in ["100", "50", "25"] {
        run(&mut company, "2026-01-15", invoice("C1", pieces)).unwrap();
    }
    let claim = json!({"amount": "40.00 EUR", "kind": "indemnity", "description": "D441-5"});
    let note = json!({"issue_debit_note": {"series": "sales", "customer": "C1",
        "currency": "EUR", "lines": [claim], "terms": "net 10"}});
    run(&mut company, "2026-02-20", note).unwrap();
    run(&mut company, "2026-03-10", payment("P1", "C1", "200.00 EUR")).unwrap();
    let chosen = json!({"allocate_payment": {"payment": "P1", "choice": ["F2026-00003"],
        "interest_first": true}});
    run(&mut company, "2026-03-10", chosen.clone()).unwrap();
    // 200.00 less 30.00 chosen and 40.00 claimed: 130.00 over 120.00 and 60.00 of one day.
    let expected = [
        ["C1", "F2026-00001", "33.33 EUR", "2026-02-14"].map(String::from),
        ["C1", "F2026-00002", "16.67 EUR", "2026-02-14"].map(String::from),
    ];
    assert_eq!(open(&company, "2026-03-10"), expected);
    is_sound(&company);
    let again = run(&mut company, "2026-03-11", chosen).unwrap_err();
    assert_eq!(again.code, "receivable.nothing_open");
    run(&mut company, "2026-03-11", payment("P2", "C1", "1.00 EUR")).unwrap();
    let unknown = json!({"allocate_payment": {"payment": "P2", "choice": ["F2026-00003"]}});
    let refused = run(&mut company, "2026-03-11", unknown).unwrap_err();
    assert_eq!(refused.path.to_string(), "action.allocate_payment.choice[0]");
}

fn received(id: &str, method: &str, amount: &str) -> Value {
    json!({"receive_payment": {"payment": id, "method": method, "payer": "C1",
        "amount": amount}})
}

fn clear(payments: &[&str], fee: Option<&str>) -> Value {
    let mut asked = json!({ "payments": payments });
    if let Some(fee) = fee {
        asked["fee"] = json!(fee);
    }
    json!({ "clear_payments": asked })
}

/// rulebook 5.2: 5112 to 411, then 512 to 5112.
#[test]
fn a_cheque_is_received_cleared_and_returned() {
    let mut company = company();
    run(&mut company, "2026-01-20", received("P1", "cheque", "100.00 EUR")).unwrap();
    let accounts = ["411", "5112", "512"];
    assert_eq!(balances(&company, accounts), ["-100.00 EUR", "100.00 EUR", "0.00 EUR"]);
    run(&mut company, "2026-01-22", clear(&["P1"], None)).unwrap();
    assert_eq!(balances(&company, accounts), ["-100.00 EUR", "0.00 EUR", "100.00 EUR"]);
    run(&mut company, "2026-01-30", bounce("P1")).unwrap();
    assert_eq!(balances(&company, accounts), ["0.00 EUR", "0.00 EUR", "0.00 EUR"]);
    // One that comes back before it was cashed never reaches the bank.
    run(&mut company, "2026-02-01", received("P2", "cheque", "50.00 EUR")).unwrap();
    run(&mut company, "2026-02-02", bounce("P2")).unwrap();
    assert_eq!(balances(&company, accounts), ["0.00 EUR", "0.00 EUR", "0.00 EUR"]);
    is_sound(&company);
}

#[test]
fn a_batch_of_cards_is_paid_less_its_fee() {
    let mut company = company();
    run(&mut company, "2026-01-20", received("P1", "card", "100.00 EUR")).unwrap();
    run(&mut company, "2026-01-20", received("P2", "card", "20.00 EUR")).unwrap();
    run(&mut company, "2026-01-20", received("P3", "cash", "5.00 EUR")).unwrap();
    run(&mut company, "2026-01-20", received("P4", "transfer", "7.00 EUR")).unwrap();
    let before = company.clone();
    for (action, code) in [
        (clear(&[], None), "company.payments_missing"),
        (clear(&["P1", "P1"], None), "company.payment_twice"),
        (clear(&["P4"], None), "company.at_the_bank"),
        (clear(&["P1", "P3"], None), "company.held_elsewhere"),
        (clear(&["P1", "P9"], None), "company.unknown_payment"),
        (clear(&["P1"], Some("100.00 EUR")), "company.fee_out_of_batch"),
        (clear(&["P1"], Some("-1.00 EUR")), "company.fee_out_of_batch"),
        (clear(&["P1"], Some("1.00 USD")), "money.currency_mismatch"),
    ] {
        let refused = run(&mut company, "2026-01-21", action.clone()).unwrap_err();
        assert_eq!(refused.code, code, "{action}");
    }
    assert_eq!(company, before);
    run(&mut company, "2026-01-21", clear(&["P1", "P2"], Some("1.20 EUR"))).unwrap();
    let found = balances(&company, ["5115", "512", "53", "627"]);
    assert_eq!(found, ["0.00 EUR", "125.80 EUR", "5.00 EUR", "1.20 EUR"]);
    let again = run(&mut company, "2026-01-22", clear(&["P1"], None)).unwrap_err();
    assert_eq!(again.code, "company.at_the_bank");
    is_sound(&company);
}

/// One step of a story: what, of which item, on how many days after the last step.
fn step() -> impl Strategy<Value = (u8, usize, usize, u32)> {
    (0..12_u8, 0..64_usize, 0..64_usize, 0..3_u32)
}

/// What a step asks for, as things stand.
fn action(company: &Company, (what, one, other, _): (u8, usize, usize, u32), at: usize) -> Value {
    let items = open(company, "2030-12-31");
    let pick = |place: usize| items.get(place % items.len().max(1)).cloned();
    let payments = report(company, &json!({"payments": {}}));
    let payments = payments.as_array().unwrap();
    let payment_at = |place: usize| {
        let payment = payments.get(place % payments.len().max(1));
        payment.map_or(json!("P0"), |payment| payment["payment"].clone())
    };
    let (customer, taker) = (["C1", "C2"][one % 2], ["C1", "C2"][other % 2]);
    match what {
        0 | 1 => invoice(customer, ["100", "30", "7", "-10"][other % 4]),
        2..=4 => payment(&format!("P{at}"), customer, ["120.00 EUR", "35.99 EUR"][other % 2]),
        5..=7 => {
            let (Some(first), Some(second)) = (pick(one), pick(other)) else {
                return invoice(customer, "50");
            };
            let mut asked = letter(&first[0], &[&first[1], &second[1]], false);
            if other % 3 == 0 {
                let kind = ["bank_fee", "write_off"][one % 2];
                asked["letter"]["differences"] = json!([{"kind": kind, "amount": "0.01 EUR"}]);
            }
            asked
        }
        8 => bounce(payment_at(one).as_str().unwrap()),
        9 => {
            let item = pick(one).unwrap_or_default();
            json!({"refund": {"refund": format!("R{at}"), "customer": item[0],
                "currency": "EUR", "entry": item[1]}})
        }
        10 => json!({"reassign_payment": {"payment": payment_at(one),
            "customer": taker}}),
        _ => {
            let item = pick(one).unwrap_or_default();
            json!({"transfer_item": {"customer": item[0], "currency": "EUR", "entry": item[1],
                "to": taker}})
        }
    }
}

/// An invoice of a branch that its head office pays: the payment finds it by its number, on the
/// account it was moved to.
#[test]
fn a_payment_finds_what_was_moved_by_its_number() {
    let mut company = company();
    for pieces in ["1000", "1000"] {
        run(&mut company, "2026-01-15", invoice("C1", pieces)).unwrap();
    }
    for entry in ["F2026-00001", "F2026-00002"] {
        let moved = json!({"transfer_item": {"customer": "C1", "currency": "EUR", "entry": entry,
            "to": "C2"}});
        run(&mut company, "2026-01-20", moved).unwrap();
    }
    let paid = json!({"receive_payment": {"payment": "P1", "payer": "C2",
        "amount": "1200.00 EUR", "remittance": "invoice F2026-00002"}});
    run(&mut company, "2026-02-01", paid).unwrap();
    run(&mut company, "2026-02-01", json!({"letter_automatically": {"payment": "P1"}})).unwrap();
    let left = open(&company, "2026-02-01");
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0][..3], ["C2", "F2026-00001", "1200.00 EUR"].map(String::from));
    is_sound(&company);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever goes wherever: the books tie on every day, the VAT is explained, the history
    /// leads to the same company, and what is refused changes nothing.
    #[test]
    fn the_books_tie_wherever_money_goes(steps in prop::collection::vec(step(), 1..40)) {
        let mut company = company();
        let mut on: o2c_core::calendar::Day = "2026-01-15".parse().unwrap();
        for (at, step) in steps.into_iter().enumerate() {
            on = on.plus_days(i64::from(step.3)).unwrap();
            let before = company.clone();
            let asked = action(&company, step, at);
            match run(&mut company, &on.to_string(), asked) {
                Ok(_) => company.audit().unwrap(),
                Err(_) => prop_assert_eq!(&company, &before),
            }
        }
        is_sound(&company);
    }
}
