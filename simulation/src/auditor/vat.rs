//! VAT that falls due as its document is paid (contract I20).

use super::cents::{Cents, cents};
use super::{Finding, finding};
use o2c_core::company::{FellDue, VatEvent};
use o2c_core::id::DocumentNumber;
use o2c_core::tax::Vat;
use std::collections::{BTreeMap, BTreeSet};

/// One VAT group of a document: what it claims with VAT, the VAT that waits, what was collected of
/// the claim and what VAT fell due by it.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    gross: Cents,
    tax: Cents,
    collected: Cents,
    due: Cents,
    /// How often recorded amounts were taken back since it was last looked at anew: what is left
    /// of amounts that were rounded one after the other may be off by a unit for each.
    gaps: Cents,
}

impl Share {
    /// Whether the VAT due is the part of the VAT that the collected is of the claim, to the half
    /// unit where nothing was taken back: so it ends where the claim does.
    const fn is_in_step(self) -> bool {
        let off = (self.tax * self.collected - self.due * self.gross).abs() * 2;
        let most = self.gross.abs() * (1 + 2 * self.gaps);
        off <= most && (self.gross != 0 || self.due == 0)
    }
}

/// The VAT on collection of all documents.
#[derive(Debug, Clone, Default)]
pub(super) struct VatBooks {
    documents: BTreeMap<DocumentNumber, BTreeMap<Vat, Share>>,
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
        for change in &step.changes {
            let share = shares.entry(change.vat).or_default();
            share.gross += cents(change.gross);
            share.tax += cents(change.tax);
            share.collected += cents(change.collected);
            share.due += cents(change.due);
            share.gaps = if is_taken_back { share.gaps + 1 } else { 0 };
        }
        self.touched.insert(number.clone());
        Ok(())
    }

    /// At the end of a decision VAT is due in step with what is collected, and what waits stands
    /// on the account of VAT pending.
    pub(super) fn agrees_with(&mut self, account: Cents) -> Result<(), Finding> {
        for number in std::mem::take(&mut self.touched) {
            let mut shares = self.documents.get(&number).into_iter().flatten();
            if let Some((vat, share)) = shares.find(|(_, share)| !share.is_in_step()) {
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
