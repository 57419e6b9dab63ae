//! The VAT that fell due in a span of days, event by event, held against its account.

use super::Span;
use super::deliveries::{ByDay, Deliveries, by_delivery};
use super::vat_waiting::Waiting;
use crate::calendar::Day;
use crate::company::event::Event;
use crate::company::vat::{VatEvent, turned};
use crate::company::view::View;
use crate::company::{Cause, Company, Rejection};
use crate::error::Path;
use crate::id::{DocumentNumber, Text};
use crate::invoice::life;
use crate::invoice::{self, Document, less_kept, vat_on_collection};
use crate::ledger::{AccountNumber, Chart, Entry};
use crate::money::{Currency, Money, proportion, split};
use crate::receivable::{AccountKey, EntryKind, Event as AccountEvent, Item, Reduction};
use crate::tax::{Group, GroupChange, Vat};
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
    /// When it falls due: of goods the day of their delivery, where it is known; the day that the
    /// document says, or that of the orders' shipments. Otherwise the day on which it is posted.
    pub on: Day,
    /// When it is posted.
    pub posted_on: Day,
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
    /// The same in the ledger's currency, as it is posted.
    pub booked: Money,
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
    /// The same in the ledger's currency, as it is posted.
    pub booked: Money,
}

/// The VAT of one currency, held against what was posted on the account of VAT collected.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct VatDueTotal {
    /// The VAT that fell due.
    pub due: Money,
    /// The same in the ledger's currency, as it is posted.
    pub booked: Money,
    /// What the account was credited in all.
    pub posted: Money,
    /// The same in the ledger's currency.
    pub posted_booked: Money,
    /// What was posted and no event explains that is posted in these days: goods may be delivered
    /// on others.
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
    /// The VAT that fell due in a span of days: that of goods on the day of their delivery, that of
    /// services where the seller has chosen so with their document, that of other services as they
    /// are paid. Where no delivery of goods is known it is that of their document, by which it is
    /// posted in any case (rulebook 5.2).
    ///
    /// # Errors
    /// `company.days_reversed`, `money.out_of_range`.
    pub fn vat_due(&self, span: &Span) -> Result<VatDue, Rejection> {
        span.check()?;
        let mut told = Told::of(self, span)?;
        let (chart, ledger) = (&self.settings().chart, self.settings().ledger_currency);
        let mut issued: Option<(&Document, BTreeMap<Vat, ByDay>)> = None;
        let (mut posted, mut last): (Option<&Entry>, &str) = (None, "");
        for event in &self.log {
            if let Event::Order { order, event } = event {
                told.deliveries.follow(order, event)?;
            } else if let Event::Invoice { event: invoice::Event::Issued(document), .. } = event {
                let known: &Document = document;
                issued = Some((known, told.deliveries.of(known)?));
                last = known.number.as_str();
            } else if let Event::Posted(entry) = event {
                let of_customer: &Entry = entry;
                posted = Some(of_customer).filter(|one| claims(one, last, chart)).or(posted);
                let name = entry.document().as_str();
                let own = issued.take_if(|(known, _)| known.number.as_str() == name);
                let Some((document, days)) = own else { continue };
                if is_known(span, entry.recorded_on()) {
                    self.due_at_issue(document, entry, &days, &mut told.events)?;
                }
            } else if let Event::Document { document, event } = event
                && let life::Event::Replaced { by, credit, .. } = event
                && let Some(entry) = posted
                && is_known(span, entry.recorded_on())
            {
                // What is taken back is posted in the decision that remembers it, and so may be
                // the difference of exchange of a letter.
                let original = self.document(document)?;
                let back = original.before_deposits(&credit.groups)?;
                let back = less_kept(&original, back, self.settings().vat_on_debits)?;
                let mut due =
                    told.waiting.due_at_reversal(by, &back, entry.accounted_on(), ledger)?;
                let (amount, booked) = posted_by(entry, &chart.vat_collected, Money::zero(ledger))?;
                book(&mut due, amount, booked)?;
                told.events.append(&mut due);
            } else {
                self.due_besides(event, span, &mut told)?;
            }
        }
        self.vat_totals(span, told.events)
    }

    /// What falls due by settling documents, and what never will.
    fn due_besides(&self, event: &Event, span: &Span, told: &mut Told) -> Result<(), Rejection> {
        if let Event::Vat { document, event } = event {
            told.waiting.follow(document, event)?;
            if is_known(span, event.days().1) {
                collected(document, event, &mut told.events)?;
            }
        } else if let Event::Recovered { document, recovered } = event
            && is_known(span, recovered.recorded_on)
        {
            let ledger = self.settings().ledger_currency;
            told.events.extend(recovered.shares.iter().map(|share| {
                let due = Group { vat: share.vat, base: share.net, amount: share.tax };
                let on = recovered.effective_on;
                event_of(on, document.as_str(), VatDueCause::Recovery, due, ledger)
            }));
        } else if let Event::Receivable { account, event } = event
            && let AccountEvent::Opened { item, recorded_on } = event
        {
            let events = is_known(span, *recorded_on).then_some(&mut told.events);
            self.discounted((account, item), &mut told.waiting, events)?;
        }
        Ok(())
    }

    fn due_at_issue(
        &self,
        document: &Document,
        entry: &Entry,
        days: &BTreeMap<Vat, ByDay>,
        events: &mut Vec<VatDueEvent>,
    ) -> Result<(), Rejection> {
        let pending = vat_on_collection(document, self.settings().vat_on_debits)?;
        let mut told = Vec::new();
        // What deposits have taken off was due with them, and is handed over by them, unless it
        // stays with them.
        let vat_on_debits = self.settings().vat_on_debits;
        let sold = document.before_deposits(&document.figures.breakdown.groups)?;
        for mut due in less_kept(document, sold, vat_on_debits)? {
            if let Some(waits) = pending.iter().find(|waits| waits.vat == due.vat) {
                due.base = due.base.checked_sub(waits.base)?;
                due.amount = due.amount.checked_sub(waits.amount)?;
            }
            let (on, vat_on_debits) = (entry.accounted_on(), self.settings().vat_on_debits);
            let days = days.get(&due.vat);
            for (on, due) in by_delivery(document, due, days, (on, vat_on_debits))? {
                if due.base.is_zero() && due.amount.is_zero() {
                    continue;
                }
                let due = Group {
                    vat: due.vat,
                    base: document.signed(due.base),
                    amount: document.signed(due.amount),
                };
                let (number, ledger) = (document.number.as_str(), self.settings().ledger_currency);
                let event = event_of(entry.accounted_on(), number, VatDueCause::Issue, due, ledger);
                told.push(VatDueEvent { on, ..event });
            }
        }
        let settings = self.settings();
        let (account, nothing) =
            (&settings.chart.vat_collected, Money::zero(settings.ledger_currency));
        let (amount, booked) = posted_by(entry, account, nothing)?;
        book(&mut told, amount, booked)?;
        events.append(&mut told);
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
            let (on, ledger) = (item.accounted_on, item.booked.currency());
            let due = due.map(|due| event_of(on, name, cause, due, ledger));
            let mut due: Vec<VatDueEvent> = due.collect();
            let (amount, booked) = tax_of(item)?;
            book(&mut due, amount, booked)?;
            events.append(&mut due);
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
        let ledger = self.settings().ledger_currency;
        let mut rows: BTreeMap<(Currency, Vat), VatDueRow> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, VatDueTotal> = BTreeMap::new();
        let is_within = |on: Day| span.from <= on && on <= span.until;
        for event in &events {
            let currency = event.amount.currency();
            let (zero, booked) = (Money::zero(currency), Money::zero(ledger));
            if !(is_within(event.on) || is_within(event.posted_on)) {
                continue;
            }
            let total = totals.entry(currency).or_insert(VatDueTotal::nothing(zero, booked));
            if is_within(event.posted_on) {
                total.unexplained = total.unexplained.checked_sub(event.amount)?;
            }
            if is_within(event.on) {
                let row = VatDueRow { vat: event.vat, base: zero, amount: zero, booked };
                let row = rows.entry((currency, event.vat)).or_insert(row);
                row.base = row.base.checked_add(event.base)?;
                row.amount = row.amount.checked_add(event.amount)?;
                row.booked = row.booked.checked_add(event.booked)?;
                total.due = total.due.checked_add(event.amount)?;
                total.booked = total.booked.checked_add(event.booked)?;
            }
        }
        let account = &self.settings().chart.vat_collected;
        for entry in self.entries(span)? {
            for line in entry.lines().iter().filter(|line| line.account == *account) {
                let currency = line.amount.currency();
                let nothing = VatDueTotal::nothing(Money::zero(currency), Money::zero(ledger));
                let total = totals.entry(currency).or_insert(nothing);
                total.posted = total.posted.checked_sub(line.amount)?;
                total.posted_booked = total.posted_booked.checked_sub(line.booked)?;
                // Credits are negative.
                total.unexplained = total.unexplained.checked_sub(line.amount)?;
            }
        }
        let events = events.into_iter().filter(|event| is_within(event.on)).collect();
        let (rows, totals) = (rows.into_values().collect(), totals.into_values().collect());
        Ok(VatDue { rows, totals, events })
    }
}

impl VatDueTotal {
    const fn nothing(zero: Money, booked: Money) -> Self {
        let (due, posted, posted_booked, unexplained) = (zero, zero, booked, zero);
        VatDueTotal { due, booked, posted, posted_booked, unexplained }
    }
}

/// What is told while the history is walked.
struct Told {
    events: Vec<VatDueEvent>,
    waiting: Waiting,
    deliveries: Deliveries,
}

impl Told {
    fn of(company: &Company, span: &Span) -> Result<Self, Rejection> {
        let deliveries = Deliveries::known(&company.log, span.known_at)?;
        Ok(Told { events: Vec::new(), waiting: Waiting::default(), deliveries })
    }
}

/// Whether an entry moves what the customer owes by the document issued last: its own, or behind it
/// that of what it replaces.
fn claims(entry: &Entry, last: &str, chart: &Chart) -> bool {
    let mut lines = entry.lines().iter();
    entry.document().as_str() == last && lines.any(|line| line.account == chart.receivable)
}

/// What an entry credits an account with, and what that is booked at.
fn posted_by(
    entry: &Entry,
    account: &AccountNumber,
    nothing: Money,
) -> Result<(Money, Money), Rejection> {
    let mut sum: Option<(Money, Money)> = None;
    for line in entry.lines().iter().filter(|line| line.account == *account) {
        let (amount, booked) = (line.amount.negated(), line.booked.negated());
        sum = Some(match sum {
            Some(before) => (before.0.checked_add(amount)?, before.1.checked_add(booked)?),
            None => (amount, booked),
        });
    }
    Ok(sum.unwrap_or((nothing, nothing)))
}

/// The VAT of a discount's item, and what it is booked at: as it is posted.
fn tax_of(item: &Item) -> Result<(Money, Money), Rejection> {
    let (EntryKind::Discount { shares, .. } | EntryKind::DiscountReversal { shares, .. }) =
        &item.kind
    else {
        return Ok((Money::zero(item.amount.currency()), Money::zero(item.booked.currency())));
    };
    let currency = item.amount.currency();
    let tax = Money::sum(currency, shares.iter().map(|share| share.tax))?;
    let net = Money::sum(currency, shares.iter().map(|share| share.net))?;
    let weights = [i128::from(net.minor()), i128::from(tax.minor())];
    let last = |of: Money| Ok::<_, Rejection>(split(of, &weights)?.pop().unwrap_or(of));
    Ok((last(item.amount)?, last(item.booked)?))
}

/// What the VAT of events is booked at: in step with what is booked of all of it.
fn book(events: &mut [VatDueEvent], amount: Money, booked: Money) -> Result<(), Rejection> {
    let (mut upto, mut rest) = (Money::zero(amount.currency()), booked);
    let mut last = None;
    for event in events {
        if event.amount.currency() == event.booked.currency() {
            event.booked = event.amount;
            continue;
        }
        if event.amount.currency() != amount.currency() {
            continue; // Nothing was posted of it.
        }
        let before = proportion(booked, upto, amount)?;
        upto = upto.checked_add(event.amount)?;
        event.booked = proportion(booked, upto, amount)?.checked_sub(before)?;
        rest = rest.checked_sub(event.booked)?;
        last = Some(event);
    }
    // Amounts that come to nothing may move the account by a cent of the ledger's all the same:
    // what was taken back as it was booked then is in step again.
    if let Some(last) = last.filter(|_| upto == amount) {
        last.booked = last.booked.checked_add(rest)?;
    }
    Ok(())
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

fn is_known(span: &Span, recorded_on: Day) -> bool {
    span.known_at.is_none_or(|known_at| recorded_on <= known_at)
}

/// An event that is posted when it falls due; in the ledger's currency it is booked as it is.
pub(super) fn event_of(
    on: Day,
    document: &str,
    cause: VatDueCause,
    due: Group,
    ledger: Currency,
) -> VatDueEvent {
    let Group { vat, base, amount } = due;
    let collected = Money::zero(base.currency());
    let document = Text::new(document).unwrap_or_default();
    let booked = if amount.currency() == ledger { amount } else { Money::zero(ledger) };
    VatDueEvent { on, posted_on: on, document, cause, vat, base, amount, booked, collected }
}

/// What settling a document, or taking that back, made due of each category and rate.
fn collected(
    document: &DocumentNumber,
    event: &VatEvent,
    events: &mut Vec<VatDueEvent>,
) -> Result<(), Rejection> {
    let (cause, step) = match event {
        VatEvent::Deferred(_) => return Ok(()),
        VatEvent::FellDue(step) => (VatDueCause::Collection, step),
        VatEvent::TakenBack(step) => (VatDueCause::Reversal, step),
    };
    let is_due = |change: &&GroupChange| {
        !(change.due.is_zero() && change.base_due.is_zero() && change.collected.is_zero())
    };
    let (mut amount, mut booked) = (step.moved, step.booked);
    if let Some(released) = step.released {
        amount = amount.checked_sub(released.amount)?;
        booked = booked.checked_sub(released.booked)?;
    }
    let mut told = Vec::new();
    for change in step.changes.iter().filter(is_due) {
        let due = Group { vat: change.vat, base: change.base_due, amount: change.due };
        let (on, ledger) = (step.effective_on, booked.currency());
        let event = event_of(on, document.as_str(), cause, due, ledger);
        told.push(VatDueEvent { collected: change.collected, ..event });
    }
    book(&mut told, amount, booked)?;
    events.append(&mut told);
    Ok(())
}

#[cfg(test)]
mod tests;
