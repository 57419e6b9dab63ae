//! What a profile finds wrong in the documents that were issued.

use crate::body::bodies;
use crate::company::issued::findings_of;
use crate::company::{Company, Rejection};
use crate::id::DocumentNumber;
use crate::invoice::check::Profile;
use crate::invoice::{Document, Finding};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which documents, held against what.
    FindingsQuery {
        /// Only this document; all of them where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        document: Option<DocumentNumber>,
        /// What they are held against; EN 16931 as published where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "published"))]
        profile: Profile,
    }
}

#[cfg(feature = "serde")]
const fn published() -> Profile {
    Profile::EN_16931
}

/// A document and what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DocumentFindings {
    /// The document.
    pub document: DocumentNumber,
    /// What the profile finds, in the order of the document.
    pub findings: Vec<Finding>,
}

impl Company {
    /// What a profile finds wrong in issued documents: the rules of VAT categories ask for reasons
    /// and identifiers of the parties (rulebook INV-25). Only those of the profile that the
    /// settings name keep a document from being issued. Documents without findings are left out.
    ///
    /// # Errors
    /// `company.unknown_document`.
    pub fn findings(&self, query: &FindingsQuery) -> Result<Vec<DocumentFindings>, Rejection> {
        let of = |document: &Document| -> Result<_, Rejection> {
            let findings = findings_of(&self.state, document, &query.profile)?;
            Ok(DocumentFindings { document: document.number.clone(), findings })
        };
        if let Some(number) = &query.document {
            return Ok(Vec::from([of(self.document(number)?.as_ref())?]));
        }
        let documents = self.state.documents.iter().filter_map(|(_, document)| document.as_ref());
        let mut found = documents.map(|document| of(document)).collect::<Result<Vec<_>, _>>()?;
        found.retain(|found| !found.findings.is_empty());
        Ok(found)
    }

    /// How often each rule of EN 16931 is broken by what was issued.
    pub(super) fn finding_counts(&self) -> Result<BTreeMap<&'static str, usize>, Rejection> {
        let mut counts = BTreeMap::new();
        let query = FindingsQuery { document: None, profile: Profile::EN_16931 };
        for finding in self.findings(&query)?.into_iter().flat_map(|found| found.findings) {
            let count: &mut usize = counts.entry(finding.rule).or_default();
            *count = count.saturating_add(1);
        }
        Ok(counts)
    }
}
