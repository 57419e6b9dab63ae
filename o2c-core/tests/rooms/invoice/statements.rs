//! Our own documents on paper: they keep every rule of arithmetic, are worked out again to the same
//! figures, and every figure that is changed is found.

use super::properties::any_draft;
use super::*;
use o2c_core::invoice::check::{
    Finding, Profile, Severity, Stated, Statement, Tolerance, check, recompute,
};
use o2c_core::party::Party;

/// The rules that figures alone keep or break.
fn is_arithmetic(finding: &Finding) -> bool {
    let rule = finding.rule;
    let of_totals =
        ["10", "11", "12", "13", "14", "15", "16", "17"].map(|rule| format!("BR-CO-{rule}"));
    of_totals.iter().any(|total| rule == total)
        || rule.starts_with("PEPPOL")
        || rule.starts_with("O2C")
        || ["-01", "-05", "-06", "-07", "-08", "-09"].iter().any(|end| rule.ends_with(end))
            && !rule.starts_with("BR-DEC")
}

fn on_paper(draft: &Draft) -> Statement {
    let party = Party::default();
    Statement::of_draft(draft, &compute(draft).unwrap(), &party, &party).unwrap()
}

fn arithmetic(statement: &Statement, profile: &Profile) -> Vec<Finding> {
    let mut found = check(statement, profile);
    found.retain(is_arithmetic);
    found
}

/// The stated amounts that others are summed from or to, changed one by one.
fn amounts(statement: &mut Statement) -> Vec<&mut Option<Stated>> {
    let totals = &mut statement.totals;
    let mut amounts = vec![
        &mut totals.line_total,
        &mut totals.allowance_total,
        &mut totals.charge_total,
        &mut totals.net,
        &mut totals.vat,
        &mut totals.gross,
        &mut totals.prepaid,
        &mut totals.rounding,
        &mut totals.due,
    ];
    amounts.extend(
        statement.breakdown.iter_mut().flat_map(|group| [&mut group.base, &mut group.amount]),
    );
    amounts.extend(statement.lines.iter_mut().map(|line| &mut line.net));
    amounts.extend(statement.adjustments.iter_mut().map(|one| &mut one.amount));
    amounts
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn our_own_documents_keep_every_rule_of_arithmetic(draft in any_draft()) {
        let found = arithmetic(&on_paper(&draft), &Profile::EN_16931);
        prop_assert!(found.is_empty(), "{found:#?}");
    }

    #[test]
    fn a_stated_document_is_worked_out_again(draft in any_draft()) {
        let figures = compute(&draft).unwrap();
        let again = recompute(&on_paper(&draft)).unwrap();
        prop_assert_eq!(&again.lines, &figures.lines);
        prop_assert_eq!(&again.breakdown, &figures.breakdown);
        let totals = |of: &Figures| [
            of.line_total, of.allowance_total, of.charge_total, of.net, of.vat, of.gross, of.due,
        ];
        prop_assert_eq!(totals(&again), totals(&figures));
    }

    /// To the minor unit where the profile is strict; the validators let a unit of VAT pass and
    /// say so.
    #[test]
    fn a_figure_that_is_changed_is_found(
        draft in any_draft(), which in any::<prop::sample::Index>(),
    ) {
        let mut statement = on_paper(&draft);
        let mut places = amounts(&mut statement);
        let which = which.index(places.len());
        let unit = Exact::new(1, u32::from(draft.currency.decimals())).unwrap();
        let changed = places[which].as_ref().unwrap().exact().unwrap().checked_add(unit).unwrap();
        *places[which] = Some(changed.to_string().parse().unwrap());
        let strict = arithmetic(&statement, &Profile::EN_16931);
        prop_assert!(strict.iter().any(|finding| finding.severity == Severity::Fatal));
        let tolerant = Profile {
            tolerance: Tolerance::Schematron, ..Profile::EN_16931
        };
        prop_assert!(!arithmetic(&statement, &tolerant).is_empty());
    }

    /// Whatever stands on paper, it is checked and worked out or refused, and nothing panics.
    #[test]
    fn any_text_may_stand_anywhere(
        draft in any_draft(), which in any::<prop::sample::Index>(), text in "[-+0-9.eE, ]{0,24}",
    ) {
        let mut statement = on_paper(&draft);
        let mut places = amounts(&mut statement);
        let which = which.index(places.len());
        *places[which] = Some(text.parse().unwrap());
        let findings = check(&statement, &Profile::EN_16931);
        let stated: Stated = text.parse().unwrap();
        let is_told = findings.iter().any(|finding| finding.rule == "O2C-FIGURE");
        prop_assert_eq!(is_told, !stated.is_blank() && stated.exact().is_err());
        let _ = recompute(&statement);
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_the_document() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "1", "100.00", "S 20"), line("2", "2", "50.00", "S 20")];
    let mut statement = on_paper(&draft);
    statement.type_code = None;
    statement.totals.due = Some("1".parse().unwrap());
    statement.breakdown[0].amount = Some("4O.00".parse().unwrap());
    statement.lines[1].net = Some("99.999".parse().unwrap());
    statement.lines[1].price = Some("-50.00".parse().unwrap());
    let findings = check(&statement, &Profile::EN_16931);
    let told: Vec<_> = findings.iter().map(|one| (one.rule, one.path.as_str())).collect();
    assert_eq!(
        told,
        [
            ("BR-02", "number"),
            ("BR-03", "issued_on"),
            ("BR-04", "type_code"),
            ("BR-CO-10", "totals.line_total"),
            ("BR-CO-16", "totals.due"),
            ("O2C-FIGURE", "breakdown[0].amount"),
            ("BR-S-08", "breakdown[0].base"),
            ("BR-S-02", "lines[0].vat_category"),
            ("BR-DEC-23", "lines[1].net"),
            ("BR-27", "lines[1].price"),
            ("PEPPOL-EN16931-R120", "lines[1].net"),
        ]
    );
}

/// A group that stands twice, its VAT in the totals: every other rule is kept (rulebook INV-20,
/// INV-23). Validators let it pass, so documents held to their tolerance do.
#[test]
fn a_group_that_stands_twice_is_found() {
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "1", "100.00", "S 20"), line("2", "2", "50.00", "S 10")];
    let mut statement = on_paper(&draft);
    let rules = |statement: &Statement, profile: &Profile| -> Vec<&'static str> {
        let findings = check(statement, profile);
        let about_figures = |one: &&Finding| !one.rule.ends_with("-02");
        findings.iter().filter(about_figures).map(|one| one.rule).collect()
    };
    let before = rules(&statement, &Profile::EN_16931);
    let twice = statement.breakdown[0].clone();
    statement.breakdown.push(twice);
    for (place, figure) in [
        (&mut statement.totals.vat, "40.00"),
        (&mut statement.totals.gross, "240.00"),
        (&mut statement.totals.due, "240.00"),
    ] {
        *place = Some(figure.parse().unwrap());
    }
    let mut after = rules(&statement, &Profile::EN_16931);
    after.retain(|rule| !before.contains(rule));
    assert_eq!(after, ["O2C-BASES", "O2C-GROUPS"]);
    let tolerant = Profile { tolerance: Tolerance::Schematron, ..Profile::EN_16931 };
    assert!(!rules(&statement, &tolerant).contains(&"O2C-GROUPS"));
}

/// Rulebook INV-24 and EX-I11: the VAT of a final invoice is what its deposits leave of the sale's.
#[test]
fn vat_that_shares_an_original_is_held_to_its_share() {
    use o2c_core::invoice::check::ExpectedVat;
    let mut draft = draft("EUR");
    draft.lines = vec![line("1", "1", "99.99", "S 20"), line("2", "-2", "33.33", "S 20")];
    let mut statement = on_paper(&draft);
    assert_eq!(statement.breakdown[0].amount.as_ref().unwrap().as_str(), "6.67");
    let share: Option<Stated> = Some("6.66".parse().unwrap());
    statement.breakdown[0].amount.clone_from(&share);
    statement.totals.vat.clone_from(&share);
    statement.totals.gross = Some("39.99".parse().unwrap());
    statement.totals.due = Some("39.99".parse().unwrap());
    let rules = |statement: &Statement, profile: &Profile| {
        let found = arithmetic(statement, profile);
        found.iter().map(|one| (one.rule, one.severity)).collect::<Vec<_>>()
    };
    let fatal = [("BR-CO-17", Severity::Fatal), ("BR-S-09", Severity::Fatal)];
    assert_eq!(rules(&statement, &Profile::EN_16931), fatal);
    let told = [("BR-CO-17", Severity::Information), ("BR-S-09", Severity::Information)];
    assert_eq!(rules(&statement, &Profile::schematron(None)), told);
    statement.expected_vat = vec![ExpectedVat {
        vat_category: Some("S".parse().unwrap()),
        vat_rate: Some("20".parse().unwrap()),
        amount: share,
    }];
    assert_eq!(rules(&statement, &Profile::EN_16931), []);
}
