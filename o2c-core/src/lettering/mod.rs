//! A calculator: which items a payment settles, with the evidence; the account confirms.
//!
//! Rules are tried one after the other (rulebook 4.2): the structured reference, the document
//! and order numbers in the text, also those that are mangled where the amount tells which item is
//! meant, one item of exactly the amount, the whole balance, a statement until some day, the only
//! set of items that sums to the amount, the oldest items where the firm says so. Only a unique
//! match whose score suffices is to be applied; where several are possible they are proposed, never
//! chosen (contract I19). The order of the candidates does not matter.
//!
//! ```
//! use o2c_core::lettering::{Candidate, Payment, Policy, Rule, Verdict, propose};
//! # fn candidate(number: &str, open: &str) -> Result<Candidate, o2c_core::error::Error> {
//! #     let (document_on, due_on) = ("2016-08-14".parse()?, "2016-09-13".parse()?);
//! #     Ok(Candidate::of(number.parse()?, number.parse()?, open.parse()?, document_on, due_on))
//! # }
//! let open = [candidate("F2016-00030", "376.83 EUR")?, candidate("F2016-00036", "748.16 EUR")?];
//! let received_on = "2016-09-11".parse()?;
//! let mut payment = Payment::of("P1".parse()?, "376.83 EUR".parse()?, received_on);
//! payment.remittance = "VIR 30".parse()?;
//! let proposal = propose(&payment, &open, &Policy::default(), &[])?;
//! assert_eq!((proposal.verdict, proposal.rule), (Verdict::Apply, Some(Rule::DocumentNumber)));
//! assert_eq!(proposal.lines[0].entry.as_str(), "F2016-00030");
//! // A number that fits another invoice than the amount does is no proof of either.
//! payment.remittance = "F2016-00036".parse()?;
//! let proposal = propose(&payment, &open, &Policy::default(), &[])?;
//! assert_eq!((proposal.verdict, proposal.alternatives.len()), (Verdict::Propose, 2));
//! # Ok::<(), o2c_core::error::Error>(())
//! ```

mod asked;
pub mod batch;
mod comparison;
mod host;
mod identify;
pub mod ledger;
mod nearest;
mod numbers;
mod proposal;
mod propose;
mod score;
pub mod subset;
mod sums;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_rules;
#[cfg(test)]
mod tests_of_texts;
mod tolerance;
mod written;

pub use asked::MatchPayment;
pub use host::{HostProposal, ranked};
pub use identify::{CustomerCandidates, Identification, PossiblePayer, identify};
pub use nearest::{NearestItems, NearestSubset};
pub use numbers::Words;
pub use proposal::{
    Alternative, Candidate, Evidence, OfferedDiscount, Payment, Policy, Proposal, ProposedLine,
    Rule, Verdict,
};
pub use propose::propose;

crate::rejections! {
    /// Why a payment cannot be compared with open items: numbers 1600 to 1699.
    pub enum Rejection {
        /// Only money received is compared.
        NotPositive = 1601 "lettering.not_positive" { amount: crate::money::Money }
            => "{amount} must be greater than zero",
        /// A candidate in another currency than the payment.
        CurrencyDiffers = 1602 "lettering.currency_differs" {
            expected: crate::money::Currency, found: crate::money::Currency
        } => "expected {expected}, found {found}",
        /// Of many payments, an item comes twice within its customer and currency.
        ItemTwice = 1642 "lettering.item_twice" { entry: crate::id::EntryId }
            => "the item {entry} comes twice",
        /// Of many payments, one comes twice within its customer and currency.
        PaymentTwice = 1643 "lettering.payment_twice" { entry: crate::id::EntryId }
            => "the payment {entry} comes twice",
        /// The nearest set is looked for among at least one item, and not among too many.
        ItemCount = 1644 "lettering.item_count" { count: usize, most: usize }
            => "{count} items are given, 1 to {most} are looked at",
        /// A host proposes nothing, or a match without an item.
        NothingProposed = 1645 "lettering.nothing_proposed" { }
            => "nothing is proposed",
        /// A host is surer than sure.
        ScoreBeyond = 1646 "lettering.score_beyond" { score: u16, most: u16 }
            => "the score {score} is beyond {most}",
    }
    carries {
        Money(crate::money::Rejection),
        Id(crate::id::Rejection),
        Columns(crate::columns::Rejection),
        Reference(crate::reference::Rejection),
    }
}
