//! The files as one stream of commands in the order of the days.

use super::{Books, Customer, Order};
use crate::commands;
use serde_json::Value;

/// What comes first on one day: orders, then shipments with their invoices, then receipts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Order,
    Shipment,
    Receipt,
}

/// What stands before what: the day, the turn, then the id by length and text, as numbers run.
type Place<'a> = (&'a str, Turn, usize, &'a str);

fn place<'a>(on: &'a str, turn: Turn, id: &'a str) -> Place<'a> {
    (on, turn, id.len(), id)
}

/// All commands in order; the master records and the series count from the first day on.
pub(crate) fn commands(books: &Books) -> Vec<Value> {
    let mut dated: Vec<(Place<'_>, Vec<Value>)> = Vec::new();
    for order in &books.orders {
        if let Some(customer) = customer_of(books, order) {
            let placed = commands::place_order(order, customer);
            let steps = vec![placed, commands::confirm_order(order)];
            dated.push((place(&order.ordered_on, Turn::Order, &order.id), steps));
        }
        if let Some(on) = &order.shipped_on {
            let steps = vec![commands::ship(order, on), commands::invoice_order(order, on)];
            dated.push((place(on, Turn::Shipment, &order.id), steps));
        }
    }
    for receipt in &books.receipts {
        let on = &receipt.value_on;
        let received = commands::receive_payment(receipt);
        let steps = vec![received, commands::letter_automatically(receipt)];
        dated.push((place(on, Turn::Receipt, &receipt.id), steps));
    }
    dated.sort_by_key(|(place, _)| *place);
    let Some(first_on) = dated.first().map(|((on, ..), _)| *on) else {
        return Vec::new();
    };
    let mut stream = vec![commands::open_series(first_on)];
    let items = books.products.iter();
    stream.extend(items.map(|product| commands::register_item(first_on, product)));
    let customers = books.customers.iter();
    stream.extend(customers.map(|customer| commands::register_customer(first_on, customer)));
    stream.extend(dated.into_iter().flat_map(|(_, steps)| steps));
    stream
}

fn customer_of<'a>(books: &'a Books, order: &Order) -> Option<&'a Customer> {
    let mut customers = books.customers.iter();
    customers.find(|customer| customer.id == order.customer)
}
