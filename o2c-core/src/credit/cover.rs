//! What an insurer covers of an exposure (rulebook C-04).

use super::Rejection;
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Money, Percent, Rounding};

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// An exposure that may be insured, and on what conditions it is.
    CoverOf {
        /// What is owed for what was delivered and is not contested.
        insurable: Money,
        /// Up to how much the insurer covers.
        limit: Money,
        /// How much of it he pays, in percent.
        quota: Percent,
        /// What he keeps back of it, where he does.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        deductible: Option<Money>,
    }
}

/// What is covered and what is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Cover {
    /// What the insurer would pay.
    pub covered: Money,
    /// What stays one's own risk.
    pub own_risk: Money,
}

impl CoverOf {
    /// `min(insurable, limit) × quota − deductible`, rounded once half away from zero, never below
    /// nothing.
    ///
    /// ```
    /// use o2c_core::credit::CoverOf;
    /// // rulebook EX-C2.
    /// let cover = CoverOf {
    ///     insurable: "40000.00 EUR".parse()?,
    ///     limit: "30000.00 EUR".parse()?,
    ///     quota: "90".parse()?,
    ///     deductible: None,
    /// };
    /// let cover = cover.cover()?;
    /// assert_eq!(cover.covered.to_string(), "27000.00 EUR");
    /// assert_eq!(cover.own_risk.to_string(), "13000.00 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `credit.amount_negative`, `money.above_hundred` for the quota;
    /// each with its path.
    pub fn cover(&self) -> Result<Cover, Rejection> {
        let (insurable, limit) = (self.insurable, self.limit);
        for (name, amount) in [("limit", Some(limit)), ("deductible", self.deductible)] {
            let Some(amount) = amount else { continue };
            insurable.expect(amount.currency()).map_err(|no| no.inside(name))?;
            if amount.is_negative() {
                return Err(Rejection::AmountNegative { path: Path::field(name), amount });
            }
        }
        self.quota.at_most_hundred().map_err(|no| no.inside("quota"))?;
        let nothing = Money::zero(insurable.currency());
        let within = if insurable.minor() < limit.minor() { insurable } else { limit };
        if !within.is_positive() {
            return Ok(Cover { covered: nothing, own_risk: insurable });
        }
        let paid = within.percent(self.quota, Rounding::HalfAwayFromZero)?;
        let paid = paid.checked_sub(self.deductible.unwrap_or(nothing))?;
        let covered = if paid.is_negative() { nothing } else { paid };
        Ok(Cover { covered, own_risk: insurable.checked_sub(covered)? })
    }
}
