//! An amount of money.

use super::exact::shortened;
use super::rounding::{divide_scaled, power_of_ten};
use super::{Currency, Exact, Rejection, Rounding, divide};
use crate::bounds::MINOR_UNITS;
use crate::error::Path;
use alloc::string::{String, ToString};
use core::cmp::Ordering;
use core::fmt;
use rust_decimal::Decimal;

/// An amount: whole minor units (cents) of one currency, below 10^18 of them.
///
/// Printed and read as `1234.56 EUR`: a point, no thousands separator, as many decimals as the
/// currency has. In JSON it is that text.
///
/// ```
/// use o2c_core::money::{Currency, Money};
/// let eur = Currency::parse("EUR")?;
/// let jpy = Currency::parse("JPY")?;
/// let price = Money::parse("12.30", eur)?;
/// assert_eq!(price.minor(), 1230);
/// assert_eq!(price.checked_add(Money::parse("0.70", eur)?)?.to_string(), "13.00 EUR");
/// assert_eq!(Money::parse("1235", jpy)?.to_string(), "1235 JPY");
/// assert!(Money::parse("12.305", eur).is_err());
/// assert!(price.checked_add(Money::zero(jpy)).is_err());
/// assert_eq!("-0.05 EUR".parse::<Money>()?.minor(), -5);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of whole minor units.
    ///
    /// # Errors
    /// `money.out_of_range` at 10^18 minor units and beyond.
    pub fn from_minor(minor: i64, currency: Currency) -> Result<Self, Rejection> {
        Self::from_wide(i128::from(minor), currency)
    }

    /// An amount of whole minor units computed in 128 bits.
    ///
    /// # Errors
    /// `money.out_of_range` at 10^18 minor units and beyond.
    #[inline]
    pub fn from_wide(minor: i128, currency: Currency) -> Result<Self, Rejection> {
        match i64::try_from(minor) {
            Ok(minor) if minor > -MINOR_UNITS && minor < MINOR_UNITS => {
                Ok(Money { minor, currency })
            }
            _ => Err(out_of_range(minor, currency)),
        }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Self {
        Money { minor: 0, currency }
    }

    /// Reads a plain decimal number as an amount of a currency.
    ///
    /// # Errors
    /// `money.not_a_number`, `money.too_many_decimals` (never rounded), `money.out_of_range`.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, Rejection> {
        Self::from_exact(Exact::parse(text)?, currency)
    }

    /// An exact decimal as an amount of a currency.
    ///
    /// # Errors
    /// `money.too_many_decimals` where the figure has more decimals than the currency.
    pub fn from_exact(figure: Exact, currency: Currency) -> Result<Self, Rejection> {
        let (mantissa, missing) =
            (figure.mantissa(), currency.decimals().checked_sub(figure.places()));
        let Some(missing) = missing else {
            return Err(Rejection::TooManyDecimals {
                path: Path::root(),
                text: figure.to_string(),
                currency,
                decimals: currency.decimals(),
            });
        };
        // 18 digits and four decimals stay below 2^127.
        let scale = power_of_ten(u32::from(missing));
        Self::from_wide(i128::from(mantissa).saturating_mul(scale), currency)
    }

    /// A decimal as an amount of a currency; digits beyond the currency's are refused.
    ///
    /// # Errors
    /// As [`Money::from_exact`].
    pub fn from_decimal(figure: Decimal, currency: Currency) -> Result<Self, Rejection> {
        Self::from_exact(Exact::from_decimal(figure)?, currency)
    }

    /// An exact decimal rounded once to an amount of a currency.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn rounded(figure: Exact, currency: Currency, mode: Rounding) -> Result<Self, Rejection> {
        match figure.places().checked_sub(currency.decimals()) {
            None | Some(0) => Self::from_exact(figure, currency),
            Some(beyond) => {
                let scale = power_of_ten(u32::from(beyond));
                Self::from_wide(divide(i128::from(figure.mantissa()), scale, mode)?, currency)
            }
        }
    }

    /// The amount in minor units: 1230 for 12.30 EUR.
    #[inline]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[inline]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The amount as a decimal with the currency's decimals.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, u32::from(self.currency.decimals()))
    }

    /// The figure without its currency, such as `1234.56`.
    pub fn figure(self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_scaled(&mut text, self.minor, self.currency.decimals());
        text
    }

    /// Whether the amount is zero.
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether the amount is below zero.
    #[inline]
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Whether the amount is above zero.
    #[inline]
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum of two amounts of one currency.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    #[inline]
    pub fn checked_add(self, other: Money) -> Result<Money, Rejection> {
        self.expect(other.currency)?;
        // Both stand below 10^18, so the 64-bit sum cannot wrap.
        let minor = self.minor.saturating_add(other.minor);
        match minor > -MINOR_UNITS && minor < MINOR_UNITS {
            true => Ok(Money { minor, currency: self.currency }),
            false => Err(out_of_range(i128::from(minor), self.currency)),
        }
    }

    /// The difference of two amounts of one currency.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    #[inline]
    pub fn checked_sub(self, other: Money) -> Result<Money, Rejection> {
        self.checked_add(other.negated())
    }

    /// The amount with the opposite sign. It always exists: the range is symmetric.
    #[inline]
    #[must_use]
    pub const fn negated(self) -> Money {
        Money { minor: self.minor.saturating_neg(), currency: self.currency }
    }

    /// The amount without its sign.
    #[inline]
    #[must_use]
    pub const fn magnitude(self) -> Money {
        Money { minor: self.minor.saturating_abs(), currency: self.currency }
    }

    /// The sum of any number of amounts of one currency, computed in 128 bits.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    #[inline]
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, Rejection> {
        let mut total = 0_i128;
        for amount in amounts {
            Money::zero(currency).expect(amount.currency)?;
            // 10^20 amounts would have to be added before 128 bits are full.
            total = total.saturating_add(i128::from(amount.minor));
        }
        Self::from_wide(total, currency)
    }

    /// How two amounts of one currency compare.
    ///
    /// # Errors
    /// `money.currency_mismatch`.
    pub fn compare(self, other: Money) -> Result<Ordering, Rejection> {
        self.expect(other.currency)?;
        Ok(self.minor.cmp(&other.minor))
    }

    /// Refuses another currency than this amount's.
    ///
    /// # Errors
    /// `money.currency_mismatch`.
    #[inline]
    pub fn expect(self, currency: Currency) -> Result<(), Rejection> {
        if self.currency == currency { Ok(()) } else { Err(mismatch(self.currency, currency)) }
    }

    /// A percentage of the amount, rounded once: `amount × percent / 100` (rulebook INV-04,
    /// INV-22).
    ///
    /// ```
    /// use o2c_core::money::{Money, Rounding};
    /// // rulebook EX-I3: 20 % of 0.99 are 0.20.
    /// let vat = "0.99 EUR".parse::<Money>()?.percent("20".parse()?, Rounding::HalfAwayFromZero)?;
    /// assert_eq!(vat.to_string(), "0.20 EUR");
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    #[inline]
    pub fn percent(self, percent: super::Percent, mode: Rounding) -> Result<Money, Rejection> {
        let rate = percent.exact();
        // 18 digits times 18 digits stay below 2^127.
        let product = i128::from(self.minor).saturating_mul(i128::from(rate.mantissa()));
        let scale = power_of_ten(u32::from(rate.places()).saturating_add(2));
        Self::from_wide(divide(product, scale, mode)?, self.currency)
    }

    /// The amount at the nearest multiple of `increment`, such as 0.05 (rulebook R-05c).
    ///
    /// ```
    /// use o2c_core::money::{Money, Rounding};
    /// // rulebook EX-M3
    /// let cash = |text: &str| {
    ///     text.parse::<Money>()?.rounded_to("0.05 CHF".parse()?, Rounding::HalfAwayFromZero)
    /// };
    /// assert_eq!(cash("12.33 CHF")?.to_string(), "12.35 CHF");
    /// assert_eq!(cash("-12.33 CHF")?.to_string(), "-12.35 CHF");
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.not_positive`, `money.out_of_range`.
    pub fn rounded_to(self, increment: Money, mode: Rounding) -> Result<Money, Rejection> {
        self.expect(increment.currency)?;
        if increment.minor <= 0 {
            let figure = increment.figure();
            return Err(Rejection::NotPositive { path: Path::root(), figure });
        }
        let steps = divide(i128::from(self.minor), i128::from(increment.minor), mode)?;
        Self::from_wide(steps.saturating_mul(i128::from(increment.minor)), self.currency)
    }

    /// The amount in another currency at a rate as it was quoted, rounded once (rulebook R-06c).
    ///
    /// ```
    /// use o2c_core::money::{ExchangeRate, Money, Rounding};
    /// // rulebook EX-I6: 1 EUR = 1.0850 USD; 200.00 USD are 184.33 EUR.
    /// let rate = ExchangeRate::parse("EUR", "USD", "1.0850")?;
    /// let eur = "200.00 USD".parse::<Money>()?.converted(rate, Rounding::HalfAwayFromZero)?;
    /// assert_eq!(eur.to_string(), "184.33 EUR");
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch` where the rate does not lead away from this currency,
    /// `money.out_of_range`.
    pub fn converted(self, rate: super::ExchangeRate, mode: Rounding) -> Result<Money, Rejection> {
        let (mantissa, places) =
            (i128::from(rate.figure().mantissa()), i32::from(rate.figure().places()));
        let minor = i128::from(self.minor);
        // 18 digits times 18 digits stay below 2^127.
        let (to, over, under, shift) = if self.currency == rate.base() {
            let over = minor.saturating_mul(mantissa);
            (rate.quote(), over, 1, places.saturating_neg())
        } else if self.currency == rate.quote() {
            (rate.base(), minor, mantissa, places)
        } else {
            return Err(Rejection::CurrencyMismatch {
                path: Path::root(),
                expected: rate.base(),
                found: self.currency,
            });
        };
        let shift = shift
            .saturating_add(i32::from(to.decimals()))
            .saturating_sub(i32::from(self.currency.decimals()));
        Self::from_wide(divide_scaled(over, shift, under, mode)?, to)
    }
}

#[cold]
fn mismatch(expected: Currency, found: Currency) -> Rejection {
    Rejection::CurrencyMismatch { path: Path::root(), expected, found }
}

#[cold]
fn out_of_range(minor: i128, currency: Currency) -> Rejection {
    let figure = alloc::format!("{minor} minor units of {currency}");
    Rejection::OutOfRange { path: Path::root(), figure }
}

/// Writes `mantissa / 10^places` with exactly `places` decimals.
pub(super) fn write_scaled(out: &mut impl fmt::Write, mantissa: i64, places: u8) -> fmt::Result {
    let width = usize::from(places);
    if mantissa < 0 {
        out.write_char('-')?;
    }
    let unit = 10_u64.saturating_pow(u32::from(places));
    let magnitude = mantissa.unsigned_abs();
    let (whole, rest) =
        (magnitude.checked_div(unit).unwrap_or(0), magnitude.checked_rem(unit).unwrap_or(0));
    write!(out, "{whole}")?;
    if places > 0 {
        write!(out, ".{rest:0width$}")?;
    }
    Ok(())
}

impl fmt::Display for Money {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(out, self.minor, self.currency.decimals())?;
        write!(out, " {}", self.currency)
    }
}

impl core::str::FromStr for Money {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        match text.split_once(' ') {
            Some((figure, currency)) => Money::parse(figure, Currency::parse(currency)?),
            None => Err(Rejection::NotANumber { path: Path::root(), text: shortened(text) }),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Money, "an amount such as \"12.30 EUR\"");
