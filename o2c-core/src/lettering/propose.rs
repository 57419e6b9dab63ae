//! The rules, one after the other.

use super::comparison::{Comparison, Group};
use super::numbers::last_digits;
use super::score::{self, of_exact, of_inexact};
use super::{
    Alternative, Candidate, Evidence, Payment, Policy, Proposal, ProposedLine, Rejection, Rule,
    Verdict, Words,
};
use crate::receivable::Tolerance;
use alloc::vec;
use alloc::vec::Vec;

/// By these words a payer calls a payment the rest of what was paid in part.
const REST: [&str; 9] = [
    "SOLDE",
    "RESTE",
    "REST",
    "BALANCE",
    "REMAINDER",
    "REMAINING",
    "RESTZAHLUNG",
    "RESTBETRAG",
    "SALDO",
];

/// What a payment settles of its payer's open items.
///
/// The candidates may come in any order; the result is the same (rulebook L-11). Nothing is ever
/// applied that is not unique. What is missing of the documents named is settled as a difference
/// where the firm's tolerances accept it, each difference a leg of its own.
///
/// # Errors
/// `lettering.not_positive`, `lettering.currency_differs` (with the candidate's place),
/// `money.out_of_range`.
pub fn propose(
    payment: &Payment,
    candidates: &[Candidate],
    policy: &Policy,
    tolerances: &[Tolerance],
) -> Result<Proposal, Rejection> {
    let comparison = Comparison::new(payment, candidates, policy, tolerances)?;
    let rules = [
        Comparison::by_reference,
        Comparison::by_number,
        Comparison::by_other_number,
        Comparison::by_bare_number,
        Comparison::by_hint,
        Comparison::by_amount,
        Comparison::by_balance,
        Comparison::by_statement,
        Comparison::by_subset,
        Comparison::by_near_amount,
        Comparison::by_age,
    ];
    for rule in rules {
        if let Some(proposal) = rule(&comparison)? {
            return comparison.beside_rejected(proposal);
        }
    }
    Ok(comparison.nothing())
}

/// Of what misses the amount by an accepted difference, so many are told beside a match.
const MOST_NEAR: usize = 3;

impl<'a> Comparison<'a> {
    /// A match that is applied, beside what was rejected for it: whatever else of the account is
    /// exactly the amount, perhaps less the discount, an item, two items, the whole balance or all
    /// until a day, and what misses it by a difference that the firm accepts. Sets of more items
    /// are not looked for once the amount is explained: that would cost more than everything else.
    fn beside_rejected(&self, mut proposal: Proposal) -> Result<Proposal, Rejection> {
        if proposal.verdict != Verdict::Apply || !proposal.alternatives.is_empty() {
            return Ok(proposal);
        }
        let exact = self.exact().into_iter().map(|item| self.group(vec![item]));
        let exact = exact.map(|group| (Rule::ExactAmount, group));
        let balances = self.balances().into_iter().map(|group| (Rule::WholeBalance, group));
        let statements = self.statements().into_iter();
        let statements = statements.map(|(group, _)| (Rule::Statement, group));
        let is_of = |lines: &[ProposedLine], group: &Group<'_>| {
            let holds = |line: &ProposedLine| group.items.iter().any(|own| own.entry == line.entry);
            lines.len() == group.items.len() && lines.iter().all(holds)
        };
        let pairs = self.pairs().into_iter().map(|group| (Rule::Subset, group));
        for (rule, group) in exact.chain(balances).chain(statements).chain(pairs) {
            let is_told = |other: &Alternative| is_of(&other.lines, &group);
            if !is_of(&proposal.lines, &group) && !proposal.alternatives.iter().any(is_told) {
                let other = self.alternative(rule, &group, score::ONE_OF_SEVERAL)?;
                proposal.alternatives.push(other);
            }
        }
        let near = self.near_amounts()?.into_iter();
        let near = near.filter(|other| other.lines != proposal.lines);
        proposal.alternatives.extend(near.take(MOST_NEAR));
        Ok(proposal)
    }

    /// Items whose structured reference the payer quotes, in its own field or in the text.
    fn by_reference(&self) -> Result<Option<Proposal>, Rejection> {
        let quoted = self.payment.structured_reference.as_ref();
        if quoted.is_none() && !self.text.quotes_references() {
            return Ok(None);
        }
        let is_quoted = |item: &&Candidate| match Words::of(item.number.as_str()).reference() {
            None => false,
            Some(own) if quoted == Some(&own) => true,
            Some(own) => self.text.names(&Words::of(own.as_str())),
        };
        let items = self.candidates.iter().copied().filter(is_quoted).collect();
        self.by_documents(Rule::StructuredReference, items, |entry| Evidence::ReferenceQuoted {
            entry,
        })
    }

    /// Items whose document the text names.
    fn by_number(&self) -> Result<Option<Proposal>, Rejection> {
        let named = self.named(|item| core::slice::from_ref(&item.number));
        self.by_documents(Rule::DocumentNumber, named, |entry| Evidence::NumberNamed { entry })
    }

    /// Items whose order the text names, or another of their numbers.
    fn by_other_number(&self) -> Result<Option<Proposal>, Rejection> {
        let named = self.named(|item| &item.other_numbers);
        self.by_documents(Rule::OrderNumber, named, |entry| Evidence::OtherNumberNamed { entry })
    }

    /// The items that the text names by their numbers. A number that could be that of several
    /// documents names none of them.
    fn named(&self, numbers: fn(&Candidate) -> &[crate::id::Text]) -> Vec<&'a Candidate> {
        if self.text.is_empty() && self.end_to_end.is_empty() {
            return Vec::new();
        }
        let mut named: Vec<(&Candidate, Words)> = Vec::new();
        for item in self.candidates.iter().copied() {
            let own = numbers(item).iter().map(crate::id::Text::as_str);
            let mut own = own.filter(|number| self.may_be_named(number)).map(Words::of);
            let is_named = |words: &Words| self.text.names(words) || self.end_to_end.names(words);
            if let Some(words) = own.find(is_named) {
                named.push((item, words));
            }
        }
        let is_ambiguous = |(item, words): &&(&Candidate, Words)| {
            let is_alike = |(other, others): &(&Candidate, Words)| {
                other.number != item.number && others != words && words.is_alike(others)
            };
            named.iter().any(is_alike)
                && !self.text.names_fully(words)
                && !self.end_to_end.names_fully(words)
        };
        let told = named.iter().filter(|named| !is_ambiguous(named));
        told.map(|(item, _)| *item).collect()
    }

    fn may_be_named(&self, number: &str) -> bool {
        let last = last_digits(number);
        self.text.may_end_in(last) || self.end_to_end.may_end_in(last)
    }

    /// What the payment settles of the items that it names.
    fn by_documents(
        &self,
        rule: Rule,
        named: Vec<&'a Candidate>,
        told: fn(crate::id::EntryId) -> Evidence,
    ) -> Result<Option<Proposal>, Rejection> {
        if named.is_empty() {
            return Ok(None);
        }
        let mut evidence: Vec<Evidence> =
            named.iter().map(|item| told(item.entry.clone())).collect();
        let group = self.group(named);
        let is_one_document = group.is_one_document();
        if self.settling_discount(&group).is_some() {
            return self.settled(rule, &group, of_exact(rule), evidence);
        }
        if let Some(found) = self.hinted_at(rule, &group, &evidence)? {
            return Ok(Some(found));
        }
        if let Some(found) = self.between(rule, &group, &evidence)? {
            return Ok(Some(found));
        }
        // A mistyped number may name another invoice: the amount then tells which one was meant.
        let (own, others): (Vec<&Candidate>, Vec<&Candidate>) =
            self.exact().into_iter().partition(|item| group.holds(item));
        match own.as_slice() {
            // One instalment of the document named, or one document of the order.
            [item, more @ ..]
                if is_one_document || (more.is_empty() && rule == Rule::OrderNumber) =>
            {
                let group = self.group(vec![*item]);
                return self.settled(rule, &group, of_exact(rule), evidence);
            }
            [..] => {}
        }
        if is_one_document && !others.is_empty() {
            let exact = others.iter().map(|item| item.entry.clone());
            evidence.extend(exact.map(|entry| Evidence::AnotherHasTheAmount { entry }));
            let mut alternatives = vec![self.alternative(rule, &group, score::CONTRADICTED)?];
            for item in others {
                let group = self.group(vec![item]);
                let of_other = score::ONE_OF_SEVERAL;
                alternatives.push(self.alternative(Rule::ExactAmount, &group, of_other)?);
            }
            return Ok(Some(self.proposed(rule, evidence, alternatives)));
        }
        if group.items.len() > 1
            && let Some(found) = self.some_of(rule, &group, &evidence)?
        {
            return Ok(Some(found));
        }
        if group.open < self.paid()
            && let Some(found) = self.completed(rule, &group, &evidence)?
        {
            return Ok(Some(found));
        }
        if let Some((difference, told)) = self.tolerated(&group)? {
            evidence.push(told);
            let found = self.with_difference(rule, &group, difference, score::TOLERATED);
            return Ok(Some(self.answered(found, self.money(0)?, true, evidence)));
        }
        self.as_far_as_it_goes(rule, &group, evidence).map(Some)
    }

    /// A payment that is short of the documents it names, or beyond them.
    fn as_far_as_it_goes(
        &self,
        rule: Rule,
        group: &Group<'a>,
        mut evidence: Vec<Evidence>,
    ) -> Result<Proposal, Rejection> {
        let difference = group.open.saturating_sub(self.paid());
        let is_allowed = group.open > 0
            && if difference < 0 {
                self.policy.applies_overpayments
            } else {
                self.policy.applies_part_payments && group.is_one_document()
            };
        let by = self.money(difference.saturating_abs())?;
        evidence.push(if difference < 0 {
            Evidence::Beyond { by }
        } else {
            Evidence::Short { by }
        });
        let rest = self.money(difference.saturating_neg().max(0))?;
        let found = self.alternative(rule, group, of_inexact(rule))?;
        Ok(self.answered(found, rest, is_allowed, evidence))
    }

    /// The last digits of a number are evidence only beside the exact amount.
    fn by_bare_number(&self) -> Result<Option<Proposal>, Rejection> {
        if self.text.is_empty() {
            return Ok(None);
        }
        let mut exact = self.exact();
        exact.retain(|item| {
            let number = item.number.as_str();
            self.text.may_name(number) && self.text.names_barely(&Words::of(number))
        });
        match exact.as_slice() {
            [item] => {
                let evidence = vec![Evidence::NumberBarelyNamed { entry: item.entry.clone() }];
                let group = self.group(vec![*item]);
                self.settled(Rule::DocumentNumber, &group, score::BARE_NUMBER, evidence)
            }
            [..] => Ok(None),
        }
    }

    /// One item of exactly the amount.
    fn by_amount(&self) -> Result<Option<Proposal>, Rejection> {
        let exact = self.exact();
        #[cfg(feature = "planted-defects")]
        let exact = match exact.first() {
            Some(first) if crate::defects::is_planted(19) => vec![*first],
            Some(_) | None => exact,
        };
        let settled = |item: &'a Candidate, score, evidence| {
            self.settled(Rule::ExactAmount, &self.group(vec![item]), score, evidence)
        };
        match exact.as_slice() {
            [] => Ok(None),
            [item] => settled(item, of_exact(Rule::ExactAmount), Vec::new()),
            several => {
                if let Some((item, told)) = self.told_apart(several) {
                    return settled(item, score::TOLD_APART, vec![told]);
                }
                let alternatives = several.iter().map(|item| {
                    let group = self.group(vec![*item]);
                    self.alternative(Rule::ExactAmount, &group, score::ONE_OF_SEVERAL)
                });
                let alternatives = alternatives.collect::<Result<Vec<_>, _>>()?;
                Ok(Some(self.proposed(Rule::ExactAmount, Vec::new(), alternatives)))
            }
        }
    }

    /// The only one of several items of one amount that a word tells, or, where the firm says so,
    /// its day.
    fn told_apart(&self, several: &[&'a Candidate]) -> Option<(&'a Candidate, Evidence)> {
        let mut parts = several.iter().copied().filter(|item| item.is_part_settled);
        if self.text.speaks_of(&REST)
            && let (Some(item), None) = (parts.next(), parts.next())
        {
            return Some((item, Evidence::RestOfPart { entry: item.entry.clone() }));
        }
        let within = u32::from(self.policy.takes_nearest_within?);
        let received_on = self.payment.received_on;
        let away = |item: &Candidate| item.due_on.days_until(received_on).unsigned_abs();
        let nearest = several.iter().copied().min_by_key(|item| away(item))?;
        let days = away(nearest);
        let is_only = several.iter().filter(|item| away(item) == days).count() == 1;
        let told = Evidence::NearestDue { entry: nearest.entry.clone(), days };
        (is_only && days <= within).then_some((nearest, told))
    }

    /// The whole balance, or all that is due.
    fn by_balance(&self) -> Result<Option<Proposal>, Rejection> {
        self.one_of(Rule::WholeBalance, self.balances(), self.policy.applies_whole_balance)
    }

    /// The whole balance and all that is due, where that is what was paid.
    fn balances(&self) -> Vec<Group<'a>> {
        let all = self.candidates.as_slice();
        // What is due stands in front.
        let due = all.partition_point(|item| item.due_on <= self.payment.received_on);
        let due = all.get(..due).filter(|due| due.len() != all.len());
        let sets = core::iter::once(all).chain(due);
        let is_paid = |set: &&[&Candidate]| set.len() >= 2 && self.is_settled_by_payment(set);
        sets.filter(is_paid).map(|set| self.group(set.to_vec())).collect()
    }

    /// All that was issued, or falls due, until a day: what a statement of account lists.
    fn by_statement(&self) -> Result<Option<Proposal>, Rejection> {
        let groups = self.statements();
        match groups.as_slice() {
            [(group, day)] => {
                let tried = u128::try_from(self.candidates.len()).unwrap_or(u128::MAX);
                let score = self.score_of_sets(tried.saturating_mul(2));
                let score = score.min(of_exact(Rule::Statement));
                let evidence = vec![Evidence::AllUntil { day: *day }];
                // One that may be chance stands beside the sets that are no statement.
                if score < self.policy.applies_from {
                    return Ok(None);
                }
                self.settled(Rule::Statement, group, score, evidence)
            }
            [..] => {
                let groups = groups.into_iter().map(|(group, _)| group).collect();
                self.one_of(Rule::Statement, groups, true)
            }
        }
    }

    /// All until a day, with that day, where that is what was paid.
    fn statements(&self) -> Vec<(Group<'a>, crate::calendar::Day)> {
        let days: [fn(&Candidate) -> crate::calendar::Day; 2] =
            [|item| item.document_on, |item| item.due_on];
        let paid = self.paid();
        let mut groups: Vec<(Group<'a>, crate::calendar::Day)> = Vec::new();
        for day_of in days {
            let mut sorted = Vec::new();
            let items = if self.candidates.is_sorted_by_key(|item| day_of(item)) {
                &self.candidates
            } else {
                sorted.clone_from(&self.candidates);
                sorted.sort_by_key(|item| day_of(item));
                &sorted
            };
            let (mut open, mut discount) = (0_i128, 0_i128);
            for (index, item) in items.iter().enumerate() {
                open = open.saturating_add(i128::from(item.open.minor()));
                discount = discount.saturating_add(self.earned(item));
                // Hardly ever: only then is it worth looking where the day ends.
                let is_exact = open == paid || open.saturating_sub(discount) == paid;
                if !is_exact || index == 0 {
                    continue;
                }
                let next = items.get(index.saturating_add(1));
                if next.is_none_or(|next| day_of(next) != day_of(item)) {
                    let mut set = items.clone();
                    set.truncate(index.saturating_add(1));
                    set.sort_by_key(|item| (item.due_on, item.document_on, &item.entry));
                    let group = self.group(set);
                    let is_known = |known: &(Group<'_>, _)| {
                        let same = known.0.items.iter().zip(&group.items);
                        known.0.items.len() == group.items.len()
                            && same.clone().all(|(one, other)| one.entry == other.entry)
                    };
                    if !groups.iter().any(is_known) {
                        groups.push((group, day_of(item)));
                    }
                }
            }
        }
        groups
    }

    /// The only one of several groups, or all of them as proposals.
    pub(super) fn one_of(
        &self,
        rule: Rule,
        groups: Vec<Group<'a>>,
        is_allowed: bool,
    ) -> Result<Option<Proposal>, Rejection> {
        match groups.as_slice() {
            [] => Ok(None),
            [group] if is_allowed => self.settled(rule, group, of_exact(rule), Vec::new()),
            possible => {
                let alternatives = possible
                    .iter()
                    .map(|group| self.alternative(rule, group, score::ONE_OF_SEVERAL))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(Some(self.proposed(rule, Vec::new(), alternatives)))
            }
        }
    }
}
