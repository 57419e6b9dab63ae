//! A VAT category with its rate.

use super::{Rejection, VatCategory};
use crate::error::Path;
use crate::money::Percent;
use core::fmt;

/// A VAT category and its rate: what a line bears and what a group of the breakdown is keyed by
/// (rulebook INV-05, INV-20). Printed and read as `S 20`.
///
/// ```
/// use o2c_core::tax::{Vat, VatCategory};
/// let vat = Vat::new(VatCategory::S, "5.5".parse()?)?;
/// assert_eq!(vat.to_string(), "S 5.5");
/// assert!(Vat::new(VatCategory::E, "20".parse()?).is_err(), "exempt bears no rate");
/// assert_eq!("AE".parse::<Vat>()?, Vat::new(VatCategory::AE, "0".parse()?)?);
/// # Ok::<(), o2c_core::tax::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Vat {
    category: VatCategory,
    rate: Percent,
}

impl Vat {
    /// A category with its rate in percent.
    ///
    /// # Errors
    /// `tax.rate_not_zero` for a rate beside Z, E, AE, K, G or O, `tax.rate_above_hundred`.
    pub fn new(category: VatCategory, rate: Percent) -> Result<Self, Rejection> {
        if !category.bears_rate() && !rate.exact().is_zero() {
            return Err(Rejection::RateNotZero { path: Path::field("rate"), category, rate });
        }
        if rate.at_most_hundred().is_err() {
            return Err(Rejection::RateAboveHundred { path: Path::field("rate"), rate });
        }
        Ok(Vat { category, rate })
    }

    /// The category.
    #[inline]
    pub const fn category(self) -> VatCategory {
        self.category
    }

    /// The rate in percent: 20 for 20 %; zero where the category bears none.
    #[inline]
    pub const fn rate(self) -> Percent {
        self.rate
    }
}

impl fmt::Display for Vat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.category, self.rate)
    }
}

impl core::str::FromStr for Vat {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let (category, rate) = text.split_once(' ').unwrap_or((text, "0"));
        match (category.parse(), rate.parse()) {
            (Ok(category), Ok(rate)) => Vat::new(category, rate),
            _ => Err(Rejection::NotAVat {
                path: Path::root(),
                text: text.chars().take(40).collect(),
            }),
        }
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Vat {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Form {
            category: VatCategory,
            rate: Option<Percent>,
        }
        let form = Form::deserialize(input)?;
        Vat::new(form.category, form.rate.unwrap_or(Percent::ZERO)).map_err(|refusal| {
            <D::Error as serde::de::Error>::custom(crate::error::in_serde(&refusal))
        })
    }
}
