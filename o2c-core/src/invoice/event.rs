//! What happened in a series.

use super::{Document, DocumentKind};
use crate::id::SeriesId;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What happened in a series; append-only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The series began.
    Opened {
        /// The series.
        series: SeriesId,
        /// What its numbers begin with.
        prefix: String,
        /// Whether counting starts anew each year.
        yearly: bool,
        /// To how many digits a number is padded.
        digits: u8,
    },
    /// A document was issued under the next number.
    Issued(Arc<Document>),
    /// The series is kept for documents of some kinds.
    Restricted {
        /// The kinds.
        kinds: Vec<DocumentKind>,
    },
}
