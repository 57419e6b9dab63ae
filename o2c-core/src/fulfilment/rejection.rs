//! Why a shipment says no.

use crate::calendar::Day;
use crate::id::LineId;
use crate::money::Exact;

crate::rejections! {
    /// Why a shipment says no: numbers 1300 to 1399, in order of precedence.
    pub enum Rejection {
        /// The command is not possible in the shipment's state.
        NotPossible = 1301 "fulfilment.not_possible" { state: &'static str, command: &'static str }
            => "{command} is not possible: the shipment is {state}",
        /// A shipment holds something.
        LinesMissing = 1302 "fulfilment.lines_missing" {} => "at least one line is needed",
        /// The shipment has more lines than a document may have.
        TooManyLines = 1303 "fulfilment.too_many_lines" { count: usize, most: usize }
            => "{count} lines are more than {most}",
        /// The quantity is not greater than zero.
        QuantityNotPositive = 1304 "fulfilment.line.quantity_not_positive"
            { line: LineId, quantity: Exact }
            => "the quantity {quantity} of line {line} must be greater than zero",
        /// One line of the order is there twice.
        DuplicateLine = 1305 "fulfilment.line.duplicate" { line: LineId }
            => "the line {line} is there twice",
        /// Goods do not arrive before they left.
        DeliveredBeforeShipped = 1306 "fulfilment.delivered_before_shipped"
            { on: Day, shipped_on: Day }
            => "{on} is before {shipped_on}, the day of the shipment",
    }
}
