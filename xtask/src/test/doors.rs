//! The steps of C, C++ and Python.

use super::rust::TESTED;
use crate::languages::{build_python, compile, install};
use crate::tools::{cargo, files, is_there, output, program, run};
use anyhow::{Result, ensure};
use std::path::Path;

pub(crate) fn header() -> Result<()> {
    run(cargo(&TESTED).args(["--test", "header"]))
}

/// The example programs against what is installed; `stream` needs requests, the golden step has
/// them.
pub(crate) fn programs() -> Result<()> {
    ensure!(is_there("cc"), "there is no C compiler");
    install()?;
    let has_valgrind = is_there("valgrind");
    if !has_valgrind {
        println!("  valgrind is not here: leaks are not looked for");
    }
    let root = crate::root();
    for source in files(&root.join("examples/c"), "c")? {
        for standard in ["c11", "c99"] {
            ran(&compile("cc", standard, &source)?, &source, has_valgrind)?;
        }
    }
    if !is_there("g++") {
        println!("  g++ is not here: the C++ programs are NOT compiled");
        return Ok(());
    }
    for source in files(&root.join("examples/cpp"), "cpp")? {
        for standard in ["c++17", "c++11"] {
            ran(&compile("g++", standard, &source)?, &source, has_valgrind)?;
        }
    }
    Ok(())
}

fn ran(built: &Path, source: &Path, has_valgrind: bool) -> Result<()> {
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    if source.file_stem().is_some_and(|stem| stem == "stream") {
        println!("  {name} compiles; it runs with the golden cases");
        return Ok(());
    }
    let mut command = if has_valgrind {
        let mut valgrind = program("valgrind");
        valgrind.args(["--quiet", "--error-exitcode=1", "--leak-check=full"]).arg(built);
        valgrind
    } else {
        program(built)
    };
    output(&mut command)?;
    println!("  {name} runs");
    Ok(())
}

/// The wheel in an environment of its own; its tests, its stubs, its examples.
pub(crate) fn python() -> Result<()> {
    let python = build_python()?;
    let mut tools = program(&python);
    tools.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    run(tools.args(["pytest", "mypy"]))?;
    let mut frames = program(&python);
    frames.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pyarrow"]);
    if let Err(absent) = run(&mut frames) {
        println!("  the tests of data frames are NOT run: {absent:#}");
    }
    let mut others = program(&python);
    others.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    if let Err(absent) = run(others.args(["polars", "pandas", "duckdb", "matplotlib"])) {
        println!("  frames of other libraries and pictures are NOT tried: {absent:#}");
    }
    let mut page = program(&python);
    page.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    if let Err(absent) = run(page.args(["jinja2", "plotly", "babel"])) {
        println!("  the page a manager reads is NOT tried: {absent:#}");
    }
    let mut mining = program(&python);
    mining.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    if let Err(absent) = run(mining.args(["jsonschema", "pm4py"])) {
        println!("  the log of events is NOT read by a library of process mining: {absent:#}");
    }
    if !is_there("chromium") && !is_there("chromium-browser") {
        println!("  chromium is not here: the pictures of the page are NOT looked at");
    }
    run(program(&python).args(["-m", "pytest", "--quiet", "o2c-py/tests"]))?;
    let settings = ["--mypy-config-file", "o2c-py/pyproject.toml"];
    run(program(&python).args(["-m", "mypy.stubtest"]).args(settings).arg("o2c"))?;
    for script in files(&crate::root().join("examples/python"), "py")? {
        if script.file_stem().is_some_and(|stem| stem == "stream") {
            println!("  stream.py runs with the golden cases");
            continue;
        }
        output(program(&python).arg(&script))?;
        println!("  {} runs", script.file_name().unwrap_or_default().to_string_lossy());
    }
    Ok(())
}
