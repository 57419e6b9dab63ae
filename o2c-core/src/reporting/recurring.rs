//! What subscriptions bring in month by month, and what of it is won and lost.

use super::{Rejection, Span, percent};
use crate::money::{Currency, Exact, Money, Ratio, Rounding, divide};
use alloc::vec::Vec;

/// What one subscriber brings in a month, seen at the ends of months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurringHolder {
    /// What it is before the first month and at the end of each, in minor units.
    pub ends: Vec<i128>,
    /// The place of the month in which it was charged for the first time: 0 before all of them, 1
    /// in the first.
    pub first: usize,
}

/// The subscribers of one currency over some months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecurringBook {
    /// The currency of every figure.
    pub currency: Currency,
    /// The months, oldest first.
    pub months: Vec<Span>,
    /// The subscribers.
    pub holders: Vec<RecurringHolder>,
}

/// The recurring revenue of a month: `opening + new + reactivated + expansion - contraction - churn
/// = closing`. Percentages have two decimals and are none where nothing stood at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RecurringMonth {
    /// The days of the month.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub period: Span,
    /// What was brought in a month when it began.
    pub opening: Money,
    /// What those bring that never subscribed before.
    pub new: Money,
    /// What those bring that had left and came back.
    pub reactivated: Money,
    /// What those bring more that stayed.
    pub expansion: Money,
    /// What those bring less that stayed.
    pub contraction: Money,
    /// What those brought that left.
    pub churn: Money,
    /// What is brought in a month when it ends.
    pub closing: Money,
    /// Twelve times that.
    pub yearly: Money,
    /// The subscribers when it began.
    pub subscribers_before: u32,
    /// Those that came, for the first time or again.
    pub subscribers_won: u32,
    /// Those that left.
    pub subscribers_lost: u32,
    /// The subscribers when it ends.
    pub subscribers: u32,
    /// What each brings on average, half away from zero; none where there is none.
    pub average: Option<Money>,
    /// What left of what stood at the beginning.
    pub churn_percent: Option<Exact>,
    /// How many left of those that were there at the beginning.
    pub subscriber_churn_percent: Option<Exact>,
    /// What those that were there at the beginning bring at the end, what they have more included.
    pub net_retention_percent: Option<Exact>,
    /// The same, what they have more left out.
    pub gross_retention_percent: Option<Exact>,
}

/// Sums while a month is looked at.
#[derive(Default)]
struct Moves {
    opening: i128,
    new: i128,
    reactivated: i128,
    expansion: i128,
    contraction: i128,
    churn: i128,
    closing: i128,
    before: u32,
    won: u32,
    lost: u32,
    now: u32,
}

impl RecurringBook {
    /// The months, oldest first. A subscriber that comes and leaves within one month is not seen.
    ///
    /// ```
    /// use o2c_core::money::Currency;
    /// use o2c_core::reporting::{Periods, RecurringBook, RecurringHolder};
    /// let months = Periods::months("2026-01-31".parse()?, 1)?.iter().collect();
    /// // One grew from 100.00 to 150.00, one left with 50.00, one came with 30.00.
    /// let holder = |before, now, first| RecurringHolder { ends: vec![before, now], first };
    /// let holders = vec![holder(10_000, 15_000, 0), holder(5_000, 0, 0), holder(0, 3_000, 1)];
    /// let book = RecurringBook { currency: Currency::EUR, months, holders };
    /// let month = &book.figures()?[0];
    /// assert_eq!(month.opening.to_string(), "150.00 EUR");
    /// assert_eq!(month.closing.to_string(), "180.00 EUR");
    /// let shown = |share: Option<o2c_core::money::Exact>| share.map(|share| share.to_string());
    /// assert_eq!(shown(month.churn_percent), Some("33.33".into()));
    /// assert_eq!(shown(month.net_retention_percent), Some("100".into()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn figures(&self) -> Result<Vec<RecurringMonth>, Rejection> {
        let months = self.months.iter().enumerate();
        months.map(|(place, period)| self.month(place.saturating_add(1), *period)).collect()
    }

    fn month(&self, place: usize, period: Span) -> Result<RecurringMonth, Rejection> {
        let mut sums = Moves::default();
        for holder in &self.holders {
            let end = |place: usize| holder.ends.get(place).copied().unwrap_or(0);
            sums.add(end(place.saturating_sub(1)), end(place), holder.first == place);
        }
        let money = |minor: i128| Money::from_wide(minor, self.currency);
        let (opening, closing) = (money(sums.opening)?, money(sums.closing)?);
        let share = |part: i128, whole: i128| percent(Ratio::whole(part), Ratio::whole(whole));
        // Sums of amounts of 64 bits stay within 128.
        let stayed = sums.opening.saturating_sub(sums.churn).saturating_sub(sums.contraction);
        let average = match sums.now {
            0 => None,
            now => Some(money(divide(sums.closing, now.into(), Rounding::HalfAwayFromZero)?)?),
        };
        Ok(RecurringMonth {
            period,
            opening,
            new: money(sums.new)?,
            reactivated: money(sums.reactivated)?,
            expansion: money(sums.expansion)?,
            contraction: money(sums.contraction)?,
            churn: money(sums.churn)?,
            closing,
            yearly: money(sums.closing.saturating_mul(12))?,
            subscribers_before: sums.before,
            subscribers_won: sums.won,
            subscribers_lost: sums.lost,
            subscribers: sums.now,
            average,
            churn_percent: share(sums.churn, sums.opening)?,
            subscriber_churn_percent: share(sums.lost.into(), sums.before.into())?,
            net_retention_percent: share(stayed.saturating_add(sums.expansion), sums.opening)?,
            gross_retention_percent: share(stayed, sums.opening)?,
        })
    }
}

impl Moves {
    /// Sums of amounts of 64 bits stay within 128; nobody has as many subscribers as 32 bits count.
    fn add(&mut self, before: i128, now: i128, is_first: bool) {
        let more = now.saturating_sub(before);
        self.opening = self.opening.saturating_add(before);
        self.closing = self.closing.saturating_add(now);
        self.before = self.before.saturating_add(u32::from(before > 0));
        self.now = self.now.saturating_add(u32::from(now > 0));
        if before <= 0 && now > 0 {
            self.won = self.won.saturating_add(1);
            let of = if is_first { &mut self.new } else { &mut self.reactivated };
            *of = of.saturating_add(more);
        } else if before > 0 && now <= 0 {
            self.lost = self.lost.saturating_add(1);
            self.churn = self.churn.saturating_sub(more);
        } else if more > 0 {
            self.expansion = self.expansion.saturating_add(more);
        } else {
            self.contraction = self.contraction.saturating_sub(more);
        }
    }
}
