//! Cases of a sale in few words: lines, one tax or a stack of taxes, perhaps a discount.

use super::reading::{Case, Run, asked, leading_figure, skip, sum};
use super::{Outcome, figure};
use o2c_core::money::Exact;
use serde_json::{Value, json};

/// The inputs of a sale.
pub(super) const KNOWN: [&str; 30] = [
    "lines",
    "order_lines",
    "quantity",
    "unit_price",
    "price",
    "price_including_tax",
    "price_excluding_tax",
    "unit_price_fc",
    "tax_rate",
    "tax_rate_percent",
    "vat_rate",
    "taxes",
    "price_included",
    "method",
    "document_discount",
    "document_discount_percent",
    "discount_percent",
    "discounts_percent",
    "strategy",
    "rounding_method",
    "rounding_strategy",
    "discount_amount",
    "cash_rounding",
    "prepaid",
    "rate",
    "down_payment",
    "computation",
    "discount_days",
    "invoice_date",
    "payable_rounding",
];

/// Runs a sale: as a stack of taxes where several taxes or a place of rounding are named, as an
/// invoice otherwise.
pub(super) fn run(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&KNOWN)?;
    let is_stack = case.inputs["taxes"].is_array() || case.input(&["method"]).is_some();
    let needs_invoice =
        ["document_discount", "document_discount_percent", "cash_rounding", "prepaid"]
            .iter()
            .any(|name| case.inputs.get(name).is_some());
    if is_stack && needs_invoice && case.inputs["taxes"].as_array().is_some_and(|all| all.len() > 1)
    {
        return skip("several taxes beside a discount of the document");
    }
    if is_stack && !needs_invoice { stack(&case) } else { invoice(&case) }
}

/// The lines of a case, or the one line it consists of.
fn lines<'a>(case: &Case<'a>) -> Vec<&'a Value> {
    let listed = ["lines", "order_lines"].iter().find_map(|name| case.inputs[*name].as_array());
    listed.map_or_else(|| vec![case.inputs], |lines| lines.iter().collect())
}

const PRICES: [&str; 5] =
    ["unit_price", "price", "price_including_tax", "price_excluding_tax", "unit_price_fc"];

/// The fields a line of a list may have.
const OF_LINES: [&str; 15] = [
    "id",
    "name",
    "quantity",
    "unit_price",
    "price",
    "price_including_tax",
    "price_excluding_tax",
    "discount_percent",
    "discounts_percent",
    "discount_amount",
    "tax_rate",
    "vat_rate",
    "product",
    "description",
    "item",
];

struct Line {
    price: String,
    quantity: String,
    /// Percentages one after the other.
    discounts: Vec<String>,
    discount_amount: Option<String>,
    rate: Option<String>,
}

fn line(stated: &Value, is_listed: bool) -> Result<Line, Outcome> {
    let unknown = stated.as_object().into_iter().flat_map(|fields| fields.keys());
    for field in unknown.filter(|_| is_listed) {
        if !OF_LINES.contains(&field.as_str()) {
            return skip(format!("inputs.lines: {field} is not understood"));
        }
    }
    let Some(price) = PRICES.iter().find_map(|name| figure(&stated[*name])) else {
        return skip("inputs.unit_price is missing");
    };
    let listed = stated["discounts_percent"].as_array();
    let listed = listed.map(|all| all.iter().filter_map(figure).collect());
    Ok(Line {
        price,
        quantity: figure(&stated["quantity"]).unwrap_or_else(|| "1".to_owned()),
        discounts: listed
            .unwrap_or_else(|| figure(&stated["discount_percent"]).into_iter().collect()),
        discount_amount: figure(&stated["discount_amount"]),
        rate: figure(&stated["tax_rate"]).or_else(|| figure(&stated["vat_rate"])),
    })
}

/// All lines, each with its figures.
fn read_lines(case: &Case<'_>) -> Result<Vec<Line>, Outcome> {
    let listed = lines(case);
    let is_listed = case.inputs["lines"].is_array() || case.inputs["order_lines"].is_array();
    listed.into_iter().map(|stated| line(stated, is_listed)).collect()
}

fn is_included(case: &Case<'_>) -> bool {
    case.inputs["price_included"] == true || case.inputs.get("price_including_tax").is_some()
}

const RATES: [&str; 3] = ["tax_rate", "tax_rate_percent", "vat_rate"];

/// The raw amount of a line as a stack of taxes takes it, not rounded.
fn raw(line: &Line) -> Result<String, Outcome> {
    let exact = |text: &str| Exact::parse(text).ok();
    let product = || {
        let mut amount = exact(&line.price)?.checked_mul(exact(&line.quantity)?).ok()?;
        for percent in &line.discounts {
            let kept = Exact::whole(100).ok()?.checked_sub(exact(percent)?).ok()?;
            amount = amount.checked_mul(kept).ok()?.checked_mul(exact("0.01")?).ok()?;
        }
        match &line.discount_amount {
            Some(discount) => amount.checked_sub(exact(discount)?).ok(),
            None => Some(amount),
        }
    };
    product().map_or_else(
        || skip("a line has more digits than a figure holds"),
        |raw| Ok(raw.to_string()),
    )
}

/// The taxes of a stack in the core's words, in their order.
fn taxes(case: &Case<'_>) -> Result<Vec<Value>, Outcome> {
    let Some(stated) = case.inputs["taxes"].as_array() else {
        let rate = case.needed(&RATES)?;
        return Ok(vec![json!({
            "name": "tax", "levy": {"percent": rate}, "is_included": is_included(case),
            "is_raised_by_previous": true,
        })]);
    };
    let mut ordered: Vec<&Value> = stated.iter().collect();
    ordered.sort_by_key(|tax| tax["order"].as_i64().unwrap_or(0));
    ordered.into_iter().map(|tax| one_tax(case, tax)).collect()
}

fn one_tax(case: &Case<'_>, tax: &Value) -> Result<Value, Outcome> {
    const KNOWN: [&str; 8] = [
        "name",
        "kind",
        "amount",
        "rate",
        "order",
        "increases_base_of_following",
        "price_included",
        "base_affected_by_previous",
    ];
    let fields = tax.as_object().into_iter().flat_map(|fields| fields.keys());
    for field in fields {
        if !KNOWN.contains(&field.as_str()) {
            return skip(format!("inputs.taxes: {field} is not understood"));
        }
    }
    let kind = figure(&tax["kind"]).unwrap_or_else(|| "percent".to_owned());
    let rate = figure(&tax["rate"]).or_else(|| figure(&tax["amount"]));
    let levy = if kind.starts_with("fixed") {
        json!({"per_unit": rate})
    } else if kind.starts_with("percent of tax-included") || kind == "division" {
        json!({"percent_of_price_with_tax": rate})
    } else if kind.starts_with("percent") {
        json!({"percent": rate})
    } else {
        return skip(format!("inputs.taxes: a kind of {kind:?} is not understood"));
    };
    let says = |name: &str, otherwise: bool| tax[name].as_bool().unwrap_or(otherwise);
    Ok(json!({
        "name": figure(&tax["name"]).unwrap_or_default(),
        "levy": levy,
        "is_included": says("price_included", is_included(case)),
        "raises_following": says("increases_base_of_following", false),
        "is_raised_by_previous": says("base_affected_by_previous", true),
    }))
}

/// Taxes upon each other; exact where the case rounds nothing, or names no place to round.
fn stack(case: &Case<'_>) -> Run {
    let mut stacked = Vec::new();
    for line in read_lines(case)? {
        stacked.push(json!({"amount": raw(&line)?, "quantity": line.quantity}));
    }
    let taxes = taxes(case)?;
    let method = case.input(&["method"]).unwrap_or_default().to_lowercase();
    let has_prose = |words: &str| method.contains(words);
    let figures = if has_prose("no rounding") || (method.is_empty() && !is_to_the_cent(case)) {
        asked(&json!({"exact_tax_stack": {"lines": stacked, "taxes": taxes}}))?
    } else {
        let rounding =
            if has_prose("document") || has_prose("global") { "document" } else { "each_line" };
        asked(&json!({"tax_stack": {
            "currency": case.currency(), "lines": stacked, "taxes": taxes, "rounding": rounding,
        }}))?
    };
    let within = |name: &str| match name {
        "reverse_from_total" => {
            let total =
                json!({"amount": bare(&figures["total"]), "quantity": stacked[0]["quantity"]});
            asked(&json!({"untaxed_within": {"total": total, "taxes": taxes.clone()}})).ok()
        }
        _ => None,
    };
    let by_name = |field: &str| {
        let taxes = figures["taxes"].as_array().into_iter().flatten();
        taxes
            .map(|tax| (tax["name"].as_str().unwrap_or_default().to_owned(), tax[field].clone()))
            .collect()
    };
    case.hold(|name| match name {
        "untaxed" | "base" | "net" | "subtotal" | "total_excluding_tax" => {
            Some(figures["untaxed"].clone())
        }
        "total" | "total_including_tax" => Some(figures["total"].clone()),
        "taxes" => Some(Value::Object(by_name("amount"))),
        "bases" => Some(Value::Object(by_name("base"))),
        "tax" | "tax_total" | "total_tax" => tax_total(&figures),
        other => within(other),
    })
}

fn bare(amount: &Value) -> String {
    let text = figure(amount).unwrap_or_default();
    text.split(' ').next().unwrap_or_default().to_owned()
}

/// What the taxes come to together.
fn tax_total(figures: &Value) -> Option<Value> {
    let taxes = figures["taxes"].as_array()?;
    let (first, rest) = taxes.split_first()?;
    rest.iter().try_fold(first["amount"].clone(), |total, tax| sum(&total, 1, &tax["amount"]))
}

/// Whether every figure expected has at most the decimals of a cent.
fn is_to_the_cent(case: &Case<'_>) -> bool {
    let text = case.expected.to_string();
    let decimals = |figure: &str| figure.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_shown = text.split('"').any(|part| Exact::parse(part).is_ok() && decimals(part) == 2);
    is_shown && text.split('"').all(|part| Exact::parse(part).is_err() || decimals(part) <= 2)
}

/// The sale as a draft invoice.
pub(super) fn draft(case: &Case<'_>) -> Result<Value, Outcome> {
    let rate = case.input(&RATES).or_else(|| figure(&case.inputs["taxes"][0]["rate"]));
    cash_is_ours(case)?;
    let mut listed = Vec::new();
    for (index, line) in read_lines(case)?.into_iter().enumerate() {
        let rate = line.rate.or_else(|| rate.clone()).unwrap_or_else(|| "0".to_owned());
        let is_taxed = Exact::parse(&rate).is_ok_and(|rate| !rate.is_zero());
        let mut adjustments: Vec<Value> = line
            .discounts
            .iter()
            .map(|percent| json!({"kind": "allowance", "value": {"percent_of_rest": percent}}))
            .collect();
        if let [only] = line.discounts.as_slice() {
            adjustments = vec![json!({"kind": "allowance", "value": {"percent": only}})];
        }
        if let Some(amount) = &line.discount_amount {
            adjustments
                .push(json!({"kind": "allowance", "value": {"amount": case.amount(amount)}}));
        }
        listed.push(json!({
            "id": index.to_string(),
            "quantity": format!("{} C62", line.quantity),
            "price": {"net": line.price},
            "adjustments": adjustments,
            "vat": {"category": if is_taxed { "S" } else { "Z" }, "rate": rate},
        }));
    }
    let mut draft = json!({
        "customer": "buyer", "currency": case.currency(), "lines": listed, "terms": "net 0",
    });
    let method = case.input(&["method"]).unwrap_or_default();
    if method.contains("line") {
        draft["vat_rounding"] = json!("per_line");
    }
    if is_included(case) {
        // These systems take the VAT from the price: what was entered is what is shown.
        draft["prices"] = json!({"with_vat": {"difference": "vat_by_difference"}});
    }
    if let Some(discount) = document_discount(case)? {
        draft["adjustments"] = json!([{"kind": "allowance", "value": discount}]);
    }
    for (input, field) in [
        ("cash_rounding", "cash_rounding"),
        ("prepaid", "prepaid"),
        ("payable_rounding", "rounding"),
    ] {
        if let Some(amount) = case.input(&[input]) {
            draft[field] = json!(case.amount(&amount));
        }
    }
    Ok(draft)
}

/// Cash is rounded half away from zero, and the difference stands on the document (BT-114).
fn cash_is_ours(case: &Case<'_>) -> Result<(), Outcome> {
    let says = |names: &[&str]| case.input(names).unwrap_or_default().to_lowercase();
    let (method, strategy) = (says(&["rounding_method"]), says(&["strategy", "rounding_strategy"]));
    if !["", "half-up", "half_up", "nearest"].contains(&method.as_str()) {
        return skip(format!("inputs.rounding_method: cash is rounded half-up, not {method}"));
    }
    if strategy.contains("tax") {
        return skip("what cash rounds is no VAT here: inputs.strategy changes the tax");
    }
    Ok(())
}

/// A discount of the document: `75.00 on the net total`, `10%`, or a percentage of its own field.
fn document_discount(case: &Case<'_>) -> Result<Option<Value>, Outcome> {
    if let Some(percent) = case.input(&["document_discount_percent"]) {
        return Ok(Some(json!({"percent": percent})));
    }
    let Some(text) = case.input(&["document_discount"]) else {
        return Ok(None);
    };
    let Some((amount, behind)) = leading_figure(&text) else {
        return skip(format!("inputs.document_discount: {text:?} is not understood"));
    };
    let behind = behind.to_lowercase();
    if behind.contains("grand") || behind.contains("including") {
        return skip("a discount on the total with tax is none of ours: it is given without VAT");
    }
    let is_percent = behind.starts_with('%') || behind.starts_with("percent");
    Ok(Some(if is_percent {
        json!({"percent": amount})
    } else {
        json!({"amount": case.amount(&amount)})
    }))
}

/// A figure of an invoice by the names that cases have for it.
pub(super) fn of_invoice(figures: &Value, name: &str) -> Option<Value> {
    let field = match name {
        "untaxed"
        | "net"
        | "net_total"
        | "subtotal"
        | "base"
        | "total_without_vat"
        | "total_excluding_tax" => "net",
        "tax" | "tax_total" | "vat" | "vat_total" | "total_tax" => "vat",
        "total" | "total_with_vat" | "total_including_tax" | "grand_total" => "gross",
        "gross" | "line_total" => "line_total",
        "discount" | "discount_total" | "allowance_total" => "allowance_total",
        "charge_total" => "charge_total",
        "amount_due" | "due" | "payable" | "rounded_total" | "outstanding" => "due",
        "rounding" | "rounding_amount" | "rounding_difference" | "rounding_adjustment" => {
            "rounding"
        }
        "line_net_amounts" | "line_totals" | "line_subtotals" => {
            let lines = figures["lines"].as_array()?.iter();
            return Some(lines.map(|line| line["net"].clone()).collect());
        }
        _ => return None,
    };
    figures.get(field).cloned()
}

fn invoice(case: &Case<'_>) -> Run {
    let figures = asked(&json!({"invoice": draft(case)?}))?;
    case.hold(|name| of_invoice(&figures, name))
}
