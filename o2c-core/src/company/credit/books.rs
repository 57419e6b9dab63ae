//! The credit files of the company, and which orders, accounts and customers belong together, so
//! that an exposure costs what its customer has and not what the company has.

use super::running::Running;
use crate::calendar::Day;
use crate::company::table::Table;
use crate::credit::{CreditFile, FileHolder};
use crate::directory::{self, RecordKey};
use crate::id::{CustomerId, DocumentNumber, GroupId, OrderId};
use crate::money::Currency;
use crate::order::{self, Content, Order};
use crate::receivable::{AccountKey, Holder};
use crate::tax::Group;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What a confirmed order was until it was amended or cancelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::company) struct EarlierOrder {
    pub(in crate::company) confirmed_on: Day,
    pub(in crate::company) content: Arc<Content>,
    /// The day from which it is something else.
    pub(in crate::company) changed_on: Day,
}

/// An invoice that billed a milestone or deducted a deposit until it was given back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::company) struct GivenBack {
    pub(in crate::company) document: DocumentNumber,
    /// The deposit it deducted; none for a milestone it billed.
    pub(in crate::company) deposit: Option<DocumentNumber>,
    pub(in crate::company) groups: Vec<Group>,
    /// The day from which it counts no more.
    pub(in crate::company) until: Day,
}

/// The group that a customer belongs to from a day on; none where it left the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::company) struct Membership {
    pub(in crate::company) from: Day,
    pub(in crate::company) group: Option<GroupId>,
}

/// What the company keeps for credit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::company) struct CreditBooks {
    pub(in crate::company) files: Table<FileHolder, CreditFile>,
    /// The orders of a customer, in the order in which they were confirmed.
    pub(in crate::company) orders_of: Table<CustomerId, Vec<OrderId>>,
    /// What confirmed orders were before they were amended or cancelled, in the order in which that
    /// was recorded; nothing of those that never were.
    pub(in crate::company) earlier: Table<OrderId, Vec<EarlierOrder>>,
    /// Invoices of milestones and deductions of deposits that were given back since.
    pub(in crate::company) given_back: Table<OrderId, Vec<GivenBack>>,
    /// The customers that ever belonged to a group; on which days, the memberships say.
    pub(in crate::company) members_of: Table<GroupId, Vec<CustomerId>>,
    /// The groups of a customer, in the order in which that was recorded.
    pub(in crate::company) memberships: Table<CustomerId, Vec<Membership>>,
    /// What is exposed with each customer after all that is known; kept where credit is looked at,
    /// and not on forks.
    pub(in crate::company) running: Option<Table<CustomerId, Running>>,
    /// The currencies in which a customer has an account.
    pub(in crate::company) currencies_of: Table<CustomerId, Vec<Currency>>,
}

impl CreditBooks {
    /// Empty books: where credit is looked at, they keep what is exposed.
    pub(in crate::company) fn of(policy: &crate::credit::Policy) -> Self {
        CreditBooks { running: policy.is_on().then(Table::default), ..CreditBooks::default() }
    }

    /// Remembers what a confirmed order is before an event changes it.
    pub(in crate::company) fn note_change(
        &mut self,
        id: &OrderId,
        order: &Order,
        event: &order::Event,
    ) {
        if let order::Event::Amended { amended_on: changed_on, .. }
        | order::Event::Cancelled { cancelled_on: changed_on, .. } = event
            && let Order::Confirmed(confirmed) = order
        {
            let (confirmed_on, changed_on) = (confirmed.confirmed_on, *changed_on);
            let content = Arc::clone(&confirmed.content);
            self.earlier.row(id).push(EarlierOrder { confirmed_on, content, changed_on });
        }
        if let Some(given_back) = given_back(order, event) {
            self.given_back.row(id).push(given_back);
        }
    }

    /// Remembers that an order of a customer was confirmed.
    pub(in crate::company) fn note_order(&mut self, customer: &CustomerId, order: &OrderId) {
        self.orders_of.row(customer).push(order.clone());
    }

    /// Remembers that a customer has an account.
    pub(in crate::company) fn note_account(&mut self, account: &AccountKey) {
        let Holder::Customer(customer) = &account.holder else { return };
        let currencies = self.currencies_of.row(customer);
        if !currencies.contains(&account.currency) {
            currencies.push(account.currency);
        }
    }

    /// Remembers that a customer came into a group or left one.
    pub(in crate::company) fn note_member(&mut self, record: &RecordKey, event: &directory::Event) {
        if let (
            RecordKey::Customer(customer),
            directory::Event::CustomerGrouped { group, grouped_on },
        ) = (record, event)
        {
            let (from, group) = (*grouped_on, group.clone());
            self.memberships.row(customer).push(Membership { from, group });
        }
        if let (RecordKey::Customer(customer), Some(group)) = (record, group_in(event)) {
            let members = self.members_of.row(group);
            if !members.contains(customer) {
                members.push(customer.clone());
            }
        }
    }
}

/// What an event of an order gives back of what was billed beside its lines.
fn given_back(order: &Order, event: &order::Event) -> Option<GivenBack> {
    if let order::Event::MilestoneCredited { milestone, document, credited_on } = event {
        let billed = order.plan().iter().find(|billed| billed.id == *milestone)?;
        let (document, groups) = (document.clone(), billed.groups.clone());
        return Some(GivenBack { document, deposit: None, groups, until: *credited_on });
    }
    if let order::Event::DepositReleased { deposit, document, released_on } = event {
        let of = order.deposits().iter().find(|other| other.document == *deposit)?;
        let deducted = of.deductions.iter().filter(|part| part.document == *document);
        let groups = deducted.flat_map(|part| part.groups.iter().copied()).collect();
        let (document, deposit) = (document.clone(), Some(deposit.clone()));
        return Some(GivenBack { document, deposit, groups, until: *released_on });
    }
    None
}

/// The group that an event of the directory brings a customer into.
pub(in crate::company) const fn group_in(event: &directory::Event) -> Option<&GroupId> {
    if let directory::Event::CustomerGrouped { group: Some(group), .. } = event {
        Some(group)
    } else {
        None
    }
}
