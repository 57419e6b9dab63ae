//! Discounts for paying early: which a letter grants, and what of them falls to price and tax
//! (rulebook T-30).

use super::dissolve::unused_id;
use super::settle::Line;
use crate::calendar::{Day, DiscountByParts, DiscountPolicy};
use crate::error::Path;
use crate::money::{Money, proportion, split, telescope};
use crate::receivable::{
    Account, AccountEntry, DiscountOffer, DiscountShare, EntryKind, Item, LetterCode, Reduction,
    Rejection,
};
use alloc::vec::Vec;

/// Covers the shortfall by the discounts earned, in the order of the lines: each invoice is settled
/// wholly, by funds received by its deadline. Where that is not enough, invoices whose discount is
/// earned part by part are cleared as far as the money goes.
pub(super) fn grant(
    account: &Account,
    lines: &mut [Line<'_>],
    shortfall: i128,
    has_differences: bool,
) -> Result<(), Rejection> {
    let earned = closing(account, lines, shortfall)?;
    if earned >= shortfall {
        for line in lines {
            line.applied = line.wanted();
        }
        return Ok(());
    }
    if !has_differences && by_parts(account, lines)? {
        return Ok(());
    }
    Err(Rejection::DiscountTooSmall {
        path: Path::field("take_discount"),
        shortfall: Money::from_wide(shortfall, account.key.currency)?,
        discount: Money::from_wide(earned, account.key.currency)?,
    })
}

/// The discounts that settle invoices wholly, at most the shortfall; all that is earned of them.
fn closing(account: &Account, lines: &mut [Line<'_>], shortfall: i128) -> Result<i128, Rejection> {
    let received = lines.iter().map(|line| line.entry).filter(|entry| is_funds(entry));
    let received: Vec<Day> = received.map(|entry| entry.item.document_on).collect();
    let mut left = shortfall;
    let mut earned = 0_i128;
    for line in lines.iter_mut().filter(|line| line.is_debit()) {
        let is_whole = line.wanted() == line.open();
        let offer = line.entry.item.early_discount.as_ref();
        let Some(offer) = offer.filter(|_| is_whole) else {
            continue;
        };
        if !is_in_time(account, line.entry, &received, offer) {
            continue;
        }
        let Some(parts) = account.discount_of(line.entry)? else { continue };
        // A part paid before leaves less than the discount only where funds were received.
        let amount = parts.left()?.minor().min(line.open());
        earned = earned.saturating_add(i128::from(amount));
        let part = left.min(i128::from(amount));
        left = left.saturating_sub(part);
        line.discount = i64::try_from(part).unwrap_or(amount);
    }
    Ok(earned)
}

/// Clears the invoices in the order of the lines as far as the other side goes, each with what the
/// money in time earns of its discount; false where nothing is earned so.
fn by_parts(account: &Account, lines: &mut [Line<'_>]) -> Result<bool, Rejection> {
    let (mut debits, mut credits): (Vec<&mut Line<'_>>, Vec<&mut Line<'_>>) =
        lines.iter_mut().partition(|line| line.is_debit());
    let mut is_earned = false;
    for debit in &mut debits {
        let until = debit.entry.item.early_discount.as_ref().map(|offer| offer.until);
        let is_timely = |credit: &Line<'_>| {
            is_funds(credit.entry)
                && until.is_some_and(|until| credit.entry.item.document_on <= until)
        };
        let in_time = credits.iter().filter(|credit| is_timely(credit));
        // Sums of 64-bit amounts stay within 128 bits.
        let in_time = in_time.map(|credit| i128::from(credit.unused()));
        let in_time = in_time.fold(0, i128::saturating_add);
        debit.discount = earned_of(account, debit, in_time)?;
        is_earned |= debit.discount != 0;
        let asked = debit.wanted().saturating_sub(debit.discount);
        let mut missing = asked;
        for is_first in [true, false] {
            for credit in &mut credits {
                if is_timely(credit) == is_first {
                    let part = missing.min(credit.unused());
                    credit.applied = credit.applied.saturating_sub(part);
                    missing = missing.saturating_sub(part);
                }
            }
        }
        debit.applied = asked.saturating_sub(missing).saturating_add(debit.discount);
    }
    Ok(is_earned)
}

/// What an invoice earns of its discount by money in time, at most what closes what is asked of it.
fn earned_of(account: &Account, line: &Line<'_>, in_time: i128) -> Result<i64, Rejection> {
    let item = &line.entry.item;
    let (Some(offer), Some(parts)) = (&item.early_discount, account.discount_of(line.entry)?)
    else {
        return Ok(0);
    };
    let (currency, wanted) = (item.amount.currency(), line.wanted());
    let (is_whole, left) = (wanted == line.open(), parts.left()?.minor());
    let closes = i128::from(wanted.saturating_sub(left));
    if in_time <= 0 || left <= 0 {
        return Ok(0);
    }
    match offer.policy {
        DiscountPolicy::FullOnly => {
            let mut before = account.beside(line.entry).filter(|entry| is_funds(entry));
            let is_in_time = before.all(|entry| entry.item.document_on <= offer.until);
            Ok(if is_whole && is_in_time && in_time >= closes { left.min(wanted) } else { 0 })
        }
        DiscountPolicy::Proportional => {
            let in_time = Money::from_wide(in_time.min(wanted.into()), currency)?;
            let earned = parts.earned(in_time)?;
            if in_time.checked_add(earned)?.minor() <= wanted {
                return Ok(earned.minor());
            }
            if is_whole {
                return Ok(left.min(wanted));
            }
            let wanted = Money::from_minor(wanted, currency)?;
            Ok(proportion(parts.whole, wanted, parts.due)?.minor().min(left))
        }
    }
}

/// Whether funds were received, now or for a part of the invoice before, and all by the deadline.
fn is_in_time(
    account: &Account,
    invoice: &AccountEntry,
    received: &[Day],
    offer: &DiscountOffer,
) -> bool {
    let before = account.beside(invoice);
    let before = before.filter(|entry| is_funds(entry)).map(|entry| entry.item.document_on);
    let latest = before.chain(received.iter().copied()).max();
    latest.is_some_and(|day| day <= offer.until)
}

/// Whether an item is money received: a credit note settles, but it earns no discount. What is open
/// on the item that takes back a replaced invoice was paid of that.
fn is_funds(entry: &AccountEntry) -> bool {
    match entry.item.kind {
        EntryKind::Payment { .. } | EntryKind::Identified { .. } => true,
        EntryKind::Opening | EntryKind::Invoice { instalment: 0, .. } => {
            entry.item.amount.is_negative()
        }
        EntryKind::Invoice { .. }
        | EntryKind::Transfer { .. }
        | EntryKind::Discount { .. }
        | EntryKind::DiscountReversal { .. }
        | EntryKind::Difference { .. }
        | EntryKind::DifferenceReversal { .. }
        | EntryKind::Moved { .. } => false,
    }
}

impl Account {
    /// The items of the letter in which an item sits, except the item itself.
    fn beside<'a>(&'a self, entry: &'a AccountEntry) -> impl Iterator<Item = &'a AccountEntry> {
        let members = entry.letter.and_then(|code| self.letters.get(&code));
        let positions = members.into_iter().flat_map(|members| &members.positions);
        let members = positions.filter_map(|position| self.entries.get(*position));
        members.filter(|other| other.id() != entry.id())
    }

    /// What stands of the discount promised on an item: what was settled otherwise than by money in
    /// time takes its share of the discount with it. None where nothing was promised.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub(crate) fn discount_of(
        &self,
        entry: &AccountEntry,
    ) -> Result<Option<DiscountByParts>, Rejection> {
        let (item, zero) = (&entry.item, Money::zero(self.key.currency));
        let Some(offer) = &item.early_discount else { return Ok(None) };
        let granted = Money::from_wide(total(&self.given_of(entry)?)?, self.key.currency)?;
        let settled = item.amount.checked_sub(entry.open.amount)?.checked_sub(granted)?;
        let (mut in_time, mut otherwise) = (zero, zero);
        for other in self.beside(entry) {
            let part = other.open.amount.checked_sub(other.item.amount)?;
            let is_paid = if let EntryKind::Difference { kind, .. } = &other.item.kind {
                kind.is_paid()
            } else {
                is_funds(other) && other.item.document_on <= offer.until
            };
            let is_own = matches!(&other.item.kind,
                EntryKind::Discount { of, .. } if of == entry.id());
            if part.is_positive() && !is_own {
                let side = if is_paid { &mut in_time } else { &mut otherwise };
                *side = side.checked_add(part)?;
            }
        }
        let otherwise = proportion(settled, otherwise, in_time.checked_add(otherwise)?)?;
        let due = item.amount.checked_sub(otherwise)?;
        Ok(Some(DiscountByParts {
            due,
            whole: proportion(offer.amount, due, item.amount)?,
            percent: offer.percent,
            received: settled.checked_sub(otherwise)?,
            granted,
        }))
    }

    /// What the letter of an item has granted of its discount, and credit notes have left of it.
    fn given_of(&self, entry: &AccountEntry) -> Result<Vec<DiscountShare>, Rejection> {
        let mut given: Vec<DiscountShare> = Vec::new();
        for other in self.beside(entry) {
            let EntryKind::Discount { of, shares, because } = &other.item.kind else { continue };
            if of != entry.id() || *because != Reduction::EarlyDiscount {
                continue;
            }
            for share in self.left_of(other, shares)? {
                match given.iter_mut().find(|before| before.vat == share.vat) {
                    Some(before) => {
                        before.net = before.net.checked_add(share.net)?;
                        before.tax = before.tax.checked_add(share.tax)?;
                    }
                    None => given.push(share),
                }
            }
        }
        Ok(given)
    }
}

/// What a discount comes to, price and tax.
fn total(shares: &[DiscountShare]) -> Result<i128, Rejection> {
    let both = |share: &DiscountShare| [share.net, share.tax];
    let parts = shares.iter().flat_map(both);
    Ok(parts.map(|part| i128::from(part.minor())).fold(0, i128::saturating_add))
}

/// The discount as an item: booked at the invoice's own rate, so that no exchange difference
/// arises on it.
pub(super) fn item_of(
    account: &Account,
    line: &Line<'_>,
    (code, number): (LetterCode, usize),
    day: Day,
) -> Result<Item, Rejection> {
    let item = &line.entry.item;
    let amount = Money::from_minor(line.discount, item.amount.currency())?;
    let whole = i128::from(item.amount.minor());
    // What is applied is part of what is open, and the discount part of it.
    let after = whole.saturating_sub(line.open().saturating_sub(line.applied).into());
    let before = after.saturating_sub(line.discount.into());
    let shares = account.shares_of(amount, line.entry)?;
    let (of, because) = (item.id.clone(), Reduction::EarlyDiscount);
    Ok(Item {
        id: unused_id(account, &alloc::format!("discount-{number}"), code)?,
        kind: EntryKind::Discount { of, shares, because },
        document_on: day,
        accounted_on: day,
        due_on: day,
        amount: amount.negated(),
        booked: telescope(item.booked, before, after, whole)?.negated(),
        early_discount: None,
    })
}

impl Account {
    /// What of a discount taken falls to each rate: by largest remainder on what the rates have
    /// left to give, and in it the tax in step with the share, so that all of the share bears all
    /// of its tax.
    fn shares_of(
        &self,
        amount: Money,
        entry: &AccountEntry,
    ) -> Result<Vec<DiscountShare>, Rejection> {
        let offered = || entry.item.early_discount.iter().flat_map(|offer| &offer.shares);
        let given = self.given_of(entry)?;
        let mut steps = Vec::new();
        for share in offered() {
            let before = given.iter().filter(|before| before.vat == share.vat);
            let before: Vec<DiscountShare> = before.copied().collect();
            steps.push((total(&before)?, total(core::slice::from_ref(share))?));
        }
        let left = |(before, whole): &(i128, i128)| whole.saturating_sub(*before).max(0);
        let weights: Vec<i128> = steps.iter().map(left).collect();
        let mut shares = Vec::with_capacity(weights.len());
        for ((share, (before, whole)), part) in offered().zip(steps).zip(split(amount, &weights)?) {
            if part.is_zero() {
                continue;
            }
            let after = before.saturating_add(part.minor().into());
            let tax = telescope(share.tax, before, after, whole)?;
            shares.push(DiscountShare { vat: share.vat, net: part.checked_sub(tax)?, tax });
        }
        Ok(shares)
    }
}
