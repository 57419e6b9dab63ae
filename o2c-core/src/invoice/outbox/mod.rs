//! A machine per issued document: how it goes to the customer, and whether it got there.
//!
//! ```text
//! (issued) --Dispatch--> waiting --Sent--> sent --Received--> received
//!                           │                └----Rejected--> rejected
//!                           └--Received, Rejected--> as above
//! ```
//!
//! A dispatch carries what its reader needs to pay: the payee, the reference to quote and every
//! instalment, as data from which a payment link or a code is made. A document may be dispatched
//! again, by another channel or after a rejection; each dispatch keeps its own number. The
//! document itself never changes.
//!
//! ```
//! use o2c_core::calendar::Day;
//! use o2c_core::invoice::outbox::{Channel, Command, DispatchStatus, Facts, Outbox, Outcome};
//! use o2c_core::machine::Machine;
//! let on = Day::parse("2026-01-15")?;
//! let facts = Facts { on, recorded_on: on, issued_on: on, request: None };
//! let mut outbox = Outbox::default();
//! let dispatch = Command::Dispatch { channel: Channel::Email, to: "ap@durand.example".parse()? };
//! let sent = Command::Record { number: None, outcome: Outcome::Sent };
//! for command in [dispatch, sent.clone()] {
//!     for event in outbox.decide(&command, &facts)? {
//!         outbox.evolve(&event)?;
//!     }
//! }
//! assert_eq!(outbox.dispatches()[0].status(), DispatchStatus::Sent);
//! assert!(outbox.decide(&sent, &facts).is_err(), "what is sent is not sent again");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod decide;
mod state;
#[cfg(test)]
mod tests;

pub use state::{Dispatch, DispatchStatus, Outbox, RecordedOutcome};

use super::{Document, Rejection};
use crate::calendar::{Day, Instalment};
use crate::id::Text;
use crate::machine::{BrokenHistory, Machine};
use crate::reference::CreditorReference;
use alloc::vec::Vec;

/// The way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Channel {
    /// By electronic mail.
    Email,
    /// On paper.
    Post,
    /// Through an invoicing platform.
    Platform,
    /// By electronic data interchange.
    Edi,
    /// Put where the customer fetches it.
    Portal,
    /// Handed over.
    Hand,
}

impl Channel {
    /// The channel's name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Post => "post",
            Channel::Platform => "platform",
            Channel::Edi => "edi",
            Channel::Portal => "portal",
            Channel::Hand => "hand",
        }
    }
}

/// What became of a dispatch.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Outcome {
    /// It left.
    Sent,
    /// It arrived: payment terms that count from the receipt count from here.
    Received,
    /// It came back, or could not be sent.
    Rejected {
        /// Why.
        reason: Text,
    },
}

/// What is asked of the payer, as data: no address of any payment service.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PaymentRequest {
    /// Who is to be paid.
    pub payee: Text,
    /// The reference to quote (ISO 11649).
    pub reference: CreditorReference,
    /// What is to be paid until when; the amounts sum to the amount due.
    pub payments: Vec<Instalment>,
}

impl PaymentRequest {
    /// What a document asks of its payer: its instalments, with a reference made of its number.
    /// None where nothing is to be paid.
    ///
    /// # Errors
    /// `reference.malformed` for a number without a letter or a digit, which no series gives.
    pub fn of(
        document: &Document,
        payee: &Text,
    ) -> Result<Option<Self>, crate::reference::Rejection> {
        if !document.figures.due.is_positive() {
            return Ok(None);
        }
        let reference = CreditorReference::of_document(&document.number)?;
        let payments = document.instalments.clone();
        Ok(Some(PaymentRequest { payee: payee.clone(), reference, payments }))
    }
}

/// What one may ask of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Put the document into the outbox.
    Dispatch {
        /// By which channel.
        channel: Channel,
        /// To which address of that channel.
        to: Text,
    },
    /// Say what became of a dispatch.
    Record {
        /// Which dispatch, 1 first; the last one where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        number: Option<u32>,
        /// What became of it.
        outcome: Outcome,
    },
}

/// What the outbox needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Facts {
    /// The day of the command.
    pub on: Day,
    /// The day the command became known.
    pub recorded_on: Day,
    /// The day the document was issued.
    pub issued_on: Day,
    /// What the document asks of its payer.
    pub request: Option<PaymentRequest>,
}

/// What happened in the outbox. Append-only.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Event {
    /// The document was put into the outbox.
    Dispatched {
        /// The dispatch, counted from 1.
        number: u32,
        /// By which channel.
        channel: Channel,
        /// To which address of that channel.
        to: Text,
        /// What the payer is asked.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        request: Option<PaymentRequest>,
        /// The day it counts.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
    },
    /// Something became of a dispatch.
    Outcome {
        /// Which dispatch.
        number: u32,
        /// What became of it.
        outcome: Outcome,
        /// The day it counts.
        on: Day,
        /// The day it became known.
        recorded_on: Day,
    },
}

impl Machine for Outbox {
    type Command = Command;
    type Facts = Facts;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(&self, command: &Command, facts: &Facts) -> Result<Vec<Event>, Rejection> {
        decide::decide(self, command, facts)
    }

    fn evolve(&mut self, event: &Event) -> Result<(), BrokenHistory> {
        state::evolve(self, event)
    }
}
