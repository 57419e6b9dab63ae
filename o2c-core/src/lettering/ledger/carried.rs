//! The balances that a ledger carries forward, from the year before and into the next.

use super::kernel::{Account, Key};
use super::scope::Line;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// A balance is carried forward for so many accounts and parties at least.
const CARRIED_SCOPES: usize = 8;
/// An opening spans so many accounts at least.
const OPENING_ACCOUNTS: usize = 3;
/// Days within which the lines of one opening entry stand where its day is not told exactly.
const OPENING_DAYS: i32 = 7;

/// What is carried forward: an entry or a journal of the first day alone that has one total for
/// each of many accounts and parties, and a journal of the last day alone, whose lines are taken
/// back on the first day of the next ledger.
pub(super) struct Carried {
    /// The rows of the totals.
    pub(super) rows: BTreeSet<usize>,
    /// The first day of the ledger, and the last.
    first_day: i32,
    pub(super) last_day: i32,
    /// The accounts and parties that have an opening, in totals or line by line; none where the
    /// ledger has no opening.
    opened: BTreeSet<Key>,
}

impl Carried {
    pub(super) fn of(accounts: &[Account]) -> Self {
        let lines = || accounts.iter().flat_map(|one| one.lines.iter().map(|line| (one.key, line)));
        let (mut first_day, mut last_day) = (i32::MAX, i32::MIN);
        let mut days: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
        for (_, line) in lines() {
            first_day = first_day.min(line.day);
            last_day = last_day.max(line.day);
            let days = days.entry(line.journal).or_insert((line.day, line.day));
            *days = (days.0.min(line.day), days.1.max(line.day));
        }
        let is_edge = |line: &Line| line.day == first_day || line.day == last_day;
        let mut journals: BTreeMap<u32, Booked> = BTreeMap::new();
        let mut entries: BTreeMap<(u32, u32), Booked> = BTreeMap::new();
        for (key, line) in lines().filter(|(_, line)| is_edge(line)) {
            if days.get(&line.journal).is_some_and(|days| days.0 == days.1) {
                journals.entry(line.journal).or_default().add(key, line);
            }
            if line.day == first_day {
                entries.entry((line.journal, line.entry)).or_default().add(key, line);
            }
        }
        let spread = spread_entries(accounts, first_day);
        let of_first_day = || journals.values().chain(entries.values());
        let of_first_day = || of_first_day().filter(|booked| booked.is_of(first_day));
        let openings = || of_first_day().chain(spread.values()).filter(|one| one.is_opening());
        let closings = journals.values();
        let closings = closings.filter(|booked| first_day != last_day && booked.is_of(last_day));
        let totals = openings().filter(|booked| booked.is_of_totals());
        Carried {
            rows: totals.chain(closings).flat_map(|booked| booked.rows.iter().copied()).collect(),
            first_day,
            last_day,
            opened: openings().flat_map(|booked| booked.scopes.iter().copied()).collect(),
        }
    }

    /// The day from which all that concerns an account and party is in the ledger: where others
    /// have an opening and it has none, nothing was open before.
    pub(super) fn known_from(&self, key: &Key) -> i32 {
        if self.opened.is_empty() || self.opened.contains(key) { self.first_day } else { i32::MIN }
    }
}

/// Entries that begin on the first day and end within the first days: an entry has one day, but
/// where days are not told exactly its lines stand apart.
fn spread_entries(accounts: &[Account], first_day: i32) -> BTreeMap<(u32, u32), Booked> {
    let lines = || accounts.iter().flat_map(|one| one.lines.iter().map(|line| (one.key, line)));
    let is_first = |line: &Line| line.day.saturating_sub(first_day) <= OPENING_DAYS;
    let mut entries: BTreeMap<(u32, u32), Booked> = BTreeMap::new();
    for (key, line) in lines().filter(|(_, line)| is_first(line)) {
        entries.entry((line.journal, line.entry)).or_default().add(key, line);
    }
    entries.retain(|_, booked| {
        let is_spread = booked.days.len() > 1 && booked.days.contains(&first_day);
        is_spread && booked.scopes.len() >= CARRIED_SCOPES
    });
    if !entries.is_empty() {
        for (_, line) in lines().filter(|(_, line)| !is_first(line)) {
            entries.remove(&(line.journal, line.entry));
        }
    }
    entries
}

/// The lines of a journal, or of an entry.
#[derive(Default)]
struct Booked {
    rows: Vec<usize>,
    days: BTreeSet<i32>,
    scopes: BTreeSet<Key>,
    accounts: BTreeSet<u32>,
}

impl Booked {
    fn add(&mut self, key: Key, line: &Line) {
        self.rows.push(line.row);
        self.days.insert(line.day);
        self.scopes.insert(key);
        self.accounts.insert(key.0);
    }

    fn is_of(&self, day: i32) -> bool {
        self.days.len() == 1 && self.days.contains(&day) && self.scopes.len() >= CARRIED_SCOPES
    }

    fn is_opening(&self) -> bool {
        self.accounts.len() >= OPENING_ACCOUNTS
    }

    /// Totals: hardly an account and party has more than one line.
    fn is_of_totals(&self) -> bool {
        self.rows.len().saturating_mul(10) <= self.scopes.len().saturating_mul(11)
    }
}
