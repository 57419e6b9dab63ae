//! Credit in the company: what is exposed, what is held, who releases it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told::{Story, invoice, line, terms};
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A company that asks for a file and looks at limits and at what is overdue.
fn begin() -> Story {
    let block = |check: Value| json!({"check": check, "otherwise": "block"});
    let settings = json!({"ledger_currency": "EUR", "credit": {
        "at_order": [block(json!("has_file")), block(json!("limit"))],
        "at_shipment": [block(json!("limit")), block(json!({"oldest_overdue": {"days": 30}}))],
        "rights": [{"who": "desk", "up_to": {"up_to": "700.00 EUR"}},
            {"who": "head", "up_to": "unlimited"}],
        "rates": ["fc"],
    }});
    let mut story = Story { company: json::found(&settings.to_string()).unwrap() };
    for id in ["C1", "C2"] {
        let customer = json!({"customer": id, "party": {"name": id}, "terms": terms("net 30")});
        story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    }
    story.series("sales", "F");
    story
}

fn limit(story: &mut Story, customer: &str, amount: &str) {
    let set = json!({"set_limit": {"limit": {"up_to": amount}}});
    let file = json!({ "customer": customer });
    story.tell("2026-01-01", json!({"change_credit": {"file": file, "change": set}}));
}

/// An order of so many pieces at 100.00 and 20 % VAT, confirmed.
fn order(story: &mut Story, on: &str, id: &str, pieces: &str) {
    let order = json!({"order": id, "customer": "C1", "currency": "EUR",
        "lines": [line("1", pieces, "100.00", "20")]});
    story.tell(on, json!({ "place_order": order }));
    story.tell(on, json!({"confirm_order": {"order": id}}));
}

fn ship(id: &str) -> Value {
    json!({"ship": {"shipment": format!("S-{id}"), "order": id}})
}

fn credit(story: &Story, as_of: &str) -> Value {
    story.report(json!({"credit": {"file": {"customer": "C1"}, "as_of": as_of}}))
}

/// Total and available of C1 on a day.
fn standing(story: &Story, as_of: &str) -> (String, String) {
    let report = credit(story, as_of);
    let text = |name: &str| report["standing"][name].as_str().unwrap_or("none").to_owned();
    (text("counted"), text("available"))
}

fn held(story: &Story, as_of: &str) -> Vec<String> {
    let rows = story.report(json!({"held_orders": {"as_of": as_of}}));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", text(row, "order"), text(row, "status"))).collect()
}

#[test]
fn a_unit_of_value_stands_in_one_place_from_order_to_payment() {
    let mut story = begin();
    limit(&mut story, "C1", "2000.00 EUR");
    order(&mut story, "2026-02-01", "O1", "10");
    story.tell(
        "2026-02-02",
        json!({"ship": {"shipment": "S1", "order": "O1",
        "lines": [{"line": "1", "quantity": "4"}]}}),
    );
    story.tell("2026-02-03", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    story.tell(
        "2026-02-04",
        json!({"ship": {"shipment": "S2", "order": "O1",
        "lines": [{"line": "1", "quantity": "3"}]}}),
    );
    for day in ["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"] {
        let expected = ("1200.00 EUR".to_owned(), "800.00 EUR".to_owned());
        assert_eq!(standing(&story, day), expected, "{day}");
    }
    let exposure = &credit(&story, "2026-02-04")["exposure"];
    assert_eq!(exposure["open_orders"], "360.00 EUR");
    assert_eq!(exposure["delivered_not_invoiced"], "360.00 EUR");
    assert_eq!(exposure["not_due"], "480.00 EUR");
    // Thirty days after the invoice it is due, the day after it is overdue.
    assert_eq!(credit(&story, "2026-03-05")["exposure"]["not_due"], "480.00 EUR");
    assert_eq!(credit(&story, "2026-03-06")["exposure"]["overdue"][0], "480.00 EUR");
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "500.00 EUR"});
    story.tell("2026-02-10", json!({ "receive_payment": paid }));
    assert_eq!(standing(&story, "2026-02-10").0, "700.00 EUR");
    assert_eq!(standing(&story, "2026-02-09").0, "1200.00 EUR", "earlier days stay as they were");
    let lines = json!([{"entry": "P1", "amount": "-480.00 EUR"}, {"entry": "F2026-00001"}]);
    let letter = json!({"customer": "C1", "currency": "EUR", "lines": lines});
    story.tell("2026-02-11", json!({ "letter": letter }));
    let exposure = &credit(&story, "2026-02-11")["exposure"];
    assert_eq!(exposure["total"], "700.00 EUR", "lettering changes nothing of it");
    assert_eq!(exposure["unapplied_payments"], "-20.00 EUR");
}

#[test]
fn two_orders_that_together_exceed_do_not_both_pass() {
    let mut story = begin();
    limit(&mut story, "C1", "1000.00 EUR");
    order(&mut story, "2026-02-01", "O1", "5");
    order(&mut story, "2026-02-01", "O2", "5");
    assert_eq!(held(&story, "2026-02-01"), ["O2 held"]);
    story.tell("2026-02-02", ship("O1"));
    let (code, figures) = story.refused_with("2026-02-02", ship("O2"));
    assert_eq!(
        (code, figures),
        ("credit.held", vec!["O2".into(), "600.00 EUR".into(), "limit".into()])
    );
    // What is held takes no part: a smaller order may pass.
    order(&mut story, "2026-02-03", "O3", "3");
    assert_eq!(standing(&story, "2026-02-03"), ("960.00 EUR".into(), "40.00 EUR".into()));
    let verdict = story.report(json!({"credit_verdict": {"order": "O2", "as_of": "2026-02-03"}}));
    assert_eq!(verdict["outcome"], "blocked");
    let finding = &verdict["findings"][1];
    assert_eq!(finding["measured"]["amount"]["found"], "1560.00 EUR");
    let remedies = finding["remedies"].as_array().unwrap();
    assert!(remedies.contains(&json!({"deposit": {"amount": "560.00 EUR", "percent": "93.34"}})));
    assert!(remedies.contains(&json!({"raise_limit": {"to": "1560.00 EUR"}})));
    assert!(remedies.contains(&json!({"release": {"amount": "600.00 EUR"}})));
}

#[test]
fn equality_passes_and_no_limit_is_no_credit() {
    let mut story = begin();
    limit(&mut story, "C1", "600.00 EUR");
    order(&mut story, "2026-02-01", "O1", "5");
    assert_eq!(held(&story, "2026-02-01"), Vec::<String>::new());
    let none = json!({"order": "O2", "customer": "C2", "currency": "EUR",
        "lines": [line("1", "1", "100.00", "20")]});
    story.tell("2026-02-01", json!({ "place_order": none }));
    story.tell("2026-02-01", json!({"confirm_order": {"order": "O2"}}));
    assert_eq!(held(&story, "2026-02-01"), ["O2 held"], "no file is not an unlimited one");
    let unlimited = json!({"set_limit": {"limit": "unlimited"}});
    let change = json!({"file": {"customer": "C2"}, "change": unlimited});
    story.tell("2026-02-02", json!({ "change_credit": change }));
    story.tell("2026-02-02", json!({"check_credit": {"customer": "C2"}}));
    assert_eq!(held(&story, "2026-02-02"), Vec::<String>::new());
    assert_eq!(held(&story, "2026-02-01"), ["O2 held"]);
    story.tell("2026-02-03", ship("O2"));
}

#[test]
fn a_release_needs_a_right_and_expires() {
    let mut story = begin();
    limit(&mut story, "C1", "0.00 EUR");
    order(&mut story, "2026-02-01", "O1", "6");
    let rule = |by: &str, ruling: Value| {
        let ruled = json!({"order": "O1", "by": by, "ruling": ruling});
        json!({ "rule_on_hold": ruled })
    };
    let release = json!({"release": {"until": "2026-02-10"}});
    let refused =
        |story: &mut Story, by: &str| story.refused("2026-02-02", rule(by, release.clone())).0;
    assert_eq!(refused(&mut story, "desk"), "credit.no_right", "720.00 is beyond 700.00");
    assert_eq!(refused(&mut story, "nobody"), "credit.nobody_may_rule");
    story.tell("2026-02-02", rule("desk", json!({"reject": {"reason": "late"}})));
    assert_eq!(story.refused("2026-02-02", ship("O1")).0, "credit.held");
    story.tell("2026-02-02", rule("head", release.clone()));
    assert_eq!(held(&story, "2026-02-10"), ["O1 released"]);
    assert_eq!(held(&story, "2026-02-11"), ["O1 held"]);
    assert_eq!(story.refused("2026-02-11", ship("O1")).0, "credit.held");
    story.tell("2026-02-10", ship("O1"));
}

#[test]
fn what_is_overdue_stops_delivery_and_a_payment_frees_it() {
    let mut story = begin();
    limit(&mut story, "C1", "5000.00 EUR");
    story.tell("2026-01-02", json!({"issue_invoice": invoice(&[line("1", "1", "100.00", "20")])}));
    order(&mut story, "2026-02-20", "O1", "1");
    let (code, figures) = story.refused_with("2026-03-10", ship("O1"));
    assert_eq!((code, figures[2].as_str()), ("credit.held", "oldest_overdue"));
    let pay = json!({"receive_payment": {"payment": "P1", "payer": "C1", "amount": "120.00 EUR"}});
    let letter = json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": [{"entry": "P1"}, {"entry": "F2026-00001"}]}});
    let suppose = |id: &str, action: &Value| {
        json!({"id": id, "effective_on": "2026-03-10", "recorded_on": "2026-03-10",
            "action": action})
    };
    let supposing = json!([suppose("a", &pay), suppose("b", &letter)]);
    let asked = json!({"order": "O1", "as_of": "2026-03-10", "supposing": supposing});
    let before = story.company.clone();
    assert_eq!(story.report(json!({ "credit_verdict": asked }))["outcome"], "passed");
    assert!(story.company == before, "nothing of what is supposed is kept");
    story.tell("2026-03-10", pay);
    story.tell("2026-03-10", letter);
    story.tell("2026-03-10", ship("O1"));
}

#[test]
fn a_deposit_is_counted_once() {
    let mut story = begin();
    limit(&mut story, "C1", "2000.00 EUR");
    order(&mut story, "2026-02-01", "O1", "10");
    let deposit = json!({"series": "sales", "order": "O1", "share": {"percent": "30"}});
    story.tell("2026-02-02", json!({ "issue_deposit": deposit }));
    let exposure = credit(&story, "2026-02-02")["exposure"].clone();
    assert_eq!(exposure["total"], "1200.00 EUR", "asked for, not more");
    assert_eq!(
        (&exposure["deposits"], &exposure["not_due"]),
        (&json!("-360.00 EUR"), &json!("360.00 EUR"))
    );
    let paid = json!({"payment": "P1", "payer": "C1", "amount": "360.00 EUR"});
    story.tell("2026-02-03", json!({ "receive_payment": paid }));
    assert_eq!(standing(&story, "2026-02-03").0, "840.00 EUR");
    story.tell("2026-02-04", ship("O1"));
    story.tell("2026-02-05", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    assert_eq!(standing(&story, "2026-02-05").0, "840.00 EUR");
    assert_eq!(credit(&story, "2026-02-05")["exposure"]["deposits"], "0.00 EUR");
}

/// CRED-02: a limit of 50.00 in one currency, an order in another of which two are one of it.
#[test]
fn an_order_in_another_currency_needs_a_rate() {
    let mut story = begin();
    let abroad = json!({"order": "O1", "customer": "C1", "currency": "USD",
        "lines": [line("1", "1", "45.00", "0"), line("2", "1", "65.00", "0")]});
    let mut abroad = abroad;
    for line in abroad["lines"].as_array_mut().unwrap() {
        line["vat"] = json!({"category": "Z", "rate": "0"});
    }
    limit(&mut story, "C1", "50.00 EUR");
    story.tell("2026-02-01", json!({ "place_order": abroad }));
    let confirm = json!({"confirm_order": {"order": "O1"}});
    assert_eq!(story.refused("2026-02-01", confirm.clone()).0, "credit.rate_missing");
    let rate = json!({"table": "fc", "valid_from": "2026-01-01",
        "value": {"exchange_rate": "EUR/USD 2"}});
    story.tell("2026-02-01", json!({"directory": {"set_table_value": rate}}));
    story.tell("2026-02-01", confirm);
    let verdict = story.report(json!({"credit_verdict": {"order": "O1", "as_of": "2026-02-01"}}));
    assert_eq!((&verdict["value"], &verdict["outcome"]), (&json!("55.00 EUR"), &json!("blocked")));
    let rule = json!({"order": "O1", "by": "head", "ruling": {"release": {"until": "2026-12-31"}}});
    story.tell("2026-02-01", json!({ "rule_on_hold": rule }));
    assert_eq!(standing(&story, "2026-02-01").0, "55.00 EUR");
    story.tell("2026-02-02", ship("O1"));
    assert_eq!(credit(&story, "2026-02-02")["exposure"]["delivered_not_invoiced"], "55.00 EUR");
    let bill = json!({"series": "sales", "order": "O1", "exchange_rate": "EUR/USD 2"});
    story.tell("2026-02-03", json!({ "invoice_order": bill }));
    let exposure = &credit(&story, "2026-02-03")["exposure"];
    assert_eq!(
        (&exposure["delivered_not_invoiced"], &exposure["not_due"]),
        (&json!("0.00 EUR"), &json!("55.00 EUR")),
        "not counted twice"
    );
}

#[test]
fn a_group_shares_its_limit() {
    let mut story = begin();
    for customer in ["C1", "C2"] {
        let group = json!({"customer": customer, "group": "G"});
        story.tell("2026-01-01", json!({"directory": {"group_customer": group}}));
        limit(&mut story, customer, "1000.00 EUR");
    }
    let set = json!({"set_limit": {"limit": {"up_to": "1200.00 EUR"}}});
    let change = json!({"file": {"group": "G"}, "change": set});
    story.tell("2026-01-01", json!({ "change_credit": change }));
    let other = json!({"order": "O1", "customer": "C2", "currency": "EUR",
        "lines": [line("1", "7", "100.00", "20")]});
    story.tell("2026-02-01", json!({ "place_order": other }));
    story.tell("2026-02-01", json!({"confirm_order": {"order": "O1"}}));
    order(&mut story, "2026-02-01", "O2", "4");
    assert_eq!(held(&story, "2026-02-01"), ["O2 held"], "840.00 and 480.00 are beyond 1,200.00");
    let group = story.report(json!({"credit": {"file": {"group": "G"}, "as_of": "2026-02-01"}}));
    assert_eq!(group["standing"]["available"], "360.00 EUR");
    let unknown = json!({"file": {"group": "H"}, "change": {"set_limit": {"limit": "unlimited"}}});
    let refused = story.refused("2026-02-01", json!({ "change_credit": unknown }));
    assert_eq!(refused, ("company.unknown_group", "action.change_credit.file.group".into()));
}

#[test]
fn what_a_limit_may_not_be() {
    let mut story = begin();
    let mut refused = |change: Value| {
        let asked = json!({"file": {"customer": "C1"}, "change": change});
        story.refused("2026-02-01", json!({ "change_credit": asked })).0
    };
    let set = |limit: &str, from: &str, until: &str| {
        let set = json!({"limit": {"up_to": limit}, "from": from, "until": until});
        json!({ "set_limit": set })
    };
    let increase = json!({"increase": {"by": "1.00 EUR", "until": "2026-03-01"}});
    assert_eq!(refused(increase), "credit.no_file");
    assert_eq!(refused(set("-1.00 EUR", "2026-01-01", "2026-02-01")), "credit.amount_negative");
    assert_eq!(refused(set("1.00 EUR", "2026-02-02", "2026-02-01")), "credit.days_reversed");
    limit(&mut story, "C1", "9.00 EUR");
    let mut refused = |change: Value| {
        let asked = json!({"file": {"customer": "C1"}, "change": change});
        story.refused("2026-02-01", json!({ "change_credit": asked })).0
    };
    assert_eq!(refused(set("1.00 EUR", "2026-01-01", "2026-02-01")), "credit.validities_overlap");
    assert_eq!(refused(set("1.00 USD", "2026-03-01", "2026-04-01")), "money.currency_mismatch");
}

#[test]
fn expected_losses_and_concentration() {
    let mut story = begin();
    limit(&mut story, "C1", "2000.00 EUR");
    let assess = json!({"assess": {"class": "medium", "default_rate": "2"}});
    let change = json!({"file": {"customer": "C1"}, "change": assess});
    story.tell("2026-01-01", json!({ "change_credit": change }));
    story.tell("2026-01-02", json!({"issue_invoice": invoice(&[line("1", "1", "100.00", "20")])}));
    order(&mut story, "2026-02-01", "O1", "10");
    let all = story.report(json!({"credit_portfolio": {"as_of": "2026-02-10"}}));
    assert_eq!(all["exposure"], "1320.00 EUR");
    assert_eq!(all["expected_loss"], "26.40 EUR");
    let row = &all["customers"][0];
    assert_eq!((&row["used"], &row["share"]), (&json!("66"), &json!("100")));
    assert_eq!(all["classes"][0]["buckets"][0], "1200.00 EUR");
    assert_eq!(all["classes"][0]["buckets"][2], "120.00 EUR");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever happens: what the indices find is what a walk over everything finds, available and
    /// exposure make the limit, and no two orders pass that exceed it together.
    #[test]
    fn the_exposure_is_that_of_a_walk_over_everything(
        steps in proptest::collection::vec((0_u8..6, 1_u8..6, 1_u8..9), 1..24),
    ) {
        let mut story = begin();
        limit(&mut story, "C1", "2000.00 EUR");
        let mut orders = 0;
        for (at, (step, which, pieces)) in steps.into_iter().enumerate() {
            let on = format!("2026-02-{:02}", at + 1);
            let id = format!("O{which}");
            let action = match step {
                0 | 1 => {
                    orders += 1;
                    let id = format!("O{orders}");
                    let order = json!({"order": id, "customer": "C1", "currency": "EUR",
                        "lines": [line("1", &pieces.to_string(), "99.99", "20")]});
                    story.tell(&on, json!({ "place_order": order }));
                    json!({"confirm_order": {"order": id}})
                }
                2 => json!({"ship": {"shipment": format!("S{at}"), "order": id,
                    "lines": [{"line": "1", "quantity": "1"}]}}),
                3 => json!({"invoice_order": {"series": "sales", "order": id}}),
                4 => json!({"receive_payment": {"payment": format!("P{at}"), "payer": "C1",
                    "amount": format!("{pieces}0.00 EUR")}}),
                _ => json!({"cancel_order": {"order": id, "reason": "no"}}),
            };
            let _ = story.ask(&on, action);
            let report = credit(&story, &on);
            let day = on.parse().unwrap();
            let walked =
                story.company.exposure_from_scratch(&"C1".parse().unwrap(), day).unwrap();
            let total: &str = report["exposure"]["total"].as_str().unwrap();
            prop_assert_eq!(total, walked.total.to_string());
            let amount = |name: &str| -> o2c_core::money::Money {
                report["standing"][name].as_str().unwrap().parse().unwrap()
            };
            let sum = amount("available").checked_add(amount("counted")).unwrap();
            prop_assert_eq!(sum, amount("limit"));
            prop_assert!(!amount("available").is_negative(), "nothing passed that exceeds");
        }
    }
}
