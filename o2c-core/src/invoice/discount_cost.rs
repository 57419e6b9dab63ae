//! What it costs a customer not to take an early discount.

use super::Rejection;
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Percent, Rounding, divide};

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// A discount, and when the whole falls due to who does not take it.
    DiscountCost {
        /// The percentage, below 100.
        percent: Percent,
        /// The days after issue within which it is earned.
        days: u16,
        /// The days after issue on which the whole falls due.
        net_days: u16,
    }
}

impl DiscountCost {
    /// What the credit of the days between costs in a year of 365 days, as simple interest on what
    /// would have been paid: `percent / (100 - percent) × 365 / (net_days - days)`, at two
    /// decimals, half away from zero (rulebook T-33).
    ///
    /// ```
    /// use o2c_core::invoice::DiscountCost;
    /// // rulebook EX-T8: 2/10 net 30.
    /// let cost = DiscountCost { percent: "2".parse()?, days: 10, net_days: 30 };
    /// assert_eq!(cost.yearly()?.to_string(), "37.24");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// `invoice.discount_of_no_credit` where the whole falls due no later than the discount ends,
    /// or nothing is left to be paid; `money.above_hundred`.
    pub fn yearly(&self) -> Result<Percent, Rejection> {
        let at = |no: crate::money::Rejection| no.inside("percent");
        let percent = self.percent.at_most_hundred().map_err(at)?;
        let [percent, whole] = Exact::in_one_unit([percent.exact(), Exact::new(100, 0)?]);
        let days = i128::from(self.net_days).saturating_sub(i128::from(self.days));
        let paid = whole.saturating_sub(percent);
        if days <= 0 || paid <= 0 {
            let path = Path::field("net_days");
            let Self { percent, days, net_days } = *self;
            return Err(Rejection::DiscountOfNoCredit { path, percent, days, net_days });
        }
        // A percentage is at most 10^12 of its smallest units, and days are at most 65535.
        let cost = percent.saturating_mul(3_650_000);
        let cost = divide(cost, paid.saturating_mul(days), Rounding::HalfAwayFromZero)?;
        Ok(Percent::new(Exact::new(cost, 2)?)?)
    }
}
