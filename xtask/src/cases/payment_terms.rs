//! Cases of payment terms: due days and instalments.

use super::reading::{Case, Run, asked, skip};
use super::{Outcome, figure, words};
use o2c_core::money::Exact;
use serde_json::{Value, json};

const KNOWN: [&str; 20] = [
    "rule",
    "terms",
    "invoice_dates",
    "invoice_date",
    "date",
    "dates",
    "amount",
    "total",
    "lines",
    "split_percent",
    "split_percents",
    "foreign_amount",
    "company_amount",
    "split_foreign",
    "amount_currency",
    "foreign_currency",
    "company_currency",
    "instalments",
    "parts",
    "negative",
];

/// Runs a case of payment terms by what it names.
pub(super) fn run(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&KNOWN)?;
    if case.inputs["split_foreign"].is_array() {
        return in_two_currencies(&case);
    }
    let dates = dates(&case);
    let terms = terms(&case)?;
    if case.expected.get("due_dates").is_some() || case.expected.get("due_date").is_some() {
        let mut due = Vec::new();
        for date in &dates {
            let plan = schedule(&case, &terms, "100.00", date)?;
            due.extend(plan.iter().map(|part| part["due_on"].clone()));
        }
        return case.hold(|name| match name {
            "due_dates" => Some(json!(due)),
            "due_date" => due.first().cloned(),
            _ => None,
        });
    }
    let amount = case.needed(&["amount", "total"])?;
    let on = dates.first().map_or("2026-01-15", String::as_str);
    let plan = schedule(&case, &terms, &amount, on)?;
    let shape = &case.expected["instalments"][0];
    let told = |part: &Value| {
        let (due_on, amount) = (&part["due_on"], &part["amount"]);
        if shape.is_array() {
            json!([due_on, amount])
        } else if shape.is_object() {
            json!({
                "date": due_on, "due": due_on, "due_on": due_on, "due_date": due_on,
                "amount": amount,
            })
        } else {
            amount.clone()
        }
    };
    case.hold(|name| match name {
        "instalments" | "amounts" => Some(plan.iter().map(told).collect()),
        _ => None,
    })
}

fn dates(case: &Case<'_>) -> Vec<String> {
    for name in ["invoice_dates", "dates"] {
        if let Some(dates) = case.inputs[name].as_array() {
            return dates.iter().filter_map(figure).collect();
        }
    }
    case.input(&["invoice_date", "date"]).into_iter().collect()
}

/// The amounts of one currency, shared as those of another one.
fn in_two_currencies(case: &Case<'_>) -> Run {
    let amount = case.amount(&case.needed(&["company_amount"])?);
    let weights = &case.inputs["split_foreign"];
    let shares = asked(&json!({"split": {"amount": amount, "weights": weights}}))?;
    case.hold(|name| (name == "split_company").then(|| shares.clone()))
}

fn schedule(case: &Case<'_>, terms: &str, amount: &str, on: &str) -> Result<Vec<Value>, Outcome> {
    let total = case.amount(amount);
    let plan = asked(&json!({"schedule": {"terms": terms, "total": total, "issued_on": on}}))?;
    Ok(plan.as_array().cloned().unwrap_or_default())
}

/// The text of the core's terms.
fn terms(case: &Case<'_>) -> Result<String, Outcome> {
    let mut lines = Vec::new();
    if let Some(stated) = case.inputs["lines"].as_array() {
        for stated in stated {
            match words::line(&in_words(stated)?) {
                Some(line) => lines.push(line),
                None => return skip(format!("inputs.lines: {stated} is not understood")),
            }
        }
    } else if let Some(percents) =
        ["split_percent", "split_percents"].iter().find_map(|name| case.inputs[*name].as_array())
    {
        for percent in percents.iter().filter_map(figure) {
            let (share, due) = (format!("{percent}%"), "at once".to_owned());
            lines.push(words::Line { share, due, takes_rest: false });
        }
    } else {
        let rule = case.needed(&["rule", "terms"])?;
        return match words::rule(&rule) {
            Some(due) => Ok(due),
            None if rule.to_lowercase().contains("days end of month") => {
                skip(format!("inputs.rule: {rule:?} has two legal readings (rulebook T-04)"))
            }
            None => skip(format!("inputs.rule: {rule:?} is not understood")),
        };
    }
    Ok(in_turn(lines))
}

/// A line in words, also where it is written field by field.
fn in_words(stated: &Value) -> Result<String, Outcome> {
    let Some(fields) = stated.as_object() else {
        return Ok(figure(stated).unwrap_or_default());
    };
    let (mut share, mut due) = (String::new(), Vec::new());
    for (name, value) in fields {
        let text = figure(value).unwrap_or_default();
        match name.as_str() {
            "percent" | "percentage" => share = format!("{text}%"),
            "percent_of_remainder" => share = format!("{text}% of the remainder"),
            "fixed" | "amount" => share = format!("fixed {text}"),
            "remainder" | "rest" | "balance" => "remainder".clone_into(&mut share),
            "days" => due.push(format!("{text} days")),
            "months" => due.insert(0, format!("{text} months")),
            "weeks" => due.push(format!("{text} weeks")),
            "rule" | "due" | "after" => due.push(text),
            _ => return skip(format!("inputs.lines: {name} is not understood")),
        }
    }
    Ok(format!("{share} after {}", due.join(", then ")))
}

/// Lines as these systems read them: each is rounded in turn and the last takes what is left,
/// where it says so, where the percentages are the whole, or beside fixed amounts.
fn in_turn(mut lines: Vec<words::Line>) -> String {
    let percent = |share: &str| Exact::parse(share.strip_suffix('%')?).ok();
    // Percentages alone are the whole where the core takes them without a rest.
    let has_percents = lines.iter().all(|line| percent(&line.share).is_some());
    let alone = json!({"schedule": {
        "terms": spelled(&lines), "total": "100.00 EUR", "issued_on": "2026-01-15",
    }});
    let is_whole = has_percents && asked(&alone).is_ok();
    let has_fixed = lines.iter().any(|line| line.share.starts_with("fixed"));
    if let Some(last) = lines.last_mut()
        && (last.takes_rest || is_whole || (has_fixed && percent(&last.share).is_some()))
    {
        "rest".clone_into(&mut last.share);
    }
    // Of the whole, the first line's percentage is that of the rest: so each is taken in turn.
    let takes_rest = lines.last().is_some_and(|line| line.share == "rest");
    if let Some(first) = lines.first_mut()
        && takes_rest
        && percent(&first.share).is_some()
    {
        first.share.push_str(" of rest");
    }
    spelled(&lines)
}

/// Lines as the text of the core's terms.
fn spelled(lines: &[words::Line]) -> String {
    let line = |line: &words::Line| format!("{}: {}", line.share, line.due);
    lines.iter().map(line).collect::<Vec<_>>().join("; ")
}
