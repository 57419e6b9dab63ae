//! The official unit tests of EN 16931's arithmetic rules: fragments of documents that must pass
//! or break one rule. They are data beside the project; where they are absent, this is said.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod ubl;

use o2c_core::invoice::check::{Profile, Severity, check};
use std::path::PathBuf;

/// What a fragment asserts of a rule.
struct Asserted {
    file: String,
    rule: String,
    is_success: bool,
    statement: o2c_core::invoice::Statement,
}

fn asserted() -> Vec<Asserted> {
    let folder =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/en16931/unit_tests");
    let Ok(folders) = std::fs::read_dir(&folder) else {
        println!("NOT RUN: there is no ../shared/data/en16931/unit_tests beside the project");
        return Vec::new();
    };
    let mut files: Vec<_> = folders
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    files.iter().flat_map(|file| of_file(file)).collect()
}

fn of_file(file: &std::path::Path) -> Vec<Asserted> {
    let text = std::fs::read_to_string(file).unwrap();
    let document = roxmltree::Document::parse(&text).unwrap();
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let mut found = Vec::new();
    for test in document.root_element().children().filter(|node| node.has_tag_name_of("test")) {
        let is_fragment = |name: &str| matches!(name, "Invoice" | "CreditNote");
        let fragment = test.children().find(|node| is_fragment(node.tag_name().name()));
        let statement = ubl::statement(fragment.unwrap());
        for claim in test.descendants().filter(|node| {
            ["success", "error", "fatal", "warning"].contains(&node.tag_name().name())
        }) {
            found.push(Asserted {
                file: name.clone(),
                rule: claim.text().unwrap().trim().to_owned(),
                is_success: claim.tag_name().name() == "success",
                statement: statement.clone(),
            });
        }
    }
    found
}

/// Tags by their names alone: the test sets and UBL have namespaces of their own.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for roxmltree::Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

#[test]
fn every_fragment_passes_or_breaks_its_rule() {
    let asserted = asserted();
    let profile = Profile::schematron(Some("0.02".parse().unwrap()));
    let mut wrong = Vec::new();
    for (index, one) in asserted.iter().enumerate() {
        let findings = check(&one.statement, &profile);
        let is_broken = findings
            .iter()
            .any(|finding| finding.rule == one.rule && finding.severity == Severity::Fatal);
        if is_broken == one.is_success {
            wrong.push(format!("{} {} {} {}", one.file, one.rule, index, one.is_success));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asserted.is_empty() || asserted.len() == 266, "{} fragments", asserted.len());
}
