//! After the first invoice: credit notes in the words of their rooms.

use super::IssueCreditNote;
use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::series::known_series;
use super::view::View;
use crate::calendar::Terms;
use crate::error::Path;
use crate::id::{DocumentNumber, EntryId, LineId, OrderId};
use crate::invoice::life::{self, Credit, CreditNote, CreditReason, Life};
use crate::invoice::{self, Document};
use crate::money::Exact;
use crate::order;
use crate::receivable::{self, AccountKey, EntryKind, LetterLine};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// Gives back an issued document, or a part of it: the credit note is issued, its original
/// remembers what it gave back, the order's quantities are un-billed or returned, and where that
/// is asked its item is lettered with what is open of the original.
pub(super) fn issue_credit_note(
    decision: &mut Decision<'_>,
    asked: &IssueCreditNote,
) -> Result<(), Rejection> {
    let view = decision.before();
    known_series(view, &asked.series)?;
    let original = known_document(view, &asked.invoice, "invoice")?;
    let (draft, credit) = {
        let untouched = Life::default();
        let life = view.life(&asked.invoice).unwrap_or(&untouched);
        life.expect_standing(&original).map_err(|no| no.inside("invoice"))?;
        let note = CreditNote {
            reason: asked.reason,
            note: asked.note.clone(),
            terms: asked.terms.clone().unwrap_or(Terms::net_days(0)),
        };
        life.credit_note(&original, &asked.scope, note).map_err(|no| no.inside("scope"))?
    };
    give_back_on_orders(decision, &original, &credit, asked.reason)?;
    let issued_on = decision.command.effective_on;
    let vat = credit.groups.clone();
    let issue = invoice::Command::IssueShare { draft: Arc::new(draft), vat, issued_on };
    decision.run(Leg::Invoice(asked.series.clone(), issue))?;
    let Some(by) = issued_number(decision) else { return Ok(()) };
    let record = life::Command::Credit { by: by.clone(), issued_on, credit };
    decision.run_via("invoice.issued", Leg::Document(asked.invoice.clone(), record))?;
    if asked.letter {
        letter_together(decision, &original, &by)?;
    }
    Ok(())
}

pub(super) fn known_document(
    view: &dyn View,
    number: &DocumentNumber,
    field: &str,
) -> Result<Arc<Document>, Rejection> {
    view.document(number).cloned().ok_or_else(|| {
        let path = Path::field(field);
        Cause::UnknownDocument { path, document: number.clone() }.into()
    })
}

/// The number of the document that the decision has issued.
fn issued_number(decision: &Decision<'_>) -> Option<DocumentNumber> {
    decision.events().iter().rev().find_map(|event| {
        let Event::Invoice { event: invoice::Event::Issued(document), .. } = event else {
            return None;
        };
        Some(document.number.clone())
    })
}

/// The quantities of a credit on the orders that the document billed (rulebook O-11): a rebate
/// leaves them as they are, and so does a value that is given back alone.
fn give_back_on_orders(
    decision: &mut Decision<'_>,
    original: &Document,
    credit: &Credit,
    reason: CreditReason,
) -> Result<(), Rejection> {
    let is_returned = match reason {
        CreditReason::Rebate => return Ok(()),
        CreditReason::Unbilled => false,
        CreditReason::Returned => true,
    };
    let mut orders: Vec<(OrderId, Vec<(LineId, Exact)>)> = Vec::new();
    let mut lines = original.draft.lines.iter();
    for part in credit.lines.iter() {
        let line = lines.find(|line| line.id == part.line);
        let Some(reference) = line.and_then(|line| line.order.as_ref()) else { continue };
        if part.quantity.is_zero() {
            continue;
        }
        let given_back = (reference.line.clone(), part.quantity);
        match orders.iter_mut().find(|(order, _)| *order == reference.order) {
            Some((_, lines)) => lines.push(given_back),
            None => orders.push((reference.order.clone(), Vec::from([given_back]))),
        }
    }
    for (order, lines) in orders {
        let command = order::Command::RecordCredited { lines, is_returned };
        decision.run_via("document.credited", Leg::Order(order, command))?;
    }
    Ok(())
}

/// Letters the items of a document with what is open of another on the same account; nothing
/// where one of them has nothing open.
fn letter_together(
    decision: &mut Decision<'_>,
    original: &Document,
    by: &DocumentNumber,
) -> Result<(), Rejection> {
    let (customer, currency) = (original.draft.customer.clone(), original.draft.currency);
    let key = AccountKey::of(customer, currency);
    let account = decision.before().account(&key);
    let open = account.into_iter().flat_map(|account| account.open_now());
    let of_original = open.filter(|entry| is_of(&entry.item().kind, &original.number));
    let mut lines: Vec<LetterLine> =
        of_original.map(|entry| LetterLine::whole(entry.id().clone())).collect();
    let before = lines.len();
    lines.extend(opened_for(decision, by).into_iter().map(LetterLine::whole));
    if before == 0 || lines.len() == before {
        return Ok(());
    }
    let command = receivable::Command::Letter { lines, take_discount: false };
    decision.run_via("document.credited", Leg::Receivable(key, command))
}

/// The items that this decision has opened for a document.
fn opened_for(decision: &Decision<'_>, number: &DocumentNumber) -> Vec<EntryId> {
    let opened = decision.events().iter().filter_map(|event| {
        let Event::Receivable { event: receivable::Event::Opened { item, .. }, .. } = event else {
            return None;
        };
        is_of(&item.kind, number).then(|| item.id.clone())
    });
    opened.collect()
}

/// Whether an item stands for a document.
fn is_of(kind: &EntryKind, number: &DocumentNumber) -> bool {
    matches!(kind, EntryKind::Invoice { document, .. } if document == number)
}
