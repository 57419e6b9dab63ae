//! What an order as it comes in takes from the directory.

use super::rejection::{Cause, Rejection};
use super::sale::{ABSENT, customer, draft_of_all, inside};
use super::view::View;
use super::{NewLine, PlaceOrder};
use crate::calendar::{Day, Terms};
use crate::directory::{self, Customer, Record, RecordKey};
use crate::error::Path;
use crate::id::{OrderId, TableId};
use crate::invoice::compute::compute;
use crate::money::Exact;
use crate::order::{Content, OrderLine};
use crate::pricing::Price;
use crate::quantity::Quantity;
use crate::tax::Vat;
use alloc::vec::Vec;

/// The content of an order as it comes in: what is missing comes from the directory.
pub(super) fn content_of(
    view: &dyn View,
    order: &PlaceOrder,
    on: Day,
) -> Result<Content, Rejection> {
    let buyer = customer(view, &order.customer).map_err(|no| inside(no, "customer"))?;
    let handling = &order.handling;
    let others = [(&handling.bill_to, "bill_to"), (&handling.deliver_to, "deliver_to")];
    for (party, place) in others {
        if let Some(party) = party {
            customer(view, party).map_err(|no| inside(inside(no, place), "handling"))?;
        }
    }
    super::credit::expect_segment(view, handling)?;
    let mut content = empty_content(order, terms_of(buyer, order)?);
    for (index, line) in order.lines.iter().enumerate() {
        content.lines.push(
            line_of(view, line, order, on)
                .map_err(|no| inside(no, Path::index("lines", index).as_str()))?,
        );
    }
    can_be_invoiced(&order.order, &content)?;
    Ok(content)
}

/// What cannot be invoiced is not ordered. What pricing alone decides, the order says itself.
pub(super) fn can_be_invoiced(id: &OrderId, content: &Content) -> Result<(), Rejection> {
    if content.is_plain() {
        return Ok(());
    }
    content.check()?;
    compute(&draft_of_all(id, content)?)?;
    Ok(())
}

/// The terms of an order: its own, or its customer's.
pub(super) fn terms_of(customer: &Customer, order: &PlaceOrder) -> Result<Terms, Rejection> {
    match (&order.terms, &customer.terms) {
        (Some(terms), _) | (None, Some(terms)) => Ok(terms.clone()),
        (None, None) => {
            let path = Path::field("terms");
            Err(Cause::TermsMissing { path, customer: order.customer.clone() }.into())
        }
    }
}

/// The content of an order before its lines.
pub(super) fn empty_content(order: &PlaceOrder, terms: Terms) -> Content {
    Content {
        customer: order.customer.clone(),
        currency: order.currency,
        lines: Vec::with_capacity(order.lines.len()),
        adjustments: order.adjustments.clone(),
        terms,
        billing: order.billing,
        required_on: order.required_on,
        reference: order.reference.clone(),
        vat_reasons: order.vat_reasons.clone(),
        handling: order.handling.clone(),
        prices: order.prices,
        vat_rounding: order.vat_rounding,
        cash_rounding: order.cash_rounding,
        tax_accounts: order.tax_accounts.clone(),
    }
}

pub(super) fn line_of(
    view: &dyn View,
    line: &NewLine,
    order: &PlaceOrder,
    on: Day,
) -> Result<OrderLine, Rejection> {
    let item = match &line.item {
        Some(id) => {
            let record = view.record(&RecordKey::Item(id.clone())).unwrap_or(&ABSENT);
            let item = directory::usable_item(record, id).map_err(|no| no.inside("item"))?;
            Some(item)
        }
        None => None,
    };
    if let Some(item) = item {
        // The item's price is that of its unit.
        Quantity::new(Exact::ONE, item.unit.clone())
            .expect(&line.quantity)
            .map_err(|no| Rejection::from(no.inside("quantity")))?;
    }
    let price = match line.price {
        Some(price) => price,
        None => list_price(view, line, order, on)?,
    };
    let vat = match (line.vat, item.and_then(|item| item.vat_class.as_ref())) {
        (Some(vat), _) => vat,
        (None, Some(class)) => {
            vat_of_class(view, class, on).ok_or_else(|| vat_missing(line, on))?
        }
        (None, None) => return Err(vat_missing(line, on)),
    };
    let ordered = OrderLine {
        id: line.id.clone(),
        item: line.item.clone(),
        description: line.description.clone(),
        quantity: line.quantity.clone(),
        price,
        base_quantity: line.base_quantity,
        adjustments: line.adjustments.clone(),
        vat,
        supply: line.supply,
        delivery: line.delivery.clone(),
        period: line.period,
        taxes: line.taxes.clone(),
    };
    super::stock::expect_whole(view, &ordered, ordered.quantity.figure())?;
    Ok(ordered)
}

/// The list price of a line's item: the price table that bears the item's id.
fn list_price(
    view: &dyn View,
    line: &NewLine,
    order: &PlaceOrder,
    on: Day,
) -> Result<Price, Rejection> {
    let missing = || {
        let path = Path::field("price");
        Rejection::from(Cause::PriceMissing { path, line: line.id.clone(), on })
    };
    let item = line.item.as_ref().ok_or_else(missing)?;
    match view.record(&RecordKey::Table(TableId::new(item.as_str())?)) {
        Some(Record::Table(table)) => match table.price_on(on) {
            Some(listed)
                if listed.currency == order.currency
                    && listed.base_quantity == line.base_quantity =>
            {
                Ok(Price::Net(listed.price))
            }
            _ => Err(missing()),
        },
        _ => Err(missing()),
    }
}

fn vat_of_class(view: &dyn View, class: &TableId, on: Day) -> Option<Vat> {
    match view.record(&RecordKey::Table(class.clone())) {
        Some(Record::Table(table)) => table.vat_on(on),
        _ => None,
    }
}

fn vat_missing(line: &NewLine, on: Day) -> Rejection {
    Cause::VatMissing { path: Path::field("vat"), line: line.id.clone(), on }.into()
}
