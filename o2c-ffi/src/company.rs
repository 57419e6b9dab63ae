//! The company: one handle for the whole order to cash of one legal entity.

use crate::error::{Failure, o2c_error};
use crate::guard::{answer_handle, answer_text, free};
use crate::status::o2c_status;
use crate::text::{handle, o2c_string, text};
use core::ffi::c_char;
use o2c_core::company::Company;
use o2c_core::error::Error;
use o2c_core::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

/// The whole order to cash of one legal entity: customers, orders, shipments, invoices, payments,
/// letters, journal, and the log of everything that happened.
///
/// Made by `o2c_company_found`, `o2c_company_replay` or `o2c_company_fork`, ended by
/// `o2c_company_free`. Several threads may use one company at once: readers run side by side,
/// commands wait for each other. Only `o2c_company_free` must come alone and last.
pub struct o2c_company {
    company: RwLock<Company>,
    is_poisoned: AtomicBool,
}

impl o2c_company {
    pub(crate) fn of(company: Company) -> Self {
        o2c_company { company: RwLock::new(company), is_poisoned: AtomicBool::new(false) }
    }

    /// Reads the company.
    pub(crate) fn ask<R>(
        &self,
        question: impl FnOnce(&Company) -> Result<R, Error>,
    ) -> Result<R, Failure> {
        let company = self.company.read().unwrap_or_else(PoisonError::into_inner);
        self.poisoning(|| question(&company))
    }

    /// Changes the company.
    pub(crate) fn tell<R>(
        &self,
        command: impl FnOnce(&mut Company) -> Result<R, Error>,
    ) -> Result<R, Failure> {
        let mut company = self.company.write().unwrap_or_else(PoisonError::into_inner);
        self.poisoning(|| command(&mut company))
    }

    /// Runs work under the lock. After a panic nobody knows what state it left behind: the
    /// handle refuses everything from then on.
    fn poisoning<R>(&self, work: impl FnOnce() -> Result<R, Error>) -> Result<R, Failure> {
        if self.is_poisoned.load(Ordering::Acquire) {
            return Err(Failure::poisoned());
        }
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(done) => done.map_err(Failure::refused),
            Err(payload) => {
                self.is_poisoned.store(true, Ordering::Release);
                Err(Failure::panicked(payload.as_ref()))
            }
        }
    }
}

/// Founds a company from its settings, a JSON object.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED`. `company` is the caller's: end it with `o2c_company_free`.
///
/// ```c
/// o2c_company *company = NULL;
/// const char *settings = "{\"ledger_currency\":\"EUR\"}";
/// if (o2c_company_found(settings, strlen(settings), &company, NULL) != O2C_OK) {
///     return 1;
/// }
/// ```
///
/// # Safety
/// The text has `settings_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_found(
    settings: *const c_char,
    settings_len: usize,
    company: *mut *mut o2c_company,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("company", company, error, || {
            let settings = text("settings", settings, settings_len)?;
            json::found(settings).map(o2c_company::of).map_err(Failure::refused)
        })
    }
}

/// Rebuilds a company from its history, the JSON that `o2c_company_history` gave: the same state,
/// to the byte.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED`. `company` is the caller's: end it with `o2c_company_free`.
///
/// ```c
/// o2c_status status = o2c_company_replay(history.data, history.len, &company, &error);
/// ```
///
/// # Safety
/// The text has `events_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_replay(
    events: *const c_char,
    events_len: usize,
    company: *mut *mut o2c_company,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("company", company, error, || {
            let events = text("events", events, events_len)?;
            json::replay(events).map(o2c_company::of).map_err(Failure::refused)
        })
    }
}

/// Copies a company: both go their own way from here. For "what if" on a whole day of trade; for
/// a few commands `o2c_company_preview` is lighter.
///
/// Fails with `O2C_NULL_POINTER`, `O2C_PANICKED` and `O2C_POISONED`. `copy` is the caller's: end
/// it with `o2c_company_free`.
///
/// ```c
/// o2c_company *copy = NULL;
/// o2c_status status = o2c_company_fork(company, &copy, NULL);
/// ```
///
/// # Safety
/// The company lives, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_fork(
    company: *const o2c_company,
    copy: *mut *mut o2c_company,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_handle("copy", copy, error, || {
            let company = handle("company", company)?;
            company.ask(|company| Ok(company.clone())).map(o2c_company::of)
        })
    }
}

/// Ends a company. NULL is left alone.
///
/// ```c
/// o2c_company_free(company);
/// company = NULL;
/// ```
///
/// # Safety
/// `company` is NULL or a living company that no other thread uses; it ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_free(company: *mut o2c_company) {
    // SAFETY: passed on from the caller.
    unsafe { free(company) }
}

/// Executes one command, a JSON object, and writes its receipt: what happened, and the numbers
/// given out. A refused command changes nothing. The same command again, by its id, changes
/// nothing and gives the first receipt.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// status = o2c_company_execute(company, command, strlen(command), &receipt, &error);
/// ```
///
/// # Safety
/// The company lives, the text has `command_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_execute(
    company: *mut o2c_company,
    command: *const c_char,
    command_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            let command = text("command", command, command_len)?;
            company.tell(|company| json::execute(company, command))
        })
    }
}

/// Says what a command would do, as the JSON list of its events, and keeps nothing.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// status = o2c_company_decide(company, command, strlen(command), &events, &error);
/// ```
///
/// # Safety
/// The company lives, the text has `command_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_decide(
    company: *const o2c_company,
    command: *const c_char,
    command_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            let command = text("command", command, command_len)?;
            company.ask(|company| json::decide(company, command))
        })
    }
}

/// Runs a JSON array of commands on a fork that is thrown away: the receipts are those that
/// `o2c_company_batch` would give, by the same code.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// status = o2c_company_preview(company, commands, strlen(commands), &receipts, &error);
/// ```
///
/// # Safety
/// The company lives, the text has `commands_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_preview(
    company: *const o2c_company,
    commands: *const c_char,
    commands_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            let commands = text("commands", commands, commands_len)?;
            company.ask(|company| json::preview(company, commands))
        })
    }
}

/// Executes a JSON array of commands in its order, with a result per command: a refused one does
/// not stop the others. Equal to one `o2c_company_execute` after the other.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// status = o2c_company_batch(company, commands, strlen(commands), &results, &error);
/// ```
///
/// # Safety
/// The company lives, the text has `commands_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_batch(
    company: *mut o2c_company,
    commands: *const c_char,
    commands_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            let commands = text("commands", commands, commands_len)?;
            company.tell(|company| json::batch(company, commands))
        })
    }
}

/// Answers a query, a JSON object, such as the aged balance of a day. A report is a function of
/// the company and the days in the query; it changes nothing.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// const char *query = "{\"ageing\":{\"as_of\":\"2026-02-28\"}}";
/// status = o2c_company_report(company, query, strlen(query), &report, &error);
/// ```
///
/// # Safety
/// The company lives, the text has `query_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_report(
    company: *const o2c_company,
    query: *const c_char,
    query_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            let query = text("query", query, query_len)?;
            company.ask(|company| json::report(company, query))
        })
    }
}

/// Writes everything that happened as JSON; `o2c_company_replay` makes the same company from it.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED` and `O2C_POISONED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// status = o2c_company_history(company, &history, &error);
/// ```
///
/// # Safety
/// The company lives, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_company_history(
    company: *const o2c_company,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let company = handle("company", company)?;
            company.ask(json::history)
        })
    }
}

/// Calculates without a company: invoice figures, due days, splits and the like. The request is a
/// JSON object that names the calculation and its input.
///
/// Fails with `O2C_REFUSED`, `O2C_NULL_POINTER`, `O2C_INVALID_UTF8`, `O2C_INVALID_LENGTH`,
/// `O2C_PANICKED`. `out` is the caller's: free it with `o2c_string_free`.
///
/// ```c
/// const char *request = "{\"split\":{\"amount\":\"100.00 EUR\",\"weights\":[\"1\",\"1\",\"1\"]}}";
/// status = o2c_calculate(request, strlen(request), &result, &error);
/// ```
///
/// # Safety
/// The text has `request_len` bytes, the outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_calculate(
    request: *const c_char,
    request_len: usize,
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe {
        answer_text(out, error, || {
            let request = text("request", request, request_len)?;
            json::calculate(request).map_err(Failure::refused)
        })
    }
}

/// Writes every refusal of the core as a JSON list of number, code and meaning.
///
/// Fails with `O2C_NULL_POINTER` and `O2C_PANICKED`. `out` is the caller's: free it with
/// `o2c_string_free`.
///
/// ```c
/// o2c_string refusals = {NULL, 0};
/// status = o2c_refusals(&refusals, NULL);
/// ```
///
/// # Safety
/// The outputs may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_refusals(
    out: *mut o2c_string,
    error: *mut *mut o2c_error,
) -> o2c_status {
    // SAFETY: the caller vouches for every pointer that is not NULL.
    unsafe { answer_text(out, error, || Ok(json::refusals())) }
}

#[cfg(test)]
#[path = "company_tests.rs"]
mod tests;
