//! What is found in a document, and how it is told.

use super::stated::figure;
use super::{Profile, Stated, Statement, Tolerance};
use crate::error::Path;
use crate::money::{Currency, Exact};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Severity {
    /// A difference that the profile lets pass, or a rule that could not be applied.
    Information,
    /// The document is accepted, but unusual.
    Warning,
    /// Validators of the profile refuse the document.
    Fatal,
}

/// A rule of a profile that a document breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Finding {
    /// The rule by its own name, such as `BR-E-10`.
    pub rule: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// Where in the document, such as `lines[2].net`.
    pub path: String,
    /// What the rule asks for.
    pub expected: String,
    /// What stands there.
    pub found: String,
}

/// Which differences a rule lets pass.
#[derive(Debug, Clone, Copy)]
pub(super) enum Slack {
    /// None.
    None,
    /// Those below one unit of the currency, where the profile is as tolerant as the validators.
    BelowOne,
    /// Those up to the profile's slack of line amounts.
    Line,
}

/// What was found so far, and the circumstances under which it is looked for.
pub(super) struct Findings<'a> {
    pub(super) statement: &'a Statement,
    pub(super) profile: &'a Profile,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    pub(super) const fn new(statement: &'a Statement, profile: &'a Profile) -> Self {
        Findings { statement, profile, found: Vec::new() }
    }

    pub(super) fn tell(
        &mut self,
        severity: Severity,
        rule: &'static str,
        path: impl Into<Path>,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) {
        self.found.push(Finding {
            rule,
            severity,
            path: path.into().to_string(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    pub(super) fn fatal(
        &mut self,
        rule: &'static str,
        path: impl Into<Path>,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) {
        self.tell(Severity::Fatal, rule, path, expected, found);
    }

    /// Holds that something stands in a place.
    pub(super) fn stands(
        &mut self,
        rule: &'static str,
        path: impl Into<Path>,
        stated: &Option<Stated>,
        expected: &str,
    ) {
        if stated.as_ref().is_none_or(Stated::is_blank) {
            self.fatal(rule, path, expected, "nothing");
        }
    }

    /// Holds a stated figure against the one a rule asks for; nothing is said where either is
    /// missing. A difference that is let pass is told all the same.
    pub(super) fn equals(
        &mut self,
        rule: &'static str,
        path: impl Into<Path>,
        (expected, found): (Option<Exact>, Option<Exact>),
        slack: Slack,
    ) {
        let (Some(expected), Some(found)) = (expected, found) else { return };
        let Ok(difference) = expected.checked_sub(found) else {
            return self.fatal(rule, path, expected, found);
        };
        let size = if difference.is_negative() { difference.negated() } else { difference };
        let is_let_pass = match slack {
            Slack::None => false,
            Slack::BelowOne => self.profile.tolerance == Tolerance::Schematron && size < Exact::ONE,
            Slack::Line => self.profile.line_slack.is_some_and(|slack| size <= slack),
        };
        if difference.is_zero() {
            return;
        }
        let severity = if is_let_pass { Severity::Information } else { Severity::Fatal };
        self.tell(severity, rule, path, expected, found);
    }

    /// The decimals to which products are rounded: those of the currency where the profile is
    /// strict, two where it is as the validators are, which know no currency.
    pub(super) fn decimals(&self) -> u8 {
        let currency = self.statement.currency.as_ref();
        let decimals = currency.and_then(|code| Currency::parse(code.as_str()).ok());
        match (self.profile.tolerance, decimals) {
            (Tolerance::Strict, Some(currency)) => currency.decimals(),
            (Tolerance::Strict | Tolerance::Schematron, _) => 2,
        }
    }

    /// Everything found, in the order of the document.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        self.found.sort_by_cached_key(|finding| place(&finding.path));
        self.found
    }
}

/// The sum of the figures that stand there; none where one is no figure or the sum leaves the
/// digits that are held.
pub(super) fn sum<'a>(stated: impl IntoIterator<Item = &'a Option<Stated>>) -> Option<Exact> {
    let mut sum = Exact::ZERO;
    for stated in stated {
        if stated.as_ref().is_some_and(|stated| !stated.is_blank()) {
            sum = sum.checked_add(figure(stated)?).ok()?;
        }
    }
    Some(sum)
}

/// The figure in a place, zero where nothing stands there.
pub(super) fn or_zero(stated: &Option<Stated>) -> Option<Exact> {
    sum([stated])
}

/// The fields of a statement in their order.
const FIELDS: [&str; 26] = [
    "",
    "number",
    "issued_on",
    "type_code",
    "currency",
    "vat_currency",
    "tax_point_on",
    "tax_point_code",
    "due_on",
    "contract",
    "purchase_order",
    "terms",
    "notes",
    "process",
    "preceding",
    "seller",
    "buyer",
    "tax_representative",
    "delivered_on",
    "delivery_country",
    "period",
    "payment_means",
    "adjustments",
    "totals",
    "breakdown",
    "lines",
];

/// Where a path stands in the document: its field, and its place in the list of that field.
fn place(path: &str) -> (usize, usize) {
    let first = path.split('.').next().unwrap_or_default();
    let (name, index) = first.split_once('[').unwrap_or((first, ""));
    let field = FIELDS.iter().position(|field| *field == name).unwrap_or(FIELDS.len());
    (field, index.trim_end_matches(']').parse().unwrap_or(0))
}
