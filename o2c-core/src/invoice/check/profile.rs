//! What a document is held against.

use crate::calendar::DatedTable;
use crate::id::Text;
use crate::money::{Exact, Money, Percent};
use alloc::vec::Vec;

/// How far stated figures may be off (rulebook INV-24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Tolerance {
    /// Every figure to the minor unit of the currency.
    #[default]
    Strict,
    /// As the published validators: VAT, and the bases of groups that bear a rate, may be off by
    /// less than one unit of the currency. What is let pass is told as information.
    Schematron,
}

/// The switches of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Profile {
    /// Whether what is not subject to VAT stands alone on its document (BR-O-11 to BR-O-14).
    pub not_subject_stands_alone: bool,
    /// Whether a category that bears no VAT has one group, and so one reason, on a document.
    #[cfg_attr(feature = "serde", serde(default = "yes", skip_serializing_if = "is_yes"))]
    pub one_reason_per_category: bool,
    /// Whether prices may be negative (BR-27 and BR-28 do not hold).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_no"))]
    pub negative_prices_are_allowed: bool,
    /// How far stated figures may be off.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_strict"))]
    pub tolerance: Tolerance,
    /// How far line amounts, and amounts beside a base and a percentage, may be off: `0.02` in
    /// Peppol, nothing where it is left out (rulebook INV-03, INV-04).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub line_slack: Option<Exact>,
    /// Whether the rules of French electronic invoices hold (BR-FR).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_no"))]
    pub is_french: bool,
    /// Whether the mentions that French law asks of an invoice are looked for (rulebook 1.6).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_no"))]
    pub mentions_are_due: bool,
    /// What the law says from which day on; rules without it are told as not applied.
    #[cfg_attr(feature = "serde", serde(default))]
    pub law: LegalReferences,
}

/// What the law says from which day on: data of the caller, never of this library (rulebook
/// G-01, G-09).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct LegalReferences {
    /// The references of which an exemption reason names one, such as `art. 261 CGI`; more than
    /// one wording where an old one is tolerated.
    pub exemptions: DatedTable<Vec<Text>>,
    /// The VAT rates a French electronic invoice may bear (BR-FR-16).
    pub vat_rates: DatedTable<Vec<Percent>>,
    /// The lump sum for the costs of recovery between professionals.
    pub recovery_indemnity: DatedTable<Money>,
    /// The total without VAT up to which an invoice may leave out the seller's VAT id and the
    /// reference of an exemption (rulebook INV-51).
    pub simplified_up_to: DatedTable<Money>,
}

impl LegalReferences {
    /// Nothing known of the law.
    pub const fn none() -> Self {
        LegalReferences {
            exemptions: DatedTable::new(),
            vat_rates: DatedTable::new(),
            recovery_indemnity: DatedTable::new(),
            simplified_up_to: DatedTable::new(),
        }
    }
}

impl Default for LegalReferences {
    fn default() -> Self {
        Self::none()
    }
}

impl Profile {
    /// EN 16931 as published, every figure to the minor unit.
    pub const EN_16931: Profile = Profile {
        not_subject_stands_alone: true,
        one_reason_per_category: true,
        negative_prices_are_allowed: false,
        tolerance: Tolerance::Strict,
        line_slack: None,
        is_french: false,
        mentions_are_due: false,
        law: LegalReferences::none(),
    };

    /// The French extended profile, which lets category O stand beside others, several reasons
    /// stand beside each other, and prices be negative.
    pub const FRENCH_EXTENDED: Profile = Profile {
        not_subject_stands_alone: false,
        one_reason_per_category: false,
        negative_prices_are_allowed: true,
        tolerance: Tolerance::Strict,
        line_slack: None,
        is_french: false,
        mentions_are_due: false,
        law: LegalReferences::none(),
    };

    /// EN 16931 with the tolerances of its validators, and a slack for line amounts: Peppol's is
    /// 0.02.
    pub fn schematron(line_slack: Option<Exact>) -> Self {
        Profile { tolerance: Tolerance::Schematron, line_slack, ..Profile::EN_16931 }
    }

    /// The rules and mentions of French electronic invoices, besides EN 16931.
    pub fn french(law: LegalReferences) -> Self {
        Profile { is_french: true, mentions_are_due: true, law, ..Profile::EN_16931 }
    }
}

#[cfg(feature = "serde")]
const fn yes() -> bool {
    true
}

#[cfg(feature = "serde")]
const fn is_yes(claim: &bool) -> bool {
    *claim
}

#[cfg(feature = "serde")]
const fn is_no(claim: &bool) -> bool {
    !*claim
}

#[cfg(feature = "serde")]
fn is_strict(tolerance: &Tolerance) -> bool {
    *tolerance == Tolerance::Strict
}
