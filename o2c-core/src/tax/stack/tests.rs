//! The stacks of other systems, by the ids of their cases.

use super::*;
use alloc::string::{String, ToString};

fn percent(name: &str, rate: &str) -> StackedTax {
    StackedTax::new(name.parse().unwrap(), Levy::Percent(rate.parse().unwrap()))
}

fn per_unit(name: &str, amount: &str) -> StackedTax {
    StackedTax::new(name.parse().unwrap(), Levy::PerUnit(amount.parse().unwrap()))
}

fn raising(tax: StackedTax) -> StackedTax {
    StackedTax { raises_following: true, ..tax }
}

fn raised(tax: StackedTax) -> StackedTax {
    StackedTax { is_raised_by_previous: true, ..tax }
}

fn within(tax: StackedTax) -> StackedTax {
    StackedTax { is_included: true, ..tax }
}

fn lines(amounts: &[&str]) -> Vec<StackedLine> {
    amounts.iter().map(|amount| StackedLine::of(amount.parse().unwrap())).collect()
}

/// The untaxed amount, the taxes and the total.
fn figures(
    lines: &[StackedLine],
    taxes: &[StackedTax],
    rounding: RoundingPoint,
) -> (String, Vec<String>, String) {
    let figures = stacked(Currency::EUR, lines, taxes, rounding).unwrap();
    let taxes = figures.taxes.iter().map(|tax| tax.amount.figure()).collect();
    (figures.untaxed.figure(), taxes, figures.total.figure())
}

fn told(untaxed: &str, taxes: &[&str], total: &str) -> (String, Vec<String>, String) {
    (untaxed.into(), taxes.iter().map(ToString::to_string).collect(), total.into())
}

/// Case ROUND-DOC-01: two lines of 15.89, cgst 6 %, sgst 6 % beside it, cess 3 % upon both.
#[test]
fn three_taxes_round_once_per_document() {
    let taxes = [
        raising(percent("cgst", "6")),
        raising(percent("sgst", "6")),
        raised(percent("cess", "3")),
    ];
    let lines = lines(&["15.89", "15.89"]);
    let document = figures(&lines, &taxes, RoundingPoint::Document);
    assert_eq!(document, told("31.78", &["1.91", "1.91", "1.07"], "36.67"));
    // Line by line, cgst and sgst are 0.95 each on a line.
    let each = figures(&lines, &taxes, RoundingPoint::EachLine);
    assert_eq!(each.1[0], "1.90");
}

/// Case ROUND-DOC-05: six lines of 23.575 are not rounded before they are summed.
#[test]
fn line_amounts_stay_raw_until_the_document_is_rounded() {
    let (lines, vat) = (lines(&["23.575"; 6]), [percent("vat", "21")]);
    let document = figures(&lines, &vat, RoundingPoint::Document);
    assert_eq!(document, told("141.45", &["29.70"], "171.15"));
    assert_eq!(figures(&lines, &vat, RoundingPoint::EachLine).0, "141.48");
}

/// Case ROUND-LINE-03: an eco tax and VAT upon it, both within the price.
#[test]
fn an_eco_tax_within_the_price_bears_vat() {
    let taxes = [within(raising(per_unit("eco", "1"))), within(raised(percent("vat", "21")))];
    let each = figures(&lines(&["21.53", "21.53"]), &taxes, RoundingPoint::EachLine);
    assert_eq!(each, told("33.58", &["2.00", "7.48"], "43.06"));
}

/// Case ROUND-LINE-04.
#[test]
fn a_price_with_tax_stays_what_was_entered() {
    let prices = lines(&["1199", "1999", "1699", "11999", "11999", "11999", "10999"]);
    let each = figures(&prices, &[within(percent("iva", "16"))], RoundingPoint::EachLine);
    assert_eq!(each, told("44735.37", &["7157.63"], "51893.00"));
}

/// Cases TAXINCL-07 and TAXINCL-08.
#[test]
fn prices_with_tax_in_whole_pesos() {
    let clp = Currency::parse("CLP").unwrap();
    for (price, untaxed, tax) in [("27000", 22689, 4311), ("10920", 9176, 1744)] {
        let iva = [within(percent("iva", "19"))];
        let found = stacked(clp, &lines(&[price]), &iva, RoundingPoint::EachLine).unwrap();
        assert_eq!((found.untaxed.minor(), found.taxes[0].amount.minor()), (untaxed, tax));
        assert_eq!(found.total.figure(), price);
    }
}

/// Case TAX-FIXED-02: the price holds the VAT, but not the eco tax that bears it.
#[test]
fn an_eco_tax_on_top_bears_vat_within_the_price() {
    let taxes = [
        raising(per_unit("eco", "1")),
        within(raised(percent("vat", "21"))),
        per_unit("deposit", "2"),
    ];
    for rounding in [RoundingPoint::EachLine, RoundingPoint::Document] {
        let found = figures(&lines(&["120.00"]), &taxes, rounding);
        assert_eq!(found, told("99.00", &["1.00", "21.00", "2.00"], "123.00"));
    }
}

/// Case TAX-DIV-02: five percentages of one price with tax.
#[test]
fn percentages_of_the_price_with_tax_stand_beside_each_other() {
    let rates = ["5", "3", "0.65", "9", "15"];
    let of_price = |rate: &str| {
        within(StackedTax::new(
            rate.parse().unwrap(),
            Levy::PercentOfPriceWithTax(rate.parse().unwrap()),
        ))
    };
    let taxes = rates.map(of_price);
    let found = exactly_stacked(&lines(&["48"]), &taxes).unwrap();
    assert_eq!(found.untaxed.to_string(), "32.328");
    assert_eq!(found.total.to_string(), "48");
    let amounts: Vec<String> = found.taxes.iter().map(|tax| tax.amount.to_string()).collect();
    assert_eq!(amounts, ["2.4", "1.44", "0.312", "4.32", "7.2"]);
    assert!(found.taxes.iter().all(|tax| tax.base.to_string() == "48"));
    // On top of the untaxed amount they make the same price.
    let on_top = taxes.map(|tax| StackedTax { is_included: false, ..tax });
    let found = exactly_stacked(&lines(&["32.328"]), &on_top).unwrap();
    assert_eq!(found.total.to_string(), "48");
}

/// Case TAX-ECO-01: five taxes, of which two raise what follows; and back from the total.
#[test]
fn a_tower_is_built_and_taken_down() {
    let taxes = [
        percent("vat0", "10"),
        raising(per_unit("eco1", "5")),
        raised(percent("vat1", "20")),
        raised(raising(percent("eco3", "40"))),
        raised(percent("vat2", "30")),
    ];
    let found = exactly_stacked(&lines(&["100"]), &taxes).unwrap();
    let shown: Vec<[String; 2]> =
        found.taxes.iter().map(|tax| [tax.base.to_string(), tax.amount.to_string()]).collect();
    let expected = [["100", "10"], ["100", "5"], ["105", "21"], ["105", "42"], ["147", "44.1"]];
    assert_eq!(shown, expected);
    assert_eq!(found.total.to_string(), "222.1");
    let total = StackedLine::of("222.1".parse().unwrap());
    assert_eq!(untaxed_within(total, &taxes).unwrap().to_string(), "100");
}

#[test]
fn what_is_withheld_is_paid_less() {
    let taxes = [percent("iva", "21"), percent("irpf", "-15")];
    let found = figures(&lines(&["100.00"]), &taxes, RoundingPoint::Document);
    assert_eq!(found, told("100.00", &["21.00", "-15.00"], "106.00"));
}

#[test]
fn what_cannot_be_held_is_refused_not_rounded() {
    use crate::error::Refusal;
    let third = [within(percent("third", "200"))];
    let refused = exactly_stacked(&lines(&["100"]), &third).unwrap_err();
    assert_eq!((refused.code(), refused.number()), ("tax.not_a_decimal", 360));
    for taxes in [
        [within(StackedTax::new(
            Text::default(),
            Levy::PercentOfPriceWithTax("100".parse().unwrap()),
        ))],
        [StackedTax::new(Text::default(), Levy::PercentOfPriceWithTax("100".parse().unwrap()))],
        [within(percent("", "-100"))],
    ] {
        let refused = exactly_stacked(&lines(&["100"]), &taxes).unwrap_err();
        assert_eq!(refused.code(), "tax.nothing_left");
    }
    let step = raised(raising(percent("", "33.3333333333")));
    let tower: Vec<StackedTax> = (0..12).map(|_| step.clone()).collect();
    let price = lines(&["99999999.9999999999"]);
    let refused = stacked(Currency::EUR, &price, &tower, RoundingPoint::Document).unwrap_err();
    assert_eq!(refused.code(), "tax.stack_out_of_range");
    let tower: Vec<StackedTax> = (0..101).map(|_| percent("", "1")).collect();
    let refused = exactly_stacked(&price, &tower).unwrap_err();
    assert_eq!(refused.code(), "tax.stack_too_high");
}
