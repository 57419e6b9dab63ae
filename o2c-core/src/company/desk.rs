//! What the order desk does besides placing and shipping: offers, holds, refusals, and requests to
//! cancel what is under way.

use super::PlaceOrder;
use super::decision::{Decision, Leg};
use super::floor;
use super::incoming::content_of;
use super::rejection::Rejection;
use super::sale::{customer, inside, known_order};
use crate::body::bodies;
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, OrderId, Text};
use crate::order::{self, CancellationAnswer, Content, HoldKind, HoldName, RequestedPart};
use alloc::sync::Arc;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An offer to a customer.
    QuoteOrder {
        /// What is offered, with the id of the order it may become.
        content: PlaceOrder,
        /// The last day on which it may be taken.
        valid_until: Day,
    }
    /// The offer anew.
    ReviseQuote {
        /// What is offered from now on, with the order's id.
        content: PlaceOrder,
        /// The last day on which it may be taken.
        valid_until: Day,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
    /// An offer, or an order, that comes to nothing.
    EndOrder {
        /// Which order.
        order: OrderId,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
    /// Keep an order, or one line of it, from shipping.
    HoldOrder {
        /// Which order.
        order: OrderId,
        /// What it is about.
        kind: HoldKind,
        /// What the firm calls it, where more than one of the kind may stand.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        code: Text,
        /// The line it holds; the whole order where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        line: Option<LineId>,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// Who sets it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
        /// The last day it stands; until it is released where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        until: Option<Day>,
    }
    /// Release a hold.
    ReleaseHold {
        /// Which order.
        order: OrderId,
        /// What it is about.
        kind: HoldKind,
        /// What the firm calls it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        code: Text,
        /// The line it holds; the whole order where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        line: Option<LineId>,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
        /// Who releases it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
    }
    /// Ask the parts of an order that are under way whether they can still be cancelled.
    RequestCancellation {
        /// Which order.
        order: OrderId,
        /// The parts; every line of which something may be cancelled where none is named.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        parts: Vec<RequestedPart>,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        reason: Text,
    }
    /// What a part answers to the request that it be cancelled.
    AnswerCancellation {
        /// Which order.
        order: OrderId,
        /// Which part.
        part: LineId,
        /// What it answers.
        answer: CancellationAnswer,
    }
}

/// The content of an offer: priced as an order of the same day would be.
fn offered(decision: &Decision<'_>, content: &PlaceOrder) -> Result<Arc<Content>, Rejection> {
    content_of(decision.before(), content, decision.command.effective_on)
        .map(Arc::new)
        .map_err(|no| inside(no, "content"))
}

pub(super) fn quote_order(
    decision: &mut Decision<'_>,
    asked: &QuoteOrder,
) -> Result<(), Rejection> {
    let content = offered(decision, &asked.content)?;
    let (order, valid_until) = (asked.content.order.clone(), asked.valid_until);
    let command = order::Command::Quote { order: order.clone(), content, valid_until };
    decision.run(Leg::Order(order, command))
}

pub(super) fn revise_quote(
    decision: &mut Decision<'_>,
    asked: &ReviseQuote,
) -> Result<(), Rejection> {
    known_order(decision.before(), &asked.content.order).map_err(|no| inside(no, "content"))?;
    let content = offered(decision, &asked.content)?;
    let (reason, valid_until) = (asked.reason.clone(), asked.valid_until);
    let command = order::Command::ReviseQuote { content, valid_until, reason };
    decision.run(Leg::Order(asked.content.order.clone(), command))
}

/// The customer, and who pays, may still be done business with on the day the offer is taken.
pub(super) fn accept_quote(decision: &mut Decision<'_>, order: &OrderId) -> Result<(), Rejection> {
    let known = known_order(decision.before(), order)?;
    if let Some(content) = known.content() {
        customer(decision.before(), &content.customer)?;
        customer(decision.before(), content.payer())?;
    }
    let content = known.content().cloned();
    decision.run(Leg::Order(order.clone(), order::Command::AcceptQuote))?;
    content.map_or(Ok(()), |content| floor::hold_lines(decision, order, &content))
}

/// Asks something of an order that is there.
fn ask(
    decision: &mut Decision<'_>,
    order: &OrderId,
    command: order::Command,
) -> Result<(), Rejection> {
    known_order(decision.before(), order)?;
    decision.run(Leg::Order(order.clone(), command))
}

pub(super) fn lose_quote(decision: &mut Decision<'_>, asked: &EndOrder) -> Result<(), Rejection> {
    let command = order::Command::LoseQuote { reason: asked.reason.clone() };
    ask(decision, &asked.order, command)
}

pub(super) fn reject_order(decision: &mut Decision<'_>, asked: &EndOrder) -> Result<(), Rejection> {
    let command = order::Command::Reject { reason: asked.reason.clone() };
    ask(decision, &asked.order, command)
}

pub(super) fn hold_order(decision: &mut Decision<'_>, asked: &HoldOrder) -> Result<(), Rejection> {
    let command = order::Command::SetHold {
        hold: HoldName { kind: asked.kind, code: asked.code.clone(), line: asked.line.clone() },
        reason: asked.reason.clone(),
        by: asked.by.clone(),
        until: asked.until,
    };
    // The room speaks of the hold as one; the command names its fields itself.
    ask(decision, &asked.order, command).map_err(|no| no.with_path(&|path| path.within("hold")))
}

pub(super) fn release_hold(
    decision: &mut Decision<'_>,
    asked: &ReleaseHold,
) -> Result<(), Rejection> {
    let command = order::Command::ReleaseHold {
        hold: HoldName { kind: asked.kind, code: asked.code.clone(), line: asked.line.clone() },
        reason: asked.reason.clone(),
        by: asked.by.clone(),
    };
    ask(decision, &asked.order, command).map_err(|no| no.with_path(&|path| path.within("hold")))
}

pub(super) fn request_cancellation(
    decision: &mut Decision<'_>,
    asked: &RequestCancellation,
) -> Result<(), Rejection> {
    let (parts, reason) = (asked.parts.clone(), asked.reason.clone());
    ask(decision, &asked.order, order::Command::RequestCancellation { parts, reason })
}

pub(super) fn answer_cancellation(
    decision: &mut Decision<'_>,
    asked: &AnswerCancellation,
) -> Result<(), Rejection> {
    let (part, answer) = (asked.part.clone(), asked.answer);
    let order = known_order(decision.before(), &asked.order)?;
    let parts = order.cancellation().map_or(&[][..], |request| &request.parts);
    if let Some(of) = parts.iter().find(|other| other.part == part)
        && answer == CancellationAnswer::Accepted
    {
        super::tasks::expect_return(decision.before(), &asked.order, &of.line)
            .map_err(|no| no.with_path(&|_| Path::field("answer")))?;
    }
    ask(decision, &asked.order, order::Command::AnswerCancellation { part, answer })
}
