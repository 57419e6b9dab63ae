//! `cargo xtask test`: every step with its heading and its time, until the first failure.

mod doors;
mod rust;
mod whole;

use anyhow::Result;
use std::time::Instant;

/// A step: its name, what it proves, and how.
struct Step {
    name: &'static str,
    proves: &'static str,
    run: fn() -> Result<()>,
}

/// All steps, cheap ones first.
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

/// Runs the steps asked for, all where none is named; true when none failed.
pub(crate) fn run(list: bool, only: &[String]) -> Result<bool> {
    if let Some(unknown) = only.iter().find(|name| !STEPS.iter().any(|step| step.name == **name)) {
        anyhow::bail!("there is no step {unknown}; see --list");
    }
    let asked = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let steps: Vec<&Step> = STEPS.iter().filter(asked).collect();
    if list {
        for step in steps {
            println!("{:<14}{}", step.name, step.proves);
        }
        return Ok(true);
    }
    let started = Instant::now();
    let (mut passed, mut failed) = (0, 0);
    for step in steps {
        println!("== {}: {}", step.name, step.proves);
        let begun = Instant::now();
        match (step.run)() {
            Ok(()) => {
                passed += 1;
                println!("   {} passed in {} s\n", step.name, begun.elapsed().as_secs());
            }
            Err(error) => {
                failed += 1;
                println!(
                    "   {} FAILED after {} s: {error:#}\n",
                    step.name,
                    begun.elapsed().as_secs()
                );
                break;
            }
        }
    }
    println!("{} s in all", started.elapsed().as_secs());
    println!("{passed} passed, {failed} failed");
    Ok(failed == 0)
}
