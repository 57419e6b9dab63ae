//! Taxes levied one upon the other, as some countries have them: percentages, amounts per unit and
//! percentages of the price with tax, each on top of the price or within it, each raised by the
//! taxes before it or not. A tax below zero is withheld.
//!
//! ```
//! use o2c_core::money::Currency;
//! use o2c_core::tax::stack::{Levy, RoundingPoint, StackedLine, StackedTax, stacked};
//! // Two pieces of 21.53 hold 1.00 of eco tax each, and 21 % upon price and eco tax.
//! let eco = StackedTax {
//!     is_included: true,
//!     raises_following: true,
//!     ..StackedTax::new("eco".parse()?, Levy::PerUnit("1".parse()?))
//! };
//! let vat = StackedTax {
//!     is_included: true,
//!     is_raised_by_previous: true,
//!     ..StackedTax::new("vat".parse()?, Levy::Percent("21".parse()?))
//! };
//! let line = StackedLine::of("21.53".parse()?);
//! let figures =
//!     stacked(Currency::EUR, &[line, line], &[eco, vat], RoundingPoint::EachLine)?;
//! assert_eq!(figures.untaxed.to_string(), "33.58 EUR");
//! assert_eq!(figures.taxes[1].amount.to_string(), "7.48 EUR");
//! assert_eq!(figures.total.to_string(), "43.06 EUR");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod levy;
mod ratio;
#[cfg(test)]
mod tests;

use super::Rejection;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, Exact, Money, Rate};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use levy::{base_within, bases, charged, levied};
pub(crate) use levy::{first_alike, runs};
use ratio::Ratio;

/// The most taxes upon each other.
const MOST: usize = 100;

/// Where figures are rounded, half away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum RoundingPoint {
    /// Every line and every tax of it is rounded, then added: a price gives up its last tax first,
    /// and what comes on top is levied on what the rounded taxes leave of it.
    EachLine,
    /// Raw figures are summed exactly; the price and each tax are rounded once.
    Document,
}

/// What a tax takes. Rates and amounts below zero are withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Levy {
    /// A percentage of its base.
    Percent(Rate),
    /// An amount for each unit, in the currency of the document.
    PerUnit(Exact),
    /// A percentage of the price that holds this tax, and with it its neighbours of the same kind.
    PercentOfPriceWithTax(Rate),
}

/// One tax of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StackedTax {
    /// What it is called.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub name: Text,
    /// What it takes.
    pub levy: Levy,
    /// Whether the price holds it; otherwise it comes on top.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_included: bool,
    /// Whether it is part of the base of the taxes that follow.
    #[cfg_attr(feature = "serde", serde(default))]
    pub raises_following: bool,
    /// Whether taxes before it that raise what follows are part of its base.
    #[cfg_attr(feature = "serde", serde(default))]
    pub is_raised_by_previous: bool,
}

impl StackedTax {
    /// A tax on the untaxed amount alone, on top of the price.
    pub const fn new(name: Text, levy: Levy) -> Self {
        StackedTax {
            name,
            levy,
            is_included: false,
            raises_following: false,
            is_raised_by_previous: false,
        }
    }
}

/// What taxes are levied on: the price of a line, with the taxes that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct StackedLine {
    /// The price of the whole quantity, not rounded.
    pub amount: Exact,
    /// How many units bear what is levied per unit.
    #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
    pub quantity: Exact,
}

impl StackedLine {
    /// The price of one unit.
    pub const fn of(amount: Exact) -> Self {
        StackedLine { amount, quantity: Exact::ONE }
    }
}

/// What one tax comes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct TaxTotal<Figure = Money> {
    /// What it is called.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub name: Text,
    /// What it is levied on: the untaxed amount and the taxes that raise it; for a percentage of
    /// the price with tax that price.
    pub base: Figure,
    /// The tax; below zero where it is withheld.
    pub amount: Figure,
}

/// What a stack of taxes comes to: `untaxed + taxes = total`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct StackedFigures<Figure = Money> {
    /// The sum of the lines without tax: their price less the taxes it holds.
    pub untaxed: Figure,
    /// Each tax, in the order of the stack.
    pub taxes: Vec<TaxTotal<Figure>>,
    /// The untaxed sum with all taxes.
    pub total: Figure,
}

/// The taxes on line amounts, rounded where the convention says. A price that holds taxes stays
/// what was entered: its taxes are rounded, and the untaxed amount is the rest.
///
/// # Errors
/// `tax.stack_out_of_range` where figures leave 128 bits, `tax.stack_too_high`,
/// `tax.nothing_left`, `money.out_of_range`.
pub fn stacked(
    currency: Currency,
    lines: &[StackedLine],
    taxes: &[StackedTax],
    rounding: RoundingPoint,
) -> Result<StackedFigures, Rejection> {
    let cents = |raw: Ratio| Ok(Ratio::of_money(raw.rounded(currency)?));
    let settled = match rounding {
        RoundingPoint::EachLine => Settled::of(lines, taxes, |line| {
            let price = cents(line.amount)?;
            Ok((price, charged(price, line.quantity, taxes, cents)?))
        })?,
        RoundingPoint::Document => Settled::exactly(Sum::of(lines)?, taxes)?.settle(cents)?,
    };
    settled.figures(taxes, |figure| figure.rounded(currency))
}

/// Several stacks of one document: a tax that stands in more than one of them is rounded once for
/// all. What falls to each stack is what the rounded sum grows by, so the shares make up the tax.
#[derive(Debug)]
pub(crate) struct RoundedOnce {
    currency: Currency,
    /// What each tax comes to so far, not rounded. A tax is one by its name and what it takes,
    /// however it stands among others.
    sums: BTreeMap<(Text, Levy), Ratio>,
}

impl RoundedOnce {
    pub(crate) const fn new(currency: Currency) -> Self {
        RoundedOnce { currency, sums: BTreeMap::new() }
    }

    /// What the taxes of one more stack come to on its lines.
    ///
    /// # Errors
    /// As [`stacked`].
    pub(crate) fn add(
        &mut self,
        lines: &[StackedLine],
        taxes: &[StackedTax],
    ) -> Result<StackedFigures, Rejection> {
        let currency = self.currency;
        let cents = |raw: Ratio| Ok::<_, Rejection>(Ratio::of_money(raw.rounded(currency)?));
        let mut settled = Settled::exactly(Sum::of(lines)?, taxes)?;
        settled.price = cents(settled.price)?;
        for (tax, amount) in taxes.iter().zip(&mut settled.amounts) {
            let sum = self.sums.entry((tax.name.clone(), tax.levy)).or_insert(Ratio::ZERO);
            let reached = sum.plus(*amount)?;
            *amount = cents(reached)?.minus(cents(*sum)?)?;
            *sum = reached;
        }
        settled.figures(taxes, |figure| figure.rounded(currency))
    }
}

/// The taxes on line amounts, not rounded at all.
///
/// ```
/// use o2c_core::id::Text;
/// use o2c_core::tax::stack::{Levy, StackedLine, StackedTax, exactly_stacked};
/// let of_price = |rate: &str| Ok::<_, o2c_core::money::Rejection>(StackedTax {
///     is_included: true,
///     ..StackedTax::new(Text::default(), Levy::PercentOfPriceWithTax(rate.parse()?))
/// });
/// let taxes = [of_price("5")?, of_price("3")?];
/// let figures = exactly_stacked(&[StackedLine::of("48".parse()?)], &taxes)?;
/// assert_eq!(figures.untaxed.to_string(), "44.16");
/// assert_eq!(figures.taxes[1].amount.to_string(), "1.44");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// `tax.not_a_decimal` where a figure has no end, `money.too_many_digits`, and as [`stacked`].
pub fn exactly_stacked(
    lines: &[StackedLine],
    taxes: &[StackedTax],
) -> Result<StackedFigures<Exact>, Rejection> {
    Settled::exactly(Sum::of(lines)?, taxes)?.figures(taxes, Ratio::exact)
}

/// The untaxed amount from a total with all its taxes, those on top as those within the price.
///
/// ```
/// use o2c_core::tax::stack::{Levy, StackedLine, StackedTax, untaxed_within};
/// let vat = StackedTax::new("vat".parse()?, Levy::Percent("20".parse()?));
/// let untaxed = untaxed_within(StackedLine::of("120".parse()?), &[vat])?;
/// assert_eq!(untaxed.to_string(), "100");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`exactly_stacked`].
pub fn untaxed_within(total: StackedLine, taxes: &[StackedTax]) -> Result<Exact, Rejection> {
    check_height(taxes)?;
    base_within(Ratio::of(total.amount), Ratio::of(total.quantity), taxes, |_| true)?.exact()
}

/// Lines summed: every tax is a share of the price and of the quantity, so the taxes of the sums
/// are the sums of the taxes.
#[derive(Debug, Clone, Copy)]
struct Sum {
    amount: Ratio,
    quantity: Ratio,
}

impl Sum {
    fn of(lines: &[StackedLine]) -> Result<Self, Rejection> {
        let mut sum = Sum { amount: Ratio::ZERO, quantity: Ratio::ZERO };
        for line in lines {
            sum.amount = sum.amount.plus(Ratio::of(line.amount))?;
            sum.quantity = sum.quantity.plus(Ratio::of(line.quantity))?;
        }
        Ok(sum)
    }
}

impl From<&StackedLine> for Sum {
    fn from(line: &StackedLine) -> Self {
        Sum { amount: Ratio::of(line.amount), quantity: Ratio::of(line.quantity) }
    }
}

/// The price of all lines and their taxes.
struct Settled {
    price: Ratio,
    amounts: Vec<Ratio>,
}

impl Settled {
    /// The sums of what each line comes to.
    fn of(
        lines: &[StackedLine],
        taxes: &[StackedTax],
        of_line: impl Fn(Sum) -> Result<(Ratio, Vec<Ratio>), Rejection>,
    ) -> Result<Self, Rejection> {
        check_height(taxes)?;
        let mut amounts = Vec::new();
        amounts.resize(taxes.len(), Ratio::ZERO);
        let mut all = Settled { price: Ratio::ZERO, amounts };
        for line in lines {
            let (price, amounts) = of_line(Sum::from(line))?;
            all.price = all.price.plus(price)?;
            for (sum, amount) in all.amounts.iter_mut().zip(amounts) {
                *sum = sum.plus(amount)?;
            }
        }
        Ok(all)
    }

    /// What the sum of all lines comes to, not rounded.
    fn exactly(sum: Sum, taxes: &[StackedTax]) -> Result<Self, Rejection> {
        check_height(taxes)?;
        let Sum { amount, quantity } = sum;
        let base = base_within(amount, quantity, taxes, |tax| tax.is_included)?;
        Ok(Settled { price: amount, amounts: levied(base, quantity, taxes)? })
    }

    fn settle(self, settle: impl Fn(Ratio) -> Result<Ratio, Rejection>) -> Result<Self, Rejection> {
        let amounts = self.amounts.into_iter().map(&settle).collect::<Result<_, Rejection>>()?;
        Ok(Settled { price: settle(self.price)?, amounts })
    }

    fn figures<Figure>(
        &self,
        taxes: &[StackedTax],
        shown: impl Fn(Ratio) -> Result<Figure, Rejection>,
    ) -> Result<StackedFigures<Figure>, Rejection> {
        let (mut untaxed, mut total) = (self.price, self.price);
        for (tax, amount) in taxes.iter().zip(&self.amounts) {
            if tax.is_included {
                untaxed = untaxed.minus(*amount)?;
            } else {
                total = total.plus(*amount)?;
            }
        }
        let mut totals = Vec::with_capacity(taxes.len());
        let bases = bases(untaxed, &self.amounts, taxes)?;
        for ((tax, base), amount) in taxes.iter().zip(bases).zip(&self.amounts) {
            let name = tax.name.clone();
            totals.push(TaxTotal { name, base: shown(base)?, amount: shown(*amount)? });
        }
        Ok(StackedFigures { untaxed: shown(untaxed)?, taxes: totals, total: shown(total)? })
    }
}

fn check_height(taxes: &[StackedTax]) -> Result<(), Rejection> {
    let (path, count) = (Path::field("taxes"), taxes.len());
    if count > MOST {
        return Err(Rejection::StackTooHigh { path, count, most: MOST });
    }
    Ok(())
}
