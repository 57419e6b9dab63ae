//! One amount and the only lines that sum to it, or all lines but a few.
//!
//! This is no [subset search](crate::lettering::subset) of a payment, which lists every set of any
//! size. Here lines of one day and amount are one and the same, sets have one size at a time, of
//! the nearest lines, and the second set ends the search.

use super::LedgerRule;
use super::runs::{Around, Near, Partners};
use super::scope::Scope;
use crate::lettering::subset;
use alloc::vec::Vec;

/// How many lines are taken together, and of how many of the nearest.
const SUBSETS: [(usize, usize); 3] = [(2, 40), (3, 20), (4, 14)];
/// How many lines are left out, and of how many at most.
const LEFT_OUT: [(usize, usize); 3] = [(1, 40), (2, 40), (3, 20)];

/// Among more lines than these some sum to an amount by chance.
const MOST_AROUND: usize = 40;

impl Scope<'_> {
    /// Amounts that are the sum of two to four lines near them, and of no others.
    pub(super) fn subsets(&mut self) {
        let mut around = Around::default();
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_by_subset(line, &mut around);
            }
        }
    }

    /// Amounts that are the sum of all lines before them but one, two or three.
    pub(super) fn all_but(&mut self) {
        let mut around = Around::default();
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_all_but(line, &mut around);
            }
        }
    }

    fn settle_by_subset(&mut self, line: usize, around: &mut Around) {
        let target = i128::from(self.minor(line)).saturating_abs();
        self.look_around(line, Partners::OtherSide, around);
        let near = &mut around.lines;
        if near.len() > MOST_AROUND {
            return;
        }
        near.retain(|other| i128::from(other.minor).saturating_abs() < target);
        let day = self.day(line);
        near.sort_unstable_by_key(|other| {
            let away = other.day.saturating_sub(day).saturating_abs();
            (away, other.day, other.minor, other.place)
        });
        for (size, nearest) in SUBSETS {
            let near = near.get(..nearest.min(near.len())).unwrap_or_default();
            let settled = match self.only_subset(near, size, target) {
                Search::Only(lines) => lines,
                Search::Nothing => continue,
                Search::Doubtful => return,
            };
            let mut group = settled;
            group.push(line);
            let is_sure = self.is_sure_subset(&group);
            self.take_as(group, LedgerRule::Subset, is_sure);
            return;
        }
    }

    /// Whether none of the lines has an equal amount that it could be settled by.
    fn is_sure_subset(&self, group: &[usize]) -> bool {
        group.iter().all(|line| self.equals(self.minor(*line).saturating_neg()).is_empty())
    }

    fn settle_all_but(&mut self, line: usize, around: &mut Around) {
        self.look_around(line, Partners::OtherSide, around);
        let around = around.lines.as_slice();
        let whole = around.iter().map(|line| i128::from(line.minor));
        let whole = whole.fold(0, i128::saturating_add).saturating_abs();
        let left = whole.saturating_sub(i128::from(self.minor(line)).saturating_abs());
        if around.len() < 4 || left <= 0 {
            return;
        }
        for (size, most) in LEFT_OUT {
            if around.len() > most {
                return;
            }
            let left_out = match self.only_subset(around, size, left) {
                Search::Only(lines) => lines,
                Search::Nothing => continue,
                Search::Doubtful => return,
            };
            let mut group: Vec<usize> = around.iter().map(|line| line.place).collect();
            group.retain(|other| !left_out.contains(other));
            if group.len() >= 2 {
                group.push(line);
                self.take(group, LedgerRule::AllBut);
            }
            return;
        }
    }

    /// The only `size` lines that sum to a target. Lines of one day and amount are one and the
    /// same here.
    fn only_subset(&mut self, lines: &[Near], size: usize, target: i128) -> Search {
        if lines.len() < size {
            return Search::Nothing;
        }
        let tried = ways(lines.len(), size);
        if self.may_be_chance(tried, target) {
            return Search::Doubtful;
        }
        self.work = self.work.saturating_add(tried);
        let amounts: Vec<(i32, i128)> =
            lines.iter().map(|line| (line.day, i128::from(line.minor).saturating_abs())).collect();
        let mut picked = Vec::with_capacity(size);
        let mut found: Vec<Vec<usize>> = Vec::new();
        search(&amounts, 0, size, target, &mut picked, &mut found);
        match found.as_slice() {
            [] => Search::Nothing,
            [only] => {
                let picked =
                    only.iter().filter_map(|place| lines.get(*place)).map(|line| line.place);
                Search::Only(picked.collect())
            }
            [..] => Search::Doubtful,
        }
    }
}

/// What a search for a subset comes to.
enum Search {
    Only(Vec<usize>),
    Nothing,
    /// Several, or one that may be chance: larger ones are the more so.
    Doubtful,
}

/// Depth first through the amounts from a place on; ends with the second subset found.
fn search(
    amounts: &[(i32, i128)],
    from: usize,
    size: usize,
    target: i128,
    picked: &mut Vec<usize>,
    found: &mut Vec<Vec<usize>>,
) {
    if size == 0 {
        if target == 0 {
            found.push(picked.clone());
        }
        return;
    }
    let mut before = None;
    for (place, amount) in amounts.iter().enumerate().skip(from) {
        if found.len() >= 2 {
            return;
        }
        let left = target.saturating_sub(amount.1);
        if before == Some(amount) || left < 0 {
            continue;
        }
        before = Some(amount);
        picked.push(place);
        search(amounts, place.saturating_add(1), size.saturating_sub(1), left, picked, found);
        picked.pop();
    }
}

/// In how many ways so many of them are chosen.
pub(super) fn ways(of: usize, size: usize) -> usize {
    usize::try_from(subset::ways(of, size)).unwrap_or(usize::MAX)
}
