//! The discount promised on an item for paying early.

#[cfg(feature = "serde")]
use crate::calendar::is_default;
use crate::calendar::{Day, DiscountPolicy};
use crate::money::{Money, Percent};
use crate::tax::Vat;
use alloc::vec::Vec;

/// One share of a discount: what it takes off the price and off its tax, both positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct DiscountShare {
    /// The tax it falls under.
    pub vat: Vat,
    /// Off the price.
    pub net: Money,
    /// Off the tax; zero where the discount does not reduce it.
    pub tax: Money,
}

/// A discount promised for early payment (rulebook T-30): it falls due to the customer if the
/// funds are received by the deadline.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct DiscountOffer {
    /// The last day on which funds are in time.
    pub until: Day,
    /// The discount, tax included, positive.
    pub amount: Money,
    /// How the amount falls on price and tax, rate by rate; the shares sum to the amount.
    pub shares: Vec<DiscountShare>,
    /// What a payment of a part earns.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub policy: DiscountPolicy,
    /// What part of the item it is, below 100: what clears with a part payment is worked out by
    /// it. Without it, by the ratio of the two amounts.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub percent: Option<Percent>,
}
