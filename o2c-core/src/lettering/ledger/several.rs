//! Several debits and several credits that settle each other together.

use super::LedgerRule;
use super::scope::Scope;
use super::subsets::ways;
use crate::lettering::subset::places;
use alloc::vec::Vec;

/// So many lines of one side at most stand next to each other in a group.
const LONGEST_RUN: usize = 10;
/// So many runs of one sum are looked at.
const MOST_EQUAL: usize = 8;
/// Days from the first line of a group to its last.
const LONGEST_SPAN: i32 = 200;
/// How many lines a small set has, and of how many before its last line they are.
const SMALL_SETS: [(usize, usize); 4] = [(3, 24), (4, 18), (5, 14), (6, 12)];
/// Days within which another line of an amount could stand in its place.
const EXCHANGED_WITHIN: i32 = 60;
/// Two stories of so few lines are told apart, and each of them misses zero by less than such a
/// part of its largest amount.
const TOLD_APART: usize = 6;
const HARDLY_MISSED: i128 = 200;

/// Lines of one side that stand next to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Run {
    sum: i128,
    from: usize,
    until: usize,
}

impl Run {
    const fn length(&self) -> usize {
        self.until.saturating_sub(self.from)
    }
}

impl Scope<'_> {
    /// Debits that stand next to each other and credits that stand next to each other, where
    /// both have one sum.
    pub(super) fn runs_of_either_side(&mut self) {
        let is_credit = |line: &usize| self.minor(*line) < 0;
        let (credits, debits): (Vec<usize>, Vec<usize>) =
            self.open_lines().into_iter().partition(is_credit);
        let (mut of_debits, of_credits) = (self.runs_of(&debits), self.runs_of(&credits));
        of_debits.sort_unstable();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for run in &of_credits {
            let begin = of_debits.partition_point(|other| other.sum < run.sum);
            let equal = of_debits.iter().skip(begin).take_while(|other| other.sum == run.sum);
            for other in equal.take(MOST_EQUAL) {
                let own = credits.get(run.from..run.until).unwrap_or_default();
                let others = debits.get(other.from..other.until).unwrap_or_default();
                let mut group: Vec<usize> = own.iter().chain(others).copied().collect();
                group.sort_unstable();
                let is_evidence = self.span(&group) <= LONGEST_SPAN
                    && !self.may_be_chance(self.pairs_of_runs(&group, run, other), run.sum);
                if is_evidence && self.is_one_story(&group) {
                    groups.push(group);
                }
            }
        }
        let looked_at = of_debits.len().saturating_add(of_credits.len());
        self.work = self.work.saturating_add(looked_at);
        self.take_apart(groups);
    }

    /// The runs of two lines or more of a side.
    fn runs_of(&self, lines: &[usize]) -> Vec<Run> {
        let mut runs = Vec::new();
        for (from, first) in lines.iter().enumerate() {
            let until = self.day(*first).saturating_add(LONGEST_SPAN);
            let mut sum = 0_i128;
            for (place, line) in lines.iter().enumerate().skip(from).take(LONGEST_RUN) {
                if self.day(*line) > until {
                    break;
                }
                // Amounts of 64 bits sum to what 128 bits hold.
                sum = sum.saturating_add(i128::from(self.minor(*line)).saturating_abs());
                if place > from {
                    runs.push(Run { sum, from, until: place.saturating_add(1) });
                }
            }
        }
        runs
    }

    /// How many pairs of runs, no longer than these, are possible among the lines of a group and
    /// those between them.
    fn pairs_of_runs(&self, group: &[usize], credits: &Run, debits: &Run) -> usize {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return 0 };
        let lines = (*first..=*last).filter(|line| self.is_open(*line));
        let (of_credits, of_debits): (Vec<usize>, Vec<usize>) =
            lines.partition(|line| self.minor(*line) < 0);
        let credits = of_credits.len().saturating_mul(credits.length());
        credits.saturating_mul(of_debits.len().saturating_mul(debits.length()))
    }

    /// Few lines of both sides, close to each other, that sum to zero.
    pub(super) fn small_sets(&mut self) {
        for (size, nearest) in SMALL_SETS {
            let open = self.open_lines();
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for (place, last) in open.iter().enumerate() {
                let from = place.saturating_sub(nearest);
                let before = open.get(from..place).unwrap_or_default();
                let first_day = self.day(*last).saturating_sub(LONGEST_SPAN);
                let begin = before.partition_point(|line| self.day(*line) < first_day);
                let before = before.get(begin..).unwrap_or_default();
                self.sets_before(*last, before, size, &mut groups);
            }
            self.take_apart(groups);
        }
    }

    /// The sets of so many lines that end with a line and sum to zero, unless by chance: the
    /// closer they stand, the fewer are possible.
    fn sets_before(
        &mut self,
        last: usize,
        before: &[usize],
        size: usize,
        groups: &mut Vec<Vec<usize>>,
    ) {
        let others = size.saturating_sub(1);
        if before.len() < others {
            return;
        }
        self.work = self.work.saturating_add(ways(before.len(), others.saturating_sub(1)));
        let mut amounts: Vec<(i128, usize)> =
            before.iter().map(|line| (i128::from(self.minor(*line)), *line)).collect();
        amounts.sort_unstable();
        let (mut picked, mut found) = (Vec::with_capacity(size), Vec::new());
        let target = i128::from(self.minor(last)).saturating_neg();
        sums(&amounts, others, target, &mut picked, &mut found);
        for mut group in found {
            group.push(last);
            group.sort_unstable();
            let within = before.partition_point(|line| Some(line) < group.first());
            let tried = ways(before.len().saturating_sub(within), others);
            let largest = group.iter().map(|line| self.minor(*line).unsigned_abs()).max();
            let largest = i128::from(largest.unwrap_or(0));
            if !self.may_be_chance(tried, largest) && self.is_one_story(&group) {
                groups.push(group);
            }
        }
    }

    fn span(&self, group: &[usize]) -> i32 {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { return 0 };
        self.day(*last).saturating_sub(self.day(*first))
    }

    /// Whether no line has another of its amount to settle, or to stand in its place, and the
    /// group is not two that nearly settle themselves.
    fn is_one_story(&self, group: &[usize]) -> bool {
        group.iter().all(|line| self.is_alone(*line, group)) && !self.is_two_stories(group)
    }

    /// Whether no line near this one has its amount, on either side. What is booked beside
    /// another line of the group on its day, as a fee is beside the payment, stands for no other
    /// day.
    fn is_alone(&self, line: usize, group: &[usize]) -> bool {
        let own = self.line(line);
        let days = |other: usize| self.day(other).saturating_sub(own.day).saturating_abs();
        let is_near = |other: usize| days(other) <= EXCHANGED_WITHIN;
        let is_beside = |other: &usize| {
            *other != line && days(*other) == 0 && self.line(*other).journal == own.journal
        };
        let is_accompanied = group.iter().any(is_beside);
        let may_replace = |other: usize| {
            is_near(other) && !group.contains(&other) && !(is_accompanied && days(other) != 0)
        };
        !self.equals(own.minor.saturating_neg()).iter().any(|other| is_near(other.2))
            && !self.equals(own.minor).iter().any(|other| may_replace(other.2))
    }

    /// Whether few lines are two stories whose small differences make up for each other.
    fn is_two_stories(&self, group: &[usize]) -> bool {
        if group.len() < 4 || group.len() > TOLD_APART {
            return false;
        }
        let largest = |lines: &[usize]| {
            let amounts = lines.iter().map(|line| i128::from(self.minor(*line)).saturating_abs());
            amounts.max().unwrap_or(0)
        };
        // The last line stays out of the one: each way of telling them apart comes once.
        let halvings = 1_u64.wrapping_shl(u32::try_from(group.len()).unwrap_or(1)).wrapping_shr(1);
        (1..halvings).any(|half| {
            let picked = places(half);
            let one: Vec<usize> =
                picked.iter().filter_map(|place| group.get(*place)).copied().collect();
            let other: Vec<usize> =
                group.iter().copied().filter(|line| !one.contains(line)).collect();
            let missed = self.sum(&one).saturating_abs().saturating_mul(HARDLY_MISSED);
            one.len() >= 2 && other.len() >= 2 && missed <= largest(&one).min(largest(&other))
        })
    }

    /// Takes groups, the fewest lines first, that share no line with another as small.
    fn take_apart(&mut self, mut groups: Vec<Vec<usize>>) {
        groups.sort_unstable_by(|one, other| (one.len(), one).cmp(&(other.len(), other)));
        groups.dedup();
        for groups in groups.chunk_by(|one, other| one.len() == other.len()) {
            let mut lines: Vec<usize> = groups.iter().flatten().copied().collect();
            lines.sort_unstable();
            let is_shared = |line: &usize| {
                let begin = lines.partition_point(|other| other < line);
                lines.get(begin.saturating_add(1)) == Some(line)
            };
            for group in groups {
                let is_open = group.iter().all(|line| self.is_open(*line));
                if is_open && !group.iter().any(is_shared) {
                    self.take(group.clone(), LedgerRule::ManyToMany);
                }
            }
        }
    }
}

/// The sets of so many of rising amounts that sum to a target: depth first, and the last two from
/// both ends.
fn sums(
    amounts: &[(i128, usize)],
    size: usize,
    target: i128,
    picked: &mut Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) {
    let mut rest = amounts;
    if size > 2 {
        while let [(amount, line), after @ ..] = rest {
            picked.push(*line);
            let left = target.saturating_sub(*amount);
            sums(after, size.saturating_sub(1), left, picked, found);
            picked.pop();
            rest = after;
        }
        return;
    }
    while let [(low, one), .., (high, other)] = rest {
        let sum = low.saturating_add(*high);
        if sum == target {
            found.push(picked.iter().copied().chain([*one, *other]).collect());
        }
        rest = match rest {
            [_, after @ ..] if sum < target => after,
            [before @ .., _] => before,
            [] => rest,
        };
    }
}
