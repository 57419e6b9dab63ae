//! What is remembered of an issued document: what was given back, and what followed.

use super::spread::Since;
use super::{CreditedLine, Goodwill};
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId};
use crate::invoice::DocumentKind;
use crate::money::{Exact, Money};
use crate::tax::stack::TaxTotal;
use crate::tax::{Group, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What became of an issued document. An untouched document remembers nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Life {
    pub(super) lines: BTreeMap<LineId, LineLife>,
    pub(super) goodwill: Vec<Goodwill>,
    pub(super) groups: Vec<Group>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) taxes: Vec<TaxTotal>,
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub(super) spread_since: Option<Since>,
    pub(super) successors: Vec<Successor>,
    pub(super) replaced_by: Option<DocumentNumber>,
}

/// What was given back of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LineLife {
    /// The quantity, with the line's sign.
    pub quantity: Exact,
    /// The value, with or without a quantity.
    pub amount: Money,
    /// The quantity that had been given back when a value was last given back alone: from then
    /// on what is left of the value goes with what is left of the quantity.
    pub repriced_quantity: Exact,
    /// The value that had been given back then.
    pub repriced_amount: Money,
}

impl LineLife {
    /// A line of which nothing was given back.
    pub(super) const fn untouched(nothing: Money) -> Self {
        LineLife {
            quantity: Exact::ZERO,
            amount: nothing,
            repriced_quantity: Exact::ZERO,
            repriced_amount: nothing,
        }
    }

    /// The line after a part of it was given back.
    ///
    /// # Errors
    /// `money.out_of_range`, `money.too_many_digits`.
    pub(super) fn after(self, part: &CreditedLine) -> Result<Self, crate::money::Rejection> {
        let quantity = self.quantity.checked_add(part.quantity)?;
        let amount = self.amount.checked_add(part.amount)?;
        if part.quantity.is_zero() {
            let (repriced_quantity, repriced_amount) = (quantity, amount);
            return Ok(LineLife { quantity, amount, repriced_quantity, repriced_amount });
        }
        Ok(LineLife { quantity, amount, ..self })
    }
}

/// A document that followed another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Successor {
    /// Its number.
    pub number: DocumentNumber,
    /// What it is.
    pub kind: DocumentKind,
    /// Its day of issue.
    pub issued_on: Day,
}

impl Life {
    /// The documents that followed, oldest first.
    pub fn successors(&self) -> &[Successor] {
        &self.successors
    }

    /// The corrective invoice that took its place, if one did.
    pub const fn replaced_by(&self) -> Option<&DocumentNumber> {
        self.replaced_by.as_ref()
    }

    /// What was given back of each VAT group, sorted by category and rate.
    pub fn credited(&self) -> &[Group] {
        &self.groups
    }

    /// What was given back of a line; none where nothing was.
    pub fn line(&self, line: &LineId) -> Option<&LineLife> {
        self.lines.get(line)
    }

    /// What was given back of a VAT group.
    pub(super) fn credited_of(&self, vat: Vat, nothing: Money) -> Group {
        let group = self.groups.iter().find(|group| group.vat == vat);
        group.copied().unwrap_or(Group { vat, base: nothing, amount: nothing })
    }
}
