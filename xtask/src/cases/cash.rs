//! Cases of cash: an amount due is rounded to what coins can pay.

use super::reading::{Case, Run, amount_in, asked, skip, sum};
use super::sale::{self, draft, of_invoice};
use super::{Outcome, figure};
use o2c_core::money::Currency;
use serde_json::{Value, json};

/// An amount rounded to a multiple, each of several, or an invoice paid in cash.
pub(super) fn run(case: &Value) -> Run {
    let read = Case::of(case)?;
    let is_amount = ["amount", "total", "amounts", "totals"];
    if !is_amount.iter().any(|name| read.inputs.get(name).is_some()) {
        return paid_in_cash(case);
    }
    let case = read.knowing(&[
        "amount",
        "total",
        "amounts",
        "totals",
        "prepaid",
        "rounding",
        "step",
        "increment",
        "cash_rounding",
        "method",
        "mode",
        "rounding_method",
    ])?;
    let step = case.needed(&STEPS)?;
    let mode = mode_of(&case)?;
    let round = |figure: &str| rounded(figure, &case.amount(&step), case.currency(), mode);
    if let Some(amounts) =
        ["amounts", "totals"].iter().find_map(|name| case.inputs[*name].as_array())
    {
        let mut all = Vec::new();
        for amount in amounts.iter().filter_map(figure) {
            all.push((json!(case.amount(&amount)), round(&amount)?));
        }
        let differences: Option<Vec<_>> =
            all.iter().map(|(exact, rounded)| sum(rounded, -1, exact)).collect();
        return case.hold(|name| match name {
            "rounded" | "results" | "result" | "amounts" | "totals" => {
                Some(all.iter().map(|(_, rounded)| rounded.clone()).collect())
            }
            "differences" | "difference" | "roundings" => differences.clone().map(Value::Array),
            _ => None,
        });
    }
    let total = json!(case.amount(&case.needed(&["amount", "total"])?));
    let prepaid = case.input(&["prepaid"]).unwrap_or_else(|| "0".to_owned());
    let Some(payable) = sum(&total, -1, &json!(case.amount(&prepaid))) else {
        return skip("inputs.prepaid is no amount");
    };
    let bare = payable.as_str().unwrap_or_default().split(' ').next().unwrap_or_default();
    let rounded = round(bare)?;
    case.hold(|name| match name {
        "rounded" | "rounded_total" | "total" | "amount_due" | "result" | "payable" => {
            Some(rounded.clone())
        }
        "difference" | "rounding" | "rounding_difference" | "rounding_amount" | "cash_rounding" => {
            sum(&rounded, -1, &payable)
        }
        _ => None,
    })
}

const STEPS: [&str; 4] = ["cash_rounding", "rounding", "step", "increment"];

/// Rounds a figure to a multiple.
fn rounded(figure: &str, step: &str, currency: Currency, mode: &str) -> Result<Value, Outcome> {
    asked(&json!({"round": {
        "figure": figure, "currency": currency, "mode": mode, "increment": step,
    }}))
}

/// The mode of a rounding in the core's words; half away from zero where none is named.
fn mode_of(case: &Case<'_>) -> Result<&'static str, Outcome> {
    let method = case.input(&["rounding_method", "method", "mode"]);
    let method = method.unwrap_or_else(|| "half-up".to_owned());
    match method.to_lowercase().replace(['_', ' '], "-").as_str() {
        "half-up" | "nearest" | "half-away-from-zero" | "round-half-up" => {
            Ok("half_away_from_zero")
        }
        "half-even" | "bankers" | "banker" => Ok("half_even"),
        "down" | "toward-zero" => Ok("toward_zero"),
        "up" | "away-from-zero" => Ok("away_from_zero"),
        _ => skip(format!("inputs.method: {method:?} is not understood")),
    }
}

/// An invoice whose amount due is rounded to what cash can pay: half away from zero by the core
/// itself, otherwise by the rounding that the mode asks for, named on the document.
fn paid_in_cash(case: &Value) -> Run {
    let read = Case::of(case)?;
    let Some(step) = read.input(&STEPS) else { return sale::run(case) };
    let strategy = read.input(&["strategy", "rounding_strategy"]).unwrap_or_default();
    if strategy.to_lowercase().contains("tax") {
        return skip("what cash rounds is no VAT here: inputs.strategy changes the tax");
    }
    let mode = mode_of(&read)?;
    let mut plain = case.clone();
    for name in STEPS.iter().chain(&["strategy", "rounding_strategy", "rounding_method", "mode"]) {
        if let Some(inputs) = plain["inputs"].as_object_mut() {
            inputs.remove(*name);
        }
    }
    let sale = Case::of(&plain)?.knowing(&sale::KNOWN)?;
    let mut draft = draft(&sale)?;
    let step = amount_in(&step, sale.currency());
    if mode == "half_away_from_zero" {
        draft["cash_rounding"] = json!(step);
    } else {
        let due = asked(&json!({"invoice": draft}))?["due"].clone();
        let bare = due.as_str().unwrap_or_default().split(' ').next().unwrap_or_default();
        let rounded = rounded(bare, &step, sale.currency(), mode)?;
        draft["rounding"] = json!(sum(&rounded, -1, &due));
    }
    let figures = asked(&json!({"invoice": draft}))?;
    let names_due = ["amount_due", "due", "payable", "rounded_total"];
    let has_due = names_due.iter().any(|name| case["expected"].get(name).is_some());
    read.hold(|name| match name {
        // Some systems call what is left to pay the total.
        "total" if !has_due => Some(figures["due"].clone()),
        "cash_rounding" | "difference" => Some(figures["rounding"].clone()),
        "tax_included_total" | "total_before_rounding" => Some(figures["gross"].clone()),
        name => of_invoice(&figures, name),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Difference;
    use super::*;

    #[test]
    fn amounts_and_invoices_are_rounded_for_cash() {
        // rulebook EX-M3.
        let many = json!({
            "inputs": {"amounts": ["12.32", "12.33", "12.37", "12.38", "-12.33"],
                "rounding": "0.05"},
            "expected": {"rounded": ["12.30", "12.35", "12.35", "12.40", "-12.35"]},
        });
        // 100.02 and 15 % are 115.02: up to the next 0.05 it is 115.05, half up it is 115.00.
        let invoice = |method: &str, due: &str, difference: &str| {
            json!({
                "inputs": {"lines": [{"unit_price": "100.02", "quantity": "1"}],
                    "tax_rate": "15", "rounding": "0.05", "rounding_method": method},
                "expected": {"untaxed": "100.02", "tax": "15.00", "total": due,
                    "rounding_amount": difference},
            })
        };
        let prepaid = json!({
            "inputs": {"total": "100.07", "prepaid": "50.00", "cash_rounding": "0.05"},
            "expected": {"amount_due": "50.05", "rounding_amount": "-0.02"},
        });
        for case in [
            many,
            invoice("UP", "115.05", "0.03"),
            invoice("HALF-UP", "115.00", "-0.02"),
            invoice("DOWN", "115.00", "-0.02"),
            prepaid,
        ] {
            let told = run(&case).unwrap_or_else(|_| vec![Difference::new("", "", "skipped")]);
            assert_eq!(told, [], "{case}");
        }
    }
}
