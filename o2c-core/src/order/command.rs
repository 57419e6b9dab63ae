//! What one may ask of an order.

use super::{
    CancellationAnswer, Content, Deposit, DepositDeduction, HoldName, Milestone, RequestedPart,
};
use crate::calendar::Day;
use crate::id::{DocumentNumber, LineId, OrderId, Text};
use crate::money::Exact;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What one may ask of an order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// The customer orders.
    Place {
        /// The order.
        order: OrderId,
        /// What is ordered.
        content: Arc<Content>,
    },
    /// The whole content anew: before confirmation whatever it is, afterwards within what is open.
    Amend {
        /// What is ordered from now on.
        content: Arc<Content>,
        /// Why it changes.
        reason: Text,
    },
    /// The firm accepts; prices, VAT and terms are fixed (rulebook O-17).
    Confirm,
    /// Part of a line is not wanted any more (rulebook O-12).
    CancelLine {
        /// The line.
        line: LineId,
        /// How much, in the line's unit; all that may be cancelled unless given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        quantity: Option<Exact>,
    },
    /// All that may still be cancelled is cancelled.
    Cancel {
        /// Why.
        #[cfg_attr(feature = "serde", serde(default))]
        reason: Text,
    },
    /// Goods left the house.
    RecordShipped {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
    },
    /// Goods were billed.
    RecordInvoiced {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
    },
    /// Quantities that were billed were given back (rulebook O-11): a credit of a value alone is
    /// none of it, or it would re-open billing.
    RecordCredited {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
        /// Whether the goods came back; else they may be billed again.
        is_returned: bool,
    },
    /// A deposit was invoiced.
    RecordDeposit {
        /// The deposit, of which nothing is deducted yet.
        deposit: Deposit,
    },
    /// An invoice deducted a deposit, or a part of it.
    RecordDeducted {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// Which invoice deducted how much.
        deduction: DepositDeduction,
    },
    /// An invoice that had deducted a deposit was given back itself: the deposit is as before it.
    RecordDepositReleased {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// The invoice that was given back; where it deducted nothing, nothing changes.
        document: DocumentNumber,
    },
    /// What no invoice had deducted of a deposit was given back.
    RecordDepositCredited {
        /// The deposit's invoice.
        deposit: DocumentNumber,
        /// The credit note.
        by: DocumentNumber,
    },
    /// From now on the order is billed by milestones.
    PlanBilling {
        /// The milestones, which bill the order together.
        milestones: Vec<Milestone>,
    },
    /// A milestone was billed.
    RecordMilestone {
        /// The milestone.
        milestone: LineId,
        /// Its invoice.
        document: DocumentNumber,
    },
    /// The invoice of a milestone was given back as a whole.
    RecordMilestoneCredited {
        /// The milestone.
        milestone: LineId,
        /// The invoice that was given back; where another bills the milestone, nothing changes.
        document: DocumentNumber,
    },
    /// The firm makes an offer.
    Quote {
        /// The order it may become.
        order: OrderId,
        /// What is offered.
        content: Arc<Content>,
        /// The last day on which it may be taken.
        valid_until: Day,
    },
    /// The offer anew.
    ReviseQuote {
        /// What is offered from now on.
        content: Arc<Content>,
        /// The last day on which it may be taken.
        valid_until: Day,
        /// Why it changes.
        reason: Text,
    },
    /// The customer takes the offer while it is valid: it is an order.
    AcceptQuote,
    /// The customer does not take the offer.
    LoseQuote {
        /// Why.
        reason: Text,
    },
    /// The firm does not accept the order.
    Reject {
        /// Why.
        reason: Text,
    },
    /// The order, or a line of it, does not ship for now.
    SetHold {
        /// Which hold.
        hold: HoldName,
        /// Why.
        reason: Text,
        /// Who sets it.
        by: Text,
        /// The last day it stands; until it is released where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    },
    /// A hold does not stand any more.
    ReleaseHold {
        /// Which hold.
        hold: HoldName,
        /// Why.
        reason: Text,
        /// Who releases it.
        by: Text,
    },
    /// The customer asks to cancel what is under way: each part is asked (rulebook O-12).
    RequestCancellation {
        /// The parts; every line of which something may be cancelled where none is named.
        parts: Vec<RequestedPart>,
        /// Why.
        reason: Text,
    },
    /// A part answers.
    AnswerCancellation {
        /// Which part.
        part: LineId,
        /// What it answers.
        answer: CancellationAnswer,
    },
    /// Goods came back that no document had billed: they are not to be billed any more.
    RecordReturned {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
    },
    /// Goods arrived.
    RecordDelivered {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
    },
    /// The customer accepted goods that arrived, or a service that was performed.
    RecordAccepted {
        /// How much of which line, in the line's unit; each line once.
        lines: Vec<(LineId, Exact)>,
        /// Who accepted it.
        #[cfg_attr(feature = "serde", serde(default))]
        by: Text,
    },
}

impl Command {
    /// The command's name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Command::Place { .. } => "place",
            Command::Amend { .. } => "amend",
            Command::Confirm => "confirm",
            Command::CancelLine { .. } => "cancel_line",
            Command::Cancel { .. } => "cancel",
            Command::RecordShipped { .. } => "record_shipped",
            Command::RecordInvoiced { .. } => "record_invoiced",
            Command::RecordCredited { .. } => "record_credited",
            Command::RecordDeposit { .. } => "record_deposit",
            Command::RecordDeducted { .. } => "record_deducted",
            Command::RecordDepositReleased { .. } => "record_deposit_released",
            Command::RecordDepositCredited { .. } => "record_deposit_credited",
            Command::PlanBilling { .. } => "plan_billing",
            Command::RecordMilestone { .. } => "record_milestone",
            Command::RecordMilestoneCredited { .. } => "record_milestone_credited",
            Command::Quote { .. } => "quote",
            Command::ReviseQuote { .. } => "revise_quote",
            Command::AcceptQuote => "accept_quote",
            Command::LoseQuote { .. } => "lose_quote",
            Command::Reject { .. } => "reject",
            Command::SetHold { .. } => "set_hold",
            Command::ReleaseHold { .. } => "release_hold",
            Command::RequestCancellation { .. } => "request_cancellation",
            Command::AnswerCancellation { .. } => "answer_cancellation",
            Command::RecordReturned { .. } => "record_returned",
            Command::RecordDelivered { .. } => "record_delivered",
            Command::RecordAccepted { .. } => "record_accepted",
        }
    }
}

/// What an order needs to know beyond itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day on which the command takes effect.
    pub on: Day,
}
