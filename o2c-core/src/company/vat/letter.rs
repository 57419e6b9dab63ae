//! What a letter means for VAT: which of its items are money, which lower a document.

use super::super::decision::Decision;
use super::super::event::Event;
use super::super::rejection::Rejection;
use super::deposit::{deducting, pass_on};
use super::{Collected, FellDue, Released, Step, VatEvent};
use super::{collected_now, document_now, fall_due, post};
use super::{reversal_by, signed};
use crate::id::{DocumentNumber, EntryId};
use crate::invoice::DocumentKind;
use crate::money::{Money, telescope};
use crate::receivable::{
    AccountKey, Applied, DiscountShare, EntryKind, Event as AccountEvent, Lettered,
};
use crate::tax::{CollectedGroup, Collection, Group, GroupChange};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// An instalment of a document within a letter.
struct Part {
    entry: EntryId,
    document: DocumentNumber,
    /// What of it is settled and not yet explained; the item's sign.
    left: Money,
    /// The documents it names as preceding it.
    names: Vec<DocumentNumber>,
    changes: Vec<GroupChange>,
    /// VAT that a discount took off VAT collected.
    discounted: Money,
    /// VAT that never falls due, because a difference was written off.
    released: Money,
}

/// The documents of a letter whose VAT waits, as the letter leaves them so far: of one document
/// several instalments may stand in it.
pub(super) type Waiting = BTreeMap<DocumentNumber, Collection>;

impl Part {
    /// Follows changes of the document.
    fn change(
        &mut self,
        waiting: &mut Waiting,
        changes: Vec<GroupChange>,
    ) -> Result<(), Rejection> {
        if let Some(collection) = waiting.get_mut(&self.document) {
            collection.apply(&changes)?;
        }
        if self.changes.is_empty() {
            self.changes = changes;
            return Ok(());
        }
        for (sum, change) in self.changes.iter_mut().zip(&changes) {
            *sum = sum.and(change)?;
        }
        Ok(())
    }
}

/// What an item is, be it older or opened by this decision.
fn kind_of(decision: &Decision<'_>, account: &AccountKey, entry: &EntryId) -> Option<EntryKind> {
    let opened = decision.events().iter().find_map(|event| {
        if let Event::Receivable { account: other, event: AccountEvent::Opened { item, .. } } =
            event
            && other == account
            && item.id == *entry
        {
            return Some(item.kind.clone());
        }
        None
    });
    let before = || {
        let account = decision.before().account(account)?;
        Some(account.entry(entry)?.item().kind.clone())
    };
    opened.or_else(before)
}

/// Whether any document's VAT waits for its payment, before this decision or by it.
pub(in super::super) fn is_any_deferred(decision: &Decision<'_>) -> bool {
    decision.before().has_deferred_vat()
        || decision.events().iter().any(|event| matches!(event, Event::Vat { .. }))
}

/// Items were settled against each other, or set free again.
pub(in super::super) fn settled(
    decision: &mut Decision<'_>,
    account: &AccountKey,
    event: &AccountEvent,
) -> Result<(), Rejection> {
    match event {
        AccountEvent::Opened { .. }
        | AccountEvent::DueMoved { .. }
        | AccountEvent::Deducted { .. }
        | AccountEvent::Reclassified { .. }
        | AccountEvent::Promise { .. }
        | AccountEvent::Plan { .. } => Ok(()),
        AccountEvent::Lettered(letter) => lettered(decision, account, letter),
        AccountEvent::Unlettered(letter) => unlettered(decision, account, letter),
    }
}

fn lettered(
    decision: &mut Decision<'_>,
    account: &AccountKey,
    lettered: &Lettered,
) -> Result<(), Rejection> {
    let mut parts = Vec::new();
    let mut waiting = Waiting::new();
    let mut discounts: Vec<(EntryId, Money, Vec<DiscountShare>)> = Vec::new();
    let mut lost = Money::zero(account.currency);
    for applied in &lettered.applications {
        // Everything that is no invoice and no discount is money, or taken back by itself.
        let kind = kind_of(decision, account, &applied.entry);
        if let Some(EntryKind::Invoice { document, instalment }) = kind {
            let part = part_of(decision, applied, &document, instalment)?;
            if let Some(collected) = collected_now(decision, &part.document)? {
                waiting.insert(part.document.clone(), collected.collection);
            }
            parts.push(part);
        } else if let Some(EntryKind::Discount { of, shares, .. }) = kind {
            discounts.push((of, applied.amount, shares));
        } else if let Some(EntryKind::Difference { kind, .. }) = kind
            && !kind.is_paid()
            && applied.amount.is_negative()
        {
            lost = lost.checked_sub(applied.amount)?;
        }
    }
    if waiting.is_empty() {
        return Ok(());
    }
    for (of, amount, shares) in discounts {
        if let Some(part) = parts.iter_mut().find(|part| part.entry == of) {
            discount(part, &mut waiting, amount, &shares)?;
        }
    }
    net_credit_notes(decision, &mut parts, &mut waiting)?;
    write_off(decision, &mut parts, &mut waiting, lost)?;
    let days = (lettered.effective_on, lettered.recorded_on);
    for mut part in parts {
        let Some(now) = waiting.get(&part.document) else { continue };
        let changes = now.collect(within(now.left()?, part.left))?;
        let taken = Money::sum(account.currency, changes.iter().map(|one| one.collected))?;
        let beyond = part.left.checked_sub(taken)?;
        part.change(&mut waiting, changes)?;
        let Part { entry, document, changes, discounted, released, .. } = part;
        if !changes.iter().all(GroupChange::is_zero) {
            let step = Step { entry: Some(entry.clone()), changes, discounted, released };
            fall_due(decision, &document, step, days)?;
        }
        if beyond.is_positive() {
            pass_on(decision, &mut waiting, (&document, &entry, beyond), days)?;
        }
    }
    Ok(())
}

/// What of a payment a document takes: nothing where it goes the other way.
fn within(left: Money, paid: Money) -> Money {
    let goes_along = left.minor().signum().saturating_mul(paid.minor().signum()) > 0;
    if goes_along { paid } else { Money::zero(paid.currency()) }
}

fn part_of(
    decision: &Decision<'_>,
    applied: &Applied,
    document: &DocumentNumber,
    instalment: u16,
) -> Result<Part, Rejection> {
    let issued = document_now(decision, document);
    let names = issued.map_or(Vec::new(), |issued| {
        issued.draft.preceding.iter().map(|earlier| earlier.number.clone()).collect()
    });
    let (entry, left) = (applied.entry.clone(), applied.amount);
    let (document, nothing) = (kept_under(document, instalment)?, Money::zero(left.currency()));
    let changes = Vec::new();
    Ok(Part { entry, document, left, names, changes, discounted: nothing, released: nothing })
}

/// The name under which the VAT of an item is kept: what takes back a replaced document has no
/// instalment of the document in its place.
fn kept_under(document: &DocumentNumber, instalment: u16) -> Result<DocumentNumber, Rejection> {
    if instalment == 0 { reversal_by(document) } else { Ok(document.clone()) }
}

/// A discount lowers what there is to collect; its VAT was taken off VAT collected, although what
/// of it waits was never there.
fn discount(
    part: &mut Part,
    waiting: &mut Waiting,
    amount: Money,
    shares: &[DiscountShare],
) -> Result<(), Rejection> {
    // The discount's amount is negative.
    part.left = part.left.checked_add(amount)?;
    let Some(collection) = waiting.get(&part.document) else {
        return Ok(());
    };
    let (reductions, pending) = waiting_parts(collection, shares)?;
    for waits in &pending {
        part.discounted = part.discounted.checked_add(waits.amount)?;
    }
    let changes = collection.reduce_with(&reductions, &pending)?;
    part.change(waiting, changes)
}

/// A difference that is written off lowers what there is to collect of the last items named
/// (rulebook V-03): nobody pays it, so its VAT never falls due. A deposit is deducted whole by its
/// invoice: what is written off of it counts as paid.
fn write_off(
    decision: &Decision<'_>,
    parts: &mut [Part],
    waiting: &mut Waiting,
    lost: Money,
) -> Result<(), Rejection> {
    let mut lost = lost;
    for part in parts.iter_mut().rev() {
        let share = if part.left.minor() < lost.minor() { part.left } else { lost };
        if !share.is_positive() {
            continue;
        }
        lost = lost.checked_sub(share)?;
        let document = document_now(decision, &part.document);
        if document.is_some_and(|issued| issued.draft.kind == DocumentKind::Deposit) {
            continue;
        }
        part.left = part.left.checked_sub(share)?;
        let Some(collection) = waiting.get(&part.document) else { continue };
        let shares = collection.collect(within(collection.left()?, share))?;
        let (whole, waits) = whole_and_waiting(&shares)?;
        let changes = collection.reduce_with(&whole, &waits)?;
        for waits in &waits {
            part.released = part.released.checked_add(waits.amount)?;
        }
        part.change(waiting, changes)?;
    }
    Ok(())
}

/// What parts of a document take off each category and rate, and what of that waits.
fn whole_and_waiting(shares: &[GroupChange]) -> Result<WholeAndWaiting, Rejection> {
    let (mut whole, mut waits) = (Vec::new(), Vec::new());
    for share in shares {
        let base = share.collected.checked_sub(share.due)?;
        whole.push(Group { vat: share.vat, base, amount: share.due });
        waits.push(Group { vat: share.vat, base: share.base_due, amount: share.due });
    }
    Ok((whole, waits))
}

/// What a discount takes off each category and rate, and what of that waits; of one that leaves the
/// VAT as invoiced nothing waits less, neither VAT nor its base.
pub(in super::super) fn waiting_parts(
    collection: &Collection,
    shares: &[DiscountShare],
) -> Result<WholeAndWaiting, Rejection> {
    let (mut reductions, mut pending) = (Vec::new(), Vec::new());
    let lowers_vat = lowers_vat(shares)?;
    for share in shares {
        // Of a deposit that an invoice deducted nothing waits any more.
        let claims = |group: &&CollectedGroup| group.vat == share.vat && !group.gross.is_zero();
        let Some(group) = collection.groups().iter().find(claims) else { continue };
        reductions.push(Group { vat: share.vat, base: share.net, amount: share.tax });
        if lowers_vat {
            let whole = i128::from(group.gross.minor());
            let waits = i128::from(group.base.checked_add(group.tax)?.minor());
            // What cash rounding took off, or discounts that left the VAT, is claimed no more.
            let waits = if waits.saturating_abs() > whole.saturating_abs() { whole } else { waits };
            let gross = telescope(share.net.checked_add(share.tax)?, 0, waits, whole)?;
            let tax = telescope(share.tax, 0, waits, whole)?;
            pending.push(Group { vat: share.vat, base: gross.checked_sub(tax)?, amount: tax });
        }
    }
    Ok((reductions, pending))
}

/// Whether a discount lowers the VAT (rulebook T-31): one that takes off none where there is some
/// leaves it as invoiced.
fn lowers_vat(shares: &[DiscountShare]) -> Result<bool, Rejection> {
    let mut has_vat = false;
    for share in shares {
        if !share.tax.is_zero() {
            return Ok(true);
        }
        has_vat = has_vat || !share.vat.within(share.net)?.is_zero();
    }
    Ok(!has_vat)
}

/// A credit note that names an invoice of the letter lowers it: neither makes VAT due by that.
/// Where it does not fit the invoice's categories and rates it counts as money.
fn net_credit_notes(
    decision: &Decision<'_>,
    parts: &mut [Part],
    waiting: &mut Waiting,
) -> Result<(), Rejection> {
    for credit in 0..parts.len() {
        for invoice in 0..parts.len() {
            let Some((note, named)) = parts.get(credit).zip(parts.get(invoice)) else { continue };
            let Some(claim) = waiting.get(&named.document) else { continue };
            let is_named = note.names.contains(&named.document);
            if !is_named || !note.left.is_negative() || !named.left.is_positive() {
                continue;
            }
            let amount = note.left.minor().max(named.left.negated().minor());
            let amount = Money::from_minor(amount, note.left.currency())?;
            let own = waiting.get(&note.document);
            let Some((whole, waits)) = shares_of(decision, note, own, amount)? else { continue };
            let Ok(lowered) = claim.reduce_with(&turned(&whole), &turned(&waits)) else {
                continue;
            };
            let own = own.map(|own| own.reduce_with(&whole, &waits)).transpose()?;
            if let Some(named) = parts.get_mut(invoice) {
                named.left = named.left.checked_add(amount)?;
                named.change(waiting, lowered)?;
            }
            if let Some(note) = parts.get_mut(credit) {
                note.left = note.left.checked_sub(amount)?;
                if let Some(own) = own {
                    note.change(waiting, own)?;
                }
            }
        }
    }
    Ok(())
}

/// Groups with the opposite sign.
pub(in super::super) fn turned(groups: &[Group]) -> Vec<Group> {
    let turn = |group: &Group| Group {
        vat: group.vat,
        base: group.base.negated(),
        amount: group.amount.negated(),
    };
    groups.iter().map(turn).collect()
}

/// What is taken off each category and rate, and what of that waits.
pub(in super::super) type WholeAndWaiting = (Vec<Group>, Vec<Group>);

/// What a part of a credit note takes off each category and rate, and what of that waits.
fn shares_of(
    decision: &Decision<'_>,
    note: &Part,
    waiting: Option<&Collection>,
    amount: Money,
) -> Result<Option<WholeAndWaiting>, Rejection> {
    let shares = match waiting {
        Some(collection) => collection.collect(amount)?,
        None => {
            let Some(document) = document_now(decision, &note.document) else {
                return Ok(None);
            };
            let groups = signed(&document, &document.figures.breakdown.groups);
            Collection::with(&groups, &[])?.collect(amount)?
        }
    };
    whole_and_waiting(&shares).map(Some)
}

/// A letter was dissolved: what settling its items made due is taken back as it was recorded.
fn unlettered(
    decision: &mut Decision<'_>,
    account: &AccountKey,
    unlettered: &Lettered,
) -> Result<(), Rejection> {
    for applied in &unlettered.applications {
        let kind = kind_of(decision, account, &applied.entry);
        let Some(EntryKind::Invoice { document, instalment }) = kind else {
            continue;
        };
        // What an invoice took over of a deposit goes back with the deposit's payment.
        let deducting = deducting(decision, &document)?;
        let document = kept_under(&document, instalment)?;
        take_back(decision, document, &applied.entry, unlettered)?;
        for (invoice, _) in deducting {
            take_back(decision, invoice, &applied.entry, unlettered)?;
        }
    }
    Ok(())
}

/// What settling an item made due of a document is taken back.
fn take_back(
    decision: &mut Decision<'_>,
    document: DocumentNumber,
    entry: &EntryId,
    unlettered: &Lettered,
) -> Result<(), Rejection> {
    let Some(collected) = collected_now(decision, &document)? else { return Ok(()) };
    let mut back: Option<FellDue> = None;
    for step in collected.steps.iter().filter(|step| step.entry.as_ref() == Some(entry)) {
        back = Some(sum_of(back, step)?);
    }
    let Some(back) = back else { return Ok(()) };
    let step = taken_back(&collected, back, unlettered)?;
    post(decision, &document, &step)?;
    decision.push(Event::Vat { document, event: VatEvent::TakenBack(step) });
    Ok(())
}

/// A step that is taken back: as it was recorded, as far as that is still the document's.
fn taken_back(
    collected: &Collected,
    done: FellDue,
    unlettered: &Lettered,
) -> Result<FellDue, Rejection> {
    let changes = collected.collection.take_back(&done.changes)?;
    let currency = done.moved.currency();
    let due = |changes: &[GroupChange]| Money::sum(currency, changes.iter().map(|one| one.due));
    // What a discount took off VAT collected comes back in any case.
    let discounted = done.moved.checked_sub(due(&done.changes)?)?;
    let moved = due(&changes)?.checked_sub(discounted)?;
    let booked = if moved == done.moved.negated() {
        done.booked.negated()
    } else {
        collected.booked_part(moved)?
    };
    let (effective_on, recorded_on) = (unlettered.effective_on, unlettered.recorded_on);
    let (entry, released) = (done.entry, done.released.map(Released::negated));
    Ok(FellDue { entry, changes, moved, booked, released, effective_on, recorded_on })
}

/// Steps of one item, one after the other.
fn sum_of(before: Option<FellDue>, step: &FellDue) -> Result<FellDue, Rejection> {
    let Some(mut sum) = before else {
        return Ok(step.clone());
    };
    for (sum, change) in sum.changes.iter_mut().zip(&step.changes) {
        *sum = sum.and(change)?;
    }
    sum.moved = sum.moved.checked_add(step.moved)?;
    sum.booked = sum.booked.checked_add(step.booked)?;
    sum.released = match (sum.released, step.released) {
        (Some(before), Some(more)) => Some(before.and(more)?),
        (before, more) => before.or(more),
    };
    Ok(sum)
}
