//! What customers contest, and what became of it.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::dispute::{disputed_on, held_on};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::dispute::{Contested, Effects, Outcome, Reason, Status};
use crate::id::{CustomerId, DisputeId, DocumentNumber, EntryId, Text};
use crate::money::Money;
use crate::receivable::{AccountKey, Holder};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which disputes.
    DisputesQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's; everybody's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Only those that were not over on the day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        only_open: bool,
    }
}

/// A dispute on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DisputeRow {
    /// The dispute.
    pub dispute: DisputeId,
    /// Who contests.
    pub customer: CustomerId,
    /// What invoice.
    pub document: DocumentNumber,
    /// How far it had come.
    pub status: Status,
    /// Why.
    pub reason: Reason,
    /// The code of the reason on an electronic invoice, such as `QTE_ERR`.
    pub code: &'static str,
    /// What was contested when it was opened, VAT included.
    pub contested: Money,
    /// What of it was still open and contested on the day.
    pub disputed: Money,
    /// The same, item by item.
    pub items: Vec<Contested>,
    /// Whether the items may not be matched.
    pub do_not_match: bool,
    /// Who looks after it.
    pub owner: Text,
    /// What the customer says.
    pub note: Text,
    /// The day it was opened.
    pub opened_on: Day,
    /// How many days it lasted by the day of the report, or until it was over.
    pub days: i32,
    /// The day by which the customer is to be answered.
    pub answer_by: Option<Day>,
    /// Whether that day is over and the dispute is not.
    pub is_overdue: bool,
    /// The day it was over.
    pub closed_on: Option<Day>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// What it changes for dunning, discounts and credit.
    pub effects: Effects,
}

impl Company {
    /// Every dispute that was known on a day, in the order in which they were opened.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `money.out_of_range`.
    pub fn disputes(&self, query: &DisputesQuery) -> Result<Vec<DisputeRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let mut rows = Vec::new();
        for (id, _) in self.state.disputes.iter() {
            rows.extend(self.dispute_row(id, query)?);
        }
        Ok(rows)
    }

    /// How much of an item is in dispute at the end of a day, never more than is open of it; with
    /// `known_at`, as one knew it at the end of that day.
    pub fn disputed(
        &self,
        account: &AccountKey,
        entry: &EntryId,
        day: Day,
        known_at: Option<Day>,
    ) -> Option<Money> {
        let item = self.state.account(account)?.entry(entry)?;
        Some(disputed_on(&self.state, account, item, day, known_at))
    }

    fn dispute_row(
        &self,
        id: &DisputeId,
        query: &DisputesQuery,
    ) -> Result<Option<DisputeRow>, Rejection> {
        let (day, known_at) = (query.as_of, query.known_at);
        let Some(dispute) = self.state.dispute(id) else { return Ok(None) };
        let (Some(claim), Some(status)) = (dispute.claim(), dispute.status_on(day, known_at))
        else {
            return Ok(None);
        };
        let Holder::Customer(customer) = &claim.account.holder else { return Ok(None) };
        let is_other = query.customer.as_ref().is_some_and(|asked| asked != customer);
        if is_other || (query.only_open && !status.is_open()) {
            return Ok(None);
        }
        let currency = claim.account.currency;
        let items = held_on(&self.state, id, claim, (day, known_at))?;
        let disputed = Money::sum(currency, items.iter().map(|item| item.amount))?;
        let account = self.state.account(&claim.account);
        let entries = account.into_iter().flat_map(|account| account.entries());
        let of_document =
            entries.filter(|entry| entry.item().kind.document() == Some(&claim.document));
        let open = of_document.map(|entry| entry.open_as_of(day, known_at).amount);
        let open = Money::sum(currency, open)?;
        let closed = dispute.closed().filter(|closed| closed.at.is_seen(day, known_at));
        let until = closed.map_or(day, |closed| closed.at.on);
        let is_late = claim.answer_by.is_some_and(|answer_by| answer_by < day);
        Ok(Some(DisputeRow {
            dispute: id.clone(),
            customer: customer.clone(),
            document: claim.document.clone(),
            status,
            reason: claim.reason,
            code: claim.reason.code(),
            contested: claim.amount()?,
            disputed,
            items,
            do_not_match: claim.do_not_match,
            owner: dispute.owner(),
            note: claim.note.clone(),
            opened_on: claim.at.on,
            days: claim.at.on.days_until(until),
            answer_by: claim.answer_by,
            is_overdue: is_late && status.is_open(),
            closed_on: closed.map(|closed| closed.at.on),
            outcome: closed.map(|closed| closed.outcome.clone()),
            effects: self.settings().disputes.effects(disputed, open),
        }))
    }
}
