//! An issued document: what never changes any more.

use super::compute::compute;
use super::{DiscountOffer, Draft, Figures, Rejection};
use crate::calendar::{Day, Holidays, Instalment};
use crate::error::Path;
use crate::id::{DocumentNumber, SeriesId};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// An issued invoice or credit note: its number, its day, the draft it was made of and what that
/// comes to. Corrections are documents of their own (rulebook G-08).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Document {
    /// The number, unique and gapless in its series (BT-1).
    pub number: DocumentNumber,
    /// The series.
    pub series: SeriesId,
    /// The day of issue (BT-2).
    pub issued_on: Day,
    /// What was asked to be invoiced.
    pub draft: Arc<Draft>,
    /// What it comes to.
    pub figures: Figures,
    /// What falls due when: sums to the amount due; empty where nothing is due.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub instalments: Vec<Instalment>,
    /// The discount for paying early, if the terms grant one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub early_discount: Option<DiscountOffer>,
}

impl Document {
    /// The document that issuing a draft under a number makes.
    pub(super) fn of(
        number: DocumentNumber,
        series: SeriesId,
        issued_on: Day,
        draft: &Arc<Draft>,
        holidays: &Holidays,
    ) -> Result<Self, Rejection> {
        let figures = compute(draft)?;
        if let Some((index, line)) =
            draft.lines.iter().enumerate().find(|(_, line)| line.quantity.figure().is_zero())
        {
            return Err(Rejection::QuantityZero {
                path: Path::field("quantity").inside_index("lines", index),
                line: line.id.clone(),
            });
        }
        let in_terms = |refusal: crate::calendar::Rejection| refusal.inside("terms");
        draft.terms.check().map_err(in_terms)?;
        let instalments = if figures.due.is_zero() {
            Vec::new()
        } else {
            draft.terms.schedule(figures.due, issued_on, holidays).map_err(in_terms)?
        };
        let early_discount = match draft.terms.early_discount {
            Some(terms) => DiscountOffer::on(&figures, terms, issued_on)?,
            None => None,
        };
        Ok(Document {
            number,
            series,
            issued_on,
            draft: Arc::clone(draft),
            figures,
            instalments,
            early_discount,
        })
    }

    /// The discount of each instalment, in their order; empty where none is offered.
    ///
    /// # Errors
    /// As [`DiscountOffer::over`].
    pub fn discounts_by_instalment(&self) -> Result<Vec<DiscountOffer>, Rejection> {
        match &self.early_discount {
            Some(offer) => offer.over(&self.instalments),
            None => Ok(Vec::new()),
        }
    }
}
