//! What happened to an issued document.

use super::Credit;
use crate::calendar::Day;
use crate::id::DocumentNumber;
use crate::invoice::DocumentKind;

/// What happened to an issued document; append-only.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// A credit note gave something of it back.
    Credited {
        /// The credit note.
        by: DocumentNumber,
        /// Its day of issue.
        issued_on: Day,
        /// What it gives back.
        credit: Credit,
    },
    /// A corrective invoice took its place.
    Replaced {
        /// The corrective invoice.
        by: DocumentNumber,
        /// Its day of issue.
        issued_on: Day,
        /// All that remained of the document, which its place in the books gives back.
        credit: Credit,
    },
    /// A later document relates to it.
    Related {
        /// The later document.
        by: DocumentNumber,
        /// What the later document is.
        kind: DocumentKind,
        /// Its day of issue.
        issued_on: Day,
    },
}

impl Event {
    /// The day of issue of the later document.
    pub const fn issued_on(&self) -> Day {
        match self {
            Event::Credited { issued_on, .. }
            | Event::Replaced { issued_on, .. }
            | Event::Related { issued_on, .. } => *issued_on,
        }
    }
}
