//! How the life of a document follows what happened. No rule of its own.

use super::{Credit, Event, Life, LineLife, Successor};
use crate::calendar::Day;
use crate::id::DocumentNumber;
use crate::invoice::{Document, DocumentKind};
use crate::machine::BrokenHistory;
use crate::money;
use crate::tax::Group;
use alloc::string::ToString;

pub(super) fn evolve(life: &mut Life, event: &Event) -> Result<(), BrokenHistory> {
    if let Some(by) = &life.replaced_by
        && !matches!(event, Event::Related { .. })
    {
        let reason = alloc::format!("{by} took its place, and it is credited or replaced again");
        return Err(BrokenHistory::new("invoice", reason));
    }
    match event {
        Event::Credited { by, issued_on, credit } => {
            follow(life, by, DocumentKind::CreditNote, *issued_on);
            give_back(life, credit).map_err(|no| broken(&no))
        }
        Event::Replaced { by, issued_on, credit } => {
            follow(life, by, DocumentKind::Corrective, *issued_on);
            life.replaced_by = Some(by.clone());
            give_back(life, credit).map_err(|no| broken(&no))
        }
        Event::Related { by, kind, issued_on } => {
            follow(life, by, *kind, *issued_on);
            Ok(())
        }
    }
}

impl Life {
    /// The life once a document gave something back.
    pub(crate) fn after(
        mut self,
        by: &Document,
        credit: &Credit,
    ) -> Result<Self, money::Rejection> {
        follow(&mut self, &by.number, by.kind(), by.issued_on);
        give_back(&mut self, credit)?;
        Ok(self)
    }
}

fn broken(no: &money::Rejection) -> BrokenHistory {
    BrokenHistory::new("invoice", no.to_string())
}

fn follow(life: &mut Life, by: &DocumentNumber, kind: DocumentKind, issued_on: Day) {
    life.successors.push(Successor { number: by.clone(), kind, issued_on });
}

/// Follows what a credit gives back.
pub(super) fn give_back(life: &mut Life, credit: &Credit) -> Result<(), money::Rejection> {
    if credit.is_spread && life.spread_since.is_none() {
        life.spread_since = Some(life.given_back());
    }
    for part in &credit.lines {
        let nothing = money::Money::zero(part.amount.currency());
        let line = life.lines.entry(part.line.clone());
        let line = line.or_insert(LineLife::untouched(nothing));
        *line = line.after(part)?;
    }
    life.goodwill.extend(credit.goodwill.iter().copied());
    for part in &credit.groups {
        match life.groups.binary_search_by(|group| group.vat.cmp(&part.vat)) {
            Ok(at) => {
                if let Some(group) = life.groups.get_mut(at) {
                    let base = group.base.checked_add(part.base)?;
                    let amount = group.amount.checked_add(part.amount)?;
                    *group = Group { vat: part.vat, base, amount };
                }
            }
            Err(at) => life.groups.insert(at, *part),
        }
    }
    for part in &credit.taxes {
        match life.taxes.iter_mut().find(|tax| tax.name == part.name) {
            Some(tax) => {
                tax.base = tax.base.checked_add(part.base)?;
                tax.amount = tax.amount.checked_add(part.amount)?;
            }
            None => life.taxes.push(part.clone()),
        }
    }
    if !credit.is_spread && life.spread_since.is_some() {
        life.spread_since = Some(life.given_back());
    }
    Ok(())
}
