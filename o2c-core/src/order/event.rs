//! What happened to an order. Append-only: an event that was once written keeps its meaning.

use super::{
    CancellationAnswer, CancellationRequest, Content, Deposit, DepositDeduction, Hold, HoldName,
    Milestone,
};
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, OrderId, Text};
use crate::money::Exact;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What happened to an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The customer ordered.
    Placed {
        /// The order.
        order: OrderId,
        /// What is ordered.
        content: Arc<Content>,
        /// The day of the order.
        placed_on: Day,
    },
    /// The content was replaced; the version rises by one.
    Amended {
        /// What is ordered from now on.
        content: Arc<Content>,
        /// Why it changed.
        reason: Text,
        /// The day of the change.
        amended_on: Day,
    },
    /// The firm accepted; the content is fixed.
    Confirmed {
        /// The day of the acceptance.
        confirmed_on: Day,
    },
    /// Part of a line was cancelled.
    LineCancelled {
        /// The line.
        line: LineId,
        /// How much, in the line's unit.
        quantity: Exact,
        /// The day of the cancellation.
        cancelled_on: Day,
    },
    /// What could still be cancelled was; the rest of the order stands.
    RestCancelled {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// Why.
        reason: Text,
        /// The day of the cancellation.
        cancelled_on: Day,
    },
    /// The whole order was cancelled; nothing had shipped or been billed.
    Cancelled {
        /// Why; empty when the last line was cancelled by itself.
        reason: Text,
        /// The day of the cancellation.
        cancelled_on: Day,
    },
    /// Goods left the house.
    Shipped {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// The day of the shipment.
        shipped_on: Day,
    },
    /// Goods were billed.
    Invoiced {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// The day of the invoice.
        invoiced_on: Day,
    },
    /// Quantities that were billed were given back.
    Credited {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// Whether the goods came back.
        is_returned: bool,
        /// The day of the credit note.
        credited_on: Day,
    },
    /// A deposit was invoiced.
    DepositInvoiced {
        /// The deposit.
        deposit: Deposit,
        /// The day of its invoice.
        invoiced_on: Day,
    },
    /// An invoice deducted a deposit, or a part of it.
    DepositDeducted {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// Which invoice deducted how much.
        deduction: DepositDeduction,
        /// The day of that invoice.
        deducted_on: Day,
    },
    /// What no invoice had deducted of a deposit was given back.
    DepositCredited {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// The credit note.
        by: DocumentNumber,
        /// The day of the credit note.
        credited_on: Day,
    },
    /// The order is billed by milestones.
    BillingPlanned {
        /// The milestones.
        milestones: Vec<Milestone>,
        /// The day of the plan.
        planned_on: Day,
    },
    /// A milestone was billed.
    MilestoneInvoiced {
        /// The milestone.
        milestone: LineId,
        /// Its invoice.
        document: DocumentNumber,
        /// The day of the invoice.
        invoiced_on: Day,
    },
    /// The invoice of a milestone was given back as a whole: it may be billed again.
    MilestoneCredited {
        /// The milestone.
        milestone: LineId,
        /// The invoice that was given back.
        document: DocumentNumber,
        /// The day on which it was.
        credited_on: Day,
    },
    /// An invoice that had deducted a deposit was given back: the deposit is as before it.
    DepositReleased {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// The invoice that was given back.
        document: DocumentNumber,
        /// The day on which it was.
        released_on: Day,
    },
    /// The firm made an offer.
    Quoted {
        /// The order it may become.
        order: OrderId,
        /// What is offered.
        content: Arc<Content>,
        /// The day of the offer.
        quoted_on: Day,
        /// The last day on which it may be taken.
        valid_until: Day,
    },
    /// The offer was replaced; the version rises by one.
    QuoteRevised {
        /// What is offered from now on.
        content: Arc<Content>,
        /// The last day on which it may be taken.
        valid_until: Day,
        /// Why it changed.
        reason: Text,
        /// The day of the change.
        revised_on: Day,
    },
    /// The customer took the offer: it is an order.
    QuoteAccepted {
        /// The day of the order.
        accepted_on: Day,
    },
    /// Nobody took the offer.
    QuoteLost {
        /// Why.
        reason: Text,
        /// The day it was given up.
        lost_on: Day,
    },
    /// The firm refused the order.
    Rejected {
        /// Why.
        reason: Text,
        /// The day of the refusal.
        rejected_on: Day,
    },
    /// A hold was set.
    HoldSet {
        /// The hold.
        hold: Hold,
    },
    /// A hold was released.
    HoldReleased {
        /// Which hold.
        hold: HoldName,
        /// Why.
        reason: Text,
        /// Who released it.
        by: Text,
        /// The day from which it does not stand any more.
        released_on: Day,
    },
    /// The customer asked to cancel what is under way.
    CancellationRequested {
        /// The request, of which no part has answered yet.
        request: CancellationRequest,
    },
    /// A part answered; what it gave up is cancelled by an event of its own.
    CancellationAnswered {
        /// Which part.
        part: LineId,
        /// What it answered.
        answer: CancellationAnswer,
        /// The day of the answer.
        answered_on: Day,
    },
    /// Goods came back that no document had billed.
    Returned {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// The day on which they counted as returned.
        returned_on: Day,
    },
    /// Goods arrived.
    Delivered {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// The day on which they arrived.
        delivered_on: Day,
    },
    /// The customer accepted goods that arrived, or a service that was performed.
    Accepted {
        /// How much of which line.
        lines: Vec<(LineId, Exact)>,
        /// Who accepted it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
        /// The day on which they did.
        accepted_on: Day,
    },
}

impl Event {
    /// The event's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Event::Placed { .. } => "placed",
            Event::Amended { .. } => "amended",
            Event::Confirmed { .. } => "confirmed",
            Event::LineCancelled { .. } => "line_cancelled",
            Event::RestCancelled { .. } => "rest_cancelled",
            Event::Cancelled { .. } => "cancelled",
            Event::Shipped { .. } => "shipped",
            Event::Invoiced { .. } => "invoiced",
            Event::Credited { .. } => "credited",
            Event::DepositInvoiced { .. } => "deposit_invoiced",
            Event::DepositDeducted { .. } => "deposit_deducted",
            Event::DepositCredited { .. } => "deposit_credited",
            Event::BillingPlanned { .. } => "billing_planned",
            Event::MilestoneInvoiced { .. } => "milestone_invoiced",
            Event::MilestoneCredited { .. } => "milestone_credited",
            Event::DepositReleased { .. } => "deposit_released",
            Event::Quoted { .. } => "quoted",
            Event::QuoteRevised { .. } => "quote_revised",
            Event::QuoteAccepted { .. } => "quote_accepted",
            Event::QuoteLost { .. } => "quote_lost",
            Event::Rejected { .. } => "rejected",
            Event::HoldSet { .. } => "hold_set",
            Event::HoldReleased { .. } => "hold_released",
            Event::CancellationRequested { .. } => "cancellation_requested",
            Event::CancellationAnswered { .. } => "cancellation_answered",
            Event::Returned { .. } => "returned",
            Event::Delivered { .. } => "delivered",
            Event::Accepted { .. } => "accepted",
        }
    }
}
