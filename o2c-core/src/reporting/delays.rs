//! When customers pay, weighted with what they pay (rulebook 6.2, EX-K6).

use super::{Rejection, days};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Invoices that were paid, or parts of them.
    PaidInvoices {
        /// The currency of every amount.
        currency: Currency,
        /// What was paid.
        invoices: Vec<PaidInvoice>,
    }
    /// What was paid of an invoice on one day.
    PaidInvoice {
        /// How much.
        amount: Money,
        /// The day of the invoice.
        issued_on: Day,
        /// The day it was due.
        due_on: Day,
        /// The day it was paid.
        paid_on: Day,
    }
}

/// Days from invoice and due day to payment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DelayFigures {
    /// From the invoice to the payment.
    pub days_to_pay: Option<Exact>,
    /// From the due day to the payment; below zero where customers pay early.
    pub days_beyond_terms: Option<Exact>,
}

impl PaidInvoices {
    /// The days to pay and beyond terms, each weighted with the amounts; none where nothing was
    /// paid.
    ///
    /// ```
    /// use o2c_core::reporting::{PaidInvoice, PaidInvoices};
    /// // rulebook EX-K6: 1 000 after 30 days, 5 000 after 60, both with 30 days to pay.
    /// let paid = |amount: &str, paid_on: &str| PaidInvoice {
    ///     amount: amount.parse().expect("an amount"),
    ///     issued_on: "2026-01-01".parse().expect("a day"),
    ///     due_on: "2026-01-31".parse().expect("a day"),
    ///     paid_on: paid_on.parse().expect("a day"),
    /// };
    /// let invoices = vec![paid("1000.00 EUR", "2026-01-31"), paid("5000.00 EUR", "2026-03-02")];
    /// let delays = PaidInvoices { currency: "EUR".parse()?, invoices }.delays()?;
    /// assert_eq!(delays.days_to_pay.map(|days| days.to_string()), Some("55".into()));
    /// assert_eq!(delays.days_beyond_terms.map(|days| days.to_string()), Some("25".into()));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `reporting.paid_before_issue`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn delays(&self) -> Result<DelayFigures, Rejection> {
        let (mut to_pay, mut beyond) = (0_i128, 0_i128);
        for (index, paid) in self.invoices.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("invoices", index);
            let unit = Money::zero(self.currency).expect(paid.amount.currency());
            unit.map_err(|no| at(Rejection::from(no).inside("amount")))?;
            let (issued_on, paid_on) = (paid.issued_on, paid.paid_on);
            if paid_on < issued_on {
                let path = Path::field("paid_on");
                return Err(at(Rejection::PaidBeforeIssue { path, issued_on, paid_on }));
            }
            // Amounts below 10^18 times days below 10^7: 10^13 of them fit 128 bits.
            let weighted = |days: i32| i128::from(paid.amount.minor()).saturating_mul(days.into());
            to_pay = to_pay.saturating_add(weighted(issued_on.days_until(paid_on)));
            beyond = beyond.saturating_add(weighted(paid.due_on.days_until(paid_on)));
        }
        let amounts = self.invoices.iter().map(|paid| paid.amount);
        DelayFigures::of(Money::sum(self.currency, amounts)?, to_pay, beyond)
    }
}

impl DelayFigures {
    /// The figures of what was paid, from the sums of minor units times days.
    pub(crate) fn of(paid: Money, to_pay: i128, beyond: i128) -> Result<Self, Rejection> {
        let over = |sum: i128| {
            let ratio = Ratio::new(sum, i128::from(paid.minor()));
            days(ratio.filter(|_| paid.is_positive()))
        };
        Ok(DelayFigures { days_to_pay: over(to_pay)?, days_beyond_terms: over(beyond)? })
    }
}
