//! The header is generated from the declarations, committed, and compared here.
//!
//! `O2C_BLESS=1 cargo test -p o2c-ffi` writes what is generated. It adds to the list of refusals
//! and to the list of versions, and never changes what stands there.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The sources of the declarations, in the order of the header.
const SOURCES: [&str; 9] = [
    "status.rs",
    "text.rs",
    "error.rs",
    "company.rs",
    "day.rs",
    "ageing.rs",
    "lettering.rs",
    "payments.rs",
    "invoice.rs",
];

/// Sources without a declaration for C.
const INNER: [&str; 3] = ["lib.rs", "guard.rs", "company_tests.rs"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn is_blessing() -> bool {
    std::env::var_os("O2C_BLESS").is_some_and(|value| value == "1")
}

/// Compares with what is committed, or writes it.
fn committed(path: &Path, expected: &str) {
    let found = fs::read_to_string(path).unwrap_or_default();
    if found == expected {
        return;
    }
    assert!(
        is_blessing(),
        "{} is not what the sources say; look at the difference and run with O2C_BLESS=1",
        path.display()
    );
    fs::write(path, expected).unwrap();
}

/// The declarations without the list of refusals.
fn declarations() -> String {
    let config = cbindgen::Config::from_file("cbindgen.toml").unwrap();
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(Path::new("src").join(source));
    }
    let mut header = Vec::new();
    builder.generate().unwrap().write(&mut header);
    String::from_utf8(header).unwrap().replace(" * # Safety\n * ", " * Requires: ")
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    number: u64,
    code: String,
    meaning: String,
}

fn rows(json: &str) -> Vec<Row> {
    let rows: Vec<Value> = serde_json::from_str(json).unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_string();
    rows.iter()
        .map(|row| Row {
            number: row["number"].as_u64().unwrap(),
            code: text(row, "code"),
            meaning: text(row, "meaning"),
        })
        .collect()
}

/// Every refusal of the core and of this door, by number.
fn refusals() -> Vec<Row> {
    let mut all = rows(&o2c_core::json::refusals());
    all.extend(o2c::Rejection::TABLE.iter().map(|row| Row {
        number: row.number.into(),
        code: row.code.to_string(),
        meaning: row.meaning.to_string(),
    }));
    all.sort();
    all
}

fn list_of(refusals: &[Row]) -> String {
    let text = |value: &str| serde_json::to_string(value).unwrap();
    let rows: Vec<String> = refusals
        .iter()
        .map(|row| {
            let (code, meaning) = (text(&row.code), text(&row.meaning));
            format!("  {{\"number\": {}, \"code\": {code}, \"meaning\": {meaning}}}", row.number)
        })
        .collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

fn constant_of(code: &str) -> String {
    format!("O2C_REFUSAL_{}", code.to_uppercase().replace('.', "_"))
}

fn constants(refusals: &[Row]) -> String {
    let mut text = String::from(
        "/*\n * The numbers of the refusals. \
         Numbers are only added: one that was given out never\n \
         * means anything else.\n */\n\n",
    );
    for row in refusals {
        let constant = constant_of(&row.code);
        writeln!(text, "/** {} */\n#define {constant} {}", row.meaning, row.number).unwrap();
    }
    text
}

/// The states and commands of an order as constants, and what leads from where to where.
fn transitions() -> String {
    use o2c_core::order::{COMMANDS, STATES, TRANSITIONS};
    let mut text = String::from(
        "\n/*\n * The states of an order, what may be asked of it, and where that leads. \
         Numbers are only\n * added, as for refusals.\n */\n",
    );
    let name = |name: &str| name.to_uppercase();
    for (what, title, names) in
        [("state", "The states of an order.", STATES), ("command", "What may be asked.", COMMANDS)]
    {
        writeln!(text, "\n/** {title} */\nenum o2c_order_{what} {{").unwrap();
        for (number, of) in names.iter().enumerate() {
            let comma = if number + 1 < names.len() { "," } else { "" };
            writeln!(text, "  O2C_ORDER_{}_{} = {number}{comma}", name(what), name(of)).unwrap();
        }
        text.push_str("};\n");
    }
    text.push_str(
        "\n/**\n * Every transition as X(state, command, next state); all else is refused. Where a \
         command\n * may lead to two states, it has two rows.\n */\n\
         #define O2C_ORDER_TRANSITIONS(X) \\\n",
    );
    let rows: Vec<String> = TRANSITIONS
        .iter()
        .flat_map(|row| row.to.iter().map(move |to| (row, *to)))
        .map(|(row, to)| {
            let (from, command, to) = (name(row.from), name(row.command), name(to));
            format!(
                "  X(O2C_ORDER_STATE_{from}, O2C_ORDER_COMMAND_{command}, O2C_ORDER_STATE_{to})"
            )
        })
        .collect();
    text.push_str(&rows.join(" \\\n"));
    text.push('\n');
    text
}

/// The declarations as tokens: no comment, no blank.
fn bare(header: &str) -> String {
    let mut bare = String::new();
    let mut rest = header;
    while let Some((code, comment)) = rest.split_once("/*") {
        bare.push_str(code);
        rest = comment.split_once("*/").unwrap().1;
    }
    bare.push_str(rest);
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// FNV-1a, 64 bits: enough to see a change, and the same everywhere.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[test]
fn the_header_is_what_the_sources_say() {
    let header = declarations();
    let (body, end) = header.rsplit_once("#endif").unwrap();
    let whole = format!("{body}{}{}\n#endif{end}", constants(&refusals()), transitions());
    committed(&root().join("include/o2c.h"), &whole);
}

#[test]
fn the_version_changes_with_the_declarations() {
    let found = format!("{} {:016x}", o2c::O2C_ABI_VERSION, hash(&bare(&declarations())));
    let path = root().join("o2c-ffi/abi_versions.txt");
    let list = fs::read_to_string(&path).unwrap_or_default();
    let version = format!("{} ", o2c::O2C_ABI_VERSION);
    match list.lines().find(|line| line.starts_with(&version)) {
        Some(line) => assert_eq!(line, found, "the declarations changed: raise O2C_ABI_VERSION"),
        None => committed(&path, &format!("{list}{found}\n")),
    }
}

#[test]
fn a_refusal_keeps_its_number_for_ever() {
    let now = refusals();
    let numbers: BTreeSet<u64> = now.iter().map(|row| row.number).collect();
    let constants: BTreeSet<String> = now.iter().map(|row| constant_of(&row.code)).collect();
    assert_eq!(numbers.len(), now.len(), "a number stands for two refusals");
    assert_eq!(constants.len(), now.len(), "a constant stands for two refusals");

    let path = root().join("golden/refusals.json");
    let known = rows(&fs::read_to_string(&path).unwrap_or("[]".to_string()));
    let by_number: BTreeMap<u64, &Row> = now.iter().map(|row| (row.number, row)).collect();
    for row in known {
        let code = by_number.get(&row.number).map(|now| now.code.as_str());
        assert_eq!(code, Some(row.code.as_str()), "number {} was given out", row.number);
    }
    committed(&path, &list_of(&now));
}

#[test]
fn every_source_is_declared_or_known_to_be_inner() {
    let known: BTreeSet<String> =
        SOURCES.iter().chain(&INNER).map(|name| name.to_string()).collect();
    let found: BTreeSet<String> = fs::read_dir("src")
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, known);
}

#[test]
fn inputs_are_of_types_that_every_compiler_agrees_on() {
    let header = bare(&declarations());
    let words: BTreeSet<&str> =
        header.split(|letter: char| !letter.is_alphanumeric() && letter != '_').collect();
    for word in ["float", "double", "long", "short", "bool", "_Bool", "enum", "union", "__int128"] {
        assert!(!words.contains(word), "{word} in the header");
    }
    assert!(!header.contains(" : "), "a bit field in the header");
}
