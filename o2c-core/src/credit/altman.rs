//! Altman's Z, Z′ and Z″ (rulebook C-11): how far a firm stands from insolvency, by five ratios of
//! its accounts. Each form has thresholds of its own.

use super::Rejection;
use super::figures::{Factor, Part, factors, named, printed, quotient, total};
use crate::body::bodies;
use crate::error::Path;
use crate::money::{Exact, Ratio};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A firm's accounts or ratios, and the form they are put into.
    Altman {
        /// Which form.
        form: AltmanForm,
        /// What is known of the firm.
        firm: AltmanFirm,
    }
    /// The ratios themselves.
    AltmanRatios {
        /// X1: working capital by total assets.
        x1: Exact,
        /// X2: retained earnings by total assets.
        x2: Exact,
        /// X3: earnings before interest and taxes by total assets.
        x3: Exact,
        /// X4: equity by total liabilities, at market value for a listed firm, else at book value.
        x4: Exact,
        /// X5: sales by total assets; the forms Z and Z′ need it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        x5: Option<Exact>,
    }
    /// Figures of a firm's accounts, all in one unit.
    AltmanAccounts {
        /// Current assets less current liabilities.
        working_capital: Exact,
        /// Retained earnings.
        retained_earnings: Exact,
        /// Earnings before interest and taxes.
        ebit: Exact,
        /// Equity, at market value for a listed firm, else at book value.
        equity: Exact,
        /// Sales; the forms Z and Z′ need them.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        sales: Option<Exact>,
        /// Total assets, above zero.
        total_assets: Exact,
        /// Total liabilities, above zero.
        total_liabilities: Exact,
    }
}

/// What is known of a firm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AltmanFirm {
    /// Its ratios.
    Ratios(AltmanRatios),
    /// Figures of its accounts.
    Accounts(AltmanAccounts),
}

/// A form of the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AltmanForm {
    /// Z: listed industrial firms.
    Listed,
    /// Z′: firms that are not listed.
    Private,
    /// Z″: firms that are not industrial.
    NonManufacturing,
    /// Z″ with its constant for emerging markets, and thresholds that move with it.
    EmergingMarket,
}

/// Where a score stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AltmanZone {
    /// Above the upper threshold.
    Safe,
    /// Between the thresholds, both included.
    Grey,
    /// Below the lower threshold.
    Distress,
}

/// A score with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct AltmanFigures {
    /// The score, at four decimals.
    pub score: Exact,
    /// Where it stands.
    pub zone: AltmanZone,
    /// Above this it is safe.
    pub safe_above: Exact,
    /// Below this it is distress.
    pub distress_below: Exact,
    /// The ratios, the weightiest first.
    pub factors: Vec<Factor>,
}

/// Thousandths: the constant, the coefficients of X1 to X5, and the two thresholds.
struct Coefficients {
    constant: i128,
    of: [i128; 5],
    distress_below: i128,
    safe_above: i128,
}

impl AltmanForm {
    const fn coefficients(self) -> Coefficients {
        let (constant, of, distress_below, safe_above) = match self {
            AltmanForm::Listed => (0, [1_200, 1_400, 3_300, 600, 1_000], 1_810, 2_990),
            AltmanForm::Private => (0, [717, 847, 3_107, 420, 998], 1_230, 2_900),
            AltmanForm::NonManufacturing => (0, [6_560, 3_260, 6_720, 1_050, 0], 1_100, 2_600),
            AltmanForm::EmergingMarket => (3_250, [6_560, 3_260, 6_720, 1_050, 0], 4_350, 5_850),
        };
        Coefficients { constant, of, distress_below, safe_above }
    }
}

impl Altman {
    /// The score, where it stands, and what each ratio gives to it.
    ///
    /// ```
    /// use o2c_core::credit::{Altman, AltmanFirm, AltmanForm, AltmanRatios, AltmanZone};
    /// // rulebook EX-C4.
    /// let ratios = AltmanRatios {
    ///     x1: "0.20".parse()?,
    ///     x2: "0.25".parse()?,
    ///     x3: "0.12".parse()?,
    ///     x4: "0.80".parse()?,
    ///     x5: Some("1.50".parse()?),
    /// };
    /// let listed = Altman { form: AltmanForm::Listed, firm: AltmanFirm::Ratios(ratios) };
    /// let figures = listed.figures()?;
    /// assert_eq!((figures.score.to_string().as_str(), figures.zone), ("2.966", AltmanZone::Grey));
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// `credit.ratio_missing`, `credit.nothing_to_divide_by` with its path, `credit.out_of_range`.
    pub fn figures(&self) -> Result<AltmanFigures, Rejection> {
        let (ratios, place) = match &self.firm {
            AltmanFirm::Ratios(ratios) => (ratios.ratios(), "firm.ratios"),
            AltmanFirm::Accounts(accounts) => {
                (accounts.ratios().map_err(|no| no.inside("firm.accounts"))?, "firm.accounts")
            }
        };
        let Coefficients { constant, of, distress_below, safe_above } = self.form.coefficients();
        let mut parts = Vec::with_capacity(of.len());
        for (name, (ratio, coefficient)) in NAMES.iter().zip(ratios.into_iter().zip(of)) {
            if coefficient == 0 {
                continue;
            }
            let Some(ratio) = ratio else {
                return Err(Rejection::RatioMissing { path: Path::field(place), ratio: name });
            };
            parts.push(Part::new(named(name), ratio, Exact::new(coefficient, 3)?)?);
        }
        let thousandths = |figure| Exact::new(figure, 3);
        let (safe_above, distress_below) = (thousandths(safe_above)?, thousandths(distress_below)?);
        let constant = Ratio::of(thousandths(constant)?);
        let score = super::figures::known(total(&parts)?.plus(constant), constant)?;
        let zone = if score > Ratio::of(safe_above) {
            AltmanZone::Safe
        } else if score < Ratio::of(distress_below) {
            AltmanZone::Distress
        } else {
            AltmanZone::Grey
        };
        let score = printed(score)?;
        Ok(AltmanFigures { score, zone, safe_above, distress_below, factors: factors(parts)? })
    }
}

const NAMES: [&str; 5] = ["x1", "x2", "x3", "x4", "x5"];

impl AltmanRatios {
    fn ratios(&self) -> [Option<Ratio>; 5] {
        let AltmanRatios { x1, x2, x3, x4, x5 } = *self;
        [Some(x1), Some(x2), Some(x3), Some(x4), x5].map(|ratio| ratio.map(Ratio::of))
    }
}

impl AltmanAccounts {
    fn ratios(&self) -> Result<[Option<Ratio>; 5], Rejection> {
        let by_assets = |figure| quotient(figure, self.total_assets, "total_assets");
        Ok([
            Some(by_assets(self.working_capital)?),
            Some(by_assets(self.retained_earnings)?),
            Some(by_assets(self.ebit)?),
            Some(quotient(self.equity, self.total_liabilities, "total_liabilities")?),
            self.sales.map(by_assets).transpose()?,
        ])
    }
}
