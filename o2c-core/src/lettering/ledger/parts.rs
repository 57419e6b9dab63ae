//! A group that settles several stories at once, told apart.

use super::scope::Line;
use crate::lettering::subset::{HALVED, subsets};
use alloc::vec;
use alloc::vec::Vec;

/// The parts of lines that sum to zero, each of which sums to zero by itself: first the lines of an
/// amount that stands as often on either side, in the order of their days; then each line and the
/// fewest lines that settle it. What cannot be told apart stays together. People
/// may give one letter to all of it; each of them says more.
pub(super) fn parts(lines: &[Line], group: &[usize]) -> Vec<Vec<usize>> {
    let mut rest: Vec<(i64, usize)> =
        group.iter().filter_map(|place| Some((lines.get(*place)?.minor, *place))).collect();
    let is_several = |rest: &[(i64, usize)]| {
        let debits = rest.iter().filter(|line| line.0 > 0).count();
        debits >= 2 && rest.len().saturating_sub(debits) >= 2
    };
    if !is_several(&rest) {
        return vec![group.to_vec()];
    }
    rest.sort_unstable_by_key(|line| (line.0.unsigned_abs(), line.0, line.1));
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut single: Vec<(i64, usize)> = Vec::new();
    for equals in rest.chunk_by(|one, other| one.0.unsigned_abs() == other.0.unsigned_abs()) {
        // Places rise with the days: the first of one side meets the first of the other.
        let (credits, debits) = equals.split_at(equals.partition_point(|line| line.0 < 0));
        if credits.len() == debits.len() {
            found.extend(credits.iter().zip(debits).map(|(one, other)| vec![one.1, other.1]));
        } else {
            single.extend_from_slice(equals);
        }
    }
    let mut rest = single;
    while is_several(&rest) {
        let Some(part) = rest.iter().find_map(|line| only_partners(*line, &rest)) else { break };
        rest.retain(|line| !part.contains(&line.1));
        found.push(part);
    }
    if !rest.is_empty() {
        found.push(rest.into_iter().map(|line| line.1).collect());
    }
    for part in &mut found {
        part.sort_unstable();
    }
    found.sort_unstable();
    found
}

/// A line and the fewest lines that settle it, where these are not all there are and no others
/// are as few.
fn only_partners(line: (i64, usize), rest: &[(i64, usize)]) -> Option<Vec<usize>> {
    let others: Vec<(i64, usize)> = rest.iter().copied().filter(|other| *other != line).collect();
    if others.len() > HALVED {
        return None;
    }
    let amounts: Vec<i64> = others.iter().map(|other| other.0).collect();
    let found = subsets(&amounts, line.0.saturating_neg());
    let fewest = found.sets.first().filter(|set| found.is_complete && set.len() < others.len())?;
    if found.sets.get(1).is_some_and(|second| second.len() == fewest.len()) {
        return None;
    }
    let own = fewest.iter().filter_map(|place| others.get(*place));
    Some(own.map(|other| other.1).chain([line.1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(minors: &[i64]) -> Vec<Vec<usize>> {
        let line = |minor: &i64| Line { minor: *minor, ..Line::default() };
        let lines: Vec<Line> = minors.iter().map(line).collect();
        parts(&lines, &(0..minors.len()).collect::<Vec<_>>())
    }

    #[test]
    fn card_takings_of_two_days_paid_on_one_day_less_fees_are_two_stories() {
        let found = told(&[102_569, 61_310, -820, -613, -101_749, -60_697]);
        assert_eq!(found, [vec![0, 2, 4], vec![1, 3, 5]]);
    }

    #[test]
    fn what_cannot_be_told_apart_stays_together() {
        // 30 is 10 and 20, or 5 and 25.
        let minors = [30, 30, -10, -20, -5, -25];
        assert_eq!(told(&minors), [vec![0, 1, 2, 3, 4, 5]]);
        assert_eq!(told(&[30, -10, -20]), [vec![0, 1, 2]]);
        assert_eq!(told(&[30, 40, -35, -35]), [vec![0, 1, 2, 3]]);
    }

    #[test]
    fn equal_amounts_are_parts_in_the_order_of_their_days() {
        assert_eq!(told(&[70, 150, -150, -70]), [vec![0, 3], vec![1, 2]]);
        // An invoice, its payment, the same once more by mistake, and what was given back.
        assert_eq!(told(&[70, -70, -70, 70]), [vec![0, 1], vec![2, 3]]);
        assert_eq!(told(&[70, 70, -140, 30, -30]), [vec![0, 1, 2], vec![3, 4]]);
    }
}
