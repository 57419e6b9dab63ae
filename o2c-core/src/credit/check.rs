//! What is asked before a customer gets more credit (rulebook C-02, C-03), and what a verdict says:
//! every reason with its figures and with what would make it pass.

use super::{CreditStanding, CreditTerms, Exposure};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::Text;
use crate::money::{Exact, Money, Percent};
use alloc::vec::Vec;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Check {
    /// The customer has a credit file: none is not the same as an unlimited one.
    HasFile,
    /// Exposure and order together are within the limit, and within the group's.
    Limit,
    /// The same, without what is shipped later than so many days from now.
    Horizon {
        /// How many days.
        days: u16,
    },
    /// The order is not larger than this.
    OrderValue {
        /// The largest order, in the currency of the limit.
        most: Money,
    },
    /// Nothing is overdue for longer than so many days.
    OldestOverdue {
        /// How many days.
        days: u16,
    },
    /// No more than so many of a hundred of what is billed is overdue.
    OverdueShare {
        /// How many.
        most: Percent,
    },
    /// The customer is not dunned at this level or a higher one.
    DunningLevel {
        /// The level.
        level: u8,
    },
    /// The file was looked at by the day that was set.
    Review,
    /// The payment index is not below this; not known is told, and passes.
    PaymentIndex {
        /// The least index.
        least: Exact,
    },
    /// The order's payment terms are the customer's.
    TermsUnchanged,
    /// The order's terms are no longer than the insurer covers.
    InsuredTerms,
    /// No unpaid invoice is past the day by which the insurer wants it declared.
    Declared,
}

impl Check {
    /// The check's name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Check::HasFile => "has_file",
            Check::Limit => "limit",
            Check::Horizon { .. } => "horizon",
            Check::OrderValue { .. } => "order_value",
            Check::OldestOverdue { .. } => "oldest_overdue",
            Check::OverdueShare { .. } => "overdue_share",
            Check::DunningLevel { .. } => "dunning_level",
            Check::Review => "review",
            Check::PaymentIndex { .. } => "payment_index",
            Check::TermsUnchanged => "terms_unchanged",
            Check::InsuredTerms => "insured_terms",
            Check::Declared => "declared",
        }
    }
}

/// What follows where a check does not pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Consequence {
    /// Somebody is told.
    Warn,
    /// Nothing is delivered.
    Block,
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// A check and what follows where it does not pass.
    CheckRule {
        /// What is looked at.
        check: Check,
        /// What follows.
        otherwise: Consequence,
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An order that is to be confirmed or shipped.
    CheckedOrder {
        /// What is not in the exposure yet, VAT included, in the currency of the limit.
        value: Money,
        /// The day it is to be shipped; now where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        ships_on: Option<Day>,
        /// The days from its invoice to its due day, where they are known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        credit_days: Option<u16>,
        /// Whether its terms are others than the customer's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        has_other_terms: bool,
    }
    /// What is known of the customer beyond its exposure.
    CheckedCustomer {
        /// The credit it has; none where it has no file.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<CreditTerms>,
        /// The group whose limit it shares.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        group: Option<CheckedGroup>,
        /// The part of its credit that the order is taken from, where that has a limit of its own.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        segment: Option<CheckedSegment>,
        /// At which level it is dunned.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        dunning_level: Option<u8>,
        /// How it pays, where enough is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        payment_index: Option<Exact>,
    }
    /// What is left of a limit that several customers share.
    CheckedGroup {
        /// What is held against it, in the currency of the limit.
        counted: Money,
        /// The limit.
        limit: super::Limit,
    }
    /// A part of the customer's credit that has a limit of its own: what names it in the exposure
    /// is held against that limit.
    CheckedSegment {
        /// The part.
        segment: Text,
        /// Its limit.
        limit: super::Limit,
    }
}

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// Nothing stands against it.
    Passed,
    /// Somebody is told.
    Warned,
    /// Nothing is delivered.
    Blocked,
}

/// What was found, and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Measured {
    /// Amounts.
    Amount {
        /// What was found.
        found: Money,
        /// At most this; none where nothing bounds it.
        allowed: Option<Money>,
    },
    /// Days.
    Days {
        /// What was found.
        found: i32,
        /// At most this.
        allowed: u16,
    },
    /// Figures such as percentages.
    Figure {
        /// What was found.
        found: Exact,
        /// The bound.
        allowed: Exact,
    },
    /// A day that has passed, or not.
    Day {
        /// The day of the check.
        found: Day,
        /// By this day.
        allowed: Day,
    },
    /// Whether something is so.
    Claim(bool),
    /// Too little is known to say.
    NotKnown,
}

/// What would make a check pass.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Remedy {
    /// Payment of what is billed, oldest first.
    Pay {
        /// How much in all.
        amount: Money,
        /// Of which documents.
        documents: Vec<ToPay>,
    },
    /// A deposit on the order that is paid before delivery.
    Deposit {
        /// How much.
        amount: Money,
        /// The same in percent of the order, rounded up to two decimals.
        percent: Exact,
    },
    /// A higher limit.
    RaiseLimit {
        /// Of how much.
        to: Money,
    },
    /// A higher limit of the group.
    RaiseGroupLimit {
        /// Of how much.
        to: Money,
    },
    /// A higher limit of a part of the customer's credit.
    RaiseSegmentLimit {
        /// Which part.
        segment: Text,
        /// Of how much.
        to: Money,
    },
    /// A release by somebody who may release this much.
    Release {
        /// How much.
        amount: Money,
    },
    /// A credit file.
    OpenFile,
    /// A review of the file.
    Review,
    /// The customer's own terms, or terms that the insurer covers.
    ChangeTerms,
    /// Shipment no earlier than this day.
    ShipLater {
        /// The day.
        on: Day,
    },
}

/// A document and what is to be paid of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ToPay {
    /// The document.
    pub document: Text,
    /// How much of it, in the currency of the limit.
    pub amount: Money,
}

/// One reason of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CheckFinding {
    /// What was looked at, with its bounds.
    pub check: Check,
    /// What it came to.
    pub outcome: Outcome,
    /// The figures.
    pub measured: Measured,
    /// What would make it pass; each by itself. Nothing where it passes.
    pub remedies: Vec<Remedy>,
}

/// Whether more credit is given, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Verdict {
    /// The worst of its reasons.
    pub outcome: Outcome,
    /// What the order adds.
    pub value: Money,
    /// The customer's exposure against its limit before the order; none without a file.
    pub standing: Option<CreditStanding>,
    /// What is exposed.
    pub exposure: Exposure,
    /// Every check, in the order in which they are set.
    pub findings: Vec<CheckFinding>,
}
