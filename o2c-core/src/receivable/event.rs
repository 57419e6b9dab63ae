//! What happened on an account.

use super::{Deduction, Item, LetterCode, PlanEvent, PromiseEvent};
use crate::calendar::Day;
use crate::id::EntryId;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

/// What happened on an account. Append-only.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
pub enum Event {
    /// An item came to the account.
    Opened {
        /// The item.
        item: Item,
        /// When it became known.
        recorded_on: Day,
    },
    /// Items were settled against each other.
    Lettered(Lettered),
    /// A letter was dissolved; the amounts are those given back, negated.
    Unlettered(Lettered),
    /// Items fall due on other days: what their terms count from has become known.
    DueMoved {
        /// The items and their new days.
        moves: Vec<DueMove>,
        /// When it counts; earlier days still see the old days.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// A customer keeps back a part of an item, which stays open by it.
    Deducted {
        /// The item.
        entry: EntryId,
        /// How much, and why.
        deduction: Deduction,
        /// When it counts: with the letter that told it.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Items moved to the account of doubtful customers, or back.
    Reclassified {
        /// The items with what was open of them.
        items: Vec<Applied>,
        /// Whether they are doubtful from now on.
        is_doubtful: bool,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Something happened to a promise to pay.
    Promise {
        /// What happened.
        event: PromiseEvent,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
    /// Something happened to a plan of instalments.
    Plan {
        /// What happened.
        event: PlanEvent,
        /// When it counts.
        effective_on: Day,
        /// When it became known.
        recorded_on: Day,
    },
}

impl Event {
    /// Whether it brings an item of that name to the account.
    pub(super) fn opens(&self, id: &EntryId) -> bool {
        matches!(self, Event::Opened { item, .. } if item.id == *id)
    }
}

/// An item and the day on which it falls due from now on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct DueMove {
    /// The item.
    pub entry: EntryId,
    /// The day.
    pub due_on: Day,
}

/// Items settled against each other, or, with the opposite signs, set free again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Lettered {
    /// The letter.
    pub letter: LetterCode,
    /// Partial letters that this one took in; their codes are never used again.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub taken_in: Vec<LetterCode>,
    /// What was applied to each item; the amounts sum to zero.
    pub applications: Vec<Applied>,
    /// What the booked values released do not settle of each other.
    pub exchange: ExchangeDifference,
    /// Those of the items that stand on the account of doubtful customers: what is settled of them
    /// comes back to the account of receivables first, where it is settled (rulebook L-01).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub doubtful: Vec<EntryId>,
    /// When it counts (rulebook L-04).
    pub effective_on: Day,
    /// When it became known.
    pub recorded_on: Day,
}

/// What is lost or gained because the items of a letter were booked at different rates, in the
/// ledger's currency (rulebook L-30). Of a letter one of them is zero and none is negative; when
/// the letter is dissolved, what it lost and gained comes back, negated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct ExchangeDifference {
    /// More was released of debits than of credits.
    pub loss: Money,
    /// More was released of credits than of debits.
    pub gain: Money,
}

impl ExchangeDifference {
    /// The difference that the sum of the released booked values is: above zero a loss.
    pub(crate) const fn of(released: Money) -> Self {
        let nothing = Money::zero(released.currency());
        if released.is_negative() {
            ExchangeDifference { loss: nothing, gain: released.negated() }
        } else {
            ExchangeDifference { loss: released, gain: nothing }
        }
    }

    /// Nothing lost, nothing gained.
    pub(super) const fn none(ledger: Currency) -> Self {
        Self::of(Money::zero(ledger))
    }

    /// Whether nothing was lost or gained.
    pub const fn is_zero(self) -> bool {
        self.loss.is_zero() && self.gain.is_zero()
    }

    /// Both differences together.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub(super) fn plus(self, other: Self) -> Result<Self, crate::money::Rejection> {
        Ok(ExchangeDifference {
            loss: self.loss.checked_add(other.loss)?,
            gain: self.gain.checked_add(other.gain)?,
        })
    }

    /// The difference with the opposite signs.
    pub(super) const fn negated(self) -> Self {
        ExchangeDifference { loss: self.loss.negated(), gain: self.gain.negated() }
    }
}

/// What was applied to one item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
pub struct Applied {
    /// The item.
    pub entry: EntryId,
    /// In the account's currency.
    pub amount: Money,
    /// The booked value released, in the ledger's currency.
    pub booked: Money,
}
