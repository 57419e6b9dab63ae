//! What a company holds its own documents against before they are issued.

use super::Command;
use super::rejection::Rejection;
use super::view::View;
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::id::TableId;
use crate::invoice::check::{Profile, Statement, check};
use crate::invoice::{self, Document, Draft, Faults, Finding, Severity};
use crate::party::{Party, PartyKind};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What a profile finds in a document of the company.
///
/// # Errors
/// Those of working the document out again: none where the figures are its own.
pub(super) fn findings_of(
    view: &dyn View,
    document: &Document,
    profile: &Profile,
) -> Result<Vec<Finding>, Rejection> {
    let nobody = Party::default();
    let buyer = buyer_of(view, &document.draft).unwrap_or(&nobody);
    Ok(check(&Statement::of(document, &view.settings().party, buyer)?, profile))
}

/// Says in a document that is about to be issued what stands on every one of the company.
pub(super) fn complete(view: &dyn View, by: &Command, asked: &mut invoice::Command) {
    let settings = view.settings();
    if settings.mentions.is_silent() {
        return;
    }
    let draft = match asked {
        invoice::Command::Issue { draft, .. } | invoice::Command::IssueShare { draft, .. } => draft,
        invoice::Command::Open { .. } | invoice::Command::Restrict { .. } => return,
    };
    let draft = Arc::make_mut(draft);
    let on_day = |table: &TableId| match view.record(&RecordKey::Table(table.clone())) {
        Some(Record::Table(table)) => table.legal_reference_on(by.effective_on).cloned(),
        _ => None,
    };
    let buyer = buyer_of(view, draft).map_or_else(PartyKind::default, |buyer| buyer.kind);
    settings.mentions.complete(draft, buyer, on_day);
    let rate = by.action.exchange_rate();
    settings.mentions.declare(draft, settings.ledger_currency, rate);
}

fn buyer_of<'v>(view: &'v dyn View, draft: &Draft) -> Option<&'v Party> {
    match view.record(&RecordKey::Customer(draft.customer.clone())) {
        Some(Record::Customer(customer)) => Some(&customer.party),
        _ => None,
    }
}

/// Refuses a document that breaks rules of the profile the company issues under, all of them at
/// once; what it only warns of stays a finding. Where there is no profile to say otherwise, what is
/// not subject to VAT stands alone.
pub(super) fn keeps_the_rules(view: &dyn View, document: &Document) -> Result<(), Rejection> {
    let Some(profile) = &view.settings().issue_profile else {
        let mixed = invoice::not_subject_beside_others(&document.draft);
        return mixed.map_or(Ok(()), |no| Err(no.inside("document").into()));
    };
    if !document.kind().is_invoice() {
        return Ok(());
    }
    let broken = findings_of(view, document, profile)?;
    let broken = broken.into_iter().filter(|finding| finding.severity == Severity::Fatal);
    let refused = Faults::together(broken.map(|finding| invoice::Rejection::BreaksRule {
        path: Path::field(&finding.path).inside("document"),
        rule: finding.rule,
        expected: finding.expected,
        found: finding.found,
    }));
    refused.map_or(Ok(()), |no| Err(no.into()))
}
