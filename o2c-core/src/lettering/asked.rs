//! A payment compared with open items where no company is asked.

use super::{Candidate, Payment, Policy, Proposal, Rejection, propose};
use crate::body::bodies;
use crate::error::Path;
use crate::receivable::Tolerance;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// A payment, and the open items of its payer.
    MatchPayment {
        /// The payment.
        payment: Payment,
        /// What it may settle.
        candidates: Vec<Candidate>,
        /// What may be applied by itself.
        #[cfg_attr(feature = "serde", serde(default))]
        policy: Policy,
        /// The differences that are accepted.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        tolerances: Vec<Tolerance>,
    }
}

impl MatchPayment {
    /// What the payment settles.
    ///
    /// # Errors
    /// As [`propose`](super::propose()); `lettering.item_twice`.
    pub fn proposal(&self) -> Result<Proposal, Rejection> {
        let mut known = BTreeSet::new();
        for (index, item) in self.candidates.iter().enumerate() {
            if !known.insert(&item.entry) {
                let path = Path::field("entry").inside_index("candidates", index);
                return Err(Rejection::ItemTwice { path, entry: item.entry.clone() });
            }
        }
        propose(&self.payment, &self.candidates, &self.policy, &self.tolerances).map_err(|no| {
            match &no {
                Rejection::NotPositive { .. } => no.inside("payment"),
                Rejection::CurrencyDiffers { .. }
                | Rejection::ItemTwice { .. }
                | Rejection::PaymentTwice { .. }
                | Rejection::ItemCount { .. }
                | Rejection::NothingProposed { .. }
                | Rejection::ScoreBeyond { .. }
                | Rejection::Money(_)
                | Rejection::Id(_)
                | Rejection::Columns(_)
                | Rejection::Reference(_) => no,
            }
        })
    }
}
