//! Words of the JSON door that several commands share.

use super::Workload;
use o2c_core::calendar::Terms;
use o2c_core::money::{Currency, Money};
use serde_json::{Value, json};

/// The currencies of trade, what a unit of the ledger's costs in ten-thousandths, and how far the
/// price of a thing is from that in the ledger's currency.
pub(super) const CURRENCIES: [(&str, i64); 5] =
    [("EUR", 10_000), ("USD", 10_850), ("JPY", 1_623_000), ("BHD", 4_090), ("GBP", 8_570)];

/// Terms of every kind.
pub(super) const TERMS: [&str; 10] = [
    "net 30",
    "2% 10 net 30",
    "45 days then end of month",
    "end of month then 45 days",
    "30%: net 0; rest: net 30",
    "1 part: net 30; 1 part: net 60; 1 part: net 90",
    "end of month then day 10 of next month",
    "3% 8 end of decade",
    "at once",
    "net 30 from receipt",
];

/// An amount as text.
pub(super) fn amount(minor: i128, currency: &str) -> String {
    let currency: Currency = currency.parse().unwrap_or(Currency::EUR);
    Money::from_wide(minor, currency).map_or(String::new(), |money| money.to_string())
}

/// Payment terms as data, from their text.
pub(super) fn terms(text: &str) -> Value {
    text.parse::<Terms>().map_or(Value::Null, |terms| json!(terms))
}

impl Workload {
    /// The rate of today; none for the ledger's own currency.
    pub(super) fn exchange_rate(&mut self, currency: &str) -> Option<String> {
        let (_, usual) = CURRENCIES.iter().find(|(code, _)| *code == currency)?;
        if currency == "EUR" {
            return None;
        }
        let rate = usual + usual * self.dice.between(-400, 400) / 10_000;
        Some(format!("EUR/{currency} {}.{:04}", rate / 10_000, rate % 10_000))
    }

    pub(super) fn vat(&mut self) -> Value {
        let (category, rate) =
            *self.dice.one_of(&[("S", "20"), ("S", "10"), ("S", "5.5"), ("Z", "0"), ("AE", "0")]);
        json!({"category": category, "rate": rate})
    }

    /// A price; cents that end in halves are frequent, and some things are free.
    pub(super) fn price(&mut self) -> Value {
        let prices =
            ["0.005", "0.125", "1.005", "9.99", "10", "49.5", "120", "1234.56", "0.01", "0"];
        let net = *self.dice.one_of(&prices);
        if self.dice.chance(15) {
            return json!({"gross": {"gross": "12.345", "discount": "2.3450"}});
        }
        json!({"net": net})
    }

    pub(super) fn quantity(&mut self) -> String {
        match self.dice.below(6) {
            0 => "2.5 KGM".to_owned(),
            1 => "0.333 KGM".to_owned(),
            2 => "1 C62".to_owned(),
            _ => format!("{} C62", self.dice.between(1, 24)),
        }
    }

    /// Allowances and charges of a line.
    pub(super) fn line_adjustments(&mut self, currency: &str) -> Value {
        let percent = *self.dice.one_of(&["5", "12.5", "33.333", "100"]);
        let fixed = amount(i128::from(self.dice.between(1, 50)), currency);
        match self.dice.below(8) {
            0 => json!([{"kind": "allowance", "value": {"percent": percent}}]),
            1 => json!([
                {"kind": "allowance", "value": {"percent": "10"}},
                {"kind": "allowance", "value": {"percent_of_rest": "5"}},
            ]),
            2 => json!([{"kind": "charge", "value": {"amount": fixed}, "reason": "packing"}]),
            3 => json!([{"kind": "allowance", "value": {"amount": fixed}}]),
            _ => json!([]),
        }
    }

    /// Discount and freight of a document, and whether its amounts can always be split.
    pub(super) fn document_adjustments(&mut self, currency: &str) -> (Value, bool) {
        let fixed = amount(i128::from(self.dice.between(100, 2_500)), currency);
        match self.dice.below(7) {
            0 => (json!([{"kind": "allowance", "value": {"percent": "3"}}]), true),
            1 => {
                let vat = json!({"category": "S", "rate": "20"});
                (json!([{"kind": "charge", "value": {"amount": fixed}, "vat": vat}]), true)
            }
            2 | 3 => (json!([{"kind": "charge", "value": {"amount": fixed}}]), false),
            4 => (json!([{"kind": "allowance", "value": {"amount": fixed}}]), false),
            _ => (json!([]), true),
        }
    }
}
