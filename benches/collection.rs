//! What a manager's night costs: reminders of a million open items of 50,000 customers, a billing
//! run of 100,000 subscriptions (at least 200,000 periods a second), and the figures of 24 months
//! over a million items, held against the plain ageing of as many.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::{Numbers, open_items};
use o2c_core::ageing::{Buckets, CreditPolicy, age_columns};
use o2c_core::calendar::Day;
use o2c_core::dunning::{Case, OpenItem, Policy, propose};
use o2c_core::machine::Machine;
use o2c_core::money::{Currency, Money};
use o2c_core::reporting::{
    FlowColumns, FlowKind, Periods, SettlementColumns, cohort_sums, period_sums,
};
use o2c_core::subscription::{
    Charge, ChargeKind, Command, Cycle, Facts, FirstPeriod, Interval, Plan, ProrationUnit,
    Recurring, Subscription, Timing,
};
use std::hint::black_box;

const ITEMS: usize = 1_000_000;
const CUSTOMERS: usize = 50_000;
const SUBSCRIPTIONS: u32 = 100_000;

fn read<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is of this benchmark"))
}

/// Fifty thousand accounts of twenty items each; one in three items was written of before.
fn accounts(as_of: Day) -> Vec<Case> {
    let mut numbers = Numbers::new(42);
    let mut account = |customer: usize| {
        let items = (0..ITEMS / CUSTOMERS).map(|number| {
            let due_on = as_of.plus_days(60 - i64::from(numbers.below(160))).expect("a day");
            let level = u8::from(numbers.below(3) == 0);
            let cents = i64::from(numbers.below(5_000_000)) + 1;
            OpenItem {
                entry: read(&format!("F{customer}-{number}")),
                document: Default::default(),
                open: Money::from_minor(cents, Currency::EUR).expect("an amount in range"),
                due_on,
                level,
                reminded_on: (level > 0).then(|| as_of.plus_days(-20).expect("a day")),
                bears_no_interest: false,
                noticed: None,
            }
        });
        Case {
            currency: Currency::EUR,
            as_of,
            items: items.collect(),
            blocks: Vec::new(),
            reminded_on: None,
            accrued: None,
            bearing: None,
        }
    };
    (0..CUSTOMERS).map(&mut account).collect()
}

fn dunning(criterion: &mut Criterion) {
    let as_of: Day = read("2026-03-31");
    let policy = Policy::after_due(&[5, 15, 30, 45]);
    let cases = accounts(as_of);
    let mut group = criterion.benchmark_group("dunning");
    group.throughput(Throughput::Elements(1_000_000)).sample_size(10);
    group.bench_function("a run over 50,000 customers", |bencher| {
        bencher.iter(|| {
            let letters =
                |case| propose(&policy, black_box(case)).map_or(0, |one| one.letters.len());
            cases.iter().map(letters).sum::<usize>()
        });
    });
    let table = open_items(ITEMS, 50_000, as_of);
    group.bench_function("the plain ageing of as many items", |bencher| {
        let buckets = Buckets::default();
        let items = table.as_columns();
        bencher.iter(|| age_columns(black_box(&items), as_of, &buckets, CreditPolicy::Separate));
    });
    group.finish();
}

fn subscribed(number: u32) -> Subscription {
    let start: Day = read(&format!("2026-01-{:02}", 1 + number % 28));
    let price = Recurring { price: read("29.90"), quantity: read("1"), timing: Timing::InAdvance };
    let plan = Plan {
        customer: read(&format!("C{number}")),
        currency: Currency::EUR,
        start,
        cycle: Cycle::new(start, Interval::Months(1)),
        charges: vec![Charge {
            id: read("fee"),
            description: Default::default(),
            item: None,
            kind: ChargeKind::Recurring(price),
            unit: Default::default(),
            vat: read("S 20"),
        }],
        trial_until: None,
        end: None,
        unit: ProrationUnit::default(),
        first_period: FirstPeriod::default(),
        terms: None,
        collection: None,
    };
    let mut subscription = Subscription::default();
    let facts = Facts { on: start };
    for event in subscription.decide(&Command::Start(plan), &facts).expect("a plan") {
        subscription.evolve(&event).expect("a beginning");
    }
    subscription
}

/// Three periods of each: a run that is two months late.
fn billing(criterion: &mut Criterion) {
    let subscriptions: Vec<Subscription> = (0..SUBSCRIPTIONS).map(subscribed).collect();
    let until: Day = read("2026-03-31");
    let mut group = criterion.benchmark_group("billing");
    group.throughput(Throughput::Elements(u64::from(SUBSCRIPTIONS) * 3)).sample_size(10);
    group.bench_function("three periods of 100,000 subscriptions", |bencher| {
        let run = |subscriptions: Vec<Subscription>| {
            let command = Command::Bill { until: Some(until), gives_back: false };
            for mut subscription in subscriptions {
                let events = subscription.decide(&command, &Facts { on: until }).expect("a bill");
                for event in &events {
                    subscription.evolve(event).expect("what was billed");
                }
                black_box(events);
            }
        };
        bencher.iter_batched(|| subscriptions.clone(), run, BatchSize::LargeInput);
    });
    group.finish();
}

/// Items of two years in 50,000 segments, each settled once within two months.
fn figures(criterion: &mut Criterion) {
    let as_of: Day = read("2026-03-31");
    let today = as_of.number_since_1970();
    let mut numbers = Numbers::new(42);
    let day = |numbers: &mut Numbers, most: u32| i32::try_from(numbers.below(most)).unwrap_or(0);
    let (mut segment, mut on, mut due, mut minor) = (vec![], vec![], vec![], vec![]);
    let (mut item, mut settled_on, mut settled) = (vec![], vec![], vec![]);
    for row in 0..1_000_000_u32 {
        let issued = today - day(&mut numbers, 730);
        segment.push(numbers.below(50_000));
        on.push(issued);
        due.push(issued + 30);
        let cents = i64::from(numbers.below(5_000_000)) + 1;
        minor.push(cents);
        item.push(row);
        settled_on.push(issued + day(&mut numbers, 60));
        settled.push(cents);
    }
    let (kind, is_paid) = (vec![FlowKind::Sale; ITEMS], vec![true; ITEMS]);
    let items = FlowColumns {
        segment: &segment,
        kind: &kind,
        document_on: &on,
        counted_on: &on,
        due_on: &due,
        minor: &minor,
    };
    let settlements =
        SettlementColumns { item: &item, on: &settled_on, minor: &settled, is_paid: &is_paid };
    let mut group = criterion.benchmark_group("figures");
    group.throughput(Throughput::Elements(1_000_000)).sample_size(10);
    group.bench_function("24 months, 50,000 customers", |bencher| {
        bencher.iter(|| {
            let periods = Periods::months(as_of, 24).expect("two years");
            period_sums(periods, 50_000, black_box(&items), &settlements)
        });
    });
    group.bench_function("recovery and roll rates of the same", |bencher| {
        bencher.iter(|| {
            let periods = Periods::months(as_of, 24).expect("two years");
            cohort_sums(&periods, 50_000, black_box(&items), &settlements)
        });
    });
    group.finish();
}

criterion_group!(benches, dunning, billing, figures);
criterion_main!(benches);
