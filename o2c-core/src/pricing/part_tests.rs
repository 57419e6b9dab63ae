//! An order billed in parts: every sequence of parts sums to the whole.

#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::error::Refusal;
use crate::money::{Currency, Exact, Money};
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

/// A line of an order that owns what an [`OrderedLine`] borrows.
#[derive(Debug, Clone)]
struct Line {
    quantity: Exact,
    price: Price,
    adjustments: Vec<Adjustment>,
    vat: crate::tax::Vat,
}

fn whole(number: i64) -> Exact {
    Exact::whole(number).unwrap()
}

fn line(quantity: i64, price: &str, vat: &str, adjustments: &[Adjustment]) -> Line {
    Line {
        quantity: whole(quantity),
        price: Price::Net(price.parse().unwrap()),
        adjustments: adjustments.to_vec(),
        vat: vat.parse().unwrap(),
    }
}

fn fixed(kind: AdjustmentKind, amount: Money, vat: Option<&str>) -> DocumentAdjustment {
    DocumentAdjustment {
        kind,
        value: AdjustmentValue::Amount(amount),
        vat: vat.map(|vat| vat.parse().unwrap()),
        reason: crate::id::Text::default(),
    }
}

fn part(
    lines: &[Line],
    adjustments: &[DocumentAdjustment],
    invoiced: &[i64],
    billed: &[i64],
) -> Result<Part, Rejection> {
    let ordered: Vec<OrderedLine> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| OrderedLine {
            quantity: line.quantity,
            most: line.quantity,
            price: &line.price,
            base_quantity: Exact::ONE,
            adjustments: &line.adjustments,
            vat: line.vat,
            invoiced: whole(invoiced[index]),
            billed: whole(billed[index]),
        })
        .collect();
    part_of_order(Currency::EUR, &ordered, adjustments)
}

/// The fixed amounts of a list, charges positive.
fn sum_of(values: impl IntoIterator<Item = (AdjustmentKind, AdjustmentValue)>) -> i64 {
    values
        .into_iter()
        .map(|(kind, value)| match (kind, value) {
            (AdjustmentKind::Charge, AdjustmentValue::Amount(amount)) => amount.minor(),
            (AdjustmentKind::Allowance, AdjustmentValue::Amount(amount)) => -amount.minor(),
            _ => 0,
        })
        .sum()
}

/// Rulebook INV-06: freight at 20 % beside goods at 5.5 % follows the value of the whole order.
#[test]
fn freight_of_its_own_rate_follows_the_order() {
    let lines = [line(10, "30", "S 5.5", &[])];
    let freight = [fixed(AdjustmentKind::Charge, "10.00 EUR".parse().unwrap(), Some("S 20"))];
    let amount = |invoiced, billed| {
        let part = part(&lines, &freight, &[invoiced], &[billed]).unwrap();
        part.adjustments[0].value
    };
    let eur = |text: &str| AdjustmentValue::Amount(text.parse().unwrap());
    assert_eq!(amount(0, 3), eur("3.00 EUR"));
    assert_eq!(amount(3, 7), eur("7.00 EUR"));
    assert_eq!(amount(0, 10), eur("10.00 EUR"));
}

#[test]
fn what_is_beyond_the_order_is_refused() {
    let lines = [line(1, "1", "S 20", &[]), line(5, "1", "S 20", &[])];
    let refusal = part(&lines, &[], &[0, 3], &[1, 3]).unwrap_err();
    assert_eq!(refusal.code(), "pricing.beyond_ordered");
    assert_eq!(refusal.path().to_string(), "lines[1].billed");
    assert!(part(&lines, &[], &[0, 3], &[1, -1]).is_err());
}

fn any_value() -> impl Strategy<Value = (AdjustmentKind, AdjustmentValue)> {
    let kind = prop::sample::select(vec![AdjustmentKind::Allowance, AdjustmentKind::Charge]);
    (kind, 1_i64..2_000, any::<bool>()).prop_map(|(kind, figure, is_fixed)| {
        let value = if is_fixed {
            AdjustmentValue::Amount(Money::from_minor(figure, Currency::EUR).unwrap())
        } else {
            let percent = (figure % 100).to_string();
            AdjustmentValue::Percent(percent.parse().unwrap())
        };
        (kind, value)
    })
}

fn any_line() -> impl Strategy<Value = Line> {
    let vat = prop::sample::select(vec!["S 20", "S 10", "S 5.5"]);
    let adjustments = prop::collection::vec(any_value(), 0..3);
    (1_i64..30, 0_u32..5_000, vat, adjustments).prop_map(|(quantity, cents, vat, adjustments)| {
        let price = Exact::new(i128::from(cents), 2).unwrap().to_string();
        let adjustments: Vec<Adjustment> =
            adjustments.into_iter().map(|(kind, value)| Adjustment::new(kind, value)).collect();
        line(quantity, &price, vat, &adjustments)
    })
}

proptest! {
    /// Contract I3, rulebook INV-06: whatever the parts, the fixed amounts sum to the order's.
    #[test]
    fn fixed_amounts_of_the_parts_sum_to_the_order(
        lines in prop::collection::vec(any_line(), 1..5),
        document in prop::collection::vec(
            (any_value(), prop::sample::select(vec!["S 20", "S 10", "S 2.1"])),
            0..3,
        ),
        steps in prop::collection::vec(prop::collection::vec(0_i64..12, 5), 0..6),
    ) {
        let adjustments: Vec<DocumentAdjustment> = document
            .into_iter()
            .map(|((kind, value), vat)| DocumentAdjustment {
                value,
                ..fixed(kind, Money::zero(Currency::EUR), Some(vat))
            })
            .collect();
        let ordered: Vec<i64> = lines.iter().map(|line| line.quantity.mantissa()
            * 10_i64.pow(u32::from(line.quantity.places()))).collect();
        let mut invoiced = vec![0; lines.len()];
        let (mut of_lines, mut of_document) = (0, 0);
        // The last step bills all that is left.
        for step in steps.iter().chain([&vec![i64::MAX; 5]]) {
            let billed: Vec<i64> = (0..lines.len())
                .map(|index| step[index].min(ordered[index] - invoiced[index]))
                .collect();
            let part = part(&lines, &adjustments, &invoiced, &billed).unwrap();
            let values = part.lines.iter().flatten().map(|each| (each.kind, each.value));
            of_lines += sum_of(values);
            of_document += sum_of(part.adjustments.iter().map(|each| (each.kind, each.value)));
            for (invoiced, billed) in invoiced.iter_mut().zip(billed) {
                *invoiced += billed;
            }
        }
        let of_ordered = lines.iter().flat_map(|line| &line.adjustments);
        let values = of_ordered.map(|each| (each.kind, each.value));
        prop_assert_eq!(of_lines, sum_of(values));
        let values = adjustments.iter().map(|each| (each.kind, each.value));
        prop_assert_eq!(of_document, sum_of(values));
    }

    /// Billed in one go, an order keeps its own allowances and charges.
    #[test]
    fn the_whole_order_keeps_its_own(
        lines in prop::collection::vec(any_line(), 1..5), value in any_value(),
    ) {
        let nothing = fixed(value.0, Money::zero(Currency::EUR), None);
        let adjustments = [DocumentAdjustment { value: value.1, ..nothing }];
        let all: Vec<i64> = lines.iter().map(|line| line.quantity.mantissa()
            * 10_i64.pow(u32::from(line.quantity.places()))).collect();
        let part = part(&lines, &adjustments, &vec![0; lines.len()], &all).unwrap();
        prop_assert_eq!(part.adjustments, adjustments.to_vec());
        for (line, part) in lines.iter().zip(part.lines) {
            prop_assert_eq!(&line.adjustments, &part);
        }
    }
}
