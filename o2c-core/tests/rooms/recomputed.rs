//! Reports against a slow recomputation: the events of a seeded trade are read as JSON, folded as
//! dumbly as can be, and every figure of every month is made again.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use o2c_core::calendar::Day;
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json as value};
use std::collections::BTreeMap;

const CUSTOMERS: [&str; 4] = ["C1", "C2", "C3", "C4"];
const FROM: &str = "2026-01-01";
const LAST: &str = "2026-06-30";

/// A generator as plain as they come.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % bound
    }

    /// A place in a list; 0 where it is empty.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u64::try_from(length.max(1)).unwrap())).unwrap()
    }

    pub(crate) fn number(&mut self, bound: u32) -> u32 {
        u32::try_from(self.below(bound.into())).unwrap()
    }
}

pub(crate) fn asked(company: &mut Company, number: &mut u32, on: Day, action: Value) -> bool {
    *number += 1;
    let command = value!({"id": format!("c-{number}"), "effective_on": on, "recorded_on": on,
        "action": action});
    json::execute(company, &command.to_string()).is_ok()
}

/// Half a year of invoices, payments in part, whole and too late, credit notes and disputes.
fn traded(seed: u64) -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let (mut numbers, mut number) = (Numbers(seed), 0);
    let first: Day = FROM.parse().unwrap();
    let series = value!({"open_series": {"series": "sales", "prefix": "F", "yearly": true,
        "digits": 5}});
    assert!(asked(&mut company, &mut number, first, series));
    for customer in CUSTOMERS {
        let registered = value!({"directory": {"register_customer": {"customer": customer,
            "party": {"name": customer}, "terms": "net 30"}}});
        assert!(asked(&mut company, &mut number, first, registered));
    }
    let mut issued: Vec<(usize, String)> = Vec::new();
    for past in 0..181_u64 {
        let on = first.plus_days(i64::try_from(past).unwrap()).unwrap();
        let who = usize::try_from(numbers.below(4)).unwrap();
        let customer = CUSTOMERS[who];
        match numbers.below(5) {
            0 | 1 => {
                let price = format!("{}.{:02}", 10 + numbers.below(900), numbers.below(100));
                let line = value!({"id": "1", "description": "work", "quantity": "1 C62",
                    "price": {"net": price}, "vat": {"category": "S", "rate": "20"}});
                let draft = value!({"customer": customer, "currency": "EUR", "lines": [line],
                    "terms": "net 30"});
                let issue = value!({"issue_invoice": {"series": "sales", "draft": draft}});
                assert!(asked(&mut company, &mut number, on, issue));
                issued.push((who, format!("F2026-{:05}", issued.len() + 1)));
            }
            2 | 3 if !issued.is_empty() => {
                let place = usize::try_from(numbers.below(issued.len() as u64)).unwrap();
                let (who, entry) = issued[place].clone();
                let euros = 5 + numbers.below(600);
                let payment = format!("P{number}");
                let received = value!({"receive_payment": {"payment": payment,
                    "payer": CUSTOMERS[who], "amount": format!("{euros}.00 EUR")}});
                assert!(asked(&mut company, &mut number, on, received));
                let letter = value!({"letter": {"customer": CUSTOMERS[who], "currency": "EUR",
                    "lines": [{"entry": entry}, {"entry": payment}]}});
                asked(&mut company, &mut number, on, letter);
            }
            _ if !issued.is_empty() => {
                let place = usize::try_from(numbers.below(issued.len() as u64)).unwrap();
                let open = value!({"open_dispute": {"dispute": format!("D{number}"),
                    "document": issued[place].1, "reason": "quality"}});
                asked(&mut company, &mut number, on, open);
            }
            _ => {}
        }
    }
    company
}

fn cents(text: &Value) -> i64 {
    let digits: String = text.as_str().unwrap().replace(" EUR", "").replace('.', "");
    digits.parse().unwrap()
}

/// An item as the events tell it, with what settled it by day and by which letter.
struct Item {
    customer: String,
    amount: i64,
    on: Day,
    due_on: Day,
    document: Option<String>,
    parts: Vec<(Day, i64, String)>,
}

impl Item {
    fn open(&self, day: Day) -> i64 {
        if self.on > day {
            return 0;
        }
        let settled = self.parts.iter().filter(|(on, ..)| *on <= day).map(|(_, part, _)| part);
        self.amount - settled.sum::<i64>()
    }
}

/// What the events say of items, and the disputed documents.
fn folded(company: &Company) -> (BTreeMap<String, Item>, Vec<String>) {
    let history: Value = serde_json::from_str(&json::history(company).unwrap()).unwrap();
    let (mut items, mut disputed) = (BTreeMap::new(), Vec::new());
    for event in history["events"].as_array().unwrap() {
        let told = &event["receivable"];
        let customer = told["account"]["holder"]["customer"].as_str().unwrap_or_default();
        if let Some(item) = told["event"]["opened"].get("item") {
            let day = |name: &str| item[name].as_str().unwrap().parse().unwrap();
            let document = item["kind"]["invoice"]["document"].as_str().map(str::to_owned);
            let (on, due_on) = (day("document_on"), day("due_on"));
            let (customer, amount) = (customer.to_owned(), cents(&item["amount"]));
            let item_of = Item { customer, amount, on, due_on, document, parts: Vec::new() };
            items.insert(item["id"].as_str().unwrap().to_owned(), item_of);
        }
        let letter = &told["event"]["lettered"];
        for applied in letter["applications"].as_array().into_iter().flatten() {
            let on = letter["effective_on"].as_str().unwrap().parse().unwrap();
            let item = items.get_mut(applied["entry"].as_str().unwrap()).unwrap();
            let code = letter["letter"].as_str().unwrap().to_owned();
            item.parts.push((on, cents(&applied["amount"]), code));
        }
        if let Some(document) = event["dispute"]["event"]["opened"]["document"].as_str() {
            disputed.push(document.to_owned());
        }
    }
    (items, disputed)
}

/// A share in percent as it is shown: half away from zero at two decimals, no zeros behind.
fn percent(part: i64, whole: i64) -> Value {
    if whole <= 0 {
        return Value::Null;
    }
    let hundredths = (part * 20_000 + whole) / (2 * whole);
    let text = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    value!(text.trim_end_matches('0').trim_end_matches('.'))
}

pub(crate) fn report(company: &Company, query: Value) -> Value {
    serde_json::from_str(&json::report(company, &query.to_string()).unwrap()).unwrap()
}

fn agree(seed: u64) {
    let company = traded(seed);
    let (items, disputed) = folded(&company);
    let query = value!({"figures": {"as_of": LAST, "months": 6, "by": "customer"}});
    let told = report(&company, query);
    for row in told["rows"].as_array().unwrap() {
        let customer = row["customer"].as_str().unwrap();
        let own = || items.values().filter(|item| item.customer == customer);
        let mut before: Day = "2025-12-31".parse().unwrap();
        for month in row["months"].as_array().unwrap() {
            let until: Day = month["until"].as_str().unwrap().parse().unwrap();
            let at = format!("seed {seed}, {customer}, {until}");
            let balance = |day: Day| own().map(|item| item.open(day)).sum::<i64>();
            assert_eq!(cents(&month["opening"]), balance(before), "opening, {at}");
            assert_eq!(cents(&month["receivables"]), balance(until), "receivables, {at}");
            let late = |item: &&Item| item.amount > 0 && item.due_on < until;
            let overdue: i64 = own().filter(late).map(|item| item.open(until)).sum();
            assert_eq!(cents(&month["overdue"]), overdue, "overdue, {at}");
            let is_in = |day: Day| before < day && day <= until;
            let sold = || own().filter(|item| item.document.is_some() && is_in(item.on));
            let invoiced: i64 = sold().map(|item| item.amount).sum();
            assert_eq!(cents(&month["sales"]), invoiced, "sales, {at}");
            let paid: i64 = sold().map(|item| item.amount - item.open(LAST.parse().unwrap())).sum();
            assert_eq!(month["recovered_percent"], percent(paid, invoiced), "recovered, {at}");
            let count = i64::try_from(sold().count()).unwrap();
            assert_eq!(month["invoices"], count, "invoices, {at}");
            let contested =
                sold().filter(|item| disputed.contains(item.document.as_ref().unwrap()));
            let contested = i64::try_from(contested.count()).unwrap();
            assert_eq!(month["disputed_percent"], percent(contested, count), "disputed, {at}");
            let aged = |day: Day| {
                let mut buckets = [0_i64; 5];
                for item in own().filter(|item| item.amount > 0) {
                    let age = item.due_on.days_until(day);
                    let bucket = [0, 30, 60, 90].iter().filter(|bound| age > **bound).count();
                    buckets[bucket] += item.open(day);
                }
                buckets
            };
            let (earlier, later) = (aged(before), aged(until));
            for place in 0..4 {
                let stood = if place == 3 { earlier[3] + earlier[4] } else { earlier[place] };
                let rate = &month["roll_rates"][place];
                assert_eq!(*rate, percent(later[place + 1], stood), "roll {place}, {at}");
            }
            before = until;
        }
    }
    repeats_agree(&company, &items);
}

fn repeats_agree(company: &Company, items: &BTreeMap<String, Item>) {
    let told = report(company, value!({"repeats": {"as_of": LAST, "at_least": 1}}));
    let last: Day = LAST.parse().unwrap();
    for row in told.as_array().unwrap() {
        let customer = row["customer"].as_str().unwrap();
        let due = items.values().filter(|item| {
            item.customer == customer && item.document.is_some() && item.due_on < last
        });
        let due: Vec<&Item> = due.collect();
        let late = due.iter().filter(|item| item.open(item.due_on) > 0).count();
        assert_eq!(row["invoices"], due.len(), "{customer}");
        assert_eq!(row["late"], late, "{customer}");
    }
}

#[test]
fn every_month_is_what_the_events_say() {
    for seed in [1, 2, 3, 42, 2026] {
        agree(seed);
    }
}
