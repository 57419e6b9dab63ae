//! What one may ask of a series.

use super::{DocumentKind, Draft};
use crate::calendar::{Day, Holidays};
use crate::id::SeriesId;
use crate::money::Money;
use crate::tax::Group;
use crate::tax::stack::TaxTotal;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What one may ask of a series.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", deny_unknown_fields))]
pub enum Command {
    /// Begin a series of numbers.
    Open {
        /// The series.
        series: SeriesId,
        /// What its numbers begin with; at most 10 letters, digits or + - _ /.
        #[cfg_attr(feature = "serde", serde(default))]
        prefix: String,
        /// Whether counting starts anew each year, the year standing in the number.
        yearly: bool,
        /// To how many digits a number is padded, 1 to 10; larger numbers take more.
        digits: u8,
    },
    /// Issue a document under the next number.
    Issue {
        /// What is invoiced.
        draft: Arc<Draft>,
        /// The day of issue, never before the last one of the series.
        issued_on: Day,
    },
    /// Issue a document whose VAT is a share of what an earlier one bears: it telescopes against
    /// that one and is not made again (rulebook G-07).
    IssueShare {
        /// What is given back or deducted.
        draft: Arc<Draft>,
        /// The VAT of each of its groups, with the group's base.
        vat: Vec<Group>,
        /// What of each group is services, where goods and services are given back; by its own
        /// lines where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        services: Vec<Group>,
        /// Taxes other than VAT, where the document bears such.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
        taxes: Vec<TaxTotal>,
        /// The VAT that was given back before, which what is declared in another currency
        /// telescopes on; each share is declared by itself where nothing is said.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        vat_before: Option<Money>,
        /// The day of issue, never before the last one of the series.
        issued_on: Day,
    },
    /// Keep a series for documents of some kinds.
    Restrict {
        /// The kinds, at least one.
        kinds: Vec<DocumentKind>,
    },
}

impl Command {
    /// Issue a document whose VAT is a share of what an earlier one bears, and nothing else is.
    pub fn share(draft: Arc<Draft>, vat: Vec<Group>, issued_on: Day) -> Self {
        let (services, taxes, vat_before) = (Vec::new(), Vec::new(), None);
        Command::IssueShare { draft, vat, services, taxes, vat_before, issued_on }
    }
}

/// What issuing needs to know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Facts {
    /// The holidays that shift due days.
    pub holidays: Holidays,
}
