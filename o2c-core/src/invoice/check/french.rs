//! The rules of French electronic invoices (rulebook 1.5, INV-26, INV-50).

use super::finding::{Findings, Severity, or_zero};
use super::stated::{day, figure, said};
use super::statement::category;
use super::{Preceding, Stated, Statement};
use crate::error::Path;
use crate::invoice::{BETWEEN_PROFESSIONALS, BusinessProcess};
use crate::party::{Party, PartyKind};
use crate::tax::VatCategory;
use alloc::format;

/// The schemes of the registers of companies and of their sites.
pub(super) const SIREN: &str = "0002";
const SIRET: &str = "0009";

/// The type codes a French electronic invoice may have (rulebook INV-40).
const TYPES: [&str; 16] = [
    "380", "389", "393", "501", "386", "500", "384", "471", "472", "473", "261", "262", "381",
    "396", "502", "503",
];
const CREDIT_NOTES: [&str; 6] = ["261", "262", "381", "396", "502", "503"];
const DEPOSITS: [&str; 3] = ["386", "500", "503"];
const CORRECTIVE: [&str; 4] = ["384", "471", "472", "473"];
/// A credit note for a global allowance, which precedes no single invoice.
const GLOBAL_ALLOWANCE: &str = "262";

/// What the notes between professionals say (BR-FR-05, BR-FR-06).
const NOTES: [&str; 3] = [
    "the lump sum for the costs of recovery",
    "the penalties for paying late",
    "the discount for paying early, or that there is none",
];

/// Whether the buyer is a private person.
pub(super) fn is_consumer(statement: &Statement) -> bool {
    statement.buyer.as_ref().is_some_and(|buyer| buyer.kind == PartyKind::Consumer)
}

/// Whether the document carries the sign of a credit note.
pub(super) fn is_credit_note(statement: &Statement) -> bool {
    said(&statement.type_code).is_some_and(|code| CREDIT_NOTES.contains(&code))
}

/// Every rule of a French electronic invoice.
pub(super) fn check(findings: &mut Findings<'_>) {
    number(findings);
    frame(findings);
    type_code(findings);
    days(findings);
    deposit(findings);
    if !is_consumer(findings.statement) {
        notes(findings);
    }
    registers(findings);
    rates(findings);
    accounting_currency(findings);
}

/// BR-FR-01, BR-FR-02 (rulebook INV-45).
fn number(findings: &mut Findings<'_>) {
    let Some(number) = said(&findings.statement.number) else { return };
    let length = number.chars().count();
    if length > 35 {
        let found = format!("{length} characters");
        findings.fatal("BR-FR-01", "number", "at most 35 characters", found);
    }
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || "+-_/".contains(letter);
    if !number.chars().all(is_allowed) {
        findings.fatal("BR-FR-02", "number", "letters, digits and + - _ / alone", number);
    }
}

/// BR-FR-08, BR-FR-CO-08, BR-FR-CO-09 (rulebook INV-42, INV-43).
fn frame(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let frame = said(&statement.process).unwrap_or("nothing");
    let Ok(process) = frame.parse::<BusinessProcess>() else {
        let expected = "a frame: B, S or M and its digit, such as B1";
        findings.fatal("BR-FR-08", "process", expected, frame);
        return;
    };
    let type_code = said(&statement.type_code).unwrap_or_default();
    if process.is_final_after_deposit() && DEPOSITS.contains(&type_code) {
        let expected = "no deposit on a final invoice after deposits";
        findings.fatal("BR-FR-CO-08", "type_code", expected, type_code);
    }
    if process.is_paid_before() {
        already_paid(findings);
    }
}

fn already_paid(findings: &mut Findings<'_>) {
    let totals = &findings.statement.totals;
    let (gross, prepaid) = (figure(&totals.gross), or_zero(&totals.prepaid));
    if let (Some(gross), Some(prepaid)) = (gross, prepaid)
        && gross != prepaid
    {
        findings.fatal("BR-FR-CO-09", "totals.prepaid", gross, prepaid);
    }
    if let Some(due) = figure(&totals.due).filter(|due| !due.is_zero()) {
        findings.fatal("BR-FR-CO-09", "totals.due", "0", due);
    }
    let expected = "the day of payment";
    findings.stands("BR-FR-CO-09", "due_on", &findings.statement.due_on, expected);
}

/// BR-FR-04, BR-FR-CO-03 to BR-FR-CO-05 (rulebook INV-40, INV-41).
fn type_code(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let Some(code) = said(&statement.type_code) else { return };
    if !TYPES.contains(&code) {
        findings.fatal("BR-FR-04", "type_code", TYPES.join(" "), code);
    }
    let is_named = |document: &Preceding| said(&document.number).is_some();
    let is_dated = |document: &Preceding| day(&document.issued_on).is_some();
    let named = statement.preceding.iter().filter(|document| is_named(document)).count();
    if CORRECTIVE.contains(&code) {
        let whole = statement.preceding.iter().filter(|one| is_named(one) && is_dated(one));
        if statement.preceding.len() != 1 || whole.count() != 1 {
            let expected = "the one invoice it corrects, by number and day";
            let found = format!("{} preceding documents", statement.preceding.len());
            findings.fatal("BR-FR-CO-04", "preceding", expected, found);
        }
    }
    if code == GLOBAL_ALLOWANCE {
        findings.stands("BR-FR-CO-03", "contract", &statement.contract, "the contract");
        if statement.period.as_ref().is_none_or(|period| said(&period.from).is_none()) {
            findings.fatal("BR-FR-CO-03", "period", "the period invoiced", "nothing");
        }
    } else if is_credit_note(statement) && named == 0 {
        let lines = &statement.lines;
        let is_referred =
            !lines.is_empty() && lines.iter().all(|line| line.preceding.iter().any(is_named));
        if !is_referred {
            let expected = "an invoice that is credited, on the document or on every line";
            findings.fatal("BR-FR-CO-05", "preceding", expected, "none");
        }
    }
}

/// BR-FR-CO-07 (rulebook INV-42).
fn days(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let is_deposit = said(&statement.type_code).is_some_and(|code| DEPOSITS.contains(&code));
    let process = said(&statement.process).and_then(|text| text.parse::<BusinessProcess>().ok());
    let is_paid = process.is_some_and(BusinessProcess::is_paid_before);
    if let (Some(issued_on), Some(due_on)) = (day(&statement.issued_on), day(&statement.due_on))
        && due_on < issued_on
        && !is_deposit
        && !is_paid
    {
        let expected = format!("{issued_on} or later");
        findings.fatal("BR-FR-CO-07", "due_on", expected, due_on);
    }
}

/// No deposit invoice is asked for where the goods go tax free to a buyer within the Union
/// (rulebook V-02, V-05): it may stand there all the same.
fn deposit(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let is_deposit = said(&statement.type_code).is_some_and(|code| matches!(code, "386" | "500"));
    let mut groups = statement.breakdown.iter();
    let is_exempt = groups.all(|group| category(&group.vat_category) == Some(VatCategory::K));
    if is_deposit && is_exempt && !statement.breakdown.is_empty() {
        let expected = "no deposit invoice, which exempt goods within the Union do not need";
        findings.tell(Severity::Information, "DEPOSIT-EXEMPT", "type_code", expected, "one");
    }
}

/// BR-FR-05, BR-FR-06 (rulebook INV-50).
fn notes(findings: &mut Findings<'_>) {
    for (subject, expected) in BETWEEN_PROFESSIONALS.into_iter().zip(NOTES) {
        let notes = findings.statement.notes.iter().enumerate();
        let mut of_it = notes.filter(|(_, note)| said(&note.subject) == Some(subject));
        match (of_it.next(), of_it.next()) {
            (Some((_, note)), None) if said(&note.text).is_some() => {}
            (None | Some(_), None) => {
                let expected = format!("a note {subject}: {expected}");
                findings.fatal("BR-FR-05", "notes", expected, "none");
            }
            (_, Some((second, _))) => {
                let expected = format!("the note {subject} once");
                findings.fatal("BR-FR-06", Path::index("notes", second), expected, "another one");
            }
        }
    }
}

/// BR-FR-09 to BR-FR-11: the numbers of the registers.
fn registers(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let parties =
        [("BR-FR-10", "seller", &statement.seller), ("BR-FR-11", "buyer", &statement.buyer)];
    for (rule, field, party) in parties {
        if field == "buyer" && is_consumer(statement) {
            continue;
        }
        let siren = party.as_ref().and_then(|party| party.identifier(SIREN));
        let siren = siren.map_or("nothing", |siren| siren.as_str());
        let path = Path::field("identifiers").inside(field);
        if siren.len() != 9 || !siren.bytes().all(|byte| byte.is_ascii_digit()) {
            findings.fatal(rule, path.clone(), "a SIREN of nine digits", siren);
        } else if let Some(siret) = party.as_ref().and_then(|party| siret(party))
            && !(siret.len() == 14 && siret.starts_with(siren))
        {
            let expected = format!("a SIRET of fourteen digits that starts with {siren}");
            findings.fatal("BR-FR-09", path, expected, siret);
        }
    }
}

fn siret(party: &Party) -> Option<&str> {
    party.identifier(SIRET).map(|siret| siret.as_str())
}

/// BR-FR-15, BR-FR-16: no taxes of the Canaries, Ceuta and Melilla; rates as the law has them.
fn rates(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let on = day(&statement.issued_on);
    let known = on.and_then(|on| findings.profile.law.vat_rates.at(on));
    if known.is_none() {
        let expected = "the VAT rates the law allows on the day of issue";
        let found = "none were given: the rule was not applied";
        findings.tell(Severity::Information, "BR-FR-16", "breakdown", expected, found);
    }
    let lines = statement.lines.iter().enumerate();
    let lines = lines.map(|(index, one)| ("lines", index, &one.vat_category, &one.vat_rate));
    let adjustments = statement.adjustments.iter().enumerate();
    let adjustments =
        adjustments.map(|(index, one)| ("adjustments", index, &one.vat_category, &one.vat_rate));
    let groups = statement.breakdown.iter().enumerate();
    let groups = groups.map(|(index, one)| ("breakdown", index, &one.vat_category, &one.vat_rate));
    for (list, index, category, rate) in adjustments.chain(groups).chain(lines) {
        let at = |name: &str| Path::field(name).inside_index(list, index);
        if let Some(code) = said(category).filter(|code| matches!(*code, "L" | "M")) {
            findings.fatal("BR-FR-15", at("vat_category"), "a category other than L and M", code);
        }
        if let (Some(known), Some(rate)) = (known, figure(rate))
            && !known.iter().any(|known| known.exact() == rate)
        {
            findings.fatal("BR-FR-16", at("vat_rate"), "a rate the law allows", rate);
        }
    }
}

/// BR-FR-CO-12: VAT is accounted for in euros (rulebook INV-32).
fn accounting_currency(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let is_euro = |stated: &Option<Stated>| said(stated) == Some("EUR");
    if said(&statement.currency).is_none() || is_euro(&statement.currency) {
        return;
    }
    if !is_euro(&statement.vat_currency) {
        let found = said(&statement.vat_currency).unwrap_or("nothing");
        findings.fatal("BR-FR-CO-12", "vat_currency", "EUR", found);
    }
    let accounted = &statement.totals.vat_accounted;
    findings.stands("BR-FR-CO-12", "totals.vat_accounted", accounted, "the VAT in EUR");
}
