//! What the company remembers of mandates and collections.

use super::super::table::Table;
use crate::id::{CustomerId, DebitRunId, MandateId, PaymentId};
use crate::machine::{BrokenHistory, Machine};
use crate::receivable::{AccountKey, CollectionRecord, DebitEvent, Mandate, MandateEvent, Moment};
use alloc::vec::Vec;

/// Mandates by reference and by customer; collections by name, by account and by run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Book {
    mandates: Table<MandateId, Mandate>,
    mandates_of: Table<CustomerId, Vec<MandateId>>,
    collections: Table<PaymentId, Option<CollectionRecord>>,
    collections_of: Table<AccountKey, Vec<PaymentId>>,
    runs: Table<DebitRunId, Vec<PaymentId>>,
}

impl Book {
    pub(in super::super) fn mandate(&self, id: &MandateId) -> Option<&Mandate> {
        self.mandates.get(id)
    }

    /// Every mandate, in the order in which they were noted.
    pub(in super::super) fn mandates(&self) -> impl Iterator<Item = (&MandateId, &Mandate)> {
        self.mandates.iter()
    }

    /// The mandates of a customer, in the order in which they were noted.
    pub(super) fn mandates_of(&self, customer: &CustomerId) -> &[MandateId] {
        self.mandates_of.get(customer).map_or(&[], Vec::as_slice)
    }

    pub(in super::super) fn collection(&self, id: &PaymentId) -> Option<&CollectionRecord> {
        self.collections.get(id)?.as_ref()
    }

    /// Every collection, in the order in which they were handed to the bank.
    pub(in super::super) fn collections(&self) -> impl Iterator<Item = &CollectionRecord> {
        self.collections.iter().filter_map(|(_, record)| record.as_ref())
    }

    /// The collections of an account, oldest first.
    pub(super) fn collections_of(
        &self,
        account: &AccountKey,
    ) -> impl DoubleEndedIterator<Item = &CollectionRecord> {
        let ids = self.collections_of.get(account).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.collection(id))
    }

    /// The collections of a run.
    pub(super) fn run(&self, run: &DebitRunId) -> Option<&[PaymentId]> {
        self.runs.get(run).map(Vec::as_slice)
    }

    /// Follows what happened to a mandate.
    pub(in super::super) fn mandated(
        &mut self,
        id: &MandateId,
        event: &MandateEvent,
        at: Moment,
    ) -> Result<(), BrokenHistory> {
        self.mandates.row(id).evolve(&(event.clone(), at))?;
        if let MandateEvent::Signed(signed) = event {
            self.mandates_of.row(&signed.customer).push(id.clone());
        }
        Ok(())
    }

    /// Follows what happened to collections.
    pub(in super::super) fn debited(
        &mut self,
        event: &DebitEvent,
        at: Moment,
    ) -> Result<(), BrokenHistory> {
        let broken = |reason: &str| Err(BrokenHistory::new("company", reason));
        match event {
            DebitEvent::Submitted { run, collections } => {
                if self.runs.contains(run) {
                    return broken("a run is handed to the bank twice");
                }
                for collection in collections {
                    let id = &collection.end_to_end_id;
                    let currency = collection.amount.currency();
                    let account = AccountKey::of(collection.customer.clone(), currency);
                    let record = CollectionRecord {
                        run: run.clone(),
                        collection: collection.clone(),
                        submitted: at,
                        received: None,
                        refused: None,
                    };
                    if self.collections.row(id).replace(record).is_some() {
                        return broken("a collection is handed to the bank twice");
                    }
                    self.collections_of.row(&account).push(id.clone());
                    self.runs.row(run).push(id.clone());
                }
            }
            DebitEvent::Received { run } => {
                let ids = self.runs.get(run).cloned().unwrap_or_default();
                let mut is_any = false;
                for id in ids {
                    let Some(record) = self.collections.row(&id) else { continue };
                    if record.is_pending() && record.collection.collect_on <= at.on {
                        record.received = Some(at);
                        is_any = true;
                    }
                }
                if !is_any {
                    return broken("a run is received twice");
                }
            }
            DebitEvent::Refused { collection, reason } => match self.collections.row(collection) {
                Some(record) if record.is_pending() => {
                    record.refused = Some((reason.clone(), at));
                }
                Some(_) | None => return broken("a collection is refused that is not pending"),
            },
        }
        Ok(())
    }
}
