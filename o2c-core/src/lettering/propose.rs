//! The rules, one after the other.

use super::{
    Alternative, Candidate, Evidence, Payment, Policy, Proposal, ProposedLine, Rejection, Rule,
    Verdict, Words,
};
use crate::error::Path;
use crate::money::Money;
use alloc::vec;
use alloc::vec::Vec;

/// What a payment settles of its payer's open items.
///
/// The candidates may come in any order; the result is the same (rulebook L-11). Nothing is ever
/// applied that is not unique.
///
/// # Errors
/// `lettering.not_positive`, `lettering.currency_differs` (with the candidate's place),
/// `money.out_of_range`.
pub fn propose(
    payment: &Payment,
    candidates: &[Candidate],
    policy: &Policy,
) -> Result<Proposal, Rejection> {
    let comparison = Comparison::new(payment, candidates)?;
    if let Some(proposal) = comparison.by_number(policy)? {
        return Ok(proposal);
    }
    if let Some(proposal) = comparison.by_amount()? {
        return Ok(proposal);
    }
    match comparison.by_balance(policy)? {
        Some(proposal) => Ok(proposal),
        None => Ok(comparison.nothing()),
    }
}

/// A payment beside the candidates, in the order that decides (rulebook L-11).
struct Comparison<'a> {
    payment: &'a Payment,
    candidates: Vec<&'a Candidate>,
    text: Words,
}

/// Items that belong together, with their sum and the discount earned on them, in minor units.
struct Group<'a> {
    items: Vec<&'a Candidate>,
    open: i128,
    discount: i128,
}

impl<'a> Comparison<'a> {
    fn new(payment: &'a Payment, candidates: &'a [Candidate]) -> Result<Self, Rejection> {
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
        let open = candidates.iter().filter(|item| !item.open.is_zero());
        let mut candidates: Vec<&Candidate> = open.collect();
        let order = |item: &Candidate| (item.due_on, item.document_on);
        candidates.sort_by(|one, other| {
            let by_day = order(one).cmp(&order(other));
            by_day.then_with(|| one.entry.cmp(&other.entry))
        });
        Ok(Comparison { payment, candidates, text: Words::of(payment.remittance.as_str()) })
    }

    fn paid(&self) -> i128 {
        i128::from(self.payment.amount.minor())
    }

    fn money(&self, minor: i128) -> Result<Money, Rejection> {
        Ok(Money::from_wide(minor, self.payment.amount.currency())?)
    }

    /// The discount the payment earned on an item, in minor units.
    fn earned(&self, item: &Candidate) -> i128 {
        let offer = item.early_discount.filter(|offer| {
            self.payment.received_on <= offer.until && offer.amount.minor() < item.open.minor()
        });
        offer.map_or(0, |offer| i128::from(offer.amount.minor()))
    }

    fn group(&self, items: Vec<&'a Candidate>) -> Group<'a> {
        // Sums of 64-bit amounts stay within 128 bits.
        let open = items.iter().map(|item| i128::from(item.open.minor()));
        let discount = items.iter().map(|item| self.earned(item));
        Group {
            open: open.fold(0, i128::saturating_add),
            discount: discount.fold(0, i128::saturating_add),
            items,
        }
    }

    /// The discount with which a group is exactly what was paid: none, or all that was earned.
    fn settling_discount(&self, group: &Group<'_>) -> Option<i128> {
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
    fn exact(&self) -> Vec<&'a Candidate> {
        let items = self.candidates.iter().copied();
        items
            .filter(|item| item.open.is_positive())
            .filter(|item| self.settling_discount(&self.group(vec![item])).is_some())
            .collect()
    }

    // Rule: document numbers.

    fn by_number(&self, policy: &Policy) -> Result<Option<Proposal>, Rejection> {
        let named = self.named();
        if named.is_empty() {
            return self.by_bare_number();
        }
        let evidence = named.iter().map(|item| Evidence::NumberNamed { entry: item.entry.clone() });
        let mut evidence: Vec<Evidence> = evidence.collect();
        let is_one_document = named.windows(2).all(|pair| match pair {
            [one, other] => one.number == other.number,
            [..] => true,
        });
        let group = self.group(named);
        if let Some(discount) = self.settling_discount(&group) {
            return self.settled(Rule::DocumentNumber, &group, discount, evidence);
        }
        // A mistyped number may name another invoice: the amount then tells which one was meant.
        let exact = self.exact();
        let is_named =
            |item: &&Candidate| group.items.iter().any(|named| named.entry == item.entry);
        let others: Vec<&Candidate> =
            exact.iter().copied().filter(|item| !is_named(item)).collect();
        if is_one_document {
            if let Some(item) = exact.iter().copied().find(is_named) {
                // One instalment of the document named.
                let group = self.group(vec![item]);
                let discount = self.settling_discount(&group).unwrap_or(0);
                return self.settled(Rule::DocumentNumber, &group, discount, evidence);
            }
            if !others.is_empty() {
                evidence.extend(
                    others
                        .iter()
                        .map(|item| Evidence::AnotherHasTheAmount { entry: item.entry.clone() }),
                );
                let mut alternatives = vec![self.alternative(Rule::DocumentNumber, &group)?];
                for item in others {
                    let group = self.group(vec![item]);
                    alternatives.push(self.alternative(Rule::ExactAmount, &group)?);
                }
                return Ok(Some(self.proposed(Rule::DocumentNumber, evidence, alternatives)));
            }
        }
        let difference = group.open.saturating_sub(self.paid());
        let is_applied = group.open > 0
            && if difference < 0 {
                policy.applies_overpayments
            } else {
                policy.applies_part_payments && is_one_document
            };
        let by = self.money(difference.saturating_abs())?;
        evidence.push(if difference < 0 {
            Evidence::Beyond { by }
        } else {
            Evidence::Short { by }
        });
        let alternative = self.alternative(Rule::DocumentNumber, &group)?;
        if !is_applied {
            let alternatives = vec![alternative];
            return Ok(Some(self.proposed(Rule::DocumentNumber, evidence, alternatives)));
        }
        let rest = self.money(difference.saturating_neg().max(0))?;
        let applied = self.applied(Rule::DocumentNumber, alternative, rest, evidence);
        Ok(Some(applied))
    }

    /// The items whose document the text names. A number that could be that of several documents
    /// names none of them.
    fn named(&self) -> Vec<&'a Candidate> {
        if self.text.is_empty() {
            return Vec::new();
        }
        let items = self.candidates.iter().copied();
        let named = items.filter(|item| self.text.names(&Words::of(item.number.as_str())));
        let named: Vec<&Candidate> = named.collect();
        let is_ambiguous = |item: &&Candidate| {
            let words = Words::of(item.number.as_str());
            named.iter().any(|other| {
                let is_other = other.number != item.number;
                is_other && words.is_alike(&Words::of(other.number.as_str()))
            }) && !self.text.names_fully(&words)
        };
        let told = named.iter().copied().filter(|item| !is_ambiguous(item));
        told.collect()
    }

    /// The last digits of a number are evidence only beside the exact amount.
    fn by_bare_number(&self) -> Result<Option<Proposal>, Rejection> {
        let mut exact = self.exact();
        exact.retain(|item| self.text.names_barely(&Words::of(item.number.as_str())));
        match exact.as_slice() {
            [item] => {
                let evidence = vec![Evidence::NumberBarelyNamed { entry: item.entry.clone() }];
                let group = self.group(vec![item]);
                let discount = self.settling_discount(&group).unwrap_or(0);
                self.settled(Rule::DocumentNumber, &group, discount, evidence)
            }
            [..] => Ok(None),
        }
    }

    // Rule: exact amount.

    fn by_amount(&self) -> Result<Option<Proposal>, Rejection> {
        let exact = self.exact();
        #[cfg(feature = "planted-defects")]
        let exact = match exact.first() {
            Some(first) if crate::defects::is_planted(19) => vec![*first],
            Some(_) | None => exact,
        };
        match exact.as_slice() {
            [] => Ok(None),
            [item] => {
                let group = self.group(vec![item]);
                let discount = self.settling_discount(&group).unwrap_or(0);
                self.settled(Rule::ExactAmount, &group, discount, Vec::new())
            }
            several => {
                let groups = several.iter().map(|item| self.group(vec![item]));
                let alternatives = groups
                    .map(|group| self.alternative(Rule::ExactAmount, &group))
                    .collect::<Result<Vec<_>, _>>()?;
                let evidence = Vec::new();
                Ok(Some(self.proposed(Rule::ExactAmount, evidence, alternatives)))
            }
        }
    }

    // Rule: whole balance.

    fn by_balance(&self, policy: &Policy) -> Result<Option<Proposal>, Rejection> {
        let all = self.candidates.clone();
        let due = all.iter().copied();
        let due: Vec<&Candidate> =
            due.filter(|item| item.due_on <= self.payment.received_on).collect();
        let is_different = due.len() != all.len();
        let mut groups = vec![self.group(all)];
        if is_different {
            groups.push(self.group(due));
        }
        groups.retain(|group| {
            let has_several = group.items.len() >= 2;
            has_several && self.settling_discount(group).is_some()
        });
        match groups.as_slice() {
            [] => Ok(None),
            [group] if policy.applies_whole_balance => {
                let discount = self.settling_discount(group).unwrap_or(0);
                self.settled(Rule::WholeBalance, group, discount, Vec::new())
            }
            possible => {
                let alternatives = possible
                    .iter()
                    .map(|group| self.alternative(Rule::WholeBalance, group))
                    .collect::<Result<Vec<_>, _>>()?;
                let evidence = Vec::new();
                Ok(Some(self.proposed(Rule::WholeBalance, evidence, alternatives)))
            }
        }
    }

    // Answers.

    /// A group that is exactly what was paid.
    fn settled(
        &self,
        rule: Rule,
        group: &Group<'_>,
        discount: i128,
        mut evidence: Vec<Evidence>,
    ) -> Result<Option<Proposal>, Rejection> {
        evidence.push(Evidence::AmountMatches {
            open: self.money(group.open)?,
            discount: self.money(discount)?,
        });
        let alternative = Alternative { rule, lines: whole(group), takes_discount: discount != 0 };
        let rest = self.money(0)?;
        Ok(Some(self.applied(rule, alternative, rest, evidence)))
    }

    /// A group as far as the payment goes: the earliest due first.
    fn alternative(&self, rule: Rule, group: &Group<'_>) -> Result<Alternative, Rejection> {
        let discount = self.settling_discount(group);
        if discount.is_some() || group.open <= self.paid() {
            return Ok(Alternative {
                rule,
                lines: whole(group),
                takes_discount: discount.is_some_and(|discount| discount != 0),
            });
        }
        // Credit notes settle invoices beside the payment.
        let credits = group.items.iter().map(|item| i128::from(item.open.minor()));
        let credits = credits.filter(|open| *open < 0);
        let mut left = self.paid().saturating_sub(credits.fold(0, i128::saturating_add));
        let mut lines = Vec::with_capacity(group.items.len());
        for item in &group.items {
            let open = i128::from(item.open.minor());
            let part = open.min(left);
            if open > 0 {
                left = left.saturating_sub(part);
            }
            if part != 0 {
                lines.push(ProposedLine { entry: item.entry.clone(), amount: self.money(part)? });
            }
        }
        Ok(Alternative { rule, lines, takes_discount: false })
    }

    fn applied(
        &self,
        rule: Rule,
        match_: Alternative,
        rest: Money,
        evidence: Vec<Evidence>,
    ) -> Proposal {
        Proposal {
            verdict: Verdict::Apply,
            rule: Some(rule),
            lines: match_.lines,
            takes_discount: match_.takes_discount,
            rest,
            evidence,
            alternatives: Vec::new(),
        }
    }

    fn proposed(
        &self,
        rule: Rule,
        evidence: Vec<Evidence>,
        alternatives: Vec<Alternative>,
    ) -> Proposal {
        Proposal {
            verdict: Verdict::Propose,
            rule: Some(rule),
            evidence,
            alternatives,
            ..self.nothing()
        }
    }

    fn nothing(&self) -> Proposal {
        Proposal {
            verdict: Verdict::Nothing,
            rule: None,
            lines: Vec::new(),
            takes_discount: false,
            rest: self.payment.amount,
            evidence: Vec::new(),
            alternatives: Vec::new(),
        }
    }
}

/// Every item of a group with all that is open of it.
fn whole(group: &Group<'_>) -> Vec<ProposedLine> {
    let line = |item: &&Candidate| ProposedLine { entry: item.entry.clone(), amount: item.open };
    group.items.iter().map(line).collect()
}
