//! The log of the company as an object-centric event log (OCEL 2.0), for process mining.

use super::history::{HistorySubject, Told};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Accepted, Company, Event, Rejection};
use crate::fulfilment::Shipment;
use crate::id::{CustomerId, OrderId};
use crate::{invoice, receivable};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which part of the log.
    EventLogQuery {
        /// Only what counts from this day on.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// Only what counts up to this day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    }
}

/// An object-centric event log: written as JSON it is a file of OCEL 2.0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct EventLog {
    /// The kinds of objects, by name.
    pub object_types: Vec<LogType>,
    /// The kinds of events, by name.
    pub event_types: Vec<LogType>,
    /// The objects, by their ids.
    pub objects: Vec<LogObject>,
    /// The events, in the order in which they became known.
    pub events: Vec<LogEvent>,
}

/// A kind of objects or events.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LogType {
    /// Its name.
    pub name: String,
    /// What is told of each.
    pub attributes: Vec<LogAttribute>,
}

/// What is told of an object or event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LogAttribute {
    /// Its name.
    pub name: &'static str,
    /// The type of its values; amounts are texts, since they are exact.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: &'static str,
}

/// An object, such as an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LogObject {
    /// Its id: its type and its name, such as `order:O-1`.
    pub id: String,
    /// Its type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: &'static str,
    /// The objects it belongs to.
    pub relationships: Vec<LogRelation>,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LogEvent {
    /// Its id: the place in the company's history.
    pub id: String,
    /// Its type, such as `order placed`.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: String,
    /// The beginning of the day it counts from, in universal time: hours are not known.
    pub time: String,
    /// What is told of it.
    pub attributes: Vec<LogValue>,
    /// The objects it is about.
    pub relationships: Vec<LogRelation>,
}

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LogValue {
    /// Which attribute.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

/// Another object, and what it is here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "camelCase"))]
pub struct LogRelation {
    /// The object's id.
    pub object_id: String,
    /// What it is here.
    pub qualifier: &'static str,
}

/// What is told of every event.
const ATTRIBUTES: [LogAttribute; 4] = [
    LogAttribute { name: "recorded_on", kind: "string" },
    LogAttribute { name: "command", kind: "string" },
    LogAttribute { name: "kind", kind: "string" },
    LogAttribute { name: "amount", kind: "string" },
];

/// The objects of the log with what each belongs to.
#[derive(Default)]
struct Objects(BTreeMap<String, (&'static str, BTreeSet<LogRelation>)>);

impl Objects {
    fn add(&mut self, kind: &'static str, name: &str) -> String {
        let id = format!("{kind}:{name}");
        self.0.entry(id.clone()).or_insert((kind, BTreeSet::new()));
        id
    }

    fn relate(&mut self, of: &str, to: LogRelation) {
        if let Some((_, relations)) = self.0.get_mut(of) {
            relations.insert(to);
        }
    }
}

impl Company {
    /// What happened to customers, orders, shipments, documents, items, letters and disputes as an
    /// object-centric event log. Each event is about its subject, its customer, and whatever else
    /// it touches: the orders that a document bills, the items that a letter settles.
    ///
    /// # Errors
    /// `company.days_reversed`, `money.out_of_range`.
    pub fn event_log(&self, query: &EventLogQuery) -> Result<EventLog, Rejection> {
        if let (Some(from), Some(until)) = (query.from, query.until) {
            super::Span { from, until, known_at: None }.check()?;
        }
        let (mut objects, mut events) = (Objects::default(), Vec::new());
        let mut command: Option<&Accepted> = None;
        for (place, event) in self.history().iter().enumerate() {
            if let Event::Accepted(accepted) = event {
                command = Some(accepted);
                continue;
            }
            let (Some(command), Some(told)) = (command, self.told(event)?) else { continue };
            let on = told.on.unwrap_or(command.effective_on);
            let is_within = query.from.is_none_or(|from| from <= on)
                && query.until.is_none_or(|until| on <= until);
            if is_within {
                let relationships = self.relations(event, &told, &mut objects);
                events.push(logged(place, on, command, &told, relationships));
            }
        }
        let names: BTreeSet<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        let of_event =
            |name: &str| LogType { name: name.to_string(), attributes: ATTRIBUTES.into() };
        let event_types = names.into_iter().map(of_event).collect();
        let kinds: BTreeSet<&str> = objects.0.values().map(|(kind, _)| *kind).collect();
        let of_object = |name: &str| LogType { name: name.to_string(), attributes: Vec::new() };
        let object_types = kinds.into_iter().map(of_object).collect();
        let objects = objects.0.into_iter().map(|(id, (kind, relations))| LogObject {
            id,
            kind,
            relationships: relations.into_iter().collect(),
        });
        Ok(EventLog { object_types, event_types, objects: objects.collect(), events })
    }

    /// The objects an event is about.
    fn relations(&self, event: &Event, told: &Told, objects: &mut Objects) -> Vec<LogRelation> {
        let mut about = BTreeSet::new();
        let subject = objects.add(type_of(&told.subject), &name_of(&told.subject, &told.customer));
        let customer = objects.add("customer", told.customer.as_str());
        if subject != customer {
            let to = LogRelation { object_id: customer.clone(), qualifier: "customer" };
            objects.relate(&subject, to);
        }
        about.insert(LogRelation { object_id: subject.clone(), qualifier: "subject" });
        about.insert(LogRelation { object_id: customer, qualifier: "customer" });
        for (kind, name, qualifier) in self.others(event) {
            let object_id = objects.add(kind, &name);
            let relation = LogRelation { object_id, qualifier };
            objects.relate(&subject, relation.clone());
            about.insert(relation);
        }
        about.into_iter().collect()
    }

    /// What else an event touches.
    fn others(&self, event: &Event) -> Vec<(&'static str, String, &'static str)> {
        let order = |order: &OrderId, qualifier| ("order", order.as_str().to_string(), qualifier);
        if let Event::Invoice { event: invoice::Event::Issued(issued), .. } = event {
            let orders = issued.draft.lines.iter().filter_map(|line| line.order.as_ref());
            let orders: BTreeSet<&OrderId> = orders.map(|of| &of.order).collect();
            return orders.into_iter().map(|of| order(of, "bills")).collect();
        }
        if let Event::Fulfilment { shipment, .. } = event {
            return match self.state.shipment(shipment) {
                None | Some(Shipment::Absent) => Vec::new(),
                Some(Shipment::Shipped(shipped)) => Vec::from([order(&shipped.order, "ships")]),
                Some(Shipment::Delivered(delivered)) => {
                    Vec::from([order(&delivered.shipped.order, "ships")])
                }
            };
        }
        if let Event::Dispute { dispute, .. } = event {
            let claim = self.state.dispute(dispute).and_then(|dispute| dispute.claim());
            let document = claim.map(|claim| claim.document.as_str().to_string());
            return document.into_iter().map(|name| ("document", name, "contests")).collect();
        }
        let Event::Receivable {
            account,
            event: receivable::Event::Lettered(letter) | receivable::Event::Unlettered(letter),
        } = event
        else {
            return Vec::new();
        };
        let items = letter.applications.iter().filter_map(|applied| {
            let entry = self.state.account(account)?.entry(&applied.entry)?;
            Some(match entry.item().kind.document() {
                Some(document) => ("document", document.as_str().to_string(), "settles"),
                None => ("item", applied.entry.as_str().to_string(), "settles"),
            })
        });
        items.collect()
    }
}

fn logged(
    place: usize,
    on: Day,
    command: &Accepted,
    told: &Told,
    relationships: Vec<LogRelation>,
) -> LogEvent {
    let mut attributes = Vec::from([
        LogValue { name: "recorded_on", value: command.recorded_on.to_string() },
        LogValue { name: "command", value: command.command.as_str().to_string() },
    ]);
    let kind = told.kind.map(|kind| LogValue { name: "kind", value: kind.to_string() });
    let amount = told.amount.map(|amount| LogValue { name: "amount", value: amount.to_string() });
    attributes.extend(kind.into_iter().chain(amount));
    LogEvent {
        id: format!("e{place}"),
        kind: format!("{} {}", type_of(&told.subject), told.event),
        time: format!("{on}T00:00:00Z"),
        attributes,
        relationships,
    }
}

const fn type_of(subject: &HistorySubject) -> &'static str {
    match subject {
        HistorySubject::Customer(_) => "customer",
        HistorySubject::Order(_) => "order",
        HistorySubject::Shipment(_) => "shipment",
        HistorySubject::Document(_) => "document",
        HistorySubject::Item(_) => "item",
        HistorySubject::Letter(_) => "letter",
        HistorySubject::Dispute(_) => "dispute",
        HistorySubject::Promise(_) => "promise",
        HistorySubject::Plan(_) => "plan",
        HistorySubject::Mandate(_) => "mandate",
        HistorySubject::Subscription(_) => "subscription",
        HistorySubject::Reminders(_) => "reminders",
    }
}

/// Letters are numbered on each customer's account, and reminders are kept by its currency: both
/// bear the customer's name.
fn name_of(subject: &HistorySubject, customer: &CustomerId) -> String {
    match subject {
        HistorySubject::Customer(id) => id.as_str().to_string(),
        HistorySubject::Order(id) => id.as_str().to_string(),
        HistorySubject::Shipment(id) => id.as_str().to_string(),
        HistorySubject::Document(id) => id.as_str().to_string(),
        HistorySubject::Item(id) => id.as_str().to_string(),
        HistorySubject::Letter(code) => format!("{customer}/{code}"),
        HistorySubject::Dispute(id) => id.as_str().to_string(),
        HistorySubject::Promise(id) => id.as_str().to_string(),
        HistorySubject::Plan(id) => id.as_str().to_string(),
        HistorySubject::Mandate(id) => id.as_str().to_string(),
        HistorySubject::Subscription(id) => id.as_str().to_string(),
        HistorySubject::Reminders(currency) => format!("{customer}/{currency}"),
    }
}
