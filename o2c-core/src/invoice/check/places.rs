//! Every figure and day of a statement with its place: what is no figure, no day, or has more
//! decimals than its term may have.

use super::finding::Findings;
use super::{Severity, Stated, StatedAdjustment, StatedLine, StatedPeriod, Statement};
use crate::error::Path;
use crate::pricing::AdjustmentKind;

/// What stands in a place.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// An amount, with the rule that limits its decimals.
    Amount(&'static str),
    Quantity,
    Price,
    Percent,
    Day,
}

/// Rules that validators have no name for: what cannot be read.
const NO_FIGURE: &str = "O2C-FIGURE";
const NO_DAY: &str = "O2C-DAY";

/// Holds every figure and day against its form (BR-DEC, BR-FR-DEC, BR-FR-03).
pub(super) fn check(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    each(statement, &mut |path, stated, kind| {
        if let Some(stated) = stated.as_ref().filter(|stated| !stated.is_blank()) {
            one(findings, path, stated, kind);
        }
    });
}

fn one(findings: &mut Findings<'_>, path: Path, stated: &Stated, kind: Kind) {
    if matches!(kind, Kind::Day) {
        match stated.day() {
            Err(_) => findings.fatal(NO_DAY, path, "a day such as 2026-01-31", stated),
            Ok(day) if findings.profile.is_french && !(2000..=2099).contains(&day.year()) => {
                findings.fatal("BR-FR-03", path, "a day of the years 2000 to 2099", stated);
            }
            Ok(_) => {}
        }
        return;
    }
    if stated.exact().is_err() {
        let expected = "a decimal number of at most 18 digits, 10 of them decimals";
        findings.fatal(NO_FIGURE, path.clone(), expected, stated);
    }
    let (rule, most) = match kind {
        Kind::Amount(rule) => (Some(rule), 2),
        Kind::Quantity if findings.profile.is_french => (Some("BR-FR-DEC-02"), 4),
        Kind::Price if findings.profile.is_french => (Some("BR-FR-DEC-03"), 6),
        Kind::Quantity | Kind::Price | Kind::Percent | Kind::Day => (None, usize::MAX),
    };
    if let Some(rule) = rule.filter(|_| stated.decimals() > most) {
        let expected = alloc::format!("at most {most} decimals");
        findings.fatal(rule, path.clone(), &expected, stated);
        if findings.profile.is_french && matches!(kind, Kind::Amount(_)) {
            findings.tell(Severity::Fatal, "BR-FR-DEC-01", path, &expected, stated);
        }
    }
}

/// Visits every figure and day in the order of the document.
fn each(statement: &Statement, visit: &mut dyn FnMut(Path, &Option<Stated>, Kind)) {
    for (name, day) in [
        ("issued_on", &statement.issued_on),
        ("tax_point_on", &statement.tax_point_on),
        ("due_on", &statement.due_on),
        ("delivered_on", &statement.delivered_on),
    ] {
        visit(Path::field(name), day, Kind::Day);
    }
    for (index, document) in statement.preceding.iter().enumerate() {
        let path = Path::field("issued_on").inside_index("preceding", index);
        visit(path, &document.issued_on, Kind::Day);
    }
    period(&statement.period, visit);
    for (index, adjustment) in statement.adjustments.iter().enumerate() {
        let rules = match adjustment.kind {
            AdjustmentKind::Allowance => ("BR-DEC-01", "BR-DEC-02"),
            AdjustmentKind::Charge => ("BR-DEC-05", "BR-DEC-06"),
        };
        each_of_adjustment(adjustment, rules, &mut |path, stated, kind| {
            visit(path.inside_index("adjustments", index), stated, kind);
        });
    }
    let totals = &statement.totals;
    for (name, stated, rule) in [
        ("line_total", &totals.line_total, "BR-DEC-09"),
        ("allowance_total", &totals.allowance_total, "BR-DEC-10"),
        ("charge_total", &totals.charge_total, "BR-DEC-11"),
        ("net", &totals.net, "BR-DEC-12"),
        ("vat", &totals.vat, "BR-DEC-13"),
        ("vat_accounted", &totals.vat_accounted, "BR-DEC-15"),
        ("gross", &totals.gross, "BR-DEC-14"),
        ("prepaid", &totals.prepaid, "BR-DEC-16"),
        ("rounding", &totals.rounding, "BR-DEC-17"),
        ("due", &totals.due, "BR-DEC-18"),
    ] {
        visit(Path::field(name).inside("totals"), stated, Kind::Amount(rule));
    }
    for (index, group) in statement.breakdown.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("breakdown", index);
        visit(at("vat_rate"), &group.vat_rate, Kind::Percent);
        visit(at("base"), &group.base, Kind::Amount("BR-DEC-19"));
        visit(at("amount"), &group.amount, Kind::Amount("BR-DEC-20"));
    }
    for (index, line) in statement.lines.iter().enumerate() {
        each_of_line(line, &mut |path, stated, kind| {
            visit(path.inside_index("lines", index), stated, kind);
        });
    }
}

fn each_of_line(line: &StatedLine, visit: &mut dyn FnMut(Path, &Option<Stated>, Kind)) {
    for (name, stated, kind) in [
        ("quantity", &line.quantity, Kind::Quantity),
        ("price", &line.price, Kind::Price),
        ("gross_price", &line.gross_price, Kind::Price),
        ("price_discount", &line.price_discount, Kind::Price),
        ("base_quantity", &line.base_quantity, Kind::Quantity),
        ("net", &line.net, Kind::Amount("BR-DEC-23")),
        ("vat_rate", &line.vat_rate, Kind::Percent),
    ] {
        visit(Path::field(name), stated, kind);
    }
    for (index, adjustment) in line.adjustments.iter().enumerate() {
        let rules = match adjustment.kind {
            AdjustmentKind::Allowance => ("BR-DEC-24", "BR-DEC-25"),
            AdjustmentKind::Charge => ("BR-DEC-27", "BR-DEC-28"),
        };
        each_of_adjustment(adjustment, rules, &mut |path, stated, kind| {
            visit(path.inside_index("adjustments", index), stated, kind);
        });
    }
    period(&line.period, visit);
}

fn each_of_adjustment(
    adjustment: &StatedAdjustment,
    (amount, base): (&'static str, &'static str),
    visit: &mut dyn FnMut(Path, &Option<Stated>, Kind),
) {
    visit(Path::field("amount"), &adjustment.amount, Kind::Amount(amount));
    visit(Path::field("base"), &adjustment.base, Kind::Amount(base));
    visit(Path::field("percent"), &adjustment.percent, Kind::Percent);
    visit(Path::field("vat_rate"), &adjustment.vat_rate, Kind::Percent);
}

fn period(period: &Option<StatedPeriod>, visit: &mut dyn FnMut(Path, &Option<Stated>, Kind)) {
    if let Some(period) = period {
        visit(Path::field("from").inside("period"), &period.from, Kind::Day);
        visit(Path::field("through").inside("period"), &period.through, Kind::Day);
    }
}
