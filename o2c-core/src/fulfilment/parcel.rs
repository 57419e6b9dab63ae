//! What a shipment is packed in, and what proves that it arrived.

use super::{Rejection, ShippedLine};
use crate::bounds::DOCUMENT_LINES;
use crate::error::Path;
use crate::fulfilment::state::check_lines;
use crate::id::{LineId, ParcelId, Text};
use crate::money::Exact;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use core::hash::{Hash, Hasher};

/// One parcel of a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Parcel {
    /// The caller's id, unique within the shipment.
    pub id: ParcelId,
    /// Who carries it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub carrier: Text,
    /// The reference under which the carrier knows it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub tracking: Text,
    /// What is in it, where that is said; then it is said of every parcel.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub lines: Vec<ShippedLine>,
}

/// The parcels of a shipment; none where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Parcels(pub Vec<Parcel>);

impl Parcels {
    /// Whether nothing is said of parcels.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Holds the parcels against what leaves: where they say what is in them, together they hold
    /// all of it and nothing else.
    pub(super) fn check(&self, shipped: &[ShippedLine]) -> Result<(), Rejection> {
        if self.0.len() > DOCUMENT_LINES {
            let (path, count) = (Path::field("parcels"), self.0.len());
            return Err(Rejection::TooManyLines { path, count, most: DOCUMENT_LINES });
        }
        let is_told = self.0.iter().any(|parcel| !parcel.lines.is_empty());
        let mut packed: BTreeMap<&LineId, Exact> = BTreeMap::new();
        for (index, parcel) in self.0.iter().enumerate() {
            if self.0.iter().take(index).any(|before| before.id == parcel.id) {
                let path = Path::field("id").inside_index("parcels", index);
                return Err(Rejection::ParcelTwice { path, parcel: parcel.id.clone() });
            }
            if is_told {
                check_lines(&parcel.lines).map_err(|no| no.inside_index("parcels", index))?;
            }
            for line in &parcel.lines {
                let sum = packed.entry(&line.line).or_default();
                *sum = sum.checked_add(line.quantity)?;
            }
        }
        if !is_told {
            return Ok(());
        }
        let nothing = Exact::ZERO;
        let left = shipped.iter().map(|line| {
            let packed = packed.remove(&line.line).unwrap_or(nothing);
            (&line.line, line.quantity, packed)
        });
        let differs = |(_, shipped, packed): &(&LineId, Exact, Exact)| shipped != packed;
        let wrong = left.collect::<Vec<_>>().into_iter().find(differs);
        // What is left is in parcels and leaves with no line.
        let beyond = || packed.iter().next().map(|(line, packed)| (*line, nothing, *packed));
        match wrong.or_else(beyond) {
            None => Ok(()),
            Some((line, shipped, packed)) => Err(Rejection::ParcelsDoNotSum {
                path: Path::field("parcels"),
                line: line.clone(),
                packed,
                shipped,
            }),
        }
    }
}

// What says nothing adds nothing to the fingerprint of a command, as for the handling of an order.
impl Hash for Parcels {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if !self.is_empty() {
            self.0.hash(state);
        }
    }
}

/// What proves that a shipment arrived.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct ProofOfDelivery {
    /// Who took the goods.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub received_by: Text,
    /// Where the proof is kept, such as the number of a signed note.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub reference: Text,
    /// What whoever took them had to say.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub reservations: Text,
}

impl ProofOfDelivery {
    /// Whether nothing proves it.
    pub fn is_empty(&self) -> bool {
        *self == ProofOfDelivery::default()
    }
}

// As for parcels.
impl Hash for ProofOfDelivery {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if !self.is_empty() {
            (&self.received_by, &self.reference, &self.reservations).hash(state);
        }
    }
}
