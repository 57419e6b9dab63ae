//! How much of an order is asked for at once: deposits and milestones.

use crate::money::{Money, Percent};

/// How much of an order a deposit asks for (rulebook V-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DepositShare {
    /// A percentage of the base of every VAT group, above zero and at most 100.
    Percent(Percent),
    /// An amount with VAT, above zero, over the VAT groups in proportion to their totals with VAT.
    Amount(Money),
}

/// How much of an order a milestone of its billing plan bills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum MilestoneShare {
    /// A percentage of the order, above zero.
    Percent(Percent),
    /// An amount without VAT, above zero, of the order's total without VAT.
    Amount(Money),
    /// What the milestones before it leave; the last one only.
    Rest,
}
