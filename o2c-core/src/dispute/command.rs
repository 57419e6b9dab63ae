//! What one may ask of a dispute.

use super::{Contested, Outcome, Reason};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{DocumentNumber, Text};
use crate::money::Money;
use crate::receivable::AccountKey;
use alloc::vec::Vec;

/// What one may ask of a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// The customer contests something of an invoice.
    Open(Opening),
    /// Somebody looks into it.
    Review {
        /// Who, where that changes.
        owner: Text,
        /// What is to be looked into.
        note: Text,
    },
    /// Close it: the customer is right, in all or in part, or not.
    Close {
        /// What became of it.
        outcome: Outcome,
        /// Why.
        note: Text,
    },
}

impl Command {
    /// The command's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Open(_) => "open",
            Command::Review { .. } => "review",
            Command::Close { outcome, .. } => match outcome {
                Outcome::Credited { .. }
                | Outcome::WrittenOff { .. }
                | Outcome::Replaced { .. } => "accept",
                Outcome::Rejected | Outcome::Withdrawn => "reject",
            },
        }
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What the customer contests.
    Opening {
        /// The account the invoice stands on.
        account: AccountKey,
        /// The invoice.
        document: DocumentNumber,
        /// How much of it, VAT included; all that is open and in no other dispute where nothing is
        /// said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
        /// Why.
        reason: Reason,
        /// Who looks after it on the seller's side.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// What the customer says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// The day by which the customer is to be answered.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        answer_by: Option<Day>,
        /// Whether the items may not be lettered while the dispute lasts (rulebook L-10).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        do_not_match: bool,
    }
}

/// What a dispute needs to know beyond itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// What is open of each item of the invoice and in no other dispute; looked at where a dispute
    /// is opened.
    pub open: Vec<Contested>,
}
