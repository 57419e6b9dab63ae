//! Cases of credit limits: what an order adds to an exposure, whether it exceeds the limit, and
//! that it is not counted twice once it is billed. Currencies may have names of their own.

use super::figure;
use super::reading::{Case, Run, amount_in, asked, leading_figure, skip};
use o2c_core::money::{Currency, Money};
use serde_json::{Value, json};

const KNOWN: [&str; 8] = [
    "limit",
    "receivable",
    "rate",
    "order_lines_fc",
    "order_lines",
    "order_total",
    "order_total_fc",
    "order_amount",
];
/// What stands for the currency of the limit, and for another one.
const OWN: &str = "EUR";
const OTHER: &str = "USD";
const DAY: &str = "2026-06-30";

/// Runs a case of a credit limit.
pub(super) fn run(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&KNOWN)?;
    let limit = own(&case.needed(&["limit"])?)?;
    let owed = own(&case.input(&["receivable"]).unwrap_or_else(|| "0".to_owned()))?;
    let (rates, is_abroad) = match case.input(&["rate"]) {
        Some(rate) => (vec![quoted(&rate)?], true),
        None => (vec![], false),
    };
    let ordered = ordered(&case, if is_abroad { Currency::USD } else { Currency::EUR })?;
    let owed = item("invoiced", "before", &owed);
    let exposed = |order: Value| {
        let items = json!([owed, order]);
        json!({"as_of": DAY, "currency": OWN, "rates": rates, "items": items})
    };
    let exposure = |kind: &str| {
        let asked_for = exposed(item(kind, "order", &ordered));
        asked(&json!({"credit": {"exposure": asked_for}}))
    };
    let (open, billed) = (exposure("open_order")?, exposure("invoiced")?);
    let verdict = asked(&json!({"credit": {"verdict": {
        "order": {"value": format!("0.00 {OWN}")},
        "customer": {"terms": {"limit": {"up_to": limit}}},
        "exposure": exposed(item("open_order", "order", &ordered)),
        "rules": [{"check": "limit", "otherwise": "block"}],
    }}}))?;
    let places = |found: &Value| {
        let (receivable, to_invoice) = (plain(&found["not_due"]), plain(&found["open_orders"]));
        json!({"receivable": receivable, "to_invoice": to_invoice})
    };
    case.hold(|name| match name {
        "exposure_cc" | "exposure" => Some(open["total"].clone()),
        "exceeded" => Some(json!(verdict["outcome"] == "blocked")),
        "available" => Some(verdict["standing"]["available"].clone()),
        "exposure_after_confirmation" => Some(places(&open)),
        "exposure_after_invoice_posted" => Some(places(&billed)),
        _ => None,
    })
}

/// The figure of an amount as the core wrote it.
fn plain(amount: &Value) -> String {
    let text = amount.as_str().unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// An amount in the currency of the limit, whatever it is called there.
fn own(text: &str) -> Result<String, super::Outcome> {
    match leading_figure(text) {
        Some((figure, _)) => Ok(amount_in(&figure, Currency::EUR)),
        None => skip(format!("{text:?} is no amount")),
    }
}

/// What is ordered in all, line by line or as a total.
fn ordered(case: &Case<'_>, currency: Currency) -> Result<String, super::Outcome> {
    let lines = ["order_lines_fc", "order_lines"].iter().map(|name| &case.inputs[*name]);
    let lines = lines.filter_map(Value::as_array).flatten();
    let mut figures: Vec<String> = lines.filter_map(figure).collect();
    figures.extend(case.input(&["order_total_fc", "order_total", "order_amount"]));
    let mut amounts = Vec::new();
    for figure in figures {
        let read = leading_figure(&figure);
        match read.and_then(|(figure, _)| Money::parse(&figure, currency).ok()) {
            Some(amount) => amounts.push(amount),
            None => return skip(format!("{figure:?} is no amount")),
        }
    }
    match Money::sum(currency, amounts) {
        Ok(sum) => Ok(sum.to_string()),
        Err(no) => skip(no.to_string()),
    }
}

/// `2 FC = 1 CC` is two of the order's currency for one of the limit's.
fn quoted(rate: &str) -> Result<String, super::Outcome> {
    let sides = rate.split_once('=').and_then(|(other, own)| {
        let (other, _) = leading_figure(other)?;
        let (own, _) = leading_figure(own)?;
        (own == "1").then_some(other)
    });
    match sides {
        Some(other) => Ok(format!("{OWN}/{OTHER} {other}")),
        None => skip(format!("inputs.rate: {rate:?}")),
    }
}

/// What is owed of a document, or will be.
fn item(kind: &str, document: &str, amount: &str) -> Value {
    json!({"kind": kind, "document": document, "amount": amount})
}
