//! The proof that a series is unique, chronological and without gaps (rulebook INV-45): recomputed
//! from the documents, not from what the series remembers.

use super::{Document, LastNumber, OpenSeries};
use crate::calendar::Day;
use crate::id::{DocumentNumber, SeriesId};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The numbers of a series, counted from its documents.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Numbering {
    /// The series.
    pub series: SeriesId,
    /// Each count from one: each year where counting starts anew, else one for all.
    pub counts: Vec<NumberCount>,
    /// Documents whose number is none of the series, or stood before.
    pub strangers: Vec<DocumentNumber>,
    /// Whether no document is dated before one with a lower number.
    pub is_chronological: bool,
}

/// One count from one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NumberCount {
    /// The year, where counting starts anew each year.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub year: Option<i32>,
    /// The number of the first document.
    pub first: DocumentNumber,
    /// The number of the last one.
    pub last: DocumentNumber,
    /// How many documents there are.
    pub count: usize,
    /// The numbers that are missing; empty is the proof.
    pub gaps: Vec<Gap>,
}

/// Numbers that are missing, both ends included.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Gap {
    /// The first.
    pub from: DocumentNumber,
    /// The last.
    pub until: DocumentNumber,
}

impl Numbering {
    /// Counts the documents of a series, in whatever order they come.
    ///
    /// ```
    /// use o2c_core::invoice::OpenSeries;
    /// use o2c_core::invoice::numbering::Numbering;
    /// # use o2c_core::invoice::{Command, Event, Facts, Series};
    /// # use o2c_core::machine::Machine;
    /// # let command = Command::Open {
    /// #     series: "sales".parse()?, prefix: "F".into(), yearly: true, digits: 5,
    /// # };
    /// # let mut series = Series::new();
    /// # for event in series.decide(&command, &Facts::default())? { series.evolve(&event)?; }
    /// # let Series::Open(open) = series else { panic!("open") };
    /// let numbering = Numbering::of(&open, []);
    /// assert!(numbering.counts.is_empty() && numbering.is_sound());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of<'d>(series: &OpenSeries, documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut strangers = Vec::new();
        // The year, or none where counting never starts anew; then the numbers with their days.
        let mut counts: BTreeMap<Option<i32>, BTreeMap<u64, Day>> = BTreeMap::new();
        for document in documents {
            let year = series.yearly.then(|| document.issued_on.year());
            let count = counts.entry(year).or_default();
            match counter(series, document) {
                Some(number) if !count.contains_key(&number) => {
                    count.insert(number, document.issued_on);
                }
                Some(_) | None => strangers.push(document.number.clone()),
            }
        }
        let is_chronological = counts.values().all(|count| count.values().is_sorted());
        let counts = counts.iter().filter_map(|(year, count)| count_of(series, *year, count));
        let (counts, series) = (counts.collect(), series.series.clone());
        Numbering { series, counts, strangers, is_chronological }
    }

    /// Whether no number is missing, none stands twice, and all follow their days.
    pub fn is_sound(&self) -> bool {
        self.is_chronological
            && self.strangers.is_empty()
            && self.counts.iter().all(|count| count.gaps.is_empty())
    }
}

/// The counter in a document's number; none where the series never prints such a number.
fn counter(series: &OpenSeries, document: &Document) -> Option<u64> {
    let head = if series.yearly {
        alloc::format!("{}{}-", series.prefix, document.issued_on.year())
    } else {
        String::from(&series.prefix)
    };
    let number = document.number.as_str().strip_prefix(head.as_str())?.parse().ok()?;
    let issued_on = document.issued_on;
    let printed = series.printed(LastNumber { number, issued_on }).ok()?;
    (number > 0 && printed == document.number).then_some(number)
}

fn count_of(
    series: &OpenSeries,
    year: Option<i32>,
    count: &BTreeMap<u64, Day>,
) -> Option<NumberCount> {
    let (first, first_on) = count.first_key_value()?;
    let (last, last_on) = count.last_key_value()?;
    let printed = |number: u64, issued_on: Day| series.printed(LastNumber { number, issued_on });
    let mut gaps = Vec::new();
    let mut expected = 1_u64;
    for (number, issued_on) in count {
        if *number > expected {
            // The number before one above `expected` is at least one.
            let from = printed(expected, *issued_on).ok()?;
            let until = printed(number.saturating_sub(1), *issued_on).ok()?;
            gaps.push(Gap { from, until });
        }
        expected = number.saturating_add(1);
    }
    Some(NumberCount {
        year,
        first: printed(*first, *first_on).ok()?,
        last: printed(*last, *last_on).ok()?,
        count: count.len(),
        gaps,
    })
}
