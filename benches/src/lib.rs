//! The same made-up open items and sales for every benchmark, on every machine.

pub mod ledger;
mod sales;
pub mod statement;

pub use sales::{COMMANDS_A_CYCLE, Lettering, company, cycles, draft, execute, one_letter};

use o2c_core::ageing::AgeingRow;
use o2c_core::calendar::Day;
use o2c_core::columns::{OpenItems, OpenItemsTable};
use o2c_core::machine::Machine;
use o2c_core::money::{Currency, Money};
use o2c_core::receivable::{Account, AccountKey, EntryKind, Event, Item};

/// A stream of numbers that is the same every time (Knuth's linear congruence).
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The stream that a seed starts.
    pub const fn new(seed: u64) -> Self {
        Numbers(seed)
    }

    /// The next number below a limit.
    pub fn below(&mut self, limit: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = self.0 >> 32;
        u32::try_from((high * u64::from(limit)) >> 32).unwrap_or(0)
    }
}

/// One made-up open item: customer, due day as days since 1970-01-01, open cents. One in ten is a
/// credit; due days lie within 200 days before `as_of` and 60 after.
fn item(numbers: &mut Numbers, customers: u32, as_of: i32) -> (u32, i32, i64) {
    let customer = numbers.below(customers);
    let due_on = as_of + 60 - i32::try_from(numbers.below(260)).unwrap_or(0);
    let cents = i64::from(numbers.below(5_000_000)) + 1;
    let open = if numbers.below(10) == 0 { -cents } else { cents };
    (customer, due_on, open)
}

/// Open items in euros of customers in random order, as columns.
pub fn open_items(count: usize, customers: u32, as_of: Day) -> OpenItemsTable {
    let euro: Currency = "EUR".parse().expect("a currency");
    let mut numbers = Numbers::new(42);
    let mut items = OpenItemsTable::with_capacity(count);
    for _ in 0..count {
        let (customer, due_on, cents) = item(&mut numbers, customers, as_of.number_since_1970());
        let open = Money::from_minor(cents, euro).expect("an amount in range");
        items.push(customer, due_on, open);
    }
    items
}

/// The same open items as rows.
pub fn open_rows(count: usize, customers: u32, as_of: Day) -> Vec<AgeingRow> {
    let euro: Currency = "EUR".parse().expect("a currency");
    let mut numbers = Numbers::new(42);
    let today = as_of.number_since_1970();
    let made = (0..count).map(|_| {
        let (customer, due_on, cents) = item(&mut numbers, customers, today);
        AgeingRow {
            customer: format!("C{customer:06}").parse().expect("an identifier"),
            age_from: as_of.plus_days(i64::from(due_on - today)).expect("a day"),
            open: Money::from_minor(cents, euro).expect("an amount in range"),
        }
    });
    made.collect()
}

/// The account of a customer with so many open items, which came within 200 days before `as_of`
/// and 60 after.
pub fn account(items: usize, as_of: Day) -> Account {
    let euro: Currency = "EUR".parse().expect("a currency");
    let key = AccountKey::of("C1".parse().expect("an identifier"), euro);
    let mut numbers = Numbers::new(42);
    let mut account = Account::new(key, euro);
    for number in 0..items {
        let (_, due_on, cents) = item(&mut numbers, 1, 0);
        let due_on = as_of.plus_days(i64::from(due_on)).expect("a day");
        let amount = Money::from_minor(cents, euro).expect("an amount in range");
        let item = Item {
            id: format!("E{number:06}").parse().expect("an identifier"),
            kind: EntryKind::Opening,
            document_on: due_on,
            accounted_on: due_on,
            due_on,
            amount,
            booked: amount,
            early_discount: None,
        };
        let opened = Event::Opened { item, recorded_on: as_of };
        account.evolve(&opened).expect("an item of a new name");
    }
    account
}

/// The four columns read and added up, and nothing else: what an ageing is held against.
pub fn plain_sum(items: &OpenItems<'_>) -> i64 {
    let customers = items.customers().iter().map(|customer| i64::from(*customer));
    let days = items.due_on().iter().map(|day| i64::from(*day));
    let currencies = items.currencies().iter().map(|currency| i64::from(*currency));
    let sum = customers.sum::<i64>() + days.sum::<i64>() + currencies.sum::<i64>();
    sum + items.open_minor().iter().sum::<i64>()
}
