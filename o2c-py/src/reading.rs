//! Whole columns of a frame that comes in batches, by their names.

use crate::frame;
use crate::gate::Failure;
use crate::items::{self, Forms, Words, in_table, place, wrong};
use crate::texts;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{
    Array, ArrayRef, Date32Array, Int64Array, PrimitiveArray, RecordBatch, RecordBatchReader,
};
use arrow_schema::{DataType, SchemaRef};
use o2c_core::columns::refuse_amounts;
use o2c_core::error::Error;
use std::borrow::Cow;

/// A frame of which columns are read.
pub(crate) struct Table {
    /// What the paths of its columns begin with; nothing where it is the only frame.
    name: &'static str,
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    forms: Forms,
}

impl Table {
    /// Takes in a whole frame.
    pub(crate) fn read(
        name: &'static str,
        stream: FFI_ArrowArrayStream,
        forms: Forms,
    ) -> Result<Self, Failure> {
        let path = if name.is_empty() { "frame" } else { name };
        let reader = frame::batches_of(path, stream)?;
        let schema = reader.schema();
        let batches = reader.collect::<Result<Vec<RecordBatch>, _>>();
        let batches = batches.map_err(|fault| Failure::input(path, &fault.to_string()))?;
        Ok(Table { name, schema, batches, forms })
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Whether the frame has a column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.schema.column_with_name(column).is_some()
    }

    /// What refusals call a column.
    pub(crate) fn path(&self, column: &str) -> String {
        in_table(self.name, column)
    }

    /// The decimals of the amounts of a column; none for whole minor units.
    pub(crate) fn scale(&self, column: &str) -> Option<i8> {
        match self.schema.field_with_name(column).ok()?.data_type() {
            DataType::Decimal128(_, scale) => Some(*scale),
            DataType::Float32 | DataType::Float64 => {
                self.forms.decimals.and_then(|decimals| i8::try_from(decimals).ok())
            }
            _ => None,
        }
    }

    /// The parts of a column without nulls, each with the number of its first row.
    fn parts(&self, column: &str) -> Result<Vec<(usize, &ArrayRef)>, Failure> {
        if !self.has(column) {
            return Err(Failure::input(&self.path(column), "the frame has no such column"));
        }
        let mut first = 0_usize;
        let part = |batch| {
            let array = items::column(batch, column, self.name, first)?;
            let begin = first;
            first = first.saturating_add(array.len());
            Ok((begin, array))
        };
        self.batches.iter().map(part).collect()
    }

    /// The numbers of customers.
    pub(crate) fn customers(&self, column: &str, words: &mut Words) -> Result<Vec<u32>, Failure> {
        let path = self.path(column);
        let mut all = Vec::with_capacity(self.rows());
        for (first, array) in self.parts(column)? {
            all.extend(words.customers(array, &path, first)?);
        }
        Ok(all)
    }

    /// The places of the rows' currencies: those of the column, or the one that was named.
    pub(crate) fn currencies(&self, words: &mut Words) -> Result<Vec<u16>, Failure> {
        if let Some(currency) = self.forms.currency {
            return Ok(vec![words.currency(currency)?; self.rows()]);
        }
        let path = self.path("currency");
        let mut all = Vec::with_capacity(self.rows());
        for (first, array) in self.parts("currency")? {
            all.extend(words.currencies_of(array, &path, first)?);
        }
        Ok(all)
    }

    /// Amounts in minor units, each in the currency whose place stands beside it; those of a frame
    /// of one batch that are minor units already are read where they stand.
    pub(crate) fn amounts(
        &self,
        column: &str,
        currencies: &[u16],
        words: &Words,
    ) -> Result<Int64Array, Failure> {
        let path = self.path(column);
        let mut parts = Vec::with_capacity(self.batches.len());
        for (first, array) in self.parts(column)? {
            let beside = currencies.get(first..).unwrap_or_default();
            let beside = beside.get(..array.len()).unwrap_or_default();
            parts.push(words.amounts(array, beside, &path, first, self.forms)?);
        }
        let all = as_one(parts);
        refuse_amounts(all.values(), 0)
            .map_err(|no| Error::from(no.with_path(&|row| items::called(&row, &path))))?;
        Ok(all)
    }

    /// Days as days since 1970-01-01; those of a frame of one batch are read where they stand.
    pub(crate) fn days(&self, column: &str) -> Result<Date32Array, Failure> {
        let path = self.path(column);
        let part = |(first, array): (usize, &ArrayRef)| items::days(array, &path, first);
        let parts = self.parts(column)?.into_iter().map(part);
        Ok(as_one(parts.collect::<Result<Vec<Date32Array>, Failure>>()?))
    }

    /// Days of a column that need not be there.
    pub(crate) fn days_if_any(&self, column: &str) -> Result<Option<Date32Array>, Failure> {
        self.has(column).then(|| self.days(column)).transpose()
    }

    /// Texts, or whole numbers as texts: ids.
    pub(crate) fn ids(&self, column: &str) -> Result<Vec<Cow<'_, str>>, Failure> {
        let mut all = Vec::with_capacity(self.rows());
        for (first, array) in self.parts(column)? {
            all.extend(self.texts(column, first, array)?);
        }
        Ok(all)
    }

    /// Texts of a column that need not be there, where a null is an empty text.
    pub(crate) fn texts_if_any(&self, column: &str) -> Result<Option<Vec<Cow<'_, str>>>, Failure> {
        if !self.has(column) {
            return Ok(None);
        }
        let mut all = Vec::with_capacity(self.rows());
        for array in self.batches.iter().filter_map(|batch| batch.column_by_name(column)) {
            all.extend(self.texts(column, all.len(), array)?);
        }
        Ok(Some(all))
    }

    fn texts<'a>(
        &self,
        column: &str,
        first: usize,
        array: &'a ArrayRef,
    ) -> Result<Vec<Cow<'a, str>>, Failure> {
        if let Some(texts) = texts::texts(array) {
            let texts = texts.into_iter().map(|text| Cow::Borrowed(text.unwrap_or_default()));
            return Ok(texts.collect());
        }
        let numbers = match items::whole_numbers(array) {
            Some(Ok(numbers)) => numbers,
            Some(Err(row)) => {
                let path = place(&self.path(column), first, row);
                return Err(Failure::input(&path, "a number beyond 64 bits"));
            }
            None => return Err(wrong(&self.path(column), "a string or an integer", array)),
        };
        let is_there = |row: usize| !array.is_null(row);
        let text = |(row, number): (usize, &i64)| match is_there(row) {
            true => Cow::Owned(number.to_string()),
            false => Cow::Borrowed(""),
        };
        Ok(numbers.iter().enumerate().map(text).collect())
    }
}

/// Parts of a column as one; an only part stays what it is.
fn as_one<T: ArrowPrimitiveType>(mut parts: Vec<PrimitiveArray<T>>) -> PrimitiveArray<T> {
    match (parts.pop(), parts.is_empty()) {
        (Some(only), true) => only,
        (last, _) => {
            let all = parts.iter().chain(&last).flat_map(|part| part.values());
            PrimitiveArray::from_iter_values(all.copied())
        }
    }
}
