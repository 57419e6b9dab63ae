//! The files of a trading year, read and checked: customers, products, orders, order lines and
//! bank receipts of one directory. A fault names file, line and column.

mod stream;
mod table;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use stream::commands;
pub(crate) use table::{Error, Fault, Table};

use o2c_core::calendar::Terms;
use o2c_core::money::{Exact, Money};
use std::collections::BTreeMap;
use std::path::Path;
use table::Row;

/// The currency of all amounts in the files.
pub(crate) const CURRENCY: &str = "EUR";

const CUSTOMERS: &str = "customers.csv";
const PRODUCTS: &str = "products.csv";
const ORDERS: &str = "orders.csv";
const ORDER_LINES: &str = "order_lines.csv";
const RECEIPTS: &str = "receipts.csv";

pub(crate) struct Customer {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) city: String,
    pub(crate) postal_code: String,
    pub(crate) country: &'static str,
    pub(crate) terms: Terms,
}

pub(crate) struct Product {
    pub(crate) id: String,
    pub(crate) name: String,
}

pub(crate) struct OrderLine {
    pub(crate) id: String,
    pub(crate) product: String,
    pub(crate) description: String,
    pub(crate) quantity: String,
    pub(crate) unit_price: String,
    pub(crate) discount_percent: String,
    pub(crate) vat_category: String,
    pub(crate) vat_rate: String,
}

impl OrderLine {
    /// Whether there is no discount to speak of.
    pub(crate) fn is_undiscounted(&self) -> bool {
        Exact::parse(&self.discount_percent).is_ok_and(Exact::is_zero)
    }
}

pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) customer: String,
    pub(crate) ordered_on: String,
    /// The day it was shipped and invoiced; none while it never was.
    pub(crate) shipped_on: Option<String>,
    pub(crate) freight: Money,
    /// The VAT category of the freight: that of the order's lines.
    pub(crate) freight_category: String,
    pub(crate) lines: Vec<OrderLine>,
}

pub(crate) struct Receipt {
    pub(crate) id: String,
    pub(crate) value_on: String,
    pub(crate) amount: Money,
    pub(crate) payer_name: String,
    pub(crate) remittance: String,
    /// The customer where the bank knows it.
    pub(crate) customer: Option<String>,
}

/// Everything the directory tells, in the order of its files.
pub(crate) struct Books {
    pub(crate) customers: Vec<Customer>,
    pub(crate) products: Vec<Product>,
    pub(crate) orders: Vec<Order>,
    pub(crate) receipts: Vec<Receipt>,
}

/// Reads a directory; the first fault ends it.
pub(crate) fn read(directory: &Path) -> Result<Books, Error> {
    let customers = read_customers(directory)?;
    let products = read_products(directory)?;
    let mut lines = read_lines(directory, &products)?;
    let orders = read_orders(directory, &customers, &mut lines)?;
    if let Some(stray) = lines.into_values().next() {
        return Err(stray.first);
    }
    let receipts = read_receipts(directory, &customers)?;
    Ok(Books { customers, products, orders, receipts })
}

/// The cell of a column whose texts may stand only once in the file.
fn unique(row: &Row<'_>, column: &str, known: impl Fn(&str) -> bool) -> Result<String, Error> {
    let text = row.filled(column)?;
    if known(text) {
        return Err(row.fault(column, Fault::Repeated(text.to_owned())));
    }
    Ok(text.to_owned())
}

fn read_customers(directory: &Path) -> Result<Vec<Customer>, Error> {
    let columns =
        ["customer_id", "name", "address", "city", "postal_code", "country", "payment_terms"];
    let mut customers: Vec<Customer> = Vec::new();
    Table::open(directory, CUSTOMERS, &columns)?.each(|row| {
        let known = |id: &str| customers.iter().any(|customer| customer.id == id);
        let id = unique(row, "customer_id", known)?;
        let country = row.filled("country")?;
        let terms = row.filled("payment_terms")?;
        let unknown_country = Fault::UnknownCountry(country.to_owned());
        let unknown_terms = Fault::UnknownTerms(terms.to_owned());
        customers.push(Customer {
            id,
            name: row.filled("name")?.to_owned(),
            address: row.text("address").to_owned(),
            city: row.text("city").to_owned(),
            postal_code: row.text("postal_code").to_owned(),
            country: words::country(country)
                .ok_or_else(|| row.fault("country", unknown_country))?,
            terms: words::terms(terms).ok_or_else(|| row.fault("payment_terms", unknown_terms))?,
        });
        Ok(())
    })?;
    Ok(customers)
}

fn read_products(directory: &Path) -> Result<Vec<Product>, Error> {
    let mut products: Vec<Product> = Vec::new();
    Table::open(directory, PRODUCTS, &["product_id", "name"])?.each(|row| {
        let known = |id: &str| products.iter().any(|product| product.id == id);
        products.push(Product {
            id: unique(row, "product_id", known)?,
            name: row.filled("name")?.to_owned(),
        });
        Ok(())
    })?;
    Ok(products)
}

/// The lines of one order, and what to say should there be no such order.
struct Lines {
    lines: Vec<OrderLine>,
    first: Error,
}

fn read_lines(directory: &Path, products: &[Product]) -> Result<BTreeMap<String, Lines>, Error> {
    let columns = [
        "order_id",
        "line",
        "product_id",
        "quantity",
        "unit_price",
        "discount_percent",
        "vat_category",
        "vat_rate",
    ];
    let mut orders: BTreeMap<String, Lines> = BTreeMap::new();
    Table::open(directory, ORDER_LINES, &columns)?.each(|row| {
        let order = row.filled("order_id")?.to_owned();
        let unknown = Fault::Unknown(order.clone(), ORDERS);
        let of_order = orders
            .entry(order)
            .or_insert_with(|| Lines { lines: Vec::new(), first: row.fault("order_id", unknown) });
        let line = read_line(row, products, &of_order.lines)?;
        of_order.lines.push(line);
        Ok(())
    })?;
    Ok(orders)
}

fn read_line(
    row: &Row<'_>,
    products: &[Product],
    before: &[OrderLine],
) -> Result<OrderLine, Error> {
    let product = row.filled("product_id")?;
    let Some(item) = products.iter().find(|known| known.id == product) else {
        let unknown = Fault::Unknown(product.to_owned(), PRODUCTS);
        return Err(row.fault("product_id", unknown));
    };
    let category = row.filled("vat_category")?;
    if !["S", "K", "G"].contains(&category) {
        let unknown = Fault::UnknownCategory(category.to_owned());
        return Err(row.fault("vat_category", unknown));
    }
    if let Some(first) = before.first().filter(|line| line.vat_category != category) {
        let mixed = Fault::MixedCategories(first.vat_category.clone(), category.to_owned());
        return Err(row.fault("vat_category", mixed));
    }
    Ok(OrderLine {
        id: unique(row, "line", |id| before.iter().any(|line| line.id == id))?,
        product: item.id.clone(),
        description: item.name.clone(),
        quantity: row.figure("quantity")?.to_owned(),
        unit_price: row.figure("unit_price")?.to_owned(),
        discount_percent: row.figure("discount_percent")?.to_owned(),
        vat_category: category.to_owned(),
        vat_rate: row.figure("vat_rate")?.to_owned(),
    })
}

/// The cell of a column that names a customer of the customers' file.
fn known_customer(row: &Row<'_>, customers: &[Customer]) -> Result<String, Error> {
    let customer = row.filled("customer_id")?;
    if customers.iter().any(|known| known.id == customer) {
        return Ok(customer.to_owned());
    }
    let unknown = Fault::Unknown(customer.to_owned(), CUSTOMERS);
    Err(row.fault("customer_id", unknown))
}

fn read_orders(
    directory: &Path,
    customers: &[Customer],
    lines: &mut BTreeMap<String, Lines>,
) -> Result<Vec<Order>, Error> {
    let columns = ["order_id", "customer_id", "order_date", "shipped_date", "freight"];
    let mut orders: Vec<Order> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    Table::open(directory, ORDERS, &columns)?.each(|row| {
        let id = unique(row, "order_id", |id| seen.contains(id))?;
        seen.insert(id.clone());
        let Some(of_order) = lines.remove(&id) else {
            return Err(row.fault("order_id", Fault::WithoutLines(ORDER_LINES)));
        };
        let ordered_on = row.day("order_date")?.to_owned();
        let shipped_on = match row.text("shipped_date") {
            "" => None,
            _ => Some(row.day("shipped_date")?.to_owned()),
        };
        if let Some(early) = shipped_on.as_ref().filter(|day| **day < ordered_on) {
            let fault = Fault::BeforeTheOrder(early.clone(), ordered_on);
            return Err(row.fault("shipped_date", fault));
        }
        let freight_category = of_order.lines.first().map(|line| line.vat_category.clone());
        orders.push(Order {
            id,
            customer: known_customer(row, customers)?,
            ordered_on,
            shipped_on,
            freight: row.amount("freight")?,
            freight_category: freight_category.unwrap_or_default(),
            lines: of_order.lines,
        });
        Ok(())
    })?;
    Ok(orders)
}

fn read_receipts(directory: &Path, customers: &[Customer]) -> Result<Vec<Receipt>, Error> {
    let columns =
        ["receipt_id", "value_date", "amount", "payer_name", "remittance_text", "customer_id"];
    let mut receipts: Vec<Receipt> = Vec::new();
    Table::open(directory, RECEIPTS, &columns)?.each(|row| {
        let known = |id: &str| receipts.iter().any(|receipt| receipt.id == id);
        let customer = match row.text("customer_id") {
            "" => None,
            _ => Some(known_customer(row, customers)?),
        };
        receipts.push(Receipt {
            id: unique(row, "receipt_id", known)?,
            value_on: row.day("value_date")?.to_owned(),
            amount: row.amount("amount")?,
            payer_name: row.text("payer_name").to_owned(),
            remittance: row.text("remittance_text").to_owned(),
            customer,
        });
        Ok(())
    })?;
    Ok(receipts)
}
