//! The auditor's own arithmetic: whole numbers and fractions of them, nothing of the core.

use o2c_core::money::{Exact, Money};
use o2c_core::tax::Group;

/// Minor units, or units of the tenth decimal of a quantity.
pub(super) type Cents = i128;

/// The decimals at which quantities are counted.
const QUANTITY_DECIMALS: u32 = 10;

/// A fraction that is never reduced: `over / under`, with `under` above zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fraction {
    pub(super) over: i128,
    pub(super) under: i128,
}

impl Fraction {
    /// The fraction an exact decimal is.
    pub(super) fn of(figure: Exact) -> Self {
        Fraction { over: figure.mantissa().into(), under: ten_to(figure.places()) }
    }

    /// The product.
    pub(super) fn times(self, other: Self) -> Self {
        Fraction { over: self.over * other.over, under: self.under * other.under }
    }

    /// The quotient by a figure above zero.
    pub(super) fn by(self, other: Self) -> Self {
        Fraction { over: self.over * other.under, under: self.under * other.over }
    }

    /// The difference.
    pub(super) fn less(self, other: Self) -> Self {
        let over = self.over * other.under - other.over * self.under;
        Fraction { over, under: self.under * other.under }
    }

    /// Whether it lies exactly halfway between two whole numbers.
    pub(super) fn is_tie(self) -> bool {
        (self.over.abs() % self.under) * 2 == self.under
    }

    /// The nearest whole number; a tie goes away from zero.
    pub(super) fn rounded(self) -> i128 {
        let (whole, rest) = (self.over.abs() / self.under, self.over.abs() % self.under);
        let away = i128::from(rest * 2 >= self.under);
        (whole + away) * self.over.signum()
    }
}

/// A power of ten.
pub(super) fn ten_to(places: u8) -> i128 {
    10_i128.pow(places.into())
}

/// An amount in minor units.
pub(super) fn cents(amount: Money) -> Cents {
    amount.minor().into()
}

/// What groups come to with VAT.
pub(super) fn total(groups: &[Group]) -> Cents {
    groups.iter().map(|group| cents(group.base) + cents(group.amount)).sum()
}

/// A quantity at ten decimals.
pub(super) fn units(figure: Exact) -> Cents {
    let missing = QUANTITY_DECIMALS.saturating_sub(figure.places().into());
    i128::from(figure.mantissa()) * 10_i128.pow(missing)
}

/// Whether each part is within one unit of its exact share, has the sign of the whole, and is zero
/// where its weight is; and whether together they are the whole (contract I3).
pub(super) fn is_fair_split(whole: Cents, weights: &[i128], parts: &[Cents]) -> bool {
    let total: i128 = weights.iter().sum();
    if total == 0 || weights.len() != parts.len() {
        return false;
    }
    let is_fair = |(weight, part): (&i128, &Cents)| {
        // |part - whole * weight / total| < 1, without dividing.
        let off = (part * total - whole * weight).abs() < total.abs();
        let same_sign = *part == 0 || part.signum() == whole.signum() * (weight * total).signum();
        off && same_sign && (*weight != 0 || *part == 0)
    };
    parts.iter().sum::<Cents>() == whole && weights.iter().zip(parts).all(is_fair)
}
