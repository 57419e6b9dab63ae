//! The ratios of the figures against a slow recomputation: a seeded trade of invoices in two
//! currencies, payments, letters dissolved, payments that bounce, credit notes, bad debts, disputes
//! and promises is folded from its events as dumbly as can be, and every ratio is made again from
//! fractions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use crate::recomputed::{Numbers, asked, report};
use o2c_core::calendar::Day;
use o2c_core::company::Company;
use o2c_core::json;
use serde_json::{Value, json as value};
use std::collections::{BTreeMap, BTreeSet};

const CUSTOMERS: [&str; 3] = ["C1", "C2", "C3"];
const LAST: &str = "2026-06-30";

fn day(text: &Value) -> Day {
    text.as_str().unwrap().parse().unwrap()
}

/// What was given out so far, to do something with it later.
#[derive(Default)]
struct Given {
    /// Customer, currency, document.
    invoices: Vec<(usize, &'static str, String)>,
    /// Customer, payment.
    payments: Vec<(usize, String)>,
    disputes: Vec<String>,
    number: u32,
    numbers: u32,
}

impl Given {
    fn ask(&mut self, company: &mut Company, on: Day, action: Value) -> bool {
        asked(company, &mut self.number, on, action)
    }

    fn invoice(&mut self, company: &mut Company, dice: &mut Numbers, on: Day) {
        let who = dice.place(CUSTOMERS.len());
        let currency = if dice.below(4) == 0 { "USD" } else { "EUR" };
        let price = format!("{}.{:02}", dice.below(900), 1 + dice.below(99));
        let terms = ["net 0", "net 30", "net 60"][dice.place(3)];
        let line = value!({"id": "1", "quantity": "1 C62", "price": {"net": price},
            "vat": {"category": "S", "rate": "20"}});
        let draft = value!({"customer": CUSTOMERS[who], "currency": currency, "lines": [line],
            "terms": terms});
        let mut issue = value!({"series": "sales", "draft": draft});
        if currency == "USD" {
            issue["exchange_rate"] = value!(["EUR/USD 1.10", "EUR/USD 1.25"][dice.place(2)]);
        }
        assert!(self.ask(company, on, value!({ "issue_invoice": issue })));
        self.numbers += 1;
        self.invoices.push((who, currency, format!("F2026-{:05}", self.numbers)));
    }

    fn payment(&mut self, company: &mut Company, dice: &mut Numbers, on: Day) -> Option<()> {
        let (who, currency, document) = self.invoices.get(dice.place(self.invoices.len()))?.clone();
        let (payment, customer) = (format!("P{}", self.number), CUSTOMERS[who]);
        let euros = 1 + dice.below(900);
        let mut received = value!({"payment": payment, "payer": customer,
            "amount": format!("{euros}.00 {currency}")});
        if currency == "USD" {
            received["exchange_rate"] = value!("EUR/USD 1.20");
        }
        assert!(self.ask(company, on, value!({ "receive_payment": received })));
        self.payments.push((who, payment.clone()));
        if dice.below(5) > 0 {
            let letter = value!({"letter": {"customer": customer, "currency": currency,
                "lines": [{"entry": document}, {"entry": payment}]}});
            self.ask(company, on, letter);
        }
        Some(())
    }

    /// Everything else that happens to invoices; what cannot be is refused and nothing changes.
    fn trouble(&mut self, company: &mut Company, dice: &mut Numbers, on: Day) -> Option<()> {
        let (who, currency, document) = self.invoices.get(dice.place(self.invoices.len()))?.clone();
        let (customer, name) = (CUSTOMERS[who], format!("N{}", self.number));
        let action = match dice.below(7) {
            0 => {
                let (_, payment) = self.payments.get(dice.place(self.payments.len()))?.clone();
                value!({"bounce_payment": {"payment": payment}})
            }
            1 => {
                let letter = ["AAA", "AAB", "AAC", "AAD"][dice.place(4)];
                value!({"unletter": {"customer": customer, "currency": currency, "letter": letter}})
            }
            2 => {
                let issue = value!({"series": "sales", "invoice": document, "scope": "whole"});
                if self.ask(company, on, value!({ "issue_credit_note": issue })) {
                    self.numbers += 1;
                }
                return Some(());
            }
            3 => value!({"write_off_bad_debt": {"document": document}}),
            4 => {
                self.disputes.push(name.clone());
                value!({"open_dispute": {"dispute": name, "document": document,
                    "reason": "quality"}})
            }
            5 => {
                let dispute = self.disputes.get(dice.place(self.disputes.len()))?.clone();
                value!({"reject_dispute": {"dispute": dispute}})
            }
            _ => {
                let pay_on = on.plus_days(i64::from(dice.number(40))).unwrap();
                value!({"promise_payment": {"customer": customer, "currency": currency,
                    "promise": name, "entries": [document], "pay_on": pay_on}})
            }
        };
        self.ask(company, on, action);
        Some(())
    }
}

fn traded(seed: u64) -> Company {
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
    let (mut dice, mut given) = (Numbers(seed), Given::default());
    let first: Day = "2026-01-01".parse().unwrap();
    let series = value!({"open_series": {"series": "sales", "prefix": "F", "yearly": true,
        "digits": 5}});
    assert!(given.ask(&mut company, first, series));
    for customer in CUSTOMERS {
        let registered = value!({"directory": {"register_customer": {"customer": customer,
            "party": {"name": customer}, "terms": "net 30"}}});
        assert!(given.ask(&mut company, first, registered));
    }
    for past in 0..181 {
        let on = first.plus_days(past).unwrap();
        for _ in 0..dice.below(3) {
            match dice.below(10) {
                0..=3 => given.invoice(&mut company, &mut dice, on),
                4..=6 => drop(given.payment(&mut company, &mut dice, on)),
                _ => drop(given.trouble(&mut company, &mut dice, on)),
            }
        }
    }
    company
}

/// The figure before the currency, without its point: the ledger's currency has cents.
fn cents(text: &Value) -> i128 {
    text.as_str().unwrap().split(' ').next().unwrap().replace('.', "").parse().unwrap()
}

/// What an item is to the figures.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sale,
    Cash,
    Loss,
    Other,
}

fn kind_of(item: &Value) -> Kind {
    let kind = &item["kind"];
    let has = |name: &str| kind.get(name).is_some();
    let because = |name: &str| kind[name]["because"].as_str();
    if has("invoice") {
        Kind::Sale
    } else if has("payment") || kind["moved"]["by"].get("return").is_some() {
        Kind::Cash
    } else if because("discount")
        .or(because("discount_reversal"))
        .is_some_and(|of| of.contains("bad_debt") || of == "waiver")
    {
        Kind::Loss
    } else {
        Kind::Other
    }
}

/// An item with what settled it: day, booked cents, letter.
struct Item {
    customer: String,
    kind: Kind,
    amount: i128,
    /// In its own currency: the amount, and what settled it.
    own: i128,
    own_parts: Vec<(Day, i128)>,
    document_on: Day,
    on: Day,
    due_on: Day,
    parts: Vec<(Day, i128, String)>,
}

impl Item {
    fn open(&self, day: Day) -> i128 {
        if self.on > day {
            return 0;
        }
        let settled = self.parts.iter().filter(|(on, ..)| *on <= day).map(|(_, part, _)| part);
        self.amount - settled.sum::<i128>()
    }

    fn open_in_its_currency(&self, day: Day) -> i128 {
        let settled = self.own_parts.iter().filter(|(on, _)| *on <= day).map(|(_, part)| part);
        self.own - settled.sum::<i128>()
    }
}

/// What the events say.
#[derive(Default)]
struct Told {
    items: BTreeMap<String, Item>,
    /// Customer, day opened, day closed.
    disputes: BTreeMap<String, (String, Day, Option<Day>)>,
}

fn folded(company: &Company) -> Told {
    let history: Value = serde_json::from_str(&json::history(company).unwrap()).unwrap();
    let mut told = Told::default();
    for event in history["events"].as_array().unwrap() {
        let of = &event["receivable"];
        let customer = of["account"]["holder"]["customer"].as_str().unwrap_or_default();
        let key = |entry: &Value| {
            format!("{customer} {} {}", of["account"]["currency"], entry.as_str().unwrap())
        };
        if let Some(item) = of["event"]["opened"].get("item") {
            let item_of = Item {
                customer: customer.to_owned(),
                kind: kind_of(item),
                amount: cents(&item["booked"]),
                own: cents(&item["amount"]),
                own_parts: Vec::new(),
                document_on: day(&item["document_on"]),
                on: day(&item["accounted_on"]),
                due_on: day(&item["due_on"]),
                parts: Vec::new(),
            };
            told.items.insert(key(&item["id"]), item_of);
        }
        for name in ["lettered", "unlettered"] {
            let letter = &of["event"][name];
            for applied in letter["applications"].as_array().into_iter().flatten() {
                let item = told.items.get_mut(&key(&applied["entry"])).unwrap();
                let code = format!("{customer} {} {}", of["account"]["currency"], letter["letter"]);
                let on = day(&letter["effective_on"]);
                item.parts.push((on, cents(&applied["booked"]), code));
                item.own_parts.push((on, cents(&applied["amount"])));
            }
        }
        let dispute = &event["dispute"];
        let name = dispute["dispute"].as_str().unwrap_or_default().to_owned();
        if let Some(opened) = dispute["event"].get("opened") {
            let who = opened["account"]["holder"]["customer"].as_str().unwrap().to_owned();
            told.disputes.insert(name, (who, day(&opened["at"]["on"]), None));
        } else if let Some(closed) = dispute["event"].get("closed") {
            told.disputes.get_mut(&name).unwrap().2 = Some(day(&closed["at"]["on"]));
        }
    }
    told
}

/// A fraction as it is shown: half away from zero at so many decimals, no zeros behind; null where
/// it divides by nothing or less.
fn shown(over: i128, under: i128, places: u32) -> Value {
    if under <= 0 {
        return Value::Null;
    }
    let scaled = over * 10_i128.pow(places);
    let rounded = (2 * scaled.abs() + under) / (2 * under);
    let whole = 10_i128.pow(places);
    let digits = usize::try_from(places).unwrap();
    let text = format!("{}.{:0digits$}", rounded / whole, rounded % whole);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    value!(if over < 0 && rounded > 0 { format!("-{text}") } else { text.to_owned() })
}

/// The first and the last day of a month that began so many months before the last one.
fn month(ago: i32) -> (Day, Day) {
    let last: Day = LAST.parse().unwrap();
    let until = last.plus_months(-ago).unwrap().end_of_month();
    (until.plus_days(1 - i64::from(until.day_of_month())).unwrap(), until)
}

fn days_of((from, until): (Day, Day)) -> i128 {
    i128::from(from.days_until(until)) + 1
}

/// The rows of a report against the items of the customers that they stand for.
fn agree(seed: u64, by: &str) {
    let company = traded(seed);
    let told = folded(&company);
    let query = value!({"figures": {"as_of": LAST, "months": 4, "window": 3, "by": by}});
    for row in report(&company, query)["rows"].as_array().unwrap() {
        let is_own = |customer: &str| row.get("customer").is_none_or(|own| own == customer);
        let items = told.items.values().filter(|item| is_own(&item.customer));
        let items: Vec<&Item> = items.collect();
        let disputes = told.disputes.values().filter(|(who, ..)| is_own(who));
        let disputes: Vec<_> = disputes.map(|(_, opened, closed)| (*opened, *closed)).collect();
        for (ago, found) in row["months"].as_array().unwrap().iter().rev().enumerate() {
            let of = Month { items: &items, cash: &cash(&told), ago: i32::try_from(ago).unwrap() };
            let at = format!("seed {seed}, {}, {}", row["customer"], found["until"]);
            of.balances(found, &at);
            of.days(found, &at);
            of.paid(found, &at);
            of.disputes(&disputes, found, &at);
        }
    }
}

/// The letters in which money stands.
fn cash(told: &Told) -> BTreeSet<&str> {
    let money = told.items.values().filter(|item| item.kind == Kind::Cash);
    money.flat_map(|item| &item.parts).map(|(.., letter)| letter.as_str()).collect()
}

struct Month<'a> {
    items: &'a [&'a Item],
    cash: &'a BTreeSet<&'a str>,
    ago: i32,
}

impl Month<'_> {
    fn balance(&self, day: Day) -> i128 {
        self.items.iter().map(|item| item.open(day)).sum()
    }

    fn flow(&self, kind: Kind, ago: i32) -> i128 {
        let (from, until) = month(ago);
        let own = self.items.iter().filter(|item| item.kind == kind);
        own.filter(|item| from <= item.on && item.on <= until).map(|item| item.amount).sum()
    }

    fn not_due(&self, until: Day) -> i128 {
        let debits = self.items.iter().filter(|item| item.amount > 0 && item.due_on >= until);
        debits.map(|item| item.open(until)).sum()
    }

    fn balances(&self, found: &Value, at: &str) {
        let (from, until) = month(self.ago);
        let (before, owed) = (self.balance(from.plus_days(-1).unwrap()), self.balance(until));
        let (not_due, sold) = (self.not_due(until), self.flow(Kind::Sale, self.ago));
        assert_eq!(cents(&found["opening"]), before, "opening, {at}");
        assert_eq!(cents(&found["receivables"]), owed, "receivables, {at}");
        assert_eq!(cents(&found["not_due"]), not_due, "not due, {at}");
        let lost = -self.flow(Kind::Loss, self.ago);
        assert_eq!(cents(&found["collected"]), -self.flow(Kind::Cash, self.ago), "collected, {at}");
        assert_eq!(cents(&found["lost"]), lost, "lost, {at}");
        assert_eq!(found["lost_percent"], shown(lost * 100, sold, 2), "lost of sold, {at}");
        let debits = self.items.iter().filter(|item| item.amount > 0);
        let debits: i128 = debits.map(|item| item.open(until)).sum();
        let overdue = shown((debits - not_due) * 100, debits, 2);
        assert_eq!(found["overdue_percent"], overdue, "overdue, {at}");
        let (came, could) = (before + sold - owed, before + sold - not_due);
        let effective = shown(came * 100, could, 2);
        assert_eq!(found["collection_effectiveness"], effective, "effectiveness, {at}");
    }

    /// Days of sales outstanding: simple, best possible, delinquent, counted back.
    fn days(&self, found: &Value, at: &str) {
        let until = month(self.ago).1;
        let (owed, not_due) = (self.balance(until), self.not_due(until));
        let window = (self.ago..self.ago + 3).map(|ago| (self.flow(Kind::Sale, ago), month(ago)));
        let window: Vec<(i128, i128)> = window.map(|(sold, of)| (sold, days_of(of))).collect();
        let sold: i128 = window.iter().map(|(sold, _)| sold).sum();
        let days: i128 = window.iter().map(|(_, days)| days).sum();
        let over = |owed: i128| if owed < 0 { Value::Null } else { shown(owed * days, sold, 4) };
        assert_eq!(found["days_sales_outstanding"], over(owed), "simple, {at}");
        assert_eq!(found["best_possible"], over(not_due), "best possible, {at}");
        let late = if owed < 0 { Value::Null } else { shown((owed - not_due) * days, sold, 4) };
        assert_eq!(found["average_days_delinquent"], late, "delinquent, {at}");
        let (mut left, mut gone) = (owed, 0);
        let mut back = Value::Null;
        for (sold, days) in &window {
            if left > 0 && left < *sold {
                back = value!({"days": shown(gone * sold + left * days, *sold, 4)});
                left = 0;
            } else if left > 0 {
                (left, gone) = (left - sold, gone + days);
                if left == 0 {
                    back = value!({"days": gone.to_string()});
                }
            }
        }
        match owed {
            0 => back = value!({"days": "0"}),
            1.. if left > 0 => back = value!({"more_than": days}),
            _ => {}
        }
        assert_eq!(found["count_back"], back, "counted back, {at}");
    }

    /// What money settled of sales in the month, weighted with its days.
    fn paid(&self, found: &Value, at: &str) {
        let (from, until) = month(self.ago);
        let (mut paid, mut since, mut beyond) = (0, 0, 0);
        for item in self.items.iter().filter(|item| item.kind == Kind::Sale && item.amount > 0) {
            for (on, part, letter) in &item.parts {
                if from <= *on && *on <= until && self.cash.contains(letter.as_str()) {
                    paid += part;
                    since += part * i128::from(item.document_on.days_until(*on));
                    beyond += part * i128::from(item.due_on.days_until(*on));
                }
            }
        }
        assert_eq!(found["days_to_pay"], shown(since, paid, 4), "days to pay, {at}");
        assert_eq!(found["days_beyond_terms"], shown(beyond, paid, 4), "beyond terms, {at}");
    }

    fn disputes(&self, disputes: &[(Day, Option<Day>)], found: &Value, at: &str) {
        let (from, until) = month(self.ago);
        let is_in = |day: Day| from <= day && day <= until;
        let opened = disputes.iter().filter(|(opened, _)| is_in(*opened)).count();
        let closed = disputes.iter().filter_map(|(opened, closed)| Some((*opened, (*closed)?)));
        let closed: Vec<(Day, Day)> = closed.filter(|(_, closed)| is_in(*closed)).collect();
        let lasted = closed.iter().map(|(opened, closed)| i128::from(opened.days_until(*closed)));
        assert_eq!(found["disputes_opened"], opened, "opened, {at}");
        assert_eq!(found["disputes_closed"], closed.len(), "closed, {at}");
        let count = i128::try_from(closed.len()).unwrap();
        let mean = shown(lasted.sum::<i128>(), count, 4);
        assert_eq!(found["days_to_resolve"], mean, "days to resolve, {at}");
    }
}

#[test]
fn every_ratio_is_what_the_events_say() {
    for seed in [1, 2, 3, 42, 2026] {
        agree(seed, "company");
        agree(seed, "customer");
    }
}

/// The amounts of a forecast's periods, what is expected later behind them.
fn column(told: &Value, name: &str, later: &str) -> Vec<i128> {
    let periods = told["periods"].as_array().unwrap();
    let amounts = periods.iter().map(|period| cents(&period[name]));
    amounts.chain([cents(&told[later])]).collect()
}

/// A share of a figure as it is booked: up to so much of a whole, half away from zero.
fn up_to(figure: i128, part: i128, whole: i128) -> i128 {
    let double = 2 * figure * part;
    (double.abs() + whole.abs()) / (2 * whole.abs()) * double.signum() * whole.signum()
}

fn forecast_agrees(seed: u64) {
    let company = traded(seed);
    let told = folded(&company);
    let as_of: Day = LAST.parse().unwrap();
    let found = report(
        &company,
        value!({"cash_forecast": {"as_of": LAST, "periods": 6,
        "history": 6}}),
    );
    let usual = |customer: Option<&str>| {
        let (mut paid, mut beyond) = (0, 0);
        let money = cash(&told);
        let own = told.items.values().filter(|of| customer.is_none_or(|who| of.customer == who));
        for item in own.filter(|of| of.kind == Kind::Sale && of.amount > 0) {
            for (on, part, letter) in &item.parts {
                if money.contains(letter.as_str()) {
                    paid += part;
                    beyond += part * i128::from(item.due_on.days_until(*on));
                }
            }
        }
        (paid > 0).then(|| (2 * beyond.abs() + paid) / (2 * paid) * beyond.signum())
    };
    let promises = report(&company, value!({"promises": {"as_of": LAST}}));
    let is_pending = |one: &&Value| one["standing"] == "pending";
    let mut pending: Vec<&Value> = promises.as_array().unwrap().iter().filter(is_pending).collect();
    pending.sort_by_key(|one| day(&one["pay_on"]));
    let (mut due, mut expected) = (vec![0_i128; 8], vec![0_i128; 7]);
    let place = |ahead: i128| usize::try_from(((ahead + 6) / 7).clamp(0, 7)).unwrap();
    for (key, item) in &told.items {
        let (booked, whole) = (item.open(as_of), item.open_in_its_currency(as_of));
        let ahead = i128::from(as_of.days_until(item.due_on));
        let delay = usual(Some(&item.customer)).or(usual(None)).unwrap_or(0);
        due[place(ahead)] += booked;
        // Every promise here is about one item; the earliest takes what is open first.
        let mut taken = 0;
        for one in &pending {
            let entry = one["entries"][0].as_str().unwrap();
            let is_theirs = key.starts_with(one["customer"].as_str().unwrap());
            if !is_theirs || !key.ends_with(&format!(" {entry}")) || whole <= taken {
                continue;
            }
            let until = whole.min(taken + cents(&one["outstanding"]));
            let comes = i128::from(as_of.days_until(day(&one["pay_on"])));
            let part = up_to(booked, until, whole) - up_to(booked, taken, whole);
            expected[place(comes.max(1)) - 1] += part;
            taken = until;
        }
        let rest = if taken == 0 { booked } else { booked - up_to(booked, taken, whole) };
        expected[place((ahead + delay).max(1)) - 1] += rest;
    }
    let told = column(&found, "due", "due_later");
    assert_eq!((cents(&found["overdue"]), &told[..]), (due[0], &due[1..]), "due, seed {seed}");
    assert_eq!(column(&found, "expected", "expected_later"), expected, "expected, seed {seed}");
}

#[test]
fn every_week_of_the_forecast_is_what_the_events_say() {
    for seed in [1, 2, 3, 42, 2026] {
        forecast_agrees(seed);
    }
}
