//! Whose payment it is, where the bank does not know.

use super::{
    Candidate, Evidence, Payment, Policy, Proposal, Rejection, Rule, Verdict, Words, propose,
};
use crate::id::{CustomerId, Text};
use alloc::vec::Vec;

/// A customer with its open items.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CustomerCandidates {
    /// The customer.
    pub customer: CustomerId,
    /// Its name.
    pub name: Text,
    /// Its open items in the payment's currency.
    pub candidates: Vec<Candidate>,
}

/// Whose payment it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Identification {
    /// What to do.
    pub verdict: Verdict,
    /// The payer, where the verdict is to apply.
    pub customer: Option<CustomerId>,
    /// What the payment settles of the payer's items.
    pub proposal: Option<Proposal>,
    /// Why.
    pub evidence: Vec<Evidence>,
    /// Who it may be, where the verdict is to propose.
    pub alternatives: Vec<CustomerId>,
}

/// Whose payment it is, by the documents it names.
///
/// A payer is known by a document number that the text names in full, together with the exact
/// amount or the payer's name. Neither an amount nor a name alone is proof: a name alone is
/// proposed.
///
/// # Errors
/// As [`propose`](super::propose()), with the customer's place.
pub fn identify(
    payment: &Payment,
    customers: &[CustomerCandidates],
    policy: &Policy,
) -> Result<Identification, Rejection> {
    let payer = Words::of(payment.payer.as_str());
    let text = Words::of(payment.remittance.as_str());
    let mut named = Vec::new();
    let mut alike = Vec::new();
    for (index, customer) in customers.iter().enumerate() {
        let is_alike = payer.is_same_name(&Words::of(customer.name.as_str()));
        let mut candidates = customer.candidates.iter();
        let is_named = candidates.any(|item| text.names(&Words::of(item.number.as_str())));
        if is_named {
            named.push((index, customer, is_alike));
        } else if is_alike {
            alike.push(customer.customer.clone());
        }
    }
    if let [(index, customer, is_alike)] = named.as_slice() {
        let proposal = propose(payment, &customer.candidates, policy)
            .map_err(|no| no.inside_index("customers", *index))?;
        let is_exact = proposal.verdict == Verdict::Apply
            && proposal.rule == Some(Rule::DocumentNumber)
            && proposal
                .evidence
                .iter()
                .any(|evidence| matches!(evidence, Evidence::AmountMatches { .. }));
        if is_exact || *is_alike {
            let name =
                is_alike.then(|| Evidence::NameMatches { customer: customer.customer.clone() });
            return Ok(Identification {
                verdict: Verdict::Apply,
                customer: Some(customer.customer.clone()),
                evidence: proposal.evidence.iter().cloned().chain(name).collect(),
                proposal: Some(proposal),
                alternatives: Vec::new(),
            });
        }
    }
    let named = named.iter().map(|(_, customer, _)| customer.customer.clone());
    let mut alternatives: Vec<CustomerId> = named.chain(alike).collect();
    alternatives.sort();
    Ok(Identification {
        verdict: if alternatives.is_empty() { Verdict::Nothing } else { Verdict::Propose },
        customer: None,
        proposal: None,
        evidence: Vec::new(),
        alternatives,
    })
}
