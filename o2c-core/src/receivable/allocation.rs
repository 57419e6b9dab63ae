//! Which debts a payment settles where it is not enough for all (rulebook L-07, L-08).

use super::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::EntryId;
use crate::money::{Money, split};
use alloc::vec::Vec;
use core::cmp::Reverse;

/// What a debt is, in the order in which it is settled where interest goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum DebtKind {
    /// What it cost to collect.
    Costs,
    /// Interest.
    Interest,
    /// The debt itself.
    #[default]
    Principal,
}

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A debt that a payment may settle.
    Debt {
        /// Its item.
        entry: EntryId,
        /// What is open of it, above zero.
        open: Money,
        /// The day it arose: the older goes first.
        incurred_on: Day,
        /// The day it falls due: what is due goes before what is not.
        due_on: Day,
        /// What it is.
        #[cfg_attr(feature = "serde", serde(default))]
        kind: DebtKind,
        /// How much the debtor gains by being rid of it: the higher goes first.
        #[cfg_attr(feature = "serde", serde(default))]
        urgency: u32,
    }
    /// A payment that is to be shared over debts.
    Allocate {
        /// How much, above zero.
        payment: Money,
        /// The day on which debts are due or not.
        on: Day,
        /// The debts, in any order.
        debts: Vec<Debt>,
        /// The debts that the debtor named, the first first: they go before all others.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        choice: Vec<EntryId>,
        /// Whether costs and interest are settled before any debt itself (C. civ. 1343-1).
        #[cfg_attr(feature = "serde", serde(default))]
        interest_first: bool,
    }
}

/// What a debt gets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Allocated {
    /// Its item.
    pub entry: EntryId,
    /// How much; it may be nothing.
    pub amount: Money,
    /// What is left open.
    pub open: Money,
}

/// How a payment is shared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Allocation {
    /// The debts in the order in which they were given.
    pub debts: Vec<Allocated>,
    /// What is left of the payment once all are settled.
    pub left: Money,
}

/// Shares a payment: first over what the debtor chose, then over what is due before what is not,
/// what weighs most, what is oldest; debts that are equal in all of it share by what is open of
/// each, by largest remainder (C. civ. 1342-10).
///
/// ```
/// use o2c_core::receivable::{Allocate, Debt, DebtKind, allocate};
/// // rulebook EX-L7: 18 000 on a debt of 20 000 with interest of 3 000.
/// let debt = |entry: &str, open: &str, kind| {
///     let (incurred_on, due_on) = ("2026-01-15".parse()?, "2026-02-14".parse()?);
///     let (entry, open) = (entry.parse()?, open.parse()?);
///     Ok::<_, o2c_core::error::Error>(Debt { entry, open, incurred_on, due_on, kind, urgency: 0 })
/// };
/// let debts = vec![
///     debt("F1", "20000.00 EUR", DebtKind::Principal)?,
///     debt("D1", "3000.00 EUR", DebtKind::Interest)?,
/// ];
/// let (payment, on) = ("18000.00 EUR".parse()?, "2026-06-30".parse()?);
/// let asked = Allocate { payment, on, debts, choice: vec![], interest_first: true };
/// let shared = allocate(&asked)?;
/// assert_eq!(shared.debts[0].amount.to_string(), "15000.00 EUR");
/// assert_eq!(shared.debts[0].open.to_string(), "5000.00 EUR");
/// assert_eq!(shared.debts[1].amount.to_string(), "3000.00 EUR");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `receivable.not_positive`, `receivable.entry_twice`, `receivable.choice_unknown`,
/// `money.currency_mismatch`, `money.out_of_range`.
pub fn allocate(asked: &Allocate) -> Result<Allocation, Rejection> {
    check(asked)?;
    let rank = |debt: &Debt| {
        let chosen = asked.choice.iter().position(|entry| *entry == debt.entry);
        let kind = if asked.interest_first { debt.kind } else { DebtKind::Principal };
        let is_to_come = debt.due_on > asked.on;
        let place = chosen.unwrap_or(usize::MAX);
        (place, kind, is_to_come, Reverse(debt.urgency), debt.incurred_on)
    };
    let mut order: Vec<usize> = (0..asked.debts.len()).collect();
    order.sort_by_key(|at| asked.debts.get(*at).map(rank));
    let mut left = asked.payment;
    let nothing = |debt: &Debt| Money::zero(debt.open.currency());
    let mut amounts: Vec<Money> = asked.debts.iter().map(nothing).collect();
    let of = |at: &usize| asked.debts.get(*at);
    for equals in order.chunk_by(|one, next| of(one).map(rank) == of(next).map(rank)) {
        let open: Vec<Money> = equals.iter().filter_map(of).map(|debt| debt.open).collect();
        let all = Money::sum(left.currency(), open.iter().copied())?;
        let part = if all.minor() < left.minor() { all } else { left };
        let weights: Vec<i128> = open.iter().map(|open| i128::from(open.minor())).collect();
        for (at, share) in equals.iter().zip(split(part, &weights)?) {
            if let Some(amount) = amounts.get_mut(*at) {
                *amount = share;
            }
        }
        left = left.checked_sub(part)?;
    }
    let mut debts = Vec::with_capacity(amounts.len());
    for (debt, amount) in asked.debts.iter().zip(amounts) {
        let open = debt.open.checked_sub(amount)?;
        debts.push(Allocated { entry: debt.entry.clone(), amount, open });
    }
    Ok(Allocation { debts, left })
}

fn check(asked: &Allocate) -> Result<(), Rejection> {
    let expect_positive = |amount: Money, path: Path| {
        asked.payment.expect(amount.currency()).map_err(|no| no.with_path(&|_| path.clone()))?;
        match amount.is_positive() {
            true => Ok(()),
            false => Err(Rejection::NotPositive { path, amount }),
        }
    };
    expect_positive(asked.payment, Path::field("payment"))?;
    for (index, debt) in asked.debts.iter().enumerate() {
        expect_positive(debt.open, Path::field("open").inside_index("debts", index))?;
        if asked.debts.iter().take(index).any(|other| other.entry == debt.entry) {
            let (path, entry) = (Path::field("entry"), debt.entry.clone());
            return Err(Rejection::EntryTwice { path: path.inside_index("debts", index), entry });
        }
    }
    for (index, entry) in asked.choice.iter().enumerate() {
        let is_named = asked.debts.iter().any(|debt| debt.entry == *entry);
        if !is_named || asked.choice.iter().take(index).any(|other| other == entry) {
            let (path, entry) = (Path::index("choice", index), entry.clone());
            return Err(Rejection::ChoiceUnknown { path, entry });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use crate::error::Refusal;
    use alloc::string::{String, ToString};
    use alloc::vec;

    fn debt(entry: &str, open: &str, incurred_on: &str, due_on: &str) -> Debt {
        Debt {
            entry: entry.parse().unwrap(),
            open: open.parse().unwrap(),
            incurred_on: incurred_on.parse().unwrap(),
            due_on: due_on.parse().unwrap(),
            kind: DebtKind::Principal,
            urgency: 0,
        }
    }

    fn asked(payment: &str, debts: Vec<Debt>) -> Allocate {
        let (payment, on) = (payment.parse().unwrap(), "2026-06-30".parse().unwrap());
        Allocate { payment, on, debts, choice: vec![], interest_first: false }
    }

    fn amounts(asked: &Allocate) -> Vec<String> {
        let shared = allocate(asked).unwrap();
        shared.debts.iter().map(|debt| debt.amount.to_string()).collect()
    }

    #[test]
    fn equal_debts_share_by_what_is_open() {
        // rulebook EX-L8.
        let same = |entry, open| debt(entry, open, "2026-01-15", "2026-02-14");
        let debts = vec![same("A", "60.00 EUR"), same("B", "40.00 EUR"), same("C", "50.00 EUR")];
        let expected = ["40.00 EUR", "26.67 EUR", "33.33 EUR"];
        assert_eq!(amounts(&asked("100.00 EUR", debts.clone())), expected);
        // The debtor's choice prevails.
        let chosen = Allocate { choice: vec!["C".parse().unwrap()], ..asked("60.00 EUR", debts) };
        assert_eq!(amounts(&chosen), ["6.00 EUR", "4.00 EUR", "50.00 EUR"]);
    }

    #[test]
    fn what_is_due_goes_first_then_what_weighs_then_what_is_old() {
        let mut debts = vec![
            debt("young", "10.00 EUR", "2026-03-01", "2026-04-01"),
            debt("old", "10.00 EUR", "2026-01-01", "2026-05-01"),
            debt("oldest, not due", "10.00 EUR", "2025-01-01", "2026-12-31"),
            debt("guaranteed", "10.00 EUR", "2026-04-01", "2026-05-01"),
        ];
        debts[3].urgency = 1;
        let expected = ["0.00 EUR", "5.00 EUR", "0.00 EUR", "10.00 EUR"];
        assert_eq!(amounts(&asked("15.00 EUR", debts.clone())), expected);
        let shared = allocate(&asked("45.00 EUR", debts)).unwrap();
        assert_eq!(shared.left.to_string(), "5.00 EUR");
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        let one = || vec![debt("A", "60.00 EUR", "2026-01-15", "2026-02-14")];
        let twice = [one(), one()].concat();
        let choice = vec!["B".parse().unwrap()];
        let nothing = vec![debt("A", "0.00 EUR", "2026-01-15", "2026-02-14")];
        for (asked, code) in [
            (asked("0.00 EUR", one()), "receivable.not_positive"),
            (asked("1.00 USD", one()), "money.currency_mismatch"),
            (asked("1.00 EUR", twice), "receivable.entry_twice"),
            (asked("1.00 EUR", nothing), "receivable.not_positive"),
            (Allocate { choice, ..asked("1.00 EUR", one()) }, "receivable.choice_unknown"),
        ] {
            assert_eq!(allocate(&asked).unwrap_err().code(), code);
        }
        assert_eq!(allocate(&asked("1.00 EUR", vec![])).unwrap().left.to_string(), "1.00 EUR");
    }
}
