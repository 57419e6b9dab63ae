//! The ageing of a data frame of open items: columns in, columns out.

use crate::frame::{self, Frame};
use crate::gate::{self, Failure};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use o2c_core::ageing::{Buckets, ColumnAgeing, CreditPolicy, age_columns};
use o2c_core::calendar::Day;
use o2c_core::columns::{Interner, OpenItems};
use o2c_core::error::{Error, Path};
use o2c_core::id::CustomerId;
use o2c_core::money::{Currency, Exact, Money};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::collections::HashMap;
use std::sync::Arc;

/// The precision of the amounts that go out.
const PRECISION: u8 = 38;

/// Ages the open items of a frame.
#[pyfunction]
pub(crate) fn age(
    frame: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyString>,
    bounds: Vec<u32>,
    credits: &Bound<'_, PyString>,
) -> PyResult<Frame> {
    let py = frame.py();
    let (as_of, credits) = (gate::text("as_of", as_of)?, gate::text("credits", credits)?);
    let stream = frame::stream(frame)?;
    gate::detached(py, || {
        gate::caught(|| {
            let as_of: Day = as_of.parse().map_err(|no| at("as_of", no))?;
            let buckets = Buckets::new(&bounds).map_err(|no| at("bounds", no))?;
            let mut items = Items::default();
            for batch in frame::batches(stream)? {
                let batch = batch.map_err(|fault| Failure::input("frame", &fault.to_string()))?;
                items.take(&batch)?;
            }
            let rows = OpenItems::new(&items.customer, &items.due_on, &items.open, &items.currency)
                .map_err(Error::from)?;
            let ageing =
                age_columns(&rows, as_of, &buckets, policy(credits)?).map_err(Error::from)?;
            items.table(&ageing).map(Frame::of)
        })
    })
}

/// A refusal of the core, with the place where its cause stands.
fn at(place: &str, no: impl Into<Error>) -> Failure {
    let mut error = no.into();
    error.path = Path::field(&error.path).inside(place).to_string();
    Failure::Refused(error)
}

fn policy(credits: &str) -> Result<CreditPolicy, Failure> {
    match credits {
        "separate" => Ok(CreditPolicy::Separate),
        "own_date" => Ok(CreditPolicy::OwnDate),
        "oldest_first" => Ok(CreditPolicy::OldestFirst),
        other => Err(Failure::input("credits", &format!("{other:?} is no place for credits"))),
    }
}

/// The open items as dense columns, with the names that the numbers stand for.
#[derive(Default)]
struct Items {
    customer: Vec<u32>,
    due_on: Vec<i32>,
    open: Vec<i64>,
    currency: Vec<u16>,
    names: Interner,
    keys: Vec<i64>,
    number_of_key: HashMap<i64, u32>,
    codes: Interner,
    currencies: Vec<Currency>,
    /// The decimals of the amounts that came in; none for whole minor units.
    scale: Option<i8>,
}

impl Items {
    /// Adds the rows of one batch.
    fn take(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        let before = self.customer.len();
        let customer = column(batch, "customer", before)?;
        let due_on = column(batch, "due_on", before)?;
        let open = column(batch, "open", before)?;
        let currency = column(batch, "currency", before)?;
        self.take_customers(customer, before)?;
        let DataType::Date32 = due_on.data_type() else {
            return Err(wrong("due_on", "date32", due_on));
        };
        self.due_on.extend_from_slice(due_on.as_primitive::<Date32Type>().values());
        self.take_currencies(currency, before)?;
        self.take_open(open, before)
    }

    fn take_customers(&mut self, array: &ArrayRef, before: usize) -> Result<(), Failure> {
        if let Some(keys) = whole_numbers(array) {
            for (index, key) in keys.into_iter().enumerate() {
                let key = key.ok_or_else(|| {
                    Failure::input(&place("customer", before, index), "a key beyond 64 bits")
                })?;
                let number = match self.number_of_key.get(&key) {
                    Some(number) => *number,
                    None => self.new_key(key)?,
                };
                self.customer.push(number);
            }
            return Ok(());
        }
        let names = &mut self.names;
        let numbers = numbers_of(array, "customer", "a string or an integer", before, |name| {
            if let Some(number) = names.known(name) {
                return Ok(number);
            }
            CustomerId::new(name)?;
            Ok(names.number_of(name)?)
        })?;
        self.customer.extend(numbers);
        Ok(())
    }

    fn new_key(&mut self, key: i64) -> Result<u32, Failure> {
        let number = u32::try_from(self.keys.len())
            .map_err(|_| Failure::input("customer", "more than 2^32 customers"))?;
        self.keys.push(key);
        self.number_of_key.insert(key, number);
        Ok(number)
    }

    fn take_currencies(&mut self, array: &ArrayRef, before: usize) -> Result<(), Failure> {
        let (codes, currencies) = (&mut self.codes, &mut self.currencies);
        let numbers = numbers_of(array, "currency", "a string", before, |code| {
            if let Some(number) = codes.known(code) {
                return Ok(number);
            }
            currencies.push(Currency::parse(code)?);
            Ok(codes.number_of(code)?)
        })?;
        // There are far fewer currencies than 2^16.
        self.currency.extend(numbers.into_iter().map(|number| number as u16));
        Ok(())
    }

    fn take_open(&mut self, array: &ArrayRef, before: usize) -> Result<(), Failure> {
        match array.data_type() {
            DataType::Int64 => {
                self.open.extend_from_slice(array.as_primitive::<Int64Type>().values());
                Ok(())
            }
            DataType::Decimal128(_, scale) => {
                let places = u32::try_from(*scale)
                    .map_err(|_| wrong("open", "a decimal128 of no negative scale", array))?;
                self.scale = Some(*scale);
                let rows = self.currency.get(before..).unwrap_or_default();
                let figures = array.as_primitive::<Decimal128Type>().values();
                for (index, (figure, currency)) in figures.iter().zip(rows).enumerate() {
                    let minor = Exact::new(*figure, places).and_then(|exact| {
                        Money::from_exact(exact, self.currencies[usize::from(*currency)])
                    });
                    let place = || place("open", before, index);
                    self.open.push(minor.map_err(|no| at(&place(), no))?.minor());
                }
                Ok(())
            }
            _ => Err(wrong("open", "decimal128, or int64 of minor units", array)),
        }
    }

    /// The ageing as a table: one row for each customer and currency, sorted.
    fn table(&self, ageing: &ColumnAgeing) -> Result<RecordBatch, Failure> {
        let mut rows: Vec<(u32, u16, &[i64])> = ageing.rows().collect();
        let code = |place: u16| self.currencies.get(usize::from(place)).map(|known| known.code());
        let key = |number: u32| usize::try_from(number).ok().and_then(|at| self.keys.get(at));
        rows.sort_by(|one, other| {
            let by_key = key(one.0).cmp(&key(other.0));
            let by_name = self.names.text_of(one.0).cmp(&self.names.text_of(other.0));
            by_key.then(by_name).then(code(one.1).cmp(&code(other.1)))
        });
        let customers: ArrayRef = if self.keys.is_empty() {
            Arc::new(rows.iter().map(|row| self.names.text_of(row.0)).collect::<StringArray>())
        } else {
            Arc::new(rows.iter().map(|row| key(row.0).copied()).collect::<Int64Array>())
        };
        let codes: StringArray = rows.iter().map(|row| code(row.1)).collect();
        let mut columns =
            vec![("customer".into(), customers), ("currency".into(), Arc::new(codes))];
        for (place, name) in names_of(ageing.buckets()).into_iter().enumerate() {
            columns.push((name, self.figures(&rows, place)?));
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
    fn figures(&self, rows: &[(u32, u16, &[i64])], place: usize) -> Result<ArrayRef, Failure> {
        let minors = rows.iter().map(|row| (row.1, row.2.get(place).copied().unwrap_or_default()));
        let Some(scale) = self.scale else {
            return Ok(Arc::new(minors.map(|(_, minor)| minor).collect::<Int64Array>()));
        };
        let finest = Exact::new(1, u32::from(scale.unsigned_abs())).map_err(Error::from)?;
        let figure = |(currency, minor): (u16, i64)| {
            let decimals = self.currencies[usize::from(currency)].decimals();
            let exact = Exact::new(i128::from(minor), u32::from(decimals)).map_err(Error::from)?;
            // All that came in had this scale, so every sum has.
            Ok::<_, Failure>(exact.common(finest).0)
        };
        let figures = minors.map(figure).collect::<Result<Vec<i128>, Failure>>()?;
        let array = Decimal128Array::from(figures).with_precision_and_scale(PRECISION, scale);
        Ok(Arc::new(array.map_err(|fault| Failure::input("open", &fault.to_string()))?))
    }
}

/// The names of the figures: not due, the buckets by their days, credits, total.
fn names_of(buckets: &Buckets) -> Vec<String> {
    let aged = buckets.labels().into_iter().skip(1);
    let ends = ["credits", "total"].map(String::from);
    std::iter::once("not_due".to_owned()).chain(aged).chain(ends).collect()
}

/// Where a row's value stands, counted from the first batch.
fn place(column: &str, before: usize, index: usize) -> String {
    Path::index(column, before.saturating_add(index)).to_string()
}

fn wrong(name: &str, expected: &str, found: &ArrayRef) -> Failure {
    Failure::wrong_type(name, &format!("expected {expected}, not {}", found.data_type()))
}

/// A column without nulls.
fn column<'a>(batch: &'a RecordBatch, name: &str, before: usize) -> Result<&'a ArrayRef, Failure> {
    let Some(array) = batch.column_by_name(name) else {
        return Err(Failure::input(name, "the frame has no such column"));
    };
    let nulls = array.logical_nulls();
    match nulls.and_then(|nulls| nulls.iter().position(|is_there| !is_there)) {
        Some(index) => Err(Failure::input(&place(name, before, index), "there is no value")),
        None => Ok(array),
    }
}

/// The keys of a column of whole numbers, each if it fits; none for another column.
fn whole_numbers(array: &ArrayRef) -> Option<Vec<Option<i64>>> {
    fn keys<T: ArrowPrimitiveType>(array: &ArrayRef) -> Vec<Option<i64>>
    where
        T::Native: TryInto<i64>,
    {
        array.as_primitive::<T>().values().iter().map(|key| (*key).try_into().ok()).collect()
    }
    match array.data_type() {
        DataType::Int8 => Some(keys::<Int8Type>(array)),
        DataType::Int16 => Some(keys::<Int16Type>(array)),
        DataType::Int32 => Some(keys::<Int32Type>(array)),
        DataType::Int64 => Some(keys::<Int64Type>(array)),
        DataType::UInt8 => Some(keys::<UInt8Type>(array)),
        DataType::UInt16 => Some(keys::<UInt16Type>(array)),
        DataType::UInt32 => Some(keys::<UInt32Type>(array)),
        DataType::UInt64 => Some(keys::<UInt64Type>(array)),
        _ => None,
    }
}

/// What reads a row's text.
type TextAt<'a> = Box<dyn Fn(usize) -> &'a str + 'a>;

/// What reads the texts of a column; none for a column of something else.
fn text_at(array: &dyn Array) -> Option<TextAt<'_>> {
    match array.data_type() {
        DataType::Utf8 => Some(Box::new(|index| array.as_string::<i32>().value(index))),
        DataType::LargeUtf8 => Some(Box::new(|index| array.as_string::<i64>().value(index))),
        DataType::Utf8View => Some(Box::new(|index| array.as_string_view().value(index))),
        _ => None,
    }
}

/// The numbers of the texts of a column; a dictionary's text is looked at once.
fn numbers_of(
    array: &ArrayRef,
    name: &str,
    expected: &str,
    before: usize,
    mut number_of: impl FnMut(&str) -> Result<u32, Error>,
) -> Result<Vec<u32>, Failure> {
    let mut number_at = |index: usize, text: &str| {
        number_of(text).map_err(|no| at(&place(name, before, index), no))
    };
    if let Some(text_at) = text_at(array) {
        return (0..array.len()).map(|index| number_at(index, text_at(index))).collect();
    }
    let Some(dictionary) = array.as_any_dictionary_opt() else {
        return Err(wrong(name, expected, array));
    };
    let Some(text_at) = text_at(dictionary.values()) else {
        return Err(wrong(name, expected, array));
    };
    if array.is_empty() {
        return Ok(Vec::new());
    }
    let mut known: Vec<Option<u32>> = vec![None; dictionary.values().len()];
    let mut number_of_key = |(index, key): (usize, usize)| match known[key] {
        Some(number) => Ok(number),
        None => {
            let number = number_at(index, text_at(key))?;
            known[key] = Some(number);
            Ok(number)
        }
    };
    dictionary.normalized_keys().into_iter().enumerate().map(&mut number_of_key).collect()
}
