//! Exact fractions, for taxes that divide.

use crate::error::Path;
use crate::money::{Currency, Exact, Money, Rounding, divide};
use crate::tax::Rejection;

/// A fraction in lowest terms; what leaves 128 bits is refused, never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    over: i128,
    /// Above zero.
    under: i128,
}

impl Ratio {
    pub(super) const ZERO: Ratio = Ratio { over: 0, under: 1 };
    pub(super) const ONE: Ratio = Ratio { over: 1, under: 1 };

    pub(super) fn of(figure: Exact) -> Self {
        // At most ten decimals.
        let under = 10_i128.saturating_pow(u32::from(figure.places()));
        reduced(i128::from(figure.mantissa()), under).unwrap_or(Ratio::ZERO)
    }

    pub(super) fn of_money(amount: Money) -> Self {
        let under = 10_i128.saturating_pow(u32::from(amount.currency().decimals()));
        reduced(i128::from(amount.minor()), under).unwrap_or(Ratio::ZERO)
    }

    /// A figure in percent, as a fraction.
    pub(super) fn of_percent(figure: Exact) -> Result<Self, Rejection> {
        Ratio::of(figure).times(Ratio { over: 1, under: 100 })
    }

    pub(super) fn is_positive(self) -> bool {
        self.over > 0
    }

    fn negated(self) -> Self {
        // A figure that left 128 bits was refused before; the lowest one stays beyond use.
        Ratio { over: self.over.saturating_neg(), under: self.under }
    }

    pub(super) fn plus(self, other: Ratio) -> Result<Ratio, Rejection> {
        let sum = || {
            let shared = common_divisor(self.under, other.under);
            let (one, two) = (other.under.checked_div(shared)?, self.under.checked_div(shared)?);
            let over = self.over.checked_mul(one)?.checked_add(other.over.checked_mul(two)?)?;
            reduced(over, self.under.checked_mul(one)?)
        };
        sum().ok_or_else(|| self.out_of_range())
    }

    pub(super) fn minus(self, other: Ratio) -> Result<Ratio, Rejection> {
        self.plus(other.negated())
    }

    pub(super) fn times(self, other: Ratio) -> Result<Ratio, Rejection> {
        let product = || {
            let (one, two) = (reduced(self.over, other.under)?, reduced(other.over, self.under)?);
            Some(Ratio {
                over: one.over.checked_mul(two.over)?,
                under: one.under.checked_mul(two.under)?,
            })
        };
        product().ok_or_else(|| self.out_of_range())
    }

    /// The quotient; the divisor is above zero.
    pub(super) fn divided_by(self, divisor: Ratio) -> Result<Ratio, Rejection> {
        self.times(Ratio { over: divisor.under, under: divisor.over })
    }

    /// The amount, rounded once, half away from zero.
    pub(super) fn rounded(self, currency: Currency) -> Result<Money, Rejection> {
        let unit = 10_i128.saturating_pow(u32::from(currency.decimals()));
        let minor = self.times(Ratio { over: unit, under: 1 })?;
        let minor = divide(minor.over, minor.under, Rounding::HalfAwayFromZero)?;
        Ok(Money::from_wide(minor, currency)?)
    }

    /// The decimal it is, where it is one that can be held.
    pub(super) fn exact(self) -> Result<Exact, Rejection> {
        for places in 0..=u32::from(crate::bounds::DECIMAL_PLACES) {
            let shifted = 10_i128
                .checked_pow(places)
                .and_then(|power| self.times(Ratio { over: power, under: 1 }).ok());
            if let Some(Ratio { over, under: 1 }) = shifted {
                return Ok(Exact::new(over, places)?);
            }
        }
        Err(Rejection::NotADecimal { path: Path::root(), figure: self.shown() })
    }

    fn shown(self) -> alloc::string::String {
        alloc::format!("{} / {}", self.over, self.under)
    }

    fn out_of_range(self) -> Rejection {
        Rejection::StackOutOfRange { path: Path::root(), figure: self.shown() }
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
