//! Bad input around accounts: each is refused with its code and its place, and nothing changes
//! (contract I10, I12, I17, I21).

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use crate::told::{Story, invoice, line};
use serde_json::{Value, json};

fn pay(id: &str, payer: &str, amount: &str) -> Value {
    json!({"receive_payment": {"payment": id, "payer": payer, "amount": amount}})
}

fn letter(lines: Value, differences: Value) -> Value {
    json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines,
        "differences": differences}})
}

fn lines(payment: &str, document: &str) -> Value {
    json!([{"entry": payment}, {"entry": document}])
}

/// C1 owes 1 200.00 twice and paid 1 500.00, of which 1 200.00 are lettered; C2 paid 10.00.
fn story() -> Story {
    let mut story = Story::begin();
    for _ in 0..2 {
        let sold = invoice(&[line("1", "10", "100.00", "20")]);
        story.tell("2026-03-01", json!({ "issue_invoice": sold }));
    }
    story.tell("2026-03-10", pay("P1", "C1", "1500.00 EUR"));
    story.tell("2026-03-10", pay("P2", "C2", "10.00 EUR"));
    story.tell("2026-03-10", letter(lines("P1", "F2026-00001"), json!([])));
    story
}

#[test]
fn what_an_account_cannot_do_is_refused_where_it_was_said() {
    let mut story = story();
    let part = |entry: &str, amount: &str| json!({"entry": entry, "amount": amount});
    let refund = |entry: &str, amount: &str| {
        json!({"refund": {"refund": "R1", "customer": "C1", "currency": "EUR", "entry": entry,
            "amount": amount}})
    };
    let unletter =
        |letter: &str| json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": letter}});
    let short = |amount: &str| json!([{"kind": "write_off", "amount": amount}]);
    let mut other_currency = letter(lines("P1", "F2026-00002"), json!([]));
    other_currency["letter"]["currency"] = json!("USD");
    let day = "2026-03-20";
    for (action, code, path) in [
        (
            letter(
                json!([part("P1", "-300.00 EUR"), part("F2026-00002", "1200.01 EUR")]),
                json!([]),
            ),
            "receivable.beyond_open",
            "action.letter.lines[1].amount",
        ),
        (
            letter(
                json!([part("P1", "-300.01 EUR"), part("F2026-00002", "300.01 EUR")]),
                json!([]),
            ),
            "receivable.beyond_open",
            "action.letter.lines[0].amount",
        ),
        (
            letter(lines("P2", "F2026-00002"), json!([])),
            "receivable.entry_unknown",
            "action.letter.lines[0].entry",
        ),
        (
            letter(json!([part("P1", "-300.00 USD"), {"entry": "F2026-00002"}]), json!([])),
            "receivable.currency_differs",
            "action.letter.lines[0].amount",
        ),
        (other_currency, "company.unknown_account", "action.letter.customer"),
        (
            letter(lines("P1", "F2026-00001"), json!([])),
            "receivable.nothing_open",
            "action.letter.lines[1].entry",
        ),
        (
            letter(lines("P1", "F2026-00002"), short("900.00 EUR")),
            "receivable.beyond_tolerance",
            "action.letter.differences[0].amount",
        ),
        (unletter("AAZ"), "receivable.letter_unknown", "action.unletter.letter"),
        (refund("P1", "300.01 EUR"), "receivable.beyond_open", "action.refund.amount"),
        (refund("F2026-00002", "1.00 EUR"), "company.not_a_credit", "action.refund.entry"),
        (refund("P9", "1.00 EUR"), "receivable.entry_unknown", "action.refund.entry"),
        (pay("P3", "C9", "1.00 EUR"), "directory.customer_unknown", "action.receive_payment.payer"),
        (pay("P1", "C1", "1.00 EUR"), "company.payment_known", "action.receive_payment.payment"),
        (
            pay("P3", "C1", "0.00 EUR"),
            "company.amount_not_positive",
            "action.receive_payment.amount",
        ),
        (
            json!({"bounce_payment": {"payment": "P9"}}),
            "company.unknown_payment",
            "action.bounce_payment.payment",
        ),
        (
            json!({"identify_payment": {"payment": "P1", "customer": "C1"}}),
            "company.payment_identified",
            "action.identify_payment.payment",
        ),
    ] {
        assert_eq!(story.refused(day, action.clone()), (code, path.to_owned()), "{action}");
    }
}

#[test]
fn a_letter_is_dissolved_once() {
    let mut story = story();
    let undo = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    story.tell("2026-03-20", undo.clone());
    let path = "action.unletter.letter".to_owned();
    assert_eq!(story.refused("2026-03-21", undo), ("receivable.letter_unknown", path));
}

#[test]
fn nothing_of_an_account_moves_in_a_closed_period() {
    let mut story = story();
    story.tell("2026-04-01", json!({"close_period": {"until": "2026-03-31"}}));
    let undo = json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}});
    let bounce = json!({"bounce_payment": {"payment": "P1"}});
    let settled = letter(lines("P1", "F2026-00002"), json!([]));
    for action in [undo, bounce, pay("P3", "C1", "1.00 EUR"), settled] {
        let late = json!({"id": "late", "effective_on": "2026-03-20", "recorded_on": "2026-04-02",
            "action": action});
        let no = o2c_core::json::execute(&mut story.company, &late.to_string()).unwrap_err();
        assert_eq!(
            (no.code, no.path.as_str()),
            ("company.period_closed", "effective_on"),
            "{late}"
        );
    }
}

#[test]
fn what_may_not_be_matched_is_not() {
    let mut story = story();
    let open = json!({"dispute": "D1", "document": "F2026-00002", "reason": "price",
        "do_not_match": true});
    story.tell("2026-03-15", json!({ "open_dispute": open }));
    let no = story.refused("2026-03-20", letter(lines("P1", "F2026-00002"), json!([])));
    assert_eq!(no, ("company.disputed_item", "action.letter.lines[1].entry".to_owned()));
}
