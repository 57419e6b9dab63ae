//! The company under random commands: what holds on every day, for what was known on every day.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use o2c_core::calendar::{Day, Terms};
use o2c_core::company::{Company, OpenItem, OpenItemsQuery, Query, Report, Span};
use o2c_core::json;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A random command; places are taken modulo what there is.
#[derive(Debug, Clone)]
struct Step {
    kind: u8,
    customer: usize,
    is_foreign: bool,
    amount: i64,
    rate: u8,
    places: Vec<(usize, Option<u8>)>,
    /// Days from the recording back, or forward, to the day it counts.
    counts: i64,
    /// Days until it is recorded, after the command before.
    later: i64,
    posts: bool,
    takes_discount: bool,
}

fn any_step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![1..60_i64, 1..200_000_i64];
    let part = prop::option::weighted(0.3, 0..=255_u8);
    let places = prop::collection::vec((0..64_usize, part), 2..5);
    let one = (0..24_u8, 0..2_usize, prop::bool::weighted(0.4), amount, 0..4_u8);
    (one, places, -15..4_i64, 0..4_i64, any::<bool>(), any::<bool>()).prop_map(
        |((kind, customer, is_foreign, amount, rate), places, counts, later, posts, takes)| Step {
            kind,
            customer,
            is_foreign,
            amount,
            rate,
            places,
            counts,
            later,
            posts,
            takes_discount: takes,
        },
    )
}

const TERMS: [&str; 4] = ["net 30", "at once", "2% 10 net 30", "50% 20 net 30"];

struct Story {
    company: Company,
    today: Day,
    /// What was open at the end of a day as it was known then.
    remembered: Vec<(Day, Vec<OpenItem>)>,
    /// Every command that was accepted.
    accepted: Vec<Value>,
    numbers: usize,
}

impl Story {
    fn begin() -> Self {
        let company = json::found(r#"{"ledger_currency":"EUR"}"#).unwrap();
        let today = "2026-03-01".parse().unwrap();
        let mut story =
            Story { company, today, remembered: Vec::new(), accepted: Vec::new(), numbers: 0 };
        for customer in ["C1", "C2"] {
            let customer = json!({"customer": customer, "party": {"name": customer}});
            let action = json!({"directory": {"register_customer": customer}});
            assert!(story.tell(action, today, None));
        }
        let series = json!({"series": "F", "prefix": "F", "yearly": true, "digits": 3});
        assert!(story.tell(json!({"open_series": series}), today, None));
        story
    }

    /// Gives a command and holds what every command must keep; whether it was accepted.
    fn tell(&mut self, action: Value, effective_on: Day, posting_on: Option<Day>) -> bool {
        self.numbers += 1;
        let mut command = json!({"id": format!("c{}", self.numbers), "action": action,
            "effective_on": effective_on, "recorded_on": self.today});
        if let Some(day) = posting_on {
            command["posting_on"] = json!(day);
        }
        let text = command.to_string();
        let before = self.company.clone();
        let decided = json::decide(&before, &text);
        let forked = json::preview(&before, &json!([command]).to_string()).unwrap();
        let executed = json::execute(&mut self.company, &text);
        let row = match &executed {
            Ok(answer) => format!(r#"[{{"ok":{answer}}}]"#),
            Err(refused) => format!(r#"[{{"error":{}}}]"#, json::error(refused)),
        };
        assert_eq!(forked, row, "a fork does the same");
        match executed {
            Ok(answer) => {
                let answer: Value = serde_json::from_str(&answer).unwrap();
                let decided: Value = serde_json::from_str(&decided.unwrap()).unwrap();
                assert_eq!(answer["events"], decided, "decided once, the same twice");
                self.accepted.push(command);
                true
            }
            Err(refused) => {
                assert_eq!(decided.unwrap_err(), refused);
                assert_ne!(refused.code, "company.broken_history", "{refused:?}");
                assert_eq!(self.company, before, "a refusal changes nothing");
                false
            }
        }
    }

    fn open(&self, as_of: Day, known_at: Option<Day>) -> Vec<OpenItem> {
        let query = OpenItemsQuery { as_of, known_at, customer: None };
        self.company.open_items(&query).unwrap()
    }

    fn follow(&mut self, step: &Step) -> Option<bool> {
        if step.later > 0 {
            self.remembered.push((self.today, self.open(self.today, Some(self.today))));
            self.today = self.today.plus_days(step.later).unwrap();
        }
        let customer = ["C1", "C2"][step.customer];
        let currency = if step.is_foreign { "USD" } else { "EUR" };
        let rate = ["1.0850", "1.2", "0.9", "200"][usize::from(step.rate)];
        let rate = step.is_foreign.then(|| json!(format!("EUR/USD {rate}")));
        let with_rate = |mut body: Value| {
            if let Some(rate) = &rate {
                body["exchange_rate"] = rate.clone();
            }
            body
        };
        let amount = format!("{}.{:02} {currency}", step.amount / 100, step.amount % 100);
        let number = self.numbers;
        let action = match step.kind {
            0..=5 => {
                let terms: Terms = TERMS[number % 4].parse().unwrap();
                let sign = if step.kind == 5 { "-" } else { "" };
                let price = format!("{}.{:02}", step.amount / 100, step.amount % 100);
                json!({"issue_invoice": with_rate(json!({"series": "F", "draft": {
                    "customer": customer, "currency": currency, "terms": terms,
                    "lines": [{"id": "1", "quantity": format!("{sign}1 C62"),
                        "price": {"net": price}, "vat": {"category": "S", "rate": "20"}}],
                }}))})
            }
            6..=10 => {
                // As often as not a payment of what is open, perhaps less the discount.
                let open = self.open(self.today, None);
                let open: Vec<&OpenItem> = open.iter().filter(|i| i.open.is_positive()).collect();
                let exact = open.get(step.places[0].0 % open.len().max(1));
                let exact = exact.filter(|_| step.posts);
                let mut body = match exact {
                    Some(item) if item.open.currency().code() == currency => {
                        json!({"amount": item.open, "remittance": item.entry})
                    }
                    _ => json!({"amount": amount}),
                };
                body["payment"] = json!(format!("P{number}"));
                if step.kind > 7 {
                    body["payer"] = json!(customer);
                }
                json!({"receive_payment": with_rate(body)})
            }
            11..=17 => {
                let open = self.open(self.today.plus_days(40).unwrap(), None);
                let ours = open.iter().filter(|item| {
                    let is_ours = item.customer.as_ref().is_some_and(|id| id.as_str() == customer);
                    is_ours && item.open.currency().code() == currency
                });
                let (debits, credits): (Vec<_>, Vec<_>) =
                    ours.partition(|item| item.open.is_positive());
                if debits.is_empty() || credits.is_empty() {
                    return None;
                }
                let lines = step.places.iter().enumerate().map(|(index, (place, part))| {
                    let side = if index % 2 == 0 { &debits } else { &credits };
                    let item = side[place % side.len()];
                    let part = part.map(|part| item.open.minor() / 255 * i64::from(part));
                    match part.filter(|part| *part != 0) {
                        None => json!({"entry": item.entry}),
                        Some(part) => {
                            let currency = item.open.currency();
                            let part = o2c_core::money::Money::from_minor(part, currency).unwrap();
                            json!({"entry": item.entry, "amount": part})
                        }
                    }
                });
                let lines: Vec<Value> = lines.collect();
                json!({"letter": {"customer": customer, "currency": currency,
                    "lines": lines, "take_discount": step.takes_discount}})
            }
            18 | 19 => json!({"letter_automatically": {"payment": format!("P{}",
                step.places[0].0 % number.max(1))}}),
            20 => json!({"identify_payment": {"customer": customer, "payment": format!("P{}",
                step.places[0].0 % number.max(1))}}),
            21 | 22 => json!({"unletter": {"customer": customer, "currency": currency,
                "letter": format!("AA{}", ["A", "B", "C", "D", "E"][step.places[0].0 % 5])}}),
            _ => json!({"close_period": {"until": self.today.plus_days(-12).unwrap()}}),
        };
        let effective_on = self.today.plus_days(step.counts).unwrap();
        let posting_on = step.posts.then(|| self.today.plus_days(-1).unwrap());
        Some(self.tell(action, effective_on, posting_on))
    }

    /// Contract I8 and I9: by whatever rows, with credits wherever, at whatever value, the cells
    /// sum to the open items, the items to their cells, and both ways to an ageing tell one story.
    fn every_ageing_tells_the_same(&self, until: Day) {
        let known = self.remembered.iter().map(|(day, _)| Some(*day)).chain([None]);
        let known: Vec<Option<Day>> = known.step_by(3).collect();
        for (place, known_at) in known.iter().enumerate() {
            let as_of = until.plus_days(-5 * i64::try_from(place % 6).unwrap()).unwrap();
            for (by, credits, value) in [
                ("customer", "separate", json!("document")),
                ("customer", "oldest_first", json!("booked")),
                ("group", "own_date", json!("booked")),
                ("currency", "oldest_first", json!("document")),
                ("customer", "oldest_first", json!({"at_rates": ["EUR/USD 1.1"]})),
            ] {
                let mut asked = json!({"as_of": as_of, "credits": credits, "value": value});
                if let Some(known_at) = known_at {
                    asked["known_at"] = json!(known_at);
                }
                let ageing = self.report(&json!({ "ageing": asked }));
                asked["by"] = json!(by);
                asked["with_items"] = json!(true);
                let aged = self.report(&json!({ "aged_balance": asked }));
                assert_eq!(figures(&aged["totals"]), figures(&ageing["totals"]), "{asked}");
                if by == "customer" {
                    assert_eq!(figures(&aged["rows"]), figures(&ageing["accounts"]), "{asked}");
                }
                let open = self.open(as_of, *known_at);
                let open = open.iter().filter(|item| item.customer.is_some());
                assert_eq!(aged["items"].as_array().map_or(0, Vec::len), open.clone().count());
                let items: i64 = rows(&aged["items"]).map(|item| minor(&item["aged"])).sum();
                let cells: i64 = rows(&aged["totals"]).map(|row| minor(&row["total"])).sum();
                assert_eq!(items, cells, "{asked}");
                match value.as_str() {
                    Some("booked") => {
                        assert_eq!(items, open.map(|item| item.booked.minor()).sum::<i64>());
                    }
                    Some(_) => {
                        assert_eq!(items, open.map(|item| item.open.minor()).sum::<i64>());
                    }
                    None => {}
                }
                for (place, label) in rows(&aged["labels"]).enumerate() {
                    let here = rows(&aged["items"]).filter(|item| item["place"] == place);
                    let here: i64 = here.map(|item| minor(&item["aged"])).sum();
                    let cell = |row: &Value| match label.as_str() {
                        Some("not due") => minor(&row["not_due"]),
                        Some("credits") => minor(&row["credits"]),
                        _ => minor(&row["buckets"][place - 1]),
                    };
                    let cells: i64 = rows(&aged["totals"]).map(cell).sum();
                    assert_eq!(here, cells, "{label} of {asked}");
                }
            }
        }
    }

    /// Opening balance and movements make the closing balance in both currencies, and it is what
    /// the items leave open; the balances of a day are the ledger's (contract I9).
    fn every_statement_closes(&self, until: Day) {
        let known = self.remembered.iter().map(|(day, _)| Some(*day)).chain([None]);
        for (place, known_at) in known.enumerate().step_by(2) {
            let from = until.plus_days(-7 * i64::try_from(place % 5).unwrap()).unwrap();
            let with = |mut asked: Value| {
                if let Some(known_at) = known_at {
                    asked["known_at"] = json!(known_at);
                }
                asked
            };
            let mut booked = 0;
            for customer in ["C1", "C2"] {
                let asked = with(json!({"customer": customer, "from": from, "until": until}));
                let told = self.report(&json!({ "account_statement": asked }));
                for account in rows(&told["accounts"]) {
                    let moved = |name: &str| -> i64 {
                        rows(&account["movements"]).map(|row| minor(&row[name])).sum()
                    };
                    for name in ["amount", "booked"] {
                        let closing = minor(&account["opening"][name]) + moved(name);
                        assert_eq!(closing, minor(&account["closing"][name]), "{asked} {name}");
                    }
                    let sides = minor(&account["debits"]) + minor(&account["credits"]);
                    assert_eq!(sides, moved("amount"));
                    if let Some(last) = rows(&account["movements"]).last() {
                        assert_eq!(last["balance"], account["closing"]["amount"]);
                    }
                    booked += minor(&account["closing"]["booked"]);
                }
            }
            let balances = self.report(&json!({ "balances": with(json!({"as_of": until})) }));
            let balances = rows(&balances).filter(|row| !row["customer"].is_null());
            assert_eq!(balances.map(|row| minor(&row["booked"])).sum::<i64>(), booked);
            let items = self.open(until, known_at);
            let items = items.iter().filter(|item| item.customer.is_some());
            assert_eq!(items.map(|item| item.booked.minor()).sum::<i64>(), booked);
        }
        let told = self.report(&json!({"customer_history": {"customer": "C1"}}));
        assert_eq!(told[0]["event"], "customer_registered");
    }

    fn report(&self, query: &Value) -> Value {
        let report = json::report(&self.company, &query.to_string()).unwrap();
        serde_json::from_str(&report).unwrap()
    }

    /// Contract I6, I8, I9, I11, I17, I18 over all days and all that was known.
    fn end(&mut self) {
        self.company.audit().expect("every invariant holds");
        let from: Day = "2026-02-10".parse().unwrap();
        let until = self.today.plus_days(8).unwrap();
        let known = self.remembered.iter().map(|(day, _)| Some(*day));
        for known_at in known.chain([None]) {
            let span = Span { from, until, known_at };
            let found = self.company.reconcile(&span).unwrap();
            assert_eq!(found.unequal, [], "known at {known_at:?}");
        }
        self.every_ageing_tells_the_same(until);
        self.every_statement_closes(until);
        for (day, open) in &self.remembered {
            assert_eq!(&self.open(*day, Some(*day)), open, "what was known on {day} has changed");
        }
        let suspense = self.open(until, None).into_iter().filter(|item| item.customer.is_none());
        let suspense: i64 = suspense.map(|item| item.booked.minor()).sum();
        let query = json!({"trial_balance": {"as_of": until}}).to_string();
        let query: Query = serde_json::from_str(&query).unwrap();
        let Report::TrialBalance(balance) = self.company.report(&query).unwrap() else {
            panic!("a trial balance");
        };
        let mut rows = balance.rows.iter();
        let row = rows.find(|row| row.account.as_str() == "471");
        assert_eq!(row.map_or(0, |row| row.balance.minor()), suspense);

        let history = json::history(&self.company).unwrap();
        assert_eq!(json::replay(&history).as_ref(), Ok(&self.company));
        let before = self.company.clone();
        for command in &self.accepted {
            let mut again = command.clone();
            again["recorded_on"] = json!(self.today);
            let answer = json::execute(&mut self.company, &again.to_string()).unwrap();
            assert!(answer.contains(r#""is_replayed":true"#));
            again["effective_on"] = json!("2020-01-01");
            let refused = json::execute(&mut self.company, &again.to_string()).unwrap_err();
            assert_eq!(refused.code, "company.command_conflict");
        }
        assert_eq!(self.company, before, "a retry changes nothing");
    }
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// The minor units of an amount of two decimals.
fn minor(amount: &Value) -> i64 {
    let amount: o2c_core::money::Money = amount.as_str().unwrap().parse().unwrap();
    amount.minor()
}

/// Whose row, its currency and its cells.
fn figures(list: &Value) -> Vec<Value> {
    let names = ["customer", "currency", "not_due", "buckets", "credits", "total"];
    let row = |row: &Value| names.iter().map(|name| row[*name].clone()).collect();
    rows(list).map(row).collect()
}

/// A history in which one event was lost, told twice, moved, or had one of its texts exchanged for
/// another of the history.
fn tampered(history: &str, at: usize, how: u8, other: usize) -> String {
    let mut history: Value = serde_json::from_str(history).unwrap();
    let events = history["events"].as_array_mut().unwrap();
    let (at, other) = (1 + at % (events.len() - 1), 1 + other % (events.len() - 1));
    match how {
        0 => drop(events.remove(at)),
        1 => {
            let again = events[at].clone();
            events.insert(other, again);
        }
        2 => events.swap(at, other),
        _ => {
            let mut texts = Vec::new();
            texts_of(&mut events[other].clone(), &mut |text| texts.push(text.clone()));
            let mut place = 0;
            texts_of(&mut events[at], &mut |text| {
                if place == usize::from(how) % 17 {
                    *text = texts[usize::from(how) % texts.len()].clone();
                }
                place += 1;
            });
        }
    }
    history.to_string()
}

fn texts_of(value: &mut Value, visit: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(values) => values.iter_mut().for_each(|value| texts_of(value, visit)),
        Value::Object(fields) => fields.values_mut().for_each(|value| texts_of(value, visit)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 12, max_shrink_iters: 400, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn every_day_ties_whatever_is_known(steps in prop::collection::vec(any_step(), 1..60)) {
        let mut story = Story::begin();
        for step in &steps {
            story.follow(step);
        }
        story.end();
    }

    #[test]
    fn a_tampered_history_is_refused_or_sound(
        steps in prop::collection::vec(any_step(), 20..50),
        hands in prop::collection::vec((0..400_usize, 0..=255_u8, 0..400_usize), 20),
    ) {
        let mut story = Story::begin();
        for step in &steps {
            story.follow(step);
        }
        let history = json::history(&story.company).unwrap();
        for (at, how, other) in hands {
            let how = if how < 120 { how % 3 } else { how };
            match json::replay(&tampered(&history, at, how, other)) {
                Err(refused) => prop_assert!(refused.number > 0),
                // What a lost entry leaves out is the ledger's audit to find.
                Ok(company) => if let Err(broken) = company.audit() {
                    prop_assert_eq!(broken.machine, "ledger");
                },
            }
        }
    }
}
