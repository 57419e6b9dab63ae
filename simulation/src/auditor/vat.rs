//! VAT that falls due as its document is paid (contract I20).

use super::cents::{Cents, cents};
use super::{Finding, finding};
use o2c_core::company::{FellDue, VatEvent};
use o2c_core::id::{DocumentNumber, EntryId};
use o2c_core::tax::{GroupChange, Vat};
use std::collections::{BTreeMap, BTreeSet};

/// One VAT group of a document: what it claims with VAT, the VAT that waits, what was collected of
/// the claim and what VAT fell due by it.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    gross: Cents,
    tax: Cents,
    collected: Cents,
    due: Cents,
    /// Whether its last step took back exactly what was recorded (rulebook V-04): what is left was
    /// in step with what was claimed when it fell due, and is again with the next payment.
    is_as_recorded: bool,
}

impl Share {
    fn add(&mut self, change: &GroupChange) {
        self.gross += cents(change.gross);
        self.tax += cents(change.tax);
        self.collected += cents(change.collected);
        self.due += cents(change.due);
    }

    const fn is_nothing(&self) -> bool {
        self.gross == 0 && self.tax == 0 && self.collected == 0 && self.due == 0
    }

    /// Whether the VAT due is the part of the VAT that the collected is of the claim, to the half
    /// unit: so it ends where the claim does.
    const fn is_in_step(&self) -> bool {
        let off = (self.tax * self.collected - self.due * self.gross).abs() * 2;
        off <= self.gross.abs() && (self.gross != 0 || self.due == 0)
    }
}

/// The VAT on collection of all documents.
#[derive(Debug, Clone, Default)]
pub(super) struct VatBooks {
    documents: BTreeMap<DocumentNumber, BTreeMap<Vat, Share>>,
    /// What the steps of each item changed, as long as they stand.
    recorded: BTreeMap<(DocumentNumber, Option<EntryId>), BTreeMap<Vat, Share>>,
    /// The documents that this decision touched.
    touched: BTreeSet<DocumentNumber>,
    /// What of it waits beside deposits, in the ledger's currency.
    pending: Cents,
}

impl VatBooks {
    /// Follows what happened to a document's VAT.
    pub(super) fn follow(
        &mut self,
        number: &DocumentNumber,
        is_deposit: bool,
        event: &VatEvent,
    ) -> Result<(), Finding> {
        match event {
            VatEvent::Deferred(deferred) => {
                let mut shares: BTreeMap<Vat, Share> = BTreeMap::new();
                for group in &deferred.groups {
                    let share = shares.entry(group.vat).or_default();
                    share.gross += cents(group.base) + cents(group.amount);
                }
                for group in &deferred.pending {
                    shares.entry(group.vat).or_default().tax += cents(group.amount);
                }
                self.pending += if is_deposit { 0 } else { cents(deferred.booked) };
                self.documents.insert(number.clone(), shares);
                Ok(())
            }
            VatEvent::FellDue(step) | VatEvent::TakenBack(step) => {
                self.pending -= if is_deposit { 0 } else { cents(step.booked) };
                self.step(number, step, matches!(event, VatEvent::TakenBack(_)))
            }
        }
    }

    fn step(
        &mut self,
        number: &DocumentNumber,
        step: &FellDue,
        is_taken_back: bool,
    ) -> Result<(), Finding> {
        let Some(shares) = self.documents.get_mut(number) else {
            return finding("I20", format!("VAT of {number} falls due that never waited"));
        };
        let key = (number.clone(), step.entry.clone());
        let recorded = self.recorded.entry(key.clone()).or_default();
        for change in &step.changes {
            shares.entry(change.vat).or_default().add(change);
            recorded.entry(change.vat).or_default().add(change);
        }
        let is_as_recorded = is_taken_back && recorded.values().all(Share::is_nothing);
        for change in &step.changes {
            shares.entry(change.vat).or_default().is_as_recorded = is_as_recorded;
        }
        if is_taken_back {
            self.recorded.remove(&key);
        }
        self.touched.insert(number.clone());
        Ok(())
    }

    /// At the end of a decision VAT is due in step with what is collected, or what was recorded is
    /// taken back to the cent; and what waits stands on the account of VAT pending.
    pub(super) fn agrees_with(&mut self, account: Cents) -> Result<(), Finding> {
        for number in std::mem::take(&mut self.touched) {
            let mut shares = self.documents.get(&number).into_iter().flatten();
            if let Some((vat, share)) =
                shares.find(|(_, share)| !share.is_as_recorded && !share.is_in_step())
            {
                return finding("I20", format!("{number} at {vat}: {share:?}"));
            }
        }
        if self.pending + account == 0 {
            return Ok(());
        }
        let own = self.pending;
        finding("I20", format!("VAT of {own} waits, the account of VAT pending holds {account}"))
    }
}
