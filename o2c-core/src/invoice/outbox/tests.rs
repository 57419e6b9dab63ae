//! The outbox against its rules.

use super::*;
use crate::error::Refusal;
use proptest::prelude::*;

fn day(day: i64) -> Day {
    Day::parse("2026-01-15").unwrap().plus_days(day).unwrap()
}

fn facts(on: i64) -> Facts {
    Facts { on: day(on), recorded_on: day(on), issued_on: day(0), request: None }
}

fn dispatch(to: &str) -> Command {
    Command::Dispatch { channel: Channel::Email, to: to.parse().unwrap() }
}

fn record(outcome: Outcome) -> Command {
    Command::Record { number: None, outcome }
}

fn run(commands: &[(Command, i64)]) -> Result<Outbox, Rejection> {
    let mut outbox = Outbox::default();
    for (command, on) in commands {
        for event in outbox.decide(command, &facts(*on))? {
            outbox.evolve(&event).unwrap();
        }
    }
    Ok(outbox)
}

fn refused(commands: &[(Command, i64)]) -> &'static str {
    run(commands).unwrap_err().code()
}

#[test]
fn a_dispatch_goes_one_way_and_its_days_are_kept() {
    let rejected = Outcome::Rejected { reason: "mailbox full".parse().unwrap() };
    let outbox = run(&[
        (dispatch("a@x"), 0),
        (record(Outcome::Sent), 1),
        (record(rejected.clone()), 3),
        (dispatch("a@x"), 4),
        (record(Outcome::Received), 6),
    ])
    .unwrap();
    let first = outbox.dispatch(Some(1)).unwrap();
    let statuses: Vec<_> = (-1..5).map(|on| first.status_as_of(day(on), None)).collect();
    assert_eq!(
        statuses,
        [
            None,
            Some(DispatchStatus::Waiting),
            Some(DispatchStatus::Sent),
            Some(DispatchStatus::Sent),
            Some(DispatchStatus::Rejected),
            Some(DispatchStatus::Rejected),
        ]
    );
    assert_eq!(first.status_as_of(day(9), Some(day(1))), Some(DispatchStatus::Sent));
    assert_eq!(outbox.received_on(), Some(day(6)));
    assert_eq!(outbox.audit(), Ok(()));
}

#[test]
fn what_cannot_follow_is_refused() {
    assert_eq!(refused(&[(record(Outcome::Sent), 0)]), "invoice.dispatch.unknown");
    assert_eq!(refused(&[(dispatch("a"), -1)]), "invoice.before_issue");
    assert_eq!(refused(&[(dispatch("a"), 0), (dispatch("a"), 1)]), "invoice.dispatch.waits");
    let (sent, received) = (record(Outcome::Sent), record(Outcome::Received));
    let back = [(dispatch("a"), 0), (received.clone(), 1), (sent.clone(), 2)];
    assert_eq!(refused(&back), "invoice.dispatch.outcome_out_of_order");
    let before = [(dispatch("a"), 2), (sent, 1)];
    assert_eq!(refused(&before), "invoice.before_issue");
    let other = Command::Record { number: Some(2), outcome: Outcome::Received };
    assert_eq!(refused(&[(dispatch("a"), 0), (other, 1)]), "invoice.dispatch.unknown");
}

fn any_command() -> impl Strategy<Value = (Command, i64)> {
    let outcome = prop_oneof![
        Just(Outcome::Sent),
        Just(Outcome::Received),
        Just(Outcome::Rejected { reason: Text::default() }),
    ];
    let number = prop_oneof![Just(None), (0_u32..4).prop_map(Some)];
    let command = prop_oneof![
        "[ab]".prop_map(|to| dispatch(&to)),
        (number, outcome).prop_map(|(number, outcome)| Command::Record { number, outcome }),
    ];
    (command, -1_i64..9)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    /// Whatever is asked is refused or keeps the invariants, and no day but that of the last
    /// receipt known changes what was received.
    #[test]
    fn any_sequence_keeps_the_outbox_whole(
        commands in prop::collection::vec(any_command(), 0..24),
    ) {
        let mut outbox = Outbox::default();
        for (command, on) in commands {
            let received_on = outbox.received_on();
            if let Ok(events) = outbox.decide(&command, &facts(on)) {
                for event in events {
                    outbox.evolve(&event).unwrap();
                }
            }
            prop_assert_eq!(outbox.audit(), Ok(()));
            if let Some(before) = received_on {
                prop_assert!(outbox.received_on().is_some_and(|on| on <= before));
            }
        }
    }
}
