//! Reading a case: what is understood of it, and the figures in one spelling.

use super::{Difference, Outcome, figure};
use crate::company::calculate;
use o2c_core::money::{Currency, Exact, Money};
use serde_json::{Value, json};

/// What a runner found, or why it did not run.
pub(super) type Run = Result<Vec<Difference>, Outcome>;

/// A case of cases.json: what goes in, and what is expected.
pub(super) struct Case<'a> {
    pub(super) inputs: &'a Value,
    pub(super) expected: &'a Value,
    currency: Currency,
}

/// What is said beside the figures and changes none of them.
const PROSE: [&str; 6] = ["rule", "note", "notes", "comment", "description", "document_type"];

pub(super) fn skip<T>(why: impl Into<String>) -> Result<T, Outcome> {
    Err(Outcome::Skipped(why.into()))
}

impl<'a> Case<'a> {
    /// A case; its currency is the one named, or one with the decimals of its smallest amount.
    pub(super) fn of(case: &'a Value) -> Result<Self, Outcome> {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        if !inputs.is_object() || !expected.is_object() {
            return skip("it has no inputs or expects nothing");
        }
        let step = figure(&inputs["currency_rounding"]);
        let step = step.as_deref().and_then(|step| Exact::parse(step).ok());
        let name = match (figure(&inputs["currency"]), step.map(|step| step.to_string()).as_deref())
        {
            (Some(name), _) if Currency::parse(&name).is_ok() => name,
            (_, None | Some("0.01")) => "EUR".to_owned(),
            (_, Some("1")) => "JPY".to_owned(),
            (_, Some("0.001")) => "KWD".to_owned(),
            (_, Some(other)) => {
                return skip(format!("no currency has a smallest amount of {other}"));
            }
        };
        match Currency::parse(&name) {
            Ok(currency) => Ok(Case { inputs, expected, currency }),
            Err(refused) => skip(refused.to_string()),
        }
    }

    /// A case without inputs that nobody knows; otherwise the field is named.
    pub(super) fn knowing(self, known: &[&str]) -> Result<Self, Outcome> {
        let common = ["currency", "currency_rounding"];
        let fields = self.inputs.as_object().into_iter().flat_map(|inputs| inputs.keys());
        for field in fields {
            let is_known = [known, &common, &PROSE].iter().any(|all| all.contains(&field.as_str()));
            if !is_known {
                return skip(format!("inputs.{field} is not understood"));
            }
        }
        Ok(self)
    }

    /// The same case, expecting something else.
    pub(super) fn expecting<'b>(&self, expected: &'b Value) -> Case<'b>
    where
        'a: 'b,
    {
        Case { inputs: self.inputs, expected, currency: self.currency }
    }

    pub(super) fn currency(&self) -> Currency {
        self.currency
    }

    /// An input as a text or a number; the first of several names.
    pub(super) fn input(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| figure(&self.inputs[*name]))
    }

    /// An input that must be there.
    pub(super) fn needed(&self, names: &[&str]) -> Result<String, Outcome> {
        match self.input(names) {
            Some(text) => Ok(text),
            None => skip(format!("inputs.{} is missing", names.join(" or inputs."))),
        }
    }

    /// An amount as the core writes it; as it stands where it is none.
    pub(super) fn amount(&self, text: &str) -> String {
        amount_in(text, self.currency)
    }

    /// Holds what is expected against what was found; `found` gives a figure for each name it
    /// knows. A name it does not know is not understood.
    pub(super) fn hold(&self, found: impl Fn(&str) -> Option<Value>) -> Run {
        let expected = self.expected.as_object().into_iter().flatten();
        let mut differences = Vec::new();
        for (name, expected) in expected {
            if PROSE.contains(&name.as_str()) {
                continue;
            }
            match found(name) {
                Some(found) => self.compare(name, expected, &found, &mut differences),
                None => return skip(format!("expected.{name} is not understood")),
            }
        }
        Ok(differences)
    }

    fn compare(&self, path: &str, expected: &Value, found: &Value, into: &mut Vec<Difference>) {
        match (expected, found) {
            (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
                for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                    self.compare(&format!("{path}[{index}]"), expected, found, into);
                }
            }
            (Value::Object(expected), Value::Object(found)) => {
                for (name, expected) in expected {
                    let nothing = Value::Null;
                    let found = found.get(name).unwrap_or(&nothing);
                    self.compare(&format!("{path}.{name}"), expected, found, into);
                }
            }
            (expected, found) if self.spelled(expected) == self.spelled(found) => {}
            (expected, found) => {
                into.push(Difference::new(path, self.spelled(expected), self.spelled(found)));
            }
        }
    }

    /// A figure in one spelling: amounts without their currency, no trailing zeros.
    fn spelled(&self, value: &Value) -> String {
        let Some(text) = figure(value) else {
            return value.to_string();
        };
        let bare = text.strip_suffix(&format!(" {}", self.currency)).unwrap_or(&text);
        let bare = bare.strip_prefix('+').unwrap_or(bare);
        Exact::parse(bare).map_or_else(|_| bare.to_owned(), |exact| exact.to_string())
    }
}

/// An amount of a currency as the core writes it; as it stands where it is none.
pub(super) fn amount_in(text: &str, currency: Currency) -> String {
    let read = Money::parse(text, currency);
    read.map_or_else(|_| format!("{text} {currency}"), |money| money.to_string())
}

/// Asks a calculator; a refusal is a difference, with what was asked.
pub(super) fn asked(request: &Value) -> Result<Value, Outcome> {
    calculate(request).map_err(|refused| {
        Outcome::Failed(vec![Difference::new(
            "the core",
            "figures",
            format!("{refused} to {request}"),
        )])
    })
}

/// The sum or the difference of two amounts of one answer.
pub(super) fn sum(one: &Value, sign: i8, other: &Value) -> Option<Value> {
    let read = |value: &Value| value.as_str()?.parse::<Money>().ok();
    let (one, other) = (read(one)?, read(other)?);
    let other = if sign < 0 { other.negated() } else { other };
    Some(json!(Money::sum(one.currency(), [one, other]).ok()?.to_string()))
}

/// The first figure in a text, such as 75.00 in `75.00 on the net total`.
pub(super) fn leading_figure(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let is_of_figure = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let end = text.find(|c| !is_of_figure(c)).unwrap_or(text.len());
    let (figure, behind) = text.split_at(end);
    Exact::parse(figure).ok().map(|exact| (exact.to_string(), behind.trim()))
}
