//! The books of a small company, for cases about what is open: what is told and what is asked.

use super::{Difference, Outcome};
use o2c_core::calendar::Day;
use o2c_core::company::Company;
use o2c_core::json;
use o2c_core::money::Money;
use serde_json::{Value, json};

/// The day that a case calls `D` or `T` where it names none.
const TODAY: &str = "2026-06-15";

/// A company with one customer, whose account the case is about.
pub(super) struct Books {
    company: Company,
    told: usize,
}

/// A day as a case writes it: a date, or days before and after a day that has a letter for a name,
/// such as `D`, `T+1` or `D - 45`.
pub(super) fn day(text: &str) -> Option<String> {
    if let Ok(day) = Day::parse(text) {
        return Some(day.to_string());
    }
    let offset = text.trim().trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
    let offset: String = offset.chars().filter(|letter| !letter.is_whitespace()).collect();
    let days: i64 = match offset.as_str() {
        "" => 0,
        signed if signed.starts_with(['+', '-']) => {
            signed.trim_end_matches(|letter: char| letter.is_ascii_alphabetic()).parse().ok()?
        }
        _ => return None,
    };
    Some(Day::parse(TODAY).ok()?.plus_days(days).ok()?.to_string())
}

/// The day on which everything is told: after all that a case dates.
const LAST: &str = "2026-12-31";

impl Books {
    /// A company whose books are in euros and that accepts any write-off.
    pub(super) fn open() -> Result<Self, Outcome> {
        let accepted = |currency: &str| {
            json!({"kind": "write_off", "absolute": format!("100000000.00 {currency}"),
                "percent": "100"})
        };
        let over = |currency: &str| {
            let mut tolerance = accepted(currency);
            tolerance["direction"] = json!("over");
            tolerance
        };
        let tolerances = json!([accepted("EUR"), over("EUR"), accepted("USD"), over("USD")]);
        let settings = json!({"ledger_currency": "EUR", "tolerances": tolerances});
        let company = json::found(&settings.to_string()).map_err(|no| fault(&no.to_string()))?;
        let mut books = Books { company, told: 0 };
        let customer = json!({"register_customer": {"customer": "C", "party": {"name": "C"}}});
        books.tell("2000-01-01", &json!({ "directory": customer }))?;
        Ok(books)
    }

    /// Tells something; the code of the refusal where it is refused.
    pub(super) fn try_tell(&mut self, on: &str, action: &Value) -> Result<Value, String> {
        self.told = self.told.saturating_add(1);
        let command = json!({"id": format!("told-{}", self.told), "effective_on": on,
            "recorded_on": LAST, "action": action});
        let answer = json::execute(&mut self.company, &command.to_string());
        let answer = answer.map_err(|no| no.to_string())?;
        serde_json::from_str(&answer).map_err(|no| no.to_string())
    }

    /// Tells something that is never refused.
    pub(super) fn tell(&mut self, on: &str, action: &Value) -> Result<Value, Outcome> {
        self.try_tell(on, action).map_err(|no| fault(&format!("{no} to {action}")))
    }

    /// Asks something.
    pub(super) fn ask(&self, query: &Value) -> Result<Value, Outcome> {
        let answer = json::report(&self.company, &query.to_string());
        let answer = answer.map_err(|no| fault(&format!("{no} to {query}")))?;
        serde_json::from_str(&answer).map_err(|no| fault(&no.to_string()))
    }

    /// Puts an item on the account, debit or credit.
    pub(super) fn item(
        &mut self,
        name: &str,
        (document_on, due_on): (&str, Option<&str>),
        (amount, booked): (&str, &str),
    ) -> Result<(), Outcome> {
        let mut item = json!({"customer": "C", "document": name, "document_on": document_on,
            "amount": amount, "booked": booked});
        if let Some(due_on) = due_on {
            item["due_on"] = json!(due_on);
        }
        self.tell(document_on, &json!({"open_balances": {"items": [item]}})).map(|_| ())
    }

    /// Money from the customer.
    pub(super) fn pay(
        &mut self,
        name: &str,
        on: &str,
        amount: &str,
        rate: Option<&str>,
    ) -> Result<(), Outcome> {
        let mut payment = json!({"payment": name, "payer": "C", "amount": amount});
        if let Some(rate) = rate {
            payment["exchange_rate"] = json!(rate);
        }
        self.tell(on, &json!({ "receive_payment": payment })).map(|_| ())
    }

    /// Letters items of the account; the code of the refusal where it is refused.
    pub(super) fn letter(
        &mut self,
        on: &str,
        currency: &str,
        lines: &[Value],
        differences: &[Value],
    ) -> Result<Value, String> {
        let action = json!({"letter": {"customer": "C", "currency": currency, "lines": lines,
            "differences": differences}});
        self.try_tell(on, &action)
    }

    /// What is open of an item at last: in its currency and in the ledger's.
    pub(super) fn open_of(&self, name: &str) -> Result<Option<(Value, Value)>, Outcome> {
        let items = self.ask(&json!({"open_items": {"as_of": LAST}}))?;
        let mut items = items.as_array().into_iter().flatten();
        let item = items.find(|item| item["entry"] == name);
        Ok(item.map(|item| (item["open"].clone(), item["booked"].clone())))
    }

    /// The balance of an account of the ledger.
    pub(super) fn balance(&self, account: &str) -> Result<Value, Outcome> {
        let trial = self.ask(&json!({"trial_balance": {"as_of": LAST}}))?;
        let mut rows = trial["rows"].as_array().into_iter().flatten();
        let row = rows.find(|row| row["account"] == account);
        Ok(row.map_or(json!("0.00 EUR"), |row| row["balance"].clone()))
    }
}

/// An amount without its sign.
pub(super) fn size(amount: &Value) -> Value {
    let read = amount.as_str().and_then(|text| text.parse::<Money>().ok());
    read.map_or(amount.clone(), |money| json!(money.magnitude().to_string()))
}

fn fault(what: &str) -> Outcome {
    Outcome::Failed(vec![Difference::new("the core", "an answer", what)])
}
