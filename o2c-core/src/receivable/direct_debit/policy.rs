//! What a firm may set: how early the bank wants collections, when a mandate lapses, and what is
//! tried again.

use crate::id::Text;
use alloc::vec::Vec;

/// What is tried again after it came back.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct RetryRule {
    /// For which reasons, by the banks' codes, such as `AM04` for too little on the account.
    pub reasons: Vec<Text>,
    /// How many days after it came back.
    pub after_days: u16,
    /// How often.
    pub times: u16,
}

/// How direct debits are collected. What came back for a reason that no rule names, or more often
/// than its rule allows, is not collected again unless a person asks for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
pub struct DebitPolicy {
    /// How many business days before the day of collection the bank has to have it.
    pub lead_days: u16,
    /// After how many months without a collection a mandate lapses.
    pub lapses_after_months: u16,
    /// What is tried again.
    pub retries: Vec<RetryRule>,
}

impl Default for DebitPolicy {
    /// One business day, 36 months, nothing tried again.
    fn default() -> Self {
        DebitPolicy { lead_days: 1, lapses_after_months: 36, retries: Vec::new() }
    }
}

impl DebitPolicy {
    /// Whether the policy is the default, which is not said.
    pub fn is_by_default(&self) -> bool {
        *self == DebitPolicy::default()
    }

    /// The rule for what came back for a reason.
    pub fn retry(&self, reason: &Text) -> Option<&RetryRule> {
        self.retries.iter().find(|rule| rule.reasons.contains(reason))
    }
}
