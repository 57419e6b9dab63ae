//! What settles what.

use super::Answer;
use crate::error::Error;
use crate::lettering::batch::{LetterPayments, letter_payments};
use crate::lettering::ledger::{Ledger, letter_ledger};
use crate::lettering::{MatchPayment, NearestSubset};
use alloc::boxed::Box;

/// The groups of a ledger that exists already.
pub(super) fn ledger(asked: &Ledger) -> Result<Answer, Error> {
    letter_ledger(&asked.lines)
        .map(Answer::LedgerLettering)
        .map_err(|no| no.inside("letter_ledger").into())
}

/// What a payment settles.
pub(super) fn payment(asked: &MatchPayment) -> Result<Answer, Error> {
    match asked.proposal() {
        Ok(found) => Ok(Answer::Proposal(Box::new(found))),
        Err(no) => Err(no.inside("match_payment").into()),
    }
}

/// What many payments settle.
pub(super) fn payments(asked: &LetterPayments) -> Result<Answer, Error> {
    letter_payments(asked)
        .map(Answer::PaymentLetterings)
        .map_err(|no| no.inside("letter_payments").into())
}

/// The items whose sum comes nearest to an amount.
pub(super) fn nearest(asked: &NearestSubset) -> Result<Answer, Error> {
    asked.found().map(Answer::NearestItems).map_err(|no| no.inside("nearest_subset").into())
}
