//! The VAT categories of EN 16931.

use super::Rejection;
use crate::error::Path;
use core::fmt;

/// The kind of VAT a sale bears, by its code of EN 16931 (rulebook INV-25). Printed, read and
/// serialised as that code.
///
/// ```
/// use o2c_core::tax::VatCategory;
/// assert_eq!("AE".parse::<VatCategory>()?, VatCategory::AE);
/// assert!(VatCategory::S.bears_rate() && !VatCategory::E.bears_rate());
/// assert!(VatCategory::E.needs_reason() && !VatCategory::Z.needs_reason());
/// # Ok::<(), o2c_core::tax::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VatCategory {
    /// Standard or reduced rate.
    S,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge: the buyer owes the VAT.
    AE,
    /// Supply within the European Union.
    K,
    /// Export outside the European Union.
    G,
    /// Not subject to VAT.
    O,
    /// Canary Islands tax (IGIC).
    L,
    /// Ceuta and Melilla tax (IPSI).
    M,
}

impl VatCategory {
    /// Every category, in the order in which groups are sorted.
    pub const ALL: [VatCategory; 9] = [
        VatCategory::S,
        VatCategory::Z,
        VatCategory::E,
        VatCategory::AE,
        VatCategory::K,
        VatCategory::G,
        VatCategory::O,
        VatCategory::L,
        VatCategory::M,
    ];

    /// The code, such as `AE`.
    pub const fn code(self) -> &'static str {
        match self {
            VatCategory::S => "S",
            VatCategory::Z => "Z",
            VatCategory::E => "E",
            VatCategory::AE => "AE",
            VatCategory::K => "K",
            VatCategory::G => "G",
            VatCategory::O => "O",
            VatCategory::L => "L",
            VatCategory::M => "M",
        }
    }

    /// Whether a rate other than zero may stand beside the category.
    pub const fn bears_rate(self) -> bool {
        match self {
            VatCategory::S | VatCategory::L | VatCategory::M => true,
            VatCategory::Z
            | VatCategory::E
            | VatCategory::AE
            | VatCategory::K
            | VatCategory::G
            | VatCategory::O => false,
        }
    }

    /// Whether the document must say why no VAT is charged (BT-120 or BT-121).
    pub const fn needs_reason(self) -> bool {
        match self {
            VatCategory::E | VatCategory::AE | VatCategory::K | VatCategory::G | VatCategory::O => {
                true
            }
            VatCategory::S | VatCategory::Z | VatCategory::L | VatCategory::M => false,
        }
    }
}

impl fmt::Display for VatCategory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(self.code())
    }
}

impl core::str::FromStr for VatCategory {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        VatCategory::ALL.into_iter().find(|category| category.code() == text).ok_or_else(|| {
            Rejection::UnknownCategory { path: Path::root(), text: text.chars().take(40).collect() }
        })
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for VatCategory {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.code())
    }
}

crate::serde_from_text!(VatCategory, "a VAT category such as \"S\"");
