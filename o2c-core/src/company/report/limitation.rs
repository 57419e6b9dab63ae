//! Until when what is open may be claimed in court: against a private person for a shorter time
//! than between professionals.

use crate::body::bodies;
use crate::calendar::Day;
use crate::company::report::{OpenItem, OpenItemsQuery};
use crate::company::sale::known_customer;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber, EntryId};
use crate::money::Money;
use crate::party::PartyKind;
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// What is open and how long it may still be claimed (rulebook R-11).
    LimitationQuery {
        /// The day of the report.
        as_of: Day,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
        /// Only what may be claimed for at most so many days more, and what may not any more.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        within_days: Option<u16>,
        /// The years between professionals; the French five where none are given.
        #[cfg_attr(feature = "serde", serde(default = "five"))]
        professional_years: u8,
        /// The years against a private person; the French two where none are given.
        #[cfg_attr(feature = "serde", serde(default = "two"))]
        consumer_years: u8,
    }
}

#[cfg(feature = "serde")]
const fn five() -> u8 {
    5
}

#[cfg(feature = "serde")]
const fn two() -> u8 {
    2
}

/// An item and the last day on which it may be claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct LimitedItem {
    /// Whose item.
    pub customer: CustomerId,
    /// Whether the customer is a professional or a private person.
    pub kind: PartyKind,
    /// The item.
    pub entry: EntryId,
    /// The document it stands for, where it is one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub document: Option<DocumentNumber>,
    /// The day it fell due, from which the years count.
    pub due_on: Day,
    /// What is open of it, debit positive.
    pub open: Money,
    /// The last day on which it may be claimed, if nothing interrupts the years.
    pub claimable_until: Day,
    /// The days left until then; negative once it is too late.
    pub days_left: i32,
}

impl Company {
    /// What customers owe and until when it may be claimed, the most pressing first. The years
    /// count from the due day; what interrupts them (an acknowledgement, a court) the company does
    /// not know.
    ///
    /// # Errors
    /// `calendar.day_out_of_range` for years beyond the calendar.
    pub fn limitation(&self, query: &LimitationQuery) -> Result<Vec<LimitedItem>, Rejection> {
        let open = OpenItemsQuery { as_of: query.as_of, known_at: query.known_at, customer: None };
        let mut items = Vec::new();
        for item in self.open_items(&open)? {
            if item.open.is_positive()
                && let Some(limited) = self.limited(item, query)?
            {
                items.push(limited);
            }
        }
        items.sort_by_cached_key(|item| (item.claimable_until, item.entry.clone()));
        Ok(items)
    }

    fn limited(
        &self,
        item: OpenItem,
        query: &LimitationQuery,
    ) -> Result<Option<LimitedItem>, Rejection> {
        let OpenItem { customer: Some(customer), entry, document, due_on, open, .. } = item else {
            return Ok(None);
        };
        let kind = known_customer(&self.state, &customer)?.party.kind;
        let years = match kind {
            PartyKind::Professional => query.professional_years,
            PartyKind::Consumer => query.consumer_years,
        };
        // 255 years are 3,060 months.
        let claimable_until = due_on.plus_months(i32::from(years).saturating_mul(12))?;
        let days_left = query.as_of.days_until(claimable_until);
        let is_asked = query.within_days.is_none_or(|within| days_left <= i32::from(within));
        Ok(is_asked.then_some(LimitedItem {
            customer,
            kind,
            entry,
            document,
            due_on,
            open,
            claimable_until,
            days_left,
        }))
    }
}
