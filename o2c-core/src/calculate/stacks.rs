//! Taxes upon each other, asked for as data.

use super::Answer;
use crate::body::bodies;
use crate::money::Currency;
use crate::tax::Rejection;
use crate::tax::stack::{
    RoundingPoint, StackedLine, StackedTax, exactly_stacked, stacked, untaxed_within,
};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Line amounts and the taxes upon each other.
    TaxStack {
        /// The currency of the figures.
        currency: Currency,
        /// The lines at the prices entered, not rounded.
        lines: Vec<StackedLine>,
        /// The taxes, in their order.
        taxes: Vec<StackedTax>,
        /// Where figures are rounded.
        rounding: RoundingPoint,
    }
    /// Line amounts and taxes, where nothing is rounded.
    ExactTaxStack {
        /// The lines at the prices entered, not rounded.
        lines: Vec<StackedLine>,
        /// The taxes, in their order.
        taxes: Vec<StackedTax>,
    }
    /// A total and the taxes in it.
    UntaxedWithin {
        /// The total with all its taxes, and how many units it is for.
        total: StackedLine,
        /// The taxes, in their order.
        taxes: Vec<StackedTax>,
    }
}

impl TaxStack {
    pub(super) fn answer(&self) -> Result<Answer, Rejection> {
        stacked(self.currency, &self.lines, &self.taxes, self.rounding)
            .map(Answer::TaxStack)
            .map_err(|no| no.inside("tax_stack"))
    }
}

impl ExactTaxStack {
    pub(super) fn answer(&self) -> Result<Answer, Rejection> {
        exactly_stacked(&self.lines, &self.taxes)
            .map(Answer::ExactTaxStack)
            .map_err(|no| no.inside("exact_tax_stack"))
    }
}

impl UntaxedWithin {
    pub(super) fn answer(&self) -> Result<Answer, Rejection> {
        untaxed_within(self.total, &self.taxes)
            .map(Answer::Figure)
            .map_err(|no| no.inside("untaxed_within"))
    }
}
