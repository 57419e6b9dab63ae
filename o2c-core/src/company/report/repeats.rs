//! Who pays late again and again, and who complains of the same more than once.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Rejection};
use crate::dispute::{Outcome, Reason};
use crate::id::{CustomerId, DocumentNumber};
use crate::money::{Exact, Ratio};
use crate::receivable::{Account, EntryKind, Holder, PromiseStanding};
use crate::reporting::percent;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// What counts as again and again.
    RepeatsQuery {
        /// Only invoices and disputes from this day on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// How often is again and again.
        #[cfg_attr(feature = "serde", serde(default = "twice"))]
        at_least: u32,
    }
}

#[cfg(feature = "serde")]
const fn twice() -> u32 {
    2
}

/// A customer who does something again and again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RepeatRow {
    /// The customer.
    pub customer: CustomerId,
    /// Invoices that have fallen due.
    pub invoices: u32,
    /// How many of them were not paid when they fell due.
    pub late: u32,
    /// The same in percent.
    pub late_percent: Option<Exact>,
    /// Promises that were broken.
    pub broken_promises: u32,
    /// What the customer complains of again and again.
    pub complaints: Vec<RepeatedComplaint>,
}

/// A reason for which a customer contests more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RepeatedComplaint {
    /// Why.
    pub reason: Reason,
    /// How many disputes.
    pub disputes: u32,
    /// How many of them ended with the customer in the right.
    pub upheld: u32,
}

/// Counts of what is in memory.
fn add(count: &mut u32, is_one: bool) {
    *count = count.saturating_add(u32::from(is_one));
}

impl Company {
    /// The customers who paid late, broke promises or complained of one thing at least so often,
    /// those who were late most often first.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn repeats(&self, query: &RepeatsQuery) -> Result<Vec<RepeatRow>, Rejection> {
        let mut rows: BTreeMap<&CustomerId, RepeatRow> = BTreeMap::new();
        for (key, account) in self.state.accounts.iter() {
            let Holder::Customer(customer) = &key.holder else { continue };
            let row = rows.entry(customer).or_insert_with(|| RepeatRow::of(customer));
            row.gather(account, query)?;
        }
        let mut reasons: BTreeMap<(&CustomerId, &str), RepeatedComplaint> = BTreeMap::new();
        for (_, dispute) in self.state.disputes.iter() {
            let Some(claim) = dispute.claim() else { continue };
            let Holder::Customer(customer) = &claim.account.holder else { continue };
            let is_later = query.from.is_none_or(|from| from <= claim.at.on);
            if !is_later || !claim.at.is_seen(query.as_of, query.known_at) {
                continue;
            }
            let reason = claim.reason;
            let told = reasons.entry((customer, reason.code()));
            let none = RepeatedComplaint { reason, disputes: 0, upheld: 0 };
            let told = told.or_insert(none);
            let closed = dispute.closed().filter(|at| at.at.is_seen(query.as_of, query.known_at));
            add(&mut told.disputes, true);
            add(&mut told.upheld, closed.is_some_and(|closed| is_upheld(&closed.outcome)));
        }
        for ((customer, _), complaint) in reasons {
            if complaint.disputes >= query.at_least
                && let Some(row) = rows.get_mut(customer)
            {
                row.complaints.push(complaint);
            }
        }
        let is_again = |row: &RepeatRow| {
            let counts = [row.late, row.broken_promises];
            !row.complaints.is_empty() || counts.iter().any(|count| *count >= query.at_least)
        };
        let mut rows: Vec<RepeatRow> = rows.into_values().filter(is_again).collect();
        for row in &mut rows {
            row.late_percent =
                percent(Ratio::whole(row.late.into()), Ratio::whole(row.invoices.into()))?;
        }
        // Stable: where the counts are the same, the customers decide.
        rows.sort_by_key(|row| core::cmp::Reverse(row.late));
        Ok(rows)
    }
}

const fn is_upheld(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Credited { .. } | Outcome::WrittenOff { .. } | Outcome::Replaced { .. } => true,
        Outcome::Rejected | Outcome::Withdrawn => false,
    }
}

impl RepeatRow {
    fn of(customer: &CustomerId) -> Self {
        RepeatRow {
            customer: customer.clone(),
            invoices: 0,
            late: 0,
            late_percent: None,
            broken_promises: 0,
            complaints: Vec::new(),
        }
    }

    /// The invoices of an account that have fallen due, whatever their number of instalments, and
    /// its broken promises.
    fn gather(&mut self, account: &Account, query: &RepeatsQuery) -> Result<(), Rejection> {
        let (mut due, mut late) = (BTreeSet::<&DocumentNumber>::new(), BTreeSet::new());
        for entry in account.entries() {
            let item = entry.item();
            let EntryKind::Invoice { document, .. } = &item.kind else { continue };
            let due_on = entry.due_as_of(query.as_of, query.known_at);
            let is_later = query.from.is_none_or(|from| from <= item.document_on);
            let is_known = query.known_at.is_none_or(|known| entry.recorded_on() <= known);
            if !is_later || !is_known || !item.amount.is_positive() || due_on >= query.as_of {
                continue;
            }
            due.insert(document);
            if entry.open_as_of(due_on, query.known_at).amount.is_positive() {
                late.insert(document);
            }
        }
        let count = |set: &BTreeSet<_>| u32::try_from(set.len()).unwrap_or(u32::MAX);
        self.invoices = self.invoices.saturating_add(count(&due));
        self.late = self.late.saturating_add(count(&late));
        for one in account.promises_on(query.as_of, query.known_at)? {
            let is_later = query.from.is_none_or(|from| from <= one.record.made.on);
            add(&mut self.broken_promises, is_later && one.standing == PromiseStanding::Broken);
        }
        Ok(())
    }
}
