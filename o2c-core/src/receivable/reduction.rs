//! Why a part of an invoice is not paid.

/// Why a part of an invoice is not paid. The law treats what is irrecoverable as a reduction of
/// the price (rulebook V-07), so a loss does to the VAT what a discount does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Reduction {
    /// It was paid early.
    #[default]
    EarlyDiscount,
    /// It became irrecoverable in the year of the sale.
    BadDebtOfThisYear,
    /// It became irrecoverable in a later year.
    BadDebtOfEarlierYears,
    /// It is given up without a credit note: VAT that was owed stays owed, and is lost as well.
    Waiver,
}

impl Reduction {
    /// Whether it is the first one, which need not be written.
    #[cfg(feature = "serde")]
    pub(super) fn is_first(&self) -> bool {
        *self == Reduction::EarlyDiscount
    }

    /// Whether it is a debt that will not be paid any more.
    pub const fn is_bad_debt(self) -> bool {
        matches!(self, Reduction::BadDebtOfThisYear | Reduction::BadDebtOfEarlierYears)
    }

    /// What items of it are named after.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Reduction::EarlyDiscount => "discount",
            Reduction::BadDebtOfThisYear | Reduction::BadDebtOfEarlierYears => "bad-debt",
            Reduction::Waiver => "waiver",
        }
    }
}
