//! What a firm may set: what is looked at before an order is confirmed and before it is shipped,
//! and who may release how much.

use super::exposure::converted;
use super::{CheckRule, Limit, Rejection};
use crate::body::bodies;
use crate::error::Path;
use crate::id::{TableId, Text};
use crate::money::{ExchangeRate, Money};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Who may release orders, and up to which value.
    ReleaseRight {
        /// Who.
        who: Text,
        /// Up to which value; at the rates of the day where the limit is in another currency.
        up_to: Limit,
    }
}

/// How credit is looked at; by default it is not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct Policy {
    /// What is looked at when an order is confirmed: what blocks holds the order.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub at_order: Vec<CheckRule>,
    /// What is looked at when an order is shipped: what blocks refuses the shipment.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub at_shipment: Vec<CheckRule>,
    /// What is looked at when a subscription is renewed, with what a period of it comes to: what
    /// blocks refuses the renewal.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub at_renewal: Vec<CheckRule>,
    /// What is looked at when a run bills a subscription, with what it would bill: what blocks is
    /// not billed, and the subscription waits for a later run.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub at_billing: Vec<CheckRule>,
    /// Who may release how much.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub rights: Vec<ReleaseRight>,
    /// The directory's tables of the exchange rates at which exposures are taken together.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub rates: Vec<TableId>,
    /// The ages in days at which what is overdue is told apart; 30, 60 and 90 where none are given.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub overdue_after: Vec<u16>,
    /// The parts into which a customer's credit may be divided; orders name them.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub segments: Vec<Text>,
}

impl Policy {
    /// Whether credit is looked at.
    pub fn is_on(&self) -> bool {
        [&self.at_order, &self.at_shipment, &self.at_renewal, &self.at_billing]
            .iter()
            .any(|rules| !rules.is_empty())
    }

    /// What is looked at of an order in all: when it is confirmed, then when it is shipped.
    pub fn for_orders(&self) -> Vec<CheckRule> {
        let more = self.at_shipment.iter().filter(|rule| !self.at_order.contains(rule));
        self.at_order.iter().chain(more).copied().collect()
    }

    /// Whether nothing is set.
    #[cfg(feature = "serde")]
    pub(crate) fn is_by_default(&self) -> bool {
        *self == Policy::default()
    }

    /// Holds the name of a segment against those that are set; nothing named is no segment.
    ///
    /// # Errors
    /// `credit.unknown_segment`.
    pub(crate) fn expect_segment(&self, segment: &Text) -> Result<(), Rejection> {
        if segment.is_empty() || self.segments.contains(segment) {
            return Ok(());
        }
        let (path, segment) = (Path::field("segment"), segment.clone());
        Err(Rejection::UnknownSegment { path, segment })
    }

    /// The right of somebody; none where there is none.
    pub(crate) fn right(&self, who: &Text) -> Option<&ReleaseRight> {
        self.rights.iter().find(|right| right.who == *who)
    }
}

impl ReleaseRight {
    /// Whether it reaches as far as a value, at the rates given.
    ///
    /// # Errors
    /// `credit.rate_missing`, `money.out_of_range`.
    pub(crate) fn covers(&self, value: Money, rates: &[ExchangeRate]) -> Result<bool, Rejection> {
        let Limit::UpTo(up_to) = self.up_to else { return Ok(true) };
        Ok(converted(value, up_to.currency(), rates)?.minor() <= up_to.minor())
    }
}
