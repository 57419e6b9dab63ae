//! The file that an agency or a court is given: what is owed and why, what proves it, what was
//! written and said, and what stands against it.

use super::arrangements::{PlanRow, PlansQuery, PromiseRow, PromisesQuery};
use super::disputes::{DisputeRow, DisputesQuery};
use super::history::{HistoryEntry, HistoryQuery};
use super::interest::{AccountInterest, AccruedInterestQuery};
use super::limitation::{LimitationQuery, LimitedItem};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::dispute::disputed_on;
use crate::company::dunning::{LateTerms, accounts};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::dunning::{self, Channel, Written};
use crate::error::Path;
use crate::fulfilment::{ProofOfDelivery, Shipment};
use crate::id::{CustomerId, DocumentNumber, EntryId, OrderId, ShipmentId};
use crate::invoice::outbox::{Dispatch, DispatchStatus};
use crate::money::{Currency, Money};
use crate::party::Party;
use crate::receivable::{AccountEntry, AccountKey, PlanStanding, PromiseStanding};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Whose file is handed over.
    HandOverQuery {
        /// Whose.
        customer: CustomerId,
        /// The day of the file.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only these items; all that are late where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        entries: Vec<EntryId>,
        /// What late items bear; nothing is claimed besides where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        interest: Option<LateTerms>,
        /// How many days before an item may not be claimed any more it is warned of.
        #[cfg_attr(feature = "serde", serde(default = "half_a_year"))]
        warn_days: u16,
    }
}

#[cfg(feature = "serde")]
const fn half_a_year() -> u16 {
    183
}

/// What an agency or a court is given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HandOverFile {
    /// The day of the file.
    pub as_of: Day,
    /// Who claims.
    pub creditor: Party,
    /// Whose file it is.
    pub customer: CustomerId,
    /// Who owes.
    pub debtor: Party,
    /// What is owed, currency by currency.
    pub accounts: Vec<HandOverAccount>,
    /// What was promised.
    pub promises: Vec<PromiseRow>,
    /// What was agreed to be paid by instalments.
    pub plans: Vec<PlanRow>,
    /// What is or was contested.
    pub disputes: Vec<DisputeRow>,
    /// All that happened to the customer, in the order in which it became known.
    pub history: Vec<HistoryEntry>,
    /// What should be looked at before the file leaves.
    pub warnings: Vec<HandOverWarning>,
}

/// What is owed in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HandOverAccount {
    /// The currency of all its figures.
    pub currency: Currency,
    /// The items that are late, in the order of their due days.
    pub items: Vec<HandOverItem>,
    /// What is open of them.
    pub principal: Money,
    /// Credits that are open, zero or below: they lessen what is claimed.
    pub credits: Money,
    /// The interest accrued on them and not billed.
    pub interest: Money,
    /// The flat compensations accrued on them and not billed.
    pub compensation: Money,
    /// All of it together.
    pub total: Money,
    /// The reminders written, in their order.
    pub letters: Vec<Written>,
}

/// An item that is claimed, and what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HandOverItem {
    /// The item.
    pub entry: EntryId,
    /// Its document, where it is one's.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// The day of the document.
    pub document_on: Day,
    /// The day it fell due.
    pub due_on: Day,
    /// How many days late.
    pub days_late: i32,
    /// What it came to.
    pub amount: Money,
    /// What is open of it.
    pub open: Money,
    /// What of that is contested.
    pub disputed: Money,
    /// The interest accrued on it.
    pub interest: Money,
    /// The last day on which it may be claimed, if nothing interrupts the years.
    pub claimable_until: Option<Day>,
    /// How many days are left until then.
    pub days_left: Option<i32>,
    /// The orders that its document bills.
    pub orders: Vec<OrderId>,
    /// The shipments of those orders: the proof of delivery.
    pub deliveries: Vec<ProvenDelivery>,
    /// How its document was sent, and whether it arrived.
    pub dispatches: Vec<ProofOfDispatch>,
}

/// A shipment that proves a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProvenDelivery {
    /// The shipment.
    pub shipment: ShipmentId,
    /// The order it was for.
    pub order: OrderId,
    /// The day on which the goods left.
    pub shipped_on: Day,
    /// The day on which they arrived; none where nobody said so by the day of the file.
    pub delivered_on: Option<Day>,
    /// Who took them, and what says so.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "ProofOfDelivery::is_empty"))]
    pub proof: ProofOfDelivery,
}

/// A document that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProofOfDispatch {
    /// How far it had come on the day of the file.
    pub status: DispatchStatus,
    /// The dispatch with all that is known of it.
    pub dispatch: Dispatch,
}

/// What should be looked at before a file leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HandOverWarning {
    /// An item may not be claimed any more (rulebook R-11).
    Prescribed {
        /// The item.
        entry: EntryId,
        /// The last day on which it could be.
        claimable_until: Day,
    },
    /// An item may not be claimed for long.
    LimitationNear {
        /// The item.
        entry: EntryId,
        /// The last day on which it may be.
        claimable_until: Day,
    },
    /// An item is contested.
    Disputed {
        /// The item.
        entry: EntryId,
        /// How much of it.
        disputed: Money,
    },
    /// Nothing says that the goods of an item arrived.
    NoProofOfDelivery {
        /// The item.
        entry: EntryId,
    },
    /// Nothing says that the document of an item arrived.
    NoProofOfDispatch {
        /// The item.
        entry: EntryId,
    },
    /// No registered letter was written in this currency: a formal notice comes first.
    NoRegisteredLetter {
        /// The currency.
        currency: Currency,
    },
    /// The customer promised to pay, and the day has not passed.
    PromisePending,
    /// The customer pays by instalments as agreed.
    PlanRunning,
}

impl Company {
    /// The file of a customer for an agency or a court, as a day shows it: the late items with what
    /// proves them, interest and compensation, reminders, promises, plans, disputes and the whole
    /// history; with what should be looked at before it leaves.
    ///
    /// # Errors
    /// `directory.customer_unknown` for a customer that never was, those of the interest's terms,
    /// `money.out_of_range`.
    pub fn hand_over(&self, query: &HandOverQuery) -> Result<HandOverFile, Rejection> {
        let debtor = self.customer(&query.customer)?.party;
        self.expect_entries(query)?;
        let (as_of, known_at) = (query.as_of, query.known_at);
        let customer = Some(query.customer.clone());
        let promises = PromisesQuery { as_of, known_at, customer, standing: None };
        let customer = Some(query.customer.clone());
        let plans = PlansQuery { as_of, known_at, customer, standing: None };
        let customer = Some(query.customer.clone());
        let disputes = DisputesQuery { as_of, known_at, customer, only_open: false };
        let (from, until) = (None, Some(as_of));
        let customer = query.customer.clone();
        let history = HistoryQuery { customer, from, until, known_at };
        let limits = self.limits(query)?;
        let interest = self.late_interest(query)?;
        let mut of_accounts = Vec::new();
        for key in accounts(&self.state, core::slice::from_ref(&query.customer)) {
            let of_account = interest.iter().find(|one| one.currency == key.currency);
            of_accounts.extend(self.hand_over_account(query, &key, &limits, of_account)?);
        }
        let mut file = HandOverFile {
            as_of,
            creditor: self.settings().party.clone(),
            customer: query.customer.clone(),
            debtor,
            accounts: of_accounts,
            promises: self.promises(&promises)?,
            plans: self.instalment_plans(&plans)?,
            disputes: self.disputes(&disputes)?,
            history: self.customer_history(&history)?,
            warnings: Vec::new(),
        };
        file.warnings = warnings(&file, query);
        Ok(file)
    }

    /// Refuses an item that the customer has not.
    fn expect_entries(&self, query: &HandOverQuery) -> Result<(), Rejection> {
        let keys = accounts(&self.state, core::slice::from_ref(&query.customer));
        for (index, entry) in query.entries.iter().enumerate() {
            let mut accounts = keys.iter().filter_map(|key| self.state.account(key));
            if !accounts.any(|account| account.entry(entry).is_some()) {
                let (path, entry) = (Path::index("entries", index), entry.clone());
                return Err(dunning::Rejection::UnknownItem { path, entry }.into());
            }
        }
        Ok(())
    }

    /// Until when the customer's items may be claimed.
    fn limits(&self, query: &HandOverQuery) -> Result<Vec<LimitedItem>, Rejection> {
        let limits = self.limitation(&LimitationQuery {
            as_of: query.as_of,
            known_at: query.known_at,
            within_days: None,
            professional_years: 5,
            consumer_years: 2,
        })?;
        Ok(limits.into_iter().filter(|one| one.customer == query.customer).collect())
    }

    fn late_interest(&self, query: &HandOverQuery) -> Result<Vec<AccountInterest>, Rejection> {
        let Some(LateTerms { terms, fixed_fee }) = &query.interest else { return Ok(Vec::new()) };
        let asked = AccruedInterestQuery {
            as_of: query.as_of,
            known_at: query.known_at,
            terms: terms.clone(),
            fixed_fee: fixed_fee.clone(),
            customer: Some(query.customer.clone()),
        };
        Ok(self.accrued_interest(&asked)?.accounts)
    }

    fn hand_over_account(
        &self,
        query: &HandOverQuery,
        key: &AccountKey,
        limits: &[LimitedItem],
        interest: Option<&AccountInterest>,
    ) -> Result<Option<HandOverAccount>, Rejection> {
        let Some(account) = self.state.account(key) else { return Ok(None) };
        let (mut items, mut credits) = (Vec::new(), Money::zero(key.currency));
        for one in account.open_items(query.as_of, query.known_at) {
            let open = one.open.amount;
            if open.is_negative() {
                credits = credits.checked_add(open)?;
                continue;
            }
            let due_on = one.entry.due_as_of(query.as_of, query.known_at);
            let is_asked = query.entries.is_empty() || query.entries.contains(one.entry.id());
            if due_on < query.as_of && is_asked {
                let of_item = interest.into_iter().flat_map(|account| &account.items);
                let of_item = of_item.filter(|of| of.entry == *one.entry.id());
                let interest = Money::sum(key.currency, of_item.map(|of| of.accrual.to_bill))?;
                let limit = limits.iter().find(|limit| limit.entry == *one.entry.id());
                items.push(self.hand_over_item(query, key, (one.entry, open), (limit, interest)));
            }
        }
        if items.is_empty() {
            return Ok(None);
        }
        items.sort_by(|one, other| (one.due_on, &one.entry).cmp(&(other.due_on, &other.entry)));
        let principal = Money::sum(key.currency, items.iter().map(|item| item.open))?;
        let borne = Money::sum(key.currency, items.iter().map(|item| item.interest))?;
        let fees = interest.into_iter().flat_map(|account| &account.fees);
        let is_ours = |document: &str| {
            items
                .iter()
                .any(|item| item.document.as_ref().is_some_and(|of| of.as_str() == document))
        };
        let fees = fees.filter(|fee| is_ours(fee.invoice.as_str())).map(|fee| fee.amount);
        let compensation = Money::sum(key.currency, fees)?;
        let total = principal.checked_add(credits)?.checked_add(borne)?;
        let reminders = self.state.reminders(key).into_iter();
        let letters = reminders.flat_map(|of| of.letters_on(query.as_of, query.known_at));
        Ok(Some(HandOverAccount {
            currency: key.currency,
            principal,
            credits,
            interest: borne,
            compensation,
            total: total.checked_add(compensation)?,
            letters: letters.cloned().collect(),
            items,
        }))
    }

    fn hand_over_item(
        &self,
        query: &HandOverQuery,
        key: &AccountKey,
        (entry, open): (&AccountEntry, Money),
        (limit, interest): (Option<&LimitedItem>, Money),
    ) -> HandOverItem {
        let item = entry.item();
        let due_on = entry.due_as_of(query.as_of, query.known_at);
        let document = item.kind.document();
        let issued = document.and_then(|number| self.state.document(number));
        let lines = issued.into_iter().flat_map(|issued| &issued.draft.lines);
        let orders: BTreeSet<&OrderId> =
            lines.filter_map(|line| line.order.as_ref()).map(|of| &of.order).collect();
        let outbox = document.and_then(|number| self.state.outbox(number));
        let dispatches = outbox.map(|outbox| outbox.dispatches()).unwrap_or_default();
        let dispatches = dispatches.iter().filter_map(|dispatch| {
            let status = dispatch.status_as_of(query.as_of, query.known_at)?;
            Some(ProofOfDispatch { status, dispatch: dispatch.clone() })
        });
        HandOverItem {
            entry: item.id.clone(),
            document: document.cloned(),
            document_on: item.document_on,
            due_on,
            days_late: due_on.days_until(query.as_of),
            amount: item.amount,
            open,
            disputed: disputed_on(&self.state, key, entry, query.as_of, query.known_at),
            interest,
            claimable_until: limit.map(|limit| limit.claimable_until),
            days_left: limit.map(|limit| limit.days_left),
            deliveries: self.deliveries(&orders, query.as_of),
            orders: orders.into_iter().cloned().collect(),
            dispatches: dispatches.collect(),
        }
    }

    /// The shipments of orders by a day.
    fn deliveries(&self, orders: &BTreeSet<&OrderId>, day: Day) -> Vec<ProvenDelivery> {
        let mut proofs = Vec::new();
        for (id, shipment) in self.state.shipments.iter() {
            let (shipped, arrived) = match shipment {
                Shipment::Absent => continue,
                Shipment::Shipped(shipped) => (shipped, None),
                Shipment::Delivered(arrived) => (&arrived.shipped, Some(arrived)),
            };
            if orders.contains(&shipped.order) && shipped.shipped_on <= day {
                let arrived = arrived.filter(|arrived| arrived.delivered_on <= day);
                proofs.push(ProvenDelivery {
                    shipment: id.clone(),
                    order: shipped.order.clone(),
                    shipped_on: shipped.shipped_on,
                    delivered_on: arrived.map(|arrived| arrived.delivered_on),
                    proof: arrived.map(|arrived| arrived.proof.clone()).unwrap_or_default(),
                });
            }
        }
        proofs
    }
}

/// What should be looked at before the file leaves, item by item.
fn warnings(file: &HandOverFile, query: &HandOverQuery) -> Vec<HandOverWarning> {
    let mut warnings = Vec::new();
    for account in &file.accounts {
        for item in &account.items {
            let entry = || item.entry.clone();
            if let (Some(claimable_until), Some(left)) = (item.claimable_until, item.days_left) {
                let entry = entry();
                if left < 0 {
                    warnings.push(HandOverWarning::Prescribed { entry, claimable_until });
                } else if left <= i32::from(query.warn_days) {
                    warnings.push(HandOverWarning::LimitationNear { entry, claimable_until });
                }
            }
            if item.disputed.is_positive() {
                let disputed = item.disputed;
                warnings.push(HandOverWarning::Disputed { entry: entry(), disputed });
            }
            let is_delivered = item.deliveries.iter().any(|proof| proof.delivered_on.is_some());
            if !item.orders.is_empty() && !is_delivered {
                warnings.push(HandOverWarning::NoProofOfDelivery { entry: entry() });
            }
            let is_received = |proof: &ProofOfDispatch| proof.status == DispatchStatus::Received;
            if item.document.is_some() && !item.dispatches.iter().any(is_received) {
                warnings.push(HandOverWarning::NoProofOfDispatch { entry: entry() });
            }
        }
        let is_registered = |one: &Written| one.letter.channel == Channel::RegisteredLetter;
        if !account.letters.iter().any(is_registered) {
            let currency = account.currency;
            warnings.push(HandOverWarning::NoRegisteredLetter { currency });
        }
    }
    if file.promises.iter().any(|one| one.standing == PromiseStanding::Pending) {
        warnings.push(HandOverWarning::PromisePending);
    }
    if file.plans.iter().any(|one| one.standing == PlanStanding::Running) {
        warnings.push(HandOverWarning::PlanRunning);
    }
    warnings
}
