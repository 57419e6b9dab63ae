//! Orders paid ahead: what the stories of deposits and of milestones are told with.

// Each test tells with some of these words only.
#![allow(dead_code)]

use crate::told::{self, Story};
use o2c_core::json;
use serde_json::{Value, json};

pub(crate) const DAY: &str = "2026-01-15";

/// A company that shows deposits in one form.
pub(crate) fn story(form: &str) -> Story {
    let settings = json!({"ledger_currency": "EUR", "deposit_deduction": form});
    let mut story = Story { company: json::found(&settings.to_string()).expect("founded") };
    for id in ["C1", "C2"] {
        story.tell(
            "2026-01-01",
            json!({"directory": {"register_customer": {
                "customer": id, "party": {"name": id}, "terms": told::terms("net 30"),
            }}}),
        );
    }
    story.series("sales", "F");
    story.series("deposits", "D");
    story
}

/// An order of C1, confirmed, whose billing follows what is ordered.
pub(crate) fn ordered(story: &mut Story, id: &str, lines: &[Value]) {
    ordered_with(story, json!({"order": id, "lines": lines}));
}

pub(crate) fn ordered_with(story: &mut Story, change: Value) {
    let mut order = json!({"customer": "C1", "currency": "EUR", "billing": "ordered"});
    for (field, value) in change.as_object().unwrap() {
        order[field] = value.clone();
    }
    let id = order["order"].clone();
    story.tell(DAY, json!({"place_order": order}));
    story.tell(DAY, json!({"confirm_order": {"order": id}}));
}

pub(crate) fn deposit(order: &str, share: Value) -> Value {
    json!({"issue_deposit": {"series": "deposits", "order": order, "share": share}})
}

pub(crate) fn invoice(order: &str) -> Value {
    json!({"invoice_order": {"series": "sales", "order": order}})
}

pub(crate) fn document(story: &Story, number: &str) -> Value {
    story.report(json!({"document": {"document": number}}))
}

pub(crate) fn figures(story: &Story, number: &str, names: &[&str]) -> Vec<String> {
    let document = document(story, number);
    let figure = |name: &&str| document["figures"][*name].as_str().unwrap().to_owned();
    names.iter().map(figure).collect()
}

pub(crate) fn groups(document: &Value) -> Vec<String> {
    let groups = document["figures"]["breakdown"]["groups"].as_array().unwrap().iter();
    groups
        .map(|group| format!("{} + {}", group["base"], group["amount"]).replace('"', ""))
        .collect()
}

pub(crate) fn plan(order: &str, shares: &[Value]) -> Value {
    let milestone = |(at, share): (usize, &Value)| {
        let (id, description) = (format!("M{at}"), format!("Stage {at}"));
        json!({"id": id, "description": description, "share": share})
    };
    let milestones: Vec<Value> = shares.iter().enumerate().map(milestone).collect();
    json!({"plan_billing": {"order": order, "milestones": milestones}})
}

pub(crate) fn milestone(order: &str, id: &str) -> Value {
    json!({"invoice_milestone": {"series": "sales", "order": order, "milestone": id}})
}

/// Pays an item and letters the payment with it.
pub(crate) fn pay(story: &mut Story, payment: &str, entry: &str, amount: &str) {
    let paid = json!({"payment": payment, "payer": "C1", "amount": amount});
    story.tell(DAY, json!({"receive_payment": paid}));
    letter(story, &[payment, entry]);
}

pub(crate) fn letter(story: &mut Story, entries: &[&str]) {
    let lines: Vec<Value> = entries.iter().map(|entry| json!({"entry": entry})).collect();
    story.tell(DAY, json!({"letter": {"customer": "C1", "currency": "EUR", "lines": lines}}));
}

pub(crate) fn unletter(story: &mut Story, code: &str) {
    let letter = json!({"customer": "C1", "currency": "EUR", "letter": code});
    story.tell(DAY, json!({"unletter": letter}));
}

/// The balance of an account, nothing where it has none.
pub(crate) fn balance(story: &Story, account: &str) -> String {
    let named = format!("{account} ");
    let rows = story.balances(DAY);
    let row = rows.iter().find_map(|row| row.strip_prefix(&named));
    row.unwrap_or("0.00 EUR").to_owned()
}

pub(crate) fn balances(story: &Story, accounts: &[&str]) -> Vec<String> {
    accounts.iter().map(|account| balance(story, account)).collect()
}
