//! How much of a bucket is in the next one a period later (rulebook 6.2).

use super::{Rejection, percent};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The aged balances of two days that lie one bucket's width apart: not due first, then the
    /// buckets from the youngest.
    RollRates {
        /// The currency of every amount.
        currency: Currency,
        /// The balance of the earlier day.
        earlier: Vec<Money>,
        /// The balance of the later day.
        later: Vec<Money>,
    }
}

impl RollRates {
    /// What stands in each bucket on the later day, in percent of what stood in the one before it
    /// on the earlier day, two decimals; none where that was nothing. The last bucket has no end:
    /// what stood in it stays, so its rate is of both.
    ///
    /// ```
    /// use o2c_core::reporting::RollRates;
    /// let euros = |figure: &&str| format!("{figure}.00 EUR").parse().expect("an amount");
    /// let rates = RollRates {
    ///     currency: "EUR".parse()?,
    ///     earlier: ["1000", "400", "0", "60"].iter().map(euros).collect(),
    ///     later: ["900", "250", "100", "45"].iter().map(euros).collect(),
    /// };
    /// let told: Vec<String> = rates
    ///     .rates()?
    ///     .iter()
    ///     .map(|rate| rate.map_or("none".into(), |rate| rate.to_string()))
    ///     .collect();
    /// assert_eq!(told, ["25", "25", "75"]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.no_periods` for fewer than two buckets, `reporting.other_buckets`,
    /// `money.currency_mismatch`, `money.out_of_range`.
    pub fn rates(&self) -> Result<Vec<Option<Exact>>, Rejection> {
        let (found, expected) = (self.later.len(), self.earlier.len());
        if expected < 2 {
            let path = Path::field("earlier");
            let periods = u32::try_from(expected).unwrap_or(u32::MAX);
            return Err(Rejection::NoPeriods { path, periods, most: u32::MAX });
        }
        if found != expected {
            return Err(Rejection::OtherBuckets { path: Path::field("later"), found, expected });
        }
        let zero = Money::zero(self.currency);
        for (field, balance) in [("earlier", &self.earlier), ("later", &self.later)] {
            for (index, amount) in balance.iter().enumerate() {
                let at = |no: crate::money::Rejection| no.inside_index(field, index);
                zero.expect(amount.currency()).map_err(at)?;
            }
        }
        let pairs = self.earlier.windows(2).zip(self.later.iter().skip(1)).enumerate();
        let rates = pairs.map(|(place, (before, after))| {
            let is_last = place.saturating_add(2) == expected;
            let whole = if is_last {
                Money::sum(self.currency, before.iter().copied())?
            } else {
                before.first().copied().unwrap_or(zero)
            };
            if !whole.is_positive() {
                return Ok(None);
            }
            percent(Ratio::of_money(*after), Ratio::of_money(whole))
        });
        rates.collect()
    }
}
