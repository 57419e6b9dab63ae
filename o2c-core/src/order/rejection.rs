//! Why an order says no.

use super::HoldKind;
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, Text};
use crate::money::Exact;
use alloc::string::String;

crate::rejections! {
    /// Why an order says no: numbers 1200 to 1299, in order of precedence.
    pub enum Rejection {
        /// The command is not possible in the order's state.
        NotPossible = 1201 "order.not_possible"
            { state: &'static str, command: &'static str, allowed: String }
            => "{command} is not possible: the order is {state}, which allows {allowed}",
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
        /// More than is open to ship, or than its tolerance lets leave beyond that.
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
        /// A hold stops delivery until it is released or over.
        OnHold = 1221 "order.on_hold" { kind: HoldKind, since: Day }
            => "the order does not ship: a hold ({kind}) stands since {since}",
        /// A hold of this kind and code stands already.
        HoldStands = 1222 "order.hold.stands" { kind: HoldKind, since: Day }
            => "a hold ({kind}) stands since {since} already",
        /// No such hold stands.
        HoldUnknown = 1223 "order.hold.unknown" { kind: HoldKind }
            => "no such hold ({kind}) stands",
        /// A hold ends on its first day or later.
        HoldOver = 1224 "order.hold.over" { on: Day, until: Day }
            => "a hold set on {on} cannot end on {until}",
        /// An offer is valid on its own day at least.
        ValidityOver = 1225 "order.quote.validity_over" { on: Day, valid_until: Day }
            => "an offer of {on} cannot be valid until {valid_until}",
        /// An offer is taken while it is valid.
        QuoteExpired = 1226 "order.quote.expired" { on: Day, valid_until: Day }
            => "the offer was valid until {valid_until}, not on {on}",
        /// A confirmed order keeps its customer, payer, currency and billing basis.
        AmendedFixed = 1227 "order.amendment.fixed" { field: &'static str }
            => "{field} does not change once the order is confirmed",
        /// A line that was billed stays as it is.
        AmendedBilled = 1228 "order.amendment.line_billed" { line: LineId, invoiced: Exact }
            => "{invoiced} of line {line} are billed: the line stays as it is",
        /// A line of which something was shipped or cancelled stays, with its item and its unit.
        AmendedMoved = 1229 "order.amendment.line_moved" { line: LineId, moved: Exact }
            => "{moved} of line {line} are shipped or cancelled: item and unit stay",
        /// No less is ordered than was shipped and cancelled.
        AmendedBelow = 1230 "order.amendment.quantity_below"
            { line: LineId, asked: Exact, moved: Exact }
            => "{asked} of line {line} asked, {moved} shipped or cancelled",
        /// Deposits, milestones and shared amounts that were billed are of the order as it stands.
        AmendedAhead = 1231 "order.amendment.billed" {}
            => "deposits, milestones or shared amounts of the order are billed",
        /// An amendment that leaves nothing to deliver is a cancellation.
        AmendedAway = 1232 "order.amendment.nothing_left" {}
            => "nothing is left of the order: cancel it",
        /// The line leaves whole.
        LineIncomplete = 1233 "order.delivery.line_incomplete"
            { line: LineId, asked: Exact, open: Exact }
            => "{asked} of line {line} asked, which leaves whole: {open} are open",
        /// The order leaves whole.
        OrderIncomplete = 1234 "order.delivery.order_incomplete" { line: LineId, open: Exact }
            => "the order leaves whole: {open} of line {line} are missing",
        /// The lines of a group leave together and whole.
        GroupIncomplete = 1235 "order.delivery.group_incomplete"
            { group: Text, line: LineId, open: Exact }
            => "the group {group} leaves whole: {open} of line {line} are missing",
        /// A request to cancel waits for answers already.
        CancellationPending = 1236 "order.cancellation.pending" { requested_on: Day }
            => "a request of {requested_on} to cancel waits for answers",
        /// No request to cancel waits for answers.
        CancellationMissing = 1237 "order.cancellation.missing" {}
            => "nobody asked to cancel, or all is answered",
        /// The request names no such part.
        UnknownPart = 1238 "order.cancellation.part_unknown" { part: LineId }
            => "the request has no part {part}",
        /// A part answers once.
        PartAnswered = 1239 "order.cancellation.answered" { part: LineId }
            => "the part {part} has answered",
        /// Two parts of a request have one id.
        PartTwice = 1240 "order.cancellation.part_twice" { part: LineId }
            => "the part {part} is there twice",
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
        /// All that left, or was performed, is accepted.
        NothingToAccept = 1290 "order.nothing_to_accept" {}
            => "nothing is there to be accepted",
        /// More arrives, or is accepted, than left and is neither back nor there already.
        QuantityExceedsUnderWay = 1291 "order.line.quantity_exceeds_under_way"
            { line: LineId, asked: Exact, under_way: Exact }
            => "{asked} of line {line} arrive or are accepted, {under_way} left for it",
        /// A hold is released on the day it was set or later.
        HoldNotSet = 1292 "order.hold.not_set_yet" { kind: HoldKind, on: Day, set_on: Day }
            => "the hold ({kind}) is set on {set_on}, not yet on {on}",
        /// Nothing leaves before the order is confirmed.
        BeforeConfirmed = 1293 "order.before_confirmed" { on: Day, confirmed_on: Day }
            => "{on} is before {confirmed_on}, the day on which the order was confirmed",
    }
    carries {
        Money(crate::money::Rejection),
        Pricing(crate::pricing::Rejection),
        Tax(crate::tax::Rejection),
    }
}
