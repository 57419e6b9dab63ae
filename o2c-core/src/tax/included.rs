//! Amounts that hold their VAT already, and shares over amounts of both signs.

use super::{Group, Rejection, Vat};
use crate::money::{Exact, Money, Rounding, divide, split};
use alloc::vec::Vec;

/// What happens where the rounded net amount and its rounded VAT miss the total that was entered
/// with VAT by a minor unit (rulebook INV-34).
///
/// The two differences part only at ties: where net and VAT both end on half a minor unit, one
/// of them is rounded away from zero and the other takes the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum IncludedVat {
    /// The net is rounded, the VAT is computed from it, and what is missing rounds the amount due
    /// (BT-114): the VAT is that of any other document.
    #[default]
    Rounding,
    /// The net is rounded and the VAT is the rest.
    VatByDifference,
    /// The VAT is rounded and the net is the rest.
    NetByDifference,
}

impl Vat {
    /// The VAT within an amount with VAT: `amount × r / (100 + r)`, rounded once, half away from
    /// zero.
    ///
    /// ```
    /// use o2c_core::tax::Vat;
    /// let vat: Vat = "S 20".parse()?;
    /// // rulebook EX-T7: 24.00 hold 4.00 VAT.
    /// assert_eq!(vat.within("24.00 EUR".parse()?)?.to_string(), "4.00 EUR");
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn within(self, gross: Money) -> Result<Money, Rejection> {
        let (rate, hundred) = self.rate().exact().common(Exact::whole(100)?);
        part(gross, rate, hundred.saturating_add(rate))
    }

    /// The net within an amount with VAT: `amount × 100 / (100 + r)`, rounded once, half away
    /// from zero (rulebook INV-34).
    ///
    /// ```
    /// use o2c_core::tax::Vat;
    /// let vat: Vat = "S 20".parse()?;
    /// // rulebook EX-I7a: 119.99 hold 99.99.
    /// assert_eq!(vat.net_within("119.99 EUR".parse()?)?.to_string(), "99.99 EUR");
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn net_within(self, gross: Money) -> Result<Money, Rejection> {
        let (rate, hundred) = self.rate().exact().common(Exact::whole(100)?);
        part(gross, hundred, hundred.saturating_add(rate))
    }
}

/// `amount × over / under`: 18 digits times 12 (at most 100, ten decimals) stay below 2^127.
fn part(amount: Money, over: i128, under: i128) -> Result<Money, Rejection> {
    let product = i128::from(amount.minor()).saturating_mul(over);
    let minor = divide(product, under, Rounding::HalfAwayFromZero)?;
    Ok(Money::from_wide(minor, amount.currency())?)
}

impl Group {
    /// The group of a total that was entered with VAT (rulebook INV-34), and what it misses of
    /// that total: nothing where net or VAT is taken by difference.
    ///
    /// ```
    /// use o2c_core::tax::{Group, IncludedVat};
    /// // rulebook EX-I7b: 100.05 is no net amount with 20 % VAT.
    /// let entered = "100.05 EUR".parse()?;
    /// let (group, missing) = Group::included("S 20".parse()?, entered, IncludedVat::Rounding)?;
    /// assert_eq!((group.base.to_string(), group.amount.to_string()),
    ///     ("83.38 EUR".to_string(), "16.68 EUR".to_string()));
    /// assert_eq!(missing.to_string(), "-0.01 EUR");
    /// let (group, missing) =
    ///     Group::included("S 20".parse()?, entered, IncludedVat::VatByDifference)?;
    /// assert_eq!(group.amount.to_string(), "16.67 EUR");
    /// assert!(missing.is_zero());
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn included(
        vat: Vat,
        gross: Money,
        convention: IncludedVat,
    ) -> Result<(Self, Money), Rejection> {
        let group = match convention {
            IncludedVat::Rounding => Group::of(vat, vat.net_within(gross)?)?,
            IncludedVat::VatByDifference => {
                let base = vat.net_within(gross)?;
                Group { vat, base, amount: gross.checked_sub(base)? }
            }
            IncludedVat::NetByDifference => {
                let amount = vat.within(gross)?;
                Group { vat, base: gross.checked_sub(amount)?, amount }
            }
        };
        let missing = gross.checked_sub(group.gross()?)?;
        Ok((group, missing))
    }
}

/// Shares of a whole by the amounts that make it up, by largest remainder. Beside amounts of both
/// signs, the side of less is worked out by itself and the other side takes the rest; so every
/// share keeps its sign, and turning all signs turns all shares.
pub(crate) fn share_out(
    whole: Money,
    amounts: &[Money],
    worth: impl Fn(Money) -> Result<Money, Rejection>,
) -> Result<Vec<Money>, Rejection> {
    let side = |is_on_it: fn(Money) -> bool| -> Vec<i128> {
        let weight = |amount: &Money| i128::from(amount.magnitude().minor());
        amounts.iter().map(|amount| if is_on_it(*amount) { weight(amount) } else { 0 }).collect()
    };
    let (positive, negative) = (side(Money::is_positive), side(Money::is_negative));
    // A document has 10^5 lines of at most 10^18 minor units.
    let sum = |weights: &[i128]| weights.iter().fold(0_i128, |sum, one| sum.saturating_add(*one));
    let (above, below) = (sum(&positive), sum(&negative));
    if above == 0 && below == 0 {
        return Ok(amounts.iter().map(|_| Money::zero(whole.currency())).collect());
    }
    if above == 0 || below == 0 {
        return Ok(split(whole, if above == 0 { &negative } else { &positive })?);
    }
    let currency = amounts.first().map_or(whole.currency(), |amount| amount.currency());
    let (more, less, minor) = if below > above {
        (negative, positive, above)
    } else {
        (positive, negative, below.saturating_neg())
    };
    let of_less = worth(Money::from_wide(minor, currency)?)?;
    let of_more = split(whole.checked_sub(of_less)?, &more)?;
    let shares = of_more.into_iter().zip(split(of_less, &less)?);
    shares.map(|(one, other)| Ok(one.checked_add(other)?)).collect()
}
