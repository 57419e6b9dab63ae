//! One amount and the only lines that sum to it, or all lines but a few.

use super::LedgerRule;
use super::scope::Scope;
use alloc::vec::Vec;

/// How many lines are taken together, and of how many of the nearest.
const SUBSETS: [(usize, usize); 3] = [(2, 40), (3, 20), (4, 14)];
/// How many lines are left out, and of how many at most.
const LEFT_OUT: [(usize, usize); 3] = [(1, 40), (2, 40), (3, 20)];

impl Scope<'_> {
    /// Amounts that are the sum of two to four lines near them, and of no others.
    pub(super) fn subsets(&mut self) {
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_by_subset(line);
            }
        }
    }

    /// Amounts that are the sum of all lines before them but one, two or three.
    pub(super) fn all_but(&mut self) {
        for line in self.open_lines() {
            if self.is_open(line) {
                self.settle_all_but(line);
            }
        }
    }

    fn settle_by_subset(&mut self, line: usize) {
        let target = i128::from(self.minor(line)).saturating_abs();
        let mut near = self.around_other_side(line).lines;
        near.retain(|other| i128::from(self.minor(*other)).saturating_abs() < target);
        let day = self.day(line);
        near.sort_by_key(|other| {
            let away = self.day(*other).saturating_sub(day).saturating_abs();
            (away, self.day(*other), self.minor(*other), *other)
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
            self.take(group, LedgerRule::Subset);
            return;
        }
    }

    fn settle_all_but(&mut self, line: usize) {
        let around = self.around_other_side(line).lines;
        let whole = self.sum(&around).saturating_abs();
        let left = whole.saturating_sub(i128::from(self.minor(line)).saturating_abs());
        if around.len() < 4 || left <= 0 {
            return;
        }
        for (size, most) in LEFT_OUT {
            if around.len() > most {
                return;
            }
            let left_out = match self.only_subset(&around, size, left) {
                Search::Only(lines) => lines,
                Search::Nothing => continue,
                Search::Doubtful => return,
            };
            let mut group = around;
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
    fn only_subset(&self, lines: &[usize], size: usize, target: i128) -> Search {
        if lines.len() < size {
            return Search::Nothing;
        }
        if self.may_be_chance(ways(lines.len(), size), target) {
            return Search::Doubtful;
        }
        let amounts: Vec<(i32, i128)> = lines
            .iter()
            .map(|line| (self.day(*line), i128::from(self.minor(*line)).saturating_abs()))
            .collect();
        let mut picked = Vec::with_capacity(size);
        let mut found: Vec<Vec<usize>> = Vec::new();
        search(&amounts, 0, size, target, &mut picked, &mut found);
        match found.as_slice() {
            [] => Search::Nothing,
            [only] => {
                let picked = only.iter().filter_map(|place| lines.get(*place).copied());
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

/// In how many ways so many of them are chosen; figures of at most 40 and 4 stay small.
fn ways(of: usize, size: usize) -> usize {
    (0..size).fold(1_usize, |ways, step| {
        let more = ways.saturating_mul(of.saturating_sub(step));
        more.checked_div(step.saturating_add(1)).unwrap_or(0)
    })
}
