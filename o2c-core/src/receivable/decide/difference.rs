//! What a letter settles without money (rulebook 4.2, rule 9; 5.2).

use super::dissolve::unused_id;
use super::expect_currency;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::EntryId;
use crate::money::{Money, telescope};
use crate::receivable::{
    Account, AccountEntry, Applied, Deduction, Difference, DifferenceKind, Direction, EntryKind,
    Facts, Item, LetterCode, Rejection, Tolerance,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// The differences of a letter, each well formed for itself.
pub(super) struct Differences<'a> {
    all: &'a [Difference],
    /// What those that settle take off the debits, in minor units.
    pub(super) short: i128,
    /// What those that settle take off the credits, in minor units.
    pub(super) over: i128,
}

impl<'a> Differences<'a> {
    /// # Errors
    /// `receivable.currency_differs`, `receivable.difference_malformed`,
    /// `receivable.reason_missing`.
    pub(super) fn of(account: &Account, all: &'a [Difference]) -> Result<Self, Rejection> {
        let (mut short, mut over) = (0_i128, 0_i128);
        for (index, one) in all.iter().enumerate() {
            let at = |no: Rejection| no.inside_index("differences", index);
            let (kind, amount) = (one.kind, one.amount);
            expect_currency(amount, account.key.currency).map_err(|no| at(no.inside("amount")))?;
            if amount.is_zero() || (amount.is_negative() && !kind.goes_both_ways()) {
                let path = Path::field("amount");
                return Err(at(Rejection::DifferenceMalformed { path, kind, amount }));
            }
            if !kind.settles() && one.reason.is_empty() {
                return Err(at(Rejection::ReasonMissing { path: Path::field("reason"), kind }));
            }
            // Sums of 64-bit amounts stay within 128 bits.
            let size = i128::from(amount.minor()).saturating_abs();
            match Direction::of(amount) {
                _ if !kind.settles() => {}
                Direction::Short => short = short.saturating_add(size),
                Direction::Over => over = over.saturating_add(size),
            }
        }
        Ok(Differences { all, short, over })
    }

    fn settling(&self) -> impl Iterator<Item = &'a Difference> {
        self.all.iter().filter(|one| one.kind.settles())
    }

    /// Whether nothing may be open of the set beside them, and on which sides items are settled
    /// wholly: debits, credits.
    pub(super) fn close(&self) -> (bool, bool) {
        let closes = |direction| {
            let of_it = |one: &&Difference| Direction::of(one.amount) == direction;
            self.all.iter().filter(of_it).any(|one| one.kind.is_residual())
        };
        (closes(Direction::Short), closes(Direction::Over))
    }

    /// Holds what the set is to settle without money against what the firm accepts: of each kind
    /// and direction the whole of it, with what the set settled so before.
    pub(super) fn refuse_beyond(
        &self,
        account: &Account,
        set: &[&AccountEntry],
        day: Day,
        facts: &Facts,
    ) -> Result<(), Rejection> {
        for (index, one) in self.all.iter().enumerate().filter(|(_, one)| one.kind.settles()) {
            let (kind, direction) = (one.kind, Direction::of(one.amount));
            let at = |no: Rejection| no.inside("amount").inside_index("differences", index);
            let own = self.settling();
            let is_like = |other: &&Difference| {
                other.kind == kind && Direction::of(other.amount) == direction
            };
            let own = Money::sum(
                account.key.currency,
                own.filter(is_like).map(|other| other.amount.magnitude()),
            )?;
            let like = Like { account, kind, direction };
            let limit = like.limit(set, facts)?;
            let tolerance = like.tolerance(facts);
            let before = like.sum(set.iter().copied())?;
            let difference = own.checked_add(before)?;
            if difference.minor() > limit.minor() {
                let path = Path::root();
                return Err(at(Rejection::BeyondTolerance { path, kind, difference, limit }));
            }
            let Some(cap) = tolerance.and_then(|tolerance| tolerance.cap) else { continue };
            let in_period =
                |entry: &&AccountEntry| cap.every.holds_both(entry.item.accounted_on, day);
            let before = like.sum(account.entries.iter().filter(in_period))?;
            let used = own.checked_add(before)?;
            if used.minor() > cap.amount.minor() {
                let (path, cap) = (Path::root(), cap.amount);
                return Err(at(Rejection::BeyondCap { path, kind, used, cap }));
            }
        }
        Ok(())
    }

    /// The items of those that settle: booked at the rate of what they settle, so that no exchange
    /// difference arises on them.
    pub(super) fn items(
        &self,
        account: &Account,
        settled: &[Applied],
        (code, first): (LetterCode, usize),
        day: Day,
    ) -> Result<Vec<Item>, Rejection> {
        let mut items = Vec::new();
        for (number, one) in (first..).zip(self.settling()) {
            let is_short = Direction::of(one.amount) == Direction::Short;
            let side = || settled.iter().filter(move |part| part.amount.is_positive() == is_short);
            let amount = one.amount.negated();
            let whole = Money::sum(amount.currency(), side().map(|part| part.amount))?;
            let booked = Money::sum(account.ledger, side().map(|part| part.booked))?;
            let (part, whole) = (i128::from(one.amount.minor()), i128::from(whole.minor()));
            items.push(Item {
                id: unused_id(account, &alloc::format!("difference-{number}"), code)?,
                kind: EntryKind::Difference { kind: one.kind, reason: one.reason.clone() },
                document_on: day,
                accounted_on: day,
                due_on: day,
                amount,
                booked: telescope(booked, 0, part, whole)?.negated(),
                early_discount: None,
            });
        }
        Ok(items)
    }

    /// The deductions, each with the first of the items left open that holds it.
    pub(super) fn deductions(
        &self,
        left_open: &mut [(EntryId, Money)],
    ) -> Result<Vec<(EntryId, Deduction)>, Rejection> {
        let mut found = Vec::new();
        for (index, one) in self.all.iter().enumerate().filter(|(_, one)| !one.kind.settles()) {
            let size = one.amount.minor();
            let holder = left_open.iter_mut().find(|(_, left)| left.minor() >= size);
            let Some((entry, left)) = holder else {
                let open = left_open.iter().map(|(_, left)| *left);
                let open = Money::sum(one.amount.currency(), open)?;
                let deduction = one.amount;
                let no = Rejection::DeductionBeyondOpen { path: Path::root(), deduction, open };
                return Err(no.inside("amount").inside_index("differences", index));
            };
            *left = left.checked_sub(one.amount)?;
            let (amount, reason) = (one.amount, one.reason.clone());
            found.push((entry.clone(), Deduction { amount, reason }));
        }
        Ok(found)
    }
}

/// The differences of one kind and direction on an account.
struct Like<'a> {
    account: &'a Account,
    kind: DifferenceKind,
    direction: Direction,
}

impl Like<'_> {
    fn tolerance<'f>(&self, facts: &'f Facts) -> Option<&'f Tolerance> {
        let currency = self.account.key.currency;
        Tolerance::among(&facts.tolerances, self.kind, self.direction, currency)
    }

    /// The most that is accepted in a set; nothing where there is no tolerance.
    fn limit(&self, set: &[&AccountEntry], facts: &Facts) -> Result<Money, Rejection> {
        let currency = self.account.key.currency;
        let Some(tolerance) = self.tolerance(facts) else {
            return Ok(Money::zero(currency));
        };
        let is_claim = |item: &Item| match item.kind {
            EntryKind::Invoice { .. } | EntryKind::Opening => item.amount.is_positive(),
            EntryKind::Payment { .. }
            | EntryKind::Identified { .. }
            | EntryKind::Transfer { .. }
            | EntryKind::Discount { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::Difference { .. }
            | EntryKind::DifferenceReversal { .. }
            | EntryKind::Moved { .. } => false,
        };
        let items = set.iter().map(|entry| &entry.item);
        let claimed = items.filter(|item| is_claim(item)).map(|item| item.amount);
        Ok(tolerance.limit(Money::sum(currency, claimed)?)?)
    }

    /// What stands of them among some items: those taken back do not.
    fn sum<'e>(&self, entries: impl Iterator<Item = &'e AccountEntry>) -> Result<Money, Rejection> {
        let of = |entry: &AccountEntry| match &entry.item.kind {
            EntryKind::DifferenceReversal { of, .. } => Some(of.clone()),
            EntryKind::Invoice { .. }
            | EntryKind::Opening
            | EntryKind::Payment { .. }
            | EntryKind::Identified { .. }
            | EntryKind::Transfer { .. }
            | EntryKind::Discount { .. }
            | EntryKind::DiscountReversal { .. }
            | EntryKind::Difference { .. }
            | EntryKind::Moved { .. } => None,
        };
        let taken_back: BTreeSet<EntryId> = self.account.entries.iter().filter_map(of).collect();
        let is_like = |entry: &&AccountEntry| {
            matches!(entry.item.kind, EntryKind::Difference { kind, .. } if kind == self.kind)
                && Direction::of(entry.item.amount.negated()) == self.direction
                && !taken_back.contains(entry.id())
        };
        let amounts = entries.filter(is_like).map(|entry| entry.item.amount.magnitude());
        Ok(Money::sum(self.account.key.currency, amounts)?)
    }
}
