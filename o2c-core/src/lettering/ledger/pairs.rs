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
/// Days a settlement may come before its document, where the amount stands once on either side.
const EARLIEST: u32 = 90;
/// Days a settlement may come before its document, one of several equal amounts.
const EARLIEST_OF_SEVERAL: u32 = 10;
/// So many lines of one amount on either side are aligned at a time.
const ALIGNED_AT_ONCE: usize = 512;

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
        let mut classes: BTreeMap<u64, EqualClass> = BTreeMap::new();
        for place in lines {
            let minor = self.minor(*place);
            let (credits, debits) = classes.entry(minor.unsigned_abs()).or_default();
            if minor < 0 { credits.push(*place) } else { debits.push(*place) }
        }
        classes.retain(|_, (credits, debits)| !credits.is_empty() && !debits.is_empty());
        classes.into_values().collect()
    }

    /// Equal amounts. In an account without a party an entry that takes an amount out and puts
    /// it in again carries a balance over: its own two lines settle each other only where nothing
    /// else does.
    pub(super) fn equal_amounts(&mut self) {
        let may_carry_over = !self.has_party();
        for is_last_resort in [false, false, true] {
            for (credits, debits) in self.equal_classes() {
                let avoids_entry = may_carry_over && !is_last_resort;
                let at_once = ALIGNED_AT_ONCE;
                for (credits, debits) in credits.chunks(at_once).zip(debits.chunks(at_once)) {
                    self.align(credits, debits, avoids_entry);
                }
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
        let (longest, earliest) = if is_single {
            (LONGEST_DELAY, EARLIEST)
        } else {
            (LONGEST_DELAY_OF_SEVERAL, EARLIEST_OF_SEVERAL)
        };
        let off = days.saturating_sub(self.usual_days()).unsigned_abs();
        let may_meet = off <= longest && i64::from(early) <= i64::from(earliest);
        may_meet.then_some(i64::from(off))
    }

    /// Matches credits with debits in the order of their days: as many as possible, then with
    /// the fewest days off the usual delay.
    fn align(&mut self, credits: &[usize], debits: &[usize], avoids_entry: bool) {
        let is_single = credits.len() == 1 && debits.len() == 1;
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

    fn follow(&mut self, credits: &[usize], debits: &[usize], steps: &[Vec<Step>]) {
        let (mut credit, mut debit) = (0_usize, 0_usize);
        while let Some(step) = steps.get(credit).and_then(|row| row.get(debit)) {
            let is_match = *step == Step::Match;
            if is_match
                && let (Some(credit), Some(debit)) = (credits.get(credit), debits.get(debit))
            {
                self.take(vec![*credit, *debit], LedgerRule::EqualAmounts);
            }
            if is_match || *step == Step::LeaveCredit {
                credit = credit.saturating_add(1);
            }
            if is_match || *step == Step::LeaveDebit {
                debit = debit.saturating_add(1);
            }
        }
    }
}
