//! How many days of sales stand unpaid (rulebook 6.2, EX-K2 to EX-K4, K-10).

use super::{Rejection, days, held};
use crate::body::bodies;
use crate::calendar::Day;
use crate::money::{Exact, Money, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What is owed and what was sold, both tax included or both without, of the same customers.
    SalesOutstanding {
        /// What is owed at the end.
        receivables: Money,
        /// What of it is not due yet.
        not_due: Money,
        /// The sales on account of each month or other period, the newest first.
        sales: Vec<SalesOf>,
    }
    /// What was sold in a period.
    SalesOf {
        /// The calendar days of the period.
        days: u32,
        /// The sales less what was credited.
        sales: Money,
    }
    /// Invoices that are open at the end of a day.
    InvoiceAges {
        /// The day.
        as_of: Day,
        /// The invoices.
        invoices: Vec<InvoiceAge>,
    }
    /// An open invoice and the sales of its month.
    InvoiceAge {
        /// The day of the invoice.
        issued_on: Day,
        /// What is open of it.
        open: Money,
        /// What was sold in its month.
        month_sales: Money,
    }
}

/// Days of sales that stand unpaid. None where there were no sales, or where nothing is owed by
/// the customers but by us (rulebook K-10).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OutstandingFigures {
    /// What is owed over the sales, times the days.
    pub days_sales_outstanding: Option<Exact>,
    /// The days whose sales, counted back from the end, are what is owed.
    pub count_back: Option<CountBack>,
    /// What is not due yet over the sales, times the days: the least that the terms allow.
    pub best_possible: Option<Exact>,
    /// How far the first is above the best possible.
    pub average_days_delinquent: Option<Exact>,
}

/// Days counted back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CountBack {
    /// The sales of so many days are what is owed.
    Days(Exact),
    /// More is owed than was sold in all these days.
    MoreThan(u32),
}

impl SalesOutstanding {
    /// The days of sales outstanding, simple and counted back, and the delinquent ones.
    ///
    /// # Errors
    /// `reporting.no_periods`, `reporting.no_days`, `money.currency_mismatch`,
    /// `money.out_of_range`.
    pub fn figures(&self) -> Result<OutstandingFigures, Rejection> {
        self.check()?;
        let currency = self.receivables.currency();
        let sold = Money::sum(currency, self.sales.iter().map(|period| period.sales))?;
        let counted = self.sales.iter().fold(0_u32, |sum, of| sum.saturating_add(of.days));
        let span = Ratio::whole(i128::from(counted));
        let of = |amount: Money| {
            let is_defined = sold.is_positive() && !amount.is_negative();
            let share = Ratio::of_money(amount).divided_by(Ratio::of_money(sold));
            share.filter(|_| is_defined).and_then(|share| share.times(span))
        };
        let (simple, best) = (of(self.receivables), of(self.not_due));
        let delinquent = match (simple, best) {
            (Some(simple), Some(best)) => simple.minus(best),
            _ => None,
        };
        Ok(OutstandingFigures {
            days_sales_outstanding: days(simple)?,
            count_back: self.count_back(counted)?,
            best_possible: days(best)?,
            average_days_delinquent: days(delinquent)?,
        })
    }

    fn check(&self) -> Result<(), Rejection> {
        if self.sales.is_empty() {
            let path = crate::error::Path::field("sales");
            return Err(Rejection::NoPeriods { path, periods: 0, most: u32::MAX });
        }
        let unit = self.receivables.currency();
        let zero = Money::zero(unit);
        zero.expect(self.not_due.currency()).map_err(|no| no.inside("not_due"))?;
        for (index, period) in self.sales.iter().enumerate() {
            let at = |no: Rejection, field| no.inside(field).inside_index("sales", index);
            if period.days == 0 {
                let path = crate::error::Path::root();
                return Err(at(Rejection::NoDays { path, days: 0 }, "days"));
            }
            zero.expect(period.sales.currency()).map_err(|no| at(no.into(), "sales"))?;
        }
        Ok(())
    }

    /// Takes the sales off what is owed, newest first; a period without sales adds its days only
    /// while something is left (rulebook K-10).
    fn count_back(&self, counted: u32) -> Result<Option<CountBack>, Rejection> {
        if self.receivables.is_negative() {
            return Ok(None);
        }
        let mut left = self.receivables;
        let mut gone = 0_u32;
        for period in &self.sales {
            if left.is_zero() {
                break;
            }
            if left.minor() < period.sales.minor() {
                let share = Ratio::of_money(left).divided_by(Ratio::of_money(period.sales));
                let part = share.and_then(|share| share.times(Ratio::whole(period.days.into())));
                let sum = part.and_then(|part| part.plus(Ratio::whole(gone.into())));
                return Ok(days(Some(held(sum, left)?))?.map(CountBack::Days));
            }
            left = left.checked_sub(period.sales)?;
            gone = gone.saturating_add(period.days);
        }
        if left.is_zero() {
            return Ok(days(Some(Ratio::whole(gone.into())))?.map(CountBack::Days));
        }
        Ok(Some(CountBack::MoreThan(counted)))
    }
}

impl InvoiceAges {
    /// The days of sales outstanding invoice by invoice: each invoice's age, weighted with its
    /// share of its month's sales. An invoice of a month without sales makes it none.
    ///
    /// ```
    /// use o2c_core::reporting::{InvoiceAge, InvoiceAges};
    /// let invoice = |issued_on: &str, open: &str| InvoiceAge {
    ///     issued_on: issued_on.parse().expect("a day"),
    ///     open: open.parse().expect("an amount"),
    ///     month_sales: "400.00 EUR".parse().expect("an amount"),
    /// };
    /// let first = invoice("2026-03-01", "100.00 EUR");
    /// let invoices = vec![first, invoice("2026-03-11", "60.00 EUR")];
    /// let ages = InvoiceAges { as_of: "2026-03-31".parse()?, invoices };
    /// // 30 × 100 / 400 + 20 × 60 / 400.
    /// assert_eq!(ages.days_outstanding()?.map(|days| days.to_string()), Some("10.5".into()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    pub fn days_outstanding(&self) -> Result<Option<Exact>, Rejection> {
        let mut sum = Ratio::ZERO;
        for (index, invoice) in self.invoices.iter().enumerate() {
            let unit = invoice.open.currency();
            let checked = Money::zero(unit).expect(invoice.month_sales.currency());
            checked.map_err(|no| no.inside("month_sales").inside_index("invoices", index))?;
            if !invoice.month_sales.is_positive() {
                return Ok(None);
            }
            let age = Ratio::whole(invoice.issued_on.days_until(self.as_of).into());
            let share =
                Ratio::of_money(invoice.open).divided_by(Ratio::of_money(invoice.month_sales));
            let weighted = share.and_then(|share| share.times(age));
            sum = held(weighted.and_then(|weighted| sum.plus(weighted)), invoice.open)?;
        }
        if self.invoices.is_empty() { Ok(None) } else { days(Some(sum)) }
    }
}
