//! The discount a document offers for paying early.

use super::{Figures, Rejection};
use crate::calendar::{Day, EarlyDiscount, Instalment};
use crate::money::{Currency, Money, Rounding, divide, split, telescope};
use crate::tax::Vat;
use alloc::vec;
use alloc::vec::Vec;

/// What an early discount takes off one VAT group: its net and the VAT in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DiscountShare {
    /// The group.
    pub vat: Vat,
    /// The share without VAT.
    pub net: Money,
    /// The VAT of the share.
    pub tax: Money,
}

/// A discount for paying until a day, that day included (rulebook T-30).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DiscountOffer {
    /// The last day on which paying earns it.
    pub until: Day,
    /// What it comes to, VAT included.
    pub amount: Money,
    /// What it takes off each VAT group; the shares sum to the amount.
    pub shares: Vec<DiscountShare>,
}

impl DiscountOffer {
    /// The discount on what is due of a document, or none where nothing is due or the discount
    /// rounds to nothing: `round(due × percent)`, split over the VAT groups by largest remainder
    /// on their totals with VAT; in each share `vat = round(share × r / (100 + r))`, and the rest
    /// is net. Groups below zero take no share. Rounded half away from zero.
    ///
    /// # Errors
    /// `calendar.out_of_range`, `money.out_of_range`.
    pub fn on(
        figures: &Figures,
        terms: EarlyDiscount,
        issued_on: Day,
    ) -> Result<Option<Self>, Rejection> {
        let amount = figures.due.percent(terms.percent, Rounding::HalfAwayFromZero)?;
        if !amount.is_positive() {
            return Ok(None);
        }
        let groups = &figures.breakdown.groups;
        let mut weights = Vec::with_capacity(groups.len());
        for group in groups {
            weights.push(i128::from(group.gross()?.minor()).max(0));
        }
        if weights.iter().all(|weight| *weight == 0) {
            return Ok(None);
        }
        let mut shares = Vec::with_capacity(groups.len());
        for (group, share) in groups.iter().zip(split(amount, &weights)?) {
            if !share.is_zero() {
                let tax = tax_within(share, group.vat)?;
                shares.push(DiscountShare { vat: group.vat, net: share.checked_sub(tax)?, tax });
            }
        }
        Ok(Some(DiscountOffer { until: terms.deadline_on(issued_on)?, amount, shares }))
    }

    /// The discount of each instalment: the amount is split by largest remainder on the
    /// instalments, then every instalment's part over what the VAT groups still have to give, so
    /// that both the instalments and the groups sum to the whole. Each instalment and each group
    /// keeps its sign.
    ///
    /// ```
    /// use o2c_core::calendar::{Day, Instalment};
    /// use o2c_core::invoice::{DiscountOffer, DiscountShare};
    /// let until = Day::parse("2026-01-25")?;
    /// let offer = DiscountOffer {
    ///     until,
    ///     amount: "24.00 EUR".parse()?,
    ///     shares: vec![DiscountShare {
    ///         vat: "S 20".parse()?, net: "20.00 EUR".parse()?, tax: "4.00 EUR".parse()?,
    ///     }],
    /// };
    /// let due_on = Day::parse("2026-02-15")?;
    /// let third = Instalment::new(due_on, "400.00 EUR".parse()?);
    /// let offers = offer.over(&[third, third, third])?;
    /// assert_eq!(offers[0].amount.to_string(), "8.00 EUR");
    /// assert_eq!(offers[0].shares[0].tax.to_string(), "1.33 EUR");
    /// assert_eq!(offers[1].shares[0].tax.to_string(), "1.34 EUR");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `money.no_weights`, `money.zero_weights`, `money.out_of_range`.
    pub fn over(&self, instalments: &[Instalment]) -> Result<Vec<DiscountOffer>, Rejection> {
        let weights: Vec<i128> = instalments
            .iter()
            .map(|instalment| i128::from(instalment.amount.minor()).saturating_abs())
            .collect();
        let mut given = vec![0_i128; self.shares.len()];
        let mut offers = Vec::with_capacity(instalments.len());
        for amount in split(self.amount, &weights)? {
            offers.push(DiscountOffer {
                until: self.until,
                amount,
                shares: self.next_part(amount, &mut given)?,
            });
        }
        Ok(offers)
    }

    /// Takes an amount from what the groups have left; `given` is what each gave before.
    fn next_part(
        &self,
        amount: Money,
        given: &mut [i128],
    ) -> Result<Vec<DiscountShare>, Rejection> {
        let mut shares = Vec::with_capacity(self.shares.len());
        if amount.is_zero() {
            return Ok(shares);
        }
        let whole = |share: &DiscountShare| {
            i128::from(share.net.minor()).saturating_add(i128::from(share.tax.minor()))
        };
        let left: Vec<i128> = self
            .shares
            .iter()
            .zip(given.iter())
            .map(|(share, given)| whole(share).saturating_sub(*given))
            .collect();
        let parts = split(amount, &left)?;
        for ((share, given), part) in self.shares.iter().zip(given).zip(parts) {
            let after = given.saturating_add(i128::from(part.minor()));
            let tax = telescope(share.tax, *given, after, whole(share))?;
            *given = after;
            if !part.is_zero() {
                shares.push(DiscountShare { vat: share.vat, net: part.checked_sub(tax)?, tax });
            }
        }
        Ok(shares)
    }
}

/// The VAT contained in an amount with VAT: `amount × r / (100 + r)`, rounded once, half away
/// from zero.
fn tax_within(amount: Money, vat: Vat) -> Result<Money, Rejection> {
    let rate = vat.rate().exact();
    let (rate, hundred) = rate.common(crate::money::Exact::whole(100)?);
    // 18 digits times 12 digits (at most 100, ten decimals) stay below 2^127.
    let product = i128::from(amount.minor()).saturating_mul(rate);
    let currency: Currency = amount.currency();
    let minor = divide(product, hundred.saturating_add(rate), Rounding::HalfAwayFromZero)?;
    Ok(Money::from_wide(minor, currency)?)
}
