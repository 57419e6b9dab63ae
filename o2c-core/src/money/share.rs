//! The two ways to split a whole: all shares at once, or one after the other over time.

use super::{Money, Rejection, Rounding, divide};
use crate::error::Path;
use alloc::string::ToString;
use alloc::vec::Vec;

/// Splits an amount by whole-number weights, all shares at once, by the largest remainder: each
/// share is cut toward zero and the units left go to the largest rests, ties to the lowest index
/// (rulebook R-03). Negative amounts mirror positive ones; a zero weight gets zero; the shares
/// sum to the amount; each is within one minor unit of its exact share.
///
/// ```
/// use o2c_core::money::{Money, split};
/// // rulebook EX-M4c: 10.00 over 100.01 and 49.99.
/// let shares = split("10.00 EUR".parse()?, &[10001, 4999])?;
/// assert_eq!(shares.iter().map(|share| share.minor()).collect::<Vec<_>>(), [667, 333]);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
///
/// # Errors
/// `money.no_weights`, `money.negative_weight` (with its index), `money.zero_weights`,
/// `money.out_of_range` where a product leaves 128 bits.
pub fn split(amount: Money, weights: &[i128]) -> Result<Vec<Money>, Rejection> {
    split_minor(amount.minor(), weights)?
        .into_iter()
        .map(|share| Money::from_minor(share, amount.currency()))
        .collect()
}

/// [`split`] on bare minor units.
///
/// # Errors
/// As [`split`].
pub fn split_minor(amount: i64, weights: &[i128]) -> Result<Vec<i64>, Rejection> {
    let whole = whole_weight(weights)?;
    let units = u128::from(amount.unsigned_abs());
    let mut shares = Vec::with_capacity(weights.len());
    let mut rests: Vec<(u128, usize)> = Vec::with_capacity(weights.len());
    let mut left = units;
    for (index, weight) in weights.iter().enumerate() {
        let product = units
            .checked_mul(weight.unsigned_abs())
            .ok_or_else(|| out_of_range(amount, *weight, Path::index("weights", index)))?;
        let cut = product.checked_div(whole).unwrap_or(0);
        left = left.saturating_sub(cut);
        rests.push((product.checked_rem(whole).unwrap_or(0), index));
        shares.push(with_sign_of(amount, cut));
    }
    // Every share lost less than one unit, so each of the `left` largest rests gets one back, and
    // a rest of zero gets none.
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    #[cfg(feature = "planted-defects")]
    let left = left.saturating_sub(usize::from(crate::defects::is_planted(3)));
    if left > 0 {
        rests.sort_unstable_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    }
    for (_, index) in rests.iter().take(left) {
        if let Some(share) = shares.get_mut(*index) {
            *share = amount.signum().saturating_add(*share);
        }
    }
    Ok(shares)
}

/// A share never exceeds the amount, whose sign it takes, so it fits the same 64 bits.
fn with_sign_of(amount: i64, magnitude: u128) -> i64 {
    let share = i128::try_from(magnitude).unwrap_or(i128::MAX);
    let signed = if amount < 0 { share.saturating_neg() } else { share };
    i64::try_from(signed).unwrap_or(amount)
}

fn whole_weight(weights: &[i128]) -> Result<u128, Rejection> {
    if weights.is_empty() {
        return Err(Rejection::NoWeights { path: Path::field("weights") });
    }
    let mut whole = 0_u128;
    for (index, weight) in weights.iter().enumerate() {
        if *weight < 0 {
            return Err(Rejection::NegativeWeight {
                path: Path::index("weights", index),
                weight: weight.to_string(),
            });
        }
        whole = whole
            .checked_add(weight.unsigned_abs())
            .ok_or_else(|| out_of_range(1, *weight, Path::index("weights", index)))?;
    }
    if whole == 0 {
        return Err(Rejection::ZeroWeights { path: Path::field("weights"), count: weights.len() });
    }
    Ok(whole)
}

fn out_of_range(amount: i64, weight: i128, path: Path) -> Rejection {
    Rejection::OutOfRange { path, figure: alloc::format!("{amount} x {weight}") }
}

/// The whole of a total at the whole of its measure, in proportion before, whatever the signs;
/// nothing where the measure is nothing. Rounded half away from zero.
pub(crate) fn proportion(total: Money, part: Money, whole: Money) -> Result<Money, Rejection> {
    let (part, whole) = (i128::from(part.minor()), i128::from(whole.minor()));
    if whole == 0 {
        return Ok(Money::zero(total.currency()));
    }
    // Products of two 64-bit amounts stay within 128 bits.
    let product = i128::from(total.minor()).saturating_mul(part).saturating_mul(whole.signum());
    let share = divide(product, whole.saturating_abs(), Rounding::HalfAwayFromZero)?;
    Money::from_wide(share, total.currency())
}

/// The share of `total` that falls to the step from `before` to `after` out of `whole`:
/// `round(total × after / whole) − round(total × before / whole)` (rulebook R-04). Steps that
/// lead from zero to the whole sum to the total, however many they are.
///
/// `before`, `after` and `whole` have one unit and one sign; `before` and `after` lie between
/// zero and `whole`. Rounded half away from zero.
///
/// ```
/// use o2c_core::money::{Money, telescope};
/// // rulebook EX-M5: 10.00 in three thirds.
/// let ten = "10.00 EUR".parse::<Money>()?;
/// let share = |before, after| telescope(ten, before, after, 3).map(|share| share.minor());
/// assert_eq!([share(0, 1)?, share(1, 2)?, share(2, 3)?], [333, 334, 333]);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
///
/// # Errors
/// `money.zero_weights` for a whole of zero, `money.beyond_whole`, `money.out_of_range`.
pub fn telescope(total: Money, before: i128, after: i128, whole: i128) -> Result<Money, Rejection> {
    Money::from_minor(telescope_minor(total.minor(), before, after, whole)?, total.currency())
}

/// [`telescope`] on bare minor units.
///
/// # Errors
/// As [`telescope`].
pub fn telescope_minor(
    total: i64,
    before: i128,
    after: i128,
    whole: i128,
) -> Result<i64, Rejection> {
    let upto = |part: i128, name: &str| {
        if whole == 0 {
            return Err(Rejection::ZeroWeights { path: Path::field("whole"), count: 1 });
        }
        if part.signum() == whole.signum().saturating_neg()
            || part.unsigned_abs() > whole.unsigned_abs()
        {
            return Err(Rejection::BeyondWhole {
                path: Path::field(name),
                part: part.to_string(),
                whole: whole.to_string(),
            });
        }
        // Part and whole have one sign, so the quotient is that of their magnitudes.
        let (part, whole) = (part.saturating_abs(), whole.saturating_abs());
        let product = i128::from(total)
            .checked_mul(part)
            .ok_or_else(|| out_of_range(total, part, Path::field(name)))?;
        divide(product, whole, Rounding::HalfAwayFromZero)
    };
    let share = upto(after, "after")?.saturating_sub(upto(before, "before")?);
    i64::try_from(share).map_err(|_| out_of_range(total, after, Path::field("after")))
}
