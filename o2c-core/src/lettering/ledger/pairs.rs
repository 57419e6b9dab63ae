//! Lines of one entry, lines of one piece, and equal amounts.

use super::LedgerRule;
use super::columns::LedgerColumns;
use super::scope::{Scope, Way};
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

/// Days between two equal amounts that stand once on either side.
const LONGEST_DELAY: u32 = 400;
/// Days between two of several equal amounts.
const LONGEST_DELAY_OF_SEVERAL: u32 = 100;
/// Days two of several equal amounts may be off the usual delay.
const OFF_THE_USUAL: u32 = 40;
/// Days a settlement may come before its document, where the amount stands once on either side.
const EARLIEST: u32 = 90;
/// Days a settlement may come before its document, one of several equal amounts.
const EARLIEST_OF_SEVERAL: u32 = 10;
/// Where an amount stands more often on one side, the days a pair may be off the usual delay.
const OFF_OF_UNEQUAL: i32 = 20;
/// Where it does, days by which every other pair must be further off: with a usual delay.
const AHEAD_OF_UNEQUAL: i32 = 25;
/// The same with a usual delay that only what repeats itself tells: more than a month.
const AHEAD_OF_REPEATED: i32 = 40;
/// With such a delay, and an amount that stands as often on either side.
const AHEAD_OF_EVEN: i32 = 20;
/// Without one.
const AHEAD_OF_UNKNOWN: i32 = 10;
/// So many lines of one amount on either side are aligned at a time.
const ALIGNED_AT_ONCE: usize = 256;

/// Credits and debits of one amount, each in the order of the days.
pub(super) type EqualClass = (Vec<usize>, Vec<usize>);

/// What an alignment comes to: lines matched, and the days they are off, which count against it.
type Worth = (usize, i64);

/// How an alignment goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    LeaveCredit,
    LeaveDebit,
    Match,
}

impl Scope<'_> {
    /// Lines of one entry that sum to zero, and equal amounts within one entry.
    pub(super) fn by_entry(&mut self) {
        let lines = self.open_lines();
        let mut entries: BTreeMap<(i32, u32, u32), Vec<usize>> = BTreeMap::new();
        for place in lines {
            let line = self.line(place);
            entries.entry((line.day, line.journal, line.entry)).or_default().push(place);
        }
        for lines in entries.into_values() {
            if lines.len() >= 2 && self.sum(&lines) == 0 {
                self.take(lines, LedgerRule::SameEntry);
                continue;
            }
            for (credits, debits) in self.classes_of(&lines) {
                for (credit, debit) in credits.into_iter().zip(debits) {
                    self.take(vec![credit, debit], LedgerRule::SameEntry);
                }
            }
        }
    }

    /// Lines of one piece that sum to zero, and the two only lines of a piece with one amount.
    pub(super) fn by_piece(&mut self) {
        let mut pieces: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for place in self.open_lines() {
            let piece = self.line(place).piece;
            if piece != LedgerColumns::NO_PIECE {
                pieces.entry(piece).or_default().push(place);
            }
        }
        for lines in pieces.into_values() {
            if lines.len() >= 2 && self.sum(&lines) == 0 {
                self.take(lines, LedgerRule::SamePiece);
                continue;
            }
            for (credits, debits) in self.classes_of(&lines) {
                if let ([credit], [debit]) = (credits.as_slice(), debits.as_slice())
                    && (self.has_party() || !self.is_one_entry(*credit, *debit))
                {
                    self.take(vec![*credit, *debit], LedgerRule::SamePiece);
                }
            }
        }
    }

    /// Open lines of amounts that stand on both sides, the smallest amount first.
    pub(super) fn equal_classes(&self) -> Vec<EqualClass> {
        self.classes_of(&self.open_lines())
    }

    fn classes_of(&self, lines: &[usize]) -> Vec<EqualClass> {
        let mut amounts: Vec<(u64, bool, usize)> = Vec::with_capacity(lines.len());
        for place in lines {
            let minor = self.minor(*place);
            amounts.push((minor.unsigned_abs(), minor > 0, *place));
        }
        amounts.sort_unstable();
        let mut classes = Vec::new();
        for class in amounts.chunk_by(|one, other| one.0 == other.0) {
            let (credits, debits) = class.split_at(class.partition_point(|line| !line.1));
            if !credits.is_empty() && !debits.is_empty() {
                let places = |side: &[(u64, bool, usize)]| side.iter().map(|line| line.2).collect();
                classes.push((places(credits), places(debits)));
            }
        }
        classes
    }

    /// Equal amounts. In an account without a party an entry that takes an amount out and puts
    /// it in again carries a balance over: its own two lines settle each other only where nothing
    /// else does.
    pub(super) fn equal_amounts(&mut self) {
        let may_carry_over = !self.has_party();
        for is_last_resort in [false, false, true] {
            let before = self.found.len();
            for (credits, debits) in self.equal_classes() {
                let avoids_entry = may_carry_over && !is_last_resort;
                let at_once = ALIGNED_AT_ONCE;
                for (credits, debits) in credits.chunks(at_once).zip(debits.chunks(at_once)) {
                    self.align(credits, debits, avoids_entry);
                }
            }
            if self.found.len() == before && !may_carry_over {
                return;
            }
        }
    }

    /// The days by which a credit and a debit miss the usual delay; none where they may not meet.
    fn off_by(
        &self,
        credit: usize,
        debit: usize,
        is_single: bool,
        avoids_entry: bool,
    ) -> Option<i64> {
        if avoids_entry && self.is_one_entry(credit, debit) {
            return None;
        }
        let days = self.day(credit).saturating_sub(self.day(debit));
        let early = match self.way() {
            Way::DebitsFirst => days.saturating_neg(),
            Way::CreditsFirst => days,
            Way::Unknown => 0,
        };
        let (longest, earliest) = match (is_single, self.usual) {
            (true, _) => (LONGEST_DELAY, EARLIEST),
            (false, None) => (LONGEST_DELAY_OF_SEVERAL, EARLIEST_OF_SEVERAL),
            (false, Some(_)) => (OFF_THE_USUAL, EARLIEST_OF_SEVERAL),
        };
        let off = days.saturating_sub(self.usual_days()).unsigned_abs();
        let may_meet = off <= longest && i64::from(early) <= i64::from(earliest);
        may_meet.then_some(i64::from(off))
    }

    /// Matches credits with debits in the order of their days: as many as possible, then with
    /// the fewest days off the usual delay.
    fn align(&mut self, credits: &[usize], debits: &[usize], avoids_entry: bool) {
        let is_single = credits.len() == 1 && debits.len() == 1;
        self.work = self.work.saturating_add(credits.len().saturating_mul(debits.len()));
        // From the end: row by row, what the lines from here on come to, and the best step.
        let width = debits.len();
        let mut below: Vec<Worth> = vec![(0, 0); width.saturating_add(1)];
        let mut steps: Vec<Vec<Step>> = Vec::with_capacity(credits.len());
        for credit in credits.iter().rev() {
            let mut row: Vec<Worth> = vec![(0, 0)];
            let mut row_steps: Vec<Step> = Vec::with_capacity(width);
            let beside = below.iter().rev().zip(below.iter().rev().skip(1));
            for (debit, (diagonal, under)) in debits.iter().rev().zip(beside) {
                let right = row.last().copied().unwrap_or_default();
                let mut best = (*under, Step::LeaveCredit);
                if right >= best.0 {
                    best = (right, Step::LeaveDebit);
                }
                if let Some(off) = self.off_by(*credit, *debit, is_single, avoids_entry) {
                    let matched = (diagonal.0.saturating_add(1), diagonal.1.saturating_sub(off));
                    if matched >= best.0 {
                        best = (matched, Step::Match);
                    }
                }
                row.push(best.0);
                row_steps.push(best.1);
            }
            row.reverse();
            row_steps.reverse();
            below = row;
            steps.push(row_steps);
        }
        steps.reverse();
        self.follow(credits, debits, &steps);
    }

    /// The pairs of an alignment, without those that could as well be others.
    fn follow(&mut self, credits: &[usize], debits: &[usize], steps: &[Vec<Step>]) {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let (mut credit, mut debit) = (0_usize, 0_usize);
        while let Some(step) = steps.get(credit).and_then(|row| row.get(debit)) {
            let (Some(one), Some(other)) = (credits.get(credit), debits.get(debit)) else { break };
            if *step == Step::Match {
                pairs.push((*one, *other));
            }
            if *step != Step::LeaveDebit {
                credit = credit.saturating_add(1);
            }
            if *step != Step::LeaveCredit {
                debit = debit.saturating_add(1);
            }
        }
        for (credit, debit) in pairs {
            let is_sure = self.is_sure_pair(credit, debit);
            self.take_as(vec![credit, debit], LedgerRule::EqualAmounts, is_sure);
        }
    }

    /// Whether a pair is the one to be made: where the amount stands on one side more often than
    /// on the other, something is missing, and no other line of the amount may fit nearly
    /// as well. Equal numbers meet in the order of their days, as people do.
    fn is_sure_pair(&self, credit: usize, debit: usize) -> bool {
        let credits = self.equals(self.minor(credit));
        let debits = self.equals(self.minor(debit));
        if credits.len() == 1 && debits.len() == 1 {
            return true;
        }
        let margin = match (credits.len() == debits.len(), self.usual) {
            (true, None) => return true,
            (true, Some(_)) if self.is_usual_known => 0,
            (true, Some(_)) => AHEAD_OF_EVEN,
            (false, None) => AHEAD_OF_UNKNOWN,
            (false, Some(_)) if self.is_usual_known => AHEAD_OF_UNEQUAL,
            (false, Some(_)) => AHEAD_OF_REPEATED,
        };
        let usual = self.usual_days();
        let days = self.day(credit).saturating_sub(self.day(debit));
        let own = days.saturating_sub(usual).saturating_abs();
        if self.usual.is_some() && credits.len() != debits.len() && own > OFF_OF_UNEQUAL {
            return false;
        }
        let wished =
            (self.day(debit).saturating_add(usual), self.day(credit).saturating_sub(usual));
        let rivals =
            (self.nearest(credits, wished.0, credit), self.nearest(debits, wished.1, debit));
        let is_behind =
            |rival: Option<i32>| rival.is_none_or(|off| off.saturating_sub(own) > margin);
        is_behind(rivals.0) && is_behind(rivals.1)
    }

    /// The days by which the nearest of equal lines, one left out, misses a day.
    fn nearest(&self, equals: &[(u64, bool, usize)], wished: i32, without: usize) -> Option<i32> {
        let place = equals.partition_point(|line| self.day(line.2) < wished);
        // One of two neighbours on a side may be the line left out.
        let near = equals.iter().skip(place.saturating_sub(2)).take(4);
        let near = near.filter(|line| line.2 != without);
        near.map(|line| self.day(line.2).saturating_sub(wished).saturating_abs()).min()
    }
}
