//! The golden cases: the same files run in Rust, C and Python.
//!
//! A case `golden/<room>/<case>.toml` has `why`, `source`, and three lists of lines: `given` and
//! `when` are requests `VERB json`, `then` are the answers to `when`. A new company stands before
//! every case. An expected object asks for the fields it names; a list asks for every element.

use crate::languages::{self, Languages, SETTINGS};
use crate::tools::{files, target};
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::path::Path;

/// One case as read.
struct Case {
    name: String,
    given: Vec<String>,
    when: Vec<String>,
    then: Vec<Value>,
}

fn lines(table: &toml::Table, field: &str) -> Result<Vec<String>> {
    let Some(value) = table.get(field) else {
        return Ok(Vec::new());
    };
    let list = value.as_array().with_context(|| format!("{field} is no list"))?;
    let line = |value: &toml::Value| value.as_str().map(|line| line.replace('\n', " "));
    let lines: Option<Vec<String>> = list.iter().map(line).collect();
    lines.with_context(|| format!("{field} is no list of texts"))
}

fn read(path: &Path) -> Result<Case> {
    let text = std::fs::read_to_string(path)?;
    let table: toml::Table = text.parse()?;
    for field in ["why", "source"] {
        let told = table.get(field).and_then(toml::Value::as_str);
        ensure!(told.is_some_and(|told| !told.is_empty()), "{field} is missing");
    }
    let then = lines(&table, "then")?;
    let then: Vec<Value> = then
        .iter()
        .map(|line| serde_json::from_str(line).with_context(|| format!("no JSON: {line}")))
        .collect::<Result<_>>()?;
    let when = lines(&table, "when")?;
    ensure!(!when.is_empty(), "when is missing");
    ensure!(when.len() == then.len(), "when and then are not of one length");
    let name = path.display().to_string();
    Ok(Case { name, given: lines(&table, "given")?, when, then })
}

/// Whether an answer says all that is expected.
fn fits(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .all(|(field, value)| found.get(field).is_some_and(|found| fits(value, found))),
        (Value::Array(expected), Value::Array(found)) => {
            let mut pairs = expected.iter().zip(found);
            expected.len() == found.len() && pairs.all(|(expected, found)| fits(expected, found))
        }
        (expected, found) => expected == found,
    }
}

/// Compares one case's share of the answers; the answers to what was given are refusals never.
fn compare(case: &Case, answers: &[&str]) -> Result<()> {
    let (given, when) = answers.split_at(case.given.len());
    for (request, answer) in case.given.iter().zip(given) {
        ensure!(answer.starts_with("{\"ok\""), "given {request}\n  answered {answer}");
    }
    for ((request, expected), answer) in case.when.iter().zip(&case.then).zip(when) {
        let found: Value = serde_json::from_str(answer)?;
        ensure!(
            fits(expected, &found),
            "when {request}\n  expected {expected}\n  answered {found}"
        );
    }
    Ok(())
}

/// Runs all cases in the three languages.
pub(crate) fn run() -> Result<()> {
    let directory = crate::root().join("golden");
    let mut cases = Vec::new();
    for path in files(&directory, "toml")? {
        let case = read(&path).with_context(|| path.display().to_string())?;
        cases.push(case);
    }
    ensure!(!cases.is_empty(), "golden has no case");
    let mut requests = String::new();
    for case in &cases {
        requests.push_str(&format!("FOUND {SETTINGS}\n"));
        for line in case.given.iter().chain(&case.when) {
            requests.push_str(line);
            requests.push('\n');
        }
    }
    let rust = languages::in_rust(&requests)?;
    let answers: Vec<&str> = rust.lines().collect();
    let mut rest = answers.as_slice();
    for case in &cases {
        let own = 1 + case.given.len() + case.when.len();
        ensure!(rest.len() >= own, "{}: not every request was answered", case.name);
        let (answers, after) = rest.split_at(own);
        compare(case, &answers[1..]).with_context(|| case.name.clone())?;
        rest = after;
    }
    println!("  {} cases hold in Rust", cases.len());
    let file = target().join("golden_requests.txt");
    std::fs::write(&file, &requests)?;
    let [c, python] = Languages::build()?.answers(&file)?;
    for (language, told) in [("C", c), ("Python", python)] {
        let differs = rust.lines().zip(told.lines()).find(|(right, found)| right != found);
        if let Some((right, found)) = differs {
            bail!("{language} answers {found}\n  where Rust answers {right}");
        }
        ensure!(told == rust, "{language} does not answer every request");
        println!("  the same to the byte in {language}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_says_all_that_is_expected_or_it_does_not_fit() {
        let found = json!({"ok": {"a": "1.00 EUR", "b": [1, {"c": 2, "d": 3}]}});
        assert!(fits(&json!({"ok": {"b": [1, {"c": 2}]}}), &found));
        assert!(!fits(&json!({"ok": {"b": [1]}}), &found));
        assert!(!fits(&json!({"ok": {"b": [1, {"c": 3}]}}), &found));
        assert!(!fits(&json!({"ok": {"e": null}}), &found));
        assert!(!fits(&json!({"error": {}}), &found));
    }
}
