//! What is exposed with each customer after all that is known, kept up with every event: a verdict
//! then costs what is open of its customer by due day, not what it ever ordered and paid.
//!
//! It is kept where credit is looked at, and holds for every day after which nothing counts. For
//! earlier days, for amounts in several currencies and where something is contested everything is
//! looked at; so it is for the reasons of a verdict, down to the document.

use super::exposure::{left_of_held, order_items};
use crate::calendar::Day;
use crate::company::event::Event;
use crate::company::state::State;
use crate::company::table::Table;
use crate::company::view::View;
use crate::credit::{ExposedItem, ExposedKind, ExposureOf};
use crate::id::{CustomerId, EntryId, OrderId, Text};
use crate::machine::BrokenHistory;
use crate::money::{Currency, Money};
use crate::order::Order;
use crate::receivable::{AccountEntry, AccountKey, Event as AccountEvent, Holder};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What is exposed with a customer, part by part and in sums that follow from the parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::company) struct Running {
    orders: BTreeMap<OrderId, Vec<Part>>,
    entries: BTreeMap<(Currency, EntryId), Part>,
    sums: Sums,
    /// The last day on which anything counts.
    latest: Option<Day>,
    /// Whether a part could not be told; then everything is looked at each time.
    is_unknown: bool,
}

/// A part of what is exposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    kind: ExposedKind,
    amount: Money,
    due_on: Day,
}

/// Parts taken together: what is billed by currency and due day, all else by currency and kind.
/// What comes to nothing is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Sums {
    by_kind: BTreeMap<(Currency, ExposedKind), i128>,
    billed: BTreeMap<(Currency, Day), i128>,
}

impl Sums {
    fn add(&mut self, part: &Part, times: i128) {
        // As many parts as fit in memory, of 64 bits each, stay within 128 bits.
        let amount = i128::from(part.amount.minor()).saturating_mul(times);
        let currency = part.amount.currency();
        if part.kind == ExposedKind::Invoiced {
            add_to(&mut self.billed, (currency, part.due_on), amount);
        } else {
            add_to(&mut self.by_kind, (currency, part.kind), amount);
        }
    }
}

fn add_to<K: Ord>(sums: &mut BTreeMap<K, i128>, key: K, amount: i128) {
    use alloc::collections::btree_map::Entry;
    match sums.entry(key) {
        Entry::Occupied(mut sum) => {
            let changed = sum.get().saturating_add(amount);
            if changed == 0 {
                sum.remove();
            } else {
                *sum.get_mut() = changed;
            }
        }
        Entry::Vacant(sum) => {
            if amount != 0 {
                sum.insert(amount);
            }
        }
    }
}

impl Running {
    fn set_order(&mut self, order: &OrderId, parts: Vec<Part>) {
        for part in self.orders.remove(order).unwrap_or_default() {
            self.sums.add(&part, -1);
        }
        for part in &parts {
            self.sums.add(part, 1);
        }
        if !parts.is_empty() {
            self.orders.insert(order.clone(), parts);
        }
    }

    fn set_entry(&mut self, currency: Currency, id: &EntryId, part: Option<Part>) {
        if let Some(before) = self.entries.remove(&(currency, id.clone())) {
            self.sums.add(&before, -1);
        }
        if let Some(part) = part {
            self.sums.add(&part, 1);
            self.entries.insert((currency, id.clone()), part);
        }
    }

    fn counts_on(&mut self, day: Day) {
        self.latest = self.latest.max(Some(day));
    }

    /// What is exposed at the end of a day without an order, and of those that are held without
    /// what is not delivered: one item of each kind and, of what is overdue, one that is as old as
    /// the oldest; none where the sums do not tell.
    fn on(
        &self,
        day: Day,
        currency: Currency,
        besides: Option<&OrderId>,
        held: &[&OrderId],
    ) -> Option<Vec<ExposedItem>> {
        // Currencies stand in order: where the first and the last are this one, all are.
        let Sums { by_kind, billed } = &self.sums;
        let of_kinds = [by_kind.first_key_value(), by_kind.last_key_value()];
        let of_bills = [billed.first_key_value(), billed.last_key_value()];
        let is_other = of_kinds.iter().flatten().any(|((other, _), _)| *other != currency)
            || of_bills.iter().flatten().any(|((other, _), _)| *other != currency);
        if self.is_unknown || self.latest > Some(day) || is_other {
            return None;
        }
        let mut kinds = self.sums.by_kind.clone();
        for part in besides.and_then(|order| self.orders.get(order)).into_iter().flatten() {
            let amount = i128::from(part.amount.minor()).saturating_neg();
            add_to(&mut kinds, (currency, part.kind), amount);
        }
        for parts in held.iter().filter_map(|order| self.orders.get(*order)) {
            let is_delivered = |part: &&Part| part.kind == ExposedKind::DeliveredNotInvoiced;
            let delivered = parts.iter().find(is_delivered).map_or(0, |part| part.amount.minor());
            for part in parts {
                let amount = part.amount.minor();
                let left = i128::from(left_of_held(part.kind, amount, delivered));
                let changed = left.saturating_sub(i128::from(amount));
                add_to(&mut kinds, (currency, part.kind), changed);
            }
        }
        let mut items = Vec::with_capacity(kinds.len().saturating_add(2));
        for ((_, kind), amount) in kinds {
            items.push(item(kind, amount, currency, None)?);
        }
        let (mut not_due, mut overdue) = (0_i128, 0_i128);
        for ((_, due_on), amount) in billed {
            let sum = if *due_on < day { &mut overdue } else { &mut not_due };
            *sum = sum.saturating_add(*amount);
        }
        let oldest = billed.keys().next().map(|(_, due_on)| *due_on);
        for (amount, due_on) in [(not_due, Some(day)), (overdue, oldest)] {
            if amount != 0 {
                items.push(item(ExposedKind::Invoiced, amount, currency, due_on)?);
            }
        }
        Some(items)
    }
}

fn item(
    kind: ExposedKind,
    amount: i128,
    currency: Currency,
    due_on: Option<Day>,
) -> Option<ExposedItem> {
    let amount = Money::from_wide(amount, currency).ok()?;
    let (document, segment) = (Text::default(), Text::default());
    Some(ExposedItem { kind, document, amount, due_on, ships_on: None, disputed: None, segment })
}

/// What is exposed with a customer at the end of a day but for an order, in sums; none where they
/// are not kept or do not tell it.
pub(super) fn exposure_in_sums(
    view: &dyn View,
    customer: &CustomerId,
    currency: Currency,
    day: Day,
    besides: Option<&OrderId>,
) -> Option<ExposureOf> {
    let running = view.running(customer, besides)?;
    let is_contested = view
        .currencies_of(customer)
        .iter()
        .any(|currency| !view.disputes_of(&AccountKey::of(customer.clone(), *currency)).is_empty());
    if is_contested {
        return None;
    }
    let mut held: Vec<&OrderId> = Vec::new();
    if let Some(file) = super::file_of_customer(view, customer)
        && !file.holds.is_empty()
    {
        let is_held = |order: &&OrderId| file.is_held(order, day, None) && Some(*order) != besides;
        held.extend(running.orders.keys().filter(is_held));
    }
    let items = running.on(day, currency, besides, &held)?;
    let (rates, overdue_after) = (Vec::new(), Vec::new());
    Some(ExposureOf { as_of: day, currency, rates, overdue_after, items })
}

/// Follows an event that moves what is exposed with a customer.
pub(in crate::company) fn follow_exposure(state: &mut State, event: &Event) {
    if state.credit.running.is_none() {
        return;
    }
    if let Event::Order { order, event } = event {
        let Some(content) = state.order(order).and_then(Order::content) else { return };
        let customer = content.payer().clone();
        let parts = parts_of_order(state, order);
        let Some(running) = state.credit.running.as_mut() else { return };
        let row = running.row(&customer);
        row.counts_on(event.told().0);
        match parts {
            Some(parts) => row.set_order(order, parts),
            None => row.is_unknown = true,
        }
    } else if let Event::Receivable { account, event } = event {
        let Holder::Customer(customer) = &account.holder else { return };
        let (ids, on) = match event {
            AccountEvent::Opened { item, .. } => (Vec::from([&item.id]), item.accounted_on),
            AccountEvent::Lettered(letter) | AccountEvent::Unlettered(letter) => {
                let ids = letter.applications.iter().map(|applied| &applied.entry).collect();
                (ids, letter.effective_on)
            }
            AccountEvent::DueMoved { moves, effective_on, .. } => {
                (moves.iter().map(|moved| &moved.entry).collect(), *effective_on)
            }
            AccountEvent::Deducted { .. }
            | AccountEvent::Reclassified { .. }
            | AccountEvent::Promise { .. }
            | AccountEvent::Plan { .. } => return,
        };
        let State { credit, accounts, .. } = state;
        let (Some(running), Some(kept)) = (credit.running.as_mut(), accounts.get(account)) else {
            return;
        };
        let row = running.row(customer);
        row.counts_on(on);
        for id in ids {
            row.set_entry(account.currency, id, kept.entry(id).and_then(part_of_entry));
        }
    }
}

fn parts_of_order(view: &dyn View, order: &OrderId) -> Option<Vec<Part>> {
    let items = order_items(view, order, Day::MAX).ok()?;
    let part = |item: ExposedItem| Part { kind: item.kind, amount: item.amount, due_on: Day::MAX };
    Some(items.into_iter().map(part).collect())
}

fn part_of_entry(entry: &AccountEntry) -> Option<Part> {
    let amount = entry.open().amount;
    let kind = super::exposure::kind_of(entry, amount);
    let due_on =
        if kind == ExposedKind::Invoiced { entry.due_as_of(Day::MAX, None) } else { Day::MAX };
    (!amount.is_zero()).then_some(Part { kind, amount, due_on })
}

/// Holds what is kept against a walk over every order and every account (contract I14).
pub(in crate::company) fn audit_exposure(state: &State) -> Result<(), BrokenHistory> {
    let Some(kept) = &state.credit.running else { return Ok(()) };
    let mut walked: Table<CustomerId, Running> = Table::default();
    state.each_order(&mut |id, order| {
        if let Some(content) = order.content() {
            let row = walked.row(content.payer());
            match parts_of_order(state, id) {
                Some(parts) => row.set_order(id, parts),
                None => row.is_unknown = true,
            }
        }
    });
    state.each_account(&mut |key, account| {
        if let Holder::Customer(customer) = &key.holder {
            let row = walked.row(customer);
            for entry in account.entries() {
                row.set_entry(key.currency, entry.id(), part_of_entry(entry));
            }
        }
    });
    let nothing = Running::default();
    for (customer, kept) in kept.iter() {
        let walked = walked.get(customer).unwrap_or(&nothing);
        let is_same = kept.orders == walked.orders
            && kept.entries == walked.entries
            && kept.sums == walked.sums;
        if !is_same && !kept.is_unknown {
            let reason = alloc::format!("what is exposed with {customer} is not what is open");
            return Err(BrokenHistory::new("credit", reason).against("I14"));
        }
    }
    if walked.iter().any(|(customer, row)| *row != nothing && kept.get(customer).is_none()) {
        return Err(BrokenHistory::new("credit", "an exposure is not kept").against("I14"));
    }
    Ok(())
}
