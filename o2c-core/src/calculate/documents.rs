//! Schedules, offers and findings of a draft.

use super::{Answer, Check, DiscountOn, Schedule};
use crate::calendar::{self, AnchorDays, Instalment};
use crate::invoice::explain::explain_draft;
use crate::invoice::{self, DiscountOffer, Draft, Parties};
use alloc::vec::Vec;

pub(super) fn schedule(asked: &Schedule) -> Result<Vec<Instalment>, calendar::Rejection> {
    let Schedule { terms, total, issued_on, received_on, delivered_on, holidays } = asked;
    let (issued_on, received_on, delivered_on) = (*issued_on, *received_on, *delivered_on);
    terms.schedule_on(*total, &AnchorDays { issued_on, received_on, delivered_on }, holidays)
}

pub(super) fn offered(asked: &DiscountOn) -> Result<Option<DiscountOffer>, invoice::Rejection> {
    let DiscountOn { invoice, issued_on } = asked;
    let figures = invoice::compute::compute(invoice).map_err(|no| no.inside("invoice"))?;
    match invoice.terms.early_discount {
        Some(terms) => DiscountOffer::on(&figures, terms, *issued_on),
        None => Ok(None),
    }
}

pub(super) fn offered_by_instalment(
    asked: &DiscountOn,
) -> Result<Vec<DiscountOffer>, invoice::Rejection> {
    let DiscountOn { invoice, issued_on } = asked;
    let at = |no: invoice::Rejection| no.inside("invoice");
    let figures = invoice::compute::compute(invoice).map_err(at)?;
    DiscountOffer::of_instalments(invoice, &figures, *issued_on).map_err(at)
}

pub(super) fn findings(asked: &Check) -> Result<Answer, invoice::Rejection> {
    let figures = invoice::compute::compute(&asked.invoice).map_err(|no| no.inside("invoice"))?;
    let parties = Parties { seller: &asked.seller, buyer: &asked.buyer };
    let (draft, on, profile) = (&asked.invoice, asked.issued_on, &asked.profile);
    let findings = invoice::check::check_draft(draft, &figures, parties, on, profile)?;
    Ok(Answer::Findings(findings))
}

pub(super) fn explained(draft: &Draft) -> Result<Answer, invoice::Rejection> {
    let figures = invoice::compute::compute(draft)?;
    explain_draft(draft, &figures).map(Answer::Explanation)
}
