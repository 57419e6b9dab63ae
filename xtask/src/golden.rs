//! The golden cases: the same files run in Rust, C and Python.
//!
//! `golden/README.md` says how a case is written. Every case starts with a new company; what is
//! expected of an answer is held against Rust's, and the other languages must answer as Rust does,
//! to the byte. After every step the history is asked for: a step that is refused, or that only
//! asks, must leave it as it was.

mod case;

use crate::languages::{self, Languages, SETTINGS};
use crate::tools::{files, target};
use anyhow::{Context, Result, bail, ensure};
use case::{Case, Step};
use serde_json::Value;

/// The request behind everything that is given and behind every step.
const HISTORY: &str = "HISTORY";

/// Where an answer does not say what is expected.
#[derive(Debug, PartialEq)]
struct Difference {
    path: String,
    expected: String,
    found: String,
}

fn differ(path: &str, expected: &Value, found: Option<&Value>) -> Option<Difference> {
    let (path, expected) = (path.to_owned(), expected.to_string());
    let found = found.map_or_else(|| "nothing".to_owned(), Value::to_string);
    Some(Difference { path, expected, found })
}

/// The first place where an answer does not say all that is expected: an object asks for the
/// fields it names, a list for every element, everything else for itself.
fn difference(path: &str, expected: &Value, found: Option<&Value>) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(fields), Some(Value::Object(found))) => {
            fields.iter().find_map(|(field, value)| {
                let path = if path.is_empty() { field.clone() } else { format!("{path}.{field}") };
                difference(&path, value, found.get(field))
            })
        }
        (Value::Array(elements), Some(Value::Array(found))) if elements.len() == found.len() => {
            let mut pairs = elements.iter().zip(found).enumerate();
            pairs.find_map(|(at, (expected, found))| {
                difference(&format!("{path}[{at}]"), expected, Some(found))
            })
        }
        (Value::Array(elements), Some(Value::Array(others))) => {
            let path = format!("{path} ({} elements, not {})", others.len(), elements.len());
            differ(&path, expected, found)
        }
        (expected, Some(found)) if expected == found => None,
        (expected, found) => differ(path, expected, found),
    }
}

/// All requests of a case, in the order in which they are asked.
fn requests(case: &Case) -> Vec<String> {
    let mut requests = vec![format!("FOUND {SETTINGS}")];
    requests.extend(case.given.iter().cloned());
    requests.push(HISTORY.to_owned());
    for step in &case.steps {
        requests.push(step.when.clone());
        requests.push(HISTORY.to_owned());
    }
    requests
}

/// Holds one step against its answer, and the history after it against the one before.
fn hold(step: &Step, before: &str, answer: &str, after: &str) -> Result<()> {
    let found: Value = serde_json::from_str(answer)?;
    if let Some(Difference { path, expected, found }) = difference("", &step.then, Some(&found)) {
        bail!("at {path}\n  expected {expected}\n  found    {found}\n  answer   {answer}");
    }
    if step.only_asks() || found.get("error").is_some() {
        ensure!(before == after, "the history is not what it was\n  after answer {answer}");
    }
    Ok(())
}

/// Holds one case against its share of the answers.
fn compare(case: &Case, answers: &[&str]) -> Result<()> {
    let (given, rest) = answers.split_at(1 + case.given.len());
    for (request, answer) in case.given.iter().zip(&given[1..]) {
        ensure!(answer.starts_with("{\"ok\""), "given {request}\n  answered {answer}");
    }
    let mut before = rest[0];
    for (at, (step, told)) in case.steps.iter().zip(rest[1..].chunks(2)).enumerate() {
        let [answer, after] = told else {
            bail!("step {} was not answered", at + 1);
        };
        hold(step, before, answer, after)
            .with_context(|| format!("step {}: when {}", at + 1, step.when))?;
        before = after;
    }
    Ok(())
}

/// Rust's answers held against what the cases expect; every case that fails is told.
fn hold_all(cases: &[Case], answers: &[&str]) -> Result<()> {
    let mut rest = answers;
    let mut failed = Vec::new();
    for case in cases {
        let own = requests(case).len();
        ensure!(rest.len() >= own, "{}: not every request was answered", case.name);
        let (answers, after) = rest.split_at(own);
        if let Err(error) = compare(case, answers) {
            failed.push(format!("{}: {error:#}", case.name));
        }
        rest = after;
    }
    ensure!(failed.is_empty(), "{} cases fail\n{}", failed.len(), failed.join("\n"));
    Ok(())
}

/// The first request that another language answers otherwise than Rust, with its case.
fn other_answer(cases: &[Case], right: &str, told: &str) -> Option<String> {
    let asked = cases.iter().flat_map(|case| {
        requests(case).into_iter().map(move |request| (case.name.as_str(), request))
    });
    let mut answers = right.lines().zip(told.lines()).zip(asked);
    let ((right, found), (case, request)) = answers.find(|((right, found), _)| right != found)?;
    Some(format!("{case}: when {request}\n  answers {found}\n  where Rust answers {right}"))
}

/// The cases whose file name contains one of the names; all where none is given.
fn cases(names: &[String]) -> Result<Vec<Case>> {
    let directory = crate::root().join("golden");
    let mut cases = Vec::new();
    for path in files(&directory, "toml")? {
        let name = path.strip_prefix(&directory).unwrap_or(&path).display().to_string();
        if names.is_empty() || names.iter().any(|wanted| name.contains(wanted.as_str())) {
            let text = std::fs::read_to_string(&path)?;
            cases.push(Case::read(&name, &text).with_context(|| name.clone())?);
        }
    }
    ensure!(!cases.is_empty(), "golden has no case of {names:?}");
    Ok(cases)
}

/// The requests of all cases, one on a line, each case behind its name.
fn stream(cases: &[Case]) -> String {
    let mut stream = String::new();
    for case in cases {
        stream.push_str(&format!("# {}\n", case.name));
        for request in requests(case) {
            stream.push_str(&request);
            stream.push('\n');
        }
    }
    stream
}

/// Runs the cases in Rust and returns its answers.
fn in_rust(cases: &[Case], stream: &str) -> Result<String> {
    let rust = languages::in_rust(stream)?;
    hold_all(cases, &rust.lines().collect::<Vec<_>>())?;
    println!("  {} cases hold in Rust", cases.len());
    Ok(rust)
}

/// Runs the cases whose file name contains one of the names, in Rust alone.
pub(crate) fn run_named(names: &[String]) -> Result<bool> {
    let cases = cases(names)?;
    in_rust(&cases, &stream(&cases))?;
    Ok(true)
}

/// Runs all cases in the three languages.
pub(crate) fn run() -> Result<()> {
    let cases = cases(&[])?;
    let stream = stream(&cases);
    let file = target().join("golden_requests.txt");
    std::fs::write(&file, &stream)?;
    let rust = in_rust(&cases, &stream)?;
    let [c, python] = Languages::build()?.answers(&file)?;
    for (language, told) in [("C", c), ("Python", python)] {
        if let Some(difference) = other_answer(&cases, &rust, &told) {
            bail!("{language}: {difference}");
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

    fn first_difference(expected: Value, found: &Value) -> Option<(String, String)> {
        difference("", &expected, Some(found)).map(|differs| (differs.path, differs.found))
    }

    #[test]
    fn an_answer_says_all_that_is_expected_or_the_place_is_named() {
        let found = json!({"ok": {"a": "1.00 EUR", "b": [1, {"c": 2, "d": 3}]}});
        assert_eq!(first_difference(json!({"ok": {"b": [1, {"c": 2}]}}), &found), None);
        let differs = |expected| first_difference(expected, &found).map(|(path, _)| path);
        let place = |path: &str| Some(path.to_owned());
        assert_eq!(differs(json!({"ok": {"b": [1]}})), place("ok.b (2 elements, not 1)"));
        assert_eq!(differs(json!({"ok": {"b": [1, {"c": 3}]}})), place("ok.b[1].c"));
        assert_eq!(differs(json!({"ok": {"e": null}})), place("ok.e"));
        assert_eq!(differs(json!({"error": {}})), place("error"));
    }

    #[test]
    fn a_refused_step_leaves_the_history_as_it_was() {
        let step = |verb: &str, then: Value| Step { when: format!("{verb} {{}}"), then };
        let refused = r#"{"error":{"code":"json.malformed"}}"#;
        let error = || json!({"error": {"code": "json.malformed"}});
        assert!(hold(&step("EXECUTE", error()), "a", refused, "a").is_ok());
        assert!(hold(&step("EXECUTE", error()), "a", refused, "b").is_err());
        assert!(hold(&step("EXECUTE", json!({"ok": 1})), "a", r#"{"ok":1}"#, "b").is_ok());
        assert!(hold(&step("PREVIEW", json!({"ok": 1})), "a", r#"{"ok":1}"#, "b").is_err());
    }
}
