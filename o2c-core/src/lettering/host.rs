//! Proposals of the host's own: rules of a trade, a model that learned, a person's order.
//!
//! Learning stays outside. Whoever proposes says how sure it is; the least score of the policy is
//! held against that as against the rules' own, two that are equally sure are one too many, and the
//! account confirms or refuses what is applied.

use super::{
    Alternative, Evidence, Payment, Policy, Proposal, ProposedLine, Rejection, Rule, Verdict,
};
use crate::body::bodies;
use crate::error::Path;
use crate::id::Text;
use crate::money::Money;
use crate::receivable::Difference;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// The highest score there is.
const SUREST: u16 = 1_000;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A match that a host proposes.
    HostProposal {
        /// The items, and how much of each.
        lines: Vec<ProposedLine>,
        /// Whether discounts are taken.
        #[cfg_attr(feature = "serde", serde(default))]
        takes_discount: bool,
        /// What is settled besides, without money.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        differences: Vec<Difference>,
        /// How sure the host is, in thousandths.
        score: u16,
        /// Why, in the host's words: kept as evidence.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
}

/// What a host's proposals come to: the surest is to be applied where its score suffices and no
/// other is as sure; otherwise all of them are proposed, the surest first.
///
/// ```
/// use o2c_core::lettering::{HostProposal, Payment, Policy, ProposedLine, Verdict, ranked};
/// let propose = |entry: &str, score| Ok::<_, o2c_core::error::Error>(HostProposal {
///     lines: vec![ProposedLine { entry: entry.parse()?, amount: "60.00 EUR".parse()? }],
///     takes_discount: false,
///     differences: Vec::new(),
///     score,
///     reason: "learned from last year".parse()?,
/// });
/// let payment = Payment::of("P1".parse()?, "60.00 EUR".parse()?, "2026-02-10".parse()?);
/// let proposed = [propose("F-1", 700)?, propose("F-2", 950)?];
/// let found = ranked(&payment, &proposed, &Policy::default())?;
/// assert_eq!((found.verdict, found.lines[0].entry.as_str()), (Verdict::Apply, "F-2"));
/// assert_eq!(found.alternatives[0].score, 700, "what was rejected for it");
/// let proposed = [propose("F-1", 950)?, propose("F-2", 950)?];
/// let found = ranked(&payment, &proposed, &Policy::default())?;
/// assert_eq!(found.verdict, Verdict::Propose);
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `lettering.nothing_proposed` for no proposal and for one without an item,
/// `lettering.score_beyond`, `lettering.currency_differs`, `money.out_of_range`, each with its
/// place.
pub fn ranked(
    payment: &Payment,
    proposals: &[HostProposal],
    policy: &Policy,
) -> Result<Proposal, Rejection> {
    if proposals.is_empty() {
        return Err(Rejection::NothingProposed { path: Path::field("proposals") });
    }
    let mut ranking: Vec<(&HostProposal, Money)> = Vec::with_capacity(proposals.len());
    for (index, one) in proposals.iter().enumerate() {
        let rest = one.rest(payment).map_err(|no| no.inside_index("proposals", index))?;
        ranking.push((one, rest));
    }
    ranking.sort_by_key(|(one, _)| Reverse(one.score));
    let alternatives: Vec<Alternative> = ranking.iter().map(|(one, _)| one.alternative()).collect();
    let told = |one: &HostProposal| vec![Evidence::Told { reason: one.reason.clone() }];
    let nothing = Proposal {
        verdict: Verdict::Nothing,
        rule: Some(Rule::Host),
        lines: Vec::new(),
        takes_discount: false,
        differences: Vec::new(),
        rest: payment.amount,
        score: 0,
        evidence: Vec::new(),
        alternatives: Vec::new(),
    };
    let Some((surest, rest)) = ranking.first() else { return Ok(nothing) };
    let is_only = ranking.get(1).is_none_or(|(second, _)| second.score < surest.score);
    let (score, evidence) = (surest.score, told(surest));
    if !is_only || score < policy.applies_from {
        let verdict = Verdict::Propose;
        return Ok(Proposal { verdict, score, evidence, alternatives, ..nothing });
    }
    Ok(Proposal {
        verdict: Verdict::Apply,
        lines: surest.lines.clone(),
        takes_discount: surest.takes_discount,
        differences: surest.differences.clone(),
        rest: *rest,
        score,
        evidence,
        alternatives: alternatives.into_iter().skip(1).collect(),
        ..nothing
    })
}

impl HostProposal {
    fn alternative(&self) -> Alternative {
        Alternative {
            rule: Rule::Host,
            lines: self.lines.clone(),
            takes_discount: self.takes_discount,
            differences: self.differences.clone(),
            score: self.score,
        }
    }

    /// What of the payment stays on account.
    fn rest(&self, payment: &Payment) -> Result<Money, Rejection> {
        if self.score > SUREST {
            let path = Path::field("score");
            return Err(Rejection::ScoreBeyond { path, score: self.score, most: SUREST });
        }
        if self.lines.is_empty() {
            return Err(Rejection::NothingProposed { path: Path::field("lines") });
        }
        let expected = payment.amount.currency();
        let lines = self.lines.iter().map(|line| line.amount);
        let differences = self.differences.iter().map(|one| one.amount);
        let mut left = i128::from(payment.amount.minor());
        for (list, amounts, sign) in [
            ("lines", lines.collect::<Vec<_>>(), -1_i128),
            ("differences", differences.collect(), 1),
        ] {
            for (index, amount) in amounts.into_iter().enumerate() {
                if amount.currency() != expected {
                    let path = Path::field("amount").inside_index(list, index);
                    let found = amount.currency();
                    return Err(Rejection::CurrencyDiffers { path, expected, found });
                }
                // Sums of 64-bit amounts stay within 128 bits.
                left = left.saturating_add(i128::from(amount.minor()).saturating_mul(sign));
            }
        }
        // Where more is settled than was paid, discounts make up the rest.
        Ok(Money::from_wide(left.max(0), expected)?)
    }
}
