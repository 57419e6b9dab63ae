//! What a customer keeps back is in dispute from then on.
//!
//! A deduction settles nothing: its amount stays owed on the account (rulebook R-12), and it is
//! contested, so a dispute is opened over it by itself, with its reason. Whether it was deducted
//! for good shows when the dispute is over: accepted, a credit note or a write-off settles it;
//! rejected, it is collected like anything else that is open.

use super::decision::{Decision, Leg};
use super::dispute::{disputed_on, unused_dispute};
use super::rejection::Rejection;
use super::view::View;
use crate::calendar::Day;
use crate::dispute::{Command, Opening, Reason};
use crate::id::{EntryId, Text};
use crate::receivable::{AccountKey, Deduction};

/// Opens the dispute over a deduction; none where all of it is in dispute already, or where it is
/// kept back of something that is no document of ours.
pub(super) fn deducted(
    decision: &mut Decision<'_>,
    account: &AccountKey,
    entry: &EntryId,
    deduction: &Deduction,
) -> Result<(), Rejection> {
    let view: &dyn View = decision.now()?;
    let Some(item) = view.account(account).and_then(|account| account.entry(entry)) else {
        return Ok(());
    };
    let Some(document) = item.item().kind.document().cloned() else { return Ok(()) };
    let disputed = disputed_on(view, account, item, Day::MAX, None);
    let free = item.open().amount.checked_sub(disputed)?;
    let amount = if free.minor() < deduction.amount.minor() { free } else { deduction.amount };
    if !amount.is_positive() {
        return Ok(());
    }
    let id = unused_dispute(view, &alloc::format!("{entry} deduction"))?;
    let opening = Opening {
        account: account.clone(),
        document,
        amount: Some(amount),
        reason: Reason::of_text(deduction.reason.as_str()),
        owner: Text::default(),
        note: deduction.reason.clone(),
        answer_by: None,
        do_not_match: false,
    };
    decision.run_via("receivable.deducted", Leg::Dispute(id, Command::Open(opening)))
}
