//! What credit a customer might be given (rulebook C-15): every figure comes in, and what decided
//! goes out with it.

use super::Rejection;
use super::figures::{known, named};
use crate::body::bodies;
use crate::calendar::{Day, Terms};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Exact, Money, Percent, Ratio, Rounding};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What is known of a customer, and what each class may be given.
    CreditProposalOf {
        /// The day of the proposal.
        on: Day,
        /// The class of the customer.
        class: Text,
        /// What each class may be given.
        classes: Vec<ClassPolicy>,
        /// How much of the customer's equity may be lent.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        equity: Option<EquityBound>,
        /// How much of what the customer buys may stand open.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        sales: Option<SalesBound>,
        /// What an insurer covers.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        insurer: Option<InsurerBound>,
        /// The limit is a multiple of this, rounded down.
        step: Money,
    }
    /// What a class may be given.
    ClassPolicy {
        /// The class.
        class: Text,
        /// How much of the bound it is given, in percent.
        limit_factor: Percent,
        /// Its payment terms, where they are proposed.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The deposit it pays on orders, in percent.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        deposit: Option<Percent>,
        /// After how many months it is looked at again.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        review_months: Option<u16>,
    }
    /// A percentage of the customer's equity.
    EquityBound {
        /// The equity.
        equity: Money,
        /// How much of it.
        percent: Percent,
    }
    /// A multiple of what the customer buys while terms last: `factor × monthly × days / 30`.
    SalesBound {
        /// What is expected to be sold in a month, VAT included.
        monthly: Money,
        /// How often.
        factor: Exact,
        /// The days of the terms.
        terms_days: u16,
    }
    /// What an insurer covers, grossed up: `limit / quota`.
    InsurerBound {
        /// Up to how much he covers.
        limit: Money,
        /// How much of it he pays, in percent; above zero.
        quota: Percent,
    }
}

/// What bounds a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LimitBound {
    /// What it comes from: `equity`, `sales` or `insurer`.
    pub bound: Text,
    /// How much it allows, rounded down to the minor unit.
    pub amount: Money,
}

/// A proposal and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CreditProposal {
    /// The limit: the least bound times the class's factor, rounded down to the step.
    pub limit: Money,
    /// The class's factor in percent.
    pub limit_factor: Percent,
    /// What it was taken of: the bounds, the least first.
    pub bounds: Vec<LimitBound>,
    /// The terms, where the class has some.
    pub terms: Option<Terms>,
    /// The deposit in percent, where the class pays one.
    pub deposit: Option<Percent>,
    /// The day to look again, where the class has one.
    pub review_on: Option<Day>,
}

impl CreditProposalOf {
    /// The limit, terms, deposit and day of review.
    ///
    /// # Errors
    /// `credit.unknown_class`, `credit.bound_missing`, `credit.amount_negative`,
    /// `credit.amount_not_positive` for the step, `credit.nothing_to_divide_by` for a quota of
    /// nothing, `money.currency_mismatch`, `money.above_hundred`; each with its path.
    pub fn proposal(&self) -> Result<CreditProposal, Rejection> {
        let Some(place) = self.classes.iter().position(|policy| policy.class == self.class) else {
            let path = Path::field("class");
            return Err(Rejection::UnknownClass { path, class: self.class.clone() });
        };
        let Some(policy) = self.classes.get(place) else {
            return Err(Rejection::BoundMissing { path: Path::root() });
        };
        if !self.step.is_positive() {
            let (path, amount) = (Path::field("step"), self.step);
            return Err(Rejection::AmountNotPositive { path, amount });
        }
        policy.limit_factor.at_most_hundred().map_err(|no| {
            Rejection::from(no.inside("limit_factor")).inside_index("classes", place)
        })?;
        let mut bounds = self.bounds()?;
        // The least first; of equals that which stands first.
        bounds.sort_by_key(|bound| bound.1);
        let Some((_, least)) = bounds.first() else {
            return Err(Rejection::BoundMissing { path: Path::root() });
        };
        let share = percent_of(*least, policy.limit_factor)?;
        let down = Rounding::TowardZero;
        let limit = share.amount(self.step.currency(), down)?.rounded_to(self.step, down)?;
        let bound = |(name, amount): (&str, Ratio)| {
            let amount = amount.amount(self.step.currency(), down)?;
            Ok(LimitBound { bound: named(name), amount })
        };
        let months = policy.review_months.map(|months| self.on.plus_months(i32::from(months)));
        Ok(CreditProposal {
            limit,
            limit_factor: policy.limit_factor,
            bounds: bounds.into_iter().map(bound).collect::<Result<_, Rejection>>()?,
            terms: policy.terms.clone(),
            deposit: policy.deposit,
            review_on: months.transpose()?,
        })
    }

    fn bounds(&self) -> Result<Vec<(&'static str, Ratio)>, Rejection> {
        let mut bounds = Vec::with_capacity(3);
        if let Some(EquityBound { equity, percent }) = self.equity {
            // A firm without equity is lent nothing on it.
            let nothing = Money::zero(equity.currency());
            let lent = if equity.is_negative() { nothing } else { equity };
            let lent = self.figure(lent, "equity").map_err(|no| no.inside("equity"))?;
            bounds.push(("equity", percent_of(lent, percent)?));
        }
        if let Some(SalesBound { monthly, factor, terms_days }) = self.sales {
            let at = |no: Rejection| no.inside("sales");
            let monthly = self.figure(monthly, "monthly").map_err(at)?;
            if factor.is_negative() {
                let path = Path::field("factor");
                return Err(at(Rejection::WeightNotPositive { path, weight: factor }));
            }
            let months = known(Ratio::new(i128::from(terms_days), 30), Ratio::ZERO)?;
            let bound = monthly.times(Ratio::of(factor)).and_then(|sold| sold.times(months));
            bounds.push(("sales", known(bound, monthly)?));
        }
        if let Some(InsurerBound { limit, quota }) = self.insurer {
            let at = |no: Rejection| no.inside("insurer");
            let limit = self.figure(limit, "limit").map_err(at)?;
            quota.at_most_hundred().map_err(|no| at(no.inside("quota").into()))?;
            if !quota.exact().is_positive() {
                let (path, figure) = (Path::field("quota"), quota.exact());
                return Err(at(Rejection::NothingToDivideBy { path, figure }));
            }
            let hundredfold = known(limit.times(Ratio::whole(100)), limit)?;
            let bound = known(hundredfold.divided_by(Ratio::of(quota.exact())), limit)?;
            bounds.push(("insurer", bound));
        }
        Ok(bounds)
    }

    /// An amount of the step's currency that is not below zero, in its main unit.
    fn figure(&self, amount: Money, field: &str) -> Result<Ratio, Rejection> {
        self.step.expect(amount.currency()).map_err(|no| no.inside(field))?;
        if amount.is_negative() {
            return Err(Rejection::AmountNegative { path: Path::field(field), amount });
        }
        Ok(Ratio::of_money(amount))
    }
}

fn percent_of(figure: Ratio, percent: Percent) -> Result<Ratio, Rejection> {
    let share = figure.times(Ratio::of(percent.exact()));
    known(share.and_then(|share| share.divided_by(Ratio::whole(100))), figure)
}
