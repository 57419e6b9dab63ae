//! What stands on a document once: its head, its periods and its totals.

use super::finding::{Findings, Severity, Slack, or_zero, sum};
use super::stated::{day, figure, said};
use super::{StatedAdjustment, StatedPeriod};
use crate::error::Path;
use crate::money::Exact;
use crate::pricing::AdjustmentKind;

/// The head: what must stand there, and what may not stand together.
pub(super) fn head(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    for (rule, name, stated, expected) in [
        ("BR-02", "number", &statement.number, "the document's number"),
        ("BR-03", "issued_on", &statement.issued_on, "the day of issue"),
        ("BR-04", "type_code", &statement.type_code, "the type code"),
        ("BR-05", "currency", &statement.currency, "the currency"),
    ] {
        findings.stands(rule, name, stated, expected);
    }
    if let (Some(_), Some(code)) = (said(&statement.tax_point_on), said(&statement.tax_point_code))
    {
        let expected = "a day on which VAT falls due, or a code for it, not both";
        findings.fatal("BR-CO-03", "tax_point_code", expected, code);
    }
    vat_currency(findings);
    period(findings, "BR-29", "BR-CO-19", "period", &statement.period);
    let is_due = figure(&statement.totals.due).is_some_and(Exact::is_positive);
    let has_day = said(&statement.due_on).is_some() || said(&statement.terms).is_some();
    if is_due && !has_day {
        let expected = "a due day or payment terms where something is due";
        findings.tell(Severity::Warning, "BR-CO-25", "due_on", expected, "neither");
    }
    if let (Some(issued_on), Some(due_on)) = (day(&statement.issued_on), day(&statement.due_on))
        && due_on < issued_on
        && !findings.profile.is_french
    {
        // It breaks no rule of EN 16931; it is worth telling all the same (contract I5).
        let expected = alloc::format!("no day before the issue on {issued_on}");
        findings.tell(Severity::Warning, "O2C-DUE", "due_on", expected, due_on);
    }
    if statement.lines.is_empty() {
        findings.fatal("BR-16", "lines", "at least one line", "none");
    }
}

fn vat_currency(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let vat_accounted = &statement.totals.vat_accounted;
    let Some(code) = said(&statement.vat_currency) else {
        if let Some(found) = said(vat_accounted) {
            let expected = "no VAT in an accounting currency that is not named";
            findings.fatal("BR-53", "totals.vat_accounted", expected, found);
        }
        return;
    };
    let expected = "the VAT in the accounting currency";
    findings.stands("BR-53", "totals.vat_accounted", vat_accounted, expected);
    if said(&statement.currency) == Some(code) {
        let expected = "another currency than the document's";
        findings.fatal("PEPPOL-EN16931-R005", "vat_currency", expected, code);
    }
    if let (Some(vat), Some(accounted)) = (figure(&statement.totals.vat), figure(vat_accounted))
        && (vat.is_positive() && accounted.is_negative()
            || vat.is_negative() && accounted.is_positive())
    {
        let expected = alloc::format!("the sign of {vat}");
        findings.fatal("PEPPOL-EN16931-R055", "totals.vat_accounted", expected, accounted);
    }
}

/// A period that is named has a day, and does not end before it starts.
pub(super) fn period(
    findings: &mut Findings<'_>,
    backward: &'static str,
    empty: &'static str,
    path: impl Into<Path>,
    period: &Option<StatedPeriod>,
) {
    let Some(period) = period else { return };
    let path = path.into();
    if said(&period.from).is_none() && said(&period.through).is_none() {
        findings.fatal(empty, path.clone(), "the first day, the last day or both", "neither");
    }
    if let (Some(from), Some(through)) = (day(&period.from), day(&period.through))
        && through < from
    {
        let expected = alloc::format!("{from} or later");
        findings.fatal(backward, Path::field("through").inside(path.as_str()), expected, through);
    }
}

/// The totals (rulebook 1.2): each from the figures that are stated before it.
pub(super) fn totals(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let totals = &statement.totals;
    for (rule, path, stated, expected) in [
        ("BR-12", "totals.line_total", &totals.line_total, "the sum of the lines"),
        ("BR-13", "totals.net", &totals.net, "the total without VAT"),
        ("BR-14", "totals.gross", &totals.gross, "the total with VAT"),
        ("BR-15", "totals.due", &totals.due, "the amount due"),
    ] {
        findings.stands(rule, path, stated, expected);
    }
    let lines = sum(statement.lines.iter().map(|line| &line.net));
    let line_total = figure(&totals.line_total);
    findings.equals("BR-CO-10", "totals.line_total", (lines, line_total), Slack::None);
    for (rule, path, kind, stated) in [
        ("BR-CO-11", "totals.allowance_total", AdjustmentKind::Allowance, &totals.allowance_total),
        ("BR-CO-12", "totals.charge_total", AdjustmentKind::Charge, &totals.charge_total),
    ] {
        let of_kind = |one: &&StatedAdjustment| one.kind == kind;
        let of_kind = statement.adjustments.iter().filter(of_kind);
        let expected = sum(of_kind.map(|adjustment| &adjustment.amount));
        findings.equals(rule, path, (expected, or_zero(stated)), Slack::None);
    }
    let (allowances, charges) = (or_zero(&totals.allowance_total), or_zero(&totals.charge_total));
    let net = line_total.zip(allowances).zip(charges).and_then(|((lines, allowances), charges)| {
        lines.checked_sub(allowances).and_then(|rest| rest.checked_add(charges)).ok()
    });
    let stated_net = figure(&totals.net);
    findings.equals("BR-CO-13", "totals.net", (net, stated_net), Slack::None);
    if !statement.breakdown.is_empty() {
        let vat = sum(statement.breakdown.iter().map(|group| &group.amount));
        findings.equals("BR-CO-14", "totals.vat", (vat, or_zero(&totals.vat)), Slack::None);
    }
    let stated_gross = figure(&totals.gross);
    let further = totals.further_vat.iter().map(|vat| vat.exact().ok());
    for vat in core::iter::once(or_zero(&totals.vat)).chain(further) {
        let gross = stated_net.zip(vat).and_then(|(net, vat)| net.checked_add(vat).ok());
        findings.equals("BR-CO-15", "totals.gross", (gross, stated_gross), Slack::None);
    }
    let (prepaid, rounding) = (or_zero(&totals.prepaid), or_zero(&totals.rounding));
    let due = stated_gross.zip(prepaid).zip(rounding).and_then(|((gross, prepaid), rounding)| {
        gross.checked_sub(prepaid).and_then(|rest| rest.checked_add(rounding)).ok()
    });
    findings.equals("BR-CO-16", "totals.due", (due, figure(&totals.due)), Slack::None);
}
