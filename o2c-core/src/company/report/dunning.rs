//! What would be reminded of, and what was.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::dunning::{Asked, LateTerms, accounts};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::dunning::{Block, GivenNotice, Policy, Proposal, Written, propose};
use crate::id::CustomerId;
use crate::money::Currency;
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
    /// The notices before due days, in their order.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub notices: Vec<GivenNotice>,
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
            rows.extend(self.dunning_row(&asked, &key, None)?);
        }
        Ok(rows)
    }

    /// What a run would write to an account: under its own policy, or another where one is given.
    pub(super) fn dunning_row(
        &self,
        asked: &Asked<'_>,
        key: &AccountKey,
        other: Option<&Policy>,
    ) -> Result<Option<DunningRow>, Rejection> {
        let Holder::Customer(customer) = &key.holder else { return Ok(None) };
        let policy = match other {
            Some(policy) => Some(policy),
            None => asked.policy(&self.state, customer)?,
        };
        let Some(policy) = policy else { return Ok(None) };
        let Some(case) = asked.looked_at(&self.state, key, policy)? else { return Ok(None) };
        let case = match self.state.reminders(key) {
            Some(reminders) => reminders.known(case, asked.known_at),
            None => case,
        };
        let proposal = propose(policy, &case)?;
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
                notices: reminders.notices_on(query.as_of, query.known_at).cloned().collect(),
            });
        }
        Ok(told)
    }
}
