//! A company told as a story: commands in JSON, a refusal changes nothing.

// Each test tells with some of these words only.
#![allow(dead_code, clippy::expect_used)]

use o2c_core::company::Company;
use o2c_core::error::Error;
use o2c_core::json;
use serde_json::{Value, json};

/// A company whose commands are named after how many events came before.
pub(crate) struct Story {
    pub(crate) company: Company,
}

impl Story {
    /// Two customers and the series `sales`, whose numbers begin with `F`.
    pub(crate) fn begin() -> Self {
        let company = json::found(r#"{"ledger_currency":"EUR"}"#).expect("founded");
        let mut story = Story { company };
        for id in ["C1", "C2"] {
            story.tell(
                "2026-01-01",
                json!({"directory": {"register_customer": {
                    "customer": id, "party": {"name": id}, "terms": terms("net 30"),
                }}}),
            );
        }
        story.series("sales", "F");
        story
    }

    pub(crate) fn series(&mut self, id: &str, prefix: &str) {
        let series = json!({"series": id, "prefix": prefix, "yearly": true, "digits": 5});
        self.tell("2026-01-01", json!({"open_series": series}));
    }

    pub(crate) fn ask(&mut self, on: &str, action: Value) -> Result<String, Error> {
        let id = self.company.history().len().to_string();
        let command = json!({"id": id, "effective_on": on, "recorded_on": on, "action": action});
        let before = self.company.clone();
        let answer = json::execute(&mut self.company, &command.to_string());
        if answer.is_err() {
            assert!(self.company == before, "a refusal changes nothing");
        }
        self.company.audit().expect("the invariants hold");
        answer
    }

    pub(crate) fn tell(&mut self, on: &str, action: Value) {
        self.ask(on, action).expect("accepted");
    }

    pub(crate) fn refused(&mut self, on: &str, action: Value) -> (&'static str, String) {
        let refusal = self.ask(on, action).expect_err("refused");
        (refusal.code, refusal.path)
    }

    /// The figures of a refusal, as they are written.
    pub(crate) fn refused_with(&mut self, on: &str, action: Value) -> (&'static str, Vec<String>) {
        let refusal = self.ask(on, action).expect_err("refused");
        (refusal.code, refusal.figures.into_iter().map(|(_, figure)| figure).collect())
    }

    pub(crate) fn report(&self, query: Value) -> Value {
        report(&self.company, &query)
    }

    /// The accounts that are not at zero on a day, such as `411 120.00 EUR`.
    pub(crate) fn balances(&self, as_of: &str) -> Vec<String> {
        let trial = self.report(json!({"trial_balance": {"as_of": as_of}}));
        let rows = trial["rows"].as_array().expect("rows").iter();
        let text = |row: &Value, name: &str| row[name].as_str().expect(name).to_owned();
        let rows = rows.map(|row| format!("{} {}", text(row, "account"), text(row, "balance")));
        rows.filter(|row| !row.contains(" 0.00 ")).collect()
    }
}

/// Gives a command to a company, named after how many events came before.
pub(crate) fn run(company: &mut Company, on: &str, action: Value) -> Result<Value, Error> {
    let id = format!("command-{}", company.history().len());
    let command = json!({"id": id, "effective_on": on, "recorded_on": on, "action": action});
    json::execute(company, &command.to_string())
        .map(|text| serde_json::from_str(&text).expect("JSON"))
}

/// What a company answers to a query.
pub(crate) fn report(company: &Company, query: &Value) -> Value {
    serde_json::from_str(&json::report(company, &query.to_string()).expect("an answer"))
        .expect("JSON")
}

pub(crate) fn terms(text: &str) -> Value {
    json!(text.parse::<o2c_core::calendar::Terms>().expect("terms"))
}

/// A line of an invoice at a VAT rate of category S.
pub(crate) fn line(id: &str, quantity: &str, price: &str, rate: &str) -> Value {
    json!({"id": id, "quantity": format!("{quantity} C62"), "price": {"net": price},
        "vat": {"category": "S", "rate": rate}})
}

/// An invoice to C1 in the series `sales`.
pub(crate) fn invoice(lines: &[Value]) -> Value {
    json!({"series": "sales", "draft": {
        "customer": "C1", "currency": "EUR", "lines": lines, "terms": terms("net 30"),
    }})
}
