//! Lettering: ten thousand lines settled by one command of a company, and dissolved again, at most
//! 10 ms each; ten thousand lines of a ledger, of one party and of three hundred.
#![allow(missing_docs)]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::ledger::{LedgerTable, ledger};
use o2c_benches::{execute, one_letter};
use o2c_core::lettering::ledger::letter_columns;
use std::hint::black_box;

fn lettering(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lettering a ledger");
    group.sample_size(20);
    for (name, lines, parties) in [
        ("10,000 lines of 300 parties", 10_000, 300),
        ("10,000 lines of one party", 10_000, 1),
        ("100,000 lines of 3,000 parties", 100_000, 3_000),
    ] {
        let table = ledger(lines, parties);
        let elements = u64::try_from(lines).unwrap_or(u64::MAX);
        group.throughput(Throughput::Elements(elements));
        group.bench_function(name, |bencher| {
            bencher.iter(|| letter_columns(black_box(&table.as_columns())));
        });
        group.bench_function(format!("{name}, only sorted"), |bencher| {
            bencher.iter(|| LedgerTable::sorted(black_box(&table)));
        });
    }
    group.finish();
}

/// 5,000 invoices and their payments in one letter of a company.
fn one_command(criterion: &mut Criterion) {
    let (company, commands) = one_letter(5_000);
    let mut group = criterion.benchmark_group("10,000 lines in one command");
    group.sample_size(10);
    group.bench_function("lettered", |bencher| {
        bencher.iter_batched_ref(
            || company.clone(),
            |company| execute(company, &commands[..1]),
            BatchSize::LargeInput,
        );
    });
    let mut lettered = company.clone();
    execute(&mut lettered, &commands[..1]);
    group.bench_function("dissolved", |bencher| {
        bencher.iter_batched_ref(
            || lettered.clone(),
            |company| execute(company, &commands[1..]),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, lettering, one_command);
criterion_main!(benches);
