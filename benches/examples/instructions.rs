//! One kind of work, alone, so that its instructions can be counted: unlike times they are the
//! same on a busy machine.
//!
//! ```text
//! valgrind --tool=callgrind --toggle-collect='*measured*' instructions cycles 1000
//! ```
//!
//! The kinds: `cycles`, `cycles-automatic`, `replay` (events of so many cycles), `invoice` (lines
//! of one invoice), `ageing` (items), `sum` (items, only added up), `json` (cycles), `letter` and
//! `unletter` (lines of one command), `ledger` (lines, of as many parties as there are customers),
//! `statement` (receipts), `subset` (items). It prints the
//! best time of several runs (the third argument; one unless given); items are of 50,000 customers
//! (the fourth). `memory` (items) prints instead how many bytes an open item takes on its account,
//! its ids included, where the system tells it.

use o2c_benches::ledger::ledger;
use o2c_benches::statement::statement;
use o2c_benches::{Lettering, account, company, cycles, draft, execute, one_letter, open_items};
use o2c_core::ageing::{Buckets, CreditPolicy, age_columns};
use o2c_core::calendar::Day;
use o2c_core::company::Company;
use o2c_core::invoice::compute::compute;
use o2c_core::json;
use o2c_core::lettering::ledger::letter_columns;
use o2c_core::lettering::subset::subsets;
use std::hint::black_box;
use std::time::Instant;

/// What is counted: only what happens in here.
#[inline(never)]
fn measured<T>(work: impl FnOnce() -> T) -> T {
    black_box(work())
}

/// Prints how long the best of several runs took, each on an input made afresh.
fn best_of<I, T>(runs: usize, count: usize, input: impl Fn() -> I, work: impl Fn(&mut I) -> T) {
    let times = (0..runs.max(1)).map(|_| {
        let mut input = input();
        let start = Instant::now();
        let done = measured(|| work(&mut input));
        let nanoseconds = start.elapsed().as_nanos();
        drop(done);
        nanoseconds
    });
    let best = times.min().unwrap_or_default();
    println!("{} ns of {count}: {} ps each", best, best * 1000 / count.max(1) as u128);
}

/// How many bytes of memory are taken, as Linux tells it.
fn resident() -> Option<usize> {
    let told = std::fs::read_to_string("/proc/self/statm").ok()?;
    Some(told.split_whitespace().nth(1)?.parse::<usize>().ok()? * 4096)
}

fn memory(count: usize, as_of: Day) {
    let before = resident();
    let account = black_box(account(count, as_of));
    match (before, resident()) {
        (Some(before), Some(after)) => {
            println!("{} bytes an open item", after.saturating_sub(before) / count.max(1));
        }
        _ => println!("the system does not tell how much memory is taken"),
    }
    drop(account);
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |or: &str| arguments.next().unwrap_or_else(|| or.to_string());
    let kind = next("cycles");
    let count: usize = next("1000").parse().expect("a count");
    let runs: usize = next("1").parse().expect("how many runs");
    let customers: u32 = next("50000").parse().expect("a count of customers");
    let as_of: Day = "2026-03-31".parse().expect("a day");
    let sales = |lettering| move || (company(), cycles(count, lettering));
    match kind.as_str() {
        "cycles" => best_of(runs, count, sales(Lettering::ByHand), |(company, commands)| {
            execute(company, commands);
        }),
        "cycles-automatic" => {
            best_of(runs, count, sales(Lettering::Automatic), |(company, commands)| {
                execute(company, commands);
            });
        }
        "json" => {
            let texts = || {
                let commands = cycles(count, Lettering::ByHand);
                let text = |command| serde_json::to_string(command).expect("written");
                (company(), commands.iter().map(text).collect::<Vec<_>>())
            };
            best_of(runs, count, texts, |(company, commands)| {
                for command in commands {
                    json::execute(company, command).expect("accepted");
                }
            });
        }
        "replay" => {
            let mut sold = company();
            execute(&mut sold, &cycles(count, Lettering::ByHand));
            let events = sold.history();
            let history = || Some(events.to_vec());
            best_of(runs, events.len(), history, |events| {
                Company::replay(events.take().expect("once")).expect("a history")
            });
        }
        "letter" | "unletter" => {
            let of_lines = || {
                let (mut company, commands) = one_letter(count / 2);
                if kind == "unletter" {
                    execute(&mut company, &commands[..1]);
                }
                (company, commands)
            };
            best_of(runs, count, of_lines, |(company, commands)| {
                let place = usize::from(kind == "unletter");
                execute(company, &commands[place..=place]);
            });
        }
        "ledger" => best_of(
            runs,
            count,
            || ledger(count, customers),
            |table| letter_columns(&table.as_columns()),
        ),
        "statement" => best_of(runs, count, || statement(count), |table| table.lettered()),
        "subset" => {
            let amounts = |count: i64| {
                (1..=count).map(|n| 10_000 + n * n * 7_919 % 1_000_003).collect::<Vec<i64>>()
            };
            let amounts = || amounts(i64::try_from(count).expect("a count"));
            best_of(runs, 1, amounts, |amounts| {
                let four = [3, 17, 25, 39].map(|place| amounts[place]);
                subsets(amounts, four.iter().sum())
            });
        }
        "invoice" => best_of(runs, count, || draft(count), |draft| compute(draft)),
        "ageing" => {
            let buckets = Buckets::default();
            let table = || open_items(count, customers, as_of);
            best_of(runs, count, table, |table| {
                age_columns(&table.as_columns(), as_of, &buckets, CreditPolicy::Separate)
            });
        }
        "memory" => memory(count, as_of),
        "sum" => {
            let table = || open_items(count, customers, as_of);
            best_of(runs, count, table, |table| o2c_benches::plain_sum(&table.as_columns()));
        }
        other => panic!("no such work: {other}"),
    }
}
