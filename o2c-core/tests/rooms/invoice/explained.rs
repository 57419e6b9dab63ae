//! Every figure of a document is explained by a formula that gives it again.

use super::properties::any_draft;
use super::stacked_proven::any_taxes;
use super::*;
use o2c_core::calendar::Day;
use o2c_core::invoice::explain::{
    Explained, Formula, TAKEN_OVER, evaluate, explain, explain_draft,
};
use o2c_core::invoice::{Command, Document, Event, Facts, Series};
use o2c_core::machine::Machine;
use o2c_core::pricing::PriceBasis;
use o2c_core::tax::stack::{Levy, StackedTax};
use o2c_core::tax::{IncludedVat, VatAccounting, VatRounding};
use std::sync::Arc;

fn reproduced(explained: &[Explained]) -> Result<(), TestCaseError> {
    let again = evaluate(explained).unwrap();
    for (one, again) in explained.iter().zip(again) {
        prop_assert_eq!(one.value, again, "{}", one);
        prop_assert_ne!(one.rule, TAKEN_OVER, "{}", one);
    }
    Ok(())
}

fn issued(draft: &Draft) -> Arc<Document> {
    let mut series = Series::new();
    let open = Command::Open {
        series: "sales".parse().unwrap(),
        prefix: "F".into(),
        yearly: true,
        digits: 5,
    };
    for event in series.decide(&open, &Facts::default()).unwrap() {
        series.evolve(&event).unwrap();
    }
    let issued_on = Day::parse("2026-01-15").unwrap();
    let issue = Command::Issue { draft: draft.clone().into(), issued_on };
    match series.decide(&issue, &Facts::default()).unwrap().remove(0) {
        Event::Issued(document) => document,
        other @ (Event::Opened { .. } | Event::Restricted { .. }) => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_draft_is_explained(draft in any_draft()) {
        let figures = compute(&draft).unwrap();
        let explained = explain_draft(&draft, &figures).unwrap();
        reproduced(&explained)?;
        let told = |path: &str| explained.iter().find(|one| one.path == path).unwrap().value;
        prop_assert_eq!(told("gross"), figures.gross);
        prop_assert_eq!(told("due"), figures.due);
        prop_assert!(explained.len() >= 2 * draft.lines.len() + 9);
    }

    /// Rulebook INV-31, INV-34, V-08: the conventions of a document.
    #[test]
    fn every_convention_is_explained(
        draft in any_draft(),
        difference in prop::sample::select(vec![
            None,
            Some(IncludedVat::Rounding),
            Some(IncludedVat::VatByDifference),
            Some(IncludedVat::NetByDifference),
        ]),
        is_per_line in any::<bool>(),
        is_cash in any::<bool>(),
    ) {
        let mut draft = draft;
        if let Some(difference) = difference {
            draft.prices = PriceBasis::WithVat { difference };
        }
        if is_per_line {
            draft.vat_rounding = VatRounding::PerLine;
        }
        if is_cash {
            draft.rounding = None;
            draft.cash_rounding = Some(Money::from_minor(5, draft.currency).unwrap());
        }
        let figures = compute(&draft);
        prop_assume!(figures.is_ok());
        reproduced(&explain_draft(&draft, &figures.unwrap()).unwrap())?;
    }

    #[test]
    fn an_issued_document_is_explained(
        draft in any_draft(),
        terms in prop::sample::select(vec![
            "net 30",
            "2% 10 net 30",
            "30%: net 0; rest: net 30",
            "1 part: net 30; 1 part: net 60; 1 part: net 90",
            "2% 10 (vat unchanged) net 30",
            "2% 10 (vat unchanged on net) net 30",
            "2% 10 (vat reduced at issue) net 30",
            "30%: net 0; 50% of rest: net 30; rest: net 60",
        ]),
    ) {
        let mut draft = draft;
        draft.terms = terms.parse().unwrap();
        draft.lines.retain(|line| !line.quantity.figure().is_zero());
        prop_assume!(!draft.lines.is_empty());
        prop_assume!(compute(&draft).is_ok());
        let document = issued(&draft);
        let explained = explain(&document).unwrap();
        reproduced(&explained)?;
        let instalments = explained.iter().filter(|one| one.path.starts_with("instalments"));
        prop_assert_eq!(instalments.count(), document.instalments.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Taxes upon each other are explained, rounded once for all stacks or on each line, on top of
    /// a price or within it.
    #[test]
    fn taxes_upon_each_other_are_explained(
        stacks in prop::collection::vec(any_taxes(), 1..3),
        sold in prop::collection::vec((0_usize..3, 1_i64..600, -6_i64..9), 1..6),
        is_per_line in any::<bool>(),
    ) {
        let mut draft = draft("EUR");
        for (index, (stack, price, quantity)) in sold.into_iter().enumerate() {
            let id = (index + 1).to_string();
            let mut one = line(&id, &quantity.to_string(), &price.to_string(), "O");
            one.taxes = stacks.get(stack).cloned().unwrap_or_default();
            draft.lines.push(one);
        }
        if is_per_line {
            draft.vat_rounding = VatRounding::PerLine;
        }
        let figures = compute(&draft);
        prop_assume!(figures.is_ok());
        let figures = figures.unwrap();
        let explained = explain_draft(&draft, &figures).unwrap();
        reproduced(&explained)?;
        let told = |path: &str| explained.iter().find(|one| one.path == path).unwrap();
        for (index, tax) in figures.taxes.iter().enumerate() {
            prop_assert_eq!(told(&format!("taxes[{index}].base")).value, tax.base);
            prop_assert_eq!(told(&format!("taxes[{index}].amount")).value, tax.amount);
        }
        let is_given = |one: &Explained| matches!(one.formula, Formula::Given { .. });
        let mut taxes = explained.iter().filter(|one| one.path.starts_with("taxes"));
        prop_assert!(!taxes.any(is_given));
    }

    /// Rulebook INV-32: the VAT in another currency, converted or said, and the groups' shares.
    #[test]
    fn vat_in_another_currency_is_explained(draft in any_draft(), is_said in any::<bool>()) {
        let mut draft = draft;
        prop_assume!(draft.currency != "CHF".parse().unwrap());
        let franc: Currency = "CHF".parse().unwrap();
        let rate = format!("CHF/{} 1.0850", draft.currency);
        draft.vat_accounting =
            Some(VatAccounting { currency: franc, rate: rate.parse().unwrap() });
        if is_said {
            draft.vat_accounted = Some(compute(&draft).unwrap().vat_accounting.unwrap().total);
            draft.vat_accounting = None;
        }
        let figures = compute(&draft).unwrap();
        let explained = explain_draft(&draft, &figures).unwrap();
        reproduced(&explained)?;
        let told = explained.iter().filter(|one| one.path.starts_with("vat_accounting"));
        prop_assert_eq!(told.count(), figures.breakdown.groups.len() + 1);
    }
}

/// Rulebook EX-I6: 200.00 USD of VAT at 1 EUR = 1.0850 USD; and an eco tax of 0.50 on each of two
/// pieces of 10.00, of which 20 % is levied with them: 21.00 × 20 %.
#[test]
fn other_currencies_and_taxes_have_their_formulas() {
    let told = |draft: &Draft| -> Vec<String> {
        let explained = explain_draft(draft, &compute(draft).unwrap()).unwrap();
        explained.iter().map(ToString::to_string).collect()
    };
    let mut dollars = draft("USD");
    dollars.lines = vec![line("1", "1", "1000", "S 20")];
    let rate = "EUR/USD 1.0850".parse().unwrap();
    dollars.vat_accounting = Some(VatAccounting { currency: Currency::EUR, rate });
    let found = told(&dollars);
    let expected = "vat_accounting.total = round(vat / 1.085) = 184.33 EUR (INV-32)";
    assert!(found.contains(&expected.to_owned()), "{found:#?}");
    let expected = "vat_accounting.groups[0] = share 1 of vat_accounting.total by \
                    [|breakdown.groups[0].amount|] = 184.33 EUR (INV-32)";
    assert!(found.contains(&expected.to_owned()), "{found:#?}");

    let mut levied = draft("EUR");
    let mut pieces = line("1", "2", "10", "O");
    let eco = StackedTax {
        raises_following: true,
        ..StackedTax::new("eco".parse().unwrap(), Levy::PerUnit("0.5".parse().unwrap()))
    };
    let sales = StackedTax {
        is_raised_by_previous: true,
        ..StackedTax::new("sales".parse().unwrap(), Levy::Percent("20".parse().unwrap()))
    };
    pieces.taxes = vec![eco, sales];
    levied.lines = vec![pieces];
    let found = told(&levied);
    for expected in [
        "taxes[0].amount = round(2 × 0.5) = 1.00 EUR (INV-22)",
        "taxes[1].base = lines[0].net + round(2 × 0.5) = 21.00 EUR (INV-22)",
        "taxes[1].amount = round((lines[0].net + 2 × 0.5) × 20 %) = 4.20 EUR (INV-22)",
        "gross = net + vat + taxes[0].amount + taxes[1].amount = 25.20 EUR (BR-CO-15)",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected} in {found:#?}");
    }
}

/// 121.00 hold 21 %: 100.00; and one tax on lines of two stacks is rounded once for both.
#[test]
fn a_price_that_holds_taxes_has_its_formula() {
    let told = |draft: &Draft| -> Vec<String> {
        let explained = explain_draft(draft, &compute(draft).unwrap()).unwrap();
        explained.iter().map(ToString::to_string).collect()
    };
    let mut held = draft("EUR");
    let mut piece = line("1", "1", "121", "O");
    let percent = |rate: &str| Levy::Percent(rate.parse().unwrap());
    piece.taxes = vec![StackedTax {
        is_included: true,
        ..StackedTax::new("sales".parse().unwrap(), percent("21"))
    }];
    held.lines = vec![piece];
    let found = told(&held);
    for expected in [
        "lines[0].net = lines[0].entered.net - \
         round(lines[0].entered.net / (1 + 1 × 21 %) × 21 %) = 100.00 EUR (INV-22)",
        "taxes[0].base = lines[0].net = 100.00 EUR (INV-22)",
        "taxes[0].amount = round(lines[0].entered.net / (1 + 1 × 21 %) × 21 %) = 21.00 EUR \
         (INV-22)",
    ] {
        assert!(found.contains(&expected.to_owned()), "{expected} in {found:#?}");
    }

    let mut both = draft("EUR");
    let gst = StackedTax::new("gst".parse().unwrap(), percent("5"));
    let pst = StackedTax::new("pst".parse().unwrap(), percent("7"));
    both.lines = vec![line("1", "1", "0.10", "O"), line("2", "1", "0.10", "O")];
    both.lines[0].taxes = vec![gst.clone()];
    both.lines[1].taxes = vec![gst, pst];
    let found = told(&both);
    let expected =
        "taxes[0].amount = round(lines[0].net × 5 % + lines[1].net × 5 %) = 0.01 EUR (INV-22)";
    assert!(found.contains(&expected.to_owned()), "{expected} in {found:#?}");
}

/// VAT of both signs that comes to nothing is nothing in every currency.
#[test]
fn no_vat_is_shared_out_as_nothing() {
    let mut dollars = draft("USD");
    dollars.lines = vec![line("1", "1", "10", "S 20"), line("2", "-2", "10", "S 10")];
    dollars.vat_accounted = Some(Money::zero(Currency::EUR));
    let explained = explain_draft(&dollars, &compute(&dollars).unwrap()).unwrap();
    reproduced(&explained).unwrap();
}

/// In JSON an explanation is data and text.
#[test]
fn an_explanation_is_written_with_its_text() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "3", "0.33", "S 20")];
    let explained = explain_draft(&draft, &compute(&draft).unwrap()).unwrap();
    let written = serde_json::to_value(&explained).unwrap();
    assert_eq!(written[0]["text"], "lines[0].goods = round(3 × 0.33) = 0.99 EUR (INV-03)");
    assert_eq!(written[0]["formula"]["rounded"]["product"][0]["given"]["value"], "3");
}

/// Rulebook EX-M4c: 10.00 off 100.01 at 20 % and 49.99 at 10 %.
#[test]
fn a_share_is_explained_by_its_weights() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "1", "100.01", "S 20"), line("2", "1", "49.99", "S 10")];
    draft.adjustments = vec![on_document(less("10.00 EUR"), None)];
    let explained = explain_draft(&draft, &compute(&draft).unwrap()).unwrap();
    let told: Vec<String> = explained.iter().map(ToString::to_string).collect();
    let expected = "adjustments[0] = share 1 of 10 by [|lines[1].net|, |lines[0].net|] \
                    = 3.33 EUR (INV-12)";
    assert!(told.contains(&expected.to_owned()), "{told:#?}");
    assert!(
        told.contains(
            &"net = line_total - allowance_total + charge_total = 140.00 EUR \
                            (BR-CO-13)"
                .to_owned()
        )
    );
}

/// A figure that no formula gives is told as taken over, never explained wrongly.
#[test]
fn a_figure_fixed_elsewhere_is_told_as_such() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "1", "33.33", "S 20")];
    let mut figures = compute(&draft).unwrap();
    let cent = Money::from_minor(1, Currency::EUR).unwrap();
    figures.breakdown.groups[0].amount = "6.66 EUR".parse().unwrap();
    figures.vat = "6.66 EUR".parse().unwrap();
    figures.gross = figures.gross.checked_sub(cent).unwrap();
    figures.due = figures.due.checked_sub(cent).unwrap();
    let explained = explain_draft(&draft, &figures).unwrap();
    let taken: Vec<_> = explained.iter().filter(|one| one.rule == TAKEN_OVER).collect();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0].path, "breakdown.groups[0].amount");
    assert!(matches!(taken[0].formula, Formula::Given { .. }));
    assert_eq!(evaluate(&explained).unwrap().last(), Some(&figures.due));
}
