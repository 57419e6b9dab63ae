//! What a receipt settles among the open items of its payer: at least 150,000 receipts a second on
//! accounts of 20 open items where the text names the document, and at most 1 ms for the only set
//! of four among 200.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use o2c_core::lettering::subset::subsets;
use o2c_core::lettering::{Candidate, Payment, Policy, propose};
use o2c_core::money::{Currency, Money};
use std::hint::black_box;

fn read<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("{text} is of this benchmark"))
}

/// Amounts in cents that are no sums of each other.
fn amounts(count: i64) -> Vec<i64> {
    (1..=count).map(|number| 10_000 + number * number * 7_919 % 1_000_003).collect()
}

fn items(count: i64) -> Vec<Candidate> {
    let named = amounts(count).into_iter().enumerate();
    let item = |(number, minor)| {
        let number = format!("F2026-{number:05}");
        let open = Money::from_minor(minor, Currency::EUR).expect("a small amount");
        let (document_on, due_on) = (read("2026-01-05"), read("2026-02-05"));
        Candidate::of(read(&number), read(&number), open, document_on, due_on)
    };
    named.map(item).collect()
}

fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("matching");
    let items = items(20);
    let named = items.get(13).expect("twenty items");
    let mut payment = Payment::of(read("P1"), named.open, read("2026-02-10"));
    group.throughput(Throughput::Elements(1));
    for (what, text) in [("named", "FACTURE F2026-00013"), ("amount", "VIREMENT")] {
        payment.remittance = read(text);
        group.bench_function(what, |bencher| {
            let policy = Policy::default();
            bencher.iter(|| propose(black_box(&payment), &items, &policy, &[]));
        });
    }
    for count in [40, 100, 200] {
        let amounts = amounts(count);
        let four = [3, 17, 25, 39].map(|place| amounts.get(place).copied().unwrap_or_default());
        let target = four.iter().sum();
        group.bench_with_input(BenchmarkId::new("four_of", count), &target, |bencher, target| {
            bencher.iter(|| subsets(black_box(&amounts), *target));
        });
    }
    group.finish();
}

/// 10,000 receipts beside 100,000 open items, as columns.
fn statements(criterion: &mut Criterion) {
    let statement = o2c_benches::statement::statement(10_000);
    let mut group = criterion.benchmark_group("statement");
    let receipts = u64::try_from(statement.receipts()).unwrap_or(u64::MAX);
    group.throughput(Throughput::Elements(receipts)).sample_size(10);
    group.bench_function("10,000 receipts of 100,000 items", |bencher| {
        bencher.iter(|| black_box(&statement).lettered());
    });
    group.finish();
}

criterion_group!(benches, matching, statements);
criterion_main!(benches);
