//! Real invoices as they stand in the data beside the project.

use o2c_core::invoice::check::Statement;
use serde_json::{Map, Value, json};
use std::path::Path;

/// The real invoices as statements, none where the data are absent.
pub(crate) fn statements() -> Option<Vec<Statement>> {
    let file = "../../shared/data/cases/invoices.json";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).ok()?;
    let invoices: Vec<Value> = serde_json::from_str(&text).expect("a list of invoices");
    let read = |invoice| serde_json::from_value(statement(invoice)).expect("a statement");
    Some(invoices.iter().map(read).collect())
}

/// The fields that are there, under our names.
fn renamed(from: &Value, names: &[(&str, &str)]) -> Map<String, Value> {
    let there = names.iter().filter_map(|(theirs, ours)| Some((ours, from.get(*theirs)?)));
    there.map(|(ours, value)| ((*ours).to_owned(), value.clone())).collect()
}

fn list(from: &Value, name: &str, of_one: impl Fn(&Value) -> Value) -> Value {
    from.get(name).and_then(Value::as_array).into_iter().flatten().map(of_one).collect()
}

fn adjustment(from: &Value) -> Value {
    let names = [
        ("amount", "amount"),
        ("base", "base"),
        ("percent", "percent"),
        ("vat_category", "vat_category"),
        ("vat_rate", "vat_rate"),
    ];
    let mut adjustment = renamed(from, &names);
    let kind = if from["charge"] == json!(true) { "charge" } else { "allowance" };
    adjustment.insert("kind".to_owned(), kind.into());
    adjustment.into()
}

fn line(from: &Value) -> Value {
    let names = [
        ("id", "id"),
        ("quantity", "quantity"),
        ("unit", "unit"),
        ("net_price", "price"),
        ("gross_price", "gross_price"),
        ("price_discount", "price_discount"),
        ("price_base_qty", "base_quantity"),
        ("net_amount", "net"),
        ("vat_category", "vat_category"),
        ("vat_rate", "vat_rate"),
    ];
    let mut line = renamed(from, &names);
    line.insert("adjustments".to_owned(), list(from, "allowances_charges", adjustment));
    line.into()
}

fn statement(from: &Value) -> Value {
    let names = [
        ("number", "number"),
        ("issue_date", "issued_on"),
        ("due_date", "due_on"),
        ("type_code", "type_code"),
        ("currency", "currency"),
        ("vat_accounting_currency", "vat_currency"),
    ];
    let totals = [
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
    let group = |group: &Value| {
        let names = [
            ("category", "vat_category"),
            ("rate", "vat_rate"),
            ("taxable", "base"),
            ("tax", "amount"),
        ];
        renamed(group, &names).into()
    };
    let mut statement = renamed(from, &names);
    statement.insert("totals".to_owned(), renamed(&from["totals"], &totals).into());
    statement.insert("breakdown".to_owned(), list(from, "vat_breakdown", group));
    statement.insert("adjustments".to_owned(), list(from, "doc_allowances_charges", adjustment));
    statement.insert("lines".to_owned(), list(from, "lines", line));
    statement.into()
}
