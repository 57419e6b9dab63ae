//! A payment beside the open items, and the sums that rules compare.

use super::{
    Alternative, Candidate, Evidence, Payment, Policy, Proposal, ProposedLine, Rejection, Rule,
    Verdict, Words,
};
use crate::calendar::Day;
use crate::error::Path;
use crate::money::Money;
use crate::receivable::Tolerance;
use alloc::vec;
use alloc::vec::Vec;

/// A payment beside the candidates, in the order that decides (rulebook L-11).
pub(super) struct Comparison<'a> {
    pub(super) payment: &'a Payment,
    pub(super) policy: &'a Policy,
    pub(super) tolerances: &'a [Tolerance],
    pub(super) candidates: Vec<&'a Candidate>,
    pub(super) text: Words,
    pub(super) end_to_end: Words,
}

/// Items that belong together, with their sum and the discount earned on them, in minor units.
pub(super) struct Group<'a> {
    pub(super) items: Vec<&'a Candidate>,
    pub(super) open: i128,
    pub(super) discount: i128,
}

impl Group<'_> {
    /// Whether all items are of one document.
    pub(super) fn is_one_document(&self) -> bool {
        self.items.windows(2).all(|pair| match pair {
            [one, other] => one.number == other.number,
            [..] => true,
        })
    }

    pub(super) fn holds(&self, item: &Candidate) -> bool {
        self.items.iter().any(|own| own.entry == item.entry)
    }

    /// Every item with all that is open of it.
    pub(super) fn whole(&self) -> Vec<ProposedLine> {
        let line =
            |item: &&Candidate| ProposedLine { entry: item.entry.clone(), amount: item.open };
        self.items.iter().map(line).collect()
    }
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        payment: &'a Payment,
        candidates: &'a [Candidate],
        policy: &'a Policy,
        tolerances: &'a [Tolerance],
    ) -> Result<Self, Rejection> {
        if !payment.amount.is_positive() {
            return Err(Rejection::NotPositive {
                path: Path::field("amount"),
                amount: payment.amount,
            });
        }
        let expected = payment.amount.currency();
        for (index, candidate) in candidates.iter().enumerate() {
            if candidate.open.currency() != expected {
                return Err(Rejection::CurrencyDiffers {
                    path: Path::field("open").inside_index("candidates", index),
                    expected,
                    found: candidate.open.currency(),
                });
            }
        }
        // The days stand beside the items: most are told apart without looking further.
        let mut dated: Vec<(Day, Day, &Candidate)> = Vec::with_capacity(candidates.len());
        for item in candidates.iter().filter(|item| !item.open.is_zero()) {
            dated.push((item.due_on, item.document_on, item));
        }
        dated.sort_by(|one, other| {
            let by_day = (one.0, one.1).cmp(&(other.0, other.1));
            by_day.then_with(|| one.2.entry.cmp(&other.2.entry))
        });
        let candidates = dated.into_iter().map(|(_, _, item)| item).collect();
        let text = Words::of(payment.remittance.as_str());
        let end_to_end = Words::of(payment.end_to_end_id.as_str());
        Ok(Comparison { payment, policy, tolerances, candidates, text, end_to_end })
    }

    pub(super) fn paid(&self) -> i128 {
        i128::from(self.payment.amount.minor())
    }

    pub(super) fn money(&self, minor: i128) -> Result<Money, Rejection> {
        Ok(Money::from_wide(minor, self.payment.amount.currency())?)
    }

    /// The discount the payment earned on an item, in minor units.
    pub(super) fn earned(&self, item: &Candidate) -> i128 {
        let offer = item.early_discount.as_ref().filter(|offer| {
            self.payment.received_on <= offer.until && offer.amount.minor() < item.open.minor()
        });
        offer.map_or(0, |offer| i128::from(offer.amount.minor()))
    }

    pub(super) fn group(&self, items: Vec<&'a Candidate>) -> Group<'a> {
        let (open, discount) = self.sums(&items);
        Group { items, open, discount }
    }

    /// What items sum to, and the discount earned on them, in minor units.
    fn sums(&self, items: &[&Candidate]) -> (i128, i128) {
        // Sums of 64-bit amounts stay within 128 bits.
        let open = items.iter().map(|item| i128::from(item.open.minor()));
        let discount = items.iter().map(|item| self.earned(item));
        (open.fold(0, i128::saturating_add), discount.fold(0, i128::saturating_add))
    }

    /// Whether items, perhaps less the discount earned on them, are exactly what was paid.
    pub(super) fn is_settled_by_payment(&self, items: &[&Candidate]) -> bool {
        let (open, discount) = self.sums(items);
        open == self.paid() || open.saturating_sub(discount) == self.paid()
    }

    /// The discount with which a group is exactly what was paid: none, or all that was earned.
    pub(super) fn settling_discount(&self, group: &Group<'_>) -> Option<i128> {
        let paid = self.paid();
        if group.open == paid {
            Some(0)
        } else if group.open.saturating_sub(group.discount) == paid {
            Some(group.discount)
        } else {
            None
        }
    }

    /// The invoices whose open amount, perhaps less the discount, is exactly what was paid.
    pub(super) fn exact(&self) -> Vec<&'a Candidate> {
        let paid = self.paid();
        let is_exact = |item: &&Candidate| {
            let open = i128::from(item.open.minor());
            open > 0 && (open == paid || open.saturating_sub(self.earned(item)) == paid)
        };
        self.candidates.iter().copied().filter(is_exact).collect()
    }

    // Answers.

    /// A group that is exactly what was paid.
    pub(super) fn settled(
        &self,
        rule: Rule,
        group: &Group<'_>,
        score: u16,
        mut evidence: Vec<Evidence>,
    ) -> Result<Option<Proposal>, Rejection> {
        let discount = self.settling_discount(group).unwrap_or(0);
        evidence.push(Evidence::AmountMatches {
            open: self.money(group.open)?,
            discount: self.money(discount)?,
        });
        let rest = self.money(0)?;
        let alternative = self.alternative(rule, group, score)?;
        Ok(Some(self.answered(alternative, rest, true, evidence)))
    }

    /// A group as far as the payment goes: the earliest due first.
    pub(super) fn alternative(
        &self,
        rule: Rule,
        group: &Group<'_>,
        score: u16,
    ) -> Result<Alternative, Rejection> {
        let discount = self.settling_discount(group);
        if discount.is_some() || group.open <= self.paid() {
            let takes_discount = discount.is_some_and(|discount| discount != 0);
            return Ok(Alternative {
                rule,
                lines: group.whole(),
                takes_discount,
                differences: Vec::new(),
                score,
            });
        }
        // Credit notes settle invoices beside the payment.
        let credits = group.items.iter().map(|item| i128::from(item.open.minor()));
        let credits = credits.filter(|open| *open < 0);
        let mut left = self.paid().saturating_sub(credits.fold(0, i128::saturating_add));
        let mut lines = Vec::with_capacity(group.items.len());
        let mut takes_discount = false;
        for item in &group.items {
            let open = i128::from(item.open.minor());
            let earned = self.earned_by_part(item, left)?;
            takes_discount |= earned != 0;
            let part = open.min(left.saturating_add(earned));
            if open > 0 {
                left = left.saturating_sub(part.saturating_sub(earned));
            }
            if part != 0 {
                lines.push(ProposedLine { entry: item.entry.clone(), amount: self.money(part)? });
            }
        }
        Ok(Alternative { rule, lines, takes_discount, differences: Vec::new(), score })
    }

    /// The discount that what is left of the payment earns on an item, in minor units, where it is
    /// earned by payments of parts.
    fn earned_by_part(&self, item: &Candidate, left: i128) -> Result<i128, Rejection> {
        let offer = item.early_discount.filter(|offer| self.payment.received_on <= offer.until);
        let Some((offer, parts)) = offer.and_then(|offer| Some((offer, offer.by_parts?))) else {
            return Ok(0);
        };
        let open = i128::from(item.open.minor());
        if left <= 0 || open <= 0 {
            return Ok(0);
        }
        let earned = parts.earned(self.money(left.min(open))?)?;
        let cleared = left.min(open).saturating_add(earned.minor().into());
        Ok(if cleared > open { offer.amount.minor() } else { earned.minor() }.into())
    }

    /// One match: applied where the firm allows it and its score suffices, else proposed.
    pub(super) fn answered(
        &self,
        found: Alternative,
        rest: Money,
        is_allowed: bool,
        evidence: Vec<Evidence>,
    ) -> Proposal {
        if !is_allowed || found.score < self.policy.applies_from {
            return self.proposed(found.rule, evidence, vec![found]);
        }
        Proposal {
            verdict: Verdict::Apply,
            rule: Some(found.rule),
            lines: found.lines,
            takes_discount: found.takes_discount,
            differences: found.differences,
            rest,
            score: found.score,
            evidence,
            alternatives: Vec::new(),
        }
    }

    /// Several matches, or one that is not sure enough: the likeliest first.
    pub(super) fn proposed(
        &self,
        rule: Rule,
        evidence: Vec<Evidence>,
        mut alternatives: Vec<Alternative>,
    ) -> Proposal {
        alternatives.sort_by_key(|alternative| core::cmp::Reverse(alternative.score));
        Proposal {
            verdict: Verdict::Propose,
            rule: Some(rule),
            score: alternatives.first().map_or(0, |first| first.score),
            evidence,
            alternatives,
            ..self.nothing()
        }
    }

    pub(super) fn nothing(&self) -> Proposal {
        Proposal {
            verdict: Verdict::Nothing,
            rule: None,
            lines: Vec::new(),
            takes_discount: false,
            differences: Vec::new(),
            rest: self.payment.amount,
            score: 0,
            evidence: Vec::new(),
            alternatives: Vec::new(),
        }
    }
}
