//! Stories of the directory.

use super::*;
use crate::calendar::{Day, Holidays, Terms};
use crate::error::{Path, Refusal};
use crate::id::{CustomerId, Text};
use crate::machine::{Given, replay};
use crate::party::Party;
use alloc::string::{String, ToString};
use alloc::vec;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn facts() -> Facts {
    Facts { on: day("2026-01-15"), into: Some(CustomerStatus::Active) }
}

fn id(text: &str) -> CustomerId {
    text.parse().unwrap()
}

fn text(text: &str) -> Text {
    text.parse().unwrap()
}

fn party(name: &str) -> Party {
    Party { name: text(name), ..Party::default() }
}

fn register(name: &str) -> Command {
    Command::RegisterCustomer {
        customer: id("C1"),
        party: party(name),
        terms: Some(Terms::net_days(45)),
    }
}

fn registered() -> Event {
    Event::CustomerRegistered {
        customer: id("C1"),
        party: party("Durand"),
        terms: Some(Terms::net_days(45)),
        registered_on: facts().on,
    }
}

fn amend() -> Command {
    Command::AmendCustomer { customer: id("C1"), party: party("Durand SA"), terms: None }
}

fn deactivate() -> Command {
    Command::DeactivateCustomer { customer: id("C1"), reason: text("bankrupt") }
}

fn deactivated() -> Event {
    Event::CustomerDeactivated { reason: text("bankrupt"), deactivated_on: facts().on }
}

fn reactivate() -> Command {
    Command::ReactivateCustomer { customer: id("C1") }
}

fn merge(into: &str) -> Command {
    Command::MergeCustomer { customer: id("C1"), into: id(into) }
}

fn merged() -> Event {
    Event::CustomerMerged { into: id("C2"), merged_on: facts().on }
}

fn record(events: &[Event]) -> Record {
    let record = replay(Record::new(), events).unwrap();
    record.audit().unwrap();
    record
}

fn refusal(events: &[Event], command: &Command, facts: &Facts) -> (&'static str, String) {
    let no = record(events).decide(command, facts).unwrap_err();
    (no.code(), no.path().to_string())
}

fn vat(text: &str) -> TableValue {
    TableValue::VatRate(text.parse().unwrap())
}

fn set(valid_from: &str, value: TableValue) -> Command {
    Command::SetTableValue {
        table: "STANDARD".parse().unwrap(),
        valid_from: day(valid_from),
        value,
    }
}

fn was_set(valid_from: &str, value: TableValue) -> Event {
    Event::TableValueSet {
        table: "STANDARD".parse().unwrap(),
        valid_from: day(valid_from),
        value,
        set_on: facts().on,
    }
}

fn register_item(name: &str) -> Command {
    Command::RegisterItem {
        item: "CHAIR".parse().unwrap(),
        name: text(name),
        unit: Default::default(),
        vat_class: Some("STANDARD".parse().unwrap()),
    }
}

fn item_registered() -> Event {
    Event::ItemRegistered {
        item: "CHAIR".parse().unwrap(),
        name: text("Chair"),
        unit: Default::default(),
        vat_class: Some("STANDARD".parse().unwrap()),
        registered_on: facts().on,
    }
}

#[test]
fn a_customer_is_registered_amended_deactivated_and_reactivated() {
    let mut story = vec![];
    let amended =
        Event::CustomerAmended { party: party("Durand SA"), terms: None, amended_on: facts().on };
    let reactivated = Event::CustomerReactivated { reactivated_on: facts().on };
    for (command, event) in [
        (register("Durand"), registered()),
        (amend(), amended.clone()),
        (deactivate(), deactivated()),
        (amend(), amended),
        (reactivate(), reactivated),
    ] {
        Given::new(Record::new(), &story)
            .when(&command, &facts())
            .then(core::slice::from_ref(&event));
        story.push(event);
    }
    let record = record(&story);
    let customer = usable(&record, &id("C1")).unwrap();
    assert_eq!(customer.party, party("Durand SA"));
    assert_eq!(customer.terms, None);
}

#[test]
fn only_an_active_customer_is_usable() {
    let code = |events: &[Event]| usable(&record(events), &id("C1")).unwrap_err().code();
    assert_eq!(code(&[]), "directory.customer_unknown");
    assert_eq!(code(&[item_registered()]), "directory.customer_unknown");
    assert_eq!(code(&[registered(), deactivated()]), "directory.customer_inactive");
    assert_eq!(
        usable(&record(&[registered(), merged()]), &id("C1")),
        Err(Rejection::CustomerMerged { path: Path::root(), customer: id("C1"), into: id("C2") })
    );
}

#[test]
fn every_pair_of_status_and_command_is_answered() {
    let statuses: [(&str, Vec<Event>); 4] = [
        ("absent", vec![]),
        ("active", vec![registered()]),
        ("inactive", vec![registered(), deactivated()]),
        ("merged", vec![registered(), merged()]),
    ];
    let unknown = "directory.customer_unknown";
    let (taken, gone) = ("directory.already_registered", "directory.customer_merged");
    let inactive = "directory.customer_inactive";
    let answers = [
        (register("Durand"), ["", taken, taken, taken]),
        (amend(), [unknown, "", "", gone]),
        (deactivate(), [unknown, "", inactive, gone]),
        (reactivate(), [unknown, "directory.customer_active", "", gone]),
        (merge("C2"), [unknown, "", "", gone]),
    ];
    for (command, codes) in &answers {
        for ((status, events), code) in statuses.iter().zip(codes) {
            let answer = record(events).decide(command, &facts());
            let found = answer.err().map_or("", |no| no.code());
            assert_eq!(found, *code, "{command:?} where {status}");
        }
    }
}

#[test]
fn a_merge_ends_in_another_active_customer() {
    let events = [registered()];
    let into = |status| Facts { into: status, ..facts() };
    Given::new(Record::new(), &events).when(&merge("C2"), &facts()).then(&[merged()]);
    let inactive = CustomerStatus::Inactive { reason: Text::default() };
    let gone = CustomerStatus::Merged { into: id("C3") };
    for (target, status, code) in [
        ("C1", Some(CustomerStatus::Active), "directory.merged_into_itself"),
        ("C2", None, "directory.customer_unknown"),
        ("C2", Some(inactive), "directory.customer_inactive"),
        ("C2", Some(gone), "directory.customer_merged"),
    ] {
        assert_eq!(refusal(&events, &merge(target), &into(status)), (code, "into".to_string()));
    }
}

#[test]
fn a_party_and_an_item_have_names() {
    assert_eq!(
        refusal(&[], &register(""), &facts()),
        ("party.name_missing", "party.name".to_string())
    );
    assert_eq!(
        refusal(&[], &register_item(" "), &facts()),
        ("directory.name_missing", "name".to_string())
    );
}

#[test]
fn an_item_goes_out_of_sale_and_keeps_its_unit() {
    let amend = Command::AmendItem {
        item: "CHAIR".parse().unwrap(),
        name: text("Old chair"),
        vat_class: None,
        is_active: false,
    };
    let item = "CHAIR".parse().unwrap();
    assert_eq!(refusal(&[], &amend, &facts()), ("directory.item_unknown", "item".to_string()));
    let mut events = vec![item_registered()];
    assert!(usable_item(&record(&events), &item).is_ok());
    events.extend(record(&events).decide(&amend, &facts()).unwrap());
    let record = record(&events);
    assert_eq!(usable_item(&record, &item).unwrap_err().code(), "directory.item_inactive");
    assert!(matches!(&record, Record::Item(item) if item.unit == Default::default()));
}

#[test]
fn a_table_holds_each_value_from_its_day() {
    let events = [was_set("2014-01-01", vat("S 20"))];
    Given::new(Record::new(), &[]).when(&set("2014-01-01", vat("S 20")), &facts()).then(&events);
    let both = record(&[was_set("2014-01-01", vat("S 20")), was_set("2027-01-01", vat("S 21"))]);
    let Record::Table(table) = &both else {
        panic!("{both:?}");
    };
    assert_eq!(table.vat_on(day("2013-12-31")), None);
    assert_eq!(table.vat_on(day("2026-12-31")), Some("S 20".parse().unwrap()));
    assert_eq!(table.vat_on(day("2027-01-01")), Some("S 21".parse().unwrap()));
    let refused = |value| refusal(&events, &set("2014-01-01", value), &facts()).0;
    assert_eq!(refused(vat("S 21")), "calendar.valid_from_taken");
    assert_eq!(
        refused(TableValue::LegalReference(text("art. 262"))),
        "directory.another_kind_of_table"
    );
    let holidays = Command::SetHolidays {
        table: "STANDARD".parse().unwrap(),
        days: Holidays::new([day("2026-05-01")]),
    };
    assert_eq!(refusal(&events, &holidays, &facts()).0, "directory.another_kind_of_table");
}

#[test]
fn a_table_of_exchange_rates_holds_one_pair() {
    let rate = |quote| {
        let rate = crate::money::ExchangeRate::parse("EUR", quote, "1.085").unwrap();
        TableValue::ExchangeRate(rate)
    };
    let events = [was_set("2026-01-02", rate("USD"))];
    assert_eq!(
        refusal(&events, &set("2026-01-05", rate("CHF")), &facts()).0,
        "directory.another_pair"
    );
    assert!(record(&events).decide(&set("2026-01-05", rate("USD")), &facts()).is_ok());
}

#[test]
fn a_price_is_for_a_positive_quantity() {
    let price = TableValue::Price(ItemPrice {
        price: "80.00".parse().unwrap(),
        currency: crate::money::Currency::EUR,
        base_quantity: crate::money::Exact::ZERO,
        floor: None,
    });
    assert_eq!(
        refusal(&[], &set("2026-01-01", price), &facts()),
        ("money.not_positive", "value.base_quantity".to_string())
    );
}

#[test]
fn a_command_for_another_record_is_refused() {
    let other = Command::ReactivateCustomer { customer: id("C9") };
    for (events, command) in [
        (vec![registered()], other),
        (vec![registered()], set("2026-01-01", vat("S 20"))),
        (vec![item_registered()], register("Durand")),
    ] {
        assert_eq!(
            refusal(&events, &command, &facts()),
            ("directory.not_this_record", String::new())
        );
    }
}

#[test]
fn a_history_that_was_not_decided_breaks() {
    for events in [
        vec![deactivated()],
        vec![registered(), registered()],
        vec![registered(), merged(), deactivated()],
        vec![item_registered(), merged()],
        vec![was_set("2026-01-01", vat("S 20")), was_set("2026-01-01", vat("S 20"))],
    ] {
        assert!(replay(Record::new(), &events).is_err());
    }
    let itself = Event::CustomerMerged { into: id("C1"), merged_on: facts().on };
    let record = replay(Record::new(), &[registered(), itself]).unwrap();
    assert!(record.audit().is_err());
}

#[cfg(feature = "json")]
#[test]
fn commands_and_events_read_back_as_written() {
    let json = r#"{"merge_customer":{"customer":"C1","into":"C2"}}"#;
    let command: Command = serde_json::from_str(json).unwrap();
    assert_eq!(command, merge("C2"));
    assert_eq!(serde_json::to_string(&command).unwrap(), json);
    for event in [registered(), item_registered(), was_set("2026-01-01", vat("S 20"))] {
        let written = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
        let record = record(core::slice::from_ref(&event));
        let written = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&written).unwrap(), record);
    }
    let stray = r#"{"reactivate_customer":{"customer":"C1","now":true}}"#;
    assert!(serde_json::from_str::<Command>(stray).is_err());
}
