//! Credit notes: whatever their sequence, the last one ends exactly at the original (rulebook
//! V-06, contract on credit notes).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use crate::told::{Story, invoice, line};
use serde_json::{Value, json};

const ON: &str = "2026-02-01";

fn begin() -> Story {
    let mut story = Story::begin();
    story.series("credits", "A");
    story
}

fn credit(scope: Value) -> Value {
    json!({"issue_credit_note": {"series": "credits", "invoice": "F2026-00001", "scope": scope}})
}

fn of_quantity(line: &str, quantity: &str) -> Value {
    credit(json!({"lines": [{"line": line, "quantity": quantity}]}))
}

fn of_amount(line: &str, amount: &str) -> Value {
    credit(json!({"lines": [{"line": line, "amount": amount}]}))
}

impl Story {
    /// Net and VAT of the last credit note.
    fn credited(&mut self, action: Value) -> (String, String) {
        self.tell(ON, action);
        let number = self.last_number();
        let document = self.report(json!({"document": {"document": number}}));
        assert_eq!(document["draft"]["kind"], "credit_note");
        assert_eq!(document["draft"]["preceding"][0]["number"], "F2026-00001");
        let figure = |name: &str| document["figures"][name].as_str().unwrap().to_owned();
        (figure("net"), figure("vat"))
    }

    fn last_number(&self) -> String {
        let history: Value =
            serde_json::from_str(&o2c_core::json::history(&self.company).unwrap()).unwrap();
        let events = history["events"].as_array().or(history.as_array()).unwrap();
        let issued = |event: &Value| event["invoice"]["event"]["issued"]["number"].clone();
        let number = events.iter().rev().map(issued).find(|number| number.is_string());
        number.unwrap().as_str().unwrap().to_owned()
    }

    /// What is open in all, and the balance of sales and of VAT.
    fn books(&self) -> Vec<String> {
        self.balances("2026-12-31")
    }
}

fn pair(net: &str, vat: &str) -> (String, String) {
    (format!("{net} EUR"), format!("{vat} EUR"))
}

/// Rulebook EX-V5: three thirds of 100.00 + 20.00. Each document on its own would give 20.01.
#[test]
fn three_thirds_are_the_whole() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    assert_eq!(story.credited(of_quantity("1", "1")), pair("33.33", "6.67"));
    assert_eq!(story.credited(of_quantity("1", "1")), pair("33.34", "6.66"));
    assert_eq!(story.credited(of_quantity("1", "1")), pair("33.33", "6.67"));
    assert!(story.books().is_empty(), "{:?}", story.books());
}

/// Three units for 100.00.
fn thirds() -> Value {
    let mut line = line("1", "3", "100.00", "20");
    line["base_quantity"] = json!("3");
    invoice(&[line])
}

/// Rulebook EX-V7: 22.16 for 7 units, credited 3 then 4.
#[test]
fn a_line_telescopes_on_its_quantity() {
    let mut story = begin();
    let mut line = line("1", "7", "22.16", "20");
    line["base_quantity"] = json!("7");
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[line])}));
    assert_eq!(story.credited(of_quantity("1", "3")).0, "9.50 EUR");
    assert_eq!(story.credited(of_quantity("1", "4")).0, "12.66 EUR");
    assert!(story.books().is_empty());
}

/// Ten machines at 100.00 less one taken in trade for 900.00: base 100.00, VAT 20.00. Five that
/// come back bear the VAT of 500.00, more than the whole document; the rest turns negative, and
/// all of it together is the invoice (rulebook V-06, INV-22).
#[test]
fn a_line_beside_one_taken_back_bears_its_own_vat() {
    let mut story = begin();
    let lines = [line("1", "10", "100.00", "20"), line("2", "-1", "900.00", "20")];
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&lines)}));
    assert_eq!(story.credited(of_quantity("1", "5")), pair("500.00", "100.00"));
    assert_eq!(story.credited(of_quantity("1", "5")), pair("500.00", "100.00"));
    assert_eq!(story.credited(of_quantity("2", "-1")), pair("-900.00", "-180.00"));
    assert!(story.books().is_empty(), "{:?}", story.books());
}

/// The same where the negative line comes back first, where the lines make up for each other, and
/// where a cent is left of them: 0.03 bear 0.01, and 100.00 of them not a third of it.
#[test]
fn lines_of_both_signs_telescope_in_any_order() {
    for (taken, first, of_first, then) in [
        ("60.00", "2", pair("-60.00", "-12.00"), pair("100.00", "20.00")),
        ("100.00", "1", pair("100.00", "20.00"), pair("-100.00", "-20.00")),
        ("99.97", "1", pair("100.00", "20.00"), pair("-99.97", "-19.99")),
    ] {
        let mut story = begin();
        let lines = [line("1", "1", "100.00", "20"), line("2", "-1", taken, "20")];
        story.tell("2026-01-15", json!({"issue_invoice": invoice(&lines)}));
        let quantity = |id: &str| if id == "1" { "1" } else { "-1" };
        assert_eq!(story.credited(of_quantity(first, quantity(first))), of_first, "{taken}");
        let second = if first == "1" { "2" } else { "1" };
        assert_eq!(story.credited(of_quantity(second, quantity(second))), then, "{taken}");
        assert!(story.books().is_empty(), "{taken}: {:?}", story.books());
    }
}

/// Four credit notes of an invoice over 334.99 once summed to 335.00 elsewhere.
#[test]
fn four_credit_notes_sum_to_the_invoice() {
    let mut story = begin();
    // 279.16 + 55.83 = 334.99: a quarter is 69.79 + 13.958.
    let mut line = line("1", "4", "279.16", "20");
    line["base_quantity"] = json!("4");
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[line])}));
    let mut vat = Vec::new();
    for _ in 0..4 {
        vat.push(story.credited(of_quantity("1", "1")).1);
    }
    assert_eq!(vat, ["13.96 EUR", "13.96 EUR", "13.95 EUR", "13.96 EUR"]);
    assert!(story.books().is_empty());
}

/// Once everything is credited nothing is left, by whatever scope it is asked.
#[test]
fn full_credit_then_cancellation_is_refused() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    assert_eq!(story.credited(credit(json!("whole"))), pair("100.00", "20.00"));
    let (code, path) = story.refused(ON, credit(json!("whole")));
    assert_eq!(
        (code, path.as_str()),
        ("invoice.nothing_to_credit", "action.issue_credit_note.scope")
    );
    let (code, figures) = story.refused_with(ON, of_quantity("1", "1"));
    assert_eq!(code, "invoice.credit.exceeds_quantity");
    assert_eq!(figures, ["1", "1", "0"]);
    let (code, figures) = story.refused_with(ON, credit(json!({"amount": "0.01 EUR"})));
    assert_eq!(code, "invoice.credit.exceeds_document");
    assert_eq!(figures, ["0.01 EUR", "0.00 EUR"]);
}

/// A full adjustment and then the cancellation share one remaining amount.
#[test]
fn a_full_adjustment_then_the_cancellation() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    assert_eq!(story.credited(of_amount("1", "100.00 EUR")), pair("100.00", "20.00"));
    // The units may still come back; their value was given back already.
    assert_eq!(story.credited(credit(json!("whole"))), pair("0.00", "0.00"));
    assert!(story.books().is_empty());
    let (code, figures) = story.refused_with(ON, of_amount("1", "0.01 EUR"));
    assert_eq!(code, "invoice.credit.exceeds_line");
    assert_eq!(figures, ["1", "0.01 EUR", "0.00 EUR"]);
}

/// After a price reduction what is left of the value goes with what is left of the quantity.
#[test]
fn a_reduced_price_is_what_a_return_gives_back() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&[line("1", "10", "10.00", "20")])}));
    assert_eq!(story.credited(of_amount("1", "20.00 EUR")), pair("20.00", "4.00"));
    assert_eq!(story.credited(of_quantity("1", "5")), pair("40.00", "8.00"));
    assert_eq!(story.credited(credit(json!("whole"))), pair("40.00", "8.00"));
    assert!(story.books().is_empty());
}

/// An amount is split over the VAT groups by what remains of them, and later line credits are
/// less by their share of it.
#[test]
fn goodwill_is_spread_over_the_groups_and_what_comes_later() {
    let mut story = begin();
    let lines = [
        line("1", "1", "100.00", "20"),
        line("2", "1", "100.00", "20"),
        line("3", "1", "50.00", "10"),
    ];
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&lines)}));
    // 10.00 over 200.00 and 50.00: 8.00 and 2.00.
    assert_eq!(story.credited(credit(json!({"amount": "10.00 EUR"}))), pair("10.00", "1.80"));
    // Half of the 20 % group was 100.00, half of the 8.00 is off.
    assert_eq!(story.credited(of_quantity("1", "1")), pair("96.00", "19.20"));
    assert_eq!(story.credited(credit(json!("whole"))), pair("144.00", "24.00"));
    assert!(story.books().is_empty());
}

/// An amount with VAT is what the customer gets, to the cent.
#[test]
fn an_amount_with_vat_is_given_back_to_the_cent() {
    let mut story = begin();
    let lines = [line("1", "1", "83.38", "20"), line("2", "1", "50.00", "5.5")];
    story.tell("2026-01-15", json!({"issue_invoice": invoice(&lines)}));
    // 100.06 and 52.75 with VAT; 50.03 of 152.81 are 32.76 and 17.27.
    let given = story.credited(credit(json!({"amount_with_vat": "50.03 EUR"})));
    // 16.68 x 32.76 / 100.06 = 5.461; 2.75 x 17.27 / 52.75 = 0.900.
    assert_eq!(given, pair("43.67", "6.36"));
    story.tell(ON, credit(json!("whole")));
    assert!(story.books().is_empty(), "{:?}", story.books());
}

/// Allowances and charges of the document are given back with the lines of their VAT group.
#[test]
fn document_allowances_go_back_with_their_lines() {
    let mut story = begin();
    let mut invoice = invoice(&[line("1", "3", "33.34", "20"), line("2", "1", "10.00", "10")]);
    invoice["draft"]["adjustments"] = json!([
        {"kind": "allowance", "value": {"amount": "10.00 EUR"}, "vat": vat("20"), "reason": "x"},
        {"kind": "charge", "value": {"amount": "1.00 EUR"}, "vat": vat("5.5"), "reason": "freight"},
    ]);
    story.tell("2026-01-15", json!({"issue_invoice": invoice}));
    // 33.34 less 3.33 of the allowance, with 33.34 / 110.02 of the freight: 0.30.
    assert_eq!(story.credited(of_quantity("1", "1")).0, "30.31 EUR");
    assert_eq!(story.credited(of_quantity("1", "1")).0, "30.31 EUR");
    story.credited(of_quantity("2", "1"));
    story.credited(of_quantity("1", "1"));
    assert!(story.books().is_empty(), "{:?}", story.books());
}

fn vat(rate: &str) -> Value {
    json!({"category": "S", "rate": rate})
}

/// A returned quantity debits sales, a rebate the account of rebates (rulebook 5.2, A-02).
#[test]
fn a_rebate_has_an_account_of_its_own() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    let mut rebate = of_amount("1", "10.00 EUR");
    rebate["issue_credit_note"]["reason"] = json!("rebate");
    story.tell(ON, rebate);
    let books = ["411 108.00 EUR", "44571 -18.00 EUR", "707 -100.00 EUR", "709 10.00 EUR"];
    assert_eq!(story.books(), books);
}

/// With `letter` the credit note settles what is open of its invoice at once.
#[test]
fn a_credit_note_is_lettered_at_once_where_asked() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    let mut note = of_quantity("1", "1");
    note["issue_credit_note"]["letter"] = json!(true);
    story.tell(ON, note.clone());
    let items = story.report(json!({"open_items": {"as_of": ON}}));
    assert_eq!(items.as_array().unwrap().len(), 1);
    assert_eq!(items[0]["open"], "80.00 EUR");
    // Paid in full: nothing is open any more, the credit note stays open.
    story.tell(
        ON,
        json!({"receive_payment": {"payment": "P1", "payer": "C1",
        "amount": "80.00 EUR"}}),
    );
    story.tell(
        ON,
        json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": [{"entry": "F2026-00001"}, {"entry": "P1"}]}}),
    );
    story.tell(ON, note);
    let items = story.report(json!({"open_items": {"as_of": ON}}));
    assert_eq!(items[0]["entry"], "A2026-00002");
    assert_eq!(items[0]["open"], "-40.00 EUR");
}

/// Quantities that should not have been billed may be billed again, returned ones not (O-11).
#[test]
fn what_a_credit_means_for_the_order() {
    let mut story = begin();
    story.tell(
        "2026-01-10",
        json!({"place_order": {"order": "O1", "customer": "C1",
        "currency": "EUR", "lines": [line("1", "10", "10.00", "20")]}}),
    );
    story.tell("2026-01-10", json!({"confirm_order": {"order": "O1"}}));
    story.tell("2026-01-10", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    story.tell("2026-01-15", json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    for (reason, quantity) in [("unbilled", "2"), ("returned", "3"), ("rebate", "1")] {
        let mut note = of_quantity("1", quantity);
        note["issue_credit_note"]["reason"] = json!(reason);
        story.tell(ON, note);
    }
    let order = story.report(json!({"order": {"order": "O1"}}));
    let counters = &order["state"]["confirmed"]["lines"][0];
    assert_eq!(counters["invoiced"], "10");
    assert_eq!(counters["credited"], "5", "a rebate gives no quantity back");
    assert_eq!(counters["returned"], "3");
    story.tell(ON, json!({"invoice_order": {"series": "sales", "order": "O1"}}));
    let again = story.report(json!({"document": {"document": "F2026-00002"}}));
    assert_eq!(again["draft"]["lines"][0]["quantity"], "2 C62");
    let nothing = json!({"invoice_order": {"series": "sales", "order": "O1"}});
    assert_eq!(story.refused(ON, nothing).0, "order.nothing_to_invoice");
}

/// What cannot be credited says why, and where it stands in the command.
#[test]
fn what_cannot_be_credited_says_why() {
    let mut story = begin();
    story.tell("2026-01-15", json!({"issue_invoice": thirds()}));
    let lines = |lines: Value| credit(json!({"lines": lines}));
    let both = json!([{"line": "1", "quantity": "1", "amount": "1.00 EUR"}]);
    for (action, code, path) in [
        (of_quantity("1", "4"), "invoice.credit.exceeds_quantity", "scope.lines[0].quantity"),
        (of_quantity("1", "-1"), "invoice.credit.exceeds_quantity", "scope.lines[0].quantity"),
        (of_quantity("1", "0"), "invoice.credit.exceeds_line", "scope.lines[0].amount"),
        (of_amount("1", "100.01 EUR"), "invoice.credit.exceeds_line", "scope.lines[0].amount"),
        (of_amount("1", "-1.00 EUR"), "invoice.credit.exceeds_line", "scope.lines[0].amount"),
        (of_amount("1", "1.00 USD"), "money.currency_mismatch", "scope.lines[0].amount"),
        (of_quantity("2", "1"), "invoice.credit.line_unknown", "scope.lines[0].line"),
        (lines(json!([])), "invoice.nothing_to_credit", "scope"),
        (lines(both), "invoice.credit.part_unclear", "scope.lines[0]"),
        (lines(json!([{"line": "1"}])), "invoice.credit.part_unclear", "scope.lines[0]"),
        (
            lines(json!([{"line": "1", "quantity": "1"}, {"line": "1", "amount": "1.00 EUR"}])),
            "invoice.credit.line_named_twice",
            "scope.lines[1].line",
        ),
        (credit(json!({"amount": "0.00 EUR"})), "invoice.credit.exceeds_document", "scope.amount"),
        (
            credit(json!({"amount": "100.01 EUR"})),
            "invoice.credit.exceeds_document",
            "scope.amount",
        ),
        (credit(json!({"amount": "1.00 USD"})), "money.currency_mismatch", "scope.amount"),
    ] {
        let found = story.refused(ON, action);
        assert_eq!(found, (code, format!("action.issue_credit_note.{path}")));
    }
    let mut unknown = of_quantity("1", "1");
    unknown["issue_credit_note"]["invoice"] = json!("F2026-00009");
    assert_eq!(story.refused(ON, unknown).0, "company.unknown_document");
    story.tell(ON, of_quantity("1", "1"));
    let mut note = of_quantity("1", "1");
    note["issue_credit_note"]["invoice"] = json!("A2026-00001");
    assert_eq!(story.refused(ON, note).0, "invoice.not_creditable");
    let mut bare = thirds();
    bare["draft"]["kind"] = json!("credit_note");
    bare["draft"]["preceding"] = json!([{"number": "F2026-00001", "issued_on": "2026-01-15"}]);
    assert_eq!(
        story.refused(ON, json!({"issue_invoice": bare})),
        ("company.preceding_is_ours", "action.issue_invoice.draft.preceding[0].number".to_owned())
    );
}

/// 100.00 and a tax of 10 % on an account of its own; with `is_included` the price holds it.
fn taxed(price: &str, is_included: bool) -> Value {
    let mut line = line("1", "3", price, "0");
    line["vat"] = json!({"category": "O", "rate": "0"});
    line["taxes"] = json!([{"name": "PST", "levy": {"percent": "10"}, "is_included": is_included}]);
    let mut draft = invoice(&[line]);
    draft["draft"]["tax_accounts"] = json!([{"name": "PST", "account": "4478"}]);
    draft
}

/// Taxes besides VAT go back part by part: 10 % of 99.99 are 10.00, of which a third is 3.33 and
/// the rest 6.67; of 99.99 with its tax, 9.09 and 90.90, they are thirds of 3.03.
#[test]
fn stacked_taxes_are_given_back_in_parts() {
    for (is_included, parts) in [
        (false, [("33.33", "3.33"), ("33.33", "3.34"), ("33.33", "3.33")]),
        (true, [("30.30", "3.03"), ("30.30", "3.03"), ("30.30", "3.03")]),
    ] {
        let mut story = begin();
        story.tell("2026-01-15", json!({"issue_invoice": taxed("33.33", is_included)}));
        for (net, tax) in parts {
            assert_eq!(story.credited(of_quantity("1", "1")), pair(net, "0.00"));
            let number = story.report(json!({"document_chain": {"invoice": "F2026-00001"}}));
            let number = number["successors"].as_array().unwrap().last().unwrap()["number"].clone();
            let note = story.report(json!({"document": {"document": number}}));
            assert_eq!(note["figures"]["taxes"][0]["amount"], format!("{tax} EUR"));
        }
        assert!(story.books().is_empty(), "{:?}", story.books());
        let chain = story.report(json!({"document_chain": {"invoice": "F2026-00001"}}));
        assert_eq!(chain["total"], "0.00 EUR");
    }
}

/// Four units of 25.00 bear 1.50 of eco tax each, and 5 % on both.
fn with_eco_tax() -> Story {
    let mut story = begin();
    let mut line = line("1", "4", "25.00", "0");
    line["vat"] = json!({"category": "O", "rate": "0"});
    line["taxes"] = json!([
        {"name": "eco", "levy": {"per_unit": "1.50"}, "raises_following": true},
        {"name": "gst", "levy": {"percent": "5"}, "is_raised_by_previous": true},
    ]);
    let mut draft = invoice(&[line]);
    draft["draft"]["tax_accounts"] = json!([{"name": "eco", "account": "4478"}]);
    story.tell("2026-01-15", json!({"issue_invoice": draft}));
    story
}

/// What is levied per unit goes back with the units, what is levied on the value with the value; a
/// whole credit takes the rest, and the chain counts the taxes.
#[test]
fn taxes_per_unit_are_given_back_with_the_units() {
    let mut story = with_eco_tax();
    let total = |story: &Story| {
        story.report(json!({"document_chain": {"invoice": "F2026-00001"}}))["total"].clone()
    };
    // 100.00, 6.00 of eco tax, 5 % of 106.00.
    assert_eq!(total(&story), "111.30 EUR");
    story.tell(ON, credit(json!({"lines": [{"line": "1", "amount": "20.00 EUR"}]})));
    assert_eq!(total(&story), "90.30 EUR", "20.00 and 5 %");
    story.tell(ON, of_quantity("1", "1"));
    assert_eq!(total(&story), "67.72 EUR", "20.00, 1.50 and 5 %, 1.08 of 1.075");
    story.tell(ON, credit(json!("whole")));
    assert_eq!(total(&story), "0.00 EUR");
    assert!(story.books().is_empty(), "{:?}", story.books());
}

/// An amount that names no line takes the taxes along: 100.00, 6.00 of eco tax and 5 % of 106.00
/// are 111.30, of which a tenth is 10.00, 0.60 and 0.53, and thirds of the rest are 33.39.
#[test]
fn an_amount_takes_its_share_of_every_tax() {
    let mut story = with_eco_tax();
    for (scope, net, eco, gst) in [
        (json!({"amount": "10.00 EUR"}), "10.00", "0.60", "0.53"),
        (json!({"amount_with_vat": "33.39 EUR"}), "30.00", "1.80", "1.59"),
        (json!({"amount_with_vat": "33.39 EUR"}), "30.00", "1.80", "1.59"),
        (json!({"amount": "30.00 EUR"}), "30.00", "1.80", "1.59"),
    ] {
        assert_eq!(story.credited(credit(scope)), pair(net, "0.00"));
        let number = story.last_number();
        let note = story.report(json!({"document": {"document": number}}));
        let tax = |at: usize| note["figures"]["taxes"][at]["amount"].clone();
        assert_eq!([tax(0), tax(1)], [format!("{eco} EUR"), format!("{gst} EUR")]);
    }
    assert!(story.books().is_empty(), "{:?}", story.books());
    let (code, path) = story.refused(ON, credit(json!({"amount_with_vat": "0.01 EUR"})));
    assert_eq!(code, "invoice.credit.exceeds_document");
    assert_eq!(path, "action.issue_credit_note.scope.amount_with_vat");
}

/// Taxes besides VAT go back to their accounts with a whole credit note, and with a correction.
#[test]
fn stacked_taxes_are_given_back() {
    for (price, is_included, net) in [("33.33", false, "99.99"), ("33.33", true, "90.90")] {
        let mut story = begin();
        story.tell("2026-01-15", json!({"issue_invoice": taxed(price, is_included)}));
        assert!(story.books().iter().any(|row| row.starts_with("4478 -")), "{:?}", story.books());
        let given_back = story.credited(credit(json!("whole")));
        assert_eq!(given_back, pair(net, "0.00"));
        assert!(story.books().is_empty(), "{:?}", story.books());

        let mut story = begin();
        story.tell("2026-01-15", json!({"issue_invoice": taxed(price, is_included)}));
        let booked = story.books();
        let draft = taxed(price, is_included)["draft"].clone();
        let correct = json!({"series": "sales", "invoice": "F2026-00001", "draft": draft});
        story.tell(ON, json!({"correct_invoice": correct}));
        assert_eq!(story.books(), booked);
    }
}

/// Cash rounds 115.02 to 115.00 and 115.03 to 115.05: a whole credit note gives that back as well,
/// to the account it went to.
#[test]
fn what_cash_rounded_is_given_back_where_it_went() {
    for (price, due) in [("100.02", "115.00 EUR"), ("100.03", "115.05 EUR")] {
        let mut story = Story::begin();
        let mut cash = invoice(&[line("1", "1", price, "15")]);
        cash["draft"]["cash_rounding"] = json!("0.05 EUR");
        story.tell("2026-01-15", json!({"issue_invoice": cash}));
        let document = story.report(json!({"document": {"document": "F2026-00001"}}));
        assert_eq!(document["figures"]["due"], due);
        let note = json!({"series": "sales", "invoice": "F2026-00001", "scope": "whole",
            "reason": "returned"});
        story.tell("2026-01-16", json!({"issue_credit_note": note}));
        assert!(story.balances("2026-01-31").is_empty(), "{:?}", story.balances("2026-01-31"));
    }
}
