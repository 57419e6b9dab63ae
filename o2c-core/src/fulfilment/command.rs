//! What one may ask of a shipment.

use super::{Parcels, ProofOfDelivery};
use crate::calendar::Day;
use crate::id::{LineId, OrderId, ShipmentId, SiteId};
use crate::money::Exact;
use alloc::vec::Vec;

/// How much of an order's line is in a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ShippedLine {
    /// The line of the order.
    pub line: LineId,
    /// How much, in the line's unit; positive.
    pub quantity: Exact,
}

/// What one may ask of a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Goods leave the house.
    Ship {
        /// The shipment.
        shipment: ShipmentId,
        /// The order they are for.
        order: OrderId,
        /// What is in it; each line once.
        lines: Vec<ShippedLine>,
        /// Where they leave from.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        site: Option<SiteId>,
        /// What it is packed in.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Parcels::is_empty"))]
        parcels: Parcels,
    },
    /// The goods arrived.
    Deliver {
        /// What proves it.
        #[cfg_attr(
            feature = "serde",
            serde(default, skip_serializing_if = "ProofOfDelivery::is_empty")
        )]
        proof: ProofOfDelivery,
    },
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Ship { .. } => "ship",
            Command::Deliver { .. } => "deliver",
        }
    }
}

/// What a shipment needs to know beyond itself. How much is open to ship is the order's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
}
