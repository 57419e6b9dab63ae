//! What has been collected of a document, rate by rate, and the VAT that fell due with it.

use super::{Group, Rejection, split};
use crate::error::Path;
use crate::money::{Currency, Money, Rounding, divide};
use crate::tax::Vat;
use alloc::vec::Vec;

/// One category and rate of a document whose VAT falls due on collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct CollectedGroup {
    /// Category and rate.
    pub vat: Vat,
    /// What the document claims, VAT included.
    pub gross: Money,
    /// The base whose VAT falls due on collection; less than all of it beside other supplies.
    pub base: Money,
    /// The VAT that falls due on collection.
    pub tax: Money,
    /// What was collected so far, VAT included.
    pub collected: Money,
    /// The base that fell due so far.
    pub base_due: Money,
    /// The VAT that fell due so far.
    pub due: Money,
}

/// What one step changes of a group; the changes of a step that is taken back are its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct GroupChange {
    /// Category and rate.
    pub vat: Vat,
    /// What the document claims more, VAT included; negative where it is lowered.
    pub gross: Money,
    /// The same of the base whose VAT falls due on collection.
    pub base: Money,
    /// The same of that VAT.
    pub tax: Money,
    /// What was collected, VAT included.
    pub collected: Money,
    /// The base that fell due.
    pub base_due: Money,
    /// The VAT that fell due.
    pub due: Money,
}

impl GroupChange {
    /// The change taken back.
    #[must_use]
    pub const fn negated(&self) -> Self {
        GroupChange {
            vat: self.vat,
            gross: self.gross.negated(),
            base: self.base.negated(),
            tax: self.tax.negated(),
            collected: self.collected.negated(),
            base_due: self.base_due.negated(),
            due: self.due.negated(),
        }
    }

    /// Whether nothing changes.
    pub const fn is_zero(&self) -> bool {
        self.gross.is_zero()
            && self.base.is_zero()
            && self.tax.is_zero()
            && self.collected.is_zero()
            && self.base_due.is_zero()
            && self.due.is_zero()
    }

    /// Two changes of one group, one after the other.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `money.out_of_range`.
    pub fn and(&self, next: &Self) -> Result<Self, Rejection> {
        Ok(GroupChange {
            vat: self.vat,
            gross: self.gross.checked_add(next.gross)?,
            base: self.base.checked_add(next.base)?,
            tax: self.tax.checked_add(next.tax)?,
            collected: self.collected.checked_add(next.collected)?,
            base_due: self.base_due.checked_add(next.base_due)?,
            due: self.due.checked_add(next.due)?,
        })
    }
}

/// What a document claims, what was collected of it, and the VAT that fell due with it: per
/// category and rate, exact and closing (rulebook V-03). Every step is asked for, gives its
/// changes, and is followed by applying them; nothing else changes it.
///
/// ```
/// use o2c_core::tax::{Collection, Group};
/// // rulebook EX-V2: the second of three payments on 1 200 at 20 % and 110 at 10 %.
/// let group = |vat: &str, base: &str| Group::of(vat.parse()?, base.parse()?);
/// let groups = [group("S 20", "1000.00 EUR")?, group("S 10", "100.00 EUR")?];
/// let mut document = Collection::of(&groups)?;
/// let first = document.collect("500.00 EUR".parse()?)?;
/// document.apply(&first)?;
/// let second = document.collect("500.00 EUR".parse()?)?;
/// let shares: Vec<String> = second.iter().map(|part| part.collected.to_string()).collect();
/// assert_eq!(shares, ["458.01 EUR", "41.99 EUR"]);
/// assert_eq!(second[0].due.to_string(), "76.33 EUR");
/// # Ok::<(), o2c_core::tax::Rejection>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Collection {
    currency: Currency,
    groups: Vec<CollectedGroup>,
}

impl Collection {
    /// A document of which nothing was collected, all of whose VAT falls due on collection.
    ///
    /// # Errors
    /// `tax.no_groups`, `tax.group_twice`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn of(groups: &[Group]) -> Result<Self, Rejection> {
        Self::with(groups, groups)
    }

    /// A document of which nothing was collected; the VAT of only some of its supplies, `pending`,
    /// falls due on collection.
    ///
    /// # Errors
    /// As [`Collection::of`].
    pub fn with(groups: &[Group], pending: &[Group]) -> Result<Self, Rejection> {
        let Some(first) = groups.first() else {
            return Err(Rejection::NoGroups { path: Path::root() });
        };
        let currency = first.base.currency();
        let zero = Money::zero(currency);
        let mut collected: Vec<CollectedGroup> = Vec::with_capacity(groups.len());
        for group in groups {
            zero.expect(group.base.currency())?;
            if collected.iter().any(|known| known.vat == group.vat) {
                return Err(Rejection::GroupTwice { path: Path::root(), vat: group.vat });
            }
            let part = pending.iter().find(|part| part.vat == group.vat);
            collected.push(CollectedGroup {
                vat: group.vat,
                gross: group.gross()?,
                base: part.map_or(zero, |part| part.base),
                tax: part.map_or(zero, |part| part.amount),
                collected: zero,
                base_due: zero,
                due: zero,
            });
        }
        Ok(Collection { currency, groups: collected })
    }

    /// The currency of the document.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The groups in the order of the document.
    pub fn groups(&self) -> &[CollectedGroup] {
        &self.groups
    }

    fn sum(&self, of: impl Fn(&CollectedGroup) -> i64) -> i128 {
        // A document has fewer groups than 10^18, each of 64 bits.
        self.groups.iter().map(|group| i128::from(of(group))).fold(0, i128::saturating_add)
    }

    fn whole(&self) -> i128 {
        self.sum(|group| group.gross.minor())
    }

    fn so_far(&self) -> i128 {
        self.sum(|group| group.collected.minor())
    }

    /// What is left to be collected, with the sign of the document.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn left(&self) -> Result<Money, Rejection> {
        Ok(Money::from_wide(self.whole().saturating_sub(self.so_far()), self.currency)?)
    }

    /// What a payment changes: as far as the document goes it is shared over the rates by largest
    /// remainder on what is left of each, and of each the VAT falls due that the collected part
    /// has, less what fell due before. A payment has the sign of the document.
    ///
    /// # Errors
    /// `money.currency_mismatch`, `tax.payment_of_other_sign`, `money.out_of_range`.
    pub fn collect(&self, payment: Money) -> Result<Vec<GroupChange>, Rejection> {
        Money::zero(self.currency).expect(payment.currency())?;
        let (whole, so_far) = (self.whole(), self.so_far());
        let left = whole.saturating_sub(so_far);
        let paid = i128::from(payment.minor());
        if paid.signum().saturating_mul(whole.signum()) < 0 {
            let gross = Money::from_wide(whole, self.currency)?;
            return Err(Rejection::PaymentOfOtherSign { path: Path::root(), payment, gross });
        }
        let magnitude = if left.signum() == whole.signum() { left.saturating_abs() } else { 0 };
        // An overpayment is no collection of this document.
        let applied = paid.signum().saturating_mul(paid.saturating_abs().min(magnitude));
        let targets = self.after(applied)?;
        self.changes_to(&self.groups, &targets)
    }

    /// What was collected of each group after `applied` more: groups against the sign of the
    /// document are scaled with the whole, the others share the rest by what is left of each.
    fn after(&self, applied: i128) -> Result<Vec<i64>, Rejection> {
        let sign = self.whole().signum();
        let rest = |group: &CollectedGroup| {
            // Amounts below 10^18 fit 64 bits a few times over.
            let rest = group.gross.minor().saturating_sub(group.collected.minor());
            i128::from(rest).saturating_mul(sign)
        };
        let scaled = self.scaled(self.so_far().saturating_add(applied))?;
        let mut remainder = applied;
        let mut weights = Vec::with_capacity(self.groups.len());
        for (group, scaled) in self.groups.iter().zip(&scaled) {
            if let Some(target) = scaled {
                let collected = group.collected.minor();
                remainder = remainder.saturating_sub(i128::from(target.saturating_sub(collected)));
                weights.push(0);
            } else {
                weights.push(rest(group));
            }
        }
        let is_ordinary = weights.iter().all(|weight| *weight >= 0)
            && weights.iter().any(|weight| *weight > 0)
            && remainder.signum().saturating_mul(sign) >= 0;
        if !is_ordinary {
            // What was taken back left more collected of a rate than it has: all is shared anew.
            return self.resplit(self.so_far().saturating_add(applied));
        }
        let shares = split(Money::from_wide(remainder, self.currency)?, &weights)?;
        let parts = self.groups.iter().zip(scaled).zip(shares);
        let target = |((group, scaled), share): ((&CollectedGroup, Option<i64>), Money)| {
            scaled.unwrap_or(group.collected.minor().saturating_add(share.minor()))
        };
        Ok(parts.map(target).collect())
    }

    /// What groups against the sign of the document have collected once `so_far` is in all.
    fn scaled(&self, so_far: i128) -> Result<Vec<Option<i64>>, Rejection> {
        let whole = self.whole();
        let target = |group: &CollectedGroup| {
            let gross = group.gross.minor();
            if i128::from(gross.signum()).saturating_mul(whole.signum()) >= 0 {
                return Ok(None);
            }
            part_of(group.gross, so_far, whole).map(|part| Some(part.minor()))
        };
        self.groups.iter().map(target).collect()
    }

    /// What was collected in all, shared anew over what the groups claim.
    fn resplit(&self, so_far: i128) -> Result<Vec<i64>, Rejection> {
        let sign = self.whole().signum();
        let scaled = self.scaled(so_far)?;
        let against = scaled.iter().flatten().map(|part| i128::from(*part));
        let remainder = so_far.saturating_sub(against.fold(0, i128::saturating_add));
        let weight =
            |group: &CollectedGroup| i128::from(group.gross.minor()).saturating_mul(sign).max(0);
        let weights: Vec<i128> = self.groups.iter().map(weight).collect();
        if weights.iter().all(|weight| *weight == 0) {
            return Ok(self.groups.iter().map(|_| 0).collect());
        }
        let shares = split(Money::from_wide(remainder, self.currency)?, &weights)?;
        let target = |(scaled, share): (Option<i64>, Money)| scaled.unwrap_or(share.minor());
        Ok(scaled.into_iter().zip(shares).map(target).collect())
    }

    /// What a credit note, a discount or a write-off changes: the document claims less, what was
    /// collected so far is shared anew over what it claims, and the VAT due is looked at again. Of
    /// each group base and VAT are given, with the sign of the document.
    ///
    /// # Errors
    /// `tax.reduction_beyond_group`, `tax.reduced_below_collected`, `money.currency_mismatch`,
    /// `money.out_of_range`.
    pub fn reduce(&self, reductions: &[Group]) -> Result<Vec<GroupChange>, Rejection> {
        self.reduce_with(reductions, reductions)
    }

    /// [`Collection::reduce`] where the VAT of only some of the supplies, `pending`, would have
    /// fallen due on collection.
    ///
    /// # Errors
    /// As [`Collection::reduce`].
    pub fn reduce_with(
        &self,
        reductions: &[Group],
        pending: &[Group],
    ) -> Result<Vec<GroupChange>, Rejection> {
        let mut lowered = self.clone();
        for reduction in reductions {
            let gross = reduction.gross()?;
            let group = lowered.groups.iter_mut().find(|group| group.vat == reduction.vat);
            let claimed = group.as_ref().map_or(Money::zero(self.currency), |group| group.gross);
            let left = claimed.checked_sub(gross)?;
            let is_within = left.minor().signum().saturating_mul(claimed.minor().signum()) >= 0
                && left.minor().unsigned_abs() <= claimed.minor().unsigned_abs();
            let Some(group) = group.filter(|_| is_within) else {
                let (path, vat) = (Path::root(), reduction.vat);
                return Err(Rejection::ReductionBeyondGroup { path, vat, gross, claimed });
            };
            group.gross = left;
            if let Some(part) = pending.iter().find(|part| part.vat == reduction.vat) {
                group.base = group.base.checked_sub(part.base)?;
                group.tax = group.tax.checked_sub(part.amount)?;
            }
        }
        let (whole, so_far) = (lowered.whole(), self.so_far());
        if so_far.saturating_abs() > whole.saturating_abs() {
            return Err(Rejection::ReducedBelowCollected {
                path: Path::root(),
                collected: Money::from_wide(so_far, self.currency)?,
                gross: Money::from_wide(whole, self.currency)?,
            });
        }
        let targets = lowered.resplit(so_far)?;
        self.changes_to(&lowered.groups, &targets)
    }

    /// What a final invoice takes over of a deposit: base and VAT of each group, with what was
    /// collected of them and the VAT that fell due by it.
    ///
    /// # Errors
    /// As [`Collection::reduce`].
    pub fn hand_over(&self, groups: &[Group]) -> Result<Vec<GroupChange>, Rejection> {
        let mut rest = self.clone();
        for taken in groups {
            let gross = taken.gross()?;
            let group = rest.groups.iter_mut().find(|group| group.vat == taken.vat);
            let claimed = group.as_ref().map_or(Money::zero(self.currency), |group| group.gross);
            let Some(group) = group.filter(|_| gross == within(gross, claimed)) else {
                let (path, vat) = (Path::root(), taken.vat);
                return Err(Rejection::ReductionBeyondGroup { path, vat, gross, claimed });
            };
            group.gross = group.gross.checked_sub(gross)?;
            if !(group.base.is_zero() && group.tax.is_zero()) {
                group.base = group.base.checked_sub(taken.base)?;
                group.tax = group.tax.checked_sub(taken.amount)?;
            }
            let paid = within(group.collected, gross);
            group.collected = group.collected.checked_sub(paid)?;
        }
        let targets: Vec<i64> = rest.groups.iter().map(|group| group.collected.minor()).collect();
        self.changes_to(&rest.groups, &targets)
    }

    /// What a deposit takes back of an invoice that is given back itself: base and VAT of each
    /// group that it had handed over, of which VAT waits for `pending`. Of all that it claims then
    /// `collected` is collected, as far as that goes.
    ///
    /// # Errors
    /// `tax.group_unknown`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn hand_back(
        &self,
        groups: &[Group],
        pending: &[Group],
        collected: Money,
    ) -> Result<Vec<GroupChange>, Rejection> {
        let mut claimed = self.clone();
        for given in groups {
            let group = claimed.groups.iter_mut().find(|group| group.vat == given.vat);
            let Some(group) = group else {
                return Err(Rejection::GroupUnknown { path: Path::root(), vat: given.vat });
            };
            group.gross = group.gross.checked_add(given.gross()?)?;
            if let Some(part) = pending.iter().find(|part| part.vat == given.vat) {
                group.base = group.base.checked_add(part.base)?;
                group.tax = group.tax.checked_add(part.amount)?;
            }
        }
        self.anew(&claimed, collected)
    }

    /// What changes where changes that were recorded are taken back: the amounts recorded then,
    /// negated (rulebook V-04). Where more than is left would be taken of a group - a credit note
    /// has shared anew what was collected, or an invoice has taken a deposit over since - what
    /// stays collected in all is shared anew over what is claimed then.
    ///
    /// ```
    /// use o2c_core::tax::{Collection, Group};
    /// // A deposit of 3 000 + 600 was paid, and handed over to its final invoice: the VAT is the
    /// // invoice's by then, and none of it is taken back with the payment.
    /// let groups = [Group::of("S 20".parse()?, "3000.00 EUR".parse()?)?];
    /// let mut deposit = Collection::of(&groups)?;
    /// let paid = deposit.collect("3600.00 EUR".parse()?)?;
    /// deposit.apply(&paid)?;
    /// deposit.apply(&deposit.hand_over(&groups)?)?;
    /// assert!(deposit.take_back(&paid)?.iter().all(|change| change.due.is_zero()));
    /// # Ok::<(), o2c_core::tax::Rejection>(())
    /// ```
    ///
    /// # Errors
    /// `tax.group_unknown`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn take_back(&self, done: &[GroupChange]) -> Result<Vec<GroupChange>, Rejection> {
        let back: Vec<GroupChange> = done.iter().map(GroupChange::negated).collect();
        let mut left = self.clone();
        left.apply(&back)?;
        if left.groups.iter().all(|group| group.collected == within(group.collected, group.gross)) {
            return Ok(back);
        }
        let so_far = Money::from_wide(left.so_far(), self.currency)?;
        self.anew(&left, so_far)
    }

    /// The changes that lead to what is claimed then, with an amount collected of it in all that
    /// is shared over it anew.
    fn anew(&self, claimed: &Self, collected: Money) -> Result<Vec<GroupChange>, Rejection> {
        let whole = Money::from_wide(claimed.whole(), self.currency)?;
        let targets = claimed.resplit(i128::from(within(collected, whole).minor()))?;
        self.changes_to(&claimed.groups, &targets)
    }

    /// The changes that lead to what is claimed and collected then.
    fn changes_to(
        &self,
        claimed: &[CollectedGroup],
        targets: &[i64],
    ) -> Result<Vec<GroupChange>, Rejection> {
        let mut changes = Vec::with_capacity(self.groups.len());
        for ((now, then), target) in self.groups.iter().zip(claimed).zip(targets) {
            let collected = Money::from_minor(*target, self.currency)?;
            let gross = i128::from(then.gross.minor());
            let due = part_of(then.tax, i128::from(*target), gross)?;
            #[cfg(feature = "planted-defects")]
            let due = match crate::defects::is_planted(20) {
                true => {
                    let step = i128::from(collected.checked_sub(now.collected)?.minor());
                    now.due.checked_add(part_of(then.tax, step, gross)?)?
                }
                false => due,
            };
            // What else the group sells takes its own part; the rest is base and VAT.
            let other = then.gross.checked_sub(then.base)?.checked_sub(then.tax)?;
            let other = part_of(other, i128::from(*target), gross)?;
            let base_due = collected.checked_sub(due)?.checked_sub(other)?;
            changes.push(GroupChange {
                vat: now.vat,
                gross: then.gross.checked_sub(now.gross)?,
                base: then.base.checked_sub(now.base)?,
                tax: then.tax.checked_sub(now.tax)?,
                collected: collected.checked_sub(now.collected)?,
                base_due: base_due.checked_sub(now.base_due)?,
                due: due.checked_sub(now.due)?,
            });
        }
        Ok(changes)
    }

    /// Follows the changes of a step.
    ///
    /// # Errors
    /// `tax.group_unknown`, `money.currency_mismatch`, `money.out_of_range`.
    pub fn apply(&mut self, changes: &[GroupChange]) -> Result<(), Rejection> {
        for change in changes {
            let group = self.groups.iter_mut().find(|group| group.vat == change.vat);
            let Some(group) = group else {
                return Err(Rejection::GroupUnknown { path: Path::root(), vat: change.vat });
            };
            group.gross = group.gross.checked_add(change.gross)?;
            group.base = group.base.checked_add(change.base)?;
            group.tax = group.tax.checked_add(change.tax)?;
            group.collected = group.collected.checked_add(change.collected)?;
            group.base_due = group.base_due.checked_add(change.base_due)?;
            group.due = group.due.checked_add(change.due)?;
        }
        Ok(())
    }
}

/// An amount as far as another goes; nothing where they have other signs.
fn within(amount: Money, whole: Money) -> Money {
    if amount.minor().signum().saturating_mul(whole.minor().signum()) <= 0 {
        Money::zero(amount.currency())
    } else if amount.magnitude().minor() <= whole.magnitude().minor() {
        amount
    } else {
        whole
    }
}

/// `amount × part / whole`, rounded once, half away from zero; nothing of nothing.
fn part_of(amount: Money, part: i128, whole: i128) -> Result<Money, Rejection> {
    if whole == 0 {
        return Ok(Money::zero(amount.currency()));
    }
    // 64 bits times what one document claims stay within 128 bits.
    let product = i128::from(amount.minor()).saturating_mul(part).saturating_mul(whole.signum());
    let minor = divide(product, whole.saturating_abs(), Rounding::HalfAwayFromZero)?;
    Ok(Money::from_wide(minor, amount.currency())?)
}
