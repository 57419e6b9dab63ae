//! Where orders stand: their life, what they wait for, how they flow, and what they lose.

use super::{CreditHold, OfOrder};
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::cut_off::{self, CutOffKind, CutOffSource};
use crate::company::view::View;
use crate::company::{Company, Event, OrderFinding, PlaceOrder, Rejection};
use crate::id::{CustomerId, DocumentNumber, LineId, OrderId};
use crate::invoice::Document;
use crate::money::{Exact, Money, telescope};
use crate::order::{Facet, Flow, Moved, Order, Progress, Timeline, Waiting, flow, possible_in};
use crate::pricing::Price;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// An order as it would come in.
    CheckOrder {
        /// The order.
        content: PlaceOrder,
        /// The day on which it would be placed.
        on: Day,
    }
    /// How orders flow.
    OrderFlowQuery {
        /// Only what counts until this day; a hold whose last day is to come stands.
        as_of: Day,
        /// Only orders of this customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
    /// What orders lose.
    RevenueLeaksQuery {
        /// The day of the report.
        as_of: Day,
        /// Only orders of this customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        customer: Option<CustomerId>,
    }
}

/// An order as it stands: its state and the facets that follow from its counters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderReport {
    /// The order.
    pub order: OrderId,
    /// How far it has been shipped.
    pub delivery: Facet,
    /// How far it has been billed.
    pub billing: Facet,
    /// How far it is as a whole; none before anybody asked for anything.
    pub progress: Option<Progress>,
    /// What may be asked of it in its state.
    pub allowed: Vec<&'static str>,
    /// How credit holds it; none where it does not, once it is cancelled and once all of it left.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub credit_hold: Option<CreditHold>,
    /// What follows from the counters of each line, in their order.
    pub lines: Vec<OrderLineFigures>,
    /// Its state with all figures.
    pub state: Order,
}

/// What follows from the counters of a line, in its unit (rulebook O-11).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderLineFigures {
    /// The line.
    pub line: LineId,
    /// What is still to ship.
    pub open_to_ship: Exact,
    /// What is to invoice now; below zero where more is billed than may be.
    pub to_invoice: Exact,
    /// How far it is.
    pub progress: Option<Progress>,
}

/// The life of an order, and what it waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderLife {
    /// The order.
    pub order: OrderId,
    /// What happened to it.
    pub timeline: Timeline,
    /// What it waits for, the oldest first.
    pub waits_for: Vec<Waiting>,
}

/// Why money is lost, or about to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum LeakKind {
    /// It left the house and was not billed.
    ShippedNotInvoiced,
    /// It came back, is billed, and its price was not given back.
    ReturnedNotCredited,
    /// It was cancelled and is billed all the same.
    CancelledStillBilled,
    /// It was billed at another price than it was ordered at.
    PriceDifference,
    /// The order was cancelled, and its deposit neither deducted nor given back.
    DepositKept,
    /// It was billed below its floor, and nobody approved that by name; or with an allowance that
    /// its order does not grant.
    DiscountWithoutRight,
}

/// One leak.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct RevenueLeak {
    /// Why.
    pub kind: LeakKind,
    /// Whose order.
    pub customer: CustomerId,
    /// Which order.
    pub order: OrderId,
    /// Which line; none where it is the order as a whole.
    pub line: Option<LineId>,
    /// How much of it, in the line's unit.
    pub quantity: Option<Exact>,
    /// What it is worth without VAT: what is missing, or with a price difference what was billed
    /// too much; negative where too little was.
    pub net: Money,
    /// Which document, where there is one.
    pub document: Option<DocumentNumber>,
    /// The day the last of it happened.
    pub since: Option<Day>,
}

impl Company {
    /// The events of an order, oldest first.
    pub(super) fn order_events<'c>(
        &'c self,
        order: &'c OrderId,
    ) -> impl Iterator<Item = &'c crate::order::Event> {
        self.history().iter().filter_map(move |event| {
            let Event::Order { order: other, event } = event else { return None };
            (other == order).then_some(event)
        })
    }

    /// An order as it stands.
    ///
    /// # Errors
    /// `company.unknown_order`.
    pub fn order_report(&self, query: &OfOrder) -> Result<OrderReport, Rejection> {
        let state = crate::company::sale::known_order(&self.state, &query.order)?;
        let on = query.as_of.or_else(|| self.state.recorded_on());
        let lines = state.content().map_or(&[][..], |content| &content.lines);
        let lines = lines.iter().enumerate().map(|(at, line)| OrderLineFigures {
            line: line.id.clone(),
            open_to_ship: state.open_to_ship(at).unwrap_or_default(),
            to_invoice: state.to_invoice(at).unwrap_or_default(),
            progress: on.and_then(|on| state.line_progress(at, on)),
        });
        Ok(OrderReport {
            order: query.order.clone(),
            delivery: state.delivery(),
            billing: state.billing(),
            progress: on.and_then(|on| state.progress(on)),
            allowed: possible_in(state.state()).collect(),
            credit_hold: match on {
                Some(on) => self.credit_hold(&query.order, on)?,
                None => None,
            },
            lines: lines.collect(),
            state: state.clone(),
        })
    }

    /// All that is wrong in an order before it is placed, at once: what it is refused for, and what
    /// somebody had better look at.
    pub fn order_findings(&self, query: &CheckOrder) -> Vec<OrderFinding> {
        crate::company::capture::findings(&self.state, &query.content, query.on)
    }

    /// The life of an order, and what it waits for on a day.
    ///
    /// # Errors
    /// `company.unknown_order`.
    pub fn order_life(&self, query: &OfOrder) -> Result<OrderLife, Rejection> {
        let order = crate::company::sale::known_order(&self.state, &query.order)?;
        let timeline = Timeline::of(self.order_events(&query.order));
        let last = timeline.entries.iter().map(|entry| entry.on).max();
        let on = query.as_of.or_else(|| self.state.recorded_on()).or(last);
        let waits_for = on.map(|on| order.waits_for(&timeline, on)).unwrap_or_default();
        Ok(OrderLife { order: query.order.clone(), timeline, waits_for })
    }

    /// How orders flow: durations of their steps, rework, and where holds come from.
    pub fn order_flow(&self, query: &OrderFlowQuery) -> Flow {
        let is_asked = |order: &OrderId| {
            query.customer.as_ref().is_none_or(|asked| {
                let content = self.state.order(order).and_then(Order::content);
                content.is_some_and(|content| content.customer == *asked)
            })
        };
        let mut lives: BTreeMap<&OrderId, Timeline> = BTreeMap::new();
        for event in self.history() {
            if let Event::Order { order, event } = event
                && event.told().0 <= query.as_of
                && is_asked(order)
            {
                lives.entry(order).or_default().follow(event);
            }
        }
        let lives: Vec<Timeline> = lives.into_values().collect();
        flow(&lives, query.as_of)
    }

    /// What orders lose on a day, or are about to: each leak with its value. Quantities and values
    /// are those of the cut-off of the day.
    ///
    /// # Errors
    /// Whatever working out a part of an order refuses.
    pub fn revenue_leaks(&self, query: &RevenueLeaksQuery) -> Result<Vec<RevenueLeak>, Rejection> {
        let mut leaks = Vec::new();
        // What came back and nobody has settled is told by itself.
        for item in cut_off::of_orders(&self.state, query.as_of, false)? {
            let CutOffSource::Order(order) = &item.source else { continue };
            for line in &item.lines {
                let (last, kind) = match item.kind {
                    CutOffKind::InvoiceToIssue => {
                        let last =
                            self.last_moved(order, &line.line, query.as_of, &[Moved::Shipped]);
                        (last, LeakKind::ShippedNotInvoiced)
                    }
                    CutOffKind::CreditNoteToGrant => self.surplus(order, &line.line, query.as_of),
                    CutOffKind::DeferredIncome => continue,
                };
                leaks.push(RevenueLeak {
                    kind,
                    customer: item.customer.clone(),
                    order: order.clone(),
                    line: Some(line.line.clone()),
                    quantity: Some(line.quantity),
                    net: line.net,
                    document: None,
                    since: last,
                });
            }
        }
        leaks.extend(self.returned_not_credited(query.as_of)?);
        leaks.extend(self.price_differences(query.as_of)?);
        leaks.extend(self.deposits_kept(query.as_of)?);
        leaks.extend(self.discounts_without_right(query.as_of)?);
        if let Some(customer) = &query.customer {
            leaks.retain(|leak| leak.customer == *customer);
        }
        Ok(leaks)
    }

    fn last_moved(
        &self,
        order: &OrderId,
        line: &LineId,
        as_of: Day,
        kinds: &[Moved],
    ) -> Option<Day> {
        let movements = self.state.movements(order).iter();
        let of_line = movements.filter(|one| one.line == *line && one.on <= as_of);
        of_line.filter(|one| kinds.contains(&one.moved)).map(|one| one.on).max()
    }

    /// Why more is billed than may be: what came back last, or what was cancelled.
    fn surplus(&self, order: &OrderId, line: &LineId, as_of: Day) -> (Option<Day>, LeakKind) {
        match self.last_moved(order, line, as_of, &[Moved::Returned, Moved::TakenBack]) {
            Some(on) => (Some(on), LeakKind::ReturnedNotCredited),
            None => {
                let on = self.last_moved(order, line, as_of, &[Moved::Cancelled]);
                (on, LeakKind::CancelledStillBilled)
            }
        }
    }

    /// Lines that were billed at another price than their order's.
    fn price_differences(&self, as_of: Day) -> Result<Vec<RevenueLeak>, Rejection> {
        let (mut leaks, mut refused) = (Vec::new(), None);
        self.state.each_document(&mut |document| {
            if document.issued_on > as_of || document.kind().is_credit() || refused.is_some() {
                return;
            }
            match self.differences_of(document, as_of) {
                Ok(found) => leaks.extend(found),
                Err(no) => refused = Some(no),
            }
        });
        refused.map_or(Ok(leaks), Err)
    }

    /// What is left of the differences of a document, once what was given back of its lines by a
    /// day is taken off: quantities with their price, and values alone.
    fn differences_of(
        &self,
        document: &Document,
        as_of: Day,
    ) -> Result<Vec<RevenueLeak>, Rejection> {
        let mut leaks = Vec::new();
        let draft = &document.draft;
        let life = self.state.life(&document.number);
        // What was given back later is still missing.
        let life = life.filter(|life| life.successors().iter().all(|by| by.issued_on <= as_of));
        for (line, amounts) in draft.lines.iter().zip(&document.figures.lines) {
            let Some(of) = &line.order else { continue };
            let content = self.state.order(&of.order).and_then(Order::content);
            let ordered = content.and_then(|content| content.line(&of.line));
            let Some((_, ordered)) = ordered else { continue };
            let (mut figure, mut given) = (line.quantity.figure(), Money::zero(draft.currency));
            if let Some(back) = life.and_then(|life| life.line(&line.id)) {
                let (part, whole) = back.quantity.common(figure);
                given = back.amount.checked_sub(telescope(amounts.net, 0, part, whole)?)?;
                figure = figure.checked_sub(back.quantity)?;
            }
            let goods = |price: &Price, base_quantity: Exact| {
                crate::pricing::line_amounts(figure, price, base_quantity, &[], draft.currency)
            };
            let billed = goods(&line.price, line.base_quantity)?.goods;
            let agreed = goods(&ordered.price, ordered.base_quantity)?.goods;
            let net = billed.checked_sub(agreed)?;
            // A value given back alone settles what was billed too much, and nothing else.
            let is_settled = net.is_positive() && given.minor() >= net.minor();
            let net = match (is_settled, net.is_positive()) {
                (true, _) => Money::zero(draft.currency),
                (false, true) => net.checked_sub(given)?,
                (false, false) => net,
            };
            if !net.is_zero() && !figure.is_zero() {
                leaks.push(RevenueLeak {
                    kind: LeakKind::PriceDifference,
                    customer: draft.customer.clone(),
                    order: of.order.clone(),
                    line: Some(of.line.clone()),
                    quantity: Some(figure),
                    net,
                    document: Some(document.number.clone()),
                    since: Some(document.issued_on),
                });
            }
        }
        Ok(leaks)
    }

    /// Deposits of cancelled orders of which something is left.
    fn deposits_kept(&self, as_of: Day) -> Result<Vec<RevenueLeak>, Rejection> {
        let (mut leaks, mut refused) = (Vec::new(), None);
        self.state.each_order(&mut |id, order| {
            let Order::Cancelled(cancelled) = order else { return };
            if cancelled.cancelled_on > as_of {
                return;
            }
            for deposit in &cancelled.deposits {
                let currency = cancelled.content.currency;
                let net = deposit
                    .rest()
                    .and_then(|rest| Money::sum(currency, rest.iter().map(|group| group.base)));
                match net {
                    Ok(net) if net.is_zero() => {}
                    Ok(net) => leaks.push(RevenueLeak {
                        kind: LeakKind::DepositKept,
                        customer: cancelled.content.payer().clone(),
                        order: id.clone(),
                        line: None,
                        quantity: None,
                        net,
                        document: Some(deposit.document.clone()),
                        since: Some(cancelled.cancelled_on),
                    }),
                    Err(no) => refused = Some(Rejection::from(no)),
                }
            }
        });
        refused.map_or(Ok(leaks), Err)
    }
}
