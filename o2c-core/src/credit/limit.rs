//! How much credit there is (rulebook C-04, C-07), and how much of it is left.

use super::Rejection;
use super::cover::CoverOf;
use super::exposure::Exposure;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Money, Percent};

/// How much credit a customer has. Unlimited must be said; nothing is no credit at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Limit {
    /// As much as the customer likes.
    Unlimited,
    /// Up to this amount, that amount included; nothing means payment in advance.
    UpTo(Money),
}

/// How insurance and guarantees count: one way, never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Counting {
    /// The exposure is held against the limit; what others cover is not looked at.
    #[default]
    Gross,
    /// The exposure less what is covered and guaranteed is held against the limit.
    Net,
    /// The exposure is held against the limit and the insurer's limit together.
    OwnAndInsured,
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// What an insurer covers of a customer.
    Insurance {
        /// Up to how much; nothing where the insurer has cut it.
        limit: Money,
        /// How much of it he pays, in percent.
        quota: Percent,
        /// What he keeps back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        deductible: Option<Money>,
        /// Whether he covers what is ordered and not delivered.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        covers_orders: bool,
        /// The longest credit he covers, in days from the invoice to its due day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        longest_credit_days: Option<u16>,
        /// Within how many days after its due day an unpaid invoice is to be declared to him.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        declare_within_days: Option<u16>,
    }
    /// The credit of a customer or a group, as it holds on a day.
    CreditTerms {
        /// How much.
        limit: Limit,
        /// How insurance and guarantees count.
        #[cfg_attr(feature = "serde", serde(default))]
        counting: Counting,
        /// What an insurer covers.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        insurance: Option<Insurance>,
        /// What is guaranteed in money, by a deposit or a bank.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        guarantees: Option<Money>,
        /// The day by which the file is to be looked at again.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        review_on: Option<Day>,
    }
}

/// An exposure against its limit: `available + counted = limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditStanding {
    /// All that is exposed.
    pub exposure: Money,
    /// What an insurer covers of it.
    pub covered: Money,
    /// What is guaranteed of the rest.
    pub guaranteed: Money,
    /// What is held against the limit.
    pub counted: Money,
    /// What it is held against; none where credit is unlimited.
    pub limit: Option<Money>,
    /// What is left; below zero where the limit is exceeded, none where credit is unlimited.
    pub available: Option<Money>,
}

impl Insurance {
    /// What he covers of an amount.
    pub(super) fn covered(&self, insurable: Money) -> Result<Money, Rejection> {
        let Insurance { limit, quota, deductible, .. } = *self;
        let cover = CoverOf { insurable, limit, quota, deductible };
        Ok(cover.cover()?.covered)
    }
}

impl CreditTerms {
    /// Holds an exposure against the limit.
    ///
    /// # Errors
    /// `credit.amount_negative` for a limit or a guarantee below zero, `money.currency_mismatch`
    /// where not all is in the currency of the exposure, `money.above_hundred` for the quota.
    pub fn standing(&self, exposure: &Exposure) -> Result<CreditStanding, Rejection> {
        let with_orders = self.insurance.is_some_and(|insurance| insurance.covers_orders);
        self.held_against(exposure.total, exposure.insurable(with_orders)?)
    }

    /// Holds all that is exposed, and what of it may be insured, against the limit.
    pub(super) fn held_against(
        &self,
        exposure: Money,
        insurable: Money,
    ) -> Result<CreditStanding, Rejection> {
        let nothing = Money::zero(exposure.currency());
        self.expect(exposure.currency())?;
        let covered = match &self.insurance {
            Some(insurance) => insurance.covered(insurable).map_err(|no| no.inside("insurance"))?,
            None => nothing,
        };
        let open = exposure.checked_sub(covered)?;
        let given = self.guarantees.unwrap_or(nothing);
        let guaranteed = if open.is_negative() {
            nothing
        } else if given.minor() < open.minor() {
            given
        } else {
            open
        };
        let counted = match self.counting {
            Counting::Gross | Counting::OwnAndInsured => exposure,
            Counting::Net => open.checked_sub(guaranteed)?,
        };
        let limit = match (self.limit, self.counting, &self.insurance) {
            (Limit::Unlimited, _, _) => None,
            (Limit::UpTo(own), Counting::OwnAndInsured, Some(insurance)) => {
                Some(own.checked_add(insurance.limit)?)
            }
            (Limit::UpTo(own), _, _) => Some(own),
        };
        let available = limit.map(|limit| limit.checked_sub(counted)).transpose()?;
        Ok(CreditStanding { exposure, covered, guaranteed, counted, limit, available })
    }

    /// Every amount is in one currency and not below zero.
    pub(super) fn expect(&self, currency: Currency) -> Result<(), Rejection> {
        let limit = match self.limit {
            Limit::Unlimited => None,
            Limit::UpTo(limit) => Some(limit),
        };
        for (name, amount) in [("limit.up_to", limit), ("guarantees", self.guarantees)] {
            if let Some(amount) = amount {
                expect_amount(amount, currency).map_err(|no| no.inside(name))?;
            }
        }
        match &self.insurance {
            Some(insurance) => insurance.expect(currency).map_err(|no| no.inside("insurance")),
            None => Ok(()),
        }
    }
}

impl Insurance {
    /// Every amount is in one currency and not below zero, the quota is no more than the whole.
    pub(super) fn expect(&self, currency: Currency) -> Result<(), Rejection> {
        let nothing = Money::zero(currency);
        self.covered(nothing).map(|_| ())
    }
}

/// An amount in a currency, not below zero.
pub(super) fn expect_amount(amount: Money, currency: Currency) -> Result<(), Rejection> {
    Money::zero(currency).expect(amount.currency())?;
    if amount.is_negative() {
        return Err(Rejection::AmountNegative { path: Path::root(), amount });
    }
    Ok(())
}
