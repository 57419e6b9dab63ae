//! The lines of one account, one party and one currency, and what is still open of them.

use super::LedgerRule;
use super::delays::Surroundings;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// Delays beyond this many days tell nothing of what is usual.
const TELLING_DELAY: u32 = 120;
/// How many delays must be known before one of them is called usual.
const TELLING_DELAYS: usize = 3;
/// Settlements that usually come so many days before their documents are none.
const AGAINST_THE_WAY: i32 = 10;
/// Days by which two ways of telling the usual delay may differ and confirm each other.
const CONFIRMED_WITHIN: i32 = 7;
/// Sums that are tried must be this many times fewer than the sums that are possible.
const BEYOND_CHANCE: i128 = 10;

/// One line, as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Line {
    pub(super) day: i32,
    pub(super) journal: u32,
    pub(super) entry: u32,
    pub(super) piece: u32,
    pub(super) minor: i64,
    pub(super) row: usize,
    /// None where the line is open.
    pub(super) letter: Option<Letter>,
}

/// Why a line is not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Letter {
    /// It came with a letter.
    Given(u32),
    /// It is in a group that was found before.
    Found(usize),
}

/// A group that was found: places in the scope's lines, ascending.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) rule: LedgerRule,
    pub(super) lines: Vec<usize>,
    /// Otherwise it is what fits best, but others fit nearly as well: its lines stay open, and
    /// serve no weaker rule.
    pub(super) is_sure: bool,
}

/// Which side of an account's documents comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Debits, and credits settle them: customers.
    DebitsFirst,
    /// Credits, and debits settle them: suppliers.
    CreditsFirst,
    /// Nothing is known.
    Unknown,
}

impl Way {
    /// What a usual delay from debit to credit tells.
    pub(super) fn of(days: i32) -> Self {
        match days {
            1.. => Way::DebitsFirst,
            0 => Way::Unknown,
            ..0 => Way::CreditsFirst,
        }
    }
}

/// Which lines are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Both,
    Debits,
    Credits,
}

/// The lines of one account, party and currency, in the order of their days.
pub(super) struct Scope<'a> {
    lines: &'a [Line],
    is_open: Vec<bool>,
    /// Every open line in its order, and at most as many closed ones: all, debits, credits.
    places: Vec<usize>,
    debits: Vec<usize>,
    credits: Vec<usize>,
    closed_places: usize,
    /// The lines without a letter when the rules began, by amount, side and day.
    by_amount: Vec<(u64, bool, usize)>,
    /// Lines looked at so far.
    pub(super) work: usize,
    has_party: bool,
    way_of_account: Way,
    surroundings: Surroundings<'a>,
    /// Whether the delays of other parties were looked at.
    pub(super) is_told_by_others: bool,
    unit: i128,
    pub(super) usual: Option<i32>,
    /// Whether amounts that stand once on either side, or letters, tell the usual delay, or no
    /// other [explains](super::delays) the amounts as well: what comes each month tells it only up
    /// to a month.
    pub(super) is_usual_known: bool,
    /// The delays of the letters that stand already.
    known: Vec<i32>,
    pub(super) found: Vec<Found>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(lines: &'a [Line], has_party: bool, way_of_account: Way) -> Self {
        let amounts = lines.iter().map(|line| line.minor.unsigned_abs());
        Scope {
            lines,
            is_open: lines.iter().map(|line| line.letter.is_none()).collect(),
            places: Vec::new(),
            debits: Vec::new(),
            credits: Vec::new(),
            closed_places: 0,
            by_amount: by_amount(lines),
            work: 0,
            has_party,
            way_of_account,
            surroundings: Surroundings::NONE,
            is_told_by_others: false,
            unit: i128::from(amounts.fold(0, common_divisor)).max(1),
            usual: None,
            is_usual_known: false,
            known: Vec::new(),
            found: Vec::new(),
        }
        .with_known_delays()
    }

    /// The same lines, with what is known of the ledger around them.
    pub(super) fn within(mut self, surroundings: Surroundings<'a>) -> Self {
        self.surroundings = surroundings;
        self
    }

    fn with_known_delays(mut self) -> Self {
        let mut letters: BTreeMap<Letter, Vec<usize>> = BTreeMap::new();
        for (place, line) in self.lines.iter().enumerate() {
            if let Some(letter) = line.letter {
                letters.entry(letter).or_default().push(place);
            }
        }
        self.known = letters.values().filter_map(|lines| self.delay(lines)).collect();
        self.list_places();
        self
    }

    /// Lists the open lines anew.
    fn list_places(&mut self) {
        self.closed_places = 0;
        self.places = self.open_of(&self.is_open);
        let is_credit = |line: &usize| self.minor(*line) < 0;
        (self.credits, self.debits) = self.places.iter().copied().partition(is_credit);
    }

    fn open_of(&self, is_open: &[bool]) -> Vec<usize> {
        let places = is_open.iter().enumerate().filter(|(_, is_open)| **is_open);
        places.map(|(place, _)| place).collect()
    }

    /// Everything the rules find, the surest first; no new round begins after so much work.
    pub(super) fn letter(&mut self, most_work: usize) {
        if self.has_party {
            self.by_entry();
        }
        self.by_piece();
        self.usual = usual(self.known_delays()).filter(|days| !self.is_against_the_way(*days));
        self.is_usual_known = self.usual.is_some();
        let fitted = if self.is_usual_known { None } else { self.fitted_delay() };
        self.learn();
        if let Some((usual, fitted)) = self.usual.zip(fitted) {
            self.is_usual_known = usual.saturating_sub(fitted).saturating_abs() <= CONFIRMED_WITHIN;
        }
        if self.usual.is_some() {
            self.usual_runs();
        }
        self.equal_amounts();
        loop {
            let before = self.found.len();
            self.runs_of_the_other_side();
            self.runs_of_other_journals();
            self.subsets();
            self.all_but();
            self.day_totals();
            if self.found.len() == before {
                self.small_sets();
                self.runs_of_either_side();
            }
            if self.found.len() == before {
                self.balances();
            }
            self.equal_amounts();
            if self.found.len() == before || self.work > most_work {
                break;
            }
        }
        self.exchange_equals();
    }

    /// Learns the usual delay from a first attempt that is not kept: the payments by statement
    /// tell it too.
    fn learn(&mut self) {
        let (is_open, kept) = (self.is_open.clone(), self.found.clone());
        self.equal_amounts();
        self.runs_of_the_other_side();
        let delays = self.found.iter().filter_map(|found| self.delay(&found.lines));
        self.usual = usual(self.known.iter().copied().chain(delays).collect());
        self.is_open = is_open;
        self.found = kept;
        self.list_places();
    }

    /// The days from debit to credit in a group where one line stands against the others: from
    /// the last of them, or to the first of them.
    fn delay(&self, lines: &[usize]) -> Option<i32> {
        let days = |is_credit: bool| {
            let side = lines.iter().filter(move |line| (self.minor(**line) < 0) == is_credit);
            side.map(|line| self.day(*line))
        };
        let nearest = |single: i32, others: (Option<i32>, Option<i32>)| {
            let (first, last) = (others.0?, others.1?);
            Some(if single >= last { last } else { first })
        };
        let debits = (days(false).min(), days(false).max());
        let credits = (days(true).min(), days(true).max());
        let between = if days(true).count() == 1 {
            let credit = credits.0?;
            credit.saturating_sub(nearest(credit, debits)?)
        } else if days(false).count() == 1 {
            let debit = debits.0?;
            nearest(debit, credits)?.saturating_sub(debit)
        } else {
            return None;
        };
        is_telling(between).then_some(between)
    }

    /// The delays of letters, and of amounts that stand open once on either side.
    pub(super) fn known_delays(&self) -> Vec<i32> {
        let mut delays = self.known.clone();
        for (credits, debits) in self.equal_classes() {
            if let ([credit], [debit]) = (credits.as_slice(), debits.as_slice()) {
                let between = self.day(*credit).saturating_sub(self.day(*debit));
                if is_telling(between) {
                    delays.push(between);
                }
            }
        }
        delays
    }

    pub(super) fn usual_days(&self) -> i32 {
        self.usual.unwrap_or(0)
    }

    pub(super) fn way(&self) -> Way {
        match self.usual {
            Some(days) if days != 0 => Way::of(days),
            Some(_) | None => self.way_of_account,
        }
    }

    /// Whether a delay says that settlements come long before their documents.
    fn is_against_the_way(&self, days: i32) -> bool {
        let is_long = days.saturating_abs() > AGAINST_THE_WAY;
        is_long && self.way_of_account != Way::Unknown && Way::of(days) != self.way_of_account
    }

    pub(super) const fn way_of_account(&self) -> Way {
        self.way_of_account
    }

    pub(super) const fn surroundings(&self) -> &Surroundings<'a> {
        &self.surroundings
    }

    pub(super) const fn has_party(&self) -> bool {
        self.has_party
    }

    // Lines. Their places are this scope's own: none is ever missing.

    pub(super) fn line(&self, line: usize) -> Line {
        self.lines.get(line).copied().unwrap_or_default()
    }

    pub(super) fn day(&self, line: usize) -> i32 {
        self.lines.get(line).map_or(0, |line| line.day)
    }

    pub(super) fn minor(&self, line: usize) -> i64 {
        self.lines.get(line).map_or(0, |line| line.minor)
    }

    pub(super) fn is_open(&self, line: usize) -> bool {
        self.is_open.get(line).is_some_and(|is_open| *is_open)
    }

    pub(super) fn open_lines(&self) -> Vec<usize> {
        self.places.iter().copied().filter(|line| self.is_open(*line)).collect()
    }

    /// Lines from one day to another, with few closed ones among them.
    pub(super) fn places_between(&self, side: Side, from: i32, until: i32) -> &[usize] {
        let places = match side {
            Side::Both => &self.places,
            Side::Debits => &self.debits,
            Side::Credits => &self.credits,
        };
        let begin = places.partition_point(|line| self.day(*line) < from);
        let end = places.partition_point(|line| self.day(*line) <= until);
        places.get(begin..end).unwrap_or_default()
    }

    /// Drops the closed lines once they are half of the places: each is looked at no more often
    /// than there are halvings.
    fn drop_closed_places(&mut self) {
        if self.closed_places.saturating_mul(2) > self.places.len() {
            let is_open = &self.is_open;
            let stays = |line: &usize| is_open.get(*line).is_some_and(|is_open| *is_open);
            self.places.retain(stays);
            self.debits.retain(stays);
            self.credits.retain(stays);
            self.closed_places = 0;
        }
    }

    pub(super) fn is_one_entry(&self, one: usize, other: usize) -> bool {
        let key = |line: Line| (line.day, line.journal, line.entry);
        key(self.line(one)) == key(self.line(other))
    }

    /// The lines of an amount and side that had no letter, in the order of their days.
    pub(super) fn equals(&self, minor: i64) -> &[(u64, bool, usize)] {
        let (amount, is_debit) = (minor.unsigned_abs(), minor > 0);
        let begin = self.by_amount.partition_point(|line| (line.0, line.1) < (amount, is_debit));
        let end = self.by_amount.partition_point(|line| (line.0, line.1) <= (amount, is_debit));
        self.by_amount.get(begin..end).unwrap_or_default()
    }

    /// A sum of amounts; amounts of 64 bits stay within 128.
    pub(super) fn sum(&self, lines: &[usize]) -> i128 {
        let amounts = lines.iter().map(|line| i128::from(self.minor(*line)));
        amounts.fold(0, i128::saturating_add)
    }

    /// Closes lines that sum to zero.
    pub(super) fn take(&mut self, lines: Vec<usize>, rule: LedgerRule) {
        self.take_as(lines, rule, true);
    }

    /// Closes lines that sum to zero, sure or only likely.
    pub(super) fn take_as(&mut self, mut lines: Vec<usize>, rule: LedgerRule, is_sure: bool) {
        lines.sort_unstable();
        for line in &lines {
            if let Some(is_open) = self.is_open.get_mut(*line) {
                *is_open = false;
            }
        }
        self.closed_places = self.closed_places.saturating_add(lines.len());
        self.found.push(Found { rule, lines, is_sure });
        self.drop_closed_places();
    }

    /// Whether one of so many sums may equal an amount by chance.
    pub(super) fn may_be_chance(&self, tried: usize, amount: i128) -> bool {
        let tried = i128::try_from(tried).unwrap_or(i128::MAX);
        tried.saturating_mul(BEYOND_CHANCE).saturating_mul(self.unit) > amount.saturating_abs()
    }

    /// Lines that nobody can tell apart, of one day, journal and amount, go to the groups in the
    /// order in which the groups are settled.
    fn exchange_equals(&mut self) {
        let mut owners: Vec<(i32, i64, u32, usize, usize)> = Vec::new();
        for (group, found) in self.found.iter().enumerate() {
            for place in &found.lines {
                let line = self.line(*place);
                owners.push((line.day, line.minor, line.journal, *place, group));
            }
        }
        owners.sort_unstable();
        let settled_on: Vec<i32> = self.found.iter().map(|found| self.last_day(found)).collect();
        for found in &mut self.found {
            found.lines.clear();
        }
        for equals in
            owners.chunk_by(|one, other| (one.0, one.1, one.2) == (other.0, other.1, other.2))
        {
            let mut groups: Vec<usize> = equals.iter().map(|owner| owner.4).collect();
            groups.sort_by_key(|group| (settled_on.get(*group).copied(), *group));
            for (owner, group) in equals.iter().zip(groups) {
                if let Some(found) = self.found.get_mut(group) {
                    found.lines.push(owner.3);
                }
            }
        }
        for found in &mut self.found {
            found.lines.sort_unstable();
        }
    }

    fn last_day(&self, found: &Found) -> i32 {
        found.lines.iter().map(|line| self.day(*line)).max().unwrap_or(0)
    }
}

fn by_amount(lines: &[Line]) -> Vec<(u64, bool, usize)> {
    let lines = lines.iter().enumerate().filter(|(_, line)| line.letter.is_none());
    let mut by_amount: Vec<(u64, bool, usize)> =
        lines.map(|(place, line)| (line.minor.unsigned_abs(), line.minor > 0, place)).collect();
    by_amount.sort_unstable();
    by_amount
}

fn is_telling(delay: i32) -> bool {
    delay.unsigned_abs() <= TELLING_DELAY
}

/// The median of delays, the lower of two; none where there are too few.
pub(super) fn usual(mut delays: Vec<i32>) -> Option<i32> {
    if delays.len() < TELLING_DELAYS {
        return None;
    }
    delays.sort_unstable();
    let middle = delays.len().saturating_sub(1).checked_div(2)?;
    delays.get(middle).copied()
}

/// The largest unit that divides both (Euclid).
fn common_divisor(one: u64, other: u64) -> u64 {
    let (mut one, mut other) = (one, other);
    while let Some(rest) = one.checked_rem(other) {
        (one, other) = (other, rest);
    }
    one
}
