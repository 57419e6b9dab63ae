//! The house is tidy: what a reader trips over is refused here.

use crate::sources::{core, files, rust_files, without_comments, workspace};
use std::path::Path;

/// The crates and programs of the workspace that people read.
const FOLDERS: [&str; 8] =
    ["o2c-core", "o2c-ffi", "o2c-py", "xtask", "benches", "fuzz", "examples", "simulation"];
/// The rooms that remember or compute: their first line says which.
const PROCESS: [&str; 16] = [
    "directory",
    "pricing",
    "stock",
    "order",
    "credit",
    "fulfilment",
    "invoice",
    "subscription",
    "receivable",
    "lettering",
    "dispute",
    "ageing",
    "dunning",
    "reporting",
    "company",
    "machine",
];

fn shown(path: &Path) -> String {
    let inside = path.strip_prefix(workspace()).unwrap_or(path);
    inside.display().to_string()
}

fn faults(endings: &[&str], fault: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for folder in FOLDERS {
        for (path, text) in files(&workspace().join(folder), endings) {
            faults.extend(fault(&text).map(|fault| format!("{}: {fault}", shown(&path))));
        }
    }
    faults
}

fn none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{faults:#?}");
}

/// A text, a meaning or an address that a line holds alone: nobody can break it.
fn is_unbreakable(path: &Path, line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_start_matches("=>").trim_start().trim_end_matches([',', ';', ')', '\\']);
    let inner = bare.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    // A quote inside a text stands behind a backslash.
    let is_text = inner.is_some_and(|text| !text.replace("\\\"", "").contains('"'));
    // What a refusal means is one line of its table.
    let is_meaning = line.starts_with("///") && path.ends_with("rejection.rs");
    is_text || is_meaning || line.split(' ').any(|word| word.len() > 90 && word.contains("://"))
}

#[test]
fn files_and_lines_stay_short() {
    let endings = [".rs", ".py", ".c", ".cpp", ".hpp"];
    let mut faults = Vec::new();
    for folder in FOLDERS {
        for (path, text) in files(&workspace().join(folder), &endings) {
            let lines = text.lines().count();
            if lines > 500 {
                faults.push(format!("{}: {lines} lines", shown(&path)));
            }
            let is_wide = |line: &&str| line.chars().count() > 100 && !is_unbreakable(&path, line);
            let wide = text.lines().filter(is_wide);
            faults.extend(wide.map(|line| format!("{}: {line}", shown(&path))));
        }
    }
    none(faults);
}

#[test]
fn nothing_is_left_unfinished() {
    let words = [
        concat!("to", "do!("),
        concat!("unimple", "mented!("),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
        concat!("XX", "X:"),
        concat!("#[ig", "nore"),
        concat!("dbg", "!("),
    ];
    none(faults(&[".rs", ".py", ".c", ".cpp", ".hpp", ".h"], |text| {
        words.iter().find(|word| text.contains(*word)).map(|word| format!("has {word}"))
    }));
}

#[test]
fn files_speak_of_the_project_alone() {
    let words = [
        concat!("issue ", "tracker"),
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/tm", "p/"),
        concat!("C:", "\\Users"),
    ];
    none(faults(&[".rs", ".py", ".c", ".cpp", ".hpp", ".h", ".md", ".toml"], |text| {
        let word = words.iter().find(|word| text.contains(*word));
        let talk = text.lines().find(|line| {
            let mut names = line.split(|letter: char| !letter.is_alphanumeric());
            names.any(|name| name.eq_ignore_ascii_case(concat!("sess", "ion")))
        });
        word.map(|word| format!("has {word}")).or_else(|| talk.map(str::to_owned))
    }));
}

#[test]
fn a_room_opens_with_its_story() {
    let mut told = Vec::new();
    for (path, text) in rust_files(&core().join("src")) {
        let first = text.lines().next().unwrap_or("");
        if !first.starts_with("//! ") {
            told.push(format!("{} does not open with its story", shown(&path)));
        }
        let is_room = path.file_name().is_some_and(|name| name == "mod.rs");
        let room = path.parent().and_then(Path::file_name).unwrap_or_default();
        let is_process = PROCESS.iter().any(|name| room == *name);
        let first = first.to_lowercase();
        if is_room && is_process && !first.contains("machine") && !first.contains("calculator") {
            told.push(format!("{} does not say machine or calculator", shown(&path)));
        }
    }
    none(told);
}

/// The doors and the one command pass figures on: they compute none.
#[test]
fn nothing_is_computed_outside_the_core() {
    let signs = [" * ", " / ", " % ", "f64", "f32", "rust_decimal", "checked_add("];
    let mut told = Vec::new();
    for folder in ["o2c-ffi/src", "o2c-py/src", "xtask/src"] {
        for (path, text) in rust_files(&workspace().join(folder)) {
            let code = without_comments(&text);
            let found = signs.iter().find(|sign| code.contains(*sign));
            told.extend(found.map(|sign| format!("{} has {sign:?}", shown(&path))));
        }
    }
    none(told);
}
