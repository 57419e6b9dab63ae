//! Taxes upon each other: the same for all lines of a case, or each line's own.

use super::reading::{Case, Run, asked, skip, sum};
use super::sale::{Line, RATES, is_included, lines, read_lines};
use super::{Outcome, figure};
use o2c_core::money::Exact;
use serde_json::{Value, json};

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

/// The taxes of a line in the core's words: its own, by name or field by field, or a rate of its
/// own, or those of the case.
fn taxes_of(case: &Case<'_>, stated: &Value, line: &Line) -> Result<Vec<Value>, Outcome> {
    let of_case = case.inputs["taxes"].as_array();
    let percent = |rate: &str| {
        json!({
            "name": "tax", "levy": {"percent": rate}, "is_included": is_included(case),
            "is_raised_by_previous": true,
        })
    };
    let own = stated["taxes"].as_array();
    let Some(named) = own.or(of_case) else {
        let rate = line.rate.clone().map_or_else(|| case.needed(&RATES), Ok)?;
        return Ok(vec![percent(&rate)]);
    };
    let mut taxes = Vec::new();
    for tax in named {
        let by_name = figure(tax);
        let mut all = of_case.into_iter().flatten();
        let found = by_name
            .as_ref()
            .map(|name| all.find(|one| figure(&one["name"]).as_ref() == Some(name)));
        match found {
            None => taxes.push(tax),
            Some(Some(tax)) => taxes.push(tax),
            Some(None) => return skip(format!("inputs.lines: no tax is called {tax}")),
        }
    }
    taxes.sort_by_key(|tax| tax["order"].as_i64().unwrap_or(0));
    taxes.into_iter().map(|tax| one_tax(case, tax)).collect()
}

/// Lines that bear the same taxes.
struct Group {
    taxes: Vec<Value>,
    lines: Vec<Value>,
}

/// The lines by what they bear, in the order in which it first comes.
fn groups(case: &Case<'_>) -> Result<Vec<Group>, Outcome> {
    let mut groups: Vec<Group> = Vec::new();
    for (stated, line) in lines(case).into_iter().zip(read_lines(case)?) {
        let taxes = taxes_of(case, stated, &line)?;
        let sold = json!({"amount": raw(&line)?, "quantity": line.quantity});
        match groups.iter_mut().find(|group| group.taxes == taxes) {
            Some(group) => group.lines.push(sold),
            None => groups.push(Group { taxes, lines: vec![sold] }),
        }
    }
    Ok(groups)
}

/// Taxes upon each other; exact where the case rounds nothing, or names no place to round.
pub(super) fn run(case: &Case<'_>) -> Run {
    let groups = groups(case)?;
    let method = case.input(&["method"]).unwrap_or_default().to_lowercase();
    let has_prose = |words: &str| method.contains(words);
    let is_once = has_prose("document") || has_prose("global");
    let figures = if has_prose("no rounding") || (method.is_empty() && !is_to_the_cent(case)) {
        together(&groups, exact)?
    } else if is_once && groups.len() > 1 {
        rounded_once(case, &groups)?
    } else {
        let rounding = if is_once { "document" } else { "each_line" };
        together(&groups, |group| {
            asked(&json!({"tax_stack": {
                "currency": case.currency(), "lines": group.lines, "taxes": group.taxes,
                "rounding": rounding,
            }}))
        })?
    };
    let by_name = |field: &str| {
        let taxes = figures["taxes"].as_array().into_iter().flatten();
        let named = taxes
            .map(|tax| (tax["name"].as_str().unwrap_or_default().to_owned(), tax[field].clone()));
        Some(Value::Object(named.collect()))
    };
    case.hold(|name| match name {
        "untaxed" | "base" | "net" | "subtotal" | "total_excluding_tax" => {
            Some(figures["untaxed"].clone())
        }
        "total" | "total_including_tax" => Some(figures["total"].clone()),
        "taxes" => by_name("amount"),
        "bases" => by_name("base"),
        "tax" | "tax_total" | "total_tax" => {
            let taxes = figures["taxes"].as_array()?;
            let (first, rest) = taxes.split_first()?;
            rest.iter().try_fold(first["amount"].clone(), |all, tax| plus(&all, &tax["amount"]))
        }
        "reverse_from_total" => reversed(&groups, &figures["total"]),
        _ => None,
    })
}

/// The figures of a group that are not rounded; skipped where one is no finite decimal.
fn exact(group: &Group) -> Result<Value, Outcome> {
    let request = json!({"exact_tax_stack": {"lines": group.lines, "taxes": group.taxes}});
    asked(&request).or_else(|refused| match refused {
        Outcome::Failed(why)
            if why.iter().any(|one| one.to_string().contains("tax.not_a_decimal")) =>
        {
            skip("a figure cannot be held exactly: it is no decimal that ends (tax.not_a_decimal)")
        }
        other => Err(other),
    })
}

/// The untaxed amount from the total of the only group.
fn reversed(groups: &[Group], total: &Value) -> Option<Value> {
    let [group] = groups else { return None };
    let quantity = &group.lines.first()?["quantity"];
    let text = figure(total)?;
    let bare = text.split(' ').next()?;
    let total = json!({"amount": bare, "quantity": quantity});
    asked(&json!({"untaxed_within": {"total": total, "taxes": group.taxes}})).ok()
}

/// The figures of all groups together, their taxes by name.
fn together(
    groups: &[Group],
    of: impl Fn(&Group) -> Result<Value, Outcome>,
) -> Result<Value, Outcome> {
    let mut all: Option<Value> = None;
    for group in groups {
        let next = of(group)?;
        all = Some(match all {
            None => next,
            Some(before) => {
                let Some(sum) = both(&before, &next) else {
                    return skip("figures of several taxes do not add up");
                };
                sum
            }
        });
    }
    all.map_or_else(|| skip("it has no lines"), Ok)
}

fn both(before: &Value, next: &Value) -> Option<Value> {
    let mut taxes = before["taxes"].as_array()?.clone();
    for tax in next["taxes"].as_array()? {
        match taxes.iter_mut().find(|known| known["name"] == tax["name"]) {
            Some(known) => {
                known["base"] = plus(&known["base"], &tax["base"])?;
                known["amount"] = plus(&known["amount"], &tax["amount"])?;
            }
            None => taxes.push(tax.clone()),
        }
    }
    Some(json!({
        "untaxed": plus(&before["untaxed"], &next["untaxed"])?,
        "total": plus(&before["total"], &next["total"])?,
        "taxes": taxes,
    }))
}

/// Raw figures of several stacks, summed by tax and rounded once; what was entered stays: prices
/// less the taxes they hold are untaxed.
fn rounded_once(case: &Case<'_>, groups: &[Group]) -> Result<Value, Outcome> {
    let raw = together(groups, exact)?;
    let round = |figure: &Value| {
        asked(&json!({"round": {
            "figure": figure, "currency": case.currency(), "mode": "half_away_from_zero",
        }}))
    };
    let is_included = |name: &Value| {
        let mut taxes = groups.iter().flat_map(|group| &group.taxes);
        taxes.any(|tax| tax["name"] == *name && tax["is_included"] == true)
    };
    let impossible = || Outcome::Skipped("figures of several taxes do not add up".to_owned());
    let mut price = raw["untaxed"].clone();
    let mut taxes = Vec::new();
    for tax in raw["taxes"].as_array().into_iter().flatten() {
        if is_included(&tax["name"]) {
            price = plus(&price, &tax["amount"]).ok_or_else(impossible)?;
        }
        let (base, amount) = (round(&tax["base"])?, round(&tax["amount"])?);
        taxes.push(json!({"name": tax["name"], "base": base, "amount": amount}));
    }
    let mut untaxed = round(&price)?;
    for tax in taxes.iter().filter(|tax| is_included(&tax["name"])) {
        untaxed = sum(&untaxed, -1, &tax["amount"]).ok_or_else(impossible)?;
    }
    let mut total = untaxed.clone();
    for tax in &taxes {
        total = sum(&total, 1, &tax["amount"]).ok_or_else(impossible)?;
    }
    Ok(json!({"untaxed": untaxed, "total": total, "taxes": taxes}))
}

/// The sum of two amounts, or of two exact figures.
fn plus(one: &Value, other: &Value) -> Option<Value> {
    let is_exact = |value: &Value| value.as_str().is_some_and(|text| Exact::parse(text).is_ok());
    if !is_exact(one) || !is_exact(other) {
        return sum(one, 1, other);
    }
    let lines = json!([{"amount": one}, {"amount": other}]);
    let sum = asked(&json!({"exact_tax_stack": {"lines": lines, "taxes": []}})).ok()?;
    Some(sum["untaxed"].clone())
}

/// Whether every figure expected has at most the decimals of a cent.
fn is_to_the_cent(case: &Case<'_>) -> bool {
    let text = case.expected.to_string();
    let decimals = |figure: &str| figure.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let is_shown = text.split('"').any(|part| Exact::parse(part).is_ok() && decimals(part) == 2);
    is_shown && text.split('"').all(|part| Exact::parse(part).is_err() || decimals(part) <= 2)
}

#[cfg(test)]
mod tests {
    use super::super::sale;
    use serde_json::json;

    #[test]
    fn lines_bear_taxes_of_their_own() {
        // 100.00 at 20 % and 50.00 at 10 % with 1.00 of eco tax for each of two pieces.
        let taxes = json!([
            {"name": "eco", "kind": "fixed per unit", "amount": "1",
                "increases_base_of_following": true},
            {"name": "low", "rate": "10"},
            {"name": "high", "rate": "20"},
        ]);
        for method in ["round_per_line", "round_per_document"] {
            let case = json!({
                "inputs": {"taxes": taxes, "method": method, "lines": [
                    {"unit_price": "100.00", "quantity": "1", "taxes": ["high"]},
                    {"unit_price": "25.00", "quantity": "2", "taxes": ["eco", "low"]},
                ]},
                "expected": {"untaxed": "150.00", "total": "177.20", "tax_total": "27.20",
                    "taxes": {"eco": "2.00", "low": "5.20", "high": "20.00"}},
            });
            assert!(matches!(sale::run(&case).as_deref(), Ok([])), "{method}");
        }
        let unknown = json!({
            "inputs": {"lines": [{"unit_price": "1", "taxes": ["vat"]}]},
            "expected": {"total": "1.20"},
        });
        assert!(sale::run(&unknown).is_err());
    }
}
