//! What happened to VAT that falls due on collection.

use crate::calendar::Day;
use crate::id::EntryId;
use crate::money::Money;
use crate::tax::{Group, GroupChange};
use alloc::vec::Vec;

/// What happened to the VAT of a document that falls due on collection. Append-only.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum VatEvent {
    /// The document was issued: its VAT waits for the payment.
    Deferred(Deferred),
    /// Something settled the document: VAT fell due, or there is less to collect.
    FellDue(FellDue),
    /// What settled an item of the document was dissolved: the amounts are those recorded then,
    /// negated, as far as they are still the document's.
    TakenBack(FellDue),
}

impl VatEvent {
    /// When it counts and when it became known.
    pub(in super::super) const fn days(&self) -> (Day, Day) {
        match self {
            VatEvent::Deferred(deferred) => (deferred.effective_on, deferred.recorded_on),
            VatEvent::FellDue(step) | VatEvent::TakenBack(step) => {
                (step.effective_on, step.recorded_on)
            }
        }
    }
}

/// VAT that waits for the payment of its document; of a credit note every amount is negative.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Deferred {
    /// What the document claims, per category and rate.
    pub groups: Vec<Group>,
    /// The part of each whose VAT waits.
    pub pending: Vec<Group>,
    /// The VAT that waits, in the ledger's currency.
    pub booked: Money,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// What settling an item of a document changes, per category and rate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct FellDue {
    /// The item that was settled; none for what deposits had prepaid.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub entry: Option<EntryId>,
    /// What changed of each category and rate: collected with VAT, and due.
    pub changes: Vec<GroupChange>,
    /// What left the account of VAT pending.
    pub moved: Money,
    /// The same in the ledger's currency.
    pub booked: Money,
    /// What of it never falls due, because a small difference was written off: it lowers the cost.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub released: Option<Released>,
    /// When it counts.
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// VAT that waited for a payment which nobody makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Released {
    /// In the document's currency.
    pub amount: Money,
    /// In the ledger's currency.
    pub booked: Money,
}

impl Released {
    pub(super) const fn negated(self) -> Self {
        Released { amount: self.amount.negated(), booked: self.booked.negated() }
    }

    /// Both together.
    pub(super) fn and(self, other: Self) -> Result<Self, crate::money::Rejection> {
        Ok(Released {
            amount: self.amount.checked_add(other.amount)?,
            booked: self.booked.checked_add(other.booked)?,
        })
    }
}
