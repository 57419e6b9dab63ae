//! Differences between what was owed and what was paid, each of them told by what it is.

use crate::id::Text;
use crate::money::Money;

/// What a difference between what was owed and what was paid is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum DifferenceKind {
    /// What a bank kept of the payment on its way: a cost, the customer has paid.
    BankFee,
    /// Too little to be claimed, or to be paid back: what the whole set lacks or leaves.
    WriteOff,
    /// What the customer keeps back, for a reason: nothing is settled by it, the item stays open
    /// by it and the reason is kept.
    Deduction,
    /// Tax that the customer paid to the state in our place: it is set off against our own.
    Withholding,
    /// What cash cannot pay because there is no coin for it.
    CashRounding,
}

impl DifferenceKind {
    /// The kind in words, as it travels: `bank_fee`.
    pub const fn code(self) -> &'static str {
        match self {
            DifferenceKind::BankFee => "bank_fee",
            DifferenceKind::WriteOff => "write_off",
            DifferenceKind::Deduction => "deduction",
            DifferenceKind::Withholding => "withholding",
            DifferenceKind::CashRounding => "cash_rounding",
        }
    }

    /// Whether it may also be what was paid too much.
    pub const fn goes_both_ways(self) -> bool {
        match self {
            DifferenceKind::WriteOff | DifferenceKind::CashRounding => true,
            DifferenceKind::BankFee | DifferenceKind::Deduction | DifferenceKind::Withholding => {
                false
            }
        }
    }

    /// Whether it is what is left over: nothing may be open of the set beside it.
    pub const fn is_residual(self) -> bool {
        self.goes_both_ways()
    }

    /// Whether it settles: a deduction does not.
    pub const fn settles(self) -> bool {
        match self {
            DifferenceKind::BankFee
            | DifferenceKind::WriteOff
            | DifferenceKind::Withholding
            | DifferenceKind::CashRounding => true,
            DifferenceKind::Deduction => false,
        }
    }

    /// Whether what it settles counts as paid: a bank fee and tax withheld were paid by the
    /// customer, if not to us; what is written off or rounded away nobody paid.
    pub const fn is_paid(self) -> bool {
        match self {
            DifferenceKind::BankFee | DifferenceKind::Withholding => true,
            DifferenceKind::WriteOff | DifferenceKind::CashRounding | DifferenceKind::Deduction => {
                false
            }
        }
    }

    /// Its name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            DifferenceKind::BankFee => "bank_fee",
            DifferenceKind::WriteOff => "write_off",
            DifferenceKind::Deduction => "deduction",
            DifferenceKind::Withholding => "withholding",
            DifferenceKind::CashRounding => "cash_rounding",
        }
    }
}

impl core::fmt::Display for DifferenceKind {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.pad(self.name())
    }
}

/// Whether too little was paid or too much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Direction {
    /// Too little.
    #[default]
    Short,
    /// Too much.
    Over,
}

impl Direction {
    /// The direction of a difference.
    pub const fn of(amount: Money) -> Self {
        if amount.is_negative() { Direction::Over } else { Direction::Short }
    }
}

impl core::fmt::Display for Direction {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.pad(match self {
            Direction::Short => "short",
            Direction::Over => "over",
        })
    }
}

/// A difference that a letter is to settle, or, a deduction, to tell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Difference {
    /// What it is.
    pub kind: DifferenceKind,
    /// How much, in the account's currency: above zero where too little was paid, below zero where
    /// too much was.
    pub amount: Money,
    /// Why, in the words or the code of whoever says so; a deduction has one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
}

impl Difference {
    /// A difference without a reason.
    pub fn of(kind: DifferenceKind, amount: Money) -> Self {
        Difference { kind, amount, reason: Text::default() }
    }
}

/// What a customer keeps back of an item, as the letter told it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Deduction {
    /// How much, above zero; that much of the item at least was open.
    pub amount: Money,
    /// Why.
    pub reason: Text,
}
