//! A trading year from order to cash: read, executed day by day, reported and compared.
//!
//! Every amount shown stands so in a report of the core; here they are only laid out.

use crate::company::Company;
use crate::reports::{self, Cycle};
use crate::{collection, intake, languages, truth};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A firm that takes what is missing of an invoice named for the bank's fee, up to 15 euros and
/// 3 percent, and does not ask for five cents.
const SETTINGS: &str = r#"{"ledger_currency":"EUR","tolerances":[
{"kind":"write_off","absolute":"0.05 EUR","percent":"1"},
{"kind":"bank_fee","absolute":"15.00 EUR","percent":"3"}]}"#;

/// Everything the demo shows.
struct Story {
    commands: usize,
    last_on: String,
    cycle: Cycle,
    issued: usize,
    invoices: truth::Invoices,
    receipts: truth::Receipts,
    days_checked: u64,
    days_equal: u64,
    took: Duration,
    /// Whether C and Python tell the same; the reason where they cannot be asked.
    languages: std::result::Result<bool, String>,
    letters: collection::Letters,
    months: Vec<collection::Month>,
    /// The page a manager reads; the reason where it cannot be written.
    page: std::result::Result<PathBuf, String>,
}

/// Runs a directory; true when the books agree with themselves.
pub(crate) fn run(directory: &Path, as_json: bool) -> Result<bool> {
    let story = tell(directory)?;
    if as_json {
        println!("{}", summary(&story));
    } else {
        show(&story);
    }
    let is_told_alike = *story.languages.as_ref().unwrap_or(&true);
    let days_agree = story.days_equal == story.days_checked;
    Ok(story.cycle.is_balanced && days_agree && is_told_alike)
}

fn tell(directory: &Path) -> Result<Story> {
    let started = Instant::now();
    let books = intake::read(directory)
        .with_context(|| format!("{} cannot be read", directory.display()))?;
    let stream = collection::with_reminders(intake::commands(&books))?;
    let mut company = Company::found(SETTINGS)?;
    let (mut issued, mut opened) = (BTreeMap::new(), BTreeMap::new());
    let mut letters = collection::Letters::new();
    // The bar draws on a terminal only.
    let bar = ProgressBar::new(stream.len() as u64);
    for command in &stream {
        let answer = company.execute(command)?;
        issued.extend(reports::issued(&answer)?);
        opened.extend(reports::opened(&answer)?);
        collection::count(command, &answer, &mut letters);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let (first_on, last_on) = (day(stream.first())?, day(stream.last())?);
    let cycle = reports::cycle(&mut company, &last_on)?;
    let settled = reports::settled(&mut company, &opened)?;
    let (days_checked, days_equal) = reports::reconciled(&mut company, &first_on, &last_on)?;
    let took = started.elapsed();
    Ok(Story {
        commands: stream.len(),
        cycle,
        issued: issued.len(),
        invoices: truth::compare_invoices(&truth::expected_invoices(directory)?, &issued),
        receipts: truth::compare_receipts(&truth::expected_receipts(directory)?, &settled),
        days_checked,
        days_equal,
        took,
        languages: languages::agree(SETTINGS.replace('\n', "").as_str(), &stream, &last_on),
        letters,
        months: collection::months(&mut company, &last_on)?,
        // The environment is there once the languages were compared.
        page: collection::page(&languages::python(), directory),
        last_on,
    })
}

fn day(command: Option<&Value>) -> Result<String> {
    let on = command.and_then(|command| command["effective_on"].as_str());
    Ok(on.context("the directory tells nothing that happened")?.to_owned())
}

impl Story {
    fn seconds(&self) -> String {
        format!("{}.{:03}", self.took.as_secs(), self.took.subsec_millis())
    }
}

fn summary(story: &Story) -> Value {
    // A JSON number from its digits: no binary fraction is involved.
    let seconds: Value = serde_json::from_str(&story.seconds()).unwrap_or(Value::Null);
    let cycle = &story.cycle;
    json!({
        "orders": cycle.placed,
        "invoices": story.issued,
        "invoices_equal_truth": story.invoices.equal,
        "receipts": cycle.payments,
        "receipts_applied": story.receipts.applied,
        "receipts_applied_wrongly": story.receipts.applied_wrongly.len(),
        "receipts_exact": story.receipts.all.exact,
        "receipts_on_account": cycle.on_account,
        "receipts_proposed": cycle.proposed,
        "receipts_unidentified": cycle.unidentified,
        "ageing_days_checked": story.days_checked,
        "ageing_days_equal_control": story.days_equal,
        "journal_balanced": cycle.is_balanced,
        "seconds": seconds,
        "same_in_three_languages": story.languages.as_ref().ok(),
    })
}

fn show(story: &Story) {
    let cycle = &story.cycle;
    println!("Orders");
    for (count, what) in
        [(cycle.placed, "placed"), (cycle.shipped, "shipped"), (cycle.invoiced, "invoiced")]
    {
        println!("  {count:>6} {what}");
    }
    println!("\n{:<28}{:>18}{:>18}", "Invoices by VAT category", "net", "VAT");
    for row in &cycle.vat {
        println!("  {:<26}{:>18}{:>18}", row.vat, row.base, row.amount);
    }
    let compared = &story.invoices;
    println!("  {} of {} equal the answers", compared.equal, compared.expected);
    for difference in compared.differences.iter().take(10) {
        println!("  {difference}");
    }
    println!("\nFindings by rule of EN 16931: documents are issued all the same");
    for (rule, times) in &cycle.findings {
        println!("  {times:>6} {rule}");
    }
    println!("  {:>6} in all", cycle.findings.iter().map(|(_, times)| times).sum::<u64>());
    show_receipts(story);
    println!("\nAged balance on {}", story.last_on);
    for (name, amount) in &cycle.ageing {
        println!("  {name:<26}{amount:>18}");
    }
    println!("  {:<26}{:>18}", "control account", cycle.control);
    let (equal, checked) = (story.days_equal, story.days_checked);
    println!("  one figure with the control account on {equal} of {checked} days");
    collection::show(&story.letters, &story.months);
    println!("\n{:<28}{:>18}{:>18}", "Largest debtors", "open", "overdue");
    for [customer, open, overdue] in &cycle.debtors {
        println!("  {customer:<26}{open:>18}{overdue:>18}");
    }
    let heading = format!("Trial balance on {}", story.last_on);
    println!("\n{heading:<28}{:>18}{:>18}{:>18}", "debit", "credit", "balance");
    for [account, debit, credit, balance] in &cycle.trial {
        println!("  {account:<26}{debit:>18}{credit:>18}{balance:>18}");
    }
    let words = if cycle.is_balanced { "every entry balances" } else { "it does NOT balance" };
    println!("  {words}\n");
    match &story.languages {
        Ok(true) => println!("Rust, C and Python tell the same, to the byte"),
        Ok(false) => println!("Rust, C and Python do NOT tell the same"),
        Err(absent) => println!("Rust, C and Python were not compared: {absent}"),
    }
    match &story.page {
        Ok(page) => println!("The page a manager reads: {}", page.display()),
        Err(absent) => println!("The page was not written (python -m o2c report DIR): {absent}"),
    }
    println!("{} commands in {} seconds", story.commands, story.seconds());
}

fn show_receipts(story: &Story) {
    let (cycle, compared) = (&story.cycle, &story.receipts);
    println!("\nReceipts");
    for (rule, count) in cycle.applied.iter().filter(|(_, count)| *count > 0) {
        println!("  {count:>6} applied by {rule}");
    }
    for (count, what) in [
        (cycle.on_account, "on account"),
        (cycle.proposed, "proposed"),
        (cycle.unidentified, "unidentified"),
        (cycle.payments, "in all"),
    ] {
        println!("  {count:>6} {what}");
    }
    let heading = "Receipts as the answers have them";
    println!(
        "\n{heading:<34}{:>6}{:>10}{:>10}{:>12}{:>9}",
        "exact", "proposed", "of all", "precision", "recall"
    );
    let all = [("all", &compared.all)];
    let rows = compared.by_behaviour.iter().map(|(name, counts)| (name.as_str(), counts));
    for (name, counts) in rows.chain(all) {
        let shown = |part: Option<i128>| part.map_or_else(String::new, |n| n.to_string());
        let (precision, recall) = (shown(counts.precision()), shown(counts.recall()));
        let (exact, proposed, all) = (counts.exact, counts.proposed, counts.receipts);
        println!("  {name:<32}{exact:>6}{proposed:>10}{all:>10}{precision:>12}{recall:>9}");
    }
    println!("  precision and recall in per mille of the invoices named");
    for difference in &compared.inexact {
        println!("  {difference}");
    }
    println!("  {} applied wrongly", compared.applied_wrongly.len());
    for difference in &compared.applied_wrongly {
        println!("  WRONG {difference}");
    }
}
