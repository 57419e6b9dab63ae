//! The VAT that fell due in a span of days, event by event, held against its account.

use super::Span;
use crate::calendar::Day;
use crate::company::event::Event;
use crate::company::vat::{Collected, VatEvent, reversal_by, turned, waiting_parts};
use crate::company::view::View;
use crate::company::{Cause, Company, Rejection, broken_history};
use crate::error::Path;
use crate::id::{DocumentNumber, EntryId, Text};
use crate::invoice::life;
use crate::invoice::{self, Document, vat_on_collection};
use crate::ledger::Entry;
use crate::money::{Currency, Money};
use crate::receivable::{
    AccountKey, DiscountShare, EntryKind, Event as AccountEvent, Item, Reduction,
};
use crate::tax::{Collection, Group, GroupChange, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What made VAT fall due, or less of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum VatDueCause {
    /// A document was issued whose VAT does not wait for the payment.
    Issue,
    /// A document was settled, wholly or in part.
    Collection,
    /// What settled a document was taken back.
    Reversal,
    /// A discount for paying early took VAT off.
    Discount,
    /// A discount was taken back.
    DiscountReversal,
    /// What is irrecoverable or given up took VAT off.
    BadDebt,
    /// Such a loss was taken back.
    BadDebtReversal,
    /// Something came in on a debt that had been written off.
    Recovery,
}

/// VAT of one category and rate that one event made due.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatDueEvent {
    /// When it counts.
    pub on: Day,
    /// The document.
    pub document: Text,
    /// What happened.
    pub cause: VatDueCause,
    /// Category and rate.
    pub vat: Vat,
    /// The base that fell due.
    pub base: Money,
    /// The VAT that fell due.
    pub amount: Money,
    /// What was collected at this rate, VAT included; zero where nothing was collected.
    pub collected: Money,
}

/// The VAT of one category and rate that fell due in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatDueRow {
    /// Category and rate.
    pub vat: Vat,
    /// The base that fell due.
    pub base: Money,
    /// The VAT that fell due.
    pub amount: Money,
}

/// The VAT of one currency, held against what was posted on the account of VAT collected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatDueTotal {
    /// The VAT that fell due.
    pub due: Money,
    /// What the account was credited in all.
    pub posted: Money,
    /// What was posted and no event here explains.
    pub unexplained: Money,
}

/// The VAT that fell due in a span of days (rulebook V-01 to V-04).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatDue {
    /// Per currency, category and rate.
    pub rows: Vec<VatDueRow>,
    /// Per currency.
    pub totals: Vec<VatDueTotal>,
    /// What made it due, in the order recorded.
    pub events: Vec<VatDueEvent>,
}

impl Company {
    /// The VAT that fell due in a span of days: that of goods, and of services where the seller
    /// has chosen so, with their document, that of other services as they are paid.
    ///
    /// # Errors
    /// `company.days_reversed`, `money.out_of_range`.
    pub fn vat_due(&self, span: &Span) -> Result<VatDue, Rejection> {
        span.check()?;
        let mut events = Vec::new();
        let mut issued: Option<&Document> = None;
        let mut posted: Option<&Entry> = None;
        let mut waiting = Waiting::default();
        for event in &self.log {
            if let Event::Invoice { event: invoice::Event::Issued(document), .. } = event {
                issued = Some(document);
            } else if let Event::Posted(entry) = event {
                posted = Some(entry);
                let name = entry.document().as_str();
                let Some(document) = issued.take_if(|known| known.number.as_str() == name) else {
                    continue;
                };
                if is_seen(span, entry.accounted_on(), entry.recorded_on()) {
                    self.due_at_issue(document, entry.accounted_on(), &mut events)?;
                }
            } else if let Event::Document { document, event } = event
                && let life::Event::Replaced { by, credit, .. } = event
                && let Some(entry) = posted
                && is_seen(span, entry.accounted_on(), entry.recorded_on())
            {
                // What is taken back is posted in the decision that remembers it.
                let back = self.document(document)?.before_deposits(&credit.groups)?;
                waiting.due_at_reversal(by, &back, entry.accounted_on(), &mut events)?;
            } else if let Event::Vat { document, event } = event {
                waiting.follow(document, event)?;
                let (on, recorded_on) = event.days();
                if is_seen(span, on, recorded_on) {
                    collected(document, event, &mut events);
                }
            } else if let Event::Recovered { document, recovered } = event
                && is_seen(span, recovered.effective_on, recovered.recorded_on)
            {
                events.extend(recovered.shares.iter().map(|share| {
                    let due = Group { vat: share.vat, base: share.net, amount: share.tax };
                    let on = recovered.effective_on;
                    event_of(on, document.as_str(), VatDueCause::Recovery, due)
                }));
            } else if let Event::Receivable { account, event } = event
                && let AccountEvent::Opened { item, recorded_on } = event
            {
                let is_seen = is_seen(span, item.accounted_on, *recorded_on);
                self.discounted((account, item), &mut waiting, is_seen.then_some(&mut events))?;
            }
        }
        self.vat_totals(span, events)
    }

    fn due_at_issue(
        &self,
        document: &Document,
        on: Day,
        events: &mut Vec<VatDueEvent>,
    ) -> Result<(), Rejection> {
        let pending = vat_on_collection(document, self.settings().vat_on_debits)?;
        // What deposits have taken off was due with them, and is handed over by them.
        for mut due in document.before_deposits(&document.figures.breakdown.groups)? {
            if let Some(waits) = pending.iter().find(|waits| waits.vat == due.vat) {
                due.base = due.base.checked_sub(waits.base)?;
                due.amount = due.amount.checked_sub(waits.amount)?;
            }
            if due.base.is_zero() && due.amount.is_zero() {
                continue;
            }
            let due = Group {
                vat: due.vat,
                base: document.signed(due.base),
                amount: document.signed(due.amount),
            };
            events.push(event_of(on, document.number.as_str(), VatDueCause::Issue, due));
        }
        Ok(())
    }

    /// The VAT of a discount; what of it waits for the payment, the collection has taken off.
    fn discounted(
        &self,
        (account, item): (&AccountKey, &Item),
        waiting: &mut Waiting,
        events: Option<&mut Vec<VatDueEvent>>,
    ) -> Result<(), Rejection> {
        let document = || self.discounted_document(account, item);
        let kind = &item.kind;
        let (cause, document, shares) = if let EntryKind::Discount { shares, because, .. } = kind {
            let document = document();
            let shares = waiting.discount(document.as_ref(), shares)?;
            waiting.discounts.insert((account.clone(), item.id.clone()), shares.clone());
            let cause = match because {
                Reduction::EarlyDiscount => VatDueCause::Discount,
                Reduction::BadDebtOfThisYear
                | Reduction::BadDebtOfEarlierYears
                | Reduction::Waiver => VatDueCause::BadDebt,
            };
            (cause, document, shares)
        } else if let EntryKind::DiscountReversal { shares, by: Some(_), .. } = kind {
            // It goes back as money does: what of it waits, the credit note's collection tells.
            let shares = shares.iter();
            let shares: Vec<Group> =
                shares.map(|of| Group { vat: of.vat, base: of.net, amount: of.tax }).collect();
            waiting.discounts.insert((account.clone(), item.id.clone()), shares.clone());
            (VatDueCause::DiscountReversal, document(), shares)
        } else if let EntryKind::DiscountReversal { of, because, .. } = kind {
            let taken = waiting.discounts.get(&(account.clone(), of.clone()));
            let taken = taken.map_or(&[][..], Vec::as_slice);
            let cause = match because {
                Reduction::EarlyDiscount => VatDueCause::DiscountReversal,
                Reduction::BadDebtOfThisYear
                | Reduction::BadDebtOfEarlierYears
                | Reduction::Waiver => VatDueCause::BadDebtReversal,
            };
            (cause, document(), turned(taken))
        } else {
            return Ok(());
        };
        let name = document.as_ref().map_or(item.id.as_str(), DocumentNumber::as_str);
        let due = shares.into_iter().filter(|due| !due.amount.is_zero());
        if let Some(events) = events {
            events.extend(due.map(|due| event_of(item.accounted_on, name, cause, due)));
        }
        Ok(())
    }

    /// The document that a discount was taken on.
    fn discounted_document(&self, account: &AccountKey, item: &Item) -> Option<DocumentNumber> {
        let account = self.state.account(account)?;
        let mut kind = &item.kind;
        while let EntryKind::Discount { of, .. } | EntryKind::DiscountReversal { of, .. } = kind {
            kind = &account.entry(of)?.item().kind;
        }
        kind.document().cloned()
    }

    fn vat_totals(&self, span: &Span, events: Vec<VatDueEvent>) -> Result<VatDue, Rejection> {
        let mut rows: BTreeMap<(Currency, Vat), (Money, Money)> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, (Money, Money)> = BTreeMap::new();
        let nothing = |currency: Currency| (Money::zero(currency), Money::zero(currency));
        for event in &events {
            let currency = event.amount.currency();
            let row = rows.entry((currency, event.vat)).or_insert(nothing(currency));
            *row = (row.0.checked_add(event.base)?, row.1.checked_add(event.amount)?);
            let total = totals.entry(currency).or_insert(nothing(currency));
            total.0 = total.0.checked_add(event.amount)?;
        }
        let account = &self.settings().chart.vat_collected;
        for entry in self.entries(span)? {
            for line in entry.lines().iter().filter(|line| line.account == *account) {
                let currency = line.amount.currency();
                let total = totals.entry(currency).or_insert(nothing(currency));
                total.1 = total.1.checked_sub(line.amount)?;
            }
        }
        let row = |((_, vat), (base, amount))| VatDueRow { vat, base, amount };
        let total = |(due, posted): (Money, Money)| {
            Ok(VatDueTotal { due, posted, unexplained: posted.checked_sub(due)? })
        };
        Ok(VatDue {
            rows: rows.into_iter().map(row).collect(),
            totals: totals.into_values().map(total).collect::<Result<_, Rejection>>()?,
            events,
        })
    }
}

impl Span {
    /// Its first day is not after its last.
    pub(in crate::company) fn check(&self) -> Result<(), Rejection> {
        if self.from > self.until {
            let path = Path::field("from");
            let (from, until) = (self.from, self.until);
            return Err(Cause::DayOutOfOrder { path, from, until }.into());
        }
        Ok(())
    }
}

/// The documents whose VAT waits, as a place in the history leaves them.
#[derive(Default)]
struct Waiting {
    documents: BTreeMap<DocumentNumber, Option<Collected>>,
    /// The same after discounts whose letter is not told yet.
    lowered: BTreeMap<DocumentNumber, Collection>,
    /// What waited when they were issued, as their accounts see it.
    deferred: BTreeMap<DocumentNumber, Vec<Group>>,
    /// What discounts took off VAT that did not wait.
    discounts: BTreeMap<(AccountKey, EntryId), Vec<Group>>,
}

impl Waiting {
    fn follow(&mut self, document: &DocumentNumber, event: &VatEvent) -> Result<(), Rejection> {
        if let VatEvent::Deferred(deferred) = event {
            self.deferred.insert(document.clone(), deferred.pending.clone());
        }
        let row = self.documents.entry(document.clone()).or_default();
        Collected::follow(row, event).map_err(|broken| broken_history(0, &broken))?;
        if let Some(collected) = row {
            self.lowered.insert(document.clone(), collected.collection.clone());
        }
        Ok(())
    }

    /// What a discount takes off VAT that does not wait, negative.
    fn discount(
        &mut self,
        document: Option<&DocumentNumber>,
        shares: &[DiscountShare],
    ) -> Result<Vec<Group>, Rejection> {
        let whole = shares.iter();
        let whole = whole.map(|of| Group { vat: of.vat, base: of.net, amount: of.tax });
        let mut whole: Vec<Group> = whole.collect();
        if let Some(collection) = document.and_then(|known| self.lowered.get_mut(known)) {
            let (reductions, pending) = waiting_parts(collection, shares)?;
            let changes = collection.reduce_with(&reductions, &pending)?;
            collection.apply(&changes)?;
            for due in &mut whole {
                if let Some(waits) = pending.iter().find(|waits| waits.vat == due.vat) {
                    due.base = due.base.checked_sub(waits.base)?;
                    due.amount = due.amount.checked_sub(waits.amount)?;
                }
            }
        }
        Ok(turned(&whole))
    }

    /// What takes back a replaced document is no document of its own, but for the VAT that waits.
    fn due_at_reversal(
        &self,
        by: &DocumentNumber,
        back: &[Group],
        on: Day,
        events: &mut Vec<VatDueEvent>,
    ) -> Result<(), Rejection> {
        let waits = self.deferred.get(&reversal_by(by)?).map_or(&[][..], Vec::as_slice);
        for mut due in turned(back) {
            if let Some(waits) = waits.iter().find(|waits| waits.vat == due.vat) {
                due.base = due.base.checked_sub(waits.base)?;
                due.amount = due.amount.checked_sub(waits.amount)?;
            }
            if !(due.base.is_zero() && due.amount.is_zero()) {
                events.push(event_of(on, by.as_str(), VatDueCause::Issue, due));
            }
        }
        Ok(())
    }
}

fn is_seen(span: &Span, on: Day, recorded_on: Day) -> bool {
    span.from <= on
        && on <= span.until
        && span.known_at.is_none_or(|known_at| recorded_on <= known_at)
}

fn event_of(on: Day, document: &str, cause: VatDueCause, due: Group) -> VatDueEvent {
    let collected = Money::zero(due.base.currency());
    let document = Text::new(document).unwrap_or_default();
    VatDueEvent { on, document, cause, vat: due.vat, base: due.base, amount: due.amount, collected }
}

/// What settling a document, or taking that back, made due of each category and rate.
fn collected(document: &DocumentNumber, event: &VatEvent, events: &mut Vec<VatDueEvent>) {
    let (cause, step) = match event {
        VatEvent::Deferred(_) => return,
        VatEvent::FellDue(step) => (VatDueCause::Collection, step),
        VatEvent::TakenBack(step) => (VatDueCause::Reversal, step),
    };
    let is_due = |change: &&GroupChange| {
        !(change.due.is_zero() && change.base_due.is_zero() && change.collected.is_zero())
    };
    for change in step.changes.iter().filter(is_due) {
        let due = Group { vat: change.vat, base: change.base_due, amount: change.due };
        let event = event_of(step.effective_on, document.as_str(), cause, due);
        events.push(VatDueEvent { collected: change.collected, ..event });
    }
}
