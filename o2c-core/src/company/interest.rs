//! Interest for late payment: what the items of an account bear, and the debit note that bills it.

use super::claim::{Claim, IssueDebitNote, indemnity_by_hand, issue_debit_note};
use super::correction::issued_document;
use super::decision::Decision;
use super::event::Event;
use super::pairs::pairs_of;
use super::rejection::{Cause, Rejection};
use super::sale::known_customer;
use super::series::known_series;
use super::view::View;
use crate::body::bodies;
use crate::calendar::{DatedTable, Day};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId, SeriesId, Text};
use crate::interest::{self, ClaimFigures, LateItem, Movement, MovementKind, Terms};
use crate::invoice::life::{Credit, CreditReason};
use crate::invoice::{ClaimKind, Document, DocumentKind};
use crate::machine::BrokenHistory;
use crate::money::{Currency, Exact, ExchangeRate, Money, telescope};
use crate::party::PartyKind;
use crate::receivable::{Account, AccountEntry, AccountKey, EntryKind};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Bill the interest of a customer's late items in one currency and the flat compensation, on
    /// a debit note (rulebook T-20 to T-24): what they come to up to a day, less what was billed
    /// before. An item whose interest has become less than what was billed is left out. What a
    /// credit note gives back of the debit note's lines by their quantity may be billed again; a
    /// value that is given back alone, and a rebate, stay billed.
    BillInterest {
        /// The series the number comes from.
        series: SeriesId,
        /// Of whom it is claimed.
        customer: CustomerId,
        /// The currency of the items and of the claim.
        currency: Currency,
        /// The last day that bears interest, not after the command's; the command's own where
        /// none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// The rates and how they count.
        terms: Terms,
        /// The flat compensation for recovery, each from the day it holds, in the same currency;
        /// none is claimed where none is given, nor of consumers.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fixed_fee: Option<DatedTable<Money>>,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// What one debit note billed of an account's late items, or a credit note gave back of it.
    InterestBilled {
        /// The debit note or the credit note.
        by: DocumentNumber,
        /// The day it counts.
        billed_on: Day,
        /// The day it became known.
        recorded_on: Day,
        /// The interest, item by item.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        items: Vec<ItemBilled>,
        /// The invoices whose flat compensation it claims.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        fees: Vec<DocumentNumber>,
        /// The invoices whose flat compensation is given back.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        fees_given_back: Vec<DocumentNumber>,
    }
    /// The interest billed on one item.
    ItemBilled {
        /// The item.
        entry: EntryId,
        /// How much: above zero, or below where it is given back.
        interest: Money,
    }
}

/// The debit note that billed the flat compensation of an invoice and was not given back.
pub(super) fn compensation_billed<'b>(
    bills: impl IntoIterator<Item = &'b InterestBilled>,
    invoice: &DocumentNumber,
) -> Option<&'b DocumentNumber> {
    bills.into_iter().fold(None, |billed, bill| {
        if bill.fees.contains(invoice) {
            Some(&bill.by)
        } else {
            billed.filter(|_| !bill.fees_given_back.contains(invoice))
        }
    })
}

impl InterestBilled {
    /// Notes what was billed on an account: the flat compensation is claimed once per invoice
    /// (contract I15).
    pub(super) fn follow(&self, before: &mut Vec<InterestBilled>) -> Result<(), BrokenHistory> {
        let is_known = |fee: &&DocumentNumber| compensation_billed(&*before, fee).is_some();
        if let Some(fee) = self.fees.iter().find(is_known) {
            let reason = alloc::format!("the compensation for {fee} is billed twice");
            return Err(BrokenHistory::new("company", reason).against("I15"));
        }
        before.push(self.clone());
        Ok(())
    }
}

/// Bills the interest of an account: a line for each item and one for each compensation.
pub(super) fn bill_interest(
    decision: &mut Decision<'_>,
    asked: &BillInterest,
) -> Result<(), Rejection> {
    let (view, effective_on) = (decision.before(), decision.command.effective_on);
    known_series(view, &asked.series)?;
    known_customer(view, &asked.customer)?;
    let until = asked.until.unwrap_or(effective_on);
    if until > effective_on {
        let path = Path::field("until");
        return Err(Cause::InterestInAdvance { path, until, effective_on }.into());
    }
    let key = AccountKey::of(asked.customer.clone(), asked.currency);
    // What was billed is billed, whatever day it counts.
    let late = Late { as_of: effective_on, known_at: None, until };
    let billed: Vec<&InterestBilled> = view.billed(&key).iter().collect();
    let claimed = late.claim(view, &key, &billed, &asked.terms, asked.fixed_fee.as_ref())?;
    let (lines, items, fees) = match claimed {
        Some((late, figures)) => lines_of(&late, &figures, until)?,
        None => Default::default(),
    };
    if lines.is_empty() {
        let (path, customer) = (Path::field("customer"), asked.customer.clone());
        return Err(Cause::NothingToBill { path, customer, until }.into());
    }
    let related: BTreeSet<DocumentNumber> =
        items.iter().map(|(number, _)| number).chain(&fees).cloned().collect();
    let note = IssueDebitNote {
        series: asked.series.clone(),
        customer: asked.customer.clone(),
        currency: asked.currency,
        lines,
        terms: None,
        relates_to: related.into_iter().collect(),
        note: Text::default(),
        exchange_rate: asked.exchange_rate,
    };
    issue_debit_note(decision, &note)?;
    let Some(issued) = issued_document(decision) else { return Ok(()) };
    let (billed_on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let items = items.into_iter().map(|(_, item)| item).collect();
    let (by, fees_given_back) = (issued.number.clone(), Vec::new());
    let billed = InterestBilled { by, billed_on, recorded_on, items, fees, fees_given_back };
    decision.push(Event::InterestBilled { account: key, billed });
    Ok(())
}

/// What a credit note gives back of a debit note over interest is not billed any more: by the
/// quantities of its lines, as those of an order (rulebook O-11).
pub(super) fn give_back_interest(
    decision: &mut Decision<'_>,
    original: &Document,
    credit: &Credit,
    by: &DocumentNumber,
) -> Result<(), Rejection> {
    let view = decision.before();
    let key = AccountKey::of(original.draft.customer.clone(), original.draft.currency);
    let Some(bill) = view.billed(&key).iter().find(|bill| bill.by == original.number) else {
        return Ok(());
    };
    let (mut items, mut fees_given_back) = (Vec::new(), Vec::new());
    for part in credit.lines.iter().filter(|part| !part.quantity.is_zero()) {
        let lines = &original.draft.lines;
        let Some(at) = lines.iter().position(|line| line.id == part.line) else { continue };
        let Some(line) = lines.get(at) else { continue };
        let so_far = view.life(&original.number).and_then(|life| life.line(&line.id));
        let before = so_far.map_or(Exact::ZERO, |line| line.quantity);
        let after = before.checked_add(part.quantity)?;
        let [before, after, whole] = Exact::in_one_unit([before, after, line.quantity.figure()]);
        // The lines are the items first, then the compensations.
        if let Some(item) = bill.items.get(at) {
            let interest = telescope(item.interest, before, after, whole)?.negated();
            items.push(ItemBilled { entry: item.entry.clone(), interest });
        } else if let Some(fee) = bill.fees.get(at.saturating_sub(bill.items.len()))
            && after == whole
        {
            fees_given_back.push(fee.clone());
        }
    }
    items.retain(|item| !item.interest.is_zero());
    if items.is_empty() && fees_given_back.is_empty() {
        return Ok(());
    }
    let (billed_on, recorded_on) = (decision.accounted_on, decision.command.recorded_on);
    let (by, fees) = (by.clone(), Vec::new());
    let billed = InterestBilled { by, billed_on, recorded_on, items, fees, fees_given_back };
    decision.push(Event::InterestBilled { account: key, billed });
    Ok(())
}

/// The claims of a debit note, the items whose interest they are with their documents, and the
/// invoices whose compensation.
type Lines = (Vec<Claim>, Vec<(DocumentNumber, ItemBilled)>, Vec<DocumentNumber>);

/// What a claim comes to, line by line: interest above zero first, then compensations.
fn lines_of(late: &[LateEntry], figures: &ClaimFigures, until: Day) -> Result<Lines, Rejection> {
    let (mut lines, mut items, mut fees) = Lines::default();
    let mut claim = |description: &str, amount, kind| -> Result<(), Rejection> {
        lines.push(Claim { description: Text::new(description)?, amount, kind });
        Ok(())
    };
    for (of, accrual) in late.iter().zip(&figures.accruals) {
        if !accrual.to_bill.is_positive() {
            continue;
        }
        let (number, due_on) = (of.document.clone(), of.item.due_on);
        let description = alloc::format!("Interest on {number} due {due_on}, until {until}");
        claim(&description, accrual.to_bill, ClaimKind::Interest)?;
        items.push((number, ItemBilled { entry: of.entry.clone(), interest: accrual.to_bill }));
    }
    for fee in &figures.fees {
        let description = alloc::format!("Compensation for recovery of {}", fee.invoice);
        claim(&description, fee.amount, ClaimKind::Indemnity)?;
        fees.push(DocumentNumber::new(fee.invoice.as_str())?);
    }
    Ok((lines, items, fees))
}

/// An item that fell due, as it stands in the claim.
#[derive(Debug)]
pub(super) struct LateEntry {
    pub(super) entry: EntryId,
    pub(super) document: DocumentNumber,
    item: LateItem,
}

/// Which items are looked at, and how far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Late {
    /// What took effect by this day counts.
    pub(super) as_of: Day,
    /// Only what had been recorded by the end of this day; everything where none is given.
    pub(super) known_at: Option<Day>,
    /// The last day that bears interest.
    pub(super) until: Day,
}

impl Late {
    /// What the late items of a customer's account bear; nothing where none fell due.
    pub(super) fn claim(
        self,
        view: &dyn View,
        key: &AccountKey,
        billed: &[&InterestBilled],
        terms: &Terms,
        fixed_fee: Option<&DatedTable<Money>>,
    ) -> Result<Option<(Vec<LateEntry>, ClaimFigures)>, Rejection> {
        let (Some(account), crate::receivable::Holder::Customer(customer)) =
            (view.account(key), &key.holder)
        else {
            return Ok(None);
        };
        let late = self.entries(view, key, account, billed)?;
        if late.is_empty() {
            return Ok(None);
        }
        let figures = interest::claim(&interest::Claim {
            items: late.iter().map(|of| of.item.clone()).collect(),
            until: self.until,
            terms: terms.clone(),
            fixed_fee: fixed_fee.cloned(),
            is_professional: known_customer(view, customer)?.party.kind == PartyKind::Professional,
        })?;
        Ok(Some((late, figures)))
    }

    /// The invoices and instalments that fell due, with what settled them. Claims of interest
    /// and costs bear none (rulebook T-24).
    fn entries(
        self,
        view: &dyn View,
        key: &AccountKey,
        account: &Account,
        billed: &[&InterestBilled],
    ) -> Result<Vec<LateEntry>, Rejection> {
        let mut settled = self.settled(view, account);
        let mut late = Vec::new();
        for entry in account.entries() {
            let item = entry.item();
            let due_on = entry.due_as_of(self.as_of, self.known_at);
            let is_there = self.sees(item.accounted_on, entry.recorded_on());
            let Some(document) = entry.item().kind.document().filter(|_| is_there) else {
                continue;
            };
            let is_claim =
                view.document(document).is_some_and(|one| one.kind() == DocumentKind::DebitNote);
            if is_claim || !item.amount.is_positive() || due_on >= self.until {
                continue;
            }
            let mut of = LateItem::new(Text::new(document.as_str())?, item.amount, due_on);
            of.movements = settled.remove(&item.id).unwrap_or_default();
            let of_item = billed.iter().flat_map(|bill| &bill.items);
            let of_item = of_item.filter(|one| one.entry == item.id).map(|one| one.interest);
            of.billed = Some(Money::sum(item.amount.currency(), of_item)?);
            of.is_fee_billed = compensation_billed(billed.iter().copied(), document).is_some()
                || indemnity_by_hand(view, key, document).is_some();
            late.push(LateEntry { entry: item.id.clone(), document: document.clone(), item: of });
        }
        Ok(late)
    }

    /// Whether something had taken effect and was known.
    pub(super) fn sees(self, effective_on: Day, recorded_on: Day) -> bool {
        let is_known = self.known_at.is_none_or(|known_at| recorded_on <= known_at);
        effective_on <= self.as_of && is_known
    }

    /// What settled each debit of an account: the letters that stand, those dissolved count as if
    /// they had never been. A debit is settled on the day of the credit's document, for a payment
    /// that on which the funds came in, not on that of the lettering.
    fn settled<'a>(
        self,
        view: &dyn View,
        account: &'a Account,
    ) -> BTreeMap<&'a EntryId, Vec<Movement>> {
        let mut settled: BTreeMap<&EntryId, Vec<Movement>> = BTreeMap::new();
        for pair in pairs_of(view, account, self.as_of, self.known_at) {
            let (on, amount) = (pair.credit.item().document_on, pair.amount);
            let movement = Movement { on, amount, kind: kind_of(view, pair.credit, pair.debit) };
            settled.entry(pair.debit.id()).or_default().push(movement);
        }
        settled
    }
}

/// What a credit is to the debit it settles (rulebook T-21): a credit note that corrects the
/// document it names lowers it from the due day on; a rebate, and one that names another document,
/// from its own day on.
fn kind_of(view: &dyn View, credit: &AccountEntry, debit: &AccountEntry) -> MovementKind {
    match &credit.item().kind {
        EntryKind::Invoice { document, .. } => {
            let Some(note) = view.document(document) else { return MovementKind::CreditNote };
            let named = debit.item().kind.document();
            let names = note.draft.preceding.iter().any(|one| named == Some(&one.number));
            if names && note.draft.credit_reason != Some(CreditReason::Rebate) {
                MovementKind::Correction
            } else {
                MovementKind::CreditNote
            }
        }
        EntryKind::Discount { .. } | EntryKind::DiscountReversal { .. } => MovementKind::CreditNote,
        EntryKind::Difference { kind, .. } | EntryKind::DifferenceReversal { kind, .. } => {
            if kind.is_paid() { MovementKind::Payment } else { MovementKind::CreditNote }
        }
        EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Moved { .. } => MovementKind::Payment,
    }
}
