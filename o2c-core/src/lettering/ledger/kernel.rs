//! A whole ledger: its accounts and parties one by one, and the balances carried forward.

use super::Rejection;
use super::columns::{ColumnGroup, ColumnLettering, LedgerColumns};
use super::doubts::Doubts;
use super::parts::parts;
use super::scope::{Letter, Line, Scope, Way, usual};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// A balance is carried forward for so many accounts and parties at least.
const CARRIED_SCOPES: usize = 8;
/// An opening spans so many accounts at least.
const OPENING_ACCOUNTS: usize = 3;

/// Lines looked at for each line of an account before what is left is left: an account is not
/// asked once more beyond that.
const WORK_PER_LINE: usize = 4_096;

/// An account, a currency, a party.
type Key = (u32, u16, u32);

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
    let carried = carried_rows(&accounts);
    let mut found = ColumnLettering::default();
    // What is given up is asked again, with what was kept as letters, until nothing more is kept:
    // so another run finds nothing.
    loop {
        let before = found.groups.len();
        letter_until_nothing(&mut accounts, &carried, &mut found.groups);
        let ways = ways(&accounts);
        for account in &mut accounts {
            let way = ways.get(&account.key.0).copied().unwrap_or(Way::Unknown);
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
    carried: &BTreeSet<usize>,
    groups: &mut Vec<ColumnGroup>,
) {
    loop {
        let before = groups.len();
        let ways = ways(accounts);
        for account in &mut *accounts {
            let way = ways.get(&account.key.0).copied().unwrap_or(Way::Unknown);
            account.letter(way, carried, groups);
        }
        if groups.len() == before {
            return;
        }
    }
}

/// The lines of one account, currency and party, in the order of their days.
struct Account {
    key: Key,
    lines: Vec<Line>,
    /// Delays that are known from letters and from amounts that stand once on either side.
    delays: Vec<i32>,
    /// How it was lettered last; none where it has to be lettered again.
    way: Option<Way>,
    work: usize,
    carried: Vec<ColumnGroup>,
}

impl Account {
    fn new(key: Key, lines: Vec<Line>) -> Self {
        let delays = Scope::new(&lines, true, Way::Unknown).known_delays();
        Account { key, lines, delays, way: None, work: 0, carried: Vec::new() }
    }

    /// Letters the account unless nothing changed since; what it finds has a letter from then
    /// on, unless a balance carried forward is in it.
    fn letter(&mut self, way: Way, carried: &BTreeSet<usize>, groups: &mut Vec<ColumnGroup>) {
        let most_work = self.lines.len().saturating_mul(WORK_PER_LINE);
        if self.lines.len() < 2 || self.way == Some(way) || self.work > most_work {
            return;
        }
        let mut scope = Scope::new(&self.lines, self.key.2 != LedgerColumns::NO_PARTY, way);
        scope.letter(most_work);
        self.work = self.work.saturating_add(scope.work);
        self.way = Some(way);
        self.carried.clear();
        let mut lettered: Vec<(usize, Letter)> = Vec::new();
        for group in scope.found.iter().filter(|group| group.is_sure) {
            for lines in parts(&self.lines, &group.lines) {
                let rows = lines.iter().map(|line| scope.line(*line).row);
                let mut rows: Vec<usize> = rows.collect();
                rows.sort_unstable();
                let is_carried = rows.iter().any(|row| carried.contains(row));
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
        self.way = None;
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

/// Per account, which side usually comes first.
fn ways(accounts: &[Account]) -> BTreeMap<u32, Way> {
    let mut delays: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for account in accounts {
        delays.entry(account.key.0).or_default().extend(&account.delays);
    }
    let ways =
        delays.into_iter().filter_map(|(account, delays)| Some((account, Way::of(usual(delays)?))));
    ways.collect()
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

    /// Totals: hardly an account and party has more than one line.
    fn is_opening(&self, first_day: i32) -> bool {
        let lines = self.rows.len().saturating_mul(10);
        self.is_of(first_day)
            && self.accounts.len() >= OPENING_ACCOUNTS
            && lines <= self.scopes.len().saturating_mul(11)
    }
}

/// The rows of balances carried forward: an entry or a journal of the first day alone that has
/// one total for each of many accounts and parties, and a journal of the last day alone, whose
/// lines are taken back on the first day of the next ledger.
fn carried_rows(accounts: &[Account]) -> BTreeSet<usize> {
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
    let openings = journals.values().chain(entries.values());
    let openings = openings.filter(|booked| booked.is_opening(first_day));
    let closings = journals.values();
    let closings = closings.filter(|booked| first_day != last_day && booked.is_of(last_day));
    openings.chain(closings).flat_map(|booked| booked.rows.iter().copied()).collect()
}
