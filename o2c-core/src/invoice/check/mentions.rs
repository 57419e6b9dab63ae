//! The mentions that French law asks of an invoice (rulebook 1.6, INV-51). What a mention must say
//! is data of the law with its days; whether it stands there is looked for here.

use super::finding::{Findings, Severity};
use super::french::{is_consumer, is_credit_note};
use super::stated::{Stated, day, figure, said};
use super::statement::category;
use crate::error::Path;
use crate::money::{Exact, Money};
use crate::party::{Address, Party};
use crate::tax::VatCategory;
use alloc::format;

/// The codes of a direct debit (UNTDID 4461).
const DIRECT_DEBITS: [&str; 2] = ["49", "59"];

/// Looks for every mention, in the order of the rulebook's list.
pub(super) fn check(findings: &mut Findings<'_>) {
    parties(findings);
    items(findings);
    exemptions(findings);
    if !is_credit_note(findings.statement) {
        payment(findings);
    }
}

/// Names and addresses of both, and the seller's VAT id unless the invoice is a small one.
fn parties(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    for (field, party) in [("seller", &statement.seller), ("buyer", &statement.buyer)] {
        let name = party.as_ref().map_or("", |party| party.name.as_str());
        if name.trim().is_empty() {
            let path = Path::field("name").inside(field);
            findings.fatal("MENTION-NAME", path, "the name", "nothing");
        }
        if !party.as_ref().and_then(|party| party.address.as_ref()).is_some_and(is_address) {
            let path = Path::field("address").inside(field);
            findings.fatal("MENTION-ADDRESS", path, "the address", "nothing");
        }
    }
    let vat_id = |party: &Option<Party>| party.as_ref().and_then(|party| party.vat_id.clone());
    let has_vat_id =
        vat_id(&statement.seller).is_some() || vat_id(&statement.tax_representative).is_some();
    if !has_vat_id && !is_small(findings) && bears_vat(findings) {
        findings.fatal("MENTION-VAT-ID", "seller.vat_id", "the seller's VAT id", "nothing");
    }
}

fn is_address(address: &Address) -> bool {
    !address.lines.is_empty() || !address.city.is_empty()
}

/// Whether anything of the document is subject to VAT.
fn bears_vat(findings: &Findings<'_>) -> bool {
    let groups = findings.statement.breakdown.iter();
    groups.into_iter().any(|group| category(&group.vat_category) != Some(VatCategory::O))
}

/// Whether the total without VAT is within what the law calls small (rulebook INV-51).
fn is_small(findings: &Findings<'_>) -> bool {
    let most = on_issue(findings, &findings.profile.law.simplified_up_to);
    let net = figure(&findings.statement.totals.net);
    let most = most.and_then(|most: &Money| Exact::parse(&most.figure()).ok());
    net.zip(most).is_some_and(|(net, most)| net <= most)
}

fn on_issue<'a, V>(
    findings: &Findings<'_>,
    table: &'a crate::calendar::DatedTable<V>,
) -> Option<&'a V> {
    table.at(day(&findings.statement.issued_on)?)
}

/// Each item says what it is.
fn items(findings: &mut Findings<'_>) {
    for (index, line) in findings.statement.lines.iter().enumerate() {
        let path = Path::field("description").inside_index("lines", index);
        findings.stands("MENTION-ITEM", path, &line.description, "what was sold");
    }
}

/// Why no VAT is charged: the reference of an exemption that is in force, and that the buyer owes
/// the VAT.
fn exemptions(findings: &mut Findings<'_>) {
    let is_small = is_small(findings);
    for (index, group) in findings.statement.breakdown.iter().enumerate() {
        let path = Path::field("reason").inside_index("breakdown", index);
        let reason = said(&group.reason).unwrap_or_default();
        let has_code = said(&group.reason_code).is_some();
        match category(&group.vat_category) {
            Some(VatCategory::AE) => {
                let words = reason.to_lowercase();
                let is_said = words.contains("autoliquidation") || words.contains("reverse charge");
                if !is_said && !has_code {
                    let expected = "\"Autoliquidation\" or \"Reverse charge\"";
                    findings.fatal("MENTION-REVERSE-CHARGE", path, expected, reason);
                }
            }
            Some(VatCategory::E) if !is_small && !has_code => exemption(findings, path, reason),
            Some(
                VatCategory::S
                | VatCategory::Z
                | VatCategory::E
                | VatCategory::K
                | VatCategory::G
                | VatCategory::O
                | VatCategory::L
                | VatCategory::M,
            )
            | None => {}
        }
    }
}

fn exemption(findings: &mut Findings<'_>, path: Path, reason: &str) {
    let rule = "MENTION-EXEMPTION";
    let Some(references) = on_issue(findings, &findings.profile.law.exemptions) else {
        let expected = "the references in force on the day of issue";
        let found = "none were given: the rule was not applied";
        findings.tell(Severity::Information, rule, path, expected, found);
        return;
    };
    if !references.iter().any(|reference| reason.contains(reference.as_str())) {
        let references = references.iter().map(|reference| reference.as_str());
        let references = references.collect::<alloc::vec::Vec<_>>().join(", ");
        findings.fatal(rule, path, format!("one of {references}"), reason);
    }
}

/// When to pay, what paying late costs and what paying early earns (C.com L441-9).
fn payment(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    findings.stands("MENTION-DUE-DAY", "due_on", &statement.due_on, "the day payment is due");
    if is_consumer(statement) {
        if let Some(note) = note(findings, "PMT") {
            let expected = "no lump sum for recovery from a private person";
            findings.tell(Severity::Warning, "MENTION-INDEMNITY", "notes", expected, note);
        }
        return;
    }
    if note(findings, "PMD").is_none() {
        let expected = "the rate of the penalties for paying late (PMD)";
        findings.fatal("MENTION-PENALTY", "notes", expected, "nothing");
    }
    indemnity(findings);
    let is_cash = day(&statement.due_on).is_some_and(|due| Some(due) == day(&statement.issued_on));
    let is_debited =
        said(&statement.payment_means).is_some_and(|code| DIRECT_DEBITS.contains(&code));
    if note(findings, "AAB").is_none() && !is_cash && !is_debited {
        let expected = "the discount for paying early, or that there is none (AAB)";
        findings.fatal("MENTION-DISCOUNT", "notes", expected, "nothing");
    }
}

/// The lump sum for the costs of recovery, with the amount the law has on the day of issue.
fn indemnity(findings: &mut Findings<'_>) {
    let rule = "MENTION-INDEMNITY";
    let Some(note) = note(findings, "PMT") else {
        let expected = "the lump sum for the costs of recovery (PMT)";
        findings.fatal(rule, "notes", expected, "nothing");
        return;
    };
    let Some(amount) = on_issue(findings, &findings.profile.law.recovery_indemnity) else {
        let found = "none was given: the rule was not applied";
        let expected = "the lump sum in force on the day of issue";
        findings.tell(Severity::Information, rule, "notes", expected, found);
        return;
    };
    let amount_due = Exact::parse(&amount.figure()).ok();
    let figures = note.split(|letter: char| !(letter.is_ascii_digit() || ".,".contains(letter)));
    let mut figures = figures.map(|text| text.trim_matches(['.', ',']).replace(',', "."));
    if !figures.any(|text| Exact::parse(&text).ok().is_some_and(|found| Some(found) == amount_due))
    {
        findings.fatal(rule, "notes", amount, note);
    }
}

/// The text of the first note on a subject.
fn note<'a>(findings: &Findings<'a>, subject: &str) -> Option<&'a str> {
    let mut notes = findings.statement.notes.iter();
    let note = notes.find(|note| note.subject.as_ref().map(Stated::as_str) == Some(subject))?;
    said(&note.text)
}
