//! What goes wrong on purpose, and what the company has to say to it.

use super::spelling::{amount, terms};
use super::{Expected, Workload};
use crate::Auditor;
use crate::auditor::OrderBook;
use o2c_core::company::{Action, Command};
use o2c_core::receivable::Holder;
use serde_json::{Value, json};

/// Something wrong that was done on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A payment a cent off.
    CentDifference,
    /// A payment of too much.
    Overpayment,
    /// A payment that names no invoice.
    MissingReference,
    /// A payment that names a wrong invoice.
    MistypedReference,
    /// A payment of nobody knows whom.
    UnknownPayer,
    /// Something that became known days after it counts.
    Late,
    /// The same payment once more, under a command of its own.
    DuplicatePayment,
    /// The same command once more.
    Retry,
    /// Another command under an id that was used.
    Conflict,
    /// Something that would count in a closed period.
    ClosedPeriod,
    /// More shipped than is open.
    ShippedTooMuch,
    /// An invoice of nothing.
    InvoiceOfNothing,
    /// A payment in a currency that the customer does not use.
    OtherCurrency,
    /// A payment in a foreign currency without a rate.
    RateMissing,
    /// An order, a payment, a customer or a series nobody knows.
    Unknown,
    /// A letter beyond what is open.
    LetteredBeyondOpen,
    /// A document dated before the one before.
    NotChronological,
    /// A command recorded before the one before.
    RecordedBackwards,
    /// An order with a discount above a hundred percent.
    Nonsense,
    /// An order of a customer that business is not done with.
    RestingCustomer,
    /// An order captured once more, under a command of its own.
    DuplicateCapture,
}

impl Workload {
    /// Something wrong.
    pub(super) fn fault(&mut self, books: &Auditor) -> Option<()> {
        let before = self.queue.len();
        let fault = match self.dice.below(14) {
            0 | 1 => self.retry(),
            2 => self.conflict(),
            3 => self.duplicate_payment(),
            4 => self.closed_period(books),
            5 => self.ship_too_much(books),
            6 => self.invoice_nothing(books),
            7 => self.other_currency(),
            8 => self.rate_missing(),
            9 => self.unknown(),
            10 => self.letter_beyond(books),
            11 => self.not_chronological(books),
            12 => self.recorded_backwards(),
            _ => self.nonsense(),
        }?;
        if let Some(planned) = self.queue.get_mut(before) {
            planned.fault = Some(fault);
        }
        Some(())
    }

    fn past(&mut self) -> Option<Command> {
        let place = self.dice.place(self.past.len())?;
        self.past.get(place).cloned()
    }

    fn repeat(&mut self, command: Command, expected: Expected) {
        let planned = super::Planned { command, expected, fault: None };
        self.queue.push_back(planned);
    }

    /// The same command once more, though it became known today.
    fn retry(&mut self) -> Option<Fault> {
        let mut command = self.past()?;
        command.recorded_on = self.today;
        self.repeat(command, Expected::Replayed);
        Some(Fault::Retry)
    }

    fn conflict(&mut self) -> Option<Fault> {
        let (mut command, other) = (self.past()?, self.past()?);
        if command.id == other.id || command.action == other.action {
            return None;
        }
        command.action = other.action;
        self.repeat(command, Expected::Refused("company.command_conflict"));
        Some(Fault::Conflict)
    }

    fn duplicate_payment(&mut self) -> Option<Fault> {
        let mut command = self.past()?;
        let Action::ReceivePayment(_) = command.action else { return None };
        command.id = self.name("C").parse().ok()?;
        command.effective_on = self.today;
        command.recorded_on = self.today;
        self.repeat(command, Expected::Refused("company.payment_known"));
        Some(Fault::DuplicatePayment)
    }

    /// A payment of a closed day is refused, or posted on the day that is named for it.
    fn closed_period(&mut self, books: &Auditor) -> Option<Fault> {
        let day = books.closed_until?;
        let buyer = self.buyer()?;
        let mut receive = json!({
            "payment": self.name("P"), "payer": buyer.id, "amount": amount(1_000, buyer.currency),
        });
        if let Some(rate) = self.exchange_rate(buyer.currency) {
            receive["exchange_rate"] = json!(rate);
        }
        let action = json!({"receive_payment": receive});
        if self.dice.chance(50) {
            self.plan_on(day, Expected::Refused("company.period_closed"), &action)?;
        } else {
            self.plan_on(day, Expected::Accepted, &action)?;
            self.queue.back_mut()?.command.posting_on = Some(self.today);
        }
        Some(Fault::ClosedPeriod)
    }

    fn ship_too_much(&mut self, books: &Auditor) -> Option<Fault> {
        let order = self.order(books, OrderBook::is_open)?;
        let line = books.orders.get(&order)?.lines.first()?.id.clone();
        let action = json!({"ship": {
            "shipment": self.name("S"), "order": order,
            "lines": [{"line": line, "quantity": "1000"}],
        }});
        self.plan(Expected::Refused("order.line.quantity_exceeds_open"), &action)?;
        Some(Fault::ShippedTooMuch)
    }

    fn invoice_nothing(&mut self, books: &Auditor) -> Option<Fault> {
        let order = self.order(books, |book| !book.is_billable())?;
        let book = books.orders.get(&order)?;
        let currency = book.currency?;
        let why = if book.has_plan { "order.plan.bills" } else { "order.nothing_to_invoice" };
        let mut invoice = json!({"series": "sales", "order": order});
        if let Some(rate) = self.exchange_rate(currency.code()) {
            invoice["exchange_rate"] = json!(rate);
        }
        let action = json!({"invoice_order": invoice});
        self.plan(Expected::Refused(why), &action)?;
        Some(Fault::InvoiceOfNothing)
    }

    /// The customer pays in francs: money on an account of its own.
    fn other_currency(&mut self) -> Option<Fault> {
        let buyer = self.buyer()?;
        let action = json!({"receive_payment": {
            "payment": self.name("P"), "payer": buyer.id, "amount": "50.00 CHF",
            "exchange_rate": "EUR/CHF 0.9512",
        }});
        self.plan(Expected::Accepted, &action)?;
        Some(Fault::OtherCurrency)
    }

    fn rate_missing(&mut self) -> Option<Fault> {
        let buyer = self.buyer()?;
        let action = json!({"receive_payment": {
            "payment": self.name("P"), "payer": buyer.id, "amount": "50.00 CHF",
        }});
        self.plan(Expected::Refused("ledger.rate_missing"), &action)?;
        Some(Fault::RateMissing)
    }

    fn unknown(&mut self) -> Option<Fault> {
        let cases: [(&str, Value); 4] = [
            ("company.unknown_order", json!({"confirm_order": {"order": "nobody's"}})),
            ("company.unknown_payment", json!({"letter_automatically": {"payment": "nobody's"}})),
            (
                "directory.customer_unknown",
                json!({"receive_payment": {
                    "payment": "of nobody", "payer": "nobody", "amount": "1.00 EUR",
                }}),
            ),
            (
                "company.unknown_account",
                json!({"unletter": {"customer": "nobody", "currency": "EUR", "letter": "AAA"}}),
            ),
        ];
        let (code, action) = self.dice.one_of(&cases);
        self.plan(Expected::Refused(code), action)?;
        Some(Fault::Unknown)
    }

    fn letter_beyond(&mut self, books: &Auditor) -> Option<Fault> {
        let (key, entry, open) = self.any_claim(books)?;
        if books.disputes.blocks(&key, &entry) {
            return None;
        }
        let Holder::Customer(customer) = &key.holder else { return None };
        let action = json!({"letter": {
            "customer": customer, "currency": key.currency,
            "lines": [{"entry": entry, "amount": amount(open + 1, key.currency.code())}],
        }});
        self.plan(Expected::Refused("receivable.beyond_open"), &action)?;
        Some(Fault::LetteredBeyondOpen)
    }

    fn not_chronological(&mut self, books: &Auditor) -> Option<Fault> {
        let day = self.late_day(books, 3);
        let buyer = self.buyer()?;
        let mut invoice = json!({"series": "sales", "draft": {
            "customer": buyer.id, "currency": buyer.currency, "terms": terms("net 30"),
            "lines": [{"id": "1", "quantity": "1 C62", "price": {"net": "10"},
                "vat": {"category": "S", "rate": "20"}}],
        }});
        if let Some(rate) = self.exchange_rate(buyer.currency) {
            invoice["exchange_rate"] = json!(rate);
        }
        let is_refused = books.last_issued_on().is_some_and(|last| day < last);
        let expected = match is_refused {
            true => Expected::Refused("invoice.series.not_chronological"),
            false => Expected::Accepted,
        };
        self.plan_on(day, expected, &json!({"issue_invoice": invoice}))?;
        Some(Fault::NotChronological)
    }

    fn recorded_backwards(&mut self) -> Option<Fault> {
        let order = self.orders.last()?.clone();
        self.plan(Expected::Open, &json!({"confirm_order": {"order": order}}))?;
        let planned = self.queue.back_mut()?;
        planned.command.recorded_on = self.today.plus_days(-400).ok()?;
        planned.expected = Expected::Refused("company.recorded_on_decreases");
        Some(Fault::RecordedBackwards)
    }

    /// A discount above a hundred percent, or a customer business is not done with.
    fn nonsense(&mut self) -> Option<Fault> {
        let order = self.name("O");
        if let Some(resting) = self.buyers.iter().find(|buyer| !buyer.is_active).cloned()
            && self.dice.chance(50)
        {
            let (content, _) = self.content(&order, &resting);
            self.plan(Expected::Open, &json!({"place_order": content}))?;
            return Some(Fault::RestingCustomer);
        }
        let buyer = self.buyer()?;
        let (mut content, _) = self.content(&order, &buyer);
        content["lines"][0]["adjustments"] =
            json!([{"kind": "allowance", "value": {"percent": "100.5"}}]);
        let expected = Expected::Refused("pricing.allowance_above_hundred");
        self.plan(expected, &json!({"place_order": content}))?;
        Some(Fault::Nonsense)
    }
}
