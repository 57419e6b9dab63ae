//! What one may ask of an issued document.

use super::Credit;
use crate::calendar::Day;
use crate::id::DocumentNumber;
use crate::invoice::{Document, DocumentKind};
use alloc::sync::Arc;

/// What one may ask of an issued document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A credit note gives something of it back.
    Credit {
        /// The credit note.
        by: DocumentNumber,
        /// Its day of issue.
        issued_on: Day,
        /// What it gives back.
        credit: Credit,
    },
    /// A corrective invoice takes its place: all that remained of it is given back.
    Replace {
        /// The corrective invoice.
        by: DocumentNumber,
        /// Its day of issue.
        issued_on: Day,
        /// What remained.
        credit: Credit,
    },
    /// A later document relates to it and changes nothing of it.
    Relate {
        /// The later document.
        by: DocumentNumber,
        /// What the later document is.
        kind: DocumentKind,
        /// Its day of issue.
        issued_on: Day,
    },
}

/// What a document's life needs to know: the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The document as it was issued.
    pub document: Arc<Document>,
}
