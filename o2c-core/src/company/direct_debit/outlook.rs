//! What would be collected on a day, and why the rest would not: the run and the report ask the
//! same question.

use super::super::dispute::{disputed_on, keeps_from_matching};
use super::super::rejection::Rejection;
use super::super::subscription::collected_by;
use super::super::view::View;
use super::book::Book;
use crate::calendar::{BusinessDayShift, Day, Holidays};
use crate::id::{CustomerId, EntryId, MandateId, PaymentId, Text};
use crate::money::{Currency, Money};
use crate::receivable::{
    Account, AccountEntry, AccountKey, CollectedItem, Collection, CollectionRecord, EntryKind,
    Mandate, Moment, Move, Sequence,
};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What is asked for.
pub(in super::super) struct Selection<'a> {
    pub(in super::super) on: Day,
    pub(in super::super) through: Day,
    pub(in super::super) currency: Currency,
    /// Only of these customers; of all where none is named.
    pub(in super::super) customers: &'a [CustomerId],
    pub(in super::super) last_of: &'a [MandateId],
    pub(in super::super) with_returned: bool,
}

/// Why something that is due is not collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Blocked {
    /// Every mandate of the customer was revoked.
    MandateRevoked,
    /// Nothing was collected by the mandate for as long as the policy says.
    MandateLapsed,
    /// The only collection of the mandate, or its last, was made.
    MandateSpent,
    /// It came back, and the policy does not try it again, or not any more.
    CameBack,
    /// It came back, and the day to try it again has not come.
    RetryLater,
    /// The customer's credits are worth as much.
    CoveredByCredits,
}

/// What would be collected of a customer on one day, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DebitProposal {
    /// Of whom.
    pub customer: CustomerId,
    /// By which mandate.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub mandate: Option<MandateId>,
    /// Where it would stand in the mandate's sequence.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub sequence: Option<Sequence>,
    /// The business day on which it would be collected.
    pub collect_on: Day,
    /// How much.
    pub amount: Money,
    /// What for; credits that are set off below zero.
    pub items: Vec<CollectedItem>,
    /// Which attempt it would be, 1 first.
    pub attempt: u16,
    /// Why it is not collected.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub blocked: Option<Blocked>,
}

impl DebitProposal {
    /// The proposal as a collection of a name; none where it is blocked.
    pub(super) fn collection(
        self,
        view: &dyn View,
        name: &str,
    ) -> Result<Option<Collection>, Rejection> {
        let (Some(id), Some(sequence), None) = (&self.mandate, self.sequence, self.blocked) else {
            return Ok(None);
        };
        let Some(mandate) = view.debits().mandate(id) else { return Ok(None) };
        let day = self.collect_on;
        let (Some(signed), Some(iban), Some(creditor_id)) =
            (mandate.signed(), mandate.iban_on(day, None), mandate.creditor_on(day, None))
        else {
            return Ok(None);
        };
        let account = AccountKey::of(self.customer.clone(), self.amount.currency());
        let mut before = view.debits().collections_of(&account).rev();
        let before = before.find(|record| record.collection.mandate == *id);
        let former = before.map(|record| &record.collection.iban).filter(|former| *former != iban);
        Ok(Some(Collection {
            end_to_end_id: PaymentId::new(name)?,
            mandate: id.clone(),
            signed_on: signed.signed_on,
            scheme: signed.scheme,
            sequence,
            creditor_id: creditor_id.clone(),
            iban: iban.clone(),
            former_iban: former.cloned(),
            customer: self.customer,
            collect_on: day,
            amount: self.amount,
            items: self.items,
            attempt: self.attempt,
        }))
    }
}

/// What would be collected: by customer, then by the day of collection.
pub(in super::super) fn outlook(
    view: &dyn View,
    asked: &Selection<'_>,
) -> Result<Vec<DebitProposal>, Rejection> {
    let mut customers: Vec<CustomerId> = Vec::new();
    for (_, mandate) in view.debits().mandates() {
        let Some(signed) = mandate.signed() else { continue };
        let is_asked = asked.customers.is_empty() || asked.customers.contains(&signed.customer);
        if is_asked && !customers.contains(&signed.customer) {
            customers.push(signed.customer.clone());
        }
    }
    customers.sort();
    let first_day = lead_day(view, asked.on)?;
    let mut proposals = Vec::new();
    for customer in customers {
        let key = AccountKey::of(customer.clone(), asked.currency);
        let Some(account) = view.account(&key) else { continue };
        proposals.extend(of_customer(view, asked, (account, &customer), first_day)?);
    }
    Ok(proposals)
}

/// The first day on which the bank can collect what it gets on a day.
fn lead_day(view: &dyn View, on: Day) -> Result<Day, Rejection> {
    let holidays = super::super::sale::holidays(view);
    let mut day = on;
    for _ in 0..view.settings().direct_debits.lead_days {
        day = business_day(day.plus_days(1)?, &holidays)?;
    }
    business_day(day, &holidays)
}

fn business_day(day: Day, holidays: &Holidays) -> Result<Day, Rejection> {
    Ok(BusinessDayShift::Following.shift(day, day, holidays)?)
}

/// What of an item is due, and what became of it before.
struct Due<'a> {
    entry: &'a AccountEntry,
    due_on: Day,
    amount: Money,
    attempt: u16,
    blocked: Option<Blocked>,
}

fn of_customer(
    view: &dyn View,
    asked: &Selection<'_>,
    (account, customer): (&Account, &CustomerId),
    first_day: Day,
) -> Result<Vec<DebitProposal>, Rejection> {
    let holidays = super::super::sale::holidays(view);
    // By what keeps it back, the day of its collection and the attempt.
    let mut groups: BTreeMap<(Option<Blocked>, Day), (u16, Vec<CollectedItem>)> = BTreeMap::new();
    for due in due_items(view, asked, account)? {
        let day = first_day.max(business_day(due.due_on, &holidays)?);
        let (attempt, items) = groups.entry((due.blocked, day)).or_insert((1, Vec::new()));
        *attempt = (*attempt).max(due.attempt);
        items.push(CollectedItem { entry: due.entry.id().clone(), amount: due.amount });
    }
    let mut credits = credits(view, asked, account)?;
    let mut used: Vec<MandateId> = Vec::new();
    let mut proposals = Vec::new();
    for ((blocked, collect_on), (attempt, mut items)) in groups {
        let currency = asked.currency;
        let mut amount = Money::sum(currency, items.iter().map(|item| item.amount))?;
        if blocked.is_none() {
            // Credits are set off against what is collected first, as far as it goes.
            for credit in &mut credits {
                // The whole credit, or as much of it as there is to collect; both are negative.
                let all = amount.negated();
                let part = if credit.amount.minor() > all.minor() { credit.amount } else { all };
                if part.is_zero() {
                    continue;
                }
                items.push(CollectedItem { entry: credit.entry.clone(), amount: part });
                amount = amount.checked_add(part)?;
                credit.amount = credit.amount.checked_sub(part)?;
            }
        }
        let mut proposal = DebitProposal {
            customer: customer.clone(),
            mandate: None,
            sequence: None,
            collect_on,
            amount,
            items,
            attempt,
            blocked,
        };
        if blocked.is_none() && amount.is_zero() {
            proposal.blocked = Some(Blocked::CoveredByCredits);
        } else if blocked.is_none() {
            match mandate_for(view, asked, account.key(), customer, collect_on)? {
                Ok((id, mandate)) => {
                    let is_first = !used.contains(&id);
                    proposal.sequence = Some(sequence(
                        view.debits(),
                        asked,
                        account.key(),
                        (&id, mandate),
                        is_first,
                    ));
                    used.push(id.clone());
                    proposal.mandate = Some(id);
                }
                Err(why) => proposal.blocked = Some(why),
            }
        }
        proposals.push(proposal);
    }
    Ok(proposals)
}

/// The debits that are due: what is open and neither disputed nor on its way already. What a
/// running plan covers is due part by part, as the plan says.
fn due_items<'a>(
    view: &dyn View,
    asked: &Selection<'_>,
    account: &'a Account,
) -> Result<Vec<Due<'a>>, Rejection> {
    let planned = account.planned_on(asked.on, None)?;
    let mut due = Vec::new();
    for entry in account.open_now() {
        let item = entry.item();
        let open = entry.open().amount;
        let counts = item.accounted_on <= asked.on && open.is_positive();
        if !counts || keeps_from_matching(view, account.key(), &item.id).is_some() {
            continue;
        }
        let mut amount = Money::zero(open.currency());
        let mut rest = open;
        let mut due_on: Option<Day> = None;
        for part in planned.iter().filter(|part| part.entry == &item.id) {
            rest = rest.checked_sub(part.amount)?;
            if part.due_on <= asked.through {
                amount = amount.checked_add(part.amount)?;
                due_on = Some(due_on.map_or(part.due_on, |day: Day| day.min(part.due_on)));
            }
        }
        if entry.due_on() <= asked.through && rest.is_positive() {
            amount = amount.checked_add(rest)?;
            due_on = Some(due_on.map_or(entry.due_on(), |day: Day| day.min(entry.due_on())));
        }
        let Some(due_on) = due_on else { continue };
        let disputed = disputed_on(view, account.key(), entry, Day::MAX, None);
        let under_way = under_way(view.debits(), account.key(), &item.id)?;
        let free = open.checked_sub(disputed)?.checked_sub(under_way)?;
        let amount = if free.minor() < amount.minor() { free } else { amount };
        if !amount.is_positive() {
            continue;
        }
        let (attempt, blocked) = tried(view, asked, account, &item.id)?;
        due.push(Due { entry, due_on, amount, attempt, blocked });
    }
    due.sort_by_key(|due| (due.due_on, due.entry.item().document_on, due.entry.id().clone()));
    Ok(due)
}

/// What of an item is collected already and not decided yet.
pub(in super::super) fn under_way(
    debits: &Book,
    account: &AccountKey,
    entry: &EntryId,
) -> Result<Money, Rejection> {
    let pending = debits.collections_of(account).filter(|record| record.is_pending());
    let items = pending.flat_map(|record| &record.collection.items);
    let of_entry = items.filter(|item| item.entry == *entry).map(|item| item.amount);
    Ok(Money::sum(account.currency, of_entry)?)
}

/// The credits that can be set off, oldest first: below zero, what of them is not set off already.
fn credits(
    view: &dyn View,
    asked: &Selection<'_>,
    account: &Account,
) -> Result<Vec<CollectedItem>, Rejection> {
    let counts = |entry: &&AccountEntry| {
        let item = entry.item();
        item.accounted_on <= asked.on
            && item.amount.is_negative()
            && keeps_from_matching(view, account.key(), &item.id).is_none()
    };
    let mut open: Vec<&AccountEntry> = account.open_now().filter(counts).collect();
    open.sort_by_key(|entry| (entry.due_on(), entry.item().document_on, entry.id()));
    let mut credits = Vec::new();
    for entry in open {
        let under_way = under_way(view.debits(), account.key(), entry.id())?;
        let amount = entry.open().amount.checked_sub(under_way)?;
        if amount.is_negative() {
            credits.push(CollectedItem { entry: entry.id().clone(), amount });
        }
    }
    Ok(credits)
}

/// Which attempt the next collection of an item is, and what keeps it back.
fn tried(
    view: &dyn View,
    asked: &Selection<'_>,
    account: &Account,
    entry: &EntryId,
) -> Result<(u16, Option<Blocked>), Rejection> {
    let mut attempt = 1_u16;
    let mut last: Option<(Text, Moment)> = None;
    for record in view.debits().collections_of(account.key()) {
        let is_of_entry = record.collection.items.iter().any(|item| item.entry == *entry);
        if is_of_entry && let Some(back) = came_back(account, record) {
            attempt = attempt.saturating_add(1);
            last = Some(back);
        }
    }
    let Some((reason, back)) = last else { return Ok((1, None)) };
    if asked.with_returned {
        return Ok((attempt, None));
    }
    // The first attempt is no retry.
    let retries = attempt.saturating_sub(1);
    let document = account.entry(entry).and_then(|entry| entry.item().kind.document());
    let subscribed = document.and_then(|document| collected_by(view, document));
    let after_days = match subscribed {
        // What a subscription says of its own invoices goes before what holds for all.
        Some((_, collection)) => {
            collection.retry_after.get(usize::from(retries.saturating_sub(1))).copied()
        }
        None => {
            let rule = view.settings().direct_debits.retry(&reason);
            rule.filter(|rule| retries <= rule.times).map(|rule| rule.after_days)
        }
    };
    let Some(after_days) = after_days else {
        return Ok((attempt, Some(Blocked::CameBack)));
    };
    let from = back.on.plus_days(i64::from(after_days))?;
    Ok((attempt, (asked.on < from).then_some(Blocked::RetryLater)))
}

/// Why and when a collection came back: refused before money moved, or its payment returned.
pub(in super::super) fn came_back(
    account: &Account,
    record: &CollectionRecord,
) -> Option<(Text, Moment)> {
    if let Some((reason, at)) = &record.refused {
        return Some((reason.clone(), *at));
    }
    let collection = &record.collection.end_to_end_id;
    account.entries().iter().find_map(|entry| {
        if let EntryKind::Moved { by: Move::Return { payment, reason, .. } } = &entry.item().kind
            && payment == collection
        {
            let (on, recorded_on) = (entry.item().accounted_on, entry.recorded_on());
            return Some((reason.clone(), Moment { on, recorded_on }));
        }
        None
    })
}

/// The mandate by which a customer is collected from on a day: the latest that stands, or why none
/// does.
fn mandate_for<'v>(
    view: &'v dyn View,
    asked: &Selection<'_>,
    account: &AccountKey,
    customer: &CustomerId,
    day: Day,
) -> Result<Result<(MandateId, &'v Mandate), Blocked>, Rejection> {
    let debits = view.debits();
    // The latest mandate says why.
    let mut why: Option<Blocked> = None;
    for id in debits.mandates_of(customer).iter().rev() {
        let Some(mandate) = debits.mandate(id) else { continue };
        let Some(signed) = mandate.signed() else { continue };
        let is_noted = mandate.noted().is_some_and(|noted| noted.on <= asked.on);
        if !is_noted {
            continue;
        }
        if mandate.revoked().is_some() {
            why = why.or(Some(Blocked::MandateRevoked));
            continue;
        }
        let of_mandate = || {
            let records = debits.collections_of(account);
            records.filter(|record| record.collection.mandate == *id && record.refused.is_none())
        };
        let is_spent = of_mandate()
            .any(|record| matches!(record.collection.sequence, Sequence::Ooff | Sequence::Fnal));
        let last = of_mandate().map(|record| record.collection.collect_on).max();
        let used_on = last.map_or(signed.signed_on, |last| last.max(signed.signed_on));
        let months = i32::from(view.settings().direct_debits.lapses_after_months);
        if is_spent {
            why = why.or(Some(Blocked::MandateSpent));
        } else if used_on.plus_months(months)? < day {
            why = why.or(Some(Blocked::MandateLapsed));
        } else {
            return Ok(Ok((id.clone(), mandate)));
        }
    }
    Ok(Err(why.unwrap_or(Blocked::MandateRevoked)))
}

/// Where the next collection of a mandate stands: a collection that was refused before any money
/// moved is as if it had never been.
fn sequence(
    debits: &Book,
    asked: &Selection<'_>,
    account: &AccountKey,
    (id, mandate): (&MandateId, &Mandate),
    is_first_of_run: bool,
) -> Sequence {
    let is_one_off = mandate.signed().is_some_and(|signed| signed.is_one_off);
    let mut before = debits.collections_of(account);
    let is_used = before.any(|record| record.collection.mandate == *id && record.refused.is_none());
    if is_one_off {
        Sequence::Ooff
    } else if asked.last_of.contains(id) {
        Sequence::Fnal
    } else if is_used || !is_first_of_run {
        Sequence::Rcur
    } else {
        Sequence::Frst
    }
}
