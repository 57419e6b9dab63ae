//! Credit in a company of 100,000 customers with ten open items each: a verdict, the same looked up
//! document by document, the whole portfolio, and scores of everybody's last 24 months.
//!
//! `O2C_CUSTOMERS` says how many customers there are, where 100,000 are too many to wait for.
#![allow(missing_docs)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use o2c_benches::Numbers;
use o2c_core::calendar::{Day, Terms};
use o2c_core::company::{
    Action, ChangeCredit, Command, Company, CreditCheckQuery, CreditPortfolioQuery, CreditQuery,
    OpenBalances, OpeningBalance, Settings,
};
use o2c_core::credit;
use o2c_core::credit::{
    Band, Behaviour, BehaviourOf, Change, Check, CheckRule, Consequence, FileHolder, Limit,
    PastInvoice, Policy, Scorecard, SetLimit,
};
use o2c_core::directory;
use o2c_core::id::CustomerId;
use o2c_core::money::{Currency, Exact, Money};
use o2c_core::party::{Party, PartyKind};
use std::fmt::Debug;
use std::hint::black_box;
use std::str::FromStr;

/// How many items of each customer are open.
const OPEN: u32 = 10;
/// How many months of payments are looked at.
const MONTHS: i64 = 24;

fn read<T: FromStr<Err: Debug>>(text: impl AsRef<str>) -> T {
    text.as_ref().parse().expect("a text of this benchmark")
}

fn customers() -> u32 {
    std::env::var("O2C_CUSTOMERS").map_or(100_000, |count| count.parse().expect("a number"))
}

fn cents(minor: u32) -> Money {
    Money::from_minor(i64::from(minor), Currency::EUR).expect("an amount")
}

fn id(customer: u32) -> CustomerId {
    read(format!("C{customer:06}"))
}

fn block(check: Check) -> CheckRule {
    CheckRule { check, otherwise: Consequence::Block }
}

/// A company that looks at limits and at what is overdue.
fn company(customers: u32, on: Day) -> Company {
    let mut settings = Settings::new(Currency::EUR);
    let at_order =
        vec![block(Check::HasFile), block(Check::Limit), block(Check::OldestOverdue { days: 60 })];
    settings.credit = Policy { at_order, ..Policy::default() };
    let mut company = Company::found(settings);
    let mut numbers = Numbers::new(7);
    for customer in 0..customers {
        let party = Party {
            name: read(format!("Customer {customer}")),
            address: None,
            kind: PartyKind::Professional,
            identifiers: Vec::new(),
            vat_id: None,
        };
        let terms = Some(Terms::net_days(30));
        let register =
            directory::Command::RegisterCustomer { customer: id(customer), party, terms };
        let limit = SetLimit {
            limit: Limit::UpTo(cents(50_000_000)),
            counting: Default::default(),
            from: None,
            until: None,
            currency: None,
        };
        let file = FileHolder::Customer(id(customer));
        let limit = ChangeCredit { file, change: Change::SetLimit(limit) };
        let item = |place: u32| OpeningBalance {
            customer: id(customer),
            document: read(format!("F{customer:06}-{place}")),
            document_on: on,
            due_on: Some(on.plus_days(i64::from(numbers.below(120)) - 60).expect("a day")),
            amount: cents(numbers.below(2_000_000) + 1),
            booked: None,
        };
        let items = (0..OPEN).map(item).collect();
        let actions = [
            Action::Directory(Box::new(register)),
            Action::ChangeCredit(Box::new(limit)),
            Action::OpenBalances(OpenBalances { items }),
        ];
        for (place, action) in actions.into_iter().enumerate() {
            let id = read(format!("{customer}-{place}"));
            let command =
                Command { id, effective_on: on, recorded_on: on, posting_on: None, action };
            company.execute(&command).expect("accepted");
        }
    }
    company
}

fn verdicts(criterion: &mut Criterion) {
    let on: Day = read("2026-06-30");
    let mut group = criterion.benchmark_group("credit");
    for count in [customers() / 100, customers()] {
        let company = company(count, on);
        let mut numbers = Numbers::new(11);
        let mut asked = || CreditCheckQuery {
            customer: id(numbers.below(count)),
            value: cents(10_000),
            as_of: on,
        };
        let asked: Vec<CreditCheckQuery> = (0..4096).map(|_| asked()).collect();
        let mut next = asked.iter().cycle();
        group.bench_function(BenchmarkId::new("verdict", count), |bencher| {
            bencher.iter(|| {
                let query = next.next().expect("a cycle has no end");
                black_box(company.credit_check(query).expect("a verdict"))
            });
        });
        let mut next = asked.iter().cycle();
        group.bench_function(BenchmarkId::new("down to the document", count), |bencher| {
            bencher.iter(|| {
                let customer = next.next().expect("a cycle has no end").customer.clone();
                let file = FileHolder::Customer(customer);
                let query = CreditQuery { file, as_of: on, known_at: None };
                black_box(company.credit(&query).expect("a report"))
            });
        });
        group.sample_size(10).throughput(Throughput::Elements(u64::from(count)));
        group.bench_function(BenchmarkId::new("everybody", count), |bencher| {
            let query = CreditPortfolioQuery { as_of: on, known_at: None };
            bencher.iter(|| black_box(company.credit_portfolio(&query).expect("a report")));
        });
    }
    group.finish();
}

/// What everybody was billed and paid, as columns: one row a month and customer.
struct Columns {
    amounts: Vec<Money>,
    issued_on: Vec<Day>,
    due_on: Vec<Day>,
    settled_on: Vec<Option<Day>>,
}

fn columns(customers: u32, until: Day) -> Columns {
    let mut numbers = Numbers::new(13);
    let mut columns = Columns {
        amounts: Vec::new(),
        issued_on: Vec::new(),
        due_on: Vec::new(),
        settled_on: Vec::new(),
    };
    for _ in 0..customers {
        for month in 0..MONTHS {
            let issued_on = until.plus_days(-30 * (MONTHS - month)).expect("a day");
            let due_on = issued_on.plus_days(30).expect("a day");
            let late = i64::from(numbers.below(60)) - 20;
            columns.amounts.push(cents(numbers.below(1_000_000) + 1));
            columns.issued_on.push(issued_on);
            columns.due_on.push(due_on);
            columns.settled_on.push(due_on.plus_days(late).ok().filter(|day| *day <= until));
        }
    }
    columns
}

/// Points for how much came late: 80 below ten percent, 40 below fifty, none beyond.
fn scorecard() -> Scorecard {
    let whole = |figure: i64| Exact::whole(figure).expect("a figure");
    let band = |from: Option<i64>, below: Option<i64>, points: i64| Band {
        from: from.map(whole),
        below: below.map(whole),
        points: whole(points),
    };
    let bands =
        vec![band(None, Some(10), 80), band(Some(10), Some(50), 40), band(Some(50), None, 0)];
    let criterion = |feature: &str| credit::Criterion {
        feature: read(feature),
        weight: Exact::ONE,
        bands: bands.clone(),
    };
    Scorecard {
        version: 1,
        name: read("late"),
        criteria: vec![criterion("late_ratio"), criterion("mean_delay")],
        knock_outs: Vec::new(),
        classes: Vec::new(),
    }
}

fn scores(criterion: &mut Criterion) {
    let until: Day = read("2026-06-30");
    let (count, card) = (customers(), scorecard());
    let columns = columns(count, until);
    let months = usize::try_from(MONTHS).expect("few");
    let mut group = criterion.benchmark_group("credit");
    group.sample_size(10).throughput(Throughput::Elements(u64::from(count)));
    group.bench_function(BenchmarkId::new("scores of 24 months", count), |bencher| {
        bencher.iter(|| {
            let mut scored = 0_usize;
            for first in (0..columns.amounts.len()).step_by(months) {
                let row = |row: usize| PastInvoice {
                    amount: columns.amounts[row],
                    issued_on: columns.issued_on[row],
                    due_on: columns.due_on[row],
                    settled_on: columns.settled_on[row],
                    disputed_on: None,
                };
                let asked = BehaviourOf {
                    as_of: until,
                    window_months: 24,
                    recent_months: 3,
                    minimum: 3,
                    is_early_counted: false,
                    invoices: (first..first + months).map(row).collect(),
                    broken_promises: Vec::new(),
                    returned_payments: Vec::new(),
                };
                if let Behaviour::Enough(figures) = asked.behaviour().expect("figures") {
                    let features = figures.features().expect("features");
                    let features: Vec<_> = features
                        .into_iter()
                        .filter(|one| ["late_ratio", "mean_delay"].contains(&one.feature.as_str()))
                        .collect();
                    black_box(card.score(&features).expect("a score"));
                    scored += 1;
                }
            }
            assert!(scored > 0);
            scored
        });
    });
    group.finish();
}

criterion_group!(benches, verdicts, scores);
criterion_main!(benches);
