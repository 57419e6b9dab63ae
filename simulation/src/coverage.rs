//! What a run reached: a generator that never reaches an edge proves nothing about it.

use o2c_core::calendar::Day;
use std::collections::BTreeSet;

/// The edges a run has reached, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Figures that lay exactly halfway between two amounts before they were rounded.
    pub ties: u64,
    /// Documents with a negative amount due.
    pub negative_documents: u64,
    /// Lines with a negative quantity or a negative net amount.
    pub negative_lines: u64,
    /// Amounts split over groups or instalments of which one weighed nothing.
    pub zero_weights: u64,
    /// Splits with a remainder to give away.
    pub remainders: u64,
    /// Days of trade at the end of a month.
    pub month_ends: u64,
    /// Days of trade that were a 29 February.
    pub leap_days: u64,
    /// The decimals of the currencies of documents.
    pub decimals: BTreeSet<u8>,
    /// Decisions that counted from a day before the one they became known on.
    pub back_dated: u64,
    /// Letters with a loss or a gain by exchange rates.
    pub exchange_differences: u64,
    /// Early discounts taken.
    pub discounts: u64,
    /// Letters dissolved.
    pub dissolved: u64,
    /// Partial letters.
    pub partial_letters: u64,
    /// Documents of more than one instalment.
    pub instalments: u64,
    /// Credit notes.
    pub credits: u64,
    /// Deposits deducted by an invoice.
    pub deductions: u64,
}

impl Coverage {
    /// Counts a day of trade.
    pub(crate) fn see_day(&mut self, day: Day) {
        if day == day.end_of_month() {
            self.month_ends += 1;
        }
        if day.month() == 2 && day.day_of_month() == 29 {
            self.leap_days += 1;
        }
    }

    /// The edges that were not reached.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let counted = [
            (self.ties, "ties"),
            (self.negative_documents, "negative documents"),
            (self.negative_lines, "negative lines"),
            (self.zero_weights, "zero weights"),
            (self.remainders, "remainders"),
            (self.month_ends, "month ends"),
            (self.leap_days, "leap days"),
            (self.back_dated, "back-dated decisions"),
            (self.exchange_differences, "exchange differences"),
            (self.discounts, "early discounts"),
            (self.dissolved, "dissolved letters"),
            (self.partial_letters, "partial letters"),
            (self.instalments, "instalments"),
            (self.credits, "credit notes"),
            (self.deductions, "deductions of deposits"),
        ];
        missing.extend(counted.iter().filter(|(count, _)| *count == 0).map(|(_, name)| *name));
        for (decimals, name) in [
            (0, "a currency without decimals"),
            (2, "a currency of two decimals"),
            (3, "a currency of three decimals"),
        ] {
            if !self.decimals.contains(&decimals) {
                missing.push(name);
            }
        }
        missing
    }
}
