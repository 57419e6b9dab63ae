//! What stands before and beside an order: an offer, and what became of neither.

use super::Content;
use crate::calendar::Day;
use crate::id::Text;
use alloc::sync::Arc;

/// An offer that the customer has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Quoted {
    /// What is offered.
    pub content: Arc<Content>,
    /// The day of the offer.
    pub quoted_on: Day,
    /// The last day on which it may be taken.
    pub valid_until: Day,
    /// One when offered, one more with each revision.
    pub version: u32,
}

/// An offer that nobody took, or an order that the firm refused.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Ended {
    /// What was offered, or ordered.
    pub content: Arc<Content>,
    /// The day of the offer, or of the order.
    pub began_on: Day,
    /// The day it ended.
    pub ended_on: Day,
    /// Why.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
}
