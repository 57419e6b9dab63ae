//! What was arranged with customers: promises to pay, plans of instalments, and when what a plan
//! covers is due.

use super::aged::DueDays;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, EntryId, PlanId, PromiseId, Text};
use crate::money::{Money, telescope};
use crate::receivable::{
    Account, AccountEntry, Covered, Holder, InstalmentOnDay, Open, PlanStanding, PromiseStanding,
};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which promises to pay.
    PromisesQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Only those that stand so.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        standing: Option<PromiseStanding>,
    }
    /// Which plans of instalments.
    PlansQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Only those that stand so.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        standing: Option<PlanStanding>,
    }
}

/// A promise to pay on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PromiseRow {
    /// Who promised.
    pub customer: CustomerId,
    /// The promise.
    pub promise: PromiseId,
    /// Where it stands.
    pub standing: PromiseStanding,
    /// The items it is about.
    pub entries: Vec<EntryId>,
    /// How much was promised.
    pub amount: Money,
    /// What came in for it by its day.
    pub received: Money,
    /// What is still to come while it is pending.
    pub outstanding: Money,
    /// The day it was made.
    pub made_on: Day,
    /// The last day on which it is in time.
    pub pay_on: Day,
    /// How much less is still enough.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub tolerance: Option<Money>,
    /// What was said.
    pub note: Text,
}

/// A plan of instalments on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PlanRow {
    /// Whose plan.
    pub customer: CustomerId,
    /// The plan.
    pub plan: PlanId,
    /// Which of its versions counts, 1 first.
    pub version: u16,
    /// Where it stands.
    pub standing: PlanStanding,
    /// What it covers, item by item.
    pub items: Vec<Covered>,
    /// What it covers in all.
    pub covered: Money,
    /// What of that is open.
    pub open: Money,
    /// Its instalments, filled in the order of their days.
    pub instalments: Vec<InstalmentOnDay>,
    /// The day from which the version counts.
    pub agreed_on: Day,
    /// The day on which the whole fell due, because an instalment was not paid.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub defaulted_on: Option<Day>,
    /// What was agreed besides.
    pub note: Text,
}

impl Company {
    /// What customers had promised to pay by the end of a day, and whether they did (rulebook
    /// by customer and currency, in the order of the days promised.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn promises(&self, query: &PromisesQuery) -> Result<Vec<PromiseRow>, Rejection> {
        let mut rows = Vec::new();
        for (customer, account) in self.accounts_of(query.customer.as_ref())? {
            for one in account.promises_on(query.as_of, query.known_at)? {
                if query.standing.is_some_and(|asked| asked != one.standing) {
                    continue;
                }
                let promise = &one.record.promise;
                rows.push(PromiseRow {
                    customer: customer.clone(),
                    promise: promise.promise.clone(),
                    standing: one.standing,
                    entries: promise.entries.clone(),
                    amount: promise.amount,
                    received: one.received,
                    outstanding: one.outstanding,
                    made_on: one.record.made.on,
                    pay_on: promise.pay_on,
                    tolerance: promise.tolerance,
                    note: promise.note.clone(),
                });
            }
        }
        Ok(rows)
    }

    /// The plans of instalments agreed with customers by the end of a day (rulebook R-10): by
    /// customer and currency, in the order in which they were agreed.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn instalment_plans(&self, query: &PlansQuery) -> Result<Vec<PlanRow>, Rejection> {
        let mut rows = Vec::new();
        for (customer, account) in self.accounts_of(query.customer.as_ref())? {
            for one in account.plans_on(query.as_of, query.known_at)? {
                if query.standing.is_some_and(|asked| asked != one.standing) {
                    continue;
                }
                rows.push(PlanRow {
                    customer: customer.clone(),
                    plan: one.version.plan.clone(),
                    version: one.version.version,
                    standing: one.standing,
                    items: one.version.covered.clone(),
                    covered: one.covered,
                    open: one.open,
                    instalments: one.instalments,
                    agreed_on: one.agreed.on,
                    defaulted_on: one.defaulted_on,
                    note: one.version.note.clone(),
                });
            }
        }
        Ok(rows)
    }

    /// The accounts of one customer or of all, by customer and currency.
    fn accounts_of(
        &self,
        asked: Option<&CustomerId>,
    ) -> Result<Vec<(&CustomerId, &Account)>, Rejection> {
        if let Some(customer) = asked {
            self.customer(customer)?;
        }
        let of_customer = self.state.accounts.iter().filter_map(|(key, account)| {
            let Holder::Customer(customer) = &key.holder else { return None };
            asked.is_none_or(|asked| asked == customer).then_some((customer, account))
        });
        let mut accounts: Vec<(&CustomerId, &Account)> = of_customer.collect();
        accounts.sort_by(|(_, one), (_, other)| one.key().cmp(other.key()));
        Ok(accounts)
    }
}

/// A part of an open item that falls due on a day of its own; most items have one part.
#[derive(Clone, Copy)]
pub(super) struct DuePart<'a> {
    pub(super) entry: &'a AccountEntry,
    /// What is open of the item in all.
    pub(super) whole: Open,
    /// What is open of its earlier parts, in the account's currency.
    before: Money,
    /// What is open of this part.
    pub(super) amount: Money,
    /// The day on which the item falls due.
    pub(super) due_on: Day,
    /// The day on which the part falls due by a plan.
    pub(super) planned_on: Option<Day>,
}

impl DuePart<'_> {
    /// The day from which the part is late.
    pub(super) fn counts_due_on(&self) -> Day {
        self.planned_on.unwrap_or(self.due_on)
    }

    /// The part cut in two: so much of it, and what is left.
    pub(super) fn cut(self, amount: Money) -> Result<(Self, Self), Rejection> {
        let (before, left) = (self.before.checked_add(amount)?, self.amount.checked_sub(amount)?);
        Ok((DuePart { amount, ..self }, DuePart { before, amount: left, ..self }))
    }

    /// The part's share of a figure of the item; the shares of its parts sum to the figure.
    pub(super) fn share_of(&self, figure: Money) -> Result<Money, Rejection> {
        let (whole, before) = (self.whole.amount.minor(), self.before.minor());
        // Both lie within the item's amount.
        let after = i128::from(before).saturating_add(i128::from(self.amount.minor()));
        if before == 0 && after == i128::from(whole) {
            return Ok(figure);
        }
        Ok(telescope(figure, i128::from(before), after, i128::from(whole))?)
    }
}

/// The open items of an account in parts: those that a plan makes due on days of its own, where
/// that is asked for, and what it leaves.
pub(super) fn due_parts(
    account: &Account,
    (day, known_at): (Day, Option<Day>),
    due_days: DueDays,
) -> Result<Vec<DuePart<'_>>, Rejection> {
    let planned = match due_days {
        DueDays::Original => Vec::new(),
        DueDays::Plan => account.planned_on(day, known_at)?,
    };
    let mut parts = Vec::new();
    for one in account.open_items(day, known_at) {
        let entry = one.entry;
        let (whole, due_on) = (one.open, entry.due_as_of(day, known_at));
        let mut before = Money::zero(whole.amount.currency());
        for part in planned.iter().filter(|part| part.entry == entry.id()) {
            let (amount, planned_on) = (part.amount, Some(part.due_on));
            parts.push(DuePart { entry, whole, before, amount, due_on, planned_on });
            before = before.checked_add(amount)?;
        }
        let amount = whole.amount.checked_sub(before)?;
        if !amount.is_zero() || before.is_zero() {
            parts.push(DuePart { entry, whole, before, amount, due_on, planned_on: None });
        }
    }
    Ok(parts)
}
