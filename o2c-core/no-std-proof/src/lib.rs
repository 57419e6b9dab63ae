//! The core without a standard library. Where anything in it, or in what it depends on, brings in
//! `std`, this does not compile: there would be two panic handlers (E0152).
#![no_std]

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

/// Gives out nothing: the proof is that it links, it never runs.
struct Nothing;

// SAFETY: a null pointer is how an allocator says that it has no memory.
unsafe impl GlobalAlloc for Nothing {
    unsafe fn alloc(&self, _: Layout) -> *mut u8 {
        core::ptr::null_mut()
    }
    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Nothing = Nothing;

#[panic_handler]
fn halt(_: &PanicInfo) -> ! {
    loop {}
}

/// Uses the core, so that it is linked.
#[unsafe(no_mangle)]
pub extern "C" fn minor_units_of_a_euro() -> i64 {
    "1.00 EUR".parse::<o2c_core::money::Money>().map_or(0, |amount| amount.minor())
}
