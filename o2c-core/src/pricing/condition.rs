//! Conditions: what a customer, a group or everybody is granted or charged, on which days and from
//! which quantity on.

use super::{AdjustmentKind, AdjustmentValue};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{CustomerId, GroupId, ItemId, Text};
use crate::money::{Exact, Money, UnitPrice};

/// What a condition does to a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum PriceEffect {
    /// The line has this price and not that of the list.
    Price {
        /// The price of the base quantity.
        price: UnitPrice,
        /// How many units the price is for; positive, one unless given.
        #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
        base_quantity: Exact,
    },
    /// Takes off: a percentage of the goods, of what the conditions before leave, or an amount.
    Allowance(AdjustmentValue),
    /// Adds: a surcharge.
    Charge(AdjustmentValue),
    /// For so many bought, so many more are free; they come on top.
    FreeGoods {
        /// For each of so many units; positive.
        for_each: Exact,
        /// So many are free.
        free: Exact,
    },
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A condition on lines. All that it names must be so.
    PriceCondition {
        /// What the firm calls it.
        id: Text,
        /// For this customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
        /// For customers of this group.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        group: Option<GroupId>,
        /// On this item.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        item: Option<ItemId>,
        /// From this day on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        valid_from: Option<Day>,
        /// Until this day, that day included.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        valid_until: Option<Day>,
        /// From this quantity on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from_quantity: Option<Exact>,
        /// What it does.
        effect: PriceEffect,
        /// Whether it stands alone: nothing after it applies to the line, such as a promotion that
        /// goes with no other discount.
        #[cfg_attr(feature = "serde", serde(default))]
        stands_alone: bool,
    }
    /// A condition on the order as a whole.
    OrderCondition {
        /// What the firm calls it.
        id: Text,
        /// From this net amount of the lines on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from_net: Option<Money>,
        /// Whether it takes off or adds.
        kind: AdjustmentKind,
        /// What it comes to; a percentage is of the net amount of the lines.
        value: AdjustmentValue,
    }
    /// The least that an order comes to.
    MinimumOrder {
        /// The least net amount of the lines.
        least: Money,
        /// What a smaller order is charged; it is refused where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        charge: Option<Money>,
    }
}

/// What a condition on a line is held against.
pub(super) struct Applied<'a> {
    pub(super) customer: Option<&'a CustomerId>,
    pub(super) groups: &'a [GroupId],
    pub(super) item: &'a ItemId,
    pub(super) quantity: Exact,
    pub(super) on: Day,
}

impl PriceCondition {
    /// Whether all that it names is so.
    pub(super) fn fits(&self, to: &Applied<'_>) -> bool {
        self.customer.as_ref().is_none_or(|customer| to.customer == Some(customer))
            && self.group.as_ref().is_none_or(|group| to.groups.contains(group))
            && self.item.as_ref().is_none_or(|item| item == to.item)
            && self.valid_from.is_none_or(|from| from <= to.on)
            && self.valid_until.is_none_or(|until| to.on <= until)
            && self.from_quantity.is_none_or(|least| least <= to.quantity)
    }
}
