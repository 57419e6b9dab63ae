//! Many payments at once: a bank statement beside everything that is open.
//!
//! Each payment is compared with the open items of its customer in its currency by
//! [the rules](super::propose()), and what it settles is open to no other. The surest matches are
//! settled first: a payment that names an invoice goes before one that only has its amount. Of
//! matches that are equally sure the payment received first goes first, then the one of the lower
//! id; a payment of which another took an item is compared anew with what is left. This goes on
//! until nothing more is found, so that running it again finds nothing, and the order of the input
//! does not matter (contract I19).
//!
//! Rows ([`letter_payments`]) and columns ([`letter_payment_columns`]) find the same to the byte.

mod columns;
mod kernel;
mod rows;
#[cfg(test)]
mod tests;

pub use columns::{ItemColumns, PaymentColumns, letter_payment_columns};
pub use rows::{
    CustomerItem, CustomerPayment, LetterPayments, LetteringRules, PaymentLettering,
    letter_payments,
};
