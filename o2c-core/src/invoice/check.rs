//! What a draft lacks for a profile: findings, not refusals (rulebook INV-25).

use super::{Draft, Figures};
use crate::error::Path;
use crate::party::Party;
use crate::tax::{Vat, VatCategory};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Severity {
    /// The document is accepted, but unusual.
    Warning,
    /// Validators of the profile refuse the document.
    Fatal,
}

/// A rule of a profile that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    /// The rule by its own name, such as `BR-E-10`.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where in the document.
    pub path: String,
    /// What the rule asks for.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// Who sells and who buys.
#[derive(Debug, Clone, Copy)]
pub struct Parties<'a> {
    /// The seller.
    pub seller: &'a Party,
    /// The buyer.
    pub buyer: &'a Party,
}

/// The switches of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Profile {
    /// Whether what is not subject to VAT stands alone on its document (BR-O-11 to BR-O-14).
    pub not_subject_stands_alone: bool,
}

impl Profile {
    /// EN 16931 as published.
    pub const EN_16931: Profile = Profile { not_subject_stands_alone: true };
    /// The French extended profile, which lets category O stand beside others.
    pub const FRENCH_EXTENDED: Profile = Profile { not_subject_stands_alone: false };
}

/// The scheme of a seller's tax registration other than VAT (BT-32).
const TAX_REGISTRATION: &str = "FC";

/// Holds a document against the VAT category rules of a profile: rates, reasons for not charging
/// VAT, and the identifiers seller and buyer need. In the order of the VAT groups.
///
/// ```
/// use o2c_core::calendar::Terms;
/// use o2c_core::invoice::{Draft, DraftLine, Parties, Profile, check, compute::compute};
/// use o2c_core::money::Currency;
/// use o2c_core::party::Party;
/// use o2c_core::pricing::Price;
/// let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
/// let price = Price::Net("100".parse()?);
/// draft.lines.push(DraftLine::new("1".parse()?, "1 C62".parse()?, price, "E".parse()?));
/// let party = Party { vat_id: Some("FR32123456789".parse()?), ..Party::default() };
/// let parties = Parties { seller: &party, buyer: &party };
/// let findings = check(&draft, &compute(&draft)?, parties, Profile::EN_16931);
/// assert_eq!(findings[0].rule, "BR-E-10", "exempt, but it does not say why");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(
    draft: &Draft,
    figures: &Figures,
    parties: Parties<'_>,
    profile: Profile,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let groups = &figures.breakdown.groups;
    for (index, group) in groups.iter().enumerate() {
        let path = Path::index("breakdown.groups", index).to_string();
        let mut find = |rule: &'static str, expected: &str, found: String| {
            findings.push(Finding {
                rule,
                severity: Severity::Fatal,
                path: path.clone(),
                expected: expected.to_string(),
                found,
            });
        };
        let (vat, rules) = (group.vat, Rules::of(group.vat.category()));
        if vat.category() == VatCategory::S && vat.rate().exact().is_zero() {
            find("BR-S-05", "a rate above zero", vat.to_string());
        }
        if let Some((expected, found)) = reason_fault(draft, vat) {
            find(rules.reason, expected, found);
        }
        if let Some((expected, found)) = party_fault(vat.category(), parties) {
            find(rules.parties, expected, found);
        }
        if vat.category() == VatCategory::O && profile.not_subject_stands_alone && groups.len() > 1
        {
            let found = alloc::format!("{} VAT groups", groups.len());
            find("BR-O-11", "no other VAT group beside O", found);
        }
    }
    findings
}

/// The names of the rules of a category.
struct Rules {
    parties: &'static str,
    reason: &'static str,
}

impl Rules {
    const fn of(category: VatCategory) -> Self {
        let (parties, reason) = match category {
            VatCategory::S => ("BR-S-02", "BR-S-10"),
            VatCategory::Z => ("BR-Z-02", "BR-Z-10"),
            VatCategory::E => ("BR-E-02", "BR-E-10"),
            VatCategory::AE => ("BR-AE-02", "BR-AE-10"),
            VatCategory::K => ("BR-IC-02", "BR-IC-10"),
            VatCategory::G => ("BR-G-02", "BR-G-10"),
            VatCategory::O => ("BR-O-02", "BR-O-10"),
            VatCategory::L => ("BR-AF-02", "BR-AF-10"),
            VatCategory::M => ("BR-AG-02", "BR-AG-10"),
        };
        Rules { parties, reason }
    }
}

type Fault = Option<(&'static str, String)>;

fn reason_fault(draft: &Draft, vat: Vat) -> Fault {
    let reason =
        draft.vat_reasons.iter().find(|reason| reason.vat == vat && !reason.reason.is_empty());
    match (vat.category().needs_reason(), reason) {
        (true, None) => Some(("a reason for not charging VAT", "none".to_string())),
        (false, Some(given)) => Some(("no reason for not charging VAT", given.reason.to_string())),
        (true, Some(_)) | (false, None) => None,
    }
}

fn party_fault(category: VatCategory, parties: Parties<'_>) -> Fault {
    let (seller, buyer) = (parties.seller, parties.buyer);
    let is_registered =
        |party: &Party| party.vat_id.is_some() || party.identifier(TAX_REGISTRATION).is_some();
    let (is_met, expected) = match category {
        VatCategory::S | VatCategory::Z | VatCategory::E | VatCategory::L | VatCategory::M => {
            (is_registered(seller), "the seller's VAT id or tax registration")
        }
        VatCategory::AE => (
            is_registered(seller) && (buyer.vat_id.is_some() || !buyer.identifiers.is_empty()),
            "the seller's VAT id or tax registration, the buyer's VAT id or legal registration",
        ),
        VatCategory::K => {
            (seller.vat_id.is_some() && buyer.vat_id.is_some(), "the VAT ids of seller and buyer")
        }
        VatCategory::G => (seller.vat_id.is_some(), "the seller's VAT id"),
        VatCategory::O => {
            (seller.vat_id.is_none() && buyer.vat_id.is_none(), "no VAT id of seller or buyer")
        }
    };
    let shown = |party: &Party| {
        let vat_id = party.vat_id.as_ref();
        vat_id.map_or("no VAT id", |id| id.as_str()).to_string()
    };
    (!is_met).then(|| {
        let found = alloc::format!("seller: {}, buyer: {}", shown(seller), shown(buyer));
        (expected, found)
    })
}
