//! Why an order says no.

use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId};
use crate::money::Exact;

crate::rejections! {
    /// Why an order says no: numbers 1200 to 1299, in order of precedence.
    pub enum Rejection {
        /// The command is not possible in the order's state.
        NotPossible = 1201 "order.not_possible" { state: &'static str, command: &'static str }
            => "{command} is not possible: the order is {state}",
        /// Nothing happens to an order before the day it was placed on.
        BeforePlaced = 1202 "order.before_placed" { on: Day, placed_on: Day }
            => "{on} is before {placed_on}, the day of the order",
        /// At least one line is needed.
        LinesMissing = 1203 "order.lines_missing" {} => "at least one line is needed",
        /// The order has more lines than a document may have.
        TooManyLines = 1204 "order.too_many_lines" { count: usize, most: usize }
            => "{count} lines are more than {most}",
        /// The quantity is not greater than zero.
        QuantityNotPositive = 1210 "order.line.quantity_not_positive" { quantity: Exact }
            => "the quantity {quantity} must be greater than zero",
        /// Two lines have one id.
        DuplicateId = 1211 "order.line.duplicate_id" { id: LineId }
            => "the line id {id} is there twice",
        /// The order has no such line.
        UnknownLine = 1212 "order.line.unknown" { line: LineId } => "the order has no line {line}",
        /// One line is named twice in one command.
        NamedTwice = 1213 "order.line.named_twice" { line: LineId }
            => "the line {line} is named twice",
        /// The quantity has more decimals than can be held exactly beside the quantity ordered.
        QuantityTooFine = 1214 "order.line.quantity_too_fine" { asked: Exact, ordered: Exact }
            => "{asked} has too many decimals beside the {ordered} ordered",
        /// More than is open to ship.
        QuantityExceedsOpen = 1215 "order.line.quantity_exceeds_open"
            { line: LineId, asked: Exact, open: Exact }
            => "{asked} of line {line} asked, {open} open",
        /// More than is left to invoice.
        QuantityExceedsBillable = 1216 "order.line.quantity_exceeds_billable"
            { line: LineId, asked: Exact, billable: Exact }
            => "{asked} of line {line} asked, {billable} to invoice",
        /// What is invoiced already cannot be cancelled.
        QuantityInvoiced = 1217 "order.line.quantity_invoiced"
            { line: LineId, asked: Exact, cancellable: Exact, invoiced: Exact }
            => "{asked} of line {line} asked, {cancellable} may be cancelled: {invoiced} are invoiced",
        /// Nothing of the line can be cancelled any more.
        NothingToCancelOnLine = 1218 "order.line.nothing_to_cancel" { line: LineId }
            => "nothing of line {line} can be cancelled",
        /// Nothing of the order can be cancelled any more.
        NothingToCancel = 1219 "order.nothing_to_cancel" {}
            => "nothing of the order can be cancelled",
        /// Nothing of the order is to be invoiced now.
        NothingToInvoice = 1220 "order.nothing_to_invoice" {}
            => "nothing of the order is to be invoiced",
        /// More is given back than is billed.
        QuantityExceedsInvoiced = 1280 "order.line.quantity_exceeds_invoiced"
            { line: LineId, asked: Exact, invoiced: Exact }
            => "{asked} of line {line} given back, {invoiced} billed",
        /// More comes back than was shipped.
        QuantityExceedsShipped = 1281 "order.line.quantity_exceeds_shipped"
            { line: LineId, asked: Exact, shipped: Exact }
            => "{asked} of line {line} come back, {shipped} shipped",
        /// The order has no such deposit.
        UnknownDeposit = 1282 "order.deposit.unknown" { deposit: DocumentNumber }
            => "the order has no deposit {deposit}",
        /// What is left of a deposit is deducted or given back, and no more.
        DepositExceeded = 1283 "order.deposit.exceeded" { deposit: DocumentNumber }
            => "less is left of the deposit {deposit}",
        /// A deposit that was given back is neither deducted nor given back again.
        DepositCredited = 1284 "order.deposit.credited"
            { deposit: DocumentNumber, by: DocumentNumber }
            => "what was left of the deposit {deposit} was given back by {by}",
        /// A billing plan is made once, before anything is billed or cancelled.
        PlanTooLate = 1285 "order.plan.too_late" {}
            => "the order is planned, billed or cancelled in part already",
        /// An order with a billing plan is billed by its milestones, whole.
        BilledByPlan = 1286 "order.plan.bills" {}
            => "the order is billed by the milestones of its plan",
        /// The billing plan has no such milestone.
        UnknownMilestone = 1287 "order.milestone.unknown" { milestone: LineId }
            => "the order has no milestone {milestone}",
        /// A milestone is billed once.
        MilestoneInvoiced = 1288 "order.milestone.invoiced"
            { milestone: LineId, document: DocumentNumber }
            => "the milestone {milestone} was billed by {document}",
        /// Two milestones have one id.
        MilestoneTwice = 1289 "order.milestone.twice" { milestone: LineId }
            => "the milestone {milestone} is there twice",
    }
    carries { Money(crate::money::Rejection), Pricing(crate::pricing::Rejection) }
}
