//! What changes no figure: the order of the lines, and how many decimals the currency has.

use super::proven::{CURRENCIES, Reached, Sold, any_sold, hold, priced};
use super::*;
use o2c_core::pricing::PriceBasis;
use o2c_core::tax::{IncludedVat, VatAccounting, VatRounding};

/// The conventions a document may name, and what it has besides its lines, in minor units.
#[derive(Debug, Clone)]
struct Manner {
    prices: PriceBasis,
    rounding: VatRounding,
    prepaid: i64,
    cash_step: Option<i64>,
    allowance: Option<(i64, Vat)>,
    percent: Option<u32>,
}

fn any_manner() -> impl Strategy<Value = Manner> {
    let prices = prop::sample::select(vec![
        PriceBasis::WithoutVat,
        PriceBasis::WithVat { difference: IncludedVat::Rounding },
        PriceBasis::WithVat { difference: IncludedVat::VatByDifference },
        PriceBasis::WithVat { difference: IncludedVat::NetByDifference },
    ]);
    let rounding = prop::sample::select(vec![VatRounding::PerCategory, VatRounding::PerLine]);
    let step = prop::option::of(prop::sample::select(vec![5_i64, 10, 100]));
    let vat = prop::sample::select(vec!["S 20", "S 5.5"]).prop_map(|vat| vat.parse().unwrap());
    let allowance = prop::option::of((-300_i64..300, vat));
    (prices, rounding, -900_i64..900, step, allowance, prop::option::of(1_u32..60)).prop_map(
        |(prices, rounding, prepaid, cash_step, allowance, percent)| Manner {
            prices,
            rounding,
            prepaid,
            cash_step,
            allowance,
            percent,
        },
    )
}

fn drawn_up(code: &str, sold: &[Sold], manner: &Manner) -> Draft {
    let mut draft = priced(code, sold);
    let currency = draft.currency;
    let money = |minor| Money::from_minor(minor, currency).unwrap();
    draft.prices = manner.prices;
    draft.vat_rounding = manner.rounding;
    draft.prepaid = Some(money(manner.prepaid));
    draft.cash_rounding = manner.cash_step.map(money);
    if let Some((minor, vat)) = manner.allowance {
        let off = Adjustment::allowance(money(minor));
        draft.adjustments.push(on_document(off, Some(&vat.to_string())));
    }
    if let Some(halves) = manner.percent {
        let percent = Exact::new(i128::from(halves * 5), 1).unwrap().to_string();
        let value = AdjustmentValue::Percent(percent.parse().unwrap());
        draft.adjustments.push(on_document(Adjustment::new(AdjustmentKind::Charge, value), None));
    }
    draft
}

/// Lines, groups and adjustments or totals of a document in minor units.
type MinorUnits = (Vec<i64>, Vec<(Vat, i64, i64)>, Vec<[i64; 3]>);

/// Every figure of a document in minor units; the lines by their own.
fn minor_units(figures: &Figures) -> MinorUnits {
    let totals = [
        figures.line_total,
        figures.allowance_total,
        figures.charge_total,
        figures.net,
        figures.vat,
        figures.gross,
        figures.prepaid,
        figures.rounding,
        figures.due,
    ];
    let groups = figures.breakdown.groups.iter();
    let lines = figures.lines.iter();
    (
        totals.map(Money::minor).to_vec(),
        groups.map(|group| (group.vat, group.base.minor(), group.amount.minor())).collect(),
        lines.map(|line| [line.goods, line.allowances, line.net].map(Money::minor)).collect(),
    )
}

/// A minor unit is a minor unit: a document of so many yen, cents, fils or ten-thousandths comes
/// to the same count of them.
#[test]
fn decimals_of_the_currency_move_no_figure() {
    let negative = Reached::default();
    let input = (prop::collection::vec(any_sold(), 1..8), any_manner());
    hold(&input, |(sold, manner)| {
        let figures = |code| compute(&drawn_up(code, &sold, &manner)).unwrap();
        let of_yen = minor_units(&figures("JPY"));
        for code in CURRENCIES {
            prop_assert_eq!(&minor_units(&figures(code)), &of_yen, "{}", code);
        }
        negative.see(of_yen.0.iter().any(|minor| *minor < 0));
        Ok(())
    });
    negative.assert("a figure below zero");
}

/// Contract: no total, no group and no share of a group depends on the order of the lines,
/// whatever the conventions.
#[test]
fn lines_may_stand_in_any_order() {
    let moved = Reached::default();
    let lines = prop::collection::vec(any_sold(), 1..10);
    let shuffled = lines.prop_flat_map(|sold| {
        let places: Vec<usize> = (0..sold.len()).collect();
        (Just(sold), Just(places).prop_shuffle())
    });
    let input = (shuffled, any_manner(), prop::sample::select(CURRENCIES.to_vec()));
    hold(&input, |((sold, places), manner, code)| {
        let mut draft = drawn_up(code, &sold, &manner);
        let declared = Currency::parse("CHF").unwrap();
        let rate = format!("{code}/CHF 0.9355").parse().unwrap();
        draft.vat_accounting = Some(VatAccounting { currency: declared, rate });
        let mut other = draft.clone();
        other.lines = places.iter().map(|place| draft.lines[*place].clone()).collect();
        let (figures, turned) = (compute(&draft).unwrap(), compute(&other).unwrap());
        let (one, two) = (minor_units(&figures), minor_units(&turned));
        prop_assert_eq!((one.0, one.1), (two.0, two.1));
        prop_assert_eq!(figures.vat_accounting, turned.vat_accounting);
        prop_assert_eq!(figures.adjustments, turned.adjustments);
        moved.see(!places.is_sorted());
        Ok(())
    });
    moved.assert("another order");
}
