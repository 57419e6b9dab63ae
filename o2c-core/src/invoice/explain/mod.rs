//! Where each figure of a document comes from, a calculator: its rule, and its formula as data,
//! which gives the figure again when it is evaluated.
//!
//! ```
//! use o2c_core::calendar::Terms;
//! use o2c_core::invoice::explain::{evaluate, explain_draft};
//! use o2c_core::invoice::{Draft, DraftLine, compute::compute};
//! use o2c_core::money::Currency;
//! use o2c_core::pricing::Price;
//! // rulebook EX-I2: 7 units at 10.00 per 3 units.
//! let mut draft = Draft::new("C1".parse()?, Currency::EUR, Terms::net_days(30));
//! let price = Price::Net("10.00".parse()?);
//! let mut line = DraftLine::new("1".parse()?, "7 C62".parse()?, price, "S 20".parse()?);
//! line.base_quantity = "3".parse()?;
//! draft.lines.push(line);
//! let explained = explain_draft(&draft, &compute(&draft)?)?;
//! assert_eq!(
//!     explained[0].to_string(),
//!     "lines[0].goods = round(7 × 10 / 3) = 23.33 EUR (INV-03)",
//! );
//! let again = evaluate(&explained)?;
//! assert!(explained.iter().zip(again).all(|(figure, again)| figure.value == again));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod declared;
mod document;
mod formula;
mod payment;
mod stacks;
mod with_vat;

pub use formula::Formula;

use super::{Document, Draft, Figures, Rejection};
use crate::error::Path;
use crate::money::{Exact, Money};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use formula::Known;

/// A figure, its rule and its formula; in JSON also as `text`, which is how it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Explained {
    /// Where the figure stands in what the document comes to, such as `lines[0].net`.
    pub path: String,
    /// The rule it follows, such as `INV-22`.
    pub rule: &'static str,
    /// How it comes about.
    pub formula: Formula,
    /// What it is.
    pub value: Money,
}

impl fmt::Display for Explained {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Explained { path, rule, formula, value } = self;
        write!(out, "{path} = {formula} = {value} ({rule})")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Explained {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = out.serialize_struct("Explained", 5)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("rule", self.rule)?;
        fields.serialize_field("formula", &self.formula)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("text", &self.to_string())?;
        fields.end()
    }
}

/// Explains every figure of an issued document: lines, allowances and charges, VAT groups, totals,
/// instalments and the discount for paying early, each behind those it is made of.
///
/// # Errors
/// `invoice.explanation.not_worked_out` for figures beyond what a formula holds.
pub fn explain(document: &Document) -> Result<Vec<Explained>, Rejection> {
    let mut telling = Telling::default();
    document::tell(&mut telling, &document.draft, &document.figures)?;
    payment::tell(&mut telling, document)?;
    Ok(telling.told)
}

/// Explains what a draft comes to: what issuing gives it is missing.
///
/// # Errors
/// As [`explain`].
pub fn explain_draft(draft: &Draft, figures: &Figures) -> Result<Vec<Explained>, Rejection> {
    let mut telling = Telling::default();
    document::tell(&mut telling, draft, figures)?;
    Ok(telling.told)
}

/// The figures again, worked out from the formulas alone and in their order; a formula refers to
/// the figures before it.
///
/// # Errors
/// `invoice.explanation.unknown_figure`, `invoice.explanation.not_worked_out`.
pub fn evaluate(explained: &[Explained]) -> Result<Vec<Money>, Rejection> {
    let mut known = Known::new();
    let mut amounts = Vec::with_capacity(explained.len());
    for (index, one) in explained.iter().enumerate() {
        let amount = one
            .formula
            .amount(&known, one.value.currency())
            .map_err(|refusal| refusal.with_path(&|_| Path::index("explained", index)))?;
        known.insert(one.path.clone(), amount);
        amounts.push(amount);
    }
    Ok(amounts)
}

/// What was explained so far.
#[derive(Default)]
struct Telling {
    told: Vec<Explained>,
    known: Known,
}

impl Telling {
    /// Explains a figure. A formula that does not give it would be no explanation: such a figure
    /// is told as it was taken over, which is what happens to the VAT of a group that shares an
    /// original with other documents.
    fn tell(
        &mut self,
        path: impl Into<Path>,
        rule: &'static str,
        formula: Formula,
        value: Money,
    ) -> Result<(), Rejection> {
        let path = path.into().to_string();
        let found = formula.amount(&self.known, value.currency());
        let (rule, formula) = match found {
            Ok(found) if found == value => (rule, formula),
            Ok(_) | Err(_) => (TAKEN_OVER, given(path.as_str(), exact(value)?)),
        };
        self.known.insert(path.clone(), value);
        self.told.push(Explained { path, rule, formula, value });
        Ok(())
    }
}

/// The rule of a figure that no formula of its own gives: it was fixed elsewhere, as the share of
/// an original is (rulebook G-07).
pub const TAKEN_OVER: &str = "G-07";

/// A figure of the document.
fn figure(path: impl Into<Path>) -> Formula {
    Formula::Figure(path.into().to_string())
}

/// What was given, and where.
fn given(path: impl Into<Path>, value: Exact) -> Formula {
    Formula::Given { path: path.into().to_string(), value }
}

/// An amount that was given, and where.
fn given_amount(path: impl Into<Path>, value: Money) -> Result<Formula, Rejection> {
    Ok(given(path, exact(value)?))
}

fn exact(value: Money) -> Result<Exact, Rejection> {
    Ok(Exact::new(i128::from(value.minor()), u32::from(value.currency().decimals()))?)
}

fn quotient(of: Formula, by: Formula) -> Formula {
    Formula::Quotient { of: Box::new(of), by: Box::new(by) }
}

fn less(one: Formula, other: Formula) -> Formula {
    Formula::Sum(Vec::from([one, other.negative()]))
}

/// The sum without parts of nothing; a sole part stands by itself.
fn total(parts: Vec<Formula>) -> Formula {
    let mut kept = Vec::with_capacity(parts.len());
    for part in parts.into_iter().filter(|part| !is_nothing(part)) {
        if let Formula::Sum(inner) = part {
            kept.extend(inner);
        } else {
            kept.push(part);
        }
    }
    match kept.len() {
        0 => Formula::Number(Exact::ZERO),
        1 => kept.pop().unwrap_or(Formula::Number(Exact::ZERO)),
        _ => Formula::Sum(kept),
    }
}

/// So many hundredths of it, not rounded; nothing of nothing.
fn part_of(of: Formula, percent: Formula) -> Formula {
    if is_nothing(&of) {
        return of;
    }
    Formula::Percent { of: Box::new(of), percent: Box::new(percent) }
}

fn is_nothing(formula: &Formula) -> bool {
    matches!(formula, Formula::Number(number) if number.is_zero())
}

/// Shares of a whole by the amounts that make it up, by largest remainder: beside amounts of both
/// signs the side of less is `worth` what it comes to, and the other side takes the rest.
fn by_sign(
    whole: &Formula,
    parts: &[(Formula, Money)],
    worth: impl Fn(Formula) -> Result<Formula, Rejection>,
) -> Result<Vec<Formula>, Rejection> {
    let side = |is_on_it: fn(Money) -> bool| -> (i128, Vec<usize>) {
        let places = parts.iter().enumerate().filter(|(_, (_, amount))| is_on_it(*amount));
        // A document has 10^5 lines of at most 10^18 minor units.
        let sum = places.clone().fold(0_i128, |sum, (_, (_, amount))| {
            sum.saturating_add(i128::from(amount.magnitude().minor()))
        });
        (sum, places.map(|(index, _)| index).collect())
    };
    let ((above, up), (below, down)) = (side(Money::is_positive), side(Money::is_negative));
    let is_less_up = below > above;
    let side_of_less = if is_less_up { &up } else { &down };
    let has_both = above != 0 && below != 0;
    let of = |places: &[usize]| {
        let parts = places.iter().filter_map(|index| parts.get(*index));
        parts.map(|(part, _)| part.clone()).collect::<Vec<_>>()
    };
    let of_less = worth(Formula::Sum(of(side_of_less)))?;
    let mut shares = Vec::with_capacity(parts.len());
    for (index, (_, amount)) in parts.iter().enumerate() {
        let is_up = amount.is_positive();
        let own = if is_up { &up } else { &down };
        let Some(position) = own.iter().position(|place| *place == index) else {
            shares.push(Formula::Number(Exact::ZERO));
            continue;
        };
        let shared = match (has_both, is_up == is_less_up) {
            (false, _) => whole.clone(),
            (true, true) => of_less.clone(),
            (true, false) => less(whole.clone(), of_less.clone()),
        };
        let weights = of(own).into_iter().map(|part| Formula::Magnitude(Box::new(part)));
        let weights = weights.collect();
        shares.push(Formula::Share { of: Box::new(shared), weights, index: position });
    }
    Ok(shares)
}
