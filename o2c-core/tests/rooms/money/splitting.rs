//! Splitting loses nothing (contract I3), all at once and over time.

use crate::money::rationals::{any_length, examine, is_tie, ratio, rounded};
use num_bigint::BigInt;
use num_rational::BigRational;
use o2c_core::error::Refusal;
use o2c_core::money::{Exact, Rounding, split_minor, telescope_minor};
use proptest::prelude::*;
use std::cell::Cell;

/// Weights given as text, brought to one unit: "0.33" and "0.66" are 33 and 66.
fn weights(texts: &str) -> Vec<i128> {
    let exact: Vec<Exact> = texts.split(' ').map(|text| text.parse().unwrap()).collect();
    let places = exact.iter().map(|weight| weight.places()).max().unwrap();
    let unit = Exact::new(1, u32::from(places)).unwrap();
    exact.iter().map(|weight| weight.common(unit).0).collect()
}

#[test]
fn known_allocations() {
    // Acceptance cases of three open libraries, each recomputed.
    let cases: [(i64, &str, &[i64]); 27] = [
        (100, "1 1 1", &[34, 33, 33]), // ALLOC-01
        (101, "1 1 1", &[34, 34, 33]),
        (5, "3 7", &[2, 3]),
        (5, "7 3", &[4, 1]),
        (5, "7 3 0", &[4, 1, 0]),
        (5, "0 7 3", &[0, 4, 1]), // ALLOC-07
        (5, "7 0 3", &[4, 0, 1]),
        (5, "0 0 1", &[0, 0, 5]),
        (5, "0 3 7", &[0, 2, 3]),
        (0, "0 0 1", &[0, 0, 0]),
        (2, "1 1 1", &[1, 1, 0]), // ALLOC-09
        (1, "1 1", &[1, 0]),
        (1, "0.33 0.66", &[0, 1]), // ALLOC-11
        (101, "3 7", &[30, 71]),
        (101, "7 3", &[71, 30]),
        (15, "1 1", &[8, 7]),
        (10, "1 1", &[5, 5]),
        (15, "1 1 1", &[5, 5, 5]),
        (10, "1 1 1", &[4, 3, 3]),
        (1003, "50 50", &[502, 501]),
        (1003, "0 50 50", &[0, 502, 501]),
        (100, "1 3", &[25, 75]),
        (5, "50 50", &[3, 2]),
        (5, "1 3", &[1, 4]),
        (1100, "1 1 1", &[367, 367, 366]), // ALLOC-16
        (10_000, "70 20 10", &[7000, 2000, 1000]),
        (1000, "1 0 0", &[1000, 0, 0]),
    ];
    for (amount, ratios, expected) in cases {
        assert_eq!(split_minor(amount, &weights(ratios)).unwrap(), expected, "{amount}: {ratios}");
    }
}

#[test]
fn alloc_06_a_negative_amount_mirrors_the_positive_one() {
    // The case's source cuts toward minus infinity and expects -3, -2; here a negative amount
    // mirrors the positive one (rulebook R-03), so that a credit note takes back what was charged.
    assert_eq!(split_minor(-5, &[7, 3]).unwrap(), [-4, -1]);
}

#[test]
fn the_smallest_integer_splits_too() {
    assert_eq!(split_minor(i64::MIN, &[0, 1]).unwrap(), [0, i64::MIN]);
    assert_eq!(split_minor(i64::MIN, &[1, 1]).unwrap(), [i64::MIN / 2, i64::MIN / 2]);
}

#[test]
fn refused_weights() {
    let refused = |weights: &[i128]| {
        let refused = split_minor(100, weights).unwrap_err();
        (refused.code(), refused.path().to_string())
    };
    assert_eq!(refused(&[]), ("money.no_weights", "weights".into()));
    assert_eq!(refused(&[0, 0]), ("money.zero_weights", "weights".into()));
    assert_eq!(refused(&[1, -1]), ("money.negative_weight", "weights[1]".into()));
    assert_eq!(refused(&[1, i128::MAX]), ("money.out_of_range", "weights[1]".into()));
    assert_eq!(refused(&[i128::MAX; 3]), ("money.out_of_range", "weights[2]".into()));
}

/// Few different weights, so that ties are the rule and zeros are common.
fn few_weights() -> impl Strategy<Value = Vec<i128>> {
    let small = prop::collection::vec(0_i128..=4, 1..12);
    let large = prop::collection::vec(0..=i128::from(i64::MAX), 1..12);
    let some = prop_oneof![3 => small, 1 => large];
    some.prop_filter("one weight above zero", |weights| weights.iter().any(|weight| *weight > 0))
}

/// The dumber model: give one unit after the other to whom most of one is missing.
fn handed_out(amount: i64, weights: &[i128]) -> Vec<BigInt> {
    let whole: BigInt = weights.iter().map(|weight| BigInt::from(*weight)).sum();
    let exact: Vec<BigRational> = weights
        .iter()
        .map(|weight| ratio(BigInt::from(*weight) * amount.unsigned_abs(), whole.clone()))
        .collect();
    let mut shares: Vec<BigInt> = exact.iter().map(|share| share.floor().to_integer()).collect();
    while shares.iter().sum::<BigInt>() < BigInt::from(amount.unsigned_abs()) {
        let missing = |index: usize| &exact[index] - ratio(shares[index].clone(), 1);
        let mut neediest = 0;
        for index in 1..shares.len() {
            if missing(index) > missing(neediest) {
                neediest = index;
            }
        }
        shares[neediest] += 1;
    }
    shares.into_iter().map(|share| share * amount.signum()).collect()
}

#[test]
fn a_split_is_fair_and_loses_nothing() {
    let (ties, zeros, negatives) = (Cell::new(0), Cell::new(0), Cell::new(0));
    examine(1000, &(any_length(), few_weights()), |(amount, weights)| {
        let shares = split_minor(amount, &weights).unwrap();
        let whole: BigInt = weights.iter().map(|weight| BigInt::from(*weight)).sum();
        prop_assert_eq!(shares.iter().map(|share| i128::from(*share)).sum::<i128>(), amount.into());
        for (share, weight) in shares.iter().zip(&weights) {
            let exact = ratio(BigInt::from(amount) * *weight, whole.clone());
            let apart = ratio(*share, 1) - exact;
            prop_assert!(apart < ratio(1, 1) && apart > ratio(-1, 1));
            prop_assert!(share.signum() * amount.signum() >= 0);
            if *weight == 0 {
                prop_assert_eq!(*share, 0);
                zeros.set(zeros.get() + 1);
            }
        }
        for (index, one) in weights.iter().enumerate() {
            for (later, other) in weights.iter().enumerate().skip(index + 1) {
                if one == other {
                    let ahead = shares[index].abs() - shares[later].abs();
                    prop_assert!((0..=1).contains(&ahead), "the unit goes to the lower index");
                    ties.set(ties.get() + ahead);
                }
            }
        }
        negatives.set(negatives.get() + u32::from(amount < 0));
        let shares: Vec<BigInt> = shares.into_iter().map(BigInt::from).collect();
        prop_assert_eq!(shares, handed_out(amount, &weights));
        Ok(())
    });
    assert!(ties.get() > 100, "ties settled by place: {}", ties.get());
    assert!(zeros.get() > 100 && negatives.get() > 100);
}

#[test]
fn shares_follow_their_weights_when_these_change_places() {
    let lists = few_weights().prop_flat_map(|weights| {
        let shuffled = Just(weights.clone()).prop_shuffle();
        (Just(weights), shuffled)
    });
    examine(500, &(any_length(), lists), |(amount, (weights, shuffled))| {
        let pairs = |weights: &[i128]| {
            let shares = split_minor(amount, weights).unwrap();
            let mut pairs: Vec<(i128, i64)> = weights.iter().copied().zip(shares).collect();
            pairs.sort_unstable();
            pairs
        };
        // Equal weights share alike in any order; a tie of rests between different weights may
        // move one unit.
        let (one, other) = (pairs(&weights), pairs(&shuffled));
        if weights.iter().all(|weight| *weight == weights[0] || *weight == 0) {
            prop_assert_eq!(&one, &other);
        }
        for (left, right) in one.iter().zip(&other) {
            prop_assert!((left.1 - right.1).abs() <= 1);
        }
        Ok(())
    });
}

#[test]
fn steps_from_nothing_to_the_whole_sum_to_the_total() {
    let ties = Cell::new(0);
    let steps = prop::collection::vec(0_i64..=9, 1..10)
        .prop_filter("a whole", |steps| steps.iter().any(|step| *step > 0));
    let sign = prop::sample::select(vec![1_i64, -1]);
    examine(1000, &(any_length(), steps, sign), |(total, steps, sign)| {
        let whole = i128::from(steps.iter().sum::<i64>() * sign);
        let upto = |part: i128| ratio(BigInt::from(total) * part, BigInt::from(whole));
        let (mut before, mut sum) = (0_i128, 0_i128);
        for step in &steps {
            let after = before + i128::from(step * sign);
            let share = telescope_minor(total, before, after, whole).unwrap();
            let expected = rounded(&upto(after), Rounding::HalfAwayFromZero)
                - rounded(&upto(before), Rounding::HalfAwayFromZero);
            prop_assert_eq!(BigInt::from(share), expected);
            let apart = ratio(share, 1) - (upto(after) - upto(before));
            prop_assert!(apart <= ratio(1, 1) && apart >= ratio(-1, 1));
            ties.set(ties.get() + u32::from(is_tie(&upto(after))));
            (before, sum) = (after, sum + i128::from(share));
        }
        prop_assert_eq!(sum, i128::from(total));
        Ok(())
    });
    assert!(ties.get() > 100, "ties met: {}", ties.get());
}

#[test]
fn steps_beyond_the_whole_are_refused_by_name() {
    let refused = |before, after, whole| {
        let refused = telescope_minor(100, before, after, whole).unwrap_err();
        (refused.code(), refused.path().to_string())
    };
    assert_eq!(refused(0, 4, 3), ("money.beyond_whole", "after".into()));
    assert_eq!(refused(-1, 3, 3), ("money.beyond_whole", "before".into()));
    assert_eq!(refused(0, 1, -3), ("money.beyond_whole", "after".into()));
    assert_eq!(refused(0, 0, 0), ("money.zero_weights", "whole".into()));
    assert_eq!(refused(0, i128::MAX, i128::MAX), ("money.out_of_range", "after".into()));
}
