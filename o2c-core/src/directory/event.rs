//! What happened to a record. Append-only: an event that was once written keeps its meaning.

use super::TableValue;
use crate::calendar::{Day, Holidays, Terms};
use crate::id::{Country, CustomerId, GroupId, ItemId, SiteId, TableId, Text};
use crate::party::Party;
use crate::quantity::Unit;

/// What happened to a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
#[allow(clippy::large_enum_variant)] // Registering is rare; a box would only add a word.
pub enum Event {
    /// A customer appeared.
    CustomerRegistered {
        /// The key.
        customer: CustomerId,
        /// Name, address and identifiers.
        party: Party,
        /// The terms agreed.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The day.
        registered_on: Day,
    },
    /// A customer's record was replaced.
    CustomerAmended {
        /// Name, address and identifiers.
        party: Party,
        /// The terms agreed.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The day.
        amended_on: Day,
    },
    /// No business is done with the customer.
    CustomerDeactivated {
        /// Why.
        reason: Text,
        /// The day.
        deactivated_on: Day,
    },
    /// Business is done with the customer again.
    CustomerReactivated {
        /// The day.
        reactivated_on: Day,
    },
    /// Another customer goes on for this one.
    CustomerMerged {
        /// The key of the one that goes on.
        into: CustomerId,
        /// The day.
        merged_on: Day,
    },
    /// An item is sold.
    ItemRegistered {
        /// The key.
        item: ItemId,
        /// What it is called.
        name: Text,
        /// The unit in which it is sold.
        unit: Unit,
        /// The table of its VAT.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat_class: Option<TableId>,
        /// The day.
        registered_on: Day,
    },
    /// An item's record was replaced.
    ItemAmended {
        /// What it is called.
        name: Text,
        /// The table of its VAT.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat_class: Option<TableId>,
        /// Whether it is still sold.
        is_active: bool,
        /// The day.
        amended_on: Day,
    },
    /// Goods leave from a site.
    SiteRegistered {
        /// The key.
        site: SiteId,
        /// What it is called.
        name: Text,
        /// Where it is.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        country: Option<Country>,
        /// The day.
        registered_on: Day,
    },
    /// A value holds from a day on.
    TableValueSet {
        /// The table.
        table: TableId,
        /// The first day on which the value holds.
        valid_from: Day,
        /// The value.
        value: TableValue,
        /// The day on which it was set.
        set_on: Day,
    },
    /// The holidays of a calendar.
    HolidaysSet {
        /// The table.
        table: TableId,
        /// The days.
        days: Holidays,
        /// The day on which they were set.
        set_on: Day,
    },
    /// The customer belongs to a group.
    CustomerGrouped {
        /// The group; none where it left the one it belonged to.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        group: Option<GroupId>,
        /// The day.
        grouped_on: Day,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::CustomerRegistered { .. } => "customer_registered",
            Event::CustomerAmended { .. } => "customer_amended",
            Event::CustomerDeactivated { .. } => "customer_deactivated",
            Event::CustomerReactivated { .. } => "customer_reactivated",
            Event::CustomerMerged { .. } => "customer_merged",
            Event::ItemRegistered { .. } => "item_registered",
            Event::ItemAmended { .. } => "item_amended",
            Event::SiteRegistered { .. } => "site_registered",
            Event::TableValueSet { .. } => "table_value_set",
            Event::HolidaysSet { .. } => "holidays_set",
            Event::CustomerGrouped { .. } => "customer_grouped",
        }
    }
}
