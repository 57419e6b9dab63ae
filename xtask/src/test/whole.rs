//! The steps that run the whole: the simulated company, the sample year, real input.

use crate::tools::{cargo, output, own, run};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// A short run of the simulated company; longer runs are for nights. The auditor must also find
/// every defect that is planted in the core.
pub(crate) fn simulation() -> Result<()> {
    let short = ["test", "--quiet", "--profile", "planted", "--package", "simulation"];
    let planted = ["--features", "planted-defects", "--test", "short_run", "--test", "defects"];
    run(cargo(&short).args(planted))
}

/// The demo in a process of its own, as a user runs it: exactly one JSON object on its output.
fn demo(directory: &Path) -> Result<Value> {
    let told = output(own()?.arg("demo").arg(directory).arg("--json"))?;
    println!("  {}", told.trim());
    serde_json::from_str(&told).context("the demo does not print one JSON object")
}

/// What must hold of every year, whatever its receipts look like.
fn holds(told: &Value) -> Result<()> {
    let count = |field: &str| {
        let found = told[field].as_u64();
        found.with_context(|| format!("the demo does not tell {field}"))
    };
    ensure!(count("invoices_equal_truth")? == count("invoices")?, "an invoice differs");
    ensure!(count("receipts_applied_wrongly")? == 0, "a receipt is applied wrongly");
    let days = count("ageing_days_checked")?;
    ensure!(days > 0 && days == count("ageing_days_equal_control")?, "the aged balance differs");
    ensure!(told["journal_balanced"] == true, "the journal does not balance");
    ensure!(told["same_in_three_languages"] == true, "the three languages do not agree");
    Ok(())
}

pub(crate) fn sample() -> Result<()> {
    holds(&demo(&crate::root().join("examples/data"))?)
}

/// Real input lies beside the workspace, where it is given at all.
fn real(folder: &str) -> Option<PathBuf> {
    let path = crate::root().join("../shared/data").join(folder);
    if path.exists() {
        return Some(path);
    }
    println!("  NOT RUN: there is no ../shared/data/{folder}");
    None
}

/// So many of the year's 596 receipts at least settle exactly what the answers say, by themselves.
const RECEIPTS_EXACT: u64 = 585;

pub(crate) fn northwind() -> Result<()> {
    let Some(directory) = real("northwind") else {
        return Ok(());
    };
    let told = demo(&directory)?;
    holds(&told)?;
    let exact = told["receipts_exact"].as_u64().unwrap_or_default();
    ensure!(exact >= RECEIPTS_EXACT, "only {exact} receipts find what they settle");
    Ok(())
}

pub(crate) fn letter() -> Result<()> {
    match real("fec/third_party_lines.json") {
        Some(file) => crate::letter::hold(&file),
        None => Ok(()),
    }
}

pub(crate) fn cases() -> Result<()> {
    let Some(directory) = real("cases") else {
        return Ok(());
    };
    let all = crate::tools::files(&directory, "json")?;
    ensure!(crate::cases::run(&all)?, "a case failed");
    Ok(())
}
