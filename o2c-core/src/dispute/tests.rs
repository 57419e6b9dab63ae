//! Stories of a dispute.

#![allow(clippy::arithmetic_side_effects)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::invoice::lifecycle::{Status as Said, allowed_reasons};
use crate::machine::{Given, replay};
use crate::money::{Currency, Money};
use crate::receivable::AccountKey;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn euros(text: &str) -> Money {
    alloc::format!("{text} EUR").parse().unwrap()
}

fn part(entry: &str, amount: &str) -> Contested {
    Contested { entry: entry.parse().unwrap(), amount: euros(amount) }
}

fn at(on: &str) -> Moment {
    Moment { on: day(on), recorded_on: day(on) }
}

fn facts(on: &str, open: &[Contested]) -> Facts {
    Facts { on: day(on), recorded_on: day(on), open: open.to_vec() }
}

fn opening(amount: Option<&str>) -> Opening {
    Opening {
        account: AccountKey::of("C1".parse().unwrap(), Currency::EUR),
        document: "F1".parse().unwrap(),
        amount: amount.map(euros),
        reason: Reason::Price,
        owner: "Anne".parse().unwrap(),
        note: "too dear".parse().unwrap(),
        answer_by: None,
        do_not_match: false,
    }
}

fn opened(items: &[Contested]) -> Event {
    let Opening { account, document, reason, owner, note, .. } = opening(None);
    let (items, answer_by, do_not_match) = (items.to_vec(), None, false);
    let at = at("2026-03-10");
    Event::Opened { account, document, items, reason, owner, note, answer_by, do_not_match, at }
}

fn review(owner: &str) -> Command {
    Command::Review { owner: owner.parse().unwrap(), note: "ask the store".parse().unwrap() }
}

fn reviewed(owner: &str, on: &str) -> Event {
    let (owner, note) = (owner.parse().unwrap(), "ask the store".parse().unwrap());
    Event::Reviewed { owner, note, at: at(on) }
}

fn credited(amount: &str) -> Outcome {
    Outcome::Credited { amount: euros(amount), by: "A1".parse().unwrap() }
}

fn close(outcome: Outcome) -> Command {
    Command::Close { outcome, note: "seen".parse().unwrap() }
}

fn closed(outcome: Outcome, on: &str) -> Event {
    Event::Closed { outcome, note: "seen".parse().unwrap(), at: at(on) }
}

fn refusal(events: &[Event], command: &Command, facts: &Facts) -> (&'static str, Vec<String>) {
    let dispute = replay(Dispute::default(), events).unwrap();
    let no = dispute.decide(command, facts).unwrap_err();
    (no.code(), no.figures().into_iter().map(|(_, figure)| figure).collect())
}

#[test]
fn an_amount_is_shared_over_what_is_open() {
    // 100.00 over 300.00, 300.00 and 400.00: 30.00, 30.00 and 40.00.
    let open = [part("F1/1", "300.00"), part("F1/2", "300.00"), part("F1/3", "400.00")];
    let held = [part("F1/1", "30.00"), part("F1/2", "30.00"), part("F1/3", "40.00")];
    Given::new(Dispute::default(), &[])
        .when(&Command::Open(opening(Some("100.00"))), &facts("2026-03-10", &open))
        .then(&[opened(&held)]);
    Given::new(Dispute::default(), &[])
        .when(&Command::Open(opening(None)), &facts("2026-03-10", &open))
        .then(&[opened(&open)]);
}

#[test]
fn a_dispute_is_looked_into_and_settled() {
    let begun = [opened(&[part("F1", "100.00")])];
    Given::new(Dispute::default(), &begun)
        .when(&review("Bert"), &facts("2026-03-12", &[]))
        .then(&[reviewed("Bert", "2026-03-12")]);
    for outcome in [credited("100.00"), credited("60.00"), Outcome::Rejected, Outcome::Withdrawn] {
        Given::new(Dispute::default(), &begun)
            .when(&close(outcome.clone()), &facts("2026-03-20", &[]))
            .then(&[closed(outcome, "2026-03-20")]);
    }
}

#[test]
fn earlier_days_see_what_was() {
    let events = [
        opened(&[part("F1", "100.00")]),
        reviewed("", "2026-03-12"),
        closed(credited("60.00"), "2026-03-20"),
    ];
    let dispute = replay(Dispute::default(), &events).unwrap();
    dispute.audit().unwrap();
    assert_eq!(dispute.owner().as_str(), "Anne", "nobody new looks after it");
    let told = |on: &str, known_at: Option<&str>| {
        let known_at = known_at.map(day);
        let held = dispute.disputed_on(&"F1".parse().unwrap(), day(on), known_at);
        (dispute.status_on(day(on), known_at), held)
    };
    assert_eq!(told("2026-03-09", None), (None, None));
    assert_eq!(told("2026-03-10", None), (Some(Status::Opened), Some(euros("100.00"))));
    assert_eq!(told("2026-03-19", None), (Some(Status::UnderReview), Some(euros("100.00"))));
    assert_eq!(told("2026-03-20", None), (Some(Status::Accepted), None));
    let then = told("2026-03-20", Some("2026-03-11"));
    assert_eq!(then, (Some(Status::Opened), Some(euros("100.00"))));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let open = [part("F1", "80.00")];
    let today = facts("2026-03-10", &open);
    let ask = |asked: Opening| refusal(&[], &Command::Open(asked), &today);
    let none = refusal(&[], &Command::Open(opening(None)), &facts("2026-03-10", &[]));
    assert_eq!(none, ("dispute.nothing_open", vec!["F1".into()]));
    let beyond = ask(opening(Some("80.01")));
    assert_eq!(beyond, ("dispute.beyond_open", vec!["80.01 EUR".into(), "80.00 EUR".into()]));
    for nothing in ["0.00", "-1.00"] {
        assert_eq!(ask(opening(Some(nothing))).0, "dispute.amount_not_positive");
    }
    let dollars = Some("1.00 USD".parse().unwrap());
    let foreign = ask(Opening { amount: dollars, ..opening(None) });
    assert_eq!(foreign.0, "money.currency_mismatch");
    let late = ask(Opening { answer_by: Some(day("2026-03-09")), ..opening(None) });
    assert_eq!(late.0, "dispute.answered_before");
    let begun = [opened(&[part("F1", "80.00")])];
    let beyond = refusal(&begun, &close(credited("80.01")), &today);
    assert_eq!(beyond, ("dispute.beyond_disputed", vec!["80.01 EUR".into(), "80.00 EUR".into()]));
    let before = facts("2026-03-09", &[]);
    for command in [review(""), close(Outcome::Rejected)] {
        assert_eq!(refusal(&begun, &command, &before).0, "dispute.earlier");
    }
}

/// Every state answers every command: what is not possible says so and changes nothing.
#[test]
fn no_state_is_forgotten() {
    let begun = opened(&[part("F1", "80.00")]);
    let over = closed(Outcome::Rejected, "2026-03-20");
    let states = [
        (vec![], [true, false, false]),
        (vec![begun.clone()], [false, true, true]),
        (vec![begun.clone(), reviewed("Bert", "2026-03-12")], [false, true, true]),
        (vec![begun, over], [false, false, false]),
    ];
    let today = facts("2026-03-25", &[part("F1", "80.00")]);
    for (events, expected) in states {
        let dispute = replay(Dispute::default(), &events).unwrap();
        let commands = [Command::Open(opening(None)), review("Carl"), close(credited("80.00"))];
        for (command, is_possible) in commands.iter().zip(expected) {
            let before = dispute.clone();
            let answer = dispute.decide(command, &today);
            assert_eq!(dispute, before);
            match answer {
                Ok(events) => {
                    assert!(is_possible, "{} where {}", command.name(), dispute.state());
                    let next = replay(dispute.clone(), &events).unwrap();
                    next.audit().unwrap();
                }
                Err(no) => {
                    assert!(!is_possible, "{no}");
                    assert_eq!(no.code(), "dispute.not_possible");
                }
            }
        }
    }
}

#[test]
fn a_history_that_was_not_decided_is_broken() {
    let begun = opened(&[part("F1", "80.00")]);
    let over = closed(Outcome::Rejected, "2026-03-20");
    let stories = [
        vec![over.clone()],
        vec![reviewed("Bert", "2026-03-12")],
        vec![begun.clone(), begun.clone()],
        vec![begun.clone(), over.clone(), over.clone()],
        vec![begun.clone(), reviewed("Bert", "2026-03-09")],
        vec![opened(&[])],
        vec![opened(&[part("F1", "-80.00")])],
    ];
    for events in stories {
        assert!(replay(Dispute::default(), &events).is_err(), "{events:?}");
    }
}

/// Each reason has one code of the list for disputes, and each code of that list has one reason.
#[test]
fn reasons_are_those_of_the_electronic_invoice() {
    let codes: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes, allowed_reasons(Said::InDispute).iter().copied().collect());
    assert_eq!(codes.len(), Reason::ALL.len());
    for reason in Reason::ALL {
        assert_eq!(Reason::of_code(reason.code().parse().unwrap()), *reason);
    }
    for status in [Said::PartlyApproved, Said::Refused] {
        assert!(allowed_reasons(status).iter().all(|code| codes.contains(code)), "{status:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// What is disputed is what was asked, and of no item more than is open of it.
    #[test]
    fn no_item_is_disputed_beyond_what_is_open(
        open in prop::collection::vec(1_i64..100_000, 1..6),
        share in 0_u64..=1000,
    ) {
        let total: i64 = open.iter().sum();
        let asked = (total * i64::try_from(share).unwrap() / 1000).max(1);
        let money = |minor| Money::from_minor(minor, Currency::EUR).unwrap();
        let parts: Vec<Contested> = open.iter().enumerate().map(|(at, minor)| Contested {
            entry: alloc::format!("F1/{at}").parse().unwrap(),
            amount: money(*minor),
        }).collect();
        let asked = Opening { amount: Some(money(asked)), ..opening(None) };
        let command = Command::Open(asked.clone());
        let events = Dispute::default().decide(&command, &facts("2026-03-10", &parts)).unwrap();
        let dispute = replay(Dispute::default(), &events).unwrap();
        dispute.audit().unwrap();
        let claim = dispute.claim().unwrap();
        prop_assert_eq!(Some(claim.amount().unwrap()), asked.amount);
        for item in &claim.items {
            let open = parts.iter().find(|part| part.entry == item.entry).unwrap();
            prop_assert!(item.amount.minor() <= open.amount.minor());
        }
    }
}
