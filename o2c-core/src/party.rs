//! Who trades: the names, addresses and identifiers of sellers and buyers.

use crate::error::Path;
use crate::id::{Country, Text};
use alloc::vec::Vec;

crate::rejections! {
    /// Why a party is refused: numbers 320 to 339.
    pub enum Rejection {
        /// A party has a name.
        NameMissing = 320 "party.name_missing" {} => "the party has no name",
        /// A party has only so many address lines and identifiers.
        TooMany = 321 "party.too_many" { count: usize, most: usize }
            => "{count} are more than the {most} allowed",
    }
}

/// The most address lines, and the most identifiers, of one party.
const MOST: usize = 32;

/// Whether a party trades as a business. Late-payment indemnities and reverse charge exist
/// between professionals only (rulebook T-22, INV-25).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PartyKind {
    /// A business or a public body.
    #[default]
    Professional,
    /// A private person.
    Consumer,
}

/// A postal address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Address {
    /// Street, building and whatever stands above the city.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub lines: Vec<Text>,
    /// The city.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub city: Text,
    /// The postal code.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub postal_code: Text,
    /// The country, where it is known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub country: Option<Country>,
}

/// A number under which a party is known somewhere, such as a SIREN.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Identifier {
    /// Who gives such numbers, such as `0002` for SIRENE.
    pub scheme: Text,
    /// The number.
    pub value: Text,
}

/// A seller or a buyer.
///
/// ```
/// use o2c_core::party::{Party, PartyKind};
/// let party = Party { name: "Durand SA".parse()?, ..Party::default() };
/// assert_eq!(party.kind, PartyKind::Professional);
/// assert!(party.check().is_ok());
/// assert!(Party::default().check().is_err(), "a party has a name");
/// # Ok::<(), o2c_core::id::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Party {
    /// The name under which the party trades.
    pub name: Text,
    /// Where it is, if known.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub address: Option<Address>,
    /// Business or private person.
    #[cfg_attr(feature = "serde", serde(default))]
    pub kind: PartyKind,
    /// Legal and other registrations.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub identifiers: Vec<Identifier>,
    /// The VAT identification number, with its country prefix.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat_id: Option<Text>,
}

impl Party {
    /// Refuses a party that nobody could address.
    ///
    /// # Errors
    /// `party.name_missing`, `party.too_many` (32 address lines, 32 identifiers).
    pub fn check(&self) -> Result<(), Rejection> {
        if self.name.as_str().trim().is_empty() {
            return Err(Rejection::NameMissing { path: Path::field("name") });
        }
        let lines = self.address.as_ref().map_or(0, |address| address.lines.len());
        at_most(lines, "lines").map_err(|refusal| refusal.inside("address"))?;
        at_most(self.identifiers.len(), "identifiers")
    }

    /// The number a scheme gave the party, if it has one.
    pub fn identifier(&self, scheme: &str) -> Option<&Text> {
        self.identifiers
            .iter()
            .find(|identifier| identifier.scheme.as_str() == scheme)
            .map(|identifier| &identifier.value)
    }
}

fn at_most(count: usize, list: &str) -> Result<(), Rejection> {
    if count > MOST {
        return Err(Rejection::TooMany { path: Path::field(list), count, most: MOST });
    }
    Ok(())
}
