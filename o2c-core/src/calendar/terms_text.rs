//! The text of payment terms: one spelling for each, read back as the same terms.

use super::{
    BusinessDayShift, DateOperation, DueRule, EarlyDiscount, InstalmentRule, MonthDay, Rejection,
    Share, Terms,
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
        Ok(rule.shifted(shift))
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
        if let Some(EarlyDiscount { percent, days }) = self.early_discount {
            write!(out, "{percent}% {days} ")?;
        }
        match self.instalments.as_slice() {
            [InstalmentRule { share: Share::Rest, due }] => due.fmt(out),
            rules => {
                for (index, rule) in rules.iter().enumerate() {
                    let next = if index == 0 { "" } else { "; " };
                    write!(out, "{next}{}: {}", rule.share, rule.due)?;
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
            instalments.push(InstalmentRule { share: share.parse()?, due: due.parse()? });
        }
        Terms::new(instalments, early_discount)
    }
}

/// The discount in front, such as `2% 10 `, and what follows it.
fn discount(text: &str) -> Result<(Option<EarlyDiscount>, &str), Rejection> {
    let Some((percent, behind)) = text.split_once("% ") else {
        return Ok((None, text));
    };
    match behind.split_once(' ') {
        Some((days, rules)) if days.bytes().all(|byte| byte.is_ascii_digit()) => {
            let discount = EarlyDiscount { percent: percent.parse()?, days: number(days, text)? };
            Ok((Some(discount), rules))
        }
        _ => Ok((None, text)),
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
