//! A received document: checked, and worked out again.

use super::{Finding, Profile, Statement, check, recompute};
use crate::body::bodies;
use crate::error::Error;
use crate::invoice::Figures;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// A document as it stands on paper, and the profile it is held against.
    CheckStatement {
        /// The document.
        statement: Statement,
        /// What it is held against.
        profile: Profile,
    }
}

/// What was found in a stated document, and what it comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StatementChecked {
    /// What the profile finds, all of it, in the order of the document.
    pub findings: Vec<Finding>,
    /// What the document comes to when it is worked out again; none where it states too little.
    pub figures: Option<Figures>,
    /// Why it was not worked out again.
    pub refusal: Option<Error>,
}

impl CheckStatement {
    /// Checks the document and works it out again: one that states too little for the latter is
    /// checked all the same.
    pub fn checked(&self) -> StatementChecked {
        let findings = check(&self.statement, &self.profile);
        let (figures, refusal) = match recompute(&self.statement) {
            Ok(figures) => (Some(figures), None),
            Err(no) => (None, Some(Error::from(no.inside("statement").inside("statement")))),
        };
        StatementChecked { findings, figures, refusal }
    }
}
