//! A firm's orders, promised from its stock: what was promised against what was asked for and what
//! happened.
//!
//! The files tell orders, shipments and what is there at the beginning; how goods came in nobody
//! wrote down. It is made up by [`RULE`] from a seed, and said beside the figures. Nothing is
//! billed here: the orders, the stock and the promises are the core's.

use crate::commands;
use crate::company::Company;
use crate::intake::{self, Books, Order, Table};
use anyhow::{Context, Result, ensure};
use o2c_core::calendar::Day;
use serde_json::{Value, json};
use simulation::Dice;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How goods come in, in words.
const RULE: &str = "\
Each product begins with its units_in_stock. Every seventh day from the first order on the buyer \
looks at each product: where what is there and to come, less what is kept for orders, is below \
what was ordered in the last 28 days, he buys what was ordered in the last 56, at least 20, in \
tens. It is announced for 7 to 14 days later; one in five announcements is put off by 1 to 5 \
days on its day. Goods that were never bought can be had within 21 days. Goods leave on their \
shipped_date, or on the first day on which the whole order is there. Each chance follows from \
the seed.";

/// Where everything is.
const SITE: &str = "DEPOT";
/// The days after which anything can be bought.
const REPLENISHED_AFTER: u16 = 21;

/// Days from one day to another, below zero where it comes before.
type Days = i64;

/// What a line was promised and when it was to come, and left.
#[derive(Debug, Clone)]
struct Promised {
    order: String,
    required_on: Day,
    first: Option<Day>,
    last: Option<Day>,
    shipped_on: Option<Day>,
    left_on: Option<Day>,
}

/// What was ordered of a product on which day.
type Ordered = Vec<(Day, i64)>;

/// The replay of a directory.
struct Replay {
    company: Company,
    dice: Dice,
    number: u64,
    products: BTreeMap<String, Ordered>,
    lines: BTreeMap<(String, String), Promised>,
    /// What was announced, by its day.
    announced: BTreeMap<Day, Vec<(String, String, i64, bool)>>,
    waiting: Vec<usize>,
    refused: BTreeMap<String, usize>,
}

/// Replays a directory: false where a promise was not told.
pub(crate) fn run(directory: &Path, seed: u64, as_json: bool) -> Result<bool> {
    let books = intake::read(directory)
        .with_context(|| format!("{} cannot be read", directory.display()))?;
    let required = column(directory, ("orders.csv", "order_id"), "required_date")?;
    let there = column(directory, ("products.csv", "product_id"), "units_in_stock")?;
    let mut replay = Replay::begun(&books, seed, &there)?;
    let (from, until) = days_of(&books)?;
    let mut day = from;
    while day <= until {
        replay.day(&books, &required, day, from)?;
        day = day.plus_days(1)?;
    }
    let told = replay.told(seed);
    if as_json {
        println!("{told}");
    } else {
        show(&told);
    }
    Ok(replay.lines.values().all(|line| line.first.is_some()))
}

/// A column of a file by its key.
fn column(
    directory: &Path,
    (file, key): (&'static str, &'static str),
    column: &'static str,
) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    Table::open(directory, file, &[key, column])?.each(|row| {
        found.insert(row.filled(key)?.to_owned(), row.filled(column)?.to_owned());
        Ok(())
    })?;
    Ok(found)
}

fn day(text: &str) -> Result<Day> {
    Ok(Day::parse(text)?)
}

/// The first day, and two months after the last order: by then all has come.
fn days_of(books: &Books) -> Result<(Day, Day)> {
    let days = books.orders.iter().map(|order| order.ordered_on.as_str());
    let first = days.clone().min().context("there are no orders")?;
    let last = days.max().context("there are no orders")?;
    Ok((day(first)?, day(last)?.plus_days(60)?))
}

impl Replay {
    fn begun(books: &Books, seed: u64, there: &BTreeMap<String, String>) -> Result<Self> {
        let settings = json!({"ledger_currency": "EUR", "stock": {"site": SITE}});
        let mut replay = Replay {
            company: Company::found(&settings.to_string())?,
            dice: Dice::seeded(seed),
            number: 0,
            products: BTreeMap::new(),
            lines: BTreeMap::new(),
            announced: BTreeMap::new(),
            waiting: Vec::new(),
            refused: BTreeMap::new(),
        };
        let (from, _) = days_of(books)?;
        let on = from.to_string();
        let site = json!({"directory": {"register_site": {"site": SITE, "name": "depot"}}});
        replay.execute(&on, &site)?;
        for product in &books.products {
            replay.company.execute(&commands::register_item(&on, product))?;
            replay.products.insert(product.id.clone(), Ordered::default());
            let plan = json!({"plan": {"safety": "0", "replenishment_days": REPLENISHED_AFTER}});
            replay.stock(&on, &product.id, &plan)?;
            let units = there.get(&product.id).map_or("0", String::as_str);
            if units != "0" {
                let receive = json!({"receive": {"quantity": units}});
                replay.stock(&on, &product.id, &receive)?;
            }
        }
        for customer in &books.customers {
            replay.company.execute(&commands::register_customer(&on, customer))?;
        }
        Ok(replay)
    }

    fn execute(&mut self, on: &str, action: &Value) -> Result<Value> {
        self.number += 1;
        let command = json!({
            "id": self.number.to_string(), "effective_on": on, "recorded_on": on,
            "action": action,
        });
        self.company.execute(&command)
    }

    fn stock(&mut self, on: &str, product: &str, ask: &Value) -> Result<Value> {
        let action = json!({"stock": {"item": product, "site": SITE, "ask": ask}});
        let answer = self.execute(on, &action)?;
        self.hear(&answer);
        Ok(answer)
    }

    /// One day: what comes in, what is bought, what is ordered, what leaves.
    fn day(
        &mut self,
        books: &Books,
        required: &BTreeMap<String, String>,
        on: Day,
        from: Day,
    ) -> Result<()> {
        self.receive(on)?;
        if from.days_until(on).rem_euclid(7) == 0 {
            let products: Vec<String> = self.products.keys().cloned().collect();
            products.iter().try_for_each(|product| self.buy(product, on))?;
        }
        let today = on.to_string();
        for order in books.orders.iter().filter(|order| order.ordered_on == today) {
            self.order(books, required, order)?;
        }
        let leaves = |order: &Order| order.shipped_on.as_deref() == Some(today.as_str());
        for (at, order) in books.orders.iter().enumerate() {
            if leaves(order) {
                self.waiting.push(at);
            }
        }
        let waiting = std::mem::take(&mut self.waiting);
        for at in waiting {
            if let Some(order) = books.orders.get(at)
                && !self.ship(order, on)?
            {
                self.waiting.push(at);
            }
        }
        Ok(())
    }

    /// What was announced for a day comes in, or is put off once.
    fn receive(&mut self, on: Day) -> Result<()> {
        let today = on.to_string();
        for (product, receipt, quantity, may_be_late) in
            self.announced.remove(&on).unwrap_or_default()
        {
            let pieces = quantity.to_string();
            if may_be_late && self.dice.chance(20) {
                let later = on.plus_days(self.dice.between(1, 5))?;
                let change = json!({"change_expected": {
                    "receipt": receipt, "on": later, "quantity": pieces,
                }});
                self.stock(&today, &product, &change)?;
                self.announced.entry(later).or_default().push((
                    product.clone(),
                    receipt,
                    quantity,
                    false,
                ));
            } else {
                let come = json!({"receive": {"quantity": pieces, "receipt": receipt}});
                self.stock(&today, &product, &come)?;
            }
            self.stock(&today, &product, &json!("reallocate"))?;
        }
        Ok(())
    }

    fn buy(&mut self, product: &str, on: Day) -> Result<()> {
        let known = self.products.entry(product.to_owned()).or_default();
        known.retain(|(day, _)| day.days_until(on) <= 56);
        let of_days = |most: i32| {
            let within = known.iter().filter(|(day, _)| day.days_until(on) <= most);
            within.map(|(_, pieces)| pieces).sum::<i64>()
        };
        let (month, two_months) = (of_days(28), of_days(56));
        let query = json!({"stock": {"item": product, "site": SITE, "on": on}});
        let report = self.company.report(&query)?;
        let pieces = |figure: &str| {
            let told = report[0][figure].as_str().context("what is there is told")?;
            anyhow::Ok(told.parse::<i64>()?)
        };
        if pieces("unreserved")? + pieces("expected")? >= month {
            return Ok(());
        }
        let quantity = (two_months.max(20) + 9).div_euclid(10).saturating_mul(10);
        let comes_on = on.plus_days(self.dice.between(7, 14))?;
        let receipt = format!("{product}/{on}");
        let expect = json!({"expect": {
            "receipt": receipt, "on": comes_on, "quantity": quantity.to_string(),
        }});
        self.stock(&on.to_string(), product, &expect)?;
        let announced = (product.to_owned(), receipt, quantity, true);
        self.announced.entry(comes_on).or_default().push(announced);
        self.stock(&on.to_string(), product, &json!("reallocate"))?;
        Ok(())
    }

    fn order(
        &mut self,
        books: &Books,
        required: &BTreeMap<String, String>,
        order: &Order,
    ) -> Result<()> {
        let required_on = day(required.get(&order.id).context("a required date")?)?;
        let ordered_on = day(&order.ordered_on)?;
        let customer = books.customers.iter().find(|customer| customer.id == order.customer);
        let mut place = commands::place_order(order, customer.context("a customer")?);
        place["action"]["place_order"]["required_on"] = json!(required_on);
        self.company.execute(&place)?;
        for line in &order.lines {
            let promised = Promised {
                order: order.id.clone(),
                required_on,
                first: None,
                last: None,
                shipped_on: order.shipped_on.as_deref().map(day).transpose()?,
                left_on: None,
            };
            self.lines.insert((order.id.clone(), line.id.clone()), promised);
            if let Some(known) = self.products.get_mut(&line.product) {
                known.push((ordered_on, line.quantity.parse()?));
            }
        }
        let answer = self.company.execute(&commands::confirm_order(order))?;
        self.hear(&answer);
        Ok(())
    }

    /// Hears what is promised: the first promise of a line, and the last.
    fn hear(&mut self, answer: &Value) {
        for event in answer["events"].as_array().into_iter().flatten() {
            let event = &event["stock"]["event"];
            let told = [&event["reserved"], &event["repromised"]];
            let Some(kept) = told.into_iter().find(|kept| kept.is_object()) else { continue };
            let name = |field: &str| kept["of"][field].as_str().unwrap_or_default().to_owned();
            let days = kept["parts"].as_array().into_iter().flatten();
            let days = days.map(|part| part["arrives_on"].as_str().and_then(|on| day(on).ok()));
            // A part without a day leaves the line without one.
            let arrives_on =
                days.collect::<Option<Vec<Day>>>().and_then(|days| days.into_iter().max());
            if let Some(line) = self.lines.get_mut(&(name("order"), name("line"))) {
                line.first = line.first.or(arrives_on);
                line.last = arrives_on;
            }
        }
    }

    /// An order leaves whole, once all of it is there.
    fn ship(&mut self, order: &Order, on: Day) -> Result<bool> {
        let mut ship = commands::ship(order, &on.to_string());
        ship["id"] = json!(format!("ship-{}-{on}", order.id));
        match self.company.execute(&ship) {
            Ok(_) => {
                for line in self.lines.values_mut().filter(|line| line.order == order.id) {
                    line.left_on = Some(on);
                }
                Ok(true)
            }
            Err(error) => {
                let why = error.to_string();
                ensure!(why.contains("stock.not_on_hand"), "{why}");
                *self.refused.entry("stock.not_on_hand".to_owned()).or_default() += 1;
                Ok(false)
            }
        }
    }

    /// What came of it.
    fn told(&self, seed: u64) -> Value {
        let lines = || self.lines.values();
        let days = |from: Day, until: Day| Days::from(from.days_until(until));
        let beyond = |of: fn(&Promised) -> Option<(Day, Day)>| {
            lines().filter_map(of).map(|(from, until)| days(from, until)).collect::<Vec<Days>>()
        };
        let first = beyond(|line| Some((line.required_on, line.first?)));
        let last = beyond(|line| Some((line.required_on, line.last?)));
        let shipped = beyond(|line| Some((line.first?, line.shipped_on?)));
        let left = beyond(|line| Some((line.first?, line.left_on?)));
        let file = beyond(|line| Some((line.required_on, line.shipped_on?)));
        let orders: BTreeSet<&String> = lines().map(|line| &line.order).collect();
        json!({
            "rule": RULE, "seed": seed, "orders": orders.len(),
            "lines": self.lines.len(),
            "promised": lines().filter(|line| line.first.is_some()).count(),
            "promised_against_required": spread(&first),
            "promised_last_against_required": spread(&last),
            "shipped_in_the_files_against_required": spread(&file),
            "shipped_in_the_files_against_promised": spread(&shipped),
            "left_here_against_promised": spread(&left),
            "tries_without_goods": self.refused.get("stock.not_on_hand").copied().unwrap_or(0),
            "left_here": lines().filter(|line| line.left_on.is_some()).count(),
        })
    }
}

/// How differences of days are spread: below zero is early.
fn spread(days: &[Days]) -> Value {
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    let at = |part: usize| {
        let place = sorted.len().saturating_mul(part).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied()
    };
    json!({
        "lines": sorted.len(),
        "in_time": sorted.iter().filter(|days| **days <= 0).count(),
        "late": sorted.iter().filter(|days| **days > 0).count(),
        "days": {"least": sorted.first(), "tenth": at(10), "median": at(50),
            "ninth": at(90), "most": sorted.last()},
    })
}

fn show(told: &Value) {
    println!("Made up, with seed {}:\n{}\n", told["seed"], told["rule"].as_str().unwrap_or(""));
    println!("{} orders, {} lines, {} promised", told["orders"], told["lines"], told["promised"]);
    println!(
        "{} left, {} tries were made before all was there\n",
        told["left_here"], told["tries_without_goods"]
    );
    let names = [
        ("promised_against_required", "first promise against the day required"),
        ("promised_last_against_required", "last promise against the day required"),
        ("shipped_in_the_files_against_required", "shipped in the files against required"),
        ("shipped_in_the_files_against_promised", "shipped in the files against promised"),
        ("left_here_against_promised", "left here against promised"),
    ];
    println!(
        "{:<40}{:>6}{:>9}{:>6}   days: least, tenth, median, ninth, most",
        "", "lines", "in time", "late"
    );
    for (key, name) in names {
        let row = &told[key];
        let shown = |field: &str| row[field].to_string();
        let days = ["least", "tenth", "median", "ninth", "most"];
        let days: Vec<String> = days.iter().map(|day| row["days"][day].to_string()).collect();
        println!(
            "{name:<40}{:>6}{:>9}{:>6}   {}",
            shown("lines"),
            shown("in_time"),
            shown("late"),
            days.join(", ")
        );
    }
}
