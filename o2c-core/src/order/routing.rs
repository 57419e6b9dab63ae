//! Which desk looks after an order: rules that are data, the first that fits decides.

use super::HoldKind;
use crate::body::bodies;
use crate::id::{CustomerId, GroupId, ItemId, Text};
use crate::money::Money;
use alloc::vec::Vec;

/// What a rule asks of an order; all that a rule names must be so.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DeskCondition {
    /// It came in by this channel.
    Channel(Text),
    /// This customer ordered.
    Customer(CustomerId),
    /// The customer is of this group.
    Group(GroupId),
    /// One of its lines sells this item.
    Item(ItemId),
    /// It comes to at least so much without VAT, in the same currency.
    AtLeast(Money),
    /// It has at least so many lines.
    Lines(u32),
    /// It stands under a hold of this kind.
    Held(HoldKind),
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The table of an order's states is asked for; nothing more is to be said.
    OrderTransitions {}
    /// A rule: the desk, and when it is the one.
    DeskRule {
        /// Who looks after it.
        desk: Text,
        /// What must be so; nothing where the desk takes whatever is left.
        #[cfg_attr(feature = "serde", serde(default))]
        when: Vec<DeskCondition>,
    }
    /// What rules may look at.
    Routed {
        /// Who ordered.
        customer: CustomerId,
        /// The groups the customer is of.
        #[cfg_attr(feature = "serde", serde(default))]
        groups: Vec<GroupId>,
        /// How the order came in.
        #[cfg_attr(feature = "serde", serde(default))]
        channel: Text,
        /// What it comes to without VAT.
        net: Money,
        /// The items of its lines; none for a line of free text.
        #[cfg_attr(feature = "serde", serde(default))]
        items: Vec<Option<ItemId>>,
        /// The holds it stands under.
        #[cfg_attr(feature = "serde", serde(default))]
        holds: Vec<HoldKind>,
    }
    /// An order and the rules, in the order in which they are tried.
    RouteOrder {
        /// The order.
        order: Routed,
        /// The rules.
        rules: Vec<DeskRule>,
    }
}

/// The desk an order goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Desk {
    /// Who looks after it.
    pub desk: Text,
    /// Which rule decided, counted from zero.
    pub rule: usize,
}

impl Routed {
    /// Whether a condition holds. An amount in another currency is never reached.
    fn fits(&self, condition: &DeskCondition) -> bool {
        match condition {
            DeskCondition::Channel(channel) => self.channel == *channel,
            DeskCondition::Customer(customer) => self.customer == *customer,
            DeskCondition::Group(group) => self.groups.contains(group),
            DeskCondition::Item(item) => self.items.iter().any(|sold| sold.as_ref() == Some(item)),
            DeskCondition::AtLeast(least) => {
                self.net.currency() == least.currency() && self.net.minor() >= least.minor()
            }
            DeskCondition::Lines(least) => {
                u32::try_from(self.items.len()).unwrap_or(u32::MAX) >= *least
            }
            DeskCondition::Held(kind) => self.holds.contains(kind),
        }
    }
}

/// The desk of the first rule of which all conditions hold; none where no rule fits.
///
/// ```
/// use o2c_core::order::{DeskCondition, DeskRule, Routed, RouteOrder, route};
/// let order = Routed {
///     customer: "C1".parse()?,
///     groups: vec![],
///     channel: "shop".parse()?,
///     net: "1200.00 EUR".parse()?,
///     items: vec![None],
///     holds: vec![],
/// };
/// let large = DeskRule {
///     desk: "key accounts".parse()?,
///     when: vec![DeskCondition::AtLeast("1000.00 EUR".parse()?)],
/// };
/// let rest = DeskRule { desk: "order desk".parse()?, when: vec![] };
/// let desk = route(&RouteOrder { order, rules: vec![large, rest] }).expect("the last takes all");
/// assert_eq!((desk.desk.as_str(), desk.rule), ("key accounts", 0));
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
pub fn route(asked: &RouteOrder) -> Option<Desk> {
    let fits = |rule: &DeskRule| rule.when.iter().all(|one| asked.order.fits(one));
    let rule = asked.rules.iter().position(fits)?;
    Some(Desk { desk: asked.rules.get(rule)?.desk.clone(), rule })
}
