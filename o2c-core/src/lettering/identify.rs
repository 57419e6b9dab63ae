//! Whose payment it is, where the bank does not know.

use super::{
    Alternative, Candidate, Evidence, Payment, Policy, Proposal, Rejection, Rule, Verdict, Words,
    propose,
};
use crate::id::{CustomerId, Text};
use crate::receivable::Tolerance;
use alloc::vec;
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
    /// The bank accounts it pays from, such as IBANs.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub accounts: Vec<Text>,
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
    /// What each of them would settle, the likeliest first, where there is anything.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub payers: Vec<PossiblePayer>,
}

/// A customer a payment may come from, and what it would settle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PossiblePayer {
    /// The customer.
    pub customer: CustomerId,
    /// What the payment would settle.
    pub alternative: Alternative,
    /// Why.
    pub evidence: Vec<Evidence>,
}

/// A customer as the payment shows it.
struct Payer<'a> {
    index: usize,
    customer: &'a CustomerCandidates,
    /// The payment comes from one of its bank accounts.
    has_account: bool,
    /// The text names one of its documents.
    is_named: bool,
    /// The payer is called as it is.
    is_alike: bool,
    /// One of its items is exactly the amount.
    has_amount: bool,
}

/// Whose payment it is, by bank account, documents named, name and amount.
///
/// A payer is known by a bank account of its own; by a document number that the text names,
/// together with the exact amount or the payer's name; or by the name, where its items explain
/// the exact amount and no other customer has an item of it. Neither an amount nor a name alone is
/// proof: they are proposed, with what the payment would settle.
///
/// # Errors
/// As [`propose`](super::propose()), with the customer's place.
pub fn identify(
    payment: &Payment,
    customers: &[CustomerCandidates],
    policy: &Policy,
    tolerances: &[Tolerance],
) -> Result<Identification, Rejection> {
    let mut payers: Vec<Payer<'_>> = seen(payment, customers);
    payers.sort_by(|one, other| one.customer.customer.cmp(&other.customer.customer));
    let told = |payer: &&Payer<'_>| payer.has_account || payer.is_named || payer.is_alike;
    if let Some(payer) = the_only(&payers, |payer| payer.has_account) {
        let proposal = proposed(payment, payer, policy, tolerances)?;
        return Ok(known(payer, proposal));
    }
    if let Some(payer) = the_only(&payers, |payer| payer.is_named) {
        let proposal = proposed(payment, payer, policy, tolerances)?;
        if payer.is_alike || (names_documents(&proposal) && is_exact(&proposal)) {
            return Ok(known(payer, proposal));
        }
    }
    let is_named = payers.iter().any(|payer| payer.is_named);
    if let Some(payer) = the_only(&payers, |payer| payer.is_alike).filter(|_| !is_named) {
        let proposal = proposed(payment, payer, policy, tolerances)?;
        let mut others = payers.iter().filter(|other| other.index != payer.index);
        if is_exact(&proposal) && !others.any(|other| other.has_amount) {
            return Ok(known(payer, proposal));
        }
    }
    let mut alternatives = Vec::new();
    let mut possible = Vec::new();
    for payer in payers.iter().filter(|payer| told(payer) || payer.has_amount) {
        alternatives.push(payer.customer.customer.clone());
        possible.extend(possibilities(payment, payer, policy, tolerances)?);
    }
    possible.sort_by_key(|payer| core::cmp::Reverse(payer.alternative.score));
    Ok(Identification {
        verdict: if alternatives.is_empty() { Verdict::Nothing } else { Verdict::Propose },
        customer: None,
        proposal: None,
        evidence: Vec::new(),
        alternatives,
        payers: possible,
    })
}

/// The customers beside the payment.
fn seen<'a>(payment: &Payment, customers: &'a [CustomerCandidates]) -> Vec<Payer<'a>> {
    let payer = Words::of(payment.payer.as_str());
    let texts = [&payment.remittance, &payment.end_to_end_id].map(|text| Words::of(text.as_str()));
    let is_named = |item: &Candidate| {
        let quoted = payment.structured_reference.as_ref();
        let number = Words::of(item.number.as_str());
        let numbers = core::iter::once(&item.number).chain(&item.other_numbers);
        let mut numbers = numbers.map(Text::as_str);
        (quoted.is_some() && quoted == number.reference().as_ref())
            || numbers.any(|number| {
                let is_in = |text: &Words| text.may_name(number) && text.names(&Words::of(number));
                texts.iter().any(is_in)
            })
    };
    let of_account = |customer: &CustomerCandidates| {
        let own = plain(&payment.payer_account);
        !own.is_empty() && customer.accounts.iter().any(|account| plain(account) == own)
    };
    let customers = customers.iter().enumerate();
    customers
        .map(|(index, customer)| Payer {
            index,
            customer,
            has_account: of_account(customer),
            is_named: customer.candidates.iter().any(is_named),
            is_alike: payer.is_same_name(&Words::of(customer.name.as_str())),
            has_amount: customer.candidates.iter().any(|item| item.open == payment.amount),
        })
        .collect()
}

/// An account number without blanks, in capitals.
fn plain(account: &Text) -> alloc::string::String {
    let plain = account.as_str().chars().filter(|letter| !letter.is_whitespace());
    plain.flat_map(char::to_uppercase).collect()
}

fn the_only<'p, 'a>(
    payers: &'p [Payer<'a>],
    is_one: impl Fn(&Payer<'a>) -> bool,
) -> Option<&'p Payer<'a>> {
    let mut found = payers.iter().filter(|payer| is_one(payer));
    found.next().filter(|_| found.next().is_none())
}

fn proposed(
    payment: &Payment,
    payer: &Payer<'_>,
    policy: &Policy,
    tolerances: &[Tolerance],
) -> Result<Proposal, Rejection> {
    propose(payment, &payer.customer.candidates, policy, tolerances)
        .map_err(|no| no.inside_index("customers", payer.index))
}

fn names_documents(proposal: &Proposal) -> bool {
    matches!(
        proposal.rule,
        Some(Rule::StructuredReference | Rule::DocumentNumber | Rule::OrderNumber)
    )
}

/// Whether a match is to be applied that is exactly the amount.
fn is_exact(proposal: &Proposal) -> bool {
    let mut evidence = proposal.evidence.iter();
    proposal.verdict == Verdict::Apply
        && evidence.any(|evidence| matches!(evidence, Evidence::AmountMatches { .. }))
}

fn known(payer: &Payer<'_>, proposal: Proposal) -> Identification {
    let mut evidence = proposal.evidence.clone();
    evidence.extend(evidence_of(payer));
    Identification {
        verdict: Verdict::Apply,
        customer: Some(payer.customer.customer.clone()),
        evidence,
        proposal: Some(proposal),
        alternatives: Vec::new(),
        payers: Vec::new(),
    }
}

/// What speaks for a customer besides its items.
fn evidence_of(payer: &Payer<'_>) -> Vec<Evidence> {
    let customer = &payer.customer.customer;
    let mut evidence = Vec::new();
    if payer.has_account {
        evidence.push(Evidence::AccountMatches { customer: customer.clone() });
    }
    if payer.is_alike {
        evidence.push(Evidence::NameMatches { customer: customer.clone() });
    }
    evidence
}

/// What a payment would settle if it were this customer's.
fn possibilities(
    payment: &Payment,
    payer: &Payer<'_>,
    policy: &Policy,
    tolerances: &[Tolerance],
) -> Result<Vec<PossiblePayer>, Rejection> {
    let proposal = proposed(payment, payer, policy, tolerances)?;
    let mut evidence = proposal.evidence.clone();
    evidence.extend(evidence_of(payer));
    let alternatives = match (proposal.verdict, proposal.rule) {
        (Verdict::Apply, Some(rule)) => vec![Alternative {
            rule,
            lines: proposal.lines,
            takes_discount: proposal.takes_discount,
            differences: proposal.differences,
            score: proposal.score,
        }],
        _ => proposal.alternatives,
    };
    let customer = &payer.customer.customer;
    let possible = alternatives.into_iter().map(|alternative| PossiblePayer {
        customer: customer.clone(),
        alternative,
        evidence: evidence.clone(),
    });
    Ok(possible.collect())
}
