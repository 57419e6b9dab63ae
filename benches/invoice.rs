//! What one invoice comes to, by its number of lines: at most 0.1 µs a line.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::draft;
use o2c_core::invoice::compute::compute;
use std::hint::black_box;

fn invoice(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("invoice lines");
    for lines in [10_u32, 100, 1_000] {
        let draft = draft(lines as usize);
        group.throughput(Throughput::Elements(u64::from(lines)));
        group.bench_function(BenchmarkId::from_parameter(lines), |bencher| {
            bencher.iter(|| compute(black_box(&draft)));
        });
    }
    group.finish();
}

criterion_group!(benches, invoice);
criterion_main!(benches);
