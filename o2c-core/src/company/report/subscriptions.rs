//! What was subscribed to, and what is to be billed.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::subscription::{unknown_subscription, verdict_at_billing};
use crate::company::view::View;
use crate::company::{Company, Event, Rejection, broken_history};
use crate::credit::{Check, Outcome};
use crate::id::{CustomerId, SubscriptionId};
use crate::machine::Machine;
use crate::money::{Currency, Exact, Money, Rounding};
use crate::subscription::{BilledLine, Contract, Subscription};
use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which subscription.
    SubscriptionQuery {
        /// Which.
        subscription: SubscriptionId,
        /// By which day what is due is told.
        until: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
    /// Which subscriptions.
    SubscriptionsQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// A subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SubscriptionReport {
    /// Which.
    pub subscription: SubscriptionId,
    /// Its state: `running`, `paused` or `cancelled`.
    pub state: &'static str,
    /// What was agreed and what became of it.
    pub contract: Contract,
    /// The lines that a run of the day would bill.
    pub due: Vec<BilledLine>,
    /// Their sum: below zero where more is to be given back than charged, which waits.
    pub total: Money,
    /// What credit would not let a run of the day bill them for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub blocked_by: Vec<Check>,
}

/// A subscription among others.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct SubscriptionRow {
    /// Which.
    pub subscription: SubscriptionId,
    /// Who subscribes.
    pub customer: CustomerId,
    /// The currency of its figures.
    pub currency: Currency,
    /// Its state: `running`, `paused` or `cancelled`.
    pub state: &'static str,
    /// Its first day.
    pub start: Day,
    /// The first day on which it is over, where it ends.
    pub end: Option<Day>,
    /// What its recurring charges come to in a whole period at the prices of the day.
    pub recurring: Money,
    /// The first billing day after the day of the report, where it has not ended by then.
    pub next_billing_on: Option<Day>,
    /// The sum of what a run of the day would bill; below zero where it waits.
    pub due: Money,
}

/// Subscriptions with their names.
pub(super) type Known<'a> = Vec<(&'a SubscriptionId, Cow<'a, Subscription>)>;

impl Company {
    /// Every subscription as one knew it at the end of a day, in the order in which they began: as
    /// it stands where no day is given.
    pub(super) fn subscriptions_known(
        &self,
        known_at: Option<Day>,
    ) -> Result<Known<'_>, Rejection> {
        let Some(known_at) = known_at else {
            let each = self.state.subscriptions.iter();
            return Ok(each.map(|(id, subscription)| (id, Cow::Borrowed(subscription))).collect());
        };
        let mut places: BTreeMap<&SubscriptionId, usize> = BTreeMap::new();
        let mut then: Vec<(&SubscriptionId, Subscription)> = Vec::new();
        let mut is_known = false;
        for (at, event) in self.history().iter().enumerate() {
            if let Event::Accepted(accepted) = event {
                is_known = accepted.recorded_on <= known_at;
            }
            let Event::Subscription { subscription: id, event } = event else { continue };
            if !is_known {
                continue;
            }
            let place = *places.entry(id).or_insert(then.len());
            if place == then.len() {
                then.push((id, Subscription::default()));
            }
            if let Some((_, subscription)) = then.get_mut(place) {
                subscription.evolve(event).map_err(|broken| broken_history(at, &broken))?;
            }
        }
        Ok(then.into_iter().map(|(id, one)| (id, Cow::Owned(one))).collect())
    }

    /// One subscription, and what a run would bill by a day: the same decision as the run's.
    ///
    /// # Errors
    /// `company.unknown_subscription`, `calendar.out_of_range`, `money.out_of_range`.
    pub fn subscription(&self, query: &SubscriptionQuery) -> Result<SubscriptionReport, Rejection> {
        let then = match query.known_at {
            None => self.state.subscription(&query.subscription).map(Cow::Borrowed),
            Some(_) => self
                .subscriptions_known(query.known_at)?
                .into_iter()
                .find_map(|(id, then)| (*id == query.subscription).then_some(then)),
        };
        let contract = then.as_deref().and_then(Subscription::contract);
        let contract = match contract {
            Some(contract) => contract,
            None => return Err(unknown_subscription(&query.subscription)),
        };
        let state = then.as_deref().map_or("", Subscription::state);
        let due = contract.due(query.until)?;
        let blocked_by = match query.known_at {
            Some(known_at) => {
                self.known_at(known_at)?.blocked_by(&query.subscription, contract, query.until)?
            }
            None => self.blocked_by(&query.subscription, contract, query.until)?,
        };
        Ok(SubscriptionReport {
            blocked_by,
            subscription: query.subscription.clone(),
            state,
            contract: contract.clone(),
            total: Money::sum(contract.plan.currency, due.iter().map(|line| line.amount))?,
            due,
        })
    }

    /// The checks that would keep a run of a day from billing a subscription.
    fn blocked_by(
        &self,
        id: &SubscriptionId,
        contract: &Contract,
        day: Day,
    ) -> Result<Vec<Check>, Rejection> {
        if self.settings().credit.at_billing.is_empty() {
            return Ok(Vec::new());
        }
        let verdict = verdict_at_billing(&self.state, id, contract, day, day)?;
        let findings = verdict.into_iter().flat_map(|verdict| verdict.findings);
        let blocking = findings.filter(|finding| finding.outcome == Outcome::Blocked);
        Ok(blocking.map(|finding| finding.check).collect())
    }

    /// Every subscription, in the order in which they began.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `calendar.out_of_range`,
    /// `money.out_of_range`.
    pub fn subscriptions(
        &self,
        query: &SubscriptionsQuery,
    ) -> Result<Vec<SubscriptionRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let mut rows = Vec::new();
        for (id, subscription) in self.subscriptions_known(query.known_at)? {
            let Some(contract) = subscription.contract() else { continue };
            let plan = &contract.plan;
            if query.customer.as_ref().is_some_and(|asked| *asked != plan.customer) {
                continue;
            }
            let day = query.as_of;
            let mut recurring = Money::zero(plan.currency);
            for charge in contract.steps.keys() {
                let Some(step) = contract.step_on(charge, day.max(plan.start)) else { continue };
                let mode = Rounding::HalfAwayFromZero;
                let one = step.price.times(step.quantity, Exact::ONE, plan.currency, mode)?;
                recurring = recurring.checked_add(one)?;
            }
            let cycle = contract.cycle_on(day);
            let after = cycle.last_on_or_before(day)?.saturating_add(1).max(0);
            let next = cycle.billing_day(after)?;
            let reset = contract.resets.iter().map(|(from, _)| *from).find(|from| *from > day);
            let next = reset.map_or(next, |reset| reset.min(next)).max(contract.charged_from());
            rows.push(SubscriptionRow {
                subscription: id.clone(),
                customer: plan.customer.clone(),
                currency: plan.currency,
                state: subscription.state(),
                start: plan.start,
                end: contract.end,
                recurring,
                next_billing_on: Some(next).filter(|on| contract.end.is_none_or(|end| *on < end)),
                due: contract.waiting(day)?,
            });
        }
        Ok(rows)
    }
}
