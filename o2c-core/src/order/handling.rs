//! How an order came in, whom it concerns, and how it may leave.

use crate::calendar::Day;
use crate::id::{CustomerId, Text};
use core::hash::{Hash, Hasher};

/// What may leave the house at once (rulebook O-13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DeliveryRule {
    /// Any part.
    #[default]
    PartialAllowed,
    /// A line leaves whole, or not at all.
    CompleteLine,
    /// The order leaves whole, or not at all.
    CompleteOrder,
}

/// How an order came in, who pays and who gets the goods, and what may leave at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Handling {
    /// Who is billed; who ordered where nobody is named.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub bill_to: Option<CustomerId>,
    /// Who gets the goods; who ordered where nobody is named.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub deliver_to: Option<CustomerId>,
    /// How it came in, such as `shop`, `edi` or `phone`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub channel: Text,
    /// What may leave at once.
    pub delivery: DeliveryRule,
    /// The part of the customer's credit it is taken from, such as a line of business; of the whole
    /// where none is named.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub credit_segment: Text,
}

impl Handling {
    /// Whether nothing is said: the customer pays and gets the goods, in any parts.
    pub fn is_plain(&self) -> bool {
        *self == Handling::default()
    }
}

// What says nothing adds nothing to the fingerprint of a command, so that commands given before
// there was anything to say are known again.
impl Hash for Handling {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if !self.is_plain() {
            (&self.bill_to, &self.deliver_to, &self.channel, self.delivery).hash(state);
        }
        if !self.credit_segment.is_empty() {
            self.credit_segment.hash(state);
        }
    }
}

/// When a line is wanted, and with which others it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct LineDelivery {
    /// The day on which it is wanted; the order's where none is given.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub required_on: Option<Day>,
    /// The lines of one group leave together and whole; a line alone where none is named.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub group: Text,
}

impl LineDelivery {
    /// Whether nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == LineDelivery::default()
    }
}

// As for the handling of the order.
impl Hash for LineDelivery {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if !self.is_plain() {
            (self.required_on, &self.group).hash(state);
        }
    }
}
