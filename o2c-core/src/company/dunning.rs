//! Dunning of the company: who falls under which policy, and the run that writes reminders.

use super::claim::{Claim, IssueDebitNote, issue_debit_note};
use super::credit::file_of_customer;
use super::decision::{Decision, Leg};
use super::dispute::disputed_on;
use super::event::Event;
use super::interest::{InterestBilled, Late};
use super::rejection::{Cause, Rejection};
use super::sale::{inside, known_customer};
use super::series::known_series;
use super::subscription::rate_of;
use super::view::View;
use crate::body::bodies;
use crate::calendar::Moment;
use crate::calendar::{DatedTable, Day};
use crate::dunning::{self, Accrued, Block, BlockReason, Case, OpenItem, Policy};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, GroupId, SeriesId, Text};
use crate::interest::Terms;
use crate::invoice::lifecycle::Effect;
use crate::invoice::{ClaimKind, DocumentKind};
use crate::money::{Currency, ExchangeRate, Money};
use crate::receivable::{Account, AccountKey, Holder, PlanStanding, PromiseStanding};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Say when and how customers are reminded; the closest policy counts: the customer's own,
    /// then its group's, then its class of risk's, then that of everybody.
    SetDunningPolicy {
        /// Whose policy.
        of: PolicyOf,
        /// When and how; nobody of these is reminded where none is given, unless a wider policy
        /// says so.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        policy: Option<Policy>,
    }
    /// Write the reminders of a day: its own. Run again it writes nothing (rulebook R-07).
    RunDunning {
        /// Only these customers; all of them where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        customers: Vec<CustomerId>,
        /// What late items bear, shown by the levels that say so; nothing where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        interest: Option<LateTerms>,
        /// The series of the debit notes that bill the fees of the reminders; they are shown and
        /// not billed where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fee_series: Option<SeriesId>,
        /// What a unit of the ledger's currency costs in the others, each against the ledger's: a
        /// debit note in another currency is booked at its rate.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        exchange_rates: Vec<ExchangeRate>,
    }
    /// What late items bear.
    LateTerms {
        /// The rates and how they count.
        terms: Terms,
        /// The flat compensation for recovery, each from the day it holds.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        fixed_fee: Option<DatedTable<Money>>,
    }
    /// Something happens to the reminders of an account.
    OnReminders {
        /// Whose account.
        customer: CustomerId,
        /// Its currency.
        currency: Currency,
        /// What.
        change: dunning::Command,
    }
    /// A policy that was set.
    PolicySet {
        /// Whose policy.
        of: PolicyOf,
        /// When and how they are reminded.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        policy: Option<Policy>,
        /// When.
        at: Moment,
    }
}

/// Whose policy it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PolicyOf {
    /// Of all who have no closer one.
    Everybody,
    /// Of the customers of a group.
    Group(GroupId),
    /// Of one customer.
    Customer(CustomerId),
    /// Of the customers whose credit file puts them into a class of risk.
    RiskClass(Text),
}

/// Sets a policy that a run can follow.
pub(super) fn set_policy(
    decision: &mut Decision<'_>,
    asked: &SetDunningPolicy,
) -> Result<(), Rejection> {
    if let PolicyOf::Customer(customer) = &asked.of {
        known_customer(decision.before(), customer)
            .map_err(|no| no.with_path(&|_| Path::field("customer").inside("of")))?;
    }
    if let Some(policy) = &asked.policy {
        policy.check().map_err(|no| no.inside("policy"))?;
    }
    let (on, recorded_on) = (decision.command.effective_on, decision.command.recorded_on);
    let (of, policy, at) = (asked.of.clone(), asked.policy.clone(), Moment { on, recorded_on });
    decision.push(Event::DunningPolicySet(PolicySet { of, policy, at }));
    Ok(())
}

/// Blocks, lifts a block, or lets items fall back; reminders are written by a run.
pub(super) fn change_reminders(
    decision: &mut Decision<'_>,
    asked: &OnReminders,
) -> Result<(), Rejection> {
    let view = decision.before();
    known_customer(view, &asked.customer)?;
    let key = AccountKey::of(asked.customer.clone(), asked.currency);
    let name = match &asked.change {
        dunning::Command::Write {} => {
            return Err(Cause::RemindedByRun { path: Path::field("change") }.into());
        }
        dunning::Command::Block(block) => {
            let is_there = |account: &Account| match &block.entry {
                Some(entry) => account.entry(entry).is_some(),
                None => true,
            };
            if let Some(entry) = block.entry.clone()
                && !view.account(&key).is_some_and(is_there)
            {
                let path = Path::field("entry").inside("block").inside("change");
                return Err(dunning::Rejection::UnknownItem { path, entry }.into());
            }
            "block"
        }
        dunning::Command::Lift { .. } => "lift",
        dunning::Command::Reset { .. } => "reset",
    };
    decision
        .run(Leg::Dunning(key, asked.change.clone(), None))
        .map_err(|no| inside(inside(no, name), "change"))
}

/// Writes the reminders of the command's day, account by account.
pub(super) fn run_dunning(
    decision: &mut Decision<'_>,
    asked: &RunDunning,
) -> Result<(), Rejection> {
    let (view, on) = (decision.before(), decision.command.effective_on);
    for (index, customer) in asked.customers.iter().enumerate() {
        known_customer(view, customer)
            .map_err(|no| no.with_path(&|_| Path::index("customers", index)))?;
    }
    if let Some(series) = &asked.fee_series {
        known_series(view, series).map_err(|no| no.with_path(&|_| Path::field("fee_series")))?;
    }
    let asked_of = Asked { as_of: on, known_at: None, interest: asked.interest.as_ref() };
    for key in accounts(view, &asked.customers) {
        let Some((policy, case)) = asked_of.case(view, &key)? else { continue };
        let first = decision.events().len();
        let run = alloc::boxed::Box::new((policy, case));
        decision.run(Leg::Dunning(key.clone(), dunning::Command::Write {}, Some(run)))?;
        if let Some(series) = &asked.fee_series {
            bill_fees(decision, (series, &asked.exchange_rates), &key, first)?;
        }
    }
    Ok(())
}

/// A debit note over the fees of the reminders that were just written to an account.
fn bill_fees(
    decision: &mut Decision<'_>,
    (series, rates): (&SeriesId, &[ExchangeRate]),
    key: &AccountKey,
    first: usize,
) -> Result<(), Rejection> {
    let Holder::Customer(customer) = &key.holder else { return Ok(()) };
    let mut lines = Vec::new();
    let mut relates_to: Vec<DocumentNumber> = Vec::new();
    for event in decision.events().get(first..).unwrap_or_default() {
        let Event::Reminders { event: dunning::Event::Written { letter, .. }, .. } = event else {
            continue;
        };
        if !letter.fee.is_positive() {
            continue;
        }
        let description = Text::new(&alloc::format!("Reminder fee, level {}", letter.level))?;
        lines.push(Claim { description, amount: letter.fee, kind: ClaimKind::Costs });
        for item in &letter.items {
            let number = DocumentNumber::new(item.document.as_str())?;
            if !relates_to.contains(&number) {
                relates_to.push(number);
            }
        }
    }
    if lines.is_empty() {
        return Ok(());
    }
    // What was taken over from somebody else is reminded of, and stays their document.
    relates_to.retain(|number| {
        let issued = decision.before().document(number);
        issued.is_some_and(|document| document.draft.customer == *customer)
    });
    let note = IssueDebitNote {
        series: series.clone(),
        customer: customer.clone(),
        currency: key.currency,
        lines,
        terms: None,
        relates_to,
        note: Text::default(),
        exchange_rate: None,
    };
    decision.exchange_rate = rate_of(decision.before(), rates, key.currency);
    issue_debit_note(decision, &note)
}

/// The customers' accounts that are looked at, by customer and currency.
pub(super) fn accounts(view: &dyn View, customers: &[CustomerId]) -> Vec<AccountKey> {
    let mut keys = Vec::new();
    view.each_account(&mut |key, _| {
        if let Holder::Customer(customer) = &key.holder
            && (customers.is_empty() || customers.contains(customer))
        {
            keys.push(key.clone());
        }
    });
    keys.sort();
    keys
}

/// What is asked of accounts.
pub(super) struct Asked<'a> {
    /// The day of the run.
    pub(super) as_of: Day,
    /// Only what had been recorded by the end of this day.
    pub(super) known_at: Option<Day>,
    /// What late items bear.
    pub(super) interest: Option<&'a LateTerms>,
}

impl Asked<'_> {
    /// The policy an account falls under and the account as a run looks at it; nothing where nobody
    /// reminds it.
    pub(super) fn case(
        &self,
        view: &dyn View,
        key: &AccountKey,
    ) -> Result<Option<(Policy, Case)>, Rejection> {
        let Holder::Customer(customer) = &key.holder else { return Ok(None) };
        let Some(policy) = self.policy(view, customer)? else { return Ok(None) };
        Ok(self.looked_at(view, key, policy)?.map(|case| (policy.clone(), case)))
    }

    /// An account as a run under a policy looks at it; nothing where nothing is open.
    pub(super) fn looked_at(
        &self,
        view: &dyn View,
        key: &AccountKey,
        policy: &Policy,
    ) -> Result<Option<Case>, Rejection> {
        let Some(account) = view.account(key) else { return Ok(None) };
        let (mut items, mut blocks) = (Vec::new(), Vec::new());
        for of in account.open_items(self.as_of, self.known_at) {
            let item = of.entry.item();
            let document = item.kind.document();
            let issued = document.and_then(|number| view.document(number));
            items.push(OpenItem {
                entry: item.id.clone(),
                document: Text::new(document.map_or(item.id.as_str(), |number| number.as_str()))?,
                open: of.open.amount,
                due_on: of.entry.due_as_of(self.as_of, self.known_at),
                level: 0,
                reminded_on: None,
                noticed: None,
                bears_no_interest: issued.is_some_and(|one| one.kind() == DocumentKind::DebitNote),
            });
            let disputed = disputed_on(view, key, of.entry, self.as_of, self.known_at);
            let effects = view.settings().disputes.effects(disputed, of.open.amount);
            if effects.not_dunned.is_positive() {
                let amount = Some(effects.not_dunned);
                blocks.push(self.block(item.id.clone(), BlockReason::Dispute, amount)?);
            }
            if let Some(reason) = document.map(|number| said(view, number)).transpose()?.flatten() {
                blocks.push(self.block(item.id.clone(), reason, None)?);
            }
        }
        if items.is_empty() {
            return Ok(None);
        }
        blocks.extend(self.arranged(account, policy.promise_grace_days)?);
        let accrued = self.accrued(view, key)?;
        let (currency, as_of) = (key.currency, self.as_of);
        let (reminded_on, bearing) = (None, None);
        Ok(Some(Case { currency, as_of, items, blocks, reminded_on, accrued, bearing }))
    }

    /// What was arranged with the customer: a promise that is not due yet, or within its days of
    /// grace, and a plan that runs keep their items from being reminded of (rulebook,
    ///
    fn arranged(&self, account: &Account, grace: u16) -> Result<Vec<Block>, Rejection> {
        let mut blocks = Vec::new();
        for one in account.promises_on(self.as_of, self.known_at)? {
            let promise = &one.record.promise;
            let until = promise.pay_on.plus_days(grace.into())?;
            let is_kept_for = match one.standing {
                PromiseStanding::Pending => true,
                PromiseStanding::Broken => self.as_of <= until,
                PromiseStanding::Kept | PromiseStanding::Lapsed | PromiseStanding::Withdrawn => {
                    false
                }
            };
            for entry in promise.entries.iter().filter(|_| is_kept_for) {
                let block = self.block(entry.clone(), BlockReason::Promise, None)?;
                blocks.push(Block { until: Some(until), ..block });
            }
        }
        for one in account.plans_on(self.as_of, self.known_at)? {
            for item in one.version.covered.iter().filter(|_| one.standing == PlanStanding::Running)
            {
                blocks.push(self.block(item.entry.clone(), BlockReason::InstalmentPlan, None)?);
            }
        }
        Ok(blocks)
    }

    fn block(
        &self,
        entry: crate::id::EntryId,
        reason: BlockReason,
        amount: Option<Money>,
    ) -> Result<Block, Rejection> {
        let block = Text::new(entry.as_str())?;
        let (from, until, entry) = (self.as_of, None, Some(entry));
        Ok(Block { block, reason, entry, amount, from, until })
    }

    /// The closest policy of a customer that was set by the day.
    pub(super) fn policy<'v>(
        &self,
        view: &'v dyn View,
        customer: &CustomerId,
    ) -> Result<Option<&'v Policy>, Rejection> {
        let group = known_customer(view, customer)?.group.as_ref();
        let latest = |is_theirs: &dyn Fn(&PolicyOf) -> bool| {
            let set = view
                .dunning_policies()
                .iter()
                .rev()
                .find(|set| is_theirs(&set.of) && set.at.is_seen(self.as_of, self.known_at));
            set.and_then(|set| set.policy.as_ref())
        };
        let own = latest(&|of| matches!(of, PolicyOf::Customer(one) if one == customer));
        let of_group = || latest(&|of| matches!(of, PolicyOf::Group(one) if Some(one) == group));
        let class = file_of_customer(view, customer)
            .and_then(|file| file.assessment_on(self.as_of, self.known_at))
            .map(|assessment| &assessment.class);
        let of_class =
            || latest(&|of| matches!(of, PolicyOf::RiskClass(one) if Some(one) == class));
        let of_all = || latest(&|of| matches!(of, PolicyOf::Everybody));
        Ok(own.or_else(of_group).or_else(of_class).or_else(of_all))
    }

    /// What was accrued by the day and not billed.
    fn accrued(&self, view: &dyn View, key: &AccountKey) -> Result<Option<Accrued>, Rejection> {
        let Some(LateTerms { terms, fixed_fee }) = self.interest else { return Ok(None) };
        let late = Late { as_of: self.as_of, known_at: self.known_at, until: self.as_of };
        let is_seen = |bill: &&InterestBilled| late.sees(bill.billed_on, bill.recorded_on);
        let billed: Vec<&InterestBilled> = view.billed(key).iter().filter(is_seen).collect();
        let is_ours = |fees: &&DatedTable<Money>| {
            fees.rows().first().is_some_and(|row| row.value.currency() == key.currency)
        };
        let fees = fixed_fee.as_ref().filter(is_ours);
        let claimed = late.claim(view, key, &billed, terms, fees)?;
        let nothing = Money::zero(key.currency);
        Ok(Some(match claimed {
            Some((_, figures)) => {
                Accrued { interest: figures.interest, compensation: figures.fee_total }
            }
            None => Accrued { interest: nothing, compensation: nothing },
        }))
    }
}

/// What the buyer said of an electronic invoice that keeps it from being reminded of.
fn said(view: &dyn View, number: &DocumentNumber) -> Result<Option<BlockReason>, Rejection> {
    let (Some(lifecycle), Some(issued)) = (view.lifecycle(number), view.document(number)) else {
        return Ok(None);
    };
    let effects = lifecycle.standing(issued.figures.gross)?.effects;
    Ok(effects.into_iter().find_map(|effect| match effect {
        Effect::DunningBlock | Effect::DunningHold => Some(BlockReason::Dispute),
        Effect::PaymentAnnounced { .. } => Some(BlockReason::PaymentInTransit),
        Effect::Dispute { .. } | Effect::CreditNoteRequested => None,
    }))
}
