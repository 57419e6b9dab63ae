//! What one invoice comes to, by its number of lines: at most 0.1 µs a line; beside it the crate
//! `billing`, another author's computation of the same invoice in the same run. Then a credit note
//! of an invoice of 1,000 lines, and the check of real invoices that stand beside the project.
//!
//! A line of a draft takes 304 bytes, its figures 64; a line of `billing` takes 296.
#![allow(missing_docs)]

mod real;

use billing::{AmountScale, Decimal, Document as Other, Line as OtherLine};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::draft;
use o2c_core::calendar::{Day, Terms};
use o2c_core::invoice::check::{Profile, check};
use o2c_core::invoice::compute::compute;
use o2c_core::invoice::life::{CreditNote, CreditReason, CreditScope, Life};
use o2c_core::invoice::{Command, Document, Draft, DraftLine, Event, Facts, Series};
use o2c_core::machine::Machine;
use o2c_core::pricing::{LineAmounts, Price};
use std::hint::black_box;
use std::sync::Arc;

#[cfg(target_pointer_width = "64")]
const _: () = {
    assert!(size_of::<DraftLine>() == 304);
    assert!(size_of::<LineAmounts>() == 64);
    assert!(size_of::<OtherLine>() == 296);
};

fn decimal(figure: impl ToString) -> Decimal {
    figure.to_string().parse().expect("a figure of this benchmark")
}

/// The lines of a draft in the words of `billing`, in which every line has a description.
fn other_lines(draft: &Draft) -> Vec<OtherLine> {
    let lines = draft.lines.iter().map(|line| {
        let Price::Net(price) = line.price else { panic!("prices of this benchmark are net") };
        let rate = billing::Percent::new(decimal(line.vat.rate().exact()));
        let quantity = billing::Quantity::new(decimal(line.quantity.figure()), "C62");
        let price = billing::UnitPrice::new(billing::Price::new(decimal(price.exact())));
        let vat = billing::Vat::standard(rate).expect("a rate above zero");
        OtherLine::new("item", quantity, price).with_vat(vat)
    });
    lines.collect()
}

fn other(lines: Vec<OtherLine>) -> Other {
    let builder = Other::builder(billing::Currency::EUR, AmountScale::EN16931);
    builder.lines(lines).build().expect("a document")
}

/// Both round each line's net, then the VAT of each category and rate once, half away from zero, so
/// every total is the same. They part beyond such documents: `billing` takes an allowance as an
/// amount, so that whoever calls it works out the percentage, and knows amounts of five decimals
/// at most.
fn assert_same_totals(draft: &Draft) {
    let (ours, theirs) = (compute(draft).expect("figures"), other(other_lines(draft)));
    let pairs = [
        (ours.line_total, theirs.line_total()),
        (ours.net, theirs.tax_exclusive_total()),
        (ours.vat, theirs.vat_total()),
        (ours.gross, theirs.tax_inclusive_total()),
        (ours.due, theirs.payable()),
    ];
    for (ours, theirs) in pairs {
        assert_eq!(decimal(ours.figure()), theirs.to_decimal(), "{} lines", draft.lines.len());
    }
}

fn invoice(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("invoice lines");
    for lines in [10_u32, 100, 1_000, 100_000] {
        let draft = draft(lines as usize);
        assert_same_totals(&draft);
        group.throughput(Throughput::Elements(u64::from(lines)));
        group.bench_function(BenchmarkId::new("o2c", lines), |bencher| {
            bencher.iter_with_large_drop(|| compute(black_box(&draft)));
        });
        // It takes its lines by value: they are copied outside the time that is measured.
        let theirs = other_lines(&draft);
        group.bench_function(BenchmarkId::new("billing", lines), |bencher| {
            bencher.iter_batched(|| theirs.clone(), other, BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn issued(draft: Draft) -> Arc<Document> {
    let mut series = Series::new();
    let name = "sales".parse().expect("an identifier");
    let open = Command::Open { series: name, prefix: "F".into(), yearly: true, digits: 5 };
    for event in series.decide(&open, &Facts::default()).expect("opened") {
        series.evolve(&event).expect("opened");
    }
    let issued_on: Day = "2026-01-15".parse().expect("a day");
    let issue = Command::Issue { draft: draft.into(), issued_on };
    match series.decide(&issue, &Facts::default()).expect("issued").pop() {
        Some(Event::Issued(document)) => document,
        other => panic!("no document: {other:?}"),
    }
}

fn credit_note(criterion: &mut Criterion) {
    let document = issued(draft(1_000));
    let life = Life::default();
    let note = || CreditNote {
        reason: CreditReason::Unbilled,
        note: Default::default(),
        terms: Terms::net_days(0),
    };
    let mut group = criterion.benchmark_group("credit note");
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("whole invoice of 1,000 lines", |bencher| {
        let whole = CreditScope::Whole;
        bencher.iter_with_large_drop(|| life.credit_note(black_box(&document), &whole, note()));
    });
    group.finish();
}

fn checks(criterion: &mut Criterion) {
    let Some(statements) = real::statements() else {
        println!("NOT RUN: there is no ../shared/data/cases/invoices.json beside the project");
        return;
    };
    let mut group = criterion.benchmark_group("check");
    group.throughput(Throughput::Elements(statements.len() as u64));
    group.bench_function(format!("{} real invoices", statements.len()), |bencher| {
        let profile = Profile::EN_16931;
        bencher.iter_with_large_drop(|| {
            let found = statements.iter().map(|statement| check(statement, &profile));
            found.collect::<Vec<_>>()
        });
    });
    group.finish();
}

criterion_group!(benches, invoice, credit_note, checks);
criterion_main!(benches);
