//! Ageing: the rulebook's figures, published cases, and the invariants I8, I9, K-05 on both paths.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, clippy::unwrap_used)]

use o2c_core::ageing::{
    AccountAgeing, Ageing, AgeingPlan, AgeingRow, Basis, Buckets, CreditPolicy, age_columns,
    age_rows, columns_of,
};
use o2c_core::calendar::Day;
use o2c_core::columns::OpenItems;
use o2c_core::error::{Error, Refusal};
use o2c_core::money::{Currency, Money};
use proptest::prelude::*;
use std::collections::BTreeMap;

const POLICIES: [CreditPolicy; 3] =
    [CreditPolicy::Separate, CreditPolicy::OwnDate, CreditPolicy::OldestFirst];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn row(customer: &str, age_from: Day, open: &str) -> AgeingRow {
    AgeingRow { customer: customer.parse().unwrap(), age_from, open: open.parse().unwrap() }
}

/// The report by the fast path.
fn by_columns(
    rows: &[AgeingRow],
    as_of: Day,
    buckets: &Buckets,
    policy: CreditPolicy,
) -> Result<Ageing, Error> {
    let (customers, items) = columns_of(rows)?;
    let ageing = age_columns(&items.as_columns(), as_of, buckets, policy)?;
    Ok(ageing.named(&customers, items.currencies())?)
}

/// The report by the fast path, of items in chunks of seven that are added up in two parts.
fn in_chunks(rows: &[AgeingRow], as_of: Day, buckets: &Buckets, policy: CreditPolicy) -> Ageing {
    let (customers, items) = columns_of(rows).unwrap();
    let all = items.as_columns();
    let starts = (0..all.len()).step_by(7);
    let chunks: Vec<OpenItems<'_>> = starts
        .map(|start| {
            let rows = start..all.len().min(start + 7);
            OpenItems::new(
                &all.customers()[rows.clone()],
                &all.due_on()[rows.clone()],
                &all.open_minor()[rows.clone()],
                &all.currencies()[rows],
            )
            .unwrap()
        })
        .collect();
    let plan = AgeingPlan::new(&chunks, as_of, buckets, policy).unwrap();
    let (one, other) = chunks.split_at(chunks.len() / 2);
    let ageing = plan.aged(vec![plan.sums(other), plan.sums(one)]).unwrap();
    ageing.named(&customers, items.currencies()).unwrap()
}

/// The report, the same by both paths.
fn aged(rows: &[AgeingRow], as_of: Day, buckets: &Buckets, policy: CreditPolicy) -> Ageing {
    let clear = age_rows(rows, as_of, buckets, policy).unwrap();
    assert_eq!(by_columns(rows, as_of, buckets, policy).unwrap(), clear);
    clear
}

/// Not due, the buckets, credits, total, in whole units.
fn figures(account: &AccountAgeing) -> Vec<i64> {
    let mut figures = vec![account.not_due];
    figures.extend(&account.buckets);
    figures.extend([account.credits, account.total]);
    figures.iter().map(|figure| figure.minor() / 100).collect()
}

#[test]
fn ex_k1_three_policies_and_one_total() {
    let rows = [
        ("2026-04-15", "1000.00 EUR"),
        ("2026-03-31", "500.00 EUR"),
        ("2026-03-01", "700.00 EUR"),
        ("2026-02-15", "300.00 EUR"),
        ("2025-12-31", "200.00 EUR"),
        ("2026-03-10", "-150.00 EUR"),
        ("2026-03-20", "-250.00 EUR"),
    ]
    .map(|(age_from, open)| row("C-17", day(age_from), open));
    let as_of = day("2026-03-31");
    let expected = [
        (CreditPolicy::Separate, [1500, 700, 300, 200, 0, -400, 2300]),
        (CreditPolicy::OwnDate, [1500, 300, 300, 200, 0, 0, 2300]),
        (CreditPolicy::OldestFirst, [1500, 700, 100, 0, 0, 0, 2300]),
    ];
    for (policy, expected) in expected {
        let ageing = aged(&rows, as_of, &Buckets::default(), policy);
        assert_eq!(figures(&ageing.accounts[0]), expected, "{policy:?}");
        assert_eq!(ageing.totals[0].total.to_string(), "2300.00 EUR");
    }
}

#[test]
fn age_07_unallocated_advances_come_off_the_current_bucket() {
    // Published with a first range from age 0; due on the day of the report is *not due* here
    // (rulebook K-01), so the published range is not due and 1-30 together. The advance bears the
    // invoice's own day: credits by their own date and credits to the oldest give its figures
    // alike; a separate column shows the same outstanding with the advance beside it.
    let as_of = day("2026-03-31");
    let buckets = Buckets::new(&[30, 60, 90, 120]).unwrap();
    let steps: [(&[&str], i64); 3] = [
        (&["200.00 EUR"], 200),
        (&["200.00 EUR", "-50.00 EUR"], 150),
        (&["75.00 EUR", "-50.00 EUR"], 25),
    ];
    for (open, outstanding) in steps {
        let rows: Vec<_> = open.iter().map(|open| row("C", as_of, open)).collect();
        for policy in [CreditPolicy::OwnDate, CreditPolicy::OldestFirst] {
            let figures = figures(&aged(&rows, as_of, &buckets, policy).accounts[0]);
            assert_eq!(figures[0] + figures[1], outstanding, "{policy:?}");
            assert_eq!(figures[7], outstanding);
        }
        let separate = aged(&rows, as_of, &buckets, CreditPolicy::Separate);
        let figures = figures(&separate.accounts[0]);
        assert_eq!((figures[0] + figures[6], figures[7]), (outstanding, outstanding));
    }
}

#[test]
fn age_08_an_item_without_due_date_is_due_on_its_documents_day() {
    // Published: of 300 receivable, 100 are due by the end of day T. What is due by T is what is
    // overdue on the day after, since an item due on the day of the report is not due.
    let (today, tomorrow) = (day("2026-03-31"), day("2026-04-01"));
    let items = [(None, "100.00 EUR"), (Some(tomorrow), "200.00 EUR")];
    let rows = items.map(|(due_on, open)| row("C", Basis::DueDate.age_from(today, due_on), open));
    for policy in POLICIES {
        let at_close = aged(&rows, tomorrow, &Buckets::default(), policy);
        assert_eq!(figures(&at_close.accounts[0]), [200, 100, 0, 0, 0, 0, 300]);
        let in_the_morning = aged(&rows, today, &Buckets::default(), policy);
        assert_eq!(figures(&in_the_morning.accounts[0])[0], 300);
    }
    assert_eq!(Basis::DocumentDate.age_from(today, Some(tomorrow)), today);
}

#[test]
fn neither_currencies_nor_customers_are_netted() {
    let as_of = day("2026-03-31");
    let rows =
        [("B", "100.00 EUR"), ("A", "-100.00 EUR"), ("B", "-100.00 USD"), ("A", "100.00 CHF")]
            .map(|(customer, open)| row(customer, day("2026-03-01"), open));
    for policy in POLICIES {
        let ageing = aged(&rows, as_of, &Buckets::default(), policy);
        let told: Vec<_> = ageing
            .accounts
            .iter()
            .map(|account| format!("{} {}", account.customer, account.total))
            .collect();
        let expected = ["A 100.00 CHF", "A -100.00 EUR", "B 100.00 EUR", "B -100.00 USD"];
        assert_eq!(told, expected);
        let currencies: Vec<_> = ageing.totals.iter().map(|row| row.total.to_string()).collect();
        assert_eq!(currencies, ["100.00 CHF", "0.00 EUR", "-100.00 USD"]);
    }
}

#[test]
fn bounds_that_make_no_buckets_are_refused_with_their_place() {
    let cases: [(&[u32], &str, &str); 5] = [
        (&[0], "ageing.bound_out_of_range", "bounds[0]"),
        (&[30, 36_526], "ageing.bound_out_of_range", "bounds[1]"),
        (&[30, 60, 60], "ageing.bounds_not_increasing", "bounds[2]"),
        (&[30, 20], "ageing.bounds_not_increasing", "bounds[1]"),
        (&[1; 25], "ageing.too_many_bounds", ""),
    ];
    for (bounds, code, path) in cases {
        let refused = Buckets::new(bounds).unwrap_err();
        assert_eq!((refused.code(), refused.path().as_str()), (code, path));
    }
    assert_eq!(Buckets::new(&[]).unwrap().labels(), ["not due", ">0"]);
    assert_eq!(Buckets::default().bounds(), [30, 60, 90]);
}

#[test]
fn sparse_numbers_and_unknown_names_are_refused() {
    let (as_of, buckets) = (day("2026-03-31"), Buckets::default());
    let columns = OpenItems::new(&[u32::MAX], &[0], &[1], &[0]).unwrap();
    let refused = age_columns(&columns, as_of, &buckets, CreditPolicy::Separate).unwrap_err();
    assert_eq!(refused.code(), "ageing.too_many_cells");
    let columns = OpenItems::new(&[1], &[i32::MIN], &[1], &[2]).unwrap();
    let ageing = age_columns(&columns, as_of, &buckets, CreditPolicy::Separate).unwrap();
    assert_eq!(ageing.row(1, 2), Some(&[0, 0, 0, 0, 1, 0, 1][..]));
    assert_eq!((ageing.row(2, 0), ageing.row(0, 3)), (None, None));
    let (customers, _) = columns_of(&[row("C", as_of, "1 JPY")]).unwrap();
    let refused = ageing.named(&customers, &[]).unwrap_err();
    assert_eq!(refused.code(), "ageing.unknown_customer");
    let (customers, _) = columns_of(&["B", "C"].map(|name| row(name, as_of, "1 JPY"))).unwrap();
    let refused = ageing.named(&customers, &[]).unwrap_err();
    assert_eq!(refused.code(), "ageing.unknown_currency");
    let none = OpenItems::new(&[], &[], &[], &[]).unwrap();
    let ageing = age_columns(&none, as_of, &buckets, CreditPolicy::Separate).unwrap();
    assert_eq!((ageing.rows().count(), ageing.cells().len()), (0, 0));
}

#[test]
fn a_total_beyond_money_is_refused_and_a_way_beyond_it_is_not() {
    let (as_of, buckets) = (day("2026-03-31"), Buckets::default());
    let (most, least) = ("9999999999999999.99 EUR", "-9999999999999999.99 EUR");
    let up = || (0..12).map(|_| row("C", as_of, most));
    let down = || (0..12).map(|_| row("C", as_of, least));
    let there: Vec<_> = up().collect();
    let there_and_back: Vec<_> = up().chain(down()).chain([row("C", as_of, "1.00 EUR")]).collect();
    for policy in POLICIES {
        let refused = Error::from(age_rows(&there, as_of, &buckets, policy).unwrap_err());
        assert_eq!(refused.code, "money.out_of_range");
        let refused = by_columns(&there, as_of, &buckets, policy).unwrap_err();
        assert_eq!(refused.code, "money.out_of_range");
    }
    for policy in [CreditPolicy::OwnDate, CreditPolicy::OldestFirst] {
        let ageing = aged(&there_and_back, as_of, &buckets, policy);
        assert_eq!(figures(&ageing.accounts[0]), [1, 0, 0, 0, 0, 0, 1]);
    }
}

#[test]
fn both_paths_agree_beyond_one_block_of_items() {
    let rows: Vec<_> = (0..1_300_i64)
        .map(|number| AgeingRow {
            customer: format!("C-{}", number * 7 % 11).parse().unwrap(),
            age_from: start().plus_days(number * 31 % 300).unwrap(),
            open: Money::from_minor(number * 97 % 1_009 - 200, "EUR".parse().unwrap()).unwrap(),
        })
        .collect();
    for policy in POLICIES {
        let ageing = aged(&rows, start().plus_days(200).unwrap(), &Buckets::default(), policy);
        let open: i64 = rows.iter().map(|row| row.open.minor()).sum();
        assert_eq!(ageing.totals[0].total.minor(), open);
        assert_eq!(ageing.accounts.len(), 11);
    }
}

#[cfg(feature = "json")]
#[test]
fn a_report_reads_back_as_it_was_written() {
    let rows = [row("C", day("2026-03-01"), "700.00 EUR")];
    let ageing = aged(&rows, day("2026-03-31"), &Buckets::default(), CreditPolicy::OldestFirst);
    let text = serde_json::to_string(&ageing).unwrap();
    assert!(text.contains(r#""bounds":[30,60,90],"credit_policy":"oldest_first""#), "{text}");
    assert_eq!(serde_json::from_str::<Ageing>(&text).unwrap(), ageing);
    assert!(serde_json::from_str::<Buckets>("[30,30]").is_err());
}

const CURRENCIES: [&str; 3] = ["EUR", "JPY", "BHD"];

/// The first day of the year in which every generated item falls.
fn start() -> Day {
    day("2027-12-15")
}

fn items() -> impl Strategy<Value = Vec<AgeingRow>> {
    let minor = prop_oneof![8 => -99_999..=99_999_i64, 1 => -9..=9_i64, 1 => Just(0)];
    let item = (0..5_u8, 0..3_usize, 0..300_i64, minor);
    let made = item.prop_map(|(customer, currency, days, minor)| AgeingRow {
        customer: format!("C-{customer}").parse().unwrap(),
        age_from: start().plus_days(days).unwrap(),
        open: Money::from_minor(minor, CURRENCIES[currency].parse().unwrap()).unwrap(),
    });
    prop::collection::vec(made, 0..60)
}

fn bounds() -> impl Strategy<Value = Buckets> {
    prop_oneof![
        Just(Buckets::default()),
        prop::collection::btree_set(1..200_u32, 0..6)
            .prop_map(|bounds| Buckets::new(&Vec::from_iter(bounds)).unwrap()),
    ]
}

fn as_of() -> impl Strategy<Value = Day> {
    (-20..320_i64).prop_map(|days| start().plus_days(days).unwrap())
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> i64 {
    amounts.into_iter().map(Money::minor).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Both paths tell the same, to the byte.
    #[test]
    fn columns_tell_what_rows_tell(
        rows in items(), as_of in as_of(), buckets in bounds(), policy in 0..3_usize,
    ) {
        let clear = age_rows(&rows, as_of, &buckets, POLICIES[policy]).unwrap();
        let fast = by_columns(&rows, as_of, &buckets, POLICIES[policy]).unwrap();
        prop_assert_eq!(&fast, &clear);
        prop_assert_eq!(in_chunks(&rows, as_of, &buckets, POLICIES[policy]), clear.clone());
        #[cfg(feature = "json")]
        prop_assert_eq!(
            serde_json::to_string(&fast).unwrap(), serde_json::to_string(&clear).unwrap()
        );
    }

    /// I8, I9 and K-03: the parts of every account sum to its open items under every policy.
    #[test]
    fn the_parts_partition_the_open_balance(
        rows in items(), as_of in as_of(), buckets in bounds(), policy in 0..3_usize,
    ) {
        let policy = POLICIES[policy];
        let mut open: BTreeMap<(String, Currency), i64> = BTreeMap::new();
        for row in &rows {
            let account = (row.customer.to_string(), row.open.currency());
            *open.entry(account).or_default() += row.open.minor();
        }
        let ageing = aged(&rows, as_of, &buckets, policy);
        let is_before = |one: &AccountAgeing, other: &AccountAgeing|
            (&one.customer, one.currency) < (&other.customer, other.currency);
        prop_assert!(ageing.accounts.windows(2).all(|pair| is_before(&pair[0], &pair[1])));
        for account in &ageing.accounts {
            prop_assert_eq!(account.buckets.len(), buckets.count());
            let parts = sum(account.buckets.iter().copied())
                + account.not_due.minor() + account.credits.minor();
            prop_assert_eq!(parts, account.total.minor());
            let key = (account.customer.to_string(), account.currency);
            prop_assert_eq!(open.remove(&key), Some(parts));
            prop_assert!(!account.credits.is_positive());
            if policy == CreditPolicy::OldestFirst && account.credits.is_negative() {
                prop_assert!(account.not_due.is_zero());
                prop_assert!(account.buckets.iter().all(|bucket| bucket.is_zero()));
            }
        }
        prop_assert!(open.values().all(|left| *left == 0), "an account is missing: {:?}", open);
        for total in &ageing.totals {
            let of = |figure: fn(&AccountAgeing) -> Money| {
                let accounts = ageing.accounts.iter();
                sum(accounts.filter(|row| row.currency == total.currency).map(figure))
            };
            prop_assert_eq!(of(|row| row.not_due), total.not_due.minor());
            prop_assert_eq!(of(|row| row.credits), total.credits.minor());
            prop_assert_eq!(of(|row| row.total), total.total.minor());
            let first = |row: &AccountAgeing| row.buckets[0];
            prop_assert_eq!(of(first), total.buckets[0].minor());
        }
    }

    /// K-05: as the day moves on, no item gets younger; and its place is the one K-01 names.
    #[test]
    fn no_item_moves_to_a_younger_bucket(
        age_from in 0..300_i64, early in -20..320_i64, later in 0..200_i64, buckets in bounds(),
    ) {
        let rows = [AgeingRow {
            customer: "C".parse().unwrap(),
            age_from: start().plus_days(age_from).unwrap(),
            open: "1 JPY".parse().unwrap(),
        }];
        let place = |days: i64| {
            let as_of = start().plus_days(days).unwrap();
            let ageing = aged(&rows, as_of, &buckets, CreditPolicy::Separate);
            let account = &ageing.accounts[0];
            let mut places = std::iter::once(&account.not_due).chain(&account.buckets);
            places.position(|figure| figure.is_positive()).unwrap()
        };
        let (before, after) = (place(early), place(early + later));
        prop_assert!(before <= after);
        let age = early - age_from;
        let last_days = buckets.bounds().iter().map(|bound| i64::from(*bound));
        let expected = std::iter::once(0).chain(last_days).filter(|last| age > *last).count();
        prop_assert_eq!(before, expected);
    }
}
