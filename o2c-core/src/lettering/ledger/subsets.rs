//! One amount and the only lines that sum to it, or all lines but a few.
//!
//! This is no [subset search](crate::lettering::subset) of a payment, which lists every set of any
//! size. Here lines of one day and amount are one and the same, sets have one size at a time, of
//! the nearest lines, and the second set ends the search.

use super::LedgerRule;
use super::runs::{Around, Near, Partners, edges};
use super::scope::Scope;
use crate::lettering::subset;
use alloc::vec::Vec;

/// How many lines are taken together, and of how many of the nearest.
const SUBSETS: [(usize, usize); 3] = [(2, 40), (3, 20), (4, 14)];
/// How many lines are left out, and of how many at most.
const LEFT_OUT: [(usize, usize); 3] = [(1, 40), (2, 40), (3, 20)];
/// Of fewer lines around an amount none is left out.
const FEWEST_AROUND: usize = 4;
/// So many lines are settled where all but a few are, and until a day: fewer are a subset like any
/// other, which there may be several of.
const FEWEST_OF_ALL: usize = 2;
const FEWEST_UNTIL: usize = 5;
/// Where one of several days ends what is settled, at most so many lines are left out.
const MOST_LEFT_OUT: usize = 2;

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

    /// Amounts that are the sum of all lines before them, or until some day, but a few.
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
        let lines = around.lines.as_slice();
        if lines.len() < FEWEST_AROUND {
            return;
        }
        let edges = edges(lines.iter().map(|line| line.day));
        let ends = edges.iter().enumerate().rev().filter(|(_, is_edge)| **is_edge);
        let mut ends: Vec<usize> = ends.map(|(place, _)| place).collect();
        // A document is settled by all that follows it.
        if !around.is_settling {
            ends.truncate(1);
        }
        let target = i128::from(self.minor(line)).saturating_abs();
        for (size, most) in LEFT_OUT {
            ends.retain(|end| *end <= most);
            if ends.is_empty() || (ends.len() > 1 && size > MOST_LEFT_OUT) {
                return;
            }
            match self.only_left_out(lines, &ends, size, target) {
                Search::Only(mut group) => {
                    group.push(line);
                    self.take(group, LedgerRule::AllBut);
                    return;
                }
                Search::Nothing => {}
                Search::Doubtful => return,
            }
        }
    }

    /// The only lines that sum to a target of which all until one of several ends are, but so many
    /// that are left out.
    fn only_left_out(
        &mut self,
        lines: &[Near],
        ends: &[usize],
        size: usize,
        target: i128,
    ) -> Search {
        let tried = ends.iter().map(|end| ways(*end, size)).fold(0, usize::saturating_add);
        if self.may_be_chance(tried, target) {
            return Search::Doubtful;
        }
        let mut found: Option<Vec<usize>> = None;
        for end in ends {
            let until = lines.get(..*end).unwrap_or_default();
            let amounts = || until.iter().map(|line| i128::from(line.minor).saturating_abs());
            let left = amounts().fold(0, i128::saturating_add).saturating_sub(target);
            let largest = amounts().max().unwrap_or(0);
            let lines_left_out = i128::try_from(size).unwrap_or(i128::MAX);
            let fewest = if *end == lines.len() { FEWEST_OF_ALL } else { FEWEST_UNTIL };
            let is_possible = left > 0
                && left <= largest.saturating_mul(lines_left_out)
                && until.len() >= size.saturating_add(fewest)
                && !self.may_be_chance(ways(until.len(), size), left);
            if !is_possible {
                continue;
            }
            match self.only_subset(until, size, left) {
                Search::Only(left_out) => {
                    let group = until.iter().map(|line| line.place);
                    let group = group.filter(|line| !left_out.contains(line)).collect();
                    // Another day ends the same lines where its own are left out.
                    if found.replace(group).is_some_and(|before| Some(before) != found) {
                        return Search::Doubtful;
                    }
                }
                Search::Nothing => {}
                Search::Doubtful => return Search::Doubtful,
            }
        }
        found.map_or(Search::Nothing, Search::Only)
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
