//! Why a tax is refused.

use super::{Vat, VatCategory};
use crate::money::{Money, Percent};
use alloc::string::String;

crate::rejections! {
    /// Why a tax is refused: numbers 340 to 399, in order of precedence.
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
        /// A figure that is not to be rounded is a decimal that ends.
        NotADecimal = 360 "tax.not_a_decimal" { figure: String }
            => "{figure} is no decimal that ends within its digits, and nothing is to be rounded",
        /// Taxes leave something of the price that holds them.
        NothingLeft = 361 "tax.nothing_left" {}
            => "the taxes leave nothing of the price that holds them",
        /// Only so many taxes stand upon each other.
        StackTooHigh = 362 "tax.stack_too_high" { count: usize, most: usize }
            => "{count} taxes upon each other are more than the {most} allowed",
        /// A document bears VAT in one group at least.
        NoGroups = 380 "tax.no_groups" {} => "there is no group of VAT",
        /// A category and rate stands in one group.
        GroupTwice = 381 "tax.group_twice" { vat: Vat } => "{vat} stands in two groups",
        /// The document has no group of this category and rate.
        GroupUnknown = 382 "tax.group_unknown" { vat: Vat } => "there is no group of {vat}",
        /// Money goes the way the document claims it.
        PaymentOfOtherSign = 383 "tax.payment_of_other_sign" { payment: Money, gross: Money }
            => "a payment of {payment} settles nothing of {gross}",
        /// No group is lowered by more than it claims, nor raised.
        ReductionBeyondGroup = 384 "tax.reduction_beyond_group"
            { vat: Vat, gross: Money, claimed: Money }
            => "{gross} cannot be taken off the {claimed} claimed at {vat}",
        /// What was collected stays within what is claimed.
        ReducedBelowCollected = 385 "tax.reduced_below_collected" { collected: Money, gross: Money }
            => "{collected} were collected, more than the {gross} that would be claimed",
        /// Only a step that was taken can be taken back.
        StepUnknown = 386 "tax.step_unknown" { step: usize } => "there is no step {step} before",
        /// A step is taken back once.
        StepReversed = 387 "tax.step_reversed" { step: usize }
            => "step {step} was taken back before",
    }
    carries { Money(crate::money::Rejection) }
}
