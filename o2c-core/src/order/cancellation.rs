//! A cancellation that is asked for while parts of an order are under way: each part answers.

use super::{Order, Rejection};
use crate::calendar::Day;
use crate::error::Path;
use crate::id::{LineId, Text};
use crate::money::Exact;
use alloc::vec::Vec;

/// What a part answers to the request that it be cancelled (rulebook O-12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum CancellationAnswer {
    /// It is cancelled.
    Accepted,
    /// Whoever fulfils it does not agree.
    Refused,
    /// The point of no return is behind it: what left is returned, not cancelled.
    TooLate,
}

/// A part of an order that is asked to be cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CancellationPart {
    /// The caller's id of the part; the line's own where the line is one part.
    pub part: LineId,
    /// The line it is of.
    pub line: LineId,
    /// How much of it, in the line's unit.
    pub quantity: Exact,
    /// What it answered, once it did.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub answer: Option<CancellationAnswer>,
}

/// A part as it is named in a request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct RequestedPart {
    /// The caller's id of the part; the line's own where none is given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub part: Option<LineId>,
    /// The line it is of.
    pub line: LineId,
    /// How much, in the line's unit; all that may be cancelled unless given.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub quantity: Option<Exact>,
}

/// A request that is not answered by all its parts yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct CancellationRequest {
    /// The parts, in the order asked.
    pub parts: Vec<CancellationPart>,
    /// Why.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
    pub reason: Text,
    /// The day of the request.
    pub requested_on: Day,
}

impl CancellationRequest {
    /// A part that has not answered yet.
    ///
    /// # Errors
    /// `order.cancellation.part_unknown`, `order.cancellation.answered`.
    pub fn open_part(&self, id: &LineId) -> Result<&CancellationPart, Rejection> {
        let path = || Path::field("part");
        match self.parts.iter().find(|part| part.part == *id) {
            None => Err(Rejection::UnknownPart { path: path(), part: id.clone() }),
            Some(part) if part.answer.is_some() => {
                Err(Rejection::PartAnswered { path: path(), part: id.clone() })
            }
            Some(part) => Ok(part),
        }
    }

    /// Whether every part has answered.
    pub fn is_answered(&self) -> bool {
        self.parts.iter().all(|part| part.answer.is_some())
    }
}

impl Order {
    /// The request to cancel that waits for answers, where there is one.
    pub fn cancellation(&self) -> Option<&CancellationRequest> {
        self.as_confirmed()?.cancellation.as_deref()
    }
}
