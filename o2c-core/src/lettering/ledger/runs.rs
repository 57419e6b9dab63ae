//! One amount, or the amounts of one day, and lines that stand next to each other.

use super::LedgerRule;
use super::scope::{Scope, Way};
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use hashbrown::HashMap;

/// Days between an amount and the lines it may settle.
const WINDOW: i32 = 200;
/// Days a line may stand on the wrong side of the amount that settles it.
const TOLERANCE: i32 = 7;
/// So many lines are looked at for one amount.
const LINES_LOOKED_AT: usize = 256;
/// Days off the usual delay within which a statement is settled before anything else.
const USUAL_SLACK: i32 = 3;

/// The lines an amount is compared with, in the order of their days.
pub(super) struct Around {
    pub(super) lines: Vec<usize>,
    /// Whether the amount settles what stands before it, or is settled by what comes after.
    is_settling: bool,
}

/// Which lines an amount is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Partners {
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
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_by_run(&[line], Partners::OtherSide, Some(USUAL_SLACK));
            }
        }
    }

    pub(super) fn runs_of_the_other_side(&mut self) {
        self.runs(Partners::OtherSide);
    }

    pub(super) fn runs_of_other_journals(&mut self) {
        self.runs(Partners::OtherJournals);
    }

    fn runs(&mut self, partners: Partners) {
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_by_run(&[line], partners, None);
            }
        }
    }

    /// Several amounts of one day, journal and side as if they were one.
    pub(super) fn day_totals(&mut self) {
        let mut days: BTreeMap<(i32, u32, bool), Vec<usize>> = BTreeMap::new();
        for place in self.open_lines() {
            let line = self.line(place);
            days.entry((line.day, line.journal, line.minor > 0)).or_default().push(place);
        }
        for mut lines in days.into_values() {
            lines.retain(|line| self.is_open(*line));
            if lines.len() >= 2 {
                self.settle_by_run(&lines, Partners::OtherSide, None);
            }
        }
    }

    /// Settles amounts, which count as one, with a run of lines, where one run is the best.
    fn settle_by_run(&mut self, amounts: &[usize], partners: Partners, slack: Option<i32>) {
        let Some(first) = amounts.first().copied() else { return };
        let around = self.around(first, partners);
        if around.lines.len() < 2 {
            return;
        }
        let target = self.sum(amounts).saturating_neg();
        let Some(run) = self.best_run(first, &around, target, slack) else { return };
        let settled = around.lines.get(run.from..run.until).unwrap_or_default();
        let mut group = amounts.to_vec();
        group.extend(settled);
        let is_one = amounts.len() == 1;
        let rule = if is_one { LedgerRule::ConsecutiveLines } else { LedgerRule::DayTotal };
        self.take(group, rule);
    }

    /// The lines an amount may settle: of the last [`WINDOW`] days where it is a settlement, of
    /// the next where it is a document; where nothing tells, it settles what came before.
    pub(super) fn around_other_side(&self, amount: usize) -> Around {
        self.around(amount, Partners::OtherSide)
    }

    fn around(&self, amount: usize, partners: Partners) -> Around {
        let one = self.line(amount);
        let is_document = match self.way() {
            Way::DebitsFirst => one.minor > 0,
            Way::CreditsFirst => one.minor < 0,
            Way::Unknown => false,
        };
        let is_partner = |place: &usize| {
            let other = self.line(*place);
            let fits = match partners {
                Partners::OtherSide => (other.minor < 0) != (one.minor < 0),
                Partners::OtherJournals => other.journal != one.journal,
            };
            fits && self.is_open(*place)
        };
        let (back, ahead) = if is_document { (TOLERANCE, WINDOW) } else { (WINDOW, TOLERANCE) };
        let (from, until) = (one.day.saturating_sub(back), one.day.saturating_add(ahead));
        let lines = self.places_between(from, until).iter().copied();
        let lines = if is_document {
            lines.filter(is_partner).take(LINES_LOOKED_AT).collect()
        } else {
            let mut lines: Vec<usize> =
                lines.rev().filter(is_partner).take(LINES_LOOKED_AT).collect();
            lines.reverse();
            lines
        };
        Around { lines, is_settling: !is_document }
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
        slack: Option<i32>,
    ) -> Option<Run> {
        let lines = around.lines.as_slice();
        let edges = self.edges(lines);
        let is_edge = |place: usize| edges.get(place).is_some_and(|is_edge| *is_edge);
        let wholeness = |run: &(usize, usize)| {
            usize::from(is_edge(run.0)).saturating_add(usize::from(is_edge(run.1)))
        };
        let mut runs = self.runs_of(lines, target);
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
                    i128::from(self.minor(*line)) == target && self.off(amount, *line) <= run.off
                });
                (is_usual && is_only && !is_rivalled).then_some(run)
            }
        }
    }

    /// How a run stands to the usual delay: measured from its nearest line.
    fn judged(&self, amount: usize, around: &Around, run: (usize, usize)) -> Option<Run> {
        let (from, until) = run;
        let nearest = if around.is_settling { until.checked_sub(1)? } else { from };
        let nearest = *around.lines.get(nearest)?;
        let days = if around.is_settling {
            self.day(amount).saturating_sub(self.day(nearest))
        } else {
            self.day(nearest).saturating_sub(self.day(amount))
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

    /// The days by which two lines miss the usual delay, whichever comes first.
    fn off(&self, one: usize, other: usize) -> i32 {
        let days = self.day(one).saturating_sub(self.day(other)).saturating_abs();
        days.saturating_sub(self.usual_days().saturating_abs()).saturating_abs()
    }

    /// Before which lines a day begins; the end of the lines is one, too.
    pub(super) fn edges(&self, lines: &[usize]) -> Vec<bool> {
        let mut edges = vec![true];
        let is_new = |pair: &[usize]| match pair {
            [one, other] => self.day(*one) != self.day(*other),
            [..] => false,
        };
        edges.extend(lines.windows(2).map(is_new));
        edges.push(true);
        edges
    }

    /// The runs of two lines or more that sum to a target.
    fn runs_of(&self, lines: &[usize], target: i128) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        // Where the lines have summed to what; looked up, never iterated.
        let mut places: HashMap<i128, Vec<usize>> = HashMap::with_capacity(lines.len());
        let mut sum = 0_i128;
        places.entry(sum).or_default().push(0);
        for (place, line) in lines.iter().enumerate() {
            // Amounts of 64 bits sum to what 128 bits hold.
            sum = sum.saturating_add(i128::from(self.minor(*line)));
            let until = place.saturating_add(1);
            for from in places.get(&sum.saturating_sub(target)).into_iter().flatten() {
                if until.saturating_sub(*from) >= 2 {
                    runs.push((*from, until));
                }
            }
            places.entry(sum).or_default().push(until);
        }
        runs
    }
}
