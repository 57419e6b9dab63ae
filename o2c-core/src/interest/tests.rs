//! Interest held against the rulebook, and against fractions that cannot overflow.

#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing)]

use super::*;
use crate::calendar::{DatedTable, Day, DayCount};
use crate::error::Refusal;
use crate::money::{Exact, Money, Rate};
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn eur(text: &str) -> Money {
    Money::parse(text, crate::money::Currency::EUR).unwrap()
}

fn rates(rows: &[(&str, &str)]) -> DatedTable<Rate> {
    let mut table = DatedTable::new();
    for (from, rate) in rows {
        table.insert(day(from), rate.parse().unwrap()).unwrap();
    }
    table
}

/// The sample rates of the rulebook: 2.15 and 2.40 points of the central bank and ten more.
fn sample() -> Terms {
    Terms::at(rates(&[("2026-01-01", "12.15"), ("2026-07-01", "12.40")]))
}

fn late(amount: &str, due_on: &str) -> LateItem {
    LateItem::new("F1".parse().unwrap(), eur(amount), day(due_on))
}

fn on(kind: MovementKind, on: &str, amount: &str) -> Movement {
    Movement { on: day(on), amount: eur(amount), kind }
}

fn interest(item: &LateItem, terms: &Terms, until: &str) -> String {
    accrue(item, terms, day(until)).unwrap().interest.figure().to_string()
}

fn days(item: &LateItem, terms: &Terms, until: &str) -> Vec<i32> {
    let accrual = accrue(item, terms, day(until)).unwrap();
    accrual.segments.iter().map(|segment| segment.days).collect()
}

#[test]
fn the_worked_examples_of_the_rulebook() {
    let mut item = late("12000.00", "2026-03-31");
    item.movements.push(Movement::payment(day("2026-05-15"), eur("12000.00")));
    for until in ["2026-05-15", "2026-12-31"] {
        assert_eq!(interest(&item, &sample(), until), "179.75", "EX-T4");
        assert_eq!(days(&item, &sample(), until), [45]);
    }
    let item = late("12000.00", "2026-05-31");
    assert_eq!(interest(&item, &sample(), "2026-07-31"), "246.21", "EX-T5");
    let mut item = late("10000.00", "2026-04-30");
    item.movements.push(Movement::payment(day("2026-05-20"), eur("4000.00")));
    item.movements.push(Movement::payment(day("2026-06-30"), eur("6000.00")));
    assert_eq!(interest(&item, &sample(), "2026-12-31"), "148.46", "EX-T6");
    let mut item = late("12000.00", "2026-03-31");
    item.movements.push(Movement::payment(day("2026-03-31"), eur("12000.00")));
    assert_eq!(interest(&item, &sample(), "2026-12-31"), "0.00", "EX-T6 paid on the due day");
    assert!(days(&item, &sample(), "2026-12-31").is_empty());
    // EX-R2: the second invoice of the letter.
    assert_eq!(interest(&late("2400.00", "2026-04-30"), &sample(), "2026-05-15"), "11.98");
    assert_eq!(interest(&late("2400.00", "2026-04-30"), &sample(), "2026-04-30"), "0.00");
}

#[test]
fn margin_and_half_years_make_the_legal_rate() {
    // T-20: the central bank moved on 11 June 2025 to 2.15; the half-year keeps what 1 January had.
    let bank = rates(&[("2025-01-01", "3.15"), ("2025-06-11", "2.15")]);
    let terms = Terms {
        margin: Some("10".parse().unwrap()),
        fixing: Fixing::HalfYearly,
        ..Terms::at(bank)
    };
    assert_eq!(terms.rate_on(day("2025-06-30")).unwrap().to_string(), "13.15");
    assert_eq!(terms.rate_on(day("2025-07-01")).unwrap().to_string(), "12.15");
    let item = late("36500.00", "2025-05-31");
    // 30 days at 13.15 and 31 at 12.15: 10 000 a year is 27.397… a day, so 36 500 bears its rate.
    assert_eq!(days(&item, &terms, "2025-07-31"), [30, 31]);
    assert_eq!(interest(&item, &terms, "2025-07-31"), "771.15");
    let daily = Terms { fixing: Fixing::Daily, ..terms };
    assert_eq!(days(&item, &daily, "2025-07-31"), [10, 51]);
}

#[test]
fn a_leap_year_has_366_days_where_that_is_agreed() {
    let table = rates(&[("2023-01-01", "10")]);
    let item = late("36600.00", "2023-12-31");
    assert_eq!(interest(&item, &Terms::at(table.clone()), "2024-01-31"), "310.85");
    let actual = Terms { day_count: DayCount::ActualActual, ..Terms::at(table) };
    assert_eq!(interest(&item, &actual, "2024-01-31"), "310.00");
}

#[test]
fn what_corrects_was_never_due_and_what_grants_lowers_from_its_day() {
    let mut item = late("3650.00", "2026-01-01");
    let terms = Terms::at(rates(&[("2026-01-01", "10")]));
    item.movements.push(on(MovementKind::CreditNote, "2026-01-11", "1825.00"));
    assert_eq!(interest(&item, &terms, "2026-01-21"), "15.00", "10 days at 1.00, 10 at 0.50");
    item.movements[0].kind = MovementKind::Correction;
    assert_eq!(interest(&item, &terms, "2026-01-21"), "10.00", "20 days at 0.50");
    item.movements[0].amount = eur("3650.00");
    assert_eq!(interest(&item, &terms, "2026-01-21"), "0.00");
    // Paid in full before the correction came: nothing is due, and nobody owes less than nothing.
    item.movements = vec![
        on(MovementKind::Payment, "2026-01-06", "3650.00"),
        on(MovementKind::Correction, "2026-01-20", "1825.00"),
    ];
    assert_eq!(interest(&item, &terms, "2026-02-28"), "2.50");
}

#[test]
fn a_payment_taken_back_is_due_again() {
    let terms = Terms::at(rates(&[("2026-01-01", "10")]));
    let mut item = late("3650.00", "2026-01-01");
    item.movements.push(on(MovementKind::Payment, "2026-01-11", "3650.00"));
    item.movements.push(on(MovementKind::Payment, "2026-01-15", "-3650.00"));
    assert_eq!(days(&item, &terms, "2026-01-21"), [10, 6]);
    assert_eq!(interest(&item, &terms, "2026-01-21"), "16.00");
}

#[test]
fn the_shifted_due_day_counts_unless_agreed_otherwise() {
    let mut item = late("3650.00", "2026-05-04");
    item.unshifted_due_on = Some(day("2026-05-01"));
    let shifted = Terms::at(rates(&[("2026-01-01", "10")]));
    assert_eq!(days(&item, &shifted, "2026-05-11"), [7]);
    let unshifted = Terms { counted_from: CountedFrom::UnshiftedDueDay, ..shifted };
    assert_eq!(days(&item, &unshifted, "2026-05-11"), [10]);
}

#[test]
fn interest_bears_interest_only_where_agreed_and_after_a_full_year() {
    let item = late("1000.00", "2022-12-31");
    let simple = Terms::at(rates(&[("2022-01-01", "10")]));
    assert_eq!(interest(&item, &simple, "2024-12-30"), "200.00");
    let compound = Terms { compounding: Compounding::Yearly, ..simple };
    assert_eq!(interest(&item, &compound, "2023-12-31"), "100.00");
    let accrual = accrue(&item, &compound, day("2024-12-30")).unwrap();
    assert_eq!(accrual.interest, eur("210.00"));
    let principals: Vec<Money> = accrual.segments.iter().map(|part| part.principal).collect();
    assert_eq!(principals, [eur("1000.00"), eur("1100.00")]);
}

#[test]
fn a_contract_below_three_times_the_legal_rate_is_found_and_not_replaced() {
    // T-20, second half of 2024: the legal rate is 4.92, so a contract needs 14.76.
    let floor = ContractFloor {
        legal_rates: rates(&[("2024-07-01", "4.92"), ("2025-01-01", "3.71")]),
        times: Exact::whole(3).unwrap(),
    };
    let contract = |rate| Terms {
        contract_floor: Some(floor.clone()),
        ..Terms::at(rates(&[("2024-01-01", rate)]))
    };
    let asked = |terms| Claim {
        items: vec![late("1000.00", "2024-10-31")],
        until: day("2025-01-31"),
        terms,
        fixed_fee: None,
        is_professional: true,
    };
    let figures = claim(&asked(contract("14.5"))).unwrap();
    let [found] = figures.findings.as_slice() else { panic!("one finding") };
    assert_eq!((found.on, found.floor), (day("2024-11-01"), "14.76".parse().unwrap()));
    assert_eq!(figures.accruals[0].segments[0].rate, "14.5".parse().unwrap());
    assert!(claim(&asked(contract("14.76"))).unwrap().findings.is_empty());
    // The law's own rate has no floor: 14.25 is right.
    let law = Terms::at(rates(&[("2024-07-01", "14.25")]));
    assert!(claim(&asked(law)).unwrap().findings.is_empty());
}

fn asked(items: Vec<LateItem>) -> Claim {
    let mut fee = DatedTable::new();
    fee.insert(day("2013-01-01"), eur("40.00")).unwrap();
    Claim {
        items,
        until: day("2026-05-15"),
        terms: sample(),
        fixed_fee: Some(fee),
        is_professional: true,
    }
}

#[test]
fn the_flat_compensation_is_claimed_once_per_invoice() {
    let fee_total = |claimed: &Claim| claim(claimed).unwrap().fee_total.figure();
    let one = asked(vec![late("12000.00", "2026-03-31")]);
    assert_eq!(claim(&one).unwrap().total, eur("219.75"), "EX-T4 with 40");
    // Two instalments of one invoice, two invoices, one that is not due yet.
    let instalments = asked(vec![late("600.00", "2026-03-31"), late("600.00", "2026-04-30")]);
    assert_eq!(fee_total(&instalments), "40.00");
    let mut two = instalments.clone();
    two.items[1].invoice = "F2".parse().unwrap();
    assert_eq!(fee_total(&two), "80.00");
    two.items[1].due_on = day("2026-05-15");
    assert_eq!(fee_total(&two), "40.00");
    two.items[0].is_fee_billed = true;
    assert_eq!(fee_total(&two), "0.00");
    // Consumers owe none; nor does who was wronged: the invoice was credited in full.
    let consumer = Claim { is_professional: false, ..one.clone() };
    assert_eq!(fee_total(&consumer), "0.00");
    let mut disputed = one;
    disputed.items[0].movements = vec![on(MovementKind::Correction, "2026-05-02", "12000.00")];
    assert_eq!(fee_total(&disputed), "0.00");
    disputed.items[0].movements[0].kind = MovementKind::CreditNote;
    assert_eq!(fee_total(&disputed), "40.00", "granted late, it was late until then");
}

#[test]
fn bad_input_is_refused_with_its_place() {
    let refused = |change: fn(&mut Claim)| {
        let mut claimed = asked(vec![late("1.00", "2026-03-31"), late("1000.00", "2026-03-31")]);
        change(&mut claimed);
        let refused = claim(&claimed).unwrap_err();
        (refused.code(), refused.path().to_string())
    };
    let told = |code, path: &str| (code, path.to_string());
    assert_eq!(refused(|claim| claim.items.clear()), told("interest.no_items", "items"));
    assert_eq!(
        refused(|claim| claim.items[1].amount = eur("-1000.00")),
        told("interest.amount_not_positive", "items[1].amount")
    );
    assert_eq!(
        refused(|claim| claim.items[1].amount = eur("0.00")),
        told("interest.amount_not_positive", "items[1].amount")
    );
    let beyond = told("interest.beyond_amount", "items[1].movements[0].amount");
    assert_eq!(
        refused(|claim| claim.items[1]
            .movements
            .push(Movement::payment(day("2026-04-01"), eur("1000.01")))),
        beyond
    );
    assert_eq!(
        refused(|claim| claim.items[1]
            .movements
            .push(Movement::payment(day("2026-04-01"), eur("-0.01")))),
        beyond
    );
    assert_eq!(
        refused(|claim| claim.terms.rates = rates(&[("2026-04-02", "12")])),
        told("interest.rate_missing", "terms.rates")
    );
    assert_eq!(
        refused(|claim| claim.terms.contract_floor =
            Some(ContractFloor { legal_rates: DatedTable::new(), times: Exact::ONE })),
        told("interest.rate_missing", "terms.contract_floor.legal_rates")
    );
    assert_eq!(
        refused(|claim| claim.fixed_fee = Some(DatedTable::new())),
        told("interest.fee_missing", "fixed_fee")
    );
    assert_eq!(
        refused(|claim| claim.items[1].amount = "1000.00 USD".parse().unwrap()),
        told("money.currency_mismatch", "items[1].amount")
    );
    assert_eq!(
        refused(|claim| claim.items[1].billed = Some("1.00 USD".parse().unwrap())),
        told("money.currency_mismatch", "items[1].billed")
    );
    assert_eq!(
        refused(|claim| {
            claim.items[1].amount = eur("9999999999999999.99");
            claim.terms.rates = rates(&[("2026-01-01", "99999999.9999999999")]);
            claim.until = day("2099-12-31");
        }),
        told("money.out_of_range", "items[1].amount")
    );
}

/// An amount, its movements and the changes of the rate.
type Story = (i64, Vec<(i64, i64, u8)>, Vec<(i64, i64)>);

/// An item due on 1 January 2024, payments and a rate table, days counted from there.
fn story() -> impl Strategy<Value = Story> {
    let movement = (-40_i64..900, 1_i64..400_000, 0_u8..3);
    let rate = (1_i64..700, 0_i64..2_500);
    (1_i64..1_000_000, prop::collection::vec(movement, 0..5), prop::collection::vec(rate, 0..4))
}

fn told((amount, movements, changes): &Story) -> (LateItem, Terms) {
    let zero = day("2024-01-01");
    let cents = |minor| Money::from_minor(minor, crate::money::Currency::EUR).unwrap();
    let mut item = LateItem::new("F1".parse().unwrap(), cents(*amount), zero);
    let mut left = *amount;
    for (after, part, kind) in movements {
        let kind = match kind {
            0 => MovementKind::Payment,
            1 => MovementKind::CreditNote,
            _ => MovementKind::Correction,
        };
        let part = (*part).min(left);
        left -= part;
        let on = zero.plus_days(*after).unwrap();
        item.movements.push(Movement { on, amount: cents(part), kind });
    }
    let mut table = rates(&[("2024-01-01", "7.77")]);
    for (after, hundredths) in changes {
        let rate = Rate::new(Exact::new(i128::from(*hundredths), 2).unwrap()).unwrap();
        let _ = table.insert(zero.plus_days(*after).unwrap(), rate);
    }
    (item, Terms::at(table))
}

/// 12,000.00 at 12 %: a month of 30 days is 120.00, whichever day of the month it begins on; the
/// days between two dates of 30E/360 are those of the dates, not of the days after them.
#[test]
fn months_of_thirty_days_lie_between_due_and_paid() {
    for (due_on, paid_on, days, interest) in [
        ("2026-04-30", "2026-05-30", 30, "120.00"),
        ("2026-02-28", "2026-03-30", 32, "128.00"),
        ("2026-05-30", "2026-05-31", 0, "0.00"),
        ("2026-01-31", "2026-03-31", 60, "240.00"),
    ] {
        let terms =
            Terms { day_count: DayCount::Thirty360, ..Terms::at(rates(&[("2024-01-01", "12")])) };
        let item = LateItem::new("F1".parse().unwrap(), eur("12000.00"), day(due_on));
        let accrual = accrue(&item, &terms, day(paid_on)).unwrap();
        assert_eq!(accrual.segments.iter().map(|part| part.days).sum::<i32>(), days, "{due_on}");
        assert_eq!(accrual.interest, eur(interest), "{due_on}");
        // Cut in two by a change of the rate, the days are the same.
        let same_rate = rates(&[("2024-01-01", "12"), ("2026-03-01", "12"), ("2026-05-10", "12")]);
        let cut = Terms { day_count: DayCount::Thirty360, ..Terms::at(same_rate) };
        assert_eq!(accrue(&item, &cut, day(paid_on)).unwrap().interest, eur(interest), "{due_on}");
    }
}

/// Day by day, in fractions without bounds: what was due at the evening before, at the day's rate.
fn day_by_day(item: &LateItem, terms: &Terms, until: Day) -> BigRational {
    let ratio = |over: i64, under: i64| BigRational::new(BigInt::from(over), BigInt::from(under));
    let mut sum = ratio(0, 1);
    let mut on = item.due_on.plus_days(1).unwrap();
    while on <= until {
        let settled = item
            .movements
            .iter()
            .filter(|movement| movement.on < on || movement.kind == MovementKind::Correction);
        let due = item.amount.minor() - settled.map(|part| part.amount.minor()).sum::<i64>();
        let rate = terms.rates.at(on).unwrap().exact();
        let rate = ratio(rate.mantissa(), 10_i64.pow(u32::from(rate.places())));
        let year = if terms.day_count == DayCount::ActualActual && on.is_in_leap_year() {
            366
        } else {
            365
        };
        sum += ratio(due, 100) * rate / ratio(100, 1) / ratio(year, 1);
        on = on.plus_days(1).unwrap();
    }
    sum
}

fn cents_of(exact: &BigRational) -> BigInt {
    let cents = exact * BigRational::from_integer(BigInt::from(100));
    let half = BigRational::new(BigInt::from(1), BigInt::from(2));
    // Nothing here is negative: half away from zero is the floor of a half more.
    (cents + half).floor().to_integer()
}

proptest! {
    // Every case walks through years of days in fractions without bounds.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Contract I15: interest is the sum over balance segments, whatever the order of events.
    #[test]
    fn interest_is_that_of_every_single_day(
        story in story(), until in 0_i64..1_000, is_actual: bool,
    ) {
        let (mut item, mut terms) = told(&story);
        if is_actual {
            terms.day_count = DayCount::ActualActual;
        }
        let until = item.due_on.plus_days(until).unwrap();
        let accrual = accrue(&item, &terms, until).unwrap();
        let exact = day_by_day(&item, &terms, until);
        prop_assert_eq!(BigInt::from(accrual.interest.minor()), cents_of(&exact));
        // The explanation evaluates to the figure.
        let told = accrual.segments.iter().map(|segment| {
            let exact = segment.exact;
            BigRational::new(exact.numerator().into(), exact.denominator().into())
        });
        prop_assert_eq!(told.sum::<BigRational>(), exact);
        item.movements.reverse();
        let reversed = accrue(&item, &terms, until).unwrap();
        prop_assert_eq!(reversed.interest, accrual.interest);
    }

    /// Billed in stages, the bills sum to the interest of the whole time.
    #[test]
    fn bills_in_stages_sum_to_the_whole(
        story in story(), stages in prop::collection::vec(0_i64..400, 1..6),
    ) {
        let (mut item, terms) = told(&story);
        let mut until = item.due_on;
        let mut billed = eur("0.00");
        for days in stages {
            until = until.plus_days(days).unwrap();
            item.billed = Some(billed);
            let accrual = accrue(&item, &terms, until).unwrap();
            billed = billed.checked_add(accrual.to_bill).unwrap();
        }
        item.billed = None;
        prop_assert_eq!(accrue(&item, &terms, until).unwrap().interest, billed);
    }
}
