//! The workload: what a trading company asks of its books day by day, and what goes wrong.
//!
//! Commands are spelled as the JSON door takes them. Every command says what is expected of it
//! where that is certain: accepted, refused with a code, or known already.

mod cash;
mod collection;
mod credit_desk;
mod customers;
mod desk;
mod documents;
mod faults;
mod goods;
mod moves;
mod periods;
mod sale;
mod spelling;
mod subscriptions;
mod troubles;

pub(crate) use credit_desk::rate_tables;
pub(crate) use desk::SITE;
pub(crate) use troubles::YEARLY_BASIS_POINTS;

use crate::{Auditor, Dice};
use o2c_core::calendar::Day;
use o2c_core::company::{Command, Event};
use o2c_core::id::{DocumentNumber, EntryId, OrderId, PaymentId, ShipmentId};
use o2c_core::invoice;
use o2c_core::receivable::{self, AccountKey, EntryKind, Holder};
use o2c_core::{credit, fulfilment, order};
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};

pub use faults::Fault;

/// What is certain of a command before it is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It is accepted.
    Accepted,
    /// It is refused with this code.
    Refused(&'static str),
    /// It was given before: nothing happens.
    Replayed,
    /// It is accepted, but settles nothing: more than one item would fit.
    Unsettled,
    /// Either way.
    Open,
}

/// A command with what is expected of it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// The command.
    pub command: Command,
    /// What is certain of it.
    pub expected: Expected,
    /// What is wrong with it, if that was done on purpose.
    pub fault: Option<Fault>,
}

/// A customer as the workload remembers him.
#[derive(Debug, Clone)]
struct Buyer {
    id: String,
    name: String,
    currency: &'static str,
    terms: &'static str,
    is_active: bool,
}

/// The workload of one company.
#[derive(Debug, Clone)]
pub struct Workload {
    dice: Dice,
    today: Day,
    /// The last number given to anything.
    number: u64,
    buyers: Vec<Buyer>,
    items: Vec<String>,
    orders: Vec<OrderId>,
    /// Orders whose invoices may be refused for their figures.
    doubtful: BTreeSet<OrderId>,
    shipments: Vec<(ShipmentId, Day)>,
    /// Documents that may be given back.
    documents: Vec<DocumentNumber>,
    /// Orders billed by milestones.
    planned: Vec<OrderId>,
    claims: Vec<(AccountKey, EntryId)>,
    payments: Vec<(AccountKey, EntryId, PaymentId)>,
    suspense: Vec<PaymentId>,
    /// Documents on their way to the customer.
    sent: Vec<DocumentNumber>,
    /// What was accepted lately, for retries.
    past: VecDeque<Command>,
    queue: VecDeque<Planned>,
    desk: desk::Desk,
}

impl Workload {
    /// The workload that follows from chances, from a day on.
    pub fn new(dice: Dice, from: Day) -> Self {
        Workload {
            dice,
            today: from,
            number: 0,
            buyers: Vec::new(),
            items: Vec::new(),
            orders: Vec::new(),
            doubtful: BTreeSet::new(),
            shipments: Vec::new(),
            documents: Vec::new(),
            planned: Vec::new(),
            claims: Vec::new(),
            payments: Vec::new(),
            suspense: Vec::new(),
            sent: Vec::new(),
            past: VecDeque::new(),
            queue: VecDeque::new(),
            desk: desk::Desk::default(),
        }
    }

    /// Whether chances given as bytes are used up.
    pub fn is_exhausted(&self) -> bool {
        self.dice.is_exhausted()
    }

    /// Begins a day: the first one sets up the company, the eighth of a month
    /// values the last one and cuts it off, the tenth closes it; three days of a month bill
    /// subscriptions, two remind everybody.
    pub fn begin(&mut self, day: Day) {
        self.today = day;
        if self.number == 0 {
            self.set_up();
        }
        if day.day_of_month() == 10
            && let Ok(until) = day.plus_days(-10)
        {
            let action = json!({"close_period": {"until": until}});
            self.plan(Expected::Open, &action);
        }
        if day.day_of_month() == 8 {
            self.end_period();
        }
        match day.day_of_month() {
            3 | 13 | 23 => self.bill_all(),
            12 | 27 => self.remind_all(),
            _ => {}
        }
        self.change_rates();
    }

    /// The next command: what was planned before, or what chance brings.
    pub fn next(&mut self, books: &Auditor) -> Planned {
        loop {
            if let Some(planned) = self.queue.pop_front() {
                return planned;
            }
            let planned = match self.dice.below(165) {
                0..15 => self.place_order(),
                15..18 => self.amend_order(books),
                18..31 => self.confirm_order(books),
                31..45 => self.ship(books),
                45..50 => self.deliver(),
                50..62 => self.invoice_order(books),
                62..67 => self.issue_invoice(),
                67..79 => self.receive_payment(books),
                79..84 => self.letter(books),
                84..87 => self.unletter(books),
                87..89 => self.identify(),
                89..91 => self.cancel(books),
                91..92 => self.change_customer(books),
                92..96 => self.credit(books),
                96..97 => self.correct(books),
                97..100 => self.deposit(books),
                100..102 => self.milestone(books),
                102..109 => self.move_money(books),
                109..118 => self.trouble(books),
                118..122 => self.dispatch(books),
                122..130 => self.fault(books),
                130..138 => self.collect(books),
                138..146 => self.subscribe(books),
                146..153 => self.ask_for_credit(books),
                _ => self.desk(books),
            };
            if planned.is_none() && self.queue.is_empty() {
                self.place_order();
            }
        }
    }

    /// Learns from what a command led to.
    pub fn learn(&mut self, command: &Command, decision: &[Event]) {
        for event in decision {
            self.learn_event(event);
            self.desk.learn(event);
        }
        self.past.push_back(command.clone());
        if self.past.len() > 200 {
            self.past.pop_front();
        }
    }

    fn learn_event(&mut self, event: &Event) {
        match event {
            Event::Directory { record, event } => self.learn_record(record, event),
            Event::Order { order, event: event @ order::Event::Placed { .. } } => {
                self.learn_order(order, event);
            }
            Event::Credit { event: credit::Event::Lifted { order, .. }, .. }
                if !self.desk.has(order) =>
            {
                self.orders.push(order.clone());
            }
            Event::Order { order, event: order::Event::BillingPlanned { .. } } => {
                self.planned.push(order.clone());
            }
            Event::Invoice { event: invoice::Event::Issued(document), .. }
                if !document.kind().is_credit() =>
            {
                self.documents.push(document.number.clone());
            }
            Event::Fulfilment {
                shipment,
                event: fulfilment::Event::Shipped { shipped_on, .. },
            } => {
                self.shipments.push((shipment.clone(), *shipped_on));
            }
            Event::Receivable { account, event: receivable::Event::Opened { item, .. } } => {
                match (&item.kind, &account.holder) {
                    (EntryKind::Invoice { .. }, _) => {
                        self.claims.push((account.clone(), item.id.clone()));
                    }
                    (EntryKind::Payment { payment, .. }, Holder::Suspense) => {
                        self.suspense.push(payment.clone());
                    }
                    (
                        EntryKind::Payment { payment, .. } | EntryKind::Identified { payment, .. },
                        Holder::Customer(_),
                    ) => {
                        let known = (account.clone(), item.id.clone(), payment.clone());
                        self.payments.push(known);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    /// A new name, such as `O-17`.
    fn name(&mut self, what: &str) -> String {
        self.number += 1;
        format!("{what}-{}", self.number)
    }

    /// Plans an action of today.
    fn plan(&mut self, expected: Expected, action: &Value) -> Option<()> {
        let today = self.today;
        self.plan_on(today, expected, action)
    }

    /// Plans an action that counts from a day and becomes known today.
    fn plan_on(&mut self, effective_on: Day, expected: Expected, action: &Value) -> Option<()> {
        let id = self.name("C");
        let command = json!({
            "id": id, "effective_on": effective_on, "recorded_on": self.today, "action": action,
        });
        self.push(command, expected, None)
    }

    fn push(&mut self, command: Value, expected: Expected, fault: Option<Fault>) -> Option<()> {
        let command = match serde_json::from_value(command.clone()) {
            Ok(command) => command,
            Err(error) => unreachable!("the workload misspells {command}: {error}"),
        };
        self.queue.push_back(Planned { command, expected, fault });
        Some(())
    }

    /// A day some days back, in an open period.
    fn late_day(&mut self, books: &Auditor, most: i64) -> Day {
        let back = self.dice.between(1, most);
        let day = self.today.plus_days(-back).unwrap_or(self.today);
        let open_from = books.closed_until.and_then(|until| until.plus_days(1).ok());
        open_from.map_or(day, |open_from| day.max(open_from)).min(self.today)
    }
}
