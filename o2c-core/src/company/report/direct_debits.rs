//! Mandates, what would be collected on a day, and what became of what was.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::direct_debit::{Selection, came_back, outlook};
use crate::company::view::View;
use crate::company::{Company, DebitProposal, Rejection};
use crate::id::{CustomerId, DebitRunId, MandateId, Text};
use crate::money::Currency;
use crate::receivable::{AccountKey, BankAccount, Collection, CollectionRecord, Moment, Scheme};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// What a run of direct debits on a day would collect, with what is known now.
    ProposedDebitsQuery {
        /// The day of the run.
        on: Day,
        /// In which currency.
        currency: Currency,
        /// The last due day of what is collected; the day of the run where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        through: Option<Day>,
        /// Only of this customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// Whether what came back is collected again whatever the policy says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        with_returned: bool,
    }
    /// Which collections.
    DirectDebitsQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only those of this run.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        run: Option<DebitRunId>,
        /// Only this customer's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
    /// Which mandates.
    MandatesQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only this customer's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// What became of a collection by a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CollectionStatus {
    /// The bank has it.
    Submitted,
    /// Its money came in.
    Received,
    /// A bank refused it before any money moved.
    Refused,
    /// Its money came in and went back.
    Returned,
}

/// A collection on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CollectionRow {
    /// The run it belongs to.
    pub run: DebitRunId,
    /// What the file to the bank says of it.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub collection: Collection,
    /// What became of it.
    pub status: CollectionStatus,
    /// The day on which it was handed to the bank.
    pub submitted_on: Day,
    /// The day on which its money came in.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub received_on: Option<Day>,
    /// The day on which it came back.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub back_on: Option<Day>,
    /// Why it came back.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub reason: Option<Text>,
}

/// A mandate on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct MandateRow {
    /// The mandate.
    pub mandate: MandateId,
    /// Who signed it.
    pub customer: CustomerId,
    /// By which rules.
    pub scheme: Scheme,
    /// The creditor's identifier.
    pub creditor_id: Text,
    /// The account it is collected from.
    pub iban: BankAccount,
    /// The day on which it was signed.
    pub signed_on: Day,
    /// Whether it allows one collection only.
    pub is_one_off: bool,
    /// The day of the last collection by it that was not refused.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub last_used_on: Option<Day>,
    /// The first day on which it has lapsed, if nothing is collected by it until then.
    pub lapses_on: Day,
    /// The day on which it was revoked.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub revoked_on: Option<Day>,
}

impl Company {
    /// What a run of direct debits would collect on a day, and why the rest would not: by customer,
    /// then by the day of collection. The run does the same.
    ///
    /// # Errors
    /// `directory.customer_unknown`, `money.out_of_range`.
    pub fn proposed_debits(
        &self,
        query: &ProposedDebitsQuery,
    ) -> Result<Vec<DebitProposal>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let selection = Selection {
            on: query.on,
            through: query.through.unwrap_or(query.on),
            currency: query.currency,
            customers: query.customer.as_slice(),
            last_of: &[],
            with_returned: query.with_returned,
        };
        outlook(&self.state, &selection)
    }

    /// The collections handed to the bank by a day and what became of them, in the order in which
    /// they were.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was.
    pub fn direct_debits(
        &self,
        query: &DirectDebitsQuery,
    ) -> Result<Vec<CollectionRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let is_asked = |record: &&CollectionRecord| {
            let is_run = query.run.as_ref().is_none_or(|run| *run == record.run);
            let customer = &record.collection.customer;
            let is_customer = query.customer.as_ref().is_none_or(|asked| asked == customer);
            is_run && is_customer && record.submitted.is_seen(query.as_of, query.known_at)
        };
        let records = self.state.debits().collections().filter(is_asked);
        Ok(records.map(|record| self.collection_row(record, query)).collect())
    }

    fn collection_row(
        &self,
        record: &CollectionRecord,
        query: &DirectDebitsQuery,
    ) -> CollectionRow {
        let is_seen = |at: &Moment| at.is_seen(query.as_of, query.known_at);
        let collection = &record.collection;
        let received = record.received.filter(is_seen);
        let key = AccountKey::of(collection.customer.clone(), collection.amount.currency());
        let account = self.state.account(&key);
        let back = account.and_then(|account| came_back(account, record));
        let back = back.filter(|(_, at)| is_seen(at));
        let status = match (received, &back) {
            (Some(_), Some(_)) => CollectionStatus::Returned,
            (None, Some(_)) => CollectionStatus::Refused,
            (Some(_), None) => CollectionStatus::Received,
            (None, None) => CollectionStatus::Submitted,
        };
        CollectionRow {
            run: record.run.clone(),
            collection: collection.clone(),
            status,
            submitted_on: record.submitted.on,
            received_on: received.map(|at| at.on),
            back_on: back.as_ref().map(|(_, at)| at.on),
            reason: back.map(|(reason, _)| reason),
        }
    }

    /// The mandates noted by a day, in the order in which they were.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, `calendar.day_out_of_range`.
    pub fn mandates(&self, query: &MandatesQuery) -> Result<Vec<MandateRow>, Rejection> {
        if let Some(customer) = &query.customer {
            self.customer(customer)?;
        }
        let (day, known_at) = (query.as_of, query.known_at);
        let months = i32::from(self.settings().direct_debits.lapses_after_months);
        let mut rows = Vec::new();
        for (id, mandate) in self.state.debits().mandates() {
            let is_noted = mandate.noted().is_some_and(|noted| noted.is_seen(day, known_at));
            let (Some(signed), Some(iban), Some(creditor_id)) = (
                mandate.signed(),
                mandate.iban_on(day, known_at),
                mandate.creditor_on(day, known_at),
            ) else {
                continue;
            };
            let is_other = query.customer.as_ref().is_some_and(|asked| *asked != signed.customer);
            if !is_noted || is_other {
                continue;
            }
            let of_mandate = self.state.debits().collections().filter(|record| {
                record.collection.mandate == *id
                    && record.submitted.is_seen(day, known_at)
                    && record.refused.as_ref().is_none_or(|(_, at)| !at.is_seen(day, known_at))
            });
            let last_used_on = of_mandate.map(|record| record.collection.collect_on).max();
            let used_on = last_used_on.map_or(signed.signed_on, |day| day.max(signed.signed_on));
            let revoked = mandate.revoked().filter(|revoked| revoked.is_seen(day, known_at));
            rows.push(MandateRow {
                mandate: id.clone(),
                customer: signed.customer.clone(),
                scheme: signed.scheme,
                creditor_id: creditor_id.clone(),
                iban: iban.clone(),
                signed_on: signed.signed_on,
                is_one_off: signed.is_one_off,
                last_used_on,
                lapses_on: used_on.plus_months(months)?.plus_days(1)?,
                revoked_on: revoked.map(|revoked| revoked.on),
            });
        }
        Ok(rows)
    }
}
