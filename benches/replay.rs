//! A company rebuilt from its history of at least 100,000 events.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::{Lettering, company, cycles, execute};
use o2c_core::company::Company;

const EVENTS: usize = 100_000;

fn replay(criterion: &mut Criterion) {
    let mut sold = company();
    // A cycle leads to more than ten events.
    for cycle in cycles(EVENTS / 10, Lettering::ByHand).chunks(100) {
        if sold.history().len() < EVENTS {
            execute(&mut sold, cycle);
        }
    }
    let events = sold.history();
    assert!(events.len() >= EVENTS, "{} events", events.len());
    let mut group = criterion.benchmark_group("replay");
    group.throughput(Throughput::Elements(events.len() as u64)).sample_size(10);
    group.bench_function("events", |bencher| {
        bencher.iter_batched(|| events.to_vec(), Company::replay, BatchSize::LargeInput);
    });
    group.finish();
}

criterion_group!(benches, replay);
criterion_main!(benches);
