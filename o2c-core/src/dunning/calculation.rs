//! A run without a company: the account and the policy as data.

use super::{Case, Policy, Proposal, Rejection, propose};
use crate::body::bodies;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// An account on a day and the policy it falls under.
    Run {
        /// When and how the firm reminds.
        policy: Policy,
        /// The account.
        case: Case,
    }
}

impl Run {
    /// What the run proposes.
    ///
    /// # Errors
    /// As [`propose`]; what is refused of the account begins with `case`.
    pub fn proposal(&self) -> Result<Proposal, Rejection> {
        propose(&self.policy, &self.case).map_err(|no| {
            no.with_path(&|path| match path.place().0 {
                "policy" => path,
                _ => path.inside("case"),
            })
        })
    }
}
