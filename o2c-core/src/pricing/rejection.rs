//! Why a price is refused.

use crate::money::{Exact, Money, Percent, UnitPrice};
use crate::tax::Vat;

crate::rejections! {
    /// Why a price is refused: numbers 1100 to 1199, in order of precedence.
    pub enum Rejection {
        /// The discount of a gross price is at most the gross price.
        DiscountAboveGross = 1101 "pricing.discount_above_gross"
            { gross: UnitPrice, discount: UnitPrice }
            => "the price discount {discount} is above the gross price {gross}",
        /// A price stands for a quantity above zero.
        BaseQuantityNotPositive = 1102 "pricing.base_quantity_not_positive" { base_quantity: Exact }
            => "the base quantity {base_quantity} must be greater than zero",
        /// An allowance is at most the whole.
        AllowanceAboveHundred = 1103 "pricing.allowance_above_hundred" { percent: Percent }
            => "an allowance of {percent} % is above 100 %",
        /// An amount is split over VAT groups that have a total.
        NothingToSplitOver = 1104 "pricing.nothing_to_split_over" { amount: Money }
            => "no VAT group has a total over which {amount} could be split: name its VAT",
        /// An amount is split over VAT groups of one sign.
        GroupsOfBothSigns = 1105 "pricing.groups_of_both_signs"
            { amount: Money, vat: Vat, total: Money }
            => "{amount} cannot be split while the group {vat} totals {total} and another has the opposite sign: name its VAT",
        /// A part is billed of what is ordered.
        BeyondOrdered = 1106 "pricing.beyond_ordered"
            { ordered: Exact, invoiced: Exact, billed: Exact }
            => "{billed} after {invoiced} is beyond the {ordered} ordered",
        /// A document has only so many allowances and charges.
        TooManyAdjustments = 1108 "pricing.too_many_adjustments" { count: usize, most: usize }
            => "{count} allowances and charges are more than the {most} allowed",
        /// What is ordered is above zero.
        OrderedNotPositive = 1109 "pricing.ordered_not_positive" { ordered: Exact }
            => "the quantity ordered, {ordered}, must be greater than zero",
    }
    carries { Money(crate::money::Rejection), Tax(crate::tax::Rejection) }
}
