//! What happens to a document after it is issued: it goes out, it arrives, and things are said of
//! it.

use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::calendar::{Anchor, AnchorDays};
use crate::error::Path;
use crate::id::{DocumentNumber, Text};
use crate::invoice::Document;
use crate::invoice::lifecycle::{self, Reason, RequestedAction, StatedAmount, Statement, Status};
use crate::invoice::outbox::{self, Channel, Outcome, PaymentRequest};
use crate::money::Money;
use crate::receivable::{self, Account, AccountEntry, AccountKey, DueMove, EntryKind};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Put a document into the outbox: with it go the reference to quote and what is to be paid
    /// until when.
    DispatchDocument {
        /// Which document.
        document: DocumentNumber,
        /// By which channel.
        channel: Channel,
        /// To which address of that channel.
        to: Text,
    }
    /// What became of a dispatch on the command's day. With the receipt, what falls due by the
    /// receipt falls due on its new day.
    RecordDispatch {
        /// Which document.
        document: DocumentNumber,
        /// Which of its dispatches, 1 first; the last one where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        number: Option<u32>,
        /// What became of it.
        outcome: Outcome,
    }
    /// A status that an electronic invoice was given on the command's day (rulebook 9.4).
    RecordStatus {
        /// Which document.
        document: DocumentNumber,
        /// The status, such as 205.
        status: Status,
        /// Who gave it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        reasons: Vec<Reason>,
        /// Amounts; a collection (212) needs one marked MEN for each VAT rate.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        amounts: Vec<StatedAmount>,
        /// What the sender asks for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        requested_action: Option<RequestedAction>,
    }
}

pub(super) fn dispatch_document(
    decision: &mut Decision<'_>,
    dispatch: &DispatchDocument,
) -> Result<(), Rejection> {
    let command = outbox::Command::Dispatch { channel: dispatch.channel, to: dispatch.to.clone() };
    decision.run(Leg::Outbox(dispatch.document.clone(), command))
}

pub(super) fn record_dispatch(
    decision: &mut Decision<'_>,
    record: &RecordDispatch,
) -> Result<(), Rejection> {
    let command =
        outbox::Command::Record { number: record.number, outcome: record.outcome.clone() };
    decision.run(Leg::Outbox(record.document.clone(), command))
}

pub(super) fn record_status(
    decision: &mut Decision<'_>,
    record: &RecordStatus,
) -> Result<(), Rejection> {
    let statement = Statement {
        status: record.status,
        on: decision.command.effective_on,
        by: record.by.clone(),
        reasons: record.reasons.clone(),
        amounts: record.amounts.clone(),
        requested_action: record.requested_action,
    };
    let command = lifecycle::Command::Record(statement);
    decision.run(Leg::Lifecycle(record.document.clone(), command))
}

fn known_document<'v>(
    view: &'v dyn View,
    number: &DocumentNumber,
) -> Result<&'v Arc<Document>, Rejection> {
    view.document(number).ok_or_else(|| {
        let path = Path::field("document");
        Cause::UnknownDocument { path, document: number.clone() }.into()
    })
}

/// What the outbox of a document needs to know.
pub(super) fn outbox_facts(
    decision: &Decision<'_>,
    number: &DocumentNumber,
) -> Result<outbox::Facts, Rejection> {
    let document = known_document(decision.before(), number)?;
    let payee = &decision.before().settings().party.name;
    Ok(outbox::Facts {
        on: decision.command.effective_on,
        recorded_on: decision.command.recorded_on,
        issued_on: document.issued_on,
        request: PaymentRequest::of(document, payee)?,
    })
}

/// What the lifecycle of a document needs to know.
pub(super) fn lifecycle_facts(
    decision: &Decision<'_>,
    number: &DocumentNumber,
) -> Result<lifecycle::Facts, Rejection> {
    let view = decision.before();
    let document = known_document(view, number)?;
    let mut groups = Vec::with_capacity(document.figures.breakdown.groups.len());
    for group in &document.figures.breakdown.groups {
        groups.push((group.vat, group.base.checked_add(group.amount)?));
    }
    Ok(lifecycle::Facts {
        issued_on: document.issued_on,
        recorded_on: decision.command.recorded_on,
        gross: document.figures.gross,
        groups,
        collected: collected_of(view, document)?,
    })
}

/// The account that a document's items stand on.
fn account_of<'v>(view: &'v dyn View, document: &Document) -> Option<&'v Account> {
    view.account(&AccountKey::of(document.draft.customer.clone(), document.draft.currency))
}

/// The items of a document on its account, with the numbers of their instalments.
fn items_of<'v>(
    account: &'v Account,
    document: &DocumentNumber,
) -> impl Iterator<Item = (u16, &'v AccountEntry)> {
    account.entries().iter().filter_map(move |entry| match &entry.item().kind {
        EntryKind::Invoice { document: of, instalment } if of == document => {
            Some((*instalment, entry))
        }
        EntryKind::Invoice { .. }
        | EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => None,
    })
}

/// What was collected of a document, with the sign that it prints: of each letter what it settles
/// of the document, but no more than the payments in it. Credit notes and discounts settle, but
/// are no collection (rulebook V-03).
pub(super) fn collected_of(view: &dyn View, document: &Document) -> Result<Money, Rejection> {
    let nothing = Money::zero(document.draft.currency);
    let Some(account) = account_of(view, document) else {
        return Ok(nothing);
    };
    let mut letters = Vec::new();
    for (_, entry) in items_of(account, &document.number) {
        let settled = entry.item().amount.checked_sub(entry.open().amount)?;
        let Some(letter) = entry.letter() else { continue };
        match letters.iter_mut().find(|(code, _)| *code == letter) {
            Some((_, sum)) => *sum = settled.checked_add(*sum)?,
            None => letters.push((letter, settled)),
        }
    }
    let mut collected = nothing;
    for (code, settled) in letters {
        let mut paid = nothing;
        for member in account.letter(code).map_or(Vec::new(), |letter| letter.members) {
            let Some(entry) = account.entry(&member) else { continue };
            let is_payment = matches!(
                entry.item().kind,
                EntryKind::Payment { .. } | EntryKind::Identified { .. }
            );
            if is_payment {
                // What was paid stands on the other side of the account.
                let applied = entry.open().amount.checked_sub(entry.item().amount)?;
                paid = paid.checked_add(applied)?;
            }
        }
        let is_one_sided = paid.minor().signum() == settled.minor().signum();
        let least =
            if paid.magnitude().minor() < settled.magnitude().minor() { paid } else { settled };
        if is_one_sided {
            collected = collected.checked_add(least)?;
        }
    }
    Ok(document.signed(collected))
}

/// A document has arrived: those of its open items that fall due by the receipt fall due on their
/// new days. The document itself never changes.
pub(super) fn received(
    decision: &mut Decision<'_>,
    number: &DocumentNumber,
) -> Result<(), Rejection> {
    let view = decision.before();
    let document = known_document(view, number)?;
    let rules = &document.draft.terms.instalments;
    if rules.iter().all(|rule| rule.due.anchor != Anchor::Receipt) {
        return Ok(());
    }
    let Some(account) = account_of(view, document) else {
        return Ok(());
    };
    let before = view.outbox(number).and_then(outbox::Outbox::received_on);
    let on = decision.command.effective_on;
    let days = AnchorDays {
        issued_on: document.issued_on,
        received_on: Some(before.map_or(on, |before| before.min(on))),
        delivered_on: document.draft.delivered_on,
    };
    let holidays = super::sale::holidays(view);
    let plan = document.draft.terms.schedule_on(document.figures.due, &days, &holidays)?;
    let mut moves = Vec::new();
    for (instalment, entry) in items_of(account, number) {
        let index = usize::from(instalment).saturating_sub(1);
        let is_moved = |rule: &crate::calendar::InstalmentRule| rule.due.anchor == Anchor::Receipt;
        let Some(planned) = plan.get(index).filter(|_| rules.get(index).is_some_and(is_moved))
        else {
            continue;
        };
        if !entry.is_closed() && entry.due_on() != planned.due_on {
            moves.push(DueMove { entry: entry.id().clone(), due_on: planned.due_on });
        }
    }
    if moves.is_empty() {
        return Ok(());
    }
    let leg = Leg::Receivable(account.key().clone(), receivable::Command::MoveDue { moves });
    decision.run_via("outbox.received", leg)
}
