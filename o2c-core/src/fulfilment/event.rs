//! What happened to a shipment. Append-only: an event that was once written keeps its meaning.

use super::{Parcels, ProofOfDelivery, ShippedLine};
use crate::calendar::Day;
use crate::id::{OrderId, ShipmentId, SiteId};
use alloc::vec::Vec;

/// What happened to a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// Goods left the house.
    Shipped {
        /// The shipment.
        shipment: ShipmentId,
        /// The order they are for.
        order: OrderId,
        /// What is in it.
        lines: Vec<ShippedLine>,
        /// Where they left from.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// What it is packed in.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Parcels::is_empty"))]
        parcels: Parcels,
        /// The day on which they left.
        shipped_on: Day,
    },
    /// The goods arrived.
    Delivered {
        /// The day on which they arrived.
        delivered_on: Day,
        /// What proves it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "ProofOfDelivery::is_empty")
        )]
        proof: ProofOfDelivery,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Shipped { .. } => "shipped",
            Event::Delivered { .. } => "delivered",
        }
    }
}
