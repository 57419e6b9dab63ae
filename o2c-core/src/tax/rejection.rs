//! Why a tax is refused.

use super::VatCategory;
use crate::money::Percent;
use alloc::string::String;

crate::rejections! {
    /// Why a tax is refused: numbers 340 to 379, in order of precedence.
    pub enum Rejection {
        /// The text is not a VAT category of EN 16931.
        UnknownCategory = 340 "tax.unknown_category" { text: String }
            => "{text:?} is no VAT category: S Z E AE K G O L M",
        /// Only the categories S, L and M bear a rate.
        RateNotZero = 341 "tax.rate_not_zero" { category: VatCategory, rate: Percent }
            => "category {category} bears no rate, found {rate} %",
        /// A VAT rate is at most 100 %.
        RateAboveHundred = 342 "tax.rate_above_hundred" { rate: Percent }
            => "a VAT rate of {rate} % is above 100 %",
        /// The text is not a category followed by a rate.
        NotAVat = 343 "tax.not_a_vat" { text: String }
            => "{text:?} is no VAT category and rate, such as \"S 20\"",
        /// A stack of taxes leaves the range in which it is computed exactly.
        StackOutOfRange = 344 "tax.stack_out_of_range" { figure: String }
            => "{figure} has more digits than a stack of taxes holds exactly",
    }
    carries { Money(crate::money::Rejection) }
}
