//! Which items sum to an amount: an exact search that is bounded and says what it proves.

use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;

/// Of so many items every set is looked at: two halves of twelve have 4096 sums each.
pub const HALVED: usize = 24;
/// Of more items, sets of at most so many are looked at: two pairs.
pub const PAIRED: usize = 4;
/// Of more items than these nothing is looked at: they have some eighty thousand pairs.
pub const MOST_ITEMS: usize = 400;
/// A search ends when it has found more sets than these: nobody chooses among more.
pub const MOST_FOUND: usize = 8;
/// A search ends after comparing so many pairs of halves: only equal amounts come near.
const MOST_STEPS: usize = 1 << 20;

/// The sets of items that sum to an amount.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subsets {
    /// Each set as the places of its items, rising; the smallest sets first.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all sets of the sizes that were looked at.
    pub is_complete: bool,
    /// The most items of a set that was looked at.
    pub largest: usize,
}

impl Subsets {
    /// The only set there is, where that is proven.
    pub fn only(&self) -> Option<&[usize]> {
        match self.sets.as_slice() {
            [only] if self.is_complete => Some(only),
            [..] => None,
        }
    }
}

/// The sets of items that sum to an amount, in minor units of one currency; an amount below zero
/// is a credit note's. The empty set is none.
///
/// Up to 24 items every set is looked at, up to 400 every set of at most four. What is found does
/// not depend on the order of the items but for the places.
///
/// ```
/// use o2c_core::lettering::subset::subsets;
/// // rulebook EX-L3: 1 530 is 1 000 and 530, or 720 and 810.
/// let found = subsets(&[1_000, 530, 720, 810], 1_530);
/// assert_eq!((found.sets.len(), found.only()), (2, None));
/// let found = subsets(&[999, 530, 720, 810], 1_530);
/// assert_eq!(found.only(), Some([2, 3].as_slice()));
/// ```
pub fn subsets(amounts: &[i64], target: i64) -> Subsets {
    let wide: Vec<i128> = amounts.iter().copied().map(i128::from).collect();
    let target = i128::from(target);
    let (found, is_complete, largest) = if wide.len() <= HALVED {
        let (found, is_complete) = of_halves(&wide, target);
        (found, is_complete, wide.len())
    } else if wide.len() <= MOST_ITEMS {
        let (found, is_complete) = of_pairs(&wide, target);
        (found, is_complete, PAIRED)
    } else {
        (BTreeSet::new(), false, 0)
    };
    let mut sets: Vec<Vec<usize>> = found.into_iter().collect();
    sets.sort_by_key(Vec::len);
    Subsets { sets, is_complete, largest }
}

/// How many sets of so many items are as simple as one of this size: those of every size that
/// there are no more sets of. Leaving two of twenty out is as simple as taking two.
pub fn as_simple(items: usize, size: usize, largest: usize) -> u128 {
    let of_size = ways(items, size);
    let sizes = (1..=largest).map(|other| ways(items, other));
    sizes.filter(|ways| *ways <= of_size).fold(0, u128::saturating_add)
}

/// In how many ways so many of them are chosen.
pub(super) fn ways(of: usize, size: usize) -> u128 {
    (0..size).fold(1_u128, |ways, step| {
        let left = u128::try_from(of.saturating_sub(step)).unwrap_or(0);
        let more = ways.saturating_mul(left);
        more.checked_div(u128::try_from(step).unwrap_or(0).saturating_add(1)).unwrap_or(0)
    })
}

/// A sum and the items it is of, one bit each.
pub(super) type Sum = (i128, u32);

/// Every set of at most 24 items: the sums of two halves rise, so that where one grows the other
/// must shrink.
fn of_halves(amounts: &[i128], target: i128) -> (BTreeSet<Vec<usize>>, bool) {
    let middle = amounts.len().checked_div(2).unwrap_or(0);
    let (left, right) = amounts.split_at(middle);
    let (left, right) = (rising_sums(left), rising_sums(right));
    let mut found = BTreeSet::new();
    let mut right = right.as_slice();
    for (sum, items) in left {
        let wanted = target.saturating_sub(sum);
        while let [rest @ .., (above, _)] = right
            && *above > wanted
        {
            right = rest;
        }
        for (_, others) in right.iter().rev().take_while(|(other, _)| *other == wanted) {
            // Two halves of twelve fill 24 of 32 bits.
            let others = u64::from(*others).wrapping_shl(u32::try_from(middle).unwrap_or(0));
            let both = u64::from(items) | others;
            if both == 0 {
                continue;
            }
            found.insert(places(both));
            if found.len() > MOST_FOUND {
                return (found, false);
            }
        }
    }
    (found, true)
}

/// The sums of all sets of at most twelve items, rising: those without an item and those with it
/// rise both, and are merged.
pub(super) fn rising_sums(amounts: &[i128]) -> Vec<Sum> {
    let mut sums: Vec<Sum> = vec![(0, 0)];
    for (place, amount) in (0_u32..).zip(amounts) {
        let bit = 1_u32.wrapping_shl(place);
        let with = sums.iter().map(|(sum, items)| (sum.saturating_add(*amount), items | bit));
        let with: Vec<Sum> = with.collect();
        let (mut without, mut with) = (sums.as_slice(), with.as_slice());
        let mut merged = Vec::with_capacity(without.len().saturating_add(with.len()));
        while let ([one, ones @ ..], [other, others @ ..]) = (without, with) {
            if one.0 <= other.0 {
                merged.push(*one);
                without = ones;
            } else {
                merged.push(*other);
                with = others;
            }
        }
        merged.extend_from_slice(without);
        merged.extend_from_slice(with);
        sums = merged;
    }
    sums
}

/// The places of the bits that are set.
pub(super) fn places(items: u64) -> Vec<usize> {
    let bits = (0_usize..64).zip(0_u32..64);
    bits.filter(|(_, bit)| items.wrapping_shr(*bit) & 1 == 1).map(|(place, _)| place).collect()
}

/// Two items and their sum.
type Pair = (i128, usize, usize);

/// Sets of one to four of many items. A pair is half of a set of four only where another pair
/// makes up the rest: whether there may be one is told by the last bits of its sum.
fn of_pairs(amounts: &[i128], target: i128) -> (BTreeSet<Vec<usize>>, bool) {
    let mut found = BTreeSet::new();
    let mut singles = Residues::new();
    let mut pairs = Residues::new();
    amounts.iter().for_each(|amount| singles.mark(*amount));
    each_pair(amounts, |(sum, ..)| pairs.mark(sum));
    let mut halves: Vec<Pair> = Vec::new();
    let add = |set: Vec<usize>, found: &mut BTreeSet<Vec<usize>>| {
        if found.len() <= MOST_FOUND {
            found.insert(set);
        }
    };
    for (place, amount) in amounts.iter().enumerate() {
        if *amount == target {
            add(vec![place], &mut found);
        }
    }
    each_pair(amounts, |(sum, one, other)| {
        let rest = target.saturating_sub(sum);
        if rest == 0 {
            add(vec![one, other], &mut found);
        }
        if singles.may_hold(rest) {
            let later = amounts.iter().enumerate().skip(other.saturating_add(1));
            for (third, _) in later.filter(|(_, amount)| **amount == rest) {
                add(vec![one, other, third], &mut found);
            }
        }
        if pairs.may_hold(rest) {
            halves.push((sum, one, other));
        }
    });
    halves.sort_unstable();
    let is_complete = join(&halves, target, &mut found) && found.len() <= MOST_FOUND;
    (found, is_complete)
}

/// Sets of four from two pairs that sum to the target; false where the search was cut off.
fn join(pairs: &[Pair], target: i128, found: &mut BTreeSet<Vec<usize>>) -> bool {
    let mut steps = 0_usize;
    let mut right = pairs;
    for (sum, one, other) in pairs {
        let wanted = target.saturating_sub(*sum);
        while let [rest @ .., (above, ..)] = right
            && *above > wanted
        {
            right = rest;
        }
        for (_, third, fourth) in right.iter().rev().take_while(|pair| pair.0 == wanted) {
            steps = steps.saturating_add(1);
            if steps > MOST_STEPS || found.len() > MOST_FOUND {
                return false;
            }
            if one < third && other != third && other != fourth {
                let mut set = vec![*one, *other, *third, *fourth];
                set.sort_unstable();
                found.insert(set);
            }
        }
    }
    true
}

fn each_pair(amounts: &[i128], mut tell: impl FnMut(Pair)) {
    for (one, amount) in amounts.iter().enumerate() {
        for (other, second) in amounts.iter().enumerate().skip(one.saturating_add(1)) {
            tell((amount.saturating_add(*second), one, other));
        }
    }
}

/// Which last bits sums have: what was marked is always held, little else is.
struct Residues(Vec<u64>);

impl Residues {
    /// Bits of a sum that are looked at, and the words that hold a mark for each value.
    const BITS: i128 = (1 << 18) - 1;
    const WORDS: usize = 1 << 12;

    fn new() -> Self {
        Residues(vec![0; Self::WORDS])
    }

    /// The word and the bit of a sum: 18 bits always fit.
    fn place(sum: i128) -> (usize, u64) {
        let residue = usize::try_from(sum & Self::BITS).unwrap_or(0);
        let bit = u32::try_from(residue & 63).unwrap_or(0);
        (residue.wrapping_shr(6), 1_u64.wrapping_shl(bit))
    }

    fn mark(&mut self, sum: i128) {
        let (word, bit) = Self::place(sum);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn may_hold(&self, sum: i128) -> bool {
        let (word, bit) = Self::place(sum);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every set of up to so many items, one after the other.
    fn brute_force(amounts: &[i64], target: i64, largest: usize) -> Vec<Vec<usize>> {
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for items in 1_u32..1 << amounts.len() {
            let set: Vec<usize> = (0..amounts.len()).filter(|bit| items >> bit & 1 == 1).collect();
            let sum: i64 = set.iter().map(|place| amounts[*place]).sum();
            if sum == target && set.len() <= largest {
                sets.push(set);
            }
        }
        sets.sort();
        sets.sort_by_key(Vec::len);
        sets
    }

    fn wide(amounts: &[i64]) -> Vec<i128> {
        amounts.iter().copied().map(i128::from).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// What is complete is what trying every set finds; what is cut off is part of it.
        #[test]
        fn as_trying_every_set(
            amounts in prop::collection::vec(-9_i64..40, 0..11), target in -5_i64..90,
        ) {
            let all = brute_force(&amounts, target, amounts.len());
            let found = subsets(&amounts, target);
            prop_assert_eq!(found.is_complete, all.len() <= MOST_FOUND);
            if found.is_complete {
                prop_assert_eq!(&found.sets, &all);
            } else {
                prop_assert!(found.sets.iter().all(|set| all.contains(set)));
            }
            let small = brute_force(&amounts, target, PAIRED);
            let (found, is_complete) = of_pairs(&wide(&amounts), i128::from(target));
            prop_assert_eq!(is_complete, small.len() <= MOST_FOUND);
            prop_assert!(found.iter().all(|set| small.contains(set)));
            prop_assert!(!is_complete || found.len() == small.len());
        }

        /// The order of the items changes places alone.
        #[test]
        fn in_any_order(
            amounts in prop::collection::vec(1_i64..500_000, 2..40),
            picked in prop::collection::vec(0_usize..40, 1..5), turn in 0_usize..40,
        ) {
            let target = picked.iter().filter_map(|place| amounts.get(*place)).sum();
            let told = |amounts: &[i64]| {
                let found = subsets(amounts, target);
                let sets = found.sets.iter().map(|set| {
                    let mut own: Vec<i64> = set.iter().map(|place| amounts[*place]).collect();
                    own.sort_unstable();
                    own
                });
                let mut sets: Vec<Vec<i64>> = sets.collect();
                sets.sort();
                (sets, found.is_complete)
            };
            let (sets, is_complete) = told(&amounts);
            let mut turned = amounts.clone();
            turned.rotate_left(turn % amounts.len());
            turned.reverse();
            let (others, other_is_complete) = told(&turned);
            prop_assert_eq!(is_complete, other_is_complete);
            if is_complete {
                prop_assert_eq!(sets, others);
            }
        }
    }

    #[test]
    fn four_of_two_hundred_are_found_and_proven() {
        // A sequence that repeats no difference: squares of a prime's multiples.
        let amounts: Vec<i64> = (1..=200_i64).map(|n| 1_000 + n * n * 7_919 % 1_000_003).collect();
        let target = [3, 50, 120, 199].iter().map(|place| amounts[*place]).sum();
        let found = subsets(&amounts, target);
        assert!(found.is_complete || found.sets.len() > MOST_FOUND);
        let few: Vec<i64> = (0..200_u32).map(|n| 1_i64 << (n % 58)).take(58).collect();
        let target = few[2] + few[17] + few[40] + few[57];
        assert_eq!(subsets(&few, target).only(), Some([2, 17, 40, 57].as_slice()));
    }

    #[test]
    fn equal_amounts_end_the_search() {
        for items in [24, 200, 400] {
            let found = subsets(&vec![100; items], 400);
            assert!(!found.is_complete && found.only().is_none());
            assert_eq!(found.sets.len(), MOST_FOUND + 1);
        }
        assert!(!subsets(&vec![100; MOST_ITEMS + 1], 100).is_complete);
    }

    #[test]
    fn as_simple_counts_small_sets_and_small_rests() {
        // 3 of 14: sets of 1, 2, 3, 11, 12, 13 and 14 items.
        assert_eq!(as_simple(14, 3, 14), 14 + 91 + 364 + 364 + 91 + 14 + 1);
        assert_eq!(as_simple(200, 2, PAIRED), 200 + 19_900);
    }
}
