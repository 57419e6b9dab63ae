//! Why a VAT group bears no VAT.

use super::Vat;
use crate::id::Text;

/// Why a VAT group bears no VAT (BT-120).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct VatReason {
    /// The group.
    pub vat: Vat,
    /// The reason, as printed, such as `Reverse charge`.
    pub reason: Text,
}
