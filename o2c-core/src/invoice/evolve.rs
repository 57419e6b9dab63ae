//! How a series follows what happened. No rule of its own.

use super::{Document, Event, OpenSeries, Series};
use crate::machine::BrokenHistory;
use alloc::vec::Vec;

pub(super) fn evolve(series: &mut Series, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Opened { series: id, prefix, yearly, digits } => match series {
            Series::Unopened => {
                *series = Series::Open(OpenSeries {
                    series: id.clone(),
                    prefix: prefix.clone(),
                    yearly: *yearly,
                    digits: *digits,
                    last: None,
                    kinds: Vec::new(),
                });
                Ok(())
            }
            Series::Open(open) => {
                let reason = alloc::format!("the series {} opens twice", open.series);
                Err(BrokenHistory::new("invoice", reason))
            }
        },
        Event::Issued(document) => match series {
            Series::Open(open) => issued(open, document),
            Series::Unopened => {
                let reason = alloc::format!("{} before its series opened", document.number);
                Err(BrokenHistory::new("invoice", reason))
            }
        },
        Event::Restricted { kinds } => match series {
            Series::Open(open) => {
                open.kinds = kinds.clone();
                Ok(())
            }
            Series::Unopened => {
                Err(BrokenHistory::new("invoice", "a series is restricted before it opened"))
            }
        },
    }
}

/// Only the very number that follows can have been issued.
fn issued(open: &mut OpenSeries, document: &Document) -> Result<(), BrokenHistory> {
    let next = open.next(document.issued_on).ok();
    let expected = next.and_then(|next| open.printed(next).ok());
    if open.series != document.series || expected.as_ref() != Some(&document.number) {
        let reason = alloc::format!("{} does not follow in {}", document.number, open.series);
        return Err(BrokenHistory::new("invoice", reason));
    }
    open.last = next;
    Ok(())
}
