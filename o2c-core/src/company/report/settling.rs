//! What is open of documents while the log is read: the day on which nothing is left of one.

use crate::calendar::Day;
use crate::id::{DocumentNumber, EntryId};
use crate::receivable::{self, AccountKey, EntryKind};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// What is open of each item of a document and of the document, and which items are money.
#[derive(Default)]
pub(super) struct Settling {
    items: BTreeMap<(AccountKey, EntryId), DocumentNumber>,
    open: BTreeMap<DocumentNumber, i128>,
    money: BTreeSet<(AccountKey, EntryId)>,
}

/// What a letter, or its end, did to a document.
pub(super) struct Settled {
    /// Which document.
    pub(super) document: DocumentNumber,
    /// The day on which nothing was open of it any more; none where something is.
    pub(super) on: Option<Day>,
    /// Whether money stands in the letter.
    pub(super) is_paid: bool,
}

impl Settling {
    /// Follows what happened to an account; answers with the documents of which something was
    /// settled or opened again, in the order of the items.
    pub(super) fn follow(
        &mut self,
        account: &AccountKey,
        event: &receivable::Event,
    ) -> Vec<Settled> {
        if let receivable::Event::Opened { item, .. } = event {
            let key = (account.clone(), item.id.clone());
            if let Some(document) = item.kind.document() {
                self.items.insert(key, document.clone());
                self.open(document, i128::from(item.amount.minor()));
            } else if let EntryKind::Payment { .. } | EntryKind::Identified { .. } = item.kind {
                self.money.insert(key);
            }
        }
        let (receivable::Event::Lettered(letter) | receivable::Event::Unlettered(letter)) = event
        else {
            return Vec::new();
        };
        let is_dissolved = matches!(event, receivable::Event::Unlettered(_));
        let key = |entry: &EntryId| (account.clone(), entry.clone());
        let is_paid = letter.applications.iter().any(|of| self.money.contains(&key(&of.entry)));
        let mut settled = Vec::new();
        for applied in &letter.applications {
            let Some(document) = self.items.get(&key(&applied.entry)).cloned() else { continue };
            let left = self.open(&document, i128::from(applied.amount.minor()).saturating_neg());
            let on = (left == 0 && !is_dissolved).then_some(letter.effective_on);
            settled.push(Settled { document, on, is_paid });
        }
        settled
    }

    /// More is open of a document, or less; answers with what is. Sums of amounts of 64 bits stay
    /// within 128.
    fn open(&mut self, document: &DocumentNumber, more: i128) -> i128 {
        let open = self.open.entry(document.clone()).or_default();
        *open = open.saturating_add(more);
        *open
    }
}
