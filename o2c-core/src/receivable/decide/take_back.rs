//! Taking a granted discount back, as what it was granted on is given back: who pays less than the
//! price gets no more than that back (rulebook T-30, V-06).

use super::dissolve::unused_id;
use super::{open_day, unknown};
use crate::error::Path;
use crate::id::{DocumentNumber, EntryId};
use crate::money::{Money, proportion};
use crate::receivable::Rejection;
use crate::receivable::{Account, AccountEntry, DiscountShare, EntryKind, Event, Facts, Item};
use alloc::vec::Vec;

/// A discount that stands: its letter was not dissolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StandingDiscount {
    /// Its item.
    pub(crate) entry: EntryId,
    /// What of each share was not taken back, both positive.
    pub(crate) left: Vec<DiscountShare>,
}

impl Account {
    /// The discounts granted on a document, with what is left of them.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub(crate) fn standing_discounts(
        &self,
        document: &DocumentNumber,
    ) -> Result<Vec<StandingDiscount>, Rejection> {
        let mut standing = Vec::new();
        for entry in &self.entries {
            let EntryKind::Discount { of, shares, .. } = &entry.item.kind else { continue };
            let of = self.entry(of).and_then(|invoice| invoice.item.kind.document());
            let is_dissolved = reversals(self, entry.id()).any(|(_, is_part)| !is_part);
            if of != Some(document) || is_dissolved {
                continue;
            }
            let left = self.left_of(entry, shares)?;
            standing.push(StandingDiscount { entry: entry.id().clone(), left });
        }
        Ok(standing)
    }
}

/// The items that take a discount back, each with whether a credit note did.
fn reversals<'a>(
    account: &'a Account,
    discount: &'a EntryId,
) -> impl Iterator<Item = (&'a AccountEntry, bool)> {
    account.entries.iter().filter_map(move |entry| {
        let EntryKind::DiscountReversal { of, by, .. } = &entry.item.kind else { return None };
        (of == discount).then_some((entry, by.is_some()))
    })
}

/// The items by which credit notes have taken parts of a discount back.
pub(super) fn taken_back<'a>(
    account: &'a Account,
    discount: &'a EntryId,
) -> impl Iterator<Item = &'a AccountEntry> {
    reversals(account, discount).filter(|(_, is_part)| *is_part).map(|(entry, _)| entry)
}

impl Account {
    /// What credit notes have left of a discount.
    pub(super) fn left_of(
        &self,
        discount: &AccountEntry,
        shares: &[DiscountShare],
    ) -> Result<Vec<DiscountShare>, Rejection> {
        let mut left = shares.to_vec();
        for entry in taken_back(self, discount.id()) {
            let EntryKind::DiscountReversal { shares, .. } = &entry.item.kind else { continue };
            for taken in shares {
                if let Some(share) = left.iter_mut().find(|share| share.vat == taken.vat) {
                    share.net = share.net.checked_sub(taken.net)?;
                    share.tax = share.tax.checked_sub(taken.tax)?;
                }
            }
        }
        Ok(left)
    }
}

/// Opens what a credit note takes back of a discount; booked in step with the discount, so that
/// the last part empties it.
pub(super) fn take_back(
    account: &Account,
    (discount, by): (&EntryId, &DocumentNumber),
    shares: &[DiscountShare],
    facts: &Facts,
) -> Result<Vec<Event>, Rejection> {
    let granted = account.entry(discount);
    let Some((entry, EntryKind::Discount { shares: whole, because, .. })) =
        granted.map(|entry| (entry, &entry.item.kind))
    else {
        return Err(unknown(account, discount, Path::field("discount")));
    };
    let total = |shares: &[DiscountShare]| {
        let parts = shares.iter().flat_map(|share| [share.net, share.tax]);
        Money::sum(account.key.currency, parts)
    };
    let (asked, left) = (total(shares)?, total(&account.left_of(entry, whole)?)?);
    if !asked.is_positive() || asked.minor() > left.minor() {
        let (path, entry, open) = (Path::field("shares"), discount.clone(), left);
        return Err(Rejection::BeyondOpen { path, entry, asked, open });
    }
    let mut booked_left = entry.item.booked.negated();
    for part in taken_back(account, discount) {
        booked_left = booked_left.checked_sub(part.item.booked)?;
    }
    let day = facts.effective_on.max(entry.item.accounted_on);
    let day = open_day(day, facts).map_err(|no| no.inside("effective_on"))?;
    let (of, shares, by) = (discount.clone(), shares.to_vec(), Some(by.clone()));
    let item = Item {
        id: unused_id(account, "discount-taken-back", account.next_code)?,
        kind: EntryKind::DiscountReversal { of, shares, by, because: *because },
        document_on: day,
        accounted_on: day,
        due_on: day,
        amount: asked,
        booked: proportion(booked_left, asked, left)?,
        early_discount: None,
    };
    Ok(Vec::from([Event::Opened { item, recorded_on: facts.recorded_on }]))
}
