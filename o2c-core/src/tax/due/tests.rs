//! VAT on collection held against the rulebook, and what holds for every story (contract I20).

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::*;
use crate::error::Refusal;
use crate::money::Currency;
use crate::tax::Vat;
use alloc::string::{String, ToString};
use alloc::vec;
use proptest::prelude::*;

fn eur(minor: i64) -> Money {
    Money::from_minor(minor, Currency::EUR).unwrap()
}

fn group(vat: &str, base: i64, amount: i64) -> Group {
    Group { vat: vat.parse().unwrap(), base: eur(base), amount: eur(amount) }
}

fn paid(minor: i64) -> CollectionStep {
    CollectionStep::Payment(eur(minor))
}

/// What each step collects and makes due of each group, in cents.
fn figures(groups: Vec<Group>, steps: Vec<CollectionStep>) -> Vec<Vec<(i64, i64)>> {
    let story = CollectionStory { groups, steps };
    let of = |change: &GroupChange| (change.collected.minor(), change.due.minor());
    let steps = collection_steps(&story).unwrap();
    steps.iter().map(|changes| changes.iter().map(of).collect()).collect()
}

fn two_rates() -> Vec<Group> {
    vec![group("S 20", 100_000, 20_000), group("S 10", 10_000, 1_000)]
}

#[test]
fn the_worked_examples_of_the_rulebook() {
    // EX-V1.
    let one = || vec![group("S 20", 100_000, 20_000)];
    assert_eq!(figures(one(), vec![paid(60_000)]), [[(60_000, 10_000)]]);
    // EX-V2: three payments on two rates.
    assert_eq!(
        figures(two_rates(), vec![paid(50_000), paid(50_000), paid(31_000)]),
        [
            [(45_802, 7_634), (4_198, 382)],
            [(45_801, 7_633), (4_199, 381)],
            [(28_397, 4_733), (2_603, 237)],
        ]
    );
    // EX-V6: each rate on its own would take 33.34; what is paid too much is no collection.
    let even = || vec![group("S 20", 5_000, 1_000), group("S 10", 5_455, 545)];
    let shares = figures(even(), vec![paid(3_333), paid(99_900)]);
    assert_eq!(shares[0].iter().map(|part| part.0).collect::<Vec<_>>(), [1_667, 1_666]);
    assert_eq!(shares[0][0].0 + shares[1][0].0, 6_000);
    assert_eq!(shares[0][1].1 + shares[1][1].1, 545);
    // EX-V8: a credit note is no collection, it lowers what there is to collect.
    let credit = CollectionStep::Reduction(vec![group("S 20", 10_000, 2_000)]);
    let steps = vec![paid(60_000), credit, paid(48_000)];
    assert_eq!(figures(one(), steps), [[(60_000, 10_000)], [(0, 0)], [(48_000, 8_000)]]);
    // EX-V8: the whole 10 % part of EX-V2's invoice is credited after the first payment.
    let credit = CollectionStep::Reduction(vec![group("S 10", 10_000, 1_000)]);
    let steps = figures(two_rates(), vec![paid(50_000), credit]);
    assert_eq!(steps[1], [(4_198, 699), (-4_198, -382)]);
}

#[test]
fn an_early_discount_lowers_what_falls_due() {
    // EX-A, discount 2 % on services: of 200.00 only 196.00 fall due.
    let discount = CollectionStep::Reduction(vec![group("S 20", 2_000, 400)]);
    let steps = vec![discount, paid(117_600)];
    let groups = vec![group("S 20", 100_000, 20_000)];
    assert_eq!(figures(groups, steps), [[(0, 0)], [(117_600, 19_600)]]);
}

#[test]
fn what_is_taken_back_takes_back_what_was_recorded() {
    let steps = vec![paid(50_000), paid(50_000), CollectionStep::Reversal(0), paid(81_000)];
    let steps = figures(two_rates(), steps);
    assert_eq!(steps[2], [(-45_802, -7_634), (-4_198, -382)]);
    let total = |place: usize| steps.iter().map(|step| step[place].1).sum::<i64>();
    assert_eq!((total(0), total(1)), (20_000, 1_000), "later payments still close");
}

#[test]
fn a_group_below_zero_is_scaled_with_the_whole() {
    let groups = || vec![group("S 20", 100_000, 20_000), group("S 10", -20_000, -2_000)];
    let steps = figures(groups(), vec![paid(49_000), paid(49_000)]);
    assert_eq!(steps, [[(60_000, 10_000), (-11_000, -1_000)]; 2]);
    // A credit note is the mirror of its invoice.
    let mirrored = vec![group("S 20", -100_000, -20_000), group("S 10", 20_000, 2_000)];
    let steps = figures(mirrored, vec![paid(-49_000), paid(-49_000)]);
    assert_eq!(steps, [[(-60_000, -10_000), (11_000, 1_000)]; 2]);
}

#[test]
fn only_a_part_of_a_group_may_fall_due_on_collection() {
    // 60.00 of services and 40.00 of goods at 20 %: the goods' VAT was due before.
    let groups = [group("S 20", 10_000, 2_000)];
    let pending = [group("S 20", 6_000, 1_200)];
    let mut document = Collection::with(&groups, &pending).unwrap();
    for (payment, base, due) in [(6_000, 3_000, 600), (6_000, 3_000, 600)] {
        let changes = document.collect(eur(payment)).unwrap();
        assert_eq!((changes[0].base_due, changes[0].due), (eur(base), eur(due)));
        document.apply(&changes).unwrap();
    }
    assert_eq!(document.left().unwrap(), eur(0));
}

#[test]
fn bad_debts_are_relieved_of_the_vat_that_was_paid() {
    // EX-V4.
    let mut debt = BadDebt {
        groups: vec![group("S 20", 100_000, 20_000)],
        received: eur(30_000),
        is_due_on_collection: false,
    };
    let lost = debt.relief().unwrap();
    assert_eq!((lost.net, lost.vat, lost.relief), (eur(75_000), eur(15_000), eur(15_000)));
    debt.is_due_on_collection = true;
    let lost = debt.relief().unwrap();
    assert_eq!((lost.net, lost.vat, lost.relief), (eur(75_000), eur(15_000), eur(0)));
}

#[test]
fn the_table_of_tax_points() {
    use FallsDue::{AtCollection, AtDelivery, AtIssue, Never};
    let of = |category, supply, vat_on_debits| {
        let figures = TaxPoint { category, supply, vat_on_debits }.figures();
        (figures.falls_due, figures.is_due_on_deposits)
    };
    for (category, goods, collection, debits, on_deposits) in [
        (VatCategory::S, AtDelivery, AtCollection, AtIssue, true),
        (VatCategory::K, Never, Never, Never, false),
        (VatCategory::G, Never, Never, Never, false),
        (VatCategory::AE, Never, Never, Never, false),
    ] {
        for option in [false, true] {
            assert_eq!(of(category, Supply::Goods, option), (goods, on_deposits));
        }
        assert_eq!(of(category, Supply::Services, false), (collection, on_deposits));
        assert_eq!(of(category, Supply::Services, true), (debits, on_deposits));
    }
}

#[test]
fn bad_input_is_refused_with_its_place() {
    let refused = |groups: Vec<Group>, steps: Vec<CollectionStep>| -> (&'static str, String) {
        let refused = collection_steps(&CollectionStory { groups, steps }).unwrap_err();
        (refused.code(), refused.path().to_string())
    };
    let told = |code, path: &str| (code, path.to_string());
    assert_eq!(refused(vec![], vec![]), told("tax.no_groups", "groups"));
    let twice = vec![group("S 20", 1, 0), group("S 20", 1, 0)];
    assert_eq!(refused(twice, vec![]), told("tax.group_twice", "groups"));
    assert_eq!(
        refused(two_rates(), vec![paid(1), paid(-1)]),
        told("tax.payment_of_other_sign", "steps[1].payment")
    );
    let dollars = CollectionStep::Payment("1.00 USD".parse().unwrap());
    assert_eq!(
        refused(two_rates(), vec![dollars]),
        told("money.currency_mismatch", "steps[0].payment")
    );
    for beyond in [group("S 10", 10_000, 1_001), group("S 5", 1, 0), group("S 20", -1, 0)] {
        assert_eq!(
            refused(two_rates(), vec![CollectionStep::Reduction(vec![beyond])]),
            told("tax.reduction_beyond_group", "steps[0].reduction")
        );
    }
    let credit = CollectionStep::Reduction(vec![group("S 20", 50_000, 10_000)]);
    assert_eq!(
        refused(two_rates(), vec![paid(131_000), credit]),
        told("tax.reduced_below_collected", "steps[1].reduction")
    );
    assert_eq!(
        refused(two_rates(), vec![CollectionStep::Reversal(0)]),
        told("tax.step_unknown", "steps[0].reversal")
    );
    let twice = vec![paid(1), CollectionStep::Reversal(0), CollectionStep::Reversal(0)];
    assert_eq!(refused(two_rates(), twice), told("tax.step_reversed", "steps[2].reversal"));
}

/// Groups of a document whose total is above zero, some of them below.
fn document() -> impl Strategy<Value = Vec<Group>> {
    let base = prop_oneof![4 => 0_i64..50_000, 1 => -900_i64..0];
    prop::collection::vec(base, 1..4)
        .prop_filter("claims something", |bases| bases.iter().sum::<i64>() > 2_000)
        .prop_map(|bases| {
            let rates = ["S 20", "S 10", "S 5.5", "S 2.1"];
            let vat = |index: usize| -> Vat { rates[index].parse().unwrap() };
            let group = |(index, base)| Group::of(vat(index), eur(base)).unwrap();
            bases.into_iter().enumerate().map(group).collect()
        })
}

#[derive(Debug, Clone)]
enum Move {
    Pay(i64),
    Credit(u16),
    TakeBack(usize),
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (1_i64..40_000).prop_map(Move::Pay),
        1 => (1_u16..1_000).prop_map(Move::Credit),
        2 => (0_usize..8).prop_map(Move::TakeBack),
    ];
    prop::collection::vec(one, 0..10)
}

/// Some thousandths of every group, as far as what was collected lets it be lowered.
fn lowered(document: &Collection, thousandths: u16) -> Vec<Group> {
    let part = |amount: Money| eur(amount.minor() * i64::from(thousandths) / 1_000);
    let group = |group: &CollectedGroup| Group {
        vat: group.vat,
        base: part(group.base),
        amount: part(group.tax),
    };
    document.groups().iter().map(group).collect()
}

proptest! {
    /// Contract I20: whatever was paid, credited and taken back, once all is paid each rate has
    /// made due exactly the VAT the document then has, and every payment is shared to the cent.
    #[test]
    fn all_paid_is_all_due(groups in document(), moves in moves(), is_mirrored: bool) {
        let sign = if is_mirrored { -1 } else { 1 };
        let groups: Vec<Group> = groups
            .iter()
            .map(|of| Group {
                vat: of.vat,
                base: eur(sign * of.base.minor()),
                amount: eur(sign * of.amount.minor()),
            })
            .collect();
        let mut document = Collection::of(&groups).unwrap();
        let mut done: Vec<Vec<GroupChange>> = Vec::new();
        for step in moves {
            let changes = match step {
                Move::Pay(minor) => {
                    let left = document.left().unwrap().minor() * sign;
                    let changes = document.collect(eur(sign * minor)).unwrap();
                    let shared: i64 = changes.iter().map(|part| part.collected.minor()).sum();
                    prop_assert_eq!(shared * sign, minor.min(left));
                    changes
                }
                Move::Credit(thousandths) => {
                    match document.reduce(&lowered(&document, thousandths)) {
                        Ok(changes) => changes,
                        Err(refused) => {
                            prop_assert!(refused.code().starts_with("tax.reduc"), "{refused}");
                            continue;
                        }
                    }
                }
                Move::TakeBack(place) if place < done.len() => {
                    let changes = done.remove(place);
                    let back: Vec<_> = changes.iter().map(GroupChange::negated).collect();
                    let mut there = document.clone();
                    there.apply(&back).unwrap();
                    there.apply(&changes).unwrap();
                    prop_assert_eq!(&there, &document);
                    document.apply(&back).unwrap();
                    continue;
                }
                Move::TakeBack(_) => continue,
            };
            document.apply(&changes).unwrap();
            done.push(changes);
        }
        let rest = document.collect(document.left().unwrap()).unwrap();
        document.apply(&rest).unwrap();
        for group in document.groups() {
            prop_assert_eq!(group.collected, group.gross);
            prop_assert_eq!(group.due, group.tax);
            prop_assert_eq!(group.base_due, group.base);
        }
    }

    /// What is paid of ordinary groups stays between nothing and all of each, base and VAT too.
    #[test]
    fn no_rate_is_paid_beyond_itself(
        groups in document(), payments in prop::collection::vec(1_i64..30_000, 1..6),
    ) {
        let mut document = Collection::of(&groups).unwrap();
        for payment in payments {
            let changes = document.collect(eur(payment)).unwrap();
            document.apply(&changes).unwrap();
            for group in document.groups() {
                let within = |part: Money, whole: Money| {
                    part.minor() * whole.minor().signum() >= 0
                        && part.minor().abs() <= whole.minor().abs()
                };
                prop_assert!(within(group.collected, group.gross), "{:?}", group);
                prop_assert!(within(group.due, group.tax), "{:?}", group);
                prop_assert_eq!(
                    group.base_due.checked_add(group.due).unwrap(), group.collected
                );
            }
        }
    }
}
