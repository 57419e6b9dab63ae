//! What became of documents after their issue: dispatches, and statuses of electronic invoices.

use super::AsOf;
use crate::body::bodies;
use crate::calendar::Day;
use crate::company::dispatch::collected_of;
use crate::company::{Company, Rejection};
use crate::id::{CustomerId, DocumentNumber};
use crate::invoice::Document;
use crate::invoice::lifecycle::{Collected, Lifecycle, Marker, Standing, StatedAmount, Statement};
use crate::invoice::outbox::{Dispatch, DispatchStatus};
use crate::money::Money;
use crate::tax::{Collection, GroupChange};
use alloc::vec::Vec;

bodies! {
    (Debug, Clone, PartialEq, Eq)
    /// An electronic invoice on a day.
    EInvoiceQuery {
        /// Which document.
        document: DocumentNumber,
        /// The day of the report; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        as_of: Option<Day>,
        /// Only what had been recorded by the end of this day; everything where none is given.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        known_at: Option<Day>,
    }
}

/// The outbox of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OutboxReport {
    /// The day.
    pub as_of: Day,
    /// Documents that were issued and never put into the outbox, oldest first.
    pub undispatched: Vec<DocumentNumber>,
    /// Every dispatch with its status on the day, document by document.
    pub dispatches: Vec<DispatchRow>,
}

/// A dispatch and how far it had come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct DispatchRow {
    /// The document.
    pub document: DocumentNumber,
    /// Whose document.
    pub customer: CustomerId,
    /// How far the dispatch had come on the day.
    pub status: DispatchStatus,
    /// The dispatch with all that is known of it.
    pub dispatch: Dispatch,
}

/// An electronic invoice: where it stands, and what was said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EInvoiceReport {
    /// The document.
    pub document: DocumentNumber,
    /// Where it stands.
    pub standing: Standing,
    /// What was collected of it so far and not said yet, VAT included: to be said by a status 212;
    /// below zero where what was said came back.
    pub collected_unsaid: Money,
    /// The amounts of that status, one for each VAT rate: shared by largest remainder on what is
    /// left of each (rulebook V-03). Empty where nothing is to be said, or something taken back.
    pub collection: Vec<StatedAmount>,
    /// What was said, oldest first.
    pub statements: Vec<Statement>,
}

impl Company {
    /// What had become of every dispatch by the end of a day, and what was never dispatched.
    pub fn outbox(&self, day: &AsOf) -> OutboxReport {
        let mut report =
            OutboxReport { as_of: day.as_of, undispatched: Vec::new(), dispatches: Vec::new() };
        for (number, document) in self.state.documents.iter() {
            let Some(document) = document else { continue };
            let dispatches = self.state.outboxes.get(number).map(|outbox| outbox.dispatches());
            let rows = dispatches.unwrap_or_default().iter().filter_map(|dispatch| {
                let status = dispatch.status_as_of(day.as_of, day.known_at)?;
                Some(DispatchRow {
                    document: number.clone(),
                    customer: document.draft.customer.clone(),
                    status,
                    dispatch: dispatch.clone(),
                })
            });
            let before = report.dispatches.len();
            report.dispatches.extend(rows);
            if report.dispatches.len() == before && document.issued_on <= day.as_of {
                report.undispatched.push(number.clone());
            }
        }
        report
    }

    /// Where an electronic invoice stands (rulebook 9.4).
    ///
    /// # Errors
    /// `company.unknown_document`, `money.out_of_range`.
    pub fn e_invoice(&self, query: &EInvoiceQuery) -> Result<EInvoiceReport, Rejection> {
        let document = self.document(&query.document)?;
        let nothing = Lifecycle::default();
        let log = self.state.lifecycles.get(&query.document).unwrap_or(&nothing);
        let seen = log.as_of(query.as_of.unwrap_or(Day::MAX), query.known_at);
        let gross = document.figures.gross;
        let said = log.standing(gross)?.collected;
        let sum = Money::sum(gross.currency(), said.iter().map(|part| part.amount))?;
        let collected_unsaid = collected_of(&self.state, &document)?.checked_sub(sum)?;
        Ok(EInvoiceReport {
            document: query.document.clone(),
            standing: seen.standing(gross)?,
            collected_unsaid,
            collection: collection_of(&document, &said, collected_unsaid)?,
            statements: seen.statements().cloned().collect(),
        })
    }
}

/// What is to be said of a collection, rate by rate, after what was said of earlier ones.
fn collection_of(
    document: &Document,
    said: &[Collected],
    unsaid: Money,
) -> Result<Vec<StatedAmount>, Rejection> {
    let nothing = Money::zero(unsaid.currency());
    if unsaid.minor().signum() != document.figures.gross.minor().signum() {
        return Ok(Vec::new());
    }
    let mut collection = Collection::of(&document.figures.breakdown.groups)?;
    let before = said.iter().map(|part| GroupChange {
        vat: part.vat,
        gross: nothing,
        base: nothing,
        tax: nothing,
        collected: part.amount,
        base_due: nothing,
        due: nothing,
    });
    collection.apply(&before.collect::<Vec<_>>())?;
    let changes = collection.collect(unsaid)?.into_iter();
    let changes = changes.filter(|change| !change.collected.is_zero());
    let stated = changes.map(|change| StatedAmount {
        marker: Marker::Collected,
        amount: change.collected,
        vat: Some(change.vat),
    });
    Ok(stated.collect())
}
