//! Stories of a return.

#![allow(clippy::indexing_slicing)]

use super::*;
use crate::calendar::Day;
use crate::error::Refusal;
use crate::fulfilment::ShippedLine;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

fn facts() -> Facts {
    let returnable = vec![("1".parse().unwrap(), "7".parse().unwrap())];
    Facts { on: Day::parse("2026-05-04").unwrap(), returnable }
}

fn lines(quantity: &str) -> Vec<ShippedLine> {
    vec![ShippedLine { line: "1".parse().unwrap(), quantity: quantity.parse().unwrap() }]
}

fn request(quantity: &str) -> Command {
    let (order, lines) = ("O1".parse().unwrap(), lines(quantity));
    Command::Request(RequestReturn { order, lines, reason: Default::default() })
}

fn receive(quantity: Option<&str>) -> Command {
    Command::Receive(ReceiveReturn { lines: quantity.map(lines), site: None })
}

fn inspect(quantity: Option<&str>) -> Command {
    let accepted = quantity.map(lines);
    let note = Default::default();
    Command::Inspect(InspectReturn { accepted, note, is_restocked: true })
}

fn settle(outcome: Outcome) -> Command {
    Command::Settle { outcome }
}

fn rejected() -> Outcome {
    Outcome::Rejected { reason: Default::default() }
}

fn told(commands: &[Command]) -> Return {
    let mut state = Return::default();
    for command in commands {
        for event in state.decide(command, &facts()).unwrap() {
            state.evolve(&event).unwrap();
        }
        state.audit().unwrap();
    }
    state
}

fn refusal(state: &Return, command: &Command) -> (&'static str, String) {
    let no = state.decide(command, &facts()).unwrap_err();
    (no.code(), no.path().to_string())
}

#[test]
fn goods_come_back_and_are_settled() {
    let state = told(&[request("3"), Command::Authorise, receive(Some("2")), inspect(Some("1"))]);
    let line = &state.returned().unwrap().lines[0];
    let figures = [line.requested, line.received, line.accepted].map(|figure| figure.to_string());
    assert_eq!(figures, ["3", "2", "1"]);
    assert_eq!(state.claims(&"1".parse().unwrap()).to_string(), "2");
    for outcome in [Outcome::Repaired, Outcome::Replaced { by: None }, rejected()] {
        let settled = told(&[request("3"), Command::Authorise, receive(None), inspect(None)]);
        let events = settled.decide(&settle(outcome.clone()), &facts()).unwrap();
        assert_eq!(events, [Event::Settled { outcome, settled_on: facts().on }]);
    }
}

#[test]
fn no_more_comes_back_than_was_shipped_agreed_or_received() {
    let beyond = refusal(&Return::Absent, &request("8"));
    assert_eq!(beyond, ("fulfilment.return.beyond_shipped", "lines[0].quantity".into()));
    let authorised = told(&[request("3"), Command::Authorise]);
    let beyond = refusal(&authorised, &receive(Some("4")));
    assert_eq!(beyond, ("fulfilment.return.beyond_agreed", "lines[0].quantity".into()));
    let received = told(&[request("3"), Command::Authorise, receive(Some("2"))]);
    let beyond = refusal(&received, &inspect(Some("3")));
    assert_eq!(beyond, ("fulfilment.return.beyond_agreed", "accepted[0].quantity".into()));
}

#[test]
fn what_is_not_accepted_is_not_credited() {
    let mut commands = vec![request("3"), Command::Authorise, receive(None)];
    let accepted = Some(Vec::new());
    let note = Default::default();
    commands.push(Command::Inspect(InspectReturn { accepted, note, is_restocked: false }));
    let state = told(&commands);
    let credited = Outcome::Credited { by: "A1".parse().unwrap(), fee: None };
    for outcome in [credited, Outcome::Repaired] {
        assert_eq!(refusal(&state, &settle(outcome)).0, "fulfilment.return.nothing_accepted");
    }
    assert!(state.decide(&settle(rejected()), &facts()).is_ok());
}

/// Every state, and what is possible in it.
#[test]
fn every_pair_of_state_and_command_that_is_not_possible_names_both() {
    let way = [request("3"), Command::Authorise, receive(None), inspect(None)];
    let settled = settle(Outcome::Repaired);
    let mut states: Vec<Return> = (0..=way.len()).map(|upto| told(&way[..upto])).collect();
    let mut all = way.to_vec();
    all.push(settled.clone());
    states.push(told(&all));
    let possible = [
        vec!["request"],
        vec!["authorise"],
        vec!["receive"],
        vec!["inspect"],
        vec!["settle"],
        vec![],
    ];
    for (state, possible) in states.iter().zip(possible) {
        for command in &all {
            let is_possible = state.decide(command, &facts()).is_ok();
            assert_eq!(is_possible, possible.contains(&command.name()), "{}", state.state());
            if !is_possible {
                assert_eq!(refusal(state, command).0, "fulfilment.return.not_possible");
            }
        }
        // Before anything is accepted a return may be rejected, and only that.
        let may_reject = !matches!(state, Return::Absent | Return::Settled(..));
        assert_eq!(state.decide(&settle(rejected()), &facts()).is_ok(), may_reject);
    }
}
