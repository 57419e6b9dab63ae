//! Taxes levied one upon the other, as some countries have them: each tax takes its percentage of
//! the untaxed amount and, where it says so, of the taxes before it.
//!
//! ```
//! use o2c_core::money::Currency;
//! use o2c_core::tax::stack::{RoundingPoint, StackedTax, stacked};
//! // Six lines of 5 x 5.75 less 18 % are 23.575 each, 141.45 together.
//! let vat = StackedTax::plain("21".parse()?);
//! let lines = ["23.575".parse()?; 6];
//! let figures = stacked(Currency::EUR, &lines, &[vat], RoundingPoint::Document)?;
//! assert_eq!(figures.untaxed.to_string(), "141.45 EUR");
//! assert_eq!(figures.total.to_string(), "171.15 EUR");
//! let figures = stacked(Currency::EUR, &lines, &[vat], RoundingPoint::EachLine)?;
//! assert_eq!(figures.untaxed.to_string(), "141.48 EUR");
//! # Ok::<(), o2c_core::tax::Rejection>(())
//! ```

use super::Rejection;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Percent, Rounding, divide};
use alloc::vec::Vec;

/// Where figures are rounded, half away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RoundingPoint {
    /// Every line and every tax of it is rounded, then added.
    EachLine,
    /// Raw figures are summed exactly; the untaxed sum and each tax are rounded once.
    Document,
}

/// One tax of a stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StackedTax {
    /// The rate in percent.
    pub rate: Percent,
    /// Whether this tax is part of the base of the taxes that follow.
    pub raises_following: bool,
    /// Whether taxes before it that raise what follows are part of its base.
    pub is_raised_by_previous: bool,
}

impl StackedTax {
    /// A tax on the untaxed amount alone.
    pub const fn plain(rate: Percent) -> Self {
        StackedTax { rate, raises_following: false, is_raised_by_previous: false }
    }
}

/// What a stack of taxes comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StackedFigures {
    /// The sum of the lines without tax.
    pub untaxed: Money,
    /// The amount of each tax, in the order of the stack.
    pub taxes: Vec<Money>,
    /// The untaxed sum with all taxes.
    pub total: Money,
}

/// A figure with more digits than an [`Exact`] holds: `mantissa / 10^places`.
#[derive(Debug, Clone, Copy)]
struct Raw {
    mantissa: i128,
    places: u32,
}

impl Raw {
    const ZERO: Raw = Raw { mantissa: 0, places: 0 };

    fn of(figure: Exact) -> Self {
        Raw { mantissa: i128::from(figure.mantissa()), places: u32::from(figure.places()) }
    }

    fn at(self, places: u32) -> Option<i128> {
        let power = 10_i128.checked_pow(places.checked_sub(self.places)?)?;
        self.mantissa.checked_mul(power)
    }

    fn plus(self, other: Raw) -> Result<Raw, Rejection> {
        let places = self.places.max(other.places);
        let sum = self.at(places).zip(other.at(places)).and_then(|(one, two)| one.checked_add(two));
        sum.map(|mantissa| Raw { mantissa, places }).ok_or_else(|| self.out_of_range())
    }

    fn percent(self, rate: Percent) -> Result<Raw, Rejection> {
        let rate = Raw::of(rate.exact());
        let product = self.mantissa.checked_mul(rate.mantissa);
        let places = self.places.saturating_add(rate.places).saturating_add(2);
        product.map(|mantissa| Raw { mantissa, places }).ok_or_else(|| self.out_of_range())
    }

    fn rounded(self, currency: Currency) -> Result<Money, Rejection> {
        let decimals = u32::from(currency.decimals());
        if let Some(exact) = self.at(decimals) {
            return Ok(Money::from_wide(exact, currency)?);
        }
        let beyond = self.places.checked_sub(decimals);
        let power = beyond
            .and_then(|beyond| 10_i128.checked_pow(beyond))
            .ok_or_else(|| self.out_of_range())?;
        let minor = divide(self.mantissa, power, Rounding::HalfAwayFromZero)?;
        Ok(Money::from_wide(minor, currency)?)
    }

    fn out_of_range(self) -> Rejection {
        Rejection::StackOutOfRange {
            path: Path::root(),
            figure: alloc::format!("{} / 10^{}", self.mantissa, self.places),
        }
    }
}

/// The taxes on raw, unrounded line amounts, rounded where the convention says.
///
/// # Errors
/// `tax.stack_out_of_range` where figures leave 128 bits, `money.out_of_range`.
pub fn stacked(
    currency: Currency,
    lines: &[Exact],
    taxes: &[StackedTax],
    rounding: RoundingPoint,
) -> Result<StackedFigures, Rejection> {
    let (mut untaxed, mut sums) = (Raw::ZERO, Vec::new());
    sums.resize(taxes.len(), Raw::ZERO);
    match rounding {
        RoundingPoint::Document => {
            for line in lines {
                untaxed = untaxed.plus(Raw::of(*line))?;
            }
            // Taxes are proportional to their base, so taxing the sum is summing the taxes.
            levy(untaxed, taxes, &mut sums, Ok)?;
        }
        RoundingPoint::EachLine => {
            let cents = |raw: Raw| {
                Ok(Raw {
                    mantissa: i128::from(raw.rounded(currency)?.minor()),
                    places: u32::from(currency.decimals()),
                })
            };
            for line in lines {
                let line = cents(Raw::of(*line))?;
                untaxed = untaxed.plus(line)?;
                levy(line, taxes, &mut sums, cents)?;
            }
        }
    }
    let untaxed = untaxed.rounded(currency)?;
    let taxes =
        sums.into_iter().map(|tax| tax.rounded(currency)).collect::<Result<Vec<_>, Rejection>>()?;
    let total = Money::sum(currency, taxes.iter().copied())?.checked_add(untaxed)?;
    Ok(StackedFigures { untaxed, taxes, total })
}

/// Adds each tax on a base to its sum.
fn levy(
    base: Raw,
    taxes: &[StackedTax],
    sums: &mut [Raw],
    settle: impl Fn(Raw) -> Result<Raw, Rejection>,
) -> Result<(), Rejection> {
    let mut raised = Raw::ZERO;
    for (tax, sum) in taxes.iter().zip(sums) {
        let base = if tax.is_raised_by_previous { base.plus(raised)? } else { base };
        let amount = settle(base.percent(tax.rate)?)?;
        *sum = sum.plus(amount)?;
        if tax.raises_following {
            raised = raised.plus(amount)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tax(rate: &str, raises_following: bool, is_raised_by_previous: bool) -> StackedTax {
        StackedTax { rate: rate.parse().unwrap(), raises_following, is_raised_by_previous }
    }

    fn minors(figures: &StackedFigures) -> (i64, Vec<i64>, i64) {
        let taxes = figures.taxes.iter().map(|tax| tax.minor()).collect();
        (figures.untaxed.minor(), taxes, figures.total.minor())
    }

    /// Case ROUND-DOC-01: two lines of 15.89, cgst 6 %, sgst 6 % beside it, cess 3 % upon both.
    #[test]
    fn three_taxes_round_once_per_document() {
        let taxes = [tax("6", true, true), tax("6", true, false), tax("3", false, true)];
        let lines = ["15.89".parse().unwrap(); 2];
        let figures = stacked(Currency::EUR, &lines, &taxes, RoundingPoint::Document).unwrap();
        assert_eq!(minors(&figures), (3178, [191, 191, 107].to_vec(), 3667));
        // Line by line, cgst and sgst are 0.95 each on a line: 1.90 for both lines.
        let figures = stacked(Currency::EUR, &lines, &taxes, RoundingPoint::EachLine).unwrap();
        assert_eq!(minors(&figures).1.first(), Some(&190));
    }

    /// Case ROUND-DOC-05: six lines of 23.575 are not rounded before they are summed.
    #[test]
    fn line_amounts_stay_raw_until_the_document_is_rounded() {
        let lines = ["23.575".parse().unwrap(); 6];
        let vat = [StackedTax::plain("21".parse().unwrap())];
        let figures = stacked(Currency::EUR, &lines, &vat, RoundingPoint::Document).unwrap();
        assert_eq!(minors(&figures), (14145, [2970].to_vec(), 17115));
    }

    #[test]
    fn a_tower_of_taxes_is_refused_not_rounded() {
        let tower = [tax("33.3333333333", true, true); 12];
        let refused = stacked(
            Currency::EUR,
            &["99999999.9999999999".parse().unwrap()],
            &tower,
            RoundingPoint::Document,
        );
        assert!(matches!(refused, Err(Rejection::StackOutOfRange { .. })));
    }
}
