//! The text of payment terms: one spelling for each, read back as the same terms.

use super::{
    Anchor, BusinessDayShift, DateOperation, DiscountPolicy, DiscountVat, DueRule, EarlyDiscount,
    InstalmentRule, MonthDay, Rejection, Share, Terms,
};
use crate::error::Path;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

/// The words behind a rule that say where its due day shifts.
const SHIFTS: [(BusinessDayShift, &str); 3] = [
    (BusinessDayShift::ModifiedFollowing, " shifted modified following"),
    (BusinessDayShift::Following, " shifted following"),
    (BusinessDayShift::Preceding, " shifted preceding"),
];

/// The words behind the steps of a rule that does not count from the issue.
const ANCHORS: [(Anchor, &str); 2] =
    [(Anchor::Receipt, " from receipt"), (Anchor::Delivery, " from delivery")];

/// How a discount says what it does to VAT where that is not the usual.
const VAT: [(DiscountVat, &str); 3] = [
    (DiscountVat::Unchanged, "vat unchanged"),
    (DiscountVat::UnchangedOnNet, "vat unchanged on net"),
    (DiscountVat::ReducedAtIssue, "vat reduced at issue"),
];

/// How a discount says that parts earn their share.
const PROPORTIONAL: &str = "proportional";

/// A rule without any step.
const AT_ONCE: &str = "at once";

impl fmt::Display for DateOperation {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateOperation::PlusDays(days) => write!(out, "{days} days"),
            DateOperation::PlusMonths(months) => write!(out, "{months} months"),
            DateOperation::EndOfMonth => out.write_str("end of month"),
            DateOperation::EndOfDecade => out.write_str("end of decade"),
            DateOperation::OnDay(k) => write!(out, "on day {k}"),
            DateOperation::DayOfNextMonth(k) => write!(out, "day {k} of next month"),
        }
    }
}

impl FromStr for DateOperation {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            [days, "days"] => Ok(DateOperation::PlusDays(number(days, text)?)),
            [months, "months"] => Ok(DateOperation::PlusMonths(number(months, text)?)),
            ["end", "of", "month"] => Ok(DateOperation::EndOfMonth),
            ["end", "of", "decade"] => Ok(DateOperation::EndOfDecade),
            ["on", "day", k] => Ok(DateOperation::OnDay(MonthDay::new(number(k, text)?)?)),
            ["day", k, "of", "next", "month"] => {
                let k = MonthDay::new(number(k, text)?)?;
                Ok(DateOperation::DayOfNextMonth(k))
            }
            _ => Err(not_terms(text)),
        }
    }
}

impl fmt::Display for DueRule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operations.as_slice() {
            [] => out.write_str(AT_ONCE)?,
            [DateOperation::PlusDays(days)] => write!(out, "net {days}")?,
            operations => {
                for (index, operation) in operations.iter().enumerate() {
                    let then = if index == 0 { "" } else { " then " };
                    write!(out, "{then}{operation}")?;
                }
            }
        }
        let anchor = ANCHORS.iter().find(|(anchor, _)| *anchor == self.anchor);
        out.write_str(anchor.map_or("", |(_, words)| *words))?;
        let mut shifts = SHIFTS.iter();
        let shift = shifts.find(|(shift, _)| *shift == self.shift);
        out.write_str(shift.map_or("", |(_, words)| *words))
    }
}

impl FromStr for DueRule {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let mut shifts = SHIFTS.iter();
        let found = shifts.find_map(|(shift, words)| Some((*shift, text.strip_suffix(words)?)));
        let (shift, steps) = found.unwrap_or((BusinessDayShift::None, text));
        let mut anchors = ANCHORS.iter();
        let found = anchors.find_map(|(anchor, words)| Some((*anchor, steps.strip_suffix(words)?)));
        let (anchor, steps) = found.unwrap_or((Anchor::Issue, steps));
        let rule = if steps == AT_ONCE {
            DueRule::new(Vec::new())
        } else {
            ambiguous(steps)?;
            match steps.strip_prefix("net ") {
                Some(days) => DueRule::net_days(number(days, text)?),
                None => DueRule::new(
                    steps
                        .split(" then ")
                        .map(|step| step.parse().map_err(|refused| whole(refused, text)))
                        .collect::<Result<_, _>>()?,
                ),
            }
        };
        Ok(rule.counted_from(anchor).shifted(shift))
    }
}

/// Refuses "45 days end of month", "net 45 EOM" and "45 days fin de mois" wherever they stand:
/// the contract must say the order (rulebook T-04).
fn ambiguous(steps: &str) -> Result<(), Rejection> {
    for step in steps.split(" then ") {
        let lower = step.to_ascii_lowercase();
        let ends = [" end of month", " eom", " fin de mois"];
        let Some(before) = ends.iter().find_map(|end| lower.strip_suffix(end)) else {
            continue;
        };
        let before = before.strip_prefix("net ").unwrap_or(before);
        let units = [" days", " jours", ""];
        let days = units.iter().find_map(|unit| before.strip_suffix(unit));
        if let Some(days) = days.and_then(|days| days.parse::<u16>().ok()) {
            return Err(Rejection::EndOfMonthReadingMissing { path: Path::root(), days });
        }
    }
    Ok(())
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Share::Percent(percent) => write!(out, "{percent}%"),
            Share::Parts(1) => out.write_str("1 part"),
            Share::Parts(parts) => write!(out, "{parts} parts"),
            Share::Fixed(figure) => write!(out, "fixed {figure}"),
            Share::PercentOfRest(percent) => write!(out, "{percent}% of rest"),
            Share::Rest => out.write_str("rest"),
        }
    }
}

impl FromStr for Share {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let words: Vec<&str> = text.split(' ').collect();
        match words.as_slice() {
            ["rest"] => Ok(Share::Rest),
            ["1", "part"] => Ok(Share::Parts(1)),
            [parts, "parts"] if *parts != "1" => Ok(Share::Parts(number(parts, text)?)),
            ["fixed", figure] => Ok(Share::Fixed(figure.parse()?)),
            [percent, "of", "rest"] => match percent.strip_suffix('%') {
                Some(percent) => Ok(Share::PercentOfRest(percent.parse()?)),
                None => Err(not_terms(text)),
            },
            [percent] => match percent.strip_suffix('%') {
                Some(percent) => Ok(Share::Percent(percent.parse()?)),
                None => Err(not_terms(text)),
            },
            _ => Err(not_terms(text)),
        }
    }
}

impl fmt::Display for Terms {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(discount) = self.early_discount {
            write!(out, "{discount} ")?;
        }
        match self.instalments.as_slice() {
            [InstalmentRule { share: Share::Rest, due, early_discount: None }] => due.fmt(out),
            rules => {
                for (index, rule) in rules.iter().enumerate() {
                    let next = if index == 0 { "" } else { "; " };
                    write!(out, "{next}{}: ", rule.share)?;
                    if let Some(discount) = rule.early_discount {
                        write!(out, "{discount} ")?;
                    }
                    rule.due.fmt(out)?;
                }
                Ok(())
            }
        }
    }
}

impl FromStr for Terms {
    type Err = Rejection;
    fn from_str(text: &str) -> Result<Self, Rejection> {
        let (early_discount, rules) = discount(text)?;
        if !rules.contains(": ") {
            let due = rules.parse().map_err(|refused| whole(refused, text))?;
            let single = Terms::single(due).instalments;
            return Terms::new(single, early_discount);
        }
        let mut instalments = Vec::new();
        for rule in rules.split("; ") {
            let Some((share, due)) = rule.split_once(": ") else {
                return Err(not_terms(text));
            };
            let (early_discount, due) = discount(due)?;
            let (share, due) = (share.parse()?, due.parse()?);
            instalments.push(InstalmentRule { share, due, early_discount });
        }
        Terms::new(instalments, early_discount)
    }
}

/// The discount in front, such as `2% 10 ` or `2% 10 (proportional) `, and what follows it.
fn discount(text: &str) -> Result<(Option<EarlyDiscount>, &str), Rejection> {
    let Some((percent, behind)) = text.split_once("% ") else {
        return Ok((None, text));
    };
    let is_figure = percent.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match behind.split_once(' ') {
        Some((days, rules)) if is_figure && days.bytes().all(|byte| byte.is_ascii_digit()) => {
            let mut discount = EarlyDiscount::new(percent.parse()?, number(days, text)?);
            let rules = marks(rules, &mut discount).ok_or_else(|| not_terms(text))?;
            Ok((Some(discount), rules))
        }
        _ => Ok((None, text)),
    }
}

/// Reads what a discount says of itself in parentheses and returns what follows; none where it
/// says what nobody knows.
fn marks<'a>(rules: &'a str, discount: &mut EarlyDiscount) -> Option<&'a str> {
    let Some(behind) = rules.strip_prefix('(') else {
        return Some(rules);
    };
    let (marks, behind) = behind.split_once(") ")?;
    let (vat, policy) = match marks.split_once(", ") {
        Some((vat, policy)) => (Some(vat), Some(policy)),
        None if marks == PROPORTIONAL => (None, Some(marks)),
        None => (Some(marks), None),
    };
    if let Some(vat) = vat {
        discount.vat = VAT.iter().find(|(_, words)| *words == vat)?.0;
    }
    if let Some(policy) = policy {
        discount.policy =
            if policy == PROPORTIONAL { DiscountPolicy::Proportional } else { return None };
    }
    Some(behind)
}

impl fmt::Display for EarlyDiscount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}% {}", self.percent, self.days)?;
        let vat = VAT.iter().find(|(vat, _)| *vat == self.vat).map(|(_, words)| *words);
        match (vat, self.policy) {
            (None, DiscountPolicy::FullOnly) => Ok(()),
            (Some(vat), DiscountPolicy::FullOnly) => write!(out, " ({vat})"),
            (None, DiscountPolicy::Proportional) => write!(out, " ({PROPORTIONAL})"),
            (Some(vat), DiscountPolicy::Proportional) => write!(out, " ({vat}, {PROPORTIONAL})"),
        }
    }
}

/// A whole number in its one spelling: no sign, no leading zero.
fn number<N: FromStr + ToString>(digits: &str, text: &str) -> Result<N, Rejection> {
    match digits.parse::<N>() {
        Ok(number) if number.to_string() == digits => Ok(number),
        _ => Err(not_terms(text)),
    }
}

/// The refusal that quotes the whole text where a piece of it could not be read.
fn whole(refused: Rejection, text: &str) -> Rejection {
    if matches!(refused, Rejection::NotTerms { .. }) { not_terms(text) } else { refused }
}

fn not_terms(text: &str) -> Rejection {
    Rejection::NotTerms { path: Path::root(), text: text.chars().take(40).collect() }
}
