//! The directory: customers and items come, change, rest and end; rates change.

use super::spelling::{CURRENCIES, TERMS};
use super::{Buyer, Expected, Workload, spelling};
use crate::Auditor;
use o2c_core::directory::{self, RecordKey};
use serde_json::json;

/// How many customers a company starts with; as many as there are terms, twice.
const FIRST_BUYERS: usize = 20;

impl Workload {
    /// The first day: a series, the VAT of a class, customers and items.
    pub(super) fn set_up(&mut self) {
        let series =
            json!({"open_series": {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}});
        self.plan(Expected::Accepted, &series);
        self.set_vat("20");
        self.set_rates();
        for at in 0..FIRST_BUYERS {
            self.register_buyer(CURRENCIES[at % CURRENCIES.len()].0, TERMS[at % TERMS.len()]);
        }
        for at in 0..6 {
            let id = self.name("I");
            let action = json!({"directory": {"register_item": {
                "item": id, "name": format!("thing {at}"), "vat_class": "goods",
            }}});
            self.plan(Expected::Accepted, &action);
            self.items.push(id);
        }
        self.set_policies();
        self.stock_up();
        self.set_up_groups();
    }

    fn set_vat(&mut self, rate: &str) {
        let action = json!({"directory": {"set_table_value": {
            "table": "goods",
            "valid_from": self.today,
            "value": {"vat_rate": {"category": "S", "rate": rate}},
        }}});
        self.plan(Expected::Open, &action);
    }

    /// The standard rate changes in the middle of leap years and back at their end.
    pub(super) fn change_rates(&mut self) {
        let day = self.today;
        if day.is_in_leap_year() && day.month() == 7 && day.day_of_month() == 1 {
            self.set_vat("21");
        }
        if day.is_in_leap_year() && day.month() == 12 && day.day_of_month() == 31 {
            self.set_vat("20");
        }
    }

    fn register_buyer(&mut self, currency: &'static str, terms: &'static str) {
        let id = self.name("K");
        let name = format!("Customer {id}");
        let action = json!({"directory": {"register_customer": {
            "customer": id, "party": {"name": name}, "terms": spelling::terms(terms),
        }}});
        self.plan(Expected::Accepted, &action);
        self.buyers.push(Buyer { id, name, currency, terms, is_active: true });
        self.open_file();
    }

    /// One of the customers that business is done with.
    pub(super) fn buyer(&mut self) -> Option<Buyer> {
        let place = self.dice.place(self.buyers.len())?;
        let (later, earlier) = (self.buyers.iter().skip(place), self.buyers.iter());
        later.chain(earlier).find(|buyer| buyer.is_active).cloned()
    }

    /// A customer comes, is amended, rests, or comes back.
    pub(super) fn change_customer(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(6) {
            0 => {
                let currency = self.dice.one_of(&CURRENCIES).0;
                let terms = *self.dice.one_of(&TERMS);
                self.register_buyer(currency, terms);
                Some(())
            }
            1 | 2 => {
                let buyer = self.buyer()?;
                let action = json!({"directory": {"amend_customer": {
                    "customer": buyer.id, "party": {"name": buyer.name},
                    "terms": spelling::terms(buyer.terms),
                }}});
                self.plan(Expected::Accepted, &action)
            }
            3 => {
                let place = self.dice.place(self.buyers.len())?;
                let buyer = self.buyers.get(place).filter(|buyer| !buyer.is_active)?;
                let action = json!({"directory": {"reactivate_customer": {"customer": buyer.id}}});
                self.plan(Expected::Open, &action)
            }
            4 => self.merge(books),
            _ => self.deactivate(),
        }
    }

    fn deactivate(&mut self) -> Option<()> {
        let active = self.buyers.iter().filter(|buyer| buyer.is_active).count();
        let buyer = self.buyer().filter(|_| active > FIRST_BUYERS / 2)?;
        let action = json!({"directory": {"deactivate_customer": {
            "customer": buyer.id, "reason": "no answer",
        }}});
        self.plan(Expected::Accepted, &action)
    }

    /// Learns whom business is done with from now on.
    pub(super) fn learn_record(&mut self, record: &RecordKey, event: &directory::Event) {
        let is_active = match event {
            directory::Event::CustomerDeactivated { .. }
            | directory::Event::CustomerMerged { .. } => false,
            directory::Event::CustomerReactivated { .. } => true,
            _ => return,
        };
        let RecordKey::Customer(customer) = record else { return };
        if let Some(buyer) = self.buyers.iter_mut().find(|buyer| buyer.id == customer.as_str()) {
            buyer.is_active = is_active;
        }
    }

    /// A customer was registered twice. Only one on whose accounts nothing is open can end.
    fn merge(&mut self, books: &Auditor) -> Option<()> {
        let (id, into) = (self.buyer()?.id, self.buyer()?.id);
        if id == into {
            return None;
        }
        let customer = id.parse().ok()?;
        let is_idle = books.is_idle(&customer);
        let action = json!({"directory": {"merge_customer": {"customer": id, "into": into}}});
        self.plan(if is_idle { Expected::Accepted } else { Expected::Open }, &action)
    }
}
