//! A machine, one per mandate: what a customer allows us to collect from his bank account; and what
//! is collected by it.
//!
//! ```text
//! absent ──sign──▶ signed ──amend──▶ signed ──revoke──▶ revoked
//!
//! a collection   submitted ──receive──▶ received ──return──▶ returned
//!                    └────────refuse──▶ refused
//! ```
//!
//! A mandate lapses where nothing was collected by it for 36 months; a one-off mandate is spent by
//! its only collection. Both follow from the collections and are not stored.

mod mandate;
mod policy;

pub use mandate::{
    Amendment, BankAccount, Mandate, MandateCommand, MandateEvent, MandateFacts, Scheme,
    SignedMandate,
};
pub use policy::{DebitPolicy, RetryRule};

use super::Moment;
use crate::calendar::Day;
use crate::id::{CustomerId, EntryId, MandateId, PaymentId, Text};
use crate::money::Money;
use alloc::vec::Vec;

/// Where a collection stands in the sequence of those of its mandate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "UPPERCASE")
)]
pub enum Sequence {
    /// The first of several.
    Frst,
    /// One of several.
    Rcur,
    /// The last of several.
    Fnal,
    /// The only one.
    Ooff,
}

/// What is collected of an item; of a credit that is set off, below zero.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct CollectedItem {
    /// The item.
    pub entry: EntryId,
    /// How much of it, with its sign.
    pub amount: Money,
}

/// One collection of a run: what the file to the bank says of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Collection {
    /// What both banks call it from end to end; the name of the payment it becomes.
    pub end_to_end_id: PaymentId,
    /// Whom it is collected from.
    pub customer: CustomerId,
    /// The mandate.
    pub mandate: MandateId,
    /// The day on which the mandate was signed.
    pub signed_on: Day,
    /// Its scheme.
    pub scheme: Scheme,
    /// Where it stands in the sequence.
    pub sequence: Sequence,
    /// The creditor's identifier.
    pub creditor_id: Text,
    /// The account it is collected from.
    pub iban: BankAccount,
    /// The account of the collection before, where it has changed since.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub former_iban: Option<BankAccount>,
    /// The business day on which it is collected.
    pub collect_on: Day,
    /// How much, above zero: the sum of its items.
    pub amount: Money,
    /// What it is for.
    pub items: Vec<CollectedItem>,
    /// Which attempt at its items it is, 1 first.
    pub attempt: u16,
}

/// What happened to collections.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum DebitEvent {
    /// A run was handed to the bank.
    Submitted {
        /// The run.
        run: crate::id::DebitRunId,
        /// Its collections.
        collections: Vec<Collection>,
    },
    /// The bank has the money of a run's collections; their payments follow.
    Received {
        /// The run.
        run: crate::id::DebitRunId,
    },
    /// A bank refused a collection before any money moved.
    Refused {
        /// The collection.
        collection: PaymentId,
        /// Why, by the bank's code.
        reason: Text,
    },
}

/// A collection with all that happened to it, but for its return, which its payment tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionRecord {
    /// The run it belongs to.
    pub run: crate::id::DebitRunId,
    /// What was collected.
    pub collection: Collection,
    /// When it was handed to the bank.
    pub submitted: Moment,
    /// When its money came in.
    pub received: Option<Moment>,
    /// When a bank refused it, and why.
    pub refused: Option<(Text, Moment)>,
}

impl CollectionRecord {
    /// Whether the bank still has to say what became of it.
    pub const fn is_pending(&self) -> bool {
        self.received.is_none() && self.refused.is_none()
    }
}
