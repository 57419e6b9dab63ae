//! Taxes upon each other on the lines of a document.

use super::*;
use o2c_core::calendar::Day;
use o2c_core::invoice::{Command, Event, Facts, Series, TaxAccount, entry};
use o2c_core::ledger::{Booking, Chart};
use o2c_core::machine::Machine;
use o2c_core::tax::VatRounding;
use o2c_core::tax::stack::{Levy, StackedTax, TaxTotal};

fn tax(name: &str, levy: Levy, is_included: bool) -> StackedTax {
    StackedTax {
        is_included,
        raises_following: true,
        is_raised_by_previous: true,
        ..StackedTax::new(name.parse().unwrap(), levy)
    }
}

fn eco_and_vat(is_included: bool) -> Vec<StackedTax> {
    vec![
        tax("eco", Levy::PerUnit("1".parse().unwrap()), is_included),
        tax("vat", Levy::Percent("21".parse().unwrap()), is_included),
    ]
}

fn stacked(prices: &[&str], taxes: &[StackedTax]) -> Draft {
    let mut draft = draft("EUR");
    for (number, price) in prices.iter().enumerate() {
        let mut line = line(&number.to_string(), "1", price, "O");
        line.taxes = taxes.to_vec();
        draft.lines.push(line);
    }
    draft
}

/// Case ROUND-LINE-03, as an invoice.
#[test]
fn taxes_within_the_price_leave_the_net() {
    let mut draft = stacked(&["21.53", "21.53"], &eco_and_vat(true));
    draft.vat_rounding = VatRounding::PerLine;
    let figures = compute(&draft).unwrap();
    assert!(figures.has_stacked_taxes());
    let taxes: Vec<String> = figures.taxes.iter().map(|tax| tax.amount.figure()).collect();
    assert_eq!(taxes, ["2.00", "7.48"]);
    assert_eq!((figures.net.figure(), figures.gross.figure()), ("33.58".into(), "43.06".into()));
    assert!(figures.vat.is_zero());
    assert!(figures.lines.iter().all(|line| line.net.minor() == 1679));
    assert_eq!(figures.breakdown.base_total().unwrap(), figures.net);
}

/// Five prices of 0.01 hold 0.006 each, rounded once to 0.03: 0.02 are left, though each line by
/// itself would keep nothing of its cent.
#[test]
fn what_is_left_of_prices_that_are_all_tax_by_themselves() {
    let eco = tax("eco", Levy::PerUnit("0.006".parse().unwrap()), true);
    let figures = compute(&stacked(&["0.01"; 5], &[eco])).unwrap();
    assert_eq!((figures.net.figure(), figures.gross.figure()), ("0.02".into(), "0.05".into()));
    let nets: Vec<i64> = figures.lines.iter().map(|line| line.net.minor()).collect();
    assert_eq!(nets, [1, 1, 0, 0, 0]);
}

/// GST of 5 % on 0.10 is 0.005 on each of two lines: rounded once for both 0.01, though one of them
/// bears PST besides; on each line 0.01 and 0.01. A tax that stands otherwise among others, raising
/// them or held by the price, is the same tax: 5 % within 0.105 is 0.005 too.
#[test]
fn one_tax_of_several_stacks_is_rounded_once() {
    let gst = StackedTax::new("gst".parse().unwrap(), Levy::Percent("5".parse().unwrap()));
    let pst = StackedTax::new("pst".parse().unwrap(), Levy::Percent("7".parse().unwrap()));
    let taxes = |draft: &Draft| -> Vec<String> {
        let figures = compute(draft).unwrap();
        let told = |tax: &TaxTotal| format!("{} {} {}", tax.name, tax.base, tax.amount);
        figures.taxes.iter().map(told).collect()
    };
    let mut draft = stacked(&["0.10", "0.10"], &[]);
    draft.lines[0].taxes = vec![gst.clone()];
    draft.lines[1].taxes = vec![gst.clone(), pst.clone()];
    assert_eq!(taxes(&draft), ["gst 0.20 EUR 0.01 EUR", "pst 0.10 EUR 0.01 EUR"]);
    draft.lines.reverse();
    assert_eq!(taxes(&draft), ["gst 0.20 EUR 0.01 EUR", "pst 0.10 EUR 0.01 EUR"]);
    draft.vat_rounding = VatRounding::PerLine;
    assert_eq!(taxes(&draft), ["gst 0.20 EUR 0.02 EUR", "pst 0.10 EUR 0.01 EUR"]);

    draft.vat_rounding = VatRounding::PerCategory;
    draft.lines[0].taxes = vec![StackedTax { raises_following: true, ..gst.clone() }, pst];
    assert_eq!(taxes(&draft), ["gst 0.20 EUR 0.01 EUR", "pst 0.10 EUR 0.01 EUR"]);
    // 2.10 hold 0.10 and 0.10 bear 0.005: 0.105, rounded once.
    draft.lines[1] = DraftLine {
        price: Price::Net("2.10".parse().unwrap()),
        taxes: vec![StackedTax { is_included: true, ..gst }],
        ..draft.lines[1].clone()
    };
    assert_eq!(taxes(&draft), ["gst 2.10 EUR 0.11 EUR", "pst 0.10 EUR 0.01 EUR"]);
    assert_eq!(compute(&draft).unwrap().gross.to_string(), "2.22 EUR");
}

/// Each tax is booked on its account; a tax without one as VAT collected.
#[test]
fn every_tax_is_booked() {
    let mut series = Series::new();
    let open =
        Command::Open { series: "S".parse().unwrap(), prefix: "F".into(), yearly: true, digits: 5 };
    for event in series.decide(&open, &Facts::default()).unwrap() {
        series.evolve(&event).unwrap();
    }
    let mut draft = stacked(&["100.00"], &eco_and_vat(false));
    draft.tax_accounts =
        vec![TaxAccount { name: "eco".parse().unwrap(), account: "4473".parse().unwrap() }];
    let day = Day::parse("2026-01-15").unwrap();
    let issue = Command::Issue { draft: draft.into(), issued_on: day };
    let issued = series.decide(&issue, &Facts::default()).unwrap();
    let [Event::Issued(document)] = issued.as_slice() else { panic!("one document") };
    let booking = Booking { ledger: Currency::EUR, rate: None };
    let (entry, _) = entry(document, &Chart::french(), &booking, day, day).unwrap().unwrap();
    let lines: Vec<String> =
        entry.lines().iter().map(|line| format!("{} {}", line.account, line.booked)).collect();
    // 21 % of 101.00 are 21.21.
    let expected = ["411 122.21 EUR", "707 -100.00 EUR", "4473 -1.00 EUR", "44571 -21.21 EUR"];
    assert_eq!(lines, expected);
}

#[test]
fn taxes_stand_where_they_can_be_levied() {
    let refused = |change: &dyn Fn(&mut Draft)| {
        let mut draft = stacked(&["100.00"], &eco_and_vat(false));
        change(&mut draft);
        let refusal = compute(&draft).unwrap_err();
        (refusal.code(), refusal.path().to_string())
    };
    let account =
        |name: &str| TaxAccount { name: name.parse().unwrap(), account: "4473".parse().unwrap() };
    let beside_vat = refused(&|draft| draft.lines[0].vat = "S 20".parse().unwrap());
    assert_eq!(beside_vat, ("invoice.taxes_beside_vat", "lines[0].taxes".into()));
    let adjusted =
        refused(&|draft| draft.adjustments = vec![on_document(less("1.00 EUR"), Some("O"))]);
    assert_eq!(adjusted, ("invoice.taxes_beside_adjustments", "adjustments".into()));
    let unknown = refused(&|draft| draft.tax_accounts = vec![account("salt")]);
    assert_eq!(unknown, ("invoice.tax_account_without_tax", "tax_accounts[0].name".into()));
    let twice = refused(&|draft| draft.tax_accounts = vec![account("eco"), account("eco")]);
    assert_eq!(twice, ("invoice.tax_account_twice", "tax_accounts[1].name".into()));
}
