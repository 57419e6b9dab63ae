//! Exact decimals with bounded digits, and the figures that are made of them.

use super::amount::write_scaled;
use super::rounding::{divide_scaled, power_of_ten};
use super::{Currency, Money, Rejection, Rounding};
use crate::bounds::{DECIMAL_PLACES, SIGNIFICANT_DIGITS};
use crate::error::Path;
use alloc::string::ToString;
use core::cmp::Ordering;
use core::fmt;
use rust_decimal::Decimal;

/// What a mantissa of 18 digits stays below.
const HELD_BELOW: u64 = 10_u64.pow(SIGNIFICANT_DIGITS);

/// A decimal number held exactly: at most 18 significant digits and 10 decimals once trailing
/// zeros are dropped (rulebook G-06). Equal numbers are equal, hash alike and print alike.
///
/// ```
/// use o2c_core::money::Exact;
/// assert_eq!(Exact::parse("1.50")?, Exact::parse("1.5")?);
/// assert_eq!(Exact::parse("-0.0")?.to_string(), "0");
/// assert!(Exact::parse("0.12345678901").is_err());
/// assert!(Exact::parse("1e3").is_err());
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Exact {
    mantissa: i64,
    places: u8,
}

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact { mantissa: 0, places: 0 };
    /// One.
    pub const ONE: Exact = Exact { mantissa: 1, places: 0 };

    /// One, where a base quantity is left out of what is read.
    #[cfg(feature = "serde")]
    pub(crate) const fn one() -> Self {
        Exact::ONE
    }

    /// `mantissa / 10^places`, trailing zeros dropped.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn new(mantissa: i128, places: u32) -> Result<Self, Rejection> {
        if mantissa == 0 {
            return Ok(Exact::ZERO);
        }
        let refused = || too_many_digits(&alloc::format!("{mantissa} / 10^{places}"));
        let (digits, mut left) = match i64::try_from(mantissa) {
            Ok(digits) => (Some(digits), places),
            Err(_) => narrowed(mantissa, places),
        };
        let mut digits = digits.ok_or_else(refused)?;
        while left > 0 && digits.checked_rem(10) == Some(0) {
            digits = digits.checked_div(10).unwrap_or(0);
            left = left.saturating_sub(1);
        }
        match u8::try_from(left) {
            Ok(places) if places <= DECIMAL_PLACES && digits.unsigned_abs() < HELD_BELOW => {
                Ok(Exact { mantissa: digits, places })
            }
            _ => Err(refused()),
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// `money.too_many_digits` at 10^18 and beyond.
    pub fn whole(number: i64) -> Result<Self, Rejection> {
        Self::new(i128::from(number), 0)
    }

    /// Reads a plain decimal number: an optional minus, ASCII digits, at most one point with
    /// digits on both sides. No exponent, no separator, no blank, no plus sign.
    ///
    /// # Errors
    /// `money.not_a_number`, `money.too_many_digits` (nothing is ever rounded away).
    pub fn parse(text: &str) -> Result<Self, Rejection> {
        let refused = || Rejection::NotANumber { path: Path::root(), text: shortened(text) };
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((_, "")) => return Err(refused()),
            Some(parts) => parts,
            None => (unsigned, ""),
        };
        if whole.is_empty() {
            return Err(refused());
        }
        let fraction_kept = fraction.trim_end_matches('0');
        let (mut mantissa, mut overflown) = (0_i128, false);
        for byte in whole.bytes().chain(fraction_kept.bytes()) {
            if !byte.is_ascii_digit() {
                return Err(refused());
            }
            let digit = i128::from(byte.saturating_sub(b'0'));
            match mantissa.checked_mul(10).and_then(|shifted| shifted.checked_add(digit)) {
                Some(next) => mantissa = next,
                None => overflown = true,
            }
        }
        let places = u32::try_from(fraction_kept.len()).unwrap_or(u32::MAX);
        if overflown {
            return Err(too_many_digits(text));
        }
        let signed = if text.starts_with('-') { mantissa.saturating_neg() } else { mantissa };
        Self::new(signed, places).map_err(|_| too_many_digits(text))
    }

    /// A `rust_decimal` figure, refused where it has more digits than are held.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn from_decimal(figure: Decimal) -> Result<Self, Rejection> {
        Self::new(figure.mantissa(), figure.scale())
            .map_err(|_| too_many_digits(&figure.to_string()))
    }

    /// The same figure as a `rust_decimal`.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.mantissa, u32::from(self.places))
    }

    /// The digits without their point: 125 for 1.25.
    #[inline]
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// How many digits stand behind the point: 2 for 1.25.
    #[inline]
    pub const fn places(self) -> u8 {
        self.places
    }

    /// Whether the figure is zero.
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether the figure is below zero.
    #[inline]
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether the figure is above zero.
    #[inline]
    pub const fn is_positive(self) -> bool {
        self.mantissa > 0
    }

    /// The figure with the opposite sign.
    #[must_use]
    #[inline]
    pub const fn negated(self) -> Self {
        Exact { mantissa: self.mantissa.saturating_neg(), places: self.places }
    }

    /// The exact sum.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    #[inline]
    pub fn checked_add(self, other: Exact) -> Result<Self, Rejection> {
        if self.places == 0 && other.places == 0 {
            // Whole pieces, the common case; two figures of 18 digits stay below 2^63.
            let mantissa = self.mantissa.saturating_add(other.mantissa);
            if mantissa.unsigned_abs() < HELD_BELOW {
                return Ok(Exact { mantissa, places: 0 });
            }
        }
        self.sum(other)
    }

    /// The exact sum of figures of any decimals.
    fn sum(self, other: Exact) -> Result<Self, Rejection> {
        let places = self.places.max(other.places);
        Self::new(self.scaled_to(places).saturating_add(other.scaled_to(places)), u32::from(places))
    }

    /// The exact difference.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    #[inline]
    pub fn checked_sub(self, other: Exact) -> Result<Self, Rejection> {
        self.checked_add(other.negated())
    }

    /// The exact product.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn checked_mul(self, other: Exact) -> Result<Self, Rejection> {
        // 18 digits times 18 digits stay below 2^127.
        Self::new(
            i128::from(self.mantissa).saturating_mul(i128::from(other.mantissa)),
            u32::from(self.places).saturating_add(u32::from(other.places)),
        )
    }

    /// The mantissa at a common number of places; 18 digits and 10 places always fit.
    fn scaled_to(self, places: u8) -> i128 {
        if places == self.places {
            return i128::from(self.mantissa);
        }
        let missing = u32::from(places.saturating_sub(self.places));
        i128::from(self.mantissa).saturating_mul(power_of_ten(missing))
    }

    /// The two figures as whole numbers of one common unit, for exact ratios.
    pub fn common(self, other: Exact) -> (i128, i128) {
        let places = self.places.max(other.places);
        (self.scaled_to(places), other.scaled_to(places))
    }

    /// Figures as whole numbers of one common unit, that of the figure with the most decimals.
    pub fn in_one_unit<const N: usize>(figures: [Exact; N]) -> [i128; N] {
        let places = figures.iter().map(|figure| figure.places).max().unwrap_or(0);
        figures.map(|figure| figure.scaled_to(places))
    }
}

impl PartialOrd for Exact {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if self.places == other.places {
            return self.mantissa.cmp(&other.mantissa);
        }
        let (left, right) = self.common(*other);
        left.cmp(&right)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_scaled(out, self.mantissa, self.places)
    }
}

/// A figure beyond 64 bits with as many trailing zeros dropped as bring it there, if any do:
/// divisions in 128 bits cost ten times those in 64, so they end as soon as they can.
#[cold]
fn narrowed(mut wide: i128, mut places: u32) -> (Option<i64>, u32) {
    while i64::try_from(wide).is_err() && places > 0 && wide.checked_rem(10) == Some(0) {
        wide = wide.checked_div(10).unwrap_or(0);
        places = places.saturating_sub(1);
    }
    (i64::try_from(wide).ok(), places)
}

fn too_many_digits(text: &str) -> Rejection {
    Rejection::TooManyDigits {
        path: Path::root(),
        text: shortened(text),
        digits: SIGNIFICANT_DIGITS,
        places: u32::from(DECIMAL_PLACES),
    }
}

/// Refusals quote at most forty characters of what was given.
pub(super) fn shortened(text: &str) -> alloc::string::String {
    text.chars().take(40).collect()
}

impl core::str::FromStr for Exact {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        Exact::parse(text)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(Exact, "a decimal number in a string, such as \"1.25\"");

/// A figure of its own kind around an exact decimal: what may stand in it is its `check`.
macro_rules! figure {
    ($(#[$doc:meta])* $name:ident, $expects:literal, |$figure:ident| $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Exact);

        impl $name {
            /// An exact decimal as this figure.
            ///
            /// # Errors
            /// Where the figure may not stand here; see the type.
            pub fn new($figure: Exact) -> Result<Self, Rejection> {
                $check?;
                Ok($name($figure))
            }

            /// A `rust_decimal` figure as this figure.
            ///
            /// # Errors
            /// As [`Self::new`], and `money.too_many_digits`.
            pub fn from_decimal(figure: Decimal) -> Result<Self, Rejection> {
                Self::new(Exact::from_decimal(figure)?)
            }

            /// The exact decimal.
            #[inline]
            pub const fn exact(self) -> Exact {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl core::str::FromStr for $name {
            type Err = Rejection;
            fn from_str(text: &str) -> Result<Self, Rejection> {
                Self::new(Exact::parse(text)?)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.collect_str(&self.0)
            }
        }

        crate::serde_from_text!($name, $expects);
    };
}

#[cold]
fn not_positive(field: &str, figure: Exact) -> Rejection {
    Rejection::NotPositive { path: Path::field(field), figure: figure.to_string() }
}

fn not_negative(figure: Exact) -> Result<(), Rejection> {
    if figure.is_negative() {
        return Err(Rejection::Negative { path: Path::root(), figure: figure.to_string() });
    }
    Ok(())
}

figure! {
    /// The price of one unit or of one base quantity; never negative (rulebook INV-01: credit is a
    /// negative quantity or a credit note). No currency of its own: the document has one.
    ///
    /// ```
    /// use o2c_core::money::UnitPrice;
    /// assert_eq!("0.0125".parse::<UnitPrice>()?.to_string(), "0.0125");
    /// assert!("-1".parse::<UnitPrice>().is_err());
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    UnitPrice, "a price in a string, such as \"12.50\"", |figure| not_negative(figure)
}

figure! {
    /// A percentage: 20 stands for 20 %. Never negative; may exceed 100 unless the place says no
    /// ([`Percent::at_most_hundred`]).
    Percent, "a percentage in a string, such as \"5.5\"", |figure| not_negative(figure)
}

figure! {
    /// A yearly rate in percent, such as an interest rate; may be negative.
    Rate, "a rate in percent in a string, such as \"12.15\"",
    |figure| Ok::<(), Rejection>({ let _ = figure; })
}

impl Percent {
    /// No percent.
    pub const ZERO: Percent = Percent(Exact::ZERO);

    /// Refuses a percentage above 100, where more than the whole makes no sense.
    ///
    /// # Errors
    /// `money.above_hundred`.
    pub fn at_most_hundred(self) -> Result<Self, Rejection> {
        let hundred = Exact { mantissa: 100, places: 0 };
        if self.0 > hundred {
            return Err(Rejection::AboveHundred { path: Path::root(), percent: self.to_string() });
        }
        Ok(self)
    }
}

impl UnitPrice {
    /// `quantity × price / base_quantity` in a currency: multiplied first, divided and rounded
    /// once (rulebook G-05, INV-03). A negative quantity gives the mirrored amount.
    ///
    /// ```
    /// use o2c_core::money::{Currency, Rounding, UnitPrice};
    /// // rulebook EX-I9: 15 × 0.01 / 30 is 0.005 and rounds to 0.01.
    /// let price: UnitPrice = "0.01".parse()?;
    /// let goods = price.times(
    ///     "15".parse()?, "30".parse()?, Currency::parse("EUR")?, Rounding::HalfAwayFromZero,
    /// )?;
    /// assert_eq!(goods.to_string(), "0.01 EUR");
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.not_positive` for a base quantity of zero or less, `money.out_of_range`.
    #[inline(always)]
    pub fn times(
        self,
        quantity: Exact,
        base_quantity: Exact,
        currency: Currency,
        mode: Rounding,
    ) -> Result<Money, Rejection> {
        if !base_quantity.is_positive() {
            return Err(not_positive("base_quantity", base_quantity));
        }
        // 18 digits times 18 digits stay below 2^127.
        let product = i128::from(self.0.mantissa).saturating_mul(i128::from(quantity.mantissa));
        let divided = i32::from(self.0.places).saturating_add(i32::from(quantity.places));
        let multiplied =
            i32::from(currency.decimals()).saturating_add(i32::from(base_quantity.places));
        let minor = divide_scaled(
            product,
            multiplied.saturating_sub(divided),
            i128::from(base_quantity.mantissa),
            mode,
        )?;
        Money::from_wide(minor, currency)
    }

    /// The price as an amount where it is a whole number of minor units.
    ///
    /// # Errors
    /// As [`Money::from_exact`].
    pub fn amount(self, currency: Currency) -> Result<Money, Rejection> {
        Money::from_exact(self.0, currency)
    }
}
