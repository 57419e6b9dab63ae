//! The note that goes with a shipment, as data.

use super::confirmation::party_of;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::sale::known_order;
use crate::company::view::View;
use crate::company::{Cause, Company, Rejection};
use crate::error::Path;
use crate::fulfilment::{Parcels, ProofOfDelivery, Shipment, ShippedLine};
use crate::id::{CustomerId, ItemId, LineId, OrderId, ShipmentId, SiteId, Text};
use crate::money::Exact;
use crate::order::{Content, Order};
use crate::party::Party;
use crate::quantity::Quantity;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// A shipment.
    OfShipment {
        /// Which shipment.
        shipment: ShipmentId,
    }
}

/// A line of a delivery note.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NotedLine {
    /// The line of the order.
    pub line: LineId,
    /// The item, where it is one.
    pub item: Option<ItemId>,
    /// What is delivered, in words.
    pub description: Text,
    /// How much of it is in the shipment.
    pub quantity: Quantity,
    /// How much was ordered, in the same unit.
    pub ordered: Exact,
    /// How much is still to come, as things stand now.
    pub open: Exact,
}

/// The note that goes with a shipment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DeliveryNote {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The order it is for.
    pub order: OrderId,
    /// The customer's own reference.
    pub reference: Text,
    /// Who ordered.
    pub customer: CustomerId,
    /// Who sells, as documents name it.
    pub seller: Party,
    /// Who gets the goods, and where.
    pub ship_to: Party,
    /// The site they left from, where it was named.
    pub site: Option<SiteId>,
    /// The day they left.
    pub shipped_on: Day,
    /// The day they arrived, if they have.
    pub delivered_on: Option<Day>,
    /// What proves it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "ProofOfDelivery::is_empty"))]
    pub proof: ProofOfDelivery,
    /// What is in it.
    pub lines: Vec<NotedLine>,
    /// What it is packed in.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Parcels::is_empty"))]
    pub parcels: Parcels,
}

impl Company {
    /// The note that goes with a shipment.
    ///
    /// # Errors
    /// `company.unknown_shipment`.
    pub fn delivery_note(&self, query: &OfShipment) -> Result<DeliveryNote, Rejection> {
        let unknown = || {
            let path = Path::field("shipment");
            Rejection::from(Cause::UnknownShipment { path, shipment: query.shipment.clone() })
        };
        let shipment = self.state.shipment(&query.shipment).ok_or_else(unknown)?;
        let shipped = shipment.shipped().ok_or_else(unknown)?;
        let order = known_order(&self.state, &shipped.order)?;
        let content = order.content().ok_or_else(unknown)?;
        let noted = |line: &ShippedLine| noted_line(order, content, line);
        let proof = match shipment {
            Shipment::Delivered(delivered) => delivered.proof.clone(),
            Shipment::Absent | Shipment::Shipped(_) => ProofOfDelivery::default(),
        };
        Ok(DeliveryNote {
            shipment: query.shipment.clone(),
            order: shipped.order.clone(),
            reference: content.reference.clone(),
            customer: content.customer.clone(),
            seller: self.state.settings().party.clone(),
            ship_to: party_of(&self.state, content.recipient())?,
            site: shipped.site.clone(),
            shipped_on: shipped.shipped_on,
            delivered_on: shipment.delivered_on(),
            proof,
            lines: shipped.lines.iter().filter_map(noted).collect(),
            parcels: shipped.parcels.clone(),
        })
    }
}

/// A line of the note; a line that was shipped stays on its order.
fn noted_line(order: &Order, content: &Content, shipped: &ShippedLine) -> Option<NotedLine> {
    let at = order.position(&shipped.line)?;
    let line = content.lines.get(at)?;
    Some(NotedLine {
        line: shipped.line.clone(),
        item: line.item.clone(),
        description: line.description.clone(),
        quantity: Quantity::new(shipped.quantity, line.quantity.unit().clone()),
        ordered: line.quantity.figure(),
        open: order.open_to_ship(at)?,
    })
}
