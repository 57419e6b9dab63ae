//! What one unit, or one base quantity, costs.

use super::Rejection;
use crate::error::Path;
use crate::money::UnitPrice;
use crate::tax::IncludedVat;
use core::fmt;

/// A unit price without VAT; never negative (rulebook INV-01: credit is a negative quantity or a
/// credit note).
///
/// ```
/// use o2c_core::pricing::Price;
/// let price = Price::Gross { gross: "0.8".parse()?, discount: "0.1".parse()? };
/// assert_eq!(price.net()?.to_string(), "0.7");
/// assert!(Price::Gross { gross: "1".parse()?, discount: "2".parse()? }.net().is_err());
/// # Ok::<(), o2c_core::pricing::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Price {
    /// The net price (BT-146).
    Net(UnitPrice),
    /// The gross price (BT-148) and the discount on it (BT-147).
    Gross {
        /// The price before its discount.
        gross: UnitPrice,
        /// What is taken off it.
        discount: UnitPrice,
    },
}

impl Price {
    /// The net price, exact: `gross - discount` (rulebook INV-01).
    ///
    /// # Errors
    /// `pricing.discount_above_gross`, `money.too_many_digits`.
    #[inline]
    pub fn net(&self) -> Result<UnitPrice, Rejection> {
        match self {
            Price::Net(net) => Ok(*net),
            Price::Gross { gross, discount } if discount > gross => {
                Err(Rejection::DiscountAboveGross {
                    path: Path::field("discount"),
                    gross: *gross,
                    discount: *discount,
                })
            }
            Price::Gross { gross, discount } => {
                Ok(UnitPrice::new(gross.exact().checked_sub(discount.exact())?)?)
            }
        }
    }
}

/// Whether the prices of a document hold their VAT (rulebook INV-34).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum PriceBasis {
    /// Prices, and the allowances and charges of lines, are without VAT.
    #[default]
    WithoutVat,
    /// Prices, and the allowances and charges of lines, hold their VAT: the totals entered are the
    /// totals shown. Allowances and charges of the document are without VAT.
    WithVat {
        /// What happens to the minor unit that net and VAT may miss.
        #[cfg_attr(feature = "serde", serde(default))]
        difference: IncludedVat,
    },
}

impl PriceBasis {
    /// Whether prices are without VAT.
    pub fn is_without_vat(&self) -> bool {
        *self == PriceBasis::WithoutVat
    }
}

impl fmt::Display for PriceBasis {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            PriceBasis::WithoutVat => "without VAT",
            PriceBasis::WithVat { difference: IncludedVat::Rounding } => "with VAT",
            PriceBasis::WithVat { difference: IncludedVat::VatByDifference } => {
                "with VAT, which is the difference"
            }
            PriceBasis::WithVat { difference: IncludedVat::NetByDifference } => {
                "with VAT, the net being the difference"
            }
        })
    }
}
