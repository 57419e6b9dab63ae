//! How a record follows what happened. No rule of its own.

use super::{Customer, CustomerStatus, Event, Item, Record, Site, Table};
use crate::machine::BrokenHistory;
use alloc::format;

pub(super) fn evolve(record: &mut Record, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::CustomerRegistered { customer, party, terms, .. } => {
            let new = Record::Customer(Customer {
                id: customer.clone(),
                party: party.clone(),
                terms: terms.clone(),
                status: CustomerStatus::Active,
                group: None,
            });
            register(record, event, new)
        }
        Event::ItemRegistered { item, name, unit, vat_class, .. } => {
            let new = Record::Item(Item {
                id: item.clone(),
                name: name.clone(),
                unit: unit.clone(),
                vat_class: vat_class.clone(),
                is_active: true,
            });
            register(record, event, new)
        }
        Event::SiteRegistered { site, name, country, .. } => {
            let new =
                Record::Site(Site { id: site.clone(), name: name.clone(), country: *country });
            register(record, event, new)
        }
        Event::CustomerAmended { .. }
        | Event::CustomerDeactivated { .. }
        | Event::CustomerReactivated { .. }
        | Event::CustomerMerged { .. }
        | Event::CustomerGrouped { .. }
        | Event::ItemAmended { .. } => amend(record, event),
        Event::TableValueSet { .. } | Event::HolidaysSet { .. } => set(record, event),
    }
}

fn register(record: &mut Record, event: &Event, new: Record) -> Result<(), BrokenHistory> {
    if *record != Record::Absent {
        return broken(record, event);
    }
    *record = new;
    Ok(())
}

fn amend(record: &mut Record, event: &Event) -> Result<(), BrokenHistory> {
    match (&mut *record, event) {
        (Record::Customer(customer), event)
            if !matches!(customer.status, CustomerStatus::Merged { .. }) =>
        {
            amend_customer(customer, event)
        }
        (Record::Item(item), Event::ItemAmended { name, vat_class, is_active, .. }) => {
            item.name = name.clone();
            item.vat_class = vat_class.clone();
            item.is_active = *is_active;
            Ok(())
        }
        (
            Record::Absent
            | Record::Customer(_)
            | Record::Item(_)
            | Record::Site(_)
            | Record::Table(_),
            _,
        ) => broken(record, event),
    }
}

fn amend_customer(customer: &mut Customer, event: &Event) -> Result<(), BrokenHistory> {
    match event {
        Event::CustomerAmended { party, terms, .. } => {
            customer.party = party.clone();
            customer.terms = terms.clone();
        }
        Event::CustomerDeactivated { reason, .. } => {
            customer.status = CustomerStatus::Inactive { reason: reason.clone() };
        }
        Event::CustomerReactivated { .. } => customer.status = CustomerStatus::Active,
        Event::CustomerMerged { into, .. } => {
            customer.status = CustomerStatus::Merged { into: into.clone() };
        }
        Event::CustomerGrouped { group, .. } => customer.group = group.clone(),
        Event::CustomerRegistered { .. }
        | Event::ItemRegistered { .. }
        | Event::ItemAmended { .. }
        | Event::SiteRegistered { .. }
        | Event::TableValueSet { .. }
        | Event::HolidaysSet { .. } => {
            return Err(BrokenHistory::new(
                "directory",
                format!("{} cannot follow where the record is a customer", event.name()),
            ));
        }
    }
    Ok(())
}

fn set(record: &mut Record, event: &Event) -> Result<(), BrokenHistory> {
    match (&mut *record, event) {
        (Record::Absent, Event::TableValueSet { valid_from, value, .. }) => {
            let mut table = Table::for_value(value);
            insert(&mut table, *valid_from, value)?;
            *record = Record::Table(table);
            Ok(())
        }
        (Record::Table(table), Event::TableValueSet { valid_from, value, .. }) => {
            insert(table, *valid_from, value)
        }
        (Record::Absent | Record::Table(Table::Holidays(_)), Event::HolidaysSet { days, .. }) => {
            *record = Record::Table(Table::Holidays(days.clone()));
            Ok(())
        }
        (
            Record::Absent
            | Record::Customer(_)
            | Record::Item(_)
            | Record::Site(_)
            | Record::Table(_),
            _,
        ) => broken(record, event),
    }
}

fn insert(
    table: &mut Table,
    valid_from: crate::calendar::Day,
    value: &super::TableValue,
) -> Result<(), BrokenHistory> {
    table.insert(valid_from, value).map_err(|no| BrokenHistory::new("directory", format!("{no}")))
}

fn broken(record: &Record, event: &Event) -> Result<(), BrokenHistory> {
    Err(BrokenHistory::new(
        "directory",
        format!("{} cannot follow where the record is {}", event.name(), record.kind()),
    ))
}
