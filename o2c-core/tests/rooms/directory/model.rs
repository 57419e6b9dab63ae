//! The dumber record: a card in a box.

use crate::directory::{Ask, Given, KINDS, NAMES, day, party, value};
use o2c_core::calendar::{Day, Terms};
use o2c_core::directory::{Record, Table, TableValue, usable, usable_item};
use o2c_core::error::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// The dumber record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Card {
    Blank,
    Customer { customer: usize, given: Given, status: Status },
    Item { item: usize, name: usize, is_active: bool },
    Site(usize),
    Values { kind: usize, in_dollars: bool, from: BTreeMap<i64, u8> },
    Holidays(BTreeSet<i64>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Status {
    Active,
    Inactive,
    Merged,
}

/// No business, for a status by its place in the list of statuses.
fn no_business(status: usize) -> Option<&'static str> {
    [None, Some("directory.customer_inactive"), Some("directory.customer_merged")][status]
}

fn name_fault(name: usize) -> Option<&'static str> {
    NAMES[name].trim().is_empty().then_some("directory.name_missing")
}

fn party_fault((name, lines, _): &Given) -> Option<&'static str> {
    name_fault(*name)
        .map(|_| "party.name_missing")
        .or_else(|| (*lines > 32).then_some("party.too_many"))
}

impl Card {
    /// Whether the card is blank or the one that is asked.
    fn is_asked(&self, ask: &Ask) -> bool {
        match (self, ask) {
            (Card::Blank, _) => true,
            (
                Card::Customer { customer: mine, .. },
                Ask::Register(asked, _)
                | Ask::Amend(asked, _)
                | Ask::Deactivate(asked)
                | Ask::Reactivate(asked)
                | Ask::Merge { customer: asked, .. },
            )
            | (
                Card::Item { item: mine, .. },
                Ask::RegisterItem(asked, _) | Ask::AmendItem { item: asked, .. },
            )
            | (Card::Site(mine), Ask::RegisterSite(asked, _)) => mine == asked,
            (Card::Values { .. } | Card::Holidays(_), ask) => {
                matches!(ask, Ask::Set { .. } | Ask::SetHolidays(_))
            }
            _ => false,
        }
    }

    /// The card after what is asked, or the code of the refusal.
    pub(crate) fn asked(&self, ask: &Ask) -> Result<Card, &'static str> {
        let or = |fault: Option<&'static str>, card: Card| fault.map_or(Ok(card), Err);
        if !self.is_asked(ask) {
            return Err("directory.not_this_record");
        }
        let mut after = self.clone();
        match (&mut after, ask) {
            (Card::Blank, Ask::Register(customer, given)) => {
                let status = Status::Active;
                let card = Card::Customer { customer: *customer, given: *given, status };
                return or(party_fault(given), card);
            }
            (Card::Blank, Ask::RegisterItem(item, name)) => {
                let card = Card::Item { item: *item, name: *name, is_active: true };
                return or(name_fault(*name), card);
            }
            (Card::Blank, Ask::RegisterSite(site, name)) => {
                return or(name_fault(*name), Card::Site(*site));
            }
            (Card::Blank, Ask::AmendItem { .. }) => return Err("directory.item_unknown"),
            (_, Ask::Set { kind, day, figure, in_dollars }) => {
                return self.with(*kind, *day, *figure, *in_dollars);
            }
            (Card::Values { .. }, Ask::SetHolidays(_)) => {
                return Err("directory.another_kind_of_table");
            }
            (_, Ask::SetHolidays(days)) => return Ok(Card::Holidays(days.clone())),
            (Card::Blank, _) => return Err("directory.customer_unknown"),
            (_, Ask::Register(..) | Ask::RegisterItem(..) | Ask::RegisterSite(..)) => {
                return Err("directory.already_registered");
            }
            (
                Card::Item { name, is_active, .. },
                Ask::AmendItem { name: new, is_active: is, .. },
            ) => {
                (*name, *is_active) = (*new, *is);
                return or(name_fault(*new), after);
            }
            (Card::Customer { status: Status::Merged, .. }, _) => {
                return Err("directory.customer_merged");
            }
            (Card::Customer { given, .. }, Ask::Amend(_, new)) => {
                *given = *new;
                return or(party_fault(new), after);
            }
            (Card::Customer { status, .. }, Ask::Deactivate(_)) => {
                if *status == Status::Inactive {
                    return Err("directory.customer_inactive");
                }
                *status = Status::Inactive;
            }
            (Card::Customer { status, .. }, Ask::Reactivate(_)) => {
                if *status == Status::Active {
                    return Err("directory.customer_active");
                }
                *status = Status::Active;
            }
            (Card::Customer { status, .. }, Ask::Merge { customer, into, found }) => {
                *status = Status::Merged;
                return match found {
                    _ if into == customer => Err("directory.merged_into_itself"),
                    None => Err("directory.customer_unknown"),
                    Some(found) => or(no_business(*found), after),
                };
            }
            (card, ask) => panic!("{ask:?} is asked of {card:?}"),
        }
        Ok(after)
    }

    /// The table with one more value.
    fn with(&self, kind: usize, day: i64, figure: u8, dollars: bool) -> Result<Card, &'static str> {
        if KINDS[kind] == "prices" && figure == 0 {
            return Err("money.not_positive");
        }
        match self {
            Card::Values { kind: found, .. } if *found != kind => {
                Err("directory.another_kind_of_table")
            }
            Card::Holidays(_) => Err("directory.another_kind_of_table"),
            Card::Values { in_dollars, .. }
                if KINDS[kind] == "exchange_rates" && *in_dollars != dollars =>
            {
                Err("directory.another_pair")
            }
            Card::Values { from, .. } if from.contains_key(&day) => {
                Err("calendar.valid_from_taken")
            }
            Card::Values { in_dollars, from, .. } => {
                let (mut from, in_dollars) = (from.clone(), *in_dollars);
                from.insert(day, figure);
                Ok(Card::Values { kind, in_dollars, from })
            }
            Card::Blank | Card::Customer { .. } | Card::Item { .. } | Card::Site(_) => {
                Ok(Card::Values { kind, in_dollars: dollars, from: [(day, figure)].into() })
            }
        }
    }
}

/// The record and the card tell the same.
pub(crate) fn agree(record: &Record, card: &Card) {
    match (record, card) {
        (Record::Absent, Card::Blank) => {}
        (Record::Customer(found), Card::Customer { customer, given, status }) => {
            assert_eq!(found.id.as_str(), format!("C{customer}"));
            assert_eq!(found.party, party(given));
            assert_eq!(found.terms, given.2.map(Terms::net_days));
            let business = usable(record, &found.id).map(|_| ()).map_err(|no| no.code());
            assert_eq!(business.err(), no_business(*status as usize));
        }
        (Record::Item(found), Card::Item { item, name, is_active }) => {
            assert_eq!(found.id.as_str(), format!("I{item}"));
            assert_eq!(found.name.as_str(), NAMES[*name]);
            assert_eq!(found.unit.as_str(), "C62", "an item's unit never changes");
            assert_eq!(usable_item(record, &found.id).is_ok(), *is_active);
        }
        (Record::Site(found), Card::Site(site)) => {
            assert_eq!(found.id.as_str(), format!("S{site}"));
        }
        (Record::Table(table), Card::Values { kind, in_dollars, from }) => {
            assert_eq!(table.kind(), KINDS[*kind]);
            for on in -1..10 {
                // The newest value of the days until then.
                let figure = (0..=on).rev().find_map(|day| from.get(&day));
                let expected = figure.map(|figure| value(*kind, *figure, *in_dollars));
                assert_eq!(value_on(table, day(on)), expected);
            }
        }
        (Record::Table(table), Card::Holidays(days)) => {
            let days: Vec<Day> = days.iter().map(|after| day(*after)).collect();
            assert_eq!(table.holidays().unwrap().days(), days);
            assert_eq!(value_on(table, day(0)), None);
        }
        other => panic!("{other:?}"),
    }
}

fn value_on(table: &Table, on: Day) -> Option<TableValue> {
    let found = [
        table.vat_on(on).map(TableValue::VatRate),
        table.price_on(on).map(TableValue::Price),
        table.legal_reference_on(on).cloned().map(TableValue::LegalReference),
        table.exchange_rate_on(on).map(TableValue::ExchangeRate),
    ];
    let mut found = found.into_iter().flatten();
    let value = found.next();
    assert_eq!(found.next(), None, "a table holds values of one kind");
    value
}
