//! On which days the goods that documents bill were delivered (rulebook V-01).

use super::Rejection;
use crate::calendar::Day;
use crate::company::event::Event;
use crate::id::{LineId, OrderId};
use crate::invoice::{Document, DocumentKind, DraftLine};
use crate::money::{Exact, Money, split, telescope};
use crate::order;
use crate::tax::{Group, Supply, Vat};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The deliveries of orders, held against what is invoiced of them: what is delivered first is
/// invoiced first.
#[derive(Default)]
pub(super) struct Deliveries {
    lines: BTreeMap<(OrderId, LineId), Delivered>,
}

#[derive(Default)]
struct Delivered {
    /// What was delivered in all by each delivery, oldest first.
    shipped: Vec<(Day, Exact)>,
    /// What was invoiced so far.
    invoiced: Exact,
}

/// What lines of one VAT group sell by the day of their delivery, in minor units; without a day
/// where no delivery is known.
pub(super) type ByDay = BTreeMap<Option<Day>, i128>;

impl Deliveries {
    /// The deliveries of a history, as they were known at the end of a day.
    pub(super) fn known(log: &[Event], known_at: Option<Day>) -> Result<Self, Rejection> {
        let mut deliveries = Deliveries::default();
        let mut is_known = true;
        for event in log {
            if let Event::Accepted(accepted) = event {
                is_known = known_at.is_none_or(|known_at| accepted.recorded_on <= known_at);
            } else if let Event::Order { order, event } = event
                && let order::Event::Shipped { lines, shipped_on } = event
                && is_known
            {
                for (line, quantity) in lines {
                    let row = deliveries.lines.entry((order.clone(), line.clone())).or_default();
                    let before = row.shipped.last().map_or(Exact::ZERO, |(_, upto)| *upto);
                    row.shipped.push((*shipped_on, before.checked_add(*quantity)?));
                }
            }
        }
        Ok(deliveries)
    }

    /// What is billed no more may be billed again.
    pub(super) fn follow(
        &mut self,
        order: &OrderId,
        event: &order::Event,
    ) -> Result<(), Rejection> {
        if let order::Event::Credited { lines, is_returned: false, .. } = event {
            for (line, quantity) in lines {
                let row = self.lines.entry((order.clone(), line.clone())).or_default();
                row.invoiced = row.invoiced.checked_sub(*quantity)?;
            }
        }
        Ok(())
    }

    /// On which days the goods of a document were delivered, by VAT group: those of orders by their
    /// shipments, others on the day that the document says.
    pub(super) fn of(&mut self, document: &Document) -> Result<BTreeMap<Vat, ByDay>, Rejection> {
        let mut groups: BTreeMap<Vat, ByDay> = BTreeMap::new();
        match document.kind() {
            DocumentKind::Invoice | DocumentKind::Corrective => {}
            DocumentKind::Deposit
            | DocumentKind::DepositCreditNote
            | DocumentKind::CreditNote
            | DocumentKind::DebitNote
            | DocumentKind::ProForma => return Ok(groups),
        }
        for (line, net) in document.draft.lines.iter().zip(document.figures.nets()) {
            if line.claim.is_some() || document.takes_off_deposit(line) {
                continue;
            }
            let days = self.days_of(line, net)?;
            if line.supply == Supply::Services {
                continue;
            }
            let group = groups.entry(line.vat).or_default();
            for (day, net) in days {
                let day = day.or(document.draft.delivered_on);
                let sum = group.entry(day).or_default();
                // As many lines as fit in memory, of 64 bits each, stay within 128 bits.
                *sum = sum.saturating_add(i128::from(net.minor()));
            }
        }
        Ok(groups)
    }

    /// What a line comes to by the day of its delivery.
    fn days_of(
        &mut self,
        line: &DraftLine,
        net: Money,
    ) -> Result<Vec<(Option<Day>, Money)>, Rejection> {
        let quantity = line.quantity.figure();
        let reference = line.order.as_ref().filter(|_| quantity > Exact::ZERO);
        let Some(reference) = reference else { return Ok(Vec::from([(None, net)])) };
        let row = self.lines.entry((reference.order.clone(), reference.line.clone())).or_default();
        let (from, mut left, mut told) = (row.invoiced, net, Exact::ZERO);
        row.invoiced = from.checked_add(quantity)?;
        let mut days = Vec::new();
        for (day, upto) in &row.shipped {
            let reached = (*upto).min(row.invoiced).checked_sub(from)?;
            if reached <= told {
                continue;
            }
            let [before, after, whole] = Exact::in_one_unit([told, reached, quantity]);
            let part = telescope(net, before, after, whole)?;
            left = left.checked_sub(part)?;
            told = reached;
            days.push((Some(*day), part));
        }
        if told < quantity {
            days.push((None, left));
        }
        Ok(days)
    }
}

/// What of a group falls due on which day: of goods with their delivery. What deposits have taken
/// off falls due with the document, and so does what is sold together with services.
pub(super) fn by_delivery(
    document: &Document,
    due: Group,
    days: Option<&ByDay>,
    (posted_on, vat_on_debits): (Day, bool),
) -> Result<Vec<(Day, Group)>, Rejection> {
    let at_once = |due| Ok(Vec::from([(posted_on, due)]));
    let Some(days) = days.filter(|days| days.keys().any(Option::is_some)) else {
        return at_once(due);
    };
    let weights: Vec<i128> = days.values().copied().collect();
    let is_of_services = |line: &DraftLine| line.supply == Supply::Services && line.vat == due.vat;
    let has_services = document.draft.lines.iter().any(is_of_services);
    let is_ordinary = weights.iter().all(|weight| *weight >= 0) && !due.base.is_negative();
    if !is_ordinary || weights.iter().all(|weight| *weight == 0) {
        return at_once(due);
    }
    let mut with_document = Group { vat: due.vat, base: zero_of(due), amount: zero_of(due) };
    for taken in document.draft.deducted.iter().flat_map(|deposit| &deposit.groups) {
        if taken.vat == due.vat {
            with_document.base = with_document.base.checked_add(taken.base)?;
            with_document.amount = with_document.amount.checked_add(taken.amount)?;
        }
    }
    let base = due.base.checked_sub(with_document.base)?;
    let amount = due.amount.checked_sub(with_document.amount)?;
    let deducts = !with_document.base.is_zero();
    if base.is_negative() || amount.is_negative() || (has_services && (deducts || vat_on_debits)) {
        return at_once(due);
    }
    let mut parts = Vec::from([(posted_on, with_document)]);
    let shares = split(base, &weights)?.into_iter().zip(split(amount, &weights)?);
    parts.extend(days.keys().zip(shares).map(|(day, (base, amount))| {
        (day.unwrap_or(posted_on), Group { vat: due.vat, base, amount })
    }));
    Ok(parts)
}

const fn zero_of(group: Group) -> Money {
    Money::zero(group.base.currency())
}
