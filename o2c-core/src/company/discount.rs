//! What a credit note, or an invoice in its place, gives back of an invoice that was paid with a
//! discount: the discount goes back with it, so that nobody gets back more than was paid.

use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::Rejection;
use crate::id::{DocumentNumber, EntryId};
use crate::invoice::Document;
use crate::invoice::life::{Credit, Life};
use crate::money::{Money, proportion};
use crate::receivable::{self, AccountKey, DiscountShare, EntryKind, LetterLine};
use crate::tax::{Group, Vat};
use alloc::vec::Vec;

/// Takes back of each discount on a document what falls to a credit, with its VAT: in each VAT
/// group in step with what is left of it, so that the last credit note takes the rest. What is
/// still open of the document is given back first: nothing was paid of it, and no discount granted
/// on it. What it comes to is lettered with the credit note's own items.
pub(super) fn take_back_discounts(
    decision: &mut Decision<'_>,
    original: &Document,
    credit: &Credit,
    (by, mut items): (&DocumentNumber, Vec<EntryId>),
) -> Result<(), Rejection> {
    let key = AccountKey::of(original.draft.customer.clone(), original.draft.currency);
    let view = decision.before();
    let Some(account) = view.account(&key) else { return Ok(()) };
    let discounts = account.standing_discounts(&original.number)?;
    if discounts.is_empty() {
        return Ok(());
    }
    let untouched = Life::default();
    let left = view.life(&original.number).unwrap_or(&untouched).remaining(original)?.groups;
    let open = account.open_now().filter(|entry| {
        entry.item().kind.document() == Some(&original.number) && entry.open().amount.is_positive()
    });
    let open = Money::sum(key.currency, open.map(|entry| entry.open().amount))?;
    let (credited, left) = (beyond(&credit.groups, open)?, beyond(&left, open)?);
    let before = items.len();
    for discount in discounts {
        let mut shares = Vec::with_capacity(discount.left.len());
        for share in &discount.left {
            shares.extend(part_of(share, &credited, &left)?);
        }
        if shares.is_empty() {
            continue;
        }
        let (discount, by) = (discount.entry, by.clone());
        let command = receivable::Command::TakeBackDiscount { discount, shares, by };
        decision.run_via("document.credited", Leg::Receivable(key.clone(), command))?;
        let opened = decision.events().iter().rev().find_map(|event| {
            let Event::Receivable { event: receivable::Event::Opened { item, .. }, .. } = event
            else {
                return None;
            };
            matches!(item.kind, EntryKind::DiscountReversal { .. }).then(|| item.id.clone())
        });
        items.extend(opened);
    }
    if before == 0 || items.len() == before {
        return Ok(());
    }
    let lines = items.into_iter().map(LetterLine::whole).collect();
    let command =
        receivable::Command::Letter { lines, take_discount: false, differences: Vec::new() };
    decision.run_via("document.credited", Leg::Receivable(key, command))
}

/// Of groups, what lies beyond an amount, VAT included: each has its part of what does not.
fn beyond(groups: &[Group], open: Money) -> Result<Vec<(Vat, Money)>, Rejection> {
    let gross = |group: &Group| Ok((group.vat, group.gross()?));
    let mut paid: Vec<(Vat, Money)> = groups.iter().map(gross).collect::<Result<_, Rejection>>()?;
    let whole = Money::sum(open.currency(), paid.iter().map(|(_, gross)| *gross))?;
    let rest = whole.checked_sub(open)?;
    if open.is_zero() {
        return Ok(paid);
    }
    let rest = if rest.is_negative() { Money::zero(open.currency()) } else { rest };
    for (_, gross) in &mut paid {
        *gross = proportion(*gross, rest, whole)?;
    }
    Ok(paid)
}

/// What of a share falls to a credit of its group; none where that comes to nothing.
fn part_of(
    share: &DiscountShare,
    credited: &[(Vat, Money)],
    left: &[(Vat, Money)],
) -> Result<Option<DiscountShare>, Rejection> {
    let of = |groups: &[(Vat, Money)]| {
        let group = groups.iter().find(|(vat, _)| *vat == share.vat);
        group.map_or(Money::zero(share.net.currency()), |(_, gross)| *gross)
    };
    let (credited, left) = (of(credited), of(left));
    let gross = proportion(share.net.checked_add(share.tax)?, credited, left)?;
    let tax = proportion(share.tax, credited, left)?;
    if !gross.is_positive() {
        return Ok(None);
    }
    Ok(Some(DiscountShare { vat: share.vat, net: gross.checked_sub(tax)?, tax }))
}
