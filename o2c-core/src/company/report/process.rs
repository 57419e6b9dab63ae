//! The way of orders through the company, from its own log.

use super::settling::Settling;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::view::View;
use crate::company::{Accepted, Company, Event, Rejection};
use crate::id::{DocumentNumber, OrderId, Text};
use crate::invoice;
use crate::receivable::{self, AccountKey};
use crate::reporting::{ProcessCase, ProcessCases, ProcessFigures, ProcessStep};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Which orders.
    ProcessQuery {
        /// Only orders placed on this day or later.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        from: Option<Day>,
        /// Nothing that happened after this day.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// The steps of every order while the log is read.
#[derive(Default)]
struct Traces {
    steps: BTreeMap<OrderId, Vec<ProcessStep>>,
    /// The orders that a document bills.
    billed: BTreeMap<DocumentNumber, BTreeSet<OrderId>>,
    settling: Settling,
}

impl Company {
    /// The events that count by a day, as they were known at the end of another, each with the day
    /// on which it counts.
    pub(super) fn known_events(
        &self,
        as_of: Day,
        known_at: Option<Day>,
    ) -> impl Iterator<Item = (&Event, Day)> {
        let mut command: Option<&Accepted> = None;
        self.history().iter().filter_map(move |event| {
            if let Event::Accepted(accepted) = event {
                command = Some(accepted);
                return None;
            }
            let by = command?;
            let is_known = known_at.is_none_or(|known_at| by.recorded_on <= known_at);
            (is_known && by.effective_on <= as_of).then_some((event, by.effective_on))
        })
    }

    /// How orders go from their capture to their payment: what follows what and how long it takes,
    /// which ways they take, what is done twice. The steps are those of the orders,
    /// disputes on their documents, and the day on which nothing is open of one any more.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn process(&self, query: &ProcessQuery) -> Result<ProcessFigures, Rejection> {
        let mut traces = Traces::default();
        for (event, on) in self.known_events(query.as_of, query.known_at) {
            self.trace(event, on, &mut traces);
        }
        let cases = traces.steps.into_iter().filter(|(_, steps)| {
            let placed = steps.first().map(|step| step.on);
            query.from.is_none_or(|from| placed.is_some_and(|placed| from <= placed))
        });
        let cases = cases.filter_map(|(order, steps)| {
            Some(ProcessCase { case: order.as_str().parse().ok()?, steps })
        });
        Ok(ProcessCases { cases: cases.collect() }.figures()?)
    }

    /// What an event says to the orders it is about; most say nothing.
    fn trace(&self, event: &Event, on: Day, traces: &mut Traces) {
        if let Event::Order { order, event } = event {
            traces.add(order, event.name(), on);
        }
        if let Event::Invoice { event: invoice::Event::Issued(issued), .. } = event {
            let lines = issued.draft.lines.iter();
            let orders = lines.filter_map(|line| Some(line.order.as_ref()?.order.clone()));
            let orders: BTreeSet<OrderId> = orders.collect();
            traces.billed.insert(issued.number.clone(), orders);
        }
        if let Event::Receivable { account, event } = event {
            traces.follow(account, event);
        }
        if let Event::Dispute { dispute, event } = event {
            let dispute = self.state.dispute(dispute).and_then(|dispute| dispute.claim());
            if let Some(claim) = dispute {
                traces.add_to_document(&claim.document, event.name(), on);
            }
        }
    }
}

impl Traces {
    fn add(&mut self, order: &OrderId, activity: &str, on: Day) {
        if let Ok(activity) = activity.parse::<Text>() {
            self.steps.entry(order.clone()).or_default().push(ProcessStep { activity, on });
        }
    }

    fn add_to_document(&mut self, document: &DocumentNumber, activity: &str, on: Day) {
        for order in self.billed.get(document).cloned().unwrap_or_default() {
            self.add(&order, activity, on);
        }
    }

    /// An order is settled on the day on which nothing is left of one of its documents.
    fn follow(&mut self, account: &AccountKey, event: &receivable::Event) {
        for settled in self.settling.follow(account, event) {
            if let Some(on) = settled.on {
                self.add_to_document(&settled.document, "settled", on);
            }
        }
    }
}
