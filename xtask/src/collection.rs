//! What the demo adds to a firm's year: reminders at the end of each month, what its manager reads
//! month by month, and the page.

use crate::company::Company;
use crate::tools::{output, program, target};
use anyhow::{Context, Result};
use o2c_core::calendar::Day;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// When the firm reminds: so many days after the due day, at least a week apart.
const REMINDED_AFTER: [u16; 4] = [5, 15, 30, 45];

/// The reminders of a month: how many of each level.
pub(crate) type Letters = BTreeMap<String, [u64; REMINDED_AFTER.len()]>;

fn command(id: &str, on: Day, action: &Value) -> Value {
    json!({"id": id, "effective_on": on, "recorded_on": on, "action": action})
}

fn day(command: &Value) -> Result<Day> {
    Ok(command["effective_on"].as_str().context("a command without a day")?.parse()?)
}

/// The stream with a policy before it and a run of reminders at the end of each month.
pub(crate) fn with_reminders(stream: Vec<Value>) -> Result<Vec<Value>> {
    let Some(first) = stream.first() else { return Ok(stream) };
    let mut month_end = day(first)?.end_of_month();
    let levels = REMINDED_AFTER.map(|days| json!({"delay": {"after_due": days}}));
    let policy = json!({"of": "everybody", "policy": {"levels": levels}});
    let set = command("reminders", day(first)?, &json!({"set_dunning_policy": policy}));
    let mut told = vec![set];
    for one in stream {
        while day(&one)? > month_end {
            let id = format!("reminders of {month_end}");
            told.push(command(&id, month_end, &json!({"run_dunning": {}})));
            month_end = month_end.plus_days(1)?.end_of_month();
        }
        told.push(one);
    }
    Ok(told)
}

/// Counts the reminders that a command wrote.
pub(crate) fn count(command: &Value, answer: &Value, letters: &mut Letters) {
    if command["action"].get("run_dunning").is_none() {
        return;
    }
    let on = command["effective_on"].as_str().unwrap_or_default().to_owned();
    let month = letters.entry(on).or_default();
    for event in answer["events"].as_array().into_iter().flatten() {
        let level = event["reminders"]["event"]["written"]["letter"]["level"].as_u64();
        let place = level.and_then(|level| usize::try_from(level).ok()?.checked_sub(1));
        if let Some(count) = place.and_then(|place| month.get_mut(place)) {
            *count += 1;
        }
    }
}

/// What a manager reads of a month: what is owed, what of it is overdue, and in how many days it is
/// paid.
pub(crate) struct Month {
    until: String,
    receivables: String,
    overdue: String,
    shares: [String; 5],
}

/// The months up to a day, oldest first.
pub(crate) fn months(company: &mut Company, on: &str) -> Result<Vec<Month>> {
    let report = company.report(&json!({"figures": {"as_of": on, "months": 12}}))?;
    let months = report["rows"][0]["months"].as_array().context("no months")?;
    let shown = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let month = |month: &Value| Month {
        until: shown(&month["until"]),
        receivables: shown(&month["receivables"]),
        overdue: shown(&month["overdue"]),
        shares: [
            shown(&month["days_sales_outstanding"]),
            shown(&month["best_possible"]),
            shown(&month["collection_effectiveness"]),
            shown(&month["recovered_percent"]),
            shown(&month["roll_rates"][0]),
        ],
    };
    Ok(months.iter().map(month).collect())
}

/// Writes the page that a manager reads; the reason where the package cannot.
pub(crate) fn page(python: &Path, directory: &Path) -> Result<PathBuf, String> {
    let out = target().join("demo.html");
    let mut page = program(python);
    page.args(["-m", "o2c", "report"]).arg(directory).arg("--out").arg(&out);
    output(&mut page).map(|_| out).map_err(|error| format!("{error:#}"))
}

/// Shows what was reminded of and what a manager reads.
pub(crate) fn show(letters: &Letters, months: &[Month]) {
    let heading = "Reminders at the end of months";
    println!("\n{heading:<32}{:>10}{:>10}{:>10}{:>10}", "level 1", "2", "3", "4");
    for (on, [first, second, third, fourth]) in letters {
        println!("  {on:<30}{first:>10}{second:>10}{third:>10}{fourth:>10}");
    }
    println!(
        "\n{:<14}{:>18}{:>18}{:>10}{:>10}{:>8}{:>11}{:>8}",
        "Figures", "owed", "overdue", "DSO", "best", "CEI", "recovered", "roll"
    );
    for Month { until, receivables, overdue, shares } in months {
        let [outstanding, best, effectiveness, recovered, rolled] = shares;
        println!(
            "  {until:<12}{receivables:>18}{overdue:>18}{outstanding:>10}{best:>10}\
             {effectiveness:>8}{recovered:>11}{rolled:>8}"
        );
    }
    println!("  DSO and its best in days over three months; the others in percent");
}
