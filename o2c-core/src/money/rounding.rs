//! The only place where a figure is rounded.

use super::Rejection;
use crate::error::Path;
use alloc::string::ToString;

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
    // Most figures fit 64 bits, where a division costs a tenth.
    if let (Ok(small), Ok(by)) = (i64::try_from(numerator), i64::try_from(denominator))
        && by > 0
        && let (Some(quotient), Some(rest)) = (small.checked_div(by), small.checked_rem(by))
    {
        let up = rounds_up(
            u128::from(quotient.unsigned_abs()),
            u128::from(rest.unsigned_abs()),
            u128::from(by.unsigned_abs()),
            mode,
        );
        return Ok(i128::from(quotient).saturating_add(step(up, small < 0)));
    }
    if denominator <= 0 {
        return Err(Rejection::NotPositive { path: Path::root(), figure: denominator.to_string() });
    }
    let (Some(quotient), Some(rest)) =
        (numerator.checked_div(denominator), numerator.checked_rem(denominator))
    else {
        return Err(Rejection::OutOfRange { path: Path::root(), figure: numerator.to_string() });
    };
    let up =
        rounds_up(quotient.unsigned_abs(), rest.unsigned_abs(), denominator.unsigned_abs(), mode);
    quotient
        .checked_add(step(up, numerator < 0))
        .ok_or_else(|| Rejection::OutOfRange { path: Path::root(), figure: numerator.to_string() })
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
    let (over_scaled, under_scaled) = if shift >= 0 {
        (product(over, power), Some(under))
    } else {
        (Some(over), product(under, power))
    };
    match (over_scaled, under_scaled) {
        (Some(over), Some(under)) => divide(over, under, mode),
        _ => Err(Rejection::OutOfRange {
            path: Path::root(),
            figure: alloc::format!("{over} x 10^{shift} / {under}"),
        }),
    }
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

/// Whether the magnitude `quotient + rest / by` goes up to the next whole number.
#[inline]
fn rounds_up(quotient: u128, rest: u128, by: u128, mode: Rounding) -> bool {
    // `rest < by <= i128::MAX`, so `by - rest` cannot underflow and compares like twice the rest.
    let other_side = by.saturating_sub(rest);
    match mode {
        Rounding::HalfAwayFromZero => rest >= other_side,
        Rounding::HalfEven => rest > other_side || (rest == other_side && quotient & 1 == 1),
        Rounding::TowardZero => false,
        Rounding::AwayFromZero => rest > 0,
    }
}

#[inline]
fn step(up: bool, negative: bool) -> i128 {
    match (up, negative) {
        (false, _) => 0,
        (true, false) => 1,
        (true, true) => -1,
    }
}
