//! Why a price is refused.

use crate::calendar::Day;
use crate::id::{ItemId, LineId};
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
        /// At least one line is priced.
        NothingToPrice = 1110 "pricing.nothing_to_price" {} => "at least one line is needed",
        /// An order has only so many lines.
        TooManyLines = 1111 "pricing.too_many_lines" { count: usize, most: usize }
            => "{count} lines are more than the {most} allowed",
        /// What is priced is above zero.
        QuantityNotPositive = 1112 "pricing.quantity_not_positive" { quantity: Exact }
            => "the quantity {quantity} must be greater than zero",
        /// Neither a list nor a condition has a price for the item on that day.
        PriceMissing = 1113 "pricing.price_missing" { item: ItemId, on: Day }
            => "{item} has no price on {on}",
        /// The tiers of a price rise, and only the last has no end.
        TiersNotRising = 1114 "pricing.tiers_not_rising" {}
            => "the tiers of a price rise, and only the last has no end",
        /// The quantity is beyond the last tier of its price.
        BeyondTiers = 1115 "pricing.beyond_tiers" { quantity: Exact }
            => "{quantity} is beyond the last tier",
        /// Free goods come for so many bought, both above zero.
        FreeGoodsMalformed = 1116 "pricing.free_goods_malformed" { for_each: Exact, free: Exact }
            => "{free} free for each {for_each} must both be above zero",
        /// Two lines have one id.
        LineTwice = 1117 "pricing.line_twice" { line: LineId }
            => "the line id {line} is there twice",
    }
    carries {
        Money(crate::money::Rejection),
        Tax(crate::tax::Rejection),
        Calendar(crate::calendar::Rejection),
    }
}
