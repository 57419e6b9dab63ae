//! What an account remembers of its reminders.

use super::{Block, Case, Letter, Notice, OpenItem};
use crate::calendar::Day;
use crate::calendar::Moment;
use crate::id::EntryId;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The reminders of one account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Reminders {
    /// How the levels of each item changed, in the order in which that became known.
    pub(super) levels: BTreeMap<EntryId, Vec<LevelChange>>,
    /// What was written, in its order.
    pub(super) letters: Vec<Written>,
    /// What stood in the way, in the order in which it became known.
    pub(super) blocks: Vec<StandingBlock>,
    /// The notices before due days, in their order.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub(super) notices: Vec<GivenNotice>,
}

/// A notice that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct GivenNotice {
    /// What it says.
    pub notice: Notice,
    /// When.
    pub at: Moment,
}

/// A level that an item was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LevelChange {
    /// The level from then on.
    pub level: u8,
    /// Whether a letter gave it.
    pub is_written: bool,
    /// When.
    pub at: Moment,
}

/// A reminder that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Written {
    /// What it says.
    pub letter: Letter,
    /// When.
    pub at: Moment,
}

/// A block, and when it was lifted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StandingBlock {
    /// What stands in the way.
    pub block: Block,
    /// When it became known.
    pub at: Moment,
    /// When it was lifted, if it was.
    pub lifted: Option<Moment>,
}

impl Reminders {
    /// What was written by a day, in its order; with `known_at`, as one knew it then.
    pub fn letters_on(&self, day: Day, known_at: Option<Day>) -> impl Iterator<Item = &Written> {
        self.letters.iter().filter(move |written| written.at.is_seen(day, known_at))
    }

    /// The notices given by a day, in their order; with `known_at`, as one knew it then.
    pub fn notices_on(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> impl Iterator<Item = &GivenNotice> {
        self.notices.iter().filter(move |given| given.at.is_seen(day, known_at))
    }

    /// How many days before its due day the last notice of an item is given; one of another due
    /// day counts no more.
    fn noticed_on(&self, item: &OpenItem, day: Day, known_at: Option<Day>) -> Option<u16> {
        let given = self.notices_on(day, known_at).map(|given| &given.notice);
        let is_of = |one: &&Notice| one.entry == item.entry && one.due_on == item.due_on;
        given.filter(is_of).map(|one| one.days_before).min()
    }

    /// The level of an item at the end of a day and the day of the letter that gave it, if one did.
    pub fn level_on(&self, entry: &EntryId, day: Day, known_at: Option<Day>) -> (u8, Option<Day>) {
        let changes = self.levels.get(entry).map(Vec::as_slice).unwrap_or_default();
        let seen = changes.iter().filter(|change| change.at.is_seen(day, known_at));
        let (mut level, mut on) = (0, None);
        for change in seen {
            level = change.level;
            // Who falls back is not spared the interval since the last letter.
            on = if change.is_written { Some(change.at.on) } else { on };
        }
        (level, on)
    }

    /// The blocks that stand at the end of a day.
    pub fn blocks_on(&self, day: Day, known_at: Option<Day>) -> impl Iterator<Item = &Block> {
        let stands = move |of: &&StandingBlock| {
            of.at.is_seen(day, known_at)
                && !of.lifted.is_some_and(|lifted| lifted.is_seen(day, known_at))
        };
        self.blocks.iter().filter(stands).map(|of| &of.block)
    }

    /// An account with the levels and blocks that stand here.
    #[must_use]
    pub fn known(&self, mut case: Case, known_at: Option<Day>) -> Case {
        let day = case.as_of;
        for item in &mut case.items {
            (item.level, item.reminded_on) = self.level_on(&item.entry, day, known_at);
            item.noticed = self.noticed_on(item, day, known_at);
        }
        case.blocks.extend(self.blocks_on(day, known_at).cloned());
        case.reminded_on = self.letters_on(day, known_at).map(|written| written.at.on).max();
        case
    }

    /// The first broken promise of what was written (contract I15): a level that a letter raised
    /// is above the one before.
    pub fn audit(&self) -> Option<&'static str> {
        let falls = |item: &crate::dunning::LetterItem| item.level < item.level_before;
        let any = self.letters.iter().any(|written| written.letter.items.iter().any(falls));
        any.then_some("a letter lowers a level")
    }
}
