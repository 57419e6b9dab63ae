//! What each tax of a stack comes to.

use super::ratio::Ratio;
use super::{Levy, StackedTax};
use crate::error::Path;
use crate::tax::Rejection;
use alloc::vec::Vec;

/// Neighbours that are percentages of one price with tax: together they make up the difference
/// between that price and what it stands on.
fn runs(taxes: &[StackedTax]) -> impl Iterator<Item = &[StackedTax]> {
    let divides = |tax: &StackedTax| match tax.levy {
        Levy::PercentOfPriceWithTax(_) => true,
        Levy::Percent(_) | Levy::PerUnit(_) => false,
    };
    taxes.chunk_by(move |one, next| {
        divides(one)
            && divides(next)
            && one.is_included == next.is_included
            && one.is_raised_by_previous == next.is_raised_by_previous
    })
}

/// The amount of each tax on a base; `settle` rounds it, or leaves it as it is.
pub(super) fn levied(
    base: Ratio,
    quantity: Ratio,
    taxes: &[StackedTax],
    settle: impl Fn(Ratio) -> Result<Ratio, Rejection>,
) -> Result<Vec<Ratio>, Rejection> {
    let mut amounts = Vec::with_capacity(taxes.len());
    let mut raised = Ratio::ZERO;
    for run in runs(taxes) {
        let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
        let own = if is_raised { base.plus(raised)? } else { base };
        let with_tax = price_with_tax(own, run)?;
        for tax in run {
            let amount = settle(match tax.levy {
                Levy::Percent(rate) => own.times(Ratio::of_percent(rate.exact())?)?,
                Levy::PerUnit(amount) => quantity.times(Ratio::of(amount))?,
                Levy::PercentOfPriceWithTax(rate) => {
                    with_tax.times(Ratio::of_percent(rate.exact())?)?
                }
            })?;
            amounts.push(amount);
            if tax.raises_following {
                raised = raised.plus(amount)?;
            }
        }
    }
    Ok(amounts)
}

/// What a run of taxes makes of a base: `base / (1 - rates)`, where they are percentages of it.
fn price_with_tax(base: Ratio, run: &[StackedTax]) -> Result<Ratio, Rejection> {
    let mut left = Ratio::ONE;
    for tax in run {
        if let Levy::PercentOfPriceWithTax(rate) = tax.levy {
            left = left.minus(Ratio::of_percent(rate.exact())?)?;
        }
    }
    base.divided_by(above_zero(left)?)
}

fn above_zero(left: Ratio) -> Result<Ratio, Rejection> {
    match left.is_positive() {
        true => Ok(left),
        false => Err(Rejection::NothingLeft { path: Path::field("taxes") }),
    }
}

/// The base within a price that holds some taxes. Every tax is a share of the base and a fixed
/// amount, so what the taxes are on a base of zero and of one says what they are on any base.
pub(super) fn base_within(
    price: Ratio,
    quantity: Ratio,
    taxes: &[StackedTax],
    is_held: impl Fn(&StackedTax) -> bool,
) -> Result<Ratio, Rejection> {
    if !taxes.iter().any(&is_held) {
        return Ok(price);
    }
    let held = |base: Ratio| {
        let amounts = levied(base, quantity, taxes, Ok)?;
        let mut amounts = taxes.iter().zip(amounts).filter(|(tax, _)| is_held(tax));
        amounts.try_fold(Ratio::ZERO, |sum, (_, amount)| sum.plus(amount))
    };
    let fixed = held(Ratio::ZERO)?;
    let share = held(Ratio::ONE)?.minus(fixed)?;
    price.minus(fixed)?.divided_by(above_zero(share.plus(Ratio::ONE)?)?)
}

/// What each tax is levied on: the untaxed amount, raised by the taxes before it where it is; for a
/// percentage of the price with tax that price.
pub(super) fn bases(
    untaxed: Ratio,
    amounts: &[Ratio],
    taxes: &[StackedTax],
) -> Result<Vec<Ratio>, Rejection> {
    let mut bases = Vec::with_capacity(taxes.len());
    let mut raised = Ratio::ZERO;
    let mut amounts = amounts.iter().copied();
    for run in runs(taxes) {
        let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
        let mut base = if is_raised { untaxed.plus(raised)? } else { untaxed };
        for (tax, amount) in run.iter().zip(amounts.by_ref()) {
            if let Levy::PercentOfPriceWithTax(_) = tax.levy {
                base = base.plus(amount)?;
            }
            if tax.raises_following {
                raised = raised.plus(amount)?;
            }
        }
        bases.extend(run.iter().map(|_| base));
    }
    Ok(bases)
}
