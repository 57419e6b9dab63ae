//! Texts and columns that cross the border.

use crate::error::{Failure, Rejection};
use crate::status::{O2C_INVALID_LENGTH, O2C_INVALID_UTF8, O2C_NULL_POINTER};
use core::alloc::Layout;
use core::ffi::c_char;
use core::ptr;
use core::slice;
use o2c_core::error::Path;

/// A text that belongs to the library: UTF-8, `len` bytes at `data`, and a NUL behind them that
/// is not counted. It lives as long as the handle it was taken from; do not free it.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct o2c_text {
    /// The first byte; never NULL.
    pub data: *const c_char,
    /// How many bytes, without the NUL at the end.
    pub len: usize,
}

impl o2c_text {
    /// The text of no bytes.
    pub(crate) fn empty() -> Self {
        o2c_text { data: c"".as_ptr(), len: 0 }
    }

    /// A view of bytes that end in an uncounted NUL.
    pub(crate) fn of(terminated: &[u8]) -> Self {
        o2c_text {
            data: terminated.as_ptr().cast::<c_char>(),
            len: terminated.len().saturating_sub(1),
        }
    }
}

/// A text that belongs to the caller: UTF-8, `len` bytes at `data`, and a NUL behind them that is
/// not counted. Free it with `o2c_string_free`, never with `free`.
///
/// ```c
/// o2c_string receipt = {NULL, 0};
/// if (o2c_company_execute(company, command, strlen(command), &receipt, NULL) == O2C_OK) {
///     printf("%s\n", receipt.data);
/// }
/// o2c_string_free(&receipt);
/// ```
#[repr(C)]
#[derive(Debug)]
pub struct o2c_string {
    /// The first byte; NULL when there is no text.
    pub data: *mut c_char,
    /// How many bytes, without the NUL at the end.
    pub len: usize,
}

impl o2c_string {
    /// Hands a text over to the caller.
    pub(crate) fn of(text: String) -> Self {
        let len = text.len();
        let bytes = terminated(text);
        o2c_string { data: Box::into_raw(bytes).cast::<c_char>(), len }
    }
}

/// Frees a text that a function of this library has written, and clears it: `data` becomes NULL,
/// `len` 0, so that freeing it again does nothing. NULL and a cleared text are left alone.
///
/// Leave `data` and `len` as they were written: the library frees what they say.
///
/// ```c
/// o2c_string_free(&receipt);
/// ```
///
/// # Safety
/// `string` is NULL or points to a text written by this library, unchanged, or cleared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn o2c_string_free(string: *mut o2c_string) {
    if string.is_null() {
        return;
    }
    // SAFETY: not NULL, and the caller vouches that it points to an `o2c_string`.
    let owned = unsafe { ptr::replace(string, cleared()) };
    if owned.data.is_null() {
        return;
    }
    // `len` counted without the NUL, so one more byte is always there.
    let bytes = ptr::slice_from_raw_parts_mut(owned.data.cast::<u8>(), owned.len.wrapping_add(1));
    // SAFETY: `o2c_string::of` made this pointer from a box of `len + 1` bytes.
    drop(unsafe { Box::from_raw(bytes) });
}

fn cleared() -> o2c_string {
    o2c_string { data: ptr::null_mut(), len: 0 }
}

/// The bytes of a text with a NUL behind them.
pub(crate) fn terminated(text: String) -> Box<[u8]> {
    let mut bytes = text.into_bytes();
    bytes.reserve_exact(1);
    bytes.push(0);
    bytes.into_boxed_slice()
}

/// A slice of the caller's; NULL stands for no element when there is none.
///
/// # Safety
/// Unless refused, `data` points to `len` initialised elements that nobody writes for `'a`.
pub(crate) unsafe fn column<'a, T>(
    name: &'static str,
    data: *const T,
    len: usize,
) -> Result<&'a [T], Failure> {
    if len == 0 {
        return Ok(&[]);
    }
    present(name, data)?;
    if !data.is_aligned() || Layout::array::<T>(len).is_err() {
        let path = Path::field(name);
        return Err(Failure::door(O2C_INVALID_LENGTH, Rejection::InvalidLength { path, len }));
    }
    // SAFETY: neither NULL nor longer than memory; the caller vouches for the elements.
    Ok(unsafe { slice::from_raw_parts(data, len) })
}

/// A text of the caller's; NULL is refused even when no byte is asked for.
///
/// # Safety
/// As [`column`].
pub(crate) unsafe fn text<'a>(
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Result<&'a str, Failure> {
    present(name, data)?;
    // SAFETY: the caller vouches for `len` bytes at `data`.
    let bytes = unsafe { column(name, data.cast::<u8>(), len) }?;
    str::from_utf8(bytes).map_err(|fault| {
        let path = Path::field(name);
        let valid_up_to = fault.valid_up_to();
        Failure::door(O2C_INVALID_UTF8, Rejection::InvalidUtf8 { path, valid_up_to })
    })
}

/// Refuses NULL by the name of the argument.
pub(crate) fn present<T>(name: &'static str, pointer: *const T) -> Result<(), Failure> {
    if pointer.is_null() {
        let path = Path::field(name);
        return Err(Failure::door(O2C_NULL_POINTER, Rejection::NullPointer { path }));
    }
    Ok(())
}

/// What a handle of the caller's points to.
///
/// # Safety
/// Unless NULL, `handle` was given out by this library and not freed since.
pub(crate) unsafe fn handle<'a, T>(name: &'static str, handle: *const T) -> Result<&'a T, Failure> {
    present(name, handle)?;
    // SAFETY: not NULL; the caller vouches that the handle lives.
    Ok(unsafe { &*handle })
}

/// Hands out rows that a handle owns.
///
/// # Safety
/// `len` is NULL or may be written.
pub(crate) unsafe fn rows<T>(owned: Option<&[T]>, len: *mut usize) -> *const T {
    let length = owned.map_or(0, <[T]>::len);
    if !len.is_null() {
        // SAFETY: not NULL; the caller vouches that it may be written.
        unsafe { ptr::write(len, length) };
    }
    owned.map_or(ptr::null(), <[T]>::as_ptr)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_ends_in_nul_and_is_freed_once() {
        let mut string = o2c_string::of("é\0x".to_string());
        assert_eq!(string.len, 4);
        // SAFETY: `of` made `len` bytes and a NUL.
        let bytes = unsafe { slice::from_raw_parts(string.data.cast::<u8>(), 5) };
        assert_eq!(bytes, "é\0x\0".as_bytes());
        for _ in 0..2 {
            // SAFETY: the first call clears it, the second finds it cleared.
            unsafe { o2c_string_free(&raw mut string) };
            assert!(string.data.is_null());
            assert_eq!(string.len, 0);
        }
        // SAFETY: NULL is left alone.
        unsafe { o2c_string_free(ptr::null_mut()) };
    }

    #[test]
    fn a_length_beyond_memory_is_refused() {
        let one = 7_i64;
        // SAFETY: refused before anything is read.
        let refused = unsafe { column("due_on", &raw const one, usize::MAX) };
        assert_eq!(refused.unwrap_err().status, O2C_INVALID_LENGTH);
    }

    #[test]
    fn a_column_off_its_alignment_is_refused() {
        let bytes = [0_i64; 2];
        let odd = bytes.as_ptr().cast::<u8>().wrapping_add(1).cast::<i64>();
        // SAFETY: refused before anything is read.
        let refused = unsafe { column("open_minor", odd, 1) };
        assert_eq!(refused.unwrap_err().status, O2C_INVALID_LENGTH);
    }
}
