//! What stands between paying suppliers and being paid (rulebook 6.2, EX-K7).

use super::{Rejection, days};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Money, Ratio};

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What is tied up at the end of a period, and what went through in it.
    WorkingCapital {
        /// The days of the period.
        days: u32,
        /// The stock at its end, at cost.
        stock: Money,
        /// The cost of what was sold in it.
        cost_of_sales: Money,
        /// What customers owe at its end.
        receivables: Money,
        /// What was sold in it, on the basis of the receivables.
        sales: Money,
        /// What suppliers are owed at its end.
        payables: Money,
        /// What was bought in it, on the basis of the payables.
        purchases: Money,
    }
}

/// The cash conversion cycle in days, and the capital it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct WorkingCapitalFigures {
    /// How long goods lie.
    pub days_of_stock: Option<Exact>,
    /// How long customers owe.
    pub days_of_sales: Option<Exact>,
    /// How long suppliers are owed.
    pub days_of_purchases: Option<Exact>,
    /// The first two less the third; none where one of them is.
    pub cash_conversion_cycle: Option<Exact>,
    /// Stock and receivables less payables.
    pub need: Money,
}

impl WorkingCapital {
    /// The days of each and of the whole cycle, and the need of working capital.
    ///
    /// ```
    /// use o2c_core::reporting::WorkingCapital;
    /// // rulebook EX-K7: 45 + 50 − 40 = 55.
    /// let year = WorkingCapital {
    ///     days: 360,
    ///     stock: "45.00 EUR".parse()?,
    ///     cost_of_sales: "360.00 EUR".parse()?,
    ///     receivables: "100.00 EUR".parse()?,
    ///     sales: "720.00 EUR".parse()?,
    ///     payables: "40.00 EUR".parse()?,
    ///     purchases: "360.00 EUR".parse()?,
    /// };
    /// let figures = year.figures()?;
    /// assert_eq!(figures.cash_conversion_cycle.map(|days| days.to_string()), Some("55".into()));
    /// assert_eq!(figures.need.to_string(), "105.00 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.no_days`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn figures(&self) -> Result<WorkingCapitalFigures, Rejection> {
        if self.days == 0 {
            return Err(Rejection::NoDays { path: Path::field("days"), days: 0 });
        }
        let zero = Money::zero(self.stock.currency());
        for (field, amount) in [
            ("cost_of_sales", self.cost_of_sales),
            ("receivables", self.receivables),
            ("sales", self.sales),
            ("payables", self.payables),
            ("purchases", self.purchases),
        ] {
            zero.expect(amount.currency()).map_err(|no| no.inside(field))?;
        }
        let span = Ratio::whole(self.days.into());
        let of = |held: Money, flow: Money| {
            let share = Ratio::of_money(held).divided_by(Ratio::of_money(flow));
            share.filter(|_| flow.is_positive()).and_then(|share| share.times(span))
        };
        let stock = of(self.stock, self.cost_of_sales);
        let (sales, purchases) =
            (of(self.receivables, self.sales), of(self.payables, self.purchases));
        let cycle = match (stock, sales, purchases) {
            (Some(stock), Some(sales), Some(purchases)) => {
                stock.plus(sales).and_then(|sum| sum.minus(purchases))
            }
            _ => None,
        };
        Ok(WorkingCapitalFigures {
            days_of_stock: days(stock)?,
            days_of_sales: days(sales)?,
            days_of_purchases: days(purchases)?,
            cash_conversion_cycle: days(cycle)?,
            need: self.stock.checked_add(self.receivables)?.checked_sub(self.payables)?,
        })
    }
}
