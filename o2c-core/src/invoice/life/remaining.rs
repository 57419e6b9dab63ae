//! What may still be given back of a document.

use super::{Life, LineLife};
use crate::id::LineId;
use crate::invoice::{Document, Rejection};
use crate::money::{Exact, Money};
use crate::tax::Group;
use crate::tax::stack::TaxTotal;
use alloc::vec::Vec;

/// What may still be given back of a document, in its currency; amounts positive where the
/// document's are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Remaining {
    /// Line by line, in the order of the document.
    pub lines: Vec<RemainingLine>,
    /// By VAT group: base and VAT.
    pub groups: Vec<Group>,
    /// All of it, without VAT.
    pub net: Money,
    /// Its VAT.
    pub vat: Money,
    /// Its taxes other than VAT, by their names.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<TaxTotal>,
}

/// What may still be given back of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RemainingLine {
    /// The line.
    pub line: LineId,
    /// Its quantity, with its sign.
    pub quantity: Exact,
    /// Its value without VAT, before the document's allowances and charges.
    pub amount: Money,
}

impl Life {
    /// What may still be given back of the document; nothing once another took its place, and
    /// nothing of a pro forma, which claims nothing.
    ///
    /// # Errors
    /// `money.out_of_range`, `money.too_many_digits`.
    pub fn remaining(&self, document: &Document) -> Result<Remaining, Rejection> {
        let nothing = Money::zero(document.draft.currency);
        if !document.kind().posts() {
            let (lines, groups, taxes) = (Vec::new(), Vec::new(), Vec::new());
            return Ok(Remaining { lines, groups, net: nothing, vat: nothing, taxes });
        }
        let untouched = LineLife::untouched(nothing);
        let mut lines = Vec::with_capacity(document.draft.lines.len());
        for (line, amounts) in document.draft.lines.iter().zip(&document.figures.lines) {
            let so_far = self.lines.get(&line.id).unwrap_or(&untouched);
            lines.push(RemainingLine {
                line: line.id.clone(),
                quantity: line.quantity.figure().checked_sub(so_far.quantity)?,
                amount: amounts.net.checked_sub(so_far.amount)?,
            });
        }
        let groups = self.groups_left(document)?;
        let sum = |of: fn(&Group) -> Money| Money::sum(nothing.currency(), groups.iter().map(of));
        let (net, vat) = (sum(|group| group.base)?, sum(|group| group.amount)?);
        let taxes = self.taxes_left(document)?;
        Ok(Remaining { lines, groups, net, vat, taxes })
    }

    /// What may still be given back of each VAT group.
    pub(super) fn groups_left(&self, document: &Document) -> Result<Vec<Group>, Rejection> {
        self.left_of(&document.figures.breakdown.groups)
    }

    /// The VAT that was given back, in all groups together.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn vat_credited(&self, document: &Document) -> Result<Money, Rejection> {
        let given_back = self.groups.iter().map(|group| group.amount);
        Ok(Money::sum(document.draft.currency, given_back)?)
    }

    /// What of groups is not given back.
    pub(super) fn left_of(&self, groups: &[Group]) -> Result<Vec<Group>, Rejection> {
        let left = groups.iter().map(|group| {
            let nothing = Money::zero(group.base.currency());
            let credited = self.credited_of(group.vat, nothing);
            let base = group.base.checked_sub(credited.base)?;
            let amount = group.amount.checked_sub(credited.amount)?;
            Ok(Group { vat: group.vat, base, amount })
        });
        left.collect()
    }
}
