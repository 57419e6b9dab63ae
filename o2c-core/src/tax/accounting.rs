//! The VAT of a document in the currency in which it is declared.

use super::included::share_out;
use super::{Breakdown, Rejection};
use crate::money::{Currency, ExchangeRate, Money, Rounding, proportion};
use alloc::vec::Vec;

/// The currency in which the VAT of a document is declared (BT-6), and the rate to it; the rate is
/// an input (rulebook INV-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct VatAccounting {
    /// The currency of the declaration; never the document's own.
    pub currency: Currency,
    /// The rate between the document's currency and this one, as it was quoted.
    pub rate: ExchangeRate,
}

/// The VAT of a document in the currency in which it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AccountingVat {
    /// The document's VAT, converted once, half away from zero (BT-111).
    pub total: Money,
    /// The share of each VAT group, in the order of the breakdown: they sum to the total.
    pub groups: Vec<Money>,
}

impl AccountingVat {
    /// A total that is said and not converted: the groups take largest-remainder shares of it by
    /// their VAT, as where it is converted.
    pub(crate) fn said(total: Money, breakdown: &Breakdown) -> Result<Self, Rejection> {
        let vat = breakdown.vat_total()?;
        let amounts: Vec<Money> = breakdown.groups.iter().map(|group| group.amount).collect();
        let groups = share_out(total, &amounts, |amount| Ok(proportion(total, amount, vat)?))?;
        Ok(AccountingVat { total, groups })
    }
}

impl VatAccounting {
    /// The VAT of a breakdown in this currency: the total is converted once, and the groups take
    /// largest-remainder shares of it by their VAT (rulebook INV-32).
    ///
    /// ```
    /// use o2c_core::money::Currency;
    /// use o2c_core::tax::{Breakdown, VatAccounting};
    /// // rulebook EX-I6: 200.00 USD of VAT, 1 EUR = 1.0850 USD.
    /// let usd = Currency::parse("USD")?;
    /// let breakdown = Breakdown::of(usd, [("S 20".parse()?, "1000.00 USD".parse()?)])?;
    /// let accounting =
    ///     VatAccounting { currency: Currency::EUR, rate: "EUR/USD 1.0850".parse()? };
    /// let vat = accounting.of(&breakdown)?;
    /// assert_eq!(vat.total.to_string(), "184.33 EUR");
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch` where the rate does not lead from the document's currency to this
    /// one, `money.out_of_range`.
    pub fn of(&self, breakdown: &Breakdown) -> Result<AccountingVat, Rejection> {
        self.of_share(breakdown, None)
    }

    /// The same of a document that gives back a part of another, of whose VAT so much was given
    /// back before: what is declared telescopes, so that all parts give back what was declared
    /// (rulebook G-07).
    ///
    /// # Errors
    /// As [`VatAccounting::of`].
    pub(crate) fn of_share(
        &self,
        breakdown: &Breakdown,
        before: Option<Money>,
    ) -> Result<AccountingVat, Rejection> {
        let convert = |amount: Money| {
            let converted = amount
                .converted(self.rate, Rounding::HalfAwayFromZero)
                .map_err(|refusal| refusal.inside("rate"))?;
            converted.expect(self.currency).map_err(|refusal| refusal.inside("currency"))?;
            Ok(converted)
        };
        let vat = breakdown.vat_total()?;
        let total = match before {
            Some(before) => convert(before.checked_add(vat)?)?.checked_sub(convert(before)?)?,
            None => convert(vat)?,
        };
        let amounts: Vec<Money> = breakdown.groups.iter().map(|group| group.amount).collect();
        let groups = share_out(total, &amounts, convert)?;
        Ok(AccountingVat { total, groups })
    }
}
