//! Disputes in the company: what a customer contests, and what it changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, invoice, line};
use proptest::prelude::*;
use serde_json::{Value, json};

/// F2026-00001: ten chairs at 100.00 and 20 % VAT, 1 200.00.
fn billed() -> Story {
    let mut story = Story::begin();
    story.tell("2026-03-01", json!({"issue_invoice": invoice(&[line("1", "10", "100.00", "20")])}));
    story
}

fn open(id: &str, amount: Option<&str>) -> Value {
    let mut asked = json!({"dispute": id, "document": "F2026-00001", "reason": "quantity"});
    if let Some(amount) = amount {
        asked["amount"] = json!(amount);
    }
    json!({ "open_dispute": asked })
}

fn pay(story: &mut Story, on: &str, id: &str, amount: &str) {
    let paid = json!({"payment": id, "payer": "C1", "amount": amount});
    story.tell(on, json!({ "receive_payment": paid }));
}

fn letter(entries: &[&str]) -> Value {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({ "entry": entry })).collect();
    json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}})
}

fn disputes(story: &Story, as_of: &str) -> Value {
    story.report(json!({"disputes": {"as_of": as_of}}))
}

/// Status and amount of every dispute on a day, such as `opened 120.00 EUR`.
fn seen(story: &Story, as_of: &str) -> Vec<String> {
    let rows = disputes(story, as_of);
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", text(row, "status"), text(row, "disputed"))).collect()
}

#[test]
fn what_is_disputed_stays_owed() {
    let mut story = billed();
    story.tell("2026-03-10", open("D1", Some("240.00 EUR")));
    assert_eq!(
        story.balances("2026-03-10"),
        ["411 1200.00 EUR", "44571 -200.00 EUR", "707 -1000.00 EUR"]
    );
    let row = &disputes(&story, "2026-03-31")[0];
    assert_eq!(row["code"], "QTE_ERR");
    assert_eq!(row["contested"], "240.00 EUR");
    assert_eq!(row["days"], 21);
    let expected = json!({"not_dunned": "240.00 EUR", "is_discount_held": false,
        "not_insured": "240.00 EUR", "not_exposed": "0.00 EUR"});
    assert_eq!(row["effects"], expected);
    // The day before nothing was disputed, and what was known then knows nothing.
    assert_eq!(disputes(&story, "2026-03-09"), json!([]));
    let before = json!({"disputes": {"as_of": "2026-03-31", "known_at": "2026-03-09"}});
    assert_eq!(story.report(before), json!([]));
}

#[test]
fn no_more_is_disputed_than_is_open() {
    let mut story = billed();
    story.tell("2026-03-10", open("D1", Some("700.00 EUR")));
    let (code, figures) = story.refused_with("2026-03-10", open("D2", Some("500.01 EUR")));
    assert_eq!(code, "dispute.beyond_open");
    assert_eq!(figures, ["500.01 EUR", "500.00 EUR"]);
    story.tell("2026-03-10", open("D2", None));
    assert_eq!(seen(&story, "2026-03-10"), ["opened 700.00 EUR", "opened 500.00 EUR"]);
    assert_eq!(story.refused("2026-03-10", open("D3", None)).0, "dispute.nothing_open");
    // 900.00 are paid: of the 300.00 left the older dispute holds all.
    pay(&mut story, "2026-03-20", "P1", "900.00 EUR");
    story.tell("2026-03-20", letter(&["F2026-00001", "P1"]));
    assert_eq!(seen(&story, "2026-03-20"), ["opened 300.00 EUR", "opened 0.00 EUR"]);
    assert_eq!(seen(&story, "2026-03-19"), ["opened 700.00 EUR", "opened 500.00 EUR"]);
}

#[test]
fn a_credit_note_settles_a_dispute() {
    let mut story = billed();
    story.tell("2026-03-10", open("D1", Some("240.00 EUR")));
    let review = json!({"dispute": "D1", "owner": "Anne"});
    story.tell("2026-03-11", json!({ "review_dispute": review }));
    assert_eq!(seen(&story, "2026-03-11"), ["under_review 240.00 EUR"]);
    let accept = json!({"accept_dispute": {"dispute": "D1", "note": "two were missing",
        "remedy": {"credit_note": {"series": "sales", "reason": "rebate"}}}});
    story.tell("2026-03-12", accept.clone());
    assert_eq!(
        story.balances("2026-03-12"),
        ["411 960.00 EUR", "44571 -160.00 EUR", "707 -1000.00 EUR", "709 200.00 EUR"]
    );
    let row = &disputes(&story, "2026-03-31")[0];
    assert_eq!(row["status"], "accepted");
    assert_eq!(row["outcome"], json!({"credited": {"amount": "240.00 EUR", "by": "F2026-00002"}}));
    assert_eq!(row["closed_on"], "2026-03-12");
    let open = story.report(json!({"open_items": {"as_of": "2026-03-31"}}));
    assert_eq!(open.as_array().unwrap().len(), 1, "the credit note is lettered");
    assert_eq!(story.refused("2026-03-13", accept).0, "dispute.not_possible");
}

#[test]
fn lines_may_be_given_back_within_what_is_disputed() {
    let credit = |quantity: &str| {
        let scope = json!({"lines": [{"line": "1", "quantity": quantity}]});
        let credit = json!({"series": "sales", "scope": scope, "reason": "returned"});
        json!({"accept_dispute": {"dispute": "D1", "remedy": {"credit_note": credit}}})
    };
    let mut story = billed();
    story.tell("2026-03-10", open("D1", Some("300.00 EUR")));
    let (code, figures) = story.refused_with("2026-03-12", credit("3"));
    assert_eq!(code, "dispute.beyond_disputed");
    assert_eq!(figures, ["360.00 EUR", "300.00 EUR"]);
    story.tell("2026-03-12", credit("2"));
    let row = &disputes(&story, "2026-03-12")[0];
    assert_eq!(row["outcome"]["credited"]["amount"], "240.00 EUR");
    // What is not granted can be collected again, and disputed again.
    assert_eq!(row["disputed"], "0.00 EUR");
    story.tell("2026-03-13", open("D2", None));
    assert_eq!(seen(&story, "2026-03-13"), ["accepted 0.00 EUR", "opened 960.00 EUR"]);
}

#[test]
fn another_invoice_may_settle_a_dispute() {
    let mut story = billed();
    story.tell("2026-03-10", open("D1", None));
    let replaced = |document: &str| {
        let remedy = json!({"replaced": {"document": document}});
        json!({"accept_dispute": {"dispute": "D1", "remedy": remedy}})
    };
    let other = story.refused("2026-03-12", replaced("F2026-00001"));
    let path = "action.accept_dispute.remedy.replaced.document".to_owned();
    assert_eq!(other, ("company.not_in_its_place", path.clone()));
    assert_eq!(story.refused("2026-03-12", replaced("F9")), ("company.unknown_document", path));
    let mut corrected = invoice(&[line("1", "8", "100.00", "20")]);
    corrected["invoice"] = json!("F2026-00001");
    story.tell("2026-03-12", json!({ "correct_invoice": corrected }));
    assert_eq!(seen(&story, "2026-03-12"), ["opened 0.00 EUR"]);
    story.tell("2026-03-12", replaced("F2026-00002"));
    assert_eq!(seen(&story, "2026-03-12"), ["accepted 0.00 EUR"]);
}

#[test]
fn what_is_rejected_can_be_collected() {
    let mut story = billed();
    story.tell("2026-03-10", open("D1", Some("240.00 EUR")));
    story.tell("2026-03-12", json!({"reject_dispute": {"dispute": "D1", "note": "all arrived"}}));
    let row = &disputes(&story, "2026-03-31")[0];
    assert_eq!((&row["status"], &row["outcome"]), (&json!("rejected"), &json!("rejected")));
    assert_eq!(row["effects"]["not_dunned"], "0.00 EUR");
    assert_eq!(seen(&story, "2026-03-11"), ["opened 240.00 EUR"], "earlier days still see it");
    let only_open = json!({"disputes": {"as_of": "2026-03-31", "only_open": true}});
    assert_eq!(story.report(only_open), json!([]));
}

#[test]
fn what_may_not_be_matched_is_not() {
    let mut story = billed();
    let mut asked = open("D1", Some("240.00 EUR"));
    asked["open_dispute"]["do_not_match"] = json!(true);
    story.tell("2026-03-10", asked);
    pay(&mut story, "2026-03-20", "P1", "1200.00 EUR");
    let (code, path) = story.refused("2026-03-20", letter(&["P1", "F2026-00001"]));
    assert_eq!(code, "company.disputed_item");
    assert_eq!(path, "action.letter.lines[1].entry");
    story.tell("2026-03-20", json!({"letter_automatically": {"payment": "P1"}}));
    let open_items = |story: &Story| {
        let open = story.report(json!({"open_items": {"as_of": "2026-03-31"}}));
        open.as_array().unwrap().len()
    };
    assert_eq!(open_items(&story), 2, "the rules look past it");
    story.tell("2026-03-21", json!({"reject_dispute": {"dispute": "D1", "is_withdrawn": true}}));
    story.tell("2026-03-21", letter(&["P1", "F2026-00001"]));
    assert_eq!(open_items(&story), 0);
}

#[test]
fn what_the_buyer_says_opens_and_ends_a_dispute() {
    let said = |status: u16, more: Value| {
        let mut said = json!({"document": "F2026-00001", "status": status});
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "record_status": said })
    };
    // 206: what is not approved, 207 and 210: all that is open (rulebook E-05).
    let partly = json!({"reasons": ["PU_ERR"],
        "amounts": [{"marker": "MNATTC", "amount": "100.00 EUR"}]});
    for (status, more, reason, amount) in [
        (206, partly, "price", "100.00 EUR"),
        (207, json!({"reasons": ["DOUBLON"]}), "duplicate", "1200.00 EUR"),
        (210, json!({"reasons": ["CMD_ERR"]}), "order_reference", "1200.00 EUR"),
    ] {
        let mut story = billed();
        story.tell("2026-03-10", said(status, more.clone()));
        let row = &disputes(&story, "2026-03-10")[0];
        assert_eq!(row["dispute"], format!("F2026-00001 {status}"));
        assert_eq!((&row["reason"], &row["disputed"]), (&json!(reason), &json!(amount)));
        if status != 210 {
            // Said again, it is the same dispute; approved, it is over.
            story.tell("2026-03-11", said(status, more));
            assert_eq!(disputes(&story, "2026-03-11").as_array().unwrap().len(), 1);
            story.tell("2026-03-12", said(205, json!({})));
            assert_eq!(seen(&story, "2026-03-12"), ["rejected 0.00 EUR"]);
            assert_eq!(disputes(&story, "2026-03-12")[0]["outcome"], "withdrawn");
        }
    }
    // Nothing is open: there is nothing to dispute, and what was said is kept all the same.
    let mut story = billed();
    pay(&mut story, "2026-03-05", "P1", "1200.00 EUR");
    story.tell("2026-03-05", letter(&["F2026-00001", "P1"]));
    story.tell("2026-03-10", said(207, json!({"reasons": ["AUTRE"]})));
    assert_eq!(disputes(&story, "2026-03-10"), json!([]));
}

#[test]
fn bad_input_is_refused() {
    let mut story = billed();
    let mut other = open("D1", None);
    other["open_dispute"]["document"] = json!("F9");
    let path = "action.open_dispute.document".to_owned();
    assert_eq!(story.refused("2026-03-10", other), ("company.unknown_document", path));
    for action in [
        json!({"review_dispute": {"dispute": "D9"}}),
        json!({"reject_dispute": {"dispute": "D9"}}),
        json!({"accept_dispute": {"dispute": "D9",
            "remedy": {"credit_note": {"series": "sales"}}}}),
    ] {
        assert_eq!(story.refused("2026-03-10", action).0, "company.unknown_dispute");
    }
    story.tell("2026-03-10", open("D1", Some("1.00 EUR")));
    assert_eq!(story.refused("2026-03-10", open("D1", None)).0, "dispute.not_possible");
    let no_series = json!({"accept_dispute": {"dispute": "D1",
        "remedy": {"credit_note": {"series": "nowhere"}}}});
    let path = "action.accept_dispute.remedy.credit_note.series".to_owned();
    assert_eq!(story.refused("2026-03-10", no_series), ("company.unknown_series", path));
    let early = json!({"reject_dispute": {"dispute": "D1"}});
    let refused = story.ask("2026-03-10", json!({"open_dispute": {}}));
    assert!(refused.is_err());
    story.tell("2026-03-12", json!({"review_dispute": {"dispute": "D1"}}));
    let command = json!({"id": "late", "effective_on": "2026-03-11", "recorded_on": "2026-03-12",
        "action": early});
    let refused = o2c_core::json::execute(&mut story.company, &command.to_string()).unwrap_err();
    assert_eq!(refused.code, "dispute.earlier");
}

/// A due date of each instalment; the amount is shared over them.
#[test]
fn instalments_are_disputed_in_their_shares() {
    let mut story = Story::begin();
    let mut in_parts = invoice(&[line("1", "10", "100.00", "20")]);
    in_parts["draft"]["terms"] = json!({"instalments": [
        {"share": {"percent": "25"}, "due": {"operations": [{"plus_days": 30}]}},
        {"share": "rest", "due": {"operations": [{"plus_days": 60}]}},
    ]});
    story.tell("2026-03-01", json!({ "issue_invoice": in_parts }));
    story.tell("2026-03-10", open("D1", Some("100.00 EUR")));
    let expected = json!([
        {"entry": "F2026-00001/1", "amount": "25.00 EUR"},
        {"entry": "F2026-00001/2", "amount": "75.00 EUR"},
    ]);
    assert_eq!(disputes(&story, "2026-03-10")[0]["items"], expected);
}

#[derive(Debug, Clone)]
enum Move {
    Dispute(u32),
    Pay(u32),
    Letter(usize),
    Unletter,
    Accept(usize),
    Reject(usize),
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        3 => (1_u32..900).prop_map(Move::Dispute),
        2 => (1_u32..900).prop_map(Move::Pay),
        3 => (0_usize..4).prop_map(Move::Letter),
        1 => Just(Move::Unletter),
        1 => (0_usize..4).prop_map(Move::Accept),
        1 => (0_usize..4).prop_map(Move::Reject),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, cases: 32, ..Default::default()
    })]

    /// On every day what is disputed of the invoice is at most what is open of it, whatever was
    /// asked, paid, lettered and taken back.
    #[test]
    fn what_is_disputed_is_always_open(moves in prop::collection::vec(a_move(), 1..14)) {
        let mut story = billed();
        let mut on = "2026-03-02".parse::<o2c_core::calendar::Day>().unwrap();
        let (mut disputes, mut payments) = (0, 0);
        for one in &moves {
            on = on.plus_days(1).unwrap();
            let day = on.to_string();
            let asked = match one {
                Move::Dispute(amount) => {
                    disputes += 1;
                    open(&format!("D{disputes}"), Some(&format!("{amount}.00 EUR")))
                }
                Move::Pay(amount) => {
                    payments += 1;
                    json!({"receive_payment": {"payment": format!("P{payments}"), "payer": "C1",
                        "amount": format!("{amount}.00 EUR")}})
                }
                Move::Letter(payment) => letter(&["F2026-00001", &format!("P{payment}")]),
                Move::Unletter => {
                    json!({"unletter": {"customer": "C1", "currency": "EUR", "letter": "AAA"}})
                }
                Move::Accept(dispute) => json!({"accept_dispute": {
                    "dispute": format!("D{dispute}"),
                    "remedy": {"credit_note": {"series": "sales"}}}}),
                Move::Reject(dispute) => {
                    json!({"reject_dispute": {"dispute": format!("D{dispute}")}})
                }
            };
            // What is refused changes nothing: the story sees to it.
            let _ = story.ask(&day, asked);
        }
        let minor = |text: &Value| text.as_str().unwrap().replace([' ', '.'], "")
            .trim_end_matches("EUR").parse::<i64>().unwrap();
        let mut day = "2026-03-01".parse::<o2c_core::calendar::Day>().unwrap();
        while day <= on {
            let as_of = day.to_string();
            let open = story.report(json!({"open_items": {"as_of": as_of}}));
            let open = open.as_array().unwrap().iter();
            let open: i64 = open.filter(|item| item["entry"] == "F2026-00001")
                .map(|item| minor(&item["open"])).sum();
            let rows = story.report(json!({"disputes": {"as_of": as_of}}));
            let disputed: i64 =
                rows.as_array().unwrap().iter().map(|row| minor(&row["disputed"])).sum();
            prop_assert!((0..=open).contains(&disputed), "{disputed} of {open} on {day}");
            day = day.plus_days(1).unwrap();
        }
        let replayed = o2c_core::company::Company::replay(story.company.history().to_vec());
        prop_assert!(replayed.unwrap() == story.company);
    }
}
