//! What stands on every document of a company: under the French rules all kinds of documents are
//! issued, whatever they were made of.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use crate::told;

use crate::told::{Story, line};
use o2c_core::json;
use serde_json::{Value, json};

const DAY: &str = "2026-03-10";

fn profile() -> Value {
    json!({"not_subject_stands_alone": true, "is_french": true, "mentions_are_due": true, "law": {
        "vat_rates": [{"valid_from": "2014-01-01", "value": ["0", "5.5", "10", "20"]}],
        "recovery_indemnity": [{"valid_from": "2013-01-01", "value": "40.00 EUR"}],
        "exemptions": [{"valid_from": "2000-01-01", "value": ["CGI"]}],
    }})
}

fn note(subject: &str, text: &str) -> Value {
    json!({"subject": subject, "text": text})
}

fn mentions() -> Value {
    json!({
        "notes": [
            note("PMT", "Indemnité forfaitaire pour frais de recouvrement : 40 EUR"),
            {"subject": "PMD", "text": "Pénalités : 3 x le taux légal", "table": "penalties"},
            note("AAB", "Escompte pour paiement anticipé : néant"),
            note("REG", "RCS Lyon 552 100 554"),
        ],
        "process": "by_supply",
        "vat_reasons": [{"vat": {"category": "E", "rate": "0"}, "reason": "art. 261 CGI"}],
        "vat_in_ledger_currency": true,
    })
}

fn party(name: &str, siren: &str) -> Value {
    json!({"name": name, "address": {"lines": ["1 rue A"], "city": "Lyon", "postal_code": "69001",
        "country": "FR"}, "identifiers": [{"scheme": "0002", "value": siren}],
        "vat_id": format!("FR12{siren}")})
}

/// A company that issues under the French rules, with a professional and a private customer.
fn french(mentions: &Value) -> Story {
    let settings = json!({
        "ledger_currency": "EUR", "party": party("Moulin SAS", "552100554"),
        "issue_profile": profile(), "mentions": mentions,
    });
    let mut story = Story { company: json::found(&settings.to_string()).expect("founded") };
    let mut person = party("Jeanne Petit", "732829320");
    person["kind"] = json!("consumer");
    for (id, party) in [("C1", party("Martin SARL", "732829320")), ("C2", person)] {
        let customer = json!({"customer": id, "party": party, "terms": told::terms("net 30")});
        story.tell("2026-01-01", json!({"directory": {"register_customer": customer}}));
    }
    story.series("sales", "F");
    story
}

/// A line that says what it sells.
fn sold(id: &str, price: &str, rate: &str) -> Value {
    let mut sold = line(id, "10", price, rate);
    sold["description"] = json!("Flour");
    sold
}

fn place(story: &mut Story, order: &str, lines: &[Value], more: &Value) {
    let mut placed = json!({"order": order, "customer": "C1", "currency": "EUR", "lines": lines,
        "terms": told::terms("net 30"), "billing": "ordered"});
    let more = more.as_object().expect("fields").clone();
    placed.as_object_mut().expect("an order").extend(more);
    story.tell(DAY, json!({ "place_order": placed }));
    story.tell(DAY, json!({"confirm_order": {"order": order}}));
}

fn draft_of(story: &Story, number: &str) -> Value {
    story.report(json!({"document": {"document": number}}))["draft"].clone()
}

fn subjects(draft: &Value) -> Vec<&str> {
    let notes = draft["notes"].as_array().map_or(&[][..], Vec::as_slice).iter();
    notes.map(|note| note["subject"].as_str().unwrap_or_default()).collect()
}

fn draft(lines: &[Value]) -> Value {
    json!({"customer": "C1", "currency": "EUR", "lines": lines, "terms": told::terms("net 30")})
}

fn invoice(draft: &Value) -> Value {
    json!({"issue_invoice": {"series": "sales", "draft": draft}})
}

/// Rulebook 1.5, 1.6: an invoice, credit notes of all scopes, a corrective invoice, a deposit, the
/// final invoice, a milestone, several orders, shipments, the credit note of a deposit, a pro forma
/// and a debit note: each is issued, and each invoice has the notes of INV-50.
#[test]
fn all_kinds_of_documents_issue_under_the_french_rules() {
    let mut story = french(&mentions());
    let lines = [sold("1", "100.00", "20"), sold("2", "30.00", "5.5")];
    story.tell(DAY, invoice(&draft(&lines)));
    let credit = |scope: Value| {
        json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00001",
            "scope": scope, "reason": "rebate"}})
    };
    story.tell(DAY, credit(json!({"lines": [{"line": "1", "quantity": "3"}]})));
    story.tell(DAY, credit(json!({"amount": "12.34 EUR"})));
    let corrected = json!({"series": "sales", "invoice": "F2026-00001", "draft": draft(&lines)});
    story.tell(DAY, json!({ "correct_invoice": corrected }));
    for order in ["O1", "O2", "O3", "O4", "O5", "O6"] {
        place(&mut story, order, &lines, &json!({}));
    }
    let percent = json!({"percent": "30"});
    for order in ["O1", "O6"] {
        let deposit = json!({"series": "sales", "order": order, "share": percent});
        story.tell(DAY, json!({ "issue_deposit": deposit }));
    }
    story.tell(DAY, json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let milestones = json!([
        {"id": "a", "description": "Begun", "share": {"percent": "40"}},
        {"id": "b", "description": "Done", "share": "rest"},
    ]);
    story.tell(DAY, json!({"plan_billing": {"order": "O2", "milestones": milestones}}));
    let milestone = json!({"series": "sales", "order": "O2", "milestone": "a"});
    story.tell(DAY, json!({ "invoice_milestone": milestone }));
    story.tell(DAY, json!({"invoice_orders": {"series": "sales", "orders": ["O3", "O4"]}}));
    story.tell(DAY, json!({"ship": {"shipment": "S5", "order": "O5"}}));
    story.tell(DAY, json!({"invoice_shipments": {"series": "sales", "shipments": ["S5"]}}));
    story.tell(DAY, json!({"cancel_order": {"order": "O6", "reason": "too late"}}));
    let given_back = json!({"series": "sales", "deposit": "F2026-00006", "reason": "cancelled"});
    story.tell(DAY, json!({ "credit_deposit": given_back }));
    for number in 1..=11 {
        let issued = draft_of(&story, &format!("F2026-{number:05}"));
        assert_eq!(subjects(&issued), ["PMT", "PMD", "AAB", "REG"], "{issued}");
        let process = if number == 7 { "B4" } else { "B1" };
        assert_eq!(issued["process"], process, "{issued}");
    }
    let found = story.report(json!({"findings": {"profile": profile()}}));
    assert_eq!(found, json!([]), "nothing is found in any of them");

    // What is no invoice is held against nothing: a debit note says none of it.
    let claims = json!([{"amount": "12.34 EUR", "kind": "interest"},
        {"amount": "40.00 EUR", "kind": "indemnity"}]);
    let debit = json!({"series": "sales", "customer": "C1", "currency": "EUR", "lines": claims});
    story.tell(DAY, json!({ "issue_debit_note": debit }));
    assert_eq!(subjects(&draft_of(&story, "F2026-00012")), [""; 0]);
    story.tell(
        DAY,
        json!({"open_series": {"series": "offers", "prefix": "P", "yearly": true,
        "digits": 5, "kinds": ["pro_forma"]}}),
    );
    let mut shown = draft(&lines);
    shown["kind"] = json!("pro_forma");
    story.tell(DAY, json!({"issue_invoice": {"series": "offers", "draft": shown}}));
    assert_eq!(subjects(&draft_of(&story, "P2026-00001")).len(), 4);
}

/// Without what stands on every document there is no place to say it for an order.
#[test]
fn what_is_said_nowhere_is_missed() {
    let mut story = french(&json!({}));
    place(&mut story, "O1", &[sold("1", "100.00", "20")], &json!({}));
    let order = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    let refused = story.refused(DAY, order);
    assert_eq!(refused, ("invoice.breaks_rule", "action.invoice_order.document.notes".to_owned()));
}

/// A draft's own words stand; a credit note says what its invoice said.
#[test]
fn a_draft_speaks_for_itself() {
    let mut story = french(&mentions());
    let mut own = draft(&[sold("1", "100.00", "20")]);
    own["notes"] = json!([note("PMD", "Pénalités : 15 %")]);
    own["process"] = json!("B7");
    story.tell(DAY, invoice(&own));
    let issued = draft_of(&story, "F2026-00001");
    assert_eq!(subjects(&issued), ["PMD", "PMT", "AAB", "REG"]);
    assert_eq!(issued["notes"][0]["text"], "Pénalités : 15 %");
    assert_eq!(issued["process"], "B7");
    story.tell(
        DAY,
        json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00001",
            "scope": "whole", "reason": "rebate"}}),
    );
    let credit = draft_of(&story, "F2026-00002");
    assert_eq!(credit["notes"][0]["text"], "Pénalités : 15 %", "{credit}");
    assert_eq!(subjects(&credit).len(), 4);
}

/// Rulebook INV-51: the lump sum is owed between professionals alone.
#[test]
fn a_private_person_is_told_what_concerns_one() {
    let mut story = french(&mentions());
    let mut private = draft(&[sold("1", "100.00", "20")]);
    private["customer"] = json!("C2");
    story.tell(DAY, invoice(&private));
    assert_eq!(subjects(&draft_of(&story, "F2026-00001")), ["REG"]);
}

/// A document that grants a discount never says that there is none.
#[test]
fn a_discount_has_a_note_of_its_own() {
    let discounted = json!({"terms": told::terms("2% 10 net 30")});
    let order = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    let mut story = french(&mentions());
    place(&mut story, "O1", &[sold("1", "100.00", "20")], &discounted);
    assert_eq!(story.refused(DAY, order.clone()).0, "invoice.breaks_rule");
    let mut with_note = mentions();
    with_note["discount_note"] = json!("Escompte : 2 % sous 10 jours");
    let mut story = french(&with_note);
    place(&mut story, "O1", &[sold("1", "100.00", "20")], &discounted);
    story.tell(DAY, order);
    let issued = draft_of(&story, "F2026-00001");
    assert_eq!(issued["notes"][2], note("AAB", "Escompte : 2 % sous 10 jours"));
}

/// The rate of penalties changes every half year: a table says from which day on.
#[test]
fn a_note_may_change_with_the_day_of_issue() {
    let mut story = french(&mentions());
    for (from, text) in [("2026-01-01", "12.15 %"), ("2026-07-01", "12.40 %")] {
        let value = json!({"table": "penalties", "valid_from": from,
            "value": {"legal_reference": text}});
        story.tell("2026-01-02", json!({"directory": {"set_table_value": value}}));
    }
    for (on, number, text) in
        [("2026-06-30", "F2026-00001", "12.15 %"), ("2026-07-01", "F2026-00002", "12.40 %")]
    {
        story.tell(on, invoice(&draft(&[sold("1", "100.00", "20")])));
        assert_eq!(draft_of(&story, number)["notes"][1]["text"], text);
    }
}

/// What an order sells says its frame, its exempt groups say why, and VAT in another currency is
/// told in the ledger's (rulebook INV-32, INV-43): 400 USD at 1.25 are 320.00 EUR.
#[test]
fn frame_reason_and_currency_follow_from_the_sale() {
    let mut story = french(&mentions());
    let mut service = sold("1", "100.00", "20");
    service["supply"] = json!("services");
    let mut exempt = sold("2", "50.00", "0");
    exempt["vat"] = json!({"category": "E", "rate": "0"});
    place(&mut story, "O1", &[service.clone()], &json!({}));
    place(&mut story, "O2", &[service, exempt], &json!({}));
    for order in ["O1", "O2"] {
        story.tell(DAY, json!({"invoice_order": {"series": "sales", "order": order}}));
    }
    assert_eq!(draft_of(&story, "F2026-00001")["process"], "S1");
    let mixed = draft_of(&story, "F2026-00002");
    assert_eq!(
        (&mixed["process"], &mixed["vat_reasons"][0]["reason"]),
        (&json!("M1"), &json!("art. 261 CGI"))
    );
    place(&mut story, "O3", &[sold("1", "200.00", "20")], &json!({"currency": "USD"}));
    let order = json!({"series": "sales", "order": "O3", "exchange_rate": "EUR/USD 1.25"});
    story.tell(DAY, json!({ "invoice_order": order }));
    let told = story.report(json!({"document": {"document": "F2026-00003"}}));
    assert_eq!(told["figures"]["vat_accounting"]["total"], "320.00 EUR");
    story.tell(
        DAY,
        json!({"issue_credit_note": {"series": "sales", "invoice": "F2026-00003",
            "scope": "whole", "reason": "rebate", "exchange_rate": "EUR/USD 1.25"}}),
    );
}

/// A company without such settings writes and issues as it did.
#[test]
fn settings_that_say_nothing_are_not_written() {
    let written = json!(Story::begin().company.settings()).to_string();
    assert!(!written.contains("mentions"), "{written}");
    let settings = json!({"ledger_currency": "EUR", "mentions": {"process": "B3"}});
    let refusal = json::found(&settings.to_string()).expect_err("no such frame");
    assert_eq!(refusal.path, "mentions.process");
}
