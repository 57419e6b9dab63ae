//! What is expected to be lost of an aged balance (rulebook K-11): a matrix of loss rates, one per
//! bucket, and the rates that a flow from bucket to bucket shows.

use crate::body::bodies;
use crate::money::{Currency, Exact, Money, Percent, Rejection, Rounding, divide};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An aged balance and the loss rates of its buckets, for the life of the receivables (IFRS 9,
    /// the simplified approach). It is no allowance of the French books: that is made receivable
    /// by receivable.
    ProvisionMatrix {
        /// The currency of every figure.
        currency: Currency,
        /// The buckets, youngest first.
        buckets: Vec<LossBucket>,
    }
    /// One bucket of an aged balance.
    LossBucket {
        /// What is owed, less what is recovered of it anyway, such as VAT or insurance.
        gross: Money,
        /// How much of it is expected to be lost.
        loss_rate: Percent,
    }
    /// What was sold, what was still owed as it entered each bucket, and what was lost.
    LossFlow {
        /// The currency of every figure.
        currency: Currency,
        /// Sales first, then what entered each bucket after it.
        entering: Vec<Money>,
        /// What was written off in the end.
        lost: Money,
        /// What is expected to change, as a factor: 1.1 where a tenth more is lost.
        #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
        outlook: Exact,
    }
}

/// The losses expected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ExpectedLoss {
    /// Bucket by bucket, each rounded once, half away from zero.
    pub losses: Vec<Money>,
    /// What is owed in all.
    pub gross: Money,
    /// What is expected to be lost in all.
    pub loss: Money,
}

impl ProvisionMatrix {
    /// What is expected to be lost, bucket by bucket and in all.
    ///
    /// ```
    /// use o2c_core::ageing::{LossBucket, ProvisionMatrix};
    /// // rulebook EX-K8: the illustration of the standard.
    /// let matrix = [
    ///     ("15000000.00 EUR", "0.3"),
    ///     ("7500000.00 EUR", "1.6"),
    ///     ("4000000.00 EUR", "3.6"),
    ///     ("2500000.00 EUR", "6.6"),
    ///     ("1000000.00 EUR", "10.6"),
    /// ];
    /// let buckets = matrix.map(|(gross, rate)| LossBucket {
    ///     gross: gross.parse().expect("an amount"),
    ///     loss_rate: rate.parse().expect("a percentage"),
    /// });
    /// let matrix = ProvisionMatrix { currency: "EUR".parse()?, buckets: buckets.to_vec() };
    /// assert_eq!(matrix.expected()?.loss.to_string(), "580000.00 EUR");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch` and `money.above_hundred` with the place of the bucket,
    /// `money.out_of_range`.
    pub fn expected(&self) -> Result<ExpectedLoss, Rejection> {
        let mut losses = Vec::with_capacity(self.buckets.len());
        for (index, bucket) in self.buckets.iter().enumerate() {
            let at = |no: Rejection, field| no.inside(field).inside_index("buckets", index);
            let (gross, rate) = (bucket.gross, bucket.loss_rate);
            Money::zero(self.currency).expect(gross.currency()).map_err(|no| at(no, "gross"))?;
            rate.at_most_hundred().map_err(|no| at(no, "loss_rate"))?;
            losses.push(gross.percent(rate, Rounding::HalfAwayFromZero)?);
        }
        let gross = Money::sum(self.currency, self.buckets.iter().map(|bucket| bucket.gross))?;
        let loss = Money::sum(self.currency, losses.iter().copied())?;
        Ok(ExpectedLoss { losses, gross, loss })
    }
}

impl LossFlow {
    /// How much of what entered each bucket was lost in the end, times the outlook: percentages
    /// of two decimals, half away from zero. None where nothing entered.
    ///
    /// ```
    /// use o2c_core::ageing::LossFlow;
    /// // rulebook EX-K9.
    /// let entering = ["10000.00", "4000.00", "1500.00", "600.00", "240.00"];
    /// let euros = |figure: &str| format!("{figure} EUR").parse().expect("an amount");
    /// let flow = LossFlow {
    ///     currency: "EUR".parse()?,
    ///     entering: entering.map(euros).to_vec(),
    ///     lost: "120.00 EUR".parse()?,
    ///     outlook: "1".parse()?,
    /// };
    /// let rates: Vec<String> =
    ///     flow.rates()?.iter().flatten().map(|rate| rate.to_string()).collect();
    /// assert_eq!(rates, ["1.2", "3", "8", "20", "50"]);
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch` with the place of the amount, `money.negative` for a loss or an
    /// outlook below zero, `money.out_of_range`.
    pub fn rates(&self) -> Result<Vec<Option<Percent>>, Rejection> {
        let nothing = Money::zero(self.currency);
        nothing.expect(self.lost.currency()).map_err(|no| no.inside("lost"))?;
        let mut rates = Vec::with_capacity(self.entering.len());
        for (index, entering) in self.entering.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("entering", index);
            nothing.expect(entering.currency()).map_err(at)?;
            rates.push(self.rate_of(*entering).map_err(at)?);
        }
        Ok(rates)
    }

    fn rate_of(&self, entering: Money) -> Result<Option<Percent>, Rejection> {
        if !entering.is_positive() {
            return Ok(None);
        }
        let scale = 10_i128.saturating_pow(u32::from(self.outlook.places()));
        let beyond = || Money::from_wide(i128::MAX, self.currency);
        // Hundredths of a percent of what entered, with the outlook.
        let lost = i128::from(self.lost.minor()).checked_mul(i128::from(self.outlook.mantissa()));
        let product = lost.and_then(|lost| lost.checked_mul(10_000));
        let whole = i128::from(entering.minor()).checked_mul(scale);
        let (Some(product), Some(whole)) = (product, whole) else {
            return beyond().map(|_| None);
        };
        let rate = divide(product, whole, Rounding::HalfAwayFromZero)?;
        Percent::new(Exact::new(rate, 2)?).map(Some)
    }
}
