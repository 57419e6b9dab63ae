//! At what a document is booked: at the rate of its command, or, where it gives a document of ours
//! back, at what is left of what that one booked.

use super::decision::Decision;
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::error::Path;
use crate::id::DocumentNumber;
use crate::invoice::life::{Life, Successor};
use crate::invoice::{Document, DocumentKind, LeftInBooks};
use crate::ledger::{Booking, Chart};
use crate::money::{Money, proportion};
use crate::receivable::AccountKey;

/// The rate of a command is one that its document needs.
pub(super) fn expect_rate(decision: &Decision<'_>, document: &Document) -> Result<(), Rejection> {
    let (currency, ledger) =
        (document.draft.currency, decision.before().settings().ledger_currency);
    match decision.exchange_rate {
        Some(rate) if currency == ledger => {
            Err(Cause::RateNotNeeded { path: Path::field("exchange_rate"), rate, currency }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// What is left in the books of the document of ours that a credit note gives back; none where
/// that is booked in the ledger's own currency, or the note follows up another ledger's document.
pub(super) fn left_of_original(
    decision: &Decision<'_>,
    note: &Document,
    chart: &Chart,
) -> Result<Option<LeftInBooks>, Rejection> {
    let view = decision.before();
    let ledger = view.settings().ledger_currency;
    if note.kind() != DocumentKind::CreditNote || note.draft.currency == ledger {
        return Ok(None);
    }
    let mut ours = note.draft.preceding.iter().filter_map(|earlier| view.document(&earlier.number));
    let Some(original) = ours.next() else { return Ok(None) };
    let entry = view.entry_of(&original.number);
    let mut left = LeftInBooks::of(original, entry.map(AsRef::as_ref), chart, ledger)?;
    for earlier in notes_of(view.life(&original.number)) {
        if let Some(entry) = view.entry_of(earlier) {
            left = left.less(entry)?;
        }
    }
    let claimed = note.figures.gross.checked_add(note.figures.rounding)?;
    Ok(Some(match booked_of_items(view, original, claimed)? {
        Some(of_items) => left.settling(of_items),
        None => left,
    }))
}

/// What settling an amount of what is open of a document releases of its items, in the order in
/// which they fall due (rulebook L-30); none where less is open.
fn booked_of_items(
    view: &dyn View,
    original: &Document,
    amount: Money,
) -> Result<Option<Money>, Rejection> {
    let (customer, currency) = (original.draft.customer.clone(), original.draft.currency);
    let account = view.account(&AccountKey::of(customer, currency));
    let open = account.into_iter().flat_map(|account| account.open_now());
    let (mut left, mut booked) = (amount, Money::zero(view.settings().ledger_currency));
    for entry in open.filter(|entry| entry.item().kind.document() == Some(&original.number)) {
        let (item, open) = (entry.item(), entry.open().amount);
        let goes_along = open.is_negative() == left.is_negative();
        let part = if open.magnitude().minor() < left.magnitude().minor() { open } else { left };
        if left.is_zero() || !goes_along {
            continue;
        }
        let before = item.amount.checked_sub(open)?;
        let upto = |reached: Money| proportion(item.booked, reached, item.amount);
        booked = booked.checked_add(upto(before.checked_add(part)?)?)?;
        booked = booked.checked_sub(upto(before)?)?;
        left = left.checked_sub(part)?;
    }
    Ok(left.is_zero().then_some(booked))
}

/// The credit notes that gave something of a document back, oldest first.
fn notes_of(life: Option<&Life>) -> impl Iterator<Item = &DocumentNumber> {
    let is_note = |later: &&Successor| later.kind == DocumentKind::CreditNote;
    life.into_iter().flat_map(Life::successors).filter(is_note).map(|later| &later.number)
}

/// What is given back leaves the books as it stands there: a rate is not asked, and one that is
/// given is the one that the document was booked at.
pub(super) fn expect_rate_of(
    decision: &Decision<'_>,
    original: &Document,
) -> Result<(), Rejection> {
    let view = decision.before();
    let Some(rate) = decision.exchange_rate else { return Ok(()) };
    expect_rate(decision, original)?;
    let Some(entry) = view.entry_of(&original.number) else { return Ok(()) };
    let settings = view.settings();
    let booking = Booking { ledger: settings.ledger_currency, rate: Some(rate) };
    let of_customer =
        || entry.lines().iter().filter(|line| line.account == settings.chart.receivable);
    // What deposits had paid is booked at rates of its own.
    let amount = Money::sum(original.draft.currency, of_customer().map(|line| line.amount))?;
    let booked = Money::sum(booking.ledger, of_customer().map(|line| line.booked))?;
    let at = |no: crate::ledger::Rejection| no.with_path(&|_| Path::field("exchange_rate"));
    if booking.book(amount).map_err(at)? == booked {
        return Ok(());
    }
    let (path, document) = (Path::field("exchange_rate"), original.number.clone());
    Err(Cause::RateNotOfOriginal { path, document, rate, booked }.into())
}
