//! What a function answers.

use core::ffi::c_char;

/// The version of the declarations in this header. It changes with every change of them; compare
/// it with what the loaded library says before anything else.
///
/// ```c
/// if (o2c_abi_version() != O2C_ABI_VERSION) {
///     fprintf(stderr, "o2c.h and libo2c do not belong together\n");
///     return 1;
/// }
/// ```
pub const O2C_ABI_VERSION: u32 = 3;

/// What every function that can fail answers: `O2C_OK` or the reason why not.
///
/// Treat a value you do not know as a failure: later versions may know more reasons.
pub type o2c_status = u32;

/// Done; the outputs are written.
pub const O2C_OK: o2c_status = 0;
/// The core said no: nothing changed, the error carries number, code, path and figures.
pub const O2C_REFUSED: o2c_status = 1;
/// A pointer that must not be NULL is NULL.
pub const O2C_NULL_POINTER: o2c_status = 2;
/// A text is not UTF-8.
pub const O2C_INVALID_UTF8: o2c_status = 3;
/// A length is larger than any object in memory can be.
pub const O2C_INVALID_LENGTH: o2c_status = 4;
/// A defect of the library: the handle is poisoned from now on, everything else still works.
/// The error's message says where.
pub const O2C_PANICKED: o2c_status = 5;
/// An earlier call on this handle panicked: free it and replay the history you keep.
pub const O2C_POISONED: o2c_status = 6;

/// The version of the declarations the loaded library was built with.
///
/// Compare it with `O2C_ABI_VERSION`. Never fails.
///
/// ```c
/// int belongs_together = o2c_abi_version() == O2C_ABI_VERSION;
/// ```
#[unsafe(no_mangle)]
pub extern "C" fn o2c_abi_version() -> u32 {
    O2C_ABI_VERSION
}

/// The version of the library, such as `0.1.0`: a text that ends in NUL and lives as long as the
/// library. Never fails; do not free it.
///
/// ```c
/// printf("o2c %s\n", o2c_version());
/// ```
#[unsafe(no_mangle)]
pub extern "C" fn o2c_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast::<c_char>()
}
