//! Days as rows hold them.

use crate::error::{Failure, o2c_error};
use crate::guard::answer;
use crate::status::o2c_status;
use o2c_core::calendar::Day;
use o2c_core::error::Error;

/// Writes the number of a day for the rows of this header: days since 1970-01-01, negative
/// before. Years 1 to 9999 of the Gregorian calendar.
///
/// Fails with `O2C_REFUSED` for a day that does not exist, `O2C_NULL_POINTER`, `O2C_PANICKED`.
///
/// ```c
/// int32_t due_on = 0;
/// status = o2c_day_of_date(2026, 1, 31, &due_on, &error);
/// ```
///
/// # Safety
/// The outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_day_of_date(
    year: i32,
    month: u32,
    day: u32,
    out: *mut i32,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe { answer("out", out, error, || day_number(year, month, day).map_err(Failure::refused)) }
}

fn day_number(year: i32, month: u32, day: u32) -> Result<i32, Error> {
    Ok(Day::new(year, month, day)?.number_since_1970())
}
