//! What happened to a credit file. Append-only: an event that was once written keeps its meaning.

use super::file::{
    Assessment, GuaranteePeriod, Hold, InsurancePeriod, Lifted, LimitIncrease, LimitPeriod, Ruled,
};
use crate::id::OrderId;
use crate::money::Currency;

/// What happened to a credit file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// A limit was given.
    LimitSet {
        /// The currency of the file.
        currency: Currency,
        /// The limit and when it holds.
        period: LimitPeriod,
    },
    /// The limit was raised for a while.
    Increased(LimitIncrease),
    /// An insurer covers something, or covers it no more.
    Insured(InsurancePeriod),
    /// A guarantee was given.
    Guaranteed(GuaranteePeriod),
    /// Somebody looked at the customer.
    Assessed(Assessment),
    /// An order is held.
    Held(Hold),
    /// A held order passes by itself.
    Lifted {
        /// The order.
        order: OrderId,
        /// When.
        lifted: Lifted,
    },
    /// Somebody decided of a held order.
    Ruled {
        /// The order.
        order: OrderId,
        /// Who, what and when.
        ruled: Ruled,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::LimitSet { .. } => "limit_set",
            Event::Increased(_) => "increased",
            Event::Insured(_) => "insured",
            Event::Guaranteed(_) => "guaranteed",
            Event::Assessed(_) => "assessed",
            Event::Held(_) => "held",
            Event::Lifted { .. } => "lifted",
            Event::Ruled { .. } => "ruled",
        }
    }
}
