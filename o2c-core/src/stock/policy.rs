//! The switches a firm may set on its stock.

use crate::id::SiteId;

/// What to do where the requested day cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Shortage {
    /// Confirm the day that can be kept, or none where nothing that is known covers the quantity.
    #[default]
    Backorder,
    /// Confirm the day that can be kept; refuse where no day can.
    PromiseOrRefuse,
    /// Refuse whatever does not arrive on the requested day.
    Refuse,
}

/// How a firm promises from its stock. By default orders reserve nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Policy {
    /// The site whose stock is reserved when an order is confirmed; none is where none is named.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub site: Option<SiteId>,
    /// Business days from the day goods leave to the day they arrive; 0 is the same day.
    pub delivery_days: u8,
    /// Whether a quantity may be promised in parts for several days.
    pub may_split: bool,
    /// What to do where the requested day cannot be kept.
    pub shortage: Shortage,
    /// Whether the cost of what comes in and leaves is posted at once: the perpetual inventory.
    pub posts_cost: bool,
}
