//! Why a reminder is refused.

use crate::calendar::Day;
use crate::id::{EntryId, Text};
use crate::money::{Currency, Money};

crate::rejections! {
    /// Why dunning says no: numbers 2301 to 2380, in order of precedence.
    pub enum Rejection {
        /// A policy has a level.
        NoLevels = 2301 "dunning.no_levels" {} => "a policy needs at least one level",
        /// A policy has only so many levels.
        TooManyLevels = 2302 "dunning.too_many_levels" { levels: usize, most: usize }
            => "{levels} levels are more than the {most} allowed",
        /// The first level follows no other.
        FirstAfterPrevious = 2303 "dunning.first_after_previous" { days: u16 }
            => "the first level cannot come {days} days after the one before it",
        /// Each level comes later than the one before it.
        LevelsNotInOrder = 2304 "dunning.levels_not_in_order" { before: u16, days: u16 }
            => "a level after {days} days stands behind one after {before}",
        /// At least a day lies between two letters.
        NoInterval = 2305 "dunning.no_interval" {} => "at least one day lies between two letters",
        /// The amount is below zero.
        AmountNegative = 2306 "dunning.amount_negative" { amount: Money }
            => "an amount of {amount} is below zero",
        /// One amount is given for each currency.
        CurrencyTwice = 2307 "dunning.currency_twice" { currency: Currency }
            => "there are two amounts in {currency}",
        /// An item is named once.
        ItemTwice = 2308 "dunning.item_twice" { entry: EntryId }
            => "the item {entry} is named twice",
        /// A block ends on its first day or later.
        BlockEndsBefore = 2310 "dunning.block_ends_before" { from: Day, until: Day }
            => "a block from {from} cannot end on {until}",
        /// A block is named once.
        BlockTwice = 2311 "dunning.block_twice" { block: Text }
            => "there is already a block {block}",
        /// There is no such block, or it is lifted.
        UnknownBlock = 2312 "dunning.unknown_block" { block: Text } => "no block {block} stands",
        /// The item never was on the account.
        UnknownItem = 2313 "dunning.unknown_item" { entry: EntryId }
            => "the account has no item {entry}",
        /// Reminders are written in the order of the days.
        Earlier = 2314 "dunning.earlier" { on: Day, latest: Day }
            => "{on} is before {latest}, the day of the latest reminder",
        /// An amount is blocked of an item, not of all the account.
        AmountOfAccount = 2315 "dunning.amount_of_account" { amount: Money }
            => "{amount} cannot be blocked of no item in particular",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
        Interest(crate::interest::Rejection),
    }
}
