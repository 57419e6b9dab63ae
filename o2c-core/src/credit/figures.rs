//! What the scores share: factors in the order of their weight, and means by weight.

use super::Rejection;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Exact, Ratio};
use alloc::vec::Vec;

/// Decimals at which scores and ratios are printed, half away from zero.
pub(super) const SCORE_PLACES: u32 = 4;
/// Decimals at which percentages are printed.
pub(super) const PERCENT_PLACES: u32 = 2;

/// What one figure gives to a score. Factors stand in the order of what they give, largest first,
/// whatever its sign.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Factor {
    /// What it is.
    pub name: Text,
    /// The figure it came in with, at four decimals.
    pub figure: Exact,
    /// What it is multiplied by.
    pub weight: Exact,
    /// What it gives to the score, at four decimals.
    pub contribution: Exact,
}

/// A factor before anything is rounded.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: Text,
    pub(super) figure: Ratio,
    pub(super) weight: Exact,
    pub(super) contribution: Ratio,
}

impl Part {
    pub(super) fn new(name: Text, figure: Ratio, weight: Exact) -> Result<Self, Rejection> {
        let contribution = known(figure.times(Ratio::of(weight)), figure)?;
        Ok(Part { name, figure, weight, contribution })
    }
}

/// The sum of what the parts give.
pub(super) fn total(parts: &[Part]) -> Result<Ratio, Rejection> {
    parts.iter().try_fold(Ratio::ZERO, |sum, part| known(sum.plus(part.contribution), sum))
}

/// The parts as factors, the weightiest first; those of one weight as they came.
pub(super) fn factors(mut parts: Vec<Part>) -> Result<Vec<Factor>, Rejection> {
    parts.sort_by_key(|part| core::cmp::Reverse(part.contribution.magnitude()));
    let factor = |part: Part| {
        Ok(Factor {
            name: part.name,
            figure: printed(part.figure)?,
            weight: part.weight,
            contribution: printed(part.contribution)?,
        })
    };
    parts.into_iter().map(factor).collect()
}

/// A figure as scores are printed.
pub(super) fn printed(figure: Ratio) -> Result<Exact, Rejection> {
    Ok(figure.rounded(SCORE_PLACES)?)
}

/// A share as a percentage is printed.
pub(super) fn percentage(share: Ratio) -> Result<Exact, Rejection> {
    let percent = known(share.times(Ratio::whole(100)), share)?;
    Ok(percent.rounded(PERCENT_PLACES)?)
}

/// A figure that did not leave 128 bits.
pub(super) fn known(found: Option<Ratio>, of: Ratio) -> Result<Ratio, Rejection> {
    found.ok_or_else(|| Rejection::out_of_range(of.shown()))
}

/// The quotient of two figures, the second above zero.
pub(super) fn quotient(over: Exact, under: Exact, field: &str) -> Result<Ratio, Rejection> {
    if !under.is_positive() {
        let path = Path::field(field);
        return Err(Rejection::NothingToDivideBy { path, figure: under });
    }
    let over = Ratio::of(over);
    known(over.divided_by(Ratio::of(under)), over)
}

/// A name of our own; all of them are short and plain.
pub(super) fn named(name: &str) -> Text {
    Text::new(name).unwrap_or_default()
}
