//! Exact fractions, for taxes that divide.

use crate::error::Path;
use crate::money::{self, Currency, Exact, Money, Rounding};
use crate::tax::Rejection;

/// A fraction in lowest terms; what leaves 128 bits is refused, never rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio(money::Ratio);

impl Ratio {
    pub(super) const ZERO: Ratio = Ratio(money::Ratio::ZERO);
    pub(super) const ONE: Ratio = Ratio(money::Ratio::ONE);

    pub(super) fn of(figure: Exact) -> Self {
        Ratio(money::Ratio::of(figure))
    }

    pub(super) fn of_money(amount: Money) -> Self {
        Ratio(money::Ratio::of_money(amount))
    }

    /// A figure in percent, as a fraction.
    pub(super) fn of_percent(figure: Exact) -> Result<Self, Rejection> {
        Ratio::of(figure).divided_by(Ratio(money::Ratio::whole(100)))
    }

    pub(super) fn is_positive(self) -> bool {
        self.0.is_positive()
    }

    pub(super) fn plus(self, other: Ratio) -> Result<Ratio, Rejection> {
        self.expect(self.0.plus(other.0))
    }

    pub(super) fn minus(self, other: Ratio) -> Result<Ratio, Rejection> {
        self.expect(self.0.minus(other.0))
    }

    pub(super) fn times(self, other: Ratio) -> Result<Ratio, Rejection> {
        self.expect(self.0.times(other.0))
    }

    /// The quotient; the divisor is above zero.
    pub(super) fn divided_by(self, divisor: Ratio) -> Result<Ratio, Rejection> {
        self.expect(self.0.divided_by(divisor.0))
    }

    /// The amount, rounded once, half away from zero.
    pub(super) fn rounded(self, currency: Currency) -> Result<Money, Rejection> {
        let unit = money::Ratio::whole(10_i128.saturating_pow(u32::from(currency.decimals())));
        self.times(Ratio(unit))?;
        Ok(self.0.amount(currency, Rounding::HalfAwayFromZero)?)
    }

    /// The decimal it is, where it is one that can be held.
    pub(super) fn exact(self) -> Result<Exact, Rejection> {
        for places in 0..=u32::from(crate::bounds::DECIMAL_PLACES) {
            let power = 10_i128.checked_pow(places).map(money::Ratio::whole);
            let shifted = power.and_then(|power| self.0.times(power));
            if let Some((over, 1)) = shifted.map(money::Ratio::parts) {
                return Ok(Exact::new(over, places)?);
            }
        }
        Err(Rejection::NotADecimal { path: Path::root(), figure: self.0.shown() })
    }

    fn expect(self, found: Option<money::Ratio>) -> Result<Ratio, Rejection> {
        found.map(Ratio).ok_or_else(|| self.out_of_range())
    }

    fn out_of_range(self) -> Rejection {
        Rejection::StackOutOfRange { path: Path::root(), figure: self.0.shown() }
    }
}
