//! Debit notes: what is claimed besides prices.

use super::correction::{issued_document, known_document};
use super::decision::{Decision, Leg};
use super::interest::compensation_billed;
use super::rejection::{Cause, Rejection};
use super::sale;
use super::view::View;
use crate::body::bodies;
use crate::calendar::Terms;
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, LineId, SeriesId, Text};
use crate::invoice::{
    self, ClaimKind, Document, DocumentKind, Draft, DraftLine, PrecedingDocument, VatReason, life,
};
use crate::money::{Currency, Exact, ExchangeRate, Money, UnitPrice};
use crate::party::PartyKind;
use crate::pricing::Price;
use crate::quantity::Quantity;
use crate::receivable::AccountKey;
use crate::tax::Vat;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// Claim what is no price of a supply: outside the scope of VAT (rulebook T-23).
    IssueDebitNote {
        /// The series the number comes from.
        series: SeriesId,
        /// Of whom it is claimed.
        customer: CustomerId,
        /// The currency of the claim.
        currency: Currency,
        /// What is claimed.
        lines: Vec<Claim>,
        /// When it falls due; at once where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        terms: Option<Terms>,
        /// The documents whose late payment is claimed for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        relates_to: Vec<DocumentNumber>,
        /// A note to the customer.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        note: Text,
        /// The rate to the ledger's currency, for a document in another one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        exchange_rate: Option<ExchangeRate>,
    }
    /// One claim of a debit note.
    Claim {
        /// What the customer reads.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        description: Text,
        /// How much, above zero.
        amount: Money,
        /// What is claimed.
        kind: ClaimKind,
    }
}

/// Why a claim bears no VAT, as printed.
const OUTSIDE: &str = "Compensation, outside the scope of VAT";

/// Issues a debit note that is written by hand: the flat compensation of an invoice is claimed
/// once over its life, unless the claim was given back, and never of a private person (rulebook
/// T-22, I15).
pub(super) fn claim_by_hand(
    decision: &mut Decision<'_>,
    asked: &IssueDebitNote,
) -> Result<(), Rejection> {
    let is_indemnity = |claim: &Claim| claim.kind == ClaimKind::Indemnity;
    if let Some(index) = asked.lines.iter().position(is_indemnity) {
        let view = decision.before();
        if is_consumer(view, &asked.customer) {
            let path = Path::field("kind").inside_index("lines", index);
            let customer = asked.customer.clone();
            return Err(invoice::Rejection::IndemnityOfConsumer { path, customer }.into());
        }
        let key = AccountKey::of(asked.customer.clone(), asked.currency);
        for (index, number) in asked.relates_to.iter().enumerate() {
            let by = compensation_billed(view.billed(&key), number).cloned();
            if let Some(by) = by.or_else(|| indemnity_by_hand(view, &key, number)) {
                let (path, document) = (Path::index("relates_to", index), number.clone());
                return Err(Cause::IndemnityClaimed { path, document, by }.into());
            }
        }
    }
    issue_debit_note(decision, asked)
}

/// A draft written line by line is held to the same.
pub(super) fn claims_no_indemnity_of_consumer(
    view: &dyn View,
    draft: &Draft,
) -> Result<(), Rejection> {
    let is_indemnity = |line: &DraftLine| line.claim == Some(ClaimKind::Indemnity);
    match draft.lines.iter().position(is_indemnity) {
        Some(index) if is_consumer(view, &draft.customer) => {
            let path = Path::field("claim").inside_index("lines", index);
            let customer = draft.customer.clone();
            Err(invoice::Rejection::IndemnityOfConsumer { path, customer }.into())
        }
        Some(_) | None => Ok(()),
    }
}

fn is_consumer(view: &dyn View, customer: &CustomerId) -> bool {
    let customer = sale::known_customer(view, customer);
    customer.is_ok_and(|customer| customer.party.kind == PartyKind::Consumer)
}

/// The debit note that, written by hand, claims the flat compensation of a document, and still
/// does.
pub(super) fn indemnity_by_hand(
    view: &dyn View,
    key: &AccountKey,
    number: &DocumentNumber,
) -> Option<DocumentNumber> {
    let successors = view.life(number).map_or(&[][..], life::Life::successors).iter();
    let claims = |by: &&DocumentNumber| {
        let is_worked_out = view.billed(key).iter().any(|bill| bill.by == **by);
        !is_worked_out && claims_indemnity(view, by)
    };
    successors.map(|successor| &successor.number).find(claims).cloned()
}

/// Whether a document claims the flat compensation, and still does.
fn claims_indemnity(view: &dyn View, number: &DocumentNumber) -> bool {
    let Some(document) = view.document(number) else { return false };
    let credited = view.life(number);
    let claims = |line: &DraftLine| {
        let is_given_back = credited
            .and_then(|life| life.line(&line.id))
            .is_some_and(|given_back| given_back.quantity == line.quantity.figure());
        line.claim == Some(ClaimKind::Indemnity) && !is_given_back
    };
    document.kind() == DocumentKind::DebitNote && document.draft.lines.iter().any(claims)
}

/// Issues a debit note; the documents it relates to remember it.
pub(super) fn issue_debit_note(
    decision: &mut Decision<'_>,
    asked: &IssueDebitNote,
) -> Result<(), Rejection> {
    let outside: Vat = "O".parse()?;
    let terms = asked.terms.clone().unwrap_or(Terms::net_days(0));
    let mut draft = Draft::new(asked.customer.clone(), asked.currency, terms);
    draft.kind = DocumentKind::DebitNote;
    draft.note = asked.note.clone();
    draft.vat_reasons.push(VatReason { vat: outside, reason: Text::new(OUTSIDE)? });
    for (index, claim) in asked.lines.iter().enumerate() {
        let line = line_of(index, claim, outside, &draft);
        draft.lines.push(line.map_err(|no| inside_line(no, index))?);
    }
    for (index, number) in asked.relates_to.iter().enumerate() {
        let place = Path::index("relates_to", index);
        let document = known_document(decision.before(), number, place.as_str())?;
        expect_related(asked, index, &document)?;
        let (number, issued_on) = (number.clone(), document.issued_on);
        draft.preceding.push(PrecedingDocument { number, issued_on });
    }
    sale::issue(decision, &asked.series, draft, None)?;
    let Some(note) = issued_document(decision) else { return Ok(()) };
    for number in &asked.relates_to {
        let (by, issued_on) = (note.number.clone(), note.issued_on);
        let relate = life::Command::Relate { by, kind: DocumentKind::DebitNote, issued_on };
        decision.run_via("invoice.issued", Leg::Document(number.clone(), relate))?;
    }
    Ok(())
}

/// A claim relates to documents of its customer, to each once.
fn expect_related(asked: &IssueDebitNote, index: usize, document: &Document) -> Result<(), Cause> {
    let (path, number) = (Path::index("relates_to", index), document.number.clone());
    if document.draft.customer != asked.customer {
        let customer = document.draft.customer.clone();
        return Err(Cause::RelatesToOther { path, document: number, customer });
    }
    if asked.relates_to.iter().take(index).any(|before| *before == number) {
        return Err(Cause::DocumentTwice { path, document: number });
    }
    Ok(())
}

fn inside_line(rejection: Rejection, index: usize) -> Rejection {
    sale::inside(rejection, Path::index("lines", index).as_str())
}

/// A claim as a line: one piece at its amount.
fn line_of(
    index: usize,
    claim: &Claim,
    outside: Vat,
    draft: &Draft,
) -> Result<DraftLine, Rejection> {
    Money::zero(draft.currency)
        .expect(claim.amount.currency())
        .map_err(|no| Rejection::from(no.inside("amount")))?;
    if !claim.amount.is_positive() {
        let (path, amount) = (Path::field("amount"), claim.amount);
        return Err(Cause::AmountNotPositive { path, amount }.into());
    }
    let decimals = u32::from(draft.currency.decimals());
    let price = UnitPrice::new(Exact::new(i128::from(claim.amount.minor()), decimals)?)?;
    let id = LineId::new(&alloc::format!("{}", index.saturating_add(1)))?;
    let one = Quantity::new(Exact::ONE, "C62".parse()?);
    Ok(DraftLine {
        description: claim.description.clone(),
        claim: Some(claim.kind),
        ..DraftLine::new(id, one, Price::Net(price), outside)
    })
}
