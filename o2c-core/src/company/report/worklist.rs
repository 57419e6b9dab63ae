//! Whom to call first, what to do next and why.

use super::dunning::DunningRow;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::credit::{file_of_customer, payment_index};
use crate::company::dunning::{Asked, accounts};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::dunning::{BlockReason, Channel, Policy, Proposal, Step, Why};
use crate::id::{CustomerId, Text};
use crate::money::{Currency, Exact, Money};
use crate::receivable::{AccountKey, PromiseStanding};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Whom to call.
    WorklistQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// An account that somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Worked {
    /// The customer.
    pub customer: CustomerId,
    /// The currency of all its figures.
    pub currency: Currency,
    /// What is late, without what stands in the way of.
    pub at_risk: Money,
    /// What is late and blocked.
    pub blocked: Money,
    /// How many days the oldest of it is late.
    pub days_late: i32,
    /// The highest level written of.
    pub level: u8,
    /// The day of the last letter, if one was written.
    pub reminded_on: Option<Day>,
    /// The last day on which the customer was heard of: a letter, a promise, a dispute.
    pub contacted_on: Option<Day>,
    /// The level that a run of the day would raise it to, if it would.
    pub next_level: Option<u8>,
    /// The first day on which a run would raise something.
    pub changes_on: Option<Day>,
    /// The payment index of the last twelve months, from 1 to 100; none without payments.
    pub score: Option<Exact>,
    /// The customer's class of risk, where the credit file has one.
    pub risk_class: Option<Text>,
    /// How many promises were broken.
    pub promises_broken: u32,
    /// What to do next.
    pub next: NextStep,
    /// Why that.
    pub why: NextReason,
    /// What orders the list: each late amount times its days, in the currency's smallest unit.
    pub weight: i128,
}

/// What to do next about an account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum NextStep {
    /// Call the customer.
    Call,
    /// Write the reminder of a level.
    Remind {
        /// The level.
        level: u8,
        /// The way it takes.
        channel: Channel,
        /// What it is called.
        name: Text,
    },
    /// Settle what is contested.
    SettleDispute,
    /// Lodge the claim with the insolvency.
    LodgeClaim,
    /// Give the file to an agency or a court.
    HandOver,
    /// Do nothing until a day, or until something changes where none is given.
    Wait {
        /// The day.
        until: Option<Day>,
    },
}

/// Why a step is the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum NextReason {
    /// A promise was broken since anybody was in touch.
    PromiseBroken,
    /// A level is reached.
    LevelReached,
    /// All levels were written of and nothing came.
    LastLevelWritten,
    /// All that is late is blocked, for this reason.
    Blocked(BlockReason),
    /// The delay of the next level or the days since the last letter are not over.
    TooSoon,
    /// Credits cover what is late, or it is less than the least amount.
    NotEnoughOwed,
    /// Nobody reminds this customer.
    NoPolicy,
}

/// What was arranged with a customer and what came of it.
#[derive(Default)]
struct Past {
    contacted_on: Option<Day>,
    broken: u32,
    broken_on: Option<Day>,
}

impl Company {
    /// The accounts with something late, the most pressing first: by what is late and how long;
    /// each with what to do next and why.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn worklist(&self, query: &WorklistQuery) -> Result<Vec<Worked>, Rejection> {
        let asked = Asked { as_of: query.as_of, known_at: query.known_at, interest: None };
        // Whom nobody reminds is late from the first day on all the same.
        let nobody = Policy::after_due(&[u16::MAX]);
        let mut worked = Vec::new();
        for key in accounts(&self.state, &[]) {
            let row = self.dunning_row(&asked, &key, None)?;
            let (row, is_reminded) = match row {
                Some(row) => (Some(row), true),
                None => (self.dunning_row(&asked, &key, Some(&nobody))?, false),
            };
            let Some(row) = row else { continue };
            worked.extend(self.worked(&key, &row, is_reminded, query)?);
        }
        let order = |of: &Worked| (core::cmp::Reverse(of.weight), of.customer.clone(), of.currency);
        worked.sort_by_cached_key(order);
        Ok(worked)
    }

    fn worked(
        &self,
        key: &AccountKey,
        row: &DunningRow,
        is_reminded: bool,
        query: &WorklistQuery,
    ) -> Result<Option<Worked>, Rejection> {
        let steps = &row.proposal.steps;
        let late = || steps.iter().filter(|step| step.days_late > 0);
        let Some(days_late) = late().map(|step| step.days_late).max() else { return Ok(None) };
        let at_risk = Money::sum(key.currency, late().map(|step| step.dunned))?;
        let account = self.state.account(key);
        let is_blocked = |step: &&Step| matches!(step.why, Why::Blocked(_));
        let blocked = late().filter(is_blocked).filter_map(|step| {
            let entry = account.and_then(|account| account.entry(&step.entry))?;
            Some(entry.open_as_of(query.as_of, query.known_at).amount)
        });
        let blocked = Money::sum(key.currency, blocked)?;
        // Amounts of 64 bits times days of 32 stay within 128.
        let weight = late().fold(0_i128, |sum, step| {
            let one = i128::from(step.dunned.minor()).saturating_mul(step.days_late.into());
            sum.saturating_add(one)
        });
        let reminders = self.state.reminders(key);
        let written = reminders.into_iter();
        let written = written.flat_map(|of| of.letters_on(query.as_of, query.known_at));
        let reminded_on = written.map(|written| written.at.on).max();
        let past = self.past(key, reminded_on, query)?;
        let (next, why) = next_step(&row.proposal, &past, is_reminded);
        let file = file_of_customer(&self.state, &row.customer);
        let assessment = file.and_then(|file| file.assessment_on(query.as_of, query.known_at));
        let next_level = row.proposal.letters.iter().map(|letter| letter.level).max();
        Ok(Some(Worked {
            customer: row.customer.clone(),
            currency: row.currency,
            at_risk,
            blocked,
            days_late,
            level: late().map(|step| step.level).max().unwrap_or(0),
            reminded_on,
            contacted_on: past.contacted_on,
            next_level: next_level.filter(|_| is_reminded),
            changes_on: row.proposal.changes_on.filter(|_| is_reminded),
            score: payment_index(&self.state, &row.customer, query.as_of)?,
            risk_class: assessment.map(|assessment| assessment.class.clone()),
            promises_broken: past.broken,
            next,
            why,
            weight,
        }))
    }

    /// When the customer was last heard of, and which promises were broken.
    fn past(
        &self,
        key: &AccountKey,
        reminded_on: Option<Day>,
        query: &WorklistQuery,
    ) -> Result<Past, Rejection> {
        let mut past = Past { contacted_on: reminded_on, ..Past::default() };
        let mut heard = |on: Day| past.contacted_on = past.contacted_on.max(Some(on));
        let promises = match self.state.account(key) {
            Some(account) => account.promises_on(query.as_of, query.known_at)?,
            None => Vec::new(),
        };
        for one in &promises {
            heard(one.record.made.on);
        }
        for id in self.state.disputes_of(key) {
            let claim = self.state.dispute(id).and_then(|dispute| dispute.claim());
            let opened = claim.map(|claim| claim.at);
            if let Some(at) = opened.filter(|at| at.is_seen(query.as_of, query.known_at)) {
                heard(at.on);
            }
        }
        let broken = promises.iter().filter(|one| one.standing == PromiseStanding::Broken);
        past.broken = u32::try_from(broken.clone().count()).unwrap_or(u32::MAX);
        past.broken_on = broken.map(|one| one.record.promise.pay_on).max();
        Ok(past)
    }
}

/// The next step and why, the first that fits: what is blocked is not chased, a broken promise is
/// asked about, then what the policy says.
fn next_step(proposal: &Proposal, past: &Past, is_reminded: bool) -> (NextStep, NextReason) {
    let late = || proposal.steps.iter().filter(|step| step.days_late > 0);
    let reason_of = |step: &Step| match step.why {
        Why::Blocked(reason) => Some(reason),
        Why::NotLate
        | Why::DelayNotOver
        | Why::TooSoon
        | Why::LastLevel
        | Why::Rises
        | Why::Held => None,
    };
    let until = proposal.changes_on;
    let first = late().next().and_then(reason_of);
    if let Some(reason) = first.filter(|_| late().all(|step| reason_of(step).is_some())) {
        let step = match reason {
            BlockReason::Dispute => NextStep::SettleDispute,
            BlockReason::Insolvency => NextStep::LodgeClaim,
            BlockReason::Promise
            | BlockReason::PaymentInTransit
            | BlockReason::InstalmentPlan
            | BlockReason::LegalAction
            | BlockReason::ByHand => NextStep::Wait { until },
        };
        return (step, NextReason::Blocked(reason));
    }
    let is_since = |broken: Day| past.contacted_on.is_none_or(|contact| contact <= broken);
    if past.broken_on.is_some_and(is_since) {
        return (NextStep::Call, NextReason::PromiseBroken);
    }
    if !is_reminded {
        return (NextStep::Call, NextReason::NoPolicy);
    }
    if let Some(letter) = proposal.letters.iter().max_by_key(|letter| letter.level) {
        let (level, channel, name) = (letter.level, letter.channel, letter.name.clone());
        let step = match channel {
            Channel::Phone => NextStep::Call,
            Channel::Email
            | Channel::Letter
            | Channel::RegisteredLetter
            | Channel::TextMessage
            | Channel::Portal => NextStep::Remind { level, channel, name },
        };
        return (step, NextReason::LevelReached);
    }
    if proposal.held.is_some() {
        return (NextStep::Wait { until }, NextReason::NotEnoughOwed);
    }
    if late().any(|step| step.why == Why::LastLevel) {
        return (NextStep::HandOver, NextReason::LastLevelWritten);
    }
    (NextStep::Wait { until }, NextReason::TooSoon)
}
