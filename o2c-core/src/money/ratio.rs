//! Exact fractions, for what divides before it is rounded.

use super::{Currency, Exact, Money, Rejection, Rounding, divide};
use crate::error::Path;
use core::cmp::Ordering;

/// A fraction in lowest terms. What leaves 128 bits is none, never rounded; the room that asks
/// says what that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ratio {
    over: i128,
    /// Above zero.
    under: i128,
}

impl Ratio {
    pub(crate) const ZERO: Ratio = Ratio { over: 0, under: 1 };
    pub(crate) const ONE: Ratio = Ratio { over: 1, under: 1 };

    /// `over / under`; none where the divisor is nothing.
    pub(crate) fn new(over: i128, under: i128) -> Option<Self> {
        let over = over.checked_mul(under.signum())?;
        if under == 0 { None } else { reduced(over, under.checked_abs()?) }
    }

    pub(crate) fn whole(number: i128) -> Self {
        Ratio { over: number, under: 1 }
    }

    pub(crate) fn of(figure: Exact) -> Self {
        // At most ten decimals.
        let under = 10_i128.saturating_pow(u32::from(figure.places()));
        reduced(i128::from(figure.mantissa()), under).unwrap_or(Ratio::ZERO)
    }

    pub(crate) fn of_money(amount: Money) -> Self {
        let under = 10_i128.saturating_pow(u32::from(amount.currency().decimals()));
        reduced(i128::from(amount.minor()), under).unwrap_or(Ratio::ZERO)
    }

    /// The figure above the line and the one below, which is above zero.
    pub(crate) const fn parts(self) -> (i128, i128) {
        (self.over, self.under)
    }

    pub(crate) const fn is_positive(self) -> bool {
        self.over > 0
    }

    pub(crate) fn negated(self) -> Self {
        // A figure that left 128 bits was refused before; the lowest one stays beyond use.
        Ratio { over: self.over.saturating_neg(), under: self.under }
    }

    pub(crate) fn magnitude(self) -> Self {
        Ratio { over: self.over.saturating_abs(), under: self.under }
    }

    pub(crate) fn plus(self, other: Ratio) -> Option<Ratio> {
        let shared = common_divisor(self.under, other.under);
        let (one, two) = (other.under.checked_div(shared)?, self.under.checked_div(shared)?);
        let over = self.over.checked_mul(one)?.checked_add(other.over.checked_mul(two)?)?;
        reduced(over, self.under.checked_mul(one)?)
    }

    pub(crate) fn minus(self, other: Ratio) -> Option<Ratio> {
        self.plus(other.negated())
    }

    pub(crate) fn times(self, other: Ratio) -> Option<Ratio> {
        let (one, two) = (reduced(self.over, other.under)?, reduced(other.over, self.under)?);
        Some(Ratio {
            over: one.over.checked_mul(two.over)?,
            under: one.under.checked_mul(two.under)?,
        })
    }

    /// The quotient; none where the divisor is nothing.
    pub(crate) fn divided_by(self, divisor: Ratio) -> Option<Ratio> {
        self.times(Ratio::new(divisor.under, divisor.over)?)
    }

    /// The amount in a currency, rounded once.
    pub(crate) fn amount(self, currency: Currency, mode: Rounding) -> Result<Money, Rejection> {
        Money::from_wide(self.scaled(u32::from(currency.decimals()), mode)?, currency)
    }

    /// The figure at so many decimals, rounded once, half away from zero.
    pub(crate) fn rounded(self, places: u32) -> Result<Exact, Rejection> {
        Exact::new(self.scaled(places, Rounding::HalfAwayFromZero)?, places)
    }

    fn scaled(self, places: u32, mode: Rounding) -> Result<i128, Rejection> {
        let unit = Ratio::whole(10_i128.saturating_pow(places));
        let Some(Ratio { over, under }) = self.times(unit) else {
            return Err(Rejection::OutOfRange { path: Path::root(), figure: self.shown() });
        };
        divide(over, under, mode)
    }

    pub(crate) fn shown(self) -> alloc::string::String {
        alloc::format!("{} / {}", self.over, self.under)
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ratio {
    /// Compares the whole parts, and where they are the same what is left upside down: nothing is
    /// multiplied, so nothing can leave 128 bits.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut two) = (*self, *other);
        let mut is_upside_down = false;
        loop {
            let whole = |of: Ratio| of.over.checked_div_euclid(of.under).unwrap_or(0);
            let rest = |of: Ratio| of.over.checked_rem_euclid(of.under).unwrap_or(0);
            let found = whole(one).cmp(&whole(two));
            let found = found.then_with(|| match (rest(one), rest(two)) {
                (0, 0) => Ordering::Equal,
                (0, _) => Ordering::Less,
                (_, 0) => Ordering::Greater,
                _ => Ordering::Equal,
            });
            if found.is_ne() || rest(one) == 0 {
                return if is_upside_down { found.reverse() } else { found };
            }
            one = Ratio { over: one.under, under: rest(one) };
            two = Ratio { over: two.under, under: rest(two) };
            is_upside_down = !is_upside_down;
        }
    }
}

fn reduced(over: i128, under: i128) -> Option<Ratio> {
    let shared = common_divisor(over, under);
    Some(Ratio { over: over.checked_div(shared)?, under: under.checked_div(shared)? })
}

/// The greatest common divisor; at least one.
fn common_divisor(one: i128, other: i128) -> i128 {
    let (mut more, mut less) = (one.unsigned_abs(), other.unsigned_abs());
    while let Some(rest) = more.checked_rem(less) {
        (more, less) = (less, rest);
    }
    i128::try_from(more).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_that_of_the_figures() {
        let ratio = |over, under| Ratio::new(over, under).unwrap();
        let ascending =
            [ratio(-7, 2), ratio(-1, 3), ratio(0, 5), ratio(2, 7), ratio(3, 10), ratio(1, 3)];
        for (place, one) in ascending.iter().enumerate() {
            for (other_place, other) in ascending.iter().enumerate() {
                assert_eq!(one.cmp(other), place.cmp(&other_place), "{one:?} {other:?}");
            }
        }
        let near = (ratio(i128::MAX - 1, i128::MAX), ratio(i128::MAX - 2, i128::MAX - 1));
        assert!(near.0 > near.1);
    }
}
