//! What is exposed is kept up with every event: it is that of a walk over everything, whatever
//! happens (contract I14), and verdicts are monotone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, invoice, line, terms};
use o2c_core::json;
use o2c_core::money::Money;
use proptest::prelude::*;
use serde_json::{Value, json};

fn settings() -> Value {
    let block = |check: Value| json!({"check": check, "otherwise": "block"});
    json!({"ledger_currency": "EUR", "credit": {
        "at_order": [block(json!("limit")), block(json!({"oldest_overdue": {"days": 10}}))],
        "at_renewal": [block(json!("limit"))],
        "rights": [{"who": "head", "up_to": "unlimited"}],
    }})
}

fn begin() -> Story {
    let mut story = Story { company: json::found(&settings().to_string()).unwrap() };
    let customer = json!({"customer": "C1", "party": {"name": "C1"}, "terms": terms("net 5")});
    story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    story.series("sales", "F");
    let set = json!({"set_limit": {"limit": {"up_to": "2000.00 EUR"}}});
    let change = json!({"file": {"customer": "C1"}, "change": set});
    story.tell("2026-01-01", json!({ "change_credit": change }));
    story
}

/// What a step of chance asks for.
fn asked(at: usize, step: u8, which: u8, pieces: u8) -> Vec<Value> {
    let order = format!("O{which}");
    let document = format!("F2026-{which:05}");
    let content = |id: &str| {
        json!({"order": id, "customer": "C1", "currency": "EUR",
            "lines": [line("1", &pieces.to_string(), "99.99", "20")]})
    };
    let lines = json!([{"line": "1", "quantity": "1"}]);
    match step {
        0 | 1 => {
            let id = format!("O{}", at % 6);
            let confirm = json!({"confirm_order": {"order": id}});
            vec![json!({ "place_order": content(&id) }), confirm]
        }
        2 => vec![json!({"ship": {"shipment": format!("S{at}"), "order": order, "lines": lines}})],
        3 => vec![json!({"invoice_order": {"series": "sales", "order": order}})],
        4 => {
            let amount = format!("{pieces}0.00 EUR");
            let payment = json!({"payment": format!("P{at}"), "payer": "C1", "amount": amount});
            let letter = json!({"customer": "C1", "currency": "EUR",
                "lines": [{"entry": format!("P{at}")}, {"entry": document}]});
            vec![json!({ "receive_payment": payment }), json!({ "letter": letter })]
        }
        5 => vec![json!({"cancel_order": {"order": order, "reason": "no"}})],
        6 => vec![json!({"amend_order": {"content": content(&order), "reason": "other"}})],
        7 => {
            let share = json!({"percent": "30"});
            let deposit = json!({"series": "sales", "order": order, "share": share});
            vec![json!({ "issue_deposit": deposit })]
        }
        8 => {
            let note = json!({"series": "sales", "invoice": document, "scope": "whole"});
            vec![json!({ "issue_credit_note": note })]
        }
        9 => vec![json!({"issue_invoice": invoice(&[line("1", "1", "100.00", "20")])})],
        10 => vec![json!({"check_credit": {"customer": "C1"}})],
        _ => {
            let release = json!({"release": {"until": "2026-02-28"}});
            let ruled = json!({"order": order, "by": "head", "ruling": release});
            vec![json!({ "rule_on_hold": ruled })]
        }
    }
}

fn check(story: &Story, on: &str, value: &str) -> Value {
    let query = json!({"customer": "C1", "value": format!("{value} EUR"), "as_of": on});
    story.report(json!({ "credit_check": query }))
}

/// How badly a check stands: passed, warned, blocked.
fn rank(outcome: &Value) -> usize {
    ["passed", "warned", "blocked"].iter().position(|one| outcome == *one).unwrap()
}

fn money(value: &Value) -> Money {
    value.as_str().unwrap().parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Each step is audited: what is kept is what a walk over everything finds.
    #[test]
    fn what_is_kept_is_what_is_there(
        steps in proptest::collection::vec((0_u8..12, 0_u8..6, 1_u8..9), 1..28),
    ) {
        let mut story = begin();
        let mut commands = Vec::new();
        for (at, (step, which, pieces)) in steps.into_iter().enumerate() {
            let on = format!("2026-02-{:02}", at + 1);
            let before = check(&story, &on, "100.00");
            for action in asked(at, step, which, pieces) {
                let id = story.company.history().len().to_string();
                let command = json!({"id": id, "effective_on": on, "recorded_on": on,
                    "action": action});
                commands.push(serde_json::from_value(command).unwrap());
                let _ = story.ask(&on, action);
            }
            let report = story.report(json!({"credit": {"file": {"customer": "C1"}, "as_of": on}}));
            let standing = &report["standing"];
            let sum = money(&standing["available"]).checked_add(money(&standing["counted"]));
            prop_assert_eq!(sum.unwrap(), money(&standing["limit"]));
            let (small, large) = (check(&story, &on, "100.00"), check(&story, &on, "400.00"));
            // The sums say what the documents say.
            let found = money(&small["findings"][0]["measured"]["amount"]["found"]);
            let value: Money = "100.00 EUR".parse().unwrap();
            prop_assert_eq!(
                found.checked_sub(value).unwrap(),
                money(&report["exposure"]["total"])
            );
            let oldest = report["exposure"]["items"].as_array().unwrap().iter();
            let oldest = oldest.filter_map(|item| item["overdue_days"].as_i64()).max();
            let told = small["findings"][1]["measured"]["days"]["found"].as_i64();
            prop_assert_eq!(told, Some(oldest.unwrap_or(0)));
            // A larger order never passes where a smaller one is blocked.
            prop_assert!(rank(&small["outcome"]) <= rank(&large["outcome"]));
            // A payment never worsens what limits and the oldest overdue item say.
            if step == 4 {
                prop_assert!(rank(&small["outcome"]) <= rank(&before["outcome"]));
            }
        }
        // A batch is one by one.
        let mut batch = begin();
        batch.company.execute_all(&commands);
        prop_assert!(batch.company == story.company);
    }
}

/// A cancelled order is nowhere, a payment in another currency makes everything looked at: both
/// ways of looking agree where sums do not tell.
#[test]
fn what_sums_do_not_tell_is_looked_at() {
    let mut story = begin();
    story.tell("2026-02-01", json!({"issue_invoice": invoice(&[line("1", "5", "100.00", "20")])}));
    assert_eq!(check(&story, "2026-02-01", "1400.00")["outcome"], "passed");
    assert_eq!(check(&story, "2026-02-01", "1400.01")["outcome"], "blocked");
    assert_eq!(check(&story, "2026-01-31", "2000.00")["outcome"], "passed", "an earlier day");
    let dispute = json!({"dispute": "D1", "document": "F2026-00001", "reason": "quality",
        "amount": "600.00 EUR"});
    if story.ask("2026-02-02", json!({ "open_dispute": dispute })).is_ok() {
        assert_eq!(check(&story, "2026-02-02", "1400.01")["outcome"], "blocked");
    }
    let refused = |value: &str| {
        let query = json!({"customer": "C1", "value": value, "as_of": "2026-02-02"});
        let asked = json!({ "credit_check": query }).to_string();
        json::report(&story.company, &asked).unwrap_err().code
    };
    assert_eq!(refused("-1.00 EUR"), "credit.amount_negative");
    assert_eq!(refused("1.00 USD"), "money.currency_mismatch");
}

/// A period of 100.00 and 20 % VAT: it is renewed while 120.00 more are within the limit.
#[test]
fn a_renewal_asks_for_credit() {
    let mut story = begin();
    let charge = json!({"id": "1", "unit": "C62", "vat": {"category": "S", "rate": "20"},
        "kind": {"recurring": {"price": "100", "quantity": "1"}}});
    let cycle = json!({"anchor": "2026-01-01", "interval": {"months": 1}});
    let plan = json!({"customer": "C1", "currency": "EUR", "start": "2026-01-01", "cycle": cycle,
        "charges": [charge], "end": "2027-01-01"});
    let start = json!({"subscription": "A1", "change": {"start": plan}});
    story.tell("2026-01-01", json!({ "subscription": start }));
    let renew = json!({"subscription": "A1", "change": {"renew": {"until": "2028-01-01"}}});
    let bill =
        |pieces: &str| json!({"issue_invoice": invoice(&[line("1", pieces, "100.00", "20")])});
    story.tell("2026-02-01", bill("16"));
    let refused = story.refused_with("2026-02-02", json!({ "subscription": renew }));
    let figures = vec!["120.00 EUR".to_owned(), "limit".to_owned()];
    assert_eq!(refused, ("credit.blocked", figures), "1,920.00 and 120.00 are beyond 2,000.00");
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "40.00 EUR"});
    story.tell("2026-02-03", json!({ "receive_payment": paid }));
    story.tell("2026-02-03", json!({ "subscription": renew }));
}
