//! The rules of the directory: one function a command, every state named.

use super::{
    Command, Customer, CustomerStatus, Event, Facts, Record, RecordKey, Rejection, Table,
    TableValue,
};
use crate::calendar::{Day, Holidays, Terms};
use crate::error::Path;
use crate::id::{CustomerId, ItemId, TableId, Text};
use crate::party::Party;
use alloc::vec::Vec;

type Decision = Result<Vec<Event>, Rejection>;

pub(super) fn decide(record: &Record, command: &Command, facts: &Facts) -> Decision {
    let key = command.key();
    belongs(record, &key)?;
    let on = facts.on;
    let event = match command {
        Command::RegisterCustomer { customer, party, terms } => {
            absent(record, key).and_then(|()| register(customer, party, terms.as_ref(), on))
        }
        Command::AmendCustomer { customer, party, terms } => {
            unmerged(record, customer).and_then(|_| amend(party, terms.as_ref(), on))
        }
        Command::DeactivateCustomer { customer, reason } => {
            deactivate(record, customer, reason, on)
        }
        Command::ReactivateCustomer { customer } => reactivate(record, customer, on),
        Command::MergeCustomer { customer, into } => merge(record, customer, into, facts),
        Command::RegisterItem { item, name, unit, vat_class } => {
            absent(record, key).and_then(|()| named(name)).map(|()| Event::ItemRegistered {
                item: item.clone(),
                name: name.clone(),
                unit: unit.clone(),
                vat_class: vat_class.clone(),
                registered_on: on,
            })
        }
        Command::AmendItem { item, name, vat_class, is_active } => {
            registered_item(record, item).and_then(|()| named(name)).map(|()| Event::ItemAmended {
                name: name.clone(),
                vat_class: vat_class.clone(),
                is_active: *is_active,
                amended_on: on,
            })
        }
        Command::RegisterSite { site, name, country } => {
            absent(record, key).and_then(|()| named(name)).map(|()| Event::SiteRegistered {
                site: site.clone(),
                name: name.clone(),
                country: *country,
                registered_on: on,
            })
        }
        Command::SetTableValue { table, valid_from, value } => {
            set_value(record, table, *valid_from, value, on)
        }
        Command::SetHolidays { table, days } => set_holidays(record, table, days, on),
        Command::GroupCustomer { customer, group } => unmerged(record, customer)
            .map(|_| Event::CustomerGrouped { group: group.clone(), grouped_on: on }),
    }?;
    Ok(alloc::vec![event])
}

/// A command is put to the record it names.
fn belongs(record: &Record, key: &RecordKey) -> Result<(), Rejection> {
    if record.fits(key) {
        return Ok(());
    }
    Err(Rejection::NotThisRecord { path: Path::root(), asked: key.clone(), kind: record.kind() })
}

fn register(
    customer: &CustomerId,
    party: &Party,
    terms: Option<&Terms>,
    on: Day,
) -> Result<Event, Rejection> {
    check_customer(party, terms)?;
    Ok(Event::CustomerRegistered {
        customer: customer.clone(),
        party: party.clone(),
        terms: terms.cloned(),
        registered_on: on,
    })
}

fn amend(party: &Party, terms: Option<&Terms>, on: Day) -> Result<Event, Rejection> {
    check_customer(party, terms)?;
    Ok(Event::CustomerAmended { party: party.clone(), terms: terms.cloned(), amended_on: on })
}

fn deactivate(
    record: &Record,
    customer: &CustomerId,
    reason: &Text,
    on: Day,
) -> Result<Event, Rejection> {
    let found = unmerged(record, customer)?;
    found.status.usable(customer).map_err(|no| no.inside("customer"))?;
    Ok(Event::CustomerDeactivated { reason: reason.clone(), deactivated_on: on })
}

/// A key is given out once.
fn absent(record: &Record, key: RecordKey) -> Result<(), Rejection> {
    match record {
        Record::Absent => Ok(()),
        Record::Customer(_) | Record::Item(_) | Record::Site(_) | Record::Table(_) => {
            Err(Rejection::AlreadyRegistered { path: Path::root(), key })
        }
    }
}

fn registered_item(record: &Record, item: &ItemId) -> Result<(), Rejection> {
    match record {
        Record::Item(_) => Ok(()),
        Record::Absent | Record::Customer(_) | Record::Site(_) | Record::Table(_) => {
            Err(Rejection::ItemUnknown { path: Path::field("item"), item: item.clone() })
        }
    }
}

/// The customer, which may be inactive but not merged: a merged one never changes again.
fn unmerged<'a>(record: &'a Record, customer: &CustomerId) -> Result<&'a Customer, Rejection> {
    match record {
        Record::Customer(found) => match &found.status {
            CustomerStatus::Active | CustomerStatus::Inactive { .. } => Ok(found),
            CustomerStatus::Merged { .. } => {
                found.status.usable(customer)?;
                Ok(found)
            }
        },
        Record::Absent | Record::Item(_) | Record::Site(_) | Record::Table(_) => {
            Err(Rejection::CustomerUnknown { path: Path::root(), customer: customer.clone() })
        }
    }
    .map_err(|no| no.inside("customer"))
}

fn check_customer(party: &Party, terms: Option<&Terms>) -> Result<(), Rejection> {
    party.check().map_err(|no| Rejection::from(no).inside("party"))?;
    match terms {
        None => Ok(()),
        Some(terms) => terms.check().map_err(|no| Rejection::from(no).inside("terms")),
    }
}

fn reactivate(record: &Record, customer: &CustomerId, on: Day) -> Result<Event, Rejection> {
    match unmerged(record, customer)?.status {
        CustomerStatus::Active => Err(Rejection::CustomerActive {
            path: Path::field("customer"),
            customer: customer.clone(),
        }),
        CustomerStatus::Inactive { .. } | CustomerStatus::Merged { .. } => {
            Ok(Event::CustomerReactivated { reactivated_on: on })
        }
    }
}

fn merge(
    record: &Record,
    customer: &CustomerId,
    into: &CustomerId,
    facts: &Facts,
) -> Result<Event, Rejection> {
    unmerged(record, customer)?;
    if into == customer {
        return Err(Rejection::MergedIntoItself {
            path: Path::field("into"),
            customer: customer.clone(),
        });
    }
    match &facts.into {
        Some(status) => status.usable(into),
        None => Err(Rejection::CustomerUnknown { path: Path::root(), customer: into.clone() }),
    }
    .map_err(|no| no.inside("into"))?;
    Ok(Event::CustomerMerged { into: into.clone(), merged_on: facts.on })
}

fn named(name: &Text) -> Result<(), Rejection> {
    if name.as_str().trim().is_empty() {
        return Err(Rejection::NameMissing { path: Path::field("name") });
    }
    Ok(())
}

/// A value joins a table of its kind, on a day that has none yet.
fn set_value(
    record: &Record,
    table: &TableId,
    valid_from: Day,
    value: &TableValue,
    on: Day,
) -> Result<Event, Rejection> {
    value.check().map_err(|no| no.inside("value"))?;
    match record {
        Record::Table(so_far) => so_far.clone().insert(valid_from, value)?,
        // A record that is there and no table never gets here: its key does not fit.
        Record::Absent | Record::Customer(_) | Record::Item(_) | Record::Site(_) => {}
    }
    Ok(Event::TableValueSet { table: table.clone(), valid_from, value: value.clone(), set_on: on })
}

/// Holidays are never set over a table of values.
fn set_holidays(
    record: &Record,
    table: &TableId,
    days: &Holidays,
    on: Day,
) -> Result<Event, Rejection> {
    match record {
        Record::Table(so_far) if so_far.holidays().is_none() => {
            return Err(Rejection::AnotherKindOfTable {
                path: Path::field("days"),
                expected: so_far.kind(),
                found: Table::HOLIDAYS,
            });
        }
        Record::Absent
        | Record::Customer(_)
        | Record::Item(_)
        | Record::Site(_)
        | Record::Table(_) => {}
    }
    Ok(Event::HolidaysSet { table: table.clone(), days: days.clone(), set_on: on })
}
