//! Why a stock says no.

use crate::calendar::Day;
use crate::id::{LineId, OrderId, ReceiptId};
use crate::money::{Exact, Money};

crate::rejections! {
    /// Why a stock says no: numbers 1150 to 1199, in order of precedence.
    pub enum Rejection {
        /// The quantity is not greater than zero.
        QuantityNotPositive = 1150 "stock.quantity_not_positive" { quantity: Exact }
            => "the quantity {quantity} must be greater than zero",
        /// A quantity that is counted is not below zero.
        QuantityNegative = 1151 "stock.quantity_negative" { quantity: Exact }
            => "the quantity {quantity} must not be below zero",
        /// Pieces are whole.
        FractionOfAPiece = 1152 "stock.fraction_of_a_piece" { quantity: Exact }
            => "{quantity} pieces are no whole number of pieces",
        /// What goods cost is not below zero.
        CostNegative = 1153 "stock.cost_negative" { cost: Money }
            => "the cost {cost} must not be below zero",
        /// More leaves than is there.
        NotOnHand = 1154 "stock.not_on_hand" { asked: Exact, on_hand: Exact }
            => "{asked} cannot leave: {on_hand} is on hand",
        /// No receipt of this reference is expected.
        ReceiptUnknown = 1155 "stock.receipt.unknown" { receipt: ReceiptId }
            => "no receipt {receipt} is expected",
        /// A receipt of this reference is expected already.
        ReceiptExpected = 1156 "stock.receipt.expected_already" { receipt: ReceiptId, on: Day }
            => "the receipt {receipt} is expected on {on} already",
        /// Nothing is expected in the past.
        ReceiptInThePast = 1157 "stock.receipt.in_the_past" { expected_on: Day, on: Day }
            => "a receipt expected on {expected_on} lies before {on}",
        /// Nothing is promised for the past.
        PromiseInThePast = 1158 "stock.promise_in_the_past" { requested_on: Day, on: Day }
            => "{requested_on} lies before {on}",
        /// The line of the order has its reservation already.
        ReservedAlready = 1159 "stock.reserved_already"
            { order: OrderId, line: LineId, reserved: Exact }
            => "{reserved} is reserved for line {line} of {order} already",
        /// Nothing is reserved for the line of the order.
        NotReserved = 1160 "stock.not_reserved" { order: OrderId, line: LineId }
            => "nothing is reserved for line {line} of {order}",
        /// No more is released than is reserved.
        BeyondReserved = 1161 "stock.beyond_reserved" { asked: Exact, reserved: Exact }
            => "{asked} cannot be released: {reserved} is reserved",
        /// Nothing that is known covers the quantity.
        NoPromise = 1162 "stock.no_promise" { quantity: Exact, available: Exact }
            => "{quantity} cannot be promised for any day: {available} is available",
        /// The requested day cannot be kept, and the policy refuses another.
        RequestedDayMissed = 1163 "stock.requested_day_missed"
            { requested_on: Day, arrives_on: Day }
            => "{requested_on} cannot be kept: the earliest arrival is {arrives_on}",
        /// Columns that belong together have one length.
        ColumnsDiffer = 1164 "stock.columns_differ"
            { items: usize, days: usize, quantities: usize }
            => "{items} items, {days} days and {quantities} quantities are no table",
    }
    carries {
        Money(crate::money::Rejection),
        Calendar(crate::calendar::Rejection),
    }
}
