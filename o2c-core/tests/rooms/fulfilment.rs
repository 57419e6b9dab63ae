//! Properties of a shipment, held against a dumber model: a slip of paper with two dates.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

use o2c_core::calendar::Day;
use o2c_core::error::Refusal;
use o2c_core::fulfilment::{
    Command, Event, Facts, Parcels, ProofOfDelivery, Shipment, ShippedLine,
};
use o2c_core::id::LineId;
use o2c_core::machine::{Machine, replay};
use o2c_core::money::Exact;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// The most lines of a document.
const MOST: usize = o2c_core::bounds::DOCUMENT_LINES;

/// What is asked: lines by their number with tenths of pieces, and days after the first.
#[derive(Debug, Clone)]
enum Ask {
    Ship { lines: Vec<(usize, i64)>, from_site: bool },
    Deliver,
}

/// The dumber shipment.
#[derive(Debug, Clone, Default, PartialEq)]
struct Slip {
    lines: Vec<(usize, i64)>,
    from_site: bool,
    left: Option<i64>,
    arrived: Option<i64>,
}

impl Slip {
    /// The slip after what is asked, or the code of the refusal.
    fn asked(&self, ask: &Ask, on: i64) -> Result<Slip, &'static str> {
        match ask {
            Ask::Ship { .. } if self.left.is_some() => Err("fulfilment.not_possible"),
            Ask::Ship { lines, from_site } => {
                let names: BTreeSet<usize> = lines.iter().map(|(line, _)| *line).collect();
                if lines.is_empty() {
                    Err("fulfilment.lines_missing")
                } else if lines.len() > MOST {
                    Err("fulfilment.too_many_lines")
                } else if lines.iter().any(|(_, figure)| *figure <= 0) {
                    Err("fulfilment.line.quantity_not_positive")
                } else if names.len() < lines.len() {
                    Err("fulfilment.line.duplicate")
                } else {
                    let (lines, from_site) = (lines.clone(), *from_site);
                    Ok(Slip { lines, from_site, left: Some(on), arrived: None })
                }
            }
            Ask::Deliver => match (self.left, self.arrived) {
                (Some(left), None) if on < left => Err("fulfilment.delivered_before_shipped"),
                (Some(_), None) => Ok(Slip { arrived: Some(on), ..self.clone() }),
                _ => Err("fulfilment.not_possible"),
            },
        }
    }
}

fn day(after: i64) -> Day {
    Day::parse("2026-02-26").unwrap().plus_days(after).unwrap()
}

fn line((line, figure): &(usize, i64)) -> ShippedLine {
    ShippedLine {
        line: LineId::new(&format!("L{line}")).unwrap(),
        quantity: Exact::new(i128::from(*figure), 1).unwrap(),
    }
}

fn command(ask: &Ask) -> Command {
    match ask {
        Ask::Ship { lines, from_site } => Command::Ship {
            shipment: "S1".parse().unwrap(),
            order: "O1".parse().unwrap(),
            lines: lines.iter().map(line).collect(),
            site: from_site.then(|| "PARIS".parse().unwrap()),
            parcels: Parcels::default(),
        },
        Ask::Deliver => Command::Deliver { proof: ProofOfDelivery::default() },
    }
}

/// Lines that are mostly fine: few or many, each once, some twice, some of nothing.
fn lines() -> impl Strategy<Value = Vec<(usize, i64)>> {
    let each_once = |most: usize| {
        prop::collection::vec(1_i64..500, 1..most)
            .prop_map(|figures| figures.into_iter().enumerate().collect::<Vec<_>>())
    };
    let anyhow = |names: usize, most: usize| {
        prop::collection::vec((0..names, prop_oneof![30 => 1_i64..500, 1 => -3_i64..=0]), 0..most)
    };
    prop_oneof![
        4 => each_once(6),
        2 => each_once(40),
        2 => anyhow(6, 6),
        // Around the number of lines from which another way of looking for doubles is taken.
        2 => anyhow(400, 40),
    ]
}

fn stories() -> impl Strategy<Value = Vec<(Ask, i64)>> {
    let ask = prop_oneof![
        1 => (lines(), any::<bool>()).prop_map(|(lines, from_site)| Ask::Ship { lines, from_site }),
        1 => Just(Ask::Deliver),
    ];
    prop::collection::vec((ask, 0_i64..10), 0..8)
}

fn agree(shipment: &Shipment, slip: &Slip) {
    assert_eq!(shipment.delivered_on(), slip.arrived.map(day));
    match slip.left {
        None => assert_eq!(shipment, &Shipment::Absent),
        Some(left) => {
            let shipped = shipment.shipped().unwrap();
            assert_eq!(shipped.shipped_on, day(left));
            assert_eq!(shipped.lines, slip.lines.iter().map(line).collect::<Vec<_>>());
            assert_eq!(shipped.site.is_some(), slip.from_site);
            assert_eq!(shipped.order.as_str(), "O1");
        }
    }
}

/// Where the first double stands, looked for in the dumbest way.
fn double(lines: &[(usize, i64)]) -> usize {
    (0..).find(|index| lines[..*index].iter().any(|before| before.0 == lines[*index].0)).unwrap()
}

/// Tells a story to the shipment and to the slip; what came up on the way.
fn told(story: &[(Ask, i64)]) -> BTreeSet<&'static str> {
    let (mut shipment, mut slip) = (Shipment::new(), Slip::default());
    let mut history: Vec<Event> = Vec::new();
    let mut seen = BTreeSet::new();
    for (ask, on) in story {
        let (command, facts) = (command(ask), Facts { on: day(*on) });
        let before = shipment.clone();
        let answer = shipment.decide(&command, &facts);
        assert_eq!(shipment, before, "deciding changes nothing");
        assert_eq!(answer, shipment.decide(&command, &facts), "twice gives the same");
        match (answer, slip.asked(ask, *on)) {
            (Ok(events), Ok(after)) => {
                for event in &events {
                    seen.insert(event.name());
                    shipment.evolve(event).unwrap();
                    let now = shipment.clone();
                    shipment.evolve(event).unwrap_err();
                    assert_eq!(shipment, now, "what cannot follow changes nothing");
                }
                history.extend(events);
                slip = after;
            }
            (Err(no), Err(code)) => {
                assert_eq!(no.code(), code);
                if let (Ask::Ship { lines, .. }, "fulfilment.line.duplicate") = (ask, code) {
                    assert_eq!(no.path().to_string(), format!("lines[{}].line", double(lines)));
                }
                seen.insert(code);
            }
            (answer, expected) => panic!("{ask:?}: {answer:?}, expected {expected:?}"),
        }
        assert_eq!(shipment.audit(), Ok(()));
        agree(&shipment, &slip);
    }
    assert_eq!(replay(Shipment::new(), &history), Ok(shipment));
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// I17, for legal and illegal commands in any order.
    #[test]
    fn a_shipment_goes_the_way_of_its_slip(story in stories()) {
        told(&story);
    }

    /// Goods that arrived before they left, or a line of nothing, are never a shipment's state.
    #[test]
    fn an_impossible_shipment_is_found_out(lines in lines(), left in 0_i64..5, days in 1_i64..5) {
        let (site, parcels) = (None, Parcels::default());
        let (shipment, order) = ("S1".parse().unwrap(), "O1".parse().unwrap());
        let ask = Ask::Ship { lines: lines.clone(), from_site: false };
        let slip = Slip::default().asked(&ask, left);
        let lines = lines.iter().map(line).collect();
        let shipped_on = day(left);
        let shipped = Event::Shipped { shipment, order, lines, site, parcels, shipped_on };
        let shipment = replay(Shipment::new(), &[shipped]).unwrap();
        prop_assert_eq!(shipment.audit().is_ok(), slip.is_ok());
        let proof = ProofOfDelivery::default();
        let before = Event::Delivered { delivered_on: day(left - days), proof };
        let early = replay(shipment, &[before]).unwrap();
        prop_assert!(early.audit().is_err());
    }
}

#[test]
fn a_shipment_has_as_many_lines_as_a_document() {
    let lines = |count| (0..count).map(|line| (line, 1)).collect();
    for (count, expected) in [(MOST, "shipped"), (MOST + 1, "fulfilment.too_many_lines")] {
        let seen = told(&[(Ask::Ship { lines: lines(count), from_site: true }, 0)]);
        assert_eq!(seen, BTreeSet::from([expected]));
    }
}

/// The generator reaches what it is there for.
#[test]
fn the_stories_reach_every_outcome() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        seen.extend(told(&stories().new_tree(&mut runner).unwrap().current()));
    }
    let expected = [
        "delivered",
        "fulfilment.delivered_before_shipped",
        "fulfilment.line.duplicate",
        "fulfilment.line.quantity_not_positive",
        "fulfilment.lines_missing",
        "fulfilment.not_possible",
        "shipped",
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}
