//! The calculators of subscriptions, asked and answered in words that travel.

use super::{
    BilledPeriods, BillingPeriods, ChangeFigures, MinimumCommitment, PlanChange, ProratedPart,
    Proration, Rejection, Usage, UsageFigures,
};
use crate::money::Money;
use alloc::vec::Vec;

/// What is asked of a subscription's figures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Calculation {
    /// The periods billed until a day (rulebook S-01, S-02, S-06).
    BillingPeriods(BillingPeriods),
    /// Parts of a period's price (rulebook S-03).
    Proration(Proration),
    /// Another price from a day of a period on (rulebook S-04).
    PlanChange(PlanChange),
    /// What a quantity used comes to (rulebook S-08).
    Usage(Usage),
    /// What a least amount asks for besides the charges (rulebook S-09).
    MinimumCommitment(MinimumCommitment),
}

/// The figures asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum Answer {
    /// Periods that are billed.
    BilledPeriods(BilledPeriods),
    /// Parts of a period, in the order of time.
    ProratedParts(Vec<ProratedPart>),
    /// What a change of price comes to.
    PlanChange(ChangeFigures),
    /// What was used.
    Usage(UsageFigures),
    /// One amount.
    Amount(Money),
}

impl Calculation {
    /// The figures.
    ///
    /// # Errors
    /// The calculator's own refusal; its path begins with the calculation's name.
    pub fn answer(&self) -> Result<Answer, Rejection> {
        match self {
            Calculation::BillingPeriods(asked) => {
                asked.billed().map(Answer::BilledPeriods).map_err(|no| no.inside("billing_periods"))
            }
            Calculation::Proration(asked) => {
                asked.parts().map(Answer::ProratedParts).map_err(|no| no.inside("proration"))
            }
            Calculation::PlanChange(asked) => {
                asked.figures().map(Answer::PlanChange).map_err(|no| no.inside("plan_change"))
            }
            Calculation::Usage(asked) => {
                asked.figures().map(Answer::Usage).map_err(|no| no.inside("usage"))
            }
            Calculation::MinimumCommitment(asked) => {
                asked.missing().map(Answer::Amount).map_err(|no| no.inside("minimum_commitment"))
            }
        }
    }
}
