//! The only place where a figure is rounded.

use super::Rejection;
use crate::error::Path;
use alloc::string::ToString;
use core::cmp::Ordering;

/// How a figure between two representable ones is settled. Every mode treats a negative figure
/// as the mirror of the positive one (rulebook G-04, R-02c).
///
/// ```
/// use o2c_core::money::{Rounding, divide};
/// // rulebook EX-M1: 2.345 in cents.
/// assert_eq!(divide(2345, 10, Rounding::HalfAwayFromZero)?, 235);
/// assert_eq!(divide(2345, 10, Rounding::HalfEven)?, 234);
/// assert_eq!(divide(-2345, 10, Rounding::HalfAwayFromZero)?, -235);
/// assert_eq!(divide(-2349, 10, Rounding::TowardZero)?, -234);
/// assert_eq!(divide(-2341, 10, Rounding::AwayFromZero)?, -235);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Rounding {
    /// To the nearest; a tie goes away from zero (commercial rounding, the default).
    #[default]
    HalfAwayFromZero,
    /// To the nearest; a tie goes to the even neighbour (banker's rounding).
    HalfEven,
    /// The digits beyond are dropped.
    TowardZero,
    /// Any rest counts as a whole unit.
    AwayFromZero,
}

/// `numerator / denominator`, rounded once to a whole number.
///
/// # Errors
/// `money.not_positive` for a denominator of zero or less, `money.out_of_range` where the result
/// leaves 128 bits.
#[inline]
pub fn divide(numerator: i128, denominator: i128, mode: Rounding) -> Result<i128, Rejection> {
    match (i64::try_from(numerator), i64::try_from(denominator)) {
        (Ok(small), Ok(by)) if by > 0 => Ok(i128::from(divide_small(small, by, mode))),
        _ => divide_wide(numerator, denominator, mode),
    }
}

/// Most figures fit 64 bits, where a division costs a tenth. The denominator is above zero.
#[inline]
fn divide_small(numerator: i64, denominator: i64, mode: Rounding) -> i64 {
    if denominator == 1 {
        return numerator;
    }
    let quotient = numerator.checked_div(denominator).unwrap_or(0);
    let rest = numerator.checked_rem(denominator).unwrap_or(0).unsigned_abs();
    // `rest < denominator`, so the other side cannot underflow and compares like twice the rest.
    let against_half = rest.cmp(&denominator.unsigned_abs().saturating_sub(rest));
    let up = rounds_up(against_half, rest == 0, quotient & 1 == 1, mode);
    // A half of 64 bits at most: one more fits.
    quotient.saturating_add(step(up, numerator < 0))
}

#[cold]
fn divide_wide(numerator: i128, denominator: i128, mode: Rounding) -> Result<i128, Rejection> {
    if denominator <= 0 {
        return Err(Rejection::NotPositive { path: Path::root(), figure: denominator.to_string() });
    }
    let out_of_range =
        || Rejection::OutOfRange { path: Path::root(), figure: numerator.to_string() };
    let quotient = numerator.checked_div(denominator).ok_or_else(out_of_range)?;
    let rest = numerator.checked_rem(denominator).ok_or_else(out_of_range)?.unsigned_abs();
    let against_half = rest.cmp(&denominator.unsigned_abs().saturating_sub(rest));
    let up = rounds_up(against_half, rest == 0, quotient & 1 == 1, mode);
    quotient.checked_add(i128::from(step(up, numerator < 0))).ok_or_else(out_of_range)
}

/// `over × 10^shift / under`, rounded once: multiplied first, whatever the shift's sign (rulebook
/// G-05).
///
/// # Errors
/// As [`divide`], and `money.out_of_range` where a product leaves 128 bits.
#[inline]
pub(super) fn divide_scaled(
    over: i128,
    shift: i32,
    under: i128,
    mode: Rounding,
) -> Result<i128, Rejection> {
    let power = power_of_ten(shift.unsigned_abs());
    let (over_scaled, under_scaled) = match shift {
        0 => (Some(over), Some(under)),
        1.. => (product(over, power), Some(under)),
        _ => (Some(over), product(under, power)),
    };
    match (over_scaled, under_scaled) {
        (Some(over), Some(under)) => divide(over, under, mode),
        _ => Err(beyond(over, shift, under)),
    }
}

#[cold]
fn beyond(over: i128, shift: i32, under: i128) -> Rejection {
    let figure = alloc::format!("{over} x 10^{shift} / {under}");
    Rejection::OutOfRange { path: Path::root(), figure }
}

/// A product that fits 128 bits. Two factors of 64 bits always do, which one multiplication proves.
#[inline]
fn product(one: i128, other: i128) -> Option<i128> {
    match (i64::try_from(one), i64::try_from(other)) {
        (Ok(left), Ok(right)) => Some(i128::from(left).saturating_mul(i128::from(right))),
        _ => one.checked_mul(other),
    }
}

/// `10^exponent`, looked up: a power in 128 bits costs more than the division it serves.
/// Decimals of prices, quantities and currencies never add up to more than 24.
#[inline]
pub(super) fn power_of_ten(exponent: u32) -> i128 {
    usize::try_from(exponent)
        .ok()
        .and_then(|index| POWERS_OF_TEN.get(index).copied())
        .unwrap_or(i128::MAX)
}

const POWERS_OF_TEN: [i128; 39] = {
    let mut powers = [1_i128; 39];
    let mut exponent = 1_usize;
    #[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)] // checked at compile time
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Whether a magnitude between two whole numbers goes up to the next one: by how its rest stands
/// against the half, whether there is no rest, and whether the number below is odd.
#[inline]
fn rounds_up(against_half: Ordering, is_whole: bool, is_odd: bool, mode: Rounding) -> bool {
    match mode {
        Rounding::HalfAwayFromZero => against_half.is_ge(),
        Rounding::HalfEven => against_half.is_gt() || (against_half.is_eq() && is_odd),
        Rounding::TowardZero => false,
        Rounding::AwayFromZero => !is_whole,
    }
}

#[inline]
fn step(up: bool, negative: bool) -> i64 {
    match (up, negative) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => -1,
    }
}
