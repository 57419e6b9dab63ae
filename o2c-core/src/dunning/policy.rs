//! What a firm sets: when it reminds, how, and what it asks for besides (rulebook R-01).

use super::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, Money};
use alloc::vec::Vec;

/// What the delay of a level counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Delay {
    /// So many days after the due day.
    AfterDue(u16),
    /// So many days after the end of the month of the due day.
    AfterEndOfMonth(u16),
    /// So many days after the reminder before; never the first level.
    AfterPrevious(u16),
}

/// How far a run may raise an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Escalation {
    /// One level at a time, however late the run is (rulebook R-02).
    #[default]
    OneStep,
    /// At once to the highest level whose delay is reached.
    HighestReached,
}

/// What letters a run writes to one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LetterStyle {
    /// One letter over all overdue items, at the highest level among them (rulebook R-03).
    #[default]
    OneLetter,
    /// One letter for each level, over the items of that level.
    PerLevel,
    /// One letter for each item.
    PerItem,
}

/// What the days between two letters are counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum IntervalOf {
    /// The account: nobody gets two letters within an interval, whatever they are about.
    #[default]
    Account,
    /// The item.
    Item,
}

/// The way a reminder takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Channel {
    /// Electronic mail.
    #[default]
    Email,
    /// A letter.
    Letter,
    /// A registered letter.
    RegisteredLetter,
    /// A call.
    Phone,
    /// A message to a telephone.
    TextMessage,
    /// The customer's page.
    Portal,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// When and how a firm reminds.
    Policy {
        /// The levels, from the first reminder to the last.
        levels: Vec<Level>,
        /// The least number of days between two letters; one or more.
        #[cfg_attr(feature = "serde", serde(default = "week"))]
        interval: u16,
        /// What these days are counted for.
        #[cfg_attr(feature = "serde", serde(default))]
        interval_of: IntervalOf,
        /// How many days late an item may be before it counts as late.
        #[cfg_attr(feature = "serde", serde(default))]
        grace_days: u16,
        /// How many days after the day promised a promise still keeps its items from being
        /// reminded of.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_none_at_all"))]
        promise_grace_days: u16,
        /// The least amount that is reminded of, one for each currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        minimum: Vec<Money>,
        /// How far one run raises an item.
        #[cfg_attr(feature = "serde", serde(default))]
        escalation: Escalation,
        /// How many letters it writes.
        #[cfg_attr(feature = "serde", serde(default))]
        letters: LetterStyle,
        /// Notices before the due day: no levels, and no reminder follows from them.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        notices: Vec<PreDueNotice>,
    }
    /// One level.
    Level {
        /// What it is called, such as `formal notice`.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        name: Text,
        /// When it is reached.
        delay: Delay,
        /// The least number of days since the letter before; the policy's where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        interval: Option<u16>,
        /// The way it takes.
        #[cfg_attr(feature = "serde", serde(default))]
        channel: Channel,
        /// The name of the text.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        template: Text,
        /// What it costs the customer, one amount for each currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        fee: Vec<Money>,
        /// Whether it shows the interest and the flat compensation accrued (rulebook R-05).
        #[cfg_attr(feature = "serde", serde(default))]
        shows_interest: bool,
        /// The least amount it is sent for, one for each currency.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        minimum: Vec<Money>,
        /// What else is to be done, such as `hold deliveries`.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        actions: Vec<Text>,
        /// The days the customer is given to pay.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        days_to_pay: Option<u16>,
    }
    /// A notice that an item falls due soon.
    PreDueNotice {
        /// How many days before the due day.
        days_before: u16,
        /// The way it takes.
        #[cfg_attr(feature = "serde", serde(default))]
        channel: Channel,
        /// The name of the text.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        template: Text,
    }
}

#[cfg(feature = "serde")]
#[allow(clippy::trivially_copy_pass_by_ref)] // serde hands it over so
const fn is_none_at_all(days: &u16) -> bool {
    *days == 0
}

/// A week between two letters, where nothing is said.
const fn week() -> u16 {
    7
}

impl Policy {
    /// A policy of levels so many days after the due day, at least a week apart.
    pub fn after_due(days: &[u16]) -> Self {
        let level = |days: &u16| Level {
            name: Text::default(),
            delay: Delay::AfterDue(*days),
            interval: None,
            channel: Channel::default(),
            template: Text::default(),
            fee: Vec::new(),
            shows_interest: false,
            minimum: Vec::new(),
            actions: Vec::new(),
            days_to_pay: None,
        };
        Policy {
            levels: days.iter().map(level).collect(),
            interval: week(),
            interval_of: IntervalOf::default(),
            grace_days: 0,
            promise_grace_days: 0,
            minimum: Vec::new(),
            escalation: Escalation::default(),
            letters: LetterStyle::default(),
            notices: Vec::new(),
        }
    }

    /// Refuses a policy that no run could follow.
    ///
    /// # Errors
    /// `dunning.no_levels`, `dunning.too_many_levels`, `dunning.first_after_previous`,
    /// `dunning.levels_not_in_order`, `dunning.no_interval`, `dunning.amount_negative`,
    /// `dunning.currency_twice`.
    pub fn check(&self) -> Result<(), Rejection> {
        let Some(first) = self.levels.first() else {
            return Err(Rejection::NoLevels { path: Path::field("levels") });
        };
        let (levels, most) = (self.levels.len(), usize::from(u8::MAX));
        if levels > most {
            return Err(Rejection::TooManyLevels { path: Path::field("levels"), levels, most });
        }
        if let Delay::AfterPrevious(days) = first.delay {
            let path = Path::field("delay").inside_index("levels", 0);
            return Err(Rejection::FirstAfterPrevious { path, days });
        }
        if self.interval == 0 {
            return Err(Rejection::NoInterval { path: Path::field("interval") });
        }
        check_amounts(&self.minimum, "minimum")?;
        // A level is reached no earlier than the ones before it that count from the same day.
        let (mut due, mut end) = (None, None);
        for (index, level) in self.levels.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("levels", index);
            let (before, days) = match level.delay {
                Delay::AfterDue(days) => (&mut due, days),
                Delay::AfterEndOfMonth(days) => (&mut end, days),
                Delay::AfterPrevious(0) => {
                    return Err(at(Rejection::NoInterval { path: Path::field("delay") }));
                }
                Delay::AfterPrevious(_) => (&mut None, 0),
            };
            if let Some(before) = before.filter(|before| days <= *before) {
                let path = Path::field("delay");
                return Err(at(Rejection::LevelsNotInOrder { path, before, days }));
            }
            *before = Some(days);
            if level.interval == Some(0) {
                return Err(at(Rejection::NoInterval { path: Path::field("interval") }));
            }
            check_amounts(&level.fee, "fee").map_err(at)?;
            check_amounts(&level.minimum, "minimum").map_err(at)?;
        }
        Ok(())
    }

    /// The level of a number, counted from 1.
    pub fn level(&self, number: u8) -> Option<&Level> {
        self.levels.get(usize::from(number).checked_sub(1)?)
    }

    /// The least number of days since the letter before the one of a level.
    pub(super) fn interval_of(&self, number: u8) -> u16 {
        self.level(number).and_then(|level| level.interval).unwrap_or(self.interval)
    }

    /// The day on which a level is reached by an item due on a day, whose last letter went out on
    /// another; none where it follows a letter that was not written.
    pub(super) fn reached_on(
        &self,
        number: u8,
        due_on: Day,
        last: Option<(u8, Day)>,
    ) -> Result<Option<Day>, Rejection> {
        let Some(level) = self.level(number) else { return Ok(None) };
        let late_on = due_on.plus_days(i64::from(self.grace_days).saturating_add(1))?;
        let reached = match level.delay {
            Delay::AfterDue(days) => due_on.plus_days(days.into())?,
            Delay::AfterEndOfMonth(days) => due_on.end_of_month().plus_days(days.into())?,
            Delay::AfterPrevious(days) => match last {
                Some((before, on)) if before.saturating_add(1) >= number => {
                    on.plus_days(days.into())?
                }
                Some(_) | None => return Ok(None),
            },
        };
        Ok(Some(reached.max(late_on)))
    }
}

/// The amount of a currency among several.
pub(super) fn amount_in(amounts: &[Money], currency: Currency) -> Option<Money> {
    amounts.iter().find(|amount| amount.currency() == currency).copied()
}

fn check_amounts(amounts: &[Money], list: &str) -> Result<(), Rejection> {
    for (index, amount) in amounts.iter().enumerate() {
        let path = || Path::index(list, index);
        if amount.is_negative() {
            return Err(Rejection::AmountNegative { path: path(), amount: *amount });
        }
        if amounts.iter().take(index).any(|one| one.currency() == amount.currency()) {
            let currency = amount.currency();
            return Err(Rejection::CurrencyTwice { path: path(), currency });
        }
    }
    Ok(())
}
