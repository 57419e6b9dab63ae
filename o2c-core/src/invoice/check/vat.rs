//! VAT: one matrix of rules for all nine categories (rulebook 1.3, INV-25).

use super::StatedAdjustment;
use super::finding::{Findings, Slack, or_zero, sum};
use super::lines::rounded;
use super::parties;
use super::stated::{Stated, figure, said};
use super::statement::category as category_of;
use crate::error::Path;
use crate::money::Exact;
use crate::pricing::AdjustmentKind;
use crate::tax::VatCategory;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

/// The names of a category's rules 01 to 10.
struct Rules([&'static str; 10]);

impl Rules {
    const fn of(category: VatCategory) -> Self {
        macro_rules! named {
            ($code:literal) => {
                Rules([
                    concat!("BR-", $code, "-01"),
                    concat!("BR-", $code, "-02"),
                    concat!("BR-", $code, "-03"),
                    concat!("BR-", $code, "-04"),
                    concat!("BR-", $code, "-05"),
                    concat!("BR-", $code, "-06"),
                    concat!("BR-", $code, "-07"),
                    concat!("BR-", $code, "-08"),
                    concat!("BR-", $code, "-09"),
                    concat!("BR-", $code, "-10"),
                ])
            };
        }
        match category {
            VatCategory::S => named!("S"),
            VatCategory::Z => named!("Z"),
            VatCategory::E => named!("E"),
            VatCategory::AE => named!("AE"),
            VatCategory::K => named!("IC"),
            VatCategory::G => named!("G"),
            VatCategory::O => named!("O"),
            VatCategory::L => named!("AF"),
            VatCategory::M => named!("AG"),
        }
    }
}

/// Where a category stands: the places of its lines, allowances, charges and groups.
struct Uses {
    category: VatCategory,
    lines: Vec<usize>,
    allowances: Vec<usize>,
    charges: Vec<usize>,
    groups: Vec<usize>,
}

impl Uses {
    fn of(findings: &Findings<'_>, category: VatCategory) -> Self {
        let statement = findings.statement;
        let is_it = |stated: &Option<Stated>| category_of(stated) == Some(category);
        let of_kind = |kind| {
            let adjustments = statement.adjustments.iter().enumerate();
            adjustments
                .filter(|(_, one)| one.kind == kind && is_it(&one.vat_category))
                .map(|(index, _)| index)
                .collect()
        };
        let lines = statement.lines.iter().enumerate();
        let groups = statement.breakdown.iter().enumerate();
        Uses {
            category,
            lines: lines.filter(|(_, one)| is_it(&one.vat_category)).map(|(at, _)| at).collect(),
            allowances: of_kind(AdjustmentKind::Allowance),
            charges: of_kind(AdjustmentKind::Charge),
            groups: groups.filter(|(_, one)| is_it(&one.vat_category)).map(|(at, _)| at).collect(),
        }
    }

    fn is_on_paper(&self) -> bool {
        !(self.lines.is_empty() && self.allowances.is_empty() && self.charges.is_empty())
    }
}

/// The VAT breakdown, and what bears which VAT.
pub(super) fn check(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    if statement.breakdown.is_empty() {
        findings.fatal("BR-CO-18", "breakdown", "at least one VAT group", "none");
    }
    for (index, group) in statement.breakdown.iter().enumerate() {
        let at = |name: &str| Path::field(name).inside_index("breakdown", index);
        findings.stands("BR-45", at("base"), &group.base, "the taxable base");
        findings.stands("BR-46", at("amount"), &group.amount, "the VAT");
        findings.stands("BR-47", at("vat_category"), &group.vat_category, "the VAT category");
        if category_of(&group.vat_category) != Some(VatCategory::O) {
            findings.stands("BR-48", at("vat_rate"), &group.vat_rate, "the VAT rate");
        }
        let pair = (group_vat(findings, index), figure(&group.amount));
        findings.equals("BR-CO-17", at("amount"), pair, Slack::BelowOne);
    }
    if findings.profile.tolerance == super::Tolerance::Strict {
        each_group_once(findings);
    }
    for category in VatCategory::ALL {
        let (uses, rules) = (Uses::of(findings, category), Rules::of(category));
        groups_exist(findings, &uses, &rules);
        parties_are_named(findings, &uses, &rules);
        rates(findings, &uses, &rules);
        bases(findings, &uses, &rules);
        amounts(findings, &uses, &rules);
        reasons(findings, &uses, &rules);
    }
    supply_within_the_union(findings);
    not_subject_alone(findings);
}

/// One group per category and rate, whose bases are the total without VAT (rulebook INV-20,
/// INV-23): the validators let a group that stands twice pass.
fn each_group_once(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let mut seen = BTreeSet::new();
    for (index, group) in statement.breakdown.iter().enumerate() {
        // Of the others each has one group in any case, unless the profile lets reasons differ.
        let category = category_of(&group.vat_category).filter(|one| one.bears_rate());
        let Some(category) = category else { continue };
        if !seen.insert((category, or_zero(&group.vat_rate))) {
            let expected = "each category and rate once";
            let found = said(&group.vat_category).unwrap_or_default();
            findings.fatal("O2C-GROUPS", Path::index("breakdown", index), expected, found);
        }
    }
    each_rate_has_its_group(findings, &seen);
    if !statement.breakdown.is_empty() {
        let bases = sum(statement.breakdown.iter().map(|group| &group.base));
        let pair = (bases, figure(&statement.totals.net));
        findings.equals("O2C-BASES", "totals.net", pair, Slack::None);
    }
}

/// What bears a rate has a group of that rate, and not of its category alone (rulebook INV-20): the
/// first place of each rate that has none is told.
fn each_rate_has_its_group(
    findings: &mut Findings<'_>,
    groups: &BTreeSet<(VatCategory, Option<Exact>)>,
) {
    let statement = findings.statement;
    let adjustments = statement.adjustments.iter().enumerate();
    let adjustments =
        adjustments.map(|(index, one)| ("adjustments", index, &one.vat_category, &one.vat_rate));
    let lines = statement.lines.iter().enumerate();
    let lines = lines.map(|(index, one)| ("lines", index, &one.vat_category, &one.vat_rate));
    let mut told = BTreeSet::new();
    for (list, index, category, rate) in adjustments.chain(lines) {
        let category = category_of(category).filter(|one| one.bears_rate());
        let (Some(category), Some(rate)) = (category, figure(rate)) else { continue };
        // Where a category has no group at all its own rule tells it.
        let is_known = groups.iter().any(|(one, _)| *one == category);
        let is_missing = !groups.contains(&(category, Some(rate)));
        if is_known && is_missing && told.insert((category, rate)) {
            let path = Path::field("vat_rate").inside_index(list, index);
            let expected = format!("a VAT group {category} {rate}");
            findings.fatal("O2C-GROUPS", path, expected, "none");
        }
    }
}

/// The VAT a group comes to: what it is expected to be where it shares an original, its base
/// times its rate else; nothing where no rate is said.
fn group_vat(findings: &Findings<'_>, index: usize) -> Option<Exact> {
    let statement = findings.statement;
    let group = statement.breakdown.get(index)?;
    let category = category_of(&group.vat_category);
    let rate = or_zero(&group.vat_rate)?;
    let shared = statement.expected_vat.iter().find(|expected| {
        category_of(&expected.vat_category) == category && or_zero(&expected.vat_rate) == Some(rate)
    });
    match shared {
        Some(expected) if findings.profile.tolerance == super::Tolerance::Strict => {
            figure(&expected.amount)
        }
        _ => rounded(figure(&group.base)?, rate, Exact::new(100, 0).ok()?, findings.decimals()),
    }
}

/// Rule 01: what bears a category has its group, and only once where it bears no rate.
fn groups_exist(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [rule, ..] = rules.0;
    let category = uses.category;
    match (uses.groups.as_slice(), uses.is_on_paper()) {
        ([], true) => {
            let expected = format!("a VAT group {category}, which the document bears");
            findings.fatal(rule, "breakdown", expected, "none");
        }
        ([first, ..], false) => {
            let expected = format!("lines, allowances or charges with VAT {category}");
            findings.fatal(rule, Path::index("breakdown", *first), expected, "none");
        }
        ([_, second, ..], true)
            if findings.profile.one_reason_per_category && !category.bears_rate() =>
        {
            let found = format!("{} groups", uses.groups.len());
            let expected = format!("one VAT group {category}");
            findings.fatal(rule, Path::index("breakdown", *second), expected, found);
        }
        ([] | [_] | [_, _, ..], _) => {}
    }
}

/// Rules 02 to 04: the identifiers that lines, allowances and charges ask for.
fn parties_are_named(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [_, of_lines, of_allowances, of_charges, ..] = rules.0;
    let Some((expected, found)) = parties::fault(findings.statement, uses.category) else {
        return;
    };
    for (rule, list, first) in [
        (of_lines, "lines", uses.lines.first()),
        (of_allowances, "adjustments", uses.allowances.first()),
        (of_charges, "adjustments", uses.charges.first()),
    ] {
        if let Some(first) = first {
            let path = Path::field("vat_category").inside_index(list, *first);
            findings.fatal(rule, path, expected, &found);
        }
    }
}

/// Rules 05 to 07: the rates that lines, allowances and charges may bear.
fn rates(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [_, _, _, _, of_lines, of_allowances, of_charges, ..] = rules.0;
    let statement = findings.statement;
    let lines = uses.lines.iter().filter_map(|index| Some((*index, statement.lines.get(*index)?)));
    for (index, line) in lines {
        rate(findings, uses.category, of_lines, Path::index("lines", index), &line.vat_rate);
    }
    for (rule, places) in [(of_allowances, &uses.allowances), (of_charges, &uses.charges)] {
        for index in places {
            let Some(one) = statement.adjustments.get(*index) else { continue };
            let path = Path::index("adjustments", *index);
            rate(findings, uses.category, rule, path, &one.vat_rate);
        }
    }
}

fn rate(
    findings: &mut Findings<'_>,
    category: VatCategory,
    rule: &'static str,
    path: Path,
    stated: &Option<Stated>,
) {
    let rate = figure(stated);
    let (is_met, expected) = match category {
        VatCategory::S => (rate.is_some_and(Exact::is_positive), "a rate above zero"),
        VatCategory::Z | VatCategory::E | VatCategory::AE | VatCategory::K | VatCategory::G => {
            (rate.is_some_and(Exact::is_zero), "a rate of zero")
        }
        VatCategory::O => (said(stated).is_none(), "no rate"),
        VatCategory::L | VatCategory::M => {
            (rate.is_some_and(|rate| !rate.is_negative()), "a rate of zero or more")
        }
    };
    if !is_met {
        let found = said(stated).unwrap_or("nothing");
        findings.fatal(rule, Path::field("vat_rate").inside(path.as_str()), expected, found);
    }
}

/// Rule 08: a group's base is the sum of what bears it, per rate where the category bears one
/// (rulebook INV-21).
fn bases(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [.., rule, _, _] = rules.0;
    let statement = findings.statement;
    let (category, bears_rate) = (uses.category, uses.category.bears_rate());
    let groups = uses.groups.iter().filter_map(|at| Some((*at, statement.breakdown.get(*at)?)));
    let groups: Vec<_> = groups.collect();
    let is_split = !findings.profile.one_reason_per_category && !bears_rate;
    for (index, group) in &groups {
        let rate = figure(&group.vat_rate);
        let is_of = |category_said: &Option<Stated>, rate_said: &Option<Stated>| {
            category_of(category_said) == Some(category)
                && (!bears_rate || figure(rate_said) == rate)
        };
        let lines = statement.lines.iter();
        let lines = lines.filter(|line| is_of(&line.vat_category, &line.vat_rate));
        let of_kind = |kind| {
            let is_it = move |one: &&StatedAdjustment| {
                one.kind == kind && is_of(&one.vat_category, &one.vat_rate)
            };
            sum(statement.adjustments.iter().filter(is_it).map(|one| &one.amount))
        };
        let expected = sum(lines.map(|line| &line.net));
        let (allowances, charges) =
            (of_kind(AdjustmentKind::Allowance), of_kind(AdjustmentKind::Charge));
        let expected =
            expected.zip(allowances).zip(charges).and_then(|((lines, allowances), charges)| {
                lines.checked_sub(allowances).and_then(|rest| rest.checked_add(charges)).ok()
            });
        // Several groups of one category tell several reasons: their bases sum to its base.
        let stated = match is_split {
            true => sum(groups.iter().map(|(_, group)| &group.base)),
            false => figure(&group.base),
        };
        let slack = if bears_rate { Slack::BelowOne } else { Slack::None };
        let path = Path::field("base").inside_index("breakdown", *index);
        findings.equals(rule, path, (expected, stated), slack);
        if is_split {
            break;
        }
    }
}

/// Rule 09: the VAT of a group.
fn amounts(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [.., rule, _] = rules.0;
    for index in &uses.groups {
        let Some(group) = findings.statement.breakdown.get(*index) else { continue };
        let (expected, slack) = match uses.category.bears_rate() {
            true => (group_vat(findings, *index), Slack::BelowOne),
            false => (Some(Exact::ZERO), Slack::None),
        };
        let path = Path::field("amount").inside_index("breakdown", *index);
        findings.equals(rule, path, (expected, figure(&group.amount)), slack);
    }
}

/// Rule 10: a reason for not charging VAT stands where none is charged, and only there.
fn reasons(findings: &mut Findings<'_>, uses: &Uses, rules: &Rules) {
    let [.., rule] = rules.0;
    for index in &uses.groups {
        let Some(group) = findings.statement.breakdown.get(*index) else { continue };
        let reason = said(&group.reason).or(said(&group.reason_code));
        let path = Path::field("reason").inside_index("breakdown", *index);
        match (uses.category.needs_reason(), reason) {
            (true, None) => findings.fatal(rule, path, "a reason for not charging VAT", "none"),
            (false, Some(reason)) => {
                findings.fatal(rule, path, "no reason for not charging VAT", reason);
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
}

/// BR-IC-11, BR-IC-12: a supply within the Union says when and where it went.
fn supply_within_the_union(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let is_supply = statement
        .breakdown
        .iter()
        .any(|group| category_of(&group.vat_category) == Some(VatCategory::K));
    if !is_supply {
        return;
    }
    let has_period = statement
        .period
        .as_ref()
        .is_some_and(|period| said(&period.from).is_some() || said(&period.through).is_some());
    if said(&statement.delivered_on).is_none() && !has_period {
        let expected = "the day of delivery or the period invoiced";
        findings.fatal("BR-IC-11", "delivered_on", expected, "neither");
    }
    let expected = "the country goods are delivered to";
    findings.stands("BR-IC-12", "delivery_country", &statement.delivery_country, expected);
}

/// BR-O-11 to BR-O-14: what is not subject to VAT stands alone, unless the profile lets it stand
/// beside others.
fn not_subject_alone(findings: &mut Findings<'_>) {
    let statement = findings.statement;
    let is_not_subject = |stated: &Option<Stated>| category_of(stated) == Some(VatCategory::O);
    let Some(first) =
        statement.breakdown.iter().position(|group| is_not_subject(&group.vat_category))
    else {
        return;
    };
    if !findings.profile.not_subject_stands_alone {
        return;
    }
    if statement.breakdown.len() > 1 {
        let found = format!("{} VAT groups", statement.breakdown.len());
        let path = Path::index("breakdown", first);
        findings.fatal("BR-O-11", path, "no other VAT group beside O", found);
    }
    let other = |stated: &Option<Stated>| category_of(stated).filter(|one| *one != VatCategory::O);
    for (index, line) in statement.lines.iter().enumerate() {
        if let Some(found) = other(&line.vat_category) {
            let path = Path::field("vat_category").inside_index("lines", index);
            findings.fatal("BR-O-12", path, "O on every line", found);
        }
    }
    for (index, one) in statement.adjustments.iter().enumerate() {
        if let Some(found) = other(&one.vat_category) {
            let rule = match one.kind {
                AdjustmentKind::Allowance => "BR-O-13",
                AdjustmentKind::Charge => "BR-O-14",
            };
            let path = Path::field("vat_category").inside_index("adjustments", index);
            findings.fatal(rule, path, "O on every allowance and charge", found.to_string());
        }
    }
}
