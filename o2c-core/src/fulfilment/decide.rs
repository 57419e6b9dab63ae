//! The rules of a shipment: one function a command, every state named.

use super::state::check_lines;
use super::{
    Command, Event, Facts, Parcels, ProofOfDelivery, Rejection, Shipment, Shipped, ShippedLine,
};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{OrderId, ShipmentId, SiteId};
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(shipment: &Shipment, command: &Command, facts: &Facts) -> Decision {
    let refused = || Rejection::NotPossible {
        path: Path::root(),
        state: shipment.state(),
        command: command.name(),
    };
    match command {
        Command::Ship { shipment: id, order, lines, site, parcels } => match shipment {
            Shipment::Absent => ship((id, order), lines, site.as_ref(), parcels, facts.on),
            Shipment::Shipped(_) | Shipment::Delivered(_) => Err(refused()),
        },
        Command::Deliver { proof } => match shipment {
            Shipment::Shipped(shipped) => deliver(shipped, proof, facts.on),
            Shipment::Absent | Shipment::Delivered(_) => Err(refused()),
        },
    }
}

fn ship(
    (shipment, order): (&ShipmentId, &OrderId),
    lines: &[ShippedLine],
    site: Option<&SiteId>,
    parcels: &Parcels,
    on: Day,
) -> Decision {
    check_lines(lines)?;
    parcels.check(lines)?;
    Ok(alloc::vec![Event::Shipped {
        shipment: shipment.clone(),
        order: order.clone(),
        lines: lines.to_vec(),
        site: site.cloned(),
        parcels: parcels.clone(),
        shipped_on: on,
    }])
}

fn deliver(shipped: &Shipped, proof: &ProofOfDelivery, on: Day) -> Decision {
    if on < shipped.shipped_on {
        return Err(Rejection::DeliveredBeforeShipped {
            path: Path::root(),
            on,
            shipped_on: shipped.shipped_on,
        });
    }
    Ok(alloc::vec![Event::Delivered { delivered_on: on, proof: proof.clone() }])
}
