//! Any day, as it is known now or as it was known then: open items, their age, and the control
//! account are one figure (contract I8, I9).

use super::cents::{Cents, cents};
use super::{Auditor, Finding, finding};
use o2c_core::ageing::Ageing;
use o2c_core::calendar::Day;
use o2c_core::receivable::{AccountKey, Holder};
use std::collections::BTreeMap;

/// What the auditor finds open on a day, in the ledger's currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// The open items of all customers.
    open: Cents,
    /// The control account from the entries.
    control: Cents,
    /// Not due, 1 to 30, 31 to 60, 61 to 90, beyond, credits.
    buckets: BTreeMap<String, [Cents; 6]>,
}

impl Auditor {
    /// The auditor's own figures of a day.
    ///
    /// # Errors
    /// I9, where his open items are not his control account.
    pub fn figures_on(&self, day: Day, known_at: Option<Day>) -> Result<DayFigures, Finding> {
        let mut figures =
            DayFigures { control: self.journal.control_on(day, known_at), ..DayFigures::default() };
        for (key, book) in self.accounts.iter().filter(|(key, _)| is_customer(key)) {
            for item in book.items.values() {
                let (amount, booked) = item.left_on(day, known_at);
                if amount == 0 && booked == 0 {
                    continue;
                }
                figures.open += booked;
                let row = figures.buckets.entry(row_of(key)).or_insert([0; 6]);
                row[place(item.due_as_of(day, known_at), day, booked)] += booked;
            }
        }
        if figures.open == figures.control {
            return Ok(figures);
        }
        let (open, control) = (figures.open, figures.control);
        let known = known_at.map_or("now".to_owned(), |day| day.to_string());
        let what = format!("on {day} as known {known}, items {open}, control account {control}");
        finding("I9", what)
    }
}

impl DayFigures {
    /// Holds an ageing of the day, by booked values and with credits apart, against the figures.
    ///
    /// # Errors
    /// I8, where the buckets do not partition the balance; I9, where the total is another.
    pub fn agree_with(&self, ageing: &Ageing) -> Result<(), Finding> {
        let as_of = ageing.as_of;
        let mut total = 0;
        for account in &ageing.accounts {
            let told: Vec<Cents> = std::iter::once(account.not_due)
                .chain(account.buckets.iter().copied())
                .chain(std::iter::once(account.credits))
                .map(cents)
                .collect();
            let sum: Cents = told.iter().sum();
            let customer = account.customer.to_string();
            if sum != cents(account.total) {
                return finding("I8", format!("{customer} on {as_of}: {sum} is no partition"));
            }
            let own = self.buckets.get(&customer).copied().unwrap_or([0; 6]);
            if told != own {
                let what = format!("{customer} on {as_of}: aged {told:?}, made again {own:?}");
                return finding("I8", what);
            }
            total += sum;
        }
        if total == self.open {
            return Ok(());
        }
        finding("I9", format!("on {as_of}: ageing {total}, items {}", self.open))
    }
}

fn is_customer(key: &AccountKey) -> bool {
    matches!(key.holder, Holder::Customer(_))
}

/// The name a customer's row is found under.
fn row_of(key: &AccountKey) -> String {
    match &key.holder {
        Holder::Customer(customer) => customer.to_string(),
        Holder::Suspense => String::new(),
    }
}

/// Where an item stands: credits apart, the rest by the days since it fell due.
fn place(due_on: Day, day: Day, booked: Cents) -> usize {
    if booked < 0 {
        return 5;
    }
    match due_on.days_until(day) {
        ..=0 => 0,
        1..=30 => 1,
        31..=60 => 2,
        61..=90 => 3,
        _ => 4,
    }
}
