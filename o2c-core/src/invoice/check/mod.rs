//! What validators, auditors and customers ask of a document, a calculator: every rule runs on one
//! form, the document as it stands on paper, whoever issued it. Findings, not refusals: a
//! document with faults is read whole, and all of them are told at once, in the order of the
//! document.
//!
//! A finding names its rule as the validators do: `BR-…` of EN 16931, `PEPPOL-EN16931-R…`,
//! `BR-FR-…`. What they have no name for is `O2C-FIGURE` (no decimal number that is held),
//! `O2C-DAY` (no day), `O2C-DUE` (due before the issue), `O2C-TAXES` (a tax besides VAT),
//! `O2C-GROUPS` and `O2C-BASES` (VAT groups that are not one for each category and rate, or do not
//! make the total), and `MENTION-…` for what French law asks of an invoice.
//!
//! ```
//! use o2c_core::invoice::check::{Profile, Statement, StatedTotals, check};
//! let statement = Statement {
//!     totals: StatedTotals {
//!         net: Some("100.00".parse()?),
//!         vat: Some("20.00".parse()?),
//!         gross: Some("120.01".parse()?),
//!         ..StatedTotals::default()
//!     },
//!     ..Statement::default()
//! };
//! let findings = check(&statement, &Profile::EN_16931);
//! let wrong = findings.iter().find(|finding| finding.rule == "BR-CO-15").expect("a cent off");
//! assert_eq!(wrong.path, "totals.gross");
//! assert_eq!((wrong.expected.as_str(), wrong.found.as_str()), ("120", "120.01"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod checked;
mod codes;
mod document;
mod draft;
mod finding;
mod french;
mod lines;
mod mentions;
mod own;
mod parties;
mod places;
mod profile;
mod recompute;
mod stated;
mod statement;
mod vat;

pub use checked::{CheckStatement, StatementChecked};
pub use draft::{Parties, check_draft};
pub use finding::{Finding, Severity};
pub use profile::{LegalReferences, Profile, Tolerance};
pub use recompute::recompute;
pub use stated::Stated;
pub use statement::{
    ExpectedVat, Preceding, StatedAdjustment, StatedGroup, StatedLine, StatedNote, StatedPeriod,
    StatedTotals, Statement,
};

use alloc::vec::Vec;
use finding::Findings;

/// Holds a document against a profile: the arithmetic of EN 16931 and its VAT categories, the
/// line rules of Peppol, and what the profile asks besides. In the order of the document.
pub fn check(statement: &Statement, profile: &Profile) -> Vec<Finding> {
    let mut findings = Findings::new(statement, profile);
    places::check(&mut findings);
    document::head(&mut findings);
    codes::check(&mut findings);
    lines::adjustments(&mut findings);
    document::totals(&mut findings);
    vat::check(&mut findings);
    lines::lines(&mut findings);
    if profile.is_french {
        french::check(&mut findings);
    }
    if profile.mentions_are_due {
        mentions::check(&mut findings);
    }
    findings.in_order()
}
