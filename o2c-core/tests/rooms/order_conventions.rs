//! Orders whose prices hold their VAT, whose lines bear other taxes or cover days, and that are
//! paid in cash: their invoices show the figures of the order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crate::told::{Story, line};
use serde_json::{Value, json};

fn order(id: &str, lines: &[Value], more: Value) -> Value {
    let mut order = json!({"order": id, "customer": "C1", "currency": "EUR", "lines": lines,
        "billing": "ordered"});
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    json!({ "place_order": order })
}

fn confirm(id: &str) -> Value {
    json!({"confirm_order": {"order": id}})
}

fn bill(id: &str) -> Value {
    json!({"invoice_order": {"series": "sales", "order": id}})
}

fn bill_some(id: &str, quantity: &str) -> Value {
    let lines = json!([{"line": "1", "quantity": quantity}]);
    json!({"invoice_order": {"series": "sales", "order": id, "lines": lines}})
}

/// Net, VAT, gross, rounding and due of a document.
fn totals(story: &Story, document: &str) -> [String; 5] {
    let document = story.report(json!({"document": {"document": document}}));
    let names = ["net", "vat", "gross", "rounding", "due"];
    names.map(|name| document["figures"][name].as_str().unwrap().replace(" EUR", ""))
}

/// Rulebook EX-I7b: 100.05 at 20 % are 83.38 and 16.68, which miss it by a cent.
#[test]
fn prices_with_vat_come_to_what_was_entered() {
    let mut story = Story::begin();
    let with_vat = json!({"prices": {"with_vat": {}}});
    story.tell("2026-01-05", order("O1", &[line("1", "1", "100.05", "20")], with_vat));
    let shown = story.report(json!({"order_confirmation": {"order": "O1"}}));
    let figures = ["net", "vat", "gross", "rounding"].map(|name| shown[name].as_str().unwrap());
    assert_eq!(figures, ["83.38 EUR", "16.68 EUR", "100.06 EUR", "-0.01 EUR"]);
    assert_eq!(shown["prices"], json!({"with_vat": {"difference": "rounding"}}));
    story.tell("2026-01-05", confirm("O1"));
    story.tell("2026-01-06", bill("O1"));
    let figures = totals(&story, "F2026-00001");
    assert_eq!(figures, ["83.38", "16.68", "100.06", "-0.01", "100.05"]);
    // Three at 40.00 in two invoices: 66.67 + 13.33, and 33.33 + 6.67.
    let difference = json!({"prices": {"with_vat": {"difference": "vat_by_difference"}}});
    story.tell("2026-01-07", order("O2", &[line("1", "3", "40.00", "20")], difference));
    story.tell("2026-01-07", confirm("O2"));
    story.tell("2026-01-08", bill_some("O2", "2"));
    story.tell("2026-01-09", bill("O2"));
    assert_eq!(totals(&story, "F2026-00002"), ["66.67", "13.33", "80.00", "0.00", "80.00"]);
    assert_eq!(totals(&story, "F2026-00003"), ["33.33", "6.67", "40.00", "0.00", "40.00"]);
}

/// Three lines of 0.33 at 20 % (rulebook EX-I3, V-08), and 12.33 with VAT paid in cash (EX-M3).
#[test]
fn vat_and_the_amount_due_are_rounded_as_the_order_says() {
    let mut story = Story::begin();
    let lines = ["1", "2", "3"].map(|id| line(id, "1", "0.33", "20"));
    story.tell("2026-01-05", order("O1", &lines, json!({"vat_rounding": "per_line"})));
    let cash = json!({"cash_rounding": "0.05 EUR", "prices": {"with_vat": {}}});
    story.tell("2026-01-05", order("O2", &[line("1", "1", "12.33", "20")], cash));
    for id in ["O1", "O2"] {
        story.tell("2026-01-06", confirm(id));
        story.tell("2026-01-06", bill(id));
    }
    assert_eq!(totals(&story, "F2026-00001"), ["0.99", "0.21", "1.20", "0.00", "1.20"]);
    // 10.28 + 2.06 are 12.34, of which the cent and two more are rounded.
    assert_eq!(totals(&story, "F2026-00002"), ["10.28", "2.06", "12.34", "0.01", "12.35"]);
    let step = order("O3", &[line("1", "1", "1.00", "20")], json!({"cash_rounding": "0 EUR"}));
    assert_eq!(story.refused("2026-01-06", step).1, "action.place_order.cash_rounding");
}

/// Case TAX-ECO-01 in part: 5.00 of eco tax a unit and 20 % upon price and eco tax; and GST of 5 %
/// on two lines of 0.10, rounded once.
#[test]
fn lines_of_an_order_bear_other_taxes() {
    let mut story = Story::begin();
    let mut pieces = line("1", "2", "100.00", "0");
    pieces["vat"] = json!({"category": "O", "rate": "0"});
    pieces["taxes"] = json!([
        {"name": "eco", "levy": {"per_unit": "5"}, "raises_following": true},
        {"name": "sales", "levy": {"percent": "20"}, "is_raised_by_previous": true},
    ]);
    let accounts = json!({"tax_accounts": [{"name": "eco", "account": "4473"}],
        "vat_reasons": [{"vat": {"category": "O", "rate": "0"}, "reason": "outside the scope"}]});
    story.tell("2026-01-05", order("O1", &[pieces.clone()], accounts.clone()));
    let shown = story.report(json!({"order_confirmation": {"order": "O1"}}));
    assert_eq!((&shown["net"], &shown["gross"]), (&json!("200.00 EUR"), &json!("252.00 EUR")));
    assert_eq!(shown["taxes"][1]["amount"], "42.00 EUR");
    story.tell("2026-01-05", confirm("O1"));
    let file = json!({"file": {"customer": "C1"}, "as_of": "2026-01-05"});
    let exposure = story.report(json!({ "credit": file }))["exposure"].clone();
    assert!(exposure.to_string().contains("252.00 EUR"), "{exposure}");
    story.tell("2026-01-06", bill_some("O1", "1"));
    story.tell("2026-01-06", bill("O1"));
    assert_eq!(totals(&story, "F2026-00002"), ["100.00", "0.00", "126.00", "0.00", "126.00"]);
    let balances = ["411 252.00 EUR", "44571 -42.00 EUR", "4473 -10.00 EUR", "707 -200.00 EUR"];
    assert_eq!(story.balances("2026-01-06"), balances);

    let beside_vat = {
        let mut line = pieces.clone();
        line["vat"] = json!({"category": "S", "rate": "20"});
        order("O2", &[line], json!({}))
    };
    assert_eq!(
        story.refused("2026-01-06", beside_vat),
        ("invoice.taxes_beside_vat", "action.place_order.lines[0].taxes".into())
    );
    // A deposit is a share of VAT groups, and these taxes are in none.
    story.tell("2026-01-06", order("O3", &[pieces], accounts));
    story.tell("2026-01-06", confirm("O3"));
    let deposit = json!({"issue_deposit": {"series": "sales", "order": "O3",
        "share": {"percent": "30"}}});
    assert_eq!(
        story.refused("2026-01-06", deposit),
        ("company.order.billed_by_lines_only", "action.issue_deposit.order".into())
    );
}

/// 900.00 for the first quarter: 90 days, of which 31 have gone by at the end of January.
#[test]
fn lines_of_an_order_cover_days() {
    let mut story = Story::begin();
    let mut rent = line("1", "1", "900.00", "20");
    rent["period"] = json!({"from": "2026-01-01", "until": "2026-04-01"});
    story.tell("2026-01-05", order("O1", &[rent], json!({})));
    story.tell("2026-01-05", confirm("O1"));
    story.tell("2026-01-15", json!({"ship": {"shipment": "S1", "order": "O1"}}));
    story.tell("2026-01-15", bill("O1"));
    let document = story.report(json!({"document": {"document": "F2026-00001"}}));
    let period = &document["draft"]["lines"][0]["period"];
    assert_eq!(*period, json!({"from": "2026-01-01", "until": "2026-04-01"}));
    let items = story.report(json!({"cut_off": {"as_of": "2026-01-31"}}))["items"].clone();
    assert_eq!(items[0]["net"], "590.00 EUR");
}

/// 30 % of 120.00 with VAT are 30.00 + 6.00; the final invoice leaves 84.00. A settlement by lines
/// below zero is shown as paid before, since these lines would be without VAT.
#[test]
fn deposits_are_deducted_from_prices_with_vat() {
    let mut story = Story::begin();
    let settings = json!({"ledger_currency": "EUR", "deposit_deduction": "negative_lines"});
    story.company = o2c_core::json::found(&settings.to_string()).unwrap();
    let terms = crate::told::terms("net 30");
    story.tell(
        "2026-01-01",
        json!({"directory": {"register_customer": {"customer": "C1", "party": {"name": "C1"},
            "terms": terms}}}),
    );
    story.series("sales", "F");
    let with_vat = json!({"prices": {"with_vat": {}}});
    story.tell("2026-01-05", order("O1", &[line("1", "1", "120.00", "20")], with_vat.clone()));
    story.tell("2026-01-05", confirm("O1"));
    let share = json!({"percent": "30"});
    let deposit =
        |id: &str| json!({"issue_deposit": {"series": "sales", "order": id, "share": share}});
    story.tell("2026-01-06", deposit("O1"));
    assert_eq!(totals(&story, "F2026-00001"), ["30.00", "6.00", "36.00", "0.00", "36.00"]);
    story.tell("2026-01-07", bill("O1"));
    assert_eq!(totals(&story, "F2026-00002"), ["100.00", "20.00", "120.00", "0.00", "84.00"]);
    // Where net and VAT miss the price, their sum is not the order: VAT has to be the difference.
    story.tell("2026-01-08", order("O2", &[line("1", "1", "100.05", "20")], with_vat));
    story.tell("2026-01-08", confirm("O2"));
    assert_eq!(story.refused("2026-01-08", deposit("O2")).0, "company.order.billed_by_lines_only");
}

/// Orders on one invoice are worked out alike.
#[test]
fn orders_on_one_invoice_are_worked_out_alike() {
    let mut story = Story::begin();
    let with_vat = json!({"prices": {"with_vat": {}}});
    story.tell("2026-01-05", order("O1", &[line("1", "1", "60.00", "20")], with_vat.clone()));
    story.tell("2026-01-05", order("O2", &[line("1", "1", "60.00", "20")], with_vat));
    story.tell("2026-01-05", order("O3", &[line("1", "1", "60.00", "20")], json!({})));
    for id in ["O1", "O2", "O3"] {
        story.tell("2026-01-05", confirm(id));
    }
    let together = |ids: &[&str]| json!({"invoice_orders": {"series": "sales", "orders": ids}});
    assert_eq!(
        story.refused_with("2026-01-06", together(&["O1", "O3"])),
        ("company.orders_differ", vec!["prices".into(), "with VAT".into(), "without VAT".into()])
    );
    story.tell("2026-01-06", together(&["O1", "O2"]));
    assert_eq!(totals(&story, "F2026-00001"), ["100.00", "20.00", "120.00", "0.00", "120.00"]);
}

/// What was billed with VAT stays so.
#[test]
fn what_was_billed_keeps_its_basis() {
    let mut story = Story::begin();
    let lines = [line("1", "2", "60.00", "20")];
    story.tell("2026-01-05", order("O1", &lines, json!({"prices": {"with_vat": {}}})));
    story.tell("2026-01-05", confirm("O1"));
    story.tell("2026-01-06", bill_some("O1", "1"));
    let content = order("O1", &lines, json!({}))["place_order"].clone();
    let amend = json!({"amend_order": {"content": content, "reason": "mistake"}});
    assert_eq!(
        story.refused("2026-01-07", amend),
        ("order.amendment.fixed", "action.amend_order.content.prices".into())
    );
}
