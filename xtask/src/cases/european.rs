//! Cases of invoices in the words of EN 16931, brought to the shape of a whole document.

use super::documents;
use super::reading::{Run, skip};
use super::{Outcome, figure};
use serde_json::{Value, json};

/// The expected totals and the terms they stand under.
const TOTALS: [(&str, &str); 7] = [
    ("line_total", "BT106_line_total"),
    ("allowance_total", "BT107_allowance_total"),
    ("charge_total", "BT108_charge_total"),
    ("total_without_vat", "BT109_without_vat"),
    ("vat_total", "BT110_vat"),
    ("total_with_vat", "BT112_with_vat"),
    ("amount_due", "BT115_due"),
];

const INPUTS: [&str; 8] = [
    "currency",
    "document_type",
    "lines",
    "document_allowances_charges",
    "prepaid",
    "payable_rounding",
    "rule",
    "note",
];

/// Whether the lines of a case are in these words.
pub(super) fn is_so_written(case: &Value) -> bool {
    case["inputs"]["lines"][0].get("net_price").is_some()
}

/// Runs the case as a whole document.
pub(super) fn run(case: &Value) -> Run {
    let (inputs, expected) = (&case["inputs"], &case["expected"]);
    let unknown = |value: &Value, known: &[&str]| {
        let fields = value.as_object().into_iter().flat_map(|fields| fields.keys().cloned());
        fields.into_iter().find(|field| !known.contains(&field.as_str()))
    };
    if let Some(field) = unknown(inputs, &INPUTS) {
        return skip(format!("inputs.{field} is not understood"));
    }
    let mut known: Vec<&str> = TOTALS.iter().map(|(name, _)| *name).collect();
    known.extend(["line_net_amounts", "vat_breakdown"]);
    if let Some(field) = unknown(expected, &known) {
        return skip(format!("expected.{field} is not understood"));
    }
    let mut lines = inputs["lines"].clone();
    let nets = expected["line_net_amounts"].as_array();
    for (line, net) in lines.as_array_mut().into_iter().flatten().zip(nets.into_iter().flatten()) {
        line["net_amount"] = net.clone();
    }
    let mut totals = json!({
        "BT113_paid": figure(&inputs["prepaid"]).unwrap_or_else(|| "0".to_owned()),
        "BT114_rounding": figure(&inputs["payable_rounding"])
            .map_or_else(|| "0".to_owned(), |text| text.trim_start_matches('+').to_owned()),
    });
    for (name, term) in TOTALS {
        if let Some(stated) = expected.get(name) {
            totals[term] = stated.clone();
        }
    }
    let document = json!({
        "currency": inputs["currency"],
        "lines": lines,
        "doc_allowances_charges": inputs["document_allowances_charges"],
        "vat_breakdown": expected["vat_breakdown"],
        "totals": totals,
    });
    match documents::run(&document) {
        Outcome::Passed => Ok(Vec::new()),
        Outcome::Failed(differences) => Ok(differences),
        Outcome::Skipped(why) => skip(why),
    }
}
