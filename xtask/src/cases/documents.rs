//! Cases of whole invoices: the core computes them from lines, allowances and charges, and every
//! line net amount, VAT group and total that the document states must come out.

use super::{Difference, Outcome, figure};
use crate::company::calculate;
use o2c_core::money::{Currency, Money, Percent};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The stated totals and the names under which the core reports them.
const TOTALS: [(&str, &str); 9] = [
    ("BT106_line_total", "line_total"),
    ("BT107_allowance_total", "allowance_total"),
    ("BT108_charge_total", "charge_total"),
    ("BT109_without_vat", "net"),
    ("BT110_vat", "vat"),
    ("BT112_with_vat", "gross"),
    ("BT113_paid", "prepaid"),
    ("BT114_rounding", "rounding"),
    ("BT115_due", "due"),
];

/// Computes a document and compares every figure it states.
pub(crate) fn run(case: &Value) -> Outcome {
    match calculate(&json!({ "invoice": draft(case) })) {
        Ok(figures) => Outcome::of(differences(case, &figures)),
        Err(refused) => Outcome::Failed(vec![Difference::new("draft", "figures", refused)]),
    }
}

fn text(value: &Value) -> String {
    figure(value).unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// An amount of the document's currency as the core writes it; as it stands where it is none.
fn amount(case: &Value, value: &Value) -> String {
    let stated = text(value);
    let currency = Currency::parse(&text(&case["currency"]));
    let read = currency.and_then(|currency| Money::parse(&stated, currency));
    read.map_or_else(|_| format!("{stated} {}", text(&case["currency"])), |money| money.to_string())
}

fn vat(stated: &Value) -> Value {
    let rate = figure(&stated["vat_rate"]).filter(|rate| !rate.is_empty());
    json!({
        "category": text(&stated["vat_category"]),
        "rate": rate.unwrap_or_else(|| "0".to_owned()),
    })
}

/// An allowance or a charge by its stated amount.
fn adjustment(case: &Value, stated: &Value) -> Value {
    let is_charge = stated["charge"].as_bool() == Some(true);
    json!({
        "kind": if is_charge { "charge" } else { "allowance" },
        "value": { "amount": amount(case, &stated["amount"]) },
        "reason": text(&stated["reason"]),
    })
}

/// Line ids of real documents repeat, so the lines are numbered here.
fn line(case: &Value, index: usize, stated: &Value) -> Value {
    let adjustments = list(&stated["allowances_charges"]).iter();
    let adjustments: Vec<Value> = adjustments.map(|one| adjustment(case, one)).collect();
    json!({
        "id": format!("{index}"),
        "description": "",
        "quantity": format!("{} {}", text(&stated["quantity"]), text(&stated["unit"])),
        "price": { "net": text(&stated["net_price"]) },
        "base_quantity": figure(&stated["price_base_qty"]).unwrap_or_else(|| "1".to_owned()),
        "adjustments": adjustments,
        "vat": vat(stated),
    })
}

/// The document as a draft invoice.
fn draft(case: &Value) -> Value {
    let lines = list(&case["lines"]).iter().enumerate();
    let lines: Vec<Value> = lines.map(|(index, one)| line(case, index, one)).collect();
    let adjustments = list(&case["doc_allowances_charges"]).iter();
    let with_vat = |stated: &Value| {
        let mut spelled = adjustment(case, stated);
        spelled["vat"] = vat(stated);
        spelled
    };
    let adjustments: Vec<Value> = adjustments.map(with_vat).collect();
    let mut draft = json!({
        "customer": "buyer",
        "currency": text(&case["currency"]),
        "lines": lines,
        "adjustments": adjustments,
        "terms": o2c_core::calendar::Terms::net_days(0),
    });
    for (stated, name) in [("BT113_paid", "prepaid"), ("BT114_rounding", "rounding")] {
        if case["totals"].get(stated).is_some() {
            draft[name] = json!(amount(case, &case["totals"][stated]));
        }
    }
    draft
}

fn differences(case: &Value, figures: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut compare = |path: String, expected: String, found: String| {
        if expected != found {
            differences.push(Difference::new(path, expected, found));
        }
    };
    for (index, stated) in list(&case["lines"]).iter().enumerate() {
        let expected = amount(case, &stated["net_amount"]);
        let found = text(&figures["lines"][index]["net"]);
        compare(format!("lines[{index}].net_amount"), expected, found);
    }
    for (stated, name) in TOTALS {
        if case["totals"].get(stated).is_some() {
            let expected = amount(case, &case["totals"][stated]);
            compare(format!("totals.{stated}"), expected, text(&figures[name]));
        }
    }
    let expected = stated_groups(case);
    let found = computed_groups(figures);
    let nothing = || "no such group".to_owned();
    for group in expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key))) {
        let (expected, found) = (expected.get(group).cloned(), found.get(group).cloned());
        let path = format!("vat_breakdown[{group}]");
        compare(path, expected.unwrap_or_else(nothing), found.unwrap_or_else(nothing));
    }
    differences
}

/// A rate in its one spelling.
fn rate(value: &Value) -> String {
    let stated = text(value);
    stated.parse::<Percent>().map_or(stated.clone(), |percent| percent.to_string())
}

/// The stated VAT groups: taxable and tax by category and rate.
fn stated_groups(case: &Value) -> BTreeMap<String, String> {
    let groups = list(&case["vat_breakdown"]).iter();
    let group = |one: &Value| {
        let key = format!("{} {}", text(&one["category"]), rate(&one["rate"]));
        let (base, tax) = (amount(case, &one["taxable"]), amount(case, &one["tax"]));
        (key, format!("{base} taxed {tax}"))
    };
    groups.map(group).collect()
}

/// The computed VAT groups in the same words.
fn computed_groups(figures: &Value) -> BTreeMap<String, String> {
    let groups = list(&figures["breakdown"]["groups"]).iter();
    let group = |one: &Value| {
        let vat = &one["vat"];
        let rate = vat.get("rate").map_or_else(|| "0".to_owned(), rate);
        let (base, tax) = (text(&one["base"]), text(&one["amount"]));
        (format!("{} {rate}", text(&vat["category"])), format!("{base} taxed {tax}"))
    };
    groups.map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({
            "currency": "EUR",
            "lines": [{
                "id": "1", "quantity": "2.0000", "unit": "C62", "net_price": "10.00",
                "gross_price": "12.00", "price_discount": "1.00",
                "vat_category": "S", "vat_rate": "20.00", "net_amount": "20.00",
            }],
            "doc_allowances_charges": [{
                "charge": true, "amount": "1.00", "base": "20.00", "percent": "10",
                "vat_category": "S", "vat_rate": "20",
            }],
            "vat_breakdown": [
                { "category": "S", "rate": "20.00", "taxable": "21.00", "tax": "4.20" },
            ],
            "totals": { "BT106_line_total": "20.00", "BT115_due": "25.20" },
        })
    }

    fn figures() -> Value {
        json!({
            "lines": [{ "net": "20.00 EUR" }],
            "breakdown": { "groups": [{
                "vat": { "category": "S", "rate": "20" },
                "base": "21.00 EUR", "amount": "4.20 EUR",
            }] },
            "line_total": "20.00 EUR", "due": "25.20 EUR",
        })
    }

    #[test]
    fn every_stated_figure_is_compared() {
        assert_eq!(differences(&document(), &figures()), []);
        let spoilt = [
            ("/lines/0/net", "lines[0].net_amount"),
            ("/line_total", "totals.BT106_line_total"),
            ("/due", "totals.BT115_due"),
            ("/breakdown/groups/0/base", "vat_breakdown[S 20]"),
            ("/breakdown/groups/0/amount", "vat_breakdown[S 20]"),
        ];
        for (pointer, path) in spoilt {
            let mut figures = figures();
            *figures.pointer_mut(pointer).unwrap() = json!("0.01 EUR");
            let found = differences(&document(), &figures);
            assert_eq!(found.len(), 1, "{pointer}");
            assert!(found[0].to_string().starts_with(path), "{}", found[0]);
        }
        let nothing = differences(&document(), &json!({}));
        assert_eq!(nothing.len(), 4);
    }
}
