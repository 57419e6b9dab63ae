//! Credit: limits that come, rise and end, groups that share one, orders that are held, released,
//! rejected or pass after all.

use super::spelling::{CURRENCIES, amount};
use super::{Expected, Workload};
use crate::Auditor;
use crate::auditor::OrderBook;
use o2c_core::id::OrderId;
use serde_json::{Value, json};

/// Limits in minor units of the ledger's currency.
const LIMITS: [i128; 4] = [0, 300_000, 1_500_000, 6_000_000];

/// The groups.
const GROUPS: [&str; 2] = ["G1", "G2"];

/// The two currencies of each table of exchange rates, with what one unit of the first is in the
/// second, in millionths.
fn pairs() -> impl Iterator<Item = (&'static str, &'static str, i64)> {
    // Somebody pays in francs, which nobody is billed in.
    let all: Vec<_> = CURRENCIES.into_iter().chain([("CHF", 9_512)]).collect();
    all.clone().into_iter().enumerate().flat_map(move |(at, (base, one))| {
        let others: Vec<_> = all.iter().skip(at + 1).copied().collect();
        others.into_iter().map(move |(quote, other)| (base, quote, other * 1_000_000 / one))
    })
}

/// The tables of the rates at which exposures are taken together.
pub(crate) fn rate_tables() -> impl Iterator<Item = String> {
    pairs().map(|(base, quote, _)| format!("{base}-{quote}"))
}

impl Workload {
    /// The rates of the first day, one table for each pair of currencies.
    pub(super) fn set_rates(&mut self) {
        for (base, quote, rate) in pairs() {
            self.set_rate(Expected::Accepted, base, quote, rate);
        }
    }

    fn set_rate(&mut self, expected: Expected, base: &str, quote: &str, rate: i64) -> Option<()> {
        let rate = format!("{base}/{quote} {}.{:06}", rate / 1_000_000, rate % 1_000_000);
        let action = json!({"directory": {"set_table_value": {
            "table": format!("{base}-{quote}"), "valid_from": self.today,
            "value": {"exchange_rate": rate},
        }}});
        self.plan(expected, &action)
    }

    /// A rate of today; of one day there is one.
    fn change_exchange_rate(&mut self) -> Option<()> {
        let all: Vec<_> = pairs().collect();
        let (base, quote, usual) = *self.dice.pick(&all)?;
        let rate = usual + usual * self.dice.between(-300, 300) / 10_000;
        self.set_rate(Expected::Open, base, quote, rate)
    }

    /// The last customer that came gets a file: without one nobody buys on account.
    pub(super) fn open_file(&mut self) {
        let Some(buyer) = self.buyers.last().cloned() else { return };
        let limit = self.limit(buyer.currency, 60);
        self.change_credit(Expected::Accepted, &buyer.id, &json!({ "set_limit": limit }));
    }

    /// A limit, so many of a hundred unlimited.
    fn limit(&mut self, currency: &'static str, unlimited: u64) -> Value {
        if self.dice.chance(unlimited) {
            return json!({"limit": "unlimited", "currency": currency});
        }
        let limit = *self.dice.one_of(&LIMITS);
        json!({"limit": {"up_to": in_currency(limit, currency)}})
    }

    fn change_credit(&mut self, expected: Expected, customer: &str, change: &Value) -> Option<()> {
        let file = json!({ "customer": customer });
        let action = json!({"change_credit": {"file": file, "change": change}});
        self.plan(expected, &action)
    }

    /// Some customers share a limit from the first day on.
    pub(super) fn set_up_groups(&mut self) {
        let members: Vec<String> =
            self.buyers.iter().step_by(4).map(|buyer| buyer.id.clone()).collect();
        for (at, customer) in members.iter().enumerate() {
            let group = GROUPS[at % GROUPS.len()];
            let action =
                json!({"directory": {"group_customer": {"customer": customer, "group": group}}});
            self.plan(Expected::Accepted, &action);
        }
        for group in GROUPS {
            let set = json!({"set_limit": {"limit": {"up_to": "40000.00 EUR"}}});
            let action = json!({"change_credit": {"file": {"group": group}, "change": set}});
            self.plan(Expected::Accepted, &action);
        }
    }

    /// What is asked of credit.
    pub(super) fn ask_for_credit(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(14) {
            0 | 1 => {
                let buyer = self.buyer()?;
                let set = self.limit(buyer.currency, 40);
                // Of one day there is one limit.
                self.change_credit(Expected::Open, &buyer.id, &json!({ "set_limit": set }))
            }
            2 => self.raise(),
            3 => self.limit_below_zero(),
            4 => self.regroup(),
            5 | 6 => {
                let buyer = self.buyer()?;
                let action = json!({"check_credit": {"customer": buyer.id}});
                self.plan(Expected::Accepted, &action)
            }
            7 => self.change_exchange_rate(),
            8 => self.amend_confirmed(books),
            9 | 10 => self.ship_held(books),
            _ => self.rule(books),
        }
    }

    /// A limit rises for some days; two that overlap are refused.
    fn raise(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let until = self.today.plus_days(self.dice.between(0, 12)).ok()?;
        let by = in_currency(i128::from(self.dice.between(1, 800_000)), buyer.currency);
        let raise = json!({"increase": {"by": by, "until": until}});
        self.change_credit(Expected::Open, &buyer.id, &raise)
    }

    fn limit_below_zero(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let set = json!({"set_limit": {"limit": {"up_to": amount(-1, buyer.currency)}}});
        let expected = Expected::Refused("credit.amount_negative");
        self.change_credit(expected, &buyer.id, &set)
    }

    /// A customer comes into a group, or leaves the one it belongs to.
    fn regroup(&mut self) -> Option<()> {
        let buyer = self.buyer()?;
        let mut group = json!({"customer": buyer.id});
        if self.dice.chance(70) {
            group["group"] = json!(*self.dice.one_of(&GROUPS));
        }
        self.plan(Expected::Open, &json!({"directory": {"group_customer": group}}))
    }

    /// An order changes that is confirmed: it is looked at again.
    fn amend_confirmed(&mut self, books: &Auditor) -> Option<()> {
        let order = self.order(books, OrderBook::is_open)?;
        let customer = books.orders.get(&order)?.customer.clone()?;
        let buyer = self.buyers.iter().find(|buyer| buyer.id == customer.as_str())?.clone();
        let (content, is_certain) = self.content(order.as_str(), &buyer);
        if !is_certain {
            self.doubtful.insert(order);
        }
        let amend = json!({"content": content, "reason": "more of it"});
        self.plan(Expected::Open, &json!({ "amend_order": amend }))
    }

    /// One of the orders that are held for want of credit alone.
    fn held(&mut self, books: &Auditor) -> Option<OrderId> {
        let is_held =
            |order: &&OrderId| books.orders.get(*order).is_some_and(OrderBook::lacks_credit_alone);
        let held = books.credit.lasting().filter(is_held);
        // What is shipped from stock waits for more than credit.
        let held: Vec<&OrderId> = held.filter(|order| !self.desk.has(order)).collect();
        let order = (*self.dice.pick(&held)?).clone();
        let customer = books.orders.get(&order)?.customer.clone()?;
        let is_active =
            self.buyers.iter().any(|buyer| buyer.is_active && buyer.id == customer.as_str());
        is_active.then_some(order)
    }

    /// What is held leaves once it is released, or passes after all.
    fn ship_held(&mut self, books: &Auditor) -> Option<()> {
        let order = self.held(books)?;
        let today = self.today;
        let passes = books.credit.is_released_on(&order, today).ok()?
            || (!books.credit.is_rejected(&order)
                && books.credit.fits(&books.accounts, &order, today).ok()?);
        // What passes may still wait for goods that are not there.
        let expected = if passes { Expected::Open } else { Expected::Refused("credit.held") };
        let ship = json!({"shipment": self.name("S"), "order": order});
        self.plan(expected, &json!({ "ship": ship }))
    }

    /// Somebody decides of an order that is held, with the right to or without.
    fn rule(&mut self, books: &Auditor) -> Option<()> {
        let order = self.held(books)?;
        let by = *self.dice.one_of(&["intern", "desk", "desk", "head"]);
        let ruling = match self.dice.below(8) {
            0 => json!({"reject": {"reason": "pays late"}}),
            1 => json!({"ask_deposit": {"percent": "30"}}),
            2 => json!({"change_terms": {"terms": "at once"}}),
            _ => {
                let until = self.today.plus_days(self.dice.between(0, 15)).ok()?;
                let mut release = json!({ "until": until });
                if self.dice.chance(50) {
                    release["tolerance"] = json!("12.5");
                }
                json!({ "release": release })
            }
        };
        let is_release = ruling.get("release").is_some();
        let may = !is_release || books.credit.may_release(by, &order, self.today).ok()?;
        let expected = match (by, may) {
            ("intern", _) => Expected::Refused("credit.nobody_may_rule"),
            (_, true) => Expected::Accepted,
            (_, false) => Expected::Refused("credit.no_right"),
        };
        let rule = json!({"order": order, "by": by, "ruling": ruling});
        self.plan(expected, &json!({ "rule_on_hold": rule }))
    }
}

/// An amount of the ledger's currency in another, at the usual rate; as text.
fn in_currency(minor: i128, currency: &str) -> String {
    let usual = CURRENCIES.iter().find(|(code, _)| *code == currency);
    let usual = usual.map_or(10_000, |(_, usual)| i128::from(*usual));
    let decimals: u32 = match currency {
        "JPY" => 0,
        "BHD" => 3,
        _ => 2,
    };
    amount(minor * usual * 10_i128.pow(decimals) / 1_000_000, currency)
}
