//! Amounts shared and rounded.

use super::{Answer, Round, Split, Telescope};
use crate::error::Path;
use crate::money::{self, Exact, Money, split, telescope};
use alloc::vec::Vec;

pub(super) fn shares(asked: &Split) -> Result<Answer, money::Rejection> {
    let weights = in_one_unit(&asked.weights);
    split(asked.amount, &weights).map(Answer::Shares)
}

pub(super) fn steps(asked: &Telescope) -> Result<Answer, money::Rejection> {
    let mut figures = asked.steps.clone();
    figures.push(asked.whole);
    let mut figures = in_one_unit(&figures);
    let whole = figures.pop().unwrap_or_default();
    let mut before = 0_i128;
    let mut given = Vec::with_capacity(figures.len());
    for (index, step) in figures.into_iter().enumerate() {
        // Both fit 18 digits and 10 decimals; a list of them cannot leave 128 bits.
        let after = before.saturating_add(step);
        given.push(telescope(asked.amount, before, after, whole).map_err(|mut no| {
            if let money::Rejection::BeyondWhole { path, .. } = &mut no {
                *path = Path::root();
            }
            no.inside_index("steps", index)
        })?);
        before = after;
    }
    Ok(Answer::Shares(given))
}

/// Figures as whole numbers of one common unit.
fn in_one_unit(figures: &[Exact]) -> Vec<i128> {
    let places = figures.iter().map(|figure| figure.places()).max().unwrap_or(0);
    figures
        .iter()
        .map(|figure| {
            let missing = u32::from(places.saturating_sub(figure.places()));
            i128::from(figure.mantissa()).saturating_mul(10_i128.saturating_pow(missing))
        })
        .collect()
}

pub(super) fn rounded(asked: &Round) -> Result<Answer, money::Rejection> {
    let amount = match asked.increment {
        None => Money::rounded(asked.figure, asked.currency, asked.mode)?,
        Some(increment) => {
            Money::from_exact(asked.figure, asked.currency)?.rounded_to(increment, asked.mode)?
        }
    };
    Ok(Answer::Amount(amount))
}
