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
        parcels: Parcels::default(),
    }
}

fn deliver() -> Command {
    Command::Deliver { proof: ProofOfDelivery::default() }
}

fn shipped(of: &[(&str, &str)]) -> Event {
    Event::Shipped {
        shipment: "S1".parse().unwrap(),
        order: "O1".parse().unwrap(),
        lines: lines(of),
        site: Some("PARIS".parse().unwrap()),
        parcels: Parcels::default(),
        shipped_on: Day::parse("2026-01-15").unwrap(),
    }
}

fn delivered(on: &str) -> Event {
    let proof = ProofOfDelivery::default();
    Event::Delivered { delivered_on: Day::parse(on).unwrap(), proof }
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
            .when(&deliver(), &facts(on))
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
        .when(&deliver(), &facts("2026-01-14"))
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
        for command in [ship(&of), deliver()] {
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
    let proved = r#"{"deliver":{"proof":{"received_by":"M. Martin"}}}"#;
    let read: Command = serde_json::from_str(proved).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), proved);
    assert_eq!(serde_json::from_str::<Command>(r#"{"deliver":{}}"#).unwrap(), deliver());
    let event = serde_json::to_string(&shipped(&[("1", "7")])).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&event).unwrap(), shipped(&[("1", "7")]));
}

fn parcels(of: &[(&str, &[(&str, &str)])]) -> Parcels {
    let parcel = |(id, of): &(&str, &[(&str, &str)])| Parcel {
        id: id.parse().unwrap(),
        carrier: "Chronopost".parse().unwrap(),
        tracking: "XY 123".parse().unwrap(),
        lines: lines(of),
    };
    Parcels(of.iter().map(parcel).collect())
}

fn packed(of: &[(&str, &[(&str, &str)])]) -> Result<Vec<Event>, Rejection> {
    let mut command = ship(&[("1", "7"), ("2", "0.5")]);
    if let Command::Ship { parcels: packing, .. } = &mut command {
        *packing = parcels(of);
    }
    Shipment::new().decide(&command, &facts("2026-01-15"))
}

/// Parcels that say what is in them hold what leaves, all of it and nothing else.
#[test]
fn parcels_hold_what_leaves() {
    let told = packed(&[("P1", &[("1", "4")]), ("P2", &[("1", "3"), ("2", "0.5")])]).unwrap();
    let shipment = crate::machine::replay(Shipment::new(), &told).unwrap();
    assert_eq!(shipment.audit(), Ok(()));
    assert_eq!(shipment.shipped().unwrap().parcels.0.len(), 2);
    assert!(packed(&[("P1", &[]), ("P2", &[])]).is_ok(), "nothing is said of what is in them");
    let refused = |of: &[(&str, &[(&str, &str)])]| {
        let no = packed(of).unwrap_err();
        (no.code(), no.path().to_string(), no.to_string())
    };
    let (code, path, message) = refused(&[("P1", &[("1", "4"), ("2", "0.5")])]);
    assert_eq!((code, path.as_str()), ("fulfilment.parcel.do_not_sum", "parcels"));
    assert_eq!(message, "4 of line 1 are packed, 7 leave");
    let beyond = refused(&[("P1", &[("1", "7"), ("2", "0.5"), ("3", "1")])]);
    assert_eq!(beyond.2, "1 of line 3 are packed, 0 leave");
    assert_eq!(refused(&[("P1", &[]), ("P1", &[])]).1, "parcels[1].id");
    let empty = refused(&[("P1", &[("1", "7"), ("2", "0.5")]), ("P2", &[])]);
    assert_eq!((empty.0, empty.1.as_str()), ("fulfilment.lines_missing", "parcels[1].lines"));
}

/// What says nothing leaves the fingerprint of a command as it was.
#[test]
fn what_is_not_said_adds_nothing_to_a_fingerprint() {
    use core::hash::{Hash, Hasher};
    struct Bytes(usize);
    impl Hasher for Bytes {
        fn finish(&self) -> u64 {
            0
        }
        fn write(&mut self, bytes: &[u8]) {
            self.0 = self.0.saturating_add(bytes.len());
        }
    }
    let mut bytes = Bytes(0);
    Parcels::default().hash(&mut bytes);
    ProofOfDelivery::default().hash(&mut bytes);
    assert_eq!(bytes.0, 0);
    parcels(&[("P1", &[])]).hash(&mut bytes);
    assert!(bytes.0 > 0);
}
