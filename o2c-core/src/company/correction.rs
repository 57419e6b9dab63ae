//! After the first invoice: credit notes and corrective invoices in the words of their rooms.

use super::books::expect_rate_of;
use super::decision::{Decision, Leg};
use super::discount::take_back_discounts;
use super::event::Event;
use super::follow::release_deposits;
use super::interest::give_back_interest;
use super::rejection::{Cause, Rejection};
use super::sale::{agrees_with_orders, inside, is_by_hand, issue};
use super::series::known_series;
use super::vat;
use super::view::{View, unused_entry};
use crate::body::bodies;
use crate::calendar::Terms;
use crate::error::Path;
use crate::id::{DocumentNumber, EntryId, LineId, OrderId, SeriesId, Text};
use crate::invoice::life::{self, Credit, CreditNote, CreditReason, CreditScope, Life};
use crate::invoice::{self, Document, DocumentKind, Draft, OrderPart, PrecedingDocument};
use crate::money::{Exact, ExchangeRate, Money};
use crate::order;
use crate::receivable::{self, AccountKey, EntryKind, Item, LetterLine};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Give back an issued document, or a part of it: whatever the sequence of credit notes, the
    /// last one ends exactly at the original (rulebook V-06).
    IssueCreditNote {
        /// The series the number comes from.
        series: SeriesId,
        /// The document that is given back.
        invoice: DocumentNumber,
        /// What of it.
        scope: CreditScope,
        /// Why, and so what it means for the order and in the books; `unbilled` where nothing is
        /// said.
        #[cfg_attr(feature = "serde", serde(default))]
        reason: CreditReason,
        /// A note to the customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// When it falls due to the customer; at once where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// Whether it is lettered at once with what is open of the document.
        #[cfg_attr(feature = "serde", serde(default))]
        letter: bool,
        /// The rate that the document was booked at, if it is named at all: what is given back
        /// leaves the books as it stands there, whatever the rate of the day.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// Issue an invoice that takes the place of an earlier one (rulebook INV-41): what remains of
    /// the earlier one is taken back in the books, on the account and on the orders it billed; the
    /// new one carries the full figures.
    CorrectInvoice {
        /// The series the number comes from.
        series: SeriesId,
        /// The document whose place is taken; of the draft's currency.
        invoice: DocumentNumber,
        /// The invoice as it should have been; its kind and what it names are given by the
        /// command.
        draft: Draft,
        /// The rate of the new document to the ledger's currency, where it is in another one; what
        /// remained of the earlier one is taken back at what it was booked at.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
}

/// Gives back an issued document, or a part of it: the credit note is issued, its original
/// remembers what it gave back, the order's quantities are un-billed or returned, what was granted
/// for early payment goes back with it, and where that is asked its item is lettered with what is
/// open of the original.
pub(super) fn issue_credit_note(
    decision: &mut Decision<'_>,
    asked: &IssueCreditNote,
) -> Result<(), Rejection> {
    let view = decision.before();
    known_series(view, &asked.series)?;
    let original = known_document(view, &asked.invoice, "invoice")?;
    expect_no_deposit(&original)?;
    expect_rate_of(decision, &original)?;
    let (draft, credit, is_rest, before) = {
        let untouched = Life::default();
        let life = view.life(&asked.invoice).unwrap_or(&untouched);
        life.expect_standing(&original).map_err(|no| no.inside("invoice"))?;
        let note = CreditNote {
            reason: asked.reason,
            note: asked.note.clone(),
            terms: asked.terms.clone().unwrap_or(Terms::net_days(0)),
        };
        let (draft, credit) =
            life.credit_note(&original, &asked.scope, note).map_err(|no| no.inside("scope"))?;
        let rest = life.credit(&original, &CreditScope::Whole)?;
        // Beside deposits a part of the sale may come to what is left of the document.
        let is_rest = rest.groups == credit.groups
            && (rest.lines == credit.lines || !original.shows_deposits());
        (draft, credit, is_rest, life.vat_credited(&original)?)
    };
    give_back_on_orders(decision, &original, &credit, asked.reason)?;
    if is_rest && asked.reason != CreditReason::Rebate {
        give_back_milestone(decision, &original)?;
    }
    let issued_on = decision.command.effective_on;
    let (vat, services) = (credit.groups.clone(), credit.services.clone());
    let (draft, vat_before, taxes) = (Arc::new(draft), Some(before), credit.taxes.clone());
    let issue = invoice::Command::IssueShare { draft, vat, services, taxes, vat_before, issued_on };
    decision.run(Leg::Invoice(asked.series.clone(), issue))?;
    let Some(issued) = issued_document(decision) else { return Ok(()) };
    let by = issued.number.clone();
    if asked.reason != CreditReason::Rebate {
        give_back_interest(decision, &original, &credit, &by)?;
    }
    let items = opened_for(decision, &by);
    take_back_discounts(decision, &original, &credit, (&by, items.clone()))?;
    let record = life::Command::Credit { by, issued_on, credit };
    decision.run_via("invoice.issued", Leg::Document(asked.invoice.clone(), record))?;
    if asked.letter {
        letter_together(decision, &original, items)?;
    }
    Ok(())
}

/// Issues an invoice that takes the place of an earlier one. What remained of the earlier one is
/// taken back: its orders may be billed again, its revenue and VAT are reversed, and an item of
/// the opposite sign is lettered with what is open of it. What had been paid of it stays open on
/// that item, to be lettered with the new invoice.
pub(super) fn correct_invoice(
    decision: &mut Decision<'_>,
    asked: &CorrectInvoice,
) -> Result<(), Rejection> {
    let view = decision.before();
    known_series(view, &asked.series)?;
    let original = known_document(view, &asked.invoice, "invoice")?;
    expect_no_deposit(&original)?;
    Money::zero(original.draft.currency)
        .expect(asked.draft.currency)
        .map_err(|no| Rejection::from(no.inside("draft.currency")))?;
    is_by_hand(&asked.draft).map_err(|no| Rejection::from(no.inside("draft")))?;
    agrees_with_orders(view, &asked.draft).map_err(|no| inside(no, "draft"))?;
    let untouched = Life::default();
    let life = view.life(&asked.invoice).unwrap_or(&untouched);
    let rest = life.credit(&original, &CreditScope::Whole).map_err(|no| no.inside("invoice"))?;
    give_back_on_orders(decision, &original, &rest, CreditReason::Unbilled)?;
    give_back_milestone(decision, &original)?;
    let mut draft = asked.draft.clone();
    draft.kind = DocumentKind::Corrective;
    draft.of_order = milestone_of(&original).cloned();
    bills_its_customer(view, &draft)?;
    draft.preceding = Vec::from([PrecedingDocument {
        number: original.number.clone(),
        issued_on: original.issued_on,
    }]);
    issue(decision, &asked.series, draft, None)?;
    let Some(new) = issued_document(decision) else { return Ok(()) };
    let (reversal, credit) = life.reversal(&original, &new)?;
    let items = take_back(decision, &original, &reversal)?;
    let by = new.number.clone();
    take_back_discounts(decision, &original, &credit, (&by, items))?;
    let (by, issued_on) = (new.number.clone(), new.issued_on);
    let replace = life::Command::Replace { by, issued_on, credit };
    decision.run_via("document.replaced", Leg::Document(asked.invoice.clone(), replace))
}

/// Posts what takes back the rest of a document, opens its item and letters it with what is open;
/// the items it opens.
fn take_back(
    decision: &mut Decision<'_>,
    original: &Document,
    reversal: &Document,
) -> Result<Vec<EntryId>, Rejection> {
    let (view, accounted_on) = (decision.before(), decision.accounted_on);
    let Some((entry, booked)) = vat::entry_of(decision, reversal)? else {
        return Ok(Vec::new());
    };
    let account = AccountKey::of(original.draft.customer.clone(), original.draft.currency);
    let amount = reversal.signed(reversal.figures.due);
    if !amount.is_zero() {
        let wish = alloc::format!("{}/0", reversal.number);
        let id = unused_entry(view, &account, &wish, |_| false)?;
        let item = Item {
            id: id.clone(),
            kind: EntryKind::Invoice { document: reversal.number.clone(), instalment: 0 },
            document_on: reversal.issued_on,
            accounted_on,
            due_on: reversal.issued_on,
            amount,
            booked,
            early_discount: None,
        };
        let open = receivable::Command::OpenItems { items: Vec::from([item]) };
        decision.run_via("document.replaced", Leg::Receivable(account, open))?;
        decision.push(Event::Posted(Arc::new(entry)));
        free_deposits(decision, original, reversal)?;
        vat::defer_reversal(decision, &original.number, reversal)?;
        letter_together(decision, original, Vec::from([id.clone()]))?;
        return Ok(Vec::from([id]));
    }
    decision.push(Event::Posted(Arc::new(entry)));
    free_deposits(decision, original, reversal)?;
    Ok(Vec::new())
}

/// The deposits of a document that is taken back are as before it, with the VAT they handed over.
fn free_deposits(
    decision: &mut Decision<'_>,
    original: &Document,
    reversal: &Document,
) -> Result<(), Rejection> {
    release_deposits(decision, &original.number, reversal, "document.replaced")?;
    vat::take_over_deposits(decision, reversal)?;
    Ok(())
}

/// What invoices deducted of a deposit is not given back with it: it has a command of its own.
fn expect_no_deposit(original: &Document) -> Result<(), Rejection> {
    if original.kind() == DocumentKind::Deposit {
        let (path, document) = (Path::field("invoice"), original.number.clone());
        return Err(Cause::IsDeposit { path, document }.into());
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

/// The document that the decision has issued.
pub(super) fn issued_document(decision: &Decision<'_>) -> Option<Arc<Document>> {
    decision.events().iter().rev().find_map(|event| {
        let Event::Invoice { event: invoice::Event::Issued(document), .. } = event else {
            return None;
        };
        Some(Arc::clone(document))
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

/// The milestone that a document bills.
fn milestone_of(document: &Document) -> Option<&OrderPart> {
    let of_order = document.draft.of_order.as_ref();
    of_order.filter(|part| matches!(part, OrderPart::Milestone { .. }))
}

/// What takes the place of a milestone's invoice bills the milestone, so the order's customer.
fn bills_its_customer(view: &dyn View, draft: &Draft) -> Result<(), Rejection> {
    let Some(OrderPart::Milestone { order, .. }) = &draft.of_order else { return Ok(()) };
    let content = view.order(order).and_then(order::Order::content);
    match content.filter(|content| *content.payer() != draft.customer) {
        Some(content) => {
            let (path, expected) = (Path::field("draft.customer"), content.payer().clone());
            Err(Cause::OtherCustomer { path, expected, found: draft.customer.clone() }.into())
        }
        None => Ok(()),
    }
}

/// A milestone whose invoice is given back as a whole may be billed again.
fn give_back_milestone(decision: &mut Decision<'_>, original: &Document) -> Result<(), Rejection> {
    let Some(OrderPart::Milestone { order, milestone }) = milestone_of(original) else {
        return Ok(());
    };
    let (milestone, document) = (milestone.clone(), original.number.clone());
    let command = order::Command::RecordMilestoneCredited { milestone, document };
    decision.run_via("document.credited", Leg::Order(order.clone(), command))
}

/// Letters items with what is open of a document on its account; nothing where one side is
/// empty.
fn letter_together(
    decision: &mut Decision<'_>,
    original: &Document,
    items: Vec<EntryId>,
) -> Result<(), Rejection> {
    let (customer, currency) = (original.draft.customer.clone(), original.draft.currency);
    let key = AccountKey::of(customer, currency);
    let account = decision.before().account(&key);
    let open = account.into_iter().flat_map(|account| account.open_now());
    let of_original = open.filter(|entry| is_of(&entry.item().kind, &original.number));
    let mut lines: Vec<LetterLine> =
        of_original.map(|entry| LetterLine::whole(entry.id().clone())).collect();
    let before = lines.len();
    lines.extend(items.into_iter().map(LetterLine::whole));
    if before == 0 || lines.len() == before {
        return Ok(());
    }
    let command =
        receivable::Command::Letter { lines, take_discount: false, differences: Vec::new() };
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
