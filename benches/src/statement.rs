//! A made-up bank statement: receipts of customers with twenty open items each.

use crate::Numbers;
use o2c_core::lettering::Policy;
use o2c_core::lettering::batch::{ItemColumns, PaymentColumns, letter_payment_columns};
use o2c_core::lettering::{Proposal, Rejection};
use o2c_core::money::Currency;

/// Items a customer has.
const ITEMS: u32 = 20;

/// Open items and receipts as columns, owned.
#[derive(Debug, Default)]
pub struct Statement {
    customer: Vec<u32>,
    number: Vec<String>,
    open_minor: Vec<i64>,
    due_on: Vec<i32>,
    payer: Vec<u32>,
    payment: Vec<String>,
    amount_minor: Vec<i64>,
    received_on: Vec<i32>,
    remittance: Vec<String>,
}

/// So many receipts of a tenth as many thousand items: two of each customer, of which two in
/// three name the invoice they pay and the others have its amount.
pub fn statement(receipts: usize) -> Statement {
    let mut numbers = Numbers::new(42);
    let mut table = Statement::default();
    let mut customer = 0_u32;
    while table.payer.len() < receipts {
        for rank in 0..ITEMS {
            table.customer.push(customer);
            table.number.push(format!("F2026-{:06}", customer * ITEMS + rank));
            table.open_minor.push(i64::from(numbers.below(900_000)) + 500);
            table.due_on.push(20_000 + i32::try_from(numbers.below(60)).unwrap_or(0));
        }
        for (number, rank) in [3_usize, 11].into_iter().enumerate() {
            let first = table.number.len() - usize::try_from(ITEMS).unwrap_or(0);
            let text = match numbers.below(3) {
                0 => "VIREMENT".to_owned(),
                _ => format!("FACTURE {}", table.number[first + rank]),
            };
            table.payer.push(customer);
            table.payment.push(format!("P{}", table.payer.len() + number));
            table.amount_minor.push(table.open_minor[first + rank]);
            table.received_on.push(20_070);
            table.remittance.push(text);
        }
        customer += 1;
    }
    table
}

impl Statement {
    /// How many receipts there are.
    pub fn receipts(&self) -> usize {
        self.payer.len()
    }

    /// What the receipts settle.
    ///
    /// # Errors
    /// None of these columns.
    pub fn lettered(&self) -> Result<Vec<Proposal>, Rejection> {
        let (number, payment) = (borrowed(&self.number), borrowed(&self.payment));
        let remittance = borrowed(&self.remittance);
        let (of_items, of_payments) = (vec![0; number.len()], vec![0; payment.len()]);
        let items = ItemColumns {
            customer: &self.customer,
            item: &number,
            number: &number,
            open_minor: &self.open_minor,
            currency: &of_items,
            due_on: &self.due_on,
            document_on: None,
            other_number: None,
            discount: None,
        };
        let payments = PaymentColumns {
            customer: &self.payer,
            payment: &payment,
            amount_minor: &self.amount_minor,
            currency: &of_payments,
            received_on: &self.received_on,
            remittance: Some(&remittance),
            reference: None,
        };
        letter_payment_columns(&items, &payments, &[Currency::EUR], &Policy::default(), &[])
    }
}

fn borrowed(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
