//! Ledgers that people have lettered already, lettered once more by the core and compared.
//!
//! The letters are read here and nowhere else: the core sees accounts, parties, days, journals,
//! entries, pieces and amounts.

use anyhow::{Context, Result, ensure};
use o2c_core::calendar::Day;
use o2c_core::lettering::ledger::{LedgerLine, LedgerRule, letter_ledger};
use o2c_core::money::{Currency, Money, Rounding, divide};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

/// What is found again in real ledgers may not fall below this, in ten thousandths.
const LINES_FOUND_AGAIN: i128 = 9_850;
/// Found groups that mix nothing may not fall below this, in ten thousandths.
const GROUPS_CONSISTENT: i128 = 9_960;

/// One ledger: its lines, and the letter of each.
struct Ledger {
    name: String,
    lines: Vec<LedgerLine>,
    letters: Vec<String>,
}

/// How the groups found compare with the letters.
#[derive(Debug, Default, PartialEq, Eq)]
struct Comparison {
    lines: usize,
    /// Letters of two lines or more that sum to zero, and their lines.
    groups_in_truth: usize,
    lines_in_truth: usize,
    groups_found: usize,
    /// Groups found that are exactly a letter.
    groups_exact: usize,
    /// Lines of letters that sum to zero, found in a group that lies within one letter.
    lines_found_again: usize,
    /// Groups found with a lettered line, and those of them that mix no two letters and no
    /// lettered line with others.
    groups_lettered: usize,
    groups_consistent: usize,
    by_rule: BTreeMap<LedgerRule, (usize, usize)>,
}

impl Comparison {
    fn add(&mut self, other: Comparison) {
        self.lines += other.lines;
        self.groups_in_truth += other.groups_in_truth;
        self.lines_in_truth += other.lines_in_truth;
        self.groups_found += other.groups_found;
        self.groups_exact += other.groups_exact;
        self.lines_found_again += other.lines_found_again;
        self.groups_lettered += other.groups_lettered;
        self.groups_consistent += other.groups_consistent;
        for (rule, (found, mixed)) in other.by_rule {
            let all = self.by_rule.entry(rule).or_default();
            all.0 += found;
            all.1 += mixed;
        }
    }

    fn line_recall(&self) -> Result<i128> {
        share(self.lines_found_again, self.lines_in_truth)
    }

    fn consistent(&self) -> Result<i128> {
        share(self.groups_consistent, self.groups_lettered)
    }
}

/// A share in ten thousandths; of nothing, everything.
fn share(part: usize, whole: usize) -> Result<i128> {
    if whole == 0 {
        return Ok(10_000);
    }
    let parts = i128::try_from(part)?.saturating_mul(10_000);
    Ok(divide(parts, i128::try_from(whole)?, Rounding::HalfAwayFromZero)?)
}

/// Ten thousandths as a number with four decimals.
fn figure(share: i128) -> String {
    let digits = format!("{share:05}");
    let (whole, decimals) = digits.split_at(digits.len().saturating_sub(4));
    format!("{whole}.{decimals}")
}

fn number(share: i128) -> Result<Value> {
    Ok(serde_json::from_str(&figure(share))?)
}

fn text<'a>(line: &'a Value, field: &str) -> Result<&'a str> {
    line[field].as_str().with_context(|| format!("the field {field} is no text"))
}

/// `20230131` as a day.
fn day(text: &str) -> Result<Day> {
    let parts = (text.get(..4), text.get(4..6), text.get(6..));
    let (Some(year), Some(month), Some(day)) = parts else {
        anyhow::bail!("{text} is no day");
    };
    Ok(format!("{year}-{month}-{day}").parse()?)
}

fn ledger_line(line: &Value) -> Result<LedgerLine> {
    let currency = Currency::parse(crate::intake::CURRENCY)?;
    let debit = Money::parse(text(line, "debit")?, currency)?;
    let credit = Money::parse(text(line, "credit")?, currency)?;
    Ok(LedgerLine {
        account: text(line, "account")?.parse()?,
        party: text(line, "party")?.parse()?,
        accounted_on: day(text(line, "date")?)?,
        journal: text(line, "journal")?.parse()?,
        entry: text(line, "entry")?.parse()?,
        piece: text(line, "piece_ref")?.parse()?,
        amount: debit.checked_sub(credit)?,
        letter: "".parse()?,
    })
}

fn read(file: &Path) -> Result<Vec<Ledger>> {
    let told = std::fs::read_to_string(file).context("the file cannot be read")?;
    let told: Value = serde_json::from_str(&told).context("the file is no JSON")?;
    let ledgers = told.as_array().context("the file is no list of ledgers")?;
    let mut read = Vec::new();
    for (index, ledger) in ledgers.iter().enumerate() {
        let name = ledger["file"].as_str().map_or_else(|| format!("[{index}]"), str::to_owned);
        let lines = ledger["lines"].as_array().with_context(|| format!("{name} has no lines"))?;
        let (mut columns, mut letters) = (Vec::new(), Vec::new());
        for (place, line) in lines.iter().enumerate() {
            let read = || -> Result<_> { Ok((ledger_line(line)?, text(line, "letter")?)) };
            let (line, letter) = read().with_context(|| format!("{name}: lines[{place}]"))?;
            columns.push(line);
            letters.push(letter.to_owned());
        }
        read.push(Ledger { name, lines: columns, letters });
    }
    Ok(read)
}

/// The letters that sum to zero, each the rows of one account, party and letter.
fn letters_in_truth(ledger: &Ledger) -> Result<Vec<Vec<usize>>> {
    let mut letters: BTreeMap<(&str, &str, &str), Vec<usize>> = BTreeMap::new();
    for (row, (line, letter)) in ledger.lines.iter().zip(&ledger.letters).enumerate() {
        if !letter.is_empty() {
            let key = (line.account.as_str(), line.party.as_str(), letter.as_str());
            letters.entry(key).or_default().push(row);
        }
    }
    let currency = Currency::parse(crate::intake::CURRENCY)?;
    let mut balanced = Vec::new();
    for rows in letters.into_values() {
        let amounts = rows.iter().filter_map(|row| ledger.lines.get(*row));
        let sum = Money::sum(currency, amounts.map(|line| line.amount))?;
        if rows.len() >= 2 && sum.is_zero() {
            balanced.push(rows);
        }
    }
    Ok(balanced)
}

fn compare(ledger: &Ledger) -> Result<Comparison> {
    let found = letter_ledger(&ledger.lines)?;
    let truth = letters_in_truth(ledger)?;
    let in_truth: BTreeSet<usize> = truth.iter().flatten().copied().collect();
    let letters: BTreeSet<&Vec<usize>> = truth.iter().collect();
    let mut result = Comparison {
        lines: ledger.lines.len(),
        groups_in_truth: truth.len(),
        lines_in_truth: in_truth.len(),
        groups_found: found.groups.len(),
        ..Comparison::default()
    };
    for group in &found.groups {
        let of_rule = result.by_rule.entry(group.rule).or_default();
        of_rule.0 += 1;
        if letters.contains(&group.rows) {
            result.groups_exact += 1;
        }
        // Account and party are the same within a group: the letters alone may differ.
        let own: BTreeSet<&str> = group
            .rows
            .iter()
            .filter_map(|row| ledger.letters.get(*row))
            .map(String::as_str)
            .collect();
        if own.iter().all(|letter| letter.is_empty()) {
            continue;
        }
        result.groups_lettered += 1;
        if own.len() == 1 {
            result.groups_consistent += 1;
            result.lines_found_again +=
                group.rows.iter().filter(|row| in_truth.contains(row)).count();
        } else {
            of_rule.1 += 1;
        }
    }
    Ok(result)
}

fn print(name: &str, comparison: &Comparison) -> Result<()> {
    println!("{name}: {} lines", comparison.lines);
    println!(
        "  {} letters of {} lines sum to zero; {} groups found, {} of them exactly a letter",
        comparison.groups_in_truth,
        comparison.lines_in_truth,
        comparison.groups_found,
        comparison.groups_exact
    );
    println!(
        "  lines found again {}, groups consistent {}",
        figure(comparison.line_recall()?),
        figure(comparison.consistent()?)
    );
    for (rule, (found, mixed)) in &comparison.by_rule {
        println!("    {rule:?}: {found} groups, {mixed} mixed");
    }
    Ok(())
}

/// Letters every ledger of a file and says how it compares.
pub(crate) fn run(file: &Path, is_json: bool) -> Result<bool> {
    let mut all = Comparison::default();
    let mut several = 0;
    for ledger in read(file)? {
        let begun = Instant::now();
        let comparison = compare(&ledger)?;
        if !is_json {
            print(&ledger.name, &comparison)?;
            println!("  {} ms", begun.elapsed().as_millis());
        }
        all.add(comparison);
        several += 1;
    }
    if is_json {
        let told = json!({
            "ledgers": several,
            "lines": all.lines,
            "groups_in_truth": all.groups_in_truth,
            "groups_found": all.groups_found,
            "groups_exact": all.groups_exact,
            "line_recall": number(all.line_recall()?)?,
            "consistent": number(all.consistent()?)?,
        });
        println!("{told}");
    } else {
        print("all ledgers", &all)?;
    }
    Ok(true)
}

/// What was reached in real ledgers does not fall.
pub(crate) fn hold(file: &Path) -> Result<()> {
    for ledger in read(file)? {
        let comparison = compare(&ledger)?;
        print(&ledger.name, &comparison)?;
        ensure!(comparison.line_recall()? >= LINES_FOUND_AGAIN, "fewer lines are found again");
        ensure!(comparison.consistent()? >= GROUPS_CONSISTENT, "more groups are mixed");
    }
    Ok(())
}
