//! A trading year from order to cash: read, executed day by day, reported and compared.
//!
//! Every amount shown stands so in a report of the core; here they are only laid out.

use crate::company::Company;
use crate::reports::{self, Aged, ReceiptFate, TrialBalance, VatRow};
use crate::{intake, languages, truth};
use anyhow::{Context, Result};
use indicatif::ProgressBar;
use o2c_core::calendar::Day;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// How many of the largest debtors are shown.
const DEBTORS: usize = 10;

/// Everything the demo shows.
struct Story {
    commands: usize,
    orders: usize,
    shipped: usize,
    last_on: String,
    invoices: truth::Invoices,
    invoices_issued: usize,
    vat: Vec<VatRow>,
    fates: Vec<ReceiptFate>,
    receipts: truth::Receipts,
    aged: Aged,
    control: String,
    trial: TrialBalance,
    days_checked: usize,
    days_equal: usize,
    took: Duration,
    /// Whether C and Python tell the same; none where they cannot be asked, with the reason.
    languages: std::result::Result<bool, String>,
}

/// Runs a directory; true when the books agree with themselves.
pub(crate) fn run(directory: &Path, as_json: bool) -> Result<bool> {
    let story = tell(directory)?;
    if as_json {
        println!("{}", serde_json::to_string(&summary(&story))?);
    } else {
        show(&story);
    }
    Ok(story.trial.balances() && story.days_equal == story.days_checked)
}

impl TrialBalance {
    fn balances(&self) -> bool {
        self.debit_total == self.credit_total
    }
}

fn tell(directory: &Path) -> Result<Story> {
    let books = intake::read(directory)
        .with_context(|| format!("{} cannot be read", directory.display()))?;
    let stream = intake::commands(&books);
    let started = Instant::now();
    let mut company = Company::found(languages::SETTINGS)?;
    // The bar draws on a terminal only.
    let bar = ProgressBar::new(stream.len() as u64);
    for command in &stream {
        company.execute(command)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let day = |command: Option<&Value>| -> Result<String> {
        let on = command.and_then(|command| command["effective_on"].as_str());
        Ok(on.context("the directory has no orders")?.to_owned())
    };
    let (first_on, last_on) = (day(stream.first())?, day(stream.last())?);
    let reported = reports::invoices(&company)?;
    let fates = reports::receipts(&company)?;
    let settled = |fate: &ReceiptFate| (fate.payment.clone(), fate.settled.clone());
    let settled: BTreeMap<String, truth::Settled> = fates.iter().map(settled).collect();
    let (days_checked, days_equal) = check_days(&company, &first_on, &last_on)?;
    let shipped = books
        .orders
        .iter()
        .filter(|order| order.shipped_on.is_some());
    Ok(Story {
        commands: stream.len(),
        orders: books.orders.len(),
        shipped: shipped.count(),
        invoices: truth::compare_invoices(&truth::expected_invoices(directory)?, &reported),
        invoices_issued: reported.len(),
        vat: reports::vat(&company)?,
        receipts: truth::compare_receipts(&truth::expected_receipts(directory)?, &settled),
        fates,
        aged: reports::aged(&company, &last_on, DEBTORS)?,
        control: reports::control_account(&company, &last_on)?,
        trial: reports::trial_balance(&company, &last_on)?,
        days_checked,
        days_equal,
        took: started.elapsed(),
        languages: languages::agree(&stream, &last_on),
        last_on,
    })
}

/// Compares the aged balance with the control account on every day from the first to the last.
fn check_days(company: &Company, first_on: &str, last_on: &str) -> Result<(usize, usize)> {
    let (mut checked, mut equal) = (0, 0);
    let (mut on, last_on) = (Day::parse(first_on)?, Day::parse(last_on)?);
    while on <= last_on {
        let day = on.to_string();
        let aged = reports::aged(company, &day, 0)?;
        checked += 1;
        equal += usize::from(aged.total == reports::control_account(company, &day)?);
        on = on.plus_days(1)?;
    }
    Ok((checked, equal))
}

impl Story {
    fn count(&self, outcome: &str) -> usize {
        self.fates
            .iter()
            .filter(|fate| fate.outcome == outcome)
            .count()
    }

    fn seconds(&self) -> String {
        format!("{}.{:03}", self.took.as_secs(), self.took.subsec_millis())
    }
}

fn summary(story: &Story) -> Value {
    // A JSON number from its digits: no binary fraction is involved.
    let seconds: Value = serde_json::from_str(&story.seconds()).unwrap_or(Value::Null);
    json!({
        "orders": story.orders,
        "invoices": story.invoices_issued,
        "invoices_equal_truth": story.invoices.equal,
        "receipts": story.fates.len(),
        "receipts_applied": story.receipts.applied,
        "receipts_applied_wrongly": story.receipts.applied_wrongly.len(),
        "receipts_exact": story.receipts.exact,
        "receipts_on_account": story.count("on_account"),
        "receipts_proposed": story.count("proposed"),
        "receipts_unidentified": story.count("unidentified"),
        "ageing_days_checked": story.days_checked,
        "ageing_days_equal_control": story.days_equal,
        "journal_balanced": story.trial.balances(),
        "seconds": seconds,
        "same_in_three_languages": story.languages.as_ref().ok(),
    })
}

fn show(story: &Story) {
    println!("Orders");
    println!("  {:>6} placed and confirmed", story.orders);
    println!("  {:>6} shipped", story.shipped);
    println!("  {:>6} invoiced", story.invoices_issued);
    println!(
        "\nInvoices by VAT category{:>20}{:>16}{:>18}",
        "net", "VAT", "gross"
    );
    for row in &story.vat {
        println!(
            "  {:<22}{:>20}{:>16}{:>18}",
            row.category, row.net, row.vat, row.gross
        );
    }
    let compared = &story.invoices;
    println!(
        "  {} of {} equal the answers",
        compared.equal, compared.expected
    );
    for difference in compared.differences.iter().take(DEBTORS) {
        println!("  {difference}");
    }
    show_receipts(story);
    println!("\nAged balance on {}", story.last_on);
    for (name, amount) in &story.aged.buckets {
        println!("  {name:<24}{amount:>18}");
    }
    println!("  {:<24}{:>18}", "total", story.aged.total);
    println!("  largest debtors");
    for (customer, amount) in &story.aged.debtors {
        println!("    {customer:<22}{amount:>18}");
    }
    println!("  {:<24}{:>18}", "control account", story.control);
    let (equal, checked) = (story.days_equal, story.days_checked);
    println!("  equal to the control account on {equal} of {checked} days");
    println!(
        "\nTrial balance on {}{:>21}{:>18}{:>18}",
        story.last_on, "debit", "credit", "balance"
    );
    for [account, debit, credit, balance] in &story.trial.rows {
        println!("  {account:<26}{debit:>18}{credit:>18}{balance:>18}");
    }
    let trial = &story.trial;
    println!(
        "  {:<26}{:>18}{:>18}",
        "total", trial.debit_total, trial.credit_total
    );
    match &story.languages {
        Ok(true) => println!("\nRust, C and Python tell the same, to the byte"),
        Ok(false) => println!("\nRust, C and Python do NOT tell the same"),
        Err(absent) => println!("\nRust, C and Python were not compared: {absent}"),
    }
    println!("{} commands in {} seconds", story.commands, story.seconds());
}

fn show_receipts(story: &Story) {
    println!("\nReceipts");
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for fate in story.fates.iter().filter(|fate| fate.outcome == "applied") {
        *rules.entry(fate.rule.as_str()).or_default() += 1;
    }
    for (rule, count) in rules {
        println!("  {count:>6} applied by {rule}");
    }
    for (outcome, words) in [
        ("on_account", "on account"),
        ("proposed", "proposed"),
        ("unidentified", "unidentified"),
    ] {
        println!("  {:>6} {words}", story.count(outcome));
    }
    println!("  {:>6} in all", story.fates.len());
    let compared = &story.receipts;
    let wrongly = compared.applied_wrongly.len();
    println!(
        "  {} exactly as the answers say, {wrongly} applied wrongly",
        compared.exact
    );
    for difference in &compared.applied_wrongly {
        println!("  {difference}");
    }
    let shown = |per_mille: Option<i128>| per_mille.map_or("none".to_owned(), |n| n.to_string());
    let (precision, recall) = (shown(compared.precision()), shown(compared.recall()));
    println!("  precision {precision} per mille, recall {recall} per mille");
}
