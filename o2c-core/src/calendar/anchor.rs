//! The day a due rule counts from (rulebook T-01).

use super::Day;

/// What a due rule counts from. The end of the decade or of the month of delivery is a step of
/// the rule: `end of decade then 30 days from delivery`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Anchor {
    /// The day on the invoice.
    #[default]
    Issue,
    /// The day the customer received the invoice.
    Receipt,
    /// The day of the delivery, or on which the service ended.
    Delivery,
}

impl Anchor {
    #[cfg(feature = "serde")]
    pub(crate) fn is_issue(&self) -> bool {
        *self == Anchor::Issue
    }
}

/// The days that due rules count from, as far as they are known.
///
/// ```
/// use o2c_core::calendar::{Anchor, AnchorDays, Day};
/// let issued_on = Day::parse("2026-01-15")?;
/// let days = AnchorDays::issued(issued_on);
/// assert_eq!(days.of(Anchor::Issue), Some(issued_on));
/// assert_eq!(days.of(Anchor::Receipt), None, "nobody knows yet");
/// # Ok::<(), o2c_core::calendar::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct AnchorDays {
    /// The day of issue.
    pub issued_on: Day,
    /// The day the customer received the invoice.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub received_on: Option<Day>,
    /// The day of the delivery, or on which the service ended.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub delivered_on: Option<Day>,
}

impl AnchorDays {
    /// The issue alone is known.
    pub const fn issued(issued_on: Day) -> Self {
        AnchorDays { issued_on, received_on: None, delivered_on: None }
    }

    /// The day of an anchor, if it is known.
    pub const fn of(&self, anchor: Anchor) -> Option<Day> {
        match anchor {
            Anchor::Issue => Some(self.issued_on),
            Anchor::Receipt => self.received_on,
            Anchor::Delivery => self.delivered_on,
        }
    }
}
