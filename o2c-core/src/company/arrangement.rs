//! What is arranged with a customer who does not pay at once: promises and plans of instalments
//! (rulebook ), in the words of the account.

use super::cash::known_account;
use super::decision::{Decision, Leg};
use super::rejection::Rejection;
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{CustomerId, EntryId, PlanId, PromiseId, Text};
use crate::money::{Currency, Money};
use crate::receivable::{self, AskedInstalment, AskedPlan, AskedPromise};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Note what a customer promises to pay (rulebook R-09). Whether he keeps it follows from what
    /// comes in.
    PromisePayment {
        /// Who promises.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// The caller's reference, unique on the account.
        promise: PromiseId,
        /// The items, in the order in which they are to be paid.
        entries: Vec<EntryId>,
        /// How much; all that is open of the items where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        amount: Option<Money>,
        /// The last day on which it is in time.
        pay_on: Day,
        /// How much less is still enough.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        tolerance: Option<Money>,
        /// What was said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
    }
    /// Let a promise count no longer: it was noted in error, or another one takes its place.
    WithdrawPromise {
        /// Whose account.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// Which promise.
        promise: PromiseId,
    }
    /// Agree with a customer that he pays what is open of items by instalments (rulebook R-10). The
    /// name of a plan in force makes a new version of it, over what is open now. Agreed interest is
    /// billed first, with a debit note, and covered like any other item.
    AgreeInstalmentPlan {
        /// Whose plan.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// The caller's reference, unique on the account.
        plan: PlanId,
        /// What it covers: items with something open.
        entries: Vec<EntryId>,
        /// The instalments, in the order of their days.
        instalments: Vec<AskedInstalment>,
        /// After how many days without payment of an instalment the whole falls due at once; never
        /// where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        default_after: Option<u16>,
        /// What was agreed besides.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
    }
    /// Let a plan of instalments count no longer: what it covers is due when it was before.
    EndInstalmentPlan {
        /// Whose plan.
        customer: CustomerId,
        /// In which currency.
        currency: Currency,
        /// Which plan.
        plan: PlanId,
    }
}

/// Notes a promise.
pub(super) fn promise(
    decision: &mut Decision<'_>,
    asked: &PromisePayment,
) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &asked.customer, asked.currency)?;
    let command = receivable::Command::Promise(AskedPromise {
        promise: asked.promise.clone(),
        entries: asked.entries.clone(),
        amount: asked.amount,
        pay_on: asked.pay_on,
        tolerance: asked.tolerance,
        note: asked.note.clone(),
    });
    decision.run(Leg::Receivable(account, command))
}

/// Lets a promise count no longer.
pub(super) fn withdraw(
    decision: &mut Decision<'_>,
    asked: &WithdrawPromise,
) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &asked.customer, asked.currency)?;
    let command = receivable::Command::WithdrawPromise { promise: asked.promise.clone() };
    decision.run(Leg::Receivable(account, command))
}

/// Agrees a plan of instalments.
pub(super) fn agree(
    decision: &mut Decision<'_>,
    asked: &AgreeInstalmentPlan,
) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &asked.customer, asked.currency)?;
    let command = receivable::Command::AgreePlan(AskedPlan {
        plan: asked.plan.clone(),
        entries: asked.entries.clone(),
        instalments: asked.instalments.clone(),
        default_after: asked.default_after,
        note: asked.note.clone(),
    });
    decision.run(Leg::Receivable(account, command))
}

/// Lets a plan count no longer.
pub(super) fn end(decision: &mut Decision<'_>, asked: &EndInstalmentPlan) -> Result<(), Rejection> {
    let account = known_account(decision.before(), &asked.customer, asked.currency)?;
    let command = receivable::Command::EndPlan { plan: asked.plan.clone() };
    decision.run(Leg::Receivable(account, command))
}
