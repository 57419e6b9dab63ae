//! The end of a period, and what happens to documents on their way: the outbox, their receipt.

use super::spelling::CURRENCIES;
use super::{Expected, Workload};
use crate::Auditor;
use o2c_core::calendar::Day;
use serde_json::json;

impl Workload {
    /// The eighth of a month values and cuts off the last one, two days before it is closed.
    pub(super) fn end_period(&mut self) -> Option<()> {
        let until = self.today.plus_days(-8).ok()?;
        if until != until.end_of_month() {
            return None;
        }
        let reverse_on = until.plus_days(1).ok()?;
        self.revalue(until, reverse_on);
        let cut_off = json!({
            "until": until, "reverse_on": reverse_on, "exchange_rates": self.rates(),
        });
        self.plan(Expected::Open, &json!({"cut_off": cut_off}))
    }

    fn revalue(&mut self, until: Day, reverse_on: Day) -> Option<()> {
        let revalue = json!({
            "until": until, "reverse_on": reverse_on, "exchange_rates": self.rates(),
        });
        self.plan(Expected::Accepted, &json!({"revalue": revalue}))
    }

    /// The rates of a day.
    fn rates(&mut self) -> Vec<String> {
        let mut rates = vec!["EUR/CHF 0.9512".to_owned()];
        rates.extend(CURRENCIES.iter().filter_map(|(code, _)| self.exchange_rate(code)));
        rates
    }

    /// A document is sent, and arrives, days later, or not.
    pub(super) fn dispatch(&mut self, books: &Auditor) -> Option<()> {
        let place = self.dice.place(self.sent.len());
        let Some(place) = place.filter(|_| self.dice.chance(50)) else {
            let waits = self.dice.chance(70);
            let (document, _) = self.document(books, |chain| chain.waits_for_receipt || !waits)?;
            let channel = *self.dice.one_of(&["email", "post", "platform"]);
            let dispatch = json!({"document": document, "channel": channel, "to": "his office"});
            self.sent.push(document);
            // Where it waits already it is not sent again.
            return self.plan(Expected::Open, &json!({"dispatch_document": dispatch}));
        };
        let document = self.sent.swap_remove(place);
        let outcome = match self.dice.below(5) {
            0 => json!({"rejected": {"reason": "moved away"}}),
            1 => json!("sent"),
            _ => json!("received"),
        };
        let record = json!({"document": document, "outcome": outcome});
        let day = if self.dice.chance(25) { self.late_day(books, 4) } else { self.today };
        self.plan_on(day, Expected::Open, &json!({"record_dispatch": record}))
    }
}
