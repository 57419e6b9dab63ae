//! The order machine alone: events decided, applied and appended, and events replayed.
#![allow(missing_docs)]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use o2c_core::calendar::{Day, Terms};
use o2c_core::id::{LineId, Text};
use o2c_core::machine::{Machine, replay};
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{
    BillingBasis, Command, Content, Event, Facts, Handling, HoldKind, HoldName, LineDelivery,
    Order, OrderLine,
};
use o2c_core::pricing::{LineToPrice, Price, PriceOrder, price_order};
use std::hint::black_box;
use std::sync::Arc;

const PIECES: i64 = 20;

fn id(line: usize) -> LineId {
    LineId::new(&line.to_string()).expect("a number is an id")
}

fn content(lines: usize) -> Arc<Content> {
    let line = |index: usize| OrderLine {
        id: id(index),
        item: None,
        description: Text::default(),
        quantity: format!("{PIECES} C62").parse().expect("pieces"),
        price: Price::Net("10.00".parse().expect("a price")),
        base_quantity: Exact::ONE,
        adjustments: Vec::new(),
        vat: "S 20".parse().expect("a rate"),
        supply: o2c_core::tax::Supply::Goods,
        delivery: LineDelivery::default(),
        period: None,
        taxes: Vec::new(),
    };
    Arc::new(Content {
        customer: "C1".parse().expect("an id"),
        currency: Currency::EUR,
        lines: (0..lines).map(line).collect(),
        adjustments: Vec::new(),
        terms: Terms::net_days(30),
        billing: BillingBasis::Shipped,
        required_on: None,
        reference: Text::default(),
        vat_reasons: Vec::new(),
        handling: Handling::default(),
        prices: Default::default(),
        vat_rounding: Default::default(),
        cash_rounding: None,
        tax_accounts: Vec::new(),
    })
}

/// From the capture to the last delivery: placed, held, released, confirmed, then piece by piece of
/// every line shipped and billed, all lines by one event or each by its own.
fn story(lines: usize, is_by_line: bool) -> Vec<Command> {
    let hold = || HoldName::of(HoldKind::Credit);
    let (reason, by) = (Text::default(), Text::default());
    let mut commands = vec![
        Command::Place { order: "O1".parse().expect("an id"), content: content(lines) },
        Command::SetHold { hold: hold(), reason: reason.clone(), by: by.clone(), until: None },
        Command::Confirm,
        Command::ReleaseHold { hold: hold(), reason, by },
    ];
    for _ in 0..PIECES {
        let pieces: Vec<_> = (0..lines).map(|line| (id(line), Exact::ONE)).collect();
        let at_once = if is_by_line { 1 } else { lines };
        for lines in pieces.chunks(at_once) {
            commands.push(Command::RecordShipped { lines: lines.to_vec() });
            commands.push(Command::RecordInvoiced { lines: lines.to_vec() });
        }
    }
    commands
}

/// Decides, applies and appends.
fn told(commands: &[Command], facts: &Facts) -> Vec<Event> {
    let (mut order, mut log) = (Order::new(), Vec::with_capacity(commands.len()));
    for command in commands {
        for event in order.decide(command, facts).expect("the story is legal") {
            order.evolve(&event).expect("what was decided follows");
            log.push(event);
        }
    }
    assert!(order.is_complete());
    log
}

fn machine(criterion: &mut Criterion) {
    let facts = Facts { on: Day::parse("2026-01-15").expect("a day") };
    for (lines, is_by_line) in [(1, false), (3, false), (300, false), (3, true), (300, true)] {
        let commands = story(lines, is_by_line);
        let events = told(&commands, &facts);
        let by_line = if is_by_line { ", line by line" } else { "" };
        let mut group = criterion.benchmark_group(format!("order of {lines} lines{by_line}"));
        group.throughput(Throughput::Elements(events.len() as u64));
        group.bench_function("decided, applied, appended", |bencher| {
            bencher.iter(|| told(black_box(&commands), &facts));
        });
        group.bench_function("replayed", |bencher| {
            bencher.iter(|| replay(Order::new(), black_box(&events)));
        });
        group.finish();
    }
}

fn prices(criterion: &mut Criterion) {
    let line = r#"{"id":"1","item":"SEAT","quantity":"12","cost":"5","floor":"5.5"}"#;
    let asked = format!(
        r#"{{"currency":"EUR","on":"2026-03-10","groups":["retail"],"lines":[{line}],
        "lists":[{{"id":"2026","currency":"EUR","valid_from":"2026-01-01","items":[
            {{"item":"SEAT","mode":"graduated","tiers":[{{"up_to":"5","price":"7"}},
                {{"up_to":"10","price":"6.5"}},{{"price":"6"}}]}}]}}],
        "conditions":[
            {{"id":"retail","group":"retail","effect":{{"allowance":{{"percent":"10"}}}}}},
            {{"id":"loyal","effect":{{"allowance":{{"percent_of_rest":"5"}}}}}}]}}"#
    );
    let mut order: PriceOrder = serde_json::from_str(&asked).expect("an order to price");
    let line = order.lines[0].clone();
    order.lines = (0..300).map(|at| LineToPrice { id: id(at), ..line.clone() }).collect();
    let mut group = criterion.benchmark_group("price");
    group.throughput(Throughput::Elements(order.lines.len() as u64));
    group.bench_function("lines with tiers and a cascade", |bencher| {
        bencher.iter(|| price_order(black_box(&order)));
    });
    group.finish();
}

criterion_group!(benches, machine, prices);
criterion_main!(benches);
