//! What goes through the company without a hand: orders, invoices and receipts, month by month.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::{Company, Event, Rejection};
use crate::dispute;
use crate::id::{DocumentNumber, EntryId, OrderId, PaymentId};
use crate::invoice::{self, DocumentKind, life};
use crate::lettering::Verdict;
use crate::money::{Exact, Ratio};
use crate::order;
use crate::receivable::{self, AccountKey, EntryKind};
use crate::reporting::{Periods, Span, percent};
use alloc::collections::BTreeMap;
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
}

/// What goes through by itself.
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
            });
        }
        Ok(ProcessQuality {
            as_of: query.as_of,
            orders: together(months.iter().map(|month| month.orders))?,
            invoices: together(months.iter().map(|month| month.invoices))?,
            receipts: together(months.iter().map(|month| month.receipts))?,
            months,
        })
    }
}

fn within<'a>(came: impl Iterator<Item = &'a Came>, period: Span) -> Result<Touchless, Rejection> {
    let within = came.filter(|came| period.from <= came.on && came.on <= period.until);
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
            self.receive(account, event, on);
        }
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
