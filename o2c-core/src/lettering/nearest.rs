//! The items whose sum comes nearest to an amount: what to look at where nothing sums to it.

use super::Rejection;
use super::subset::{HALVED, Sum, places, rising_sums};
use crate::body::bodies;
use crate::error::Path;
use crate::money::Money;
use alloc::vec::Vec;
use core::cmp::Reverse;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Open items and an amount.
    NearestSubset {
        /// What is open of each item, debit positive, in the order in which equals are preferred:
        /// the earliest due first.
        items: Vec<Money>,
        /// The amount.
        target: Money,
    }
}

/// The items whose sum comes nearest to an amount.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NearestItems {
    /// The places of the items, rising.
    pub rows: Vec<usize>,
    /// What they sum to.
    pub sum: Money,
    /// What of their sum the amount leaves: below zero where the amount is more.
    pub remaining: Money,
}

/// A set as it is compared: how far it is off, more items first, then the earliest.
type Distance = (u128, Reverse<u32>, Reverse<u64>);

impl NearestSubset {
    /// The items, at least one, whose sum comes nearest to the amount. Of sets that are equally
    /// near the one of the most items is taken, then the one of the earliest. Every set is looked
    /// at.
    ///
    /// ```
    /// use o2c_core::lettering::NearestSubset;
    /// let asked = NearestSubset {
    ///     items: vec!["10.00 EUR".parse()?, "-10.00 EUR".parse()?, "-5.00 EUR".parse()?],
    ///     target: "0.00 EUR".parse()?,
    /// };
    /// let found = asked.found()?;
    /// assert_eq!((found.rows, found.remaining.to_string()), (vec![0, 1], "0.00 EUR".into()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `lettering.item_count` for none and for more than 24, `lettering.currency_differs` with the
    /// item's place, `money.out_of_range`.
    pub fn found(&self) -> Result<NearestItems, Rejection> {
        let count = self.items.len();
        if count == 0 || count > HALVED {
            return Err(Rejection::ItemCount { path: Path::field("items"), count, most: HALVED });
        }
        let expected = self.target.currency();
        for (index, item) in self.items.iter().enumerate() {
            let found = item.currency();
            if found != expected {
                let path = Path::index("items", index);
                return Err(Rejection::CurrencyDiffers { path, expected, found });
            }
        }
        let amounts: Vec<i128> = self.items.iter().map(|item| i128::from(item.minor())).collect();
        let target = i128::from(self.target.minor());
        let (sum, items) = nearest(&amounts, target);
        let rows = places(items);
        // At most 24 amounts of 64 bits.
        let remaining = sum.saturating_sub(target);
        Ok(NearestItems {
            rows,
            sum: Money::from_wide(sum, expected)?,
            remaining: Money::from_wide(remaining, expected)?,
        })
    }
}

/// The nearest sum of at least one of at most 24 amounts, and its items as bits.
fn nearest(amounts: &[i128], target: i128) -> (i128, u64) {
    let middle = amounts.len().checked_div(2).unwrap_or(0);
    let (left, right) = amounts.split_at(middle);
    let (left, right) = (best_of_each_sum(left), best_of_each_sum(right));
    let without_none: Vec<Sum> = right.iter().copied().filter(|sum| sum.1 != 0).collect();
    let shift = u32::try_from(middle).unwrap_or(0);
    let mut best: Option<(Distance, i128, u64)> = None;
    for (sum, items) in left {
        let right = if items == 0 { &without_none } else { &right };
        let wanted = target.saturating_sub(sum);
        let above = right.partition_point(|other| other.0 < wanted);
        // The nearest from below and from above; no other sum is nearer.
        for place in [above.checked_sub(1), Some(above)].into_iter().flatten() {
            let Some((other, others)) = right.get(place) else { continue };
            let both = u64::from(items) | u64::from(*others).wrapping_shl(shift);
            let whole = sum.saturating_add(*other);
            let off = whole.saturating_sub(target).unsigned_abs();
            let distance = (off, Reverse(both.count_ones()), Reverse(both.reverse_bits()));
            if best.as_ref().is_none_or(|best| distance < best.0) {
                best = Some((distance, whole, both));
            }
        }
    }
    best.map_or((0, 0), |best| (best.1, best.2))
}

/// For each sum the set of the most items, of these the earliest; rising.
fn best_of_each_sum(amounts: &[i128]) -> Vec<Sum> {
    let mut sums = rising_sums(amounts);
    sums.sort_unstable_by_key(|(sum, items)| {
        (*sum, Reverse(items.count_ones()), Reverse(items.reverse_bits()))
    });
    sums.dedup_by_key(|sum| sum.0);
    sums
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::string::ToString;
    use proptest::prelude::*;

    fn asked(minors: &[i64], target: i64) -> NearestSubset {
        let money = |minor| Money::from_minor(minor, crate::money::Currency::EUR).unwrap();
        NearestSubset {
            items: minors.iter().map(|minor| money(*minor)).collect(),
            target: money(target),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn as_trying_every_set(
            minors in prop::collection::vec(-20_i64..30, 1..11), target in -40_i64..90,
        ) {
            let sets = 1_u64..1 << minors.len();
            let told = |items: u64| {
                let rows: Vec<usize> =
                    (0..minors.len()).filter(|row| items >> row & 1 == 1).collect();
                let sum: i64 = rows.iter().map(|row| minors[*row]).sum();
                ((sum - target).abs(), Reverse(rows.len()), rows, sum)
            };
            let (_, _, rows, sum) = sets.map(told).min().unwrap();
            let found = asked(&minors, target).found().unwrap();
            prop_assert_eq!(&found.rows, &rows);
            prop_assert_eq!(found.sum.minor(), sum);
            prop_assert_eq!(found.remaining.minor(), sum - target);
        }
    }

    #[test]
    fn none_and_too_many_are_refused() {
        for count in [0, 25] {
            let refused = asked(&alloc::vec![100; count], 100).found().unwrap_err();
            assert_eq!(refused.code(), "lettering.item_count");
            assert_eq!(refused.figures()[0].1, count.to_string());
        }
        assert_eq!(asked(&[100; 24], 2_400).found().unwrap().rows.len(), 24);
        let mut other = asked(&[1, 2], 3);
        other.items[1] = "2 JPY".parse().unwrap();
        assert_eq!(other.found().unwrap_err().path().as_str(), "items[1]");
    }
}
