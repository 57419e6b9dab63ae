//! Where each item stands, and how much of it: what every cell of an ageing is made of.

use super::{Buckets, CreditPolicy, Rejection};
use crate::calendar::Day;
use crate::money::Money;
use alloc::vec::Vec;

/// The place of an item in its account's row, and the part of it that stands there.
///
/// The parts of an account's items sum to its cells, cell by cell, and over all cells to its open
/// balance (contract I8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Not due is 0, the buckets follow from the youngest, the column of credits comes last.
    pub place: usize,
    /// What of the item stands there: all of it, except where credits are taken off the oldest
    /// items. Then a debit shows what is left of it, a credit what found nothing to come off.
    pub aged: Money,
}

/// The places of one account's items, each given by the day its age counts from and what is open
/// of it, in the order of the items. Items of the same day give way in the order in which they
/// come.
///
/// ```
/// use o2c_core::ageing::{Buckets, CreditPolicy, place_items};
/// let items = [
///     ("2026-01-31".parse()?, "100.00 EUR".parse()?),
///     ("2026-03-20".parse()?, "-130.00 EUR".parse()?),
///     ("2026-03-01".parse()?, "50.00 EUR".parse()?),
/// ];
/// let (as_of, buckets) = ("2026-03-31".parse()?, Buckets::default());
/// let placed = place_items(&items, as_of, &buckets, CreditPolicy::OldestFirst)?;
/// let told: Vec<_> = placed.iter().map(|one| format!("{} {}", one.place, one.aged)).collect();
/// // Nothing is left of the oldest item, 20.00 of the younger one, nothing of the credit.
/// assert_eq!(told, ["2 0.00 EUR", "5 0.00 EUR", "1 20.00 EUR"]);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `money.currency_mismatch` where the items are not of one currency, `money.out_of_range`.
pub fn place_items(
    items: &[(Day, Money)],
    as_of: Day,
    buckets: &Buckets,
    policy: CreditPolicy,
) -> Result<Vec<Placed>, Rejection> {
    // Beyond not due and the buckets.
    let credits = buckets.count().saturating_add(1);
    let mut placed: Vec<Placed> = Vec::with_capacity(items.len());
    for (age_from, open) in items {
        let age = i64::from(age_from.days_until(as_of));
        let place = match policy {
            CreditPolicy::Separate | CreditPolicy::OldestFirst if open.is_negative() => credits,
            CreditPolicy::Separate | CreditPolicy::OldestFirst | CreditPolicy::OwnDate => {
                buckets.place_of(age)
            }
        };
        placed.push(Placed { place, aged: *open });
    }
    if policy == CreditPolicy::OldestFirst {
        take_credits_off(items, &mut placed)?;
    }
    Ok(placed)
}

/// Takes the oldest credit off the oldest debit, then what is left of either, until one side is
/// used up (rulebook K-03, L-07).
fn take_credits_off(items: &[(Day, Money)], placed: &mut [Placed]) -> Result<(), Rejection> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|item| items.get(*item).map(|(age_from, _)| *age_from));
    let is_credit = |item: &usize| items.get(*item).is_some_and(|(_, open)| open.is_negative());
    let (credits, debits): (Vec<usize>, Vec<usize>) = order.into_iter().partition(is_credit);
    let mut debits = debits.into_iter().peekable();
    for credit in credits {
        while let Some(debit) = debits.peek().copied() {
            let (Some(given), Some(owed)) = (
                placed.get(credit).map(|credit| credit.aged),
                placed.get(debit).map(|debit| debit.aged),
            ) else {
                break;
            };
            let rest = owed.checked_add(given)?;
            let nothing = Money::zero(rest.currency());
            let (left, unused) = if rest.is_negative() { (nothing, rest) } else { (rest, nothing) };
            for (item, aged) in [(debit, left), (credit, unused)] {
                if let Some(one) = placed.get_mut(item) {
                    one.aged = aged;
                }
            }
            if left.is_positive() {
                break;
            }
            debits.next();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::format;
    use proptest::prelude::*;

    fn told(items: &[(&str, &str)], policy: CreditPolicy) -> Vec<alloc::string::String> {
        let read = |(day, open): &(&str, &str)| (day.parse().unwrap(), open.parse().unwrap());
        let items: Vec<(Day, Money)> = items.iter().map(read).collect();
        let as_of = "2026-03-31".parse().unwrap();
        let placed = place_items(&items, as_of, &Buckets::default(), policy).unwrap();
        placed.iter().map(|one| format!("{} {}", one.place, one.aged.figure())).collect()
    }

    #[test]
    fn ex_k1_item_by_item() {
        // rulebook EX-K1: 400.00 of credits take the 200.00 of 61-90, then 200.00 of 31-60.
        let items = [
            ("2026-04-15", "1000.00 EUR"),
            ("2026-03-31", "500.00 EUR"),
            ("2026-03-01", "700.00 EUR"),
            ("2026-02-15", "300.00 EUR"),
            ("2025-12-31", "200.00 EUR"),
            ("2026-03-10", "-150.00 EUR"),
            ("2026-03-20", "-250.00 EUR"),
        ];
        let debits = ["0 1000.00", "0 500.00", "1 700.00", "2 300.00", "3 200.00"];
        let separate = told(&items, CreditPolicy::Separate);
        assert_eq!(
            (&separate[..5], &separate[5..]),
            (&debits.map(Into::into)[..], &["5 -150.00", "5 -250.00"].map(Into::into)[..])
        );
        assert_eq!(told(&items, CreditPolicy::OwnDate)[5..], ["1 -150.00", "1 -250.00"]);
        let oldest = told(&items, CreditPolicy::OldestFirst);
        assert_eq!(oldest[2..], ["1 700.00", "2 100.00", "3 0.00", "5 0.00", "5 0.00"]);
    }

    #[test]
    fn credits_beyond_the_debits_stay_and_the_youngest_of_them_is_left() {
        let items = [
            ("2026-01-01", "-30.00 EUR"),
            ("2026-02-01", "-40.00 EUR"),
            ("2026-04-01", "50.00 EUR"),
        ];
        let told = told(&items, CreditPolicy::OldestFirst);
        assert_eq!(told, ["5 0.00", "5 -20.00", "0 0.00"]);
    }

    #[test]
    fn two_currencies_are_no_account() {
        let on: Day = "2026-01-01".parse().unwrap();
        let items = [(on, "1.00 EUR".parse().unwrap()), (on, "-1.00 USD".parse().unwrap())];
        let refused = place_items(&items, on, &Buckets::default(), CreditPolicy::OldestFirst);
        assert_eq!(refused.unwrap_err().code(), "money.currency_mismatch");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        /// The parts sum to what is open, never change their sign, and never exceed their item.
        #[test]
        fn the_parts_are_the_whole(
            items in prop::collection::vec((0..200_i64, -999..999_i64), 0..30),
            policy in 0..3_usize,
        ) {
            let policies =
                [CreditPolicy::Separate, CreditPolicy::OwnDate, CreditPolicy::OldestFirst];
            let start: Day = "2026-01-01".parse().unwrap();
            let as_of = start.plus_days(100).unwrap();
            let eur = "EUR".parse().unwrap();
            let item = |(days, minor): &(i64, i64)| {
                (start.plus_days(*days).unwrap(), Money::from_minor(*minor, eur).unwrap())
            };
            let items: Vec<_> = items.iter().map(item).collect();
            let placed = place_items(&items, as_of, &Buckets::default(), policies[policy]).unwrap();
            let open: i64 = items.iter().map(|(_, open)| open.minor()).sum();
            let aged: i64 = placed.iter().map(|one| one.aged.minor()).sum();
            prop_assert_eq!(aged, open);
            for ((_, open), one) in items.iter().zip(&placed) {
                prop_assert!(one.aged.minor().abs() <= open.minor().abs());
                prop_assert!(one.aged.minor().signum().saturating_mul(open.minor().signum()) >= 0);
            }
        }
    }
}
