//! The interest of one item.

use super::{Compounding, CountedFrom, LateItem, MovementKind, Rejection, Terms};
use crate::calendar::{Day, DayCount, Period};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Money, Rate, Rounding, divide};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;

/// An exact figure as a fraction in lowest terms, printed as `13122/73`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// A fraction with a denominator above zero, in lowest terms.
    fn of(numerator: i128, denominator: i128) -> Self {
        let (mut one, mut other) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        while let Some(rest) = one.checked_rem(other) {
            (one, other) = (other, rest);
        }
        let common = i128::try_from(one).unwrap_or(1);
        let lowest = |figure: i128| figure.checked_div(common).unwrap_or(figure);
        Fraction { numerator: lowest(numerator), denominator: lowest(denominator) }
    }

    /// What stands above the line.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// What stands below the line, above zero.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.numerator, self.denominator)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Fraction {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

/// Days on which one amount bore one rate.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Segment {
    /// The days that bear interest: from the first on, before the last named.
    pub period: Period,
    /// How many they are, by the day count.
    pub days: i32,
    /// What was still due on them.
    pub principal: Money,
    /// The yearly rate in percent.
    pub rate: Rate,
    /// What that comes to in the currency's unit, exactly: `principal × rate / 100 × days / year`.
    pub exact: Fraction,
}

/// The interest of one item up to a day, with what it is made of: the segments' exact figures sum
/// to it before it is rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Accrual {
    /// The invoice.
    pub invoice: Text,
    /// The due day that interest is counted from: the day after it is the first.
    pub counted_from: Day,
    /// The segments, in the order of time; none where nothing was late.
    pub segments: Vec<Segment>,
    /// The interest, rounded once, half away from zero.
    pub interest: Money,
    /// What of it was billed before.
    pub billed: Money,
    /// What is to be billed now; negative where a correction makes less of it than was billed.
    pub to_bill: Money,
}

/// The interest of an item up to a day, that day included (rulebook T-21).
///
/// ```
/// use o2c_core::calendar::{DatedTable, Day};
/// use o2c_core::interest::{LateItem, Terms, accrue};
/// // rulebook EX-T5: the rate changes on 1 July.
/// let mut rates = DatedTable::new();
/// rates.insert(Day::parse("2026-01-01")?, "12.15".parse()?)?;
/// rates.insert(Day::parse("2026-07-01")?, "12.40".parse()?)?;
/// let item = LateItem::new("F1".parse()?, "12000.00 EUR".parse()?, "2026-05-31".parse()?);
/// let accrual = accrue(&item, &Terms::at(rates), "2026-07-31".parse()?)?;
/// assert_eq!(accrual.segments.iter().map(|part| part.days).collect::<Vec<_>>(), [30, 31]);
/// assert_eq!(accrual.interest.to_string(), "246.21 EUR");
/// assert_eq!(accrual.segments[0].exact.to_string(), "8748/73");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `interest.amount_not_positive`, `interest.beyond_amount`, `interest.rate_missing`,
/// `money.currency_mismatch`, `money.out_of_range`, `calendar.out_of_range`.
pub fn accrue(item: &LateItem, terms: &Terms, until: Day) -> Result<Accrual, Rejection> {
    let counted_from = match terms.counted_from {
        CountedFrom::DueDay => item.due_on,
        CountedFrom::UnshiftedDueDay => item.unshifted_due_on.unwrap_or(item.due_on),
    };
    let balances = balances(item)?;
    let first = counted_from.plus_days(1)?;
    let end = until.plus_days(1)?;
    let anniversaries = anniversaries(terms.compounding, first, end);
    let mut cuts: BTreeSet<Day> =
        terms.changes(first, end).map_err(|no| no.inside("terms"))?.into_iter().collect();
    cuts.extend(balances.iter().map(|(day, _)| *day).filter(|day| first < *day && *day < end));
    cuts.extend(&anniversaries);
    let mut run = Run::new(item.amount, terms)?;
    let mut from = first;
    for next in cuts.into_iter().chain([end]) {
        if anniversaries.contains(&from) {
            run.capitalise()?;
        }
        if let Ok(period) = Period::new(from, next) {
            let known = balances.partition_point(|(day, _)| *day <= from);
            let due = known.checked_sub(1).and_then(|at| balances.get(at));
            run.segment(period, due.map_or(0, |(_, due)| *due))?;
        }
        from = next;
    }
    let interest = run.total()?;
    let billed = item.billed.unwrap_or(Money::zero(item.amount.currency()));
    let to_bill = interest.checked_sub(billed).map_err(|no| no.inside("billed"))?;
    let (invoice, segments) = (item.invoice.clone(), run.segments);
    Ok(Accrual { invoice, counted_from, segments, interest, billed, to_bill })
}

/// What is still due in minor units, each from the day it is so; the first from ever.
fn balances(item: &LateItem) -> Result<Vec<(Day, i64)>, Rejection> {
    let amount = item.amount;
    if !amount.is_positive() {
        return Err(Rejection::AmountNotPositive { path: Path::field("amount"), amount });
    }
    let mut order: Vec<usize> = (0..item.movements.len()).collect();
    order.sort_by_key(|index| item.movements.get(*index).map(|movement| movement.on));
    let zero = Money::zero(amount.currency());
    let (mut settled, mut corrected) = (zero, zero);
    let mut steps: Vec<(Day, Money)> = Vec::with_capacity(order.len());
    for index in order {
        let Some(movement) = item.movements.get(index) else { continue };
        let sum = match movement.kind {
            MovementKind::Payment | MovementKind::CreditNote => &mut settled,
            MovementKind::Correction => &mut corrected,
        };
        *sum = sum
            .checked_add(movement.amount)
            .map_err(|no| no.inside("amount").inside_index("movements", index))?;
        let sum = *sum;
        if sum.is_negative() || sum.minor() > amount.minor() {
            let path = Path::field("amount").inside_index("movements", index);
            return Err(Rejection::BeyondAmount { path, on: movement.on, settled: sum, amount });
        }
        // The day of a payment still bears interest.
        steps.push((movement.on.plus_days(1)?, settled));
    }
    // What was corrected was never due, so it is gone before the first day.
    let ever_due = amount.minor().saturating_sub(corrected.minor());
    let mut balances = Vec::from([(Day::MIN, ever_due)]);
    balances.extend(
        // Both lie between zero and the amount; paid beyond what was ever due is nothing due.
        steps
            .into_iter()
            .map(|(on, settled)| (on, ever_due.saturating_sub(settled.minor()).max(0))),
    );
    Ok(balances)
}

/// The days that begin another year since the first, where interest compounds.
fn anniversaries(compounding: Compounding, first: Day, end: Day) -> BTreeSet<Day> {
    match compounding {
        Compounding::Never => BTreeSet::new(),
        Compounding::Yearly => (1..)
            .map_while(|years: i32| first.plus_months(years.saturating_mul(12)).ok())
            .take_while(|day| *day < end)
            .collect(),
    }
}

/// The accrual in the making.
struct Run<'a> {
    terms: &'a Terms,
    whole: Money,
    /// The decimals that all rates are brought to.
    places: u8,
    segments: Vec<Segment>,
    /// The exact interest since the last capitalisation, over the common denominator.
    sum: i128,
    denominator: i128,
    capitalised: Money,
}

impl<'a> Run<'a> {
    fn new(whole: Money, terms: &'a Terms) -> Result<Self, Rejection> {
        let margin = terms.margin.iter();
        let rates = terms.rates.rows().iter().map(|row| &row.value).chain(margin);
        let places = rates.map(|rate| rate.exact().places()).max().unwrap_or(0);
        let (_, year) = terms.day_count.year_fraction(Day::MIN, Day::MIN);
        // At most 100 × 10^10 × 133 590.
        let denominator = 100_i128
            .saturating_mul(10_i128.saturating_pow(u32::from(places)))
            .saturating_mul(i128::from(year));
        let capitalised = Money::zero(whole.currency());
        Ok(Run { terms, whole, places, segments: Vec::new(), sum: 0, denominator, capitalised })
    }

    fn segment(&mut self, period: Period, due: i64) -> Result<(), Rejection> {
        // Sums of amounts below 10^18 fit 64 bits a few times over.
        let due = due.saturating_add(self.capitalised.minor());
        if due == 0 {
            return Ok(());
        }
        let principal = Money::from_minor(due, self.whole.currency())?;
        let rate = self.terms.rate_on(period.from()).map_err(|no| no.inside("terms"))?;
        let missing = u32::from(self.places.saturating_sub(rate.exact().places()));
        let (from, until) = self.counted(period)?;
        let (days, _) = self.terms.day_count.year_fraction(from, until);
        let beyond = || self.beyond(due, rate);
        // 18 digits and at most 10 places fit 128 bits; further products may not.
        let figure = i128::from(rate.exact().mantissa())
            .saturating_mul(10_i128.saturating_pow(missing))
            .checked_mul(i128::from(due))
            .and_then(|figure| figure.checked_mul(i128::from(days)))
            .ok_or_else(beyond)?;
        self.sum = self.sum.checked_add(figure).ok_or_else(beyond)?;
        let unit = 10_i128.saturating_pow(u32::from(self.whole.currency().decimals()));
        let exact = Fraction::of(figure, self.denominator.saturating_mul(unit));
        let days = self.terms.day_count.days(from, until);
        self.segments.push(Segment { period, days, principal, rate, exact });
        Ok(())
    }

    /// The days that a period's days are the difference of: `payment date - due date` (rulebook
    /// T-21). Months of 30 days are counted between the two days themselves; else the days after
    /// the one and up to the other are the same number, each a part of its own year.
    fn counted(&self, period: Period) -> Result<(Day, Day), Rejection> {
        let (from, until) = (period.from(), period.until());
        Ok(match self.terms.day_count {
            DayCount::Thirty360 => (from.plus_days(-1)?, until.plus_days(-1)?),
            DayCount::Actual365 | DayCount::ActualActual | DayCount::Actual360 => (from, until),
        })
    }

    fn beyond(&self, due: i64, rate: Rate) -> Rejection {
        let figure = alloc::format!("{due} minor units of {} at {rate} %", self.whole.currency());
        crate::money::Rejection::OutOfRange { path: Path::field("amount"), figure }.into()
    }

    /// What has been earned so far, rounded.
    fn total(&self) -> Result<Money, Rejection> {
        let minor = divide(self.sum, self.denominator, Rounding::HalfAwayFromZero)?;
        Ok(self.capitalised.checked_add(Money::from_wide(minor, self.whole.currency())?)?)
    }

    /// A full year has passed: its interest is an amount that bears interest.
    fn capitalise(&mut self) -> Result<(), Rejection> {
        self.capitalised = self.total()?;
        self.sum = 0;
        Ok(())
    }
}
