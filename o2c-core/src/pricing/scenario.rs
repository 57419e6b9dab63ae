//! Scenarios: one order under several discounts, terms and deposits, side by side.

use super::{Margin, PriceFinding, PriceOrder, PricedOrder, Rejection, price_order};
use crate::body::bodies;
use crate::calendar::{AnchorDays, Day, Holidays, Terms};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Money, Percent, Rate, Rounding, divide};
use alloc::string::ToString;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What one scenario changes.
    Scenario {
        /// What it is called.
        name: Text,
        /// A discount on the whole order, after all conditions; at most 100.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        discount: Option<Percent>,
        /// When the rest is to be paid.
        terms: Terms,
        /// What is paid with the order, of the net amount; at most 100.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        deposit: Option<Percent>,
        /// Whether the customer takes the early discount that the terms offer.
        #[cfg_attr(feature = "serde", serde(default))]
        takes_early_discount: bool,
    }
    /// An order and the scenarios it is priced under. All amounts are without VAT.
    Scenarios {
        /// The order; what it costs and what it must not undercut stand on its lines.
        order: PriceOrder,
        /// The day of the invoice, which terms count from.
        invoiced_on: Day,
        /// What money costs in a year, in percent.
        credit_rate: Rate,
        /// The scenarios.
        scenarios: Vec<Scenario>,
        /// The days no payment falls due on, where the terms shift.
        #[cfg_attr(feature = "serde", serde(default))]
        holidays: Holidays,
    }
}

/// Money that comes in on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CashIn {
    /// The day.
    pub on: Day,
    /// How much.
    pub amount: Money,
}

/// What an order comes to under one scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ScenarioOutcome {
    /// The scenario.
    pub name: Text,
    /// What the order comes to.
    pub net: Money,
    /// What the early discount takes, where it is taken.
    pub early_discount: Money,
    /// What comes in, and when: the deposit on the day of the order, then the instalments.
    pub cash: Vec<CashIn>,
    /// The day the last of it comes in.
    pub paid_on: Option<Day>,
    /// What waiting for the money costs from the day of the order on: each amount times its days
    /// at the rate, of 365 days a year, rounded once, half away from zero.
    pub credit_cost: Money,
    /// What is left of the net amount less the early discount, where all costs are known.
    pub margin: Option<Margin>,
    /// What is left of that after the cost of credit.
    pub margin_after_credit: Option<Money>,
    /// Whether nothing stands in the way: no floor undercut without approval once the discount is
    /// taken off, no minimum missed.
    pub is_acceptable: bool,
    /// What somebody had better look at under this scenario.
    pub findings: Vec<PriceFinding>,
}

/// Prices one order under every scenario; nothing of one touches another.
///
/// # Errors
/// Whatever the order refuses, below `order`; `calendar.*` of terms and `money.*` of percentages,
/// below `scenarios[i]`.
pub fn price_scenarios(asked: &Scenarios) -> Result<Vec<ScenarioOutcome>, Rejection> {
    let priced = price_order(&asked.order).map_err(|no| no.inside("order"))?;
    let outcomes = asked.scenarios.iter().enumerate().map(|(index, scenario)| {
        asked.outcome(&priced, scenario).map_err(|no| no.inside_index("scenarios", index))
    });
    outcomes.collect()
}

impl Scenarios {
    fn outcome(
        &self,
        priced: &PricedOrder,
        scenario: &Scenario,
    ) -> Result<ScenarioOutcome, Rejection> {
        let discount = part(priced.net, scenario.discount, "discount")?;
        let net = priced.net.checked_sub(discount)?;
        let mut findings = self.order.below(priced, discount)?;
        let others = priced.findings.iter();
        findings
            .extend(others.filter(|one| matches!(one, PriceFinding::BelowMinimum { .. })).cloned());
        let deposit = part(net, scenario.deposit, "deposit")?;
        let rest = net.checked_sub(deposit)?;
        let mut cash = Vec::new();
        if !deposit.is_zero() {
            cash.push(CashIn { on: self.order.on, amount: deposit });
        }
        let early = scenario.terms.early_discount.filter(|_| scenario.takes_early_discount);
        let mut early_discount = Money::zero(net.currency());
        if let Some(early) = early {
            early_discount = rest.percent(early.percent, Rounding::HalfAwayFromZero)?;
            let amount = rest.checked_sub(early_discount)?;
            let on = self.invoiced_on.plus_days(i64::from(early.days))?;
            cash.push(CashIn { on, amount });
        } else if !rest.is_zero() {
            let days =
                AnchorDays { issued_on: self.invoiced_on, received_on: None, delivered_on: None };
            let due = scenario.terms.schedule_on(rest, &days, &self.holidays);
            let due = due.map_err(|no| Rejection::from(no.inside("terms")))?;
            cash.extend(due.iter().map(|one| CashIn { on: one.due_on, amount: one.amount }));
        }
        let earned = net.checked_sub(early_discount)?;
        let credit_cost = self.credit_cost(&cash, net)?;
        let margin = match priced.margin {
            Some(margin) => Some(Margin::of(earned, margin.cost)?),
            None => None,
        };
        let margin_after_credit = match margin {
            Some(margin) => Some(margin.amount.checked_sub(credit_cost)?),
            None => None,
        };
        Ok(ScenarioOutcome {
            name: scenario.name.clone(),
            net,
            early_discount,
            paid_on: cash.iter().map(|one| one.on).max(),
            cash,
            credit_cost,
            margin,
            margin_after_credit,
            is_acceptable: findings.iter().all(PriceFinding::is_approved),
            findings,
        })
    }

    /// Each amount times the days until it comes in, at the rate.
    fn credit_cost(&self, cash: &[CashIn], net: Money) -> Result<Money, Rejection> {
        let mut amount_days = 0_i128;
        for one in cash {
            let days = i128::from(self.order.on.days_until(one.on));
            // 64 bits times 22, as often as there are instalments.
            let product = i128::from(one.amount.minor()).saturating_mul(days);
            amount_days = amount_days.saturating_add(product);
        }
        let rate = self.credit_rate.exact();
        let beyond = || crate::money::Rejection::OutOfRange {
            path: Path::field("credit_rate"),
            figure: self.credit_rate.to_string(),
        };
        let product = amount_days.checked_mul(i128::from(rate.mantissa())).ok_or_else(beyond)?;
        // A figure has at most ten decimals: 36500 with ten more zeros fits easily.
        let scale = 10_i128.saturating_pow(u32::from(rate.places()));
        let cost = divide(product, scale.saturating_mul(36_500), Rounding::HalfAwayFromZero)?;
        Ok(Money::from_wide(cost, net.currency())?)
    }
}

/// A percentage of an amount, of at most the whole; nothing where none is given.
fn part(of: Money, percent: Option<Percent>, place: &str) -> Result<Money, Rejection> {
    let Some(percent) = percent else { return Ok(Money::zero(of.currency())) };
    let percent = percent.at_most_hundred().map_err(|no| Rejection::from(no.inside(place)))?;
    Ok(of.percent(percent, Rounding::HalfAwayFromZero)?)
}
