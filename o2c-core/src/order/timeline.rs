//! The life of one order as it can be told: what happened when, what held it, what it waits for.

use super::{BillingBasis, Confirmed, Counters, Event, HoldName, Order};
use crate::calendar::Day;
use crate::id::Text;
use alloc::vec::Vec;

/// One thing that happened to an order.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TimelineEntry {
    /// The day it counts.
    pub on: Day,
    /// What happened, by the event's name.
    pub event: &'static str,
    /// Why, where somebody said so.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
}

/// A hold from the day it was set to the day it stood no more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct HeldSpan {
    /// Which hold.
    pub hold: HoldName,
    /// The day it was set.
    pub set_on: Day,
    /// Who set it.
    pub set_by: Text,
    /// The day it was released, or the last day it stood; none while it stands.
    pub ended_on: Option<Day>,
    /// Who released it; nobody where it ended by itself.
    pub released_by: Text,
    /// Whether it stood from the day of the order on.
    pub is_from_the_start: bool,
}

/// The days on which an order came further; none where it did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Milestones {
    /// It was offered.
    pub quoted_on: Option<Day>,
    /// It was ordered.
    pub placed_on: Option<Day>,
    /// It was accepted.
    pub confirmed_on: Option<Day>,
    /// Something of it left.
    pub first_shipped_on: Option<Day>,
    /// The last of it that left.
    pub last_shipped_on: Option<Day>,
    /// Something of it was billed.
    pub first_invoiced_on: Option<Day>,
    /// The last of it that was billed.
    pub last_invoiced_on: Option<Day>,
    /// It ended as a whole: cancelled, rejected or lost.
    pub ended_on: Option<Day>,
}

/// The life of an order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Timeline {
    /// What happened, in its order.
    pub entries: Vec<TimelineEntry>,
    /// What held it, in the order in which holds were set.
    pub holds: Vec<HeldSpan>,
    /// The days on which it came further.
    pub milestones: Milestones,
    /// How often its content was replaced.
    pub amendments: u32,
    /// How often something left.
    pub shipments: u32,
}

impl Event {
    /// The day the event counts, and why it happened where somebody said so.
    pub fn told(&self) -> (Day, Text) {
        let plain = |on: &Day| (*on, Text::default());
        match self {
            Event::Placed { placed_on: on, .. }
            | Event::Confirmed { confirmed_on: on }
            | Event::LineCancelled { cancelled_on: on, .. }
            | Event::Shipped { shipped_on: on, .. }
            | Event::Invoiced { invoiced_on: on, .. }
            | Event::Credited { credited_on: on, .. }
            | Event::DepositInvoiced { invoiced_on: on, .. }
            | Event::DepositDeducted { deducted_on: on, .. }
            | Event::DepositCredited { credited_on: on, .. }
            | Event::DepositReleased { released_on: on, .. }
            | Event::BillingPlanned { planned_on: on, .. }
            | Event::MilestoneInvoiced { invoiced_on: on, .. }
            | Event::MilestoneCredited { credited_on: on, .. }
            | Event::Quoted { quoted_on: on, .. }
            | Event::QuoteAccepted { accepted_on: on }
            | Event::CancellationAnswered { answered_on: on, .. }
            | Event::Returned { returned_on: on, .. }
            | Event::Delivered { delivered_on: on, .. }
            | Event::Accepted { accepted_on: on, .. } => plain(on),
            Event::Amended { reason, amended_on: on, .. }
            | Event::RestCancelled { reason, cancelled_on: on, .. }
            | Event::Cancelled { reason, cancelled_on: on }
            | Event::QuoteRevised { reason, revised_on: on, .. }
            | Event::QuoteLost { reason, lost_on: on }
            | Event::Rejected { reason, rejected_on: on }
            | Event::HoldReleased { reason, released_on: on, .. } => (*on, reason.clone()),
            Event::HoldSet { hold } => (hold.set_on, hold.reason.clone()),
            Event::CancellationRequested { request } => {
                (request.requested_on, request.reason.clone())
            }
        }
    }
}

impl Timeline {
    /// The life that events tell, in the order in which they happened.
    ///
    /// ```
    /// use o2c_core::order::{Event, Timeline};
    /// let on = "2026-01-05".parse()?;
    /// let timeline = Timeline::of(&[Event::Confirmed { confirmed_on: on }]);
    /// assert_eq!(timeline.milestones.confirmed_on, Some(on));
    /// assert_eq!(timeline.entries[0].event, "confirmed");
    /// # Ok::<(), o2c_core::error::Error>(())
    /// ```
    pub fn of<'e>(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut timeline = Timeline::default();
        for event in events {
            timeline.follow(event);
        }
        timeline
    }

    /// Follows one event.
    pub fn follow(&mut self, event: &Event) {
        let (on, reason) = event.told();
        self.entries.push(TimelineEntry { on, event: event.name(), reason });
        let days = &mut self.milestones;
        match event {
            Event::Quoted { .. } => days.quoted_on = Some(on),
            Event::Placed { .. } | Event::QuoteAccepted { .. } => days.placed_on = Some(on),
            Event::Confirmed { .. } => days.confirmed_on = Some(on),
            Event::Shipped { .. } => {
                days.first_shipped_on = days.first_shipped_on.or(Some(on));
                days.last_shipped_on = Some(on);
                // As many events fit in no memory.
                self.shipments = self.shipments.saturating_add(1);
            }
            Event::Invoiced { .. } | Event::MilestoneInvoiced { .. } => {
                days.first_invoiced_on = days.first_invoiced_on.or(Some(on));
                days.last_invoiced_on = Some(on);
            }
            Event::Cancelled { .. } | Event::QuoteLost { .. } | Event::Rejected { .. } => {
                days.ended_on = Some(on);
            }
            Event::Amended { .. } | Event::QuoteRevised { .. } => {
                self.amendments = self.amendments.saturating_add(1); // As above.
            }
            Event::HoldSet { hold } => self.holds.push(HeldSpan {
                hold: hold.name.clone(),
                set_on: on,
                set_by: hold.by.clone(),
                ended_on: hold.until,
                released_by: Text::default(),
                is_from_the_start: days.placed_on == Some(on) && self.shipments == 0,
            }),
            Event::HoldReleased { hold, by, .. } => {
                let mut spans = self.holds.iter_mut().rev();
                if let Some(span) = spans.find(|span| span.hold == *hold) {
                    span.ended_on = Some(on);
                    span.released_by = by.clone();
                }
            }
            Event::LineCancelled { .. }
            | Event::RestCancelled { .. }
            | Event::Credited { .. }
            | Event::DepositInvoiced { .. }
            | Event::DepositDeducted { .. }
            | Event::DepositCredited { .. }
            | Event::DepositReleased { .. }
            | Event::BillingPlanned { .. }
            | Event::MilestoneCredited { .. }
            | Event::CancellationRequested { .. }
            | Event::CancellationAnswered { .. }
            | Event::Returned { .. }
            | Event::Delivered { .. }
            | Event::Accepted { .. } => {}
        }
    }
}

/// What an order waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum WaitsFor {
    /// The customer, to take the offer.
    Answer,
    /// The firm, to accept it.
    Confirmation,
    /// The release of a hold.
    Release(HoldName),
    /// Parts that are asked whether they can still be cancelled.
    CancellationAnswers,
    /// Goods, to leave.
    Shipment,
    /// An invoice of what may be billed.
    Invoice,
    /// Goods that left, to arrive, where they are billed as they arrive.
    Delivery,
    /// The customer, to accept what left or was performed, where that is what is billed.
    Acceptance,
}

/// What an order waits for, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Waiting {
    /// For what.
    pub waits_for: WaitsFor,
    /// Since which day.
    pub since: Day,
}

impl Confirmed {
    /// What must still happen to goods that left before they are billed.
    fn comes_before_billing(&self) -> Option<WaitsFor> {
        let any = |is_open: fn(&Counters) -> bool| self.lines.iter().any(is_open);
        match self.content.billing {
            BillingBasis::Shipped | BillingBasis::Ordered => None,
            BillingBasis::Delivered => {
                any(|line| line.delivered < line.kept()).then_some(WaitsFor::Delivery)
            }
            BillingBasis::Accepted => {
                any(|line| line.accepted < line.kept()).then_some(WaitsFor::Acceptance)
            }
        }
    }
}

impl Order {
    /// What the order waits for on a day, the oldest first where several things are missing; its
    /// life says since when.
    pub fn waits_for(&self, timeline: &Timeline, on: Day) -> Vec<Waiting> {
        let mut waiting = Vec::new();
        let mut wait = |waits_for: WaitsFor, since: Day| waiting.push(Waiting { waits_for, since });
        if let Some(quoted) = self.as_quoted() {
            wait(WaitsFor::Answer, quoted.quoted_on);
        }
        if let Some(placed) = self.as_placed() {
            wait(WaitsFor::Confirmation, placed.placed_on);
        }
        for hold in self.holds().iter().filter(|hold| hold.stands_on(on)) {
            wait(WaitsFor::Release(hold.name.clone()), hold.set_on);
        }
        if let Some(request) = self.cancellation() {
            wait(WaitsFor::CancellationAnswers, request.requested_on);
        }
        if let Some(confirmed) = self.as_confirmed() {
            let days = &timeline.milestones;
            let last_shipped = days.last_shipped_on.unwrap_or(confirmed.confirmed_on);
            let is_open = confirmed.quantities().any(|(line, counters)| {
                counters.open_to_ship(line.quantity.figure()).is_positive()
            });
            if is_open {
                wait(WaitsFor::Shipment, last_shipped);
            }
            if let Some(waits_for) = confirmed.comes_before_billing() {
                wait(waits_for, last_shipped);
            }
            if self.billable().is_ok() {
                wait(WaitsFor::Invoice, last_shipped);
            }
        }
        waiting.sort_by_key(|waiting| waiting.since);
        waiting
    }
}
