//! Whole cycles from the order to the letter, with ids, idempotency and journal: at least 100,000
//! a second on one core.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::{Lettering, company, cycles, execute};

const CYCLES: usize = 1_000;

fn cycle(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole cycles");
    group.throughput(Throughput::Elements(CYCLES as u64)).sample_size(30);
    let ways = [("by hand", Lettering::ByHand), ("automatic", Lettering::Automatic)];
    for (name, lettering) in ways {
        let commands = cycles(CYCLES, lettering);
        group.bench_function(format!("lettered {name}"), |bencher| {
            bencher.iter_batched_ref(
                company,
                |company| execute(company, &commands),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group!(benches, cycle);
criterion_main!(benches);
