//! Columns of texts, of any Arrow kind.

use crate::gate::{Failure, at};
use crate::items::{place, wrong};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait};
use arrow_schema::DataType;
use o2c_core::error::Error;

/// The most letters of a text that stand in its view, and not elsewhere.
const VIEWED: usize = 12;

/// The numbers of texts, of which none is missing where this is asked.
fn numbered<'a, N>(
    texts: impl Iterator<Item = Option<&'a str>>,
    number_at: &mut impl FnMut(usize, &str) -> Result<N, Failure>,
) -> Result<Vec<N>, Failure> {
    let mut numbers = Vec::with_capacity(texts.size_hint().0);
    for (row, text) in texts.map(Option::unwrap_or_default).enumerate() {
        numbers.push(number_at(row, text)?);
    }
    Ok(numbers)
}

/// The numbers of the texts of a column of texts; none for a column of something else.
fn numbers_of_texts<N>(
    array: &dyn Array,
    number_at: &mut impl FnMut(usize, &str) -> Result<N, Failure>,
) -> Option<Result<Vec<N>, Failure>> {
    match array.data_type() {
        DataType::Utf8 => Some(numbered(array.as_string::<i32>().iter(), number_at)),
        DataType::LargeUtf8 => Some(numbered(array.as_string::<i64>().iter(), number_at)),
        DataType::Utf8View => Some(numbered(array.as_string_view().iter(), number_at)),
        _ => None,
    }
}

/// The text of every row, where that is one: all rows are compared with the next at once.
pub(crate) fn only_text(array: &ArrayRef) -> Option<&str> {
    fn only<O: OffsetSizeTrait>(texts: &GenericStringArray<O>) -> Option<&str> {
        let text = texts.iter().next()??;
        let ends = texts.value_offsets();
        let any_other_length = ends
            .iter()
            .zip(ends.iter().skip(1))
            .fold(false, |any, (from, to)| any | (to.as_usize() - from.as_usize() != text.len()));
        let (from, to) = (ends.first()?.as_usize(), ends.last()?.as_usize());
        let letters = texts.value_data().get(from..to)?;
        let is_repeated =
            letters.get(text.len()..)? == letters.get(..letters.len() - text.len())?;
        (!any_other_length && is_repeated).then_some(text)
    }
    match array.data_type() {
        DataType::Utf8 => only(array.as_string::<i32>()),
        DataType::LargeUtf8 => only(array.as_string::<i64>()),
        DataType::Utf8View => {
            let texts = array.as_string_view();
            let text = texts.iter().next()??;
            let (rest, before) = (texts.views().get(1..)?, texts.views().split_last()?.1);
            // A short text stands in its view.
            (text.len() <= VIEWED && rest == before).then_some(text)
        }
        _ => None,
    }
}

/// The texts of a column, none where a row has none; none for a column of something else.
pub(crate) fn texts(array: &ArrayRef) -> Option<Vec<Option<&str>>> {
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().iter().collect()),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().iter().collect()),
        DataType::Utf8View => Some(array.as_string_view().iter().collect()),
        // A frame without a single text may call its column so.
        DataType::Null => Some(vec![None; array.len()]),
        _ => {
            let dictionary = array.as_any_dictionary_opt()?;
            let text_at = text_at(dictionary.values())?;
            let nulls = array.logical_nulls();
            let text = |(row, key): (usize, usize)| {
                let is_there = nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row));
                is_there.then(|| text_at(key))
            };
            if dictionary.values().is_empty() {
                return Some(vec![None; array.len()]);
            }
            Some(dictionary.normalized_keys().into_iter().enumerate().map(text).collect())
        }
    }
}

/// What reads a text of a dictionary; none for a dictionary of something else.
fn text_at<'a>(array: &'a dyn Array) -> Option<Box<dyn Fn(usize) -> &'a str + 'a>> {
    match array.data_type() {
        DataType::Utf8 => Some(Box::new(|index| array.as_string::<i32>().value(index))),
        DataType::LargeUtf8 => Some(Box::new(|index| array.as_string::<i64>().value(index))),
        DataType::Utf8View => Some(Box::new(|index| array.as_string_view().value(index))),
        _ => None,
    }
}

/// The numbers of the texts of a column; a dictionary's text is looked at once.
pub(crate) fn numbers_of<N: Copy>(
    array: &ArrayRef,
    name: &str,
    expected: &str,
    first: usize,
    mut number_of: impl FnMut(&str) -> Result<N, Error>,
) -> Result<Vec<N>, Failure> {
    let mut number_at =
        |row: usize, text: &str| number_of(text).map_err(|no| at(&place(name, first, row), no));
    if let Some(numbers) = numbers_of_texts(array, &mut number_at) {
        return numbers;
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
    let mut known: Vec<Option<N>> = vec![None; dictionary.values().len()];
    let mut number_of_key = |(row, key): (usize, usize)| match known[key] {
        Some(number) => Ok(number),
        None => {
            let number = number_at(row, text_at(key))?;
            known[key] = Some(number);
            Ok(number)
        }
    };
    dictionary.normalized_keys().into_iter().enumerate().map(&mut number_of_key).collect()
}
