//! The account itself: its items, its letters, and what it can tell of any day.

use super::{
    AccountEntry, AccountKey, ExchangeDifference, LetterCode, LetterCodes, Open, PlanRecord,
    PromiseRecord, Rejection,
};
use crate::calendar::Day;
use crate::id::EntryId;
use crate::machine::BrokenHistory;
use crate::money::{Currency, Money};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use hashbrown::HashMap;

/// The account of one holder in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub(super) key: AccountKey,
    pub(super) ledger: Currency,
    pub(super) entries: Vec<AccountEntry>,
    /// Where an item stands; looked up, never iterated.
    pub(super) positions: HashMap<EntryId, usize>,
    /// The letters in force.
    pub(super) letters: BTreeMap<LetterCode, Members>,
    /// How its letters are called.
    pub(super) codes: LetterCodes,
    pub(super) next_code: LetterCode,
    /// How many times items were lettered and letters dissolved.
    pub(super) steps: u32,
    /// What the customer promised, in the order in which it became known.
    pub(super) promises: Vec<PromiseRecord>,
    /// What was agreed with the customer, in the order in which it became known.
    pub(super) plans: Vec<PlanRecord>,
    pub(super) recorded_on: Option<Day>,
}

/// The items of a letter in force, in the order they joined it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Members {
    pub(super) positions: Vec<usize>,
    /// How many of them are not closed.
    pub(super) open: usize,
    /// What the letter lost and gained so far.
    pub(super) exchange: ExchangeDifference,
    /// The latest day on which it settled something.
    pub(super) settled_on: Day,
}

impl Members {
    pub(super) const fn none(ledger: Currency) -> Self {
        Members {
            positions: Vec::new(),
            open: 0,
            exchange: ExchangeDifference::none(ledger),
            settled_on: Day::MIN,
        }
    }
}

/// A letter in force as the account shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Letter {
    /// Its code.
    pub code: LetterCode,
    /// Whether all its items are closed; a partial letter prints its code in lower case.
    pub is_balanced: bool,
    /// The latest accounting day among its items: the day it prints (rulebook L-04, L-05).
    pub lettered_on: Day,
    /// Its items, in the order they joined it.
    pub members: Vec<EntryId>,
}

/// An item with what is open of it on the day asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenEntry<'a> {
    /// The item.
    pub entry: &'a AccountEntry,
    /// What is open of it.
    pub open: Open,
}

impl Account {
    /// An account without items, whose booked values are in the ledger's currency.
    pub fn new(key: AccountKey, ledger: Currency) -> Self {
        Account {
            key,
            ledger,
            entries: Vec::new(),
            positions: HashMap::new(),
            letters: BTreeMap::new(),
            codes: LetterCodes::default(),
            next_code: LetterCode::FIRST,
            steps: 0,
            promises: Vec::new(),
            plans: Vec::new(),
            recorded_on: None,
        }
    }

    /// The account with its letters called otherwise; nothing is lettered yet.
    #[must_use]
    pub fn with_codes(self, codes: LetterCodes) -> Self {
        Account { codes, next_code: codes.first(), ..self }
    }

    /// The first code that no letter of the account had.
    pub const fn next_code(&self) -> LetterCode {
        self.next_code
    }

    /// Whose account it is, and its currency.
    pub const fn key(&self) -> &AccountKey {
        &self.key
    }

    /// The currency of the booked values.
    pub const fn ledger(&self) -> Currency {
        self.ledger
    }

    /// All items, in the order they came.
    pub fn entries(&self) -> &[AccountEntry] {
        &self.entries
    }

    /// The item of a name.
    pub fn entry(&self, id: &EntryId) -> Option<&AccountEntry> {
        self.positioned(id).map(|(_, entry)| entry)
    }

    /// An item, with its place among all of the account.
    pub(super) fn positioned(&self, id: &EntryId) -> Option<(usize, &AccountEntry)> {
        let position = *self.positions.get(id)?;
        Some((position, self.entries.get(position)?))
    }

    /// The letters in force, in the order of their codes.
    pub fn letters(&self) -> impl Iterator<Item = Letter> {
        self.letters.keys().copied().filter_map(|code| self.letter(code))
    }

    /// The letter of a code, if it is in force.
    pub fn letter(&self, code: LetterCode) -> Option<Letter> {
        let members = self.letters.get(&code)?;
        let entries = || {
            let at = |position: &usize| self.entries.get(*position);
            members.positions.iter().filter_map(at)
        };
        Some(Letter {
            code,
            is_balanced: members.open == 0,
            lettered_on: entries().map(|entry| entry.item.accounted_on).max()?,
            members: entries().map(|entry| entry.item.id.clone()).collect(),
        })
    }

    /// What a letter in force lost and gained by exchange rates.
    pub(super) fn exchange_of(&self, code: LetterCode) -> ExchangeDifference {
        let members = self.letters.get(&code);
        members.map_or(ExchangeDifference::none(self.ledger), |members| members.exchange)
    }

    /// The items that were open at the end of `day`, in the order they came; with `known_at`, as
    /// one knew it at the end of that day (rulebook L-20).
    pub fn open_items(
        &self,
        day: Day,
        known_at: Option<Day>,
    ) -> impl Iterator<Item = OpenEntry<'_>> {
        self.entries
            .iter()
            .map(move |entry| OpenEntry { entry, open: entry.open_as_of(day, known_at) })
            .filter(|open| !open.open.is_zero())
    }

    /// The items that are open after all that is known, in the order they came.
    pub fn open_now(&self) -> impl Iterator<Item = &AccountEntry> {
        self.entries.iter().filter(|entry| !entry.is_closed())
    }

    /// What is open in all at the end of `day`; with `known_at`, as one knew it at the end of that
    /// day. In the ledger's currency it is the balance of the control account (contract I9).
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn balance(&self, day: Day, known_at: Option<Day>) -> Result<Open, Rejection> {
        // As many items as fit in memory, of 64 bits each, stay within 128 bits.
        let (mut amount, mut booked) = (0_i128, 0_i128);
        for one in self.open_items(day, known_at) {
            amount = amount.saturating_add(i128::from(one.open.amount.minor()));
            booked = booked.saturating_add(i128::from(one.open.booked.minor()));
        }
        Ok(Open {
            amount: Money::from_wide(amount, self.key.currency)?,
            booked: Money::from_wide(booked, self.ledger)?,
        })
    }

    /// Recomputes everything the account keeps for speed and holds it against its history.
    ///
    /// # Errors
    /// The first invariant that does not hold: the index, the open amounts (contract I6, I10),
    /// the members of the letters.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: &str, name: &dyn core::fmt::Display| {
            let reason = alloc::format!("{name}: {reason}");
            Err(BrokenHistory::new("receivable", reason))
        };
        if self.positions.len() != self.entries.len() {
            return broken("the index misses items", &self.key);
        }
        for (position, entry) in self.entries.iter().enumerate() {
            if self.positions.get(entry.id()) != Some(&position) {
                return broken("the index points elsewhere", entry.id());
            }
            if entry.open != entry.open_as_of(Day::MAX, None) {
                return broken("the open amount differs from its history", entry.id());
            }
            if entry.open.amount.is_zero() && !entry.open.booked.is_zero() {
                return broken("closed in one currency only", entry.id());
            }
            let within = |open: Money, whole: Money| {
                let (open, whole) = (open.minor(), whole.minor());
                open.signum().saturating_mul(whole.signum()) >= 0
                    && open.unsigned_abs() <= whole.unsigned_abs()
            };
            let fits = within(entry.open.amount, entry.item.amount)
                && within(entry.open.booked, entry.item.booked);
            if !fits {
                return broken("settled beyond its amount", entry.id());
            }
            let is_member = |code| {
                let members: Option<&Members> = self.letters.get(&code);
                members.is_some_and(|members| members.positions.contains(&position))
            };
            if entry.letter.is_some_and(|code| !is_member(code)) {
                return broken("its letter does not know it", entry.id());
            }
            if entry.letter.is_none() && entry.open.amount != entry.item.amount {
                return broken("settled without a letter", entry.id());
            }
        }
        self.audit_letters()
    }

    fn audit_letters(&self) -> Result<(), BrokenHistory> {
        for (code, members) in &self.letters {
            let broken = |reason: &str| {
                let reason = alloc::format!("letter {code}: {reason}");
                Err(BrokenHistory::new("receivable", reason))
            };
            if *code >= self.next_code {
                return broken("its code is still to come");
            }
            let (mut applied, mut open, mut settled_on) = (0_i128, 0_usize, Day::MIN);
            for position in &members.positions {
                let Some(entry) = self.entries.get(*position) else {
                    return broken("an item is missing");
                };
                if entry.letter != Some(*code) {
                    return broken("an item does not know it");
                }
                let whole = i128::from(entry.item.amount.minor());
                // Sums of 64-bit amounts stay within 128 bits.
                let part = whole.saturating_sub(i128::from(entry.open.amount.minor()));
                applied = applied.saturating_add(part);
                open = open.saturating_add(usize::from(!entry.is_closed()));
                let days = entry.applications.iter().map(|application| application.effective_on);
                settled_on = settled_on.max(days.max().unwrap_or(Day::MIN));
            }
            if applied != 0 {
                return broken("what it settles does not sum to zero");
            }
            if open != members.open {
                return broken("it miscounts its open items");
            }
            if settled_on != members.settled_on {
                return broken("it settled on another day");
            }
        }
        Ok(())
    }
}
