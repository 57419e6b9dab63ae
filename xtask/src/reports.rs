//! The answers of the core's JSON door that the demo shows, spelled in this one file.

use crate::company::Company;
use crate::truth::{Invoice, Reported, Settled};
use anyhow::{Context, Result};
use o2c_core::money::Money;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How many of the largest debtors are shown.
const DEBTORS: u16 = 10;

fn cycle_query(on: &str) -> Value {
    json!({ "cycle": { "as_of": on, "largest": DEBTORS } })
}

/// The queries that show most of the books on a day, for comparing languages.
pub(crate) fn queries(on: &str) -> [Value; 5] {
    [
        cycle_query(on),
        json!({ "payments": {} }),
        json!({ "ageing": { "as_of": on } }),
        json!({ "open_items": { "as_of": on } }),
        json!({ "trial_balance": { "as_of": on } }),
    ]
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    let found = value[field].as_str();
    found.with_context(|| format!("no text {field} in {value}"))
}

fn owned(value: &Value, field: &str) -> Result<String> {
    text(value, field).map(str::to_owned)
}

fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value]> {
    let found = value[field].as_array().map(Vec::as_slice);
    found.with_context(|| format!("no list {field} in {value}"))
}

fn count(value: &Value, field: &str) -> Result<u64> {
    let found = value[field].as_u64();
    found.with_context(|| format!("no count {field} in {value}"))
}

fn money(value: &Value, field: &str) -> Result<Money> {
    Ok(text(value, field)?.parse()?)
}

/// The invoice that a command issued and the order it bills, if it issued one.
pub(crate) fn issued(answer: &Value) -> Result<Option<(String, Invoice)>> {
    let mut events = list(answer, "events")?.iter();
    let Some(document) = events.find_map(|event| event["invoice"]["event"].get("issued")) else {
        return Ok(None);
    };
    let figures = &document["figures"];
    let instalment = list(document, "instalments")?.last();
    let instalment = instalment.context("an invoice without an instalment")?;
    let line = list(&document["draft"], "lines")?.first();
    let order = owned(&line.context("an invoice without lines")?["order"], "order")?;
    let invoice = Invoice {
        number: owned(document, "number")?,
        net: money(figures, "net")?,
        vat: money(figures, "vat")?,
        gross: money(figures, "gross")?,
        due_on: owned(instalment, "due_on")?,
    };
    Ok(Some((order, invoice)))
}

/// What was invoiced of one VAT category and rate.
pub(crate) struct VatRow {
    pub(crate) vat: String,
    pub(crate) base: String,
    pub(crate) amount: String,
}

/// The whole cycle on one page.
pub(crate) struct Cycle {
    pub(crate) placed: u64,
    pub(crate) shipped: u64,
    pub(crate) invoiced: u64,
    pub(crate) vat: Vec<VatRow>,
    /// The rules that documents break, and how often.
    pub(crate) findings: Vec<(String, u64)>,
    pub(crate) payments: u64,
    /// The rules and how many payments each applied; the last one is a person.
    pub(crate) applied: Vec<(String, u64)>,
    pub(crate) on_account: u64,
    pub(crate) proposed: u64,
    pub(crate) unidentified: u64,
    /// The aged balance: what a bucket is called, and its amount.
    pub(crate) ageing: Vec<(&'static str, String)>,
    /// The largest debtors: what is open and what of it is overdue.
    pub(crate) debtors: Vec<[String; 3]>,
    pub(crate) control: String,
    /// Account, debit, credit, balance; the totals last.
    pub(crate) trial: Vec<[String; 4]>,
    pub(crate) is_balanced: bool,
}

/// The whole cycle with the balances of a day.
pub(crate) fn cycle(company: &mut Company, on: &str) -> Result<Cycle> {
    let report = company.report(&cycle_query(on))?;
    let mut applied = counts(&report, "applied_by_rule")?;
    applied.push(("a person".to_owned(), count(&report, "applied_by_hand")?));
    let vat = |row: &Value| -> Result<VatRow> {
        let rate = row["vat"]["rate"].as_str().unwrap_or("0");
        let vat = format!("{} {rate} %", text(&row["vat"], "category")?);
        Ok(VatRow { vat, base: owned(row, "base")?, amount: owned(row, "amount")? })
    };
    let debtor = |row: &Value| -> Result<[String; 3]> {
        Ok([owned(row, "customer")?, owned(row, "open")?, owned(row, "overdue")?])
    };
    let ageing = list(&report, "ageing")?.first().map(buckets).transpose()?;
    Ok(Cycle {
        placed: count(&report, "orders_placed")?,
        shipped: count(&report, "orders_shipped")?,
        invoiced: count(&report, "orders_invoiced")?,
        vat: list(&report, "invoiced")?.iter().map(vat).collect::<Result<_>>()?,
        findings: counts(&report, "findings")?,
        payments: count(&report, "payments")?,
        applied,
        on_account: count(&report, "on_account")?,
        proposed: count(&report, "proposed")?,
        unidentified: count(&report, "unidentified")?,
        ageing: ageing.unwrap_or_default(),
        debtors: list(&report, "largest_debtors")?.iter().map(debtor).collect::<Result<_>>()?,
        control: owned(&report, "control_account")?,
        trial: trial(&report["trial_balance"])?,
        is_balanced: report["is_balanced"] == true,
    })
}

/// What is counted under names.
fn counts(report: &Value, field: &str) -> Result<Vec<(String, u64)>> {
    let named = report[field].as_object();
    let named = named.with_context(|| format!("no counts {field} in the cycle"))?;
    Ok(named
        .iter()
        .map(|(name, count)| (name.clone(), count.as_u64().unwrap_or_default()))
        .collect())
}

/// The buckets of one currency with their names.
fn buckets(row: &Value) -> Result<Vec<(&'static str, String)>> {
    let names = ["1 to 30 days overdue", "31 to 60", "61 to 90", "over 90"];
    let mut named = vec![("not due", owned(row, "not_due")?)];
    for (name, amount) in names.into_iter().zip(list(row, "buckets")?) {
        named.push((name, amount.as_str().unwrap_or_default().to_owned()));
    }
    named.push(("credits", owned(row, "credits")?));
    named.push(("total", owned(row, "total")?));
    Ok(named)
}

fn trial(report: &Value) -> Result<Vec<[String; 4]>> {
    let row = |row: &Value| -> Result<[String; 4]> {
        let [account, debit] = [owned(row, "account")?, owned(row, "debit")?];
        Ok([account, debit, owned(row, "credit")?, owned(row, "balance")?])
    };
    let mut rows: Vec<[String; 4]> =
        list(report, "rows")?.iter().map(row).collect::<Result<_>>()?;
    let (debit, credit) = (owned(report, "debit_total")?, owned(report, "credit_total")?);
    rows.push(["total".to_owned(), debit, credit, String::new()]);
    Ok(rows)
}

/// The documents that a command put on an account, by the names of their items.
pub(crate) fn opened(answer: &Value) -> Result<Vec<(String, String)>> {
    let mut named = Vec::new();
    for event in list(answer, "events")? {
        let item = &event["receivable"]["event"]["opened"]["item"];
        if let Some(document) = item["kind"]["invoice"]["document"].as_str() {
            named.push((owned(item, "id")?, document.to_owned()));
        }
    }
    Ok(named)
}

/// What every payment settles, discount included, and what is proposed where nothing is settled.
pub(crate) fn settled(
    company: &mut Company,
    documents: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Reported>> {
    let report = company.report(&json!({ "payments": {} }))?;
    let mut payments = BTreeMap::new();
    for row in report.as_array().context("the payments are no list")? {
        let mut settled = Settled::new();
        for part in list(row, "settles")? {
            if let Some(document) = part["document"].as_str() {
                settled.insert(document.to_owned(), money(part, "amount")?);
            }
        }
        let mut alternatives = Vec::new();
        for possible in row["proposal"]["alternatives"].as_array().into_iter().flatten() {
            alternatives.push(proposed(possible, documents)?);
        }
        for payer in row["identification"]["payers"].as_array().into_iter().flatten() {
            alternatives.push(proposed(&payer["alternative"], documents)?);
        }
        payments.insert(owned(row, "payment")?, Reported { settled, alternatives });
    }
    Ok(payments)
}

/// What one alternative would settle.
fn proposed(possible: &Value, documents: &BTreeMap<String, String>) -> Result<Settled> {
    let mut settled = Settled::new();
    for line in list(possible, "lines")? {
        let entry = text(line, "entry")?;
        let document = documents.get(entry).map_or(entry, String::as_str);
        settled.insert(document.to_owned(), money(line, "amount")?);
    }
    Ok(settled)
}

/// On how many days of a span ageing, open items and control account were compared, and equal.
pub(crate) fn reconciled(company: &mut Company, from: &str, until: &str) -> Result<(u64, u64)> {
    let query = json!({ "reconciliation": { "from": from, "until": until } });
    let report = company.report(&query)?;
    Ok((count(&report, "days")?, count(&report, "days_equal")?))
}
