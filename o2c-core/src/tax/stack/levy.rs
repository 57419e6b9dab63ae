//! What each tax of a stack comes to.

use super::ratio::Ratio;
use super::{Levy, StackedTax};
use crate::error::Path;
use crate::tax::Rejection;
use alloc::vec::Vec;

/// Neighbours that are percentages of one price with tax: together they make up the difference
/// between that price and what it stands on.
pub(crate) fn runs(taxes: &[StackedTax]) -> impl Iterator<Item = &[StackedTax]> {
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

/// The amount of each tax on a base, not rounded.
pub(super) fn levied(
    base: Ratio,
    quantity: Ratio,
    taxes: &[StackedTax],
) -> Result<Vec<Ratio>, Rejection> {
    beside(&[], base, quantity, taxes, Ok)
}

/// The amount of each tax of a price, rounded one after the other by `settle`. What the price holds
/// is taken out of it from the last tax to the first, since the last one stands on all the others;
/// what comes on top stands on what that leaves, as a document shows it.
pub(super) fn charged(
    price: Ratio,
    quantity: Ratio,
    taxes: &[StackedTax],
    settle: impl Fn(Ratio) -> Result<Ratio, Rejection>,
) -> Result<Vec<Ratio>, Rejection> {
    let mut known: Vec<Option<Ratio>> = taxes.iter().map(|_| None).collect();
    let (mut rest, mut upto) = (price, taxes);
    while let Some(last) = upto.iter().rposition(|tax| tax.is_included) {
        let (held, _) = upto.split_at(last.saturating_add(1));
        let base = base_within(rest, quantity, held, |tax| tax.is_included)?;
        let exact = levied(base, quantity, held)?;
        let first = first_alike(held);
        for ((tax, amount), known) in held.iter().zip(exact).zip(&mut known).skip(first) {
            if tax.is_included {
                let amount = settle(amount)?;
                rest = rest.minus(amount)?;
                *known = Some(amount);
            }
        }
        (upto, _) = upto.split_at(first);
    }
    beside(&known, rest, quantity, taxes, settle)
}

/// Where the taxes begin that are taken out of a price together with the last: on one base, since
/// none of them raises another.
pub(crate) fn first_alike(held: &[StackedTax]) -> usize {
    let run = runs(held).last().map_or(0, <[StackedTax]>::len);
    let of_run = held.len().saturating_sub(run);
    let raises = |tax: &StackedTax| tax.is_included && tax.raises_following;
    match held.iter().rposition(raises) {
        Some(raising) => of_run.min(held.len().saturating_sub(1)).min(raising.saturating_add(1)),
        None => 0,
    }
}

/// The amount of each tax on a base, where some are known; `settle` rounds the others, or leaves
/// them as they are.
fn beside(
    known: &[Option<Ratio>],
    base: Ratio,
    quantity: Ratio,
    taxes: &[StackedTax],
    settle: impl Fn(Ratio) -> Result<Ratio, Rejection>,
) -> Result<Vec<Ratio>, Rejection> {
    let mut known = known.iter().copied();
    let mut amounts = Vec::with_capacity(taxes.len());
    let mut raised = Ratio::ZERO;
    for run in runs(taxes) {
        let is_raised = run.iter().any(|tax| tax.is_raised_by_previous);
        let own = if is_raised { base.plus(raised)? } else { base };
        let with_tax = price_with_tax(own, run)?;
        for tax in run {
            let amount = match (known.next().flatten(), tax.levy) {
                (Some(amount), _) => amount,
                (None, Levy::Percent(rate)) => {
                    settle(own.times(Ratio::of_percent(rate.exact())?)?)?
                }
                (None, Levy::PerUnit(amount)) => settle(quantity.times(Ratio::of(amount))?)?,
                (None, Levy::PercentOfPriceWithTax(rate)) => {
                    settle(with_tax.times(Ratio::of_percent(rate.exact())?)?)?
                }
            };
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
        let amounts = levied(base, quantity, taxes)?;
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
