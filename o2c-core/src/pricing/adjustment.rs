//! Allowances and charges.

use super::Rejection;
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, Money, Percent, Rounding};

/// Whether an adjustment takes off or adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum AdjustmentKind {
    /// Takes off: a discount.
    Allowance,
    /// Adds: freight, packing.
    Charge,
}

/// What an adjustment comes to (rulebook INV-04). Each is rounded on its own, half away from
/// zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum AdjustmentValue {
    /// A fixed amount. Negative on a document of negative quantities.
    Amount(Money),
    /// A percentage of the line's goods amount, or of each VAT group's line total.
    Percent(Percent),
    /// A percentage of a base that is named.
    PercentOf {
        /// The percentage.
        percent: Percent,
        /// What it is taken of.
        base: Money,
    },
    /// A percentage of what the adjustments before this one left: 10 % and then 5 % of the rest.
    PercentOfRest(Percent),
}

impl AdjustmentValue {
    /// The percentage, unless the value is a fixed amount.
    pub const fn percent(&self) -> Option<Percent> {
        match self {
            AdjustmentValue::Amount(_) => None,
            AdjustmentValue::Percent(percent)
            | AdjustmentValue::PercentOfRest(percent)
            | AdjustmentValue::PercentOf { percent, .. } => Some(*percent),
        }
    }

    /// The percentage and what it is taken of, where `whole` is adjusted and `rest` is what the
    /// adjustments before left of it; none for a fixed amount.
    pub const fn taken_of(&self, whole: Money, rest: Money) -> Option<(Percent, Money)> {
        match self {
            AdjustmentValue::Amount(_) => None,
            AdjustmentValue::Percent(percent) => Some((*percent, whole)),
            AdjustmentValue::PercentOf { percent, base } => Some((*percent, *base)),
            AdjustmentValue::PercentOfRest(percent) => Some((*percent, rest)),
        }
    }

    /// The amount, where it depends on no line or group.
    pub(super) fn fixed(
        &self,
        kind: AdjustmentKind,
        currency: Currency,
    ) -> Result<Option<Money>, Rejection> {
        let zero = Money::zero(currency);
        match self {
            AdjustmentValue::Percent(_) | AdjustmentValue::PercentOfRest(_) => Ok(None),
            AdjustmentValue::Amount(_) | AdjustmentValue::PercentOf { .. } => {
                self.amount(kind, currency, zero, zero).map(Some)
            }
        }
    }

    /// The amount on a base of which `rest` is left.
    pub(super) fn amount(
        &self,
        kind: AdjustmentKind,
        currency: Currency,
        base: Money,
        rest: Money,
    ) -> Result<Money, Rejection> {
        if let (AdjustmentKind::Allowance, Some(percent)) = (kind, self.percent())
            && percent.at_most_hundred().is_err()
        {
            return Err(Rejection::AllowanceAboveHundred { path: Path::field("value"), percent });
        }
        let (percent, base) = match self {
            AdjustmentValue::Amount(amount) => {
                expect(currency, *amount)?;
                return Ok(*amount);
            }
            AdjustmentValue::Percent(percent) => (percent, base),
            AdjustmentValue::PercentOf { percent, base } => {
                expect(currency, *base)?;
                (percent, *base)
            }
            AdjustmentValue::PercentOfRest(percent) => (percent, rest),
        };
        base.percent(*percent, Rounding::HalfAwayFromZero)
            .map_err(|refusal| Rejection::from(refusal.inside("value")))
    }
}

/// The currency of a figure inside a document is the document's.
fn expect(currency: Currency, figure: Money) -> Result<(), Rejection> {
    Money::zero(currency)
        .expect(figure.currency())
        .map_err(|refusal| Rejection::from(refusal.inside("value")))
}

/// An allowance (BG-27) or a charge (BG-28) of a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Adjustment {
    /// Whether it takes off or adds.
    pub kind: AdjustmentKind,
    /// What it comes to.
    pub value: AdjustmentValue,
    /// Why, as printed on the document (BT-139, BT-144).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
}

impl Adjustment {
    /// An allowance or charge without a reason.
    pub fn new(kind: AdjustmentKind, value: AdjustmentValue) -> Self {
        Adjustment { kind, value, reason: Text::default() }
    }

    /// A percentage off the goods amount.
    pub fn allowance_percent(percent: Percent) -> Self {
        Self::new(AdjustmentKind::Allowance, AdjustmentValue::Percent(percent))
    }

    /// An amount off.
    pub fn allowance(amount: Money) -> Self {
        Self::new(AdjustmentKind::Allowance, AdjustmentValue::Amount(amount))
    }

    /// An amount on top.
    pub fn charge(amount: Money) -> Self {
        Self::new(AdjustmentKind::Charge, AdjustmentValue::Amount(amount))
    }
}
