//! Why interest is refused.

use crate::calendar::Day;
use crate::money::Money;

crate::rejections! {
    /// Why interest is refused: numbers 480 to 499, in order of precedence.
    pub enum Rejection {
        /// There is nothing that could bear interest.
        NoItems = 480 "interest.no_items" {} => "no item is named",
        /// What is due must be above zero.
        AmountNotPositive = 481 "interest.amount_not_positive" { amount: Money }
            => "an amount of {amount} is not owed by the customer",
        /// Payments and credits leave between nothing and the whole to be paid, on every day.
        BeyondAmount = 482 "interest.beyond_amount" { on: Day, settled: Money, amount: Money }
            => "on {on} {settled} of {amount} would be settled",
        /// The table of rates does not reach back to that day.
        RateMissing = 483 "interest.rate_missing" { on: Day } => "there is no rate for {on}",
        /// The table of the flat compensation does not reach back to that day.
        FeeMissing = 484 "interest.fee_missing" { on: Day }
            => "there is no flat compensation for {on}",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
    }
}
