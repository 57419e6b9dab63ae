//! Series of document numbers, and what they may number.

use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::error::Path;
use crate::id::{SeriesId, Text};
use crate::invoice::{self, DocumentKind, Draft, PrecedingDocument, Series};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A series of document numbers such as F2026-00001.
    OpenSeries {
        /// The caller's id of the series.
        series: SeriesId,
        /// What every number begins with.
        prefix: Text,
        /// Whether each year counts from one and stands in the number.
        yearly: bool,
        /// How many digits the counter has at least.
        digits: u8,
        /// The kinds of documents it is kept for; all but pro formas, which are no documents of the
        /// books, where none are named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        kinds: Vec<DocumentKind>,
    }
}

/// Opens a series, unless its numbers could read like those of another (rulebook INV-45).
pub(super) fn open_series(
    decision: &mut Decision<'_>,
    asked: &OpenSeries,
) -> Result<(), Rejection> {
    let command = invoice::Command::Open {
        series: asked.series.clone(),
        prefix: asked.prefix.as_str().into(),
        yearly: asked.yearly,
        digits: asked.digits,
    };
    decision.run(Leg::Invoice(asked.series.clone(), command))?;
    let opened = invoice::OpenSeries {
        series: asked.series.clone(),
        prefix: asked.prefix.as_str().into(),
        yearly: asked.yearly,
        digits: asked.digits,
        last: None,
        kinds: asked.kinds.clone(),
    };
    let mut colliding = None;
    decision.before().each_series(&mut |key, series| match series {
        Series::Open(other) if colliding.is_none() && opened.collides_with(other) => {
            colliding = Some(key.clone());
        }
        Series::Open(_) | Series::Unopened => {}
    });
    if let Some(with) = colliding {
        let (path, series) = (Path::field("prefix"), asked.series.clone());
        return Err(Cause::SeriesCollide { path, series, with }.into());
    }
    if asked.kinds.is_empty() {
        return Ok(());
    }
    let restrict = invoice::Command::Restrict { kinds: asked.kinds.clone() };
    decision.run(Leg::Invoice(asked.series.clone(), restrict))
}

pub(super) fn known_series(view: &dyn View, series: &SeriesId) -> Result<(), Rejection> {
    if view.series(series).is_none() {
        let path = Path::field("series");
        return Err(Cause::UnknownSeries { path, series: series.clone() }.into());
    }
    Ok(())
}

/// What gives back or replaces a document of ours has a command of its own, which remembers how
/// much of it remains; only documents of earlier books are followed up by a bare draft.
pub(super) fn follows_up_nothing(view: &dyn View, draft: &Draft) -> Result<(), Rejection> {
    if !draft.kind.is_credit() && draft.kind != DocumentKind::Corrective {
        return Ok(());
    }
    let ours =
        |(_, preceding): &(usize, &PrecedingDocument)| view.document(&preceding.number).is_some();
    match draft.preceding.iter().enumerate().find(ours) {
        Some((index, preceding)) => {
            let path = Path::field("number").inside_index("preceding", index);
            Err(Cause::PrecedingIsOurs { path, document: preceding.number.clone() }.into())
        }
        None => Ok(()),
    }
}
