//! What a shipment remembers.

use super::{Parcels, ProofOfDelivery, Rejection, ShippedLine};
use crate::bounds::DOCUMENT_LINES;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{OrderId, SiteId};
use crate::machine::BrokenHistory;
use alloc::format;
use alloc::vec::Vec;

/// A shipment; see the room's state diagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Shipment {
    /// Nothing has left yet.
    #[default]
    Absent,
    /// On its way.
    Shipped(Shipped),
    /// Arrived.
    Delivered(Delivered),
}

/// Goods on their way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Shipped {
    /// The order they are for.
    pub order: OrderId,
    /// What is in the shipment.
    pub lines: Vec<ShippedLine>,
    /// Where the goods left from.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub site: Option<SiteId>,
    /// What they are packed in.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Parcels::is_empty"))]
    pub parcels: Parcels,
    /// The day on which they left.
    pub shipped_on: Day,
}

/// Goods that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Delivered {
    /// What left, and when.
    pub shipped: Shipped,
    /// The day on which the goods arrived.
    pub delivered_on: Day,
    /// What proves it.
    #[cfg_attr(
        feature = "serde",
        serde(default, skip_serializing_if = "ProofOfDelivery::is_empty")
    )]
    pub proof: ProofOfDelivery,
}

/// Holds the lines of a shipment against what a shipment may be.
pub(super) fn check_lines(lines: &[ShippedLine]) -> Result<(), Rejection> {
    if lines.is_empty() {
        return Err(Rejection::LinesMissing { path: Path::field("lines") });
    }
    if lines.len() > DOCUMENT_LINES {
        return Err(Rejection::TooManyLines {
            path: Path::field("lines"),
            count: lines.len(),
            most: DOCUMENT_LINES,
        });
    }
    for (index, line) in lines.iter().enumerate() {
        if !line.quantity.is_positive() {
            return Err(Rejection::QuantityNotPositive {
                path: Path::field("quantity").inside_index("lines", index),
                line: line.line.clone(),
                quantity: line.quantity,
            });
        }
    }
    match repeated(lines) {
        None => Ok(()),
        Some((index, line)) => Err(Rejection::DuplicateLine {
            path: Path::field("line").inside_index("lines", index),
            line: line.line.clone(),
        }),
    }
}

/// Up to this many lines are compared pair by pair; more are sorted first.
const FEW: usize = 16;

/// The first line that was there before.
fn repeated(lines: &[ShippedLine]) -> Option<(usize, &ShippedLine)> {
    if lines.len() <= FEW {
        return lines.iter().enumerate().find(|(index, line)| {
            let before = lines.get(..*index).unwrap_or_default();
            before.iter().any(|other| other.line == line.line)
        });
    }
    let mut sorted: Vec<(usize, &ShippedLine)> = lines.iter().enumerate().collect();
    sorted.sort_by_key(|(index, line)| (&line.line, *index));
    sorted
        .iter()
        .zip(sorted.iter().skip(1))
        .filter_map(|(one, next)| (one.1.line == next.1.line).then_some(*next))
        .min_by_key(|(index, _)| *index)
}

impl Shipment {
    /// A shipment before anything left.
    pub const fn new() -> Self {
        Shipment::Absent
    }

    /// The name of the state, as in JSON.
    pub const fn state(&self) -> &'static str {
        match self {
            Shipment::Absent => "absent",
            Shipment::Shipped(_) => "shipped",
            Shipment::Delivered(_) => "delivered",
        }
    }

    /// What left; none before anything did.
    pub const fn shipped(&self) -> Option<&Shipped> {
        match self {
            Shipment::Absent => None,
            Shipment::Shipped(shipped) => Some(shipped),
            Shipment::Delivered(delivered) => Some(&delivered.shipped),
        }
    }

    /// The day on which the goods arrived, if they have.
    pub const fn delivered_on(&self) -> Option<Day> {
        match self {
            Shipment::Absent | Shipment::Shipped(_) => None,
            Shipment::Delivered(delivered) => Some(delivered.delivered_on),
        }
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let Some(shipped) = self.shipped() else {
            return Ok(());
        };
        check_lines(&shipped.lines)
            .and_then(|()| shipped.parcels.check(&shipped.lines))
            .map_err(|no| BrokenHistory::new("fulfilment", format!("{no}")))?;
        match self.delivered_on() {
            Some(on) if on < shipped.shipped_on => {
                Err(BrokenHistory::new("fulfilment", "the goods arrived before they left"))
            }
            Some(_) | None => Ok(()),
        }
    }
}
