//! One thing that was said of a document.

use super::{Reason, Status};
use crate::calendar::Day;
use crate::id::Text;
use crate::money::Money;
use crate::tax::Vat;
use alloc::vec::Vec;

/// What an amount beside a status means (MDT-207, list BR-FR-CDV-CL-11). The markers of that list
/// that are no amounts, such as new bank details, are not taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Marker {
    /// Collected, VAT included, of one VAT rate.
    #[cfg_attr(feature = "serde", serde(rename = "MEN"))]
    Collected,
    /// Paid.
    #[cfg_attr(feature = "serde", serde(rename = "MPA"))]
    Paid,
    /// Remaining to be paid.
    #[cfg_attr(feature = "serde", serde(rename = "RAP"))]
    Remaining,
    /// Discount for early payment.
    #[cfg_attr(feature = "serde", serde(rename = "ESC"))]
    EarlyDiscount,
    /// Rebate.
    #[cfg_attr(feature = "serde", serde(rename = "RAB"))]
    Rebate,
    /// Reduction.
    #[cfg_attr(feature = "serde", serde(rename = "REM"))]
    Reduction,
    /// Approved, without VAT.
    #[cfg_attr(feature = "serde", serde(rename = "MAP"))]
    ApprovedNet,
    /// Approved, VAT included.
    #[cfg_attr(feature = "serde", serde(rename = "MAPTTC"))]
    Approved,
    /// Not approved, without VAT.
    #[cfg_attr(feature = "serde", serde(rename = "MNA"))]
    NotApprovedNet,
    /// Not approved, VAT included.
    #[cfg_attr(feature = "serde", serde(rename = "MNATTC"))]
    NotApproved,
}

/// What the sender of a status asks for (MDT-121, list BR-FR-CDV-CL-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum RequestedAction {
    /// Nothing.
    #[cfg_attr(feature = "serde", serde(rename = "NOA"))]
    Nothing,
    /// More information.
    #[cfg_attr(feature = "serde", serde(rename = "PIN"))]
    Information,
    /// A new invoice.
    #[cfg_attr(feature = "serde", serde(rename = "NIN"))]
    NewInvoice,
    /// A credit note over all of it.
    #[cfg_attr(feature = "serde", serde(rename = "CNF"))]
    FullCreditNote,
    /// A credit note over a part.
    #[cfg_attr(feature = "serde", serde(rename = "CNP"))]
    PartialCreditNote,
    /// The money back.
    #[cfg_attr(feature = "serde", serde(rename = "CNA"))]
    Refund,
    /// Something else.
    #[cfg_attr(feature = "serde", serde(rename = "OTH"))]
    Other,
}

crate::body::bodies! {
    (Debug, Clone, PartialEq, Eq, Hash)
    /// An amount beside a status.
    StatedAmount {
        /// What it means.
        marker: Marker,
        /// How much, in the document's currency.
        amount: Money,
        /// The category and rate it is of; required of what was collected (rulebook E-02).
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat: Option<Vat>,
    }
    /// A status with all that was said beside it.
    Statement {
        /// The status.
        status: Status,
        /// The day it was given.
        on: Day,
        /// Who gave it.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Text::is_empty"))]
        by: Text,
        /// Why.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        reasons: Vec<Reason>,
        /// Amounts.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        amounts: Vec<StatedAmount>,
        /// What the sender asks for.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        requested_action: Option<RequestedAction>,
    }
}

impl Statement {
    /// A bare status of a day.
    pub fn new(status: Status, on: Day) -> Self {
        Statement {
            status,
            on,
            by: Text::default(),
            reasons: Vec::new(),
            amounts: Vec::new(),
            requested_action: None,
        }
    }

    /// The amounts of a marker.
    pub fn amounts_of(&self, marker: Marker) -> impl Iterator<Item = &StatedAmount> {
        self.amounts.iter().filter(move |amount| amount.marker == marker)
    }
}
