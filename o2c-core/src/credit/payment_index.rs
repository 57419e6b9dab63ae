//! The payment index (rulebook C-10): how customers pay what they owe, from 1 to 100, weighted by
//! amount. 80 is prompt, 100 thirty days early, 50 thirty days late.

use super::Rejection;
use super::figures::{known, printed};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Money, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What was paid, and when.
    PaymentIndex {
        /// What was paid, in one currency.
        experiences: Vec<PaymentExperience>,
    }
    /// An amount and the days between the day it was due and the day it was paid.
    PaymentExperience {
        /// How much, above zero.
        amount: Money,
        /// Days beyond terms: below zero where it was paid early.
        days_beyond_terms: Exact,
    }
}

/// How likely it is that a payer is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PaymentRisk {
    /// An index of 80 and more.
    Low,
    /// An index of 50 and more, below 80.
    Medium,
    /// An index below 50.
    High,
}

/// An index and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PaymentIndexFigures {
    /// From 1 to 100, at four decimals.
    pub index: Exact,
    /// What it says.
    pub risk: PaymentRisk,
    /// Each experience, largest amount first.
    pub factors: Vec<IndexedExperience>,
}

/// An experience and its own index.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct IndexedExperience {
    /// How much.
    pub amount: Money,
    /// Days beyond terms.
    pub days_beyond_terms: Exact,
    /// The index of the days alone, at four decimals.
    pub index: Exact,
}

/// The nodes of the chart, in halves of a day and points; straight lines lead from one to the next.
const NODES: [(i128, i128); 9] =
    [(-60, 100), (-40, 90), (0, 80), (30, 70), (45, 60), (60, 50), (120, 40), (180, 30), (240, 20)];

impl PaymentIndex {
    /// The index, each experience weighted by its amount.
    ///
    /// ```
    /// use o2c_core::credit::{PaymentExperience, PaymentIndex};
    /// // rulebook EX-C3: 10,000 prompt and 5,000 thirty days late.
    /// let paid = |amount: &str, days: &str| {
    ///     let (amount, days_beyond_terms) = (amount.parse()?, days.parse()?);
    ///     Ok::<_, o2c_core::error::Error>(PaymentExperience { amount, days_beyond_terms })
    /// };
    /// let experiences = vec![paid("10000.00 EUR", "0")?, paid("5000.00 EUR", "30")?];
    /// assert_eq!(PaymentIndex { experiences }.figures()?.index.to_string(), "70");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.not_enough` without experiences, `credit.amount_not_positive` and
    /// `money.currency_mismatch` with the place of the experience, `credit.out_of_range`.
    pub fn figures(&self) -> Result<PaymentIndexFigures, Rejection> {
        let Some(first) = self.experiences.first() else {
            let path = Path::field("experiences");
            return Err(Rejection::NotEnough { path, found: 0, needed: 1 });
        };
        let currency = first.amount.currency();
        let (mut weighted, mut amounts) = (Ratio::ZERO, Ratio::ZERO);
        let mut factors = Vec::with_capacity(self.experiences.len());
        for (place, experience) in self.experiences.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("experiences", place);
            let PaymentExperience { amount, days_beyond_terms } = *experience;
            Money::zero(currency)
                .expect(amount.currency())
                .map_err(|no| at(Rejection::from(no.inside("amount"))))?;
            if !amount.is_positive() {
                let path = Path::field("amount");
                return Err(at(Rejection::AmountNotPositive { path, amount }));
            }
            let index = index_of(Ratio::of(days_beyond_terms)).map_err(at)?;
            let minor = Ratio::whole(i128::from(amount.minor()));
            let part = known(index.times(minor), index).map_err(at)?;
            weighted = known(weighted.plus(part), weighted).map_err(at)?;
            amounts = known(amounts.plus(minor), amounts).map_err(at)?;
            let index = printed(index).map_err(at)?;
            factors.push(IndexedExperience { amount, days_beyond_terms, index });
        }
        factors.sort_by_key(|factor| core::cmp::Reverse(factor.amount.minor()));
        let index = known(weighted.divided_by(amounts), weighted)?;
        Ok(PaymentIndexFigures { index: printed(index)?, risk: risk_of(index), factors })
    }
}

fn risk_of(index: Ratio) -> PaymentRisk {
    if index >= Ratio::whole(80) {
        PaymentRisk::Low
    } else if index >= Ratio::whole(50) {
        PaymentRisk::Medium
    } else {
        PaymentRisk::High
    }
}

/// The index of days beyond terms: on the line between two nodes; beyond the last node a third of
/// a point less each day, down to one.
fn index_of(days: Ratio) -> Result<Ratio, Rejection> {
    let found = || {
        let mut nodes = NODES
            .iter()
            .map(|(half_days, points)| Some((Ratio::new(*half_days, 2)?, Ratio::whole(*points))));
        let mut before = nodes.next()??;
        if days <= before.0 {
            return Some(before.1);
        }
        for node in nodes {
            let node = node?;
            if days <= node.0 {
                let slope = node.1.minus(before.1)?.divided_by(node.0.minus(before.0)?)?;
                return before.1.plus(slope.times(days.minus(before.0)?)?);
            }
            before = node;
        }
        let beyond = days.minus(before.0)?.divided_by(Ratio::whole(3))?;
        Some(before.1.minus(beyond)?.max(Ratio::ONE))
    };
    known(found(), days)
}
