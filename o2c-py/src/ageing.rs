//! The ageing of a data frame of open items: columns in, columns out.

use crate::frame::{self, Frame};
use crate::gate::{self, Failure};
use crate::items::{Forms, Items};
use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use o2c_core::ageing::{AgeingPlan, Buckets, ColumnAgeing, CreditPolicy};
use o2c_core::calendar::Day;
use o2c_core::columns::Decimals;
use o2c_core::error::Error;
use o2c_core::money::Currency;
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::num::NonZero;
use std::sync::Arc;
use std::thread;

/// The precision of the amounts that go out.
const PRECISION: u8 = 38;

/// Ages the open items of a frame.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // The one call; its words are named in Python.
pub(crate) fn age(
    frame: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyString>,
    bounds: Vec<u32>,
    credits: &Bound<'_, PyString>,
    decimals: Option<u8>,
    currency: Option<&Bound<'_, PyString>>,
    threads: Option<NonZero<usize>>,
) -> PyResult<Frame> {
    let py = frame.py();
    let (as_of, credits) = (gate::text("as_of", as_of)?, gate::text("credits", credits)?);
    let currency = currency.map(|code| gate::text("currency", code)).transpose()?;
    let stream = frame::stream(frame)?;
    gate::detached(py, || {
        gate::caught(|| {
            let as_of: Day = as_of.parse().map_err(|no| gate::at("as_of", no))?;
            let buckets = Buckets::new(&bounds).map_err(Error::from)?;
            let policy = policy(credits)?;
            let currency = currency.map(Currency::parse).transpose();
            let currency = currency.map_err(|no| gate::at("currency", no))?;
            let threads = threads.or_else(|| thread::available_parallelism().ok());
            let threads = threads.map_or(1, NonZero::get);
            let batches = frame::batches(stream)?;
            let batches = batches.collect::<Result<Vec<RecordBatch>, _>>();
            let batches = batches.map_err(|fault| Failure::input("frame", &fault.to_string()))?;
            let items = Items::read(&batches, Forms { decimals, currency }, threads)?;
            let chunks = items.columns()?;
            let plan = AgeingPlan::new(&chunks, as_of, &buckets, policy).map_err(Error::from)?;
            let share = chunks.len().div_ceil(threads).max(1);
            let sums = thread::scope(|scope| {
                let adding: Vec<_> =
                    chunks.chunks(share).map(|some| scope.spawn(|| plan.sums(some))).collect();
                adding.into_iter().map(|one| one.join()).collect::<Result<Vec<_>, _>>()
            });
            let sums = sums.map_err(|_| Failure::Panicked("a thread broke off".to_owned()))?;
            let ageing = plan.aged(sums).map_err(Error::from)?;
            table(&items, &ageing).map(Frame::of)
        })
    })
}

fn policy(credits: &str) -> Result<CreditPolicy, Failure> {
    match credits {
        "separate" => Ok(CreditPolicy::Separate),
        "own_date" => Ok(CreditPolicy::OwnDate),
        "oldest_first" => Ok(CreditPolicy::OldestFirst),
        other => Err(Failure::input("credits", &format!("{other:?} is no place for credits"))),
    }
}

/// The ageing as a table: one row for each customer and currency, sorted.
fn table(items: &Items, ageing: &ColumnAgeing) -> Result<RecordBatch, Failure> {
    let words = items.words();
    let has_names = words.keys.keys().is_empty();
    let customers = if has_names { words.names.sorted() } else { words.keys.sorted() };
    let mut currencies: Vec<(&str, u16)> =
        words.currencies.iter().map(Currency::code).zip(0..).collect();
    currencies.sort_unstable();
    let mut rows = Vec::with_capacity(customers.len());
    for customer in customers {
        for (code, place) in &currencies {
            match ageing.row(customer, *place) {
                Some(figures) if figures.iter().any(|figure| *figure != 0) => {
                    rows.push((customer, *code, *place, figures));
                }
                Some(_) | None => {}
            }
        }
    }
    // Every number here has its text or its key.
    let customers: ArrayRef = if has_names {
        let names = rows.iter().map(|row| words.names.text_of(row.0).unwrap_or_default());
        Arc::new(StringArray::from_iter_values(names))
    } else {
        let keys = rows.iter().map(|row| words.keys.key_of(row.0).unwrap_or_default());
        Arc::new(Int64Array::from_iter_values(keys))
    };
    let codes = StringArray::from_iter_values(rows.iter().map(|row| row.1));
    let mut columns = vec![("customer".into(), customers), ("currency".into(), Arc::new(codes))];
    let rows = rows.iter().map(|row| (row.2, row.3));
    let figures = amounts(rows, ageing.width(), items.scale(), &words.currencies)?;
    columns.extend(names_of(ageing.buckets()).into_iter().zip(figures));
    let field = |(name, array): &(String, ArrayRef)| {
        Field::new(name.as_str(), array.data_type().clone(), false)
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(schema), arrays)
        .map_err(|fault| Failure::Panicked(fault.to_string()))
}

/// Rows of so many amounts in minor units of the currencies at these places as columns, in one
/// pass: decimals of a scale, or as they are where they came in so.
pub(crate) fn amounts<'a>(
    rows: impl ExactSizeIterator<Item = (u16, &'a [i64])>,
    width: usize,
    scale: Option<i8>,
    currencies: &[Currency],
) -> Result<Vec<ArrayRef>, Failure> {
    let mut columns: Vec<Vec<i64>> = (0..width).map(|_| Vec::with_capacity(rows.len())).collect();
    let mut places = Vec::with_capacity(rows.len());
    for (place, minors) in rows {
        places.push(place);
        for (column, minor) in columns.iter_mut().zip(minors) {
            column.push(*minor);
        }
    }
    let Some(scale) = scale else {
        let array = |column: Vec<i64>| -> ArrayRef { Arc::new(Int64Array::from(column)) };
        return Ok(columns.into_iter().map(array).collect());
    };
    let decimals = Decimals::of(u32::from(scale.unsigned_abs()), currencies);
    let decimals = decimals.map_err(Error::from)?;
    let array = |column: Vec<i64>| {
        // All that came in had this scale, so every sum has.
        let figures = decimals.figures(&column, &places);
        let figures =
            figures.ok_or_else(|| Failure::input("open", "an amount beyond its scale"))?;
        let array = Decimal128Array::from(figures).with_precision_and_scale(PRECISION, scale);
        let array = array.map_err(|fault| Failure::input("open", &fault.to_string()))?;
        Ok(Arc::new(array) as ArrayRef)
    };
    columns.into_iter().map(array).collect()
}

/// One amount in each row, in minor units of the currency at its place.
pub(crate) fn amount(
    minors: &[(u16, i64)],
    scale: Option<i8>,
    currencies: &[Currency],
) -> Result<ArrayRef, Failure> {
    let rows = minors.iter().map(|(place, minor)| (*place, std::slice::from_ref(minor)));
    let none: ArrayRef = Arc::new(Int64Array::from(Vec::<i64>::new()));
    Ok(amounts(rows, 1, scale, currencies)?.pop().unwrap_or(none))
}

/// The names of the figures: not due, the buckets by their days, credits, total.
fn names_of(buckets: &Buckets) -> Vec<String> {
    let aged = buckets.labels().into_iter().skip(1);
    let ends = ["credits", "total"].map(String::from);
    std::iter::once("not_due".to_owned()).chain(aged).chain(ends).collect()
}
