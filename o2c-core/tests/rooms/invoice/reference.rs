//! The reference: the rulebook's sentences in exact fractions, one after the other.

use super::*;

pub(crate) fn fraction(figure: Exact) -> BigRational {
    let ten = BigInt::from(10).pow(u32::from(figure.places()));
    BigRational::new(BigInt::from(figure.mantissa()), ten)
}

/// To whole minor units, half away from zero.
pub(crate) fn rounded(minor: BigRational) -> i64 {
    i64::try_from(minor.round().to_integer()).unwrap()
}

pub(crate) fn whole(minor: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(minor))
}

pub(crate) fn percent_of(minor: i64, percent: Exact) -> i64 {
    rounded(whole(minor) * fraction(percent) / whole(100))
}

pub(crate) fn line(line: &DraftLine, decimals: u8) -> i64 {
    let price = match line.price {
        Price::Net(net) => fraction(net.exact()),
        Price::Gross { gross, discount } => fraction(gross.exact()) - fraction(discount.exact()),
    };
    let unit = whole(10_i64.pow(u32::from(decimals)));
    let base = fraction(line.base_quantity);
    let goods = rounded(fraction(line.quantity.figure()) * price / base * unit);
    let mut net = goods;
    for adjustment in &line.adjustments {
        let amount = match adjustment.value {
            AdjustmentValue::Amount(amount) => amount.minor(),
            AdjustmentValue::Percent(percent) => percent_of(goods, percent.exact()),
            AdjustmentValue::PercentOf { percent, base } => {
                percent_of(base.minor(), percent.exact())
            }
            AdjustmentValue::PercentOfRest(percent) => percent_of(net, percent.exact()),
        };
        match adjustment.kind {
            AdjustmentKind::Allowance => net -= amount,
            AdjustmentKind::Charge => net += amount,
        }
    }
    net
}

/// Line total, net, VAT of a draft whose document adjustments are percentages or name a VAT.
pub(crate) fn totals(draft: &Draft) -> (i64, i64, i64) {
    let decimals = draft.currency.decimals();
    let mut totals: BTreeMap<Vat, i64> = BTreeMap::new();
    for each in &draft.lines {
        *totals.entry(each.vat).or_default() += line(each, decimals);
    }
    let line_total = totals.values().sum();
    let mut bases = totals.clone();
    for adjustment in &draft.adjustments {
        let sign = match adjustment.kind {
            AdjustmentKind::Allowance => -1,
            AdjustmentKind::Charge => 1,
        };
        match (adjustment.value, adjustment.vat) {
            (AdjustmentValue::Percent(percent), None) => {
                for (vat, total) in &totals {
                    *bases.get_mut(vat).unwrap() += sign * percent_of(*total, percent.exact());
                }
            }
            (AdjustmentValue::Amount(amount), Some(vat)) => {
                *bases.entry(vat).or_default() += sign * amount.minor();
            }
            other => panic!("the generator makes no {other:?}"),
        }
    }
    let vat = |(vat, base): (&Vat, &i64)| percent_of(*base, vat.rate().exact());
    (line_total, bases.values().sum(), bases.iter().map(vat).sum())
}
