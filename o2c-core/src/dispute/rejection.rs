//! Why a dispute says no.

use crate::calendar::Day;
use crate::id::DocumentNumber;
use crate::money::Money;

crate::rejections! {
    /// Why a dispute says no: numbers 1800 to 1849, in order of precedence.
    pub enum Rejection {
        /// The command is not possible in the dispute's state.
        NotPossible = 1801 "dispute.not_possible" { state: &'static str, command: &'static str }
            => "{command} is not possible: the dispute is {state}",
        /// Only what is open, and in no other dispute, can be disputed.
        NothingOpen = 1802 "dispute.nothing_open" { document: DocumentNumber }
            => "nothing of {document} is open that is not disputed already",
        /// The amount is not greater than zero.
        AmountNotPositive = 1803 "dispute.amount_not_positive" { amount: Money }
            => "the amount {amount} must be greater than zero",
        /// No more can be disputed than is open and in no other dispute.
        BeyondOpen = 1804 "dispute.beyond_open" { asked: Money, open: Money }
            => "{asked} cannot be disputed: {open} is open",
        /// The customer is answered on the day of the dispute or later.
        AnsweredBefore = 1805 "dispute.answered_before" { answer_by: Day, on: Day }
            => "{answer_by} is before the dispute of {on}",
        /// What happens to a dispute happens in the order of its days.
        Earlier = 1806 "dispute.earlier" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of what happened last",
        /// No more is granted than is disputed.
        BeyondDisputed = 1807 "dispute.beyond_disputed" { asked: Money, disputed: Money }
            => "{asked} cannot be granted: {disputed} is disputed",
    }
    carries {
        Money(crate::money::Rejection),
    }
}
