//! The same requests in Rust, C and Python: the answers must be the same, to the byte.
//!
//! A request is a line `VERB json`; `examples/c/stream.c` and `examples/python/stream.py` read a
//! file of them and print one line for each. Rust answers here, through the same JSON door.

use crate::company::Company;
use crate::tools::{cargo, is_there, output, program, target};
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::result::Result as Answered;

/// A company as the requests found it.
pub(crate) const SETTINGS: &str = r#"{"ledger_currency":"EUR"}"#;

/// The programs that answer besides Rust.
pub(crate) struct Languages {
    c: PathBuf,
    python: PathBuf,
}

impl Languages {
    /// Builds what is missing; the reason where one of the languages cannot be asked.
    pub(crate) fn build() -> Result<Self> {
        Ok(Languages { c: build_c()?, python: build_python()? })
    }

    /// The answers of C and of Python to a file of requests.
    pub(crate) fn answers(&self, requests: &Path) -> Result<[String; 2]> {
        let script = crate::root().join("examples/python/stream.py");
        let c = output(program(&self.c).arg(requests))?;
        let python = output(program(&self.python).arg(script).arg(requests))?;
        Ok([c, python])
    }
}

/// Where the library is installed as a user finds it.
pub(crate) fn prefix() -> PathBuf {
    target().join("installed")
}

/// Installs library and headers below the target directory. The library is asked for together with
/// this very command, so that both share one build of the core instead of one for each choice of
/// features.
pub(crate) fn install() -> Result<()> {
    let both = ["--package", "o2c-ffi", "--package", "xtask"];
    output(cargo(&["build", "--quiet", "--release"]).args(both))?;
    let built = target().join("release");
    output(program("sh").arg("o2c-ffi/install.sh").arg(built).arg(prefix()))?;
    Ok(())
}

/// Compiles one program against what is installed and nothing else.
pub(crate) fn compile(compiler: &str, standard: &str, source: &Path) -> Result<PathBuf> {
    let library = prefix().join("lib");
    let name = source.file_name().unwrap_or_default().to_string_lossy().replace('.', "_");
    let built = target().join("examples_c").join(name);
    std::fs::create_dir_all(target().join("examples_c"))?;
    let mut command = program(compiler);
    command.arg(format!("-std={standard}"));
    command.args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1"]);
    command.arg(format!("-I{}", prefix().join("include").display())).arg(source);
    command.arg(format!("-L{}", library.display())).arg("-lo2c");
    command.arg(format!("-Wl,-rpath,{}", library.display())).arg("-o").arg(&built);
    output(&mut command)?;
    Ok(built)
}

fn build_c() -> Result<PathBuf> {
    anyhow::ensure!(is_there("cc"), "there is no C compiler");
    let source = crate::root().join("examples/c/stream.c");
    anyhow::ensure!(source.exists(), "examples/c/stream.c is missing");
    install()?;
    compile("cc", "c99", &source)
}

/// The Python of the environment below the target directory.
pub(crate) fn python() -> PathBuf {
    target().join("venv/bin/python")
}

/// An environment of its own with the package installed from the sources.
pub(crate) fn build_python() -> Result<PathBuf> {
    anyhow::ensure!(is_there("python3"), "there is no python3");
    anyhow::ensure!(crate::root().join("o2c-py").exists(), "o2c-py is missing");
    if !python().exists() {
        output(program("python3").args(["-m", "venv"]).arg(target().join("venv")))?;
    }
    let mut install = program(python());
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    output(install.arg("./o2c-py"))?;
    Ok(python())
}

/// The answer of the door in the words of the stream programs.
fn spelled(answered: Answered<Option<String>, String>) -> String {
    match answered {
        Ok(Some(json)) => format!("{{\"ok\":{json}}}\n"),
        Ok(None) => "{\"ok\":null}\n".to_owned(),
        Err(json) => format!("{{\"error\":{json}}}\n"),
    }
}

/// Rust's answers to requests, one line each.
pub(crate) fn in_rust(requests: &str) -> Result<String> {
    let mut company = Company::found(SETTINGS)?;
    let mut answers = String::new();
    for request in requests.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (verb, json) = request.split_once(' ').unwrap_or((request, ""));
        let answered = match verb {
            "FOUND" => company.replace(Company::found_as_json(json)),
            "REPLAY" => company.replace(Company::replayed(json)),
            verb => company.answer(verb, json).map(Some),
        };
        answers.push_str(&spelled(answered));
    }
    Ok(answers)
}

/// Whether all three languages answer a stream of commands, the reports of its last day and the
/// whole history alike; the reason where they cannot be asked.
pub(crate) fn agree(settings: &str, stream: &[Value], last_on: &str) -> Answered<bool, String> {
    let mut requests = format!("FOUND {settings}\n");
    for command in stream {
        requests.push_str(&format!("EXECUTE {command}\n"));
    }
    for query in crate::reports::queries(last_on) {
        requests.push_str(&format!("REPORT {query}\n"));
    }
    requests.push_str("HISTORY\n");
    same(&requests).map_err(|error| format!("{error:#}"))
}

/// Whether all three answer the requests alike.
fn same(requests: &str) -> Result<bool> {
    let languages = Languages::build()?;
    let file = target().join("requests.txt");
    std::fs::write(&file, requests).context("the requests cannot be written")?;
    let rust = in_rust(requests)?;
    let [c, python] = languages.answers(&file)?;
    Ok(rust == c && rust == python)
}
