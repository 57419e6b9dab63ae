//! `cargo xtask test`: every step with its heading and its time, until the first failure.
//!
//! The steps stand in two rows. One tests the sources, as a developer builds them; the other tests
//! what is shipped, as a release builds it. Neither waits for the other's builds, so both rows run
//! at once: the second in a process of its own, whose words stand in a file and follow at the end.

mod doors;
mod rust;
mod whole;

use crate::tools::{own, target};
use anyhow::{Context, Result};
use std::fs::File;
use std::process::Stdio;
use std::time::Instant;

/// A step: its name, what it proves, and how.
struct Step {
    name: &'static str,
    proves: &'static str,
    run: fn() -> Result<()>,
}

/// All steps: those on the sources, then those on what is shipped; cheap ones first in both.
const STEPS: [Step; 15] = [
    Step { name: "format", proves: "the sources are formatted", run: rust::format },
    Step { name: "clippy", proves: "no warning, with every set of features", run: rust::clippy },
    Step {
        name: "architecture",
        proves: "no room looks down; the house is tidy",
        run: rust::house,
    },
    Step {
        name: "docs",
        proves: "every link of the documentation leads somewhere",
        run: rust::docs,
    },
    Step { name: "no_std", proves: "the core links without a standard library", run: rust::no_std },
    Step { name: "rust", proves: "units, properties, doctests", run: rust::tests },
    Step {
        name: "header",
        proves: "include/o2c.h is what the library declares",
        run: doors::header,
    },
    Step { name: "c", proves: "C and C++ programs compile and run", run: doors::programs },
    Step { name: "python", proves: "the wheel installs and its tests pass", run: doors::python },
    Step {
        name: "golden",
        proves: "one corpus, three languages, the same bytes",
        run: crate::golden::run,
    },
    Step {
        name: "simulation",
        proves: "a simulated company and its auditor agree",
        run: whole::simulation,
    },
    Step { name: "sample", proves: "the sample year equals its answers", run: whole::sample },
    Step { name: "northwind", proves: "the real year equals its answers", run: whole::northwind },
    Step {
        name: "letter",
        proves: "what people lettered in real ledgers is found again",
        run: whole::letter,
    },
    Step { name: "cases", proves: "acceptance cases of others", run: whole::cases },
];

/// The first step on what is shipped.
const FIRST_SHIPPED: &str = "c";

/// Runs the steps asked for, all where none is named; true when none failed.
pub(crate) fn run(list: bool, only: &[String]) -> Result<bool> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.iter().any(|step| step.name == **name)) {
        anyhow::bail!("there is no step {unknown}; see --list");
    }
    let asked = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let first_shipped = STEPS.iter().position(|step| step.name == FIRST_SHIPPED);
    let (sources, shipped) = STEPS.split_at(first_shipped.unwrap_or(STEPS.len()));
    let sources: Vec<&Step> = sources.iter().filter(asked).collect();
    let shipped: Vec<&Step> = shipped.iter().filter(asked).collect();
    if list {
        for step in sources.iter().chain(&shipped) {
            println!("{:<14}{}", step.name, step.proves);
        }
        return Ok(true);
    }
    let started = Instant::now();
    let all_passed = match (sources.is_empty(), shipped.is_empty()) {
        (false, false) => in_two_rows(&sources, &shipped)?,
        _ => in_a_row(&sources) && in_a_row(&shipped),
    };
    println!("{} s in all", started.elapsed().as_secs());
    Ok(all_passed)
}

/// Both rows at once; true when no step of either failed.
fn in_two_rows(sources: &[&Step], shipped: &[&Step]) -> Result<bool> {
    let names: Vec<&str> = shipped.iter().map(|step| step.name).collect();
    let words = target().join("shipped.txt");
    std::fs::create_dir_all(target())?;
    let file = File::create(&words).context("the words of the second row cannot be written")?;
    println!("== beside these, in {}: {}\n", words.display(), names.join(", "));
    let mut beside = own()?;
    beside.arg("test").args(names.iter().flat_map(|name| ["--only", name]));
    beside.stdin(Stdio::null()).stderr(file.try_clone()?).stdout(file);
    let mut beside = beside.spawn().context("the second row does not start")?;
    let sources_passed = in_a_row(sources);
    let ended = beside.wait()?;
    println!("\n{}", std::fs::read_to_string(&words)?);
    Ok(sources_passed && ended.success())
}

/// Steps one after the other until the first failure; true when none failed.
fn in_a_row(steps: &[&Step]) -> bool {
    let mut passed = 0;
    for step in steps {
        println!("== {}: {}", step.name, step.proves);
        let begun = Instant::now();
        let result = (step.run)();
        let seconds = begun.elapsed().as_secs();
        match result {
            Ok(()) => println!("   {} passed in {seconds} s\n", step.name),
            Err(error) => {
                println!("   {} FAILED after {seconds} s: {error:#}\n", step.name);
                println!("{passed} passed, 1 failed");
                return false;
            }
        }
        passed += 1;
    }
    if passed > 0 {
        println!("{passed} passed, 0 failed");
    }
    true
}
