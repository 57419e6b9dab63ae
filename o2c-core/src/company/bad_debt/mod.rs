//! Debts that may not be paid, and those that will not (rulebook 5.2, A-03, V-07): doubtful, with
//! an allowance, written off, recovered.
//!
//! ```text
//!  owed ──▶ doubtful ──────▶ allowance ──────▶ written off ────────▶ recovered
//!           416 / 411        68174 / 491       6541·44571 / 411      512 / 7583·44571
//!           VAT included     without VAT       491 / 78174           at most what was lost
//! ```
//!
//! An allowance never exceeds what is open without VAT: what is settled releases what is beyond.

mod allowance;
mod recovery;
mod rest;

pub use allowance::{AllowanceOf, AllowanceSet, SetAllowance};
pub use recovery::{RecordRecovery, Recovered};

pub(super) use allowance::{allowance_on, release_beyond, set_allowance};
pub(super) use recovery::{lost_of, record_recovery};
pub(super) use rest::{Rest, rest_now, rest_of};

use super::correction::known_document;
use super::decision::{Decision, Leg};
use super::dispute::expect_matchable;
use super::rejection::{Cause, Rejection};
use super::view::View;
use crate::body::bodies;
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId};
use crate::invoice::OrderPart;
use crate::money::{Currency, Money, split};
use crate::receivable::{self, AccountKey, DiscountShare, LetterLine, Loss, Reduction};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// The debts of a customer in one currency.
    DebtsOf {
        /// Whose.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// Only those of these documents; all that is open where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        documents: Vec<DocumentNumber>,
    }
    /// Write off what is open of a document, or a part of it, because it is irrecoverable.
    WriteOffBadDebt {
        /// The document.
        document: DocumentNumber,
        /// How much of what is open, VAT included; all of it where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
    }
}

/// Takes a customer's open debts to the account of doubtful customers, VAT included (rulebook
/// A-03), or back.
pub(super) fn reclassify(
    decision: &mut Decision<'_>,
    asked: &DebtsOf,
    is_doubtful: bool,
) -> Result<(), Rejection> {
    let key = AccountKey::of(asked.customer.clone(), asked.currency);
    let Some(account) = decision.before().account(&key) else {
        let (path, customer) = (Path::field("customer"), asked.customer.clone());
        let currency = asked.currency;
        return Err(Cause::UnknownAccount { path, customer, currency }.into());
    };
    let stands = |document: &DocumentNumber| {
        account.entries().iter().any(|entry| entry.item().kind.document() == Some(document))
    };
    for (index, document) in asked.documents.iter().enumerate() {
        if !stands(document) {
            let (path, document) = (Path::index("documents", index), document.clone());
            return Err(Cause::UnknownDocument { path, document }.into());
        }
    }
    let is_asked = |entry: &&receivable::AccountEntry| {
        let named = entry.item().kind.document();
        asked.documents.is_empty() || named.is_some_and(|named| asked.documents.contains(named))
    };
    let debts = account.open_now().filter(|entry| entry.open().amount.is_positive());
    let moves = debts.filter(|entry| entry.is_doubtful() != is_doubtful).filter(is_asked);
    let entries: Vec<EntryId> = moves.map(|entry| entry.id().clone()).collect();
    let command = receivable::Command::Reclassify { entries, is_doubtful };
    decision.run(Leg::Receivable(key, command)).map_err(|no| {
        no.with_path(&|path| if path.as_str() == "entries" { "documents".into() } else { path })
    })
}

/// Writes off what is irrecoverable of a document: the price is lost, the VAT that was owed comes
/// back, and VAT that waits for the payment does not wait any more (rulebook EX-V4).
pub(super) fn write_off_bad_debt(
    decision: &mut Decision<'_>,
    asked: &WriteOffBadDebt,
) -> Result<(), Rejection> {
    let view = decision.before();
    let document = known_document(view, &asked.document, "document")?;
    let rest = rest_now(view, &document)?;
    let items = rest.items.iter().map(|(entry, _)| LetterLine::whole(entry.clone()));
    expect_matchable(view, &rest.account, &items.collect::<Vec<_>>())
        .map_err(|no| no.with_path(&|_| "document".into()))?;
    let because = if document.issued_on.year() == decision.accounted_on.year() {
        Reduction::BadDebtOfThisYear
    } else {
        Reduction::BadDebtOfEarlierYears
    };
    lose(decision, &asked.document, rest, asked.amount, because)
}

/// Gives up a part of what is open of a document without a credit note: VAT that waits for the
/// payment does not wait any more, but VAT that was owed stays owed.
pub(super) fn waive(
    decision: &mut Decision<'_>,
    number: &DocumentNumber,
    amount: Money,
) -> Result<(), Rejection> {
    let view = decision.before();
    let document = known_document(view, number, "document")?;
    let mut rest = rest_now(view, &document)?;
    if view.collected(number).is_none() {
        for share in &mut rest.shares {
            share.net = share.net.checked_add(share.tax)?;
            share.tax = Money::zero(share.net.currency());
        }
    }
    lose(decision, number, rest, Some(amount), Reduction::Waiver)
}

/// Settles an amount of what is open by a loss, shared over the items by what is open of each.
fn lose(
    decision: &mut Decision<'_>,
    number: &DocumentNumber,
    mut rest: Rest,
    asked: Option<Money>,
    because: Reduction,
) -> Result<(), Rejection> {
    expect_deducted(decision.before(), number)?;
    let (path, document) = (Path::field("amount"), number.clone());
    if !rest.open.is_positive() {
        let path = Path::field("document");
        return Err(Cause::NothingOpenOf { path, document }.into());
    }
    let amount = asked.unwrap_or(rest.open);
    rest.open.expect(amount.currency()).map_err(|no| Rejection::from(no.inside("amount")))?;
    if !amount.is_positive() {
        return Err(Cause::AmountNotPositive { path, amount }.into());
    }
    if amount.minor() > rest.open.minor() {
        let (asked, open) = (amount, rest.open);
        return Err(Cause::BeyondOpenOf { path, document, asked, open }.into());
    }
    let weights: Vec<i128> = rest.items.iter().map(|(_, open)| i128::from(open.minor())).collect();
    let mut losses = Vec::with_capacity(rest.items.len());
    for ((entry, _), part) in rest.items.iter().zip(split(amount, &weights)?) {
        if !part.is_zero() {
            let shares = take(&mut rest.shares, part)?;
            losses.push(Loss { entry: entry.clone(), shares });
        }
    }
    let command = receivable::Command::WriteOff { losses, because };
    decision.run(Leg::Receivable(rest.account, command))
}

/// What no invoice has deducted of a deposit yet is no loss, nothing was supplied for it: it is
/// given back, so that no invoice deducts what nobody will pay.
fn expect_deducted(view: &dyn View, number: &DocumentNumber) -> Result<(), Rejection> {
    let of_order = view.document(number).and_then(|document| document.draft.of_order.as_ref());
    let Some(OrderPart::Deposit { order, .. }) = of_order else { return Ok(()) };
    let deposit = view.order(order).and_then(|order| order.deposit(number));
    match deposit.map(|deposit| deposit.rest()).transpose()? {
        Some(rest) if !rest.is_empty() => {
            let (path, document) = (Path::field("document"), number.clone());
            Err(Cause::IsDeposit { path, document }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Takes an amount out of shares, by largest remainder on what is left of each, the tax in step:
/// what is taken last takes all.
pub(super) fn take(
    left: &mut [DiscountShare],
    amount: Money,
) -> Result<Vec<DiscountShare>, crate::money::Rejection> {
    let whole = |share: &DiscountShare| {
        i128::from(share.net.minor()).saturating_add(i128::from(share.tax.minor()))
    };
    let weights: Vec<i128> = left.iter().map(whole).collect();
    let mut taken = Vec::with_capacity(left.len());
    for (share, part) in left.iter_mut().zip(split(amount, &weights)?) {
        if part.is_zero() {
            continue;
        }
        let tax = crate::money::telescope(share.tax, 0, i128::from(part.minor()), whole(share))?;
        let net = part.checked_sub(tax)?;
        share.net = share.net.checked_sub(net)?;
        share.tax = share.tax.checked_sub(tax)?;
        taken.push(DiscountShare { vat: share.vat, net, tax });
    }
    Ok(taken)
}
