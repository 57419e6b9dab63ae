//! Where a document stands after all that was said of it: derived, never stored.

use super::{Lifecycle, Marker, Statement, Status};
use crate::calendar::Day;
use crate::money::{Money, Rejection};
use crate::tax::Vat;
use alloc::vec::Vec;

/// What the rest of order to cash makes of a standing (rulebook E-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Effect {
    /// The customer disputes so much, VAT included.
    Dispute {
        /// How much; the whole document where nothing else was said.
        amount: Money,
    },
    /// Nothing is dunned until this is settled.
    DunningBlock,
    /// Nothing is dunned until the seller has given what the buyer waits for.
    DunningHold,
    /// The buyer refuses: a credit note is to be made.
    CreditNoteRequested,
    /// The buyer says that the money is on its way, from this day on: as good as a promise.
    PaymentAnnounced {
        /// The day it was said.
        on: Day,
    },
}

/// What was said to be collected of one VAT rate, VAT included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Collected {
    /// Category and rate.
    pub vat: Vat,
    /// How much.
    pub amount: Money,
}

/// Where a document stands. Every figure follows from the log and the document's total.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Standing {
    /// How far the transmission came.
    pub transmission: Option<Status>,
    /// The last thing said beyond the transmission.
    pub treatment: Option<Status>,
    /// Whether the buyer disputes all or a part: the last of 205, 206, 207, 210 and 220 is 206 or
    /// 207.
    pub is_in_dispute: bool,
    /// Whether the buyer waits for something: 208, and since then neither 209 nor 205, 206, 210.
    pub is_suspended: bool,
    /// Whether the buyer refused it.
    pub is_refused: bool,
    /// Whether a platform rejected it.
    pub is_rejected: bool,
    /// What the buyer approved, VAT included: all by 205, a part by 206; none where neither was
    /// said or the part was not named.
    pub approved: Option<Money>,
    /// What was said to be collected, by category and rate.
    pub collected: Vec<Collected>,
    /// What is left of the document's total beyond what was said to be collected.
    pub remaining: Money,
    /// What follows from it.
    pub effects: Vec<Effect>,
}

impl Lifecycle {
    /// Where the document stands, given its total with VAT.
    ///
    /// # Errors
    /// `money.out_of_range`.
    pub fn standing(&self, gross: Money) -> Result<Standing, Rejection> {
        let is_transmission = |said: &&Statement| said.status.transmission_step().is_some();
        let transmission = self.statements().rev().find(is_transmission).map(|said| said.status);
        let treatment = self.statements().rev().find(|said| !is_transmission(said));
        let decision = self.last_of(&DECISIONS);
        let approved = match decision {
            Some(said) if said.status == Status::Approved => Some(gross),
            Some(said) if said.status == Status::PartlyApproved => approved_part(said, gross)?,
            Some(_) | None => None,
        };
        let suspension = self.last_of(&SUSPENSIONS).map(|said| said.status);
        let collected = self.collected()?;
        let currency = gross.currency();
        let sum = Money::sum(currency, collected.iter().map(|part| part.amount))?;
        let decided = decision.map(|said| said.status);
        Ok(Standing {
            transmission,
            treatment: treatment.map(|said| said.status),
            is_in_dispute: matches!(decided, Some(Status::PartlyApproved | Status::InDispute)),
            is_suspended: suspension == Some(Status::Suspended),
            is_refused: decided == Some(Status::Refused),
            is_rejected: transmission == Some(Status::Rejected),
            approved,
            collected,
            remaining: gross.checked_sub(sum)?,
            effects: self.effects(gross, approved)?,
        })
    }

    fn last_of(&self, statuses: &[Status]) -> Option<&Statement> {
        self.statements().rev().find(|said| statuses.contains(&said.status))
    }

    /// What was said to be collected, by category and rate.
    fn collected(&self) -> Result<Vec<Collected>, Rejection> {
        let mut parts: Vec<Collected> = Vec::new();
        for said in self.statements().filter(|said| said.status == Status::Collected) {
            for stated in said.amounts_of(Marker::Collected) {
                let Some(vat) = stated.vat else { continue };
                match parts.iter_mut().find(|part| part.vat == vat) {
                    Some(part) => part.amount = part.amount.checked_add(stated.amount)?,
                    None => parts.push(Collected { vat, amount: stated.amount }),
                }
            }
        }
        parts.sort_by_key(|part| part.vat);
        Ok(parts)
    }

    /// What follows from the standing (rulebook E-05), in a fixed order.
    fn effects(&self, gross: Money, approved: Option<Money>) -> Result<Vec<Effect>, Rejection> {
        let mut effects = Vec::new();
        match self.last_of(&DECISIONS).map(|said| said.status) {
            Some(Status::InDispute) => {
                effects.extend([Effect::Dispute { amount: gross }, Effect::DunningBlock]);
            }
            Some(Status::PartlyApproved) => {
                let approved = approved.unwrap_or(Money::zero(gross.currency()));
                effects.push(Effect::Dispute { amount: gross.checked_sub(approved)? });
            }
            Some(Status::Refused) => {
                effects.extend([Effect::DunningBlock, Effect::CreditNoteRequested]);
            }
            Some(_) | None => {}
        }
        if self.last_of(&SUSPENSIONS).map(|said| said.status) == Some(Status::Suspended) {
            effects.push(Effect::DunningHold);
        }
        if let Some(said) = self.last_of(&[Status::PaymentSent, Status::Collected])
            && said.status == Status::PaymentSent
        {
            effects.push(Effect::PaymentAnnounced { on: said.on });
        }
        Ok(effects)
    }
}

/// What the buyer decides of the whole, and the cancellation that ends the matter.
const DECISIONS: [Status; 5] = [
    Status::Approved,
    Status::PartlyApproved,
    Status::InDispute,
    Status::Refused,
    Status::Cancelled,
];

/// What suspends and what ends the suspension.
const SUSPENSIONS: [Status; 5] = [
    Status::Suspended,
    Status::Completed,
    Status::Approved,
    Status::PartlyApproved,
    Status::Refused,
];

/// The part approved, VAT included: as said, or the total less what was said not to be.
fn approved_part(said: &Statement, gross: Money) -> Result<Option<Money>, Rejection> {
    let sum = |marker| {
        let mut amounts = said.amounts_of(marker).map(|stated| stated.amount).peekable();
        amounts.peek().is_some().then(|| Money::sum(gross.currency(), amounts)).transpose()
    };
    if let Some(approved) = sum(Marker::Approved)? {
        return Ok(Some(approved));
    }
    match sum(Marker::NotApproved)? {
        Some(not_approved) => gross.checked_sub(not_approved).map(Some),
        None => Ok(None),
    }
}
