//! What is to be given back of a document, as it is asked.

use crate::body::bodies;
use crate::id::LineId;
use crate::money::{Exact, Money};
use alloc::vec::Vec;

/// What is to be given back of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CreditScope {
    /// All that remains.
    Whole,
    /// Quantities or values of lines.
    Lines(Vec<LineCredit>),
    /// An amount without VAT, split over the VAT groups by largest remainder on what remains of
    /// their bases.
    Amount(Money),
    /// An amount with VAT, split over the VAT groups by largest remainder on what remains of
    /// their totals; the VAT of each telescopes on its total. Taxes other than VAT are part of it,
    /// and telescope so too.
    AmountWithVat(Money),
}

/// Why something is given back: what it means for the order and in the books (rulebook O-11,
///
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CreditReason {
    /// It should not have been billed: its quantities may be billed again; less is sold.
    #[default]
    Unbilled,
    /// Goods came back: their quantities are neither owed nor billable any more; less is sold.
    Returned,
    /// A rebate granted off the invoice: no quantity of the order is touched.
    Rebate,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What is to be given back of one line: a quantity with its value, or a value alone.
    LineCredit {
        /// Which line of the document.
        line: LineId,
        /// How much of its quantity, in its unit and with its sign.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        quantity: Option<Exact>,
        /// How much of its value, without VAT, before the document's allowances and charges.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
    }
}

impl LineCredit {
    /// A quantity with its value.
    pub const fn of_quantity(line: LineId, quantity: Exact) -> Self {
        LineCredit { line, quantity: Some(quantity), amount: None }
    }

    /// A value alone: the quantity stays.
    pub const fn of_amount(line: LineId, amount: Money) -> Self {
        LineCredit { line, quantity: None, amount: Some(amount) }
    }
}
