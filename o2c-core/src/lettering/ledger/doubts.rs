//! Groups that are given up again: where much of what was paid is never explained, a sum of
//! amounts that recur is no evidence.

use super::LedgerRule;
use super::scope::{Line, Scope, Way, usual};
use alloc::vec::Vec;

/// Of so many lines that settle, more than one stays open: then much is unexplained.
const ONE_OF: usize = 5;
/// One alone is never much.
const FEWEST_OPEN: usize = 2;
/// What is paid so many days after the usual delay settles no document from before the ledger.
const AFTER_THE_USUAL: i32 = 15;
/// Days within which an amount recurs.
const RECURS_WITHIN: i32 = 60;

/// What is doubtful about an account's groups.
pub(super) struct Doubts<'a> {
    lines: &'a [Line],
    is_much_unexplained: bool,
    /// The lines by amount and day.
    by_amount: Vec<(i64, i32, usize)>,
}

impl<'a> Doubts<'a> {
    /// The lines of an account with the letters that were found.
    pub(super) fn new(lines: &'a [Line], way: Way) -> Self {
        let mut scope = Scope::new(lines, true, way);
        scope.usual = usual(scope.known_delays());
        let first_day = lines.first().map_or(0, |line| line.day);
        let from = first_day.saturating_add(scope.usual_days().saturating_abs());
        let from = from.saturating_add(AFTER_THE_USUAL);
        let settles = |line: &&Line| match scope.way() {
            Way::DebitsFirst => line.minor < 0,
            Way::CreditsFirst => line.minor > 0,
            Way::Unknown => true,
        };
        let settling = || lines.iter().filter(|line| line.day > from).filter(settles);
        let open = settling().filter(|line| line.letter.is_none()).count();
        let is_much_unexplained =
            open >= FEWEST_OPEN && open.saturating_mul(ONE_OF) > settling().count();
        let mut by_amount = Vec::new();
        if is_much_unexplained {
            by_amount.extend((0..).zip(lines).map(|(place, line)| (line.minor, line.day, place)));
            by_amount.sort_unstable();
        }
        Doubts { lines, is_much_unexplained, by_amount }
    }

    /// Whether a group is one of several that are as likely. Two equal amounts are told by their
    /// days, and lines of one entry or piece by that.
    pub(super) fn is_doubtful(&self, rule: LedgerRule, group: &[usize]) -> bool {
        let is_a_sum = match rule {
            LedgerRule::SameEntry | LedgerRule::SamePiece | LedgerRule::EqualAmounts => false,
            LedgerRule::ConsecutiveLines
            | LedgerRule::Subset
            | LedgerRule::AllBut
            | LedgerRule::DayTotal
            | LedgerRule::Balance
            | LedgerRule::ManyToMany => true,
        };
        is_a_sum && self.is_much_unexplained && group.iter().any(|line| self.recurs(*line, group))
    }

    /// Whether a line's amount stands near it, on its side, on another day and outside the group.
    fn recurs(&self, line: usize, group: &[usize]) -> bool {
        let Some(own) = self.lines.get(line) else { return false };
        let from = (own.minor, own.day.saturating_sub(RECURS_WITHIN), 0);
        let begin = self.by_amount.partition_point(|other| *other < from);
        let until = own.day.saturating_add(RECURS_WITHIN);
        let near = self.by_amount.iter().skip(begin);
        let mut near = near.take_while(|other| other.0 == own.minor && other.1 <= until);
        near.any(|other| other.1 != own.day && !group.contains(&other.2))
    }
}
