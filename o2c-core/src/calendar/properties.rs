//! What holds for every day, rule and split.
#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::money::{Currency, Money};
use alloc::string::ToString;
use alloc::vec::Vec;
use chrono::NaiveDate;
use proptest::prelude::*;

/// Any day, often one near a month end, a leap day or the ends of time.
fn any_day() -> impl Strategy<Value = Day> {
    let last = Day::MAX.number();
    prop_oneof![
        (0..=last).prop_map(|number| Day::from_number(number).unwrap()),
        (1..=9999_i32, 1..=12_u32, 0..=3_i64).prop_map(|(year, month, back)| {
            let end = Day::new(year, month, 1).unwrap().end_of_month();
            end.plus_days(-back).unwrap()
        }),
        (last - 400..=last).prop_map(|number| Day::from_number(number).unwrap()),
    ]
}

/// Two days close to one another, the earlier first.
fn two_days() -> impl Strategy<Value = (Day, Day)> {
    (any_day(), 0..40_i64).prop_map(|(day, apart)| (day, day.plus_days(apart).unwrap_or(Day::MAX)))
}

fn month_day() -> impl Strategy<Value = MonthDay> {
    (1..=31_u8).prop_map(|k| MonthDay::new(k).unwrap())
}

fn operation() -> impl Strategy<Value = DateOperation> {
    prop_oneof![
        (0..200_u16).prop_map(DateOperation::PlusDays),
        (0..30_u16).prop_map(DateOperation::PlusMonths),
        Just(DateOperation::EndOfMonth),
        Just(DateOperation::EndOfDecade),
        month_day().prop_map(DateOperation::OnDay),
        month_day().prop_map(DateOperation::DayOfNextMonth),
    ]
}

fn shift() -> impl Strategy<Value = BusinessDayShift> {
    prop_oneof![
        Just(BusinessDayShift::None),
        Just(BusinessDayShift::Following),
        Just(BusinessDayShift::ModifiedFollowing),
        Just(BusinessDayShift::Preceding),
    ]
}

fn due_rule() -> impl Strategy<Value = DueRule> {
    let anchor = prop_oneof![Just(Anchor::Issue), Just(Anchor::Receipt), Just(Anchor::Delivery)];
    (prop::collection::vec(operation(), 0..4), anchor, shift())
        .prop_map(|(operations, anchor, shift)| DueRule { operations, anchor, shift })
}

/// Percentages that sum to 100, or to less with a rest behind.
fn percent_terms() -> impl Strategy<Value = Terms> {
    let cuts = prop::collection::vec(0..=10_000_i64, 0..5);
    let rules = prop::collection::vec(due_rule(), 6);
    (cuts, rules, any::<bool>()).prop_map(|(mut cuts, rules, with_rest)| {
        cuts.sort_unstable();
        cuts.push(10_000);
        let mut before = 0;
        let mut shares: Vec<Share> = Vec::new();
        for cut in cuts {
            let share = crate::money::Exact::new((cut - before).into(), 2).unwrap();
            shares.push(Share::Percent(crate::money::Percent::new(share).unwrap()));
            before = cut;
        }
        if with_rest {
            shares.pop();
            shares.push(Share::Rest);
        }
        let instalments = shares.into_iter().zip(rules);
        let instalments = instalments.map(|(share, due)| InstalmentRule::new(share, due));
        Terms::new(instalments.collect(), None).unwrap()
    })
}

proptest! {
    #[test]
    fn days_are_those_of_the_civil_calendar(day in any_day()) {
        prop_assert_eq!(Day::from_date(day.to_date()).unwrap(), day);
        prop_assert_eq!(Day::from_number(day.number()).unwrap(), day);
        prop_assert_eq!(Day::parse(&day.to_string()).unwrap(), day);
        let civil = Day::new(day.year(), day.month(), day.day_of_month()).unwrap();
        prop_assert_eq!(civil, day);
        let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap();
        prop_assert_eq!(i64::from(day.number()), (day.to_date() - first).num_days());
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}|\\PC{0,12}") {
        if let Ok(day) = Day::parse(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }

    #[test]
    fn any_term_text_is_read_or_refused(
        text in "(net |fixed |rest|[0-9]{1,3}|%| |: |; |days|months| then |end of month|part){0,9}"
    ) {
        if let Ok(terms) = text.parse::<Terms>() {
            prop_assert_eq!(terms.to_string().parse::<Terms>().unwrap(), terms);
        }
    }

    #[test]
    fn operations_never_go_back_and_are_monotone(
        operation in operation(), (one, other) in two_days()
    ) {
        if let Ok(late) = operation.from(other) {
            let early = operation.from(one).unwrap();
            prop_assert!(early >= one && late >= other && early <= late);
        } else {
            prop_assert!(other.year() > 9980);
        }
    }

    #[test]
    fn operations_do_what_they_say(day in any_day(), k in month_day()) {
        let end = day.end_of_month();
        prop_assert_eq!((end.year(), end.month()), (day.year(), day.month()));
        prop_assert!(end == Day::MAX || end.plus_days(1).unwrap().day_of_month() == 1);
        prop_assert!([10, 20, end.day_of_month()].contains(&day.end_of_decade().day_of_month()));
        let named = |day: Day| {
            day.day_of_month() == u32::from(k.get()).min(day.end_of_month().day_of_month())
        };
        if let Ok(found) = day.on_day(k) {
            prop_assert!(named(found));
            // It is the first: no day between has the number.
            let passed = (0..day.days_until(found)).all(|offset| {
                !named(day.plus_days(offset.into()).unwrap())
            });
            prop_assert!(passed);
        }
        if let Ok(found) = day.day_of_next_month(k) {
            prop_assert!(named(found));
            prop_assert_eq!(found.month(), day.month() % 12 + 1);
            prop_assert!(day.days_until(found) <= 62);
        }
    }

    #[test]
    fn due_rules_are_monotone_and_never_before_the_anchor(
        rule in due_rule(), (one, other) in two_days(),
        holidays in prop::collection::vec(0..80_i64, 0..30)
    ) {
        if let Ok(late) = rule.unshifted(other) {
            prop_assert!(rule.unshifted(one).unwrap() <= late);
            let near = holidays.into_iter().filter_map(|offset| late.plus_days(offset - 40).ok());
            let holidays = Holidays::new(near);
            if let Ok(due_on) = rule.due_on(other, &holidays) {
                prop_assert!(due_on >= other);
                let moved = rule.shift != BusinessDayShift::None && due_on != other;
                prop_assert!(!moved || holidays.is_business_day(due_on));
            }
        }
    }

    #[test]
    fn due_rules_are_read_as_they_print(rule in due_rule()) {
        let text = rule.to_string();
        let read: DueRule = text.parse().unwrap();
        prop_assert_eq!(&read, &rule, "{}", text);
    }

    #[test]
    fn instalments_sum_to_the_total_with_its_sign(
        terms in percent_terms(), minor in prop_oneof![-200..200_i64, -10_000_000..10_000_000_i64]
    ) {
        let eur = Currency::parse("EUR").unwrap();
        let total = Money::from_minor(minor, eur).unwrap();
        let issued_on = Day::parse("2024-01-31").unwrap();
        let plan = terms.schedule(total, issued_on, &Holidays::none()).unwrap();
        let amounts = || plan.iter().map(|part| part.amount);
        prop_assert_eq!(Money::sum(eur, amounts()).unwrap(), total);
        prop_assert!(plan.iter().all(|part| part.due_on >= issued_on));
        prop_assert!(amounts().all(|part| part.is_zero() || part.is_negative() == (minor < 0)));
        let mirror = terms.schedule(total.negated(), issued_on, &Holidays::none()).unwrap();
        prop_assert!(amounts().eq(mirror.iter().map(|part| part.amount.negated())));
    }

    #[test]
    fn instalments_in_turn_sum_to_the_total_or_are_refused(
        first in 0..60_u32, fixed in 0..3_000_u32, of_rest in 0..100_u32, minor in -5_000..5_000_i64
    ) {
        let text = alloc::format!(
            "{first}%: net 0; fixed {fixed}.25: net 30; {of_rest}% of rest: net 60; rest: net 90"
        );
        let terms: Terms = text.parse().unwrap();
        let eur = Currency::parse("EUR").unwrap();
        let total = Money::from_minor(minor * 100, eur).unwrap();
        let issued_on = Day::parse("2024-01-31").unwrap();
        let percent = minor.abs() * i64::from(first);
        let left = minor.abs() * 100 - percent - i64::from(fixed) * 100 - 25;
        match terms.schedule(total, issued_on, &Holidays::none()) {
            Ok(plan) => {
                let amounts = || plan.iter().map(|part| part.amount);
                prop_assert!(left >= 0);
                prop_assert_eq!(Money::sum(eur, amounts()).unwrap(), total);
                prop_assert!(amounts().all(|part| part.minor() * minor >= 0));
            }
            Err(refused) => {
                prop_assert!(left < 0, "{}", refused);
                let changes_sign = matches!(refused, Rejection::RestChangesSign { .. });
                prop_assert!(changes_sign);
            }
        }
    }

    #[test]
    fn periods_partition_time(anchor in any_day(), interval in 1..25_u16, k in 0..200_u32) {
        if let Ok(next) = Period::nth(anchor, interval, k + 1) {
            let period = Period::nth(anchor, interval, k).unwrap();
            prop_assert_eq!(period.until(), next.from());
            prop_assert!(!period.overlaps(next));
            prop_assert!(period.contains(period.from()) && !period.contains(period.until()));
            // The anchor's day of the month, or the last of a shorter one: no drift.
            let start = next.from();
            let longest = start.end_of_month().day_of_month();
            prop_assert_eq!(start.day_of_month(), anchor.day_of_month().min(longest));
            prop_assert!(period.days() >= 28 * i32::from(interval));
        }
    }

    #[test]
    fn year_fractions_add_up(one in any_day(), (two, three) in two_days()) {
        let counts = [
            DayCount::Actual365,
            DayCount::ActualActual,
            DayCount::Thirty360,
            DayCount::Actual360,
        ];
        for count in counts {
            let (first, unit) = count.year_fraction(one, two);
            let (second, same) = count.year_fraction(two, three);
            prop_assert_eq!((first + second, unit), count.year_fraction(one, three));
            prop_assert_eq!(unit, same);
            prop_assert_eq!(count.days(one, two), -count.days(two, one));
        }
    }

    #[test]
    fn a_dated_table_is_the_last_value_so_far(
        days in prop::collection::btree_set(0..60_i32, 0..10), asked in 0..70_i32
    ) {
        let mut table = DatedTable::new();
        for number in days.iter().rev() {
            table.insert(Day::from_number(*number).unwrap(), *number).unwrap();
        }
        let expected = days.range(..=asked).next_back();
        prop_assert_eq!(table.at(Day::from_number(asked).unwrap()), expected);
    }
}
