//! How much of what could be collected was collected (rulebook 6.2, EX-K5), and plain shares.

use super::{Rejection, percent};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Money, Ratio};

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// What was owed before and after some months, and what was sold in them.
    CollectionEffectiveness {
        /// What was owed when they began.
        opening: Money,
        /// What was sold in them.
        sales: Money,
        /// Over how many months; the sales count by the month.
        months: u32,
        /// What was owed when they ended.
        closing: Money,
        /// What of that was not due yet.
        closing_not_due: Money,
    }
    /// A part and its whole, such as what is overdue of what is owed, what is disputed of what was
    /// invoiced, what was collected of it or written off.
    ShareOfWhole {
        /// The part.
        part: Money,
        /// The whole.
        whole: Money,
    }
}

impl CollectionEffectiveness {
    /// The effectiveness in percent, two decimals; none where nothing could be collected.
    ///
    /// ```
    /// use o2c_core::reporting::CollectionEffectiveness;
    /// // rulebook EX-K5.
    /// let quarter = CollectionEffectiveness {
    ///     opening: "230.00 EUR".parse()?,
    ///     sales: "310.00 EUR".parse()?,
    ///     months: 1,
    ///     closing: "250.00 EUR".parse()?,
    ///     closing_not_due: "180.00 EUR".parse()?,
    /// };
    /// assert_eq!(quarter.percent()?.map(|share| share.to_string()), Some("80.56".into()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.no_periods` for no month, `money.currency_mismatch`, `money.out_of_range`.
    pub fn percent(&self) -> Result<Option<Exact>, Rejection> {
        if self.months == 0 {
            let path = Path::field("months");
            return Err(Rejection::NoPeriods { path, periods: 0, most: u32::MAX });
        }
        let zero = Money::zero(self.opening.currency());
        for (field, amount) in [
            ("sales", self.sales),
            ("closing", self.closing),
            ("closing_not_due", self.closing_not_due),
        ] {
            zero.expect(amount.currency()).map_err(|no| no.inside(field))?;
        }
        let monthly = Ratio::of_money(self.sales).divided_by(Ratio::whole(self.months.into()));
        let opening = Ratio::of_money(self.opening);
        let before = monthly.and_then(|monthly| opening.plus(monthly));
        let before = super::held(before, self.sales)?;
        let less = |closing: Money| super::held(before.minus(Ratio::of_money(closing)), closing);
        percent(less(self.closing)?, less(self.closing_not_due)?)
    }
}

impl ShareOfWhole {
    /// The part in percent of the whole, two decimals; none where the whole is nothing or below.
    ///
    /// ```
    /// use o2c_core::reporting::ShareOfWhole;
    /// let overdue = ShareOfWhole { part: "70.00 EUR".parse()?, whole: "250.00 EUR".parse()? };
    /// assert_eq!(overdue.percent()?.map(|share| share.to_string()), Some("28".into()));
    /// let nothing = ShareOfWhole { part: "0.00 EUR".parse()?, whole: "0.00 EUR".parse()? };
    /// assert_eq!(nothing.percent()?, None);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    pub fn percent(&self) -> Result<Option<Exact>, Rejection> {
        let unit = Money::zero(self.whole.currency());
        unit.expect(self.part.currency()).map_err(|no| no.inside("part"))?;
        percent(Ratio::of_money(self.part), Ratio::of_money(self.whole))
    }
}
