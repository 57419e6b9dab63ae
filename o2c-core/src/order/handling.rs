//! How an order came in, whom it concerns, and how it may leave.

use crate::calendar::Day;
use crate::error::Path;
use crate::id::{CustomerId, Text};
use crate::money::{Exact, Percent, Rejection};
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

/// How far what leaves may stray from what was ordered, in percent of it (rulebook O-10, O-13);
/// each at most 100.
///
/// ```
/// use o2c_core::order::DeliveryTolerance;
/// let five = DeliveryTolerance { over: "5".parse()?, under: "5".parse()? };
/// assert_eq!(five.most("10".parse()?)?, "10.5".parse()?);
/// assert_eq!(five.least("10".parse()?)?, "9.5".parse()?);
/// # Ok::<(), o2c_core::money::Rejection>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct DeliveryTolerance {
    /// How much more may leave; it is billed as it leaves.
    pub over: Percent,
    /// How much less is enough: once as much has left, the rest is not waited for.
    pub under: Percent,
}

impl Default for DeliveryTolerance {
    fn default() -> Self {
        DeliveryTolerance { over: Percent::ZERO, under: Percent::ZERO }
    }
}

impl DeliveryTolerance {
    /// Whether exactly what was ordered leaves.
    pub fn is_none(&self) -> bool {
        *self == DeliveryTolerance::default()
    }

    /// The most that may leave of a quantity.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn most(&self, of: Exact) -> Result<Exact, Rejection> {
        part(of, Exact::whole(100)?.checked_add(self.over.exact())?)
    }

    /// The least with which a quantity counts as delivered.
    ///
    /// # Errors
    /// `money.too_many_digits`.
    pub fn least(&self, of: Exact) -> Result<Exact, Rejection> {
        part(of, Exact::whole(100)?.checked_sub(self.under.exact())?)
    }

    /// Holds the percentages, and what they make of a quantity, against what may be counted.
    pub(super) fn check(&self, of: Exact) -> Result<(), Rejection> {
        if self.is_none() {
            return Ok(());
        }
        self.over.at_most_hundred().map_err(|no| no.inside("over"))?;
        self.under.at_most_hundred().map_err(|no| no.inside("under"))?;
        self.most(of).map_err(|no| no.with_path(&|_| Path::field("over")))?;
        self.least(of).map_err(|no| no.with_path(&|_| Path::field("under")))?;
        Ok(())
    }
}

/// So many hundredths of a quantity, exactly.
fn part(of: Exact, hundredths: Exact) -> Result<Exact, Rejection> {
    of.checked_mul(hundredths.checked_mul(Exact::new(1, 2)?)?)
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
    /// How far what leaves may stray from what was ordered; not at all where nothing is said.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "DeliveryTolerance::is_none"))]
    pub tolerance: DeliveryTolerance,
    /// Its place where goods are short: the lowest is served first; 5 where nothing is said.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub priority: Option<u8>,
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
        if !self.tolerance.is_none() {
            self.tolerance.hash(state);
        }
        if let Some(priority) = self.priority {
            priority.hash(state);
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
    /// How far it may stray from what was ordered; as the order says where nothing is said.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub tolerance: Option<DeliveryTolerance>,
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
        if let Some(tolerance) = self.tolerance {
            tolerance.hash(state);
        }
    }
}
