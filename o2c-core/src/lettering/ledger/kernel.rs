//! A whole ledger: its accounts and parties one by one, and the balances carried forward.

use super::Rejection;
use super::columns::{ColumnGroup, ColumnLettering, LedgerColumns};
use super::scope::{Letter, Line, Scope, Way, usual};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// A balance is carried forward for so many accounts and parties at least.
const CARRIED_SCOPES: usize = 8;
/// An opening spans so many accounts at least.
const OPENING_ACCOUNTS: usize = 3;

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
    let mut scopes = scopes(ledger);
    let mut found = ColumnLettering::default();
    // What is left is asked again, with what was found as letters, until nothing more is found:
    // so another run finds nothing.
    loop {
        let before = found.groups.len();
        let carried = carried_rows(&scopes);
        let ways = ways(&scopes);
        found.carried.clear();
        for (key, lines) in &mut scopes {
            let way = ways.get(&key.0).copied().unwrap_or(Way::Unknown);
            letter_scope(*key, lines, way, &carried, &mut found);
        }
        if found.groups.len() == before {
            break;
        }
    }
    found.groups.sort_unstable_by(|one, other| one.rows.cmp(&other.rows));
    found.carried.sort_unstable_by(|one, other| one.rows.cmp(&other.rows));
    Ok(found)
}

/// The lines of each account, currency and party, in the order of their days.
fn scopes(ledger: &LedgerColumns<'_>) -> BTreeMap<Key, Vec<Line>> {
    let mut scopes: BTreeMap<Key, Vec<Line>> = BTreeMap::new();
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
            scopes.entry((*account, *currency, *party)).or_default().push(line);
        }
    }
    for lines in scopes.values_mut() {
        lines.sort_unstable();
    }
    scopes
}

/// Letters one scope; what it finds has a letter from then on, unless a balance carried forward
/// is in it.
fn letter_scope(
    key: Key,
    lines: &mut [Line],
    way: Way,
    carried: &BTreeSet<usize>,
    found: &mut ColumnLettering,
) {
    if lines.len() < 2 {
        return;
    }
    let mut scope = Scope::new(lines, key.2 != LedgerColumns::NO_PARTY, way);
    scope.letter();
    let mut lettered: BTreeMap<usize, Letter> = BTreeMap::new();
    for group in &scope.found {
        let rows = group.lines.iter().map(|line| scope.line(*line).row);
        let mut rows: Vec<usize> = rows.collect();
        rows.sort_unstable();
        let is_carried = rows.iter().any(|row| carried.contains(row));
        let rule = group.rule;
        let group = ColumnGroup { rule, rows, usual_days: scope.usual };
        if is_carried {
            found.carried.push(group);
        } else {
            let letter = Letter::Found(found.groups.len());
            lettered.extend(group.rows.iter().map(|row| (*row, letter)));
            found.groups.push(group);
        }
    }
    for line in lines {
        line.letter = line.letter.or_else(|| lettered.get(&line.row).copied());
    }
}

/// Per account, which side usually comes first.
fn ways(scopes: &BTreeMap<Key, Vec<Line>>) -> BTreeMap<u32, Way> {
    let mut delays: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
    for ((account, _, _), lines) in scopes {
        let scope = Scope::new(lines, true, Way::Unknown);
        delays.entry(*account).or_default().extend(scope.known_delays());
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
fn carried_rows(scopes: &BTreeMap<Key, Vec<Line>>) -> BTreeSet<usize> {
    let mut journals: BTreeMap<u32, Booked> = BTreeMap::new();
    let mut entries: BTreeMap<(i32, u32, u32), Booked> = BTreeMap::new();
    let (mut first_day, mut last_day) = (i32::MAX, i32::MIN);
    for (key, lines) in scopes {
        for line in lines {
            first_day = first_day.min(line.day);
            last_day = last_day.max(line.day);
        }
        for line in lines {
            journals.entry(line.journal).or_default().add(*key, line);
        }
    }
    for (key, lines) in scopes {
        for line in lines.iter().filter(|line| line.day == first_day) {
            entries.entry((line.day, line.journal, line.entry)).or_default().add(*key, line);
        }
    }
    let openings = journals.values().chain(entries.values());
    let openings = openings.filter(|booked| booked.is_opening(first_day));
    let closings = journals.values();
    let closings = closings.filter(|booked| first_day != last_day && booked.is_of(last_day));
    openings.chain(closings).flat_map(|booked| booked.rows.iter().copied()).collect()
}
