//! Deposits, billing plans and invoices over several orders, told as stories of a company.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use crate::told;

use crate::paid_ahead::*;
use crate::told::{Story, line};
use serde_json::json;

/// Pays a document and letters the payment with its item.
fn pay(story: &mut Story, payment: &str, number: &str, amount: &str) {
    let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
    story.tell(DAY, json!({"receive_payment": paid}));
    story.tell(
        DAY,
        json!({"letter": {"customer": "C1", "currency": "EUR",
        "lines": [{"entry": number}, {"entry": payment}]}}),
    );
}

/// rulebook EX-V3, EX-I10 and 5.2: 30 % of 10 000 at 20 %; both forms leave 8 400 due and post
/// the same.
#[test]
fn a_deposit_is_deducted_in_both_forms() {
    for (form, net, vat, gross) in [
        ("prepaid", "10000.00 EUR", "2000.00 EUR", "12000.00 EUR"),
        ("negative_lines", "7000.00 EUR", "1400.00 EUR", "8400.00 EUR"),
    ] {
        let mut story = story(form);
        ordered(&mut story, "O1", &[line("1", "1", "10000.00", "20")]);
        story.tell(DAY, deposit("O1", json!({"percent": "30"})));
        let issued = document(&story, "D2026-00001");
        assert_eq!(issued["draft"]["kind"], "deposit");
        assert_eq!(issued["draft"]["lines"][0]["description"], "Deposit on O1");
        assert_eq!(groups(&issued), ["3000.00 EUR + 600.00 EUR"]);
        assert_eq!(issued["instalments"][0]["due_on"], DAY, "at once where no terms are given");
        let books = story.balances(DAY);
        assert!(books.contains(&"411 3600.00 EUR".into()), "{books:?}");
        assert!(books.contains(&"4191 -3600.00 EUR".into()), "{books:?}");
        assert!(!books.iter().any(|row| row.starts_with("707")), "{books:?}");
        pay(&mut story, "P1", "D2026-00001", "3600.00 EUR");
        story.tell(DAY, invoice("O1"));
        let names = ["net", "vat", "gross", "due"];
        let found = figures(&story, "F2026-00001", &names);
        assert_eq!(found, [net, vat, gross, "8400.00 EUR"]);
        let last = document(&story, "F2026-00001");
        assert_eq!(last["draft"]["preceding"][0]["number"], "D2026-00001");
        assert_eq!(last["draft"]["preceding"][0]["issued_on"], DAY);
        let books = story.balances(DAY);
        assert!(books.contains(&"411 8400.00 EUR".into()), "{books:?}");
        assert!(books.contains(&"707 -10000.00 EUR".into()), "{books:?}");
        assert!(!books.iter().any(|row| row.starts_with("4191")), "{books:?}");
    }
}

/// rulebook EX-I11: 6.66 of the VAT are left after two deposits of 33.33 + 6.67.
#[test]
fn the_vat_that_is_left_telescopes() {
    for (form, vat, gross) in
        [("prepaid", "20.00 EUR", "119.99 EUR"), ("negative_lines", "6.66 EUR", "39.99 EUR")]
    {
        let mut story = story(form);
        ordered(&mut story, "O1", &[line("1", "1", "99.99", "20")]);
        for number in ["D2026-00001", "D2026-00002"] {
            story.tell(DAY, deposit("O1", json!({"amount": "40.00 EUR"})));
            assert_eq!(groups(&document(&story, number)), ["33.33 EUR + 6.67 EUR"]);
        }
        story.tell(DAY, invoice("O1"));
        let found = figures(&story, "F2026-00001", &["vat", "gross", "due"]);
        assert_eq!(found, [vat, gross, "39.99 EUR"]);
    }
}

/// EN 16931 BT-13, BT-120: the documents of an order bear the customer's reference, and the reasons
/// of the groups that they bear.
#[test]
fn the_documents_of_an_order_say_what_it_says() {
    let mut story = story("negative_lines");
    let mut within = line("1", "1", "1000.00", "0");
    within["vat"] = json!({"category": "AE", "rate": "0"});
    let reason = |category: &str| {
        json!({"vat": {"category": category, "rate": "0"},
        "reason": "Reverse charge"})
    };
    ordered_with(
        &mut story,
        json!({"order": "O1", "lines": [within], "reference": "PO 7",
            "vat_reasons": [reason("AE"), reason("E")]}),
    );
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, plan("O1", &[json!({"percent": "50"}), json!("rest")]));
    story.tell(DAY, milestone("O1", "M0"));
    for number in ["D2026-00001", "F2026-00001"] {
        let draft = &document(&story, number)["draft"];
        assert_eq!(draft["purchase_order"], "PO 7");
        assert_eq!(draft["vat_reasons"], json!([reason("AE")]));
    }
    let mut within = line("1", "1", "1000.00", "0");
    within["vat"] = json!({"category": "AE", "rate": "0"});
    ordered_with(
        &mut story,
        json!({"order": "O2", "lines": [within], "reference": "PO 8",
            "vat_reasons": [reason("AE")]}),
    );
    story.tell(DAY, json!({"invoice_orders": {"series": "sales", "orders": ["O2"]}}));
    let draft = &document(&story, "F2026-00002")["draft"];
    assert_eq!(draft["purchase_order"], "PO 8");
    assert_eq!(draft["vat_reasons"], json!([reason("AE")]));
}

/// rulebook INV-33: an invoice deducts what was issued before it or on its day.
#[test]
fn a_deposit_of_a_later_day_is_not_deducted() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "1", "1000.00", "20")]);
    story.tell("2026-02-10", deposit("O1", json!({"percent": "30"})));
    let dated_before = json!({"id": "final", "effective_on": "2026-01-20",
        "recorded_on": "2026-02-10", "action": invoice("O1")});
    o2c_core::json::execute(&mut story.company, &dated_before.to_string()).unwrap();
    assert_eq!(figures(&story, "F2026-00001", &["prepaid", "due"]), ["0.00 EUR", "1200.00 EUR"]);
}

/// Contract I4: a deposit of the whole order leaves an invoice of nothing, and no item.
#[test]
fn the_whole_as_deposit_leaves_nothing_due() {
    for form in ["prepaid", "negative_lines"] {
        let mut story = story(form);
        ordered(&mut story, "O1", &[line("1", "1", "100.01", "20"), line("2", "1", "0.03", "5.5")]);
        story.tell(DAY, deposit("O1", json!({"percent": "50"})));
        story.tell(DAY, deposit("O1", json!({"percent": "50"})));
        story.tell(DAY, invoice("O1"));
        assert_eq!(figures(&story, "F2026-00001", &["due"]), ["0.00 EUR"]);
        let books = story.balances(DAY);
        assert!(!books.iter().any(|row| row.starts_with("4191")), "{books:?}");
    }
}

/// A partial invoice deducts at most what it comes to; the rest stays for the next, and the
/// deposits go in the order of their issue.
#[test]
fn partial_invoices_deduct_in_the_order_of_issue() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "2", "100.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"amount": "100.00 EUR"})));
    story.tell(DAY, deposit("O1", json!({"amount": "60.00 EUR"})));
    let part = json!({"series": "sales", "order": "O1", "lines": [{"line": "1", "quantity": "1"}]});
    story.tell(DAY, json!({"invoice_order": part}));
    assert_eq!(figures(&story, "F2026-00001", &["prepaid", "due"]), ["120.00 EUR", "0.00 EUR"]);
    let first = document(&story, "F2026-00001");
    assert_eq!(first["draft"]["deducted"][0]["groups"][0]["amount"], "16.67 EUR");
    assert_eq!(first["draft"]["deducted"][1]["groups"][0]["amount"], "3.33 EUR");
    assert!(story.balances(DAY).contains(&"4191 -40.00 EUR".into()));
    story.tell(DAY, invoice("O1"));
    assert_eq!(figures(&story, "F2026-00002", &["prepaid", "due"]), ["40.00 EUR", "80.00 EUR"]);
    assert!(!story.balances(DAY).iter().any(|row| row.starts_with("4191")));
}

/// rulebook V-05: an order that is cancelled leaves its deposits, which are given back once.
#[test]
fn a_cancelled_order_gives_its_deposits_back() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "1", "1000.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "30"})));
    story.tell(DAY, json!({"cancel_order": {"order": "O1", "reason": "no longer needed"}}));
    let credit =
        json!({"credit_deposit": {"series": "deposits", "deposit": "D2026-00001", "reason": "x"}});
    story.tell(DAY, credit.clone());
    let given_back = document(&story, "D2026-00002");
    assert_eq!(given_back["draft"]["kind"], "deposit_credit_note");
    assert_eq!(groups(&given_back), ["300.00 EUR + 60.00 EUR"]);
    assert!(story.balances(DAY).is_empty(), "{:?}", story.balances(DAY));
    let items = story.report(json!({"open_items": {"as_of": DAY}}));
    let open = |at: usize| items[at]["open"].as_str().unwrap().to_owned();
    assert_eq!((open(0), open(1)), ("360.00 EUR".into(), "-360.00 EUR".into()));
    let at = |field: &str| format!("action.credit_deposit.{field}");
    assert_eq!(story.refused(DAY, credit), ("order.deposit.credited", at("deposit")));
    let unknown = json!({"credit_deposit": {"series": "deposits", "deposit": "D9"}});
    assert_eq!(story.refused(DAY, unknown), ("company.unknown_document", at("deposit")));
    let none = json!({"credit_deposit": {"series": "deposits", "deposit": "D2026-00002"}});
    assert_eq!(story.refused(DAY, none), ("company.not_a_deposit", at("deposit")));
}

/// What one invoice deducted is not given back; a deposit deducted wholly has nothing left.
#[test]
fn only_what_is_left_of_a_deposit_is_given_back() {
    let mut story = story("negative_lines");
    ordered(&mut story, "O1", &[line("1", "2", "100.00", "20")]);
    story.tell(DAY, deposit("O1", json!({"percent": "100"})));
    let part = json!({"series": "sales", "order": "O1", "lines": [{"line": "1", "quantity": "1"}]});
    story.tell(DAY, json!({"invoice_order": part}));
    story.tell(DAY, json!({"cancel_order": {"order": "O1", "reason": "the rest is not needed"}}));
    let credit = json!({"credit_deposit": {"series": "deposits", "deposit": "D2026-00001"}});
    story.tell(DAY, credit);
    assert_eq!(groups(&document(&story, "D2026-00002")), ["100.00 EUR + 20.00 EUR"]);
    assert!(!story.balances(DAY).iter().any(|row| row.starts_with("4191")));
    // Half of it was given back, which its chain tells.
    let chain = story.report(json!({"document_chain": {"invoice": "D2026-00001"}}));
    assert_eq!(chain["successors"][0]["number"], "D2026-00002");
    assert_eq!(chain["successors"][0]["kind"], "deposit_credit_note");
    assert_eq!(chain["remaining"]["lines"][0]["amount"], "100.00 EUR");
    assert_eq!(
        (&chain["remaining"]["net"], &chain["total"]),
        (&json!("100.00 EUR"), &json!("120.00 EUR"))
    );

    ordered(&mut story, "O2", &[line("1", "1", "100.00", "20")]);
    story.tell(DAY, deposit("O2", json!({"percent": "10"})));
    story.tell(DAY, invoice("O2"));
    let credit = json!({"credit_deposit": {"series": "deposits", "deposit": "D2026-00003"}});
    assert_eq!(story.refused(DAY, credit).0, "order.deposit.exceeded");
}

#[test]
fn deposits_are_refused_where_they_make_no_sense() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "2", "500.00", "20")]);
    let ask = deposit("O1", json!({"amount": "1200.01 EUR"}));
    let expected = vec!["1200.01 EUR".to_owned(), "1200.00 EUR".to_owned()];
    assert_eq!(story.refused_with(DAY, ask), ("invoice.deposit.beyond_order", expected));
    // What was billed without it is no more to be paid ahead.
    let part = json!({"series": "sales", "order": "O1", "lines": [{"line": "1", "quantity": "1"}]});
    story.tell(DAY, json!({"invoice_order": part}));
    let ask = deposit("O1", json!({"percent": "60"}));
    let (code, path) = story.refused(DAY, ask);
    assert_eq!(code, "invoice.deposit.beyond_order");
    assert_eq!(path, "action.issue_deposit.share.percent");
    story.tell(DAY, deposit("O1", json!({"percent": "50"})));
    let unknown = deposit("O9", json!({"percent": "50"}));
    assert_eq!(story.refused(DAY, unknown).0, "company.unknown_order");
    let placed = json!({"place_order": {"order": "O2", "customer": "C1", "currency": "EUR",
        "lines": [line("1", "1", "1.00", "20")]}});
    story.tell(DAY, placed);
    let early = deposit("O2", json!({"percent": "50"}));
    assert_eq!(story.refused(DAY, early).0, "order.not_possible");
    let mut by_hand = json!({"issue_invoice": told::invoice(&[line("1", "1", "1.00", "20")])});
    let old = json!([{"number": "OLD-1", "issued_on": "2025-12-01"}]);
    by_hand["issue_invoice"]["draft"]["preceding"] = old;
    for kind in ["deposit", "deposit_credit_note"] {
        by_hand["issue_invoice"]["draft"]["kind"] = json!(kind);
        let at = "action.issue_invoice.draft.kind".to_owned();
        assert_eq!(story.refused(DAY, by_hand.clone()), ("company.deposit_by_hand", at));
    }
}

/// rulebook EX-V5's thirds: 100.00 + 20.00 in three milestones; the deposit goes off the first.
#[test]
fn milestones_bill_the_order() {
    let mut story = story("negative_lines");
    ordered(&mut story, "O1", &[line("1", "1", "60.00", "20"), line("2", "4", "10.00", "20")]);
    let third = json!({"percent": "33.3333"});
    let shares = [third.clone(), third, json!("rest")];
    story.tell(DAY, plan("O1", &shares));
    assert_eq!(story.refused(DAY, plan("O1", &shares)).0, "order.plan.too_late");
    assert_eq!(story.refused(DAY, invoice("O1")).0, "order.plan.bills");
    let cancel = json!({"cancel_order_line": {"order": "O1", "line": "1"}});
    assert_eq!(story.refused(DAY, cancel).0, "order.plan.bills");
    story.tell(DAY, deposit("O1", json!({"amount": "12.00 EUR"})));
    for (id, groups_found, due) in [
        ("M0", "23.33 EUR + 4.67 EUR", "28.00 EUR"),
        ("M1", "33.34 EUR + 6.66 EUR", "40.00 EUR"),
        ("M2", "33.33 EUR + 6.67 EUR", "40.00 EUR"),
    ] {
        let order = story.report(json!({"order": {"order": "O1"}}));
        assert_ne!(order["billing"], "complete");
        story.tell(DAY, milestone("O1", id));
        let number = format!("F2026-0000{}", id[1..].parse::<u32>().unwrap() + 1);
        assert_eq!(groups(&document(&story, &number)), [groups_found]);
        assert_eq!(figures(&story, &number, &["due"]), [due]);
        assert_eq!(story.refused(DAY, milestone("O1", id)).0, "order.milestone.invoiced");
    }
    let order = story.report(json!({"order": {"order": "O1"}}));
    assert_eq!(order["billing"], "complete");
    assert_eq!(story.refused(DAY, milestone("O1", "M3")).0, "order.milestone.unknown");
    let books = story.balances(DAY);
    assert!(books.contains(&"707 -100.00 EUR".into()), "{books:?}");
    assert!(books.contains(&"44571 -20.00 EUR".into()), "{books:?}");
}

#[test]
fn a_plan_that_does_not_bill_the_order_is_refused() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "1", "100.00", "20")]);
    let short = plan("O1", &[json!({"percent": "30"}), json!({"percent": "60"})]);
    let expected = vec!["90".to_owned(), "100".to_owned()];
    assert_eq!(story.refused_with(DAY, short), ("invoice.milestone.not_whole", expected));
    let mut twice = plan("O1", &[json!({"percent": "50"}), json!({"percent": "50"})]);
    twice["plan_billing"]["milestones"][1]["id"] = json!("M0");
    let at = "action.plan_billing.milestones[1].id".to_owned();
    assert_eq!(story.refused(DAY, twice), ("order.milestone.twice", at));
    // Nothing is billed yet: the whole order may still be cancelled, with its plan.
    story.tell(DAY, plan("O1", &[json!({"amount": "40.00 EUR"}), json!("rest")]));
    story.tell(DAY, milestone("O1", "M0"));
    let cancel = json!({"cancel_order": {"order": "O1", "reason": "too late"}});
    assert_eq!(story.refused(DAY, cancel).0, "order.plan.bills");
}

/// Several orders on one invoice: line ids tell the order, a discount stays with its order, and a
/// deposit is deducted from its own order only.
#[test]
fn several_orders_stand_on_one_invoice() {
    let mut story = story("prepaid");
    let discount = json!([{"kind": "allowance", "value": {"percent": "10"}}]);
    ordered_with(
        &mut story,
        json!({"order": "O1", "lines": [line("1", "1", "50.00", "20")], "adjustments": discount}),
    );
    ordered(&mut story, "O2", &[line("1", "1", "100.00", "20"), line("2", "1", "10.00", "10")]);
    story.tell(DAY, deposit("O1", json!({"percent": "100"})));
    let both = json!({"series": "sales", "orders": ["O1", "O2"]});
    story.tell(DAY, json!({"invoice_orders": both.clone()}));
    let issued = document(&story, "F2026-00001");
    let lines = issued["draft"]["lines"].as_array().unwrap();
    let ids: Vec<&str> = lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["O1/1", "O2/1", "O2/2"]);
    // 45.00 + 100.00 at 20 %, 10.00 at 10 %: 155.00 + 30.00; the deposit is 54.00.
    let names = ["allowance_total", "net", "vat", "prepaid", "due"];
    let expected = ["5.00 EUR", "155.00 EUR", "30.00 EUR", "54.00 EUR", "131.00 EUR"];
    assert_eq!(figures(&story, "F2026-00001", &names), expected);
    for id in ["O1", "O2"] {
        let order = story.report(json!({"order": {"order": id}}));
        assert_eq!(order["billing"], "complete");
    }
    let again = story.refused(DAY, json!({"invoice_orders": both}));
    assert_eq!(again, ("order.nothing_to_invoice", "action.invoice_orders.orders[0]".into()));
}

#[test]
fn orders_that_differ_stand_on_two_invoices() {
    let mut story = story("prepaid");
    let one = || [line("1", "1", "50.00", "20")];
    ordered(&mut story, "O1", &one());
    ordered_with(&mut story, json!({"order": "O2", "lines": one(), "customer": "C2"}));
    ordered_with(&mut story, json!({"order": "O3", "lines": one(), "currency": "USD"}));
    ordered_with(
        &mut story,
        json!({"order": "O4", "lines": one(), "terms": told::terms("net 60")}),
    );
    let asked = |orders: &[&str]| json!({"invoice_orders": {"series": "sales", "orders": orders}});
    for (other, field) in [("O2", "customer"), ("O3", "currency"), ("O4", "terms")] {
        let (code, figures) = story.refused_with(DAY, asked(&["O1", other]));
        assert_eq!(code, "company.orders_differ");
        assert_eq!(figures[0], field);
    }
    assert_eq!(story.refused(DAY, asked(&[])).0, "company.orders_missing");
    assert_eq!(story.refused(DAY, asked(&["O1", "O1"])).0, "company.order_twice");
    assert_eq!(story.refused(DAY, asked(&["O1", "O9"])).0, "company.unknown_order");
}

/// Shipments on one invoice: what they brought, as far as it is not billed.
#[test]
fn shipments_are_billed_once() {
    let mut story = story("prepaid");
    for id in ["O1", "O2"] {
        let lines = [line("1", "10", "1.00", "20")];
        ordered_with(&mut story, json!({"order": id, "lines": lines, "billing": "shipped"}));
    }
    let ship = |shipment: &str, order: &str, quantity: &str| {
        json!({"ship": {"shipment": shipment, "order": order,
            "lines": [{"line": "1", "quantity": quantity}]}})
    };
    for (shipment, order, quantity) in [("S1", "O1", "3"), ("S2", "O1", "2"), ("S3", "O2", "4")] {
        story.tell(DAY, ship(shipment, order, quantity));
    }
    let bill = |shipments: &[&str]| {
        let asked = json!({"series": "sales", "shipments": shipments});
        json!({"invoice_shipments": asked})
    };
    story.tell(DAY, bill(&["S2", "S3"]));
    assert_eq!(figures(&story, "F2026-00001", &["net"]), ["6.00 EUR"]);
    story.tell(DAY, bill(&["S1", "S1", "S2"]));
    assert_eq!(figures(&story, "F2026-00002", &["net"]), ["3.00 EUR"]);
    assert_eq!(story.refused(DAY, bill(&["S1"])).0, "order.nothing_to_invoice");
    assert_eq!(story.refused(DAY, bill(&["S9"])).0, "company.unknown_shipment");
}

/// A deposit in another currency keeps the rate it was booked at; what is left is booked at the
/// rate of the final invoice.
#[test]
fn a_deposit_keeps_its_rate() {
    for form in ["prepaid", "negative_lines"] {
        let mut story = story(form);
        let lines = [line("1", "1", "1000.00", "20")];
        ordered_with(&mut story, json!({"order": "O1", "lines": lines, "currency": "USD"}));
        let mut ask = deposit("O1", json!({"amount": "600.00 USD"}));
        ask["issue_deposit"]["exchange_rate"] = json!("EUR/USD 1.2");
        story.tell(DAY, ask);
        assert!(story.balances(DAY).contains(&"4191 -500.00 EUR".into()));
        let mut last = invoice("O1");
        last["invoice_order"]["exchange_rate"] = json!("EUR/USD 1.5");
        story.tell(DAY, last);
        // 600.00 USD left are 400.00 EUR; with the deposit 900.00, of which VAT 133.33.
        let books = story.balances(DAY);
        assert!(!books.iter().any(|row| row.starts_with("4191")), "{books:?}");
        assert!(books.contains(&"411 900.00 EUR".into()), "{books:?}");
        assert!(books.contains(&"44571 -133.33 EUR".into()), "{books:?}");
        assert!(books.contains(&"707 -766.67 EUR".into()), "{books:?}");
    }
}

/// rulebook A-05: a deposit in another currency is given back at what it is booked at, and its VAT
/// at what that is booked at: 600.00 + 120.00 USD at 1.2 are 600.00 EUR, of which 100.00 VAT.
#[test]
fn a_deposit_in_another_currency_is_given_back_as_booked() {
    let mut story = story("prepaid");
    let lines = [line("1", "1", "1000.00", "20")];
    ordered_with(&mut story, json!({"order": "O1", "lines": lines, "currency": "USD"}));
    let mut ask = deposit("O1", json!({"amount": "720.00 USD"}));
    ask["issue_deposit"]["exchange_rate"] = json!("EUR/USD 1.2");
    story.tell(DAY, ask);
    let credit = json!({"credit_deposit": {"series": "deposits", "deposit": "D2026-00001"}});
    story.tell(DAY, credit);
    assert!(story.balances(DAY).is_empty(), "{:?}", story.balances(DAY));
    let history: serde_json::Value =
        serde_json::from_str(&o2c_core::json::history(&story.company).unwrap()).unwrap();
    let events = history["events"].as_array().unwrap().iter();
    let booked: Vec<&serde_json::Value> = events
        .map(|event| &event["vat"]["event"]["deferred"]["booked"])
        .filter(|booked| !booked.is_null())
        .collect();
    assert_eq!(booked, ["100.00 EUR", "-100.00 EUR"]);
}

/// rulebook INV-41, O-11: a milestone whose invoice is given back as a whole may be billed again;
/// one that is given back in part may not, and one whose invoice is replaced is billed by what
/// takes its place.
#[test]
fn a_milestone_that_is_given_back_is_billed_again() {
    let mut story = story("prepaid");
    ordered(&mut story, "O1", &[line("1", "1", "1000.00", "20")]);
    story.tell(DAY, plan("O1", &[json!({"percent": "50"}), json!("rest")]));
    story.tell(DAY, milestone("O1", "M0"));
    let credit = |scope: serde_json::Value| {
        json!({"issue_credit_note":
            {"series": "sales", "invoice": "F2026-00001", "scope": scope}})
    };
    story.tell(DAY, credit(json!({"amount": "120.00 EUR"})));
    assert_eq!(story.refused(DAY, milestone("O1", "M0")).0, "order.milestone.invoiced");
    story.tell(DAY, credit(json!("whole")));
    story.tell(DAY, milestone("O1", "M0"));
    assert_eq!(groups(&document(&story, "F2026-00004")), ["500.00 EUR + 100.00 EUR"]);
    let mut draft = told::invoice(&[line("1", "1", "500.00", "20")])["draft"].clone();
    draft["note"] = json!("to the right address");
    story.tell(
        DAY,
        json!({"correct_invoice":
            {"series": "sales", "invoice": "F2026-00004", "draft": draft}}),
    );
    // What takes its place bills the milestone, to the customer of the order.
    assert_eq!(story.refused(DAY, milestone("O1", "M0")).0, "order.milestone.invoiced");
    let mut draft = told::invoice(&[line("1", "1", "450.00", "20")])["draft"].clone();
    draft["customer"] = json!("C2");
    let mut correct = json!({"correct_invoice":
        {"series": "sales", "invoice": "F2026-00005", "draft": draft}});
    let at = "action.correct_invoice.draft.customer".to_owned();
    assert_eq!(story.refused(DAY, correct.clone()), ("company.other_customer", at));
    correct["correct_invoice"]["draft"]["customer"] = json!("C1");
    story.tell(DAY, correct);
    let whole = json!({"issue_credit_note":
        {"series": "sales", "invoice": "F2026-00006", "scope": "whole"}});
    story.tell(DAY, whole);
    story.tell(DAY, milestone("O1", "M0"));
    assert_eq!(groups(&document(&story, "F2026-00008")), ["500.00 EUR + 100.00 EUR"]);
}
