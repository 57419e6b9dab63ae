//! The keys of the records.

use crate::id::{CustomerId, ItemId, SiteId, TableId};
use core::fmt;

/// Which record: its kind and its id.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RecordKey {
    /// A customer.
    Customer(CustomerId),
    /// An item that is sold.
    Item(ItemId),
    /// A site goods leave from.
    Site(SiteId),
    /// A table of dated values.
    Table(TableId),
}

impl fmt::Display for RecordKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RecordKey::Customer(id) => write!(out, "customer {id}"),
            RecordKey::Item(id) => write!(out, "item {id}"),
            RecordKey::Site(id) => write!(out, "site {id}"),
            RecordKey::Table(id) => write!(out, "table {id}"),
        }
    }
}
