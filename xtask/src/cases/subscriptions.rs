//! Cases of subscriptions: how many periods are billed, and what a part of one comes to.

use super::reading::{Case, Run, asked, skip};
use super::{Difference, Outcome, figure};
use serde_json::{Value, json};

const KNOWN: [&str; 24] = [
    "billing_period",
    "billing_mode",
    "start",
    "end",
    "target",
    "billing_cycle_day",
    "plan",
    "period_start",
    "period_end",
    "cancelled",
    "from_date",
    "to_date",
    "day_count",
    "service_price",
    "quantity",
    "consumption",
    "invoice_start",
    "invoice_recurrence",
    "consumed_until",
    "invoice_run",
    "price",
    "amount",
    "proration",
    "expected_cycles",
];

/// A case of the file of billing cycles, whose figures stand beside its id.
pub(super) fn cycles(case: &Value) -> Outcome {
    let expected = ["expected_number_of_cycles", "number_of_billing_cycles"]
        .iter()
        .find_map(|name| figure(&case[*name]));
    let Some(expected) = expected else {
        return Outcome::Skipped("it expects no number of cycles".to_owned());
    };
    match billed(case) {
        Err(outcome) => outcome,
        Ok(found) if same(&expected, &found) => Outcome::Passed,
        Ok(found) => {
            Outcome::Failed(vec![Difference::new("expected_number_of_cycles", expected, found)])
        }
    }
}

/// Runs a case of proration by what it names.
pub(super) fn run(case: &Value) -> Run {
    let case = Case::of(case)?.knowing(&KNOWN)?;
    if case.inputs.get("billing_period").is_some() {
        let found = billed(case.inputs)?;
        return case.hold(|name| name.ends_with("cycles").then(|| json!(found)));
    }
    if case.inputs.get("consumption").is_some() {
        return consumed(&case);
    }
    if case.inputs.get("from_date").is_some() {
        return fixed(&case);
    }
    inclusive(&case)
}

fn same(one: &str, other: &str) -> bool {
    let read = |text: &str| o2c_core::money::Exact::parse(text).ok();
    read(one).is_some() && read(one) == read(other)
}

/// The interval of a billing period's name.
fn interval(name: &str) -> Option<Value> {
    let name = name.to_lowercase().replace([' ', '-'], "_");
    Some(match name.as_str() {
        "daily" => json!({"days": 1}),
        "weekly" => json!({"days": 7}),
        "biweekly" => json!({"days": 14}),
        "thirty_days" => json!({"days": 30}),
        "thirty_one_days" => json!({"days": 31}),
        "sixty_days" => json!({"days": 60}),
        "ninety_days" => json!({"days": 90}),
        "monthly" => json!({"months": 1}),
        "bimestrial" | "bimonthly" => json!({"months": 2}),
        "quarterly" => json!({"months": 3}),
        "triannual" => json!({"months": 4}),
        "biannual" | "semiannual" | "half_yearly" => json!({"months": 6}),
        "annual" | "yearly" => json!({"months": 12}),
        "sesquiennial" => json!({"months": 18}),
        "biennial" => json!({"months": 24}),
        "triennial" => json!({"months": 36}),
        _ => return None,
    })
}

/// How many periods are billed. These systems hold a stub against one period counted back from
/// the first billing day, or on from the last, by the calendar alone.
fn billed(fields: &Value) -> Result<String, Outcome> {
    let period = figure(&fields["billing_period"]).unwrap_or_default();
    let Some(interval) = interval(&period) else {
        return skip(format!("billing_period: {period:?} is not understood"));
    };
    let mode = figure(&fields["billing_mode"]).unwrap_or_else(|| "in_advance".to_owned());
    let timing = match mode.to_lowercase().as_str() {
        "in_advance" | "advance" => "in_advance",
        "in_arrear" | "in_arrears" | "arrears" => "in_arrears",
        _ => return skip(format!("billing_mode: {mode:?} is not understood")),
    };
    let count = figure(&fields["day_count"]).unwrap_or_default();
    let unit = unit(&count)?;
    let mut cycle = json!({"anchor": fields["start"], "interval": interval});
    if interval.get("months").is_some() && fields["billing_cycle_day"].as_u64().is_some() {
        cycle["billing_day"] = fields["billing_cycle_day"].clone();
    }
    let mut request = json!({
        "start": fields["start"], "until": fields["target"], "cycle": cycle,
        "timing": timing, "whole": "stepped", "unit": unit,
    });
    if !fields["end"].is_null() {
        request["end"] = fields["end"].clone();
    }
    let answer = asked(&json!({"subscription": {"billing_periods": request}}))?;
    Ok(figure(&answer["cycles"]).unwrap_or_default())
}

/// How parts are measured, in words such as `30 fixed days per month`.
fn unit(count: &str) -> Result<Value, Outcome> {
    let count = count.to_lowercase();
    Ok(match count.as_str() {
        "" | "actual" | "actual days" => json!("actual_days"),
        "30/360" | "30e/360" => json!("thirty360"),
        "seconds" => json!("seconds"),
        // Thirty days in every month, so that a month is thirty days and two are sixty.
        _ if count.starts_with("30 fixed days") => json!("thirty360"),
        _ => return skip(format!("inputs.day_count: {count:?} is not understood")),
    })
}

/// The days between two days and the part of a month they are.
fn fixed(case: &Case<'_>) -> Run {
    let (from, to) = (case.needed(&["from_date"])?, case.needed(&["to_date"])?);
    let unit = unit(&case.input(&["day_count"]).unwrap_or_default())?;
    let answer = asked(&json!({"subscription": {"billing_periods": {
        "start": from, "end": to, "until": to, "unit": unit,
        "cycle": {"anchor": from, "interval": {"months": 1}},
    }}}))?;
    let parts = asked(&json!({"subscription": {"proration": {
        "price": "1.00 EUR", "unit": unit, "cuts": [{"on": to}],
        "period": {"from": from, "until": answer["periods"][0]["whole"]["until"]},
    }}}))?;
    case.hold(|name| match name {
        "days" => Some(parts[0]["units_after"].clone()),
        "fraction" => Some(answer["cycles"].clone()),
        _ => None,
    })
}

/// A period whose last day is named itself, ended on a day that still counts: in half-open
/// periods that is the day after.
fn inclusive(case: &Case<'_>) -> Run {
    let after = |day: String| {
        let day = o2c_core::calendar::Day::parse(&day).and_then(|day| day.plus_days(1));
        day.map(|day| day.to_string()).map_err(|no| Outcome::Skipped(no.to_string()))
    };
    let from = case.needed(&["period_start"])?;
    let until = after(case.needed(&["period_end"])?)?;
    let cancelled = after(case.needed(&["cancelled"])?)?;
    let plan = case.needed(&["plan", "price", "amount"])?;
    let Some((price, _)) = super::reading::leading_figure(&plan) else {
        return skip(format!("inputs.plan: {plan:?} is not understood"));
    };
    // The end of the period cuts nothing.
    let cuts = if cancelled == until { json!([]) } else { json!([{"on": cancelled}]) };
    let parts = asked(&json!({"subscription": {"proration": {
        "price": case.amount(&price), "period": {"from": from, "until": until}, "cuts": cuts,
    }}}))?;
    let parts = parts.as_array().cloned().unwrap_or_default();
    case.hold(|name| match name {
        "days" => parts.first().map(|part| part["units_after"].clone()),
        "period_days" => parts.last().map(|part| part["units_after"].clone()),
        "invoice" | "amount" => parts.first().map(|part| part["amount"].clone()),
        _ => None,
    })
}

/// What is used day by day and billed in arrears on the first run after it.
fn consumed(case: &Case<'_>) -> Run {
    let words = case.needed(&["consumption"])?;
    let Some(first) = words.strip_prefix("daily from ") else {
        return skip(format!("inputs.consumption: {words:?} is not understood"));
    };
    let recurrence = case.needed(&["invoice_recurrence"])?;
    let Some(interval) = interval(&recurrence) else {
        return skip(format!("inputs.invoice_recurrence: {recurrence:?} is not understood"));
    };
    let last = case.needed(&["consumed_until"])?;
    let days = asked(&json!({"subscription": {"billing_periods": {
        "start": first, "until": last, "cycle": {"anchor": first, "interval": {"days": 1}},
    }}}))?;
    let run = case.needed(&["invoice_run"])?;
    let start = case.needed(&["invoice_start"])?;
    let runs = asked(&json!({"subscription": {"billing_periods": {
        "start": start, "until": run, "cycle": {"anchor": start, "interval": interval},
    }}}))?;
    let runs = runs["periods"].as_array().cloned().unwrap_or_default();
    let count = figure(&days["cycles"]).unwrap_or_default();
    let each = case.needed(&["quantity"])?;
    let price = case.needed(&["service_price"])?;
    let exact = |text: &str| o2c_core::money::Exact::parse(text).ok();
    let quantity = exact(&count)
        .zip(exact(&each))
        .and_then(|(count, each)| count.checked_mul(each).ok())
        .map(|quantity| quantity.to_string());
    let used = asked(&json!({"subscription": {"usage": {
        "units": quantity, "tariff": {"per_unit": price}, "currency": case.currency().to_string(),
    }}}))?;
    case.hold(|name| match name {
        "consumptions" => Some(json!(count)),
        "invoiced_quantity" => Some(used["lines"][0]["quantity"].clone()),
        "unit_price" => Some(used["lines"][0]["price"].clone()),
        "amount" => Some(used["total"].clone()),
        "next_invoice" => runs.last().map(|run| run["period"]["until"].clone()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_a_month_and_another_stub_are_counted() {
        let mut case = json!({
            "billing_period": "monthly", "billing_mode": "in_advance", "start": "2011-01-31",
            "end": "2011-03-10", "target": "2011-04-21", "billing_cycle_day": 7,
            // 7/31 + 1 + 3/31, each part at nine decimals.
            "expected_number_of_cycles": "1.322580646",
        });
        assert!(matches!(cycles(&case), Outcome::Passed));
        case["expected_number_of_cycles"] = json!("1.322580645");
        assert!(matches!(cycles(&case), Outcome::Failed(_)));
        case["billing_period"] = json!("each full moon");
        assert!(matches!(cycles(&case), Outcome::Skipped(_)));
    }

    /// 14/31 counted back from 28 February, and a month.
    #[test]
    fn a_billing_day_at_the_end_of_the_month_is_counted_back_by_the_calendar() {
        let case = json!({
            "billing_period": "monthly", "start": "2011-02-14", "end": null,
            "target": "2011-03-01", "billing_cycle_day": 31,
            "expected_number_of_cycles": "1.451612903",
        });
        assert!(matches!(cycles(&case), Outcome::Passed));
    }
}
