//! Cases around the invoice: early discounts, deposits, other currencies, roundings.

use super::reading::{Case, Run, amount_in, asked, leading_figure, skip, sum};
use super::sale::{self, draft, of_invoice};
use super::{Outcome, figure};
use o2c_core::money::{Currency, Exact};
use serde_json::{Value, json};

fn all_known(more: &[&'static str]) -> Vec<&'static str> {
    sale::KNOWN.iter().chain(more).copied().collect()
}

/// An early discount on a sale, or its last day alone.
pub(super) fn early_discount(case: &Value) -> Run {
    let more = ["payment_date", "amount", "total", "untaxed", "tax"];
    let case = Case::of(case)?.knowing(&all_known(&more))?;
    let on = case.input(&["invoice_date"]).unwrap_or_else(|| "2026-01-15".to_owned());
    let computation = case.input(&["computation"]).unwrap_or_else(|| "included".to_owned());
    let vat = match computation.to_lowercase().as_str() {
        "included" => "reduced_when_taken",
        "excluded" => "unchanged_on_net",
        "mixed" => "reduced_at_issue",
        _ => return skip(format!("inputs.computation: {computation:?} is not understood")),
    };
    let percent = case.input(&["discount_percent"]).unwrap_or_else(|| "2".to_owned());
    let days: u16 = case.input(&["discount_days"]).and_then(|days| days.parse().ok()).unwrap_or(10);
    let discount = json!({"percent": percent, "days": days, "vat": vat});
    let mut sale = json!({"inputs": case.inputs, "expected": {}});
    // The percentage is that of paying early: no line has one of its own.
    sale["inputs"].as_object_mut().map(|inputs| inputs.remove("discount_percent"));
    let priced = ["lines", "unit_price", "price_including_tax"];
    let mut invoice = match priced.iter().any(|name| case.inputs.get(name).is_some()) {
        true => draft(&Case::of(&sale)?)?,
        false => one_amount(&case),
    };
    invoice["terms"] = json!({
        "instalments": [{"share": "rest", "due": {"operations": [{"plus_days": 30}]}}],
        "early_discount": discount,
    });
    let figures = asked(&json!({"invoice": invoice.clone()}))?;
    let offer = asked(&json!({"early_discount": {"invoice": invoice, "issued_on": on}}))?;
    let taxed = |figures: &Value| {
        let groups = figures["breakdown"]["groups"].as_array()?.iter();
        let is_taxed = |group: &&Value| group["vat"]["category"] == "S";
        groups.clone().find(is_taxed).map(|group| group["base"].clone())
    };
    let paid_on = case.input(&["payment_date"]);
    let is_in_time =
        paid_on.is_none_or(|paid_on| offer["until"].as_str() >= Some(paid_on.as_str()));
    case.hold(|name| match name {
        "discount_valid_until" | "discount_date" | "deadline" => Some(offer["until"].clone()),
        "tax_base" => taxed(&figures),
        "discount" | "discount_amount" => Some(offer["amount"].clone()),
        "discount_net" | "untaxed_discount" => total_of(&offer["shares"], "net"),
        "discount_tax" | "tax_discount" => total_of(&offer["shares"], "tax"),
        "discount_applies" | "eligible" | "discount_taken" => Some(json!(is_in_time)),
        "amount_to_pay"
        | "payable_early"
        | "payment"
        | "pays"
        | "early_payment_amount"
        | "discounted_total"
        | "amount_paid"
        | "payment_amount"
        | "to_pay"
        | "amount_with_discount"
        | "total_with_discount"
        | "total_after_discount"
        | "discounted_amount"
        | "early_total" => match is_in_time {
            true => sum(&figures["due"], -1, &offer["amount"]),
            false => Some(figures["due"].clone()),
        },
        other => of_invoice(&figures, other),
    })
}

/// An invoice of one amount, with its tax where the case names one.
fn one_amount(case: &Case<'_>) -> Value {
    let net = case.input(&["untaxed", "amount", "total"]).unwrap_or_else(|| "100.00".to_owned());
    let rate = case.input(&["tax_rate", "tax_rate_percent", "vat_rate"]);
    let category = if rate.is_some() { "S" } else { "Z" };
    json!({
        "customer": "buyer", "currency": case.currency(), "terms": "net 0",
        "lines": [{
            "id": "1", "quantity": "1 C62", "price": {"net": net},
            "vat": {"category": category, "rate": rate.unwrap_or_else(|| "0".to_owned())},
        }],
    })
}

/// The sum of one figure of a list.
fn total_of(list: &Value, field: &str) -> Option<Value> {
    let (first, others) = list.as_array()?.split_first()?;
    others.iter().try_fold(first[field].clone(), |before, one| sum(&before, 1, &one[field]))
}

/// A deposit on an order, and what is left to the final invoice.
pub(super) fn deposit(case: &Value) -> Run {
    let more = ["down_payments", "deposits", "deposit", "deposit_percent", "down_payment_percent"];
    let case = Case::of(case)?.knowing(&all_known(&more))?;
    let figures = asked(&json!({"invoice": draft(&case)?}))?;
    let order = figures["breakdown"]["groups"].clone();
    let percent = case.input(&["down_payment_percent", "deposit_percent"]);
    let listed =
        ["down_payments", "deposits"].iter().find_map(|name| case.inputs[*name].as_array());
    let texts: Vec<String> = match (listed, percent) {
        (Some(listed), _) => listed.iter().filter_map(figure).collect(),
        (None, Some(percent)) => vec![format!("{percent}%")],
        (None, None) => vec![case.needed(&["down_payment", "deposit"])?],
    };
    let mut deposits = Vec::new();
    for text in &texts {
        let share = deposit_share(&case, &order, text)?;
        deposits.push(asked(&json!({"deposit": {
            "currency": case.currency(), "order": order, "share": share,
        }}))?);
    }
    let rest = asked(&json!({"final_invoice": {
        "currency": case.currency(), "groups": order, "deposits": deposits,
        "deduction": "negative_lines",
    }}))?;
    let total = |field: &str| match deposits.as_slice() {
        [only] => total_of(only, field),
        several => several.iter().map(|groups| total_of(groups, field)).collect(),
    };
    let gross = |groups: &Value| sum(&total_of(groups, "base")?, 1, &total_of(groups, "amount")?);
    case.hold(|name| match name {
        "down_payment_net" | "deposit_net" | "down_payment_untaxed" => total("base"),
        "down_payment_tax" | "deposit_tax" => total("amount"),
        "down_payment_total" | "deposit_total" => match deposits.as_slice() {
            [only] => gross(only),
            several => several.iter().map(gross).collect(),
        },
        "final_net" | "final_untaxed" | "remaining_net" => Some(rest["net"].clone()),
        "final_tax" | "remaining_tax" => Some(rest["vat"].clone()),
        "final_total" | "remaining_total" | "final_due" | "remaining" | "amount_due" => {
            Some(rest["due"].clone())
        }
        "order_net" | "order_untaxed" => Some(figures["net"].clone()),
        "order_tax" => Some(figures["vat"].clone()),
        "order_total" => Some(figures["gross"].clone()),
        _ => None,
    })
}

/// What a deposit asks for, in the core's words.
fn deposit_share(case: &Case<'_>, order: &Value, text: &str) -> Result<Value, Outcome> {
    let Some((asked_for, behind)) = leading_figure(text) else {
        return skip(format!("inputs.down_payment: {text:?} is not understood"));
    };
    let behind = behind.to_lowercase();
    if behind.starts_with('%') || behind.starts_with("percent") {
        Ok(json!({"percent": asked_for}))
    } else if behind.is_empty() || behind.contains("includ") || behind.contains("with tax") {
        Ok(json!({"amount": case.amount(&asked_for)}))
    } else if behind.contains("exclud") || behind.contains("without tax") {
        let of_one_rate = order.as_array().is_some_and(|groups| groups.len() == 1);
        if !of_one_rate {
            return skip("a deposit without tax on several rates: it is asked for with VAT");
        }
        Ok(json!({"amount": with_vat(case, &order[0]["vat"], &asked_for)?}))
    } else {
        skip(format!("inputs.down_payment: {text:?} is not understood"))
    }
}

/// What an amount without VAT comes to with it.
fn with_vat(case: &Case<'_>, vat: &Value, net: &str) -> Result<Value, Outcome> {
    let lines = json!([{"id": "1", "quantity": "1 C62", "price": {"net": net}, "vat": vat}]);
    let draft = json!({
        "customer": "buyer", "currency": case.currency(), "lines": lines, "terms": "net 0",
    });
    Ok(asked(&json!({"invoice": draft}))?["gross"].clone())
}

/// A sale in a foreign currency (FC) beside the company's (CC), or one amount converted.
pub(super) fn currency(case: &Value) -> Run {
    let more = ["amount", "amount_fc", "from", "to", "rates"];
    let case = Case::of(case)?.knowing(&all_known(&more))?;
    let text = case.needed(&["rate"])?;
    let Some((rate, foreign, own)) = rate(&text) else {
        return skip(format!("inputs.rate: {text:?} is not understood"));
    };
    let convert =
        |amount: &Value| asked(&json!({"convert": {"amount": amount, "rate": rate}})).ok();
    if let Some(amount) = case.input(&["amount", "amount_fc"]) {
        let converted = convert(&json!(amount_in(&amount, foreign)));
        return case.hold(|name| match name {
            "amount_cc" | "converted" | "amount" | "result" | "total_cc" => {
                Some(without(&converted.clone()?, own))
            }
            _ => None,
        });
    }
    let mut invoice = draft(&case)?;
    invoice["currency"] = json!(foreign);
    invoice["vat_accounting"] = json!({"currency": own, "rate": rate});
    let figures = asked(&json!({"invoice": invoice}))?;
    // Base and tax are converted each by itself, and the total is what they come to: books balance.
    let in_own = |name: &str| {
        let converted = |name: &str| convert(&of_invoice(&figures, name)?);
        match of_invoice(&figures, name)? == of_invoice(&figures, "total")? {
            true => sum(&converted("net")?, 1, &converted("tax")?),
            false => converted(name),
        }
    };
    case.hold(|name| match name.strip_suffix("_cc") {
        Some(name) => Some(without(&in_own(name)?, own)),
        None => {
            let name = name.strip_suffix("_fc").unwrap_or(name);
            Some(without(&of_invoice(&figures, name)?, foreign))
        }
    })
}

/// An amount without its currency, which need not be that of the case.
fn without(amount: &Value, currency: Currency) -> Value {
    let text = amount.as_str().unwrap_or_default();
    json!(text.strip_suffix(&format!(" {currency}")).unwrap_or(text))
}

/// `0.273748 FC = 1 CC`: the rate as the core writes it, the foreign and the own currency.
fn rate(text: &str) -> Option<(String, Currency, Currency)> {
    let (one, other) = text.split_once('=')?;
    let side = |side: &str| {
        let (figure, name) = side.trim().split_once(' ')?;
        let name = match name.trim() {
            "FC" => "USD",
            "CC" => "EUR",
            name => name,
        };
        Some((Exact::parse(figure).ok()?, Currency::parse(name).ok()?))
    };
    let ((one, foreign), (other, own)) = (side(one)?, side(other)?);
    let (foreign, own, one, other) = if text.trim_start().contains("CC =") {
        (own, foreign, other, one)
    } else {
        (foreign, own, one, other)
    };
    if other == Exact::ONE {
        Some((format!("{own}/{foreign} {one}"), foreign, own))
    } else if one == Exact::ONE {
        Some((format!("{foreign}/{own} {other}"), foreign, own))
    } else {
        None
    }
}

/// The amounts of a line with a discount.
pub(super) fn pricing(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&sale::KNOWN)?;
    let figures = asked(&json!({"invoice": draft(&case)?}))?;
    case.hold(|name| match name {
        "discount" | "discount_amount" => Some(figures["lines"][0]["allowances"].clone()),
        "line_net" | "amount" => Some(figures["lines"][0]["net"].clone()),
        other => of_invoice(&figures, other),
    })
}

/// A case of splitting an amount that is written with decimals, or into so many equal parts.
pub(super) fn allocation(case: &Value) -> Run {
    let known = ["amount", "minor_units", "ratios", "weights", "parts", "n"];
    let case = Case::of(case)?.knowing(&known)?;
    let weights = match ["ratios", "weights"].iter().find_map(|name| case.inputs[*name].as_array())
    {
        Some(weights) => weights.iter().filter_map(super::figure).collect(),
        None => {
            let parts = case.needed(&["parts", "n"])?.parse().unwrap_or(0_usize);
            vec!["1".to_owned(); parts]
        }
    };
    let shares = case.expected.get("shares").or(case.expected.get("parts")).cloned();
    let Some(shares) = shares else {
        return skip("it expects no shares");
    };
    if let Some(minor) = case.input(&["minor_units"]) {
        let outcome = super::splits::run(&json!(minor), &json!(weights), &shares);
        return match outcome {
            Outcome::Failed(differences) => Ok(differences),
            Outcome::Passed => Ok(Vec::new()),
            Outcome::Skipped(why) => skip(why),
        };
    }
    let amount = case.amount(&case.needed(&["amount"])?);
    let found = asked(&json!({"split": {"amount": amount, "weights": weights}}))?;
    case.hold(|name| ["shares", "parts"].contains(&name).then(|| found.clone()))
}
