//! The rate between two currencies, as it was quoted.

use super::exact::shortened;
use super::{Currency, Exact, Rejection};
use crate::error::Path;
use alloc::string::ToString;
use core::fmt;

/// How many units of `quote` one unit of `base` costs, as it was quoted; never inverted and
/// rounded again (rulebook R-06c). Read as `EUR/USD 1.0850`, printed as `EUR/USD 1.085`: trailing
/// zeros are no part of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ExchangeRate {
    base: Currency,
    quote: Currency,
    figure: Exact,
}

impl ExchangeRate {
    /// One unit of `base` costs `figure` units of `quote`.
    ///
    /// # Errors
    /// `money.not_positive`, `money.same_currency`.
    pub fn new(base: Currency, quote: Currency, figure: Exact) -> Result<Self, Rejection> {
        if !figure.is_positive() {
            return Err(Rejection::NotPositive { path: Path::root(), figure: figure.to_string() });
        }
        if base == quote {
            return Err(Rejection::SameCurrency { path: Path::root(), currency: base });
        }
        Ok(ExchangeRate { base, quote, figure })
    }

    /// Reads two currency codes and a figure.
    ///
    /// # Errors
    /// As [`ExchangeRate::new`], `money.unknown_currency`, `money.not_a_number`.
    pub fn parse(base: &str, quote: &str, figure: &str) -> Result<Self, Rejection> {
        Self::new(Currency::parse(base)?, Currency::parse(quote)?, Exact::parse(figure)?)
    }

    /// The currency of which one unit is priced.
    pub const fn base(self) -> Currency {
        self.base
    }

    /// The currency in which it is priced.
    pub const fn quote(self) -> Currency {
        self.quote
    }

    /// The figure as it was quoted.
    pub const fn figure(self) -> Exact {
        self.figure
    }
}

impl fmt::Display for ExchangeRate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{} {}", self.base, self.quote, self.figure)
    }
}

impl core::str::FromStr for ExchangeRate {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        match text.split_once(' ').and_then(|(pair, figure)| Some((pair.split_once('/')?, figure)))
        {
            Some(((base, quote), figure)) => Self::parse(base, quote, figure),
            None => Err(Rejection::NotANumber { path: Path::root(), text: shortened(text) }),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for ExchangeRate {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

crate::serde_from_text!(ExchangeRate, "an exchange rate such as \"EUR/USD 1.0850\"");
