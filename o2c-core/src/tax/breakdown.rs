//! The VAT breakdown of a document.

use super::{Rejection, Vat};
use crate::money::{Currency, Money, Rounding};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::fmt;

/// Where the VAT of a document is rounded (rulebook V-08), half away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum VatRounding {
    /// Once per category and rate, on the summed base, as electronic invoices ask (INV-22).
    #[default]
    PerCategory,
    /// On each line, and on each allowance and charge of the document; the VAT of a category and
    /// rate is their sum.
    PerLine,
}

impl VatRounding {
    /// Whether VAT is rounded once per category and rate.
    pub fn is_per_category(&self) -> bool {
        *self == VatRounding::PerCategory
    }
}

impl fmt::Display for VatRounding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            VatRounding::PerCategory => "per category",
            VatRounding::PerLine => "per line",
        })
    }
}

/// One group of the breakdown (BG-23): what bears one category and rate, and its VAT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Group {
    /// Category and rate (BT-118, BT-119).
    pub vat: Vat,
    /// The taxable base (BT-116).
    pub base: Money,
    /// The VAT (BT-117).
    pub amount: Money,
}

impl Group {
    /// A base with its VAT, rounded once, half away from zero (rulebook INV-22).
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn of(vat: Vat, base: Money) -> Result<Self, Rejection> {
        let amount = base.percent(vat.rate(), Rounding::HalfAwayFromZero)?;
        #[cfg(feature = "planted-defects")]
        let amount = match crate::defects::is_planted(1) {
            true => base.percent(vat.rate(), Rounding::HalfEven)?,
            false => amount,
        };
        Ok(Group { vat, base, amount })
    }

    /// The base with its VAT.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn gross(&self) -> Result<Money, Rejection> {
        Ok(self.base.checked_add(self.amount)?)
    }
}

/// The VAT of a document: one group per category and rate, sorted by both (rulebook INV-20 to
/// INV-23).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Breakdown {
    /// The currency of the document.
    pub currency: Currency,
    /// The groups, sorted by category and rate.
    pub groups: Vec<Group>,
}

impl Breakdown {
    /// The breakdown of what bears VAT: bases are summed exactly, the VAT is rounded once per
    /// group, half away from zero.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    pub fn of(
        currency: Currency,
        bases: impl IntoIterator<Item = (Vat, Money)>,
    ) -> Result<Self, Rejection> {
        let mut summed = Bases::new(currency);
        for (vat, base) in bases {
            summed.add(vat, base)?;
        }
        summed.breakdown()
    }

    /// The breakdown of one base per category and rate, sorted by both.
    pub(crate) fn of_totals(
        currency: Currency,
        totals: &[(Vat, Money)],
    ) -> Result<Self, Rejection> {
        let mut groups = Vec::with_capacity(totals.len());
        for (vat, base) in totals {
            groups.push(Group::of(*vat, *base)?);
        }
        Ok(Breakdown { currency, groups })
    }

    /// The sum of the taxable bases: the document's total without VAT (BT-109).
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn base_total(&self) -> Result<Money, Rejection> {
        Ok(Money::sum(self.currency, self.groups.iter().map(|group| group.base))?)
    }

    /// The sum of the groups' VAT: the document's VAT (BT-110).
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn vat_total(&self) -> Result<Money, Rejection> {
        Ok(Money::sum(self.currency, self.groups.iter().map(|group| group.amount))?)
    }

    /// The group of a category and rate, if the document has it.
    pub fn group(&self, vat: Vat) -> Option<&Group> {
        self.groups.iter().find(|group| group.vat == vat)
    }
}

/// Bases summed per category and rate. A document mostly has a few of them, so the groups met
/// lately stay out of the map.
#[derive(Debug, Clone)]
pub(crate) struct Bases {
    currency: Currency,
    recent: [Option<(Vat, i128)>; 4],
    settled: BTreeMap<Vat, i128>,
}

impl Bases {
    pub(crate) fn new(currency: Currency) -> Self {
        Bases { currency, recent: [None; 4], settled: BTreeMap::new() }
    }

    /// Adds one base; 10^20 of them would have to come before 128 bits are full.
    #[inline]
    pub(crate) fn add(&mut self, vat: Vat, base: Money) -> Result<(), Rejection> {
        Money::zero(self.currency).expect(base.currency())?;
        let minor = i128::from(base.minor());
        for place in &mut self.recent {
            match place {
                Some((recent, sum)) if *recent == vat => {
                    *sum = sum.saturating_add(minor);
                    return Ok(());
                }
                Some(_) => {}
                None => {
                    *place = Some((vat, minor));
                    return Ok(());
                }
            }
        }
        self.settle();
        self.recent = [Some((vat, minor)), None, None, None];
        Ok(())
    }

    fn settle(&mut self) {
        for (vat, sum) in self.recent.iter_mut().filter_map(Option::take) {
            let settled = self.settled.entry(vat).or_insert(0);
            *settled = settled.saturating_add(sum);
        }
    }

    /// The sums so far, sorted by category and rate.
    pub(crate) fn totals(&mut self) -> Result<Vec<(Vat, Money)>, Rejection> {
        // Where some left the few, they may have come back: all are gathered in the map.
        if !self.settled.is_empty() {
            self.settle();
        }
        let few = self.recent.iter().flatten().map(|(vat, sum)| (vat, sum));
        let mut totals = Vec::with_capacity(self.settled.len().max(self.recent.len()));
        for (vat, sum) in self.settled.iter().chain(few) {
            totals.push((*vat, Money::from_wide(*sum, self.currency)?));
        }
        totals.sort_unstable_by_key(|(vat, _)| *vat);
        Ok(totals)
    }

    /// The breakdown of the sums.
    pub(crate) fn breakdown(mut self) -> Result<Breakdown, Rejection> {
        Breakdown::of_totals(self.currency, &self.totals()?)
    }
}
