//! When and how a document is to be paid: its instalments, and its discount for paying early.

use super::{Formula, Telling, figure, given, quotient};
use crate::calendar::{DiscountVat, EarlyDiscount, Share};
use crate::error::Path;
use crate::invoice::discount::{is_charged_back, is_exempt};
use crate::invoice::{DiscountOffer, Document, Rejection};
use crate::money::Exact;
use crate::tax::Vat;
use alloc::boxed::Box;
use alloc::vec::Vec;

/// Explains what issuing gave a document.
pub(super) fn tell(telling: &mut Telling, document: &Document) -> Result<(), Rejection> {
    instalments(telling, document)?;
    match (&document.early_discount, document.draft.terms.early_discount) {
        (Some(offer), Some(terms)) => discount(telling, document, offer, terms),
        (Some(_) | None, _) => Ok(()),
    }
}

fn amount_of(index: usize) -> Path {
    Path::field("amount").inside_index("instalments", index)
}

/// The instalments: split by their weights, or taken in turn (rulebook T-10).
fn instalments(telling: &mut Telling, document: &Document) -> Result<(), Rejection> {
    let shares: Vec<Share> =
        document.draft.terms.instalments.iter().map(|rule| rule.share).collect();
    let is_in_turn =
        shares.iter().any(|share| matches!(share, Share::Fixed(_) | Share::PercentOfRest(_)));
    for (index, (share, instalment)) in shares.iter().zip(&document.instalments).enumerate() {
        let formula = match is_in_turn {
            true => in_turn(index, *share, document.figures.due.is_negative()),
            false => {
                Formula::Share { of: Box::new(figure("due")), weights: weights(&shares)?, index }
            }
        };
        telling.tell(amount_of(index), "T-10", formula, instalment.amount)?;
    }
    Ok(())
}

fn share_of(index: usize) -> Path {
    Path::field("share").inside_index("draft.terms.instalments", index)
}

fn weights(shares: &[Share]) -> Result<Vec<Formula>, Rejection> {
    let mut weights: Vec<Formula> = Vec::with_capacity(shares.len());
    for (index, share) in shares.iter().enumerate() {
        let weight = match share {
            Share::Percent(percent) | Share::PercentOfRest(percent) => {
                given(share_of(index), percent.exact())
            }
            Share::Parts(parts) => given(share_of(index), Exact::whole(i64::from(*parts))?),
            Share::Fixed(amount) => given(share_of(index), amount.exact()),
            Share::Rest => {
                let taken = weights.iter().cloned().map(Formula::negative);
                let hundred = Formula::Number(Exact::whole(100)?);
                Formula::Sum(core::iter::once(hundred).chain(taken).collect())
            }
        };
        weights.push(weight);
    }
    Ok(weights)
}

fn in_turn(index: usize, share: Share, is_negative: bool) -> Formula {
    let taken = (0..index).map(|before| figure(amount_of(before)).negative());
    let rest = Formula::Sum(core::iter::once(figure("due")).chain(taken).collect());
    match share {
        Share::Percent(percent) => figure("due").percent(given(share_of(index), percent.exact())),
        Share::PercentOfRest(percent) => rest.percent(given(share_of(index), percent.exact())),
        Share::Fixed(amount) => {
            let amount = given(share_of(index), amount.exact());
            if is_negative { amount.negative() } else { amount }
        }
        Share::Rest | Share::Parts(_) => rest,
    }
}

/// The discount for paying early and what it takes off each VAT group (rulebook T-30, T-31).
fn discount(
    telling: &mut Telling,
    document: &Document,
    offer: &DiscountOffer,
    terms: EarlyDiscount,
) -> Result<(), Rejection> {
    let base = match terms.vat {
        DiscountVat::ReducedWhenTaken | DiscountVat::Unchanged => figure("due"),
        // More may be due than the document comes to, but no more of it is net.
        DiscountVat::UnchangedOnNet | DiscountVat::ReducedAtIssue
            if document.figures.due.minor() > document.figures.gross.minor() =>
        {
            figure("net")
        }
        // The part of the total without VAT that is due.
        DiscountVat::UnchangedOnNet | DiscountVat::ReducedAtIssue => Formula::Step {
            of: Box::new(figure("net")),
            before: Box::new(Formula::Number(Exact::ZERO)),
            after: Box::new(figure("due")),
            whole: Box::new(figure("gross")),
        },
    };
    let percent = given("draft.terms.early_discount.percent", terms.percent.exact());
    let amount = base.percent(percent);
    telling.tell("early_discount.amount", "T-30", amount, offer.amount)?;
    let groups = &document.figures.breakdown.groups;
    let at =
        |index: usize, name: &str| Path::field(name).inside_index("early_discount.shares", index);
    let is_charged_back = is_charged_back(&document.figures, terms);
    let weights: Vec<Formula> = groups
        .iter()
        .enumerate()
        .map(|(group, of)| {
            if is_charged_back && !is_exempt(of) {
                return Formula::Number(Exact::ZERO);
            }
            let part = |name: &str| Path::field(name).inside_index("breakdown.groups", group);
            let gross = Formula::Sum(Vec::from([figure(part("base")), figure(part("amount"))]));
            Formula::AtLeastZero(Box::new(gross))
        })
        .collect();
    for (index, share) in offer.shares.iter().enumerate() {
        let group = groups.iter().position(|group| group.vat == share.vat).unwrap_or(0);
        let whole = Formula::Share {
            of: Box::new(figure("early_discount.amount")),
            weights: weights.clone(),
            index: group,
        };
        let tax = match terms.vat {
            DiscountVat::ReducedWhenTaken => within(whole.clone(), share.vat)?,
            DiscountVat::Unchanged | DiscountVat::UnchangedOnNet | DiscountVat::ReducedAtIssue => {
                Formula::Number(Exact::ZERO)
            }
        };
        telling.tell(at(index, "tax"), "T-31", tax, share.tax)?;
        let net = Formula::Sum(Vec::from([whole, figure(at(index, "tax")).negative()]));
        telling.tell(at(index, "net"), "T-31", net, share.net)?;
    }
    Ok(())
}

/// The VAT in an amount with VAT: `amount × r / (100 + r)`.
fn within(amount: Formula, vat: Vat) -> Result<Formula, Rejection> {
    let rate = vat.rate().exact();
    let hundred_and_rate = Exact::whole(100)?.checked_add(rate)?;
    let rate = given("vat.rate", rate);
    let product = Formula::Product(Vec::from([amount, rate]));
    Ok(quotient(product, Formula::Number(hundred_and_rate)).rounded())
}
