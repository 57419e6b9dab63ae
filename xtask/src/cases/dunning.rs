//! Cases of dunning: whether an item is reminded of, and what the reminder asks for.

use super::reading::{Case, Run, asked, skip};
use super::words;
use o2c_core::calendar::Day;
use serde_json::{Value, json};

const KNOWN: [&str; 15] = [
    "outstanding",
    "amount",
    "overdue_days",
    "days_overdue",
    "yearly_interest_percent",
    "day_count",
    "fee",
    "invoice_date",
    "due_date",
    "terms",
    "dunning_level_days_after_due",
    "dunning_levels_days_after_due",
    "run_at",
    "last_level",
    "last_letter",
];
/// The day that stands for `T`.
const TODAY: &str = "2026-06-30";

/// Runs a case of dunning by what it names.
pub(super) fn run(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&KNOWN)?;
    let run_on = day(&case.input(&["run_at"]).unwrap_or_else(|| "T".to_owned()))?;
    let due_on = due_on(&case, run_on)?;
    let open =
        case.amount(&case.input(&["outstanding", "amount"]).unwrap_or_else(|| "100.00".to_owned()));
    let list = &case.inputs["dunning_levels_days_after_due"];
    let days: Vec<Value> = match (list.as_array(), &case.inputs["dunning_level_days_after_due"]) {
        (Some(days), _) => days.clone(),
        (None, Value::Null) => vec![json!(1)],
        (None, one) => vec![one.clone()],
    };
    let mut levels: Vec<Value> =
        days.iter().map(|days| json!({"delay": {"after_due": days}})).collect();
    let mut bearing = Value::Null;
    for level in &mut levels {
        if let Some(fee) = case.input(&["fee"]) {
            level["fee"] = json!([case.amount(&fee)]);
        }
        if let Some(rate) = case.input(&["yearly_interest_percent"]) {
            level["shows_interest"] = json!(true);
            let day_count = match case.input(&["day_count"]).as_deref() {
                None | Some("365") => "actual365",
                Some("360" | "30/360") => "thirty360",
                Some("actual" | "actual/actual") => "actual_actual",
                Some(other) => return skip(format!("inputs.day_count: {other:?}")),
            };
            let rates = json!([{"valid_from": "2000-01-01", "value": rate}]);
            bearing = json!({"terms": {"rates": rates, "day_count": day_count}});
        }
    }
    let mut item = json!({"entry": "F1", "open": open, "due_on": due_on.to_string()});
    if let Some(level) = case.inputs["last_level"].as_u64() {
        item["level"] = json!(level);
    }
    let mut account = json!({"currency": case.currency().to_string(), "as_of": run_on.to_string()});
    if let Some(last) = case.input(&["last_letter"]) {
        let last = day(&last)?.to_string();
        (item["reminded_on"], account["reminded_on"]) = (json!(last), json!(last));
    }
    account["items"] = json!([item]);
    if !bearing.is_null() {
        account["bearing"] = bearing;
    }
    let found = asked(&json!({"dunning": {"policy": {"levels": levels}, "case": account}}))?;
    let letter = &found["letters"][0];
    case.hold(|name| match name {
        "included" => Some(json!(!letter.is_null())),
        "interest" => Some(letter["interest"].clone()),
        "dunning_amount" => Some(letter["charges"].clone()),
        "grand_total" | "total" => Some(letter["total"].clone()),
        "level" => Some(found["steps"][0]["next"].clone()),
        _ => None,
    })
}

/// The day the item was due.
fn due_on(case: &Case<'_>, run_on: Day) -> Result<Day, super::Outcome> {
    let late = case.inputs["overdue_days"].as_i64().or(case.inputs["days_overdue"].as_i64());
    if let Some(late) = late {
        return run_on.plus_days(-late).map_err(|no| super::Outcome::Skipped(no.to_string()));
    }
    if let Some(due) = case.input(&["due_date"]) {
        return day(&due);
    }
    let issued_on = day(&case.needed(&["invoice_date"])?)?;
    let terms = case.needed(&["terms"])?;
    let Some(terms) = words::rule(terms.strip_prefix("net ").unwrap_or(&terms)) else {
        return skip(format!("inputs.terms: {terms:?} is not understood"));
    };
    let plan = asked(&json!({"schedule": {
        "terms": terms, "total": "100.00 EUR", "issued_on": issued_on.to_string(),
    }}))?;
    day(plan[0]["due_on"].as_str().unwrap_or_default())
}

/// A day, or one counted from today as `T`, `T-30` or `T+5`.
fn day(text: &str) -> Result<Day, super::Outcome> {
    let unread = || super::Outcome::Skipped(format!("{text:?} is no day"));
    let Some(days) = text.strip_prefix('T') else {
        return Day::parse(text).map_err(|_| unread());
    };
    let days = match days.trim() {
        "" => 0,
        days => days.strip_prefix('+').unwrap_or(days).parse().map_err(|_| unread())?,
    };
    let today = Day::parse(TODAY).map_err(|_| unread())?;
    today.plus_days(days).map_err(|_| unread())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_included_from_the_delay_on() {
        for (issued, included) in [("T-30", false), ("T-39", false), ("T-40", true)] {
            let case = json!({
                "inputs": {
                    "invoice_date": issued, "terms": "net 30 days",
                    "dunning_level_days_after_due": 10, "run_at": "T",
                },
                "expected": {"included": included},
            });
            assert!(matches!(run(&case), Ok(found) if found.is_empty()), "{issued}");
        }
    }
}
