//! Where the money of a payment went, and why.

use crate::calendar::Day;
use crate::company::clearing::place_of;
use crate::company::view::View;
use crate::company::{Cause, Company, Event, Rejection};
use crate::error::Path;
use crate::id::{CustomerId, DocumentNumber, EntryId, PaymentId};
use crate::lettering::{Identification, Proposal, Rule, Verdict};
use crate::money::Money;
use crate::receivable::{self, Holder, Place};
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
    /// How much of the item is settled together with this payment, discount included.
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

/// What payments settle, by payer and the payment's item.
type SettledByPayment = BTreeMap<(Option<CustomerId>, EntryId), Vec<Settled>>;

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
        let settled = self.settled_together()?;
        let mut reports = Vec::new();
        for (payment, receipt) in self.state.receipts.iter() {
            let (Some(key), Some(entry)) = (&receipt.account, &receipt.entry) else {
                continue;
            };
            let Some(item) = self.state.account(key).and_then(|account| account.entry(entry))
            else {
                continue;
            };
            let customer = match &key.holder {
                Holder::Customer(customer) => Some(customer.clone()),
                Holder::Suspense => None,
            };
            let settles = settled.get(&(customer.clone(), entry.clone()));
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
                returned_on: self
                    .state
                    .account(key)
                    .and_then(|account| Some(account.return_of(entry)?.item().accounted_on)),
                settles,
                identification: receipt.identification.clone(),
                proposal: receipt.proposal.clone(),
            });
        }
        Ok(reports)
    }

    /// What each payment's item settles, from the letters that stand: the debit items applied in
    /// the same event. A payment that shares its event with another shares its items too.
    fn settled_together(&self) -> Result<SettledByPayment, Rejection> {
        let mut settled = SettledByPayment::new();
        for event in self.history() {
            let Event::Receivable { account: key, event } = event else {
                continue;
            };
            let Holder::Customer(customer) = &key.holder else {
                continue;
            };
            let Some(account) = self.state.account(key) else {
                continue;
            };
            match event {
                receivable::Event::Lettered(lettered) => {
                    let debits: Vec<Settled> = lettered
                        .applications
                        .iter()
                        .filter(|applied| applied.amount.is_positive())
                        .map(|applied| Settled {
                            entry: applied.entry.clone(),
                            document: account
                                .entry(&applied.entry)
                                .and_then(|entry| entry.item().kind.document().cloned()),
                            amount: applied.amount,
                        })
                        .collect();
                    for applied in &lettered.applications {
                        if applied.amount.is_negative() {
                            let key = (Some(customer.clone()), applied.entry.clone());
                            settled.entry(key).or_default().extend(debits.iter().cloned());
                        }
                    }
                }
                receivable::Event::Unlettered(lettered) => {
                    for applied in &lettered.applications {
                        settled.remove(&(Some(customer.clone()), applied.entry.clone()));
                    }
                }
                receivable::Event::Opened { .. }
                | receivable::Event::DueMoved { .. }
                | receivable::Event::Deducted { .. }
                | receivable::Event::Reclassified { .. }
                | receivable::Event::Promise { .. }
                | receivable::Event::Plan { .. } => {}
            }
        }
        Ok(settled)
    }
}
