//! What happens to a document after it is issued: dispatch, receipt, statuses, numbering.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, invoice, line, terms};
use o2c_core::json;
use serde_json::{Value, json};

/// The code with which a command of an earlier day is refused.
fn refused_late(story: &mut Story, on: &str, recorded_on: &str, action: &Value) -> &'static str {
    let command =
        json!({"id": "late", "effective_on": on, "recorded_on": recorded_on, "action": action});
    json::execute(&mut story.company, &command.to_string()).expect_err("refused").code
}

fn issued(story: &mut Story, terms_text: &str) {
    let mut invoice = invoice(&[line("1", "1", "1000.00", "20"), line("2", "1", "100.00", "10")]);
    invoice["draft"]["terms"] = terms(terms_text);
    story.tell("2026-01-15", json!({"issue_invoice": invoice}));
}

fn dispatch(to: &str) -> Value {
    json!({"dispatch_document": {"document": "F2026-00001", "channel": "email", "to": to}})
}

fn outcome(outcome: Value) -> Value {
    json!({"record_dispatch": {"document": "F2026-00001", "outcome": outcome}})
}

fn status(status: u16, more: Value) -> Value {
    let mut record = json!({"document": "F2026-00001", "status": status});
    for (name, value) in more.as_object().expect("fields") {
        record[name] = value.clone();
    }
    json!({"record_status": record})
}

fn men(parts: &[(&str, &str)]) -> Value {
    let amount = |(rate, amount): &(&str, &str)| {
        let vat = json!({"category": "S", "rate": rate});
        json!({"marker": "MEN", "amount": amount, "vat": vat})
    };
    json!({"amounts": parts.iter().map(amount).collect::<Vec<_>>()})
}

fn due_days(story: &Story, query: Value) -> Vec<String> {
    let items = story.report(json!({"open_items": query}));
    let items = items.as_array().expect("items").iter();
    items.map(|item| item["due_on"].as_str().expect("a day").to_owned()).collect()
}

#[test]
fn a_dispatch_carries_what_its_reader_needs_to_pay() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    story.tell("2026-01-16", dispatch("ap@durand.example"));
    let outbox = story.report(json!({"outbox": {"as_of": "2026-01-16"}}));
    let row = &outbox["dispatches"][0];
    assert_eq!(row["status"], "waiting");
    let request = &row["dispatch"]["request"];
    // F202600001 is 15 2026 00001; 98 - (15202600001 271500 mod 97) are its check digits.
    let check = 98 - 15_202_600_001_271_500_u64 % 97;
    assert_eq!(request["reference"], format!("RF{check:02}F202600001"));
    assert_eq!(request["payments"][0]["amount"], "1310.00 EUR");
    assert_eq!(request["payments"][0]["due_on"], "2026-02-14");
    story.tell("2026-01-17", outcome(json!("sent")));
    story.tell("2026-01-18", outcome(json!({"rejected": {"reason": "mailbox full"}})));
    let status = |as_of: &str| {
        let outbox = story.report(json!({"outbox": {"as_of": as_of}}));
        outbox["dispatches"]
            .get(0)
            .map_or(outbox["undispatched"][0].clone(), |row| row["status"].clone())
    };
    let days = ["2026-01-15", "2026-01-16", "2026-01-17", "2026-01-18"].map(status);
    assert_eq!(days, ["F2026-00001", "waiting", "sent", "rejected"]);
    let refused = story.refused("2026-01-19", outcome(json!("received")));
    assert_eq!(refused.0, "invoice.dispatch.outcome_out_of_order");
    let unknown = json!({"dispatch_document": {"document": "X1", "channel": "post", "to": ""}});
    let refused = story.refused("2026-01-19", unknown);
    let path = "action.dispatch_document.document".to_owned();
    assert_eq!(refused, ("company.unknown_document", path));
}

#[test]
fn the_receipt_moves_what_falls_due_by_it() {
    let mut story = Story::begin();
    issued(&mut story, "net 30 from receipt");
    story.tell("2026-01-16", dispatch("a@x"));
    let provisional = ["2026-02-14"];
    assert_eq!(due_days(&story, json!({"as_of": "2026-01-16"})), provisional);
    story.tell("2026-01-20", outcome(json!("received")));
    // 30 days after the receipt of 20 January; earlier days still see the provisional day.
    assert_eq!(due_days(&story, json!({"as_of": "2026-01-20"})), ["2026-02-19"]);
    assert_eq!(due_days(&story, json!({"as_of": "2026-01-19"})), provisional);
    let known = json!({"as_of": "2026-01-31", "known_at": "2026-01-19"});
    assert_eq!(due_days(&story, known), provisional);
    // The ageing follows: on 19 February nothing is overdue, on the 20th everything is.
    let overdue = |as_of: &str| {
        let ageing = story.report(json!({"ageing": {"as_of": as_of}}));
        ageing["totals"][0]["not_due"].clone()
    };
    assert_eq!(["2026-02-19", "2026-02-20"].map(overdue), ["1310.00 EUR", "0.00 EUR"]);
    // The document never changes.
    let document = story.report(json!({"document": {"document": "F2026-00001"}}));
    assert_eq!(document["instalments"][0]["due_on"], "2026-02-14");
    // A second receipt, later, moves nothing.
    story.tell("2026-01-21", dispatch("b@x"));
    story.tell("2026-01-25", outcome(json!("received")));
    assert_eq!(due_days(&story, json!({"as_of": "2026-01-25"})), ["2026-02-19"]);
}

#[test]
fn a_receipt_moves_nothing_that_counts_from_the_issue() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    story.tell("2026-01-16", dispatch("a@x"));
    story.tell("2026-01-20", outcome(json!("received")));
    assert_eq!(due_days(&story, json!({"as_of": "2026-01-20"})), ["2026-02-14"]);
}

#[test]
fn a_receipt_in_a_closed_period_is_refused() {
    let mut story = Story::begin();
    issued(&mut story, "net 30 from receipt");
    story.tell("2026-01-16", dispatch("a@x"));
    story.tell("2026-02-02", json!({"close_period": {"until": "2026-01-31"}}));
    let received = outcome(json!("received"));
    let refused = refused_late(&mut story, "2026-01-20", "2026-02-03", &received);
    assert_eq!(refused, "company.period_closed");
}

#[test]
fn no_more_is_said_to_be_collected_than_came_in() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    let too_much = "invoice.status.collected_too_much";
    // rulebook EX-V2: 500.00 of 1 310.00 are 458.02 at 20 % and 41.98 at 10 %.
    let first = men(&[("20", "458.02 EUR"), ("10", "41.98 EUR")]);
    assert_eq!(story.refused("2026-01-20", status(212, first.clone())).0, too_much);
    story.tell(
        "2026-01-20",
        json!({"receive_payment": {"payment": "P1", "payer": "C1", "amount": "500.00 EUR"}}),
    );
    let lines = json!([{"entry": "F2026-00001"}, {"entry": "P1"}]);
    let letter = json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}});
    story.tell("2026-01-20", letter);
    let unsaid = |story: &Story| {
        let report = story.report(json!({"e_invoice": {"document": "F2026-00001"}}));
        report["collected_unsaid"].clone()
    };
    assert_eq!(unsaid(&story), "500.00 EUR");
    let report = story.report(json!({"e_invoice": {"document": "F2026-00001"}}));
    let parts = report["collection"].as_array().expect("amounts").iter();
    let parts: Vec<_> = parts.map(|part| part["amount"].as_str().expect("money")).collect();
    assert_eq!(parts, ["41.98 EUR", "458.02 EUR"]);
    story.tell("2026-01-21", status(212, first));
    assert_eq!(unsaid(&story), "0.00 EUR");
    let one_cent = men(&[("20", "0.01 EUR")]);
    assert_eq!(story.refused("2026-01-21", status(212, one_cent)).0, too_much);
    let unletter = json!({"customer": "C1", "currency": "EUR", "letter": "AAA"});
    story.tell("2026-01-22", json!({"unletter": unletter}));
    // What bounced is to be taken back.
    assert_eq!(unsaid(&story), "-500.00 EUR");
    let back = men(&[("20", "-458.02 EUR"), ("10", "-41.98 EUR")]);
    story.tell("2026-01-22", status(212, back));
    assert_eq!(unsaid(&story), "0.00 EUR");
}

#[test]
fn a_status_says_why_and_the_report_what_follows() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    let missing = story.refused("2026-01-20", status(207, json!({})));
    assert_eq!(missing.0, "invoice.status.reason_missing");
    assert_eq!(missing.1, "action.record_status.reasons");
    assert_eq!(story.refused("2026-01-20", status(299, json!({}))).0, "invoice.status.unknown");
    let mood = json!({"reasons": ["MOOD"]});
    assert_eq!(story.refused("2026-01-20", status(207, mood)).0, "invoice.status.reason_unknown");
    story.tell("2026-01-20", status(200, json!({})));
    story.tell("2026-01-20", status(207, json!({"reasons": ["QTE_ERR"], "by": "Durand"})));
    story.tell("2026-01-25", status(205, json!({})));
    let standing = |as_of: &str| {
        let query = json!({"document": "F2026-00001", "as_of": as_of});
        story.report(json!({"e_invoice": query}))["standing"].clone()
    };
    let disputed = standing("2026-01-20");
    assert_eq!(disputed["is_in_dispute"], true);
    assert_eq!(
        disputed["effects"],
        json!([{"dispute": {"amount": "1310.00 EUR"}}, "dunning_block"])
    );
    let approved = standing("2026-01-25");
    assert_eq!(
        (&approved["is_in_dispute"], &approved["transmission"]),
        (&json!(false), &json!(200))
    );
    assert_eq!(approved["approved"], "1310.00 EUR");
}

/// rulebook EX-V2: 500, 500 and 310 of 1 200.00 at 20 % and 110.00 at 10 %; what the report
/// proposes is accepted and closes to the cent.
#[test]
fn the_collections_of_an_invoice_close_rate_by_rate() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    let mut shares = Vec::new();
    for (payment, amount) in [("P1", "500.00 EUR"), ("P2", "500.00 EUR"), ("P3", "310.00 EUR")] {
        let received = json!({"payment": payment, "payer": "C1", "amount": amount});
        story.tell("2026-01-20", json!({"receive_payment": received}));
        let lines = json!([{"entry": "F2026-00001"}, {"entry": payment}]);
        let letter = json!({"customer": "C1", "currency": "EUR", "lines": lines});
        story.tell("2026-01-20", json!({"letter": letter}));
        let report = story.report(json!({"e_invoice": {"document": "F2026-00001"}}));
        let amounts = report["collection"].clone();
        let parts = amounts.as_array().expect("amounts").iter();
        shares.extend(parts.map(|part| part["amount"].as_str().expect("money").to_owned()));
        story.tell("2026-01-20", status(212, json!({"amounts": amounts})));
    }
    let expected = ["41.98", "458.02", "41.99", "458.01", "26.03", "283.97"];
    assert_eq!(shares, expected.map(|amount| format!("{amount} EUR")));
    let report = story.report(json!({"e_invoice": {"document": "F2026-00001"}}));
    assert_eq!(report["standing"]["remaining"], "0.00 EUR");
}

#[test]
fn inv_45_a_series_proves_that_no_number_is_missing() {
    let mut story = Story::begin();
    issued(&mut story, "net 30");
    // A refused issue burns no number.
    let before = json!({"issue_invoice": invoice(&[line("1", "1", "1.00", "20")])});
    let refused = refused_late(&mut story, "2026-01-14", "2026-01-15", &before);
    assert_eq!(refused, "invoice.series.not_chronological");
    for (on, number) in [("2026-12-31", "F2026-00002"), ("2027-01-01", "F2027-00001")] {
        story.tell(on, json!({"issue_invoice": invoice(&[line("1", "1", "1.00", "20")])}));
        story.report(json!({"document": {"document": number}}));
    }
    let numbering = story.report(json!({"numbering": {"series": "sales"}}));
    assert_eq!(
        numbering,
        json!({
            "series": "sales",
            "counts": [
                {"year": 2026, "first": "F2026-00001", "last": "F2026-00002", "count": 2,
                 "gaps": []},
                {"year": 2027, "first": "F2027-00001", "last": "F2027-00001", "count": 1,
                 "gaps": []},
            ],
            "strangers": [],
            "is_chronological": true,
        })
    );
}
