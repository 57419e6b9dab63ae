//! The numbers that series gave out.

use crate::company::{Cause, Company, Rejection};
use crate::error::Path;
use crate::id::SeriesId;
use crate::invoice::numbering::Numbering;
use crate::invoice::{Document, Series};
use crate::machine::BrokenHistory;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

impl Company {
    /// The numbers a series gave out, recomputed from the issued documents (rulebook INV-45).
    ///
    /// # Errors
    /// `company.unknown_series`.
    pub fn numbering(&self, id: &SeriesId) -> Result<Numbering, Rejection> {
        let documents = self.state.documents.iter().filter_map(|(_, document)| document.as_ref());
        let of_series = documents.map(|document| document.as_ref());
        let of_series = of_series.filter(|document| document.series == *id);
        match self.state.series.get(id) {
            Some(Series::Open(open)) => Ok(Numbering::of(open, of_series)),
            Some(Series::Unopened) | None => {
                let path = Path::field("series");
                Err(Cause::UnknownSeries { path, series: id.clone() }.into())
            }
        }
    }

    /// Every series gave out its numbers one after the other, and every document has one of them.
    pub(in crate::company) fn audit_numbering(&self) -> Result<(), BrokenHistory> {
        let mut by_series: BTreeMap<&SeriesId, Vec<&Document>> = BTreeMap::new();
        for (_, document) in self.state.documents.iter() {
            if let Some(document) = document {
                by_series.entry(&document.series).or_default().push(document);
            }
        }
        for (id, documents) in by_series {
            let is_sound = match self.state.series.get(id) {
                Some(Series::Open(open)) => Numbering::of(open, documents).is_sound(),
                Some(Series::Unopened) | None => false,
            };
            if !is_sound {
                let reason = alloc::format!("the numbers of the series {id} have a gap");
                return Err(BrokenHistory::new("invoice", reason));
            }
        }
        Ok(())
    }
}
