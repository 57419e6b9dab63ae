//! The rules of a series.

use super::state::{PREFIX_CHARACTERS, is_padding, is_prefix};
use super::{Command, Document, Draft, Event, Facts, Rejection, Series};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::SeriesId;
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
        Command::Issue { draft, issued_on } => issue(series, draft, *issued_on, facts),
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
    issued_on: Day,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let open = match state {
        Series::Open(open) => open,
        Series::Unopened => {
            return Err(Rejection::SeriesNotOpen { path: Path::root() });
        }
    };
    let number = open.printed(open.next(issued_on)?)?;
    let document = Document::of(number, open.series.clone(), issued_on, draft, &facts.holidays)
        .map_err(|refusal| refusal.inside("draft"))?;
    Ok(Vec::from([Event::Issued(Arc::new(document))]))
}
