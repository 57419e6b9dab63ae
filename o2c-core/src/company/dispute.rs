//! Disputes in the company: what a customer contests, and how it is settled.

use super::bad_debt::waive;
use super::correction::{IssueCreditNote, issue_credit_note, issued_document, known_document};
use super::decision::{Decision, Leg};
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::calendar::Day;
use crate::dispute::{Command, Contested, Dispute, Opened, Opening, Outcome, Reason};
use crate::error::Path;
use crate::id::{DisputeId, DocumentNumber, SeriesId, Text};
use crate::invoice::life::{CreditReason, CreditScope};
use crate::invoice::lifecycle::{self, Effect, Status};
use crate::machine::Machine;
use crate::money::{ExchangeRate, Money};
use crate::receivable::{AccountEntry, AccountKey, Difference, DifferenceKind, LetterLine};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A customer contests an invoice, or a part of it.
    OpenDispute {
        /// The caller's id of the dispute.
        dispute: DisputeId,
        /// The invoice.
        document: DocumentNumber,
        /// How much of it, VAT included; all that is open and in no other dispute where nothing is
        /// said. It is shared over what is open of its instalments.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
        /// Why.
        reason: Reason,
        /// Who looks after it on the seller's side.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// What the customer says.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// The day by which the customer is to be answered.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        answer_by: Option<Day>,
        /// Whether the items may not be lettered while the dispute lasts (rulebook L-10).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        do_not_match: bool,
    }
    /// Somebody looks into a dispute.
    ReviewDispute {
        /// Which dispute.
        dispute: DisputeId,
        /// Who, where that changes.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        owner: Text,
        /// What is to be looked into.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
    }
    /// The customer was right, in all or in part: what is not granted can be collected again.
    AcceptDispute {
        /// Which dispute.
        dispute: DisputeId,
        /// How it is settled.
        remedy: Remedy,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// The rate to the ledger's currency, for a credit note in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// The customer was not right: the amount can be collected again.
    RejectDispute {
        /// Which dispute.
        dispute: DisputeId,
        /// Whether the customer does not contest it any more.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "core::ops::Not::not"))]
        is_withdrawn: bool,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
    }
    /// The credit note that settles a dispute; it is lettered with what is open of the invoice.
    DisputeCredit {
        /// The series the number comes from.
        series: SeriesId,
        /// What of the invoice, at most what is disputed; the amount disputed where nothing is
        /// said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        scope: Option<CreditScope>,
        /// Why, and so what it means for the order and in the books.
        #[cfg_attr(feature = "serde", serde(default))]
        reason: CreditReason,
        /// A note to the customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
    }
    /// Give up what is disputed without a credit note: VAT that was owed stays owed.
    DisputeWriteOff {
        /// How much, VAT included, at most what is disputed and open; all of that where nothing is
        /// said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
    }
    /// The invoice that took the place of the one disputed.
    ReplacedBy {
        /// Its number.
        document: DocumentNumber,
    }
}

/// How a dispute is settled where the customer was right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Remedy {
    /// A credit note is issued and lettered with the invoice.
    CreditNote(DisputeCredit),
    /// A corrective invoice was issued in its place.
    Replaced(ReplacedBy),
    /// It is given up without a credit note.
    WriteOff(DisputeWriteOff),
}

/// Opens a dispute about what is open of an invoice.
pub(super) fn open(decision: &mut Decision<'_>, asked: &OpenDispute) -> Result<(), Rejection> {
    let document = known_document(decision.before(), &asked.document, "document")?;
    let opening = Opening {
        account: AccountKey::of(document.draft.customer.clone(), document.draft.currency),
        document: asked.document.clone(),
        amount: asked.amount,
        reason: asked.reason,
        owner: asked.owner.clone(),
        note: asked.note.clone(),
        answer_by: asked.answer_by,
        do_not_match: asked.do_not_match,
    };
    decision.run(Leg::Dispute(asked.dispute.clone(), Command::Open(opening)))
}

/// Notes who looks into a dispute.
pub(super) fn review(decision: &mut Decision<'_>, asked: &ReviewDispute) -> Result<(), Rejection> {
    known_dispute(decision.before(), &asked.dispute)?;
    let command = Command::Review { owner: asked.owner.clone(), note: asked.note.clone() };
    decision.run(Leg::Dispute(asked.dispute.clone(), command))
}

/// Settles a dispute: the credit note first, as it is issued otherwise, then the dispute is over.
pub(super) fn accept(decision: &mut Decision<'_>, asked: &AcceptDispute) -> Result<(), Rejection> {
    let (dispute, claim) = known_dispute(decision.before(), &asked.dispute)?;
    let outcome = match &asked.remedy {
        // What is over is refused before a document is made of it.
        Remedy::CreditNote(_) if dispute.closed().is_some() => {
            Outcome::Credited { amount: claim.amount()?, by: claim.document.clone() }
        }
        Remedy::CreditNote(credit) => {
            let note = credit_note(claim, credit, asked.exchange_rate)?;
            issue_credit_note(decision, &note)
                .map_err(|no| super::sale::inside(no, "remedy.credit_note"))?;
            let Some(issued) = issued_document(decision) else { return Ok(()) };
            let amount = issued.figures.gross.magnitude();
            Outcome::Credited { amount, by: issued.number.clone() }
        }
        Remedy::WriteOff(_) if dispute.closed().is_some() => {
            Outcome::WrittenOff { amount: claim.amount()? }
        }
        Remedy::WriteOff(given_up) => {
            let held = held_on(decision.before(), &asked.dispute, claim, (Day::MAX, None))?;
            let held = Money::sum(claim.account.currency, held.iter().map(|item| item.amount))?;
            let amount = given_up.amount.unwrap_or(held);
            waive(decision, &claim.document, amount)
                .map_err(|no| super::sale::inside(no, "remedy.write_off"))?;
            Outcome::WrittenOff { amount }
        }
        Remedy::Replaced(replaced) => {
            let by = &replaced.document;
            let path = "remedy.replaced.document";
            let issued = known_document(decision.before(), by, path)?;
            let is_in_place =
                issued.draft.preceding.iter().any(|before| before.number == claim.document);
            if !is_in_place {
                let (path, document) = (Path::field(path), claim.document.clone());
                return Err(Cause::NotInItsPlace { path, document, by: by.clone() }.into());
            }
            Outcome::Replaced { by: by.clone() }
        }
    };
    close(decision, &asked.dispute, outcome, &asked.note)
}

/// What is disputed can be collected again.
pub(super) fn reject(decision: &mut Decision<'_>, asked: &RejectDispute) -> Result<(), Rejection> {
    known_dispute(decision.before(), &asked.dispute)?;
    let outcome = if asked.is_withdrawn { Outcome::Withdrawn } else { Outcome::Rejected };
    close(decision, &asked.dispute, outcome, &asked.note)
}

fn close(
    decision: &mut Decision<'_>,
    dispute: &DisputeId,
    outcome: Outcome,
    note: &Text,
) -> Result<(), Rejection> {
    let command = Command::Close { outcome, note: note.clone() };
    decision.run(Leg::Dispute(dispute.clone(), command))
}

/// The credit note of a dispute: over the amount disputed, unless it says what of the invoice.
fn credit_note(
    claim: &Opened,
    credit: &DisputeCredit,
    exchange_rate: Option<ExchangeRate>,
) -> Result<IssueCreditNote, Rejection> {
    let scope = match &credit.scope {
        Some(scope) => scope.clone(),
        None => CreditScope::AmountWithVat(claim.amount()?),
    };
    Ok(IssueCreditNote {
        series: credit.series.clone(),
        invoice: claim.document.clone(),
        scope,
        reason: credit.reason,
        note: credit.note.clone(),
        terms: None,
        letter: true,
        exchange_rate,
    })
}

fn known_dispute<'v>(
    view: &'v dyn View,
    id: &DisputeId,
) -> Result<(&'v Dispute, &'v Opened), Rejection> {
    let dispute = view.dispute(id);
    dispute.and_then(|dispute| Some((dispute, dispute.claim()?))).ok_or_else(|| {
        let path = Path::field("dispute");
        Cause::UnknownDispute { path, dispute: id.clone() }.into()
    })
}

/// What is open of each item of a document and in no dispute that is known.
pub(super) fn undisputed(
    view: &dyn View,
    asked: &Opening,
) -> Result<Vec<Contested>, crate::money::Rejection> {
    let account = view.account(&asked.account);
    let entries = account.into_iter().flat_map(|account| account.open_now());
    let of_document = entries.filter(|entry| entry.item().kind.document() == Some(&asked.document));
    let mut open = Vec::new();
    for entry in of_document {
        let disputed = disputed_on(view, &asked.account, entry, Day::MAX, None);
        let amount = entry.open().amount.checked_sub(disputed)?;
        if amount.is_positive() {
            open.push(Contested { entry: entry.id().clone(), amount });
        }
    }
    Ok(open)
}

/// How much of an item is in dispute at the end of a day; with `known_at`, as one knew it at the
/// end of that day. Never more than is open of it on that day (rulebook R-12).
pub(super) fn disputed_on(
    view: &dyn View,
    account: &AccountKey,
    entry: &AccountEntry,
    day: Day,
    known_at: Option<Day>,
) -> Money {
    held_before(view, account, None, entry, (day, known_at))
}

/// How much of an item the disputes hold that were opened before one of them, or all.
fn held_before(
    view: &dyn View,
    account: &AccountKey,
    before: Option<&DisputeId>,
    entry: &AccountEntry,
    (day, known_at): (Day, Option<Day>),
) -> Money {
    let disputes = view.disputes_of(account).iter().take_while(|id| Some(*id) != before);
    let held = disputes
        .filter_map(|id| view.dispute(id)?.disputed_on(entry.id(), day, known_at))
        // Sums of 64-bit amounts stay within 128 bits.
        .fold(0_i128, |sum, part| sum.saturating_add(i128::from(part.minor())));
    let nothing = Money::zero(account.currency);
    if held == 0 {
        return nothing;
    }
    let open = entry.open_as_of(day, known_at).amount;
    match Money::from_wide(held, account.currency) {
        Ok(held) if held.minor() <= open.minor() => held,
        _ if open.is_positive() => open,
        _ => nothing,
    }
}

/// What a dispute holds of its items on a day: those opened before it come first.
pub(super) fn held_on(
    view: &dyn View,
    id: &DisputeId,
    claim: &Opened,
    (day, known_at): (Day, Option<Day>),
) -> Result<Vec<Contested>, crate::money::Rejection> {
    let (Some(account), Some(dispute)) = (view.account(&claim.account), view.dispute(id)) else {
        return Ok(Vec::new());
    };
    let mut held = Vec::with_capacity(claim.items.len());
    for item in &claim.items {
        let asked = dispute.disputed_on(&item.entry, day, known_at);
        let (Some(asked), Some(entry)) = (asked, account.entry(&item.entry)) else { continue };
        let before = held_before(view, &claim.account, Some(id), entry, (day, known_at));
        let open = entry.open_as_of(day, known_at).amount.checked_sub(before)?;
        let amount = if asked.minor() < open.minor() { asked } else { open };
        if amount.is_positive() {
            held.push(Contested { entry: item.entry.clone(), amount });
        }
    }
    Ok(held)
}

/// The dispute that keeps an item from being matched, if one does (rulebook L-10).
pub(super) fn keeps_from_matching<'v>(
    view: &'v dyn View,
    account: &AccountKey,
    entry: &crate::id::EntryId,
) -> Option<&'v DisputeId> {
    view.disputes_of(account).iter().find(|id| {
        let dispute = view.dispute(id);
        dispute.is_some_and(|dispute| {
            dispute.claim().is_some_and(|claim| claim.do_not_match)
                && dispute.disputed_on(entry, Day::MAX, None).is_some()
        })
    })
}

/// Nobody letters an item that may not be matched: its dispute is settled first.
pub(super) fn expect_matchable(
    view: &dyn View,
    account: &AccountKey,
    lines: &[LetterLine],
) -> Result<(), Rejection> {
    for (index, line) in lines.iter().enumerate() {
        if let Some(dispute) = keeps_from_matching(view, account, &line.entry) {
            let path = Path::field("entry").inside_index("lines", index);
            let (entry, dispute) = (line.entry.clone(), dispute.clone());
            return Err(Cause::DisputedItem { path, entry, dispute }.into());
        }
    }
    Ok(())
}

/// A small difference is not written off of what is in dispute: the dispute says what becomes of it
/// (rulebook 4.2 point 9).
pub(super) fn expect_undisputed(
    view: &dyn View,
    account: &AccountKey,
    lines: &[LetterLine],
    differences: &[Difference],
) -> Result<(), Rejection> {
    if differences.iter().all(|one| one.kind != DifferenceKind::WriteOff) {
        return Ok(());
    }
    for (index, line) in lines.iter().enumerate() {
        let entry = view.account(account).and_then(|account| account.entry(&line.entry));
        let disputed = entry
            .map(|entry| disputed_on(view, account, entry, Day::MAX, None))
            .filter(|disputed| disputed.is_positive());
        if let Some(disputed) = disputed {
            let path = Path::field("entry").inside_index("lines", index);
            let entry = line.entry.clone();
            return Err(Cause::WriteOffDisputed { path, entry, disputed }.into());
        }
    }
    Ok(())
}

/// What the buyer says of an electronic invoice opens a dispute or ends one (rulebook E-05): in
/// dispute (207) and refused (210) over all that is open, partly approved (206) over what is not
/// approved. Whoever disputes already disputes no more; an approval (205) ends what is disputed.
pub(super) fn said(
    decision: &mut Decision<'_>,
    document: &DocumentNumber,
    event: &lifecycle::Event,
) -> Result<(), Rejection> {
    let lifecycle::Event::Recorded(recorded) = event;
    let (view, statement) = (decision.before(), &recorded.statement);
    let Some(issued) = view.document(document) else { return Ok(()) };
    let account = AccountKey::of(issued.draft.customer.clone(), issued.draft.currency);
    let is_of_document = |id: &&DisputeId| {
        let dispute = view.dispute(id).filter(|dispute| dispute.closed().is_none());
        let claim = dispute.and_then(Dispute::claim);
        claim.is_some_and(|claim| claim.document == *document)
    };
    let standing: Vec<DisputeId> =
        view.disputes_of(&account).iter().filter(is_of_document).cloned().collect();
    if statement.status == Status::Approved {
        for id in standing {
            let latest = view.dispute(&id).and_then(Dispute::latest);
            if latest.is_some_and(|latest| latest.on <= decision.command.effective_on) {
                let (outcome, note) = (Outcome::Withdrawn, Text::default());
                let command = Command::Close { outcome, note };
                decision.run_via("lifecycle.recorded", Leg::Dispute(id, command))?;
            }
        }
        return Ok(());
    }
    let contests = [Status::InDispute, Status::PartlyApproved, Status::Refused];
    if !standing.is_empty() || !contests.contains(&statement.status) {
        return Ok(());
    }
    let mut lifecycle = view.lifecycle(document).cloned().unwrap_or_default();
    lifecycle.evolve(event).map_err(|broken| super::broken_history(0, &broken))?;
    let said = lifecycle.standing(issued.figures.gross)?.effects.into_iter();
    let amount = said.filter_map(|effect| match effect {
        Effect::Dispute { amount } => Some(amount),
        Effect::DunningBlock
        | Effect::DunningHold
        | Effect::CreditNoteRequested
        | Effect::PaymentAnnounced { .. } => None,
    });
    let mut opening = Opening {
        account,
        document: document.clone(),
        amount: None,
        reason: statement.reasons.first().copied().map_or(Reason::Other, Reason::of_code),
        owner: Text::default(),
        note: statement.by.clone(),
        answer_by: None,
        do_not_match: false,
    };
    let open = undisputed(view, &opening)?;
    let open = Money::sum(opening.account.currency, open.into_iter().map(|item| item.amount))?;
    let least =
        amount.fold(open, |least, one| if one.minor() < least.minor() { one } else { least });
    if !least.is_positive() {
        return Ok(());
    }
    opening.amount = Some(least);
    let id = unused_dispute(view, &alloc::format!("{document} {}", statement.status.code()))?;
    decision.run_via("lifecycle.recorded", Leg::Dispute(id, Command::Open(opening)))
}

/// A name for a dispute that nobody named: the one wished for, such as `F2026-00001 207`, or where
/// that is taken or does not fit the first free of `dispute-1`, `dispute-2`, …
pub(super) fn unused_dispute(view: &dyn View, wish: &str) -> Result<DisputeId, Rejection> {
    if let Ok(id) = DisputeId::new(wish)
        && view.dispute(&id).is_none()
    {
        return Ok(id);
    }
    // No more names are taken than there are disputes.
    let mut number = 1_usize;
    loop {
        let id = DisputeId::new(&alloc::format!("dispute-{number}"))?;
        if view.dispute(&id).is_none() {
            return Ok(id);
        }
        number = number.saturating_add(1);
    }
}
