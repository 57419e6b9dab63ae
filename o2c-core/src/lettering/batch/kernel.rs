//! The payments of one account beside what is open on it, round by round.

use crate::error::Path;
use crate::id::EntryId;
use crate::lettering::{Candidate, Payment, Policy, Proposal, Rejection, Verdict, propose};
use crate::receivable::Tolerance;
use alloc::vec::Vec;
use core::cmp::Reverse;

/// Payments are compared with so many items of an account at most, one round and what is left of
/// the next: what is not settled then is left to a person.
pub(super) const MOST_COMPARED: usize = 1 << 24;

/// What may be applied by itself, and the differences that are accepted.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) policy: &'a Policy,
    pub(super) tolerances: &'a [Tolerance],
    /// After so many comparisons no other round begins.
    pub(super) most_compared: usize,
}

/// The payments of one customer in one currency and its open items, each with its row.
#[derive(Default)]
pub(super) struct Account {
    pub(super) candidates: Vec<(usize, Candidate)>,
    pub(super) payments: Vec<(usize, Payment)>,
}

impl Account {
    /// What each payment settles, with its row.
    pub(super) fn letter(
        mut self,
        rules: Rules<'_>,
        found: &mut Vec<(usize, Proposal)>,
    ) -> Result<(), Rejection> {
        self.refuse_twice()?;
        self.payments.sort_by(|(_, one), (_, other)| {
            one.received_on.cmp(&other.received_on).then_with(|| one.entry.cmp(&other.entry))
        });
        let candidates = core::mem::take(&mut self.candidates).into_iter();
        let items = candidates.map(|(_, item)| item).collect();
        let mut open = Open { items, touched: Vec::new(), part_settled_at: None };
        let mut compared = 0_usize;
        while !self.payments.is_empty() {
            open.touched = alloc::vec![false; open.items.len()];
            let mut round = Vec::with_capacity(self.payments.len());
            for (row, payment) in &self.payments {
                round.push((open.proposal(*row, payment, rules)?, false));
            }
            let mut order: Vec<usize> = (0..round.len()).collect();
            order.sort_by_key(|place| Reverse(round.get(*place).map(|one| one.0.score)));
            let mut is_any_settled = false;
            open.part_settled_at = None;
            for place in order {
                let (Some(one), Some((row, payment))) =
                    (round.get_mut(place), self.payments.get(place))
                else {
                    continue;
                };
                one.1 = open.settle(&mut one.0, *row, payment, rules)?;
                is_any_settled |= one.1;
            }
            // The next round compares no more than this one did.
            compared =
                compared.saturating_add(self.payments.len().saturating_mul(open.items.len()));
            let is_last = !is_any_settled || compared >= rules.most_compared;
            open.items.retain(|item| !item.open.is_zero());
            let mut waiting = Vec::new();
            let payments = core::mem::take(&mut self.payments);
            for ((row, payment), (proposal, is_settled)) in payments.into_iter().zip(round) {
                if is_settled || !is_any_settled {
                    found.push((row, proposal));
                } else if is_last {
                    found.push((row, proposal.left_to_a_person(&payment)));
                } else {
                    waiting.push((row, payment));
                }
            }
            self.payments = waiting;
        }
        Ok(())
    }

    /// Refuses an item and a payment that come twice: nobody could say which one is settled.
    fn refuse_twice(&mut self) -> Result<(), Rejection> {
        self.candidates.sort_by(|(row, one), (other_row, other)| {
            one.entry.cmp(&other.entry).then(row.cmp(other_row))
        });
        self.payments.sort_by(|(row, one), (other_row, other)| {
            one.entry.cmp(&other.entry).then(row.cmp(other_row))
        });
        let items = self.candidates.iter().map(|(row, item)| (*row, &item.entry));
        let payments = self.payments.iter().map(|(row, payment)| (*row, &payment.entry));
        if let Some((row, entry)) = second(items) {
            let path = Path::field("entry").inside("item").inside_index("items", row);
            return Err(Rejection::ItemTwice { path, entry });
        }
        if let Some((row, entry)) = second(payments) {
            let path = Path::field("entry").inside("payment").inside_index("payments", row);
            return Err(Rejection::PaymentTwice { path, entry });
        }
        Ok(())
    }
}

/// The first row, of rows in the order of their ids, that has the id of the one before.
fn second<'a>(rows: impl Iterator<Item = (usize, &'a EntryId)>) -> Option<(usize, EntryId)> {
    let mut before: Option<&EntryId> = None;
    for (row, entry) in rows {
        if before.replace(entry) == Some(entry) {
            return Some((row, entry.clone()));
        }
    }
    None
}

/// What is open of an account, and which items were settled in this round.
struct Open {
    items: Vec<Candidate>,
    touched: Vec<bool>,
    /// How sure the match was that left a part of an item open: there is an amount then that was
    /// not there when less sure matches were looked for.
    part_settled_at: Option<u16>,
}

impl Open {
    fn proposal(
        &self,
        row: usize,
        payment: &Payment,
        rules: Rules<'_>,
    ) -> Result<Proposal, Rejection> {
        propose(payment, &self.items, rules.policy, rules.tolerances)
            .map_err(|no| no.inside_index("payments", row))
    }

    /// Settles what a payment is to settle. Where another payment of this round took something of
    /// it, the payment is compared with what is left; it settles that where it is as sure.
    fn settle(
        &mut self,
        proposal: &mut Proposal,
        row: usize,
        payment: &Payment,
        rules: Rules<'_>,
    ) -> Result<bool, Rejection> {
        let is_overtaken = self.part_settled_at.is_some_and(|score| proposal.score < score);
        if proposal.verdict != Verdict::Apply || is_overtaken {
            return Ok(false);
        }
        let mut places = self.places(proposal);
        if places.iter().any(|place| self.is_touched(*place)) {
            let left: Vec<Candidate> =
                self.items.iter().filter(|item| !item.open.is_zero()).cloned().collect();
            let anew = propose(payment, &left, rules.policy, rules.tolerances)
                .map_err(|no| no.inside_index("payments", row))?;
            if anew.verdict != Verdict::Apply || anew.score < proposal.score {
                return Ok(false);
            }
            *proposal = anew;
            places = self.places(proposal);
        }
        for (place, line) in places.iter().zip(&proposal.lines) {
            let Some(item) = self.items.get_mut(*place) else { continue };
            item.open = item.open.checked_sub(line.amount)?;
            item.is_part_settled = true;
            item.early_discount = None;
            if !item.open.is_zero() {
                self.part_settled_at = Some(proposal.score);
            }
            if let Some(touched) = self.touched.get_mut(*place) {
                *touched = true;
            }
        }
        Ok(true)
    }

    fn is_touched(&self, place: usize) -> bool {
        self.touched.get(place).is_some_and(|touched| *touched)
    }

    /// The places of the items of a match: they stand in the order of their ids.
    fn places(&self, proposal: &Proposal) -> Vec<usize> {
        let place = |entry: &EntryId| self.items.binary_search_by(|item| item.entry.cmp(entry));
        let places = proposal.lines.iter().map(|line| place(&line.entry));
        places.filter_map(Result::ok).collect()
    }
}
