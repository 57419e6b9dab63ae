//! What a company holds its own documents against before they are issued.

use super::rejection::Rejection;
use super::view::View;
use crate::directory::{Record, RecordKey};
use crate::error::Path;
use crate::invoice::check::{Profile, Statement, check};
use crate::invoice::{self, Document, Faults, Finding, Severity};
use crate::party::Party;
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
    let buyer = match view.record(&RecordKey::Customer(document.draft.customer.clone())) {
        Some(Record::Customer(customer)) => &customer.party,
        _ => &nobody,
    };
    Ok(check(&Statement::of(document, &view.settings().party, buyer)?, profile))
}

/// Refuses a document that breaks rules of the profile the company issues under, all of them at
/// once; what it only warns of stays a finding. Where there is no profile to say otherwise, what is
/// not subject to VAT stands alone.
pub(super) fn keeps_the_rules(view: &dyn View, document: &Document) -> Result<(), Rejection> {
    let Some(profile) = &view.settings().issue_profile else {
        let mixed = invoice::not_subject_beside_others(&document.draft);
        return mixed.map_or(Ok(()), |no| Err(no.inside("document").into()));
    };
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
