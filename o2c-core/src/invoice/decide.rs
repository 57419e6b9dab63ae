//! The rules of a series.

use super::compute::{Declared, compute};
use super::document::faults_on;
use super::faults::Faults;
use super::state::{PREFIX_CHARACTERS, is_padding, is_prefix};
use super::{Command, Document, Draft, Event, Facts, Figures, Rejection, Series};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::SeriesId;
use crate::money::Money;
use crate::tax::Group;
use crate::tax::stack::TaxTotal;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub(super) fn decide(
    series: &Series,
    command: &Command,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    match command {
        Command::Open { series: id, prefix, yearly, digits } => {
            open(series, id, prefix, *yearly, *digits)
        }
        Command::Issue { draft, issued_on } => issue(series, draft, None, *issued_on, facts),
        Command::IssueShare { draft, vat, services, taxes, vat_before, issued_on } => {
            let shared = Shared { vat, services, taxes, before: *vat_before };
            issue(series, draft, Some(shared), *issued_on, facts)
        }
        Command::Restrict { kinds } => match series {
            Series::Open(_) => Ok(Vec::from([Event::Restricted { kinds: kinds.clone() }])),
            Series::Unopened => Err(Rejection::SeriesNotOpen { path: Path::root() }),
        },
    }
}

fn open(
    state: &Series,
    series: &SeriesId,
    prefix: &str,
    yearly: bool,
    digits: u8,
) -> Result<Vec<Event>, Rejection> {
    match state {
        Series::Unopened => {}
        Series::Open(open) => {
            return Err(Rejection::SeriesAlreadyOpen {
                path: Path::field("series"),
                series: open.series.clone(),
            });
        }
    }
    if !is_prefix(prefix) {
        return Err(Rejection::PrefixMalformed {
            path: Path::field("prefix"),
            prefix: prefix.chars().take(40).collect(),
            longest: PREFIX_CHARACTERS,
        });
    }
    if !is_padding(digits) {
        return Err(Rejection::DigitsOutOfRange { path: Path::field("digits"), digits });
    }
    Ok(Vec::from([Event::Opened {
        series: series.clone(),
        prefix: prefix.to_string(),
        yearly,
        digits,
    }]))
}

fn issue(
    state: &Series,
    draft: &Arc<Draft>,
    shared: Option<Shared<'_>>,
    issued_on: Day,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let open = match state {
        Series::Open(open) => open,
        Series::Unopened => {
            return Err(Rejection::SeriesNotOpen { path: Path::root() });
        }
    };
    // A pro forma is no invoice: it takes no number from among theirs (rulebook INV-45).
    let is_kept = match draft.kind.posts() {
        true => open.kinds.is_empty() || open.kinds.contains(&draft.kind),
        false => !open.kinds.is_empty() && open.kinds.iter().all(|kind| *kind == draft.kind),
    };
    if !is_kept {
        let (path, series) = (Path::field("draft.kind"), open.series.clone());
        return Err(Rejection::KindNotOfSeries { path, series, kind: draft.kind });
    }
    let number = open.printed(open.next(issued_on)?)?;
    let faults = faults_on(draft, issued_on);
    let worked_out = match figures_of(draft, shared) {
        Ok(figures) => Faults::together(faults).map_or(Ok(figures), Err),
        Err(refusal) => Err(refusal.and(faults)),
    };
    let figures = worked_out.map_err(|refusal| refusal.inside("draft"))?;
    let (series, holidays) = (open.series.clone(), &facts.holidays);
    let document = Document::of(number, series, issued_on, draft, figures, holidays)
        .map_err(|refusal| refusal.inside("draft"))?;
    Ok(Vec::from([Event::Issued(Arc::new(document))]))
}

/// The VAT that a document shares with an earlier one, what of it is services, its other taxes, and
/// how much VAT was given back before, where that is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared<'a> {
    pub(super) vat: &'a [Group],
    pub(super) services: &'a [Group],
    pub(super) taxes: &'a [TaxTotal],
    pub(super) before: Option<Money>,
}

/// What a draft comes to, with the VAT it shares with an earlier document.
pub(super) fn figures_of(draft: &Draft, shared: Option<Shared<'_>>) -> Result<Figures, Rejection> {
    let figures = compute(draft)?;
    match shared {
        Some(shared) => figures.with_vat(shared, Declared::of_draft(draft)),
        None => Ok(figures),
    }
}
