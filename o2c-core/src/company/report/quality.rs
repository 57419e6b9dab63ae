//! What goes through the company without a hand, and how long it takes from the order to the
//! invoice and to the cash, month by month.

use super::settling::Settling;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Event, Rejection};
use crate::dispute;
use crate::id::{DocumentNumber, EntryId, OrderId, PaymentId};
use crate::invoice::{self, DocumentKind, OrderPart, life};
use crate::lettering::Verdict;
use crate::money::{Exact, Ratio};
use crate::order;
use crate::receivable::{self, AccountKey, EntryKind};
use crate::reporting::{LeadTime, Periods, Span, percent};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// Over which months.
    ProcessQualityQuery {
        /// The day of the report; the last month ends with it.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// How many months are shown.
        #[cfg_attr(feature = "serde", serde(default = "a_year"))]
        months: u32,
    }
}

#[cfg(feature = "serde")]
const fn a_year() -> u32 {
    12
}

/// How many there were, and how many of them nobody had to touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Touchless {
    /// How many.
    pub all: u64,
    /// How many of them went through by themselves until the day of the report.
    pub touchless: u64,
    /// The same in percent; none where there were none.
    pub percent: Option<Exact>,
}

/// The quality of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct QualityMonth {
    /// The days of the month.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub period: Span,
    /// Orders placed: touched by an amendment, a hold, or a cancellation.
    pub orders: Touchless,
    /// Invoices: touched where they bill neither an order nor a subscription, and by a dispute, a
    /// credit note or a corrective invoice.
    pub invoices: Touchless,
    /// Receipts: untouched where the rules found payer and invoices, and nobody took that back.
    pub receipts: Touchless,
    /// From the order to its first invoice, of the orders placed.
    pub order_to_invoice: LeadTime,
    /// From the invoice to the day on which nothing was open of it any more, of the invoices that
    /// money settled.
    pub invoice_to_cash: LeadTime,
    /// From the order to the day on which nothing was open any more of what bills it, of the orders
    /// placed that money settled.
    pub order_to_cash: LeadTime,
}

/// What goes through by itself, and how long it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProcessQuality {
    /// The day of the report.
    pub as_of: Day,
    /// Orders of all months.
    pub orders: Touchless,
    /// Invoices of all months.
    pub invoices: Touchless,
    /// Receipts of all months.
    pub receipts: Touchless,
    /// From the order to its first invoice, over all months.
    pub order_to_invoice: LeadTime,
    /// From the invoice to the cash, over all months.
    pub invoice_to_cash: LeadTime,
    /// From the order to the cash, over all months.
    pub order_to_cash: LeadTime,
    /// Month by month, oldest first.
    pub months: Vec<QualityMonth>,
}

/// When something came, and whether somebody touched it.
#[derive(Clone, Copy)]
struct Came {
    on: Day,
    is_touched: bool,
}

#[derive(Default)]
struct Traces {
    orders: BTreeMap<OrderId, Came>,
    invoices: BTreeMap<DocumentNumber, Came>,
    receipts: BTreeMap<PaymentId, Came>,
    /// The items of payments.
    items: BTreeMap<(AccountKey, EntryId), PaymentId>,
    settling: Settling,
    /// The invoices of each order, in their order.
    billed: BTreeMap<OrderId, Vec<DocumentNumber>>,
    /// The day on which nothing was open of an invoice any more.
    settled: BTreeMap<DocumentNumber, Day>,
    /// The invoices that money settled something of.
    paid: BTreeSet<DocumentNumber>,
}

impl Company {
    /// How much of what came in went through without a hand.
    ///
    /// # Errors
    /// `reporting.no_periods`, those of the calendar for months before its first day.
    pub fn process_quality(
        &self,
        query: &ProcessQualityQuery,
    ) -> Result<ProcessQuality, Rejection> {
        let periods = Periods::months(query.as_of, query.months)?;
        let mut traces = Traces::default();
        for (event, on) in self.known_events(query.as_of, query.known_at) {
            traces.follow(event, on);
        }
        let mut months = Vec::with_capacity(periods.len());
        for period in periods.iter() {
            months.push(QualityMonth {
                period,
                orders: within(traces.orders.values(), period)?,
                invoices: within(traces.invoices.values(), period)?,
                receipts: within(traces.receipts.values(), period)?,
                order_to_invoice: LeadTime::of(traces.to_invoice(period))?,
                invoice_to_cash: LeadTime::of(traces.invoice_to_cash(period))?,
                order_to_cash: LeadTime::of(traces.to_cash(period))?,
            });
        }
        let over_all = |days: fn(&Traces, Span) -> Vec<i32>| {
            LeadTime::of(periods.iter().flat_map(|period| days(&traces, period)).collect())
        };
        Ok(ProcessQuality {
            as_of: query.as_of,
            orders: together(months.iter().map(|month| month.orders))?,
            invoices: together(months.iter().map(|month| month.invoices))?,
            receipts: together(months.iter().map(|month| month.receipts))?,
            order_to_invoice: over_all(Traces::to_invoice)?,
            invoice_to_cash: over_all(Traces::invoice_to_cash)?,
            order_to_cash: over_all(Traces::to_cash)?,
            months,
        })
    }
}

fn within<'a>(came: impl Iterator<Item = &'a Came>, period: Span) -> Result<Touchless, Rejection> {
    let within = came.filter(|came| period.has(came.on));
    let one =
        |came: &Came| Touchless { all: 1, touchless: u64::from(!came.is_touched), percent: None };
    together(within.map(one))
}

fn together(parts: impl Iterator<Item = Touchless>) -> Result<Touchless, Rejection> {
    let (mut all, mut touchless) = (0_u64, 0_u64);
    for part in parts {
        // Counts of what is in memory.
        (all, touchless) = (all.saturating_add(part.all), touchless.saturating_add(part.touchless));
    }
    let whole = |count: u64| Ratio::whole(count.into());
    Ok(Touchless { all, touchless, percent: percent(whole(touchless), whole(all))? })
}

fn touch<K: Ord>(came: &mut BTreeMap<K, Came>, key: &K) {
    if let Some(came) = came.get_mut(key) {
        came.is_touched = true;
    }
}

/// What somebody did to an order besides placing, confirming, shipping and billing it.
const fn is_by_hand(event: &order::Event) -> bool {
    matches!(
        event,
        order::Event::Amended { .. }
            | order::Event::HoldSet { .. }
            | order::Event::HoldReleased { .. }
            | order::Event::LineCancelled { .. }
            | order::Event::RestCancelled { .. }
            | order::Event::Cancelled { .. }
            | order::Event::Rejected { .. }
            | order::Event::CancellationRequested { .. }
    )
}

impl Traces {
    fn follow(&mut self, event: &Event, on: Day) {
        if let Event::Order { order, event } = event {
            if matches!(event, order::Event::Placed { .. }) {
                self.orders.entry(order.clone()).or_insert(Came { on, is_touched: false });
            } else if is_by_hand(event) {
                touch(&mut self.orders, order);
            }
        }
        if let Event::Invoice { event: invoice::Event::Issued(issued), .. } = event
            && issued.kind() == DocumentKind::Invoice
        {
            let draft = &issued.draft;
            let is_of_order = draft.lines.iter().any(|line| line.order.is_some());
            let is_billed = is_of_order || draft.of_order.is_some() || !draft.contract.is_empty();
            let came = Came { on: issued.issued_on, is_touched: !is_billed };
            self.invoices.insert(issued.number.clone(), came);
            let orders = draft.lines.iter().filter_map(|line| Some(&line.order.as_ref()?.order));
            for order in
                orders.chain(draft.of_order.iter().map(OrderPart::order)).collect::<BTreeSet<_>>()
            {
                self.billed.entry(order.clone()).or_default().push(issued.number.clone());
            }
        }
        if let Event::Document { document, event } = event
            && matches!(event, life::Event::Credited { .. } | life::Event::Replaced { .. })
        {
            touch(&mut self.invoices, document);
        }
        if let Event::Dispute { event: dispute::Event::Opened { document, .. }, .. } = event {
            touch(&mut self.invoices, document);
        }
        if let Event::Matched { payment, proposal } = event
            && proposal.verdict == Verdict::Apply
            && let Some(came) = self.receipts.get_mut(payment)
        {
            came.is_touched = false;
        }
        if let Event::Receivable { account, event } = event {
            self.settle(account, event);
            self.receive(account, event, on);
        }
    }

    fn settle(&mut self, account: &AccountKey, event: &receivable::Event) {
        for settled in self.settling.follow(account, event) {
            if settled.is_paid && settled.on.is_some() {
                self.paid.insert(settled.document.clone());
            }
            match settled.on {
                Some(on) => self.settled.insert(settled.document, on),
                None => self.settled.remove(&settled.document),
            };
        }
    }

    /// From each order of a span to the first invoice that bills it.
    fn to_invoice(&self, period: Span) -> Vec<i32> {
        let invoiced = self.placed(period).filter_map(|(placed, invoices)| {
            let issued = invoices.iter().filter_map(|number| self.invoices.get(number));
            Some(placed.days_until(issued.map(|came| came.on).min()?))
        });
        invoiced.collect()
    }

    /// From each invoice of a span to the day on which it was settled.
    fn invoice_to_cash(&self, period: Span) -> Vec<i32> {
        let issued = self.invoices.iter().filter(|(_, came)| period.has(came.on));
        let paid = issued.filter(|(number, _)| self.paid.contains(*number));
        paid.filter_map(|(number, came)| Some(came.on.days_until(*self.settled.get(number)?)))
            .collect()
    }

    /// From each order of a span to the day on which the last of its invoices was settled.
    fn to_cash(&self, period: Span) -> Vec<i32> {
        let settled = self.placed(period).filter_map(|(placed, invoices)| {
            let days = invoices.iter().map(|number| self.settled.get(number).copied());
            let last = days.collect::<Option<Vec<_>>>()?.into_iter().max()?;
            let is_paid = invoices.iter().any(|number| self.paid.contains(number));
            is_paid.then_some(placed.days_until(last))
        });
        settled.collect()
    }

    /// The days on which the orders of a span were placed, with the invoices that bill them.
    fn placed(&self, period: Span) -> impl Iterator<Item = (Day, &[DocumentNumber])> {
        let orders = self.orders.iter().filter(move |(_, came)| period.has(came.on));
        orders.map(|(order, came)| {
            (came.on, self.billed.get(order).map(Vec::as_slice).unwrap_or_default())
        })
    }

    /// A receipt is somebody's work until the rules apply it, and again once that is taken back.
    fn receive(&mut self, account: &AccountKey, event: &receivable::Event, on: Day) {
        if let receivable::Event::Opened { item, .. } = event
            && let EntryKind::Payment { payment, .. } | EntryKind::Identified { payment, .. } =
                &item.kind
        {
            self.receipts.entry(payment.clone()).or_insert(Came { on, is_touched: true });
            self.items.insert((account.clone(), item.id.clone()), payment.clone());
        }
        if let receivable::Event::Unlettered(letter) = event {
            for applied in &letter.applications {
                let key = (account.clone(), applied.entry.clone());
                if let Some(payment) = self.items.get(&key) {
                    touch(&mut self.receipts, payment);
                }
            }
        }
    }
}
