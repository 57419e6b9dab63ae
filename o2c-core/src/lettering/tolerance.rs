//! What is missing or left within the firm's tolerances (rulebook 4.2 step 9).

use super::comparison::{Comparison, Group};
use super::{Alternative, Evidence, Proposal, Rejection, Rule, score};
use crate::money::Money;
use crate::receivable::{Difference, DifferenceKind, Direction, Tolerance};
use alloc::vec;
use alloc::vec::Vec;

/// By these words a payer calls a payment a part: what is missing then is no difference.
const PART: [&str; 12] = [
    "ACOMPTE",
    "AVANCE",
    "PARTIEL",
    "PARTIELLE",
    "DEPOSIT",
    "PARTIAL",
    "PART",
    "INSTALMENT",
    "ANZAHLUNG",
    "TEILZAHLUNG",
    "ACCONTO",
    "ANTICIPO",
];
/// What a difference may be taken for without a person, the first that fits.
const KINDS: [DifferenceKind; 2] = [DifferenceKind::WriteOff, DifferenceKind::BankFee];

impl<'a> Comparison<'a> {
    /// The difference between a group and the payment, where the firm accepts it: not where the
    /// payer speaks of a part, and not where a discount is taken that was not earned.
    pub(super) fn tolerated(
        &self,
        group: &Group<'a>,
    ) -> Result<Option<(Difference, Evidence)>, Rejection> {
        let by = self.money(group.open.saturating_sub(self.paid()))?;
        let promised = group.items.iter().filter_map(|item| item.early_discount);
        let is_late_discount = promised.clone().any(|offer| offer.amount == by)
            || self.all_discounts(group) == i128::from(by.minor());
        if by.is_zero() || group.open <= 0 || is_late_discount || self.text.speaks_of(&PART) {
            return Ok(None);
        }
        for kind in KINDS {
            if by.is_negative() && !kind.goes_both_ways() {
                continue;
            }
            let direction = Direction::of(by);
            let accepted = Tolerance::among(self.tolerances, kind, direction, by.currency());
            let Some(tolerance) = accepted else { continue };
            if by.magnitude().minor() <= self.limit(tolerance, group)?.minor() {
                let told = Evidence::Tolerated { kind, by };
                return Ok(Some((Difference::of(kind, by), told)));
            }
        }
        Ok(None)
    }

    /// Everything promised for early payment of a group, earned or not.
    fn all_discounts(&self, group: &Group<'a>) -> i128 {
        let promised = group.items.iter().filter_map(|item| item.early_discount);
        let promised = promised.map(|offer| i128::from(offer.amount.minor()));
        promised.fold(0, i128::saturating_add)
    }

    /// The most that is accepted: of what is open of the group's invoices, which is never more
    /// than the account looks at.
    fn limit(&self, tolerance: &Tolerance, group: &Group<'a>) -> Result<Money, Rejection> {
        let invoices = group.items.iter().map(|item| item.open);
        let invoices = invoices.filter(|open| open.is_positive());
        Ok(tolerance.limit(Money::sum(self.payment.amount.currency(), invoices)?)?)
    }

    /// A whole group, beside the payment and a difference.
    pub(super) fn with_difference(
        &self,
        rule: Rule,
        group: &Group<'a>,
        difference: Difference,
        score: u16,
    ) -> Alternative {
        Alternative {
            rule,
            lines: group.whole(),
            takes_discount: false,
            differences: vec![difference],
            score,
        }
    }

    /// Items that would be exactly paid with a difference that the firm accepts. Neither number
    /// nor amount says so: a person decides.
    pub(super) fn by_near_amount(&self) -> Result<Option<Proposal>, Rejection> {
        let near = self.near_amounts()?;
        if near.is_empty() || self.policy.applies_oldest_first {
            return Ok(None);
        }
        Ok(Some(self.proposed(Rule::ExactAmount, Vec::new(), near)))
    }

    /// Each item that misses the amount by a difference that the firm accepts.
    pub(super) fn near_amounts(&self) -> Result<Vec<Alternative>, Rejection> {
        let mut near: Vec<Alternative> = Vec::new();
        if self.tolerances.is_empty() {
            return Ok(near);
        }
        for item in self.candidates.iter().filter(|item| item.open.is_positive()) {
            let group = self.group(vec![*item]);
            if let Some((difference, _)) = self.tolerated(&group)? {
                let rule = Rule::ExactAmount;
                near.push(self.with_difference(rule, &group, difference, score::NEAR));
            }
        }
        Ok(near)
    }
}
