//! Bad documents: all that is wrong comes back at once, and nothing changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told;

use crate::told::{Story, invoice, line};
use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};

/// Every fault of a refusal: code and path.
fn all(refusal: &Error) -> Vec<(&'static str, &str)> {
    let mut all = vec![(refusal.code, refusal.path.as_str())];
    all.extend(refusal.also.iter().map(|one| (one.code, one.path.as_str())));
    all
}

/// A draft with a fault in each of its parts.
fn faulty() -> Value {
    let mut asked = invoice(&[
        line("1", "1", "10.00", "20"),
        line("2", "0", "10.00", "20"),
        line("1", "1", "10.00", "10"),
        line("4", "1", "10.00", "10"),
    ]);
    asked["draft"]["lines"][1]["base_quantity"] = json!("0");
    asked["draft"]["lines"][3]["price"] = json!({"gross": {"gross": "10", "discount": "11"}});
    asked["draft"]["adjustments"] = json!([
        {"kind": "allowance", "value": {"percent": "101"}},
        {"kind": "charge", "value": {"amount": "1.00 USD"}},
    ]);
    asked["draft"]["cash_rounding"] = json!("0.05 USD");
    asked["draft"]["kind"] = json!("corrective");
    asked
}

#[test]
fn every_fault_of_a_document_comes_back_at_once_and_in_order() {
    let mut story = Story::begin();
    let refusal = story.ask("2026-01-15", json!({"issue_invoice": faulty()})).expect_err("no");
    let at = |path: &str| format!("action.issue_invoice.draft.{path}");
    let found: Vec<(&str, String)> =
        all(&refusal).into_iter().map(|(code, path)| (code, path.to_owned())).collect();
    assert_eq!(
        found,
        [
            ("pricing.base_quantity_not_positive", at("lines[1].base_quantity")),
            ("invoice.line.duplicate_id", at("lines[2].id")),
            ("pricing.discount_above_gross", at("lines[3].price.discount")),
            ("pricing.allowance_above_hundred", at("adjustments[0].value")),
            ("money.currency_mismatch", at("adjustments[1].value")),
            ("money.currency_mismatch", at("cash_rounding")),
            ("invoice.preceding_missing", at("preceding")),
            ("invoice.line.quantity_zero", at("lines[1].quantity")),
        ]
    );
    let counts = story.report(json!({"numbering": {"series": "sales"}}));
    assert_eq!(counts["counts"], json!([]), "no number was burnt");
}

#[test]
fn one_fault_is_told_alone_and_many_are_told_up_to_a_bound() {
    let mut one = faulty()["draft"].clone();
    one["lines"] = json!([line("1", "1", "10.00", "20")]);
    one["adjustments"] = json!([]);
    let refusal = json::calculate(&json!({"invoice": one}).to_string()).expect_err("no");
    assert_eq!(all(&refusal), [("money.currency_mismatch", "invoice.cash_rounding")]);
    assert!(!json!(refusal).to_string().contains("also"), "nothing stands beside it");

    let mut many = faulty()["draft"].clone();
    let mut bad = line("0", "1", "10.00", "20");
    bad["base_quantity"] = json!("0");
    let bad = |id: usize| {
        let mut line = bad.clone();
        line["id"] = json!(id.to_string());
        line
    };
    many["lines"] = (1..=500).map(bad).collect();
    let refusal = json::calculate(&json!({"invoice": many}).to_string()).expect_err("no");
    assert_eq!(all(&refusal).len(), 100);
    assert_eq!(refusal.also[98].path, "invoice.lines[99].base_quantity");
}

/// A company that issues under EN 16931 and the French rules of its day.
fn strict() -> Story {
    let mut story = Story::begin();
    let law = json!({"vat_rates": [{"valid_from": "2014-01-01", "value": ["5.5", "10", "20"]}]});
    let settings = json!({
        "ledger_currency": "EUR",
        "party": {"name": "Moulin", "vat_id": "FR32123456789"},
        "issue_profile": {"not_subject_stands_alone": true, "law": law},
    });
    story.company = json::found(&settings.to_string()).expect("founded");
    story.series("sales", "F");
    story.tell(
        "2026-01-01",
        json!({"directory": {"register_customer": {
            "customer": "C1", "party": {"name": "Martin"}, "terms": told::terms("net 30"),
        }}}),
    );
    story
}

#[test]
fn own_documents_keep_the_rules_they_are_issued_under() {
    let mut story = strict();
    let mut mixed = invoice(&[line("1", "1", "10.00", "20"), line("2", "1", "10.00", "20")]);
    mixed["draft"]["lines"][1]["vat"] = json!({"category": "O", "rate": "0"});
    let refusal = story.ask("2026-01-15", json!({"issue_invoice": mixed})).expect_err("no");
    let mut rules = vec![refusal.figures[0].1.clone()];
    rules.extend(refusal.also.iter().map(|one| one.figures[0].1.clone()));
    assert_eq!((refusal.number, refusal.code), (1470, "invoice.breaks_rule"));
    // EN 16931: O needs a reason, stands alone, and knows no VAT id of the seller.
    for rule in ["BR-O-10", "BR-O-11", "BR-O-12"] {
        assert!(rules.iter().any(|broken| broken == rule), "{rule} in {rules:?}");
    }
    assert!(refusal.path.starts_with("action.issue_invoice.document.breakdown["));

    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[line("1", "1", "10.00", "20")])}));
    let note = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole",
        "reason": "returned"});
    story.tell("2026-01-16", json!({"issue_credit_note": note}));
    let counts = story.report(json!({"numbering": {"series": "sales"}}));
    assert_eq!(counts["counts"][0]["last"], "F2026-00002", "refused ones burn no number");
}

#[test]
fn a_draft_is_held_to_the_law_of_the_day_it_would_be_issued() {
    let mut asked = json!({
        "invoice": invoice(&[line("1", "1", "10.00", "19.6")])["draft"],
        "seller": {"name": "Moulin"}, "buyer": {"name": "Martin"},
        "profile": {"not_subject_stands_alone": true, "is_french": true, "law": {"vat_rates": [
            {"valid_from": "2000-01-01", "value": ["19.6"]},
            {"valid_from": "2014-01-01", "value": ["20"]},
        ]}},
    });
    let mut rate_is_wrong = |on: &str| {
        asked["issued_on"] = json!(on);
        let found = json::calculate(&json!({"findings": asked}).to_string()).expect("findings");
        found.contains(r#""rule":"BR-FR-16","severity":"fatal""#)
    };
    assert!(!rate_is_wrong("2013-12-31"));
    assert!(rate_is_wrong("2014-01-01"));
}

#[test]
fn taxes_besides_vat_are_refused_where_vat_stands_alone() {
    let mut story = strict();
    let mut levied = invoice(&[line("1", "1", "10.00", "0")]);
    levied["draft"]["lines"][0]["vat"] = json!({"category": "O", "rate": "0"});
    levied["draft"]["lines"][0]["taxes"] = json!([{"name": "eco", "levy": {"per_unit": "0.5"}}]);
    let refusal = story.ask("2026-01-15", json!({"issue_invoice": levied})).expect_err("no");
    let mut told = refusal.also.iter().map(|one| (one.figures[0].1.as_str(), one.path.as_str()));
    let place = "action.issue_invoice.document.lines[0].other_taxes";
    assert!(told.any(|told| told == ("O2C-TAXES", place)), "{:?}", refusal.also);
}

#[test]
fn settings_without_a_profile_are_written_as_they_were() {
    let written = json!(Story::begin().company.settings()).to_string();
    assert!(!written.contains("issue_profile"), "{written}");
}

#[test]
fn what_is_missing_is_named_as_it_is_asked_for() {
    let mut story = Story::begin();
    let mut dollars = invoice(&[line("1", "1", "10.00", "20")]);
    dollars["draft"]["currency"] = json!("USD");
    let refused = story.refused("2026-01-15", json!({"issue_invoice": dollars}));
    assert_eq!(refused, ("ledger.rate_missing", "action.issue_invoice.exchange_rate".to_owned()));
    let mut cash = invoice(&[line("1", "1", "10.00", "20")]);
    cash["draft"]["cash_rounding"] = json!("-0.05 EUR");
    let refused = story.refused_with("2026-01-15", json!({"issue_invoice": cash}));
    assert_eq!(refused, ("money.not_positive", vec!["-0.05".to_owned()]));
}
