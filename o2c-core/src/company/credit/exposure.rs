//! What a customer ordered, got, owes and paid, in the words of credit: made anew from orders and
//! accounts each time, for any day.

use crate::calendar::Day;
use crate::company::dispute::disputed_on;
use crate::company::rejection::Rejection;
use crate::company::sale::draft_of_all;
use crate::company::view::View;
use crate::credit::{CommitmentOf, ExposedItem, ExposedKind, ExposureOf};
use crate::directory::RecordKey;
use crate::id::{CustomerId, DocumentNumber, OrderId, Text};
use crate::invoice::OrderPart;
use crate::invoice::compute::compute;
use crate::money::{Currency, Exact, ExchangeRate, Money, split};
use crate::order::{Content, Counters, Deposit, Order};
use crate::receivable::{AccountEntry, AccountKey, EntryKind, Holder};
use crate::tax::VatCategory;
use alloc::vec::Vec;

/// How much of an order stands in the exposure of its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counted {
    /// All of it.
    Whole,
    /// What was delivered of it: it is held, and the rest is not to be delivered.
    Delivered,
    /// Nothing: it is the one that is asked about.
    Nothing,
}

/// How much of each order counts.
pub(super) trait Counts: Fn(&OrderId) -> Counted {}
impl<F: Fn(&OrderId) -> Counted> Counts for F {}

/// What is exposed with a customer at the end of a day, in the currency of its limit; of its
/// orders what counts.
pub(super) fn exposure_of(
    view: &dyn View,
    customer: &CustomerId,
    currency: Currency,
    day: Day,
    counts: &impl Counts,
) -> Result<ExposureOf, Rejection> {
    let mut items = Vec::new();
    for order in view.orders_of(customer) {
        items.extend(counted_items(view, order, day, counts(order))?);
    }
    for currency in view.currencies_of(customer) {
        let key = AccountKey::of(customer.clone(), *currency);
        account_items(view, &key, day, &mut items)?;
    }
    Ok(ExposureOf {
        as_of: day,
        currency,
        rates: rates_on(view, day),
        overdue_after: view.settings().credit.overdue_after.clone(),
        items,
    })
}

/// The same, found by walking every order and every account: what the indices must agree with.
pub(in crate::company) fn from_scratch(
    view: &dyn View,
    customer: &CustomerId,
    currency: Currency,
    day: Day,
) -> Result<ExposureOf, Rejection> {
    let mut orders = Vec::new();
    view.each_order(&mut |key, order| {
        if order.content().is_some_and(|content| content.payer() == customer) {
            orders.push(key.clone());
        }
    });
    let mut items = Vec::new();
    for order in &orders {
        let counted = super::counted(view, customer, order, day);
        items.extend(counted_items(view, order, day, counted)?);
    }
    let mut keys = Vec::new();
    view.each_account(&mut |key, _| {
        if key.holder == Holder::Customer(customer.clone()) {
            keys.push(key.clone());
        }
    });
    for key in &keys {
        account_items(view, key, day, &mut items)?;
    }
    let overdue_after = view.settings().credit.overdue_after.clone();
    let rates = rates_on(view, day);
    Ok(ExposureOf { as_of: day, currency, rates, overdue_after, items })
}

/// The rates of the directory's tables that credit is set to, as they hold on a day.
pub(in crate::company) fn rates_on(view: &dyn View, day: Day) -> Vec<ExchangeRate> {
    let tables = view.settings().credit.rates.iter();
    let table = tables.filter_map(|id| match view.record(&RecordKey::Table(id.clone())) {
        Some(crate::directory::Record::Table(table)) => Some(table),
        Some(_) | None => None,
    });
    table.filter_map(|table| table.exchange_rate_on(day)).collect()
}

/// An order's part of the exposure, as far as it counts.
pub(super) fn counted_items(
    view: &dyn View,
    id: &OrderId,
    day: Day,
    counted: Counted,
) -> Result<Vec<ExposedItem>, Rejection> {
    if counted == Counted::Nothing {
        return Ok(Vec::new());
    }
    let mut items = order_items(view, id, day)?;
    if counted == Counted::Delivered {
        let delivered = items.iter().find(|item| item.kind == ExposedKind::DeliveredNotInvoiced);
        let delivered = delivered.map_or(0, |item| item.amount.minor());
        for item in &mut items {
            let left = left_of_held(item.kind, item.amount.minor(), delivered);
            item.amount = Money::from_minor(left, item.amount.currency())?;
        }
        items.retain(|item| !item.amount.is_zero());
    }
    Ok(items)
}

/// What is left of a part of an order that is held: what left the house is at risk all the same,
/// less the deposits up to its value; what is open is not to be delivered.
pub(super) fn left_of_held(kind: ExposedKind, amount: i64, delivered: i64) -> i64 {
    match kind {
        ExposedKind::OpenOrder => 0,
        ExposedKind::Deposit => amount.max(delivered.saturating_neg()),
        ExposedKind::DeliveredNotInvoiced
        | ExposedKind::Invoiced
        | ExposedKind::UnappliedPayment
        | ExposedKind::CreditNote => amount,
    }
}

fn named(text: &str) -> Result<Text, crate::id::Rejection> {
    Text::new(text)
}

/// An order's part of the exposure at the end of a day: what is open of it, what is delivered and
/// not billed, less the deposits that stand on the account already.
pub(super) fn order_items(
    view: &dyn View,
    id: &OrderId,
    day: Day,
) -> Result<Vec<ExposedItem>, Rejection> {
    let Some(order) = view.order(id) else { return Ok(Vec::new()) };
    let Some(content) = content_on(view, id, order, day) else { return Ok(Vec::new()) };
    let nothing = Money::zero(content.currency);
    let (mut open, mut delivered) = (nothing, nothing);
    let values = line_values(id, content)?;
    if order.plan().is_empty() {
        for (line, value) in content.lines.iter().zip(values) {
            let counters = Counters::as_of(view.movements(id), &line.id, day)?;
            let worth = commitment_of(value, line.quantity.figure(), &counters).commitment()?;
            open = open.checked_add(worth.open_order)?;
            delivered = delivered.checked_add(worth.delivered_not_invoiced)?;
        }
    } else {
        let whole = Money::sum(content.currency, values)?;
        let billed = billed_by_plan(view, id, order, nothing, day)?;
        open = whole.checked_sub(billed)?;
    }
    #[cfg(feature = "planted-defects")]
    if crate::defects::is_planted(14) {
        open = open.checked_add(delivered)?;
    }
    let item = |kind, amount| {
        let document = named(id.as_str())?;
        let (due_on, ships_on, disputed) = (None, content.required_on, None);
        Ok::<_, crate::id::Rejection>(ExposedItem {
            kind,
            document,
            amount,
            due_on,
            ships_on,
            disputed,
            segment: content.handling.credit_segment.clone(),
        })
    };
    let mut items = Vec::new();
    let mut left = nothing;
    for (kind, amount) in
        [(ExposedKind::OpenOrder, open), (ExposedKind::DeliveredNotInvoiced, delivered)]
    {
        // A discount beyond the goods leaves nothing at risk.
        if amount.is_positive() {
            left = left.checked_add(amount)?;
            items.push(item(kind, amount)?);
        }
    }
    let deposits = deposits_on(view, id, order.deposits(), nothing, day)?;
    let deducted = if deposits.minor() < left.minor() { deposits } else { left };
    if deducted.is_positive() {
        items.push(item(ExposedKind::Deposit, deducted.negated())?);
    }
    Ok(items)
}

/// What was ordered, as it stood at the end of a day: nothing before the order was confirmed or
/// after it was cancelled. Of what counts by the day, that which was recorded last holds.
pub(super) fn content_on<'v>(
    view: &'v dyn View,
    id: &OrderId,
    order: &'v Order,
    day: Day,
) -> Option<&'v Content> {
    let earlier = view.earlier(id);
    let changed = earlier.iter().rposition(|before| before.changed_on <= day);
    // The place of a row that stands.
    let stands = changed.map_or(0, |place| place.saturating_add(1));
    if let Some(before) = earlier.get(stands) {
        return (before.confirmed_on <= day).then_some(&*before.content);
    }
    match order {
        Order::Confirmed(confirmed) => {
            (confirmed.confirmed_on <= day).then_some(&confirmed.content)
        }
        Order::Unplaced
        | Order::Quoted(_)
        | Order::Placed(_)
        | Order::Cancelled(_)
        | Order::Lost(_)
        | Order::Rejected(_) => None,
    }
}

/// A line by what happened to it until a day. What counts on a day may have been told in another
/// order, so that more seems cancelled, returned or given back than there was: never beyond it.
fn commitment_of(value: Money, ordered: Exact, counters: &Counters) -> CommitmentOf {
    let shipped = counters.shipped.min(ordered);
    CommitmentOf {
        value,
        ordered,
        cancelled: counters.cancelled.min(ordered),
        shipped,
        returned: counters.returned.min(shipped),
        invoiced: counters.invoiced,
        credited: counters.credited.min(counters.invoiced),
    }
}

/// What each line of an order comes to with VAT: the groups of the whole order, shared over their
/// lines by largest remainder.
pub(super) fn line_values(id: &OrderId, content: &Content) -> Result<Vec<Money>, Rejection> {
    let figures = compute(&draft_of_all(id, content)?)?;
    let nothing = Money::zero(content.currency);
    let taxes = Money::sum(content.currency, figures.taxes.iter().map(|tax| tax.amount))?;
    let mut values = alloc::vec![nothing; content.lines.len()];
    for group in &figures.breakdown.groups {
        let mut gross = group.base.checked_add(group.amount)?;
        // Taxes other than VAT lie on what is outside its scope.
        if group.vat.category() == VatCategory::O {
            gross = gross.checked_add(taxes)?;
        }
        let weight = |(place, line): (usize, &crate::order::OrderLine)| {
            let net = figures.lines.get(place).map_or(0, |line| line.net.magnitude().minor());
            i128::from(if line.vat == group.vat { net } else { 0 })
        };
        let mut weights: Vec<i128> = content.lines.iter().enumerate().map(weight).collect();
        if weights.iter().all(|weight| *weight == 0) {
            // What no line bears, such as freight of a rate of its own, is the first line's.
            if let Some(first) = weights.first_mut() {
                *first = 1;
            }
        }
        for (value, share) in values.iter_mut().zip(split(gross, &weights)?) {
            *value = value.checked_add(share)?;
        }
    }
    Ok(values)
}

pub(super) fn is_issued(view: &dyn View, document: &DocumentNumber, day: Day) -> bool {
    view.document(document).is_some_and(|document| document.issued_on <= day)
}

/// What counted on a day of what was given back since, for a deposit or for milestones.
fn before_given_back(
    view: &dyn View,
    id: &OrderId,
    deposit: Option<&DocumentNumber>,
    nothing: Money,
    day: Day,
) -> Result<Money, Rejection> {
    let of_it = view.given_back(id).iter().filter(|one| one.deposit.as_ref() == deposit);
    let counted = of_it.filter(|one| day < one.until && is_issued(view, &one.document, day));
    let groups = counted.flat_map(|one| &one.groups);
    let amounts = groups.flat_map(|group| [group.base, group.amount]);
    Ok(Money::sum(nothing.currency(), amounts)?)
}

fn billed_by_plan(
    view: &dyn View,
    id: &OrderId,
    order: &Order,
    nothing: Money,
    day: Day,
) -> Result<Money, Rejection> {
    let mut billed = before_given_back(view, id, None, nothing, day)?;
    for milestone in order.plan() {
        let document = milestone.document.as_ref();
        if document.is_some_and(|document| is_issued(view, document, day)) {
            let amounts = milestone.groups.iter().flat_map(|group| [group.base, group.amount]);
            billed = billed.checked_add(Money::sum(nothing.currency(), amounts)?)?;
        }
    }
    Ok(billed)
}

/// What deposits came to that no invoice had deducted and no credit note given back by a day.
fn deposits_on(
    view: &dyn View,
    id: &OrderId,
    deposits: &[Deposit],
    nothing: Money,
    day: Day,
) -> Result<Money, Rejection> {
    let mut left = nothing;
    for deposit in deposits.iter().filter(|one| is_issued(view, &one.document, day)) {
        let taken = deposit.deductions.iter().chain(&deposit.credits);
        let taken = taken.filter(|part| is_issued(view, &part.document, day));
        let groups = taken.flat_map(|part| &part.groups);
        let amounts = groups.flat_map(|group| [group.base, group.amount]);
        let taken = Money::sum(nothing.currency(), amounts)?;
        let before = before_given_back(view, id, Some(&deposit.document), nothing, day)?;
        left = left.checked_add(deposit.gross()?)?.checked_sub(taken)?.checked_sub(before)?;
    }
    Ok(left)
}

/// What is open on an account at the end of a day, item by item.
fn account_items(
    view: &dyn View,
    key: &AccountKey,
    day: Day,
    items: &mut Vec<ExposedItem>,
) -> Result<(), Rejection> {
    let Some(account) = view.account(key) else { return Ok(()) };
    for open in account.open_items(day, None) {
        let (entry, mut amount) = (open.entry, open.open.amount);
        let disputed = disputed_on(view, key, entry, day, None);
        if view.settings().disputes.frees_credit {
            amount = amount.checked_sub(disputed)?;
        }
        if amount.is_zero() {
            continue;
        }
        let disputed =
            (!disputed.is_zero() && !view.settings().disputes.frees_credit).then_some(disputed);
        items.push(ExposedItem {
            kind: kind_of(entry, amount),
            document: document_of(entry)?,
            amount,
            due_on: amount.is_positive().then(|| entry.due_as_of(day, None)),
            ships_on: None,
            disputed,
            segment: segment_of(view, entry),
        });
    }
    Ok(())
}

/// The segment that all orders of an item's document name; none where they name several, or where
/// it is of no order. What a credit note gives back belongs where its document does.
fn segment_of(view: &dyn View, entry: &AccountEntry) -> Text {
    if view.settings().credit.segments.is_empty() {
        return Text::default();
    }
    let mut document = entry.item().kind.document().and_then(|number| view.document(number));
    if let Some(note) = document.filter(|document| document.kind().is_credit())
        && let Some(original) = note.draft.preceding.first()
    {
        document = view.document(&original.number).or(document);
    }
    let Some(document) = document else { return Text::default() };
    let of_order = document.draft.of_order.as_ref().map(|part| match part {
        OrderPart::Deposit { order, .. }
        | OrderPart::DepositCredit { order, .. }
        | OrderPart::Milestone { order, .. } => order,
    });
    let lines = document.draft.lines.iter().filter_map(|line| line.order.as_ref());
    let orders = of_order.into_iter().chain(lines.map(|reference| &reference.order));
    let segment = |order: &OrderId| {
        let content = view.order(order).and_then(Order::content);
        content.map(|content| content.handling.credit_segment.clone())
    };
    let mut segments = orders.filter_map(segment);
    let first = segments.next().unwrap_or_default();
    if segments.all(|other| other == first) { first } else { Text::default() }
}

pub(super) const fn kind_of(entry: &AccountEntry, open: Money) -> ExposedKind {
    if open.is_positive() {
        return ExposedKind::Invoiced;
    }
    match &entry.item().kind {
        EntryKind::Invoice { .. } => ExposedKind::CreditNote,
        EntryKind::Opening
        | EntryKind::Payment { .. }
        | EntryKind::Identified { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => ExposedKind::UnappliedPayment,
    }
}

fn document_of(entry: &AccountEntry) -> Result<Text, crate::id::Rejection> {
    match entry.item().kind.document() {
        Some(document) => named(document.as_str()),
        None => named(entry.id().as_str()),
    }
}
