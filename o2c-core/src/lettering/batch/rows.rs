//! Payments and open items row by row.

use super::kernel::{Account, MOST_COMPARED, Rules};
use crate::body::bodies;
use crate::error::Path;
use crate::id::{CustomerId, EntryId};
use crate::lettering::{Candidate, Payment, Policy, Proposal, Rejection};
use crate::money::Currency;
use crate::receivable::Tolerance;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An open item, and whose it is.
    CustomerItem {
        /// Whose item it is.
        customer: CustomerId,
        /// The item.
        item: Candidate,
    }
    /// A payment, and whose it is.
    CustomerPayment {
        /// Whose payment it is.
        customer: CustomerId,
        /// The payment.
        payment: Payment,
    }
    /// The rules by which many payments are lettered.
    LetteringRules {
        /// What may be applied by itself.
        #[cfg_attr(feature = "serde", serde(default))]
        policy: Policy,
        /// The differences that are accepted; caps over a period are the account's to hold.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        tolerances: Vec<Tolerance>,
    }
    /// Payments, and everything that is open.
    LetterPayments {
        /// The open items, in any order.
        items: Vec<CustomerItem>,
        /// The payments, in any order.
        payments: Vec<CustomerPayment>,
        /// What may be applied by itself.
        #[cfg_attr(feature = "serde", serde(default))]
        policy: Policy,
        /// The differences that are accepted; caps over a period are the account's to hold.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        tolerances: Vec<Tolerance>,
    }
}

/// What one of many payments settles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PaymentLettering {
    /// Whose payment it is.
    pub customer: CustomerId,
    /// The payment.
    pub payment: EntryId,
    /// What it settles, or may settle.
    pub proposal: Proposal,
}

/// What payments settle of all that is open, one answer for each payment in the order of the
/// input: see [the order in which they are settled](super).
///
/// ```
/// use o2c_core::lettering::batch::{
///     CustomerItem, CustomerPayment, LetterPayments, letter_payments,
/// };
/// use o2c_core::lettering::{Candidate, Payment, Verdict};
/// # fn item(number: &str, open: &str) -> Result<CustomerItem, o2c_core::error::Error> {
/// #     let (document_on, due_on) = ("2026-01-05".parse()?, "2026-02-05".parse()?);
/// #     let (entry, text, open) = (number.parse()?, number.parse()?, open.parse()?);
/// #     let item = Candidate::of(entry, text, open, document_on, due_on);
/// #     Ok(CustomerItem { customer: "C-17".parse()?, item })
/// # }
/// # type Read<T> = Result<T, o2c_core::error::Error>;
/// # fn paid(id: &str, amount: &str, text: &str) -> Read<CustomerPayment> {
/// #     let mut payment = Payment::of(id.parse()?, amount.parse()?, "2026-02-10".parse()?);
/// #     payment.remittance = text.parse()?;
/// #     Ok(CustomerPayment { customer: "C-17".parse()?, payment })
/// # }
/// let asked = LetterPayments {
///     items: vec![item("F2026-00010", "812.11 EUR")?, item("F2026-00011", "812.11 EUR")?],
///     // The first could be for either; the second takes one of them, so that one is left.
///     payments: vec![paid("P1", "812.11 EUR", "VIR")?, paid("P2", "812.11 EUR", "F2026-00010")?],
///     policy: Default::default(),
///     tolerances: Vec::new(),
/// };
/// let found = letter_payments(&asked)?;
/// assert!(found.iter().all(|one| one.proposal.verdict == Verdict::Apply));
/// assert_eq!(found[0].proposal.lines[0].entry.as_str(), "F2026-00011");
/// # Ok::<(), o2c_core::error::Error>(())
/// ```
///
/// # Errors
/// `lettering.item_twice`, `lettering.payment_twice`, `lettering.not_positive`,
/// `money.out_of_range`, each with its row.
pub fn letter_payments(asked: &LetterPayments) -> Result<Vec<PaymentLettering>, Rejection> {
    let mut accounts: BTreeMap<(&CustomerId, Currency), Account> = BTreeMap::new();
    for (row, asked) in asked.payments.iter().enumerate() {
        let amount = asked.payment.amount;
        if !amount.is_positive() {
            let path = Path::field("amount").inside("payment").inside_index("payments", row);
            return Err(Rejection::NotPositive { path, amount });
        }
        let account = accounts.entry((&asked.customer, amount.currency())).or_default();
        account.payments.push((row, asked.payment.clone()));
    }
    for (row, asked) in asked.items.iter().enumerate() {
        let account = accounts.entry((&asked.customer, asked.item.open.currency())).or_default();
        account.candidates.push((row, asked.item.clone()));
    }
    let rules = Rules {
        policy: &asked.policy,
        tolerances: &asked.tolerances,
        most_compared: MOST_COMPARED,
    };
    let mut found = Vec::with_capacity(asked.payments.len());
    for account in accounts.into_values() {
        account.letter(rules, &mut found)?;
    }
    found.sort_unstable_by_key(|(row, _)| *row);
    let found = found.into_iter().zip(&asked.payments);
    let found = found.map(|((_, proposal), asked)| PaymentLettering {
        customer: asked.customer.clone(),
        payment: asked.payment.entry.clone(),
        proposal,
    });
    Ok(found.collect())
}
