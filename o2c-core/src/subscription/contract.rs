//! What a subscription is agreed to be, and what became of it so far.

use super::command::Moment;
use super::event::Event;
use super::{Cycle, Interval, ProrationUnit, Rejection, Tariff, Timing};
use crate::body::bodies;
use crate::calendar::{Day, Period, Terms};
use crate::id::{CustomerId, DocumentNumber, ItemId, LineId, Text};
use crate::money::{Currency, Exact, Money, Rounding, UnitPrice, divide};
use crate::quantity::Unit;
use crate::tax::Vat;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What is subscribed to.
    Plan {
        /// Who subscribes.
        customer: CustomerId,
        /// The currency of every figure.
        currency: Currency,
        /// The first day.
        start: Day,
        /// The days it bills on. The anchor of one that begins with a trial is mostly its end.
        cycle: Cycle,
        /// What it is charged for.
        charges: Vec<Charge>,
        /// The first day that is not free, where it begins with a trial.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        trial_until: Option<Day>,
        /// The first day on which it is over, where it is agreed for a term.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        end: Option<Day>,
        /// How parts of a period are measured.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: ProrationUnit,
        /// What the days before the first billing day cost.
        #[cfg_attr(feature = "serde", serde(default))]
        first_period: FirstPeriod,
        /// When its invoices fall due; as the customer's do where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// How its invoices are collected, where the customer does not pay them by himself.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        collection: Option<RecurringCollection>,
    }
    /// How the invoices of a subscription are collected, and what a failure does.
    RecurringCollection {
        /// By what.
        by: CollectedBy,
        /// After how many days each further attempt is made, counted from the failure before it;
        /// none is made where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        retry_after: Vec<u16>,
        /// What happens to the subscription when the last attempt has failed.
        #[cfg_attr(feature = "serde", serde(default))]
        on_failure: FailureEffect,
    }
    /// One thing that is charged for.
    Charge {
        /// Its id, unique in the subscription.
        id: LineId,
        /// What it is, as the invoice says it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        description: Text,
        /// The item sold, if it has a key.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        item: Option<ItemId>,
        /// How it is priced.
        kind: ChargeKind,
        /// The unit of what it counts.
        #[cfg_attr(feature = "serde", serde(default))]
        unit: Unit,
        /// The VAT it bears.
        vat: Vat,
    }
    /// A price that comes back every period.
    Recurring {
        /// The price of one in a whole period.
        price: UnitPrice,
        /// How many.
        #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
        quantity: Exact,
        /// When it is billed.
        #[cfg_attr(feature = "serde", serde(default))]
        timing: Timing,
    }
}

/// What the invoices of a subscription are collected by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CollectedBy {
    /// Direct debits, by a mandate of the customer.
    DirectDebit,
    /// The customer's card.
    Card,
}

/// What a failed collection does to a subscription once no attempt is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FailureEffect {
    /// It goes on; the invoice is late and is reminded of as any other.
    #[default]
    Keep,
    /// It is paused.
    Pause(Moment),
    /// It is cancelled.
    Cancel(Moment),
}

/// A collection of an invoice that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct FailedCollection {
    /// The day it failed.
    pub on: Day,
    /// Why.
    pub reason: Text,
    /// The day of the next attempt; none where none is left.
    pub retry_on: Option<Day>,
}

/// How a charge is priced.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ChargeKind {
    /// The same every period, flat or by the number of seats.
    Recurring(Recurring),
    /// By what was used, in arrears.
    Usage(Tariff),
    /// At least so much in a period; what is missing is billed in arrears (rulebook S-09).
    Minimum(Money),
    /// Once, with the first period.
    OneOff(Money),
}

/// What the days before the first billing day cost (rulebook S-06).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FirstPeriod {
    /// Their part of the period that ends on that day.
    #[default]
    Prorated,
    /// A whole period.
    Full,
    /// Nothing.
    Free,
}

/// A price and a number of units from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Step {
    /// The first day.
    pub from: Day,
    /// The price of one in a whole period.
    pub price: UnitPrice,
    /// How many.
    pub quantity: Exact,
}

/// Something that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Used {
    /// What of.
    pub charge: LineId,
    /// How much.
    pub units: Exact,
    /// The day it was used.
    pub on: Day,
}

/// A part of what a period comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Part {
    /// What is charged for.
    pub charge: LineId,
    /// The days it covers.
    pub period: Period,
    /// The whole period they are measured against.
    pub whole: Period,
    /// How many units.
    pub quantity: Exact,
    /// The price of one in the whole period.
    pub price: UnitPrice,
    /// What the whole period would come to.
    pub full: Money,
    /// What the days come to.
    pub amount: Money,
}

/// A line to invoice: quantity times price is the amount.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct BilledLine {
    /// What is charged for.
    pub charge: LineId,
    /// The days it covers.
    pub period: Period,
    /// How many units; below zero where something billed before is given back.
    pub quantity: Exact,
    /// The price of one.
    pub price: UnitPrice,
    /// What it comes to.
    pub amount: Money,
}

/// A subscription that was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Contract {
    /// What was agreed.
    pub plan: Plan,
    /// The prices and numbers of each recurring charge over time, in the order of the days.
    pub steps: BTreeMap<LineId, Vec<Step>>,
    /// The days on which it was paused; the last may have no end yet.
    pub pauses: Vec<(Day, Option<Day>)>,
    /// The first day on which it is over, where it ends.
    pub end: Option<Day>,
    /// The first day that charges in advance are not owed for, where it ends.
    pub paid_until: Option<Day>,
    /// What was used, by the key of the event that told it.
    pub usage: BTreeMap<Text, Used>,
    /// What stands billed of each period, by the first day of the whole.
    pub billed: BTreeMap<Day, Vec<Part>>,
    /// The day until which it was billed last.
    pub billed_on: Option<Day>,
    /// The earliest day that something changed since.
    pub touched_from: Option<Day>,
    /// The day of the latest change.
    pub changed_on: Day,
    /// The days from which other billing days hold, in their order (rulebook S-04).
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub resets: Vec<(Day, Cycle)>,
    /// The collections of its invoices that failed, in their order.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "BTreeMap::is_empty"))]
    pub failed: BTreeMap<DocumentNumber, Vec<FailedCollection>>,
    /// What it was before it changed for the first time since it was billed, and what changed it
    /// since: a run that comes late bills each day as it was known on it.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub(super) unbilled: Option<Box<Unbilled>>,
}

/// A subscription as it was billed last, and the changes since, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unbilled {
    pub(super) before: Contract,
    pub(super) changes: Vec<Event>,
}

impl Contract {
    /// The first day that is not free.
    pub fn charged_from(&self) -> Day {
        self.plan.trial_until.unwrap_or(self.plan.start)
    }

    /// The billing days that hold on a day.
    pub fn cycle_on(&self, day: Day) -> Cycle {
        let reset = self.resets.iter().rev().find(|(from, _)| *from <= day);
        reset.map_or(self.plan.cycle, |(_, cycle)| *cycle)
    }

    /// Whether it is charged for on a day: begun, neither in its trial nor paused nor over.
    pub fn is_charged_on(&self, day: Day) -> bool {
        let is_paused = self
            .pauses
            .iter()
            .any(|(from, until)| *from <= day && until.is_none_or(|until| day < until));
        self.charged_from() <= day && !is_paused && self.end.is_none_or(|end| day < end)
    }

    /// What its recurring charges of a day come to in a month, rounded once, half away from zero:
    /// a year of 365 days has twelve. Nothing in a trial, a pause, or once it is over.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn monthly_on(&self, day: Day) -> Result<Money, Rejection> {
        let currency = self.plan.currency;
        let mut whole = Money::zero(currency);
        if !self.is_charged_on(day) {
            return Ok(whole);
        }
        let mode = Rounding::HalfAwayFromZero;
        for charge in self.steps.keys() {
            let Some(step) = self.step_on(charge, day) else { continue };
            let one = step.price.times(step.quantity, Exact::ONE, currency, mode)?;
            whole = whole.checked_add(one)?;
        }
        let (over, under) = match self.plan.cycle.interval {
            Interval::Months(months) => (1_i128, i128::from(months)),
            // Twelve times 16 bits.
            Interval::Days(days) => (365, i128::from(days).saturating_mul(12)),
        };
        // 64 bits times 365.
        let minor = i128::from(whole.minor()).saturating_mul(over);
        Ok(Money::from_wide(divide(minor, under, mode)?, currency)?)
    }

    /// The charge of an id.
    pub fn charge(&self, id: &LineId) -> Option<&Charge> {
        self.plan.charges.iter().find(|charge| charge.id == *id)
    }

    /// The price and number of a recurring charge that hold on a day.
    pub fn step_on(&self, charge: &LineId, day: Day) -> Option<&Step> {
        self.steps.get(charge)?.iter().rev().find(|step| step.from <= day)
    }
}
