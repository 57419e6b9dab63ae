//! Ageing over the caller's own columns, for programs that age millions of items.

use crate::error::{Failure, Rejection, o2c_error};
use crate::guard::{answer_handle, free};
use crate::status::{O2C_REFUSED, o2c_status};
use crate::text::{column, rows};
use o2c_core::ageing::{Buckets, ColumnAgeing, CreditPolicy, age_columns};
use o2c_core::calendar::Day;
use o2c_core::columns::OpenItems;
use o2c_core::error::{Error, Path};

/// Credits stand in a column of their own.
pub const O2C_CREDITS_SEPARATE: u32 = 0;
/// Credits stand in the bucket of their own day.
pub const O2C_CREDITS_OWN_DATE: u32 = 1;
/// Credits are taken off the oldest items of the same customer and currency; what is left over
/// stands in the column of credits.
pub const O2C_CREDITS_OLDEST_FIRST: u32 = 2;

/// Open items as four columns of one length: a row is an item. The columns stay the caller's and
/// are read in place.
///
/// ```c
/// o2c_open_items items = {customer, due_on, open_minor, currency, 3};
/// ```
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_open_items {
    /// The customers, numbered densely from 0.
    pub customer: *const u32,
    /// The day each item is due, as days since 1970-01-01.
    pub due_on: *const i32,
    /// What is open of each item in minor units: debit positive, credit negative.
    pub open_minor: *const i64,
    /// The currencies, numbered densely from 0. Currencies never net.
    pub currency: *const u16,
    /// How many items there are; with 0 the columns may be NULL.
    pub length: usize,
}

/// What one customer owes in one currency, in minor units.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_ageing_row {
    /// The customer's number.
    pub customer: u32,
    /// The currency's number.
    pub currency: u32,
    /// What is not due yet; due on the day of the report is not due.
    pub not_due: i64,
    /// What is due, a figure for each bucket from the youngest: `o2c_ageing_buckets` of them.
    pub buckets: *const i64,
    /// Credits, negative, where they stand apart.
    pub credits: i64,
    /// The sum of all of them.
    pub total: i64,
}

/// An ageing: made by `o2c_ageing_compute`, ended by `o2c_ageing_free`. It never changes.
pub struct o2c_ageing {
    rows: Vec<o2c_ageing_row>,
    /// The rows point into this.
    figures: ColumnAgeing,
}

/// Ages open items: what is open per customer and currency, not due, by bucket, and credits.
///
/// `bounds` are the last days of the buckets, rising: 30, 60, 90 makes buckets of 1-30, 31-60,
/// 61-90 and beyond 90 days. `as_of` is the day of the report as days since 1970-01-01. `credits`
/// is one of `O2C_CREDITS_...`.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_LENGTH`, `O2C_PANICKED`. `ageing` is
/// the caller's: end it with `o2c_ageing_free`.
///
/// ```c
/// const uint32_t bounds[] = {30, 60, 90};
/// o2c_ageing *ageing = NULL;
/// status = o2c_ageing_compute(&items, bounds, 3, as_of, O2C_CREDITS_SEPARATE, &ageing, &error);
/// ```
///
/// # Safety
/// `items` and its columns are as long as they say, as is `bounds`; the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_ageing_compute(
    items: *const o2c_open_items,
    bounds: *const u32,
    bounds_len: usize,
    as_of: i32,
    credits: u32,
    ageing: *mut *mut o2c_ageing,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("ageing", ageing, error, || {
            let items = columns(items)?;
            let bounds = column("bounds", bounds, bounds_len)?;
            let credits = credits_of(credits)?;
            aged(&items, bounds, as_of, credits).map_err(Failure::refused)
        })
    }
}

/// The rows of which a figure is not zero, by customer and currency: `*rows_len` rows that belong
/// to `ageing`. NULL and no rows for NULL; `rows_len` may be NULL.
///
/// ```c
/// size_t rows_len = 0, i;
/// const o2c_ageing_row *rows = o2c_ageing_rows(ageing, &rows_len);
/// for (i = 0; i < rows_len; i++) {
///     printf("%" PRIu32 " owes %" PRId64 "\n", rows[i].customer, rows[i].total);
/// }
/// ```
///
/// # Safety
/// `ageing` is NULL or lives; `rows_len` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_ageing_rows(
    ageing: *const o2c_ageing,
    rows_len: *mut usize,
) -> *const o2c_ageing_row {
    // SAFETY: the caller vouches for the handle and the output.
    unsafe { rows(ageing.as_ref().map(|ageing| &*ageing.rows), rows_len) }
}

/// How many buckets each row has: one more than bounds were given; 0 for NULL.
///
/// ```c
/// size_t buckets = o2c_ageing_buckets(ageing);
/// ```
///
/// # Safety
/// `ageing` is NULL or lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_ageing_buckets(ageing: *const o2c_ageing) -> usize {
    // SAFETY: the caller vouches for the handle.
    unsafe { ageing.as_ref() }.map_or(0, |ageing| ageing.figures.buckets().count())
}

/// Ends an ageing and the rows taken from it. NULL is left alone.
///
/// ```c
/// o2c_ageing_free(ageing);
/// ```
///
/// # Safety
/// `ageing` is NULL or lives and is used by nobody else; it ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_ageing_free(ageing: *mut o2c_ageing) {
    // SAFETY: passed on from the caller.
    unsafe { free(ageing) }
}

/// The caller's columns as the core sees them.
///
/// # Safety
/// `items` is NULL or lives, and its columns are as long as it says.
unsafe fn columns<'a>(items: *const o2c_open_items) -> Result<OpenItems<'a>, Failure> {
    // SAFETY: the caller vouches for the columns.
    let (customer, due_on, open_minor, currency) = unsafe {
        let items = crate::text::handle("items", items)?;
        (
            column("customer", items.customer, items.length)?,
            column("due_on", items.due_on, items.length)?,
            column("open_minor", items.open_minor, items.length)?,
            column("currency", items.currency, items.length)?,
        )
    };
    OpenItems::new(customer, due_on, open_minor, currency).map_err(Failure::refused)
}

fn credits_of(number: u32) -> Result<CreditPolicy, Failure> {
    match number {
        O2C_CREDITS_SEPARATE => Ok(CreditPolicy::Separate),
        O2C_CREDITS_OWN_DATE => Ok(CreditPolicy::OwnDate),
        O2C_CREDITS_OLDEST_FIRST => Ok(CreditPolicy::OldestFirst),
        given => {
            let path = Path::field("credits");
            let most = O2C_CREDITS_OLDEST_FIRST;
            let rejection = Rejection::UnknownChoice { path, given, most };
            Err(Failure::door(O2C_REFUSED, rejection))
        }
    }
}

fn aged(
    items: &OpenItems<'_>,
    bounds: &[u32],
    as_of: i32,
    credits: CreditPolicy,
) -> Result<o2c_ageing, Error> {
    let as_of =
        Day::new(1970, 1, 1)?.plus_days(as_of.into()).map_err(|refusal| refusal.inside("as_of"))?;
    let figures = age_columns(items, as_of, &Buckets::new(bounds)?, credits)?;
    let rows = figures
        .rows()
        .filter_map(|(customer, currency, figures)| shown(customer, currency.into(), figures))
        .collect();
    Ok(o2c_ageing { rows, figures })
}

/// A row of the kernel: not due, the buckets, credits, total.
fn shown(customer: u32, currency: u32, figures: &[i64]) -> Option<o2c_ageing_row> {
    let [not_due, buckets @ .., credits, total] = figures else {
        return None;
    };
    Some(o2c_ageing_row {
        customer,
        currency,
        not_due: *not_due,
        buckets: buckets.as_ptr(),
        credits: *credits,
        total: *total,
    })
}
