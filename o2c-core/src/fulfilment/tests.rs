//! Stories of a shipment.

use super::*;
use crate::calendar::Day;
use crate::error::{Path, Refusal};
use crate::machine::Given;
use alloc::string::{String, ToString};
use alloc::vec;

fn facts(on: &str) -> Facts {
    Facts { on: Day::parse(on).unwrap() }
}

fn lines(lines: &[(&str, &str)]) -> Vec<ShippedLine> {
    let line = |(line, quantity): &(&str, &str)| ShippedLine {
        line: line.parse().unwrap(),
        quantity: quantity.parse().unwrap(),
    };
    lines.iter().map(line).collect()
}

fn ship(of: &[(&str, &str)]) -> Command {
    Command::Ship {
        shipment: "S1".parse().unwrap(),
        order: "O1".parse().unwrap(),
        lines: lines(of),
        site: Some("PARIS".parse().unwrap()),
    }
}

fn shipped(of: &[(&str, &str)]) -> Event {
    Event::Shipped {
        shipment: "S1".parse().unwrap(),
        order: "O1".parse().unwrap(),
        lines: lines(of),
        site: Some("PARIS".parse().unwrap()),
        shipped_on: Day::parse("2026-01-15").unwrap(),
    }
}

fn delivered(on: &str) -> Event {
    Event::Delivered { delivered_on: Day::parse(on).unwrap() }
}

fn refusal(of: &[(&str, &str)]) -> (&'static str, String) {
    let no = Shipment::new().decide(&ship(of), &facts("2026-01-15")).unwrap_err();
    (no.code(), no.path().to_string())
}

#[test]
fn goods_leave_and_arrive() {
    let of = [("1", "7"), ("2", "0.5")];
    Given::new(Shipment::new(), &[]).when(&ship(&of), &facts("2026-01-15")).then(&[shipped(&of)]);
    for on in ["2026-01-15", "2026-02-01"] {
        Given::new(Shipment::new(), &[shipped(&of)])
            .when(&Command::Deliver, &facts(on))
            .then(&[delivered(on)]);
    }
    let events = [shipped(&of), delivered("2026-01-17")];
    let shipment = crate::machine::replay(Shipment::new(), &events).unwrap();
    assert_eq!(shipment.audit(), Ok(()));
    assert_eq!(shipment.shipped().unwrap().lines, lines(&of));
}

#[test]
fn what_is_no_shipment_is_refused_with_its_place() {
    assert_eq!(refusal(&[]), ("fulfilment.lines_missing", "lines".to_string()));
    for quantity in ["0", "-1"] {
        assert_eq!(
            refusal(&[("1", "1"), ("2", quantity)]),
            ("fulfilment.line.quantity_not_positive", "lines[1].quantity".to_string())
        );
    }
    assert_eq!(
        refusal(&[("1", "1"), ("2", "1"), ("1", "2")]),
        ("fulfilment.line.duplicate", "lines[2].line".to_string())
    );
    let keys: Vec<String> = (0..30).map(|key| (key % 28).to_string()).collect();
    let many: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "1")).collect();
    assert_eq!(refusal(&many), ("fulfilment.line.duplicate", "lines[28].line".to_string()));
}

#[test]
fn goods_do_not_arrive_before_they_left() {
    Given::new(Shipment::new(), &[shipped(&[("1", "7")])])
        .when(&Command::Deliver, &facts("2026-01-14"))
        .refused(&Rejection::DeliveredBeforeShipped {
            path: Path::root(),
            on: Day::parse("2026-01-14").unwrap(),
            shipped_on: Day::parse("2026-01-15").unwrap(),
        });
}

#[test]
fn every_pair_of_state_and_command_that_is_not_possible_names_both() {
    let of = [("1", "7")];
    let states = [
        ("absent", vec![], "ship"),
        ("shipped", vec![shipped(&of)], "deliver"),
        ("delivered", vec![shipped(&of), delivered("2026-01-15")], ""),
    ];
    for (state, events, possible) in states {
        for command in [ship(&of), Command::Deliver] {
            let shipment = crate::machine::replay(Shipment::new(), &events).unwrap();
            let answer = shipment.decide(&command, &facts("2026-01-15"));
            let refused =
                Rejection::NotPossible { path: Path::root(), state, command: command.name() };
            assert_eq!(answer != Err(refused), possible == command.name());
        }
    }
}

#[test]
fn a_history_that_was_not_decided_breaks() {
    let of = [("1", "7")];
    for events in [
        vec![delivered("2026-01-15")],
        vec![shipped(&of), shipped(&of)],
        vec![shipped(&of), delivered("2026-01-15"), delivered("2026-01-16")],
    ] {
        assert!(crate::machine::replay(Shipment::new(), &events).is_err());
    }
    let early = [shipped(&of), delivered("2026-01-14")];
    let shipment = crate::machine::replay(Shipment::new(), &early).unwrap();
    assert!(shipment.audit().is_err());
}

#[cfg(feature = "json")]
#[test]
fn commands_and_events_read_back_as_written() {
    let json = concat!(
        r#"{"ship":{"shipment":"S1","order":"O1","#,
        r#""lines":[{"line":"1","quantity":"7"}],"site":"PARIS"}}"#,
    );
    let command: Command = serde_json::from_str(json).unwrap();
    assert_eq!(command, ship(&[("1", "7")]));
    assert_eq!(serde_json::to_string(&command).unwrap(), json);
    assert_eq!(serde_json::from_str::<Command>(r#""deliver""#).unwrap(), Command::Deliver);
    let event = serde_json::to_string(&shipped(&[("1", "7")])).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&event).unwrap(), shipped(&[("1", "7")]));
}
