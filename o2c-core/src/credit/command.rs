//! What one may ask of a credit file.

use super::check::Check;
use super::file::Ruling;
use super::{Counting, Insurance, Limit, Policy};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{OrderId, Text};
use crate::money::{Currency, ExchangeRate, Money, Percent};
use alloc::vec::Vec;

/// What one may ask of a credit file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Command {
    /// Change what credit there is.
    Change(Change),
    /// Hold an order.
    Hold(HoldOrder),
    /// An order that was held passes by itself.
    Lift {
        /// The order.
        order: OrderId,
    },
    /// Decide of an order that is held.
    Rule(RuleOnOrder),
}

/// A change of what credit there is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Change {
    /// Give a limit; the first one opens the file.
    SetLimit(SetLimit),
    /// Add to the limit for a while.
    Increase(Increase),
    /// Say what an insurer covers from a day on: what he cut, he covers no more from then on.
    Insure(Insure),
    /// Note a guarantee in money.
    Guarantee(Guarantee),
    /// Note the class of the customer and when to look again.
    Assess(Assess),
}

impl Change {
    /// The change's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Change::SetLimit(_) => "set_limit",
            Change::Increase(_) => "increase",
            Change::Insure(_) => "insure",
            Change::Guarantee(_) => "guarantee",
            Change::Assess(_) => "assess",
        }
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A limit.
    SetLimit {
        /// How much.
        limit: Limit,
        /// How insurance and guarantees count.
        #[cfg_attr(feature = "serde", serde(default))]
        counting: Counting,
        /// The first day; the day of the command where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// The last day; until another limit begins where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// The currency of the file, where the limit is unlimited.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        currency: Option<Currency>,
    }
    /// A higher limit for a while.
    Increase {
        /// By how much, above zero.
        by: Money,
        /// The first day; the day of the command where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// The last day.
        until: Day,
    }
    /// What an insurer covers.
    Insure {
        /// What he covers.
        insurance: Insurance,
        /// The first day; the day of the command where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// The last day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    }
    /// A guarantee in money.
    Guarantee {
        /// How much, above zero.
        amount: Money,
        /// The first day; the day of the command where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// The last day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    }
    /// What somebody makes of the customer.
    Assess {
        /// Its class.
        class: Text,
        /// How many of a hundred of its class do not pay, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        default_rate: Option<Percent>,
        /// The day by which the file is to be looked at again.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        review_on: Option<Day>,
    }
    /// An order that did not pass.
    HoldOrder {
        /// The order.
        order: OrderId,
        /// What it comes to in the currency of the limit.
        value: Money,
        /// What is exposed without it.
        exposure: Money,
        /// What did not pass.
        reasons: Vec<Check>,
    }
    /// A decision of an order that is held.
    RuleOnOrder {
        /// The order.
        order: OrderId,
        /// Who decides.
        by: Text,
        /// What.
        ruling: Ruling,
    }
}

/// What a credit file needs to know beyond itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
    /// The day it became known.
    pub recorded_on: Day,
    /// The currency of the books: that of a file that names none.
    pub ledger_currency: Currency,
    /// What the order comes to now, looked at where a hold is decided.
    pub value: Option<Money>,
    /// The rates at which rights in other currencies are held against that.
    pub rates: Vec<ExchangeRate>,
    /// Who may release how much.
    pub policy: Policy,
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Change(change) => change.name(),
            Command::Hold(_) => "hold",
            Command::Lift { .. } => "lift",
            Command::Rule(_) => "rule",
        }
    }
}
