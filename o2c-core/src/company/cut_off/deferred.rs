//! Income of later periods: lines that cover days beyond the cut-off.

use super::{CutOffItem, CutOffKind, CutOffLine, CutOffSource};
use crate::calendar::{Day, Period};
use crate::company::rejection::Rejection;
use crate::company::view::View;
use crate::id::DocumentNumber;
use crate::invoice::{self, Document, DocumentKind};
use crate::money::{Exact, Money, proportion, telescope};
use crate::pricing::AdjustmentKind;
use crate::tax::{Supply, Vat};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// What is deferred of every document issued by a day. A document that a corrective invoice
/// replaced defers nothing, and neither do its credit notes.
pub(super) fn items(view: &dyn View, until: Day) -> Result<Vec<CutOffItem>, Rejection> {
    let mut replaced: BTreeSet<DocumentNumber> = BTreeSet::new();
    view.each_document(&mut |document| {
        if document.kind() == DocumentKind::Corrective && document.issued_on <= until {
            replaced.extend(document.draft.preceding.iter().map(|one| one.number.clone()));
        }
    });
    let mut items = Vec::new();
    let mut refused = None;
    view.each_document(&mut |document| {
        let preceding = &document.draft.preceding;
        let is_of_replaced = document.kind().is_credit()
            && !preceding.is_empty()
            && preceding.iter().all(|one| replaced.contains(&one.number));
        let is_out = document.issued_on > until
            || !document.kind().posts()
            || replaced.contains(&document.number)
            || is_of_replaced;
        if is_out || refused.is_some() {
            return;
        }
        match of_document(document, until) {
            Ok(item) => items.extend(item),
            Err(rejection) => refused = Some(rejection),
        }
    });
    match refused {
        Some(rejection) => Err(rejection),
        None => Ok(items),
    }
}

/// What is deferred of one document: each line by the days of its period, or of the document's;
/// allowances and charges of the document by the document's period, where it has one, else as the
/// lines of their VAT group are.
fn of_document(document: &Document, until: Day) -> Result<Option<CutOffItem>, Rejection> {
    let draft = &document.draft;
    let mut lines = Vec::new();
    let zero = Money::zero(draft.currency);
    let (mut net, mut services) = (zero, zero);
    let mut groups: BTreeMap<Vat, DeferredGroup> = BTreeMap::new();
    let of_services = invoice::services(&draft.lines, &document.figures)?;
    let of_services = Money::sum(draft.currency, of_services.iter().map(|group| group.base))?;
    // What of the services is no line's, but allowances and charges of the document.
    let mut beside_lines = of_services;
    for (line, amounts) in draft.lines.iter().zip(&document.figures.lines) {
        let is_service = line.supply == Supply::Services && line.claim.is_none();
        let nothing = || DeferredGroup { net: zero, deferred: zero, services: zero };
        let group = groups.entry(line.vat).or_insert_with(nothing);
        group.net = group.net.checked_add(amounts.net)?;
        if is_service {
            beside_lines = beside_lines.checked_sub(amounts.net)?;
        }
        let Some(later) = line.period.or(draft.period).and_then(|period| later(period, until))
        else {
            continue;
        };
        let later_net = later.of(amounts.net)?;
        group.deferred = group.deferred.checked_add(later_net)?;
        let deferred = document.signed(later_net);
        net = net.checked_add(deferred)?;
        if is_service {
            group.services = group.services.checked_add(later_net)?;
            services = services.checked_add(deferred)?;
        }
        let quantity = Exact::new(later.days.saturating_sub(later.elapsed), 0)?;
        lines.push(CutOffLine { line: line.id.clone(), quantity, net: deferred });
    }
    let later_document = draft.period.and_then(|period| later(period, until));
    for adjustment in &document.figures.adjustments {
        let signed = match adjustment.kind {
            AdjustmentKind::Allowance => adjustment.amount.negated(),
            AdjustmentKind::Charge => adjustment.amount,
        };
        // What a discount takes off the bases at issue is charged again: it comes to nothing.
        let is_of_document = adjustment.adjustment < draft.adjustments.len();
        let group = groups.get(&adjustment.vat);
        let group = group.filter(|_| draft.period.is_none() && is_of_document);
        let (deferred, of_services) = match (&later_document, group) {
            (Some(later), _) => (later.of(signed)?, zero),
            (None, Some(group)) => group.of(signed)?,
            (None, None) => (zero, zero),
        };
        net = net.checked_add(document.signed(deferred))?;
        services = services.checked_add(document.signed(of_services))?;
    }
    if let Some(later) = &later_document {
        services = services.checked_add(document.signed(later.of(beside_lines)?))?;
    }
    if lines.is_empty() {
        return Ok(None);
    }
    Ok(Some(CutOffItem {
        kind: CutOffKind::DeferredIncome,
        source: CutOffSource::Document(document.number.clone()),
        customer: draft.customer.clone(),
        net,
        services,
        vat: Money::zero(draft.currency),
        gross: net,
        lines,
    }))
}

/// The lines of one VAT group: what they come to, what of it is deferred, and what of that is
/// services.
struct DeferredGroup {
    net: Money,
    deferred: Money,
    services: Money,
}

impl DeferredGroup {
    /// What is deferred of an allowance or a charge on the group, and what of that is services.
    fn of(&self, amount: Money) -> Result<(Money, Money), crate::money::Rejection> {
        let deferred = proportion(amount, self.deferred, self.net)?;
        Ok((deferred, proportion(deferred, self.services, self.deferred)?))
    }
}

/// How much of a period has gone by, in days.
struct Later {
    elapsed: i128,
    days: i128,
}

impl Later {
    /// The part of an amount that the days to come have: it telescopes with the days gone by.
    fn of(&self, amount: Money) -> Result<Money, crate::money::Rejection> {
        telescope(amount, self.elapsed, self.days, self.days)
    }
}

/// The days of a period that come after a day; none where it is over by then.
fn later(period: Period, until: Day) -> Option<Later> {
    let days = i128::from(period.days());
    // The day itself has gone by.
    let elapsed = i128::from(period.from().days_until(until)).saturating_add(1).max(0);
    (elapsed < days).then_some(Later { elapsed, days })
}
