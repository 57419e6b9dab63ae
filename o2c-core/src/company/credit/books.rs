//! The credit files of the company, and which orders, accounts and customers belong together, so
//! that an exposure costs what its customer has and not what the company has.

use crate::company::table::Table;
use crate::credit::{CreditFile, FileHolder};
use crate::directory::{self, RecordKey};
use crate::id::{CustomerId, GroupId, OrderId};
use crate::money::Currency;
use crate::receivable::{AccountKey, Holder};
use alloc::vec::Vec;

/// What the company keeps for credit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::company) struct CreditBooks {
    pub(in crate::company) files: Table<FileHolder, CreditFile>,
    /// The orders of a customer, in the order in which they were confirmed.
    pub(in crate::company) orders_of: Table<CustomerId, Vec<OrderId>>,
    /// The customers that ever belonged to a group; whether one still does, its record says.
    pub(in crate::company) members_of: Table<GroupId, Vec<CustomerId>>,
    /// The currencies in which a customer has an account.
    pub(in crate::company) currencies_of: Table<CustomerId, Vec<Currency>>,
}

impl CreditBooks {
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

    /// Remembers that a customer came into a group.
    pub(in crate::company) fn note_member(&mut self, record: &RecordKey, event: &directory::Event) {
        if let (Some(customer), Some(group)) = (customer_of(record), group_in(event)) {
            let members = self.members_of.row(group);
            if !members.contains(customer) {
                members.push(customer.clone());
            }
        }
    }
}

const fn customer_of(record: &RecordKey) -> Option<&CustomerId> {
    if let RecordKey::Customer(customer) = record { Some(customer) } else { None }
}

/// The group that an event of the directory brings a customer into.
pub(in crate::company) const fn group_in(event: &directory::Event) -> Option<&GroupId> {
    if let directory::Event::CustomerGrouped { group: Some(group), .. } = event {
        Some(group)
    } else {
        None
    }
}
