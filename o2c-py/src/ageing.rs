//! The ageing of a data frame of open items: columns in, columns out.

use crate::frame::{self, Frame};
use crate::gate::{self, Failure};
use crate::items::{Forms, Items};
use arrow_array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use o2c_core::ageing::{AgeingPlan, Buckets, ColumnAgeing, CreditPolicy};
use o2c_core::calendar::Day;
use o2c_core::error::Error;
use o2c_core::money::{Currency, Exact};
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
            let buckets = Buckets::new(&bounds).map_err(|no| gate::at("bounds", no))?;
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
    let mut rows: Vec<(u32, u16, &[i64])> = ageing.rows().collect();
    let code = |place: u16| words.currencies.get(usize::from(place)).map(|known| known.code());
    rows.sort_by(|one, other| {
        let by_key = words.keys.key_of(one.0).cmp(&words.keys.key_of(other.0));
        let by_name = words.names.text_of(one.0).cmp(&words.names.text_of(other.0));
        by_key.then(by_name).then(code(one.1).cmp(&code(other.1)))
    });
    let customers: ArrayRef = if words.keys.keys().is_empty() {
        Arc::new(rows.iter().map(|row| words.names.text_of(row.0)).collect::<StringArray>())
    } else {
        Arc::new(rows.iter().map(|row| words.keys.key_of(row.0)).collect::<Int64Array>())
    };
    let codes: StringArray = rows.iter().map(|row| code(row.1)).collect();
    let mut columns = vec![("customer".into(), customers), ("currency".into(), Arc::new(codes))];
    for (place, name) in names_of(ageing.buckets()).into_iter().enumerate() {
        columns.push((name, figures(items, &rows, place)?));
    }
    let field = |(name, array): &(String, ArrayRef)| {
        Field::new(name.as_str(), array.data_type().clone(), false)
    };
    let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(schema), arrays)
        .map_err(|fault| Failure::Panicked(fault.to_string()))
}

/// One column of figures, in the form in which the amounts came in.
fn figures(items: &Items, rows: &[(u32, u16, &[i64])], at: usize) -> Result<ArrayRef, Failure> {
    let minors = rows.iter().map(|row| (row.1, row.2.get(at).copied().unwrap_or_default()));
    amounts(minors, items.scale(), &items.words().currencies)
}

/// Amounts in minor units of the currencies at these places, as decimals of a scale; as they are
/// where they came in so.
pub(crate) fn amounts(
    minors: impl Iterator<Item = (u16, i64)>,
    scale: Option<i8>,
    currencies: &[Currency],
) -> Result<ArrayRef, Failure> {
    let Some(scale) = scale else {
        return Ok(Arc::new(minors.map(|(_, minor)| minor).collect::<Int64Array>()));
    };
    let finest = Exact::new(1, u32::from(scale.unsigned_abs())).map_err(Error::from)?;
    let figure = |(currency, minor): (u16, i64)| {
        let decimals = currencies[usize::from(currency)].decimals();
        let exact = Exact::new(i128::from(minor), u32::from(decimals)).map_err(Error::from)?;
        // All that came in had this scale, so every sum has.
        Ok::<_, Failure>(exact.common(finest).0)
    };
    let figures = minors.map(figure).collect::<Result<Vec<i128>, Failure>>()?;
    let array = Decimal128Array::from(figures).with_precision_and_scale(PRECISION, scale);
    Ok(Arc::new(array.map_err(|fault| Failure::input("open", &fault.to_string()))?))
}

/// The names of the figures: not due, the buckets by their days, credits, total.
fn names_of(buckets: &Buckets) -> Vec<String> {
    let aged = buckets.labels().into_iter().skip(1);
    let ends = ["credits", "total"].map(String::from);
    std::iter::once("not_due".to_owned()).chain(aged).chain(ends).collect()
}
