//! Subscriptions of the company: what happens to them, and the run that bills them.

use super::correction::issued_document;
use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::{Cause, Rejection};
use super::sale::{inside, known_customer};
use super::series::known_series;
use super::view::View;
use crate::body::bodies;
use crate::calendar::{Day, Period, Terms};
use crate::credit::Verdict;
use crate::error::Path;
use crate::id::{DocumentNumber, LineId, SeriesId, SubscriptionId, Text};
use crate::invoice::compute::compute;
use crate::invoice::life::{self, Credit, CreditScope, Life, LineCredit};
use crate::invoice::{Document, DocumentKind, Draft, DraftLine, PrecedingDocument};
use crate::money::{Currency, ExchangeRate, Money};
use crate::pricing::Price;
use crate::quantity::Quantity;
use crate::receivable::{AccountKey, Collection};
use crate::subscription::{self, BilledLine, ChargeKind, Contract, RecurringCollection};
use crate::tax::{Group, Supply, Vat};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Something happens to a subscription.
    OnSubscription {
        /// Which subscription.
        subscription: SubscriptionId,
        /// What.
        change: subscription::Command,
    }
    /// Bill what subscriptions owe by a day and was not billed: an invoice for each and each
    /// billing day, none for one that owes nothing. Run again it bills nothing; run late it issues
    /// what one every day would have (contract I16). Where the settings ask credit at billing, what
    /// does not pass is not billed: a run over all leaves it to a later one, a run that names it is
    /// refused.
    BillSubscriptions {
        /// The series the numbers come from.
        series: SeriesId,
        /// By which day, not after the command's; the command's own where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
        /// Only these; all of them where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        subscriptions: Vec<SubscriptionId>,
        /// What becomes of what is given back beyond what is charged.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "GiveBack::waits"))]
        give_back: GiveBack,
        /// What a unit of the ledger's currency costs in the others, each against the ledger's: an
        /// invoice in another currency is booked at its rate.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        exchange_rates: Vec<ExchangeRate>,
    }
}

/// What becomes of what is given back beyond what is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum GiveBack {
    /// It waits for charges that outweigh it.
    #[default]
    CarryForward,
    /// A credit note is issued over it, which names the invoices of the subscription.
    CreditNote,
}

impl GiveBack {
    /// Whether it waits, which is not said.
    pub const fn waits(&self) -> bool {
        matches!(self, GiveBack::CarryForward)
    }
}

/// Changes a subscription. Who subscribes is a customer; billing is a run of its own.
pub(super) fn change_subscription(
    decision: &mut Decision<'_>,
    asked: &OnSubscription,
) -> Result<(), Rejection> {
    match &asked.change {
        subscription::Command::Start(plan) => {
            known_customer(decision.before(), &plan.customer)
                .map_err(|no| inside(inside(no, "start"), "change"))?;
        }
        subscription::Command::Bill { .. } => {
            let path = Path::field("change");
            return Err(Cause::BilledByRun { path }.into());
        }
        subscription::Command::FailCollection { document, .. } => {
            known_subscription(decision.before(), &asked.subscription)?;
            let issued = decision.before().document(document);
            let is_theirs =
                |issued: &Document| issued.draft.contract.as_str() == asked.subscription.as_str();
            if !issued.is_some_and(|issued| is_theirs(issued)) {
                let path = Path::field("document").inside("fail_collection").inside("change");
                return Err(Cause::UnknownDocument { path, document: document.clone() }.into());
            }
        }
        subscription::Command::Change(_)
        | subscription::Command::Pause { .. }
        | subscription::Command::Resume {}
        | subscription::Command::Use(_)
        | subscription::Command::Cancel { .. } => {
            known_subscription(decision.before(), &asked.subscription)?;
        }
        subscription::Command::Renew { .. } => {
            let (view, on) = (decision.before(), decision.command.effective_on);
            let contract = known_subscription(view, &asked.subscription)?;
            let value = a_period(contract, on)?;
            super::credit::renewing(view, &contract.plan.customer, value, on)
                .map_err(|no| inside(no, "subscription"))?;
        }
    }
    let name = asked.change.name();
    decision
        .run(Leg::Subscription(asked.subscription.clone(), asked.change.clone()))
        .map_err(|no| inside(inside(no, name), "change"))
}

/// Bills subscriptions, one after the other.
pub(super) fn bill_subscriptions(
    decision: &mut Decision<'_>,
    asked: &BillSubscriptions,
) -> Result<(), Rejection> {
    let (view, effective_on) = (decision.before(), decision.command.effective_on);
    known_series(view, &asked.series)?;
    let until = asked.until.unwrap_or(effective_on);
    if until > effective_on {
        let path = Path::field("until");
        return Err(Cause::BilledInAdvance { path, until, effective_on }.into());
    }
    let mut subscriptions = asked.subscriptions.clone();
    for (index, id) in subscriptions.iter().enumerate() {
        known_subscription(view, id)
            .map_err(|no| no.with_path(&|_| Path::index("subscriptions", index)))?;
    }
    if subscriptions.is_empty() {
        view.each_subscription(&mut |id, _| subscriptions.push(id.clone()));
    }
    for (index, id) in subscriptions.iter().enumerate() {
        let at = |no: Rejection| no.with_path(&|_| Path::index("subscriptions", index));
        bill(decision, asked, id, until)
            .map_err(|no| if is_for_want_of_credit(&no) { at(no) } else { no })?;
    }
    Ok(())
}

const fn is_for_want_of_credit(no: &Rejection) -> bool {
    matches!(no.cause, Cause::Credit(crate::credit::Rejection::Blocked { .. }))
}

/// Asks credit before a subscription is billed by a day, with what that comes to.
fn ask_credit(decision: &mut Decision<'_>, id: &SubscriptionId, day: Day) -> Result<(), Rejection> {
    if decision.before().settings().credit.at_billing.is_empty() {
        return Ok(());
    }
    let on = decision.command.effective_on;
    let view = decision.now()?;
    let contract = known_subscription(view, id)?;
    let verdict = verdict_at_billing(view, id, contract, day, on)?;
    verdict.map_or(Ok(()), |verdict| super::credit::expect_passed(&verdict))
}

/// What credit says of what a run of a day would bill, by the rules that are set for it; none where
/// that comes to nothing.
pub(super) fn verdict_at_billing(
    view: &dyn View,
    id: &SubscriptionId,
    contract: &Contract,
    until: Day,
    on: Day,
) -> Result<Option<Verdict>, Rejection> {
    let (plan, lines) = (&contract.plan, contract.due(until)?);
    let net = Money::sum(plan.currency, lines.iter().map(|line| line.amount))?;
    if !net.is_positive() {
        return Ok(None);
    }
    let value = with_vat(&draft_of(view, id, contract, &lines)?)?;
    let rules = &view.settings().credit.at_billing;
    super::credit::verdict_by(view, &plan.customer, value, on, rules).map(Some)
}

/// Bills one subscription, day by day where a run was missed; what is billed on a day becomes an
/// invoice of its own.
fn bill(
    decision: &mut Decision<'_>,
    asked: &BillSubscriptions,
    id: &SubscriptionId,
    until: Day,
) -> Result<(), Rejection> {
    let contract = known_subscription(decision.before(), id)?;
    for day in contract.run_days(until)? {
        if let Err(no) = ask_credit(decision, id, day) {
            // A run over all of them goes on: this one waits for a later run.
            let waits = is_for_want_of_credit(&no) && asked.subscriptions.is_empty();
            return if waits { Ok(()) } else { Err(no) };
        }
        let first = decision.events().len();
        let gives_back = !asked.give_back.waits();
        let command = subscription::Command::Bill { until: Some(day), gives_back };
        decision.run(Leg::Subscription(id.clone(), command))?;
        let mut lines: Vec<BilledLine> = Vec::new();
        for event in decision.events().get(first..).unwrap_or_default() {
            if let Event::Subscription { event, .. } = event
                && let subscription::Event::Billed { lines: billed, .. } = event
            {
                lines.extend(billed.iter().cloned());
            }
        }
        if !lines.is_empty() {
            let mut draft = draft_of(decision.before(), id, contract, &lines)?;
            let rates = &asked.exchange_rates;
            decision.exchange_rate = rate_of(decision.before(), rates, draft.currency);
            let net = Money::sum(draft.currency, lines.iter().map(|line| line.amount))?;
            if net.is_negative() {
                as_credit_note(decision, &mut draft)?;
                issue_credit_note(decision, &asked.series, draft, &lines)?;
            } else {
                super::sale::issue(decision, &asked.series, draft, None)?;
            }
        }
    }
    Ok(())
}

/// The rate of a currency among those that a run was given; none of the ledger's own.
pub(super) fn rate_of(
    view: &dyn View,
    rates: &[ExchangeRate],
    currency: Currency,
) -> Option<ExchangeRate> {
    if currency == view.settings().ledger_currency {
        return None;
    }
    rates.iter().find(|rate| rate.base() == currency || rate.quote() == currency).copied()
}

/// The invoice of what a run billed: each line with the days it covers (BT-134, BT-135).
pub(super) fn draft_of(
    view: &dyn View,
    id: &SubscriptionId,
    contract: &Contract,
    lines: &[BilledLine],
) -> Result<Draft, Rejection> {
    let plan = &contract.plan;
    let customer = known_customer(view, &plan.customer)?;
    let terms = plan.terms.clone().or_else(|| customer.terms.clone());
    let terms = terms.unwrap_or_else(|| Terms::net_days(0));
    let mut draft = Draft::new(plan.customer.clone(), plan.currency, terms);
    draft.contract = crate::id::Text::new(id.as_str())?;
    for (index, line) in lines.iter().enumerate() {
        let Some(charge) = contract.charge(&line.charge) else { continue };
        let number = LineId::new(&alloc::format!("{}", index.saturating_add(1)))?;
        let quantity = Quantity::new(line.quantity, charge.unit.clone());
        let mut of = DraftLine::new(number, quantity, Price::Net(line.price), charge.vat);
        of.item = charge.item.clone();
        of.description = charge.description.clone();
        of.period = Some(line.period);
        of.supply = Supply::Services;
        draft.lines.push(of);
    }
    Ok(draft)
}

/// What recurs of a subscription in a period with VAT, at the prices of a day.
fn a_period(contract: &Contract, on: Day) -> Result<Money, Rejection> {
    let plan = &contract.plan;
    let mut draft = Draft::new(plan.customer.clone(), plan.currency, Terms::net_days(0));
    for (index, charge) in plan.charges.iter().enumerate() {
        let Some(step) = contract.step_on(&charge.id, on) else { continue };
        let ChargeKind::Recurring(_) = charge.kind else { continue };
        let number = LineId::new(&alloc::format!("{}", index.saturating_add(1)))?;
        let quantity = Quantity::new(step.quantity, charge.unit.clone());
        draft.lines.push(DraftLine::new(number, quantity, Price::Net(step.price), charge.vat));
    }
    if draft.lines.is_empty() {
        return Ok(Money::zero(plan.currency));
    }
    with_vat(&draft)
}

/// What a draft comes to with VAT.
fn with_vat(draft: &Draft) -> Result<Money, Rejection> {
    let figures = compute(draft)?;
    let amounts = figures.breakdown.groups.iter().flat_map(|group| [group.base, group.amount]);
    Ok(Money::sum(draft.currency, amounts)?)
}

/// Makes a credit note of what is given back: its figures are above zero, and it names the invoices
/// of the subscription over the same days. Where an earlier credit note charged some of them, less
/// than it gave back, those are the invoices which that one names.
fn as_credit_note(decision: &mut Decision<'_>, draft: &mut Draft) -> Result<(), Rejection> {
    draft.kind = DocumentKind::CreditNote;
    draft.terms = Terms::net_days(0);
    for line in &mut draft.lines {
        let quantity = line.quantity.figure().negated();
        line.quantity = Quantity::new(quantity, line.quantity.unit().clone());
    }
    let mut preceding: Vec<PrecedingDocument> = Vec::new();
    decision.now()?.each_document(&mut |issued| {
        let of = &issued.draft;
        let is_given_back =
            |line: &DraftLine| draft.lines.iter().any(|back| is_over_days_of(line, back));
        let is_theirs = of.contract == draft.contract
            && of.customer == draft.customer
            && of.lines.iter().any(is_given_back);
        if is_theirs && of.kind == DocumentKind::Invoice {
            let (number, issued_on) = (issued.number.clone(), issued.issued_on);
            preceding.push(PrecedingDocument { number, issued_on });
        } else if is_theirs && of.kind == DocumentKind::CreditNote {
            preceding.extend(of.preceding.iter().cloned());
        }
    });
    // By the day of issue, and each once; numbers of one series stand in their order.
    preceding
        .sort_by(|one, other| (one.issued_on, &one.number).cmp(&(other.issued_on, &other.number)));
    preceding.dedup();
    draft.preceding = preceding;
    Ok(())
}

/// Issues a credit note of what a run gives back, and notes it on the invoices it is of: what they
/// have left to be given back is one amount, whoever gives it (contract I1).
fn issue_credit_note(
    decision: &mut Decision<'_>,
    series: &SeriesId,
    draft: Draft,
    lines: &[BilledLine],
) -> Result<(), Rejection> {
    let given = given_back(decision.now()?, &draft, lines)?;
    let credits = given.iter().flat_map(|(_, credit)| &credit.groups);
    let mut vat: Vec<Group> = Vec::new();
    for group in credits {
        match vat.iter_mut().find(|of| of.vat == group.vat) {
            Some(of) => {
                of.base = of.base.checked_add(group.base)?;
                of.amount = of.amount.checked_add(group.amount)?;
            }
            None => vat.push(*group),
        }
    }
    vat.sort_by_key(|group| group.vat);
    // Where all of it is of those invoices, its VAT telescopes against theirs (rulebook V-06).
    let bases = |groups: &[Group]| -> Vec<(Vat, Money)> {
        groups.iter().map(|group| (group.vat, group.base)).collect()
    };
    let is_theirs = bases(&compute(&draft)?.breakdown.groups) == bases(&vat);
    super::sale::issue(decision, series, draft, is_theirs.then_some(vat))?;
    let Some(issued) = issued_document(decision) else { return Ok(()) };
    for (number, credit) in given {
        let (by, issued_on) = (issued.number.clone(), issued.issued_on);
        let record = life::Command::Credit { by, issued_on, credit };
        decision.run_via("invoice.issued", Leg::Document(number, record))?;
    }
    Ok(())
}

/// What a credit note gives back of the invoices that it names, the newest first: no more than is
/// left of a line, and no more than the note comes to.
fn given_back(
    view: &dyn View,
    note: &Draft,
    lines: &[BilledLine],
) -> Result<Vec<(DocumentNumber, Credit)>, Rejection> {
    let nothing = Money::zero(note.currency);
    let mut left =
        nothing.checked_sub(Money::sum(note.currency, lines.iter().map(|line| line.amount))?)?;
    let mut wanted = Vec::with_capacity(lines.len());
    for line in lines {
        wanted.push(nothing.checked_sub(line.amount)?);
    }
    let (untouched, mut given) = (Life::default(), Vec::new());
    let is_billed = |line: &DraftLine| {
        let named = note.preceding.iter().filter_map(|one| view.document(&one.number));
        named.flat_map(|original| &original.draft.lines).any(|of| is_over_days_of(of, line))
    };
    // What only a credit note charged is taken off the invoices which that one was of.
    let anywhere: Vec<bool> = note.lines.iter().map(|line| !is_billed(line)).collect();
    for preceding in note.preceding.iter().rev() {
        let Some(original) = view.document(&preceding.number) else { continue };
        let life = view.life(&preceding.number).unwrap_or(&untouched);
        if life.expect_standing(original).is_err() {
            continue;
        }
        let mut credits = Vec::new();
        for (of, remaining) in original.draft.lines.iter().zip(life.remaining(original)?.lines) {
            let mut amount = nothing;
            let lines = note.lines.iter().zip(&anywhere);
            for ((line, is_anywhere), wanted) in lines.zip(&mut wanted) {
                let rest = remaining.amount.checked_sub(amount)?;
                let part = least([*wanted, rest, left]);
                let is_of_line = is_same(of, line) && (*is_anywhere || is_over_days_of(of, line));
                if is_of_line && part.is_positive() {
                    amount = amount.checked_add(part)?;
                    *wanted = wanted.checked_sub(part)?;
                    left = left.checked_sub(part)?;
                }
            }
            if amount.is_positive() {
                credits.push(LineCredit::of_amount(of.id.clone(), amount));
            }
        }
        if !credits.is_empty() {
            let credit = life.credit(original, &CreditScope::Lines(credits))?;
            given.push((preceding.number.clone(), credit));
        }
    }
    Ok(given)
}

/// The least of amounts of one currency.
fn least(amounts: [Money; 3]) -> Money {
    let [first, ..] = amounts;
    amounts.into_iter().min_by_key(|amount| amount.minor()).unwrap_or(first)
}

/// Whether a line bills what another gives back.
fn is_same(billed: &DraftLine, line: &DraftLine) -> bool {
    billed.item == line.item && billed.description == line.description && billed.vat == line.vat
}

/// Whether two lines have days in common.
fn is_over_days_of(billed: &DraftLine, line: &DraftLine) -> bool {
    let meets =
        |one: Period, other: Period| one.from() < other.until() && other.from() < one.until();
    billed.period.zip(line.period).is_some_and(|(one, other)| meets(one, other))
}

/// How an item is collected where it is of a subscription that says so, and which one.
pub(super) fn collected_by<'v>(
    view: &'v dyn View,
    document: &DocumentNumber,
) -> Option<(SubscriptionId, &'v RecurringCollection)> {
    let issued = view.document(document)?;
    let id = SubscriptionId::new(issued.draft.contract.as_str()).ok()?;
    let plan = &view.subscription(&id)?.contract()?.plan;
    let collection = plan.collection.as_ref().filter(|_| plan.customer == issued.draft.customer)?;
    Some((id, collection))
}

/// Tells the subscriptions whose invoices a collection was for that it failed.
pub(super) fn collection_failed(
    decision: &mut Decision<'_>,
    collection: &Collection,
    reason: &Text,
) -> Result<(), Rejection> {
    let view = decision.before();
    let account = AccountKey::of(collection.customer.clone(), collection.amount.currency());
    let mut documents: Vec<DocumentNumber> = Vec::new();
    for item in collection.items.iter().filter(|item| item.amount.is_positive()) {
        let entry = view.account(&account).and_then(|account| account.entry(&item.entry));
        let document = entry.and_then(|entry| entry.item().kind.document());
        documents.extend(document.filter(|number| !documents.contains(number)).cloned());
    }
    for document in documents {
        let Some((id, _)) = collected_by(view, &document) else { continue };
        let reason = reason.clone();
        let failed = subscription::Command::FailCollection { document, reason };
        decision.run_via("direct_debit.returned", Leg::Subscription(id, failed))?;
    }
    Ok(())
}

/// A subscription that somebody began.
pub(super) fn known_subscription<'v>(
    view: &'v dyn View,
    id: &SubscriptionId,
) -> Result<&'v Contract, Rejection> {
    view.subscription(id).and_then(|of| of.contract()).ok_or_else(|| unknown_subscription(id))
}

/// A subscription that nobody began.
pub(super) fn unknown_subscription(id: &SubscriptionId) -> Rejection {
    let (path, subscription) = (Path::field("subscription"), id.clone());
    Cause::UnknownSubscription { path, subscription }.into()
}
