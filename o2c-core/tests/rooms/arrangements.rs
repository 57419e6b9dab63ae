//! What is taken over from an earlier ledger, promised, and paid by instalments (rulebook K-01,
//! R-09, R-10; contract I9, I12, I17).

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

fn refused(company: &mut Company, on: &str, action: Value) -> (&'static str, String) {
    let before = company.clone();
    let no = run(company, on, action).unwrap_err();
    assert!(*company == before, "a refusal changes nothing");
    (no.code, no.path)
}

fn opening(document: &str, document_on: &str, due_on: &str, amount: &str) -> Value {
    json!({"customer": "C1", "document": document, "document_on": document_on, "due_on": due_on,
        "amount": amount})
}

/// 1 000.00 due on 31 January and 500.00 due on 28 February, taken over on 1 March.
fn company() -> Company {
    let mut company = json::found(r#"{"ledger_currency": "EUR"}"#).unwrap();
    for id in ["C1", "C2"] {
        let action =
            json!({"directory": {"register_customer": {"customer": id, "party": {"name": id}}}});
        run(&mut company, "2026-01-02", action).unwrap();
    }
    let items = json!([
        opening("OLD-1", "2026-01-01", "2026-01-31", "1000.00 EUR"),
        opening("OLD-2", "2026-01-29", "2026-02-28", "500.00 EUR"),
    ]);
    run(&mut company, "2026-03-01", json!({"open_balances": {"items": items}})).unwrap();
    company
}

fn promise(id: &str, entries: &[&str], amount: &str, pay_on: &str) -> Value {
    json!({"promise_payment": {"customer": "C1", "currency": "EUR", "promise": id,
        "entries": entries, "amount": amount, "pay_on": pay_on}})
}

fn plan(id: &str, entries: &[&str], days: &[&str], default_after: Option<u16>) -> Value {
    let days: Vec<Value> = days.iter().map(|day| json!({"due_on": day})).collect();
    let mut asked = json!({"customer": "C1", "currency": "EUR", "plan": id, "entries": entries,
        "instalments": days});
    if let Some(after) = default_after {
        asked["default_after"] = json!(after);
    }
    json!({ "agree_instalment_plan": asked })
}

fn pay(company: &mut Company, id: &str, on: &str, amount: &str) {
    let action = json!({"receive_payment": {"payment": id, "payer": "C1", "amount": amount}});
    run(company, on, action).unwrap();
}

fn letter(company: &mut Company, on: &str, lines: Value) {
    let action = json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}});
    run(company, on, action).unwrap();
}

/// Standing, received and outstanding of a promise.
fn promised(company: &Company, id: &str, as_of: &str) -> [String; 3] {
    let rows = report(company, &json!({"promises": {"as_of": as_of}}));
    let row = rows.as_array().unwrap().iter().find(|row| row["promise"] == id).unwrap();
    ["standing", "received", "outstanding"].map(|field| row[field].as_str().unwrap().into())
}

/// Not due, the buckets, disputed and promised of the aged balance, and its items' planned days.
fn aged(company: &Company, as_of: &str, due_days: &str) -> (Vec<String>, String) {
    let query = json!({"aged_balance": {"as_of": as_of, "due_days": due_days, "with_items": true}});
    let balance = report(company, &query);
    let row = &balance["rows"][0];
    let buckets = row["buckets"].as_array().unwrap().iter();
    let cells = std::iter::once(&row["not_due"]).chain(buckets).chain([&row["credits"]]);
    let cells = cells.map(|cell| cell.as_str().unwrap().to_owned()).collect();
    (cells, row["promised"].as_str().unwrap().to_owned())
}

fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
    let span = json!({"from": "2026-01-01", "until": "2026-08-31"});
    assert_eq!(report(company, &json!({"reconciliation": span}))["unequal"], json!([]));
}

#[test]
fn balances_are_taken_over_item_by_item_against_the_opening_account() {
    let mut company = company();
    let dollars = json!({"customer": "C2", "document": "OLD-3", "document_on": "2026-02-01",
        "amount": "-110.00 USD", "booked": "-100.00 EUR"});
    run(&mut company, "2026-03-01", json!({"open_balances": {"items": [dollars]}})).unwrap();
    let trial = report(&company, &json!({"trial_balance": {"as_of": "2026-03-01"}}));
    let balance = |account: &str| {
        let mut rows = trial["rows"].as_array().unwrap().iter();
        rows.find(|row| row["account"] == account).unwrap()["balance"].clone()
    };
    assert_eq!(balance("411"), "1400.00 EUR");
    assert_eq!(balance("890"), "-1400.00 EUR");
    // Earlier days do not see them; age counts from the days of the documents.
    let before = report(&company, &json!({"open_items": {"as_of": "2026-02-28"}}));
    assert_eq!(before, json!([]));
    let (cells, _) = aged(&company, "2026-03-10", "original");
    // 38 and 10 days late.
    let expected = ["0.00", "500.00", "1000.00", "0.00", "0.00", "0.00"];
    assert_eq!(cells, expected.map(|cell| format!("{cell} EUR")));
    let rows = report(&company, &json!({"open_items": {"as_of": "2026-03-01"}}));
    // Without a due day an item is due on its document's.
    assert_eq!(rows[2]["due_on"], "2026-02-01");
    assert_eq!(rows[2]["open"], "-110.00 USD");
    // A payment knows an old item by its number.
    let paid = json!({"receive_payment": {"payment": "P1", "payer": "C1",
        "amount": "500.00 EUR", "remittance": "OLD-2"}});
    run(&mut company, "2026-03-05", paid).unwrap();
    let action = json!({"letter_automatically": {"payment": "P1"}});
    run(&mut company, "2026-03-05", action).unwrap();
    let rows = report(&company, &json!({"open_items": {"as_of": "2026-03-05", "customer": "C1"}}));
    assert_eq!(rows.as_array().unwrap().len(), 1);
    is_sound(&company);
}

#[test]
fn what_cannot_be_taken_over_is_refused_with_its_place() {
    let mut company = company();
    let good = opening("OLD-9", "2026-01-01", "2026-01-31", "1.00 EUR");
    let open = |one: Value| json!({"open_balances": {"items": [good, one]}});
    let mut ahead = opening("OLD-3", "2026-03-02", "2026-03-31", "1.00 EUR");
    let at = |field: &str| format!("action.open_balances.items[1]{field}");
    let day = "2026-03-01";
    let no = refused(&mut company, day, open(ahead.clone()));
    assert_eq!(no, ("company.opened_ahead", at(".document_on")));
    ahead["document_on"] = json!("2026-03-01");
    for (field, value, code, path) in [
        ("document", "OLD-1", "receivable.entry_known", ".document"),
        ("document", "OLD-9", "receivable.entry_known", ".document"),
        ("amount", "0.00 EUR", "receivable.zero_amount", ".amount"),
        ("amount", "1.00 USD", "company.booked_missing", ".booked"),
        ("booked", "2.00 EUR", "receivable.booked_differs", ".booked"),
        ("booked", "1.00 USD", "receivable.currency_differs", ".booked"),
        ("customer", "C9", "directory.customer_unknown", ".customer"),
    ] {
        let mut wrong = ahead.clone();
        wrong[field] = json!(value);
        assert_eq!(refused(&mut company, day, open(wrong)), (code, at(path)), "{field} {value}");
    }
    let no = refused(&mut company, day, json!({"open_balances": {"items": []}}));
    assert_eq!(no, ("receivable.nothing_named", "action.open_balances.items".to_owned()));
}

#[test]
fn a_promise_is_kept_by_what_comes_in_by_its_day() {
    let mut company = company();
    let asked = promise("W1", &["OLD-1"], "400.00 EUR", "2026-03-15");
    run(&mut company, "2026-03-05", asked).unwrap();
    assert_eq!(promised(&company, "W1", "2026-03-09"), ["pending", "0.00 EUR", "400.00 EUR"]);
    assert_eq!(aged(&company, "2026-03-09", "original").1, "400.00 EUR");
    pay(&mut company, "P1", "2026-03-10", "300.00 EUR");
    assert_eq!(promised(&company, "W1", "2026-03-10"), ["pending", "300.00 EUR", "100.00 EUR"]);
    // The day itself is in time; the day after it is broken, and what comes later is too late.
    assert_eq!(promised(&company, "W1", "2026-03-15"), ["pending", "300.00 EUR", "100.00 EUR"]);
    assert_eq!(promised(&company, "W1", "2026-03-16"), ["broken", "300.00 EUR", "0.00 EUR"]);
    assert_eq!(aged(&company, "2026-03-16", "original").1, "0.00 EUR");
    pay(&mut company, "P2", "2026-03-16", "100.00 EUR");
    assert_eq!(promised(&company, "W1", "2026-03-31")[0], "broken");
    // Money that settles another item does not keep it.
    letter(&mut company, "2026-03-16", json!([{"entry": "P1"}, {"entry": "OLD-2"}]));
    assert_eq!(promised(&company, "W1", "2026-03-31"), ["broken", "0.00 EUR", "0.00 EUR"]);
    is_sound(&company);
}

#[test]
fn no_money_keeps_two_promises() {
    let mut company = company();
    for (id, pay_on) in [("W2", "2026-03-20"), ("W1", "2026-03-15")] {
        let asked = promise(id, &["OLD-1"], "400.00 EUR", pay_on);
        run(&mut company, "2026-03-05", asked).unwrap();
    }
    assert_eq!(aged(&company, "2026-03-09", "original").1, "800.00 EUR");
    pay(&mut company, "P1", "2026-03-10", "500.00 EUR");
    assert_eq!(promised(&company, "W1", "2026-03-10"), ["kept", "400.00 EUR", "0.00 EUR"]);
    assert_eq!(promised(&company, "W2", "2026-03-10"), ["pending", "100.00 EUR", "300.00 EUR"]);
    // The same once the money is lettered.
    letter(&mut company, "2026-03-10", json!([{"entry": "P1"}, {"entry": "OLD-1"}]));
    assert_eq!(promised(&company, "W1", "2026-03-10"), ["kept", "400.00 EUR", "0.00 EUR"]);
    assert_eq!(promised(&company, "W2", "2026-03-10"), ["pending", "100.00 EUR", "300.00 EUR"]);
    // A payment that bounces keeps nothing from its return on.
    let bounce = json!({"bounce_payment": {"payment": "P1"}});
    run(&mut company, "2026-03-18", bounce).unwrap();
    assert_eq!(promised(&company, "W1", "2026-03-17")[0], "kept");
    assert_eq!(promised(&company, "W1", "2026-03-18"), ["broken", "0.00 EUR", "0.00 EUR"]);
    assert_eq!(promised(&company, "W2", "2026-03-18"), ["pending", "0.00 EUR", "400.00 EUR"]);
    is_sound(&company);
}

#[test]
fn a_promise_is_within_its_tolerance_lapses_or_is_withdrawn() {
    let mut company = company();
    let mut asked = promise("W1", &["OLD-1"], "400.00 EUR", "2026-03-15");
    asked["promise_payment"]["tolerance"] = json!("5.00 EUR");
    run(&mut company, "2026-03-05", asked).unwrap();
    run(&mut company, "2026-03-05", promise("W2", &["OLD-2"], "500.00 EUR", "2026-03-20")).unwrap();
    pay(&mut company, "P1", "2026-03-15", "395.00 EUR");
    letter(&mut company, "2026-03-15", json!([{"entry": "P1"}, {"entry": "OLD-1"}]));
    assert_eq!(promised(&company, "W1", "2026-03-15"), ["kept", "395.00 EUR", "0.00 EUR"]);
    // A credit of the earlier ledger settles the item: nobody has to pay it any more.
    let credit = opening("OLD-4", "2026-02-20", "2026-02-20", "-500.00 EUR");
    run(&mut company, "2026-03-16", json!({"open_balances": {"items": [credit]}})).unwrap();
    letter(&mut company, "2026-03-16", json!([{"entry": "OLD-4"}, {"entry": "OLD-2"}]));
    assert_eq!(promised(&company, "W2", "2026-03-16"), ["lapsed", "0.00 EUR", "0.00 EUR"]);
    assert_eq!(promised(&company, "W2", "2026-03-15"), ["pending", "0.00 EUR", "500.00 EUR"]);
    let withdraw = json!({"withdraw_promise": {"customer": "C1", "currency": "EUR",
        "promise": "W1"}});
    run(&mut company, "2026-03-17", withdraw.clone()).unwrap();
    assert_eq!(promised(&company, "W1", "2026-03-17")[0], "withdrawn");
    assert_eq!(promised(&company, "W1", "2026-03-16")[0], "kept");
    let no = refused(&mut company, "2026-03-17", withdraw);
    let path = "action.withdraw_promise.promise".to_owned();
    assert_eq!(no, ("receivable.promise_withdrawn", path));
    let history = report(&company, &json!({"customer_history": {"customer": "C1"}}));
    let of_promise = history.as_array().unwrap().iter();
    let told = of_promise.filter(|row| row["subject"]["promise"] == "W1");
    let told: Vec<&str> = told.map(|row| row["event"].as_str().unwrap()).collect();
    assert_eq!(told, ["promised", "withdrawn"]);
    is_sound(&company);
}

#[test]
fn a_promise_that_cannot_be_is_refused() {
    let mut company = company();
    run(&mut company, "2026-03-05", promise("W1", &["OLD-1"], "1.00 EUR", "2026-03-15")).unwrap();
    pay(&mut company, "P1", "2026-03-05", "1.00 EUR");
    let at = |field: &str| format!("action.promise_payment.{field}");
    let good = promise("W2", &["OLD-1"], "400.00 EUR", "2026-03-15");
    for (field, value, code, path) in [
        ("promise", json!("W1"), "receivable.promise_known", "promise"),
        ("entries", json!([]), "receivable.nothing_named", "entries"),
        ("entries", json!(["OLD-1", "OLD-1"]), "receivable.entry_twice", "entries[1]"),
        ("entries", json!(["OLD-7"]), "receivable.entry_unknown", "entries[0]"),
        ("entries", json!(["P1"]), "receivable.not_a_debt", "entries[0]"),
        ("amount", json!("1000.01 EUR"), "receivable.promise_beyond_open", "amount"),
        ("amount", json!("0.00 EUR"), "receivable.not_positive", "amount"),
        ("amount", json!("1.00 USD"), "receivable.currency_differs", "amount"),
        ("tolerance", json!("400.00 EUR"), "receivable.promise_tolerance", "tolerance"),
        ("pay_on", json!("2026-03-04"), "receivable.day_passed", "pay_on"),
        ("customer", json!("C2"), "company.unknown_account", "customer"),
    ] {
        let mut wrong = good.clone();
        wrong["promise_payment"][field] = value.clone();
        let no = refused(&mut company, "2026-03-05", wrong);
        assert_eq!(no, (code, at(path)), "{field} {value}");
    }
}

/// rulebook R-10, R-03: 1 500.00 in seven parts is four times 214.29 and three times 214.28.
#[test]
fn a_plan_shares_what_is_open_by_the_largest_remainder() {
    let mut company = company();
    let days = ["04-01", "05-01", "06-01", "07-01", "08-01", "09-01", "10-01"];
    let days = days.map(|day| format!("2026-{day}"));
    let days: Vec<&str> = days.iter().map(String::as_str).collect();
    run(&mut company, "2026-03-05", plan("E1", &["OLD-1", "OLD-2"], &days, None)).unwrap();
    let row = |company: &Company, as_of: &str| {
        report(company, &json!({"instalment_plans": {"as_of": as_of, "customer": "C1"}}))[0].clone()
    };
    let agreed = row(&company, "2026-03-05");
    let amounts = agreed["instalments"].as_array().unwrap().iter();
    let amounts: Vec<&str> = amounts.map(|one| one["amount"].as_str().unwrap()).collect();
    let (more, less) = ("214.29 EUR", "214.28 EUR");
    assert_eq!(amounts, [more, more, more, more, less, less, less]);
    // What comes in fills the instalments in the order of their days, whatever it settles.
    pay(&mut company, "P1", "2026-03-20", "300.00 EUR");
    letter(&mut company, "2026-03-20", json!([{"entry": "P1"}, {"entry": "OLD-2"}]));
    let seen = row(&company, "2026-05-02");
    let open = seen["instalments"].as_array().unwrap().iter();
    let open: Vec<&str> = open.map(|one| one["open"].as_str().unwrap()).collect();
    // 428.58 - 300.00 = 128.58.
    assert_eq!(open, ["0.00 EUR", "128.58 EUR", more, more, less, less, less]);
    assert_eq!(seen["instalments"][1]["is_overdue"], true);
    assert_eq!((&seen["standing"], &seen["open"]), (&json!("running"), &json!("1200.00 EUR")));
    is_sound(&company);
}

#[test]
fn a_plan_makes_items_due_on_its_days_until_it_is_broken() {
    let mut company = company();
    let days = ["2026-04-01", "2026-05-01", "2026-06-01"];
    let asked = plan("E1", &["OLD-1", "OLD-2"], &days, Some(10));
    run(&mut company, "2026-03-05", asked).unwrap();
    let row = |cells: [&str; 6]| cells.map(|cell| format!("{cell} EUR")).to_vec();
    let day = "2026-04-05";
    let plain = row(["0.00", "0.00", "500.00", "1000.00", "0.00", "0.00"]);
    assert_eq!(aged(&company, day, "original").0, plain);
    // Three instalments of 500.00, the first four days late.
    let planned = row(["1000.00", "500.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(aged(&company, day, "plan").0, planned);
    // Before the plan was agreed, and as one knew it then, the items are due when they were.
    let before = row(["0.00", "500.00", "1000.00", "0.00", "0.00", "0.00"]);
    assert_eq!(aged(&company, "2026-03-04", "plan").0, before);
    // The tenth day of an instalment's being unpaid ends the patience: all is due at once.
    assert_eq!(aged(&company, "2026-04-10", "plan").0[0], "1000.00 EUR");
    let broken = row(["0.00", "0.00", "500.00", "1000.00", "0.00", "0.00"]);
    assert_eq!(aged(&company, "2026-04-11", "plan").0, broken);
    let query = json!({"instalment_plans": {"as_of": "2026-04-30", "standing": "defaulted"}});
    assert_eq!(report(&company, &query)[0]["defaulted_on"], "2026-04-11");
    // Paid late does not mend it; agreed anew does.
    pay(&mut company, "P1", "2026-04-20", "600.00 EUR");
    letter(&mut company, "2026-04-20", json!([{"entry": "P1"}, {"entry": "OLD-1"}]));
    assert_eq!(aged(&company, "2026-04-20", "plan").0[0], "0.00 EUR");
    let mut anew = plan("E1", &["OLD-1", "OLD-2"], &["2026-05-15", "2026-06-15"], Some(10));
    anew["agree_instalment_plan"]["instalments"][0]["amount"] = json!("100.00 EUR");
    run(&mut company, "2026-04-21", anew).unwrap();
    let query = json!({"instalment_plans": {"as_of": "2026-04-21"}});
    let agreed = report(&company, &query)[0].clone();
    assert_eq!((&agreed["version"], &agreed["covered"]), (&json!(2), &json!("900.00 EUR")));
    assert_eq!(agreed["instalments"][1]["amount"], "800.00 EUR");
    let planned = row(["900.00", "0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(aged(&company, "2026-04-21", "plan").0, planned);
    let end = json!({"end_instalment_plan": {"customer": "C1", "currency": "EUR", "plan": "E1"}});
    run(&mut company, "2026-04-22", end.clone()).unwrap();
    assert_eq!(aged(&company, "2026-04-22", "plan").0[0], "0.00 EUR");
    let no = refused(&mut company, "2026-04-22", end);
    assert_eq!(no, ("receivable.plan_ended", "action.end_instalment_plan.plan".to_owned()));
    is_sound(&company);
}

#[test]
fn a_plan_that_cannot_be_is_refused() {
    let mut company = company();
    run(&mut company, "2026-03-05", plan("E1", &["OLD-1"], &["2026-04-01"], None)).unwrap();
    let at = |field: &str| format!("action.agree_instalment_plan.{field}");
    let good = plan("E2", &["OLD-2"], &["2026-04-01", "2026-05-01"], None);
    let instalments = |days: [(&str, &str); 2]| {
        json!(days.map(|(day, amount)| json!({"due_on": day, "amount": amount})))
    };
    let sums = |one: &str, two: &str| instalments([("2026-04-01", one), ("2026-05-01", two)]);
    let differ = "receivable.instalments_differ";
    for (field, value, code, path) in [
        ("entries", json!(["OLD-1"]), "receivable.entry_planned", "entries[0]"),
        ("default_after", json!(0), "receivable.default_at_once", "default_after"),
        ("instalments", json!([]), "receivable.instalments_missing", "instalments"),
        ("instalments", sums("250.00 EUR", "249.99 EUR"), differ, "instalments"),
        ("instalments", sums("250.00 EUR", "250.01 EUR"), differ, "instalments"),
        (
            "instalments",
            sums("0.00 EUR", "500.00 EUR"),
            "receivable.not_positive",
            "instalments[0].amount",
        ),
        (
            "instalments",
            instalments([("2026-05-01", "250.00 EUR"), ("2026-05-01", "250.00 EUR")]),
            "receivable.instalments_out_of_order",
            "instalments[1].due_on",
        ),
        (
            "instalments",
            instalments([("2026-03-04", "250.00 EUR"), ("2026-05-01", "250.00 EUR")]),
            "receivable.day_passed",
            "instalments[0].due_on",
        ),
    ] {
        let mut wrong = good.clone();
        wrong["agree_instalment_plan"][field] = value.clone();
        let no = refused(&mut company, "2026-03-05", wrong);
        assert_eq!(no, (code, at(path)), "{field} {value}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is paid when: the aged balance by plan is the aged balance in total, instalments
    /// sum to what is open, and a promise never receives more than was promised or came in.
    #[test]
    fn plans_and_promises_follow_what_is_open(
        parts in 1..7_usize,
        payments in proptest::collection::vec((0..60_i64, 1..40_000_i64, 0..2_usize), 0..6),
        day in 0..120_i64,
        amount in 1..100_000_i64,
    ) {
        let mut company = company();
        let on = |offset: i64| {
            let day = o2c_core::calendar::Day::parse("2026-03-05").unwrap();
            day.plus_days(offset).unwrap().to_string()
        };
        let euros = |minor: i64| format!("{}.{:02} EUR", minor / 100, minor % 100);
        let days: Vec<String> = (1..=parts).map(|part| on(part as i64 * 15)).collect();
        let days: Vec<&str> = days.iter().map(String::as_str).collect();
        run(&mut company, &on(0), plan("E1", &["OLD-1", "OLD-2"], &days, Some(20))).unwrap();
        let asked = promise("W1", &["OLD-1"], &euros(amount), &on(30));
        run(&mut company, &on(0), asked).unwrap();
        let mut payments = payments;
        payments.sort();
        let mut came = 0;
        for (index, (offset, minor, item)) in payments.iter().enumerate() {
            let (id, entry) = (format!("P{index}"), ["OLD-1", "OLD-2"][*item]);
            pay(&mut company, &id, &on(*offset), &euros(*minor));
            if *offset <= day.min(30) {
                came += minor;
            }
            let lines = json!([{"entry": id}, {"entry": entry}]);
            let action = json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}});
            // Where nothing is open any more, the money stays on account.
            let _ = run(&mut company, &on(*offset), action);
        }
        let minor = |text: &Value| {
            text.as_str().unwrap().replace(" EUR", "").replace('.', "").parse::<i64>().unwrap()
        };
        let total = |due_days: &str| {
            let query = json!({"aged_balance": {"as_of": on(day), "due_days": due_days}});
            report(&company, &query)["totals"].as_array().unwrap().first().map(|row| {
                let cells = row["buckets"].as_array().unwrap().iter();
                let cells: i64 = cells.map(minor).sum();
                let all = minor(&row["not_due"]) + cells + minor(&row["credits"]);
                assert_eq!(all, minor(&row["total"]));
                all
            })
        };
        prop_assert_eq!(total("original"), total("plan"));
        let row = report(&company, &json!({"instalment_plans": {"as_of": on(day)}}))[0].clone();
        let instalments = row["instalments"].as_array().unwrap();
        let open: i64 = instalments.iter().map(|one| minor(&one["open"])).sum();
        prop_assert_eq!(open, minor(&row["open"]));
        let row = report(&company, &json!({"promises": {"as_of": on(day)}}))[0].clone();
        let received = minor(&row["received"]);
        prop_assert!(0 <= received && received <= amount.min(came));
        prop_assert!(minor(&row["outstanding"]) <= amount - received);
        is_sound(&company);
    }
}
