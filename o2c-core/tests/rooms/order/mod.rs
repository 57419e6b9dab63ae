//! Properties of an order, held against a dumber model that counts tenths of pieces.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod model;

use model::{Model, agree, explains};
use o2c_core::calendar::{Day, Terms};
use o2c_core::error::Refusal;
use o2c_core::id::{LineId, Text};
use o2c_core::machine::{Machine, replay};
use o2c_core::money::{Currency, Exact};
use o2c_core::order::{BillingBasis, Command, Content, Event, Facts, Order, OrderLine};
use o2c_core::pricing::Price;
use proptest::prelude::*;
use std::sync::Arc;

/// Quantities are whole tenths: the model never needs an exact decimal.
fn tenths(figure: i64) -> Exact {
    Exact::new(i128::from(figure), 1).unwrap()
}

fn key(line: usize) -> LineId {
    LineId::new(&format!("L{line}")).unwrap()
}

/// All lines sell one item, each at its own price.
fn content(ordered: &[i64], billing: BillingBasis) -> Arc<Content> {
    let line = |(index, figure): (usize, &i64)| OrderLine {
        id: key(index),
        item: Some("CHAIR".parse().unwrap()),
        description: Text::default(),
        quantity: format!("{} C62", tenths(*figure)).parse().unwrap(),
        price: Price::Net(format!("{}.50", 10 + index).parse().unwrap()),
        base_quantity: Exact::ONE,
        adjustments: vec![],
        vat: "S 20".parse().unwrap(),
        supply: o2c_core::tax::Supply::Goods,
        delivery: o2c_core::order::LineDelivery::default(),
        period: None,
        taxes: Vec::new(),
    };
    Arc::new(Content {
        customer: "C1".parse().unwrap(),
        currency: Currency::EUR,
        lines: ordered.iter().enumerate().map(line).collect(),
        adjustments: vec![],
        terms: Terms::net_days(30),
        billing,
        required_on: None,
        reference: Text::default(),
        vat_reasons: vec![],
        handling: o2c_core::order::Handling::default(),
        prices: Default::default(),
        vat_rounding: Default::default(),
        cash_rounding: None,
        tax_accounts: Vec::new(),
    })
}

/// What is asked: mostly legal, sometimes not.
#[derive(Debug, Clone)]
enum Ask {
    Place(Vec<i64>, bool),
    Amend(Vec<i64>, bool),
    Confirm,
    CancelLine(usize, Option<i64>),
    Cancel,
    Ship(Vec<(usize, i64)>),
    Invoice(Vec<(usize, i64)>),
    ShipRest,
    InvoiceRest,
}

fn asks() -> impl Strategy<Value = Ask> {
    let ordered = || prop::collection::vec(prop_oneof![30 => 1_i64..60, 1 => -1_i64..=0], 0..5);
    let lines =
        || prop::collection::vec((0_usize..5, prop_oneof![20 => 1_i64..30, 1 => -1_i64..=0]), 0..4);
    prop_oneof![
        1 => (ordered(), any::<bool>()).prop_map(|(lines, basis)| Ask::Place(lines, basis)),
        1 => (ordered(), any::<bool>()).prop_map(|(lines, basis)| Ask::Amend(lines, basis)),
        2 => Just(Ask::Confirm),
        3 => (0_usize..5, prop::option::of(-1_i64..30))
            .prop_map(|(line, figure)| Ask::CancelLine(line, figure)),
        1 => Just(Ask::Cancel),
        8 => lines().prop_map(Ask::Ship),
        8 => lines().prop_map(Ask::Invoice),
        1 => Just(Ask::ShipRest),
        1 => Just(Ask::InvoiceRest),
    ]
}

fn basis(by_order: bool) -> BillingBasis {
    if by_order { BillingBasis::Ordered } else { BillingBasis::Shipped }
}

fn named(lines: &[(usize, i64)]) -> Vec<(LineId, Exact)> {
    let name = |(line, figure): &(usize, i64)| (key(*line), tenths(*figure));
    lines.iter().map(name).collect()
}

impl Ask {
    /// The command, where what is open or billable is asked of the order itself.
    fn command(&self, order: &Order) -> Command {
        match self {
            Ask::Place(ordered, by_order) => Command::Place {
                order: "O1".parse().unwrap(),
                content: content(ordered, basis(*by_order)),
            },
            Ask::Amend(ordered, by_order) => Command::Amend {
                content: content(ordered, basis(*by_order)),
                reason: Text::default(),
            },
            Ask::Confirm => Command::Confirm,
            Ask::CancelLine(line, figure) => {
                Command::CancelLine { line: key(*line), quantity: figure.map(tenths) }
            }
            Ask::Cancel => Command::Cancel { reason: Text::default() },
            Ask::Ship(lines) => Command::RecordShipped { lines: named(lines) },
            Ask::Invoice(lines) => Command::RecordInvoiced { lines: named(lines) },
            Ask::ShipRest => Command::RecordShipped {
                lines: (0..)
                    .map_while(|index| Some((key(index), order.open_to_ship(index)?)))
                    .filter(|(_, open)| open.is_positive())
                    .collect(),
            },
            Ask::InvoiceRest => {
                Command::RecordInvoiced { lines: order.billable().unwrap_or_default() }
            }
        }
    }
}

/// A placed and confirmed order and what is asked of it; or anything at all.
fn stories() -> impl Strategy<Value = Vec<Ask>> {
    let opened = (prop::collection::vec(1_i64..60, 1..5), any::<bool>())
        .prop_map(|(lines, by_order)| vec![Ask::Place(lines, by_order), Ask::Confirm]);
    let opening = prop_oneof![1 => Just(vec![]), 4 => opened];
    (opening, prop::collection::vec(asks(), 0..40)).prop_map(|(mut opening, rest)| {
        opening.extend(rest);
        opening
    })
}

/// A line that was billed before it left stays in the order, whatever else of it is amended.
#[test]
fn a_billed_line_is_not_amended_away() {
    let facts = Facts { on: Day::parse("2026-01-15").unwrap() };
    let mut order = Order::new();
    for ask in [Ask::Place(vec![1, 3], true), Ask::Confirm, Ask::Invoice(vec![(1, 1)])] {
        for event in order.decide(&ask.command(&order), &facts).unwrap() {
            order.evolve(&event).unwrap();
        }
    }
    let without = Ask::Amend(vec![1], true).command(&order);
    assert_eq!(order.decide(&without, &facts).unwrap_err().code(), "order.amendment.line_billed");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// I13 and I17, for legal and illegal commands in any order.
    #[test]
    fn an_order_counts_as_the_model_counts(story in stories()) {
        let facts = Facts { on: Day::parse("2026-01-15").unwrap() };
        let (mut order, mut model) = (Order::new(), Model::new());
        let mut history: Vec<Event> = Vec::new();
        for ask in &story {
            let command = ask.command(&order);
            let before = order.clone();
            let answer = order.decide(&command, &facts);
            prop_assert_eq!(&order, &before, "deciding changes nothing");
            prop_assert_eq!(&answer, &order.decide(&command, &facts), "twice gives the same");
            match (answer, model.asked(ask)) {
                (Ok(events), Some(after)) => {
                    for event in &events {
                        order.evolve(event).unwrap();
                    }
                    history.extend(events);
                    model = after;
                }
                (Err(no), None) => explains(&no, &model),
                (answer, expected) => {
                    prop_assert!(false, "{ask:?}: {answer:?}, expected {expected:?}");
                }
            }
            prop_assert_eq!(order.audit(), Ok(()));
            agree(&order, &model);
        }
        prop_assert_eq!(replay(Order::new(), &history).unwrap(), order);
    }

    /// What is billable is exactly what may be recorded as invoiced, and then nothing is left.
    #[test]
    fn what_is_billable_may_be_billed_and_no_more(story in stories()) {
        let facts = Facts { on: Day::parse("2026-01-15").unwrap() };
        let mut order = Order::new();
        for ask in &story {
            for event in order.decide(&ask.command(&order), &facts).unwrap_or_default() {
                order.evolve(&event).unwrap();
            }
        }
        if let Ok(lines) = order.billable() {
            let (line, quantity) = lines[0].clone();
            let more = vec![(line, quantity.checked_add(tenths(1)).unwrap())];
            let refused = order.decide(&Command::RecordInvoiced { lines: more }, &facts);
            prop_assert_eq!(refused.unwrap_err().code(), "order.line.quantity_exceeds_billable");
            for event in order.decide(&Command::RecordInvoiced { lines }, &facts).unwrap() {
                order.evolve(&event).unwrap();
            }
            prop_assert_eq!(order.billable().unwrap_err().code(), "order.nothing_to_invoice");
        }
    }
}

/// The generator reaches what it is there for.
#[test]
fn the_stories_reach_every_outcome() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let facts = Facts { on: Day::parse("2026-01-15").unwrap() };
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let story = stories().new_tree(&mut runner).unwrap().current();
        let mut order = Order::new();
        for ask in story {
            match order.decide(&ask.command(&order), &facts) {
                Ok(events) => {
                    for event in events {
                        seen.insert(event.name());
                        order.evolve(&event).unwrap();
                    }
                }
                Err(no) => {
                    seen.insert(no.code());
                }
            }
            if order.is_complete() {
                seen.insert("complete");
            }
        }
    }
    for expected in [
        "placed",
        "amended",
        "confirmed",
        "line_cancelled",
        "rest_cancelled",
        "cancelled",
        "shipped",
        "invoiced",
        "complete",
        "order.not_possible",
        "order.lines_missing",
        "order.line.quantity_not_positive",
        "order.line.unknown",
        "order.line.named_twice",
        "order.line.quantity_exceeds_open",
        "order.line.quantity_exceeds_billable",
        "order.line.quantity_invoiced",
        "order.line.nothing_to_cancel",
        "order.nothing_to_cancel",
    ] {
        assert!(seen.contains(expected), "{expected} never came up");
    }
}
