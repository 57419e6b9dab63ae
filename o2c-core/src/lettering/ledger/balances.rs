//! Days on which an account comes back to a balance it had before.

use super::LedgerRule;
use super::runs::edges;
use super::scope::Scope;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// From the first line to the last.
const LONGEST_SPAN: i32 = 400;
/// Days between two lines that are the whole span.
const LONGEST_SPAN_OF_TWO: i32 = 90;
/// A balance that comes back later than so many days may come back by chance.
const SURE_SPAN: i32 = 20;
/// So many lines at most, unless all that is open before them sums to zero, too.
const MOST_LINES: usize = 6;

/// Lines between two balances that are equal: the fewest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Span {
    length: usize,
    from: usize,
    until: usize,
    /// Whether the balance is zero, the account clear.
    is_clear: bool,
}

impl Scope<'_> {
    /// Closes the lines between two ends of days with the same balance of what is open.
    pub(super) fn balances(&mut self) {
        let open = self.open_lines();
        let edges = edges(open.iter().map(|line| self.day(*line)));
        let days = edges.iter().filter(|is_edge| **is_edge).count();
        let mut amounts: Vec<u64> =
            open.iter().map(|line| self.minor(*line).unsigned_abs()).collect();
        amounts.sort_unstable();
        let middle = amounts.len().checked_div(2).and_then(|middle| amounts.get(middle));
        let middle = i128::from(middle.copied().unwrap_or(0));
        let mut taken: Vec<(usize, usize)> = Vec::new();
        for span in self.spans(&open, &edges) {
            let is_apart =
                |(from, until): &(usize, usize)| span.until <= *from || *until <= span.from;
            let tried = if span.is_clear {
                days
            } else {
                days.saturating_mul(days).checked_div(2).unwrap_or(0)
            };
            let lines = open.get(span.from..span.until).unwrap_or_default();
            let is_fit = taken.iter().all(is_apart)
                && !self.may_be_chance(tried, middle)
                && (span.is_clear || span.length <= MOST_LINES)
                && self.is_within_span(lines);
            if is_fit {
                taken.push((span.from, span.until));
                let (Some(first), Some(last)) = (lines.first(), lines.last()) else { continue };
                let is_sure = self.day(*last).saturating_sub(self.day(*first)) <= SURE_SPAN;
                self.take_as(lines.to_vec(), LedgerRule::Balance, is_sure);
            }
        }
    }

    fn is_within_span(&self, lines: &[usize]) -> bool {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return false };
        let days = self.day(*last).saturating_sub(self.day(*first));
        days <= if lines.len() == 2 { LONGEST_SPAN_OF_TWO } else { LONGEST_SPAN }
    }

    /// Each span begins where the balance was last the same.
    fn spans(&self, open: &[usize], edges: &[bool]) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut last: BTreeMap<i128, usize> = BTreeMap::from([(0, 0)]);
        let mut balance = 0_i128;
        for (place, line) in open.iter().enumerate() {
            // Amounts of 64 bits sum to what 128 bits hold.
            balance = balance.saturating_add(i128::from(self.minor(*line)));
            let until = place.saturating_add(1);
            if !edges.get(until).is_some_and(|is_edge| *is_edge) {
                continue;
            }
            if let Some(from) = last.insert(balance, until) {
                let length = until.saturating_sub(from);
                spans.push(Span { length, from, until, is_clear: balance == 0 });
            }
        }
        spans.sort_unstable();
        spans
    }
}
