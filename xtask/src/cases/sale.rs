//! Cases of a sale in few words: lines, one tax or a stack of taxes, perhaps a discount.

use super::reading::{Case, Run, asked, leading_figure, skip};
use super::{Outcome, figure, stacks};
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
    let has_own = |line: &&Value| line["taxes"].is_array();
    let is_stack = case.inputs["taxes"].is_array()
        || case.input(&["method"]).is_some()
        || lines(&case).iter().any(has_own);
    let needs_invoice =
        ["document_discount", "document_discount_percent", "cash_rounding", "prepaid"]
            .iter()
            .any(|name| case.inputs.get(name).is_some());
    let has_several = case.inputs["taxes"].as_array().is_some_and(|all| all.len() > 1)
        || lines(&case).iter().any(has_own);
    let is_percent = |tax: &Value| figure(&tax["kind"]).is_none_or(|kind| kind == "percent");
    let has_others = case.inputs["taxes"].as_array().is_some_and(|all| !all.iter().all(is_percent));
    if is_stack && needs_invoice && (has_several || has_others) {
        return skip("several taxes beside a discount of the document");
    }
    if is_stack && !needs_invoice { stacks::run(&case) } else { invoice(&case) }
}

/// The lines of a case, or the one line it consists of.
pub(super) fn lines<'a>(case: &Case<'a>) -> Vec<&'a Value> {
    let listed = ["lines", "order_lines"].iter().find_map(|name| case.inputs[*name].as_array());
    listed.map_or_else(|| vec![case.inputs], |lines| lines.iter().collect())
}

const PRICES: [&str; 5] =
    ["unit_price", "price", "price_including_tax", "price_excluding_tax", "unit_price_fc"];

/// The fields a line of a list may have.
const OF_LINES: [&str; 18] = [
    "id",
    "unit_price_fc",
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
    "taxes",
    "unit",
];

pub(super) struct Line {
    pub(super) price: String,
    pub(super) quantity: String,
    /// Percentages one after the other.
    pub(super) discounts: Vec<String>,
    pub(super) discount_amount: Option<String>,
    pub(super) rate: Option<String>,
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
pub(super) fn read_lines(case: &Case<'_>) -> Result<Vec<Line>, Outcome> {
    let listed = lines(case);
    let is_listed = case.inputs["lines"].is_array() || case.inputs["order_lines"].is_array();
    listed.into_iter().map(|stated| line(stated, is_listed)).collect()
}

pub(super) fn is_included(case: &Case<'_>) -> bool {
    case.inputs["price_included"] == true || case.inputs.get("price_including_tax").is_some()
}

pub(super) const RATES: [&str; 3] = ["tax_rate", "tax_rate_percent", "vat_rate"];

/// The sale as a draft invoice.
pub(super) fn draft(case: &Case<'_>) -> Result<Value, Outcome> {
    let rate = case.input(&RATES).or_else(|| figure(&case.inputs["taxes"][0]["rate"]));
    cash_is_ours(case)?;
    let mut listed = Vec::new();
    for (index, line) in read_lines(case)?.into_iter().enumerate() {
        let rate = line.rate.clone().or_else(|| rate.clone()).unwrap_or_else(|| "0".to_owned());
        let is_taxed = Exact::parse(&rate).is_ok_and(|rate| !rate.is_zero());
        let mut price = json!({"net": line.price});
        let mut adjustments = Vec::new();
        match of_price(&line).filter(|_| !names_discount(case)) {
            Some(discount) => {
                price = json!({"gross": {"gross": line.price, "discount": discount}});
            }
            None => adjustments = of_line(&line),
        }
        if let Some(amount) = &line.discount_amount {
            adjustments
                .push(json!({"kind": "allowance", "value": {"amount": case.amount(amount)}}));
        }
        listed.push(json!({
            "id": index.to_string(),
            "quantity": format!("{} C62", line.quantity),
            "price": price,
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
    let first = &case.inputs["taxes"][0];
    if is_included(case) || first["price_included"] == true {
        // These systems take the VAT from the price: what was entered is what is shown.
        draft["prices"] = json!({"with_vat": {"difference": "vat_by_difference"}});
    }
    match document_discount(case)? {
        Some(Discount::OnNet(value)) => {
            draft["adjustments"] = json!([{"kind": "allowance", "value": value}]);
        }
        Some(Discount::OnTotal(amount)) => takes_off_total(case, &mut draft, &amount)?,
        None => {}
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

/// Whether the case asks what the discount of a line comes to, so that it is an amount of its own.
fn names_discount(case: &Case<'_>) -> bool {
    let names = ["discount", "discount_amount", "discount_total", "allowance_total"];
    names.iter().any(|name| case.expected.get(name).is_some())
}

/// What the percentages of a line take off its price: these systems round the line alone, not the
/// discount (BT-147). None where there are none, or more digits than a price holds.
fn of_price(line: &Line) -> Option<String> {
    let exact = |text: &str| Exact::parse(text).ok();
    let whole = exact(&line.price)?;
    if line.discounts.is_empty() || whole.is_negative() {
        return None;
    }
    let mut rest = whole;
    for percent in &line.discounts {
        let kept = Exact::whole(100).ok()?.checked_sub(exact(percent)?).ok()?;
        rest = rest.checked_mul(kept).ok()?.checked_mul(exact("0.01")?).ok()?;
    }
    let discount = whole.checked_sub(rest).ok()?;
    let is_held = discount.places() <= 10 && !discount.is_negative() && discount <= whole;
    is_held.then(|| discount.to_string())
}

/// The percentages of a line as allowances, each of what the one before left.
fn of_line(line: &Line) -> Vec<Value> {
    let allowance =
        |percent: &String, by: &str| json!({"kind": "allowance", "value": {by: percent}});
    match line.discounts.as_slice() {
        [only] => vec![allowance(only, "percent")],
        several => several.iter().map(|percent| allowance(percent, "percent_of_rest")).collect(),
    }
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

/// What a discount of the document is taken off.
enum Discount {
    OnNet(Value),
    /// An amount off the total with tax.
    OnTotal(String),
}

/// A discount of the document: `75.00 on the net total`, `10%`, or a percentage of its own field.
fn document_discount(case: &Case<'_>) -> Result<Option<Discount>, Outcome> {
    if let Some(percent) = case.input(&["document_discount_percent"]) {
        return Ok(Some(Discount::OnNet(json!({"percent": percent}))));
    }
    let Some(text) = case.input(&["document_discount"]) else {
        return Ok(None);
    };
    let Some((amount, behind)) = leading_figure(&text) else {
        return skip(format!("inputs.document_discount: {text:?} is not understood"));
    };
    let behind = behind.to_lowercase();
    let is_percent = behind.starts_with('%') || behind.starts_with("percent");
    // A percentage of the total is the same one of what it is made of.
    Ok(Some(if is_percent {
        Discount::OnNet(json!({"percent": amount}))
    } else if behind.contains("grand") || behind.contains("including") {
        Discount::OnTotal(amount)
    } else {
        Discount::OnNet(json!({"amount": case.amount(&amount)}))
    }))
}

/// Takes an amount off the total with tax: as a line below zero where prices hold the tax, else as
/// an allowance of what it is without.
fn takes_off_total(case: &Case<'_>, draft: &mut Value, amount: &str) -> Result<(), Outcome> {
    let of_draft = draft["lines"].as_array().cloned().unwrap_or_default();
    let Some(vat) = of_draft.first().map(|line| &line["vat"]) else {
        return skip("it has no lines");
    };
    if of_draft.iter().any(|line| line["vat"] != *vat) {
        return skip("a discount on the total with several taxes is none of ours: name its tax");
    }
    let line = |quantity: &str| {
        let price = json!({ "net": amount });
        json!({"id": "discount", "quantity": quantity, "price": price, "vat": vat})
    };
    if draft.get("prices").is_some() {
        let lines = of_draft.iter().cloned().chain([line("-1 C62")]);
        draft["lines"] = lines.collect();
        return Ok(());
    }
    let alone = json!({
        "customer": "buyer", "currency": case.currency(), "terms": "net 0",
        "lines": [line("1 C62")], "prices": {"with_vat": {"difference": "vat_by_difference"}},
    });
    let value = json!({"amount": asked(&json!({"invoice": alone}))?["net"]});
    draft["adjustments"] = json!([{"kind": "allowance", "value": value}]);
    Ok(())
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
