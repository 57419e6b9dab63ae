//! The discount for paying early: what it is, until when, and what receipts earn of it.

use super::{Day, Rejection};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{self, Exact, Money, Percent, Rounding, divide};
use alloc::vec::Vec;

/// What an early discount is a percentage of, and what it does to VAT (rulebook T-31).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DiscountVat {
    /// Of the total with VAT; what is taken reduces price and VAT alike.
    #[default]
    ReducedWhenTaken,
    /// Of the total with VAT; the VAT stays as invoiced and the price bears the whole discount.
    Unchanged,
    /// Of the total without VAT; the VAT stays as invoiced.
    UnchangedOnNet,
    /// Of the total without VAT; the VAT is computed on the discounted base when the invoice is
    /// issued, whether the discount is taken or not.
    ReducedAtIssue,
}

impl DiscountVat {
    /// Whether it is a percentage of the total with VAT.
    pub const fn is_of_total_with_vat(self) -> bool {
        match self {
            DiscountVat::ReducedWhenTaken | DiscountVat::Unchanged => true,
            DiscountVat::UnchangedOnNet | DiscountVat::ReducedAtIssue => false,
        }
    }
}

/// What a payment of a part earns (rulebook T-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DiscountPolicy {
    /// Nothing, unless all but the discount has come in by the deadline.
    #[default]
    FullOnly,
    /// Its share of the discount: what came in by the deadline clears `received / (1 - percent)`.
    Proportional,
}

#[cfg(feature = "serde")]
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A discount for paying early (rulebook T-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct EarlyDiscount {
    /// The percentage; at most 100.
    pub percent: Percent,
    /// The days after issue within which the money must have come in.
    pub days: u16,
    /// What it is a percentage of, and what it does to VAT.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub vat: DiscountVat,
    /// What a payment of a part earns.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "is_default"))]
    pub policy: DiscountPolicy,
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// Money that came in on a day.
    ReceivedAmount {
        /// The day the funds were received.
        received_on: Day,
        /// What came in, positive.
        amount: Money,
    }
    /// What one receipt earned of a discount.
    EarnedDiscount {
        /// The discount it earned.
        discount: Money,
        /// What it clears: itself and the discount it earned.
        cleared: Money,
        /// What stays open after it; negative where more came in than was due.
        open: Money,
    }
}

bodies! {
    (Debug, Clone, Copy, PartialEq, Eq, Hash)
    /// A discount that is earned part by part (rulebook T-30, `proportional`).
    DiscountByParts {
        /// What it is granted on, VAT included.
        due: Money,
        /// The whole discount, below what is due.
        whole: Money,
        /// What part of the amount due it is; without one, the ratio of the two amounts.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        percent: Option<Percent>,
        /// What came in by the deadline before.
        received: Money,
        /// What that has earned.
        granted: Money,
    }
}

impl DiscountByParts {
    /// What is left to be earned.
    ///
    /// # Errors
    /// `money.currency_mismatch`.
    pub fn left(&self) -> Result<Money, money::Rejection> {
        self.whole.checked_sub(self.granted)
    }

    /// What a further receipt by the deadline earns: all receipts together clear
    /// `round(received / (1 - percent))`, at most what is due, and all of it as soon as nothing but
    /// the discount is missing. What was earned before is not earned again.
    ///
    /// ```
    /// use o2c_core::calendar::DiscountByParts;
    /// // rulebook EX-T12: 500.00 earned 10.20 before.
    /// let discount = DiscountByParts {
    ///     due: "1200.00 EUR".parse()?,
    ///     whole: "24.00 EUR".parse()?,
    ///     percent: Some("2".parse()?),
    ///     received: "500.00 EUR".parse()?,
    ///     granted: "10.20 EUR".parse()?,
    /// };
    /// assert_eq!(discount.earned("676.00 EUR".parse()?)?.to_string(), "13.80 EUR");
    /// # Ok::<(), o2c_core::money::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`, `money.not_positive`.
    pub fn earned(&self, receipt: Money) -> Result<Money, money::Rejection> {
        let in_time = self.received.checked_add(receipt)?;
        let so_far = self.so_far(in_time)?;
        let earned = so_far.checked_sub(self.granted)?;
        Ok(if earned.is_negative() { Money::zero(receipt.currency()) } else { earned })
    }

    /// The discount that all money received by the deadline earns.
    fn so_far(&self, in_time: Money) -> Result<Money, money::Rejection> {
        let missing = self.due.checked_sub(in_time)?;
        if missing.compare(self.whole)?.is_le() {
            let zero = Money::zero(missing.currency());
            return Ok(if missing.is_negative() { zero } else { missing });
        }
        let (all, kept) = match self.percent {
            Some(percent) => {
                let hundred = Exact::whole(100)?;
                hundred.common(hundred.checked_sub(percent.exact())?)
            }
            None => {
                let kept = self.due.checked_sub(self.whole)?;
                (i128::from(self.due.minor()), i128::from(kept.minor()))
            }
        };
        // 18 digits times 18 digits stay below 2^127.
        let product = i128::from(in_time.minor()).saturating_mul(all);
        let cleared = divide(product, kept, Rounding::HalfAwayFromZero)?;
        let share = Money::from_wide(cleared, in_time.currency())?.checked_sub(in_time)?;
        Ok(if share.compare(self.whole)?.is_gt() { self.whole } else { share })
    }
}

impl EarlyDiscount {
    /// A discount in the usual form: it reduces VAT when taken, and only whole payment earns it.
    pub const fn new(percent: Percent, days: u16) -> Self {
        let (vat, policy) = (DiscountVat::ReducedWhenTaken, DiscountPolicy::FullOnly);
        EarlyDiscount { percent, days, vat, policy }
    }

    /// The last day on which paying earns the discount: issue + days, itself included, not
    /// shifted (rulebook T-30).
    ///
    /// # Errors
    /// `calendar.out_of_range`.
    pub fn deadline_on(self, issued_on: Day) -> Result<Day, Rejection> {
        issued_on.plus_days(self.days.into())
    }

    /// What each receipt earns of the discount on an amount due, in the order given (rulebook
    /// T-30). The whole discount is `round(due × percent)`, rounded half away from zero. What was
    /// earned is never taken back by money that comes in later; nobody earns a discount on what
    /// is not due.
    ///
    /// ```
    /// use o2c_core::calendar::*;
    /// let mut terms = EarlyDiscount::new("2".parse()?, 10);
    /// terms.policy = DiscountPolicy::Proportional;
    /// let receipt = |day: &str, amount: &str| Ok::<_, o2c_core::calendar::Rejection>(
    ///     ReceivedAmount { received_on: Day::parse(day)?, amount: amount.parse()? },
    /// );
    /// let receipts = [receipt("2026-01-20", "500.00 EUR")?, receipt("2026-01-25", "676.00 EUR")?];
    /// // rulebook EX-T12
    /// let earned = terms.earned("1200.00 EUR".parse()?, Day::parse("2026-01-15")?, &receipts)?;
    /// assert_eq!(earned[0].discount.to_string(), "10.20 EUR");
    /// assert_eq!(earned[1].discount.to_string(), "13.80 EUR");
    /// assert!(earned[1].open.is_zero());
    /// # Ok::<(), o2c_core::calendar::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `money.above_hundred`, `money.currency_mismatch`, `calendar.receipt_not_positive`,
    /// `calendar.out_of_range`, `money.out_of_range`.
    pub fn earned(
        self,
        due: Money,
        issued_on: Day,
        receipts: &[ReceivedAmount],
    ) -> Result<Vec<EarnedDiscount>, Rejection> {
        self.check()?;
        let until = self.deadline_on(issued_on)?;
        let zero = Money::zero(due.currency());
        let (mut in_time, mut granted, mut open) = (zero, zero, due);
        let mut earned = Vec::with_capacity(receipts.len());
        for (index, receipt) in receipts.iter().enumerate() {
            let at = |refused: Rejection| refused.inside("amount").inside_index("receipts", index);
            if !receipt.amount.is_positive() {
                let (path, amount) = (Path::root(), receipt.amount);
                return Err(at(Rejection::ReceiptNotPositive { path, amount }));
            }
            let before = granted;
            if receipt.received_on <= until {
                in_time = in_time.checked_add(receipt.amount).map_err(|no| at(no.into()))?;
                let so_far = self.granted(due, in_time)?;
                if so_far.compare(granted)?.is_gt() {
                    granted = so_far;
                }
            }
            let discount = granted.checked_sub(before)?;
            let cleared = receipt.amount.checked_add(discount)?;
            open = open.checked_sub(cleared).map_err(|no| at(no.into()))?;
            earned.push(EarnedDiscount { discount, cleared, open });
        }
        Ok(earned)
    }

    /// The discount that all money received by the deadline earns.
    fn granted(self, due: Money, in_time: Money) -> Result<Money, Rejection> {
        let zero = Money::zero(due.currency());
        if !due.is_positive() {
            return Ok(zero);
        }
        let whole = due.percent(self.percent, Rounding::HalfAwayFromZero)?;
        let percent = Some(self.percent);
        let (received, granted) = (zero, zero);
        let parts = DiscountByParts { due, whole, percent, received, granted };
        match self.policy {
            DiscountPolicy::FullOnly if due.checked_sub(in_time)?.compare(whole)?.is_gt() => {
                Ok(zero)
            }
            DiscountPolicy::FullOnly | DiscountPolicy::Proportional => Ok(parts.so_far(in_time)?),
        }
    }

    /// Refuses a discount above the whole.
    pub(super) fn check(self) -> Result<(), Rejection> {
        let refused = |refused: crate::money::Rejection| refused.inside("percent");
        self.percent.at_most_hundred().map_err(refused)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Refusal;
    use alloc::string::ToString;

    fn receipts(given: &[(&str, &str)]) -> Vec<ReceivedAmount> {
        let read = |(day, amount): &(&str, &str)| ReceivedAmount {
            received_on: Day::parse(day).unwrap(),
            amount: amount.parse().unwrap(),
        };
        given.iter().map(read).collect()
    }

    fn discounts(policy: DiscountPolicy, due: &str, given: &[(&str, &str)]) -> Vec<[String; 2]> {
        let terms = EarlyDiscount { policy, ..EarlyDiscount::new("2".parse().unwrap(), 10) };
        let issued_on = Day::parse("2026-01-15").unwrap();
        let earned = terms.earned(due.parse().unwrap(), issued_on, &receipts(given)).unwrap();
        let figures = |one: &EarnedDiscount| [one.discount.figure(), one.open.figure()];
        earned.iter().map(figures).collect()
    }

    use DiscountPolicy::{FullOnly, Proportional};
    use alloc::string::String;

    /// Rulebook EX-T12: also where one cent of discount closes a quarter.
    #[test]
    fn proportional_clears_with_each_receipt() {
        let day = "2026-01-25";
        let two = [(day, "500.00 EUR"), (day, "676.00 EUR")];
        let expected = [["10.20", "689.80"], ["13.80", "0.00"]];
        assert_eq!(discounts(Proportional, "1200.00 EUR", &two), expected);
        let expected = [["0.01", "0.00"]];
        assert_eq!(discounts(Proportional, "0.25 EUR", &[(day, "0.24 EUR")]), expected);
    }

    /// Rulebook T-30: all but the discount by the deadline, which is the 25th, or nothing.
    #[test]
    fn full_only_earns_with_the_last_part() {
        let two = [("2026-01-20", "500.00 EUR"), ("2026-01-25", "676.00 EUR")];
        let expected = [["0.00", "700.00"], ["24.00", "0.00"]];
        assert_eq!(discounts(FullOnly, "1200.00 EUR", &two), expected);
        let late = [("2026-01-20", "500.00 EUR"), ("2026-01-26", "676.00 EUR")];
        let expected = [["0.00", "700.00"], ["0.00", "24.00"]];
        assert_eq!(discounts(FullOnly, "1200.00 EUR", &late), expected);
        let expected = [["10.20", "689.80"], ["0.00", "13.80"]];
        assert_eq!(discounts(Proportional, "1200.00 EUR", &late), expected);
    }

    #[test]
    fn who_pays_more_takes_less() {
        let day = "2026-01-20";
        let expected = [["20.00", "0.00"]];
        assert_eq!(discounts(FullOnly, "1200.00 EUR", &[(day, "1180.00 EUR")]), expected);
        let expected = [["0.00", "-5.00"]];
        assert_eq!(discounts(FullOnly, "1200.00 EUR", &[(day, "1205.00 EUR")]), expected);
        let two = [(day, "588.00 EUR"), (day, "612.00 EUR")];
        let expected = [["12.00", "600.00"], ["0.00", "-12.00"]];
        assert_eq!(discounts(Proportional, "1200.00 EUR", &two), expected);
        // A credit note grants nothing.
        let expected = [["0.00", "-101.00"]];
        assert_eq!(discounts(Proportional, "-100.00 EUR", &[(day, "1.00 EUR")]), expected);
    }

    #[test]
    fn bad_receipts_are_refused_with_their_place() {
        let terms = EarlyDiscount::new("2".parse().unwrap(), 10);
        let (due, day) = ("10.00 EUR".parse().unwrap(), Day::parse("2026-01-15").unwrap());
        for (amount, code) in [
            ("0.00 EUR", "calendar.receipt_not_positive"),
            ("-1.00 EUR", "calendar.receipt_not_positive"),
            ("1.00 USD", "money.currency_mismatch"),
        ] {
            let refused = terms.earned(due, day, &receipts(&[("2026-01-16", amount)])).unwrap_err();
            assert_eq!(refused.code(), code);
            assert_eq!(refused.path().to_string(), "receipts[0].amount");
        }
        let all = EarlyDiscount::new("100".parse().unwrap(), 10);
        let earned = all.earned(due, day, &receipts(&[("2026-01-16", "1.00 EUR")])).unwrap();
        assert_eq!(earned[0].discount.figure(), "9.00");
    }
}
