//! One case per rule, and what must never be applied.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::machine::Machine;
use crate::money::{Currency, Money};
use crate::receivable::{Account, AccountKey, Command, EntryKind, Facts, Item, Receipt};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use proptest::prelude::*;

fn candidate(number: &str, open: &str, due_on: &str) -> Candidate {
    let (entry, text) = (number.parse().unwrap(), number.parse().unwrap());
    let (document_on, due_on) = ("2016-08-01".parse().unwrap(), due_on.parse().unwrap());
    Candidate::of(entry, text, open.parse().unwrap(), document_on, due_on)
}

fn payment(amount: &str, remittance: &str) -> Payment {
    let (entry, received_on) = ("P1".parse().unwrap(), "2016-09-01".parse().unwrap());
    Payment {
        payer: "ERNST SA".parse().unwrap(),
        remittance: remittance.parse().unwrap(),
        ..Payment::of(entry, amount.parse().unwrap(), received_on)
    }
}

fn found(amount: &str, remittance: &str, candidates: &[Candidate]) -> Proposal {
    propose(&payment(amount, remittance), candidates, &Policy::default(), &[]).unwrap()
}

/// Verdict, lines and what stays on account, short enough to compare.
fn told(proposal: &Proposal) -> String {
    let line = |line: &ProposedLine| alloc::format!("{} {}", line.entry, line.amount.figure());
    let lines: Vec<String> = proposal.lines.iter().map(line).collect();
    let rest = proposal.rest.figure();
    alloc::format!("{:?} [{}] {rest}", proposal.verdict, lines.join(", "))
}

fn three() -> [Candidate; 3] {
    [
        candidate("F2016-00010", "100.00 EUR", "2016-08-20"),
        candidate("F2016-00011", "60.00 EUR", "2016-08-25"),
        candidate("F2016-00012", "40.00 EUR", "2016-10-01"),
    ]
}

#[test]
fn the_documents_named_are_settled() {
    for (amount, remittance, expected) in [
        ("100.00 EUR", "F2016-00010", "Apply [F2016-00010 100.00] 0.00"),
        (
            "140.00 EUR",
            "F2016-00010 F2016-00012",
            "Apply [F2016-00010 100.00, F2016-00012 40.00] 0.00",
        ),
        ("30.00 EUR", "ACOMPTE F2016-00010", "Apply [F2016-00010 30.00] 0.00"),
        ("101.00 EUR", "F2016-00010", "Apply [F2016-00010 100.00] 1.00"),
        (
            "150.00 EUR",
            "2016-00010 + f2016 00012",
            "Apply [F2016-00010 100.00, F2016-00012 40.00] 10.00",
        ),
        ("120.00 EUR", "F2016-00010 F2016-00012", "Propose [] 120.00"),
        ("60.00 EUR", "VIR 11", "Apply [F2016-00011 60.00] 0.00"),
        ("61.00 EUR", "VIR 11", "Nothing [] 61.00"),
    ] {
        assert_eq!(told(&found(amount, remittance, &three())), expected, "{remittance}");
    }
}

#[test]
fn a_number_that_contradicts_the_amount_is_proposed() {
    let proposal = found("60.00 EUR", "F2016-00010", &three());
    assert_eq!(told(&proposal), "Propose [] 60.00");
    let first = |alternative: &Alternative| alternative.lines[0].entry.to_string();
    let alternatives: Vec<String> = proposal.alternatives.iter().map(first).collect();
    assert_eq!(alternatives, ["F2016-00010", "F2016-00011"]);
    assert_eq!(proposal.command(&payment("60.00 EUR", "")), None);
}

#[test]
fn a_number_of_nobody_is_no_obstacle_to_the_exact_amount() {
    let proposal = found("60.00 EUR", "F2016-00099", &three());
    assert_eq!(proposal.rule, Some(Rule::ExactAmount));
    assert_eq!(told(&proposal), "Apply [F2016-00011 60.00] 0.00");
}

#[test]
fn one_amount_of_two_items_is_proposed() {
    let mut items = three().to_vec();
    items.push(candidate("F2016-00013", "60.00 EUR", "2016-08-26"));
    let proposal = found("60.00 EUR", "VIREMENT", &items);
    assert_eq!(told(&proposal), "Propose [] 60.00");
    assert_eq!(proposal.alternatives.len(), 2);
}

#[test]
fn the_whole_balance_or_all_that_is_due_is_settled() {
    let all = "Apply [F2016-00010 100.00, F2016-00011 60.00, F2016-00012 40.00] 0.00";
    assert_eq!(told(&found("200.00 EUR", "RELEVE 09/2016", &three())), all);
    let due = "Apply [F2016-00010 100.00, F2016-00011 60.00] 0.00";
    assert_eq!(told(&found("160.00 EUR", "", &three())), due);
    // Neither.
    assert_eq!(told(&found("100.01 EUR", "", &three())), "Nothing [] 100.01");
    // All and what is due sum to the same: someone decides.
    let mut items = three().to_vec();
    items.push(candidate("A2016-00001", "-40.00 EUR", "2016-10-01"));
    assert_eq!(told(&found("160.00 EUR", "", &items)), "Propose [] 160.00");
}

#[test]
fn instalments_of_one_document_share_its_number() {
    let instalment = |entry: &str, due_on| Candidate {
        entry: entry.parse().unwrap(),
        ..candidate("F2016-00010", "50.00 EUR", due_on)
    };
    let items = [instalment("b", "2016-09-20"), instalment("a", "2016-10-20")];
    assert_eq!(told(&found("50.00 EUR", "F2016-00010", &items)), "Apply [b 50.00] 0.00");
    assert_eq!(told(&found("70.00 EUR", "F2016-00010", &items)), "Apply [b 50.00, a 20.00] 0.00");
}

#[test]
fn a_number_without_its_prefix_that_fits_two_documents_names_neither() {
    let items = [
        candidate("F2016-00010", "50.00 EUR", "2016-09-20"),
        candidate("G2016-00010", "70.00 EUR", "2016-09-20"),
    ];
    assert_eq!(told(&found("30.00 EUR", "2016-00010", &items)), "Nothing [] 30.00");
    assert_eq!(told(&found("30.00 EUR", "G2016-00010", &items)), "Apply [G2016-00010 30.00] 0.00");
}

/// rulebook EX-T7: 1,200.00 less 2 % paid in time are 1,176.00.
#[test]
fn an_early_discount_counts_only_in_time() {
    let offered = |until: &str| Candidate {
        early_discount: Some(OfferedDiscount {
            until: until.parse().unwrap(),
            amount: "24.00 EUR".parse().unwrap(),
            by_parts: None,
        }),
        ..candidate("F2016-00010", "1200.00 EUR", "2016-09-20")
    };
    for remittance in ["ESCOMPTE 2% F2016-00010", "VIREMENT"] {
        let proposal = found("1176.00 EUR", remittance, &[offered("2016-09-01")]);
        assert!(proposal.takes_discount);
        assert_eq!(told(&proposal), "Apply [F2016-00010 1200.00] 0.00");
    }
    let late = found("1176.00 EUR", "F2016-00010", &[offered("2016-08-31")]);
    assert!(!late.takes_discount);
    assert_eq!(told(&late), "Apply [F2016-00010 1176.00] 0.00");
}

#[test]
fn a_payer_is_known_by_a_number_and_one_thing_more() {
    let customers = [("ERNSH", "Ernst Handel", 0..2), ("QUICK", "Quick-Stop", 2..3)];
    let customers = customers.map(|(customer, name, range)| CustomerCandidates {
        customer: customer.parse().unwrap(),
        name: name.parse().unwrap(),
        accounts: Vec::new(),
        candidates: three()[range].to_vec(),
    });
    for (amount, remittance, expected) in [
        ("30.00 EUR", "F2016-00010", Some("ERNSH")),
        ("40.00 EUR", "F2016-00012", Some("QUICK")),
        ("30.00 EUR", "F2016-00012", None),
        ("40.00 EUR", "VIREMENT", None),
        ("40.00 EUR", "VIR 12", None),
        ("140.00 EUR", "F2016-00010 F2016-00012", None),
    ] {
        let payment = payment(amount, remittance);
        let identified = identify(&payment, &customers, &Policy::default(), &[]).unwrap();
        let customer = identified.customer.as_ref().map(|customer| customer.as_str());
        assert_eq!(customer, expected, "{amount} {remittance}");
        let verdict = if expected.is_some() { Verdict::Apply } else { Verdict::Propose };
        assert_eq!(identified.verdict, verdict);
        // The order of the customers does not matter.
        let mut reversed = customers.clone();
        reversed.reverse();
        assert_eq!(identify(&payment, &reversed, &Policy::default(), &[]).unwrap(), identified);
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let refused = |amount: &str| propose(&payment(amount, ""), &three(), &Policy::default(), &[]);
    assert_eq!(refused("0.00 EUR").unwrap_err().code(), "lettering.not_positive");
    let no = refused("1.00 USD").unwrap_err();
    assert_eq!(no.code(), "lettering.currency_differs");
    assert_eq!(no.path().as_str(), "candidates[0].open");
}

fn account(items: &[Candidate], paid: &Payment) -> Account {
    let eur = Currency::EUR;
    let mut account = Account::new(AccountKey::of("ERNSH".parse().unwrap(), eur), eur);
    let item = |item: &Candidate| Item {
        id: item.entry.clone(),
        kind: EntryKind::Opening,
        document_on: item.document_on,
        accounted_on: item.document_on,
        due_on: item.due_on,
        amount: item.open,
        booked: item.open,
        early_discount: None,
    };
    let items = items.iter().map(item).collect();
    let receive = Command::Receive(Receipt {
        entry: paid.entry.clone(),
        payment: "P1".parse().unwrap(),
        received_on: paid.received_on,
        accounted_on: paid.received_on,
        amount: paid.amount,
        booked: paid.amount,
    });
    for command in [Command::OpenItems { items }, receive] {
        play(&mut account, &command);
    }
    account
}

fn play(account: &mut Account, command: &Command) {
    let today = Facts::on("2016-09-02".parse::<Day>().unwrap());
    for event in account.decide(command, &today).unwrap() {
        account.evolve(&event).unwrap();
    }
    account.audit().unwrap();
}

fn any_case() -> impl Strategy<Value = (Payment, Vec<Candidate>)> {
    let item = (1..6_i64, 0..40_u32, any::<bool>());
    let items = prop::collection::vec(item, 1..6);
    let texts = ["", "F2016-00001", "F2016-00002 2016-00003", "VIR 4", "F2016-5"];
    let text = prop::sample::select(texts.to_vec());
    (items, 1..15_i64, text).prop_map(|(items, paid, text)| {
        let eur = Currency::EUR;
        let items = items.into_iter().enumerate().map(|(index, (open, due, is_credit))| {
            let sign = if is_credit && index > 2 { -1 } else { 1 };
            let due_on: Day = "2016-08-10".parse().unwrap();
            Candidate {
                open: Money::from_minor(sign * open, eur).unwrap(),
                due_on: due_on.plus_days(due.into()).unwrap(),
                ..candidate(&alloc::format!("F2016-0000{}", index + 1), "1.00 EUR", "2016-09-01")
            }
        });
        let amount = Money::from_minor(paid, eur).unwrap();
        let payment = Payment { amount, ..payment("1.00 EUR", text) };
        (payment, items.collect())
    })
}

proptest! {
    /// Contract I19: the order of the candidates does not matter; what is to be applied is
    /// accepted by the account, to the cent, and running again finds nothing to apply twice.
    #[test]
    fn what_is_applied_is_unique_and_fits_the_account(
        (payment, items) in any_case(), turn in 0..5_usize,
    ) {
        let proposal = propose(&payment, &items, &Policy::default(), &[]).unwrap();
        let mut turned = items.clone();
        turned.rotate_left(turn % items.len());
        turned.reverse();
        prop_assert_eq!(&propose(&payment, &turned, &Policy::default(), &[]).unwrap(), &proposal);
        let Some(command) = proposal.command(&payment) else {
            prop_assert!(proposal.lines.is_empty());
            prop_assert_eq!(proposal.rest, payment.amount);
            return Ok(());
        };
        let mut account = account(&items, &payment);
        play(&mut account, &command);
        let left = account.entry(&payment.entry).unwrap().open().amount;
        prop_assert_eq!(left, proposal.rest.negated());
        for line in &proposal.lines {
            let entry = account.entry(&line.entry).unwrap();
            let settled = entry.item().amount.checked_sub(entry.open().amount).unwrap();
            prop_assert_eq!(settled, line.amount);
        }
        // Again: a payment settled wholly cannot be settled a second time.
        let today = Facts::on("2016-09-02".parse().unwrap());
        if proposal.rest.is_zero() {
            prop_assert!(account.decide(&command, &today).is_err());
        }
    }
}
