//! The steps that cargo runs.

use crate::tools::{cargo, run};
use anyhow::Result;

/// What is tested here: everything but the Python module, which only Python can load, and the
/// simulated company, which has a step of its own. Steps that run some of these tests choose them
/// from the same packages: another choice would be another build of the core.
pub(crate) const TESTED: [&str; 7] =
    ["test", "--quiet", "--workspace", "--exclude", "o2c-py", "--exclude", "simulation"];

pub(crate) fn format() -> Result<()> {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

/// The workspace as it is, its benches included, then the core with fewer features.
pub(crate) fn clippy() -> Result<()> {
    let core = ["clippy", "--quiet", "--package", "o2c-core", "--lib"];
    let features: [&[&str]; 2] =
        [&["--no-default-features"], &["--no-default-features", "--features", "serde"]];
    let whole = ["clippy", "--quiet", "--workspace", "--all-targets"];
    run(cargo(&whole).args(["--", "--deny", "warnings"]))?;
    for chosen in features {
        run(cargo(&core).args(chosen).args(["--", "--deny", "warnings"]))?;
    }
    Ok(())
}

/// The core linked into a program without a standard library, where `std` would not compile.
pub(crate) fn no_std() -> Result<()> {
    run(&mut cargo(&["build", "--quiet", "--manifest-path", "o2c-core/no-std-proof/Cargo.toml"]))
}

pub(crate) fn house() -> Result<()> {
    run(cargo(&TESTED).args(["--test", "house"]))
}

/// Of the core alone: Python and C have documentation of their own.
pub(crate) fn docs() -> Result<()> {
    let mut docs = cargo(&["doc", "--quiet", "--package", "o2c-core", "--no-deps"]);
    run(docs.env("RUSTDOCFLAGS", "--deny warnings"))
}

pub(crate) fn tests() -> Result<()> {
    run(&mut cargo(&TESTED))
}
