//! Where the money of a payment went, and why.

use crate::calendar::Day;
use crate::company::clearing::place_of;
use crate::company::free_payment::is_of_the_letter;
use crate::company::pairs::pairs_of;
use crate::company::view::View;
use crate::company::{Cause, Company, Rejection};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId, PaymentId};
use crate::lettering::{Identification, Proposal, Rule, Verdict};
use crate::money::Money;
use crate::receivable::{Account, AccountKey, Holder, LetterCode, Place};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum PaymentStatus {
    /// Some or all of it settles items.
    Applied,
    /// It is the customer's, and no rule found anything to settle.
    OnAccount,
    /// The rules found more than one way to apply it; a person decides.
    Proposed,
    /// Nobody knows yet whom it came from.
    Unidentified,
}

/// An item that a payment settles, and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Settled {
    /// The item.
    pub entry: EntryId,
    /// The document it stands for, where it is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// How much of the item this payment settles, with what its letter settled besides: a discount,
    /// a difference.
    pub amount: Money,
}

/// A payment: how much, whose, what it settles and by which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct PaymentReport {
    /// The payment.
    pub payment: PaymentId,
    /// Whose it is, where that is known.
    pub customer: Option<CustomerId>,
    /// How much was received.
    pub amount: Money,
    /// How much of it settles nothing yet.
    pub unapplied: Money,
    /// What became of it.
    pub status: PaymentStatus,
    /// Where its money stands.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Place::is_bank"))]
    pub held: Place,
    /// The day on which a cheque was handed to the bank.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub remitted_on: Option<Day>,
    /// The day from which the bank has what stood elsewhere.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub cleared_on: Option<Day>,
    /// The day on which it came back.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub returned_on: Option<Day>,
    /// What it settles now.
    pub settles: Vec<Settled>,
    /// Whom the rules took it to come from, where the bank did not say.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub identification: Option<Arc<Identification>>,
    /// What the lettering rules found, with evidence and alternatives.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub proposal: Option<Arc<Proposal>>,
}

/// What the credits of an account settle, by the credit's item.
type SettledByPayment<'a> = BTreeMap<&'a EntryId, Vec<Settled>>;

impl PaymentReport {
    /// The rule by which it was applied; none where a person did it or it is not applied.
    pub fn rule(&self) -> Option<Rule> {
        match self.status {
            PaymentStatus::Applied => {
                self.proposal.as_ref().filter(|found| found.verdict == Verdict::Apply)?.rule
            }
            PaymentStatus::OnAccount | PaymentStatus::Proposed | PaymentStatus::Unidentified => {
                None
            }
        }
    }
}

impl Company {
    /// One payment.
    ///
    /// # Errors
    /// `company.unknown_payment`.
    pub fn payment(&self, payment: &PaymentId) -> Result<PaymentReport, Rejection> {
        self.payments()?.into_iter().find(|report| report.payment == *payment).ok_or_else(|| {
            let path = Path::field("payment");
            Cause::UnknownPayment { path, payment: payment.clone() }.into()
        })
    }

    /// Every payment, in the order in which they came.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn payments(&self) -> Result<Vec<PaymentReport>, Rejection> {
        let mut by_account: BTreeMap<&AccountKey, SettledByPayment<'_>> = BTreeMap::new();
        let mut reports = Vec::new();
        for (payment, receipt) in self.state.receipts.iter() {
            let (Some(key), Some(entry)) = (&receipt.account, &receipt.entry) else {
                continue;
            };
            let Some(account) = self.state.account(key) else { continue };
            let Some(item) = account.entry(entry) else { continue };
            let customer = match &key.holder {
                Holder::Customer(customer) => Some(customer.clone()),
                Holder::Suspense => None,
            };
            if !by_account.contains_key(key) {
                by_account.insert(key, self.settled_by(account)?);
            }
            let settles = by_account.get(key).and_then(|settled| settled.get(entry));
            let settles = settles.cloned().unwrap_or_default();
            let is_proposed =
                receipt.proposal.as_ref().is_some_and(|found| found.verdict == Verdict::Propose);
            let status = match &customer {
                None => PaymentStatus::Unidentified,
                Some(_) if !settles.is_empty() => PaymentStatus::Applied,
                Some(_) if is_proposed => PaymentStatus::Proposed,
                Some(_) => PaymentStatus::OnAccount,
            };
            reports.push(PaymentReport {
                payment: payment.clone(),
                customer,
                amount: item.item().amount.negated(),
                unapplied: item.open().amount.negated(),
                status,
                held: place_of(&self.state, payment),
                remitted_on: receipt.remitted_on,
                cleared_on: receipt.cleared_on,
                returned_on: account.return_of(entry).map(|back| back.item().accounted_on),
                settles,
                identification: receipt.identification.clone(),
                proposal: receipt.proposal.clone(),
            });
        }
        Ok(reports)
    }

    /// What each payment's item settles, from the letters that stand. What a letter itself settled
    /// of a debit, a discount or a difference, goes with the first payment that settled it.
    fn settled_by<'a>(&self, account: &'a Account) -> Result<SettledByPayment<'a>, Rejection> {
        let pairs = pairs_of(&self.state, account, Day::MAX, None);
        let mut besides: BTreeMap<(&EntryId, LetterCode), Money> = BTreeMap::new();
        for pair in pairs.iter().filter(|pair| is_of_the_letter(&pair.credit.item().kind)) {
            let key = (pair.debit.id(), pair.letter);
            let sum = besides.entry(key).or_insert(Money::zero(pair.amount.currency()));
            *sum = sum.checked_add(pair.amount)?;
        }
        let mut settled = SettledByPayment::new();
        for pair in pairs.iter().filter(|pair| !is_of_the_letter(&pair.credit.item().kind)) {
            let besides = besides.remove(&(pair.debit.id(), pair.letter));
            let amount = besides.map_or(Ok(pair.amount), |more| pair.amount.checked_add(more))?;
            let of_credit: &mut Vec<Settled> = settled.entry(pair.credit.id()).or_default();
            match of_credit.iter_mut().find(|known| known.entry == *pair.debit.id()) {
                Some(known) => known.amount = known.amount.checked_add(amount)?,
                None => of_credit.push(Settled {
                    entry: pair.debit.id().clone(),
                    document: pair.debit.item().kind.document().cloned(),
                    amount,
                }),
            }
        }
        Ok(settled)
    }
}
