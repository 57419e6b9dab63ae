//! The reports of the core's JSON door that the demo shows, spelled in this one file.

use crate::company::Company;
use crate::truth::{Invoice, Settled};
use anyhow::{Context, Result};
use o2c_core::money::Money;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The buckets of the aged balance: days overdue.
const BUCKETS: [u16; 3] = [30, 60, 90];

/// All queries of the demo for one day.
pub(crate) fn queries(on: &str) -> [Value; 6] {
    [
        json!({ "invoices": {} }),
        json!({ "invoice_totals": {} }),
        json!({ "payments": {} }),
        json!({ "ageing": { "as_of": on, "buckets": BUCKETS } }),
        json!({ "control_account": { "as_of": on } }),
        json!({ "trial_balance": { "as_of": on } }),
    ]
}

fn text<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    let found = value[field].as_str();
    found.with_context(|| format!("the report has no text {field}: {value}"))
}

fn list<'a>(value: &'a Value, field: &str) -> Result<&'a [Value]> {
    let found = value[field].as_array().map(Vec::as_slice);
    found.with_context(|| format!("the report has no list {field}: {value}"))
}

fn money(value: &Value, field: &str) -> Result<Money> {
    Ok(text(value, field)?.parse()?)
}

/// The invoices issued, by order.
pub(crate) fn invoices(company: &Company) -> Result<BTreeMap<String, Invoice>> {
    let report = company.report(&json!({ "invoices": {} }))?;
    let mut invoices = BTreeMap::new();
    for row in list(&report, "rows")? {
        let invoice = Invoice {
            number: text(row, "document")?.to_owned(),
            net: money(row, "net")?,
            vat: money(row, "vat")?,
            gross: money(row, "gross")?,
            due_on: text(row, "due_on")?.to_owned(),
        };
        invoices.insert(text(row, "order")?.to_owned(), invoice);
    }
    Ok(invoices)
}

/// A row of the VAT of all invoices.
pub(crate) struct VatRow {
    pub(crate) category: String,
    pub(crate) net: String,
    pub(crate) vat: String,
    pub(crate) gross: String,
}

/// The invoices by VAT category, the total as the last row.
pub(crate) fn vat(company: &Company) -> Result<Vec<VatRow>> {
    let report = company.report(&json!({ "invoice_totals": {} }))?;
    let row = |row: &Value| -> Result<VatRow> {
        Ok(VatRow {
            category: text(row, "category")?.to_owned(),
            net: text(row, "net")?.to_owned(),
            vat: text(row, "vat")?.to_owned(),
            gross: text(row, "gross")?.to_owned(),
        })
    };
    list(&report, "rows")?.iter().map(row).collect()
}

/// What became of one receipt.
pub(crate) struct ReceiptFate {
    pub(crate) payment: String,
    /// `applied`, `on_account`, `proposed` or `unidentified`.
    pub(crate) outcome: String,
    /// The rule that applied it, such as `reference`.
    pub(crate) rule: String,
    pub(crate) settled: Settled,
}

/// What became of all receipts.
pub(crate) fn receipts(company: &Company) -> Result<Vec<ReceiptFate>> {
    let report = company.report(&json!({ "payments": {} }))?;
    let mut fates = Vec::new();
    for row in list(&report, "rows")? {
        let mut settled = Settled::new();
        for part in list(row, "settled")? {
            settled.insert(text(part, "document")?.to_owned(), money(part, "amount")?);
        }
        fates.push(ReceiptFate {
            payment: text(row, "payment")?.to_owned(),
            outcome: text(row, "outcome")?.to_owned(),
            rule: row["rule"].as_str().unwrap_or_default().to_owned(),
            settled,
        });
    }
    Ok(fates)
}

/// The aged balance of a day: buckets, the largest debtors, the total.
pub(crate) struct Aged {
    pub(crate) buckets: Vec<(String, String)>,
    pub(crate) debtors: Vec<(String, String)>,
    pub(crate) total: String,
}

/// The aged balance of a day.
pub(crate) fn aged(company: &Company, on: &str, debtors: usize) -> Result<Aged> {
    let query = json!({ "ageing": { "as_of": on, "buckets": BUCKETS, "largest": debtors } });
    let report = company.report(&query)?;
    let pairs = |field: &str, name: &str| -> Result<Vec<(String, String)>> {
        let pair = |row: &Value| -> Result<(String, String)> {
            Ok((text(row, name)?.to_owned(), text(row, "amount")?.to_owned()))
        };
        list(&report, field)?.iter().map(pair).collect()
    };
    Ok(Aged {
        buckets: pairs("buckets", "name")?,
        debtors: pairs("debtors", "customer")?,
        total: text(&report, "total")?.to_owned(),
    })
}

/// The balance of the receivables' control account on a day.
pub(crate) fn control_account(company: &Company, on: &str) -> Result<String> {
    let report = company.report(&json!({ "control_account": { "as_of": on } }))?;
    Ok(text(&report, "balance")?.to_owned())
}

/// The trial balance of a day.
pub(crate) struct TrialBalance {
    /// Account, debit, credit, balance.
    pub(crate) rows: Vec<[String; 4]>,
    pub(crate) debit_total: String,
    pub(crate) credit_total: String,
}

/// The trial balance of a day.
pub(crate) fn trial_balance(company: &Company, on: &str) -> Result<TrialBalance> {
    let report = company.report(&json!({ "trial_balance": { "as_of": on } }))?;
    let row = |row: &Value| -> Result<[String; 4]> {
        let cell = |field| text(row, field).map(str::to_owned);
        Ok([
            cell("account")?,
            cell("debit")?,
            cell("credit")?,
            cell("balance")?,
        ])
    };
    Ok(TrialBalance {
        rows: list(&report, "rows")?
            .iter()
            .map(row)
            .collect::<Result<_>>()?,
        debit_total: text(&report, "debit_total")?.to_owned(),
        credit_total: text(&report, "credit_total")?.to_owned(),
    })
}
