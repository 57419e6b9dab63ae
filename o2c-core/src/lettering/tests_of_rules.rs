//! The rules that add up, quote, tolerate and identify, each with what it must never apply.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use super::*;
use crate::calendar::Day;
use crate::money::{Currency, Money};
use crate::receivable::{DifferenceKind, Tolerance};
use crate::reference::CreditorReference;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn item(number: &str, open: &str) -> Candidate {
    let (entry, text) = (number.parse().unwrap(), number.parse().unwrap());
    Candidate::of(entry, text, open.parse().unwrap(), day("2026-01-05"), day("2026-02-05"))
}

pub(super) fn paid(amount: &str, remittance: &str) -> Payment {
    Payment {
        remittance: remittance.parse().unwrap(),
        ..Payment::of("P1".parse().unwrap(), amount.parse().unwrap(), day("2026-02-10"))
    }
}

pub(super) fn items(amounts: &[(&str, &str)]) -> Vec<Candidate> {
    amounts.iter().map(|(number, open)| item(number, open)).collect()
}

pub(super) fn found(payment: &Payment, candidates: &[Candidate], policy: &Policy) -> Proposal {
    propose(payment, candidates, policy, &[]).unwrap()
}

/// Verdict, rule and lines, short enough to compare.
pub(super) fn told(proposal: &Proposal) -> String {
    let line = |line: &ProposedLine| alloc::format!("{} {}", line.entry, line.amount.figure());
    let lines: Vec<String> = proposal.lines.iter().map(line).collect();
    let rule = proposal.rule.map(|rule| alloc::format!("{rule:?}")).unwrap_or_default();
    alloc::format!(
        "{:?} {rule} [{}] {}",
        proposal.verdict,
        lines.join(", "),
        proposal.rest.figure()
    )
}

pub(super) fn of_alternatives(proposal: &Proposal) -> Vec<String> {
    let entries = |alternative: &Alternative| {
        let entries = alternative.lines.iter().map(|line| line.entry.to_string());
        entries.collect::<Vec<_>>().join("+")
    };
    proposal.alternatives.iter().map(entries).collect()
}

#[test]
fn what_is_applied_stands_beside_whatever_else_is_the_amount() {
    let items = items(&[
        ("F2026-101", "300.00 EUR"),
        ("F2026-102", "100.00 EUR"),
        ("F2026-103", "-400.00 EUR"),
        ("F2026-104", "300.00 EUR"),
    ]);
    let proposal = found(&paid("300.00 EUR", "FACTURE F2026-101"), &items, &Policy::default());
    assert_eq!(told(&proposal), "Apply DocumentNumber [F2026-101 300.00] 0.00");
    assert_eq!(
        of_alternatives(&proposal),
        ["F2026-104", "F2026-101+F2026-102+F2026-103+F2026-104"]
    );
    let rules: Vec<Option<Rule>> =
        proposal.alternatives.iter().map(|other| Some(other.rule)).collect();
    assert_eq!(rules, [Some(Rule::ExactAmount), Some(Rule::WholeBalance)]);
}

#[test]
fn two_items_and_what_is_nearly_the_amount_stand_beside_what_is_applied() {
    let mut open = items(&[
        ("F2026-101", "300.00 EUR"),
        ("F2026-102", "120.00 EUR"),
        ("F2026-103", "180.00 EUR"),
        ("F2026-104", "301.50 EUR"),
        ("F2026-105", "306.00 EUR"),
    ]);
    open[4].early_discount = Some(OfferedDiscount {
        amount: "6.00 EUR".parse().unwrap(),
        until: day("2026-02-28"),
        by_parts: None,
    });
    let payment = paid("300.00 EUR", "FACTURE F2026-101");
    let fee = Tolerance::of(DifferenceKind::BankFee, "2.00 EUR".parse().unwrap());
    let proposal = propose(&payment, &open, &Policy::default(), &[fee]).unwrap();
    assert_eq!(told(&proposal), "Apply DocumentNumber [F2026-101 300.00] 0.00");
    assert_eq!(of_alternatives(&proposal), ["F2026-105", "F2026-102+F2026-103", "F2026-104"]);
    let [discount, pair, near] = proposal.alternatives.as_slice() else { panic!("not three") };
    assert_eq!((discount.takes_discount, pair.rule), (true, Rule::Subset));
    assert_eq!(near.differences[0].amount, "1.50 EUR".parse().unwrap());
}

#[test]
fn a_structured_reference_names_its_document() {
    let open = items(&[("F2026-00001", "80.00 EUR"), ("F2026-00002", "80.00 EUR")]);
    let reference = CreditorReference::of("F202600002").unwrap();
    let quoted =
        Payment { structured_reference: Some(reference.clone()), ..paid("80.00 EUR", "VIREMENT") };
    let expected = "Apply StructuredReference [F2026-00002 80.00] 0.00";
    assert_eq!(told(&found(&quoted, &open, &Policy::default())), expected);
    // The same in the text, in groups of four.
    let spaced = reference.as_str().as_bytes().chunks(4);
    let spaced: Vec<&str> = spaced.map(|four| core::str::from_utf8(four).unwrap()).collect();
    let written = paid("80.00 EUR", &alloc::format!("REF {}", spaced.join(" ")));
    assert_eq!(told(&found(&written, &open, &Policy::default())), expected);
    // Check digits that are wrong quote nothing: two items have the amount.
    let wrong = paid("80.00 EUR", "RF99F202600009");
    assert_eq!(told(&found(&wrong, &open, &Policy::default())), "Propose ExactAmount [] 80.00");
}

#[test]
fn an_order_number_and_an_end_to_end_id_name_documents() {
    let mut open = items(&[("F2026-00001", "80.00 EUR"), ("F2026-00002", "120.00 EUR")]);
    open[0].other_numbers = vec!["10248".parse().unwrap()];
    open[1].other_numbers = vec!["10249".parse().unwrap()];
    let policy = Policy::default();
    for (amount, expected) in [
        ("120.00 EUR", "Apply OrderNumber [F2026-00002 120.00] 0.00"),
        ("50.00 EUR", "Apply OrderNumber [F2026-00002 50.00] 0.00"),
    ] {
        assert_eq!(told(&found(&paid(amount, "CDE 10249"), &open, &policy)), expected);
    }
    // Two invoices of one order, and the amount of one of them.
    open[0].other_numbers = vec!["10249".parse().unwrap()];
    let expected = "Apply OrderNumber [F2026-00001 80.00] 0.00";
    assert_eq!(told(&found(&paid("80.00 EUR", "CDE 10249"), &open, &policy)), expected);
    let end_to_end_id = "F2026-00002".parse().unwrap();
    let payment = Payment { end_to_end_id, ..paid("20.00 EUR", "") };
    let expected = "Apply DocumentNumber [F2026-00002 20.00] 0.00";
    assert_eq!(told(&found(&payment, &open, &policy)), expected);
}

/// rulebook EX-L3.
#[test]
fn an_ambiguous_sum_is_proposed() {
    let open = items(&[
        ("A", "1000.00 EUR"),
        ("B", "530.00 EUR"),
        ("C", "720.00 EUR"),
        ("D", "810.00 EUR"),
    ]);
    let proposal = found(&paid("1530.00 EUR", ""), &open, &Policy::default());
    assert_eq!(told(&proposal), "Propose Subset [] 1530.00");
    assert_eq!(of_alternatives(&proposal), ["A+B", "C+D"]);
}

#[test]
fn the_only_set_is_applied_unless_it_may_be_chance() {
    let mut open = items(&[
        ("F2026-00001", "1041.97 EUR"),
        ("F2026-00002", "530.23 EUR"),
        ("F2026-00003", "720.17 EUR"),
        ("F2026-00004", "810.06 EUR"),
        ("F2026-00005", "99.31 EUR"),
    ]);
    let policy = Policy::default();
    let expected = "Apply Subset [F2026-00001 1041.97, F2026-00004 810.06] 0.00";
    assert_eq!(told(&found(&paid("1852.03 EUR", "FACTURES"), &open, &policy)), expected);
    // The same sums in round figures: a hundred times fewer are possible.
    for item in &mut open {
        let whole = item.open.minor() / 10_000 * 10_000;
        item.open = Money::from_minor(whole + 10_000, Currency::EUR).unwrap();
    }
    let proposal = found(&paid("2000.00 EUR", "FACTURES"), &open, &policy);
    assert_eq!(proposal.verdict, Verdict::Propose);
    // A firm that trusts nothing but proof.
    let careful = Policy { applies_from: 1_000, ..policy };
    let open = items(&[("F2026-00001", "80.00 EUR")]);
    let proposal = found(&paid("80.00 EUR", "F2026-00001"), &open, &careful);
    assert_eq!(told(&proposal), "Propose DocumentNumber [] 80.00");
    let command = proposal.alternatives[0].command(&paid("80.00 EUR", ""));
    let applied = found(&paid("80.00 EUR", "F2026-00001"), &open, &policy);
    assert_eq!(Some(command), applied.command(&paid("80.00 EUR", "")));
}

#[test]
fn what_is_named_may_be_some_of_it_or_more() {
    let open = items(&[
        ("F2026-00001", "1041.97 EUR"),
        ("F2026-00002", "530.23 EUR"),
        ("F2026-00003", "720.17 EUR"),
        ("F2026-00004", "10.00 EUR"),
    ]);
    let policy = Policy::default();
    for (amount, text, expected) in [
        (
            "1762.14 EUR",
            "F2026-00001 F2026-00002 F2026-00003",
            "Apply DocumentNumber [F2026-00001 1041.97, F2026-00003 720.17] 0.00",
        ),
        (
            "1762.14 EUR",
            "F2026-00001 F2026-00008",
            "Apply DocumentNumber [F2026-00001 1041.97, F2026-00003 720.17] 0.00",
        ),
        // Ten euros too much are no proof of an invoice of ten euros.
        ("730.17 EUR", "F2026-00003", "Apply DocumentNumber [F2026-00003 720.17] 10.00"),
    ] {
        assert_eq!(told(&found(&paid(amount, text), &open, &policy)), expected);
    }
}

#[test]
fn a_statement_is_all_until_a_day() {
    let mut open = items(&[
        ("F2026-00001", "100.11 EUR"),
        ("F2026-00002", "100.12 EUR"),
        ("F2026-00003", "100.13 EUR"),
        ("F2026-00004", "100.10 EUR"),
    ]);
    for (item, (document_on, due_on)) in open.iter_mut().zip([
        ("2026-01-05", "2026-03-05"),
        ("2026-01-20", "2026-03-20"),
        ("2026-02-03", "2026-04-03"),
        ("2026-02-04", "2026-04-04"),
    ]) {
        (item.document_on, item.due_on) = (day(document_on), day(due_on));
    }
    // 100.11 and 100.12, or 100.13 and 100.10: the first are all that January brought.
    let proposal = found(&paid("200.23 EUR", "RELEVE 01/2026"), &open, &Policy::default());
    let expected = "Apply Statement [F2026-00001 100.11, F2026-00002 100.12] 0.00";
    assert_eq!(told(&proposal), expected);
    assert!(proposal.evidence.contains(&Evidence::AllUntil { day: day("2026-01-20") }));
}

/// rulebook EX-L4 and EX-L8.
#[test]
fn the_oldest_come_first_where_the_firm_says_so() {
    let mut open = items(&[("F1", "400.00 EUR"), ("F2", "500.00 EUR"), ("F3", "300.00 EUR")]);
    for (item, due_on) in open.iter_mut().zip(["2026-01-01", "2026-01-02", "2026-01-03"]) {
        item.due_on = day(due_on);
    }
    let policy = Policy { applies_oldest_first: true, ..Policy::default() };
    let proposal = found(&paid("1000.00 EUR", ""), &open, &policy);
    assert_eq!(told(&proposal), "Apply OldestFirst [F1 400.00, F2 500.00, F3 100.00] 0.00");
    assert_eq!(
        found(&paid("1000.00 EUR", ""), &open, &Policy::default()).verdict,
        Verdict::Nothing
    );
    // Equal in age, they share; a cent more each, since 60 and 40 alone are 100 as well.
    let equal = items(&[("F1", "60.01 EUR"), ("F2", "40.01 EUR"), ("F3", "50.01 EUR")]);
    let proposal = found(&paid("100.00 EUR", ""), &equal, &policy);
    assert_eq!(told(&proposal), "Apply OldestFirst [F1 40.00, F2 26.67, F3 33.33] 0.00");
}

#[test]
fn a_word_or_a_day_tells_equal_amounts_apart() {
    let mut open = items(&[("F2026-00001", "80.00 EUR"), ("F2026-00002", "80.00 EUR")]);
    open[1].due_on = day("2026-04-05");
    let policy = Policy::default();
    assert_eq!(
        told(&found(&paid("80.00 EUR", ""), &open, &policy)),
        "Propose ExactAmount [] 80.00"
    );
    let nearest = Policy { takes_nearest_within: Some(30), ..policy };
    let first = "Apply ExactAmount [F2026-00001 80.00] 0.00";
    assert_eq!(told(&found(&paid("80.00 EUR", ""), &open, &nearest)), first);
    let too_far = Policy { takes_nearest_within: Some(4), ..policy };
    assert_eq!(found(&paid("80.00 EUR", ""), &open, &too_far).verdict, Verdict::Propose);
    open[1].is_part_settled = true;
    let second = "Apply ExactAmount [F2026-00002 80.00] 0.00";
    assert_eq!(told(&found(&paid("80.00 EUR", "SOLDE"), &open, &policy)), second);
}

/// rulebook EX-A: 999.60 for 1,000.00 leaves 0.40.
#[test]
fn what_is_missing_is_settled_within_the_tolerances() {
    let of = |kind, absolute: &str, percent: &str| Tolerance {
        percent: Some(percent.parse().unwrap()),
        ..Tolerance::of(kind, absolute.parse().unwrap())
    };
    let tolerances = [
        of(DifferenceKind::WriteOff, "0.50 EUR", "1"),
        of(DifferenceKind::BankFee, "15.00 EUR", "3"),
    ];
    let mut open = items(&[("F2026-00001", "1000.00 EUR"), ("F2026-00002", "55.55 EUR")]);
    let told = |amount: &str, text: &str, open: &[Candidate]| {
        let proposal = propose(&paid(amount, text), open, &Policy::default(), &tolerances).unwrap();
        let mut differences = proposal.differences.iter();
        let difference =
            differences.next().map(|one| alloc::format!("{} {}", one.kind, one.amount));
        (told(&proposal), difference.unwrap_or_default())
    };
    let whole = "Apply DocumentNumber [F2026-00001 1000.00] 0.00".to_string();
    for (amount, text, difference) in [
        ("999.60 EUR", "F2026-00001", "write_off 0.40 EUR"),
        ("988.00 EUR", "F2026-00001", "bank_fee 12.00 EUR"),
    ] {
        assert_eq!(told(amount, text, &open), (whole.clone(), difference.to_string()));
    }
    let both = "Apply DocumentNumber [F2026-00001 1000.00, F2026-00002 55.55] 0.00".to_string();
    let text = "F2026-00001 F2026-00002";
    assert_eq!(told("1050.55 EUR", text, &open), (both, "bank_fee 5.00 EUR".to_string()));
    for (amount, text, part) in [
        // Beyond the amount, beyond the percentage, and by the payer's own word.
        ("984.99 EUR", "F2026-00001", "F2026-00001 984.99"),
        ("53.00 EUR", "F2026-00002", "F2026-00002 53.00"),
        ("999.60 EUR", "ACOMPTE F2026-00001", "F2026-00001 999.60"),
    ] {
        let expected = alloc::format!("Apply DocumentNumber [{part}] 0.00");
        assert_eq!(told(amount, text, &open), (expected, String::new()));
    }
    // Unnamed, it is a person's to see.
    assert_eq!(told("988.00 EUR", "", &open).0, "Propose ExactAmount [] 988.00");
    // Too much is nothing that these accept.
    let beyond = "Apply DocumentNumber [F2026-00001 1000.00] 0.40".to_string();
    assert_eq!(told("1000.40 EUR", "F2026-00001", &open), (beyond, String::new()));
    // A discount that came too late is claimed.
    open[0].early_discount = Some(OfferedDiscount {
        until: day("2026-01-15"),
        amount: "10.00 EUR".parse().unwrap(),
        by_parts: None,
    });
    let late = "Apply DocumentNumber [F2026-00001 990.00] 0.00".to_string();
    assert_eq!(told("990.00 EUR", "F2026-00001", &open), (late, String::new()));
}

fn customer(id: &str, name: &str, candidates: Vec<Candidate>) -> CustomerCandidates {
    CustomerCandidates {
        customer: id.parse().unwrap(),
        name: name.parse().unwrap(),
        accounts: Vec::new(),
        candidates,
    }
}

#[test]
fn a_payer_is_known_by_its_account_or_by_name_and_amount() {
    let mut customers = vec![
        customer("ALFKI", "Alfreds Futterkiste", items(&[("F2026-00001", "80.15 EUR")])),
        customer("BOLID", "Bolido Comidas", items(&[("F2026-00002", "91.15 EUR")])),
    ];
    let who = |payment: &Payment, customers: &[CustomerCandidates]| {
        let found = identify(payment, customers, &Policy::default(), &[]).unwrap();
        let mut payers = Vec::new();
        for payer in &found.payers {
            payers.push(payer.customer.to_string());
        }
        (found.customer.map(|customer| customer.to_string()), payers.join(" "))
    };
    let from = |name: &str, amount: &str| Payment {
        payer: name.parse().unwrap(),
        ..paid(amount, "VIREMENT")
    };
    let alfki = (Some("ALFKI".to_string()), String::new());
    assert_eq!(who(&from("ALFREDS GMBH", "80.15 EUR"), &customers), alfki);
    // A name without the amount, and an amount without the name, are no proof.
    assert_eq!(who(&from("ALFREDS GMBH", "80.00 EUR"), &customers), (None, String::new()));
    let proposed = (None, "ALFKI".to_string());
    assert_eq!(who(&from("CABINET COMPTABLE", "80.15 EUR"), &customers), proposed);
    // Another has the amount as well.
    customers[1].candidates = items(&[("F2026-00002", "80.15 EUR")]);
    let both = (None, "ALFKI BOLID".to_string());
    assert_eq!(who(&from("ALFREDS GMBH", "80.15 EUR"), &customers), both);
    // The account it comes from is proof, however it is written.
    customers[1].accounts = vec!["FR76 3000 6000 0112 3456 7890 189".parse().unwrap()];
    let payer_account = "FR7630006000011234567890189".parse().unwrap();
    let payment = Payment { payer_account, ..from("ALFREDS GMBH", "12.00 EUR") };
    assert_eq!(who(&payment, &customers), (Some("BOLID".to_string()), String::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// A sum of some items is applied as those items or not at all, in whatever order they come.
    #[test]
    fn a_sum_is_applied_as_what_it_is_made_of(
        amounts in prop::collection::vec(100_i64..900_000, 2..12),
        picked in prop::collection::vec(any::<bool>(), 12),
        turn in 0_usize..12,
    ) {
        let eur = Currency::EUR;
        let open: Vec<Candidate> = (1..).zip(&amounts).map(|(number, minor)| Candidate {
            open: Money::from_minor(*minor, eur).unwrap(),
            ..item(&alloc::format!("F2026-{number:05}"), "1.00 EUR")
        }).collect();
        let chosen = open.iter().zip(&picked).filter(|(_, is_picked)| **is_picked);
        let chosen: Vec<&Candidate> = chosen.map(|(item, _)| item).collect();
        prop_assume!(!chosen.is_empty());
        let sum = chosen.iter().map(|item| item.open.minor()).sum();
        let payment = Payment {
            amount: Money::from_minor(sum, eur).unwrap(),
            ..paid("1.00 EUR", "REGLEMENT")
        };
        let proposal = found(&payment, &open, &Policy::default());
        let mut turned = open.clone();
        turned.rotate_left(turn % open.len());
        turned.reverse();
        prop_assert_eq!(&found(&payment, &turned, &Policy::default()), &proposal);
        let own: Vec<&str> = chosen.iter().map(|item| item.entry.as_str()).collect();
        let is_own = |lines: &[ProposedLine]| {
            lines.iter().map(|line| line.entry.as_str()).eq(own.iter().copied())
        };
        match proposal.verdict {
            Verdict::Apply => prop_assert!(is_own(&proposal.lines)),
            Verdict::Propose => {
                prop_assert!(proposal.alternatives.iter().any(|one| is_own(&one.lines)));
            }
            Verdict::Nothing => prop_assert!(false, "the sum is not found"),
        }
    }
}
