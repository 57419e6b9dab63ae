//! The rules of an issued document.

use super::{Command, Credit, Event, Facts, Life};
use crate::error::Path;
use crate::invoice::{Document, Rejection};
use alloc::vec::Vec;

pub(super) fn decide(
    life: &Life,
    command: &Command,
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let document = &facts.document;
    match command {
        Command::Credit { by, issued_on, credit } => {
            within_remaining(life, document, credit)?;
            let (by, credit) = (by.clone(), credit.clone());
            Ok(Vec::from([Event::Credited { by, issued_on: *issued_on, credit }]))
        }
        Command::Replace { by, issued_on, credit } => {
            within_remaining(life, document, credit)?;
            let (by, credit) = (by.clone(), credit.clone());
            Ok(Vec::from([Event::Replaced { by, issued_on: *issued_on, credit }]))
        }
        Command::Relate { by, kind, issued_on } => {
            Ok(Vec::from([Event::Related { by: by.clone(), kind: *kind, issued_on: *issued_on }]))
        }
    }
}

impl Life {
    /// Whether anything of the document may be given back at all: it claims something, and no
    /// other took its place.
    ///
    /// # Errors
    /// `invoice.not_creditable`, `invoice.replaced`.
    pub fn expect_standing(&self, document: &Document) -> Result<(), Rejection> {
        let kind = document.kind();
        if kind.is_credit() || !kind.posts() {
            let document = document.number.clone();
            return Err(Rejection::NotCreditable { path: Path::root(), document, kind });
        }
        match &self.replaced_by {
            Some(by) => Err(Rejection::Replaced {
                path: Path::root(),
                document: document.number.clone(),
                by: by.clone(),
            }),
            None => Ok(()),
        }
    }
}

/// A credit was worked out on what remains; it is held against it once more.
fn within_remaining(life: &Life, document: &Document, credit: &Credit) -> Result<(), Rejection> {
    life.expect_standing(document)?;
    // The lines of a credit stand in the order of the document.
    let mut lines = document.draft.lines.iter().zip(&document.figures.lines);
    for part in &credit.lines {
        let Some((line, amounts)) = lines.find(|(line, _)| line.id == part.line) else {
            let (path, line) = (Path::field("lines"), part.line.clone());
            return Err(Rejection::LineUnknown { path, line });
        };
        // Of an amount that lies on the lines, a cent of tax may be all that falls to one.
        if !credit.is_spread || !part.amount.is_zero() {
            life.within_line(line, amounts.net, part)?;
        }
    }
    Ok(())
}
