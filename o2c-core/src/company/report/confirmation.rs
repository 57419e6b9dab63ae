//! What the customer is told of an order: what was accepted, what it comes to, and how far it is.

use super::OfOrder;
use super::promised::PromisedLine;
use crate::calendar::{Day, Terms};
use crate::company::sale::{draft_of_all, known_order};
use crate::company::view::View;
use crate::company::{Company, Rejection};
use crate::directory::{self, Record, RecordKey};
use crate::id::{CustomerId, ItemId, LineId, OrderId, Text};
use crate::invoice::compute::compute;
use crate::money::{Exact, Money};
use crate::order::{Content, Counters, Order, OrderLine, Progress};
use crate::party::Party;
use crate::pricing::{Price, PriceBasis};
use crate::quantity::Quantity;
use crate::stock::Part;
use crate::tax::Vat;
use crate::tax::stack::TaxTotal;
use alloc::vec::Vec;

/// A line as the customer reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ConfirmedLine {
    /// The line.
    pub id: LineId,
    /// The item, where it is one.
    pub item: Option<ItemId>,
    /// What is sold, in words.
    pub description: Text,
    /// How much was ordered.
    pub quantity: Quantity,
    /// The price of the base quantity.
    pub price: Price,
    /// How many units the price is for.
    pub base_quantity: Exact,
    /// What the line comes to without VAT, all of it.
    pub net: Money,
    /// The VAT category and rate.
    pub vat: Vat,
    /// The day on which it is wanted.
    pub required_on: Option<Day>,
    /// What of it left the house.
    pub shipped: Exact,
    /// What of it is cancelled.
    pub cancelled: Exact,
    /// What of it is still to leave.
    pub open: Exact,
    /// How far it is.
    pub progress: Option<Progress>,
    /// The day by which it arrives with all that leaves with it, as stock keeps it; none where
    /// nothing is kept, or no day is known.
    pub promised_on: Option<Day>,
    /// Whether that is by the day on which it is wanted; none where nothing is kept for it.
    pub is_on_time: Option<bool>,
    /// What is kept for it: how much leaves and arrives when, and what it waits for.
    pub promised: Vec<Part>,
}

/// An order as its customer reads it: the confirmation, and on any later day the status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OrderConfirmation {
    /// The order.
    pub order: OrderId,
    /// The customer's own reference.
    pub reference: Text,
    /// Who ordered.
    pub customer: CustomerId,
    /// Who is billed.
    pub payer: CustomerId,
    /// Who gets the goods.
    pub recipient: CustomerId,
    /// Who sells, as documents name it.
    pub seller: Party,
    /// Who ordered, as documents name it.
    pub buyer: Party,
    /// Who is billed, as documents name it.
    pub bill_to: Party,
    /// Who gets the goods, and where.
    pub ship_to: Party,
    /// The version that stands; none of an offer that was lost or an order that was ended.
    pub version: Option<u32>,
    /// The day it was accepted, if it was.
    pub confirmed_on: Option<Day>,
    /// The last day on which an offer may be taken.
    pub valid_until: Option<Day>,
    /// How far it is as a whole.
    pub progress: Option<Progress>,
    /// The lines.
    pub lines: Vec<ConfirmedLine>,
    /// What all that was ordered comes to without VAT.
    pub net: Money,
    /// Its VAT.
    pub vat: Money,
    /// With VAT and other taxes.
    pub gross: Money,
    /// Whether prices hold their VAT.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "PriceBasis::is_without_vat"))]
    pub prices: PriceBasis,
    /// Taxes other than VAT, where lines bear such.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub taxes: Vec<TaxTotal>,
    /// What rounds the amount due of one invoice over all of it.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "is_nothing"))]
    pub rounding: Money,
    /// When its invoices are to be paid.
    pub terms: Terms,
    /// The day by which the last of what is kept for it arrives; none where nothing is kept, or a
    /// part of it has no day.
    pub promised_on: Option<Day>,
}

#[cfg(feature = "serde")]
fn is_nothing(amount: &Money) -> bool {
    amount.is_zero()
}

impl Company {
    /// An order as its customer reads it on a day.
    ///
    /// # Errors
    /// `company.unknown_order`; whatever working out the order as one invoice refuses.
    pub fn order_confirmation(&self, query: &OfOrder) -> Result<OrderConfirmation, Rejection> {
        let order = known_order(&self.state, &query.order)?;
        let unknown = || {
            let path = crate::error::Path::field("order");
            Rejection::from(crate::company::Cause::UnknownOrder {
                path,
                order: query.order.clone(),
            })
        };
        let content = order.content().ok_or_else(unknown)?;
        let on = query.as_of.or_else(|| self.state.recorded_on());
        let figures = compute(&draft_of_all(&query.order, content)?)?;
        let nets = figures.lines.iter().map(|line| line.net);
        let confirmed = order.as_confirmed();
        let promised = confirmed.map(|confirmed| self.promised(&query.order, confirmed));
        let promised = promised.unwrap_or_default();
        let parts = promised.iter().flat_map(|line| &line.parts).map(|part| part.arrives_on);
        let promised_on = parts.collect::<Option<Vec<Day>>>().and_then(|on| on.into_iter().max());
        let mut promised = promised.into_iter();
        let lines = content.lines.iter().zip(nets).enumerate().map(|(at, (line, net))| {
            let counters = confirmed.and_then(|confirmed| confirmed.lines.get(at));
            let progress = on.and_then(|on| order.line_progress(at, on));
            let counters = counters.copied().unwrap_or_default();
            let promised = promised.next().unwrap_or_default();
            confirmed_line((line, content), (net, progress), counters, promised)
        });
        let lines = lines.collect();
        let quoted = order.as_quoted();
        Ok(OrderConfirmation {
            order: query.order.clone(),
            reference: content.reference.clone(),
            customer: content.customer.clone(),
            payer: content.payer().clone(),
            recipient: content.recipient().clone(),
            seller: self.state.settings().party.clone(),
            buyer: party_of(&self.state, &content.customer)?,
            bill_to: party_of(&self.state, content.payer())?,
            ship_to: party_of(&self.state, content.recipient())?,
            version: version_of(order),
            confirmed_on: confirmed.map(|confirmed| confirmed.confirmed_on),
            valid_until: quoted.map(|quoted| quoted.valid_until),
            progress: on.and_then(|on| order.progress(on)),
            lines,
            net: figures.net,
            vat: figures.vat,
            gross: figures.gross,
            prices: content.prices,
            taxes: figures.taxes,
            rounding: figures.rounding,
            terms: content.terms.clone(),
            promised_on,
        })
    }
}

/// A customer as documents name it, whether or not business is still done with it.
pub(super) fn party_of(view: &dyn View, id: &CustomerId) -> Result<Party, Rejection> {
    match view.record(&RecordKey::Customer(id.clone())) {
        Some(Record::Customer(customer)) => Ok(customer.party.clone()),
        Some(Record::Absent | Record::Item(_) | Record::Site(_) | Record::Table(_)) | None => {
            let path = crate::error::Path::root();
            Err(directory::Rejection::CustomerUnknown { path, customer: id.clone() }.into())
        }
    }
}

fn version_of(order: &Order) -> Option<u32> {
    let quoted = order.as_quoted().map(|quoted| quoted.version);
    let placed = order.as_placed().map(|placed| placed.version);
    quoted.or(placed).or_else(|| order.as_confirmed().map(|confirmed| confirmed.version))
}

fn confirmed_line(
    (line, content): (&OrderLine, &Content),
    (net, progress): (Money, Option<Progress>),
    counters: Counters,
    promised: PromisedLine,
) -> ConfirmedLine {
    let required_on = content.required_on(line);
    let is_kept = !promised.parts.is_empty();
    let is_by = |on: Day| required_on.is_none_or(|required_on| on <= required_on);
    ConfirmedLine {
        id: line.id.clone(),
        item: line.item.clone(),
        description: line.description.clone(),
        quantity: line.quantity.clone(),
        price: line.price,
        base_quantity: line.base_quantity,
        net,
        vat: line.vat,
        required_on,
        shipped: counters.shipped,
        cancelled: counters.cancelled,
        open: counters.open_to_ship(line.quantity.figure()),
        progress,
        promised_on: promised.on.filter(|_| is_kept),
        is_on_time: is_kept.then(|| promised.on.is_some_and(is_by)),
        promised: promised.parts,
    }
}
