//! The switch a firm may set on an order.

/// What an order's invoices follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum BillingBasis {
    /// Only what left the house may be billed.
    #[default]
    Shipped,
    /// What is ordered may be billed before it ships.
    Ordered,
    /// Only what arrived may be billed.
    Delivered,
    /// Only what the customer accepted may be billed, such as a service that was performed.
    Accepted,
}
