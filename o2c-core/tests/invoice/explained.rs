//! Every figure of a document is explained by a formula that gives it again.

use super::properties::any_draft;
use super::*;
use o2c_core::calendar::Day;
use o2c_core::invoice::explain::{
    Explained, Formula, TAKEN_OVER, evaluate, explain, explain_draft,
};
use o2c_core::invoice::{Command, Document, Event, Facts, Series};
use o2c_core::machine::Machine;
use o2c_core::pricing::PriceBasis;
use o2c_core::tax::{IncludedVat, VatRounding};
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
