//! Codes that stand in a document: whether their list has them (BR-CL).

use super::finding::Findings;
use super::stated::said;
use super::statement::category;
use crate::error::Path;
use crate::money::Currency;

/// The type codes of invoices and of credit notes (UNTDID 1001) that EN 16931 takes.
const TYPES: [&str; 62] = [
    "71", "80", "81", "82", "83", "84", "102", "130", "202", "203", "204", "211", "218", "219",
    "261", "262", "295", "296", "308", "325", "326", "331", "380", "381", "382", "383", "384",
    "385", "386", "387", "388", "389", "390", "393", "394", "395", "396", "420", "456", "457",
    "458", "471", "472", "473", "500", "501", "502", "503", "527", "532", "553", "575", "623",
    "633", "751", "780", "817", "870", "875", "876", "877", "935",
];
/// The codes of the day VAT falls due (rulebook INV-44), as UBL and as CII have them.
const TAX_POINTS: [&str; 6] = ["3", "35", "432", "5", "29", "72"];

/// Every code of a closed list.
pub(super) fn check(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    if let Some(code) = said(&statement.type_code)
        && !findings.profile.is_french
        && !TYPES.contains(&code)
    {
        let expected = "the code of an invoice or a credit note, such as 380 or 381";
        findings.fatal("BR-CL-01", "type_code", expected, code);
    }
    for (rule, name, stated) in [
        ("BR-CL-04", "currency", &statement.currency),
        ("BR-CL-05", "vat_currency", &statement.vat_currency),
    ] {
        if let Some(code) = said(stated).filter(|code| Currency::parse(code).is_err()) {
            findings.fatal(rule, name, "a currency of ISO 4217 that has a minor unit", code);
        }
    }
    if let Some(code) = said(&statement.tax_point_code).filter(|code| !TAX_POINTS.contains(code)) {
        let expected = "3, 35 or 432, or in other syntaxes 5, 29 or 72";
        findings.fatal("BR-CL-06", "tax_point_code", expected, code);
    }
    let adjustments = statement.adjustments.iter().enumerate();
    let adjustments = adjustments.map(|(index, one)| ("adjustments", index, &one.vat_category));
    let groups = statement.breakdown.iter().enumerate();
    let groups = groups.map(|(index, one)| ("breakdown", index, &one.vat_category));
    let lines = statement.lines.iter().enumerate();
    let lines = lines.map(|(index, one)| ("lines", index, &one.vat_category));
    for (list, index, stated) in adjustments.chain(groups).chain(lines) {
        if let (Some(code), None) = (said(stated), category(stated)) {
            let rule = if list == "lines" { "BR-CL-18" } else { "BR-CL-17" };
            let path = Path::field("vat_category").inside_index(list, index);
            findings.fatal(rule, path, "S Z E AE K G O L or M", code);
        }
    }
}
