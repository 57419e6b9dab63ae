//! Deposits, final invoices and milestones: whatever the shares, the documents are the order, per
//! VAT category and rate, base and VAT (contract I4).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use num_bigint::BigInt;
use num_rational::BigRational;
use o2c_core::error::{Error, Refusal};
use o2c_core::invoice::deposit::{
    Deduction, DepositBalance, EarlierDeposit, deduct, deposit_on, final_invoice,
};
use o2c_core::invoice::milestone::milestones_of;
use o2c_core::money::{Currency, Exact, Money, Percent};
use o2c_core::order::{DepositShare, MilestoneShare};
use o2c_core::tax::{Group, Vat};
use proptest::prelude::*;
use std::collections::BTreeMap;

const EUR: Currency = Currency::EUR;

fn euro(minor: i64) -> Money {
    Money::from_minor(minor, EUR).unwrap()
}

fn group(vat: &str, base: &str) -> Group {
    Group::of(vat.parse().unwrap(), format!("{base} EUR").parse().unwrap()).unwrap()
}

fn percent(text: &str) -> DepositShare {
    DepositShare::Percent(text.parse().unwrap())
}

fn amount(text: &str) -> DepositShare {
    DepositShare::Amount(format!("{text} EUR").parse().unwrap())
}

/// `S 20: 3000.00 + 600.00` for each group.
fn shown(groups: &[Group]) -> Vec<String> {
    let line = |group: &Group| {
        format!("{}: {} + {}", group.vat, group.base.figure(), group.amount.figure())
    };
    groups.iter().map(line).collect()
}

type Sums = BTreeMap<Vat, (i64, i64)>;

/// Bases and VAT by category and rate, those of nothing left out.
fn sums<'a>(groups: impl IntoIterator<Item = &'a Group>) -> Sums {
    let mut sums = Sums::new();
    for group in groups {
        let sum = sums.entry(group.vat).or_default();
        sum.0 += group.base.minor();
        sum.1 += group.amount.minor();
    }
    sums.retain(|_, sum| *sum != (0, 0));
    sums
}

fn gross(groups: &[Group]) -> i64 {
    groups.iter().map(|group| group.base.minor() + group.amount.minor()).sum()
}

/// Deposits asked for one after the other.
fn deposits(order: &[Group], shares: &[DepositShare]) -> Result<Vec<EarlierDeposit>, Error> {
    let mut earlier = Vec::new();
    for share in shares {
        let groups = deposit_on(EUR, order, &earlier, *share)?;
        earlier.push(EarlierDeposit { share: *share, groups });
    }
    Ok(earlier)
}

fn refused(order: &[Group], shares: &[DepositShare]) -> Error {
    deposits(order, shares).unwrap_err()
}

/// rulebook EX-I11: 99.99 at 20 %, two deposits of 33.33 + 6.67; 6.66 of the VAT are left.
#[test]
fn the_rest_of_the_vat_goes_to_the_final_invoice() {
    let order = [group("S 20", "99.99")];
    let third = group("S 20", "33.33");
    assert_eq!(shown(&[third]), ["S 20: 33.33 + 6.67"]);
    let both = [vec![third], vec![third]];
    let full = final_invoice(EUR, &order, &both, Deduction::Prepaid).unwrap();
    assert_eq!(full.gross.figure(), "119.99");
    assert_eq!((full.prepaid.figure(), full.due.figure()), ("80.00".into(), "39.99".into()));
    let rest = final_invoice(EUR, &order, &both, Deduction::NegativeLines).unwrap();
    assert_eq!(shown(&rest.groups), ["S 20: 33.33 + 6.66"]);
    assert_eq!((rest.prepaid.figure(), rest.due.figure()), ("0.00".into(), "39.99".into()));
}

/// Case DEP-02: a deposit of 840.00 with tax on 30 050.00 is 700.00 and 140.00.
#[test]
fn an_amount_with_tax_is_divided_once_per_group() {
    let order = [group("S 20", "30050.00")];
    let deposit = deposit_on(EUR, &order, &[], amount("840.00")).unwrap();
    assert_eq!(shown(&deposit), ["S 20: 700.00 + 140.00"]);
}

/// rulebook EX-I7b: 100.05 with tax at 20 % cannot be 83.38 + 16.68; the VAT is the difference.
#[test]
fn the_amount_asked_for_is_met_to_the_cent() {
    let order = [group("S 20", "1000.00")];
    let deposit = deposit_on(EUR, &order, &[], amount("100.05")).unwrap();
    assert_eq!(shown(&deposit), ["S 20: 83.38 + 16.67"]);
}

/// rulebook EX-V2's invoice: an amount goes to the groups by their totals with VAT.
#[test]
fn an_amount_goes_over_the_groups_by_largest_remainder() {
    let order = [group("S 10", "100.00"), group("S 20", "1000.00")];
    let deposit = deposit_on(EUR, &order, &[], amount("500.00")).unwrap();
    // 41.98 and 458.02 with VAT.
    assert_eq!(shown(&deposit), ["S 10: 38.16 + 3.82", "S 20: 381.68 + 76.34"]);
}

/// Contract I4: a deposit of 100 % leaves nothing, in one part or in two halves that round up.
#[test]
fn the_whole_order_as_deposit_leaves_nothing() {
    let order = [group("S 20", "100.01"), group("S 5.5", "0.03")];
    for shares in [vec![percent("100")], vec![percent("50"), percent("50")]] {
        let asked = deposits(&order, &shares).unwrap();
        let parts: Vec<Vec<Group>> = asked.into_iter().map(|deposit| deposit.groups).collect();
        for form in [Deduction::Prepaid, Deduction::NegativeLines] {
            let rest = final_invoice(EUR, &order, &parts, form).unwrap();
            assert!(rest.due.is_zero(), "{rest:?}");
        }
    }
    let all = deposits(&order, &[amount("120.04")]).unwrap();
    assert_eq!(sums(&all[0].groups), sums(&order));
}

#[test]
fn deposits_beyond_the_order_are_refused_with_their_figures() {
    let order = [group("S 20", "1000.00")];
    let no = refused(&order, &[percent("60"), percent("40.01")]);
    assert_eq!((no.code, no.path.as_str()), ("invoice.deposit.above_hundred", "share.percent"));
    assert!(no.figures.contains(&("sum".into(), "100.01".into())), "{:?}", no.figures);
    let no = refused(&order, &[amount("1000.00"), amount("200.01")]);
    assert_eq!((no.code, no.path.as_str()), ("invoice.deposit.beyond_order", "share.amount"));
    assert!(no.figures.contains(&("asked".into(), "200.01 EUR".into())), "{:?}", no.figures);
    assert!(no.figures.contains(&("left".into(), "200.00 EUR".into())), "{:?}", no.figures);
    let no = refused(&order, &[amount("900.00"), percent("30")]);
    assert_eq!((no.code, no.path.as_str()), ("invoice.deposit.beyond_order", "share.percent"));
    assert!(no.figures.contains(&("asked".into(), "360.00 EUR".into())), "{:?}", no.figures);
    let code = |shares: &[DepositShare]| refused(&order, shares).code;
    assert_eq!(code(&[percent("0")]), "invoice.deposit.not_positive");
    assert_eq!(code(&[amount("-1.00")]), "invoice.deposit.not_positive");
    assert_eq!(code(&[percent("0.0001")]), "invoice.deposit.nothing");
    let dollars = DepositShare::Amount("1.00 USD".parse().unwrap());
    assert_eq!(code(&[dollars]), "money.currency_mismatch");
    let twice = [order[0], order[0]];
    assert_eq!(refused(&twice, &[percent("30")]).code, "invoice.group_twice");
}

#[test]
fn milestones_that_do_not_sum_are_refused() {
    let order = [group("S 20", "1000.00")];
    let part = |text: &str| MilestoneShare::Percent(text.parse().unwrap());
    let sum = |text: &str| MilestoneShare::Amount(format!("{text} EUR").parse().unwrap());
    let no = |shares: &[MilestoneShare]| {
        let no = milestones_of(EUR, &order, shares).unwrap_err();
        (no.code(), no.path().to_string(), no.figures())
    };
    assert_eq!(no(&[]).0, "invoice.milestone.none");
    let (code, _, figures) = no(&[part("30"), part("65.5")]);
    assert_eq!(code, "invoice.milestone.not_whole");
    assert_eq!(figures, [("sum", "95.5".to_string()), ("whole", "100".to_string())]);
    let (code, _, figures) = no(&[part("50"), sum("500.01")]);
    assert_eq!(code, "invoice.milestone.not_whole");
    assert_eq!(figures[0], ("sum", "1000.01 EUR".to_string()));
    let (code, path, _) = no(&[part("100"), MilestoneShare::Rest]);
    assert_eq!((code, path.as_str()), ("invoice.milestone.not_positive", "milestones[1].share"));
    let (code, path, _) = no(&[MilestoneShare::Rest, part("50")]);
    assert_eq!((code, path.as_str()), ("invoice.milestone.rest_not_last", "milestones[0].share"));
    assert_eq!(no(&[part("0"), part("100")]).0, "invoice.milestone.not_positive");
}

/// `round(whole * part / all)`, half away from zero, in exact fractions.
fn share_of(whole: i64, part: &BigRational) -> i64 {
    let exact = BigRational::from_integer(BigInt::from(whole)) * part;
    i64::try_from(exact.round().to_integer()).unwrap()
}

fn rational(figure: Exact) -> BigRational {
    let ten = BigInt::from(10).pow(u32::from(figure.places()));
    BigRational::new(BigInt::from(figure.mantissa()), ten)
}

/// One to four groups with bases from a cent to some thousands.
fn any_order() -> impl Strategy<Value = Vec<Group>> {
    let vats = ["S 20", "S 10", "S 5.5", "S 2.1", "E 0", "Z 0"];
    let base = prop_oneof![1_i64..50, 1_i64..500_000];
    prop::collection::btree_map(prop::sample::select(vats.to_vec()), base, 1..=4).prop_map(
        |bases| {
            let of =
                |(vat, base): (&str, i64)| Group::of(vat.parse().unwrap(), euro(base)).unwrap();
            bases.into_iter().map(of).collect()
        },
    )
}

fn any_percent() -> impl Strategy<Value = Percent> {
    (1_i128..=10_000, 0_u32..=2).prop_map(|(mantissa, finer)| {
        Percent::new(Exact::new(mantissa, 2 + finer).unwrap()).unwrap()
    })
}

fn any_share() -> impl Strategy<Value = DepositShare> {
    prop_oneof![
        any_percent().prop_map(DepositShare::Percent),
        (1_i64..200_000).prop_map(|minor| DepositShare::Amount(euro(minor))),
    ]
}

/// Deposits as far as the order bears them.
fn taken(order: &[Group], shares: &[DepositShare]) -> Vec<EarlierDeposit> {
    let mut earlier = Vec::new();
    for share in shares {
        if let Ok(groups) = deposit_on(EUR, order, &earlier, *share) {
            earlier.push(EarlierDeposit { share: *share, groups });
        }
    }
    earlier
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Deposits and final invoice are the order, in both forms, and no deposit exceeds it.
    #[test]
    fn deposits_and_final_invoice_are_the_order(
        order in any_order(),
        shares in prop::collection::vec(any_share(), 0..6),
    ) {
        let deposits = taken(&order, &shares);
        let parts: Vec<Vec<Group>> = deposits.iter().map(|part| part.groups.clone()).collect();
        let full = final_invoice(EUR, &order, &parts, Deduction::Prepaid).unwrap();
        let rest = final_invoice(EUR, &order, &parts, Deduction::NegativeLines).unwrap();
        prop_assert_eq!(full.due, rest.due);
        prop_assert!(!full.due.is_negative());
        prop_assert_eq!(&full.groups, &Vec::from_iter(sorted(&order)));
        prop_assert_eq!(&full.deducted, &parts, "every deposit is deducted wholly");
        let paid: i64 = parts.iter().map(|part| gross(part)).sum();
        prop_assert_eq!(full.gross.minor() - paid, full.due.minor());
        prop_assert_eq!(sums(parts.iter().flatten().chain(&rest.groups)), sums(&order));
        for group in parts.iter().flatten() {
            prop_assert!(group.base.minor() >= 0 && group.amount.minor() >= 0, "{:?}", group);
        }
    }

    /// A deposit is what the rule says: rounded once in each group, or met to the cent.
    #[test]
    fn a_deposit_is_what_was_asked_for(order in any_order(), share in any_share()) {
        let Ok(groups) = deposit_on(EUR, &order, &[], share) else { return Ok(()) };
        match share {
            DepositShare::Amount(amount) => prop_assert_eq!(gross(&groups), amount.minor()),
            DepositShare::Percent(percent) => {
                let part = rational(percent.exact()) / BigInt::from(100);
                let asked = sums(&groups);
                for group in &order {
                    let base = share_of(group.base.minor(), &part);
                    let rate = rational(group.vat.rate().exact()) / BigInt::from(100);
                    let expected = (base, share_of(base, &rate));
                    let found = asked.get(&group.vat).copied().unwrap_or_default();
                    prop_assert_eq!(found.0, expected.0);
                    // Only where the base is the whole may the VAT be that of the order.
                    prop_assert!(found.1 == expected.1 || base == group.base.minor());
                }
            }
        }
    }

    /// Deducted by invoices over parts of the order, nothing is deducted twice, no invoice deducts
    /// more than it comes to, and what they deduct of a deposit never exceeds it.
    #[test]
    fn parts_deduct_what_is_left(
        order in any_order(),
        shares in prop::collection::vec(any_share(), 1..4),
        cuts in prop::collection::vec(any_percent(), 0..4),
    ) {
        let deposits = taken(&order, &shares);
        let mut balances: Vec<DepositBalance> = deposits
            .iter()
            .map(|part| DepositBalance { groups: part.groups.clone(), deducted: Vec::new() })
            .collect();
        let steps: Vec<MilestoneShare> = up_to_whole(&cuts);
        let Ok(parts) = milestones_of(EUR, &order, &steps) else { return Ok(()) };
        for part in &parts {
            let deducted = deduct(EUR, part, &balances).unwrap();
            let all: i64 = deducted.iter().map(|groups| gross(groups)).sum();
            prop_assert!(all <= gross(part));
            for (balance, groups) in balances.iter_mut().zip(deducted) {
                balance.deducted = merged(&balance.deducted, &groups);
                for (vat, (base, tax)) in sums(&balance.deducted) {
                    let whole = sums(&balance.groups)[&vat];
                    prop_assert!(0 <= base && base <= whole.0, "{:?}", balance);
                    prop_assert!(0 <= tax && tax <= whole.1, "{:?}", balance);
                }
            }
        }
        // The parts are the whole order, so nothing is left of any deposit.
        for balance in &balances {
            prop_assert_eq!(sums(&balance.deducted), sums(&balance.groups));
        }
    }

    /// Milestones are the order, and each is within a cent of its exact share of it. The groups
    /// share that amount: none of them strays by more than its roundings so far, less than a cent
    /// of its own and half a cent of the whole each time.
    #[test]
    fn milestones_are_the_order(
        order in any_order(),
        cuts in prop::collection::vec(any_percent(), 0..6),
    ) {
        let steps = up_to_whole(&cuts);
        let Ok(parts) = milestones_of(EUR, &order, &steps) else { return Ok(()) };
        prop_assert_eq!(sums(parts.iter().flatten()), sums(&order));
        let net: i64 = order.iter().map(|group| group.base.minor()).sum();
        let mut strays = 1;
        for (step, part) in steps.iter().zip(&parts) {
            let MilestoneShare::Percent(percent) = step else { continue };
            let exact = rational(percent.exact()) / BigInt::from(100);
            let told = sums(part);
            let amount: i64 = part.iter().map(|group| group.base.minor()).sum();
            prop_assert!((share_of(net, &exact) - amount).abs() <= 1, "{} of {}", amount, net);
            strays += 2;
            for group in &order {
                let own = share_of(group.base.minor(), &exact);
                let base = told.get(&group.vat).copied().unwrap_or_default().0;
                prop_assert!((own - base).abs() <= strays, "{} for {}", base, own);
            }
        }
    }

    /// Amounts and percentages of one group together are met to the cent.
    #[test]
    fn amounts_are_met_in_one_group(
        base in 100_i64..1_000_000,
        amounts in prop::collection::vec(1_i64..50_000, 1..5),
    ) {
        let order = [Group::of("S 20".parse().unwrap(), euro(base)).unwrap()];
        let mut shares: Vec<MilestoneShare> =
            amounts.iter().map(|minor| MilestoneShare::Amount(euro(*minor))).collect();
        shares.push(MilestoneShare::Rest);
        let parts = milestones_of(EUR, &order, &shares);
        if amounts.iter().sum::<i64>() >= base {
            prop_assert!(parts.is_err());
            return Ok(());
        }
        let parts = parts.unwrap();
        for (part, minor) in parts.iter().zip(&amounts) {
            prop_assert_eq!(part[0].base.minor(), *minor);
        }
        prop_assert_eq!(sums(parts.iter().flatten()), sums(&order));
    }
}

fn sorted(order: &[Group]) -> impl Iterator<Item = Group> {
    let by_vat: BTreeMap<Vat, Group> = order.iter().map(|group| (group.vat, *group)).collect();
    by_vat.into_values()
}

/// Percentages as long as they stay below the whole, then the rest.
fn up_to_whole(cuts: &[Percent]) -> Vec<MilestoneShare> {
    let mut sum = Exact::ZERO;
    let mut steps = Vec::new();
    for cut in cuts {
        let next = sum.checked_add(cut.exact()).unwrap();
        if next < Exact::whole(100).unwrap() {
            sum = next;
            steps.push(MilestoneShare::Percent(*cut));
        }
    }
    steps.push(MilestoneShare::Rest);
    steps
}

fn merged(one: &[Group], other: &[Group]) -> Vec<Group> {
    let both = sums(one.iter().chain(other));
    let of = |(vat, (base, amount)): (Vat, (i64, i64))| Group {
        vat,
        base: euro(base),
        amount: euro(amount),
    };
    both.into_iter().map(of).collect()
}
