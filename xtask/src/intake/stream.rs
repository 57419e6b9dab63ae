//! The files as one stream of commands in the order of the days.

use super::{Books, Customer, Order};
use crate::commands;
use serde_json::Value;

/// What comes first on one day: orders, then shipments with their invoices, then receipts.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    Order,
    Shipment,
    Receipt,
}

/// All commands in order; the master records and the series count from the first day on.
pub(crate) fn commands(books: &Books) -> Vec<Value> {
    let mut dated: Vec<(&str, Turn, (usize, &str), Vec<Value>)> = Vec::new();
    for order in &books.orders {
        let rank = (order.id.len(), order.id.as_str());
        if let Some(customer) = customer_of(books, order) {
            let placed = commands::place_order(order, customer);
            let steps = vec![placed, commands::confirm_order(order)];
            dated.push((&order.ordered_on, Turn::Order, rank, steps));
        }
        if let Some(on) = &order.shipped_on {
            let steps = vec![commands::ship(order, on), commands::invoice_order(order, on)];
            dated.push((on, Turn::Shipment, rank, steps));
        }
    }
    for receipt in &books.receipts {
        let rank = (receipt.id.len(), receipt.id.as_str());
        let received = commands::receive_payment(receipt);
        let steps = vec![received, commands::letter_automatically(receipt)];
        dated.push((&receipt.value_on, Turn::Receipt, rank, steps));
    }
    dated.sort_by(|a, b| (a.0, &a.1, a.2).cmp(&(b.0, &b.1, b.2)));
    let Some(first_on) = dated.first().map(|(on, ..)| *on) else {
        return Vec::new();
    };
    let mut stream = vec![commands::open_series(first_on)];
    let items = books.products.iter();
    stream.extend(items.map(|product| commands::register_item(first_on, product)));
    let customers = books.customers.iter();
    stream.extend(customers.map(|customer| commands::register_customer(first_on, customer)));
    stream.extend(dated.into_iter().flat_map(|(.., steps)| steps));
    stream
}

fn customer_of<'a>(books: &'a Books, order: &Order) -> Option<&'a Customer> {
    let mut customers = books.customers.iter();
    customers.find(|customer| customer.id == order.customer)
}
