//! Ageing of a million open items of 50,000 customers: at most 4 ns an item on one core.
//!
//! An open item takes 18 bytes as columns. On its account it takes some 460 bytes, its ids and
//! their index included (`instructions memory 1000000` measures it where it runs).
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::{account, open_items, open_rows, plain_sum};
use o2c_core::ageing::{Buckets, CreditPolicy, age_columns, age_rows, columns_of};
use o2c_core::calendar::Day;
use std::hint::black_box;

const ITEMS: usize = 1_000_000;
const CUSTOMERS: u32 = 50_000;

fn ageing(criterion: &mut Criterion) {
    let as_of: Day = "2026-03-31".parse().expect("a day");
    let buckets = Buckets::default();
    let mut group = criterion.benchmark_group("ageing");
    group.throughput(Throughput::Elements(1_000_000)).sample_size(50);
    let table = open_items(ITEMS, CUSTOMERS, as_of);
    for (name, policy) in [
        ("columns, credits separate", CreditPolicy::Separate),
        ("columns, credits by own date", CreditPolicy::OwnDate),
        ("columns, credits to the oldest", CreditPolicy::OldestFirst),
    ] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| age_columns(black_box(&table.as_columns()), as_of, &buckets, policy));
        });
    }
    group.bench_function("the columns only added up", |bencher| {
        bencher.iter(|| plain_sum(black_box(&table.as_columns())));
    });
    group.finish();

    let mut group = criterion.benchmark_group("ageing with names");
    group.throughput(Throughput::Elements(100_000)).sample_size(10);
    let rows = open_rows(ITEMS / 10, CUSTOMERS / 10, as_of);
    let (customers, items) = columns_of(&rows).expect("few customers");
    group.bench_function("rows", |bencher| {
        bencher.iter(|| age_rows(black_box(&rows), as_of, &buckets, CreditPolicy::Separate));
    });
    group.bench_function("columns made of rows", |bencher| {
        bencher.iter(|| columns_of(black_box(&rows)));
    });
    let aged = age_columns(&items.as_columns(), as_of, &buckets, CreditPolicy::Separate);
    let aged = aged.expect("dense customers");
    group.bench_function("columns named", |bencher| {
        bencher.iter_batched(
            || (),
            |()| aged.named(black_box(&customers), items.currencies()),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// What was open on a past day, of an account of which every item is looked at.
fn balance(criterion: &mut Criterion) {
    let as_of: Day = "2026-03-31".parse().expect("a day");
    let account = account(ITEMS / 10, as_of);
    let past = as_of.plus_days(-60).expect("a day");
    let mut group = criterion.benchmark_group("balance of an account");
    group.throughput(Throughput::Elements(100_000)).sample_size(20);
    group.bench_function("on a past day", |bencher| {
        bencher.iter(|| account.balance(black_box(past), None));
    });
    group.bench_function("on a past day, as known then", |bencher| {
        bencher.iter(|| account.balance(black_box(past), Some(as_of)));
    });
    group.finish();
}

criterion_group!(benches, ageing, balance);
criterion_main!(benches);
