//! What a series remembers: how its numbers look and how far it has counted.

use super::{DocumentKind, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{DocumentNumber, SeriesId};
use alloc::string::String;
use alloc::vec::Vec;

/// A series of document numbers: unique, chronological and without gaps (rulebook INV-45).
/// The documents themselves are kept by whoever keeps the books.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Series {
    /// Nothing was ever issued here.
    #[default]
    Unopened,
    /// Documents may be issued.
    Open(OpenSeries),
}

/// A series in which documents may be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct OpenSeries {
    /// The series.
    pub series: SeriesId,
    /// What its numbers begin with.
    pub prefix: String,
    /// Whether counting starts anew each year.
    pub yearly: bool,
    /// To how many digits a number is padded.
    pub digits: u8,
    /// The last number given out, and the day of its document.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub last: Option<LastNumber>,
    /// The kinds of documents it is kept for; all but pro formas where none are named.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub kinds: Vec<DocumentKind>,
}

/// The last number a series gave out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LastNumber {
    /// The number, counted from one, within its year where counting starts anew.
    pub number: u64,
    /// The day its document was issued.
    pub issued_on: Day,
}

impl Series {
    /// A series that was never opened.
    pub fn new() -> Self {
        Series::default()
    }

    /// The first broken invariant, if any: an open series has a prefix and digits that fit, and
    /// counts from one.
    pub fn audit(&self) -> Result<(), &'static str> {
        match self {
            Series::Unopened => Ok(()),
            Series::Open(open) if !is_prefix(&open.prefix) => Err("the prefix is malformed"),
            Series::Open(open) if !is_padding(open.digits) => Err("the digits are out of range"),
            Series::Open(OpenSeries { last: Some(LastNumber { number: 0, .. }), .. }) => {
                Err("a number below one was given out")
            }
            Series::Open(_) => Ok(()),
        }
    }
}

impl OpenSeries {
    /// The number that follows for a document of a day.
    ///
    /// # Errors
    /// `invoice.series.not_chronological`, `invoice.series.exhausted`.
    pub fn next(&self, issued_on: Day) -> Result<LastNumber, Rejection> {
        let number = match self.last {
            None => Some(1),
            Some(last) if issued_on < last.issued_on => {
                return Err(Rejection::NotChronological {
                    path: Path::field("issued_on"),
                    last_issued_on: last.issued_on,
                    issued_on,
                });
            }
            Some(last) if self.yearly && issued_on.year() > last.issued_on.year() => Some(1),
            Some(last) => last.number.checked_add(1),
        };
        match number {
            Some(number) => Ok(LastNumber { number, issued_on }),
            None => Err(Rejection::SeriesExhausted { path: Path::root(), last: u64::MAX }),
        }
    }

    /// A number as printed: `F2026-00017`, or `F00017` where counting never starts anew. A prefix
    /// of 10, a year and 20 digits stay within the 35 characters allowed (rulebook INV-45).
    ///
    /// # Errors
    /// `id.malformed`, which a prefix that was checked never gives.
    pub fn printed(&self, number: LastNumber) -> Result<DocumentNumber, crate::id::Rejection> {
        let (prefix, width) = (&self.prefix, usize::from(self.digits));
        let count = number.number;
        DocumentNumber::new(&if self.yearly {
            let year = number.issued_on.year();
            alloc::format!("{prefix}{year}-{count:0width$}")
        } else {
            alloc::format!("{prefix}{count:0width$}")
        })
    }
}

impl OpenSeries {
    /// Whether a number of this series could ever read like one of another.
    ///
    /// ```
    /// use o2c_core::invoice::OpenSeries;
    /// let series = |prefix: &str, yearly, digits| OpenSeries {
    ///     series: "s".parse().unwrap(), prefix: prefix.into(), yearly, digits,
    ///     last: None, kinds: vec![],
    /// };
    /// // F00012 may be the twelfth of either.
    /// assert!(series("F", false, 5).collides_with(&series("F0", false, 4)));
    /// assert!(series("F", true, 5).collides_with(&series("F2026-", false, 5)));
    /// assert!(!series("F", true, 5).collides_with(&series("F", false, 5)));
    /// assert!(!series("F", true, 5).collides_with(&series("A", true, 5)));
    /// ```
    pub fn collides_with(&self, other: &OpenSeries) -> bool {
        let (short, long) =
            if self.prefix.len() <= other.prefix.len() { (self, other) } else { (other, self) };
        let Some(extra) = long.prefix.strip_prefix(short.prefix.as_str()) else { return false };
        let counter = match (short.yearly, long.yearly) {
            (false, true) => return false,
            (true, true) => return extra.is_empty(),
            (false, false) => extra,
            // The longer prefix would have to hold the year.
            (true, false) => match extra.split_once('-') {
                Some((year, counter)) if year.len() == 4 && is_digits(year) => counter,
                Some(_) | None => return false,
            },
        };
        // What is left of the longer prefix begins the counter of the shorter one; only a padded
        // counter begins with a zero, and it has no more digits than it is padded to.
        let shortest = counter.len().saturating_add(usize::from(long.digits));
        let is_counter = !counter.starts_with('0') || shortest <= usize::from(short.digits);
        is_digits(counter) && is_counter
    }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The longest prefix.
pub(super) const PREFIX_CHARACTERS: usize = 10;

pub(super) fn is_prefix(text: &str) -> bool {
    text.len() <= PREFIX_CHARACTERS
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-_/".contains(&byte))
}

pub(super) fn is_padding(digits: u8) -> bool {
    (1..=10).contains(&digits)
}
