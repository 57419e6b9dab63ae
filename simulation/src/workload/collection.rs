//! What is asked for that is late: reminders, what stands in their way, promises and plans.

use super::cash::customer_of;
use super::spelling::amount;
use super::troubles::late_terms;
use super::{Expected, Workload};
use crate::Auditor;
use o2c_core::id::EntryId;
use o2c_core::receivable::AccountKey;
use serde_json::{Value, json};

/// Why nobody reminds.
const BLOCKS: [&str; 3] = ["payment_in_transit", "legal_action", "by_hand"];

impl Workload {
    /// How everybody is reminded, and how two customers are in another way.
    pub(super) fn set_policies(&mut self) {
        let level = |days: u16, fee: i128| {
            let codes = ["EUR", "USD", "JPY"].into_iter().filter(|_| fee > 0);
            let fee: Vec<String> = codes.map(|code| amount(fee, code)).collect();
            json!({"delay": {"after_due": days}, "fee": fee, "shows_interest": days > 15})
        };
        let slow = json!({
            "grace_days": 2, "interval": 7, "minimum": ["5.00 EUR"],
            "levels": [level(3, 0), level(15, 0), level(30, 500), level(45, 950)],
            "notices": [{"days_before": 12}, {"days_before": 3}],
        });
        let quick = json!({
            "interval": 4, "interval_of": "item", "escalation": "highest_reached",
            "letters": "per_level", "levels": [level(1, 0), level(10, 200), level(20, 0)],
        });
        let set =
            |of: Value, policy: &Value| json!({"set_dunning_policy": {"of": of, "policy": policy}});
        self.plan(Expected::Accepted, &set(json!("everybody"), &slow));
        for at in [0, 5] {
            let Some(buyer) = self.buyers.get(at) else { continue };
            let of = json!({"customer": buyer.id});
            self.plan(Expected::Accepted, &set(of, &quick));
        }
        // The first level follows no other, and a later one is not reached before an earlier one.
        let first = json!({"levels": [{"delay": {"after_previous": 5}}]});
        let refused = Expected::Refused("dunning.first_after_previous");
        self.plan(refused, &set(json!("everybody"), &first));
        let unordered = json!({"levels": [level(15, 0), level(5, 0)]});
        let refused = Expected::Refused("dunning.levels_not_in_order");
        self.plan(refused, &set(json!("everybody"), &unordered));
    }

    /// Everybody is reminded twice a month; the other runs are about some.
    pub(super) fn remind_all(&mut self) {
        let action = json!({"run_dunning": {"interest": late_terms("EUR")}});
        self.plan(Expected::Accepted, &action);
    }

    /// One of the ways to come to what is late.
    pub(super) fn collect(&mut self, books: &Auditor) -> Option<()> {
        match self.dice.below(14) {
            0..=4 => self.remind(books),
            5 => self.block(books),
            6 => self.lift(books),
            7 => self.fall_back(books),
            8..=10 => self.promise(books),
            11 => self.withdraw(books),
            12 => self.agree_plan(books),
            _ => self.end_plan(books),
        }
    }

    /// An item that is owed, mostly one that is late.
    fn late(&mut self, books: &Auditor) -> Option<(AccountKey, EntryId, i128)> {
        let today = self.today;
        let key = self.account(books, |item| item.open() > 0 && item.item.due_on < today)?;
        let items = books.book(&key)?.items.iter();
        let late: Vec<_> =
            items.filter(|(_, item)| item.open() > 0 && item.item.due_on < today).collect();
        let (entry, item) = *self.dice.pick(&late)?;
        Some((key, entry.clone(), item.open()))
    }

    /// Somebody is reminded, with the fees billed or not.
    fn remind(&mut self, books: &Auditor) -> Option<()> {
        let (key, _, _) = self.late(books)?;
        let currency = key.currency.code();
        let mut run = json!({"customers": [customer_of(&key)?], "interest": late_terms(currency)});
        if self.dice.chance(50) {
            run["fee_series"] = json!("sales");
            run["exchange_rates"] = json!(self.exchange_rates());
        }
        self.plan(Expected::Accepted, &json!({"run_dunning": run}))
    }

    fn reminders(&mut self, key: &AccountKey, expected: Expected, change: &Value) -> Option<()> {
        let asked = json!({
            "customer": customer_of(key)?, "currency": key.currency, "change": change,
        });
        self.plan(expected, &json!({"reminders": asked}))
    }

    fn block(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, open) = self.late(books)?;
        let reason = *self.dice.one_of(&BLOCKS);
        let mut block = json!({"block": self.name("B"), "reason": reason, "from": self.today});
        if self.dice.chance(70) {
            block["entry"] = json!(entry);
            if open > 1 && self.dice.chance(40) {
                block["amount"] = json!(amount(open / 2, key.currency.code()));
            }
        }
        if self.dice.chance(70) {
            block["until"] = json!(self.today.plus_days(self.dice.between(1, 25)).ok()?);
        }
        self.reminders(&key, Expected::Accepted, &json!({"block": block}))
    }

    fn lift(&mut self, books: &Auditor) -> Option<()> {
        let standing = books.reminders.standing();
        let (key, block) = self.dice.pick(&standing)?.clone();
        self.reminders(&key, Expected::Accepted, &json!({"lift": {"block": block}}))
    }

    /// Items fall back to a level, such as after a call.
    fn fall_back(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, _) = self.late(books)?;
        let reset = json!({"entries": [entry], "level": self.dice.between(0, 1)});
        let is_known = books.reminders.is_reminded(&key, &entry);
        let unknown = Expected::Refused("dunning.unknown_item");
        let expected = if is_known { Expected::Accepted } else { unknown };
        self.reminders(&key, expected, &json!({"reset": reset}))
    }

    /// A customer says by when he pays, all of what is open of an item or the half; one who says
    /// so of yesterday is not believed.
    fn promise(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, open) = self.late(books)?;
        let is_past = self.dice.chance(8);
        let days = if is_past { -1 } else { self.dice.between(1, 20) };
        let mut promise = json!({
            "customer": customer_of(&key)?, "currency": key.currency,
            "promise": self.name("PR"), "entries": [entry],
            "pay_on": self.today.plus_days(days).ok()?,
        });
        if open > 1 && self.dice.chance(30) {
            promise["amount"] = json!(amount(open / 2, key.currency.code()));
        }
        let past = Expected::Refused("receivable.day_passed");
        let expected = if is_past { past } else { Expected::Open };
        self.plan(expected, &json!({"promise_payment": promise}))
    }

    fn withdraw(&mut self, books: &Auditor) -> Option<()> {
        let standing = books.reminders.promised();
        let (key, promise) = self.dice.pick(&standing)?.clone();
        let action = json!({"withdraw_promise": {
            "customer": customer_of(&key)?, "currency": key.currency, "promise": promise,
        }});
        self.plan(Expected::Open, &action)
    }

    /// What is late is paid by instalments; some plans do not sum.
    fn agree_plan(&mut self, books: &Auditor) -> Option<()> {
        let (key, entry, open) = self.late(books)?;
        let day = |days: i64| self.today.plus_days(days).ok();
        let (first, second, third) = (day(10)?, day(40)?, day(70)?);
        let code = key.currency.code();
        let instalments = match self.dice.below(4) {
            0 if open > 3 => json!([
                {"due_on": first, "amount": amount(open / 3, code)},
                {"due_on": second, "amount": amount(open / 3, code)},
            ]),
            1 if open > 3 => json!([
                {"due_on": first, "amount": amount(open / 3, code)},
                {"due_on": second}, {"due_on": third},
            ]),
            _ => json!([{"due_on": first}, {"due_on": second}]),
        };
        let mut plan = json!({
            "customer": customer_of(&key)?, "currency": key.currency,
            "plan": self.name("PL"), "entries": [entry], "instalments": instalments,
        });
        if self.dice.chance(60) {
            plan["default_after"] = json!(self.dice.between(3, 15));
        }
        self.plan(Expected::Open, &json!({"agree_instalment_plan": plan}))
    }

    fn end_plan(&mut self, books: &Auditor) -> Option<()> {
        let standing = books.reminders.planned();
        let (key, plan) = self.dice.pick(&standing)?.clone();
        let action = json!({"end_instalment_plan": {
            "customer": customer_of(&key)?, "currency": key.currency, "plan": plan,
        }});
        self.plan(Expected::Open, &action)
    }
}
