//! Open items out of the columns of a frame. Days and whole minor units stay where they are; texts
//! and keys become dense numbers, decimals become minor units.

use crate::gate::{Failure, at};
use crate::texts::{numbers_of, only_text};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type,
    Int32Type, Int64Type, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, Date32Array, Int64Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use o2c_core::columns::{
    Interner, Keys, OpenItems, days_of_moments, minor_units, refuse_amounts, refuse_days_of,
};
use o2c_core::error::{Error, Path};
use o2c_core::id::CustomerId;
use o2c_core::money::{Currency, Exact, Money};
use std::borrow::Cow;
use std::fmt::Display;
use std::str::FromStr;
use std::thread;

/// Fewer rows than these are no work for a second thread.
const ROWS_A_THREAD: usize = 1 << 15;

/// What the caller says of the columns besides what they say themselves.
#[derive(Clone, Copy)]
pub(crate) struct Forms {
    /// To how many decimals floats are amounts; none where floats are refused.
    pub(crate) decimals: Option<u8>,
    /// The currency of every row, where no column says it.
    pub(crate) currency: Option<Currency>,
}

/// The names that numbers stand for.
#[derive(Default)]
pub(crate) struct Words {
    pub(crate) names: Interner,
    pub(crate) keys: Keys,
    pub(crate) currencies: Vec<Currency>,
    codes: Interner,
}

/// Some rows as columns.
struct Part {
    first: usize,
    customer: Vec<u32>,
    due_on: Date32Array,
    open: Int64Array,
    currency: Vec<u16>,
}

/// The open items of a frame.
pub(crate) struct Items {
    words: Words,
    parts: Vec<Part>,
    scale: Option<i8>,
}

impl Items {
    /// Reads the batches of a frame, on several threads where there is enough to read.
    pub(crate) fn read(
        batches: &[RecordBatch],
        forms: Forms,
        threads: usize,
    ) -> Result<Items, Failure> {
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let threads = threads.min(rows.div_ceil(ROWS_A_THREAD)).max(1);
        let slices = slices(batches, rows.div_ceil(threads).max(1));
        let share = slices.len().div_ceil(threads).max(1);
        let read = thread::scope(|scope| {
            let reading: Vec<_> = slices
                .chunks(share)
                .map(|some| scope.spawn(move || read_slices(some, forms)))
                .collect();
            reading.into_iter().map(|one| one.join()).collect::<Result<Vec<_>, _>>()
        });
        let read = read.map_err(|_| Failure::Panicked("a thread broke off".to_owned()))?;
        // The first refusal in the order of the rows is the one that is told.
        let mut read = read.into_iter().collect::<Result<Vec<_>, Failure>>()?.into_iter();
        let (mut words, mut parts) = read.next().unwrap_or_default();
        for (more, mut some) in read {
            words.take_in(&more, &mut some)?;
            parts.extend(some);
        }
        let scale = match batches.first().and_then(|batch| batch.column_by_name("open")) {
            Some(open) => match open.data_type() {
                DataType::Decimal128(_, scale) => Some(*scale),
                DataType::Float32 | DataType::Float64 => {
                    forms.decimals.and_then(|decimals| i8::try_from(decimals).ok())
                }
                _ => None,
            },
            None => None,
        };
        Ok(Items { words, parts, scale })
    }

    /// The names that the numbers of the columns stand for.
    pub(crate) fn words(&self) -> &Words {
        &self.words
    }

    /// The decimals of the amounts that came in; none for whole minor units.
    pub(crate) fn scale(&self) -> Option<i8> {
        self.scale
    }

    /// The items as columns of the core.
    pub(crate) fn columns(&self) -> Result<Vec<OpenItems<'_>>, Failure> {
        let columns = self.parts.iter().map(|part| {
            let open = part.open.values();
            OpenItems::new(&part.customer, part.due_on.values(), open, &part.currency)
                .or_else(|no| refuse_amounts(open, part.first).and(Err(no)))
                .map_err(|no| Failure::from(Error::from(no)))
        });
        columns.collect()
    }
}

/// The batches in slices of about as many rows, each with the number of its first row.
fn slices(batches: &[RecordBatch], rows: usize) -> Vec<(usize, RecordBatch)> {
    let (mut slices, mut first) = (Vec::new(), 0_usize);
    for batch in batches {
        for from in (0..batch.num_rows()).step_by(rows) {
            let count = rows.min(batch.num_rows().saturating_sub(from));
            slices.push((first.saturating_add(from), batch.slice(from, count)));
        }
        if batch.num_rows() == 0 {
            // Its columns are looked at all the same.
            slices.push((first, batch.clone()));
        }
        first = first.saturating_add(batch.num_rows());
    }
    slices
}

fn read_slices(
    slices: &[(usize, RecordBatch)],
    forms: Forms,
) -> Result<(Words, Vec<Part>), Failure> {
    let mut words = Words::default();
    let parts = slices.iter().map(|(first, batch)| words.part(batch, *first, forms));
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    Ok((words, parts))
}

impl Words {
    /// One slice of a frame; its rows are counted from the frame's first.
    fn part(&mut self, batch: &RecordBatch, first: usize, forms: Forms) -> Result<Part, Failure> {
        let customer = column(batch, "customer", "", first)?;
        let due_on = column(batch, "due_on", "", first)?;
        let open = column(batch, "open", "", first)?;
        let currency = match forms.currency {
            Some(_) => None,
            None => Some(column(batch, "currency", "", first)?),
        };
        let customer = self.customers(customer, "customer", first)?;
        let due_on = days(due_on, "due_on", first)?;
        let currency = match (forms.currency, currency) {
            (Some(currency), _) => {
                let place = self.currency(currency)?;
                vec![place; batch.num_rows()]
            }
            (None, Some(array)) => self.currencies_of(array, "currency", first)?,
            (None, None) => Vec::new(),
        };
        let open = self.amounts(open, &currency, "open", first, forms)?;
        Ok(Part { first, customer, due_on, open, currency })
    }

    /// The numbers of customers; `name` is what refusals call the column.
    pub(crate) fn customers(
        &mut self,
        array: &ArrayRef,
        name: &str,
        first: usize,
    ) -> Result<Vec<u32>, Failure> {
        if let Some(keys) = whole_numbers(array) {
            let keys = keys
                .map_err(|row| Failure::input(&place(name, first, row), "a key beyond 64 bits"))?;
            return Ok(self.keys.numbers_of(&keys).map_err(Error::from)?);
        }
        let names = &mut self.names;
        numbers_of(array, name, "a string or an integer", first, |name| {
            if let Some(number) = names.known(name) {
                return Ok(number);
            }
            CustomerId::new(name)?;
            Ok(names.number_of(name)?)
        })
    }

    /// The place of a currency.
    pub(crate) fn currency(&mut self, currency: Currency) -> Result<u16, Error> {
        let number = self.codes.number_of(currency.code())?;
        if self.currencies.len() == usize::try_from(number).unwrap_or(usize::MAX) {
            self.currencies.push(currency);
        }
        // There are far fewer currencies than 2^16.
        Ok(number as u16)
    }

    /// The places of currencies; `name` is what refusals call the column.
    pub(crate) fn currencies_of(
        &mut self,
        array: &ArrayRef,
        name: &str,
        first: usize,
    ) -> Result<Vec<u16>, Failure> {
        if let Some(code) = only_text(array) {
            let currency = Currency::parse(code).map_err(Error::from);
            let place = currency.and_then(|currency| self.currency(currency));
            return Ok(vec![
                place.map_err(|no| at(&self::place(name, first, 0), no))?;
                array.len()
            ]);
        }
        // Most currencies are those of the row before: three letters are compared at once.
        let mut before: Option<([u8; 3], u16)> = None;
        numbers_of(array, name, "a string", first, |code| {
            let letters = <[u8; 3]>::try_from(code.as_bytes()).ok();
            if let Some((same, number)) = before
                && letters == Some(same)
            {
                return Ok(number);
            }
            let number = self.currency(Currency::parse(code)?)?;
            before = letters.map(|letters| (letters, number));
            Ok(number)
        })
    }

    /// Amounts in minor units; `name` is what refusals call the column.
    pub(crate) fn amounts(
        &self,
        array: &ArrayRef,
        currency: &[u16],
        name: &str,
        first: usize,
        forms: Forms,
    ) -> Result<Int64Array, Failure> {
        let minors = match (array.data_type(), forms.decimals) {
            (DataType::Int64, _) => return Ok(array.as_primitive::<Int64Type>().clone()),
            (DataType::Decimal128(_, scale), _) => {
                let scale = u32::try_from(*scale)
                    .map_err(|_| wrong(name, "a decimal128 of no negative scale", array))?;
                let figures = array.as_primitive::<Decimal128Type>().values();
                minor_units(figures, scale, currency, &self.currencies, first)
                    .map_err(|no| Error::from(no.with_path(&|path| called(&path, name))))?
            }
            (DataType::Float64, Some(decimals)) => {
                let floats = array.as_primitive::<Float64Type>().values();
                self.floats(floats, decimals, currency, (name, first))?
            }
            (DataType::Float32, Some(decimals)) => {
                let floats = array.as_primitive::<Float32Type>().values();
                self.floats(floats, decimals, currency, (name, first))?
            }
            (DataType::Float32 | DataType::Float64, None) => {
                let said = "floats are amounts only where decimals says how many are meant";
                return Err(Failure::wrong_type(name, said));
            }
            _ => return Err(wrong(name, "decimal128, or int64 of minor units", array)),
        };
        Ok(Int64Array::from(minors))
    }

    /// Floats as the amounts of so many decimals that they are nearest to; a float between two such
    /// amounts is refused, nothing is rounded.
    fn floats<F: Display + FromStr + PartialEq>(
        &self,
        floats: &[F],
        decimals: u8,
        currency: &[u16],
        (name, first): (&str, usize),
    ) -> Result<Vec<i64>, Failure> {
        let mut minors = Vec::with_capacity(floats.len());
        for (row, (float, currency)) in floats.iter().zip(currency).enumerate() {
            let place = || place(name, first, row);
            let text = format!("{float:.*}", usize::from(decimals));
            if text.parse().ok().as_ref() != Some(float) {
                let said = format!("{float} is no amount of {decimals} decimals");
                return Err(Failure::input(&place(), &said));
            }
            let minor = Exact::parse(&text).and_then(|exact| {
                Money::from_exact(exact, self.currencies[usize::from(*currency)])
            });
            minors.push(minor.map_err(|no| at(&place(), no))?.minor());
        }
        Ok(minors)
    }

    /// Takes in the words of another thread; its parts get their numbers of here.
    fn take_in(&mut self, other: &Words, parts: &mut [Part]) -> Result<(), Failure> {
        let names = other.names.texts().map(|name| self.names.number_of(name));
        let names = names.collect::<Result<Vec<u32>, _>>().map_err(Error::from)?;
        let keys = self.keys.numbers_of(other.keys.keys()).map_err(Error::from)?;
        let numbers = if names.is_empty() { keys } else { names };
        let places = other.currencies.iter().map(|currency| self.currency(*currency));
        let places = places.collect::<Result<Vec<u16>, _>>()?;
        for part in parts {
            for number in &mut part.customer {
                *number = usize::try_from(*number).map_or(*number, |at| numbers[at]);
            }
            for place in &mut part.currency {
                *place = places[usize::from(*place)];
            }
        }
        Ok(())
    }
}

/// The days of a column; `name` is what refusals call it.
pub(crate) fn days(array: &ArrayRef, name: &str, first: usize) -> Result<Date32Array, Failure> {
    let days = match array.data_type() {
        DataType::Date32 => array.as_primitive::<Date32Type>().clone(),
        DataType::Timestamp(unit, None) => midnights(array, *unit, name, first)?,
        _ => return Err(wrong(name, "date32, or midnights of no time zone", array)),
    };
    refuse_days_of(name, days.values(), first).map_err(Error::from)?;
    Ok(days)
}

/// The days of moments of no time zone: pandas has no other days. A moment within a day is refused.
fn midnights(
    array: &ArrayRef,
    unit: TimeUnit,
    name: &str,
    first: usize,
) -> Result<Date32Array, Failure> {
    let (moments, in_a_day): (_, i64) = match unit {
        TimeUnit::Second => (array.as_primitive::<TimestampSecondType>().values(), 86_400),
        TimeUnit::Millisecond => {
            (array.as_primitive::<TimestampMillisecondType>().values(), 86_400_000)
        }
        TimeUnit::Microsecond => {
            (array.as_primitive::<TimestampMicrosecondType>().values(), 86_400_000_000)
        }
        TimeUnit::Nanosecond => {
            (array.as_primitive::<TimestampNanosecondType>().values(), 86_400_000_000_000)
        }
    };
    let days = days_of_moments(moments, in_a_day);
    let days = days.map_err(|row| {
        Failure::input(&place(name, first, row), "a moment within a day is no day")
    })?;
    Ok(Date32Array::from(days))
}

/// The same row of a column that is called otherwise.
pub(crate) fn called(path: &Path, name: &str) -> Path {
    match path.as_str().split_once('[') {
        Some((_, row)) => Path::field(&format!("{name}[{row}")),
        None => Path::field(name),
    }
}

/// Where a row's value stands, counted from the first row of the frame.
pub(crate) fn place(column: &str, first: usize, row: usize) -> String {
    Path::index(column, first.saturating_add(row)).to_string()
}

pub(crate) fn wrong(name: &str, expected: &str, found: &ArrayRef) -> Failure {
    Failure::wrong_type(name, &format!("expected {expected}, not {}", found.data_type()))
}

/// A column without nulls, of a table of this name.
pub(crate) fn column<'a>(
    batch: &'a RecordBatch,
    name: &str,
    table: &str,
    first: usize,
) -> Result<&'a ArrayRef, Failure> {
    let path = in_table(table, name);
    let Some(array) = batch.column_by_name(name) else {
        return Err(Failure::input(&path, "the frame has no such column"));
    };
    let nulls = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
    match nulls.and_then(|nulls| nulls.iter().position(|is_there| !is_there)) {
        Some(row) => Err(Failure::input(&place(&path, first, row), "there is no value")),
        None => Ok(array),
    }
}

/// What refusals call a column of a table; an only table has no name.
pub(crate) fn in_table(table: &str, column: &str) -> String {
    if table.is_empty() { column.to_owned() } else { format!("{table}.{column}") }
}

/// The keys of a column of whole numbers, or the row of one that does not fit; none for another
/// column. Those of 64 bits stay where they are.
pub(crate) fn whole_numbers(array: &ArrayRef) -> Option<Result<Cow<'_, [i64]>, usize>> {
    fn keys<T: ArrowPrimitiveType>(array: &ArrayRef) -> Result<Cow<'_, [i64]>, usize>
    where
        T::Native: TryInto<i64>,
    {
        let keys = array.as_primitive::<T>().values().iter().enumerate();
        let keys = keys.map(|(row, key)| (*key).try_into().map_err(|_| row));
        Ok(Cow::Owned(keys.collect::<Result<Vec<i64>, usize>>()?))
    }
    match array.data_type() {
        DataType::Int8 => Some(keys::<Int8Type>(array)),
        DataType::Int16 => Some(keys::<Int16Type>(array)),
        DataType::Int32 => Some(keys::<Int32Type>(array)),
        DataType::Int64 => Some(Ok(Cow::Borrowed(array.as_primitive::<Int64Type>().values()))),
        DataType::UInt8 => Some(keys::<UInt8Type>(array)),
        DataType::UInt16 => Some(keys::<UInt16Type>(array)),
        DataType::UInt32 => Some(keys::<UInt32Type>(array)),
        DataType::UInt64 => Some(keys::<UInt64Type>(array)),
        _ => None,
    }
}
