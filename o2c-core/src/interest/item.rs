//! What is late: an invoice or one of its instalments, and what came in on it.

use crate::body::bodies;
use crate::calendar::Day;
use crate::id::Text;
use crate::money::Money;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An invoice or one of its instalments, with VAT.
    LateItem {
        /// The invoice; its instalments name the same one.
        invoice: Text,
        /// What was to be paid, VAT included, above zero.
        amount: Money,
        /// The day it was due, shifted where the terms shift it.
        due_on: Day,
        /// The day it was due before any shift; the due day where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        unshifted_due_on: Option<Day>,
        /// What was paid and credited since, and what of that was taken back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        movements: Vec<Movement>,
        /// The interest that was billed on it before.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        billed: Option<Money>,
        /// Whether the flat compensation was billed for its invoice before.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_fee_billed: bool,
    }
    /// What changes the amount still due.
    Movement {
        /// The day it counts; that day still bears interest on what was due before it.
        on: Day,
        /// By how much less is due; negative where something settled is due again.
        amount: Money,
        /// What it was.
        #[cfg_attr(feature = "serde", serde(default))]
        kind: MovementKind,
    }
}

/// What changes an amount due (rulebook T-21).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MovementKind {
    /// Money came in.
    #[default]
    Payment,
    /// A credit that grants something: less is due from its day on.
    CreditNote,
    /// A credit that corrects the invoice, for an error, a return or a dispute upheld: that part
    /// was never due.
    Correction,
}

impl LateItem {
    /// An item on which nothing came in and nothing was billed.
    pub const fn new(invoice: Text, amount: Money, due_on: Day) -> Self {
        LateItem {
            invoice,
            amount,
            due_on,
            unshifted_due_on: None,
            movements: Vec::new(),
            billed: None,
            is_fee_billed: false,
        }
    }
}

impl Movement {
    /// A payment.
    pub const fn payment(on: Day, amount: Money) -> Self {
        Movement { on, amount, kind: MovementKind::Payment }
    }
}
