//! A payment that is not enough: which items it settles, by the debtor's choice or by law.

use super::cash::{payment_of, unknown_payment};
use super::decision::{Decision, Leg};
use super::dispute::keeps_from_matching;
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::error::Path;
use crate::id::{EntryId, PaymentId};
use crate::invoice::DocumentKind;
use crate::receivable::{
    self, Account, AccountEntry, Allocate, Debt, DebtKind, Holder, LetterLine, allocate,
};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Letter what is open of a payment with what its payer owes: what he chose, then what is due
    /// and oldest (rulebook L-07, L-08).
    AllocatePayment {
        /// Which payment.
        payment: PaymentId,
        /// The items that the payer named, the first first.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        choice: Vec<EntryId>,
        /// Whether what debit notes claim, interest and costs, goes before what invoices claim.
        #[cfg_attr(feature = "serde", serde(default))]
        interest_first: bool,
    }
}

/// Letters a payment with its payer's debts.
pub(super) fn allocate_payment(
    decision: &mut Decision<'_>,
    asked: &AllocatePayment,
) -> Result<(), Rejection> {
    let view = decision.before();
    let (key, entry) = payment_of(view, &asked.payment)?;
    if key.holder == Holder::Suspense {
        let (path, payment) = (Path::field("payment"), asked.payment.clone());
        return Err(Cause::PayerUnknown { path, payment }.into());
    }
    let account = view.account(&key).ok_or_else(|| unknown_payment(&asked.payment))?;
    let paid = account.entry(&entry).ok_or_else(|| unknown_payment(&asked.payment))?;
    if paid.is_closed() {
        let path = Path::field("payment");
        return Err(receivable::Rejection::NothingOpen { path, entry }.into());
    }
    for (index, entry) in asked.choice.iter().enumerate() {
        if let Some(dispute) = keeps_from_matching(view, &key, entry) {
            let (path, entry) = (Path::index("choice", index), entry.clone());
            return Err(Cause::DisputedItem { path, entry, dispute: dispute.clone() }.into());
        }
    }
    let shared = allocate(&Allocate {
        payment: paid.open().amount.negated(),
        on: decision.command.effective_on,
        debts: debts_of(view, account),
        choice: asked.choice.clone(),
        interest_first: asked.interest_first,
    })
    .map_err(|no| no.with_path(&choice_alone))?;
    let settled = shared.debts.into_iter().filter(|debt| !debt.amount.is_zero());
    let lines = settled.map(|debt| LetterLine::part(debt.entry, debt.amount));
    let lines: Vec<LetterLine> = lines.chain([LetterLine::whole(entry)]).collect();
    let differences = Vec::new();
    let command = receivable::Command::Letter { lines, take_discount: false, differences };
    decision.run(Leg::Receivable(key, command))
}

/// Of all that is shared only the choice is the sender's.
fn choice_alone(path: Path) -> Path {
    if path.as_str().starts_with("choice") { path } else { Path::field("payment") }
}

/// What is owed on an account, by items; what may not be matched is passed over (rulebook L-10).
fn debts_of(view: &dyn View, account: &Account) -> Vec<Debt> {
    let of = |entry: &AccountEntry| Debt {
        entry: entry.id().clone(),
        open: entry.open().amount,
        incurred_on: entry.item().document_on,
        due_on: entry.due_on(),
        kind: kind_of(view, entry),
        urgency: 0,
    };
    let may_be_matched =
        |entry: &AccountEntry| keeps_from_matching(view, account.key(), entry.id()).is_none();
    let open = account.open_now().filter(|entry| entry.open().amount.is_positive());
    open.filter(|entry| may_be_matched(entry)).map(of).collect()
}

fn kind_of(view: &dyn View, entry: &AccountEntry) -> DebtKind {
    let document = entry.item().kind.document().and_then(|document| view.document(document));
    match document.map(|document| document.kind()) {
        Some(DocumentKind::DebitNote) => DebtKind::Interest,
        Some(_) | None => DebtKind::Principal,
    }
}
