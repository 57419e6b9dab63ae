//! Documents after the first invoice: what their kind means on the account and in the books.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, dead_code)]

mod told;

use serde_json::json;
use told::{Story, invoice, line};

/// A credit note has positive amounts; on the account and in the books its sign is turned
/// (rulebook INV-35).
#[test]
fn the_kind_carries_the_sign() {
    let mut story = Story::begin();
    let old = json!([{"number": "OLD-7", "issued_on": "2025-12-01"}]);
    let mut credit = invoice(&[line("1", "1", "100.00", "20")]);
    credit["draft"]["kind"] = json!("credit_note");
    credit["draft"]["preceding"] = old;
    credit["draft"]["terms"] = told::terms("2% 10 net 30");
    story.tell("2026-01-20", json!({"issue_invoice": credit}));
    let document = story.report(json!({"document": {"document": "F2026-00001"}}));
    assert_eq!(document["figures"]["due"], "120.00 EUR");
    assert_eq!(document["early_discount"], json!(null), "nobody pays a credit note early");
    let items = story.report(json!({"open_items": {"as_of": "2026-01-31"}}));
    assert_eq!(items[0]["open"], "-120.00 EUR");
    assert_eq!(items[0]["due_on"], "2026-02-19");
    let books = ["411 -120.00 EUR", "44571 20.00 EUR", "707 100.00 EUR"];
    assert_eq!(story.balances("2026-01-31"), books);
    let cycle = story.report(json!({"cycle": {"as_of": "2026-01-31"}}));
    assert_eq!(cycle["invoiced"][0]["base"], "-100.00 EUR");
}

/// A pro forma is numbered and claims nothing.
#[test]
fn a_pro_forma_claims_nothing() {
    let mut story = Story::begin();
    let mut shown = invoice(&[line("1", "1", "100.00", "20")]);
    shown["draft"]["kind"] = json!("pro_forma");
    story.tell("2026-01-20", json!({"issue_invoice": shown}));
    let items = story.report(json!({"open_items": {"as_of": "2026-01-31"}}));
    assert_eq!(items, json!([]));
    assert!(story.balances("2026-01-31").is_empty());
    let cycle = story.report(json!({"cycle": {"as_of": "2026-01-31"}}));
    assert_eq!(cycle["invoiced"], json!([]));
}

/// A credit note names at least one earlier document, a corrective invoice exactly one (INV-41).
#[test]
fn what_gives_back_or_replaces_names_what() {
    let mut story = Story::begin();
    let old = |number: &str| json!({"number": number, "issued_on": "2025-12-01"});
    for (kind, preceding) in [
        ("credit_note", json!([])),
        ("deposit_credit_note", json!([])),
        ("corrective", json!([])),
        ("corrective", json!([old("OLD-1"), old("OLD-2")])),
    ] {
        let mut draft = invoice(&[line("1", "1", "100.00", "20")]);
        draft["draft"]["kind"] = json!(kind);
        draft["draft"]["preceding"] = preceding;
        let (code, path) = story.refused("2026-01-20", json!({"issue_invoice": draft}));
        assert_eq!(code, "invoice.preceding_missing");
        assert_eq!(path, "action.issue_invoice.draft.preceding");
    }
}

/// What a document mentions comes back as it went.
#[test]
fn what_a_document_mentions_is_kept() {
    let mut story = Story::begin();
    let mut draft = invoice(&[line("1", "1", "100.00", "20")]);
    let mentions = json!({
        "period": {"from": "2026-01-01", "until": "2026-02-01"},
        "delivered_on": "2026-01-10",
        "purchase_order": "PO-1",
        "contract": "C-1",
        "process": "S3",
        "notes": [{"subject": "PMT", "text": "EUR 40 for recovery"}],
    });
    for (name, value) in mentions.as_object().unwrap() {
        draft["draft"][name] = value.clone();
    }
    draft["draft"]["lines"][0]["supply"] = json!("services");
    draft["draft"]["lines"][0]["period"] = json!({"from": "2026-01-01", "until": "2026-02-01"});
    story.tell("2026-01-20", json!({"issue_invoice": draft}));
    let document = story.report(json!({"document": {"document": "F2026-00001"}}));
    for (name, value) in mentions.as_object().unwrap() {
        assert_eq!(document["draft"][name], *value);
    }
    assert_eq!(document["draft"]["lines"][0]["supply"], "services");
    draft["draft"]["process"] = json!("B3");
    let refused = story.ask("2026-01-20", json!({"issue_invoice": draft})).unwrap_err();
    assert!(refused.message.contains("\"B3\" is no business process"), "{}", refused.message);
}

/// A series may be kept for some kinds of documents, and no two could print the same number.
#[test]
fn a_series_is_kept_for_its_kinds_and_collides_with_none() {
    let mut story = Story::begin();
    let series = |id: &str, prefix: &str, yearly: bool, digits: u8| {
        json!({"open_series": {"series": id, "prefix": prefix, "yearly": yearly, "digits": digits,
            "kinds": ["pro_forma"]}})
    };
    for (prefix, yearly, digits) in [("F", true, 4), ("F2026-", false, 1), ("F2026-0", false, 4)] {
        let refused = story.refused("2026-01-20", series("other", prefix, yearly, digits));
        assert_eq!(refused, ("company.series_collide", "action.open_series.prefix".to_owned()));
    }
    story.tell("2026-01-20", series("shown", "P", true, 5));
    let mut draft = invoice(&[line("1", "1", "100.00", "20")]);
    draft["series"] = json!("shown");
    let (code, path) = story.refused("2026-01-20", json!({"issue_invoice": draft}));
    assert_eq!(code, "invoice.series.kind_not_kept");
    assert_eq!(path, "action.issue_invoice.draft.kind");
    draft["draft"]["kind"] = json!("pro_forma");
    story.tell("2026-01-20", json!({"issue_invoice": draft}));
}
