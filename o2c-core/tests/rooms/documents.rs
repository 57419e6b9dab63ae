//! Documents after the first invoice: what their kind means on the account and in the books.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told;

use crate::told::{Story, invoice, line};
use serde_json::{Value, json};

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
    // It takes no number from among those of invoices.
    let (code, path) = story.refused("2026-01-20", json!({"issue_invoice": shown}));
    assert_eq!(code, "invoice.series.kind_not_kept");
    assert_eq!(path, "action.issue_invoice.draft.kind");
    let own = |kinds: &[&str], id: &str| {
        json!({"open_series": {"series": id, "prefix": id, "yearly": true, "digits": 5,
            "kinds": kinds}})
    };
    story.tell("2026-01-20", own(&["invoice", "pro_forma"], "M"));
    shown["series"] = json!("M");
    assert_eq!(story.refused("2026-01-20", json!({"issue_invoice": shown})).0, code);
    story.tell("2026-01-20", own(&["pro_forma"], "P"));
    shown["series"] = json!("P");
    story.tell("2026-01-20", json!({"issue_invoice": shown}));
    let items = story.report(json!({"open_items": {"as_of": "2026-01-31"}}));
    assert_eq!(items, json!([]));
    assert!(story.balances("2026-01-31").is_empty());
    let cycle = story.report(json!({"cycle": {"as_of": "2026-01-31"}}));
    assert_eq!(cycle["invoiced"], json!([]));
    let chain = story.report(json!({"document_chain": {"invoice": "P2026-00001"}}));
    assert_eq!((&chain["total"], &chain["net"]), (&json!("0.00 EUR"), &json!([])));
    assert_eq!(chain["remaining"]["net"], "0.00 EUR", "nothing of it is given back");
}

/// A credit note names at least one earlier document, a corrective invoice exactly one (INV-41).
#[test]
fn what_gives_back_or_replaces_names_what() {
    let mut story = Story::begin();
    let old = |number: &str| json!({"number": number, "issued_on": "2025-12-01"});
    for (kind, preceding) in [
        ("credit_note", json!([])),
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

/// 120.00 invoiced, 24.00 credited, 50.00 paid; corrected to 60.00.
fn corrected() -> Story {
    let mut story = Story::begin();
    story.tell(
        "2026-01-10",
        json!({"place_order": {"order": "O1", "customer": "C1",
        "currency": "EUR", "lines": [line("1", "10", "10.00", "20")]}}),
    );
    story.tell("2026-01-10", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    story.tell("2026-01-15", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let credit = json!({"lines": [{"line": "1", "quantity": "2"}]});
    story.tell(
        "2026-01-20",
        json!({"issue_credit_note": {"series": "sales",
        "invoice": "F2026-00001", "scope": credit, "reason": "returned", "letter": true}}),
    );
    story.tell(
        "2026-01-21",
        json!({"receive_payment": {"payment": "P1", "payer": "C1",
        "amount": "50.00 EUR"}}),
    );
    let lines = json!([{"entry": "F2026-00001"}, {"entry": "P1"}]);
    story.tell(
        "2026-01-21",
        json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": lines}}),
    );
    let mut right = line("1", "5", "10.00", "20");
    right["order"] = json!({"order": "O1", "line": "1"});
    let draft = invoice(&[right])["draft"].clone();
    story.tell(
        "2026-02-01",
        json!({"correct_invoice": {"series": "sales",
        "invoice": "F2026-00001", "draft": draft}}),
    );
    story
}

/// A corrective invoice takes the place of its original: the chain nets to the new figures, and
/// what was paid stays open as a credit (rulebook INV-41, G-08).
#[test]
fn a_corrective_invoice_takes_the_place_of_its_original() {
    let story = corrected();
    let document = story.report(json!({"document": {"document": "F2026-00003"}}));
    assert_eq!(document["draft"]["kind"], "corrective");
    assert_eq!(
        document["draft"]["preceding"],
        json!([{"number": "F2026-00001", "issued_on": "2026-01-15"}])
    );
    let items = story.report(json!({"open_items": {"as_of": "2026-02-01"}}));
    let open: Vec<_> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["entry"].as_str().unwrap(), item["open"].as_str().unwrap()))
        .collect();
    assert_eq!(open, [("F2026-00003/0", "-50.00 EUR"), ("F2026-00003", "60.00 EUR")]);
    let books = ["411 10.00 EUR", "44571 -10.00 EUR", "512 50.00 EUR", "707 -50.00 EUR"];
    assert_eq!(story.balances("2026-02-01"), books);
    let order = story.report(json!({"order": {"order": "O1"}}));
    let counters = &order["state"]["confirmed"]["lines"][0];
    assert_eq!((&counters["invoiced"], &counters["credited"]), (&json!("15"), &json!("10")));
}

/// What orders know of deposits is no more written by hand when an invoice is corrected.
#[test]
fn a_correction_forges_no_deposit() {
    let mut story = Story::begin();
    let wrong = invoice(&[line("1", "1", "100.00", "20")]);
    story.tell("2026-01-20", json!({"issue_invoice": wrong.clone()}));
    let deducted = json!([{"order": "O1", "deposit": "F2026-00009", "booked": "12.00 EUR",
        "groups": [{"vat": {"category": "S", "rate": "20"},
            "base": "10.00 EUR", "amount": "2.00 EUR"}]}]);
    for (field, value, code, at) in [
        (
            "of_order",
            json!({"milestone": {"order": "O1", "milestone": "M0"}}),
            "company.deposit_by_hand",
            "kind",
        ),
        ("deducted", deducted, "company.deposit_by_hand", "deducted"),
        ("prepaid", json!("12.00 EUR"), "company.prepaid_without_deposit", "prepaid"),
    ] {
        let mut draft = wrong["draft"].clone();
        draft[field] = value;
        let correct = json!({"correct_invoice": {"series": "sales", "invoice": "F2026-00001",
            "draft": draft}});
        let at = format!("action.correct_invoice.draft.{at}");
        assert_eq!(story.refused("2026-01-21", correct), (code, at));
    }
}

/// The chain of a document: what followed, what remains, and what it nets to.
#[test]
fn a_chain_nets_to_the_new_figures() {
    let mut story = corrected();
    let chain =
        |story: &Story, number: &str| story.report(json!({"document_chain": {"invoice": number}}));
    let replaced = chain(&story, "F2026-00001");
    assert_eq!(replaced["replaced_by"], "F2026-00003");
    assert_eq!(replaced["successors"][0]["number"], "F2026-00002");
    assert_eq!(replaced["successors"][1]["kind"], "corrective");
    assert_eq!(replaced["remaining"]["net"], "0.00 EUR");
    assert_eq!(replaced["total"], "60.00 EUR");
    let credit = json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00003",
        "scope": {"lines": [{"line": "1", "quantity": "1"}]}}});
    story.tell("2026-02-02", credit);
    assert_eq!(chain(&story, "F2026-00001")["total"], "48.00 EUR");
    let new = chain(&story, "F2026-00003");
    assert_eq!(
        new["remaining"]["lines"],
        json!([{"line": "1", "quantity": "4", "amount": "40.00 EUR"}])
    );
    assert_eq!(new["net"][0]["amount"], "8.00 EUR");
    // What was replaced is neither credited nor replaced again.
    let again = json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00001",
        "scope": "whole"}});
    assert_eq!(story.refused("2026-02-03", again).0, "invoice.replaced");
    let draft = invoice(&[line("1", "1", "1.00", "20")])["draft"].clone();
    let again = json!({"correct_invoice": {"series": "sales", "invoice": "F2026-00001",
        "draft": draft}});
    assert_eq!(
        story.refused("2026-02-03", again),
        ("invoice.replaced", "action.correct_invoice.invoice".to_owned())
    );
}

/// Rulebook EX-A: interest of 179.75 and 40.00 are outside VAT and have accounts of their own.
#[test]
fn a_debit_note_claims_interest_and_costs() {
    let mut story = Story::begin();
    story
        .tell("2026-01-15", json!({"issue_invoice": invoice(&[line("1", "1", "10000.00", "20")])}));
    let claim = |amount: &str, kind: &str| json!({"amount": amount, "kind": kind});
    let lines = [claim("179.75 EUR", "interest"), claim("40.00 EUR", "indemnity")];
    let note = |lines: &[serde_json::Value]| {
        json!({"issue_debit_note": {"series": "sales",
        "customer": "C1", "currency": "EUR", "lines": lines, "relates_to": ["F2026-00001"]}})
    };
    for (wrong, code) in [
        (claim("0.00 EUR", "costs"), "company.amount_not_positive"),
        (claim("1.00 USD", "costs"), "money.currency_mismatch"),
    ] {
        let refused = story.refused("2026-05-15", note(&[wrong]));
        assert_eq!(refused, (code, "action.issue_debit_note.lines[0].amount".to_owned()));
    }
    story.tell("2026-05-15", note(&lines));
    let books = [
        "411 12219.75 EUR",
        "44571 -2000.00 EUR",
        "707 -10000.00 EUR",
        "7581 -40.00 EUR",
        "7631 -179.75 EUR",
    ];
    assert_eq!(story.balances("2026-05-31"), books);
    let document = story.report(json!({"document": {"document": "F2026-00002"}}));
    assert_eq!(document["figures"]["breakdown"]["groups"][0]["vat"]["category"], "O");
    let chain = story.report(json!({"document_chain": {"invoice": "F2026-00001"}}));
    assert_eq!(chain["successors"][0]["kind"], "debit_note");
    assert_eq!(chain["total"], "12000.00 EUR");
}

/// A draft of a kind, with more said on it.
fn draft_of(kind: &str, line: Value, more: &[(&str, Value)]) -> Value {
    let mut draft = invoice(&[line]);
    draft["draft"]["kind"] = json!(kind);
    for (name, value) in more {
        draft["draft"][name] = value.clone();
    }
    json!({"issue_invoice": draft})
}

/// Compensation bears no VAT, whoever writes the document (rulebook T-23).
#[test]
fn what_is_claimed_bears_no_vat() {
    let mut story = Story::begin();
    let expected = ("invoice.claim_bears_vat", "action.issue_invoice.draft.lines[0].vat".into());
    let by_hand = draft_of("debit_note", line("1", "1", "40.00", "20"), &[]);
    assert_eq!(story.refused("2026-01-20", by_hand), expected);
    let mut claim = line("1", "1", "40.00", "20");
    claim["claim"] = json!("indemnity");
    assert_eq!(story.refused("2026-01-20", draft_of("invoice", claim.clone(), &[])), expected);
    claim["vat"] = json!({"category": "O", "rate": "0"});
    story.tell("2026-01-20", draft_of("debit_note", claim, &[]));
    assert_eq!(story.balances("2026-01-31"), ["411 40.00 EUR", "7581 -40.00 EUR"]);
}

/// What is outside the scope of VAT has a document of its own; a profile may say otherwise.
#[test]
fn what_is_not_subject_stands_alone() {
    let mut story = Story::begin();
    let mut outside = line("2", "1", "40.00", "0");
    outside["vat"] = json!({"category": "O", "rate": "0"});
    let mixed =
        json!({"issue_invoice": invoice(&[line("1", "1", "10.00", "20"), outside.clone()])});
    let path = "action.issue_invoice.document.lines[1].vat".to_owned();
    assert_eq!(story.refused("2026-01-15", mixed), ("invoice.not_subject_beside_others", path));
    let mut charged = invoice(&[outside.clone()]);
    charged["draft"]["adjustments"] = json!([{"kind": "charge", "value": {"amount": "1.00 EUR"},
        "vat": {"category": "S", "rate": "20"}}]);
    let path = "action.issue_invoice.document.adjustments[0].vat".to_owned();
    let charged = story.refused("2026-01-15", json!({"issue_invoice": charged}));
    assert_eq!(charged, ("invoice.not_subject_beside_others", path));
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[outside])}));
}

/// Only what gives back says why: an invoice is no rebate.
#[test]
fn an_invoice_names_no_reason_of_a_credit() {
    let mut story = Story::begin();
    let rebate = [("credit_reason", json!("rebate"))];
    let draft = draft_of("invoice", line("1", "1", "100.00", "20"), &rebate);
    let at = "action.issue_invoice.draft.credit_reason".to_owned();
    assert_eq!(story.refused("2026-01-20", draft), ("invoice.reason_of_no_credit", at));
}

/// The EUR 40 are claimed once for an invoice over its life (rulebook T-22, I15), of its customer.
#[test]
fn the_indemnity_is_claimed_once_for_an_invoice() {
    let mut story = Story::begin();
    story.tell("2026-01-10", json!({"issue_invoice": invoice(&[line("1", "1", "9.00", "20")])}));
    let claim = |customer: &str, kind: &str, relates_to: &[&str]| {
        json!({"issue_debit_note": {"series": "sales", "customer": customer, "currency": "EUR",
            "lines": [{"amount": "40.00 EUR", "kind": kind}], "relates_to": relates_to}})
    };
    let at = |index: usize| format!("action.issue_debit_note.relates_to[{index}]");
    let first = "F2026-00001";
    let refused = story.refused("2026-03-01", claim("C2", "indemnity", &[first]));
    assert_eq!(refused, ("company.relates_to_other", at(0)));
    let refused = story.refused("2026-03-01", claim("C1", "indemnity", &[first, first]));
    assert_eq!(refused, ("company.document_twice", at(1)));
    story.tell("2026-03-01", claim("C1", "indemnity", &[first]));
    story.tell("2026-03-02", claim("C1", "interest", &[first]));
    let refused = story.refused("2026-03-02", claim("C1", "indemnity", &[first]));
    assert_eq!(refused, ("company.indemnity_claimed", at(0)));
    // Given back, it may be claimed anew.
    let credit = json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00002",
        "scope": "whole"}});
    story.tell("2026-03-03", credit);
    story.tell("2026-03-04", claim("C1", "indemnity", &[first]));
}

/// Nothing follows up a document that is issued later than itself.
#[test]
fn what_follows_up_is_not_dated_before() {
    let mut story = Story::begin();
    for series in ["credits", "others"] {
        story.series(series, &series[..1].to_uppercase());
    }
    story.tell("2026-02-10", json!({"issue_invoice": invoice(&[line("1", "1", "9.00", "20")])}));
    let credit = json!({"issue_credit_note": {"series": "credits", "invoice": "F2026-00001",
        "scope": "whole"}});
    let draft = invoice(&[line("1", "1", "8.00", "20")])["draft"].clone();
    let correct = json!({"correct_invoice": {"series": "others", "invoice": "F2026-00001",
        "draft": draft}});
    let claim = json!({"issue_debit_note": {"series": "others", "customer": "C1",
        "currency": "EUR", "lines": [{"amount": "1.00 EUR", "kind": "costs"}],
        "relates_to": ["F2026-00001"]}});
    for action in [&credit, &correct, &claim] {
        let command = json!({"id": "backdated", "effective_on": "2026-02-09",
            "recorded_on": "2026-02-10", "action": action});
        let before = story.company.clone();
        let refused = o2c_core::json::execute(&mut story.company, &command.to_string());
        let refused = refused.expect_err("refused");
        assert_eq!(refused.code, "invoice.before_issue");
        assert!(refused.path.ends_with("draft.preceding[0].issued_on"), "{}", refused.path);
        let days: Vec<String> = refused.figures.into_iter().map(|(_, day)| day).collect();
        assert_eq!(days, ["2026-02-10", "2026-02-09"]);
        assert!(story.company == before, "a refusal changes nothing");
    }
    story.tell("2026-02-10", credit);
}
