//! The core's JSON door: commands and queries go in as JSON, answers come out as JSON.

use anyhow::Result;
use o2c_core::{company, error, json};
use serde_json::Value;

/// One company, from its first command on.
pub(crate) struct Company(company::Company);

/// What the door answers: a text, or a refusal as the text that every language shows.
type Answered<T> = std::result::Result<T, String>;

fn refused(error: error::Error) -> String {
    json::error(&error)
}

impl Company {
    /// A company that has seen nothing yet.
    pub(crate) fn found(settings: &str) -> Result<Self> {
        Self::found_as_json(settings).map_err(anyhow::Error::msg)
    }

    /// A company by its settings; the refusal as JSON.
    pub(crate) fn found_as_json(settings: &str) -> Answered<Self> {
        json::found(settings).map(Company).map_err(refused)
    }

    /// The company that a history leads to; the refusal as JSON.
    pub(crate) fn replayed(history: &str) -> Answered<Self> {
        json::replay(history).map(Company).map_err(refused)
    }

    /// Takes the place of this company where the other one stands.
    pub(crate) fn replace(&mut self, other: Answered<Self>) -> Answered<Option<String>> {
        *self = other?;
        Ok(None)
    }

    /// Answers one request of the stream programs.
    pub(crate) fn answer(&mut self, verb: &str, json: &str) -> Answered<String> {
        let answered = match verb {
            "EXECUTE" => json::execute(&mut self.0, json),
            "DECIDE" => json::decide(&self.0, json),
            "PREVIEW" => json::preview(&self.0, json),
            "BATCH" => json::batch(&mut self.0, json),
            "REPORT" => json::report(&self.0, json),
            "CALCULATE" => json::calculate(json),
            "HISTORY" => json::history(&self.0),
            unknown => return Err(format!("there is no verb {unknown}")),
        };
        answered.map_err(refused)
    }

    /// Executes one command.
    pub(crate) fn execute(&mut self, command: &Value) -> Result<Value> {
        self.asked("EXECUTE", command)
    }

    /// Asks for one report.
    pub(crate) fn report(&mut self, query: &Value) -> Result<Value> {
        self.asked("REPORT", query)
    }

    fn asked(&mut self, verb: &str, json: &Value) -> Result<Value> {
        let answered = self.answer(verb, &json.to_string());
        let answer = answered.map_err(|no| anyhow::anyhow!("{verb} {json} is refused: {no}"))?;
        Ok(serde_json::from_str(&answer)?)
    }
}

/// Runs a calculator that needs no company.
pub(crate) fn calculate(request: &Value) -> Answered<Value> {
    let answer = json::calculate(&request.to_string()).map_err(refused)?;
    serde_json::from_str(&answer).map_err(|fault| fault.to_string())
}
