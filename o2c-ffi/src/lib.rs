//! The C door: the core behind opaque handles, JSON texts and plain rows.
//!
//! This crate has no rule of its own. It checks pointers and texts, calls the core, and turns
//! what the core said into a status, an output and an error. `include/o2c.h` is generated from
//! the declarations and the words written here; it is the manual of a C program.
//!
//! Three promises hold for every function: an output is written on success only; a panic becomes
//! a status and never crosses the border; what the library allocated, the library frees.
#![deny(unsafe_op_in_unsafe_fn)]
// The names are those of the C program.
#![allow(non_camel_case_types)]

mod status;

mod text;

mod error;

mod guard;

mod company;

mod invoice;

mod day;

mod ageing;

mod lettering;

mod payments;

pub use ageing::*;
pub use company::*;
pub use day::*;
pub use error::*;
pub use invoice::*;
pub use lettering::*;
pub use payments::*;
pub use status::*;
pub use text::*;

pub use error::Rejection;
