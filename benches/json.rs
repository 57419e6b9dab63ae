//! The same cycles through the JSON door and typed: what reading and writing texts costs.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::{Lettering, company, cycles, execute};
use o2c_core::json;

const CYCLES: usize = 200;

fn door(criterion: &mut Criterion) {
    let commands = cycles(CYCLES, Lettering::ByHand);
    let text = |command| serde_json::to_string(command).expect("written");
    let texts: Vec<String> = commands.iter().map(text).collect();
    let mut group = criterion.benchmark_group("door");
    group.throughput(Throughput::Elements(commands.len() as u64)).sample_size(30);
    group.bench_function("typed", |bencher| {
        bencher.iter_batched_ref(
            company,
            |company| execute(company, &commands),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("json", |bencher| {
        bencher.iter_batched_ref(
            company,
            |company| {
                for text in &texts {
                    json::execute(company, text).expect("accepted");
                }
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, door);
criterion_main!(benches);
