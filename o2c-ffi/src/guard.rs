//! The border: what happens inside never unwinds out of it.

use crate::error::{Failure, o2c_error};
use crate::status::{O2C_OK, o2c_status};
use crate::text::{o2c_string, present};
use core::ptr;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs the work of one function; a panic becomes a status.
///
/// # Safety
/// `error` is NULL or points to a pointer that may be written.
pub(crate) unsafe fn guard(
    error: *mut *mut o2c_error,
    work: impl FnOnce() -> Result<(), Failure>,
) -> o2c_status {
    let failure = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => return O2C_OK,
        Ok(Err(failure)) => failure,
        Err(payload) => Failure::panicked(payload.as_ref()),
    };
    // SAFETY: passed on from the caller.
    unsafe { failure.hand_over(error) }
}

/// Runs work that answers with a value for the caller, which is written on success only. `name`
/// is the output's, for the refusal of NULL.
///
/// # Safety
/// `out` and `error` are NULL or may be written.
pub(crate) unsafe fn answer<T>(
    name: &'static str,
    out: *mut T,
    error: *mut *mut o2c_error,
    work: impl FnOnce() -> Result<T, Failure>,
) -> o2c_status {
    let answered = || {
        present(name, out)?;
        let value = work()?;
        // SAFETY: not NULL; the caller vouches that it may be written. What stood there is the
        // caller's and is not dropped.
        unsafe { ptr::write(out, value) };
        Ok(())
    };
    // SAFETY: passed on from the caller.
    unsafe { guard(error, answered) }
}

/// Runs work that answers with a new handle.
///
/// # Safety
/// As [`answer`].
pub(crate) unsafe fn answer_handle<T>(
    name: &'static str,
    out: *mut *mut T,
    error: *mut *mut o2c_error,
    work: impl FnOnce() -> Result<T, Failure>,
) -> o2c_status {
    // SAFETY: passed on from the caller.
    unsafe { answer(name, out, error, || Ok(Box::into_raw(Box::new(work()?)))) }
}

/// Runs work that answers with a text.
///
/// # Safety
/// As [`answer`].
pub(crate) unsafe fn answer_text(
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
    work: impl FnOnce() -> Result<String, Failure>,
) -> o2c_status {
    // SAFETY: passed on from the caller.
    unsafe { answer("out", out, error, || Ok(o2c_string::of(work()?))) }
}

/// Ends a handle; a panic while it ends stays inside. NULL is left alone.
///
/// # Safety
/// `handle` is NULL or came from [`answer_handle`] and has not been freed.
pub(crate) unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // SAFETY: the caller vouches for the handle.
        let owned = unsafe { Box::from_raw(handle) };
        let _ = catch_unwind(AssertUnwindSafe(|| drop(owned)));
    }
}
