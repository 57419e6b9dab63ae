//! The JSON door: every command, event, refusal and report as text, one implementation that every
//! binding calls.
//!
//! Amounts are texts such as `"12.30 EUR"`, exact figures are texts, days are `"2026-01-31"`; a
//! JSON number in their place is refused, so no amount ever passes through a float. Fields that
//! are unknown to a command are refused. A refusal comes back with its code, number, path and
//! figures, whether the text itself was wrong or the company said no.
//!
//! ```
//! use o2c_core::json;
//! let mut company = json::found(r#"{"ledger_currency":"EUR"}"#)?;
//! let receipt = json::execute(&mut company, r#"{
//!     "id": "1", "effective_on": "2026-01-02", "recorded_on": "2026-01-02",
//!     "action": {"open_series": {"series": "sales", "prefix": "F", "yearly": true, "digits": 5}}
//! }"#)?;
//! assert!(receipt.starts_with(r#"{"first":1,"count":2,"is_replayed":false,"events":["#));
//! let refused = json::execute(&mut company, r#"{"id": "2"}"#).unwrap_err();
//! assert_eq!(refused.code, "json.malformed");
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod place;

use crate::calculate::{self, Calculation};
use crate::company::{Command, Company, Event, Fork, Query, Receipt, Settings};
use crate::error::{self, Error, Meaning, Path};
use crate::lettering::batch::LetteringRules;
use crate::lettering::{Alternative, Evidence};
use crate::refusals::{self, Rejection};
use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The version of every text that is written: commands, events, reports.
pub const VERSION: u32 = 1;

/// A history as text: every event there ever was.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct History<E> {
    #[serde(rename = "type")]
    kind: HistoryKind,
    version: u32,
    events: Vec<E>,
}

#[derive(Serialize, Deserialize)]
enum HistoryKind {
    #[serde(rename = "o2c.history")]
    History,
}

/// A receipt with the events it stands for.
#[derive(Serialize)]
struct Answer<'a> {
    first: usize,
    count: usize,
    is_replayed: bool,
    events: &'a [Event],
}

/// One row of a batch.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Row<'a> {
    Ok(Answer<'a>),
    Error(Error),
}

/// Reads a text strictly; what is wrong comes back with its path.
fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let again = |text: &str| serde_json::from_str::<T>(text).err();
    serde_json::from_str(text).map_err(|reason| refused(text, &reason, &again))
}

/// Where a text breaks off, if it does: what stands last in it may be no more than half a value,
/// which says nothing about the whole.
fn breaks_off(text: &str) -> Option<serde_json::Error> {
    let end = serde_json::from_str::<serde::de::IgnoredAny>(text).err()?;
    end.is_eof().then_some(end)
}

/// A refusal that travelled inside a serde error, whole again; or the reader's own words.
fn refused(
    text: &str,
    reason: &serde_json::Error,
    again: &dyn Fn(&str) -> Option<serde_json::Error>,
) -> Error {
    let malformed = |path, reason: &serde_json::Error| {
        Error::of(&Rejection::Malformed { path, reason: reason.to_string() })
    };
    if let Some(end) = breaks_off(text) {
        return malformed(Path::root(), &end);
    }
    let path = place::of(text, reason, again);
    if let Some((number, message, figures)) = error::from_serde(&reason.to_string())
        && let Some(meaning) = refusals::meaning(number)
    {
        let path = path.to_string();
        let (figures, via, also) = (figures.into(), Box::default(), Box::default());
        return Error { number, code: meaning.code, path, message, figures, via, also };
    }
    malformed(path, reason)
}

fn write<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|reason| {
        Error::of(&Rejection::Unwritable { path: Path::root(), reason: reason.to_string() })
    })
}

fn answer<'a>(receipt: Receipt, events: &'a [Event]) -> Answer<'a> {
    let Receipt { first, count, is_replayed } = receipt;
    Answer { first, count, is_replayed, events }
}

/// Founds a company on settings such as `{"ledger_currency":"EUR"}`.
///
/// # Errors
/// `json.malformed`, or the refusal of a value.
pub fn found(settings: &str) -> Result<Company, Error> {
    Ok(Company::found(read::<Settings>(settings)?))
}

/// Executes one command and answers with its receipt and events.
///
/// # Errors
/// `json.malformed`, or the company's rejection; the company is unchanged then.
pub fn execute(company: &mut Company, command: &str) -> Result<String, Error> {
    let receipt = company.execute(&read::<Command>(command)?)?;
    write(&answer(receipt, company.events_of(&receipt)))
}

/// The events that a command would lead to, as a list; nothing changes.
///
/// # Errors
/// As [`execute`].
pub fn decide(company: &Company, command: &str) -> Result<String, Error> {
    write(&company.decide(&read::<Command>(command)?)?)
}

/// Runs a list of commands on a fork of the company and answers with a row for each, `ok` with
/// the receipt and events or `error`; nothing is kept.
///
/// # Errors
/// `json.malformed` where the list itself cannot be read.
pub fn preview(company: &Company, commands: &str) -> Result<String, Error> {
    let commands: Vec<Command> = read(commands)?;
    let mut fork: Fork<'_> = company.fork();
    let results: Vec<_> = commands.iter().map(|command| fork.execute(command)).collect();
    let start = company.history().len();
    let rows: Vec<Row<'_>> = results
        .into_iter()
        .map(|result| match result {
            Ok(receipt) if receipt.first < start => {
                Row::Ok(answer(receipt, company.events_of(&receipt)))
            }
            Ok(receipt) => {
                let first = receipt.first.saturating_sub(start);
                let until = first.saturating_add(receipt.count);
                Row::Ok(answer(receipt, fork.events().get(first..until).unwrap_or_default()))
            }
            Err(rejection) => Row::Error(rejection.into()),
        })
        .collect();
    write(&rows)
}

/// Executes a list of commands one after the other and answers with a row for each: `ok` with the
/// receipt and events, or `error`. A refused command changes nothing and does not stop the next.
///
/// # Errors
/// `json.malformed` where the list itself cannot be read; nothing was executed then.
pub fn batch(company: &mut Company, commands: &str) -> Result<String, Error> {
    let commands: Vec<Command> = read(commands)?;
    let results = company.execute_all(&commands);
    let rows: Vec<Row<'_>> = results
        .into_iter()
        .map(|result| match result {
            Ok(receipt) => Row::Ok(answer(receipt, company.events_of(&receipt))),
            Err(rejection) => Row::Error(rejection.into()),
        })
        .collect();
    write(&rows)
}

/// Answers a query such as `{"ageing":{"as_of":"2026-01-31"}}` with its report.
///
/// # Errors
/// `json.malformed`, or the refusal of the report.
pub fn report(company: &Company, query: &str) -> Result<String, Error> {
    write(&company.report(&read::<Query>(query)?)?)
}

/// Runs a calculator that needs no company, such as
/// `{"split":{"amount":"100.00 EUR","weights":["1","1","1"]}}`.
///
/// # Errors
/// `json.malformed`, or the calculator's refusal.
pub fn calculate(request: &str) -> Result<String, Error> {
    write(&calculate::calculate(&read::<Calculation>(request)?)?)
}

/// The rules by which many payments are lettered, such as `{"policy": {"applies_from": 900}}`.
///
/// # Errors
/// `json.malformed`, with its path.
pub fn lettering_rules(rules: &str) -> Result<LetteringRules, Error> {
    read(rules)
}

/// What a match rests on, as a JSON text of a list.
///
/// # Errors
/// `json.malformed`, which does not happen.
pub fn evidence(evidence: &[Evidence]) -> Result<String, Error> {
    write(&evidence)
}

/// Matches that are possible or were rejected, as a JSON text of a list.
///
/// # Errors
/// `json.malformed`, which does not happen.
pub fn alternatives(alternatives: &[Alternative]) -> Result<String, Error> {
    write(&alternatives)
}

/// The whole history as one text, from which [`replay`] rebuilds the company.
///
/// # Errors
/// `json.unwritable`; never in practice.
pub fn history(company: &Company) -> Result<String, Error> {
    let events: Vec<&Event> = company.history().iter().collect();
    write(&History { kind: HistoryKind::History, version: VERSION, events })
}

/// The company that a history leads to.
///
/// # Errors
/// `json.malformed`, `json.unknown_version`, `company.broken_history`.
pub fn replay(history: &str) -> Result<Company, Error> {
    let History::<Event> { version, events, .. } = read(history)?;
    if version != VERSION {
        let path = Path::field("version");
        return Err(Error::of(&Rejection::UnknownVersion { path, version, newest: VERSION }));
    }
    Ok(Company::replay(events)?)
}

/// A refusal as text: number, code, path, message, figures and the way to it.
///
/// ```
/// use o2c_core::json;
/// let split = r#"{"split":{"amount":"1.005 EUR","weights":["1"]}}"#;
/// let refused = json::calculate(split).unwrap_err();
/// assert_eq!(refused.path, "split.amount");
/// assert!(json::error(&refused).contains(r#""code":"money.too_many_decimals""#));
/// ```
pub fn error(error: &Error) -> String {
    // An error is texts and a number; writing it cannot fail.
    serde_json::to_string(error).unwrap_or_else(|reason| format!("{{\"code\":\"{reason}\"}}"))
}

/// The table of all refusals: number, code and meaning, by number.
pub fn refusals() -> String {
    let mut rows: Vec<&Meaning> = refusals::TABLES.iter().copied().flatten().collect();
    rows.sort_by_key(|row| row.number);
    serde_json::to_string(&rows).unwrap_or_default()
}
