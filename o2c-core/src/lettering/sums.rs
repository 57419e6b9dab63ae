//! Rules that add items up: some of those named, others beside them, any that make the amount,
//! the oldest.

use super::comparison::{Comparison, Group};
use super::score::{self, of_inexact};
use super::subset::{HALVED, MOST_FOUND, as_simple, subsets};
use super::{Alternative, Candidate, Evidence, Proposal, ProposedLine, Rejection, Rule};
use crate::money::split;
use alloc::vec;
use alloc::vec::Vec;

/// Sets of items that make up an amount.
struct Sets<'a> {
    groups: Vec<Group<'a>>,
    /// Whether there are no others.
    is_complete: bool,
    /// How many sets are as simple as the first.
    as_simple: u128,
}

impl<'a> Comparison<'a> {
    /// The sets that make up a sum, in minor units, discounts left alone or all of them taken.
    fn sets(&self, items: &[&'a Candidate], sum: i128) -> Sets<'a> {
        let mut sets = Sets { groups: Vec::new(), is_complete: true, as_simple: 0 };
        let Ok(sum) = i64::try_from(sum) else { return sets };
        let is_discounted = items.iter().any(|item| self.earned(item) != 0);
        for takes_discount in [false, true] {
            if takes_discount && !is_discounted {
                continue;
            }
            let amount = |item: &&Candidate| {
                let earned = if takes_discount { self.earned(item) } else { 0 };
                let amount = i128::from(item.open.minor()).saturating_sub(earned);
                // A discount is less than its item.
                i64::try_from(amount).unwrap_or(0)
            };
            let amounts: Vec<i64> = items.iter().map(amount).collect();
            let found = subsets(&amounts, sum);
            sets.is_complete &= found.is_complete;
            for set in found.sets {
                let simple = as_simple(items.len(), set.len(), found.largest);
                sets.as_simple = sets.as_simple.max(simple);
                let own = set.iter().filter_map(|place| items.get(*place).copied()).collect();
                let group = self.group(own);
                // With discounts the set counts only where one is among its items.
                if !takes_discount || group.discount != 0 {
                    sets.groups.push(group);
                }
            }
        }
        sets
    }

    /// How sure a set is that alone makes up the payment, of so many that are as simple. Where all
    /// amounts are round, fewer sums are possible.
    pub(super) fn score_of_sets(&self, as_simple: u128) -> u16 {
        self.score_of_sum(as_simple, self.paid())
    }

    fn score_of_sum(&self, as_simple: u128, sum: i128) -> u16 {
        let amounts = self.candidates.iter().map(|item| item.open.minor().unsigned_abs());
        let unit = amounts.fold(0, greatest_common_divisor);
        score::of_only_set(as_simple, u128::from(unit), sum.unsigned_abs())
    }

    /// The only ones of several items named that make up the payment.
    pub(super) fn some_of(
        &self,
        rule: Rule,
        named: &Group<'a>,
        evidence: &[Evidence],
    ) -> Result<Option<Proposal>, Rejection> {
        let sets = self.sets(&named.items, self.paid());
        match sets.groups.as_slice() {
            [group] if sets.is_complete && self.settling_discount(group).is_some() => {
                self.settled(rule, group, of_inexact(rule), evidence.to_vec())
            }
            [..] => Ok(None),
        }
    }

    /// The items named, and the only ones besides that make up the rest of the payment.
    pub(super) fn completed(
        &self,
        rule: Rule,
        named: &Group<'a>,
        evidence: &[Evidence],
    ) -> Result<Option<Proposal>, Rejection> {
        let mut others = self.candidates.clone();
        others.retain(|item| !named.holds(item));
        let rest = self.paid().saturating_sub(named.open);
        let sets = self.sets(&others, rest);
        let [group] = sets.groups.as_slice() else {
            return Ok(None);
        };
        let mut items = named.items.clone();
        items.extend(group.items.iter().copied());
        let whole = self.group(items);
        let score = self.score_of_sum(sets.as_simple, rest);
        // A rest that may be chance is one: what is named is settled, the rest stays on account.
        if !sets.is_complete
            || score < self.policy.applies_from
            || self.settling_discount(&whole).is_none()
        {
            return Ok(None);
        }
        let mut evidence = evidence.to_vec();
        evidence.push(Evidence::Completes { as_simple: shown(sets.as_simple) });
        self.settled(rule, &whole, score, evidence)
    }

    /// Any two of few items that make up the payment, discounts left alone or all of them taken.
    pub(super) fn pairs(&self) -> Vec<Group<'a>> {
        let mut pairs = Vec::new();
        if self.candidates.len() > HALVED {
            return pairs;
        }
        let paid = self.paid();
        let figures: Vec<(i128, i128)> = self
            .candidates
            .iter()
            .map(|item| (i128::from(item.open.minor()), self.earned(item)))
            .collect();
        for (place, (open, earned)) in figures.iter().enumerate() {
            let after = place.saturating_add(1);
            for (other, (more, also)) in figures.iter().enumerate().skip(after) {
                // Amounts of 64 bits sum to what 128 bits hold.
                let sum = open.saturating_add(*more);
                let is_paid =
                    sum == paid || sum.saturating_sub(earned.saturating_add(*also)) == paid;
                let own = (self.candidates.get(place), self.candidates.get(other));
                if let (true, (Some(one), Some(other))) = (is_paid, own)
                    && pairs.len() < MOST_FOUND
                {
                    pairs.push(self.group(vec![*one, *other]));
                }
            }
        }
        pairs
    }

    /// The only items that sum to the payment.
    pub(super) fn by_subset(&self) -> Result<Option<Proposal>, Rejection> {
        let sets = self.sets(&self.candidates, self.paid());
        match sets.groups.as_slice() {
            [] => Ok(None),
            [group] if sets.is_complete => {
                let items = self.candidates.len();
                let as_simple = shown(sets.as_simple);
                let evidence = vec![Evidence::OnlySubset { items, as_simple }];
                let score = self.score_of_sets(sets.as_simple);
                self.settled(Rule::Subset, group, score, evidence)
            }
            groups => {
                let alternatives = groups
                    .iter()
                    .map(|group| self.alternative(Rule::Subset, group, score::ONE_OF_SEVERAL))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Some(self.proposed(Rule::Subset, Vec::new(), alternatives)))
            }
        }
    }

    /// What has been due longest, where the firm lets a payment settle it (rulebook 4.2 step 10);
    /// items of one age share what is left by their amounts. The order of the law, which asks for
    /// the oldest of what is due, is a person's to call for: `allocate_payment`.
    pub(super) fn by_age(&self) -> Result<Option<Proposal>, Rejection> {
        if !self.policy.applies_oldest_first {
            return Ok(None);
        }
        let invoices = self.candidates.iter().copied().filter(|item| item.open.is_positive());
        let invoices: Vec<&Candidate> = invoices.collect();
        let mut left = self.paid();
        let mut lines = Vec::new();
        for equals in invoices.chunk_by(|one, other| {
            (one.due_on, one.document_on) == (other.due_on, other.document_on)
        }) {
            let weights: Vec<i128> =
                equals.iter().map(|item| i128::from(item.open.minor())).collect();
            // Sums of 64-bit amounts stay within 128 bits.
            let settled = weights.iter().copied().fold(0, i128::saturating_add).min(left);
            for (item, amount) in equals.iter().zip(split(self.money(settled)?, &weights)?) {
                if !amount.is_zero() {
                    lines.push(ProposedLine { entry: item.entry.clone(), amount });
                }
            }
            left = left.saturating_sub(settled);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let score = self.policy.applies_from.max(score::of_exact(Rule::OldestFirst));
        let rule = Rule::OldestFirst;
        let found =
            Alternative { rule, lines, takes_discount: false, differences: Vec::new(), score };
        Ok(Some(self.answered(found, self.money(left)?, true, Vec::new())))
    }
}

/// A count as it is told; counts beyond are no evidence anyway.
fn shown(count: u128) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn greatest_common_divisor(one: u64, other: u64) -> u64 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one.checked_rem(other).unwrap_or(0));
    }
    one
}
