//! One amount, or the amounts of one day, and lines that stand next to each other.

use super::LedgerRule;
use super::scope::{Scope, Side, Way};
use alloc::vec::Vec;

/// Days between an amount and the lines it may settle.
const WINDOW: i32 = 200;
/// Days a line may stand on the wrong side of the amount that settles it.
const TOLERANCE: i32 = 7;
/// So many lines are looked at for one amount.
const LINES_LOOKED_AT: usize = 128;
/// A run further off the usual delay is not sure.
const SURE_OFF: i32 = 40;
/// Days off the usual delay within which a statement is settled before anything else.
const USUAL_SLACK: i32 = 3;

/// A line near an amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) place: usize,
    pub(super) day: i32,
    pub(super) minor: i64,
}

/// The lines an amount is compared with, in the order of their days.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) lines: Vec<Near>,
    /// Whether the amount settles what stands before it, or is settled by what comes after.
    pub(super) is_settling: bool,
}

/// Which lines an amount is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Partners {
    /// Those of the other side.
    OtherSide,
    /// Those of other journals, of both sides: invoices less credit notes.
    OtherJournals,
}

/// Lines that stand next to each other and sum to an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    /// Whether the amount came before the nearest of its lines.
    is_early: bool,
    /// Days off the usual delay.
    off: i32,
    length: usize,
    from: usize,
    until: usize,
}

impl Scope<'_> {
    /// Amounts that settle whole days of lines, just when this party usually does: what a
    /// payment by statement looks like. It goes before a single line that has the amount by
    /// chance and at another time.
    pub(super) fn usual_runs(&mut self) {
        self.runs(Partners::OtherSide, Some(USUAL_SLACK));
    }

    pub(super) fn runs_of_the_other_side(&mut self) {
        self.runs(Partners::OtherSide, None);
    }

    pub(super) fn runs_of_other_journals(&mut self) {
        self.runs(Partners::OtherJournals, None);
    }

    fn runs(&mut self, partners: Partners, slack: Option<i32>) {
        let mut around = Around::default();
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_by_run(&[line], partners, slack, &mut around);
            }
        }
    }

    /// Several amounts of one day, journal and side as if they were one.
    pub(super) fn day_totals(&mut self) {
        let mut around = Around::default();
        let mut days: Vec<(i32, u32, bool, usize)> = Vec::new();
        for place in self.open_lines() {
            let line = self.line(place);
            days.push((line.day, line.journal, line.minor > 0, place));
        }
        days.sort_unstable();
        for day in days.chunk_by(|one, other| (one.0, one.1, one.2) == (other.0, other.1, other.2))
        {
            if day.len() < 2 {
                continue;
            }
            let lines = day.iter().map(|line| line.3).filter(|line| self.is_open(*line));
            let lines: Vec<usize> = lines.collect();
            if lines.len() >= 2 {
                self.settle_by_run(&lines, Partners::OtherSide, None, &mut around);
            }
        }
    }

    /// Settles amounts, which count as one, with a run of lines, where one run is the best.
    fn settle_by_run(
        &mut self,
        amounts: &[usize],
        partners: Partners,
        slack: Option<i32>,
        around: &mut Around,
    ) {
        let Some(first) = amounts.first().copied() else { return };
        self.look_around(first, partners, around);
        if around.lines.len() < 2 {
            return;
        }
        let target = self.sum(amounts).saturating_neg();
        let runs = match partners {
            Partners::OtherSide => runs_of_one_side(&around.lines, target),
            Partners::OtherJournals => runs_of_both_sides(&around.lines, target),
        };
        if runs.is_empty() {
            return;
        }
        let Some(run) = self.best_run(first, around, target, runs, slack) else { return };
        let settled = around.lines.get(run.from..run.until).unwrap_or_default();
        let mut group = amounts.to_vec();
        group.extend(settled.iter().map(|line| line.place));
        let is_one = amounts.len() == 1;
        let rule = if is_one { LedgerRule::ConsecutiveLines } else { LedgerRule::DayTotal };
        // Several journals on one side of a settlement may be of several stories.
        let journals = || settled.iter().map(|line| self.line(line.place).journal);
        let is_one_story = partners == Partners::OtherSide || journals().min() == journals().max();
        let is_usual = self.usual.is_none() || run.off <= SURE_OFF;
        let is_sure = is_one_story && is_usual && !is_exchangeable(&around.lines, &run);
        self.take_as(group, rule, is_sure);
    }

    /// The lines an amount may settle: of the last [`WINDOW`] days where it is a settlement, of
    /// the next where it is a document; where nothing tells, it settles what came before.
    pub(super) fn look_around(&mut self, amount: usize, partners: Partners, around: &mut Around) {
        let one = self.line(amount);
        let is_document = match self.way() {
            Way::DebitsFirst => one.minor > 0,
            Way::CreditsFirst => one.minor < 0,
            Way::Unknown => false,
        };
        let side = match partners {
            Partners::OtherSide if one.minor < 0 => Side::Debits,
            Partners::OtherSide => Side::Credits,
            Partners::OtherJournals => Side::Both,
        };
        let near = |place: &usize| {
            let line = self.line(*place);
            let fits = partners == Partners::OtherSide || line.journal != one.journal;
            let near = Near { place: *place, day: line.day, minor: line.minor };
            (fits && self.is_open(*place)).then_some(near)
        };
        let (back, ahead) = if is_document { (TOLERANCE, WINDOW) } else { (WINDOW, TOLERANCE) };
        let (from, until) = (one.day.saturating_sub(back), one.day.saturating_add(ahead));
        let lines = self.places_between(side, from, until).iter();
        around.lines.clear();
        around.is_settling = !is_document;
        if is_document {
            around.lines.extend(lines.filter_map(near).take(LINES_LOOKED_AT));
        } else {
            around.lines.extend(lines.rev().filter_map(near).take(LINES_LOOKED_AT));
            around.lines.reverse();
        }
        self.work = self.work.saturating_add(around.lines.len()).saturating_add(1);
    }

    /// The best of the runs that sum to a target: whole days before parts of days, then the
    /// fewest days off the usual delay. None where two are equally good, where the sum may be
    /// chance, or, with `slack`, where it is not the one run, of whole days, that comes when this
    /// party usually pays.
    fn best_run(
        &self,
        amount: usize,
        around: &Around,
        target: i128,
        mut runs: Vec<(usize, usize)>,
        slack: Option<i32>,
    ) -> Option<Run> {
        let lines = around.lines.as_slice();
        let edges = edges(lines.iter().map(|line| line.day));
        let is_edge = |place: usize| edges.get(place).is_some_and(|is_edge| *is_edge);
        let wholeness = |run: &(usize, usize)| {
            usize::from(is_edge(run.0)).saturating_add(usize::from(is_edge(run.1)))
        };
        let best = runs.iter().map(wholeness).max()?;
        runs.retain(|run| wholeness(run) == best);
        let days = edges.iter().filter(|is_edge| **is_edge).count().saturating_sub(1);
        let tried = match best {
            2 => days.saturating_mul(days).checked_div(2)?,
            1 => days.saturating_mul(lines.len()),
            _ => lines.len().saturating_mul(lines.len()).checked_div(2)?,
        };
        if self.may_be_chance(tried, target) {
            return None;
        }
        let mut runs: Vec<Run> =
            runs.into_iter().filter_map(|run| self.judged(amount, around, run)).collect();
        runs.sort_unstable();
        let run = *runs.first()?;
        let second = runs.get(1).map(|second| (second.is_early, second.off));
        if second == Some((run.is_early, run.off)) {
            return None;
        }
        match slack {
            None => Some(run),
            Some(slack) => {
                let is_usual = best == 2 && !run.is_early && run.off <= slack;
                let is_only = second.is_none_or(|(is_early, off)| is_early || off > slack);
                let is_rivalled = lines.iter().any(|line| {
                    i128::from(line.minor) == target && self.off(amount, line.day) <= run.off
                });
                (is_usual && is_only && !is_rivalled).then_some(run)
            }
        }
    }

    /// How a run stands to the usual delay: measured from its nearest line.
    fn judged(&self, amount: usize, around: &Around, run: (usize, usize)) -> Option<Run> {
        let (from, until) = run;
        let nearest = if around.is_settling { until.checked_sub(1)? } else { from };
        let nearest = around.lines.get(nearest)?.day;
        let days = if around.is_settling {
            self.day(amount).saturating_sub(nearest)
        } else {
            nearest.saturating_sub(self.day(amount))
        };
        let usual = self.usual_days().saturating_abs();
        Some(Run {
            is_early: days < 0,
            off: days.saturating_sub(usual).saturating_abs(),
            length: until.saturating_sub(from),
            from,
            until,
        })
    }

    /// The days by which a line and a day miss the usual delay, whichever comes first.
    fn off(&self, one: usize, other: i32) -> i32 {
        let days = self.day(one).saturating_sub(other).saturating_abs();
        days.saturating_sub(self.usual_days().saturating_abs()).saturating_abs()
    }
}

/// Whether an older line that is open could as well stand in a run: it has the amount of one
/// within, and people settle the older first. A payment that comes when this party usually pays
/// settles the newer all the same.
fn is_exchangeable(lines: &[Near], run: &Run) -> bool {
    let (older, rest) = lines.split_at(run.from.min(lines.len()));
    let own = rest.get(..run.length).unwrap_or(rest);
    let has_equal = |line: &Near| own.iter().any(|other| other.minor == line.minor);
    run.off > USUAL_SLACK && older.iter().any(has_equal)
}

/// Before which lines a day begins; the end of the lines is one, too.
pub(super) fn edges(days: impl Iterator<Item = i32>) -> Vec<bool> {
    let mut before = None;
    let mut edges: Vec<bool> = days.map(|day| before.replace(day) != Some(day)).collect();
    edges.push(true);
    edges
}

/// The runs of two lines or more of one side that sum to a target: amounts of one sign let both
/// ends of a run move on only.
fn runs_of_one_side(lines: &[Near], target: i128) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let target = target.saturating_abs();
    let amount = |line: &Near| i128::from(line.minor).saturating_abs();
    let (mut from, mut sum) = (0_usize, 0_i128);
    for (place, line) in lines.iter().enumerate() {
        // Amounts of 64 bits sum to what 128 bits hold.
        sum = sum.saturating_add(amount(line));
        while sum > target {
            let Some(first) = lines.get(from) else { break };
            sum = sum.saturating_sub(amount(first));
            from = from.saturating_add(1);
        }
        let until = place.saturating_add(1);
        if sum == target && until.saturating_sub(from) >= 2 {
            runs.push((from, until));
        }
    }
    runs
}

/// The runs of two lines or more of both sides that sum to a target.
fn runs_of_both_sides(lines: &[Near], target: i128) -> Vec<(usize, usize)> {
    let mut sums = Vec::with_capacity(lines.len().saturating_add(1));
    let mut sum = 0_i128;
    sums.push((sum, 0_usize));
    for (place, line) in lines.iter().enumerate() {
        // Amounts of 64 bits sum to what 128 bits hold.
        sum = sum.saturating_add(i128::from(line.minor));
        sums.push((sum, place.saturating_add(1)));
    }
    sums.sort_unstable();
    let mut runs = Vec::new();
    let mut begin = 0_usize;
    for (sum, until) in &sums {
        let start = sum.saturating_sub(target);
        while sums.get(begin).is_some_and(|before| before.0 < start) {
            begin = begin.saturating_add(1);
        }
        let equal = sums.iter().skip(begin).take_while(|before| before.0 == start);
        for (_, from) in equal {
            if until.saturating_sub(*from) >= 2 {
                runs.push((*from, *until));
            }
        }
    }
    runs
}
