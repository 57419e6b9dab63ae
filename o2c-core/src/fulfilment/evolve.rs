//! How a shipment follows what happened. No rule of its own.

use super::{Delivered, Event, Shipment, Shipped};
use crate::machine::BrokenHistory;
use alloc::format;

pub(super) fn evolve(shipment: &mut Shipment, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::Shipped { order, lines, site, parcels, shipped_on, .. } => match shipment {
            Shipment::Absent => {
                *shipment = Shipment::Shipped(Shipped {
                    order: order.clone(),
                    lines: lines.clone(),
                    site: site.clone(),
                    parcels: parcels.clone(),
                    shipped_on: *shipped_on,
                });
                Ok(())
            }
            Shipment::Shipped(_) | Shipment::Delivered(_) => broken(shipment, event),
        },
        Event::Delivered { delivered_on, proof } => match core::mem::take(shipment) {
            Shipment::Shipped(shipped) => {
                let (delivered_on, proof) = (*delivered_on, proof.clone());
                *shipment = Shipment::Delivered(Delivered { shipped, delivered_on, proof });
                Ok(())
            }
            before @ (Shipment::Absent | Shipment::Delivered(_)) => {
                *shipment = before;
                broken(shipment, event)
            }
        },
    }
}

fn broken(shipment: &Shipment, event: &Event) -> Result<(), BrokenHistory> {
    Err(BrokenHistory::new(
        "fulfilment",
        format!("{} cannot follow where the shipment is {}", event.name(), shipment.state()),
    ))
}
