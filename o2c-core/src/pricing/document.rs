//! Allowances and charges of a whole document, resolved to VAT groups.

use super::{AdjustmentKind, AdjustmentValue, Rejection};
use crate::error::Path;
use crate::id::Text;
use crate::money::{Currency, Money, split};
use crate::tax::Vat;
use alloc::vec::Vec;

/// The most allowances and charges of one document.
const MOST: usize = 1_000;

/// An allowance (BG-20) or a charge (BG-21) of a whole document.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct DocumentAdjustment {
    /// Whether it takes off or adds.
    pub kind: AdjustmentKind,
    /// What it comes to; a percentage is of the line total of its VAT group.
    pub value: AdjustmentValue,
    /// The VAT it bears. Where it is absent, a percentage is taken of each VAT group and an
    /// amount is split over the groups by largest remainder on their line totals (INV-12).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub vat: Option<Vat>,
    /// Why, as printed on the document (BT-97, BT-104).
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
}

/// What an allowance or charge of a document comes to in one VAT group (BT-92, BT-99).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct ResolvedAdjustment {
    /// Which of the document's adjustments this is of, counted from zero.
    pub adjustment: usize,
    /// Whether it takes off or adds.
    pub kind: AdjustmentKind,
    /// The VAT it bears.
    pub vat: Vat,
    /// The amount, without VAT.
    pub amount: Money,
}

/// Resolves the adjustments of a document to VAT groups, in order (rulebook INV-12).
///
/// `line_totals` holds the line total of each VAT group once. Every amount is rounded half away
/// from zero; shares of an amount sum to it, and shares of zero are left out, as is a
/// percentage of a group that has no lines.
///
/// ```
/// use o2c_core::money::Currency;
/// use o2c_core::pricing::*;
/// use o2c_core::id::Text;
/// // rulebook EX-M4c: 10.00 off 100.01 at 20 % and 49.99 at 10 %.
/// let totals =
///     [("S 10".parse()?, "49.99 EUR".parse()?), ("S 20".parse()?, "100.01 EUR".parse()?)];
/// let discount = DocumentAdjustment {
///     kind: AdjustmentKind::Allowance,
///     value: AdjustmentValue::Amount("10.00 EUR".parse()?),
///     vat: None,
///     reason: Text::default(),
/// };
/// let resolved = resolve_document_adjustments(Currency::EUR, &[discount], &totals)?;
/// assert_eq!(resolved[0].amount.to_string(), "3.33 EUR");
/// assert_eq!(resolved[1].amount.to_string(), "6.67 EUR");
/// # Ok::<(), o2c_core::pricing::Rejection>(())
/// ```
///
/// # Errors
/// `pricing.allowance_above_hundred`, `pricing.nothing_to_split_over`,
/// `pricing.groups_of_both_signs`, `pricing.too_many_adjustments`, `money.currency_mismatch`,
/// `money.out_of_range`; the path starts with `adjustments[i]`.
pub fn resolve_document_adjustments(
    currency: Currency,
    adjustments: &[DocumentAdjustment],
    line_totals: &[(Vat, Money)],
) -> Result<Vec<ResolvedAdjustment>, Rejection> {
    if adjustments.len() > MOST {
        return Err(Rejection::TooManyAdjustments {
            path: Path::field("adjustments"),
            count: adjustments.len(),
            most: MOST,
        });
    }
    let mut resolved = Vec::new();
    for (index, adjustment) in adjustments.iter().enumerate() {
        let shares = adjustment
            .shares(currency, line_totals, &resolved)
            .map_err(|refusal| refusal.inside_index("adjustments", index))?;
        resolved.extend(shares.into_iter().map(|(vat, amount)| ResolvedAdjustment {
            adjustment: index,
            kind: adjustment.kind,
            vat,
            amount,
        }));
    }
    Ok(resolved)
}

impl DocumentAdjustment {
    /// What the adjustment comes to in each VAT group it concerns.
    fn shares(
        &self,
        currency: Currency,
        line_totals: &[(Vat, Money)],
        before: &[ResolvedAdjustment],
    ) -> Result<Vec<(Vat, Money)>, Rejection> {
        let on = |vat: Vat, base: Money| {
            let rest = rest_of(vat, base, before)?;
            let amount = self.value.amount(self.kind, currency, base, rest)?;
            Ok::<_, Rejection>((vat, amount))
        };
        if let Some(vat) = self.vat {
            let total = line_totals.iter().find(|(group, _)| *group == vat);
            let base = total.map_or(Money::zero(currency), |(_, total)| *total);
            let (vat, amount) = on(vat, base)?;
            // A percentage of nothing bears no VAT; an amount that was named keeps its group.
            let is_left_out = amount.is_zero() && total.is_none() && self.value.percent().is_some();
            return Ok(if is_left_out { Vec::new() } else { Vec::from([(vat, amount)]) });
        }
        let shares = match &self.value {
            AdjustmentValue::Percent(_) | AdjustmentValue::PercentOfRest(_) => line_totals
                .iter()
                .map(|(vat, base)| on(*vat, *base))
                .collect::<Result<Vec<_>, Rejection>>()?,
            AdjustmentValue::Amount(_) | AdjustmentValue::PercentOf { .. } => {
                let fixed = self.value.fixed(self.kind, currency)?;
                split_over(fixed.unwrap_or(Money::zero(currency)), line_totals)?
            }
        };
        Ok(shares.into_iter().filter(|(_, amount)| !amount.is_zero()).collect())
    }
}

/// What the adjustments before leave of a group's line total.
fn rest_of(vat: Vat, base: Money, before: &[ResolvedAdjustment]) -> Result<Money, Rejection> {
    let mut rest = base;
    for adjustment in before.iter().filter(|adjustment| adjustment.vat == vat) {
        rest = match adjustment.kind {
            AdjustmentKind::Allowance => rest.checked_sub(adjustment.amount)?,
            AdjustmentKind::Charge => rest.checked_add(adjustment.amount)?,
        };
    }
    Ok(rest)
}

/// Splits an amount over VAT groups of one sign by largest remainder on their totals.
fn split_over(whole: Money, totals: &[(Vat, Money)]) -> Result<Vec<(Vat, Money)>, Rejection> {
    if whole.is_zero() {
        return Ok(Vec::new());
    }
    let is_positive = totals.iter().any(|(_, total)| total.is_positive());
    let negative = totals.iter().find(|(_, total)| total.is_negative());
    if let (true, Some((vat, total))) = (is_positive, negative) {
        return Err(Rejection::GroupsOfBothSigns {
            path: Path::field("value"),
            amount: whole,
            vat: *vat,
            total: *total,
        });
    }
    if !is_positive && negative.is_none() {
        return Err(Rejection::NothingToSplitOver { path: Path::field("value"), amount: whole });
    }
    let weights: Vec<i128> =
        totals.iter().map(|(_, total)| i128::from(total.minor()).saturating_abs()).collect();
    let shares = split(whole, &weights)?;
    Ok(totals.iter().map(|(vat, _)| *vat).zip(shares).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(figures: &[(&str, &str)]) -> Vec<(Vat, Money)> {
        figures.iter().map(|(vat, total)| (vat.parse().unwrap(), total.parse().unwrap())).collect()
    }

    fn allowance(value: AdjustmentValue, vat: Option<&str>) -> DocumentAdjustment {
        DocumentAdjustment {
            kind: AdjustmentKind::Allowance,
            value,
            vat: vat.map(|vat| vat.parse().unwrap()),
            reason: Text::default(),
        }
    }

    fn resolved(
        adjustments: &[DocumentAdjustment],
        figures: &[(&str, &str)],
    ) -> Result<Vec<i64>, Rejection> {
        let resolved = resolve_document_adjustments(Currency::EUR, adjustments, &totals(figures))?;
        Ok(resolved.iter().map(|share| share.amount.minor()).collect())
    }

    /// Rulebook EX-I4: 5 % on 100.00 at 20 % and 50.00 at 10 %.
    #[test]
    fn a_percentage_is_taken_of_each_group() {
        let five = allowance(AdjustmentValue::Percent("5".parse().unwrap()), None);
        let groups = [("S 10", "50.00 EUR"), ("S 20", "100.00 EUR")];
        assert_eq!(resolved(&[five], &groups).unwrap(), [250, 500]);
    }

    #[test]
    fn the_rest_is_what_is_left_in_the_group() {
        let ten = allowance(AdjustmentValue::Percent("10".parse().unwrap()), None);
        let five = allowance(AdjustmentValue::PercentOfRest("5".parse().unwrap()), None);
        let groups = [("S 10", "50.00 EUR"), ("S 20", "100.00 EUR")];
        assert_eq!(resolved(&[ten, five], &groups).unwrap(), [500, 1000, 225, 450]);
    }

    #[test]
    fn an_amount_mirrors_on_negative_groups_and_refuses_both_signs() {
        let ten = |sign: &str| {
            let amount = alloc::format!("{sign}10.00 EUR").parse().unwrap();
            allowance(AdjustmentValue::Amount(amount), None)
        };
        let negative = [("S 10", "-49.99 EUR"), ("S 20", "-100.01 EUR")];
        assert_eq!(resolved(&[ten("-")], &negative).unwrap(), [-333, -667]);
        let both = [("S 10", "-49.99 EUR"), ("S 20", "100.01 EUR")];
        assert!(matches!(resolved(&[ten("")], &both), Err(Rejection::GroupsOfBothSigns { .. })));
        assert!(matches!(
            resolved(&[ten("")], &[("S 20", "0.00 EUR")]),
            Err(Rejection::NothingToSplitOver { .. })
        ));
        let named = allowance(AdjustmentValue::Amount("10.00 EUR".parse().unwrap()), Some("S 20"));
        assert_eq!(resolved(&[named], &both).unwrap(), [1000]);
    }
}
