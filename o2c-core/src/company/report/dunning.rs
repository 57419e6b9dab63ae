//! What would be reminded of, what was, and whom to call first.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::dunning::{Asked, LateTerms, accounts};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::dunning::{Block, Proposal, Why, Written, propose};
use crate::id::CustomerId;
use crate::money::{Currency, Money};
use crate::receivable::{AccountKey, Holder};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which reminders would be written.
    DunningQuery {
        /// The day of the run.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// What late items bear, shown by the levels that say so.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        interest: Option<LateTerms>,
    }
    /// Whose reminders.
    RemindersQuery {
        /// Whose.
        customer: CustomerId,
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
    /// Whom to call.
    WorklistQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// What a run would write to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DunningRow {
    /// The customer.
    pub customer: CustomerId,
    /// The currency of all its figures.
    pub currency: Currency,
    /// What the run would write, and where each item stands.
    pub proposal: Proposal,
}

/// What was written to one account.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AccountReminders {
    /// The currency.
    pub currency: Currency,
    /// What was written, in its order.
    pub letters: Vec<Written>,
    /// What stands in the way on the day, told by hand.
    pub blocks: Vec<Block>,
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
    /// The level that a run of the day would raise it to, if it would.
    pub next_level: Option<u8>,
    /// The first day on which a run would raise something.
    pub changes_on: Option<Day>,
    /// What orders the list: each late amount times its days, in the currency's smallest unit.
    pub weight: i128,
}

impl Company {
    /// What a run of reminders would write on a day (rulebook R-07): the decision of the run
    /// itself.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `interest.rate_missing`,
    /// `money.out_of_range`.
    pub fn dunning(&self, query: &DunningQuery) -> Result<Vec<DunningRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let customers: Vec<CustomerId> = query.customer.iter().cloned().collect();
        let asked = Asked {
            as_of: query.as_of,
            known_at: query.known_at,
            interest: query.interest.as_ref(),
        };
        let mut rows = Vec::new();
        for key in accounts(&self.state, &customers) {
            rows.extend(self.dunning_row(&asked, &key)?);
        }
        Ok(rows)
    }

    fn dunning_row(
        &self,
        asked: &Asked<'_>,
        key: &AccountKey,
    ) -> Result<Option<DunningRow>, Rejection> {
        let Holder::Customer(customer) = &key.holder else { return Ok(None) };
        let Some((policy, case)) = asked.case(&self.state, key)? else { return Ok(None) };
        let case = match self.state.reminders(key) {
            Some(reminders) => reminders.known(case, asked.known_at),
            None => case,
        };
        let proposal = propose(&policy, &case)?;
        Ok(Some(DunningRow { customer: customer.clone(), currency: key.currency, proposal }))
    }

    /// What was written to a customer by a day, and what stands in the way of more.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was.
    pub fn reminders(&self, query: &RemindersQuery) -> Result<Vec<AccountReminders>, Rejection> {
        self.customer(&query.customer)?;
        let mut told = Vec::new();
        for key in accounts(&self.state, core::slice::from_ref(&query.customer)) {
            let Some(reminders) = self.state.reminders(&key) else { continue };
            told.push(AccountReminders {
                currency: key.currency,
                letters: reminders.letters_on(query.as_of, query.known_at).cloned().collect(),
                blocks: reminders.blocks_on(query.as_of, query.known_at).cloned().collect(),
            });
        }
        Ok(told)
    }

    /// The accounts with something late, the most pressing first: by what is late and how long.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn worklist(&self, query: &WorklistQuery) -> Result<Vec<Worked>, Rejection> {
        let asked = Asked { as_of: query.as_of, known_at: query.known_at, interest: None };
        let mut worked = Vec::new();
        for key in accounts(&self.state, &[]) {
            let Some(row) = self.dunning_row(&asked, &key)? else { continue };
            worked.extend(self.worked(&key, &row, query)?);
        }
        let order = |of: &Worked| (core::cmp::Reverse(of.weight), of.customer.clone(), of.currency);
        worked.sort_by_key(order);
        Ok(worked)
    }

    fn worked(
        &self,
        key: &AccountKey,
        row: &DunningRow,
        query: &WorklistQuery,
    ) -> Result<Option<Worked>, Rejection> {
        let steps = &row.proposal.steps;
        let late = || steps.iter().filter(|step| step.days_late > 0);
        let Some(days_late) = late().map(|step| step.days_late).max() else { return Ok(None) };
        let at_risk = Money::sum(key.currency, late().map(|step| step.dunned))?;
        let account = self.state.account(key);
        let open = |step: &&crate::dunning::Step| matches!(step.why, Why::Blocked(_));
        let blocked = late().filter(open).filter_map(|step| {
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
        Ok(Some(Worked {
            customer: row.customer.clone(),
            currency: row.currency,
            at_risk,
            blocked,
            days_late,
            level: late().map(|step| step.level).max().unwrap_or(0),
            reminded_on: written.map(|written| written.at.on).max(),
            next_level: row.proposal.letters.iter().map(|letter| letter.level).max(),
            changes_on: row.proposal.changes_on,
            weight,
        }))
    }
}
