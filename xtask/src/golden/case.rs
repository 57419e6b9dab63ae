//! One golden case as it is written in its file.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use toml::Table;

/// The verbs of requests that change the company, or put another in its place.
const CHANGING: [&str; 4] = ["FOUND", "REPLAY", "EXECUTE", "BATCH"];
/// The verbs of requests that only ask.
const ASKING: [&str; 4] = ["DECIDE", "PREVIEW", "REPORT", "CALCULATE"];

/// A case: what is so before it, and the steps it consists of.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) given: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// A request and what is expected of its answer.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) when: String,
    pub(super) then: Value,
}

impl Step {
    /// Whether the request changes nothing, whatever the answer.
    pub(super) fn only_asks(&self) -> bool {
        ASKING.contains(&verb(&self.when))
    }
}

fn verb(request: &str) -> &str {
    request.split(' ').next().unwrap_or_default()
}

/// A request on one line, whatever lines it is written in.
fn request(written: &toml::Value) -> Result<String> {
    let written = written.as_str().context("a request is a text: VERB json")?;
    let lines: Vec<&str> = written.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let request = lines.join(" ");
    let verb = verb(&request);
    ensure!(CHANGING.contains(&verb) || ASKING.contains(&verb), "there is no verb {verb}");
    Ok(request)
}

fn step(written: &Table) -> Result<Step> {
    known_fields(written, &["when", "then"])?;
    let when = request(written.get("when").context("a step has no when")?)?;
    let then = written.get("then").and_then(toml::Value::as_str);
    let then = then.with_context(|| format!("nothing is expected of {when}"))?;
    let then: Value = serde_json::from_str(then).with_context(|| format!("no JSON: {then}"))?;
    ensure!(
        then.get("ok").is_some() || then.get("error").is_some(),
        "an answer is ok or error, not {then}"
    );
    Ok(Step { when, then })
}

fn known_fields(table: &Table, known: &[&str]) -> Result<()> {
    match table.keys().find(|field| !known.contains(&field.as_str())) {
        Some(unknown) => bail!("there is no field {unknown}"),
        None => Ok(()),
    }
}

impl Case {
    /// Reads a case strictly.
    pub(super) fn read(name: &str, text: &str) -> Result<Case> {
        let table: Table = text.parse()?;
        known_fields(&table, &["why", "source", "given", "step"])?;
        for field in ["why", "source"] {
            let told = table.get(field).and_then(toml::Value::as_str);
            ensure!(told.is_some_and(|told| !told.is_empty()), "{field} is missing");
        }
        let given = table.get("given").map(|list| list.as_array().context("given is no list"));
        let given = given.transpose()?.into_iter().flatten().map(request);
        let steps =
            table.get("step").and_then(toml::Value::as_array).context("there is no step")?;
        let steps = steps.iter().map(|written| step(written.as_table().context("no step")?));
        Ok(Case {
            name: name.to_owned(),
            given: given.collect::<Result<_>>()?,
            steps: steps.collect::<Result<_>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read_strictly() {
        let head = "why = 'w'\nsource = 's'\n";
        let read = |body: &str| Case::read("case", &format!("{head}{body}"));
        let case = read("[[step]]\nwhen = '''\nEXECUTE {\n  \"a\": 1}'''\nthen = '{\"ok\":{}}'\n");
        assert_eq!(case.unwrap().steps[0].when, "EXECUTE { \"a\": 1}");
        assert!(read("").is_err(), "there is no step");
        assert!(read("[[step]]\nwhen = 'ASK {}'\nthen = '{\"ok\":1}'\n").is_err(), "no such verb");
        assert!(read("[[step]]\nwhen = 'REPORT {}'\n").is_err(), "nothing is expected");
        assert!(read("[[step]]\nwhen = 'REPORT {}'\nthen = '{}'\n").is_err(), "nothing either");
        assert!(read("then = 'x'\n").is_err(), "no such field");
    }
}
