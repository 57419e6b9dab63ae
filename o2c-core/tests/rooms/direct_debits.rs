//! Direct debits and cheques: mandates, runs, what comes in and what comes back (rulebook 5.2,
//! L-16, L-22; contract I9, I12, I17, I18).

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

const IBAN: &str = "FR1420041010050500013M02606";
const OTHER_IBAN: &str = "DE89370400440532013000";

fn refused(company: &mut Company, on: &str, action: Value) -> (&'static str, String) {
    let before = company.clone();
    let no = run(company, on, action).unwrap_err();
    assert!(*company == before, "a refusal changes nothing");
    (no.code, no.path)
}

fn balance(company: &Company, account: &str, on: &str) -> String {
    let report = report(company, &json!({"trial_balance": {"as_of": on}}));
    let mut rows = report["rows"].as_array().unwrap().iter();
    let row = rows.find(|row| row["account"] == account);
    row.map_or("0.00 EUR".into(), |row| row["balance"].as_str().unwrap().into())
}

fn open(company: &Company, on: &str) -> Vec<[String; 3]> {
    let report = report(company, &json!({"open_items": {"as_of": on, "customer": "C1"}}));
    let of = |item: &Value| {
        ["entry", "open", "due_on"].map(|field| item[field].as_str().unwrap().into())
    };
    report.as_array().unwrap().iter().map(of).collect()
}

fn is_sound(company: &Company) {
    company.audit().expect("every invariant holds");
    assert_eq!(json::replay(&json::history(company).unwrap()).as_ref(), Ok(company));
    let span = json!({"from": "2026-01-01", "until": "2026-06-30"});
    assert_eq!(report(company, &json!({"reconciliation": span}))["unequal"], json!([]));
}

fn sign(mandate: &str, signed_on: &str) -> Value {
    json!({"sign_mandate": {"mandate": mandate, "customer": "C1", "creditor_id": "FR72ZZZ123456",
        "iban": IBAN, "signed_on": signed_on}})
}

fn collect(id: &str, through: &str) -> Value {
    json!({"run_direct_debits": {"run": id, "currency": "EUR", "through": through}})
}

fn proposed(company: &Company, on: &str, through: &str) -> Value {
    report(company, &json!({"proposed_debits": {"on": on, "currency": "EUR", "through": through}}))
}

/// C1 owes 1 000.00 due on Tuesday 10 March and 200.00 due on the 20th, and is owed 150.00; C2 has
/// no mandate. What has too little on the account is tried once more, five days later.
fn company() -> Company {
    let retries = json!([{"reasons": ["AM04"], "after_days": 5, "times": 1}]);
    let settings = json!({"ledger_currency": "EUR", "holidays": "TARGET",
        "direct_debits": {"retries": retries}});
    let mut company = json::found(&settings.to_string()).unwrap();
    for id in ["C1", "C2"] {
        let action =
            json!({"directory": {"register_customer": {"customer": id, "party": {"name": id}}}});
        run(&mut company, "2026-01-02", action).unwrap();
    }
    let holidays =
        json!({"set_holidays": {"table": "TARGET", "days": ["2026-04-03", "2026-04-06"]}});
    run(&mut company, "2026-01-02", json!({ "directory": holidays })).unwrap();
    let old = |customer: &str, document: &str, due_on: &str, amount: &str| {
        json!({"customer": customer, "document": document, "document_on": "2026-02-01",
            "due_on": due_on, "amount": amount})
    };
    let items = json!([
        old("C1", "OLD-1", "2026-03-10", "1000.00 EUR"),
        old("C1", "OLD-2", "2026-03-20", "200.00 EUR"),
        old("C1", "OLD-3", "2026-02-01", "-150.00 EUR"),
        old("C2", "OLD-4", "2026-03-01", "300.00 EUR"),
    ]);
    run(&mut company, "2026-03-01", json!({"open_balances": {"items": items}})).unwrap();
    company
}

/// The first run was handed over on Friday 6 March.
fn handed_over() -> Company {
    let mut company = company();
    run(&mut company, "2026-03-02", sign("M1", "2026-03-02")).unwrap();
    run(&mut company, "2026-03-06", collect("R1", "2026-03-12")).unwrap();
    company
}

fn received() -> Company {
    let mut company = handed_over();
    let receive = json!({"receive_direct_debits": {"run": "R1"}});
    run(&mut company, "2026-03-10", receive).unwrap();
    company
}

fn come_back(collection: &str, reason: &str) -> Value {
    json!({"return_direct_debit": {"collection": collection, "reason": reason}})
}

#[test]
fn a_run_is_what_was_proposed_and_the_content_of_a_file() {
    let mut company = company();
    run(&mut company, "2026-03-02", sign("M1", "2026-03-02")).unwrap();
    let proposals = proposed(&company, "2026-03-06", "2026-03-12");
    let one = &proposals.as_array().unwrap()[..];
    assert_eq!(one.len(), 1, "nobody without a mandate");
    assert_eq!(one[0]["amount"], "850.00 EUR");
    run(&mut company, "2026-03-06", collect("R1", "2026-03-12")).unwrap();
    let rows = report(&company, &json!({"direct_debits": {"as_of": "2026-03-06"}}));
    let items = json!([{"entry": "OLD-1", "amount": "1000.00 EUR"},
        {"entry": "OLD-3", "amount": "-150.00 EUR"}]);
    // 1 000.00 less the credit of 150.00, on the day it falls due.
    assert_eq!(
        rows,
        json!([{"run": "R1", "end_to_end_id": "R1-1", "customer": "C1", "mandate": "M1",
            "signed_on": "2026-03-02", "scheme": "core", "sequence": "FRST",
            "creditor_id": "FR72ZZZ123456", "iban": IBAN, "collect_on": "2026-03-10",
            "amount": "850.00 EUR", "items": items, "attempt": 1, "status": "submitted",
            "submitted_on": "2026-03-06"}])
    );
    assert_eq!(one[0]["items"], items);
    // Nothing is posted, and what is on its way is not collected again.
    assert_eq!(balance(&company, "512", "2026-03-31"), "0.00 EUR");
    assert_eq!(proposed(&company, "2026-03-06", "2026-03-12"), json!([]));
    let no = refused(&mut company, "2026-03-06", collect("R2", "2026-03-12"));
    assert_eq!(no, ("company.nothing_to_collect", "action.run_direct_debits.through".into()));
    let no = refused(&mut company, "2026-03-06", collect("R1", "2026-03-31"));
    assert_eq!(no, ("company.debit_run_known", "action.run_direct_debits.run".into()));
    is_sound(&company);
}

#[test]
fn what_is_received_settles_what_it_was_collected_for() {
    let mut company = handed_over();
    let receive = json!({"receive_direct_debits": {"run": "R1"}});
    let no = refused(&mut company, "2026-03-09", receive.clone());
    assert_eq!(no, ("company.collected_later", "action.receive_direct_debits.run".into()));
    run(&mut company, "2026-03-10", receive.clone()).unwrap();
    assert_eq!(balance(&company, "512", "2026-03-10"), "850.00 EUR");
    let left = ["OLD-2", "200.00 EUR", "2026-03-20"].map(String::from);
    assert_eq!(open(&company, "2026-03-10"), [left]);
    let no = refused(&mut company, "2026-03-10", receive);
    assert_eq!(no.0, "company.debit_run_received");
    is_sound(&company);
}

#[test]
fn money_for_what_was_paid_meanwhile_stays_on_account() {
    let mut company = handed_over();
    let paid = json!({"receive_payment": {"payment": "P1", "payer": "C1", "amount": "700.00 EUR"}});
    run(&mut company, "2026-03-09", paid).unwrap();
    let lines = json!([{"entry": "P1"}, {"entry": "OLD-1"}]);
    let letter = json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}});
    run(&mut company, "2026-03-09", letter).unwrap();
    run(&mut company, "2026-03-10", json!({"receive_direct_debits": {"run": "R1"}})).unwrap();
    // 300.00 were open, 150.00 of them by the credit and 150.00 by the money: 700.00 are left.
    let rows: Vec<[String; 2]> =
        open(&company, "2026-03-10").into_iter().map(|[entry, open, _]| [entry, open]).collect();
    let expected = [["R1-1", "-700.00 EUR"], ["OLD-2", "200.00 EUR"]];
    assert_eq!(rows, expected.map(|row| row.map(String::from)));
    is_sound(&company);
}

#[test]
fn what_comes_back_is_tried_again_as_the_policy_says() {
    let mut company = received();
    let mut back = come_back("R1-1", "AM04");
    back["return_direct_debit"]["fee"] = json!("12.00 EUR");
    run(&mut company, "2026-03-16", back).unwrap();
    assert_eq!(balance(&company, "512", "2026-03-16"), "-12.00 EUR");
    assert_eq!(balance(&company, "627", "2026-03-16"), "12.00 EUR");
    // What was collected is open again; the credit of 150.00 still settles its part.
    let rows = open(&company, "2026-03-16");
    let rows: Vec<[&str; 2]> =
        rows.iter().map(|[entry, open, _]| [&entry[..], &open[..]]).collect();
    assert_eq!(rows, [["OLD-1", "850.00 EUR"], ["OLD-2", "200.00 EUR"]]);
    let row = report(&company, &json!({"direct_debits": {"as_of": "2026-03-16"}}))[0].clone();
    assert_eq!((&row["status"], &row["reason"]), (&json!("returned"), &json!("AM04")));
    let before = report(&company, &json!({"direct_debits": {"as_of": "2026-03-15"}}))[0].clone();
    assert_eq!(before["status"], "received");
    let blocked = proposed(&company, "2026-03-18", "2026-03-18")[0].clone();
    assert_eq!(blocked["blocked"], "retry_later");
    // Five days later, a Saturday: Monday is the next day on which a bank collects.
    run(&mut company, "2026-03-21", collect("R2", "2026-03-21")).unwrap();
    let rows = report(&company, &json!({"direct_debits": {"as_of": "2026-03-21", "run": "R2"}}));
    let again = rows[0].clone();
    // 1 000.00 and 200.00 less 150.00.
    assert_eq!((&again["amount"], &again["attempt"]), (&json!("1050.00 EUR"), &json!(2)));
    assert_eq!((&again["sequence"], &again["collect_on"]), (&json!("RCUR"), &json!("2026-03-23")));
    // Refused before money moved: no entry, no fee; the second time is the last.
    let mut fee = come_back("R2-1", "AM04");
    fee["return_direct_debit"]["fee"] = json!("1.00 EUR");
    let no = refused(&mut company, "2026-03-22", fee);
    assert_eq!(no, ("company.fee_of_nothing", "action.return_direct_debit.fee".into()));
    run(&mut company, "2026-03-22", come_back("R2-1", "AM04")).unwrap();
    let no = refused(&mut company, "2026-03-22", come_back("R2-1", "AM04"));
    assert_eq!(no, ("company.payment_bounced", "action.return_direct_debit.collection".into()));
    let rows = proposed(&company, "2026-04-02", "2026-04-02");
    let kept: Vec<&Value> = rows.as_array().unwrap().iter().map(|row| &row["blocked"]).collect();
    // OLD-1 came back twice. OLD-2 once: it may be tried again.
    assert_eq!(kept, [&Value::Null, &json!("came_back")]);
    assert_eq!(rows[0]["amount"], "200.00 EUR");
    // Good Friday and Easter Monday are no days of collection.
    assert_eq!(rows[0]["collect_on"], "2026-04-07");
    let mut by_hand = collect("R3", "2026-04-02");
    by_hand["run_direct_debits"]["with_returned"] = json!(true);
    run(&mut company, "2026-04-02", by_hand).unwrap();
    let rows = report(&company, &json!({"direct_debits": {"as_of": "2026-04-02", "run": "R3"}}));
    assert_eq!(rows[0]["amount"], "1050.00 EUR");
    is_sound(&company);
}

#[test]
fn a_mandate_is_amended_revoked_spent_or_lapses() {
    let mut company = received();
    let amend = json!({"amend_mandate": {"mandate": "M1", "iban": OTHER_IBAN}});
    run(&mut company, "2026-03-12", amend.clone()).unwrap();
    let no = refused(&mut company, "2026-03-12", amend);
    assert_eq!(no, ("receivable.nothing_amended", "action.amend_mandate".into()));
    run(&mut company, "2026-03-18", collect("R2", "2026-03-20")).unwrap();
    let rows = report(&company, &json!({"direct_debits": {"as_of": "2026-03-31", "run": "R2"}}));
    assert_eq!((&rows[0]["iban"], &rows[0]["former_iban"]), (&json!(OTHER_IBAN), &json!(IBAN)));
    assert_eq!(rows[0]["sequence"], "RCUR");
    run(&mut company, "2026-03-19", come_back("R2-1", "MD01")).unwrap();
    let revoke = json!({"revoke_mandate": {"mandate": "M1"}});
    run(&mut company, "2026-03-19", revoke.clone()).unwrap();
    let no = refused(&mut company, "2026-03-19", revoke);
    assert_eq!(no, ("receivable.mandate_revoked", "action.revoke_mandate.mandate".into()));
    let mandate = report(&company, &json!({"mandates": {"as_of": "2026-03-31"}}))[0].clone();
    assert_eq!(mandate["revoked_on"], "2026-03-19");
    // The last collection that was not refused.
    assert_eq!(mandate["last_used_on"], "2026-03-10");
    assert_eq!(mandate["lapses_on"], "2029-03-11");
    let asked = json!({"proposed_debits": {"on": "2026-03-23", "currency": "EUR",
        "with_returned": true}});
    assert_eq!(report(&company, &asked)[0]["blocked"], "mandate_revoked");
    // 36 months after it was signed nothing had been collected by it.
    run(&mut company, "2026-03-23", sign("M2", "2023-03-20")).unwrap();
    assert_eq!(report(&company, &asked)[0]["blocked"], "mandate_lapsed");
    let mut once = sign("M3", "2026-03-23");
    once["sign_mandate"]["is_one_off"] = json!(true);
    run(&mut company, "2026-03-23", once).unwrap();
    let row = report(&company, &asked)[0].clone();
    assert_eq!((&row["mandate"], &row["sequence"]), (&json!("M3"), &json!("OOFF")));
    let mut by_hand = collect("R4", "2026-03-23");
    by_hand["run_direct_debits"]["with_returned"] = json!(true);
    run(&mut company, "2026-03-23", by_hand).unwrap();
    run(&mut company, "2026-03-24", json!({"receive_direct_debits": {"run": "R4"}})).unwrap();
    let more = json!([{"customer": "C1", "document": "OLD-5", "document_on": "2026-03-01",
        "amount": "10.00 EUR"}]);
    run(&mut company, "2026-03-25", json!({"open_balances": {"items": more}})).unwrap();
    assert_eq!(proposed(&company, "2026-03-25", "2026-03-25")[0]["blocked"], "mandate_spent");
    is_sound(&company);
}

#[test]
fn what_is_no_mandate_or_collection_is_refused() {
    let mut company = handed_over();
    let day = "2026-03-06";
    let no = refused(&mut company, day, sign("M1", "2026-03-02"));
    assert_eq!(no, ("receivable.mandate_known", "action.sign_mandate.mandate".into()));
    let no = refused(&mut company, day, sign("M2", "2026-03-07"));
    assert_eq!(no, ("receivable.mandate_signed_ahead", "action.sign_mandate.signed_on".into()));
    let mut wrong = sign("M2", "2026-03-02");
    wrong["sign_mandate"]["iban"] = json!("FR1420041010050500013M02607");
    let no = refused(&mut company, day, wrong);
    assert_eq!(no, ("receivable.iban_malformed", "action.sign_mandate.iban".into()));
    let mut wrong = sign("M2", "2026-03-02");
    wrong["sign_mandate"]["customer"] = json!("C9");
    let no = refused(&mut company, day, wrong);
    assert_eq!(no, ("directory.customer_unknown", "action.sign_mandate.customer".into()));
    let no = refused(&mut company, day, json!({"revoke_mandate": {"mandate": "M9"}}));
    assert_eq!(no, ("receivable.mandate_unknown", "action.revoke_mandate.mandate".into()));
    let no = refused(&mut company, day, json!({"receive_direct_debits": {"run": "R9"}}));
    assert_eq!(no, ("company.unknown_debit_run", "action.receive_direct_debits.run".into()));
    let no = refused(&mut company, day, come_back("R9-1", "AM04"));
    assert_eq!(no, ("company.unknown_collection", "action.return_direct_debit.collection".into()));
}

/// What is disputed is not collected; what a plan covers is due when the plan says.
#[test]
fn disputes_and_plans_say_what_is_collected() {
    let mut company = company();
    run(&mut company, "2026-03-02", sign("M1", "2026-03-02")).unwrap();
    let instalments = json!([{"due_on": "2026-03-16"}, {"due_on": "2026-04-16"}]);
    let plan = json!({"agree_instalment_plan": {"customer": "C1", "currency": "EUR", "plan": "E1",
        "entries": ["OLD-1"], "instalments": instalments}});
    run(&mut company, "2026-03-03", plan).unwrap();
    let rows = proposed(&company, "2026-03-12", "2026-03-16");
    // 500.00 less the credit of 150.00.
    assert_eq!(rows[0]["amount"], "350.00 EUR");
    assert_eq!(rows[0]["collect_on"], "2026-03-16");
}

/// rulebook 5.2: received 5112 / 411, cleared 512 / 5112; remitted in between, returned from where
/// the money stands.
#[test]
fn a_cheque_is_received_remitted_and_cleared_or_returned() {
    let mut company = company();
    let cheque = |id: &str| {
        json!({"receive_payment": {"payment": id, "payer": "C1", "method": "cheque",
            "amount": "100.00 EUR"}})
    };
    for id in ["Q1", "Q2"] {
        run(&mut company, "2026-03-02", cheque(id)).unwrap();
    }
    let remit = |ids: &[&str]| json!({"remit_cheques": {"payments": ids, "remittance": "slip 7"}});
    let at = |index: usize| format!("action.remit_cheques.payments[{index}]");
    let no = refused(&mut company, "2026-03-03", remit(&["Q1", "Q1"]));
    assert_eq!(no, ("company.payment_twice", at(1)));
    run(&mut company, "2026-03-03", remit(&["Q1", "Q2"])).unwrap();
    let no = refused(&mut company, "2026-03-03", remit(&["Q2"]));
    assert_eq!(no, ("company.not_a_cheque_in_hand", at(0)));
    assert_eq!(balance(&company, "5112", "2026-03-03"), "200.00 EUR");
    run(&mut company, "2026-03-05", json!({"clear_payments": {"payments": ["Q1"]}})).unwrap();
    run(&mut company, "2026-03-06", json!({"bounce_payment": {"payment": "Q2"}})).unwrap();
    assert_eq!(balance(&company, "5112", "2026-03-06"), "0.00 EUR");
    assert_eq!(balance(&company, "512", "2026-03-06"), "100.00 EUR");
    let no = refused(&mut company, "2026-03-06", remit(&["Q2"]));
    assert_eq!(no, ("company.payment_bounced", at(0)));
    let no = refused(&mut company, "2026-03-06", remit(&["Q1"]));
    assert_eq!(no, ("company.at_the_bank", at(0)));
    let paid = |id: &str| report(&company, &json!({"payment": {"payment": id}}));
    let (one, two) = (paid("Q1"), paid("Q2"));
    assert_eq!(
        (&one["remitted_on"], &one["cleared_on"]),
        (&json!("2026-03-03"), &json!("2026-03-05"))
    );
    assert_eq!((&two["cleared_on"], &two["returned_on"]), (&Value::Null, &json!("2026-03-06")));
    is_sound(&company);
}
