//! A whole ledger: its accounts and parties one by one, until nothing more is found.

use super::Rejection;
use super::carried::Carried;
use super::columns::{ColumnGroup, ColumnLettering, LedgerColumns};
use super::delays::Surroundings;
use super::doubts::Doubts;
use super::parts::parts;
use super::scope::{Letter, Line, Scope, Way, usual};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// So many delays of one party tell what the account's other parties take.
const TOLD_BY_ONE: usize = 6;

/// Lines looked at for each line of an account before what is left is left: an account is not
/// asked once more beyond that.
const WORK_PER_LINE: usize = 4_096;

/// An account, a currency, a party.
pub(super) type Key = (u32, u16, u32);

/// The lettering of a ledger: see [the rules](super).
///
/// ```
/// use o2c_core::lettering::ledger::{LedgerColumns, letter_columns};
/// let ledger = LedgerColumns {
///     account: &[0, 0, 0],
///     party: &[7, 7, 7],
///     accounted_on: &[20_000, 20_004, 20_030],
///     journal: &[0, 0, 1],
///     entry: &[0, 1, 0],
///     piece: &[LedgerColumns::NO_PIECE; 3],
///     open_minor: &[14_155, 990, -15_145],
///     currency: &[0, 0, 0],
///     letter: &[LedgerColumns::NO_LETTER; 3],
/// };
/// assert_eq!(letter_columns(&ledger)?.groups[0].rows, [0, 1, 2]);
/// # Ok::<(), o2c_core::lettering::ledger::Rejection>(())
/// ```
///
/// # Errors
/// `lettering.lengths_differ`; `columns.out_of_range` with its row.
pub fn letter_columns(ledger: &LedgerColumns<'_>) -> Result<ColumnLettering, Rejection> {
    ledger.check()?;
    let mut accounts = accounts(ledger);
    let carried = Carried::of(&accounts);
    let mut found = ColumnLettering::default();
    // What is given up is asked again, with what was kept as letters, until nothing more is kept:
    // so another run finds nothing.
    loop {
        let before = found.groups.len();
        letter_until_nothing(&mut accounts, &carried, &mut found.groups);
        let habits = habits(&accounts);
        for account in &mut accounts {
            let way = habits.get(&account.key.0).map_or(Way::Unknown, |habits| habits.way);
            account.give_up(way, before, &mut found.groups);
        }
        let is_given_up = |group: &ColumnGroup| group.rows.is_empty();
        if found.groups.iter().skip(before).all(is_given_up) {
            break;
        }
    }
    found.groups.retain(|group| !group.rows.is_empty());
    found.carried = accounts.into_iter().flat_map(|account| account.carried).collect();
    found.groups.sort_unstable_by(|one, other| one.rows.cmp(&other.rows));
    found.carried.sort_unstable_by(|one, other| one.rows.cmp(&other.rows));
    Ok(found)
}

/// What is left is asked again, with what was found as letters, until nothing more is found.
fn letter_until_nothing(
    accounts: &mut [Account],
    carried: &Carried,
    groups: &mut Vec<ColumnGroup>,
) {
    loop {
        let before = groups.len();
        let habits = habits(accounts);
        for account in &mut *accounts {
            let habits = habits.get(&account.key.0);
            account.letter(habits.unwrap_or(&Habits::UNKNOWN), carried, groups);
        }
        if groups.len() == before {
            return;
        }
    }
}

/// What is known of the parties of an account together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Habits {
    /// Which side usually comes first.
    way: Way,
    /// Delays that are known, a few of each party, rising.
    delays: Vec<i32>,
}

impl Habits {
    const UNKNOWN: Habits = Habits { way: Way::Unknown, delays: Vec::new() };
}

/// What an account was lettered with.
struct Asked {
    way: Way,
    /// The delays of the account's parties, where they were looked at.
    delays: Option<Vec<i32>>,
}

impl Asked {
    /// Whether nothing that was looked at is different now.
    fn is_with(&self, habits: &Habits) -> bool {
        self.way == habits.way && self.delays.as_ref().is_none_or(|known| *known == habits.delays)
    }
}

/// The lines of one account, currency and party, in the order of their days.
pub(super) struct Account {
    pub(super) key: Key,
    pub(super) lines: Vec<Line>,
    /// Delays that are known from letters and from amounts that stand once on either side.
    delays: Vec<i32>,
    /// How it was lettered last; none where it has to be lettered again.
    asked: Option<Asked>,
    work: usize,
    carried: Vec<ColumnGroup>,
}

impl Account {
    fn new(key: Key, lines: Vec<Line>) -> Self {
        let delays = Scope::new(&lines, true, Way::Unknown).known_delays();
        Account { key, lines, delays, asked: None, work: 0, carried: Vec::new() }
    }

    /// Letters the account unless nothing changed since; what it finds has a letter from then
    /// on, unless a balance carried forward is in it.
    fn letter(&mut self, habits: &Habits, carried: &Carried, groups: &mut Vec<ColumnGroup>) {
        let most_work = self.lines.len().saturating_mul(WORK_PER_LINE);
        let is_asked = self.asked.as_ref().is_some_and(|asked| asked.is_with(habits));
        if self.lines.len() < 2 || is_asked || self.work > most_work {
            return;
        }
        let has_party = self.key.2 != LedgerColumns::NO_PARTY;
        let surroundings = Surroundings {
            first_day: carried.known_from(&self.key),
            last_day: carried.last_day,
            delays: &habits.delays,
        };
        let mut scope = Scope::new(&self.lines, has_party, habits.way).within(surroundings);
        scope.letter(most_work);
        self.work = self.work.saturating_add(scope.work);
        let delays = scope.is_told_by_others.then(|| habits.delays.clone());
        self.asked = Some(Asked { way: habits.way, delays });
        self.carried.clear();
        let mut lettered: Vec<(usize, Letter)> = Vec::new();
        for group in scope.found.iter().filter(|group| group.is_sure) {
            for lines in parts(&self.lines, &group.lines) {
                let rows = lines.iter().map(|line| scope.line(*line).row);
                let mut rows: Vec<usize> = rows.collect();
                rows.sort_unstable();
                let is_carried = rows.iter().any(|row| carried.rows.contains(row));
                let found = ColumnGroup { rule: group.rule, rows, usual_days: scope.usual };
                if is_carried {
                    self.carried.push(found);
                } else {
                    let letter = Letter::Found(groups.len());
                    lettered.extend(lines.iter().map(|line| (*line, letter)));
                    groups.push(found);
                }
            }
        }
        if lettered.is_empty() {
            return;
        }
        for (place, letter) in lettered {
            if let Some(line) = self.lines.get_mut(place) {
                line.letter = Some(letter);
            }
        }
        self.ask_again();
    }

    /// Gives the [doubtful](super::doubts) of the groups from one on up again: their rows go.
    fn give_up(&mut self, way: Way, from: usize, groups: &mut [ColumnGroup]) {
        let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (place, line) in self.lines.iter().enumerate() {
            if let Some(Letter::Found(group)) = line.letter
                && group >= from
            {
                found.entry(group).or_default().push(place);
            }
        }
        let doubts = Doubts::new(&self.lines, way);
        found.retain(|group, lines| {
            let column = groups.get(*group);
            column.is_some_and(|column| doubts.is_doubtful(column.rule, lines))
        });
        for (group, lines) in &found {
            if let Some(column) = groups.get_mut(*group) {
                column.rows.clear();
            }
            for place in lines {
                if let Some(line) = self.lines.get_mut(*place) {
                    line.letter = None;
                }
            }
        }
        if !found.is_empty() {
            self.ask_again();
        }
    }

    /// Tells that it has to be lettered again.
    fn ask_again(&mut self) {
        self.asked = None;
        self.delays = Scope::new(&self.lines, true, Way::Unknown).known_delays();
    }
}

/// The lines of each account, currency and party.
fn accounts(ledger: &LedgerColumns<'_>) -> Vec<Account> {
    let mut all: Vec<(Key, Line)> = Vec::with_capacity(ledger.len());
    let keys = ledger.account.iter().zip(ledger.currency).zip(ledger.party);
    let origins = ledger.journal.iter().zip(ledger.entry).zip(ledger.piece);
    let figures = ledger.accounted_on.iter().zip(ledger.open_minor).zip(ledger.letter);
    for (row, ((key, origin), ((day, minor), letter))) in keys.zip(origins).zip(figures).enumerate()
    {
        let ((account, currency), party) = key;
        let ((journal, entry), piece) = origin;
        // A line of zero has nothing to settle.
        if *minor != 0 {
            let line = Line {
                day: *day,
                journal: *journal,
                entry: *entry,
                piece: *piece,
                minor: *minor,
                row,
                letter: (*letter != LedgerColumns::NO_LETTER).then_some(Letter::Given(*letter)),
            };
            all.push(((*account, *currency, *party), line));
        }
    }
    all.sort_unstable();
    let accounts = all.chunk_by(|one, other| one.0 == other.0);
    let accounts = accounts.filter_map(|lines| {
        let key = lines.first()?.0;
        Some(Account::new(key, lines.iter().map(|line| line.1).collect()))
    });
    accounts.collect()
}

/// What is known of each account's parties. A party with many delays tells no more than one with a
/// few.
fn habits(accounts: &[Account]) -> BTreeMap<u32, Habits> {
    let mut delays: BTreeMap<u32, (Vec<i32>, Vec<i32>)> = BTreeMap::new();
    for account in accounts {
        let (all, few) = delays.entry(account.key.0).or_default();
        all.extend(&account.delays);
        few.extend(account.delays.iter().take(TOLD_BY_ONE));
    }
    let habits = delays.into_iter().map(|(account, (all, mut delays))| {
        delays.sort_unstable();
        (account, Habits { way: usual(all).map_or(Way::Unknown, Way::of), delays })
    });
    habits.collect()
}
