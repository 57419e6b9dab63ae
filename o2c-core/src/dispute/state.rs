//! What a dispute remembers.

use super::{Moment, Reason, Rejection};
use crate::body::bodies;
use crate::calendar::Day;
use crate::id::{DocumentNumber, EntryId, Text};
use crate::machine::BrokenHistory;
use crate::money::Money;
use crate::receivable::AccountKey;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// How much of an item.
    Contested {
        /// The item.
        entry: EntryId,
        /// How much of it, VAT included.
        amount: Money,
    }
    /// What the customer contests.
    Opened {
        /// The account the invoice stands on.
        account: AccountKey,
        /// The invoice.
        document: DocumentNumber,
        /// What of its items, each above zero.
        items: Vec<Contested>,
        /// Why.
        reason: Reason,
        /// Who looks after it.
        owner: Text,
        /// What the customer says.
        note: Text,
        /// The day by which the customer is to be answered.
        answer_by: Option<Day>,
        /// Whether the items may not be lettered while it lasts.
        do_not_match: bool,
        /// When it was opened.
        at: Moment,
    }
    /// Who looks into it.
    Review {
        /// Who.
        owner: Text,
        /// What is to be looked into.
        note: Text,
        /// Since when.
        at: Moment,
    }
    /// A dispute that somebody looks into.
    UnderReview {
        /// What the customer contests.
        claim: Opened,
        /// Who looks into it.
        review: Review,
    }
    /// A dispute that is over.
    Closed {
        /// What the customer contested.
        claim: Opened,
        /// Who looked into it.
        review: Option<Review>,
        /// What became of it.
        outcome: Outcome,
        /// Why.
        note: Text,
        /// When.
        at: Moment,
    }
}

/// What became of a dispute (rulebook R-12).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Outcome {
    /// A credit note gives it back.
    Credited {
        /// How much, VAT included.
        amount: Money,
        /// The credit note.
        by: DocumentNumber,
    },
    /// It is written off without a credit note.
    WrittenOff {
        /// How much, VAT included.
        amount: Money,
    },
    /// Another invoice took the place of the one disputed.
    Replaced {
        /// The invoice in its place.
        by: DocumentNumber,
    },
    /// The seller does not agree: it can be collected again.
    Rejected,
    /// The customer does not contest it any more.
    Withdrawn,
}

impl Outcome {
    /// The amount granted, where it has one.
    pub const fn granted(&self) -> Option<Money> {
        match self {
            Outcome::Credited { amount, .. } | Outcome::WrittenOff { amount } => Some(*amount),
            Outcome::Replaced { .. } | Outcome::Rejected | Outcome::Withdrawn => None,
        }
    }
}

/// How far a dispute has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Status {
    /// The customer contests it.
    Opened,
    /// Somebody looks into it.
    UnderReview,
    /// The customer was right, in all or in part.
    Accepted,
    /// It can be collected again.
    Rejected,
}

impl Status {
    /// Whether the amount is still contested.
    pub const fn is_open(self) -> bool {
        matches!(self, Status::Opened | Status::UnderReview)
    }
}

/// A dispute; see the room's state diagram.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Dispute {
    /// Nothing is contested.
    #[default]
    Absent,
    /// Contested.
    Opened(Opened),
    /// Looked into.
    UnderReview(UnderReview),
    /// Over.
    Closed(Closed),
}

impl Opened {
    /// How much is contested in all.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn amount(&self) -> Result<Money, Rejection> {
        Ok(Money::sum(self.account.currency, self.items.iter().map(|item| item.amount))?)
    }
}

impl Dispute {
    /// The name of the state, as in JSON.
    pub const fn state(&self) -> &'static str {
        match self {
            Dispute::Absent => "absent",
            Dispute::Opened(_) => "opened",
            Dispute::UnderReview(_) => "under_review",
            Dispute::Closed(_) => "closed",
        }
    }

    /// What is contested, or was; none before anything is.
    pub const fn claim(&self) -> Option<&Opened> {
        match self {
            Dispute::Absent => None,
            Dispute::Opened(claim)
            | Dispute::UnderReview(UnderReview { claim, .. })
            | Dispute::Closed(Closed { claim, .. }) => Some(claim),
        }
    }

    /// Who looks into it, or did last.
    pub const fn review(&self) -> Option<&Review> {
        match self {
            Dispute::Absent | Dispute::Opened(_) => None,
            Dispute::UnderReview(under) => Some(&under.review),
            Dispute::Closed(closed) => closed.review.as_ref(),
        }
    }

    /// What became of it, once it is over.
    pub const fn closed(&self) -> Option<&Closed> {
        match self {
            Dispute::Absent | Dispute::Opened(_) | Dispute::UnderReview(_) => None,
            Dispute::Closed(closed) => Some(closed),
        }
    }

    /// Who looks after it; nobody where nothing was said.
    pub fn owner(&self) -> Text {
        let owner = self.review().map(|review| &review.owner);
        owner.or(self.claim().map(|claim| &claim.owner)).cloned().unwrap_or_default()
    }

    /// When something happened to it last.
    pub fn latest(&self) -> Option<Moment> {
        let review = self.review().map(|review| review.at);
        let closed = self.closed().map(|closed| closed.at);
        closed.or(review).or(self.claim().map(|claim| claim.at))
    }

    /// How far it had come at the end of a day; with `known_at`, as one knew it at the end of that
    /// day. None where it was not opened yet, or not known.
    pub fn status_on(&self, day: Day, known_at: Option<Day>) -> Option<Status> {
        let is_seen = |at: Moment| at.is_seen(day, known_at);
        self.claim().filter(|claim| is_seen(claim.at))?;
        if let Some(closed) = self.closed().filter(|closed| is_seen(closed.at)) {
            return Some(match closed.outcome {
                Outcome::Credited { .. }
                | Outcome::WrittenOff { .. }
                | Outcome::Replaced { .. } => Status::Accepted,
                Outcome::Rejected | Outcome::Withdrawn => Status::Rejected,
            });
        }
        let is_under_review = self.review().is_some_and(|review| is_seen(review.at));
        Some(if is_under_review { Status::UnderReview } else { Status::Opened })
    }

    /// How much of an item it held at the end of a day; nothing before it was opened and once it
    /// is over. What was paid of the item since is not looked at.
    pub fn disputed_on(&self, entry: &EntryId, day: Day, known_at: Option<Day>) -> Option<Money> {
        let claim = self.claim()?;
        if !self.status_on(day, known_at)?.is_open() {
            return None;
        }
        claim.items.iter().find(|item| item.entry == *entry).map(|item| item.amount)
    }

    /// The first broken invariant of the state.
    ///
    /// # Errors
    /// [`BrokenHistory`]: no history that was decided here leads to such a state.
    pub fn audit(&self) -> Result<(), BrokenHistory> {
        let broken = |reason: &str| Err(BrokenHistory::new("dispute", reason));
        let Some(claim) = self.claim() else {
            return Ok(());
        };
        let Ok(amount) = claim.amount() else {
            return broken("more is disputed than money can be");
        };
        if claim.items.iter().any(|item| !item.amount.is_positive()) {
            return broken("nothing of an item is disputed");
        }
        let closed = self.closed();
        let granted = closed.and_then(|closed| closed.outcome.granted());
        if granted.is_some_and(|granted| granted.minor() > amount.minor()) {
            return broken("more is granted than was disputed");
        }
        let days = [Some(claim.at), self.review().map(|review| review.at), closed.map(|of| of.at)];
        if !days.iter().flatten().is_sorted_by_key(|at| at.on) {
            return broken("its days are out of order");
        }
        Ok(())
    }
}
