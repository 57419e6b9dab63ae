//! A formula as data: a tree that is evaluated again, and printed.

use crate::error::Path;
use crate::invoice::Rejection;
use crate::money::{Currency, Exact, Money, Rounding, divide, split, telescope};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// How a figure comes about. Nothing is rounded but where the tree says so, half away from zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Formula {
    /// What was given, and where it stands.
    Given {
        /// Its place, such as `draft.lines[0].quantity`.
        path: String,
        /// What stands there.
        value: Exact,
    },
    /// Another figure of the document, by its place.
    Figure(String),
    /// A number of the rule itself.
    Number(Exact),
    /// The sum; zero of nothing.
    Sum(Vec<Formula>),
    /// The same with the opposite sign.
    Negative(Box<Formula>),
    /// The product; one of nothing.
    Product(Vec<Formula>),
    /// One divided by another.
    Quotient {
        /// What is divided.
        of: Box<Formula>,
        /// By what.
        by: Box<Formula>,
    },
    /// So many hundredths.
    Percent {
        /// Of what.
        of: Box<Formula>,
        /// How many.
        percent: Box<Formula>,
    },
    /// Rounded to the minor unit of the currency.
    Rounded(Box<Formula>),
    /// Rounded to a multiple of an amount, as cash is.
    ToMultiple {
        /// What is rounded.
        of: Box<Formula>,
        /// The amount, such as 0.05.
        multiple: Box<Formula>,
    },
    /// Without its sign.
    Magnitude(Box<Formula>),
    /// Zero where it is below zero.
    AtLeastZero(Box<Formula>),
    /// A share by largest remainder (rulebook R-03).
    Share {
        /// What is split.
        of: Box<Formula>,
        /// By which weights.
        weights: Vec<Formula>,
        /// Which share, counted from zero.
        index: usize,
    },
    /// A step of an amount that is shared over time (rulebook R-04).
    Step {
        /// What is shared.
        of: Box<Formula>,
        /// What was given before the step.
        before: Box<Formula>,
        /// What is given after it.
        after: Box<Formula>,
        /// What is given in the end.
        whole: Box<Formula>,
    },
}

/// A figure that was worked out: the values of others by their places.
pub(super) type Known = BTreeMap<String, Money>;

impl Formula {
    /// Rounded to the minor unit.
    pub(super) fn rounded(self) -> Self {
        Formula::Rounded(Box::new(self))
    }

    /// With the opposite sign.
    pub(super) fn negative(self) -> Self {
        Formula::Negative(Box::new(self))
    }

    /// So many percent of it, rounded.
    pub(super) fn percent(self, percent: Formula) -> Self {
        Formula::Percent { of: Box::new(self), percent: Box::new(percent) }.rounded()
    }

    /// What the formula comes to in a currency.
    ///
    /// # Errors
    /// `invoice.explanation.unknown_figure`, `invoice.explanation.not_worked_out`, those of a
    /// split.
    pub(super) fn amount(&self, known: &Known, currency: Currency) -> Result<Money, Rejection> {
        let found = self.ratio(known, currency)?;
        found.whole(currency).ok_or_else(|| self.refused())
    }

    fn ratio(&self, known: &Known, currency: Currency) -> Result<Ratio, Rejection> {
        let of = |formula: &Formula| formula.ratio(known, currency);
        let refused = || self.refused();
        match self {
            Formula::Given { value, .. } | Formula::Number(value) => Ok(Ratio::of(*value)),
            Formula::Figure(path) => {
                let found = known.get(path).ok_or_else(|| Rejection::ExplanationUnknown {
                    path: Path::root(),
                    figure: path.clone(),
                })?;
                Ok(Ratio::of_money(*found))
            }
            Formula::Sum(parts) => parts
                .iter()
                .try_fold(Ratio::ZERO, |sum, part| sum.plus(of(part)?).ok_or_else(refused)),
            Formula::Negative(one) => Ok(of(one)?.negated()),
            Formula::Product(parts) => parts
                .iter()
                .try_fold(Ratio::ONE, |product, part| product.times(of(part)?).ok_or_else(refused)),
            Formula::Quotient { of: one, by } => of(one)?.over(of(by)?).ok_or_else(refused),
            Formula::Percent { of: one, percent } => {
                let part = of(one)?.times(of(percent)?);
                part.and_then(|part| part.over(Ratio::HUNDRED)).ok_or_else(refused)
            }
            Formula::Rounded(one) => {
                let minor = of(one)?.minor(currency).ok_or_else(refused)?;
                Ok(Ratio::of_money(Money::from_wide(minor, currency)?))
            }
            Formula::ToMultiple { of: one, multiple } => {
                let (one, multiple) =
                    (one.amount(known, currency)?, multiple.amount(known, currency)?);
                Ok(Ratio::of_money(one.rounded_to(multiple, Rounding::HalfAwayFromZero)?))
            }
            Formula::Magnitude(one) => {
                let one = of(one)?;
                Ok(if one.numerator < 0 { one.negated() } else { one })
            }
            Formula::AtLeastZero(one) => {
                let one = of(one)?;
                Ok(if one.numerator < 0 { Ratio::ZERO } else { one })
            }
            Formula::Share { of: one, weights, index } => {
                let weights: Vec<Ratio> = weights.iter().map(of).collect::<Result<_, _>>()?;
                let weights = in_one_unit(&weights).ok_or_else(refused)?;
                let shares = split(one.amount(known, currency)?, &weights)?;
                shares.get(*index).map(|share| Ratio::of_money(*share)).ok_or_else(refused)
            }
            Formula::Step { of: one, before, after, whole } => {
                let steps = [of(before)?, of(after)?, of(whole)?];
                let steps = in_one_unit(&steps).ok_or_else(refused)?;
                let [before, after, whole] = steps.as_slice() else { return Err(refused()) };
                let step = telescope(one.amount(known, currency)?, *before, *after, *whole)?;
                Ok(Ratio::of_money(step))
            }
        }
    }

    fn refused(&self) -> Rejection {
        Rejection::ExplanationNotWorkedOut {
            path: Path::root(),
            formula: alloc::format!("{self}").chars().take(200).collect(),
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Formula::Given { value, .. } | Formula::Number(value) => write!(out, "{value}"),
            Formula::Figure(path) => out.write_str(path),
            Formula::Sum(parts) => sum(out, parts),
            Formula::Negative(one) => write!(out, "-{}", Factor(one)),
            Formula::Product(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    let sign = if index == 0 { "" } else { " × " };
                    write!(out, "{sign}{}", Factor(part))?;
                }
                Ok(())
            }
            Formula::Quotient { of, by } => write!(out, "{} / {}", Factor(of), Factor(by)),
            Formula::Percent { of, percent } => {
                write!(out, "{} × {} %", Factor(of), Factor(percent))
            }
            Formula::Rounded(one) => write!(out, "round({one})"),
            Formula::ToMultiple { of, multiple } => write!(out, "round({of}, to {multiple})"),
            Formula::Magnitude(one) => write!(out, "|{one}|"),
            Formula::AtLeastZero(one) => write!(out, "max(0, {one})"),
            Formula::Share { of, weights, index } => {
                write!(out, "share {} of {} by ", index.saturating_add(1), Factor(of))?;
                list(out, weights)
            }
            Formula::Step { of, before, after, whole } => {
                write!(out, "the step from {before} to {after} of {whole} in {}", Factor(of))
            }
        }
    }
}

/// A part of a product: sums stand in brackets.
struct Factor<'a>(&'a Formula);

impl fmt::Display for Factor<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Formula::Sum(_) | Formula::Share { .. } | Formula::Step { .. } => {
                write!(out, "({})", self.0)
            }
            Formula::Given { .. }
            | Formula::Figure(_)
            | Formula::Number(_)
            | Formula::Negative(_)
            | Formula::Product(_)
            | Formula::Quotient { .. }
            | Formula::Percent { .. }
            | Formula::Rounded(_)
            | Formula::ToMultiple { .. }
            | Formula::Magnitude(_)
            | Formula::AtLeastZero(_) => write!(out, "{}", self.0),
        }
    }
}

fn sum(out: &mut fmt::Formatter<'_>, parts: &[Formula]) -> fmt::Result {
    if parts.is_empty() {
        return out.write_str("0");
    }
    for (index, part) in parts.iter().enumerate() {
        match (index, part) {
            (0, part) => write!(out, "{part}")?,
            (_, Formula::Negative(one)) => write!(out, " - {}", Factor(one))?,
            (_, part) => write!(out, " + {part}")?,
        }
    }
    Ok(())
}

fn list(out: &mut fmt::Formatter<'_>, parts: &[Formula]) -> fmt::Result {
    out.write_str("[")?;
    for (index, part) in parts.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(out, "{comma}{part}")?;
    }
    out.write_str("]")
}

/// An exact fraction in lowest terms, its denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ratio {
    numerator: i128,
    denominator: i128,
}

impl Ratio {
    const ZERO: Ratio = Ratio { numerator: 0, denominator: 1 };
    const ONE: Ratio = Ratio { numerator: 1, denominator: 1 };
    const HUNDRED: Ratio = Ratio { numerator: 100, denominator: 1 };

    fn new(numerator: i128, denominator: i128) -> Option<Self> {
        let by = common_divisor(numerator, denominator)?;
        let by = if denominator < 0 { by.checked_neg()? } else { by };
        Some(Ratio {
            numerator: numerator.checked_div(by)?,
            denominator: denominator.checked_div(by)?,
        })
    }

    fn of(figure: Exact) -> Self {
        let power = 10_i128.saturating_pow(u32::from(figure.places()));
        // A power of ten is never zero.
        Ratio::new(i128::from(figure.mantissa()), power).unwrap_or(Ratio::ZERO)
    }

    fn of_money(amount: Money) -> Self {
        let power = 10_i128.saturating_pow(u32::from(amount.currency().decimals()));
        Ratio::new(i128::from(amount.minor()), power).unwrap_or(Ratio::ZERO)
    }

    const fn negated(self) -> Self {
        // The numerator of a figure that is held never is the least number of 128 bits.
        Ratio { numerator: self.numerator.saturating_neg(), denominator: self.denominator }
    }

    fn plus(self, other: Ratio) -> Option<Self> {
        let one = self.numerator.checked_mul(other.denominator)?;
        let two = other.numerator.checked_mul(self.denominator)?;
        Ratio::new(one.checked_add(two)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// The product, reduced crosswise first: what is held comes out wherever it fits.
    fn times(self, other: Ratio) -> Option<Self> {
        let one = Ratio::new(self.numerator, other.denominator)?;
        let two = Ratio::new(other.numerator, self.denominator)?;
        Ratio::new(
            one.numerator.checked_mul(two.numerator)?,
            one.denominator.checked_mul(two.denominator)?,
        )
    }

    fn over(self, other: Ratio) -> Option<Self> {
        if other.numerator == 0 {
            return None;
        }
        self.times(Ratio::new(other.denominator, other.numerator)?)
    }

    /// In minor units, rounded once.
    fn minor(self, currency: Currency) -> Option<i128> {
        let power = 10_i128.checked_pow(u32::from(currency.decimals()))?;
        let numerator = self.numerator.checked_mul(power)?;
        divide(numerator, self.denominator, Rounding::HalfAwayFromZero).ok()
    }

    /// The amount, where it is a whole number of minor units.
    fn whole(self, currency: Currency) -> Option<Money> {
        let power = 10_i128.checked_pow(u32::from(currency.decimals()))?;
        let minor = self.times(Ratio { numerator: power, denominator: 1 })?;
        let is_whole = minor.denominator == 1;
        is_whole.then(|| Money::from_wide(minor.numerator, currency).ok()).flatten()
    }
}

fn common_divisor(one: i128, other: i128) -> Option<i128> {
    let (mut one, mut other) = (one.checked_abs()?, other.checked_abs()?);
    while other != 0 {
        (one, other) = (other, one.checked_rem(other)?);
    }
    Some(one.max(1))
}

/// Fractions as whole numbers of one common unit.
fn in_one_unit(ratios: &[Ratio]) -> Option<Vec<i128>> {
    let unit = ratios.iter().try_fold(1_i128, |unit, ratio| {
        let by = common_divisor(unit, ratio.denominator)?;
        unit.checked_div(by)?.checked_mul(ratio.denominator)
    })?;
    let whole = |ratio: &Ratio| ratio.numerator.checked_mul(unit.checked_div(ratio.denominator)?);
    ratios.iter().map(whole).collect()
}
