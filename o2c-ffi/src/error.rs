//! Why a call failed, as a handle the caller may look into.

use crate::status::{O2C_PANICKED, O2C_POISONED, O2C_REFUSED, o2c_status};
use crate::text::{o2c_text, terminated};
use core::any::Any;
use core::ptr;
use o2c_core::error::{Error, Path, Refusal};
use o2c_core::json;
use std::panic::{AssertUnwindSafe, catch_unwind};

o2c_core::rejections! {
    /// Why the C door itself says no: numbers 14 to 19.
    pub enum Rejection {
        /// A pointer that must not be NULL is NULL.
        NullPointer = 14 "door.null_pointer" {} => "{path} is NULL",
        /// A text is not UTF-8.
        InvalidUtf8 = 15 "door.invalid_utf8" { valid_up_to: usize }
            => "{path} is not UTF-8 from byte {valid_up_to} on",
        /// A length is larger than any object in memory, or the elements are not aligned.
        InvalidLength = 16 "door.invalid_length" { len: usize }
            => "{path} cannot hold {len} elements",
        /// A defect of the library; the handle is poisoned.
        Panicked = 17 "door.panicked" { defect: String } => "a defect of the library: {defect}",
        /// An earlier call on this handle panicked.
        Poisoned = 18 "door.poisoned" {} => "an earlier call on this handle panicked",
        /// A number stands for none of the choices there are.
        UnknownChoice = 19 "door.unknown_choice" { given: u32, most: u32 }
            => "{given} is no choice, the last one is {most}",
    }
}

/// Why a call failed: number, code, path, message and figures.
///
/// Every function that can fail takes `o2c_error **error` last. Give NULL if the status is
/// enough. Otherwise the pointer is written when the call fails, and only then: start with NULL,
/// and free what was written with `o2c_error_free` before the variable is used again.
///
/// ```c
/// o2c_error *error = NULL;
/// if (o2c_company_execute(company, command, strlen(command), &receipt, &error) != O2C_OK) {
///     fprintf(stderr, "%s at %s: %s\n", o2c_error_code(error).data,
///             o2c_error_path(error).data, o2c_error_message(error).data);
///     o2c_error_free(error);
/// }
/// ```
#[derive(Debug)]
pub struct o2c_error {
    number: u32,
    code: Box<[u8]>,
    path: Box<[u8]>,
    message: Box<[u8]>,
    json: Box<[u8]>,
}

impl o2c_error {
    fn of(error: Error) -> Self {
        let json = json::error(&error);
        o2c_error {
            number: error.number,
            code: terminated(error.code.to_string()),
            path: terminated(error.path),
            message: terminated(error.message),
            json: terminated(json),
        }
    }
}

/// The number of the refusal, one of the `O2C_REFUSAL_...` constants or a later one; 0 for NULL.
/// A number never changes its meaning.
///
/// ```c
/// if (o2c_error_number(error) == O2C_REFUSAL_MONEY_CURRENCY_MISMATCH) {
///     fprintf(stderr, "one document has one currency\n");
/// }
/// ```
///
/// # Safety
/// `error` is NULL or a living error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_number(error: *const o2c_error) -> u32 {
    // SAFETY: the caller vouches that the error lives.
    unsafe { error.as_ref() }.map_or(0, |error| error.number)
}

/// The code of the refusal, such as `order.line.quantity_exceeds_open`; no bytes for NULL.
/// Belongs to the error.
///
/// ```c
/// fprintf(stderr, "%s\n", o2c_error_code(error).data);
/// ```
///
/// # Safety
/// `error` is NULL or a living error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_code(error: *const o2c_error) -> o2c_text {
    // SAFETY: the caller vouches that the error lives.
    unsafe { view(error, |error| &error.code) }
}

/// Where in the input the refused value stands, such as `lines[2].quantity`; no bytes for the
/// whole input and for NULL. Belongs to the error.
///
/// ```c
/// fprintf(stderr, "look at %s\n", o2c_error_path(error).data);
/// ```
///
/// # Safety
/// `error` is NULL or a living error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_path(error: *const o2c_error) -> o2c_text {
    // SAFETY: the caller vouches that the error lives.
    unsafe { view(error, |error| &error.path) }
}

/// One sentence for people; programs read number, code and figures. No bytes for NULL. Belongs to
/// the error.
///
/// ```c
/// fprintf(stderr, "%s\n", o2c_error_message(error).data);
/// ```
///
/// # Safety
/// `error` is NULL or a living error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_message(error: *const o2c_error) -> o2c_text {
    // SAFETY: the caller vouches that the error lives.
    unsafe { view(error, |error| &error.message) }
}

/// The whole error as JSON with number, code, path, message and figures, the same bytes as in
/// every other language; no bytes for NULL. Belongs to the error.
///
/// ```c
/// printf("{\"error\":%s}\n", o2c_error_json(error).data);
/// ```
///
/// # Safety
/// `error` is NULL or a living error.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_json(error: *const o2c_error) -> o2c_text {
    // SAFETY: the caller vouches that the error lives.
    unsafe { view(error, |error| &error.json) }
}

/// Frees an error and the texts taken from it. NULL is left alone.
///
/// ```c
/// o2c_error_free(error);
/// error = NULL;
/// ```
///
/// # Safety
/// `error` is NULL or a living error, which ends here.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_error_free(error: *mut o2c_error) {
    if !error.is_null() {
        // SAFETY: made by `Box::into_raw` in `Failure::hand_over`; the caller frees it once.
        drop(unsafe { Box::from_raw(error) });
    }
}

/// # Safety
/// `error` is NULL or a living error.
unsafe fn view(error: *const o2c_error, part: impl Fn(&o2c_error) -> &[u8]) -> o2c_text {
    // SAFETY: the caller vouches that the error lives.
    unsafe { error.as_ref() }.map_or_else(o2c_text::empty, |error| o2c_text::of(part(error)))
}

/// A status and the error that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: o2c_status,
    error: Box<Error>,
}

impl Failure {
    /// The door itself says no.
    pub(crate) fn door(status: o2c_status, rejection: Rejection) -> Self {
        Failure { status, error: Box::new(Error::of(&rejection as &dyn Refusal)) }
    }

    /// The core says no.
    pub(crate) fn refused(error: impl Into<Error>) -> Self {
        Failure { status: O2C_REFUSED, error: Box::new(error.into()) }
    }

    /// Something panicked.
    pub(crate) fn panicked(payload: &(dyn Any + Send)) -> Self {
        let defect = match (payload.downcast_ref::<&str>(), payload.downcast_ref::<String>()) {
            (Some(text), _) => (*text).to_string(),
            (None, Some(text)) => text.clone(),
            (None, None) => "a panic without words".to_string(),
        };
        let path = Path::root();
        Failure::door(O2C_PANICKED, Rejection::Panicked { path, defect })
    }

    /// The handle is not to be trusted any more.
    pub(crate) fn poisoned() -> Self {
        let path = Path::root();
        Failure::door(O2C_POISONED, Rejection::Poisoned { path })
    }

    /// Writes the error where the caller wants it and answers the status.
    ///
    /// # Safety
    /// `error` is NULL or points to a pointer that may be written.
    pub(crate) unsafe fn hand_over(self, error: *mut *mut o2c_error) -> o2c_status {
        if error.is_null() {
            return self.status;
        }
        let Failure { status, error: why } = self;
        match catch_unwind(AssertUnwindSafe(|| o2c_error::of(*why))) {
            Ok(told) => {
                // SAFETY: not NULL; the caller vouches that it may be written.
                unsafe { ptr::write(error, Box::into_raw(Box::new(told))) };
                status
            }
            Err(_) => O2C_PANICKED,
        }
    }
}
