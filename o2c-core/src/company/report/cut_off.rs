//! What a period ending on a day would cut off.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::cut_off::{self, CutOffItem, CutOffKind};
use crate::company::{Company, Rejection};
use crate::money::{Currency, Money};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// The last day of a period.
    CutOffQuery {
        /// The day, included.
        as_of: Day,
    }
}

/// What a period ending on a day cuts off.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CutOffReport {
    /// The day.
    pub as_of: Day,
    /// The items: invoices to issue and credit notes to grant by order, then deferred income by
    /// document.
    pub items: Vec<CutOffItem>,
    /// Their sums, by kind and currency.
    pub totals: Vec<CutOffTotal>,
}

/// The sum of the items of one kind in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CutOffTotal {
    /// The kind.
    pub kind: CutOffKind,
    /// Without VAT.
    pub net: Money,
    /// The VAT.
    pub vat: Money,
    /// With VAT.
    pub gross: Money,
}

impl Company {
    /// What a period ending on a day cuts off, whether it is cut off or not (rulebook 5.2).
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn cut_off(&self, query: &CutOffQuery) -> Result<CutOffReport, Rejection> {
        let items = cut_off::items(&self.state, query.as_of)?;
        let mut totals: BTreeMap<(CutOffKind, Currency), CutOffTotal> = BTreeMap::new();
        for item in &items {
            let currency = item.gross.currency();
            let nothing = Money::zero(currency);
            let total = totals.entry((item.kind, currency)).or_insert(CutOffTotal {
                kind: item.kind,
                net: nothing,
                vat: nothing,
                gross: nothing,
            });
            total.net = total.net.checked_add(item.net)?;
            total.vat = total.vat.checked_add(item.vat)?;
            total.gross = total.gross.checked_add(item.gross)?;
        }
        let totals = totals.into_values().collect();
        Ok(CutOffReport { as_of: query.as_of, items, totals })
    }
}
