//! Lines, and allowances and charges wherever they stand.

use super::document::period;
use super::finding::{Findings, Slack, or_zero};
use super::stated::{day, figure, said};
use super::{Stated, StatedAdjustment, StatedLine};
use crate::error::Path;
use crate::money::{Exact, Rounding, divide};
use crate::pricing::AdjustmentKind;
use alloc::format;

/// Every line on its own (rulebook 1.1).
pub(super) fn lines(findings: &mut Findings<'_>) {
    for (index, line) in findings.statement.lines.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("lines", index);
        for (rule, name, stated, expected) in [
            ("BR-21", "id", &line.id, "the line's id"),
            ("BR-22", "quantity", &line.quantity, "the quantity"),
            ("BR-24", "net", &line.net, "the net amount"),
            ("BR-26", "price", &line.price, "the net price"),
            ("BR-CO-04", "vat_category", &line.vat_category, "one VAT category"),
        ] {
            findings.stands(rule, at(name), stated, expected);
        }
        if let Some(tax) = line.other_taxes.first() {
            let expected = "VAT alone: EN 16931 has no term for a tax upon or beside it";
            findings.fatal("O2C-TAXES", at("other_taxes"), expected, tax);
        }
        if let Some(code) = said(&line.object_type).filter(|code| *code != "130") {
            findings.fatal("PEPPOL-EN16931-R101", at("object_type"), "130", code);
        }
        price(findings, index, line);
        net(findings, index, line);
        period(findings, "BR-30", "BR-CO-20", at("period"), &line.period);
        within_the_document(findings, index, line);
    }
}

/// The price and what it is for (rulebook INV-01, INV-02).
fn price(findings: &mut Findings<'_>, index: usize, line: &StatedLine) {
    let at = |name: &str| Path::field(name).inside_index("lines", index);
    if !findings.profile.negative_prices_are_allowed {
        for (rule, name, stated) in
            [("BR-27", "price", &line.price), ("BR-28", "gross_price", &line.gross_price)]
        {
            if let Some(price) = figure(stated).filter(|price| price.is_negative()) {
                findings.fatal(rule, at(name), "a price of zero or more", price);
            }
        }
    }
    if let Some(discount) = figure(&line.price_discount).filter(|one| one.is_negative()) {
        let expected = "a discount: nothing is added to a price";
        findings.fatal("PEPPOL-EN16931-R044", at("price_discount"), expected, discount);
    }
    if let Some(gross) = figure(&line.gross_price) {
        let discount = or_zero(&line.price_discount);
        let expected = discount.and_then(|discount| gross.checked_sub(discount).ok());
        let found = figure(&line.price);
        findings.equals("PEPPOL-EN16931-R046", at("price"), (expected, found), Slack::None);
    }
    if let Some(base) = figure(&line.base_quantity).filter(|base| !base.is_positive()) {
        findings.fatal("PEPPOL-EN16931-R121", at("base_quantity"), "above zero", base);
    }
    if let (Some(unit), Some(base)) = (said(&line.unit), said(&line.base_unit))
        && unit != base
    {
        findings.fatal("PEPPOL-EN16931-R130", at("base_unit"), unit, base);
    }
}

/// The net amount: goods rounded once, then every allowance and charge as it is stated (rulebook
/// INV-03).
fn net(findings: &mut Findings<'_>, index: usize, line: &StatedLine) {
    let decimals = findings.decimals();
    let expected = || {
        let base = match said(&line.base_quantity) {
            Some(_) => figure(&line.base_quantity)?,
            None => Exact::ONE,
        };
        let goods = rounded(figure(&line.quantity)?, figure(&line.price)?, base, decimals)?;
        line.adjustments.iter().try_fold(goods, |net, adjustment| {
            let amount = or_zero(&adjustment.amount)?;
            match adjustment.kind {
                AdjustmentKind::Allowance => net.checked_sub(amount).ok(),
                AdjustmentKind::Charge => net.checked_add(amount).ok(),
            }
        })
    };
    let path = Path::field("net").inside_index("lines", index);
    let pair = (expected(), figure(&line.net));
    findings.equals("PEPPOL-EN16931-R120", path, pair, Slack::Line);
}

/// The line's period lies within the document's (rulebook INV-05).
fn within_the_document(findings: &mut Findings<'_>, index: usize, line: &StatedLine) {
    let statement = findings.statement;
    let (Some(outer), Some(inner)) = (&statement.period, &line.period) else { return };
    let at = |name: &str| Path::field(name).inside("period").inside_index("lines", index);
    if let (Some(outer), Some(inner)) = (day(&outer.from), day(&inner.from))
        && inner < outer
    {
        let expected = format!("{outer} or later");
        findings.fatal("PEPPOL-EN16931-R110", at("from"), expected, inner);
    }
    if let (Some(outer), Some(inner)) = (day(&outer.through), day(&inner.through))
        && inner > outer
    {
        let expected = format!("{outer} or earlier");
        findings.fatal("PEPPOL-EN16931-R111", at("through"), expected, inner);
    }
}

/// The names of the rules of an allowance or a charge.
struct Names {
    amount: &'static str,
    category: Option<&'static str>,
    reason: &'static str,
    reason_or_code: &'static str,
}

/// Allowances and charges of the document and of every line (rulebook INV-04).
pub(super) fn adjustments(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    for (index, one) in statement.adjustments.iter().enumerate() {
        let (amount, category, reason, reason_or_code) = match one.kind {
            AdjustmentKind::Allowance => ("BR-31", "BR-32", "BR-33", "BR-CO-21"),
            AdjustmentKind::Charge => ("BR-36", "BR-37", "BR-38", "BR-CO-22"),
        };
        let names = Names { amount, category: Some(category), reason, reason_or_code };
        adjustment(findings, &names, Path::index("adjustments", index), one);
    }
    for (line, stated) in statement.lines.iter().enumerate() {
        for (index, one) in stated.adjustments.iter().enumerate() {
            let (amount, reason, reason_or_code) = match one.kind {
                AdjustmentKind::Allowance => ("BR-41", "BR-42", "BR-CO-23"),
                AdjustmentKind::Charge => ("BR-43", "BR-44", "BR-CO-24"),
            };
            let names = Names { amount, category: None, reason, reason_or_code };
            let path = Path::index("adjustments", index).inside_index("lines", line);
            adjustment(findings, &names, path, one);
        }
    }
}

fn adjustment(findings: &mut Findings<'_>, names: &Names, path: Path, one: &StatedAdjustment) {
    let at = |name: &str| Path::field(name).inside(path.as_str());
    findings.stands(names.amount, at("amount"), &one.amount, "the amount");
    if let Some(rule) = names.category {
        findings.stands(rule, at("vat_category"), &one.vat_category, "a VAT category");
    }
    if said(&one.reason).is_none() && said(&one.reason_code).is_none() {
        for rule in [names.reason, names.reason_or_code] {
            findings.fatal(rule, at("reason"), "a reason or a code for it", "neither");
        }
    }
    let paired = |rule, name, missing: &Option<Stated>, beside: &Option<Stated>| {
        (said(missing).is_none() && said(beside).is_some()).then_some((rule, name))
    };
    let lone = [
        paired("PEPPOL-EN16931-R041", "base", &one.base, &one.percent),
        paired("PEPPOL-EN16931-R042", "percent", &one.percent, &one.base),
    ];
    for (rule, name) in lone.into_iter().flatten() {
        findings.fatal(rule, at(name), "a base and a percentage, or neither", "one of them");
    }
    let hundred = Exact::new(100, 0).ok();
    let expected = figure(&one.base).zip(figure(&one.percent)).zip(hundred);
    let decimals = findings.decimals();
    let expected =
        expected.and_then(|((base, percent), hundred)| rounded(base, percent, hundred, decimals));
    let found = figure(&one.amount);
    findings.equals("PEPPOL-EN16931-R040", at("amount"), (expected, found), Slack::Line);
}

/// `one × other / by`, multiplied first and rounded once, half away from zero, to so many
/// decimals (rulebook G-05); none where it leaves the digits that are held.
pub(super) fn rounded(one: Exact, other: Exact, by: Exact, decimals: u8) -> Option<Exact> {
    // 18 digits times 18 digits stay below 2^127.
    let mut numerator = i128::from(one.mantissa()).saturating_mul(i128::from(other.mantissa()));
    let mut denominator = i128::from(by.mantissa());
    let up = u32::from(by.places()).saturating_add(u32::from(decimals));
    let down = u32::from(one.places()).saturating_add(u32::from(other.places()));
    if up >= down {
        numerator = numerator.checked_mul(10_i128.checked_pow(up.saturating_sub(down))?)?;
    } else {
        denominator = denominator.checked_mul(10_i128.checked_pow(down.saturating_sub(up))?)?;
    }
    if denominator <= 0 {
        return None;
    }
    let figure = divide(numerator, denominator, Rounding::HalfAwayFromZero).ok()?;
    Exact::new(figure, u32::from(decimals)).ok()
}
