//! What one may ask of the directory.

use super::{CustomerStatus, RecordKey, TableValue};
use crate::calendar::{Day, Holidays, Terms};
use crate::id::{Country, CustomerId, GroupId, ItemId, SiteId, TableId, Text};
use crate::party::Party;
use crate::quantity::Unit;

/// What one may ask of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[allow(clippy::large_enum_variant)] // Registering is rare; a box would only add a word.
pub enum Command {
    /// A customer appears.
    RegisterCustomer {
        /// The key.
        customer: CustomerId,
        /// Name, address and identifiers.
        party: Party,
        /// The terms agreed, where they differ from the firm's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
    },
    /// A customer's record is replaced as a whole; the status stays.
    AmendCustomer {
        /// The key.
        customer: CustomerId,
        /// Name, address and identifiers.
        party: Party,
        /// The terms agreed, where they differ from the firm's.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
    },
    /// No business is done with the customer for now.
    DeactivateCustomer {
        /// The key.
        customer: CustomerId,
        /// Why.
        reason: Text,
    },
    /// Business is done with the customer again.
    ReactivateCustomer {
        /// The key.
        customer: CustomerId,
    },
    /// The customer was registered twice: the other one goes on.
    MergeCustomer {
        /// The key of the one that ends.
        customer: CustomerId,
        /// The key of the one that goes on; active.
        into: CustomerId,
    },
    /// An item is sold from now on.
    RegisterItem {
        /// The key.
        item: ItemId,
        /// What it is called.
        name: Text,
        /// The unit in which it is sold; a piece unless given.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: Unit,
        /// The table of its VAT.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat_class: Option<TableId>,
    },
    /// An item's record is replaced; its unit stays.
    AmendItem {
        /// The key.
        item: ItemId,
        /// What it is called.
        name: Text,
        /// The table of its VAT.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat_class: Option<TableId>,
        /// Whether it is still sold.
        is_active: bool,
    },
    /// Goods leave from a new site.
    RegisterSite {
        /// The key.
        site: SiteId,
        /// What it is called.
        name: Text,
        /// Where it is.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        country: Option<Country>,
    },
    /// A value holds from a day on; the first value makes the table.
    SetTableValue {
        /// The table.
        table: TableId,
        /// The first day on which the value holds.
        valid_from: Day,
        /// The value.
        value: TableValue,
    },
    /// The holidays of a calendar, as a whole.
    SetHolidays {
        /// The table.
        table: TableId,
        /// The days.
        days: Holidays,
    },
    /// The customer belongs to a group from now on.
    GroupCustomer {
        /// The key.
        customer: CustomerId,
        /// The group; none where it belongs to none any more.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        group: Option<GroupId>,
    },
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::RegisterCustomer { .. } => "register_customer",
            Command::AmendCustomer { .. } => "amend_customer",
            Command::DeactivateCustomer { .. } => "deactivate_customer",
            Command::ReactivateCustomer { .. } => "reactivate_customer",
            Command::MergeCustomer { .. } => "merge_customer",
            Command::RegisterItem { .. } => "register_item",
            Command::AmendItem { .. } => "amend_item",
            Command::RegisterSite { .. } => "register_site",
            Command::SetTableValue { .. } => "set_table_value",
            Command::SetHolidays { .. } => "set_holidays",
            Command::GroupCustomer { .. } => "group_customer",
        }
    }

    /// The record the command is for.
    pub fn key(&self) -> RecordKey {
        match self {
            Command::RegisterCustomer { customer, .. }
            | Command::AmendCustomer { customer, .. }
            | Command::DeactivateCustomer { customer, .. }
            | Command::ReactivateCustomer { customer }
            | Command::MergeCustomer { customer, .. }
            | Command::GroupCustomer { customer, .. } => RecordKey::Customer(customer.clone()),
            Command::RegisterItem { item, .. } | Command::AmendItem { item, .. } => {
                RecordKey::Item(item.clone())
            }
            Command::RegisterSite { site, .. } => RecordKey::Site(site.clone()),
            Command::SetTableValue { table, .. } | Command::SetHolidays { table, .. } => {
                RecordKey::Table(table.clone())
            }
        }
    }
}

/// What the directory needs to know beyond the record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// For a merge: the status of the customer that goes on; none where there is no such customer.
    pub into: Option<CustomerStatus>,
}
