//! The house itself: which room looks at which, and that every file is tidy.

// Tests may stop where the core may not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod architecture;
mod sources;
mod tidy;
