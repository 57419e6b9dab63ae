//! The score of Conan and Holder (1979; rulebook C-12): the risk of failure of a French industrial
//! firm of small or middle size, by five ratios of its accounts.

use super::Rejection;
use super::figures::{Factor, Part, factors, named, printed, quotient, total};
use crate::body::bodies;
use crate::money::{Exact, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Figures of a firm's accounts, all in one unit.
    ConanHolder {
        /// Earnings before interest, taxes, depreciation and amortisation (EBE).
        gross_operating_surplus: Exact,
        /// All debts, above zero.
        total_debts: Exact,
        /// Equity and long-term debts.
        permanent_capital: Exact,
        /// Total assets, above zero.
        total_assets: Exact,
        /// Receivables and cash.
        receivables_and_cash: Exact,
        /// Financial charges.
        financial_charges: Exact,
        /// Sales without VAT, above zero.
        sales: Exact,
        /// Staff costs.
        staff_costs: Exact,
        /// Value added, above zero.
        value_added: Exact,
    }
}

/// A score with its risk and what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConanHolderFigures {
    /// The score, at four decimals; times a hundred it is the form in points.
    pub score: Exact,
    /// The risk of failure in percent that the band of the score begins with.
    pub risk_from: u8,
    /// The risk of failure in percent that it ends with.
    pub risk_until: u8,
    /// The ratios, the weightiest first.
    pub factors: Vec<Factor>,
}

/// In hundredths: from which score on the risk lies between which percentages.
const RISKS: [(i128, u8, u8); 3] = [(9, 10, 30), (4, 30, 65), (-5, 65, 90)];

impl ConanHolder {
    /// The score, the band of its risk, and what each ratio gives to it. A score above 0.16 has
    /// the lowest risk; at a threshold the lower risk counts.
    ///
    /// ```
    /// use o2c_core::credit::ConanHolder;
    /// // rulebook EX-C5.
    /// let firm = ConanHolder {
    ///     gross_operating_surplus: "300".parse()?,
    ///     total_debts: "2000".parse()?,
    ///     permanent_capital: "1800".parse()?,
    ///     total_assets: "3000".parse()?,
    ///     receivables_and_cash: "1100".parse()?,
    ///     financial_charges: "60".parse()?,
    ///     sales: "5000".parse()?,
    ///     staff_costs: "900".parse()?,
    ///     value_added: "1500".parse()?,
    /// };
    /// let figures = firm.figures()?;
    /// assert_eq!(figures.score.to_string(), "0.1562");
    /// assert_eq!((figures.risk_from, figures.risk_until), (10, 30));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.nothing_to_divide_by` with its path, `credit.out_of_range`.
    pub fn figures(&self) -> Result<ConanHolderFigures, Rejection> {
        let by = quotient;
        let (assets, capital) = (self.total_assets, self.permanent_capital);
        let parts = [
            ("gross_operating_surplus", 24, self.gross_operating_surplus, self.total_debts),
            ("permanent_capital", 22, capital, assets),
            ("receivables_and_cash", 16, self.receivables_and_cash, assets),
            ("financial_charges", -87, self.financial_charges, self.sales),
            ("staff_costs", -10, self.staff_costs, self.value_added),
        ];
        let unders = ["total_debts", "total_assets", "total_assets", "sales", "value_added"];
        let mut weighed = Vec::with_capacity(parts.len());
        for ((name, hundredths, over, under), field) in parts.into_iter().zip(unders) {
            let weight = Exact::new(hundredths, 2)?;
            weighed.push(Part::new(named(name), by(over, under, field)?, weight)?);
        }
        let score = total(&weighed)?;
        let hundredths = |figure| Ratio::new(figure, 100);
        let is_safe = hundredths(16).is_some_and(|threshold| score > threshold);
        let (risk_from, risk_until) = if is_safe {
            (0, 10)
        } else {
            let reached = |row: &&(i128, u8, u8)| hundredths(row.0).is_some_and(|at| score >= at);
            RISKS.iter().find(reached).map_or((90, 100), |(_, from, until)| (*from, *until))
        };
        let score = printed(score)?;
        Ok(ConanHolderFigures { score, risk_from, risk_until, factors: factors(weighed)? })
    }
}
