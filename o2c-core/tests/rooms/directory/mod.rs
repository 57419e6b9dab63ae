//! Properties of the directory's records, held against a dumber model: a card in a box.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic
)]

mod model;

use model::{Card, agree};
use o2c_core::calendar::{Day, Holidays, Terms};
use o2c_core::directory::{Command, CustomerStatus, Event, Facts, ItemPrice, Record, TableValue};
use o2c_core::error::Refusal;
use o2c_core::id::Text;
use o2c_core::machine::{Machine, replay};
use o2c_core::money::{Currency, Exact, ExchangeRate};
use o2c_core::party::{Address, Party};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

const NAMES: [&str; 4] = ["Durand", "Dupont", "", " "];
const KINDS: [&str; 4] = ["vat_rates", "prices", "legal_references", "exchange_rates"];

/// A customer's record as it comes in: the place of its name, address lines, days to pay.
type Given = (usize, usize, Option<u16>);

/// What is asked; customers, items, sites and tables go by number.
#[derive(Debug, Clone)]
enum Ask {
    Register(usize, Given),
    Amend(usize, Given),
    Deactivate(usize),
    Reactivate(usize),
    Merge {
        customer: usize,
        into: usize,
        found: Option<usize>,
    },
    RegisterItem(usize, usize),
    AmendItem {
        item: usize,
        name: usize,
        is_active: bool,
    },
    RegisterSite(usize, usize),
    /// A figure of 1 to 9 of one of the kinds, or a price for none where it is 0, from a day on.
    Set {
        kind: usize,
        day: i64,
        figure: u8,
        in_dollars: bool,
    },
    SetHolidays(BTreeSet<i64>),
}

fn day(after: i64) -> Day {
    Day::parse("2024-02-26").unwrap().plus_days(after).unwrap()
}

fn text(text: &str) -> Text {
    Text::new(text).unwrap()
}

fn party((name, lines, _): &Given) -> Party {
    let lines = vec![text("1 rue de la Paix"); *lines];
    let address = Some(Address { lines, ..Address::default() });
    Party { name: text(NAMES[*name]), address, ..Party::default() }
}

fn status(place: usize) -> CustomerStatus {
    match place {
        0 => CustomerStatus::Active,
        1 => CustomerStatus::Inactive { reason: text("bankrupt") },
        _ => CustomerStatus::Merged { into: "C9".parse().unwrap() },
    }
}

fn value(kind: usize, figure: u8, in_dollars: bool) -> TableValue {
    match KINDS[kind] {
        "vat_rates" => TableValue::VatRate(format!("S {}", figure.max(1)).parse().unwrap()),
        "prices" => TableValue::Price(ItemPrice {
            price: "12.50".parse().unwrap(),
            currency: Currency::EUR,
            base_quantity: Exact::new(i128::from(figure), 0).unwrap(),
            floor: None,
        }),
        "legal_references" => TableValue::LegalReference(text(&figure.to_string())),
        _ => {
            let quote = if in_dollars { "USD" } else { "CHF" };
            let figure = format!("1.{figure}");
            TableValue::ExchangeRate(ExchangeRate::parse("EUR", quote, &figure).unwrap())
        }
    }
}

fn command(ask: &Ask) -> Command {
    let customer = |number: &usize| format!("C{number}").parse().unwrap();
    let terms = |given: &Given| given.2.map(Terms::net_days);
    match ask {
        Ask::Register(id, given) => Command::RegisterCustomer {
            customer: customer(id),
            party: party(given),
            terms: terms(given),
        },
        Ask::Amend(id, given) => Command::AmendCustomer {
            customer: customer(id),
            party: party(given),
            terms: terms(given),
        },
        Ask::Deactivate(id) => {
            Command::DeactivateCustomer { customer: customer(id), reason: text("bankrupt") }
        }
        Ask::Reactivate(id) => Command::ReactivateCustomer { customer: customer(id) },
        Ask::Merge { customer: id, into, .. } => {
            Command::MergeCustomer { customer: customer(id), into: customer(into) }
        }
        Ask::RegisterItem(item, name) => Command::RegisterItem {
            item: format!("I{item}").parse().unwrap(),
            name: text(NAMES[*name]),
            unit: "C62".parse().unwrap(),
            vat_class: None,
        },
        Ask::AmendItem { item, name, is_active } => Command::AmendItem {
            item: format!("I{item}").parse().unwrap(),
            name: text(NAMES[*name]),
            vat_class: Some("VAT".parse().unwrap()),
            is_active: *is_active,
        },
        Ask::RegisterSite(site, name) => Command::RegisterSite {
            site: format!("S{site}").parse().unwrap(),
            name: text(NAMES[*name]),
            country: None,
        },
        Ask::Set { kind, day: from, figure, in_dollars } => Command::SetTableValue {
            table: "T1".parse().unwrap(),
            valid_from: day(*from),
            value: value(*kind, *figure, *in_dollars),
        },
        Ask::SetHolidays(days) => Command::SetHolidays {
            table: "T1".parse().unwrap(),
            days: Holidays::new(days.iter().map(|after| day(*after))),
        },
    }
}

fn asks(of: u8) -> BoxedStrategy<Ask> {
    let id = || prop_oneof![9 => Just(1_usize), 1 => Just(2_usize)];
    let name = || prop_oneof![8 => 0..2_usize, 1 => 2..4_usize];
    let given =
        || (name(), prop_oneof![9 => 0..3_usize, 1 => 32..34_usize], prop::option::of(0..99_u16));
    let found = prop::option::weighted(0.9, prop_oneof![2 => Just(0_usize), 1 => 1..3_usize]);
    match of {
        0 => prop_oneof![
            2 => (id(), given()).prop_map(|(id, given)| Ask::Register(id, given)),
            3 => (id(), given()).prop_map(|(id, given)| Ask::Amend(id, given)),
            3 => id().prop_map(Ask::Deactivate),
            3 => id().prop_map(Ask::Reactivate),
            1 => (id(), 1..3_usize, found)
                .prop_map(|(customer, into, found)| Ask::Merge { customer, into, found }),
        ]
        .boxed(),
        1 => prop_oneof![
            (id(), name()).prop_map(|(id, name)| Ask::RegisterItem(id, name)),
            (id(), name(), any::<bool>()).prop_map(|(item, name, is_active)| Ask::AmendItem {
                item,
                name,
                is_active
            }),
        ]
        .boxed(),
        2 => (id(), name()).prop_map(|(id, name)| Ask::RegisterSite(id, name)).boxed(),
        _ => {
            let days = prop::collection::btree_set(0_i64..9, 0..4);
            let kind = prop_oneof![8 => Just(usize::from(of) - 3), 1 => 0..4_usize];
            prop_oneof![
                9 => (kind, 0_i64..9, 0..10_u8, prop::bool::weighted(0.8)).prop_map(
                    |(kind, day, figure, in_dollars)| Ask::Set { kind, day, figure, in_dollars },
                ),
                1 => days.prop_map(Ask::SetHolidays),
            ]
            .boxed()
        }
    }
}

/// What is asked is mostly of one kind of record: customer, item, site or one of the tables.
fn stories() -> impl Strategy<Value = Vec<Ask>> {
    (0..7_u8).prop_flat_map(|of| {
        let ask = prop_oneof![12 => asks(of), 1 => (0..7_u8).prop_flat_map(asks)];
        prop::collection::vec(ask, 0..16)
    })
}

/// Tells a story to a record and to a card; what came up on the way.
fn told(story: &[Ask]) -> BTreeSet<&'static str> {
    let (mut record, mut card) = (Record::new(), Card::Blank);
    let mut history: Vec<Event> = Vec::new();
    let mut seen = BTreeSet::new();
    for (on, ask) in (0..).zip(story) {
        let into = if let Ask::Merge { found, .. } = ask { found.map(status) } else { None };
        let (command, facts) = (command(ask), Facts { on: day(on), into });
        let before = record.clone();
        let answer = record.decide(&command, &facts);
        assert_eq!(record, before, "deciding changes nothing");
        assert_eq!(answer, record.decide(&command, &facts), "twice gives the same");
        match (answer, card.asked(ask)) {
            (Ok(events), Ok(after)) => {
                for event in &events {
                    seen.insert(event.name());
                    record.evolve(event).unwrap();
                }
                assert!(record.fits(&command.key()));
                history.extend(events);
                card = after;
            }
            (Err(no), Err(code)) => {
                assert_eq!(no.code(), code, "{ask:?} of {card:?}");
                seen.insert(code);
            }
            (answer, expected) => panic!("{ask:?}: {answer:?}, expected {expected:?}"),
        }
        assert_eq!(record.audit(), Ok(()));
        agree(&record, &card);
    }
    assert_eq!(replay(Record::new(), &history), Ok(record));
    seen
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 400, failure_persistence: None, ..ProptestConfig::default()
    })]

    /// I17, for legal and illegal commands in any order.
    #[test]
    fn a_record_says_what_its_card_says(story in stories()) {
        told(&story);
    }

    /// An event that is put to any record either follows or breaks: it never half changes one.
    #[test]
    fn what_cannot_follow_changes_nothing(one in stories(), other in stories()) {
        let mut records = [Record::new(), Record::new()];
        let mut events = Vec::new();
        for (record, story) in records.iter_mut().zip([&one, &other]) {
            for (on, ask) in (0..).zip(story) {
                let facts = Facts { on: day(on), into: Some(CustomerStatus::Active) };
                for event in record.decide(&command(ask), &facts).unwrap_or_default() {
                    record.evolve(&event).unwrap();
                    events.push(event);
                }
            }
        }
        for event in &events {
            let before = records[0].clone();
            if records[0].evolve(event).is_err() {
                prop_assert_eq!(&records[0], &before);
            }
        }
    }
}

/// The generator reaches what it is there for.
#[test]
fn the_stories_reach_every_outcome() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..1000 {
        seen.extend(told(&stories().new_tree(&mut runner).unwrap().current()));
    }
    let expected = [
        "calendar.valid_from_taken",
        "customer_amended",
        "customer_deactivated",
        "customer_merged",
        "customer_reactivated",
        "customer_registered",
        "directory.already_registered",
        "directory.another_kind_of_table",
        "directory.another_pair",
        "directory.customer_active",
        "directory.customer_inactive",
        "directory.customer_merged",
        "directory.customer_unknown",
        "directory.item_unknown",
        "directory.merged_into_itself",
        "directory.name_missing",
        "directory.not_this_record",
        "holidays_set",
        "item_amended",
        "item_registered",
        "money.not_positive",
        "party.name_missing",
        "party.too_many",
        "site_registered",
        "table_value_set",
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}
