//! How a customer paid over a window of months (rulebook C-14), as one could know it on a day:
//! what was settled later was open then, what was issued later was not there.

use super::figures::{known, named, percentage, printed};
use super::{FeatureValue, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Ratio};
use alloc::vec::Vec;

/// A window reaches back at most ten years.
const LONGEST_WINDOW: u16 = 120;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Invoices of a customer, and the window in which they are looked at.
    BehaviourOf {
        /// The day of which it is told; nothing that came later is looked at.
        as_of: Day,
        /// How many months the window reaches back; twelve where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "twelve"))]
        window_months: u16,
        /// How many of them are recent, for the trend; three where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "three"))]
        recent_months: u16,
        /// How many invoices are needed at least; three where nothing is said.
        #[cfg_attr(feature = "serde", serde(default = "three_invoices"))]
        minimum: usize,
        /// Whether days before the due day count below zero; else they are no delay.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_early_counted: bool,
        /// The invoices, in one currency.
        invoices: Vec<PastInvoice>,
        /// The days on which promises to pay were broken.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        broken_promises: Vec<Day>,
        /// The days on which payments were not honoured.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        returned_payments: Vec<Day>,
    }
    /// An invoice and what became of it.
    PastInvoice {
        /// How much, above zero.
        amount: Money,
        /// The day it was issued.
        issued_on: Day,
        /// The day it was due.
        due_on: Day,
        /// The day nothing of it was open any more, where that has come.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        settled_on: Option<Day>,
        /// The day the customer contested it, where it was.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        disputed_on: Option<Day>,
    }
}

#[cfg(feature = "serde")]
const fn twelve() -> u16 {
    12
}
#[cfg(feature = "serde")]
const fn three() -> u16 {
    3
}
#[cfg(feature = "serde")]
const fn three_invoices() -> usize {
    3
}

/// What a window says, if it says enough.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Behaviour {
    /// Enough invoices were paid or overdue.
    Enough(BehaviourFigures),
    /// Too few for a figure: not known is not nothing.
    NotEnough {
        /// How many there are.
        found: usize,
        /// How many are needed.
        needed: usize,
    },
}

/// How a customer paid.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct BehaviourFigures {
    /// How many invoices were settled in the window, or overdue at its end.
    pub invoices: usize,
    /// How many of a hundred of them were late, at two decimals.
    pub late_ratio: Exact,
    /// How much of a hundred of their amount was late, at two decimals.
    pub late_ratio_by_amount: Exact,
    /// Days after the due day, weighted by amount, at four decimals; what is overdue counts with
    /// its age.
    pub mean_delay: Exact,
    /// The most days after the due day.
    pub longest_delay: i32,
    /// The mean delay of the recent months less that of the months before, at four decimals; none
    /// where one of them has no invoice.
    pub trend: Option<Exact>,
    /// How many are overdue at the end of the window.
    pub overdue: usize,
    /// The age of the oldest of these in days; zero where none is.
    pub oldest_overdue: i32,
    /// How many promises to pay were broken in the window.
    pub broken_promises: usize,
    /// How many invoices were contested in the window.
    pub disputes: usize,
    /// How many payments were not honoured in the window.
    pub returned_payments: usize,
}

/// Sums of one part of a window: 64-bit amounts times days, of as many invoices as fit in memory,
/// stay within 128 bits.
#[derive(Default, Clone, Copy)]
struct Sums {
    amount: i128,
    amount_days: i128,
}

impl Sums {
    fn add(&mut self, amount: i64, delay: i32) {
        let amount = i128::from(amount);
        self.amount = self.amount.saturating_add(amount);
        let days = amount.saturating_mul(i128::from(delay));
        self.amount_days = self.amount_days.saturating_add(days);
    }

    fn mean(self) -> Option<Ratio> {
        Ratio::new(self.amount_days, self.amount)
    }
}

/// A window in the making.
#[derive(Default)]
struct Window {
    invoices: usize,
    late: usize,
    late_amount: i128,
    recent: Sums,
    earlier: Sums,
    longest_delay: i32,
    overdue: usize,
    oldest_overdue: i32,
    disputes: usize,
}

impl BehaviourOf {
    /// What the window says.
    ///
    /// ```
    /// use o2c_core::credit::{Behaviour, BehaviourOf, PastInvoice};
    /// // rulebook EX-C7: 1,000 prompt and 5,000 twelve days late.
    /// let invoice = |amount: &str, settled_on: &str| {
    ///     Ok::<_, o2c_core::error::Error>(PastInvoice {
    ///         amount: amount.parse()?,
    ///         issued_on: "2026-01-01".parse()?,
    ///         due_on: "2026-01-31".parse()?,
    ///         settled_on: Some(settled_on.parse()?),
    ///         disputed_on: None,
    ///     })
    /// };
    /// let asked = BehaviourOf {
    ///     as_of: "2026-06-30".parse()?,
    ///     window_months: 12,
    ///     recent_months: 3,
    ///     minimum: 2,
    ///     is_early_counted: false,
    ///     invoices: vec![
    ///         invoice("1000.00 EUR", "2026-01-31")?,
    ///         invoice("5000.00 EUR", "2026-02-12")?,
    ///     ],
    ///     broken_promises: vec![],
    ///     returned_payments: vec![],
    /// };
    /// let Behaviour::Enough(figures) = asked.behaviour()? else { unreachable!() };
    /// assert_eq!(figures.late_ratio_by_amount.to_string(), "83.33");
    /// assert_eq!(figures.mean_delay.to_string(), "10");
    /// // On the day the second was due nobody knew that it would be late.
    /// let earlier = BehaviourOf { as_of: "2026-01-31".parse()?, ..asked };
    /// assert_eq!(earlier.behaviour()?, Behaviour::NotEnough { found: 1, needed: 2 });
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.window_out_of_range`, `credit.recent_out_of_range`, `credit.amount_not_positive` and
    /// `money.currency_mismatch` with the place of the invoice, `calendar.*` for a day before time.
    pub fn behaviour(&self) -> Result<Behaviour, Rejection> {
        let (from, recent_from) = self.bounds()?;
        let mut window = Window::default();
        let currency = self.invoices.first().map(|invoice| invoice.amount.currency());
        for (place, invoice) in self.invoices.iter().enumerate() {
            expect_amount(invoice.amount, currency)
                .map_err(|no| no.inside_index("invoices", place))?;
            window.add(self, invoice, from, recent_from);
        }
        let needed = self.minimum.max(1);
        if window.invoices < needed {
            return Ok(Behaviour::NotEnough { found: window.invoices, needed });
        }
        let within =
            |days: &[Day]| days.iter().filter(|day| **day > from && **day <= self.as_of).count();
        let (broken, returned) = (within(&self.broken_promises), within(&self.returned_payments));
        window.figures(broken, returned).map(Behaviour::Enough)
    }

    /// The days after which the window and its recent part begin.
    fn bounds(&self) -> Result<(Day, Day), Rejection> {
        let (months, longest) = (self.window_months, LONGEST_WINDOW);
        if months == 0 || months > longest {
            let path = Path::field("window_months");
            return Err(Rejection::WindowOutOfRange { path, months, longest });
        }
        let (months, window) = (self.recent_months, self.window_months);
        if months == 0 || months >= window {
            let path = Path::field("recent_months");
            return Err(Rejection::RecentOutOfRange { path, months, window });
        }
        let back = |months: u16| self.as_of.plus_months(i32::from(months).saturating_neg());
        Ok((back(window)?, back(months)?))
    }
}

fn expect_amount(amount: Money, currency: Option<Currency>) -> Result<(), Rejection> {
    if let Some(currency) = currency {
        Money::zero(currency)
            .expect(amount.currency())
            .map_err(|no| Rejection::from(no.inside("amount")))?;
    }
    if amount.is_positive() {
        return Ok(());
    }
    Err(Rejection::AmountNotPositive { path: Path::field("amount"), amount })
}

impl Window {
    fn add(&mut self, asked: &BehaviourOf, invoice: &PastInvoice, from: Day, recent_from: Day) {
        let as_of = asked.as_of;
        if invoice.issued_on > as_of {
            return;
        }
        if invoice.disputed_on.is_some_and(|day| day > from && day <= as_of) {
            self.disputes = self.disputes.saturating_add(1);
        }
        let settled_on = invoice.settled_on.filter(|day| *day <= as_of);
        let counted_on = settled_on.unwrap_or(as_of);
        let days = invoice.due_on.days_until(counted_on);
        if counted_on <= from || (settled_on.is_none() && days <= 0) {
            return;
        }
        if settled_on.is_none() {
            self.overdue = self.overdue.saturating_add(1);
            self.oldest_overdue = self.oldest_overdue.max(days);
        }
        let delay = if asked.is_early_counted { days } else { days.max(0) };
        self.longest_delay = if self.invoices == 0 { delay } else { self.longest_delay.max(delay) };
        self.invoices = self.invoices.saturating_add(1);
        let minor = invoice.amount.minor();
        if days > 0 {
            self.late = self.late.saturating_add(1);
            self.late_amount = self.late_amount.saturating_add(i128::from(minor));
        }
        let part = if counted_on > recent_from { &mut self.recent } else { &mut self.earlier };
        part.add(minor, delay);
    }

    fn figures(
        self,
        broken_promises: usize,
        returned_payments: usize,
    ) -> Result<BehaviourFigures, Rejection> {
        let count = |number: usize| i128::try_from(number).unwrap_or(i128::MAX);
        let share = |part, whole| {
            let whole = Ratio::whole(whole);
            percentage(known(Ratio::whole(part).divided_by(whole), whole)?)
        };
        let all = Sums {
            amount: self.recent.amount.saturating_add(self.earlier.amount),
            amount_days: self.recent.amount_days.saturating_add(self.earlier.amount_days),
        };
        let trend = match (self.recent.mean(), self.earlier.mean()) {
            (Some(recent), Some(earlier)) => Some(printed(known(recent.minus(earlier), recent)?)?),
            (Some(_) | None, _) => None,
        };
        Ok(BehaviourFigures {
            invoices: self.invoices,
            late_ratio: share(count(self.late), count(self.invoices))?,
            late_ratio_by_amount: share(self.late_amount, all.amount)?,
            mean_delay: printed(known(all.mean(), Ratio::ZERO)?)?,
            longest_delay: self.longest_delay,
            trend,
            overdue: self.overdue,
            oldest_overdue: self.oldest_overdue,
            broken_promises,
            disputes: self.disputes,
            returned_payments,
        })
    }
}

impl BehaviourFigures {
    /// The figures under the names by which a scorecard asks for them.
    ///
    /// # Errors
    /// `money.too_many_digits` for counts beyond 10^18.
    pub fn features(&self) -> Result<Vec<FeatureValue>, Rejection> {
        let count = |number: usize| Exact::new(i128::try_from(number).unwrap_or(i128::MAX), 0);
        let days = |days: i32| Exact::whole(i64::from(days));
        let values = [
            ("invoices", Some(count(self.invoices)?)),
            ("late_ratio", Some(self.late_ratio)),
            ("late_ratio_by_amount", Some(self.late_ratio_by_amount)),
            ("mean_delay", Some(self.mean_delay)),
            ("longest_delay", Some(days(self.longest_delay)?)),
            ("trend", self.trend),
            ("overdue", Some(count(self.overdue)?)),
            ("oldest_overdue", Some(days(self.oldest_overdue)?)),
            ("broken_promises", Some(count(self.broken_promises)?)),
            ("disputes", Some(count(self.disputes)?)),
            ("returned_payments", Some(count(self.returned_payments)?)),
        ];
        let feature = |(name, value)| FeatureValue { feature: named(name), value };
        Ok(values.into_iter().map(feature).collect())
    }
}
