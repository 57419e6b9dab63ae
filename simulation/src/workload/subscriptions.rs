//! Subscriptions: what begins, changes, rests, is used and ends, and the runs that bill it.

use super::spelling::{CURRENCIES, amount};
use super::{Expected, Workload};
use crate::Auditor;
use o2c_core::calendar::Day;
use serde_json::{Value, json};

impl Workload {
    /// What is owed by today is billed, by one who now and then comes late.
    pub(super) fn bill_all(&mut self) {
        let mut bill = json!({"series": "sales", "exchange_rates": self.exchange_rates()});
        if self.dice.chance(40) {
            bill["give_back"] = json!("credit_note");
        }
        self.plan(Expected::Accepted, &json!({"bill_subscriptions": bill}));
    }

    /// One of the things that happen to subscriptions.
    pub(super) fn subscribe(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(18) {
            0..=3 => self.start(),
            4..=6 => self.alter(books),
            7 | 8 => self.rest(books),
            9..=12 => self.consume(books),
            13 => self.cancel_subscription(books),
            14 => self.renew(books),
            _ => self.bill(books),
        }
    }

    /// The rates of today of all currencies but the ledger's.
    pub(super) fn exchange_rates(&mut self) -> Vec<String> {
        CURRENCIES.iter().filter_map(|(code, _)| self.exchange_rate(code)).collect()
    }

    fn on(&mut self, id: &str, expected: Expected, change: &Value) -> Option<()> {
        let asked = json!({"subscription": id, "change": change});
        self.plan(expected, &json!({"subscription": asked}))
    }

    fn day(&self, days: i64) -> Option<Day> {
        self.today.plus_days(days).ok()
    }

    /// A customer subscribes.
    fn start(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let (customer, currency) = (buyer.id, buyer.currency);
        let (ahead, anchor) = (self.dice.between(-3, 6), self.dice.between(-20, 20));
        let start = self.day(ahead)?;
        let interval = match self.dice.below(6) {
            0 => json!({"days": 7}),
            1 => json!({"months": 3}),
            _ => json!({"months": 1}),
        };
        let vat = self.vat();
        let price = *self.dice.one_of(&["29.00", "9.99", "100", "7.777"]);
        let timing = *self.dice.one_of(&["in_advance", "in_advance", "in_arrears"]);
        let base = json!({"price": price, "quantity": self.dice.between(1, 5).to_string(),
            "timing": timing});
        let mut charges = vec![json!({"id": "base", "kind": {"recurring": base}, "vat": vat})];
        if self.dice.chance(40) {
            charges.push(
                json!({"id": "setup", "kind": {"one_off": amount(4_990, currency)}, "vat": vat}),
            );
        }
        if self.dice.chance(60) {
            let tiers = json!([{"up_to": "10", "price": "1.00"}, {"price": "0.80"}]);
            let tariff = *self.dice.one_of(&["graduated", "volume"]);
            let kind = json!({"usage": {tariff: tiers}});
            charges.push(json!({"id": "calls", "kind": kind, "vat": vat}));
        }
        if self.dice.chance(30) {
            charges.push(
                json!({"id": "floor", "kind": {"minimum": amount(6_000, currency)}, "vat": vat}),
            );
        }
        let id = self.name("S");
        let mut plan = json!({
            "customer": customer, "currency": currency, "start": start, "charges": charges,
            "cycle": {"anchor": self.day(anchor)?, "interval": interval},
        });
        if self.dice.chance(20) {
            plan["trial_until"] = json!(start.plus_days(self.dice.between(1, 20)).ok()?);
        }
        if self.dice.chance(25) {
            plan["end"] = json!(start.plus_days(self.dice.between(25, 400)).ok()?);
        }
        if self.dice.chance(25) {
            plan["unit"] = json!({"fixed_days": 30});
        }
        self.on(&id, Expected::Accepted, &json!({"start": plan}))
    }

    /// Another price or number, now or with the next period, with a new anchor or not.
    fn alter(&mut self, books: &Auditor) -> Option<()> {
        let (id, is_over) = self.subscription(books)?;
        let mut change = json!({"charge": "base"});
        match self.dice.below(4) {
            0 => {
                change["price"] = json!({"indexed": {"base": "104.2", "index": "106.9",
                    "decimals": 2}});
            }
            1 => change["quantity"] = json!(self.dice.between(1, 7).to_string()),
            _ => change["price"] = json!({"to": *self.dice.one_of(&["31.50", "5", "0"])}),
        }
        if self.dice.chance(40) {
            change["timing"] = json!(*self.dice.one_of(&["now", "next_period"]));
        }
        if self.dice.chance(15) {
            change["resets_anchor"] = json!(true);
        }
        let over = Expected::Refused("subscription.after_end");
        let expected = if is_over { over } else { Expected::Open };
        self.on(&id, expected, &json!({"change": change}))
    }

    fn rest(&mut self, books: &Auditor) -> Option<()> {
        let (id, _) = self.subscription(books)?;
        let timing = *self.dice.one_of(&["now", "next_period"]);
        let change = match books.subscriptions.is_paused(&id) {
            true => json!({"resume": {}}),
            false => json!({"pause": {"timing": timing}}),
        };
        self.on(&id, Expected::Open, &change)
    }

    /// Something is used, told at once or late; a key stands for one use.
    fn consume(&mut self, books: &Auditor) -> Option<()> {
        let (id, is_over) = self.subscription(books)?;
        let start = books.subscriptions.start_of_usage(&id)?;
        let units = format!("{}.5", self.dice.between(0, 14));
        let key = self.name("U");
        let (on, expected) = match self.dice.below(10) {
            0 => {
                let before = start.plus_days(-1).ok()?;
                (before, Expected::Refused("subscription.before_start"))
            }
            1..=3 => (self.day(-40)?.max(start), Expected::Open),
            _ => (self.today.max(start), Expected::Open),
        };
        let usage = json!({"key": key, "charge": "calls", "units": units, "on": on});
        self.on(&id, expected, &json!({"use": usage}))?;
        if !is_over && self.dice.chance(10) && matches!(expected, Expected::Open) {
            let other = json!({"key": key, "charge": "calls", "units": "99", "on": on});
            self.on(&id, Expected::Open, &json!({"use": other}));
        }
        Some(())
    }

    fn cancel_subscription(&mut self, books: &Auditor) -> Option<()> {
        let (id, _) = self.subscription(books)?;
        let mut cancel = json!({"timing": *self.dice.one_of(&["now", "next_period"])});
        if self.dice.chance(40) {
            cancel["keeps_billed"] = json!(true);
        }
        self.on(&id, Expected::Open, &json!({"cancel": cancel}))
    }

    fn renew(&mut self, books: &Auditor) -> Option<()> {
        let (id, _) = self.subscription(books)?;
        let mut renew = json!({});
        if self.dice.chance(60) {
            let days = self.dice.between(100, 500);
            renew["until"] = json!(self.day(days)?);
        }
        self.on(&id, Expected::Open, &json!({"renew": renew}))
    }

    /// One subscription is billed beside the runs over all, by today or by a day before.
    fn bill(&mut self, books: &Auditor) -> Option<()> {
        let (id, _) = self.subscription(books)?;
        let rates = self.exchange_rates();
        let mut bill = json!({"series": "sales", "subscriptions": [id], "exchange_rates": rates});
        if self.dice.chance(40) {
            let days = self.dice.between(-5, -1);
            bill["until"] = json!(self.day(days)?);
        }
        if self.dice.chance(30) {
            bill["give_back"] = json!("credit_note");
        }
        self.plan(Expected::Accepted, &json!({"bill_subscriptions": bill}))
    }

    /// One of the subscriptions, and whether it is over.
    fn subscription(&mut self, books: &Auditor) -> Option<(String, bool)> {
        let known = books.subscriptions.known(self.today);
        self.dice.pick(&known).cloned()
    }
}
