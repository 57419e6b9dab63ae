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

#[cfg(all(test, feature = "json"))]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]
mod tests {
    use super::*;
    use crate::calendar::Terms;
    use crate::invoice::{Draft, DraftLine, Event, Facts, Series};
    use crate::machine::Machine;
    use crate::money::Currency;
    use crate::pricing::Price;
    use alloc::sync::Arc;

    fn issued(days: &[&str]) -> (OpenSeries, Vec<Arc<Document>>) {
        let mut series = Series::new();
        let open = serde_json::json!({"open": {"series": "sales", "prefix": "F", "yearly": true,
            "digits": 5}});
        let open = serde_json::from_value(open).unwrap();
        for event in series.decide(&open, &Facts::default()).unwrap() {
            series.evolve(&event).unwrap();
        }
        let mut draft = Draft::new("C1".parse().unwrap(), Currency::EUR, Terms::net_days(30));
        let price = Price::Net("1.00".parse().unwrap());
        let (id, one, vat) = ("1".parse().unwrap(), "1 C62".parse().unwrap(), "S 20".parse());
        draft.lines.push(DraftLine::new(id, one, price, vat.unwrap()));
        let draft = Arc::new(draft);
        let mut documents = Vec::new();
        for day in days {
            let issue = serde_json::json!({"issue": {"draft": &*draft, "issued_on": day}});
            let issue = serde_json::from_value(issue).unwrap();
            for event in series.decide(&issue, &Facts::default()).unwrap() {
                series.evolve(&event).unwrap();
                if let Event::Issued(document) = event {
                    documents.push(document);
                }
            }
        }
        let Series::Open(open) = series else { panic!("open") };
        (open, documents)
    }

    #[test]
    fn a_document_that_is_lost_leaves_a_gap_and_one_that_is_strange_is_named() {
        let days = ["2026-01-05", "2026-01-06", "2026-01-07", "2026-02-01", "2027-01-01"];
        let (open, documents) = issued(&days);
        let whole = Numbering::of(&open, documents.iter().map(|document| document.as_ref()));
        assert!(whole.is_sound());
        let counts: Vec<usize> = whole.counts.iter().map(|count| count.count).collect();
        assert_eq!(counts, [4, 1]);
        let kept = [0, 3, 4].map(|at: usize| documents[at].as_ref());
        let torn = Numbering::of(&open, kept);
        let gap = &torn.counts[0].gaps[0];
        assert_eq!((gap.from.as_str(), gap.until.as_str()), ("F2026-00002", "F2026-00003"));
        assert!(!torn.is_sound());
        let twice = Numbering::of(&open, [documents[0].as_ref(), documents[0].as_ref()]);
        assert_eq!(twice.strangers, [documents[0].number.clone()]);
        let mut late = documents[1].as_ref().clone();
        late.issued_on = "2026-01-01".parse().unwrap();
        let unordered = Numbering::of(&open, [documents[0].as_ref(), &late]);
        assert!(!unordered.is_chronological);
        let strange = Document { number: "F2026-2".parse().unwrap(), ..late };
        assert_eq!(Numbering::of(&open, [&strange]).strangers.len(), 1);
    }
}
