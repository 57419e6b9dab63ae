//! What credit computes without remembering anything, as data.

use super::{
    Altman, AltmanFigures, Behaviour, BehaviourOf, CombinedScore, Commitment, CommitmentOf,
    ConanHolder, ConanHolderFigures, Cover, CoverOf, CreditProposal, CreditProposalOf, Exposure,
    ExposureOf, PaymentIndex, PaymentIndexFigures, Rejection, Score, ScoreOf, Verdict, VerdictOf,
};
use alloc::boxed::Box;

/// A calculation of credit asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Calculation {
    /// How customers pay, weighted by amount (rulebook C-10).
    PaymentIndex(PaymentIndex),
    /// How far a firm stands from insolvency (rulebook C-11).
    Altman(Altman),
    /// The risk of failure of a French industrial firm (rulebook C-12).
    ConanHolder(ConanHolder),
    /// The score of a scorecard (rulebook C-13).
    Scorecard(ScoreOf),
    /// How a customer paid over a window (rulebook C-14).
    Behaviour(BehaviourOf),
    /// The class of several scores together.
    CombinedScore(CombinedScore),
    /// A limit, terms, deposit and day of review (rulebook C-15).
    Proposal(CreditProposalOf),
    /// What an insurer covers (rulebook C-04).
    Cover(CoverOf),
    /// What a line of an order is worth in an exposure (rulebook C-01b).
    Commitment(CommitmentOf),
    /// What is at risk with a customer (rulebook C-01).
    Exposure(ExposureOf),
    /// Whether an order may be delivered, and why (rulebook C-02, C-03).
    Verdict(Box<VerdictOf>),
}

/// What a calculation of credit gave.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(untagged))]
#[non_exhaustive]
pub enum Answer {
    /// An index.
    PaymentIndex(PaymentIndexFigures),
    /// A score of accounts.
    Altman(AltmanFigures),
    /// A score of accounts with its risk.
    ConanHolder(ConanHolderFigures),
    /// A score with its class.
    Score(Score),
    /// How a customer paid.
    Behaviour(Behaviour),
    /// What might be given.
    Proposal(CreditProposal),
    /// What is covered.
    Cover(Cover),
    /// What a line is worth.
    Commitment(Commitment),
    /// What is at risk.
    Exposure(Exposure),
    /// A verdict.
    Verdict(Box<Verdict>),
}

impl Calculation {
    /// Runs the calculation.
    ///
    /// # Errors
    /// The calculator's own refusal; paths begin with `credit` and the calculation's name.
    pub fn answer(&self) -> Result<Answer, Rejection> {
        self.computed().map_err(|no| no.inside("credit"))
    }

    fn computed(&self) -> Result<Answer, Rejection> {
        match self {
            Calculation::PaymentIndex(asked) => {
                asked.figures().map(Answer::PaymentIndex).map_err(|no| no.inside("payment_index"))
            }
            Calculation::Altman(asked) => {
                asked.figures().map(Answer::Altman).map_err(|no| no.inside("altman"))
            }
            Calculation::ConanHolder(asked) => {
                asked.figures().map(Answer::ConanHolder).map_err(|no| no.inside("conan_holder"))
            }
            Calculation::Scorecard(asked) => asked
                .scorecard
                .score(&asked.features)
                .map(Answer::Score)
                .map_err(|no| no.inside("scorecard")),
            Calculation::Behaviour(asked) => {
                asked.behaviour().map(Answer::Behaviour).map_err(|no| no.inside("behaviour"))
            }
            Calculation::CombinedScore(asked) => {
                asked.score().map(Answer::Score).map_err(|no| no.inside("combined_score"))
            }
            Calculation::Proposal(asked) => {
                asked.proposal().map(Answer::Proposal).map_err(|no| no.inside("proposal"))
            }
            Calculation::Cover(asked) => {
                asked.cover().map(Answer::Cover).map_err(|no| no.inside("cover"))
            }
            Calculation::Commitment(asked) => {
                asked.commitment().map(Answer::Commitment).map_err(|no| no.inside("commitment"))
            }
            Calculation::Exposure(asked) => {
                asked.exposure().map(Answer::Exposure).map_err(|no| no.inside("exposure"))
            }
            Calculation::Verdict(asked) => match asked.verdict() {
                Ok(found) => Ok(Answer::Verdict(Box::new(found))),
                Err(no) => Err(no.inside("verdict")),
            },
        }
    }
}
