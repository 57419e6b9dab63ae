//! Programs started from here, and where they find things.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    let given = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    given.map_or_else(|| crate::root().join("target"), |given| crate::root().join(given))
}

/// A program started at the root of the workspace, told nothing of the package that runs here.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(crate::root());
    for (name, _) in std::env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// This very program, once more.
pub(crate) fn own() -> Result<Command> {
    let mut command = program(std::env::current_exe()?);
    command.env("CARGO_MANIFEST_DIR", crate::root().join("xtask"));
    Ok(command)
}

/// Cargo itself.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let own = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = program(own);
    command.args(arguments);
    command
}

/// Runs to the end; what it prints is seen as it comes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("  $ {shown}");
    let status = command.status().with_context(|| format!("{shown} cannot be started"))?;
    if !status.success() {
        bail!("{shown} ended with {status}");
    }
    Ok(())
}

/// Runs to the end and returns what it prints; its complaints are part of the error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.stdin(Stdio::null()).output();
    let output = output.with_context(|| format!("{shown} cannot be started"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{shown} ended with {}\n{complaint}", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("{shown} prints no UTF-8"))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// Whether a program can be started.
pub(crate) fn is_there(name: &str) -> bool {
    let asked =
        Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success())
}

/// The files of a directory of the workspace with one ending, by name, all the way down.
pub(crate) fn files(directory: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(directory);
    for entry in entries.with_context(|| format!("{} is missing", directory.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, ending)?);
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
