//! What a credit file remembers: limits over time, increases, insurance, guarantees, the class of
//! the customer, and the orders that are held.

use super::check::Check;
use super::{Counting, CreditTerms, Insurance, Limit, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{CustomerId, GroupId, OrderId, Text};
use crate::machine::BrokenHistory;
use crate::money::{Currency, Money, Percent};
use alloc::vec::Vec;

/// Whose file it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum FileHolder {
    /// A customer's.
    Customer(CustomerId),
    /// A group's: a limit that its customers share, first come first served.
    Group(GroupId),
    /// That of a part of a customer's credit, such as a line of business: a limit within the
    /// customer's own.
    Segment {
        /// The customer.
        customer: CustomerId,
        /// The part.
        segment: Text,
    },
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// A stretch of days, and when it became known.
    Validity {
        /// The first day.
        from: Day,
        /// The last day; until something else holds where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// The day it became known.
        recorded_on: Day,
    }
    /// A limit and the days it holds.
    LimitPeriod {
        /// How much.
        limit: Limit,
        /// How insurance and guarantees count.
        counting: Counting,
        /// When.
        valid: Validity,
    }
    /// What is added to a limit for a while.
    LimitIncrease {
        /// How much.
        by: Money,
        /// When.
        valid: Validity,
    }
    /// What an insurer covers, and from when.
    InsurancePeriod {
        /// What he covers.
        insurance: Insurance,
        /// When.
        valid: Validity,
    }
    /// What is guaranteed, and when.
    GuaranteePeriod {
        /// How much.
        amount: Money,
        /// When.
        valid: Validity,
    }
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What somebody made of the customer.
    Assessment {
        /// Its class.
        class: Text,
        /// How many of a hundred of its class do not pay, where that is known.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        default_rate: Option<Percent>,
        /// The day by which the file is to be looked at again.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        review_on: Option<Day>,
        /// From when.
        valid: Validity,
    }
    /// An order that is not delivered for want of credit.
    Hold {
        /// The order.
        order: OrderId,
        /// What it came to, VAT included, in the currency of the limit.
        value: Money,
        /// What was exposed without it.
        exposure: Money,
        /// What did not pass.
        reasons: Vec<Check>,
        /// The day.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
        /// What was decided of it since, oldest first.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        rulings: Vec<Ruled>,
        /// The day it was over because the order passes by itself.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        lifted: Option<Lifted>,
    }
    /// Who decided what of a hold.
    Ruled {
        /// Who.
        by: Text,
        /// What.
        ruling: Ruling,
        /// The day.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
    }
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// When a hold was over.
    Lifted {
        /// The day.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
    }
}

/// What is decided of an order that is held.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Ruling {
    /// It may be delivered until a day, while its value stays within what was released and a
    /// tolerance in percent (rulebook C-06).
    Release {
        /// The last day.
        until: Day,
        /// The tolerance in percent; none where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        tolerance: Option<Percent>,
        /// What was released; what the order comes to on the day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        value: Option<Money>,
    },
    /// It may not be delivered, whatever happens to the exposure.
    Reject {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    },
    /// The customer is asked for a deposit of so many percent of the order. Once it is paid the
    /// order is released for the rest, whatever else blocks it, where whoever asked may release
    /// that much: when it is shipped or looked at again.
    AskDeposit {
        /// How much of the order.
        percent: Percent,
    },
    /// The customer is offered other terms.
    ChangeTerms {
        /// Which.
        terms: Text,
    },
}

impl Ruling {
    /// The name of the ruling, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Ruling::Release { .. } => "release",
            Ruling::Reject { .. } => "reject",
            Ruling::AskDeposit { .. } => "ask_deposit",
            Ruling::ChangeTerms { .. } => "change_terms",
        }
    }
}

/// How a held order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum HoldStatus {
    /// Nobody decided yet.
    Held,
    /// A deposit was asked for.
    DepositAsked,
    /// Other terms were offered.
    TermsOffered,
    /// It may be delivered.
    Released,
    /// It may not be delivered.
    Rejected,
    /// It passes by itself.
    Lifted,
}

impl HoldStatus {
    /// Whether the order takes no part in the exposure, because it is not to be delivered.
    pub const fn keeps_back(self) -> bool {
        match self {
            HoldStatus::Held
            | HoldStatus::DepositAsked
            | HoldStatus::TermsOffered
            | HoldStatus::Rejected => true,
            HoldStatus::Released | HoldStatus::Lifted => false,
        }
    }
}

impl Validity {
    /// Whether it holds on a day; with `known_at`, as one knew it at the end of that day.
    pub fn holds(&self, day: Day, known_at: Option<Day>) -> bool {
        self.has_begun(day, known_at) && self.until.is_none_or(|until| day <= until)
    }

    fn has_begun(&self, day: Day, known_at: Option<Day>) -> bool {
        self.from <= day && known_at.is_none_or(|known_at| self.recorded_on <= known_at)
    }

    /// Whether two stretches share a day; one without an end gives way to one that begins later.
    pub(super) fn overlaps(&self, other: &Validity) -> bool {
        let (one, two) = if self.from <= other.from { (self, other) } else { (other, self) };
        one.from == two.from || one.until.is_some_and(|until| until >= two.from)
    }
}

impl Hold {
    /// How it stands at the end of a day; none before it began. With `known_at`, as one knew it.
    pub fn status_on(&self, day: Day, known_at: Option<Day>) -> Option<HoldStatus> {
        let is_seen = |on: Day, recorded_on: Day| {
            on <= day && known_at.is_none_or(|known_at| recorded_on <= known_at)
        };
        if !is_seen(self.on, self.recorded_on) {
            return None;
        }
        if self.lifted.is_some_and(|lifted| is_seen(lifted.on, lifted.recorded_on)) {
            return Some(HoldStatus::Lifted);
        }
        Some(match self.ruled_on(day, known_at).map(|ruled| &ruled.ruling) {
            None => HoldStatus::Held,
            Some(Ruling::Release { until, .. }) if *until < day => HoldStatus::Held,
            Some(Ruling::Release { .. }) => HoldStatus::Released,
            Some(Ruling::Reject { .. }) => HoldStatus::Rejected,
            Some(Ruling::AskDeposit { .. }) => HoldStatus::DepositAsked,
            Some(Ruling::ChangeTerms { .. }) => HoldStatus::TermsOffered,
        })
    }

    /// What was decided of it last by the end of a day. With `known_at`, as one knew it.
    pub fn ruled_on(&self, day: Day, known_at: Option<Day>) -> Option<&Ruled> {
        let is_seen = |ruled: &&Ruled| {
            ruled.on <= day && known_at.is_none_or(|known_at| ruled.recorded_on <= known_at)
        };
        self.rulings.iter().rev().find(is_seen)
    }

    /// Whether an order of this value is released on a day: the release has begun and lasts, and
    /// the value is within what was released and its tolerance.
    pub fn is_released(&self, value: Money, day: Day) -> bool {
        if self.lifted.is_some() {
            return false;
        }
        match self.ruled_on(day, None).map(|ruled| &ruled.ruling) {
            Some(Ruling::Release { until, tolerance, value: Some(released) }) => {
                day <= *until && is_within(value, *released, *tolerance)
            }
            Some(
                Ruling::Release { value: None, .. }
                | Ruling::Reject { .. }
                | Ruling::AskDeposit { .. }
                | Ruling::ChangeTerms { .. },
            )
            | None => false,
        }
    }
}

/// `value ≤ released × (1 + tolerance)`, exactly.
fn is_within(value: Money, released: Money, tolerance: Option<Percent>) -> bool {
    if value.currency() != released.currency() {
        return false;
    }
    let tolerance = tolerance.unwrap_or(Percent::ZERO).exact();
    let unit = 10_i128.saturating_pow(u32::from(tolerance.places()));
    // 18 digits times 18 digits stay below 2^127; a hundredfold of an amount is far below it.
    let hundred = unit.saturating_mul(100);
    let most = hundred.saturating_add(i128::from(tolerance.mantissa()));
    i128::from(value.minor()).saturating_mul(hundred)
        <= i128::from(released.minor()).saturating_mul(most)
}

/// A credit file. One that never had a limit is none: that is not the same as an unlimited one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CreditFile {
    /// The currency of its limits; that of the books until one is set.
    pub currency: Option<Currency>,
    /// The limits, in the order in which they were set.
    pub limits: Vec<LimitPeriod>,
    /// The increases.
    pub increases: Vec<LimitIncrease>,
    /// What is insured; what begins later takes the place of what began before.
    pub insurances: Vec<InsurancePeriod>,
    /// What is guaranteed.
    pub guarantees: Vec<GuaranteePeriod>,
    /// What somebody made of the customer; the last counts.
    pub assessments: Vec<Assessment>,
    /// The orders that are held or were, in the order in which they were.
    pub holds: Vec<Hold>,
}

impl CreditFile {
    /// The credit that holds on a day; none where no limit does. With `known_at`, as one knew it.
    ///
    /// # Errors
    /// `money.out_of_range` where limit and increases come to more than money can be.
    pub fn terms_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> Result<Option<CreditTerms>, Rejection> {
        let begun = self.limits.iter().filter(|row| row.valid.has_begun(day, known_at));
        let last = begun.max_by_key(|row| row.valid.from);
        let Some(row) = last.filter(|row| row.valid.holds(day, known_at)) else {
            return Ok(None);
        };
        let increases = self.increases.iter().filter(|row| row.valid.holds(day, known_at));
        let limit = match row.limit {
            Limit::Unlimited => Limit::Unlimited,
            Limit::UpTo(limit) => {
                let sum = increases.map(|row| row.by).chain([limit]);
                Limit::UpTo(Money::sum(limit.currency(), sum)?)
            }
        };
        let given: Vec<Money> = self
            .guarantees
            .iter()
            .filter(|row| row.valid.holds(day, known_at))
            .map(|row| row.amount)
            .collect();
        let guarantees = match given.first() {
            Some(first) => Some(Money::sum(first.currency(), given.iter().copied())?),
            None => None,
        };
        Ok(Some(CreditTerms {
            limit,
            counting: row.counting,
            insurance: self.insurance_on(day, known_at),
            guarantees,
            review_on: self.assessment_on(day, known_at).and_then(|seen| seen.review_on),
        }))
    }

    /// What an insurer covers on a day; what began last counts.
    pub fn insurance_on(&self, day: Day, known_at: Option<Day>) -> Option<Insurance> {
        let begun = self.insurances.iter().filter(|row| row.valid.has_begun(day, known_at));
        // Of what began on one day, the last one said counts.
        let last = begun.max_by_key(|row| row.valid.from)?;
        last.valid.holds(day, known_at).then_some(last.insurance)
    }

    /// What was last made of the customer by a day.
    pub fn assessment_on(&self, day: Day, known_at: Option<Day>) -> Option<&Assessment> {
        self.assessments.iter().rev().find(|row| row.valid.holds(day, known_at))
    }

    /// The last hold of an order.
    pub fn hold(&self, order: &OrderId) -> Option<&Hold> {
        self.holds.iter().rev().find(|hold| hold.order == *order)
    }

    /// The last hold of an order that had begun by a day, and how it stood. With `known_at`, as one
    /// knew it.
    pub fn held_on(
        &self,
        order: &OrderId,
        day: Day,
        known_at: Option<Day>,
    ) -> Option<(&Hold, HoldStatus)> {
        let mut holds = self.holds.iter().rev().filter(|hold| hold.order == *order);
        holds.find_map(|hold| Some((hold, hold.status_on(day, known_at)?)))
    }

    /// Whether an order does not take part in the exposure on a day, because it is held.
    pub fn is_held(&self, order: &OrderId, day: Day, known_at: Option<Day>) -> bool {
        self.held_on(order, day, known_at).is_some_and(|(_, status)| status.keeps_back())
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: &str| Err(BrokenHistory::new("credit", reason));
        for (place, row) in self.limits.iter().enumerate() {
            if self.limits.iter().take(place).any(|before| before.valid.overlaps(&row.valid)) {
                return broken("two limits hold on one day");
            }
            if matches!(row.limit, Limit::UpTo(limit) if limit.is_negative()) {
                return broken("a limit is below zero");
            }
        }
        let is_unbounded = |hold: &Hold| {
            hold.rulings
                .iter()
                .any(|ruled| matches!(ruled.ruling, Ruling::Release { value: None, .. }))
        };
        if self.holds.iter().any(is_unbounded) {
            return broken("a release names no value");
        }
        Ok(())
    }
}
