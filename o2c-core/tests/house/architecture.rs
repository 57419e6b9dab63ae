//! A room looks upstream, never downstream: the order of `pub mod` in `lib.rs` is the law.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]

use crate::sources::{core, rust_files, without_comments};

/// The rooms in the order of `lib.rs`.
fn rooms() -> Vec<String> {
    let lib = std::fs::read_to_string(core().join("src/lib.rs")).unwrap();
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod "));
    names.map(|name| name.trim_end_matches(';').to_owned()).collect()
}

/// The room names that stand behind `crate::` in a source, `use crate::{a, b::c}` included.
fn looks_at(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in source.split("crate::").skip(1) {
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let Some(group) = part.strip_prefix('{') else {
            found.push(part.split(|letter| !is_name(letter)).next().unwrap().to_owned());
            continue;
        };
        let mut depth = 1;
        let mut begins = true;
        let mut name = String::new();
        for letter in group.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if begins && is_name(letter) {
                name.push(letter);
            } else if !name.is_empty() {
                found.push(std::mem::take(&mut name));
                begins = false;
            }
            begins |= depth == 1 && letter == ',';
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn no_room_looks_down() {
    let rooms = rooms();
    assert!(rooms.len() > 5, "lib.rs declares its rooms one a line");
    let level = |name: &str| rooms.iter().position(|room| room == name);
    let mut faults = Vec::new();
    for (path, text) in rust_files(&core().join("src")) {
        let inside = path.strip_prefix(core().join("src")).unwrap();
        let own = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let Some(own_level) = level(own.trim_end_matches(".rs")) else {
            continue;
        };
        for seen in looks_at(&without_comments(&text)) {
            if level(&seen).is_some_and(|seen_level| seen_level > own_level) {
                faults.push(format!("{} looks down at {seen}", inside.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_way_of_looking_is_seen() {
    let source =
        "use crate::{money::{Money, a::b}, order::Line,\n id};\nfn f() { crate::tax::x() }";
    assert_eq!(looks_at(source), ["money", "order", "id", "tax"]);
    assert_eq!(looks_at("use crate::money::Money;"), ["money"]);
}
