//! Lettering out of data frames: payments beside open items, or a ledger by itself.

use crate::ageing::amount;
use crate::frame::{self, Frame};
use crate::gate::{self, Failure};
use crate::items::{Forms, Words};
use crate::reading::Table;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Int64Array, RecordBatch, StringArray, UInt16Array,
};
use arrow_schema::{Field, Schema};
use o2c_core::error::Error;
use o2c_core::json;
use o2c_core::lettering::batch::{
    ItemColumns, LetteringRules, PaymentColumns, letter_payment_columns,
};
use o2c_core::lettering::ledger::{ColumnGroup, LedgerTexts, letter_texts};
use o2c_core::lettering::{Proposal, ProposedLine, Rule, Verdict};
use o2c_core::money::Currency;
use o2c_core::receivable::Difference;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::borrow::Cow;
use std::sync::Arc;

/// What the caller says of amounts besides what the columns say.
fn forms(decimals: Option<u8>, currency: Option<&str>) -> Result<Forms, Failure> {
    let currency = currency.map(Currency::parse).transpose();
    Ok(Forms { decimals, currency: currency.map_err(|no| gate::at("currency", no))? })
}

/// A column of texts, as the core reads it.
type Texts<'a> = Vec<Cow<'a, str>>;

fn strs<'a>(texts: &'a [Cow<'_, str>]) -> Vec<&'a str> {
    texts.iter().map(Cow::as_ref).collect()
}

fn strs_if_any<'a>(texts: &'a Option<Texts<'_>>) -> Option<Vec<&'a str>> {
    texts.as_deref().map(strs)
}

/// Letters the payments of a frame with the open items of another.
#[pyfunction]
pub(crate) fn letter_payments(
    items: &Bound<'_, PyAny>,
    payments: &Bound<'_, PyAny>,
    rules: &Bound<'_, PyString>,
    decimals: Option<u8>,
    currency: Option<&Bound<'_, PyString>>,
) -> PyResult<(Frame, Frame)> {
    let py = items.py();
    let rules = gate::text("rules", rules)?;
    let currency = currency.map(|code| gate::text("currency", code)).transpose()?;
    let (rules, forms) = gate::detached(py, || {
        gate::caught(|| {
            Ok::<_, Failure>((json::lettering_rules(rules)?, forms(decimals, currency)?))
        })
    })?;
    // One after the other: two frames of one connection cannot be read side by side.
    let read = |name: &'static str, frame: &Bound<'_, PyAny>| {
        let stream = frame::stream_of(name, frame)?;
        gate::detached(py, || gate::caught(|| Table::read(name, stream, forms)))
    };
    let items = read("items", items)?;
    let payments = read("payments", payments)?;
    gate::detached(py, || {
        gate::caught(|| {
            let mut words = Words::default();
            let told = Statement::read(&items, &payments, &mut words)?;
            let found = told.lettered(&words, &rules)?;
            let scales = (items.scale("open"), payments.scale("amount"));
            let scale = scales.0.zip(scales.1).map(|(one, other)| one.max(other));
            let tables = Tables { words: &words, told: &told, scale };
            let frames = (tables.applied(&found)?, tables.proposed(&found)?);
            Ok::<_, Failure>((Frame::of(frames.0), Frame::of(frames.1)))
        })
    })
}

/// The columns of items and payments.
struct Statement<'a> {
    customer: Vec<u32>,
    item: Texts<'a>,
    number: Texts<'a>,
    open: Int64Array,
    currency: Vec<u16>,
    due_on: Date32Array,
    document_on: Option<Date32Array>,
    order: Option<Texts<'a>>,
    discount: Option<(Int64Array, Date32Array)>,
    payer: Vec<u32>,
    payment: Texts<'a>,
    amount: Int64Array,
    paid_in: Vec<u16>,
    received_on: Date32Array,
    remittance: Option<Texts<'a>>,
    reference: Option<Texts<'a>>,
}

impl<'a> Statement<'a> {
    fn read(items: &'a Table, payments: &'a Table, words: &mut Words) -> Result<Self, Failure> {
        let customer = items.customers("customer", words)?;
        let number = items.ids("number")?;
        let item = if items.has("item") { items.ids("item")? } else { number.clone() };
        let currency = items.currencies(words)?;
        let open = items.amounts("open", &currency, words)?;
        let discount = match items.has("discount") {
            true => {
                Some((items.amounts("discount", &currency, words)?, items.days("discount_until")?))
            }
            false => None,
        };
        let payer = payments.customers("customer", words)?;
        if !words.keys.keys().is_empty() && !words.names.is_empty() {
            let said = "customers are integers in one frame and strings in the other";
            return Err(Failure::wrong_type("payments.customer", said));
        }
        let payment = match payments.has("payment") {
            true => payments.ids("payment")?,
            false => (0..payments.rows()).map(|row| Cow::Owned(row.to_string())).collect(),
        };
        let paid_in = payments.currencies(words)?;
        Ok(Statement {
            customer,
            item,
            number,
            open,
            due_on: items.days("due_on")?,
            document_on: items.days_if_any("document_on")?,
            order: items.texts_if_any("order")?,
            discount,
            currency,
            payer,
            payment,
            amount: payments.amounts("amount", &paid_in, words)?,
            received_on: payments.days("received_on")?,
            paid_in,
            remittance: payments.texts_if_any("remittance")?,
            reference: payments.texts_if_any("reference")?,
        })
    }

    fn lettered(&self, words: &Words, rules: &LetteringRules) -> Result<Vec<Proposal>, Failure> {
        let (item, number, payment) = (strs(&self.item), strs(&self.number), strs(&self.payment));
        let order = strs_if_any(&self.order);
        let (remittance, reference) = (strs_if_any(&self.remittance), strs_if_any(&self.reference));
        let items = ItemColumns {
            customer: &self.customer,
            item: &item,
            number: &number,
            open_minor: self.open.values(),
            currency: &self.currency,
            due_on: self.due_on.values(),
            document_on: self.document_on.as_ref().map(|days| &days.values()[..]),
            other_number: order.as_deref(),
            discount: self
                .discount
                .as_ref()
                .map(|both| (&both.0.values()[..], &both.1.values()[..])),
        };
        let payments = PaymentColumns {
            customer: &self.payer,
            payment: &payment,
            amount_minor: self.amount.values(),
            currency: &self.paid_in,
            received_on: self.received_on.values(),
            remittance: remittance.as_deref(),
            reference: reference.as_deref(),
        };
        let (currencies, policy) = (&words.currencies, &rules.policy);
        letter_payment_columns(&items, &payments, currencies, policy, &rules.tolerances)
            .map_err(|no| Failure::from(Error::from(no)))
    }
}

/// What goes out.
struct Tables<'a> {
    words: &'a Words,
    told: &'a Statement<'a>,
    scale: Option<i8>,
}

/// One line of a match: an item, or a difference beside items.
struct Row<'a> {
    payment: usize,
    alternative: usize,
    rule: Rule,
    score: u16,
    takes_discount: bool,
    item: Option<&'a str>,
    difference: Option<&'static str>,
    minor: i64,
}

/// What is common to the rows of a match.
struct Match<'a> {
    payment: usize,
    alternative: usize,
    rule: Rule,
    score: u16,
    takes_discount: bool,
    lines: &'a [ProposedLine],
    differences: &'a [Difference],
}

impl<'a> Match<'a> {
    fn rows(self, rows: &mut Vec<Row<'a>>) {
        let Match { payment, alternative, rule, score, takes_discount, .. } = self;
        let row = |item, difference, minor| Row {
            payment,
            alternative,
            rule,
            score,
            takes_discount,
            item,
            difference,
            minor,
        };
        for line in self.lines {
            rows.push(row(Some(line.entry.as_str()), None, line.amount.minor()));
        }
        for difference in self.differences {
            rows.push(row(None, Some(difference.kind.code()), difference.amount.minor()));
        }
    }
}

impl Tables<'_> {
    /// What is settled: a row for each item and difference.
    fn applied(&self, found: &[Proposal]) -> Result<RecordBatch, Failure> {
        let mut rows = Vec::new();
        for (payment, one) in found.iter().enumerate() {
            if let (Verdict::Apply, Some(rule)) = (one.verdict, one.rule) {
                let applied = Match {
                    payment,
                    alternative: 0,
                    rule,
                    score: one.score,
                    takes_discount: one.takes_discount,
                    lines: &one.lines,
                    differences: &one.differences,
                };
                applied.rows(&mut rows);
            }
        }
        let of = |row: &Row<'_>| found.get(row.payment);
        let rest = |row| of(row).map_or(0, |one| one.rest.minor());
        let rest = rows.iter().map(|row| (self.told.paid_in[row.payment], rest(row)));
        let rest = amount(&rest.collect::<Vec<_>>(), self.scale, &self.words.currencies)?;
        let (mut evidence, mut rejected) = (Vec::new(), Vec::new());
        for one in rows.iter().filter_map(of) {
            evidence.push(json::evidence(&one.evidence)?);
            rejected.push(json::alternatives(&one.alternatives)?);
        }
        let mut columns = self.columns(&rows)?;
        columns.push(("rest", rest));
        columns.push(("evidence", Arc::new(StringArray::from(evidence))));
        columns.push(("rejected", Arc::new(StringArray::from(rejected))));
        batch(columns)
    }

    /// What someone decides: a row for each item and difference of each alternative.
    fn proposed(&self, found: &[Proposal]) -> Result<RecordBatch, Failure> {
        let mut rows = Vec::new();
        for (payment, one) in found.iter().enumerate() {
            if one.verdict != Verdict::Propose {
                continue;
            }
            for (alternative, other) in one.alternatives.iter().enumerate() {
                let possible = Match {
                    payment,
                    alternative,
                    rule: other.rule,
                    score: other.score,
                    takes_discount: other.takes_discount,
                    lines: &other.lines,
                    differences: &other.differences,
                };
                possible.rows(&mut rows);
            }
        }
        let numbers = rows.iter().map(|row| i64::try_from(row.alternative).unwrap_or(i64::MAX));
        let numbers: ArrayRef = Arc::new(numbers.collect::<Int64Array>());
        let evidence = rows.iter().filter_map(|row| found.get(row.payment));
        let evidence = evidence.map(|one| json::evidence(&one.evidence));
        let evidence = evidence.collect::<Result<Vec<String>, _>>()?;
        let mut columns = self.columns(&rows)?;
        columns.push(("alternative", numbers));
        columns.push(("evidence", Arc::new(StringArray::from(evidence))));
        batch(columns)
    }

    /// The columns of both tables.
    fn columns(&self, rows: &[Row<'_>]) -> Result<Vec<(&'static str, ArrayRef)>, Failure> {
        let words = self.words;
        let payer = |row: &Row<'_>| self.told.payer[row.payment];
        let customers: ArrayRef = if words.keys.keys().is_empty() {
            Arc::new(
                rows.iter().map(|row| words.names.text_of(payer(row))).collect::<StringArray>(),
            )
        } else {
            Arc::new(rows.iter().map(|row| words.keys.key_of(payer(row))).collect::<Int64Array>())
        };
        let place = |row: &Row<'_>| self.told.paid_in[row.payment];
        let code = |row: &Row<'_>| words.currencies.get(usize::from(place(row)));
        let codes = rows.iter().map(|row| code(row).map(|currency| currency.code()));
        let settled = rows.iter().map(|row| (place(row), row.minor));
        let payments = rows.iter().map(|row| Some(self.told.payment[row.payment].as_ref()));
        let discounts: Vec<bool> = rows.iter().map(|row| row.takes_discount).collect();
        let rules = rows.iter().map(|row| Some(row.rule.code()));
        Ok(vec![
            ("payment", Arc::new(payments.collect::<StringArray>())),
            ("customer", customers),
            ("currency", Arc::new(codes.collect::<StringArray>())),
            ("item", Arc::new(rows.iter().map(|row| row.item).collect::<StringArray>())),
            (
                "difference",
                Arc::new(rows.iter().map(|row| row.difference).collect::<StringArray>()),
            ),
            ("amount", amount(&settled.collect::<Vec<_>>(), self.scale, &words.currencies)?),
            ("takes_discount", Arc::new(BooleanArray::from(discounts))),
            ("rule", Arc::new(rules.collect::<StringArray>())),
            ("score", Arc::new(rows.iter().map(|row| row.score).collect::<UInt16Array>())),
        ])
    }
}

/// Columns as one table.
fn batch(columns: Vec<(&'static str, ArrayRef)>) -> Result<RecordBatch, Failure> {
    let field = |(name, array): &(&str, ArrayRef)| {
        let is_nullable = matches!(*name, "item" | "difference" | "group" | "rule" | "lettered_on");
        Field::new(*name, array.data_type().clone(), is_nullable)
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(schema), arrays)
        .map_err(|fault| Failure::Panicked(fault.to_string()))
}

/// Letters the lines of a ledger by their amounts, days and pieces alone.
#[pyfunction]
pub(crate) fn letter_ledger(
    frame: &Bound<'_, PyAny>,
    decimals: Option<u8>,
    currency: Option<&Bound<'_, PyString>>,
) -> PyResult<Frame> {
    let py = frame.py();
    let currency = currency.map(|code| gate::text("currency", code)).transpose()?;
    let stream = frame::stream(frame)?;
    gate::detached(py, || {
        gate::caught(|| {
            let lines = Table::read("", stream, forms(decimals, currency)?)?;
            let mut words = Words::default();
            let account = lines.ids("account")?;
            let currencies = lines.currencies(&mut words)?;
            let minors = lines.amounts("amount", &currencies, &words)?;
            let days = lines.days("accounted_on")?;
            let texts = |column| lines.texts_if_any(column);
            let (party, journal, entry) = (texts("party")?, texts("journal")?, texts("entry")?);
            let (piece, letter) = (texts("piece")?, texts("letter")?);
            let found = letter_texts(&LedgerTexts {
                account: &strs(&account),
                accounted_on: days.values(),
                open_minor: minors.values(),
                currency: &currencies,
                party: strs_if_any(&party).as_deref(),
                journal: strs_if_any(&journal).as_deref(),
                entry: strs_if_any(&entry).as_deref(),
                piece: strs_if_any(&piece).as_deref(),
                letter: strs_if_any(&letter).as_deref(),
            });
            let found = found.map_err(Error::from)?;
            let groups = found.groups.iter().map(|group| (group, false));
            let carried = found.carried.iter().map(|group| (group, true));
            beside(lines.rows(), days.values(), groups.chain(carried)).map(Frame::of)
        })
    })
}

/// A row beside each line: its group, the rule that found it, the day it is lettered on, and
/// whether it settles a balance carried forward.
fn beside<'a>(
    rows: usize,
    days: &[i32],
    groups: impl Iterator<Item = (&'a ColumnGroup, bool)>,
) -> Result<RecordBatch, Failure> {
    let mut numbers: Vec<Option<i64>> = vec![None; rows];
    let mut rules: Vec<Option<&str>> = vec![None; rows];
    let mut lettered_on: Vec<Option<i32>> = vec![None; rows];
    let mut carried = vec![false; rows];
    for (number, (group, is_carried)) in (0_i64..).zip(groups) {
        let last = group.rows.iter().map(|row| days[*row]).max();
        for row in &group.rows {
            numbers[*row] = Some(number);
            rules[*row] = Some(group.rule.code());
            lettered_on[*row] = last;
            carried[*row] = is_carried;
        }
    }
    batch(vec![
        ("group", Arc::new(Int64Array::from(numbers))),
        ("rule", Arc::new(StringArray::from(rules))),
        ("lettered_on", Arc::new(Date32Array::from(lettered_on))),
        ("is_carried", Arc::new(BooleanArray::from(carried))),
    ])
}
