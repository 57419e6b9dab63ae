//! Recurring revenue against a slow recomputation: seeded subscriptions that change, pause, go on
//! and end are followed by their events alone, and every month is added up again by hand.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use crate::recomputed::{Numbers, asked, report};
use o2c_core::calendar::Day;
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

const LAST: &str = "2026-12-31";
const CUSTOMERS: [&str; 3] = ["C1", "C2", "C3"];

fn cents(text: &Value) -> i64 {
    let text = text.as_str().unwrap().split(' ').next().unwrap();
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{part:0<2}").parse().unwrap()
}

fn day(text: &Value) -> Day {
    text.as_str().unwrap().parse().unwrap()
}

/// A year of nine subscriptions of three customers.
fn subscribed(seed: u64) -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let (mut dice, mut number) = (Numbers(seed), 0);
    let first: Day = "2026-01-01".parse().unwrap();
    for customer in CUSTOMERS {
        let registered = value!({"directory": {"register_customer": {"customer": customer,
            "party": {"name": customer}}}});
        assert!(asked(&mut company, &mut number, first, registered));
    }
    let mut begun = 0;
    for past in 0..360 {
        let on = first.plus_days(past).unwrap();
        if begun < 9 && dice.below(25) == 0 {
            begun += 1;
            let interval = [value!({"months": 1}), value!({"months": 3}), value!({"days": 30})];
            let mut plan = value!({"customer": CUSTOMERS[dice.place(3)], "currency": "EUR",
                "start": on, "cycle": {"anchor": on, "interval": interval[dice.place(3)]},
                "charges": [{"id": "fee", "vat": {"category": "S", "rate": "20"},
                    "kind": {"recurring": {"price": format!("{}.{:02}", dice.below(90) + 1,
                        dice.below(100)), "quantity": (dice.below(4) + 1).to_string()}}}]});
            if dice.below(3) == 0 {
                plan["trial_until"] = value!(on.plus_days(20).unwrap());
            }
            let start = value!({"subscription": {"subscription": format!("S{begun}"),
                "change": {"start": plan}}});
            assert!(asked(&mut company, &mut number, on, start));
        } else if begun > 0 && dice.below(5) == 0 {
            let of = format!("S{}", dice.place(begun) + 1);
            let change = match dice.below(6) {
                0 | 1 => value!({"change": {"charge": "fee",
                    "quantity": (dice.below(6) + 1).to_string()}}),
                2 => value!({"change": {"charge": "fee",
                    "price": {"to": format!("{}.00", dice.below(80) + 1)}}}),
                3 => value!({"pause": {}}),
                4 => value!({"resume": {}}),
                _ => value!({"cancel": {"timing": "next_period"}}),
            };
            let action = value!({"subscription": {"subscription": of, "change": change}});
            asked(&mut company, &mut number, on, action);
        }
    }
    company
}

/// A subscription as its events tell it.
struct Book {
    customer: String,
    charged_from: Day,
    end: Option<Day>,
    /// Months of a period, or its days.
    every: (i64, bool),
    /// From a day on: cents times quantity.
    steps: Vec<(Day, i64)>,
    pauses: Vec<(Day, Option<Day>)>,
}

impl Book {
    /// What a month brings on a day, in cents.
    fn monthly(&self, on: Day) -> i64 {
        let is_paused =
            |(from, until): &(Day, Option<Day>)| *from <= on && until.is_none_or(|day| on < day);
        let is_over = self.end.is_some_and(|end| end <= on);
        if on < self.charged_from || is_over || self.pauses.iter().any(is_paused) {
            return 0;
        }
        let whole = self.steps.iter().rev().find(|(from, _)| *from <= on).map_or(0, |step| step.1);
        match self.every {
            (months, true) => (2 * whole + months) / (2 * months),
            (days, false) => (2 * whole * 365 + 12 * days) / (24 * days),
        }
    }
}

fn told(company: &Company) -> BTreeMap<String, Book> {
    let history: Value = serde_json::from_str(&json::history(company).unwrap()).unwrap();
    let mut books: BTreeMap<String, Book> = BTreeMap::new();
    for event in history["events"].as_array().unwrap() {
        let (of, event) = (&event["subscription"]["subscription"], &event["subscription"]["event"]);
        let Some(of) = of.as_str() else { continue };
        let worth = |of: &Value| {
            cents(&of["price"]) * of["quantity"].as_str().unwrap().parse::<i64>().unwrap()
        };
        if let Some(plan) = event.get("started") {
            let interval = &plan["cycle"]["interval"];
            let every = match interval["months"].as_i64() {
                Some(months) => (months, true),
                None => (interval["days"].as_i64().unwrap(), false),
            };
            let trial = plan.get("trial_until").filter(|day| !day.is_null());
            let (start, kind) = (day(&plan["start"]), &plan["charges"][0]["kind"]["recurring"]);
            let book = Book {
                customer: plan["customer"].as_str().unwrap().to_owned(),
                charged_from: trial.map_or(start, day),
                end: None,
                every,
                steps: vec![(start, worth(kind))],
                pauses: Vec::new(),
            };
            books.insert(of.to_owned(), book);
            continue;
        }
        let book = books.get_mut(of).unwrap();
        if let Some(changed) = event.get("changed") {
            let from = day(&changed["from"]);
            book.steps.retain(|(on, _)| *on != from);
            book.steps.push((from, worth(changed)));
            book.steps.sort_unstable();
        } else if let Some(paused) = event.get("paused") {
            book.pauses.push((day(&paused["from"]), None));
        } else if let Some(resumed) = event.get("resumed") {
            book.pauses.last_mut().unwrap().1 = Some(day(&resumed["from"]));
        } else if let Some(cancelled) = event.get("cancelled") {
            book.end = Some(day(&cancelled["end"]));
        }
    }
    books
}

/// What each subscriber brings on a day.
fn brings(books: &BTreeMap<String, Book>, by: &str, on: Day) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for (name, book) in books {
        let key = if by == "customer" { &book.customer } else { name };
        *sums.entry(key.clone()).or_insert(0) += book.monthly(on);
    }
    sums
}

fn agree(seed: u64, by: &str) {
    let company = subscribed(seed);
    let books = told(&company);
    let query = value!({"recurring_revenue": {"as_of": LAST, "months": 12, "by": by}});
    let told = report(&company, query);
    let Some(euros) = told["currencies"].get(0) else { return };
    let mut before_it: Day = "2025-12-31".parse().unwrap();
    let mut seen: Vec<String> = Vec::new();
    for month in euros["months"].as_array().unwrap() {
        let until = day(&month["until"]);
        let at = format!("seed {seed}, {by}, {until}");
        let (was, is) = (brings(&books, by, before_it), brings(&books, by, until));
        let (mut new, mut back, mut more, mut less, mut gone) = (0, 0, 0, 0, 0);
        let (mut won, mut lost) = (0, 0);
        for (key, now) in &is {
            let before = was[key];
            match (before > 0, *now > 0) {
                (false, true) => {
                    won += 1;
                    if seen.contains(key) { back += now } else { new += now }
                }
                (true, false) => (lost, gone) = (lost + 1, gone + before),
                _ if *now > before => more += now - before,
                _ => less += before - now,
            }
        }
        // Who was charged at some time is not new any more, even where a pause hid the month's end.
        let charged = books.iter().filter(|(_, book)| book.charged_from <= until);
        let names =
            charged.map(|(name, book)| if by == "customer" { &book.customer } else { name });
        seen.extend(names.cloned());
        let sum = |of: &BTreeMap<String, i64>| of.values().sum::<i64>();
        let found =
            ["opening", "closing", "new", "reactivated", "expansion", "contraction", "churn"];
        let found = found.map(|name| cents(&month[name]));
        assert_eq!(found, [sum(&was), sum(&is), new, back, more, less, gone], "{at}");
        let counts = [&month["subscribers_won"], &month["subscribers_lost"]].map(Value::as_i64);
        assert_eq!(counts, [Some(won), Some(lost)], "{at}");
        assert_eq!(cents(&month["yearly"]), 12 * sum(&is), "{at}");
        before_it = until;
    }
}

#[test]
fn every_month_of_recurring_revenue_is_what_the_events_say() {
    for seed in [1, 2, 3, 42, 2026] {
        agree(seed, "customer");
        agree(seed, "subscription");
    }
}
