//! What a subscription remembers.

use super::contract::Contract;
use alloc::boxed::Box;

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Subscription {
    /// Nobody subscribed yet.
    #[default]
    Absent,
    /// It runs, or will from its first day on.
    Running(Box<Contract>),
    /// Nothing is owed until it goes on.
    Paused(Box<Contract>),
    /// Its end is known; what was used before can still be told and billed.
    Cancelled(Box<Contract>),
}

impl Subscription {
    /// The state's name.
    pub const fn state(&self) -> &'static str {
        match self {
            Subscription::Absent => "absent",
            Subscription::Running(_) => "running",
            Subscription::Paused(_) => "paused",
            Subscription::Cancelled(_) => "cancelled",
        }
    }

    /// What was agreed and what became of it, where somebody subscribed.
    pub fn contract(&self) -> Option<&Contract> {
        match self {
            Subscription::Absent => None,
            Subscription::Running(contract)
            | Subscription::Paused(contract)
            | Subscription::Cancelled(contract) => Some(contract),
        }
    }
}
