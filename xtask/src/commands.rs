//! The commands of the core's JSON door, spelled in this one file.

use crate::intake::{Customer, Order, OrderLine, Product, Receipt};
use serde_json::{Value, json};

/// The series of all invoices here.
const SERIES: &str = "invoices";
/// The unit of all items here: one piece.
const UNIT: &str = "C62";

/// A command in its envelope: known on the day it counts.
fn envelope(id: String, on: &str, action: Value) -> Value {
    json!({ "id": id, "effective_on": on, "recorded_on": on, "action": action })
}

/// The series of invoice numbers: `F`, the year, five digits.
pub(crate) fn open_series(on: &str) -> Value {
    let action = json!({ "open_series": {
        "series": SERIES, "prefix": "F", "yearly": true, "digits": 5,
    }});
    envelope(format!("open-{SERIES}"), on, action)
}

pub(crate) fn register_item(on: &str, product: &Product) -> Value {
    let action = json!({ "directory": { "register_item": {
        "item": product.id, "name": product.name, "unit": UNIT,
    }}});
    envelope(format!("item-{}", product.id), on, action)
}

pub(crate) fn register_customer(on: &str, customer: &Customer) -> Value {
    let action = json!({ "directory": { "register_customer": {
        "customer": customer.id,
        "party": {
            "name": customer.name,
            "address": {
                "lines": [customer.address],
                "city": customer.city,
                "postal_code": customer.postal_code,
                "country": customer.country,
            },
        },
        "terms": customer.terms,
    }}});
    envelope(format!("customer-{}", customer.id), on, action)
}

fn line(line: &OrderLine) -> Value {
    let mut spelled = json!({
        "id": line.id,
        "item": line.product,
        "description": line.description,
        "quantity": format!("{} {UNIT}", line.quantity),
        "price": { "net": line.unit_price },
        "vat": { "category": line.vat_category, "rate": line.vat_rate },
    });
    if !line.is_undiscounted() {
        let allowance = json!({
            "kind": "allowance", "value": { "percent": line.discount_percent },
        });
        spelled["adjustments"] = json!([allowance]);
    }
    spelled
}

pub(crate) fn place_order(order: &Order, customer: &Customer) -> Value {
    let lines: Vec<Value> = order.lines.iter().map(line).collect();
    let mut content = json!({
        "order": order.id,
        "customer": order.customer,
        "currency": crate::intake::CURRENCY,
        "lines": lines,
        "terms": customer.terms,
    });
    if !order.freight.is_zero() {
        let rate = if order.freight_category == "S" { "20" } else { "0" };
        content["adjustments"] = json!([{
            "kind": "charge",
            "value": { "amount": order.freight },
            "vat": { "category": order.freight_category, "rate": rate },
            "reason": "freight",
        }]);
    }
    let action = json!({ "place_order": content });
    envelope(format!("place-{}", order.id), &order.ordered_on, action)
}

pub(crate) fn confirm_order(order: &Order) -> Value {
    let action = json!({ "confirm_order": { "order": order.id } });
    envelope(format!("confirm-{}", order.id), &order.ordered_on, action)
}

/// Everything open is shipped: the shipment bears the order's own id.
pub(crate) fn ship(order: &Order, on: &str) -> Value {
    let action = json!({ "ship": { "shipment": order.id, "order": order.id } });
    envelope(format!("ship-{}", order.id), on, action)
}

pub(crate) fn invoice_order(order: &Order, on: &str) -> Value {
    let action = json!({ "invoice_order": { "series": SERIES, "order": order.id } });
    envelope(format!("invoice-{}", order.id), on, action)
}

pub(crate) fn receive_payment(receipt: &Receipt) -> Value {
    let mut payment = json!({
        "payment": receipt.id,
        "payer_name": receipt.payer_name,
        "remittance": receipt.remittance,
        "amount": receipt.amount,
    });
    if let Some(payer) = &receipt.customer {
        payment["payer"] = json!(payer);
    }
    let action = json!({ "receive_payment": payment });
    envelope(format!("receive-{}", receipt.id), &receipt.value_on, action)
}

pub(crate) fn letter_automatically(receipt: &Receipt) -> Value {
    let action = json!({ "letter_automatically": { "payment": receipt.id } });
    envelope(format!("letter-{}", receipt.id), &receipt.value_on, action)
}
