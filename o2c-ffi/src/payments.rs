//! Payments beside the documents that are open, in rows of the caller's.

use crate::error::{Failure, o2c_error};
use crate::guard::{answer_handle, free};
use crate::status::o2c_status;
use crate::text::{column, handle, rows, text};
use core::ffi::c_char;
use o2c_core::lettering::batch::{ItemColumns, PaymentColumns, letter_payment_columns};
use o2c_core::lettering::{Policy, Proposal, ProposedLine, Rule, Verdict};
use o2c_core::money::Currency;

/// The text names documents.
pub const O2C_MATCH_DOCUMENT_NUMBER: u32 = 0;
/// One document has exactly the amount.
pub const O2C_MATCH_EXACT_AMOUNT: u32 = 1;
/// The amount is the whole balance, or all that is due.
pub const O2C_MATCH_WHOLE_BALANCE: u32 = 2;
/// The payer quotes a document's structured reference.
pub const O2C_MATCH_STRUCTURED_REFERENCE: u32 = 3;
/// The text names orders, or the customer's own numbers.
pub const O2C_MATCH_ORDER_NUMBER: u32 = 4;
/// The amount is all that was issued or falls due until a day.
pub const O2C_MATCH_STATEMENT: u32 = 5;
/// The amount is the sum of some documents and of no others.
pub const O2C_MATCH_SUBSET: u32 = 6;
/// Nothing explains the amount: it settles what is oldest.
pub const O2C_MATCH_OLDEST_FIRST: u32 = 7;
/// The host proposed it.
pub const O2C_MATCH_HOST: u32 = 8;

/// An open document. Its text stays the caller's and is read in place.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_open_document {
    /// The customer's number.
    pub customer: u32,
    /// The day it is due, as days since 1970-01-01.
    pub due_on: i32,
    /// What is open in minor units: an invoice positive, a credit note negative.
    pub open_minor: i64,
    /// The number of the document; may be NULL where it has none.
    pub number: *const c_char,
    /// Its length in bytes.
    pub number_len: usize,
}

/// A payment. Its text stays the caller's and is read in place.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_received_payment {
    /// The customer's number.
    pub customer: u32,
    /// The day the funds were received, as days since 1970-01-01.
    pub received_on: i32,
    /// What was received in minor units, positive.
    pub amount_minor: i64,
    /// What the payer wrote; may be NULL where that is nothing.
    pub remittance: *const c_char,
    /// Its length in bytes.
    pub remittance_len: usize,
}

/// What is compared: everything that is open in one currency, and the payments.
///
/// ```c
/// o2c_open_document documents[1] = {{0, 20483, 81211, "F-10010", 7}};
/// o2c_received_payment payments[1] = {{0, 20500, 81211, "VIR F-10010", 11}};
/// o2c_matching_input input = {documents, 1, payments, 1, "EUR", 3};
/// ```
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_matching_input {
    /// The open documents, in any order.
    pub items: *const o2c_open_document,
    /// How many there are; with 0 `items` may be NULL.
    pub items_len: usize,
    /// The payments, in any order.
    pub payments: *const o2c_received_payment,
    /// How many there are; with 0 `payments` may be NULL.
    pub payments_len: usize,
    /// The currency of all of them: its three letters.
    pub currency: *const c_char,
    /// Their length in bytes.
    pub currency_len: usize,
}

/// A document that a payment settles, or may settle.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct o2c_matched_row {
    /// The payment, counted from 0.
    pub payment: usize,
    /// The document, counted from 0.
    pub document: usize,
    /// How much of it in minor units, with its sign.
    pub amount_minor: i64,
    /// 0 for what is to be applied; from 1 what was rejected for it, or what someone decides among
    /// where nothing is to be applied, the likeliest first.
    pub alternative: u32,
    /// The rule that found it, one of `O2C_MATCH_...`.
    pub rule: u32,
    /// How sure it is, in thousandths.
    pub score: u32,
}

/// A matching: made by `o2c_matching_compute`, ended by `o2c_matching_free`. It never changes.
pub struct o2c_matching {
    rows: Vec<o2c_matched_row>,
}

/// Compares payments with everything that is open, all of one currency, under the default policy:
/// the surest first, each document settled once. The order of the rows changes nothing.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_INVALID_UTF8`,
/// `O2C_PANICKED`. `matching` is the caller's: end it with `o2c_matching_free`.
///
/// ```c
/// o2c_matching *found = NULL;
/// status = o2c_matching_compute(&matching_input, &found, &error);
/// ```
///
/// # Safety
/// `input`, its rows and their texts are as long as they say; the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_matching_compute(
    input: *const o2c_matching_input,
    matching: *mut *mut o2c_matching,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("matching", matching, error, || {
            let input = handle("input", input)?;
            let items = column("items", input.items, input.items_len)?;
            let payments = column("payments", input.payments, input.payments_len)?;
            let currency = text("currency", input.currency, input.currency_len)?;
            matched(items, payments, currency)
        })
    }
}

/// What the payments settle, or may settle, payment by payment: `*rows_len` rows that belong to
/// `matching`. NULL and no rows for NULL; `rows_len` may be NULL.
///
/// ```c
/// size_t rows_len = 0;
/// const o2c_matched_row *matched = o2c_matching_rows(matching, &rows_len);
/// if (rows_len > 0 && matched[0].alternative == 0) {
///     printf("%zu settles %zu\n", matched[0].payment, matched[0].document);
/// }
/// ```
///
/// # Safety
/// `matching` is NULL or lives; `rows_len` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_matching_rows(
    matching: *const o2c_matching,
    rows_len: *mut usize,
) -> *const o2c_matched_row {
    // SAFETY: the caller vouches for the handle and the output.
    unsafe { rows(matching.as_ref().map(|matching| &*matching.rows), rows_len) }
}

/// Ends a matching and the rows taken from it. NULL is left alone.
///
/// ```c
/// o2c_matching_free(matching);
/// ```
///
/// # Safety
/// `matching` is NULL or lives and is used by nobody else; it ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_matching_free(matching: *mut o2c_matching) {
    // SAFETY: passed on from the caller.
    unsafe { free(matching) }
}

/// A text that may be missing.
///
/// # Safety
/// As [`text`].
unsafe fn given<'a>(
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<&'a str, Failure> {
    if len == 0 {
        return Ok("");
    }
    // SAFETY: passed on from the caller.
    unsafe { text(name, data, len) }
}

/// What payments settle.
///
/// # Safety
/// The texts of the rows are as long as they say.
unsafe fn matched(
    items: &[o2c_open_document],
    payments: &[o2c_received_payment],
    currency: &str,
) -> Result<o2c_matching, Failure> {
    let currency =
        Currency::parse(currency).map_err(|no| Failure::refused(no.inside("currency")))?;
    let (mut numbers, mut remittances) = (Vec::new(), Vec::new());
    for item in items {
        // SAFETY: the caller vouches for the text.
        numbers.push(unsafe { given("number", item.number, item.number_len) }?);
    }
    for payment in payments {
        // SAFETY: the caller vouches for the text.
        remittances
            .push(unsafe { given("remittance", payment.remittance, payment.remittance_len) }?);
    }
    let ids = |count: usize| (0..count).map(|row| row.to_string()).collect::<Vec<String>>();
    let (item_ids, payment_ids) = (ids(items.len()), ids(payments.len()));
    let item_texts: Vec<&str> = item_ids.iter().map(String::as_str).collect();
    let payment_texts: Vec<&str> = payment_ids.iter().map(String::as_str).collect();
    let found = letter_payment_columns(
        &ItemColumns {
            customer: &items.iter().map(|item| item.customer).collect::<Vec<u32>>(),
            item: &item_texts,
            number: &numbers,
            open_minor: &items.iter().map(|item| item.open_minor).collect::<Vec<i64>>(),
            currency: &vec![0; items.len()],
            due_on: &items.iter().map(|item| item.due_on).collect::<Vec<i32>>(),
            document_on: None,
            other_number: None,
            discount: None,
        },
        &PaymentColumns {
            customer: &payments.iter().map(|payment| payment.customer).collect::<Vec<u32>>(),
            payment: &payment_texts,
            amount_minor: &payments.iter().map(|one| one.amount_minor).collect::<Vec<i64>>(),
            currency: &vec![0; payments.len()],
            received_on: &payments.iter().map(|one| one.received_on).collect::<Vec<i32>>(),
            remittance: Some(&remittances),
            reference: None,
        },
        &[currency],
        &Policy::default(),
        &[],
    );
    let found = found.map_err(Failure::refused)?;
    let rows = found.iter().enumerate().flat_map(|(payment, found)| shown(payment, found));
    Ok(o2c_matching { rows: rows.collect() })
}

/// The rows of a proposal: what is to be applied, then the alternatives.
fn shown(payment: usize, found: &Proposal) -> Vec<o2c_matched_row> {
    let row = |line: &ProposedLine, alternative: u32, rule: Rule, score: u16| {
        Some(o2c_matched_row {
            payment,
            // The ids are the rows.
            document: line.entry.as_str().parse().ok()?,
            amount_minor: line.amount.minor(),
            alternative,
            rule: rule_of(rule),
            score: score.into(),
        })
    };
    let mut rows = Vec::new();
    if let (Verdict::Apply, Some(rule)) = (found.verdict, found.rule) {
        rows.extend(found.lines.iter().filter_map(|line| row(line, 0, rule, found.score)));
    }
    for (number, other) in (1..).zip(&found.alternatives) {
        let lines = other.lines.iter();
        rows.extend(lines.filter_map(|line| row(line, number, other.rule, other.score)));
    }
    rows
}

const fn rule_of(rule: Rule) -> u32 {
    match rule {
        Rule::DocumentNumber => O2C_MATCH_DOCUMENT_NUMBER,
        Rule::ExactAmount => O2C_MATCH_EXACT_AMOUNT,
        Rule::WholeBalance => O2C_MATCH_WHOLE_BALANCE,
        Rule::StructuredReference => O2C_MATCH_STRUCTURED_REFERENCE,
        Rule::OrderNumber => O2C_MATCH_ORDER_NUMBER,
        Rule::Statement => O2C_MATCH_STATEMENT,
        Rule::Subset => O2C_MATCH_SUBSET,
        Rule::OldestFirst => O2C_MATCH_OLDEST_FIRST,
        Rule::Host => O2C_MATCH_HOST,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{O2C_NULL_POINTER, O2C_OK, O2C_REFUSED};
    use std::ptr;

    fn document(open_minor: i64, number: &str) -> o2c_open_document {
        let (number, number_len) = (number.as_ptr().cast(), number.len());
        o2c_open_document { customer: 0, due_on: 20_483, open_minor, number, number_len }
    }

    fn payment(amount_minor: i64, text: &str) -> o2c_received_payment {
        let (remittance, remittance_len) = (text.as_ptr().cast(), text.len());
        o2c_received_payment {
            customer: 0,
            received_on: 20_500,
            amount_minor,
            remittance,
            remittance_len,
        }
    }

    fn match_all(
        items: &[o2c_open_document],
        payments: &[o2c_received_payment],
    ) -> (o2c_status, Vec<o2c_matched_row>) {
        let mut found = ptr::null_mut();
        let input = o2c_matching_input {
            items: items.as_ptr(),
            items_len: items.len(),
            payments: payments.as_ptr(),
            payments_len: payments.len(),
            currency: c"EUR".as_ptr(),
            currency_len: 3,
        };
        // SAFETY: the rows and the output live; the handle is ended once.
        unsafe {
            let status = o2c_matching_compute(&raw const input, &raw mut found, ptr::null_mut());
            let mut count = 0;
            let rows = o2c_matching_rows(found, &raw mut count);
            let rows = (0..count).map(|at| *rows.add(at)).collect();
            o2c_matching_free(found);
            (status, rows)
        }
    }

    #[test]
    fn payments_settle_documents_as_the_core_says() {
        let items = [document(81_211, "F-10010"), document(4_500, "F-10011")];
        let (status, rows) = match_all(&items, &[payment(81_211, "VIR F-10010")]);
        let told: Vec<_> =
            rows.iter().map(|row| (row.payment, row.document, row.amount_minor)).collect();
        assert_eq!((status, told), (O2C_OK, vec![(0, 0, 81_211)]));
        assert_eq!((rows[0].alternative, rows[0].rule), (0, O2C_MATCH_DOCUMENT_NUMBER));
        // Two of one amount: someone decides between them.
        let items = [document(6_000, "F-10010"), document(6_000, "F-10011")];
        let (_, rows) = match_all(&items, &[payment(6_000, "")]);
        let told: Vec<_> = rows.iter().map(|row| (row.alternative, row.document)).collect();
        assert_eq!(told, [(1, 0), (2, 1)]);
        assert_eq!(match_all(&[], &[]), (O2C_OK, Vec::new()));
        assert_eq!(match_all(&[], &[payment(-1, "")]).0, O2C_REFUSED);
        let mut found = ptr::null_mut();
        // SAFETY: nothing is given.
        let none = unsafe { o2c_matching_compute(ptr::null(), &raw mut found, ptr::null_mut()) };
        assert_eq!(none, O2C_NULL_POINTER);
    }
}
