//! What is promised and where it comes from: at most 5 µs a line for 10,000 lines against 1,000
//! items with 100 expected receipts each, and a choice among 20 sites.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use o2c_core::calendar::Day;
use o2c_core::fulfilment::{Delivery, Offer, Sourcing, SourcingLine, SupplySource};
use o2c_core::money::{Currency, Exact};
use o2c_core::stock::{Asked, Moves, promise_lines};
use std::hint::black_box;

fn read<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is of this benchmark"))
}

fn promise(criterion: &mut Criterion) {
    let first: Day = read("2026-01-05");
    let after = |days: i64| first.plus_days(days).expect("a day of this century");
    let (mut items, mut days, mut quantities) = (Vec::new(), Vec::new(), Vec::new());
    for item in 0..1_000_u32 {
        for receipt in 0..100 {
            items.push(item);
            days.push(after(receipt * 3));
            quantities.push(2 + (i64::from(item) * 7 + receipt) % 5);
        }
    }
    let lines: Vec<u32> = (0..10_000_u32).map(|line| line * 7_919 % 1_000).collect();
    let not_before: Vec<Day> = (0..10_000).map(|line| after(line % 60)).collect();
    let wanted: Vec<i64> = (0..10_000).map(|line| 1 + line % 9).collect();
    let mut group = criterion.benchmark_group("promise");
    group.throughput(Throughput::Elements(10_000));
    group.bench_function("10000_lines", |bencher| {
        let moves = Moves { items: &items, days: &days, quantities: &quantities };
        let asked = Asked { items: &lines, not_before: &not_before, quantities: &wanted };
        bencher.iter(|| promise_lines(black_box(moves), black_box(asked)));
    });
    group.finish();
}

/// Ten items over sites each of which has some of them: no one has all.
fn sourcing(criterion: &mut Criterion) {
    let figure = |number: u32| read::<Exact>(&number.to_string());
    let item = |number: u32| read(&format!("ITEM-{number}"));
    let line = |number: u32| SourcingLine {
        line: read(&number.to_string()),
        item: item(number),
        quantity: figure(10),
        delivery: Delivery::Goods,
        options: Vec::new(),
    };
    let source = |site: u32| SupplySource {
        source: read(&format!("SITE-{site}")),
        is_supplier: false,
        shipment_cost: None,
        offers: (0..10)
            .filter(|number| !(site + number).is_multiple_of(4))
            .map(|number| Offer {
                item: item(number),
                available: figure(4 + (site * 5 + number * 3) % 9),
                unit_cost: Some(read(&format!("{}.{:02}", 1 + site % 3, number))),
            })
            .collect(),
    };
    let asked = Sourcing {
        currency: Currency::EUR,
        lines: (0..10).map(line).collect(),
        bundles: Vec::new(),
        sources: (0..20).map(source).collect(),
    };
    assert!(asked.fulfil().is_ok_and(|found| found.is_exact && found.is_complete));
    criterion.bench_function("sourcing/20_sites", |bencher| {
        bencher.iter(|| black_box(&asked).fulfil());
    });
}

criterion_group!(benches, promise, sourcing);
criterion_main!(benches);
