//! The core's JSON door: commands and queries go in as JSON, answers come out as JSON.

use anyhow::Result;
use serde_json::Value;

/// One company, from its first command on.
pub(crate) struct Company;

/// What the door answers: a text, or a refusal as the text that every language shows.
type Answered<T> = std::result::Result<T, String>;

const ABSENT: &str = "{\"message\":\"the core has no company yet\"}";

impl Company {
    /// A company that has seen nothing yet.
    pub(crate) fn found(settings: &str) -> Result<Self> {
        Self::found_as_json(settings).map_err(anyhow::Error::msg)
    }

    /// A company by its settings; the refusal as JSON.
    pub(crate) fn found_as_json(_settings: &str) -> Answered<Self> {
        Err(ABSENT.to_owned())
    }

    /// The company that a history leads to; the refusal as JSON.
    pub(crate) fn replayed(_history: &str) -> Answered<Self> {
        Err(ABSENT.to_owned())
    }

    /// Takes the place of this company where the other one stands.
    pub(crate) fn replace(&mut self, other: Answered<Self>) -> Answered<Option<String>> {
        *self = other?;
        Ok(None)
    }

    /// Answers one request of the stream programs.
    pub(crate) fn answer(&mut self, _verb: &str, _json: &str) -> Answered<String> {
        Err(ABSENT.to_owned())
    }

    /// Executes one command.
    pub(crate) fn execute(&mut self, command: &Value) -> Result<Value> {
        let answered = self.answer("EXECUTE", &command.to_string());
        let answer =
            answered.map_err(|refused| anyhow::anyhow!("{command} is refused: {refused}"))?;
        Ok(serde_json::from_str(&answer)?)
    }

    /// Asks for one report.
    pub(crate) fn report(&mut self, query: &Value) -> Result<Value> {
        anyhow::bail!("{query} is refused: {ABSENT}")
    }
}

/// Runs a calculator that needs no company.
pub(crate) fn calculate(request: &Value) -> Answered<Value> {
    use o2c_core::error::Error;
    use o2c_core::invoice::{Draft, compute::compute};
    let draft = serde_json::from_value::<Draft>(request["invoice"].clone());
    let draft = draft.map_err(|fault| fault.to_string())?;
    let figures = compute(&draft).map_err(|refused| Error::of(&refused).to_string())?;
    serde_json::to_value(figures).map_err(|fault| fault.to_string())
}
