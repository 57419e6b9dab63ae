//! What the company ties up between paying its suppliers and being paid.

use super::figures::FiguresQuery;
use super::segments::FiguresBy;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Rejection};
use crate::money::Money;
use crate::reporting::{WorkingCapital, WorkingCapitalFigures};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// What the company does not know of itself: stock and suppliers.
    WorkingCapitalQuery {
        /// The day of the report; the last month ends with it.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Over how many months.
        #[cfg_attr(feature = "serde", serde(default = "a_year"))]
        months: u32,
        /// The stock on the day, at cost.
        stock: Money,
        /// The cost of what was sold in those months.
        cost_of_sales: Money,
        /// What suppliers are owed on the day.
        payables: Money,
        /// What was bought in those months, on the basis of the payables.
        purchases: Money,
    }
}

#[cfg(feature = "serde")]
const fn a_year() -> u32 {
    12
}

/// The cash conversion cycle of the company, and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WorkingCapitalReport {
    /// What goes in: what customers owe and what was sold are the company's own, VAT included.
    pub of: WorkingCapital,
    /// The days and the need.
    pub figures: WorkingCapitalFigures,
}

impl Company {
    /// The cash conversion cycle and the need of working capital from the company's own receivables
    /// and sales, and from stock and payables that are given (rulebook 6.2, EX-K7).
    ///
    /// # Errors
    /// Those of the figures of months, `money.currency_mismatch` where an amount is not in the
    /// ledger's currency, `money.out_of_range`.
    pub fn working_capital(
        &self,
        query: &WorkingCapitalQuery,
    ) -> Result<WorkingCapitalReport, Rejection> {
        let figures = self.figures(&FiguresQuery {
            as_of: query.as_of,
            known_at: query.known_at,
            months: query.months,
            window: 1,
            by: FiguresBy::Company,
            segments: Vec::new(),
        })?;
        let zero = Money::zero(figures.currency);
        zero.expect(query.stock.currency()).map_err(|no| Rejection::from(no.inside("stock")))?;
        let months = figures.rows.iter().flat_map(|row| &row.months);
        // A century of months has fewer days than 32 bits count.
        let days =
            months.clone().fold(0_u32, |days, month| days.saturating_add(month.period.days()));
        let of = WorkingCapital {
            days,
            stock: query.stock,
            cost_of_sales: query.cost_of_sales,
            receivables: months.clone().next_back().map_or(zero, |month| month.receivables),
            sales: Money::sum(figures.currency, months.map(|month| month.sales))?,
            payables: query.payables,
            purchases: query.purchases,
        };
        let figures = of.figures()?;
        Ok(WorkingCapitalReport { of, figures })
    }
}
