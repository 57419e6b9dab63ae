//! What a credit note gives back of an invoice that was paid with a discount: the discount goes
//! back with it, so that nobody gets back more than was paid.

use super::decision::{Decision, Leg};
use super::event::Event;
use super::rejection::Rejection;
use crate::id::{DocumentNumber, EntryId};
use crate::invoice::Document;
use crate::invoice::life::{Credit, Life};
use crate::money::{Money, proportion};
use crate::receivable::{self, AccountKey, DiscountShare, EntryKind, LetterLine};
use crate::tax::Group;
use alloc::vec::Vec;

/// Takes back of each discount on a document what falls to a credit, with its VAT: in each VAT
/// group in step with what is left of it, so that the last credit note takes the rest. What it
/// comes to is lettered with the credit note's own items.
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
    let before = items.len();
    for discount in discounts {
        let mut shares = Vec::with_capacity(discount.left.len());
        for share in &discount.left {
            shares.extend(part_of(share, &credit.groups, &left)?);
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

/// What of a share falls to a credit of its group; none where that comes to nothing.
fn part_of(
    share: &DiscountShare,
    credited: &[Group],
    left: &[Group],
) -> Result<Option<DiscountShare>, Rejection> {
    let of = |groups: &[Group]| {
        let group = groups.iter().find(|group| group.vat == share.vat);
        group.map_or(Ok(Money::zero(share.net.currency())), Group::gross)
    };
    let (credited, left) = (of(credited)?, of(left)?);
    let gross = proportion(share.net.checked_add(share.tax)?, credited, left)?;
    let tax = proportion(share.tax, credited, left)?;
    if !gross.is_positive() {
        return Ok(None);
    }
    Ok(Some(DiscountShare { vat: share.vat, net: gross.checked_sub(tax)?, tax }))
}
