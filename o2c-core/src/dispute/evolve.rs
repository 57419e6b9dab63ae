//! How a dispute follows what happened. No rule of its own.

use super::{Closed, Dispute, Event, Opened, Review, UnderReview};
use crate::machine::BrokenHistory;
use alloc::format;

pub(super) fn evolve(dispute: &mut Dispute, event: &Event) -> Result<(), BrokenHistory> {
    if dispute.latest().is_some_and(|latest| event.at().recorded_on < latest.recorded_on) {
        return broken(dispute, event);
    }
    match (&*dispute, event) {
        (
            Dispute::Absent,
            Event::Opened {
                account,
                document,
                items,
                reason,
                owner,
                note,
                answer_by,
                do_not_match,
                at,
            },
        ) => {
            let is_ours = |item: &super::Contested| {
                item.amount.is_positive() && item.amount.currency() == account.currency
            };
            if items.is_empty() || !items.iter().all(is_ours) {
                return broken(dispute, event);
            }
            *dispute = Dispute::Opened(Opened {
                account: account.clone(),
                document: document.clone(),
                items: items.clone(),
                reason: *reason,
                owner: owner.clone(),
                note: note.clone(),
                answer_by: *answer_by,
                do_not_match: *do_not_match,
                at: *at,
            });
            Ok(())
        }
        (
            Dispute::Opened(claim) | Dispute::UnderReview(UnderReview { claim, .. }),
            Event::Reviewed { owner, note, at },
        ) => {
            let owner = if owner.is_empty() { dispute.owner() } else { owner.clone() };
            let review = Review { owner, note: note.clone(), at: *at };
            *dispute = Dispute::UnderReview(UnderReview { claim: claim.clone(), review });
            Ok(())
        }
        (Dispute::Opened(claim), Event::Closed { outcome, note, at }) => {
            let (claim, outcome, note) = (claim.clone(), outcome.clone(), note.clone());
            *dispute = Dispute::Closed(Closed { claim, review: None, outcome, note, at: *at });
            Ok(())
        }
        (Dispute::UnderReview(under), Event::Closed { outcome, note, at }) => {
            let (claim, outcome, note) = (under.claim.clone(), outcome.clone(), note.clone());
            let review = Some(under.review.clone());
            *dispute = Dispute::Closed(Closed { claim, review, outcome, note, at: *at });
            Ok(())
        }
        (Dispute::Absent, Event::Reviewed { .. } | Event::Closed { .. })
        | (Dispute::Closed(_), Event::Reviewed { .. } | Event::Closed { .. })
        | (
            Dispute::Opened(_) | Dispute::UnderReview(_) | Dispute::Closed(_),
            Event::Opened { .. },
        ) => broken(dispute, event),
    }
}

fn broken(dispute: &Dispute, event: &Event) -> Result<(), BrokenHistory> {
    Err(BrokenHistory::new(
        "dispute",
        format!("{} cannot follow where the dispute is {}", event.name(), dispute.state()),
    ))
}
