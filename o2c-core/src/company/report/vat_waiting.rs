//! What of documents' VAT waits for the payment, while a history is walked.

use super::vat::{VatDueCause, VatDueEvent, event_of};
use crate::calendar::Day;
use crate::company::vat::{Collected, VatEvent, reversal_by, turned, waiting_parts};
use crate::company::{Rejection, broken_history};
use crate::id::{DocumentNumber, EntryId};
use crate::money::Currency;
use crate::receivable::{AccountKey, DiscountShare};
use crate::tax::{Collection, Group};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// The documents whose VAT waits, as a place in the history leaves them.
#[derive(Default)]
pub(super) struct Waiting {
    documents: BTreeMap<DocumentNumber, Option<Collected>>,
    /// The same after discounts whose letter is not told yet.
    lowered: BTreeMap<DocumentNumber, Collection>,
    /// What waited when they were issued, as their accounts see it.
    deferred: BTreeMap<DocumentNumber, Vec<Group>>,
    /// What discounts took off VAT that did not wait.
    pub(super) discounts: BTreeMap<(AccountKey, EntryId), Vec<Group>>,
}

impl Waiting {
    pub(super) fn follow(
        &mut self,
        document: &DocumentNumber,
        event: &VatEvent,
    ) -> Result<(), Rejection> {
        if let VatEvent::Deferred(deferred) = event {
            self.deferred.insert(document.clone(), deferred.pending.clone());
        }
        let row = self.documents.entry(document.clone()).or_default();
        Collected::follow(row, event).map_err(|broken| broken_history(0, &broken))?;
        if let Some(collected) = row {
            self.lowered.insert(document.clone(), collected.collection.clone());
        }
        Ok(())
    }

    /// What a discount takes off VAT that does not wait, negative.
    pub(super) fn discount(
        &mut self,
        document: Option<&DocumentNumber>,
        shares: &[DiscountShare],
    ) -> Result<Vec<Group>, Rejection> {
        let whole = shares.iter();
        let whole = whole.map(|of| Group { vat: of.vat, base: of.net, amount: of.tax });
        let mut whole: Vec<Group> = whole.collect();
        if let Some(collection) = document.and_then(|known| self.lowered.get_mut(known)) {
            let (reductions, pending) = waiting_parts(collection, shares)?;
            let changes = collection.reduce_with(&reductions, &pending)?;
            collection.apply(&changes)?;
            for due in &mut whole {
                if let Some(waits) = pending.iter().find(|waits| waits.vat == due.vat) {
                    due.base = due.base.checked_sub(waits.base)?;
                    due.amount = due.amount.checked_sub(waits.amount)?;
                }
            }
        }
        Ok(turned(&whole))
    }

    /// What takes back a replaced document is no document of its own, but for the VAT that waits.
    pub(super) fn due_at_reversal(
        &self,
        by: &DocumentNumber,
        back: &[Group],
        on: Day,
        ledger: Currency,
    ) -> Result<Vec<VatDueEvent>, Rejection> {
        let waits = self.deferred.get(&reversal_by(by)?).map_or(&[][..], Vec::as_slice);
        let mut events = Vec::new();
        for mut due in turned(back) {
            if let Some(waits) = waits.iter().find(|waits| waits.vat == due.vat) {
                due.base = due.base.checked_sub(waits.base)?;
                due.amount = due.amount.checked_sub(waits.amount)?;
            }
            if !(due.base.is_zero() && due.amount.is_zero()) {
                events.push(event_of(on, by.as_str(), VatDueCause::Issue, due, ledger));
            }
        }
        Ok(events)
    }
}
