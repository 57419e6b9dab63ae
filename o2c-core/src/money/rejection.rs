//! Why a figure is refused.

use super::Currency;
use alloc::string::String;

crate::rejections! {
    /// Why a figure is refused: numbers 100 to 199, in order of precedence.
    pub enum Rejection {
        /// The text is not a plain decimal number: an optional minus, digits, at most one point.
        NotANumber = 101 "money.not_a_number" { text: String }
            => "{text:?} is not a plain decimal number",
        /// The figure has more significant digits or decimal places than are held exactly.
        TooManyDigits = 102 "money.too_many_digits" { text: String, digits: u32, places: u32 }
            => "{text} has more than {digits} significant digits or {places} decimals",
        /// The currency is not one of the ISO 4217 table.
        UnknownCurrency = 103 "money.unknown_currency" { text: String }
            => "{text:?} is no known currency code",
        /// The amount has more decimals than its currency.
        TooManyDecimals = 104 "money.too_many_decimals"
            { text: String, currency: Currency, decimals: u8 }
            => "{text} has more than the {decimals} decimals of {currency}",
        /// Amounts of two currencies never add or compare.
        CurrencyMismatch = 105 "money.currency_mismatch" { expected: Currency, found: Currency }
            => "expected {expected}, found {found}",
        /// The result leaves the range in which money is held exactly.
        OutOfRange = 106 "money.out_of_range" { figure: String }
            => "{figure} is beyond the range of money",
        /// The figure must not be negative.
        Negative = 107 "money.negative" { figure: String } => "{figure} must not be negative",
        /// The figure must be greater than zero.
        NotPositive = 108 "money.not_positive" { figure: String }
            => "{figure} must be greater than zero",
        /// The percentage is above 100 where that makes no sense.
        AboveHundred = 109 "money.above_hundred" { percent: String }
            => "{percent} % is above 100 %",
        /// A split needs at least one weight.
        NoWeights = 110 "money.no_weights" {} => "a split needs at least one weight",
        /// A split needs a weight above zero.
        ZeroWeights = 111 "money.zero_weights" { count: usize } => "all {count} weights are zero",
        /// A weight of a split must not be negative.
        NegativeWeight = 112 "money.negative_weight" { weight: String }
            => "the weight {weight} is negative",
        /// A running share must not exceed its whole, nor change its sign.
        BeyondWhole = 113 "money.beyond_whole" { part: String, whole: String }
            => "{part} is beyond the whole {whole}",
        /// An exchange rate leads from one currency to another.
        SameCurrency = 114 "money.same_currency" { currency: Currency }
            => "{currency} to {currency} needs no exchange rate",
    }
}
