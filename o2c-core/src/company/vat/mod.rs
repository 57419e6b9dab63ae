//! VAT that falls due as documents are paid: what a letter means for the VAT of the documents in
//! it (rulebook V-03, V-04).
//!
//! ```text
//!  issued ──▶ deferred ──letter──▶ fell due ──unletter──▶ taken back
//!             (4458)     4458 → 44571         44571 → 4458, the amounts recorded
//! ```
//!
//! Money that is applied to a document makes VAT due; a discount, a credit note that names the
//! document and a small difference that is written off lower what there is to collect. Of a
//! difference nobody collects anything: its VAT is released and the difference costs so much less,
//! as of a bad debt (rulebook 5.2). What lacks is taken to lack of the last items named, since the
//! others are settled first. Whatever else settles a document counts as money.

mod deposit;
mod event;
mod letter;

use deposit::PaidDeposit;
pub(super) use deposit::take_over_deposits;
pub use event::{Deferred, FellDue, Released, VatEvent};
pub(super) use letter::{is_any_deferred, settled, turned, waiting_parts};

use super::books::left_of_original;
use super::decision::Decision;
use super::event::Event;
use super::rejection::Rejection;
use crate::calendar::Day;
use crate::id::{DocumentNumber, EntryId, Text};
use crate::invoice::{self, Document, DocumentKind, OrderPart, vat_on_collection};
use crate::invoice::{vat_pending_booked, vat_pending_given_back};
use crate::ledger::{AccountNumber, Booking, Chart, Entry, EntryLine};
use crate::machine::BrokenHistory;
use crate::money::{Currency, Money, Rounding, divide};
use crate::tax::{Collection, Group, GroupChange};
use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A document whose VAT falls due on collection, with all that made it due so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Collected {
    pub(super) collection: Collection,
    /// What was deferred in all, and what it was booked at.
    tax: Money,
    booked: Money,
    /// What of it left the account of VAT pending so far.
    moved: Money,
    moved_booked: Money,
    /// The steps that were not taken back.
    steps: Vec<FellDue>,
}

impl Collected {
    /// Follows an event; none stands before the document's VAT is deferred.
    pub(super) fn follow(row: &mut Option<Self>, event: &VatEvent) -> Result<(), BrokenHistory> {
        let broken = |reason: &dyn ToString| BrokenHistory::new("vat", reason.to_string());
        match (row, event) {
            (row @ None, VatEvent::Deferred(deferred)) => {
                let collection = Collection::with(&deferred.groups, &deferred.pending)
                    .map_err(|no| broken(&no))?;
                let nothing = Money::zero(collection.currency());
                let taxes = deferred.pending.iter().map(|group| group.amount);
                let tax = Money::sum(collection.currency(), taxes).map_err(|no| broken(&no))?;
                *row = Some(Collected {
                    collection,
                    tax,
                    booked: deferred.booked,
                    moved: nothing,
                    moved_booked: Money::zero(deferred.booked.currency()),
                    steps: Vec::new(),
                });
                Ok(())
            }
            (Some(_), VatEvent::Deferred(_)) => Err(broken(&"deferred twice")),
            (None, VatEvent::FellDue(_) | VatEvent::TakenBack(_)) => {
                Err(broken(&"fell due without being deferred").against("I20"))
            }
            (Some(row), VatEvent::FellDue(step)) => {
                row.add(step).map_err(|no| broken(&no))?;
                row.steps.push(step.clone());
                Ok(())
            }
            (Some(row), VatEvent::TakenBack(step)) => {
                let before = row.steps.len();
                row.steps.retain(|done| done.entry != step.entry);
                if row.steps.len() == before {
                    return Err(broken(&"taken back what never fell due").against("I20"));
                }
                row.add(step).map_err(|no| broken(&no))
            }
        }
    }

    fn add(&mut self, step: &FellDue) -> Result<(), crate::tax::Rejection> {
        self.collection.apply(&step.changes)?;
        self.moved = self.moved.checked_add(step.moved)?;
        self.moved_booked = self.moved_booked.checked_add(step.booked)?;
        Ok(())
    }

    /// What a part of the VAT is booked at by itself.
    fn booked_of(&self, part: Money) -> Result<Money, crate::money::Rejection> {
        if self.booked.currency() == part.currency() || self.tax.is_zero() {
            return Money::from_minor(part.minor(), self.booked.currency());
        }
        // Products of two amounts below 10^18 stay below 2^127.
        let product = i128::from(self.booked.minor()).saturating_mul(i128::from(part.minor()));
        let whole = i128::from(self.tax.minor());
        let product = product.saturating_mul(whole.signum());
        let booked = divide(product, whole.saturating_abs(), Rounding::HalfAwayFromZero)?;
        Money::from_wide(booked, self.booked.currency())
    }

    /// What a part of the VAT that leaves the account of VAT pending is booked at: in step with
    /// what was deferred, so that all of it empties the account.
    fn booked_part(&self, moved: Money) -> Result<Money, crate::money::Rejection> {
        if self.booked.currency() == moved.currency() || self.tax.is_zero() {
            return Money::from_minor(moved.minor(), self.booked.currency());
        }
        self.booked_of(self.moved.checked_add(moved)?)?.checked_sub(self.moved_booked)
    }
}

/// The chart as the seller's option has it: who owes the VAT of services when they are invoiced
/// has no VAT pending.
fn chart_of(chart: &Chart, vat_on_debits: bool) -> Cow<'_, Chart> {
    if vat_on_debits {
        let vat_pending = chart.vat_collected.clone();
        Cow::Owned(Chart { vat_pending, ..chart.clone() })
    } else {
        Cow::Borrowed(chart)
    }
}

/// What a document is booked at: the rate that its command gives.
fn booking_of(decision: &Decision<'_>) -> Booking {
    let ledger = decision.before().settings().ledger_currency;
    Booking { ledger, rate: decision.exchange_rate }
}

/// The entry of a document, be it issued or the place in the books of one that was replaced, and
/// what the customer's account is booked at; none for a document without an entry.
pub(super) fn entry_of(
    decision: &Decision<'_>,
    document: &Document,
) -> Result<Option<(Entry, Money)>, Rejection> {
    let settings = decision.before().settings();
    let chart = chart_of(&settings.chart, settings.vat_on_debits);
    let chart = rounding_to_its_account(decision, document, chart);
    let (on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    if let Some(left) = left_of_original(decision, document, &chart)? {
        return Ok(invoice::entry_giving_back(document, &chart, &left, on, recorded_on)?);
    }
    Ok(invoice::entry(document, &chart, &booking_of(decision), on, recorded_on)?)
}

/// The chart for the entry of a document: rounding that a credit note gives back goes where that of
/// its original went, whatever the sign of its part.
fn rounding_to_its_account<'a>(
    decision: &Decision<'_>,
    document: &Document,
    chart: Cow<'a, Chart>,
) -> Cow<'a, Chart> {
    if document.kind() != DocumentKind::CreditNote || document.figures.rounding.is_zero() {
        return chart;
    }
    let earlier = document.draft.preceding.first();
    let original = earlier.and_then(|earlier| decision.before().document(&earlier.number));
    let Some(rounding) = original.map(|original| original.figures.rounding) else { return chart };
    let account =
        if rounding.is_negative() { &chart.rounding_loss } else { &chart.rounding_gain }.clone();
    let (rounding_loss, rounding_gain) = (account.clone(), account);
    Cow::Owned(Chart { rounding_loss, rounding_gain, ..chart.into_owned() })
}

/// An issued document whose VAT falls due on collection defers it; of the deposits that it deducts
/// as prepaid, what was paid is collected already (rulebook V-02).
pub(super) fn defer(
    decision: &mut Decision<'_>,
    document: &Arc<Document>,
    paid: &[PaidDeposit],
) -> Result<(), Rejection> {
    let pending = vat_on_collection(document, decision.before().settings().vat_on_debits)?;
    if pending.iter().all(|group| group.amount.is_zero()) {
        return Ok(());
    }
    wait(decision, &document.number, document, &pending)?;
    for part in paid.iter().filter(|_| document.draft.prepaid.is_some()) {
        let Some(collected) = collected_now(decision, &document.number)? else {
            return Ok(());
        };
        let changes = collected.collection.collect(part.amount)?;
        let step = Step::of(Some(part.entry.clone()), changes, part.amount.currency());
        let days = (decision.accounted_on, decision.command.recorded_on);
        fall_due(decision, &document.number, step, days)?;
    }
    Ok(())
}

/// What takes back a document that was replaced lowers it as a credit note does; it is followed
/// wherever the document is, even if nothing of it waits.
pub(super) fn defer_reversal(
    decision: &mut Decision<'_>,
    original: &DocumentNumber,
    reversal: &Document,
) -> Result<(), Rejection> {
    let pending = vat_on_collection(reversal, decision.before().settings().vat_on_debits)?;
    let is_followed = collected_now(decision, original)?.is_some();
    let waits = pending.iter().any(|group| !group.amount.is_zero());
    if reversal.figures.breakdown.groups.is_empty() || !(is_followed || waits) {
        return Ok(());
    }
    wait(decision, &reversal_by(&reversal.number)?, reversal, &pending)
}

/// The name under which the VAT of what takes back a replaced document is kept: it bears the
/// number of the document in its place, which has VAT of its own.
pub(super) fn reversal_by(by: &DocumentNumber) -> Result<DocumentNumber, Rejection> {
    Ok(DocumentNumber::new(&alloc::format!("{by}{OF_REVERSAL}"))?)
}

const OF_REVERSAL: &str = "/0";

/// VAT waits for the payment of a document, under a name.
fn wait(
    decision: &mut Decision<'_>,
    name: &DocumentNumber,
    document: &Document,
    pending: &[Group],
) -> Result<(), Rejection> {
    let mut groups = signed(document, &document.figures.breakdown.groups);
    let claimed = document.figures.gross.checked_add(document.figures.rounding)?;
    let mut beside = document.signed(claimed);
    for group in &groups {
        beside = beside.checked_sub(group.gross()?)?;
    }
    if let Some(largest) = groups.iter_mut().max_by_key(|group| group.base.magnitude().minor()) {
        // What is paid in all is the total as it was rounded, with what stands beside the VAT.
        largest.base = largest.base.checked_add(beside)?;
    }
    let settings = decision.before().settings();
    let pending = signed(document, pending);
    let booked = match given_back(decision, document)? {
        // Given back is what stands in the books, at the rate of the deposit itself.
        Some(deposit) => {
            let taxes = pending.iter().map(|group| group.amount);
            deposit.booked_of(Money::sum(document.draft.currency, taxes)?)?
        }
        None => match left_of_original(decision, document, &settings.chart)? {
            Some(left) => vat_pending_given_back(document, &settings.chart, &left)?,
            None => vat_pending_booked(document, &settings.chart, &booking_of(decision))?,
        },
    };
    let deferred = Deferred {
        groups,
        pending,
        booked,
        effective_on: decision.accounted_on,
        recorded_on: decision.command.recorded_on,
    };
    decision.push(Event::Vat { document: name.clone(), event: VatEvent::Deferred(deferred) });
    Ok(())
}

/// The VAT of the deposit whose rest a document gives back.
fn given_back(
    decision: &Decision<'_>,
    document: &Document,
) -> Result<Option<Collected>, Rejection> {
    match &document.draft.of_order {
        Some(OrderPart::DepositCredit { deposit, .. }) => collected_now(decision, deposit),
        Some(OrderPart::Deposit { .. } | OrderPart::Milestone { .. }) | None => Ok(None),
    }
}

/// Groups as the customer's account sees them.
fn signed(document: &Document, groups: &[Group]) -> Vec<Group> {
    let of = |group: &Group| Group {
        vat: group.vat,
        base: document.signed(group.base),
        amount: document.signed(group.amount),
    };
    groups.iter().map(of).collect()
}

/// The document's VAT as it stands within this decision.
fn collected_now(
    decision: &Decision<'_>,
    document: &DocumentNumber,
) -> Result<Option<Collected>, Rejection> {
    let mut row = decision.before().collected(document).cloned();
    for (at, event) in decision.events().iter().enumerate() {
        if let Event::Vat { document: other, event } = event
            && other == document
        {
            Collected::follow(&mut row, event)
                .map_err(|broken| super::broken_history(at, &broken))?;
        }
    }
    Ok(row)
}

/// The document as it stands within this decision.
fn document_now(decision: &Decision<'_>, number: &DocumentNumber) -> Option<Arc<Document>> {
    let issued = decision.events().iter().find_map(|event| {
        if let Event::Invoice { event: invoice::Event::Issued(document), .. } = event
            && document.number == *number
        {
            return Some(Arc::clone(document));
        }
        None
    });
    issued.or_else(|| decision.before().document(number).cloned())
}

/// The account on which a document's VAT waits.
fn pending_account<'a>(chart: &'a Chart, document: &Document) -> &'a AccountNumber {
    match document.kind() {
        DocumentKind::Deposit | DocumentKind::DepositCreditNote => &chart.vat_on_deposits,
        DocumentKind::Invoice
        | DocumentKind::CreditNote
        | DocumentKind::Corrective
        | DocumentKind::DebitNote
        | DocumentKind::ProForma => &chart.vat_pending,
    }
}

/// What settling an item of a document means for its VAT.
struct Step {
    entry: Option<EntryId>,
    changes: Vec<GroupChange>,
    /// VAT that a discount has taken off the account of VAT collected although it was pending.
    discounted: Money,
    /// VAT that was pending and never falls due, because a difference was written off.
    released: Money,
}

impl Step {
    /// A step without discount and difference.
    const fn of(entry: Option<EntryId>, changes: Vec<GroupChange>, currency: Currency) -> Self {
        let nothing = Money::zero(currency);
        Step { entry, changes, discounted: nothing, released: nothing }
    }
}

/// Notes that VAT fell due and posts it.
fn fall_due(
    decision: &mut Decision<'_>,
    document: &DocumentNumber,
    step: Step,
    (effective_on, recorded_on): (Day, Day),
) -> Result<(), Rejection> {
    let Some(collected) = collected_now(decision, document)? else {
        return Ok(());
    };
    let Step { entry, changes, discounted, released } = step;
    let due = changes.iter().map(|change| change.due);
    let due = Money::sum(collected.collection.currency(), due)?;
    let moved = due.checked_add(discounted)?.checked_add(released)?;
    let booked = collected.booked_part(moved)?;
    let released = if released.is_zero() {
        None
    } else {
        Some(Released { amount: released, booked: collected.booked_of(released)? })
    };
    let step = FellDue { entry, changes, moved, booked, released, effective_on, recorded_on };
    post(decision, document, &step)?;
    decision.push(Event::Vat { document: document.clone(), event: VatEvent::FellDue(step) });
    Ok(())
}

/// VAT pending becomes VAT collected, or with the opposite sign pending again (rulebook 5.2). What
/// was released makes the difference that was written off cost so much less.
fn post(
    decision: &mut Decision<'_>,
    number: &DocumentNumber,
    step: &FellDue,
) -> Result<(), Rejection> {
    let chart = &decision.before().settings().chart;
    let (pending, name) = match document_now(decision, number) {
        Some(document) => (pending_account(chart, &document), number.as_str()),
        // What takes back a replaced document is posted under the number that it bears.
        None => (&chart.vat_pending, number.as_str().trim_end_matches(OF_REVERSAL)),
    };
    let line = |account, amount, booked| EntryLine::new(account, None, amount, booked);
    let (mut due, mut booked) = (step.moved, step.booked);
    let mut lines = Vec::from([line(pending, due, booked)]);
    if let Some(released) = step.released {
        due = due.checked_sub(released.amount)?;
        booked = booked.checked_sub(released.booked)?;
        let (amount, value) = (released.amount.negated(), released.booked.negated());
        lines.push(line(&chart.difference_loss, amount, value));
    }
    lines.push(line(&chart.vat_collected, due.negated(), booked.negated()));
    let name = Text::new(name)?;
    let (effective_on, recorded_on) = (step.effective_on, step.recorded_on);
    let entry = Entry::balanced_unless_zero(effective_on, recorded_on, name, lines)?;
    if let Some(entry) = entry {
        decision.push(Event::Posted(Arc::new(entry)));
    }
    Ok(())
}
