//! What a line comes to.

use super::{Adjustment, AdjustmentKind, Price, Rejection};
use crate::error::Path;
use crate::money::{Currency, Exact, Money, Rounding};
use crate::tax::Vat;
use alloc::vec::Vec;

/// What a line is priced from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LinePricing {
    /// How much; negative where something is taken back.
    pub quantity: Exact,
    /// What one base quantity costs.
    pub price: Price,
    /// The quantity the price is for (BT-149), in the unit of the quantity.
    #[cfg_attr(feature = "serde", serde(default = "Exact::one"))]
    pub base_quantity: Exact,
    /// Allowances and charges of the line, in order.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub adjustments: Vec<Adjustment>,
}

/// What a line comes to, each figure rounded on its own (rulebook INV-03):
/// `net = goods - allowances + charges`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct LineAmounts {
    /// Quantity times price.
    pub goods: Money,
    /// The sum of the line's allowances (BT-136).
    pub allowances: Money,
    /// The sum of the line's charges (BT-141).
    pub charges: Money,
    /// The net amount of the line (BT-131).
    pub net: Money,
}

/// What a line comes to (rulebook INV-01 to INV-04): the goods amount and every allowance and
/// charge are rounded separately, half away from zero, and then added.
///
/// # Errors
/// `pricing.discount_above_gross`, `pricing.base_quantity_not_positive`,
/// `pricing.allowance_above_hundred`, `money.currency_mismatch`, `money.out_of_range`.
pub fn price_line(line: &LinePricing, currency: Currency) -> Result<LineAmounts, Rejection> {
    line_amounts(line.quantity, &line.price, line.base_quantity, &line.adjustments, currency)
}

/// [`price_line`] on borrowed parts of a line.
///
/// # Errors
/// As [`price_line`].
#[inline(always)]
pub fn line_amounts(
    quantity: Exact,
    price: &Price,
    base_quantity: Exact,
    adjustments: &[Adjustment],
    currency: Currency,
) -> Result<LineAmounts, Rejection> {
    if !base_quantity.is_positive() {
        return Err(Rejection::BaseQuantityNotPositive {
            path: Path::field("base_quantity"),
            base_quantity,
        });
    }
    let goods = price
        .net()
        .map_err(|refusal| refusal.inside("price"))?
        .times(quantity, base_quantity, currency, Rounding::HalfAwayFromZero)
        .map_err(|refusal| Rejection::from(refusal.inside("quantity")))?;
    let mut amounts = LineAmounts {
        goods,
        allowances: Money::zero(currency),
        charges: Money::zero(currency),
        net: goods,
    };
    for (index, adjustment) in adjustments.iter().enumerate() {
        amounts.adjust(adjustment).map_err(|refusal| refusal.inside_index("adjustments", index))?;
    }
    Ok(amounts)
}

/// What one allowance or charge of a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AdjustedAmount {
    /// What the adjustments before left of the goods amount.
    pub rest: Money,
    /// The amount of the allowance or charge.
    pub amount: Money,
}

/// What each allowance and charge of a line comes to, in their order (rulebook INV-04).
///
/// # Errors
/// As [`price_line`].
pub fn adjusted_amounts(
    goods: Money,
    adjustments: &[Adjustment],
) -> Result<Vec<AdjustedAmount>, Rejection> {
    let zero = Money::zero(goods.currency());
    let mut amounts = LineAmounts { goods, allowances: zero, charges: zero, net: goods };
    let mut adjusted = Vec::with_capacity(adjustments.len());
    for (index, adjustment) in adjustments.iter().enumerate() {
        let before = amounts;
        amounts.adjust(adjustment).map_err(|refusal| refusal.inside_index("adjustments", index))?;
        let amount = match adjustment.kind {
            AdjustmentKind::Allowance => amounts.allowances.checked_sub(before.allowances)?,
            AdjustmentKind::Charge => amounts.charges.checked_sub(before.charges)?,
        };
        adjusted.push(AdjustedAmount { rest: before.net, amount });
    }
    Ok(adjusted)
}

impl LineAmounts {
    /// The amounts of a line whose figures hold VAT, brought to a net without it: allowances and
    /// charges are rounded on their own, the goods take the rest.
    pub(crate) fn without_vat(self, vat: Vat, net: Money) -> Result<Self, Rejection> {
        let allowances = vat.net_within(self.allowances)?;
        let charges = vat.net_within(self.charges)?;
        let goods = net.checked_add(allowances)?.checked_sub(charges)?;
        Ok(LineAmounts { goods, allowances, charges, net })
    }

    fn adjust(&mut self, adjustment: &Adjustment) -> Result<(), Rejection> {
        let currency = self.goods.currency();
        let amount = adjustment.value.amount(adjustment.kind, currency, self.goods, self.net)?;
        match adjustment.kind {
            AdjustmentKind::Allowance => {
                self.allowances = self.allowances.checked_add(amount)?;
                self.net = self.net.checked_sub(amount)?;
            }
            AdjustmentKind::Charge => {
                self.charges = self.charges.checked_add(amount)?;
                self.net = self.net.checked_add(amount)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::AdjustmentValue;
    use super::*;

    fn line(quantity: &str, price: Price, base: &str, adjustments: Vec<Adjustment>) -> LinePricing {
        LinePricing {
            quantity: quantity.parse().unwrap(),
            price,
            base_quantity: base.parse().unwrap(),
            adjustments,
        }
    }

    fn net(price: &str) -> Price {
        Price::Net(price.parse().unwrap())
    }

    fn priced(line: &LinePricing) -> i64 {
        price_line(line, Currency::EUR).unwrap().net.minor()
    }

    /// Rulebook EX-I2, EX-I8, EX-I9.
    #[test]
    fn worked_examples() {
        let five = Adjustment::allowance_percent("5".parse().unwrap());
        assert_eq!(priced(&line("7", net("10.00"), "3", [five].to_vec())), 2216);
        assert_eq!(priced(&line("-2", net("10.00"), "1", Vec::new())), -2000);
        assert_eq!(priced(&line("15", net("0.01"), "30", Vec::new())), 1);
    }

    /// Ten percent and then five of the rest: 100.00, 90.00, 85.50; both of the goods: 85.00.
    #[test]
    fn a_cascade_takes_of_the_rest() {
        let allowance = |value| Adjustment::new(AdjustmentKind::Allowance, value);
        let (ten, five) = ("10".parse().unwrap(), "5".parse().unwrap());
        let cascade = [
            allowance(AdjustmentValue::Percent(ten)),
            allowance(AdjustmentValue::PercentOfRest(five)),
        ];
        assert_eq!(priced(&line("1", net("100"), "1", cascade.to_vec())), 8550);
        let beside =
            [allowance(AdjustmentValue::Percent(ten)), allowance(AdjustmentValue::Percent(five))];
        assert_eq!(priced(&line("1", net("100"), "1", beside.to_vec())), 8500);
    }

    /// A hundred percent off leaves nothing, not a cent.
    #[test]
    fn a_full_discount_leaves_zero() {
        let whole = Adjustment::allowance_percent("100".parse().unwrap());
        for quantity in ["7", "-7", "0.333"] {
            let line = line(quantity, net("10.01"), "3", [whole.clone()].to_vec());
            assert_eq!(priced(&line), 0);
        }
    }

    #[test]
    fn refusals_name_the_place() {
        use crate::error::Refusal;
        let refused = |line: LinePricing| {
            let refusal = price_line(&line, Currency::EUR).unwrap_err();
            (refusal.code(), refusal.path().to_string())
        };
        use alloc::string::ToString;
        assert_eq!(
            refused(line("1", net("1"), "0", Vec::new())),
            ("pricing.base_quantity_not_positive", "base_quantity".to_string())
        );
        let gross = Price::Gross { gross: "1".parse().unwrap(), discount: "1.01".parse().unwrap() };
        assert_eq!(
            refused(line("1", gross, "1", Vec::new())),
            ("pricing.discount_above_gross", "price.discount".to_string())
        );
        let above = Adjustment::allowance_percent("100.5".parse().unwrap());
        assert_eq!(
            refused(line("1", net("1"), "1", [above].to_vec())),
            ("pricing.allowance_above_hundred", "adjustments[0].value".to_string())
        );
        let dollars = Adjustment::charge("1.00 USD".parse().unwrap());
        assert_eq!(
            refused(line("1", net("1"), "1", [dollars].to_vec())),
            ("money.currency_mismatch", "adjustments[0].value".to_string())
        );
    }
}
