//! Any text through the JSON door: it answers or refuses, and never panics (contract I21).
#![no_main]

use libfuzzer_sys::fuzz_target;
use o2c_core::json;

const SERIES: &str = r#"{"id":"1","effective_on":"2026-01-02","recorded_on":"2026-01-02","action":
    {"open_series":{"series":"sales","prefix":"F","yearly":true,"digits":5}}}"#;
const CUSTOMER: &str = r#"{"id":"2","effective_on":"2026-01-02","recorded_on":"2026-01-02","action":
    {"directory":{"register_customer":{"customer":"K","party":{"name":"K"}}}}}"#;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut company = json::found(r#"{"ledger_currency":"EUR"}"#).expect("settings");
    for command in [SERIES, CUSTOMER] {
        json::execute(&mut company, command).expect("a company to begin with");
    }
    // Each line is a text of its own, so that one command can follow another.
    for line in text.lines() {
        let _ = json::found(line);
        let _ = json::decide(&company, line);
        let _ = json::preview(&company, line);
        let _ = json::report(&company, line);
        let _ = json::calculate(line);
        let _ = json::replay(line);
        let before = company.clone();
        if json::execute(&mut company, line).is_err() {
            assert!(before == company, "a refusal left a trace");
        }
        let _ = json::batch(&mut company, line);
    }
    let history = json::history(&company).expect("a history is written");
    assert!(json::replay(&history).as_ref() == Ok(&company), "the history leads elsewhere");
});
